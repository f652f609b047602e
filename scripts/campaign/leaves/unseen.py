"""Characters that nobody sees: what turns the order of letters round, what has no width, and control characters.

Decided once, where text comes in: such a character is named by its place and goes no further, so no page, print, workbook or index has one.
Unicode Standard 16, tables 23-1 to 23-4; UTS 39 on bidirectional overrides; XML 1.0, 2.2 on control characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Literal

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff"  # no Word file or feed can hold them
_TURNING = "\u202a-\u202e\u2066-\u2069"
_WIDTHLESS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_ANY = re.compile(f"[{_CONTROL}{_TURNING}{_WIDTHLESS}]")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([a-zA-Z])|.)", re.S)
_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}  # YAML 1.1, 5.6
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_NAMES = {
    "\u00ad": "软连字符", "\u061c": "阿拉伯文方向标记", "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字",
    "\u200e": "左至右标记", "\u200f": "右至左标记", "\u2060": "单词连接符", "\ufeff": "零宽不换行空格",
}  # fmt: skip
Said = tuple[str, Literal["error", "warning"], str, str]


def stripped(text: str) -> str:
    """The text as it is seen."""
    return _ANY.sub("", text)


def found(text: str) -> Iterator[tuple[int, Said]]:
    """Where an unseen character stands in a text as written, and what to say of it: code, severity, message, remedy."""
    for each in _ANY.finditer(text):
        yield each.start(), _said(each[0])


def escaped(quoted: str) -> Iterator[tuple[int, Said]]:
    """The same for those written as escapes in a double-quoted scalar of YAML."""
    for each in _ESCAPE.finditer(quoted):
        code, letter = each[1] or each[2] or each[3], each[4]
        meant = chr(int(code, 16)) if code and int(code, 16) < 0x110000 else _LETTERS.get(letter or "", "")
        if _ANY.fullmatch(meant):
            yield each.start(), _said(meant)


def referred(markup: str) -> Iterator[tuple[int, Said]]:
    """The same for those written as character references in HTML or Markdown."""
    for each in _ENTITY.finditer(markup):
        if _ANY.fullmatch(unescape(each[0])):
            yield each.start(), _said(unescape(each[0]))


def _said(char: str) -> Said:
    number = f"U+{ord(char):04X}"
    if re.match(f"[{_CONTROL}]", char):
        return "yaml-character", "error", f"有看不见的控制字符 {number}", "删去它再保存"
    if re.match(f"[{_TURNING}]", char):
        message = f"有颠倒文字方向的字符 {number}，看到的次序和写的不一样"
        return "text-direction", "error", message, "删去它再保存；看不见的，把这几个字重打一遍"
    name = _NAMES.get(char) or unicodedata.name(char, "不占位的字符").lower()
    message = f"有看不见的字符 {number}（{name}），已略去"
    return "text-unseen", "warning", message, "多半是从网页或聊天里粘贴带来的；把前后几个字重打一遍"
