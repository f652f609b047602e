"""The calendar page: month by month what falls due; a duty that comes several times a month stands there once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaign.content import Content
from campaign.dates import Moment, months_between
from campaign.model import Status
from campaign.views.due import DueItem, due_items
from campaign.views.status import Mark
from campaign.views.timeline import span

BACK = 2
AHEAD = 14


@dataclass(frozen=True)
class Entry:
    """A due item; `times` tells how often it comes in this month, `item` being the one to look at: late, else next, else last."""

    item: DueItem
    times: int


@dataclass(frozen=True)
class Month:
    first: date
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return f"m{self.first:%Y-%m}"


def months(content: Content) -> tuple[Month, ...]:
    """From two months back to the end of the last running plan (fourteen months at most); months without anything are left out."""
    start = _shift(content.as_of, -BACK)
    ends = [end for plan in content.plans.values() if plan.status is Status.ACTIVE for end in (span(plan)[1],) if end]
    last = min(max(ends, default=content.as_of), _shift(content.as_of, AHEAD))
    end = Moment(max(last, content.as_of).year, max(last, content.as_of).month).last
    by_month: dict[tuple[int, int], list[DueItem]] = {}
    for item in due_items(content, start, end):
        if item.due:
            by_month.setdefault((item.due.year, item.due.month), []).append(item)
    return tuple(
        Month(date(year, month, 1), _gathered(by_month[year, month], content.as_of))
        for year, month in months_between(start, end)
        if (year, month) in by_month
    )


def _shift(day: date, months_on: int) -> date:
    count = day.year * 12 + day.month - 1 + months_on
    return date(count // 12, count % 12 + 1, 1)


def _gathered(items: Iterable[DueItem], as_of: date) -> tuple[Entry, ...]:
    duties: dict[tuple[str, str], list[DueItem]] = {}
    for item in items:
        duties.setdefault((item.plan.id, item.duty), []).append(item)
    entries = [Entry(_telling(each, as_of), len(each)) for each in duties.values()]
    return tuple(sorted(entries, key=lambda entry: (entry.item.due or as_of, entry.item.plan.id, entry.item.number)))


def _telling(items: list[DueItem], as_of: date) -> DueItem:
    late = [item for item in items if item.state.mark is Mark.LATE]
    coming = [item for item in items if item.due and item.due >= as_of and item.state.mark is not Mark.DONE]
    return (late or coming or items[-1:])[0]
