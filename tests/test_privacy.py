"""Nothing private gets in: numbers as people type them, in every text of every kind of file, in prose, in names of files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from campaign.leaves.problems import Problem, Source
from campaign.load import file_kinds, inner_model, load
from campaign.load.records import FIGURES, validated
from campaign.model import Quantity
from campaign.texts import markdown, privacy

NUMBER = "13800138000"
ZERO_WIDTH = "\u200b"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")

TYPED = (
    "13800138000", "138 0013 8000", "138-0013-8000", "138.0013.8000", "(138)00138000", "（138）0013-8000", "138—0013—8000",
    "8613800138000", "+8613800138000", "008613800138000", "+86 138 0013 8000", "86-138-0013-8000", "+86 (138) 0013-8000",
    "１３８００１３８０００", "一三八零零一三八零零零", "一三八〇〇一三八〇〇〇", "壹叁捌零零壹叁捌零零零", "138零零138零零零", "幺三八零零幺三八零零零",
    "1 3 8 0 0 1 3 8 0 0 0", f"138{ZERO_WIDTH}0013{ZERO_WIDTH}8000", "138\u00a00013\u00a08000", "&#49;38&nbsp;0013&#x20;8000", "**138**00138000",
    "tel:13800138000", "https://a.cn/?phone=13800138000", "其一13800138000", "⼀三⼋〇〇⼀三⼋〇〇〇", "微信wx13800138000同号",
    "110101900101123", "110101 19900101 1234", "110101199001011234", "11010519491231002X", "11010519491231002ｘ", "110105-19491231-002X", "一一〇一〇五一九四九一二三一〇〇二X",
)  # fmt: skip
HARMLESS = (
    "12320", "0571-87651234", "（0571）8765 4321", "400-820-8820", "杭卫发〔2026〕13号", "13800138000元", "￥13800138000", "￥ 13800138000.50", "1.38亿元", "13,800,138,000",
    "3.14159265358", "0.13800138000", "圆周率3.141592653589793", "2026-11-28 13:00", "2026-11-28—2026-12-31", "20261113 20261231", "1998-10-28 130", "1949 1978 2021", "1998.10.28-2008.12.30",
    "113800138000123", "6222021234567890123", "https://a.cn/13800138000.html", "1.3 2.4 1.5 2.6 1.7", "13 14 15 16 17 18 19", "13800138000万元", "202611281234567", "统一社会信用代码12330000470052123X", "12330000470052123456",
    "138号文、0013号文、8000人", "总分110101分", "①3800138000", "",
)  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    text = f"请找{typed}。"
    assert privacy.words(text)
    assert not privacy.words(privacy.masked(text))
    assert len(privacy.masked(text)) == len(text)


@pytest.mark.parametrize("typed", HARMLESS)
def test_other_numbers_are_left_alone(typed: str) -> None:
    assert privacy.words(f"共{typed}，") == ()


@given(
    number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    gap=st.text(" -.·–—()（）\u3000\u200b\ufeff", max_size=3),
    cuts=st.sampled_from([(), (3,), (3, 7), (7,), (4, 8)]),
    code=st.sampled_from(["", "86", "+86", "0086", "+86 ", "86-"]),
    look=st.sampled_from([{}, WIDE, HAN]),
    before=st.sampled_from(["", "电话", "联系人：", "a\n"]),
    after=st.sampled_from(["", "。", "（张）", "x"]),
)
def test_any_number_with_anything_between(
    number: str, gap: str, cuts: tuple[int, ...], code: str, look: dict[int, str], before: str, after: str
) -> None:
    digits = number
    for cut in reversed(cuts):
        digits = f"{digits[:cut]}{gap}{digits[cut:]}"
    typed = (code + digits).translate(look)
    assert privacy.words(f"{before}{typed}{after}") == (privacy.MOBILE,)


@given(st.text())
def test_masking_keeps_the_length_and_leaves_nothing(text: str) -> None:
    masked = privacy.masked(text)
    assert len(masked) == len(text)
    assert privacy.words(masked) == ()


def leaves(model: type[BaseModel], depth: int = 0) -> Iterator[tuple[Any, str]]:
    """For every text that a kind of file can hold: data with the number in that place alone, and the place's name."""
    for name, info in model.model_fields.items():
        key, inner = info.alias or name, inner_model(info.annotation)
        if inner is None:
            if _is_text(info.annotation):
                yield {key: NUMBER}, key
                yield {key: [f"电话{NUMBER}"]}, f"{key}[]"
        elif depth < 6 and not getattr(inner, "never_published", False):
            for data, place in leaves(inner, depth + 1):
                yield {key: [data]}, f"{key}.{place}"


def _is_text(annotation: Any) -> bool:
    return annotation not in (Quantity, FIGURES) and not any(
        each in (Quantity, FIGURES) for each in get_args(annotation)
    )


@pytest.mark.parametrize("kind", sorted(file_kinds()))
def test_in_every_text_of_every_kind(kind: str) -> None:
    model: Any = file_kinds()[kind]
    count = 0
    for data, place in leaves(model):
        problems: list[Problem] = []
        record = validated(problems, data, Source("x.yaml"), model)
        assert [each.code for each in problems].count("private") == 1, f"{kind}: {place}"
        assert NUMBER not in repr(record)
        assert not [each for each in problems if NUMBER in each.message], (
            place
        )  # what is told elsewhere does not repeat it
        count += 1
    assert count


def test_a_figure_is_nobodys_telephone(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "p.yaml").write_text(
        "id: p\ntitle: 方案\nindicators: [{id: i, name: 收入, unit: 元, targets: [{value: 13800138000}]}]\n", "utf-8"
    )
    assert not [each for each in load(tmp_path, date(2026, 11, 28)).problems if each.code == "private"]


def test_prose_and_names_of_files(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "p.yaml").write_text("id: p\ntitle: 方案\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(
        "---\ntitle: 请打138 0013 8000\n---\n\n# 首页\n\n问**138**-0013-8000\n\n[名单](名单13800138000.txt)\n", "utf-8"
    )
    (tmp_path / "docs" / "名单13800138000.txt").write_text("张三 138 0013 8000", "utf-8")
    loaded = load(tmp_path, date(2026, 11, 28))
    found = [f"{each.path}:{each.line}:{each.column}" for each in loaded.problems if each.code == "private"]
    assert found == [
        *("docs/index.md:2:10", "docs/index.md:7:4", "docs/index.md:9:8"),  # in a heading, in bold, in a link
        *("docs/名单13800138000.txt:1:1", "docs/名单13800138000.txt:1:1"),  # in its name, in its text
    ]
    assert "0013" not in markdown.clean('<p>问<strong>138</strong>-0013-8000<a href="tel:13800138000">电话</a></p>')
