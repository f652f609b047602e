"""Indicators as rows: targets by tier, the latest value, and whether it is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaign.content import Content, once_a_plan
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Indicator, Modality, Operator, Plan, Progress, Target, Value
from campaign.views.status import Mark, State

APPROX_SHARE = Decimal("0.1")
_SIGNS = {
    Operator.GTE: "≥",
    Operator.LTE: "≤",
    Operator.GT: "＞",
    Operator.LT: "＜",
    Operator.EQ: "",
    Operator.APPROX: "约",
    Operator.BETWEEN: "",
}


@dataclass(frozen=True)
class Measured:
    """A value on a day. `text` is what is shown; `num` and `den` are kept when the rate was computed from them."""

    date: Moment
    number: Decimal
    text: str
    value: Value


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
    url: str

    @property
    def current(self) -> Measured | None:
        return self.series[-1] if self.series else None

    @property
    def unit(self) -> str:
        return self.indicator.unit or ""


@dataclass(frozen=True)
class TierColumns:
    """Columns of an indicator table: the scopes its targets name, in document order; `own` is the reader's."""

    labels: tuple[str, ...]
    own: str | None


def target_text(indicator: Indicator, target: Target) -> str:
    """≥90, 0, 1—2, 0.4:1 — the bound without its unit; growth against a baseline says so."""
    if indicator.operator is Operator.BETWEEN and target.upper:
        return f"{target.value}—{target.upper}"
    if indicator.against == "baseline" and indicator.operator is Operator.LTE and target.value.number == 0:
        return "零增长"
    return f"{_SIGNS[indicator.operator]}{target.value}"


def with_unit(text: str, unit: str | None) -> str:
    """≥90%, ≥1750名; a ratio keeps no unit word."""
    return text if not unit or unit == "比" or text == "零增长" else f"{text}{unit}"


def scope_label(target: Target) -> str:
    return target.scope.label if target.scope else ""


def meets(operator: Operator, value: Decimal, target: Decimal, upper: Decimal | None = None) -> bool:
    """Whether a value reaches its target; every bound but ＞ and ＜ is inclusive, 约 allows a tenth either way."""
    match operator:
        case Operator.GTE:
            return value >= target
        case Operator.LTE:
            return value <= target
        case Operator.GT:
            return value > target
        case Operator.LT:
            return value < target
        case Operator.EQ:
            return value == target
        case Operator.BETWEEN:
            return target <= value <= (target if upper is None else upper)
        case Operator.APPROX:
            return abs(value - target) <= abs(target) * APPROX_SHARE
    raise AssertionError(operator)


def measured(value: Value, unit: str | None) -> Measured | None:
    """The number of a report: as typed, or num/den (in percent, one decimal) — None when the denominator is 0 or blank."""
    if value.value is not None:
        return Measured(value.date, value.value.number, str(value.value), value)
    if value.num is None or value.den is None or value.den.number == 0:
        return None
    rate = value.num.number / value.den.number * (100 if unit == "%" else 1)
    places = Decimal("0.1") if unit == "%" else Decimal("0.01")
    return Measured(value.date, rate, str(rate.quantize(places, ROUND_HALF_UP)), value)


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
    due = (target.due if target else None) or indicator.due or (plan.period.end if plan.period else None)
    state, gap = _judge(content, indicator, target, due, series[-1] if series else None)
    return IndicatorRow(
        plan=plan,
        indicator=indicator,
        target=target,
        due=due,
        modality=(target.modality if target else None) or indicator.modality,
        series=series,
        gap=gap,
        state=state,
        url=links.plan(plan.id, links.indicator_anchor(indicator.id)),
    )


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


def _judge(
    content: Content, indicator: Indicator, target: Target | None, due: Moment | None, latest: Measured | None
) -> tuple[State, str]:
    days = (due.last - content.as_of).days if due else None
    if latest is None or target is None:
        return State(Mark.NONE, "无数据", days), ""
    if meets(indicator.operator, latest.number, target.value.number, target.upper.number if target.upper else None):
        return State(Mark.DONE, "达标", days), ""
    gap = _gap(target, latest)
    if days is None or days < 0 or _beyond_repair(indicator, target):
        return State(Mark.MISSED, "未达标", days), gap
    if days <= content.site.due_soon_days:
        return State(Mark.SOON, "临期", days), gap
    return State(Mark.PENDING, "未到期", days), gap


def _beyond_repair(indicator: Indicator, target: Target) -> bool:
    """A bound of none at all (无丙级病历, 不发生事故) is missed the moment it is passed, whatever the deadline."""
    return target.value.number == 0 and indicator.operator in (Operator.EQ, Operator.LTE) and indicator.against is None


def _gap(target: Target, latest: Measured) -> str:
    """差 0.9 or 多 1: how far the value is from the nearer bound."""
    value, low = latest.number, target.value.number
    high = target.upper.number if target.upper else low
    difference = low - value if value < low else value - high
    places = max(_places(latest.text), _places(str(target.value)))
    shown = difference.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'差' if value < low else '多'} {shown}"


def _places(text: str) -> int:
    return len(text.partition(".")[2]) if ":" not in text else 2


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


def cell(row: IndicatorRow, label: str) -> str:
    """The bound for one scope column, 市级 ≥85 where it holds only at one level; a target without scope holds in every column, — means no demand."""
    found = [target for target in row.indicator.targets if column_label(target) == label]
    if found:
        return "、".join(_qualified(row.indicator, target, label) for target in found)
    plain = [target for target in row.indicator.targets if target.scope is None]
    return target_text(row.indicator, row.target or plain[0]) if plain else "—"


def _qualified(indicator: Indicator, target: Target, label: str) -> str:
    """The bound, with what its scope says beyond the column's own label in front."""
    rest = scope_label(target).replace(label, "")
    return f"{rest} {target_text(indicator, target)}" if rest else target_text(indicator, target)


@dataclass(frozen=True)
class Conflict:
    """One shared indicator for which two plans demand different values of the same people by the same time."""

    key: str
    rows: tuple[tuple[Plan, Indicator, Target], ...]


def conflicts(content: Content) -> tuple[Conflict, ...]:
    """Shared indicators (same `key`) whose targets for the same scope and deadline differ."""
    groups: dict[tuple[str, str, str], list[tuple[Plan, Indicator, Target]]] = {}
    for plan in content.plans.values():
        for indicator in plan.indicators:
            for target in indicator.targets if indicator.key else ():
                due = target.due or indicator.due
                groups.setdefault((indicator.key or "", scope_label(target), due.iso if due else ""), []).append(
                    (plan, indicator, target)
                )
    return tuple(
        Conflict(key, tuple(rows))
        for (key, _, _), rows in groups.items()
        if len({(indicator.operator, target.value.number) for _, indicator, target in rows}) > 1
    )
