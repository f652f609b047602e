"""The text of a page at the desk: what was pasted made tidy, pictures put beside it, and how it will look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path as File
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlencode

from campaign import pictures
from campaign.checks import look_over
from campaign.editor import kinds
from campaign.editor.finding import Desk, EditRefused, is_campaign, is_content
from campaign.editor.telling import Answer
from campaign.publish import write
from campaign.texts import dialect
from campaign.texts.typed import tidied

_SHOWN = re.compile(r'(<img\b[^>]*? src=")([^":]+)(")')


def picturing(desk: Desk, request: Mapping[str, Any], raw: bytes) -> Answer:
    """Put a picture where the record looks for it, and tell by which name: made anew, as what it is. One that cannot be shown is refused,
    none is written over, and there must be something for it to belong to: the page, or the campaign of a photograph."""
    kind, file = kinds.by_key(str(request.get("kind"))), PurePosixPath(str(request.get("file")))
    if (
        kind is None
        or kind.pictures is None
        or ".." in file.parts
        or len(file.parts) != 4
        or not any(file.match(pattern) for pattern in kind.kind.patterns())
        or not kind.kind.holds(str(file))
    ):
        raise EditRefused(404, "这里不能放图片。")
    folder = desk.root / file.parent / kind.pictures
    if folder.resolve() != desk.root.resolve() / file.parent / kind.pictures:
        raise EditRefused(404, "这里不能放图片。")
    content, _ = look_over(desk.root, desk.today())
    if not (is_campaign(content, file.parent.name) if kind.key == "work" else (desk.root / file).is_file()):
        raise EditRefused(409, "先保存这一条，再放图片。")
    asked = PurePosixPath(
        re.sub(r"[^\w.-]+", "-", str(request.get("name")).replace("\\", "/").rpartition("/")[2]).lstrip(".-") or "tu"
    )
    try:
        kept, suffix = pictures.stored(raw, asked.name)
    except pictures.UnfitPicture as fault:
        raise EditRefused(422, f"{fault.message}；{fault.hint}。") from fault
    with desk.writing:
        names = (f"{asked.stem}{suffix}", *(f"{asked.stem}-{number}{suffix}" for number in range(2, 1000)))
        try:
            name = next(each for each in names if not (folder / each).exists() or (folder / each).read_bytes() == kept)
            if not (folder / name).exists():
                write(folder / name, kept)
        except (OSError, StopIteration) as fault:
            raise EditRefused(403, "图片写不进去（没有权限，或磁盘满了），没有保存。") from fault
    return {"name": name}


def previewing(_: Desk, request: Mapping[str, Any]) -> Answer:
    """The body of a page as it will look, with the pictures that lie beside it."""
    html, drawings = dialect.converted(str(request.get("body") or ""))
    folder = PurePosixPath(str(request.get("file") or "x/x")).parent

    def shown(found: re.Match[str]) -> str:
        if drawing := drawings.get(found[2]):
            return f"{found[1]}data:image/svg+xml,{quote(drawing)}{found[3]}"
        return f"{found[1]}photo?{urlencode({'file': str(folder / unquote(found[2]))})}{found[3]}"

    return {"html": _SHOWN.sub(shown, html)}


def tidying(_: Desk, request: Mapping[str, Any]) -> Answer:
    """What was pasted from Word, a web page or a chat, as text that shows what its writer sees; and what was done to it."""
    made = tidied(str(request.get("text") or ""))
    return {"text": made.text, "notes": list(made.notes)}


def photographing(desk: Desk, file: str) -> bytes:
    """A picture that lies beside a record, small and bare, as WebP."""
    name = PurePosixPath(file)
    beside = name.parent / "index.md" if name.parts[:1] == ("docs",) else name.parent.parent / "a.yaml"
    path = desk.root / name
    if ".." in name.parts or not is_content(desk, str(beside)) or path.resolve() != desk.root.resolve() / name:
        raise EditRefused(404, "没有这张图片。")
    try:
        return _small(path, path.stat().st_mtime_ns)
    except (OSError, pictures.UnfitPicture) as fault:
        raise EditRefused(404, "没有这张图片。") from fault


@lru_cache(256)
def _small(path: File, _changed: int) -> bytes:
    return pictures.for_screens(pictures.read(path.parent, path.name), path.name, pictures.SMALL[0])


ACTIONS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Answer]] = {"preview": previewing, "tidy": tidying}
