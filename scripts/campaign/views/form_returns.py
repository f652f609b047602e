"""Who has to report which form when, what came in, when, and what was corrected: completeness and timeliness by unit and period."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.content import Content, once
from campaign.leaves.dates import Moment
from campaign.model import Form, Per, Submission, Unit
from campaign.views.happened import OnItsDay, Outcome, happened, outcome
from campaign.views.status import Mark, State, is_late

STEP = {Per.MONTH: 1, Per.QUARTER: 3, Per.YEAR: 12}
PERIOD_WORD = {per: f"{per.chinese}报" for per in Per}
Key = tuple[str, str, str]  # form, unit, period as ISO

ON_TIME, LATE, EMPTY, MISSING, NOT_YET, NOT_ASKED, UNDATED = "按时", "迟报", "空表", "缺报", "未到期", "不用报", "已报"


@dataclass(frozen=True)
class Return:
    """What a unit owes for a period and what became of it. `versions` are in the order of reporting; the last one stands. `outcome` goes by
    the first: whether the report came at all, and when."""

    form: Form
    unit: str
    period: Moment
    due: date | None
    versions: tuple[Submission, ...]
    asked: bool
    state: State
    outcome: Outcome

    @property
    def standing(self) -> Submission | None:
        return self.versions[-1] if self.versions else None

    @property
    def earlier(self) -> tuple[Submission, ...]:
        return self.versions[:-1]

    @property
    def reported(self) -> bool:
        return self.state.word in (ON_TIME, LATE, UNDATED)


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`; `share` in percent, None when nothing was due."""

    part: int
    whole: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(100 * self.part) / self.whole if self.whole else None


@dataclass(frozen=True)
class Returns:
    """All units × periods of a form. A unit counts in the periods on whose last day it exists; an empty sheet counts as not reported."""

    form: Form
    periods: tuple[Moment, ...]
    units: tuple[str, ...]
    cells: Mapping[tuple[str, str], Return]  # unit, period as ISO

    def at(self, unit: str, period: Moment) -> Return:
        return self.cells[(unit, period.iso)]

    def due_in(self, period: Moment) -> list[Return]:
        """What is asked for and already past its day, or in."""
        found = [self.at(unit, period) for unit in self.units]
        return [each for each in found if each.asked and each.state.word != NOT_YET]

    def completeness(self, period: Moment) -> Rate:
        due = self.due_in(period)
        return Rate(sum(each.reported for each in due), len(due))

    def timeliness(self, period: Moment) -> Rate:
        due = self.due_in(period)
        return Rate(sum(each.state.word == ON_TIME for each in due), len(due))

    def unit_rate(self, unit: str) -> Rate:
        due = [each for period in self.periods for each in self.due_in(period) if each.unit == unit]
        return Rate(sum(each.reported for each in due), len(due))


def periods(form: Form, submissions: Sequence[Submission] = ()) -> tuple[Moment, ...]:
    """Every period from the first to the last one of the form; open ends are those of what came in."""
    seen = sorted((each.period for each in submissions), key=lambda each: each.first)
    first = form.first or (seen[0] if seen else None)
    last = form.last or (seen[-1] if seen else None)
    if not first or not last:
        return ()
    if form.period is Per.YEAR:
        return tuple(Moment(year) for year in range(first.year, last.year + 1))
    step = STEP.get(form.period, 1)
    start, end = first.year * 12 + first.first.month - 1, last.year * 12 + last.last.month - 1
    return tuple(Moment(month // 12, month % 12 + 1) for month in range(start, end + 1, step))


def due_day(form: Form, period: Moment) -> date | None:
    """The last day on time: `due_day` of the month after the period, at most that month's last."""
    if not form.due_day:
        return None
    year, month = period.last.year + period.last.month // 12, period.last.month % 12 + 1
    return date(year, month, min(form.due_day, calendar.monthrange(year, month)[1]))


def exists(unit: Unit | None, period: Moment) -> bool:
    """Does the unit exist on the last day of the period? One that closed during it has nobody left to report."""
    return unit is not None and unit.at_work(period.last)


def reporters(content: Content, form: Form) -> tuple[str, ...]:
    """Units that report a form at one time or another: those named, and those of the kinds below others."""
    registry = content.registry
    below = (each for above in form.reporters.under for each in registry.descendants(above))
    chosen = (each for each in below if registry.units[each].kind in form.reporters.kinds)
    return tuple(dict.fromkeys((*form.reporters.units, *chosen)))


@once
def by_place(content: Content) -> Mapping[Key, tuple[Submission, ...]]:
    """Submissions by form, unit and period, in the order of reporting."""
    found: dict[Key, list[Submission]] = {}
    for each in content.submissions:
        found.setdefault((each.form, each.unit, each.period.iso), []).append(each)
    return {key: tuple(sorted(each, key=lambda one: one.order)) for key, each in found.items()}


def versions(content: Content, form: str, unit: str, period: Moment) -> tuple[Submission, ...]:
    """What had been reported by `as_of`: seen from an earlier day, a later report is not in yet."""
    found = by_place(content).get((form, unit, period.iso), ())
    return tuple(each for each in found if happened(each.reported_on, content.as_of))


def returns(content: Content, form: Form) -> Returns:
    """Completeness and timeliness of one form at `content.as_of`."""
    mine = [each for each in content.submissions if each.form == form.id]
    spans = periods(form, mine)
    units = tuple(dict.fromkeys((*reporters(content, form), *sorted(each.unit for each in mine))))
    cells = {(unit, period.iso): _return(content, form, unit, period) for unit in units for period in spans}
    return Returns(form, spans, units, cells)


def _return(content: Content, form: Form, unit: str, period: Moment) -> Return:
    found = versions(content, form.id, unit, period)
    due = due_day(form, period)
    asked = exists(content.registry.units.get(unit), period)
    state = _state(found, due, asked, period, content.as_of)
    planned = Moment.of(due) if due else None
    came = OnItsDay(found[0].reported_on) if found and found[-1].values else None
    name = content.registry.name(unit)
    became = outcome("报", planned, came, content.as_of, content.site.due_soon_days, name, asked=asked)
    return Return(form, unit, period, due, found, asked, state, became)


def _state(found: Sequence[Submission], due: date | None, asked: bool, period: Moment, as_of: date) -> State:
    """Timeliness goes by the first report: a correction later on does not make a punctual unit late."""
    if found and not found[-1].values:
        return State(Mark.OPEN, EMPTY)
    if found:
        if due is None:
            return State(Mark.DONE, UNDATED)
        return State(Mark.DONE, ON_TIME) if found[0].reported_on.first <= due else State(Mark.SOON, LATE)
    if not asked:
        return State(Mark.NONE, NOT_ASKED)
    if is_late(due or period.last, as_of):
        return State(Mark.LATE, MISSING)
    return State(Mark.PENDING, NOT_YET)
