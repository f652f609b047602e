"""The archive of a year in one PDF/A-3b: every piece printed, counted, stamped and bound behind its list; pages of others come in as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.build.by_id import FOREIGN, as_pictures, for_archive, scanned, typefaces, with_files
from campaign.content import Content
from campaign.pdf import archive, plan
from campaign.pdf.engine import PrintFault, render
from campaign.pdf.job import Job
from campaign.pdf.pack import Leaf, Piece
from campaign.pdf.pack.binding import MOST, Volume, page_count
from campaign.views.filing import Filed, filed, unfiled

NAMED = 5  # of what is not filed, as many are named


@dataclass(frozen=True)
class Archived:
    """A bound year, and what is to be told of it, in sentences."""

    pdf: bytes
    pieces: int
    notes: tuple[str, ...]


def archived(root: Path, content: Content, year: int) -> Archived:
    """The volume of a year. Raises PrintFault when nothing of it is filed, or when it is too thick."""
    fonts = typefaces(root)
    everything = filed(content, year)
    secret = [each for each in everything if each.secrecy]
    kept = [each for each in everything if not each.secrecy]
    if not kept:
        raise PrintFault(f"{year}年没有可以归档的文件；在收发文登记的每一件里写 filing（保管期限）")
    jobs = [_job(root, content, each) for each in kept]
    printed = [render(with_files(root, content, job), fonts) if job else None for job in jobs]
    counts = [0 if raw is None else page_count(raw, each.title) for each, raw in zip(kept, printed, strict=True)]
    leaves = tuple(Leaf("page", piece, page) for piece, pages in enumerate(counts) for page in range(pages))
    if len(leaves) > MOST:
        raise PrintFault(f"{year}年的归档文件共 {len(leaves)} 页，超过一册的上限 {MOST} 页")
    own = archive.own_job(content, year, kept, counts, leaves)
    pieces = tuple(_piece(each, job) for each, job in zip(kept, jobs, strict=True))
    pdf = Volume(own, pieces, tuple(printed), leaves, duplex=False).bind(render(own, fonts))
    return Archived(pdf, len(kept), tuple(_notes(content, year, kept, jobs, secret)))


def _job(root: Path, content: Content, each: Filed) -> Job | None:
    if each.entry.file:
        return scanned(each.title, each.entry.id, root / each.entry.file, content)
    return for_archive(content, each.plan.id, plan.document(each.plan, content)) if each.plan else None


def _piece(each: Filed, job: Job | None) -> Piece:
    return Piece(each.number or f"第{each.piece}件", each.title, (), (), None, job=job)


def _notes(
    content: Content, year: int, kept: Sequence[Filed], jobs: Sequence[Job | None], secret: Sequence[Filed]
) -> Iterator[str]:
    if not all(each.fonds for each in kept):
        yield "没有写全宗号（fonds），归档章上空着，也编不成档号"
    for each, job in zip(kept, jobs, strict=True):
        if each.entry.file:
            yield FOREIGN.format(title=each.title, files=Path(each.entry.file).name)
        elif job is None:
            yield f"《{each.title}》不在本站，也没有扫描件（file），目录里写“{archive.ABSENT}”"
        else:
            yield from as_pictures(job)
    for each in secret:
        yield f"《{each.title}》写了密级，没有收进来；涉密的另行归档"
    if left := unfiled(content, year):
        named = "、".join(f"《{each}》" for each in left[:NAMED])
        yield f"{named}{f'等 {len(left)} 件' if len(left) > NAMED else ''}没有写保管期限（filing），没有归档"
    pieces = [each for each in kept if not each.entry.filing or not each.entry.filing.piece]
    if pieces:
        yield f"{len(pieces)} 件的件号是按次序编的；定下来就写进 filing.piece，以后补登也不变"
