"""One hospital's round as it is reported: the sheet, the rank, what changed, what the forms say, and where each lost point went.

The score page, the printed report and the open data all show this; none of them counts anything for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.content import Content, once
from campaign.leaves import links
from campaign.model import Category, Item, RuleSet, SubItem, Tier
from campaign.views.forms import figures
from campaign.views.ledger import LedgerRow, ledger_rows, of_results
from campaign.views.scoring import (
    ItemState,
    Rank,
    RoundChange,
    ScoreSheet,
    TierRanking,
    change,
    previous,
    rankings,
    score_sheets,
    tiers_of,
)
from campaign.views.thresholds import Prejudged, prejudge


@dataclass(frozen=True)
class Loss:
    """An item that lost points: the ledger entries that were opened for it, or the reason why none was."""

    state: ItemState
    entries: tuple[LedgerRow, ...]

    @property
    def reason(self) -> str:
        """Why no entry was opened, as the result says."""
        return (self.state.score.reason or "") if self.state.score else ""

    @property
    def evidence(self) -> str:
        """What was looked at, as the result says."""
        return (self.state.score.evidence or "") if self.state.score else ""


@dataclass(frozen=True)
class ScoreReport:
    """A score sheet with everything said about it. `change` compares with the round before, where there was one; `peers` are all hospitals
    of the tier in the order of their ranks, this one among them, each with its own change."""

    sheet: ScoreSheet
    change: RoundChange | None
    ranking: TierRanking
    rank: Rank
    peers: tuple[tuple[Rank, RoundChange | None], ...]
    losses: tuple[Loss, ...]
    prejudged: tuple[Prejudged, ...]
    latest: bool

    @property
    def demo(self) -> bool:
        """Whether any of it is 示例数据."""
        return self.sheet.result.demo or self.sheet.unit.demo or self.sheet.rules.demo

    @property
    def title(self) -> str:
        """某某医院期末评分."""
        return f"{self.sheet.unit.name}{self.sheet.round.name}评分"

    @property
    def url(self) -> str:
        """Its page."""
        return links.score(self.sheet.rules.id, self.sheet.unit.id, self.sheet.round.id)

    @property
    def pdf(self) -> str:
        """Its print."""
        return links.score_pdf(self.sheet.rules.id, self.sheet.unit.id, self.sheet.round.id)

    @property
    def entered(self) -> int:
        """How many lost items have a ledger entry."""
        return sum(bool(loss.entries) for loss in self.losses)


@once
def score_reports(content: Content) -> tuple[ScoreReport, ...]:
    """Every report: by rule set, tier, hospital and round."""
    sheets = score_sheets(content)
    ask = figures(content)
    rows = ledger_rows(content)
    by_source, by_id = of_results(rows), {row.entry.id: row for row in rows}
    changes = {id(sheet): change(before, sheet) for sheet in sheets if (before := previous(sheets, sheet))}
    orders: dict[tuple[str, str], tuple[TierRanking, ...]] = {}
    found = []
    for sheet in sheets:
        key = (sheet.rules.id, sheet.round.id)
        if key not in orders:
            orders[key] = rankings(content, sheet.rules, sheet.round, sheets)
        ranking = next(each for each in orders[key] if each.tier.id == sheet.tier.id)
        rank = ranking.of(sheet.unit.id)
        assert rank is not None
        last = max(sheet.rules.rounds.index(each.round) for each in sheets if _same(each, sheet))
        found.append(
            ScoreReport(
                sheet,
                changes.get(id(sheet)),
                ranking,
                rank,
                tuple((each, changes.get(id(each.sheet))) for each in ranking.ranks),
                tuple(_loss(sheet, state, by_source, by_id) for state in sheet.losses),
                prejudge(sheet, ask),
                sheet.rules.rounds.index(sheet.round) == last,
            )
        )
    return tuple(found)


def _same(one: ScoreSheet, other: ScoreSheet) -> bool:
    return one.rules.id == other.rules.id and one.unit.id == other.unit.id


def _loss(
    sheet: ScoreSheet, state: ItemState, by_source: Mapping[str, tuple[LedgerRow, ...]], by_id: Mapping[str, LedgerRow]
) -> Loss:
    """Entries that the score names and those that name the score, each once."""
    named = state.score.ledger if state.score else None
    entries = [by_id[named]] if named and named in by_id else []
    entries += [row for row in by_source.get(f"{sheet.result.id}#{state.item.number}", ()) if row not in entries]
    return Loss(state, tuple(entries))


def of_rules(reports: tuple[ScoreReport, ...], rules: RuleSet) -> tuple[ScoreReport, ...]:
    """The reports of one rule set."""
    return tuple(report for report in reports if report.sheet.rules.id == rules.id)


def by_hospital(reports: tuple[ScoreReport, ...]) -> Mapping[str, tuple[ScoreReport, ...]]:
    """Reports of each hospital from the first round to the last, in the order given."""
    found: dict[str, list[ScoreReport]] = {}
    for report in reports:
        found.setdefault(report.sheet.unit.id, []).append(report)
    return {unit: tuple(each) for unit, each in found.items()}


# -- one item over all hospitals ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemRow:
    """One hospital's states of an item: a (report, state) a round, None where the hospital has no result."""

    reports: tuple[ScoreReport, ...]
    rounds: tuple[tuple[ScoreReport, ItemState] | None, ...]

    @property
    def latest(self) -> tuple[ScoreReport, ItemState]:
        """The report and state of the last round that has any."""
        return next(each for each in reversed(self.rounds) if each)

    @property
    def loss(self) -> Loss | None:
        """Where the lost point of the latest round went."""
        report, state = self.latest
        return next((loss for loss in report.losses if loss.state is state), None)

    @property
    def judged(self) -> tuple[tuple[ScoreReport, Prejudged], ...]:
        """What the forms say, for the rounds that have a reporting period."""
        number = self.latest[1].item.number
        return tuple(
            (report, each)
            for report in self.reports
            for each in report.prejudged
            if each.state.item.number == number and report.sheet.round.form_period
        )


@dataclass(frozen=True)
class ItemView:
    """An item with the tiers it holds for and how every hospital stands."""

    rules: RuleSet
    category: Category
    sub_item: SubItem
    item: Item
    tiers: tuple[Tier, ...]
    rows: tuple[ItemRow, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return links.assessment_item(self.rules.id, self.item.number)


@once
def item_views(content: Content) -> Mapping[str, tuple[ItemView, ...]]:
    """Every item of every rule set, by the id of the set."""
    reports = score_reports(content)
    found = {}
    for rules in content.assessments.values():
        hospitals = by_hospital(of_rules(reports, rules))
        places = {item.number: place for place, (_, _, item) in enumerate(rules.items)}
        found[rules.id] = tuple(
            ItemView(
                rules,
                category,
                sub_item,
                item,
                tiers_of(rules, item),
                tuple(_item_row(rules, each, places[item.number]) for each in hospitals.values()),
            )
            for category, sub_item, item in rules.items
        )
    return found


def _item_row(rules: RuleSet, reports: tuple[ScoreReport, ...], place: int) -> ItemRow:
    by_round = {report.sheet.round.id: report for report in reports}
    return ItemRow(
        reports,
        tuple(
            (by_round[each.id], by_round[each.id].sheet.states[place]) if each.id in by_round else None
            for each in rules.rounds
        ),
    )
