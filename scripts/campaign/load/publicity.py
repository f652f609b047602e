"""The ledgers of a campaign in `plans/campaign-data/<campaign>/`, with ids for the names of units and outlets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from campaign import pictures
from campaign.kinds import Kind
from campaign.leaves import links
from campaign.load.files import Reading
from campaign.load.names import settled
from campaign.load.records import valid
from campaign.model import PublicityFile

CLIPPINGS = (".pdf", ".jpg", ".jpeg", ".png")


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
        for index, report in enumerate(record.coverage):
            if report.scan and (fault := _unfit_scan(path.parent / "clippings", report.scan)):
                reading.note(source.error(("coverage", index, "scan"), *fault))
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


def _unfit_scan(folder: Path, name: str) -> tuple[str, str, str] | None:
    """What is wrong with a clipping, as code, message and hint; it lies in the folder under its plain name."""
    file = (folder / name).resolve()
    if file.suffix.lower() not in CLIPPINGS:
        return "scan-format", f"剪报“{name}”不是 PDF、JPG 或 PNG", "另存成这三种之一"
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return "scan-missing", f"找不到剪报“{name}”", "放进同一文件夹的 clippings 里，文件名写得一样"
    return None
