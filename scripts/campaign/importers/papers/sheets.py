"""Workbooks (.xlsx) of tasks or indicators: every sheet is a table, merged cells say the same in every row."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault, too_long
from campaign.leaves import limits


def is_book(raw: bytes) -> bool:
    """Whether a file is an Excel workbook."""
    return b"xl/workbook.xml" in raw


def read(name: str, raw: bytes) -> Paper:
    """The rows of all visible sheets; a row with one filled cell before the table is a line of text."""
    import openpyxl

    try:
        limits.package(raw, limits.WORKBOOK)
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_vba=False, keep_links=False)
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except Exception as fault:  # whatever a damaged part leads to
        raise PaperFault(f"{name} 不是完整的 Excel 文件，可能已经损坏；在 Excel 里打开，另存一份再读入") from fault
    lines: list[Line] = []
    notes: list[str] = []
    chars = 0
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            notes.append(f"隐藏的工作表“{sheet.title}”没有读")
            continue
        above: dict[tuple[int, int], Any] = {}
        for merged in sheet.merged_cells.ranges:
            value = sheet.cell(merged.min_row, merged.min_col).value
            if merged.max_row > merged.min_row:
                above |= {(row, merged.min_col): value for row in range(merged.min_row, merged.max_row + 1)}
        for at, row in enumerate(sheet.iter_rows(), 1):
            cells = tuple(_said(above.get((at, column), cell.value)) for column, cell in enumerate(row, 1))
            filled = [cell for cell in cells if cell]
            if not filled:
                continue
            chars += sum(map(len, filled))
            if chars > MAX_CHARS:
                raise too_long(name)
            place = len(lines) + 1
            if len(filled) == 1 and not any(line.table == number for line in lines):
                lines += [Line(part.strip(), place, centred=True) for part in filled[0].split("\n") if part.strip()]
            else:
                lines.append(Line(" | ".join(cells).replace("\n", " "), place, aside="表格", cells=cells, table=number))
    if not any(line.text for line in lines):
        raise PaperFault(f"{name} 里没有文字")
    if not re.search("[\u4e00-\u9fff]", lines[0].text) or lines[0].cells:
        stem = re.sub(r"\.\w+$", "", name)
        lines.insert(0, Line(stem, 0, centred=True))
    return Paper(tuple(lines), (f"{len(book.worksheets)} 张工作表，逐行照录", *notes), unit="行")


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float):
        return f"{value:.10g}"
    from openpyxl.utils.escape import unescape

    return unescape(str(value)).strip()  # _x005F_: ISO/IEC 29500-1, 22.9.2.19
