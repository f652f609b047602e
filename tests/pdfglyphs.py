"""Measuring printed pages by the places of their glyphs, without knowing how they were laid out. Millimetres from the top left corner."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber

from campaign.content import Content
from campaign.doctor import fontconfig_file
from campaign.load import load
from campaign.pdf import engine, plan, task_list
from campaign.pdf.job import Job
from campaign.views.unit_sheets import unit_sheets

MM = 25.4 / 72
EM = 156 / 28  # a 字 of 3号 on the grid
PITCH = EM * 15 / 8
BODY = 15.79  # pt


@dataclass(frozen=True)
class Glyph:
    text: str
    left: float
    right: float
    baseline: float
    size: float  # pt
    font: str
    upright: bool
    colour: tuple[float, ...]

    @property
    def top(self) -> float:
        """Upper edge of the em box: all our faces stand 0.88 above the baseline."""
        return self.baseline - 0.88 * self.size * MM

    @property
    def bottom(self) -> float:
        return self.baseline + 0.12 * self.size * MM


@dataclass(frozen=True)
class Line:
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return self.glyphs[0].top

    @property
    def bottom(self) -> float:
        return self.glyphs[0].bottom

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def font(self) -> str:
        return self.glyphs[0].font


@dataclass(frozen=True)
class Box:
    left: float
    right: float
    top: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    boxes: tuple[Box, ...]

    @property
    def lines(self) -> list[Line]:
        """Upright glyphs by baseline, top to bottom, each line in the order of its places."""
        rows: dict[float, list[Glyph]] = {}
        for glyph in self.glyphs:
            if glyph.upright and glyph.text.strip():
                rows.setdefault(round(glyph.baseline, 1), []).append(glyph)
        return [Line(tuple(sorted(rows[key], key=lambda glyph: glyph.left))) for key in sorted(rows)]

    def body(self) -> list[Line]:
        """Lines of 3号 type."""
        return [line for line in self.lines if abs(line.size - BODY) < 0.1]

    def line(self, part: str) -> Line:
        """The one line that holds this text."""
        found = [line for line in self.lines if part in line.text]
        assert len(found) == 1, f"{part}: {[line.text for line in found]}"
        return found[0]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def pages(pdf: bytes) -> list[Page]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [_page(page) for page in document.pages]


def _page(page: Any) -> Page:
    glyphs = tuple(
        Glyph(
            char["text"], char["x0"] * MM, char["x1"] * MM, (page.height - char["matrix"][5]) * MM, char["size"],
            re.sub(r"^[A-Z]{6}\+", "", char["fontname"]), bool(char["upright"]), tuple(char["non_stroking_color"] or (0,)),
        )
        for char in page.chars
    )  # fmt: skip
    boxes = tuple(
        Box(
            rect["x0"] * MM,
            rect["x1"] * MM,
            rect["top"] * MM,
            rect["bottom"] * MM,
            tuple(rect["non_stroking_color"] or ()),
        )
        for rect in page.rects
    )
    return Page(page.page_number, page.width * MM, page.height * MM, glyphs, boxes)


# -- printing from YAML ------------------------------------------------------------------------------------------------------------

FONTS = fontconfig_file()
UNITS = """\
units:
  - {id: wjw, name: 示例市卫生健康委员会, kind: department, level: city}
  - {id: hospital, name: 示例市第一人民医院, kind: hospital, level: city, tier: 三级}
  - {id: nursing, name: 护理部, kind: functional, parent: hospital, duties: 管护理质量和护理队伍}
  - {id: medical, name: 医务部, kind: functional, parent: hospital}
"""
SITE = (
    "organisation: 示例市第一人民医院\nhome: 示例市第一人民医院\nurl: https://plans.example.org/\nas_of: 2026-11-21\n"
)


def content(folder: Path, plans: Mapping[str, str], more: Mapping[str, str] | None = None) -> Content:
    """Content loaded from the texts of plan files by id."""
    files = {"plans/site.yaml": SITE, "plans/registry/units.yaml": UNITS, **(more or {})}
    files |= {f"plans/{name}.yaml": text for name, text in plans.items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded = load(folder, date(2026, 11, 21))
    assert loaded.problems == ()
    return loaded.content


def plan_job(folder: Path, text: str, name: str = "p") -> Job:
    held = content(folder, {name: text})
    return plan.document(held.plans[name], held)


def unit_job(held: Content, unit: str) -> Job:
    return task_list.document(unit_sheets(held)[unit], held)


@cache
def printed(job: Job) -> bytes:
    return engine.render(job, FONTS)
