"""The periods in which duties come back: the week, month, quarter or year a day lies in, and a span cut into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.leaves.dates import days_inclusive, month_end, week_end
from campaign.model import Per
from campaign.views.status import is_late


def period_of(per: Per, day: date) -> tuple[date, date]:
    """First and last day of the period; a week ends on Friday, when what is due weekly is due."""
    match per:
        case Per.DAY:
            return day, day
        case Per.WEEK:
            friday = week_end(day)
            return friday - timedelta(days=4), friday
        case Per.MONTH:
            return day.replace(day=1), month_end(day)
        case Per.QUARTER:
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return first, month_end(date(first.year, first.month + 2, 1))
        case Per.YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case Per.TWO_YEARS:
            return date(day.year, 1, 1), date(day.year + 1, 12, 31)
    raise AssertionError(per)


@dataclass(frozen=True)
class CutPeriod:
    """A period cut to the span it lies in; `whole` tells whether nothing was cut off, `dated` that its name needs the year."""

    per: Per
    first: date
    last: date
    whole: bool
    dated: bool = False

    @property
    def name(self) -> str:
        """10月, or 2026年10月 where the span has the same month twice; for other periods than months the days."""
        year = f"{self.first.year}年" if self.dated else ""
        if self.per is Per.MONTH:
            return f"{year}{self.first.month}月"
        if self.first == self.last:
            return f"{year}{self.first.month}月{self.first.day}日"
        return f"{year}{self.first.month}月{self.first.day}日—{self.last.month}月{self.last.day}日"

    @property
    def days(self) -> int:
        """How many days it has."""
        return days_inclusive(self.first, self.last)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def state(self, as_of: date) -> str:
        """past (what was due in it is late), current or coming."""
        return "past" if is_late(self.last, as_of) else "coming" if self.first > as_of else "current"


def same_month_twice(start: date, end: date) -> bool:
    """Whether 10月 alone could mean two months of a span."""
    return (end.year - start.year) * 12 + end.month - start.month >= 12


def slots(per: Per, start: date, end: date) -> Iterator[CutPeriod]:
    """The periods of an inclusive span, the first and the last cut to it; a week's Saturday and Sunday go with its Friday."""
    day, dated = start, same_month_twice(start, end)
    while day <= end:
        first, last = period_of(per, day)
        if per is Per.WEEK:
            last += timedelta(days=2)
        yield CutPeriod(per, max(first, start), min(last, end), first >= start and last <= end, dated)
        day = last + timedelta(days=1)
