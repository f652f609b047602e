"""The example hospital of this repository: what its pages show on the example's day, and that its files have no faults."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from campaign.checks import check
from campaign.content import Content
from campaign.leaves.dates import days_inclusive
from campaign.load import load
from campaign.views.calendar import calendar
from campaign.views.indicators import indicator_rows
from campaign.views.tasks import task_rows
from campaign.views.timeline import span
from campaign.views.unit_sheets import unit_sheets

ROOT = Path(__file__).resolve().parent.parent
DEMO = ("demo-quality-year", "demo-patient-experience", "demo-hundred-days")


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT, date(2030, 1, 1)).content


def test_the_day_is_fixed(content: Content) -> None:
    assert content.as_of == date(2026, 11, 21)
    assert content.home == "demo-hospital"


def test_no_fault_in_the_example_hospital() -> None:
    loaded = load(ROOT, date(2030, 1, 1))
    problems = (*loaded.problems, *check(loaded.content))
    assert [str(problem) for problem in problems if "demo" in problem.path or problem.path == "plans/site.yaml"] == []


def test_everything_of_it_is_labelled_as_an_example(content: Content) -> None:
    assert all(content.plans[plan].demo and content.progress[plan].demo for plan in DEMO)
    house = ("demo-hospital", *content.registry.descendants("demo-hospital"))
    assert len(house) > 30
    assert all(content.registry.units[unit].demo for unit in house)


def test_quality_year_shows_every_state(content: Content) -> None:
    plan = content.plans["demo-quality-year"]
    tasks = Counter(row.state.word for row in task_rows(content, plan))
    assert tasks == {"已办结": 6, "临期": 2, "逾期": 1, "未到期": 5, "期限未定": 1}
    indicators = Counter(row.state.word for row in indicator_rows(content, plan))
    assert indicators == {"达标": 5, "已做到": 2, "未达标": 1, "临期": 1, "未到期": 2, "无数据": 1}


def test_a_hundred_days_are_ninety_two(content: Content) -> None:
    start, end = span(content.plans["demo-hundred-days"])
    assert start and end
    assert days_inclusive(start, end) == 92
    assert days_inclusive(start, content.as_of) == 45


def test_nursing_leads_six_and_joins_nine(content: Content) -> None:
    sheet = unit_sheets(content)["dept-nursing"]
    assert (len(sheet.lead), len(sheet.join)) == (6, 9)
    assert any(task.via == "各科室" for task in sheet.join)


def test_what_is_late_stands_once_and_first(content: Content) -> None:
    items = [entry.item for entry in calendar(content).agenda]
    late = [(item.what, item.units[0].name) for item in items if item.state.word == "逾期"]
    assert late == [
        ("普通超声报告当天拿不到", "影像科"),
        ("百日宣传稿件不少于 1 篇", "总务部"),
        ("公布护理服务明星评选结果", "护理部"),
        ("入院前准备试行小结未按时形成", "医务部"),
        ("报入院前准备试行小结", "医务部"),
    ]
    assert [item.what for item in items[:5]] == [what for what, _ in late]
    assert (items[5].what, items[5].due) == ("交住院患者满意度调查结果", date(2026, 11, 25))


def test_every_joined_and_leading_name_lies_in_the_house(content: Content) -> None:
    house = {"demo-hospital", *content.registry.descendants("demo-hospital")}
    for name in DEMO:
        for row in task_rows(content, content.plans[name]):
            for ref in (*row.lead, *row.join):
                assert ref.collective or ref.id in house, (name, row.number, ref.name)
