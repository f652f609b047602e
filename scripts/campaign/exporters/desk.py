"""宣传台账.xlsx of a campaign: its ledgers as sheets with drop-downs, for an office that fills in Excel, WPS or LibreOffice instead of YAML.

What stands where is said in `desk`; `importers.desk` reads the workbook back. The same ledgers give the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.model import OutletLevel, Plan, PublicityFile, Record
from campaign.model.references import AWARD, OUTLET, STORY, Ref
from campaign.views.references import Lookup, lookup
from campaign.views.timeline import span
from campaign.workbooks.desk import (
    FIRST_COLUMN,
    HEAD_ROW,
    ID_COLUMN,
    ID_TITLE,
    LIST_MARK,
    LIST_SHEET,
    MARK_COLUMN,
    MAX_ROWS,
    MOST_ENTRIES,
    NOTE_SHEET,
    ROOM,
    SHAPES,
    WORDS_SHEET,
    DeskFault,
    Holds,
    Shape,
    SheetColumn,
    fingerprint,
    keyed,
)
from campaign.workbooks.saved import saved

MAX_TEXT = 32_767  # what a cell can hold
_LINE = 15  # points of a line of a cell
GENRES = ("文章", "图片", "视频", "人物通讯", "经验材料")
_THIN, _HAIR = Side(style="thin", color="1F2329"), Side(style="hair", color="8B867A")
_BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_HEAD = PatternFill("solid", fgColor="EEF1F4")
_NEEDED = PatternFill("solid", fgColor="FFFBE6")
_TOP = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_FORMATS = {Holds.DAY: "yyyy-mm-dd", Holds.COUNT: "0"}
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NOTES = (
    "这本台账由程序生成，填好后交回，程序逐格核对，有错会说清是哪一张表、哪一格。",
    "每张表从第 4 行起，一行一条。浅黄色列名的必填，其余有就填。科室、媒体、奖项从下拉里选。",
    "新登一条：在最后一条下面接着填，不用编号。删去一条：选中整行，右键删除，读回时会列出来，确认了才真的删。改一条：直接改。",
    "复制整行会把隐藏的编号一起复制，核对时会报重复；只复制要用的格子。",
    "日期写成 2026-10-12 或 12月6日（活动里的那一天）。数照写，没有数就空着，不要填 0 代替。",
    "不要合并格子，不要写公式，不要改列名和工作表的名称，不要删隐藏的编号列。列可以换次序，可以加自己的列（不读，照样留着）；可以筛选、排序。",
    "名单里没有的科室、媒体，请管理员先登记，再重新导出这本台账。",
)


@dataclass(frozen=True)
class _Words:
    """How ids are written for the office, by what a column offers: by a name wherever it means one thing only."""

    named: Mapping[str, Mapping[str, str]]
    months: Sequence[str]


def workbook(content: Content, plan: Plan) -> bytes:
    """The ledgers of one campaign as xlsx. Raises DeskFault for what a workbook cannot say."""
    files = [file for file in content.publicity.values() if file.campaign == plan.id]
    head = _head(plan, files)
    entries = {shape.key: [each for file in files for each in getattr(file, shape.key)] for shape in SHAPES}
    words = _words(content, plan, entries)
    book = Workbook()
    book.remove(book.worksheets[0])
    for shape in SHAPES:
        _write_sheet(book.create_sheet(shape.title), shape, plan, entries[shape.key], words)
    _write_notes(book.create_sheet(NOTE_SHEET), plan)
    _write_words(book.create_sheet(WORDS_SHEET), words)
    _write_marks(book.create_sheet(LIST_SHEET), head, entries)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "方案通"
    book.properties.title = f"宣传台账（{plan.name}）"
    return saved(book)


def _head(plan: Plan, files: Sequence[PublicityFile]) -> dict[str, str]:
    """What a whole ledger says of itself. Files that differ in it cannot become one workbook."""
    held = [file for file in files if any(getattr(file, shape.key) for shape in SHAPES)]
    if len({file.demo for file in held}) > 1:
        raise DeskFault(f"“{plan.name}”的台账里示例数据和正式数据混在一起，先分开再导出")
    duties = dict.fromkeys(file.materials_duty for file in files if file.materials_duty)
    if len(duties) > 1:
        raise DeskFault(f"“{plan.name}”的台账里 materials_duty 有两种写法：{'、'.join(duties)}，先改成一样")
    demo = {"demo": "是"} if any(file.demo for file in held or files) else {}
    duty = {"materials_duty": next(iter(duties))} if duties else {}
    return {"campaign": plan.id, **demo, **duty}


def _words(content: Content, plan: Plan, entries: Mapping[str, Sequence[Record]]) -> _Words:
    registry, issuer = content.registry, plan.issuer
    house = registry.house(issuer) or issuer
    used = [unit for each in entries.values() for entry in each if (unit := getattr(entry, "unit", None))]
    offered = dict.fromkeys([*(registry.descendants(house) if house else ()), *used])
    units = {unit: registry.called(unit, issuer) for unit in offered}
    known = lookup(content)
    named = {ref.offers: _told_apart(known, ref, plan) for ref in (OUTLET, AWARD, STORY)}
    return _Words({"units": units, **named}, _months(plan))


def _told_apart(known: Lookup, ref: Ref, plan: Plan) -> dict[str, str]:
    """What may be named here by id: by its title where no other has it for title or id, else by the id."""
    targets = [each for each in known.everywhere(ref.kinds) if not each.record.inside or each.key[0] == plan.id]
    used = Counter(word for each in targets for word in (each.title, each.key[-1]))
    return {each.key[-1]: each.title if used[each.title] == 1 else each.key[-1] for each in targets}


def _months(plan: Plan) -> list[str]:
    start, end = span(plan)
    if not start or not end:
        return []
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [Moment(each // 12, each % 12 + 1).iso for each in range(first, min(last, first + 35) + 1)]


# -- a sheet --------------------------------------------------------------------------------------------------------------------


def _write_sheet(sheet: Worksheet, shape: Shape, plan: Plan, entries: Sequence[Record], words: _Words) -> None:
    last = HEAD_ROW + len(entries) + ROOM
    if len(entries) > MOST_ENTRIES:
        raise DeskFault(f"“{shape.title}”有 {len(entries)} 条，一张工作表放不下")
    sheet.cell(1, FIRST_COLUMN, f"{plan.name}　{shape.title}").font = Font(bold=True, size=14)
    sheet.cell(2, FIRST_COLUMN, shape.note).font = Font(size=9, color="555A61")
    _write_head(sheet, shape)
    for row, entry in enumerate(entries, HEAD_ROW + 1):
        if shape.prefix:
            put(sheet, row, ID_COLUMN, getattr(entry, "id", ""), "@")
        for place, column in enumerate(shape.columns, FIRST_COLUMN):
            put(sheet, row, place, _value(entry, column, words), _FORMATS.get(column.kind, "@"))
    for place, column in enumerate(shape.columns, FIRST_COLUMN):
        first = put(sheet, HEAD_ROW + len(entries) + 1, place, None, _FORMATS.get(column.kind, "@"))
        for row in range(HEAD_ROW + len(entries) + 2, last + 1):
            sheet.cell(row, place)._style = copy(first._style)  # type: ignore[union-attr,attr-defined]  # a style worked out for every cell takes ten times as long
    _add_rules(sheet, shape, words)
    _lay_out(sheet, shape, last)


def _write_head(sheet: Worksheet, shape: Shape) -> None:
    sheet.cell(HEAD_ROW, ID_COLUMN, ID_TITLE)
    for place, column in enumerate(shape.columns, FIRST_COLUMN):
        head_cell(sheet, place, column.title, _NEEDED if column.required else _HEAD, column.width)
    sheet.row_dimensions[HEAD_ROW].height = 22


def head_cell(sheet: Worksheet, place: int, title: str, fill: PatternFill, width: int) -> None:
    """The name of a column, and how wide the column is, in characters of half width."""
    cell = sheet.cell(HEAD_ROW, place, title)
    cell.font, cell.alignment, cell.fill = Font(bold=True), _MIDDLE, fill
    cell.border = Border(left=_HAIR, right=_HAIR, top=_THIN, bottom=_THIN)
    sheet.column_dimensions[get_column_letter(place)].width = width


def put(sheet: Worksheet, row: int, place: int, value: Any, format_: str) -> Cell:
    """One cell with its hairlines; raises DeskFault for what no cell can hold."""
    cell = sheet.cell(row, place)
    assert isinstance(cell, Cell), "nothing is merged here"
    if isinstance(value, str) and value:
        if len(value) > MAX_TEXT or _UNFIT.search(value):
            reason = "太长" if len(value) > MAX_TEXT else "有写不进表格的字符"
            raise DeskFault(f"“{sheet.title}”里的“{_UNFIT.sub('', value)[:20]}”{reason}，没有导出")
        cell.value, cell.data_type = value, "s"
        format_ = "@"
    else:
        cell.value = value or (0 if value == 0 else None)
    cell.number_format, cell.border, cell.alignment = format_, _BOX, _TOP
    return cell


def _value(entry: Record, column: SheetColumn, words: _Words) -> Any:
    """What the office sees of one value: names for ids, a true date for a day."""
    value: Any
    if column.path[0] == "stages":
        step = next((each for each in entry.stages if each.name.value == column.path[1]), None)  # type: ignore[attr-defined]
        value = getattr(step, column.path[2], None)
    else:
        value = getattr(entry, column.path[0])
    if value is None or value is False:
        return None
    if column.kind is Holds.YES:
        return "是"
    if isinstance(value, Moment):
        return value.first if column.kind is Holds.DAY and value.day else value.iso
    if column.kind is Holds.NAMES:
        return "、".join(value)
    if column.kind is Holds.LEVEL:
        return value.chinese
    return words.named[column.offers].get(value, value) if column.offers else value


def _add_rules(sheet: Worksheet, shape: Shape, words: _Words) -> None:
    """A drop-down or a check for every column that has one, from the first entry to the last possible row."""
    for place, column in enumerate(shape.columns, FIRST_COLUMN):
        rule = _rule(column, words)
        if rule is None:
            continue
        rule.allow_blank = True
        if column.hint:
            rule.promptTitle, rule.prompt, rule.showInputMessage = column.title, column.hint, True
        letter = get_column_letter(place)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{MAX_ROWS}")
        sheet.add_data_validation(rule)


def _rule(column: SheetColumn, words: _Words) -> DataValidation | None:
    lists = {
        "units": ("A", len(words.named["units"])),
        "outlets": ("B", len(words.named["outlets"])),
        "awards": ("C", len(words.named["awards"])),
        Holds.MONTH: ("D", len(words.months)),
        Holds.GENRE: ("E", len(GENRES)),
    }
    if (column.offers or column.kind) in lists:
        letter, count = lists[column.offers or column.kind]
        if not count:
            return None
        rule = DataValidation(type="list", formula1=f"'{WORDS_SHEET}'!${letter}$2:${letter}${count + 1}")
        return rule if column.kind is Holds.GENRE else strict(rule, f"“{column.title}”请从下拉里选")
    if column.offers == "stories":
        stories = SHAPES[0]
        letter = next(
            get_column_letter(place)
            for place, each in enumerate(stories.columns, FIRST_COLUMN)
            if each.path == ("title",)
        )
        return DataValidation(type="list", formula1=f"'{stories.title}'!${letter}${HEAD_ROW + 1}:${letter}${MAX_ROWS}")
    if column.kind is Holds.LEVEL:
        rule = DataValidation(type="list", formula1=f'"{",".join(level.chinese for level in OutletLevel)}"')
        return strict(rule, "级别请从下拉里选")
    if column.kind is Holds.YES:
        return strict(DataValidation(type="list", formula1='"是,否"'), "只填 是 或 否，也可以空着")
    if column.kind is Holds.COUNT:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
        return strict(rule, "只填不小于 0 的整数；没有数就空着")
    if column.kind is Holds.DAY:
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526")  # 2000-01-01
        rule.errorStyle = "warning"
        return strict(rule, "日期写成 2026-10-12")
    return None


def strict(rule: DataValidation, message: str) -> DataValidation:
    """A rule that refuses what does not fit, with a sentence."""
    rule.errorTitle, rule.error, rule.showErrorMessage = "填写有误", message, True
    return rule


def _lay_out(sheet: Worksheet, shape: Shape, last: int) -> None:
    sheet.column_dimensions[get_column_letter(ID_COLUMN)].hidden = True
    edge = get_column_letter(FIRST_COLUMN + len(shape.columns) - 1)
    sheet.freeze_panes = f"{get_column_letter(FIRST_COLUMN + 1)}{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{edge}{last}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    on_paper(sheet)


def on_paper(sheet: Worksheet) -> None:
    """Lying A4, as wide as the paper and as long as it needs."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    _grow(sheet)


def _grow(sheet: Worksheet) -> None:
    """Rows as high as their text needs: programs that print a file they did not write do not reckon it."""
    for cells in sheet.iter_rows():
        rows = 1
        for cell in cells:
            column = sheet.column_dimensions[cell.column_letter]  # type: ignore[union-attr]
            if isinstance(cell.value, str) and cell.alignment.wrap_text and not column.hidden:
                room = max(column.width - 1.5, 1)
                rows = max(rows, sum(max(ceil(_halves(line) / room), 1) for line in cell.value.split("\n")))
        if rows > 1:
            sheet.row_dimensions[cells[0].row].height = _LINE * rows + 2  # type: ignore[index]


def _halves(text: str) -> int:
    """How wide a text is, in characters of half width."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


# -- the other sheets -------------------------------------------------------------------------------------------------------------


def _write_notes(sheet: Worksheet, plan: Plan) -> None:
    sheet.cell(1, 1, f"宣传台账怎样填（{plan.name}）").font = Font(bold=True, size=14)
    for row, note in enumerate(_NOTES, 3):
        sheet.cell(row, 1, f"{row - 2}. {note}").alignment = _TOP
    sheet.column_dimensions["A"].width = 100
    sheet.sheet_view.showGridLines = False
    on_paper(sheet)


def _write_words(sheet: Worksheet, words: _Words) -> None:
    lists = (
        ("科室", words.named["units"].values()),
        ("媒体", words.named["outlets"].values()),
        ("奖项", words.named["awards"].values()),
        ("月份", words.months),
        ("体裁", GENRES),
    )
    for place, (title, names) in enumerate(lists, 1):
        sheet.cell(1, place, title).font = Font(bold=True)
        for row, name in enumerate(names, 2):
            put(sheet, row, place, name, "@")
    sheet.sheet_state = "hidden"


def _write_marks(sheet: Worksheet, head: Mapping[str, str], entries: Mapping[str, Sequence[Record]]) -> None:
    sheet.append([LIST_MARK])
    for key, value in head.items():
        sheet.append([key, value])
    marks = [
        (shape.key, key, fingerprint(shape, entry))
        for shape in SHAPES
        for key, entry in zip(keyed(shape, entries[shape.key]), entries[shape.key], strict=True)
    ]
    for row, mark in enumerate(marks, 2):
        for place, word in enumerate(mark, MARK_COLUMN):
            put(sheet, row, place, word, "@")
    sheet.sheet_state = "veryHidden"
    sheet.protection.enable()
