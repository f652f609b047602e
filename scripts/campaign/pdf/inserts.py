"""Pages of somebody else's PDF shown on pages of ours: each upright and whole in its box, never larger than it is.

What others made keeps no standard that we could vouch for, so the document makes no claim of PDF/UA any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject

from campaign.pdf.impose import MM, PagePlace, form, matrix, page_size, reading, show, within, written
from campaign.pdf.job import Insert

_AS_ARTIFACT = "/Artifact BMC"


def inserted(pdf: bytes, places: Sequence[tuple[int, Insert]], supplied: Mapping[str, bytes], name: str) -> bytes:
    """The document with the pages of others on its own; `places` says on which page of ours each goes. Raises PrintFault for what cannot be read."""
    return within(pdf, name, lambda: _inserted(pdf, places, supplied, name))


def _inserted(pdf: bytes, places: Sequence[tuple[int, Insert]], supplied: Mapping[str, bytes], name: str) -> bytes:
    with ExitStack() as files:
        book = files.enter_context(reading(pdf, name))
        others: dict[str, PdfReader] = {}
        for _, each in places:
            if each.digest not in others:
                others[each.digest] = files.enter_context(reading(supplied[each.digest], each.file))
        writer = PdfWriter(clone_from=book)
        for place, each in places:
            sheet, page = writer.pages[place], others[each.digest].pages[each.page]
            if each.turn:
                page.rotate(each.turn)
            left, top, width, height = (side * MM for side in each.box)
            slot = PagePlace(left, page_size(sheet)[1] - top - height, width, height)
            show(writer, sheet, [(form(writer, page), matrix(page, slot))], [_AS_ARTIFACT])
        writer.pdf_header = book.pdf_header
        writer.root_object.pop("/Metadata", None)  # it holds the claim
        seen = hashlib.sha256(b"".join((pdf, *(each.digest.encode() for _, each in places)))).digest()[:16]
        writer._ID = ArrayObject([ByteStringObject(seen), ByteStringObject(seen)])
        return written(writer)
