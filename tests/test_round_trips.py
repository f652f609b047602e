"""Out and in again gives the same plan, whatever the plan: Word, workbook, JSON, and a PDF with its data inside."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import second_office
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_samples import SENTENCE, WORD, plans

from campaign.build import by_id
from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters import data, worklist
from campaign.exporters.docx import draft
from campaign.importers import opendata, returned
from campaign.importers import worklist as filled
from campaign.load import load
from campaign.model import Plan
from campaign.pdf import prints
from campaign.pdf.engine import render
from campaign.views import marks
from campaign.views.revisions import printed
from campaign.views.worklist import of_plan

DAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent
PATH = "plans/any.yaml"
Loaded = Callable[[str], Content]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return second_office.written(tmp_path_factory.mktemp("trips") / "office")


@pytest.fixture(scope="module")
def loaded(root: Path) -> Loaded:
    """The second office's content with this text for `plans/any.yaml`."""

    def made(text: str) -> Content:
        found = load(root, DAY, None, {PATH: text})
        assert [str(each) for each in found.problems if each.path == PATH and each.severity == "error"] == [], text
        return found.content

    return made


def text_of(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"  # which YAML reads as it stands


def again(plan_: Plan, content: Content, loaded: Loaded) -> Plan:
    record_id, text = opendata.plan_text(data.encode(data.plan_data(content, plan_)))
    assert record_id == plan_.id
    return loaded(text).plans[plan_.id]


@settings(
    max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(values=plans())
def test_any_plan_comes_back_as_it_was(loaded: Loaded, values: dict[str, Any]) -> None:
    """JSON gives the very plan; neither the Word file nor the workbook says anything that the plan does not say."""
    text = text_of(values)
    content = loaded(text)
    plan_ = content.plans["any"]
    assert again(plan_, content, loaded) == plan_
    back = returned.read("any.docx", draft(content, plan_).file(), content)
    assert (back.plan, back.differences) == (plan_, ())
    book = worklist.workbook(of_plan(content, plan_), content.as_of)
    made = filled.read("any.xlsx", book, content, lambda path: text if path == PATH else "")
    assert (made.texts, made.changes, made.problems) == ({}, (), ())


def edited_file(content: Content, wanted: Content) -> bytes:
    """The Word file of one plan, edited until it says what another prints: its marks are those it was made with, what is new bears none."""
    own = {
        marks.key_mark("any", each.item.key): marks.bookmark("any", each.item)
        for each in printed(content, content.plans["any"])
    }
    before, after = (zipfile.ZipFile(io.BytesIO(draft(each, each.plans["any"]).file())) for each in (content, wanted))
    out = io.BytesIO()

    def name(found: re.Match[str]) -> str:
        mark = marks.marked(found[0])
        return own[mark.key] + (found[1] or "") if mark and mark.key in own else f"x{found[0][4:]}"

    with before, after, zipfile.ZipFile(out, "w") as target:
        for each in after.namelist():
            raw = (before if each == "docProps/custom.xml" else after).read(each)
            if each == "word/document.xml":
                raw = re.sub(r"_pp_[0-9a-f]{10}_[0-9a-f]{10}(_\d+)?", name, raw.decode()).encode()
            target.writestr(each, raw)
    return out.getvalue()


@settings(
    max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(values=plans(), other=SENTENCE, data_=st.data())
def test_any_text_that_was_changed_in_word_is_taken_over(
    loaded: Loaded, values: dict[str, Any], other: str, data_: st.DataObject
) -> None:
    """One paragraph of any task says something else in the Word file: taken over, the plan is the one that would say so."""
    tasks = [task for group in values.get("groups", [values]) for task in group.get("tasks", []) if task.get("text")]
    if not tasks:
        return
    text = text_of(values)
    content = loaded(text)
    task = data_.draw(st.sampled_from(tasks))
    place = data_.draw(st.integers(0, len(task["text"]) - 1))
    task["text"][place] = other
    wanted = loaded(text_of(values))
    raw = edited_file(content, wanted)
    found = returned.read("any.docx", raw, content, "any")
    assert bool(found.differences) is (content.plans["any"] != wanted.plans["any"])
    made = returned.take(text, content, found, range(1, len(found.differences) + 1))
    assert loaded(made.text).plans["any"] == wanted.plans["any"]


def test_every_plan_of_the_example_from_its_data() -> None:
    """Whole plans of every kind, campaigns too, are equal, field by field."""
    content, _ = look_over(ROOT, DAY)
    for plan_ in content.plans.values():
        path = content.source("plan", plan_.id).path
        record_id, text = opendata.plan_text(data.encode(data.plan_data(content, plan_)))
        found = load(ROOT, DAY, None, {path: text}).content.plans[record_id]
        assert found == plan_, plan_.id


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
def test_a_pdf_for_the_archive_gives_its_plan_back(root: Path, tmp_path: Path) -> None:
    """Printed with its data, the PDF alone is enough; so is the JSON; what is there is never written over."""
    content = look_over(root, DAY)[0]
    job = prints.job(content, "river-care")
    assert job
    raw = render(by_id.for_archive(content, "river-care", job), by_id.typefaces(root))
    (tmp_path / "a.pdf").write_bytes(raw)
    (tmp_path / "a.json").write_bytes(data.encode(data.plan_data(content, content.plans["river-care"])))
    for name in ("a.pdf", "a.json"):
        out = tmp_path / f"{name}.yaml"
        done = plan("import", tmp_path / name, "--root", root, "-o", out)
        assert done.exit_code == 0 and "照原样写成" in done.output, done.output
        found = load(root, DAY, None, {"plans/river-care.yaml": out.read_text(encoding="utf-8")}).content
        assert found.plans["river-care"] == content.plans["river-care"]
        assert "已经有了，没有改动" in plan("import", tmp_path / name, "--root", root, "-o", out).output


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{", b'{"id": 3}', b'{"id": "x", "title": "y", "counts": {}, "indicators": [1]}', b"[" * 100_000],
)
def test_data_that_are_no_plan_end_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(opendata.DataFault):
        opendata.plan_text(raw)


@st.composite
def edits(draw: st.DrawFn, values: dict[str, Any]) -> dict[str, Any]:
    """The same plan after somebody dropped, moved, added and reworded a task or two, all in a copy."""
    made: dict[str, Any] = json.loads(text_of(values))
    lists = [each["tasks"] for each in made.get("groups", [made])]
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["drop", "move", "new", "title", "text"]))
        held = draw(st.sampled_from(lists))
        if kind == "new" or not held:
            at = draw(st.integers(1, len(held))) if held else 0
            held.insert(at, {"id": f"fresh-{number}", "title": f"{draw(WORD)}另一件", "text": [draw(SENTENCE)]})
            continue
        task = draw(st.sampled_from(held))
        if kind in ("drop", "move"):
            if len(held) == 1:
                continue
            held.remove(task)
        if kind == "move":
            into = draw(st.sampled_from(lists))
            into.insert(draw(st.integers(0, len(into))), task)
        if kind == "title":
            task["title"] = f"{draw(WORD)}改"
        if kind == "text":
            task["text"] = [draw(SENTENCE), draw(SENTENCE)]
    return made


@settings(
    max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(values=plans(), data_=st.data())
def test_whatever_was_edited_the_plan_then_prints_the_word_file(
    loaded: Loaded, values: dict[str, Any], data_: st.DataObject
) -> None:
    """Tasks dropped, moved, added, reworded in any mixture: with all differences taken over nothing is different any more."""
    text = text_of(values)
    content = loaded(text)
    wanted = loaded(text_of(data_.draw(edits(values))))
    raw = edited_file(content, wanted)
    found = returned.read("any.docx", raw, content, "any")
    assert not any(each.conflict or each.stays for each in found.differences)
    made = returned.take(text, content, found, range(1, len(found.differences) + 1))
    left = returned.read("any.docx", raw, loaded(made.text), "any")
    assert [(each.change.kinds, each.change.item.text) for each in left.differences] == []
