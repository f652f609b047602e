"""PDF/UA-1 (ISO 14289-1) said a second time, for the tests: what can be told by machine about a finished file, read with pikepdf.

It shares nothing with the print room. `broken` names every rule that a file breaks, `reading` gives the words in the order of the structure tree.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pdfplumber
import pikepdf
from fontTools.ttLib import TTFont

PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}
STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot "
    "Span Quote Note Reference Code Link Annot Figure Formula Form".split()
)


@dataclass
class Element:
    """An element of the tree with its page (from 0), its parent's kind, and what hangs on it: elements or numbers of marked content."""

    kind: str
    raw: pikepdf.Dictionary
    page: int
    parent: str
    kids: list[Element | int] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()

    def marks(self) -> Iterator[tuple[int, int]]:
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.marks()
            else:
                yield self.page, kid


class Tagged:
    """A tagged PDF, read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.catalog = self.pdf.Root
        self.pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        root = self.catalog.StructTreeRoot
        self.owners = {
            int(root.ParentTree.Nums[place]): root.ParentTree.Nums[place + 1]
            for place in range(0, len(root.ParentTree.Nums), 2)
        }
        self.tops = [
            element
            for kid in _list(root.K)
            for element in [self._element(kid, -1, "", root)]
            if isinstance(element, Element)
        ]

    def _element(self, raw: object, page: int, parent: str, above: object) -> Element | int | None:
        if not isinstance(raw, pikepdf.Dictionary):
            return int(raw)  # type: ignore[call-overload]
        if raw.get("/Type") == "/MCR":
            return int(raw.MCID)
        if "/S" not in raw:
            return None
        assert raw.P.objgen == above.objgen, "an element whose parent is another"  # type: ignore[attr-defined]
        page = self.pages[raw.Pg.objgen] if "/Pg" in raw else page
        element = Element(str(raw.S)[1:], raw, page, parent)
        for kid in _list(raw.get("/K", [])):
            if (made := self._element(kid, page, element.kind, raw)) is not None:
                element.kids.append(made)
        return element

    @cached_property
    def elements(self) -> list[Element]:
        return [each for top in self.tops for each in top.all()]

    def on(self, page: int) -> list[Element]:
        return [each for each in self.elements if each.page == page]

    def of(self, kind: str) -> list[Element]:
        return [each for each in self.elements if each.kind == kind]

    @cached_property
    def words(self) -> dict[tuple[int, int | None], str]:
        """Text of every piece of marked content; what is an artifact under None."""
        found: dict[tuple[int, int | None], str] = {}
        with pdfplumber.open(io.BytesIO(self.data)) as opened:
            for number, page in enumerate(opened.pages):
                for char in page.chars:
                    key = (number, char["mcid"])
                    found[key] = found.get(key, "") + char["text"]
        return found

    def text(self, element: Element) -> str:
        return "".join(self.words.get(mark, "") for mark in element.marks())

    def reading(self) -> str:
        """Everything that is read out, in the order in which it is read."""
        return "".join(self.words.get(mark, "") for top in self.tops for mark in top.marks())

    def claims(self) -> set[str]:
        """pdfuaid, pdfaid: the standards that the file says it keeps."""
        about = self.catalog.Metadata.read_bytes().decode() if "/Metadata" in self.catalog else ""
        return set(re.findall(r"(pdf\w+id):part", about.split("pdfaProperty")[0]))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (pikepdf.Array, list)) else [value]


def broken(data: bytes) -> list[str]:
    """The rules that a file breaks, each with its clause; an empty list is as it should be."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        if "/StructTreeRoot" not in opened.Root:
            return ["7.1 no structure tree"]
    file = Tagged(data)
    return [*_catalog(file), *_content(file), *_tree(file), *_annotations(file), *_fonts(file)]


def _catalog(file: Tagged) -> Iterator[str]:
    catalog = file.catalog
    if "pdfuaid" not in file.claims():
        yield "5 no claim"
    if not catalog.get("/MarkInfo", {}).get("/Marked") or catalog.get("/MarkInfo", {}).get("/Suspects"):
        yield "6.2 not marked"
    if not str(catalog.get("/Lang", "")).startswith("zh"):
        yield "7.2 no language"
    title = str(file.pdf.docinfo.get("/Title", ""))
    about = catalog.Metadata.read_bytes().decode() if "/Metadata" in catalog else ""
    if not title or (about and f'xml:lang="x-default">{title}</rdf:li>'.replace("&", "&amp;") not in about):
        yield "7.1 title of the file and of its metadata differ"
    if not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "7.1 the title is not shown"


def _content(file: Tagged) -> Iterator[str]:
    linked = Counter(mark for top in file.tops for mark in top.marks())
    if linked and max(linked.values()) > 1:
        yield "7.1 content that is read twice"
    for number, page in enumerate(file.pdf.pages):
        open_: list[tuple[str, int | None]] = []
        seen: set[int] = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    mark = operands[1].get("/MCID") if len(operands) > 1 else None
                    open_.append((str(operands[0]), None if mark is None else int(mark)))
                    if mark is not None:
                        seen.add(int(mark))
                    if len({kind == "/Artifact" for kind, _ in open_}) > 1:
                        yield f"7.1 tagged content and an artifact within each other, page {number + 1}"
                case "EMC":
                    open_.pop()
                case paint if paint in PAINTS and not open_:
                    yield f"7.1 {paint} neither tagged nor an artifact, page {number + 1}"
        if lost := {mark for mark in seen if (number, mark) not in linked}:
            yield f"7.1 marked content that no element holds, page {number + 1}: {len(lost)}"
        owners = file.owners[int(page.obj.StructParents)] if "/StructParents" in page.obj else []
        for element in file.on(number):
            for mark in (kid for kid in element.kids if isinstance(kid, int)):
                if mark >= len(owners) or owners[mark].objgen != element.raw.objgen:
                    yield f"7.1 the parent tree names another element, page {number + 1}"


def _tree(file: Tagged) -> Iterator[str]:
    level = 0
    for element in file.elements:
        kind, within = element.kind, {kid.kind for kid in element.kids if isinstance(kid, Element)}
        if kind not in STANDARD:
            yield f"7.1 unknown kind {kind}"
        if heading := re.fullmatch(r"H(\d)", kind):
            if int(heading[1]) > level + 1:
                yield f"7.4.2 {kind} after H{level}"
            level = int(heading[1])
            if not file.text(element).strip():
                yield f"7.4.2 empty {kind}"
        if kind == "Figure":
            box = [float(each) for each in element.raw.A.BBox]
            left, low, right, high = (float(each) for each in file.pdf.pages[element.page].mediabox)
            if not str(element.raw.get("/Alt", "")).strip():
                yield "7.3 a figure without words"
            if not (left <= box[0] < box[2] <= right and low <= box[1] < box[3] <= high):
                yield "7.3 a figure that stands nowhere"
        allowed = {
            "L": {"LI", "L", "Caption"},
            "LI": {"Lbl", "LBody"},
            "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
            "TR": {"TH", "TD"},
        }
        allowed |= {each: {"TR"} for each in ("THead", "TBody", "TFoot")}
        if kind in allowed and within - allowed[kind]:
            yield f"7.2 {within - allowed[kind]} in {kind}"
        above = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
        if element.parent not in above.get(kind, {element.parent}):
            yield f"7.2 {kind} in {element.parent}"
        if kind == "TH" and str(element.raw.A.get("/Scope")) not in ("/Row", "/Column"):
            yield "7.5 a head that heads nothing"
        if kind == "Table":
            yield from _table(element)


def _table(table: Element) -> Iterator[str]:
    rows = [each for each in table.all() if each.kind == "TR"]
    if not any(cell.kind == "TH" for cell in table.all()):
        yield "7.5 a table without heads"
    names = {bytes(cell.raw.ID) for cell in table.all() if "/ID" in cell.raw}
    if any(
        bytes(name) not in names for cell in table.all() if cell.kind == "TD" for name in cell.raw.A.get("/Headers", [])
    ):
        yield "7.5 a cell names a head that is not there"
    depth: dict[int, int] = {}  # column → rows filled so far
    for down, row in enumerate(rows):
        for cell in (kid for kid in row.kids if isinstance(kid, Element)):
            column = next(place for place in range(1000) if depth.get(place, 0) <= down)
            for place in range(column, column + int(cell.raw.A.get("/ColSpan", 1))):
                if depth.get(place, 0) > down:
                    yield "7.2 cells of a table overlap"
                depth[place] = down + int(cell.raw.A.get("/RowSpan", 1))
    if set(depth.values()) != {len(rows)}:
        yield "7.2 columns of a table of different length"


def _annotations(file: Tagged) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, 1):
        annotations = list(page.get("/Annots", []))
        if annotations and page.obj.get("/Tabs") != "/S":
            yield f"7.18.3 order of links, page {number}"
        for annotation in annotations:
            if not str(annotation.get("/Contents", "")).strip():
                yield f"7.18.1 a link without words, page {number}"
            owner = file.owners.get(int(annotation.get("/StructParent", -1)))
            if owner is None or owner.S != "/Link" or not any(_is(kid, annotation) for kid in _list(owner.K)):
                yield f"7.18.5 a link outside the tree, page {number}"


def _is(kid: object, annotation: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" and kid.Obj.objgen == annotation.objgen


def _fonts(file: Tagged) -> Iterator[str]:
    seen: set[tuple[int, int]] = set()
    for each in file.pdf.objects:
        if not isinstance(each, pikepdf.Dictionary) or each.get("/Subtype") != "/Type0" or each.objgen in seen:
            continue
        seen.add(each.objgen)
        name, inner = str(each.BaseFont), each.DescendantFonts[0]
        if "/ToUnicode" not in each:
            yield f"7.21.7 {name} has no way back to text"
        file_ = inner.FontDescriptor.get("/FontFile3")
        if file_ is None:
            yield f"7.21.4 {name} is not embedded"
            continue
        typeface = TTFont(io.BytesIO(file_.read_bytes()))
        order, unit = typeface.getGlyphOrder(), typeface["head"].unitsPerEm / 1000
        for glyph, width in _widths(inner):
            if abs(typeface["hmtx"][order[glyph]][0] / unit - width) > 1:
                yield f"7.21.5 {name}: the file says that glyph {glyph} is {width} wide"
                break


def _widths(font: pikepdf.Dictionary) -> Iterator[tuple[int, float]]:
    items = list(font.get("/W", []))
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(items.pop(0))
            yield from ((glyph, width) for glyph in range(first, int(second) + 1))
