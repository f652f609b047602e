"""The tasks of a plan as rows: number, who leads and joins, when due, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.content import Content, once_a_plan
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.leaves.numbering import compact
from campaign.model import Group, Indicator, Milestone, Mode, Plan, Recurring, Responsibility, Status, Task
from campaign.model.registry import Registry
from campaign.views.happened import Outcome, happened, outcome
from campaign.views.status import State, due_state


@dataclass(frozen=True)
class UnitRef:
    """A unit as shown in a chip; a collective (各科室) has no page of its own and is drawn dashed."""

    id: str
    name: str
    short: str
    collective: bool


@dataclass(frozen=True)
class TaskRow:
    """One task. `reference` names it where the plan is not in sight: 质量提升年（二）3、; `due` is the plan's day, `outcome` what became of it."""

    plan: Plan
    group: Group | None
    task: Task
    number: str
    reference: str
    mode: Mode | None
    lead: tuple[UnitRef, ...]
    join: tuple[UnitRef, ...]
    with_: tuple[UnitRef, ...]
    due: Moment | None
    outcome: Outcome
    note: str
    state: State
    indicators: tuple[Indicator, ...]
    url: str

    @property
    def done(self) -> Moment | None:
        """The day it was finished, once that has come."""
        return self.outcome.done

    @property
    def day(self) -> Moment | None:
        """The day it is due, or was put off to."""
        return self.outcome.postponed or self.due

    @property
    def progress(self) -> str:
        """How far it has come, where `outcome` does not say that already."""
        return "" if self.outcome.why else self.note

    @property
    def lead_word(self) -> str:
        """负责, 牵头 or 分别负责, as the plan says."""
        return self.mode.value if self.mode else "负责"

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """What comes again and again in it."""
        return self.task.recurring

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """What is due once in it."""
        return self.task.milestones


def unit_refs(registry: Registry, ids: Iterable[str]) -> tuple[UnitRef, ...]:
    """Units by their ids, as chips show them."""
    return tuple(UnitRef(each, registry.name(each), registry.short(each), registry.is_collective(each)) for each in ids)


def responsibility_of(task: Task, group: Group | None) -> Responsibility | None:
    """A task without responsible units of its own takes those printed for its whole group."""
    return task.responsibility or (group.responsibility if group else None)


def group_number(group: Group) -> str:
    """（二） where the group is numbered, else its title (五心服务)."""
    return compact(group.number) or group.title


def task_number(group: Group | None, task: Task) -> str:
    """（二）3、 — the group's number and the task's; a running 9. stands alone."""
    own = compact(task.number)
    if group is None:
        return own
    return f"{group_number(group)}{own}"


@once_a_plan
def task_rows(content: Content, plan: Plan) -> tuple[TaskRow, ...]:
    """All counted tasks of a plan in document order."""
    progress = content.progress_of(plan.id)
    states = {each.task: each for each in progress.tasks}
    reported = bool(progress.tasks) or plan.status is Status.ACTIVE
    indicators = {each.id: each for each in plan.indicators}
    running = _runs_on(plan)
    rows = []
    for group, task in plan.all_tasks():
        duty = responsibility_of(task, group)
        known = states.get(task.id)
        told = (known.date or known.done) if known else None
        note = (known.note or "") if known and (told is None or happened(told, content.as_of)) else ""
        lead = unit_refs(content.registry, duty.lead) if duty else ()
        by = (known.by if known else "") or "、".join(ref.name for ref in lead)
        soon = content.site.due_soon_days
        became = outcome("办结", task.due, known, content.as_of, soon, by, asked=reported, why=note)
        day = became.postponed or task.due
        number = compact(task.number) if running else task_number(group, task)
        rows.append(
            TaskRow(
                plan=plan,
                group=group,
                task=task,
                number=number,
                reference=f"{plan.name}{number}",
                mode=duty.mode if duty else None,
                lead=lead,
                join=unit_refs(content.registry, duty.join) if duty else (),
                with_=unit_refs(content.registry, duty.with_) if duty else (),
                due=task.due,
                outcome=became,
                note=note,
                state=due_state(
                    day.last if day else None, became.done is not None, content.as_of, soon, reported=reported
                ),
                indicators=tuple(indicators[each] for each in task.indicators if each in indicators),
                url=links.plan(plan.id, links.task_anchor(task.id)),
            )
        )
    return tuple(rows)


def _runs_on(plan: Plan) -> bool:
    """Whether task numbers run on through the groups (1.–20.), so that a number alone names a task."""
    numbers = [task.number for _, task in plan.all_tasks()]
    return len(plan.groups) > 1 and len(set(numbers)) == len(numbers) and None not in numbers
