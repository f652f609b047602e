"""What must never be published: mobile numbers and identity-card numbers, however they are typed.

One normaliser for everything: `check`, the loading of records, the lock on Markdown, file names and what stands inside attachments.
A number is looked for by its digits alone. Full-width, mathematical and Chinese digits count as digits; blanks, hyphens, dots, brackets and
marks of Markdown between them are skipped, characters without width are not seen at all, and an entity is the character it stands for.
What is left is cut into groups, and a group begins and ends where the author began and ended it: so eleven digits in the middle of a longer
number, an amount, a decimal or two years side by side are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from html import unescape

MOBILE, IDENTITY = "手机号", "身份证号"
MASK = "＊"

_CHINESE = dict(zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00123456789123456789" + "1", strict=True))
_BETWEEN = frozenset(" \t\n\r\u00a0\u3000-‐‑‒–—―−﹣－.．·•()（）[]［］【】*_~`/+＋") | {
    chr(n) for n in range(0x2000, 0x200B)
}
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_PERHAPS = re.compile(rf"[\d{''.join(_CHINESE)}⼀⼆⼋⼗]")  # and no text with fewer than eleven of them is looked at
_MOST_BETWEEN = 4
_FEWEST = 11
_COUNTRY = re.compile(r"(?:00)?86(?=1)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_SHAPES = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (6, 5), (4, 7), (3, 4, 2, 2), (3, 2, 2, 2, 2), (1,) * 11}
)  # fmt: skip
_IDENTITY_SHAPES = frozenset(
    {(18,), (6, 8, 4), (6, 12), (14, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (15,), (6, 6, 3), (6, 9), (1,) * 18, (1,) * 15}
)  # fmt: skip
_MOST_GROUPS = 18
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_COUNTED = re.compile(r"\s?(?:[元万亿％%‰㎡]|人次|平方|美元|千瓦|公里|[.．]\d)")
_PRICED = re.compile(r"(?:[¥￥$]\s?|\d[.．])\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"'（）)\]，。；、]*", re.I)
_CALLS = re.compile(r"(?:phone|mobile|tel|dial|wa\.me|id_?card|idno|sfz|sjh)[a-z_]*[=/]?\+?\Z", re.I)

_Group = tuple[int, int, str]  # where it begins and ends in the text, and its digits


def private(text: str) -> Iterator[tuple[int, str]]:
    """Where something private begins in a text, and what it is."""
    return ((start, word) for start, _, word in found(text))


def words(text: str) -> tuple[str, ...]:
    """What kinds of private numbers a text holds, each once."""
    return tuple(dict.fromkeys(word for _, _, word in found(text)))


def masked(text: str) -> str:
    """The text with every private number made unreadable; its length stays."""
    for start, end, _ in found(text):
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def found(text: str) -> tuple[tuple[int, int, str], ...]:
    """Begin, end and kind of everything private in a text, in its order."""
    return _found(text) if len(text) >= _FEWEST and len(_PERHAPS.findall(text)) >= _FEWEST else ()


@lru_cache(4096)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    addresses = [each.span() for each in _ADDRESS.finditer(text)]
    hits: dict[int, tuple[int, int, str]] = {}
    plain = _ENTITY.sub(_entity, text)
    for mixed in (False, True):  # 其一138… holds a number, and so does 138零零138000
        for run in _runs(plain, mixed):
            for start, end, word in _in_run(plain, run):
                inside = any(first <= start < last for first, last in addresses)
                if not inside or _CALLS.search(plain, 0, start):
                    hits.setdefault(start, (start, end, word))
    kept: list[tuple[int, int, str]] = []
    for hit in sorted(hits.values()):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return tuple(kept)


def _entity(entity: re.Match[str]) -> str:
    """The character that an entity stands for, with unseen ones after it so that all others keep their places."""
    meant = unescape(entity[0])
    return meant.ljust(len(entity[0]), "\u200b") if len(meant) < len(entity[0]) else entity[0]


@lru_cache(65536)
def _digit(char: str) -> str:
    """The digit that a character shows, or nothing; ① and ² are marks, not digits."""
    if char in _CHINESE:
        return _CHINESE[char]
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    folded = unicodedata.normalize("NFKC", char)  # ⼀ of a PDF copy
    return _CHINESE.get(folded, "") if folded != char else ""


def _runs(text: str, mixed: bool) -> Iterator[list[_Group]]:
    """Groups of digits with little between them. Chinese digits and others are groups of their own unless `mixed`."""
    groups: list[_Group] = []
    gap, chinese = 0, False
    for at, char in enumerate(text):
        digit = _digit(char)
        if digit or (char in "xXｘＸ" and groups and not gap and len("".join(each[2] for each in groups[-6:])) >= 17):
            of_words = bool(digit) and not char.isdecimal()
            if groups and not gap and (mixed or not digit or of_words == chinese):
                groups[-1] = (groups[-1][0], at + 1, groups[-1][2] + (digit or "X"))
            elif gap <= _MOST_BETWEEN:
                groups.append((at, at + 1, digit or "X"))
            else:
                yield groups
                groups = [(at, at + 1, digit or "X")]
            gap, chinese = 0, of_words
        elif groups and char in _BETWEEN:
            gap += 1
        elif groups and not _UNSEEN.match(char):
            yield groups
            groups, gap = [], 0
    yield groups


def _in_run(text: str, run: list[_Group]) -> Iterator[tuple[int, int, str]]:
    for first in range(len(run)):
        digits = ""
        for last in range(first, min(len(run), first + _MOST_GROUPS)):
            digits += run[last][2]
            if len(digits) > 22:
                break
            if len(digits) < _FEWEST:
                continue
            start, end = run[first][0], run[last][1]
            sizes = tuple(len(each[2]) for each in run[first : last + 1])
            word = _kind(digits, sizes)
            if word and not (len(sizes) == 1 and (_PRICED.search(text[:start]) or _COUNTED.match(text, end))):
                yield start, end, word
                break


def _kind(digits: str, sizes: tuple[int, ...]) -> str:
    code = _COUNTRY.match(digits)
    if code and len(digits) - code.end() == 11:
        head = sizes[0] - code.end()
        sizes = (head, *sizes[1:]) if head > 0 else sizes[1:] if head == 0 else ()
        digits = digits[code.end() :]
    if len(digits) == 11:
        return MOBILE if sizes in _MOBILE_SHAPES and _MOBILE.fullmatch(digits) else ""
    return IDENTITY if sizes in _IDENTITY_SHAPES and _is_identity(digits) else ""


def _is_identity(digits: str) -> bool:
    """A province, a day of birth, and (18 digits) the check digit; a wrong check digit is a slip of typing when the day is that of a living person."""
    if len(digits) not in (15, 18) or "X" in digits[:-1] or int(digits[:2]) not in _PROVINCES:
        return False
    if len(digits) == 15:
        return digits.isdecimal() and _is_day(f"19{digits[6:12]}", 1900, 1999)
    right = "10X98765432"[sum(int(a) * b for a, b in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[-1]
    return _is_day(digits[6:14], *((1900, 2099) if right else (1920, 2019)))


def _is_day(typed: str, first: int, last: int) -> bool:
    try:
        return first <= date(int(typed[:4]), int(typed[4:6]), int(typed[6:])).year <= last
    except ValueError:
        return False
