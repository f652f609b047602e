"""Checks of the words themselves: where lines may break, which marks may stand."""

from __future__ import annotations

import re

from campaign.inspect.checks.check import Faults, at, check, short
from campaign.inspect.checks.page import NO_END, unfinished
from campaign.inspect.parts import HAN, Anatomy, PrintedLine, PrintedParagraph

NO_START = set("，。、；：？！）》〉」』】〕”’％℃")
_UNITS = "年月日%％‰℃万亿元"
_HALF = re.compile(rf"(?<=[{HAN}])[,;:?!()']|[,;:?!()'](?=[{HAN}])|(?<=[{HAN}])[.](?=[{HAN}]|$)|\"")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）", '"': "“”", "'": "‘’"}
_RANGE = re.compile(
    r"(?<![\d./A-Za-z-])\d+(?:\.\d+)?[%％]?[-－–]\d+(?:\.\d+)?(?=[%％万亿个人天日月年分元岁次项张台例家])"
)


@check(25, "避头尾", "GB/T 15834—2011 5.1")
def line_edges(doc: Anatomy) -> Faults:
    """No line begins with a closing mark or ends with an opening one; the halves of —— and …… stay together."""
    for paragraph in doc.paragraphs:
        for piece, after in unfinished(paragraph):
            end, start = piece.line.text[-1:], after.line.text[:1]
            if start in NO_START:
                yield at(after, f"行首不能是“{start}”")
            if end in NO_END:
                yield at(piece, f"行末不能是“{end}”")
            if end == start and end in "—…":
                yield at(after, f"“{end * 2}”被拆在两行，应排在同一行")


@check(26, "数字和单字不拆行", "GB/T 15835—2011")
def unsplit(doc: Anatomy) -> Faults:
    """A number stays with its digits, its 年 月 日 and its unit, 〔2026〕 stays whole, and no paragraph ends with one character on a line."""
    for paragraph in doc.paragraphs:
        for piece, after in unfinished(paragraph):
            end, start = piece.line.text, after.line.text
            digits = re.search(r"[\d.]+$", end)
            if digits and (start[0].isdigit() or start[0] in _UNITS):
                rest = re.match(rf"[\d.]*[{_UNITS}]?", start)
                assert rest is not None
                yield at(after, f"“{digits[0]}{rest[0]}”被拆在两行，应排在同一行", "warning")
            elif re.search(r"〔\d*$", end):
                yield at(after, "六角括号里的年份被拆在两行，应排在同一行", "warning")
        if len(paragraph.pieces) > 1:
            last = paragraph.pieces[-1]
            if len(re.findall(f"[{HAN}\\w]", last.line.text)) == 1:
                yield at(last, f"末行只有一个字“{last.line.text}”，宜调整字句", "warning")


@check(27, "标点符号", "GB/T 15834—2011")
def punctuation(doc: Anatomy) -> Faults:
    """Chinese text has full-width marks, paired quotation marks, no doubled spaces, and — or ～ in ranges of numbers."""
    for paragraph in doc.paragraphs:
        text = paragraph.text
        for found in _HALF.finditer(text):
            yield at(
                _holder(paragraph, found.start()),
                f"{_around(text, found.start())}里的“{found[0]}”应为“{_FULL[found[0]]}”",
            )
        for opening, closing in ("“”", "‘’", "《》", "（）"):
            if text.count(opening) != text.count(closing) and not (closing == "）" and re.search(r"\d）", text)):
                yield at(paragraph.first, f"{short(text)}这一段的“{opening}”与“{closing}”不成对")
        if gap := re.search(r"\S(  |\u3000\u3000)\S", text):
            yield at(_holder(paragraph, gap.start()), f"{_around(text, gap.start())}中间有连续空格", "warning")
        for found in _RANGE.finditer(text):
            yield at(
                _holder(paragraph, found.start()),
                f"“{found[0]}”的起止号应为一字线“—”或浪纹线“～”",
                clause="GB/T 15835—2011",
            )


def _around(text: str, place: int) -> str:
    return f"“…{text[max(0, place - 4) : place + 5]}…”"


def _holder(paragraph: PrintedParagraph, place: int) -> PrintedLine:
    """The line of a paragraph that holds its character number `place`."""
    for piece in paragraph.pieces:
        if place < len(piece.line.text):
            return piece
        place -= len(piece.line.text)
    return paragraph.pieces[-1]
