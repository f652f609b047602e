"""The 投稿单 of a campaign, as Word and as a workbook: a department fills it in and sends it with its pictures."""

from __future__ import annotations

from datetime import datetime, time

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from campaign.content import Content
from campaign.exporters.wordml import packed
from campaign.model import Plan
from campaign.views.campaign import editor
from campaign.workbooks.saved import saved
from campaign.workbooks.slip import (
    ASKED,
    BODY,
    CAMPAIGN,
    PICTURE_COLUMNS,
    PICTURE_ROWS,
    PICTURES,
    QUESTIONS,
    TITLE,
    TOGETHER,
)

_SIDE = Side(style="hair", color="8B867A")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def slip_docx(content: Content, plan: Plan) -> bytes:
    """An empty slip as a Word file."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(22)
    for name, face, size in (("Normal", "宋体", 11), ("Title", "黑体", 20), ("Heading 1", "黑体", 14)):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    word.add_paragraph(f"{plan.name}{TITLE}", style="Title")
    word.add_paragraph(f"填好交{editor(content, plan)}。带 * 的必填，没有的空着。{TOGETHER}")
    _table(word, [(f"{each.label}{' *' if each.required else ''}", "", each.hint) for each in QUESTIONS], (28, 78, 60))
    word.add_paragraph(BODY, style="Heading 1")
    for _ in range(3):
        word.add_paragraph("")
    word.add_paragraph(PICTURES, style="Heading 1")
    word.add_paragraph(ASKED)
    _table(word, [PICTURE_COLUMNS, *[("",) * len(PICTURE_COLUMNS)] * PICTURE_ROWS], (40, 66, 24, 36))
    word.add_paragraph(f"{CAMPAIGN}：{plan.id}")
    facts = word.core_properties
    facts.title, facts.author, facts.comments, facts.language = f"{plan.name}{TITLE}"[:255], "", "", "zh-CN"
    facts.created = facts.modified = datetime.combine(content.as_of, time())
    return packed(word)


def _table(word: Word, rows: list[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    made = word.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.autofit = False
    for row in rows:
        for cell, words, width in zip(made.add_row().cells, row, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].add_run(words)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)


def slip_xlsx(content: Content, plan: Plan) -> bytes:
    """The same as a workbook: one sheet for the story, one for its pictures."""
    book = Workbook()
    sheet, pictures = book.worksheets[0], book.create_sheet(PICTURES)
    sheet.title = TITLE
    sheet["A1"], sheet["A1"].font = f"{plan.name}{TITLE}", Font(bold=True, size=16)
    sheet["A2"] = f"填好交{editor(content, plan)}。底色深的必填，没有的空着。{TOGETHER}"
    for row, each in enumerate(QUESTIONS, 3):
        _row(sheet, row, (each.label, None, each.hint), strong=each.required)
    body = 3 + len(QUESTIONS)
    _row(sheet, body, (BODY, None, "几段就写几行，一行一段；也可以另交 Word"))
    sheet.row_dimensions[body].height = 300
    sheet.cell(body + 1, 1, CAMPAIGN)
    sheet.cell(body + 1, 2, plan.id)
    for letter, width in zip("ABC", (12, 72, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    pictures["A1"] = f"{ASKED}{TOGETHER}"
    for place, head in enumerate(PICTURE_COLUMNS, 1):
        cell = pictures.cell(2, place, head)
        cell.font, cell.border = Font(bold=True), _BOX
        for row in range(3, 3 + PICTURE_ROWS * 2):
            pictures.cell(row, place).border = _BOX
    for letter, width in zip("ABCD", (28, 60, 14, 18), strict=True):
        pictures.column_dimensions[letter].width = width
    agreed = DataValidation(type="list", formula1='"是,否"')
    agreed.add("D3:D40")
    pictures.add_data_validation(agreed)
    for held in (sheet, pictures):
        assert isinstance(held, Worksheet)
        held.page_setup.paperSize, held.page_setup.fitToHeight = 9, 0  # A4, as long as it needs
        held.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.properties.creator, book.properties.title = "方案通", f"{plan.name}{TITLE}"
    return saved(book)


def _row(sheet: Worksheet, row: int, words: tuple[str | None, ...], *, strong: bool = False) -> None:
    for place, word in enumerate(words, 1):
        cell = sheet.cell(row, place, word)
        cell.border, cell.alignment = _BOX, Alignment(wrap_text=True, vertical="top")
    sheet.cell(row, 1).font = Font(bold=True)
    sheet.cell(row, 2).number_format = "@"
    if strong:
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FFE9A8")
