"""A copy of an inspected PDF with a box and a note at every fault."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pypdf
from pypdf.annotations import FreeText, Rectangle
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from campaign.inspect.measure import MM, Box
from campaign.inspect.report import Finding, Report

COLOURS = {"error": "d40000", "warning": "e08000"}


def mark(path: Path, report: Report, out: Path) -> None:
    """Write `out`, a copy of the PDF at `path` in which each finding of `report` that has a place is boxed and numbered by its check."""
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = pypdf.PdfWriter()
    writer.append(reader)
    by_page: dict[int, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_page[finding.page or 1].append(finding)
    for number, findings in by_page.items():
        _mark_page(writer, number - 1, findings)
    with out.open("wb") as file:
        writer.write(file)


def _mark_page(writer: pypdf.PdfWriter, index: int, findings: list[Finding]) -> None:
    page = writer.pages[index]
    height = float(page.mediabox.height)
    for place, finding in enumerate(findings):
        box = finding.box or Box(6, 6 + 5 * place, 40, 10 + 5 * place)
        sides = (box.x0 / MM - 1, height - box.bottom / MM - 1, box.x1 / MM + 1, height - box.top / MM + 1)
        frame = Rectangle(rect=sides)
        colour = COLOURS[finding.severity]
        frame[NameObject("/C")] = ArrayObject([FloatObject(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4)])
        frame[NameObject("/Contents")] = TextStringObject(str(finding))
        writer.add_annotation(index, frame)
        label = (sides[2] + 1, sides[3] - 9, sides[2] + 21, sides[3] + 1)
        note = FreeText(
            text=str(finding.check),
            rect=label,
            font_size="8pt",
            font_color=colour,
            border_color=None,
            background_color=None,
        )
        writer.add_annotation(index, note)
