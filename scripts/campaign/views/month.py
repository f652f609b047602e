"""The end of a month in a campaign: what every department handed in and still owes, what was reported, and how its points come about.

What is owed is told as known at `as_of`: a story of October that came in November is no debt of October any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from campaign.content import Content, once_a_plan
from campaign.leaves.dates import Moment, month_end
from campaign.model import Coverage, Material, Plan, Stage
from campaign.views.campaign import CampaignDesk, desk
from campaign.views.duties import recurring_of
from campaign.views.ledgers import on
from campaign.views.materials import MaterialMonth
from campaign.views.periods import CutPeriod, same_month_twice
from campaign.views.publicity import Ranked, outlet_name
from campaign.views.quota import counted_day, department
from campaign.views.status import is_late
from campaign.views.tasks import UnitRef, unit_refs


@dataclass(frozen=True)
class Debt:
    """Something that a unit has not handed in for a period: `what` of it is missing, `short` says it in a cell of a table.

    `late` when the period is over; else it is due on `slot.last`.
    """

    what: str
    short: str
    slot: CutPeriod
    to: tuple[UnitRef, ...]
    late: bool


@dataclass(frozen=True)
class UnitMonth:
    """A department in a month. `stories` count for the month, steps and reports fall into it; `debts` are those of this month and before.

    `material` is what it reported at the end of the month: None both where nothing came and where nothing is asked (`asked`).
    """

    unit: UnitRef
    stories: int
    adopted: int
    reported: int
    taken_above: int
    reports: int
    material: Material | None
    asked: bool
    debts: tuple[Debt, ...]
    score: Ranked | None

    @property
    def late(self) -> tuple[Debt, ...]:
        """What it owes of periods that are over."""
        return tuple(each for each in self.debts if each.late)


@dataclass(frozen=True)
class Told:
    """A report as it is told above: `link` where it can be read, `scan` the file of its clipping."""

    report: Coverage
    outlet: str
    level: str
    unit: str


@dataclass(frozen=True)
class MonthEnd:
    """A month of a campaign, from `first` to `last`; `over` when nothing more can be handed in on time. `desk` stands at `as_of`."""

    desk: CampaignDesk
    month: Moment
    first: date
    last: date
    over: bool
    units: tuple[UnitMonth, ...]
    reports: tuple[Told, ...]

    @property
    def plan(self) -> Plan:
        return self.desk.plan

    @property
    def name(self) -> str:
        """10月, with the year where the campaign has the same month twice."""
        start, end = self.desk.start, self.desk.end
        return self.month.chinese if start and end and same_month_twice(start, end) else f"{self.month.month}月"

    @property
    def owing(self) -> tuple[UnitMonth, ...]:
        """Departments that still have something to hand in."""
        return tuple(each for each in self.units if each.debts)


def months(content: Content, plan: Plan) -> tuple[tuple[date, date], ...]:
    """First and last day of every month of a campaign that has begun by `as_of`, cut to the campaign; none before it begins."""
    shown = desk(content, plan)
    if not shown.start or not shown.end:
        return ()
    found = []
    day = shown.start
    while day <= min(shown.end, content.as_of):
        found.append((day, min(month_end(day), shown.end)))
        day = date.fromordinal(month_end(day).toordinal() + 1)
    return tuple(found)


def as_ended(content: Content, last: date) -> Content:
    """The content as it stands when a month has ended; as it is, for one that has not."""
    return replace(content, as_of=min(last, content.as_of))


@once_a_plan
def ended(content: Content, plan: Plan) -> tuple[tuple[Moment, Content], ...]:
    """The months of a campaign that are over, each with the content as it stood then: a 月报 is printed of them."""
    if not desk(content, plan).kept.held:
        return ()
    over = (each for each in months(content, plan) if each[1] <= content.as_of)
    return tuple((Moment(first.year, first.month), as_ended(content, last)) for first, last in over)


def closing(content: Content, plan: Plan) -> Moment | None:
    """The month to be closed now: the last that is over, or on its last day; the first one before that. None before the campaign begins."""
    begun = months(content, plan)
    ended = [first for first, last in begun if last <= content.as_of] or [first for first, _ in begun[:1]]
    return Moment(ended[-1].year, ended[-1].month) if ended else None


def month_ends(content: Content, plan: Plan) -> tuple[MonthEnd, ...]:
    """Every month that has begun, in order; none where nobody keeps ledgers."""
    if not desk(content, plan).kept.held:
        return ()
    return tuple(_month(content, plan, first, last) for first, last in months(content, plan))


def _month(content: Content, plan: Plan, first: date, last: date) -> MonthEnd:
    shown = desk(content, plan)
    # what the media print once a campaign has ended belongs to its last month
    until = last if last != shown.end else date.max
    levels = {level.id: level.name for level in plan.media_levels}
    stories = {story.id: story.unit for story in shown.kept.stories}
    reports = tuple(
        Told(
            each,
            outlet_name(outlet := content.outlets[each.outlet]),
            levels.get(outlet.level.value, outlet.level.chinese),
            each.unit or stories.get(each.story or "", ""),
        )
        for each in shown.coverage.reports
        if on(each.date, first, until)
    )
    return MonthEnd(
        shown,
        Moment(first.year, first.month),
        first,
        last,
        is_late(last, content.as_of),
        tuple(_units(content, shown, first, last, reports)),
        reports,
    )


def _units(
    content: Content, shown: CampaignDesk, first: date, last: date, reports: tuple[Told, ...]
) -> Iterator[UnitMonth]:
    """All departments that are asked for anything or did anything, in the order of the registry."""
    plan = shown.plan
    start = shown.start or first
    stories: Counter[str] = Counter()
    steps: Counter[tuple[str, Stage]] = Counter()
    for story in shown.kept.stories:
        unit = department(content, plan, story.unit)
        stories[unit] += first <= counted_day(story, start) <= last
        steps.update((unit, step.name) for step in story.stages if on(step.date, first, last))
    printed = Counter(department(content, plan, each.unit) for each in reports if each.unit)
    debts = _debts(content, shown, last)
    collected = [month for month in shown.materials if first <= month.slot.last <= last]
    material = {unit.id: entry for month in collected for unit, entry in month.entries}
    asked = {*material, *(unit.id for month in collected for unit in month.missing)}
    scores = {each.unit.id: each for each in shown.coverage.scores}
    members = {row.unit.id for matrix in shown.quotas for row in matrix.rows}
    found = {*members, *asked, *stories, *printed, *debts, *scores}
    for ref in unit_refs(content.registry, [each for each in content.registry.units if each in found]):
        adopted, reported, taken_above = (steps[(ref.id, stage)] for stage in Stage)
        yield UnitMonth(
            ref,
            stories[ref.id],
            adopted,
            reported,
            taken_above,
            printed[ref.id],
            material.get(ref.id),
            ref.id in asked,
            debts.get(ref.id, ()),
            scores.get(ref.id),
        )


def _debts(content: Content, shown: CampaignDesk, last: date) -> Mapping[str, tuple[Debt, ...]]:
    """What every unit owes of the periods that began by a day, the oldest first."""
    found: dict[str, list[Debt]] = {}
    for matrix in shown.quotas:
        for index, month in enumerate(matrix.months):
            for row in matrix.rows if month.slot.first <= last else ():
                cell = row.cells[index]
                if cell.short or cell.pending:
                    missing = matrix.quota.min - cell.count
                    words = f"{matrix.quota.what}{missing}篇（应交{matrix.quota.min}篇，已交{cell.count}篇）"
                    short = f"{matrix.quota.what}{missing}篇"
                    found.setdefault(row.unit.id, []).append(Debt(words, short, month.slot, matrix.to, cell.short))
    duty = next((each for _, each in recurring_of(shown.plan) if each.id == shown.kept.materials_duty), None)
    to = unit_refs(content.registry, duty.to) if duty else ()
    for collected in shown.materials:
        for unit in _missing(collected) if collected.slot.first <= last else ():
            found.setdefault(unit.id, []).append(
                Debt("月末材料", "月末材料", collected.slot, to, collected.phase == "past")
            )
    return {unit: tuple(sorted(held, key=lambda each: each.slot.last)) for unit, held in found.items()}


def _missing(month: MaterialMonth) -> tuple[UnitRef, ...]:
    return month.missing if month.phase != "coming" else ()
