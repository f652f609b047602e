"""Search over whole built sites, the example's and another office's: every page is found by its name, and queries lead where they should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from search_hits import ask, both_sites

NOT_LOOKED_FOR = {"404.html", "search/index.html"}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return both_sites(tmp_path_factory.mktemp("sites"))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def name_of(page: Path) -> str:
    """The title of a page without the name of the site."""
    return unescape(re.findall(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.S)[0]).rpartition(" · ")[0]


@pytest.mark.parametrize("which", ["example", "office"])
def test_every_page_is_found_by_its_name(tab: Tab, sites: dict[str, Path], which: str) -> None:
    site = sites[which]
    pages = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    home = site.as_uri() + "/"
    tab.goto(home + "search/index.html")
    lost = []
    for url in sorted(pages.keys() - NOT_LOOKED_FOR):
        name = "首页" if url == "index.html" else name_of(pages[url])
        hits = tab.evaluate("(query) => planSearch(query, {limit: 40})", name)
        if url not in {hit["url"].removeprefix(home).split("#")[0] for hit in hits}:
            lost.append((url, name))
    assert lost == []


def test_queries_lead_where_they_should(tab: Tab, sites: dict[str, Path]) -> None:
    """A floor under bench/search_hits_bench.py, which names the missed ones."""
    places = [each.place for name, folder in sites.items() for each in ask(tab, name, folder)]
    assert len(places) == 120
    assert places.count(1) >= 114
    assert len(places) - places.count(0) >= 117
