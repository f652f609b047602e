"""宣传台账.xlsx → the YAML of a campaign's ledgers: every cell is read, every fault named by sheet and cell, and with one error nothing is made.

Columns are found by their names, in any order; a column that is not there says nothing, and what is not ours is named and left alone. A formula or a
merged cell is named and never guessed at. After the cells the rules of `checks` go over the whole, as if the workbook lay in the campaign's folder
in the place of the files there. One sheet as CSV, or a workbook that remembers nothing, is read too: nothing of it counts as deleted.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from campaign.checks import check
from campaign.content import Content
from campaign.importers.ledger_yaml import ledger_yaml
from campaign.kinds import CAMPAIGN, PUBLICITY
from campaign.leaves import dates, limits
from campaign.leaves.decoding import decoded
from campaign.leaves.problems import Path, Problem, did_you_mean, has_errors
from campaign.model import OutletLevel, Plan, PublicityFile, Record
from campaign.model.registry import Unresolved
from campaign.views.timeline import span
from campaign.workbooks.desk import (
    FIRST_COLUMN,
    HEAD_ROW,
    ID_COLUMN,
    ID_TITLE,
    LIST_MARK,
    LIST_SHEET,
    MARK_COLUMN,
    MAX_COLUMNS,
    MAX_ROWS,
    NOTE_SHEET,
    SHAPES,
    WORDS_SHEET,
    Holds,
    Shape,
    SheetColumn,
    keyed,
    said,
)
from campaign.workbooks.forms import NOTHING, SheetSource, opened, text_of

HEADS = 15  # rows in which the heads are looked for
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}$")
_YES = {"是": "是", "有": "是", "√": "是", "✓": "是", "否": "", "无": "", "×": ""}
# what the rules advise a writer of YAML, said for somebody with a workbook
_REMEDIES = {
    "duplicate-id": "多半是复制整行时带来的；新登的一行把隐藏的 A 列清空",
    "story-twice": "删去一行；确是两篇就把题目写得有区别",
    "report-twice": "删去一行",
    "report-before-story": "核对两个日期；与这篇投稿无关就清空“源出稿件”",
    "level-differs": "清空“级别”这一格，以媒体名册为准；名册有误请管理员改",
    "stage-skipped": "补填前一步的日期",
    "work-consent": "作者和被拍到的人都同意后填 是；没有同意的删去这一行",
    "work-alt": "在“画面说明”里用一句话说清画面",
    "work-author": "填上作者",
    "work-unit": "选上科室",
    "work-file": "填上图片文件的名称",
    "too-many-winners": "把多出的“入选”清空",
    "duty-missing": "请管理员在台账文件里写好 materials_duty，再重新导出",
    "material-twice": "合并成一行",
}


@dataclass(frozen=True)
class Rows:
    """What one sheet holds: entries as YAML would say them, with their places and the problems. `records` are the same with ids for names,
    once nothing is wrong; `marks` say by key what each entry said when the workbook was made, None in one that does not remember."""

    shape: Shape
    entries: tuple[Mapping[str, Any], ...]
    source: SheetSource
    problems: tuple[Problem, ...] = ()
    records: tuple[Record, ...] = ()
    marks: Mapping[str, str] | None = None
    absent: bool = False  # this sheet is not there


@dataclass(frozen=True)
class ReadBack:
    """What came of a workbook: YAML with how many entries it holds by sheet, and its rows; or only problems."""

    campaign: str = ""
    text: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[Rows, ...] = ()


@dataclass(frozen=True)
class _Frame:
    """Where things stand in a sheet: the row of the heads, the column of ids (0 without), and that of every column of the shape that is there."""

    head: int
    ids: int
    places: Mapping[int, int]
    known: frozenset[int]  # all columns with a head, ours or not


@dataclass
class _Reading:
    """One sheet while it is read. `standing` are the records of this list in the files, by key."""

    shape: Shape
    source: SheetSource
    content: Content
    plan: Plan
    standing: Mapping[str, Record] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # title → ids of the stories that have it
    titles_whole: bool = True  # no story is missing from them for a fault of its own
    problems: list[Problem] = field(default_factory=list)

    def warning(self, row: int, column: int, code: str, message: str, hint: str = "") -> None:
        place = replace(self.source, positions={(): (row, column)})
        self.problems.append(place.warning((), code, message, hint))

    def error(self, row: int, column: int, code: str, message: str, hint: str = "") -> None:
        place = replace(self.source, positions={(): (row, column)})
        self.problems.append(place.error((), code, message, hint))


def is_desk(name: str, raw: bytes) -> bool:
    """Is this a 宣传台账 of ours, a sheet of one as CSV, or a workbook that only its own reader can say more about?"""
    if name.lower().endswith(".csv"):
        return True
    try:
        parts = limits.package(raw, limits.WORKBOOK, keep=r"xl/workbook\.xml|content\.xml")
    except limits.Refused:
        return True
    book = parts.get("xl/workbook.xml") or parts.get("content.xml") or b""
    return not book or any(
        f'name="{title}"'.encode() in book for title in (LIST_SHEET, *(each.title for each in SHAPES))
    )


def read(name: str, raw: bytes, content: Content, campaign: str | None = None) -> ReadBack:
    """Read a workbook back. `name` is what problems call the file; `campaign` is asked for one that does not say whose ledger it is."""
    book, problem = _opened(name, raw)
    if problem or book is None:
        return ReadBack(problems=(problem,) if problem else ())
    marked = LIST_SHEET in book.sheetnames
    head = _head(book, content, campaign)
    plan = content.plans.get(head.get("campaign", ""))
    if plan is None or not plan.is_campaign:
        hint = (
            "换成这份活动所在的内容文件夹（--root），或重新导出台账" if marked else "用 --campaign 写明登记到哪个活动"
        )
        message = f"没有编号为“{head['campaign']}”的宣传活动" if "campaign" in head else "看不出这是哪个活动的台账"
        return ReadBack(problems=(_of_file(name, "campaign-unknown", message, hint),))
    sheets = list(_sheets(name, book, content, plan, marked))
    problems = [problem for sheet in sheets for problem in sheet.problems]
    strangers = set(book.sheetnames) - {shape.title for shape in SHAPES} - {NOTE_SHEET, WORDS_SHEET, LIST_SHEET}
    problems += [
        Problem(
            name, 1, 1, "warning", "sheet-unknown", f"“{title}”不是台账的工作表，没有读", "要登记的内容移到台账的表里"
        )
        for title in sorted(strangers)
    ]
    problems += _against_rules(head, sheets, content, plan)
    if has_errors(problems):
        return ReadBack(plan.id, problems=tuple(_in_order(problems)))
    data = {shape.key: entries for sheet in sheets if (entries := sheet.entries) and (shape := sheet.shape)}
    marks = _marks(book) if marked else {}
    sheets = [
        replace(
            sheet, records=_records(head, sheet, content, plan), marks=marks.get(sheet.shape.key, {}) if marks else None
        )
        for sheet in sheets
    ]
    counts = {sheet.shape.title: len(sheet.entries) for sheet in sheets}
    return ReadBack(plan.id, ledger_yaml(head, data), counts, tuple(_in_order(problems)), head, tuple(sheets))


def _head(book: Workbook, content: Content, campaign: str | None) -> Mapping[str, str]:
    """What the ledger says of itself; of one that does not, what the files of its campaign say: the one asked for, or the only one there is."""
    if LIST_SHEET in book.sheetnames:
        rows = book[LIST_SHEET].iter_rows(min_row=2, max_col=2, values_only=True)
        return {str(key): str(value) for key, value in rows if key and value}
    campaigns = list(content.of(CAMPAIGN))
    found = campaign or (campaigns[0] if len(campaigns) == 1 else None)
    if found is None:
        return {}
    files = [file for file in content.publicity.values() if file.campaign == found]
    duty = next((file.materials_duty for file in files if file.materials_duty), None)
    demo = {"demo": "是"} if any(file.demo for file in files) else {}
    return {"campaign": found, **demo, **({"materials_duty": duty} if duty else {})}


def _marks(book: Workbook) -> Mapping[str, Mapping[str, str]]:
    """What every entry said when the workbook was made: fingerprints by list and key; nothing in a workbook made before there were any."""
    found: dict[str, dict[str, str]] = {}
    for words in book[LIST_SHEET].iter_rows(min_row=2, min_col=MARK_COLUMN, max_col=MARK_COLUMN + 2, values_only=True):
        if all(words):
            sheet, key, mark = map(str, words)
            found.setdefault(sheet, {})[key] = mark
    return found


def _records(head: Mapping[str, str], sheet: Rows, content: Content, plan: Plan) -> tuple[Record, ...]:
    entries = [_with_ids(content, plan, each) for each in sheet.entries]
    records: tuple[Record, ...] = getattr(
        PublicityFile.model_validate({**head, sheet.shape.key: entries}), sheet.shape.key
    )
    return records


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """By sheet as they stand in the workbook, then by row and column, each once."""
    order = {f"[{shape.title}]": place for place, shape in enumerate(SHAPES)}

    def place(problem: Problem) -> tuple[int, int, int]:
        sheet = next((rank for end, rank in order.items() if problem.path.endswith(end)), -1)
        return sheet, problem.line, problem.column

    return sorted(dict.fromkeys(problems), key=place)


# -- the workbook -----------------------------------------------------------------------------------------------------------------


def _of_file(name: str, code: str, message: str, hint: str) -> Problem:
    return Problem(name, 1, 1, "error", code, message, hint)


def _opened(name: str, raw: bytes) -> tuple[Workbook | None, Problem | None]:
    book = _csv(name, raw) if name.lower().endswith(".csv") else opened(name, raw)
    if isinstance(book, Problem):
        return None, book
    if LIST_SHEET in book.sheetnames:
        if book[LIST_SHEET].cell(1, 1).value == LIST_MARK and book[LIST_SHEET].max_row <= len(SHAPES) * MAX_ROWS:
            return book, None
        return None, _of_file(name, "sheet-too-large", "隐藏的工作表被改过，读不了", "重新导出台账再填")
    if not {shape.title for shape in SHAPES} & set(book.sheetnames):
        hint = "先用 plan export 活动编号 --to xlsx 导出台账，填好再读入"
        return None, _of_file(name, "not-desk", "这不是本程序导出的宣传台账", hint)
    return book, None


def _csv(name: str, raw: bytes) -> Workbook | Problem:
    """One sheet of a ledger saved as CSV: the one whose columns it has."""
    text = decoded(raw[: limits.MAX_BYTES])
    if text is None:
        return _of_file(name, "csv-unreadable", "这不是文字", "在 Excel 里另存为 CSV")
    try:
        rows = [
            cells
            for _, cells in zip(
                range(MAX_ROWS + 1), csv.reader(io.StringIO(text, newline=""), strict=True), strict=False
            )
        ]
    except csv.Error:
        return _of_file(name, "csv-quote", "分不清格子，多半是引号没有配对", "另存一份再试")

    def fits(shape: Shape) -> int:
        return max(
            (len({_plain(each) for each in row} & {each.title for each in shape.columns}) for row in rows[:HEADS]),
            default=0,
        )

    best = max(SHAPES, key=fits)
    if fits(best) < 2:
        return _of_file(name, "not-desk", "这不是宣传台账的一张表", "第一行写列名，如 科室、投稿日期、题目")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = best.title
    for row, cells in enumerate(rows, 1):
        for column, typed in enumerate(cells[:MAX_COLUMNS], 1):
            cell = sheet.cell(row, column)
            if typed.strip() and isinstance(cell, Cell):
                cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", typed), "s"
    return book


def _sheets(name: str, book: Workbook, content: Content, plan: Plan, marked: bool) -> Iterator[Rows]:
    """Every sheet in turn; stories come first, so that reports can name them by title. One that a workbook of ours has lost is a fault."""
    files = [file for file in content.publicity.values() if file.campaign == plan.id]
    titles: dict[str, tuple[str, ...]] = {}
    whole = True
    for shape in SHAPES:
        source = SheetSource(f"{name}[{shape.title}]", sheet=shape.title)
        records = [each for file in files for each in getattr(file, shape.key)]
        if shape.title not in book.sheetnames:
            missing = _of_file(
                name, "sheet-missing", f"工作表“{shape.title}”不见了", "不要删除或改名工作表，重新导出台账"
            )
            whole = whole and (not marked or shape.key != "submissions")
            if shape.key == "submissions":
                for story in records:
                    titles[story.title] = (*titles.get(story.title, ()), story.id)
            yield Rows(shape, (), source, (missing,) if marked else (), absent=True)
            continue
        standing = dict(zip(keyed(shape, records), records, strict=True))
        entries = _sheet(_Reading(shape, source, content, plan, standing, titles, whole), book[shape.title])
        if shape.key == "submissions":
            whole = not has_errors(entries.problems)
            for entry in entries.entries:
                if "title" in entry:
                    titles[entry["title"]] = (*titles.get(entry["title"], ()), entry["id"])
            now = {entry["id"] for entry in entries.entries}
            for story in records:
                if (
                    story.id in now or not marked
                ):  # one given another title in the workbook is still known by the old one
                    titles.setdefault(story.title, (story.id,))
        yield entries


def _sheet(reading: _Reading, sheet: Worksheet) -> Rows:
    shape, found, positions = reading.shape, list[Mapping[str, Any]](), dict[Path, tuple[int, int]]()
    frame = _frame(reading, sheet)
    if frame:
        rows = list(_rows(reading, sheet, frame))
        typed = [cells[frame.ids].value if frame.ids else None for _, cells in rows]
        given = [str(each).strip() for each in typed if each is not None]
        known = list(reading.standing) if shape.prefix else []
        fresh = _fresh_ids(
            [*given, *known], shape.prefix
        )  # an id that is in the files is never given again, even if its row was deleted
        for (row, cells), own in zip(rows, typed, strict=True):
            made = {"id": _id(reading, row, frame.ids or FIRST_COLUMN, own, fresh)} if shape.prefix else {}
            entry, places = _entry(reading, frame, row, cells, made)
            places[("id",)] = (row, frame.ids or FIRST_COLUMN)
            positions.update({(shape.key, len(found), *path): place for path, place in places.items()})
            positions[(shape.key, len(found))] = (row, FIRST_COLUMN)
            found.append(entry)
    return Rows(shape, tuple(found), replace(reading.source, positions=positions), tuple(reading.problems))


def _plain(title: object) -> str:
    """A head as it is compared: without blanks, full-width letters as narrow ones."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(title or "")))


def _frame(reading: _Reading, sheet: Worksheet) -> _Frame | None:
    """Where the columns stand, by their names in the row that has most of them; None when a needed one is missing. What is not ours is noted."""
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        far = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        reading.error(1, 1, "sheet-too-large", f"最远的格子在 {far}，超出台账的范围", "删去表格之外的行和列")
        return None
    titles = [column.title for column in reading.shape.columns]
    heads = {
        row: {place: _plain(value) for place, value in enumerate(values, 1) if _plain(value)}
        for row, values in enumerate(sheet.iter_rows(max_row=min(HEADS, sheet.max_row), values_only=True), 1)
    }
    head = max(heads, key=lambda row: len({*heads[row].values()} & {*titles}), default=HEAD_ROW)
    named = heads.get(head, {})
    before = len(reading.problems)
    places: dict[int, int] = {}
    for index, column in enumerate(reading.shape.columns):
        here = [place for place, title in named.items() if title == column.title]
        if len(here) > 1:
            reading.error(head, here[1], "column-twice", f"“{column.title}”有两列", "留下一列，另一列改名或删去")
        if here:
            places[index] = here[0]
        elif column.required:
            others = [title for title in named.values() if title not in titles]
            hint = did_you_mean(column.title, others) or "补上这一列，列名写得一样"
            reading.error(head, FIRST_COLUMN, "column-missing", f"没有“{column.title}”这一列", hint)
    ids = next((place for place, title in named.items() if title == ID_TITLE), 0)
    if reading.shape.prefix and not ids and reading.standing:
        message = "没有隐藏的“编号”一列，分不清哪些是已经登过的"
        reading.error(
            head, FIRST_COLUMN, "column-missing", message, "重新导出台账再填，或只留下新登的行，一行不改编号列"
        )
    for place, title in named.items():
        if title not in titles and place != ids:
            message = f"“{title}”不是台账的列，没有读，照样留在表里"
            reading.warning(head, place, "column-unknown", message, "要登记的写进台账的列")
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= head:
            message = f"{merged.coord} 合并成了一格"
            reading.error(merged.min_row, merged.min_col, "merged-cells", message, "取消合并，每一行都填上内容")
    if has_errors(reading.problems[before:]):
        return None
    return _Frame(head, ids, places, frozenset(named))


def _rows(reading: _Reading, sheet: Worksheet, frame: _Frame) -> Iterator[tuple[int, dict[int, Any]]]:
    """Rows that hold an entry, as cells by column; what stands under no head is noted."""
    ours = {*frame.places.values()}
    for row, cells in enumerate(sheet.iter_rows(min_row=frame.head + 1), frame.head + 1):
        held = [cell for cell in cells if not isinstance(cell, MergedCell) and not _blank(cell.value)]
        for cell in held:
            if cell.column not in frame.known and cell.column != ID_COLUMN:
                reading.warning(
                    row,
                    cell.column,
                    "stray-cell",
                    f"填在了没有列名的一列，没有读：“{_short(cell.value)}”",
                    "要登记的移到对应的栏目里",
                )
        if any(cell.column in ours for cell in held):
            yield row, dict(enumerate(cells, 1))


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _short(value: object) -> str:
    text = text_of(value)
    return text if len(text) <= 20 else f"{text[:20]}…"


# -- ids ----------------------------------------------------------------------------------------------------------------------------


def _fresh_ids(given: Sequence[str], prefix: str) -> Iterator[str]:
    """Ids for new rows: the commonest prefix, counting on from the highest number, as many places as before."""
    numbered = [(match[1], match[2]) for each in given if (match := re.fullmatch(r"(.*?)(\d{1,9})", each))]
    usual = Counter(before for before, _ in numbered).most_common(1)
    before = usual[0][0] if usual else prefix
    numbers = [digits for each, digits in numbered if each == before]
    width, highest = max(map(len, numbers), default=3), max(map(int, numbers), default=0)
    taken = set(given)
    while True:
        highest += 1
        made = f"{before}{highest:0{width}d}"
        if made not in taken:
            yield made


def _id(reading: _Reading, row: int, place: int, value: object, fresh: Iterator[str]) -> str:
    if _blank(value):
        return next(fresh)
    typed = text_of(value)
    if not _ID.match(typed):
        reading.error(row, place, "bad-id", f"隐藏的编号“{_short(typed)}”不合写法", "新登的一行把 A 列清空，会自动编号")
    return typed


# -- a row --------------------------------------------------------------------------------------------------------------------------


def _entry(
    reading: _Reading, frame: _Frame, row: int, cells: Mapping[int, Any], made: Mapping[str, str]
) -> tuple[dict[str, Any], dict[Path, tuple[int, int]]]:
    """One row as the keys of an entry with their places; a cell at fault is noted and left out. What a column that is not there would say is what the
    record in the files says."""
    entry: dict[str, Any] = dict(made)
    places: dict[Path, tuple[int, int]] = {}
    steps: dict[str, dict[str, str]] = {}
    columns = reading.shape.columns
    here = {index: _typed(reading, row, place, columns[index], cells[place]) for index, place in frame.places.items()}
    told = {columns[index].path[0]: typed for index, typed in here.items()}
    standing = reading.standing.get(_key(reading, {**told, **made}))
    for index, column in enumerate(columns):
        typed = here[index] if index in here else said(standing, column.path) if standing else ""
        places[column.path] = (row, frame.places.get(index, FIRST_COLUMN))
        if not typed or typed == column.default:
            continue
        if column.path[0] == "stages":
            steps.setdefault(column.path[1], {})[column.path[2]] = typed
        else:
            entry[column.path[0]] = typed
    stages: list[dict[str, str]] = []
    for name, step in steps.items():
        index = next(each for each, column in enumerate(columns) if column.path == ("stages", name, "date"))
        place = frame.places.get(index, FIRST_COLUMN)
        places.update({("stages", len(stages), key): places[("stages", name, key)] for key in ("date", "where")})
        places[("stages", len(stages), "name")] = (row, place)
        title = columns[index].title
        if "date" not in step and index in frame.places and not _blank(cells[place].value):
            continue  # the date is there, but wrong, and named already
        if "date" not in step:
            reading.error(row, place, "missing", f"填了“{step['where']}”，没有填“{title}”", "补上日期，或把去处也清空")
            continue
        stages.append({"name": title.removesuffix("日期"), **step})
    if stages:
        entry["stages"] = stages
    return entry, places


def _key(reading: _Reading, told: Mapping[str, str]) -> str:
    """What tells an entry from the others of its list, as `workbooks.desk.keyed` does."""

    def word(name: str) -> str:
        return (
            (reading.content.registry.means(told.get(name, ""), reading.plan.issuer) or "")
            if name == "unit"
            else told.get(name, "")
        )

    return " ".join(map(word, reading.shape.told_by))


def _typed(reading: _Reading, row: int, place: int, column: SheetColumn, cell: Any) -> str:
    """What a cell says as YAML would, empty for nothing or for a fault, which is noted."""
    if _blank(cell.value):
        if column.required:
            reading.error(row, place, "missing", f"没有填“{column.title}”", "补上；这一条不要了就删去整行")
        return ""
    if cell.data_type == "f":
        reading.error(row, place, "formula", "这里是公式，不会计算", "改填内容本身")
        return ""
    if cell.data_type == "e":
        reading.error(row, place, "cell-error", f"这一格是错误值 {cell.value}", "改填内容，没有就空着")
        return ""
    text, fault = _meaning(reading, column, cell.value)
    if fault:
        reading.error(row, place, *fault)
        return ""
    return text


_Fault = tuple[str, str, str]


def _meaning(reading: _Reading, column: SheetColumn, value: object) -> tuple[str, _Fault | None]:
    """Text of a value in this column, or (code, what is wrong, remedy)."""
    text, title = text_of(value), column.title
    if column.kind in (Holds.DAY, Holds.MONTH):
        return _moment(column, value, text, *span(reading.plan))
    if column.kind is Holds.COUNT:
        plain = unicodedata.normalize("NFKC", text).rstrip(column.units).rstrip()
        if plain in NOTHING:
            return "", None
        sound = re.fullmatch(r"\d{1,9}", plain)
        return (
            (plain, None)
            if sound
            else ("", ("bad-number", f"“{title}”应填不小于 0 的整数，填的是“{_short(text)}”", "只写数字；没有数就空着"))
        )
    if column.kind is Holds.YES:
        found = _YES.get(text)
        return (
            (found, None)
            if found is not None
            else ("", ("bad-truth", f"“{title}”应填 是 或 否，填的是“{_short(text)}”", "也可以空着"))
        )
    if column.kind is Holds.LEVEL:
        spellings = {name: level.chinese for level in OutletLevel for name in (level.value, *level._names)}
        allowed = "、".join(level.chinese for level in OutletLevel)
        return (
            (spellings[text], None)
            if text in spellings
            else ("", ("bad-word", f"没有“{_short(text)}”这个级别", f"可填 {allowed}，也可以空着"))
        )
    if column.offers == "awards":
        return _one_of(
            text, [(award.id, award.name) for award in reading.plan.awards], "award-unknown", "没有名为“{}”的奖项"
        )
    if column.offers == "stories":
        known = {each for ids in reading.titles.values() for each in ids}
        same = reading.titles.get(text, ())
        if text not in known and len(same) > 1:
            return "", (
                "story-ambiguous",
                f"有 {len(same)} 篇投稿叫“{_short(text)}”（{'、'.join(same)}）",
                "改填其中一篇的编号",
            )
        stories = [(each, name) for name, ids in reading.titles.items() for each in ids]
        meant, unknown = _one_of(text, stories, "story-unknown", "“投稿”里没有“{}”")
        return meant, unknown if reading.titles_whole else None
    if column.offers == "units":
        try:
            reading.content.registry.resolve(text, reading.plan.issuer)
        except Unresolved as fault:
            return "", (
                fault.code,
                fault.message,
                fault.hint.replace("没有登记的单位写进 plans/registry/units.yaml", "没有登记的请管理员先登记"),
            )
    if column.offers == "outlets" and not _outlet(reading.content, text):
        names = [name for outlet in reading.content.outlets.values() for name in (outlet.name, outlet.short) if name]
        return "", (
            "outlet-unknown",
            f"媒体“{_short(text)}”不在媒体名册里",
            did_you_mean(text, names) + "从下拉里选；新的媒体请管理员先登记",
        )
    return text, None


def _outlet(content: Content, name: str) -> str | None:
    """The id of an outlet by any of its names."""
    for outlet in content.outlets.values():
        if name in (outlet.id, outlet.name, outlet.short, *outlet.aliases):
            return outlet.id
    return None


def _one_of(text: str, known: Sequence[tuple[str, str]], code: str, message: str) -> tuple[str, _Fault | None]:
    """The id that an id or a name means among (id, name) pairs."""
    found = [each for each, name in known if text == each] or [each for each, name in known if text == name]
    if len(found) == 1:
        return found[0], None
    hint = did_you_mean(text, [name for _, name in known]) or "从下拉里选"
    return "", (code, message.format(_short(text)), hint)


def _moment(
    column: SheetColumn, value: object, text: str, start: date | None, end: date | None
) -> tuple[str, _Fault | None]:
    """A day or a month as ISO. A bare number is a date that lost its format, where that lies in the campaign."""
    month = column.kind is Holds.MONTH
    example = "2026-10" if month else "2026-10-12"
    hint = f"写成 {example}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = from_excel(value) if 1 <= value < 200_000 else None
        if not isinstance(day, datetime) or not start or not end or not start <= day.date() <= end:
            message = f"“{column.title}”应是日期，这一格是数 {text}"
            return "", ("bad-date", message, f"{hint}，或把这一格的格式改成日期")
        value = day
    if isinstance(value, date | datetime):
        return (f"{value:%Y-%m}" if month else f"{value:%Y-%m-%d}"), None
    try:
        return dates.parse_within(text, start, end).iso, None
    except ValueError as fault:
        told = str(fault) if "没有写" in str(fault) else f"“{column.title}”写的是“{_short(text)}”，不是能认的日期"
        return "", ("bad-date", told, hint)


# -- the rules --------------------------------------------------------------------------------------------------------------------------


def _against_rules(head: Mapping[str, str], sheets: Sequence[Rows], content: Content, plan: Plan) -> list[Problem]:
    """What the rules of content find in the workbook, in the place of the campaign's own files; rows already at fault are left out."""
    faulty = {
        (problem.path, problem.line) for sheet in sheets for problem in sheet.problems if problem.severity == "error"
    }
    gone = {sheet.shape.key: () for sheet in sheets if not sheet.absent}
    publicity = {
        path: file if file.campaign != plan.id else file.model_copy(update=gone)
        for path, file in content.publicity.items()
    }
    sources, problems = dict(content.sources), []
    for sheet in sheets:
        kept = [
            each
            for each in range(len(sheet.entries))
            if (sheet.source.path, sheet.source.at(sheet.shape.key, each)[0]) not in faulty
        ]
        rank = {old: new for new, old in enumerate(kept)}
        places = {
            (path[0], rank[int(path[1])], *path[2:]): place
            for path, place in sheet.source.positions.items()
            if int(path[1]) in rank
        }
        source = replace(sheet.source, positions=places)
        entries = [_with_ids(content, plan, sheet.entries[each]) for each in kept]
        try:
            file = PublicityFile.model_validate({**head, sheet.shape.key: entries})
        except ValidationError as fault:
            for error in fault.errors():
                problems.append(source.error(tuple(error["loc"]), "bad-value", "这一格的写法不对", "照上一行的写法填"))
            continue
        publicity[source.path] = file
        sources[("publicity", source.path)] = source
    ours = {sheet.source.path for sheet in sheets}
    found = check(replace(content.having(PUBLICITY, publicity), sources=sources))
    return problems + [
        replace(problem, hint=_REMEDIES.get(problem.code, problem.hint))
        for problem in found
        if problem.path in ours and problem.code != "story-unknown"  # said already, cell by cell
    ]


def _with_ids(content: Content, plan: Plan, entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with ids for the names of unit and outlet, as loading would make it."""
    made = dict(entry)
    if "unit" in made:
        made["unit"] = content.registry.resolve(made["unit"], plan.issuer)
    if "outlet" in made:
        made["outlet"] = _outlet(content, made["outlet"])
    return made
