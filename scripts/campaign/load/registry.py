"""`plans/registry/`: units and collectives in any of its files, media in `outlets.yaml`, terms in `glossary.yaml`.

Collectives that every office means alike (各科室, 各病区 …) are built in: `collectives.yaml` beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from campaign.kinds import COLLECTIVE, UNIT, Kind
from campaign.load.files import Reading
from campaign.load.records import parse, valid
from campaign.model import Collective, GlossaryFile, Outlet, OutletsFile, Term, Unit, UnitsFile
from campaign.model.registry import Registry


def units(reading: Reading) -> Registry:
    """All units and collectives; a second one of the same id is an error and left out."""
    found: dict[str, Unit] = {}
    collectives: dict[str, Collective] = {}
    for _, record, source in valid(reading, reading.files(UNIT.folders[0], skip=UNIT.skip), UnitsFile):
        entries: list[tuple[str, int, Unit | Collective]] = [
            *(("units", index, unit) for index, unit in enumerate(record.units)),
            *(("collectives", index, each) for index, each in enumerate(record.collectives)),
        ]
        for key, index, entry in entries:
            if entry.id in found or entry.id in collectives:
                message = f"单位编号“{entry.id}”已经用过"
                reading.note(source.error((key, index, "id"), "duplicate-id", message, "换一个编号"))
                continue
            if isinstance(entry, Unit):
                found[entry.id] = entry
            else:
                collectives[entry.id] = entry
            kind = UNIT if isinstance(entry, Unit) else COLLECTIVE
            reading.sources[(kind.key, entry.id)] = source.inside(key, index)
    return Registry(found, with_built_in(collectives, found))


def with_built_in(own: Mapping[str, Collective], units: Mapping[str, Unit]) -> dict[str, Collective]:
    """An office's collectives, and those built in that it has not said itself. One of the same id or name stands for the built-in one, and
    takes its other names over; a name that the office uses for something else is the office's."""
    made = dict(own)
    used = {name for each in own.values() for name in (each.id, each.name, *each.aliases)}
    used |= {name for unit in units.values() for name in (unit.name, *unit.aliases) if "各" not in name}
    for each in built_in():
        said = next((one for one in own.values() if one.id == each.id or each.name in (one.name, *one.aliases)), None)
        names = tuple(name for name in (each.name, *each.aliases) if name not in used)
        if said:
            made[said.id] = said.model_copy(update={"aliases": (*said.aliases, *names)})
        elif names and each.id not in units:
            made[each.id] = each.model_copy(update={"name": names[0], "aliases": names[1:]})
    return made


@cache
def built_in() -> tuple[Collective, ...]:
    """The collectives that need no registry."""
    path = Path(__file__).with_name("collectives.yaml")
    file, _ = parse([], path.name, path.read_text(encoding="utf-8"), UnitsFile)
    assert file is not None, "the program's own file is sound"
    return file.collectives


def outlets(reading: Reading, kind: Kind[Outlet]) -> Mapping[str, Outlet]:
    """The media by id; a second one of the same id is an error and left out."""
    found: dict[str, Outlet] = {}
    for _, record, source in valid(reading, reading.files(kind.folders[0], only=kind.only), OutletsFile):
        reading.sources[("outlets", "outlets")] = source
        for index, outlet in enumerate(record.outlets):
            if outlet.id in found:
                message = f"媒体编号“{outlet.id}”已经用过"
                reading.note(source.error(("outlets", index, "id"), "duplicate-id", message, "换一个编号"))
            else:
                found[outlet.id] = outlet
                reading.sources[("outlets", outlet.id)] = source.inside("outlets", index)
    return found


def terms(reading: Reading, kind: Kind[Term]) -> Mapping[str, Term]:
    """The words of the glossary by their place, of the first file that can be read."""
    for _, record, source in valid(reading, reading.files(kind.folders[0], only=kind.only), GlossaryFile):
        reading.sources[("glossary", "glossary")] = source
        places = {str(place): term for place, term in enumerate(record.terms, 1)}
        reading.sources |= {(kind.key, place): source.inside("terms", int(place) - 1) for place in places}
        return places
    return {}
