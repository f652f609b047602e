"""Open data: `data/catalog.json` and one `data/plans/<id>.json` a plan."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from campaign.content import Content
from campaign.kinds import (
    ASSESSMENT,
    CAMPAIGN,
    CASE,
    FORM,
    INTERPRETATION,
    KINDS,
    LEDGER,
    MEETING,
    PLAN,
    QA,
    UNIT,
    UPDATE,
    Answers,
    Kind,
)
from campaign.leaves import links
from campaign.leaves.dates import days_inclusive
from campaign.model import (
    Case,
    Form,
    Indicator,
    Interpretation,
    Ledger,
    Meeting,
    Plan,
    Quantity,
    Questions,
    Record,
    RuleSet,
    Target,
    Unit,
    Update,
)
from campaign.views.awards import award_rows
from campaign.views.campaign import activity_rows
from campaign.views.duties import delivered, milestones_of
from campaign.views.happened import Outcome
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.ledger import LedgerRow, ledger_rows
from campaign.views.meetings import held
from campaign.views.relations import link
from campaign.views.scoring import tier_counts
from campaign.views.targets import deadline, wording
from campaign.views.tasks import TaskRow, task_rows
from campaign.views.timeline import lanes, span
from campaign.views.unit_sheets import unit_sheets
from campaign.views.updates import all_posts, published

R = TypeVar("R", bound=Record)


def number(quantity: Quantity | None) -> int | float | None:
    """A quantity as a JSON number; how it was written stands beside it as text."""
    if quantity is None:
        return None
    return int(quantity.number) if quantity.number == quantity.number.to_integral_value() else float(quantity.number)


def encode(data: Any) -> bytes:
    """JSON as published: Chinese as it is, keys in the order given, no spaces (they take the slow way), a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def public(content: Content, kind: Kind[R]) -> Mapping[str, R]:
    """The records of a kind that are for everybody by now; an update that is not public is in no data at all."""
    held = content.of(kind)
    return {post.update.id: held[post.update.id] for post in published(content)} if kind is UPDATE else held


def catalog(content: Content) -> dict[str, Any]:
    """What the site holds, kind by kind, with counts and addresses; a kind of thing is listed from the day it exists."""
    rows = {
        kind.place: [catalog_row(content, kind, record) for record in public(content, kind).values()]
        for kind in KINDS
        if kind.place
    }
    return {"as_of": content.as_of.isoformat(), **rows}


def _catalog_update(content: Content, update: Update) -> dict[str, Any]:
    post = next(each for each in all_posts(content) if each.update is update)
    return {
        "id": update.id,
        "title": update.title,
        "url": links.update(update.id),
        "date": update.date.iso,
        "outcome": became(post.outcome(content.as_of)),
        "index_no": update.disclosure.index_no,
        "plans": list(update.plans),
        "units": list(update.units),
        "tags": list(update.tags),
        "demo": update.demo,
        "data": UPDATE.data(update.id),
    }


def _catalog_campaign(_: Content, plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "title": plan.title,
        "days": _days(plan),
        "url": links.campaign(plan.id),
        "data": links.campaign_data(plan.id),
    }


def _catalog_interpretation(content: Content, each: Interpretation) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "url": links.interpretation(each.id),
        "of": each.of.plan,
        "of_title": link(content, each.of).title,
        "data": INTERPRETATION.data(each.id),
    }


def _catalog_questions(_: Content, each: Questions) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "url": links.question_set(each.id),
        "plans": list(each.plans),
        "questions": len(each.questions),
        "data": QA.data(each.id),
    }


def _catalog_meeting(content: Content, each: Meeting) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "date": each.date.iso if each.date else None,
        "outcome": became(held(content, each)),
        "url": links.meeting(each.id),
        "pdf": None if each.record_only else links.meeting_pdf(each.id),
        "instructions": len(each.instructions),
        "documents": len(each.documents),
        "data": MEETING.data(each.id),
    }


def _catalog_case(_: Content, case: Case) -> dict[str, Any]:
    facts = [fact for group in case.facts for fact in group.facts]
    return {
        "id": case.id,
        "title": case.title,
        "url": links.case(case.id),
        "org": case.org,
        "topics": list(case.topics),
        "facts": len(facts),
        "conflicts": sum(bool(fact.conflict) for fact in facts),
        "questions": len(case.questions),
        "data": links.case_data(case.id),
    }


def case_data(_: Content, case: Case) -> dict[str, Any]:
    """A case with every fact as the source prints it."""
    data: dict[str, Any] = _plain(case)
    return data


def _catalog_ledger(content: Content, ledger: Ledger) -> dict[str, Any]:
    """A supervision ledger with how many of its entries are in each state."""
    states = Counter(row.state.word for row in ledger_rows(content) if row.ledger is ledger)
    return {
        "id": ledger.id,
        "title": ledger.title,
        "url": links.LEDGER,
        "entries": states.total(),
        "closed": states["已销号"],
        "to_review": states["待复核"],
        "overdue": states["逾期"],
        "due_soon": states["临期"],
        "open": states["在办"],
        "demo": ledger.demo,
        "data": links.ledger_data(ledger.id),
    }


def ledger_data(content: Content, ledger: Ledger) -> dict[str, Any]:
    """One ledger normalised: every entry with its state at `as_of`, its units by name, and where it comes from."""
    rows = [row for row in ledger_rows(content) if row.ledger is ledger]
    data = _plain(ledger)
    data["issuer"] = {"id": ledger.issuer, "name": content.registry.name(ledger.issuer)} if ledger.issuer else None
    data["entries"] = [_ledger_entry(row) for row in rows]
    return data


def _ledger_entry(row: LedgerRow) -> dict[str, Any]:
    return {
        **_plain(row.entry),
        "url": row.url,
        "pdf": links.assignment_pdf(row.entry.id),
        "lead": [{"id": ref.id, "name": ref.name} for ref in row.lead],
        "join": [{"id": ref.id, "name": ref.name} for ref in row.join],
        "origin": {"kind": row.origin.kind.value, "title": row.origin.words, "url": row.origin.url},
        "state": {
            "word": row.state.word,
            "days": row.state.days,
            "closed": row.closed.isoformat() if row.closed else None,
        },
    }


def counts(plan: Plan) -> dict[str, int]:
    """Tasks are the counted ones: points printed inside a task are not; one indicator with three tiers has three targets."""
    return {
        "groups": len(plan.groups),
        "tasks": sum(1 for _ in plan.all_tasks()),
        "phases": len(plan.phases),
        "indicators": len(plan.indicators),
        "targets": sum(len(indicator.targets) for indicator in plan.indicators),
        "requirements": len(plan.requirements),
    }


def _catalog_plan(_: Content, plan: Plan) -> dict[str, Any]:
    head = {
        "id": plan.id,
        "title": plan.title,
        "kind": plan.kind.value,
        "url": links.plan(plan.id),
        "pdf": links.plan_pdf(plan.id),
    }
    return {**head, **counts(plan), "status": plan.status.value, "demo": plan.demo, "data": links.plan_data(plan.id)}


def catalog_form(form: Form) -> dict[str, Any]:
    """Counts of a reporting form, and where its files are."""
    return {
        "id": form.id,
        "title": form.title,
        "url": links.form(form.id),
        "sections": len(form.sections),
        "rows": sum(len(section.rows) for section in form.sections),
        "entered": len(form.entered),
        "computed": len(form.computed),
        "data": links.form_data(form.id),
        "csv": links.form_csv(form.id),
        "template": links.form_template(form.id),
        "pdf": links.form_blank(form.id),
    }


def catalog_assessment(rules: RuleSet) -> dict[str, Any]:
    """A rule set with its three counts and how many items hold for each tier."""
    return {
        "id": rules.id,
        "title": rules.title,
        "url": links.assessment(rules.id),
        "data": links.assessment_data(rules.id),
        "categories": len(rules.categories),
        "sub_items": sum(len(category.sub_items) for category in rules.categories),
        "items": len(rules.items),
        "tiers": dict(tier_counts(rules)),
        "check_sheets": {tier.name: links.check_sheet_pdf(rules.id, tier.id) for tier in rules.tiers},
    }


def _catalog_unit(content: Content, unit: Unit) -> dict[str, Any]:
    sheet = unit_sheets(content)[unit.id]
    return {
        "id": unit.id,
        "name": unit.name,
        "url": links.unit(unit.id),
        "lead": len(sheet.lead),
        "join": len(sheet.join),
        "data": UNIT.data(unit.id),
    }


def unit_data(content: Content, unit: Unit) -> dict[str, Any]:
    """A unit with the tasks it leads and joins, under the names of their plans."""
    sheet = unit_sheets(content)[unit.id]
    tasks = {
        key: [
            {"plan": each.row.plan.id, "task": each.row.task.id, "title": each.row.task.title, "url": each.row.url}
            for each in held
        ]
        for key, held in (("lead", sheet.lead), ("join", sheet.join))
    }
    return {**_plain(unit), "url": links.unit(unit.id), **tasks}


def located(kind: Kind[Any], record: Any) -> dict[str, Any]:
    """A record as it was validated, with its address: the data of a kind that has nothing to add."""
    return {**_plain(record), "url": kind.address(getattr(record, kind.id_key))}


def catalog_row(content: Content, kind: Kind[Any], record: Any) -> dict[str, Any]:
    """What the catalogue says of one record: its own words, or else its name and where it is."""
    own = ROWS.of(kind)
    record_id = getattr(record, kind.id_key)
    named = {"id": record_id, "title": kind.title(record), "url": kind.address(record_id), "data": kind.data(record_id)}
    return own(content, record) if own else named


def _days(plan: Plan) -> int | None:
    start, end = span(plan)
    return days_inclusive(start, end) if start and end else None


def plan_data(content: Content, plan: Plan) -> dict[str, Any]:
    """One plan normalised: records as they were validated, unit names beside their ids, numbers as numbers."""
    rows = {row.task.id: row for row in task_rows(content, plan)}
    data = _plain(plan)
    data["url"] = links.plan(plan.id)
    data["pdf"] = links.plan_pdf(plan.id)
    data["counts"] = counts(plan)
    data["indicators"] = [_indicator(row) for row in indicator_rows(content, plan)]
    data["issuer"] = {"id": plan.issuer, "name": content.registry.name(plan.issuer)} if plan.issuer else None
    data["units"] = [{"id": each, "name": content.registry.name(each)} for each in _unit_ids(rows)]
    for group, entry in zip(plan.groups, data.get("groups", []), strict=False):
        for task, task_entry in zip(group.tasks, entry.get("tasks", []), strict=False):
            _add_row(task_entry, rows[task.id])
    for task, task_entry in zip(plan.tasks, data.get("tasks", []), strict=False):
        _add_row(task_entry, rows[task.id])
    data["outcomes"] = {
        "phases": [
            {"id": lane.phase.id, "name": lane.phase.name, **became(lane.outcome)} for lane in lanes(content, plan)
        ],
        "milestones": [
            {"id": each.id, "name": each.name, **became(delivered(content, plan)[each.id])}
            for _, each in milestones_of(plan)
        ],
        "activities": [
            {"id": each.activity.id, "name": each.activity.name, **became(each.outcome)}
            for each in activity_rows(content, plan)
        ],
        "awards": [
            {"id": each.award.id, "name": each.award.name, **became(each.outcome)} for each in award_rows(content, plan)
        ],
    }
    return data


def became(outcome: Outcome) -> dict[str, Any]:
    """Planned and done as two facts, and the sentence that every surface shows."""
    return {
        "planned": outcome.planned.iso if outcome.planned else None,
        "postponed_to": outcome.postponed.iso if outcome.postponed else None,
        "done": outcome.done.iso if outcome.done else None,
        "by": outcome.by or None,
        "evidence": outcome.evidence or None,
        "words": outcome.state.word,
    }


def _add_row(entry: dict[str, Any], row: TaskRow) -> None:
    entry["url"] = row.url
    entry["lead"] = [{"id": ref.id, "name": ref.name} for ref in row.lead]
    entry["join"] = [{"id": ref.id, "name": ref.name} for ref in row.join]
    entry["state"] = {"word": row.state.word, "days": row.state.days, "done": row.done.iso if row.done else None}
    entry["outcome"] = became(row.outcome)


def _unit_ids(rows: Mapping[str, TaskRow]) -> list[str]:
    return list(dict.fromkeys(ref.id for row in rows.values() for ref in (*row.lead, *row.join, *row.with_)))


def _indicator(row: IndicatorRow) -> dict[str, Any]:
    """An indicator with all its targets, and how it stands by the one in force: the state's word, how far off, the latest value."""
    plan, indicator = row.plan, row.indicator
    data = _plain(indicator)
    data["modality"] = indicator.modality.value
    data["targets"] = [_target(plan, indicator, target) for target in indicator.targets]
    value = {"text": row.current.text, "date": row.current.date.iso} if row.current else None
    data["state"] = {"word": row.state.word, "days": row.state.days, "gap": row.gap or None, "value": value}
    return data


def _target(plan: Plan, indicator: Indicator, target: Target) -> dict[str, Any]:
    """A target; what it has of its indicator or plan says so (`due_from`, `modality_from`), so that the plan can be made of its data again."""
    due = deadline(indicator, target, plan.period)
    return {
        **_plain(target),
        "value": number(target.value),
        "text": target.value.text,
        "upper": number(target.upper),
        **({"upper_text": target.upper.text} if target.upper else {}),
        "scope": {**_plain(target.scope), "label": target.scope.label} if target.scope else None,
        "due": due.iso if due else None,
        **({} if target.due or not due else {"due_from": "indicator" if indicator.due else "period"}),
        "modality": (target.modality or indicator.modality).value,
        **({} if target.modality else {"modality_from": "indicator"}),
        "words": wording(indicator, target, plan.period).short(),
    }


def _plain(record: Record) -> dict[str, Any]:
    """A record as JSON values, without what was left empty."""
    data: dict[str, Any] = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return data


# what the catalogue says of one record, by kind: (content, record)
ROWS: Answers[Callable[[Content, Any], dict[str, Any]]] = Answers(
    "exporters",
    "catalog_row",
    {
        PLAN: _catalog_plan,
        UNIT: _catalog_unit,
        LEDGER: _catalog_ledger,
        FORM: lambda _, form: catalog_form(form),
        ASSESSMENT: lambda _, rules: catalog_assessment(rules),
        INTERPRETATION: _catalog_interpretation,
        UPDATE: _catalog_update,
        CAMPAIGN: _catalog_campaign,
        CASE: _catalog_case,
        QA: _catalog_questions,
        MEETING: _catalog_meeting,
    },
)
