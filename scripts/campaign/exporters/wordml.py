"""A Word file in 公文 format (GB/T 9704—2012) before it is packed: its pieces as WordprocessingML, its page, feet and styles; and how any Word file is
packed without the moment it was made. Lengths are in twips unless they say otherwise; they follow from the profile the PDF is printed with.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.metadata import version
from math import floor
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

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

from campaign.leaves import archives
from campaign.model import Profile
from campaign.model.profile import MM, NumberPlace, RedHead, printed
from campaign.pdf import typeset
from campaign.pdf.geometry import DASH, LETTER_EDGE, LETTER_RULES, NUMBER_BOX, Geometry
from campaign.pdf.plan.head import JOINT_GAP, Head
from campaign.pdf.tables import PrintTable
from campaign.views import marks

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
EMU = 36000  # to a mm
_QUOTE, _UNQUOTE = {'"': "&quot;"}, {"&quot;": '"'}
_EMBEDDED = re.compile(r'(?<=r:embed=")([^"]+)')
MOST_FACT = 255  # characters in a property of a Word file; the document itself says all of it


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
    marks: tuple[str, ...] = ()  # names of the bookmarks around its records
    pictures: Mapping[str, bytes] = field(
        default_factory=dict, repr=False
    )  # JPEG by address, put in by who has the files

    @property
    def addresses(self) -> tuple[str, ...]:
        """The pictures that its blocks show."""
        return tuple(
            dict.fromkeys(unescape(each, _UNQUOTE) for block in self.blocks for each in _EMBEDDED.findall(block))
        )

    def digest(self) -> str:
        """Key of a cache: changes with the words, the lengths, and the program that packs them."""
        return hashlib.sha256(f"{self!r} {version('python-docx')}\0".encode() + Path(__file__).read_bytes()).hexdigest()

    def file(self) -> bytes:
        word = docx.Document()
        _furnish(word, self.laid)
        end = word.element.body.sectPr
        held = {each: word.part.get_or_add_image(io.BytesIO(self.pictures[each]))[0] for each in self.addresses}
        for block in self.blocks:
            end.addprevious(parse_xml(_EMBEDDED.sub(lambda found: held[unescape(found[1], _UNQUOTE)], block)))
        end.getparent().replace(end, parse_xml(page_setup(self.laid, wide=self.lying)))
        for place, section in enumerate(word.sections):
            _feet(section, self.laid, self.mark, self.letter if place == 0 else None)
        facts = word.core_properties
        facts.title, facts.author, facts.language = self.title[:MOST_FACT], self.author[:MOST_FACT], "zh-CN"
        facts.last_modified_by, facts.comments, facts.revision = "", "", 1
        facts.created = facts.modified = datetime.combine(self.day, time())
        if self.marks:
            _tell(word, marks.properties(self.marks))
        return packed(word)


def ruled(made: PrintTable) -> str:
    """The head is repeated on every page, rows stay whole."""
    size = f'<w:sz w:val="{round(made.size * 2)}"/>'
    widths = [twips(each) for each in made.widths]

    def cell(words: str, align: str, style: str = "") -> str:
        return "".join(p("TableText", run(line, style, size), f'<w:jc w:val="{align}"/>') for line in words.split("\n"))

    rows = [
        table_row(
            [
                (width, cell(each.title, "center", "HeiChar"), 1)
                for width, each in zip(widths, made.columns, strict=True)
            ],
            "<w:tblHeader/>",
        )
    ]
    for place, row in enumerate(made.rows):
        if place in made.bands:
            rows.append(table_row([(sum(widths), cell(row[0] or "", "left", "KaiChar"), len(widths))]))
            continue
        at, cells = 0, []
        for words, span, column in made.cells(place):
            cells.append((sum(widths[at : at + span]), cell(words, column.align), span))
            at += span
        rows.append(table_row(cells))
    return table(rows, widths, RULED, padding=57)


def masthead(top: Head, laid: Geometry, room: float, *more: str) -> Iterator[str]:
    """发文机关标志, its upper edge `room` twips down; joint names of equal width one below the other, 文件 at their middle (7.2.4)."""
    points = floor(top.mark_size / MM * 2) / 2
    size = f'<w:color w:val="{red(laid)}"/><w:sz w:val="{round(points * 2)}"/>'
    line = f'w:line="{round(points * 25)}" w:lineRule="exact"/>'
    room = max(round(room - points * 2.5), 20)
    if not top.stack:
        yield p(
            "Mark",
            run(top.mark, more=size),
            f'<w:spacing w:before="{room}" {line}',
            *(more or ('<w:ind w:left="-113" w:right="-113"/>',)),
        )
        return
    yield p("Mark", "", f'<w:spacing w:before="{room - 20}" w:line="20" w:lineRule="exact"/>')
    names = "".join(
        p("Mark", run(name, more=size), f"<w:spacing {line}", '<w:jc w:val="distribute"/>') for name in top.stack
    )
    cells = [(twips(max(map(typeset.width, top.stack)) * top.mark_size) + 113, names, 1)]
    if top.word:
        word = p("Mark", run(top.word, more=size), f"<w:spacing {line}", '<w:jc w:val="right"/>')
        cells.append((twips((typeset.width(top.word) + JOINT_GAP) * top.mark_size) + 57, word, 1))
    yield table([table_row(cells)], [width for width, _, _ in cells], '<w:jc w:val="center"/>', padding=0)


def red(laid: Geometry) -> str:
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


RULED = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)
LOOSE = '<w:spacing w:line="240" w:lineRule="auto"/>'  # a line as high as the picture in it


def picture(address: str, alt: str, width: float, height: float) -> str:
    """A picture in the line, in mm; `WordText.file` puts its part in the place of the address (ISO/IEC 29500-1 20.4.2.8)."""
    size = f'cx="{round(width * EMU)}" cy="{round(height * EMU)}"'
    said = escape(alt, _QUOTE)
    return (
        f'<w:r><w:drawing><wp:inline {nsdecls("wp", "a", "pic")} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="图片" descr="{said}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="图片" descr="{said}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{escape(address, _QUOTE)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def said(block: str) -> Iterator[str]:
    """What a paragraph says, of a table what its rows say; nothing where there are no words."""
    parts = re.findall(r"<w:tr[ >].*?</w:tr>", block, re.S) if "<w:tbl" in block else [block]
    for part in parts:
        text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part))
        if text.strip():
            yield unescape(text)


def p(style: str, runs: str, *facts: str) -> str:
    held = sorted(
        filter(None, facts), key=lambda each: _ORDER.index(each[3:].split(" ")[0].split("/")[0].split(">")[0])
    )
    return f'<w:p {nsdecls("w", "r")}><w:pPr><w:pStyle w:val="{style}"/>{"".join(held)}</w:pPr>{runs}</w:p>'


_LAST_RUN = re.compile(r"(<w:r>(?:(?!<w:r>).)*<w:t[^>]*>)([^<]+?)(&\w+;|[^<;])(</w:t></w:r>)(</w:p>)$")


def bookmarked(block: str, number: int, name: str) -> str:
    """A paragraph in a bookmark. It ends before the last character: LibreOffice makes an empty line of what ends behind a mark that hangs out."""
    begin, end = f'</w:pPr><w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'
    block = block.replace("</w:pPr>", begin, 1)
    parted = _LAST_RUN.sub(rf"\1\2\4{end}\1\3\4\5", block)
    return parted if parted != block else f"{block.removesuffix('</w:p>')}{end}</w:p>"


def kept(block: str) -> str:
    """A paragraph that stays on the page of the one below it; a table as it is."""
    return (
        block
        if "<w:keepNext/>" in block
        else re.sub(r"(^<w:p [^>]*><w:pPr><w:pStyle [^>]*/>)", r"\1<w:keepNext/>", block)
    )


def run(text: str, style: str = "", more: str = "") -> str:
    """Text with the marks of East Asian type (“”—…) taken for such."""
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/>{more}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def indent(cell: float, left: float, first: float = 0, right: float = 0) -> str:
    """Indents in 字; `first` is that of the first line, less than 0 when it hangs out. Word goes by the 字, others by the length."""
    words = [("left", left), ("right", right), ("firstLine" if first > 0 else "hanging", abs(first))]
    held = (f'w:{name}Chars="{round(each * 100)}" w:{name}="{round(each * cell)}"' for name, each in words if each)
    return f"<w:ind {' '.join(held)}/>"


def tabs(*stops: tuple[str, float]) -> str:
    held = "".join(f'<w:tab w:val="{kind}" w:pos="{round(place)}"/>' for kind, place in stops)
    return f"<w:tabs>{held}</w:tabs>" if stops else ""


def border(side: str, kind: str, size: int, space: int, colour: str) -> str:
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def table_row(cells: Sequence[tuple[int, str, int]], more: str = "") -> str:
    """Cells as (width, paragraphs, columns they take)."""
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/><w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
        for width, words, span in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(made)}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[int], more: str, *, padding: int, place: str = "") -> str:
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


def twips(mm: float) -> int:
    return round(mm / MM * 20)


def pitch(laid: Geometry) -> int:
    """The distance of lines with which Word sets `lines` of them between margins as the standard gives them: 28.95 pt; or the office's own."""
    fixed = laid.profile.fixed_pitch
    return twips(fixed) if fixed else int(laid.height / MM * 20 / laid.profile.lines)


def _under_number(each: Profile) -> float:
    """mm from the lower edge of the paper to a line of 4号 whose dash has its place (7.5)."""
    return each.page_height - each.number_top - (1 - DASH) * each.small_cell


def page_setup(laid: Geometry, *, wide: bool) -> str:
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
        f'w:{name}="{twips(value)}"'
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
    grid = "" if wide else f'<w:docGrid w:type="linesAndChars" w:linePitch="{pitch(laid)}" w:charSpace="{space}"/>'
    return f'<w:sectPr {nsdecls("w", "r")}><w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{turn}/><w:pgMar {margins} w:gutter="0"/>{grid}</w:sectPr>'


def _feet(section: Section, laid: Geometry, mark: str, letter: Head | None) -> None:
    """Page numbers (7.5): odd ones right, even ones left, one 字 in, or centred as the profile has it; the mark of examples at the middle.

    The first page of a 信函 bears no number but the mark with double rules of 170 mm, the lower 20 mm above the edge (10.1).
    """
    each = laid.profile
    small, wide = each.small * 20, section.page_width > section.page_height  # type: ignore[operator]
    width = twips(laid.height if wide else laid.width)
    said = run(mark, "HeiChar", '<w:color w:val="555555"/><w:sz w:val="18"/>') if mark else ""
    aside = f'<w:spacing w:after="{twips(_under_number(each) - LETTER_EDGE)}"/>' if each.kind == "letter" else ""
    number = run("— ") + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>' + run(" —")

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
        words = p(
            "Footer",
            number,
            f'<w:jc w:val="{"center" if each.number_place is NumberPlace.CENTRE else "right" if odd else "left"}"/>',
        )
        cell = f'<w:tc><w:tcPr><w:tcW w:w="{twips(each.small_cell)}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>{words}</w:tc>'
        row = f'<w:tr><w:trPr><w:trHeight w:val="{twips(NUMBER_BOX)}" w:hRule="exact"/></w:trPr>{cell}</w:tr>'
        return table(
            [row],
            [twips(each.small_cell)],
            "",
            padding=0,
            place=FLOATING.format("page", twips(_under_number(each)), f'w:tblpY="{twips(top)}"'),
        )

    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        if wide:
            fill(footer, turned(odd), p("Footer", said, '<w:jc w:val="center"/>'))
        elif each.number_place is NumberPlace.CENTRE:
            fill(footer, p("Footer", said + TAB + number, aside, tabs(("center", width / 2))))
        elif odd:
            fill(
                footer,
                p("Footer", TAB + said + TAB + number, aside, tabs(("center", width / 2), ("right", width - small))),
            )
        else:
            fill(footer, p("Footer", number + TAB + said, aside, tabs(("center", width / 2)), indent(small, 1)))
    if letter or not each.number_on_first:
        section.different_first_page_header_footer = True
        wings = f'<w:ind w:left="{twips(LETTER_RULES - each.left)}" w:right="{twips(LETTER_RULES - each.page_width + each.right)}"/>'
        rule = border("bottom", "thinThickMediumGap", 20, 0, red(laid)) if letter else ""
        fill(section.first_page_footer, p("Footer", "", rule, wings, TINY))
        if letter:
            above = letter.mark_size / 8  # the leading of the mark's own line
            section.header_distance = Mm(each.mark_top - above)
            space = max(round((each.rule_gap - above) / MM), 0)
            fill(
                section.first_page_header,
                *masthead(letter, laid, 0, border("bottom", "thickThinMediumGap", 20, space, red(laid)), wings),
                p("Flush", "", TINY),
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
    each, two = laid.profile, indent(laid.cell / MM * 20, 0, 2)

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
    plain = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{pitch(laid)}" w:lineRule="exact"/><w:jc w:val="both"/>'
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
