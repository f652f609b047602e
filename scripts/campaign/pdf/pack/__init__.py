"""会议材料汇编: cover, agenda and one table of contents, then the chosen documents behind dividers, under one run of page numbers.

The documents are printed for themselves first (`jobs`); when it is known how many pages each has, the volume's own pages and a
layer of page numbers are printed (`own_job`), and `bind` puts everything together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import WEEKDAYS
from campaign.model import Meeting, MeetingDocument, PrintKind
from campaign.pdf import page, prints, tables, task_list, typeset
from campaign.pdf.job import Job
from campaign.views.unit_sheets import UnitSheet

KIND = "pack"
NAME = "会议材料汇编"
COVER_TITLE = 13  # 字 of 32 pt in a line of the cover
DIVIDER_TITLE = 15  # 字 of 28 pt in a line of a divider
AGENDA = 14.0  # pt
LATER = "另发"
ANCHORS = {
    PrintKind.TASK_TABLE: "tasks",
    PrintKind.TIMELINE: "progress",
    PrintKind.INDICATORS: "indicators",
    PrintKind.MATRIX: "tasks",
}


@dataclass(frozen=True)
class Piece:
    """One document of the volume: printed by us (`job`), supplied as a PDF (`file`, a name beside the meeting's YAML), or handed out later."""

    number: str
    title: str
    lines: tuple[str, ...]  # the title as the divider breaks it
    facts: tuple[str, ...]
    colophon: page.Colophon | None
    job: Job | None = None
    file: str | None = None

    @property
    def later(self) -> bool:
        return self.job is None and self.file is None


@dataclass(frozen=True)
class Leaf:
    """One page behind the front matter: a divider, a blank, or page `page` of a piece, whose printed number is `number`."""

    kind: str
    piece: int
    page: int = 0
    number: int = 0


def pieces(meeting: Meeting, content: Content, units: Mapping[str, UnitSheet]) -> tuple[Piece, ...]:
    """The documents in the order of binding. Every plan and unit named is known: the checks see to that."""
    return tuple(
        _piece(document, f"材料{place}", content, units) for place, document in enumerate(meeting.documents, 1)
    )


def _piece(document: MeetingDocument, number: str, content: Content, units: Mapping[str, UnitSheet]) -> Piece:
    if document.plan:
        held = content.plans[document.plan]
        kind = document.kind or PrintKind.PLAN
        word, anchor = ("", "") if kind is PrintKind.PLAN else (kind.chinese, ANCHORS[kind])
        issuer = content.registry.name(held.issuer) if held.issuer and not held.issuer_inferred else ""
        return Piece(
            number=number,
            title=typeset.plain(document.title or f"{held.title}{word}"),
            lines=_lines(document.title)
            if document.title
            else (*_lines(held.title, held.title_lines), *([word] if word else [])),
            facts=tuple(filter(None, (issuer, held.doc_no or "", held.date.chinese if held.date else ""))),
            colophon=page.colophon(content, links.plan(held.id, anchor), held.version, demo=held.demo),
            job=replace(prints.dressed(content, prints.OF_PLAN[kind](held, content)), bound=True),
        )
    if document.unit:
        unit = content.registry.units[document.unit]
        return Piece(
            number=number,
            title=typeset.plain(document.title or f"{unit.name}任务清单"),
            lines=_lines(document.title or f"{unit.name}任务清单"),
            facts=(content.site.organisation,),
            colophon=page.colophon(content, links.unit(unit.id), "", demo=content.site.demo or unit.demo),
            job=replace(prints.dressed(content, task_list.document(units[unit.id], content)), bound=True),
        )
    title = document.title or ""
    return Piece(number, typeset.plain(title), _lines(title), (), None, file=document.file)


def _lines(title: str, given: Sequence[str] = ()) -> tuple[str, ...]:
    """A title in lines that a divider has room for; those the author gave where they fit."""
    fit = given and all(typeset.width(line) <= DIVIDER_TITLE for line in given)
    return tuple(given) if fit else typeset.title_lines(title, most=DIVIDER_TITLE)


def leaves(meeting: Meeting, counts: Sequence[int]) -> tuple[Leaf, ...]:
    """Every page behind the front matter, where piece n has counts[n] pages. The first bears number 1; dividers and blanks count
    but show no number. Printed on both sides, a divider and a document begin on a right-hand page."""
    made: list[Leaf] = []

    def turn(piece: int) -> None:
        if meeting.duplex and len(made) % 2:
            made.append(Leaf("blank", piece))

    for piece, count in enumerate(counts):
        if meeting.dividers:
            turn(piece)
            made.append(Leaf("divider", piece))
        if count:
            turn(piece)
        made += [Leaf("page", piece, number, len(made) + 1 + number) for number in range(count)]
    return tuple(made)


def own_job(meeting: Meeting, content: Content, bound: Sequence[Piece], made: Sequence[Leaf]) -> Job:
    """The volume's own pages in one document: front matter, a divider a piece, then a layer with number and name for every numbered leaf."""
    first: dict[int, int] = {}
    for leaf in made:
        if leaf.kind == "page":
            first.setdefault(leaf.piece, leaf.number)
    organiser = meeting.organiser or content.site.organisation
    facts = page.colophon(content, links.meeting(meeting.id), meeting.version, demo=meeting.demo or content.site.demo)
    title = typeset.plain(meeting.title)
    words = {
        "meeting": meeting,
        "title": f"{title}材料汇编",
        "title_lines": meeting.title_lines or typeset.title_lines(title, [organiser], most=COVER_TITLE),
        "organiser": organiser,
        "when": when(meeting),
        "colophon_facts": facts,
        "agenda": _agenda(meeting),
        "attendees": "、".join(meeting.attendees),
        "contents": [
            (piece.number, piece.title, str(first[place]) if place in first else LATER, f"piece-{place}")
            for place, piece in enumerate(bound)
        ],
        "dividers": bound if meeting.dividers else (),
        "layers": [
            (
                leaf.number,
                f"{bound[leaf.piece].number}　{bound[leaf.piece].title}",
                f"piece-{leaf.piece}" if leaf.page == 0 else "",
            )
            for leaf in made
            if leaf.kind == "page"
        ],
    }
    job = Job(name=meeting.id, title=f"{title}材料汇编", kind=KIND, html=page.write(KIND, words))
    return prints.dressed(content, job)


def when(meeting: Meeting) -> str:
    """2026年11月27日（周五）下午2:30, as far as known."""
    if not meeting.date:
        return meeting.time or "待定"
    day = f"（周{WEEKDAYS[meeting.date.first.weekday()]}）" if meeting.date.day else ""
    return f"{meeting.date.chinese}{day}{meeting.time or ''}"


def _agenda(meeting: Meeting) -> tables.PrintTable | None:
    if not meeting.agenda:
        return None
    timed = any(item.minutes for item in meeting.agenda)
    held = any(item.documents for item in meeting.agenda)
    spoken = any(item.who for item in meeting.agenda)
    columns = [
        tables.PrintColumn("序号", 2, 3, "center"),
        tables.PrintColumn("事项", 8, 40),
        *([tables.PrintColumn("汇报", 4, 10)] if spoken else []),
        *([tables.PrintColumn("用时", 4, 5, "center")] if timed else []),
        *([tables.PrintColumn("材料", 3, 6, "center")] if held else []),
    ]
    rows = [
        (
            str(number),
            item.title,
            *(["、".join(item.who) or "—"] if spoken else []),
            *([f"{item.minutes}分钟" if item.minutes else "—"] if timed else []),
            *(["、".join(map(str, item.documents)) or "—"] if held else []),
        )
        for number, item in enumerate(meeting.agenda, 1)
    ]
    return tables.table(columns, rows, sizes=(AGENDA, 12.0), lying=(False,))
