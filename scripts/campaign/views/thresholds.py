"""Thresholds of assessment items held against reported figures: what a hospital's forms already say before anybody scores.

Where the figures come from is not known here: a `Figures` is asked for a hospital's value of a form field in a period and answers None when
it has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from campaign.model import Item, Operator, Quantity, Round, Threshold, Unit
from campaign.views.scoring import ItemResult, ItemState, ScoreSheet
from campaign.views.targets import SIGNS, meets, with_unit

Figures = Callable[[str, str, str], Quantity | None]  # (unit id, period, "form2.appt_rate") → the figure, or None


class Prejudgement(Enum):
    """What a form says about a threshold."""

    MET = "达到"
    MISSED = "未达到"
    NO_DATA = "无数据"
    NOT_ON_FORM = "报表没有这一项"


@dataclass(frozen=True)
class ThresholdVerdict:
    """A threshold that holds for a hospital, and what its reported figure says about it."""

    threshold: Threshold
    finding: Prejudgement
    figure: Quantity | None
    period: str

    @property
    def bound(self) -> str:
        """The bound in words: ≥90%."""
        return bound(self.threshold)


_SIGNS = {**SIGNS, Operator.EQ: "＝"}  # the rule books write it out


def bound(threshold: Threshold) -> str:
    """≥50%, ≤10分钟, 约30人次"""
    return with_unit(f"{_SIGNS[threshold.operator]}{threshold.value}", threshold.unit)


def whom(threshold: Threshold) -> str:
    """三级, 三甲, or nothing when it holds for all."""
    return threshold.grade or threshold.tier or ""


def holds_for(threshold: Threshold, unit: Unit) -> bool:
    """Whether a threshold is asked of a unit, by tier and grade."""
    return threshold.tier in (None, unit.tier) and threshold.grade in (None, unit.grade)


def verdicts(item: Item, unit: Unit, round_: Round, figures: Figures) -> tuple[ThresholdVerdict, ...]:
    """Every threshold of an item that holds for a hospital, judged by the figures of the round's reporting period."""
    period = round_.form_period or ""
    found = []
    for threshold in item.thresholds:
        if not holds_for(threshold, unit):
            continue
        figure = figures(unit.id, period, threshold.from_form) if threshold.from_form and period else None
        found.append(ThresholdVerdict(threshold, _finding(threshold, figure), figure, period))
    return tuple(found)


def _finding(threshold: Threshold, figure: Quantity | None) -> Prejudgement:
    if not threshold.from_form:
        return Prejudgement.NOT_ON_FORM
    if figure is None:
        return Prejudgement.NO_DATA
    return Prejudgement.MET if meets(threshold.operator, figure.number, threshold.value.number) else Prejudgement.MISSED


def prejudged(found: tuple[ThresholdVerdict, ...]) -> Prejudgement | None:
    """What the figures say about a whole item: missed when one bound is missed, met only when all are; None without thresholds."""
    findings = [verdict.finding for verdict in found]
    if not findings:
        return None
    if Prejudgement.MISSED in findings:
        return Prejudgement.MISSED
    if all(each is Prejudgement.MET for each in findings):
        return Prejudgement.MET
    return Prejudgement.NO_DATA if Prejudgement.NO_DATA in findings else Prejudgement.NOT_ON_FORM


@dataclass(frozen=True)
class Prejudged:
    """An item with thresholds in a score sheet: what the forms say beside what was scored."""

    state: ItemState
    verdicts: tuple[ThresholdVerdict, ...]
    finding: Prejudgement

    @property
    def contradicts(self) -> bool:
        """The forms say 未达到, and full points were given."""
        return self.finding is Prejudgement.MISSED and self.state.kind is ItemResult.EARNED


def prejudge(sheet: ScoreSheet, figures: Figures) -> tuple[Prejudged, ...]:
    """All items with thresholds that apply to the hospital, in printed order."""
    found = []
    for state in sheet.states:
        if state.kind is ItemResult.EXCLUDED:
            continue
        judged = verdicts(state.item, sheet.unit, sheet.round, figures)
        finding = prejudged(judged)
        if finding:
            found.append(Prejudged(state, judged, finding))
    return tuple(found)
