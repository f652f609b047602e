"""The recipe: load → check → derive → render → publish, in this order, one log line a step.

The only rooms above this one are the command line and the edge to MkDocs; everything below is given what it needs and reads no clock.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin

from campaign.attachments import Unfit
from campaign.attachments import pdf as foreign
from campaign.checks import look_over
from campaign.content import Content
from campaign.doctor import fontconfig_file, office_fonts
from campaign.exporters import data, tables
from campaign.exporters.calendars import calendar_files
from campaign.exporters.docx import Draft, draft, plan_docx
from campaign.exporters.feeds import feed_files
from campaign.exporters.records import record_files
from campaign.kinds import KINDS
from campaign.leaves import links, recall
from campaign.leaves.parallel import aside, spread
from campaign.leaves.problems import Problem, has_errors
from campaign.pages import Page, SiteInfo, build_pages, site_info
from campaign.pdf import notice as notice_print
from campaign.pdf.engine import PrintFault, fonts_version, render, render_many
from campaign.pdf.job import Archive, Job
from campaign.pdf.pack import binding, pieces
from campaign.pdf.prints import jobs as print_jobs
from campaign.pictures import darkroom
from campaign.publish import PublishFault, refuse_foreign, replacing, write
from campaign.search.corpus import Text, corpus
from campaign.search.index import on_site
from campaign.views.awards import gallery
from campaign.views.release import SHARED, asked_for, concerning, released, sound, withheld
from campaign.views.unit_sheets import UnitSheet, unit_sheets

PRINTED = (".pdf", ".docx")
CACHED_PRINTS = 2000
CACHED_LISTINGS = 20


@dataclass(frozen=True)
class Made:
    """Everything derived from a content root before anything is written. Without sound content there are only problems."""

    root: Path
    problems: tuple[Problem, ...]
    content: Content | None
    sheets: Mapping[str, UnitSheet]
    pages: tuple[Page, ...]
    site_info: SiteInfo | None
    read: frozenset[tuple[Path, int, int]] = frozenset()  # the office's files as they stood before they were loaded
    left_out: tuple[str, ...] = ()  # files with errors that a build went on without
    held_back: Mapping[str, str] = field(default_factory=dict)  # plans that are not public, with the reason

    @property
    def sound(self) -> Content:
        assert self.content is not None, "asked for content that could not be loaded"
        return self.content


@dataclass(frozen=True)
class Printed:
    """Printed matter: where each document lies by its address, and why some could not be printed; a sheet that says so lies in their place."""

    places: dict[str, Path]
    faults: tuple[Problem, ...] = ()

    def sound(self) -> tuple[Problem, ...]:
        """Nothing, when all of it is printed. Raises PrintFault that names everything that is not."""
        if self.faults:
            raise PrintFault("；\n".join(each.message for each in self.faults))
        return ()


def make(root: Path, today: date, as_of: date | None = None, *, tolerant: bool = False) -> Made:
    """Load, check, derive and render the pages. `tolerant` goes on past errors with what could be read (live preview)."""
    return with_pages(derive(root, today, as_of, tolerant=tolerant))


def derive(
    root: Path, today: date, as_of: date | None = None, *, tolerant: bool = False, keep_going: bool = False
) -> Made:
    """Load, check and derive: all but the pages. From here on there is only what may leave the house; `keep_going` goes on past errors
    without the files that have any."""
    read = _standing(root)
    content, problems = look_over(root, today, as_of)
    if has_errors(problems) and not (tolerant or keep_going):
        return Made(root, problems, None, {}, (), None)
    content, left_out = sound(replace(content, preview=tolerant), problems if keep_going else ())
    held_back = withheld(content)
    content = released(content)
    return Made(root, problems, content, unit_sheets(content), (), site_info(content), read, left_out, held_back)


def with_pages(made: Made, jobs: int = 1) -> Made:
    """The same with its pages, if there is sound content."""
    return replace(made, pages=tuple(build_pages(made.content, made.sheets, spread(jobs)))) if made.content else made


def build(
    root: Path,
    out: Path,
    today: date,
    *,
    as_of: date | None = None,
    only: str | None = None,
    jobs: int = 1,
    adopt: bool = False,
    keep_going: bool = False,
    say: Callable[[str], None] = print,
) -> tuple[Problem, ...]:
    """Build a content root into `out`; with errors, in content or in print, nothing is written. `only` is site, pdf or exports.

    `out` is replaced only when it bears our mark, or is a site of the first edition and `adopt` says to take it over. `keep_going` writes what
    is sound: files with errors are left out, and where a document could not be printed lies a sheet that says so, and its address is among
    the problems.
    """
    refuse_foreign(out, adopt)
    made = derive(root, today, as_of, keep_going=keep_going)
    if made.content is None:
        return made.problems
    content = made.content
    say(f"读入 {len(content.plans)} 个方案、{len(content.registry.units)} 个单位，数据截至 {content.as_of.isoformat()}")
    for plan, why in made.held_back.items():
        say(f"没有公开 {plan}：{why}")
    if only in ("pdf", "exports"):
        if not (out / "index.html").is_file():
            raise PublishFault(f"{out.name} 里还没有网站，先运行不带 --only 的 plan build")
        faults: tuple[Problem, ...] = ()
        with replacing(out, adopt=adopt, begin_with_old=True, say=say) as fresh:
            if only == "pdf":
                prints = printed_files(made, jobs)
                faults = prints.faults if keep_going else prints.sound()
                say(f"印刷 {copy_all(prints.places, fresh)} 个 PDF、Word 文件")
            else:
                write_data(made, fresh)
                say("写出开放数据")
        return (*made.problems, *faults)
    with (
        replacing(out, adopt=adopt, say=say) as fresh,
        aside(jobs, partial(data_files, made.sound)) as exported_files,
        aside(1 if only else jobs, partial(printed_files, made, jobs)) as printed,
    ):
        from mkdocs_hooks import build_site

        made = with_pages(made, jobs)
        build_site(root, made, fresh)
        say(f"生成 {len(made.pages)} 个网页和搜索索引")
        put_all(exported_files(), fresh)
        write_pictures(made, fresh)
        say("写出开放数据")
        faults = ()
        if only:
            say(f"沿用 {_keep_printed(made, out, fresh)} 个已有的 PDF、Word 文件")
        else:
            prints = printed()
            faults = prints.faults if keep_going else prints.sound()
            say(f"印刷 {copy_all(prints.places, fresh)} 个 PDF、Word 文件")
    return (*made.problems, *faults)


def search_files(made: Made, texts: Iterable[Text]) -> dict[str, bytes]:
    """The search index by address; `texts` are the Markdown pages."""
    return on_site(corpus(made.sound, texts))


def data_files(content: Content) -> dict[str, bytes]:
    """Open data, feeds, calendars and the files that offices exchange, by address."""
    files = {links.CATALOG: data.encode(data.catalog(content))}
    return {**files, **record_files(content), **feed_files(content), **calendar_files(content)}


def lists_of(content: Content, name: str) -> Page | None:
    """The page whose lists are asked for: by the id of a record, or by its address (meetings, campaigns/hundred-days); None without lists."""
    pages = {page.path: page for page in build_pages(content, tables=True) if page.tables}
    own = (kind.address(name) for kind in KINDS if kind.place and name in content.of(kind))
    return next((pages[path] for path in (f"{name}/index.html", *own) if path in pages), None)


def lists_as(content: Content, page: Page, form: str) -> bytes:
    """The lists of a page as xlsx or docx."""
    address = urljoin(content.site.url, page.path) if content.site.url else ""
    make = tables.workbook if form == "xlsx" else tables.document
    return make(page.title, page.tables, content.as_of, address)


def write_data(made: Made, out: Path) -> None:
    put_all(data_files(made.sound), out)
    write_pictures(made, out)


def on_demand(
    made: Made, texts: Iterable[Text], pages: Mapping[str, Callable[[], bytes]]
) -> Callable[[str], bytes | None]:
    """The file at an address of the site, made when it is asked for; `pages` are the makers of pages. Nothing is made twice, nothing that nobody wants."""
    search = cache(partial(search_files, made, texts))
    exported = cache(partial(data_files, made.sound))
    printed = cache(partial(print_jobs, made.sound))
    shelf = cache(partial(Shelf.of, made))
    worded = {links.plan_docx(plan.id): plan for plan in made.sound.plans.values()}
    packs = {links.meeting_pdf(meeting_id): meeting_id for meeting_id in _bound(made.sound)}

    def make(path: str) -> bytes | None:
        if path in pages:
            return pages[path]()
        if path.startswith("search/"):
            return search().get(path)
        if path in packs:
            return shelf().pack(packs[path]).read_bytes()
        if path.endswith(".pdf") and path in printed():
            return shelf().pdf(printed()[path]())
        return plan_docx(made.sound, worded[path]) if path in worded else exported().get(path)

    return make


def write_pictures(made: Made, out: Path) -> None:
    """The photographs that the campaigns' pages show, small and whole; those in texts go with their texts."""
    content = made.sound
    for plan in content.plans.values():
        for work in gallery(content, plan) if plan.is_campaign else ():
            if work.photo:
                place = links.work_picture(plan.id, work.work.id)
                for width in (0, *work.photo.small):
                    put(
                        out / links.picture(place, width),
                        darkroom.for_screens(made.root, work.photo, width).read_bytes(),
                    )


def put_all(files: Mapping[str, bytes], out: Path) -> None:
    for path, raw in files.items():
        put(out / path, raw)


def put(path: Path, raw: bytes) -> None:
    """Write a file of a site that nobody reads yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


# -- printed matter --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Content to make one document from: `faults` stand in what it is made of, `left_out` are files with errors that it goes without."""

    content: Content
    faults: tuple[Problem, ...]
    left_out: tuple[str, ...]


def asked(content: Content, problems: Sequence[Problem], record_id: str) -> Asked:
    """What is sound and may leave the house, with what is asked for by its id though it may not; an error elsewhere keeps nobody waiting."""
    errors = [each for each in problems if each.severity == "error" and each.code != "secret-public"]
    files = concerning(content, record_id)
    mine = tuple(
        each
        for each in errors
        if each.path in files
        or each.path.startswith(SHARED)
        or record_id in (Path(each.path).stem, Path(each.path).parent.name)
    )
    kept, left_out = sound(content, errors)
    return Asked(released(kept, asked_for(content, record_id)), mine, left_out)


def with_photos(root: Path, content: Content, job: Job) -> Job:
    """The job with the photographs it names; its key in the cache is that of the names, which hold their fingerprints."""
    html, *others = (darkroom.printed(root, content.photos, each) for each in (job.html, *job.others))
    return replace(job, html=html, others=tuple(others))


def for_archive(content: Content, record_id: str, job: Job) -> Job:
    """The same document as PDF/A-3b; a plan carries its data as open data has them, so that a file that goes around alone can be read by machines."""
    plan = content.plans.get(record_id)
    data_of = data.encode(data.plan_data(content, plan)) if plan else b""
    return replace(job, archive=Archive(content.as_of, f"{record_id}.json" if plan else "", data_of))


def pack(
    root: Path, content: Content, meeting_id: str, units: Mapping[str, UnitSheet], printed: Callable[[Job], bytes]
) -> binding.Volume:
    """The 材料汇编 of a meeting, every part printed and ready to be bound; `printed` turns a job into a PDF."""
    meeting = content.meetings[meeting_id]
    bound = pieces(meeting, content, units)
    folder = root / "plans" / "meetings"
    parts = [
        printed(each.job)
        if each.job
        else foreign.bare((folder / each.file).read_bytes(), even_signed=True)
        if each.file
        else None
        for each in bound
    ]
    return binding.volume(meeting, content, bound, parts)


def _foreign(path: Path) -> bytes:
    """A PDF of somebody else's without what it tells of its makers; one that cannot be opened is named when it is bound."""
    raw = path.read_bytes()
    try:
        return foreign.bare(raw, even_signed=True)
    except Unfit:
        return raw


def print_pack(root: Path, content: Content, meeting_id: str, archive: bool = False) -> bytes:
    """A meeting's 材料汇编, printed for itself; for the archive as PDF/A-3b with the data of every plan in it.

    Raises PrintFault when it is for the archive and takes in a PDF of somebody else's, for which nobody can vouch.
    """
    fonts = typefaces(root)
    if archive and (files := [each.file for each in content.meetings[meeting_id].documents if each.file]):
        raise PrintFault(
            f"材料里有别处来的 PDF（{'、'.join(files)}），不能保证符合 PDF/A；请去掉它们，或者不加 --archive"
        )

    def printed(job: Job) -> bytes:
        return render(for_archive(content, job.name, job) if archive else job, fonts)

    volume = pack(root, content, meeting_id, unit_sheets(content), printed)
    own = for_archive(content, "", volume.own) if archive else volume.own
    return replace(volume, own=own).bind(render(own, fonts))


@dataclass(frozen=True)
class Shelf:
    """Printed documents by what they were printed from (words, looks, typefaces, program), so that nothing is printed twice."""

    made: Made
    fonts: Path
    version: str
    used: set[Path] = field(default_factory=set)

    @staticmethod
    def of(made: Made) -> Shelf:
        fonts = typefaces(made.root)
        shelf = Shelf(made, fonts, fonts_version(fonts) + _office_version(made.root))
        with suppress(OSError, ValueError):  # without it, or with half of it, everything is worked out again
            recall.remember(json.loads(shelf.answers.read_bytes()))
        return shelf

    @property
    def folder(self) -> Path:
        return self.made.root / ".build" / "pdf"

    @property
    def answers(self) -> Path:
        return self.made.root / ".build" / "answers.json"

    def place(self, digest: str, kind: str = ".pdf") -> Path:
        path = self.folder / f"{digest}{kind}"
        self.used.add(path)
        return path

    def ready(self, job: Job) -> Job:
        """The job with its photographs: its place on the shelf is that of their names."""
        return with_photos(self.made.root, self.made.sound, job)

    def pdf(self, job: Job) -> bytes:
        return self._kept(job.digest(self.version), lambda: render(self.ready(job), self.fonts)).read_bytes()

    def pack(self, meeting_id: str) -> Path:
        """The 材料汇编 of a meeting; parts and volumes that are unchanged are at hand."""
        volume = pack(self.made.root, self.made.sound, meeting_id, self.made.sheets, self.pdf)
        return self._kept(volume.digest(self.version), lambda: volume.bind(self.pdf(volume.own)))

    def notice(self, path: str) -> Path:
        """The sheet in the place of a document that could not be printed."""
        job = notice_print.document(path)
        return self._kept(job.digest(self.version), lambda: render(job, self.fonts))

    def _kept(self, digest: str, make: Callable[[], bytes]) -> Path:
        path = self.place(digest)
        if not path.is_file():
            write(path, make())
        return path


def printed_files(made: Made, jobs: int = 1) -> Printed:
    """Print all documents and packs, and write plans in Word: the address of each and where it lies on the shelf. One that cannot be printed
    keeps no other from it.

    When nothing at all has changed, not a word is set. What is saved while a build is at work belongs to the next one.
    """
    shelf = Shelf.of(made)
    listing = shelf.folder / f"{_inputs(made, shelf.version)}.json"
    as_loaded = _standing(made.root) == made.read
    if as_loaded and listing.is_file():
        places = {path: shelf.folder / name for path, name in json.loads(listing.read_bytes()).items()}
        if all(kept.is_file() for kept in places.values()):
            return Printed(places)
    faults: dict[str, PrintFault] = {}
    jobs_of = {path: job for path, make in print_jobs(made.sound).items() if (job := _tried(make, path, faults))}
    places = {path: shelf.place(job.digest(shelf.version)) for path, job in jobs_of.items()}
    new = {places[path]: job for path, job in jobs_of.items() if not places[path].is_file()}
    ready = [(kept, shelf.ready(job)) for kept, job in new.items()]
    for (kept, _), done in zip(ready, render_many([job for _, job in ready], shelf.fonts, jobs), strict=True):
        if isinstance(done, PrintFault):
            faults |= {path: done for path, place in places.items() if place == kept}
        else:
            write(kept, done)
    for meeting_id in _bound(made.sound):
        path = links.meeting_pdf(meeting_id)
        if bound := _tried(partial(shelf.pack, meeting_id), path, faults):
            places[path] = bound
    places |= _word_files(made, shelf, jobs)
    if as_loaded and not faults:
        write(listing, json.dumps({path: kept.name for path, kept in places.items()}).encode())
    write(shelf.answers, json.dumps(recall.asked()).encode())
    if faults:
        places |= {path: shelf.notice(path) for path in faults if path.endswith(".pdf")}
    _prune(shelf)
    told = (Problem(path, 1, 1, "error", "not-printed", str(fault)) for path, fault in sorted(faults.items()))
    return Printed(places, tuple(told))


T = TypeVar("T")


def _tried(make: Callable[[], T], path: str, faults: dict[str, PrintFault]) -> T | None:
    """What is made, or nothing with the reason noted under its address."""
    try:
        return make()
    except PrintFault as fault:
        faults[path] = fault
        return None


def _word_files(made: Made, shelf: Shelf, jobs: int) -> dict[str, Path]:
    drafts = {links.plan_docx(plan.id): draft(made.sound, plan) for plan in made.sound.plans.values()}
    places = {path: shelf.place(each.digest(), ".docx") for path, each in drafts.items()}
    new = {places[path]: each for path, each in drafts.items() if not places[path].is_file()}
    for kept, raw in zip(new, spread(jobs)(Draft.file, list(new.values())), strict=True):
        write(kept, raw)
    return places


def _standing(root: Path) -> frozenset[tuple[Path, int, int]]:
    """The files of an office with the time of their last change and their size."""
    held = ((path, path.stat()) for folder in ("plans", "docs") for path in _files(root / folder))
    return frozenset((path, stat.st_mtime_ns, stat.st_size) for path, stat in held)


def _files(folder: Path) -> list[Path]:
    """Files that matter; one that is half written has a name with a dot before it."""
    return sorted(
        path
        for path in folder.rglob("*")
        if not path.name.startswith(".") and path.parent.name != "__pycache__" and path.is_file()
    )


def _inputs(made: Made, version: str) -> str:
    """Key of all that documents are made of: the office's files, the day, the program, its libraries, the typefaces."""
    seen = hashlib.sha256(f"{version} {made.sound.as_of} {made.sound.preview} {sys.version}".encode())
    libraries = Path(sysconfig.get_path("purelib"))
    seen.update(" ".join(sorted(path.name for path in libraries.glob("*.dist-info"))).encode())
    for folder in (made.root / "plans", made.root / "docs", Path(__file__).parent):
        for path in _files(folder):
            seen.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def copy_all(files: Mapping[str, Path], out: Path) -> int:
    for path, kept in files.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
    return len(files)


def _bound(content: Content) -> list[str]:
    """Meetings with a 材料汇编: those kept only as a record have none."""
    return [each.id for each in content.meetings.values() if not each.record_only]


def typefaces(root: Path) -> Path:
    """The fontconfig file to print with: our own typefaces, and before them those the office keeps in `fonts/`."""
    return fontconfig_file(office=office_fonts(root))


def _office_version(root: Path) -> str:
    """What the office's own fonts are, for the key of the cache."""
    folder = office_fonts(root)
    return "".join(f"{path.name} {path.stat().st_size};" for path in sorted(folder.iterdir())) if folder else ""


def _prune(shelf: Shelf) -> None:
    """Keep the shelf from growing without end: the oldest files that this build did not need go first."""
    spare = sorted(
        (path for path in shelf.folder.glob("*.*") if path.suffix in PRINTED and path not in shelf.used),
        key=lambda path: path.stat().st_mtime,
    )
    listings = sorted(shelf.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in (*spare[: max(0, len(spare) - CACHED_PRINTS)], *listings[:-CACHED_LISTINGS]):
        path.unlink(missing_ok=True)


def _keep_printed(made: Made, old: Path, fresh: Path) -> int:
    """Take printed matter over from the site before; what an office has put there itself is not ours to bring back."""
    content = made.sound
    addresses = (
        *print_jobs(made.sound),
        *map(links.meeting_pdf, _bound(content)),
        *map(links.plan_docx, content.plans),
    )
    kept = {path: old / path for path in addresses if (old / path).is_file()}
    return copy_all(kept, fresh)
