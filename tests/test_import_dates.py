"""Dates, spans, deadlines, phases, milestones and returning duties in the words of plans."""

from __future__ import annotations

import pytest

from campaign.importers.outline.facts import once, returning, steps
from campaign.importers.outline.facts.moments import DateReader

YEAR = DateReader(2026)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026年3月—5月", ("2026-03", "2026-05")),
        ("2026年4—5月", ("2026-04", "2026-05")),
        ("3月1日至月底", ("2026-03-01", "2026-03")),
        ("即日起至2026年4月30日", (None, "2026-04-30")),
        ("2026年10月至次年2月", ("2026-10", "2027-02")),
        ("2026年11月至2月", ("2026-11", "2027-02")),
        ("2026年第三季度", ("2026-07", "2026-09")),
        ("上半年", ("2026-01", "2026-06")),
        ("3月上旬", ("2026-03-01", "2026-03-10")),
        ("2026.4—2026.10", ("2026-04", "2026-10")),
        ("2026年12月", ("2026-12", "2026-12")),
        ("20xx年3月至4月", (None, None)),
    ],
)
def test_spans(words: str, expected: tuple[str | None, str | None]) -> None:
    span = YEAR.spans(words)[0]
    assert (span.first, span.last) == expected


def test_what_has_no_year_is_inferred() -> None:
    (span,) = YEAR.spans("4月至6月")
    assert span.inferred == ("start", "end")
    assert YEAR.spans("2026年4月至6月")[0].inferred == ()
    assert DateReader().spans("4月至6月")[0].first is None


@pytest.mark.parametrize(
    ("words", "due"),
    [("2026年4月底", "2026-04"), ("9月底前", "2026-09"), ("2026年第三季度", "2026-09"), ("长期坚持", None), ("全年", None), ("每年12月", None), ("2026年底前取得成效", "2026"), ("8月起实施", None)],
)  # fmt: skip
def test_the_due_of_a_cell(words: str, due: str | None) -> None:
    found = YEAR.due(words)
    assert (found[0] if found else None) == due


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("动员部署阶段（2026年3月—4月）", ("动员部署阶段", "2026-03", "2026-04")),
        ("（4月1日—4月5日）宣传发动", ("宣传发动", "2026-04-01", "2026-04-05")),
        ("集中整治阶段：2026年4月至2027年2月", ("集中整治阶段", "2026-04", "2027-02")),
        ("启动阶段（印发之日起至2026年6月30日）", ("启动阶段", None, "2026-06-30")),
        ("巩固阶段（2026年10月起）", ("巩固阶段", "2026-10", None)),
    ],
)
def test_headings_of_phases(title: str, expected: tuple[str, str | None, str | None]) -> None:
    step = steps.heading(title, YEAR)
    assert step and step.span and (step.name, step.span.first, step.span.last) == expected


def test_phases_in_a_sentence_and_at_the_head_of_a_text() -> None:
    found = steps.sentences("3月至4月为启动阶段，5月至11月为推进阶段，12月为总结阶段。", YEAR)
    assert [(each.name, each.span and each.span.last) for each in found] == [
        ("启动阶段", "2026-04"), ("推进阶段", "2026-11"), ("总结阶段", "2026-12"),
    ]  # fmt: skip
    listed = steps.listed(["2026年4月上旬，印发方案，召开部署会；", "2026年4月中旬至6月底，系统改造；"], YEAR)
    assert [(each.name, each.span and each.span.last) for each in listed] == [
        ("印发方案", "2026-04-10"),
        ("系统改造", "2026-06"),
    ]
    assert not steps.listed(["2026年4月上旬，印发方案。", "各单位抓好落实。"], YEAR)
    step = steps.opening("2026年12月底前，总结经验。", YEAR)
    assert step and step.span and (step.span.first, step.span.last) == (None, "2026-12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月底前全部食堂接入平台。", [("全部食堂接入平台", "2026-05", False)]),
        ("各班于4月18日前报名单。", [("报名单", "2026-04-18", True)]),
        ("2026年6月底前，完成方案制定。", [("完成方案制定", "2026-06", False)]),
        ("上半年完成选址。", [("完成选址", "2026-06", False)]),
        ("3月20日17:00前将回执报送办公室。", [("将回执报送办公室", "2026-03-20", True)]),
        ("财务科负责备案，医保办协助，9月底前完成。", [("财务科负责备案完成", "2026-09", False)]),
        ("每月5日前报送进展。", []),
        ("到2027年，水平明显提高。", []),
        ("自2026年1月1日起施行。", []),
    ],
)
def test_milestones(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(each.what, each.due, each.reporting) for each in once.find(text, YEAR)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月5日前将进展报办公室。", [("month", 1, 5)]),
        ("每季度组织一次督查，每半年通报一次。", [("quarter", 1, None), ("year", 2, None)]),
        ("每两个月召开一次会议。", [("year", 6, None)]),
        ("每周三下午开展学习。", [("week", 1, None)]),
        ("按月调度进展。", [("month", 1, None)]),
        ("原则上每月至少召开1次例会。", [("month", 1, None)]),
        ("每月5日、20日通报进度。", [("month", 2, 5)]),
        ("每月评比一次红黑榜，每周至少刊发2篇稿件。", [("month", 1, None), ("week", 2, None)]),
        ("每千人口床位数达到7张。", []),
        ("每个县建好一所学校。", []),
    ],
)
def test_returning_duties(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert [(each.per, each.times, each.day) for each in returning.find(text)] == expected
