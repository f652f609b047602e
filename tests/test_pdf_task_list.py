"""A unit's printed task list: only its own tasks, each with its plan and number, on sheets that can be handed out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pdfglyphs import Page, content, pages, printed, unit_job

PLAN = """\
id: p
title: 医疗服务质量提升年活动方案
short: 质量提升年
issuer: 示例市第一人民医院
demo: 是
period: {start: 2026-03-17, end: 2026-12-31}
indicators:
  - {id: i1, name: 住院患者满意度, unit: "%", operator: gte, due: 2026-12-31, lead: [护理部], targets: [{value: 95}]}
groups:
  - id: g1
    number: （一）
    title: 护理
    tasks:
      - id: t1
        number: 1、
        title: 开展体验式服务
        due: 2026-10-31
        responsibility: {lead: [护理部], join: [医务部]}
        recurring: [{id: r1, what: 交满意度调查结果, per: month, day: 25, to: [医务部]}]
        milestones: [{id: m1, name: 报随访总结, due: 2026-12-20, to: [医务部]}]
      - {id: t2, number: 2、, title: 提高护理质量, due: 2026-12-31, responsibility: {lead: [护理部]}}
      - {id: t3, number: 3、, title: 强化病案管理, responsibility: {lead: [医务部], join: [护理部]}}
      - {id: t4, number: 4、, title: 点评处方, responsibility: {lead: [医务部]}}
"""
PROGRESS = """\
plan: p
values: [{indicator: i1, date: 2026-10-31, num: 958, den: 1000}]
tasks: [{task: t2, done: 2026-11-03, note: 各病区已验收}]
"""


@pytest.fixture(scope="module")
def nursing(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    held = content(tmp_path_factory.mktemp("list"), {"p": PLAN}, {"plans/progress/p.yaml": PROGRESS})
    return pages(printed(unit_job(held, "nursing")))


def test_what_stands_on_it(nursing: list[Page]) -> None:
    text = "\n".join(page.text for page in nursing).replace(" ", "")
    for words in (
        "护理部任务清单", "管护理质量和护理队伍", "牵头2", "参与1", "本月要交", "交满意度调查结果", "牵头任务", "质量提升年（进行中）",
        "（一）1、", "开展体验式服务", "2026年10月31日", "■逾期", "●已办结", "各病区已验收", "参与任务", "强化病案管理", "未定",
        "例行事项", "每月1次", "限时事项", "报随访总结", "2026年12月20日", "住院患者满意度", "≥95%", "95.8%", "●达标",
    ):  # fmt: skip
        assert words in text, words
    assert "点评处方" not in text  # another unit's


def test_paper_margins_and_feet(nursing: list[Page]) -> None:
    for page in nursing:
        assert (page.width, page.height) == (pytest.approx(210, abs=0.2), pytest.approx(297, abs=0.2))
        assert all(glyph.left > 15 and glyph.right < 195 and glyph.bottom < 290 for glyph in page.glyphs)
        foot = page.lines[-1].text.replace(" ", "")
        assert "数据截至2026年11月21日" in foot
        assert f"第{page.number}页" in foot
        assert f"共{len(nursing)}页" in foot
        assert "示例市第一人民医院" in foot


def test_a_closed_unit_prints_a_sheet_that_says_so(tmp_path: Path) -> None:
    held = content(tmp_path, {"p": PLAN})
    assert "目前没有分派给本单位的任务" in pages(printed(unit_job(held, "wjw")))[0].text


def test_three_hundred_tasks_repeat_their_head_and_keep_rows_whole(tmp_path: Path) -> None:
    duty = "due: 2027-03-31, responsibility: {lead: [护理部], join: [医务部]}"
    rows = "".join(
        f"      - {{id: t{n}, number: {n}、, title: 第{n}项任务的名称{'很长很长' * 12}要分成好几行才排得下这一格, {duty}}}\n"
        for n in range(1, 301)
    )
    group = f"groups:\n  - id: g\n    title: 组\n    tasks:\n{rows}"
    held = content(tmp_path, {"p": f"id: p\ntitle: 方案\nissuer: 示例市第一人民医院\n{group}"})
    sheets = pages(printed(unit_job(held, "nursing")))
    assert len(sheets) > 5
    for page in sheets:
        assert page.text.count("参与单位") == 1
    text = "".join(glyph.text for page in sheets for glyph in page.glyphs)
    assert all(f"第{n}项任务" in text for n in range(1, 301))
    for page, following in pairwise(sheets):
        first = next(line.text for line in following.lines if "项任务" in line.text or "排得下" in line.text)
        assert "项任务" in first, f"a row is split between pages {page.number} and {following.number}"


def test_text_is_large_enough_to_read(nursing: list[Page]) -> None:
    sizes = [glyph.size for page in nursing for glyph in page.glyphs]
    assert min(sizes) >= 7.9
    assert sum(size >= 8.4 for size in sizes) > 0.9 * len(sizes)
