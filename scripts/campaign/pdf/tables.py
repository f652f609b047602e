"""Tables of fixed layout: column widths are worked out here from what the cells hold, so that the layout engine need not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from campaign.pdf import typeset
from campaign.pdf.geometry import OFFICIAL
from campaign.views import tables

PADDING = 2.4  # mm of a cell, left and right together, rules included
MARGIN = 0.4  # 字 of air a line needs so that rounding never turns it
LINE_HEIGHT, CELL_HEIGHT = 1.45, 1.45  # of the type size; mm of padding and rule of a row
TALL = 4  # lines of a row, on average, from which a table reads better lying
WHOLE = 1 / 3  # of a page: a row up to that height is never parted
TITLE = 42.0  # mm of the first page for number, title and head
PORTRAIT, LANDSCAPE = OFFICIAL.width, OFFICIAL.height  # mm between the margins of an official page


@dataclass(frozen=True)
class PrintColumn:
    """One column. `least` and `most` bound its width in 字 of the table's type; a centred column holds numbers or short words."""

    title: str
    least: float = 2
    most: float = 60
    align: Literal["left", "center"] = "left"


@dataclass(frozen=True)
class PrintTable:
    """A table ready for the template: `widths` in mm. A line break in a cell begins a new line; None joins a cell to the one before it."""

    columns: tuple[PrintColumn, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str | None, ...], ...]
    wide: bool = False
    size: float = 12.0  # pt
    bands: frozenset[int] = field(default_factory=frozenset)  # rows that are a heading over all columns
    tall: frozenset[int] = field(default_factory=frozenset)  # rows that may go on over the page, or nothing would fit

    def cells(self, row: int) -> list[tuple[str, int, PrintColumn]]:
        """(words, how many columns it takes, its first column) of every cell of a row."""
        made: list[tuple[str, int, PrintColumn]] = []
        for words, column in zip(self.rows[row], self.columns, strict=False):
            if words is None:
                made[-1] = (made[-1][0], made[-1][1] + 1, made[-1][2])
            else:
                made.append((words, 1, column))
        return made


def table(
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[str | None]],
    *,
    sizes: Sequence[float] = (12.0, 10.5),
    lying: Sequence[bool] = (False, True),
    bands: frozenset[int] = frozenset(),
    total: float = PORTRAIT,
    height: float = LANDSCAPE,
) -> PrintTable:
    """Fit a table on as few pages as can be; of equal ways the upright one, then the larger type.

    `sizes` in pt (小四, 五号); `total` and `height` are mm between the margins of an upright page.
    """
    cells = tuple(tuple(None if words is None else typeset.plain_lines(words) for words in row) for row in rows)
    places = [place for place in range(len(cells)) if place not in bands]
    body = [tuple(words or "" for words in cells[place]) for place in places]
    lengths = measured(columns, body)

    def attempt(wide: bool, size: float) -> tuple[tuple[float, int, bool, bool, float], tuple[float, ...]]:
        widths = fit(columns, lengths, height if wide else total, size)
        need = sum(_heights_of(lengths, widths, size))
        pages = math.ceil((need + len(bands) * _row_height(1, size) + TITLE) / (total if wide else height))
        tall = need > len(body) * _row_height(TALL, size)
        return (max(_lack(columns, widths, size), 0.0), pages, tall, wide, -size), widths

    (_, _, _, wide, size), widths = min(
        (attempt(wide, size) for wide in lying for size in sizes), key=lambda made: made[0]
    )
    most = WHOLE * (total if wide else height)
    tall = (place for place, need in zip(places, _heights_of(lengths, widths, -size), strict=True) if need > most)
    return PrintTable(tuple(columns), widths, cells, wide, -size, bands, frozenset(tall))


def printed(
    list_: tables.Table, *, lying: Sequence[bool] = (False, True), total: float = PORTRAIT, height: float = LANDSCAPE
) -> PrintTable:
    """A list of records fitted on paper: what only a page has is left out, numbers are centred, headings over rows become bands."""
    places = tables.spoken(list_)
    columns = [
        PrintColumn(each.title, align="center" if "n" in each.look.split() else "left")
        for each in map(list_.columns.__getitem__, places)
    ]
    rows = [*list_.rows, *list_.foot]
    heads = frozenset(place for place, row in enumerate(rows) if len(row.cells) == 1 < len(places))
    words = [
        [tables.in_words(row.cells[0]), *([None] * (len(places) - 1))]
        if place in heads
        else [tables.in_words(row.cells[at]) for at in places]
        for place, row in enumerate(rows)
    ]
    return table(columns, words, sizes=(10.5, 9.0), lying=lying, bands=heads, total=total, height=height)


Lengths = Sequence[Sequence[Sequence[float]]]  # width in 字 of every line of every cell: column, row, line


def measured(columns: Sequence[PrintColumn], rows: Sequence[Sequence[str]]) -> Lengths:
    return [[[measure(line) for line in row[place].split("\n")] for row in rows] for place in range(len(columns))]


def fit(columns: Sequence[PrintColumn], lengths: Lengths, total: float, size: float) -> tuple[float, ...]:
    """Widths in mm that add up to `total` with as few lines as can be: each 字 to spare goes where it saves most."""
    em = size * 25.4 / 72
    room = total / em - len(columns) * PADDING / em
    widths = [max(column.least, min(_word(column.title), column.most)) for column in columns]
    if sum(widths) > room:
        widths = _squeezed(columns, widths, room)
    longest = [[max(lines) for lines in column] for column in lengths]
    heights = [[_height(lines, width) for lines in column] for column, width in zip(lengths, widths, strict=True)]
    tops = list(map(max, zip(*heights, strict=True)))
    known: dict[int, float] = {}  # gains that nothing has changed yet
    while sum(widths) + 1 <= room:
        for place, column in enumerate(columns):
            if place not in known:
                room_left = widths[place] + 1 <= column.most
                known[place] = (
                    _gain(widths[place], lengths[place], longest[place], heights[place], tops) if room_left else -1.0
                )
        best = max(range(len(columns)), key=lambda place: (known[place], columns[place].align == "left"))
        if known.pop(best) < 0:
            break
        widths[best] += 1
        lower = [_height(lines, widths[best]) for lines in lengths[best]]
        if lower != heights[best]:
            heights[best] = lower
            tops = list(map(max, zip(*heights, strict=True)))
            known.clear()
    spare = total - sum(width * em + PADDING for width in widths)
    growing = [place for place, column in enumerate(columns) if column.align == "left"] or list(range(len(columns)))
    share = sum(widths[place] for place in growing)
    return tuple(
        round(width * em + PADDING + (spare * width / share if place in growing else 0), 3)
        for place, width in enumerate(widths)
    )


def _squeezed(columns: Sequence[PrintColumn], widths: Sequence[float], room: float) -> list[float]:
    """Widths in 字 brought down to the room there is: what columns of running words have above two 字 gives way in proportion, then what
    columns of numbers have, then all alike."""
    least = min(2.0, room / len(widths))
    excess = [width - least for width in widths]
    over = sum(widths) - room
    for yielding in ("left", "center"):
        share = sum(each for each, column in zip(excess, columns, strict=True) if column.align == yielding)
        kept = 1 - min(over / share, 1) if share else 1.0
        excess = [
            each * kept if column.align == yielding else each for each, column in zip(excess, columns, strict=True)
        ]
        over -= share * (1 - kept)
    return [least + each for each in excess]


def measure(line: str) -> float:
    """Width in 字 that a line of a cell needs; digits of 宋体 are a little wider than half."""
    return typeset.width(line, 0.56) + MARGIN


def _gain(
    width: float,
    lengths: Sequence[Sequence[float]],
    longest: Sequence[float],
    heights: Sequence[int],
    tops: Sequence[int],
) -> float:
    """Lines saved by one more 字, in the rows where this column is the tallest; what is saved in other rows counts a little."""
    gain = 0.0
    for lines, length, height, top in zip(lengths, longest, heights, tops, strict=True):
        saved = height - _height(lines, width + 1) if height > 1 else 0
        need = length - width
        if saved or need > 0:
            tallest = height == top
            gain += (saved if tallest else saved * 0.1) + (min(max(need, 0), 20) * (0.02 if tallest else 0.002))
    return gain


def _height(lines: Sequence[float], width: float) -> int:
    return sum(max(1, math.ceil(length / width)) for length in lines)


def _heights_of(lengths: Lengths, widths: Sequence[float], size: float) -> list[float]:
    """Height in mm of each row, without the head."""
    em = size * 25.4 / 72
    rooms = [(width - PADDING) / em for width in widths]
    heights = ([_height(lines, room) for lines in column] for column, room in zip(lengths, rooms, strict=True))
    return [_row_height(max(row), size) for row in zip(*heights, strict=True)]


def _row_height(lines: int, size: float) -> float:
    return lines * size * 25.4 / 72 * LINE_HEIGHT + CELL_HEIGHT


def _lack(columns: Sequence[PrintColumn], widths: Sequence[float], size: float) -> float:
    """By how many 字 the worst column falls short of what it needs at the very least."""
    em = size * 25.4 / 72
    return max(
        round(column.least - (width - PADDING) / em - 0.01, 1) for column, width in zip(columns, widths, strict=True)
    )


def _word(title: str) -> float:
    """A column head may be turned into two lines."""
    return math.ceil(typeset.width(title) / (2 if typeset.width(title) > 4 else 1)) + MARGIN
