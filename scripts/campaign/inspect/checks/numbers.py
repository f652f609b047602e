"""Checks of page numbers, upright and on lying pages."""

from __future__ import annotations

import re

from campaign.inspect.checks.check import Breach, Faults, at, check, mm, on_page, pt, sized
from campaign.inspect.parts import PAGE_NUMBER, Anatomy, PrintedLine, Role
from campaign.inspect.profiles import NumberPlace, Profile
from campaign.inspect.records import MeasuredPage

_STRICT = re.compile(r"^— ?(\d+) ?—$")
CODE = 30.0  # mm; a QR code with its address, alone on a page, makes it no page of the document
_IMPRINT = (Role.COPIES, Role.ISSUED, Role.IMPRINT_OTHER)


def unnumbered(doc: Anatomy, page: MeasuredPage) -> bool:
    """Pages that carry no number: blank ones, one with nothing but the 版记, and the first of a 信函 (7.5, 10.1)."""
    aside = {Role.PAGE_NUMBER, Role.MARGIN, Role.CAPTION}
    roles = {piece.role for piece in doc.on(page.number)} - aside
    only_imprint = bool(roles) and roles <= set(_IMPRINT)
    blank = not roles and all(picture.box.width < CODE for picture in page.pictures)
    return blank or only_imprint or (page.number == 1 and not doc.profile.number_on_first)


@check(39, "页码", "7.5")
def page_number(doc: Anatomy) -> Faults:
    """`— n —` in 4号 half-width 宋体 below the type area: the dashes' upper edge 7 mm under it, right on odd and left on even pages one
    character from the edge; n is the physical page; blank pages and a page of 版记 alone carry none (7.5)."""
    profile = doc.profile
    found = {piece.page: piece for piece in doc.of(Role.PAGE_NUMBER)}
    if not found and "页码" not in profile.require:
        return
    for page in doc.document.pages:
        piece = found.get(page.number)
        if unnumbered(doc, page):
            if piece:
                yield at(piece, "本页不应编页码（空白页、只有版记的页和信函首页不编）")
        elif piece is None:
            yield on_page(page, f"本页没有页码，应为“— {page.number} —”")
        else:
            yield from _text(piece, strict=profile.grid)
            if profile.grid and not page.landscape and not piece.line.angle:
                yield from _place(doc, piece)


def _text(piece: PrintedLine, strict: bool) -> Faults:
    line = piece.line
    number = PAGE_NUMBER.match(line.text)
    if number and int(number[1]) != piece.page:
        yield at(piece, f"页码是 {number[1]}，应为 {piece.page}")
    if strict and not _STRICT.match(line.text):
        yield at(piece, f"页码写作“{line.text}”，数字左右应各有一条一字线：“— {piece.page} —”")


def _place(doc: Anatomy, piece: PrintedLine) -> Faults:
    profile, line = doc.profile, piece.line
    digits = [char for char in line.inked if char.text.isdigit()]
    low, high = profile.small_size
    if not low <= line.size <= high:
        yield at(piece, f"页码为 {pt(line.size)}，应为 {sized(profile.small_size)}")
    elif any(abs(char.x1 - char.x0 - profile.small_cell / 2) > 0.1 for char in digits):
        yield at(piece, f"页码数字每个宽 {mm(digits[0].x1 - digits[0].x0)}，应为半角（{mm(profile.small_cell / 2)}）")
    if digits and not profile.is_font(digits[0].font, "number"):
        yield at(piece, f"页码用的是 {digits[0].font}，应为宋体")
    tops = [char.ink_top for char in line.inked if char.text in "—–－-" and char.ink_top is not None]
    top = min(tops) if tops else None
    if top is not None and abs(top - profile.number_top) > 0.7:
        yield at(
            piece,
            f"页码一字线上边距版心下边 {mm(top - profile.bottom)}，应为 {mm(profile.number_top - profile.bottom)}",
        )
    if profile.number_place is NumberPlace.CENTRE:
        middle = (profile.left + profile.right) / 2
        if abs(line.centre - middle) > profile.centre_slack:
            yield at(piece, f"页码中线距纸左边 {mm(line.centre)}，应居中（{mm(middle)}）")
        return
    if piece.page % 2:
        gap, side = profile.right - line.x1, "右"
    else:
        gap, side = line.x0 - profile.left, "左"
    if abs(gap - profile.small_cell) > 0.7:
        yield at(
            piece,
            f"页码距版心{side}边 {mm(gap)}，{'单' if piece.page % 2 else '双'}页应居{side}空一字（{mm(profile.small_cell)}）",
        )


@check(40, "横排页", "8")
def landscape(doc: Anatomy) -> Faults:
    """On a lying page the number stands where it stands on upright ones, turned clockwise to the left edge: low on odd pages, high on even
    ones; a table begins at the top of the lying page and repeats its head on the next (7.5, 8)."""
    if doc.profile.kind == "sheet":
        return
    for page in doc.document.pages:
        if not page.landscape:
            continue
        piece = next(iter(doc.on(page.number, Role.PAGE_NUMBER)), None)
        if piece:
            yield from _turned_number(doc.profile, page, piece)
        table = next((table for table in doc.tables if table.page == page.number), None)
        for line in page.rotated:
            if table and table.box.holds(*line.box.centre):
                yield Breach(
                    "横排页的表格文字又转了方向，表头应在装订线一边（单页）或切口一边（双页），文字朝横排页正上方",
                    page.number,
                    0,
                    line.box,
                )
                break


def _turned_number(profile: Profile, page: MeasuredPage, piece: PrintedLine) -> Faults:
    box = piece.line.box
    if piece.line.angle != 90:
        yield at(piece, "横排页的页码没有随竖页转向，应顺时针转 90 度，放在横排页左侧", clause="7.5")
        return
    near, far = 5.0, profile.page_height - profile.bottom - 3
    if not near <= box.centre[0] <= far:
        yield at(
            piece, f"横排页的页码距左边 {mm(box.centre[0])}，应在左侧版心之外（{near:g}—{far:g} 毫米）", clause="7.5"
        )
    if profile.number_place is NumberPlace.CENTRE:
        return
    low = box.centre[1] > page.height / 2
    if low != bool(page.number % 2):
        yield at(
            piece,
            f"横排页的页码在左侧{'下' if low else '上'}方，{'单页应在下方' if page.number % 2 else '双页应在上方'}",
            clause="7.5",
        )
