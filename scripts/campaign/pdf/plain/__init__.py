"""Tables one after the other as a working sheet on lying A4: of any record that needs no print of its own, and the sheets that look across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from campaign.content import Content
from campaign.kinds import Kind
from campaign.model import Record
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn
from campaign.views import plain
from campaign.views.tables import Column, Table, in_words

KIND = "plain"
WHOLE = 14  # 字 of a column that is not to be broken


def document(kind: Kind[Any], record: Record, content: Content, tables: Sequence[Table] = ()) -> Job:
    """The print job of a record, in tables of its own or as its model says."""
    record_id, title = str(getattr(record, kind.id_key)), typeset.plain(kind.title(record))
    demo = bool(getattr(record, "demo", False))
    return sheet(
        content, record_id, title, kind.address(record_id), tables or plain.tables(content, kind, record), demo=demo
    )


def sheet(content: Content, name: str, title: str, url: str, tables: Sequence[Table], *, demo: bool) -> Job:
    """The print job of tables under a title; its QR code leads to `url`, where there is one."""
    facts = page.colophon(content, url, "", demo=demo)
    names = [unit.name for unit in content.registry.units.values()]
    head = office.SheetHead(
        title,
        (title,) if typeset.width(title) <= office.TITLE else typeset.title_lines(title, names, most=office.TITLE),
        office.stamp(facts),
        facts,
        office.foot(content, title, facts),
    )
    made = [(each.title, _fitted(each)) for each in tables]
    words = {"head": head, "tables": made, "author": content.site.organisation}
    return Job(name=name, title=title, kind=KIND, html=page.write(KIND, words))


def _fitted(table: Table) -> Any:
    shown = [place for place, column in enumerate(table.columns) if not column.silent]
    rows = [[in_words(row.cells[place]) for place in shown] for row in (*table.rows, *table.foot)]
    columns = [_column(table.columns[place], [row[at] for row in rows]) for at, place in enumerate(shown)]
    return office.fitted(columns, rows)


def _column(column: Column, cells: Sequence[str]) -> PrintColumn:
    """A column with room for its words; a short one that a page would not break is whole here too."""
    widest = office.widest((column.title, *cells), 60)
    return PrintColumn(column.title, widest if "nowrap" in column.look and widest <= WHOLE else 3, max(6.0, widest))
