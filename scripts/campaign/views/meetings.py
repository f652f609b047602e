"""Meetings: when they were to be held, and whether they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from campaign.content import Content, once
from campaign.leaves.dates import Moment
from campaign.model import Meeting
from campaign.views.happened import OnItsDay, Outcome, outcome


def held(content: Content, meeting: Meeting) -> Outcome:
    """What became of a meeting: held when its office says so; one that is only recorded here was held on its day."""
    told = OnItsDay(meeting.done or meeting.date, None, meeting.evidence) if meeting.record_only else meeting
    by = meeting.organiser or content.site.organisation
    return outcome("召开", meeting.date, told, content.as_of, content.site.due_soon_days, by)


def ours(content: Content) -> Iterator[tuple[Meeting, Outcome, Moment]]:
    """Meetings of our own, with what became of them and the day they were held, else are to be; those only recorded were other people's."""
    for meeting in content.meetings.values():
        became = held(content, meeting)
        when = became.done or became.postponed or became.planned
        if when and when.day and not meeting.record_only:
            yield meeting, became, when


@once
def by_plan(content: Content) -> Mapping[str, tuple[Meeting, ...]]:
    """Meetings with each plan among their documents, by its id."""
    found: dict[str, list[Meeting]] = {}
    for meeting in content.meetings.values():
        for plan in dict.fromkeys(paper.plan for paper in meeting.documents if paper.plan):
            found.setdefault(plan, []).append(meeting)
    return {plan: tuple(each) for plan, each in found.items()}


def in_order(content: Content) -> tuple[Meeting, ...]:
    """All meetings by the day they were held or are to be, the newest first."""

    def day(meeting: Meeting) -> tuple[str, str]:
        when = meeting.done or meeting.postponed_to or meeting.date
        return (when.iso if when else "", meeting.id)

    return tuple(sorted(content.meetings.values(), key=day, reverse=True))
