"""One unit's 任务清单 on A4: what it must hand in, the tasks it leads and joins, recurring duties, dated items and indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import day_chinese
from campaign.model import Milestone, Plan
from campaign.pdf import page, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable, table
from campaign.views.calendar import CalendarEntry, gathered, owed
from campaign.views.indicators import IndicatorRow
from campaign.views.ledger import LedgerRow
from campaign.views.status import State
from campaign.views.targets import with_unit
from campaign.views.tasks import UnitRef
from campaign.views.timeline import clock_words
from campaign.views.unit_sheets import UnitDuty, UnitSheet, UnitTask

KIND = "task_list"
WIDTH = 178.0  # mm between the margins
SIZE = 10.5  # pt, 五号
UNKNOWN, NOTHING = "未定", "—"


@dataclass(frozen=True)
class HeadedTable:
    """A headed table of the sheet; `count` says what the list holds, so that a reader can skip it."""

    title: str
    count: str
    table: PrintTable


Row = tuple[str, ...]


def document(sheet: UnitSheet, content: Content) -> Job:
    """The print job of a unit's sheet; pure, like that of a plan."""
    unit = sheet.unit
    title = f"{unit.name}任务清单"
    as_of = day_chinese(content.as_of, year=True)
    demo = content.site.demo or unit.demo
    counts = (
        ("牵头", len(sheet.lead)), ("参与", len(sheet.join)), ("例行", len(sheet.recurring) + len(sheet.quotas)),
        ("限时", len(sheet.milestones)), ("指标", len(sheet.indicators)),
    )  # fmt: skip
    words = {
        "title": typeset.plain(title),
        "unit": unit,
        "organisation": content.site.organisation,
        "counts": counts,
        "parts": tuple(_parts(sheet, content.as_of)),
        "as_of": as_of,
        "colophon_facts": page.colophon(content, links.unit(unit.id), "", demo=demo),
        "foot": f"{content.site.organisation}　数据截至{as_of}{f'　{page.DEMO}' if demo else ''}",
        "demo": demo,
    }
    return Job(name=unit.id, title=typeset.plain(title), kind=KIND, html=page.write(KIND, words))


def _parts(sheet: UnitSheet, as_of: date) -> Iterable[HeadedTable]:
    by_plan = partial(_by_plan, as_of)
    due = owed(sheet.late, sheet.this_month, as_of)
    if due:
        yield _due("本月要交", due)
    if sheet.next_month:
        yield _due("下月要交", gathered(sheet.next_month, as_of))
    if sheet.lead:
        yield by_plan(
            "牵头任务", [_Held(each.row.plan, each) for each in sheet.lead], _LEAD, _lead_row, spare=_PROGRESS
        )
    if sheet.join:
        yield by_plan("参与任务", [_Held(each.row.plan, each) for each in sheet.join], _JOIN, _join_row)
    duties = (*sheet.recurring, *sheet.quotas)
    if duties:
        yield by_plan("例行事项", [_Held(each.plan, each) for each in duties], _DUTY, _duty_row)
    if sheet.milestones:
        yield by_plan("限时事项", [_Held(each.plan, each) for each in sheet.milestones], _MILESTONE, _milestone_row)
    if sheet.indicators:
        yield by_plan(
            "指标",
            [_Held(each.plan, each) for each in sheet.indicators],
            _INDICATOR,
            partial(_indicator_row, year=as_of.year),
        )
    if sheet.ledger:
        yield HeadedTable(
            "督办", f"{len(sheet.ledger)}件", _fitted(_LEDGER, [_ledger_row(each) for each in sheet.ledger])
        )


@dataclass(frozen=True)
class _Held:
    plan: Plan
    item: object


def _due(title: str, entries: Sequence[CalendarEntry]) -> HeadedTable:
    """Duties as the unit's page counts them: each once, what is done last and counted apart."""
    still, met = [each for each in entries if not each.done], [each for each in entries if each.done]
    late = sum(each.late for each in still)
    said = (f"{len(still)}项", f"其中逾期{late}项" if late else "", f"另外已完成{len(met)}项" if met else "")
    return HeadedTable(title, "，".join(filter(None, said)), _fitted(_DUE, [_due_row(each) for each in (*still, *met)]))


def _by_plan(
    as_of: date,
    title: str,
    held: Sequence[_Held],
    columns: Sequence[PrintColumn],
    row: Callable[..., Row],
    spare: PrintColumn | None = None,
) -> HeadedTable:
    """Rows under the name of the plan they come from; a `spare` column that says nothing is left out."""
    rows: list[Row] = []
    bands: set[int] = set()
    shown = None
    for each in held:
        if each.plan.id != shown:
            bands.add(len(rows))
            rows.append((f"{each.plan.name}（{clock_words(each.plan, as_of)}）",))
            shown = each.plan.id
        rows.append(row(each.item))
    place = columns.index(spare) if spare else -1
    if spare and all(each[place] == NOTHING for number, each in enumerate(rows) if number not in bands):
        columns = [column for column in columns if column is not spare]
        rows = [each if number in bands else (*each[:place], *each[place + 1 :]) for number, each in enumerate(rows)]
    return HeadedTable(title, f"{len(held)}项", _fitted(columns, rows, frozenset(bands)))


def _fitted(columns: Sequence[PrintColumn], rows: Sequence[Row], bands: frozenset[int] = frozenset()) -> PrintTable:
    return table(columns, rows, sizes=(SIZE,), lying=(False,), bands=bands, total=WIDTH)


# -- rows -------------------------------------------------------------------------------------------------------------------------

# One grid for all tables of the sheet: numbers, dates and states stand under each other.
_NUMBER, _DATE, _STATE = PrintColumn("序号", 5, 5), PrintColumn("期限", 7.6, 7.6), PrintColumn("状态", 5, 5)
_DUE = (
    PrintColumn("日期", 8.8, 8.8),
    PrintColumn("事项", 12),
    PrintColumn("交到", 6, 6),
    PrintColumn("出处", 12, 12),
    _STATE,
)
_PROGRESS = PrintColumn("进展", 8, 20)
_LEAD = (_NUMBER, PrintColumn("任务", 9), PrintColumn("参与单位", 6, 16), _PROGRESS, _DATE, _STATE)
_JOIN = (_NUMBER, PrintColumn("任务", 12), PrintColumn("牵头单位", 6, 16), PrintColumn("角色", 3, 3), _DATE, _STATE)
_DUTY = (_NUMBER, PrintColumn("事项", 12), PrintColumn("频次", 7.6, 7.6), PrintColumn("交到", 5, 5))
_MILESTONE = (_NUMBER, PrintColumn("事项", 12), _DATE, PrintColumn("交到", 5, 5))
_LEDGER = (
    PrintColumn("文号", 9.6, 9.6),
    PrintColumn("事项", 12),
    PrintColumn("承办单位", 6, 10),
    PrintColumn("正在", 3, 3),
    _DATE,
    _STATE,
)
_INDICATOR = (
    PrintColumn("指标", 9),
    PrintColumn("目标值", 5, 9),
    PrintColumn("现值", 9.5, 9.5),
    PrintColumn("差距", 4, 4),
    _DATE,
    _STATE,
)


def _state(state: State) -> str:
    return f"{state.mark.glyph} {state.word}"


def _names(refs: Iterable[UnitRef]) -> str:
    return "、".join(ref.short for ref in refs) or NOTHING


def _via(via: str) -> str:
    """How a duty of many reaches this unit: （各科室）"""
    return f"（{via}）" if via else ""


def _due_row(entry: CalendarEntry) -> Row:
    """One duty, once or on several days: 12月4日、11日、18日"""
    first = entry.days[0]
    when = day_chinese(first)
    if len(entry.days) > 1:
        when = f"{first.month}月{first.day}日" + "".join(
            f"、{day.day}日" if day.month == before.month else f"、{day.month}月{day.day}日"
            for before, day in pairwise(entry.days)
        )
    item = entry.item
    return (when, item.what, _names(item.to), item.source, _state(item.state))


def _lead_row(task: UnitTask) -> Row:
    row = task.row
    with_us = f"共同{row.lead_word}：{'、'.join(ref.short for ref in task.fellows)}" if task.fellows else ""
    others = "\n".join(filter(None, (with_us, "、".join(ref.short for ref in (*row.join, *row.with_))))) or NOTHING
    return (
        row.number or NOTHING,
        f"{row.task.title}{_via(task.via)}",
        others,
        "\n".join(filter(None, (row.outcome.news, row.progress))) or NOTHING,
        _task_due(task),
        _state(row.state),
    )


def _join_row(task: UnitTask) -> Row:
    row = task.row
    return (
        row.number or NOTHING,
        f"{row.task.title}{_via(task.via)}",
        _names(row.lead),
        task.role,
        _task_due(task),
        _state(row.state),
    )


def _task_due(task: UnitTask) -> str:
    row = task.row
    if row.recurring and not row.due:
        return "常年"
    return row.task.due_as_written or (row.due.chinese if row.due else UNKNOWN)


def _duty_row(duty: UnitDuty) -> Row:
    return (
        duty.number or NOTHING,
        f"{duty.what}{_via(duty.via)}",
        "\n".join(filter(None, (duty.rhythm, duty.delivered.replace(" ", "")))),
        _names(duty.to),
    )


def _milestone_row(duty: UnitDuty) -> Row:
    due = duty.duty.due.chinese if isinstance(duty.duty, Milestone) and duty.duty.due else UNKNOWN
    what = "\n".join(filter(None, (f"{duty.what}{_via(duty.via)}", duty.delivered)))
    return (duty.number or NOTHING, what, due, _names(duty.to))


def _indicator_row(row: IndicatorRow, year: int) -> Row:
    """`year` is understood in the date of the value."""
    current = row.current
    value = (
        f"{with_unit(current.text, row.indicator.unit)}（{current.date.chinese.removeprefix(f'{year}年')}）"
        if current
        else NOTHING
    )
    return (
        row.indicator.name,
        row.words("due"),
        value,
        row.gap or NOTHING,
        row.by_when or UNKNOWN,
        _state(row.state),
    )


def _ledger_row(row: LedgerRow) -> Row:
    step = row.current.chinese if not row.closed else NOTHING
    return (row.entry.number, row.entry.title, _names(row.lead), step, row.entry.due.chinese, _state(row.state))
