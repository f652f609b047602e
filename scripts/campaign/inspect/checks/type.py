"""Checks of type: body font, embedding, colour, emphasis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from campaign.inspect.checks.check import Breach, Faults, at, check, on_line, pt, short, sized
from campaign.inspect.parts import BODY, HAN, Anatomy, PrintedParagraph, Role, marker
from campaign.inspect.records import Char, Colour, MeasuredPage, Rule, is_red, most_common

LONGEST_LEAD = 45  # characters
_HAN = re.compile(f"[{HAN}]")
_CJK = re.compile(f"[{HAN}，。、；：？！（）《》“”‘’—…〔〕]")
_FOREIGN = re.compile(r"CJK-?(JP|KR|TC|HK)|DejaVu|Liberation|NotoSans(JP|KR|TC|HK)|NotoSerif(JP|KR|TC|HK)", re.I)
_BOLD = re.compile(r"Bold|Heavy|Black|Demi|,B", re.I)
# Text that no reader can search for or copy: replacement marks, private characters, pdfminer's sign for "no Unicode known".
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]|\\(cid:\\d+\\)")
_RADICAL = re.compile("[\u2e80-\u2fdf]")


def lead(paragraph: PrintedParagraph, doc: Anatomy) -> int:
    """How many characters at the beginning of a paragraph are set apart in 黑体 or 楷体: a heading, or the words that open it.

    They reach to the first full stop or colon; a heading has none.
    """
    chars = characters(paragraph)
    end = first_sentence(paragraph)
    apart = all(doc.profile.is_font(char.font, "hei", "kai") for char in chars[:end] if _HAN.match(char.text))
    return end if apart and end <= LONGEST_LEAD else 0


def first_sentence(paragraph: PrintedParagraph) -> int:
    """How many characters it has, its number included."""
    chars = characters(paragraph)
    return next((place for place, char in enumerate(chars, 1) if char.text in "。：！？"), len(chars))


def characters(paragraph: PrintedParagraph) -> list[Char]:
    """The characters of a paragraph that leave ink."""
    return [char for piece in paragraph.pieces for char in piece.line.inked]


@check(8, "正文字体字号", "5.2.2")
def body_font(doc: Anatomy) -> Faults:
    """The body is 3号仿宋: 95 % of its characters at least, in 15.5 to 16.05 pt; characters from another font are listed (5.2.2)."""
    profile = doc.profile
    fang = other = 0
    strays: dict[str, list[tuple[Char, PrintedParagraph]]] = defaultdict(list)
    wrong: list[str] = []
    for paragraph in doc.paragraphs:
        number = marker(paragraph.text)
        plain = characters(paragraph)[lead(paragraph, doc) or (len(number.text) if number else 0) :]
        for char in plain:
            if _CJK.match(char.text):
                right = profile.is_font(char.font, "body")
                fang, other = fang + right, other + (not right)
                if not right:
                    strays[char.font].append((char, paragraph))
                    wrong.append(char.font)
        han = [char.size for char in characters(paragraph) if _HAN.match(char.text)]
        size = most_common(round(each, 2) for each in han) if han else profile.body_size[0]
        if not profile.body_size[0] <= size <= profile.body_size[1]:
            yield at(paragraph.first, f"{short(paragraph.text)}为 {pt(size)}，正文应为 {sized(profile.body_size)}")
    if fang + other and fang < 0.95 * (fang + other):
        first = doc.of(*BODY)[0]
        yield at(
            first, f"正文只有 {100 * fang / (fang + other):.0f}% 的字是仿宋，多数为 {most_common(wrong)}，应为仿宋"
        )
        return
    for font, found in strays.items():
        char, paragraph = found[0]
        piece = next(each for each in paragraph.pieces if char in each.line.chars)
        listed = "".join(dict.fromkeys(each.text for each, _ in found))
        yield at(piece, f"“{listed[:20]}”用的是 {font}，应为仿宋（多半是字体缺字，换用了别的字体）", "warning")


@check(9, "字体嵌入", "通行做法")
def embedded_fonts(doc: Anatomy) -> Faults:
    """Every font is embedded as a subset with a Unicode table; none is a Japanese, Korean, Traditional or stand-in font; no character is
    missing."""
    for font in sorted(set(doc.document.fonts), key=lambda each: each.name):
        if not font.embedded:
            yield Breach(f"字体 {font.name} 没有嵌入，换一台电脑会变样")
        elif not font.subset:
            yield Breach(f"字体 {font.name} 整套嵌入，应只嵌入用到的字", severity="warning")
        if not font.to_unicode:
            yield Breach(f"字体 {font.name} 没有文字对照表，文字不能检索和复制")
        if _FOREIGN.search(re.sub(r"\s", "", font.name)):
            yield Breach(f"用了 {font.name}，不是简体中文字形的字体")
    lost = {(font.name, text) for font in doc.document.fonts for text in font.missing}
    for page in doc.document.pages:
        for line in page.lines:
            gone = list(dict.fromkeys(char.text for char in line.inked if (char.font, char.text) in lost))
            if gone:
                yield on_line(page.number, line, f"{'、'.join(map(_shown, gone))}缺字，印成了空框")
            elif found := _BROKEN.search(line.text):
                yield on_line(page.number, line, f"{short(line.text)}里有认不出的字（{_codes(found[0])}），多半是缺字")
            elif found := _RADICAL.search(line.text):
                yield on_line(page.number, line, f"“{found[0]}”是部首符号（{_codes(found[0])}），不是汉字，检索不到")


def _shown(text: str) -> str:
    """A character with its code, or the code alone when it has no shape of its own."""
    return f"“{text}”（{_codes(text)}）" if text.isprintable() else _codes(text)


def _codes(text: str) -> str:
    return text if len(text) > 1 else f"U+{ord(text):04X}"


def _is_black(colour: Colour) -> bool:
    return max(colour) <= 48


def _is_neutral(colour: Colour) -> bool:
    return max(colour) - min(colour) <= 24


def _reds(doc: Anatomy) -> Iterator[tuple[Colour, int]]:
    for piece in doc.of(Role.MARK):
        if is_red(piece.line.colour):
            yield piece.line.colour, piece.line.number
    for rule in doc.head_rules:
        if is_red(rule.colour):
            yield rule.colour, 0


@check(10, "颜色", "5.2.4")
def colours(doc: Anatomy) -> Faults:
    """Everything is black except 发文机关标志 and the red rules, which share one red; neutral grey passes in the
    grounds of tables and in small print beside a picture (5.2.4, 6.2)."""
    marks = {id(piece.line) for piece in doc.of(Role.MARK)}
    aside = {id(piece.line) for piece in doc.of(Role.MARGIN, Role.CAPTION)}
    for page in doc.document.pages:
        for line in (*page.lines, *page.rotated):
            odd = next((char for char in line.inked if not _is_black(char.colour)), None)
            if (
                odd
                and id(line) not in marks
                and not ((doc.profile.grey or id(line) in aside) and _is_neutral(odd.colour))
            ):
                yield on_line(page.number, line, f"{short(line.text)}是 {_name(odd.colour)}，除红色版头外应为黑色")
        odd_rule = next(
            (rule for rule in page.rules if not _is_neutral(rule.colour) and not _excused(doc, page, rule)), None
        )
        if odd_rule:
            yield Breach(
                f"本页有 {_name(odd_rule.colour)}的线条或底色，除红色版头外应为黑色", page.number, 0, odd_rule.box
            )
    reds = {colour for colour, _ in _reds(doc)}
    if len(reds) > 1:
        yield Breach(
            f"版头用了 {len(reds)} 种红色（{'、'.join(map(_name, sorted(reds)))}），应为同一种红色", 1, clause="6.2"
        )


def _excused(doc: Anatomy, page: MeasuredPage, rule: Rule) -> bool:
    """The red rules of the head, and the strokes of a seal drawn as a figure."""
    return (page.number == 1 and rule in doc.head_rules) or any(
        seal.page == page.number and is_red(rule.colour) and seal.box.holds(*rule.box.centre, 1) for seal in doc.seals
    )


def _name(colour: Colour) -> str:
    word = "红色" if is_red(colour) else "灰色" if _is_neutral(colour) else "彩色"
    return f"{word} #{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"


@check(11, "加粗、倾斜与下划线", "7.3.3")
def emphasis(doc: Anatomy) -> Faults:
    """The body has no bold, slanted or underlined words; a profile may allow bold on level 3 (7.3.3)."""
    profile = doc.profile
    for paragraph in doc.paragraphs:
        for piece in paragraph.pieces:
            line, page = piece.line, doc.page(piece.page)
            bold = [
                char
                for char in line.inked
                if (_BOLD.search(char.font) and not profile.is_font(char.font, "hei"))
                or any(box.holds((char.x0 + char.x1) / 2, char.baseline - 0.3 * char.em) for box in page.fake_bold)
            ]
            if bold and not (profile.bold_level_3 and paragraph.first.level == 3):
                yield at(piece, f"“{''.join(char.text for char in bold)[:14]}”加粗了，正文各级都不加粗", "warning")
            slanted = "".join(
                char.text for char in line.inked if char.slanted or "Italic" in char.font or "Oblique" in char.font
            )
            if slanted:
                yield at(piece, f"“{slanted[:14]}”是斜体，正文不用斜体", "warning")
            if any(
                rule.horizontal
                and rule.box.height < 1
                and line.x0 - 1 < rule.box.centre[0] < line.x1 + 1
                and -0.1 < rule.box.centre[1] - line.baseline < 2.2
                and rule.box.width < 0.98 * profile.area_width
                for rule in page.rules
            ):
                yield at(piece, f"{short(line.text)}加了下划线，正文不用下划线", "warning")
