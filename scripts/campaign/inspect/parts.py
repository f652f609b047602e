"""The parts of an official document by the names of the standard, and the words and numbers they are told by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from campaign.inspect.profiles import Profile
from campaign.inspect.records import Box, MeasuredPage, MeasuredPdf, Rule, TextLine
from campaign.leaves.numbering import from_chinese


class Role(StrEnum):
    """Parts of a document by the names of the standard."""

    COPY_NUMBER = "份号"
    SECRECY = "密级和保密期限"
    URGENCY = "紧急程度"
    MARK = "发文机关标志"
    NUMBER = "发文字号"
    SIGNER = "签发人"
    HEAD_OTHER = "版头其他文字"
    TITLE = "标题"
    SUBTITLE = "副标题"
    ADDRESSEE = "主送机关"
    FIRST = "段落首行"
    REST = "段落续行"
    CENTRED = "居中行"
    ATTENDANCE = "出席人员"
    NOTE = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"
    REMARK = "附注"
    ANNEX = "附件序号"
    ANNEX_TITLE = "附件标题"
    TABLE = "表格"
    COPIES = "抄送"
    ISSUED = "印发"
    IMPRINT_OTHER = "版记其他文字"
    PAGE_NUMBER = "页码"
    MARGIN = "页边文字"
    CAPTION = "图旁文字"


BODY = (Role.FIRST, Role.REST)
BESIDE = (Role.PAGE_NUMBER, Role.MARGIN)  # what stands outside the type area and interrupts no text

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"

LEVELS = (
    re.compile(r"^([一二三四五六七八九十百]+)、"),
    re.compile(r"^（([一二三四五六七八九十百]+)）"),
    re.compile(r"^(\d{1,3})\.(?!\d)"),
    re.compile(r"^（(\d{1,3})）"),
)

LEVEL_SAMPLES = ("一、", "（一）", "1.", "（1）")

# Markers that are meant for a level and are written wrongly.
_WRONG_LEVELS = (
    re.compile(r"^([一二三四五六七八九十]{1,3})[.．，,:：]"),
    re.compile(r"^(?:\(([一二三四五六七八九十]{1,3})\)|（([一二三四五六七八九十]{1,3})）[、，.．])"),
    re.compile(r"^(\d{1,2})[、．,，)）](?!\d)"),
    re.compile(r"^(?:\((\d{1,2})\)|（(\d{1,2})）[、.．])"),
)

DATE = re.compile(r"^(?:20\d\d年\d{1,2}月\d{1,2}日|二[〇○零Oo0]..年.{1,2}月.{1,3}日|20\d\d[-./]\d{1,2}[-./]\d{1,2})$")

NUMBER = re.compile(r"^(?!签发人).*[〔［\[（(【]\s*(?:19|20)\d\d\s*[〕］\])）】].*号$")

SHORT_NUMBER = re.compile(r"^（?第?\s*\d+\s*[号期]）?$")

ANNEX = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?$")

ANNEX_AWAY = re.compile(r"〔20\d\d〕\d+号附件\s*\d*$")

PAGE_NUMBER = re.compile(r"^(?:[—–－\-─·.]*|第)\s*(\d{1,4})\s*(?:[—–－\-─·.]*|页)(?:\s*[共/／]\s*\d{1,4}\s*页?)?$")

COPIES = re.compile(r"^(抄\s*送|主\s*送)\s*[:：]")

ISSUED = re.compile(r"20\d\d\s*[年.-]\s*\d{1,2}\s*[月.-]\s*\d{1,2}\s*日?\s*印\s*发\s*$")

ATTENDANCE = re.compile(r"^(出席|请假|列席)(人员)?[:：]")

NOTE = re.compile(r"^附\s*件\s*\d*\s*[:：]")

COLOPHON = re.compile(
    r"^(版次|数据截至)\s*\S+.*\d"
)  # which edition, of which day: small print at the foot of our own prints


@dataclass(frozen=True)
class Marker:
    """The number that opens a heading: `level` 1–4, `value` 3 for 三、, the text as printed, and whether it is written as it should."""

    level: int
    value: int
    text: str
    right: bool


def marker(text: str) -> Marker | None:
    """Read the marker at the beginning of a paragraph: 一、 （一） 1. （1） or one of their misspellings."""
    for patterns, right in ((_WRONG_LEVELS, False), (LEVELS, True)):
        for level, pattern in enumerate(patterns, 1):
            if found := pattern.match(text):
                number = next(group for group in found.groups() if group)
                return Marker(level, int(number) if number.isdigit() else from_chinese(number), found[0], right)
    return None


@dataclass(frozen=True)
class PrintedLine:
    """A line and what it is. `part` 0 is the document itself, 1… its annexes; `level` 1–4 for a first line that opens with a marker."""

    role: Role
    page: int
    line: TextLine
    part: int = 0
    level: int = 0


@dataclass(frozen=True)
class PrintedParagraph:
    """The lines of one paragraph of the body, over page breaks."""

    pieces: tuple[PrintedLine, ...]

    @cached_property
    def text(self) -> str:
        """Its words without line breaks."""
        return "".join(piece.line.text for piece in self.pieces)

    @property
    def first(self) -> PrintedLine:
        """Its first line."""
        return self.pieces[0]


@dataclass(frozen=True)
class RuledTable:
    """A ruled table on one page: its cells row by row, the lines of text inside it, and whether its last row is cut by the page."""

    page: int
    box: Box
    rows: tuple[tuple[Box, ...], ...]
    lines: tuple[TextLine, ...]
    cut: bool = False

    def cell_texts(self, index: int) -> list[str]:
        """Text of each cell of a row, without spaces."""
        return ["".join("".join(line.text.split()) for line in self.within(cell)) for cell in self.rows[index]]

    def row_text(self, index: int) -> str:
        """The words of a row, cells one after the other."""
        return "".join(self.cell_texts(index))

    def within(self, cell: Box) -> list[TextLine]:
        """The lines whose middle lies in a cell."""
        return [line for line in self.lines if cell.holds(line.centre, line.box.centre[1])]


@dataclass(frozen=True)
class SeenSeal:
    """A seal as seen: where it lies (mm), and whether it is red (GB/T 9704, 7.3.5)."""

    page: int
    box: Box
    red: bool


@dataclass(frozen=True)
class Anatomy:
    """A measured document with the parts found in it."""

    document: MeasuredPdf
    profile: Profile
    pieces: tuple[PrintedLine, ...]
    head_rules: tuple[Rule, ...]  # red rules of page 1, from top to bottom
    imprint_page: int  # 0: no 版记
    imprint_rules: tuple[Rule, ...]
    tables: tuple[RuledTable, ...]
    seals: tuple[SeenSeal, ...]

    @cached_property
    def _by_role(self) -> dict[Role, list[tuple[int, PrintedLine]]]:
        groups: dict[Role, list[tuple[int, PrintedLine]]] = {}
        for place, piece in enumerate(self.pieces):
            groups.setdefault(piece.role, []).append((place, piece))
        return groups

    @cached_property
    def _by_page(self) -> dict[int, list[PrintedLine]]:
        groups: dict[int, list[PrintedLine]] = {}
        for piece in self.pieces:
            groups.setdefault(piece.page, []).append(piece)
        return groups

    def of(self, *roles: Role) -> tuple[PrintedLine, ...]:
        """All pieces of these roles, in reading order."""
        found = [each for role in roles for each in self._by_role.get(role, ())]
        return tuple(piece for _, piece in sorted(found, key=lambda each: each[0]))

    def first(self, role: Role) -> PrintedLine | None:
        """The first piece that has a role, or None."""
        return next(iter(self.of(role)), None)

    def on(self, page: int, *roles: Role) -> tuple[PrintedLine, ...]:
        """The pieces of one page, those of some roles if any are named."""
        return tuple(piece for piece in self._by_page.get(page, ()) if not roles or piece.role in roles)

    def page(self, number: int) -> MeasuredPage:
        """A page by its number, counted from 1."""
        return self.document.pages[number - 1]

    @cached_property
    def body_pages(self) -> tuple[MeasuredPage, ...]:
        """Portrait pages that carry body text."""
        held = {piece.page for piece in self.of(*BODY)}
        return tuple(page for page in self.document.pages if page.number in held and not page.landscape)

    @cached_property
    def paragraphs(self) -> tuple[PrintedParagraph, ...]:
        """Body paragraphs in order; a continuation line without a beginning (after a table, say) opens one of its own."""
        groups: list[list[PrintedLine]] = []
        follows = False
        for piece in self.pieces:
            if piece.role in BESIDE:
                continue
            if piece.role is Role.FIRST or (piece.role is Role.REST and not follows):
                groups.append([piece])
            elif piece.role is Role.REST:
                groups[-1].append(piece)
            follows = piece.role in BODY
        return tuple(PrintedParagraph(tuple(group)) for group in groups)

    @property
    def mark_text(self) -> str:
        """The words of the 发文机关标志 (7.2.4)."""
        return "".join(piece.line.text for piece in self.of(Role.MARK))


def area(page: MeasuredPage, profile: Profile) -> Box:
    """The type area of a page; a lying page carries it turned clockwise (8)."""
    if page.landscape:
        bottom, top = profile.page_height - profile.bottom, profile.page_height - profile.top
        return Box(bottom, profile.left, top, profile.right)
    return Box(profile.left, profile.top, profile.right, profile.bottom)
