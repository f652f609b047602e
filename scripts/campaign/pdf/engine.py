"""The printing press: WeasyPrint, made ready once in a process, turning jobs into PDF bytes.

Speed comes from: only our typefaces in sight of fontconfig, a lean built-in sheet, each kind's sheet parsed once with one font
configuration, the garbage collector at rest while a page is laid out, and worker processes that stay warm.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from campaign.leaves import typefaces
from campaign.leaves.parallel import helping
from campaign.pdf import bold, tags
from campaign.pdf.job import ROOM, Insert, Job, PrintFault, sheet
from campaign.pdf.measure import flaws, resettled, unsettled

__all__ = ["Press", "Pressed", "PrintFault", "fonts_version", "press", "render", "render_many"]

POOL_FROM = 10  # below that many documents starting workers takes longer than printing
CHUNK = 5  # documents handed to a worker at a time
AGAIN = 3  # times at most that a document is set again
_warned: list[str] = []


@dataclass(frozen=True)
class Pressed:
    """A printed document, and what is to be told of it: how it was set to save a sheet, what does not look right; sentences with their pages."""

    pdf: bytes
    notes: tuple[str, ...] = ()


@dataclass
class Press:
    """WeasyPrint with everything that can be made ready before the first document."""

    fonts: Path
    library: Any
    page: Any  # weasyprint.HTML with the lean built-in sheet
    font_config: Any
    fetcher: Any  # fetches nothing; a picture stands in the words themselves
    sheets: dict[str, Any] = field(default_factory=dict)  # parsed, by their text

    def sheet(self, job: Job) -> Any:
        text = sheet(job.kind, job.bound, job.geometry)
        if text not in self.sheets:
            self.sheets[text] = self.library.CSS(string=text, font_config=self.font_config)
        return self.sheets[text]

    def settle(self, html: str, job: Job) -> tuple[str, Any]:
        """A document laid out, and its words as they were set at last: again where rows or headings stand apart and less of it then does."""
        document = self.lay_out(html, job)
        for _ in range(AGAIN):
            other = resettled(document.pages, html)
            if other == html:
                break
            again = self.lay_out(other, job)
            if unsettled(again.pages) >= unsettled(document.pages):
                break
            html, document = other, again
        return html, document

    def lay_out(self, html: str, job: Job) -> Any:
        page = self.page(string=html, url_fetcher=self.fetcher)
        return page.render(font_config=self.font_config, stylesheets=[self.sheet(job)])

    def variant(self, job: Job, document: Any) -> str:
        """PDF/UA-1; for the archive PDF/A-3b (ISO 19005-3) with the document's data as an associated file, to which `tags.finish` adds PDF/UA-1."""
        if job.archive is None:
            return "pdf/ua-1"
        day = datetime.combine(job.archive.day, time())
        if job.archive.data:
            held = {
                "name": job.archive.name,
                "description": "本文件的数据",
                "relationship": "Data",
                "created": day,
                "modified": day,
            }
            document.metadata.attachments.append(self.library.Attachment(string=job.archive.data, **held))
        document.metadata.created = document.metadata.modified = job.archive.day.isoformat()
        return "pdf/a-3b"

    def print(self, job: Job) -> Pressed:
        _warned.clear()
        way = job.html
        html, document = self.settle(way, job)
        others: Sequence[str] = job.others
        while others := job.ways_left(others, [page.anchors for page in document.pages]):
            way, others = others[0], others[1:]
            html, document = self.settle(way, job)
        if job.most and len(document.pages) > job.most:
            raise PrintFault(f"《{job.title}》（{job.name}）的内容太多，{job.most} 张纸排不下；请改印方案或任务分解表")
        _close_tables(document)
        tags.name_headings(document)
        pdf: bytes = document.write_pdf(pdf_tags=True, pdf_variant=self.variant(job, document), finisher=_finish)
        _refuse_faults(job, document)
        told = (*((job.told,) if way == job.telling else ()), *flaws(document.pages, html, job.said))
        if job.inserts:
            from campaign.pdf.inserts import inserted

            pdf = inserted(pdf, _places(job, document), job.supplied, job.title)
        return Pressed(pdf, tuple(f"《{job.title}》{each}" for each in told))


def render(job: Job, fonts: Path) -> bytes:
    """The PDF of one document, as `press` makes it."""
    return press(job, fonts).pdf


def press(job: Job, fonts: Path) -> Pressed:
    """Print one document. `fonts` is the fontconfig file that names the folders of typefaces.

    Raises PrintFault when a character has no glyph, or a 汉字 would come out in a Japanese, Korean or Traditional face.
    """
    with _collector_at_rest():
        return _press(fonts).print(job)


def render_many(jobs: Sequence[Job], fonts: Path, workers: int = 1) -> Iterator[Pressed | PrintFault]:
    """Print documents in the order given, on `workers` processes when there are enough of them to be worth it. In the place of one that
    cannot be printed comes the reason."""
    if workers < 2 or len(jobs) < POOL_FROM:
        for job in jobs:
            try:
                yield press(job, fonts)
            except PrintFault as fault:
                yield fault
        return
    with ProcessPoolExecutor(
        min(workers, len(jobs) // CHUNK), multiprocessing.get_context("spawn"), initializer=_warm_up, initargs=(fonts,)
    ) as pool:
        yield from pool.map(_work, jobs, chunksize=CHUNK)


def _places(job: Job, document: Any) -> list[tuple[int, Insert]]:
    """On which page each page of others is shown."""
    pages = {anchor: place for place, page in enumerate(document.pages) for anchor in page.anchors}
    return [(pages[each.anchor], each) for each in job.inserts]


# -- a process and its press ------------------------------------------------------------------------------------------------

_ready: Press | None = None


def _press(fonts: Path) -> Press:
    """The press of this process. Fontconfig reads its file once, so a process keeps to the typefaces it began with."""
    global _ready  # noqa: PLW0603 - a process has one press, as it has one fontconfig
    if _ready is None:
        _ready = _set_up(fonts)
    if _ready.fonts != fonts:
        raise RuntimeError(f"this process prints with {_ready.fonts}, it cannot change to {fonts}")
    return _ready


def _set_up(fonts: Path) -> Press:
    if not fonts.is_file():
        raise PrintFault(f"找不到字体配置 {fonts.name}；请先运行 make 准备字体")
    os.environ["FONTCONFIG_FILE"] = str(fonts)  # must stand before Pango is loaded
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    handler = _Listener(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.WARNING)
    return Press(fonts, weasyprint, _lean_page(weasyprint), FontConfiguration(), _only_pictures_at_hand(URLFetcher))


def _close_tables(document: Any) -> None:
    """A rule below and above the parts of a row that goes on over the page: WeasyPrint leaves collapsed borders open there."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if hasattr(box, "skip_cell_border_bottom"):
                box.skip_cell_border_top = box.skip_cell_border_bottom = False


def _finish(document: Any, pdf: Any) -> None:
    bold.embolden(pdf)
    tags.finish(document, pdf)


def _only_pictures_at_hand(fetcher: Any) -> Any:
    """A fetcher that opens nothing but a picture written into the document itself: a seal, a photograph."""

    class AtHand(fetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
                raise ValueError(f"URI uses disallowed protocol: {url[:80]}")
            return super().fetch(url, headers)

    return AtHand(allowed_protocols=("data",))


def _lean_page(weasyprint: Any) -> Any:
    """weasyprint.HTML with builtin.css in place of its own sheet; as it is, should a version name that hook otherwise."""
    if not hasattr(weasyprint.HTML, "_ua_stylesheets"):
        return weasyprint.HTML
    lean = weasyprint.CSS(string=(ROOM / "builtin.css").read_text(encoding="utf-8"))

    class LeanPage(weasyprint.HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return super()._ua_stylesheets(forms) if forms else [lean]

    return LeanPage


def _warm_up(fonts: Path) -> None:
    """Begin a worker: everything loaded by a first small page is set aside from garbage collection."""
    helping()
    ready = _press(fonts)
    ready.page(string="<!doctype html><html lang=zh-CN><title>页</title><body><p>页</p>").render(
        font_config=ready.font_config
    ).write_pdf()
    gc.collect()
    gc.freeze()
    gc.disable()


def _work(job: Job) -> Pressed | PrintFault:
    assert _ready is not None
    try:
        return _ready.print(job)
    except PrintFault as fault:
        return fault
    finally:
        gc.collect()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No garbage collection while a page is laid out; afterwards only what the document left is looked through."""
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if was_on:
            gc.enable()


# -- what a document must not contain -------------------------------------------------------------------------------------------


class _Listener(logging.Handler):
    """Keeps what WeasyPrint complains about, so that a complaint can stop the printing."""

    def emit(self, record: logging.LogRecord) -> None:
        _warned.append(record.getMessage())


def _refuse_faults(job: Job, document: Any) -> None:
    for font in document.fonts.values():
        if font.missing:
            lost = typefaces.shown(map(chr, sorted(font.missing)))
            raise PrintFault(f"《{job.title}》（{job.name}）里有字体中没有的字：{lost}；请{typefaces.REMEDY}")
        if typefaces.foreign(font.family):
            han = sorted({char for text in font.to_unicode.values() for char in text if typefaces.is_han(char)})
            if han:
                raise PrintFault(
                    f"《{job.title}》（{job.name}）里的“{'、'.join(han[:10])}”会印成非简体字形（{font.family}）；请检查字体配置"
                )
    if _warned:
        raise PrintFault(f"《{job.title}》（{job.name}）没有印成：{_warned[0]}")


def fonts_version(fonts: Path) -> str:
    """Text of the VERSION file beside a fontconfig file: what the typefaces were made from."""
    stamp = fonts.with_name("VERSION")
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
