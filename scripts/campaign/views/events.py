"""Everything with a day on it as calendar entries: phases, tasks, milestones, duties and activities of running plans, reporting forms, and what is under supervision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.content import Content, once, part
from campaign.leaves import links
from campaign.model import Form, Ledger, Plan, Status
from campaign.views.campaign import activity_rows
from campaign.views.due import DueItem, due_items
from campaign.views.duties import delivered
from campaign.views.meetings import ours
from campaign.views.tasks import task_rows
from campaign.views.timeline import lanes

BACK = timedelta(days=92)
HABITS_AHEAD = timedelta(days=430)  # what comes every week or month is written out this far
AHEAD = timedelta(days=3660)

WORDS = {
    "task": "任务",
    "milestone": "限时",
    "recurring": "例行",
    "quota": "定额",
    "activity": "活动",
    "form": "报表",
    "ledger": "督办",
    "phase": "阶段",
    "meeting": "会议",
}


@dataclass(frozen=True)
class Event:
    """One entry of a calendar, whole days, both ends included. `units` are the single units that have it in theirs."""

    key: str
    kind: str
    title: str
    start: date
    end: date
    plan: str
    source: str
    who: str
    url: str
    units: frozenset[str]
    became: str = ""  # what is recorded of it, or is missing

    @property
    def word(self) -> str:
        return WORDS[self.kind]


@once
def events(content: Content) -> tuple[Event, ...]:
    """All events by day; each duty once a day, however many lists it stands in."""
    found: dict[str, Event] = {}
    for event in (*_phases(content), *_activities(content), *_meetings(content), *_due(content)):
        found.setdefault(event.key, event)
    return tuple(sorted(found.values(), key=_order))


def _running(content: Content) -> Iterator[Plan]:
    return (plan for plan in content.plans.values() if plan.status is Status.ACTIVE)


def _phases(content: Content) -> Iterator[Event]:
    for plan in _running(content):
        for lane in lanes(content, plan):
            if lane.start and lane.end and lane.start <= lane.end:
                title = f"{plan.name}：{lane.phase.number or ''}{lane.phase.name}"
                key = f"{plan.id}-phase-{lane.phase.id}"
                became = lane.outcome.words
                yield Event(
                    key, "phase", title, lane.start, lane.end, plan.id, plan.name, "", lane.url, frozenset(), became
                )


def _activities(content: Content) -> Iterator[Event]:
    for plan in _running(content):
        for shown in activity_rows(content, plan):
            each, planned = shown.activity, shown.outcome.postponed or shown.activity.date
            if planned and planned.day:
                day = planned.first
                key = f"{plan.id}-activity-{each.id}"
                url = links.plan(plan.id, f"activity-{each.id}")
                who = "、".join(content.registry.name(unit) for unit in each.lead)
                units = _single(content, plan, each.lead)
                title, became = f"{plan.name}：{each.name}", shown.outcome.words
                yield Event(key, "activity", title, day, day, plan.id, plan.name, who, url, units, became)


def _due(content: Content) -> Iterator[Event]:
    """One event a duty and day: those who have handed in and those who have not stand in it together."""
    found: dict[str, list[DueItem]] = {}
    for item in due_items(content, content.as_of - BACK, content.as_of + AHEAD):
        if item.due and not (item.rhythm and item.due > content.as_of + HABITS_AHEAD):
            key = f"{item.plan.id}-{item.kind}-{item.duty}-{item.due.isoformat()}"
            found.setdefault(key, []).append(item)
    for key, items in found.items():
        first, refs = items[0], {ref.id: ref for item in items for ref in item.units}
        day = first.due or content.as_of
        who = "、".join(ref.name for ref in refs.values())
        units = _single(content, first.plan, refs)
        became = _became(content, first)
        yield Event(key, first.kind, first.what, day, day, first.plan.id, first.source, who, first.url, units, became)


def _became(content: Content, item: DueItem) -> str:
    """What is recorded of a milestone or a task; the other kinds say it on the page they lead to."""
    if isinstance(item.plan, Plan) and item.kind == "milestone":
        return delivered(content, item.plan)[item.duty].words
    if isinstance(item.plan, Plan) and item.kind == "task":
        return next(row.outcome.news for row in task_rows(content, item.plan) if row.task.id == item.duty)
    return ""


def _meetings(content: Content) -> Iterator[Event]:
    for meeting, became, when in ours(content):
        day, key, url = when.first, f"meeting-{meeting.id}", links.meeting(meeting.id)
        yield Event(key, "meeting", meeting.title, day, day, "", "会议", became.by, url, frozenset(), became.words)


def _single(content: Content, plan: Plan | Ledger | Form, units: Iterable[str]) -> frozenset[str]:
    """The units behind a list of units and collectives."""
    return frozenset(member for unit in units for member in content.registry.members(unit, plan.issuer))


@once
def _by_plan(content: Content) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for event in events(content):
        found.setdefault(event.plan, []).append(event)
    return {plan: tuple(held) for plan, held in found.items()}


@once
def _by_unit(content: Content) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for event in events(content):
        for unit in sorted(event.units):
            found.setdefault(unit, []).append(event)
    return {unit: tuple(held) for unit, held in found.items()}


@once
def _dated(content: Content) -> dict[str, bool]:
    return dict.fromkeys(_by_plan(content), True)


def is_dated(content: Content, plan: Plan) -> bool:
    """Whether a plan has an event."""
    return bool(part(_dated, content, plan.id))


def of_plan(content: Content, plan: Plan) -> tuple[Event, ...]:
    return _by_plan(content).get(plan.id, ())


def of_unit(content: Content, unit_id: str) -> tuple[Event, ...]:
    """What a unit has to do, with the phases of the plans that ask it."""
    own = _by_unit(content).get(unit_id, ())
    plans = dict.fromkeys(event.plan for event in own)
    phases = [event for plan in plans for event in _by_plan(content)[plan] if event.kind == "phase"]
    return tuple(sorted((*own, *phases), key=_order))


def _order(event: Event) -> tuple[date, date, str]:
    return (event.start, event.end, event.key)
