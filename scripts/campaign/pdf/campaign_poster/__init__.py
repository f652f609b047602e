"""海报: one sheet for the wall, A4 or A3 — which day it is, four numbers, who still owes, where the reports went, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from campaign.content import Content
from campaign.leaves.dates import Moment, span_chinese
from campaign.pdf import page, publicity, typeset
from campaign.pdf.job import Job
from campaign.views.campaign import CampaignDesk, bulletin

KIND = "campaign_poster"
GAP = 0.8  # between months of the strip, in days
LINE, LONG_LINE = 7, 9  # 字 of the title beside the clock, and of one in smaller letters
BOARD, AHEAD = 5, 4
NAMED = 8  # units of a month that are named; more are counted
FULLNESS = (
    (True, True),
    (True, False),
    (False, False),
)  # with all names, with the awards: less, where the sheet is too small


@dataclass(frozen=True)
class StripDay:
    """A day of the strip: left edge and width in percent, and whether it is past, today or ahead."""

    left: float
    width: float
    css: str


def document(shown: CampaignDesk, content: Content, size: str) -> Job:
    """The poster on `size` a4 or a3: the same sheet, larger."""
    plan = shown.plan
    title = plan.title.removesuffix("方案")
    names = [unit.name for unit in content.registry.units.values()]
    told = bulletin(content, plan, "日报") if shown.state == "running" else None
    period = plan.period
    matrix = shown.quota if shown.kept.held else None
    lines = typeset.title_lines(title, names, most=LINE)
    long = len(lines) > 2
    words = {
        "title": f"{title}海报",
        "lines": typeset.title_lines(title, names, most=LONG_LINE) if long else lines,
        "long": long,
        "asked": _asked(shown),
        "size": size,
        "desk": shown,
        "issuer": content.registry.name(plan.issuer) if plan.issuer else content.site.organisation,
        "dates": span_chinese(period.start, period.end) if period and period.start and period.end else "",
        "cells": strip(shown),
        "months": _months(shown),
        "figures": shown.figures,
        "shortages": matrix.shortages if matrix and shown.state != "before" else (),
        "waiting": matrix.pending(matrix.current) if matrix and matrix.current is not None else (),
        "current": matrix.months[matrix.current] if matrix and matrix.current is not None else None,
        "most": max((level.count for level in shown.coverage.levels), default=0) or 1,
        "board": shown.board[:BOARD],
        "board_rest": sum(1 for each in shown.board[BOARD:] if each.place == shown.board[BOARD - 1].place)
        if len(shown.board) > BOARD
        else 0,
        "ahead": tuple(
            (publicity.day(item.due), item.what) for item in ((*told.today, *told.ahead) if told else ()) if item.due
        )[:AHEAD],
        "named": NAMED,
        "winners": [
            (row.award.name, [each.nomination.title for each in row.winners]) for row in shown.awards if row.winners
        ],
        "awards": [(row.award.name, row.state) for row in shown.awards],
        "day": publicity.day,
        "as_of": Moment.of(shown.as_of).chinese,
        "colophon_facts": publicity.colophon(content, plan),
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
    }
    whole, *shorter = (page.write(KIND, {**words, "full": full, "with_awards": awards}) for full, awards in FULLNESS)
    return Job(
        name=f"{plan.id}-poster-{size}", title=str(words["title"]), kind=KIND, html=whole, others=tuple(shorter), most=1
    )


def _asked(shown: CampaignDesk) -> list[tuple[int, str]]:
    """What the campaign asks for, in numbers, while there is nothing to count yet."""
    found = [(shown.clock.days or 0, "天，首尾都算")]
    if shown.quota:
        found += [
            (len(shown.quota.rows), "个科室投稿"),
            (shown.quota.quota.min, f"篇，每科室每{shown.quota.quota.per.chinese}至少"),
        ]
    return [each for each in (*found, (len(shown.plan.awards), "项评选")) if each[0]]


def _laid(shown: CampaignDesk) -> list[list[tuple[date, float]]]:
    """Days by month, each with its left edge in days and gaps; the last entry of all ends at the whole width."""
    if not shown.start or not shown.end:
        return []
    days = [date.fromordinal(each) for each in range(shown.start.toordinal(), shown.end.toordinal() + 1)]
    laid, left = [], 0.0
    for _, month in groupby(days, key=lambda each: (each.year, each.month)):
        row = []
        for each in month:
            row.append((each, left))
            left += 1
        laid.append(row)
        left += GAP
    return laid


def strip(shown: CampaignDesk) -> tuple[StripDay, ...]:
    laid = _laid(shown)
    whole = laid[-1][-1][1] + 1 if laid else 1
    return tuple(
        StripDay(
            round(left / whole * 100, 3),
            round(80 / whole, 3),
            "today" if day == shown.as_of else "past" if day < shown.as_of else "ahead",
        )
        for month in laid
        for day, left in month
    )


def _months(shown: CampaignDesk) -> tuple[tuple[float, str], ...]:
    laid = _laid(shown)
    whole = laid[-1][-1][1] + 1 if laid else 1
    return tuple((round(month[0][1] / whole * 100, 3), f"{month[0][0].month}月") for month in laid)
