"""Outside documents as lines of text with places: Word files, plain text in any usual encoding, PDFs with a text layer.

A line is a paragraph. What a reader sees is there: automatic numbers, tables, text boxes, footnotes, inserted text; what a reader does not see any
more (deleted text) is only counted. Nothing of a file is ever run.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from lxml import etree

from campaign.leaves import limits, numbering, unseen
from campaign.leaves.confined import Exceeded, confined

MAX_CHARS = 300_000  # a plan has 5,000 to 30,000
SUFFIXES = (".docx", ".txt", ".md", ".pdf", ".doc", ".wps", ".rtf")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = r"word/(document|numbering|styles|footnotes|endnotes)\.xml"
_LOOK = 100  # characters of a number with what stands around it
_LEVELS = 9  # of a list of Word's; its own limit


class PaperFault(Exception):
    """Why a document cannot be read, and what to do about it."""


class _TooLong(Exception):
    """More characters came out than a document has; nothing more is read."""


@dataclass(frozen=True)
class Line:
    """A paragraph with its place: the number of its line in a text, of its paragraph in a Word file. `aside` is what stands beside the text."""

    text: str
    place: int
    centred: bool = False
    aside: str = ""  # 表格, 文本框, 脚注
    after_blank: bool = False


@dataclass(frozen=True)
class Paper:
    """A document read; `notes` are sentences about what was left out or made of it."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    unit: str = "行"  # what `place` counts


def read(name: str, raw: bytes) -> Paper:
    """The document in the bytes of a file called `name`; PaperFault says why not."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if not raw.strip():
        raise PaperFault(f"{name} 是空的")
    if len(raw) > limits.MAX_BYTES:
        raise PaperFault(f"{name} 超过 {limits.MAX_BYTES // 1_000_000} MB，不像一份方案；去掉图片或拆开再读入")
    if raw.startswith(limits.OLE):
        if limits.LOCKED in raw:
            raise PaperFault(f"{name} 加了密码；在 Word 里取消密码再读入")
        raise PaperFault(f"{name} 是旧的 doc 格式；先在 Word 或 WPS 里另存为 .docx")
    if suffix in (".doc", ".wps", ".rtf"):
        raise PaperFault(f"{name} 的格式不能直接读；先在 Word 或 WPS 里另存为 .docx")
    if suffix == ".docx" or raw.startswith(b"PK\x03\x04"):
        paper = _word(name, raw)
    elif suffix == ".pdf" or raw.startswith(b"%PDF-"):
        paper = _pdf(name, raw)
    else:
        paper = _text(name, raw)
    paper = _as_seen(paper)
    if not any(line.text for line in paper.lines):
        raise PaperFault(f"{name} 里没有文字")
    if sum(len(line.text) for line in paper.lines) > MAX_CHARS:
        raise _too_long(name)
    return paper


def _as_seen(paper: Paper) -> Paper:
    """The same without the characters that nobody sees; how many there were, and where the first, is noted."""
    hidden = [(line.place, said) for line in paper.lines for _, said in unseen.found(line.text)]
    if not hidden:
        return paper
    lines = tuple(replace(line, text=unseen.stripped(line.text)) for line in paper.lines)
    turning = (
        "，其中有颠倒文字方向的，请对照原件的次序" if any(said[0] == "text-direction" for _, said in hidden) else ""
    )
    return replace(
        paper,
        lines=lines,
        notes=(*paper.notes, f"去掉了 {len(hidden)} 个看不见的字符，第一个在第 {hidden[0][0]} {paper.unit}{turning}"),
    )


def _too_long(name: str) -> PaperFault:
    return PaperFault(f"{name} 的文字超过 {MAX_CHARS // 10_000} 万字，不像一份方案；拆开再读入")


# -- plain text --------------------------------------------------------------------------------------------------------------------


def _text(name: str, raw: bytes) -> Paper:
    text, notes = _decoded(name, raw)
    if name.lower().endswith(".md"):
        text = re.sub(r"^#{1,6} +|^> ?", "", text, flags=re.M).replace("**", "")
    if len(text) > MAX_CHARS:
        raise _too_long(name)
    lines: list[Line] = []
    blank = False
    for place, line in enumerate(re.split(r"\r\n?|\n|\f|\x0b|\u2028|\u2029", text), 1):
        if line.strip():
            spaces = len(line) - len(line.lstrip())
            lines.append(Line(line.rstrip(), place, centred=spaces >= 6, after_blank=blank))
        blank = not line.strip()
    return Paper(tuple(lines), notes)


def _decoded(name: str, raw: bytes) -> tuple[str, tuple[str, ...]]:
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
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
            return re.sub(r"[\x00-\x08\x0e-\x1f]", "", text), (
                "文字按国标码（GBK）读出",
            ) if encoding == "gb18030" else ()
        break
    raise PaperFault(f"{name} 不是文字文件；能读的是 .docx、.txt、.md 和有文字层的 .pdf")


# -- PDF ---------------------------------------------------------------------------------------------------------------------------


def _pdf(name: str, raw: bytes) -> Paper:
    try:
        limits.pdf(raw)
        pages = confined(lambda: _printed_lines(raw))
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except Exceeded as fault:
        raise PaperFault(f"{name} 太大或太复杂，没有读；拆开，或转成文字再读入") from fault
    except Exception as fault:  # whatever a library of many formats may raise on a damaged file
        raise PaperFault(f"{name} 打不开，可能加了密码或已经损坏") from fault
    lines: list[Line] = []
    ended = 0.0  # where the line before ended
    for number, (width, printed) in enumerate(pages, 1):
        rows = [
            row
            for row in printed
            if row["text"].strip() and not re.fullmatch(r"[—–\- ]*\d+[—–\- ]*", row["text"].strip())
        ]
        left, right = min((row["x0"] for row in rows), default=0), max((row["x1"] for row in rows), default=width)
        for row in rows:
            em = max(row["chars"][0]["size"], 1)
            text = row["text"].strip()
            centred = row["x0"] - left > 3 * em and abs(row["x0"] + row["x1"] - left - right) < 2 * em
            if (
                lines
                and not centred
                and not lines[-1].centred
                and row["x0"] - left < 1.2 * em
                and ended > right - 3.5 * em
            ):  # runs on
                lines[-1] = Line(lines[-1].text + text, lines[-1].place)
            else:
                lines.append(Line(text, number, centred))
            ended = row["x1"]
    if not lines:
        raise PaperFault(f"{name} 没有文字层（多半是扫描件）；先用文字识别软件转成文字")
    return Paper(tuple(lines), ("PDF 的分段按版面推断，请对照原件",), unit="页")


def _printed_lines(raw: bytes) -> list[tuple[float, list[dict[str, Any]]]]:
    """Width and lines of every page; no more of them than a document has."""
    import pdfplumber

    pages: list[tuple[float, list[dict[str, Any]]]] = []
    chars = 0
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        for page in pdf.pages:
            lines = [
                {"text": row["text"], "x0": row["x0"], "x1": row["x1"], "chars": [{"size": row["chars"][0]["size"]}]}
                for row in page.extract_text_lines()
            ]
            pages.append((float(page.width), lines))
            page.close()
            chars += sum(len(row["text"]) for row in lines)
            if chars > 2 * MAX_CHARS:
                break
    return pages


# -- Word --------------------------------------------------------------------------------------------------------------------------


def _word(name: str, raw: bytes) -> Paper:
    try:
        held = {part: _xml(data) for part, data in limits.package(raw, limits.PAPER, keep=_PARTS).items()}
        return _Word(held).paper()
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except _TooLong as fault:
        raise _too_long(name) from fault
    except Exception as fault:  # whatever packed data and numbers of a damaged file may lead to
        raise PaperFault(
            f"{name} 不是完整的 Word 文件（.docx），可能已经损坏；在 Word 里打开，另存一份再读入"
        ) from fault


def _xml(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


@dataclass
class _Word:
    """The XML parts of a Word file by name, read in document order; automatic numbers are counted on the way."""

    parts: dict[str, etree._Element]
    counters: dict[str, list[int]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    place: int = 0

    def paper(self) -> Paper:
        lines = list(_counted(self.blocks(self.parts["word/document.xml"].find(f"{_W}body"), "")))
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            for note in self.parts[part].iter(f"{_W}footnote", f"{_W}endnote") if part in self.parts else ():
                if note.get(f"{_W}type") in (None, "normal"):
                    lines += _counted(self.blocks(note, "脚注"))
        words = {
            "tables": "个表格，逐行照录",
            "boxes": "个文本框，文字放在所在的段落后面",
            "deleted": "处修订里已删去的文字没有读（按修订后的样子读入）",
            "inserted": "处修订里加进的文字已经读入，没有定稿的请核对",
        }
        notes = [f"{self.seen[key]} {word}" for key, word in words.items() if self.seen[key]]
        footnotes = sum(1 for line in lines if line.aside == "脚注")
        return Paper(tuple(lines), (*notes, *([f"{footnotes} 段脚注放在最后"] if footnotes else [])), unit="段")

    def blocks(self, parent: Any, aside: str) -> Iterator[Line]:
        for child in parent if parent is not None else ():
            if child.tag == f"{_W}p":
                yield from self.paragraph(child, aside)
            elif child.tag == f"{_W}tbl":
                self.seen["tables"] += 1
                for row in child.iter(f"{_W}tr"):
                    self.place += 1
                    cells = ["".join(self.words(cell)).replace("\n", " ").strip() for cell in row.findall(f"{_W}tc")]
                    if any(cells):
                        yield Line(" | ".join(cells), self.place, aside="表格")
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
                yield from self.blocks(child, aside)

    def paragraph(self, paragraph: Any, aside: str) -> Iterator[Line]:
        self.place += 1
        place = self.place
        text = "".join(self.words(paragraph))
        align = paragraph.find(f"{_W}pPr/{_W}jc")
        number = self.number(paragraph) if text.strip() else ""
        for part in filter(str.strip, f"{number}{text}".split("\n")):
            yield Line(part.rstrip(), place, align is not None and align.get(f"{_W}val") == "center", aside)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _CHOICE for parent in box.iterancestors()):
                self.seen["boxes"] += 1
                yield from self.blocks(box, "文本框")

    def words(self, node: Any) -> Iterator[str]:
        """The text a reader sees, in order, without what was deleted and without text boxes."""
        for child in node:
            if child.tag in (f"{_W}del", f"{_W}moveFrom"):
                self.seen["deleted"] += 1
            elif child.tag in (f"{_W}txbxContent", _CHOICE, f"{_W}pPr", f"{_W}rPr"):
                continue
            elif child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                yield "\n"
            elif child.tag == f"{_W}tab":
                yield "\t"
            elif child.tag == f"{_W}noBreakHyphen":
                yield "-"
            elif isinstance(child.tag, str):
                self.seen["inserted"] += child.tag == f"{_W}ins"
                yield from self.words(child)

    # -- automatic numbers: numId and level from the paragraph or its style, the look of the level from numbering.xml --

    def number(self, paragraph: Any) -> str:
        facts = self.numbered(paragraph.find(f"{_W}pPr"))
        if facts is None:
            return ""
        key, level = facts
        levels = self.levels.get(key, {})
        if level not in levels or not 0 <= level < _LEVELS:
            return ""
        counts = self.counters.setdefault(self.lists.get(key, key), [])
        while len(counts) <= level:
            counts.append(levels.get(len(counts), ("decimal", "", 1))[2] - 1)
        counts[level] += 1
        del counts[level + 1 :]
        kind, look, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""
        return re.sub(
            r"%(\d)",
            lambda found: _figure(
                levels.get(int(found[1]) - 1, (kind, "", 1))[0], counts[min(int(found[1]) - 1, level)]
            ),
            look[:_LOOK],
        )

    def numbered(self, facts: Any, depth: int = 0) -> tuple[str, int] | None:
        if facts is None or depth > 10:
            return None
        held = facts.find(f"{_W}numPr")
        if held is not None:
            key, level = held.find(f"{_W}numId"), held.find(f"{_W}ilvl")
            if key is not None:
                value = key.get(f"{_W}val")
                return None if value == "0" else (value, int(level.get(f"{_W}val")) if level is not None else 0)
        style = facts.find(f"{_W}pStyle")
        named = self.styles.get(style.get(f"{_W}val")) if style is not None else None
        return self.numbered(named, depth + 1)

    @cached_property
    def styles(self) -> dict[str, Any]:
        """Paragraph facts by style; a style that is based on another and has no numbers of its own points at that."""
        root = self.parts.get("word/styles.xml")
        found: dict[str, Any] = {}
        for style in root.iter(f"{_W}style") if root is not None else ():
            facts, based = style.find(f"{_W}pPr"), style.find(f"{_W}basedOn")
            if based is not None:
                facts = facts if facts is not None else etree.SubElement(style, f"{_W}pPr")
                etree.SubElement(facts, f"{_W}pStyle").set(f"{_W}val", based.get(f"{_W}val"))
            found[style.get(f"{_W}styleId")] = facts
        return found

    @cached_property
    def lists(self) -> dict[str, str]:
        root = self.parts.get("word/numbering.xml")
        return (
            {
                each.get(f"{_W}numId"): each.find(f"{_W}abstractNumId").get(f"{_W}val")
                for each in root.findall(f"{_W}num")
            }
            if root is not None
            else {}
        )

    @cached_property
    def levels(self) -> dict[str, dict[int, tuple[str, str, int]]]:
        """numId → level → (format, look, first number)."""
        root = self.parts.get("word/numbering.xml")
        shapes = {}
        for shape in root.findall(f"{_W}abstractNum") if root is not None else ():
            shapes[shape.get(f"{_W}abstractNumId")] = {
                int(each.get(f"{_W}ilvl")): tuple(
                    _fact(each, name, default)
                    for name, default in (("numFmt", "decimal"), ("lvlText", ""), ("start", "1"))
                )
                for each in shape.findall(f"{_W}lvl")
            }
        return {
            key: {level: (kind, look, int(start)) for level, (kind, look, start) in shapes.get(shape, {}).items()}
            for key, shape in self.lists.items()
        }


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; tables in tables say what they hold once for every layer, so they are counted while they come."""
    chars = 0
    for line in lines:
        chars += len(line.text) + 1
        if chars > 2 * MAX_CHARS:
            raise _TooLong
        yield line


def _fact(node: Any, name: str, default: str) -> str:
    found = node.find(f"{_W}{name}")
    return default if found is None else str(found.get(f"{_W}val", default))


def _figure(kind: str, value: int) -> str:
    if kind.startswith(("chinese", "japaneseCounting", "ideographDigital", "taiwanese")):
        return numbering.to_chinese(value)
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and value <= 20:
        return numbering.label(value, "circled")
    if kind in ("lowerLetter", "upperLetter"):
        return chr(ord("a" if kind == "lowerLetter" else "A") + (value - 1) % 26)
    if kind == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    return str(value)
