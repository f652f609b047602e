"""The worked examples of CONTRIBUTING.md, put in their places and used; kinds of every shape; the lists that commands write."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner
from pydantic import Field

import campaign
import features
from campaign import kinds
from campaign.build import files, recipe
from campaign.checks import look_over
from campaign.content import Content
from campaign.doctor import fontconfig_file
from campaign.editor import edits, finding
from campaign.exporters.data import catalog
from campaign.exporters.records import exported
from campaign.kinds import KINDS, Kind, Listed, Nav
from campaign.model.base import Id, Record, Text
from campaign.pages import build_pages, site_info
from campaign.pdf import prints
from campaign.pdf.engine import render
from campaign.schemas import schema_files
from campaign.search.corpus import corpus
from campaign.search.index import build_index

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
EXAMPLES = dict(
    re.findall(
        r"^```python\n# (scripts/campaign/\S+\.py)\n(.*?)^```$",
        (ROOT / "CONTRIBUTING.md").read_text("utf-8"),
        re.S | re.M,
    )
)

UNITS = """\
units:
  - {id: h, name: 示例医院, kind: hospital}
  - {id: h-med, name: 医务部, kind: functional, parent: h}
  - {id: h-nursing, name: 护理部, kind: functional, parent: h}
"""
RECORDS = """\
id: demo-2026
title: 2026年培训台账
plans: [p]
sessions:
  - {id: t1, title: 公文写作与印发, date: 2026-10-12, unit: 护理部, hours: 2, people: 24}
  - {id: t2, title: 病历书写规范, date: 2026-11-02, unit: 医务部, hours: 3.5, people: 60}
  - {id: t3, title: 院感防控, date: 2026-11-09, unit: 医务部, hours: 1}
"""


def written(root: Path, **files: str) -> Path:
    held = {
        "plans/p.yaml": "id: p\ntitle: 培训方案\n",
        "plans/site.yaml": "organisation: 示例医院\nhome: h\n",
        "plans/registry/units.yaml": UNITS,
        "mkdocs.yml": "site_name: 试\n",
    }
    for name, text in (held | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def read(root: Path) -> tuple[Content, list[str]]:
    content, problems = look_over(root, TODAY)
    return content, [str(each) for each in problems]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The house with the examples in it, as if they lay in their rooms; afterwards it is as it was."""
    house = tmp_path_factory.mktemp("house")
    before, rooms = list(KINDS), []
    for name, text in EXAMPLES.items():
        room, file = Path(name).parts[-2:]
        if file != "kinds.py":
            (house / room).mkdir(exist_ok=True)
            (house / room / file).write_text(text, encoding="utf-8")
            rooms.append(import_module(f"campaign.{room}"))
            rooms[-1].__path__.append(str(house / room))
    try:
        exec(EXAMPLES["scripts/campaign/kinds.py"], vars(kinds))
        yield house
    finally:
        KINDS[:] = before
        del kinds.TRAINING  # type: ignore[attr-defined]
        for room in rooms:
            room.__path__.pop()
            sys.modules.pop(f"{room.__name__}.training", None)
            vars(room).pop("training", None)


@pytest.fixture
def training(house: Path) -> Kind[Any]:  # noqa: ARG001 - put there by it
    made: Kind[Any] = KINDS[-1]
    assert made.key == "training"
    return made


@pytest.fixture
def root(tmp_path: Path, training: Kind[Any]) -> Path:  # noqa: ARG001 - known by it
    return written(tmp_path, **{"plans/training/demo-2026.yaml": RECORDS})


# -- what commands write ---------------------------------------------------------------------------------------------------------------


def test_the_list_of_files_by_feature_is_up_to_date() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert features.written(text) == text, "run `make features`"


def test_the_version_is_the_first_of_the_change_log() -> None:
    first = re.search(r"^## (\S+?)(?:（.*）)?$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert first and first[1] == campaign.__version__


# -- what there is for every kind ------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_form_and_a_beginning(tmp_path: Path) -> None:
    """Whatever can be begun passes the check as it is; submitted forms come from workbooks, looks of prints from the house they are for."""
    for kind in KINDS:
        assert kind.lists or not kind.folders or kind in (kinds.SUBMISSION, kinds.PROFILE), kind.name
    main = import_module("campaign.cli").main
    root = written(
        tmp_path, **{"plans/registry/units.yaml": UNITS.replace("kind: hospital", "kind: hospital, grade: 三甲")}
    )
    begun = [each.key for kind in KINDS for each in kind.begun if each.fresh != "entry"]
    assert {
        "interpretation",
        "assessment",
        "result",
        "progress",
        "form",
        "unit",
        "collective",
        "outlet",
        "term",
    } <= set(begun)
    for key in begun:
        record_id = "p" if key == "progress" else f"new-{key}"
        done = CliRunner().invoke(main, ["new", key, record_id, "--root", str(root)])
        assert done.exit_code == 0, done.output
        checked = CliRunner().invoke(main, ["check", "--strict", "--root", str(root)])
        assert checked.output == "没有发现问题\n", key
    glossary = root / "plans/registry/glossary.yaml"
    glossary.write_text("terms:  # 常用的\n- {term: 首诊负责, meaning: 谁先接诊谁负责到底。}\n", "utf-8")
    assert CliRunner().invoke(main, ["new", "term", "more", "--root", str(root)]).exit_code == 0
    assert "首诊负责, meaning" in glossary.read_text("utf-8") and "【写词】" in glossary.read_text("utf-8")
    glossary.write_text("terms: [\n", "utf-8")
    told = CliRunner().invoke(main, ["new", "term", "more", "--root", str(root)])
    assert (told.exit_code, told.output) == (1, "错误：plans/registry/glossary.yaml 有错，先改正再新建\n")


# -- the worked examples, one after the other ------------------------------------------------------------------------------------------


def test_a_kind_is_loaded_and_its_units_are_known(root: Path, training: Kind[Any]) -> None:
    content, problems = read(root)
    assert problems == []
    assert [each.unit for each in content.of(training)["demo-2026"].sessions] == ["h-nursing", "h-med", "h-med"]


@pytest.mark.parametrize(
    ("given", "wrong", "told"),
    [
        ("hours: 3.5", "hours: 30", "plans/training/demo-2026.yaml:6:58: 错误[training-hours] 学时 30 不合情理；写 0 到 24 之间的数"),
        ("unit: 护理部", "unit: 护理科", "plans/training/demo-2026.yaml:5:48: 错误[unit-unknown] 单位“护理科”不在单位名册里；是不是“护理部”？"),
        ("plans: [p]", "plans: [q]", "plans/training/demo-2026.yaml:3:9: 错误[plan-unknown] 本站没有编号为“q”的方案"),
        ("hours: 2,", "hour: 2,", "错误[unknown-key]"),
        ("id: demo-2026", "id: p", "编号“p”已经是方案的编号（plans/p.yaml:1），这里又用作培训的编号"),
    ],
)  # fmt: skip
def test_its_rules_and_everybodys_are_asked(root: Path, given: str, wrong: str, told: str) -> None:
    (root / "plans/training/demo-2026.yaml").write_text(RECORDS.replace(given, wrong), encoding="utf-8")
    _, problems = read(root)
    assert any(told in each for each in problems), problems


def test_nothing_private_gets_through(root: Path, training: Kind[Any]) -> None:
    text = RECORDS.replace("院感防控", "院感防控 13812345678")
    (root / "plans/training/demo-2026.yaml").write_text(text, encoding="utf-8")
    content, problems = read(root)
    assert any("手机号" in each for each in problems), problems
    assert "13812345678" not in content.of(training)["demo-2026"].model_dump_json()


def test_it_is_listed_in_the_masthead_and_has_its_pages(root: Path) -> None:
    content, _ = read(root)
    assert "培训" in [item.title for group in site_info(content).nav for item in group.entries]
    pages = {page.path: page for page in build_pages(content)}
    assert '<a href="../training/demo-2026/index.html"' in pages["training/index.html"].body
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", pages["training/demo-2026/index.html"].body))
    assert "医务部 2 4.5 护理部 1 2" in words, "hours by unit, the most first"
    assert "公文写作与印发" in words
    assert "2026年10月12日" in words or "10月12日" in words


def test_it_is_found_under_its_own_word(root: Path) -> None:
    content, _ = read(root)
    page = next(page for page in corpus(content) if page.url == "training/demo-2026/index.html")
    assert page.kind == "training"
    assert [(unit.kind, unit.name) for unit in page.units][1:3] == [
        ("section", "公文写作与印发"),
        ("section", "病历书写规范"),
    ]
    assert "护理部" in page.units[1].text
    core = json.loads(build_index([page])["core.js"].decode().removeprefix("PS.core(").removesuffix(");\n"))
    assert dict(zip(core["kinds"], core["words"], strict=True))["training"] == "培训"


def test_its_data_are_published_and_exported(root: Path) -> None:
    content, _ = read(root)
    (listed,) = catalog(content)["training"]
    assert listed == {
        "id": "demo-2026",
        "title": "2026年培训台账",
        "url": "training/demo-2026/index.html",
        "data": "data/training/demo-2026.json",
    }
    raw = exported(content, "demo-2026")["json"].make()
    assert raw == files.data_files(content)[listed["data"]]
    assert [each["unit"] for each in json.loads(raw or b"")["sessions"]] == ["h-nursing", "h-med", "h-med"]
    assert "training.schema.json" in schema_files()


def test_it_is_printed(root: Path) -> None:
    content, _ = read(root)
    assert "training/demo-2026/demo-2026.pdf" in prints.jobs(content)
    job = prints.job(content, "demo-2026")
    assert job
    with pdfplumber.open(BytesIO(render(job, fontconfig_file()))) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert "各单位学时" in text
    assert "病历书写规范" in text


def test_it_is_edited(root: Path) -> None:
    desk = finding.Desk(root, lambda: TODAY)
    found = {each["key"]: each for each in edits.listing(desk)["kinds"]}
    assert [each["title"] for each in found["session"]["records"]] == ["院感防控", "病历书写规范", "公文写作与印发"]
    opened = edits.opening(desk, {"kind": "session", "file": "plans/training/demo-2026.yaml", "at": "sessions/t1"})
    assert opened["schema"]["properties"]["hours"]["title"] == "学时"
    assert opened["page"] is None or opened["page"] == "training/demo-2026/index.html"
    asked = {
        "kind": "session",
        "file": opened["file"],
        "at": opened["at"],
        "digest": opened["digest"],
        "value": opened["value"] | {"people": "30"},
    }
    assert edits.saving(desk, asked)["saved"]
    assert (root / opened["file"]).read_text(encoding="utf-8") == RECORDS.replace("people: 24", "people: 30")
    begun = edits.opening(desk, {"kind": "training", "new": {"id": "next"}})
    assert begun["schema"]["properties"]["title"]["title"] == "标题"


def test_the_commands_know_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands read the table when they start, so they start anew here."""

    def forgotten() -> None:
        for name in [name for name in sys.modules if name.startswith("campaign.cli")]:
            monkeypatch.delitem(sys.modules, name)

    forgotten()
    main = import_module("campaign.cli").main
    forgotten()

    def plan(*words: object) -> str:
        done = CliRunner().invoke(main, [*map(str, words), "--root", str(root)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "training 培训台账" in CliRunner().invoke(main, ["new", "--help"]).output
    assert "plans/training/next.yaml" in plan("new", "training", "next")
    assert plan("check") == "没有发现问题\n"
    assert json.loads(plan("export", "demo-2026", "--to", "json"))["title"] == "2026年培训台账"
    plan("export", "demo-2026", "--to", "xlsx", "-o", root / "t.xlsx")
    book = openpyxl.load_workbook(root / "t.xlsx")
    assert [cell.value for cell in book["各单位学时"][2]][:3] == ["医务部", 2, 4.5]
    plan("pdf", "demo-2026", "-o", root / "t.pdf")
    assert (root / "t.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_site_is_built_with_it(root: Path) -> None:
    problems = recipe.build(root, root / "site", TODAY, jobs=1, say=lambda _: None)
    assert problems == ()
    held = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*")}
    assert {
        "training/index.html",
        "training/demo-2026/index.html",
        "training/demo-2026/demo-2026.pdf",
        "data/training/demo-2026.json",
    } <= held


def test_the_count_is_that_of_the_examples() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    counted = re.findall(r"^\| all of the above.*\| (\d+) \| 1 \|$", text, re.M)
    assert [int(each) for each in counted] == [len(EXAMPLES) + 3], (
        "the schema, an example and the list by feature besides"
    )
    assert len(EXAMPLES) + 3 <= 11


# -- kinds of every shape --------------------------------------------------------------------------------------------------------------


class Note(Record):
    """A short record."""

    id: Id = Field(title="编号")
    title: Text = Field(title="标题")


@pytest.fixture
def known() -> Iterator[Callable[..., Kind[Note]]]:
    """Kinds that are known for one test."""
    before = list(KINDS)

    def known(*folders: str, **more: Any) -> Kind[Note]:
        made = Kind("note", "便笺", Note, folders, **more)
        KINDS.append(made)
        return made

    yield known
    KINDS[:] = before


NOTE = "id: {}\ntitle: 一条便笺\n"
PLACED: dict[str, Any] = {
    "place": "notes",
    "nav": (Nav("参考", 90, "notes", "便笺", "notes/index.html"),),
    "lists": (Listed("note", "便笺", fresh="file"),),
}


def test_a_kind_in_two_folders(tmp_path: Path, known: Callable[..., Kind[Note]]) -> None:
    note = known("plans/notes", "plans/more-notes", **PLACED)
    root = written(tmp_path, **{"plans/notes/a.yaml": NOTE.format("a"), "plans/more-notes/b.yaml": NOTE.format("b")})
    content, problems = read(root)
    assert (list(content.of(note)), problems) == (["a", "b"], [])
    assert {page.path for page in build_pages(content)} >= {
        "notes/index.html",
        "notes/a/index.html",
        "notes/b/index.html",
    }
    listed = {each["key"]: each for each in edits.listing(finding.Desk(root, lambda: TODAY))["kinds"]}["note"]
    assert {each["file"] for each in listed["records"]} == {"plans/notes/a.yaml", "plans/more-notes/b.yaml"}
    (root / "plans/more-notes/b.yaml").write_text(NOTE.format("a"), encoding="utf-8")
    _, problems = read(root)
    (told,) = problems
    assert (told.startswith("plans/notes/a.yaml:1:") and "plans/more-notes/b.yaml" in told) or (
        told.startswith("plans/more-notes/b.yaml:1:") and "plans/notes/a.yaml" in told
    )


def test_a_kind_in_front_matter(tmp_path: Path, known: Callable[..., Kind[Note]]) -> None:
    note = known("docs/notes", **PLACED)
    root = written(
        tmp_path,
        **{
            "docs/notes/a/index.md": f"---\n{NOTE.format('a')}---\n\n正文里的话。\n",
            "docs/notes/b/index.md": f"---\n{NOTE.format('x')}---\n",
        },
    )
    content, problems = read(root)
    assert list(content.of(note)) == ["a"]
    assert [each.partition("；")[0] for each in problems] == [
        "docs/notes/b/index.md:2:1: 错误[id-path] 编号“x”与文件夹名“b”不同"
    ]
    (root / "docs/notes/b/index.md").unlink()
    (root / "docs/notes/b").rmdir()
    assert recipe.build(root, root / "site", TODAY, only="site", jobs=1, say=lambda _: None) == ()
    page = (root / "site/notes/a/index.html").read_text(encoding="utf-8")
    assert "一条便笺" in page
    assert "正文里的话" in page
    assert "正文里的话" in "".join(path.read_text(encoding="utf-8") for path in (root / "site/search").rglob("*.js"))


def test_a_kind_without_a_page(tmp_path: Path, known: Callable[..., Kind[Note]]) -> None:
    note = known("plans/notes")
    root = written(tmp_path, **{"plans/notes/a.yaml": NOTE.format("a").replace("便笺", "便笺 13812345678")})
    content, problems = read(root)
    assert list(content.of(note)) == ["a"]
    assert any("手机号" in each for each in problems), "what has no page is in the repository all the same"
    assert not [page for page in build_pages(content) if "note" in page.path]
    assert not [page for page in corpus(content) if "note" in page.id]
    assert (exported(content, "a"), prints.job(content, "a")) == ({}, None)


def test_a_kind_without_files_of_its_own(tmp_path: Path, known: Callable[..., Kind[Note]]) -> None:
    note = known(place="notes")
    content, problems = read(written(tmp_path))
    assert (content.of(note), problems) == ({}, [])
    assert "note.schema.json" not in schema_files()
    assert catalog(content)["notes"] == []
    assert not [page for page in build_pages(content) if page.path.startswith("notes/")]
