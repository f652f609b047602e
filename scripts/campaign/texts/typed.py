"""Text as people type or paste it (from Word, a web page, a chat) → the Markdown that shows what they see.

A line is a paragraph. 1、 2、 and • begin lists, 一、 and （一） headings when they are short; whatever else Markdown would take for a sign of its own
stays the letter that was typed. What cannot be seen or only moves words about (zero-width characters, tabs, no-break and full-width blanks at the
head of a line) goes, and is said. What is Markdown already (**bold**, links, pictures, fenced code, tables, notes) stays. Tidying twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from campaign.leaves import unseen

APART = "<!-- -->"  # between two lists, which Markdown would join
HEADING = 24  # letters; a longer line after 一、 is a paragraph
_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_CHAPTER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:部分|章|节))")
_SECTION = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_NUMBER = re.compile(r"(\d{1,2})(?:[、．）]|[.)](?!\d))\s*(?=\S)")
_BULLET = re.compile(r"(?:[•·●○▪■◆◇▶►➢✓\uf06c\uf0b7\uf0d8-]\s+|[•●▪◆➢\uf06c\uf0b7\uf0d8]|\*\s+)(?=\S)")
_MARKED = re.compile(
    r"#{1,6} |(?:>|\||!!! |\?\?\?\+? |:---|\[\^|\[[^\]]+\]: |\*\[)|-{3,}$"
)  # lines that are Markdown's own
_LEAD = re.compile(  # and what makes them so: the words after it are words
    r"(?: *(?:>|#{1,6} |[*+-] |\d+[.)] |\[\^[^\]]+\]: |\*\[[^\]]+\]: ))*(?: *(?:\[[^\]^][^\]]*\]: |!!! |\?\?\?\+? ).*)? *"
)
_HEADED = re.compile(
    rf"(?:{_CHAPTER.pattern}|{_SECTION.pattern}|\d{{1,2}}[、．）])"
)  # a line that begins a part or an item
_FENCE = re.compile(r"(`{3,}|~{3,})")
_KEPT = re.compile(
    r"\\[\\`*_{}\[\]()#+.!|~<>-]|`[^`\n]+`|\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*|https?://[^\s，。；）】”]+|!?\[[^\[\]\n]*\]\([^()\s]*(?:\([^()\s]*\))?\)|<https?://[^<>\s]+>|&(?:lt|gt|amp|#\d+);|</?(?:br|sub|sup|u|kbd|mark)>"
)
_SIGNS = re.compile(
    r"[*`\\]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|([~=+^])(?=\1)|(?<=~)~|(?<==)=|(?<=\+)\+|(?<=\^)\^"
    r"|:(?=[\w+-]+:)|\{(?=[+~=>-])|-(?=->)|<(?=--)|=(?=/=)|\+(?=/-)|^/(?=//)|^-(?=-*8<)|^!(?=!!)|^\?(?=\?\?)"
)
_PAIRED = "~^$"  # two of a line would make letters small or a formula
_BY_NUMBER = "<~=+^$:{-/!?"  # signs that no backslash keeps from being Markdown's


@dataclass(frozen=True)
class Tidied:
    """The Markdown, and sentences about what was taken out or taken for something."""

    text: str
    notes: tuple[str, ...]


def tidied(text: str) -> Tidied:
    """Typed or pasted text as Markdown. Its lines end with \\n; nothing that could run or hide is added."""
    plain, notes = plainly(text)
    blocks: list[str] = []
    lists = headings = 0
    listed = False
    for sort, held in groupby(_lines(plain), key=lambda each: each[0]):
        words = [each for _, each in held]
        kind = "line" if sort == "number" and not _runs(words) else sort
        if listed and kind in ("number", "bullet"):
            blocks.append(APART)
        listed = kind in ("number", "bullet")
        match kind:
            case "raw":
                blocks.append("\n".join(words).strip("\n"))
            case "number":
                lists += 1
                blocks.append(
                    "\n".join(
                        f"{place}. {_literal(_NUMBER.sub('', each, count=1))}" for place, each in enumerate(words, 1)
                    )
                )
            case "bullet":
                lists += 1
                blocks.append("\n".join(f"- {_literal(_BULLET.sub('', each, count=1))}" for each in words))
            case "chapter" | "section":
                headings += len(words)
                blocks += [f"{'##' if kind == 'chapter' else '###'} {_literal(each)}" for each in words]
            case _:
                blocks += [_literal(each) for each in words]
    if lists:
        notes.append(f"{lists} 处认作列表")
    if headings:
        notes.append(f"{headings} 处认作小标题")
    made = "\n\n".join(filter(None, blocks))
    return Tidied(f"{made}\n" if made else "", tuple(notes))


def plainly(text: str) -> tuple[str, list[str]]:
    """The same words without what cannot be seen or only moves them about, and what was taken out; also for titles and other single lines."""
    notes = []
    text = _ENDS.sub("\n", text)
    bare = unseen.stripped(text)
    if (gone := len(text) - len(bare)) > 0:
        notes.append(f"去掉 {gone} 个看不见的字符")
    if found := len(_BLANKS.findall(bare)):
        notes.append(f"{found} 个不换行空格改成普通空格")
    bare = _BLANKS.sub(" ", bare)
    if found := bare.count("\t"):
        notes.append(f"{found} 个制表符改成空格")
    bare = bare.replace("\t", " ")
    lines = bare.split("\n")
    if found := sum(line[:1] in ("\u3000", " ") and bool(line.strip()) for line in lines):
        notes.append(f"去掉 {found} 行开头的空格，段首由排版空两格")
    return "\n".join(line.rstrip(" \u3000") for line in lines), notes


_ACCIDENTS: Mapping[
    str, re.Pattern[str]
] = {  # what shows that text came from elsewhere → what becomes of it on the page
    "行首的空格会照样留在网页上，段首由排版空两格": re.compile(r"[\u3000\u00a0]"),
    "“•”这样的符号不会排成列表": re.compile(r"[ \u3000]*[•·●○▪■◆◇▶►➢✓\uf06c\uf0b7\uf0d8]"),
    "有制表符或不换行空格，网页上宽窄不一": re.compile(r".*\S.*[\t\u00a0]"),
    "两个 * 中间的字会变成斜体，* 不见": re.compile(
        r"(?:[^*`]*[^*`\s])?(?<=[0-9A-Za-z])\*(?!\*)[^*`\s][^*`]*\*(?!\*)(?=[0-9A-Za-z])"
    ),
}
_JOINED = "前后两行没有空行隔开，网页上连成一段"
_SENTENCE = ("。", "！", "？", "”", "；", "：", "!", "?")


def pasted(body: str) -> Mapping[str, tuple[int, int]]:
    """What a text holds that its writer sees otherwise than the page shows it: the sentence → its first line (from 1) and on how many lines.
    Markdown that is meant is none of it; `tidied` mends all of it."""
    found: dict[str, list[int]] = {}
    fence, above = "", ""
    for number, line in enumerate(body.split("\n"), 1):
        bare = line.strip(" \u3000")
        opened = _FENCE.match(bare)
        if fence or opened:
            closes = bool(fence) and bare.startswith(fence) and not bare.strip(fence[0])
            fence, above = "" if closes else fence or (opened[1] if opened else ""), ""
            continue
        for sentence, pattern in _ACCIDENTS.items():
            if pattern.match(line) and not line.startswith("    "):
                found.setdefault(sentence, []).append(number)
        plain_line = bool(bare) and not (
            _MARKED.match(bare) or re.match(r"[-*+] |\d+\. |:|!\[|<|\[", bare) or line[:2] == "  "
        )
        apart = above.endswith(_SENTENCE) or _HEADED.match(above) or _HEADED.match(bare)
        if plain_line and above and apart:
            found.setdefault(_JOINED, []).append(number)
        above = bare if plain_line and not line.endswith(("  ", "\\")) else ""
    return {sentence: (lines[0], len(lines)) for sentence, lines in found.items()}


def as_title(text: str) -> str:
    """A title or another single line: no line ends, no unseen characters, no blanks between 汉字."""
    words = " ".join(plainly(text)[0].replace("\u3000", " ").split())
    return re.sub(r"(?<=[\u3400-\u9fff，。、；：！？“”《》]) (?=[\u3400-\u9fff，。、；：！？“”《》])", "", words)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Every line with what it is: raw Markdown, an item of a list, a heading, or a line of text. Blank lines part nothing that goes together."""
    fence, inside, before = "", False, ""
    for line in text.split("\n"):
        bare = line.strip(" \u3000")
        opened = _FENCE.match(bare)
        if fence or opened:
            yield "raw", line
            fence = (
                ""
                if fence and bare.startswith(fence) and not bare.strip(fence[0])
                else fence or (opened[1] if opened else "")
            )
            continue
        if inside and (line.startswith("    ") or not bare):
            yield "raw", _worded(line)
            continue
        inside = bool(re.match(r"!!! |\?\?\?\+? ", bare))
        if not bare:
            continue
        if before in ("bullet", "number", "below") and re.match(r" {4,}(?:[-*]|\d+\.) ", line):
            before = "below"
            yield "raw", _worded(line)
            continue
        before = ""
        if bare == APART:
            yield "raw", f"\n{APART}\n"
        elif inside or _MARKED.match(bare):
            marked = _worded(bare)
            yield "raw", marked if bare.startswith(("!!!", "???", "|", ">")) else f"\n{marked}\n"
        elif _CHAPTER.match(bare) and _short(bare):
            yield "chapter", bare
        elif _SECTION.match(bare) and _short(bare):
            yield "section", bare
        elif _NUMBER.match(bare) and not re.match(r"\d+[.．]\d", bare):
            before = "number"
            yield before, bare
        elif _BULLET.match(bare):
            before = "bullet"
            yield before, bare
        else:
            yield "line", bare


def _short(line: str) -> bool:
    return len(line) <= HEADING and not line.endswith(("。", "；", "，", "：", ";", ",", ":", "！", "？"))


def _runs(lines: list[str]) -> bool:
    """Whether numbered lines are a list: at least two, counting from 1."""
    numbers = [int(found[1]) for each in lines if (found := _NUMBER.match(each))]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _literal(line: str) -> str:
    """A line whose letters mean themselves, also a number or a sign at its head; what is Markdown's on purpose stays."""
    return re.sub(r"^(?=[-+](?:\s|$)|#)", r"\\", re.sub(r"^(\d{1,9})([.)])(?=\s)", r"\1\\\2", _signs_kept(line)))


def _worded(line: str) -> str:
    """A line that is Markdown's own: what makes it so, and its words, whose signs mean themselves."""
    lead = _LEAD.match(line)
    assert lead
    return lead[0] + _signs_kept(line[lead.end() :])


def _signs_kept(words: str) -> str:
    made, at = "", 0
    paired = "".join(sign for sign in _PAIRED if words.count(sign) > 1)
    for each in _KEPT.finditer(words):
        made += _quoted(words[at : each.start()], paired) + each[0]
        at = each.end()
    return made + _quoted(words[at:], paired)


def _quoted(words: str, paired: str) -> str:
    signs = f"{_SIGNS.pattern}|[{re.escape(paired)}]" if paired else _SIGNS.pattern
    return re.sub(signs, lambda each: f"&#{ord(each[0])};" if each[0] in _BY_NUMBER else f"\\{each[0]}", words)
