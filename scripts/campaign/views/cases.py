"""Cases by topic, with the tasks of plans on the same topic: the service index."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.content import Content, once
from campaign.leaves import links
from campaign.model import Case
from campaign.views.relations import Link


@dataclass(frozen=True)
class Topic:
    """A topic with every case on it, and tasks of plans that carry the same word."""

    name: str
    anchor: str
    cases: tuple[Case, ...]
    tasks: tuple[Link, ...]


@once
def topics(content: Content) -> tuple[Topic, ...]:
    """All topics of cases, those with the most cases first."""
    found: dict[str, list[Case]] = {}
    for case in content.cases.values():
        for name in dict.fromkeys(case.topics):
            found.setdefault(name, []).append(case)
    ordered = sorted(found, key=lambda name: (-len(found[name]), name))
    return tuple(
        Topic(name, f"topic-{place}", tuple(found[name]), _tasks(content, name))
        for place, name in enumerate(ordered, 1)
    )


def _tasks(content: Content, topic: str) -> tuple[Link, ...]:
    return tuple(
        Link(task.title, links.plan(plan.id, links.task_anchor(task.id)), plan.name)
        for plan in content.plans.values()
        for _, task in plan.all_tasks()
        if topic in task.topics
    )


def task_links(content: Content, case: Case) -> tuple[Link, ...]:
    """The tasks a case names, by their titles."""
    return tuple(filter(None, (task_link(content, reference) for reference in case.tasks)))


def task_link(content: Content, reference: str) -> Link | None:
    """A task written as plan#task, by its title; None for one that is not there."""
    plan_id, _, task_id = reference.partition("#")
    plan = content.plans.get(plan_id)
    task = next((task for _, task in plan.all_tasks() if task.id == task_id), None) if plan else None
    return Link(task.title, links.plan(plan.id, links.task_anchor(task.id)), plan.name) if plan and task else None


@once
def by_plan(content: Content) -> dict[str, tuple[Case, ...]]:
    """Cases that name a plan, or a task of it."""
    found: dict[str, list[Case]] = {}
    for case in content.cases.values():
        for plan in dict.fromkeys((*case.plans, *(reference.partition("#")[0] for reference in case.tasks))):
            found.setdefault(plan, []).append(case)
    return {plan: tuple(cases) for plan, cases in found.items()}
