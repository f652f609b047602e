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


# what the file says → the place and the sentence its author sees
NONSENSE = [
    ("lines: -3", "1:1: 错误[bad-number] “lines”（每页行数）：写的是“-3”，应是 5 到 60 之间的整数"),
    ("lines: 二十二", "1:1: 错误[bad-number] “lines”（每页行数）：写的是“二十二”，应是 5 到 60 之间的整数"),
    ("lines: 22.5", "1:1: 错误[bad-number] “lines”（每页行数）：写的是“22.5”，应是 5 到 60 之间的整数"),
    (
        "title: 甲\nmargin_left: 100",
        "2:1: 错误[profile-numbers] 左边距 100 加版心宽 156 超出纸宽 210 毫米；改小边距或版心",
    ),
    ("area_width: 300", "1:1: 错误[profile-numbers] 左边距 28 加版心宽 300 超出纸宽 210 毫米"),
    ("margin_right: 150", "1:1: 错误[profile-numbers] 版心宽只剩 32 毫米，排不下公文"),
    (
        "margin_right: 30\narea_width: 150",
        "1:1: 错误[profile-numbers] margin_right 和 area_width 说的是一件事，只能写一项",
    ),
    ("area_width: .nan", "1:1: 错误[bad-number] “area_width”（版心宽（毫米））：写的是“.nan”"),
    ("area_width: nan", "应是 0.1 到 1200 之间的数"),
    ("area_width: .inf", "应是 0.1 到 1200 之间的数"),
    ("area_width: 156斤", "应是 0.1 到 1200 之间的数"),
    (
        "lines: 60",
        "1:1: 错误[profile-numbers] 版心高 225 毫米排 60 行，行距 3.72 毫米，字高 5.57 毫米，行与行会叠在一起",
    ),
    ("lines: 61", "应是 5 到 60 之间的整数"),
    (
        "pitch: 9.88",
        "1:1: 错误[profile-numbers] 22 行、行距 9.83—9.93 毫米与版心高 225 毫米对不上，撑满版心的行距是 10.45 毫米；pitch 写 10.45，或删去 pitch",
    ),
    ("pitch: 28磅", "撑满版心的行距是 10.45 毫米"),
    ("chars: 26", "1:1: 错误[profile-numbers] 版心宽 156 毫米排 26 字，每字 17.01 磅，与正文字号 15.5—16.05 磅对不上"),
    ("body_size: 四号", "每字 15.79 磅，与正文字号 13.51—14.21 磅对不上；每行写 32 字，或把版心宽改成 140.4 毫米"),
    ("title_size: 15", "1:1: 错误[profile-numbers] 标题 15 磅，正文 15.79 磅，标题应比正文大；改大 title_size"),
    ("number_top: 250", "1:1: 错误[profile-numbers] 页码一字线距纸顶 250 毫米，应在版心下边（262）以下"),
    ("mark_top: 200", "1:1: 错误[profile-numbers] 发文机关标志距纸顶 200 毫米，首页排不下正文"),
    ("skip: [99]", "1:1: 错误[profile-numbers] 体检没有第 99 项"),
    ("pitch: [12, 3]", "两个数应先小后大"),
    ("pitch: [1]", "应写一个数，或从小到大的两个数"),
    ("margn_top: 3", "1:1: 错误[unknown-key] 不认识的项“margn_top”；是不是“margin_top”？"),
    ("fonts: {titel: 某宋}", "1:9: 错误[unknown-key] 不认识的项“titel”；是不是“title”？"),
    ("fonts: {title: '某宋\"; }'}", "不像字体名"),
    ("red: black", "写的是“black”，应是一种红色"),
    ("red: '#0000ff'", "应是一种红色"),
    ("red_head: 白纸", "“白纸”不在可选范围内；可写 printed（印出）、preprinted（套红纸）"),
    ("bold_level_3: 也许", "这里应写 是 或 否"),
    ("require: [版计]", "不能写“版计”"),
    ("base: gb970", "1:1: 错误[bad-value] “base”（以哪套数值为底）不能写“gb970”"),
    ("kind: memo", "不能写“memo”"),
    ("- 3", "1:1: 错误[not-a-mapping] 这里应是若干行“键: 值”"),
    ("a: [", "2:1: 错误[yaml-syntax] 方括号或花括号没有配对"),
    ("off: [3]", "不认识的项“off”"),
    ("", "1:1: 错误[file-empty] 文件是空的"),
]


@pytest.mark.parametrize(("text", "message"), NONSENSE, ids=[text for text, _ in NONSENSE])
def test_nonsense_is_refused(text: str, message: str) -> None:
    with pytest.raises(ProfileFault) as fault:
        profile_of(text, "我局.yaml")
    assert f"我局.yaml:{message}" in str(fault.value) or (not message[0].isdigit() and message in str(fault.value))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileFault, match="读不了体检标准文件"):
        load_profile(tmp_path / "无.yaml")
    with pytest.raises(ProfileFault, match="没有叫“x”的体检标准"):
        profile("x")
