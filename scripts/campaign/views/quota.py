"""Who handed in how much, month by month: the quota of every unit against its stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaign.content import Content, once_a_plan
from campaign.model import Plan, Quota, Story, Unit
from campaign.model.registry import Registry
from campaign.views.ledgers import ledgers
from campaign.views.periods import CutPeriod, slots
from campaign.views.status import Mark, State
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.timeline import span


@dataclass(frozen=True)
class QuotaMonth:
    """One period of a quota. `counted` is false for a part of a month that the configuration leaves out; `left` counts days to its end."""

    slot: CutPeriod
    state: str
    counted: bool
    left: int

    @property
    def words(self) -> str:
        """已截止, 还有 9 天, 未到期 or 不计, under the name of the month."""
        if not self.counted:
            return "不计"
        return {"past": "已截止", "current": f"还有 {self.left} 天" if self.left else "今天截止", "coming": "未到期"}[
            self.state
        ]


@dataclass(frozen=True)
class QuotaCell:
    """How much a unit handed in for a period; without a `state` it has done its part."""

    count: int
    state: State | None

    @property
    def asked(self) -> bool:
        """Whether something is asked of the unit for the period, or was handed in all the same."""
        return self.state is None or self.state.mark is not Mark.NONE

    @property
    def short(self) -> bool:
        """Whether the period is over and something is missing."""
        return self.state is not None and self.state.mark is Mark.LATE

    @property
    def pending(self) -> bool:
        """Whether something is still to come in the present period."""
        return self.state is not None and self.state.word == "待交"


@dataclass(frozen=True)
class QuotaRow:
    """One unit with its cells, one a period."""

    unit: UnitRef
    cells: tuple[QuotaCell, ...]

    @property
    def total(self) -> int:
        """Stories of all periods."""
        return sum(cell.count for cell in self.cells)

    @property
    def short(self) -> bool:
        """Whether it is short of any period."""
        return any(cell.short for cell in self.cells)

    @property
    def pending(self) -> bool:
        """Whether it has something still to hand in."""
        return any(cell.pending for cell in self.cells)


@dataclass(frozen=True)
class QuotaMatrix:
    """Units against periods: who is short of a closed one first, then who still has to hand in for the present one, then by what they did."""

    quota: Quota
    to: tuple[UnitRef, ...]
    months: tuple[QuotaMonth, ...]
    rows: tuple[QuotaRow, ...]

    @property
    def total(self) -> int:
        """Stories of all units and periods."""
        return sum(row.total for row in self.rows)

    def column(self, index: int) -> int:
        """Stories of one period, by its place."""
        return sum(row.cells[index].count for row in self.rows)

    def short(self, index: int) -> tuple[UnitRef, ...]:
        """Units short of a closed period."""
        return tuple(row.unit for row in self.rows if row.cells[index].short)

    def pending(self, index: int) -> tuple[UnitRef, ...]:
        """Units that have not handed in enough for the present period yet."""
        return tuple(row.unit for row in self.rows if row.cells[index].pending)

    def asked(self, index: int) -> tuple[UnitRef, ...]:
        """Units that are to hand in for a period: all but those that were not there (not begun, or closed or merged) on its last day."""
        return tuple(row.unit for row in self.rows if row.cells[index].asked)

    def met(self, index: int) -> tuple[UnitRef, ...]:
        """Units that have done their part in a period, by its place."""
        return tuple(row.unit for row in self.rows if row.cells[index].state is None)

    @property
    def shortages(self) -> tuple[tuple[QuotaMonth, tuple[UnitRef, ...]], ...]:
        """Closed periods with the units that are short of them."""
        return tuple((month, self.short(index)) for index, month in enumerate(self.months) if self.short(index))

    @property
    def current(self) -> int | None:
        """Place of the present period, when it counts."""
        return next(
            (index for index, month in enumerate(self.months) if month.state == "current" and month.counted), None
        )

    @property
    def partial(self) -> str:
        """10月只有 24 天、1月只有 7 天，按设置计为整月。 Empty when the campaign is made of whole periods."""
        parts = [f"{month.slot.name}只有 {month.slot.days} 天" for month in self.months if not month.slot.whole]
        rule = "计为整月" if self.quota.partial_month == "count" else "不计"
        return f"{'、'.join(parts)}，按设置{rule}。" if parts else ""


def counted_unit(registry: Registry, unit: str, members: Iterable[str]) -> str | None:
    """The unit of a quota that something handed in counts for: the unit itself, or the department its ward belongs to."""
    asked = set(members)
    return next((each for each in registry.ancestors(unit) if each in asked), None)


def department(content: Content, plan: Plan, unit: str) -> str:
    """The unit that a story of `unit` is put down to everywhere: the one its quota counts it for, else the unit itself."""
    members = content.registry.expand((each for quota in plan.quota for each in quota.who), plan.issuer)
    return counted_unit(content.registry, unit, members) or unit


def counted_day(story: Story, start: date) -> date:
    """The day by which a story falls into a period: in the month it is put down to, else the day it came; never before the campaign."""
    return max(story.month.first, start) if story.month else story.date.first


@once_a_plan
def quota_matrices(content: Content, plan: Plan) -> tuple[QuotaMatrix, ...]:
    """One matrix a quota, of the stories known at `as_of`; none without dates."""
    start, end = span(plan)
    if not start or not end:
        return ()
    return tuple(_matrix(content, plan, quota, start, end) for quota in plan.quota)


def _matrix(content: Content, plan: Plan, quota: Quota, start: date, end: date) -> QuotaMatrix:
    members = content.registry.expand(quota.who, plan.issuer)
    months = tuple(_month(slot, quota, content.as_of) for slot in slots(quota.per, start, end))
    counts: dict[str, Counter[int]] = {unit: Counter() for unit in members}
    for story in ledgers(content, plan).stories:
        unit = counted_unit(content.registry, story.unit, members)
        day = counted_day(story, start)
        place = next((index for index, month in enumerate(months) if month.slot.holds(day)), None)
        if unit and place is not None:
            counts[unit][place] += 1
    rows = [
        QuotaRow(
            ref,
            tuple(
                _cell(
                    quota, month, counts[ref.id][index], content.site.due_soon_days, content.registry.units.get(ref.id)
                )
                for index, month in enumerate(months)
            ),
        )
        for ref in unit_refs(content.registry, members)
    ]
    rows.sort(key=lambda row: (not row.short, not row.pending, row.total if row.short or row.pending else -row.total))
    return QuotaMatrix(quota, unit_refs(content.registry, quota.to), months, tuple(rows))


def _month(slot: CutPeriod, quota: Quota, as_of: date) -> QuotaMonth:
    return QuotaMonth(slot, slot.state(as_of), slot.whole or quota.partial_month == "count", (slot.last - as_of).days)


def _cell(quota: Quota, month: QuotaMonth, count: int, soon_days: int, unit: Unit | None) -> QuotaCell:
    if not month.counted:
        return QuotaCell(count, State(Mark.NONE, "不计") if not count else None)
    if unit and not unit.at_work(month.slot.last):
        closed = unit.active_to and unit.active_to.last < month.slot.last
        return QuotaCell(count, State(Mark.NONE, "已停用" if closed else "未启用") if not count else None)
    missing = quota.min - count
    if missing <= 0:
        return QuotaCell(count, None)
    if month.state == "past":
        return QuotaCell(count, State(Mark.LATE, f"欠 {missing}", month.left))
    if month.state == "current":
        return QuotaCell(count, State(Mark.SOON if month.left <= soon_days else Mark.PENDING, "待交", month.left))
    return QuotaCell(count, State(Mark.PENDING, "未到期", month.left))
