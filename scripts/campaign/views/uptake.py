"""落实对照: every task and indicator of an upper plan with what plans below made of it — who leads, by when, how it stands — and what nobody took
up, promised less of, or promised for later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.content import Content, once, once_a_plan, part
from campaign.model import Operator, Plan, Target
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.tables import Anchor, Column, Day, Piece, Row, Table, Units, Words, named
from campaign.views.tables import row as line
from campaign.views.targets import deadline, scope_label, wording
from campaign.views.tasks import TaskRow, task_rows

NOBODY = "没有承接"
_AT_LEAST, _AT_MOST = (Operator.GTE, Operator.GT), (Operator.LTE, Operator.LT)


@dataclass(frozen=True)
class TakenUp:
    """A task of a plan below that takes up one above; `faults` say what it promises less of or for later."""

    row: TaskRow
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class UpperTask:
    """A task of the upper plan with what took it up."""

    row: TaskRow
    answers: tuple[TakenUp, ...]


@dataclass(frozen=True)
class Promise:
    """An indicator of the upper plan with the same one of plans below: the same key, or the same name; each with its faults."""

    row: IndicatorRow
    answers: tuple[tuple[IndicatorRow, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Uptake:
    """An upper plan against the plans below it, or against one of them."""

    upper: Plan
    below: tuple[Plan, ...]
    clauses: tuple[UpperTask, ...]
    promises: tuple[Promise, ...]

    @property
    def nobody(self) -> tuple[TaskRow, ...]:
        """The tasks that nobody took up."""
        return tuple(each.row for each in self.clauses if not each.answers)

    @property
    def less(self) -> int:
        """How many tasks and indicators below promise less or for later."""
        tasks = sum(bool(answer.faults) for each in self.clauses for answer in each.answers)
        return tasks + sum(bool(less) for each in self.promises for _, less in each.answers)

    def of(self, plan: Plan) -> Uptake:
        """What one plan below made of it."""
        clauses = (
            UpperTask(each.row, tuple(answer for answer in each.answers if answer.row.plan.id == plan.id))
            for each in self.clauses
        )
        promises = (
            Promise(each.row, tuple(one for one in each.answers if one[0].plan.id == plan.id)) for each in self.promises
        )
        return Uptake(self.upper, (plan,), tuple(clauses), tuple(promises))


@once
def _taken_up(content: Content) -> dict[str, dict[str, tuple[TaskRow, ...]]]:
    """Tasks that take up a task above, by plan and task of that."""
    found: dict[str, dict[str, tuple[TaskRow, ...]]] = {}
    for plan in content.plans.values():
        for row in task_rows(content, plan):
            for reference in row.task.upper:
                above, _, task = reference.partition("#")
                rows = found.setdefault(above, {})
                rows[task] = (*rows.get(task, ()), row)
    return found


@once
def _below(content: Content) -> dict[str, tuple[Plan, ...]]:
    """The plans that carry out each plan, by its id: those that name it as their upper plan, or a task of it."""
    found: dict[str, dict[str, Plan]] = {}
    for plan in content.plans.values():
        named = [ref.plan for ref in plan.upper if ref.plan]
        named += [reference.partition("#")[0] for _, task in plan.all_tasks() for reference in task.upper]
        for above in named:
            if above != plan.id:
                found.setdefault(above, {})[plan.id] = plan
    return {above: tuple(plans.values()) for above, plans in found.items()}


def uppers(content: Content, plan: Plan) -> tuple[Uptake, ...]:
    """What a plan made of every plan above it that the site holds."""
    above = (content.plans[each] for each in part(_above, content, plan.id) or ())
    return tuple(made.of(plan) for each in above if (made := uptake(content, each)))


@once
def _above(content: Content) -> dict[str, tuple[str, ...]]:
    """The plans that each plan carries out, by its id, in the order of all plans."""
    found: dict[str, tuple[str, ...]] = {}
    for above in content.plans:
        for plan in _below(content).get(above, ()):
            found[plan.id] = (*found.get(plan.id, ()), above)
    return found


@once_a_plan
def uptake(content: Content, upper: Plan) -> Uptake | None:
    """What became of an upper plan; None when no plan below names it, or it has neither tasks nor indicators."""
    below = part(_below, content, upper.id) or ()
    if not below or not (any(upper.all_tasks()) or upper.indicators):
        return None
    taken = part(_taken_up, content, upper.id) or {}
    clauses = tuple(
        UpperTask(row, tuple(TakenUp(each, faults(row, each)) for each in taken.get(row.task.id, ())))
        for row in task_rows(content, upper)
    )
    held = [row for plan in below for row in indicator_rows(content, plan)]
    promises = tuple(
        Promise(row, tuple((each, tuple(_less(row, each))) for each in held if _same(row, each)))
        for row in indicator_rows(content, upper)
    )
    return Uptake(upper, below, clauses, promises)


def _same(one: IndicatorRow, other: IndicatorRow) -> bool:
    keys = {one.indicator.key or one.indicator.id, other.indicator.key or other.indicator.id}
    return len(keys) == 1 or one.indicator.name == other.indicator.name


def faults(above: TaskRow, below: TaskRow) -> tuple[str, ...]:
    """What a task promises for later than the one it takes up, and whom it forgot to name."""
    found = []
    if above.due and not below.due:
        found.append(f"上面要求{above.due.chinese}前，没有写期限")
    elif above.due and below.due and below.due.last > above.due.last:
        found.append(f"晚于上面要求的{above.due.chinese}")
    if not below.lead:
        found.append("没有写谁负责")
    return tuple(found)


def _less(above: IndicatorRow, below: IndicatorRow) -> Iterator[str]:
    """Where an indicator promises less than the one above, or for later. Targets are compared for whom they hold; ours for all meets any."""
    for target in below.indicator.targets:
        fitting = [each for each in above.indicator.targets if scope_label(each) in ("", scope_label(target))]
        for each in fitting[:1]:
            said = wording(above.indicator, each, above.plan.period).short("where", "due")
            if _comparable(above, below) and _weaker(above, each, target.value.number):
                yield f"弱于上面的{said}"
            due, own = (
                deadline(above.indicator, each, above.plan.period),
                deadline(below.indicator, target, below.plan.period),
            )
            if due and own and own.last > due.last:
                yield f"晚于上面要求的{due.chinese}"
            elif due and not own:
                yield f"上面要求{due.chinese}前，没有写期限"


def _comparable(one: IndicatorRow, other: IndicatorRow) -> bool:
    mine, theirs = one.indicator, other.indicator
    return (mine.unit, mine.operator, mine.against) == (theirs.unit, theirs.operator, theirs.against)


def _weaker(above: IndicatorRow, target: Target, value: Decimal) -> bool:
    if above.indicator.operator in _AT_LEAST:
        return value < target.value.number
    return above.indicator.operator in _AT_MOST and value > target.value.number


# -- as a table ------------------------------------------------------------------------------------------------------------------------


def table(found: Uptake) -> Table:
    """上位条款 → 承接的任务 → 负责 → 期限 → 状态; what nobody took up says so."""
    many = len(found.below) > 1
    columns = (
        named("上面的任务"),
        *((Column("方案", "minor", "方案"),) if many else ()),
        Column("承接的任务", "fill", "承接"),
        Column("负责"),
        Column("期限", "minor", "期限"),
        Column("状态", "end"),
    )

    def rows() -> Iterator[Row]:
        for clause in found.clauses:
            above: tuple[Piece, ...] = (f"{clause.row.number} ", Anchor(clause.row.task.title, clause.row.url))
            if not clause.answers:
                yield line(
                    above, *([""] if many else []), Words(NOBODY, "strong"), None, None, None, data=(("nobody", 1),)
                )
            for answer in clause.answers:
                row = answer.row
                told = tuple(Words(each, "sub") for each in answer.faults)
                yield line(
                    above,
                    *([row.plan.name] if many else []),
                    (f"{row.number} ", Anchor(row.task.title, row.url), *told),
                    Units(row.lead, "lead"),
                    Day(row.due),
                    row.state,
                )

    return Table(f"{found.upper.name}落实对照", columns, tuple(rows()), look="list rows")


def promises_table(found: Uptake) -> Table:
    """上位指标 → 同一指标: what each plan promises, and whether that is less or for later."""
    columns = (
        named("上面的指标"),
        Column("方案", "minor", "方案"),
        Column("要求", "fill", "要求"),
        Column("最近的数", "n", "最近"),
        Column("状态", "end"),
    )

    def rows() -> Iterator[Row]:
        for each in found.promises:
            above = (Anchor(each.row.indicator.name, each.row.url), Words(_demand(each.row), "sub"))
            if not each.answers:
                yield line(above, "", Words(NOBODY, "strong"), None, None)
            for own, less in each.answers:
                told = tuple(Words(fault, "sub") for fault in less)
                yield line(
                    above, own.plan.name, (_demand(own), *told), own.current.text if own.current else "—", own.state
                )

    return Table(f"{found.upper.name}指标对照", columns, tuple(rows()), look="list rows")


def _demand(row: IndicatorRow) -> str:
    return "；".join(wording(row.indicator, target, row.plan.period).short() for target in row.indicator.targets)


def tables(found: Uptake) -> Sequence[Table]:
    """The tables that hold anything."""
    return [each for each in (table(found), promises_table(found)) if each.rows]
