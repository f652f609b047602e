"""换页清单: which sheets of a volume that was handed out are to be changed, and of the new volume these sheets alone.

Two pages are one when their words, pictures and strokes are, whatever day their data stand at. A page whose number moved is another page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from pypdf import PdfWriter

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Meeting
from campaign.pdf import plain, typeset
from campaign.pdf.impose import A4, reading, within, written
from campaign.pdf.job import Job, PrintFault
from campaign.pdf.pack.binding import FRONT
from campaign.views.tables import Column, Table, row

NAME = "换页清单"
_DAY = re.compile(r"数据截至\d+年\d+月\d+日")


@dataclass(frozen=True)
class BoundPage:
    """A page of a volume: its number as printed (i, ii, 1, 2 …), the document it belongs to, and what tells it from other pages."""

    label: str
    document: str
    face: str


@dataclass(frozen=True)
class Swap:
    """Pages next to each other, whole sheets: those that are taken `out` of the former volume, and those that come `into` their place."""

    out: range
    into: range


def pages(raw: bytes, name: str) -> tuple[BoundPage, ...]:
    """The pages of a volume; `name` is what messages call it. Raises PrintFault when it cannot be read."""
    return within(raw, name, partial(_pages, raw, name))


def _pages(raw: bytes, name: str) -> tuple[BoundPage, ...]:
    import pypdfium2

    with reading(raw, name):
        volume = pypdfium2.PdfDocument(raw)
        documents = [
            (item.get_dest().get_index() or 0, item.get_title()) for item in volume.get_toc() if not item.level
        ]
        return tuple(
            BoundPage(
                volume.get_page_label(place) or str(place + 1),
                next((title for start, title in reversed(documents) if start <= place and "　" in title), FRONT),
                _face(volume[place]),
            )
            for place in range(len(volume))
        )


def _face(page: object) -> str:
    import pypdfium2

    assert isinstance(page, pypdfium2.PdfPage)
    words = _DAY.sub("", "".join(page.get_textpage().get_text_bounded().split()))
    seen = hashlib.sha256(words.encode())
    strokes = 0
    for each in page.get_objects(max_depth=5):
        if isinstance(each, pypdfium2.PdfImage):
            seen.update(each.get_data())
        else:
            strokes += each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
    return f"{seen.hexdigest()}-{strokes}"


def swaps(former: Sequence[BoundPage], present: Sequence[BoundPage], *, duplex: bool) -> tuple[Swap, ...]:
    """What is to be changed, sheet by sheet; two pages are one sheet where it is printed on both sides."""
    side = 2 if duplex else 1
    before, now = (
        [tuple(page.face for page in volume[start : start + side]) for start in range(0, len(volume), side)]
        for volume in (former, present)
    )
    found = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    return tuple(
        Swap(
            range(side * low, min(side * high, len(former))),
            range(side * first, min(side * last, len(present))),
        )
        for word, low, high, first, last in found
        if word != "equal"
    )


def changed_sheets(
    meeting: Meeting, content: Content, former: bytes, name: str, present: bytes, printed: Callable[[Job], bytes]
) -> bytes | None:
    """The list and, behind it, the sheets to put in; nothing when no sheet is to be changed. `name` is what messages call the `former` volume.

    Raises PrintFault when that cannot be read, and when it shares no sheet with the new one.
    """
    before, now = pages(former, name), pages(present, meeting.id)
    found = swaps(before, now, duplex=meeting.duplex)
    if not found:
        return None
    if len(found) == 1 and (len(found[0].out), len(found[0].into)) == (len(before), len(now)):
        raise PrintFault(
            f"{name} 和现在的《{typeset.plain(meeting.title)}材料汇编》没有一张相同；请核对是不是上次印发的那一册，或者整册重印"
        )
    listed = printed(_list(meeting, content, found, before, now))
    with reading(listed, NAME) as head, reading(present, meeting.id) as book:
        writer = PdfWriter()
        for page in head.pages:
            writer.add_page(page, excluded_keys=("/Annots",))
        if meeting.duplex and len(head.pages) % 2:
            writer.add_blank_page(A4[1], A4[0])
        for place in (place for each in found for place in each.into):
            writer.add_page(book.pages[place], excluded_keys=("/Annots",))
        writer.add_metadata({"/Title": f"{typeset.plain(meeting.title)}材料汇编{NAME}"})
        return written(writer)


def _list(
    meeting: Meeting, content: Content, found: Sequence[Swap], before: Sequence[BoundPage], now: Sequence[BoundPage]
) -> Job:
    side = 2 if meeting.duplex else 1
    out, into = (
        sum(-(-len(part) // side) for part in parts) for parts in zip(*((s.out, s.into) for s in found), strict=True)
    )
    rows = (
        row(
            str(place),
            f"抽出{_span(before, each.out)}" if each.out else f"不抽，插在{_after(before, each.out.start)}",
            f"换上{_span(now, each.into)}" if each.into else "不补",
            _documents(now, each.into) or _documents(before, each.out),
        )
        for place, each in enumerate(found, 1)
    )
    columns = (Column("序号", "n"), Column("上次印发的汇编"), Column("这次的汇编"), Column("是哪一份材料"))
    paper = "双面印，一张两页" if meeting.duplex else "单面印，一张一页"
    total = row("共", f"抽出{out}张", f"换上{into}张，附在后面", paper)
    table = Table(NAME, columns, tuple(rows), foot=(total,))
    title = f"{typeset.plain(meeting.title)}材料汇编{NAME}"
    demo = meeting.demo or content.site.demo
    return plain.sheet(content, f"{meeting.id}-changes", title, links.meeting(meeting.id), (table,), demo=demo)


def _span(volume: Sequence[BoundPage], places: range) -> str:
    first, last = volume[places[0]].label, volume[places[-1]].label
    return f"第{first}页" if first == last else f"第{first}—{last}页"


def _after(volume: Sequence[BoundPage], place: int) -> str:
    return f"第{volume[place - 1].label}页后" if place else "最前"


def _documents(volume: Sequence[BoundPage], places: range) -> str:
    return "、".join(dict.fromkeys(volume[at].document for at in places))
