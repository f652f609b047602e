"""A print measured where it is made: what runs over its cell or the page, lies over other words, was lost, or stands alone at the foot.

The places are those of WeasyPrint's boxes, in px (96 to the inch); they are known before a file is written, so a hundredth of the time will do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from math import inf
from typing import Any

from campaign.pdf.typeset import bare

PX = 25.4 / 96  # mm
SLACK = 1.0 / PX  # over the edge of a cell; rounding and hanging marks stay below
EDGE = 4.0 / PX  # text keeps at least so far from the edge of the paper
SHOWN = 12  # 字 of the words that a sentence quotes
MOST_NAMED = 5  # of one sort in a document
_UNSEEN = re.compile(r"<(head|svg|style)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class _TextRun:
    """A run of text as it stands: edges in px, the edges of the cell or page that holds it, and whether it is a heading."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    room: tuple[float, float]
    heading: bool
    foot: bool


@dataclass
class _PageBox:
    words: list[_TextRun] = field(default_factory=list)
    margins: str = ""
    rows: Counter[int] = field(default_factory=Counter)  # of every table, by its element


def flaws(pages: Sequence[Any], html: str) -> tuple[str, ...]:
    """What is wrong with a print, a sentence each with its page; nothing when it is sound. `html` are the words it was made of."""
    seen = [_read(page) for page in pages]
    found: dict[str, list[str]] = defaultdict(list)
    for number, page in enumerate(seen, 1):
        wide, high = pages[number - 1].width, pages[number - 1].height
        for word in page.words:
            low, most = word.room
            if word.right > most + SLACK or word.left < low - SLACK or word.right > wide - EDGE or word.left < EDGE:
                found["overflow"].append(f"第{number}页“{word.text[:SHOWN]}”超出{'格子' if most < wide else '版面'}")
            elif word.bottom > high - EDGE / 2 or word.top < 0:
                found["overflow"].append(f"第{number}页“{word.text[:SHOWN]}”超出纸边")
        found["overlap"] += (
            f"第{number}页“{one[:SHOWN]}”和“{two[:SHOWN]}”叠在一起" for one, two in _overlaps(page.words)
        )
        body = [word for word in page.words if not word.foot]
        overleaf = next((word for word in seen[number].words if not word.foot), None) if number < len(seen) else None
        if body and body[-1].heading and overleaf and not overleaf.heading:
            found["heading"].append(f"第{number}页页脚上只有标题“{body[-1].text[:SHOWN]}”，内容在下一页")
    found["rows"] += _stranded(seen)
    if lost := _lost(seen, html):
        found["lost"].append(f"有{sum(lost.values())}个字没有印上：“{''.join(lost)[:SHOWN]}”")
    return tuple(
        sentence
        for sort in found.values()
        for sentence in (
            *sort[:MOST_NAMED],
            *([f"同样的还有{len(sort) - MOST_NAMED}处"] if len(sort) > MOST_NAMED else []),
        )
    )


def _read(page: Any) -> _PageBox:
    read = _PageBox()
    for child in page._page_box.children:
        if type(child).__name__ == "MarginBox":
            read.margins += "".join(box.text for box in child.descendants() if hasattr(box, "text"))
        else:
            _collect(child, read, (0.0, page.width), heading=False, foot=type(child).__name__ == "FootnoteAreaBox")
    return read


def _collect(box: Any, read: _PageBox, room: tuple[float, float], *, heading: bool, foot: bool) -> None:
    kind = type(box).__name__
    if box.style is not None and box.style["transform"]:
        read.margins += "".join(each.text for each in box.descendants() if hasattr(each, "text"))
        return
    if box.style is not None and box.style["position"] == "absolute":
        room = (0.0, inf)  # a sign of a drawing stands where its day is, and may reach over the edge
    elif kind == "TableCellBox":
        room = (box.position_x, box.position_x + box.border_width())
    elif kind == "TableBox":
        for group in box.children:
            if not (group.is_header or group.is_footer):
                read.rows[id(box.element)] += len(group.children)
    elif kind != "TextBox":
        heading = heading or box.element_tag in ("h1", "h2", "h3") or "alone" in _classes(box)
    if kind == "TextBox":
        if box.text.strip():
            hung = len(box.text) - len(box.text.rstrip("\u3000"))  # blanks at the end of a line hang over its edge
            right = box.position_x + box.width - hung * box.style["font_size"]
            edges = (box.position_x, box.position_y, right, box.position_y + box.height)
            read.words.append(_TextRun(bare(box.text).strip(), *edges, room, heading, foot))
        return
    for child in getattr(box, "children", ()):
        _collect(child, read, room, heading=heading, foot=foot)


def _classes(box: Any) -> str:
    return (box.element.get("class") or "") if box.element is not None else ""


def _overlaps(words: Sequence[_TextRun]) -> Iterator[tuple[str, str]]:
    """Words that stand where others stand, by more than a third of their height and a fifth of a 字."""
    near: list[_TextRun] = []
    for word in sorted(words, key=lambda each: each.top):
        near = [each for each in near if each.bottom > word.top]
        for other in near:
            least = min(word.bottom - word.top, other.bottom - other.top)
            down = min(word.bottom, other.bottom) - max(word.top, other.top)
            across = min(word.right, other.right) - max(word.left, other.left)
            if down > least / 3 and across > least / 5:
                yield other.text, word.text
        near.append(word)


def _stranded(pages: Sequence[_PageBox]) -> Iterator[str]:
    """A table that begins or ends on a page with a single row, though it has more."""
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        for table, rows in page.rows.items():
            parts[table].append((number, rows))
    for held in parts.values():
        for (number, rows), word in ((held[0], "开头"), (held[-1], "末尾")) if len(held) > 1 else ():
            if rows < 2 and sum(each for _, each in held) > 3:
                yield f"第{number}页上表格{word}只有一行"


def _lost(pages: Sequence[_PageBox], html: str) -> Counter[str]:
    drawn: Counter[str] = Counter()
    for page in pages:
        for word in page.words:
            drawn.update(word.text)
        drawn.update(page.margins)
    asked = Counter(bare(unescape(_TAG.sub("", _UNSEEN.sub("", html)))))
    return Counter({char: count for char, count in (asked - drawn).items() if not char.isspace()})
