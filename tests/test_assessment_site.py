"""The assessment as its readers meet it: pages, printed matter, open data and search of this repository, all telling the same numbers."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from campaign.build import by_id
from campaign.content import Content
from campaign.exporters.data import catalog
from campaign.exporters.records import record_files
from campaign.load import load
from campaign.pages.assessment import assessment_pages
from campaign.pages.plan import plan_page
from campaign.pdf import prints
from campaign.pdf.engine import render
from campaign.search.corpus import corpus
from campaign.views.score_reports import ScoreReport, item_views, score_reports

ROOT = Path(__file__).resolve().parent.parent
CONTENT: Content = load(ROOT, date(2026, 11, 21)).content
REPORTS = score_reports(CONTENT)
PRINTS = prints.jobs(CONTENT)


def report_of(result: str) -> ScoreReport:
    return next(each for each in REPORTS if each.sheet.result.id == result)


def words(html: str) -> str:
    """Text of a page without its marks, spaces gone."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.fixture(scope="module")
def bodies() -> dict[str, str]:
    return {page.path: page.body for page in assessment_pages(CONTENT)}


# -- pages --------------------------------------------------------------------------------------------------------------------------


def test_a_page_an_item_a_page_a_round(bodies: dict[str, str]) -> None:
    items = [path for path in bodies if re.fullmatch(r"assessments/jiaxing/items/\d+/index\.html", path)]
    assert len(items) == 100
    rounds = [
        path for path in bodies if re.fullmatch(r"assessments/jiaxing/dc-h\d/(baseline|annual|final)/index\.html", path)
    ]
    assert len(rounds) == len(REPORTS) == 21
    assert {f"assessments/jiaxing/dc-h{number}/index.html" for number in range(1, 9)} <= set(bodies)


def test_the_page_of_a_hospital_without_a_round_shows_its_latest(bodies: dict[str, str]) -> None:
    assert "示例县南湾医院年度评分" in bodies["assessments/jiaxing/dc-h7/index.html"], "it closed before the last round"
    assert "示例县中医院期末评分" in bodies["assessments/jiaxing/dc-h3/index.html"]


class _Cells(HTMLParser):
    """Numbered cells of a score page: item → class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[int, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (given.get("class") or "").startswith("cell "):
            self.found[int((given["id"] or "").removeprefix("item-"))] = (given["class"] or "").removeprefix("cell c-")


def test_a_score_page_tells_the_sum_and_every_item(bodies: dict[str, str]) -> None:
    html = bodies["assessments/jiaxing/dc-h3/annual/index.html"]
    text = words(html)
    assert "80得分÷95适用条数×100折算=84.21暂定，还有2条未评" in text
    assert "失分13条" in text
    assert "2条（第66、79条），未评不等于0分；都得分则为86.32" in text
    assert "与基线比72.63，提高11.58" in text
    assert "二甲3家中第3" in text
    cells = _Cells(html).found
    assert sorted(cells) == list(range(1, 101))
    assert sorted(number for number, kind in cells.items() if kind == "lost") == [
        5,
        14,
        18,
        25,
        37,
        42,
        49,
        58,
        60,
        63,
        88,
        92,
        98,
    ]
    assert [number for number, kind in cells.items() if kind == "unscored"] == [66, 79]
    assert [number for number, kind in cells.items() if kind == "excluded"] == [3, 7, 8, 72, 73]


def test_a_lost_item_leads_to_its_ledger_entry_and_a_figure_to_its_form(bodies: dict[str, str]) -> None:
    html = bodies["assessments/jiaxing/dc-h3/annual/index.html"]
    entry = next(loss for loss in report_of("dc-h3-annual").losses if loss.entries)
    assert f'href="../../../../{entry.entries[0].url}"' in html
    assert re.search(r'href="\.\./\.\./\.\./\.\./forms/form2/2016-12/dc-h3/index\.html#[^"]+">37\.10%', html)


def test_every_loss_has_an_entry_or_a_reason() -> None:
    assert [
        (each.sheet.result.id, loss.state.item.number)
        for each in REPORTS
        for loss in each.losses
        if not loss.entries and not loss.reason
    ] == []


def test_the_rule_book_filters_by_tier(bodies: dict[str, str]) -> None:
    rows = re.findall(r'class="rule" id="item-(\d+)" data-tier="([^"]*)"', bodies["assessments/jiaxing/index.html"])
    by_tier = {tier: [int(number) for number, tiers in rows if tier in tiers.split()] for tier in ("t3", "t2a", "t2b")}
    assert {tier: len(found) for tier, found in by_tier.items()} == {"t3": 100, "t2a": 95, "t2b": 90}
    assert set(by_tier["t2a"]) - set(by_tier["t2b"]) == {13, 36, 37, 94, 98}


def test_the_crosswalk_leads_both_ways(bodies: dict[str, str]) -> None:
    html = bodies["assessments/jiaxing/index.html"]
    for task in range(1, 11):
        assert f"plans/jiaxing-key-tasks/index.html#task-t{task}" in html
    plan = plan_page(CONTENT, CONTENT.plans["jiaxing-key-tasks"]).body
    for category in range(1, 11):
        assert f"assessments/jiaxing/index.html#category-{category}" in plan


def test_an_item_page_shows_every_hospital(bodies: dict[str, str]) -> None:
    view = item_views(CONTENT)["jiaxing"][2]
    assert [tier.name for tier in view.tiers] == ["三级"]
    text = words(bodies["assessments/jiaxing/items/3/index.html"])
    assert [row.reports[0].sheet.unit.id for row in view.rows] == [f"dc-h{number}" for number in range(1, 9)]
    assert all(row.reports[0].sheet.unit.name in text for row in view.rows)
    assert "二甲、二乙不评这一条" in text
    assert "示例县中心医院复诊预约率≥80%78.10%未达到失分" in text
    assert "示例县人民医院门诊预约诊疗率≥50%57.80%达到得分" in text


def test_the_ranking_shares_places(bodies: dict[str, str]) -> None:
    text = words(bodies["assessments/jiaxing/ranking/index.html"])
    assert "1并列示例县人民医院98.0098÷100×100=98.00" in text
    assert "1并列示例县中心医院98.0098÷100×100=98.00" in text
    assert "没有评分：示例县康复医院。" in text


# -- open data and search -----------------------------------------------------------------------------------------------------------


def test_the_catalog_lists_the_assessment(bodies: dict[str, str]) -> None:
    entry = catalog(CONTENT)["assessments"][0]
    assert (entry["id"], entry["categories"], entry["sub_items"], entry["items"]) == ("jiaxing", 10, 40, 100)
    assert entry["tiers"] == {"三级": 100, "二甲": 95, "二乙": 90}
    assert entry["url"] in bodies
    assert entry["data"] in record_files(CONTENT)
    assert set(entry["check_sheets"].values()) <= set(PRINTS)


def test_the_open_data_say_what_the_pages_say() -> None:
    data: dict[str, Any] = json.loads(record_files(CONTENT)["data/assessments/jiaxing.json"])
    items = [item for category in data["book"] for sub_item in category["sub_items"] for item in sub_item["items"]]
    assert len(items) == 100
    assert sum(len(item["thresholds"]) for item in items) == 25
    annual = next(each for each in data["results"] if each["id"] == "dc-h6-annual")
    assert (annual["earned"], annual["possible"], annual["converted"], annual["provisional"]) == (
        81,
        90,
        "90.00",
        False,
    )
    assert annual["points"]["1"] == 1
    assert "13" not in annual["points"]
    open_ = next(each for each in data["results"] if each["id"] == "dc-h3-annual")
    assert (open_["points"]["66"], open_["unscored"], open_["best"]) == (None, [66, 79], "86.32")


def test_items_and_scores_can_be_found() -> None:
    pages = {page.url: page for page in corpus(CONTENT)}
    item = pages["assessments/jiaxing/items/88/index.html"]
    assert "挂号、取药等候时间" in item.title
    assert "≤10分钟" in item.units[0].text
    assert pages["assessments/jiaxing/items/13/index.html"].units[0].tier == "三级、二甲"
    assert "80 ÷ 95 × 100 = 84.21" in pages["assessments/jiaxing/dc-h3/annual/index.html"].units[0].text


# -- printed matter -----------------------------------------------------------------------------------------------------------------


def printed(path: str) -> str:
    """Text of a printed document by its address on the site, spaces gone."""
    job = PRINTS[path]()
    with pdfplumber.open(io.BytesIO(render(job, by_id.typefaces(ROOT)))) as pdf:
        return re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))


@pytest.mark.parametrize(
    ("tier", "name", "count", "gone", "emptied"),
    [
        ("t3", "三级", 100, [], []),
        ("t2a", "二甲", 95, [3, 7, 8, 72, 73], [3, 29]),
        ("t2b", "二乙", 90, [3, 7, 8, 13, 36, 37, 72, 73, 94, 98], [3, 6, 29]),
    ],
)
def test_a_self_check_sheet_has_what_applies_and_nothing_else(
    tier: str, name: str, count: int, gone: list[int], emptied: list[int]
) -> None:
    flat = printed(f"assessments/jiaxing/jiaxing-{tier}.pdf")
    rules = CONTENT.assessments["jiaxing"]
    shown = [item.number for _, _, item in rules.items if item.text[:12] in flat]
    assert shown == [number for number in range(1, 101) if number not in gone]
    heads = [
        sub_item.number
        for category in rules.categories
        for sub_item in category.sub_items
        if f"{sub_item.number}、{sub_item.title}" in flat
    ]
    assert set(range(1, 41)) - set(heads) - {17} == set(emptied), "17 is printed with a full stop"
    assert f"10类{40 - len(emptied)}项{count}条" in flat
    assert f"÷{count}×100＝" in flat
    assert f"自评表（{name}）" in flat


def test_a_score_report_prints_what_the_page_shows() -> None:
    flat = printed("assessments/jiaxing/dc-h3/annual/dc-h3-annual.pdf")
    report = report_of("dc-h3-annual")
    for told in (
        "80",
        "95",
        "84.21",
        "◇暂定",
        "未评不等于0分；都得分则为86.32",
        "基线72.63，提高11.58",
        "二甲3家中第3",
        "36／43未评1",
        "示例数据",
    ):
        assert told in flat, told
    for loss in report.losses:
        assert loss.state.item.title in flat
    assert "县督办〔2017〕2号" in flat


def test_every_round_has_its_report(bodies: dict[str, str]) -> None:
    paths = set(PRINTS)
    for report in REPORTS:
        assert report.url in bodies
        assert report.pdf in paths


def test_a_document_is_printed_by_its_id() -> None:
    for record_id, kind in (("jiaxing-t2a", "check_sheet"), ("dc-h3-annual", "score_report")):
        job = prints.job(CONTENT, record_id)
        assert job is not None
        assert job.kind == kind
    assert prints.job(CONTENT, "jiaxing-t9") is None


# -- in a browser -------------------------------------------------------------------------------------------------------------------


def test_the_tier_filter_hides_items_and_emptied_sub_items(served: str, browser: Any) -> None:
    with browser.new_page() as tab:
        tab.goto(f"{served}assessments/jiaxing/index.html#tier=t2b")
        assert tab.locator(".rule:visible").count() == 90
        assert tab.locator(".sub-item:visible").count() == 37
        tab.locator("[data-facet=tier] button", has_text="三级").click()
        assert tab.locator(".rule:visible").count() == 100
        tab.locator("[data-facet=bounds] button[value=yes]").click()
        assert tab.locator(".rule:visible").count() == 16


def test_from_a_total_to_what_it_was_computed_from(served: str, browser: Any) -> None:
    """Total → items → the item's page → the form's figure: every step is a click."""
    with browser.new_page() as tab:
        tab.goto(f"{served}assessments/index.html")
        tab.get_by_role("link", name="91.00", exact=True).click()
        assert tab.locator("h1").inner_text() == "示例县中心医院年度评分"
        tab.locator("#item-3").click()
        assert "门诊预约率" in tab.locator("h1").inner_text()
        tab.get_by_role("link", name="78.10%", exact=True).click()
        assert "forms/form2/2016-12/dc-h2" in tab.url
        assert "78.10" in tab.locator("main").inner_text()


def test_a_lost_point_leads_to_its_ledger_entry_and_back(served: str, browser: Any) -> None:
    with browser.new_page() as tab:
        tab.goto(f"{served}assessments/jiaxing/dc-h3/annual/index.html#losses")
        tab.get_by_role("link", name="县督办〔2017〕2号").click()
        assert "ledger/xd-2017-002" in tab.url
        tab.locator("a[href*='assessments/jiaxing/dc-h3/annual']").first.click()
        assert tab.url.endswith("dc-h3/annual/index.html#item-25")
