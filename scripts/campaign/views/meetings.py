"""Meetings: when they were to be held, and whether they were."""

from __future__ import annotations

from campaign.content import Content
from campaign.model import Meeting
from campaign.views.happened import OnItsDay, Outcome, outcome


def held(content: Content, meeting: Meeting) -> Outcome:
    """What became of a meeting: held when its office says so; one that is only recorded here was held on its day."""
    told = OnItsDay(meeting.done or meeting.date, None, meeting.evidence) if meeting.record_only else meeting
    by = meeting.organiser or content.site.organisation
    return outcome("召开", meeting.date, told, content.as_of, content.site.due_soon_days, by)


def in_order(content: Content) -> tuple[Meeting, ...]:
    """All meetings by the day they were held or are to be, the newest first."""

    def day(meeting: Meeting) -> tuple[str, str]:
        when = meeting.done or meeting.postponed_to or meeting.date
        return (when.iso if when else "", meeting.id)

    return tuple(sorted(content.meetings.values(), key=day, reverse=True))
