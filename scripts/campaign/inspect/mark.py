"""A copy of an inspected PDF with a numbered box at every fault, as a PDF or as one long picture of the pages concerned."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from pypdf.annotations import Rectangle
from pypdf.generic import DecodedStreamObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from campaign.inspect.records import MM, Box
from campaign.inspect.report import Finding, Report

INK = {"error": "0.83 0 0", "warning": "0.85 0.5 0"}
LABEL = 8.0  # pt
SCALE = 1.4  # pixels a point in a picture


def mark(path: Path | str, report: Report, out: Path | str) -> None:
    """Write a copy of the PDF at `path` in which the findings of `report` are boxed; a `.png` shows only the pages that have some."""
    out = Path(out)
    data = marked(Path(path).read_bytes(), report.findings)
    out.write_bytes(_picture(data, report.findings) if out.suffix.lower() == ".png" else data)


def marked(data: bytes, findings: Sequence[Finding]) -> bytes:
    """The PDF with a box, the number of the check and a comment with the whole message at each finding that is on a page."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    writer = pypdf.PdfWriter(clone_from=reader)
    by_page: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_page[finding.page or 1].append(finding)
    for number, found in sorted(by_page.items()):
        _mark_page(writer, number - 1, found)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _mark_page(writer: pypdf.PdfWriter, index: int, findings: Sequence[Finding]) -> None:
    page = writer.pages[index]
    strokes = []
    for place, finding in enumerate(findings):
        box = finding.box or Box(4, 4 + 5 * place, 24, 8 + 5 * place)
        sides = _user_space(_inside(box, page), page)
        strokes.append(_stroke(sides, finding))
        writer.add_annotation(index, _comment(sides, finding))
    page.merge_page(_overlay(page, "\n".join(strokes)))


def _inside(box: Box, page: Any) -> Box:
    """The box with a little room around it, kept on the paper."""
    width, height = float(page.mediabox.width) * MM, float(page.mediabox.height) * MM
    if page.rotation % 180:
        width, height = height, width
    return Box(
        max(box.x0 - 0.5, 2), max(box.top - 0.5, 2), min(box.x1 + 0.5, width - 2), min(box.bottom + 0.5, height - 2)
    )


def _user_space(box: Box, page: Any) -> tuple[float, float, float, float]:
    """A box in mm from the top left of the page as shown → lower left and upper right corner in the page's own points."""
    x0, top, x1, bottom = (side / MM for side in box)
    left, low = float(page.mediabox.left), float(page.mediabox.bottom)
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    match page.rotation % 360:
        case 90:
            sides = (top, x0, bottom, x1)
        case 180:
            sides = (width - x1, top, width - x0, bottom)
        case 270:
            sides = (width - bottom, height - x1, width - top, height - x0)
        case _:
            sides = (x0, height - bottom, x1, height - top)
    return (sides[0] + left, sides[1] + low, sides[2] + left, sides[3] + low)


def _stroke(sides: tuple[float, float, float, float], finding: Finding) -> str:
    x0, y0, x1, y1 = sides
    ink = INK[finding.severity]
    label = f"BT /PlanpressMark {LABEL:g} Tf {ink} rg {x1 + 2:.2f} {y1 - LABEL:.2f} Td ({finding.check}) Tj ET"
    return f"q {ink} RG 0.8 w {x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S {label} Q"


def _overlay(page: Any, strokes: str) -> pypdf.PageObject:
    """A page of nothing but the boxes."""
    overlay = pypdf.PageObject.create_blank_page(width=page.mediabox.right, height=page.mediabox.top)
    content = DecodedStreamObject()
    content.set_data(strokes.encode("ascii"))
    face = {"/Type": NameObject("/Font"), "/Subtype": NameObject("/Type1"), "/BaseFont": NameObject("/Helvetica-Bold")}
    fonts = DictionaryObject(
        {NameObject("/PlanpressMark"): DictionaryObject({NameObject(k): v for k, v in face.items()})}
    )
    overlay[NameObject("/Contents")] = content
    overlay[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return overlay


def _comment(sides: tuple[float, float, float, float], finding: Finding) -> Rectangle:
    """A comment a PDF reader shows at the box; the box itself is drawn on the page."""
    comment = Rectangle(rect=sides)
    comment[NameObject("/Contents")] = TextStringObject(str(finding))
    comment[NameObject("/T")] = TextStringObject("公文体检")
    comment[NameObject("/BS")] = DictionaryObject({NameObject("/W"): FloatObject(0)})
    return comment


def _picture(data: bytes, findings: Sequence[Finding]) -> bytes:
    """The pages with findings (or the first page) below each other as a PNG."""
    from PIL import Image

    numbers = sorted({finding.page or 1 for finding in findings}) or [1]
    document = pypdfium2.PdfDocument(data)
    pages = [document[number - 1].render(scale=SCALE).to_pil().convert("RGB") for number in numbers]
    document.close()
    strip = Image.new("RGB", (max(page.width for page in pages), sum(page.height + 12 for page in pages)), "#888")
    top = 0
    for page in pages:
        strip.paste(page, (0, top))
        top += page.height + 12
    file = io.BytesIO()
    strip.save(file, "PNG")
    return file.getvalue()
