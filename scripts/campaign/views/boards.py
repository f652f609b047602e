"""Boards: the indicators of a plan or a unit as small pictures, with staged targets, the way from the baseline, and who reported last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.content import Content, once_a_plan
from campaign.leaves.dates import Moment
from campaign.model import Plan, Target
from campaign.views.freshness import MonthlyReport, Reported, of_plan
from campaign.views.indicators import (
    IndicatorRow,
    fitting_targets,
    indicator_rows,
    series_by_scope,
)
from campaign.views.overview import Overview, overview
from campaign.views.status import Mark, State, Tally, tally
from campaign.views.targets import Measured, deadline, verdict, wording
from campaign.views.tasks import TaskRow


@dataclass(frozen=True)
class TargetStage:
    """One of an indicator's targets for this reader: the bound, by when (`inferred`: not printed with the target), and how it stands
    against the value that counts for it."""

    target: Target
    words: str
    due: Moment | None
    inferred: bool
    value: Measured | None
    state: State
    in_force: bool


@dataclass(frozen=True)
class Trend:
    """How far the latest value is from where it began: `since` says from when, `text` +12.6 with its sign; `better` None when no way is better."""

    since: str
    start: str
    text: str
    better: bool | None


@dataclass(frozen=True)
class Panel:
    """One indicator of a board. `others` are values of single units or places, by what their scope says."""

    row: IndicatorRow
    bound: str
    stages: tuple[TargetStage, ...]
    change: Trend | None
    report: MonthlyReport | None
    others: tuple[tuple[str, Measured], ...]


@dataclass(frozen=True)
class GroupTally:
    """The tasks of one group of a plan by state."""

    title: str
    anchor: str
    rows: tuple[TaskRow, ...]

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return tally(row.state for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.state.mark is Mark.DONE for row in self.rows)


@dataclass(frozen=True)
class PlanBoard(Reported):
    """Everything the board of a plan shows; `reports` with the overdue first."""

    view: Overview
    panels: tuple[Panel, ...]
    groups: tuple[GroupTally, ...]
    reports: tuple[MonthlyReport, ...]


@once_a_plan
def plan_board(content: Content, plan: Plan) -> PlanBoard:
    view = overview(content, plan)
    found = of_plan(content, plan)
    reports = tuple(sorted(found, key=lambda each: (not each.late, each.due or date.max)))
    return PlanBoard(view, panels(content, indicator_rows(content, plan)), _groups(view), reports)


def panels(content: Content, rows: Iterable[IndicatorRow]) -> tuple[Panel, ...]:
    """Indicators with values first, in their order; those nobody has reported yet last."""
    made = [_panel(content, row) for row in rows]
    return tuple(sorted(made, key=lambda panel: not panel.row.series))


def _panel(content: Content, row: IndicatorRow) -> Panel:
    report = next((each for each in of_plan(content, row.plan) if each.url == row.url), None)
    return Panel(
        row=row,
        bound=row.words("due"),
        stages=stages(content, row),
        change=change(row),
        report=report,
        others=tuple((label, series[-1]) for label, series in series_by_scope(content, row)),
    )


def stages(content: Content, row: IndicatorRow) -> tuple[TargetStage, ...]:
    """The targets that hold for this reader, the earliest first: the one in force as the indicator stands, the others by the last value up to their day.

    Where none is the reader's own, all of them, not judged.
    """
    found = []
    for target in fitting_targets(content, row.plan, row.indicator) or row.indicator.targets:
        due = deadline(row.indicator, target, row.plan.period)
        last = due.last if due else None
        values = [each for each in row.series if last is None or each.date.last <= last]
        current = target is row.target
        soon = content.site.due_soon_days
        state = (
            row.state
            if current or row.target is None
            else verdict(row.indicator, target, values, content.as_of, soon, row.plan.period).state
        )
        said = wording(row.indicator, target, row.plan.period)
        value = values[-1] if values else None
        found.append(TargetStage(target, said.short("due", "unit"), due, said.inferred, value, state, current))
    return tuple(sorted(found, key=lambda stage: stage.due.last if stage.due else date.max))


def change(row: IndicatorRow) -> Trend | None:
    """From the declared baseline, else from the first value reported; None for ratios, and where the target is itself set against the baseline."""
    indicator, latest = row.indicator, row.current
    if latest is None or ":" in latest.text or indicator.against == "baseline":
        return None
    base = indicator.baseline
    if base and base.value:
        since, start = f"基数（{base.date.chinese}）" if base.date else "基数", str(base.value)
    elif len(row.series) > 1:
        since, start = f"{row.series[0].date.chinese}首次报数", row.series[0].text
    else:
        return None
    difference = Decimal(latest.text) - Decimal(start)  # of the figures as shown, so that a reader can check the sum
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return Trend(since, start, f"{sign}{abs(difference)}", _better(row, difference))


def _better(row: IndicatorRow, difference: Decimal) -> bool | None:
    if difference == 0 or row.target is None:
        return None
    rising = row.indicator.operator.value in ("gte", "gt")
    falling = row.indicator.operator.value in ("lte", "lt")
    return None if not (rising or falling) else (difference > 0) is rising


def _groups(view: Overview) -> tuple[GroupTally, ...]:
    plan = view.plan
    found = [
        GroupTally(
            f"{group.number or ''}{group.title}",
            f"group-{group.id}",
            tuple(row for row in view.tasks if row.group is group),
        )
        for group in plan.groups
    ]
    loose = tuple(row for row in view.tasks if row.group is None)
    if loose:
        found.append(GroupTally("任务", "tasks", loose))
    return tuple(each for each in found if each.rows)
