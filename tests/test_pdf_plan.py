"""A printed plan against GB/T 9704—2012, measured from the places of its glyphs."""

from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import segno
from pdfglyphs import BODY, EM, MM, PITCH, Page, pages, plan_job, printed

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
RED = (0.901961, 0.0, 0.070588)
PROSE = (
    "以病人为中心，把医疗质量和患者安全放在各项工作的首位，完善制度，规范行为，优化流程，改进服务。"
    "各科室对照标准逐条自查，把查出的问题列成清单，明确责任人和完成时限，做到件件有着落、事事有回音。"
    "“十四五”期间每年组织2次培训，2026年底前患者满意度达到95%以上，投诉在3个工作日内答复。"
)


def tasks(count: int, groups: int = 2, words: str = PROSE) -> str:
    """Groups of numbered measures, each with text and the bracket of who answers for it."""
    out = ["groups:"]
    number = 0
    for group in range(1, groups + 1):
        out += [
            f"  - id: g{group}",
            f"    number: （{'一二三四五六七八九'[group - 1]}）",
            f"    title: 第{group}组任务",
            "    tasks:",
        ]
        for _ in range(count // groups):
            number += 1
            out += [
                f"      - id: t{number}", f'        number: "{number}."', f"        title: 第{number}项措施", f"        text: {words}",
                "        responsibility: {mode: 牵头, lead: [护理部], join: [医务部], as_written: （护理部牵头，医务部参与）}",
            ]  # fmt: skip
    return "\n".join(out) + "\n"


OUTLINE = """\
outline:
  - {part: preamble}
  - {number: 一、, title: 工作目标, part: goals}
  - {number: 二、, title: 主要任务, part: groups}
  - {number: 三、, title: 实施步骤, part: phases}
  - {number: 四、, title: 工作要求, part: requirements}
"""
ISSUED = (
    """\
id: p
title: 关于开展医疗服务质量提升年活动的实施方案
short: 质量提升年
issuer: 示例市第一人民医院
doc_no: 示医院发〔2026〕12号
date: 2026-03-16
demo: 是
document:
  qr: 是
  to: 各科室、各病区
  copy_no: "000012"
  secrecy: 秘密★1年
  urgency: 加急
  note: 此件院内公开
  cc: 示例市卫生健康委员会，城市医疗集团各成员单位
  printed_by: 示例市第一人民医院办公室
  printed_on: 2026-03-17
"""
    + OUTLINE
    + f"""\
preamble: {PROSE}
goals:
  - {{id: g1, text: {PROSE * 2}}}
indicators:
  - id: i1
    name: 住院患者满意度
    unit: "%"
    operator: gte
    due: 2026-12-31
    lead: [护理部]
    targets: [{{value: 95, scope: {{tier: 三级}}}}, {{value: 90, scope: {{tier: 二级}}}}]
  - {{id: i2, name: 护士与床位之比, unit: 比, operator: gte, targets: [{{value: "0.4:1", due: 2026-12-31, inferred: [due]}}]}}
phases:
  - id: s1
    number: （一）
    name: 动员部署
    start: 2026-03-17
    end: 2026-04-01
    as_written: 20xx年3月17日—4月1日
    inferred: [start, end]
    text: {PROSE}
requirements:
  - {{number: （一）, title: 加强领导, text: {PROSE}}}
"""
    + tasks(12)
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return pages(printed(plan_job(tmp_path_factory.mktemp("issued"), ISSUED)))


@pytest.fixture(scope="module")
def issued_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(plan_job(tmp_path_factory.mktemp("issued"), ISSUED))


def full(sheets: list[Page]) -> list[Page]:
    """Pages of running text from edge to edge."""
    return [page for page in sheets if page.width < 211 and len(page.body()) >= 21]


# -- page and grid (5.1, 5.2) ---------------------------------------------------------------------------------------------------


def test_paper_and_text_area(issued: list[Page]) -> None:
    for page in issued:
        assert sorted((round(page.width, 1), round(page.height, 1))) == [210.0, 297.0]
        for line in page.body():
            assert line.left >= LEFT - 0.1
            assert line.right <= RIGHT + 0.1
            assert line.top >= TOP - 0.2
            assert line.bottom <= BOTTOM + 0.2
    assert issued[0].width == pytest.approx(210, abs=0.2)


def test_full_pages_have_22_lines_on_one_pitch(issued: list[Page]) -> None:
    sheets = full(issued)
    assert len(sheets) >= 3
    assert Counter(len(page.body()) for page in sheets).most_common(1)[0][0] == 22
    for page in sheets:
        lines = page.body()
        assert lines[0].top == pytest.approx(TOP, abs=0.1)
        for upper, lower in pairwise(lines):
            assert lower.baseline - upper.baseline == pytest.approx(PITCH, abs=0.1)
        if len(lines) == 22:
            assert lines[-1].bottom == pytest.approx(BOTTOM, abs=0.2)


def test_full_lines_have_28_characters(issued: list[Page]) -> None:
    """Lines of full-width 字 only, that end at the right edge: 28 of them, each 5.571 mm; fewer only where a mark may not begin the next.
    Marks side by side give half a 字 to the whole line."""
    lines = [line for page in issued for line in page.body() if line.left < LEFT + 0.2 and line.right > RIGHT - 0.5]
    wide = [line for line in lines if all(glyph.right - glyph.left > 5 for glyph in line.glyphs)]
    assert len(wide) >= 5
    counts = Counter(len(line.glyphs) for line in wide)
    assert counts.most_common(1)[0][0] == 28
    assert set(counts) <= {26, 27, 28}
    for line in wide:
        steps = [next_one.left - one.left for one, next_one in pairwise(line.glyphs)]
        halves = [step < 0.75 * EM for step in steps]
        step = (156 - EM + sum(halves) * EM / 2) / len(steps)
        assert steps == pytest.approx([step - half * EM / 2 for half in halves], abs=0.05)


def test_lines_end_flush(tmp_path: Path) -> None:
    """A line that another follows in its paragraph ends at the edge, whatever the marks at its end; a mark never begins a line."""
    words = (
        "把“服务好、质量好、医德好、群众满意”作为“三好一满意”活动的目标，让“微笑”成为“名片”，让“专业”成为“底色”。" * 6
    )
    body = pages(printed(plan_job(tmp_path, f"id: p\ntitle: 甲方案\npreamble: {words}\n")))[0].body()
    for line, following in pairwise(body):
        if following.left < LEFT + 0.2:
            assert line.right == pytest.approx(RIGHT, abs=0.15), line.text
    assert not any(line.text.startswith(tuple("，。、；：？！）》”’")) for line in body)
    assert not any(line.text.endswith(tuple("（《“‘")) for line in body)


def test_only_our_faces_each_with_its_job(issued: list[Page]) -> None:
    fonts = {glyph.font for page in issued for glyph in page.glyphs}
    assert fonts == {
        "Planpress-Fang",
        "Planpress-Kai",
        "Planpress-Hei-Bold",
        "Planpress-Hei",
        "Planpress-Song-Bold",
        "Planpress-Num",
    }
    page = issued[0]
    text = [glyph for sheet in full(issued) for glyph in sheet.glyphs if abs(glyph.size - BODY) < 0.1]
    assert sum(glyph.font == "Planpress-Fang" for glyph in text) > 0.9 * len(text)
    assert page.line("示例市第一人民医院文件").font == "Planpress-Song-Bold"


def test_levels_of_headings(issued: list[Page]) -> None:
    """一、 黑体, （一） 楷体, 1. 仿宋; a measure's title runs on into its text, in the type of its level (7.3.3)."""
    lines = [line for page in issued for line in page.body()]
    first = next(line for line in lines if line.text == "二、主要任务")
    second = next(line for line in lines if line.text == "（一）第1组任务")
    third = next(line for line in lines if line.text.startswith("1.第1项措施。以病人为中心"))
    required = next(line for line in lines if line.text.startswith("（一）加强领导。以病人"))
    assert (first.font, second.font, third.font) == ("Planpress-Hei-Bold", "Planpress-Kai", "Planpress-Fang")
    assert [glyph.font for glyph in required.glyphs][:8] == ["Planpress-Kai"] * 8
    assert required.glyphs[8].font == "Planpress-Fang"
    for line in (first, second, third, required):
        assert line.left == pytest.approx(LEFT + 2 * EM, abs=0.5)
        assert line.size == pytest.approx(BODY, abs=0.1)


def test_as_written_words_are_printed(issued: list[Page]) -> None:
    text = "".join(line.text for page in issued for line in page.body())
    assert "（一）动员部署（20xx年3月17日—4月1日）。" in text
    assert text.count("（护理部牵头，医务部参与）") == 12


# -- head of the document (7.2) ---------------------------------------------------------------------------------------------------


def test_head(issued: list[Page]) -> None:
    page = issued[0]
    control = [page.line("000012"), page.line("秘密★1年"), page.line("加急")]
    for place, line in enumerate(control):
        assert line.left == pytest.approx(LEFT, abs=0.6)
        assert line.top == pytest.approx(TOP + place * PITCH, abs=0.2)
    assert [line.font for line in control] == ["Planpress-Fang", "Planpress-Hei-Bold", "Planpress-Hei-Bold"]
    mark, number = page.line("医院文件"), page.line("〔2026〕12号")
    assert mark.top == pytest.approx(72, abs=0.3)
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=0.5)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.5)
    assert {glyph.colour for glyph in mark.glyphs} == {RED}
    blank = number.top - mark.bottom
    assert blank == pytest.approx(2 * PITCH + 7 / 8 * EM, abs=0.2)  # two empty lines and the leading around them
    rule = next(box for box in page.boxes if box.colour == RED)
    assert (rule.left, rule.right) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))
    assert rule.top - number.bottom == pytest.approx(4, abs=0.2)


def test_one_red_and_else_black(issued: list[Page]) -> None:
    colours = {glyph.colour for page in issued for glyph in page.glyphs if glyph.size > 10}
    assert colours == {RED, (0.0, 0.0, 0.0)} or colours == {RED, (0,)} or len(colours - {RED}) == 1
    assert {box.colour for page in issued for box in page.boxes if len(set(box.colour)) > 1} == {RED}


def test_a_long_name_of_an_issuer_stands_in_rows_of_one_width(tmp_path: Path) -> None:
    """In one row its 字 would be smaller than those of the text."""
    mark = "示例省示例市示例县卫生健康委员会示例县财政局示例县医疗保障局文件"
    text = f"id: p\ntitle: 甲方案\ndoc_no: 示发〔2026〕1号\ndocument: {{mark: {mark}}}\npreamble: 乙。\n"
    page = pages(printed(plan_job(tmp_path, text)))[0]
    red = [glyph for glyph in page.glyphs if glyph.colour == RED]
    rows = [line for line in page.lines if line.glyphs[0].colour == RED and line.text != "文件"]
    assert sorted(glyph.text for glyph in red) == sorted(mark)
    assert len(rows) == 2
    assert min(glyph.size for glyph in red) > 22
    assert rows[0].left == pytest.approx(rows[1].left, abs=0.1)
    assert rows[0].left >= LEFT - 0.1
    assert max(glyph.right for glyph in red) <= RIGHT + 0.3


REQUEST = """\
id: p
title: 关于报送活动方案的请示
issuer: 示例市卫生健康委员会
doc_no: 示卫〔2026〕3号
document: {to: 示例省卫生健康委员会, signers: [张三丰, 李四光, 王五]}
preamble: 妥否，请批示。
"""


def test_a_request_names_its_signers(tmp_path: Path) -> None:
    """上行文: number one 字 from the left on the line of the last signer; two names a row in 楷体, one 字 from the right (7.2.5, 7.2.6)."""
    page = pages(printed(plan_job(tmp_path, REQUEST)))[0]
    first, last = page.line("签发人："), page.line("示卫〔2026〕3号")
    assert last.text == "示卫〔2026〕3号王五"
    assert first.text == "签发人：张三丰李四光"
    assert last.left == pytest.approx(LEFT + EM, abs=0.3)
    assert first.right == pytest.approx(RIGHT - EM, abs=0.3)
    names = [glyph for glyph in first.glyphs if glyph.text in "张三丰李四光"]
    assert {glyph.font for glyph in names} == {"Planpress-Kai"}
    assert next(glyph for glyph in last.glyphs if glyph.text == "王").left == pytest.approx(names[0].left, abs=0.2)
    assert last.baseline - first.baseline == pytest.approx(PITCH, abs=0.1)
    rule = next(box for box in page.boxes if box.colour == RED)
    assert rule.top - last.bottom == pytest.approx(4, abs=0.2)


def test_joint_issuers_stand_in_equal_width_before_the_word_document(tmp_path: Path) -> None:
    text = "id: p\ntitle: 方案\nissuer: 示例市卫生健康委员会\njoint_issuers: [示例市第一人民医院, 护理部]\ndoc_no: 示〔2026〕1号\ndocument: {to: 各单位}\n"
    page = pages(printed(plan_job(tmp_path, text)))[0]
    red = [glyph for glyph in page.glyphs if glyph.colour == RED]
    word = [glyph for glyph in red if glyph.text in "文件"]
    rows = sorted({round(glyph.baseline, 1) for glyph in red if glyph not in word})
    names = [[glyph for glyph in red if round(glyph.baseline, 1) == row and glyph not in word] for row in rows]
    assert ["".join(glyph.text for glyph in row) for row in names] == [
        "示例市卫生健康委员会",
        "示例市第一人民医院",
        "护理部",
    ]
    assert max(row[0].left for row in names) - min(row[0].left for row in names) < 0.5
    assert max(row[-1].right for row in names) - min(row[-1].right for row in names) < 0.5
    middle = (names[0][0].top + names[-1][0].bottom) / 2
    assert (word[0].top + word[0].bottom) / 2 == pytest.approx(middle, abs=1)
    assert names[0][0].top == pytest.approx(72, abs=2)


LETTER = f"""\
id: p
title: 关于商请支持活动的函
issuer: 示例市卫生健康委员会
doc_no: 示卫函〔2026〕3号
date: 2026-03-16
document: {{format: letter, to: 示例市第一人民医院, copy_no: "000001", secrecy: 秘密, cc: 护理部}}
preamble: {PROSE * 8}
"""


def test_letter(tmp_path: Path) -> None:
    """信函格式 (10.1)."""
    sheets = pages(printed(plan_job(tmp_path, LETTER)))
    page = sheets[0]
    name = page.line("示例市卫生健康委员会")
    assert name.text == "示例市卫生健康委员会"
    assert {glyph.colour for glyph in name.glyphs} == {RED}
    assert name.top == pytest.approx(30, abs=0.3)
    rules = sorted((box for box in page.boxes if box.colour == RED), key=lambda box: box.top)
    assert [round(rule.height, 1) for rule in rules] == [0.9, 0.3, 0.3, 0.9]  # broad over fine, below fine over broad
    assert all((rule.left, rule.right) == (pytest.approx(20, abs=0.1), pytest.approx(190, abs=0.1)) for rule in rules)
    assert rules[0].top - name.bottom == pytest.approx(4, abs=0.2)
    assert rules[3].bottom == pytest.approx(277, abs=0.2)
    number = page.line("示卫函〔2026〕3号")
    assert number.text == "000001示卫函〔2026〕3号"
    assert number.left == pytest.approx(LEFT, abs=0.3)
    assert number.right == pytest.approx(RIGHT, abs=0.3)
    assert number.top - rules[1].bottom == pytest.approx(7 / 8 * EM, abs=0.2)
    assert page.line("秘密").left == pytest.approx(LEFT, abs=0.3)
    assert not any(glyph.font == "Planpress-Num" for glyph in page.glyphs)  # no number on the first page
    assert any(glyph.font == "Planpress-Num" for glyph in sheets[1].glyphs)
    assert not any(box.colour == RED for other in sheets[1:] for box in other.boxes)
    cc = sheets[-1].line("抄送：护理部。")
    assert cc.bottom == pytest.approx(BOTTOM, abs=2)
    assert "印发" not in "".join(each.text for each in sheets)


# -- title and body (7.3) -----------------------------------------------------------------------------------------------------------


def title_of(page: Page) -> list[str]:
    return [line.text for line in title_lines(page)]


def title_lines(page: Page) -> list:  # type: ignore[type-arg]
    return [line for line in page.lines if abs(line.size - 22) < 0.1 and line.font == "Planpress-Song-Bold"]


def test_title_and_addressee(issued: list[Page]) -> None:
    page = issued[0]
    title = title_lines(page)
    assert "".join(line.text for line in title) == "关于开展医疗服务质量提升年活动的实施方案"
    for line in title:
        assert line.left - LEFT == pytest.approx(RIGHT - line.right, abs=0.5)
    rule = next(box for box in page.boxes if box.colour == RED)
    assert title[0].top - rule.bottom == pytest.approx(2 * PITCH, abs=2)
    to = page.line("各科室、各病区：")
    assert to.left == pytest.approx(LEFT, abs=0.3)
    assert to.baseline - title[-1].baseline == pytest.approx(2 * PITCH, abs=1.0)


SIXTY = "关于印发示例市第一人民医院进一步改善医疗服务提升患者就医体验三年行动计划（2026—2028年）任务分解及考核评价实施方案的通知"


def test_a_title_of_sixty_characters(tmp_path: Path) -> None:
    assert len(SIXTY) >= 60
    title = title_of(pages(printed(plan_job(tmp_path, f"id: p\ntitle: {SIXTY}\npreamble: 乙。\n")))[0])
    assert "".join(title) == SIXTY
    assert 3 <= len(title) <= 4
    assert all(len(line) <= 20 for line in title)
    assert not any(line[0] in "的地得及和与、）》" for line in title)
    assert any("第一人民医院" in line for line in title)
    assert any("2026—2028年" in line for line in title)


def test_a_title_may_be_broken_by_hand(tmp_path: Path) -> None:
    text = "id: p\ntitle: 甲医院改善服务实施方案\ntitle_lines: [甲医院, 改善服务实施方案]\n"
    assert title_of(pages(printed(plan_job(tmp_path, text)))[0]) == ["甲医院", "改善服务实施方案"]


def test_a_plan_with_only_a_title(tmp_path: Path) -> None:
    (sheet,) = pages(printed(plan_job(tmp_path, "id: p\ntitle: 只有标题的方案\n")))
    assert title_of(sheet) == ["只有标题的方案"]
    assert "plans.example.org" not in sheet.text  # only where the plan or the profile wants a code


def test_numbers_keep_their_units(issued: list[Page]) -> None:
    lines = [line.text for page in issued for line in page.body()]
    for one, following in pairwise(lines):
        assert not (one[-1].isdigit() and following[0] in "年月日次项个%"), (one, following)
        assert not (one[-1].isdigit() and following[0].isdigit()), (one, following)


def test_no_last_line_of_a_single_character(tmp_path: Path) -> None:
    for count in range(24, 28):
        words = "甲" * count + "乙。"
        body = pages(printed(plan_job(tmp_path / str(count), f"id: p\ntitle: 方案\npreamble: {words}\n")))[0].body()
        assert len(body[-1].text.rstrip("。")) >= 2, body[-1].text


# -- attachments, signature (7.3.4—7.3.7) --------------------------------------------------------------------------------------------


def test_attachments_are_named_alike_in_both_places(issued: list[Page]) -> None:
    text = "\n".join(page.text for page in issued)
    names = ["质量提升年指标表", "质量提升年责任分工表"]
    body = next(page for page in issued if "附件：1." in page.text)
    first, second = body.line("附件：1."), body.line("2.质量提升年")
    assert [first.text, second.text] == [f"附件：1.{names[0]}", f"2.{names[1]}"]
    assert first.left == pytest.approx(LEFT + 2 * EM, abs=0.5)
    assert second.glyphs[2].left == pytest.approx(first.glyphs[5].left, abs=0.3)  # both names begin at the same place
    for place, name in enumerate(names, 1):
        page = next(page for page in issued if page.text.startswith(f"附件{place}\n"))
        head, title = page.lines[0], page.lines[1]
        assert (head.text, title.text) == (f"附件{place}", name)
        assert head.font == "Planpress-Hei-Bold"
        if page.width < 211:
            assert head.top == pytest.approx(TOP, abs=0.2)
            assert head.left == pytest.approx(LEFT, abs=0.5)
            assert title.baseline - head.baseline == pytest.approx(2 * PITCH, abs=1.0)  # on the third line
    assert text.count("附件1\n") == 1


def test_signature_without_a_seal(issued: list[Page]) -> None:
    page = next(page for page in issued if "2026年3月16日" in page.text)
    name, day = page.line("示例市第一人民医院"), page.line("2026年3月16日")
    assert name.right == pytest.approx(RIGHT - 2 * EM, abs=0.2)
    assert day.left - name.left == pytest.approx(2 * EM, abs=0.6)
    assert day.baseline - name.baseline == pytest.approx(PITCH, abs=0.1)
    above = page.body()
    place = [line.text for line in above].index(name.text)
    assert name.baseline - above[place - 1].baseline == pytest.approx(2 * PITCH, abs=0.1)
    assert page.body()[0].text != name.text  # some of the text stands on the same page
    note = page.line("（此件院内公开）")
    assert note.baseline - day.baseline == pytest.approx(PITCH, abs=0.1)
    assert note.left == pytest.approx(LEFT + 2 * EM, abs=3)


def test_a_date_longer_than_the_name_stands_two_characters_from_the_edge(tmp_path: Path) -> None:
    page = pages(printed(plan_job(tmp_path, "id: p\ntitle: 方案\nissuer: 医务部\ndate: 2026-11-12\npreamble: 乙。\n")))[
        0
    ]
    name, day = page.line("医务部"), page.line("2026年11月12日")
    assert day.right == pytest.approx(RIGHT - 2 * EM, abs=0.3)
    assert day.left - name.left == pytest.approx(2 * EM, abs=0.6)


# -- imprint, page numbers, lying tables (7.4, 7.5, 8) ----------------------------------------------------------------------------------


def test_imprint_on_the_last_even_page(issued: list[Page]) -> None:
    page = issued[-1]
    assert page.number % 2 == 0
    rules = [box for box in page.boxes if box.right - box.left > 150 and 0.2 < box.height < 0.4 and box.top > 200]
    assert [round(rule.height, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert all(
        rule.left == pytest.approx(LEFT, abs=0.1) and rule.right == pytest.approx(RIGHT, abs=0.1) for rule in rules
    )
    assert rules[-1].bottom == pytest.approx(BOTTOM, abs=0.1)
    cc, printed_on = page.line("抄送："), page.line("2026年3月17日印发")
    assert cc.size == pytest.approx(14, abs=0.1)
    assert cc.left == pytest.approx(LEFT + 14 * MM, abs=0.5)
    assert printed_on.left == pytest.approx(LEFT + 14 * MM, abs=0.5)
    assert printed_on.right == pytest.approx(RIGHT - 14 * MM, abs=0.5)
    assert (
        "".join(line.text for line in page.lines if line.top > cc.top - 1)
        .split("示例市第一人民医院办公室")[0]
        .endswith("各成员单位。")
    )
    assert not any("抄送" in other.text for other in issued[:-1])


@pytest.mark.parametrize("count", [6, 14, 20, 24, 30, 36])
def test_imprint_whatever_the_length(count: int, tmp_path: Path) -> None:
    """On the foot of the last page, which is even; a page of nothing else bears no number, nor does the empty one before it."""
    text = f"""\
id: p
title: 方案
issuer: 示例市第一人民医院
document: {{cc: 护理部、医务部, printed_by: 示例市第一人民医院办公室, printed_on: 2026-03-17}}
preamble: {PROSE * count}
"""
    sheets = pages(printed(plan_job(tmp_path, text)))
    last = sheets[-1]
    assert len(sheets) % 2 == 0
    rules = [box for box in last.boxes if box.right - box.left > 150 and 0.2 < box.height < 0.4]
    assert max(rule.bottom for rule in rules) == pytest.approx(BOTTOM, abs=0.1)
    assert not any(0.2 < box.height < 0.4 for page in sheets[:-1] for box in page.boxes)
    written = [page for page in sheets if page.body()]
    for page in sheets:
        number = [glyph for glyph in page.glyphs if glyph.font == "Planpress-Num"]
        assert bool(number) == (page in written), page.number
    lowest = max((line.bottom for line in last.body()), default=0)
    assert lowest < min(rule.top for rule in rules)


def test_the_tail_shares_a_page_with_text_where_it_can(issued: list[Page]) -> None:
    assert all(page.lines for page in issued)
    colophon = next(page for page in issued if "plans.example.org" in page.text)
    assert len(colophon.lines) > 5


def ink(pdf: bytes, number: int, left: float, right: float, top: float, bottom: float) -> list[float]:
    """Rows (mm) of a page's area that carry ink, from a picture of 12 dots a millimetre."""
    scale = 12 * MM
    image = pypdfium2.PdfDocument(pdf)[number - 1].render(scale=scale, grayscale=True).to_pil()
    area = image.crop((round(left * 12), round(top * 12), round(right * 12), round(bottom * 12)))
    rows = range(area.height)
    return [top + row / 12 for row in rows if min(area.crop((0, row, area.width, row + 1)).tobytes()) < 128]


def test_page_numbers(issued: list[Page], issued_pdf: bytes) -> None:
    for page in issued:
        number = [
            glyph for glyph in page.glyphs if glyph.font == "Planpress-Num" and glyph.text.strip() and glyph.upright
        ]
        if page.width > 211 or not number:
            continue
        assert "".join(glyph.text for glyph in number) == f"—{page.number}—"
        assert all(glyph.size == pytest.approx(14, abs=0.1) for glyph in number)
        digit = number[1]
        assert digit.right - digit.left == pytest.approx(14 * MM / 2, abs=0.1)
        if page.number % 2:
            assert number[-1].right == pytest.approx(RIGHT - 14 * MM, abs=0.3)
        else:
            assert number[0].left == pytest.approx(LEFT + 14 * MM, abs=0.3)
    for page in issued:
        dashes = [
            glyph for glyph in page.glyphs if glyph.text == "—" and glyph.font == "Planpress-Num" and glyph.upright
        ]
        if dashes:
            first = ink(issued_pdf, page.number, dashes[0].left, dashes[0].right, 264, 275)[0]
            assert first == pytest.approx(BOTTOM + 7, abs=0.3), page.number
    numbered = [page.number for page in issued if any(glyph.font == "Planpress-Num" for glyph in page.glyphs)]
    assert numbered == list(range(1, len(numbered) + 1))


TIERS = "[{value: 95, scope: {tier: 三级}}, {value: 90, scope: {tier: 二级}}, {value: 80, scope: {tier: 基层}}]"
WIDE = "id: p\ntitle: 方案\nindicators:\n" + "".join(
    f"""\
  - id: i{n}
    name: 第{n}项很长的指标名称要分成几行才排得下
    unit: "%"
    operator: gte
    modality: 力争
    due: 2026-12-31
    lead: [护理部, 医务部]
    definition: {PROSE[:90]}
    targets: {TIERS}
"""
    for n in range(1, 25)
)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return pages(printed(plan_job(tmp_path_factory.mktemp("wide"), WIDE)))


def test_a_wide_table_lies_with_its_number_where_the_upright_page_has_it(wide: list[Page]) -> None:
    lying = [page for page in wide if page.width > 211]
    assert len(lying) >= 3
    for page in lying:
        number = [glyph for glyph in page.glyphs if glyph.font == "Planpress-Num" and glyph.text.strip()]
        assert "".join(glyph.text for glyph in number) == f"—{page.number}—"
        assert not any(glyph.upright for glyph in number)
        # turned clockwise, as the sheet is: 7 mm outside the text area on the left, one 字 from its lower or upper edge
        assert all(glyph.left == pytest.approx(297 - 270.58 - 0.59, abs=0.3) for glyph in number)
        if page.number % 2:
            assert max(glyph.baseline for glyph in number) + 14 * MM == pytest.approx(179.06, abs=0.3)
        else:
            assert min(glyph.baseline for glyph in number) == pytest.approx(32.94, abs=0.3)
    assert {page.number % 2 for page in lying} == {0, 1}


def test_heads_are_repeated_and_rows_whole(wide: list[Page]) -> None:
    tables = [page for page in wide if "口径" in page.text]
    assert len(tables) >= 3
    for page in tables:
        assert page.text.count("责任单位") == 1
    whole = PROSE[:90]
    for page in tables:
        numbers = [n for n in range(1, 25) if f"第{n}项很长" in page.text.replace("\n", "")]
        text = "".join(glyph.text for glyph in page.glyphs)
        assert text.count(whole) == len(numbers)
    assert sum("".join(glyph.text for glyph in page.glyphs).count(whole) for page in tables) == 24


def test_tables_stay_inside_the_text_area(wide: list[Page], issued: list[Page]) -> None:
    """Rules included: 28…184 × 37…262 upright; lying, the same area turned (35…260 × 28…184)."""
    for page in [*wide, *issued]:
        left, right, top, bottom = (LEFT, RIGHT, TOP, BOTTOM) if page.width < 211 else (35, 260, 28, 184)
        for box in page.boxes:
            if box.right - box.left < 300 and 0 < box.height < 2 and box.colour != RED:
                assert left - 0.2 <= box.left, page.number
                assert box.right <= right + 0.2, page.number
                assert top - 0.2 <= box.top, page.number
                assert box.bottom <= bottom + 0.2, page.number


def test_no_cell_is_cut(wide: list[Page]) -> None:
    for page in wide:
        for glyph in filter(lambda glyph: glyph.font != "Planpress-Num", page.glyphs):
            assert glyph.left > 20
            assert glyph.right < page.width - 20
            assert glyph.bottom < page.height - 20


# -- the file -----------------------------------------------------------------------------------------------------------------------------


def kinds(node: object) -> set[str]:
    """Kinds of structure elements below a node of the tree that reading programs follow."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(kinds, node))
    if isinstance(node, dict):
        return ({str(node["/S"])} if "/S" in node else set()) | (kinds(node["/K"]) if "/K" in node else set())
    return set()


def test_the_file_says_what_it_is(issued_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(issued_pdf))
    assert reader.metadata and reader.metadata.title == "关于开展医疗服务质量提升年活动的实施方案"
    assert reader.metadata.author == "示例市第一人民医院"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert {"/P", "/Table", "/TH", "/TD", "/Figure"} <= kinds(root["/StructTreeRoot"])

    def titles(outline: list) -> list[str]:  # type: ignore[type-arg]
        return [title for item in outline for title in (titles(item) if isinstance(item, list) else [item.title])]

    found = titles(reader.outline)
    assert [title for title in found if title[1] == "、"] == [
        "一、工作目标",
        "二、主要任务",
        "三、实施步骤",
        "四、工作要求",
    ]
    assert "1.第1项措施" in found
    assert found[-2:] == ["附件1　质量提升年指标表", "附件2　质量提升年责任分工表"]
    assert len(found) == len(set(found))


def test_inferred_dates_and_demonstration_data_are_marked(issued: list[Page]) -> None:
    assert all("示例数据" in page.text for page in issued if page.text)
    assert "2026年12月31日〔推算〕" in "".join(glyph.text for page in issued for glyph in page.glyphs)


def test_the_code_leads_to_the_page(issued: list[Page], issued_pdf: bytes) -> None:
    """Every module of the printed code agrees with the code of the address."""
    address = "https://plans.example.org/plans/p/index.html"
    page = next(page for page in issued if address in page.text)
    expected = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    image = pypdfium2.PdfDocument(issued_pdf)[page.number - 1].render(scale=12 * MM, grayscale=True).to_pil()
    line = page.line(address)
    area = image.crop(
        ((27 * 12), round((line.top - 25) * 12), round((line.left - 2) * 12), round((line.bottom + 6) * 12))
    )
    dark = area.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark
    code = area.crop(dark)
    side = len(expected)
    assert abs(code.width - code.height) <= 2
    module = code.width / side
    assert module / 12 > 0.4  # mm, large enough for a phone
    read = [
        bytes(code.getpixel((int((x + 0.5) * module), int((y + 0.5) * module))) < 128 for x in range(side))
        for y in range(side)
    ]
    assert read == expected


def test_version_and_day_of_the_data(issued: list[Page]) -> None:
    assert "版次1" in issued[-1].text.replace(" ", "")
    assert "数据截至2026年11月21日" in issued[-1].text.replace(" ", "")


def test_three_hundred_tasks(tmp_path: Path) -> None:
    sheets = pages(
        printed(plan_job(tmp_path, "id: p\ntitle: 大方案\nissuer: 示例市卫生健康委员会\n" + tasks(300, 6, PROSE[:48])))
    )
    text = "".join(line.text for page in sheets for line in page.body())
    assert all(f"{number}.第{number}项措施。" in text for number in range(1, 301))
    assert text.count("（护理部牵头，医务部参与）") == 300
    assert Counter(len(page.body()) for page in full(sheets)).most_common(1)[0][0] == 22
