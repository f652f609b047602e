"""Every file that is made of one record, kind by kind: what the site publishes, and what `plan export` writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from campaign.content import Content
from campaign.exporters import data
from campaign.exporters.assessment import assessment_data
from campaign.exporters.calendars import plan_calendar, unit_calendar
from campaign.exporters.campaign import campaign_data
from campaign.exporters.forms import form_csv, form_data
from campaign.kinds import ASSESSMENT, CAMPAIGN, CASE, FORM, KINDS, LEDGER, PLAN, UNIT, Answers, Kind, by_key
from campaign.leaves import dates, links
from campaign.model import Form, Plan, Unit
from campaign.steps import Steps
from campaign.views.month import month_ends
from campaign.views.month_lists import above, month_tables
from campaign.views.worklist import of_month, of_plan, of_unit

if TYPE_CHECKING:
    from campaign.exporters.wordml import WordText


@dataclass(frozen=True)
class Export:
    """One record in one format; without an address it is only written when asked for. `make` gives None when there is nothing to write, and a
    Word file that still lacks its pictures."""

    record_id: str
    form: str
    make: Callable[[], bytes | WordText | None]
    address: str = ""


# a record as JSON values, by kind: (content, record)
DATA: Answers[Callable[[Content, Any], dict[str, Any]]] = Answers(
    "exporters",
    "data",
    {
        PLAN: data.plan_data,
        UNIT: data.unit_data,
        LEDGER: data.ledger_data,
        FORM: form_data,
        ASSESSMENT: assessment_data,
        CASE: data.case_data,
        CAMPAIGN: campaign_data,
    },
)


def _plan(content: Content, plan: Plan) -> Iterator[Export]:
    from campaign.exporters import worklist
    from campaign.exporters.desk import workbook
    from campaign.exporters.docx import draft
    from campaign.exporters.stratml import plan_stratml

    yield Export(plan.id, "docx", partial(draft, content, plan))
    yield Export(plan.id, "stratml", partial(plan_stratml, content, plan))
    yield Export(plan.id, "ics", partial(plan_calendar, content, plan))
    if plan.is_campaign:
        yield Export(plan.id, "xlsx", partial(workbook, content, plan))
    elif any(plan.all_tasks()) or plan.indicators:
        yield Export(plan.id, "xlsx", lambda: worklist.workbook(of_plan(content, plan), content.as_of))


def _campaign(content: Content, plan: Plan) -> Iterator[Export]:
    """The 投稿单 (demo-slip) that departments fill in, and the lists of every month by the campaign's id and the month (demo-2026-10): all of them as a
    workbook, what is told above in Word."""
    from campaign.exporters.slip import slip_docx, slip_xlsx
    from campaign.exporters.tables import document, workbook

    for form, fill in (("docx", slip_docx), ("xlsx", slip_xlsx)):
        yield Export(f"{plan.id}-slip", form, partial(fill, content, plan), links.campaign_slip(plan.id, form))

    for month in month_ends(content, plan):
        record_id, title = f"{plan.id}-{month.month.iso}", f"{plan.name}{month.name}"
        for form, make in (
            ("xlsx", partial(workbook, title, month_tables(month, content), content.as_of, content.site.url or "")),
            ("docx", partial(document, title, (above(month, content),), content.as_of)),
        ):
            yield Export(record_id, form, make, links.campaign_month_file(plan.id, month.month.iso, form))


def _unit(content: Content, unit: Unit) -> Iterator[Export]:
    from campaign.exporters import worklist

    yield Export(unit.id, "ics", partial(unit_calendar, content, unit))
    yield Export(unit.id, "xlsx", lambda: worklist.workbook(of_unit(content, unit.id), content.as_of))


def month_workbook(content: Content, month: str) -> bytes | None:
    """任务分解表.xlsx of what is due in a month of all plans; None when `month` is none (2026-10), or nothing is due in it."""
    from campaign.exporters import worklist

    held = of_month(content, dates.parse(month)) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else None
    return worklist.workbook(held, content.as_of) if held and (held.tasks or held.indicators) else None


def _form(content: Content, form: Form) -> Iterator[Export]:
    from campaign.exporters.form_template import template

    yield Export(form.id, "csv", partial(form_csv, content, form), links.form_csv(form.id))
    yield Export(form.id, "xlsx", partial(template, form), links.form_template(form.id))


# what else there is of a record besides its data: (content, record)
FURTHER: Answers[Callable[[Content, Any], Iterable[Export]]] = Answers(
    "exporters", "exports", {PLAN: _plan, UNIT: _unit, FORM: _form, CAMPAIGN: _campaign}
)


def exports(content: Content) -> Iterator[Export]:
    """Every record that is for everybody, in every format it can be had in."""
    for kind in KINDS:
        for record_id in data.public(content, kind) if kind.place else ():
            yield from _exports_of(content, kind, record_id)


def _exports_of(content: Content, kind: Kind[Any], record_id: str) -> Iterator[Export]:
    record = content.of(kind)[record_id]
    yield Export(record_id, "json", partial(_json, content, kind, record), kind.data(record_id))
    if further := FURTHER.of(kind):
        yield from further(content, record)


def exported(content: Content, record_id: str) -> dict[str, Export]:
    """The formats that one record can be had in, by its id."""
    return {each.form: each for each in reversed([*exports(content)]) if each.record_id == record_id}


def record_files(content: Content, steps: Steps | None = None) -> dict[str, bytes]:
    """What the site publishes of all records, by address; of the plans a unit or a ledger has to do with it says nothing but what their outlines
    hold."""
    steps = steps or Steps()
    files: dict[str, bytes] = {}
    for kind in KINDS:
        names = [f"{kind.key} {record_id}" for record_id in data.public(content, kind)] if kind.place else []
        for made in steps.each(_files_of, content if kind in (PLAN, CAMPAIGN) else content.in_outline, names):
            files |= made
    return files


def _files_of(content: Content, name: str) -> dict[str, bytes]:
    kind_key, _, record_id = name.partition(" ")
    kind = by_key(kind_key)
    made = ((each.address, each.make()) for each in _exports_of(content, kind, record_id) if each.address)
    return {address: raw for address, raw in made if isinstance(raw, bytes)}


def _json(content: Content, kind: Kind[Any], record: Any) -> bytes:
    own = DATA.of(kind)
    return data.encode(own(content, record) if own else data.located(kind, record))
