"""A print measured where it is made: what runs over its cell or the page, lies over other words, was lost, or stands alone at the foot.

The places are those of WeasyPrint's boxes, in px (96 to the inch); they are known before a file is written, so a hundredth of the time will do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from math import inf
from typing import Any

from campaign.pdf.lines import HALF
from campaign.pdf.typeset import bare

PX = 25.4 / 96  # mm
SLACK = 1.0 / PX  # over the edge of a cell; rounding and hanging marks stay below
EDGE = 4.0 / PX  # text keeps at least so far from the edge of the paper
SHOWN = 12  # 字 of the words that a sentence quotes
LOW = 30.0 / PX  # a row below that height stands alone when it is a table's only one on a page
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
    cells: dict[int, str] = field(default_factory=lambda: defaultdict(str))  # the words of every cell, by its element
    rows: dict[int, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # heights in every table, by its element


def flaws(pages: Sequence[Any], html: str, said: Sequence[str] = ()) -> tuple[str, ...]:
    """What is wrong with a print, a sentence each with its page; nothing when it is sound. `html` are the words it was made of, `said` the
    texts of the record that must stand in it."""
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
    found["heading"] += (
        f"第{number}页页脚上只有标题“{words[:SHOWN]}”，内容在下一页" for number, words in _lonely(seen)
    )
    found["rows"] += (f"第{number}页上表格{'末尾' if last else '开头'}只有一行" for _, number, last in _stranded(seen))
    if lost := _lost(seen, html):
        found["lost"].append(f"有{sum(lost.values())}个字没有印上：“{''.join(lost)[:SHOWN]}”")
    found["unsaid"] += (f"写了“{' '.join(text.split())[:SHOWN]}”，没有印上" for text in _unsaid(seen, said))
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


def _collect(box: Any, read: _PageBox, room: tuple[float, float], *, heading: bool, foot: bool, cell: int = 0) -> None:
    kind = type(box).__name__
    if box.style is not None and box.style["transform"]:
        read.margins += "".join(each.text for each in box.descendants() if hasattr(each, "text"))
        return
    if box.style is not None and box.style["position"] == "absolute":
        room = (0.0, inf)  # a sign of a drawing stands where its day is, and may reach over the edge
    elif kind == "TableCellBox":
        room, cell = (box.position_x, box.position_x + box.border_width()), id(box.element)
    elif kind == "TableBox":
        rows = read.rows[id(box.element)]
        for group in box.children:
            if not (group.is_header or group.is_footer):
                rows += ((id(row.element), row.height) for row in group.children)
    elif kind != "TextBox":
        heading = heading or box.element_tag in ("h1", "h2", "h3") or "alone" in _classes(box)
    if kind == "TextBox":
        if box.text.strip():
            hung = float(
                len(box.text) - len(box.text.rstrip("\u3000"))
            )  # blanks at the end of a line hang over its edge
            hung += 0.5 * (HALF in _classes(box).split())
            right = box.position_x + box.width - hung * box.style["font_size"]
            edges = (box.position_x, box.position_y, right, box.position_y + box.height)
            read.words.append(_TextRun(bare(box.text).strip(), *edges, room, heading, foot))
            if cell:
                read.cells[cell] += box.text
        return
    for child in getattr(box, "children", ()):
        _collect(child, read, room, heading=heading, foot=foot, cell=cell)


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


def _stranded(pages: Sequence[_PageBox]) -> Iterator[tuple[int, int, bool]]:
    """Tables that begin or end on a page with a single low row, though they have more: (table, counted from 0; page; whether it ends)."""
    parts: dict[int, list[tuple[int, list[tuple[int, float]]]]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        for table, rows in page.rows.items():
            parts[table].append((number, rows))
    for place, held in enumerate(parts.values()):
        if len(held) < 2 or len({row for _, rows in held for row, _ in rows}) < 2:
            continue
        (first, top), (_, before), (final, end) = held[0], held[-2], held[-1]
        if _low(top):
            yield place, first, False
        if _low(end) and before and before[-1][0] != end[0][0]:  # no row that only goes on
            yield place, final, True


def _low(rows: Sequence[tuple[int, float]]) -> bool:
    return len(rows) == 1 and rows[0][1] < LOW


def _lonely(pages: Sequence[_PageBox]) -> Iterator[tuple[int, str]]:
    """Pages whose last words are a heading of what stands overleaf, and these words."""
    for number, (page, overleaf) in enumerate(pairwise(pages), 1):
        here, there = ([word for word in each.words if not word.foot] for each in (page, overleaf))
        if here and here[-1].heading and there and not there[0].heading:
            yield number, here[-1].text


def unsettled(pages: Sequence[Any]) -> int:
    """How many rows and headings stand apart from what they belong to."""
    seen = [_read(page) for page in pages]
    return len([*_stranded(seen), *_lonely(seen)])


_TABLE_HEAD = re.compile(r'(?:<p class="alone">(?:(?!</p>).)*</p>\s*)*(?:<div class="grid">\s*)?$', re.S)


def resettled(pages: Sequence[Any], html: str) -> str:
    """The words with a new page where a table would else leave a row alone: before the table with the headings above it, or before its last row
    but one. As they are when no row stands alone."""
    tables = [found.start() for found in re.finditer("<table", html)]
    breaks: list[int] = []
    for place, _, last in _stranded([_read(page) for page in pages]):
        start = tables[place]
        if last:
            rows = [found.start() for found in re.finditer("<tr", html[start : html.index("</table", start)])]
            breaks.append(start + rows[-2])
        else:
            head = _TABLE_HEAD.search(html, 0, start)
            breaks.append(head.start() if head else start)
    for at in sorted(breaks, reverse=True):
        name = re.compile(r"<\w+").match(html, at)
        end = name.end() if name else at
        html = f'{html[:end]} style="break-before:page"{html[end:]}'
    return html


def _lost(pages: Sequence[_PageBox], html: str) -> Counter[str]:
    drawn: Counter[str] = Counter()
    for page in pages:
        for word in page.words:
            drawn.update(word.text)
        drawn.update(page.margins)
    asked = Counter(bare(unescape(_TAG.sub("", _UNSEEN.sub("", html)))))
    return Counter({char: count for char, count in (asked - drawn).items() if not char.isspace()})


_FOLDED = re.compile(r"[\s“”\"*\u200b\u2060]")  # blanks, ends of lines and quotation marks are set as the line asks


def _unsaid(pages: Sequence[_PageBox], said: Sequence[str]) -> Iterator[str]:
    """Texts that stand nowhere as a whole: neither in the run of the pages nor in a cell, whose words may go on over the page."""
    if not said:
        return
    runs = ("".join(word.text for page in pages for word in page.words if word.foot is foot) for foot in (False, True))
    cells: dict[int, str] = defaultdict(str)
    for page in pages:
        for cell, words in page.cells.items():
            cells[cell] += words
    printed = _FOLDED.sub("", "\0".join((*runs, *cells.values(), *(page.margins for page in pages))))
    yield from (text for text in said if _FOLDED.sub("", text) not in printed)
