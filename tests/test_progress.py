"""Progress: who reported last and what is overdue, staged targets, the way from a baseline, the pictures, and a month of everything due."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import second_office
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.checks import look_over
from campaign.content import Content
from campaign.load import load
from campaign.pages import build_pages
from campaign.pages.charts import multiple
from campaign.views import boards, freshness, indicators
from campaign.views.due import due_items
from campaign.views.status import Mark

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
HOUSE = """\
units:
  - {id: h, name: 甲医院, kind: hospital, tier: 三级}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: medical, name: 医务部, kind: functional, parent: h}
"""
Made = Callable[..., Content]


def written(root: Path, plans: Mapping[str, str], progress: Mapping[str, str], site: str = "") -> Path:
    files = {"plans/registry/units.yaml": HOUSE, "plans/site.yaml": f"home: 甲医院\n{site}"}
    files |= {
        f"plans/{name}.yaml": f"id: {name}\ntitle: 方案{name}\nissuer: 甲医院\n{text}" for name, text in plans.items()
    }
    files |= {f"plans/progress/{name}.yaml": f"plan: {name}\n{text}" for name, text in progress.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(plan: str, progress: str, as_of: date = TODAY, site: str = "", **others: str) -> Content:
        root = written(tmp_path, {"p": plan, **others}, {"p": progress}, site)
        loaded = load(root, TODAY, as_of)
        assert loaded.problems == ()
        return loaded.content

    return make


PERIOD = "period: {start: 2026-03-17, end: 2026-12-31}\n"
RATE = "indicators: [{id: i, name: 随访率, unit: '%', lead: [护理部], targets: [{value: 95}]}]\n"


def asked(content: Content) -> list[tuple[str, str, str, str, int | None]]:
    """title, last, day of the next report, state, days — of everything reported."""
    return [
        (each.title, str(each.last or ""), str(each.due or ""), each.state.word, each.state.days)
        for each in freshness.reports(content)
    ]


# -- who reported last, and when the next report is due ------------------------------------------------------------------------


def test_october_is_due_on_the_tenth_of_november(made: Made) -> None:
    values = "values: [{indicator: i, date: 2026-09-30, num: 90, den: 100, by: 护理部}]\n"
    assert asked(made(PERIOD + RATE, values, date(2026, 10, 31))) == [
        ("随访率", "2026-09-30", "2026-11-10", "已更新", 10)  # October is not over, so nobody has to hurry
    ]
    assert asked(made(PERIOD + RATE, values, date(2026, 11, 1)))[0][3:] == ("该报了", 9)
    assert asked(made(PERIOD + RATE, values, date(2026, 11, 10)))[0][3:] == ("该报了", 0)
    assert asked(made(PERIOD + RATE, values, date(2026, 11, 11)))[0][3:] == ("逾期", -1)
    assert asked(made(PERIOD + RATE, values, date(2026, 11, 21)))[0][3:] == ("逾期", -11)


def test_the_day_is_configured_and_ends_with_the_month(made: Made) -> None:
    values = "values: [{indicator: i, date: 2026-09-30, value: 90}]\n"
    assert asked(made(PERIOD + RATE, values, site="report_day: 5\n"))[0][2] == "2026-11-05"
    assert asked(made(PERIOD + RATE, values, site="report_day: 31\n"))[0][2] == "2026-11-30"


def test_what_is_reported_after_as_of_is_not_known(made: Made) -> None:
    values = "values: [{indicator: i, date: 2026-09-30, value: 90}, {indicator: i, date: 2026-10-31, value: 91}]\n"
    assert asked(made(PERIOD + RATE, values))[0] == ("随访率", "2026-10-31", "2026-12-10", "已更新", 19)
    assert asked(made(PERIOD + RATE, values, date(2026, 10, 20)))[0][1:3] == ("2026-09-30", "2026-11-10")


def test_nothing_reported_counts_from_the_first_month(made: Made) -> None:
    """March is the first month, due on 10 April."""
    assert asked(made(PERIOD + RATE, "tasks: []\n", date(2026, 4, 10)))[0][1:] == ("", "2026-04-10", "该报了", 0)
    assert asked(made(PERIOD + RATE, "tasks: []\n", date(2026, 4, 11)))[0][1:] == ("", "2026-04-10", "逾期", -1)
    later = RATE.replace("targets", "report_from: 2026-12, targets")
    assert asked(made(PERIOD + later, "tasks: []\n"))[0][1:] == ("", "2027-01-10", "未到期", 50)


def test_half_yearly_reports_are_half_a_year_apart(made: Made) -> None:
    plan = "period: {start: 2026-03, end: 2027-12}\n" + RATE.replace("targets", "report_months: 6, targets")
    assert asked(made(plan, "tasks: []\n"))[0][2:4] == ("2026-09-10", "逾期")  # March to August
    values = "values: [{indicator: i, date: 2026-09-30, value: 90}]\n"
    assert asked(made(plan, values))[0][2:] == ("2027-04-10", "已更新", 140)


def test_after_the_last_month_nothing_more_is_asked(made: Made) -> None:
    plan = "period: {start: 2026-03-17, end: 2026-11-30}\n" + RATE
    values = "values: [{indicator: i, date: 2026-11-20, value: 90}]\n"
    assert asked(made(plan, values))[0][2:] == ("", "已报齐", None)


def test_open_tasks_are_reported_monthly_and_finished_ones_no_more(made: Made) -> None:
    plan = PERIOD + (
        "tasks:\n"
        "  - {id: a, title: 新, responsibility: {lead: [护理部]}}\n"
        "  - {id: b, title: 旧, responsibility: {lead: [护理部]}}\n"
        "  - {id: c, title: 完, responsibility: {lead: [护理部]}}\n"
        "  - {id: d, title: 无, responsibility: {lead: [医务部]}}\n"
    )
    progress = (
        "tasks:\n"
        "  - {task: a, date: 2026-11-16, by: 护理部, note: 好}\n"
        "  - {task: b, date: 2026-09-01, by: 医务部, note: 停}\n"
        "  - {task: c, done: 2026-10-01, by: 护理部}\n"
    )
    content = made(plan, progress)
    assert asked(content) == [
        ("新", "2026-11-16", "2027-01-10", "已更新", 50),
        ("旧", "2026-09-01", "2026-11-10", "逾期", -11),
        ("无", "", "2026-04-10", "逾期", -225),
    ]
    found = freshness.owners(freshness.reports(content))
    assert [(owner.unit.name, len(owner.reports), len(owner.late)) for owner in found] == [
        ("医务部", 2, 2),
        ("护理部", 1, 0),
    ]
    medical = found[0]
    assert [each.title for each in medical.reports] == ["无", "旧"]  # the longest overdue first
    assert (medical.latest.title if medical.latest else "", medical.next.title if medical.next else "") == ("旧", "无")


def test_who_is_not_a_unit_leaves_it_to_the_leading_unit(made: Made) -> None:
    values = "values: [{indicator: i, date: 2026-10-31, value: 90, by: 张三}]\n"
    (report,) = freshness.reports(made(PERIOD + RATE, values))
    assert ([unit.name for unit in report.owners], report.by) == (["护理部"], "张三")


@pytest.mark.parametrize(
    "plan",
    [
        "period: {start: 2027-01-01, end: 2027-12-31}\n",
        "period: {start: 2025-01-01, end: 2025-12-31}\n",
        "status: closed\n" + PERIOD,
        "",
    ],
)
def test_plans_that_do_not_run_are_not_asked(made: Made, plan: str) -> None:
    assert freshness.reports(made(plan + RATE, "tasks: []\n")) == ()


def test_a_plan_without_a_progress_file_is_not_asked(made: Made) -> None:
    content = made(PERIOD, "tasks: []\n", q=PERIOD + RATE)
    assert freshness.reports(content) == ()


@settings(max_examples=40)
@given(
    st.lists(st.dates(date(2026, 3, 17), date(2026, 12, 31)), max_size=6),
    st.dates(date(2026, 3, 17), date(2026, 12, 31)),
    st.integers(1, 7),
)
def test_late_means_the_day_has_passed_and_reporting_never_makes_it_worse(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], as_of: date, every: int
) -> None:
    plan = PERIOD + RATE.replace("targets", f"report_months: {every}, targets")

    def report(known: list[date]) -> freshness.MonthlyReport:
        values = "".join(f"  - {{indicator: i, date: {day}, value: 90}}\n" for day in known)
        text = f"values:\n{values}" if known else "tasks: []\n"
        root = written(tmp_path_factory.mktemp("p"), {"p": plan}, {"p": text})
        (found,) = freshness.reports(load(root, TODAY, as_of).content)
        return found

    before, after = report(days[:-1]), report(days)
    for each in (before, after):
        assert each.late is bool(each.due and each.due < as_of)
        assert each.last is None or each.last.last <= as_of
    assert not after.late or before.late
    assert (after.due or date.max) >= (before.due or date.max)


# -- staged targets, baselines, scopes -----------------------------------------------------------------------------------------

STAGED = (
    "period: {start: 2016-01, end: 2020-12}\n"
    "indicators:\n"
    "  - id: beds\n    name: 每千名儿童床位数\n    unit: 张\n    baseline: {value: '1.43', date: 2015}\n"
    "    targets: [{value: '1.8', due: 2017-12-31}, {value: '2.2', due: 2020-12-31}]\n"
)


def stages(content: Content) -> list[tuple[str, str, str, bool]]:
    (row,) = indicators.indicator_rows(content, content.plans["p"])
    return [
        (stage.words, stage.value.text if stage.value else "", stage.state.word, stage.in_force)
        for stage in boards.stages(content, row)
    ]


def test_each_stage_is_judged_by_the_value_up_to_its_day(made: Made) -> None:
    values = (
        "values:\n"
        "  - {indicator: beds, date: 2016-12-31, value: '1.70'}\n"
        "  - {indicator: beds, date: 2017-12-31, value: '1.80'}\n"
        "  - {indicator: beds, date: 2018-12-31, value: '1.95'}\n"
    )
    assert stages(made(STAGED, values, date(2017, 6, 1))) == [
        ("≥1.8", "1.70", "未到期", True),
        ("≥2.2", "1.70", "未到期", False),
    ]
    assert stages(made(STAGED, values, date(2018, 6, 1))) == [
        ("≥1.8", "1.80", "达标", False),
        ("≥2.2", "1.80", "未到期", True),
    ]
    assert stages(made(STAGED, values, date(2019, 6, 1))) == [
        ("≥1.8", "1.80", "达标", False),
        ("≥2.2", "1.95", "未到期", True),
    ]
    assert stages(made(STAGED, values, date(2021, 1, 1))) == [
        ("≥1.8", "1.80", "达标", False),
        ("≥2.2", "1.95", "未达标", True),
    ]
    assert stages(made(STAGED, "tasks: []\n", date(2017, 6, 1))) == [
        ("≥1.8", "", "无数据", True),
        ("≥2.2", "", "无数据", False),
    ]


def test_the_way_from_the_baseline(made: Made) -> None:
    def change(value: str, plan: str = STAGED) -> boards.Trend | None:
        content = made(plan, f"values: [{{indicator: beds, date: 2016-12-31, value: '{value}'}}]\n", date(2017, 1, 1))
        (row,) = indicators.indicator_rows(content, content.plans["p"])
        return boards.change(row)

    assert change("1.70") == boards.Trend("基数（2015年）", "1.43", "+0.27", True)
    assert change("1.40") == boards.Trend("基数（2015年）", "1.43", "−0.03", False)
    assert change("1.43") == boards.Trend("基数（2015年）", "1.43", "±0.00", None)
    assert (
        change("1.70", STAGED.replace("    baseline: {value: '1.43', date: 2015}\n", "")) is None
    )  # one value, no way to go


def test_without_a_baseline_the_first_value_is_the_start(made: Made) -> None:
    plan = PERIOD + "indicators: [{id: w, name: 候诊, unit: 分钟, operator: lte, targets: [{value: 25}]}]\n"
    values = "values: [{indicator: w, date: 2026-03-31, value: 38}, {indicator: w, date: 2026-10-31, value: 28}]\n"
    content = made(plan, values)
    (row,) = indicators.indicator_rows(content, content.plans["p"])
    assert boards.change(row) == boards.Trend("2026年3月31日首次报数", "38", "−10", True)


def test_values_of_a_part_do_not_mix_with_those_of_the_whole(made: Made) -> None:
    values = (
        "values:\n"
        "  - {indicator: i, date: 2026-09-30, value: 90}\n"
        "  - {indicator: i, date: 2026-10-31, value: 60, scope: {unit: 一病区}}\n"
        "  - {indicator: i, date: 2026-10-15, value: 61, scope: {unit: 二病区}}\n"
        "  - {indicator: i, date: 2026-09-30, value: 50, scope: {unit: 一病区}}\n"
        "  - {indicator: i, date: 2026-10-31, value: 40, scope: {tier: 二级}}\n"
        "  - {indicator: i, date: 2026-08-31, value: 80, scope: {tier: 三级}}\n"
    )
    content = made(PERIOD + RATE, values)
    (row,) = indicators.indicator_rows(content, content.plans["p"])
    assert [each.text for each in row.series] == ["80", "90"]
    parts = {label: [each.text for each in series] for label, series in indicators.series_by_scope(content, row)}
    assert parts == {"一病区": ["50", "60"], "二病区": ["61"], "二级": ["40"]}


# -- pictures --------------------------------------------------------------------------------------------------------------------


def picture(content: Content) -> str:
    (panel,) = boards.panels(content, indicators.indicator_rows(content, content.plans["p"]))
    return str(multiple(panel, content.as_of))


def test_a_picture_says_its_values_and_stays_in_its_frame(made: Made) -> None:
    values = "values:\n" + "".join(
        f"  - {{indicator: beds, date: {year}-12-31, value: '{value}'}}\n"
        for year, value in ((2016, "1.70"), (2017, "1.80"), (2018, "2.40"))
    )
    drawn = picture(made(STAGED, values, date(2019, 1, 1)))
    assert "2016年12月31日 1.70；2017年12月31日 1.80；2018年12月31日 2.40" in drawn
    assert "2017年12月31日 ≥1.8；2020年12月31日 ≥2.2" in drawn
    assert drawn.count('class="line"') == 2
    assert drawn.count('class="bound"') == 2
    assert drawn.count('class="now"') == 1
    assert "基数 1.43" in drawn
    shares = [Decimal(share) for share in re.findall(r'[xc]\d?="(-?[\d.]+)%"', drawn)]
    heights = [Decimal(height) for height in re.findall(r'y\d?="(-?[\d.]+)rem"', drawn)]
    assert shares
    assert all(0 <= share <= 100 for share in shares)
    assert all(0 <= height <= Decimal("6.75") for height in heights)


def test_no_value_no_picture_and_one_value_is_a_point(made: Made) -> None:
    assert picture(made(STAGED, "tasks: []\n", date(2019, 1, 1))) == ""
    drawn = picture(made(PERIOD + RATE, "values: [{indicator: i, date: 2026-10-31, value: 95}]\n"))
    assert (drawn.count('class="line"'), drawn.count("<circle")) == (0, 1)


@settings(max_examples=40)
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=12), st.integers(-1000, 1000))
def test_any_values_can_be_drawn(tmp_path_factory: pytest.TempPathFactory, numbers: list[int], bound: int) -> None:
    plan = f"period: {{start: 2026-01-01, end: 2026-12-31}}\nindicators: [{{id: i, name: 数, targets: [{{value: '{bound}'}}]}}]\n"
    values = "".join(
        f"  - {{indicator: i, date: 2026-{month:02d}, value: '{number}'}}\n" for month, number in enumerate(numbers, 1)
    )
    root = written(tmp_path_factory.mktemp("p"), {"p": plan}, {"p": f"values:\n{values}"})
    drawn = picture(load(root, TODAY, date(2026, 12, 31)).content)
    assert drawn.count('class="line"') == len(numbers) - 1
    assert all(
        Decimal("0.2") <= Decimal(height) <= Decimal("6.75") for height in re.findall(r'y\d?="(-?[\d.]+)rem"', drawn)
    )


# -- shared indicators that disagree ------------------------------------------------------------------------------------------------

SHARED = (
    "indicators: [{{id: i, name: {name}, unit: '%', key: follow-up, due: 2026-12-31, targets: [{{value: {value}}}]}}]\n"
)


def test_conflicting_targets_of_a_shared_indicator_are_listed(tmp_path: Path) -> None:
    plans = {
        "p": SHARED.format(name="随访率", value=95),
        "q": SHARED.format(name="出院随访率", value=90),
        "r": SHARED.format(name="随访", value=95),
    }
    content, problems = look_over(written(tmp_path, plans, {}), TODAY)
    assert [problem.severity for problem in problems if problem.severity == "error"] == []
    (conflict,) = indicators.conflicts(content)
    assert [(plan.id, str(target.value)) for plan, _, target in conflict.rows] == [
        ("p", "95"),
        ("q", "90"),
        ("r", "95"),
    ]
    pages = {page.path: page.body for page in build_pages(content)}
    for path in ("indicators/index.html", "dashboards/index.html"):
        listed = pages[path].partition("要求不一致的")[2]
        assert "≥95%" in listed
        assert "≥90%" in listed
        assert "出院随访率" in listed


def test_the_same_target_or_another_day_is_no_conflict(tmp_path: Path) -> None:
    other = SHARED.format(name="甲", value=90).replace("2026-12-31", "2027-12-31")
    plans = {"p": SHARED.format(name="甲", value=95), "q": SHARED.format(name="甲", value=95), "r": other}
    content, _ = look_over(written(tmp_path, plans, {}), TODAY)
    assert indicators.conflicts(content) == ()


def test_a_hospital_that_asks_less_than_its_bureau_is_told_so(tmp_path: Path) -> None:
    """Two plans of another office, both bound to the end of the year: named by the check, shown on three pages; a plan that is over demands nothing."""
    root = second_office.written(tmp_path)
    river, ward = root / "plans/river-care.yaml", root / "plans/ward-care.yaml"
    bound = "period: {start: 2026-01-01, end: 2026-12-31, binds_indicators: 是}"
    text = river.read_text("utf-8").replace("period: {start: 2026-01-01, end: 2026-12-31}", bound)
    river.write_text(text.replace("id: waiting, name", "id: waiting, key: waiting-time, name"), "utf-8")
    own = "indicators:\n  - {id: queue, key: waiting-time, name: 排队时间, unit: 分钟, operator: 不高于, due: 2026-12-31, targets: [{value: 25}]}\n"
    ward.write_text(ward.read_text("utf-8") + own, "utf-8")
    content, problems = look_over(root, TODAY)
    (told,) = [str(each) for each in problems if each.code == "indicator-conflict"]
    assert "plans/ward-care.yaml" in told and "“排队时间”目标 ≤25分钟 与“三年行动”的 ≤20分钟 不一致" in told
    pages = {page.path: page.body for page in build_pages(content)}
    for path in ("indicators/index.html", "dashboards/index.html"):
        listed = pages[path].partition("要求不一致的")[2]
        assert "≤25分钟" in listed and "≤20分钟" in listed and "排队时间" in listed, path
    for old, new in (("value: 25", "value: 20"), ("title: 区医院", "status: 已结束\ntitle: 区医院")):
        agreed = ward.read_text("utf-8").replace(old, new)
        assert agreed != ward.read_text("utf-8")
        ward.write_text(agreed, "utf-8")
        assert [each for each in look_over(root, TODAY)[1] if each.code == "indicator-conflict"] == []
        ward.write_text(agreed.replace(new, old), "utf-8")


def test_the_same_bound_otherwise_binding_is_another_demand(tmp_path: Path) -> None:
    striven = SHARED.format(name="乙", value=95).replace("key: follow-up", "key: follow-up, modality: 力争")
    content, problems = look_over(written(tmp_path, {"p": SHARED.format(name="甲", value=95), "q": striven}, {}), TODAY)
    assert len(indicators.conflicts(content)) == 1
    assert "“乙”目标 力争≥95% 与" in next(str(each) for each in problems if each.code == "indicator-conflict")


# -- the example ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> Content:
    return load(ROOT, TODAY).content


def test_one_report_of_the_example_is_overdue(example: Content) -> None:
    late = [(each.title, each.by, str(each.last), str(each.due)) for each in freshness.reports(example) if each.late]
    assert late == [("创造便捷就医环境", "总务部", "2026-09-01", "2026-11-10")]


def test_the_boards_of_the_example(example: Content) -> None:
    pages = {page.path: page.body for page in build_pages(example)}
    index = pages["dashboards/index.html"]
    assert "逾期 11 天" in index
    for plan in ("demo-quality-year", "demo-patient-experience", "demo-hundred-days"):
        assert f"dashboards/{plan}/index.html" in index
        assert f"dashboards/{plan}/index.html" in pages[f"plans/{plan}/index.html"]
    board = pages["dashboards/demo-patient-experience/index.html"]
    assert board.count('<article class="panel">') == 8
    assert board.count('class="multiple"') == 7  # one has no values yet
    assert "2027年3月起报" in board
    assert "门诊预约月报，36120／49860" in board  # a rate leads to what it was computed from
    assert "比基数（2026年3月） 82.6" in board
    assert 'href="../../dashboards/units/dept-nursing/index.html"' in pages["units/dept-nursing/index.html"]
    assert pages["dashboards/units/dept-nursing/index.html"].count('<article class="panel">') >= 5


def test_a_month_of_recurring_duties(example: Content) -> None:
    """November 2026: two inspections, four Fridays of visits, and one each of what comes monthly on its day."""
    found: dict[str, list[int]] = {}
    plan = example.plans["demo-quality-year"]
    for item in due_items(example, date(2026, 11, 1), date(2026, 11, 30), [plan]):
        if item.kind == "recurring" and item.due:
            found.setdefault(item.duty, []).append(item.due.day)
    assert found == {
        "inspection": [15, 30],
        "partner-visit": [6, 13, 20, 27],
        "satisfaction-survey": [25],
        "head-nurse-meeting": [10],
        "peer-review": [30],
    }


def test_a_traffic_light_is_a_word_and_a_shape(example: Content) -> None:
    board = boards.plan_board(example, example.plans["demo-quality-year"])
    words = {panel.row.state.word: panel.row.state.mark for panel in board.panels}
    assert words == {
        "达标": Mark.DONE,
        "已做到": Mark.DONE,
        "未达标": Mark.MISSED,
        "临期": Mark.SOON,
        "未到期": Mark.PENDING,
        "无数据": Mark.NONE,
    }
