"""How a campaign's stories and reports do: the pipeline from 投稿 to 上级采用, coverage by level and outlet, and who leads.

Weights come from configuration only: while none is set there are counts and no ranking by points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from campaign.content import Content, once_a_plan
from campaign.model import Coverage, Outlet, OutletLevel, Plan, Stage
from campaign.views.ledgers import ledgers
from campaign.views.quota import department
from campaign.views.tasks import UnitRef, unit_refs

T = TypeVar("T")

# -- the way of the stories -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PipelineStep:
    """A step of the pipeline; `share` is its part of the step before in whole percent, None where that is empty."""

    word: str
    count: int
    share: int | None


@once_a_plan
def pipeline(content: Content, plan: Plan) -> tuple[PipelineStep, ...]:
    """投稿 → 采用 → 择优上报 → 上级采用."""
    kept = ledgers(content, plan)
    counts = [("投稿", len(kept.stories)), *((stage.chinese, len(kept.reached(stage))) for stage in Stage)]
    steps = []
    for index, (word, count) in enumerate(counts):
        before = counts[index - 1][1] if index else 0
        steps.append(PipelineStep(word, count, percent(count, before) if before else None))
    return tuple(steps)


def percent(part: int, whole: int) -> int:
    """Whole percent, halves upwards: 18 of 47 is 38."""
    return (part * 200 + whole) // (whole * 2)


# -- coverage ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoverageLevel:
    """Reports counted on one level with the outlets that carried them, most first."""

    id: str
    name: str
    weight: Decimal | None
    count: int
    outlets: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CoverageBoard:
    """Coverage by level. `reports` are all, `counted` those the duplicate rule leaves; `scores` (points by unit) only with weights."""

    levels: tuple[CoverageLevel, ...]
    reports: tuple[Coverage, ...]
    counted: tuple[Coverage, ...]
    rule: str | None
    weighted: bool
    scores: tuple[Ranked, ...]

    @property
    def total(self) -> int:
        """How many reports count."""
        return len(self.counted)

    @property
    def left_out(self) -> int:
        """How many count for nothing, another of the same story counting."""
        return len(self.reports) - len(self.counted)

    @property
    def points(self) -> Decimal:
        """The sum of weights; a level without weight gives none."""
        return sum(((level.weight or Decimal(0)) * level.count for level in self.levels), Decimal(0))

    @property
    def note(self) -> str:
        """How it was counted, in one or two sentences."""
        how = {
            "highest_per_story": "同一稿件多家刊发，只按级别最高的一家计",
            "first": "同一稿件多家刊发，只计最先刊发的一家",
            "sum": "同一稿件多家刊发，按各家分别计",
            None: "同一稿件多家刊发怎样计没有规定，这里按各家分别列出",
        }[self.rule]
        more = f"，另有 {self.left_out} 篇不重复计" if self.left_out else ""
        weights = "按设定的级别权重折分。" if self.weighted else "各级权重还没有设定，只计篇数，不折分、不排名。"
        return f"{weights}{how}{more}。"


@dataclass(frozen=True)
class Ranked:
    """A unit with its place; equal points share a place, and the next place leaves room for them.

    `parts` show the working: name and weight of each level with the reports that count on it.
    """

    place: int
    unit: UnitRef
    points: Decimal
    parts: tuple[tuple[str, Decimal, int], ...]

    @property
    def reports(self) -> int:
        """How many of its reports count."""
        return sum(count for _, _, count in self.parts)

    @property
    def working(self) -> str:
        """国家级 1 篇×5＋市级 2 篇×1＝7"""
        return f"{'＋'.join(f'{name} {count} 篇×{weight}' for name, weight, count in self.parts)}＝{self.points}"


def counted(reports: Sequence[Coverage], rule: str | None, rank_of: Callable[[Coverage], int]) -> tuple[Coverage, ...]:
    """The reports that count: all, or of each story one — the first, or the one of the highest level (`rank_of` 0 is the highest)."""
    if rule in (None, "sum"):
        return tuple(reports)
    best: dict[str, Coverage] = {}
    for each in reports:
        story = each.story or f"#{each.id}"
        held = best.get(story)
        key = (each.date.first,) if rule == "first" else (rank_of(each), each.date.first)
        if held is None or key < ((held.date.first,) if rule == "first" else (rank_of(held), held.date.first)):
            best[story] = each
    return tuple(each for each in reports if best[each.story or f"#{each.id}"] is each)


@once_a_plan
def coverage_board(content: Content, plan: Plan) -> CoverageBoard:
    """The media coverage of a campaign by level, weights only as the plan gives them."""
    kept = ledgers(content, plan)
    named = [(level.id, level.name, level.weight) for level in plan.media_levels]
    named = named or [(level.value, level.chinese, None) for level in OutletLevel]
    order = {level: index for index, (level, _, _) in enumerate(named)}
    weights = {level: weight.number for level, _, weight in named if weight}
    reports = tuple(each for each in kept.coverage if each.outlet in content.outlets)

    def level_of(report: Coverage) -> str:
        return content.outlets[report.outlet].level.value

    chosen = counted(reports, plan.duplicate_rule, lambda each: order.get(level_of(each), len(order)))
    levels = []
    for level, name, weight in named:
        here = [each for each in chosen if level_of(each) == level]
        outlets = Counter(outlet_name(content.outlets[each.outlet]) for each in here)
        levels.append(
            CoverageLevel(level, name, weight.number if weight else None, len(here), tuple(outlets.most_common()))
        )
    weighted = len(weights) == len(named) and all(level_of(each) in weights for each in chosen)
    scores: tuple[Ranked, ...] = ()
    if weighted:
        count: dict[str, Counter[str]] = {}
        units = {story.id: story.unit for story in kept.stories}
        for each in chosen:
            unit = each.unit or units.get(each.story or "")
            if unit:
                count.setdefault(department(content, plan, unit), Counter())[level_of(each)] += 1
        points = {
            unit: sum((weights[level] * many for level, many in held.items()), Decimal(0))
            for unit, held in count.items()
        }
        ranked = ranks(sorted(points, key=lambda unit: -points[unit]), lambda unit: points[unit])
        refs = {ref.id: ref for ref in unit_refs(content.registry, points)}
        scores = tuple(
            Ranked(
                place,
                refs[unit],
                points[unit],
                tuple((name, weights[level], many) for level, name, _ in named if (many := count[unit][level])),
            )
            for place, unit in ranked
        )
    return CoverageBoard(tuple(levels), reports, chosen, plan.duplicate_rule, weighted, scores)


def outlet_name(outlet: Outlet) -> str:
    """An outlet by its short name if it has one."""
    return outlet.short or outlet.name


# -- who leads --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leader:
    """A unit on the board of 比学赶帮超."""

    place: int
    unit: UnitRef
    handed_in: int
    adopted: int
    reported: int
    taken_above: int


def ranks(ordered: Iterable[T], key: Callable[[T], object]) -> list[tuple[int, T]]:
    """Places of what is already in order: equals share one, and the next is counted from the top (1, 2, 2, 4)."""
    placed: list[tuple[int, T]] = []
    for index, each in enumerate(ordered, 1):
        place = placed[-1][0] if placed and key(placed[-1][1]) == key(each) else index
        placed.append((place, each))
    return placed


@once_a_plan
def leaders(content: Content, plan: Plan) -> tuple[Leader, ...]:
    """Units with a story taken, by stories taken and then by those taken above; who ties is listed by stories sent up, then handed in."""
    kept = ledgers(content, plan)
    counts: dict[str, list[int]] = {}
    for story in kept.stories:
        row = counts.setdefault(department(content, plan, story.unit), [0, 0, 0, 0])
        row[0] += 1
        reached = {step.name for step in story.stages}
        for index, stage in enumerate(Stage, 1):
            row[index] += stage in reached
    units = [unit for unit in content.registry.units if unit in counts and counts[unit][1]]

    def merit(unit: str) -> tuple[int, int]:
        return counts[unit][1], counts[unit][3]

    placed = ranks(
        sorted(units, key=lambda unit: (*merit(unit), counts[unit][2], counts[unit][0]), reverse=True), merit
    )
    refs = {ref.id: ref for ref in unit_refs(content.registry, units)}
    return tuple(Leader(place, refs[unit], *counts[unit]) for place, unit in placed)


def headed(board: Sequence[Leader], most: int) -> tuple[tuple[Leader, ...], str]:
    """The first lines of a board, and a sentence about the rest that does not hide a tie: 另有 5 个科室并列第 5。"""
    shown, rest = tuple(board[:most]), board[most:]
    if not rest:
        return shown, ""
    tied = sum(each.place == shown[-1].place for each in rest)
    words = [f"另有 {tied} 个科室并列第 {shown[-1].place}"] if tied else []
    if len(rest) > tied:
        words.append(f"其后还有 {len(rest) - tied} 个科室")
    return shown, "，".join(words) + "。"
