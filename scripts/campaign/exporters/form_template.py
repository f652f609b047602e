"""The Excel template of a reporting form: printed labels in printed order, only the value cells unlocked, every value cell checked while typing.

What stands where is said in `formfiles`, which reads the template back: hidden ids in column A, values in column E, and a hidden sheet that
lists form and template version. The same form gives the same bytes, so a published template changes only when its form does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaign.model import FieldKind, Form, FormField
from campaign.model.forms import Figure, How
from campaign.views.forms import figure_text
from campaign.workbooks.forms import (
    HEAD_KEYS,
    HEAD_LINE,
    ID_COLUMN,
    LAST_COLUMN,
    LIST_MARK,
    LIST_SHEET,
    PRIVATE_KEYS,
    VALUE_COLUMN,
)
from campaign.workbooks.saved import saved

_HAIR = Side(style="hair", color="8B867A")
_THIN = Side(style="thin", color="1F2329")
_BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_VALUE = PatternFill("solid", fgColor="FFFBE6")
_HEAD_TITLES = {
    "unit": ("填报单位", "写名册里的单位名称"),
    "period": ("报告期", "如 2016-12"),
    "reported_on": ("填报时间", "如 2017-01-09"),
    "replaces": ("更正哪一天报的", "更正时填原来的填报时间，平时空着"),
    "reason": ("更正原因", "更正时填，会公开"),
    "demo": ("示例数据", "平时空着"),
    "contact": ("联系人", "不公开"),
    "mobile": ("手机号", "不公开"),
}
_MESSAGES = {
    FieldKind.COUNT: "只填不小于 0 的整数；没有数就空着，不要填 0 代替",
    FieldKind.NUMBER: "只填不小于 0 的数；没有数就空着",
    FieldKind.YESNO: "选 是 或 否；没有数就空着",
}


def template(form: Form, head: Mapping[str, str] | None = None, values: Mapping[str, Figure] | None = None) -> bytes:
    """A workbook to fill in; `head` and `values` fill it in advance (unit, period; figures by field id)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _sheet_title(form)
    _write_head(sheet, form, head or {})
    _write_fields(sheet, form, values or {})
    _lay_out(sheet)
    listed = book.create_sheet(LIST_SHEET)
    listed.append([LIST_MARK])
    listed.append([sheet.title, form.id, form.version])
    listed.sheet_state = "veryHidden"
    listed.protection.enable()
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "方案通"
    book.properties.title = form.title
    return saved(book)


def _sheet_title(form: Form) -> str:
    """The form's name as a sheet can be called: without seven marks, no apostrophe at its ends, 31 units of UTF-16, no name that is taken."""
    name = re.sub(r"[\[\]:*?/\\\n\t]", "", form.name).strip("' ")
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", "ignore").strip("' ")
    return name if name.lower() not in ("", "history", LIST_SHEET) else form.id


def _write_head(sheet: Worksheet, form: Form, head: Mapping[str, str]) -> None:
    sheet.cell(1, 2, form.title).font = Font(bold=True, size=14)
    note = f"{form.attachment or ''}　模板第 {form.version} 版。只填浅黄色的格子，锁住的格子不用改；没有数就空着。"
    sheet.cell(2, 2, note.strip("　")).font = Font(size=9, color="555A61")
    private = PRIVATE_KEYS if form.contact else ()
    for row, key in enumerate((*HEAD_KEYS, *private), 3):
        title, hint = _HEAD_TITLES[key]
        cell = _line(sheet, row, key, (title, "", ""), hint, head.get(key))
        cell.number_format = "@"


def _write_fields(sheet: Worksheet, form: Form, values: Mapping[str, Figure]) -> None:
    rules = _rules(sheet)
    row = sheet.max_row + 2
    sheet.cell(row, ID_COLUMN, HEAD_LINE)
    for column, title in ((2, "部分"), (3, "栏目"), (4, "其中"), (VALUE_COLUMN, "填写"), (LAST_COLUMN, "说明")):
        cell = _cell(sheet, row, column)
        cell.value = title
        cell.font, cell.border = Font(bold=True), Border(bottom=_THIN, top=_THIN)
    for section in form.sections:
        for index, line in enumerate(section.rows):
            shown = [each for each in line.fields if each.kind is not FieldKind.RATE]
            for place, each in enumerate(shown):
                row += 1
                words = (
                    section.title if index == 0 and place == 0 else "",
                    line.label if place == 0 else "",
                    "，".join(filter(None, (each.group, each.label))),
                )
                value = values.get(each.id)
                cell = _line(
                    sheet,
                    row,
                    each.id,
                    words,
                    _hint(each),
                    value if not isinstance(value, bool) else figure_text(each, value),
                )
                rules[each.kind].add(cell.coordinate)
    sheet.print_title_rows = "1:2"


def _line(sheet: Worksheet, row: int, key: str, words: Iterable[str], hint: str, value: object) -> Cell:
    sheet.cell(row, ID_COLUMN, key)
    for column, text in enumerate(words, 2):
        cell = _cell(sheet, row, column)
        cell.value = text or None
        cell.border, cell.alignment = _BOX, Alignment(wrap_text=True, vertical="center")
    entry = _cell(sheet, row, VALUE_COLUMN)
    entry.value = value  # type: ignore[assignment]  # text, a whole number or a Decimal
    entry.border, entry.fill = _BOX, _VALUE
    entry.protection = Protection(locked=False)
    entry.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True)
    note = _cell(sheet, row, LAST_COLUMN)
    note.value = hint or None
    note.font, note.alignment = Font(size=9, color="555A61"), Alignment(wrap_text=True, vertical="center")
    return entry


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "a template has no merged cells"
    return cell


def _hint(each: FormField) -> str:
    if each.roll:
        return "空着就由下级表" + ("数出家数" if each.roll.how is How.COUNT else "相加")
    return {FieldKind.YESNO: "是／否", FieldKind.NUMBER: "可带小数"}.get(each.kind, "整数")


def _rules(sheet: Worksheet) -> Mapping[FieldKind, DataValidation]:
    """One check a kind of field, shown while typing."""
    made = {
        FieldKind.COUNT: DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True),
        FieldKind.NUMBER: DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True),
        FieldKind.YESNO: DataValidation(type="list", formula1='"是,否"', allow_blank=True),
    }
    for kind, rule in made.items():
        rule.errorTitle, rule.error = "填写有误", _MESSAGES[kind]
        rule.promptTitle, rule.prompt = "怎样填", _MESSAGES[kind]
        rule.showErrorMessage = rule.showInputMessage = True
        sheet.add_data_validation(rule)
    return made


def _lay_out(sheet: Worksheet) -> None:
    for letter, width in (("A", 16), ("B", 26), ("C", 34), ("D", 26), ("E", 16), ("F", 26)):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.sheet_view.showGridLines = False
