"""Checks of the 版头: everything above the red rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.inspect.checks.check import Breach, Faults, at, check, mm
from campaign.inspect.parts import HAN, NUMBER, Anatomy, PrintedLine, Role
from campaign.inspect.profiles import RedHead
from campaign.inspect.records import Box, Char, around, is_red

_NUMBER = re.compile(f"^[{HAN}]+〔20\\d{{2}}〕[1-9]\\d*号$")
_SECRECY = re.compile(r"^(绝密|机密|秘密)(★(长期|[1-9]\d*(年|个月|天)))?$")
_ENDINGS = {"order": ("命令", "令"), "minutes": ("纪要",)}


def squeezed(text: str) -> str:
    """Text without its blanks."""
    return "".join(text.split())


def mark_box(doc: Anatomy) -> Box:
    """The box around the 发文机关标志, in mm."""
    return around(piece.line.box for piece in doc.of(Role.MARK))


@check(12, "发文机关标志", "7.2.4")
def issuer_mark(doc: Anatomy) -> Faults:
    """发文机关标志 is red and centred, its upper edge 35 mm below the upper edge of the type area (7.2.4); in a 信函 30 mm from the
    edge of the paper and without 文件 (10.1), in an order 20 mm (10.2), in 纪要 35 mm below the type area's edge (10.3)."""
    profile, marks = doc.profile, doc.of(Role.MARK)
    clause = {"letter": "10.1", "order": "10.2", "minutes": "10.3"}.get(profile.kind, "7.2.4")
    if profile.red_head is RedHead.PREPRINTED:
        if marks:
            yield at(marks[0], "本单位用套红纸，发文机关标志不应再印", clause=clause)
        return
    if not marks:
        number = next(
            (each for each in doc.of(Role.NUMBER, Role.HEAD_OTHER) if NUMBER.match(squeezed(each.line.text))), None
        )
        if "发文机关标志" in profile.require:
            yield Breach("首页没有发文机关标志", 1, clause=clause)
        elif number and profile.kind == "document":
            yield at(
                number, "有发文字号，却没有发文机关标志（用套红纸的，在版式文件里写 red_head: 套红纸）", clause=clause
            )
        return
    first, box = marks[0], mark_box(doc)
    if not all(is_red(piece.line.colour) for piece in marks):
        yield at(first, "发文机关标志不是红色，应为红色", clause=clause)
    middle = (profile.left + profile.right) / 2
    middles = (
        (middle, profile.page_width / 2) if profile.kind == "letter" else (middle,)
    )  # or on the paper, like its rules
    if all(abs(box.centre[0] - each) > profile.centre_slack for each in middles):
        yield at(first, f"发文机关标志的中线距纸左边 {mm(box.centre[0])}，应居中（{mm(middle)}）", clause=clause)
    tops = [piece.line.ink_top for piece in marks if piece.line.ink_top is not None] + [box.top]
    if all(abs(top - profile.mark_top) > 1 for top in tops):
        yield at(first, f"发文机关标志上边距纸顶 {mm(box.top)}，应为 {mm(profile.mark_top)}", clause=clause)
    text, endings = squeezed(doc.mark_text), _ENDINGS.get(profile.kind, ())
    if endings and not text.endswith(endings):
        yield at(first, f"标志是“{text}”，末尾应为“{'”或“'.join(endings)}”", clause=clause)
    if profile.kind == "letter" and text.endswith("文件"):
        yield at(first, "信函的发文机关标志不加“文件”二字", clause=clause)


@check(13, "发文字号写法", "7.2.5")
def number_form(doc: Anatomy) -> Faults:
    """发文字号 is 机关代字〔year〕number号: six-sided brackets, the whole year, no 第, no leading zero (7.2.5)."""
    profile, piece = doc.profile, doc.first(Role.NUMBER)
    if piece is None:
        if "发文字号" in profile.require:
            yield Breach("版头没有发文字号", 1)
        return
    text = squeezed(piece.line.text)
    if profile.kind == "order":
        if not re.match(r"^第[1-9]\d*号$", text):
            yield at(piece, f"令号写作“{text}”，应为“第×号”", clause="10.2")
    elif profile.kind == "minutes" and re.match(r"^（?第[1-9]\d*[期号]）?$", text):
        return
    elif not _NUMBER.match(text):
        yield at(piece, f"发文字号写作“{text}”，{_why(text)}")


def _why(text: str) -> str:
    if re.search(r"[\[\]()（）【】［］]", text):
        return "年份应放在六角括号“〔〕”里"
    if "第" in text:
        return "序号前不加“第”"
    if re.search(r"[〕\]）)】］]0", text):
        return "序号不编虚位，前面不加 0"
    return "应为“机关代字〔年份〕序号号”，年份写全四位"


@check(14, "发文字号位置", "7.2.5")
def number_place(doc: Anatomy) -> Faults:
    """发文字号 is centred two blank lines below the mark; in a document to a superior it is set in by one character, level with the last
    签发人 (7.2.5)."""
    profile, piece = doc.profile, doc.first(Role.NUMBER)
    if piece is None or profile.kind == "letter":
        return
    line, signers = piece.line, doc.of(Role.SIGNER)
    middle = (profile.left + profile.right) / 2
    if signers:
        if abs(line.x0 - profile.left - profile.cell) > 0.6:
            yield at(piece, f"上行文的发文字号左空 {mm(line.x0 - profile.left)}，应居左空一字（{mm(profile.cell)}）")
        last = max(signers, key=lambda each: each.line.baseline)
        if abs(last.line.baseline - line.baseline) > 1:
            yield at(piece, "发文字号与最后一个签发人不在同一行，应排在同一行")
    elif abs(line.x0 - profile.left - profile.cell) < 0.6:
        yield at(piece, "发文字号居左空一字，是上行文的排法，但没有签发人；下行文、平行文应居中", clause="7.2.6")
    elif abs(line.centre - middle) > profile.centre_slack:
        yield at(piece, f"发文字号中线距纸左边 {mm(line.centre)}，应居中（{mm(middle)}）")
    if doc.of(Role.MARK) and not signers:
        gap = (line.top - mark_box(doc).bottom) / profile.row
        if not 1.4 < gap < 3.1:
            yield at(piece, f"发文字号在标志下空了 {max(gap - 0.5, 0):.1f} 行，应空二行", "warning")


@check(15, "红色分隔线", "7.2.7")
def red_rule(doc: Anatomy) -> Faults:
    """A red rule as wide as the type area stands 4 mm below 发文字号 (7.2.7)."""
    profile, number = doc.profile, doc.first(Role.NUMBER)
    if profile.kind not in ("document", "minutes") or not doc.of(Role.MARK):
        return
    if not doc.head_rules:
        if profile.kind == "document" and number:
            yield at(number, "发文字号下没有红色分隔线")
        return
    rule = doc.head_rules[0]
    box = rule.box
    if not is_red(rule.colour):
        yield Breach("版头分隔线不是红色，应为红色", 1, 0, box)
    if abs(box.width - profile.area_width) > 0.5 or abs(box.x0 - profile.left) > 0.5:
        yield Breach(f"红色分隔线宽 {mm(box.width)}，应与版心等宽（{mm(profile.area_width)}）并居中", 1, 0, box)
    if number and profile.kind == "document":
        gap = box.top - number.line.bottom
        if abs(gap - profile.rule_gap) > 0.5:
            yield Breach(f"红色分隔线在发文字号下 {mm(gap)}，应为 {mm(profile.rule_gap)}", 1, number.line.number, box)


@check(16, "签发人", "7.2.6")
def signers(doc: Anatomy) -> Faults:
    """签发人： in 仿宋 and the names in 楷体, one character from the right edge; further names line up with the first (7.2.6)."""
    profile, pieces = doc.profile, doc.of(Role.SIGNER)
    if not pieces:
        return
    first = pieces[0].line
    label = [char for char in first.inked if char.text in "签发人："][:4]
    names = first.inked[len(label) :]
    if "".join(char.text for char in label) != "签发人：":
        yield at(pieces[0], f"写作“{first.text[:4]}”，应为“签发人：”（全角冒号）")
    if any(not profile.is_font(char.font, "body") for char in label):
        yield at(pieces[0], f"“签发人：”用的是 {label[0].font}，应为仿宋")
    wrong = next((char for char in names if not profile.is_font(char.font, "kai")), None)
    wrong = wrong or next(
        (each for piece in pieces[1:] for each in piece.line.inked if not profile.is_font(each.font, "kai")), None
    )
    if wrong:
        yield at(pieces[0], f"签发人姓名用的是 {wrong.font}，应为楷体")
    right = max(piece.line.x1 for piece in pieces)
    gap = (profile.right - right) / profile.cell
    if abs(gap - 1) > 0.15:
        yield at(pieces[0], f"签发人右空 {gap:.2f} 字，应居右空一字")
    start = names[0].x0 if names else first.x0
    rows: dict[int, list[PrintedLine]] = {}
    for piece in pieces[1:]:
        rows.setdefault(round(piece.line.baseline), []).append(piece)
    for row in rows.values():
        lead = min(row, key=lambda piece: piece.line.x0)
        if abs(lead.line.baseline - first.baseline) > 1 and abs(lead.line.x0 - start) > 0.6:
            yield at(lead, f"“{lead.line.text}”没有与上一行签发人姓名对齐")


@check(17, "份号、密级和紧急程度", "7.2.1—7.2.3")
def top_left(doc: Anatomy) -> Faults:
    """份号 of six digits on line 1, 密级 (黑体, `机密★1年`) and 紧急程度 (黑体) below it in this order, all flush left; a secret document
    has a 份号 (7.2.1, 7.2.2, 7.2.3)."""
    profile = doc.profile
    copy, secret, urgent = (doc.first(role) for role in (Role.COPY_NUMBER, Role.SECRECY, Role.URGENCY))
    found = [piece for piece in (copy, secret, urgent) if piece]
    for piece in found:
        if abs(piece.line.x0 - profile.left) > profile.indent_slack:
            yield at(piece, f"{piece.role.value}左空 {mm(piece.line.x0 - profile.left)}，应顶格")
    if copy and not re.match(r"^\d{6}$", squeezed(copy.line.text)):
        yield at(copy, f"份号写作“{copy.line.text}”，应为 6 位数字", clause="7.2.1")
    if secret and not _SECRECY.match(squeezed(secret.line.text)):
        yield at(secret, f"写作“{secret.line.text}”，应如“机密★1年”", clause="7.2.2")
    for piece in found:
        if piece is not copy and not profile.is_font(piece.line.font, "hei"):
            yield at(piece, f"{piece.role.value}用的是 {piece.line.font}，应为黑体")
    heights = [piece.line.baseline for piece in found]
    if heights != sorted(heights):
        yield at(found[0], "顺序不对，应自上而下为份号、密级和保密期限、紧急程度")
    elif found and profile.kind == "document" and abs(heights[0] - profile.top - 0.88 * profile.cell) > 1:
        yield at(found[0], f"{found[0].role.value}应排在版心第一行", clause="7.2.1")
    if secret and not copy:
        yield at(secret, "标了密级却没有份号，涉密公文应标注份号", clause="7.2.1")


@check(18, "联合行文标志", "7.2.4")
def joint_issuers(doc: Anatomy) -> Faults:
    """Names of joint issuers stand above each other with equal ends, and 文件 to their right at half their height (7.2.4)."""
    names, word = _joint_rows(doc.of(Role.MARK))
    if len(names) < 2:
        return
    piece = doc.of(Role.MARK)[0]
    lefts, rights = [row[0].x0 for row in names], [row[-1].x1 for row in names]
    if max(lefts) - min(lefts) > 0.5 or max(rights) - min(rights) > 0.5:
        uneven = max(max(lefts) - min(lefts), max(rights) - min(rights))
        yield at(piece, f"{len(names)} 个联合行文机关名称两端没有对齐（差 {mm(uneven)}），应分散对齐")
    if word:
        middle = (min(row[0].box.top for row in names) + max(row[0].box.bottom for row in names)) / 2
        height = word[0].box.centre[1]
        if abs(height - middle) > 1:
            yield at(
                piece,
                f"“文件”二字比机关名称的中线{'低' if height > middle else '高'} {mm(abs(height - middle))}，应上下居中",
            )


def _joint_rows(marks: Sequence[PrintedLine]) -> tuple[list[list[Char]], list[Char]]:
    """Characters of each name from left to right, row by row, and those of 文件 if it stands to the right of all names."""
    chars = [char for piece in marks for char in piece.line.inked]
    word = sorted((char for char in chars if char.text in "文件"), key=lambda char: char.x0)[-2:]
    if "".join(char.text for char in word) != "文件" or any(char.x0 > word[0].x0 for char in chars if char not in word):
        word = []
    rows: list[list[Char]] = []
    for char in sorted((char for char in chars if char not in word), key=lambda each: (round(each.baseline), each.x0)):
        if rows and abs(rows[-1][0].baseline - char.baseline) < 1:
            rows[-1].append(char)
        else:
            rows.append([char])
    return rows, word


def joint_names(doc: Anatomy) -> list[str]:
    """Names in the mark, one a row, without 文件."""
    rows, _ = _joint_rows(doc.of(Role.MARK))
    return ["".join(char.text for char in row) for row in rows]
