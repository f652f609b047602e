"""Plain text in any usual encoding (UTF-8, UTF-16, GB 18030, Big5), Markdown; tables typed with tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault, too_long

_BREAK = re.compile(r"\r\n?|\n|\f|\x0b|\u2028|\u2029")
_USUAL = "的一是在和有为不人了等单位工作方案医院加强管理服务实施领导主要通知年月日各市"


def read(name: str, raw: bytes) -> Paper:
    """The lines of a text file."""
    text, notes = decoded(name, raw)
    if name.lower().endswith(".md"):
        text = re.sub(r"^#{1,6} +|^> ?", "", text, flags=re.M).replace("**", "")
    if len(text) > MAX_CHARS:
        raise too_long(name)
    lines = list(_lines(_BREAK.split(text)))
    tables = len({line.table for line in lines if line.cells})
    return Paper(tuple(lines), (*notes, *([f"{tables} 个表格，逐行照录"] if tables else [])))


def _lines(typed: list[str]) -> Iterator[Line]:
    """Lines with their places; rows of tables with their cells."""
    blank = False
    table = 0
    rows = {at for at, line in enumerate(typed) if _row(line)}
    stacked = _stacked(typed)
    for at, line in enumerate(typed):
        if at - 1 in rows and at not in stacked and re.fullmatch(r"\t[^\t]+", line):
            rows.add(at)  # a row of two whose first cell is blank
    for at, line in enumerate(typed):
        if at in stacked:
            first, cells = stacked[at]
            table += first
            if cells:
                yield Line(" | ".join(cells), at + 1, aside="表格", cells=cells, table=table)
            blank = False
        elif at in rows and (at - 1 in rows or at + 1 in rows):
            table += at - 1 not in rows
            cells = _row(line) or tuple(cell.strip() for cell in line.split("\t"))
            if not all(re.fullmatch(r":?-+:?|", cell) for cell in cells):
                yield Line(" | ".join(cells), at + 1, aside="表格", cells=cells, table=table)
        elif line.strip():
            spaces = len(line) - len(line.lstrip())
            yield Line(line.rstrip(), at + 1, centred=spaces >= 6, after_blank=blank)
        blank = not line.strip()


def _row(line: str) -> tuple[str, ...]:
    """The cells of a line with tabs or bars between: three at least, or two with a tab."""
    if "\t" in line.strip("\t ") or line.count("\t") >= 2:
        cells = tuple(cell.strip() for cell in line.rstrip("\n").split("\t"))
        return (
            cells
            if sum(1 for cell in cells if cell) >= 1 and len(cells) >= 2 and not re.match(r"\t[^\t]+$", line)
            else ()
        )
    if line.count("|") >= 2:
        return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    return ()


def _stacked(typed: list[str]) -> dict[int, tuple[bool, tuple[str, ...]]]:
    """Rows with a line for every cell, each behind a tab, as some web pages are copied: where a row begins, (first of its table, cells)."""
    found: dict[int, tuple[bool, tuple[str, ...]]] = {}
    at = 0
    while at < len(typed):
        if not typed[at].startswith("\t"):
            at += 1
            continue
        rows: list[tuple[int, list[str]]] = []
        end = at
        while end < len(typed):
            if typed[end].startswith("\t"):
                if not rows or rows[-1][0] < 0:
                    rows.append((end, []))
                rows[-1][1].append(typed[end].strip())
                end += 1
            elif not typed[end].strip() and end + 1 < len(typed) and typed[end + 1].startswith("\t"):
                rows.append((-1, []))
                end += 1
            elif (
                typed[end].strip()
                and rows
                and rows[-1][0] >= 0
                and len(typed[end]) < 80
                and end + 1 < len(typed)
                and typed[end + 1].startswith("\t")
            ):
                rows[-1][1][-1] = (rows[-1][1][-1] + " " + typed[end].strip()).strip()
                end += 1
            else:
                break
        rows = [(place, cells) for place, cells in rows if place >= 0]
        if len(rows) >= 3 and sum(len(cells) > 1 for _, cells in rows) * 2 > len(rows):
            width = max(len(cells) for _, cells in rows)
            for number, (place, cells) in enumerate(rows):
                found[place] = (number == 0, (*cells, *[""] * (width - len(cells))) if any(cells) else ())
            for line in range(at, end):
                found.setdefault(line, (False, ()))
        at = max(end, at + 1)
    return found


def decoded(name: str, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in the bytes and a note on the encoding; a fault for what is no text."""
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", *_wide(raw), *_chinese(raw)]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(
            1
            for char in text
            if (char < " " and char not in "\t\r\n\f\x0b") or char == "\ufffd" or "\ue000" <= char <= "\uf8ff"
        )
        if strange * 50 <= len(text):
            said = {"gb18030": "文字按国标码（GBK）读出", "big5hkscs": "文字按大五码（Big5）读出"}.get(encoding)
            said = said or ("文字按 UTF-16 读出" if encoding in ("utf-16-le", "utf-16-be") else None)
            return re.sub(r"[\x00-\x08\x0e-\x1f]", "", text), (said,) if said else ()
    raise PaperFault(f"{name} 不是文字文件；能读的是 {READS}")


READS = ".docx、.doc、.wps、.rtf、.odt、.html、.txt、.md、.xlsx 和有文字层的 .pdf"


def _wide(raw: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of ASCII is 0."""
    head = raw[:2000]
    if len(head) % 2 == 0 and head.count(0) > 2:
        return ["utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"]
    return []


def _chinese(raw: bytes) -> list[str]:
    """GB 18030 or Big5, whichever reads as more usual characters."""

    def usual(encoding: str) -> int:
        text = raw[:20_000].decode(encoding, errors="ignore")
        return sum(text.count(char) for char in _USUAL)

    traditional = raw[:20_000].decode("big5hkscs", errors="ignore")
    big5 = sum(
        traditional.count(char)
        for char in "的一是在和有為不人了等單位工作方案醫院加強管理服務實施領導主要通知年月日各市"
    )
    return ["big5hkscs", "gb18030"] if big5 > usual("gb18030") else ["gb18030", "big5hkscs"]
