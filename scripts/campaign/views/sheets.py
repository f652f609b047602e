"""Which printed sheets a plan has besides its full text: only those that would have something on them."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.leaves import links
from campaign.model import Plan, PrintKind


@dataclass(frozen=True)
class PrintedSheet:
    """One printed sheet of a plan and where it lies on the site."""

    kind: PrintKind
    url: str

    @property
    def word(self) -> str:
        """What it is called."""
        return self.kind.chinese


def plan_sheets(plan: Plan) -> tuple[PrintedSheet, ...]:
    """责任矩阵 where a task names units, 任务分解表 where one has somebody responsible or a date, 进度表 where something has
    a place in time, 指标表 where there are indicators."""
    found = (
        (PrintKind.TASK_TABLE, "tasks", _has_duties(plan)),
        (PrintKind.TIMELINE, "timeline", _has_dates(plan)),
        (PrintKind.INDICATORS, "indicators", bool(plan.indicators)),
        (PrintKind.MATRIX, "matrix", _has_units(plan)),
    )
    return tuple(PrintedSheet(kind, links.plan_sheet(plan.id, name)) for kind, name, held in found if held)


def _has_duties(plan: Plan) -> bool:
    return any(task.responsibility or (group and group.responsibility) or task.due for group, task in plan.all_tasks())


def _has_units(plan: Plan) -> bool:
    duties = (task.responsibility or (group and group.responsibility) for group, task in plan.all_tasks())
    return any(each and (each.lead or each.join or each.with_) for each in duties)


def _has_dates(plan: Plan) -> bool:
    """A phase has a date, or more than two tasks are due on days of their own."""
    return (
        any(phase.start or phase.end for phase in plan.phases)
        or len({task.due for _, task in plan.all_tasks() if task.due}) > 2
    )
