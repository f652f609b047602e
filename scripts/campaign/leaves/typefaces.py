"""Which characters the print can draw: those that a typeface in the printer's sight has, a 汉字 only in a face with simplified forms.

The one definition of it. `checks` asks the files of the typefaces before anything is printed, `pdf.engine` looks at what came out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
NO_GLYPH = "no-glyph"  # code of the error: it keeps documents from being printed, and nothing else
REMEDY = "换用通用规范汉字或常用符号，或在 fonts 文件夹里添加含有它的字体"
_FOREIGN = re.compile(r"\b(?:JP|KR|TC|TW|HK|MO)\b|Mincho|Gothic|Nanum|IPA")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af〇]")
_FORMLESS = re.compile("[\t\n\r\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # ends of lines, variation selectors


def foreign(family: str) -> bool:
    """Whether a family draws 汉字 in Japanese, Korean or Traditional forms."""
    return bool(_FOREIGN.search(family))


def is_han(char: str) -> bool:
    """Whether a character is a 汉字, whose form depends on the face."""
    return bool(_HAN.match(char))


def shown(chars: Iterable[str]) -> str:
    """Characters as a message names them: “𰻝”（U+30EDD）."""
    return "、".join(f"“{char}”（U+{ord(char):04X}）" for char in chars)


def lacking(text: str, folders: tuple[Path, ...]) -> list[str]:
    """The characters of a text that no typeface in these folders can draw, each once. The folders are looked into only when a text goes beyond
    GB 2312 and ASCII, which ours have whole."""
    if _is_plain(text):
        return []
    have = covered(folders)
    lost: dict[str, None] = {}
    whole = ""  # a letter with the marks on it so far, where they make one character
    for char in text:
        joined = unicodedata.normalize("NFC", whole + char) if unicodedata.combining(char) else char
        whole = joined if len(joined) == 1 else ""
        if not (whole and ord(whole) in have) and not _drawn(char, have):
            lost[char] = None
    return list(lost)


def _drawn(char: str, have: frozenset[int]) -> bool:
    """As it is, as a letter and its marks, or with nothing to draw: white space, and what only chooses among forms."""
    parts = unicodedata.normalize("NFD", char)
    return (
        ord(char) in have
        or unicodedata.category(char) == "Zs"
        or bool(_FORMLESS.match(char))
        or (len(parts) > 1 and have.issuperset(map(ord, parts)))
    )


def _is_plain(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def covered(folders: tuple[Path, ...]) -> frozenset[int]:
    """The characters that the typefaces below some folders have. A file that is no font has none: fontconfig passes it over as well."""
    found: set[int] = set()
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in SUFFIXES):
            found |= _of_file(path)
    return frozenset(found)


def _of_file(path: Path) -> set[int]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    found: set[int] = set()
    try:
        with (TTCollection if path.suffix.lower() == ".ttc" else TTFont)(path, lazy=True) as held:
            for face in getattr(held, "fonts", [held]):
                have = set(face.getBestCmap() or ())
                simplified = not foreign(face["name"].getDebugName(1) or "")
                found |= have if simplified else {code for code in have if not is_han(chr(code))}
    except (TTLibError, OSError, KeyError, ValueError, AssertionError):
        pass
    return found
