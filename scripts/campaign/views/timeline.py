"""Phases in time: lanes, which are current at `as_of`, what comes next, and what has no date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment, days_inclusive, months_between, span_chinese
from campaign.model import Phase, PhaseState, Plan, Status
from campaign.views.happened import Outcome, day_words, outcome
from campaign.views.status import Mark, State

CLOCK_WORDS = {"running": "进行中", "before": "未开始", "after": "期限已过", "undated": "执行中"}


@dataclass(frozen=True)
class Lane:
    """One phase. `state` is past, current, coming or undated by the days of the plan; `outcome` says whether it was carried out. One that
    begins and ends nowhere lasts from the beginning of the plan or to its end."""

    phase: Phase
    start: date | None
    end: date | None
    state: str
    inferred: bool
    outcome: Outcome
    url: str

    @property
    def dates(self) -> str:
        """3月17日—4月1日, as far as known."""
        if not self.phase.start and not self.phase.end:
            return self.phase.as_written or "日期未定"
        start, end = self.phase.start, self.phase.end
        if start and end:
            return span_chinese(start, end)
        return f"{start.chinese}起" if start else f"到{end.chinese}" if end else ""


@dataclass(frozen=True)
class Timeline:
    """The span to draw (whole months), its month starts, and a lane for every phase in document order."""

    start: date | None
    end: date | None
    months: tuple[date, ...]
    lanes: tuple[Lane, ...]
    as_of: date

    @property
    def dated(self) -> tuple[Lane, ...]:
        """Phases with dates."""
        return tuple(lane for lane in self.lanes if lane.state != "undated")

    @property
    def undated(self) -> tuple[Lane, ...]:
        """Phases without dates."""
        return tuple(lane for lane in self.lanes if lane.state == "undated")

    @property
    def current(self) -> tuple[Lane, ...]:
        """Phases that run at `as_of`."""
        return tuple(lane for lane in self.lanes if lane.state == "current")

    @property
    def next(self) -> Lane | None:
        """The next phase to begin, or None."""
        coming = [lane for lane in self.lanes if lane.state == "coming" and lane.start]
        return min(coming, key=lambda lane: lane.start or date.max, default=None)

    def share(self, day: date) -> float:
        """Where a day stands in the drawn span, 0 at its start and 1 at the end of its last day."""
        if not self.start or not self.end:
            return 0.0
        return (day - self.start).days / days_inclusive(self.start, self.end)

    @property
    def today(self) -> float | None:
        """Share of `as_of`, when it lies inside the span."""
        if self.start and self.end and self.start <= self.as_of <= self.end:
            return self.share(self.as_of)
        return None


def _state(start: date | None, end: date | None, as_of: date) -> str:
    if start is None or end is None:
        return "undated"
    if end < as_of:
        return "past"
    return "current" if start <= as_of else "coming"


def lanes(content: Content, plan: Plan) -> tuple[Lane, ...]:
    """The phases of a plan with their days, their state at `as_of`, and what became of them."""
    recorded = {each.phase: each for each in content.progress_of(plan.id).phases}
    found = []
    for phase in plan.phases:
        first, last = _ends(plan, phase)
        start, end = (first.first if first else None), (last.last if last else None)
        state = _state(start, end, content.as_of)
        became = _outcome(content, plan, phase, last, state, recorded.get(phase.id))
        url = links.plan(plan.id, links.phase_anchor(phase.id))
        found.append(Lane(phase, start, end, state, bool(phase.inferred), became, url))
    return tuple(found)


def _ends(plan: Plan, phase: Phase) -> tuple[Moment | None, Moment | None]:
    """Where a phase begins and ends; what it leaves open is the plan's own end, if that is on the right side, else its one day."""
    start, end = phase.start, phase.end
    if start and not end:
        close = plan.period.end if plan.period else None
        return start, close if close and close.last >= start.first else start
    if end and not start:
        opens = plan.period.start if plan.period else None
        return opens if opens and opens.first <= end.last else end, end
    return start, end


def _outcome(
    content: Content, plan: Plan, phase: Phase, end: Moment | None, state: str, recorded: PhaseState | None
) -> Outcome:
    """What a phase came to: done when that is recorded, by its days while they last; after them nobody knows until somebody records it."""
    asked = plan.status is Status.ACTIVE
    lead = recorded.by if recorded else None
    by = lead or (phase.responsibility.lead if phase.responsibility else ())
    names = by if isinstance(by, str) else "、".join(content.registry.name(each) for each in by)
    became = outcome(
        "完成",
        end,
        recorded,
        content.as_of,
        content.site.due_soon_days,
        names,
        asked=asked,
        why=(recorded.note or "") if recorded else "",
    )
    if became.done or (became.postponed and state == "past"):
        return became
    later = f"，推迟到{day_words(became.postponed, content.as_of)}完成" if became.postponed else ""
    by_days = {"coming": "未开始", "current": "进行中", "undated": "日期未定"}.get(state)
    if by_days:
        return replace(became, state=State(Mark.OPEN if state == "undated" else Mark.PENDING, f"{by_days}{later}"))
    return became if asked else replace(became, state=State(Mark.NONE, "日期已过"))


def timeline(content: Content, plan: Plan) -> Timeline:
    """Everything a phase strip shows; the span covers the period and every dated phase, widened to whole months."""
    as_of = content.as_of
    all_lanes = lanes(content, plan)
    start, end = span(plan)
    months: tuple[date, ...] = ()
    if start and end:
        months = tuple(date(year, month, 1) for year, month in months_between(start, end))
        last = Moment(end.year, end.month).last
        start, end = months[0], last
    return Timeline(start, end, months, all_lanes, as_of)


def span(plan: Plan) -> tuple[date | None, date | None]:
    """First and last day of a plan, from its period and its phases."""
    moments = [phase.start for phase in plan.phases] + [plan.period.start if plan.period else None]
    starts = [each.first for each in moments if each]
    moments = [phase.end for phase in plan.phases] + [plan.period.end if plan.period else None]
    ends = [each.last for each in moments if each]
    first, last = min(starts, default=None), max(ends, default=None)
    return (first, last) if first and last and first <= last else (None, None)


@dataclass(frozen=True)
class Running:
    """A plan's own clock: day n of N, and whether it has begun or ended."""

    day: int | None
    days: int | None
    state: str

    @property
    def left(self) -> int | None:
        """Days to the end, today counted; None without dates."""
        return self.days - self.day if self.day is not None and self.days is not None else None


def clock_words(plan: Plan, as_of: date) -> str:
    """How a plan stands: of one in force by its days, 未开始 before them and 期限已过 after; else as its office says."""
    return CLOCK_WORDS[running(plan, as_of).state] if plan.status is Status.ACTIVE else plan.status.chinese


def running(plan: Plan, as_of: date) -> Running:
    """Day n of N by the plan's dates, both ends counted: 百日 is 92 days when its dates say so."""
    start, end = span(plan)
    if not start or not end:
        return Running(None, None, "undated")
    days = days_inclusive(start, end)
    if as_of < start:
        return Running(None, days, "before")
    if as_of > end:
        return Running(None, days, "after")
    return Running(days_inclusive(start, as_of), days, "running")
