"""One thing by its id, for `plan pdf` and `plan export`: what it is made of, its lists, its print."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from campaign.attachments import Unfit
from campaign.attachments import pdf as foreign
from campaign.content import Content
from campaign.doctor import FONTS, fontconfig_file, office_fonts
from campaign.kinds import KINDS
from campaign.leaves.problems import Problem
from campaign.leaves.typefaces import NO_GLYPH
from campaign.pdf import scan
from campaign.pdf.engine import PrintFault, render
from campaign.pdf.job import Archive, Insert, Job
from campaign.pdf.pack import pieces
from campaign.pictures import darkroom
from campaign.views.release import SHARED, asked_for, concerning, released, sound
from campaign.views.unit_sheets import UnitSheet, unit_sheets

if TYPE_CHECKING:
    from campaign.exporters.wordml import WordText
    from campaign.pages import Page
    from campaign.pdf.pack.binding import Volume

WORD_SIDE = 1400  # pixels of the longer side of a page of somebody else's PDF in a Word file: 150 dpi
FOREIGN = "《{title}》里有别处来的 PDF（{files}），不能保证符合 PDF/A，按图片收入"
ARCHIVED_SIDE = 2000  # pixels of the longer side of a page that comes in as a picture: 220 dpi


@dataclass(frozen=True)
class Asked:
    """Content to make one document from: `faults` stand in what it is made of, `left_out` are files with errors that it goes without."""

    content: Content
    faults: tuple[Problem, ...]
    left_out: tuple[str, ...]


def asked(content: Content, problems: Sequence[Problem], record_id: str) -> Asked:
    """What is sound and may leave the house, with what is asked for by its id though it may not; an error elsewhere keeps nobody waiting."""
    errors = [each for each in problems if each.severity == "error" and each.code not in ("secret-public", NO_GLYPH)]
    files = concerning(content, record_id)
    known = any(record_id in content.of(kind) for kind in KINDS)
    mine = tuple(
        each
        for each in errors
        if each.path in files
        or each.path.startswith(SHARED)
        or record_id in (own := (Path(each.path).stem, Path(each.path).parent.name))
        or (
            not known and record_id.startswith(tuple(f"{name}-" for name in own))
        )  # c-slip, c-2026-10 of a file that cannot be read
    )
    kept, left_out = sound(content, errors)
    return Asked(released(kept, asked_for(content, record_id)), mine, left_out)


def lists_of(content: Content, name: str) -> Page | None:
    """The page whose lists are asked for: by the id of a record, or by its address (meetings, campaigns/hundred-days); None without lists."""
    from campaign.pages import build_pages

    pages = {page.path: page for page in build_pages(content, tables=True) if page.tables}
    own = (kind.address(name) for kind in KINDS if kind.place and name in content.of(kind))
    return next((pages[path] for path in (f"{name}/index.html", *own) if path in pages), None)


def lists_as(content: Content, page: Page, form: str) -> bytes:
    """The lists of a page as xlsx or docx."""
    from campaign.exporters import tables

    address = urljoin(content.site.url, page.path) if content.site.url else ""
    make = tables.workbook if form == "xlsx" else tables.document
    return make(page.title, page.tables, content.as_of, address)


def with_files(root: Path, content: Content, job: Job) -> Job:
    """The job with the photographs and the files of others that it names; its key in the cache is that of the names, which hold their
    fingerprints. What goes to the archive can hold no PDF of somebody else's: its pages come in as pictures."""
    html, *others = (darkroom.printed(root, content.photos, each) for each in (job.html, *job.others))
    supplied = {each.digest: foreign_file(root / each.file) for each in job.inserts}
    if job.archive and job.inserts:
        html, *others = (_as_pictures(each, job.inserts, supplied) for each in (html, *others))
        return replace(job, html=html, others=tuple(others), inserts=())
    return replace(job, html=html, others=tuple(others), supplied=supplied)


def _as_pictures(html: str, inserts: Sequence[Insert], supplied: Mapping[str, bytes]) -> str:
    """The document with pictures of the pages that it would have shown."""
    from campaign.pdf.impose import within

    for each in inserts:
        raw = supplied[each.digest]
        drawn = within(raw, each.file, partial(foreign.drawn, raw, each.page, ARCHIVED_SIDE, each.turn))
        width, height = each.box[2:]
        picture = (
            f'<img class="drawn" alt="附件原件第{each.page + 1}页" style="max-width:{width - 30}mm;max-height:{height - 40}mm"'
            f' src="data:image/jpeg;base64,{base64.b64encode(drawn).decode()}">'
        )
        empty = f'<p class="foreign" id="{each.anchor}"></p>'
        html = html.replace(empty, f"{empty}{picture}")
    return html


def word_file(root: Path, content: Content, text: WordText) -> bytes:
    """A Word file with the pictures that it names."""
    from campaign.pdf.impose import within

    held: dict[str, bytes] = {}
    for address in text.addresses:
        kind, _, rest = address.partition(":")
        file, _, mark = rest.rpartition("#")
        if kind == "photo":
            held[address] = darkroom.for_print(root, content.photos[file])
        else:
            page, turn, _ = mark.split("-")
            raw = foreign_file(root / file)
            held[address] = within(raw, file, partial(foreign.drawn, raw, int(page), WORD_SIDE, int(turn)))
    return replace(text, pictures=held).file()


def for_archive(content: Content, record_id: str, job: Job) -> Job:
    """The same document as PDF/A-3b; a plan carries its data as open data has them, so that a file that goes around alone can be read by machines."""
    from campaign.exporters import data

    plan = content.plans.get(record_id)
    data_of = data.encode(data.plan_data(content, plan)) if plan else b""
    return replace(job, archive=Archive(content.as_of, f"{record_id}.json" if plan else "", data_of))


def pack(
    root: Path,
    content: Content,
    meeting_id: str,
    units: Mapping[str, UnitSheet],
    printed: Callable[[Job], bytes],
    *,
    archived: bool = False,
) -> Volume:
    """The 材料汇编 of a meeting, every part printed and ready to be bound; `printed` turns a job into a PDF. What is `archived` holds pictures
    of what others made."""
    from campaign.pdf.pack import binding

    meeting = content.meetings[meeting_id]
    bound = pieces(meeting, content, units)
    folder = root / "plans" / "meetings"
    if archived:
        bound = tuple(
            replace(each, job=scanned(each.title, f"{meeting_id}-{place}", folder / each.file, content), file=None)
            if each.file
            else each
            for place, each in enumerate(bound, 1)
        )
    parts = [
        printed(each.job) if each.job else foreign_file(folder / each.file) if each.file else None for each in bound
    ]
    return binding.volume(meeting, content, bound, parts)


def foreign_file(path: Path) -> bytes:
    """A PDF of somebody else's without what it tells of its makers; one that cannot be opened is named when it is bound."""
    from campaign.pdf.impose import within

    raw = path.read_bytes()
    try:
        return within(raw, path.name, lambda: foreign.bare(raw, even_signed=True))
    except Unfit:
        return raw


def archived_pack(root: Path, content: Content, meeting_id: str) -> bytes:
    """A meeting's 材料汇编 for the archive: PDF/A-3b with the data of every plan in it, and pictures of the pages that others made."""
    fonts = typefaces(root)

    def printed(job: Job) -> bytes:
        return render(with_files(root, content, for_archive(content, job.name, job)), fonts)

    volume = pack(root, content, meeting_id, unit_sheets(content), printed, archived=True)
    own = for_archive(content, "", volume.own)
    return replace(volume, own=own).bind(render(own, fonts))


def scanned(title: str, name: str, file: Path, content: Content) -> Job:
    """A PDF of somebody else's as pictures of its pages, ready for the archive. Raises PrintFault when it cannot be read."""
    from campaign.pdf.impose import within

    raw = foreign_file(file)
    pages = within(raw, file.name, partial(foreign.pages, raw))
    pictures = [
        (within(raw, file.name, partial(foreign.drawn, raw, place, ARCHIVED_SIDE, turn)), width > height)
        for place, (width, height, turn) in enumerate(pages)
    ]
    return for_archive(content, "", scan.document(title, name, pictures))


def as_pictures(*jobs: Job) -> Iterator[str]:
    """What is to be told of documents for the archive: whose pages came in as pictures."""
    for job in jobs:
        if job.inserts:
            files = "、".join(dict.fromkeys(Path(each.file).name for each in job.inserts))
            yield FOREIGN.format(title=job.title, files=files)


def typefaces(root: Path) -> Path:
    """The fontconfig file to print with: our own typefaces, and before them those the office keeps in `fonts/`. Raises PrintFault."""
    if not FONTS.is_dir():
        raise PrintFault("还没有装字体，印不了 PDF；先运行 make setup")
    return fontconfig_file(office=office_fonts(root))
