"""Paragraphs in lines of 28 字 that end flush."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pdfglyphs import EM, pages
from pdfglyphs import FONTS as FONT_FILE

from campaign.doctor import FONTS
from campaign.pdf.engine import render
from campaign.pdf.geometry import OFFICIAL
from campaign.pdf.job import Job
from campaign.pdf.lines import HALF, INDENT, NO_END, NO_START, STRETCH, SetLine, advance, lines
from campaign.pdf.typeset import plain


def texts(made: tuple[SetLine, ...]) -> list[str]:
    return ["".join(words for _, words in line.runs) for line in made]


def width(line: SetLine) -> float:
    chars = [(face, char) for face, words in line.runs for char in words]
    return (
        sum(advance(char, face) for face, char in chars)
        + line.spacing * (len(chars) - 1)
        + (INDENT if line.first else 0)
    )


def test_full_lines_are_not_stretched() -> None:
    made = lines((("", "甲" * 26 + "乙" * 28 + "丙丁。"),))
    assert texts(made) == ["甲" * 26, "乙" * 28, "丙丁。"]
    assert [line.spacing for line in made] == [0, 0, 0]
    assert [line.first for line in made] == [True, False, False]


def test_a_mark_never_begins_a_line_and_the_line_before_is_drawn_out() -> None:
    made = lines((("", "甲" * 25 + "乙，" + "丙" * 30),))
    assert texts(made)[:2] == ["甲" * 25, "乙，" + "丙" * 26]
    assert made[0].spacing == pytest.approx(1 / 24, abs=1e-4)
    assert width(made[0]) == pytest.approx(OFFICIAL.chars, abs=0.01)


def test_half_a_character_too_many_is_drawn_together() -> None:
    made = lines((("", "甲" * 25 + "5项，" + "丙" * 30),))  # 25 and 2.5 into 26
    assert texts(made)[0] == "甲" * 25
    made = lines((("", "甲" * 24 + "5项" + "丙" * 30),))  # 24 and 1.5
    assert texts(made)[0] == "甲" * 24 + "5项丙"
    assert made[0].spacing == pytest.approx(-0.5 / 26, abs=1e-4)
    assert width(made[0]) == pytest.approx(OFFICIAL.chars, abs=0.01)
    last = lines((("", "甲" * 25 + "5。"),))
    assert texts(last) == ["甲" * 25 + "5。"]
    assert width(last[0]) == pytest.approx(OFFICIAL.chars, abs=0.01)


@pytest.mark.parametrize(
    ("typed", "halved"),
    [
        ("甲”、“乙", "”、"),
        ("甲。）乙", "。"),
        ("（甲）。乙", "）"),
        ("甲：“《乙》", "：“"),
        ("甲，乙。", ""),
        ("甲“乙”丙", ""),
        ("甲？”乙", ""),
        ("甲——“乙", ""),
    ],
)
def test_marks_side_by_side_share_their_blank(typed: str, halved: str) -> None:
    (line,) = lines((("kai", typed),))
    assert "".join(words for face, words in line.runs if face.endswith(HALF)) == halved
    assert "".join(texts((line,))) == typed
    assert {face.removesuffix(HALF).strip() for face, _ in line.runs} == {"kai"}


def test_what_marks_give_is_shared_out_and_lines_end_where_they_did() -> None:
    made = lines((("", "甲" * 20 + "”、“乙丙”" + "丁" * 60),))
    assert texts(made)[:2] == ["甲" * 20 + "”、“乙丙”", "丁" * 28]
    assert made[0].spacing == pytest.approx(1 / 25, abs=1e-4)
    assert width(made[0]) == pytest.approx(OFFICIAL.chars, abs=0.01)
    assert made[1].spacing == 0


def test_marks_stand_on_paper_where_the_lines_put_them() -> None:
    (line,) = lines((("", "甲”、“（乙）”。丙"),))
    words = "".join(f'<span class="{face}">{run}</span>' if face else run for face, run in line.runs)
    html = f'<!doctype html><html lang="zh-CN"><head><title>页</title></head><body><main><p><span class="l">{words}</span></p></main></body></html>'
    glyphs = pages(render(Job("p", "页", "plan", html), FONT_FILE))[0].body()[0].glyphs
    assert "".join(each.text for each in glyphs) == "甲”、“（乙）”。丙"
    places = [round((each.left - glyphs[0].left) / EM, 2) for each in glyphs]
    assert places == [0, 1, 1.5, 2, 2.5, 3.5, 4.5, 5, 5.5, 6.5]


def test_an_opening_mark_never_ends_a_line() -> None:
    assert texts(lines((("", "甲" * 25 + "《乙丙》" + "丁" * 30),)))[0] == "甲" * 25
    assert texts(lines((("", "甲" * 25 + "“乙丙”" + "丁" * 30),)))[0] == "甲" * 25


def test_numbers_dashes_and_dots_stay_whole() -> None:
    assert texts(lines((("", "甲" * 24 + "2026年乙" + "丙" * 30),)))[1].startswith("2026年")
    assert texts(lines((("", "甲" * 25 + "——乙" + "丙" * 30),)))[1].startswith("甲——")
    assert texts(lines((("", "甲" * 23 + "3月17日—4月1日" + "丙" * 30),)))[1].startswith("17日—4月")
    assert "DRG" in texts(lines((("", "甲" * 25 + "DRG付费" + "丙" * 30),)))[1]


def test_the_last_line_has_more_than_one_character() -> None:
    assert texts(lines((("", "甲" * 26 + "乙。"),)))[-1] == "甲乙。"


def test_faces_of_a_heading_that_runs_on() -> None:
    made = lines((("kai", "（一）加强领导。"), ("", "各科室" * 10)))
    assert made[0].runs[0] == ("kai", "（一）加强领导。")
    assert made[0].runs[1][0] == ""
    assert "".join(texts(made)) == "（一）加强领导。" + "各科室" * 10


def test_quotation_marks_pair_across_runs() -> None:
    assert "".join(texts(lines((("kai", '1.建"品管圈"。'), ("", '评"明星"。'))))) == "1.建“品管圈”。评“明星”。"


def test_an_endless_word_is_broken_rather_than_lost() -> None:
    word = "a" * 200
    made = lines((("", word),))
    assert "".join(texts(made)) == word
    assert all(width(line) <= OFFICIAL.chars + 0.01 for line in made)


SIGNS = "甲乙丙丁戊己，。、；：“”（）《》〔〕—…·0123456789年月日%abc ."


@given(st.lists(st.tuples(st.sampled_from(["", "kai"]), st.text(st.sampled_from(SIGNS), max_size=90)), max_size=3))
def test_nothing_is_lost_and_nothing_sticks_out(runs: list[tuple[str, str]]) -> None:
    made = lines(runs)
    assert "".join(texts(made)).replace(" ", "") == plain("".join(words for _, words in runs)).replace(" ", "")
    for line in made[:-1]:
        assert width(line) <= OFFICIAL.chars + 0.02 or len(line.runs[0][1]) > OFFICIAL.chars - 4
        if line.spacing:
            assert width(line) == pytest.approx(OFFICIAL.chars, abs=0.02)
            assert line.spacing <= STRETCH


PIECES = [
    "甲乙丙",
    "丁戊，",
    "己庚。",
    "“辛壬”",
    "（癸子）",
    "2026年",
    "《丑寅》",
    "卯——辰",
    "90%",
    "巳、",
    "“午”；",
    "（“未”）",
]


@given(st.lists(st.sampled_from(PIECES), min_size=10, max_size=80))
def test_no_line_begins_or_ends_with_a_mark_that_may_not(pieces: list[str]) -> None:
    shown = texts(lines((("", "".join(pieces)),)))
    for line in shown[1:]:
        assert line[0] not in NO_START
    for line in shown[:-1]:
        assert line[-1] not in NO_END
    for line in shown[1:-1]:
        assert len(line) > OFFICIAL.chars - 8


@pytest.mark.parametrize(
    ("face", "file"), [("", "PlanpressFang-Regular"), ("kai", "PlanpressKai-Regular"), ("hei", "PlanpressHei-Bold")]
)
def test_widths_are_those_of_the_fonts(face: str, file: str) -> None:
    font = TTFont(FONTS / f"{file}.otf")
    table, advances = font.getBestCmap(), font["hmtx"]
    for code in range(0x20, 0x7F):
        assert advance(chr(code), face) == pytest.approx(advances[table[code]][0] / 1000), chr(code)
    song = TTFont(FONTS / "PlanpressSong-Regular.otf")  # what 仿宋 and 楷体 leave to it, ～ among others
    for char in "“”‘’—…·〔〕％‰℃≥≤±～×，。、；：？！（）《》一鼎①":
        drawn = font if ord(char) in table else song
        assert advance(char, face) == pytest.approx(drawn["hmtx"][drawn.getBestCmap()[ord(char)]][0] / 1000), char
