"""版头: who issues the document, under which number, and what else stands above the title (7.2, 10.1—10.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.model import Document, DocumentFormat, Plan
from campaign.pdf import typeset
from campaign.pdf.geometry import OFFICIAL

JOINT_GAP = 0.5  # 字 between the stacked names and 文件
MARK_HEIGHT = 15.0  # 发文机关标志: mm of the largest 字
STACK_HEIGHT, STACK_PITCH = (
    60.0,
    1.25,
)  # mm that the names of joint issuers may take, so that page 1 still shows text; 字 from name to name
SMALLEST_MARK = 8.0  # mm; a longer name is set in two rows
ENDINGS = {
    DocumentFormat.DOCUMENT: "文件",
    DocumentFormat.LETTER: "",
    DocumentFormat.ORDER: "令",
    DocumentFormat.MINUTES: "纪要",
}


@dataclass(frozen=True)
class Head:
    """版头 (7.2). `mark_size` is the height of a 字 of the 发文机关标志 in mm.

    `stack` holds rows of equal width that stand one above the other, each parted into 字, with `word` (文件) at their right: joint
    issuers, or one issuer whose name is too long for a row. `signers` are two names a row (7.2.6).
    """

    mark: str
    mark_size: float
    stack: tuple[str, ...]
    word: str
    doc_no: str
    copy_no: str
    secrecy: str
    urgency: str
    signers: tuple[str, ...]

    @property
    def signers_width(self) -> float:
        """Width in 字 of 签发人： and the longest row of names."""
        return 4 + max(map(typeset.width, self.signers), default=0)


def issuers(plan: Plan, content: Content) -> tuple[str, ...]:
    """Names of those who issue the plan, 主办 first; none when that is only inferred."""
    if plan.issuer is None or plan.issuer_inferred:
        return ()
    return tuple(content.registry.name(each) for each in (plan.issuer, *plan.joint_issuers))


def head(plan: Plan, names: Sequence[str], width: float = OFFICIAL.width) -> Head | None:
    """版头 on lines of `width` mm for what was issued as a document of its own: it has issuing facts, or at least a number and an issuer."""
    document = plan.document or Document()
    if not (document.mark or names) or not (plan.document or plan.doc_no):
        return None
    word = ENDINGS[document.format]
    mark = document.mark or f"{names[0]}{word}"
    joint = tuple(names) if len(names) > 1 and document.format is DocumentFormat.DOCUMENT else ()
    if document.mark or document.lead_mark:
        joint = ()
    if not joint and width / typeset.width(mark) < SMALLEST_MARK:
        joint, word = _rows(mark, word)
    across = (
        max(map(typeset.width, joint)) + (JOINT_GAP + typeset.width(word) if word else 0)
        if joint
        else typeset.width(mark)
    )
    tall = STACK_HEIGHT / STACK_PITCH / max(len(joint), 1)
    return Head(
        mark=mark,
        mark_size=round(min(MARK_HEIGHT, tall, width / across), 2),
        stack=joint,
        word=word if joint else "",
        doc_no=plan.doc_no or "",
        copy_no=document.copy_no or "",
        secrecy=document.secrecy or "",
        urgency=document.urgency or "",
        signers=tuple("　".join(pair) for pair in _batched(document.signers, 2)),
    )


def _rows(mark: str, word: str) -> tuple[tuple[str, ...], str]:
    """A long mark in two rows or three, broken between words, and what stands at their right: 文件; 令 and 纪要 end the last row."""
    name = mark.removesuffix(word) if word == ENDINGS[DocumentFormat.DOCUMENT] else mark
    word = word if len(name) < len(mark) else ""
    return typeset.title_lines(name, most=max(-(-len(name) // 2) + 1, 10)), word


def _batched(names: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))
