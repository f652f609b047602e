"""Submitted forms as files: CSV and Excel → the keys of a submission with the place of every value, and typed text → figures.

Nothing in a workbook is ever reckoned: a formula, a macro or a link to another workbook is named with its cell and left out. What a template
looks like (hidden ids in column A, values in column E, the list of sheets on a hidden sheet) is said here once; `exporters.form_template` writes it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from campaign.leaves import limits, unseen
from campaign.leaves.problems import Path, Problem, Source, did_you_mean
from campaign.model import FieldKind, Form, FormField, Submission, SubmissionFile
from campaign.model.registry import Registry, Unresolved

if TYPE_CHECKING:  # most submissions are text; openpyxl takes longer to load than all of them to read
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET, LIST_MARK = "planpress", "planpress-forms"
ID_COLUMN, VALUE_COLUMN, LAST_COLUMN = 1, 5, 6
HEAD_LINE = "-"  # in column A of the line that names the columns
HEAD_KEYS = ("unit", "period", "reported_on", "replaces", "reason", "demo")
PRIVATE_KEYS = ("contact", "mobile")
MAX_ROWS, MAX_COLUMNS = 2000, 100
MAX_LINES = 20_000  # of a CSV, one submission each

_OUTSIDE = r"(?i:.*(vbaproject|macrosheets|externallinks/).*)"  # parts that make Excel run or fetch something

Typed = tuple[dict[str, Any], Source]
_YES = {"是": True, "有": True, "√": True, "否": False, "无": False, "×": False}


@dataclass(frozen=True)
class SheetSource(Source):
    """Places in one sheet of a workbook; its problems name the cell."""

    sheet: str = field(default="", kw_only=True)

    def error(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        """An error at a place of the submission, told by sheet and cell."""
        return Problem(self.path, *self.at(*where), "error", code, self._with_cell(where, message), hint)

    def warning(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        """The same as a warning."""
        return Problem(self.path, *self.at(*where), "warning", code, self._with_cell(where, message), hint)

    def _with_cell(self, where: Path, message: str) -> str:
        from openpyxl.utils import get_column_letter

        line, column = self.at(*where)
        return f"工作表“{self.sheet}”{get_column_letter(column)}{line}：{message}"


# -- CSV ------------------------------------------------------------------------------------------------------------------------


def read_csv(name: str, text: str, forms: Mapping[str, Form]) -> tuple[list[Typed], list[Problem]]:
    """One submission a line; the first line names the columns by key or by the Chinese name of the key, fields by id."""
    source, problems, found = Source(name), [], []
    rows, problem = _csv_rows(name, text)
    if problem:
        return [], [problem]
    head_line, head = next(rows, (1, []))
    if len(head) > MAX_COLUMNS:
        message = f"第一行有 {len(head)} 列，超过 {MAX_COLUMNS} 列"
        return [], [Problem(name, head_line, 1, "error", "csv-column", message, "第一行写列名，多余的列删去")]
    keys: list[str] = []
    for column, title in enumerate(head, 1):
        key = _column_key(title, forms)
        if key is None or key in keys:
            reason = f"第 {column} 列的名称“{title}”重复" if key else f"不认识第 {column} 列的名称“{title}”"
            known = [*_titles(), *(each for form in forms.values() for each in form.fields)]
            problems.append(Problem(name, head_line, column, "error", "csv-column", reason, did_you_mean(title, known)))
        keys.append(key or f"?{column}")
    if not head:
        problems.append(source.error((), "file-empty", "文件是空的", "第一行写列名，以下每行一份表"))
    for line, cells in rows:
        if len(cells) != len(keys):
            hint = "空着的栏目也要留出逗号；数里不要用逗号分节"
            problems.append(
                Problem(
                    name,
                    line,
                    len(cells),
                    "error",
                    "csv-width",
                    f"这一行有 {len(cells)} 列，列名有 {len(keys)} 个",
                    hint,
                )
            )
            continue
        for column, text in enumerate(cells, 1):
            problems.extend(Source(name, {(): (line, column)}).unseen((), text))
        typed = {
            key: (column, unseen.stripped(text).strip())
            for column, (key, text) in enumerate(zip(keys, cells, strict=True), 1)
        }
        found.append(
            _gathered(
                Source(name), {key: (line, *each) for key, each in typed.items() if not key.startswith("?")}, (line, 1)
            )
        )
    return found, problems


def _csv_rows(name: str, text: str) -> tuple[Iterator[tuple[int, list[str]]], Problem | None]:
    """Line number and cells of every row that is not empty, or why they cannot be told apart. A quote that is never closed is not guessed at."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
            if len(rows) > MAX_LINES:
                hint = "拆成几个文件"
                return iter(()), Problem(name, line, 1, "error", "csv-too-long", f"超过 {MAX_LINES} 行", hint)
    except csv.Error:
        message = "从这一行起分不清格子，多半是引号没有配对"
        return iter(()), Problem(name, line, 1, "error", "csv-quote", message, "补上另一半引号；格子里的引号写两遍")
    return iter(rows), None


def _titles() -> Mapping[str, str]:
    """Chinese name → key of what a submission says besides its figures."""
    private = {"联系人": "contact", "手机号": "mobile"}
    own = {
        info.title or key: key for key, info in SubmissionFile.model_fields.items() if key not in ("values", "private")
    }
    return {**own, **private}


def _column_key(title: str, forms: Mapping[str, Form]) -> str | None:
    title = title.strip()
    titles = _titles()
    if title in titles.values() or any(title in form.fields for form in forms.values()):
        return title
    return titles.get(title)


def _gathered(source: Source, cells: Mapping[str, tuple[int, int, str]], start: tuple[int, int]) -> Typed:
    """Cells by key (line, column, text) as the keys of a submission file, with their places."""
    data: dict[str, Any] = {"values": {}}
    positions: dict[Path, tuple[int, int]] = {(): start}
    for key, (line, column, text) in cells.items():
        into, where = data, (key,)
        if key in PRIVATE_KEYS:
            into, where = data.setdefault("private", {}), ("private", key)  # type: ignore[assignment]
        elif key not in SubmissionFile.model_fields:
            into, where = data["values"], ("values", key)  # type: ignore[assignment]
        if text or into is data["values"]:
            into[key] = text or None
        positions[where] = (line, column)
    placed = (
        SheetSource(source.path, positions, sheet=source.sheet)
        if isinstance(source, SheetSource)
        else Source(source.path, positions)
    )
    return data, placed


# -- Excel ----------------------------------------------------------------------------------------------------------------------


def read_xlsx(name: str, raw: bytes) -> tuple[list[Typed], list[Problem]]:
    """One submission a sheet of a template of ours. A workbook that is none of ours, or holds macros, is refused by name."""
    book = opened(name, raw)
    if isinstance(book, Problem):
        return [], [book]
    listed = book[LIST_SHEET] if LIST_SHEET in book.sheetnames else None
    if listed is None or listed.cell(1, 1).value != LIST_MARK:
        return [], [_of_file(name, "not-template", "这不是用本站模板填的工作簿", "在报表页下载模板，填好后放进来")]
    found, problems = [], []
    for row in listed.iter_rows(min_row=2, max_row=min(listed.max_row, MAX_ROWS), max_col=3, values_only=True):
        title, form_id, version = (str(each) if each is not None else "" for each in row)
        if title not in book.sheetnames:
            problems.append(
                _of_file(name, "sheet-missing", f"模板里的工作表“{title}”不见了", "不要删除或改名工作表，重新下载模板")
            )
            continue
        typed, wrong = _sheet(name, book[title], form_id, version)
        problems.extend(wrong)
        if typed:
            found.append(typed)
    return found, problems


def _of_file(name: str, code: str, message: str, hint: str) -> Problem:
    return Problem(name, 1, 1, "error", code, message, hint)


def opened(name: str, raw: bytes) -> Workbook | Problem:
    """A workbook (xlsx, ods) that was measured first (`leaves.limits`), or why it is not opened: the one door for every workbook that comes in."""
    import openpyxl

    from campaign.workbooks import opendocument

    try:
        parts = limits.package(raw, limits.WORKBOOK, keep=f"{_OUTSIDE}|{re.escape(opendocument.CONTENT)}")
    except limits.Refused as fault:
        if fault.code in ("not-a-package", "file-empty"):
            return _of_file(
                name, "xlsx-unreadable", "这不是 xlsx 或 ods 工作簿", "旧的 xls、et 文件先用 Excel 或 WPS 另存为 xlsx"
            )
        return _of_file(name, fault.code, f"这个工作簿{fault.message}", fault.hint)
    if opendocument.is_spreadsheet(raw):
        try:
            return opendocument.read(parts.get(opendocument.CONTENT, b""))
        except opendocument.UnreadableSheet as fault:
            return _of_file(
                name, "xlsx-unreadable", f"读不了这个 ods 表格：{fault}", "在 WPS 或 LibreOffice 里另存为 xlsx"
            )
    for part in parts.keys() - {opendocument.CONTENT}:
        if "externallinks/" in part.lower():
            return _of_file(
                name, "external-link", f"工作簿引用了别的工作簿（{part}），没有打开", "把引用改成数，再另存"
            )
        return _of_file(name, "macro", f"工作簿里有宏（{part}），没有打开", "另存为不带宏的 xlsx，或重新下载模板")
    try:
        return openpyxl.load_workbook(io.BytesIO(raw), data_only=False, keep_vba=False, keep_links=False)
    except Exception as fault:  # openpyxl raises whatever the damaged part leads to
        message = f"读不了这个工作簿（{type(fault).__name__}）"
        return _of_file(name, "xlsx-unreadable", message, "用 Excel 或 WPS 打开后另存为 xlsx")


def _sheet(name: str, sheet: Worksheet, form_id: str, version: str) -> tuple[Typed | None, list[Problem]]:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.utils import get_column_letter

    source = SheetSource(f"{name}[{sheet.title}]", sheet=sheet.title)
    problems: list[Problem] = []
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        far = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        return None, [
            source.error(
                (), "sheet-too-large", f"最远的格子在 {far}，超出模板的范围", "删去表格之外的行和列，或重新下载模板"
            )
        ]
    cells: dict[str, tuple[int, int, str]] = {"form": (1, VALUE_COLUMN, form_id), "version": (1, VALUE_COLUMN, version)}
    filled = False
    for row in sheet.iter_rows():
        key = str(row[0].value) if row and row[0].value is not None else ""
        if key == HEAD_LINE:
            continue
        for cell in row[VALUE_COLUMN - 1 :]:
            if isinstance(cell, MergedCell) or cell.value is None or (cell.column == LAST_COLUMN and key):
                continue
            place = _cell_source(source, cell)
            if cell.column != VALUE_COLUMN or not key:
                problems.append(
                    place.error(("cell",), "stray-cell", f"填在了表格之外：“{cell.value}”", "移到对应的栏目里，或删去")
                )
            elif cell.data_type == "f":
                problems.append(place.error(("cell",), "formula", "这里是公式，不会计算", "改填算好的数"))
            elif cell.data_type == "e":
                problems.append(
                    place.error(("cell",), "cell-error", f"这一格是错误值 {cell.value}", "改填数，没有数就空着")
                )
            else:
                filled = True
                problems.extend(place.unseen(("cell",), str(cell.value)))
                cells[key] = (cell.row, cell.column, text_of(cell.value)[: 7 if key == "period" else None])
                continue
            if key and cell.column == VALUE_COLUMN:
                cells[key] = (cell.row, cell.column, "")
        if key and key not in cells:
            cells[key] = (row[0].row or 1, VALUE_COLUMN, "")
    return (_gathered(source, cells, (1, VALUE_COLUMN)) if filled else None), problems


def _cell_source(source: SheetSource, cell: Cell) -> SheetSource:
    return SheetSource(source.path, {(): (1, 1), ("cell",): (cell.row, cell.column)}, sheet=source.sheet)


def text_of(value: object) -> str:
    """A cell's value as it would be typed: 是 for a tick box, an ISO date, a number with all its places and no more."""
    from openpyxl.utils.escape import unescape

    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return format(Decimal(repr(value)).normalize(), "f")
    return unseen.stripped(unescape(str(value))).strip()


# -- typed text to figures --------------------------------------------------------------------------------------------------------


def submission(
    record: SubmissionFile, source: Source, key: str, form: Form, registry: Registry
) -> tuple[Submission | None, list[Problem]]:
    """The submission a file holds, with its figures; what is no figure is a problem and left blank. Private values end here."""
    problems: list[Problem] = []
    try:
        unit = registry.resolve(record.unit)
    except Unresolved as fault:
        return None, [source.error(("unit",), fault.code, fault.message, fault.hint)]
    values = {}
    for field_id, typed in record.values.items():
        where: Path = ("values", field_id)
        asked = form.fields.get(field_id)
        if asked is None:
            hint = did_you_mean(field_id, form.fields) or f"栏目编号见 plans/forms/{form.id}.yaml"
            problems.append(source.error(where, "field-unknown", f"“{form.name}”没有编号为“{field_id}”的栏目", hint))
        elif typed is not None and typed.strip() and typed.strip() not in NOTHING:
            figure, wrong = _figure(asked, typed.strip(), form.labels[field_id])
            if wrong:
                problems.append(source.error(where, wrong[0], f"“{form.labels[field_id]}”{wrong[1]}", wrong[2]))
            else:
                values[field_id] = figure
    made = Submission(
        key,
        form.id,
        unit,
        record.period,
        record.reported_on,
        record.version,
        values,
        record.replaces,
        record.reason,
        record.demo,
    )
    return made, problems


NOTHING = frozenset(
    "—－-–/／"
)  # what stands in a cell in the place of a number that there is not; 无 may mean 0 and is asked about
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?$")
_UNITS = re.compile(r"[（(](?:单位[：:])?([^（）()]{1,6})[）)]")


def without_unit(typed: str, title: str) -> str:
    """31分钟 → 31 under a title that says （分钟）; a unit that the title does not name stays, and is asked about."""
    for unit in _UNITS.findall(title):
        if typed.endswith(unit):
            return typed.removesuffix(unit).rstrip()
    return typed


def _figure(asked: FormField, typed: str, label: str) -> tuple[Decimal | bool | None, tuple[str, str, str] | None]:
    """What a text means in this field, or (code, what is wrong, remedy)."""
    plain = without_unit(unicodedata.normalize("NFKC", typed).strip(), label)
    if plain.startswith("="):
        return None, ("formula", "是公式，不会计算", "改填算好的数")
    if asked.kind is FieldKind.YESNO:
        answer = _YES.get(plain)
        return answer, None if answer is not None else ("bad-yesno", f"应填 是 或 否，填的是“{typed}”", "没有数就空着")
    if asked.kind is FieldKind.RATE:
        if not asked.printed:
            return None, ("computed-field", "由程序按分子、分母算出", "删去这一项")
        plain = plain.removesuffix("%").strip()
    try:
        number = Decimal(plain.replace(",", "")) if _NUMBER.match(plain.replace(",", "")) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_nan():
        return None, ("text-in-number", f"应填数，填的是“{typed}”", "只写数字，单位、约、左右都不要；没有数就空着")
    if number < 0:
        return None, ("negative", f"不能是负数，填的是“{typed}”", "检查正负号")
    if asked.kind is FieldKind.COUNT and number != number.to_integral_value():
        return None, ("not-whole", f"应是整数，填的是“{typed}”", "检查小数点")
    if asked.kind is FieldKind.RATE and number > 100:
        return None, ("rate-above-100", f"比率不会超过 100%，填的是“{typed}”", "检查分子和分母")
    return number, None


def order(submissions: Sequence[Submission]) -> tuple[Submission, ...]:
    """Submissions in an order that does not depend on the order of files."""
    return tuple(sorted(submissions, key=lambda each: each.order))
