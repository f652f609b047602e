"""Due items gathered by month: a duty that comes several times a month stands there once, with how often and how often it was met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaign.content import Content
from campaign.leaves.dates import Moment, months_between
from campaign.model import Meeting, Status
from campaign.views.due import DueItem, debts_since, due_items
from campaign.views.happened import Outcome
from campaign.views.meetings import ours
from campaign.views.status import Mark
from campaign.views.timeline import span

BACK = 3
AHEAD = 14


@dataclass(frozen=True)
class CalendarEntry:
    """A duty in a span of time: `item` is the occurrence to look at (the oldest late one, else the next open one, else the last).

    It comes `times` in the span, `met` of them done; `when` is the word for the span, 本月 or 以前.
    """

    item: DueItem
    times: int
    met: int
    when: str = "本月"
    days: tuple[date, ...] = ()  # those still open; when nothing is, all of them

    @property
    def done(self) -> bool:
        return self.met == self.times

    @property
    def late(self) -> bool:
        return self.item.state.mark is Mark.LATE

    @property
    def repeats(self) -> str:
        """本月 4 次，已完成 3 次; empty for what comes once."""
        if self.times == 1:
            return ""
        if self.when != "本月":
            return f"{self.when} {self.times} 次没有完成"
        return f"{self.when} {self.times} 次" + (f"，已完成 {self.met} 次" if self.met and not self.done else "")


@dataclass(frozen=True)
class CalendarMonth:
    """What falls due in a month, and the meetings of it: nobody owes those, so nothing counts them."""

    first: date
    entries: tuple[CalendarEntry, ...]
    meetings: tuple[tuple[Meeting, Outcome], ...] = ()

    @property
    def anchor(self) -> str:
        return f"m{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        return Moment(self.first.year, self.first.month).chinese


@dataclass(frozen=True)
class Calendar:
    """`late` was due before this month and is still open, however long ago; `coming` begins with this month, `past` goes back from the last one."""

    late: tuple[CalendarEntry, ...]
    coming: tuple[CalendarMonth, ...]
    past: tuple[CalendarMonth, ...]

    @property
    def open(self) -> tuple[CalendarEntry, ...]:
        """What is late and what is still to come, the oldest debt first: what the calendar, and whoever leads to it, counts."""
        entries = (*self.late, *(entry for month in self.coming for entry in month.entries))
        return tuple(entry for entry in entries if not entry.done)

    @property
    def agenda(self) -> tuple[CalendarEntry, ...]:
        """A reader's list: what is late, and of each duty only the next time — a weekly duty must not crowd out the rest.

        A matter that its unit has reported and somebody else has to review is nobody's to hand in.
        """
        late = tuple(entry for entry in self.open if entry.late)
        asked = [entry for entry in self.open if not entry.late and entry.item.state.mark is not Mark.OPEN]
        duties: dict[tuple[str, str], CalendarEntry] = {}
        for entry in asked:
            duties.setdefault((entry.item.plan.id, entry.item.duty), entry)
        return (*late, *duties.values())

    def count(self, mark: Mark) -> int:
        return sum(entry.item.state.mark is mark for entry in self.open)


def calendar(content: Content) -> Calendar:
    """All that is late, three months back, and on to the end of the last running plan or the last meeting (fourteen months at most)."""
    this_month = content.as_of.replace(day=1)
    ends = [end for plan in content.plans.values() if plan.status is Status.ACTIVE for end in (span(plan)[1],) if end]
    ends += [day.last for _, _, day in ours(content)]
    last = max(min(max(ends, default=content.as_of), _shift(content.as_of, AHEAD)), content.as_of)
    items = due_items(content, debts_since(content), Moment(last.year, last.month).last)
    months = _months(content, items, _shift(content.as_of, -BACK), last)
    before = [item for item in items if item.due and item.due < this_month and item.state.mark is Mark.LATE]
    return Calendar(
        late=gathered(before, content.as_of, "以前"),
        coming=tuple(month for month in months if month.first >= this_month),
        past=tuple(reversed([month for month in months if month.first < this_month])),
    )


def _months(content: Content, items: Iterable[DueItem], start: date, end: date) -> list[CalendarMonth]:
    by_month: dict[tuple[int, int], list[DueItem]] = {}
    held: dict[tuple[int, int], list[tuple[Meeting, Outcome]]] = {}
    for meeting, became, day in sorted(ours(content), key=lambda each: each[2].first):
        held.setdefault((day.first.year, day.first.month), []).append((meeting, became))
    for item in items:
        if item.due and item.due >= start:
            by_month.setdefault((item.due.year, item.due.month), []).append(item)
    touched = months_between(start, end)
    return [
        CalendarMonth(date(*each, 1), gathered(by_month.get(each, ()), content.as_of), tuple(held.get(each, ())))
        for each in touched
        if each in by_month or each in held
    ]


def _shift(day: date, months_on: int) -> date:
    count = day.year * 12 + day.month - 1 + months_on
    return date(count // 12, count % 12 + 1, 1)


def owed(late: Iterable[DueItem], this_month: Iterable[DueItem], as_of: date) -> tuple[CalendarEntry, ...]:
    """What one reader owes: what is late from before this month, then this month's duties, each duty once."""
    return (*gathered(late, as_of, "以前"), *gathered(this_month, as_of))


def gathered(items: Iterable[DueItem], as_of: date, when: str = "本月") -> tuple[CalendarEntry, ...]:
    """One entry a duty, by the day of the occurrence that tells most; who has and who has not handed in share one day."""
    duties: dict[tuple[str, str], list[DueItem]] = {}
    for item in items:
        duties.setdefault((item.plan.id, item.duty), []).append(item)
    entries = []
    for each in duties.values():
        days: dict[date | None, bool] = {}
        for item in each:
            days[item.due] = days.get(item.due, True) and item.state.mark is Mark.DONE
        dated = sorted(day for day in days if day)
        still = tuple(day for day in dated if not days[day]) or tuple(dated)
        entries.append(CalendarEntry(_telling(each, as_of), len(days), sum(days.values()), when, still))
    return tuple(sorted(entries, key=lambda entry: (entry.item.due or as_of, entry.item.plan.id, entry.item.number)))


def _telling(items: list[DueItem], as_of: date) -> DueItem:
    late = [item for item in items if item.state.mark is Mark.LATE]
    coming = [item for item in items if item.due and item.due >= as_of and item.state.mark is not Mark.DONE]
    return (late or coming or items[-1:])[0]
