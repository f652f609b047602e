"""Sheets for meetings and offices, measured on paper: task table, timeline, indicators, slips, poster."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import segno
from pdfglyphs import FONTS, Page, content, pages, printed

from campaign.content import Content
from campaign.model import PrintKind
from campaign.pdf import engine, indicator_sheet, poster, prints, slips, task_table, timeline_sheet
from campaign.pdf.engine import PrintFault, render
from campaign.views.sheets import plan_sheets

PLAN = """\
id: p
title: 医疗服务质量提升年活动方案
short: 质量提升年
issuer: 示例市第一人民医院
doc_no: 示医院发〔2026〕12号
date: 2026-03-16
version: 3
demo: 是
period: {start: 2026-03-17, end: 2026-12-31}
goals: [{id: g, number: 一、, title: 质量更稳}]
indicators:
  - {id: i1, name: 住院患者满意度, unit: "%", due: 2026-12-31, lead: [护理部], definition: 每月抽查六百名住院患者, targets: [{value: 95, scope: {tier: 三级}}, {value: 90, scope: {tier: 二级}}]}
  - {id: i2, name: 平均住院日, unit: 天, operator: lte, modality: 力争, due: 2026-12-31, targets: [{value: "8.5", scope: {tier: 三级}}]}
groups:
  - id: g1
    number: （一）
    title: 护理
    tasks:
      - id: t1
        number: 1、
        title: 开展体验式服务
        due: 2026-10-31
        indicators: [i1]
        responsibility: {lead: [护理部], join: [医务部]}
        recurring: [{id: r1, what: 交满意度调查结果, per: month, day: 25, to: [医务部]}]
        milestones: [{id: m1, name: 报随访总结, due: 2026-12-20, to: [医务部]}]
      - {id: t2, number: 2、, title: 提高护理质量, due: 2026-12-31, responsibility: {lead: [护理部]}}
      - {id: t3, number: 3、, title: 强化病案管理, responsibility: {lead: [医务部], join: [护理部]}}
phases:
  - {id: ph1, number: （一）, name: 宣传动员阶段, start: 2026-03-17, end: 2026-04-01}
  - {id: ph2, number: （二）, name: 自查提高阶段, start: 2026-04-01, end: 2026-12-31}
  - {id: ph3, number: （三）, name: 回头看阶段}
"""
PROGRESS = """\
plan: p
values: [{indicator: i1, date: 2026-10-31, num: 958, den: 1000}]
tasks: [{task: t2, done: 2026-11-03}]
"""
ADDRESS = "https://plans.example.org/plans/p/index.html"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return content(tmp_path_factory.mktemp("office"), {"p": PLAN}, {"plans/progress/p.yaml": PROGRESS})


def text_of(made: list[Page]) -> str:
    return "\n".join(page.text for page in made).replace(" ", "")


def code_in(pdf: bytes, number: int, box: tuple[float, float, float, float]) -> list[bytes]:
    """The modules of the only QR code in a box (left, top, right, bottom in mm) of a page, row by row, 1 for dark."""
    scale = 12  # pixels a mm
    image = pypdfium2.PdfDocument(pdf)[number].render(scale=scale * 25.4 / 72, grayscale=True).to_pil()
    area = image.crop(tuple(round(each * scale) for each in box)).point(lambda value: 255 if value < 128 else 0)
    bounds = area.getbbox()
    assert bounds
    code = area.crop(bounds)
    # a finder pattern is seven modules wide and opens the first row
    run = next(x for x in range(code.width) if not code.getpixel((x, 3)))
    side = round(code.width / (run / 7))
    module = code.width / side
    assert module / scale > 0.4  # mm, large enough for a phone
    return [
        bytes(code.getpixel((int((x + 0.5) * module), int((y + 0.5) * module))) > 128 for x in range(side))
        for y in range(side)
    ]


def expected_code(address: str) -> list[bytes]:
    return [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]


# -- task table ------------------------------------------------------------------------------------------------------------------


def test_the_task_table_says_who_does_what_by_when(held: Content) -> None:
    made = pages(printed(task_table.document(held.plans["p"], held)))
    assert [(round(page.width), round(page.height)) for page in made] == [(297, 210)]
    text = text_of(made)
    for words in (
        "医疗服务质量提升年活动方案任务分解表", "示医院发〔2026〕12号", "第3版", "数据截至2026年11月21日", "示例数据", "第1页", "共1页",
        "牵头单位", "参与单位", "完成时限", "衡量指标", "状态", "（一）护理（3项）", "开展体验式服务", "限时：报随访总结（2026年12月20日）",
        "例行：交满意度调查结果（每月1次，25日前）", "2026年10月31日", "住院患者满意度三级≥95%", "■逾期", "●已办结", "未定",
    ):  # fmt: skip
        assert words in text, words
    row = made[0].line("开展体验式服务")
    assert "护理部" in row.text
    assert "医务部" in row.text


def test_columns_stand_under_their_heads_and_inside_the_margins(held: Content) -> None:
    page = pages(printed(task_table.document(held.plans["p"], held)))[0]
    head, row = page.line("牵头单位"), page.line("提高护理质量")
    for word, value in (("牵头单位", "护理部"), ("完成时限", "2026年12月31日")):
        left = head.glyphs[head.text.index(word)].left
        assert row.glyphs[row.text.index(value)].left == pytest.approx(left, abs=0.3)
    assert min(glyph.left for glyph in page.glyphs) > 17.5
    assert max(glyph.right for glyph in page.glyphs) < 279.5


LONG = "第{n}项任务" + "的名称写得比较长好让它在表格里占上好几行的地方" * 6


def many(count: int, title: str = "第{n}项任务") -> str:
    rows = "".join(
        f"      - {{id: t{n}, number: {n}、, title: {title.format(n=n)}, due: 2027-03-31, responsibility: {{lead: [护理部], join: [医务部]}}}}\n"
        for n in range(1, count + 1)
    )
    return f"id: p\ntitle: 方案\nissuer: 示例市第一人民医院\ngroups:\n  - id: g\n    number: （一）\n    title: 组\n    tasks:\n{rows}"


def test_a_long_table_repeats_its_head_and_keeps_rows_whole(tmp_path: Path) -> None:
    held = content(tmp_path, {"p": many(40, LONG)})
    made = pages(printed(task_table.document(held.plans["p"], held)))
    assert len(made) > 4
    for page in made:
        assert page.text.count("牵头单位") == 1
        assert max(glyph.bottom for glyph in page.glyphs) < 205
    for page, following in pairwise(made):
        first = following.lines[1]
        assert "项任务" in first.text, f"a row is parted between pages {page.number} and {following.number}"
    assert all(f"第{n}项任务" in text_of(made) for n in (1, 20, 40))


def test_a_task_of_two_thousand_characters_is_printed_whole(tmp_path: Path) -> None:
    long = "把检查发现的问题逐条列出来并且写明责任人和完成的日子" * 80
    text = f"id: p\ntitle: 方案\nissuer: 示例市第一人民医院\ntasks:\n  - {{id: t1, number: 1., title: 查问题, text: {long}}}\n  - {{id: t2, number: 2., title: 改问题}}\n"
    held = content(tmp_path, {"p": text})
    made = pages(printed(task_table.document(held.plans["p"], held)))
    printed_words = "".join(glyph.text for page in made for glyph in page.glyphs)
    assert printed_words.count("责任人") == 80
    assert all(glyph.bottom < 206 and glyph.right < 280 for page in made for glyph in page.glyphs)
    assert "改问题" in printed_words


def test_a_plan_that_names_nobody_and_no_day_shows_its_text_instead(tmp_path: Path) -> None:
    held = content(
        tmp_path, {"p": "id: p\ntitle: 方案\ntasks:\n  - {id: t1, number: 1., title: 查问题, text: 每月查一次。}\n"}
    )
    text = text_of(pages(printed(task_table.document(held.plans["p"], held))))
    assert "主要内容" in text
    assert "每月查一次。" in text
    assert "牵头单位" not in text
    assert "方案没有逐项写明责任单位和完成时限" in text


# -- timeline --------------------------------------------------------------------------------------------------------------------


def test_the_timeline_draws_phases_deadlines_and_today_to_scale(held: Content) -> None:
    page = pages(printed(timeline_sheet.document(held.plans["p"], held)))[0]
    assert (round(page.width), round(page.height)) == (297, 210)
    text = page.text.replace(" ", "")
    for words in (
        "阶段（3项）",
        "（二）自查提高阶段",
        "进行中",
        "任务期限（2项）",
        "限时事项（1项）",
        "例行事项（1项）",
        "今天11月21日",
        "日期未定",
    ):
        assert words in text, words
    left, right = (
        18 + timeline_sheet.NAME_WIDTH + timeline_sheet.WHO_WIDTH + timeline_sheet.WHEN_WIDTH,
        279.0,
    )  # 1 March to 31 December
    days = 306
    bars = [
        box
        for box in page.boxes
        if abs(box.height - 2.6) < 0.1 and box.right - box.left > 3 and box.colour == (0.2, 0.2, 0.2)
    ]
    first, second = sorted(bars, key=lambda box: box.top)[:2]
    scale = (right - left) / days
    assert first.left == pytest.approx(left + 16 * scale, abs=0.3)  # 17 March
    assert first.right == pytest.approx(left + 32 * scale, abs=0.3)  # to the end of 1 April
    assert second.left == pytest.approx(left + 31 * scale, abs=0.3)
    assert second.right == pytest.approx(left + 266 * scale, abs=0.3)  # solid to the end of 21 November
    today = [box for box in page.boxes if abs(box.right - box.left - 0.5) < 0.05 and box.height > 3]
    assert all(box.left == pytest.approx(left + 265 * scale, abs=0.3) for box in today)
    due = page.line("提高护理质量")
    mark = next(glyph for glyph in page.glyphs if glyph.text == "●" and abs(glyph.baseline - due.baseline) < 2)
    assert (mark.left + mark.right) / 2 == pytest.approx(right - scale / 2, abs=0.6)  # 31 December


def test_a_plan_without_dates_has_no_timeline_on_the_site_but_can_be_printed(tmp_path: Path) -> None:
    held = content(tmp_path, {"p": "id: p\ntitle: 方案\ntasks: [{id: t1, number: 1., title: 查问题}]\n"})
    assert plan_sheets(held.plans["p"]) == ()
    assert "这份方案里没有可以画在日历上的日期" in text_of(
        pages(printed(timeline_sheet.document(held.plans["p"], held)))
    )


# -- indicators ------------------------------------------------------------------------------------------------------------------


def test_the_indicator_sheet_has_a_column_a_tier_and_what_was_measured(held: Content) -> None:
    made = pages(printed(indicator_sheet.document(held.plans["p"], held)))
    text = text_of(made)
    for words in (
        "三级",
        "（本院）",
        "二级",
        "≥95%",
        "≥90%",
        "≤8.5天",
        "力争",
        "95.8%",
        "（2026年10月31日）",
        "●达标",
        "–无数据",
        "指标口径",
        "每月抽查六百名住院患者",
    ):
        assert words in text, words
    row = made[0].line("平均住院日")
    assert "—" in row.text  # no demand on the second tier is a dash, not 0


def test_twelve_tiers_become_lines_of_one_column_and_stay_on_the_paper(tmp_path: Path) -> None:
    targets = ", ".join(f"{{value: {80 + n}, scope: {{tier: 第{n}类医院}}}}" for n in range(1, 13))
    text = (
        f'id: p\ntitle: 方案\nindicators: [{{id: i, name: 合格率, unit: "%", due: 2026-12-31, targets: [{targets}]}}]\n'
    )
    held = content(tmp_path, {"p": text})
    made = pages(printed(indicator_sheet.document(held.plans["p"], held)))
    assert all(f"第{n}类医院≥{80 + n}%" in text_of(made) for n in range(1, 13))
    assert all(17.5 < glyph.left and glyph.right < 279.5 for page in made for glyph in page.glyphs)


# -- what all of them carry --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [PrintKind.TASK_TABLE, PrintKind.TIMELINE, PrintKind.INDICATORS])
def test_the_code_of_a_sheet_leads_to_its_place_on_the_living_page(held: Content, kind: PrintKind) -> None:
    pdf = printed(prints.OF_PLAN[kind](held.plans["p"], held))
    anchors = {PrintKind.TASK_TABLE: "tasks", PrintKind.TIMELINE: "progress", PrintKind.INDICATORS: "indicators"}
    assert code_in(pdf, 0, (256, 12, 282, 36)) == expected_code(f"{ADDRESS}#{anchors[kind]}")


@pytest.mark.parametrize("kind", [each for each in prints.OF_PLAN if each is not PrintKind.PLAN])
def test_the_lean_sheet_gives_the_same_places_as_the_full_one(held: Content, kind: PrintKind) -> None:
    job = prints.OF_PLAN[kind](held.plans["p"], held)
    press = engine._press(FONTS)
    full = press.library.HTML(string=job.html).render(font_config=press.font_config, stylesheets=[press.sheet(job)])
    assert [(page.glyphs, page.boxes) for page in pages(press.lay_out(job.html, job).write_pdf())] == [
        (page.glyphs, page.boxes) for page in pages(full.write_pdf())
    ]


def test_the_same_sheet_is_the_same_bytes(held: Content) -> None:
    for make in prints.OF_PLAN.values():
        job = make(held.plans["p"], held)
        assert make(held.plans["p"], held) == job
        assert render(job, FONTS) == printed(job)


def test_the_site_gets_the_sheets_that_have_something_on_them(held: Content) -> None:
    assert [sheet.url for sheet in plan_sheets(held.plans["p"])] == [
        "plans/p/p-tasks.pdf",
        "plans/p/p-timeline.pdf",
        "plans/p/p-indicators.pdf",
        "plans/p/p-matrix.pdf",
    ]


def test_what_cannot_be_printed_so_is_said_in_a_sentence(held: Content) -> None:
    with pytest.raises(PrintFault, match="单位“nursing”不能印成张贴版；可以印成task_list（任务清单）"):
        prints.job(held, "nursing", "poster")
    with pytest.raises(PrintFault, match="方案“p”不能印成会议材料汇编"):
        prints.job(held, "p", "pack")
    assert prints.job(held, "nobody", "poster") is None


# -- slips -----------------------------------------------------------------------------------------------------------------------


def test_the_routing_slip_names_the_document_and_the_units_of_the_house(held: Content) -> None:
    pdf = printed(slips.routing(slips.of_plan(held.plans["p"], held), held))
    made = pages(pdf)
    assert [(round(page.width), round(page.height)) for page in made] == [(210, 297)]
    text = text_of(made)
    for words in (
        "文件传阅单",
        "医疗服务质量提升年活动方案",
        "示医院发〔2026〕12号",
        "2026年3月16日",
        "拟办意见",
        "领导批示",
        "阅签",
        "护理部",
        "医务部",
        "第3版",
    ):
        assert words in text, words
    assert "卫生健康委员会" not in text  # not of this house
    assert code_in(pdf, 0, (166, 14, 193, 39)) == expected_code(ADDRESS)


def test_forty_units_fill_their_pages_with_lines_high_enough_to_write_in(tmp_path: Path) -> None:
    units = "units:\n" + "".join(
        f"  - {{id: u{n}, name: 第{n}科室, kind: clinical, parent: hospital}}\n" for n in range(1, 41)
    )
    names = ", ".join(f"第{n}科室" for n in range(1, 41))
    text = f"id: p\ntitle: 方案\nissuer: 示例市第一人民医院\ntasks: [{{id: t, number: 1., title: 查, responsibility: {{lead: [{names}]}}}}]\n"
    held = content(tmp_path, {"p": text}, {"plans/registry/more.yaml": units})
    subject = slips.of_plan(held.plans["p"], held)
    for job, pages_needed in ((slips.routing(subject, held), 2), (slips.receipt(subject, held), 2)):
        made = pages(printed(job))
        assert len(made) == pages_needed
        for page in made:
            assert "单位或姓名" in page.text
            numbers = [line.baseline for line in page.lines if line.glyphs[0].left < 35 and line.text[:1].isdigit()]
            steps = {round(later - earlier, 1) for earlier, later in pairwise(sorted(numbers))}
            assert all(9 <= step < 10.2 for step in steps), steps
        assert all(f"第{n}科室" in text_of(made) for n in range(1, 41))


# -- poster ------------------------------------------------------------------------------------------------------------------------


def test_the_poster_is_one_sheet_of_a3_in_large_type(held: Content) -> None:
    pdf = printed(poster.document(held.plans["p"], held))
    made = pages(pdf)
    assert [(round(page.width), round(page.height)) for page in made] == [(297, 420)]
    page = made[0]
    title = page.line("医疗服务质量提升年活动方案")
    assert title.size > 50  # pt
    body = [glyph for glyph in page.glyphs if glyph.top < 350]
    assert min(glyph.size for glyph in body) >= 11
    assert page.line("开展体验式服务").size >= 20
    assert max(glyph.right for glyph in page.glyphs) < 278
    for words in ("质量更稳", "≥95%", "（二）自查提高阶段", "现在", "第3版", "数据截至2026年11月21日"):
        assert words in text_of(made), words
    assert code_in(pdf, 0, (15, 362, 66, 412)) == expected_code(ADDRESS)
    reds = [box for box in page.boxes if box.colour and box.colour[0] > 0.85 and box.colour[1] < 0.1]
    assert len(reds) == 1


def test_a_long_name_of_a_unit_leaves_the_task_its_room(tmp_path: Path) -> None:
    """With few tasks in two columns the type is largest."""
    group = "  - {{id: g{0}, title: 第{0}组, tasks: [{{id: t{0}, number: 1., title: 新建急救站点, responsibility: {{lead: [示例市卫生健康委员会]}}}}]}}\n"
    held = content(tmp_path, {"p": "id: p\ntitle: 方案\ngroups:\n" + group.format(1) + group.format(2)})
    assert text_of(pages(printed(poster.document(held.plans["p"], held)))).count("新建急救站点") == 2


def test_a_hundred_tasks_still_make_one_poster_and_five_hundred_groups_are_refused(tmp_path: Path) -> None:
    held = content(tmp_path, {"p": many(100)})
    assert len(pages(printed(poster.document(held.plans["p"], held)))) == 1
    groups = "".join(
        f"  - {{id: g{n}, title: 第{n}组的名称, tasks: [{{id: t{n}, title: 任务}}]}}\n" for n in range(500)
    )
    held = content(tmp_path, {"p": f"id: p\ntitle: 方案\ngroups:\n{groups}"})
    with pytest.raises(PrintFault, match="内容太多，一张 A3 排不下"):
        render(poster.document(held.plans["p"], held), FONTS)


def test_tables_of_the_sheets_are_tables_to_a_reader_of_pdf(held: Content) -> None:
    with pdfplumber.open(io.BytesIO(printed(slips.receipt(slips.of_plan(held.plans["p"], held), held)))) as document:
        tables = document.pages[0].extract_tables()
    assert tables[1][0] == ["序号", "单位或姓名", "份数", "签收人", "签收时间", "备注"]
    assert [row[1] for row in tables[1][1:3]] == ["护理部", "医务部"]
