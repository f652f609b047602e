"""The built site of this repository, as its readers meet it: counts, links, search, no outside request, nothing wider than a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

COUNTS = {
    # plan: groups, tasks, phases, indicators, targets, requirements
    "quality-year": (4, 15, 4, 0, 0, 4),
    "whole-staff-service": (4, 18, 0, 1, 1, 0),
    "township-quality-year": (7, 30, 0, 19, 19, 4),
    "city-quality-uplift": (6, 19, 4, 6, 11, 4),
    "hundred-days": (5, 6, 0, 2, 2, 3),
    "children-health": (4, 20, 0, 17, 20, 3),
    "jiaxing-key-tasks": (0, 10, 0, 2, 2, 0),
    "service-uplift": (3, 11, 0, 0, 0, 0),
}


@pytest.fixture(scope="session")
def catalog(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "data/catalog.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("plan", COUNTS)
def test_counts_in_the_catalog(catalog: dict[str, Any], plan: str) -> None:
    entry = {each["id"]: each for each in catalog["plans"]}[plan]
    assert (
        tuple(entry[key] for key in ("groups", "tasks", "phases", "indicators", "targets", "requirements"))
        == COUNTS[plan]
    )


def test_the_catalog_says_what_it_is(catalog: dict[str, Any], site: Path) -> None:
    assert catalog["as_of"] == "2026-11-21"
    assert {each["id"]: each["days"] for each in catalog["campaigns"]} == {"hundred-days": 92, "demo-hundred-days": 92}
    assert {each["id"] for each in catalog["interpretations"]} == {"quality-action", "patient-experience"}
    units = {each["id"]: each for each in catalog["units"]}
    assert (units["p-wsjsw"]["lead"], units["p-wsjsw"]["join"]) == (17, 2)
    assert (units["p-czt"]["lead"], units["p-czt"]["join"]) == (0, 8)
    for each in (*catalog["plans"], *catalog["units"], *catalog["interpretations"]):
        assert (site / each["url"]).is_file()
    for plan in catalog["plans"]:
        assert (site / plan["pdf"]).read_bytes().startswith(b"%PDF-")


def test_one_indicator_with_three_tiers_has_three_targets(site: Path) -> None:
    data = json.loads((site / "data/plans/city-quality-uplift.json").read_text(encoding="utf-8"))
    drugs = next(each for each in data["indicators"] if len(each["targets"]) == 3 and each["targets"][0]["value"] == 15)
    assert [target["value"] for target in drugs["targets"]] == [15, 30, 80]
    assert [target["scope"]["label"] for target in drugs["targets"]] == ["三级", "二级", "基层"]


def test_fourteen_units_carry_the_province_plan(site: Path) -> None:
    data = json.loads((site / "data/plans/children-health.json").read_text(encoding="utf-8"))
    assert len(data["units"]) == 14
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    assert [task["number"] for task in tasks if task["responsibility"]["mode"] == "分别负责"] == ["9.", "15."]


# -- links -----------------------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "href" or name == "src") and tag != "use":
                self.links.append(value)
            if name == "id" and value:
                assert value not in self.anchors, f"id {value} twice"
                self.anchors.add(value)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, _Page]:
    return {
        path: _Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }


def test_every_link_and_anchor_exists(site: Path, pages: dict[Path, _Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(unquote(link))
            if "://" in target or target.startswith(("mailto:", "data:")):
                broken.append(f"{path.relative_to(site)} leaves the site: {link}")
                continue
            file = (path.parent / target.partition("?")[0]).resolve() if target else path
            if not file.is_file() or (
                anchor and file in pages and "=" not in anchor and anchor not in pages[file].anchors
            ):
                broken.append(f"{path.relative_to(site)} → {link}")
    assert broken == []


def test_every_page_is_reached_from_the_front(site: Path, pages: dict[Path, _Page]) -> None:
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        waiting.extend(
            (path.parent / urldefrag(unquote(link))[0].partition("?")[0]).resolve() for link in pages[path].links
        )
    assert set(pages) - reached == set()


def test_every_task_and_indicator_has_its_anchor(site: Path, pages: dict[Path, _Page]) -> None:
    for file in sorted((site / "data/plans").glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        anchors = pages[site / data["url"]].anchors
        tasks = [task for group in data.get("groups", []) for task in group.get("tasks", [])] + data.get("tasks", [])
        wanted = {f"task-{each['id']}" for each in tasks} | {f"indicator-{each['id']}" for each in data["indicators"]}
        assert wanted <= anchors


def test_every_hit_leads_to_a_place(site: Path, pages: dict[Path, _Page]) -> None:
    """Every unit of the search index stands at an anchor that its page has."""
    from datetime import date

    from campaign.checks import look_over
    from campaign.search.corpus import corpus

    content, _ = look_over(Path(__file__).resolve().parent.parent, date(2026, 11, 21))
    found = corpus(content)
    assert sum(len(page.units) for page in found) > 500
    lost = [
        f"{page.url}#{unit.anchor}"
        for page in found
        for unit in page.units
        if unit.anchor and unit.anchor not in pages[site / page.url].anchors
    ]
    assert lost == []


def test_nothing_points_outside(site: Path) -> None:
    outside = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        assert not outside.search(path.read_text(encoding="utf-8")), path


def test_the_theme_leaves_nothing_unused_behind(site: Path) -> None:
    assert sum(path.stat().st_size for path in (site / "assets").rglob("*") if path.is_file()) < 400_000


# -- search -------------------------------------------------------------------------------------------------------------------------

TERMS = (
    "护理部 床位 预约诊疗 日间手术 三级医师查房 临床路径 病案 满意度 儿科 助产士 签约服务 绿色通道 抗菌药物 处方 挂包 随访 志愿者 摄影 湄洲日报 "
    "创新亮点 启动仪式 卒中 6S 基本药物 次均住院费用 小金库 首诊负责 远程医疗 医联体 人文关怀"
).split()


def _search(tab: Any, term: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tab.evaluate("term => window.planSearch(term)", term)
    return found


def _hits(tab: Any, site: Path, base: str) -> Iterator[str]:
    """Terms for which the first result is a page of this site on which the term really stands."""
    for term in TERMS:
        results = _search(tab, term)
        if not results:
            continue
        path = urldefrag(results[0]["url"])[0].removeprefix(base)
        text = re.sub(r"<[^>]+>|\s", "", (site / unquote(path)).read_text(encoding="utf-8"))
        if term in text and (term in results[0]["title"] or term in results[0]["excerpt"]):
            yield term


def test_thirty_terms_are_found_over_http(browser: Any, served: str, site: Path) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    tab.goto(f"{served}plans/children-health/index.html")
    assert len(TERMS) == len(set(TERMS)) == 30
    assert list(_hits(tab, site, served)) == TERMS
    assert [url for url in asked if not url.startswith(served)] == []
    context.close()


def test_thirty_terms_are_found_from_disk_without_network(browser: Any, site: Path) -> None:
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.goto(f"{site.as_uri()}/units/dept-nursing/index.html")
    assert list(_hits(tab, site, f"{site.as_uri()}/")) == TERMS
    context.close()


def test_a_search_leads_to_the_anchor(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.goto(f"{served}index.html")
    field = tab.locator("form.search input[type=search]").first
    field.fill("推进高等院校儿科医学人才培养")
    tab.locator("[role=option]").first.click()
    tab.wait_for_url("**/plans/children-health/index.html#task-*")
    assert tab.locator(":target").count() == 1
    context.close()


# -- looks ------------------------------------------------------------------------------------------------------------------------------

SAMPLES = (
    "index.html",
    "plans/index.html",
    "plans/demo-quality-year/index.html",
    "plans/children-health/index.html",
    "plans/children-health/matrix/index.html",
    "plans/city-quality-uplift/index.html",
    "plans/demo-hundred-days/index.html",
    "units/index.html",
    "units/dept-nursing/index.html",
    "indicators/index.html",
    "calendar/index.html",
    "glossary/index.html",
    "guide/index.html",
    "interpretations/index.html",
    "interpretations/quality-action/index.html",
    "findings/index.html",
    "mechanisms/index.html",
    "ledger/index.html",
    "ledger/db-2026-015/index.html",
    "bulletins/demo-2026-2026-10/index.html",
    "dashboards/index.html",
    "dashboards/demo-patient-experience/index.html",
    "dashboards/units/dept-nursing/index.html",
    "search/index.html",
)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways_or_complains(browser: Any, served: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    # going on to the next page ends what still loads on this one, which is no fault
    tab.on("requestfailed", lambda request: faults.append(request.url) if "ABORTED" not in request.failure else None)
    wide = []
    for name in SAMPLES:
        tab.goto(served + name)
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    assert (wide, faults) == ([], [])
    context.close()


def test_headings_step_down_one_at_a_time(site: Path) -> None:
    """Readers who go from heading to heading miss no step, on any page; the page of results writes its own."""
    for path in site.rglob("*.html"):
        levels = [int(each) for each in re.findall(r"<h([1-6])[ >]", path.read_text(encoding="utf-8"))]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
