"""Walking through records with their places in the file, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from campaign.content import Content
from campaign.leaves.problems import Path, Problem, Source, did_you_mean
from campaign.load import inner_model
from campaign.model import Plan, PlanRef, Record

PlanRule = Callable[[Content, Plan, Source], Iterator[Problem]]
ContentRule = Callable[[Content], Iterator[Problem]]


@cache
def _record_fields(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """Attribute and key of the fields of a record type that can hold records."""
    return tuple((name, info.alias or name) for name, info in kind.model_fields.items() if inner_model(info.annotation))


@cache
def _text_fields(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """Attribute and key of the fields that can hold text."""
    return tuple(
        (name, info.alias or name) for name, info in kind.model_fields.items() if not inner_model(info.annotation)
    )


def walk(record: Record, where: Path = ()) -> Iterator[tuple[Record, Path]]:
    """A record and all records inside it, each with its path in the file."""
    yield record, where
    for name, key in _record_fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from walk(value, (*where, key))
        else:
            for index, item in enumerate(value or ()):
                yield from walk(item, (*where, key, index))


def texts(record: Record) -> Iterator[tuple[str, Path]]:
    """Every string a record holds, with its path."""
    for each, where in walk(record):
        for name, key in _text_fields(type(each)):
            value = getattr(each, name)
            if type(value) is str:
                yield value, (*where, key)
            elif type(value) is tuple:
                for index, item in enumerate(value):
                    if type(item) is str:
                        yield item, (*where, key, index)


def plan_reference(content: Content, source: Source, ref: PlanRef, where: Path) -> Iterator[Problem]:
    """A reference names a plan of this site by id, or another document by its title."""
    if ref.plan and ref.plan not in content.plans and not ref.title:
        hint = did_you_mean(ref.plan, content.plans) or "本站没有收录的文件写 title: 文件全称"
        yield source.error((*where, "plan"), "plan-unknown", f"本站没有编号为“{ref.plan}”的方案", hint)
    if not ref.plan and not ref.title:
        yield source.error(where, "plan-unknown", "没有写明是哪个方案", "写 plan: 编号，或 title: 文件全称")
