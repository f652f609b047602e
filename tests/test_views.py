"""Derived views, from small plans written above what is expected of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaign.content import Content
from campaign.load import load
from campaign.model import Operator, Per, Recurring, Term
from campaign.views import boards, due, findings, indicators, matrix, relations, targets, tasks, timeline, unit_sheets
from campaign.views.calendar import calendar
from campaign.views.status import Mark

Made = Callable[..., Content]
TODAY = date(2026, 11, 21)

HOUSE = """\
units:
  - {id: h, name: 甲医院, kind: hospital, tier: 三级}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: medical, name: 医务部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
collectives:
  - {id: all-depts, name: 各科室, kinds: [functional, clinical]}
"""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Content from plan texts by id, with the house above."""

    def make(plans: Mapping[str, str], progress: Mapping[str, str] | None = None, as_of: date = TODAY) -> Content:
        files = {"plans/registry/units.yaml": HOUSE}
        files |= {
            f"plans/{name}.yaml": f"id: {name}\ntitle: 方案{name}\nissuer: 甲医院\n{text}"
            for name, text in plans.items()
        }
        files |= {f"plans/progress/{name}.yaml": f"plan: {name}\n{text}" for name, text in (progress or {}).items()}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = load(tmp_path, TODAY, as_of)
        assert loaded.problems == ()
        return loaded.content

    return make


def test_states_of_tasks(made: Made) -> None:
    content = made(
        {
            "p": """\
groups:
  - id: g
    number: （二）
    title: 组
    tasks:
      - {id: done, number: 1、, title: 甲, due: 2026-10-01}
      - {id: late, number: 2、, title: 乙, due: 2026-11-20}
      - {id: today, number: 3、, title: 丙, due: 2026-11-21}
      - {id: soon, number: 4、, title: 丁, due: 2026-12-01}
      - {id: far, number: 5、, title: 戊, due: 2026-12}
      - {id: open, number: 6、, title: 己}
"""
        },
        {"p": "tasks: [{task: done, done: 2026-09-26}]\n"},
    )
    rows = tasks.task_rows(content, content.plans["p"])
    assert [row.state.word for row in rows] == ["已办结", "逾期", "临期", "临期", "未到期", "期限未定"]
    assert [row.state.distance for row in rows] == ["", "已逾期 1 天", "今天到期", "还有 10 天", "还有 40 天", ""]
    assert [row.reference for row in rows][:2] == ["方案p（二）1、", "方案p（二）2、"]


def test_what_is_reported_after_as_of_is_not_known_yet(made: Made) -> None:
    plan = {"p": "tasks: [{id: t, title: 甲, due: 2026-10-01}]\n"}
    report = {"p": "tasks: [{task: t, done: 2026-09-26}]\n"}
    rows = tasks.task_rows(made(plan, report, date(2026, 9, 1)), made(plan, report, date(2026, 9, 1)).plans["p"])
    assert rows[0].state.word == "未到期"


def test_nothing_is_late_in_a_closed_plan_without_reports(made: Made) -> None:
    content = made({"p": "status: closed\ntasks: [{id: t, title: 甲, due: 2016-10-01}, {id: u, title: 乙}]\n"})
    assert [row.state.word for row in tasks.task_rows(content, content.plans["p"])] == ["无数据", "无数据"]


def test_numbers_that_run_on_stand_alone(made: Made) -> None:
    content = made(
        {
            "p": """\
groups:
  - {id: a, number: （一）, title: 甲, tasks: [{id: t1, number: 1., title: 一}]}
  - {id: b, number: （二）, title: 乙, tasks: [{id: t2, number: 2., title: 二}]}
"""
        }
    )
    assert [row.number for row in tasks.task_rows(content, content.plans["p"])] == ["1.", "2."]


def test_a_group_lends_its_units(made: Made) -> None:
    content = made(
        {
            "p": "groups: [{id: a, title: 甲, responsibility: {lead: 护理部}, tasks: [{id: t, title: 一}, {id: u, title: 二, responsibility: {lead: 医务部}}]}]\n"
        }
    )
    assert [row.lead[0].name for row in tasks.task_rows(content, content.plans["p"])] == ["护理部", "医务部"]


MEETS = [
    (Operator.GTE, "90", None, "90", True),
    (Operator.GTE, "90", None, "89.9", False),
    (Operator.LTE, "5", None, "5", True),
    (Operator.LTE, "5", None, "5.1", False),
    (Operator.GT, "90", None, "90", False),
    (Operator.GT, "90", None, "90.1", True),
    (Operator.LT, "5", None, "5", False),
    (Operator.LT, "5", None, "4.9", True),
    (Operator.EQ, "0", None, "0", True),
    (Operator.EQ, "0", None, "1", False),
    (Operator.EQ, "100", None, "100.0", True),
    (Operator.BETWEEN, "1", "2", "1", True),
    (Operator.BETWEEN, "1", "2", "2", True),
    (Operator.BETWEEN, "1", "2", "3", False),
    (Operator.APPROX, "30", None, "33", True),
    (Operator.APPROX, "30", None, "33.1", False),
    (Operator.APPROX, "30", None, "27", True),
]


@pytest.mark.parametrize(("operator", "target", "upper", "value", "reached"), MEETS)
def test_meets(operator: Operator, target: str, upper: str | None, value: str, reached: bool) -> None:
    assert targets.meets(operator, Decimal(value), Decimal(target), Decimal(upper) if upper else None) is reached


def test_an_indicator_is_judged_by_the_own_tier(made: Made) -> None:
    content = made(
        {
            "p": "period: {start: 2026-01-01, end: 2026-12-31}\nindicators:\n  - {id: drugs, name: 基本药物使用率, unit: '%', targets: [{value: 15, scope: {tier: 三级}}, {value: 30, scope: {tier: 二级}}, {value: 80, scope: {level: 县}}]}\n"
        },
        {"p": "values: [{indicator: drugs, date: 2026-10, value: 17.3}]\n"},
    )
    rows = indicators.indicator_rows(content, content.plans["p"])
    assert (rows[0].state.word, rows[0].current.text if rows[0].current else None) == ("达标", "17.3")
    columns = indicators.tier_columns(content, content.plans["p"], rows)
    assert (columns.labels, columns.own) == (("三级", "二级", "县级"), "三级")
    assert [indicators.cell(rows[0], label, "unit") for label in columns.labels] == ["≥15", "≥30", "≥80"]


JUDGED = [
    ("{id: i, name: 率, unit: '%', due: 2026-12-31, targets: [{value: 95}]}", "{value: 91.7}", "未到期", "差 3.3"),
    ("{id: i, name: 率, unit: '%', due: 2026-11-30, targets: [{value: 95}]}", "{value: 91.7}", "临期", "差 3.3"),
    ("{id: i, name: 率, unit: '%', due: 2026-10-31, targets: [{value: 95}]}", "{value: 91.7}", "未达标", "差 3.3"),
    ("{id: i, name: 率, unit: '%', targets: [{value: 50}]}", "{num: 4120, den: 8240}", "达标", ""),
    ("{id: i, name: 率, unit: '%', targets: [{value: 50}]}", "{num: 4119, den: 8240}", "未达标", "差 0.0"),
    ("{id: i, name: 率, unit: '%', targets: [{value: 50}]}", "{num: 0, den: 0}", "无数据", ""),
    ("{id: i, name: 丙级病历, operator: 等于, due: 2026-12-31, targets: [{value: 0}]}", "{value: 1}", "未达标", "多 1"),
    (
        "{id: i, name: 次均费用, operator: 不高于, against: baseline, baseline: {value: 9000}, due: 2026-12-31, targets: [{value: 0}]}",
        "{value: 1.2}",
        "未到期",
        "多 1.2",
    ),
    ("{id: i, name: 护床比, unit: 比, targets: [{value: 0.4:1}]}", "{value: 0.43:1}", "达标", ""),
]


@pytest.mark.parametrize(("indicator", "value", "word", "gap"), JUDGED)
def test_judges(made: Made, indicator: str, value: str, word: str, gap: str) -> None:
    content = made(
        {"p": f"indicators: [{indicator}]\n"}, {"p": f"values: [{{indicator: i, date: 2026-10-31, {value[1:]}]\n"}
    )
    row = indicators.indicator_rows(content, content.plans["p"])[0]
    assert (row.state.word, row.gap) == (word, gap)


def test_staged_targets_take_the_next(made: Made) -> None:
    text = (
        "indicators: [{id: beds, name: 床位, unit: 张, targets: [{value: 2.0, due: 2017}, {value: 2.2, due: 2020}]}]\n"
    )
    for day, value in (
        (date(2016, 5, 1), "2.0"),
        (date(2017, 12, 31), "2.0"),
        (date(2018, 1, 1), "2.2"),
        (date(2026, 1, 1), "2.2"),
    ):
        content = made({"p": text}, as_of=day)
        row = indicators.indicator_rows(content, content.plans["p"])[0]
        assert row.target and str(row.target.value) == value


def test_three_phases_run_at_once(made: Made) -> None:
    content = made(
        {
            "p": """\
phases_overlap: 是
phases:
  - {id: a, name: 宣传动员, start: 2016-03-17, end: 2016-04-01}
  - {id: b, name: 自查提高, start: 2016-04-01, end: 2016-12-31}
  - {id: c, name: 考核督导, start: 2016-06-01, end: 2016-12-31}
  - {id: d, name: 总结表彰, start: 2016-12-01, end: 2016-12-31}
  - {id: e, name: 回头看}
"""
        },
        as_of=date(2016, 12, 15),
    )
    line = timeline.timeline(content, content.plans["p"])
    assert [lane.phase.id for lane in line.current] == ["b", "c", "d"]
    assert [lane.phase.id for lane in line.undated] == ["e"]
    assert (line.start, line.end, len(line.months)) == (date(2016, 3, 1), date(2016, 12, 31), 10)
    before = timeline.timeline(replace(content, as_of=date(2016, 5, 1)), content.plans["p"])
    assert before.next and before.next.phase.id == "c"
    assert line.share(date(2016, 3, 1)) == 0


def test_day_n_of_n(made: Made) -> None:
    content = made({"p": "kind: campaign\nperiod: {start: 2026-10-08, end: 2027-01-07}\n"})
    running = timeline.running(content.plans["p"], TODAY)
    assert (running.day, running.days, running.left, running.state) == (45, 92, 47, "running")
    assert timeline.running(content.plans["p"], date(2026, 10, 7)).state == "before"
    assert timeline.running(content.plans["p"], date(2027, 1, 8)).state == "after"


COUNTS = [
    (Per.MONTH, 2, 2),
    (Per.WEEK, 1, 4),
    (Per.QUARTER, 1, 0),
    (Per.MONTH, 1, 1),
    (Per.YEAR, 1, 0),
    (Per.DAY, 1, 30),
]


@pytest.mark.parametrize(("per", "times", "number"), COUNTS)
def test_duties_in_november(per: Per, times: int, number: int) -> None:
    duty = Recurring(id="d", what="事", per=per, times=times)
    days = list(due.occurrences(duty, date(2026, 11, 1), date(2026, 11, 30)))
    assert len(days) == number
    assert all(date(2026, 11, 1) <= day <= date(2026, 11, 30) for day in days)


def test_month_end_and_quarter_end() -> None:
    monthly = Recurring(id="d", what="事", per=Per.MONTH)
    assert list(due.occurrences(monthly, date(2026, 2, 1), date(2026, 3, 31))) == [date(2026, 2, 28), date(2026, 3, 31)]
    quarterly = Recurring(id="d", what="事", per=Per.QUARTER)
    assert list(due.occurrences(quarterly, date(2026, 1, 1), date(2026, 12, 31))) == [
        date(2026, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
    twice = Recurring(id="d", what="事", per=Per.MONTH, times=2)
    assert list(due.occurrences(twice, date(2026, 11, 1), date(2026, 11, 30))) == [
        date(2026, 11, 15),
        date(2026, 11, 30),
    ]


def test_the_due_list(made: Made) -> None:
    content = made(
        {
            "p": """\
period: {start: 2026-10-08, end: 2027-01-07}
milestones: [{id: start, name: 各科室启动, due: 2026-12-25, lead: 各科室}]
tasks:
  - {id: t, number: 1., title: 满意度, responsibility: {lead: 护理部}, due: 2026-11-15, recurring: [{id: survey, what: 调查, per: 月, day: 25}]}
""",
            "old": "status: closed\ntasks: [{id: t, title: 旧事, due: 2026-11-15}]\n",
        },
        {"p": "duties: [{duty: survey, due: 2026-10-25, done: 2026-10-24}]\n"},
    )
    items = due.due_items(content, date(2026, 10, 1), date(2026, 12, 31))
    assert [(item.due, item.what, item.state.word) for item in items] == [
        (date(2026, 10, 25), "调查", "已完成"),
        (date(2026, 11, 15), "满意度", "逾期"),
        (date(2026, 11, 25), "调查", "临期"),
        (date(2026, 12, 25), "各科室启动", "未到期"),
        (date(2026, 12, 25), "调查", "未到期"),
    ]
    assert [(item.due, item.what) for item in (entry.item for entry in calendar(content).agenda)] == [
        (date(2026, 11, 15), "满意度"),
        (date(2026, 11, 25), "调查"),
        (date(2026, 12, 25), "各科室启动"),
    ]


def test_sheets_expand_collectives_once(made: Made) -> None:
    content = made(
        {
            "p": """\
tasks:
  - {id: t1, title: 甲, responsibility: {lead: 护理部, join: 各科室}}
  - {id: t2, title: 乙, responsibility: {lead: 各科室}}
  - {id: t3, title: 丙, responsibility: {mode: 分别负责, lead: [护理部, 医务部]}}
"""
        }
    )
    sheets = unit_sheets.unit_sheets(content)
    assert [(each.row.task.id, each.role, each.via) for each in sheets["nursing"].lead] == [
        ("t1", "牵头", ""),
        ("t2", "牵头", "各科室"),
        ("t3", "分别负责", ""),
    ]
    assert sheets["nursing"].join == ()
    assert [(each.row.task.id, each.via) for each in sheets["surgery"].join] == [("t1", "各科室")]


def test_the_matrix_orders_by_load(made: Made) -> None:
    content = made(
        {
            "p": """\
tasks:
  - {id: t1, title: 甲, responsibility: {lead: 医务部, join: 护理部}}
  - {id: t2, title: 乙, responsibility: {mode: 分别负责, lead: [护理部, 外科]}}
  - {id: t3, title: 丙, responsibility: {lead: 护理部}}
"""
        }
    )
    made_matrix = matrix.matrix(content, content.plans["p"])
    assert [ref.id for ref in made_matrix.units] == ["nursing", "medical", "surgery"]
    assert (
        made_matrix.cell("t1", "nursing"),
        made_matrix.cell("t2", "surgery"),
        made_matrix.cell("t3", "medical"),
    ) == ("join", "separate", "")
    assert (
        made_matrix.led["nursing"],
        made_matrix.joined["nursing"],
        made_matrix.total_led,
        made_matrix.total_joined,
    ) == (2, 1, 4, 1)


def test_a_stage_is_due_when_the_plan_says_that_its_end_binds(made: Made) -> None:
    """The board, the row and the words of one target have one deadline."""
    for binds, day in (("是", "2026"), ("否", None)):
        content = made(
            {
                "p": f"period: {{start: 2025, end: 2026, binds_indicators: {binds}}}\n"
                "indicators: [{id: i, name: 率, targets: [{value: 1}]}]\n"
            },
            {"p": "values: [{indicator: i, date: 2026-10, value: 0}]\n"},
        )
        (row,) = indicators.indicator_rows(content, content.plans["p"])
        (stage,) = boards.stages(content, row)
        assert [each.due.iso if each.due else None for each in (row, stage)] == [day, day]
        assert stage.state == row.state


def test_weak_points(made: Made) -> None:
    content = made(
        {
            "p": "goals: [{id: g, text: 更好}]\ntasks: [{id: t, title: 甲}]\norganisation: [{duties: [{text: 管}]}]\nindicators: [{id: i, name: 率, targets: [{value: 1}]}]\n"
        }
    )
    assert [finding.kind for finding in findings.findings(content.plans["p"])] == [
        "goal-unmeasured",
        "task-unowned",
        "no-dates",
        "indicator-open",
        "body-unnamed",
    ]


def test_a_counted_slogan_is_explained_or_counted_out(made: Made) -> None:
    content = made(
        {
            "p": "declared_counts: [{name: 五个到位, count: 1, of: goals}]\nguiding: 落实“三合理”“五个到位”，“十四五”期间做到“六个必须”。\n"
        }
    )
    known = (Term.model_validate({"term": "三合理", "meaning": "合理检查、合理用药、合理治疗"}),)
    found = findings.findings(content.plans["p"], known)
    assert [each.what for each in found if each.kind == "term-undefined"] == ["六个必须"]


def test_lower_plans_and_what_is_not_held(made: Made) -> None:
    content = made({"a": "", "b": "upper: [a]\nbasis: [{title: 某通知, doc_no: 甲发〔2015〕1号}]\n"})
    assert [plan.id for plan in relations.lower_plans(content)["a"]] == ["b"]
    basis = relations.basis_links(content, content.plans["b"])[0]
    assert (basis.held, basis.title, basis.note) == (False, "某通知", "甲发〔2015〕1号")


def test_marks_have_distinct_shapes() -> None:
    assert len({mark.glyph for mark in Mark}) == len(Mark)
