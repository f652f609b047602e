"""The one way a workbook of ours becomes bytes: it holds words and figures, and nothing that a spreadsheet would work out."""

from __future__ import annotations

import io
import re
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.writer.excel import ExcelWriter

from campaign.leaves import archives

_NUMBERED = re.compile(
    r"_(?=x[0-9A-Fa-f]{4}_)"
)  # else it is read as a character by its number: ISO/IEC 29500-1, 22.9.2.19
STAMP = datetime(*archives.MOMENT)


def saved(book: Workbook) -> bytes:
    """The workbook as xlsx, without the moment it was made. Text that begins like a formula is text, also after somebody has edited the cell (`quotePrefix`)."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str):
                    cell.value = _NUMBERED.sub("_x005F_", cell.value)
                if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.value[:1] in tuple("=+-@'"):
                    cell.data_type, cell.quotePrefix = "s", True
    book.properties.created = book.properties.modified = STAMP
    made = io.BytesIO()
    ExcelWriter(book, archives.Steady(made)).save()
    return made.getvalue()
