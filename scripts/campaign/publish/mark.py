"""Our mark on a folder: `planpress.json` with the hash of every file of the site. A folder without it is never replaced."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

PROGRAM = "2.0.dev"  # the edition that made a site
NAME = "planpress.json"
CATALOG = "data/catalog.json"


@dataclass(frozen=True)
class SiteMark:
    """What a site is: `version` follows from its files alone, so the same site has the same version wherever it lies."""

    version: str  # 12 hexadecimal digits
    as_of: str  # 2026-11-21, "" where the site does not say
    program: str
    files: Mapping[str, str]  # address → SHA-256, hexadecimal; the mark itself is not among them

    @property
    def roots(self) -> tuple[str, ...]:
        """Names that stand right in the site's folder, the mark among them."""
        return (*sorted({path.partition("/")[0] for path in self.files}), NAME)


def seal(site: Path) -> SiteMark:
    """Put the mark on a finished site, and make its files readable for a web server whatever the umask."""
    files = {path: digest(site / path) for path in addresses(site)}
    for folder, _, names in os.walk(site):
        Path(folder).chmod(0o755)
        for name in names:
            (Path(folder) / name).chmod(0o644)
    mark = SiteMark(version(files), _as_of(site), PROGRAM, files)
    text = json.dumps({"mark": "planpress", **asdict(mark)}, ensure_ascii=False, indent=0)
    (site / NAME).write_text(text, encoding="utf-8")
    (site / NAME).chmod(0o644)
    return mark


def read(folder: Path) -> SiteMark | None:
    """The mark of a folder, or None where there is none of ours."""
    try:
        held = json.loads((folder / NAME).read_bytes())
        if held.pop("mark") != "planpress":
            return None
        mark = SiteMark(**held)
        return mark if mark.version == version(mark.files) else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def differences(site: Path, mark: SiteMark) -> list[str]:
    """What is not as it was when the mark was put on, a Chinese sentence each."""
    here = set(addresses(site))
    return [
        *(f"少了 {path}" for path in mark.files if path not in here),
        *(f"{path} 被改动过" for path, was in mark.files.items() if path in here and digest(site / path) != was),
        *(f"多了 {path}" for path in sorted(here - set(mark.files))),
    ]


def addresses(site: Path) -> Iterator[str]:
    """Every file of a site but the mark, in a fixed order."""
    for path in sorted(site.rglob("*")):
        if path.is_file() or path.is_symlink():
            address = path.relative_to(site).as_posix()
            if address != NAME:
                yield address


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def version(files: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{path}\0{files[path]}\n" for path in sorted(files)).encode()).hexdigest()[:12]


def _as_of(site: Path) -> str:
    try:
        return str(json.loads((site / CATALOG).read_bytes())["as_of"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
