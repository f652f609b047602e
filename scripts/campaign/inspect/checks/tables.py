"""Checks of ruled tables and of the units in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from campaign.inspect.checks.check import Breach, Faults, check, on_line, pt, short
from campaign.inspect.checks.page import outside
from campaign.inspect.parts import Anatomy, Role, RuledTable, area
from campaign.inspect.records import TextLine

LOW_ROW = 75.0  # mm, a third of the type area: a higher row may be cut
_UNITS = {
    r"(?:KG|Kg|kG)": "kg",
    r"(?:KM|Km|kM)": "km",
    r"(?:ML|Ml)": "mL",
    r"(?:MG|Mg)": "mg",
    r"(?:CM|Cm)": "cm",
    r"(?:MMHG|mmhg|mmHG|MmHg)": "mmHg（kPa）",
    r"(?:°C|o?C°)": "℃",
    r"公分": "厘米",
    r"公升": "升",
}


@check(41, "表格", "通行做法")
def tables(doc: Anatomy) -> Faults:
    """Table text is 10.5 pt at least and inside its cell; a table that runs on repeats its head and does not cut a low row in two."""
    low = doc.profile.table_size
    for table in doc.tables:
        small = [line for line in table.lines if line.size < low - 0.05]
        if small:
            least = min(small, key=lambda line: line.size)
            yield on_line(table.page, least, f"表内文字最小为 {pt(least.size)}，不宜小于 {pt(low)}", "warning")
        for line in _clipped(table):
            yield on_line(table.page, line, f"{short(line.text)}超出单元格，应换行或加宽该列")
    for before, after in _continued(doc):
        if len(after.rows) > 1 and before.row_text(0) != after.row_text(0):
            yield Breach(f"续表没有重复表头“{before.row_text(0)[:16]}”", after.page, 0, after.box)
        if _cut(before, after):
            yield Breach("有一行被拆在两页，较矮的行应整行排在同一页", after.page, 0, after.box, "warning")


def _clipped(table: RuledTable) -> Iterator[TextLine]:
    for line in table.lines:
        box = line.box
        cell = next((cell for row in table.rows for cell in row if cell.holds(box.x0 + 0.5, box.centre[1])), None)
        if cell and (
            box.x0 < cell.x0 - 0.3
            or box.x1 > cell.x1 + 0.3
            or box.top < cell.top - 0.3
            or box.bottom > cell.bottom + 0.3
        ):
            yield line


def _continued(doc: Anatomy) -> Iterator[tuple[RuledTable, RuledTable]]:
    """Tables that go on overleaf: the last on one page and the first on the next, with the same columns and no text between."""
    aside = (Role.PAGE_NUMBER, Role.MARGIN)
    for before, after in pairwise(doc.tables):
        if after.page != before.page + 1 or _columns(before) != _columns(after):
            continue
        below = [piece.line for piece in doc.on(before.page) if piece.role not in aside]
        above = [piece.line for piece in doc.on(after.page) if piece.role not in aside and not _note(piece.line)]
        if all(line.top <= before.box.bottom for line in below) and all(line.bottom >= after.box.top for line in above):
            yield before, after


def _note(line: TextLine) -> bool:
    """A continuation note such as 续表 above the table."""
    return "续" in line.text and len(line.text) < 16


def _columns(table: RuledTable) -> set[int]:
    return {round(cell.x0) for row in table.rows for cell in row}


def _cut(before: RuledTable, after: RuledTable) -> bool:
    """Whether a low last row goes on overleaf: no rule closes it, or it breaks off inside a sentence and leaves the first cell empty."""
    if max((cell.height for cell in before.rows[-1]), default=0) > LOW_ROW:
        return False
    if before.cut:
        return True
    first = 1 if len(after.rows) > 1 and before.row_text(0) == after.row_text(0) else 0
    if len(after.rows) <= first or len(before.rows[-1]) != len(after.rows[first]):
        return False
    ends, starts = before.cell_texts(-1), after.cell_texts(first)
    broken = any(end and start and end[-1] not in "。；！？" for end, start in zip(ends[1:], starts[1:], strict=True))
    return bool(ends[0]) and not starts[0] and broken


@check(42, "表格宽度和计量单位", "9")
def widths_and_units(doc: Anatomy) -> Faults:
    """Tables stay within the type area, and units are written as GB 3100 has them."""
    for table in doc.tables:
        side = outside(table.box, area(doc.page(table.page), doc.profile), doc.profile.area_slack)
        if side:
            yield Breach(f"表格{side}", table.page, 0, table.box, clause="5.2.1")
    for page in doc.document.pages:
        for line in page.lines:
            for wrong, right in _UNITS.items():
                if found := re.search(rf"\d\s*({wrong})(?![A-Za-z])", line.text):
                    yield on_line(page.number, line, f"计量单位“{found[1]}”应写作“{right}”", "warning", "GB 3100—1993")
