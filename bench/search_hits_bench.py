"""How often a search leads where it should: the queries of tests/search_queries*.yaml on the two built sites, in Chromium.

    .venv/bin/python bench/search_hits_bench.py [--missed]

Counts per group how many right places come first, and how many are among the first five. The sites are built as
`plan build --only site` builds them, and asked from the disk with the search.js that is published.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from search_hits import Asked, ask, both_sites


def main() -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        asked = [each for site, folder in both_sites(Path(place)).items() for each in ask(tab, site, folder)]
        browser.close()
    groups: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        groups[f"{each.queries} {each.group}"].append(each)
        groups[f"{each.queries} all"].append(each)
    for group, members in sorted(groups.items()):
        first, five = sum(each.place == 1 for each in members), sum(each.place > 0 for each in members)
        print(f"{group:34} {len(members):4}  first {first:4}  in five {five:4}")
    if "--missed" in sys.argv:
        for each in asked:
            if each.place != 1:
                print(f"  {each.queries} {each.group}: {each.query} → {each.place or '-'}  {each.found[:3]}")


if __name__ == "__main__":
    main()
