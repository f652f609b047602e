"""Scores of an assessment: totals converted to 100, categories, lost points, rounds compared, ranks within a tier.

Everything is exact: points are decimals, a share is a fraction, and only the last step rounds. An item without points is 未评; it earns nothing
yet, but it is never a 0: a total with such items is 暂定, and `best` says what it can still become.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property

from campaign.content import Content, once, part
from campaign.leaves.numbering import to_chinese
from campaign.model import Category, Item, Result, Round, Rounding, RuleSet, Score, SubItem, Tier, Unit
from campaign.model.registry import Registry


class ItemResult(Enum):
    """What became of an item; the value is the word readers see."""

    EARNED = "得分"
    PART = "部分得分"
    LOST = "失分"
    UNSCORED = "未评"
    EXCLUDED = "不适用"


@dataclass(frozen=True)
class ItemState:
    """One item in one score sheet. `points` is None where nothing was scored; `full` is 0 where the item does not apply."""

    category: Category
    sub_item: SubItem
    item: Item
    kind: ItemResult
    full: Decimal
    points: Decimal | None
    score: Score | None
    owner: str
    owner_id: str | None  # when the department stands in the unit registry

    @property
    def lost(self) -> Decimal:
        """Points that were scored away; nothing is lost by an item that is still 未评."""
        return Decimal(0) if self.points is None else self.full - self.points


@dataclass(frozen=True)
class CategorySum:
    """A category's share of a score sheet."""

    category: Category
    states: tuple[ItemState, ...]

    @cached_property
    def applicable(self) -> int:
        """Items that hold for the hospital."""
        return sum(state.kind is not ItemResult.EXCLUDED for state in self.states)

    @cached_property
    def possible(self) -> Decimal:
        """Points to be had by the items that hold."""
        return sum((state.full for state in self.states), Decimal(0))

    @cached_property
    def earned(self) -> Decimal:
        """Points given; what is unscored gives none yet."""
        return sum((state.points or Decimal(0) for state in self.states), Decimal(0))

    @cached_property
    def lost(self) -> Decimal:
        """Points lost; what is unscored has lost none."""
        return sum((state.lost for state in self.states), Decimal(0))

    @cached_property
    def lost_items(self) -> tuple[ItemState, ...]:
        """Items that lost all or part of their points."""
        return tuple(state for state in self.states if state.kind in (ItemResult.LOST, ItemResult.PART))

    @cached_property
    def unscored(self) -> int:
        """How many items nobody has scored; that is not 0 points."""
        return sum(state.kind is ItemResult.UNSCORED for state in self.states)


@dataclass(frozen=True)
class ScoreSheet:
    """How one hospital stands in one round."""

    rules: RuleSet
    round: Round
    tier: Tier
    unit: Unit
    result: Result
    categories: tuple[CategorySum, ...]

    @cached_property
    def states(self) -> tuple[ItemState, ...]:
        """The states of all items, in the order of their numbers."""
        return tuple(state for each in self.categories for state in each.states)

    @cached_property
    def applicable(self) -> int:
        """Items that hold for the hospital."""
        return sum(each.applicable for each in self.categories)

    @cached_property
    def possible(self) -> Decimal:
        """Points that can be had: items that apply times the points of one."""
        return sum((each.possible for each in self.categories), Decimal(0))

    @cached_property
    def earned(self) -> Decimal:
        """Points given."""
        return sum((each.earned for each in self.categories), Decimal(0))

    @cached_property
    def unscored(self) -> tuple[ItemState, ...]:
        """Items nobody has scored."""
        return tuple(state for state in self.states if state.kind is ItemResult.UNSCORED)

    @cached_property
    def losses(self) -> tuple[ItemState, ...]:
        """Items that lost points, wholly or in part."""
        return tuple(state for state in self.states if state.kind in (ItemResult.LOST, ItemResult.PART))

    @cached_property
    def unowned(self) -> tuple[ItemState, ...]:
        """Items that apply and have no department to answer for them."""
        return tuple(state for state in self.states if state.kind is not ItemResult.EXCLUDED and not state.owner)

    @property
    def provisional(self) -> bool:
        """Something is still 未评, so the total can only rise."""
        return bool(self.unscored)

    @cached_property
    def converted(self) -> Decimal:
        """得分 ÷ 适用分 × 100, rounded as the rule set says; between 0 and `convert_to`."""
        return convert(self.rules, self.earned, self.possible)

    @cached_property
    def best(self) -> Decimal:
        """The converted score if all that is 未评 were to earn its full points."""
        return convert(self.rules, self.earned + sum((each.full for each in self.unscored), Decimal(0)), self.possible)

    @property
    def working(self) -> str:
        """The sum as a sum: 81 ÷ 90 × 100 = 90.00"""
        return f"{plain(self.earned)} ÷ {plain(self.possible)} × {plain(self.rules.scoring.convert_to.number)} = {self.converted}"


def plain(number: Decimal) -> str:
    """A number without idle zeros: 80, 0.5; minus as a minus sign."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def rounded(value: Fraction, places: int, rounding: Rounding) -> Decimal:
    """A fraction, not negative, as a decimal of so many places."""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    up = twice > scaled.denominator or (
        twice == scaled.denominator and (rounding is Rounding.HALF_UP or whole % 2 == 1)
    )
    return Decimal(whole + (up and rounding is not Rounding.DOWN)).scaleb(-places)


def convert(rules: RuleSet, earned: Decimal, possible: Decimal) -> Decimal:
    """Earned points as a share of those that can be had, times the full score; 0 where nothing applies."""
    scoring = rules.scoring
    share = Fraction(earned) / Fraction(possible) if possible else Fraction(0)
    return rounded(share * Fraction(scoring.convert_to.number), scoring.places, scoring.rounding)


# -- from results to sheets -------------------------------------------------------------------------------------------------------


def score_sheet(content: Content, result: Result) -> ScoreSheet | None:
    """The sheet of one result; None when its rule set, round, hospital or tier is not known (the checks say so)."""
    rules = content.assessments.get(result.rules)
    unit = content.registry.units.get(result.unit)
    if not rules or not unit:
        return None
    round_ = rules.round(result.round)
    tier = rules.tier_of(unit.grade)
    if not round_ or not tier:
        return None
    scores = _by_item(result)
    owners = {number: owner.unit for owner in reversed(result.owners) for number in owner.items}
    departments = _departments(content.registry, unit.id)

    def state(category: Category, sub_item: SubItem, item: Item) -> ItemState:
        owner = owners.get(item.number, "")
        full = rules.scoring.points.number if applies(tier, item) else Decimal(0)
        score = scores.get(item.number) if full else None
        points = _points(score, full)
        kind = _kind(points, full)
        return ItemState(category, sub_item, item, kind, full, points, score, owner, departments.get(owner))

    categories = tuple(
        CategorySum(
            category,
            tuple(state(category, sub_item, item) for sub_item in category.sub_items for item in sub_item.items),
        )
        for category in rules.categories
    )
    return ScoreSheet(rules, round_, tier, unit, result, categories)


def _by_item(result: Result) -> Mapping[int, Score]:
    """Scores by item; of two for one item the first counts (the checks name the second)."""
    return {number: score for score in reversed(result.scores) for number in score.items}


def _points(score: Score | None, full: Decimal) -> Decimal | None:
    """Points that count: those outside 0 … full are no score at all (the checks name them)."""
    points = score.points.number if score and score.points else None
    return points if points is not None and 0 <= points <= full else None


def _kind(points: Decimal | None, full: Decimal) -> ItemResult:
    if not full:
        return ItemResult.EXCLUDED
    if points is None:
        return ItemResult.UNSCORED
    if points == full:
        return ItemResult.EARNED
    return ItemResult.PART if points else ItemResult.LOST


def _departments(registry: Registry, house: str) -> Mapping[str, str]:
    """The departments of a hospital by every name they go by; of two with one name the first is meant."""
    found: dict[str, str] = {}
    for each in registry.descendants(house):
        for name in (registry.units[each].name, *registry.units[each].aliases):
            found.setdefault(name, each)
    return found


def score_sheets(content: Content) -> tuple[ScoreSheet, ...]:
    """Every sheet: by rule set, by tier from the highest, by hospital, by round. Of two for one hospital and round the first by id counts."""
    found: dict[tuple[str, str, str], ScoreSheet] = {}
    for result in sorted(content.results.values(), key=lambda each: each.id):
        sheet = score_sheet(content, result)
        if sheet:
            found.setdefault((sheet.rules.id, sheet.unit.id, sheet.round.id), sheet)
    return tuple(sorted(found.values(), key=_order))


def _order(sheet: ScoreSheet) -> tuple[str, int, str, int]:
    rules = sheet.rules
    return (rules.id, rules.tiers.index(sheet.tier), sheet.unit.id, rules.rounds.index(sheet.round))


def of_unit(sheets: Iterable[ScoreSheet], unit_id: str) -> tuple[ScoreSheet, ...]:
    """A hospital's sheets from the first round to the last."""
    return tuple(sheet for sheet in sheets if sheet.unit.id == unit_id)


# -- rounds compared ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundChange:
    """What happened between two rounds of one hospital: `regained` items lost before and earned now, `newly` the other way round."""

    before: ScoreSheet
    after: ScoreSheet
    regained: tuple[ItemState, ...]
    newly: tuple[ItemState, ...]
    still: tuple[ItemState, ...]

    @property
    def delta(self) -> Decimal:
        """How much the converted score rose (or fell, below 0)."""
        return self.after.converted - self.before.converted

    @property
    def words(self) -> str:
        """提高 11.58, 下降 2.11 or 持平"""
        if not self.delta:
            return "持平"
        return f"{'提高' if self.delta > 0 else '下降'} {abs(self.delta)}"


def change(before: ScoreSheet, after: ScoreSheet) -> RoundChange:
    """What became of each item between two rounds of one hospital."""
    was = {state.item.number: state for state in before.states}
    lost_before = {state.item.number for state in before.losses}
    return RoundChange(
        before,
        after,
        regained=tuple(
            each for each in after.states if each.kind is ItemResult.EARNED and each.item.number in lost_before
        ),
        newly=tuple(each for each in after.losses if was[each.item.number].kind is ItemResult.EARNED),
        still=tuple(each for each in after.losses if each.item.number in lost_before),
    )


def previous(sheets: Sequence[ScoreSheet], sheet: ScoreSheet) -> ScoreSheet | None:
    """The hospital's sheet of the round before, if there was one."""
    earlier = [
        each
        for each in of_unit(sheets, sheet.unit.id)
        if each.rules.id == sheet.rules.id and _order(each) < _order(sheet)
    ]
    return earlier[-1] if earlier else None


# -- ranks --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rank:
    """A hospital's place within its tier in one round; equal converted scores share a place, and the next place is left out."""

    place: int
    shared: bool
    sheet: ScoreSheet


@dataclass(frozen=True)
class TierRanking:
    """The order of one tier in one round. `missing` are hospitals of the tier that were open then and have no result."""

    tier: Tier
    round: Round
    ranks: tuple[Rank, ...]
    missing: tuple[Unit, ...]

    def of(self, unit_id: str) -> Rank | None:
        """The rank of a hospital, or None when it has no score."""
        return next((rank for rank in self.ranks if rank.sheet.unit.id == unit_id), None)


def ranked(sheets: Iterable[ScoreSheet]) -> tuple[Rank, ...]:
    """Ranks by converted score, highest first: 1, 2, 2, 4."""
    ordered = sorted(sheets, key=lambda sheet: (-sheet.converted, sheet.unit.id))
    scores = [sheet.converted for sheet in ordered]
    return tuple(Rank(scores.index(sheet.converted) + 1, scores.count(sheet.converted) > 1, sheet) for sheet in ordered)


def rankings(content: Content, rules: RuleSet, round_: Round, sheets: Iterable[ScoreSheet]) -> tuple[TierRanking, ...]:
    """One ranking a tier, the highest tier first; tiers without any hospital are left out."""
    of_round = [sheet for sheet in sheets if sheet.rules.id == rules.id and sheet.round.id == round_.id]
    found = []
    for tier in rules.tiers:
        ranks = ranked(sheet for sheet in of_round if sheet.tier.id == tier.id)
        present = {rank.sheet.unit.id for rank in ranks}
        missing = tuple(
            unit
            for unit in content.registry.units.values()
            if unit.grade in tier.grades and unit.id not in present and _open(unit, round_)
        )
        if ranks or missing:
            found.append(TierRanking(tier, round_, ranks, missing))
    return tuple(found)


def _open(unit: Unit, round_: Round) -> bool:
    """Was the hospital open when the round was due?"""
    return round_.due is None or unit.at_work(round_.due.last)


# -- the rule book ------------------------------------------------------------------------------------------------------------------


def category_label(category: Category) -> str:
    """The number as printed: 一、 or 五."""
    return category.label or f"{to_chinese(category.number)}、"


def label(entry: SubItem | Item) -> str:
    """The number of a sub-item or an item as printed: 1、 or 36."""
    return entry.label or f"{entry.number}、"


def applies(tier: Tier, item: Item) -> bool:
    """Whether an item holds for a tier."""
    return item.number not in tier.exclude


def tiers_of(rules: RuleSet, item: Item) -> tuple[Tier, ...]:
    """The tiers an item holds for."""
    return tuple(tier for tier in rules.tiers if applies(tier, item))


def for_tier(rules: RuleSet, tier: Tier) -> tuple[tuple[Category, tuple[tuple[SubItem, tuple[Item, ...]], ...]], ...]:
    """The rule book of one tier: items that do not apply are gone, and so are sub-items and categories left empty by that."""
    book = []
    for category in rules.categories:
        kept = [
            (sub_item, tuple(item for item in sub_item.items if applies(tier, item))) for sub_item in category.sub_items
        ]
        filled = tuple((sub_item, items) for sub_item, items in kept if items)
        if filled:
            book.append((category, filled))
    return tuple(book)


def tier_counts(rules: RuleSet) -> Mapping[str, int]:
    """How many items hold for each tier, by the tier's name."""
    return {tier.name: sum(applies(tier, item) for _, _, item in rules.items) for tier in rules.tiers}


def crosswalk(rules: RuleSet) -> Mapping[int, str]:
    """Category number → task of the plan the crosswalk names."""
    return {each.category: each.task for each in rules.crosswalk.links} if rules.crosswalk else {}


@once
def assessed_by(content: Content) -> Mapping[str, tuple[RuleSet, ...]]:
    """Rule sets that assess each plan, by its id."""
    found: dict[str, list[RuleSet]] = {}
    for rules in content.assessments.values():
        if rules.crosswalk:
            found.setdefault(rules.crosswalk.plan, []).append(rules)
    return {plan: tuple(each) for plan, each in found.items()}


def categories_of(content: Content, plan_id: str) -> Mapping[str, tuple[tuple[RuleSet, Category], ...]]:
    """The categories that each task of a plan is assessed by, by the id of the task."""
    found: dict[str, list[tuple[RuleSet, Category]]] = {}
    for rules in part(assessed_by, content, plan_id) or ():
        if rules.crosswalk:
            tasks = crosswalk(rules)
            for category in rules.categories:
                if category.number in tasks:
                    found.setdefault(tasks[category.number], []).append((rules, category))
    return {task: tuple(each) for task, each in found.items()}
