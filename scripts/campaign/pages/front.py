"""The front page: what is due, what is new, what runs, where is my unit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import span_chinese
from campaign.model import Plan, Status, UnitKind
from campaign.pages.drawing import axis_head, shared_axis, strip
from campaign.pages.markup import PageBody, render
from campaign.pages.page import Page
from campaign.pages.units import KIND_ORDER
from campaign.views.across import LEADERS, across
from campaign.views.calendar import CalendarEntry, calendar, owed
from campaign.views.indicators import IndicatorRow
from campaign.views.latest import News, latest
from campaign.views.listed import current
from campaign.views.overview import Overview, by_level, in_progress, overview
from campaign.views.status import PRESSING, Mark
from campaign.views.tables import Anchor, Column, Table, Words, named, row
from campaign.views.timeline import clock_words, timeline
from campaign.views.unit_sheets import UnitSheet, unit_sheets

DUE_LINES = 6
LATE_LINES = 3
RUNNING = 5
MISSED_LINES = 6
PLAN_LINES = 8
NEWS_LINES = 5
NOW_LINES = 3


@dataclass(frozen=True, kw_only=True)
class FrontBody(PageBody):
    """Four questions: what is due, what is new, what runs, where is my unit."""

    template = "front.html"
    year: int
    as_of: date
    due: Sequence[CalendarEntry]
    late: int
    soon: int
    soon_days: int
    news: tuple[News, ...]
    running: Sequence[tuple[Overview, Markup | str, str]]
    axis: Markup | str
    more_running: int
    behind: Table
    behind_count: int
    judged: int
    in_force: Sequence[tuple[Plan, str]]
    active: int
    plans: int
    often: Sequence[str]
    units: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    figures: Markup
    by_leader: str


def front_page(content: Content) -> Page:
    sheets = unit_sheets(content)
    running = in_progress(content)
    shown = running[:RUNNING]
    views = {plan.id: overview(content, plan) for plan in content.plans.values() if plan.status is Status.ACTIVE}
    axis = shared_axis(shown, content.as_of)
    due = calendar(content)
    in_force = by_level(tuple(plan for plan in content.plans.values() if plan.status is Status.ACTIVE))
    indicators = [row for view in views.values() for row in view.indicators]
    behind = sorted((row for row in indicators if row.standing == "short"), key=_urgency)
    body = render(
        FrontBody(
            root="",
            year=content.as_of.year,
            as_of=content.as_of,
            due=_shortened(due.agenda),
            late=due.count(Mark.LATE),
            soon=due.count(Mark.SOON),
            soon_days=content.site.due_soon_days,
            news=latest(content, NEWS_LINES),
            running=[
                (views[plan.id], strip(content, plan, axis) if axis else "", _when(plan, content)) for plan in shown
            ],
            axis=axis_head(axis) if axis else "",
            more_running=len(running) - len(shown),
            behind=_behind(behind[:MISSED_LINES], content.as_of.year),
            behind_count=len(behind),
            judged=sum(row.judged for row in indicators),
            in_force=[(plan, _note(views[plan.id], content.as_of)) for plan in in_force[:PLAN_LINES]],
            active=len(in_force),
            plans=len(content.plans),
            often=_often(content, due.agenda, behind),
            units=_choices(content, sheets),
            figures=_figures(content, sheets),
            by_leader=next((each.url for each in across(content) if each.key == LEADERS), ""),
        )
    )
    return Page(
        path=links.FRONT,
        title="首页",
        body=body,
        section="",
        layout="front",
        description=f"{content.site.organisation}：要交的、新到的、正在开展的方案，按单位查任务。",
        demo=content.site.demo,
    )


def _asked(row: IndicatorRow, year: int) -> tuple[str, Words]:
    """≥95%, and below it by when; the year goes without saying where it is this one."""
    if row.due is None:
        return row.words("due"), Words("")
    due = row.due.chinese.removeprefix(f"{year}年") or row.due.chinese
    return row.words("due"), Words(f"到{due}{'（推算）' if row.due_inferred else ''}", "sub")


def _behind(rows: Sequence[IndicatorRow], year: int) -> Table:
    columns = (
        named("指标", ""),
        Column("现值", "n strong"),
        Column("要求", "n turns"),
        Column("差距", "n"),
        Column("状态", "end"),
    )
    return Table(
        "没有达到要求的指标",
        columns,
        tuple(
            row(Anchor(each.indicator.name, each.url), current(each), _asked(each, year), each.gap, each.state)
            for each in rows
        ),
        look="list compact",
    )


def _shortened(entries: Sequence[CalendarEntry]) -> list[CalendarEntry]:
    """The most pressing lines: the oldest debts, then what comes next."""
    late = [entry for entry in entries if entry.late][:LATE_LINES]
    coming = [entry for entry in entries if not entry.late]
    return [*late, *coming[: DUE_LINES - len(late)]]


def _urgency(row: IndicatorRow) -> tuple[int, str, str]:
    order = (Mark.MISSED, Mark.LATE, Mark.SOON, Mark.PENDING)
    place = order.index(row.state.mark) if row.state.mark in order else len(order)
    return place, row.due.iso if row.due else "9999", row.indicator.id


def _when(plan: Plan, content: Content) -> str:
    """3月17日—12月31日，阶段（二）（三）, a campaign with its number of days."""
    line = timeline(content, plan)
    period = plan.period
    words = span_chinese(period.start, period.end) if period and period.start and period.end else ""
    numbers = "".join(lane.phase.number or lane.phase.name for lane in line.current)
    if numbers:
        return f"{words.removeprefix(f'{content.as_of.year}年')}，阶段{numbers}"
    days = overview(content, plan).clock.days
    return f"{words.removeprefix(f'{content.as_of.year}年')}，共 {days} 天" if days else words


def _note(view: Overview, as_of: date) -> str:
    words = [f"{len(view.tasks)} 项任务"] if view.tasks else []
    words.append(clock_words(view.plan, as_of))
    return "，".join(words)


def _often(content: Content, entries: Sequence[CalendarEntry], behind: Sequence[IndicatorRow]) -> list[str]:
    """Searches worth showing, made of what the site really holds: a unit with something due, topics of many tasks, an indicator behind."""
    units = [ref.short for entry in entries for ref in entry.item.units if not ref.collective][:1]
    topics = Counter(topic for plan in content.plans.values() for _, task in plan.all_tasks() for topic in task.topics)
    ranked = sorted(topics, key=lambda topic: (-topics[topic], topic))
    return [*units, *ranked[:3], *(row.indicator.name for row in behind[:1])]


def _choices(content: Content, sheets: Mapping[str, UnitSheet]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units to choose from, by kind: those of the site's own house, or all when no house is named."""
    own = [
        sheet.unit
        for sheet in sheets.values()
        if not content.home or content.registry.house(sheet.unit.id) == content.home
    ]
    ordered = sorted(own, key=lambda unit: KIND_ORDER.index(unit.kind))
    groups = [
        (kind, [(unit.id, unit.name) for unit in each]) for kind, each in groupby(ordered, key=lambda unit: unit.kind)
    ]
    return [(_word(kind), units) for kind, units in groups]


def _word(kind: UnitKind) -> str:
    return kind.chinese


def _figures(content: Content, sheets: Mapping[str, UnitSheet]) -> Markup:
    """For the script, by unit id: its `name`, the duties `due` this month that are still owed and the `late` ones of them, the
    `first` of them as [what, address, how long]; of a ward also its department (`above`: [id, name, what that owes]).

    `<` is written so that no text can end the element.
    """
    owing = {
        unit: [each for each in owed(sheet.late, sheet.this_month, content.as_of) if not each.done]
        for unit, sheet in sheets.items()
    }
    data: dict[str, dict[str, object]] = {}
    for unit, entries in owing.items():
        late = sum(entry.late for entry in entries)
        data[unit] = {"name": sheets[unit].unit.name, "due": len(entries), "late": late, "first": _first(entries)}
        above = content.registry.department(unit)
        if above and owing.get(above):
            data[unit]["above"] = [above, content.registry.name(above), len(owing[above])]
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _first(entries: Sequence[CalendarEntry]) -> list[tuple[str, str, str]]:
    """What a unit has to do now: the most pressing first, of these the oldest."""
    pressing = sorted(entries, key=lambda entry: PRESSING.index(entry.item.state.mark))  # by day within
    return [
        (item.what, item.url, item.state.distance or item.state.word)
        for item in (entry.item for entry in pressing[:NOW_LINES])
    ]
