"""Lists as files for offices: every table of a page as a sheet of a workbook, or one after the other in a Word document.

What a cell is stays: a day is a date, a number counts, a link leads to the living page. Text is never taken for a formula. Same tables, same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from urllib.parse import urljoin

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from campaign.exporters.wordml import packed
from campaign.pdf import typeset
from campaign.pdf.tables import PrintTable as Laid
from campaign.pdf.tables import printed
from campaign.views.tables import Anchor, Cell, Day, Number, Table, in_words, spoken
from campaign.workbooks.saved import saved

MAX_TEXT = 32_767  # characters a cell of a workbook can hold
WIDEST, NARROWEST = 48.0, 6.0  # of a column, in characters of half width
MARGIN = 20  # mm around a page of Word
LYING = 6  # columns from which a list reads better on a lying page
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_HAIR = Side(style="hair", color="8B867A")
_BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_HEAD = PatternFill("solid", fgColor="EEF1F4")


def workbook(title: str, tables: Sequence[Table], as_of: date, site: str = "") -> bytes:
    """One sheet a table, its heads frozen and with filters, set up for paper. `site` is the address that links begin with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, name in zip(tables, _names(tables), strict=True):
        _sheet(book.create_sheet(name), title, table, as_of, site)
    book.properties.creator, book.properties.title = "方案通", title
    return saved(book)


def _names(tables: Sequence[Table]) -> list[str]:
    """Names of sheets: 31 characters at most, none twice, without the signs that a formula needs."""
    made: list[str] = []
    for table in tables:
        plain = _NOT_IN_NAMES.sub("", table.title).strip() or "表"
        made.append(next(name for name in _numbered(plain) if name.lower() not in {each.lower() for each in made}))
    return made


def _numbered(name: str) -> Sequence[str]:
    return [name[:31], *(f"{name[: 31 - len(str(place))]}{place}" for place in range(2, 1000))]


def _sheet(sheet: Worksheet, title: str, table: Table, as_of: date, site: str) -> None:
    columns = spoken(table)
    widths = [typeset.width(table.columns[place].title, 0.5) * 2 for place in columns]
    for at, place in enumerate(columns, 1):
        head = _put(sheet, 1, at, table.columns[place].title)
        head.font, head.fill, head.border = Font(bold=True), _HEAD, _BOX
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    line = count(2)
    for row in (*table.rows, *table.foot):
        number = next(line)
        for at, cell in enumerate(row.cells if len(row.cells) == 1 else [row.cells[place] for place in columns], 1):
            column = table.columns[columns[at - 1]]
            value, shape = _value(cell)
            made = _put(sheet, number, at, value)
            made.number_format = shape
            made.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="right" if "n" in column.look.split() else None
            )
            made.border = _BOX
            made.font = Font(bold=True) if len(row.cells) == 1 else Font()
            if (url := _address(cell, site)) and isinstance(made.value, str):
                made.hyperlink = url
            longest = max((typeset.width(each, 0.5) * 2 for each in in_words(cell).split("\n")), default=0.0)
            widths[at - 1] = max(widths[at - 1], longest) if len(row.cells) > 1 else widths[at - 1]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(max(width + 2, NARROWEST), WIDEST)
    last = f"{get_column_letter(len(columns))}{1 + len(table.rows)}"
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape" if len(columns) >= LYING else "portrait"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0  # A4, as long as it needs
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    top, foot = sheet.oddHeader, sheet.oddFooter
    assert top is not None and foot is not None
    top.center.text = f"{title}：{table.title}".replace("&", "&&")[:200]
    foot.left.text = f"数据截至 {as_of.isoformat()}"
    foot.right.text = "第 &P 页，共 &N 页"


def _put(sheet: Worksheet, row: int, place: int, value: str | date | Decimal) -> SheetCell:
    """One cell; text is never taken for a formula, whatever it begins with."""
    cell = sheet.cell(row, place)
    assert isinstance(cell, SheetCell), "nothing is merged here"
    if isinstance(value, str):
        if held := _UNFIT.sub("", value)[:MAX_TEXT]:
            cell.value, cell.data_type, cell.quotePrefix = held, "s", held[0] in "=+-@'"
    else:
        cell.value = value
    return cell


def _value(cell: Cell) -> tuple[str | date | Decimal, str]:
    """What a cell holds, and its format: a date or a number where it is nothing else, words where it is more."""
    only = cell.pieces[0] if len(cell.pieces) == 1 else None
    if isinstance(only, Day) and only.moment and only.moment.day:
        return only.moment.first, "yyyy-mm-dd"
    if isinstance(only, Number) and only.parts:
        number, unit = only.parts
        places = -int(number.as_tuple().exponent)
        return number, f"0{'.' + '0' * places if places > 0 else ''}" + (f'"{unit}"' if unit else "")
    return in_words(cell), "@"


def _address(cell: Cell, site: str) -> str:
    """Where the first link of a cell leads on the published site."""
    found = next((each for each in cell.pieces if isinstance(each, Anchor) and each.look != "copy"), None)
    if found is None or found.url.startswith("#"):
        return ""
    return found.url if found.abroad else urljoin(site, found.url) if site else ""


def document(title: str, tables: Sequence[Table], as_of: date, address: str = "") -> bytes:
    """The tables under their titles on A4, lying where one is wide; heads are repeated on every page, rows stay whole."""
    lying = any(len(spoken(table)) >= LYING for table in tables)
    paper = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
    word = docx.Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = paper
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    for name, face, size in (("Normal", "宋体", 10.5), ("Title", "黑体", 18), ("Heading 1", "黑体", 14)):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    word.add_paragraph(title, style="Title")
    word.add_paragraph("　".join(filter(None, (f"数据截至 {as_of.isoformat()}", address))))
    for table in tables:
        word.add_paragraph(table.title, style="Heading 1")
        _fill(word, printed(table, lying=(False,), total=paper[0].mm - 2 * MARGIN))
    told = word.core_properties
    told.title, told.author, told.language, told.comments = (
        title[:255],
        "",
        "zh-CN",
        "",
    )  # no longer: ECMA-376, core properties
    told.created = told.modified = datetime.combine(as_of, time())
    return packed(word)


def _fill(word: Word, laid: Laid) -> None:
    made = word.add_table(rows=0, cols=len(laid.columns), style="Table Grid")
    made.autofit = False
    head = made.add_row()
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell, column in zip(head.cells, laid.columns, strict=True):
        cell.paragraphs[0].add_run(column.title).bold = True
    for place, row in enumerate(laid.rows):
        line = made.add_row()
        line._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if place in laid.bands:
            line.cells[0].merge(line.cells[-1]).paragraphs[0].add_run(row[0]).bold = True
            continue
        for cell, words in zip(line.cells, row, strict=True):
            first, *further = _UNFIT.sub("", words or "").split("\n")
            cell.paragraphs[0].add_run(first)
            for each in further:
                cell.add_paragraph(each)
    for column, width in zip(made.columns, laid.widths, strict=True):
        column.width = Mm(width)  # for LibreOffice
        for cell in column.cells:
            cell.width = Mm(width)  # for Word
