"""Every print is measured as it is made; random documents come out without overflow, overlap, lost characters or refusals.

Twelve documents here, `make prints` prints sixty and more (PRINTS says how many)."""

from __future__ import annotations

import io
import os
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pdfplumber
import pypdfium2
import pytest
import random_documents
from pdfglyphs import FONTS, SITE, UNITS
from pydantic import BaseModel

from campaign.build import by_id
from campaign.checks import look_over
from campaign.model import (
    Activity,
    Award,
    Baseline,
    Body,
    DeclaredCount,
    Document,
    Group,
    Indicator,
    Mechanism,
    MediaLevel,
    Milestone,
    Period,
    Phase,
    Plan,
    PlanRef,
    Quota,
    Recurring,
    Responsibility,
    Scope,
    Target,
    TargetScope,
    Task,
)  # fmt: skip
from campaign.model.annex import Annex, AnnexPicture
from campaign.model.document import Seal
from campaign.model.published import Correction
from campaign.model.references import inner_model, slots
from campaign.pdf import plan as plan_print
from campaign.pdf.engine import PrintFault, press, render_many
from campaign.pdf.job import Job
from campaign.views import said

TOTAL = int(os.environ.get("PRINTS", "12"))
WORDS = '<!doctype html><html lang="zh-CN"><head><title>页</title></head><body><main>{}</main></body></html>'


def notes(body: str) -> str:
    return "\n".join(press(Job("p", "页", "plan", WORDS.format(body)), FONTS).notes)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f'<p style="white-space:nowrap">{"长" * 60}</p>', "第1页“长长长长长长长长长长长长”超出版面"),
        (
            '<table><colgroup><col style="width:20mm"><col></colgroup><tbody><tr><td style="white-space:nowrap">很长很长很长很长</td><td></td></tr></tbody></table>',
            "超出格子",
        ),
        ('<p>甲乙丙丁</p><p style="margin-top:-10mm">戊己庚辛</p>', "“甲乙丙丁”和“戊己庚辛”叠在一起"),
        ('<p>甲</p><p style="display:none">丙丁</p>', "有2个字没有印上：“丙丁”"),
        ('<h1>标题</h1><p style="break-before:page">内容</p>', "第1页页脚上只有标题“标题”"),
        (
            '<table><tbody><tr style="break-after:page"><td>行</td></tr>'
            + "<tr><td>行</td></tr>" * 4
            + "</tbody></table>",
            "表格开头只有一行",
        ),
    ],
)
def test_what_is_wrong_with_a_print_is_told_with_its_page(body: str, told: str) -> None:
    assert told in notes(body)


def test_a_sound_print_has_nothing_told() -> None:
    assert notes("<h1>标题</h1><p>内容</p>" + "<table><tbody>" + "<tr><td>行</td></tr>" * 90 + "</tbody></table>") == ""


@pytest.mark.parametrize(
    ("above", "parts"),
    [
        ('<div style="height:200mm"></div><p class="alone">标题</p>', ["", "标题行行行行行行"]),
        ('<div style="height:177mm"></div>', ["行行行行", "行行"]),
    ],
    ids=["its first row", "its last row"],
)
def test_a_table_that_would_leave_a_row_alone_is_set_again(above: str, parts: list[str]) -> None:
    rows = '<tr style="break-before:auto;break-after:auto"><td>行</td></tr>' * 6
    body = f'{above}<div class="grid"><table><tbody>{rows}</tbody></table></div>'
    made = press(Job("p", "页", "plan", WORDS.format(body)), FONTS)
    words = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made.pdf))
    assert ["".join(re.findall("[标题行]", text)) for text in words] == parts
    assert made.notes == ()


def test_a_row_that_goes_on_over_the_page_is_closed_on_both() -> None:
    body = f'<table><tbody><tr class="tall"><td>一</td><td>{"字" * 2000}</td></tr></tbody></table>'
    with pdfplumber.open(io.BytesIO(press(Job("p", "页", "plan", WORDS.format(body)), FONTS).pdf)) as pdf:
        assert len(pdf.pages) > 2
        for page in pdf.pages:
            upright = [edge for edge in page.edges if edge["orientation"] == "v"]
            across = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
            assert min(across) < min(edge["top"] for edge in upright) + 0.5
            assert max(across) > max(edge["bottom"] for edge in upright) - 0.5


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A content root with units and nothing else."""
    for name, text in (("site.yaml", SITE), ("registry/units.yaml", UNITS)):
        (tmp_path / "plans" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plans" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_random_documents_print_without_a_flaw(office: Path) -> None:
    random_documents.write(office, range(TOTAL))
    content, problems = look_over(office, date(2026, 11, 21))
    assert [str(each) for each in problems if each.severity == "error"] == []
    jobs = [by_id.with_files(office, content, plan_print.document(plan, content)) for plan in content.plans.values()]
    assert len(jobs) == TOTAL
    for job, made in zip(jobs, render_many(jobs, FONTS), strict=True):
        assert not isinstance(made, PrintFault), str(made)
        assert job.said
        assert [each for each in made.notes if "只剩版记" not in each] == []


# What holds words of a plan and is no text of its document: names of files, references, what is said in words of ours, what is for the site only.
ELSEWHERE = {
    Activity: {"name", "evidence", "note"}, Annex: {"file"}, AnnexPicture: {"file", "alt"}, Award: {"name"}, Baseline: {"as_written"},
    Body: {"note"}, Correction: {"note"}, DeclaredCount: {"name", "of"}, Document: {"profile"}, Group: {"numbering_note"},
    Indicator: {"name", "unit", "definition", "as_written"}, Mechanism: {"where"}, MediaLevel: {"name"}, Milestone: {"name", "as_written", "inferred"},
    Period: {"inferred"}, Phase: {"inferred"}, Plan: {"title_lines", "short", "version", "origin", "notes"}, PlanRef: {"title", "doc_no"},
    Quota: {"what"}, Recurring: {"what", "as_written"}, Responsibility: {"person", "as_written"}, Scope: {"tiers", "places"},
    Seal: {"post", "file"}, Target: {"as_written", "inferred"}, TargetScope: {"tier", "place", "condition"}, Task: {"due_as_written", "topics"},
}  # fmt: skip


def records_of(kind: type[BaseModel]) -> dict[type[BaseModel], None]:
    """A type of record and all types that stand inside it."""
    found, left = {kind: None}, [kind]
    while left:
        inner = (inner_model(info.annotation) for info in left.pop().model_fields.values())
        left += (new := [each for each in inner if each and each not in found])
        found |= dict.fromkeys(new)
    return found


def is_text(annotation: object) -> bool:
    return annotation is str or any(map(is_text, get_args(annotation)))


def test_every_text_of_a_plan_is_held_against_its_print_or_known_to_be_elsewhere() -> None:
    for kind in records_of(Plan):
        named = {name for name, info in kind.model_fields.items() if is_text(info.annotation)}
        referring = {slot.name for slot in slots(kind)} | {"id", "key", "number", "groups", "indicators"}
        assert named - referring - set(said.WORDS.get(kind, ())) == ELSEWHERE.get(kind, set()), kind.__name__


WHOLE = """
id: whole
title: 关于做好全部文字都要印上工作的通知
issuer: 示例市第一人民医院
public: 否
doc_no: 示医发〔2026〕9号
date: 2026-11-02
period: {start: 2026-11-01, end: 2027-10-31, as_written: 自今冬起到来年秋}
scope: {text: 凡院内各处均照此办}
preamble: [前言甲“引号”乙, 前言丙]
guiding: [指导思想一段]
principles: [{title: 原则之名, text: [原则之文]}]
goals: [{id: goal, title: 目标之名, text: [目标之文]}]
groups:
  - {id: g, title: 任务组之名, text: [任务组之文], tasks: [{id: t1, title: 任务之名, text: [任务之文], due_as_written: 来年开春, responsibility: {lead: [护理部], join: [医务部]}, children: [{id: c1, number: 一是, title: 分项之名, text: [分项之文]}]}]}
phases: [{id: p1, name: 阶段之名, as_written: （今冬）, text: [阶段之文]}, {id: p2, name: 阶段其二}]
organisation: [{name: 领导小组之名, head: 组长某, members: [成员甲, 成员乙], office: 办公之处, duties: [{text: 职责之文}]}]
requirements: [{title: 要求之名, text: [要求之文]}]
indicators: [{id: i, name: 指标之名, unit: '%', due: 2027-06, definition: 口径之文, lead: [护理部], targets: [{value: 97.5}]}]
document:
  format: FORMAT
  mark: 标志之名
  copy_no: '000017'
  secrecy: 秘密★1年
  urgency: 加急
  to: 主送之处
  signature: [示例市第一人民医院]
  note: 附注之文
  cc: 抄送之处
  printed_by: 印发之处
  printed_on: 2026-11-03
  attendance: {present: [出席甲], absent: [请假乙], observers: [列席丙]}
  attachments: [{title: 附件之名, file: whole/sheet.yaml}, {title: 附件之文, file: whole/words.md}]
"""
SHEET = "text: [表前之文]\ncolumns: [表头甲, 表头乙]\nrows: [[格甲, 格乙], ['', '%s']]\nfields: [[栏目甲, {label: 栏目乙, value: 已填}]]\nbelow: [表后之文]\n"


@pytest.mark.parametrize("layout", ["document", "letter", "order", "minutes"])
def test_nothing_the_record_says_is_missing_in_print(layout: str, office: Path) -> None:
    (office / "plans" / "whole").mkdir(exist_ok=True)
    (office / "plans" / "whole.yaml").write_text(WHOLE.replace("FORMAT", layout), encoding="utf-8")
    (office / "plans" / "whole" / "sheet.yaml").write_text(SHEET % ("很长的格子" * 60), encoding="utf-8")
    (office / "plans" / "whole" / "words.md").write_text("# 一、附件标题\n\n附件里的话\n", encoding="utf-8")
    content, problems = look_over(office, date(2026, 11, 21))
    assert [str(each) for each in problems if each.severity == "error" and "whole" in each.path] == []
    job = by_id.with_files(office, content, plan_print.document(content.plans["whole"], content))
    spoken = "\n".join(job.said)
    typed = [
        *re.findall("[一-龥“”]+之[一-龥]+", WHOLE + SHEET),
        "97.5",
        "2027年6月",
        "来年开春",
        "今冬",
        "格乙",
        "已填",
        "附件里的话",
    ]
    absent = {"印发之处"} if layout == "letter" else set()
    assert [each for each in typed if each not in spoken and each not in absent] == []
    made = press(job, FONTS)
    assert made.notes == ()


def test_a_text_of_the_record_that_no_place_prints_is_named() -> None:
    job = Job("p", "页", "plan", WORDS.format("<p>甲乙</p><p>“丙 丁”</p>"), said=("甲乙", '"丙丁"', "戊己"))
    assert "".join(press(job, FONTS).notes) == "《页》写了“戊己”，没有印上"
