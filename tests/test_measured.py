"""Every print is measured as it is made; random documents come out without overflow, overlap, lost characters or refusals.

Twelve documents here, `make prints` prints sixty and more (PRINTS says how many)."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import random_documents
from pdfglyphs import FONTS, SITE, UNITS

from campaign.build import by_id
from campaign.checks import look_over
from campaign.pdf import plan as plan_print
from campaign.pdf.engine import PrintFault, press, render_many
from campaign.pdf.job import Job

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
            '<div style="height:212mm"></div><table><tbody style="break-inside:auto">'
            + '<tr style="break-before:auto;break-after:auto"><td>行</td></tr>' * 6
            + "</tbody></table>",
            "表格开头只有一行",
        ),
    ],
)
def test_what_is_wrong_with_a_print_is_told_with_its_page(body: str, told: str) -> None:
    assert told in notes(body)


def test_a_sound_print_has_nothing_told() -> None:
    assert notes("<h1>标题</h1><p>内容</p>" + "<table><tbody>" + "<tr><td>行</td></tr>" * 90 + "</tbody></table>") == ""


def test_random_documents_print_without_a_flaw(tmp_path: Path) -> None:
    random_documents.write(tmp_path, range(TOTAL))
    for name, text in (("site.yaml", SITE), ("registry/units.yaml", UNITS)):
        (tmp_path / "plans" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "plans" / name).write_text(text, encoding="utf-8")
    content, problems = look_over(tmp_path, date(2026, 11, 21))
    assert [str(each) for each in problems if each.severity == "error"] == []
    jobs = [by_id.with_files(tmp_path, content, plan_print.document(plan, content)) for plan in content.plans.values()]
    assert len(jobs) == TOTAL
    for job, made in zip(jobs, render_many(jobs, FONTS), strict=True):
        assert not isinstance(made, PrintFault), str(made)
        assert not [each for each in made.notes if re.search("超出|叠在一起|没有印上|只有标题", each)], made.notes
        sheets = pypdfium2.PdfDocument(made.pdf)
        text = "".join("".join(page.get_textpage().get_text_bounded() for page in sheets).split())
        for said in _said(content.plans[job.name]):
            assert said in text, (job.name, said)


def _said(plan):  # type: ignore[no-untyped-def]
    """What the YAML says that must be on paper, cells of indicators included."""
    for group in plan.groups:
        yield group.title
        yield from (task.title for task in group.tasks)
    for indicator in plan.indicators:
        yield indicator.targets[0].value.text
