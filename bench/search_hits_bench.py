"""How often a search leads where it should: the queries of tests/search_queries.yaml on the two built sites, in Chromium.

    .venv/bin/python bench/search_hits_bench.py [--missed]

Counts per group how many right places come first, and how many are among the first five. The sites are built as
`plan build --only site` builds them, and asked from the disk with the search.js that is published.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import yaml
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

import second_office  # noqa: E402  (the folder is added above)

QUERIES = ROOT / "tests/search_queries.yaml"


class Asked(NamedTuple):
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
    for group, rows in yaml.safe_load(QUERIES.read_text(encoding="utf-8"))[site].items():
        for query, *right in rows:
            hits = tab.evaluate("(query) => planSearch(query, {limit: 5})", str(query))
            found = [hit["url"].removeprefix(home).replace("/index.html", "/") for hit in hits]
            yield Asked(site, group, str(query), right, found)


def ask_all(folders: dict[str, Path]) -> list[Asked]:
    """Every query on its site; {site: folder of the built site}."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        asked = [each for site, folder in folders.items() for each in ask(tab, site, folder)]
        browser.close()
    return asked


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        office = second_office.written(place / "office")
        asked = ask_all({"example": build(place / "a"), "office": build(place / "b", office)})
    groups: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        groups[each.group].append(each)
    for group, members in [*groups.items(), ("all", asked)]:
        first, five = sum(each.place == 1 for each in members), sum(each.place > 0 for each in members)
        print(f"{group:10} {len(members):4}  first {first:4}  in five {five:4}")
    if "--missed" in sys.argv:
        for each in asked:
            if each.place != 1:
                print(f"  {each.group}: {each.query} → {each.place or '-'}  {each.found[:3]}")


if __name__ == "__main__":
    main()
