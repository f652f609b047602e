"""All that a site has of printed matter: PDFs, packs and Word files, from the shelf or made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from campaign.build.by_id import word_file
from campaign.build.files import copy_all
from campaign.build.made import Made, files_below, standing
from campaign.build.shelf import PrintShelf, whole
from campaign.content import Content
from campaign.kinds import CAMPAIGN
from campaign.leaves import links, program, recall
from campaign.leaves.parallel import spread
from campaign.leaves.problems import Problem
from campaign.model import Plan
from campaign.pdf.engine import PrintFault, render_many
from campaign.pdf.prints import DRAFTS
from campaign.pdf.prints import jobs as print_jobs
from campaign.publish import write
from campaign.views.campaign import PICTURED, WORDED, desk, prints
from campaign.views.month import ended

if TYPE_CHECKING:
    from campaign.exporters.wordml import WordText

PRINTED = (".pdf", ".docx", ".png")
CACHED_PRINTS = 2000
CACHED_LISTINGS = 20

T = TypeVar("T")


@dataclass(frozen=True)
class Printed:
    """Printed matter: where each document lies by its address, and why some could not be printed; a sheet that says so lies in their place."""

    places: dict[str, Path]
    faults: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()  # what is to be told of those that are printed

    def sound(self) -> tuple[Problem, ...]:
        """Nothing, when all of it is printed. Raises PrintFault that names everything that is not."""
        if self.faults:
            raise PrintFault("；\n".join(each.message for each in self.faults))
        return ()


def printed_files(made: Made, jobs: int = 1) -> Printed:
    """Print all documents and packs, and write plans in Word: the address of each and where it lies on the shelf. One that cannot be printed
    keeps no other from it.

    When nothing at all has changed, not a word is set. What is saved while a build is at work belongs to the next one.
    """
    shelf = PrintShelf.of(made.root, made.sound)
    listing = shelf.folder / f"{_inputs(made, shelf.version)}.json"
    as_loaded = standing(made.root) == made.read
    if as_loaded and listing.is_file():
        places = {path: shelf.folder / name for path, name in json.loads(listing.read_bytes()).items()}
        if all(map(whole, places.values())):
            return Printed(places, notes=_notes(shelf, places))
    faults: dict[str, PrintFault] = {}
    jobs_of = {path: job for path, make in print_jobs(made.sound).items() if (job := _tried(make, path, faults))}
    places = {path: shelf.place(job.digest(shelf.version)) for path, job in jobs_of.items()}
    new = {places[path]: job for path, job in jobs_of.items() if not whole(places[path])}
    ready = [(kept, shelf.ready(job)) for kept, job in new.items()]
    for (kept, _), done in zip(ready, render_many([job for _, job in ready], shelf.fonts, jobs), strict=True):
        if isinstance(done, PrintFault):
            faults |= {path: done for path, place in places.items() if place == kept}
        else:
            shelf.keep(kept, done)
    for meeting_id in bound(made.sound):
        path = links.meeting_pdf(meeting_id)
        if volume := _tried(partial(shelf.pack, meeting_id), path, faults):
            places[path] = volume
    places |= {path: shelf.notice(path) for path in faults if path.endswith(".pdf")}
    places |= {
        path: shelf.picture(places[source], sheet=sheet)
        for path, (source, sheet) in pictures(made.sound).items()
        if source in places
    }
    places |= _word_files(made, shelf, jobs)
    if as_loaded and not faults:
        write(listing, json.dumps({path: kept.name for path, kept in places.items()}).encode())
    write(shelf.answers, json.dumps(recall.asked()).encode())
    _prune(shelf)
    told = (Problem(path, 1, 1, "error", "not-printed", str(fault)) for path, fault in sorted(faults.items()))
    return Printed(places, tuple(told), _notes(shelf, places))


def _notes(shelf: PrintShelf, places: Mapping[str, Path]) -> tuple[Problem, ...]:
    """What is to be told of the prints, a warning each."""
    told = ((path, note) for path, kept in sorted(places.items()) for note in shelf.notes(kept))
    return tuple(Problem(path, 1, 1, "warning", "print-measured", note) for path, note in told)


def _tried(make: Callable[[], T], path: str, faults: dict[str, PrintFault]) -> T | None:
    """What is made, or nothing with the reason noted under its address."""
    try:
        return make()
    except PrintFault as fault:
        faults[path] = fault
        return None


def pictures(content: Content) -> dict[str, tuple[str, bool]]:
    """What of campaigns is shown as a picture, by address: the address of its print, and whether the whole sheet is shown."""
    return {
        links.campaign_picture(plan.id, kind): (links.campaign_pdf(plan.id, kind), PICTURED[kind])
        for plan in content.of(CAMPAIGN).values()
        for kind, _ in prints(desk(content, plan))
        if kind in PICTURED
    }


def word_drafts(content: Content) -> dict[str, Callable[[], WordText]]:
    """Makers of every Word file of the site by address: plans, and what campaigns draft."""
    from campaign.exporters.docx import draft

    made: dict[str, Callable[[], WordText]] = {
        links.plan_docx(plan.id): partial(draft, content, plan) for plan in content.plans.values()
    }
    for plan in content.of(CAMPAIGN).values():
        shown = desk(content, plan)
        for kind, _ in prints(shown):
            if kind in WORDED:
                made[links.campaign_docx(plan.id, kind)] = partial(_worded, content, plan, kind)
        for month, then in ended(content, plan):
            made[links.campaign_month_print(plan.id, month.iso, "docx")] = partial(_worded, then, plan, "monthly")
    return made


def _worded(content: Content, plan: Plan, kind: str) -> WordText:
    from campaign.exporters.drafts import word_text

    return word_text(content, plan, DRAFTS[kind](desk(content, plan), content))


def _word_files(made: Made, shelf: PrintShelf, jobs: int) -> dict[str, Path]:
    drafts = {path: make() for path, make in word_drafts(made.sound).items()}
    places = {path: shelf.place(each.digest(), ".docx") for path, each in drafts.items()}
    new = {places[path]: each for path, each in drafts.items() if not whole(places[path])}
    pack_one = partial(word_file, made.root, made.sound)
    for kept, raw in zip(new, spread(jobs)(pack_one, list(new.values())), strict=True):
        write(kept, raw)
    return places


def _inputs(made: Made, version: str) -> str:
    """Key of all that documents are made of: the office's files, the day, the program, its libraries, the typefaces."""
    seen = hashlib.sha256(f"{version} {made.sound.as_of} {made.sound.preview} {program.version()}".encode())
    for folder in (made.root / "plans", made.root / "docs"):
        for path in files_below(folder):
            seen.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def bound(content: Content) -> list[str]:
    """Meetings with a 材料汇编: those kept only as a record have none."""
    return [each.id for each in content.meetings.values() if not each.record_only]


def _prune(shelf: PrintShelf) -> None:
    """Keep the shelf from growing without end: the oldest files that this build did not need go first."""
    spare = sorted(
        (path for path in shelf.folder.glob("*.*") if path.suffix in PRINTED and path not in shelf.used),
        key=lambda path: path.stat().st_mtime,
    )
    listings = sorted(shelf.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in (*spare[: max(0, len(spare) - CACHED_PRINTS)], *listings[:-CACHED_LISTINGS]):
        path.unlink(missing_ok=True)
        path.with_suffix(".txt").unlink(missing_ok=True)


def keep_printed(made: Made, old: Path, fresh: Path) -> int:
    """Take printed matter over from the site before; what an office has put there itself is not ours to bring back."""
    if not old.is_dir():
        return 0
    (held,) = made.steps.each(addresses, made.sound.in_outline, ("",))
    kept = {path: old / path for path in held if (old / path).is_file()}
    return copy_all(kept, fresh)


def addresses(content: Content, _: str = "") -> tuple[str, ...]:
    """Where all printed matter of a site lies on it; no running text has a part in that."""
    return (
        *print_jobs(content),
        *map(links.meeting_pdf, bound(content)),
        *word_drafts(content),
        *pictures(content),
    )
