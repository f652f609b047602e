"""HTML pages: paragraphs and tables in order, scripts and styles left out. lxml parses; nothing is fetched, nothing is run."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import lxml.html
from lxml import etree

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault, too_long
from campaign.importers.papers.plain import decoded

_BLOCKS = frozenset(
    ["p", "div", "section", "article", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "dt", "dl", "pre", "center", "header", "footer", "nav", "main", "aside", "form", "body", "figure", "hr", "td", "th", "tr"]
)  # fmt: skip
_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "select",
        "button",
        "input",
        "textarea",
        "iframe",
        "object",
        "head",
    ]
)
_DEPTH = 200


def is_html(raw: bytes) -> bool:
    """Whether a file is HTML, by how it begins."""
    return bool(
        re.match(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", raw[:400].removeprefix(b"\xef\xbb\xbf"), re.I)
    )


def read(name: str, raw: bytes) -> Paper:
    """The lines of a page."""
    text, notes = decoded(name, raw)
    if declared := re.search(rb"charset=[\"']?([\w-]+)", raw[:2000]):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            text, notes = raw.decode(declared[1].decode("ascii")), ()
    if len(text) > 10 * MAX_CHARS:
        raise too_long(name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise PaperFault(f"{name} 不是完整的网页文件；在浏览器里打开，复制正文存成 .txt 或 .docx 再读入") from fault
    reader = _TextGatherer(name)
    body = root.find("body")
    reader.block(body if body is not None else root, 0)
    reader.flush()
    return Paper(tuple(reader.lines), notes, unit="段")


class _TextGatherer:
    """Gathers text until a block ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.text: list[str] = []
        self.place = self.tables = 0
        self.level: int | None = None
        self.centred = False

    def flush(self) -> None:
        for part in "".join(self.text).split("\n"):
            words = re.sub(r"[ \t\r]+", " ", part).strip()
            if words:
                self.place += 1
                self.lines.append(Line(words, self.place, self.centred, level=self.level))
        self.text = []

    def block(self, node: Any, depth: int) -> None:
        if depth > _DEPTH:  # what stands deeper would be lost, here or in the parser
            raise PaperFault(
                f"{self.name} 里套了超过 {_DEPTH} 层，没有读；在浏览器里打开，复制正文存成 .txt 或 .docx 再读入"
            )
        if not isinstance(node.tag, str) or node.tag in _SILENT:
            self.text.append(node.tail or "")
            return
        if node.tag == "table" and self.is_grid(node):
            self.flush()
            self.table(node)
        else:
            own = node.tag in _BLOCKS
            if own:
                self.flush()
                self.level = int(node.tag[1]) - 1 if re.fullmatch("h[1-6]", node.tag) else None
                style = f"{node.get('align', '')} {node.get('style', '')}"
                self.centred = "center" in style or node.tag == "center"
            elif node.tag == "br":
                self.text.append("\n")
            self.text.append(re.sub(r"\s+", " ", node.text or ""))
            for child in node:
                self.block(child, depth + 1)
            if own:
                self.flush()
                self.level, self.centred = None, False
        self.text.append(re.sub(r"\s+", " ", node.tail or ""))

    @staticmethod
    def is_grid(table: Any) -> bool:
        """A table of data, not one that lays out the page: two rows of short cells at least."""
        rows = list(table.iter("tr"))
        wide = [row for row in rows if sum(1 for cell in row if cell.tag in ("td", "th")) >= 2]
        short = all(len(cell.text_content()) < 400 for row in rows for cell in row)
        return len(rows) >= 2 and bool(wide) and short and not any(True for _ in table.iterdescendants("table"))

    def table(self, table: Any) -> None:
        self.tables += 1
        down: dict[int, tuple[int, str]] = {}
        for row in table.iter("tr"):
            cells: list[str] = []
            shown: list[str] = []
            for cell in (each for each in row if each.tag in ("td", "th")):
                cells += self.carried(down, len(cells))
                text = re.sub(r"\s+", " ", cell.text_content()).strip()
                shown.append(text)
                rows, columns = (
                    min(int(said), 200) if (said := cell.get(key, "1")).isdigit() else 1
                    for key in ("rowspan", "colspan")
                )
                if rows > 1:
                    down[len(cells)] = (rows - 1, text)
                cells += [text, *[""] * (columns - 1)]
            cells += self.carried(down, len(cells))
            if any(cells):
                self.place += 1
                self.lines.append(
                    Line(" | ".join(shown or cells), self.place, aside="表格", cells=tuple(cells), table=self.tables)
                )

    @staticmethod
    def carried(down: dict[int, tuple[int, str]], at: int) -> list[str]:
        made: list[str] = []
        while (held := down.get(at + len(made))) and held[0] > 0:
            down[at + len(made)] = (held[0] - 1, held[1])
            made.append(held[1])
        return made
