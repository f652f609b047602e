"""A folder that a web server shows, with the last builds in it and one pointer, which is exchanged in one step.

    DEST/index.html, plans, …     links to .planpress/current/index.html, …: the same for every version
    DEST/robots.txt, .htaccess …  the administrator's own, never touched
    DEST/.planpress/current       the pointer: a link to versions/0007-20261121-140000-…
    DEST/.planpress/versions/     whole sites; the end of a name cannot be guessed, so that nobody reads what was withdrawn
    DEST/.planpress/incoming      a version in the making
    DEST/.planpress/doing         what the command at work is about to do: found without its lock, that one was killed
    DEST/.planpress/prints.json   every PDF that was ever published: {SHA-256: [address, first version]}
    DEST/.planpress/lock

Where the file system has no links, the pointer is a file with the name in it and the site's files stand in DEST itself:
they are exchanged name by name, and between two renames a reader may get 404, or pages of two versions.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from campaign.publish import mark
from campaign.publish.files import write
from campaign.publish.mark import SiteMark
from campaign.publish.places import SHELF
from campaign.publish.swap import exchange, own

NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


@dataclass(frozen=True)
class Version:
    """A published build, as it lies in the folder."""

    number: int
    published: str  # 2026-11-21 14:00:00
    path: Path
    mark: SiteMark

    @property
    def name(self) -> str:
        return self.path.name

    def __str__(self) -> str:
        return f"第 {self.number} 版（{self.published} 发布，数据截至 {self.mark.as_of or '未写明'}，版本号 {self.mark.version}）"


class Shelf:
    """The versions in a folder, and which of them it shows. Only one process may change it: `versions.opened`."""

    def __init__(self, dest: Path) -> None:
        self.dest = dest
        self.own = dest / SHELF
        self.pointer = self.own / "current"
        self.incoming = self.own / "incoming"

    @property
    def plain(self) -> bool:
        """The pointer is a file, for want of links."""
        return self.pointer.is_file() and not self.pointer.is_symlink()

    @property
    def in_use(self) -> bool:
        """Is something published here?"""
        return self.pointer.is_symlink() or self.plain

    def shown(self) -> str:
        """Name of the version that the pointer leads to, "" before there is one."""
        if self.pointer.is_symlink():
            return self.pointer.readlink().name
        return self.pointer.read_text(encoding="utf-8") if self.plain else ""

    def versions(self) -> list[Version]:
        """Oldest first. What has lost its mark is none."""
        found = []
        for path in sorted((self.own / "versions").glob("*-*-*-*")):
            number, day, time, _ = path.name.split("-")
            if held := mark.read(path):
                moment = datetime.strptime(day + time, "%Y%m%d%H%M%S")
                found.append(Version(int(number), moment.isoformat(sep=" "), path, held))
        return found

    def current(self) -> Version | None:
        return next((each for each in self.versions() if each.name == self.shown()), None)

    def new_name(self, now: datetime) -> str:
        numbers = [int(path.name.partition("-")[0]) for path in (self.own / "versions").iterdir()]
        return f"{max(numbers, default=0) + 1:04d}-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(16)}"

    def bring(self, site: Path) -> None:
        """Copy a site to `incoming`; what is the same as in the version before is the same file and takes no room."""
        shutil.rmtree(self.incoming, ignore_errors=True)
        self.incoming.mkdir()
        new, before = mark.read(site), self.current()
        known = before.mark.files if before else {}
        for path in (*mark.addresses(site), mark.NAME):
            target = self.incoming / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if before and new and path in known and known[path] == new.files.get(path):
                with suppress(OSError):
                    if mark.digest(before.path / path) == known[path]:
                        os.link(before.path / path, target)
                        continue
            shutil.copy2(site / path, target)
            target.chmod(0o644)
        for folder, _, _ in os.walk(self.incoming):
            Path(folder).chmod(0o755)
        own(self.incoming, self.dest)

    # -- what is shown

    def show(self, version: Version) -> None:
        """Let the folder show a version. The one step that counts is that of the pointer."""
        if self.plain or not self._point(version):
            self._place(version)
        self.settle()

    def _point(self, version: Version, *, adopting: bool = False) -> bool:
        """Exchange the pointer, once there are links to all that it will lead to; False where there are no links."""
        fresh = self.own / "current.new"
        fresh.unlink(missing_ok=True)
        try:
            fresh.symlink_to(Path("versions") / version.name)
        except OSError as fault:
            if fault.errno in NO_LINKS:
                return False
            raise
        own(fresh, self.dest)
        if not adopting:
            self.link(version)
        fresh.rename(self.pointer)
        return True

    def settle(self) -> None:
        """Away with all that is unfinished; the folder shows what the pointer names, no more and no less."""
        halfway = (self.own / "staged").exists()
        for name in ("incoming", "staged", "gone", "current.new", "link"):
            _drop(self.own / name)
        for path in self.own.glob(".*"):  # notes that were half written
            path.unlink()
        version = self.current()
        if self.plain:
            if version and halfway:
                self._place(version)
        else:
            if version:
                self.link(version)
            for place in self.dest.iterdir():
                if self.is_ours(place) and (not version or place.name not in version.mark.roots):
                    place.unlink()
        if version:
            self._remember_prints(version)

    def link(self, version: Version) -> None:
        """The links by which the folder shows what the pointer leads to; a name that the administrator took stays his."""
        for name in version.mark.roots:
            place = self.dest / name
            if not place.exists() and not place.is_symlink():
                place.symlink_to(Path(SHELF) / "current" / name)
                own(place, self.dest)

    def is_ours(self, place: Path) -> bool:
        if self.plain:
            return place.name in self._placed()
        return place.is_symlink() and place.readlink() == Path(SHELF) / "current" / place.name

    def _placed(self) -> list[str]:
        """Names in the folder that are ours, where there are no links."""
        file = self.own / "placed.json"
        names: list[str] = json.loads(file.read_bytes()) if file.is_file() else []
        return names

    def _place(self, version: Version) -> None:
        """Without links: every name by two renames, after all of it was copied. Done again from the start, it ends the same."""
        staged, gone, ours = self.own / "staged", self.own / "gone", set(self._placed())
        for each in (staged, gone):
            _drop(each)
            each.mkdir()
        names = [name for name in version.mark.roots if name in ours or not (self.dest / name).exists()]
        for name in names:
            _copy(version.path / name, staged / name)
        own(staged, self.dest)
        self.note("placed.json", json.dumps(sorted(ours | set(names))))
        self.note("current", version.name)
        for name in (*names, *(ours - set(names))):
            if (self.dest / name).exists():
                (self.dest / name).rename(gone / name)
            if name in names:
                (staged / name).rename(self.dest / name)
        self.note("placed.json", json.dumps(sorted(names)))
        for each in (staged, gone):
            _drop(each)

    # -- a site that stood here before there were versions

    def adopt(self, names: Iterable[str], now: datetime) -> None:
        """Make files that stand in the folder its first version, without a moment in which any of them is missing."""
        _drop(self.incoming)
        self.incoming.mkdir()
        for name in names:
            _copy(self.dest / name, self.incoming / name)
        (self.incoming / mark.NAME).unlink(missing_ok=True)
        mark.seal(self.incoming)
        own(self.incoming, self.dest)
        path = self.own / "versions" / self.new_name(now)
        self.incoming.rename(path)
        version = self.versions()[-1]
        if self._point(version, adopting=True):
            self.take_places(version)
        else:
            self.note("placed.json", json.dumps(sorted(version.mark.roots)))
            self.note("current", path.name)
        self.settle()

    def take_places(self, version: Version) -> None:
        """Links take the places of the very files that they lead to."""
        link = self.own / "link"
        for name in version.mark.roots:
            place = self.dest / name
            if place.is_symlink() or not place.exists():
                continue
            _drop(link)
            link.symlink_to(Path(SHELF) / "current" / name)
            own(link, self.dest)
            if not exchange(link, place):
                _drop(self.own / "gone")
                place.rename(self.own / "gone")
                link.rename(place)

    # -- what is kept

    def prune(self, keep: int) -> None:
        """Keep the last `keep` versions, and the one that is shown."""
        for path in sorted((self.own / "versions").iterdir())[:-keep]:
            if path.name != self.shown():
                shutil.rmtree(path, ignore_errors=True)

    def drop(self, name: str) -> None:
        """Away with a version that was never shown."""
        if name and name != self.shown():
            shutil.rmtree(self.own / "versions" / name, ignore_errors=True)

    def prints(self) -> dict[str, list[str]]:
        """Every PDF that was ever published here: {SHA-256: [address, the first version with it]}."""
        try:
            noted: dict[str, list[str]] = json.loads((self.own / "prints.json").read_bytes())
        except (OSError, ValueError):
            noted = {}
        return noted

    def _remember_prints(self, version: Version) -> None:
        noted = self.prints()
        new = {
            digest: [path, str(version)]
            for path, digest in version.mark.files.items()
            if path.endswith(".pdf") and digest not in noted
        }
        if new:
            self.note("prints.json", json.dumps(noted | new, ensure_ascii=False, indent=0))

    def note(self, name: str, text: str) -> None:
        """A file of the shelf's own: it names what was withdrawn, so nobody but the owner of the folder reads it."""
        write(self.own / name, text.encode())
        (self.own / name).chmod(0o600)
        own(self.own / name, self.dest)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _drop(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
