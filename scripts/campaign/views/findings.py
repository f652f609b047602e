"""What makes a plan weak: goals nobody can measure, tasks nobody owns, work without dates. Not faults of the file, but of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.numbering import compact
from campaign.model import Plan, Term
from campaign.views.duties import milestones_of
from campaign.views.targets import deadline
from campaign.views.tasks import responsibility_of, task_number

WORDS = {
    "goal-unmeasured": "目标没有指标",
    "task-unowned": "任务没有责任单位",
    "no-dates": "没有阶段和期限",
    "indicator-open": "指标没有期限",
    "body-unnamed": "组织机构没有名称",
    "term-undefined": "用了没有解释的提法",
}
_COUNTED = re.compile(r"“([二三四五六七八九十]{1,2}[个项大]?[\u4e00-\u9fff]{1,5})”")  # “三合理”, “六个必须”
_NOT_TERMS = re.compile(r"十[一二三四五六七八九]五$|[二三四五六七八九十][是要]$")  # a five-year plan; “一是” quoted


@dataclass(frozen=True)
class WeakPoint:
    """One weak point. `kind` is a key of WORDS; `what` names the goal, task or indicator."""

    plan: Plan
    kind: str
    what: str
    url: str

    @property
    def word(self) -> str:
        return WORDS[self.kind]


def findings(plan: Plan, terms: Iterable[Term] = ()) -> tuple[WeakPoint, ...]:
    """All weak points of one plan, by kind in document order; `terms` are those that the glossary explains."""
    return (*_goals(plan), *_tasks(plan), *_dates(plan), *_indicators(plan), *_bodies(plan), *_terms(plan, terms))


def all_findings(content: Content) -> dict[str, tuple[WeakPoint, ...]]:
    """Findings of every plan that has any, by plan id."""
    found = {plan.id: findings(plan, content.terms) for plan in content.plans.values()}
    return {plan_id: each for plan_id, each in found.items() if each}


def _goals(plan: Plan) -> Iterator[WeakPoint]:
    for goal in plan.goals:
        if not goal.indicators:
            what = goal.title or (goal.text[0] if goal.text else goal.id)
            yield WeakPoint(
                plan,
                "goal-unmeasured",
                f"{compact(goal.number)}{what}",
                links.plan(plan.id, links.goal_anchor(goal.id)),
            )


def _tasks(plan: Plan) -> Iterator[WeakPoint]:
    for group, task in plan.all_tasks():
        duty = responsibility_of(task, group)
        if not duty or not duty.lead:
            yield WeakPoint(
                plan,
                "task-unowned",
                f"{task_number(group, task)}{task.title}",
                links.plan(plan.id, links.task_anchor(task.id)),
            )


def _dates(plan: Plan) -> Iterator[WeakPoint]:
    dated_tasks = any(task.due for _, task in plan.all_tasks())
    if not plan.period and not plan.phases and not dated_tasks and not milestones_of(plan):
        yield WeakPoint(plan, "no-dates", plan.title, links.plan(plan.id))


def _indicators(plan: Plan) -> Iterator[WeakPoint]:
    for indicator in plan.indicators:
        dated = all(deadline(indicator, target, plan.period) for target in indicator.targets)
        if not dated and indicator.reckoning != "每年":
            yield WeakPoint(
                plan, "indicator-open", indicator.name, links.plan(plan.id, links.indicator_anchor(indicator.id))
            )


def _bodies(plan: Plan) -> Iterator[WeakPoint]:
    for index, body in enumerate(plan.organisation, 1):
        if not body.name:
            yield WeakPoint(plan, "body-unnamed", f"第 {index} 个机构", links.plan(plan.id, "organisation"))


def _terms(plan: Plan, terms: Iterable[Term]) -> Iterator[WeakPoint]:
    """Counted slogans in quotation marks that neither the glossary explains nor the plan itself counts out."""
    known = {word for term in terms for word in (term.term, *term.also)} | {each.name for each in plan.declared_counts}
    for word in dict.fromkeys(_COUNTED.findall(plan.model_dump_json())):
        if not _NOT_TERMS.match(word) and not any(word in each for each in known):
            yield WeakPoint(plan, "term-undefined", word, links.plan(plan.id))
