"""Photographs made for screens and paper from the office's own files, each once: what was made before is kept in `.build/pictures/`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from campaign import pictures
from campaign.pictures import Photo
from campaign.publish import write

_NAMED = re.compile(r'(?<=src=")photo:([^"]+?)(?:#[0-9a-f]*)?(?=")')


def for_screens(root: Path, photo: Photo, width: int = 0) -> Path:
    """The file of a photograph as WebP, whole or `width` pixels wide."""
    path = _shelf(root) / f"{photo.digest}-{width}-{pictures.RECIPE}.webp"
    if not path.is_file():
        write(path, pictures.for_screens(_negative(root, photo), photo.file, width or None))
    return path


def printed(root: Path, photos: Mapping[str, Photo], html: str) -> str:
    """A document with every `src="photo:…"` replaced by the photograph itself."""

    def shown(found: re.Match[str]) -> str:
        return f"data:image/jpeg;base64,{base64.b64encode(for_print(root, photos[unescape(found[1])])).decode()}"

    return _NAMED.sub(shown, html)


def for_print(root: Path, photo: Photo) -> bytes:
    """A photograph as JPEG for paper."""
    path = _shelf(root) / f"{photo.digest}-{pictures.RECIPE}.jpg"
    if not path.is_file():
        write(path, pictures.for_print(_negative(root, photo), photo.file))
    return path.read_bytes()


def _shelf(root: Path) -> Path:
    return root / ".build" / "pictures"


def _negative(root: Path, photo: Photo) -> bytes:
    path = root / photo.file
    return pictures.read(path.parent, path.name)
