"""A page's template takes one record: it uses nothing the record has not, and the record holds nothing it does not use."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta

import campaign.pages
from campaign.pages.markup import PageBody, environment

TEMPLATES = Path(campaign.pages.__file__).parent / "templates"


def bodies(of: type[PageBody] = PageBody) -> list[type[PageBody]]:
    return [kind for below in of.__subclasses__() for kind in (below, *bodies(below)) if hasattr(kind, "template")]


def used(template: str) -> tuple[set[str], set[str]]:
    """Names a template asks its record for: itself, and in the pieces it imports with its context."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    names = meta.find_undeclared_variables(environment().parse(source)) - set(re.findall(r"\{% set (\w+)", source))
    pieces = re.findall(r'\{% from "([\w.]+)"[^%]*with context', source)
    return names, {name for piece in pieces for found in used(piece) for name in found}


@pytest.mark.parametrize("kind", bodies(), ids=lambda kind: kind.template)
def test_a_record_is_what_its_template_uses(kind: type[PageBody]) -> None:
    (names, further), given = used(kind.template), {each.name for each in fields(kind)}
    assert names - set(dir(kind)) - given - set(environment().globals) == set()
    listed = {
        each.name for each in fields(kind) if re.search("Table|Listing", str(each.type))
    }  # drawn otherwise, but exported
    assert given - names - further - listed - {"root", "book"} == set()  # `book` stands behind properties


def test_every_template_of_a_page_has_a_record() -> None:
    pieces = {
        "annexes.html",
        "assessment_parts.html",
        "calendar_parts.html",
        "chain.html",
        "form_parts.html",
        "fresh.html",
        "parts.html",
        "table.html",
    }
    assert {path.name for path in TEMPLATES.glob("*.html")} - pieces == {kind.template for kind in bodies()}


def test_no_choice_by_a_label() -> None:
    """What a reader sees may be worded anew without a page losing anything."""
    choice = re.compile(r"""\{[{%][^}]*(?:==|!=|\bin)\s*\(?\s*['"][^'"]*[\u4e00-\u9fff]""")
    rooms = (TEMPLATES, TEMPLATES.parents[1] / "pdf", TEMPLATES.parents[3] / "overrides")
    found = [path for room in rooms for path in room.rglob("*.html") if choice.search(path.read_text(encoding="utf-8"))]
    assert found == []
