"""Two versions of a plan: every kind of change is found and told, on the page, on paper and in the terminal; nothing that stayed is named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import second_office
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.leaves import links
from campaign.pages.plan import plan_page
from campaign.pages.revisions import revision_page
from campaign.pdf import prints
from campaign.pdf.engine import PrintFault
from campaign.views.comparison import Change, ComparedItem, compare, spans
from campaign.views.revisions import revision, revisions
from campaign.views.tables import in_words

DAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent

FIRST = """\
id: night
title: 夜间门诊实施方案
status: superseded
issuer: 澜川区人民医院
doc_no: 澜医发〔2025〕1号
goals:
  - {id: open, text: 晚上也能看病。}
indicators:
  - {id: share, name: 夜间门诊占比, unit: '%', operator: 不低于, targets: [{value: 10}], lead: [护理部]}
groups:
  - id: staff
    title: 排好班
    tasks:
      - {id: roster, title: 排班表, text: 每晚不少于3名医师，候诊不超过30分钟。, due: 2026-06-30, responsibility: {lead: [护理部]}}
      - {id: rest, title: 轮休, text: 连续值班不超过2天。}
      - {id: canteen, title: 食堂, text: 食堂开到夜里。}
  - id: place
    title: 留好地方
    tasks:
      - {id: light, title: 照明, text: 通道的灯全亮。}
milestones:
  - {id: trial, name: 试开, due: 2026-03-01, lead: [外科]}
requirements:
  - {title: 加强宣传, text: 让群众知道。}
"""
SECOND = """\
id: night-2
version: "2"
supersedes: [night]
title: 夜间门诊实施方案
issuer: 澜川区人民医院
doc_no: 澜医发〔2026〕9号
goals:
  - {id: open, text: 晚上也能看病。}
indicators:
  - {id: share, name: 夜间门诊占比, unit: '%', operator: 不低于, targets: [{value: 15}], lead: [护理部]}
groups:
  - id: staff
    title: 排好班
    tasks:
      - {id: rest, title: 轮休, text: 连续值班不超过2天。}
      - {id: roster, title: 排班表, text: 每晚不少于4名医师，候诊不超过20分钟。, due: 2026-09-30, responsibility: {lead: [护理部, 外科]}}
  - id: place
    title: 留好地方
    tasks:
      - {id: light, title: 照明, text: 通道和停车场的灯全亮。}
      - {id: signs, title: 标识, text: 夜里也看得清。}
milestones:
  - {id: trial, name: 试开, due: 2026-04-01, lead: [外科]}
requirements:
  - {title: 加强宣传, text: 让群众知道。}
"""
PROGRESS = """\
plan: night-2
duties:
  - {duty: trial, due: 2026-04-01, done: 2026-04-01}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = second_office.written(tmp_path_factory.mktemp("revisions") / "office")
    (made / "plans/night.yaml").write_text(FIRST, encoding="utf-8")
    (made / "plans/night-2.yaml").write_text(SECOND, encoding="utf-8")
    (made / "plans/progress/night-2.yaml").write_text(PROGRESS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def content(root: Path) -> Content:
    found, problems = look_over(root, DAY)
    assert {each.code for each in problems} <= {"result-missing"}
    return found


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def by_key(changes: tuple[Change, ...]) -> dict[str, Change]:
    return {each.key: each for each in changes}


def test_every_kind_of_change(content: Content) -> None:
    """New, dropped, moved, another number, figures, facts and words, each where it is and nowhere else."""
    (found,) = revisions(content, content.plans["night-2"])
    changes = by_key(found.changes)
    assert {key: each.kinds for key, each in changes.items()} == {
        "head": ("facts",),
        "task:rest": ("number",),
        "task:roster": ("moved", "number", "figures", "facts", "words"),
        "task:canteen": ("dropped",),
        "task:light": ("number", "words"),
        "task:signs": ("new",),
        "indicator:share": ("figures",),
        "milestone:trial": ("facts",),
    }
    roster = changes["task:roster"]
    assert roster.figures == (("3名", "4名"), ("30分钟", "20分钟"))
    assert roster.facts == (("期限", "2026年6月30日", "2026年9月30日"), ("负责", "护理部", "护理部、外科"))
    assert [(each.kind, each.words) for each in changes["task:light"].spans if each.kind != "same"] == [
        ("came", "和停车场")
    ]
    assert changes["indicator:share"].figures == (("10%", "15%"),)
    assert changes["head"].facts == (("文号", "澜医发〔2025〕1号", "澜医发〔2026〕9号"),)
    assert changes["task:roster"].item.clause == "二、（一）2."


def test_what_was_dropped_stands_where_it_stood(content: Content) -> None:
    (found,) = revisions(content, content.plans["night-2"])
    keys = [each.key for each in found.changes]
    assert keys.index("task:canteen") < keys.index("task:light")


def test_nothing_is_different_from_itself(content: Content) -> None:
    everything, _ = look_over(ROOT, DAY)
    for held in (content, everything):
        for each in held.plans.values():
            assert revision(held, each, each).changes == (), each.id


def test_a_piece_that_lost_its_key_is_known_by_its_words() -> None:
    before = [ComparedItem("a", "1.", "预约到半小时以内。"), ComparedItem("b", "2.", "导诊台有人。")]
    after = [ComparedItem("x", "1.", "预约到一刻钟以内。"), ComparedItem("b", "2.", "导诊台有人。")]
    (change,) = compare(before, after)
    assert (change.kinds, change.before, change.after) == (("words",), before[0], after[0])


WORDS = st.text("甲乙丙丁。，0123%", max_size=12)
ITEMS = st.lists(st.tuples(st.sampled_from("abcdefgh"), WORDS), max_size=8, unique_by=lambda each: each[0])


@settings(max_examples=200)
@given(ITEMS, ITEMS)
def test_a_comparison_leads_from_one_to_the_other(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """Whatever changed: what went and came of every change gives both states back, and no item is lost or named twice."""
    before, after = ([ComparedItem(key, "", words) for key, words in each] for each in (old, new))
    changes = compare(before, after)
    gone = [each.before for each in changes if each.before]
    came = [each.after for each in changes if each.after]
    assert len(gone) == len({each.key for each in gone}) and len(came) == len({each.key for each in came})
    stayed = [each for each in before if each not in gone]
    assert sorted(each.words for each in stayed + came) == sorted(each.words for each in after)
    for change in changes:
        told = change.spans
        assert "".join(each.words for each in told if each.kind != "came") == (
            change.before.words if change.before else ""
        )
        assert "".join(each.words for each in told if each.kind != "gone") == (
            change.after.words if change.after else ""
        )
    assert not any(each.moved for each in changes) or len(before) > 1


def test_figures_change_as_wholes() -> None:
    assert [(each.kind, each.words) for each in spans("达到90.5%以上", "达到95%以上")] == [
        ("same", "达到"),
        ("gone", "90.5"),
        ("came", "95"),
        ("same", "%以上"),
    ]


def test_the_command_tells_them(root: Path) -> None:
    done = plan("diff", "night", "night-2", "--root", root)
    assert done.exit_code == 0, done.output
    for words in (
        "改数：3名 → 4名，30分钟 → 20分钟",
        "期限：2026年6月30日 → 2026年9月30日",
        "新增",
        "删去",
        "［-",
        "［+",
    ):
        assert words in done.output, words
    assert plan("diff", "night-2", "--root", root).output == done.output  # against the version it replaces
    told = json.loads(plan("diff", "night", "night-2", "--json", "--root", root).output)
    roster = next(each for each in told["changes"] if each["key"] == "task:roster")
    assert roster["kinds"] == ["moved", "number", "figures", "facts", "words"]
    assert roster["figures"] == [["3名", "4名"], ["30分钟", "20分钟"]]
    same = plan("diff", "night", "night", "--root", root)
    assert (same.exit_code, same.output) == (0, "没有不同\n")
    unknown = plan("diff", "night", "nigth", "--root", root)
    assert unknown.exit_code == 1 and "没有编号为“nigth”的方案" in unknown.output
    assert "没有写明替代哪一份" in plan("diff", "night", "--root", root).output


def test_the_page_and_the_sheet(content: Content) -> None:
    """第2版 on the page leads to what was revised; the page and the printed table show what went and what came; a first version has neither."""
    second, first = (plan_page(content, content.plans[each]) for each in ("night-2", "night"))
    assert f'href="../../{links.revision("night-2")}"' in second.body and "看修订了什么" not in first.body
    page = revision_page(content, content.plans["night-2"])
    assert page and revision_page(content, content.plans["night"]) is None
    for words in ("每晚不少于<s>3</s>名医师", "每晚不少于<ins>4</ins>名医师", "期限：", "删去", "比第 1 版"):
        assert words in page.body, words
    assert [table.title for table in page.tables] == ["夜间门诊实施方案修订对照表"]
    told = [in_words(row.cells[2]) for row in page.tables[0].rows]
    assert (
        "2.排班表。每晚不少于4名医师，候诊不超过20分钟。（护理部、外科负责）\n期限：2026年9月30日\n负责：护理部、外科"
        in told
    )
    made = prints.job(content, "night-2", "revision")
    assert made and "<s>3</s>" in made.html.replace("\u2060", "") and "<u>4</u>" in made.html.replace("\u2060", "")
    with pytest.raises(PrintFault, match="现在没有修订对照表可印"):
        prints.job(content, "night", "revision")
    assert links.plan_sheet("night-2", "revision") in prints.jobs(content)
