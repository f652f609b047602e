"""Checks of the 版记: its rules, 抄送 and 印发."""

from __future__ import annotations

import re

from campaign.inspect.checks.check import Breach, Faults, at, check, mm, on_page, pt, sized
from campaign.inspect.checks.numbers import unnumbered
from campaign.inspect.parts import Anatomy, PrintedLine, Role

_ISSUED = re.compile(r"20\d\d年[1-9]\d?月[1-9]\d?日印发$")


@check(35, "版记", "7.4.1")
def imprint(doc: Anatomy) -> Faults:
    """The 版记 closes the last page: rules as wide as the type area, first and last 0.35 mm, the others 0.25 mm, the last on the lower
    edge of the type area (7.4.1)."""
    profile, rules = doc.profile, doc.imprint_rules
    if not doc.imprint_page:
        if "版记" in profile.require:
            yield on_page(doc.document.pages[-1], "文末没有版记（抄送、印发）")
        return
    if not profile.imprint:
        yield Breach("本单位公文不印版记，文末却有版记", doc.imprint_page)
        return
    last = doc.document.pages[-1].number
    if doc.imprint_page != last:
        yield Breach(f"版记在第 {doc.imprint_page} 页，应在最后一页（第 {last} 页）", doc.imprint_page)
    if profile.kind == "letter":
        return
    if len(rules) < 2:
        yield Breach("版记应有首尾两条分隔线，各要素之间用细线隔开", doc.imprint_page)
        return
    for place, rule in enumerate(rules):
        outer = place in (0, len(rules) - 1)
        name, should = ("首条" if not place else "末条" if outer else "中间"), 0.35 if outer else 0.25
        if abs(rule.box.height - should) > 0.03:
            yield Breach(f"版记{name}分隔线粗 {mm(rule.box.height)}，应为 {mm(should)}", doc.imprint_page, 0, rule.box)
        if abs(rule.box.width - profile.area_width) > 0.5 or abs(rule.box.x0 - profile.left) > 0.5:
            yield Breach(
                f"版记{name}分隔线宽 {mm(rule.box.width)}，应与版心等宽（{mm(profile.area_width)}）",
                doc.imprint_page,
                0,
                rule.box,
            )
    if abs(rules[-1].box.bottom - profile.bottom) > 0.5:
        box = rules[-1].box
        yield Breach(
            f"版记末条分隔线距纸顶 {mm(box.bottom)}，应与版心下边重合（{mm(profile.bottom)}）", doc.imprint_page, 0, box
        )


@check(36, "版记在双页", "通行做法")
def even_page(doc: Anatomy) -> Faults:
    """The 版记 is on the back of a sheet: the last page is even, or carries nothing else and no number. A custom, not a clause."""
    pages = doc.document.pages
    if doc.imprint_page and doc.profile.even_end and len(pages) % 2 and not unnumbered(doc, pages[-1]):
        yield on_page(
            pages[-1], f"全文 {len(pages)} 页，版记落在单页；习惯上放在最后一张纸的背面（双页）", "warning", "通行做法"
        )


def _small_print(doc: Anatomy, pieces: tuple[PrintedLine, ...]) -> Faults:
    profile, (low, high) = doc.profile, doc.profile.small_size
    for piece in pieces:
        if not low <= piece.line.size <= high:
            yield at(piece, f"“{piece.line.text[:8]}”为 {pt(piece.line.size)}，应为 {sized(profile.small_size)}")
        if not profile.is_font(piece.line.font, "body"):
            yield at(piece, f"“{piece.line.text[:8]}”用的是 {piece.line.font}，应为仿宋")


@check(37, "抄送机关", "7.4.2")
def copies(doc: Anatomy) -> Faults:
    """抄送： in 4号仿宋, one character from both edges, further lines under the first name, with a full stop at the end (7.4.2)."""
    profile = doc.profile
    for first in doc.of(Role.COPIES):
        rest = [piece for piece in doc.of(Role.IMPRINT_OTHER) if piece.line.baseline > first.line.baseline + 1]
        end = next((piece.line.baseline for piece in doc.of(Role.ISSUED)), 999.0)
        stop = min((rule.box.top for rule in doc.imprint_rules if rule.box.top > first.line.baseline), default=999.0)
        block = (first, *(piece for piece in rest if piece.line.baseline < min(end - 1, stop)))
        yield from _small_print(doc, block)
        if abs(first.line.x0 - profile.left - profile.small_cell) > 0.7:
            yield at(first, f"“抄送”左空 {mm(first.line.x0 - profile.left)}，应空一字（{mm(profile.small_cell)}）")
        if first.line.text[2:3] != "：":
            yield at(first, f"写作“{first.line.text[:3]}”，应为“{first.line.text[:2]}：”（全角冒号）")
        if len(first.line.inked) > 3:
            start = first.line.inked[3].x0
            for piece in block[1:]:
                if abs(piece.line.x0 - start) > 0.5:
                    yield at(
                        piece, f"“{piece.line.text[:8]}”没有与冒号后的首字对齐（差 {mm(abs(piece.line.x0 - start))}）"
                    )
        for piece in block:
            if profile.right - piece.line.x1 < profile.small_cell - 0.7:
                yield at(piece, f"本行右空 {mm(profile.right - piece.line.x1)}，应空一字（{mm(profile.small_cell)}）")
        if block[-1].line.text[-1] != "。":
            yield at(block[-1], f"抄送以“{block[-1].line.text[-1]}”结尾，末尾应加句号")


@check(38, "印发机关和印发日期", "7.4.3")
def issued(doc: Anatomy) -> Faults:
    """印发机关 one character from the left edge and `2026年11月3日印发` one from the right, in 4号仿宋 (7.4.3)."""
    profile = doc.profile
    if profile.kind == "letter":
        return
    for piece in doc.of(Role.ISSUED):
        row = [each for each in doc.of(Role.IMPRINT_OTHER) if abs(each.line.baseline - piece.line.baseline) < 1]
        yield from _small_print(doc, (*row, piece))
        if not _ISSUED.search("".join(piece.line.text.split())):
            yield at(piece, f"印发日期写作“{piece.line.text[-14:]}”，应如“2026年1月5日印发”，月、日不编虚位")
        left = min(each.line.x0 for each in (*row, piece)) - profile.left
        if abs(left - profile.small_cell) > 0.7:
            yield at(piece, f"印发机关左空 {mm(left)}，应空一字（{mm(profile.small_cell)}）")
        right = profile.right - piece.line.x1
        if abs(right - profile.small_cell) > 0.7:
            yield at(piece, f"印发日期右空 {mm(right)}，应空一字（{mm(profile.small_cell)}）")
