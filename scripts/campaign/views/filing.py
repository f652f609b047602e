"""归档: the documents of a year by the piece, as DA/T 22—2015 has them: in which order, under which 件号 and 档号."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.model import IncomingPaper, OutgoingPaper, Plan
from campaign.views.correspondence import incoming, outgoing

CODES = {"永久": "Y", "30年": "D30", "10年": "D10"}
CATEGORY = "WS"  # 文书档案


@dataclass(frozen=True)
class Filed:
    """One piece (件): what the 归档章 and the line of the 归档文件目录 say. `plan` or `file` is what there is of it to bind."""

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
    file: str | None
    note: str

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
    """The pieces of a year: by term, 机构 and 件号. One that says no 件号 gets the next that is free, in the order of the registers."""
    found = [*_out(content, year), *_in(content, year)]
    classes = {(each.retention, each.department) for each in found}
    made: list[Filed] = []
    for key in sorted(classes, key=lambda each: (list(CODES).index(each[0]), each[1])):
        held = [each for each in found if (each.retention, each.department) == key]
        taken = {each.piece for each in held}
        free = (number for number in count(1) if number not in taken)
        numbered = [each if each.piece else _with(each, next(free)) for each in held]
        made += sorted(numbered, key=lambda each: each.piece)
    return tuple(made)


def _with(each: Filed, piece: int) -> Filed:
    return Filed(**{**vars(each), "piece": piece})


def unfiled(content: Content, year: int) -> tuple[str, ...]:
    """Titles of what belongs to the year and does not say how long it is kept."""
    out = (
        made.title
        for *_, made in outgoing(content)
        if made.year == year and made.entry and not made.entry.void and not made.entry.filing
    )
    came = (each.title for *_, each in incoming(content) if each.received.year == year and not each.filing)
    return (*out, *came)


def _out(content: Content, year: int) -> Iterator[Filed]:
    for held, _, made in outgoing(content):
        entry, filing = made.entry, made.entry.filing if made.entry else None
        if entry and filing and made.year == year and not entry.void:
            issuers = (made.plan.issuer, *made.plan.joint_issuers) if made.plan and made.plan.issuer else ()
            yield Filed(
                held.fonds or "",
                year,
                filing.retention,
                filing.department or made.department,
                filing.code or "",
                filing.piece or 0,
                made.number,
                "、".join(map(content.registry.name, issuers)) or content.site.organisation,
                made.title,
                made.date,
                made.secrecy,
                entry,
                made.plan,
                entry.file,
                entry.note or "",
            )


def _in(content: Content, year: int) -> Iterator[Filed]:
    for held, _, each in incoming(content):
        filing = each.filing
        if filing and each.received.year == year:
            yield Filed(
                held.fonds or "",
                year,
                filing.retention,
                filing.department or (content.registry.name(each.department) if each.department else ""),
                filing.code or "",
                filing.piece or 0,
                each.doc_no or "",
                each.sender,
                each.title,
                each.date,
                each.secrecy or "",
                each,
                None,
                each.file,
                each.note or "",
            )
