"""Steps whose answers are kept: after every kind of edit a build is that of an empty store, byte for byte, and no store can do harm."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from second_office import written

from campaign.build.files import data_files, search_files
from campaign.build.made import Made, derive, with_pages
from campaign.build.printing import addresses
from campaign.checks import check
from campaign.content import Content
from campaign.leaves import program
from campaign.leaves.store import Store
from campaign.pages import build_pages

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 22)
PLAN = "plans/river-care.yaml"
UNITS = "plans/registry/units.yaml"
UPDATE = "docs/updates/first-day/index.md"
NEW = """\
id: night-care
title: 夜间门诊方案
issuer: 澜川区人民医院
upper: [river-care]
tasks:
  - {id: night, title: 开到二十一点, upper: ['river-care#booking'], responsibility: {lead: [护理部]}, due: 2026-12-20}
"""


def everything(made: Made) -> dict[str, Any]:
    """All that is made of a content root: pages, data, the index, where prints lie, problems."""
    content = made.sound
    (prints,) = made.steps.each(addresses, content.in_outline, ("",))
    assert prints == addresses(content)
    return {
        "problems": made.problems,
        "info": made.site_info,
        "prints": prints,
        **{page.path: page for page in made.pages},
        **data_files(content, made.steps),
        **search_files(made, ()),
    }


def change(name: str, before: str, after: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert before in text, (name, before)
        (root / name).write_text(text.replace(before, after), encoding="utf-8")

    return edit


def add(name: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    return edit


def rename_plan(root: Path) -> None:
    for path in (each for each in root.rglob("*") if each.suffix in (".yaml", ".md") and ".build" not in each.parts):
        path.write_text(path.read_text(encoding="utf-8").replace("night-care", "late-care"), encoding="utf-8")
    (root / "plans/night-care.yaml").rename(root / "plans/late-care.yaml")


def picture(root: Path) -> None:
    folder = root / "docs/cases/guide-desk"
    Image.new("RGB", (900, 600), "#0a7").save(folder / "desk.jpg")
    with (folder / "index.md").open("a", encoding="utf-8") as file:
        file.write("\n![导诊台](desk.jpg)\n")


def attachment(root: Path) -> None:
    add("docs/cases/guide-desk/steps.md", "步骤一")(root)
    add("plans/annexes/river-care-1.md", "附件里的话。\n")(root)
    change(
        PLAN, "outline:", "document:\n  attachments:\n    - {title: 预约规则, file: annexes/river-care-1.md}\noutline:"
    )(root)


EDITS: dict[str, Callable[[Path], None]] = {
    "a word of a task's text": change(PLAN, "预约到半小时以内。", "预约到二十分钟以内。"),
    "a word in quotation marks": change(PLAN, "预约到二十分钟", "做到“三个一”，预约到二十分钟"),
    "the title of a task": change(PLAN, "title: 分时段预约", "title: 分时段预约挂号"),
    "the unit of a task": change(PLAN, "lead: [医政医管科], join: [各医院]", "lead: [宣传科], join: [各医院]"),
    "a line more, and all below moves down": change(PLAN, "goals:", "# 一句说明\ngoals:"),
    "a unit renamed": change(UNITS, "name: 宣传科", "name: 宣传教育科, aliases: [宣传科]"),
    "a plan more": add("plans/night-care.yaml", NEW),
    "a plan renamed": rename_plan,
    "a plan withheld": change("plans/late-care.yaml", "title: 夜间", "public: 否\ntitle: 夜间"),
    "a plan public again": change("plans/late-care.yaml", "public: 否\n", ""),
    "a plan deleted": lambda root: (root / "plans/late-care.yaml").unlink(),
    "a word of the glossary": change("plans/registry/glossary.yaml", "负责到底", "一直负责"),
    "progress reported": change("plans/progress/river-care.yaml", "value: 18", "value: 25"),
    "an update published": change(UPDATE, "title: 医者故事宣传月启动\ndate", "title: 宣传月启动了\ndate"),
    "an update held back": change(UPDATE, "final: {by: 丙, date: 2026-10-09}", "final: {}"),
    "the profile of prints": change("plans/profiles/bureau.yaml", "name: 本局", "name: 本局版式"),
    "an outlet renamed": change("plans/registry/outlets.yaml", "name: 澜川日报,", "name: 澜川日报社, aliases: [澜川日报],"),
    "settings": change("plans/site.yaml", "as_of:", "due_soon_days: 40\nas_of:"),
    "the name of the site's office": change("plans/site.yaml", "organisation: 澜川区", "organisation: 澜川区新"),
    "a picture": picture,
    "an annex": attachment,
    "a campaign's ledger": change("plans/campaign-data/spring-story/a.yaml", "title: 夜班的灯}\n", "title: 夜班的灯}\n  - {id: st-2, unit: 外科, date: 2026-11-02, title: 凌晨的路}\n"),
    "a form submitted": change("plans/forms/data/lch-2026-10.yaml", "booked: 700", "booked: 800"),
    "a form's own words": change("plans/forms/visits.yaml", "id: visits", "id: visits  # 说明"),
    "a meeting": change("plans/meetings/talk-11.yaml", "title: 十一月调度会", "title: 十一月调度会议"),
    "an entry struck off": change("plans/ledger/bureau.yaml", "due: 2026-12-10\n    log", "due: 2026-12-01\n    log"),
    "a question": change("plans/qa/visitors.yaml", "顺延一个号段", "顺延两个号段"),
    "the day after": change("plans/site.yaml", "as_of: 2026-11-21", "as_of: 2026-11-22"),
    "a slip": change(PLAN, "title: 澜川区改善", "titel: 澜川区改善"),
    "the slip mended": change(PLAN, "titel: 澜川区改善", "title: 澜川区改善"),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("office"))


def made(root: Path, as_of: date | None = None) -> Made:
    return with_pages(derive(root, DAY, as_of, tolerant=True))


def afresh(root: Path, as_of: date | None = None) -> Made:
    """The same with nothing kept from before."""
    shutil.rmtree(root / ".build/steps", ignore_errors=True)
    return made(root, as_of)


def told(differing: dict[str, Any], cold: dict[str, Any]) -> list[str]:
    return [key for key in {**differing, **cold} if differing.get(key) != cold.get(key)]


def test_after_every_kind_of_edit_it_is_what_an_empty_store_gives(office: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    everything(made(office))
    for name, edit in EDITS.items():
        edit(office)
        kept = everything(made(office))
        shutil.copytree(office, other, ignore=shutil.ignore_patterns("steps"))
        cold = everything(with_pages(derive(other, DAY, tolerant=True)))
        shutil.rmtree(other)
        assert not told(kept, cold), name
    kept, cold = everything(made(office, DAY + timedelta(1))), everything(afresh(office, DAY + timedelta(1)))
    assert not told(kept, cold), "another day by the command"


def test_what_is_made_of_outlines_is_made_of_whole_plans_alike(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for root in (office, ROOT):
        content = derive(root, DAY, tolerant=True).sound
        made = [{page.path: page for page in build_pages(content)}, data_files(content), check(content)]
        with monkeypatch.context() as patch:
            patch.setattr(Content, "in_outline", property(lambda self: self))
            whole = replace(content)
            assert made == [{page.path: page for page in build_pages(whole)}, data_files(whole), check(whole)]


# -- a store that comes to harm --------------------------------------------------------------------------------------------------------


def cut(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def swap(folder: Path) -> None:
    """Every answer stands under another's name."""
    paths = sorted(folder.iterdir())
    held = [path.read_bytes() for path in paths]
    for path, raw in zip(paths, held[1:] + held[:1], strict=True):
        path.write_bytes(raw)


def folders(folder: Path) -> None:
    for path in list(folder.iterdir())[:20]:
        path.unlink()
        path.mkdir()


def file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", encoding="utf-8")


HARM: dict[str, Callable[[Path], None]] = {
    "deleted": shutil.rmtree,
    "cut short": cut,
    "mixed up": swap,
    "folders for files": folders,
    "a file for the folder": file,
}


def test_a_store_that_comes_to_harm_is_as_good_as_none(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = office / ".build/steps"
    cold = everything(afresh(office))
    for name, harm in HARM.items():
        harm(steps)
        assert not told(everything(made(office)), cold), name
        if steps.is_file():
            steps.unlink()
        made(office)
    monkeypatch.setattr(program, "version", lambda: "another program")
    before = {path.name: path.read_bytes() for path in steps.iterdir()}
    assert not told(everything(made(office)), cold)
    assert all((steps / name).read_bytes() != raw for name, raw in before.items()), "nothing of another program is used"


def test_a_store_that_cannot_be_written_changes_nothing(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = everything(afresh(office))
    for number in (errno.ENOSPC, errno.EROFS, errno.EACCES):
        shutil.rmtree(office / ".build/steps", ignore_errors=True)

        def refuse(path: Path, _: bytes, number: int = number) -> int:
            raise OSError(number, os.strerror(number), str(path))

        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", refuse)
            assert not told(everything(made(office)), cold)
        assert not any((office / ".build/steps").glob("*")), "nothing half written stays"


def test_two_builds_at_once_share_a_store(office: Path) -> None:
    cold = everything(afresh(office))
    shutil.rmtree(office / ".build/steps")
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            os._exit(0 if not told(everything(made(office)), cold) else 1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    assert not told(everything(made(office)), cold)


class _Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch ran",)


def test_a_store_that_came_with_somebody_else_s_content_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(tmp_path / "steps", "v")
    store.put("a", _Runs())
    store.put("b", shutil.rmtree)
    store.put("c", ("held", date(2026, 1, 1)))
    assert [store.get(name) for name in "abc"] == [None, None, ("held", date(2026, 1, 1))]
    assert not (tmp_path / "ran").exists() and pickle.dumps(_Runs())


def test_what_nobody_has_asked_for_in_a_month_goes(tmp_path: Path) -> None:
    store = Store(tmp_path, "v")
    for name in ("kept", "asked", "gone"):
        store.put(name, 1)
    old = {name: Store(tmp_path, "v")._path(name) for name in ("asked", "gone")}
    for path in old.values():
        os.utime(path, (1, 1))
    later = Store(tmp_path, "v")
    assert later.get("asked") == 1
    later.tidy()
    assert [later.get(name) for name in ("kept", "asked", "gone")] == [1, 1, None]


def test_every_file_of_the_program_makes_its_version(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    seen = set()
    for name, text in (
        ("a.py", "1"),
        ("a.py", "2"),
        ("pages/plan.html", "x"),
        ("sheet.css", "x"),
        ("pages/plan.html", "y"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.add(program.digest(tmp_path))
    assert len(seen) == 5
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/plan.cache").write_text("compiled", encoding="utf-8")
    assert program.digest(tmp_path) in seen, "what was compiled is no other program"
