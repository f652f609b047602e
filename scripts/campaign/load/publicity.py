"""The ledgers of a campaign in `plans/campaign-data/<campaign>/`, with ids for the names of units and outlets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign import pictures
from campaign.kinds import OUTLETS, PLAN, Kind
from campaign.leaves import links
from campaign.load.files import Reading
from campaign.load.names import Names
from campaign.load.records import valid
from campaign.model import PublicityFile

LISTS = ("submissions", "coverage", "works", "nominations", "materials")


def publicity(reading: Reading, kind: Kind[PublicityFile]) -> Mapping[str, PublicityFile]:
    """Ledgers by path; a name that means nothing stays as typed, and for outlets a rule names it."""
    found: dict[str, PublicityFile] = {}
    plans, outlets = reading.of(PLAN), reading.of(OUTLETS)
    (folder,) = kind.folders
    media = {
        name: each.id for each in outlets.values() for name in (each.id, each.name, each.short, *each.aliases) if name
    }
    for path, record, source in valid(reading, reading.files(folder), PublicityFile):
        name, campaign = reading.name(path), path.relative_to(reading.root / folder).parts[0]
        reading.sources[("publicity", name)] = source
        if record.campaign not in (None, campaign):
            message = f"活动编号“{record.campaign}”与文件夹名“{campaign}”不同"
            reading.note(source.error(("campaign",), "id-path", message, "两处写成一样，或删去 campaign 一行"))
        issuer = plans[campaign].issuer if campaign in plans else None
        names = Names(reading, source)
        changes: dict[str, Any] = {"campaign": campaign}
        for key in LISTS:
            entries = []
            for index, entry in enumerate(getattr(record, key)):
                unit = names.one(entry.unit, (key, index, "unit"), issuer) if entry.unit else None
                ids = {"unit": unit or entry.unit}
                if key == "coverage":
                    ids["outlet"] = media.get(entry.outlet, entry.outlet)
                entries.append(entry.model_copy(update=ids))
            changes[key] = tuple(entries)
        for index, work in enumerate(record.works):
            if work.file:
                try:
                    raw, file = (
                        pictures.read(path.parent / "images", work.file),
                        reading.name(path.parent / "images" / work.file),
                    )
                    reading.photos[links.work_picture(campaign, work.id)] = pictures.photo(raw, file, work.file)
                except pictures.UnfitPicture as fault:
                    reading.note(source.error(("works", index, "file"), fault.code, fault.message, fault.hint))
        found[name] = record.model_copy(update=changes)
    return found
