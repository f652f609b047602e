"""Phases in time: lanes, which are current at `as_of`, what comes next, and what has no date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaign.leaves import links
from campaign.leaves.dates import Moment, days_inclusive, months_between, span_chinese
from campaign.model import Phase, Plan

# by the days of the plan alone: that a phase's days have passed does not say that it was carried out
PHASE_WORDS = {"past": "日期已过", "current": "进行中", "coming": "未开始", "undated": "日期未定"}


@dataclass(frozen=True)
class Lane:
    """One phase. `state` is past, current, coming or undated."""

    phase: Phase
    start: date | None
    end: date | None
    state: str
    inferred: bool
    url: str

    @property
    def dates(self) -> str:
        """3月17日—4月1日, as far as known."""
        if not self.phase.start and not self.phase.end:
            return self.phase.as_written or "日期未定"
        start, end = self.phase.start or self.phase.end, self.phase.end or self.phase.start
        assert start is not None and end is not None
        return span_chinese(start, end)


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


def lanes(plan: Plan, as_of: date) -> tuple[Lane, ...]:
    """The phases of a plan with their days and state at `as_of`."""
    found = []
    for phase in plan.phases:
        first, last = phase.start or phase.end, phase.end or phase.start
        start, end = (first.first if first else None), (last.last if last else None)
        url = links.plan(plan.id, links.phase_anchor(phase.id))
        found.append(Lane(phase, start, end, _state(start, end, as_of), bool(phase.inferred), url))
    return tuple(found)


def timeline(plan: Plan, as_of: date) -> Timeline:
    """Everything a phase strip shows; the span covers the period and every dated phase, widened to whole months."""
    all_lanes = lanes(plan, as_of)
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
