"""The matrix of responsibilities on paper: the same marks as the page and the documents, always one sheet."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
from lxml import html

from campaign.build.by_id import typefaces
from campaign.checks import look_over
from campaign.load import load
from campaign.pdf import matrix
from campaign.pdf.engine import render

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)


def pages_of(raw: bytes) -> list[tuple[int, int]]:
    """Width and height of every page in mm."""
    boxes = (page.mediabox for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    return [(round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) for box in boxes]


def test_the_marks_of_the_provinces_plan_on_one_sheet() -> None:
    """Twenty measures, fourteen units; 省卫生计生委 leads seventeen and joins two; measures 9 and 15 are carried separately."""
    content = load(ROOT, DAY, DAY).content
    job = matrix.document(content.plans["children-health"], content)
    top = html.fromstring(job.html)
    heads = ["".join(each.itertext()) for each in top.xpath("//thead//th")][1:]
    rows = [["".join(cell.itertext()) for cell in row] for row in top.xpath("//tbody/tr")]
    tasks = [row for row in rows if not row[0].endswith("的项数")]
    assert (len(tasks), len(heads)) == (20, 14)
    place = 1 + heads.index("省卫计委")
    column = [row[place] for row in tasks]
    assert (column.count("负") + column.count("分"), column.count("参")) == (17, 2)
    assert [number for number, row in enumerate(tasks, 1) if "分" in row] == [9, 15]
    assert [row[place] for row in rows[len(tasks) :]] == ["17", "2"]
    assert pages_of(render(job, typefaces(ROOT))) == [(297, 210)]


def test_a_large_plan_takes_larger_paper_and_smaller_type_not_a_second_sheet(tmp_path: Path) -> None:
    units = "".join(f"  - {{id: u{n}, name: 第{n}临床医学科, kind: clinical, parent: h}}\n" for n in range(1, 37))
    tasks = "".join(
        f"  - {{id: t{n}, title: 第{n}项任务的名称写得比较长, responsibility: {{lead: [第{n % 36 + 1}临床医学科], join: [第{(n + 7) % 36 + 1}临床医学科]}}}}\n"
        for n in range(1, 46)
    )
    for name, text in {
        "plans/registry/units.yaml": f"units:\n  - {{id: h, name: 某医院, kind: hospital}}\n{units}",
        "plans/p.yaml": f"id: p\ntitle: 方案\nissuer: 某医院\ntasks:\n{tasks}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    content, problems = look_over(tmp_path, DAY)
    assert [str(each) for each in problems] == []
    assert pages_of(render(matrix.document(content.plans["p"], content), typefaces(ROOT))) == [(420, 297)]
