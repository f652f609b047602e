"""Binding: the volume's own pages, the documents and the layer of page numbers become one PDF with outline, page labels, links and structure.

Pages that we printed are taken over as they are, with their tags; those of others become drawings on A4, read as one paragraph a page.
"""

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
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from campaign.content import Content
from campaign.leaves.confined import Exceeded, confined
from campaign.leaves.recall import remembered
from campaign.model import Meeting
from campaign.pdf import tags
from campaign.pdf.engine import PrintFault
from campaign.pdf.impose import A4, PagePlace, form, matrix, page_size, reading, show, within, written
from campaign.pdf.job import Job
from campaign.pdf.pack import Leaf, Piece, leaves, own_job
from campaign.pdf.pack.structure import Tree

MOST = 1000  # pages of a volume
MEMORY, SECONDS = 2_000_000_000, 300  # ceilings of binding what others made
FRONT = "封面和目录"
ARTIFACT = "/Artifact <</Type /Pagination>> BDC"


@remembered("pypdf")
def page_count(raw: bytes, name: str) -> int:
    """Number of pages. Raises PrintFault when the PDF cannot be read."""
    return within(raw, name, lambda: _counted(raw, name))


def _counted(raw: bytes, name: str) -> int:
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
        code = (Path(__file__), Path(__file__).with_name("structure.py"))
        for part in (*self.printed, *(path.read_bytes() for path in code), version("pypdf").encode()):
            seen.update(hashlib.sha256(part or b"").digest())
        return seen.hexdigest()

    def bind(self, own: bytes) -> bytes:
        return bind(self.own, own, self.pieces, self.printed, self.leaves, self.duplex)


def volume(meeting: Meeting, content: Content, bound: Sequence[Piece], printed: Sequence[bytes | None]) -> Volume:
    """Count the pages of the parts and lay the volume out. Raises PrintFault for a part that cannot be read and for a volume too thick."""
    counts = [
        0 if raw is None else page_count(raw, piece.file or piece.title)
        for piece, raw in zip(bound, printed, strict=True)
    ]
    made = leaves(meeting, counts)
    if len(made) > MOST:
        raise PrintFault(
            f"《{meeting.title}》（{meeting.id}）的材料共 {len(made)} 页，超过一本汇编的上限 {MOST} 页；请分成几册"
        )
    return Volume(own_job(meeting, content, bound, made), tuple(bound), tuple(printed), made, meeting.duplex)


def bind(
    job: Job, own: bytes, pieces: Sequence[Piece], printed: Sequence[bytes | None], made: Sequence[Leaf], duplex: bool
) -> bytes:
    """The volume. `own` are the pages of `own_job`; printed[n] is piece n, None when it is handed out later."""
    if not any(each.file for each in pieces):
        return _bind(job, own, pieces, printed, made, duplex)
    try:
        return confined(lambda: _bind(job, own, pieces, printed, made, duplex), MEMORY, SECONDS)
    except Exceeded as fault:
        files = "、".join(each.file for each in pieces if each.file)
        raise PrintFault(f"{job.title}装订不成，别处来的 PDF（{files}）太大或太复杂；请重新导出，或分成几册") from fault


def _bind(
    job: Job, own: bytes, pieces: Sequence[Piece], printed: Sequence[bytes | None], made: Sequence[Leaf], duplex: bool
) -> bytes:
    with ExitStack() as open_files:
        book = open_files.enter_context(reading(own, job.title))
        readers = [
            None if raw is None else open_files.enter_context(reading(raw, piece.file or piece.title))
            for piece, raw in zip(pieces, printed, strict=True)
        ]
        writer = _bound(book, pieces, readers, made, duplex)
        if job.archive:
            seen = hashlib.sha256(b"".join(hashlib.sha256(raw or b"").digest() for raw in (own, *printed))).digest()[
                :16
            ]
            writer._ID = ArrayObject([ByteStringObject(seen), ByteStringObject(seen)])
        return written(writer)


def _bound(
    book: PdfReader, pieces: Sequence[Piece], readers: Sequence[PdfReader | None], made: Sequence[Leaf], duplex: bool
) -> PdfWriter:
    layers = sum(leaf.kind == "page" for leaf in made)
    dividers = sum(leaf.kind == "divider" for leaf in made)
    front = len(book.pages) - layers - dividers
    first = front + (front % 2 if duplex else 0)  # place of the page numbered 1
    writer = PdfWriter()
    tree = Tree(writer)
    fronts = {_number(book.pages[place]): _whole(writer, book.pages[place]) for place in range(front)}
    if first > front:
        writer.add_blank_page(*A4)
    places: dict[int, int] = {}  # piece → its first page in the volume, divider included
    starts: dict[int, int] = {}  # piece → the first page of the document itself
    divided: dict[int, dict[int, Any]] = {}  # piece → its divider
    sheets: dict[int, dict[int, Any]] = {}  # piece → number of a page's object → page of the volume
    drawn_dividers = iter(range(front, front + dividers))
    drawn_layers = iter(range(front + dividers, len(book.pages)))
    for leaf in made:
        here = len(writer.pages)
        if leaf.kind == "blank":
            writer.add_blank_page(*A4)
            continue
        places.setdefault(leaf.piece, here)
        if leaf.kind == "divider":
            page = book.pages[next(drawn_dividers)]
            divided[leaf.piece] = {_number(page): _whole(writer, page)}
            continue
        starts.setdefault(leaf.piece, here)
        reader = readers[leaf.piece]
        assert reader is not None
        page = reader.pages[leaf.page]
        layer = form(writer, book.pages[next(drawn_layers)])
        sheet = _numbered(writer, page, layer) if pieces[leaf.piece].job else _foreign(writer, page, layer)
        sheets.setdefault(leaf.piece, {})[_number(page)] = sheet
    links = _links(writer, book, front, starts)
    tree.graft(tree.part(FRONT), book, fronts, links, "book-", 0)
    for place, piece in enumerate(pieces):
        part = tree.part(f"{piece.number}　{piece.title}")
        tree.graft(part, book, divided.get(place, {}), {}, f"divider{place}-", 0)
        reader = readers[place]
        if reader is None:
            continue
        if piece.job:
            tree.graft(part, reader, sheets[place], {}, f"piece{place}-", 1)
        else:
            for sheet in sheets[place].values():
                tree.leaf(part, sheet)
    tree.close()
    _outline(writer, book, pieces, readers, front, places, starts)
    if first:
        writer.set_page_label(0, first - 1, style=PageLabelStyle.LOWERCASE_ROMAN, start=1)
    if len(writer.pages) > first:
        writer.set_page_label(first, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    _facts(
        writer,
        [book, *(reader for reader in readers if reader)],
        ours=all(piece.job or piece.later for piece in pieces),
    )
    return writer


def _number(page: Any) -> int:
    return int(page.indirect_reference.idnum)


def _whole(writer: PdfWriter, page: Any) -> Any:
    """A page of ours as it is; its links are made anew."""
    return writer.add_page(page, excluded_keys=("/Annots",))


def _numbered(writer: PdfWriter, page: Any, layer: Any) -> Any:
    sheet = _whole(writer, page)
    show(writer, sheet, [(layer, _over(page))], [ARTIFACT])
    return sheet


def _foreign(writer: PdfWriter, page: Any, layer: Any) -> Any:
    """A page of somebody else's on A4, upright or lying as it is."""
    across, up = (A4[1], A4[0]) if _is_lying(page) else A4
    sheet = writer.add_blank_page(across, up)
    show(
        writer,
        sheet,
        [(form(writer, page), matrix(page, PagePlace(0, 0, across, up))), (layer, _over(page))],
        ["/P <</MCID 0>> BDC", ARTIFACT],
    )
    return sheet


def _over(page: Any) -> tuple[float, ...]:
    """The layer is turned with a lying page, so its words stand where they stand on an upright one (GB/T 9704—2012 clause 8: a lying page is
    the upright one turned clockwise)."""
    return (0.0, -1.0, 1.0, 0.0, 0.0, A4[0]) if _is_lying(page) else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _is_lying(page: Any) -> bool:
    width, height = page_size(page)
    return width > height


def _facts(writer: PdfWriter, readers: Sequence[PdfReader], *, ours: bool) -> None:
    """What the file says of itself is what its own pages say. It claims the standards that every part keeps, and none with pages of others,
    whose structure is lost."""
    book = readers[0]
    writer.add_metadata({key: str(value) for key, value in (book.metadata or {}).items()})
    catalog = writer.root_object
    catalog[NameObject("/Lang")] = TextStringObject("zh-CN")
    catalog[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.page_mode = "/UseOutlines"
    archived = ours and all("/OutputIntents" in each.root_object for each in readers)
    read = ours and all(tags.claims(_about(each)) for each in readers)
    if archived:
        _keep_files(writer, readers)
        intents: Any = book.root_object["/OutputIntents"]
        catalog[NameObject("/OutputIntents")] = intents.clone(writer)
    if archived or read:
        about = DecodedStreamObject()
        about.set_data(_about(book) if read else tags.unclaimed(_about(book)))
        about.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        catalog[NameObject("/Metadata")] = writer._add_object(about)


def _about(reader: PdfReader) -> bytes:
    found = reader.root_object.get("/Metadata")
    return bytes(found.get_object().get_data()) if found else b""


def _keep_files(writer: PdfWriter, readers: Sequence[PdfReader]) -> None:
    """The data that the parts carry, each file once (ISO 19005-3, 6.8)."""
    held: dict[str, Any] = {}
    for reader in readers:
        for file in reader.root_object.get("/AF", ()):
            name = str(file.get_object()["/UF"])
            if name not in held:
                held[name] = writer._add_object(file.get_object().clone(writer))
    if held:
        listed = ArrayObject(each for name in sorted(held) for each in (TextStringObject(name), held[name]))
        names = DictionaryObject({NameObject("/EmbeddedFiles"): DictionaryObject({NameObject("/Names"): listed})})
        writer.root_object[NameObject("/Names")] = names
        writer.root_object[NameObject("/AF")] = ArrayObject(held[name] for name in sorted(held))


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


def _links(writer: PdfWriter, book: PdfReader, front: int, starts: dict[int, int]) -> dict[int, Any]:
    """The lines of the table of contents lead to their documents; returns the new links by the number of the old ones."""
    made: dict[int, Any] = {}
    for place in range(front):
        for reference in book.pages[place].get("/Annots", ()):
            annotation = reference.get_object()
            target = str(annotation.get("/Dest") or annotation.get("/A", {}).get("/D", ""))
            piece = target.removeprefix("piece-")
            if target.startswith("piece-") and piece.isdigit() and int(piece) in starts:
                rect = RectangleObject(annotation["/Rect"])
                link = writer.add_annotation(
                    place, Link(rect=rect, target_page_index=starts[int(piece)], fit=Fit.fit())
                )
                link[NameObject("/F")] = NumberObject(4)  # shown in print too: PDF/A asks for it
                link[NameObject("/Contents")] = TextStringObject(f"转到材料{int(piece) + 1}")
                writer.pages[place][NameObject("/Tabs")] = NameObject("/S")
                made[reference.idnum] = link
    return made
