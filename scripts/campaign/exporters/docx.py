"""A plan as a Word file in 公文 format (GB/T 9704—2012), for those who go on writing in Word or WPS: the words of the PDF, on a document grid.

Words, order, numbers and places come from `pdf.plan`, lengths from the profile the PDF is printed with. What only a finished print can have is
left out: pictures of seals (their place is free), the QR code, and the rule that 版记 stands on the back of the last sheet (here it stands at the
foot of the last page). The grid stands in the page set-up; text keeps to it by the pitch and the character spacing of its styles, which Word, WPS
and LibreOffice reckon alike (LibreOffice 7.4 sets 14 字 a line where 三号 meets a grid of 28). Same plan, same bytes.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version
from itertools import groupby
from math import floor
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from campaign.content import Content
from campaign.leaves import archives
from campaign.model import Document, DocumentFormat, Plan, Profile
from campaign.model.profile import MM, NumberPlace, RedHead, printed
from campaign.pdf import page, typeset
from campaign.pdf.geometry import DASH, LETTER_EDGE, LETTER_RULES, NUMBER_BOX, Geometry
from campaign.pdf.lines import unbroken
from campaign.pdf.plan import attendance, imprint_of, profile
from campaign.pdf.plan.attachments import Attachment, attachments, listing
from campaign.pdf.plan.head import JOINT_GAP, Head, head, issuers
from campaign.pdf.plan.signature import SignOff, sign_off
from campaign.pdf.tables import Table
from campaign.views import marks
from campaign.views.body import Paragraph
from campaign.views.revisions import printed as in_print

# Typefaces by role as offices have them (5.2.2, 7.3.1), then what to take where one is missing.
FACES = {
    "body": ("仿宋_GB2312", "仿宋,FangSong"),
    "kai": ("楷体_GB2312", "楷体,KaiTi"),
    "hei": ("黑体", "SimHei"),
    "title": ("方正小标宋简体", "方正小标宋_GBK,小标宋"),
    "number": ("宋体", "SimSun"),
}
ROLES = {"": "body", "kai": "kai", "hei": "hei"}  # the faces of `views.body`
OWN = {1: "hei", 2: "kai"}  # the face a heading has of itself (7.3.3)
TAB = "<w:r><w:tab/></w:r>"
TINY = '<w:spacing w:line="20" w:lineRule="exact"/>'
FLOATING = '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="{}" w:horzAnchor="page" w:tblpX="{}" {}/><w:tblOverlap w:val="never"/>'
UNDER = 1.7  # mm between a line of text and the end of its pitch, about the same in Word and LibreOffice
MOST_FACT = 255  # characters in a property of a Word file; the document itself says all of it


def plan_docx(content: Content, plan: Plan) -> bytes:
    """A plan as .docx. Headings are Word's own, so that they stand in its navigation pane."""
    return draft(content, plan).file()


def draft(content: Content, plan: Plan) -> WordText:
    """A plan as a Word file that is not packed yet."""
    writer = _Writer(plan, content)
    authors = issuers(plan, content)
    return WordText(
        title=typeset.plain(plan.title),
        author="、".join(authors),
        day=content.as_of,
        mark=page.DEMO if plan.demo else "",
        laid=writer.laid,
        letter=head(plan, authors, writer.laid.width) if writer.shape is DocumentFormat.LETTER else None,
        blocks=tuple(writer.blocks()),
        lying=writer.lying,
        marks=tuple(writer.named),
    )


@dataclass(frozen=True)
class WordText:
    """A Word file before it is packed: its blocks as WordprocessingML and what its pages need. The same draft gives the same bytes."""

    title: str
    author: str
    day: date
    mark: str  # at the foot of every page
    laid: Geometry
    letter: Head | None  # of a 信函, whose mark stands in the head of the first page
    blocks: tuple[str, ...]
    lying: bool  # is the last page a lying one?
    marks: tuple[str, ...]  # names of the bookmarks around its records

    def digest(self) -> str:
        """Key of a cache: changes with the words, the lengths, and the program that packs them."""
        return hashlib.sha256(f"{self!r} {version('python-docx')}\0".encode() + Path(__file__).read_bytes()).hexdigest()

    def file(self) -> bytes:
        word = docx.Document()
        _furnish(word, self.laid)
        end = word.element.body.sectPr
        for block in self.blocks:
            end.addprevious(parse_xml(block))
        end.getparent().replace(end, parse_xml(_section(self.laid, wide=self.lying)))
        for place, section in enumerate(word.sections):
            _feet(section, self.laid, self.mark, self.letter if place == 0 else None)
        facts = word.core_properties
        facts.title, facts.author, facts.language = self.title[:MOST_FACT], self.author[:MOST_FACT], "zh-CN"
        facts.last_modified_by, facts.comments, facts.revision = "", "", 1
        facts.created = facts.modified = datetime.combine(self.day, time())
        _tell(word, marks.properties(self.marks))
        return packed(word)


class _Writer:
    """The blocks of a document in order, as WordprocessingML. Lengths are in twips unless they say otherwise."""

    def __init__(self, plan: Plan, content: Content) -> None:
        self.plan, self.content = plan, content
        self.laid = Geometry(profile(plan, content))
        self.shape = plan.document.format if plan.document else DocumentFormat.DOCUMENT
        self.imprint = imprint_of(plan.document) if self.laid.profile.imprint else None
        self.names = [plan.name, *(unit.name for unit in content.registry.units.values())]
        self.pitch, self.cell = _pitch(self.laid), self.laid.cell / MM * 20
        self.lying = False  # are we on a lying page?
        self.named: list[str] = []  # the bookmarks of the body

    def blocks(self) -> Iterator[str]:
        plan, document = self.plan, self.plan.document
        authors = issuers(plan, self.content)
        made = attachments(plan, self.content, self.laid)
        top = head(plan, authors, self.laid.width)
        if top:
            yield from self.head(top, authors)
        if not top or self.shape is not DocumentFormat.ORDER:  # an order has no title (10.2)
            yield self.title(plan.title_lines or self.parted(plan.title), blank=2)
        if document and document.to:
            yield _p("Flush", _run(typeset.plain(f"{document.to.rstrip('：:')}：")))
        yield from self.body()
        yield from after_body(self.rest(made, document))

    def rest(self, made: Sequence[Attachment], document: Document | None) -> Iterator[str]:
        """What follows the body: 附件说明, 出席, 署名, 附注, attachments, 版记."""
        plan = self.plan
        yield from self.listing(made)
        for place, (word, names) in enumerate(attendance(document)):
            yield _p(
                "Flush",
                _run(word, "HeiChar") + _run("　".join(map(typeset.plain, names))),
                self.gap(1 - place),
                _indent(self.cell, 5, -3),
            )
        yield from self.signature(sign_off(plan, self.content, self.laid))
        if document and document.note:
            yield _p("BodyText", _run(typeset.plain(f"（{document.note.strip('（）()')}）")))
        for each in made:
            yield from self.attachment(each)
        yield from self.foot()

    def body(self) -> Iterator[str]:
        """The paragraphs of the body, each in a bookmark that says which record it prints (`views.marks`)."""
        number = itertools.count(1)
        for each in in_print(self.content, self.plan):
            name = marks.bookmark(self.plan.id, each.item)
            self.named.append(name)
            for place, line in enumerate(each.lines, 1):
                own, at = name if place == 1 else f"{name}_{place}", next(number)
                begin = f'</w:pPr><w:bookmarkStart w:id="{at}" w:name="{own}"/>'
                block = self.paragraph(line).replace("</w:pPr>", begin, 1)
                yield block.removesuffix("</w:p>") + f'<w:bookmarkEnd w:id="{at}"/></w:p>'

    def gap(self, rows: float) -> str:
        """So many blank lines above a paragraph."""
        return f'<w:spacing w:before="{round(rows * self.pitch)}"/>' if rows > 0 else ""

    # -- 版头 (7.2, 10.1—10.3) --

    def head(self, top: Head, authors: Sequence[str]) -> Iterator[str]:
        each = self.laid.profile
        control = [
            (text, style)
            for text, style in ((top.copy_no, ""), (top.secrecy, "HeiChar"), (top.urgency, "HeiChar"))
            if text
        ]
        if (
            self.shape is DocumentFormat.LETTER
        ):  # the mark and its rule stand in the head of the first page, above the type area
            control = control or [("", "")]
            yield _p("Flush", _run(*control[0]) + TAB + _run(top.doc_no), _tabs(("right", self.laid.chars * self.cell)))
            yield from (_p("Flush", _run(*one)) for one in control[1:])
            return
        red = _red(self.laid)
        yield from (_p("Flush", _run(*one)) for one in control)
        yield from _mark(top, self.laid, _twips(each.mark_top - each.top) - len(control) * self.pitch)
        for place, names in enumerate(top.signers):  # 7.2.6
            number, label = top.doc_no if place == len(top.signers) - 1 else "", "　　　　" if place else "签发人："
            left = _tabs(("left", (self.laid.chars - 1 - top.signers_width) * self.cell))
            yield _p(
                "Flush",
                _run(number) + TAB + _run(label) + _run(names, "KaiChar"),
                self.gap(0 if place else 2),
                left,
                _indent(self.cell, 1),
            )
        if not top.signers and top.doc_no:
            yield _p("Centred", _run(top.doc_no), self.gap(2))
        when = self.plan.date.chinese if self.plan.date else ""
        if self.shape is DocumentFormat.MINUTES and (authors or when):
            yield _p(
                "Flush",
                _run("、".join(authors)) + TAB + _run(when),
                _tabs(("right", (self.laid.chars - 1) * self.cell)),
                _indent(self.cell, 1),
            )
        if self.shape is DocumentFormat.ORDER:
            yield from [_p("Flush", "")] * 2  # the text begins two lines below (10.2)
            return
        below = _twips(max(each.rule_gap - UNDER, 0.5))
        yield _p(
            "Flush",
            "",
            f'<w:spacing w:before="{below}" w:line="20" w:lineRule="exact"/>',
            _border("bottom", "single", 11, 0, red),
        )

    # -- 主体 (7.3) --

    def parted(self, title: str) -> tuple[str, ...]:
        return typeset.title_lines(title, self.names, most=self.laid.title_chars)

    def title(self, rows: Sequence[str], blank: int) -> str:
        return _p(
            "Title",
            "<w:r><w:br/></w:r>".join(map(_run, rows)),
            f'<w:spacing w:before="{blank * self.pitch}" w:after="{self.pitch}" w:line="{self.pitch}" w:lineRule="exact"/>',
        )

    def paragraph(self, each: Paragraph) -> str:
        """A heading style has the face of its level; text that runs on after a heading is marked as text."""
        level = min(each.level, 4)
        words = (
            _run(text, "" if face == OWN.get(level, "") else f"{ROLES[face].title()}Char")
            for face, text in unbroken(each.runs)
        )
        return _p(f"Heading{level}" if level else "BodyText", "".join(words), "<w:keepNext/>" if each.alone else "")

    def listing(self, made: Sequence[Attachment]) -> Iterator[str]:
        """附件说明 (7.3.4): turned lines under the first 字 of the name."""
        for place, (lead, name) in enumerate(listing(made)):
            left, hang = (5, 3) if len(made) == 1 else (6, 1 if place else 4)
            yield _p("Flush", _run(lead + typeset.plain(name)), self.gap(1 - place), _indent(self.cell, left, -hang))

    def signature(self, signed: SignOff | None) -> Iterator[str]:
        """署名 and 成文日期 (7.3.5) at the PDF's places: each row a paragraph with a tab to every further word."""
        below = -1.0
        for row, held in groupby(
            sorted(signed.words, key=lambda each: (each.row, each.left)) if signed else (), key=lambda each: each.row
        ):
            words = list(held)
            tabs = _tabs(*(("left", each.left * self.cell) for each in words[1:]))
            yield _p(
                "Signature",
                TAB.join(_run(each.text) for each in words),
                self.gap(row - below - 1),
                tabs,
                _indent(self.cell, words[0].left),
            )
            below = row

    # -- attachments (7.3.7) --

    def attachment(self, each: Attachment) -> Iterator[str]:
        wide = bool(each.table and each.table.wide)
        turned = wide or self.lying
        if turned:
            yield _p("Flush", "", TINY, _section(self.laid, wide=self.lying))
        self.lying = wide
        cell = round(self.cell)  # 附件1 begins on the first line, its title stands on the third
        number = f'<w:spacing w:after="{self.pitch - cell}" w:line="{cell}" w:lineRule="exact"/>'
        yield _p(
            "Flush",
            _run(each.number, "HeiChar"),
            "" if turned else "<w:pageBreakBefore/>",
            number,
            '<w:outlineLvl w:val="0"/>',
        )
        yield self.title(self.parted(each.title), blank=1)
        if each.table:
            yield self.table(each.table)
            yield _p("Flush", "", TINY)
        else:
            yield _p("Centred", _run("本站未收录此附件。"))

    def table(self, made: Table) -> str:
        """The head is repeated on every page, rows stay whole."""
        size = f'<w:sz w:val="{round(made.size * 2)}"/>'
        widths = [_twips(each) for each in made.widths]

        def cell(words: str, align: str, style: str = "") -> str:
            return "".join(
                _p("TableText", _run(line, style, size), f'<w:jc w:val="{align}"/>') for line in words.split("\n")
            )

        rows = [
            _row(
                [
                    (width, cell(each.title, "center", "HeiChar"), 1)
                    for width, each in zip(widths, made.columns, strict=True)
                ],
                "<w:tblHeader/>",
            )
        ]
        for place, row in enumerate(made.rows):
            if place in made.bands:
                rows.append(_row([(sum(widths), cell(row[0] or "", "left", "KaiChar"), len(widths))]))
                continue
            at, cells = 0, []
            for words, span, column in made.cells(place):
                cells.append((sum(widths[at : at + span]), cell(words, column.align), span))
                at += span
            rows.append(_row(cells))
        rules = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return _table(rows, widths, f"<w:tblBorders>{rules}</w:tblBorders>", padding=57)

    def foot(self) -> Iterator[str]:
        """版记 (7.4): a table of one column at the lower edge of the type area; it never stands on a lying page."""
        if self.imprint is None:
            return
        if self.lying:
            yield _p("Flush", "", TINY, _section(self.laid, wide=True))
            self.lying = False
        small, width = (
            self.laid.profile.small * 20,
            _twips(self.laid.width) - 4,
        )  # LibreOffice leaves a table that fills the line where it is
        cells = []
        if self.imprint.cc:
            cells.append(_p("Imprint", _run(f"抄送：{typeset.plain(self.imprint.cc)}"), _indent(small, 4, -3, 1)))
        if self.imprint.printed_by:
            cells.append(
                _p(
                    "Imprint",
                    _run(self.imprint.printed_by) + TAB + _run(self.imprint.printed_on),
                    _tabs(("right", width - small)),
                    _indent(small, 1),
                )
            )
        thick, thin = (
            f'w:val="single" w:sz="{size}" w:space="0" w:color="000000"' for size in (8, 6)
        )  # 0.35 and 0.25 mm (7.4.1)
        rules = (
            f"<w:tblBorders><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>"
            if self.imprint.ruled
            else ""
        )
        place = FLOATING.format("margin", _twips(self.laid.profile.left), 'w:tblpYSpec="bottom"')
        yield _table([_row([(width, each, 1)]) for each in cells], [width], rules, padding=0, place=place)
        yield _p("Flush", "", TINY)


def after_body(blocks: Iterator[str]) -> Iterator[str]:
    """The same blocks, the first with the bookmark that says where the body has ended."""
    for place, block in enumerate(blocks):
        end = f'</w:pPr><w:bookmarkStart w:id="0" w:name="{marks.END}"/><w:bookmarkEnd w:id="0"/>'
        yield block if place else block.replace("</w:pPr>", end, 1)


def _mark(top: Head, laid: Geometry, room: float, *more: str) -> Iterator[str]:
    """发文机关标志, its upper edge `room` twips down; joint names of equal width one below the other, 文件 at their middle (7.2.4)."""
    points = floor(top.mark_size / MM * 2) / 2
    size = f'<w:color w:val="{_red(laid)}"/><w:sz w:val="{round(points * 2)}"/>'
    line = f'w:line="{round(points * 25)}" w:lineRule="exact"/>'
    room = max(round(room - points * 2.5), 20)
    if not top.stack:
        yield _p(
            "Mark",
            _run(top.mark, more=size),
            f'<w:spacing w:before="{room}" {line}',
            *(more or ('<w:ind w:left="-113" w:right="-113"/>',)),
        )
        return
    yield _p("Mark", "", f'<w:spacing w:before="{room - 20}" w:line="20" w:lineRule="exact"/>')
    names = "".join(
        _p("Mark", _run(name, more=size), f"<w:spacing {line}", '<w:jc w:val="distribute"/>') for name in top.stack
    )
    cells = [(_twips(max(map(typeset.width, top.stack)) * top.mark_size) + 113, names, 1)]
    if top.word:
        word = _p("Mark", _run(top.word, more=size), f"<w:spacing {line}", '<w:jc w:val="right"/>')
        cells.append((_twips((typeset.width(top.word) + JOINT_GAP) * top.mark_size) + 57, word, 1))
    yield _table([_row(cells)], [width for width, _, _ in cells], '<w:jc w:val="center"/>', padding=0)


def _red(laid: Geometry) -> str:
    """On paper with a printed head nothing is printed, but its place is kept."""
    return "FFFFFF" if laid.profile.red_head is RedHead.PREPRINTED else laid.profile.red.lstrip("#")


# -- pieces of WordprocessingML (ISO/IEC 29500-1 17.3, 17.4, 17.6) ---------------------------------------------------------------

_ORDER = (
    "keepNext",
    "pageBreakBefore",
    "pBdr",
    "tabs",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "sectPr",
)  # as CT_PPr asks


def _p(style: str, runs: str, *facts: str) -> str:
    held = sorted(
        filter(None, facts), key=lambda each: _ORDER.index(each[3:].split(" ")[0].split("/")[0].split(">")[0])
    )
    return f'<w:p {nsdecls("w", "r")}><w:pPr><w:pStyle w:val="{style}"/>{"".join(held)}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "", more: str = "") -> str:
    """Text with the marks of East Asian type (“”—…) taken for such."""
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/>{more}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _indent(cell: float, left: float, first: float = 0, right: float = 0) -> str:
    """Indents in 字; `first` is that of the first line, less than 0 when it hangs out. Word goes by the 字, others by the length."""
    words = [("left", left), ("right", right), ("firstLine" if first > 0 else "hanging", abs(first))]
    held = (f'w:{name}Chars="{round(each * 100)}" w:{name}="{round(each * cell)}"' for name, each in words if each)
    return f"<w:ind {' '.join(held)}/>"


def _tabs(*stops: tuple[str, float]) -> str:
    held = "".join(f'<w:tab w:val="{kind}" w:pos="{round(place)}"/>' for kind, place in stops)
    return f"<w:tabs>{held}</w:tabs>" if stops else ""


def _border(side: str, kind: str, size: int, space: int, colour: str) -> str:
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _row(cells: Sequence[tuple[int, str, int]], more: str = "") -> str:
    """Cells as (width, paragraphs, columns they take)."""
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/><w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
        for width, words, span in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(made)}</w:tr>"


def _table(rows: Sequence[str], widths: Sequence[int], more: str, *, padding: int, place: str = "") -> str:
    aside = (
        f'<w:tblCellMar><w:left w:w="{padding}" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar>'
    )
    facts = f'{place}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{more}<w:tblLayout w:type="fixed"/>{aside}'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl {nsdecls('w', 'r')}><w:tblPr>{facts}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _tell(word: Word, facts: Iterable[tuple[str, str]]) -> None:
    """Properties of our own in the file (ISO/IEC 29500-1 22.3)."""
    held = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(facts, 2)
    )
    spaces = "http://schemas.openxmlformats.org/officeDocument/2006"
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{spaces}/custom-properties" xmlns:vt="{spaces}/docPropsVTypes">{held}</Properties>'
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = Part(PackURI("/docProps/custom.xml"), kind, text.encode(), word.part.package)
    word.part.package.relate_to(part, RT.CUSTOM_PROPERTIES)


# -- page, feet, styles ----------------------------------------------------------------------------------------------------------


def _twips(mm: float) -> int:
    return round(mm / MM * 20)


def _pitch(laid: Geometry) -> int:
    """The distance of lines with which Word sets `lines` of them between margins as the standard gives them: 28.95 pt."""
    return int(laid.height / MM * 20 / laid.profile.lines)


def _under_number(each: Profile) -> float:
    """mm from the lower edge of the paper to a line of 4号 whose dash has its place (7.5)."""
    return each.page_height - each.number_top - (1 - DASH) * each.small_cell


def _section(laid: Geometry, *, wide: bool) -> str:
    """Page and grid (5.1, 5.2.1, 5.2.3). A lying page is the upright one turned clockwise (8)."""
    each = laid.profile
    top, right, bottom, left = each.top, each.page_width - each.right, each.page_height - each.bottom, each.left
    size = (each.page_width, each.page_height)
    foot = _under_number(each)
    turn = ""
    if each.kind == "letter":
        foot = LETTER_EDGE
    if wide:
        size, turn = size[::-1], ' w:orient="landscape"'
        top, right, bottom, left = left, top, right, bottom
        foot = bottom - 8
    margins = " ".join(
        f'w:{name}="{_twips(value)}"'
        for name, value in (
            ("top", top),
            ("right", right),
            ("bottom", bottom),
            ("left", left),
            ("header", 15),
            ("footer", foot),
        )
    )
    space = round((laid.cell / MM - printed(each.body_size)) * 4096)
    grid = "" if wide else f'<w:docGrid w:type="linesAndChars" w:linePitch="{_pitch(laid)}" w:charSpace="{space}"/>'
    return f'<w:sectPr {nsdecls("w", "r")}><w:pgSz w:w="{_twips(size[0])}" w:h="{_twips(size[1])}"{turn}/><w:pgMar {margins} w:gutter="0"/>{grid}</w:sectPr>'


def _feet(section: Section, laid: Geometry, mark: str, letter: Head | None) -> None:
    """Page numbers (7.5): odd ones right, even ones left, one 字 in, or centred as the profile has it; the mark of examples at the middle.

    The first page of a 信函 bears no number but the mark with double rules of 170 mm, the lower 20 mm above the edge (10.1).
    """
    each = laid.profile
    small, wide = each.small * 20, section.page_width > section.page_height  # type: ignore[operator]
    width = _twips(laid.height if wide else laid.width)
    said = _run(mark, "HeiChar", '<w:color w:val="555555"/><w:sz w:val="18"/>') if mark else ""
    aside = f'<w:spacing w:after="{_twips(_under_number(each) - LETTER_EDGE)}"/>' if each.kind == "letter" else ""
    number = _run("— ") + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>' + _run(" —")

    def fill(footer: _Footer | _Header, *blocks: str) -> None:
        footer.is_linked_to_previous = False
        root = footer._element
        for child in list(root):
            root.remove(child)
        for block in blocks:
            root.append(parse_xml(block))

    def turned(odd: bool) -> str:
        """The number where it is on the upright page, turned with the sheet."""
        ends = (
            each.page_width - each.right
            if each.number_place is NumberPlace.OUTER
            else (each.page_width - NUMBER_BOX) / 2
        )
        top = each.right - each.small_cell - NUMBER_BOX if odd else each.left + each.small_cell
        if each.number_place is NumberPlace.CENTRE:
            top = ends
        words = _p(
            "Footer",
            number,
            f'<w:jc w:val="{"center" if each.number_place is NumberPlace.CENTRE else "right" if odd else "left"}"/>',
        )
        cell = f'<w:tc><w:tcPr><w:tcW w:w="{_twips(each.small_cell)}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>{words}</w:tc>'
        row = f'<w:tr><w:trPr><w:trHeight w:val="{_twips(NUMBER_BOX)}" w:hRule="exact"/></w:trPr>{cell}</w:tr>'
        return _table(
            [row],
            [_twips(each.small_cell)],
            "",
            padding=0,
            place=FLOATING.format("page", _twips(_under_number(each)), f'w:tblpY="{_twips(top)}"'),
        )

    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        if wide:
            fill(footer, turned(odd), _p("Footer", said, '<w:jc w:val="center"/>'))
        elif each.number_place is NumberPlace.CENTRE:
            fill(footer, _p("Footer", said + TAB + number, aside, _tabs(("center", width / 2))))
        elif odd:
            fill(
                footer,
                _p("Footer", TAB + said + TAB + number, aside, _tabs(("center", width / 2), ("right", width - small))),
            )
        else:
            fill(footer, _p("Footer", number + TAB + said, aside, _tabs(("center", width / 2)), _indent(small, 1)))
    if letter or not each.number_on_first:
        section.different_first_page_header_footer = True
        wings = f'<w:ind w:left="{_twips(LETTER_RULES - each.left)}" w:right="{_twips(LETTER_RULES - each.page_width + each.right)}"/>'
        rule = _border("bottom", "thinThickMediumGap", 20, 0, _red(laid)) if letter else ""
        fill(section.first_page_footer, _p("Footer", "", rule, wings, TINY))
        if letter:
            above = letter.mark_size / 8  # the leading of the mark's own line
            section.header_distance = Mm(each.mark_top - above)
            space = max(round((each.rule_gap - above) / MM), 0)
            fill(
                section.first_page_header,
                *_mark(letter, laid, 0, _border("bottom", "thickThinMediumGap", 20, space, _red(laid)), wings),
                _p("Flush", "", TINY),
            )


def _furnish(word: Word, laid: Geometry) -> None:
    """Styles, fonts and settings of our own; what the library's empty document carries besides goes."""
    part = word.part
    for rel in [
        each
        for each in part.rels.values()
        if each.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "numbering", "webSettings")
    ]:
        del part.rels[rel.rId]
    for rel in [each for each in part.package.rels.values() if each.reltype == RT.THUMBNAIL]:
        del part.package.rels[rel.rId]
    root = word.styles.element
    for child in list(root):
        root.remove(child)
    for text in _styles(laid):
        root.append(parse_xml(text))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in ((_face(laid, role), instead) for role, (_, instead) in FACES.items())
    )
    table = next(rel.target_part for rel in part.rels.values() if rel.reltype == RT.FONT_TABLE)
    table._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )
    settings = word.settings.element
    for child in list(settings):
        settings.remove(child)
    compat = '<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    for text in (
        "<w:evenAndOddHeaders {0}/>",
        '<w:characterSpacingControl {0} w:val="doNotCompress"/>',
        compat.replace("<w:compat>", "<w:compat {0}>"),
        '<w:themeFontLang {0} w:val="zh-CN" w:eastAsia="zh-CN"/>',
    ):
        settings.append(parse_xml(text.format(nsdecls("w"))))


def _face(laid: Geometry, role: str) -> str:
    """The office's own typeface where its profile names one."""
    return next(iter(getattr(laid.profile.fonts, role)), FACES[role][0])


def _styles(laid: Geometry) -> Iterator[str]:
    each, two = laid.profile, _indent(laid.cell / MM * 20, 0, 2)

    def fonts(role: str) -> str:
        name = _face(laid, role)
        return f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'

    def size(points: float) -> str:
        return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'

    def style(
        key: str,
        name: str,
        paragraph: str = "",
        run: str = "",
        *,
        kind: str = "paragraph",
        more: str = '<w:basedOn w:val="Normal"/>',
    ) -> str:
        default = ' w:default="1"' if key in ("Normal", "DefaultParagraphFont", "TableNormal") else ""
        inner = f"<w:pPr>{paragraph}</w:pPr>" if kind == "paragraph" else ""
        return f'<w:style {nsdecls("w")} w:type="{kind}"{default} w:styleId="{key}"><w:name w:val="{name}"/>{more}<w:qFormat/>{inner}<w:rPr>{run}</w:rPr></w:style>'

    spacing = (
        floor((laid.cell / MM - printed(each.body_size)) * 20) - 1
    )  # 28 字 to a line, with a twip to spare for rounding
    loose = '<w:spacing w:val="0"/>'  # what is not set on the grid
    body = (
        fonts("body")
        + f'<w:snapToGrid w:val="0"/><w:spacing w:val="{spacing}"/>'
        + size(printed(each.body_size))
        + '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>'
    )
    # No space between 汉字 and Latin, no mark beyond the margin: as the PDF is set.
    marks = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>'
    plain = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{_pitch(laid)}" w:lineRule="exact"/><w:jc w:val="both"/>'
    yield f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{body}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{marks}</w:pPr></w:pPrDefault></w:docDefaults>"
    yield style("Normal", "Normal", marks + plain, body, more="")
    yield style("DefaultParagraphFont", "Default Paragraph Font", kind="character", more="")
    yield f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    yield style("BodyText", "Body Text", two)
    for level in range(1, 5):  # 7.3.3
        bold = "<w:b/>" if level == 3 and each.bold_level_3 else ""
        yield style(
            f"Heading{level}",
            f"heading {level}",
            f'{two}<w:outlineLvl w:val="{level - 1}"/>',
            fonts(ROLES[OWN.get(level, "")]) + bold,
            more='<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>',
        )
    for role in ROLES.values():
        yield style(
            f"{role.title()}Char",
            {"body": "正文字体", "kai": "楷体字", "hei": "黑体字"}[role],
            "",
            fonts(role),
            kind="character",
            more="",
        )
    centred = '<w:jc w:val="center"/>'
    yield style("Title", "Title", centred, fonts("title") + loose + size(printed(each.title_size)))
    yield style("Mark", "发文机关标志", centred, fonts("title") + loose)
    yield style("Centred", "居中", centred)
    yield style("Flush", "顶格", '<w:jc w:val="left"/>')
    yield style("Signature", "署名日期", '<w:keepLines/><w:jc w:val="left"/>')
    yield style(
        "TableText",
        "表格文字",
        '<w:spacing w:before="34" w:after="34" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>',
        loose,
    )
    yield style(
        "Imprint",
        "版记",
        f'<w:spacing w:line="{round(7.75 / MM * 20 * each.small / 14)}" w:lineRule="exact"/><w:jc w:val="left"/>',
        loose + size(each.small),
    )
    line = f'<w:spacing w:line="{round(each.small * 20)}" w:lineRule="exact"/><w:jc w:val="left"/>'
    yield style("Footer", "footer", line, fonts("number") + loose + size(each.small))


@dataclass
class _Archive:
    """What python-docx writes a file into; it stands for its own, which asks the clock for the moment of every member."""

    archive: archives.Steady

    def write(self, place: PackURI, data: bytes) -> None:
        self.archive.writestr(place.membername, data)


def packed(word: Word) -> bytes:
    """The file without the moment it was made."""
    package, made = word.part.package, io.BytesIO()
    parts = list(package.iter_parts())
    for part in parts:
        part.before_marshal()
    writer: Any = PackageWriter
    with archives.Steady(made) as archive:
        into = _Archive(archive)
        writer._write_content_types_stream(into, parts)
        writer._write_pkg_rels(into, package.rels)
        writer._write_parts(into, parts)
    return made.getvalue()
