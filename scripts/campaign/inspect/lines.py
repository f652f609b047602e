"""From single characters to lines of text: what stands on one baseline without a gap belongs together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from campaign.inspect.raw import colour_of, plain_font
from campaign.inspect.records import BLACK, MM, Box, Char, TextLine, around

BASELINE_STEP = 0.3  # mm; two characters this close in height stand on one line


def lines_of(
    raws: Iterable[dict[str, Any]], walls: Sequence[Box], height: float
) -> tuple[list[TextLine], list[TextLine]]:
    """Upright lines from top to bottom, and turned ones. `walls` are the vertical rules of the page, `height` its height in pt."""
    upright: list[Char] = []
    turned: list[dict[str, Any]] = []
    for raw in filter(_visible, raws):
        if abs(raw["matrix"][1]) < 0.01 and raw["matrix"][0] > 0:
            upright.append(_char(raw, height))
        else:
            turned.append(raw)
    return _numbered(_joined(_split(upright, walls), walls)), list(_turned_lines(turned, height))


def inked(lines: Sequence[TextLine], sight: Any, height: float) -> list[TextLine]:
    """The lines with the upper edge of their ink where the standard places ink: page numbers between dashes, coloured headings.

    `sight` is the page as pdfium reads it.
    """
    if not any(map(_wants_ink, lines)):
        return list(lines)
    text = sight.get_textpage()
    found = [_with_ink(line, text, height) if _wants_ink(line) else line for line in lines]
    text.close()
    return found


def _visible(raw: dict[str, Any]) -> bool:
    """Whether a character has a place and a size at all; some programs hide text by a size of nothing."""
    return 0.5 < raw["size"] < 2000 and all(map(math.isfinite, (*raw["matrix"], raw["x0"], raw["x1"], raw["adv"])))


def _char(raw: dict[str, Any], height: float) -> Char:
    a, _, c, _, x, y = raw["matrix"]
    return Char(
        text=raw["text"],
        font=plain_font(raw["fontname"]),
        size=raw["size"],
        x0=x * MM,
        x1=(x + raw["adv"] * a) * MM,
        baseline=(height - y) * MM,
        colour=colour_of(raw["non_stroking_color"], raw.get("ncs")),
        slanted=abs(c) > 0.05 * abs(a),
    )


def _split(chars: Sequence[Char], walls: Sequence[Box]) -> Iterator[list[Char]]:
    """Runs of characters that follow each other on one baseline; a small raised or lowered character stays with its line."""
    run: list[Char] = []
    base: Char | None = None
    for char in chars:
        if run and base is not None:
            last = run[-1]
            level = abs(char.baseline - base.baseline) < BASELINE_STEP
            script = char.size < 0.8 * base.size and abs(char.baseline - base.baseline) < 0.6 * base.em
            near = -1.2 * base.em < char.x0 - last.x1 < 1.05 * max(base.em, char.em)
            if not ((level or script) and near) or _walled(last.x1, char.x0, char.baseline, walls):
                yield run
                run, base = [], None
        run.append(char)
        if base is None or (char.size > base.size * 1.25 and abs(char.baseline - base.baseline) < 0.6 * char.em):
            base = char
    if run:
        yield run


def _walled(left: float, right: float, y: float, walls: Sequence[Box]) -> bool:
    """Whether a vertical rule stands in the gap between two neighbours, as between the cells of a table."""
    return right - left > 0.1 and any(
        left - 0.5 <= wall.centre[0] <= right + 0.5 and wall.top - 0.5 <= y <= wall.bottom + 0.5 for wall in walls
    )


def _joined(runs: Iterable[list[Char]], walls: Sequence[Box]) -> list[TextLine]:
    """Runs that touch on one baseline become one line, even if the program that wrote the file drew them apart."""
    lines: list[TextLine] = []
    for run in runs:
        if any(not char.text.isspace() for char in run):
            big = max(run, key=lambda char: (not char.text.isspace(), char.size))
            lines.append(TextLine(tuple(run), big.baseline))
    lines.sort(key=lambda line: (line.baseline, line.x0))
    joined: list[TextLine] = []
    for line in lines:
        place = _neighbour(joined, line, walls)
        if place is None:
            joined.append(line)
        else:
            first, second = sorted((joined[place], line), key=lambda each: each.x0)
            joined[place] = TextLine(first.chars + second.chars, first.baseline)
    return joined


def _neighbour(lines: Sequence[TextLine], line: TextLine, walls: Sequence[Box]) -> int | None:
    """Index of the line on the same baseline that `line` touches without a rule between them."""
    for index in range(len(lines) - 1, -1, -1):
        other = lines[index]
        if line.baseline - other.baseline > BASELINE_STEP:
            return None
        left, right = (other, line) if other.x0 <= line.x0 else (line, other)
        em = line.size * MM
        if -0.3 * em < right.x0 - left.x1 < 0.6 * em and not _walled(left.x1, right.x0, line.baseline, walls):
            return index
    return None


def _numbered(lines: Iterable[TextLine]) -> list[TextLine]:
    """Lines from top to bottom with the number a reader would count: what stands side by side shares one."""
    result: list[TextLine] = []
    number, last = 0, -99.0
    for line in sorted(lines, key=lambda each: (each.baseline, each.x0)):
        if line.baseline - last > 1.0:
            number, last = number + 1, line.baseline
        result.append(replace(line, number=number))
    return sorted(result, key=lambda each: (each.number, each.x0))


def _turned_lines(raws: Sequence[dict[str, Any]], height: float) -> Iterator[TextLine]:
    """Lines of rotated text: consecutive characters of one angle whose boxes touch."""
    run: list[tuple[Char, Box, int]] = []
    for raw in raws:
        a, b, _, _, x, y = raw["matrix"]
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        angle = round(math.degrees(math.atan2(-b, a))) % 360
        size = max(box.width, box.height) / MM if angle % 90 else raw["size"]
        char = Char(
            raw["text"],
            plain_font(raw["fontname"]),
            size,
            x * MM,
            x * MM,
            (height - y) * MM,
            colour_of(raw["non_stroking_color"]),
        )
        if run:
            _, last, turn = run[-1]
            apart = max(last.x0 - box.x1, box.x0 - last.x1, last.top - box.bottom, box.top - last.bottom)
            if turn != angle or apart > 1.05 * char.em:
                yield from _turned(run)
                run = []
        run.append((char, box, angle))
    yield from _turned(run)


def _turned(run: Sequence[tuple[Char, Box, int]]) -> Iterator[TextLine]:
    if any(not char.text.isspace() for char, _, _ in run):
        chars = tuple(char for char, _, _ in run)
        frame = around(box for char, box, _ in run if not char.text.isspace())
        yield TextLine(chars, chars[0].baseline, angle=run[0][2], frame=frame)


_DASHED = re.compile(r"^\s*[—–－\-].{0,10}[—–－\-]\s*$")


def _wants_ink(line: TextLine) -> bool:
    return bool(_DASHED.match(line.text)) or (line.colour != BLACK and line.size > 20)


def _with_ink(line: TextLine, text: Any, height: float) -> TextLine:
    chars = []
    for char in line.chars:
        x, y = (char.x0 + char.x1) / 2 / MM, height - (char.baseline / MM - 0.35 * char.size)
        index = text.get_index(x, y, char.size / 2, char.size / 2)
        top = (height - text.get_charbox(index)[3]) * MM if index is not None else None
        chars.append(replace(char, ink_top=top))
    return replace(line, chars=tuple(chars))
