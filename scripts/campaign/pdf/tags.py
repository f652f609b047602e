"""What a reading program for the blind finds in a print (ISO 14289-1, PDF/UA-1): WeasyPrint's structure tree put right, and the claim to
keep that standard, made only by a file whose tree does keep its rules.

The objects are those of pydyf: dictionaries without type, references as bytes (`b"12 0 R"`); a kid of an element is a reference or the
number (MCID) of a piece of marked content on the element's page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Element = dict[str, Any]

PX = 0.75  # points
NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
CLAIM = f'<rdf:Description xmlns:pdfuaid="{NAMESPACE}" rdf:about="" pdfuaid:part="1"/>'
# PDF/A takes a property that it does not know only with a description of its schema (ISO 19005-3, 6.6.2.3).
SCHEMA = (
    '<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>part of ISO 14289 that the file keeps</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


# -- before the file is written: headings ------------------------------------------------------------------------------------------


def name_headings(document: Any) -> None:
    """A heading that is set like a paragraph (GB/T 9704—2012 7.3.3: 一、…) is a heading all the same, one level below the one above it.

    Such is a paragraph that holds nothing but words with a bookmark and does not end like a sentence; its level is that of the bookmark.
    No level is skipped.
    """
    last = 0
    known: dict[Any, str] = {}  # a heading broken over pages is the same in both parts
    for page in document.pages:
        for box in _blocks(page._page_box):
            if box.element in known:
                box.element_tag = known[box.element]
            elif box.element_tag in ("h1", "h2", "h3"):
                last = int(box.element_tag[1])
            elif level := _level(box):
                last = min(level + 1, last + 1, 6)
                box.element_tag = known[box.element] = f"h{last}"


def _blocks(box: Any) -> Iterator[Any]:
    """The paragraphs and headings of a page, in order; not those within tables."""
    for each in getattr(box, "children", ()):
        child = getattr(each, "_box", each)  # an absolutely placed box stands in a place-holder
        if child.element is not None and child.element_tag in ("p", "h1", "h2", "h3"):
            yield child
        elif child.element_tag != "table":
            yield from _blocks(child)


def _level(box: Any) -> int:
    """Level of the bookmark that a whole paragraph is, or 0."""
    if box.element_tag != "p" or (marked := box.element.find(".//*[@data-bookmark]")) is None:
        return 0
    words = "".join(box.element.itertext())
    if words.endswith(("。", "；", "：")) or words != "".join(marked.itertext()):
        return 0
    found = next((each.style["bookmark_level"] for each in box.descendants() if each.element is marked), "none")
    return 0 if found == "none" else int(found)


# -- the finished file --------------------------------------------------------------------------------------------------------------


def finish(document: Any, pdf: Any) -> None:
    """Put right what WeasyPrint 70 leaves undone, then let the file claim PDF/UA-1 if it keeps its rules.

    Page numbers and what else stands in margins are taken out of the text; a picture there is put after it. Heads of tables tell what they
    head; places of pictures are given in points from the lower left corner; no associated file is listed twice.
    """
    tree = _Tree(pdf)
    tree.take_out_margins()
    for element in tree.elements.values():
        if element.get("S") == "/Figure":
            _place(element, pdf)
    tree.name_heads()
    tree.list_heads()
    if "AF" in pdf.catalog:
        files = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"].clear()
        pdf.catalog["AF"].extend(files)
    _claim(
        pdf, bool(document.metadata.title and document.metadata.lang) and not faults(tree.elements, tree.document["K"])
    )


def claims(about: bytes) -> bool:
    """Do the metadata of a file (XMP) claim PDF/UA-1?"""
    return b"pdfuaid:part" in about


def unclaimed(about: bytes) -> bytes:
    """The metadata of a print for the archive without the claim of PDF/UA-1."""
    return about.replace((CLAIM + SCHEMA).encode(), b"")


def _claim(pdf: Any, sound: bool) -> None:
    about = _object(pdf, pdf.catalog["Metadata"])
    (words,) = about.stream
    if sound and not claims(words):
        about.stream[0] = words.replace(b"</rdf:RDF>", (CLAIM + SCHEMA + "</rdf:RDF>").encode(), 1)
    elif claims(words) and not sound:
        del pdf.catalog["Metadata"]


def _place(figure: Element, pdf: Any) -> None:
    height = _object(pdf, figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = figure["A"]["BBox"]
    figure["A"]["BBox"][:] = [left * PX, height - bottom * PX, right * PX, height - top * PX]


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


class _Tree:
    """The structure tree of a file that is about to be written."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        held: list[Any] = [each for each in pdf.objects if isinstance(each, dict)]
        self.elements: dict[bytes, Element] = {
            each.reference: each for each in held if each.get("Type") == "/StructElem"
        }
        self.root = _object(pdf, pdf.catalog["StructTreeRoot"])
        self.top: bytes = self.root["K"][0]
        self.document = self.elements[self.top]
        self.owners = _object(pdf, self.root["ParentTree"])["Nums"]

    def take_out_margins(self) -> None:
        """What stands in margin boxes has elements that hang on nothing: words become an artifact, a picture the end of the document."""
        linked = set(self.document["K"])
        pages = {reference: number for number, reference in enumerate(self.pdf.page_references)}
        for reference, element in list(self.elements.items()):
            if element.get("P") != self.top or reference in linked:
                continue
            family = list(self._family(reference))
            if any(self.elements[each]["S"] == "/Figure" for each in family):
                self.document["K"].append(reference)
                continue
            marks = {kid for each in family for kid in self.elements[each]["K"] if isinstance(kid, int)}
            page = element["Pg"]
            self._unmark(page, marks)
            owners = self.owners[2 * pages[page] + 1]
            owners[:] = ["null" if owner in family else owner for owner in owners]
            for each in family:
                self.elements.pop(each).clear()

    def _family(self, reference: bytes) -> Iterator[bytes]:
        yield reference
        for kid in self.elements[reference]["K"]:
            if kid in self.elements:
                yield from self._family(kid)

    def _unmark(self, page: bytes, marks: set[int]) -> None:
        """Make artifacts of pieces of marked content: `/Span <</MCID 3>> BDC` → `/Artifact <</Type /Pagination>> BDC`."""
        words = _object(self.pdf, _object(self.pdf, page)["Contents"]).stream
        for place, word in enumerate(words):
            if isinstance(word, dict) and word.get("MCID") in marks:
                words[place - 1] = "/Artifact"
                word.clear()
                word["Type"] = "/Pagination"

    def name_heads(self) -> None:
        rows = [row for each in self.elements.values() if each["S"] == "/THead" for row in each["K"]]
        heads = {cell for row in rows for cell in self.elements[row]["K"]}
        for reference, cell in self.elements.items():
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Column" if reference in heads else "/Row"

    def list_heads(self) -> None:
        """The list of named elements, here heads of tables, that a tree must have (ISO 32000-1, 14.7.2)."""
        named = {each["ID"].string: reference for reference, each in self.elements.items() if "ID" in each}
        if named:
            names = [part for name in sorted(named) for part in (f"({name})", named[name])]
            self.root["IDTree"] = type(self.root)({"Names": type(self.document["K"])(names)})


# -- the rules ------------------------------------------------------------------------------------------------------------------------


def faults(elements: Mapping[bytes, Element], kids: Sequence[Any]) -> list[str]:
    """What in a tree breaks PDF/UA-1, of that which a document's words can bring about: the clause and the kind of element."""
    found: list[str] = []
    level = 0
    for element, parent in _walk(elements, kids, "/Document"):
        kind = element["S"]
        within = [elements[kid]["S"] for kid in element["K"] if kid in elements]
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                found.append(f"7.4.2 {kind}")
            level = int(kind[2:])
        elif kind == "/Figure" and not element.get("Alt"):
            found.append("7.3 /Figure")
        elif kind == "/Table" and not any(each["S"] == "/TH" for each, _ in _walk(elements, element["K"], kind)):
            found.append("7.5 /Table")
        elif (kind == "/LI" and parent != "/L") or (kind == "/L" and set(within) - {"/LI", "/L", "/Caption"}):
            found.append(f"7.2 {kind}")
        elif kind == "/TR" and set(within) - {"/TH", "/TD"}:
            found.append("7.2 /TR")
        elif kind == "/Table" and not _regular(elements, element):
            found.append("7.2 /Table")
    return found


def _walk(elements: Mapping[bytes, Element], kids: Sequence[Any], parent: str) -> Iterator[tuple[Element, str]]:
    for kid in kids:
        if kid in elements:
            yield elements[kid], parent
            yield from _walk(elements, elements[kid]["K"], elements[kid]["S"])


def _regular(elements: Mapping[bytes, Element], table: Element) -> bool:
    """Do the cells of a table, with their spans, fill a rectangle without gap or overlap?"""
    rows = [each for each, _ in _walk(elements, table["K"], "/Table") if each["S"] == "/TR"]
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(rows):
        across = 0
        for cell in (elements[kid]["A"] for kid in row["K"] if kid in elements):
            while (down, across) in taken:
                across += 1
            wide, high = cell.get("ColSpan", 1), cell.get("RowSpan", 1)
            spot = {(down + y, across + x) for y in range(high) for x in range(wide)}
            if spot & taken or down + high > len(rows):
                return False
            taken |= spot
            across += wide
    widths = {sum(1 for y, _ in taken if y == down) for down in range(len(rows))}
    return len(widths) <= 1
