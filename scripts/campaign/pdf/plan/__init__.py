"""A plan as an official document on A4 (GB/T 9704—2012): head, title, body, attachments, signature and 版记."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign import links
from campaign.content import Content
from campaign.model import Document, DocumentFormat, Plan
from campaign.pdf import page, typeset
from campaign.pdf.job import Job
from campaign.pdf.lines import lines
from campaign.pdf.plan.attachments import attachments, listing
from campaign.pdf.plan.body import paragraphs

KIND = "plan"
LINE = 28  # 字 in a line (5.2.3)
JOINT_GAP = 0.5  # 字 between the stacked names and 文件
MARK_WIDTH, MARK_HEIGHT = 156.0, 15.0  # 发文机关标志: mm of the line, largest 字


@dataclass(frozen=True)
class Head:
    """版头 (7.2), or the head of a letter (10.1). `mark_size` is the height of a 字 of the 发文机关标志 in mm.

    `joint` holds the names of issuers that stand one above the other before 文件; `signers` two names a row (7.2.6).
    """

    letter: bool
    mark: str
    mark_size: float
    joint: tuple[str, ...]
    doc_no: str
    copy_no: str
    secrecy: str
    urgency: str
    signers: tuple[str, ...]

    @property
    def signers_width(self) -> float:
        """Width in 字 of 签发人： and the longest row of names."""
        return 4 + max(map(typeset.width, self.signers), default=0)


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期 without a seal (7.3.5.2); indents from the left of the line in 字."""

    names: tuple[tuple[str, float], ...]
    date: str
    date_indent: float


@dataclass(frozen=True)
class Imprint:
    """版记 (7.4)."""

    cc: str
    printed_by: str
    printed_on: str


def document(plan: Plan, content: Content) -> Job:
    """The print job of a plan; pure: the same plan, content and `as_of` give the same job."""
    name = content.registry.name
    names = [plan.name, *(unit.name for unit in content.registry.units.values())]
    signature = _signature(plan, content)
    head = _head(plan, content)
    imprint = _imprint(plan.document)
    even = imprint is not None and not (head and head.letter)
    made = attachments(plan, content)
    words = {
        "plan": plan,
        "title": typeset.plain(plan.title),
        "title_lines": plan.title_lines or typeset.title_lines(plan.title, names),
        "author": "、".join(_issuers(plan, content)),
        "head": head,
        "to": f"{plan.document.to.rstrip('：:')}：" if plan.document and plan.document.to else "",  # 7.3.2
        "paragraphs": [(each, lines(each.runs)) for each in paragraphs(plan, name)],
        "attachments": made,
        "listing": listing(made),
        "signature": signature,
        "note": plan.document.note.strip("（）()") if plan.document and plan.document.note else "",  # 7.3.6
        "imprint": imprint,
        "even": even,
        "colophon_facts": page.colophon(content, links.plan(plan.id), plan.version, demo=plan.demo),
        "title_break": lambda title: typeset.title_lines(title, names),
        "foot": page.DEMO if plan.demo else "",
    }
    lying = bool(made and made[-1].table and made[-1].table.wide)  # 版记 stands on an upright page
    ways = tuple(page.write(KIND, {**words, "foot_at": way}) for way in _ways(bool(made), lying, imprint is not None))
    return Job(
        name=plan.id,
        title=typeset.plain(plan.title),
        kind=KIND,
        html=ways[0],
        others=ways[1:],
        even=even,
    )


def _ways(attached: bool, lying: bool, imprint: bool) -> tuple[str, ...]:
    """Where the foot of the document may stand, best first: at the end; the colophon where the body ends; on a page of its own."""
    if imprint and lying:  # 版记 never stands on a lying page
        return ("apart",)
    return ("end", "body", "apart") if attached else ("end", "apart")


def batched(names: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def _issuers(plan: Plan, content: Content) -> tuple[str, ...]:
    if plan.issuer is None or plan.issuer_inferred:
        return ()
    return tuple(content.registry.name(each) for each in (plan.issuer, *plan.joint_issuers))


def _head(plan: Plan, content: Content) -> Head | None:
    """版头 for what was issued as a document of its own: it has issuing facts, or at least a number and an issuer."""
    issuers = _issuers(plan, content)
    document = plan.document or Document()
    letter = document.format is DocumentFormat.LETTER
    mark = document.mark or (f"{issuers[0]}{'' if letter else '文件'}" if issuers else "")
    if not mark or not (plan.document or plan.doc_no):
        return None
    joint = issuers if len(issuers) > 1 and not document.mark and not letter else ()
    across = max(map(typeset.width, joint)) + JOINT_GAP + 2 if joint else typeset.width(mark)
    return Head(
        letter=letter,
        mark=mark,
        mark_size=round(min(MARK_HEIGHT / max(len(joint) / 2, 1), MARK_WIDTH / across), 2),
        joint=joint,
        doc_no=plan.doc_no or "",
        copy_no=document.copy_no or "",
        secrecy=document.secrecy or "",
        urgency=document.urgency or "",
        signers=tuple("　".join(pair) for pair in batched(document.signers, 2)),
    )


def _signature(plan: Plan, content: Content) -> Signature | None:
    names = (plan.document.signature if plan.document else ()) or _issuers(plan, content)
    if not names and not plan.date:
        return None
    return sign(names, plan.date.chinese if plan.date else "")


def sign(names: Sequence[str], date: str) -> Signature:
    """The name ends 2 字 from the right and the date begins 2 字 right of the name's first 字; a date longer than the name
    ends 2 字 from the right instead and pushes the name further in (7.3.5.2)."""
    day = typeset.width(date)
    longest = max((typeset.width(name) for name in names), default=0.0)
    if day > longest:
        date_indent = LINE - 2 - day
        name_indent = date_indent - 2
    else:
        name_indent = max(LINE - 2 - longest, 0)
        date_indent = name_indent + 2
    return Signature(tuple((name, name_indent) for name in names), date, date_indent)


def _imprint(document: Document | None) -> Imprint | None:
    if document is None or not (document.cc or document.printed_by):
        return None
    cc = document.cc or ""
    if document.format is DocumentFormat.LETTER:  # without 印发 line and rules (10.1)
        return Imprint(cc=f"{cc.rstrip('。')}。", printed_by="", printed_on="") if cc else None
    return Imprint(
        cc=f"{cc.rstrip('。')}。" if cc else "",
        printed_by=document.printed_by or "",
        printed_on=f"{document.printed_on.chinese}印发" if document.printed_on else "",
    )
