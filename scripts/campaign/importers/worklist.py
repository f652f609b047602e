"""任务分解表.xlsx → the plans and reports its rows came from: only what was changed in it, field by field, and nothing else in the files moves.

Three states are compared, as for 宣传台账: what a cell said when the workbook was made, what it says now, and what the files say now. What only
one side changed is taken from that side; what both changed differently is named, and nothing is done at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from campaign import yamltext
from campaign.content import Content
from campaign.kinds import PROGRESS
from campaign.leaves import dates, limits
from campaign.leaves.problems import Problem, did_you_mean, has_errors
from campaign.model import Quantity
from campaign.model.registry import Unresolved
from campaign.views.indicators import indicator_rows
from campaign.views.tasks import task_rows
from campaign.views.worklist import ROLES, WorklistRow, carried, of_plan
from campaign.workbooks.desk import FIRST_COLUMN, HEAD_ROW, ID_COLUMN, LIST_SHEET, DeskFault, Holds
from campaign.workbooks.forms import SheetSource, opened, text_of
from campaign.workbooks.worklist import LIST_MARK, SHEETS, Field, Sheet
from campaign.yamltext.edit import YamlEditFault, edited

MAX_ROWS, MAX_COLUMNS = 20_000, 60
_ROLE_KEYS = {words: key for key, words in ROLES.items()}
_ALIKE = {"牵头": "lead", "责任": "lead", "配合": "join"}
Fact = tuple[str, str, str, str]  # sheet, plan, id, field; a bound of an indicator also has its place in the field


@dataclass(frozen=True)
class FieldChange:
    """A field of a task or indicator: what the files said, what they will say, and the words of what it belongs to."""

    plan: str
    about: str
    title: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.about}　{self.title}：{self.before or '（空）'} → {self.after or '（空）'}"


@dataclass(frozen=True)
class FilledWorklist:
    """What a workbook changes: files with their new text, every change, units that would leave a task; or only problems."""

    texts: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[FieldChange, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Cell:
    """What a cell says, and where it is."""

    text: str
    place: SheetSource

    def error(self, code: str, message: str, hint: str) -> Problem:
        return self.place.error((), code, message, hint)


@dataclass
class _Read:
    """A workbook while it is read: cells by row key and field, new rows, and what was wrong."""

    name: str
    marks: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    rows: dict[tuple[str, str], dict[str, _Cell]] = field(default_factory=dict)
    fresh: list[dict[str, _Cell]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_worklist(raw: bytes) -> bool:
    """Is this workbook one of ours for tasks and indicators?"""
    try:
        book = limits.package(raw, limits.WORKBOOK, keep=r"xl/workbook\.xml").get("xl/workbook.xml", b"")
    except limits.Refused:
        return False
    return f'name="{LIST_SHEET}"'.encode() in book and all(f'name="{each.title}"'.encode() in book for each in SHEETS)


def read(name: str, raw: bytes, content: Content, text: Callable[[str], str]) -> FilledWorklist:
    """What a filled workbook changes. `name` is what problems call it; `text` gives the text of a file of the content root, "" for none."""
    book = opened(name, raw)
    if isinstance(book, Problem):
        return FilledWorklist(problems=(book,))
    if LIST_SHEET not in book.sheetnames or book[LIST_SHEET].cell(1, 1).value != LIST_MARK:
        hint = "先用 plan export 编号 --to xlsx 导出，填好再读入"
        return FilledWorklist(
            problems=(Problem(name, 1, 1, "error", "not-worklist", "这不是本程序导出的任务分解表", hint),)
        )
    found = _read(name, book)
    if has_errors(found.problems):
        return FilledWorklist(problems=tuple(found.problems))
    return _Merge(found, content, text).merged()


# -- cells ----------------------------------------------------------------------------------------------------------------------------


def _read(name: str, book: Workbook) -> _Read:
    found = _Read(name)
    for words in book[LIST_SHEET].iter_rows(min_row=2, max_col=4, values_only=True):
        if words[0] and words[1] and words[2]:
            sheet, key, title = map(str, words[:3])
            found.marks.setdefault((sheet, key), {})[title] = text_of(words[3]) if words[3] is not None else ""
    for asked in SHEETS:
        source = SheetSource(f"{name}[{asked.title}]", sheet=asked.title)
        if asked.title not in book.sheetnames:
            hint = "不要删除或改名工作表，重新导出再填"
            found.problems.append(Problem(name, 1, 1, "error", "sheet-missing", f"工作表“{asked.title}”不见了", hint))
            continue
        _read_sheet(found, asked, book[asked.title], source)
    return found


def _read_sheet(found: _Read, sheet: Sheet, held: Worksheet, source: SheetSource) -> None:
    def at(row: int, column: int) -> SheetSource:
        return replace(source, positions={(): (row, column)})

    if held.max_row > MAX_ROWS or held.max_column > MAX_COLUMNS:
        message = f"有 {held.max_row} 行 {held.max_column} 列，超出范围"
        found.problems.append(at(1, 1).error((), "sheet-too-large", message, "删去表格之外的行和列"))
        return
    titles = {str(cell.value or "").strip(): cell.column for cell in held[HEAD_ROW] if not isinstance(cell, MergedCell)}
    places = {each.key: titles[each.title] for each in sheet.fields if each.title in titles}
    for each in sheet.fields:
        if each.key not in places:
            message = f"第 {HEAD_ROW} 行没有“{each.title}”这一列，这一栏没有读"
            found.problems.append(at(HEAD_ROW, 1).warning((), "column-missing", message, "要改这一栏就重新导出再填"))
    for title, column in titles.items():
        if title and column not in places.values() and column != ID_COLUMN:
            message = f"“{title}”不是导出时的列，没有读"
            found.problems.append(
                at(HEAD_ROW, column).warning((), "column-unknown", message, "要交回的内容写进原有的列")
            )
    for row in held.iter_rows(min_row=HEAD_ROW + 1):
        number = row[0].row or 1
        cells = {
            each.key: (each, row[places[each.key] - 1])
            for each in sheet.fields
            if each.key in places and places[each.key] <= len(row)
        }
        key = text_of(row[0].value) if row[0].value is not None else ""
        if not key and all(cell.value is None or not text_of(cell.value) for _, cell in cells.values()):
            continue
        made: dict[str, _Cell] = {}
        for name, (each, cell) in cells.items():
            place = at(number, cell.column or FIRST_COLUMN)
            text, problem = _typed(each, cell, place)
            if problem:
                found.problems.append(problem)
            else:
                made[name] = _Cell(text, place)
        if key and (sheet.key, key) in found.rows:
            message = "这一行是复制来的，隐藏的编号和上面一行一样"
            found.problems.append(at(number, ID_COLUMN).error((), "duplicate-id", message, "新加的一行把 A 列清空"))
        elif key:
            found.rows[sheet.key, key] = made
        elif sheet.key == "tasks":
            found.fresh.append(made)
        else:
            message = "新的指标不能在这里加"
            found.problems.append(at(number, FIRST_COLUMN).error((), "row-unknown", message, "删去这一行，在方案里加"))


def _typed(asked: Field, cell: Any, place: SheetSource) -> tuple[str, Problem | None]:
    """What a cell says as a file would: ISO days, numbers as they are; or what is wrong with it."""
    if isinstance(cell, MergedCell):
        return "", place.error((), "merged-cells", "这一格和别的格合并了", "取消合并，每一行都填上内容")
    value = cell.value
    text = text_of(value) if value is not None else ""
    if not text or not asked.taken:
        return text, None
    if cell.data_type == "f":
        return "", place.error((), "formula", "这里是公式，不会计算", "改填内容本身")
    if cell.data_type == "e":
        return "", place.error((), "cell-error", f"这一格是错误值 {value}", "改填内容，没有就空着")
    if asked.holds is Holds.DAY and not isinstance(value, date | datetime):
        try:
            return dates.parse(text).iso, None
        except ValueError:
            message = f"“{asked.title}”写的是“{text[:20]}”，不是能认的日期"
            return "", place.error((), "bad-date", message, "写成 2026-12-31，只知道月份写 2026-12")
    if asked.holds is Holds.COUNT:
        try:
            return str(Quantity.read(text)), None
        except Exception:
            message = f"“{asked.title}”应填数，填的是“{text[:20]}”"
            return "", place.error((), "bad-number", message, "只写数字，单位不要写；没有数就空着")
    return text, None


# -- what is to be done ----------------------------------------------------------------------------------------------------------------


@dataclass
class _Merge:
    """The files of all plans a workbook is about, while its changes go in."""

    read: _Read
    content: Content
    text: Callable[[str], str]
    data: dict[str, Any] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    now: dict[tuple[str, str], dict[str, WorklistRow]] = field(
        default_factory=dict
    )  # (sheet, plan) → rows as the files say

    def merged(self) -> FilledWorklist:
        self.problems += self.read.problems
        plans = dict.fromkeys(key.partition("#")[0] for _, key in self.read.marks)
        for plan_id in plans:
            if plan_id not in self.content.plans:
                message = f"没有编号为“{plan_id}”的方案，它的行没有读"
                hint = "换成导出时所在的内容文件夹（--root），或重新导出"
                self.problems.append(Problem(self.read.name, 1, 1, "error", "plan-unknown", message, hint))
                continue
            made = of_plan(self.content, self.content.plans[plan_id])
            for sheet in SHEETS:
                self.now[sheet.key, plan_id] = {line.key: line for line in made.lines(sheet.key)}
        if not has_errors(self.problems):
            for sheet in SHEETS:
                for fact, cells in self.facts(sheet).items():
                    self.settle(sheet, fact, cells)
            self.carriers()
        if has_errors(self.problems):
            return FilledWorklist(problems=tuple(self.problems))
        texts = {}
        for path, values in self.data.items():
            before = self.text(path)
            try:
                after = edited(before, values)
            except YamlEditFault as fault:
                raise DeskFault(f"{path} 没有法子照原样改：{fault}；什么也没有写") from fault
            if after != before:
                texts[path] = after
        return FilledWorklist(texts, tuple(self.changes), tuple(self.removed), tuple(self.problems))

    def facts(self, sheet: Sheet) -> dict[Fact, list[tuple[str, _Cell]]]:
        """What the rows say of every field, each with what it said at export; fields of a task stand in as many rows as it has units."""
        found: dict[Fact, list[tuple[str, _Cell]]] = {}
        for (name, key), cells in self.read.rows.items():
            if name != sheet.key or (name, key) not in self.read.marks:
                continue
            plan, item, *rest = key.split("#")
            for each in sheet.fields:
                if not each.taken or each.key not in cells or each.key in ("unit", "role"):
                    continue
                own = (
                    f"{each.key}#{rest[0]}" if sheet.key == "indicators" and each.key in ("value", "due") else each.key
                )
                mark = self.read.marks[name, key].get(each.key, "")
                cell = cells[each.key]
                if each.holds is Holds.COUNT and mark and cell.text and _number(mark) == _number(cell.text):
                    cell = replace(cell, text=mark)  # 0.60 is 0.6 in a cell
                found.setdefault((name, plan, item, own), []).append((mark, cell))
        return found

    def settle(self, sheet: Sheet, fact: Fact, cells: list[tuple[str, _Cell]]) -> None:
        """One field: taken, left, or a conflict that is told."""
        _, plan_id, item, own = fact
        new = {cell.text: cell for mark, cell in cells if cell.text != mark}
        if not new:
            return
        name, _, place = own.partition("#")
        title = next(each.title for each in sheet.fields if each.key == name)
        first = next(iter(new.values()))
        if len(new) > 1:
            message = f"“{title}”在同一个任务的几行里填得不一样：{'、'.join(f'“{each}”' for each in new)}"
            self.problems.append(first.error("said-twice", message, "几行填成一样，或只改一行"))
            return
        standing = self.standing(sheet, plan_id, item, place)
        if standing is None:
            message = "导出以后，这一条已经从文件里删去"
            self.problems.append(first.error("changed-since", message, "重新导出，在新的一份里改"))
            return
        there, mark = standing.values[name], cells[0][0]
        if there == first.text:
            return
        if there != mark:
            message = f"“{title}”这里改成“{first.text}”，导出以后文件里也改过，现在是“{there}”"
            self.problems.append(first.error("changed-since", message, "重新导出，在新的一份里改"))
            return
        if name in ("title", "name", "value") and not first.text:
            self.problems.append(first.error("missing", f"“{title}”不能空着", "填回去"))
            return
        self.put(sheet, plan_id, item, name, place, first)
        words = standing.values.get("title") or standing.values.get("name", "")
        about = f"{self.content.plans[plan_id].name}“{words}”"
        self.changes.append(FieldChange(plan_id, about, title, there, first.text))

    def standing(self, sheet: Sheet, plan: str, item: str, place: str) -> WorklistRow | None:
        """A row that says what the files say of a task or a bound now."""
        begins = f"{plan}#{item}#{place}" if place else f"{plan}#{item}"
        rows = self.now.get((sheet.key, plan), {})
        return next((each for key, each in rows.items() if key == begins or key.startswith(f"{begins}#")), None)

    # -- into the files --

    def file(self, path: str) -> Any:
        """The values of a file, which changes are made in."""
        if path not in self.data:
            self.data[path] = yamltext.read(path, self.text(path)).data or {}
        return self.data[path]

    def plan_file(self, plan: str) -> Any:
        return self.file(self.content.source("plan", plan).path)

    def progress(self, plan: str) -> Any:
        path = self.content.source(PROGRESS.key, plan).path or f"plans/progress/{plan}.yaml"
        held = self.file(path)
        held.setdefault("plan", plan)
        return held

    def put(self, sheet: Sheet, plan: str, item: str, name: str, place: str, cell: _Cell) -> None:
        if sheet.key == "tasks" and name in ("done", "note"):
            _set(_entry(self.progress(plan), "tasks", "task", item), name, cell.text)
        elif sheet.key == "tasks":
            task = _task(self.plan_file(plan), item)
            _set(task, name, cell.text)
            if name == "due":
                task.pop("due_as_written", None)
        elif name in ("current", "date", "note"):
            self.report(plan, item, cell)
        else:
            held = next(each for each in self.plan_file(plan)["indicators"] if each["id"] == item)
            if name == "name":
                held["name"] = cell.text
                return
            target = held["targets"][int(place)]
            if name == "value":
                target["value"] = _typed_number(cell.text)
            else:
                _set(target, name, cell.text)
            target.pop("as_written", None)  # no longer what the plan says

    def report(self, plan: str, item: str, cell: _Cell) -> None:
        """A new value of an indicator, or another number for the day that was reported; what was reported before stays."""
        cells = next(
            cells
            for (name, key), cells in self.read.rows.items()
            if name == "indicators" and key.startswith(f"{plan}#{item}#") and cell in cells.values()
        )
        number, day, note = (cells[each].text if each in cells else "" for each in ("current", "date", "note"))
        if not number or not day:
            message = f"填了“{'数据日期' if day else '最近的数'}”，没有填“{'最近的数' if day else '数据日期'}”"
            self.problems.append(cell.error("missing", message, "两格都填；以前的数不能在这里清掉"))
            return
        row = next(each for each in indicator_rows(self.content, self.content.plans[plan]) if each.indicator.id == item)
        last = row.current
        made = {"value": _typed_number(number), **({"source": note} if note else {})}
        values = self.progress(plan).setdefault("values", [])
        if last and last.date.iso == day:
            held = next(each for each in values if _is(each, item, last.date.iso))
            if number != last.text:
                held.pop("num", None)
                held.pop("den", None)
                held["value"] = _typed_number(number)
            _set(held, "source", note)
        elif not any(_is(each, item, day) and str(each.get("value")) == number for each in values):
            values.append({"indicator": item, "date": day, **made})

    # -- who carries a task --

    def carriers(self) -> None:
        """Units added to a task, taken off it, or given another role."""
        wanted: dict[tuple[str, str], tuple[set[tuple[str, str]], dict[tuple[str, str], _Cell]]] = {}
        for (name, key), marks in self.read.marks.items():
            plan, item, *rest = key.split("#")
            if name != "tasks" or not marks.get("unit"):
                continue
            gone, came = wanted.setdefault((plan, item), (set(), {}))
            cells = self.read.rows.get((name, key))
            if cells is None:
                gone.add((rest[0], rest[1]))
            elif any(each in cells and cells[each].text != marks[each] for each in ("unit", "role")) and (
                made := self.carrier(plan, cells)
            ):
                gone.add((rest[0], rest[1]))
                came[made] = cells["unit"]
        for (name, key), cells in self.read.rows.items():
            marks = self.read.marks.get((name, key), {})
            if name == "tasks" and not marks.get("unit") and "unit" in cells and cells["unit"].text:
                plan, item, *_ = key.split("#")
                if made := self.carrier(plan, cells):
                    wanted.setdefault((plan, item), (set(), {}))[1][made] = cells["unit"]
        for cells in self.read.fresh:
            if (found := self.named(cells)) and (made := self.carrier(found[0], cells)):
                wanted.setdefault(found, (set(), {}))[1][made] = cells["unit"]
        for (plan, item), (gone, came) in wanted.items():
            if gone or came:
                self.carry(plan, item, gone, came)

    def named(self, cells: Mapping[str, _Cell]) -> tuple[str, str] | None:
        """The task that a new row is about, by the words of its plan and its own."""
        title, plan = (cells[each].text if each in cells else "" for each in ("title", "plan"))
        lines = [line for (sheet, _), rows in self.now.items() if sheet == "tasks" for line in rows.values()]
        found = {line.about for line in lines if line.values["title"] == title and plan in ("", line.values["plan"])}
        if len(found) == 1:
            return found.pop()
        near = did_you_mean(title, [line.values["title"] for line in lines])
        message = f"没有名为“{title[:30]}”的任务" if not found else f"名为“{title[:30]}”的任务不止一个"
        place = cells.get("title") or next(iter(cells.values()))
        hint = near or "这里只能给原有的任务加单位；方案、任务照上面的行写，新的任务在方案里加"
        self.problems.append(place.error("task-unknown", message, hint))
        return None

    def carrier(self, plan: str, cells: Mapping[str, _Cell]) -> tuple[str, str] | None:
        """(role, unit id) that a row says, or None with what is wrong told."""
        unit, role = (cells.get(each) for each in ("unit", "role"))
        if unit is None or not unit.text:
            place = unit or next(iter(cells.values()))
            self.problems.append(place.error("missing", "没有填“单位”", "填上；这个单位不再负责就删去整行"))
            return None
        key = {**_ROLE_KEYS, **_ALIKE}.get(role.text if role else "", "" if role and role.text else "lead")
        if not key and role:
            self.problems.append(role.error("bad-word", f"没有“{role.text[:10]}”这种分工", "可填 负责、参与、会同"))
            return None
        try:
            return key, self.content.registry.resolve(unit.text, self.content.plans[plan].issuer)
        except Unresolved as fault:
            self.problems.append(unit.error(fault.code, fault.message, fault.hint))
            return None

    def carry(self, plan_id: str, item: str, gone: set[tuple[str, str]], came: Mapping[tuple[str, str], _Cell]) -> None:
        """The units of one task, as the files have them now less those that left and with those that came."""
        plan = self.content.plans[plan_id]
        row = next((each for each in task_rows(self.content, plan) if each.task.id == item), None)
        if row is None:
            for cell in came.values():
                self.problems.append(
                    cell.error("changed-since", "导出以后，这个任务已经从文件里删去", "重新导出，在新的一份里改")
                )
            return
        before = [(role, ref.id) for role, ref in carried(row)]
        after = [each for each in before if each not in gone]
        after += [each for each in came if each not in after]
        if after == before:
            return
        registry = self.content.registry
        left = {unit for _, unit in before} - {unit for _, unit in after}
        self.removed += [f"{plan.name}“{row.task.title}”的{registry.name(each)}" for each in sorted(left)]
        task = _task(self.plan_file(plan_id), item)
        held = task.get("responsibility")
        duty = (
            {key: value for key, value in held.items() if key in ("mode", "person")} if isinstance(held, dict) else {}
        )
        if "mode" not in duty and row.mode and row.mode.value != "牵头":
            duty["mode"] = row.mode.value
        for role in ROLES:
            if names := [registry.called(unit, plan.issuer) for each, unit in after if each == role]:
                duty[role] = names
        task["responsibility"] = duty
        said = ["、".join(f"{registry.name(unit)}（{ROLES[role]}）" for role, unit in held) for held in (before, after)]
        self.changes.append(FieldChange(plan_id, f"{plan.name}“{row.task.title}”", "单位", *said))


def _number(text: str) -> Decimal:
    return Quantity.read(text).number


def _typed_number(text: str) -> int | float | str:
    """A number as an author types it: without quotes where that says the same."""
    plain = Quantity.read(text)
    if plain.is_ratio or str(plain) != text:
        return text
    number = int(text) if text.isdigit() else float(text)
    return number if str(number) == text else text


def _task(data: Any, item: str) -> dict[str, Any]:
    return next(each for each in _tasks(data) if each["id"] == item)


def _tasks(data: Any) -> Iterator[dict[str, Any]]:
    for group in data.get("groups") or ():
        yield from group.get("tasks") or ()
    yield from data.get("tasks") or ()


def _entry(data: dict[str, Any], listed: str, key: str, item: str) -> dict[str, Any]:
    """The entry of a list that is about something, made when there is none."""
    entries = data.get(listed) or []
    data[listed] = entries
    for each in entries:
        if each.get(key) == item:
            return each  # type: ignore[no-any-return]
    made = {key: item}
    entries.append(made)
    return made


def _is(value: Mapping[str, Any], item: str, day: str) -> bool:
    """Is this a value of an indicator of its whole, on a day?"""
    return value.get("indicator") == item and "scope" not in value and dates.parse(str(value.get("date"))).iso == day


def _set(entry: dict[str, Any], name: str, text: str) -> None:
    if text:
        entry[name] = text
    else:
        entry.pop(name, None)
