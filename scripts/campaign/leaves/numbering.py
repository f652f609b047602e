"""The numbering styles of Chinese plans: reading a printed number, and writing the next one in the same style."""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Style:
    """A way of printing numbers. `level` is the heading level it customarily opens (GB/T 9704—2012 7.3.3)."""

    name: str
    sample: str
    pattern: re.Pattern[str]
    level: int
    chinese: bool


STYLES = (
    Style("han-comma", "一、", re.compile(r"([〇一二三四五六七八九十百]+)、$"), 1, True),
    Style("han-bracket", "（一）", re.compile(r"[（(]([〇一二三四五六七八九十百]+)[）)]$"), 2, True),
    Style("arabic-dot", "1.", re.compile(r"(\d+)[.．]$"), 3, False),
    Style("arabic-comma", "1、", re.compile(r"(\d+)、$"), 3, False),
    Style("arabic-bracket", "（1）", re.compile(r"[（(](\d+)[）)]$"), 4, False),
    Style("han-shi", "一是", re.compile(r"([一二三四五六七八九十]+)是$"), 5, True),
    Style("han-yao", "一要", re.compile(r"([一二三四五六七八九十]+)要$"), 5, True),
    Style("circled", "①", re.compile(r"([①-⑳])$"), 5, False),
)


@dataclass(frozen=True)
class HeadingNumber:
    style: Style
    value: int


def parse(printed: str) -> HeadingNumber | None:
    """Read a printed number such as 一、 （二） 3. 4、 五是; None when it is in no known style."""
    for style in STYLES:
        found = style.pattern.match(printed.strip())
        if found:
            text = found.group(1)
            if style.name == "circled":
                return HeadingNumber(style, ord(text) - ord("①") + 1)
            return HeadingNumber(style, from_chinese(text) if style.chinese else int(text))
    return None


def split(text: str) -> tuple[str, str]:
    """The printed number at the head of a line, and what follows it: 一、总体要求 → (一、, 总体要求)."""
    for style in STYLES:
        found = re.match(style.pattern.pattern.removesuffix("$"), text)
        if found and not text[found.end() :][:1].isdigit():
            return found[0], text[found.end() :].lstrip()
    return "", text


def from_chinese(text: str) -> int:
    """十九 → 19, 二十 → 20, 一百零五 is not used in plans and not read."""
    if "百" in text:
        hundreds, _, rest = text.partition("百")
        return from_chinese(hundreds or "一") * 100 + (from_chinese(rest.lstrip("〇零")) if rest else 0)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0)
    return DIGITS.index(text)


def to_chinese(value: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; for 1 to 99."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones or not tens else "")


def label(value: int, style: str) -> str:
    """The printed number of `value` in a named style: label(3, "han-bracket") → （三）."""
    sample = next(each.sample for each in STYLES if each.name == style)
    if style == "circled":
        return chr(ord("①") + value - 1)
    return sample.replace("一", to_chinese(value)).replace("1", str(value))


def compact(printed: str | None) -> str:
    """A number for use inside a reference: full-width brackets, no spaces."""
    return (printed or "").strip().replace("(", "（").replace(")", "）")
