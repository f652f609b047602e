"""Every list that a page shows can be had as xlsx and docx: all pages are walked, of the example and of an office of its own."""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from campaign.build.by_id import lists_as
from campaign.build.made import Made, derive
from campaign.leaves import links
from campaign.pages import Page, build_pages
from campaign.views.tables import Table, in_words, spoken

ROOT = Path(__file__).resolve().parent.parent
EVIL = "=HYPERLINK(1)"
UNITS = f"""units:
- {{id: h, name: 江北医院, kind: hospital}}
- {{id: d, name: 护理部, kind: functional, parent: h}}
- {{id: e, name: "{EVIL}", kind: functional, parent: h}}
"""
PLAN = f"""id: p
title: 床旁结算方案
issuer: h
status: active
tasks:
- {{id: t, title: "{EVIL}", responsibility: {{lead: [护理部]}}, due: 2026-12-01}}
indicators:
- {{id: i, name: "+1 床旁结算率", unit: "%", targets: [{{value: 90}}]}}
"""
MEETING = f"""id: m
title: 院长办公会
date: 2026-11-20
agenda: [{{title: "{EVIL}", minutes: 10}}]
instructions: [{{title: "@明天办完"}}]
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    for name, words in {
        "mkdocs.yml": "site_name: 江北医院\n",
        "plans/registry/units.yaml": UNITS,
        "plans/p.yaml": PLAN,
        "plans/meetings/m.yaml": MEETING,
        "docs/a.md": "# 甲\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(words, encoding="utf-8")
    return root


@cache
def made(root: Path) -> tuple[Made, list[Page]]:
    derived = derive(root, date(2026, 11, 21), tolerant=True)
    return derived, build_pages(derived.sound, tables=True)


def words(table: Table) -> list[list[str]]:
    places = spoken(table)
    return [
        [in_words(row.cells[at]) for at in (places if len(row.cells) > 1 else [0])]
        for row in (*table.rows, *table.foot)
    ]


def check_workbook(page: Page, raw: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert len(book.worksheets) == len(page.tables), page.path
    for sheet, table in zip(book.worksheets, page.tables, strict=True):
        lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert lines[0] == [table.columns[at].title for at in spoken(table)]
        assert len(lines) == 1 + len(table.rows) + len(table.foot), (page.path, table.title)
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
        assert sheet.freeze_panes == "A2"
        assert (sheet.auto_filter.ref or "").startswith("A1:")
        assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == ("$1:$1", 0)
        for line, told in zip(lines[1:], words(table), strict=True):
            for value, said in zip(line, told, strict=False):
                if isinstance(value, str):
                    assert value == said


def check_document(page: Page, raw: bytes) -> None:
    found = docx.Document(io.BytesIO(raw)).tables
    assert len(found) == len(page.tables), page.path
    for held, table in zip(found, page.tables, strict=True):
        assert [cell.text for cell in held.rows[0].cells] == [table.columns[at].title for at in spoken(table)]
        assert len(held.rows) == 1 + len(table.rows) + len(table.foot)


def test_every_list_of_the_example(office: Path) -> None:
    for root in (ROOT, office):
        content = made(root)[0].sound
        for page in made(root)[1]:
            if page.tables:
                check_workbook(page, lists_as(content, page, "xlsx"))
    for page in {page.path.split("/")[0]: page for page in made(ROOT)[1] if page.tables}.values():
        check_document(page, lists_as(made(ROOT)[0].sound, page, "docx"))


def test_what_a_page_draws_is_what_is_exported() -> None:
    """No table stands on a page that is not one of its records, every page of a list has its list, and a build keeps none of them."""
    for page in made(ROOT)[1]:
        drawn = re.findall(
            r'<table class="list(?! rows rollup| wide-form)[^"]*"[^>]*><caption[^>]*>(.*?)</caption>', page.body
        )
        titles = [table.title for table in page.tables]
        assert [html.unescape(each) for each in drawn if html.unescape(each) not in titles] == [], page.path
        if page.path.count("/") == 1 and page.path != links.SEARCH:
            assert page.tables, page.path
    derived = made(ROOT)[0]
    assert not any(page.tables for page in build_pages(derived.sound))


@pytest.mark.parametrize("name", ["units", "meetings", "ledger", "p", "units/d"])
def test_by_the_command(office: Path, tmp_path: Path, name: str) -> None:
    """Whatever a text begins with, it stays text: LibreOffice shows it and counts nothing."""
    out = tmp_path / "list.xlsx"
    command = [sys.executable, str(ROOT / "scripts/plan.py"), "export", name, "--root", str(office), "--to", "xlsx"]
    done = subprocess.run([*command, "-o", str(out)], capture_output=True, text=True, check=False)
    if name == "ledger":
        assert (done.returncode, out.exists()) == (1, False)
        assert "没有列表" in done.stderr
        return
    assert done.returncode == 0, done.stdout + done.stderr
    assert openpyxl.load_workbook(out).worksheets


def test_libreoffice_takes_them(office: Path, tmp_path: Path) -> None:
    content, pages = made(office)[0].sound, {page.path: page for page in made(office)[1]}
    page = pages["plans/p/index.html"]
    for form in ("xlsx", "docx"):
        (tmp_path / f"list.{form}").write_bytes(lists_as(content, page, form))
        start = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
        target = [
            "--convert-to",
            "txt:Text" if form == "docx" else "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            str(tmp_path / form),
        ]
        subprocess.run([*start, *target, str(tmp_path / f"list.{form}")], check=True, capture_output=True, timeout=120)
    (text,) = (tmp_path / "docx").iterdir()
    assert EVIL in text.read_text(encoding="utf-8-sig")
    (first,) = (tmp_path / "xlsx").iterdir()
    assert "床旁结算率" in first.read_text(encoding="utf-8-sig")
