"""Calendars (iCalendar, RFC 5545): one for everything, one a running plan, one a unit. The same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan, Unit
from campaign.views.events import Event, events, of_plan, of_unit

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


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
    head = _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Planpress//Planpress//ZH",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(' '.join(name.split()))}",
        "X-WR-TIMEZONE:Asia/Shanghai",
    )
    return head + b"".join(written) + _lines("END:VCALENDAR")


def _written(content: Content, event: Event) -> bytes:
    """One entry (3.6.1): whole days, the end is the first day after."""
    told = filter(None, (f"出处：{event.source}", f"单位：{event.who}" if event.who else "", event.became))
    url = content.site.url
    return _lines(
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(event.title)}",
        f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.end + timedelta(days=1):%Y%m%d}",
        f"DTSTAMP:{content.as_of:%Y%m%d}T000000Z",
        f"UID:{event.key}@{_host(content)}",
        f"CATEGORIES:{_text(event.word)}",
        f"DESCRIPTION:{_text(chr(10).join(told))}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{url.rstrip('/')}/{event.url}"] if url else []),
        "END:VEVENT",
    )


def _lines(*lines: str) -> bytes:
    """Content lines (3.1) as bytes, each folded to at most 75 octets; a character is never cut."""
    return "".join([_folded(line) for line in lines]).encode()


def _folded(line: str) -> str:
    parts, start, size = [], 0, 0
    for at, char in enumerate(line):
        octets = 1 if char < "\x80" else len(char.encode())
        if size + octets > 75:
            parts.append(line[start:at])
            start, size = at, 1  # the blank that begins a line continued
        size += octets
    return "\r\n ".join([*parts, line[start:]]) + "\r\n"


def _text(words: str) -> str:
    """A value of type TEXT (3.3.11)."""
    return words.translate(_ESCAPED)


def _host(content: Content) -> str:
    return (urlsplit(content.site.url).hostname if content.site.url else None) or "planpress.invalid"
