"""The shelf of printed documents: each lies there by what it was printed from, so that nothing is printed twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from campaign.build.by_id import pack, typefaces, with_files
from campaign.content import Content
from campaign.doctor import office_fonts
from campaign.leaves import recall
from campaign.pdf import notice as notice_print
from campaign.pdf.engine import Pressed, fonts_version, press
from campaign.pdf.job import Job
from campaign.pdf.picture import long_picture
from campaign.publish import write
from campaign.views.unit_sheets import unit_sheets

_ENDS = {
    ".pdf": b"%%EOF",
    ".docx": b"PK\x05\x06",
    ".png": b"IEND",
}  # what stands near the end of a file that was written whole


@dataclass(frozen=True)
class PrintShelf:
    """Printed documents by what they were printed from (words, looks, typefaces, program)."""

    root: Path
    content: Content
    fonts: Path
    version: str
    used: set[Path] = field(default_factory=set)

    @staticmethod
    def of(root: Path, content: Content) -> PrintShelf:
        """The shelf of a content root, with the answers remembered from the last time."""
        fonts = typefaces(root)
        shelf = PrintShelf(root, content, fonts, fonts_version(fonts) + _office_version(root))
        with suppress(OSError, ValueError):  # without it, or with half of it, everything is worked out again
            recall.remember(json.loads(shelf.answers.read_bytes()))
        return shelf

    @property
    def folder(self) -> Path:
        """Where prints lie."""
        return self.root / ".build" / "pdf"

    @property
    def answers(self) -> Path:
        """Where answers worked out before lie."""
        return self.root / ".build" / "answers.json"

    def place(self, digest: str, kind: str = ".pdf") -> Path:
        """Where the print with this digest lies or is to lie; it counts as used."""
        path = self.folder / f"{digest}{kind}"
        self.used.add(path)
        return path

    def ready(self, job: Job) -> Job:
        """The job with its photographs: its place on the shelf is that of their names."""
        return with_files(self.root, self.content, job)

    def pdf(self, job: Job) -> Pressed:
        """A printed document; printed all the same where nothing may be written. Raises PrintFault."""
        try:
            path = self._kept(job.digest(self.version), partial(self._print, job))
            return Pressed(path.read_bytes(), self.notes(path))
        except OSError:
            return self._print(job)

    def pack(self, meeting_id: str) -> Path:
        """The 材料汇编 of a meeting; parts and volumes that are unchanged are at hand. Raises PrintFault."""
        volume = pack(self.root, self.content, meeting_id, unit_sheets(self.content), lambda job: self.pdf(job).pdf)
        return self._kept(volume.digest(self.version), lambda: volume.bind(self.pdf(volume.own).pdf))

    def notice(self, path: str) -> Path:
        """The sheet in the place of a document that could not be printed."""
        job = notice_print.document(path)
        return self._kept(job.digest(self.version), lambda: press(job, self.fonts))

    def _print(self, job: Job) -> Pressed:
        return press(self.ready(job), self.fonts)

    def picture(self, printed: Path, *, sheet: bool) -> Path:
        """A print as one long picture, of the whole `sheet` or cut to what stands on it."""
        return self._kept(printed.stem, lambda: long_picture(printed.read_bytes(), sheet=sheet), ".png")

    def _kept(self, digest: str, make: Callable[[], bytes | Pressed], kind: str = ".pdf") -> Path:
        path = self.place(digest, kind)
        if not whole(path):
            self.keep(path, make())
        return path

    def keep(self, path: Path, made: bytes | Pressed) -> None:
        """Put a print on the shelf, and beside it what is to be told of it."""
        if isinstance(made, Pressed):
            if made.notes:
                write(path.with_suffix(".txt"), "\n".join(made.notes).encode())
            made = made.pdf
        write(path, made)

    def notes(self, path: Path) -> tuple[str, ...]:
        """What is to be told of a print on the shelf."""
        beside = path.with_suffix(".txt")
        return tuple(beside.read_text(encoding="utf-8").splitlines()) if beside.is_file() else ()


def whole(path: Path) -> bool:
    """Whether a print is there, and all of it: what a full disk or a clumsy copy left of one is printed anew."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 1024))
            return _ENDS[path.suffix] in file.read()
    except OSError:
        return False


def _office_version(root: Path) -> str:
    """What the office's own fonts are, for the key of the cache."""
    folder = office_fonts(root)
    return "".join(f"{path.name} {path.stat().st_size};" for path in sorted(folder.iterdir())) if folder else ""
