"""What the records of a plan say that its prints must say too, text by text: every print is held against it as it is made.

The rows and paragraphs that a print is set from are no witnesses: this looks at the records alone, so that a text which a view leaves out is missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from campaign.content import Content
from campaign.model import (
    Attendance,
    Body,
    Document,
    DocumentFormat,
    Duty,
    Goal,
    Group,
    Mechanism,
    Part,
    Period,
    Phase,
    Plan,
    Principle,
    Record,
    Requirement,
    Scope,
    Section,
    Task,
)
from campaign.model.annex import Annex, AnnexFigure, AnnexPicture, AnnexWords, BlankForm, Block, Grid
from campaign.model.references import walk
from campaign.views.annexes import annexes
from campaign.views.tasks import task_rows

# The fields of each record whose words a document prints as they are typed; a number stands right before the first of them.
WORDS: Mapping[type[Record], tuple[str, ...]] = {
    Plan: ("title", "doc_no", "preamble", "guiding"),
    Section: ("title", "text", "items"),
    Principle: ("title", "text"),
    Goal: ("title", "text"),
    Scope: ("text",),
    Period: ("as_written",),
    Group: ("title", "text"),
    Task: ("title", "text"),
    Phase: ("name", "text", "as_written"),
    Requirement: ("title", "text"),
    Body: ("name", "head", "members", "office"),
    Duty: ("text",),
    Mechanism: ("name", "text"),
    Grid: ("columns", "rows"),
    AnnexPicture: ("caption",),
    Annex: ("title",),
    Document: ("mark", "copy_no", "secrecy", "urgency", "signers", "to", "signature", "note", "cc", "printed_by"),
    Attendance: ("present", "absent", "observers"),
}
# What a format has no place for (10.1—10.3), and what only paper with a 版记 bears.
_UNPRINTED: Mapping[DocumentFormat, frozenset[str]] = {
    DocumentFormat.DOCUMENT: frozenset({"attendance"}),
    DocumentFormat.LETTER: frozenset({"attendance", "signers", "printed_by"}),
    DocumentFormat.ORDER: frozenset({"attendance", "signers", "signature", "copy_no", "secrecy", "urgency"}),
    DocumentFormat.MINUTES: frozenset({"signers", "signature"}),
}
_IMPRINT = frozenset({"cc", "printed_by"})
_BY_CHOICE = {part.value: part for part in (Part.SCOPE, Part.PERIOD, Part.MECHANISMS)}  # printed where the outline says


def document(content: Content, plan: Plan, *, imprint: bool = True) -> Iterator[str]:
    """Every text of the plan and of its bound annexes, the cells of its indicators and the units of its tasks included."""
    layout = plan.document.format if plan.document else DocumentFormat.DOCUMENT
    unprinted = _UNPRINTED[layout] | (frozenset() if imprint else _IMPRINT)
    shown = {each.part for each, _, _ in walk(plan) if isinstance(each, Section)}
    unprinted |= {name for name, part in _BY_CHOICE.items() if plan.outline and part not in shown}
    for record, where, _ in walk(plan):
        if unprinted.isdisjoint(map(str, where)):
            yield from _record(
                record, unprinted | ({"title"} if not where and layout is DocumentFormat.ORDER else set())
            )
    yield from indicators(content, plan)
    yield from duties(content, plan)
    for annex in annexes(content, plan):
        for block in annex.enclosed.blocks if annex.enclosed else ():
            yield from _block(block)


def _record(record: Record, unprinted: Collection[str]) -> Iterator[str]:
    names = (name for name in WORDS.get(type(record), ()) if name not in unprinted)
    number = getattr(record, "number", None) or ""
    for text in _texts(tuple(getattr(record, name) for name in names)):
        yield number + text.strip("（）()")
        number = ""


def indicators(content: Content, plan: Plan, *, short: bool = False) -> Iterator[str]:
    """What a table of indicators says: names, every bound, until when, who answers for it (by a `short` name on working sheets), how it is
    reckoned."""
    name = content.registry.short if short else content.registry.name
    for each in plan.indicators:
        yield from filter(None, (each.name, each.definition))
        yield from map(name, each.lead)
        for target in each.targets:
            yield from (value.text for value in (target.value, target.upper) if value)
            yield from (due.chinese for due in (target.due or each.due,) if due)


def duties(content: Content, plan: Plan, *, short: bool = False) -> Iterator[str]:
    """What a table of tasks says: the name of each task, who carries it, until when."""
    for row in task_rows(content, plan):
        yield from filter(None, (row.task.title, row.task.due_as_written))
        yield from (unit.short if short else unit.name for unit in (*row.lead, *row.with_, *row.join))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif value:
        yield str(value)


def _block(block: Block) -> Iterator[str]:
    match block:
        case AnnexWords():
            yield block.number + "".join(words for _, words in block.runs)
        case Grid():
            yield from _texts((block.columns, block.rows))
        case BlankForm():
            yield from _texts(tuple((each.label, each.value) for row in block.rows for each in row))
        case AnnexFigure():
            yield from _texts(block.caption)
