"""An OpenDocument spreadsheet (.ods, ISO/IEC 26300), as LibreOffice and WPS save it, as the workbook that every reader of ours knows.

Values, dates, formulas (named, never reckoned) and joined cells come along; looks do not. What is repeated without content is not written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"  # the name and the content of the first member, side by side
CONTENT = "content.xml"
MOST = 200_000  # cells, written out
_O, _T, _X = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))


class UnreadableSheet(Exception):
    """Why a spreadsheet is not read; the text is a Chinese phrase."""


def is_spreadsheet(raw: bytes) -> bool:
    """Whether the bytes are an OpenDocument spreadsheet, by its first member."""
    return raw[30 : 30 + len(MIMETYPE)] == MIMETYPE


def read(content: bytes) -> Workbook:
    """The workbook in the `content.xml` of a spreadsheet, which was measured before. Raises Unreadable."""
    try:
        return _read(content)
    except (ValueError, ArithmeticError, etree.LxmlError) as fault:
        raise UnreadableSheet("文件损坏") from fault


def _read(content: bytes) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    written = 0
    for table in root.iter(f"{_T}table"):
        sheet = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub("", table.get(f"{_T}name", ""))[:31] or None)
        row = 1
        for line in table.iter(f"{_T}table-row"):
            times = int(line.get(f"{_T}number-rows-repeated", "1"))
            cells = list(_cells(line))
            for copy in range(times if cells else 0):
                for column, each in cells:
                    written += 1
                    if written > MOST:
                        raise UnreadableSheet(f"格子超过 {MOST} 个")
                    _write(sheet, row + copy, column, each)
            row += times
    return book


def _cells(line: Any) -> Iterator[tuple[int, Any]]:
    """Cells of a row that hold something, with their columns."""
    column = 1
    for each in line:
        if each.tag not in (f"{_T}table-cell", f"{_T}covered-table-cell"):
            continue
        times = int(each.get(f"{_T}number-columns-repeated", "1"))
        joined = (
            int(each.get(f"{_T}number-columns-spanned", "1")) > 1 or int(each.get(f"{_T}number-rows-spanned", "1")) > 1
        )
        if each.get(f"{_O}value-type") or each.get(f"{_T}formula") or joined or each.find(f"{_X}p") is not None:
            for copy in range(min(times, MOST)):
                yield column + copy, each
        column += times


def _write(sheet: Worksheet, row: int, column: int, held: Any) -> None:
    cell = sheet.cell(row, column)
    wide, high = (int(held.get(f"{_T}number-{what}-spanned", "1")) for what in ("columns", "rows"))
    if isinstance(cell, Cell):
        if held.get(f"{_T}formula"):
            cell.value = "=" + held.get(f"{_T}formula", "").removeprefix("of:=").removeprefix("=")
        else:
            cell.value = _value(held)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # also what begins like a formula
    if wide > 1 or high > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + high - 1, end_column=column + wide - 1)


def _value(held: Any) -> str | bool | int | float | date | None:
    match held.get(f"{_O}value-type"):
        case "float" | "currency" | "percentage":
            number = Decimal(held.get(f"{_O}value", "0"))
            return int(number) if number == number.to_integral_value() else float(number)
        case "date":
            typed = held.get(f"{_O}date-value", "")
            return datetime.fromisoformat(typed[:19]) if "T" in typed else date.fromisoformat(typed[:10])
        case "boolean":
            return bool(held.get(f"{_O}boolean-value") == "true")
    text = "\n".join("".join(_letters(each)) for each in held.findall(f"{_X}p"))
    return ILLEGAL_CHARACTERS_RE.sub("", text) or None


def _letters(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph with its blanks, tabs and line ends, without notes."""
    yield paragraph.text or ""
    for each in paragraph:
        if each.tag == f"{_X}s":
            yield " " * min(int(each.get(f"{_X}c", "1")), 1000)
        elif each.tag == f"{_X}tab":
            yield "\t"
        elif each.tag == f"{_X}line-break":
            yield "\n"
        elif each.tag not in (f"{_O}annotation", f"{_X}note"):
            yield from _letters(each)
        yield each.tail or ""
