"""The recipe: load → check → derive → render → publish, in this order, one log line a step.

The only rooms above this one are the command line and the edge to MkDocs; everything below is given what it needs and reads no clock.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from campaign import darkroom, links
from campaign.checks import look_over
from campaign.content import Content
from campaign.doctor import fontconfig_file, office_fonts
from campaign.exporters import data
from campaign.exporters.assessment import assessment_data, assessment_files
from campaign.exporters.calendars import calendar_files, plan_calendar
from campaign.exporters.campaign import campaign_files
from campaign.exporters.desk import workbook as desk_workbook
from campaign.exporters.feeds import feed_files
from campaign.exporters.forms import form_files
from campaign.pages import Page, SiteInfo, build_pages, site_info
from campaign.parallel import spread
from campaign.pdf import assignment as assignment_print
from campaign.pdf import bulletin as bulletin_print
from campaign.pdf import check_sheet as check_sheet_print
from campaign.pdf import form as form_print
from campaign.pdf import plan as plan_print
from campaign.pdf import score_report as score_report_print
from campaign.pdf import sheets as sheet_print
from campaign.pdf import task_list as task_list_print
from campaign.pdf.campaign_pieces import campaign_job, campaign_jobs
from campaign.pdf.engine import fonts_version, render, render_many
from campaign.pdf.job import Archive, Job
from campaign.pdf.pack import binding, pieces
from campaign.problems import Problem, has_errors
from campaign.publish import PublishFault, replacing, write
from campaign.search.corpus import Text, corpus
from campaign.search.index import build_index
from campaign.views.awards import gallery
from campaign.views.forms import book
from campaign.views.ledger import LedgerRow, Month, ledger_rows, months
from campaign.views.ledger import key as month_key
from campaign.views.score_reports import score_reports
from campaign.views.unit_sheets import UnitSheet, unit_sheets

CACHED_PDFS = 2000


@dataclass(frozen=True)
class Made:
    """Everything derived from a content root before anything is written. Without sound content there are only problems."""

    root: Path
    problems: tuple[Problem, ...]
    content: Content | None
    sheets: Mapping[str, UnitSheet]
    pages: tuple[Page, ...]
    site_info: SiteInfo | None

    @property
    def sound(self) -> Content:
        assert self.content is not None, "asked for content that could not be loaded"
        return self.content


def make(root: Path, today: date, as_of: date | None = None, *, tolerant: bool = False, jobs: int = 1) -> Made:
    """Load, check, derive and render the pages. `tolerant` goes on past errors with what is sound (live preview)."""
    content, problems = look_over(root, today, as_of)
    if has_errors(problems) and not tolerant:
        return Made(root, problems, None, {}, (), None)
    content = replace(content, preview=tolerant)
    sheets = unit_sheets(content)
    return Made(root, problems, content, sheets, tuple(build_pages(content, sheets, spread(jobs))), site_info(content))


def build(
    root: Path,
    out: Path,
    today: date,
    *,
    as_of: date | None = None,
    only: str | None = None,
    jobs: int = 1,
    say: Callable[[str], None] = print,
) -> tuple[Problem, ...]:
    """Build a content root into `out`; with errors among the problems nothing is written. `only` is site, pdf or exports."""
    made = make(root, today, as_of, jobs=jobs)
    if made.content is None:
        return made.problems
    content = made.content
    say(f"读入 {len(content.plans)} 个方案、{len(content.registry.units)} 个单位，数据截至 {content.as_of.isoformat()}")
    if only in ("pdf", "exports"):
        if not (out / "index.html").is_file():
            raise PublishFault(f"{out.name} 里还没有网站，先运行不带 --only 的 plan build")
        if only == "pdf":
            say(f"印刷 {write_pdfs(made, out, jobs)} 个 PDF")
        else:
            write_data(made, out)
            say("写出开放数据")
        return made.problems
    with replacing(out) as fresh:
        from mkdocs_hooks import build_site

        build_site(root, made, fresh)
        say(f"生成 {len(made.pages)} 个网页和搜索索引")
        write_data(made, fresh)
        say("写出开放数据")
        if only == "site":
            say(f"沿用 {_keep_pdfs(out, fresh)} 个已有的 PDF")
        else:
            say(f"印刷 {write_pdfs(made, fresh, jobs)} 个 PDF")
    return made.problems


def write_search(made: Made, texts: Iterable[Text], out: Path) -> None:
    for name, raw in build_index(corpus(made.sound, made.sheets, texts)).items():
        _put(out / "search" / name, raw)


def write_data(made: Made, out: Path) -> None:
    content = made.sound
    _put(out / links.CATALOG, data.encode(data.catalog(content, made.sheets)))
    for plan in content.plans.values():
        _put(out / links.plan_data(plan.id), data.encode(data.plan_data(content, plan)))
    for ledger in content.ledgers.values():
        _put(out / links.ledger_data(ledger.id), data.encode(data.ledger_data(content, ledger)))
    for case in content.cases.values():
        _put(out / links.case_data(case.id), data.encode(data.case_data(case)))
    written = (form_files(content), assessment_files(content), feed_files(content), calendar_files(content), campaign_files(content))
    for path, raw in (each for files in written for each in files.items()):
        _put(out / path, raw)
    write_pictures(made, out)


def exported(content: Content, record_id: str, form: str) -> bytes | None:
    """A plan, an assessment or a reporting form in another format by its id, or None when it cannot be had in that one."""
    if record_id in content.plans and form == "ics":
        return plan_calendar(content, content.plans[record_id])
    if record_id in content.plans and form == "xlsx" and content.plans[record_id].is_campaign:
        return desk_workbook(content, content.plans[record_id])
    if record_id in content.plans:
        return data.encode(data.plan_data(content, content.plans[record_id])) if form == "json" else None
    if record_id in content.assessments:
        return data.encode(assessment_data(content, content.assessments[record_id])) if form == "json" else None
    paths = {"json": links.form_data, "csv": links.form_csv, "xlsx": links.form_template}
    return form_files(content).get(paths[form](record_id)) if form in paths else None


def write_pictures(made: Made, out: Path) -> None:
    """The photographs that the campaigns' pages show, small and whole; those in texts go with their texts."""
    content = made.sound
    for plan in content.plans.values():
        for work in gallery(content, plan) if plan.is_campaign else ():
            if work.photo:
                place = links.work_picture(plan.id, work.work.id)
                for width in (0, *work.photo.small):
                    _put(out / links.picture(place, width), darkroom.for_screens(made.root, work.photo, width).read_bytes())


def _put(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


# -- printed matter --------------------------------------------------------------------------------------------------------------


def print_jobs(made: Made) -> list[tuple[str, Job]]:
    """Every document to print with its address on the site: one a plan, one a unit that has something to do."""
    content = made.sound
    jobs = [(links.plan_pdf(plan.id), plan_print.document(plan, content)) for plan in content.plans.values()]
    jobs += sheet_print.further_sheets(content)
    jobs += [
        (links.unit_pdf(unit), task_list_print.document(sheet, content))
        for unit, sheet in made.sheets.items()
        if not sheet.is_empty
    ]
    jobs += [(links.form_blank(form.id), form_print.blank(form, content)) for form in content.forms.values()]
    jobs += [
        (links.form_sheet_pdf(sheet.form.id, sheet.period.iso, sheet.unit), form_print.document(sheet, content))
        for sheet in book(content).sheets.values()
    ]
    rows = ledger_rows(content)
    jobs += [(links.assignment_pdf(row.entry.id), assignment_print.document(row, content)) for row in rows]
    jobs += [(month.pdf, bulletin_print.document(month, content)) for month in _over(content, rows)]
    jobs += assessment_jobs(content)
    jobs += campaign_jobs(content)
    return jobs


def _over(content: Content, rows: Sequence[LedgerRow]) -> list[Month]:
    """The months of all ledgers that are over: each has its 通报."""
    return [month for ledger in content.ledgers.values() for month in months(content, ledger, rows) if month.final]


def print_job(content: Content, record_id: str, kind: str | None = None) -> Job | None:
    """The job for one document by the id of a plan or a unit, or None when there is no such thing."""
    if record_id in content.plans and kind in (None, "plan"):
        return plan_print.document(content.plans[record_id], content)
    if job := campaign_job(content, record_id, kind):
        return job
    if kind and (job := sheet_print.job(content, record_id, kind)):
        return job
    if record_id in content.forms and kind in (None, "form"):
        return form_print.blank(content.forms[record_id], content)
    if record_id in content.registry.units and kind in (None, "task_list"):
        return task_list_print.document(unit_sheets(content)[record_id], content)
    return _ledger_job(content, record_id, kind) or _assessment_job(content, record_id, kind)


def with_photos(root: Path, content: Content, job: Job) -> Job:
    """The job with the photographs it names; its key in the cache is that of the names, which hold their fingerprints."""
    html, *others = (darkroom.printed(root, content.photos, each) for each in (job.html, *job.others))
    return replace(job, html=html, others=tuple(others))


def for_archive(content: Content, record_id: str, job: Job) -> Job:
    """The same document as PDF/A-3b; a plan carries its data as open data has them, so that a file that goes around alone can be read by machines."""
    plan = content.plans.get(record_id)
    data_of = data.encode(data.plan_data(content, plan)) if plan else b""
    return replace(job, archive=Archive(content.as_of, f"{record_id}.json" if plan else "", data_of))


def _ledger_job(content: Content, record_id: str, kind: str | None) -> Job | None:
    """An entry's id prints its 交办单; a ledger's id with a month (demo-2026-2026-10) the month's 通报."""
    rows = ledger_rows(content)
    for row in rows:
        if row.entry.id == record_id and kind in (None, "assignment"):
            return assignment_print.document(row, content)
    for month in _over(content, rows):
        if f"{month.ledger.id}-{month_key(month)}" == record_id and kind in (None, "bulletin"):
            return bulletin_print.document(month, content)
    return None


def assessment_jobs(content: Content) -> list[tuple[str, Job]]:
    """A 自评表 for every tier, a 评分报告 for every hospital and round."""
    jobs = [
        (links.check_sheet_pdf(rules.id, tier.id), check_sheet_print.document(rules, tier, content))
        for rules in content.assessments.values()
        for tier in rules.tiers
    ]
    return [*jobs, *((report.pdf, score_report_print.document(report, content)) for report in score_reports(content))]


def _assessment_job(content: Content, record_id: str, kind: str | None) -> Job | None:
    """A rule set's id with a tier's (jiaxing-t2a) prints the 自评表; a result's id the 评分报告."""
    for rules in content.assessments.values():
        for tier in rules.tiers:
            if f"{rules.id}-{tier.id}" == record_id and kind in (None, "check_sheet"):
                return check_sheet_print.document(rules, tier, content)
    for report in score_reports(content):
        if report.sheet.result.id == record_id and kind in (None, "score_report"):
            return score_report_print.document(report, content)
    return None


def pack(root: Path, content: Content, meeting_id: str, units: Mapping[str, UnitSheet], printed: Callable[[Job], bytes]) -> binding.Volume:
    """The 材料汇编 of a meeting, every part printed and ready to be bound; `printed` turns a job into a PDF."""
    meeting = content.meetings[meeting_id]
    bound = pieces(meeting, content, units)
    folder = root / "plans" / "meetings"
    parts = [printed(each.job) if each.job else (folder / each.file).read_bytes() if each.file else None for each in bound]
    return binding.volume(meeting, content, bound, parts)


def print_pack(root: Path, content: Content, meeting_id: str) -> bytes:
    """A meeting's 材料汇编, printed for itself."""
    fonts = typefaces(root)
    volume = pack(root, content, meeting_id, unit_sheets(content), lambda job: render(job, fonts))
    return volume.bind(render(volume.own, fonts))


def write_pdfs(made: Made, out: Path, jobs: int) -> int:
    """Print all documents; one whose words, looks, typefaces and program are unchanged is taken from the cache. Returns how many there are."""
    cache = made.root / ".build" / "pdf"
    fonts = typefaces(made.root)
    version = fonts_version(fonts) + _office_version(made.root)
    wanted = [(path, job, cache / f"{job.digest(version)}.pdf") for path, job in print_jobs(made)]
    new = {kept: job for _, job, kept in wanted if not kept.is_file()}
    wanting = [with_photos(made.root, made.sound, job) for job in new.values()]
    for kept, raw in zip(new, render_many(wanting, fonts, jobs), strict=True):
        write(kept, raw)
    for path, _, kept in wanted:
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
    bound = _write_packs(made, out, cache, fonts, version)
    _prune(cache, {*(kept for _, _, kept in wanted), *bound})
    return len(wanted) + len(_bound(made.sound))


def _bound(content: Content) -> list[str]:
    """Meetings with a 材料汇编: those kept only as a record have none."""
    return [each.id for each in content.meetings.values() if not each.record_only]


def _write_packs(made: Made, out: Path, cache: Path, fonts: Path, version: str) -> set[Path]:
    """The 材料汇编 of every meeting; parts and volumes that are unchanged come from the cache. Returns the files of the cache in use."""
    used: set[Path] = set()

    def kept(digest: str, make: Callable[[], bytes]) -> bytes:
        path = cache / f"{digest}.pdf"
        used.add(path)
        if not path.is_file():
            write(path, make())
        return path.read_bytes()

    def printed(job: Job) -> bytes:
        return kept(job.digest(version), lambda: render(job, fonts))

    for meeting_id in _bound(made.sound):
        volume = pack(made.root, made.sound, meeting_id, made.sheets, printed)
        target = out / links.meeting_pdf(meeting_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(kept(volume.digest(version), lambda volume=volume: volume.bind(printed(volume.own))))  # type: ignore[misc]
    return used


def typefaces(root: Path) -> Path:
    """The fontconfig file to print with: our own typefaces, and before them those the office keeps in `fonts/`."""
    return fontconfig_file(office=office_fonts(root))


def _office_version(root: Path) -> str:
    """What the office's own fonts are, for the key of the cache."""
    folder = office_fonts(root)
    return "".join(f"{path.name} {path.stat().st_size};" for path in sorted(folder.iterdir())) if folder else ""


def _prune(cache: Path, used: set[Path]) -> None:
    """Keep the cache from growing without end: the oldest files that this build did not need go first."""
    spare = sorted((path for path in cache.glob("*.pdf") if path not in used), key=lambda path: path.stat().st_mtime)
    for path in spare[: max(0, len(spare) - CACHED_PDFS)]:
        path.unlink(missing_ok=True)


def _keep_pdfs(old: Path, fresh: Path) -> int:
    kept: Sequence[Path] = (
        [path for path in old.rglob("*.pdf") if (fresh / path.relative_to(old)).parent.is_dir()]
        if old.is_dir()
        else []
    )
    for path in kept:
        shutil.copyfile(path, fresh / path.relative_to(old))
    return len(kept)
