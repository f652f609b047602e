"""指标表: what a plan measures on lying A4 — the bound for every tier, by when, the latest value, and how each is reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.content import Content
from campaign.model import Modality, Plan
from campaign.pdf import office, page
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable
from campaign.views import said
from campaign.views.indicators import (
    IndicatorRow,
    bounds,
    cell,
    indicator_rows,
    tier_columns,
)
from campaign.views.targets import UNDATED, Aspect, with_unit, wording

KIND = "indicator_sheet"
NAME = "指标表"
TIERS = 6  # more than so many columns of bounds become lines of one


def document(plan: Plan, content: Content) -> Job:
    """The print job; pure, like that of a plan."""
    rows = indicator_rows(content, plan)
    head = office.head(plan, content, NAME, "indicators")
    made = _table(plan, content, rows) if rows else None
    words = {
        "head": head,
        "table": made,
        "tall": office.tall_rows(made) if made else frozenset(),
        "defined": [
            (number, row.indicator.name, row.indicator.definition)
            for number, row in enumerate(rows, 1)
            if row.indicator.definition
        ],
        "note": _note(rows),
        "author": content.site.organisation,
    }
    spoken = tuple(dict.fromkeys(said.indicators(content, plan, short=True)))
    return Job(name=plan.id, title=head.title, kind=KIND, html=page.write(KIND, words), said=spoken)


def _table(plan: Plan, content: Content, rows: Sequence[IndicatorRow]) -> PrintTable:
    tiers = tier_columns(content, plan, rows)
    labels = tiers.labels if len(tiers.labels) <= TIERS else ()
    binding = any(row.modality is not Modality.FIRM for row in rows)
    beside: tuple[Aspect, ...] = ("due", "modality") if binding else ("due",)
    stated = {
        row.indicator.id: [cell(row, label, *beside) for label in labels] or ["\n".join(bounds(row, *beside))]
        for row in rows
    }
    carried = any(row.indicator.lead for row in rows)
    measured = any(row.series for row in rows)
    day = _common_day(rows)
    heads = [f"{label}\n（本院）" if label == tiers.own else label for label in labels] or ["目标值"]
    columns = [
        PrintColumn("序号", 3, 3),
        PrintColumn("指标", 10, 30),
        *(
            PrintColumn(title, office.widest((each[place] for each in stated.values()), 9 if labels else 20), 30)
            for place, title in enumerate(heads)
        ),
        *([PrintColumn("约束力", 4, 5)] if binding else []),
        PrintColumn("期限", office.widest((_due(row) for row in rows), 9), 11),
        *([PrintColumn("责任单位", 5, 16)] if carried else []),
        *(
            [
                PrintColumn(f"现值\n（{day}）" if day else "现值", 8.5, 10),
                PrintColumn("差距", 4, 6),
                PrintColumn("状态", 5, 6),
            ]
            if measured
            else []
        ),
    ]
    cells = [
        (
            str(number),
            row.indicator.name,
            *stated[row.indicator.id],
            *([row.modality.value] if binding else []),
            _due(row),
            *(["、".join(map(content.registry.short, row.indicator.lead)) or office.NOTHING] if carried else []),
            *([_current(row, dated=not day), row.gap or office.NOTHING, office.state(row.state)] if measured else []),
        )
        for number, row in enumerate(rows, 1)
    ]
    return office.fitted(columns, cells)


def _due(row: IndicatorRow) -> str:
    """The deadlines of all targets; 每年 stands for those that come back every year."""
    period = row.plan.period
    said = (wording(row.indicator, target, period) for target in row.indicator.targets)
    dues = dict.fromkeys(each.when for each in said if each.due)
    return "\n".join(dues) or ("每年" if row.indicator.reckoning == "每年" else UNDATED)


def _common_day(rows: Sequence[IndicatorRow]) -> str:
    """The day of all latest values where they share one; the head of their column says it then, once."""
    days = {row.current.date.chinese for row in rows if row.current}
    return days.pop() if len(days) == 1 else ""


def _current(row: IndicatorRow, dated: bool) -> str:
    if not row.current:
        return office.NOTHING
    words = with_unit(row.current.text, row.indicator.unit).replace("-", "−")
    return f"{words}\n{row.current.date.chinese}" if dated else words


def _note(rows: Sequence[IndicatorRow]) -> str:
    if not rows:
        return ""
    if not any(row.series for row in rows):
        return "还没有报数，表中只列要求。"
    return "“—”表示方案对这一等级没有要求，或者还没有报数，不等于0。"
