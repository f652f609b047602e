"""Old and other office formats (doc, rtf, odt, WPS files that are Word's): LibreOffice makes a Word file of them, which is read like any other."""

from __future__ import annotations

from campaign.importers.libreoffice import Unconverted, converted
from campaign.importers.papers import word
from campaign.importers.papers.base import Paper, PaperFault
from campaign.leaves import limits


def read(name: str, raw: bytes, suffix: str) -> Paper:
    """The lines of a document that LibreOffice can make a Word file of; `suffix` is what it is."""
    if suffix == ".doc" and "WordDocument".encode("utf-16-le") not in raw:
        if any(stream.encode("utf-16-le") in raw for stream in ("Workbook", "Book")):
            raise PaperFault(f"{name} 是旧的 Excel 表格；在 Excel 或 WPS 里另存为 .xlsx 再读入")
        raise PaperFault(f"{name} 不是 Word 能认的旧格式；先在 Word 或 WPS 里另存为 .docx")
    if suffix == ".odt":
        try:
            limits.package(raw)
        except limits.Refused as fault:
            raise PaperFault(f"{name} {fault}") from fault
    try:
        paper = word.read(name, converted(raw, suffix, "docx:MS Word 2007 XML"))
    except (Unconverted, limits.Refused) as fault:
        raise PaperFault(f"{name} {fault}") from fault
    return Paper(paper.lines, ("由 LibreOffice 转成 Word 文件读入", *paper.notes), paper.unit)
