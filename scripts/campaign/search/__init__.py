"""The static Chinese search: pages and their units in, the files under `search/` out (`index.on_site`)."""
