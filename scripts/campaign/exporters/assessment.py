"""Assessments as open data: the rule book with its tiers and thresholds, and every hospital's scores with the sum they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from campaign.content import Content
from campaign.exporters.data import catalog_assessment, number
from campaign.leaves import links
from campaign.model import Item, RuleSet, Threshold
from campaign.views.score_reports import ScoreReport, of_rules, score_reports
from campaign.views.scoring import ItemResult, category_label, label, tiers_of
from campaign.views.thresholds import Prejudgement


def assessment_data(content: Content, rules: RuleSet) -> dict[str, Any]:
    """The whole rule set with permanent addresses, and one entry a hospital and round."""
    return {
        **catalog_assessment(rules),
        "title": rules.title,
        "scoring": {
            "points": number(rules.scoring.points),
            "convert_to": number(rules.scoring.convert_to),
            "places": rules.scoring.places,
            "rounding": rules.scoring.rounding.value,
            "partial": rules.scoring.partial,
        },
        "excluded": {tier.name: list(tier.exclude) for tier in rules.tiers},
        "rounds": [{"id": each.id, "name": each.name, "form_period": each.form_period} for each in rules.rounds],
        "crosswalk": {
            "plan": rules.crosswalk.plan if rules.crosswalk else None,
            "tasks": {each.task: each.category for each in rules.crosswalk.links} if rules.crosswalk else {},
        },
        "book": [
            {
                "number": category.number,
                "label": category_label(category),
                "title": category.title,
                "url": links.assessment(rules.id, links.category_anchor(category.number)),
                "sub_items": [
                    {
                        "number": sub_item.number,
                        "label": label(sub_item),
                        "title": sub_item.title,
                        "items": [_item(rules, item) for item in sub_item.items],
                    }
                    for sub_item in category.sub_items
                ],
            }
            for category in rules.categories
        ],
        "results": [_report(report) for report in of_rules(score_reports(content), rules)],
    }  # fmt: skip


def _item(rules: RuleSet, item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "label": label(item),
        "title": item.title,
        "text": item.text,
        "url": links.assessment_item(rules.id, item.number),
        "tiers": [tier.name for tier in tiers_of(rules, item)],
        "thresholds": [_threshold(each) for each in item.thresholds],
    }


def _threshold(each: Threshold) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "operator": each.operator.value,
        "value": number(each.value),
        "unit": each.unit,
        "tier": each.tier,
        "grade": each.grade,
        "due": each.due.iso if each.due else None,
        "modality": each.modality.value,
        "from_form": each.from_form,
    }


def _figure(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _report(report: ScoreReport) -> dict[str, Any]:
    sheet = report.sheet
    return {
        "id": sheet.result.id,
        "unit": sheet.unit.id,
        "name": sheet.unit.name,
        "tier": sheet.tier.name,
        "round": sheet.round.id,
        "date": sheet.result.date.iso,
        "url": report.url,
        "pdf": report.pdf,
        "demo": report.demo,
        "earned": _figure(sheet.earned),
        "possible": _figure(sheet.possible),
        "converted": str(sheet.converted),
        "working": sheet.working,
        "provisional": sheet.provisional,
        "best": str(sheet.best),
        "rank": report.rank.place,
        "shared": report.rank.shared,
        "unscored": [state.item.number for state in sheet.unscored],
        "points": {str(state.item.number): _figure(state.points) for state in sheet.states if state.kind is not ItemResult.EXCLUDED},
        "losses": [
            {"item": loss.state.item.number, "ledger": [row.entry.id for row in loss.entries], "reason": loss.reason or None}
            for loss in report.losses
        ],
        "prejudged": [
            {"item": each.state.item.number, "threshold": verdict.threshold.id, "figure": str(verdict.figure) if verdict.figure else None, "finding": verdict.finding.value}
            for each in report.prejudged
            for verdict in each.verdicts
            if verdict.finding is not Prejudgement.NOT_ON_FORM
        ],
    }  # fmt: skip
