"""A plan at a glance: how many of its tasks are done, what is late, which plans run now."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Level, Plan, Status
from campaign.views.figures import Figure
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.status import Mark, Tally, count, tally
from campaign.views.tasks import TaskRow, task_rows
from campaign.views.timeline import Running, running, span

LEVELS = tuple(Level)


@dataclass(frozen=True)
class Overview:
    """What a list says about a plan in one line. `reported` tells whether anybody has reported anything on it yet."""

    plan: Plan
    tasks: tuple[TaskRow, ...]
    indicators: tuple[IndicatorRow, ...]
    clock: Running
    reported: bool

    @property
    def task_tally(self) -> tuple[Tally, ...]:
        """Its tasks by state."""
        return tally(row.state for row in self.tasks)

    @property
    def indicator_tally(self) -> tuple[Tally, ...]:
        """Its indicators by state."""
        return tally(row.state for row in self.indicators)

    @property
    def units(self) -> int:
        """How many units and collectives carry a task of the plan."""
        return len({ref.id for row in self.tasks for ref in (*row.lead, *row.join, *row.with_)})

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Three numbers: tasks done of all, indicators reached of all that can be judged (without any value yet: tasks due soon), tasks late."""
        states = [row.state for row in self.tasks]
        tasks = links.plan(self.plan.id, links.part_anchor("groups"))
        indicators = links.plan(self.plan.id, "indicators")
        middle = (
            Figure(self.met, "指标达到", indicators, self.judged)
            if any(row.series for row in self.indicators if row.judged)
            else Figure(count(states, Mark.SOON), "任务临期", tasks)
        )
        return (
            Figure(count(states, Mark.DONE), "任务办结", tasks, len(states)),
            middle,
            Figure(count(states, Mark.LATE), "任务逾期", tasks),
        )

    @property
    def judged(self) -> int:
        """How many of its indicators can be judged; nobody may have reported a value yet."""
        return sum(row.judged for row in self.indicators)

    @property
    def met(self) -> int:
        """How many of these are reached."""
        return sum(row.standing == "met" for row in self.indicators)


def overview(content: Content, plan: Plan) -> Overview:
    """A plan at a glance at `content.as_of`."""
    progress = content.progress_of(plan.id)
    return Overview(
        plan=plan,
        tasks=task_rows(content, plan),
        indicators=indicator_rows(content, plan),
        clock=running(plan, content.as_of),
        reported=bool(progress.tasks or progress.values or progress.duties),
    )


def is_in_progress(content: Content, plan: Plan) -> bool:
    """Whether a plan is active and its time includes `as_of`."""
    return plan.status is Status.ACTIVE and running(plan, content.as_of).state == "running"


def in_progress(content: Content) -> tuple[Plan, ...]:
    """Active plans whose time includes `as_of`: the site's own house first, then by when they began."""

    def order(plan: Plan) -> tuple[bool, str, str]:
        start, _ = span(plan)
        return content.registry.house(plan.issuer) != content.home, start.isoformat() if start else "", plan.id

    return tuple(sorted((plan for plan in content.plans.values() if is_in_progress(content, plan)), key=order))


def by_level(plans: tuple[Plan, ...]) -> tuple[Plan, ...]:
    """From the state down to the hospital; plans without a level last, newest first inside a level."""

    def order(plan: Plan) -> tuple[int, str, str]:
        level = LEVELS.index(plan.level) if plan.level else len(LEVELS)
        start = plan.date or (plan.period.start if plan.period else None)
        return level, "".join(chr(0x10FFFF - ord(char)) for char in start.iso) if start else "\U0010ffff", plan.id

    return tuple(sorted(plans, key=order))
