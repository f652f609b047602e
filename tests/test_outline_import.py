"""Outside documents become draft YAML: what is recognised, what is told as doubtful, that nothing is lost, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from click.testing import CliRunner, Result
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters import docx as word_export
from campaign.importers.outline import Draft, documents, draft
from campaign.importers.papers import PaperFault, read
from campaign.model.registry import Registry

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
UNITS = """\
units:
  - {id: wjw, name: 示例市卫生健康委员会, kind: department, level: city}
  - {id: yzc, name: 医政处, kind: department, parent: wjw}
  - {id: hlb, name: 护理部, kind: functional, parent: wjw}
"""
PLAN = """\
示例市卫生健康委员会文件
示卫发〔2026〕18号
关于开展门诊服务改进活动的
工作方案
各县（市、区）卫生健康局，委直属各单位：
　　为方便群众就诊，决定在全市开展门诊服务改进活动，制定本方案。
一、指导思想
　　以患者需要为先，把每一个环节做细。
二、工作目标
　　到2026年底，预约患者平均等候时间不超过30分钟，患者满意度达到92%以上。
三、重点任务
（一）改进预约
1.增加号源。网上号源比例不低于80%，按时段放号。（医政处牵头，护理部配合）
2.提醒到位。就诊前一天发出提醒。（信息中心负责）
（二）缩短等候
1.多开窗口。高峰时窗口全部开放。
四、实施步骤
（一）动员阶段（3月1日—3月20日）。制定细则。
（二）实施阶段（2026年3月—11月）。全面落实。
五、工作要求
（一）加强领导。主要负责人亲自抓。
（二）按时报送。每月5日前报送进展。

附件：1.任务清单
      2.联系人表

                        示例市卫生健康委员会
                        2026年2月26日
（此件公开发布）
抄送：市财政局。
示例市卫生健康委员会办公室　　2026年2月27日印发
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"plans/registry/units.yaml": UNITS, "plans/site.yaml": "as_of: 2026-11-21\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def content_of(root: Path) -> Content:
    content, _ = look_over(root, DAY)
    assert content is not None
    return content


def drafted(text: str, root: Path | None = None) -> Draft:
    paper = read("a.txt", text.encode())
    (lines,) = documents(paper)
    return draft(paper, lines, "p", content_of(root).registry if root else Registry())


def loaded(text: str) -> Any:
    """The YAML with every scalar as it is typed."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def problems_of(made: Draft, root: Path) -> list[tuple[str, str]]:
    edited = {"plans/p.yaml": made.text} | ({"plans/registry/p-units.yaml": made.units} if made.units else {})
    _, problems = look_over(root, DAY, edited=edited)
    return [(each.severity, each.code) for each in problems if each.path == "plans/p.yaml"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


# -- a whole document ----------------------------------------------------------------------------------------------------------------


def test_a_document_with_all_its_parts(root: Path) -> None:
    made = drafted(PLAN, root)
    plan = loaded(made.text)
    assert plan["title_lines"] == ["关于开展门诊服务改进活动的", "工作方案"]
    assert (plan["title"], plan["doc_no"], plan["issuer"], plan["date"]) == (
        "关于开展门诊服务改进活动的工作方案",
        "示卫发〔2026〕18号",
        "示例市卫生健康委员会",
        "2026-02-26",
    )
    document = plan["document"]
    assert document["to"] == "各县（市、区）卫生健康局，委直属各单位"
    assert document["attachments"] == ["任务清单", "联系人表"]
    assert (document["signature"], document["note"], document["cc"]) == (
        ["示例市卫生健康委员会"],
        "此件公开发布",
        "市财政局",
    )
    assert (document["printed_by"], document["printed_on"]) == ("示例市卫生健康委员会办公室", "2026-02-27")
    assert [(each.get("number"), each.get("part")) for each in plan["outline"]] == [
        (None, "preamble"), ("一、", "guiding"), ("二、", "goals"), ("三、", "groups"), ("四、", "phases"), ("五、", "requirements"),
    ]  # fmt: skip
    assert [(group["number"], [(task["number"], task["title"]) for task in group["tasks"]]) for group in plan["groups"]] == [
        ("（一）", [("1.", "增加号源"), ("2.", "提醒到位")]), ("（二）", [("1.", "多开窗口")]),
    ]  # fmt: skip
    first, second = plan["groups"][0]["tasks"]
    assert first["responsibility"] == {
        "mode": "牵头",
        "lead": ["医政处"],
        "join": ["护理部"],
        "as_written": "（医政处牵头，护理部配合）",
    }
    assert second["responsibility"]["lead"] == ["信息中心"] and second["text"] == ["就诊前一天发出提醒。"]
    assert "{id: p-u1, name: 信息中心, kind: " in made.units
    assert list(made.unknown) == ["信息中心"]
    assert [(each["name"], each["operator"], each["unit"], each["targets"][0]["value"], each["targets"][0].get("due")) for each in plan["indicators"]] == [
        ("预约患者平均等候时间", "lte", "分钟", "30", "2026"), ("患者满意度", "gte", "%", "92", "2026"), ("网上号源比例", "gte", "%", "80", None),
    ]  # fmt: skip
    assert [(each["name"], each["start"], each["end"], each.get("inferred")) for each in plan["phases"]] == [
        ("动员阶段", "2026-03-01", "2026-03-20", ["start", "end"]), ("实施阶段", "2026-03", "2026-11", None),
    ]  # fmt: skip
    assert made.counts == {"个部分": 5, "项任务": 3, "个阶段": 2, "个指标": 3}
    assert [each for each in problems_of(made, root) if each[0] == "error"] == []
    report = list(made.report())
    assert report[0] == "认出 5 个部分、3 项任务、2 个阶段、3 个指标"
    assert any(
        each.startswith("请核对 第 14 行：（信息中心负责）：单位“信息中心”不在名册里，写进了单位名册草稿")
        for each in report
    )


def test_doubts_stand_in_the_draft(root: Path) -> None:
    text = drafted(PLAN, root).text
    assert "  # 请核对：指标“患者满意度”由“患者满意度达到92%以上”认出\n  - id: i2" in text
    assert "      # 请核对：（信息中心负责）：单位“信息中心”不在名册里，写进了单位名册草稿\n      - id: t1-2" in text
    assert text.startswith("# yaml-language-server: $schema=./schemas/plan.schema.json\n")


def test_a_name_like_a_registered_one_is_told(root: Path) -> None:
    made = drafted("工作方案\n一、重点任务\n1.改进。内容。（医证处负责）\n2.巩固。内容。\n", root)
    assert "是不是“医政处”？" in made.unknown["医证处"]


def test_labels_instead_of_a_bracket_of_names(root: Path) -> None:
    made = drafted(
        "工作方案\n一、重点任务\n1.改进。内容。（责任单位：医政处；配合单位：护理部）\n2.巩固。内容。\n责任科室：护理部\n",
        root,
    )
    first, second = loaded(made.text)["tasks"]
    assert first["responsibility"] == {
        "mode": "负责",
        "lead": ["医政处"],
        "join": ["护理部"],
        "as_written": "（责任单位：医政处；配合单位：护理部）",
    }
    assert second["responsibility"]["lead"] == ["护理部"] and second["text"] == ["内容。", "责任科室：护理部"]
    assert [each for each in problems_of(made, root) if each[0] == "error"] == []


def test_a_deadline_beside_the_labels(root: Path) -> None:
    made = drafted(
        "工作方案\n一、重点任务\n1.改进。内容。（责任单位：医政处；完成时限：2026年6月底前）\n2.巩固。内容。\n责任单位：护理部；完成时限：长期坚持\n",
        root,
    )
    first, second = loaded(made.text)["tasks"]
    assert (first["due"], first["due_as_written"], first["responsibility"]["lead"]) == (
        "2026-06",
        "2026年6月底前",
        ["医政处"],
    )
    assert (second.get("due"), second["due_as_written"]) == (None, "长期坚持")
    assert [each for each in problems_of(made, root) if each[0] == "error"] == []


# -- numbers as people write them -----------------------------------------------------------------------------------------------------


def tasks(text: str) -> list[tuple[str, str]]:
    plan = loaded(drafted(text).text)
    return [
        (task["number"], task["title"])
        for task in [
            *plan.get("tasks", []),
            *(task for group in plan.get("groups", []) for task in group.get("tasks", [])),
        ]
    ]


MISTAKES = {
    "1、 and 1.": ("1、改进。甲。\n2.巩固。乙。\n", [("1、", "改进"), ("2.", "巩固")]),
    "full-width digits": ("１．改进。甲。\n２．巩固。乙。\n", [("1.", "改进"), ("2.", "巩固")]),
    "ASCII brackets": ("(一)改进\n(1)甲项。内容。\n(2)乙项。内容。\n", [("(1)", "甲项"), ("(2)", "乙项")]),
    "counted anew": (
        "（一）改进\n1.甲项。\n2.乙项。\n（二）巩固\n1.丙项。\n",
        [("1.", "甲项"), ("2.", "乙项"), ("1.", "丙项")],
    ),
    "a sentence runs in": (
        "1.改进流程。先简化，再公开。\n2.巩固成果：定期回头看。\n",
        [("1.", "改进流程"), ("2.", "巩固成果")],
    ),
    "a decimal is no number": (
        "1.改进。甲。\n3.5万人受益，效果很好。\n2.巩固。乙。\n",
        [("1.", "改进"), ("2.", "巩固")],
    ),
    "一要 in a paragraph": (
        "（一）改进。一要明确责任。分到人。二要定期检查。每月一次。\n（二）巩固。\n",
        [("一要", "明确责任"), ("二要", "定期检查")],
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_numbers_with_the_mistakes_of_real_documents(case: str) -> None:
    items, expected = MISTAKES[case]
    assert tasks(f"工作方案\n前言一段。\n一、重点任务\n{items}") == expected


def test_numbers_that_do_not_follow_are_told() -> None:
    made = drafted("工作方案\n一、重点任务\n（一）甲\n1.子项。\n3.丑项。\n")
    assert (5, "序号“3.”接在“1.”后面，原文如此") in made.doubts
    assert loaded(made.text)["groups"][0]["numbering_note"] == "原文如此"


def test_a_line_that_only_looks_like_a_heading() -> None:
    text = "工作方案\n一、重点任务\n（一）住院服务\n1.推行日间服务。选择需要住院、诊断清楚的单\n一、病情平稳的患者先行试点。\n2.做好随访。内容。\n二、工作要求\n（一）抓落实。内容。\n"
    made = drafted(text)
    plan = loaded(made.text)
    assert plan["groups"][0]["tasks"][0]["text"] == ["选择需要住院、诊断清楚的单一、病情平稳的患者先行试点。"]
    assert [each["title"] for each in plan["outline"]] == ["重点任务", "工作要求"]
    assert any(place == 5 and "像标题" in words for place, words in made.doubts)


def test_first_level_words_without_numbers(root: Path) -> None:
    made = drafted(
        "服务方案\n一个目标\n让群众满意。\n三个保障\n（一）推行导诊。内容。\n（二）开展陪检。内容。\n（三）延长时间。内容。\n",
        root,
    )
    plan = loaded(made.text)
    assert [each["title"] for each in plan["groups"]] == ["三个保障"]
    assert len(plan["groups"][0]["tasks"]) == 3


def test_a_year_left_open_gives_no_date() -> None:
    made = drafted(
        "工作方案\n一、实施步骤\n（一）动员阶段（20xx年3月至4月）。内容。\n（二）总结阶段（20xx年5月）。内容。\n"
    )
    phases = loaded(made.text)["phases"]
    assert phases[0]["as_written"] == "20xx年3月至4月"
    assert "start" not in phases[0] and "end" not in phases[0]


def test_a_notice_that_issues_a_plan(root: Path) -> None:
    notice = "关于印发《病案管理提升方案》的通知\n各有关单位：\n　　现将《病案管理提升方案》印发给你们，请认真执行。\n示例市卫生健康委员会\n2026年3月2日\n病案管理提升方案\n　　为管好病案，制定本方案。\n一、主要任务\n1.查质量。每月抽查。\n2.抓培训。每季一次。\n"
    made = drafted(notice, root)
    plan = loaded(made.text)
    assert (plan["title"], plan["issuer"], plan["date"], plan["document"]["to"]) == (
        "病案管理提升方案",
        "示例市卫生健康委员会",
        "2026-03-02",
        "各有关单位",
    )
    assert len(plan["tasks"]) == 2
    assert "# 没认出（第 3 行）：现将《病案管理提升方案》印发给你们，请认真执行。" in made.text


def test_what_stands_at_the_foot_of_the_plan_that_a_notice_issues(root: Path) -> None:
    notice = "关于印发《病案管理\n提升方案》的通知\n各有关单位：\n　　请认真执行。\n示例市卫生健康委员会\n2026年3月2日\n病案管理提升方案\n一、主要任务\n1.查质量。每月抽查。\n2.抓培训。每季一次。\n附件：1.登记表\n　　　2.月报表\n抄送：示例市财政局。\n"
    made = drafted(notice, root)
    plan = loaded(made.text)
    assert plan["title"] == "病案管理提升方案" and "title_lines" not in plan
    assert (plan["document"]["attachments"], plan["document"]["cc"]) == (["登记表", "月报表"], "示例市财政局")
    assert plan["document"]["signature"] == ["示例市卫生健康委员会"] and plan["issuer"] == "示例市卫生健康委员会"


# -- several in one file, the command ---------------------------------------------------------------------------------------------------

SIX = "网站首页\n" + "".join(
    f"\n优质服务方案{place}\n\n前言{place}。\n\n一、主要任务\n\n1.甲项。内容。\n\n2.乙项。内容。\n"
    for place in (1, 2, 3)
)


def test_several_plans_in_one_file(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.txt"
    file.write_text(SIX, encoding="utf-8")
    refused = run("import", file, "--root", root)
    assert (refused.exit_code, refused.output) == (
        1,
        "错误：many.txt 里有 3 份文件（从第 3、13、23 行起）；加上 -o 文件夹，分别写成 3 个草稿\n",
    )
    done = run("import", file, "--root", root, "-o", tmp_path / "drafts")
    assert done.exit_code == 0, done.output
    assert "第一份前面的 2 行不属于任何一份，没有读入" in done.output
    assert [path.name for path in sorted((tmp_path / "drafts").iterdir())] == [
        "many-1.yaml",
        "many-2.yaml",
        "many-3.yaml",
    ]
    again = run("import", file, "--root", root, "-o", tmp_path / "drafts")
    assert again.exit_code == 1 and "已经有了，没有改动" in again.output


def test_the_command_writes_a_draft_that_passes_the_check(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "来文.txt"
    file.write_bytes(PLAN.encode("gb18030"))
    out = root / "plans" / "outpatient-2026.yaml"
    done = run("import", file, "--root", root, "-o", out)
    assert done.exit_code == 0, done.output
    assert done.output.startswith(
        f"已写出 {out}：关于开展门诊服务改进活动的工作方案\n  认出 5 个部分、3 项任务、2 个阶段、3 个指标\n  文字按国标码（GBK）读出\n"
    )
    assert run("check", "--root", root).exit_code == 0
    shown = run("import", file, "--root", root)
    assert shown.exit_code == 0 and "\nid: draft\n" in shown.output
    wrong = run("import", file, "--root", root, "-o", tmp_path / "门诊.yaml")
    assert wrong.exit_code == 1 and "只用小写字母、数字和连字符" in wrong.output


# -- Word ---------------------------------------------------------------------------------------------------------------------------------

NUMBERS = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def numbered(word: Document, text: str, level: int) -> None:
    paragraph = word.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="9"/></w:numPr>')
    )


def raw_of(word: Document) -> bytes:
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def with_part(raw: bytes, name: str, text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, text)
    return made.getvalue()


def test_automatic_numbers_of_word_are_not_lost() -> None:
    word = docx.Document()
    word.add_paragraph("改进方案")
    word.add_paragraph("前言一段。")
    for text, level in (
        ("工作目标", 0),
        ("主要任务", 0),
        ("改进流程。先简化。", 1),
        ("公开结果。每月一次。", 1),
        ("工作要求", 0),
        ("抓落实。内容。", 1),
    ):
        numbered(word, text, level)
    paper = read("a.docx", with_part(raw_of(word), "word/numbering.xml", NUMBERS))
    assert [line.text for line in paper.lines][2:] == [
        "一、工作目标",
        "二、主要任务",
        "1.改进流程。先简化。",
        "2.公开结果。每月一次。",
        "三、工作要求",
        "1.抓落实。内容。",
    ]
    made = draft(paper, paper.lines, "p", Registry())
    assert made.counts["项任务"] == 2


def test_a_title_of_several_lines_in_word() -> None:
    word = docx.Document()
    word.add_paragraph("进一步改善服务行动计划\n十项重点工作")
    for text in ("1.改进预约。内容。", "2.缩短等候。内容。", "3.公开结果。内容。"):
        word.add_paragraph(text)
    paper = read("a.docx", raw_of(word))
    made = draft(paper, paper.lines, "p", Registry())
    assert (made.title, made.counts["项任务"]) == ("进一步改善服务行动计划十项重点工作", 3)


def test_what_else_a_word_file_holds() -> None:
    word = docx.Document()
    word.add_paragraph("改进方案")
    changed = word.add_paragraph("每月检查")
    changed._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>两次</w:t></w:r></w:ins>'))
    changed._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>一次</w:delText></w:r></w:del>')
    )
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    word.add_paragraph("正文。")._p.append(parse_xml(box))
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "科室", "护理部"
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>脚注的话</w:t></w:r></w:p></w:footnote></w:footnotes>'
    paper = read("a.docx", with_part(raw_of(word), "word/footnotes.xml", notes))
    assert [(line.text, line.aside) for line in paper.lines] == [
        ("改进方案", ""), ("每月检查两次", ""), ("正文。", ""), ("框里的话", "文本框"), ("科室 | 护理部", "表格"), ("脚注的话", "脚注"),
    ]  # fmt: skip
    made = draft(paper, paper.lines, "p", Registry())
    assert all(f"：{each}\n" in made.text for each in ("框里的话", "科室 | 护理部", "脚注的话"))
    report = "\n".join(made.report())
    assert "1 个表格，逐行照录" in report and "1 处修订里已删去的文字没有读" in report


@pytest.mark.parametrize(
    "name",
    [
        "children-health",
        "city-quality-uplift",
        "jiaxing-key-tasks",
        "service-uplift",
        "quality-year",
        "township-quality-year",
        "whole-staff-service",
        "demo-quality-year",
    ],
)
def test_what_was_written_as_word_comes_back(name: str) -> None:
    """What comes back stands in the place of the plan it was written of: beside it, it would be a second document of the same number."""
    content = content_of(ROOT)
    plan, path = content.plans[name], content.source("plan", name).path
    paper = read("a.docx", word_export.draft(content, plan).file())
    (lines,) = documents(paper)
    made = draft(paper, lines, name, content.registry)
    found = loaded(made.text)
    assert made.counts["项任务"] == sum(1 for _ in plan.all_tasks())
    assert made.counts["个阶段"] == len(plan.phases)
    assert (made.title, len(found.get("groups", ()))) == (plan.title, len(plan.groups))
    edited = {path: made.text} | ({f"plans/registry/{name}-units.yaml": made.units} if made.units else {})
    _, problems = look_over(ROOT, DAY, edited=edited)
    assert [str(each) for each in problems if each.path == path and each.severity == "error"] == []


# -- PDF and bad input ----------------------------------------------------------------------------------------------------------------------


def test_a_pdf_with_a_text_layer() -> None:
    from campaign.doctor import fontconfig_file
    from campaign.pdf import plan as plan_print
    from campaign.pdf.engine import render

    content = content_of(ROOT)
    plan = content.plans["quality-year"]
    paper = read("a.pdf", render(plan_print.document(plan, content), fontconfig_file()))
    made = draft(paper, paper.lines, "p", content.registry)
    assert (made.counts["项任务"], made.counts["个阶段"]) == (15, 4)
    assert "PDF 的分段按版面推断，请对照原件" in list(made.report())


GARBAGE = bytes(range(256)) * 40


def damaged_inside() -> bytes:
    raw = raw_of(docx.Document())
    begin = raw.index(b"word/document.xml") + 100
    return raw[:begin] + bytes(each ^ 255 for each in raw[begin : begin + 20]) + raw[begin + 20 :]


def numbers_of_no_list() -> bytes:
    word = docx.Document()
    numbered(word, "工作目标", 0)
    return with_part(raw_of(word), "word/numbering.xml", NUMBERS.replace('<w:abstractNumId w:val="7"/>', ""))


BAD = {
    "empty": ("a.txt", b" \n\n", "a.txt 是空的"),
    "binary": ("a.txt", GARBAGE, "不是文字文件"),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + GARBAGE, "先在 Word 或 WPS 里另存为 .docx"),
    "old Word with a new name": (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + GARBAGE,
        "先在 Word 或 WPS 里另存为 .docx",
    ),
    "encrypted": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "damaged": ("a.docx", b"PK\x03\x04" + GARBAGE, "可能已经损坏"),
    "damaged inside": ("a.docx", damaged_inside(), "可能已经损坏"),
    "numbers of no list": ("a.docx", numbers_of_no_list(), "可能已经损坏"),
    "a text called PDF": ("a.pdf", "改进方案".encode(), "不是 PDF 文件"),
    "damaged PDF": ("a.pdf", b"%PDF-1.7\n" + GARBAGE, "可能加了密码或已经损坏"),
    "OFD": ("a.ofd", b"PK\x03\x04" + GARBAGE, "是 OFD 版式文件"),
    "a WPS file of its own kind": ("a.wps", GARBAGE, "先在 Word 或 WPS 里另存为 .docx"),
    "ten megabytes of text": ("a.txt", "改进服务。\n".encode() * 700_000, "不像一份方案"),
    "a Word file without text": ("a.docx", raw_of(docx.Document()), "没有文字"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_a_sentence(tmp_path: Path, root: Path, case: str) -> None:
    name, raw, sentence = BAD[case]
    with pytest.raises(PaperFault, match=re.escape(sentence)):
        read(name, raw)
    (tmp_path / name).write_bytes(raw)
    done = run("import", tmp_path / name, "--root", root)
    assert done.exit_code == 1 and done.output.startswith("错误：") and "Traceback" not in done.output


def test_a_file_is_read_by_what_it_is_not_by_its_name() -> None:
    word = docx.Document()
    word.add_paragraph("改进方案")
    for name in ("a.txt", "a.pdf", "a.html", "a.doc"):
        assert [line.text for line in read(name, raw_of(word)).lines] == ["改进方案"]


def test_macros_are_told_and_not_run() -> None:
    word = docx.Document()
    word.add_paragraph("改进方案")
    out = io.BytesIO(raw_of(word))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "里面有宏，没有读，也没有运行" in read("a.docm", out.getvalue()).notes
    assert not any("宏" in each for each in read("a.docx", raw_of(word)).notes)


def test_ten_thousand_paragraphs() -> None:
    made = drafted("改进方案\n一、主要任务\n" + "".join(f"{at}.办好第{at}件事。\n" for at in range(1, 10_001)))
    assert made.counts["项任务"] >= 999 and "办好第10000件事" in made.text


def test_text_in_other_encodings() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert read("a.txt", "改进方案\n一、任务".encode(encoding)).lines[0].text == "改进方案"


def test_a_markdown_file() -> None:
    assert [
        line.text for line in read("a.md", "# 改进方案\n\n## 一、主要任务\n\n**1.甲项。**内容。\n".encode()).lines
    ] == ["改进方案", "一、主要任务", "1.甲项。内容。"]


# -- nothing is lost -------------------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "改进方案", "关于改进服务的通知", "示卫发〔2026〕5号", "各科室：", "各单位要抓好落实:", "一、指导思想", "二、工作目标", "三、重点任务", "四、实施步骤", "五、组织领导",
        "（一）改进预约", "(二)缩短等候时间。增加窗口", "1.增加号源，比例达到80%以上。（护理部负责）", "2、提醒到位：提前一天", "（1）甲项", "①乙项", "一是抓早，二是抓小", "一要明确责任。二要按时完成。",
        "第一阶段（2026年3月—4月）", "到2027年，满意度不低于95%", "重点任务", "一个目标", "没有句号的一段话，说到一半", "附件：1.清单", "附件1", "2026年3月5日", "二〇二六年三月五日",
        "示例医院", "抄送：市财政局。", "（此件公开发布）", "- 1 -", "第二部分 附则", "“引号”：与冒号: 与 # 井号", "{花括号} [方括号] & 星号* - 短横", "yes", "12:30", "0.60", "\t缩进的一行。", "　　段首空二字。",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            PIECES,
            st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=40),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_every_word_of_the_source_is_in_the_draft_or_the_report(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        paper = read("a.txt", text.encode())
    except PaperFault:
        return
    for lines in documents(paper):
        made = draft(paper, lines, "p", Registry())
        plan = loaded(made.text)
        assert plan["id"] == "p"
        values = " ".join(strings(plan))
        kept = re.sub(r"\s", "", " ".join([values, *re.findall(r"# (.*)", made.text)]))
        for line in lines:
            for word in re.findall(r"[\w〔〕%]+", re.sub(r"\s", "", line.text)):
                assert word in kept, f"{word} of {line.text!r} is lost"


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [str(value)]
