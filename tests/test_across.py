"""Sheets that look across: what each leader's units owe, the hospitals of a county in one list, a plan's demands place by place."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from second_office import written

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.across import across_files
from campaign.load import load
from campaign.pages import build_pages
from campaign.pdf.prints import job, jobs
from campaign.views.across import NO_LEADER, across, charges
from campaign.views.calendar import owed
from campaign.views.tables import Table, in_words
from campaign.views.unit_sheets import unit_sheets

DAY = date(2026, 11, 21)
LONG_AFTER = date(2029, 3, 1)
PROVINCE = """\
id: children
title: 全省儿童健康方案
short: 儿童健康
issuer: 澜川区卫生健康局
period: {start: 2026-01-01, end: 2027-12-31}
indicators:
  - id: hospitals
    name: 儿童医院数
    unit: 所
    targets:
      - {value: 1, scope: {place: 东江市}}
      - {value: 1, scope: {condition: 常住人口超过500万的地级市}, modality: 应争取, due: 2026-06-30}
      - {value: 1, scope: {condition: 常住人口超过300万的地级市}, modality: 可}
  - {id: beds, name: 每千名儿童床位, unit: 张, targets: [{value: '2.2', due: 2026-10-31}]}
"""
REPORTED = """\
plan: children
values:
  - {indicator: hospitals, date: 2026-09-30, value: 1, scope: {place: 东江市}}
  - {indicator: hospitals, date: 2026-09-30, value: 0, scope: {condition: 常住人口超过300万的地级市}}
  - {indicator: hospitals, date: 2026-09-30, value: 0, scope: {condition: 常住人口超过500万的地级市}}
  - {indicator: beds, date: 2026-09-30, value: '2.3', scope: {place: 东江市}}
  - {indicator: beds, date: 2026-09-30, value: '2.0', scope: {place: 西岭市}}
"""


def office(root: Path, day: date = DAY) -> Content:
    """The second office with leaders in its hospital: one over nursing, one over surgery and its ward, nobody over the pharmacy."""
    units = written(root) / "plans/registry/units.yaml"
    text = units.read_text("utf-8")
    for unit, leader in (("lch-nursing", "李副院长"), ("lch-surgery", "王副院长")):
        text = re.sub(rf"(\{{id: {unit}, .*)\}}", rf"\1, leader: {leader}}}", text)
    ward = "  - {id: lch-ward, name: 外科病区, kind: ward, parent: lch-surgery}\n"
    pharmacy = "  - {id: lch-pharmacy, name: 药剂科, kind: medtech, parent: lc-hospital}\n"
    units.write_text(text.replace("collectives:", f"{ward}{pharmacy}collectives:"), "utf-8")
    (root / "plans/children.yaml").write_text(PROVINCE, "utf-8")
    (root / "plans/progress/children.yaml").write_text(REPORTED, "utf-8")
    return load(root, day, day).content


def rows(table: Table) -> list[list[str]]:
    return [[in_words(cell) for cell in each.cells] for each in table.rows]


def test_a_unit_answers_to_its_own_leader_or_its_departments_inside_the_house(tmp_path: Path) -> None:
    registry = office(tmp_path).registry
    assert [registry.leader(each) for each in ("lch-nursing", "lch-surgery", "lch-ward")] == [
        "李副院长",
        "王副院长",
        "王副院长",
    ]
    assert [registry.leader(each) for each in ("lch-pharmacy", "lc-hospital", "lc-bureau")] == ["", "", ""]


def test_a_department_without_a_leader_among_others_is_named(tmp_path: Path) -> None:
    office(tmp_path)
    told = [str(each) for each in look_over(tmp_path, DAY, DAY)[1]]
    (found,) = [each for each in told if "unit-no-leader" in each]
    assert "“药剂科”没有写分管领导" in found and "units.yaml" in found


@pytest.mark.parametrize("day", [DAY, date(2027, 2, 1), LONG_AFTER])
def test_what_a_leader_is_shown_is_what_the_units_owe(tmp_path: Path, day: date) -> None:
    """No duty more, none less than the pages of the units say, the oldest first, those of a campaign long over too."""
    content = office(tmp_path, day)
    sheets, found = unit_sheets(content), charges(content)
    assert {each.leader for each in found} >= {"李副院长", "王副院长"}
    for each in found:
        told = [((entry.item.plan.id, entry.item.duty, entry.when), set(units)) for entry, units in each.entries]
        by_unit = {
            (unit, entry.item.plan.id, entry.item.duty, entry.when)
            for unit in each.units
            for entry in owed(sheets[unit].late, sheets[unit].this_month, day)
            if not entry.done
        }
        assert {(unit, *key) for key, units in told for unit in units} == by_unit, each.leader
        dues = [entry.item.due for entry, _ in each.entries if entry.late]
        assert dues == sorted(dues)
    oldest = [each.entries[0][0].item.due for each in found if each.entries and each.leader != NO_LEADER]
    assert oldest == sorted(oldest)
    if day == LONG_AFTER:
        assert found[0].leader == "王副院长" and found[0].entries[0][0].item.due < date(2026, 12, 31)


def test_the_list_of_leaders_counts_the_rows_below(tmp_path: Path) -> None:
    content = office(tmp_path)
    page = html.fromstring(next(each.body for each in build_pages(content) if each.path == "across/leaders/index.html"))
    lines = page.xpath("//section[@id='part-1']//tbody/tr")
    assert lines
    for line in lines:
        told, late = (int(line.xpath(f"./td[@data-l='{label}']")[0].text_content()) for label in ("要交", "逾期"))
        if not told:
            continue
        (anchor,) = line.xpath("./th/a/@href")
        below = page.get_element_by_id(anchor.removeprefix("#")).xpath(".//tbody/tr")
        assert len(below) == told
        assert sum("已逾期" in each.text_content() for each in below) == late


def test_the_hospitals_of_a_county_stand_in_one_list(tmp_path: Path) -> None:
    assert all(each.key != "institutions" for each in across(office(tmp_path))), "one hospital alone needs no list"
    second = (tmp_path / "plans/assessment/results/lch-annual.yaml").read_text("utf-8")
    (tmp_path / "plans/assessment/results/tcm.yaml").write_text(
        second.replace("lch-annual", "tcm")
        .replace("澜川区人民医院", "澜川区中医院")
        .replace("points: 0", "points: 1")
        .replace("  - {unit: 护理部, items: 1-2}\n", "  []\n")
        .replace(", ledger: sv-001", ""),
        "utf-8",
    )
    (table,) = next(each for each in across(load(tmp_path, DAY, DAY).content) if each.key == "institutions").tables
    heads = [column.title for column in table.columns]
    assert heads == [
        "单位",
        "等次",
        "门诊预约月报（已报／应报）",
        "就医感受考核细则（最近一轮）",
        "交办",
        "已销号",
        "逾期",
    ]
    assert rows(table) == [
        ["澜川区人民医院", "二甲", "1／1", "50.00\n年度，二级第 2", "2", "0", "0"],
        ["澜川区中医院", "二甲", "—", "100.00\n年度，二级第 1", "—", "—", "—"],
    ]


def test_a_plans_demands_place_by_place_keep_their_words(tmp_path: Path) -> None:
    demands, reported = next(each for each in across(office(tmp_path)) if each.key == "places").tables
    assert rows(demands) == [
        ["东江市", "儿童医院数", "≥1所", "未定", "1所", "达标"],
        ["常住人口超过500万的地级市", "儿童医院数", "应争取≥1所", "2026年6月30日", "0所", "还没做到"],
        ["常住人口超过300万的地级市", "儿童医院数", "可≥1所", "未定", "0所", "不作评判"],
    ]
    by_place = {first: rest for first, *rest in rows(reported)}
    assert by_place["东江市"][1].startswith("2.3张 达标") and by_place["西岭市"][1].startswith("2.0张 未达标")
    assert by_place["西岭市"][0] == "—" and "可≥1所" in by_place["常住人口超过300万的地级市"][0]


def test_page_workbook_and_print_say_the_same(tmp_path: Path) -> None:
    content = office(tmp_path)
    pages = {each.path: each.body for each in build_pages(content)}
    files, printed = across_files(content), jobs(content)
    assert [each.key for each in across(content)] == ["leaders", "places"]
    for each in across(content):
        assert f'href="../../{each.pdf}"' in pages[each.url] and f'href="../../{each.xlsx}"' in pages[each.url]
        paper = re.sub(r"[\u2060\u200b\s]", "", html.fromstring(printed[each.pdf]().html).text_content())
        page = re.sub(r"\s", "", html.fromstring(pages[each.url]).text_content())
        book = openpyxl.load_workbook(io.BytesIO(files[each.xlsx]))
        assert len(book.worksheets) == len(each.tables)
        for sheet, table in zip(book.worksheets, each.tables, strict=True):
            assert sheet.max_row == 1 + len(table.rows)
            for line in rows(table):
                assert "".join(line[:2]).replace("\n", "").replace(" ", "") in paper
                assert re.sub(r"（示例）|\s", "", line[1]) in page or line[0] in page
        assert job(content, f"across/{each.key}").html == printed[each.pdf]().html
