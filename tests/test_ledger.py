"""The supervision ledger: its rules line by line, where entries stand, rates and rankings worked by hand, what pages and papers show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.checks import look_over
from campaign.content import Content
from campaign.load import load
from campaign.model import Step
from campaign.pages import build_pages
from campaign.pdf import assignment, bulletin
from campaign.scaffold import create
from campaign.views import ledger
from campaign.views.calendar import calendar
from campaign.views.due import due_items
from campaign.views.status import Mark
from campaign.views.unit_sheets import unit_sheets

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital, tier: 三级}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: medical, name: 医务部, kind: functional, parent: h}
  - {id: old, name: 旧科, kind: functional, parent: h, active_to: 2026-06-30}
  - {id: new, name: 新科, kind: functional, parent: h, active_from: 2026-11-15}
"""
PLAN = "id: p\ntitle: 方案\nshort: 方案甲\nissuer: 甲医院\ntasks: [{id: t1, title: 随访}]\n"
HEAD = "id: l\ntitle: 台账\nissuer: 甲医院\n"


def written(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in {"plans/registry/units.yaml": UNITS, "plans/p.yaml": PLAN, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def problems(root: Path, text: str) -> list[str]:
    """Problems of one ledger file, without their remedies."""
    _, found = look_over(written(root, {"plans/ledger/l.yaml": text}), TODAY)
    return [str(problem).partition("；")[0] for problem in found]


def made(root: Path, text: str, as_of: date = TODAY) -> Content:
    loaded = load(written(root, {"plans/ledger/l.yaml": text}), TODAY, as_of)
    assert loaded.problems == ()
    return loaded.content


def entry(
    number: int,
    log: str = "",
    *,
    lead: str = "护理部",
    assigned: str = "2026-10-08",
    due: str = "2026-10-30",
    more: str = "",
) -> str:
    """One entry in seven lines, then those asked for, then `log:` and a line a step. Alone in a file it begins at line 5."""
    return (
        f"  - id: e{number}\n    number: 督办〔2026〕{number}号\n    title: 事项{number}\n"
        f"    source: {{kind: complaint, text: 来信}}\n    lead: [{lead}]\n    assigned_on: {assigned}\n    due: {due}\n"
        + (f"    {more}\n" if more else "")
        + ("    log:\n" + "".join(f"      - {{{each}}}\n" for each in log.split("|")) if log else "")
    )


def one(log: str = "", **rest: str) -> str:
    return HEAD + "entries:\n" + entry(1, log, **rest)


FULL = "step: 交办, date: 2026-10-08|step: 立账, date: 2026-10-09|step: 办理, date: 2026-10-12|step: 反馈, date: 2026-10-20|step: 复核, date: 2026-10-22|step: 销号, date: 2026-10-23"
OPENED = "step: 交办, date: 2026-10-08|step: 立账, date: 2026-10-09"

# -- rules ------------------------------------------------------------------------------------------------------------------

F = "plans/ledger/l.yaml"
CASES: dict[str, tuple[str, list[str]]] = {
    "a full chain": (one(FULL), []),
    "a review that sends back": (
        one(
            FULL.replace(
                "复核, date: 2026-10-22",
                "复核, date: 2026-10-21, passed: 否|step: 办理, date: 2026-10-21|step: 反馈, date: 2026-10-21|step: 复核, date: 2026-10-22",
            )
        ),
        [],
    ),
    "a step is jumped": (
        one("step: 交办, date: 2026-10-08|step: 办理, date: 2026-10-12"),
        [f"{F}:14:10: 错误[ledger-jump] “办理”前面缺少“立账”"],
    ),
    "it begins in the middle": (
        one("step: 立账, date: 2026-10-09"),
        [f"{F}:13:10: 错误[ledger-jump] “立账”前面缺少“交办”"],
    ),
    "reviewed before reported": (
        one(f"{OPENED}|step: 办理, date: 2026-10-12|step: 复核, date: 2026-10-13"),
        [f"{F}:16:10: 错误[ledger-jump] “复核”前面缺少“反馈”"],
    ),
    "a step twice": (
        one(f"{OPENED}|step: 立账, date: 2026-10-10"),
        [f"{F}:15:10: 错误[ledger-step] “立账”不能在“立账”之后"],
    ),
    "closed without 反馈 and 复核": (
        one(f"{OPENED}|step: 办理, date: 2026-10-12|step: 销号, date: 2026-10-13"),
        [f"{F}:16:10: 错误[ledger-close] 没有“反馈”和“复核”，不能销号"],
    ),
    "closed without 复核": (
        one(f"{OPENED}|step: 办理, date: 2026-10-12|step: 反馈, date: 2026-10-13|step: 销号, date: 2026-10-14"),
        [f"{F}:17:10: 错误[ledger-close] 没有“复核”，不能销号"],
    ),
    "closed after a review that failed": (
        one(FULL.replace("date: 2026-10-22", "date: 2026-10-22, passed: 否")),
        [f"{F}:18:10: 错误[ledger-close] 最近一次复核没有通过，不能销号"],
    ),
    "closed on an old review": (
        one(FULL.replace("复核, date: 2026-10-22", "复核, date: 2026-10-21, passed: 否|step: 办理, date: 2026-10-22")),
        [f"{F}:19:10: 错误[ledger-close] “办理”之后还没有复核，不能销号"],
    ),
    "something after 销号": (
        one(f"{FULL}|step: 反馈, date: 2026-10-24"),
        [f"{F}:19:10: 错误[ledger-after-close] 已经销号，后面不能再有“反馈”"],
    ),
    "closed before it opens": (
        one(FULL.replace("销号, date: 2026-10-23", "销号, date: 2026-10-07")),
        [f"{F}:18:20: 错误[ledger-before-open] “销号”的日期 2026-10-07 早于交办日期 2026-10-08"],
    ),
    "dates out of order": (
        one(FULL.replace("复核, date: 2026-10-22", "复核, date: 2026-10-19")),
        [f"{F}:17:20: 错误[ledger-dates] “复核”的日期 2026-10-19 早于前一步“反馈”的 2026-10-20"],
    ),
    "assigned on two days": (
        one("step: 交办, date: 2026-10-07"),
        [f"{F}:13:20: 错误[ledger-dates] “交办”写在 2026-10-07，交办日期却是 2026-10-08"],
    ),
    "a step without a day": (
        one("step: 交办, date: 2026-10-08|step: 立账, date: 2026-10"),
        [
            f"{F}:14:20: 错误[ledger-before-open] “立账”的日期 2026-10 早于交办日期 2026-10-08",
            f"{F}:14:20: 错误[ledger-day] “立账”的日期“2026-10”没有写到日",
        ],
    ),
    "a deadline without a day": (one(due="2026-12"), [f"{F}:11:5: 错误[ledger-day] 日期“2026-12”没有写到日"]),
    "due before it is assigned": (
        one(due="2026-10-07"),
        [f"{F}:11:5: 错误[ledger-due] 办结期限 2026-10-07 早于交办日期 2026-10-08"],
    ),
    "a step from the future": (
        one(f"{OPENED}|step: 办理, date: 2026-11-22"),
        [f"{F}:15:20: 警告[ledger-future] “办理”的日期 2026-11-22 晚于数据截至日期 2026-11-21"],
    ),
    "a step that does not exist": (
        one("step: 督查, date: 2026-10-08"),
        [
            f"{F}:13:10: 错误[bad-word] “step”（步骤）：“督查”不在可选范围内",
        ],
    ),
    "an assignment that failed": (
        one("step: 交办, date: 2026-10-08, passed: 否"),
        [f"{F}:13:38: 错误[ledger-passed] “交办”没有通过不通过之分"],
    ),
    "an unknown unit": (one(lead="护理步"), [f"{F}:9:12: 错误[unit-unknown] 单位“护理步”不在单位名册里"]),
    "nobody leads": (one(lead=""), [f"{F}:9:5: 错误[bad-value] “lead”（承办单位）至少要有一项"]),
    "a unit that leads and joins": (
        one(more="join: [护理部]"),
        [f"{F}:12:12: 错误[unit-twice] “护理部”既是承办单位又是配合单位"],
    ),
    "a unit that was closed": (
        one(lead="旧科"),
        [f"{F}:9:12: 错误[unit-closed] “旧科”2026年6月30日已停用，早于交办日期 2026-10-08"],
    ),
    "a unit that does not exist yet": (
        one(lead="新科"),
        [f"{F}:9:12: 错误[unit-closed] “新科”2026年11月15日才启用，晚于交办日期 2026-10-08"],
    ),
    "an unknown task": (
        one(more="tasks: [p#t2]"),
        [f"{F}:12:13: 错误[task-unknown] “方案甲”没有编号为“t2”的任务或指标"],
    ),
    "an unknown plan": (
        one(more="tasks: [q#t1]"),
        [f"{F}:12:13: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "a number of the wrong form, its brackets read as those of the standard": (
        one().replace("督办〔2026〕1号", "督办[2026]01号"),
        [f"{F}:6:5: 错误[ledger-number] 文号“督办〔2026〕01号”不合写法"],
    ),
    "a number of another year": (
        one().replace("督办〔2026〕1号", "督办〔2025〕1号"),
        [f"{F}:6:5: 警告[ledger-number] 文号的年份 2025 与交办日期 2026-10-08 不同年"],
    ),
    "one number twice": (
        HEAD + "entries:\n" + entry(1) + entry(2).replace("〕2号", "〕1号"),
        [f"{F}:13:5: 错误[ledger-number] 文号“督办〔2026〕1号”已经用在 {F} 第 5 行"],
    ),
    "one id twice": (
        HEAD + "entries:\n" + entry(1) + entry(2).replace("id: e2", "id: e1"),
        [f"{F}:12:5: 错误[duplicate-id] 台账编号“e1”已经用在 {F} 第 5 行"],
    ),
    "a source without words": (
        one().replace("{kind: complaint, text: 来信}", "{kind: complaint}"),
        [f"{F}:8:5: 错误[ledger-source] 没有写来源"],
    ),
    "an unknown result": (
        one().replace("{kind: complaint, text: 来信}", "{kind: 考核失分, ref: h-annual#3}"),
        [f"{F}:8:26: 错误[ledger-source] 没有编号为“h-annual”的考核结果"],
    ),
    "a lost item without its result": (
        one().replace("{kind: complaint, text: 来信}", "{kind: assessment, text: 年度考核}"),
        [f"{F}:8:5: 错误[ledger-source] 来源是考核失分，没有写出处"],
    ),
    "an unknown list": (
        one().replace("{kind: complaint, text: 来信}", "{kind: list, ref: blocks#1}"),
        [f"{F}:8:26: 错误[ledger-source] 没有编号为“blocks”的问题清单"],
    ),
    "an item that is not in the list": (
        HEAD
        + "lists: [{id: blocks, title: 堵点, items: [{number: 1, title: 甲}]}]\nentries:\n"
        + entry(1).replace("{kind: complaint, text: 来信}", "{kind: list, ref: blocks#2}"),
        [f"{F}:9:26: 错误[ledger-source] 清单“堵点”没有第“2”项"],
    ),
    "a meeting or plan that does not exist": (
        one().replace("{kind: complaint, text: 来信}", "{kind: meeting, ref: m1}"),
        [f"{F}:8:29: 错误[plan-unknown] 本站没有编号为“m1”的方案"],
    ),
    "an item resolved that the ledger holds open": (
        HEAD
        + "lists: [{id: b, title: 堵点, items: [{number: 1, title: 甲, resolved: 2026-10-20}]}]\nentries:\n"
        + entry(1).replace("{kind: complaint, text: 来信}", "{kind: list, ref: b#1}"),
        [f"{F}:4:58: 错误[ledger-list] 第 1 项写了已解决，督办〔2026〕1号 却还没有销号"],
    ),
    "two items with one number": (
        HEAD + "lists: [{id: b, title: 堵点, items: [{number: 1, title: 甲}, {number: 1, title: 乙}]}]\n",
        [f"{F}:4:60: 错误[ledger-list] 清单“堵点”有两个第 1 项"],
    ),
    "two lists with one id": (
        HEAD + "lists: [{id: b, title: 甲, items: []}, {id: b, title: 乙, items: []}]\n",
        [f"{F}:4:40: 错误[duplicate-id] 清单编号“b”用了两次"],
    ),
    "an unknown supervising office": (
        "id: l\ntitle: 台账\nissuer: 乙医院\n",
        [f"{F}:3:1: 错误[unit-unknown] 单位“乙医院”不在单位名册里"],
    ),
    "a bulletin with what it cannot carry": (
        HEAD + "document: {to: 各单位, secrecy: 秘密, attachments: [清单]}\n",
        [
            f"{F}:4:21: 错误[bulletin-field] 通报不印密级",
            f"{F}:4:34: 错误[bulletin-field] 通报不印附件",
        ],
    ),
    "no ranks": (HEAD + "low_ranks: 0\n", [f"{F}:4:1: 错误[bad-value] “low_ranks”（末几位算靠后）不能小于 1"]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    assert problems(tmp_path, text) == expected


STEPS = {step.chinese: step for step in Step}
LEGAL = {  # an independent statement of the life cycle: after the first, what may come second; × is a review that failed
    "": "交",
    "交": "立",
    "立": "办",
    "办": "办反",
    "反": "反复×",
    "复": "销",
    "×": "办反",
    "销": "",
}
SHORT = {"交": "交办", "立": "立账", "办": "办理", "反": "反馈", "复": "复核", "×": "复核", "销": "销号"}


@settings(max_examples=60)
@given(st.text(alphabet="交立办反复×销", max_size=7))
def test_exactly_the_legal_logs_pass(tmp_path_factory: pytest.TempPathFactory, word: str) -> None:
    log = "|".join(f"step: {SHORT[each]}, date: 2026-10-08" + (", passed: 否" if each == "×" else "") for each in word)
    legal = all(after in LEGAL[before] for before, after in zip(" " + word, word, strict=False) if before != " ") and (
        not word or word[0] in LEGAL[""]
    )
    found = problems(tmp_path_factory.mktemp("log"), one(log))
    assert (found == []) is legal, (word, found)


# -- where entries stand ------------------------------------------------------------------------------------------------------


def standing(content: Content) -> list[tuple[str, str, str]]:
    return [(row.state.word, row.state.distance, row.current.chinese) for row in ledger.ledger_rows(content)]


def test_states_on_a_fixed_day(tmp_path: Path) -> None:
    reported = f"{OPENED}|step: 办理, date: 2026-10-12|step: 反馈, date: 2026-10-20"
    returned = f"{reported}|step: 复核, date: 2026-10-22, passed: 否"
    content = made(
        tmp_path,
        HEAD
        + "entries:\n"
        + entry(1, FULL)
        + entry(2, OPENED, due="2026-11-20")
        + entry(3, OPENED, due="2026-11-21")
        + entry(4, OPENED, due="2026-12-01")
        + entry(5, OPENED, due="2026-12-02")
        + entry(6, reported, due="2026-11-01")
        + entry(7, returned, due="2026-11-01")
        + entry(8, f"{reported}|step: 复核, date: 2026-10-22", due="2026-12-30")
        + entry(9, due="2026-12-30"),
    )
    assert standing(content) == [
        ("已销号", "", "销号"),
        ("逾期", "已逾期 1 天", "办理"),
        ("临期", "今天到期", "办理"),
        ("临期", "还有 10 天", "办理"),
        ("在办", "还有 11 天", "办理"),
        ("待复核", "", "复核"),
        ("逾期", "已逾期 20 天", "办理"),
        ("待复核", "", "销号"),
        ("在办", "还有 39 天", "交办"),
    ]
    rows = ledger.ledger_rows(content)
    assert [link.state for link in rows[5].chain] == ["done", "done", "done", "done", "now", "later"]
    assert [link.state for link in rows[0].chain] == ["done"] * 6
    assert (rows[6].returned, rows[0].days_open, rows[0].closed_late) == (1, 15, False)
    assert [row.entry.id for row in ledger.by_urgency(rows)] == ["e7", "e2", "e3", "e4", "e6", "e8", "e5", "e9", "e1"]


def test_steps_after_as_of_are_not_known(tmp_path: Path) -> None:
    content = made(tmp_path, one(FULL), as_of=date(2026, 10, 20))
    assert standing(content) == [("待复核", "", "复核")]
    content = made(tmp_path, one(FULL), as_of=date(2026, 10, 22))
    assert standing(content) == [("待复核", "", "销号")]
    content = made(tmp_path, one(FULL), as_of=date(2026, 10, 23))
    assert standing(content) == [("已销号", "", "销号")]


# -- rates, rankings, repeats ---------------------------------------------------------------------------------------------------

SEVERAL = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: a, name: 甲科, kind: functional, parent: h}
  - {id: b, name: 乙科, kind: functional, parent: h}
  - {id: c, name: 丙科, kind: functional, parent: h}
"""


def closed(day: str, opened: str = "2026-08-03") -> str:
    steps = [f"step: {step}, date: {opened}" for step in ("交办", "立账", "办理")]
    return "|".join([*steps, *(f"step: {step}, date: {day}" for step in ("反馈", "复核", "销号"))])


def months_of(root: Path, entries: str, low: int = 1, as_of: date = TODAY) -> list[ledger.Month]:
    text = f"id: l\ntitle: 台账\nissuer: 甲医院\nlow_ranks: {low}\nentries:\n{entries}"
    loaded = load(written(root, {"plans/registry/units.yaml": SEVERAL, "plans/ledger/l.yaml": text}), TODAY, as_of)
    assert loaded.problems == ()
    content = loaded.content
    return list(ledger.months(content, content.ledgers["l"], ledger.ledger_rows(content)))


def line(month: ledger.Month) -> list[tuple[str, int, int, int, bool, int, bool]]:
    return [
        (each.unit.name, each.rate.done, each.rate.of, each.rank, each.low, each.times, each.summoned)
        for each in month.standings
    ]


def test_rankings_and_the_second_low_place(tmp_path: Path) -> None:
    """甲 keeps its days; 乙 is late with its first and closes it in September; 丙 never closes its own."""
    entries = (
        entry(1, closed("2026-08-28"), lead="甲科", assigned="2026-08-03", due="2026-08-31")
        + entry(2, closed("2026-09-30"), lead="乙科", assigned="2026-08-03", due="2026-08-31")
        + entry(3, lead="丙科", assigned="2026-08-03", due="2026-09-15")
        + entry(4, closed("2026-10-09"), lead="甲科", assigned="2026-08-03", due="2026-11-30")
    )
    august, september, october, november = months_of(tmp_path, entries)
    assert line(august) == [("甲科", 1, 1, 1, False, 0, False), ("乙科", 0, 1, 2, True, 1, False)]
    assert line(september) == [("乙科", 1, 1, 1, False, 0, False), ("丙科", 0, 1, 2, True, 1, False)]
    assert line(october) == [("甲科", 1, 1, 1, False, 0, False), ("丙科", 0, 1, 2, True, 2, True)]
    assert line(november) == [("丙科", 0, 1, 1, False, 0, False)]  # alone, so below nobody
    assert [month.rate.text for month in (august, september, october, november)] == ["50.0%", "50.0%", "50.0%", "0.0%"]
    assert (october.final, november.final) == (True, False)
    assert [each.unit.name for each in ledger.summons([august, september, october, november])] == ["丙科"]
    assert [len(month.open) for month in (august, september, october, november)] == [3, 2, 1, 1]
    assert [len(month.late) for month in (august, september, october, november)] == [1, 1, 1, 1]


def test_what_was_reported_in_time_is_not_held_against_the_unit(tmp_path: Path) -> None:
    """甲 reported by its day and waits for the review; 乙 reported too late and waits as well; 丙's is not due yet."""
    entries = (
        entry(1, f"{OPENED}|step: 反馈, date: 2026-11-05", lead="甲科", assigned="2026-11-02", due="2026-11-10")
        + entry(2, f"{OPENED}|step: 反馈, date: 2026-11-12", lead="乙科", assigned="2026-11-02", due="2026-11-10")
        + entry(3, lead="丙科", assigned="2026-11-02", due="2026-11-21")
        + entry(4, lead="丁科", assigned="2026-11-02", due="2026-11-20")
    )
    november = months_of(tmp_path, entries)[-1]
    assert {(name, done, of) for name, done, of, *_ in line(november)} == {("丁科", 0, 1), ("乙科", 0, 1)}
    assert [row.entry.id for row in november.late] == ["e4"], (
        "as the page of the matter says: the others are 待复核 or not due"
    )


def test_ties_share_a_place_and_the_best_is_never_low(tmp_path: Path) -> None:
    entries = "".join(
        entry(place, lead=unit, assigned="2026-08-03", due="2026-08-31")
        for place, unit in enumerate(("甲科", "乙科", "丙科"), 1)
    )
    august = months_of(tmp_path, entries, low=3)[0]
    assert [(rank, low) for _, _, _, rank, low, _, _ in line(august)] == [(1, False)] * 3
    entries += entry(4, closed("2026-08-20"), lead="甲科", assigned="2026-08-03", due="2026-08-31")
    august = months_of(tmp_path, entries, low=1)[0]
    assert line(august) == [
        ("甲科", 1, 2, 1, False, 0, False),
        ("乙科", 0, 1, 2, True, 1, False),
        ("丙科", 0, 1, 2, True, 1, False),
    ]


def test_only_so_many_of_the_last_are_low(tmp_path: Path) -> None:
    entries = (
        entry(1, closed("2026-08-20"), lead="甲科", assigned="2026-08-03", due="2026-08-31")
        + entry(2, closed("2026-08-20"), lead="乙科", assigned="2026-08-03", due="2026-08-31")
        + entry(3, lead="乙科", assigned="2026-08-03", due="2026-08-31")
        + entry(4, lead="丙科", assigned="2026-08-03", due="2026-08-31")
    )
    assert [low for _, _, _, _, low, _, _ in line(months_of(tmp_path, entries, low=1)[0])] == [False, False, True]
    assert [low for _, _, _, _, low, _, _ in line(months_of(tmp_path, entries, low=2)[0])] == [False, True, True]
    assert [low for _, _, _, _, low, _, _ in line(months_of(tmp_path, entries, low=9)[0])] == [False, True, True]


def test_the_first_and_the_last_day_of_a_month_belong_to_it(tmp_path: Path) -> None:
    entries = entry(1, closed("2026-09-01"), lead="甲科", assigned="2026-08-03", due="2026-08-31")
    entries += entry(2, closed("2026-09-30"), lead="乙科", assigned="2026-08-03", due="2026-09-30")
    august, september = months_of(tmp_path, entries)
    assert line(august) == [("甲科", 0, 1, 1, False, 0, False)]
    assert [(name, done, of) for name, done, of, *_ in line(september)] == [("甲科", 1, 1), ("乙科", 1, 1)]
    assert [len(month.late) for month in (august, september)] == [
        1,
        0,
    ]  # due on the last day is late the day after, when the month is over


def test_a_month_that_is_not_over_summons_nobody(tmp_path: Path) -> None:
    entries = entry(1, closed("2026-10-28"), lead="甲科", assigned="2026-08-03", due="2026-10-31") + entry(
        2, lead="乙科", assigned="2026-08-03", due="2026-10-15"
    )
    entries += entry(3, closed("2026-11-02"), lead="甲科", assigned="2026-08-03", due="2026-11-30")
    october, november = months_of(tmp_path, entries)[-2:]
    assert line(october)[1] == ("乙科", 0, 1, 2, True, 1, False)
    assert line(november)[1] == ("乙科", 0, 1, 2, True, 2, False)
    november = months_of(tmp_path, entries, as_of=date(2026, 11, 30))[-1]
    assert line(november)[1] == ("乙科", 0, 1, 2, True, 2, False)
    november = next(each for each in months_of(tmp_path, entries, as_of=date(2026, 12, 1)) if each.first.month == 11)
    assert line(november)[1] == ("乙科", 0, 1, 2, True, 2, True)


def test_nothing_due_is_no_rate() -> None:
    assert (ledger.ClosingRate(0, 0).text, ledger.ClosingRate(0, 3).text, ledger.ClosingRate(2, 3).text, ledger.ClosingRate(1, 8).text) == (
        "—", "0.0%", "66.7%", "12.5%",
    )  # fmt: skip


def test_repeats_need_the_same_kind_and_unit(tmp_path: Path) -> None:
    entries = "".join(
        entry(place, lead=unit, assigned=day, due="2026-10-31", more=f"issue: {issue}")
        for place, (unit, day, issue) in enumerate(
            [
                ("甲科", "2026-09-10", "报修"),
                ("甲科", "2026-08-03", "报修"),
                ("乙科", "2026-08-03", "报修"),
                ("甲科", "2026-08-03", "病历"),
            ],
            1,
        )
    )
    months = months_of(tmp_path, entries)
    found = months[-1].repeats
    assert found == ()  # nothing came back in the last month
    september = next(month for month in months if month.first.month == 9)
    assert [(each.issue, each.unit.name, [row.entry.id for row in each.rows]) for each in september.repeats] == [
        ("报修", "甲科", ["e2", "e1"])
    ]


def test_a_list_of_a_hundred_with_four_open(tmp_path: Path) -> None:
    """The worked example: 96 of 100 bottlenecks resolved, the four others named."""
    items = "".join(
        f"      - {{number: {number}, title: 堵点{number}{', resolved: 2026-10-01' if number > 6 else ''}}}\n"
        for number in range(1, 101)
    )
    taken = [
        entry(place, FULL if place < 3 else OPENED).replace(
            "{kind: complaint, text: 来信}", f"{{kind: list, ref: b#{place}}}"
        )
        for place in (1, 2, 3)
    ]
    content = made(
        tmp_path, HEAD + "lists:\n  - id: b\n    title: 堵点清单\n    items:\n" + items + "entries:\n" + "".join(taken)
    )
    (view,) = ledger.list_views(content, ledger.ledger_rows(content))
    assert (view.rate.done, view.rate.of, view.rate.text) == (96, 100, "96.0%")
    assert [(item.item.number, [row.entry.id for row in item.entries]) for item in view.open] == [
        (3, ["e3"]), (4, []), (5, []), (6, []),
    ]  # fmt: skip
    assert view.items[0].resolved == date(2026, 10, 23)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["甲科", "乙科", "丙科"]), st.integers(5, 110), st.one_of(st.none(), st.integers(5, 110))
        ),
        min_size=1,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter_and_parts_make_the_whole(
    tmp_path_factory: pytest.TempPathFactory, given_: list[tuple[str, int, int | None]], shuffler: object
) -> None:
    """Months are the same whatever the order of entries; unit rates add up to the month's; every entry is closed, or open, never both."""
    start = date(2026, 8, 3).toordinal()

    def day(after: int) -> str:
        return date.fromordinal(start + after).isoformat()

    entries = [
        entry(place, closed(day(end)) if end is not None else "", lead=unit, assigned="2026-08-03", due=day(due))
        for place, (unit, due, end) in enumerate(given_, 1)
    ]
    months = months_of(tmp_path_factory.mktemp("a"), "".join(entries))
    shuffled = entries[:]
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    again = months_of(tmp_path_factory.mktemp("b"), "".join(shuffled))
    assert [line(month) for month in months] == [line(month) for month in again]
    for month in months:
        assert month.rate.of == sum(each.rate.of for each in month.standings)
        assert month.rate.done == sum(each.rate.done for each in month.standings)
        assert all(0 <= each.rate.done <= each.rate.of for each in month.standings)
        shares = [Decimal(each.rate.done) / each.rate.of for each in month.standings]
        assert shares == sorted(shares, reverse=True)
        assert not any(each.low for each in month.standings if each.rank == 1)
        assert {row.entry.id for row in month.closed}.isdisjoint(row.entry.id for row in month.open)
        assert {row.entry.id for row in month.late} <= {row.entry.id for row in month.open}


# -- where it shows -----------------------------------------------------------------------------------------------------------


def test_it_falls_due_and_stands_on_the_units_sheet(tmp_path: Path) -> None:
    content = made(tmp_path, one(OPENED, due="2026-11-25", more="join: [医务部]"))
    (item,) = due_items(content, date(2026, 11, 1), date(2026, 11, 30))
    assert (item.kind, item.source, item.what, item.state.distance) == (
        "ledger",
        "督办〔2026〕1号",
        "事项1",
        "还有 4 天",
    )
    assert [unit.name for unit in item.units] == ["护理部"]
    sheets = unit_sheets(content)
    assert [row.entry.id for row in sheets["nursing"].ledger] == ["e1"]
    assert [row.entry.id for row in sheets["medical"].ledger] == ["e1"]  # who joins sees it as well
    assert [entry.kind for entry in sheets["nursing"].this_month] == ["ledger"]
    assert sheets["medical"].this_month == ()
    assert [entry.item.kind for month in calendar(content).coming for entry in month.entries] == ["ledger"]


def test_what_waits_for_its_review_is_nobodys_to_hand_in(tmp_path: Path) -> None:
    reported = f"{OPENED}|step: 办理, date: 2026-10-12|step: 反馈, date: 2026-10-20"
    content = made(
        tmp_path, HEAD + "entries:\n" + entry(1, reported, due="2026-11-25") + entry(2, OPENED, due="2026-11-26")
    )
    items = due_items(content, date(2026, 11, 1), date(2026, 11, 30))
    assert [item.duty for item in items] == ["e1", "e2"]
    assert [entry.item.duty for entry in calendar(content).agenda] == ["e2"]


@pytest.fixture(scope="module")
def example() -> Content:
    return load(ROOT, TODAY).content


def test_the_example_shows_every_state_and_source(example: Content) -> None:
    rows = ledger.ledger_rows(example)
    assert {row.state.word for row in rows} == {"在办", "临期", "逾期", "待复核", "已销号"}
    assert len({row.origin.kind for row in rows}) == 5
    assert all(row.origin.words for row in rows)
    assert all(row.ledger.demo for row in rows)
    months = ledger.months(example, example.ledgers["demo-2026"], rows)
    assert [each.unit.name for each in ledger.summons(months)] == ["总务部"]
    (view,) = ledger.list_views(example, rows)
    assert (view.rate.text, [item.item.number for item in view.open]) == ("80.0%", [4, 10])


def test_a_lost_item_and_its_entry_lead_to_each_other(example: Content) -> None:
    rows = {row.entry.id: row for row in ledger.ledger_rows(example)}
    row = rows["xd-2017-002"]
    assert row.origin.words == "县中医院年度考核第 25 条 24小时生命救援队"
    score = next(each for each in example.results["dc-h3-annual"].scores if 25 in each.items)
    assert score.ledger == "xd-2017-002"
    assert ledger.of_results(rows.values())["dc-h3-annual#25"] == (row,)
    pages = {page.path: page.body for page in build_pages(example)}
    target, _, anchor = (row.origin.url or "").partition("#")
    assert f'id="{anchor}"' in pages[target]
    assert "ledger/xd-2017-002/index.html" in pages[target]


def test_a_task_and_its_entry_lead_to_each_other(example: Content) -> None:
    pages = {page.path: page.body for page in build_pages(example)}
    assert "plans/demo-quality-year/index.html#task-t2-3" in pages["ledger/db-2026-033/index.html"]
    assert "ledger/db-2026-033/index.html" in pages["plans/demo-quality-year/index.html"]
    assert "ledger/db-2026-024/index.html" in pages["ledger/index.html"].partition("visit-blocks")[2]


def test_a_meeting_and_its_entries_lead_to_each_other(example: Content) -> None:
    rows = {row.entry.id: row for row in ledger.ledger_rows(example)}
    assert rows["db-2026-033"].origin.url == "meetings/demo-office-meeting/index.html"
    found = ledger.of_meetings(rows.values())["demo-office-meeting"]
    assert [row.entry.id for row in found] == ["db-2026-033", "db-2026-034"]
    page = next(each for each in build_pages(example) if each.path == "meetings/demo-office-meeting/index.html").body
    assert "ledger/db-2026-033/index.html" in page
    assert "ledger/db-2026-034/index.html" in page


def test_page_and_paper_say_the_same(example: Content) -> None:
    rows = ledger.ledger_rows(example)
    october = next(
        month for month in ledger.months(example, example.ledgers["demo-2026"], rows) if ledger.key(month) == "2026-10"
    )
    page = next(each for each in build_pages(example) if each.path == october.url).body
    paper = bulletin.document(october, example).html
    assert "关于2026年10月督办事项办理情况的通报" in paper.replace("<span>", "").replace("</span>", "")
    for words in ("示例市第一人民医院文件", "示医院督〔2026〕10号", "2026年11月5日", "抄送：", "2026年11月6日印发"):
        assert words in paper.replace("\u2060", "").replace("\u200b", ""), words
    for words in ("75.0%", "总务部", "约谈"):
        assert words in page, words
        assert words in paper.replace("\u2060", "").replace("\u200b", ""), words
    sheet = assignment.document(next(row for row in rows if row.entry.id == "db-2026-033"), example)
    text = sheet.html.replace("\u2060", "").replace("\u200b", "")
    for words in (
        "督办交办单",
        "督办〔2026〕33号",
        "护理部",
        "党办",
        "2026年11月16日",
        "2026年11月27日",
        "会议议定：院长办公会（11月16日）",
    ):
        assert words in text, words
    assert sheet.most == 1


def test_marks_are_drawn_by_shape(example: Content) -> None:
    marks = {row.state.word: row.state.mark for row in ledger.ledger_rows(example)}
    assert marks == {
        "已销号": Mark.DONE,
        "逾期": Mark.LATE,
        "临期": Mark.SOON,
        "待复核": Mark.OPEN,
        "在办": Mark.PENDING,
    }


def test_what_new_writes_passes_the_check(tmp_path: Path) -> None:
    create(tmp_path, "plan", "p", TODAY)
    path = create(tmp_path, "ledger", "mine", TODAY)
    assert path == tmp_path / "plans/ledger/mine.yaml"
    assert look_over(tmp_path, TODAY)[1] == ()
    filled = path.read_text(encoding="utf-8").replace("entries: []\n", "").replace("# entries:", "entries:")
    head, _, tail = filled.partition("entries:\n")
    lines = (line.removeprefix("# ") for line in tail.replace("承办单位", "护理部").splitlines())
    text = f"{head}entries:\n" + "\n".join(lines) + "\n"
    written(tmp_path, {"plans/ledger/mine.yaml": text})
    assert look_over(tmp_path, TODAY)[1] == ()
