"""Any record as tables, as its model says: what it says by itself, then every list of records in it. For kinds that have no view of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic.fields import FieldInfo

from campaign.content import Content
from campaign.kinds import KINDS, Kind
from campaign.leaves.dates import Moment
from campaign.model import Quantity, Record, Word
from campaign.model.references import Ref, inner_model, slots
from campaign.views.tables import Anchor, Cell, Column, Day, Number, Piece, Table, Units, named, put, row
from campaign.views.tasks import unit_refs

_NAMES = ("title", "name")
_UNSAID = frozenset({"id", "demo", "kind"})  # what no reader asks for


def listing(content: Content, kind: Kind[Any]) -> Table:
    """All records of a kind: the name of each leads to its page, and each of its lists is counted."""
    held = content.of(kind)
    lists = [(name, title) for name, title, _ in _lists(kind.record)]
    columns = (named(kind.name), *(Column(title, "n", label=title) for _, title in lists))
    rows = (
        row(Anchor(kind.title(each), kind.address(key)), *(len(getattr(each, name)) for name, _ in lists), id=key)
        for key, each in held.items()
    )
    return Table(kind.name, columns, tuple(rows))


def tables(content: Content, kind: Kind[Any], record: Record) -> tuple[Table, ...]:
    """What a record says by itself, then each of its lists; one that is empty is left out."""
    facts = tuple(
        row(info.title or name, cell)
        for name, info in _own(type(record))
        if name not in _NAMES and (cell := _cell(content, record, name)).pieces
    )
    own = (Table(kind.name, (named("项目"), Column("内容")), facts),) if facts else ()
    lists = (
        items(content, title, getattr(record, name)) for name, title, _ in _lists(type(record)) if getattr(record, name)
    )
    return (*own, *lists)


def items(content: Content, title: str, held: Iterable[Record]) -> Table:
    """Records of one type, a row each, with a column for whatever any of them says."""
    rows = tuple(held)
    said = [
        (name, info) for name, info in _own(type(rows[0])) if any(_cell(content, each, name).pieces for each in rows)
    ]
    columns = tuple(
        Column(info.title or name, _look(content, name, rows), label=info.title or name, names=name in _NAMES)
        for name, info in said
    )
    made = (
        row(*(_cell(content, each, name) for name, _ in said), id=str(getattr(each, "id", "") or "")) for each in rows
    )
    return Table(title, columns, tuple(made))


def _look(content: Content, name: str, rows: Iterable[Record]) -> str:
    pieces = [piece for each in rows for piece in _cell(content, each, name).pieces]
    return "name" if name in _NAMES else "n" if all(isinstance(piece, Number) for piece in pieces) else ""


def _own(model: type[Record]) -> Iterator[tuple[str, FieldInfo]]:
    """Fields that hold values, not records."""
    for name, info in model.model_fields.items():
        if name not in _UNSAID and not inner_model(info.annotation):
            yield name, info


def _lists(model: type[Record]) -> Iterator[tuple[str, str, type[Record]]]:
    """Fields that hold lists of records: attribute, name, type."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if inner and issubclass(inner, Record) and isinstance(info.get_default(call_default_factory=True), tuple):
            yield name, info.title or name, inner


def _cell(content: Content, record: Record, name: str) -> Cell:
    """One value as what it is: units as units, days as days, the id of a plan as the way to it."""
    value = getattr(record, name)
    ref = next((each.ref for each in slots(type(record)) if each.name == name), None)
    many = value if isinstance(value, tuple) else () if value is None else (value,)
    if ref and "unit" in ref.kinds:
        return put(Units(unit_refs(content.registry, many)) if many else None)
    return put([_piece(content, ref, each) for each in many])


def _piece(content: Content, ref: Ref | None, value: Any) -> Piece:
    match value:
        case bool():
            return "是" if value else "否"
        case int():
            return Number(str(value))
        case Quantity():
            return Number(value.text)
        case Moment():
            return Day(value)
        case Word():
            return value.chinese
    text = str(value)
    for kind in KINDS:
        if ref and not ref.then and kind.key in ref.kinds and kind.place and text in content.of(kind):
            return Anchor(kind.title(content.of(kind)[text]), kind.address(text))
    return text
