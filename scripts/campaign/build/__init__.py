"""From content to a site: `recipe` in order, of what is `made`, `files`, the `shelf` of prints, things `by_id`, and on `demand`."""
