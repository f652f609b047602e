"""The list of meetings, and the page of each: when and where, the agenda, the documents with their living pages; its 材料汇编 to download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import WEEKDAYS
from campaign.model import Instruction, Meeting, MeetingDocument
from campaign.pages.ledger import STEP_WORDS
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views import listed, meetings, tables
from campaign.views.happened import Outcome
from campaign.views.ledger import LedgerRow, ledger_rows, of_meetings
from campaign.views.meetings import in_order
from campaign.views.relations import Link
from campaign.views.tables import Anchor, Column, Listing, Number, Piece, Table, Words, listing, named, row


@dataclass(frozen=True)
class MeetingPaper:
    """One document of the meeting; without `url` it is not on this site."""

    number: int
    title: str
    kind: str
    url: str
    note: str


@dataclass(frozen=True)
class Demand:
    """An instruction with the ledger entries it became."""

    instruction: Instruction
    entries: tuple[Link, ...]


def _asked(content: Content, meeting: Meeting) -> list[Demand]:
    known = {row.entry.id: Link(f"{row.entry.number} {row.entry.title}", row.url) for row in ledger_rows(content)}
    return [
        Demand(each, tuple(known[entry] for entry in each.ledger if entry in known)) for each in meeting.instructions
    ]


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the list; `taken` counts its instructions that stand in a ledger."""

    meeting: Meeting
    when: str
    outcome: Outcome
    taken: int
    pdf: str


def meeting_pages(content: Content) -> list[Page]:
    """The list, the newest first, and every meeting; none at all on a site without meetings."""
    if not content.meetings:
        return []
    held = in_order(content)
    return [_list(content, held), *(meeting_page(content, each) for each in held)]


@dataclass(frozen=True, kw_only=True)
class MeetingsBody(PageBody):
    """Meetings, the newest first: when, what, where, how much was asked for and taken up."""

    template = "meetings.html"
    year: int
    held: Table


def _list(content: Content, held: Sequence[Meeting]) -> Page:
    rows = [_row(content, each) for each in held]
    body = render(MeetingsBody(root=root_of(links.MEETINGS), year=content.as_of.year, held=_table(rows)))
    return Page(
        path=links.MEETINGS,
        title="会议",
        body=body,
        section="meetings",
        description=f"{len(rows)} 次会议：议程、材料和会上的要求。",
        demo=content.site.demo,
    )


def _table(rows: Sequence[MeetingRow]) -> Table:
    columns = (
        Column("时间", "minor nospace"),
        named("会议"),
        Column("地点", "minor", "地点"),
        Column("议程", "n", "议程"),
        Column("要求", "n", "要求"),
        Column("材料", "end", "材料"),
    )
    return Table("会议，新的在前", columns, tuple(map(_cells, rows)))


def _cells(each: MeetingRow) -> tables.Row:
    held = each.meeting
    asked = f"{len(held.instructions)}" + (f"，已立账 {each.taken}" if each.taken else "")
    return row(
        (each.when, Words(_standing(each.outcome), "sub")),
        (Anchor(held.title, links.meeting(held.id)), Words("示例" if held.demo else "", "tag")),
        held.place or "未写明",
        len(held.agenda) or "—",
        asked if held.instructions else "—",
        Anchor("材料汇编", each.pdf) if each.pdf else "—",
    )


def _standing(became: Outcome) -> str:
    """今天, 还有 6 天; else what became of it."""
    days = became.state.days
    if became.done or became.postponed or days is None or days < 0:
        return became.words
    return f"还有 {days} 天" if days else "今天"


def _row(content: Content, meeting: Meeting) -> MeetingRow:
    pdf = "" if meeting.record_only else links.meeting_pdf(meeting.id)
    return MeetingRow(
        meeting,
        _when(meeting),
        meetings.held(content, meeting),
        sum(bool(each.ledger) for each in meeting.instructions),
        pdf,
    )


@dataclass(frozen=True, kw_only=True)
class MeetingBody(PageBody):
    """A meeting: the facts first, the agenda, the documents with links to their living pages, what it gave to supervision."""

    template = "meeting.html"
    step_words = STEP_WORDS
    meeting: Meeting
    organiser: str
    when: str
    became: str
    agenda: Table
    papers: Table
    asked_for: Listing
    settled: Listing
    pdf: str
    asked: Sequence[Demand]
    explained: Sequence[Link]
    ledger: tuple[LedgerRow, ...]
    year: int


def meeting_page(content: Content, meeting: Meeting) -> Page:
    path = links.meeting(meeting.id)
    body = render(
        MeetingBody(
            root=root_of(path),
            meeting=meeting,
            organiser=meeting.organiser or content.site.organisation,
            when=_when(meeting),
            became=meetings.held(content, meeting).news,
            agenda=_agenda(meeting),
            papers=_papers([_paper(number, each, content) for number, each in enumerate(meeting.documents, 1)]),
            asked_for=_asked_for(_asked(content, meeting)),
            settled=listed.entries(of_meetings(ledger_rows(content)).get(meeting.id, ()), "议定事项督办"),
            pdf="" if meeting.record_only else links.meeting_pdf(meeting.id),
            asked=_asked(content, meeting),
            explained=[
                Link(content.interpretations[each].title, links.interpretation(each))
                for each in meeting.interpretations
                if each in content.interpretations
            ],
            ledger=of_meetings(ledger_rows(content)).get(meeting.id, ()),
            year=content.as_of.year,
        )
    )
    return Page(
        path=path,
        title=meeting.title,
        body=body,
        section="meetings",
        layout="plan",
        breadcrumbs=(Crumb("会议", links.MEETINGS),),
        description=f"{_when(meeting)}，{meeting.place or '地点未定'}",
        demo=meeting.demo,
    )


def _agenda(meeting: Meeting) -> Table:
    columns = (
        Column("序号", "minor"),
        named("事项"),
        Column("汇报", label="汇报"),
        Column("用时", "minor nowrap", "用时"),
        Column("材料", "end", "材料"),
    )

    def papers(numbers: Sequence[int]) -> list[Piece]:
        links_ = [Anchor(str(number), f"#paper-{number}") for number in numbers]
        return [piece for place, each in enumerate(links_) for piece in (("、", each) if place else (each,))]

    return Table(
        "会议议程",
        columns,
        tuple(
            row(
                number,
                each.title,
                "、".join(each.who) or "—",
                Number(f"{each.minutes} 分钟") if each.minutes else "—",
                papers(each.documents) or "—",
            )
            for number, each in enumerate(meeting.agenda, 1)
        ),
    )


def _papers(papers: Sequence[MeetingPaper]) -> Table:
    columns = (Column("序号", "minor"), named("材料"), Column("种类", "end minor"))
    return Table(
        "会议材料",
        columns,
        tuple(
            row(
                each.number,
                Anchor(each.title, each.url) if each.url else each.title,
                each.kind or each.note,
                id=f"paper-{each.number}",
            )
            for each in papers
        ),
    )


def _asked_for(asked: Sequence[Demand]) -> Listing:
    """What the meeting asked for; the page shows it as a list of its own."""
    return listing(
        "会议要求",
        "序号 要求 内容 提出 台账",
        (
            (
                each.instruction.number or number,
                each.instruction.title,
                "\n".join(each.instruction.text),
                each.instruction.by,
                [Anchor(entry.title, entry.url or "") for entry in each.entries],
            )
            for number, each in enumerate(asked, 1)
        ),
    )


def _when(meeting: Meeting) -> str:
    if not meeting.date:
        return meeting.time or "未定"
    day = f"（周{WEEKDAYS[meeting.date.first.weekday()]}）" if meeting.date.day else ""
    return f"{meeting.date.chinese}{day}{meeting.time or ''}"


def _paper(number: int, document: MeetingDocument, content: Content) -> MeetingPaper:
    kind = document.kind.chinese if document.kind else ""
    if document.plan and document.plan in content.plans:
        return MeetingPaper(
            number, document.title or content.plans[document.plan].title, kind or "方案", links.plan(document.plan), ""
        )
    if document.unit and document.unit in content.registry.units:
        title = document.title or content.registry.units[document.unit].name
        return MeetingPaper(number, title, kind or "任务清单", links.unit(document.unit), "")
    return MeetingPaper(number, document.title or "", "", "", "见材料汇编" if document.file else "会上另发")
