"""A campaign as open data: the numbers its page shows, unit by unit and month by month."""

from __future__ import annotations

from typing import Any

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.views.campaign import desk


def campaign_data(content: Content, campaign: Plan) -> dict[str, Any]:
    """Everything counted on the campaign's page. Without ledgers the lists are empty: nothing is said to be 0 that nobody keeps."""
    shown = desk(content, campaign)
    plan, matrix = shown.plan, shown.quota
    held = shown.kept.held
    return {
        "id": plan.id,
        "title": plan.title,
        "demo": plan.demo,
        "url": links.campaign(plan.id),
        "plan": links.plan(plan.id),
        "as_of": shown.as_of.isoformat(),
        "state": shown.state,
        "day": shown.clock.day,
        "days": shown.clock.days,
        "submissions": [{"step": step.word, "count": step.count} for step in shown.steps] if held else [],
        "quota": [
            {
                "unit": row.unit.id,
                "name": row.unit.name,
                "months": [cell.count for cell in row.cells],
                "short": [cell.short for cell in row.cells],
            }
            for row in matrix.rows
        ]
        if matrix and held
        else [],
        "months": [
            {"name": month.slot.name, "start": month.slot.first.isoformat(), "end": month.slot.last.isoformat()}
            for month in matrix.months
        ]
        if matrix
        else [],
        "coverage": [
            {
                "level": level.id,
                "name": level.name,
                "count": level.count,
                "weight": str(level.weight) if level.weight is not None else None,
            }
            for level in shown.coverage.levels
        ]
        if held
        else [],
        "reports": [
            {
                "date": each.date.iso,
                "outlet": content.outlets[each.outlet].name,
                "title": each.title,
                "unit": each.unit,
                "story": each.story,
                "link": each.link,
            }
            for each in shown.coverage.reports
        ],
        "ranking": [
            {
                "place": each.place,
                "unit": each.unit.id,
                "submitted": each.handed_in,
                "adopted": each.adopted,
                "reported": each.reported,
                "taken_above": each.taken_above,
            }
            for each in shown.board
        ],
        "awards": [
            {
                "id": row.award.id,
                "name": row.award.name,
                "state": row.state.word,
                "nominated": row.candidates,
                "places": row.places,
                "winners": [*(each.nomination.title for each in row.winners), *(work.title for work in row.chosen)],
            }
            for row in shown.awards
        ],
    }
