"""What the working sheets of meetings and offices share: the head with version, date of the data and QR code, and names of units in cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.pdf import page, tables, typeset
from campaign.pdf.tables import PrintColumn, PrintTable
from campaign.views.status import State
from campaign.views.tasks import TaskRow, UnitRef

WIDTH, HEIGHT = 261.0, 150.0  # mm between the margins of a lying A4, and what a row may take of its height
TITLE = 30  # 字 of 20 pt beside the QR code
SIZES = (10.5, 9.0)  # pt
NOTHING, UNKNOWN = "—", "未定"


@dataclass(frozen=True)
class SheetHead:
    """The head of a sheet; `facts` are short phrases in a row, `foot` is repeated on every page."""

    title: str
    lines: tuple[str, ...]
    facts: tuple[str, ...]
    colophon: page.Colophon
    foot: str


def head(plan: Plan, content: Content, word: str, anchor: str = "", most: int = TITLE) -> SheetHead:
    """Head of a plan's sheet called `word`, such as 任务分解表; the QR code leads to `anchor` on the plan's page."""
    names = [unit.name for unit in content.registry.units.values()]
    title = typeset.plain(plan.title)
    whole = f"{title}{word}"
    facts = page.colophon(content, links.plan(plan.id, anchor), plan.version, demo=plan.demo)
    issuer = content.registry.name(plan.issuer) if plan.issuer and not plan.issuer_inferred else ""
    return SheetHead(
        title=whole,
        lines=(whole,) if typeset.width(whole) <= most else (*typeset.title_lines(title, names, most=most), word),
        facts=tuple(filter(None, (issuer, plan.doc_no or "", *stamp(facts)))),
        colophon=facts,
        foot=foot(content, f"{plan.name}{word}", facts),
    )


def stamp(facts: page.Colophon) -> tuple[str, ...]:
    """第2版, 数据截至…, 示例数据: what tells one printing from another."""
    return tuple(
        filter(
            None,
            (
                f"第{facts.version}版" if facts.version else "",
                f"数据截至{facts.as_of}",
                page.DEMO if facts.demo else "",
            ),
        )
    )


def foot(content: Content, name: str, facts: page.Colophon) -> str:
    return "　".join((content.site.organisation, name, *stamp(facts)))


def state(each: State) -> str:
    return f"{each.mark.glyph} {each.word}"


def names(refs: Iterable[UnitRef]) -> str:
    return "、".join(ref.short for ref in refs)


def due(row: TaskRow) -> str:
    """The deadline of a task as the plan gives it; empty when it gives none."""
    return row.task.due_as_written or (row.due.chinese if row.due else "")


def widest(cells: Iterable[str], most: float) -> float:
    """The width in 字 that keeps every line of these cells whole, up to `most`."""
    return max((min(tables.measure(line), most) for words in cells for line in words.split("\n")), default=2)


def fitted(
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[str]],
    bands: frozenset[int] = frozenset(),
    total: float = WIDTH,
) -> PrintTable:
    """A table in 五号; in 小五 when its columns would not have room for their words."""
    for size in SIZES:
        made = tables.table(columns, rows, sizes=(size,), lying=(False,), bands=bands, total=total)
        room = ((width - tables.PADDING) * 72 / 25.4 / size for width in made.widths)
        if all(each > column.least - 0.01 for each, column in zip(room, columns, strict=True)):
            break
    return made


def tall_rows(table: PrintTable, height: float = HEIGHT) -> frozenset[int]:
    """Rows that no page holds: these may be parted, all others stay whole."""
    em = table.size * 25.4 / 72
    rooms = [(width - tables.PADDING) / em for width in table.widths]

    def lines(row: tuple[str | None, ...]) -> float:
        return max(
            sum(max(1, -(-tables.measure(line) // room)) for line in (words or "").split("\n"))
            for words, room in zip(row, rooms, strict=False)
        )

    return frozenset(place for place, row in enumerate(table.rows) if lines(row) * em * 1.5 > height)
