"""归档: the documents of a year by the piece, as DA/T 22—2015 has them: in which order, under which 件号 and 档号."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, groupby

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.model import Correspondence, Filing, IncomingPaper, OutgoingPaper, Plan
from campaign.views.correspondence import incoming, outgoing

CODES = {"永久": "Y", "30年": "D30", "10年": "D10"}
CATEGORY = "WS"  # 文书档案


@dataclass(frozen=True)
class Filed:
    """One piece (件): what the 归档章 and the line of the 归档文件目录 say. `plan` or the scan of its entry is what there is to bind."""

    fonds: str
    year: int
    retention: str
    department: str
    code: str
    piece: int
    doc_no: str
    responsible: str
    title: str
    date: Moment | None
    secrecy: str
    entry: OutgoingPaper | IncomingPaper
    plan: Plan | None

    @property
    def series(self) -> tuple[str, int, str]:
        """Within what 件号 run on: 全宗, term, and 机构 where its code is part of the 档号."""
        return self.fonds, list(CODES).index(self.retention), self.code

    @property
    def number(self) -> str:
        """档号 (DA/T 22—2015 5.4): Z018-WS·2026-Y-YWB-0001; without a 全宗号 there is none."""
        parts = (CODES[self.retention], self.code, f"{self.piece:04d}")
        return f"{self.fonds}-{CATEGORY}·{self.year}-{'-'.join(filter(None, parts))}" if self.fonds else ""

    @property
    def day(self) -> str:
        """成文日期 in eight digits, 0 for what is not known."""
        return self.date.iso.replace("-", "").ljust(8, "0") if self.date else ""


def filed(content: Content, year: int) -> tuple[Filed, ...]:
    """The pieces of a year: by 全宗, term, 机构 and 件号, which run on within these. One that says no 件号 gets the next that is free, in the order
    of the registers."""
    found = sorted(_pieces(content, year), key=lambda each: each.series)
    made: list[Filed] = []
    for _, held in groupby(found, lambda each: each.series):
        series = list(held)
        taken = {each.piece for each in series}
        free = (number for number in count(1) if number not in taken)
        numbered = [each if each.piece else replace(each, piece=next(free)) for each in series]
        made += sorted(numbered, key=lambda each: each.piece)
    return tuple(made)


def unfiled(content: Content, year: int) -> tuple[str, ...]:
    """Titles of what belongs to the year and does not say how long it is kept."""
    out = (
        made.title
        for *_, made in outgoing(content)
        if made.year == year and made.entry and not made.entry.void and not made.entry.filing
    )
    came = (each.title for *_, each in incoming(content) if each.received.year == year and not each.filing)
    return (*out, *came)


def _pieces(content: Content, year: int) -> Iterator[Filed]:
    for held, _, made in outgoing(content):
        if made.entry and made.entry.filing and made.year == year and not made.entry.void:
            issuers = (made.plan.issuer, *made.plan.joint_issuers) if made.plan and made.plan.issuer else ()
            responsible = "、".join(map(content.registry.name, issuers)) or content.site.organisation
            said = (made.number, responsible, made.title, made.date, made.secrecy)
            yield _piece(content, held, made.entry, made.entry.filing, year, *said, made.plan)
    for held, _, each in incoming(content):
        if each.filing and each.received.year == year:
            said = (each.doc_no or "", each.sender, each.title, each.date, each.secrecy or "")
            yield _piece(content, held, each, each.filing, year, *said)


def _piece(
    content: Content,
    held: Correspondence,
    entry: OutgoingPaper | IncomingPaper,
    filing: Filing,
    year: int,
    doc_no: str,
    responsible: str,
    title: str,
    date: Moment | None,
    secrecy: str,
    plan: Plan | None = None,
) -> Filed:
    return Filed(
        fonds=held.fonds or "",
        year=year,
        retention=filing.retention,
        department=filing.department or (content.registry.name(entry.department) if entry.department else ""),
        code=filing.code or "",
        piece=filing.piece or 0,
        doc_no=doc_no,
        responsible=responsible,
        title=title,
        date=date,
        secrecy=secrecy,
        entry=entry,
        plan=plan,
    )
