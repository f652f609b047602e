"""张贴版: one plan on one upright A3 for the notice board — its goals, bounds and tasks in the largest type that fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import span_chinese
from campaign.model import Plan
from campaign.pdf import office, page, typeset
from campaign.pdf.engine import PrintFault
from campaign.pdf.job import Job
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.targets import Aspect
from campaign.views.tasks import UnitRef, task_rows
from campaign.views.timeline import lanes

KIND = "poster"
SIZES = (
    30.0,
    28.0,
    26.0,
    24.0,
    22.0,
    21.0,
    20.0,
    19.0,
    18.0,
    17.0,
    16.0,
)  # pt of running text, tried from the largest; tasks are set in 0.84 of it
WIDTH = 257.0  # mm between the margins
TITLE = 23.0  # mm, the largest 字 of the title
ROOM = 290.0  # mm below the title
FIGURES = 8
_DATE = re.compile(r"[到至]\d{4}年")  # a goal called 到2017年 says nothing without its text


@dataclass(frozen=True)
class TaskLine:
    """A task: number, words, who leads it."""

    number: str
    words: str
    who: str


@dataclass(frozen=True)
class PosterGroup:
    title: str
    lines: tuple[TaskLine, ...]


def document(plan: Plan, content: Content) -> Job:
    """The print job: the same sheet in ever smaller type, then without the single tasks; the first that fits one page is printed."""
    title = typeset.plain(plan.title)
    if _need(plan, content, SIZES[-1], tasks=False) > 2 * ROOM:
        raise PrintFault(f"《{title}》（{plan.id}）的内容太多，一张 A3 排不下；请改印方案或任务分解表")
    sheets = [
        _sheet(plan, content, size, tasks=tasks)
        for tasks in (True, False)
        for size in SIZES
        if size == SIZES[-1] or _need(plan, content, size, tasks=tasks) < ROOM
    ]
    return Job(name=plan.id, title=f"{title}（张贴版）", kind=KIND, html=sheets[0], others=tuple(sheets[1:]), most=1)


def _sheet(plan: Plan, content: Content, size: float, *, tasks: bool) -> str:
    facts = page.colophon(content, links.plan(plan.id), plan.version, demo=plan.demo)
    issuer = content.registry.name(plan.issuer) if plan.issuer and not plan.issuer_inferred else ""
    names = [unit.name for unit in content.registry.units.values()]
    figures = _figures(plan, content)
    across = _across(len(figures))
    widest = max((typeset.width(bound, 0.6) for bound, _ in figures), default=1.0)
    lines = plan.title_lines or typeset.title_lines(plan.title, names, most=14)
    return page.write(
        KIND,
        {
            "title": typeset.plain(plan.title),
            "lines": lines,
            "title_size": round(min(TITLE, WIDTH / max(map(typeset.width, lines))), 2),
            "size": size,
            "issuer": issuer,
            "facts": tuple(filter(None, (plan.doc_no or "", _span(plan)))),
            "goals": tuple(goal.title for goal in plan.goals if goal.title and not _DATE.match(goal.title)),
            "figures": figures,
            "common_due": _common_due(plan, content),
            "figure_width": round(WIDTH / across - 0.2, 2),
            "figure_size": round(min(1.7 * size * 25.4 / 72, (WIDTH / across - 5) / widest), 2),
            "columns": _columns(_groups(plan, content, tasks)),
            "phases": tuple(
                (f"{lane.phase.number or ''}{lane.phase.name}", _parted(lane.dates), lane.state == "current")
                for lane in lanes(content, plan)
            ),
            "phase_width": round(WIDTH / (4 if len(plan.phases) % 4 == 0 else min(len(plan.phases), 3) or 1) - 2, 2),
            "colophon": facts,
            "stamp": office.stamp(facts),
            "organisation": content.site.organisation,
        },
    )


def _need(plan: Plan, content: Content, size: float, *, tasks: bool) -> float:
    """A low guess at the height in mm below the title: what is surely too large need not be laid out."""
    em = size * 25.4 / 72
    count = len(_figures(plan, content))
    figures = -(-count // _across(count)) * 3.2
    columns = _columns(_groups(plan, content, tasks))
    listed = max((sum(1.9 + 1.2 * len(group.lines) for group in column) for column in columns), default=0)
    goals = 1.9 * -(-sum(typeset.width(goal.title or "") + 2 for goal in plan.goals) * 1.35 * em // WIDTH)
    phases = 2.5 if plan.phases else 0
    heads = 3.0 * sum(map(bool, (figures, listed, goals, phases)))
    return em * (figures + listed + goals + phases + heads)


def _across(figures: int) -> int:
    """Figures in a row: rows of three or four that fill the width."""
    return 3 if figures in (3, 5, 6) else 4


def _span(plan: Plan) -> str:
    period = plan.period
    if not period:
        return ""
    return period.as_written or (span_chinese(period.start, period.end) if period.start and period.end else "")


def _figures(plan: Plan, content: Content) -> tuple[tuple[str, str], ...]:
    """(≥95%, 住院患者满意度，力争) of the indicators that bind the reader, the first eight."""
    shared: tuple[Aspect, ...] = ("due",) if _common_due(plan, content) else ()
    found = []
    for row in _shown(plan, content):
        bound, conditions = row.split(*shared)
        found.append((bound, f"{row.indicator.name}{'，' if conditions else ''}{conditions}"))
    return tuple(found)


def _common_due(plan: Plan, content: Content) -> str:
    """到2026年12月31日, where all figures shown share it: said once, in their heading."""
    rows = _shown(plan, content)
    dues = {(row.due.chinese if row.due else "", row.due_inferred) for row in rows}
    (due, inferred) = dues.pop() if len(dues) == 1 else ("", False)
    return f"到{due}{'，推算' if inferred else ''}" if due else ""


def _shown(plan: Plan, content: Content) -> list[IndicatorRow]:
    return [row for row in indicator_rows(content, plan) if row.target][:FIGURES]


def _groups(plan: Plan, content: Content, tasks: bool) -> tuple[PosterGroup, ...]:
    rows = task_rows(content, plan)
    made: list[PosterGroup] = []
    for group in plan.groups:
        lines = [
            TaskLine(_number(row.task.number), row.task.title, _who(row.lead)) for row in rows if row.group is group
        ]
        made.append(PosterGroup(f"{group.number or ''}{group.title}", tuple(lines) if tasks else ()))
    loose = [TaskLine(_number(row.task.number), row.task.title, _who(row.lead)) for row in rows if row.group is None]
    if loose:
        made.append(PosterGroup("", tuple(loose)))
    return tuple(made)


def _columns(groups: Sequence[PosterGroup]) -> tuple[tuple[PosterGroup, ...], ...]:
    """The groups in one column, or parted into two whose lengths differ least; their order runs down, then across."""
    heights = [
        1.6 + len(group.lines) * 1.1 + sum(typeset.width(line.words) > 15 for line in group.lines) for group in groups
    ]
    if len(groups) < 2:
        return (tuple(groups),) if groups else ()
    cut = min(range(1, len(groups)), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return tuple(groups[:cut]), tuple(groups[cut:])


def _who(refs: Sequence[UnitRef]) -> str:
    """Up to two names; more of them are counted."""
    return office.names(refs) if len(refs) < 3 else f"{refs[0].short}等{len(refs)}个单位"


def _parted(dates: str) -> tuple[str, ...]:
    """3月17日— and 4月1日: the two ends of a span, each on one line."""
    start, dash, end = dates.partition("—")
    return (start + dash, end) if end else (start,)


def _number(number: str | None) -> str:
    return (number or "").strip()
