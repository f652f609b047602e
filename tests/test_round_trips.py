"""Out and in again gives the same plan, whatever the plan: Word, workbook, JSON, and a PDF with its data inside."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import second_office
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from plan_samples import plans

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


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
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
