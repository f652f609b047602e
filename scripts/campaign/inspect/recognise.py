"""Recognise what each line of a measured PDF is, from position, type and wording alone.

Recognition is more tolerant than the checks: a title in the wrong size or a date with a leading zero must still be found, or nobody
could say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from campaign.inspect.body import body_pieces
from campaign.inspect.parts import (
    COLOPHON,
    COPIES,
    ISSUED,
    NUMBER,
    PAGE_NUMBER,
    SHORT_NUMBER,
    Anatomy,
    PrintedLine,
    Role,
    RuledTable,
    SeenSeal,
    area,
)
from campaign.inspect.profiles import Profile, RedHead
from campaign.inspect.records import Box, MeasuredPage, MeasuredPdf, Rule, TextLine, around, is_red, is_reddish


def recognise(document: MeasuredPdf, profile: Profile) -> Anatomy:
    """Name every line of the document."""
    tables = tuple(table for page in document.pages for table in _tables(page))
    imprint_page, imprint_rules, imprint_top = _imprint(document, profile, tables)
    head_rules, head_end = _head(document.pages[0], profile, tables)
    margin = _margin_texts(document, profile)
    pieces: list[PrintedLine] = []
    body: list[tuple[MeasuredPage, TextLine]] = []
    for page in document.pages:
        outer = {id(line) for line in _outside(page, profile)}
        inside = {id(line) for table in tables if table.page == page.number for line in table.lines}
        for line in page.lines:
            if id(line) in outer and PAGE_NUMBER.match(line.text):
                pieces.append(PrintedLine(Role.PAGE_NUMBER, page.number, line))
            elif id(line) in outer and line.text in margin:
                pieces.append(PrintedLine(Role.MARGIN, page.number, line))
            elif _small_print(page, line, profile):
                pieces.append(PrintedLine(Role.CAPTION, page.number, line))
            elif id(line) in inside:
                pieces.append(PrintedLine(Role.TABLE, page.number, line))
            elif page.number == imprint_page and line.baseline > imprint_top:
                pieces.append(PrintedLine(_imprint_role(line), page.number, line))
            elif page.number == 1 and line.bottom <= head_end:
                pieces.append(PrintedLine(_head_role(line, profile), page.number, line))
            else:
                body.append((page, line))
        pieces += [
            PrintedLine(Role.PAGE_NUMBER, page.number, line) for line in page.rotated if PAGE_NUMBER.match(line.text)
        ]
    pieces = _with_mark(pieces)
    pieces += body_pieces(body, profile)
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


def _tables(page: MeasuredPage) -> Iterator[RuledTable]:
    for ruling in page.tables:
        lines = tuple(line for line in page.lines if ruling.box.holds(line.centre, line.box.centre[1], 0.5))
        yield RuledTable(page.number, ruling.box, ruling.rows, lines, ruling.cut)


def _outside(page: MeasuredPage, profile: Profile) -> list[TextLine]:
    """Lines that stand wholly beside the type area."""
    edge = area(page, profile)
    if profile.kind == "sheet":  # sheets print their head and foot inside narrow margins
        edge = Box(edge.x0, 18, edge.x1, page.height - 18)
    return [
        line
        for line in page.lines
        if line.top > edge.bottom - 0.5 or line.bottom < edge.top - 1 or line.x1 < edge.x0 - 1 or line.x0 > edge.x1 + 1
    ]


def _margin_texts(document: MeasuredPdf, profile: Profile) -> set[str]:
    """Words that stand in the margin of several pages: a running head or foot."""
    pages: dict[str, set[int]] = {}
    for page in document.pages:
        for line in _outside(page, profile):
            if not PAGE_NUMBER.match(line.text):
                pages.setdefault(line.text, set()).add(page.number)
    return {text for text, numbers in pages.items() if len(numbers) > 1}


def _small_print(page: MeasuredPage, line: TextLine, profile: Profile) -> bool:
    """Small print next to a picture, or right above or below it; the colophon stands by itself where there is no address to make a picture of."""
    if line.size > profile.body_size[0] - 2:
        return False
    if COLOPHON.match(line.text):
        return True
    for picture in page.pictures:
        box = picture.box
        level = (
            box.top - 2 < line.box.centre[1] < box.bottom + 2 and -0.5 < max(line.x0 - box.x1, box.x0 - line.x1) < 15
        )
        close = -0.5 < max(line.top - box.bottom, box.top - line.bottom) < 6 and box.x0 - 20 < line.centre < box.x1 + 20
        if level or close:
            return True
    return False


def _wide_rules(page: MeasuredPage, profile: Profile, tables: Sequence[RuledTable]) -> list[Rule]:
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


def _imprint(
    document: MeasuredPdf, profile: Profile, tables: Sequence[RuledTable]
) -> tuple[int, tuple[Rule, ...], float]:
    """Page, rules and upper end of the 版记; page 0 when there is none."""
    for page in reversed(document.pages):
        rules = [rule for rule in _wide_rules(page, profile, tables) if not is_red(rule.colour) and rule.box.top > 40]
        words = [
            line
            for line in page.lines
            if (COPIES.match(line.text) or ISSUED.search(line.text))
            and (
                line.size < profile.body_size[0] - 0.3
                or any(abs(rule.box.top - line.top) < 20 for rule in rules)
                or (profile.kind == "letter" and line.bottom > profile.bottom - 3 * profile.row)  # without rules (10.1)
            )
        ]
        if words:
            start = min(line.top for line in words)
            above = [rule.box.top for rule in rules if -1 < start - rule.box.bottom < 60]
            top = min([start, *above])
            return page.number, tuple(rule for rule in rules if rule.box.top >= top - 0.01), top
    return 0, (), 0.0


def _imprint_role(line: TextLine) -> Role:
    if COPIES.match(line.text):
        return Role.COPIES
    if ISSUED.search(line.text):
        return Role.ISSUED
    return Role.IMPRINT_OTHER


def _head(page: MeasuredPage, profile: Profile, tables: Sequence[RuledTable]) -> tuple[tuple[Rule, ...], float]:
    """The coloured rules of page 1 and the height where the 版头 ends (0 when there is none)."""
    rules = list(_wide_rules(page, profile, tables))
    red = tuple(rule for rule in rules if is_red(rule.colour))
    marks = [line for line in page.lines if _like_mark(line)]
    numbers = [
        line
        for line in page.lines
        if line.baseline < 200 and (NUMBER.match(line.text) or SHORT_NUMBER.match(line.text))
    ]
    if profile.red_head is RedHead.PREPRINTED:  # neither mark nor rule: the head ends above the title
        title = min((line.top for line in page.lines if line.size >= profile.title_from), default=0.0)
        above = [line for line in page.lines if line.bottom < title] if title else numbers
        return (), max((line.bottom for line in above), default=0.0) + 0.1
    if profile.kind == "letter":
        return red, max((line.bottom for line in (*numbers, *marks)), default=0.0) + 0.1
    if profile.kind == "order" or (marks and not red and not rules):
        return red, max((line.bottom for line in (*numbers, *marks) if line.baseline < 200), default=0.0) + 0.1
    upper = [rule for rule in rules if rule.box.top < 200 and (is_red(rule.colour) or marks)]
    if not upper or not (marks or numbers):
        return red, 0.0
    return red or (upper[0],), upper[0].box.bottom + 0.5


def documents(document: MeasuredPdf) -> tuple[range, ...]:
    """The documents of a file by their pages, counted from 0: each begins with a page that bears a 发文机关标志, or behind one that ends
    in 版记; pages that are numbered on behind a 版记 belong to it, which is then not where it should be (7.4)."""
    pairs = enumerate(pairwise(document.pages), 1)
    starts = [
        place
        for place, (before, page) in pairs
        if any(map(_like_mark, page.lines)) or (_closes(before) and not _numbered_on(before, page))
    ]
    return tuple(map(range, (0, *starts), (*starts, len(document.pages))))


def _closes(page: MeasuredPage) -> bool:
    """Whether the last words of a page, its number left out, are those of a 版记 (7.4.3)."""
    words = [line for line in page.lines if not PAGE_NUMBER.match(line.text)]
    return bool(words) and words[-1].bottom > page.height / 2 and any(ISSUED.search(line.text) for line in words[-2:])


def _numbered_on(before: MeasuredPage, page: MeasuredPage) -> bool:
    """Whether the number of a page (7.5) is the one after that of the page before."""
    first, second = (
        [int(re.sub(r"\D", "", line.text) or 0) for line in each.lines if PAGE_NUMBER.match(line.text)]
        for each in (before, page)
    )
    return bool(first and second) and second[-1] == first[-1] + 1


def _like_mark(line: TextLine) -> bool:
    return (
        line.baseline < 180
        and line.size >= 20
        and (is_red(line.colour) or (line.size > 26 and line.text.endswith("文件")))
    )


def _head_role(line: TextLine, profile: Profile) -> Role:
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


def _with_mark(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Names of 签发人 on rows of their own belong to 签发人; a 版头 without large red text takes its largest line as the mark."""
    signer = next((piece.line for piece in pieces if piece.role is Role.SIGNER), None)
    marked = any(piece.role is Role.MARK for piece in pieces)
    others = [piece.line for piece in pieces if piece.role is Role.HEAD_OTHER]
    big = max((line.size for line in others), default=0.0)

    def role(piece: PrintedLine) -> Role:
        line = piece.line
        if piece.role is not Role.HEAD_OTHER:
            return piece.role
        if signer and line.x0 > 95 and abs(line.baseline - signer.baseline) < 45 and len(line.text) <= 10:
            return Role.SIGNER
        return Role.MARK if not marked and line.size == big > 17 else piece.role

    return [replace(piece, role=role(piece)) for piece in pieces]


def _seals(document: MeasuredPdf, pieces: Sequence[PrintedLine]) -> Iterator[SeenSeal]:
    """Pictures of a seal's size near the sign-off."""
    signed = [piece for piece in pieces if piece.role in (Role.DATE, Role.SIGNATURE)]
    for page in document.pages:
        for picture in page.pictures:
            box = picture.box
            sized = 20 < box.width < 65 and 20 < box.height < 65
            near = any(each.page == page.number and abs(each.line.baseline - box.centre[1]) < 45 for each in signed)
            if sized and near:
                yield SeenSeal(page.number, box, is_reddish(picture.colour))
