"""Binding: the volume's own pages, the documents and the layer of page numbers become one PDF with outline, page labels and links."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import Fit, NameObject, TextStringObject

from campaign.pdf.impose import A4, Slot, form, matrix, page_size, reading, show, written
from campaign.pdf.job import Job
from campaign.pdf.pack import Leaf, Piece

MOST = 1000  # pages of a volume


def page_count(raw: bytes, name: str) -> int:
    """Number of pages. Raises PrintFault when the PDF cannot be read."""
    with reading(raw, name) as reader:
        return len(reader.pages)


def bind(job: Job, own: bytes, pieces: Sequence[Piece], printed: Sequence[bytes | None], leaves: Sequence[Leaf], duplex: bool) -> bytes:
    """The volume. `own` are the pages of `own_job`; printed[n] is piece n, None when it is handed out later."""
    with ExitStack() as open_files:
        book = open_files.enter_context(reading(own, job.title))
        readers = [
            open_files.enter_context(reading(raw, piece.file or piece.title)) if raw else None
            for piece, raw in zip(pieces, printed, strict=True)
        ]
        return _bound(job, book, pieces, readers, leaves, duplex)


def _bound(job: Job, book: PdfReader, pieces: Sequence[Piece], readers: Sequence[PdfReader | None], leaves: Sequence[Leaf], duplex: bool) -> bytes:
    layers = sum(leaf.kind == "page" for leaf in leaves)
    dividers = sum(leaf.kind == "divider" for leaf in leaves)
    front = len(book.pages) - layers - dividers
    first = front + (front % 2 if duplex else 0)  # place of the page numbered 1
    writer = PdfWriter()
    for place in range(front):
        _place(writer, book.pages[place])
    if first > front:
        writer.add_blank_page(*A4)
    places: dict[int, int] = {}  # piece → its first page in the volume, divider included
    starts: dict[int, int] = {}  # piece → the first page of the document itself
    drawn_dividers = iter(range(front, front + dividers))
    drawn_layers = iter(range(front + dividers, len(book.pages)))
    for leaf in leaves:
        here = len(writer.pages)
        if leaf.kind == "blank":
            writer.add_blank_page(*A4)
            continue
        places.setdefault(leaf.piece, here)
        if leaf.kind == "divider":
            _place(writer, book.pages[next(drawn_dividers)])
            continue
        starts.setdefault(leaf.piece, here)
        reader = readers[leaf.piece]
        assert reader is not None
        _place(writer, reader.pages[leaf.page], book.pages[next(drawn_layers)])
    _outline(writer, book, pieces, readers, front, places, starts)
    _links(writer, book, front, starts)
    if first:
        writer.set_page_label(0, first - 1, style="/r", start=1)
    if len(writer.pages) > first:
        writer.set_page_label(first, len(writer.pages) - 1, style="/D", start=1)
    writer.add_metadata({"/Title": job.title, "/Author": str((book.metadata or {}).get("/Author", ""))})
    writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
    writer.page_mode = "/UseOutlines"
    return written(writer)


def _place(writer: PdfWriter, page: Any, layer: Any = None) -> None:
    """A page on A4, upright or lying as it is; the layer is turned with a lying page, so its words stand where they stand on an upright one
    (GB/T 9704—2012 clause 8: a lying page is the upright one turned clockwise)."""
    width, height = page_size(page)
    lying = width > height
    across, up = (A4[1], A4[0]) if lying else A4
    sheet = writer.add_blank_page(across, up)
    placed = [(form(writer, page), matrix(page, Slot(0, 0, across, up)))]
    if layer is not None:
        placed.append((form(writer, layer), (0.0, -1.0, 1.0, 0.0, 0.0, up) if lying else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)))
    show(writer, sheet, placed)


def _outline(
    writer: PdfWriter,
    book: PdfReader,
    pieces: Sequence[Piece],
    readers: Sequence[PdfReader | None],
    front: int,
    places: dict[int, int],
    starts: dict[int, int],
) -> None:
    for words, place in _front_marks(book, front):
        writer.add_outline_item(words, place)
    for number, piece in enumerate(pieces):
        if number not in places:
            continue
        top = writer.add_outline_item(f"{piece.number}　{piece.title}", places[number])
        reader = readers[number]
        if reader is not None:
            _branch(writer, reader, _inner(reader.outline, piece.title), starts[number], top)


def _front_marks(book: PdfReader, front: int) -> list[tuple[str, int]]:
    """(会议议程, place), (目录, place) from the volume's own outline."""
    marks = []
    for item in book.outline:
        if not isinstance(item, list):
            place = book.get_destination_page_number(item)
            if place is not None and place < front:
                marks.append((str(item.title), place))
    return marks


def _inner(outline: list[Any], title: str) -> list[Any]:
    """A document's outline without a single top entry that only repeats the document's name."""
    heads = [item for item in outline if not isinstance(item, list)]
    if len(heads) == 1 and str(heads[0].title) == title:
        return next((item for item in outline if isinstance(item, list)), [])
    return outline


def _branch(writer: PdfWriter, reader: PdfReader, outline: list[Any], start: int, parent: Any) -> None:
    above = parent
    for item in outline:
        if isinstance(item, list):
            _branch(writer, reader, item, start, above)
            continue
        place = reader.get_destination_page_number(item)
        if place is not None:
            above = writer.add_outline_item(str(item.title), start + place, parent=parent)


def _links(writer: PdfWriter, book: PdfReader, front: int, starts: dict[int, int]) -> None:
    """The lines of the table of contents lead to their documents."""
    for place in range(front):
        for reference in book.pages[place].get("/Annots", ()):
            annotation = reference.get_object()
            target = str(annotation.get("/Dest") or annotation.get("/A", {}).get("/D", ""))
            piece = target.removeprefix("piece-")
            if target.startswith("piece-") and piece.isdigit() and int(piece) in starts:
                rect = tuple(float(each) for each in annotation["/Rect"])
                writer.add_annotation(place, Link(rect=rect, target_page_index=starts[int(piece)], fit=Fit.fit()))
