"""What is printed of every kind of content: whose id asks for it, under which name, and where it lies on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

from campaign.content import Content
from campaign.kinds import ASSESSMENT, CAMPAIGN, FORM, KINDS, LEDGER, MEETING, PLAN, UNIT, Answers, Kind
from campaign.leaves import links
from campaign.model import Meeting, Plan, PrintKind
from campaign.model.profile import STANDARD
from campaign.pdf import (
    assignment,
    bulletin,
    campaign_poster,
    captions,
    check_sheet,
    closing,
    digest,
    form,
    indicator_sheet,
    matrix,
    newsletter,
    page,
    plain,
    plan,
    poster,
    revision,
    score_report,
    shortages,
    slips,
    task_list,
    task_table,
    timeline_sheet,
    uptake,
)
from campaign.pdf.engine import PrintFault
from campaign.pdf.geometry import OFFICIAL, Geometry
from campaign.pdf.job import Job
from campaign.pdf.publicity import DraftedText
from campaign.views import uptake as taken
from campaign.views.across import across
from campaign.views.campaign import CampaignDesk, desk, not_yet
from campaign.views.campaign import prints as pieces
from campaign.views.forms import book
from campaign.views.ledger import key, ledger_rows, months
from campaign.views.month import ended
from campaign.views.revisions import earlier_versions, revisions
from campaign.views.score_reports import score_reports
from campaign.views.sheets import plan_sheets
from campaign.views.unit_sheets import unit_sheets


@dataclass(frozen=True)
class Print:
    """One document: `name` is a key of the kind's `prints`; without an address it is only printed when asked for."""

    record_id: str
    name: str
    make: Callable[[], Job]
    address: str = ""


OF_PLAN: Mapping[PrintKind, Callable[[Plan, Content], Job]] = {
    PrintKind.PLAN: plan.document,
    PrintKind.TASK_TABLE: task_table.document,
    PrintKind.TIMELINE: timeline_sheet.document,
    PrintKind.INDICATORS: indicator_sheet.document,
    PrintKind.MATRIX: matrix.document,
    PrintKind.ROUTING: lambda held, content: slips.routing(slips.of_plan(held, content), content),
    PrintKind.RECEIPT: lambda held, content: slips.receipt(slips.of_plan(held, content), content),
    PrintKind.POSTER: poster.document,
}
OF_MEETING: Mapping[PrintKind, Callable[[Meeting, Content], Job]] = {
    PrintKind.ROUTING: lambda held, content: slips.routing(slips.of_meeting(held, content), content),
    PrintKind.RECEIPT: lambda held, content: slips.receipt(slips.of_meeting(held, content), content),
}
PIECES: Mapping[str, Callable[[CampaignDesk, Content], Job]] = {
    "poster-a4": lambda shown, content: campaign_poster.document(shown, content, "a4"),
    "poster-a3": lambda shown, content: campaign_poster.document(shown, content, "a3"),
    "digest": digest.document,
    "weekly": lambda shown, content: newsletter.document(shown, content, "周报"),
    "monthly": lambda shown, content: newsletter.document(shown, content, "月报"),
    "shortages": shortages.document,
    "captions": captions.document,
    "closing": closing.document,
}
# what of a campaign is running text, which an office goes on writing
DRAFTS: Mapping[str, Callable[[CampaignDesk, Content], DraftedText]] = {
    "digest": digest.draft,
    "weekly": lambda shown, content: newsletter.draft(shown, content, "周报"),
    "monthly": lambda shown, content: newsletter.draft(shown, content, "月报"),
    "closing": closing.draft,
}


def _plans(content: Content) -> Iterator[Print]:
    for held in content.plans.values():
        places = {PrintKind.PLAN: links.plan_pdf(held.id), **{sheet.kind: sheet.url for sheet in plan_sheets(held)}}
        for kind, make in OF_PLAN.items():
            yield Print(held.id, kind.value, partial(make, held, content), places.get(kind, ""))
        if earlier_versions(content, held):
            make = partial(_revision, held, content)
            yield Print(held.id, PrintKind.REVISION.value, make, links.plan_sheet(held.id, "revision"))
        if found := taken.uptake(content, held):
            make = partial(uptake.document, held, content, found)
            yield Print(held.id, PrintKind.UPTAKE.value, make, links.plan_sheet(held.id, "uptake"))


def _revision(held: Plan, content: Content) -> Job:
    """A plan against the version before it: compared only when it is printed."""
    return revision.document(held, content, revisions(content, held)[0])


def _units(content: Content) -> Iterator[Print]:
    for unit, sheet in unit_sheets(content).items():
        make = partial(task_list.document, sheet, content)
        yield Print(unit, "task_list", make, "" if sheet.is_empty else links.unit_pdf(unit))


def _ledgers(content: Content) -> Iterator[Print]:
    """An entry's id prints its 交办单; a ledger's id with a month that is over (demo-2026-2026-10) the month's 通报."""
    rows = ledger_rows(content)
    for row in rows:
        make = partial(assignment.document, row, content)
        yield Print(row.entry.id, "assignment", make, links.assignment_pdf(row.entry.id))
    for ledger in content.ledgers.values():
        for month in months(content, ledger, rows):
            if month.final:
                make = partial(bulletin.document, month, content)
                yield Print(f"{ledger.id}-{key(month)}", "bulletin", make, month.pdf)


def _forms(content: Content) -> Iterator[Print]:
    """A form's id prints it blank; with a period and a unit (form1-2016-12-h1) what the unit reported."""
    for held in content.forms.values():
        yield Print(held.id, "form", partial(form.blank, held, content), links.form_blank(held.id))
    for filled in book(content).sheets.values():
        parts = (filled.form.id, filled.period.iso, filled.unit)
        make = partial(form.document, filled, content)
        yield Print("-".join(parts), "form", make, links.form_sheet_pdf(*parts))


def _assessments(content: Content) -> Iterator[Print]:
    """A rule set's id with a tier's (jiaxing-t2a) prints the 自评表; a result's id the 评分报告."""
    for rules in content.assessments.values():
        for tier in rules.tiers:
            make = partial(check_sheet.document, rules, tier, content)
            yield Print(f"{rules.id}-{tier.id}", "check_sheet", make, links.check_sheet_pdf(rules.id, tier.id))
    for report in score_reports(content):
        yield Print(report.sheet.result.id, "score_report", partial(score_report.document, report, content), report.pdf)


def _campaigns(content: Content) -> Iterator[Print]:
    """A campaign's id prints what it is as of today; with a month that is over (demo-2026-10) the 月报 of that month."""
    for campaign in content.of(CAMPAIGN).values():
        shown = desk(content, campaign)
        for name, _ in pieces(shown):
            make = partial(PIECES[name], shown, content)
            yield Print(campaign.id, name, make, links.campaign_pdf(campaign.id, name))
        for month, then in ended(content, campaign):
            make = partial(_monthly, then, campaign)
            yield Print(
                f"{campaign.id}-{month.iso}", "monthly", make, links.campaign_month_print(campaign.id, month.iso, "pdf")
            )


def _monthly(then: Content, campaign: Plan) -> Job:
    return PIECES["monthly"](desk(then, campaign), then)


def _meetings(content: Content) -> Iterator[Print]:
    """What is printed beside a meeting's 材料汇编, which is bound of other prints (`pdf.pack`)."""
    for meeting in content.meetings.values():
        for kind, make in OF_MEETING.items():
            yield Print(meeting.id, kind.value, partial(make, meeting, content))


PRINTS: Answers[Callable[[Content], Iterable[Print]]] = Answers(
    "pdf",
    "prints",
    {
        PLAN: _plans,
        UNIT: _units,
        LEDGER: _ledgers,
        FORM: _forms,
        ASSESSMENT: _assessments,
        CAMPAIGN: _campaigns,
        MEETING: _meetings,
    },
)


def prints(content: Content, kind: Kind[Any]) -> Iterable[Print]:
    """Everything that is printed of a kind: as its own module says, or else each record as its model says."""
    own = PRINTS.of(kind)
    found = own(content) if own else _plainly(content, kind)
    return (replace(each, make=partial(_made, content, each.make)) for each in found)


def _made(content: Content, make: Callable[[], Job]) -> Job:
    return dressed(content, make())


def dressed(content: Content, job: Job) -> Job:
    """A working sheet in the typefaces, the red and with the page numbers of the site's office; an official document has its profile already."""
    profile = page.office_profile(content)
    if job.geometry is not OFFICIAL or profile is STANDARD:
        return job
    own = {name: getattr(profile, name) for name in ("fonts", "red", "number_place", "qr")}
    return replace(job, geometry=Geometry(STANDARD.model_copy(update=own)))


def _plainly(content: Content, kind: Kind[Any]) -> Iterator[Print]:
    for record_id, record in content.of(kind).items():
        for name in kind.prints:
            yield Print(record_id, name, partial(plain.document, kind, record, content), kind.pdf(record_id, name))


def sheets_across(content: Content) -> Iterator[Print]:
    """The sheets that are of no one record; they are asked for by where they stand: across/leaders."""
    for each in across(content):
        make = partial(plain.sheet, content, each.key, each.title, each.url, each.tables, demo=content.site.demo)
        yield Print(f"across/{each.key}", "across", make, each.pdf)


def jobs(content: Content, *kinds: object) -> dict[str, Callable[[], Job]]:
    """Every document that lies on the site by its address there; of some kinds only, when they are named."""
    of_records = (each for kind in KINDS if not kinds or kind in kinds for each in prints(content, kind))
    found = (*of_records, *(() if kinds else sheets_across(content)))
    return {each.address: each.make for each in found if each.address}


def job(content: Content, record_id: str, name: str | None = None) -> Job | None:
    """The job for one document by the id of its record: what that is printed as first of all, or under a name. None for an id that nothing has.

    Raises PrintFault when the record is known but cannot be printed like that.
    """
    everything = chain.from_iterable(prints(content, kind) for kind in KINDS)
    for each in sheets_across(content) if "/" in record_id else everything:
        if each.record_id == record_id and name in (None, each.name):
            return each.make()
    holding = [kind for kind in KINDS if record_id in content.of(kind) and kind.prints]
    if not holding or not name:
        return None
    wanted = {key: words for kind in KINDS for key, words in kind.prints.items()}.get(name, name)
    if CAMPAIGN in holding and name in CAMPAIGN.prints:
        why = not_yet(desk(content, content.of(CAMPAIGN)[record_id]), name)
        raise PrintFault(f"{CAMPAIGN.name}“{record_id}”的{wanted}现在印不了：{why}")
    if any(name in kind.prints for kind in holding):
        raise PrintFault(f"{holding[0].name}“{record_id}”现在没有{wanted}可印")
    known = "、".join(f"{key}（{words}）" for kind in holding for key, words in kind.prints.items())
    raise PrintFault(f"{holding[0].name}“{record_id}”不能印成{wanted}；可以印成{known}")
