"""The ledgers of a campaign in `plans/campaign-data/<campaign>/`, with ids for the names of units and outlets."""

from __future__ import annotations

from collections.abc import Mapping

from campaign import pictures
from campaign.kinds import Kind
from campaign.leaves import links
from campaign.load.files import Reading
from campaign.load.names import settled
from campaign.load.records import valid
from campaign.model import PublicityFile


def publicity(reading: Reading, kind: Kind[PublicityFile]) -> Mapping[str, PublicityFile]:
    """Ledgers by path, with the campaign whose folder they lie in."""
    found: dict[str, PublicityFile] = {}
    (folder,) = kind.folders
    for path, record, source in valid(reading, reading.files(folder), PublicityFile):
        name, campaign = reading.name(path), path.relative_to(reading.root / folder).parts[0]
        reading.sources[("publicity", name)] = source
        if record.campaign not in (None, campaign):
            message = f"活动编号“{record.campaign}”与文件夹名“{campaign}”不同"
            reading.note(source.error(("campaign",), "id-path", message, "两处写成一样，或删去 campaign 一行"))
        found[name] = settled(record.model_copy(update={"campaign": campaign}), reading)
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
    return found
