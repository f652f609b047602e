"""The HTML of hand-written Markdown made fit for a page: what must not be there is taken out, pictures stand small with their size and open whole."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from markupsafe import Markup

from campaign.leaves import links
from campaign.pictures import Photo
from campaign.texts import dialect

SIZES = "(max-width: 60em) calc(100vw - 2rem), 42rem"  # how wide a picture stands in a column of text
_ALONE = re.compile(r"<p>\s*(<a\b[^>]*>)?\s*(<img\b[^>]*>)\s*(</a>)?\s*</p>")
_IMAGE = re.compile(r"<img\b[^>]*>")
_LINKED = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*<img\b.*?</a>", re.S)
_VALUE = re.compile(r'\b(src|alt|title|class|width|data-align)="([^"]*)"')
_ONLY = {
    "#only-light": "only-light",
    "#gh-light-mode-only": "only-light",
    "#only-dark": "only-dark",
    "#gh-dark-mode-only": "only-dark",
}


def prose(html: str, path: str, photos: Mapping[str, Photo]) -> str:
    """The HTML of the page at `path`; `photos` are the pictures of the site by place. A picture alone in its paragraph becomes a figure
    with its title as caption."""
    clean = dialect.shown(html)
    if "<img" not in clean:
        return clean
    figured = _ALONE.sub(lambda found: _figure(found[0]), clean)
    linked = {found.span() for found in _LINKED.finditer(figured)}

    def shown(found: re.Match[str]) -> str:
        inside = any(start < found.start() < end for start, end in linked)
        return _shown(found[0], path, photos, inside)

    return _IMAGE.sub(shown, figured)


def _figure(paragraph: str) -> str:
    title = dict(_VALUE.findall(paragraph)).get("title", "")
    caption = f"<figcaption>{title}</figcaption>" if title else ""
    return f"<figure>{paragraph[3:-4].strip()}{caption}</figure>"


def _shown(tag: str, path: str, photos: Mapping[str, Photo], inside_link: bool) -> str:
    values = {name: Markup(value).unescape() for name, value in _VALUE.findall(tag)}
    address, mark, fragment = values.get("src", "").partition("#")
    if address.startswith(dialect.DRAWN):
        return tag.replace(address, f"{'../' * path.count('/')}{links.DIAGRAMS}{address}", 1)
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
    place = place if place in photos else place.removesuffix(".webp")
    photo = photos.get(place)
    if photo is None:
        return tag
    look = " ".join(filter(None, (values.get("class", ""), _ONLY.get(mark + fragment, ""))))
    asked = int(values["width"]) if values.get("width", "").isdecimal() else 0
    image = picture(photo, place, "../" * path.count("/"), values.get("alt", ""), SIZES, look, asked)
    if align := values.get("data-align"):
        image = Markup(image.replace("<img ", f'<img data-align="{align}" ', 1))
    return image if inside_link else opening(image, place, "../" * path.count("/"))


def picture(photo: Photo, place: str, root: str, alt: str, sizes: str, look: str = "", asked: int = 0) -> Markup:
    """An image that loads small, in the size that the screen needs, and holds its room before it is there. `look` are classes; `asked` is
    a width in pixels that its author wants, 0 for its own."""

    def address(width: int) -> str:
        return root + quote(links.picture(place, width))

    widths = photo.small or (0,)
    srcset = (
        Markup(' srcset="%s" sizes="%s"') % (", ".join(f"{address(each)} {each}w" for each in widths), sizes)
        if photo.small
        else ""
    )
    width = min(asked, photo.width) or photo.width
    css = Markup(' class="%s"') % look if look else ""
    return Markup('<img src="%s"%s%s width="%s" height="%s" alt="%s" loading="lazy" decoding="async">') % (
        address(widths[0]),
        srcset,
        css,
        width,
        round(photo.height * width / photo.width),
        alt,
    )


def opening(image: Markup, place: str, root: str) -> Markup:
    """The image as a link to the whole picture."""
    return Markup('<a class="picture" href="%s" title="看大图">%s</a>') % (root + quote(links.picture(place)), image)
