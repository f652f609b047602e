"""Word files (.docx): what a reader sees, in order: automatic numbers, tables, text boxes, footnotes, content controls, inserted text, outline levels.

Deleted text, comments, headers and footers are not part of the document: they are told, comments with their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault, too_long
from campaign.leaves import limits, numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = tuple(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PARTS = r"word/(document|numbering|styles|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
_LOOK = 100  # characters of a number with what stands around it
_LEVELS = 9  # of a list of Word's; its own limit


class _TooLong(Exception):
    """More characters came out than a document has; nothing more is read."""


def read(name: str, raw: bytes) -> Paper:
    """The lines of a Word file; PaperFault for what is none."""
    try:
        held = {part: _xml(data) for part, data in limits.package(raw, limits.PAPER, keep=_PARTS).items()}
        macros = bool(limits.package(raw, limits.PAPER, keep=r"word/vbaProject\.bin"))
        return _Word(held, macros=macros).paper()
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except _TooLong as fault:
        raise too_long(name) from fault
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
    authors: Counter[str] = field(default_factory=Counter)  # of changes that are tracked
    place: int = 0
    macros: bool = False

    def paper(self) -> Paper:
        lines = list(_counted(self.blocks(self.parts["word/document.xml"].find(f"{_W}body"), "")))
        lines += self.comments()
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
        notes += ["里面有宏，没有读，也没有运行"] if self.macros else []
        footnotes = sum(1 for line in lines if line.aside == "脚注")
        notes += [f"{footnotes} 段脚注放在最后"] if footnotes else []
        commented = sum(1 for line in lines if line.aside == "批注")
        notes += [f"{commented} 条批注没有读成正文，文字放在草稿开头的注释里"] if commented else []
        if len(self.authors) > 1:
            told = "、".join(f"{name or '没有署名的人'} {count} 处" for name, count in self.authors.items())
            notes.append(f"{len(self.authors)} 个人改过（{told}），按全部接受修订以后的样子读")
        return Paper(tuple(lines), (*notes, *self.around()), unit="段")

    def comments(self) -> Iterator[Line]:
        """The words of comments, beside the text."""
        root = self.parts.get("word/comments.xml")
        for each in root.iter(f"{_W}comment") if root is not None else ():
            if text := " ".join(filter(None, ("".join(self.words(one)).strip() for one in each.iter(f"{_W}p")))):
                yield Line(text.replace("\n", " "), self.place, aside="批注")

    def around(self) -> Iterator[str]:
        """What headers and footers say, which is not read."""
        said = []
        for part, root in sorted(self.parts.items()):
            if re.match(r"word/(?:header|footer)", part):
                said += ["".join(self.words(one)).strip() for one in root.iter(f"{_W}p")]
        said = [text for text in dict.fromkeys(said) if len(re.sub(r"[\d\W]", "", text)) > 1]
        if said:
            yield f"页眉页脚没有读入：{'；'.join(said)[:120]}"

    def blocks(self, parent: Any, aside: str) -> Iterator[Line]:
        for child in parent if parent is not None else ():
            if child.tag == f"{_W}p":
                yield from self.paragraph(child, aside)
            elif child.tag == f"{_W}tbl":
                yield from self.table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, aside)

    def table(self, table: Any) -> Iterator[Line]:
        """Rows with their cells; a merged cell says the same in every row, tables inside a cell follow its row."""
        self.seen["tables"] += 1
        number = self.seen["tables"]
        above: dict[int, str] = {}
        for row in _within(table, "tr"):
            self.place += 1
            place = self.place
            cells: list[str] = []
            shown: list[str] = []
            inner: list[Any] = []
            for cell in _within(row, "tc"):
                facts = cell.find(f"{_W}tcPr")
                merged = facts.find(f"{_W}vMerge") if facts is not None else None
                span = facts.find(f"{_W}gridSpan") if facts is not None else None
                width = min(int(span.get(f"{_W}val", "1")), 60) if span is not None else 1
                text = " ".join(
                    filter(None, ("".join(self.words(one)).replace("\n", " ").strip() for one in _paragraphs(cell)))
                )
                shown.append(text)
                if merged is not None and merged.get(f"{_W}val") != "restart" and not text:
                    text = above.get(len(cells), "")
                above[len(cells)] = text
                cells += [text, *[""] * (width - 1)]
                inner += list(_within(cell, "tbl"))
            if any(shown):
                yield Line(" | ".join(shown), place, aside="表格", cells=tuple(cells), table=number)
            for each in inner:
                yield from self.table(each)

    def paragraph(self, paragraph: Any, aside: str) -> Iterator[Line]:
        self.place += 1
        place = self.place
        marks = tuple(each.get(f"{_W}name", "") for each in paragraph.iter(f"{_W}bookmarkStart"))
        text = "".join(self.words(paragraph))
        align = paragraph.find(f"{_W}pPr/{_W}jc")
        number = self.number(paragraph) if text.strip() else ""
        level = self.level(paragraph.find(f"{_W}pPr"))
        for part in filter(str.strip, f"{number}{text}".split("\n")):
            centred = align is not None and align.get(f"{_W}val") == "center"
            yield Line(part.rstrip(), place, centred, aside, level=level, marks=marks)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _CHOICE for parent in box.iterancestors()):
                self.seen["boxes"] += 1
                yield from self.blocks(box, "文本框")

    def words(self, node: Any) -> Iterator[str]:
        """The text a reader sees, in order, without what was deleted and without text boxes."""
        for child in node:
            if child.tag in (f"{_W}del", f"{_W}ins", f"{_W}moveFrom", f"{_W}moveTo"):
                self.authors[child.get(f"{_W}author", "")] += 1
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

    def level(self, facts: Any, depth: int = 0) -> int | None:
        """The outline level of a paragraph or its style, 0 the first; that of a title is none."""
        if facts is None or depth > 10:
            return None
        own = facts.find(f"{_W}outlineLvl")
        if own is not None and own.get(f"{_W}val", "9").isdigit():
            value = int(own.get(f"{_W}val"))
            return value if value < 9 else None
        style = facts.find(f"{_W}pStyle")
        key = style.get(f"{_W}val") if style is not None else None
        found = self.level(self.styles.get(key), depth + 1) if key in self.styles else None
        if (
            found is None
            and key
            and (named := re.fullmatch(r"(?:[Hh]eading|标题)\s?(\d)", self.style_names.get(key, key)))
        ):
            return int(named[1]) - 1
        return found

    @cached_property
    def style_names(self) -> dict[str, str]:
        root = self.parts.get("word/styles.xml")
        return {
            each.get(f"{_W}styleId"): str(name.get(f"{_W}val"))
            for each in (root.iter(f"{_W}style") if root is not None else ())
            if (name := each.find(f"{_W}name")) is not None
        }

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


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, through content controls and the like."""
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell without those of tables in it."""
    yield from _within(cell, "p")


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
