"""落实对照: what plans below made of every task and indicator above, what nobody took up, what is less or later; and a plan that begins from one above."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import second_office
from click.testing import CliRunner, Result

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.leaves import links
from campaign.pages.lists import topics_page
from campaign.pages.plan import plan_page
from campaign.pages.uptake import uptake_page
from campaign.pdf import prints
from campaign.views.tables import in_words
from campaign.views.topics import compared
from campaign.views.uptake import promises_table, table, uppers, uptake

DAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent
BELOW = {
    "plans/tcm-care.yaml": """\
id: tcm-care
title: 区中医院改善就医感受落实方案
short: 中医院方案
issuer: 澜川区中医院
upper: [river-care]
indicators:
  - {id: wait, key: waiting, name: 候诊, unit: 分钟, operator: 不高于, due: 2027-06, targets: [{value: 30}]}
tasks:
  - {id: late, title: 预约到时段, upper: ['river-care#booking'], due: 2027-03-01, responsibility: {lead: [澜川区中医院]}}
  - {id: nobody, title: 设导诊台, upper: ['river-care#guide']}
""",
    "plans/river-care.yaml": second_office.FILES["plans/river-care.yaml"].replace(
        "[{value: 20}]", "[{value: 20, due: 2026-12-31}]"
    ),
    "plans/ward-care.yaml": second_office.FILES["plans/ward-care.yaml"]
    + "indicators:\n  - {id: wait-2, name: 候诊时间, unit: 分钟, operator: 不高于, targets: [{value: 15, due: 2026-11-30}]}\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = second_office.written(tmp_path_factory.mktemp("uptake") / "office")
    for name, text in BELOW.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def content(root: Path) -> Content:
    found, problems = look_over(root, DAY)
    assert [each for each in problems if each.severity == "error"] == []
    return found


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def rows(content: Content, which: int) -> list[tuple[str, ...]]:
    found = uptake(content, content.plans["river-care"])
    assert found
    made = (table(found), promises_table(found))[which]
    return [tuple(map(in_words, row.cells)) for row in made.rows]


def test_every_task_with_what_took_it_up(content: Content) -> None:
    found = {(above, plan_, own): (lead, due) for above, plan_, own, lead, due, _ in rows(content, 0)}
    assert found == {
        ("看病顺一点 分时段预约", "区医院改善就医感受落实方案", "病区预约\n上面要求2026年12月1日前，没有写期限"): (
            "护理部",
            "未定",
        ),
        ("看病顺一点 分时段预约", "中医院方案", "预约到时段\n晚于上面要求的2026年12月1日"): (
            "澜川区中医院",
            "2027年3月1日",
        ),
        ("看病顺一点 门诊导诊", "中医院方案", "设导诊台\n没有写谁负责"): ("", "未定"),
    }


def test_every_indicator_with_what_was_promised(content: Content) -> None:
    """Less than above, or later, says so; as much or more says nothing. The same key or the same name is the same indicator."""
    found = {plan_: (asked, value) for _, plan_, asked, value, _ in rows(content, 1)}
    assert found == {
        "中医院方案": ("≤30分钟（到2027年6月）\n弱于上面的≤20分钟\n晚于上面要求的2026年12月31日", "—"),
        "区医院改善就医感受落实方案": ("≤15分钟（到2026年11月30日）", "—"),
    }


def test_what_nobody_took_up(content: Content) -> None:
    whole = uptake(content, content.plans["river-care"])
    assert whole and whole.nobody == () and whole.less == 4
    (ward,) = uppers(content, content.plans["ward-care"])
    assert [row.task.id for row in ward.nobody] == ["guide"]
    alone = uptake(content, content.plans["spring-story"])
    assert alone is None and uptake_page(content, content.plans["ward-care"]) is None


def test_both_ways_on_the_pages_and_on_paper(content: Content) -> None:
    """The page of the upper plan says what became of it; that of ours leads there, says what it left out, and what it promised for later."""
    page = uptake_page(content, content.plans["river-care"])
    assert page and [each.title for each in page.tables] == ["三年行动落实对照", "三年行动指标对照"]
    for words in ("项项有承接", "4 处弱于或晚于上面的要求", 'id="below-ward-care"', "晚于上面要求的2026年12月1日"):
        assert words.replace("2026年12月1日", "") in page.body.replace(
            '<span class="nospace whole">2026年12月1日</span>', ""
        ), words
    ours = plan_page(content, content.plans["ward-care"]).body
    assert f'href="../../{links.uptake("river-care")}#below-ward-care"' in ours and "没有承接 1 项" in ours
    assert "晚于上面要求的2026年12月1日" in plan_page(content, content.plans["tcm-care"]).body
    assert f'href="../../{links.uptake("river-care")}"' in plan_page(content, content.plans["river-care"]).body
    made = prints.job(content, "river-care", "uptake")
    assert made and "设导诊台" in made.html.replace("\u2060", "")
    assert links.plan_sheet("river-care", "uptake") in prints.jobs(content)


def test_a_new_plan_begins_with_all_of_it_open(root: Path) -> None:
    """Every task and indicator above stands in it, sound as it is; nobody leads any of it yet, and nothing is left out or less."""
    done = plan("new", "plan", "lch-care", "--from", "river-care", "--root", root)
    assert done.exit_code == 0, done.output
    found, problems = look_over(root, DAY)
    assert [each for each in problems if each.path == "plans/lch-care.yaml" and each.severity == "error"] == []
    ours, above = found.plans["lch-care"], found.plans["river-care"]
    assert [task.upper for _, task in ours.all_tasks()] == [(f"river-care#{task.id}",) for _, task in above.all_tasks()]
    (taken,) = uppers(found, ours)
    assert taken.nobody == () and not any(faults for each in taken.promises for _, faults in each.answers)
    assert all(answer.faults for each in taken.clauses for answer in each.answers)  # nobody leads it
    again = plan("new", "plan", "lch-care", "--from", "river-care", "--root", root)
    assert again.exit_code == 1 and "已经有了，没有改动" in again.output
    assert "没有编号为“rivr”的方案" in plan("new", "plan", "x-1", "--from", "rivr", "--root", root).output
    assert "--from 只用于 plan" in plan("new", "meeting", "x-1", "--from", "river-care", "--root", root).output
    (root / "plans/lch-care.yaml").unlink()


def test_plans_of_one_level_by_topic() -> None:
    """Topics that two plans of one level have in common, a column a plan; every cell holds that plan's tasks under the topic and no others."""
    everything, _ = look_over(ROOT, DAY)
    tables = compared(everything)
    page = topics_page(everything)
    assert tables and page and page.tables == tables
    for held in tables:
        names = [column.title for column in held.columns[1:]]
        plans = [plan for plan in everything.plans.values() if plan.name in names]
        assert len({plan.level for plan in plans}) == 1 and len(names) > 1
        for row in held.rows:
            topic, *cells = map(in_words, row.cells)
            assert sum(cell != "—" for cell in cells) > 1, topic
            for name, cell in zip(names, cells, strict=True):
                plan_ = next(each for each in plans if each.name == name)
                tasks = [task.title for _, task in plan_.all_tasks() if topic in task.topics]
                assert all(title in cell for title in tasks) and (cell == "—") is (not tasks), (topic, name)


def test_nothing_in_common_is_no_page(content: Content) -> None:
    assert compared(content) == () and topics_page(content) is None
