"""Names to ids, in any record: every field that names a unit or an outlet says so in its type.

A unit's name is read inside the house of the document's issuer first. What means nothing, or two things, stays as typed; `checks.references`
says so at its place.
"""

from __future__ import annotations

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
    changes: dict[str, Any] = {}
    for slot in slots(type(record)):
        value: Any = getattr(record, slot.name)
        if isinstance(value, Record):
            typed = from_bracket(value) if isinstance(value, Responsibility) else value
            changes[slot.name] = _settled(typed, reading, house)
        elif slot.ref is None:
            changes[slot.name] = tuple(_settled(each, reading, house) for each in value or ()) or value
        elif slot.ref.named and value:
            meant = _meant(slot.ref, (value,) if isinstance(value, str) else value, reading, house)
            changes[slot.name] = meant[0] if isinstance(value, str) else meant
    changed = {name: value for name, value in changes.items() if value != getattr(record, name)}
    return record.model_copy(update=changed) if changed else record


def _meant(ref: Ref, typed: tuple[str, ...], reading: Reading, house: str | None) -> tuple[str, ...]:
    if "unit" in ref.kinds:
        return reading.registry.resolve_all(typed, house)[0]
    media = {name: outlet.id for outlet in reading.of(OUTLETS).values() for name in names(outlet)}
    return tuple(media.get(each, each) for each in typed)
