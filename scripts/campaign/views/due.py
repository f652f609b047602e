"""What falls due and when: tasks, milestones, recurring duties occurrence by occurrence, campaign quotas, reporting forms, matters under supervision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import days_inclusive, month_end
from campaign.model import Form, Ledger, Milestone, Per, Plan, Progress, Quota, Recurring, Status
from campaign.views.duties import PER_WORDS, Holder, delivered, holders, rhythm
from campaign.views.form_returns import due_day, returns
from campaign.views.happened import happened
from campaign.views.ledger import ledger_rows
from campaign.views.ledgers import ledgers
from campaign.views.materials import material_months
from campaign.views.periods import period_of
from campaign.views.quota import QuotaMatrix, quota_matrices
from campaign.views.status import State, due_state
from campaign.views.tasks import TaskRow, UnitRef, task_rows, unit_refs
from campaign.views.timeline import span


@dataclass(frozen=True)
class DueItem:
    """One thing due on one day. `kind` is task, milestone, recurring, quota, activity, form or ledger; `to` is who receives it.

    `plan` is what asks for it: a plan, a reporting form, or the ledger of an entry under supervision.
    """

    due: date | None
    what: str
    kind: str
    plan: Plan | Ledger | Form
    number: str
    units: tuple[UnitRef, ...]
    to: tuple[UnitRef, ...]
    rhythm: str
    state: State
    url: str
    duty: str

    @property
    def source(self) -> str:
        """质量提升年（二）3、 or 督办〔2026〕33号"""
        return self.number if isinstance(self.plan, Ledger) else f"{self.plan.name}{self.number}"


def occurrences(duty: Recurring, start: date, end: date) -> Iterator[date]:
    """Due days inside the span: the ends of the equal parts of every week, month, quarter or year, `times` a period."""
    for first, last in _periods(duty, start, end):
        length = days_inclusive(first, last)
        for part in range(1, max(duty.times, 1) + 1):
            day = first + timedelta(days=length * part // max(duty.times, 1) - 1)
            if duty.times <= 1 and duty.day and duty.per is Per.MONTH:
                day = date(last.year, last.month, min(duty.day, last.day))
            if start <= day <= end:
                yield day


def _periods(duty: Recurring, start: date, end: date) -> Iterator[tuple[date, date]]:
    day = start
    while day <= end:
        first, last = period_of(duty.per, day)
        yield first, last
        day = last + timedelta(days=3 if duty.per is Per.WEEK else 1)


def _of_task(plan: Plan, row: TaskRow) -> DueItem:
    day = row.day.last if row.day else None
    return DueItem(day, row.task.title, "task", plan, row.number, row.lead, (), "", row.state, row.url, row.task.id)


def plan_due(content: Content, plan: Plan, start: date, end: date) -> Iterator[DueItem]:
    """Everything dated of one plan inside the inclusive span, unsorted. Closed and draft plans ask nothing of anybody."""
    if plan.status is not Status.ACTIVE:
        return
    progress = content.progress_of(plan.id)
    done = {(each.duty, each.due.last) for each in progress.duties if happened(each.done, content.as_of)}
    for row in task_rows(content, plan):
        if row.day and start <= row.day.last <= end and not _asked_by_milestone(row, done):
            yield _of_task(plan, row)
    reported = {duty for duty, _ in done}
    put_off = {(each.duty, each.due.last): each.postponed_to.last for each in progress.duties if each.postponed_to}
    first, last = span(plan)
    collected = ledgers(content, plan).materials_duty
    for holder in holders(plan):
        for milestone in holder.duties.milestones:
            item = _milestone(content, plan, holder, milestone)
            if item.due and start <= item.due <= end:
                yield item
        for duty in holder.duties.recurring:
            if duty.id == collected and material_months(content, plan):
                yield from _collected(content, plan, holder, duty, start, end)
                continue
            opens = max(filter(None, (start, first, duty.start.first if duty.start else None)))
            closes = min(filter(None, (end, last, duty.end.last if duty.end else None)))
            for planned in occurrences(duty, opens, closes):
                day = put_off.get((duty.id, planned), planned)
                state = due_state(
                    day,
                    (duty.id, planned) in done,
                    content.as_of,
                    content.site.due_soon_days,
                    reported=duty.id in reported,
                    done_word="已完成",
                )
                units = unit_refs(content.registry, duty.lead or holder.lead)
                to = unit_refs(content.registry, duty.to)
                url = links.plan(plan.id, links.duty_anchor(duty.id))
                yield DueItem(
                    day, duty.what, "recurring", plan, holder.number, units, to, rhythm(duty), state, url, duty.id
                )
    for quota in plan.quota:
        matrix = next((each for each in quota_matrices(content, plan) if each.quota is quota), None)
        if matrix and ledgers(content, plan).held:
            yield from _delivered(content, plan, matrix, start, end)
        else:
            yield from _quota(content, plan, quota, start, end, progress)


def _asked_by_milestone(row: TaskRow, done: Collection[tuple[str, date]]) -> bool:
    """Whether an open task is already asked for by an open milestone of its own on the same day: one thing, listed once, as the thing to hand in."""
    if row.done or not row.day:
        return False
    return any(
        each.due and each.due.last == row.day.last and (each.id, row.day.last) not in done for each in row.milestones
    )


def _milestone(content: Content, plan: Plan, holder: Holder, milestone: Milestone) -> DueItem:
    """A milestone on the day it is due, or was put off to."""
    became = delivered(content, plan)[milestone.id]
    due = became.postponed or became.planned
    day = due.last if due else None
    state = due_state(day, became.done is not None, content.as_of, content.site.due_soon_days, done_word="已完成")
    units = unit_refs(content.registry, (*(milestone.lead or holder.lead), *milestone.with_))
    to = unit_refs(content.registry, milestone.to)
    url = links.plan(plan.id, links.duty_anchor(milestone.id))
    return DueItem(day, milestone.name, "milestone", plan, holder.number, units, to, "", state, url, milestone.id)


def _quota(content: Content, plan: Plan, quota: Quota, start: date, end: date, progress: Progress) -> Iterator[DueItem]:
    first, last = span(plan)
    if not first or not last:
        return
    duty = Recurring(id=quota.id, what=f"{quota.what}不少于 {quota.min} 篇", per=quota.per)
    done = {each.due.last for each in progress.duties if each.duty == quota.id and happened(each.done, content.as_of)}
    for whole in occurrences(duty, max(start, first), month_end(min(end, last))):
        day = min(whole, last)
        if start <= day <= end:
            state = due_state(
                day, day in done, content.as_of, content.site.due_soon_days, reported=bool(done), done_word="已交"
            )
            yield DueItem(
                day,
                duty.what,
                "quota",
                plan,
                "",
                unit_refs(content.registry, quota.who),
                unit_refs(content.registry, quota.to),
                f"{PER_WORDS[quota.per]}不少于 {quota.min} 篇",
                state,
                links.plan(plan.id, links.duty_anchor(quota.id)),
                quota.id,
            )


def ledger_due(content: Content) -> Iterator[DueItem]:
    """Every matter under supervision on the day it is to be finished."""
    for row in ledger_rows(content):
        entry = row.entry
        yield DueItem(
            entry.due.last,
            entry.title,
            "ledger",
            row.ledger,
            entry.number,
            row.lead,
            (),
            "",
            row.state,
            row.url,
            entry.id,
        )


def form_due(content: Content) -> Iterator[DueItem]:
    """Every period of a form with a last day: one item for the units that still owe it, one for those that have reported.

    A form of a plan that is not running asks nothing of anybody, as the plan does not.
    """
    for form in content.forms.values():
        plan = content.plans.get(form.plan or "")
        if not form.due_day or (plan and plan.status is not Status.ACTIVE):
            continue
        asked = returns(content, form)
        for period in asked.periods:
            cells = [cell for unit in asked.units if (cell := asked.at(unit, period)).asked]
            for done in (False, True):
                units = [cell.unit for cell in cells if cell.reported is done]
                day = due_day(form, period)
                if units and day:
                    state = due_state(day, done, content.as_of, content.site.due_soon_days, done_word="已报")
                    what, word = f"报{period.chinese}的{form.name}", f"{PER_WORDS[form.period]} 1 次"
                    refs, url = unit_refs(content.registry, units), links.form_period(form.id, period.iso)
                    yield DueItem(day, what, "form", form, "", refs, (), word, state, url, form.id)


def _delivered(content: Content, plan: Plan, matrix: QuotaMatrix, start: date, end: date) -> Iterator[DueItem]:
    """A quota with a ledger: for every period one item for the units that still owe, and one for those that have handed in."""
    quota = matrix.quota
    for index, month in enumerate(matrix.months):
        day = month.slot.last
        if not month.counted or not start <= day <= end:
            continue
        met = matrix.met(index)
        asked = matrix.asked(index)
        owing = tuple(unit for unit in asked if unit not in met)
        for units, done in ((owing, False), (met, True)):
            if not units:
                continue
            state = due_state(day, done, content.as_of, content.site.due_soon_days, done_word="已交")
            everybody = (
                unit_refs(content.registry, quota.who) if len(units) == len(asked) == len(matrix.rows) else units
            )
            yield DueItem(
                day,
                f"{quota.what}不少于 {quota.min} 篇",
                "quota",
                plan,
                "",
                everybody,
                matrix.to,
                f"{PER_WORDS[quota.per]}不少于 {quota.min} 篇",
                state,
                links.campaign(plan.id, links.QUOTA),
                quota.id,
            )


def _collected(
    content: Content, plan: Plan, holder: Holder, duty: Recurring, start: date, end: date
) -> Iterator[DueItem]:
    """Materials with a ledger: for every month one item for the units that have not reported, and one for those that have."""
    to, url = unit_refs(content.registry, duty.to), links.plan(plan.id, links.duty_anchor(duty.id))
    for month in material_months(content, plan):
        day = month.slot.last
        if not start <= day <= end:
            continue
        met = tuple(unit for unit, _ in month.entries)
        for units, done in ((month.missing, False), (met, True)):
            if not units:
                continue
            state = due_state(day, done, content.as_of, content.site.due_soon_days, done_word="已完成")
            whole = len(units) == month.asked
            everybody = unit_refs(content.registry, duty.lead or holder.lead) if whole else units
            yield DueItem(
                day, duty.what, "recurring", plan, holder.number, everybody, to, rhythm(duty), state, url, duty.id
            )


def due_items(content: Content, start: date, end: date, plans: Iterable[Plan] | None = None) -> tuple[DueItem, ...]:
    """Everything due in the inclusive span, by day: over all running plans, the ledgers and the forms, or over the plans given."""
    chosen = content.plans.values() if plans is None else plans
    found = [item for plan in chosen for item in plan_due(content, plan, start, end)]
    if plans is None:
        others = (*ledger_due(content), *form_due(content))
        found += [item for item in others if item.due and start <= item.due <= end]
    return tuple(sorted(found, key=lambda item: (item.due or date.max, item.plan.id, item.number, item.duty)))


def debts_since(content: Content) -> date:
    """The first day on which anything still asked for can have been due: no debt is forgotten for being old."""
    begun = [span(plan)[0] for plan in content.plans.values() if plan.status is Status.ACTIVE]
    begun += [row.entry.due.last for row in ledger_rows(content) if not row.closed]
    begun += [form.first.first for form in content.forms.values() if form.first]
    return min((*filter(None, begun), content.as_of)).replace(day=1)


def undated(content: Content) -> tuple[DueItem, ...]:
    """Tasks and milestones of running plans whose deadline nobody has set."""
    return tuple(
        _of_task(plan, row)
        for plan in content.plans.values()
        if plan.status is Status.ACTIVE
        for row in task_rows(content, plan)
        if row.day is None and row.done is None
    )
