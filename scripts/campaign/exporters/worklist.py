"""任务分解表.xlsx of a plan, a unit or a month: to be filled in and read back (`importers.worklist`). The same rows give the same bytes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaign.exporters.desk import head_cell, on_paper, put, strict
from campaign.leaves import dates
from campaign.views.worklist import Worklist, WorklistRow
from campaign.workbooks.desk import FIRST_COLUMN, HEAD_ROW, ID_COLUMN, ID_TITLE, LIST_SHEET, Holds
from campaign.workbooks.saved import saved
from campaign.workbooks.worklist import LIST_MARK, ROLES, SHEETS, Field, Sheet

ROOM = 50  # empty rows that have their rules below the last
_TAKEN, _SHOWN = PatternFill("solid", fgColor="C9D3DE"), PatternFill("solid", fgColor="EEF1F4")


def workbook(held: Worklist, as_of: date) -> bytes:
    """The rows as xlsx: a sheet for tasks, one for indicators, heads frozen, with filters, set up for paper."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        _write(book.create_sheet(sheet.title), sheet, held.lines(sheet.key), held.title, as_of)
    marks = book.create_sheet(LIST_SHEET)
    marks.append([LIST_MARK])
    rows = (
        (sheet.key, line.key, field.key, line.values[field.key])
        for sheet in SHEETS
        for line in held.lines(sheet.key)
        for field in sheet.fields
    )
    for row, words in enumerate(rows, 2):
        for place, word in enumerate(words, 1):
            put(marks, row, place, word, "@")
    marks.sheet_state = "veryHidden"
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator, book.properties.title = "方案通", f"任务分解表（{held.title}）"
    return saved(book)


def _write(into: Worksheet, sheet: Sheet, lines: tuple[WorklistRow, ...], title: str, as_of: date) -> None:
    into.cell(1, FIRST_COLUMN, f"{title}　{sheet.title}").font = Font(bold=True, size=14)
    into.cell(2, FIRST_COLUMN, f"{sheet.note}数据截至 {as_of.isoformat()}。").font = Font(size=9, color="555A61")
    into.cell(HEAD_ROW, ID_COLUMN, ID_TITLE)
    last = HEAD_ROW + len(lines) + ROOM
    for place, field in enumerate(sheet.fields, FIRST_COLUMN):
        head_cell(into, place, field.title, _TAKEN if field.taken else _SHOWN, field.width)
        for row in range(HEAD_ROW + 1, last + 1):
            put(into, row, place, None, "@" if field.holds is Holds.TEXT else "General")
        if rule := _rule(field):
            letter = get_column_letter(place)
            rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
            into.add_data_validation(rule)
    for row, line in enumerate(lines, HEAD_ROW + 1):
        put(into, row, ID_COLUMN, line.key, "@")
        for place, field in enumerate(sheet.fields, FIRST_COLUMN):
            value, shape = _value(field, line.values[field.key])
            put(into, row, place, value, shape)
    into.row_dimensions[HEAD_ROW].height = 22
    into.column_dimensions[get_column_letter(ID_COLUMN)].hidden = True
    edge = get_column_letter(FIRST_COLUMN + len(sheet.fields) - 1)
    into.freeze_panes = f"{get_column_letter(FIRST_COLUMN)}{HEAD_ROW + 1}"
    into.auto_filter.ref = f"A{HEAD_ROW}:{edge}{HEAD_ROW + max(len(lines), 1)}"
    into.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    into.print_area = f"{get_column_letter(FIRST_COLUMN)}1:{edge}{HEAD_ROW + max(len(lines), 1)}"
    foot = into.oddFooter
    assert foot is not None
    foot.right.text = "第 &P 页，共 &N 页"
    on_paper(into)


def _value(field: Field, text: str) -> tuple[str | date | Decimal | None, str]:
    """What a cell holds, and its format: a day is a date, a number counts, all else is text as the file says it."""
    if not text:
        return None, "General" if field.holds is not Holds.TEXT else "@"
    if field.holds is Holds.DAY and (moment := dates.parse(text)).day:
        return moment.first, "yyyy-mm-dd"
    if field.holds is Holds.COUNT:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text, "@"
        places = -int(number.as_tuple().exponent)
        return number, f"0.{'0' * places}" if places > 0 else "0"
    return text, "@"


def _rule(field: Field) -> DataValidation | None:
    """A list or a hint for what is filled in."""
    if field.key == "role":
        rule = strict(DataValidation(type="list", formula1=f'"{",".join(ROLES)}"'), "分工请从下拉里选")
    elif field.taken and field.hint:
        rule = DataValidation()
    else:
        return None
    rule.allow_blank = True
    rule.promptTitle, rule.prompt, rule.showInputMessage = field.title, field.hint, True
    return rule
