"""Profiles of 公文体检: local numbers replace those of the standard, nonsense is refused in plain Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.inspect.profiles import PROFILES, ProfileFault, load_profile, profile, profile_of


def test_the_arithmetic_of_the_standard() -> None:
    gb = PROFILES["gb9704"]
    assert (gb.left, gb.right, gb.top, gb.bottom) == (28, 184, 37, 262)
    assert gb.cell == pytest.approx(5.5714, abs=1e-4)
    assert gb.row == pytest.approx(10.446, abs=1e-3)


def test_a_local_profile_replaces_some_numbers() -> None:
    local = profile_of("base: letter\nmark_top: 32\nfonts:\n  title: [某某小标宋]\n", "我局.yaml")
    assert (local.name, local.kind, local.mark_top, local.lines) == ("我局", "letter", 32, 22)
    assert local.is_font("某某小标宋-Regular", "title") and local.is_font("FZXiaoBiaoSong-B05S", "title")


@pytest.mark.parametrize(
    "name",
    ["FandolFang-R", "FangSong_GB2312", "仿宋_GB2312", "SimFang", "FZFangSong-Z02S", "Planpress-Fang", "STFangsong"],
)
def test_fonts_accepted_as_fangsong(name: str) -> None:
    gb = PROFILES["gb9704"]
    assert gb.is_font(name, "body") and not gb.is_font(name, "hei", "kai", "title")


NONSENSE = [
    ("lines: -3", "lines 写的是“-3”，应不小于 5"),
    ("lines: 二十二", "lines 写的是“二十二”，应是整数"),
    ("margin_left: 100", "左边距 100 加版心宽 156 超出纸宽 210 毫米"),
    ("area_width: .nan", "应是有限的数字"),
    ("lines: 40", "40 行、行距 10.2—10.5 毫米与版心高 225 毫米对不上"),
    ("pitch: [12, 3]", "应写两个正数，先小后大"),
    ("margn_top: 3", "没有叫“margn_top”的项；是不是“margin_top”？"),
    ("require: [版计]", "写的“版计”不在可选之列"),
    ("base: gb970", "base 写的“gb970”不存在"),
    ("kind: memo", "kind 写的“memo”不在可选之列"),
    ("- 3", "应是“名称: 数值”的列表"),
    ("a: [", "第 1 行不是正确的 YAML"),
    ("off: [3]", "没有叫“False”的项"),
]


@pytest.mark.parametrize(("text", "message"), NONSENSE, ids=[text for text, _ in NONSENSE])
def test_nonsense_is_refused(text: str, message: str) -> None:
    with pytest.raises(ProfileFault) as fault:
        profile_of(text, "我局.yaml")
    assert message in str(fault.value) and str(fault.value).startswith("我局.yaml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileFault, match="读不了体检标准文件"):
        load_profile(tmp_path / "无.yaml")
    with pytest.raises(ProfileFault, match="没有叫“x”的体检标准"):
        profile("x")
