"""Checks of the special formats: 信函 and 纪要."""

from __future__ import annotations

from campaign.inspect.checks.check import Breach, Faults, at, check, mm
from campaign.inspect.checks.head import mark_box
from campaign.inspect.parts import ATTENDANCE, BODY, Anatomy, Role
from campaign.inspect.profiles import RedHead
from campaign.inspect.records import Rule, is_red

RULE_MARGIN = 20.0  # mm beside the double rules, and below the lower one (10.1)
LOWEST = 4.0  # mm: the leading below the last line of a 版记


@check(44, "信函格式", "10.1")
def letter(doc: Anatomy) -> Faults:
    """A 信函 has two red double rules of 170 mm, thick over thin 4 mm below the mark and thin over thick 20 mm above the lower edge of
    the paper; 发文字号 stands at the right edge 7/8 of a 字 below the first; the 版记 has neither 印发 nor rules and stands lowest (10.1)."""
    profile = doc.profile
    if profile.kind != "letter":
        return
    width, low = profile.page_width - 2 * RULE_MARGIN, profile.page_height - RULE_MARGIN
    rules = [rule for rule in doc.head_rules if is_red(rule.colour)]
    upper = [rule for rule in rules if rule.box.top < 150]
    lower = [rule for rule in rules if rule.box.top > 200]
    for pair, name, should in ((upper, "上方", "上粗下细"), (lower, "下方", "上细下粗")):
        if profile.red_head is RedHead.PREPRINTED:
            continue
        if len(pair) != 2:
            yield Breach(f"首页{name}应有一条红色双线，现有 {len(pair)} 条线", 1)
            continue
        if any(abs(rule.box.width - width) > 0.5 or abs(rule.box.x0 - RULE_MARGIN) > 0.5 for rule in pair):
            yield Breach(
                f"首页{name}的红色双线长 {mm(pair[0].box.width)}，应为 {width:g} 毫米并居中", 1, 0, pair[0].box
            )
        if (pair[0].box.height > pair[1].box.height) != (name == "上方"):
            yield Breach(f"首页{name}的红色双线应{should}", 1, 0, pair[0].box)
    if upper and doc.of(Role.MARK):
        gap = upper[0].box.top - mark_box(doc).bottom
        if abs(gap - 4) > 1.5:
            yield Breach(f"第一条红色双线在标志下 {mm(gap)}，应为 4 毫米", 1, 0, upper[0].box)
    if lower and abs(_middle(lower) - low) > 1:
        yield Breach(f"第二条红色双线距纸顶 {mm(_middle(lower))}，应距下页边 20 毫米（{mm(low)}）", 1, 0, lower[0].box)
    number = doc.first(Role.NUMBER)
    if number and abs(number.line.x1 - profile.right) > 0.6:
        yield at(number, f"发文字号右空 {mm(profile.right - number.line.x1)}，信函的发文字号应顶格居版心右边")
    if number and upper:
        below, leading = number.line.box.top - upper[-1].box.bottom, profile.cell * 7 / 8
        if abs(below - leading) > 1:
            yield at(number, f"发文字号在第一条红色双线下 {mm(below)}，应为 3 号汉字高度的 7/8（{mm(leading)}）")
    last = max(
        doc.of(Role.COPIES, Role.IMPRINT_OTHER), key=lambda piece: (piece.page, piece.line.baseline), default=None
    )
    if last and not 0 <= profile.bottom - last.line.box.bottom <= LOWEST:
        yield at(last, f"版记末行距版心下边 {mm(profile.bottom - last.line.box.bottom)}，信函的版记应排在版心内最下方")
    for piece in doc.of(Role.ISSUED):
        yield at(piece, "信函的版记不加印发机关和印发日期")
    if doc.imprint_rules:
        yield Breach("信函的版记不加分隔线", doc.imprint_page, 0, doc.imprint_rules[0].box)


def _middle(rules: list[Rule]) -> float:
    return (min(rule.box.top for rule in rules) + max(rule.box.bottom for rule in rules)) / 2


@check(46, "纪要出席人员", "10.3")
def attendance(doc: Anatomy) -> Faults:
    """出席：, 请假： and 列席： stand one blank line below the body, set in two characters, in 黑体; further lines begin under the first
    character after the colon (10.3)."""
    profile, pieces = doc.profile, doc.of(Role.ATTENDANCE)
    if not pieces:
        return
    before = [piece for piece in doc.on(pieces[0].page, *BODY) if piece.line.baseline < pieces[0].line.baseline]
    if before and abs((pieces[0].line.baseline - before[-1].line.baseline) / profile.row - 2) > 0.15:
        yield at(pieces[0], f"“{pieces[0].line.text[:2]}”与正文之间应空一行")
    start = 0.0
    for piece in pieces:
        found = ATTENDANCE.match(piece.line.text)
        if not found:
            if abs(piece.line.x0 - start) > profile.indent_slack:
                yield at(piece, f"“{piece.line.text[:8]}”没有与冒号后的首字对齐（差 {mm(abs(piece.line.x0 - start))}）")
            continue
        label = piece.line.inked[: found.end()]
        if found[0][-1] != "：":
            yield at(piece, f"写作“{found[0]}”，应为“{found[0][:-1]}：”（全角冒号）")
        if not profile.is_font(label[0].font, "hei"):
            yield at(piece, f"“{found[0]}”用的是 {label[0].font}，应为黑体")
        if abs(piece.line.x0 - profile.left - 2 * profile.cell) > profile.indent_slack:
            yield at(piece, f"“{found[0]}”左空 {mm(piece.line.x0 - profile.left)}，应空二字（{mm(2 * profile.cell)}）")
        if len(piece.line.inked) > found.end():
            start = piece.line.inked[found.end()].x0
