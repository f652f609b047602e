"""What each line of a measured PDF is: 发文机关标志, 标题, body, 附件说明, 版记 …, told from position, type and wording alone.

Recognition is more tolerant than the checks: a title in the wrong size or a date with a leading zero must still be found, or nobody
could say what is wrong with it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from campaign.inspect.measure import Box, Document, Line, Page, Picture, Rule, around, is_red
from campaign.inspect.profiles import Profile
from campaign.numbering import from_chinese


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
class Piece:
    """A line and what it is. `part` 0 is the document itself, 1… its annexes; `level` 1–4 for a first line that opens with a marker."""

    role: Role
    page: int
    line: Line
    part: int = 0
    level: int = 0


@dataclass(frozen=True)
class Paragraph:
    """The lines of one paragraph of the body, over page breaks."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        return "".join(piece.line.text for piece in self.pieces)

    @property
    def first(self) -> Piece:
        return self.pieces[0]


@dataclass(frozen=True)
class Table:
    """A ruled table on one page: its cells row by row, the lines of text inside it, and whether its last row is cut by the page."""

    page: int
    box: Box
    rows: tuple[tuple[Box, ...], ...]
    lines: tuple[Line, ...]
    cut: bool = False

    def cell_texts(self, index: int) -> list[str]:
        """Text of each cell of a row, without spaces."""
        return ["".join("".join(line.text.split()) for line in self.within(cell)) for cell in self.rows[index]]

    def row_text(self, index: int) -> str:
        return "".join(self.cell_texts(index))

    def within(self, cell: Box) -> list[Line]:
        return [line for line in self.lines if cell.holds(line.centre, line.box.centre[1])]


@dataclass(frozen=True)
class Seal:
    page: int
    box: Box
    red: bool


@dataclass(frozen=True)
class Anatomy:
    """A measured document with the parts found in it."""

    document: Document
    profile: Profile
    pieces: tuple[Piece, ...]
    head_rules: tuple[Rule, ...]  # red rules of page 1, from top to bottom
    imprint_page: int  # 0: no 版记
    imprint_rules: tuple[Rule, ...]
    tables: tuple[Table, ...]
    seals: tuple[Seal, ...]

    def of(self, *roles: Role) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.role in roles)

    def first(self, role: Role) -> Piece | None:
        return next((piece for piece in self.pieces if piece.role is role), None)

    def on(self, page: int, *roles: Role) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.of(*roles) if piece.page == page)

    def page(self, number: int) -> Page:
        return self.document.pages[number - 1]

    @cached_property
    def body_pages(self) -> tuple[Page, ...]:
        """Portrait pages that carry body text."""
        held = {piece.page for piece in self.of(*BODY)}
        return tuple(page for page in self.document.pages if page.number in held and not page.landscape)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Body paragraphs in order; a continuation line without a beginning (after a table, say) opens one of its own."""
        groups: list[list[Piece]] = []
        follows = False
        for piece in self.pieces:
            if piece.role is Role.PAGE_NUMBER:
                continue
            if piece.role is Role.FIRST or (piece.role is Role.REST and not follows):
                groups.append([piece])
            elif piece.role is Role.REST:
                groups[-1].append(piece)
            follows = piece.role in BODY
        return tuple(Paragraph(tuple(group)) for group in groups)

    @property
    def mark_text(self) -> str:
        return "".join(piece.line.text for piece in self.of(Role.MARK))


def recognise(document: Document, profile: Profile) -> Anatomy:
    """Name every line of the document."""
    tables = tuple(table for page in document.pages for table in _tables(page))
    imprint_page, imprint_rules, imprint_top = _imprint(document, profile, tables)
    head_rules, head_end = _head(document.pages[0], profile, tables)
    margin = _margin_texts(document, profile)
    pieces: list[Piece] = []
    body: list[tuple[Page, Line]] = []
    for page in document.pages:
        outer = {id(line) for line in _outside(page, profile)}
        inside = {id(line) for table in tables if table.page == page.number for line in table.lines}
        for line in page.lines:
            if id(line) in outer and PAGE_NUMBER.match(line.text):
                pieces.append(Piece(Role.PAGE_NUMBER, page.number, line))
            elif id(line) in outer and line.text in margin:
                pieces.append(Piece(Role.MARGIN, page.number, line))
            elif _beside_picture(page, line, profile):
                pieces.append(Piece(Role.CAPTION, page.number, line))
            elif id(line) in inside:
                pieces.append(Piece(Role.TABLE, page.number, line))
            elif page.number == imprint_page and line.baseline > imprint_top:
                pieces.append(Piece(_imprint_role(line), page.number, line))
            elif page.number == 1 and line.bottom <= head_end:
                pieces.append(Piece(_head_role(line, profile), page.number, line))
            else:
                body.append((page, line))
        pieces += [Piece(Role.PAGE_NUMBER, page.number, line) for line in page.rotated if PAGE_NUMBER.match(line.text)]
    pieces = _with_mark(pieces)
    pieces += _body(body, profile)
    pieces.sort(key=lambda piece: (piece.page, piece.role is Role.PAGE_NUMBER, piece.line.number, piece.line.x0))
    return Anatomy(
        document=document,
        profile=profile,
        pieces=tuple(pieces),
        head_rules=head_rules,
        imprint_page=imprint_page,
        imprint_rules=imprint_rules,
        tables=tables,
        seals=tuple(_seals(document, pieces)),
    )


def _tables(page: Page) -> Iterator[Table]:
    for ruling in page.tables:
        lines = tuple(line for line in page.lines if ruling.box.holds(line.centre, line.box.centre[1], 0.5))
        yield Table(page.number, ruling.box, ruling.rows, lines, ruling.cut)


# --- page numbers, 版记, 版头 ----------------------------------------------------------------------------------------


def _outside(page: Page, profile: Profile) -> list[Line]:
    """Lines that stand wholly beside the type area."""
    edge = area(page, profile)
    if profile.kind == "sheet":  # sheets print their head and foot inside narrow margins
        edge = Box(edge.x0, 18, edge.x1, page.height - 18)
    return [
        line
        for line in page.lines
        if line.top > edge.bottom - 0.5 or line.bottom < edge.top - 1 or line.x1 < edge.x0 - 1 or line.x0 > edge.x1 + 1
    ]


def _margin_texts(document: Document, profile: Profile) -> set[str]:
    """Words that stand in the margin of several pages: a running head or foot."""
    pages: dict[str, set[int]] = {}
    for page in document.pages:
        for line in _outside(page, profile):
            if not PAGE_NUMBER.match(line.text):
                pages.setdefault(line.text, set()).add(page.number)
    return {text for text, numbers in pages.items() if len(numbers) > 1}


def _beside_picture(page: Page, line: Line, profile: Profile) -> bool:
    """Small print next to a picture, or right above or below it."""
    if line.size > profile.body_size[0] - 2:
        return False
    for picture in page.pictures:
        box = picture.box
        level = (
            box.top - 2 < line.box.centre[1] < box.bottom + 2 and -0.5 < max(line.x0 - box.x1, box.x0 - line.x1) < 15
        )
        close = -0.5 < max(line.top - box.bottom, box.top - line.bottom) < 6 and box.x0 - 20 < line.centre < box.x1 + 20
        if level or close:
            return True
    return False


def _wide_rules(page: Page, profile: Profile, tables: Sequence[Table]) -> list[Rule]:
    """Thin horizontal rules about as wide as the type area that are no part of a table; halves beside a star count as one."""
    thin = [
        rule
        for rule in page.rules
        if rule.horizontal
        and rule.filled
        and rule.box.width > 0.25 * profile.area_width
        and not any(table.page == page.number and table.box.holds(*rule.box.centre, 1.0) for table in tables)
    ]
    joined: list[Rule] = []
    for rule in sorted(thin, key=lambda each: (round(each.box.top, 1), each.box.x0)):
        if joined and abs(joined[-1].box.top - rule.box.top) < 0.2 and joined[-1].box.x1 <= rule.box.x0 + 0.5:
            joined[-1] = replace(joined[-1], box=around((joined[-1].box, rule.box)))
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.box.width > 0.6 * profile.area_width]


def _imprint(document: Document, profile: Profile, tables: Sequence[Table]) -> tuple[int, tuple[Rule, ...], float]:
    """Page, rules and upper end of the 版记; page 0 when there is none."""
    for page in reversed(document.pages):
        rules = [rule for rule in _wide_rules(page, profile, tables) if not is_red(rule.colour) and rule.box.top > 40]
        words = [
            line
            for line in page.lines
            if (COPIES.match(line.text) or ISSUED.search(line.text))
            and (line.size < profile.body_size[0] - 0.3 or any(abs(rule.box.top - line.top) < 20 for rule in rules))
        ]
        if words:
            start = min(line.top for line in words)
            above = [rule.box.top for rule in rules if -1 < start - rule.box.bottom < 60]
            top = min([start, *above])
            return page.number, tuple(rule for rule in rules if rule.box.top >= top - 0.01), top
    return 0, (), 0.0


def _imprint_role(line: Line) -> Role:
    if COPIES.match(line.text):
        return Role.COPIES
    if ISSUED.search(line.text):
        return Role.ISSUED
    return Role.IMPRINT_OTHER


def _head(page: Page, profile: Profile, tables: Sequence[Table]) -> tuple[tuple[Rule, ...], float]:
    """The coloured rules of page 1 and the height where the 版头 ends (0 when there is none)."""
    rules = list(_wide_rules(page, profile, tables))
    red = tuple(rule for rule in rules if is_red(rule.colour))
    marks = [line for line in page.lines if _like_mark(line)]
    numbers = [
        line
        for line in page.lines
        if line.baseline < 200 and (NUMBER.match(line.text) or SHORT_NUMBER.match(line.text))
    ]
    if profile.kind == "letter":
        return red, max((line.bottom for line in (*numbers, *marks)), default=0.0) + 0.1
    if profile.kind == "order" or (marks and not red and not rules):
        return red, max((line.bottom for line in (*numbers, *marks) if line.baseline < 200), default=0.0) + 0.1
    upper = [rule for rule in rules if rule.box.top < 200 and (is_red(rule.colour) or marks)]
    if not upper or not (marks or numbers):
        return red, 0.0
    return red or (upper[0],), upper[0].box.bottom + 0.5


def _like_mark(line: Line) -> bool:
    return (
        line.baseline < 180
        and line.size >= 20
        and (is_red(line.colour) or (line.size > 26 and line.text.endswith("文件")))
    )


def _head_role(line: Line, profile: Profile) -> Role:
    text = line.text.replace(" ", "").replace("\u3000", "")
    if _like_mark(line):
        return Role.MARK
    if text.startswith("签发人"):
        return Role.SIGNER
    if NUMBER.match(text) or SHORT_NUMBER.match(text) or re.search(r"\d.*号$", text):
        return Role.NUMBER
    if re.match(r"^(绝密|机密|秘密)", text):
        return Role.SECRECY
    if re.match(r"^(特急|加急|特提|平急)$", text):
        return Role.URGENCY
    if re.match(r"^(№|No\.?)?\d{1,8}$", text) and line.x0 < profile.left + 40:
        return Role.COPY_NUMBER
    return Role.HEAD_OTHER


def _with_mark(pieces: Sequence[Piece]) -> list[Piece]:
    """Names of 签发人 on rows of their own belong to 签发人; a 版头 without large red text takes its largest line as the mark."""
    signer = next((piece.line for piece in pieces if piece.role is Role.SIGNER), None)
    result = list(pieces)
    if signer:
        for index, piece in enumerate(result):
            right = piece.line.x0 > 95 and signer.baseline - 45 < piece.line.baseline < signer.baseline + 45
            if piece.role is Role.HEAD_OTHER and right and len(piece.line.text) <= 10:
                result[index] = replace(piece, role=Role.SIGNER)
    if not any(piece.role is Role.MARK for piece in result):
        others = [piece for piece in result if piece.role is Role.HEAD_OTHER]
        big = max((piece.line.size for piece in others), default=0)
        result = [
            replace(piece, role=Role.MARK) if piece in others and piece.line.size == big > 17 else piece
            for piece in result
        ]
    return result


# --- the body --------------------------------------------------------------------------------------------------------


def _body(lines: Sequence[tuple[Page, Line]], profile: Profile) -> list[Piece]:
    """Title, 主送, paragraphs, 附件说明, sign-off and annexes, in reading order."""
    starts = [index for index, (page, line) in enumerate(lines) if _starts_annex(page, line, lines, index)]
    bounds = [0, *starts, len(lines)]
    pieces: list[Piece] = []
    for part, (start, end) in enumerate(itertools.pairwise(bounds)):
        chunk = lines[start:end]
        pieces += _annex(chunk, part, profile) if part else _main(chunk, profile)
    return pieces


def _starts_annex(page: Page, line: Line, lines: Sequence[tuple[Page, Line]], index: int) -> bool:
    """附件1 alone on its line; a body line that merely ends in the word is no heading."""
    if not (ANNEX.match(line.text) or ANNEX_AWAY.search(line.text)) or (
        line.text.endswith(("：", ":")) and not line.text[:-1].isalnum()
    ):
        return False
    alone = not any(
        other is not line and abs(other.baseline - line.baseline) < 1 for each, other in lines if each is page
    )
    return alone and index > 0 and line.x0 < 60


def area(page: Page, profile: Profile) -> Box:
    """The type area of a page; a lying page carries it turned clockwise (8)."""
    if page.landscape:
        bottom, top = profile.page_height - profile.bottom, profile.page_height - profile.top
        return Box(bottom, profile.left, top, profile.right)
    return Box(profile.left, profile.top, profile.right, profile.bottom)


def _centred(page: Page, line: Line, profile: Profile) -> bool:
    left, _, right, _ = area(page, profile)
    return abs((line.x0 - left) - (right - line.x1)) < 4 and line.x0 - left > 2.6 * profile.cell


def _plain_role(page: Page, line: Line, profile: Profile) -> Role:
    """First or continuation line by its left edge; what stands centred or far to the right is neither."""
    left = area(page, profile).x0
    if _centred(page, line, profile) and not _level(line.text):
        return Role.CENTRED
    indent = (line.x0 - left) / profile.cell
    if indent < 0.75:
        return Role.REST
    return Role.FIRST if indent < 4.5 else Role.CENTRED


def _level(text: str) -> int:
    found = marker(text)
    return found.level if found else 0


def _piece(role: Role, page: Page, line: Line, part: int) -> Piece:
    return Piece(role, page.number, line, part, _level(line.text) if role is Role.FIRST else 0)


def _main(lines: Sequence[tuple[Page, Line]], profile: Profile) -> list[Piece]:
    title, rest = _split_title(lines, profile)
    pieces = [Piece(role, page.number, line) for role, page, line in title]
    heads, rest = _split_addressee(rest, profile) if profile.kind in ("document", "letter", "order") else ([], rest)
    pieces += [Piece(Role.ADDRESSEE, page.number, line) for page, line in heads]
    sign = _sign_off(rest, profile)
    noted = False
    last: Line | None = None
    for index, (page, line) in enumerate(rest):
        if index in sign:
            role = sign[index]
            noted = False
        elif sign and index > max(sign):
            role = (
                Role.REMARK
                if index == max(sign) + 1 and line.x0 < profile.left + 6 * profile.cell
                else _plain_role(page, line, profile)
            )
            if role is Role.REST and pieces[-1].role is Role.REMARK:
                role = Role.REMARK
        elif NOTE.match(line.text) and line.x0 < profile.left + 6 * profile.cell and _ends_body(rest, index, sign):
            role, noted = Role.NOTE, True
        elif (
            noted
            and last is not None
            and (line.baseline - last.baseline < 1.5 * profile.row)
            and line.x0 > profile.left + 2.6 * profile.cell
        ):
            role = Role.NOTE
        elif profile.kind == "minutes" and (ATTENDANCE.match(line.text) or _goes_on(pieces, page, line, profile)):
            role = Role.ATTENDANCE
        else:
            role, noted = _plain_role(page, line, profile), False
        pieces.append(_piece(role, page, line, 0))
        last = line
    return pieces


def _goes_on(pieces: Sequence[Piece], page: Page, line: Line, profile: Profile) -> bool:
    """Whether a line follows the list of those present without a gap."""
    last = pieces[-1] if pieces else None
    return (
        last is not None
        and last.role is Role.ATTENDANCE
        and (last.page != page.number or line.baseline - last.line.baseline < 1.5 * profile.row)
    )


def _ends_body(rest: Sequence[tuple[Page, Line]], index: int, sign: dict[int, Role]) -> bool:
    """附件说明 comes after the body: nothing but more of it stands between it and the sign-off or the end."""
    end = min(sign) if sign else len(rest)
    return end - index <= 40 and index > 0


def _split_title(
    lines: Sequence[tuple[Page, Line]], profile: Profile
) -> tuple[list[tuple[Role, Page, Line]], Sequence[tuple[Page, Line]]]:
    """The large (or at least centred) lines that open page 1, and what follows them."""
    title: list[tuple[Role, Page, Line]] = []
    opening = [line for page, line in lines[:8] if page.number == 1]
    start = next((index for index, line in enumerate(opening) if line.size >= 17.5), 0)
    large = bool(opening) and opening[start].size >= 17.5
    title += [(Role.HEAD_OTHER, page, line) for page, line in lines[:start]]
    for index, (page, line) in enumerate(lines[start:], start):
        is_title = page.number == 1 and (line.size >= 17.5 if large else _centred(page, line, profile))
        if not is_title:
            if large and title and page.number == 1 and _centred(page, line, profile) and len(title) < 8:
                title.append((Role.SUBTITLE, page, line))
                continue
            return title, lines[index:]
        title.append((Role.TITLE, page, line))
    return title, []


def _split_addressee(
    lines: Sequence[tuple[Page, Line]], profile: Profile
) -> tuple[Sequence[tuple[Page, Line]], Sequence[tuple[Page, Line]]]:
    """Flush lines before the first indented one, if they read like a list of recipients."""
    count = 0
    for page, line in lines:
        if page.number > 1 or (line.x0 - profile.left) / profile.cell > 1.5 or count == 6:
            break
        count += 1
        if line.text.endswith(("：", ":")):
            return lines[:count], lines[count:]
    text = "".join(line.text for _, line in lines[:count])
    if count and len(text) < 200 and not re.search(r"[。；！？]", text):
        return lines[:count], lines[count:]
    one = lines[0][1].text if lines else ""  # a recipient set in by mistake
    if (
        one.endswith(("：", ":"))
        and lines[0][0].number == 1
        and len(one) < 40
        and not re.search("[。；]|如下|通知", one)
        and not _level(one)
    ):
        return lines[:1], lines[1:]
    return (), lines


def _sign_off(lines: Sequence[tuple[Page, Line]], profile: Profile) -> dict[int, Role]:
    """成文日期 and the 署名 above it, by index."""
    dated = [
        index
        for index, (page, line) in enumerate(lines)
        if DATE.match("".join(line.text.split())) and line.x0 > profile.left + 6 * profile.cell and not page.landscape
    ]
    if not dated:
        return {}
    found = {dated[-1]: Role.DATE}
    for index in range(dated[-1] - 1, -1, -1):
        line = lines[index][1]
        row = lines[dated[-1]][1].baseline - line.baseline
        same = lines[index][0] is lines[dated[-1]][0]
        if not same or row > 12 * profile.row or len(line.text) > 30:
            break
        if (
            NOTE.match(line.text)
            or re.search("[。；：，]", line.text)
            or re.match(r"^\d+[.．]", line.text)
            or _level(line.text)
        ):
            break
        if line.x0 < profile.left + 6 * profile.cell and not _beside(lines, index):
            break
        if 0.5 < (lines[index + 1][1].baseline - line.baseline) / profile.row < 4.6 or row < 1:
            found[index] = Role.SIGNATURE
        elif not _beside(lines, index):
            break
        else:
            found[index] = Role.SIGNATURE
    return found


def _beside(lines: Sequence[tuple[Page, Line]], index: int) -> bool:
    """Whether another line stands on the same row, as with joint issuers."""
    page, line = lines[index]
    return any(
        each is page and other is not line and abs(other.baseline - line.baseline) < 1
        for each, other in lines[max(0, index - 3) : index + 4]
    )


def _annex(lines: Sequence[tuple[Page, Line]], part: int, profile: Profile) -> list[Piece]:
    page, line = lines[0]
    pieces = [Piece(Role.ANNEX, page.number, line, part)]
    titled = False
    for index, (page, line) in enumerate(lines[1:], 1):
        opening = not titled and page is lines[0][0] and index <= 4
        if opening and (_centred(page, line, profile) or line.size >= 17.5):
            pieces.append(Piece(Role.ANNEX_TITLE, page.number, line, part))
            continue
        titled = True
        pieces.append(_piece(_plain_role(page, line, profile), page, line, part))
    return pieces


def _seals(document: Document, pieces: Sequence[Piece]) -> Iterator[Seal]:
    """Pictures of a seal's size near the sign-off, and every red one of that size."""
    signed = {piece.page for piece in pieces if piece.role in (Role.DATE, Role.SIGNATURE)}
    near = [piece for piece in pieces if piece.role in (Role.DATE, Role.SIGNATURE)]
    for page in document.pages:
        for picture in page.pictures:
            box = picture.box
            if not (20 < box.width < 65 and 20 < box.height < 65 and page.number in signed):
                continue
            close = any(piece.page == page.number and abs(piece.line.baseline - box.centre[1]) < 45 for piece in near)
            if close:
                yield Seal(page.number, box, is_red(picture.colour) or _reddish(picture))


def _reddish(picture: Picture) -> bool:
    red, green, blue = picture.colour
    return red > 120 and red - max(green, blue) > 50
