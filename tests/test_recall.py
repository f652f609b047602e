"""What was worked out once is not worked out again, and never outlives the program that gave it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from campaign.build.recipe import ANSWERS, answers_kept
from campaign.leaves import recall
from campaign.leaves.codes import qr
from campaign.leaves.segments import parted
from campaign.leaves.store import Store
from campaign.pdf.pack.binding import page_count
from campaign.pdf.typeset import title_lines


def test_an_answer_is_worked_out_once_and_a_fault_every_time() -> None:
    worked: list[str] = []

    @recall.remembered()
    def shouted(text: str, name: str) -> str:
        worked.append(name)
        if not text:
            raise ValueError(name)
        return f"{text}！"

    assert [shouted("好", "甲"), shouted("好", "乙")] == ["好！", "好！"]
    for name in ("丙", "丁"):
        with pytest.raises(ValueError, match=name):
            shouted("", name)
    assert worked == ["甲", "丙", "丁"]


def test_functions_of_the_same_name_do_not_answer_for_each_other() -> None:
    @recall.remembered()
    def size(text: str) -> int:
        return len(text)

    first = size("床头卡")

    @recall.remembered()
    def size(text: str) -> int:  # type: ignore[no-redef]
        return len(text) * 2

    assert (first, size("床头卡")) == (3, 6)


def test_answers_of_another_day_are_taken() -> None:
    title = "关于印发改善就医感受提升患者体验主题活动实施方案的通知"
    drawn, broken = qr("https://plans.example.org/plans/care/"), title_lines(title)
    held = recall.asked()
    assert str(drawn) in held.values()
    assert any(isinstance(each, list) and "".join(each) in title for each in held.values())
    recall.remember({key: "另一幅" for key, each in held.items() if each == str(drawn)})
    try:
        assert qr("https://plans.example.org/plans/care/") == "另一幅"
    finally:
        recall.remember(held)
    assert (qr("https://plans.example.org/plans/care/"), title_lines(title)) == (drawn, broken)


def test_a_build_asks_no_segmenter_for_what_the_build_before_was_told(tmp_path: Path) -> None:
    heading, store = "晨间护理床头交接班核对规程", Store(tmp_path / "steps", "1")
    with answers_kept(store):
        words = parted(heading)
    kept = store.get(ANSWERS)
    assert words in kept.values()
    other = [heading]
    store.put(ANSWERS, {key: other if each == words else each for key, each in kept.items()})
    with answers_kept(store):
        assert parted(heading) == other
    recall.remember(kept)


def test_pages_are_counted_by_what_the_file_holds() -> None:
    book, raw = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(3):
        book.add_blank_page(100, 100)
    book.write(raw)
    assert page_count(raw.getvalue(), "甲") == page_count(raw.getvalue(), "乙") == 3
