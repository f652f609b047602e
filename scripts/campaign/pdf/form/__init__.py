"""A reporting form on A4 in the order of the printed one: blank for filling in by hand, or with a unit's figures.

Seal and contact boxes are always empty: the seal goes on paper, and contact data is in no record that a printed document is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import day_chinese
from campaign.model import Form
from campaign.pdf import page, typeset
from campaign.pdf.job import Job
from campaign.views.form_grid import GridLine, grid
from campaign.views.forms import FormSheet

KIND = "form"
PROVISIONAL = " ◇"


@dataclass(frozen=True)
class Filled:
    """What stands in a filled form: texts by field, and who and when."""

    unit: str
    period: str
    reported_on: str
    values: Mapping[str, str]
    provisional: bool


def blank(form: Form, content: Content) -> Job:
    """The print job of an empty form."""
    return _job(form, content, None, form.id, links.form(form.id), form.demo)


def document(sheet: FormSheet, content: Content) -> Job:
    """The print job of one unit's sheet."""
    standing = sheet.returned.standing
    values = {key: cell.text + (PROVISIONAL if cell.provisional else "") for key, cell in sheet.cells.items()}
    filled = Filled(
        unit=content.registry.name(sheet.unit),
        period=sheet.period.chinese,
        reported_on=standing.reported_on.chinese if standing else "",
        values=values,
        provisional=any(cell.provisional for cell in sheet.cells.values()),
    )
    name = f"{sheet.form.id}-{sheet.period.iso}-{sheet.unit}"
    return _job(sheet.form, content, filled, name, sheet.url, sheet.demo)


def _job(form: Form, content: Content, filled: Filled | None, name: str, url: str, demo: bool) -> Job:
    title = typeset.plain(f"{form.title}{f'（{filled.unit}，{filled.period}）' if filled else '（空白）'}")
    as_of = f"　数据截至{day_chinese(content.as_of, year=True)}" if filled else ""
    words = {
        "title": title,
        "form": form,
        "heading": typeset.plain(form.title),
        "filled": filled,
        "sections": _sections(form),
        "organisation": content.site.organisation,
        "colophon_facts": page.colophon(content, url, "", demo=demo and filled is not None),
        "foot": f"{content.site.organisation}　模板第{form.version}版{as_of}{f'　{page.DEMO}' if demo and filled else ''}",
    }
    return Job(name=name, title=title, kind=KIND, html=page.write(KIND, words))


def _sections(form: Form) -> tuple[tuple[GridLine, ...], ...]:
    """The lines of the grid by section: each is a table of its own, so that a section is never torn in two."""
    lines = grid(form)
    sizes = [lines[0][0].rows]
    while sum(sizes) < len(lines):
        sizes.append(lines[sum(sizes)][0].rows)
    ends = list(accumulate(sizes))
    return tuple(lines[end - size : end] for size, end in zip(sizes, ends, strict=True))
