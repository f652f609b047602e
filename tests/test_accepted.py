"""What `check` accepts, every export accepts: any text in any place, into a workbook, Word, CSV, calendars, feeds, JSON and StratML. What
it refuses only because no typeface has it (`test_pdf_engine`) goes into all of these as well."""

from __future__ import annotations

import html
import io
import json
import tempfile
import zipfile
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import feedparser
import icalendar
import openpyxl
import pytest
import yaml
from campaign_samples import LEDGERS, OUTLETS, PLAN, UNITS, photograph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from campaign.build.files import data_files
from campaign.build.made import Made, derive
from campaign.checks import look_over
from campaign.exporters.records import exports
from campaign.exporters.wordml import WordText
from campaign.importers import papers
from campaign.leaves.problems import Problem
from campaign.leaves.typefaces import NO_GLYPH
from campaign.workbooks.saved import saved

TODAY = date(2026, 11, 21)
FORM = "id: f\ntitle: 报表\nperiod: month\nfirst: 2026-10\nsections: [{title: 部分, rows: [{label: 行, fields: [{id: n, label: 数, kind: count}]}]}]\n"
LEDGER = "id: l\ntitle: 台账\nentries: [{id: e, number: 督办〔2026〕1号, title: 事项, text: 要求, source: {kind: self, text: 自查}, lead: [外科], assigned_on: 2026-11-01, due: 2026-12-01}]\n"
UPDATE = {
    "kind": "update", "id": "u", "title": "动态", "date": "2026-11-03", "tags": ["标签"], "review": {key: {"by": by, "date": "2026-11-03"} for key, by in (("first", "甲"), ("second", "乙"), ("final", "丙"))},
    "disclosure": {"index_no": "L1", "category": "动态", "publisher": "甲", "date": "2026-11-03", "doc_no": "无", "source": "甲", "topic": "卫生", "title": "动员", "summary": "概述"},
}  # fmt: skip
# where the text goes: the file, and the keys that lead to the value
PLACES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("plans/c.yaml", ("title",)), ("plans/c.yaml", ("short",)), ("plans/c.yaml", ("groups", 0, "title")), ("plans/c.yaml", ("activities", 0, "name")), ("plans/c.yaml", ("recurring", 0, "what")),
    ("plans/c.yaml", ("awards", 0, "name")), ("plans/c.yaml", ("preamble",)), ("plans/c.yaml", ("document", "to")), ("plans/c.yaml", ("media_levels", 0, "name")), ("plans/c.yaml", ("doc_no",)),
    ("plans/registry/units.yaml", ("units", 3, "name")), ("plans/registry/units.yaml", ("units", 3, "duties")), ("plans/registry/outlets.yaml", ("outlets", 0, "name")), ("plans/registry/outlets.yaml", ("outlets", 1, "short")),
    ("plans/campaign-data/c/all.yaml", ("submissions", 0, "title")), ("plans/campaign-data/c/all.yaml", ("submissions", 0, "authors")), ("plans/campaign-data/c/all.yaml", ("submissions", 1, "kind")),
    ("plans/campaign-data/c/all.yaml", ("submissions", 0, "stages", 0, "where")), ("plans/campaign-data/c/all.yaml", ("coverage", 0, "title")), ("plans/campaign-data/c/all.yaml", ("works", 0, "alt")),
    ("plans/campaign-data/c/all.yaml", ("works", 0, "author")), ("plans/campaign-data/c/all.yaml", ("nominations", 0, "title")), ("plans/site.yaml", ("organisation",)),
    ("plans/forms/f.yaml", ("title",)), ("plans/forms/f.yaml", ("short",)), ("plans/forms/f.yaml", ("sections", 0, "title")), ("plans/forms/f.yaml", ("sections", 0, "rows", 0, "label")), ("plans/forms/f.yaml", ("sections", 0, "rows", 0, "fields", 0, "label")),
    ("plans/ledger/l.yaml", ("entries", 0, "title")), ("plans/ledger/l.yaml", ("entries", 0, "text")), ("plans/ledger/l.yaml", ("entries", 0, "number")),
    ("docs/updates/u/index.md", ("title",)), ("docs/updates/u/index.md", ("tags", 0)), ("docs/updates/u/index.md", ("disclosure", "summary")),
)  # fmt: skip


def files() -> dict[str, Any]:
    plain = {
        "plans/site.yaml": "organisation: 甲医院\nurl: https://plans.example.org/\n",
        "plans/registry/units.yaml": UNITS.replace(
            "name: 外科, kind", "name: 外科, aliases: [surgery], duties: 手术, kind"
        ),
        "plans/registry/outlets.yaml": OUTLETS,
        "plans/c.yaml": PLAN.replace(
            "short: 百日宣传\n", "short: 百日宣传\npreamble: 前言\ndoc_no: 甲医发〔2026〕1号\n"
        ),
        "plans/campaign-data/c/all.yaml": LEDGERS,
        "plans/forms/f.yaml": FORM,
        "plans/ledger/l.yaml": LEDGER,
    }
    made = {name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in plain.items()}
    return {**made, "docs/updates/u/index.md": json.loads(json.dumps(UPDATE))}


def root(where: Path, text: str, without: Collection[int] = ()) -> Path:
    """The office with the text in every place but some."""
    held = files()
    for place, (name, keys) in enumerate(PLACES):
        if place in without:
            continue
        value = held[name]
        for key in keys[:-1]:
            value = value.setdefault(key, {}) if isinstance(value, dict) else value[key]
        value[keys[-1]] = text
    ids = {"外科": "surgery", "省卫视": "tv", "市日报": "daily"}
    for story in (
        each
        for key in ("submissions", "coverage", "works", "nominations", "materials")
        for each in held["plans/campaign-data/c/all.yaml"][key]
    ):
        for key in ("unit", "outlet"):
            story[key] = ids.get(story.get(key), story.get(key))
            if story[key] is None:
                del story[key]
    held["plans/ledger/l.yaml"]["entries"][0]["lead"] = ["surgery"]
    for name, data in held.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = yaml.dump(data, allow_unicode=True, Dumper=yaml.SafeDumper, width=10**9)
        path.write_text(f"---\n{written}---\n正文\n" if name.endswith(".md") else written, encoding="utf-8", newline="")
    for name in ("w1.jpg", "w2.jpg"):
        photograph(where / "plans/campaign-data/c/images" / name, (60, 40))
    return where


def written(made: Made) -> dict[str, bytes]:
    """Every file that is made of the content, data files by address and what is made on request by id and format."""
    content = made.sound
    found = dict(data_files(content))
    for each in exports(content):
        made_of_it = each.make()
        raw = made_of_it.file() if isinstance(made_of_it, WordText) else made_of_it
        if raw is not None:
            found.setdefault(each.address or f"{each.record_id}.{each.form}", raw)
    return found


def opened(name: str, raw: bytes) -> None:
    """Read back by the program that such files are for."""
    suffix = name.rpartition(".")[2]
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(raw))
        assert all(
            0 < len(sheet.title.encode("utf-16-le")) // 2 <= 31 and sheet.title.strip("'") == sheet.title
            for sheet in book
        )
        assert len({title.lower() for title in book.sheetnames}) == len(book.sheetnames)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", f"{name}: {cell.coordinate} {cell.value!r}"
                    assert not isinstance(cell.value, str) or len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    elif suffix == "docx":
        assert docx.Document(io.BytesIO(raw)).paragraphs
    elif suffix == "json":
        json.loads(raw)
    elif suffix == "ics":
        assert icalendar.Calendar.from_ical(raw).name == "VCALENDAR"
    elif suffix == "atom":
        assert feedparser.parse(raw).bozo is False
    elif suffix == "csv":
        raw.decode("utf-8-sig")
    elif suffix in ("stratml", "xml"):
        etree.fromstring(raw)


ODD = (
    "=1+1", "+1", "-1", "@SUM(A1)", "'它", "\tT", "_x0041_", "_x005F_x0041_", "甲\r乙", "甲\r\n乙", "甲\u2028乙", "甲\u0085乙", "x" * 300, "𠀀" * 20, "甲]]>乙", "<b>&amp;</b>", "[]:*?/\\", "'", "History", "planpress",
    "填写说明", "词", "甲、乙，丙；丁", "张三、李四", "\ufdd0", "\U0001fffe", "\x80\x9f", "a\u0301", "\ue000", "𝟏", "🎉" * 20, "#", "|", '"引"', "\\N{x}", "%s{0}$name", "BEGIN:VEVENT", "　", "～" * 31,
)  # fmt: skip


def refused(problems: Iterable[Problem]) -> set[int]:
    """The places whose text an error speaks of."""
    return {
        place
        for place, (name, keys) in enumerate(PLACES)
        for each in problems
        if each.path == name and (not each.where or each.where[: len(keys)] == keys[: len(each.where)])
    }


def accepted(where: Path, text: str) -> int:
    """Put a text wherever `check` lets it stand, make every file and read each back; in how many places it stood."""
    out: set[int] = set()
    for attempt in range(4):
        _, problems = look_over(root(where / str(attempt), text, out), TODAY)
        problems = [each for each in problems if each.severity == "error" and each.code != NO_GLYPH]
        if not problems:
            break
        more = refused(problems)
        assert more, [str(each) for each in problems]
        out |= more
    made = derive(where / str(attempt), TODAY, keep_going=True)
    for name, raw in written(made).items():
        opened(name, raw)
    return len(PLACES) - len(out)


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_odd_texts_are_refused_by_check_or_by_nobody(text: str, tmp_path: Path) -> None:
    accepted(tmp_path, text)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT)
def test_any_text_that_check_accepts_goes_into_every_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        accepted(Path(folder), text)


def test_plain_text_stands_in_every_place(tmp_path: Path) -> None:
    assert accepted(tmp_path, "甲乙丙") >= len(PLACES) - 4  # two units or two media of one name are none


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    path = root(tmp_path, "甲乙", range(len(PLACES))) / "plans/c.yaml"
    text = path.read_text(encoding="utf-8")
    for most, codes in ((32_000, []), (32_001, ["text-too-long"])):
        path.write_text(text.replace("前言", "甲" * most), encoding="utf-8")
        _, problems = look_over(tmp_path, TODAY)
        assert [each.code for each in problems if each.severity == "error"] == codes
    path.write_text(text.replace("前言", "𠀀" * 16_001), encoding="utf-8")
    assert "text-too-long" in [each.code for each in look_over(tmp_path, TODAY)[1]], "a cell counts in UTF-16"


def test_text_that_looks_like_a_character_by_its_number_is_written_as_text() -> None:
    """ISO/IEC 29500-1, 22.9.2.19: a spreadsheet would read _x0041_ as A; its first mark is written by number itself."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "编号_x0041_止"
    raw = saved(book)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert "编号_x005F_x0041_止" in html.unescape(parts.read("xl/worksheets/sheet1.xml").decode())
    assert "编号_x0041_止" in "".join(line.text for line in papers.read("a.xlsx", raw).lines), "and read back as it was"
