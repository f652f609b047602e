"""Calendars (iCalendar, RFC 5545): one for everything, one a running plan, one a unit. The same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan, Unit
from campaign.views.events import Event, events, of_plan, of_unit

_END = b"END:VCALENDAR\r\n"


def calendar_files(content: Content) -> dict[str, bytes]:
    """Address → bytes: everything, then each plan and each unit that has something dated."""
    made = {event.key: _written(content, event) for event in events(content)}
    files = {links.ICS: _calendar(content.site.organisation, made.values())}
    for plan in content.plans.values():
        held = of_plan(content, plan)
        if held:
            files[links.plan_ics(plan.id)] = _calendar(plan.name, (made[event.key] for event in held))
    for unit in content.registry.units.values():
        own = of_unit(content, unit.id)
        if own:
            files[links.unit_ics(unit.id)] = _calendar(unit.name, (made[event.key] for event in own))
    return files


def plan_calendar(content: Content, plan: Plan) -> bytes | None:
    """The calendar of one plan, or None when nothing in it has a day."""
    return _of(content, plan.name, of_plan(content, plan))


def unit_calendar(content: Content, unit: Unit) -> bytes | None:
    """The calendar of one unit, or None when nothing of it has a day."""
    return _of(content, unit.name, of_unit(content, unit.id))


def _of(content: Content, name: str, held: Iterable[Event]) -> bytes | None:
    written = [_written(content, event) for event in held]
    return _calendar(name, written) if written else None


def _calendar(name: str, written: Iterable[bytes]) -> bytes:
    """A calendar around events already written: an event stands in many calendars and is written once."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Planpress//Planpress//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(" ".join(name.split())))  # no type of its own: nothing would be escaped
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    head: bytes = calendar.to_ical()
    return head.removesuffix(_END) + b"".join(written) + _END


def _written(content: Content, event: Event) -> bytes:
    from icalendar import Event as Component

    component = Component()
    component.add("uid", f"{event.key}@{_host(content)}")
    component.add("dtstamp", _midnight(content.as_of))
    component.add("dtstart", event.start)
    component.add("dtend", event.end + timedelta(days=1))  # the end is the first day after (3.6.1)
    component.add("summary", event.title)
    component.add("categories", [event.word])
    component.add("transp", "TRANSPARENT")
    component.add(
        "description", "\n".join(filter(None, (f"出处：{event.source}", f"单位：{event.who}" if event.who else "")))
    )
    if content.site.url:
        component.add("url", content.site.url.rstrip("/") + "/" + event.url)
    made: bytes = component.to_ical()
    return made


def _host(content: Content) -> str:
    return (urlsplit(content.site.url).hostname if content.site.url else None) or "planpress.invalid"


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
