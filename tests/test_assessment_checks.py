"""Every rule about assessments: a tiny invalid root, and the line the author sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_checks import problems

from campaign.model import Tier
from campaign.yamltext import read

UNITS = """\
units:
  - {id: h-3, name: 甲医院, kind: hospital, tier: 三级, grade: 三甲}
  - {id: h-2, name: 乙医院, kind: hospital, tier: 二级, grade: 二乙, active_from: 2016-09-01, active_to: 2017-06-30}
  - {id: h-1, name: 丙医院, kind: hospital, tier: 一级, grade: 一甲}
  - {id: h-0, name: 丁医院, kind: hospital}
collectives:
  - {id: all-h, name: 各医院, kinds: [hospital]}
"""
PLAN = "id: p\ntitle: 方案\ntasks:\n  - {id: t1, title: 任务}\n  - {id: t2, title: 另一项}\n"
RULES = """\
id: r
title: 细则
tiers:
  - {id: t3, name: 三级, grades: [三甲], words: [三级医院]}
  - {id: t2, name: 二级, grades: [二甲, 二乙], words: [二级], exclude: 2}
rounds:
  - {id: annual, name: 年度, due: 2016-12-31}
categories:
  - number: 1
    title: 类
    sub_items:
      - number: 1
        title: 项
        items:
          - {number: 1, title: 甲, text: 二级以上医院都做。}
          - {number: 2, title: 乙, text: 三级医院要做。}
          - {number: 3, title: 丙, text: 省、市、县三级网络。}
"""
RESULT = "id: s\nrules: r\nunit: 甲医院\nround: 年度\ndate: 2016-12-20\n"
SCORED = "scores:\n  - {items: 1-3, points: 1, evidence: 台账}\n"
FORM = """\
id: f
title: 报表
reporters: {under: [h-3], kinds: [hospital]}
period: month
sections:
  - title: 节
    rows:
      - label: 率
        fields: [{id: num, label: 分子}, {id: den, label: 分母}, {id: rate, kind: rate, num: num, den: den}]
"""
FILE = "plans/assessment/r.yaml"
SHEET = "plans/assessment/results/s.yaml"


def root(rules: str = RULES, result: str = "", **more: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {"plans/registry/units.yaml": UNITS, "plans/p.yaml": PLAN, FILE: rules}
    if result:
        files[SHEET] = result
    return {**files, **{f"plans/assessment/results/{name}.yaml": text for name, text in more.items()}}


# what is wrong → the files, and the problems expected, in order
CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "nothing": (root(RULES, RESULT + SCORED), []),
    "item 92 speaks of three levels, not of 三级 hospitals": (root(), []),
    # -- the rule set
    "a count that is not so": (
        root("declared_counts: [{name: 条, count: 100, of: items}]\n" + RULES),
        [f"{FILE}:1:29: 错误[count-differs] 自述“条”有 100 个，实际有 3 个"],
    ),
    "a count of something unknown": (
        root("declared_counts: [{name: 条, count: 3, of: points}]\n" + RULES),
        [f"{FILE}:1:39: 错误[count-unknown] 不知道“points”数的是什么"],
    ),
    "a number left out": (
        root(RULES.replace("number: 3, title: 丙", "number: 4, title: 丙")),
        [f"{FILE}:17:14: 错误[number-gap] 这里应是第 3 条，却写了第 4 条"],
    ),
    "a number twice": (
        root(RULES.replace("number: 3, title: 丙", "number: 1, title: 丙")),
        [f"{FILE}:17:14: 错误[number-repeated] 第 1 条写了两次"],
    ),
    "an exclusion out of range": (
        root(RULES.replace("exclude: 2", 'exclude: "2, 9"')),
        [f"{FILE}:5:55: 错误[item-unknown] “二级”不适用的条里写了第 9 条，细则里没有"],
    ),
    "a lower tier that leaves out less": (
        root(
            RULES.replace("words: [三级医院]}", "words: [三级医院], exclude: 3}").replace("省、市、县三级网络", "其他")
        ),
        [
            f"{FILE}:5:55: 错误[tier-order] 第 3 条对“三级”不适用，对更低的“二级”却适用",
            f"{FILE}:17:35: 警告[tier-words] 第 3 条的文字没有把“三级”除外，却列为不适用",
        ],
    ),
    "an item for 三级 that a lower tier must do too": (
        root(RULES.replace(", exclude: 2}", "}")),
        [f"{FILE}:16:35: 警告[tier-words] 第 2 条的文字只说到“三级”，却对“二级”适用"],
    ),
    "a range the wrong way round": (
        root(RULES.replace("exclude: 2", "exclude: 3-1")),
        [f"{FILE}:5:55: 错误[bad-number] “exclude”（不适用的条）：“3-1”不是条的序号"],
    ),
    "a crosswalk to nowhere": (
        root(RULES + "crosswalk: {plan: q, links: [{task: t1, category: 1}]}\n"),
        [f"{FILE}:18:13: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "a crosswalk with wrong ends": (
        root(
            RULES
            + "crosswalk: {plan: p, links: [{task: t1, category: 1}, {task: t9, category: 2}, {task: t1, category: 1}]}\n"
        ),
        [
            f"{FILE}:18:56: 错误[task-unknown] “方案”没有编号为“t9”的任务",
            f"{FILE}:18:66: 错误[category-unknown] 细则里没有第 2 类",
            f"{FILE}:18:80: 错误[crosswalk-twice] 同一项任务或同一类对应了两次",
        ],
    ),
    "thresholds": (
        root(
            RULES.replace(
                "text: 三级医院要做。}",
                'text: 三级医院要做。, thresholds: [{id: a, name: 率, operator: ≥, value: 120, unit: "%"}, '
                '{id: a, name: 率, operator: ≥, value: 90, unit: "%", grade: 四甲}]}',
            )
        ),
        [
            f"{FILE}:16:93: 错误[percent-range] 百分比应在 0 到 100 之间，写的是 120",
            f"{FILE}:16:118: 错误[duplicate-id] 界限值编号“a”已经用过",
            f"{FILE}:16:169: 错误[grade-unknown] 各档里没有“四甲”这个等次",
        ],
    ),
    "a threshold judged by a field that is no rate": (
        {
            **root(
                RULES.replace(
                    "text: 三级医院要做。}",
                    'text: 三级医院要做。, thresholds: [{id: a, name: 率, operator: ≥, value: 50, unit: "%", from_form: f.num}, '
                    '{id: b, name: 率, operator: ≥, value: 50, unit: "%", from_form: f.rate}]}',
                )
            ),
            "plans/forms/f.yaml": FORM,
        },
        [f"{FILE}:16:115: 错误[form-field-unknown] 报表里没有“f.num”这个率"],
    ),
    # -- results
    "another rule set": (
        root(RULES, RESULT.replace("rules: r", "rules: x") + SCORED),
        [f"{SHEET}:2:1: 错误[assessment-unknown] 本站没有编号为“x”的考核"],
    ),
    "another round": (
        root(RULES, RESULT.replace("年度", "期中") + SCORED),
        [f"{SHEET}:4:1: 错误[round-unknown] “细则”没有“期中”这一轮"],
    ),
    "one hospital twice in a round": (
        root(RULES, RESULT + SCORED, t=RESULT.replace("id: s", "id: t").replace("年度", "annual") + SCORED),
        [
            "plans/assessment/results/t.yaml:4:1: 错误[result-twice] “甲医院”年度的得分已经写在 plans/assessment/results/s.yaml"
        ],
    ),
    "an unknown hospital": (
        root(RULES, RESULT.replace("甲医院", "戊医院") + SCORED),
        [f"{SHEET}:3:1: 错误[unit-unknown] 单位“戊医院”不在单位名册里"],
    ),
    "a collective": (
        root(RULES, RESULT.replace("甲医院", "各医院") + SCORED),
        [f"{SHEET}:3:1: 错误[unit-unknown] “各医院”不是一家医院"],
    ),
    "a hospital below all tiers": (
        root(RULES, RESULT.replace("甲医院", "丙医院") + SCORED),
        [f"{SHEET}:3:1: 错误[grade-unknown] “丙医院”在单位名册里等次是“一甲”，不知道按哪一档评"],
    ),
    "a hospital without a grade": (
        root(RULES, RESULT.replace("甲医院", "丁医院") + SCORED),
        [f"{SHEET}:3:1: 错误[grade-unknown] “丁医院”在单位名册里没有写等次（grade），不知道按哪一档评"],
    ),
    "before it opened": (
        root(RULES, RESULT.replace("甲医院", "乙医院").replace("12-20", "08-31")),
        [f"{SHEET}:5:1: 错误[unit-not-open] “乙医院”2016年9月1日才启用，评定日期却是2016年8月31日"],
    ),
    "after it closed": (
        root(RULES, RESULT.replace("甲医院", "乙医院").replace("2016-12-20", "2017-07-01")),
        [f"{SHEET}:5:1: 错误[unit-closed] “乙医院”2017年6月30日已停用，评定日期却是2017年7月1日"],
    ),
    "from the future": (
        root(RULES, RESULT.replace("2016-12-20", "2026-11-22") + SCORED),
        [f"{SHEET}:5:1: 警告[value-from-future] 评定日期 2026-11-22 晚于数据截至日期 2026-11-21"],
    ),
    "an item that does not apply": (
        root(RULES, RESULT.replace("甲医院", "乙医院") + SCORED),
        [f"{SHEET}:7:6: 错误[score-not-applicable] 第 2 条对“二级”不适用，却评了分"],
    ),
    "an item that does not exist": (
        root(RULES, RESULT + "scores:\n  - {items: 4, points: 1, evidence: 台账}\n"),
        [f"{SHEET}:7:6: 错误[item-unknown] 细则里没有第 4 条"],
    ),
    "an item scored twice": (
        root(RULES, RESULT + SCORED + "  - {items: 3, points: 0, evidence: 抽查, reason: 无}\n"),
        [f"{SHEET}:8:6: 错误[score-twice] 第 3 条评了两次，前一次在第 7 行"],
    ),
    "too many points": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: 2, evidence: 台账}\n"),
        [f"{SHEET}:7:16: 错误[points-range] 得分 2 超过满分 1"],
    ),
    "fewer than none": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: -1, evidence: 台账, reason: 倒扣}\n"),
        [f"{SHEET}:7:16: 错误[points-range] 得分 -1 小于 0"],
    ),
    "half a point where only whole ones count": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: 0.5, evidence: 台账, reason: 半数}\n"),
        [f"{SHEET}:7:16: 错误[points-partial] 得分 0.5 是部分分，这套细则不给部分分"],
    ),
    "half a point where parts count": (
        root(
            "scoring: {partial: 是}\n" + RULES,
            RESULT + "scores:\n  - {items: 1, points: 0.5, evidence: 台账, reason: 半数}\n",
        ),
        [],
    ),
    "points that are no number": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: 满分}\n"),
        [f"{SHEET}:7:16: 错误[bad-number] “points”（得分）：“满分”不是数"],
    ),
    "no evidence and no reason": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: 1}\n  - {items: 2-3, points: 0, evidence: 抽查}\n"),
        [
            f"{SHEET}:7:5: 警告[evidence-missing] 第 1 条评了分，没有写佐证",
            f"{SHEET}:8:5: 警告[loss-unexplained] 第 2、3 条失了分，没有台账，也没有说明",
        ],
    ),
    "a ledger entry that does not exist": (
        root(RULES, RESULT + "scores:\n  - {items: 1, points: 0, evidence: 抽查, ledger: db-1}\n"),
        [f"{SHEET}:7:41: 错误[entry-unknown] 台账里没有编号为“db-1”的事项"],
    ),
    "left open": (root(RULES, RESULT + "scores:\n  - {items: 1}\n"), []),
    "two departments for one item": (
        root(RULES, RESULT + "owners:\n  - {unit: 门诊部, items: 1-2}\n  - {unit: 医务部, items: 2-4}\n"),
        [
            f"{SHEET}:8:17: 错误[item-unknown] 细则里没有第 4 条",
            f"{SHEET}:8:17: 错误[owner-twice] 第 2 条已由“门诊部”负责",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    given, expected = CASES[name]
    assert problems(tmp_path, given) == expected


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3", (3,)),
        ('"3, 7-8, 72-73"', (3, 7, 8, 72, 73)),
        ("3、7—8", (3, 7, 8)),
        ("7 - 8 10", (7, 8, 10)),
        ("2至4；6", (2, 3, 4, 6)),
        ("[1, 3-4]", (1, 3, 4)),
        ("", ()),
    ],
)
def test_item_numbers_as_people_write_them(typed: str, numbers: tuple[int, ...]) -> None:
    data = read("t.yaml", f"{{id: t, name: 档, grades: 三甲, exclude: {typed}}}").data
    assert Tier.model_validate(data).exclude == numbers


@pytest.mark.parametrize("typed", ["三", "8-7", "1.5", "-3", "3-", "99999"])
def test_what_is_no_item_number(typed: str, tmp_path: Path) -> None:
    found = problems(tmp_path, root(RULES.replace("exclude: 2", f"exclude: {typed}")))
    assert [line.partition("]")[0] for line in found] == [f"{FILE}:5:55: 错误[bad-number"]


def test_an_item_given_to_a_tier_its_text_does_not_address(tmp_path: Path) -> None:
    """Item 13 says 二甲以上医院: 二乙 doing it warns. Item 92 says 省、市、县三级 and means no hospital by it."""
    text = (Path(__file__).resolve().parent.parent / "plans/assessment/jiaxing.yaml").read_text(encoding="utf-8")
    rules = text.partition("crosswalk:")[0]
    assert problems(tmp_path, root(rules)) == []
    changed = rules.replace('exclude: "3, 7-8, 13, 36-37', 'exclude: "3, 7-8, 36-37')
    assert changed != rules
    found = [line.partition(" ")[2] for line in problems(tmp_path, root(changed))]
    assert found == ["警告[tier-words] 第 13 条的文字只说到“二甲”，却对“二乙”适用"]
