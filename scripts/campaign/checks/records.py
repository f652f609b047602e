"""Walking through records with their places in the file, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from campaign.content import Content
from campaign.kinds import Kind
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import Plan, Record
from campaign.model.references import inner_model
from campaign.model.references import walk as walked

PlanRule = Callable[[Content, Plan, Source], Iterator[Problem]]
ContentRule = Callable[[Content], Iterator[Problem]]
RecordRule = Callable[[Kind[Any], Record, Source], Iterator[Problem]]


@cache
def _text_fields(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """Attribute and key of the fields that can hold text."""
    return tuple(
        (name, info.alias or name) for name, info in kind.model_fields.items() if not inner_model(info.annotation)
    )


def walk(record: Record) -> Iterator[tuple[Record, Path]]:
    """A record and all records inside it, each with its path in the file."""
    yield from ((each, where) for each, where, _ in walked(record))


def texts(record: Record) -> Iterator[tuple[str, Path]]:
    """Every string a record holds, with its path."""
    for each, where in walk(record):
        for name, key in _text_fields(type(each)):
            yield from _strings(getattr(each, name), (*where, key))


def _strings(value: object, where: Path) -> Iterator[tuple[str, Path]]:
    """The strings of a value: itself, or those of a list, a table."""
    if type(value) is str:
        yield value, where
    elif type(value) is tuple:
        for index, item in enumerate(value):
            yield from _strings(item, (*where, index))
