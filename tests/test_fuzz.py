"""Every reader, with spoilt files: it ends in a Chinese sentence, or what it accepts is what was put in, said by a second reading that shares
nothing with the first. 2,000 inputs in all here, 100,000 in `make fuzz` (FUZZ says how many); a number in a failure gives its input again."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml
from bombs import docx, numbered, numbering, paragraph
from campaign_samples import campaign_root
from form_samples import LOWER
from inspect_samples import NOTICE
from inspect_samples import pdf as printed
from lxml import etree
from openpyxl.utils import coordinate_to_tuple
from PIL import Image
from spoiling import spoilt

from campaign import pictures, yamltext
from campaign.checks import look_over
from campaign.content import Content
from campaign.editor.web import application
from campaign.exporters.desk import workbook as desk_book
from campaign.exporters.form_template import template
from campaign.importers import desk, papers
from campaign.inspect import Unreadable, inspect_pdf
from campaign.model import Form
from campaign.pictures import seals
from campaign.workbooks import forms

TOTAL = int(os.environ.get("FUZZ", "2000"))
CHUNK = 100
TODAY = date(2026, 11, 28)
CHINESE = re.compile("[\u4e00-\u9fff]")
REFUSED = (papers.PaperFault, pictures.UnfitPicture, seals.UnfitSeal, Unreadable)


@dataclass(frozen=True)
class Room:
    """Where a reader reads: a content root of its own, and what was loaded from it."""

    root: Path
    content: Content
    form: Form = field(repr=False, kw_only=True)


@dataclass(frozen=True)
class Target:
    """One reader: sound inputs, and a function that reads, and compares what was accepted. `share` of 2,000 inputs are its."""

    share: int
    seeds: Callable[[Room], Sequence[bytes]]
    read: Callable[
        [Room, bytes], Sequence[str] | None
    ]  # the sentences it was refused with; None when it was accepted and is the same


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    root = campaign_root(tmp_path_factory.mktemp("fuzz") / "content")
    more = {
        "plans/forms/lower.yaml": LOWER.replace(
            "reporters: {under: [bureau], kinds: [hospital]}", "reporters: {units: [甲医院]}"
        ),
        "plans/ledger/l.yaml": LEDGER,
        "docs/updates/u1/index.md": UPDATE,
    }
    for name, text in more.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    content, problems = look_over(root, TODAY)
    assert not [each for each in problems if each.severity == "error"], problems
    return Room(root, content, form=content.forms["lower"])


LEDGER = """\
id: l
title: 甲医院督办台账
issuer: 甲医院
entries:
  - id: e-001
    number: 督办〔2026〕1号
    title: "电梯: 检修"
    source: {kind: 自查发现, text: 巡查}
    lead: [院办]
    assigned_on: 2026-11-02
    due: 2026-12-20
    log:
      - {step: 交办, date: 2026-11-02}
"""
UPDATE = """\
---
kind: update
id: u1
title: 开展动员
date: 2026-11-03
units: [院办]
disclosure:
  index_no: L1
  category: 动态
  publisher: 甲医院
  date: 2026-11-03 16:45
  doc_no: 无
  source: 院办
  topic: 卫生
  title: 开展动员
  summary: 动员会。
---
动员会**开了**。

- 一条
"""


def said(problems: Sequence[Any]) -> list[str]:
    return [each.message for each in problems if each.severity == "error"]


# -- text: YAML, front matter, ledgers, CSV, papers -------------------------------------------------------------------------------------


def second(text: str) -> Any:
    """YAML by PyYAML's own composer, all scalars as text."""
    return bare(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def bare(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: bare(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [bare(each) for each in node.value]
    if node is None or (not node.style and node.value in ("", "~", "null", "Null", "NULL")):
        return None
    return node.value


def seen(value: Any) -> Any:
    """Without the characters that nobody sees, which are named and taken out."""
    if isinstance(value, dict):
        return {seen(key): seen(each) for key, each in value.items()}
    if isinstance(value, list):
        return [seen(each) for each in value]
    return (
        "".join(char for char in value if unicodedata.category(char) not in ("Cf", "Cc") or char in "\n\t\r")
        if isinstance(value, str)
        else value
    )


def read_yaml(_: Room, raw: bytes) -> Sequence[str] | None:
    text, problems = yamltext.decode("a.yaml", raw)
    found = None if problems else yamltext.read("a.yaml", text)
    if found is None or said(found.problems):
        return said(problems or (found.problems if found else ()))
    assert seen(found.data) == seen(second(text))
    return None


def looked_over(room: Room, name: str, raw: bytes) -> tuple[Content, list[str]] | list[str]:
    text, problems = yamltext.decode(name, raw)
    if problems:
        return said(problems)
    content, found = look_over(room.root, TODAY, edited={name: text})
    return content, said(found)


def read_ledger(room: Room, raw: bytes) -> Sequence[str] | None:
    made = looked_over(room, "plans/ledger/l.yaml", raw)
    if isinstance(made, list):
        return made
    content, problems = made
    if problems:
        return problems
    typed = second(raw.decode("utf-8-sig"))
    if typed is None or typed.get("id") not in content.ledgers:
        return None
    ledger = content.ledgers[typed["id"]]
    assert [seen(each.title) for each in ledger.entries] == [
        seen(each["title"]).strip() for each in typed.get("entries") or []
    ]
    assert [(due.year, due.month, due.day) for each in ledger.entries if (due := each.due)] == [
        figures(each["due"]) for each in typed.get("entries") or [] if each.get("due")
    ]
    return None


def figures(typed: str) -> tuple[int | None, ...]:
    """Year, month and day of a date, in figures alone (20261220) or with something between."""
    close = re.fullmatch(r"(\d{4})(\d\d)(\d\d)?", typed)
    found = [int(each) for each in (close.groups() if close else re.findall(r"\d+", typed)) if each]
    return (*found, *[None] * (3 - len(found)))


def read_page(room: Room, raw: bytes) -> Sequence[str] | None:
    made = looked_over(room, "docs/updates/u1/index.md", raw)
    if isinstance(made, list):
        return made
    content, problems = made
    if not problems and (update := content.updates.get("u1")):
        assert seen(update.title) == seen(second(raw.decode("utf-8-sig").split("---")[1])["title"]).strip()
    return problems or None


def seeds_csv(_: Room) -> Sequence[bytes]:
    text = 'form,unit,period,reported_on,version,num,den,cases\nlower,甲医院,2026-10,2026-11-05,2,8,10,3\nlower,"甲医院",2026-11,2026-12-05,2,7,"10",4\n'
    return [text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig")]


def read_csv(room: Room, raw: bytes) -> Sequence[str] | None:
    text, problems = yamltext.decode("a.csv", raw)
    if problems:
        return said(problems)
    found, wrong = forms.read_csv("a.csv", text, {"lower": room.form})
    if said(wrong):
        return said(wrong)
    cells = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""))
        if any(cell.strip() for cell in row)
    ]
    for (data, _), row in zip(found, cells[1:], strict=True):
        kept = {**data, **data["values"], **data.get("private", {})}
        del kept["values"]
        kept.pop("private", None)
        assert sorted(seen(each) for each in kept.values() if each) == sorted(seen(cell) for cell in row if seen(cell))
    return None


PAPER = "关于开展服务提升行动的通知\n\n各科室：\n　　一、总体要求\n　　（一）到2027年，预约率达到90%以上。（门诊部负责）\n\n甲医院\n2026年11月2日\n"


def read_text(_: Room, raw: bytes) -> Sequence[str] | None:
    paper = papers.read("a.txt", raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or any("读出" in note for note in paper.notes):
        return None  # in another encoding, and said so
    put = letters(raw.decode("utf-8-sig"))
    got = letters("".join(line.text for line in paper.lines))
    assert put == got
    return None


def letters(text: str) -> str:
    """汉字, letters and figures, in the forms that readers fold to."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


# -- office files --------------------------------------------------------------------------------------------------------------------


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def seeds_docx(_: Room) -> Sequence[bytes]:
    lines = "".join(paragraph(line) for line in PAPER.splitlines() if line)
    table = f"<w:tbl><w:tr><w:tc>{paragraph('任务')}</w:tc><w:tc>{paragraph('门诊部')}</w:tc></w:tr></w:tbl>"
    return [docx(lines), docx(lines + table + paragraph("编号", numbered(0)), numbering=numbering(0, "%1."))]


def read_docx(_: Room, raw: bytes) -> Sequence[str] | None:
    paper = papers.read("a.docx", raw)
    got = letters("".join(line.text for line in paper.lines))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"), etree.XMLParser(resolve_entities=False)).find(
            f"{W}body"
        )
    for paragraph_ in body.findall(f"{W}p"):
        runs = [text.text or "" for run in paragraph_.findall(f"{W}r") for text in run.findall(f"{W}t")]
        assert letters("".join(runs)) in got, runs
    return None


S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells_of(raw: bytes) -> Mapping[str, list[str]]:
    """Every text and number that stands in a cell of any sheet, by place in its sheet, by a reading of our own."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            try:
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
            except etree.XMLSyntaxError:
                continue
            row_number = 0
            for row in root.iter(f"{S}row"):
                row_number = int(row.get("r") or row_number + 1)
                column = 0
                for cell in row.iter(f"{S}c"):
                    place = cell.get("r")
                    column = coordinate_to_tuple(place)[1] if place else column + 1
                    at = coordinate_to_tuple(place)[0] if place else row_number
                    value, inline = cell.find(f"{S}v"), cell.find(f"{S}is")
                    text = (
                        "".join(inline.itertext())
                        if inline is not None
                        else (value.text or "")
                        if value is not None
                        else ""
                    )
                    found.setdefault(f"{at}:{column}", []).append(text.strip())
    return found


def stands_there(text: str, typed: Sequence[str]) -> bool:
    """Whether one of the cells at a place says this: the same text, or the same number, or a date's number."""
    for each in typed:
        if each == text or each.replace("\r\n", "\n") == text:
            return True
        try:
            if float(each) == float(text):
                return True
        except ValueError:
            if {"1": "是", "0": "否"}.get(each) == text:
                return True
        if re.match(r"\d{4}-\d\d(-\d\d)?$", text) and re.match(r"[\d.]+$|\d{4}-", each):
            return True  # a date that Excel counts in days
    return False


def seeds_form(room: Room) -> Sequence[bytes]:
    blank = template(room.form)
    head = {"unit": "甲医院", "period": "2026-10", "reported_on": "2026-11-05"}
    return [blank, template(room.form, head, {"num": 8, "den": 10, "cases": 3})]  # type: ignore[dict-item]


def read_form(_: Room, raw: bytes) -> Sequence[str] | None:
    found, problems = forms.read_xlsx("a.xlsx", raw)
    if said(problems):
        return said(problems)
    for data, source in found:
        cells = cells_of(raw)
        for key, value in data["values"].items():
            if value is not None:
                line, column = source.at("values", key)
                assert stands_there(value, cells.get(f"{line}:{column}", [])), (key, value)
    return None


def seeds_desk(room: Room) -> Sequence[bytes]:
    return [desk_book(room.content, room.content.plans["c"])]


def read_desk(room: Room, raw: bytes) -> Sequence[str] | None:
    draft = desk.read("a.xlsx", raw, room.content)
    if not draft.text:
        return said(draft.problems)
    cells = cells_of(raw)
    for sheet in draft.sheets:
        for number, entry in enumerate(sheet.entries):
            for key in ("title", "author", "note", "alt"):
                if key in entry:
                    line, column = sheet.source.at(sheet.shape.key, number, key)
                    assert stands_there(entry[key], cells.get(f"{line}:{column}", [])), (key, entry[key])
    return None


# -- pictures and PDFs -----------------------------------------------------------------------------------------------------------------


def seeds_pictures(_: Room) -> Sequence[bytes]:
    made = []
    for form in ("PNG", "JPEG", "WEBP"):
        out = io.BytesIO()
        image = Image.linear_gradient("L").convert("RGB").resize((60, 40))
        image.save(out, form)
        made.append(out.getvalue())
    return made


def turned(put: Image.Image) -> bool:
    """Whether a picture says that it lies on its side; what stands behind the pixels may be broken, and then says nothing."""
    try:
        return 0x0112 in put.getexif()
    except OSError:
        return True


def read_picture(_: Room, raw: bytes) -> Sequence[str] | None:
    kept, suffix = pictures.stored(raw, "a.jpg")
    with Image.open(io.BytesIO(raw)) as put, Image.open(io.BytesIO(kept)) as got:
        assert pictures.FORMATS[put.format or ""][0] == suffix
        assert sorted(put.size) == sorted(got.size)
        if (
            put.format == "PNG"
            and not put.has_transparency_data
            and not put.info.get("icc_profile")
            and not turned(put)
        ):
            assert put.convert("RGB").tobytes() == got.convert("RGB").tobytes()
    pictures.for_screens(kept, f"a{suffix}")
    return None


def seeds_seal(_: Room) -> Sequence[bytes]:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (220, 20, 30, 255)).save(out, "PNG")
    return [out.getvalue()]


def read_seal(room: Room, raw: bytes) -> Sequence[str] | None:
    (room.root / "seal.png").write_bytes(raw)
    made = seals.read(room.root, "seal.png")
    with Image.open(io.BytesIO(raw)) as put:
        assert (made.png, (made.width, made.height)) == (raw, put.size)
    return None


@cache
def notice() -> bytes:
    return printed(NOTICE)


def read_inspected(room: Room, raw: bytes) -> Sequence[str] | None:
    (room.root / "a.pdf").write_bytes(raw)
    report = inspect_pdf(room.root / "a.pdf")
    assert report.pages == len(pypdf.PdfReader(io.BytesIO(raw)).pages)
    return None


def read_pdf(_: Room, raw: bytes) -> Sequence[str] | None:
    assert papers.read("a.pdf", raw).lines
    return None


# -- the editor --------------------------------------------------------------------------------------------------------------------------


def ask(room: Room, action: str, body: bytes) -> tuple[int, dict[str, Any]]:
    status: list[int] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/edit/{action}", "QUERY_STRING": "", "SERVER_PORT": "80", "HTTP_HOST": "localhost:80",
        "HTTP_ORIGIN": "http://localhost:80", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    answer = application(room.root, lambda: TODAY)(environ, lambda line, _: status.append(int(line[:3])))
    return status[0], json.loads(b"".join(answer))


WHERE = {"kind": "entry", "file": "plans/ledger/l.yaml", "at": "entries/e-001"}


def seeds_requests(room: Room) -> Sequence[bytes]:
    _, opened = ask(room, "open", json.dumps(WHERE).encode())
    value = {**opened["value"], "title": "扶梯检修"}
    save = {**WHERE, "value": value, "body": opened["body"], "digest": opened["digest"]}
    return [
        json.dumps(each, ensure_ascii=False).encode()
        for each in (save, save, WHERE, {"kind": "qa", "new": {"id": "how"}})
    ]


def read_request(room: Room, raw: bytes) -> Sequence[str] | None:
    """Saved, it stands in the file as it was sent, and everything else as it was."""
    path = room.root / WHERE["file"]
    path.write_text(LEDGER, encoding="utf-8")
    for action in ("save", "check", "open"):
        status, answer = ask(room, action, raw)
        assert status != 500, answer
        if answer.get("saved"):
            sent = json.loads(raw)
            typed = second(path.read_text(encoding="utf-8"))["entries"][0]
            if sent["at"] == WHERE["at"] and isinstance(sent["value"].get("title"), str):
                assert typed["title"] == sent["value"]["title"].strip()
            path.write_text(LEDGER, encoding="utf-8")
        elif action == "save" and status == 200:
            assert path.read_text(encoding="utf-8") == LEDGER
            return [each["message"] for each in answer["problems"] + answer["others"]] or ["没有改动"]
        elif status != 200:
            return [answer["sentence"]]
    return None


def seeds_html(_: Room) -> Sequence[bytes]:
    lines = "".join(f"<p>{line}</p>" for line in PAPER.splitlines() if line)
    table = "<table><tr><td>任务</td><td>科室</td></tr><tr><td rowspan=2>预约</td><td>门诊部</td></tr></table>"
    return [
        f"<!doctype html><html><body>{lines}{table}</body></html>".encode(),
        f"<html><meta charset=gb18030><body>{lines}".encode("gb18030"),
    ]


def read_html(_: Room, raw: bytes) -> Sequence[str] | None:
    """Tags that are spoilt are guessed at as browsers do, so only this is held: nothing is said that does not stand there."""
    paper = papers.read("a.html", raw)
    got = set(letters("".join(line.text for line in paper.lines)))
    texts = [unescape(raw.decode(each, "replace")) for each in ("utf-8-sig", "gb18030", "utf-16")]
    assert any(got <= set(letters(each)) for each in texts), got
    return None


def read_sheet(_: Room, raw: bytes) -> Sequence[str] | None:
    """A workbook read as a paper: it says nothing that stands in no cell."""
    paper = papers.read("a.xlsx", raw)
    texts = "".join(text for cells in cells_of(raw).values() for text in cells)
    got = letters("".join(line.text for line in paper.lines if line.place))
    assert not {each for each in got if CHINESE.match(each)} - set(letters(texts)) - set("年月日")
    return None


TARGETS: Mapping[str, Target] = {
    "html-paper": Target(60, seeds_html, read_html),
    "xlsx-paper": Target(40, seeds_form, read_sheet),
    "yaml": Target(300, lambda _: [LEDGER.encode(), LOWER.encode(), UPDATE.split("---")[1].encode()], read_yaml),
    "ledger": Target(100, lambda _: [LEDGER.encode()], read_ledger),
    "front-matter": Target(100, lambda _: [UPDATE.encode()], read_page),
    "csv-form": Target(260, seeds_csv, read_csv),
    "text-paper": Target(240, lambda _: [PAPER.encode(), PAPER.encode("gb18030")], read_text),
    "docx-paper": Target(200, seeds_docx, read_docx),
    "xlsx-form": Target(120, seeds_form, read_form),
    "xlsx-desk": Target(60, seeds_desk, read_desk),
    "picture": Target(200, seeds_pictures, read_picture),
    "seal": Target(160, seeds_seal, read_seal),
    "pdf-inspected": Target(20, lambda _: [notice()], read_inspected),
    "pdf-paper": Target(40, lambda _: [notice()], read_pdf),
    "editor": Target(100, seeds_requests, read_request),
}  # fmt: skip
assert sum(each.share for each in TARGETS.values()) == 2000
CHUNKS = [
    (name, start, min(start + CHUNK, count))
    for name, each in TARGETS.items()
    for count in [each.share * TOTAL // 2000]
    for start in range(0, count, CHUNK)
]


@pytest.mark.parametrize(("name", "start", "end"), CHUNKS)
def test_a_spoilt_file_ends_in_a_sentence_or_is_what_was_put_in(room: Room, name: str, start: int, end: int) -> None:
    target = TARGETS[name]
    seeds = target.seeds(room)
    for number in range(start, end):
        raw = spoilt(seeds, name, number)
        try:
            sentences = target.read(room, raw)
        except REFUSED as fault:
            sentences = [str(fault)]
        except Exception as fault:
            raise AssertionError(f"{name} {number}: {type(fault).__name__}: {fault}\n{raw[:2000]!r}") from fault
        assert sentences is None or (sentences and all(CHINESE.search(each) for each in sentences)), (
            name,
            number,
            sentences,
        )


@pytest.mark.parametrize("name", TARGETS)
def test_a_sound_file_is_accepted(room: Room, name: str) -> None:
    """Otherwise nothing was compared."""
    accepted = [TARGETS[name].read(room, seed) for seed in TARGETS[name].seeds(room)]
    assert None in accepted
