"""传阅单 and 签收单 of a document: who read it, who received it, with the units of the house filled in and room to write by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import IncomingPaper, Meeting, Plan, Reader
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.views.correspondence import Going
from campaign.views.numbers import sent
from campaign.views.tasks import task_rows

KIND = "slips"
WIDTH = 170.0  # mm between the margins
ROW = 9.0  # mm of a line to write in
FIRST, NEXT = (
    232.0,
    247.0,
)  # mm for rows on the first page together with what stands above them, and on the pages after it
FOOT = 24  # 字 of a title that the foot of a page has room for
ROUTING, RECEIPT = "文件传阅单", "文件签收单"
_HAND = (("收文编号", ""), ("收文日期", ""))


@dataclass(frozen=True)
class Circulated:
    """What goes round: a plan, the papers of a meeting, what came in. `facts` are (label, value); an empty value is filled in by hand.
    `readers` are who gets it besides the units, with the days on which they got and read it; `words` stand in the box for 拟办 and 批示."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    url: str
    version: str
    demo: bool
    readers: tuple[Reader, ...] = ()
    words: str = ""


def of_plan(plan: Plan, content: Content) -> Circulated:
    """A plan goes to whoever is entered, else to the units of the site's own house that carry a task of it."""
    document = plan.document
    entry = sent(content).get(plan.id)
    readers = entry.circulation if entry else ()
    issuer = content.registry.name(plan.issuer) if plan.issuer and not plan.issuer_inferred else ""
    pressing = "　".join(
        filter(None, ((document.secrecy or "") if document else "", (document.urgency or "") if document else ""))
    )
    return Circulated(
        id=plan.id,
        title=typeset.plain(plan.title),
        facts=(
            ("来文单位", issuer),
            ("文号", plan.doc_no or ""),
            ("成文日期", plan.date.chinese if plan.date else ""),
            ("密级、缓急", pressing),
            *_HAND,
        ),
        units=() if readers else _units(plan, content),
        url=links.plan(plan.id),
        version=plan.version,
        demo=plan.demo,
        readers=readers,
    )


def of_outgoing(made: Going, content: Content, *, demo: bool) -> Circulated:
    """A paper that goes out goes round as a plan does, or to whoever is entered of one that is no plan."""
    if made.plan:
        return of_plan(made.plan, content)
    return Circulated(
        id=made.record_id,
        title=typeset.plain(made.title),
        facts=(
            ("来文单位", content.site.organisation),
            ("文号", made.number),
            ("成文日期", made.date.chinese if made.date else ""),
            ("密级、缓急", "　".join(filter(None, (made.secrecy, made.urgency)))),
            *_HAND,
        ),
        units=(),
        url="",
        version="",
        demo=demo or made.demo,
        readers=made.entry.circulation if made.entry else (),
    )


def of_incoming(each: IncomingPaper, content: Content, *, demo: bool) -> Circulated:
    """What came in goes to whoever is entered; there is no page to scan."""
    return Circulated(
        id=each.id,
        title=typeset.plain(each.title),
        facts=(
            ("来文单位", each.sender),
            ("文号", each.doc_no or ""),
            ("成文日期", each.date.chinese if each.date else ""),
            ("密级、缓急", "　".join(filter(None, (each.secrecy, each.urgency)))),
            ("收文编号", f"{each.received.year}年{each.number}号"),
            ("收文日期", each.received.chinese),
            ("承办部门", content.registry.name(each.department) if each.department else ""),
            ("办理期限", each.due.chinese if each.due else ""),
        ),
        units=(),
        url="",
        version="",
        demo=demo or content.site.demo,
        readers=each.circulation,
        words=each.instruction or "",
    )


def of_meeting(meeting: Meeting, content: Content) -> Circulated:
    """The papers of a meeting go to whoever attends it."""
    return Circulated(
        id=meeting.id,
        title=f"{typeset.plain(meeting.title)}材料汇编",
        facts=(
            ("主办单位", meeting.organiser or content.site.organisation),
            ("会议日期", meeting.date.chinese if meeting.date else ""),
            ("地点", meeting.place or ""),
            ("每份页数", ""),
            *_HAND,
        ),
        units=meeting.attendees,
        url=links.meeting(meeting.id),
        version=meeting.version,
        demo=meeting.demo,
    )


def _units(plan: Plan, content: Content) -> tuple[str, ...]:
    registry = content.registry
    carried = [ref.id for row in task_rows(content, plan) for ref in (*row.lead, *row.join, *row.with_)]
    members = set(registry.expand(carried, plan.issuer))
    return tuple(
        unit.name
        for unit in registry.units.values()
        if unit.id in members and content.home and registry.house(unit.id) == content.home
    )


def routing(subject: Circulated, content: Content) -> Job:
    """传阅单: facts of the document, room for 拟办意见 and 批示, and a line a reader."""
    taken = [
        (each.name, (_day(each.sent), "已阅" if each.read else "", _day(each.read), each.note or ""))
        for each in subject.readers
    ]
    listed = [*taken, *((unit, ()) for unit in subject.units)]
    above = 112 + _title(subject) + 9.0 * (len(subject.facts) - 6) / 2
    rows = tuple(_lines(listed, (FIRST - above) / ROW))
    return _job(subject, content, ROUTING, (("拟办意见", 26.0), ("领导批示", 30.0)), _ROUTING, rows)


def receipt(subject: Circulated, content: Content) -> Job:
    """签收单: a line a unit with copies, name and date."""
    rows = tuple(_lines([(unit, ()) for unit in subject.units], (FIRST - 50 - _title(subject)) / ROW))
    return _job(subject, content, RECEIPT, (), _RECEIPT, rows)


def _title(subject: Circulated) -> float:
    """mm that a long title takes beyond its first line."""
    return (-(-typeset.width(subject.title) // 31) - 1) * 6.0


# (head, width in mm) of the columns after number and unit
_ROUTING = (("送阅日期", 30.0), ("阅签", 24.0), ("阅毕日期", 30.0), ("意见", 34.0))
_RECEIPT = (("份数", 18.0), ("签收人", 34.0), ("签收时间", 34.0), ("备注", 30.0))


Line = tuple[str, Sequence[str]]  # a name, and what is known of its columns: all of them or none


def _day(day: Moment | None) -> str:
    return day.chinese if day else ""


def _lines(listed: Sequence[Line], first: float) -> Iterator[Line]:
    """Who is listed, then empty lines down to the foot of the last page. `first` lines stand on the first page."""
    yield from listed
    more = len(listed) - int(first)
    yield from [("", ())] * (-more if more <= 0 else -more % int(NEXT / ROW))


def _job(
    subject: Circulated,
    content: Content,
    name: str,
    boxes: Sequence[tuple[str, float]],
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Line],
) -> Job:
    facts = page.colophon(content, subject.url, subject.version, demo=subject.demo or content.site.demo)
    words = {
        "name": name,
        "subject": subject,
        "title": f"{name}：{subject.title}",
        "boxes": boxes,
        "columns": columns,
        "unit_width": WIDTH - 12.0 - sum(width for _, width in columns),
        "rows": rows,
        "row_height": ROW,
        "colophon": facts,
        "stamp": office.stamp(facts),
        "foot": "　".join(
            (f"{subject.title if typeset.width(subject.title) <= FOOT else ''}{name}", *office.stamp(facts))
        ),
        "organisation": content.site.organisation,
    }
    return Job(name=subject.id, title=f"{name}：{subject.title}", kind=KIND, html=page.write(KIND, words))
