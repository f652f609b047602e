"""The calendar: month by month what falls due. One page while it fits; a page a month, and more where a month does not fit, when it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Meeting
from campaign.pages.long import Pager, numbered
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.calendar import Calendar, CalendarEntry, CalendarMonth, calendar
from campaign.views.due import DueItem, undated
from campaign.views.happened import Outcome
from campaign.views.listed import due
from campaign.views.tables import ALONE, Listing, foremost, parts
from campaign.views.tasks import UnitRef

KIND_WORDS = {
    "task": "任务",
    "milestone": "限时",
    "recurring": "例行",
    "quota": "定额",
    "activity": "活动",
    "form": "报表",
    "ledger": "督办",
}


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the calendar: `entries` stand on the page, `count` are there in all, `url` leads to the rest when there is one."""

    anchor: str
    words: str
    entries: Sequence[CalendarEntry] = ()
    open_ended: Sequence[DueItem] = ()
    meetings: Sequence[tuple[Meeting, Outcome]] = ()
    count: int = 0
    now: bool = False
    past: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarBody(PageBody):
    """Month by month what falls due; what has no date stands at the end."""

    template = "calendar.html"
    as_of: date
    shown: Calendar
    stretches: Sequence[Stretch]
    listed: Listing
    toc: Sequence[Heading]
    kinds: Sequence[tuple[str, str, None]]
    whole: bool
    late_by_unit: Sequence[tuple[UnitRef, int]]


@dataclass(frozen=True, kw_only=True)
class StretchBody(PageBody):
    """One page of a part of the calendar that has pages of its own."""

    template = "calendar_part.html"
    as_of: date
    stretch: Stretch
    pager: Pager


def calendar_pages(content: Content) -> list[Page]:
    held = calendar(content)
    all_of_it = _stretches(content, held)
    whole = sum(each.count for each in all_of_it) <= ALONE
    on_page = all_of_it if whole else [_beginning(each) for each in all_of_it]
    toc = [Heading(each.words, each.anchor, count=each.count) for each in all_of_it]
    entries = [entry for each in all_of_it for entry in each.entries]
    kinds = [
        (kind, word, None) for kind, word in KIND_WORDS.items() if any(entry.item.kind == kind for entry in entries)
    ]
    body = render(
        CalendarBody(
            root=root_of(links.CALENDAR),
            as_of=content.as_of,
            shown=held,
            stretches=on_page,
            listed=due((*(each.item for each in entries), *undated(content)), "日历"),
            toc=toc,
            kinds=kinds,
            whole=whole,
            late_by_unit=() if whole else _by_unit(held.late),
        )
    )
    page = Page(
        path=links.CALENDAR,
        title="日历",
        body=body,
        section="calendar",
        layout="calendar",
        toc=tuple(toc),
        description="按月列出各单位要办、要交的事项，没有期限的另列。",
        demo=content.site.demo,
    )
    return [page] if whole else [page, *(part for each in all_of_it for part in _pages(content, each))]


def _stretches(content: Content, held: Calendar) -> list[Stretch]:
    """All of the calendar in its order: late, this month and on, without a day, months gone by."""
    open_ended = undated(content)
    late = [Stretch(anchor="late", words="以前逾期", entries=held.late, count=len(held.late))] if held.late else []
    none = [Stretch(anchor="undated", words="没有期限", open_ended=open_ended, count=len(open_ended))]
    coming = [_of_month(content, month, past=False) for month in held.coming]
    gone = [_of_month(content, month, past=True) for month in held.past]
    return [*late, *coming, *(none if open_ended else ()), *gone]


def _of_month(content: Content, month: CalendarMonth, *, past: bool) -> Stretch:
    now = (month.first.year, month.first.month) == (content.as_of.year, content.as_of.month)
    return Stretch(
        anchor=month.anchor,
        words=month.words,
        entries=month.entries,
        meetings=month.meetings,
        count=len(month.entries),
        now=now,
        past=past,
    )


def _address(stretch: Stretch) -> str:
    return links.month(stretch.anchor.removeprefix("m"))


def _beginning(stretch: Stretch) -> Stretch:
    """What stands on the first page of a long calendar: this month and what is late, as far as it fits; of other months the way to them."""
    if stretch.now or stretch.anchor == "late":
        entries: Sequence[CalendarEntry] = foremost(stretch.entries)
        return stretch if len(entries) == stretch.count else replace(stretch, entries=entries, url=_address(stretch))
    return replace(stretch, entries=(), open_ended=(), url=_address(stretch))


def _by_unit(late: Sequence[CalendarEntry]) -> list[tuple[UnitRef, int]]:
    """How much of what is late each unit owes, the most first."""
    return Counter(unit for entry in late for unit in entry.item.units).most_common()


def _pages(content: Content, stretch: Stretch) -> list[Page]:
    """The pages of one part of a long calendar."""
    page = Page(
        path=_address(stretch),
        title=f"{stretch.words} · 日历",
        body="",
        section="calendar",
        layout="calendar",
        breadcrumbs=(Crumb("日历", links.CALENDAR),),
        demo=content.site.demo,
    )

    def body(root: str, part: Sequence[Any], pager: Pager) -> StretchBody:
        mine = replace(stretch, entries=part) if stretch.entries else replace(stretch, open_ended=part)
        return StretchBody(root=root, as_of=content.as_of, stretch=mine, pager=pager)

    held = parts(stretch.entries or stretch.open_ended)  # one of them is empty
    return numbered(page, held, stretch.count, f"日历：{stretch.words}，共 {stretch.count} 项", body)
