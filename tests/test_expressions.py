"""The small language of form rules: what it reads, what it comes to, what it refuses — and that nothing in it is ever run."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.leaves.expressions import DivisionByZero, ExpressionFault, Value, evaluate, kind_of, names, parse

VALUES: dict[str, Value] = {
    "a": Decimal(7),
    "b": Decimal(2),
    "zero": Decimal(0),
    "yes": True,
    "no": False,
    "blank": None,
}
KINDS = {"a": "number", "b": "number", "zero": "number", "yes": "yesno", "no": "yesno", "blank": "number"}

# expression → what it comes to with a = 7, b = 2, zero = 0, yes, no, and a blank
WORTH: dict[str, Value] = {
    "1 + 2 * 3": Decimal(7),
    "(1 + 2) * 3": Decimal(9),
    "8 - 3 - 2": Decimal(3),
    "-a + 10": Decimal(3),
    "a / b": Decimal("3.5"),
    "0.1 + 0.2": Decimal("0.3"),
    "abs(b - a)": Decimal(5),
    "a >= 7": True,
    "a > 7": False,
    "a ≤ 7": True,
    "a ≠ 7": False,
    "a ＝ 7": True,
    "（a ＋ b）× 2 == 18": True,
    "yes == 是": True,
    "no == 是": False,
    "非 no 且 a > b": True,
    "no 或 a < b": False,
    "not yes or a > b and b < a": True,
    "filled(a)": True,
    "filled(blank)": False,
    "a + blank": Decimal(7),
    "blank - b": Decimal(-2),
    "blank + blank": None,
    "a * blank": None,
    "a / blank": None,
    "blank == 0": None,
    "blank == blank": None,
    "zero == 0": True,
    "no and blank == 0": False,
    "yes or blank == 0": True,
    "yes and blank == 0": None,
}


@pytest.mark.parametrize("text", WORTH)
def test_what_it_comes_to(text: str) -> None:
    assert evaluate(parse(text), VALUES) == WORTH[text]
    assert (evaluate(parse(text), VALUES) is None) == (WORTH[text] is None)


# what an author can get wrong → where and what he is told
FAULTS = {
    "a +": (4, "算式没有写完"),
    "": (1, "算式没有写完"),
    "(a": (3, "括号没有配对"),
    "a b": (3, "“b”放在这里读不懂"),
    "a..b": (2, "不认识的符号“.”"),
    "a < b < 3": (7, "一条算式里只能比较一次"),
    "__import__('os')": (12, "不认识的符号“'”"),
    "exec(a)": (1, "没有叫“exec”的算法；可用 filled、abs"),
    "a ** b": (4, "“*”放在这里读不懂"),
    "c > 1": (1, "没有叫“c”的栏目"),
    "a + yes": (3, "“+”两边都应是数"),
    "a == 是": (3, "一边是数，一边是“是”“否”，不能相比"),
    "a and yes": (3, "“且”“或”两边都应是能判断是否的话"),
    "-yes": (1, "负号后面应是数"),
    "非 a": (1, "“非”后面应是能判断是否的话"),
    "abs(yes)": (1, "abs 里应是数"),
    "a / 0": (3, "除数是 0"),
    "a / (2 - 2)": (3, "除数是 0"),
    "(" * 41 + "a": (42, "括号或符号套了 40 层以上"),
    "a" + " + a" * 200: (500, "算式超过 500 个字符"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_refused_and_where(text: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        kind_of(parse(text), KINDS)  # type: ignore[arg-type]
    assert (fault.value.at, fault.value.message) == FAULTS[text]


def test_division_by_a_figure_that_is_zero() -> None:
    with pytest.raises(DivisionByZero) as fault:
        evaluate(parse("a / (zero * b) > 1"), VALUES)
    assert fault.value.at == 3


def test_names_in_order() -> None:
    assert [each.name for each in names(parse("b + abs(a) <= -zero 且 filled(b)"))] == ["b", "a", "zero", "b"]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        kind_of(parse(text), KINDS)  # type: ignore[arg-type]
    except ExpressionFault as fault:
        assert 1 <= fault.at <= len(text) + 1 and fault.message


@given(st.sampled_from(["+", "-", "*"]), st.integers(0, 10**9), st.integers(0, 10**9))
def test_whole_numbers_are_reckoned_exactly(sign: str, left: int, right: int) -> None:
    wanted = {"+": left + right, "-": left - right, "*": left * right}[sign]
    assert evaluate(parse(f"{left} {sign} {right}"), {}) == Decimal(wanted)


@given(st.sampled_from(["==", "!=", "<=", ">=", "<", ">"]), st.one_of(st.none(), st.integers(0, 3)))
def test_a_blank_never_equals_anything(sign: str, other: int | None) -> None:
    values: dict[str, Value] = {"other": None if other is None else Decimal(other)}
    assert evaluate(parse(f"blank {sign} other"), values) is None
