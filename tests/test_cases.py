"""Cases: facts with their contradictions and blanks as printed, and the example's five cases figure by figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.data import case_data, catalog
from campaign.model import Case, Fact
from campaign.pages import build_pages
from campaign.search.corpus import corpus
from campaign.views.cases import by_plan, task_links, topics
from campaign.views.questions import subjects

TODAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent
PLAN = (
    "id: p\ntitle: 方案\ngroups:\n  - {id: g, title: 组, tasks: [{id: t1, title: 预约到半小时, topics: [预约诊疗]}]}\n"
)
HEAD = "---\nkind: case\nid: c\ntitle: 案例\norg: 乙医院\nsummary: 做了什么。\ntopics: [预约诊疗, 满意度]\n"
FACTS = """\
facts:
  - title: 上线
    facts:
      - {name: 上线日期, conflict: [11月12日, 10月12日]}
      - {name: 首批, value: "110", unit: 项}
      - {name: 出报告时间, value: ≤XX, unit: 分钟}
      - {name: 药品费用, change: "-22.58", unit: "%"}
      - {name: 门诊人次, change: "7.83", unit: "%"}
      - {name: 床位, before: "2.0", after: "2.2", unit: 张}
questions:
  - {ask: 能不能<b>办</b>, answer: 不能。, by: 民政厅}
"""


def root(tmp_path: Path, text: str) -> Path:
    for name, written in (("plans/p.yaml", PLAN), ("docs/cases/c/index.md", f"{HEAD}{text}---\n正文\n")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    return tmp_path


def content(tmp_path: Path, text: str = FACTS) -> Content:
    found, problems = look_over(root(tmp_path, text), TODAY)
    assert [str(each) for each in problems] == []
    return found


def test_contradictions_blanks_and_changes_are_shown_as_they_are(tmp_path: Path) -> None:
    page = next(page.body for page in build_pages(content(tmp_path)) if page.path == "cases/c/index.html")
    assert "11月12日" in page and "10月12日" in page and "原文矛盾" in page
    assert '≤<span class="blank" title="原文空缺">XX</span>' in page
    assert "−22.58%" in page and "+7.83%" in page and "药品费用下降22.58%" in page
    assert "2.0 <span" in page and "矛盾 1 处，空缺 1 处" in page
    assert "能不能&lt;b&gt;办&lt;/b&gt;" in page


def test_bars_of_change_share_a_scale_and_point_their_way(tmp_path: Path) -> None:
    page = next(page.body for page in build_pages(content(tmp_path)) if page.path == "cases/c/index.html")
    assert 'd="M0.0 2h60.0v8h-60.0z"' in page  # the greatest fall fills the left half
    assert 'd="M60 2h20.8v8h-20.8z"' in page  # 7.83 of 22.58, to the right of the middle


def test_topics_gather_cases_and_tasks(tmp_path: Path) -> None:
    made = content(tmp_path, FACTS + "tasks: [p#t1]\n")
    assert [
        (topic.name, [case.id for case in topic.cases], [task.title for task in topic.tasks]) for topic in topics(made)
    ] == [
        ("满意度", ["c"], []),
        ("预约诊疗", ["c"], ["预约到半小时"]),
    ]
    assert [link.url for link in task_links(made, made.cases["c"])] == ["plans/p/index.html#task-t1"]
    assert [case.id for case in by_plan(made)["p"]] == ["c"]
    assert [(subject.title, answer.by) for subject in subjects(made) for answer in subject.answers] == [
        ("案例", "民政厅")
    ]
    pages = {page.path: page.body for page in build_pages(made)}
    assert (
        'href="../../cases/c/index.html"' in pages["plans/p/index.html"]
        and "../cases/c/index.html" in pages["services/index.html"]
    )
    assert "能不能&lt;b&gt;" in pages["questions/index.html"]


def test_cases_are_in_search_and_data(tmp_path: Path) -> None:
    made = content(tmp_path)
    page = next(page for page in corpus(made) if page.id == "cases/c")
    assert [(unit.name, unit.text) for unit in page.units][1] == (
        "上线",
        "上线日期 11月12日，10月12日。首批 110项。出报告时间 ≤XX分钟。药品费用 -22.58%。门诊人次 7.83%。床位 2.0，2.2张",
    )
    (listed,) = catalog(made)["cases"]
    assert (listed["id"], listed["facts"], listed["conflicts"], listed["questions"]) == ("c", 6, 1, 1)
    assert case_data(made, made.cases["c"])["facts"][0]["facts"][0]["conflict"] == ["11月12日", "10月12日"]


CASES: dict[str, tuple[str, list[str]]] = {
    "a task that is not there": ("tasks: [p#t2]\n", [":8:9: 错误[task-unknown] 没有“p#t2”这项任务"]),
    "a plan that is not there": ("plans: [q]\n", [":8:9: 错误[plan-unknown] 本站没有编号为“q”的方案"]),
    "a contradiction of one": (
        "facts:\n  - {title: 甲, facts: [{name: 日期, conflict: [11月12日]}]}\n",
        [":9:35: 错误[conflict-single] “日期”只写了一个值，看不出与什么矛盾"],
    ),
    "a fact without a value": (
        "facts:\n  - {title: 甲, facts: [{name: 日期}]}\n",
        [":9:24: 错误[fact-empty] “日期”没有写值"],
    ),
    "a change that is no number": (
        "facts:\n  - {title: 甲, facts: [{name: 费用, change: 降一成}]}\n",
        [":9:35: 错误[bad-number] “change”（变化）：“降一成”不是数"],
    ),
    "no facts in a group": (
        "facts:\n  - {title: 甲, facts: []}\n",
        [":9:16: 错误[bad-value] “facts”（事实）至少要有一项"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    given, expected = CASES[name]
    _, found = look_over(root(tmp_path, given), TODAY)
    assert [str(each).removeprefix("docs/cases/c/index.md").partition("；")[0] for each in found] == expected


# -- the five cases of the example -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> Content:
    return look_over(ROOT, TODAY)[0]


def facts(case: Case) -> dict[str, Fact]:
    return {fact.name: fact for group in case.facts for fact in group.facts}


def test_every_case_stands_under_a_topic(example: Content) -> None:
    held = {case.id for topic in topics(example) for case in topic.cases}
    assert held == {
        "zhangshang-shengyi",
        "ganfutong",
        "ganyu-15min",
        "hospital-progress-report",
        "xiangya-patient-service",
    }
    assert all(task_links(example, case) for case in example.cases.values())


def test_both_launch_dates_are_kept(example: Content) -> None:
    found = facts(example.cases["ganfutong"])
    assert found["上线日期"].conflict == ("11月12日", "10月12日")
    values = [
        (name, found[name].value, found[name].unit)
        for name in ("首批类别", "首批便民服务", "标准化事项清单", "已破解的办事堵点", "公安一家首批上线的高频事项")
    ]
    assert values == [
        ("首批类别", "10", "类"),
        ("首批便民服务", "110", "项"),
        ("标准化事项清单", "55万", "项"),
        ("已破解的办事堵点", "96／100", "项"),
        ("公安一家首批上线的高频事项", "32", "项"),
    ]
    (question,) = example.cases["ganfutong"].questions
    assert "离婚" in question.ask and question.by == "江西省民政厅"


def test_changes_of_the_county_have_their_signs(example: Content) -> None:
    found = facts(example.cases["ganyu-15min"])
    changes = {name: str(fact.change) for name, fact in found.items() if fact.change}
    assert changes == {"门诊人次": "7.83", "门诊次均费用": "-17.68", "次均住院医药费用": "-10.28", "药品费用": "-22.58"}
    assert (found["升级改造的卫生院"].value, found["新建改扩建的标准化村卫生室"].value) == ("26", "411")


def test_blanks_of_the_report_stay_blank(example: Content) -> None:
    found = facts(example.cases["hospital-progress-report"])
    blank = [
        name for name, fact in found.items() if fact.value and fact.value.strip("≤不少于低以上") in ("X", "XX", "XXX")
    ]
    assert len(blank) == 11
    assert (found["方面"].value, found["编了号的小项"].value, found["约谈的条件"].value) == (
        "10",
        "32",
        "连续2次排名靠后",
    )


def test_the_numbered_items_of_the_report_are_all_there() -> None:
    body = (ROOT / "docs/cases/hospital-progress-report/index.md").read_text(encoding="utf-8")
    parts = body.split("\n### ")[1:]
    assert [sum(line[:1].isdigit() for line in part.splitlines()) for part in parts] == [0, 7, 3, 5, 2, 2, 7, 4, 2, 0]


def test_satisfaction_of_xiangya(example: Content) -> None:
    found = facts(example.cases["xiangya-patient-service"])
    assert (found["病友满意度"].value, found["护士满意度"].value) == ("96.21", "89.55")
