"""A record in outline: without its running text, for all that is about many records at once and shows titles, units, days and figures.

What is made of outlines stays as it is while words of the text change.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeVar

from campaign.model.base import Record
from campaign.model.references import inner_model, slots

R = TypeVar("R", bound=Record)
_QUOTED = re.compile("“[^”]*”")


def outline(record: R) -> R:
    """The record with its `prose`, and that of the records inside it, cut down to what stands there in quotation marks."""
    changed: dict[str, Any] = {}
    for name in record.prose:
        if value := getattr(record, name):
            changed[name] = tuple("…" + "".join(_QUOTED.findall(each)) for each in value)
    for name in _deeper(type(record)):
        value = getattr(record, name)
        if isinstance(value, Record):
            changed[name] = outline(value)
        elif value:
            changed[name] = tuple([outline(each) for each in value])
    return record.model_copy(update=changed) if changed else record


@cache
def _deeper(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record type in which there is running text further inside."""
    return tuple(slot.name for slot in slots(kind) if slot.ref is None and _has_prose(kind, slot.name))


@cache
def _has_prose(kind: type[Record], field: str) -> bool:
    inner = inner_model(kind.model_fields[field].annotation)
    return (
        inner is not None
        and issubclass(inner, Record)
        and (bool(inner.prose) or (inner is not kind and bool(_deeper(inner))))
    )
