"""What is drawn on a page besides text: rules, pictures, ruled tables, stroked letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from campaign.inspect.raw import box_of, colour_of
from campaign.inspect.records import MM, Box, Colour, MeasuredPicture, Rule, Ruling, around, is_red, most_common


def rules_of(page: Any) -> Iterator[Rule]:
    """The lines drawn on a page of pdfplumber, lengths in mm."""
    for raw in page.rects:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        filled = bool(raw["fill"])
        colour = colour_of(raw["non_stroking_color"] if filled else raw["stroking_color"])
        if filled or not raw["stroke"]:
            yield Rule(box, colour, filled)
        else:
            half = float(raw["linewidth"] or 0) * MM / 2
            yield from (Rule(edge, colour, True) for edge in _frame(box, half))
    for raw in page.lines:
        half = float(raw["linewidth"] or 0) * MM / 2
        x0, x1 = sorted((raw["x0"] * MM, raw["x1"] * MM))
        top, bottom = sorted((raw["top"] * MM, raw["bottom"] * MM))
        if x1 - x0 >= bottom - top:
            yield Rule(Box(x0, top - half, x1, bottom + half), colour_of(raw["stroking_color"]), True)
        else:
            yield Rule(Box(x0 - half, top, x1 + half, bottom), colour_of(raw["stroking_color"]), True)
    for raw in page.curves:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        filled = bool(raw["fill"])
        yield Rule(box, colour_of(raw["non_stroking_color"] if filled else raw["stroking_color"]), filled)


def _frame(box: Box, half: float) -> tuple[Box, ...]:
    return (
        Box(box.x0 - half, box.top - half, box.x1 + half, box.top + half),
        Box(box.x0 - half, box.bottom - half, box.x1 + half, box.bottom + half),
        Box(box.x0 - half, box.top - half, box.x0 + half, box.bottom + half),
        Box(box.x1 - half, box.top - half, box.x1 + half, box.bottom + half),
    )


def pictures_of(page: Any, sight: Any, rules: Sequence[Rule]) -> Iterator[MeasuredPicture]:
    """The pictures on a page, seals told apart by what is seen."""
    if page.images:
        seen = sight.render(scale=0.75).to_pil().convert("RGB")
        across, down = seen.width / float(page.width), seen.height / float(page.height)
        for raw in page.images:
            spot = (raw["x0"] * across, raw["top"] * down, raw["x1"] * across, raw["bottom"] * down)
            box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
            yield MeasuredPicture(box, _ink(seen.crop(tuple(round(each) for each in spot))))
    yield from _figures(rules)
    for raw in page.curves:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        colour = colour_of(raw["stroking_color"] if raw["stroke"] else raw["non_stroking_color"])
        if is_red(colour) and 25 < box.width < 60 and 25 < box.height < 60:
            yield MeasuredPicture(box, colour)


def _figures(rules: Sequence[Rule]) -> Iterator[MeasuredPicture]:
    """Figures made of many small shapes, such as a QR code: shapes of at most 6 mm that stand close together, sixty or more."""
    free = {index: rule.box for index, rule in enumerate(rules) if max(rule.box.width, rule.box.height) <= 6}
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, box in free.items():
        places[round(box.centre[0] / 4), round(box.centre[1] / 4)].append(index)
    while places:
        group: list[int] = []
        heads = [next(iter(places))]
        while heads:
            column, row = heads.pop()
            group += places.pop((column, row), [])
            near = ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
            heads += [place for place in near if place in places]
        if len(group) >= 60:
            yield MeasuredPicture(
                around(free[index] for index in group), most_common(rules[index].colour for index in group)
            )


def _ink(image: Any) -> Colour:
    """Mean colour of what is not paper."""
    data = image.tobytes()
    inked = [pixel for pixel in zip(data[::3], data[1::3], data[2::3], strict=True) if min(pixel) < 235]
    if not inked:
        return (255, 255, 255)
    red, green, blue = (round(sum(channel) / len(inked)) for channel in zip(*inked, strict=True))
    return (red, green, blue)


def tables_of(page: Any, rules: Sequence[Rule]) -> Iterator[Ruling]:
    """Ruled tables, looked for only where rules cross. A row cut at the end of a page has walls and no rule below: it is closed here."""
    walls = [rule.box for rule in rules if rule.vertical]
    levels = [rule.box for rule in rules if rule.horizontal]
    if len(walls) < 2 or len(levels) < 2:
        return
    ends = {round(wall.bottom, 1) for wall in walls if not _ruled(wall.bottom, wall, levels)}
    added = [end / MM for end in ends if sum(abs(wall.bottom - end) < 0.2 for wall in walls) > 1]
    for table in page.find_tables({"explicit_horizontal_lines": added}):
        rows = tuple(tuple(box_of(cell) for cell in row.cells if cell) for row in table.rows)
        if sum(map(len, rows)) > 1:
            box = box_of(table.bbox)
            yield Ruling(box, rows, cut=any(abs(box.bottom - end) < 0.3 for end in ends))


def _ruled(y: float, wall: Box, levels: Sequence[Box]) -> bool:
    """Whether a horizontal rule meets the wall at height `y`."""
    return any(abs(level.centre[1] - y) < 0.6 and level.x0 - 0.6 < wall.centre[0] < level.x1 + 0.6 for level in levels)


def fake_bold(page: Any, sight: Any) -> Iterator[Box]:
    """Text drawn with fill and stroke (render mode 2): the bold a program makes when the font has none."""
    height = float(page.height)
    for item in sight.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        if pypdfium2.raw.FPDFTextObj_GetTextRenderMode(item) in (1, 2):
            left, bottom, right, top = item.get_bounds()
            yield Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
