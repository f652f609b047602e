"""Who reported what last, and whether the next report is overdue: every indicator and every open task of a running plan is reported by months.

The next report is for the month `report_months` after that of the latest value (a task: the month after its latest note), the first one for
the month in which reporting begins. It is due on the configured day of the month after. A plan without a progress file has not begun to report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.content import Content, once
from campaign.leaves.dates import Moment, month_end
from campaign.model import Plan, Status, TaskState
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.status import Mark, State, is_late
from campaign.views.tasks import TaskRow, UnitRef, task_rows, unit_refs
from campaign.views.timeline import running, span

KINDS = {"indicator": "指标", "task": "任务"}


@dataclass(frozen=True)
class MonthlyReport:
    """One thing reported month by month. `last` and `by` are of the latest report; `month` is the one asked for next, `due` its day."""

    kind: str
    plan: Plan
    title: str
    url: str
    owners: tuple[UnitRef, ...]
    last: Moment | None
    by: str
    month: date | None
    due: date | None
    state: State

    @property
    def late(self) -> bool:
        return self.state.mark is Mark.LATE


class Reported:
    """Something with reports."""

    reports: tuple[MonthlyReport, ...]

    @property
    def latest(self) -> MonthlyReport | None:
        """The report made last."""
        made = [each for each in self.reports if each.last]
        return max(made, key=lambda each: each.last.last if each.last else date.min) if made else None

    @property
    def late(self) -> tuple[MonthlyReport, ...]:
        return tuple(each for each in self.reports if each.late)


@dataclass(frozen=True)
class ReportingUnit(Reported):
    """A unit with everything it reports: the overdue first, then by the day of the next report."""

    unit: UnitRef
    reports: tuple[MonthlyReport, ...]

    @property
    def next(self) -> MonthlyReport | None:
        """What it has to report next."""
        return next((each for each in self.reports if each.due), None)


@once
def reports(content: Content) -> tuple[MonthlyReport, ...]:
    """Everything that running plans with a progress file report, in the order of the plans."""
    found: list[MonthlyReport] = []
    for plan in content.plans.values():
        runs = plan.status is Status.ACTIVE and running(plan, content.as_of).state == "running"
        if runs and plan.id in content.progress:
            found += [_of_indicator(content, plan, row) for row in indicator_rows(content, plan)]
            found += _of_tasks(content, plan)
    return tuple(found)


def of_plan(content: Content, plan: Plan) -> tuple[MonthlyReport, ...]:
    """The reports asked for by one plan."""
    return tuple(each for each in reports(content) if each.plan is plan)


def owners(found: Iterable[MonthlyReport]) -> tuple[ReportingUnit, ...]:
    """Reports by who makes them, those with most overdue first."""
    groups: dict[str, list[MonthlyReport]] = {}
    refs: dict[str, UnitRef] = {}
    for each in found:
        for unit in each.owners:
            groups.setdefault(unit.id, []).append(each)
            refs[unit.id] = unit
    made = [ReportingUnit(refs[unit], tuple(sorted(each, key=_order))) for unit, each in groups.items()]
    return tuple(sorted(made, key=lambda each: (-len(each.late), -len(each.reports), each.unit.id)))


def _order(report: MonthlyReport) -> tuple[bool, date, str]:
    return not report.late, report.due or date.max, report.url


def _of_indicator(content: Content, plan: Plan, row: IndicatorRow) -> MonthlyReport:
    indicator = row.indicator
    latest = row.current
    by = (latest.value.by or "") if latest else ""
    month = _next(latest.date if latest else None, indicator.report_months, indicator.report_from or _begin(plan))
    return MonthlyReport(
        "indicator",
        plan,
        indicator.name,
        row.url,
        _owners(content, plan, by, indicator.lead),
        latest.date if latest else None,
        by,
        *_due(content, plan, month, latest is not None),
    )


def _of_tasks(content: Content, plan: Plan) -> list[MonthlyReport]:
    states = {each.task: each for each in content.progress_of(plan.id).tasks}
    open_rows = (row for row in task_rows(content, plan) if row.done is None)
    return [_of_task(content, plan, row, states.get(row.task.id)) for row in open_rows]


def _of_task(content: Content, plan: Plan, row: TaskRow, state: TaskState | None) -> MonthlyReport:
    noted = state.date if state and state.date and state.date.first <= content.as_of else None
    by = (state.by or "") if state and noted else ""
    month = _next(noted, 1, _begin(plan))
    who = _owners(content, plan, by, (ref.id for ref in row.lead))
    return MonthlyReport(
        "task", plan, row.task.title, row.url, who, noted, by, *_due(content, plan, month, noted is not None)
    )


def _begin(plan: Plan) -> Moment | None:
    start, _ = span(plan)
    return Moment.of(start) if start else None


def _next(last: Moment | None, every: int, begin: Moment | None) -> date | None:
    """First day of the month whose report is asked for next."""
    if last:
        return _shift(last.last, every)
    return _shift(begin.first, every - 1) if begin else None


def _shift(day: date, months_on: int) -> date:
    count = day.year * 12 + day.month - 1 + months_on
    return date(count // 12, count % 12 + 1, 1)


def _due(content: Content, plan: Plan, month: date | None, reported: bool) -> tuple[date | None, date | None, State]:
    """The month asked for, its day, and how that stands; after the plan's last month nothing more is asked."""
    _, end = span(plan)
    if month is None or (end and month > end):
        return None, None, State(Mark.DONE, "已报齐") if reported else State(Mark.NONE, "无数据")
    following = _shift(month, 1)
    day = following + timedelta(days=min(content.site.report_day, month_end(following).day) - 1)
    days = (day - content.as_of).days
    if is_late(day, content.as_of):
        return month, day, State(Mark.LATE, "逾期", days)
    if days <= content.site.due_soon_days and month_end(month) < content.as_of:
        return month, day, State(Mark.SOON, "该报了", days)
    return month, day, State(Mark.DONE, "已更新", days) if reported else State(Mark.PENDING, "未到期", days)


def _owners(content: Content, plan: Plan, by: str, lead: Iterable[str]) -> tuple[UnitRef, ...]:
    """Who reported last; before the first report, and where that is no unit, who leads."""
    unit = content.registry.means(by, plan.issuer) if by else None
    return unit_refs(content.registry, (unit,) if unit else lead)
