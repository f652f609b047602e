"""The page of a meeting: when and where, the agenda, and the documents with their living pages; its 材料汇编 to download."""

from __future__ import annotations

from dataclasses import dataclass

from campaign import links
from campaign.content import Content
from campaign.dates import WEEKDAYS
from campaign.model import Meeting, MeetingDocument
from campaign.pages.ledger import STEP_WORDS
from campaign.pages.markup import render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.ledger import ledger_rows, of_meetings


@dataclass(frozen=True)
class Paper:
    """One document of the meeting; without `url` it is not on this site."""

    number: int
    title: str
    kind: str
    url: str
    note: str


def meeting_page(content: Content, meeting: Meeting) -> Page:
    path = links.meeting(meeting.id)
    body = render(
        "meeting.html",
        root=root_of(path),
        meeting=meeting,
        organiser=meeting.organiser or content.site.organisation,
        when=_when(meeting),
        papers=[_paper(number, document, content) for number, document in enumerate(meeting.documents, 1)],
        pdf=links.meeting_pdf(meeting.id),
        ledger=of_meetings(ledger_rows(content)).get(meeting.id, ()),
        year=content.as_of.year,
        step_words=STEP_WORDS,
    )
    return Page(
        path=path, title=meeting.title, body=body, section="", layout="plan", breadcrumbs=(Crumb("会议"),),
        description=f"{_when(meeting)}，{meeting.place or '地点未定'}", demo=meeting.demo,
    )  # fmt: skip


def _when(meeting: Meeting) -> str:
    if not meeting.date:
        return meeting.time or "未定"
    day = f"（周{WEEKDAYS[meeting.date.first.weekday()]}）" if meeting.date.day else ""
    return f"{meeting.date.chinese}{day}{meeting.time or ''}"


def _paper(number: int, document: MeetingDocument, content: Content) -> Paper:
    kind = document.kind.chinese if document.kind else ""
    if document.plan and document.plan in content.plans:
        return Paper(number, document.title or content.plans[document.plan].title, kind or "方案", links.plan(document.plan), "")
    if document.unit and document.unit in content.registry.units:
        title = document.title or content.registry.units[document.unit].name
        return Paper(number, title, kind or "任务清单", links.unit(document.unit), "")
    return Paper(number, document.title or "", "", "", "见材料汇编" if document.file else "会上另发")
