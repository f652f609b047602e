"""The site's own settings, and the pictures of seals that its plans name."""

from __future__ import annotations

from collections.abc import Mapping

from campaign.leaves.problems import Source
from campaign.load.files import Reading
from campaign.load.names import settled
from campaign.load.records import parse
from campaign.model import Plan, Site
from campaign.pictures import seals as pictures


def site(reading: Reading) -> Site:
    """`plans/site.yaml`, or its defaults, with the id of the site's own institution; the registry is read by now."""
    source, settings = Source("plans/site.yaml"), None
    for path in reading.files("plans", deep=False, only="site"):
        text = reading.text(path)
        if text is not None:
            settings, source = parse(reading.problems, reading.name(path), text, Site)
        break
    reading.sources[("site", "site")] = source
    settings = settings or Site()
    reading.settings = settled(settings, reading)
    reading.home = reading.settings.home if reading.settings.home in reading.registry.units else None
    return reading.settings


def seals(reading: Reading, plans: Mapping[str, Plan]) -> dict[str, pictures.SealPicture]:
    """The pictures of seals that plans name, each read once; one that cannot be printed is an error at the line that names it."""
    found: dict[str, pictures.SealPicture] = {}
    for plan in plans.values():
        for index, seal in enumerate(plan.document.seals if plan.document else ()):
            if seal.file and seal.file not in found:
                try:
                    found[seal.file] = pictures.read(reading.root, seal.file)
                except pictures.UnfitSeal as fault:
                    source, where = reading.sources[("plan", plan.id)], ("document", "seals", index, "file")
                    reading.note(source.error(where, "seal-unfit", fault.message, fault.hint))
    return found
