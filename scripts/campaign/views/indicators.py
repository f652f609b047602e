"""Indicators as rows: the target that holds for the reader, the values in time, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaign.content import Content, once_a_plan
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Indicator, Modality, Plan, Progress, Status, Target, Value
from campaign.views.status import Mark, State
from campaign.views.targets import UNJUDGED, Aspect, Measured, Year, deadline, measured, scope_label, verdict, wording


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a plan. `target` is the one it is judged by: of the reader's own tier, the next in time."""

    plan: Plan
    indicator: Indicator
    target: Target | None
    due: Moment | None
    modality: Modality
    series: tuple[Measured, ...]
    gap: str
    state: State
    years: tuple[Year, ...]
    url: str

    @property
    def current(self) -> Measured | None:
        """The latest value, or None."""
        return self.series[-1] if self.series else None

    @property
    def judged(self) -> bool:
        """Whether it can be judged: it has a target, and one that binds (可 does not). Nobody may have reported a value yet."""
        return self.target is not None and self.state.word != UNJUDGED

    @property
    def standing(self) -> str:
        """met, short or unknown, as they are counted everywhere; empty for what cannot be judged."""
        if not self.judged:
            return ""
        if self.state.mark is Mark.DONE:
            return "met"
        return "short" if self.gap or self.state.mark is Mark.MISSED else "unknown"

    def words(self, *without: Aspect) -> str:
        """The target that it is judged by, with all its conditions but those shown beside it; the reader's own tier goes without saying.

        Where none is the reader's own (a bureau's plan for hospitals of three tiers), every one with whom it holds for.
        """
        if self.target is None:
            return "；".join(bounds(self, *without))
        return wording(self.indicator, self.target, self.plan.period).short(*without, *self._own())

    def split(self, *without: Aspect) -> tuple[str, str]:
        """The same as (bound, conditions)."""
        said = self.target and wording(self.indicator, self.target, self.plan.period)
        return said.split(*without, *self._own()) if said else ("—", "")

    def _own(self) -> tuple[Aspect, ...]:
        scope = self.target.scope if self.target else None
        return () if scope and (scope.place or scope.condition or scope.unit) else ("where",)

    @property
    def due_inferred(self) -> bool:
        """Whether `due` is not printed with the target: worked out, or the plan's end."""
        judged = (self.target,) if self.target else self.indicator.targets
        return all(wording(self.indicator, each, self.plan.period).inferred for each in judged)

    @property
    def by_when(self) -> str:
        """2027年, 2029年12月31日（推算）; nothing where nobody gave a day."""
        return f"{self.due.chinese}{'（推算）' if self.due_inferred else ''}" if self.due else ""

    @property
    def unit_beside(self) -> str:
        """The unit as it stands beside a value; a ratio (比) has none."""
        return "" if self.unit == "比" else self.unit

    @property
    def unit(self) -> str:
        """The unit as written, or nothing."""
        return self.indicator.unit or ""


@dataclass(frozen=True)
class TierColumns:
    """Columns of an indicator table: the scopes its targets name, in document order; `own` is the reader's."""

    labels: tuple[str, ...]
    own: str | None


@once_a_plan
def indicator_rows(content: Content, plan: Plan) -> tuple[IndicatorRow, ...]:
    """All indicators of a plan, judged at `as_of`."""
    progress = content.progress_of(plan.id)
    tier, level = _own_tier(content, plan)
    return tuple(_row(content, plan, progress, indicator, tier, level) for indicator in plan.indicators)


def _own_tier(content: Content, plan: Plan) -> tuple[str | None, str | None]:
    """Tier and level of the house that judges: the plan's own, else the site's home."""
    house = content.registry.house(plan.issuer) or content.home
    unit = content.registry.units.get(house or "")
    if unit and unit.tier is None and content.home:
        unit = content.registry.units.get(content.home)
    return (unit.tier if unit else None), (unit.level.value if unit and unit.level else None)


def _fits(target: Target, tier: str | None, level: str | None) -> bool:
    scope = target.scope
    if scope is None:
        return True
    return (scope.tier is None or scope.tier == tier) and (scope.level is None or scope.level.value == level)


def _row(
    content: Content, plan: Plan, progress: Progress, indicator: Indicator, tier: str | None, level: str | None
) -> IndicatorRow:
    values = (
        measured(value, indicator.unit)
        for value in progress.values
        if value.indicator == indicator.id and _own_value(value, tier, level)
    )
    series = tuple(
        sorted((each for each in values if each and each.date.first <= content.as_of), key=lambda each: each.date.last)
    )
    target = _target_in_force(indicator, tier, level, content.as_of)
    judged = verdict(indicator, target, series, content.as_of, content.site.due_soon_days, plan.period)
    return IndicatorRow(
        plan=plan,
        indicator=indicator,
        target=target,
        due=_due(plan, indicator, target),
        modality=(target.modality if target else None) or indicator.modality,
        series=series,
        gap=judged.gap,
        state=judged.state,
        years=judged.years,
        url=links.plan(plan.id, links.indicator_anchor(indicator.id)),
    )


def _due(plan: Plan, indicator: Indicator, target: Target | None) -> Moment | None:
    """The deadline of the target in force; where none is the reader's own, that which all of them share."""
    dues = {deadline(indicator, each, plan.period) for each in ((target,) if target else indicator.targets)}
    return dues.pop() if len(dues) == 1 else None


def _own_value(value: Value, tier: str | None, level: str | None) -> bool:
    """Whether a value speaks of the house as a whole: one of a single unit, a place or another tier does not."""
    scope = value.scope
    if scope is None:
        return True
    if scope.unit or scope.place or scope.condition:
        return False
    return (scope.tier is None or scope.tier == tier) and (scope.level is None or scope.level.value == level)


def series_by_scope(content: Content, row: IndicatorRow) -> tuple[tuple[str, tuple[Measured, ...]], ...]:
    """Values that speak of a part only (a unit, a place, another tier), by what their scope says, each part in time."""
    tier, level = _own_tier(content, row.plan)
    found: dict[str, list[Measured]] = {}
    for value in content.progress_of(row.plan.id).values:
        if value.indicator == row.indicator.id and value.scope and not _own_value(value, tier, level):
            made = measured(value, row.indicator.unit)
            if made and made.date.first <= content.as_of:
                found.setdefault(value.scope.label, []).append(made)
    return tuple((label, tuple(sorted(each, key=lambda one: one.date.last))) for label, each in found.items())


def fitting_targets(content: Content, plan: Plan, indicator: Indicator) -> tuple[Target, ...]:
    """The targets that hold for this reader's tier and level."""
    tier, level = _own_tier(content, plan)
    return tuple(target for target in indicator.targets if _fits(target, tier, level))


def _target_in_force(indicator: Indicator, tier: str | None, level: str | None, as_of: date) -> Target | None:
    """Of the targets for this tier the next one due; when all are past, the last."""
    fitting = [target for target in indicator.targets if _fits(target, tier, level)]
    dated = sorted(
        (target for target in fitting if target.due), key=lambda target: target.due.last if target.due else as_of
    )
    coming = [target for target in dated if target.due and target.due.last >= as_of]
    if coming:
        return coming[0]
    return dated[-1] if dated else (fitting[0] if fitting else None)


def column_label(target: Target) -> str:
    """The column a target stands in: its tier, else its administrative level (县级); empty when it holds for a place or a condition."""
    scope = target.scope
    if scope is None or scope.condition or scope.place:
        return ""
    return scope.tier or (f"{scope.level.chinese}级" if scope.level else "")


def tier_columns(content: Content, plan: Plan, rows: Sequence[IndicatorRow]) -> TierColumns:
    """The scope columns a plan's indicator table needs: one for each tier or level its targets name, in document order."""
    labels = tuple(
        dict.fromkeys(filter(None, (column_label(target) for row in rows for target in row.indicator.targets)))
    )
    tier, level = _own_tier(content, plan)
    own = next(
        (
            column_label(target)
            for row in rows
            for target in row.indicator.targets
            if target.scope and _fits(target, tier, level)
        ),
        None,
    )
    return TierColumns(labels, own or None)


def cell(row: IndicatorRow, label: str, *without: Aspect) -> str:
    """The bounds for one scope column, a line each; a target without scope holds in every column, — means no demand.

    What a scope says beyond the column's own label stays (市级 ≥85%); targets that differ in date or in how binding
    they are say so, even where a column of its own shows the row's.
    """
    shown = [target for target in row.indicator.targets if column_label(target) in (label, "")]
    return "\n".join(dict.fromkeys(_in_column(row, target, label, without) for target in shown)) or "—"


def bounds(row: IndicatorRow, *without: Aspect) -> tuple[str, ...]:
    """Every bound of an indicator, in document order, with all its conditions but those shown beside it."""
    return tuple(dict.fromkeys(_in_column(row, target, "", without) for target in row.indicator.targets))


def parted(row: IndicatorRow, *without: Aspect) -> tuple[tuple[str, str], ...]:
    """Every bound as (for whom and by when, what), for a surface that sets the two apart."""
    found = []
    for target in row.indicator.targets:
        said, left_out = wording(row.indicator, target, row.plan.period), _left_out(row, without)
        label = f"{'' if 'due' in left_out else said.when}{said.where}"
        found.append((label, said.short(*left_out, "where", "due")))
    return tuple(dict.fromkeys(found))


def _in_column(row: IndicatorRow, target: Target, label: str, without: Sequence[Aspect]) -> str:
    said = wording(row.indicator, target, row.plan.period)
    where = said.where.replace(label, "").strip() if label else said.where
    return replace(said, where=where).short(*_left_out(row, without))


def _left_out(row: IndicatorRow, without: Sequence[Aspect]) -> list[Aspect]:
    """A column beside the bounds says what is common to them; what differs from bound to bound is said with each."""
    targets = row.indicator.targets
    differs: dict[Aspect, bool] = {
        "due": len({each.due for each in targets}) > 1,
        "modality": len({each.modality for each in targets}) > 1,
    }
    return [each for each in without if not differs.get(each)]


@dataclass(frozen=True)
class Conflict:
    """One shared indicator for which two plans in force demand different things of the same people by the same time."""

    key: str
    rows: tuple[tuple[Plan, Indicator, Target], ...]


def conflicts(content: Content) -> tuple[Conflict, ...]:
    """Shared indicators (same `key`) of plans in force whose targets for the same scope and deadline say different things: another bound, or
    the same bound otherwise binding (≥95%, 力争≥95%)."""
    groups: dict[tuple[str, str, str], list[tuple[Plan, Indicator, Target]]] = {}
    for plan in content.plans.values():
        for indicator in plan.indicators if plan.status is Status.ACTIVE else ():
            for target in indicator.targets if indicator.key else ():
                due = deadline(indicator, target, plan.period)
                key = indicator.key or "", scope_label(target), due.iso if due else ""
                groups.setdefault(key, []).append((plan, indicator, target))
    return tuple(
        Conflict(key, tuple(rows))
        for (key, _, _), rows in groups.items()
        if len({demand(indicator, target) for _, indicator, target in rows}) > 1
    )


def demand(indicator: Indicator, target: Target) -> str:
    """What a target asks for, without of whom and by when: ≥95%, 力争≥95%."""
    return wording(indicator, target).short("where", "due")
