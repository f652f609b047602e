"""What the print room is asked for: one document as HTML words plus the name of the sheet that sets its looks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from campaign.pdf.geometry import OFFICIAL, Geometry

ROOM = Path(__file__).parent


class PrintFault(Exception):
    """A document that must not leave the house as it is; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Archive:
    """What makes a print one for the archive, PDF/A-3b: its data as a file inside the file (none for what has no data), and the day they stand at."""

    day: date
    name: str = ""
    data: bytes = b""


@dataclass(frozen=True)
class Insert:
    """A page of somebody else's PDF, shown on the page of ours that has `anchor`, as large as it fits: `box` is left, top, width and height in mm."""

    anchor: str
    file: str  # from the content root
    digest: str
    page: int  # from 0
    box: tuple[float, float, float, float]
    size: tuple[float, float]  # of the page as it is shown, in mm
    turn: int = 0  # degrees clockwise, for its words to stand upright

    @property
    def address(self) -> str:
        """What stands for the page where it is shown as a picture."""
        return f"page:{self.file}#{self.page}-{self.turn}-{self.digest}"


@dataclass(frozen=True)
class Job:
    """One document to print; picklable, and the same job gives the same bytes.

    What stands at the foot of a last page (版记, the way to the living page) depends on how the text falls on pages. So a job holds the
    same words set in several ways, best first, the last with the foot on a page of its own; the first that is well set is printed, else the last.
    """

    name: str  # as messages name it, e.g. the plan's id
    title: str  # PDF title
    kind: str  # folder with template.html and style.css
    html: str
    others: tuple[str, ...] = ()
    telling: str = ""  # one of the ways: who prints it is told `told`
    told: str = ""
    even: bool = False  # the number of pages must be even: 版记 stands on the back of the last sheet
    most: int = 0  # pages it may come to at most (a poster is one); 0 is any number
    bound: bool = False  # part of a bound volume: bears no page number of its own
    archive: Archive | None = None
    geometry: Geometry = OFFICIAL
    inserts: tuple[Insert, ...] = ()
    said: tuple[str, ...] = ()  # what its record says: each text stands in the print, or who prints it is told
    supplied: Mapping[str, bytes] = field(
        default_factory=dict, repr=False, compare=False
    )  # files of inserts, by their fingerprints

    def ways_left(self, others: Sequence[str], pages: Sequence[Iterable[str]]) -> Sequence[str]:
        """Which of the other ways are worth trying after one that came out as `pages`, the anchors of each page: none when it is well set.

        Well set is: every foot stands with the end it belongs to (`foot-…`, `end-…`), none on the first of several pages, no page too many or too few.
        When only the even number is missing, no other place on these pages will bring it.
        """
        place = {anchor: number for number, anchors in enumerate(pages, 1) for anchor in anchors}
        feet = {anchor.removeprefix("foot-"): number for anchor, number in place.items() if anchor.startswith("foot-")}
        together = all(place.get(f"end-{name}") == number for name, number in feet.items())
        few = not self.most or len(pages) <= self.most
        if not (few and together) or (1 in feet.values() and len(pages) > 1):
            return others
        return others[-1:] if self.even and len(pages) % 2 else ()

    def digest(self, fonts_version: str = "") -> str:
        """Key of a cache: changes with the words, the looks, the typefaces (text of their VERSION file) and the printing program."""
        seen = hashlib.sha256()
        for part in (
            *(repr(getattr(self, each.name)) for each in fields(self) if each.repr),
            sheet(self.kind, self.bound, self.geometry),
            fonts_version,
            _program(),
        ):
            seen.update(part.encode())
            seen.update(b"\0")
        return seen.hexdigest()


_IMPORT = re.compile(r'^@import "([a-z_./]+)";\n', re.M)  # resolved here: nothing is fetched while printing


@cache
def sheet(kind: str, bound: bool = False, geometry: Geometry = OFFICIAL) -> str:
    """Style sheet of a kind of document: the common one, then its own; last, in a bound volume, the one without page numbers.

    Every `$name` in it is a length, size or word of the geometry.
    """
    names = ("common.css", f"{kind}/style.css", *(("bound.css",) if bound else ()))
    return geometry.fill("\n".join(_IMPORT.sub(lambda found: _text(found[1]), _text(name)) for name in names))


def _text(name: str) -> str:
    return (ROOM / name).read_text(encoding="utf-8")


@cache
def _program() -> str:
    code = (ROOM / name for name in ("engine.py", "bold.py", "inserts.py", "measure.py", "tags.py", "builtin.css"))
    return version("weasyprint") + "".join(path.read_text(encoding="utf-8") for path in code)
