"""Where a search leads: the queries of search_queries*.yaml on built sites, for a test and for the bench."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import second_office
import yaml
from playwright.sync_api import Page as Tab

ROOT = Path(__file__).parent.parent
QUERIES = tuple(
    ROOT / f"tests/search_queries{suffix}.yaml" for suffix in ("", "_second", "_third", "_fourth", "_fifth")
)


class Asked(NamedTuple):
    queries: str
    site: str
    group: str
    query: str
    right: list[str]
    found: list[str]  # the first five places

    @property
    def place(self) -> int:
        """1 for the first hit, 0 for none of the first five."""
        return next((at for at, url in enumerate(self.found, 1) if any(fits(url, each) for each in self.right)), 0)


def fits(url: str, right: str) -> bool:
    return fnmatchcase(url.replace("[", "("), right)


def build(out: Path, root: Path | None = None) -> Path:
    where = ["--root", str(root)] if root else []
    command = [sys.executable, str(ROOT / "scripts/plan.py"), "build", *where, "--only", "site", "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return out


def ask(tab: Tab, site: str, folder: Path) -> Iterator[Asked]:
    home = folder.as_uri() + "/"
    tab.goto(home + "search/index.html")
    for queries in QUERIES:
        for group, rows in yaml.safe_load(queries.read_text(encoding="utf-8")).get(site, {}).items():
            for query, *right in rows:
                hits = tab.evaluate("(query) => planSearch(query, {limit: 5})", str(query))
                found = [hit["url"].removeprefix(home).replace("/index.html", "/") for hit in hits]
                yield Asked(queries.stem, site, group, str(query), right, found)


def of_office(place: Path) -> Path:
    """The site of the second office, built without prints."""
    return build(place / "other", second_office.written(place / "office"))


def both_sites(place: Path) -> dict[str, Path]:
    """{name: folder} of the example's site and of the second office's, built without prints."""
    return {"example": build(place / "example"), "office": of_office(place)}
