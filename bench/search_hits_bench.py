"""How often a search leads where it should: the queries of tests/search_queries*.yaml on the two built sites, in Chromium.

    .venv/bin/python bench/search_hits_bench.py [--missed] [--no-peers]

Counts per group how many right places come first, and how many are among the first five, beside MiniSearch (bigrams, over the same
units) and Pagefind (over the same pages, where the right page is enough). The sites are built as `plan build --only site`
builds them, and asked from the disk with the search.js that is published. The peers come from npm and PyPI into .build/peers.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import search_peers
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from search_hits import Asked, ask, both_sites

Place = tuple[int, ...]  # of the right hit, ours and each peer's: 1 for the first, 0 for none of the first five


def main() -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        rows = [row for name, folder in both_sites(Path(place)).items() for row in compared(tab, name, folder)]
        browser.close()
    groups: dict[str, list[Place]] = defaultdict(list)
    for each, places in rows:
        groups[f"{each.queries} {each.group}"].append(places)
        groups[f"{each.queries} all"].append(places)
    names = ("ours", "MiniSearch", "Pagefind")[: len(rows[0][1])]
    print(f"{'first / in five':34}    " + "".join(f"{name:>14}" for name in names))
    for group, members in sorted(groups.items()):
        counts = [(column.count(1), len(column) - column.count(0)) for column in zip(*members, strict=True)]
        print(f"{group:34} {len(members):3}" + "".join(f"{first:>8} / {five:<3}" for first, five in counts))
    if "--missed" in sys.argv:
        for each, places in rows:
            if places[0] != 1:
                print(f"  {each.queries} {each.group}: {each.query} → {places[0] or '-'}  {each.found[:3]}")


def compared(tab: Tab, name: str, folder: Path) -> list[tuple[Asked, Place]]:
    asked = list(ask(tab, name, folder))
    if "--no-peers" in sys.argv or not shutil.which("npm"):
        return [(each, (each.place,)) for each in asked]
    queries = [each.query for each in asked]
    found = zip(search_peers.minisearch(folder, queries), search_peers.pagefind(tab, folder, queries), strict=True)
    return [
        (
            each,
            (
                each.place,
                each._replace(found=list(map(bare, units))).place,
                each._replace(
                    found=list(map(bare, pages)), right=[right.partition("#")[0] for right in each.right]
                ).place,
            ),
        )
        for each, (units, pages) in zip(asked, found, strict=True)
    ]


def bare(url: str) -> str:
    return url.replace("/index.html", "/")


if __name__ == "__main__":
    main()
