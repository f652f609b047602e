"""任务分解 and 指标 as rows to be filled in: a row a task and unit, a row a bound of an indicator, of one plan, of a unit or of a month.

A row is what its workbook shows, field by field, in the words of files: ids are gone, days are ISO. `workbooks.worklist` says what the
fields are called, `exporters.worklist` writes them, `importers.worklist` compares them with what a filled workbook says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.numbering import compact
from campaign.model import Plan
from campaign.model.registry import Registry
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.targets import deadline, scope_label, wording
from campaign.views.tasks import TaskRow, UnitRef, task_rows

ROLES: Mapping[str, str] = {"lead": "负责", "join": "参与", "with": "会同"}


@dataclass(frozen=True)
class WorklistRow:
    """One row: `about` is (plan, id of the task or indicator), `key` tells it from the others of its sheet, `values` are texts by field."""

    key: str
    about: tuple[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Worklist:
    """What a workbook holds, by the key of its sheet, and what it is called."""

    title: str
    tasks: tuple[WorklistRow, ...]
    indicators: tuple[WorklistRow, ...]

    def lines(self, sheet: str) -> tuple[WorklistRow, ...]:
        """The rows of a sheet: tasks or indicators."""
        return self.tasks if sheet == "tasks" else self.indicators


def of_plan(content: Content, plan: Plan) -> Worklist:
    """All tasks and indicators of one plan."""
    return _made(content, plan.name, [plan])


def of_unit(content: Content, unit: str) -> Worklist:
    """What a unit leads, joins or answers for in any plan; of each task only its own row."""
    return _made(content, content.registry.name(unit), content.plans.values(), unit=unit)


def of_month(content: Content, month: Moment) -> Worklist:
    """What is due in a month in any plan; what is due in a year, and nobody said when, is in none."""
    return _made(content, f"{month.chinese}到期的任务和指标", content.plans.values(), month=month)


def _made(
    content: Content, title: str, plans: Iterable[Plan], *, unit: str = "", month: Moment | None = None
) -> Worklist:
    def wanted(due: Moment | None) -> bool:
        return month is None or bool(due and due.month and (due.year, due.month) == (month.year, month.month))

    held = tuple(plans)
    tasks = (
        line
        for plan in held
        for row in task_rows(content, plan)
        if wanted(row.due)
        for line in _task(content.registry, row, unit)
    )
    indicators = (
        line
        for plan in held
        for row in indicator_rows(content, plan)
        if not unit or unit in row.indicator.lead
        for due, line in _indicator(content.registry, row)
        if wanted(due)
    )
    return Worklist(title, tuple(tasks), tuple(indicators))


def carried(row: TaskRow) -> Iterator[tuple[str, UnitRef]]:
    """Who carries a task: (lead, join or with; unit), as its plan names them."""
    for role, refs in (("lead", row.lead), ("join", row.join), ("with", row.with_)):
        yield from ((role, ref) for ref in refs)


def _task(registry: Registry, row: TaskRow, unit: str) -> Iterator[WorklistRow]:
    plan, task = row.plan, row.task
    same = {
        "plan": plan.name,
        "group": row.group.title if row.group else "",
        "number": row.number if not row.group or row.group.number else compact(task.number),
        "title": task.title,
        "due": row.due.iso if row.due else "",
        "state": row.state.word,
        "done": row.done.iso if row.done else "",
        "note": row.note,
    }
    units = [(role, ref) for role, ref in carried(row) if unit in ("", ref.id)]
    for role, ref in units:
        values = {**same, "unit": registry.called(ref.id, plan.issuer), "role": ROLES[role]}
        yield WorklistRow(f"{plan.id}#{task.id}#{role}#{ref.id}", (plan.id, task.id), values)
    if not units and not unit:
        yield WorklistRow(f"{plan.id}#{task.id}", (plan.id, task.id), {**same, "unit": "", "role": ""})


def _indicator(registry: Registry, row: IndicatorRow) -> Iterator[tuple[Moment | None, WorklistRow]]:
    """A row a bound, with the day it is due; `due` is what the file says, which may be less."""
    plan, indicator, last = row.plan, row.indicator, row.current
    for place, target in enumerate(indicator.targets):
        said = target.due or indicator.due
        values = {
            "plan": plan.name,
            "name": indicator.name,
            "unit": indicator.unit or "",
            "scope": scope_label(target),
            "demand": wording(indicator, target, plan.period).short("where", "due"),
            "value": str(target.value),
            "due": said.iso if said else "",
            "lead": "、".join(map(registry.name, indicator.lead)),
            "state": row.state.word,
            "current": last.text if last else "",
            "date": last.date.iso if last else "",
            "note": (last.value.source or "") if last else "",
        }
        yield (
            deadline(indicator, target, plan.period),
            WorklistRow(f"{plan.id}#{indicator.id}#{place}", (plan.id, indicator.id), values),
        )
