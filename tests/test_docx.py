"""Plans as Word files: read back with python-docx, held against the words of the PDF, and opened in LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import docx
import pdfplumber
import pypdf
import pytest
from click.testing import CliRunner
from document_samples import DOWN, FOOT, JOINT, LETTER, MINUTES, ORDER, PRESENT, REQUEST, TABLES, TO, plan, root
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.doctor import fontconfig_file
from campaign.exporters.docx import draft
from campaign.inspect import inspect_pdf
from campaign.leaves.problems import has_errors
from campaign.pdf import plan as plan_print
from campaign.pdf.engine import render

ROOT = Path(__file__).resolve().parent.parent
OUTLINE = """\
preamble: 为落实部署，制定本方案。
goals: [{id: o, text: 到2026年底，满意度达到95%以上。}]
groups:
  - id: g
    number: （一）
    title: 规范诊疗"行为"
    tasks:
      - {id: t1, number: 1., title: 落实核心制度, text: [每月检查2次。, 结果公开。], responsibility: （示例市第一人民医院负责）}
      - {id: t2, number: 2., title: 改进护理, responsibility: {lead: 示例市第一人民医院}}
outline:
  - part: preamble
  - {number: 一、, title: 工作目标, part: goals}
  - {number: 二、, title: 重点任务, part: groups}
"""
WIDE = "indicators:\n" + "".join(
    f"  - {{id: i{place}, name: {name}, unit: '%', operator: gte, due: 2026-12-31, lead: [示例市第一人民医院], definition: {'由第三方电话随访，答满意的人次除以全部有效答卷，每季度公布一次结果，' * 5}, "
    "targets: [{value: 95, scope: {tier: 三级}}, {value: 90, scope: {tier: 二级}}]}\n"
    for place, name in enumerate(("住院患者满意度", "门诊患者满意度", "职工满意度", "出院患者随访率"))
)


def content_of(folder: Path, text: str) -> Content:
    content, problems = look_over(root(folder, text), date(2026, 11, 21))
    assert not has_errors(problems), [str(each) for each in problems]
    assert content is not None
    return content


def opened(content: Content) -> Document:
    return docx.Document(io.BytesIO(draft(content, content.plans["p"]).file()))


def face(paragraph: Paragraph) -> str:
    """The East Asian typeface a paragraph's style gives it."""
    style = paragraph.style
    while style is not None:
        fonts = style.element.find(f"./{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            return str(fonts.get(qn("w:eastAsia")))
        style = style.base_style
    return ""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def all_text(word: Document) -> list[str]:
    """Every paragraph, those in tables included, in order."""
    return ["".join(node.text or "" for node in each.iter(qn("w:t"))) for each in word.element.body.iter(qn("w:p"))]


@pytest.fixture
def letterhead(tmp_path: Path) -> Content:
    return content_of(tmp_path, plan(DOWN, TO + "note: 此件公开发布\n" + FOOT, OUTLINE + TABLES))


def test_page_and_grid(letterhead: Content) -> None:
    section = opened(letterhead).sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    assert [
        round(each.mm, 1)
        for each in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch")), grid.get(qn("w:charSpace"))) == (
        "linesAndChars",
        "579",
        "-848",
    )
    assert 22 * 579 <= (297 - 37 - 35) / 25.4 * 1440 < 23 * 579
    assert 28 * (16 - 848 / 4096) <= 156 / 25.4 * 72 < 29 * (16 - 848 / 4096)


def test_headings_are_words_own_in_the_type_of_their_level(letterhead: Content) -> None:
    word = opened(letterhead)
    held = [
        (each.style.name, face(each), each.text)
        for each in word.paragraphs
        if each.style and each.style.name.startswith("Heading")
    ]
    assert held == [
        ("Heading 1", "黑体", "一、工作目标"),
        ("Heading 1", "黑体", "二、重点任务"),
        ("Heading 2", "楷体_GB2312", "（一）规范诊疗“行为”"),
        ("Heading 3", "仿宋_GB2312", "1.落实核心制度。每月检查2次。"),
        ("Heading 3", "仿宋_GB2312", "2.改进护理（示例市第一人民医院负责）"),
    ]
    title = next(each for each in word.paragraphs if each.style and each.style.name == "Title")
    assert (face(title), title.style.font.size.pt) == ("方正小标宋简体", 22)
    body = word.styles["Body Text"]
    assert body.element.find(f"./{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:firstLineChars")) == "200"
    assert word.styles["Normal"].font.size.pt == 16


def test_a_missing_typeface_has_another_in_its_place(letterhead: Content) -> None:
    (table,) = (rel.target_part for rel in opened(letterhead).part.rels.values() if rel.reltype.endswith("fontTable"))
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong"/>' in table.blob.decode()


def test_the_words_are_those_of_the_pdf_in_its_order(letterhead: Content) -> None:
    pdf = render(plan_print.document(letterhead.plans["p"], letterhead), fontconfig_file())
    printed = squeezed(
        "".join(re.sub(r"— \d+ —", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    )
    at = 0
    for paragraph in opened(letterhead).element.body.iter(qn("w:p")):
        text = squeezed("".join(node.text or "" for node in paragraph.iter(qn("w:t"))))
        if paragraph.style == "Signature":  # the PDF draws these before what stands around them
            assert text in printed
        else:
            assert text in printed[at:], f"{text} stands not where the PDF has it"
            at = printed.index(text, at) + len(text)


def test_head_signature_and_imprint(letterhead: Content) -> None:
    word = opened(letterhead)
    text = [each for each in all_text(word) if each]
    assert text[:4] == [
        "示例市卫生健康委员会文件",
        "示卫发〔2026〕12号",
        "关于加强医疗质量管理工作的通知",
        "各县（市、区）卫生健康局，委直属各单位：",
    ]
    place = text.index("附件：1.指标表")
    assert text[place : place + 5] == [
        "附件：1.指标表",
        "2.责任分工表",
        "示例市卫生健康委员会",
        "2026年3月16日",
        "（此件公开发布）",
    ]
    assert text[-2:] == ["抄送：示例市财政局，示例市医疗保障局。", "示例市卫生健康委员会办公室2026年11月20日印发"]
    mark = next(each for each in word.paragraphs if each.text.endswith("文件"))
    assert mark.runs[0].font.color.rgb == docx.shared.RGBColor(0xE6, 0x00, 0x12)
    rules = word.tables[-1]._tbl.tblPr.find(qn("w:tblBorders"))
    assert {each.tag.split("}")[1]: each.get(qn("w:sz")) for each in rules} == {
        "top": "8",
        "bottom": "8",
        "insideH": "6",
    }


def test_tables_repeat_their_head_and_wide_ones_lie(tmp_path: Path) -> None:
    word = opened(content_of(tmp_path, plan(DOWN, TO + FOOT, OUTLINE + WIDE)))
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]
    first = word.tables[0].rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in word.tables[0].rows)
    turned = [node.get(qn("w:val")) for node in word.sections[1].footer._element.iter(qn("w:textDirection"))]
    assert turned == ["tbRl"]


def test_page_numbers_stand_outside(letterhead: Content) -> None:
    section = opened(letterhead).sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [each.style.style_id for each in (odd, even) if each.style] == ["Footer", "Footer"]
    assert ["".join(node.text or "" for node in each._p.iter(qn("w:t"))) for each in (odd, even)] == ["— 1 —", "— 1 —"]
    assert even._p.pPr.find(qn("w:ind")).get(qn("w:leftChars")) == "100"
    assert [each.get(qn("w:val")) for each in odd._p.iter(qn("w:tab")) if each.get(qn("w:val"))] == ["center", "right"]


def test_the_same_plan_gives_the_same_bytes(letterhead: Content) -> None:
    raw = draft(letterhead, letterhead.plans["p"]).file()
    assert raw == draft(letterhead, letterhead.plans["p"]).file()
    facts = docx.Document(io.BytesIO(raw)).core_properties
    assert (facts.title, facts.author, facts.created and facts.created.date()) == (
        "关于加强医疗质量管理工作的通知",
        "示例市卫生健康委员会",
        date(2026, 11, 21),
    )


def test_examples_are_marked_on_every_page(tmp_path: Path) -> None:
    content = content_of(tmp_path, plan(DOWN + "demo: 是\n", TO, OUTLINE))
    footers = [each for section in opened(content).sections for each in (section.footer, section.even_page_footer)]
    assert all("示例数据" in each.paragraphs[0].text for each in footers)


KINDS = {
    "upward": (
        plan(REQUEST, "to: 示例市人民政府\nsigners: [张三丰, 李四光, 欧阳修文]\n" + FOOT),
        ["示例市卫生健康委员会文件", "签发人：张三丰　李四光", "示卫〔2026〕3号　　　　欧阳修文"],
    ),
    "joint": (plan(JOINT.format("示例市财政局"), TO + FOOT), ["示例市卫生健康委员会", "示例市财政局", "文件"]),
    "letter": (plan(LETTER, "format: letter\nto: 示例市财政局\n"), ["示卫函〔2026〕8号"]),
    "order": (plan(ORDER, "format: order\nseals: [{unit: 张三丰, post: 主任}]\n"), ["示例市卫生健康委员会令", "第3号"]),
    "minutes": (plan(MINUTES, PRESENT), ["示例市卫生健康委员会纪要", "第5期", "示例市卫生健康委员会2026年3月16日"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds(tmp_path: Path, kind: str) -> None:
    text, head = KINDS[kind]
    word = opened(content_of(tmp_path, text))
    assert [each for each in all_text(word) if each][: len(head)] == head
    if kind == "letter":
        first = word.sections[0].first_page_header
        assert [each.text for each in first.paragraphs if each.text] == ["示例市卫生健康委员会"]
        assert not any(each.text for each in word.sections[0].first_page_footer.paragraphs)


# What stands for the typefaces of offices on a machine that has only ours.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>OURS</include>RULES</fontconfig>
"""
STAND_INS = {
    "仿宋_GB2312": "Planpress Fang",
    "楷体_GB2312": "Planpress Kai",
    "黑体": "Planpress Hei",
    "方正小标宋简体": "Planpress Song",
    "宋体": "Planpress Num",
}
RULE = '<match target="pattern"><test name="family"><string>{}</string></test><edit name="family" mode="prepend" binding="strong"><string>{}</string></edit></match>'


def test_opened_in_libreoffice(tmp_path: Path) -> None:
    """28 字 in a line, 22 lines on a page, page numbers right and left, 版记 at the foot, the words all there."""
    long = "各科室按照分工抓好落实，每月检查一次，结果在院内公开，并与考核挂钩。" * 40
    content = content_of(tmp_path / "root", plan(DOWN, TO + FOOT, OUTLINE.replace("每月检查2次。", f"{long}") + TABLES))
    (tmp_path / "p.docx").write_bytes(draft(content, content.plans["p"]).file())
    rules = "".join(RULE.format(*each) for each in STAND_INS.items())
    (tmp_path / "fonts.conf").write_text(
        FONTS.replace("OURS", str(fontconfig_file())).replace("RULES", rules), encoding="utf-8"
    )
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    convert = ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "p.docx")]
    subprocess.run(
        [*office, *convert],
        check=True,
        capture_output=True,
        timeout=180,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    )
    with pdfplumber.open(tmp_path / "p.pdf") as pdf:
        pages = [page.chars for page in pdf.pages]
        text = squeezed("".join(re.sub(r"— \d+ —", "", page.extract_text()) for page in pdf.pages))
        rows: dict[float, list[dict[str, float]]] = {}
        for char in pages[1]:
            if char["top"] < 262 / 25.4 * 72:
                rows.setdefault(round(char["top"]), []).append(char)
    assert len(rows) == 22
    full = [len(row) for row in rows.values()]
    assert max(full) in (28, 29) and full.count(28) > 10  # a mark may hang out: LibreOffice does not heed overflowPunct
    assert sum(len(each.replace("—1—", "")) for each in map(squeezed, all_text(opened(content)))) <= len(text)
    numbers = [min(char["x0"] for char in page if char["top"] > 262 / 25.4 * 72) / 72 * 25.4 for page in pages[:2]]
    assert numbers[0] > 150 and 32 < numbers[1] < 34  # odd right, even left, one 字 in
    assert max(char["bottom"] for char in pages[-1] if char["text"] == "抄") > 240 / 25.4 * 72
    report = inspect_pdf(tmp_path / "p.pdf", plan_print.profile(content.plans["p"], content), "document")
    assert [str(each) for each in report.findings if each.severity == "error"] == []


def test_the_command_writes_a_word_file(tmp_path: Path) -> None:
    root(tmp_path, plan(DOWN, TO + FOOT, OUTLINE))
    out = tmp_path / "out.docx"
    done = CliRunner().invoke(main, ["export", "p", "--root", str(tmp_path), "--to", "docx", "-o", str(out)])
    assert (done.exit_code, done.output) == (0, f"已写出 {out}\n")
    assert docx.Document(str(out)).core_properties.title == "关于加强医疗质量管理工作的通知"
    refused = CliRunner().invoke(main, ["export", "form1", "--root", str(ROOT), "--to", "stratml"])
    assert (refused.exit_code, refused.output) == (1, "错误：“form1”不能写成 stratml\n")
