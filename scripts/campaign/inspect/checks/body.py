"""Checks of the 主体 down to the end of the text: title, recipients, paragraphs, levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import jieba

from campaign.inspect.checks.check import Breach, Faults, at, check, mm, pt, short, sized
from campaign.inspect.checks.page import unfinished, unparted
from campaign.inspect.checks.type import LONGEST_LEAD, first_sentence
from campaign.inspect.parts import BODY, HAN, LEVEL_SAMPLES, Anatomy, PrintedLine, Role, marker
from campaign.inspect.profiles import FAMILY_NAMES, Family, Numbering, Profile
from campaign.leaves.problems import Severity

KINDS = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
_PARTICLES = set("的地得及和与、）》”")
_LEVEL_FONTS: dict[int, Family] = {1: "hei", 2: "kai", 3: "body", 4: "body"}


@check(19, "标题", "7.3.1")
def title(doc: Anatomy) -> Faults:
    """The title is 2号小标宋, each line centred, two blank lines below the red rule (7.3.1)."""
    profile, pieces = doc.profile, doc.of(Role.TITLE)
    if not pieces:
        if "标题" in profile.require:
            yield Breach("首页没有标题", 1)
        return
    low, high = profile.title_size
    if not low <= pieces[0].line.size <= high:
        yield at(pieces[0], f"标题为 {pt(pieces[0].line.size)}，应为 {sized(profile.title_size)}")
    if not profile.is_font(pieces[0].line.font, "title"):
        yield at(pieces[0], f"标题用的是 {pieces[0].line.font}，应为小标宋")
    middle = (profile.left + profile.right) / 2
    for piece in pieces:
        if abs(piece.line.centre - middle) > profile.centre_slack:
            yield at(piece, f"标题的中线距纸左边 {mm(piece.line.centre)}，应居中（{mm(middle)}）")
    if doc.head_rules and profile.kind == "document":
        gap = pieces[0].line.top - doc.head_rules[0].box.bottom
        if not 2 * profile.row - 2 <= gap <= 2.5 * profile.row + 2:
            yield at(pieces[0], f"标题在红色分隔线下 {mm(gap)}，应空二行（{mm(2 * profile.row)}）")


@check(20, "标题分行", "7.3.1")
def title_breaks(doc: Anatomy) -> Faults:
    """A title of several lines is cut between words, never before a particle, and its lines form a trapezium or a rhombus (7.3.1)."""
    pieces = doc.of(Role.TITLE)
    if len(pieces) < 2:
        return
    lines = ["".join(piece.line.text.split()) for piece in pieces]
    words = list(_words("".join(lines)))
    place = 0
    for text, after in pairwise(range(len(lines))):
        place += len(lines[text])
        word, start = next((word, start) for word, start in words if start <= place < start + len(word))
        if start < place and not word.isascii():
            yield at(pieces[after], f"“{word}”被拆在两行，标题应在词与词之间分行")
        elif re.match(r"[\d.]", lines[after]) and re.search(r"\d$", lines[text]):
            yield at(pieces[after], "数字被拆在两行，标题应在词与词之间分行")
        elif word in _PARTICLES:
            yield at(pieces[after], f"标题行首不能是“{word}”，应留在上一行")
    widths = [piece.line.x1 - piece.line.x0 for piece in pieces]
    if not _good_shape(widths):
        yield at(
            pieces[0], f"标题各行字数为 {'、'.join(str(len(line)) for line in lines)}，应排成梯形或菱形", "warning"
        )


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Words of the title and where they start; the names of documents in 书名号 are cut like the rest."""
    jieba.setLogLevel("ERROR")
    place = 0
    for word in jieba.cut(text, HMM=False):
        yield word, place
        place += len(word)


def _good_shape(widths: Sequence[float]) -> bool:
    """Rising, falling, or rising and then falling; three lines of one width are a block."""
    if len(widths) > 2 and max(widths) - min(widths) < 0.5:
        return False
    falling = False
    for above, below in pairwise(widths):
        if below < above - 0.5:
            falling = True
        elif below > above + 0.5 and falling:
            return False
    return True


@check(21, "文种", "党政机关公文处理工作条例第八条")
def title_kind(doc: Anatomy) -> Faults:
    """A document with a 版头 names one of the fifteen statutory kinds at the end of its title."""
    pieces = doc.of(Role.TITLE)
    if not pieces or doc.profile.kind != "document" or not (doc.of(Role.MARK) or doc.of(Role.NUMBER)):
        return
    text = re.sub(r"（[^（）]*）$", "", "".join("".join(piece.line.text.split()) for piece in pieces))
    if not text.endswith(KINDS):
        yield at(
            pieces[-1], f"标题以“{text[-2:]}”结尾，不是法定文种（通知、通报、意见、报告、请示、函等 15 种）", "warning"
        )


@check(22, "主送机关", "7.3.2")
def addressee(doc: Anatomy) -> Faults:
    """主送机关 stands one blank line below the title, flush left on every line, and ends with a full-width colon; page 1 shows body text
    after it (7.3.2, 7.3.3)."""
    profile, pieces = doc.profile, doc.of(Role.ADDRESSEE)
    if not pieces:
        if "主送机关" in profile.require:
            yield Breach("标题下没有主送机关", 1)
        return
    for piece in pieces:
        if abs(piece.line.x0 - profile.left) > profile.indent_slack:
            yield at(piece, f"主送机关左空 {mm(piece.line.x0 - profile.left)}，应顶格")
    if not pieces[-1].line.text.endswith("："):
        yield at(pieces[-1], f"主送机关以“{pieces[-1].line.text[-1]}”结尾，应为全角冒号“：”")
    titles = doc.of(Role.TITLE, Role.SUBTITLE)
    if titles and titles[-1].page == pieces[0].page:
        gap = (pieces[0].line.baseline - titles[-1].line.baseline) / profile.row
        if not 1.5 <= gap <= 2.5:
            yield at(pieces[0], f"主送机关在标题下第 {gap:.1f} 行，标题下应空一行")
    if not doc.on(1, *BODY):
        yield at(pieces[0], "首页没有正文，主送机关过多时应移到版记", clause="7.3.3")


@check(23, "段落缩进", "7.3.3")
def indents(doc: Anatomy) -> Faults:
    """Each paragraph begins two characters from the left edge and goes on flush left (7.3.3)."""
    profile = doc.profile
    if not profile.grid:
        return
    for paragraph in doc.paragraphs:
        for piece in paragraph.pieces:
            if doc.page(piece.page).landscape:
                continue
            first = piece.role is Role.FIRST
            indent = piece.line.x0 - profile.left
            if abs(indent - (2 * profile.cell if first else 0)) > profile.indent_slack:
                should = f"段首应空二字（{mm(2 * profile.cell)}）" if first else "回行应顶格"
                yield at(piece, f"{short(piece.line.text)}左空 {indent / profile.cell:.2f} 字，{should}")
        for piece, after in unfinished(paragraph):
            if ends_sentence(piece, profile) and not unparted(profile.right - piece.line.x1, after.line):
                yield at(after, f"{short(after.line.text)}没有缩进，段首应空二字（{mm(2 * profile.cell)}）")


def ends_sentence(piece: PrintedLine, profile: Profile) -> bool:
    """Whether a line looks like the last one of a paragraph: a full stop, and room left for more."""
    return piece.line.text[-1] in "。！？：" and piece.line.x1 < profile.right - 3 * profile.cell


@check(24, "结构层次", "7.3.3")
def levels(doc: Anatomy) -> Faults:
    """Levels are 一、 (黑体) （一） (楷体) 1. and （1） (仿宋), counted without gaps and not skipped (7.3.3); a profile may keep the numbers of
    the source as they are, then only the type of 一、 and （一） is looked at."""
    profile = doc.profile
    firsts = [piece for piece in doc.of(Role.FIRST) if not doc.page(piece.page).landscape]
    own = profile.numbering is Numbering.AS_SOURCE
    running = {
        id(each.first) for each in doc.paragraphs if first_sentence(each) > LONGEST_LEAD
    }  # no heading: its number alone is set apart
    for part in () if own else sorted({piece.part for piece in firsts}):
        yield from _sequence([piece for piece in firsts if piece.part == part])
    for piece in firsts:
        found = marker(piece.line.text)
        if found and own and (not found.right or found.level > 2):
            continue
        if found and not found.right:
            yield at(piece, f"序号写作“{found.text}”，这一级应如“{LEVEL_SAMPLES[found.level - 1]}”")
        elif found:
            role = _LEVEL_FONTS[found.level]
            head = piece.line.inked[: len(found.text) + (0 if id(piece) in running else 2)]
            odd = next(
                (char for char in head if re.match(f"[{HAN}]", char.text) and not profile.is_font(char.font, role)),
                None,
            )
            if odd:
                sample = LEVEL_SAMPLES[found.level - 1]
                yield at(piece, f"{short(piece.line.text)}用的是 {odd.font}，“{sample}”一级应为{FAMILY_NAMES[role]}")


def _sequence(firsts: Sequence[PrintedLine]) -> Faults:
    """Numbers grow by one; below a new heading they begin with 1 again or run on."""
    last: dict[int, int] = {}
    open_levels: set[int] = set()
    plain = False  # a paragraph without a marker may open a list of its own
    for piece in firsts:
        found = marker(piece.line.text)
        if not found:
            plain = True
            continue
        level, before = found.level, last.get(found.level, 0)
        running = level in open_levels
        if found.value != before + 1 and not (found.value == 1 and (plain or not running)):
            severity: Severity = "warning" if found.value == 1 else "error"
            yield at(piece, f"序号“{found.text}”接在第 {before} 项后面，断号或重号，应为第 {before + 1} 项", severity)
        if piece.part == 0 and level > 1 and not running and level - 1 not in open_levels:
            yield at(piece, f"“{found.text}”跳过了“{LEVEL_SAMPLES[level - 2]}”一级，层次应依次使用", "warning")
        last[level], plain = found.value, False
        open_levels = {each for each in open_levels if each < level} | {level}
