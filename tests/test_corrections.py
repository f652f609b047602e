"""Whatever readers have seen can be put right with a note and taken back, in the browser, for every kind of content that has a list there."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import second_office

from campaign.checks import look_over
from campaign.editor import earlier, edits, kinds
from campaign.editor.finding import Desk
from campaign.kinds import KINDS
from campaign.leaves.dates import Moment
from campaign.model import Published
from campaign.pages import build_pages
from campaign.views import references, release

TODAY = date(2026, 11, 21)
REGISTRIES = {
    "unit",
    "collective",
    "outlet",
    "site",
}  # what others stand on: a unit is closed by its 停用日期, the rest is changed or deleted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(second_office.written(tmp_path).resolve(), lambda: TODAY, threading.Lock())


def first(desk: Desk) -> dict[str, dict[str, Any]]:
    """The first record of every list of what readers see, as what asks for it."""
    listed = [each for each in edits.listing(desk)["kinds"] if (kind := kinds.by_key(each["key"])) and kind.kind.public]
    rows = {each["key"]: each["records"][0] for each in listed}
    return {key: {"kind": key, "file": row["file"], "at": row["at"]} for key, row in rows.items()}


def saved(desk: Desk, where: dict[str, Any], further: dict[str, Any], **changes: Any) -> dict[str, Any]:
    opened = edits.opening(desk, where)
    filled = {"value": {**opened["value"], **changes}, "body": opened["body"], "digest": opened["digest"]}
    answer = edits.saving(desk, {**where, **filled, **further})
    assert answer["saved"], (where, answer["problems"], answer["others"])
    return answer


def test_every_kind_is_put_right_with_a_note_that_readers_see(desk: Desk) -> None:
    notes = {}
    for key, where in first(desk).items():
        assert edits.opening(desk, where)["corrigible"] == (key not in REGISTRIES), key
        if key not in REGISTRIES:
            notes[key] = f"{key}里写错的一处"
            saved(desk, where, {"correction": notes[key]})
    content, _ = look_over(desk.root, TODAY)
    content = release.released(replace(content, preview=True))  # an update goes back to review
    pages = "".join(page.body for page in build_pages(content))
    assert {key for key, note in notes.items() if note not in pages} == set()


def test_every_kind_is_taken_back_and_comes_again(desk: Desk) -> None:
    for key, where in first(desk).items():
        if key in REGISTRIES:
            assert "withdrawn" not in edits.opening(desk, where)["schema"]["properties"], key
            continue
        answer = saved(desk, where, {}, withdrawn=TODAY.isoformat())
        rows = next(each for each in edits.listing(desk)["kinds"] if each["key"] == key)["records"]
        assert (
            next(each["state"] for each in rows if each["at"] == where["at"] and each["file"] == where["file"])
            == "已撤"
        )
        content = release.released(look_over(desk.root, TODAY)[0])
        assert [use for use in references.uses(content) if use.target is None] == [], key
        back = {**where, "version": answer["version"], "digest": answer["digest"]}
        assert earlier.restoring(desk, back)["saved"], key


def test_a_site_whose_all_was_taken_back_is_an_empty_one(desk: Desk) -> None:
    content, _ = look_over(desk.root, TODAY)

    def back(record: Any, *, whole: bool) -> Any:
        lists = {
            each: [back(item, whole=True) for item in getattr(record, each)]
            for each in release.lists_of_published(type(record))
        }
        taken = {"withdrawn": Moment.of(TODAY)} if whole and isinstance(record, Published) else {}
        return record.model_copy(update={**{key: tuple(items) for key, items in lists.items()}, **taken})

    for whole in (False, True):
        records = {
            kind: {key: back(each, whole=whole) for key, each in held.items()} for kind, held in content.records.items()
        }
        left = release.released(replace(content, records=records))
        assert len(list(build_pages(left))) > 5
        for kind in KINDS if whole else ():
            assert not any(isinstance(each, Published) for each in left.of(kind).values()), kind.key
