"""What each unit has to do: led, joined, recurring, dated and measured, over all plans — the unit's page and its printed task list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign.content import Content, once
from campaign.leaves.dates import month_end
from campaign.model import Form, Ledger, Milestone, Plan, Quota, Recurring, Status, Unit
from campaign.views.due import DueItem, debts_since, due_items
from campaign.views.duties import delivered, milestones_of, recurring_of, rhythm
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.ledger import LedgerRow, by_urgency, ledger_rows
from campaign.views.ledgers import ledgers
from campaign.views.quota import quota_matrices
from campaign.views.status import Mark
from campaign.views.tasks import TaskRow, UnitRef, task_rows, unit_refs


@dataclass(frozen=True)
class UnitDuty:
    """A recurring duty, milestone or quota of a unit. `via` names the collective (各科室) through which it came."""

    plan: Plan
    number: str
    what: str
    rhythm: str
    to: tuple[UnitRef, ...]
    duty: Recurring | Milestone | Quota
    via: str
    delivered: str = ""  # what came of a quota: 10月 1 篇，11月待交


@dataclass(frozen=True)
class UnitTask:
    """A task as one unit sees it."""

    row: TaskRow
    role: str
    via: str
    fellows: tuple[UnitRef, ...] = ()  # who leads it beside this unit


@dataclass(frozen=True)
class UnitSheet:
    """Everything of one unit. Running plans come first in every list; `this_month` and `next_month` are due items."""

    unit: Unit
    lead: tuple[UnitTask, ...] = ()
    join: tuple[UnitTask, ...] = ()
    recurring: tuple[UnitDuty, ...] = ()
    milestones: tuple[UnitDuty, ...] = ()
    quotas: tuple[UnitDuty, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    this_month: tuple[DueItem, ...] = ()
    next_month: tuple[DueItem, ...] = ()
    late: tuple[DueItem, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    issued: tuple[Plan, ...] = ()
    receives: tuple[UnitDuty, ...] = ()  # what others hand in to it, each duty once

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing for it to do; it may still issue plans and receive what others hand in."""
        held = (self.lead, self.join, self.recurring, self.milestones, self.quotas, self.indicators, self.ledger)
        return not any(held)


@dataclass
class _Draft:
    lead: list[UnitTask] = field(default_factory=list)
    join: list[UnitTask] = field(default_factory=list)
    recurring: list[UnitDuty] = field(default_factory=list)
    milestones: list[UnitDuty] = field(default_factory=list)
    quotas: list[UnitDuty] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    due: list[DueItem] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)
    issued: list[Plan] = field(default_factory=list)
    receives: list[UnitDuty] = field(default_factory=list)


def _running_first(plans: Iterable[Plan]) -> list[Plan]:
    order = (Status.ACTIVE, Status.DRAFT, Status.CLOSED, Status.SUPERSEDED)
    return sorted(plans, key=lambda plan: order.index(plan.status))


@once
def unit_sheets(content: Content) -> Mapping[str, UnitSheet]:
    """Sheets of all units by id, made in one pass over all plans."""
    drafts = {unit: _Draft() for unit in content.registry.units}
    for plan in _running_first(content.plans.values()):
        for row in task_rows(content, plan):
            _place_task(content, plan, row, drafts)
        _place_duties(content, plan, drafts)
        for issuer in dict.fromkeys(filter(None, (plan.issuer, *plan.joint_issuers))):
            if issuer in drafts:
                drafts[issuer].issued.append(plan)
        for indicator in indicator_rows(content, plan):
            for unit, _ in _members(content, plan, _indicator_units(plan, indicator)):
                drafts[unit].indicators.append(indicator)
    for entry in ledger_rows(content):
        for unit, _ in _members(content, entry.ledger, (*entry.entry.lead, *entry.entry.join)):
            drafts[unit].ledger.append(entry)
    this_end = month_end(content.as_of)
    next_start = date(this_end.year + this_end.month // 12, this_end.month % 12 + 1, 1)
    for item in due_items(content, debts_since(content), month_end(next_start)):
        for unit, _ in _members(content, item.plan, (ref.id for ref in item.units)):
            drafts[unit].due.append(item)
    return {unit: _sheet(content, unit, draft, next_start) for unit, draft in drafts.items()}


def _sheet(content: Content, unit: str, draft: _Draft, next_start: date) -> UnitSheet:
    start = content.as_of.replace(day=1)
    return UnitSheet(
        unit=content.registry.units[unit],
        lead=tuple(draft.lead),
        join=tuple(draft.join),
        recurring=tuple(draft.recurring),
        milestones=tuple(draft.milestones),
        quotas=tuple(draft.quotas),
        indicators=tuple(draft.indicators),
        this_month=tuple(item for item in draft.due if item.due and start <= item.due < next_start),
        next_month=tuple(item for item in draft.due if item.due and item.due >= next_start),
        late=tuple(item for item in draft.due if item.due and item.due < start and item.state.mark is Mark.LATE),
        ledger=by_urgency(draft.ledger),
        issued=tuple(draft.issued),
        receives=tuple(draft.receives),
    )


def _members(content: Content, plan: Plan | Ledger | Form, unit_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Single units behind a list, each once, with the collective it came through (or an empty string)."""
    found: dict[str, str] = {}
    for each in unit_ids:
        via = content.registry.name(each) if content.registry.is_collective(each) else ""
        for member in content.registry.members(each, plan.issuer):
            if not via or member not in found:
                found[member] = via
    return [(unit, via) for unit, via in found.items() if unit in content.registry.units]


def _place_task(content: Content, plan: Plan, row: TaskRow, drafts: Mapping[str, _Draft]) -> None:
    led = _members(content, plan, (ref.id for ref in row.lead))
    for unit, via in led:
        fellows = tuple(ref for ref in row.lead if ref.id != unit and ref.name != via)
        drafts[unit].lead.append(UnitTask(row, row.lead_word, via, fellows))
    leading = {unit for unit, _ in led}
    for role, refs in (("参与", row.join), ("会同", row.with_)):
        for unit, via in _members(content, plan, (ref.id for ref in refs)):
            if unit not in leading:
                drafts[unit].join.append(UnitTask(row, role, via))
                leading.add(unit)


def _place_duties(content: Content, plan: Plan, drafts: Mapping[str, _Draft]) -> None:
    registry = content.registry
    for receiver, entry in _handed_in(content, plan):
        drafts[receiver].receives.append(entry)
    for holder, duty in recurring_of(plan):
        for unit, via in _members(content, plan, duty.lead or holder.lead):
            entry = UnitDuty(plan, holder.number, duty.what, rhythm(duty), unit_refs(registry, duty.to), duty, via)
            drafts[unit].recurring.append(entry)
    for holder, milestone in milestones_of(plan):
        for unit, via in _members(content, plan, (*(milestone.lead or holder.lead), *milestone.with_)):
            to, became = unit_refs(registry, milestone.to), delivered(content, plan)[milestone.id]
            entry = UnitDuty(plan, holder.number, milestone.name, "", to, milestone, via, became.news)
            drafts[unit].milestones.append(entry)
    handed_in = _delivered(content, plan) if plan.quota else {}
    for quota in plan.quota:
        for unit, via in _members(content, plan, quota.who):
            what = f"{quota.what}不少于 {quota.min} 篇"
            done = handed_in.get((quota.id, unit), "")
            entry = UnitDuty(plan, "", what, f"每{quota.per.chinese}", unit_refs(registry, quota.to), quota, via, done)
            drafts[unit].quotas.append(entry)


def _handed_in(content: Content, plan: Plan) -> Iterator[tuple[str, UnitDuty]]:
    """What a plan has handed in, with the unit that receives it."""
    registry = content.registry
    found = [
        (
            each.to,
            UnitDuty(
                plan, holder.number, each.what, rhythm(each), unit_refs(registry, each.lead or holder.lead), each, ""
            ),
        )
        for holder, each in recurring_of(plan)
    ]
    found += [
        (each.to, UnitDuty(plan, holder.number, each.name, "", unit_refs(registry, each.lead or holder.lead), each, ""))
        for holder, each in milestones_of(plan)
    ]
    found += [
        (each.to, UnitDuty(plan, "", each.what, f"每{each.per.chinese}", unit_refs(registry, each.who), each, ""))
        for each in plan.quota
    ]
    for receivers, entry in found:
        yield from ((unit, entry) for unit, _ in _members(content, plan, receivers))


def _delivered(content: Content, plan: Plan) -> Mapping[tuple[str, str], str]:
    """What every unit handed in for every quota, in words, up to the present month; nothing where nobody keeps a ledger."""
    if not ledgers(content, plan).held:
        return {}
    return {
        (matrix.quota.id, row.unit.id): "，".join(
            f"{month.slot.name} {cell.count} 篇" if cell.state is None else f"{month.slot.name}{cell.state.word}"
            for month, cell in zip(matrix.months, row.cells, strict=True)
            if month.state != "coming"
        )
        for matrix in quota_matrices(content, plan)
        for row in matrix.rows
    }


def _indicator_units(plan: Plan, row: IndicatorRow) -> tuple[str, ...]:
    """Who answers for an indicator: its own units, else those leading a task that names it."""
    if row.indicator.lead:
        return row.indicator.lead
    found: list[str] = []
    for group, task in plan.all_tasks():
        duty = task.responsibility or (group.responsibility if group else None)
        if row.indicator.id in task.indicators and duty:
            found.extend(duty.lead)
    return tuple(dict.fromkeys(found))
