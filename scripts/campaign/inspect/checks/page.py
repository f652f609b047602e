"""Checks of the page and the grid: paper, type area, lines a page, characters a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from campaign.inspect.checks.check import Breach, Faults, at, check, mm, on_line, on_page, short
from campaign.inspect.parts import BESIDE, BODY, HAN, Anatomy, PrintedLine, PrintedParagraph, Role, area
from campaign.inspect.records import MM, Box, MeasuredPage, TextLine, most_common
from campaign.leaves.problems import Severity
from campaign.model.profile import Profile

GRID = (*BODY, Role.NOTE, Role.SIGNATURE, Role.DATE, Role.REMARK, Role.ATTENDANCE, Role.CENTRED, Role.ADDRESSEE)
NO_START = set("，。、；：？！）》〉」』】〕”’％℃…·,.;:?!)%")
NO_END = set("（《〈「『【〔“‘(")
HANGING = set("，。、；：！？）》”’")  # what Word and WPS let hang out at the end of a line


@check(1, "纸张", "5.1")
def page_size(doc: Anatomy) -> Faults:
    """Every page is A4, 210 mm × 297 mm, upright or lying; the first page is upright (5.1)."""
    profile = doc.profile
    for page in doc.document.pages:
        short_side, long_side = sorted((page.width, page.height))
        if (
            abs(short_side - profile.page_width) > profile.page_slack
            or abs(long_side - profile.page_height) > profile.page_slack
        ):
            yield on_page(
                page,
                f"纸张为 {page.width:.1f}×{page.height:.1f} 毫米，应为 A4（{profile.page_width:g}×{profile.page_height:g} 毫米）",
            )
    if doc.document.pages[0].landscape and profile.kind != "sheet":
        yield on_page(doc.document.pages[0], "首页是横向的，应为竖向")


@check(2, "版心", "5.2.1")
def inside_area(doc: Anatomy) -> Faults:
    """Nothing but page numbers, seals and the frame of a 信函 stands more than 1 mm outside the type area (5.2.1, 6.1);
    tables have checks of their own."""
    slack = doc.profile.area_slack
    free = {id(piece.line) for piece in doc.of(Role.PAGE_NUMBER, Role.TABLE, Role.MARGIN)}
    if doc.profile.kind == "letter":
        free |= {id(piece.line) for piece in doc.of(Role.MARK)}
    for text in sorted({piece.line.text for piece in doc.of(Role.MARGIN)}):
        held = [piece for piece in doc.of(Role.MARGIN) if piece.line.text == text]
        if doc.profile.kind != "sheet":
            yield at(held[0], f"{len(held)} 页的页边印有“{text}”，版心以外只应有页码", "warning")
    known = {rule.box for rule in (*doc.head_rules, *doc.imprint_rules)} | {seal.box for seal in doc.seals}
    for page in doc.document.pages:
        edge = area(page, doc.profile)
        for line in (*page.lines, *page.rotated):
            if id(line) not in free and (side := outside(_face(line, edge.x1), edge, slack)):
                yield on_line(page.number, line, f"{short(line.text)}{side}")
        drawn = [(picture.box, "图片") for picture in page.pictures]
        drawn += [(rule.box, "线条或底色") for rule in page.rules if rule.filled and min(rule.colour) < 240]
        tables = [table.box for table in doc.tables if table.page == page.number]
        for box, name in drawn:
            in_table = any(table.holds(*box.centre, 1) for table in tables)
            if box not in known and not in_table and (side := outside(box, edge, slack)):
                yield Breach(f"{name}{side}", page.number, 0, box)
                break


def _face(line: TextLine, right: float) -> Box:
    """What a line really covers: a character leaves a little of its em-box free above and below, a hanging mark is none of it."""
    free = 0.04 * line.size * MM
    box = line.box
    end = line.inked[-2].x1 if hangs(line, right) else box.x1
    return box if line.angle else Box(box.x0, box.top + free, end, box.bottom - free)


def hangs(line: TextLine, right: float) -> bool:
    """Whether a line ends in a mark that hangs over the right edge, as word processors set it where no 字 may follow."""
    if len(line.inked) < 2 or line.angle:
        return False
    last = line.inked[-1]
    return last.text in HANGING and last.x0 > right - 0.5 * last.em and last.x1 < right + 1.1 * last.em


def outside(box: Box, edge: Box, slack: float) -> str:
    """How far a box leaves the type area on its worst side, as the end of a sentence; empty within `slack`."""
    sides = (
        ("左", edge.x0 - box.x0),
        ("右", box.x1 - edge.x1),
        ("上", edge.top - box.top),
        ("下", box.bottom - edge.bottom),
    )
    name, by = max(sides, key=lambda side: side[1])
    return f"超出版心{name}边 {mm(by)}，应在版心（{edge.width:g}×{edge.height:g} 毫米）以内" if by > slack else ""


def grid_lines(doc: Anatomy, page: MeasuredPage) -> list[TextLine]:
    """Lines of a page that stand on the grid, one a baseline, from top to bottom."""
    lines: list[TextLine] = []
    for piece in doc.on(page.number, *GRID):
        if not lines or piece.line.baseline - lines[-1].baseline > 1:
            lines.append(piece.line)
    return lines


def full_pages(doc: Anatomy) -> Iterator[MeasuredPage]:
    """Pages of nothing but body text that the text fills: it runs on overleaf with a line that could have stood here."""
    tabled = {table.page for table in doc.tables}
    special = {piece.page for piece in doc.of(Role.TITLE, Role.ANNEX, Role.ANNEX_TITLE, Role.MARK, Role.NUMBER)}
    special |= {
        piece.page for piece in doc.pieces if piece.line.size >= doc.profile.title_from
    }  # a title goes on there
    pieces = [piece for piece in doc.pieces if piece.role not in BESIDE]
    for before, after in itertools.pairwise(pieces):
        page = doc.page(before.page)
        goes_on = (
            after.page == before.page + 1 and before.role in BODY and after.role in BODY and after.part == before.part
        )
        short_by = doc.profile.lines - len(grid_lines(doc, page))
        heading = after.role is Role.FIRST and (
            after.level in (1, 2) or short_by > 2 or _alone(doc, after)
        )  # or a page broken on purpose
        heading = heading or (short_by > 2 and bool(doc.on(after.page, Role.DATE)))  # seals took text along (7.3.5.5)
        heading = heading or 1 <= _before_end(doc, after.page) <= short_by  # so did 附件说明 or a name without a seal
        table_next = any(table.page == after.page and table.box.top < after.line.top for table in doc.tables)
        plain = page.number not in tabled | special and not page.pictures and not page.landscape
        if goes_on and plain and not heading and not table_next and not doc.page(after.page).landscape:
            yield page


def _alone(doc: Anatomy, piece: PrintedLine) -> bool:
    """Whether a first line is a heading on a line of its own, which the text below it follows on its page."""
    return piece.line.text[-1] not in "。；：，、！？" and piece.line.x1 < doc.profile.right - 2 * doc.profile.cell


def _before_end(doc: Anatomy, page: int) -> int:
    """How many lines of text stand above what ends the document, on the page where it begins; 0 on other pages."""
    pieces = doc.on(page, *BODY, Role.NOTE, Role.SIGNATURE, Role.DATE, Role.ATTENDANCE)
    ends = [place for place, piece in enumerate(pieces) if piece.role not in BODY]
    return ends[0] if ends else 0


def _upper_edge(line: TextLine, profile: Profile) -> float:
    """The upper edge that a line has as a line of the body: type that is larger or smaller stands at the middle of the same line box."""
    return (line.top + line.bottom) / 2 - profile.cell / 2


@check(3, "版心上下边", "5.2.1")
def area_filled(doc: Anatomy) -> Faults:
    """On a full page the first line touches the upper edge of the type area (37 ± 1) and the last the lower (262 ± 1), each with the box of its
    line: word processors set the 字 anywhere between the box's upper and lower edge (5.2.1, 5.2.3)."""
    profile = doc.profile
    if not profile.grid:
        return
    for page in full_pages(doc):
        lines = grid_lines(doc, page)
        top = _upper_edge(lines[0], profile)
        free = profile.row - profile.cell  # of a line's box, above its 字 or below
        if not -profile.area_slack <= top - profile.top <= free + profile.area_slack:
            yield on_line(
                page.number,
                lines[0],
                f"首行上边距纸顶 {mm(top)}，天头应为 {mm(profile.top)}（±{profile.area_slack:g}）",
            )
        highest = profile.top + profile.height_of_lines(profile.pitches[0])  # with the closest lines that are accepted
        low, high = min(highest, profile.bottom) - profile.area_slack, profile.bottom + profile.area_slack
        if len(lines) == profile.lines and not low <= _upper_edge(lines[-1], profile) + profile.cell <= high:
            yield on_line(
                page.number,
                lines[-1],
                f"末行下边距纸顶 {mm(lines[-1].bottom)}，版心下边应在 {mm(profile.bottom)}（±{profile.area_slack:g}）",
            )


@check(4, "每页行数", "5.2.3")
def line_count(doc: Anatomy) -> Faults:
    """A page holds 22 lines: a full page exactly, no page more (5.2.3)."""
    profile = doc.profile
    if not profile.grid:
        return
    full = {page.number for page in full_pages(doc)}
    for page in doc.body_pages:
        count = len(grid_lines(doc, page))
        if count > profile.lines or (page.number in full and count < profile.lines):
            near = profile.allow_squeeze and abs(count - profile.lines) == 1
            yield on_page(page, f"本页排了 {count} 行，应为 {profile.lines} 行", "warning" if near else "error")


def steps(doc: Anatomy) -> Iterator[tuple[MeasuredPage, TextLine, float]]:
    """Distance in mm from each body line to the one above it on the page; lines parted by a table are left out."""
    low, high = doc.profile.body_size
    for page in doc.document.pages:
        if page.landscape:
            continue
        lines = [
            piece.line for piece in doc.on(page.number, *BODY, Role.NOTE) if low - 2 <= piece.line.size <= high + 2
        ]
        for above, below in itertools.pairwise(lines):
            gap = below.baseline - above.baseline
            parted = any(
                table.page == page.number and above.baseline < table.box.bottom and table.box.top < below.baseline
                for table in doc.tables
            )
            if gap > 1 and not parted:
                yield page, below, gap


def modal_pitch(doc: Anatomy) -> float | None:
    """The usual distance between body lines: the mean of those near the commonest, as browsers round each baseline to a pixel."""
    gaps = [gap for _, _, gap in steps(doc) if gap < 1.6 * doc.profile.row]
    if not gaps:
        return None
    usual = most_common(round(gap, 1) for gap in gaps)
    near = [gap for gap in gaps if abs(gap - usual) < 0.3]
    return sum(near) / len(near)


@check(5, "行距", "5.2.3")
def line_pitch(doc: Anatomy) -> Faults:
    """Lines follow each other at 10.446 mm (a character and 7/8 of one), and every step is a multiple or half multiple of it (3, 5.2.3)."""
    profile = doc.profile
    pitch = modal_pitch(doc)
    if not profile.grid or pitch is None:
        return
    low, high = profile.pitches
    if not low <= pitch <= high:
        yield Breach(
            f"正文行距为 {mm(pitch)}，应为 {mm(profile.row)}（{low:.4g}—{high:.4g}），每页 {profile.lines} 行才能撑满版心",
            doc.body_pages[0].number,
        )
        return
    for page, line, gap in steps(doc):
        units = max(1, round(gap / pitch * 2)) / 2
        if abs(gap - units * pitch) > profile.step_slack:
            yield on_line(
                page.number,
                line,
                f"{short(line.text)}与上一行相距 {mm(gap)}，应为 {mm(units * pitch)}；常见原因是个别字换了字体",
            )


def unfinished(paragraph: PrintedParagraph) -> Iterator[tuple[PrintedLine, PrintedLine]]:
    """Each line of a paragraph that another follows, with the one that follows."""
    yield from zip(paragraph.pieces, paragraph.pieces[1:], strict=False)


def _full_width(line: TextLine) -> bool:
    return all(abs((char.x1 - char.x0) - char.em) < 0.12 * char.em for char in line.inked)


@check(6, "每行字数", "5.2.3")
def chars_per_line(doc: Anatomy) -> Faults:
    """A line of full-width characters holds 28, each 5.571 mm wide (5.2.3)."""
    profile = doc.profile
    if not profile.grid:
        return
    full = [
        (
            paragraph,
            piece,
            after,
            len(piece.line.inked)
            - hangs(piece.line, profile.right)
            + round(max(0.0, piece.line.x0 - profile.left) / profile.cell),
        )
        for paragraph in doc.paragraphs
        for piece, after in unfinished(paragraph)
        if not doc.page(piece.page).landscape and _full_width(piece.line)
    ]
    if not full:
        return
    free = [
        count
        for paragraph, _, after, count in full
        if count != profile.chars - 1 or not excused(profile.cell, paragraph, after)
    ]
    usual = most_common(free or [profile.chars])
    advance = modal_advance(doc)
    first = full[0][1]
    if usual != profile.chars and len(free) > 2:
        yield at(first, f"整行多为 {usual} 字，应为 {profile.chars} 字")
    elif advance is not None and abs(advance - profile.cell) > 0.05:
        should = f"{mm(profile.cell)}（版心宽 {profile.area_width:g} 毫米排 {profile.chars} 字）"
        yield at(first, f"正文每字宽 {mm(advance)}，应为 {should}")
    if usual != profile.chars:
        return
    for paragraph, piece, after, count in full:
        if count > profile.chars:
            severity: Severity = "warning" if count == profile.chars + 1 else "error"
            yield at(piece, f"本行挤了 {count} 字，应为 {profile.chars} 字", severity)
        elif count == profile.chars - 1 and not excused(profile.cell, paragraph, after):
            yield at(piece, f"本行只有 {count} 字，应为 {profile.chars} 字", "warning")


def modal_advance(doc: Anatomy) -> float | None:
    """The most frequent distance from one full-width body character to the next, in mm."""
    found = [
        round(after.x0 - char.x0, 2)
        for piece in doc.of(*BODY)
        for char, after in zip(piece.line.chars, piece.line.chars[1:], strict=False)
        if abs((char.x1 - char.x0) - char.em) < 0.02 * char.em and after.size == char.size
    ]
    return float(most_common(found)) if found else None


_SOLID = re.compile(r"[0-9A-Za-z.,:/%％‰℃〔〕+×~～\-]")


def excused(gap: float, paragraph: PrintedParagraph, after: PrintedLine) -> bool:
    """Whether a line may end `gap` mm early: because what follows cannot be parted, or because filling it would leave the last line
    of the paragraph with a single character."""
    if unparted(gap, after.line):
        return True
    left = len(re.findall(f"[{HAN}\\w]", after.line.text)) - int(gap / after.line.inked[0].em + 0.1)
    return after is paragraph.pieces[-1] and left < 2


def unparted(gap: float, after: TextLine) -> bool:
    """Whether what stands first on the next line is too wide to have stood at the end of this one.

    What cannot be parted from its neighbour counts together: opening marks with the character they open, closing marks with the
    one they close, a number with its digits, two halves of a dash.
    """
    chars = list(after.inked)
    end = 0
    while end < len(chars) and chars[end].text in NO_END:
        end += 1
    if end < len(chars):
        end += 1
    while end < len(chars) and (
        chars[end].text in NO_START
        or (_SOLID.match(chars[end].text) and _SOLID.match(chars[end - 1].text))
        or (chars[end].text in "—…" and chars[end - 1].text == chars[end].text)
        or (chars[end - 1].text.isdigit() and chars[end].text in "年月日号个万亿元人次项分天")
    ):
        end += 1
    return sum(char.x1 - char.x0 for char in chars[:end]) > gap + 0.1


@check(7, "行末留空", "5.2.3")
def short_lines(doc: Anatomy) -> Faults:
    """No line inside a paragraph ends more than 1.5 characters before the right edge, unless what follows could not be parted (5.2.3)."""
    profile = doc.profile
    if not profile.grid:
        return
    for paragraph in doc.paragraphs:
        for piece, after in unfinished(paragraph):
            gap = profile.right - piece.line.x1
            if doc.page(piece.page).landscape or (piece.page != after.page and doc.page(after.page).landscape):
                continue
            early = gap > 1.5 * profile.cell + 0.1 and piece.line.text[-1] not in "。！？："
            if early and not excused(gap, paragraph, after):
                yield at(piece, f"行末空了 {gap / profile.cell:.1f} 字，应排满 {profile.chars} 字", "warning")
