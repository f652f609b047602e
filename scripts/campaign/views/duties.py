"""Where a plan says that something has to be done by a day or again and again: its milestones and recurring duties, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.content import Content, once_a_plan
from campaign.leaves import links
from campaign.leaves.numbering import compact
from campaign.model import Duties, Milestone, Per, Plan, Recurring, Status
from campaign.views.happened import Outcome, outcome
from campaign.views.tasks import responsibility_of, task_number


@dataclass(frozen=True)
class Holder:
    """Where in a plan a duty stands: the number shown, the anchor, and who carries it when the duty itself does not say."""

    number: str
    anchor: str
    lead: tuple[str, ...]
    duties: Duties


PER_WORDS = {
    Per.DAY: "每日",
    Per.WEEK: "每周",
    Per.MONTH: "每月",
    Per.QUARTER: "每季",
    Per.YEAR: "每年",
    Per.TWO_YEARS: "每两年",
}


def rhythm(duty: Recurring) -> str:
    """每月不少于 2 次"""
    return f"{PER_WORDS[duty.per]}{'不少于' if duty.at_least else ''} {duty.times} 次"


def holders(plan: Plan) -> Iterator[Holder]:
    """Every place of a plan that can carry milestones and recurring duties, in document order."""

    def leads(duties: Duties) -> tuple[str, ...]:
        return duties.responsibility.lead if duties.responsibility else ()

    yield Holder("", "", (), Duties(milestones=plan.milestones, recurring=plan.recurring))
    for group in plan.groups:
        yield Holder(compact(group.number), links.group_anchor(group.id), leads(group), group)
    for home, task in plan.all_tasks():
        duty = responsibility_of(task, home)
        lead = duty.lead if duty else ()
        yield Holder(task_number(home, task), links.task_anchor(task.id), lead, task)
        for child in task.children:
            yield Holder(
                f"{task_number(home, task)}{compact(child.number)}",
                links.task_anchor(task.id),
                leads(child) or lead,
                child,
            )
    for phase in plan.phases:
        yield Holder(compact(phase.number), links.phase_anchor(phase.id), leads(phase), phase)
    for index, requirement in enumerate(plan.requirements, 1):
        yield Holder(
            compact(requirement.number),
            links.requirement_anchor(requirement.id, index),
            leads(requirement),
            requirement,
        )


def recurring_of(plan: Plan) -> tuple[tuple[Holder, Recurring], ...]:
    """All recurring duties of a plan with where they stand."""
    return tuple((holder, duty) for holder in holders(plan) for duty in holder.duties.recurring)


@once_a_plan
def delivered(content: Content, plan: Plan) -> Mapping[str, Outcome]:
    """What became of every milestone of a plan, by its id: handed in when that is recorded for its day."""
    recorded = {(each.duty, each.due): each for each in content.progress_of(plan.id).duties}
    found = {}
    for holder, each in milestones_of(plan):
        known = recorded.get((each.id, each.due)) if each.due else None
        by = (known.by if known else "") or "、".join(content.registry.name(unit) for unit in each.lead or holder.lead)
        asked = plan.status is Status.ACTIVE
        found[each.id] = outcome(
            "完成",
            each.due,
            known,
            content.as_of,
            content.site.due_soon_days,
            by,
            asked=asked,
            why=(known.note or "") if known else "",
        )
    return found


def milestones_of(plan: Plan) -> tuple[tuple[Holder, Milestone], ...]:
    """All milestones of a plan with where they stand."""
    return tuple((holder, duty) for holder in holders(plan) for duty in holder.duties.milestones)
