"""Outside documents as lines of text with places: Word files and what LibreOffice makes one of, text in any usual encoding, HTML, PDFs with a
text layer, workbooks.

A line is a paragraph. What a reader sees is there: automatic numbers, tables, text boxes, footnotes, inserted text; what a reader does not see any
more (deleted text) is only counted. Nothing of a file is ever run.
"""

from __future__ import annotations

from campaign.importers.papers import html, office, pdf, plain, sheets, tidy, word
from campaign.importers.papers.base import MAX_CHARS, MAX_LINES, Line, Paper, PaperFault, too_long
from campaign.leaves import limits

__all__ = ["MAX_CHARS", "SUFFIXES", "Line", "Paper", "PaperFault", "read"]

SUFFIXES = (
    ".docx",
    ".txt",
    ".md",
    ".pdf",
    ".doc",
    ".wps",
    ".rtf",
    ".odt",
    ".html",
    ".htm",
    ".mht",
    ".ofd",
    ".xls",
    ".et",
    ".docm",
    ".dotx",
)


def read(name: str, raw: bytes) -> Paper:
    """The document in the bytes of a file called `name`; PaperFault says why not."""
    if not raw.strip():
        raise PaperFault(f"{name} 是空的")
    if len(raw) > limits.MAX_BYTES:
        raise PaperFault(f"{name} 超过 {limits.MAX_BYTES // 1_000_000} MB，不像一份方案；去掉图片或拆开再读入")
    paper = tidy.tidied(_read(name, raw))
    if not any(line.text for line in paper.lines):
        raise PaperFault(f"{name} 里没有文字")
    if sum(len(line.text) for line in paper.lines) > MAX_CHARS or len(paper.lines) > MAX_LINES:
        raise too_long(name)
    return paper


def _read(name: str, raw: bytes) -> Paper:
    """By what the bytes are, and only then by what the file is called."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix == ".ofd" or (raw.startswith(b"PK\x03\x04") and b"OFD.xml" in raw[:4000]):
        raise PaperFault(f"{name} 是 OFD 版式文件，不能直接读；用阅读软件另存为 .docx 或 .pdf 再读入")
    if raw.startswith(limits.OLE):
        if limits.LOCKED in raw:
            raise PaperFault(f"{name} 加了密码；在 Word 里取消密码再读入")
        return office.read(name, raw, ".doc")
    if raw.lstrip()[:5].lower() == b"{\\rtf":
        return office.read(name, raw, ".rtf")
    if b"%PDF-" in raw[:1024]:  # readers allow for something before it
        return pdf.read(name, raw)
    if raw.startswith(b"PK\x03\x04"):
        if raw[30:38] == b"mimetype" or suffix == ".odt":
            return office.read(name, raw, ".odt")
        if suffix in (".xlsx", ".xlsm") or sheets.is_book(raw):
            return sheets.read(name, raw)
        return word.read(name, raw)
    if suffix == ".pdf":
        raise PaperFault(f"{name} 不是 PDF 文件，或者已经损坏；看看扩展名是不是写错了")
    if suffix in (".docx", ".docm", ".dotx"):
        return word.read(name, raw)
    if suffix in (".html", ".htm") or html.is_html(raw):
        return html.read(name, raw)
    if suffix in (".doc", ".wps", ".odt"):
        raise PaperFault(f"{name} 的格式不能直接读；先在 Word 或 WPS 里另存为 .docx")
    return plain.read(name, raw)
