"""Work beside work, and a second build: what is unchanged is taken over, what changed is made anew, and nothing else can be told from a first build."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest

from campaign.build.made import derive
from campaign.build.printing import printed_files
from campaign.build.recipe import build
from campaign.build.shelf import PrintShelf
from campaign.leaves.parallel import aside, spread
from campaign.pdf import prints
from campaign.pdf.engine import PrintFault
from campaign.pdf.job import Job
from campaign.pictures import UnfitPicture
from campaign.pictures.seals import UnfitSeal

DAY = date(2026, 11, 21)
PLAN = """\
id: {0}
title: {1}
issuer: 甲医院
status: active
tasks:
  - {{id: t, title: 核对床头卡, responsibility: {{lead: 护理部}}, due: 2026-11}}
"""
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "plans/registry").mkdir(parents=True)
    (folder / "plans/registry/units.yaml").write_text(UNITS, encoding="utf-8")
    (folder / "plans/care.yaml").write_text(PLAN.format("care", "床旁结算方案"), encoding="utf-8")
    (folder / "plans/quality.yaml").write_text(PLAN.format("quality", "病历质量方案"), encoding="utf-8")
    (folder / "plans/site.yaml").write_text("organisation: 甲医院\nhome: 甲医院\n", encoding="utf-8")
    return folder


def printed(root: Path) -> dict[str, Path]:
    return printed_files(derive(root, DAY)).places


def test_a_second_build_prints_what_changed_and_nothing_else(root: Path) -> None:
    first = printed(root)
    assert {"plans/care/care.pdf", "plans/quality/quality.pdf", "units/nursing/nursing.pdf"} <= set(first)
    stamps = {path: kept.stat().st_mtime_ns for path, kept in first.items()}
    assert printed(root) == first
    assert {path: kept.stat().st_mtime_ns for path, kept in first.items()} == stamps
    (root / "plans/care.yaml").write_text(PLAN.format("care", "床旁结算新方案"), encoding="utf-8")
    second = printed(root)
    assert second["plans/care/care.pdf"] != first["plans/care/care.pdf"]
    assert second["plans/quality/quality.pdf"] == first["plans/quality/quality.pdf"]
    second["plans/quality/quality.pdf"].unlink()
    assert printed(root)["plans/quality/quality.pdf"].is_file()


def test_what_is_left_of_a_print_is_printed_anew(root: Path) -> None:
    kept = printed(root)["plans/care/care.pdf"]
    raw = kept.read_bytes()
    for left in (raw[: len(raw) // 2], b""):
        kept.write_bytes(left)
        assert printed(root)["plans/care/care.pdf"].read_bytes() == raw


def test_one_print_comes_from_the_shelf_and_stays_there(root: Path) -> None:
    shelf, job = on_shelf(root, "care")
    raw = shelf.pdf(job).pdf
    (kept,) = shelf.folder.glob("*.pdf")
    assert printed(root)["plans/care/care.pdf"] == kept
    kept.write_bytes(raw + b"%%EOF kept")
    assert shelf.pdf(job).pdf.endswith(b"kept")


def test_one_print_is_made_where_nothing_can_be_kept(root: Path) -> None:
    (root / ".build").mkdir()
    (root / ".build/pdf").write_text("no folder", encoding="utf-8")
    shelf, job = on_shelf(root, "care")
    assert shelf.pdf(job).pdf.startswith(b"%PDF")


def on_shelf(root: Path, plan: str) -> tuple[PrintShelf, Job]:
    content = derive(root, DAY).sound
    job = prints.job(content, plan, None)
    assert job is not None
    return PrintShelf.of(root, content), job


def test_what_is_saved_while_a_build_is_at_work_is_printed_by_the_next(root: Path) -> None:
    made = derive(root, DAY)
    (root / "plans/care.yaml").write_text(PLAN.format("care", "床旁结算新方案"), encoding="utf-8")
    before = printed_files(made).places["plans/care/care.pdf"]
    assert printed(root)["plans/care/care.pdf"] != before
    assert printed_files(made).places["plans/care/care.pdf"] == before


def test_the_day_and_an_office_s_setting_make_other_prints(root: Path) -> None:
    first = printed(root)["units/nursing/nursing.pdf"]
    assert printed_files(derive(root, DAY, date(2026, 12, 31))).places["units/nursing/nursing.pdf"] != first
    (root / "plans/site.yaml").write_text(
        "organisation: 甲医院\nhome: 甲医院\nurl: https://plans.example.org/\n", encoding="utf-8"
    )
    assert printed(root)["units/nursing/nursing.pdf"] != first


def test_built_beside_each_other_and_again_it_is_the_same_site(root: Path) -> None:
    sites = []
    for jobs, fresh in ((1, True), (2, True), (2, False)):
        if fresh:
            shutil.rmtree(root / ".build", ignore_errors=True)
        assert not build(root, root / "site", DAY, jobs=jobs, say=lambda _: None)
        files = (path for path in (root / "site").rglob("*") if path.is_file() and not path.name.startswith("sitemap"))
        sites.append({str(path.relative_to(root / "site")): path.read_bytes() for path in files})
    assert "plans/care/care.pdf" in sites[0]
    assert sites[0] == sites[1] == sites[2]


@pytest.mark.parametrize(
    "fault",
    [UnfitPicture("picture-missing", "找不到图片", "放进来"), UnfitSeal("不是 PNG", "另存"), PrintFault("排不下")],
)
def test_a_fault_comes_out_of_another_process_as_it_is(fault: Exception) -> None:
    def faulty() -> None:
        raise fault

    with aside(2, faulty) as result, pytest.raises(type(fault)) as raised:
        result()
    assert vars(raised.value).items() >= vars(fault).items()


def test_work_that_the_system_ends_is_a_fault_of_the_machine() -> None:
    with aside(2, lambda: os.kill(os.getpid(), signal.SIGKILL)) as result, pytest.raises(OSError, match="memory"):
        result()

    def one(item: int) -> int:
        if item == 30:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with pytest.raises(OSError, match="memory"):  # and nobody waits for it for ever
        spread(2)(one, range(60))


def test_shared_work_comes_back_in_order_or_with_its_fault() -> None:
    assert spread(2)(lambda item: item * 2, range(60)) == [item * 2 for item in range(60)]

    def faulty(item: int) -> int:
        return 1 // (item - 40)

    with pytest.raises(ZeroDivisionError):
        spread(2)(faulty, range(60))


@pytest.mark.parametrize("workers", [1, 2])
def test_work_beside_other_work_gives_its_result_or_its_fault(workers: int) -> None:
    with aside(workers, lambda: (os.getpid(), "made")) as result:
        pid, words = result()
    assert words == "made"
    assert (pid == os.getpid()) is (workers == 1)

    def faulty() -> None:
        raise OSError(28, "disk full", "here")

    with aside(workers, faulty) as result, pytest.raises(OSError, match="disk full"):
        result()


def test_a_build_of_the_pages_alone_keeps_the_prints_and_brings_nothing_else_back(root: Path) -> None:
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# 首页\n\n[清单](list.txt)\n", encoding="utf-8")
    (root / "docs/list.txt").write_bytes(b"old")
    assert not build(root, root / "site", DAY, say=lambda _: None)
    first = {kind: (root / f"site/plans/care/care.{kind}").read_bytes() for kind in ("pdf", "docx")}
    (root / "plans/care.yaml").write_text(PLAN.format("care", "床旁结算新方案"), encoding="utf-8")
    (root / "docs/list.txt").write_bytes(b"new")
    assert not build(root, root / "site", DAY, only="site", say=lambda _: None)
    assert {kind: (root / f"site/plans/care/care.{kind}").read_bytes() for kind in first} == first
    assert (root / "site/list.txt").read_bytes() == b"new"
    assert not build(root, root / "site", DAY, only="pdf", say=lambda _: None)
    assert (root / "site/plans/care/care.docx").read_bytes() != first["docx"]
