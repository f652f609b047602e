"""Binding: the volume's own pages, the documents and the layer of page numbers become one PDF with outline, page labels and links."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.constants import PageLabelStyle
from pypdf.generic import Fit, NameObject, RectangleObject, TextStringObject

from campaign.content import Content
from campaign.model import Meeting
from campaign.pdf.engine import PrintFault
from campaign.pdf.impose import A4, Slot, form, matrix, page_size, reading, show, written
from campaign.pdf.job import Job
from campaign.pdf.pack import Leaf, Piece, leaves, own_job

MOST = 1000  # pages of a volume


def page_count(raw: bytes, name: str) -> int:
    """Number of pages. Raises PrintFault when the PDF cannot be read."""
    with reading(raw, name) as reader:
        return len(reader.pages)


@dataclass(frozen=True)
class Volume:
    """A volume ready to be bound: `own` is the job of its own pages, printed[n] the PDF of piece n, None when it is handed out later."""

    own: Job
    pieces: tuple[Piece, ...]
    printed: tuple[bytes | None, ...]
    leaves: tuple[Leaf, ...]
    duplex: bool

    def digest(self, fonts_version: str) -> str:
        """Key of a cache: changes with every part, with the volume's own pages and with the program that binds."""
        seen = hashlib.sha256(self.own.digest(fonts_version).encode())
        for part in (*self.printed, Path(__file__).read_bytes(), version("pypdf").encode()):
            seen.update(hashlib.sha256(part or b"").digest())
        return seen.hexdigest()

    def bind(self, own: bytes) -> bytes:
        return bind(self.own, own, self.pieces, self.printed, self.leaves, self.duplex)


def volume(meeting: Meeting, content: Content, bound: Sequence[Piece], printed: Sequence[bytes | None]) -> Volume:
    """Count the pages of the parts and lay the volume out. Raises PrintFault for a part that cannot be read and for a volume too thick."""
    counts = [page_count(raw, piece.file or piece.title) if raw else 0 for piece, raw in zip(bound, printed, strict=True)]
    made = leaves(meeting, counts)
    if len(made) > MOST:
        raise PrintFault(f"《{meeting.title}》（{meeting.id}）的材料共 {len(made)} 页，超过一本汇编的上限 {MOST} 页；请分成几册")
    return Volume(own_job(meeting, content, bound, made), tuple(bound), tuple(printed), made, meeting.duplex)


def bind(job: Job, own: bytes, pieces: Sequence[Piece], printed: Sequence[bytes | None], made: Sequence[Leaf], duplex: bool) -> bytes:
    """The volume. `own` are the pages of `own_job`; printed[n] is piece n, None when it is handed out later."""
    with ExitStack() as open_files:
        book = open_files.enter_context(reading(own, job.title))
        readers = [
            open_files.enter_context(reading(raw, piece.file or piece.title)) if raw else None
            for piece, raw in zip(pieces, printed, strict=True)
        ]
        return _bound(job, book, pieces, readers, made, duplex)


def _bound(job: Job, book: PdfReader, pieces: Sequence[Piece], readers: Sequence[PdfReader | None], made: Sequence[Leaf], duplex: bool) -> bytes:
    layers = sum(leaf.kind == "page" for leaf in made)
    dividers = sum(leaf.kind == "divider" for leaf in made)
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
    for leaf in made:
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
        writer.set_page_label(0, first - 1, style=PageLabelStyle.LOWERCASE_ROMAN, start=1)
    if len(writer.pages) > first:
        writer.set_page_label(first, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    author = book.metadata.author if book.metadata else None
    writer.add_metadata({"/Title": job.title, "/Author": author or ""})
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
        writer.add_outline_item(title=words, page_number=place)
    for number, piece in enumerate(pieces):
        if number not in places:
            continue
        top = writer.add_outline_item(title=f"{piece.number}　{piece.title}", page_number=places[number])
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
            above = writer.add_outline_item(title=str(item.title), page_number=start + place, parent=parent)


def _links(writer: PdfWriter, book: PdfReader, front: int, starts: dict[int, int]) -> None:
    """The lines of the table of contents lead to their documents."""
    for place in range(front):
        for reference in book.pages[place].get("/Annots", ()):
            annotation = reference.get_object()
            target = str(annotation.get("/Dest") or annotation.get("/A", {}).get("/D", ""))
            piece = target.removeprefix("piece-")
            if target.startswith("piece-") and piece.isdigit() and int(piece) in starts:
                rect = RectangleObject(annotation["/Rect"])
                writer.add_annotation(place, Link(rect=rect, target_page_index=starts[int(piece)], fit=Fit.fit()))
