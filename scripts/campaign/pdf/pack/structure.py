"""The structure tree of a bound volume: those of its parts one under the other, so that it is read out as one document (ISO 14289-1).

Elements are copied, their pages and pieces of marked content named anew; what belongs to no page of the volume is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

_HEADING = re.compile(r"/H(\d)")


class Tree:
    """The tree of the volume that `writer` is going to be."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        writer._add_object(self.root)
        self.document = self._element("/Document", self.root)
        self.root[NameObject("/K")] = ArrayObject([self.document.indirect_reference])
        self.owners: list[dict[int, IndirectObject] | IndirectObject] = []  # by key: of a page by its marks, of a link
        self.pages: dict[int, int] = {}  # number of a page's object → its key
        self.names: dict[bytes, IndirectObject] = {}

    def part(self, title: str) -> Any:
        """A new part of the volume."""
        made = self._element("/Part", self.document)
        made[NameObject("/T")] = TextStringObject(title)
        return made

    def leaf(self, part: Any, sheet: Any) -> None:
        """A page that came without structure: all of it is one paragraph, marked content 0."""
        made = self._element("/P", part, sheet)
        made["/K"].append(NumberObject(0))
        self._own(sheet, 0, made)

    def graft(
        self,
        part: Any,
        reader: PdfReader,
        sheets: Mapping[int, Any],
        links: Mapping[int, Any],
        prefix: str,
        deeper: int,
    ) -> None:
        """Hang those elements of a document's tree under a part whose page is among `sheets` (number of its object → page of the volume).

        `links` are the annotations that come along, by their old number. Names of heads begin with `prefix`, headings go down by `deeper` levels.
        """
        root: Any = reader.root_object["/StructTreeRoot"]
        for kid in root["/K"][0].get_object()["/K"]:
            if kid.get_object().raw_get("/Pg").idnum in sheets:
                self._copy(kid.get_object(), part, sheets, links, prefix.encode(), deeper)

    def close(self) -> None:
        """Write the tree into the catalog."""
        numbers = ArrayObject()
        for key, owner in enumerate(self.owners):
            held = (
                owner
                if isinstance(owner, IndirectObject)
                else ArrayObject(owner.get(mark, NullObject()) for mark in range(max(owner, default=-1) + 1))
            )
            numbers.extend((NumberObject(key), held))
        parents = DictionaryObject({NameObject("/Nums"): numbers})
        self.root[NameObject("/ParentTree")] = self.writer._add_object(parents)
        self.root[NameObject("/ParentTreeNextKey")] = NumberObject(len(self.owners))
        if self.names:
            names = ArrayObject(
                each for name in sorted(self.names) for each in (ByteStringObject(name), self.names[name])
            )
            self.root[NameObject("/IDTree")] = self.writer._add_object(DictionaryObject({NameObject("/Names"): names}))
        catalog: Any = self.writer.root_object
        catalog[NameObject("/StructTreeRoot")] = self.root.indirect_reference
        catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})

    def _element(self, kind: str, parent: Any, page: Any = None) -> Any:
        made = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject(kind),
                NameObject("/K"): ArrayObject(),
            }
        )
        self.writer._add_object(made)
        made[NameObject("/P")] = parent.indirect_reference
        if page is not None:
            made[NameObject("/Pg")] = page.indirect_reference
        if parent is not self.root:
            parent["/K"].append(made.indirect_reference)
        return made

    def _own(self, page: Any, mark: int, owner: Any) -> None:
        number = page.indirect_reference.idnum
        if number not in self.pages:
            self.pages[number] = len(self.owners)
            page[NameObject("/StructParents")] = NumberObject(len(self.owners))
            self.owners.append({})
        marks = self.owners[self.pages[number]]
        assert isinstance(marks, dict)
        marks[mark] = owner.indirect_reference

    def _copy(
        self, old: Any, parent: Any, sheets: Mapping[int, Any], links: Mapping[int, Any], prefix: bytes, deeper: int
    ) -> None:
        page = sheets[old.raw_get("/Pg").idnum]
        made = self._element(_deeper(old["/S"], deeper), parent, page)
        if "/Alt" in old:
            made[NameObject("/Alt")] = TextStringObject(old["/Alt"])
        if "/ID" in old:
            name = prefix + _raw(old["/ID"])
            made[NameObject("/ID")] = ByteStringObject(name)
            self.names[name] = made.indirect_reference
        if "/A" in old:
            about = old["/A"].get_object().clone(self.writer)
            if "/Headers" in about:
                about[NameObject("/Headers")] = ArrayObject(
                    ByteStringObject(prefix + _raw(each)) for each in about["/Headers"]
                )
            made[NameObject("/A")] = about
        self._kids(old, made, page, sheets, links, prefix, deeper)
        if made["/S"] == "/Link" and not any(isinstance(kid, DictionaryObject) for kid in made["/K"]):
            made[NameObject("/S")] = NameObject("/Span")

    def _kids(
        self,
        old: Any,
        made: Any,
        page: Any,
        sheets: Mapping[int, Any],
        links: Mapping[int, Any],
        prefix: bytes,
        deeper: int,
    ) -> None:
        """What hangs on an element; one that only groups words, and says nothing of them, gives way to them."""
        for kid in old["/K"]:
            held = kid.get_object()
            if isinstance(held, int):
                made["/K"].append(NumberObject(held))
                self._own(page, int(held), made)
            elif held.get("/S") in ("/Span", "/NonStruct") and not {"/A", "/Alt", "/ID"} & set(held):
                self._kids(held, made, page, sheets, links, prefix, deeper)
            elif "/S" in held:
                self._copy(held, made, sheets, links, prefix, deeper)
            elif held.get("/Type") == "/OBJR" and held.raw_get("/Obj").idnum in links:
                self._link(made, page, links[held.raw_get("/Obj").idnum])

    def _link(self, element: Any, page: Any, annotation: Any) -> None:
        annotation[NameObject("/StructParent")] = NumberObject(len(self.owners))
        self.owners.append(element.indirect_reference)
        names = {"/Type": NameObject("/OBJR"), "/Obj": annotation.indirect_reference, "/Pg": page.indirect_reference}
        element["/K"].append(DictionaryObject({NameObject(name): value for name, value in names.items()}))


def _deeper(kind: str, levels: int) -> str:
    found = _HEADING.fullmatch(kind)
    return f"/H{min(int(found[1]) + levels, 6)}" if found else kind


def _raw(name: Any) -> bytes:
    return bytes(name.original_bytes) if isinstance(name, TextStringObject) else bytes(name)
