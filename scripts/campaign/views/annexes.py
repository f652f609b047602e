"""The 附件 of a plan in the order of 附件说明: what each holds, whatever it is printed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.problems import Path
from campaign.model import Plan
from campaign.model.annex import Annex, AnnexFigure, AnnexPicture, AnnexWords, BlankForm, Block, Enclosed, Foreign, Grid
from campaign.model.references import walk
from campaign.views.indicators import indicator_rows
from campaign.views.tasks import task_rows


class HeldAnnex(Enum):
    """What an annex is: a table that the plan makes itself, a file beside the plan, one that goes out apart, or nothing that is here."""

    INDICATORS = "指标表"
    DUTIES = "责任分工表"
    ENCLOSED = "文件"
    APART = "另附"
    NOTHING = ""


_OWN = {
    HeldAnnex.INDICATORS: "指标",
    HeldAnnex.DUTIES: "分工",
}  # what the name of an annex says when it is one of the plan's own tables


@dataclass(frozen=True)
class NumberedAnnex:
    """One annex: 附件1 (附件 when it is the only one), its title, and what it holds; `place` is where the plan names it."""

    number: str
    title: str
    held: HeldAnnex
    enclosed: Enclosed | None = None
    place: int | None = None

    @property
    def bound(self) -> bool:
        """Is it printed behind the plan?"""
        return self.held not in (HeldAnnex.APART, HeldAnnex.NOTHING)


def annexes(content: Content, plan: Plan) -> tuple[NumberedAnnex, ...]:
    """All annexes of a plan. The names that the document itself gives its tables are kept (GB/T 9704—2012 7.3.7: both must agree); a table
    that no name fits comes last under a name of ours."""
    named = list(plan.document.attachments) if plan.document else []
    held: list[tuple[str, HeldAnnex, Enclosed | None, int | None]] = [
        (each.title, *_of_file(content, each), place) for place, each in enumerate(named)
    ]
    for table in _own_tables(content, plan):
        free = (place for place, each in enumerate(held) if each[1] is HeldAnnex.NOTHING and _OWN[table] in each[0])
        at = next(free, None)
        if at is None:
            held.append((f"{plan.short or ''}{table.value}", table, None, None))
        else:
            held[at] = (held[at][0], table, None, at)
    only = len(held) == 1
    return tuple(NumberedAnnex("附件" if only else f"附件{number}", *each) for number, each in enumerate(held, 1))


def _of_file(content: Content, annex: Annex) -> tuple[HeldAnnex, Enclosed | None]:
    if annex.apart:
        return HeldAnnex.APART, None
    enclosed = content.enclosed.get(annex.file) if annex.file else None
    return (HeldAnnex.ENCLOSED, enclosed) if enclosed else (HeldAnnex.NOTHING, None)


def _own_tables(content: Content, plan: Plan) -> Iterator[HeldAnnex]:
    if indicator_rows(content, plan):
        yield HeldAnnex.INDICATORS
    if any(row.lead or row.join or row.with_ for row in task_rows(content, plan)):
        yield HeldAnnex.DUTIES


def missing(content: Content, plan: Plan) -> Iterator[tuple[Path, str]]:
    """Annexes that are named but not there: where, and which. Files that are not there are told when they are read."""
    for each in annexes(content, plan):
        annex = plan.document.attachments[each.place] if plan.document and each.place is not None else None
        if each.held is HeldAnnex.NOTHING and annex and not annex.file:
            yield ("document", "attachments", each.place or 0), each.title


def figure(content: Content, picture: AnnexPicture) -> AnnexFigure | None:
    """A picture of a section as it can be shown; None for one that could not be read."""
    place = links.annex(picture.file)
    photo = content.photos.get(place)
    if photo is None:
        return None
    return AnnexFigure(place, photo.digest, photo.width, photo.height, picture.alt, picture.caption or "")


def pictures(content: Content, plan: Plan) -> Iterator[AnnexFigure]:
    """Every picture that the page of a plan shows, those of its annexes included."""
    yield from (block for block in _blocks(content, plan) if isinstance(block, AnnexFigure))
    for record, _, _ in walk(plan):
        if isinstance(record, AnnexPicture) and (shown := figure(content, record)):
            yield shown


def files(plan: Plan) -> frozenset[str]:
    """The files beside a plan that are printed with it, by their paths from the content root."""
    return frozenset(f"plans/{each.file}" for each in (plan.document.attachments if plan.document else ()) if each.file)


def foreign(content: Content, plan: Plan) -> Iterator[Foreign]:
    """The PDF files of a plan's annexes."""
    return (block for block in _blocks(content, plan) if isinstance(block, Foreign))


def words(enclosed: Enclosed) -> str:
    """What an annex says, as one text."""
    said: list[str] = []
    for each in enclosed.blocks:
        match each:
            case AnnexWords():
                said.append(each.number + "".join(run for _, run in each.runs))
            case Grid():
                said += ["，".join(filter(None, row)) for row in (each.columns, *each.rows)]
            case BlankForm():
                said += [field.label for row in each.rows for field in row]
            case AnnexFigure():
                said.append(each.caption or each.alt)
    return "。".join(said)


def _blocks(content: Content, plan: Plan) -> Iterator[Block]:
    """All that stands in the files of a plan's annexes."""
    for annex in plan.document.attachments if plan.document else ():
        _, enclosed = _of_file(content, annex)
        yield from enclosed.blocks if enclosed else ()
