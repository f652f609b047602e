"""Checks of what follows the body: 附件说明, 署名, 成文日期, seals, 附注, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from campaign.inspect.checks.check import Breach, Faults, at, check, mm, on_page, short
from campaign.inspect.checks.head import joint_names, squeezed
from campaign.inspect.parts import BODY, Anatomy, PrintedLine, Role, SeenSeal, area
from campaign.inspect.records import Box, Char, around, is_reddish

_STRICT_DATE = re.compile(r"^(20\d\d)年([1-9]\d?)月([1-9]\d?)日$")
_ANY_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_ENTRY = re.compile(r"^(\d+)[.．]")


def note_entries(doc: Anatomy) -> list[str]:
    """Names listed in 附件说明, in order, without their numbers."""
    entries: list[str] = []
    for piece in doc.of(Role.NOTE):
        text = re.sub(r"^附\s*件\s*[:：]", "", squeezed(piece.line.text))
        if not entries or _ENTRY.match(text):
            entries.append(_ENTRY.sub("", text))
        else:
            entries[-1] += text
    return entries


@check(28, "附件说明", "7.3.4")
def attachment_note(doc: Anatomy) -> Faults:
    """附件： one blank line below the body, set in two characters; Arabic numbers when there are several; no mark after a name; further
    lines under the first character of the name (7.3.4)."""
    profile, pieces = doc.profile, doc.of(Role.NOTE)
    if not pieces:
        return
    first = pieces[0]
    indent = first.line.x0 - profile.left
    if abs(indent - 2 * profile.cell) > profile.indent_slack:
        yield at(first, f"附件说明左空 {indent / profile.cell:.2f} 字，应空二字（{mm(2 * profile.cell)}）")
    if not first.line.text.startswith("附件："):
        yield at(first, f"写作“{first.line.text[:3]}”，应为“附件：”（全角冒号）")
    before = [
        piece for piece in doc.on(first.page, *BODY) if piece.line.baseline < first.line.baseline and not piece.part
    ]
    if before:
        gap = (first.line.baseline - before[-1].line.baseline) / profile.row
        if abs(gap - 2) > 0.15:
            yield at(first, f"附件说明在正文下第 {gap:.1f} 行，正文下应空一行")
    yield from _numbers(pieces)
    yield from _hanging(doc, pieces)
    for piece, after in pairwise([*pieces, None]):
        assert piece is not None
        if (after is None or _entry(after)) and piece.line.text[-1] in "。；，、,;.":
            yield at(piece, f"附件名称后面有“{piece.line.text[-1]}”，不应加标点")


def _entry(piece: PrintedLine) -> re.Match[str] | None:
    return _ENTRY.match(re.sub(r"^附\s*件\s*[:：]", "", squeezed(piece.line.text)))


def _numbers(pieces: Sequence[PrintedLine]) -> Faults:
    numbered = [(piece, int(found[1])) for piece in pieces if (found := _entry(piece))]
    for place, (piece, number) in enumerate(numbered, 1):
        if number != place:
            yield at(piece, f"附件序号是 {number}，应为 {place}")
            return


def _hanging(doc: Anatomy, pieces: Sequence[PrintedLine]) -> Faults:
    """Numbers stand under numbers, and the rest of a name under its first character."""
    slack = doc.profile.indent_slack
    number_x = name_x = 0.0
    for piece in pieces:
        chars = piece.line.inked
        head = 3 if squeezed(piece.line.text).startswith("附件") else 0
        found = _entry(piece)
        if head:
            number_x = _start(chars, head)
        elif found and abs(piece.line.x0 - number_x) > slack:
            yield at(
                piece,
                f"{short(piece.line.text)}的序号没有与上一个附件的序号对齐（差 {mm(abs(piece.line.x0 - number_x))}）",
            )
        elif not found and abs(piece.line.x0 - name_x) > slack:
            yield at(piece, f"{short(piece.line.text)}没有与附件名称的首字对齐（差 {mm(abs(piece.line.x0 - name_x))}）")
        if head or found:
            name_x = _start(chars, head + (len(found[0]) if found else 0))


def _start(chars: Sequence[Char], index: int) -> float:
    """Where character number `index` stands, or would stand if the line ended before it."""
    return chars[index].x0 if index < len(chars) else chars[-1].x1


@check(29, "附件", "7.3.7")
def annexes(doc: Anatomy) -> Faults:
    """Each annex begins a page: 附件 and its number in 黑体 flush left on line 1, the title centred on line 3, both as 附件说明 has them
    (7.3.7)."""
    profile, heads, entries = doc.profile, doc.of(Role.ANNEX), note_entries(doc)
    if entries and len(heads) != len(entries):
        first = doc.of(Role.NOTE)[0]
        yield at(first, f"附件说明列了 {len(entries)} 个附件，后面有 {len(heads)} 个")
    for place, head in enumerate(heads, 1):
        page = doc.page(head.page)
        left, _, right, _ = area(page, profile)
        if head.line.number != 1:
            yield at(head, f"“{head.line.text}”没有另起一页，附件应另面编排，序号排在版心第一行")
        elif not page.landscape and abs(head.line.top - profile.top) > profile.area_slack:
            yield at(head, f"“{head.line.text}”上边距纸顶 {mm(head.line.top)}，应在版心第一行（{mm(profile.top)}）")
        if abs(head.line.x0 - left) > profile.indent_slack:
            yield at(head, f"“{head.line.text}”左空 {mm(head.line.x0 - left)}，应顶格")
        if not profile.is_font(head.line.font, "hei"):
            yield at(head, f"“{head.line.text}”用的是 {head.line.font}，应为黑体")
        number = re.search(r"(\d+)$", squeezed(head.line.text))
        if head.line.text.endswith(("：", ":")):
            yield at(head, f"写作“{head.line.text}”，附件序号后不加冒号")
        elif number and int(number[1]) != place:
            yield at(head, f"写作“{head.line.text}”，按顺序应为“附件{place}”")
        titles = [piece for piece in doc.of(Role.ANNEX_TITLE) if piece.part == head.part]
        if not titles:
            yield at(head, f"“{head.line.text}”下面没有居中的标题")
            continue
        text = "".join(squeezed(piece.line.text) for piece in titles)
        if place <= len(entries) and text != entries[place - 1]:
            yield at(titles[0], f"附件标题“{text}”与附件说明“{entries[place - 1]}”不一致")
        rows = (titles[0].line.baseline - head.line.baseline) / profile.row
        if head.line.number == 1 and not 1.75 <= rows <= 2.35:
            yield at(titles[0], f"附件标题在第 {rows + 1:.1f} 行，应排在版心第三行")
        for piece in titles:
            if abs(piece.line.centre - (left + right) / 2) > profile.centre_slack:
                yield at(piece, f"附件标题的中线距纸左边 {mm(piece.line.centre)}，应居中（{mm((left + right) / 2)}）")


def signed(doc: Anatomy) -> tuple[PrintedLine | None, tuple[PrintedLine, ...], tuple[SeenSeal, ...]]:
    """成文日期, the names above it, and the seals on its page."""
    dates = doc.of(Role.DATE)
    piece = dates[-1] if dates else None
    seals = tuple(seal for seal in doc.seals if piece and seal.page == piece.page)
    return piece, doc.of(Role.SIGNATURE), seals


def _sealed_place(doc: Anatomy, piece: PrintedLine) -> bool:
    return abs((doc.profile.right - piece.line.x1) / doc.profile.cell - 4) <= 0.2


@check(30, "成文日期", "7.3.5.4")
def date_of_issue(doc: Anatomy) -> Faults:
    """成文日期 is a real date in Arabic figures without leading zeros, four characters from the right edge; without a seal it may instead
    begin two characters right of the name above it, which is two from the edge (7.3.5.1, 7.3.5.2, 7.3.5.4); 印发 is not earlier."""
    profile = doc.profile
    piece, names, seals = signed(doc)
    if piece is None:
        if "成文日期" in profile.require:
            yield on_page(doc.document.pages[-1], "文末没有成文日期")
        return
    text = squeezed(piece.line.text)
    found = _STRICT_DATE.match(text)
    if not found:
        should = "用阿拉伯数字写全年、月、日，月、日不编虚位，如 2026年1月5日"
        yield at(piece, f"成文日期写作“{piece.line.text}”，应{should}")
    elif (day := _real(found)) is None:
        yield at(piece, f"成文日期“{text}”不是日历上有的日子")
    else:
        issued = next(
            (_real(other) for each in doc.of(Role.ISSUED) if (other := _ANY_DATE.search(each.line.text))), None
        )
        if issued and issued < day:
            yield at(piece, f"成文日期 {text} 晚于印发日期 {issued.year}年{issued.month}月{issued.day}日")
    if len(names) > 1 or _sealed_place(doc, piece):
        return
    right = (profile.right - piece.line.x1) / profile.cell
    if seals or profile.kind == "order":
        yield at(piece, f"成文日期右空 {right:.2f} 字，应右空四字", clause="7.3.5.1")
    elif not _unsealed_place(doc, piece, names):
        yield at(
            piece,
            f"成文日期右空 {right:.2f} 字，加盖印章的应右空四字，不盖章的应在署名首字右移二字处起排",
            clause="7.3.5.1、7.3.5.2",
        )


def _unsealed_place(doc: Anatomy, piece: PrintedLine, names: Sequence[PrintedLine]) -> bool:
    """Whether date and name stand as without a seal: one of them two characters from the edge, the date two right of the name's start. Where
    a word processor widens the gaps around figures, the date may reach beyond the name."""
    cell, edge = doc.profile.cell, doc.profile.right
    gaps = [(edge - each.line.x1) / cell for each in (piece, *names)]
    if not names:
        return abs(gaps[0] - 2) <= 0.2
    return abs((piece.line.x0 - names[-1].line.x0) / cell - 2) <= 0.2 and any(abs(gap - 2) <= 0.2 for gap in gaps)


def _stamped(doc: Anatomy, post: PrintedLine) -> bool:
    """Whether a signature stamp stands right of a post, at its height (7.3.5.3)."""
    line = post.line
    level = line.box.centre[1]
    boxes = [picture.box for picture in doc.page(post.page).pictures]
    return any(box.x0 > line.x1 and box.top < level < box.bottom for box in boxes)


def _real(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


@check(31, "署名", "7.3.5.1")
def signature(doc: Anatomy) -> Faults:
    """The name is centred on the date below it (7.3.5.1); joint issuers sign in the order of the 版头, which names the same issuers."""
    piece, names, seals = signed(doc)
    if piece is None or not names:
        return
    if (
        len(names) == 1
        and (seals or _sealed_place(doc, piece))
        and not _unsealed_place(doc, piece, names)
        and doc.profile.kind != "order"
        and not _stamped(doc, names[0])
    ):
        apart = names[0].line.centre - piece.line.centre
        if abs(apart) > doc.profile.centre_slack:
            yield at(
                names[0], f"署名中线比成文日期偏{'右' if apart > 0 else '左'} {mm(abs(apart))}，署名应在日期之上居中"
            )
    heads = joint_names(doc) if doc.of(Role.MARK) else []
    if len(heads) > 1:
        order = [squeezed(name.line.text) for name in names]
        if len(order) > 1 and order != heads and sorted(order) == sorted(heads):
            yield at(
                names[0], f"联合行文署名顺序为{'、'.join(order)}，应与版头一致：{'、'.join(heads)}", clause="7.3.5.1"
            )


@check(32, "印章", "7.3.5.1")
def seals(doc: Anatomy) -> Faults:
    """A red seal for each name, inside the type area, in even rows, not touching another, no more than a line below the text; it presses name and date,
    which lie in its lower middle (7.3.5.1)."""
    profile = doc.profile
    piece, names, found = signed(doc)
    if not found or piece is None:
        return
    signers = sum(1 for name in names if not any(_goes_on(name, other, profile.row) for other in names))
    if names and len(found) != signers:
        yield Breach(
            f"有 {signers} 个署名、{len(found)} 枚印章，应一个署名一枚印章",
            piece.page,
            piece.line.number,
            found[0].box,
        )
    for place, seal in enumerate(found):
        box = seal.box
        if not seal.red:
            yield Breach("印章不是红色，应为红色", seal.page, 0, box)
        if box.x0 < profile.left - 0.1 or box.x1 > profile.right + 0.1:
            over = max(profile.left - box.x0, box.x1 - profile.right)
            yield Breach(f"印章超出版心 {mm(over)}，应在版心以内", seal.page, 0, box)
        if any(box.meets(other.box) for other in found[place + 1 :]):
            yield Breach("两枚印章相交或相切，应互不接触", seal.page, 0, box)
        for other in found[place + 1 :]:
            apart = abs(box.centre[1] - other.box.centre[1])
            if 1 < apart < min(box.height, other.box.height) / 2:
                yield Breach(f"同一排的两枚印章高低差 {mm(apart)}，应排列整齐", seal.page, 0, box)
        above = [
            each.line.bottom for each in doc.on(seal.page, *BODY, Role.NOTE) if each.line.baseline < piece.line.baseline
        ]
        first_row = box.top < min(other.box.top for other in found) + box.height / 2
        if above and first_row and box.top - max(above) > profile.row:
            yield Breach(
                f"印章顶端距正文（或附件说明）{mm(box.top - max(above))}，应在一行之内（{mm(profile.row)}）",
                seal.page,
                0,
                box,
            )
    if len(found) == 1:
        stamped = around(each.line.box for each in (*names, piece) if each.page == piece.page)
        box, middle = found[0].box, stamped.centre
        if not (box.meets(piece.line.box) and all(box.meets(name.line.box) for name in names)):
            yield Breach("印章没有同时压住署名和成文日期，应端正、居中下压二者", piece.page, piece.line.number, box)
        elif not box.centre[1] - 1 <= middle[1] <= box.bottom or abs(box.centre[0] - middle[0]) > 6:
            yield Breach("署名和成文日期没有处在印章中心偏下的位置", piece.page, piece.line.number, box)


def _goes_on(name: PrintedLine, other: PrintedLine, row: float) -> bool:
    """Whether a long name goes on in the line below."""
    step = other.line.baseline - name.line.baseline
    return name.page == other.page and abs(step - row) < 0.5 and abs(name.line.centre - other.line.centre) < 1


@check(47, "签名章", "7.3.5.3")
def stamps(doc: Anatomy) -> Faults:
    """A signature stamp stands two lines below the text, 4 字 from the right edge; the post ends 2 字 left of it, at its middle; the date comes
    a line below the last (7.3.5.3)."""
    profile = doc.profile
    piece, posts, _ = signed(doc)
    above = [
        each.line.bottom
        for each in doc.pieces
        if piece
        and each.page == piece.page
        and each.role in (*BODY, Role.NOTE)
        and each.line.baseline < piece.line.baseline
    ]
    found = [box for box in _stamp_boxes(doc, piece) if not above or box.top > max(above) - profile.row]
    if not found or piece is None:
        return
    edge, right = min(box.x0 for box in found), profile.right - 4 * profile.cell
    for box in found:
        if abs(box.x1 - right) > 1:
            yield Breach(
                f"签名章右空 {mm(profile.right - box.x1)}，应空四字（{mm(4 * profile.cell)}）", piece.page, 0, box
            )
        for post in (
            each for each in posts if each.page == piece.page and box.top < each.line.box.centre[1] < box.bottom
        ):
            low = post.line.box.centre[1] - box.centre[1]
            if abs(low) > 1:
                yield at(post, f"职务比签名章的中线{'低' if low > 0 else '高'} {mm(abs(low))}，应以签名章为准上下居中")
            if abs(edge - post.line.x1 - 2 * profile.cell) > 1:
                yield at(
                    post, f"职务与签名章相距 {mm(edge - post.line.x1)}，签名章应左空二字（{mm(2 * profile.cell)}）"
                )
    if above and not profile.row <= found[0].top - max(above) <= 3 * profile.row:
        yield Breach(f"签名章在正文（或附件说明）下 {mm(found[0].top - max(above))}，应空二行", piece.page, 0, found[0])
    below = piece.line.box.top - found[-1].bottom
    if not 0.5 * profile.row <= below <= 2 * profile.row:
        yield at(piece, f"成文日期在签名章下 {mm(below)}，应空一行")


def _stamp_boxes(doc: Anatomy, date_: PrintedLine | None) -> list[Box]:
    """Red pictures wider than high in the right half above the date, from top to bottom."""
    pictures = doc.page(date_.page).pictures if date_ else ()
    boxes = [
        picture.box
        for picture in pictures
        if is_reddish(picture.colour)
        and 15 < picture.box.width < 65
        and 1.2 * picture.box.height < picture.box.width
        and picture.box.x0 > doc.profile.page_width / 2
    ]
    return sorted((box for box in boxes if date_ and box.top < date_.line.baseline), key=lambda box: box.top)


@check(33, "成文日期与正文同页", "7.3.5.5")
def date_page(doc: Anatomy) -> Faults:
    """The page with the date shows body text too; no page says 此页无正文 (7.3.5.5)."""
    piece, _, _ = signed(doc)
    for each in doc.pieces:
        if "此页无正文" in squeezed(each.line.text):
            yield at(each, "不能用“此页无正文”，应调整行距、字距使印章与正文同页")
    if piece and not [each for each in doc.on(piece.page, *BODY) if not each.part]:
        yield at(piece, "成文日期所在的页没有正文，应调整行距、字距使二者同页")


@check(34, "附注", "7.3.6")
def remark(doc: Anatomy) -> Faults:
    """附注 stands on the line below the date, set in two characters, in brackets (7.3.6)."""
    profile, pieces = doc.profile, doc.of(Role.REMARK)
    if not pieces:
        return
    first = pieces[0]
    indent = first.line.x0 - profile.left
    if abs(indent - 2 * profile.cell) > profile.indent_slack:
        yield at(first, f"附注左空 {indent / profile.cell:.2f} 字，应空二字")
    text = "".join(piece.line.text for piece in pieces)
    if not (text.startswith("（") and text.endswith("）")):
        yield at(first, f"附注写作{short(text)}，应加圆括号“（）”")
    dated, _, _ = signed(doc)
    if dated and dated.page == first.page and (first.line.baseline - dated.line.baseline) / profile.row > 1.5:
        rows = (first.line.baseline - dated.line.baseline) / profile.row
        yield at(first, f"附注在成文日期下第 {rows:.1f} 行，应排在下一行")
