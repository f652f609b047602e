"""Names to ids, in any record: every field that names a unit or an outlet says so in its type.

A unit's name is read inside the house of the document's issuer first. What means nothing, or two things, stays as typed; `checks.references`
says so at its place.
"""

from __future__ import annotations

from operator import is_
from typing import Any, TypeVar

from campaign.kinds import OUTLETS, PLAN
from campaign.load.files import Reading
from campaign.model import Record, Responsibility
from campaign.model.references import Ref, names, slots
from campaign.model.registry import from_bracket, house_of

R = TypeVar("R", bound=Record)


def settled(record: R, reading: Reading) -> R:
    """A record and all records inside it with ids for names."""
    return _settled(record, reading, house_of(record, reading.registry, reading.of(PLAN), reading.home))


def _settled(record: R, reading: Reading, house: str | None) -> R:
    changed: dict[str, Any] = {}
    for slot in slots(type(record)):
        value = getattr(record, slot.name)
        new = _anew(value, slot.ref, reading, house) if value else value
        if new is not value:
            changed[slot.name] = new
    return record.model_copy(update=changed) if changed else record


def _anew(value: Any, ref: Ref | None, reading: Reading, house: str | None) -> Any:
    """What a field holds with ids for names; the very same where nothing changes."""
    if isinstance(value, Record):
        return _settled(from_bracket(value) if isinstance(value, Responsibility) else value, reading, house)
    if ref is None:
        items = tuple([_settled(each, reading, house) for each in value])
        return value if all(map(is_, items, value)) else items
    if not ref.named:
        return value
    meant = _meant(ref, (value,) if isinstance(value, str) else value, reading, house)
    new = meant[0] if isinstance(value, str) else meant
    return value if new == value else new


def _meant(ref: Ref, typed: tuple[str, ...], reading: Reading, house: str | None) -> tuple[str, ...]:
    if "unit" in ref.kinds:
        return reading.registry.resolve_all(typed, house)[0]
    media = {name: outlet.id for outlet in reading.of(OUTLETS).values() for name in names(outlet)}
    return tuple(media.get(each, each) for each in typed)
