"""Chinese line setting in plain text: what may stand at the end of a line, and how a long title falls into lines.

WeasyPrint breaks lines by Unicode's rules, which know nothing of the one-字 grid, of dates, or of titles. Two invisible characters tell it:
U+200B allows a break, U+2060 forbids one. Neither reaches the text layer of the PDF.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from campaign.leaves.segments import parted
from campaign.pdf.geometry import OFFICIAL

ALLOW, FORBID = "\u200b", "\u2060"
HAN = r"\u2e80-\u2fff\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
OPENING, CLOSING = "（《“‘〔【「『［〈", "）》”’〕】」』］〉，。、；：？！％℃…—～·"
TITLE_WIDTH = OFFICIAL.title_chars
MOST_LINES = 6  # of a title that is broken with care
Segment = Callable[[str], Iterable[str]]

_GAP = re.compile(
    rf"(?<=[{HAN}，。、；：？！）》”〕％]) +(?=[\x21-\x7e])|(?<=[\x21-\x7e]) +(?=[{HAN}，。、；：？！（《“〔])"
)
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}，。、；：？！）》”]) +(?=[{HAN}（《“])")
# A closing mark may end a line and an opening one begin it, yet Unicode takes “ and ” for either (class QU) and never breaks beside them.
_BEFORE_QUOTE = re.compile(r"(?<=[^\s（《“‘〔【—…\u200b])(?=[“‘])")
_AFTER_QUOTE = re.compile(rf"(?<=[”’])(?=[^\s{re.escape(CLOSING)}])")
# Kept together: a number and the 字 it counts (GB/T 15835), 〔2026〕12号, ≥90%, 第3; a range's dash does not begin a line (GB/T 15834).
_NUMBER = re.compile(rf"(?<=[\dxX%‰])(?=[{HAN}％‰℃㎡])|(?<=[≥≤＞＜＝±第约])(?=[\d])|(?<=[\dxX]〕)(?=\d)")
_RANGE = re.compile(r"(?<=\S)(?=[—～~·](?![—]))(?<!—)|(?<=\S)(?=/)|(?<=/)(?=\S)")
_LAST = re.compile(rf"([{HAN}])([{HAN}][。！？；：）”》…，、]*)$")


def plain(text: str) -> str:
    """Text as official documents print it: no spaces between 汉字 and Latin (they would take all the slack of a line), curly quotes."""
    text = _GAP.sub("", " ".join(text.split()))
    return curly(_BETWEEN_HAN.sub("", text))


def curly(text: str) -> str:
    """Straight quotation marks to “ and ” in turn; curly ones are left as typed. An odd one out is left alone."""
    if text.count('"') % 2:
        return text
    marks = itertools.cycle("“”")
    return re.sub('"', lambda _: next(marks), text)


def prose(text: str) -> str:
    """A paragraph ready for the line breaker: quotation marks may stand at line ends, numbers keep their units, no last line of one 字."""
    text = plain(text)
    text = _BEFORE_QUOTE.sub(ALLOW, text)
    text = _AFTER_QUOTE.sub(ALLOW, text)
    text = _NUMBER.sub(FORBID, text)
    text = _RANGE.sub(FORBID, text)
    return _LAST.sub(rf"\1{FORBID}\2", text)


def plain_lines(text: str) -> str:
    """The same for the text of a table cell, whose line breaks are meant."""
    return "\n".join(map(plain, text.split("\n")))


def cell(text: str) -> str:
    """The text of a table cell ready for the line breaker."""
    return "\n".join(map(prose, text.split("\n")))


def bare(text: str) -> str:
    """Without the invisible marks, for bookmarks and titles."""
    return text.replace(ALLOW, "").replace(FORBID, "")


def width(text: str, latin: float = 0.5) -> float:
    """Width in 字: `latin` for letters, digits and marks of ASCII (half in 仿宋), one for all else, none for the invisible marks."""
    return sum(0 if char in (ALLOW, FORBID) else latin if "\x20" <= char <= "\x7e" else 1 for char in text)


# -- titles ---------------------------------------------------------------------------------------------------------------------


# The name of an office that no list knows: 国家卫生健康委员会办公厅, 某某省财政厅; its place is two or three 字 and 省, 市, 县 …
_OFFICE = (
    rf"(?:国家|(?:(?![关于转印发的和与及])[{HAN}]){{2,3}}[省市县区州旗])(?:(?![关于转印发的])[{HAN}]){{2,11}}?"
    r"(?:委员会|管理局|监督局|保障局|健康局|教育局|财政局|公安局|民政局|厅)(?:办公厅|办公室|综合司|综合处)?"
)


def words(text: str, names: Sequence[str] = (), segment: Segment | None = None) -> list[str]:
    """Pieces between which a title may be broken: words, with names, numbers with their unit, 的+文种 and marks kept whole."""
    kept = sorted((re.escape(name) for name in set(names) if 1 < len(name) <= TITLE_WIDTH), key=len, reverse=True)
    pattern = re.compile(
        "|".join([*kept, _OFFICE, rf"第?\d+(?:[—～-]\d+)*[{HAN}%％]|第[一二三四五六七八九十]+[{HAN}]|[A-Za-z0-9.-]+"])
    )
    pieces: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += _segments(text[end : found.start()], segment)
        pieces.append(found.group())
        end = found.end()
    return _joined([*pieces, *_segments(text[end:], segment)])


def _segments(text: str, segment: Segment | None) -> list[str]:
    return [piece for piece in (segment or parted)(text) if piece] if text else []


_HEADLESS = frozenset("的地得及和与或等")  # never first in a line


def _joined(pieces: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        tied = joined and (
            piece[0] in CLOSING
            or piece in _HEADLESS
            or joined[-1][-1] in OPENING
            or (joined[-1].endswith("的") and piece.endswith(GENRES))
        )
        if tied:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


GENRES = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要", "方案", "办法", "规定",
)  # fmt: skip


def title_lines(
    title: str, names: Sequence[str] = (), segment: Segment | None = None, most: int = TITLE_WIDTH
) -> tuple[str, ...]:
    """A title in lines of at most `most` 字, broken between words, in the shape of a trapezium or a lozenge (7.3.1).

    `names` are names of units that stay whole. The fewest lines that hold the title are taken; among the ways to break it the one
    of good shape and even lengths wins.
    """
    title = plain(title)
    if width(title) <= most:
        return (title,)
    pieces = words(title, names, segment)
    if any(width(piece) > most for piece in pieces):
        pieces = [part for piece in pieces for part in _chopped(piece, most)]
    if width(title) > MOST_LINES * most:
        return tuple(_filled(pieces, most))
    for count in range(2, len(pieces) + 1):
        ways = [
            tuple(pieces[start:end] for start, end in itertools.pairwise((0, *cuts, len(pieces))))
            for cuts in _cuts(pieces, count, most)
        ]
        if ways:
            best = min(ways, key=_ugliness)
            return tuple("".join(line) for line in best)
    return (title,)


def _filled(pieces: Sequence[str], most: int) -> Iterator[str]:
    """Lines as full as they will be: for what is no title any more, whose ways to break could not be counted."""
    line = ""
    for piece in pieces:
        if line and width(line + piece) > most:
            yield line
            line = ""
        line += piece
    yield line


def _chopped(piece: str, most: int) -> list[str]:
    """A piece too long for a line, such as a book title of one long name, in parts that fit."""
    parts = -(-len(piece) // most)
    size = -(-len(piece) // parts)
    return [piece[start : start + size] for start in range(0, len(piece), size)]


def _cuts(pieces: Sequence[str], count: int, most: int) -> Iterable[tuple[int, ...]]:
    """Ways to part the pieces into `count` lines, none wider than `most`."""
    widths = [width(piece) for piece in pieces]

    def rest(start: int, lines: int) -> Iterable[tuple[int, ...]]:
        if lines == 1:
            if sum(widths[start:]) <= most:
                yield ()
            return
        total = 0.0
        for end in range(start + 1, len(pieces)):
            total += widths[end - 1]
            if total > most:
                return
            if sum(widths[end:]) <= most * (lines - 1):
                for further in rest(end, lines - 1):
                    yield (end, *further)

    return rest(0, count)


def _ugliness(lines: Sequence[Sequence[str]]) -> float:
    """Smaller is better; weighs shape, words torn from what they belong to, and unevenness. Lines are given in pieces."""
    sizes = [sum(map(width, line)) for line in lines]
    steps = [later - earlier for earlier, later in itertools.pairwise(sizes)]
    turns = sum(1 for one, two in itertools.pairwise(steps) if one < 0 < two)  # waisted
    level = sum(1 for step in steps if step == 0)
    mean = sum(sizes) / len(sizes)
    uneven = sum((size - mean) ** 2 for size in sizes) / len(sizes)
    texts = ["".join(line) for line in lines]
    held = list(itertools.accumulate(texts[:-1]))  # all that stands above each break
    inside = sum(2 * (text.count("《") > text.count("》")) + 5 * (text.count("“") > text.count("”")) for text in held)
    torn = sum(1 for line in lines[:-1] if line[-1][-1] in "的于" or len(line[-1]) == 1)
    torn += sum(2 for line in lines[1:] if len(line[0]) == 1)  # 提升｜年: the short word belongs to the one before
    short = sum(1 for size in sizes if size < 5)
    return 20 * turns + 5 * level + 6 * (inside + torn + short) + uneven
