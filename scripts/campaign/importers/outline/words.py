"""Small words about words that every rule of the importer uses: clauses, brackets, numbers as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from campaign.leaves import numbering

HAN = "〇一二三四五六七八九十百"
LONGEST = (
    300  # characters of a clause; what is longer without a mark is no sentence, and patterns would search it for ever
)
OPENING, CLOSING = "（(〔[［【《“「", "）)〕]］】》”」"
_NARROW = {
    place: narrow
    for first, last in ((0x80, 0x3400), (0xFB00, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F200), (0x1FBF0, 0x1FBFA))
    for place in range(first, last)
    if len(narrow := unicodedata.normalize("NFKC", chr(place))) == 1
    and narrow.isascii()
    and (narrow.isalnum() or narrow in ".%")
}  # what stands for an ASCII letter, digit or mark: full-width, small, raised …
_DIGIT = {char: place for place, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}


def digits(text: str) -> str:
    """The same text, as long, with full-width digits and ASCII-like marks narrowed."""
    return text.translate(_NARROW)


def plain(text: str) -> str:
    """Without blanks, digits narrowed."""
    return re.sub(r"\s", "", digits(text))


def bare(text: str) -> str:
    """Letters, Han characters and digits only: for comparing names that are printed with different marks."""
    return "".join(char for char in plain(text) if unicodedata.category(char)[0] in "LN")


def value(number: str) -> int:
    """The value of a printed number: 十二、 → 12, （3） → 3, ④ → 4; 0 when there is none."""
    found = re.search(rf"\d+|[{HAN}]+|[①-⑳]", number)
    if not found:
        return 0
    word = found[0]
    if "①" <= word[0] <= "⑳":
        return ord(word) - ord("①") + 1
    if word.isdecimal():
        return int(word)
    try:
        return numbering.from_chinese(word)
    except ValueError:
        return 0


def amount(word: str) -> str:
    """A number as the model wants it: 八十 → 80, 两 → 2, 1:0.5 stays; the word itself when it is no number in words."""
    if not word or not all(char in _DIGIT or char in "十百" for char in word):
        return word
    if len(word) == 1 and word in _DIGIT:
        return str(_DIGIT[word])
    try:
        return str(numbering.from_chinese(word.replace("两", "二").replace("零", "〇")))
    except ValueError:
        return word


def pieces(text: str, marks: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the parts of a text between `marks`, which do not count inside brackets, quotes and book titles."""
    depth = start = 0
    for at, char in enumerate(text):
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(depth - 1, 0)
        elif not depth and char in marks:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(text):
        yield start, len(text)


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every outermost pair of brackets, nested ones inside; the end is behind the closing mark."""
    depth = start = 0
    for at, char in enumerate(text):
        if char in "（(〔[［【":
            start = at if not depth else start
            depth += 1
        elif char in "）)〕]］】" and depth:
            depth -= 1
            if not depth:
                yield start, at + 1


def overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a stretch of text touches one of the others."""
    return any(start < stop and begin < end for begin, stop in spans)
