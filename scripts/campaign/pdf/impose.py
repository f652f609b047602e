"""Imposition: finished pages placed on larger sheets, as an A3 booklet to fold and stitch, or two to a sheet of A4 as a handout.

A page becomes a drawing of its own that the sheet shows once, so words stay words and typefaces are kept once a document.
Sizes are in points, angles clockwise.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)

from campaign.leaves import limits
from campaign.leaves.confined import MEMORY, SECONDS, Exceeded, confined
from campaign.pdf.job import PrintFault

T = TypeVar("T")
MOST_BYTES = 100_000_000  # of a PDF to be bound or imposed
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A3_LYING = (420 * MM, 297 * MM)
STITCHED = 20  # sheets that a saddle stitch holds: 80 pages
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds wrong we say ourselves, in Chinese
UNREADABLE = (
    PyPdfError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    OSError,
    zlib.error,
)


@dataclass(frozen=True)
class PagePlace:
    """Where a page goes on a sheet: lower left corner, width, height."""

    left: float
    low: float
    width: float
    height: float


def booklet(raw: bytes, name: str) -> bytes:
    """The pages of a PDF on lying sheets of A3, both sides, in the order that makes a booklet when the pile is folded.

    `name` is what messages call the document. Raises PrintFault when it cannot be read, is locked, or is too thick to stitch.
    """
    return within(raw, name, lambda: _booklet(raw, name))


def _booklet(raw: bytes, name: str) -> bytes:
    with reading(raw, name) as reader:
        sides = booklet_sides(len(reader.pages))
        if len(sides) > 2 * STITCHED:
            raise PrintFault(
                f"{name} 有 {len(reader.pages)} 页，折成小册子要 {len(sides) // 2} 张 A3 纸，骑马订最多钉 {STITCHED} 张（{4 * STITCHED} 页）；"
                "请分成几册，或改用 --two-up"
            )
        width, height = A3_LYING
        slots = (PagePlace(0, 0, width / 2, height), PagePlace(width / 2, 0, width / 2, height))
        return _imposed(reader, A3_LYING, [tuple(zip(side, slots, strict=True)) for side in sides], short_edge=True)


def two_up(raw: bytes, name: str) -> bytes:
    """Two pages to a sheet of A4, in reading order: side by side, or one above the other when all of them are lying."""
    return within(raw, name, lambda: _two_up(raw, name))


def _two_up(raw: bytes, name: str) -> bytes:
    with reading(raw, name) as reader:
        count = len(reader.pages)
        lying = all(_is_lying(page) for page in reader.pages)
        width, height = A4 if lying else (A4[1], A4[0])
        if lying:
            slots = (PagePlace(0, height / 2, width, height / 2), PagePlace(0, 0, width, height / 2))
        else:
            slots = (PagePlace(0, 0, width / 2, height), PagePlace(width / 2, 0, width / 2, height))
        sides = [
            tuple(zip((first, first + 1 if first + 1 < count else None), slots, strict=True))
            for first in range(0, count, 2)
        ]
        return _imposed(reader, (width, height), sides)


def booklet_sides(count: int) -> list[tuple[int | None, int | None]]:
    """(left, right) page of every side of every sheet, front then back, from the outermost sheet in; pages count from 0, None is blank.

    Eight pages: (7, 0), (1, 6), (5, 2), (3, 4).
    """
    total = -(-count // 4) * 4

    def page(place: int) -> int | None:
        return place if place < count else None

    sides: list[tuple[int | None, int | None]] = []
    for sheet in range(total // 4):
        first, last = 2 * sheet, total - 1 - 2 * sheet
        sides += [(page(last), page(first)), (page(first + 1), page(last - 1))]
    return sides


def within(raw: bytes, name: str, work: Callable[[], T]) -> T:
    """What is made of a PDF that may be anybody's: measured first, then read in a process with ceilings. Raises PrintFault."""
    try:
        if raw:  # `reading` says what an empty one is
            limits.pdf(raw, MOST_BYTES)
        return confined(work, MEMORY, SECONDS)
    except limits.Refused as fault:
        raise PrintFault(f"{name} {fault}") from fault
    except Exceeded as fault:
        raise PrintFault(f"{name} 太大或太复杂，没有读；请分成几份，或重新导出 PDF 再用") from fault


@contextmanager
def reading(raw: bytes, name: str) -> Iterator[PdfReader]:
    """A PDF open for reading; whatever is wrong with it, now or while its pages are used, becomes one PrintFault."""
    try:
        if not raw:
            raise PrintFault(f"{name} 是空文件（0 字节）；请重新生成或换一份")
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            raise PrintFault(f"{name} 加了密码或权限限制，不能装订、拼版；请先用原来的软件另存为不加密的 PDF")
        if not reader.pages:
            raise PrintFault(f"{name} 里一页也没有")
        yield reader
    except UNREADABLE as fault:
        raise PrintFault(f"{name} 不是 PDF，或者已经损坏，读不出来；请重新生成或换一份") from fault


def page_size(page: Any) -> tuple[float, float]:
    """Width and height of a page as it is looked at, in points."""
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    return (height, width) if page.rotation % 180 else (width, height)


def _is_lying(page: Any) -> bool:
    width, height = page_size(page)
    return width > height


# -- sheets ----------------------------------------------------------------------------------------------------------------------

Side = Sequence[tuple[int | None, PagePlace]]


def _imposed(reader: PdfReader, size: tuple[float, float], sides: Sequence[Side], *, short_edge: bool = False) -> bytes:
    writer = PdfWriter()
    forms = {place: form(writer, page) for place, page in enumerate(reader.pages)}
    for side in sides:
        sheet = writer.add_blank_page(*size)
        placed = [(forms[place], matrix(reader.pages[place], slot)) for place, slot in side if place is not None]
        show(writer, sheet, placed)
    writer.add_metadata(
        {key: str(value) for key, value in (reader.metadata or {}).items() if key in ("/Title", "/Author")}
    )
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/PrintScaling"): NameObject("/None")}
        | ({NameObject("/Duplex"): NameObject("/DuplexFlipShortEdge")} if short_edge else {})
    )
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def matrix(page: Any, slot: PagePlace) -> tuple[float, ...]:
    """The transformation that shows a page whole, upright and centred in a slot; never larger than it is.

    A lying page in an upright slot, or the other way round, is turned so that its head lies at the left edge (GB/T 9704—2012 clause 8).
    """
    box = page.cropbox
    width, height = page_size(page)
    turn = page.rotation
    if (width > height) != (slot.width > slot.height) and width != height:
        turn, width, height = turn - 90, height, width
    scale = min(slot.width / width, slot.height / height, 1.0)
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn % 360]
    a, b, c, d = scale * cos, -scale * sin, scale * sin, scale * cos
    corners = [
        (a * x + c * y, b * x + d * y)
        for x in (float(box.left), float(box.right))
        for y in (float(box.bottom), float(box.top))
    ]
    left, low = min(x for x, _ in corners), min(y for _, y in corners)
    across = slot.left + (slot.width - scale * width) / 2 - left
    up = slot.low + (slot.height - scale * height) / 2 - low
    return (a, b, c, d, across, up)


_MARKED = re.compile(
    rb"<<[^<>]*/MCID\s+\d+[^<>]*>>\s*BDC"
)  # the name before it stays: /Span <</MCID 3>> BDC → /Span BMC


def form(writer: PdfWriter, page: Any) -> Any:
    """A page as a drawing (form XObject) in `writer`; returns its reference. Its content belongs to no structure tree any more."""
    contents = page.get_contents()
    drawing: StreamObject = DecodedStreamObject()
    drawing.set_data(_MARKED.sub(b"BMC", contents.get_data()) if contents is not None else b"")
    drawing = drawing.flate_encode()
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(each) for each in page.cropbox),
            NameObject("/Resources"): _resources(writer, page),
        }
    )
    if "/Group" in page:
        drawing[NameObject("/Group")] = page["/Group"].get_object().clone(writer)
    return writer._add_object(drawing)


def _resources(writer: PdfWriter, page: Any) -> Any:
    found = page.get("/Resources")
    return found.get_object().clone(writer) if found is not None else DictionaryObject()


def show(
    writer: PdfWriter, sheet: Any, placed: Sequence[tuple[Any, Sequence[float]]], marks: Sequence[str] = ()
) -> None:
    """Show drawings on a sheet, over what it holds already, each by its own transformation; `marks` opens marked content around each."""
    resources = DictionaryObject(sheet.get("/Resources", {}))
    names = resources[NameObject("/XObject")] = DictionaryObject(resources.get("/XObject", {}))
    words = []
    for place, (drawing, transformation) in enumerate(placed):
        names[NameObject(f"/P{place}")] = drawing
        shown = f"q {' '.join(f'{each:.4f}' for each in transformation)} cm /P{place} Do Q"
        words.append(f"{marks[place]} {shown} EMC" if marks else shown)
    held = [sheet.raw_get("/Contents")] if "/Contents" in sheet else []
    content = _stream(writer, "\n".join(words))
    sheet[NameObject("/Contents")] = (
        ArrayObject([_stream(writer, "q"), *held, _stream(writer, "Q"), content]) if held else content
    )
    sheet[NameObject("/Resources")] = resources


def _stream(writer: PdfWriter, words: str) -> Any:
    content = DecodedStreamObject()
    content.set_data(words.encode())
    return writer._add_object(content)
