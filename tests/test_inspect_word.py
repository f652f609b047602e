"""公文体检 of Word files: what a foreign one has wrong, ours has not; and the copy put right has the same words."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from document_samples import SAMPLES, root
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from campaign.checks import look_over
from campaign.cli import main
from campaign.exporters.docx import draft
from campaign.inspect import Unreadable
from campaign.inspect.word import inspect_docx, put_right
from campaign.model.profile import STANDARD

SENTENCE = "各单位要把医疗质量和患者安全放在各项工作的首位，对照标准逐条自查，列成清单。"
TEXT = ("一、总体要求", SENTENCE * 2, "（一）落实核心制度。" + SENTENCE, SENTENCE)


def foreign() -> docx.document.Document:
    """A notice as somebody types it into the empty document of a word processor: its margins, its theme's fonts, 小四 in one paragraph."""
    word = docx.Document()
    fonts = word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")
    heading = word.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run("关于加强医疗质量管理的通知").font.size = Pt(22)
    for words in TEXT:
        word.add_paragraph(words).runs[0].font.size = Pt(16)
    word.add_paragraph(SENTENCE).runs[0].font.size = Pt(12)
    word.add_table(1, 1).cell(0, 0).text = "表格里的字不是正文"
    listed = word.add_table(5, 2)
    for row in listed.rows:
        unit = row.cells[0].paragraphs[0].add_run("护理部")
        unit._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
        row.cells[1].paragraphs[0].add_run("很小的字").font.size = Pt(8)
    word.add_paragraph("按照要求逐项整改，按期反馈，确保取得实效，不留死角。", style="List Number")
    counted = word.paragraphs[-1]._p.get_or_add_pPr().get_or_add_numPr()
    counted.get_or_add_numId().val = word.styles["List Number"].element.pPr.numPr.numId.val
    return word


def saved(word: docx.document.Document) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def said(raw: bytes) -> str:
    return "\n".join(f"{each.severity} {each}" for each in inspect_docx(raw, "a.docx", STANDARD).findings)


def test_what_a_foreign_file_has_wrong_is_told_once_with_how_often() -> None:
    told = said(saved(foreign()))
    for words in (
        "页边距",
        "共",
        "12 磅",
        "标题是",
        "第一层标题有1处不是黑体",
        "没有文档网格",
        "没有用标题样式",
        "首行没有空二字",
        "有1张表的第一行没有设成重复标题行",
        "表里有 微软雅黑，宜用仿宋、宋体，表头用黑体，共15字",
        "小于 10.5 磅的字，共20字",
        "有1段的序号是自动编号",
    ):
        assert words in told, words
    fonts = [line for line in told.split("\n") if "正文里有" in line and "磅" not in line]
    assert len(fonts) == 1 and "应为仿宋，共" in fonts[0]


def test_the_copy_put_right_is_sound_and_has_the_same_words() -> None:
    raw = saved(foreign())
    right = put_right(raw, "a.docx", STANDARD)
    assert "error" not in said(right), said(right)
    before, after = docx.Document(io.BytesIO(raw)), docx.Document(io.BytesIO(right))
    assert [each.text for each in after.paragraphs] == [each.text for each in before.paragraphs]
    words = [[cell.text for row in table.rows for cell in row.cells] for table in before.tables]
    assert [[cell.text for row in table.rows for cell in row.cells] for table in after.tables] == words
    left = [line for line in said(right).split("\n") if line]
    assert len(left) == 1 and "自动编号" in left[0], left  # a number typed out would be other words
    mark = after.paragraphs[-1]._p.pPr.find(qn("w:rPr"))
    assert mark.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    levels = [
        each._p.pPr.find(qn("w:outlineLvl")) for each in after.paragraphs if each.text.startswith(("一、", "（一）"))
    ]
    assert [each.get(qn("w:val")) for each in levels] == ["0", "1"]


@pytest.mark.parametrize("name", ["downward, one page of text more", "with an attachment"])
def test_our_own_word_files_are_sound(name: str, tmp_path: Path) -> None:
    content, _ = look_over(root(tmp_path, SAMPLES[name].text), date(2026, 11, 21))
    assert said(draft(content, content.plans["p"]).file()) == ""


def test_a_file_with_tracked_changes_or_macros_is_left_as_it_is() -> None:
    changed = foreign()
    mark = f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>添</w:t></w:r></w:ins>'
    changed.paragraphs[2]._p.append(parse_xml(mark))
    with_macros = foreign()
    part = Part(PackURI("/word/vbaProject.bin"), "application/vnd.ms-office.vbaProject", b"x", with_macros.part.package)
    with_macros.part.relate_to(part, "http://schemas.microsoft.com/office/2006/relationships/vbaProject")
    for word, why in ((changed, "修订"), (with_macros, "宏")):
        assert why in said(saved(word))
        with pytest.raises(Unreadable, match=why):
            put_right(saved(word), "a.docx", STANDARD)
    with pytest.raises(Unreadable, match="损坏"):
        inspect_docx(b"PK nothing", "a.docx", STANDARD)


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(saved(foreign()))
    done = CliRunner().invoke(main, ["inspect", str(tmp_path / "a.docx"), "--fix", str(tmp_path / "b.docx")])
    assert done.exit_code == 1 and "页边距" in done.output and "已改好" in done.output
    again = CliRunner().invoke(main, ["inspect", str(tmp_path / "b.docx")])
    assert again.exit_code == 0 and "页，" not in again.output.partition("\n")[0], again.output
    refused = CliRunner().invoke(main, ["inspect", str(tmp_path / "a.docx"), "--fix", str(tmp_path / "a.docx")])
    assert refused.exit_code != 0 and "另写" in refused.output
