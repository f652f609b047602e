"""Lines → a tree of headings: numbers of every kind, heading styles of Word, headings without a number; torn sentences are joined before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from campaign.importers.outline import parts
from campaign.importers.outline.words import CLOSING, HAN, OPENING, digits, value
from campaign.importers.papers import Line
from campaign.model import Part

_LABELS = "任务|行动|目标|举措|措施|工程|专项|项目|重点|事项|专题|活动|板块|模块"
# Ways to print a number, outermost first; the second, ASCII or full-width, stands for the same way.
_NUMBERS = (
    ("part", re.compile(rf"第\s?[{HAN}\d]+\s?(?:部分|[章节篇编])[、.．:：\s]*")),
    ("article", re.compile(rf"第\s?[{HAN}\d]+\s?条[、.．:：\s]*")),
    ("stage", re.compile(rf"第\s?[{HAN}\d]+\s?(?:阶段|步|季度)[、，,.．:：\s]*")),
    ("han", re.compile(rf"[{HAN}]{{1,4}}[、．.][\s　]*(?![{HAN}]+、?[级类季期甲乙])|[{HAN}]{{1,3}}[\s　]+(?=[\u4e00-\u9fff“”]{{2,14}}$)")),
    ("han-bracket", re.compile(rf"[（(〔][{HAN}]{{1,4}}[)）〕][、.．，]?[\s　]*")),
    ("named", re.compile(rf"(?:{_LABELS})[{HAN}\d]{{1,3}}[、.．:：\s　]+")),
    ("decimal", re.compile(r"\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、]?[\s　]+(?=[\u4e00-\u9fff])|\d{1,2}[.．]\d{1,2}[.．、]?(?=[\u4e00-\u9fff](?!元|人|万))(?!周?岁|月龄)")),
    ("arabic", re.compile(r"\d{1,3}[.．、，][\s　]*(?!\d)|\d{1,2}[.．、](?=20\d\d年)|\d{1,2}[.．](?=\d{1,2}(?:[—–―－\-~～至]\d{1,2})?(?:周?岁|月龄))|\d{1,2}[\s　]+(?=[\u4e00-\u9fff“《]{4})")),
    ("arabic-bracket", re.compile(r"[（(]\d{1,2}[)）][、.．]?[\s　]*|\d{1,2}[)）][\s　]*")),
    ("circled", re.compile(r"[①-⑳][、.．]?[\s　]*")),
    ("spoken", re.compile(rf"[{HAN}]{{1,2}}[是要](?!否)")),  # 一是, 一要: only below a heading
)  # fmt: skip
ORDER = [kind for kind, _ in _NUMBERS]
_BULLET = re.compile(r"[—–―－\-•·●◆■▪※○★☆▲\s]*")
_TOP = ("part", "article", "han")
_CLOSED = "。！？；：…!?;:.”’》）)】］〕]」|"


@dataclass
class Para:
    """A paragraph of a section with its place; `rows` when it is a table."""

    text: str
    line: int
    rows: list[tuple[str, ...]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass
class Node:
    """A heading or a numbered item, its paragraphs and what stands below it."""

    number: str
    title: str
    line: int
    kind: str = ""
    texts: list[Para] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    mark: str = ""
    level: int | None = None  # of a heading style

    @property
    def words(self) -> list[str]:
        """Its paragraphs, without tables."""
        return [each.text for each in self.texts if not each.rows]

    @property
    def tables(self) -> list[Para]:
        """Its tables."""
        return [each for each in self.texts if each.rows]

    def walk(self) -> Iterator[Node]:
        """All nodes below, in document order."""
        for each in self.below:
            yield each
            yield from each.walk()


def number_of(text: str) -> tuple[str, str] | None:
    """The number at the beginning of a line as written, and its kind; None without one or with nothing behind it."""
    narrow = digits(text)
    for kind, pattern in _NUMBERS:
        found = pattern.match(narrow)
        if found and (rest := text[found.end() :].strip()):
            if kind in ("part", "article", "stage") and re.match(r"[的款规项，。、]", rest):
                continue
            return text[: found.end()].rstrip(" 　\t"), kind
    return None


def unnumbered(text: str) -> str:
    """A text, as long, with blanks for the number or the dash at its beginning."""
    number = number_of(text)
    length = len(number[0]) if number else len(_BULLET.match(text)[0])  # type: ignore[index]
    return "　" * length + text[length:]


def is_heading(line: Line) -> bool:
    """A line without a number that is a heading all the same: styled as one, or short, without marks, and saying what follows."""
    text = line.text.strip()
    if line.level is not None and len(text) <= 40 and "。" not in text:
        return True
    return (
        len(text) <= 14
        and not re.search(r"[，,。；;：:！？、\d|（）]", text)
        and (bool(parts.strict(text)) or bool(re.fullmatch(rf"[{HAN}两]个?[项大]?[\u4e00-\u9fff]{{2,6}}", text)))
    )


def joined(lines: Iterable[Line], doubt: Callable[[int, str], None], note: Callable[[str], None]) -> Iterator[Line]:
    """Sentences that a page end or a hard line break has torn are put together again, also before what only looks like a heading."""
    lines = list(lines)
    measure, width = _wrapped(lines)
    held: Line | None = None
    piece = ""  # the line that `held` ends with, as it stood in the file
    last: dict[str, int] = {}
    wraps = 0
    for line in lines:
        text = line.text.strip()
        number = None if line.cells else number_of(text)
        if held and _may_run_on(held, line):
            full = bool(width) and measure(piece) >= width - (3 if measure is _columns else 1)
            torn = full and not line.centred and (held.text.strip()[-1] not in "。！？；：!?;:" or _inside(held.text))
            torn = torn or text[0] in "。，、；：）】”》"
            if (torn or (_open(held.text.strip()) and not is_heading(line))) and not (
                number and _expected(number, last)
            ):
                if full:
                    wraps += 1
                else:
                    looks = "像标题，但" if number else ""
                    doubt(line.place, f"“{text[:12]}…”{looks}接着上一行没有说完的话，已经接上")
                held = Line(_glued(held.text, text), held.place, held.centred, after_blank=held.after_blank)
                piece = line.text
                continue
        if number:
            inner = {kind: each for kind, each in last.items() if ORDER.index(kind) <= ORDER.index(number[1])}
            last = inner | {number[1]: value(number[0])}
        if held:
            yield held
        held, piece = line, line.text
    if held:
        yield held
    if wraps:
        note(f"{wraps} 处行末的硬换行已经接上")


def _may_run_on(held: Line, line: Line) -> bool:
    flat = (
        not (line.after_blank or line.cells or held.cells or line.aside or held.aside)
        and line.level is None
        and held.level is None
    )
    if not flat or line.text.startswith(("　　", "  ", "\t")):
        return False
    return _inside(held.text) or not _LABELLED.match(line.text.strip())


_LABELLED = re.compile(
    r"(?:牵头|责任|配合|主办|协办|参与|负责|指导)(?:单位|部门|科室)|(?:完成)?(?:时限|期限)[:：]|附\s*件\s*\d*\s*[:：]|(?:副?组\s*长|成\s*员)\s*[:：]"
)


def _expected(number: tuple[str, str], last: dict[str, int]) -> bool:
    """Is this number the next of its kind, or the first?"""
    before = last.get(number[1])
    return value(number[0]) == (before + 1 if before is not None else 1)


def _wrapped(lines: Sequence[Line]) -> tuple[Callable[[str], int], int]:
    """How a text was wrapped by hand (by columns or by characters) and how wide, 0 when it was not: many lines end at one width, none is longer."""
    best: tuple[int, Callable[[str], int], int] = (0, _columns, 0)
    for measure, least, slack in ((_columns, 40, 3), (len, 20, 1)):
        widths = sorted(measure(line.text.rstrip()) for line in lines if not line.cells)
        if len(widths) < 8:
            break
        width = widths[-1] if widths[-1] - widths[-2] <= slack else 0
        near = sum(1 for each in widths if each >= width - slack)
        if least <= width <= 3 * least and near >= max(3, len(widths) // 10) and near > best[0]:
            best = near, measure, width
    return best[1], best[2]


def _inside(text: str) -> bool:
    """Does a text end inside a bracket?"""
    return sum(map(text.count, OPENING)) > sum(map(text.count, CLOSING))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text.rstrip())


def _glued(one: str, two: str) -> str:
    one = one.rstrip()
    return (
        f"{one} {two}"
        if one[-1:].isascii() and one[-1:].isalnum() and two[:1].isascii() and two[:1].isalpha()
        else one + two
    )


def _open(text: str) -> bool:
    """Does a line stop in the middle of a sentence?"""
    return text[-1] not in _CLOSED and (bool(re.search(r"[。；！？]", text)) or text[-1] in "，,、" or len(text) >= 45)


def grown(lines: Iterable[Line], doubt: Callable[[int, str], None]) -> Node:
    """The tree of headings; what stands before the first is the root's."""
    root = Node("", "", 0)
    stack: list[Node] = []
    lines = list(lines)
    loose = not any(line.level is not None or (number_of(line.text.strip()) or ("", ""))[1] in _TOP for line in lines)
    for at, line in enumerate(lines):
        text = line.text.strip()
        holder = stack[-1] if stack else root
        if line.cells:
            _row(holder, line)
            continue
        found = number_of(text)
        if found and found[1] == "spoken" and not stack:
            found = None
        styled = line.level is not None and len(text) <= 60
        demand = None if found else re.match(r"([\u4e00-\u9fff]{4,8})[：:](?=\S{8,})", text)
        if demand and stack and parts.strict(demand[1]) is Part.REQUIREMENTS:  # 有关要求：各单位要…
            node = Node("", demand[1], line.place, "plain", [Para(text[demand.end() :], line.place)], mark="：")
            _pop(stack, node)
            (stack[-1] if stack else root).below.append(node)
            stack.append(node)
            continue
        bare = not found and (
            is_heading(line) or (loose and _over(line, lines[at + 1] if at + 1 < len(lines) else None))
        )
        if not found and not bare:
            holder.texts.append(Para(text, line.place))
            continue
        number, kind = found or ("", f"level{line.level}" if styled else "plain")
        rest_of = text[len(number) :].strip() if found else text
        title, rest, mark = (rest_of, "", "") if bare else parted(rest_of, kind)
        node = Node(
            number, title, line.place, kind, [Para(rest, line.place)] if rest else [], mark=mark, level=line.level
        )
        if mark:
            node.doubts.append(f"原文题后是“{mark}”")
        if kind == "plain":
            doubt(line.place, f"“{title}”没有序号，按标题读入")
        _pop(stack, node)
        above = stack[-1] if stack else root
        _counted(above.below, node, doubt)
        above.below.append(node)
        stack.append(node)
    return root


def _over(line: Line, below: Line | None) -> bool:
    """In a document whose sections have no numbers: a short line without marks right over a list or a paragraph is a heading."""
    text = line.text.strip()
    if (
        below is None
        or len(text) > 16
        or re.search(r"[，,。；;：:！？、\d|（）《》]", text)
        or not re.match("[\u4e00-\u9fff“]", text)
    ):
        return False
    number = number_of(below.text.strip())
    return value(number[0]) == 1 if number else below.text.strip()[-1] in "。；" and len(below.text) > 24


def _row(holder: Node, line: Line) -> None:
    if not (holder.texts and holder.texts[-1].rows and holder.texts[-1].text == str(line.table)):
        holder.texts.append(Para(str(line.table), line.place, [], []))
    holder.texts[-1].rows.append(line.cells)
    holder.texts[-1].places.append(line.place)


def _pop(stack: list[Node], node: Node) -> None:
    """Leave on the stack what the new heading stands below."""
    if node.kind == "part":
        stack.clear()
    elif node.kind in ("article", "plain"):
        while stack and stack[-1].kind != "part":
            stack.pop()
    elif node.kind.startswith("level") and node.level is not None:
        styled = any(each.level is not None for each in stack)
        while (
            stack
            and (stack[-1].level is None or stack[-1].level >= node.level)
            and (styled or stack[-1].kind == node.kind)
        ):
            stack.pop()
    elif node.kind == "han" and all(each.kind != "han" for each in stack):
        while stack and stack[-1].kind not in ("part", "article"):
            stack.pop()
    elif node.kind == "stage" and all(each.kind != "stage" for each in stack):
        while stack and stack[-1].kind not in ("part", "han", "plain", "level0", "level1", "article"):
            stack.pop()
    else:
        while any(each.kind == node.kind for each in stack) and stack.pop().kind != node.kind:
            pass


def _counted(before: Sequence[Node], node: Node, doubt: Callable[[int, str], None]) -> None:
    """Numbers that do not follow one another are as in the original."""
    if (
        before
        and node.number
        and before[-1].number
        and before[-1].kind == node.kind
        and value(node.number) != value(before[-1].number) + 1
    ):
        doubt(node.line, f"序号“{node.number}”接在“{before[-1].number}”后面，原文如此")


def parted(text: str, kind: str = "") -> tuple[str, str, str]:
    """A numbered line as heading, text that runs on, and the mark between when it is not a full stop."""
    if kind == "stage" and (found := re.match(r"[（(][^（()）]*[)）]\s*[:：]?\s*", text)) and text[found.end() :]:
        title, rest, mark = parted(text[found.end() :])
        return f"{found[0].rstrip('：: ')}{title}" if title else text, rest, mark
    if spaced := re.match(
        r"([\u4e00-\u9fff“”]{2,14})(?:　+| {2,})(?=\S{6,})", text
    ):  # （一）组织保障　院长为第一责任人。
        return spaced[1], text[spaced.end() :].strip(), ""
    found = re.search(r"[。：:！？](?!.{0,1}$)", _masked(text))
    if found and (found.start() <= 36 or found[0] == "。"):
        colon = found[0] != "。"
        if not colon or found.start() <= 24:
            return text[: found.start()].strip(), text[found.end() :].strip(), found[0] if colon else ""
    stop = text[-1:] in "：:！？" and len(text) > 1
    return text.rstrip("。").strip() if not stop else text, "", ""


def _masked(text: str) -> str:
    """The same length of text, where what stands in brackets and titles cannot end a heading."""
    made = text
    for pattern in (
        r"《[^《》]*》",
        r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]",
        r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]",
    ):
        made = re.sub(pattern, lambda found: "　" * len(found[0]), made)
    return made
