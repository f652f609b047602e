"""PDFs with a text layer: lines by their places on the page, joined where they run on."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from math import inf
from typing import Any

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault
from campaign.leaves import limits
from campaign.leaves.confined import Exceeded, confined

_ALONE = re.compile(r"(?:^|\s)\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")  # the date below a signature
_FOLIO = re.compile(
    r"[—–\-·.\s]*(?:第\s*)?\d{1,4}\s*页?[—–\-·.\s]*(?:[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?|page\s*\d+(?:\s*of\s*\d+)?",
    re.I,
)
_GUTTER_ROWS = 6  # lines on either side of a gutter that make two columns


@dataclass(frozen=True)
class _Row:
    """A printed line, or a row of a table, in points from the top left of its page; `left` and `right` bound its column, once that is known."""

    text: str
    x0: float
    x1: float
    top: float
    size: float = 1.0
    left: float = 0.0
    right: float = 0.0
    cells: tuple[str, ...] = ()
    chars: tuple[tuple[str, float, float], ...] = ()  # (character, x0, x1)


def read(name: str, raw: bytes) -> Paper:
    """The lines of a PDF; a place is a page. Page numbers, running heads and feet are left out and told; two columns are read one after the other."""
    try:
        limits.pdf(raw)
        pages = confined(lambda: _printed_lines(raw))
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except Exceeded as fault:
        raise PaperFault(f"{name} 太大或太复杂，没有读；拆开，或转成文字再读入") from fault
    except Exception as fault:  # whatever a library of many formats may raise on a damaged file
        raise PaperFault(f"{name} 打不开，可能加了密码或已经损坏") from fault
    lines: list[Line] = []
    tables = 0
    before: _Row | None = None
    pages, around = _without_running(pages)
    for number, rows in enumerate(pages, 1):
        for row in _columned(rows):
            if row.cells:
                above = lines[-1] if lines else None
                tables += not (above and above.cells and len(above.cells) == len(row.cells))
                lines.append(Line(row.text, number, aside="表格", cells=row.cells, table=tables))
                before = None
                continue
            em = max(row.size, 1)
            text = row.text.strip()
            centred = row.x0 - row.left > 3 * em and abs(row.x0 + row.x1 - row.left - row.right) < 2 * em
            if (
                lines
                and before
                and not centred
                and not lines[-1].centred
                and not _ALONE.search(lines[-1].text)
                and not re.match(r"附\s*件", text)
                and row.x0 - row.left < 1.2 * em
                and before.x1 > before.right - 3.5 * em
            ):  # runs on
                lines[-1] = Line(lines[-1].text + text, lines[-1].place)
            else:
                lines.append(Line(text, number, centred))
            before = row
    if not lines:
        raise PaperFault(f"{name} 没有文字层（多半是扫描件）；先用文字识别软件转成文字")
    notes = ["PDF 的分段按版面推断，请对照原件"]
    if around:
        shown = "、".join(f"“{each}”" for each in dict.fromkeys(around))
        notes.append(f"页眉、页脚、页码没有读入：{shown}")
    return Paper(tuple(lines), tuple(notes), unit="页")


def _without_running(pages: list[list[_Row]]) -> tuple[list[list[_Row]], list[str]]:
    """(the pages without page numbers, running heads and feet; these, each once with its first number). What runs stands among the first or the last
    two lines of two pages in five at least, at one height, and says the same but for numbers."""
    edges = [[row for row in (*rows[:2], *rows[-2:]) if not row.cells] for rows in pages]
    seen = Counter(key for rows in edges for key in {_running(row) for row in rows})
    often = max(2, len(pages) * 2 // 5)
    around: dict[str, str] = {}
    made = []
    for rows, edge in zip(pages, edges, strict=True):
        out = [row for row in edge if _FOLIO.fullmatch(row.text.strip()) or seen[_running(row)] >= often]
        for row in out:
            around.setdefault(_running(row)[0], row.text.strip())
        made.append([row for row in rows if row not in out])
    return made, list(around.values())


def _running(row: _Row) -> tuple[str, int]:
    """What a running line says without its numbers, and how high it stands in steps of 6 points."""
    return re.sub(r"\d+|\s", "", row.text), round(row.top / 6)


def _printed_lines(raw: bytes) -> list[list[_Row]]:
    """The lines of every page; no more of them than a document has."""
    import pdfplumber

    pages: list[list[_Row]] = []
    chars = 0
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        for page in pdf.pages:
            tables = page.find_tables()
            boxes = [table.bbox for table in tables]
            text = page.filter(partial(_outside, boxes)) if boxes else page
            rows = [
                _Row(
                    row["text"], row["x0"], row["x1"], row["top"], row["chars"][0]["size"],
                    chars=tuple((char["text"], char["x0"], char["x1"]) for char in row["chars"]),
                )
                for row in text.extract_text_lines()
                if row["text"].strip()
            ]  # fmt: skip
            for table in tables:
                cells = [["" if cell is None else cell.replace("\n", "") for cell in row] for row in table.extract()]
                rows += [
                    _Row(" | ".join(row), 0, 0, table.bbox[1] + place / 1000, cells=tuple(row))
                    for place, row in enumerate(cells)
                    if any(row)
                ]
            rows.sort(key=lambda row: row.top)
            pages.append(rows)
            page.close()
            chars += sum(len(row.text) for row in rows)
            if chars > 2 * MAX_CHARS:
                break
    return pages


def _columned(printed: list[_Row]) -> list[_Row]:
    """Lines of a page in the order of reading, each with the bounds of its column: where a gutter parts enough of them, the left column first."""
    texts = [row for row in printed if not row.cells]
    left, right = min((row.x0 for row in texts), default=0.0), max((row.x1 for row in texts), default=0.0)
    middle = min(
        (left + (right - left) * share / 100 for share in range(30, 71)),
        key=lambda place: sum(_crossed(row, place) for row in texts),
    )
    made: list[_Row] = []
    for crossed, rows in groupby(printed, key=lambda row: bool(row.cells) or _crossed(row, middle)):
        block = list(rows)
        sides = [] if crossed else _sides(block, middle)
        for side in sides:
            begin, end = min(row.x0 for row in side), max(row.x1 for row in side)
            made += [replace(row, left=begin, right=end) for row in side]
        made += [] if sides else [replace(row, left=left, right=right) for row in block]
    return made


def _crossed(row: _Row, middle: float) -> bool:
    """Does a line run over this place of the page, without a blank wider than a character there?"""
    ends = max((x1 for _, x0, x1 in row.chars if x0 < middle), default=-inf)
    start = min((x0 for _, x0, x1 in row.chars if x1 > middle), default=inf)
    return start - ends < row.size * 0.9


def _sides(block: list[_Row], middle: float) -> list[list[_Row]]:
    """Two columns line by line, or [] when these lines are none: in a table without rules, or a list of names, few lines of the left half run up to
    the gutter, or the gutter is wide."""
    left, right = (
        [part for row in block if (part := _between(row, first, last))]
        for first, last in ((-inf, middle), (middle, inf))
    )
    if min(len(left), len(right)) < _GUTTER_ROWS:
        return []
    end, em = max(row.x1 for row in left), left[0].size
    full = sum(1 for row in left if row.x1 > end - 1.5 * em)
    return [left, right] if min(row.x0 for row in right) - end < 4 * em and full * 2 > len(left) else []


def _between(row: _Row, first: float, last: float) -> _Row | None:
    """The part of a line between two places of the page."""
    held = [char for char in row.chars if first <= char[1] and char[2] <= last]
    if not held:
        return None
    text = "".join(
        (" " if at and x0 - held[at - 1][2] > row.size * 0.8 else "") + char for at, (char, x0, _) in enumerate(held)
    )
    return replace(row, text=text, x0=held[0][1], x1=held[-1][2], chars=tuple(held))


def _outside(boxes: list[tuple[float, float, float, float]], each: Any) -> bool:
    """Does something printed stand outside the tables?"""
    middle, height = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
    return not any(left <= middle <= right and top <= height <= bottom for left, top, right, bottom in boxes)
