"""指标表: what a plan measures on lying A4 — the bound for every tier, by when, the latest value, and how each is reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.content import Content
from campaign.model import Modality, Plan
from campaign.pdf import office, page
from campaign.pdf.job import Job
from campaign.pdf.tables import Column, Table
from campaign.views.indicators import (
    IndicatorRow,
    cell,
    indicator_rows,
    scope_label,
    target_text,
    tier_columns,
    with_unit,
)

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
    return Job(name=plan.id, title=head.title, kind=KIND, html=page.write(KIND, words))


def _table(plan: Plan, content: Content, rows: Sequence[IndicatorRow]) -> Table:
    tiers = tier_columns(content, plan, rows)
    labels = tiers.labels if len(tiers.labels) <= TIERS else ()
    bounds = {row.indicator.id: [_bound(row, label) for label in labels] or [_bounds(row)] for row in rows}
    binding = any(row.modality is not Modality.FIRM for row in rows)
    carried = any(row.indicator.lead for row in rows)
    measured = any(row.series for row in rows)
    day = _common_day(rows)
    heads = [f"{label}\n（本院）" if label == tiers.own else label for label in labels] or ["目标值"]
    columns = [
        Column("序号", 3, 3),
        Column("指标", 10, 30),
        *(
            Column(title, office.widest((each[place] for each in bounds.values()), 9 if labels else 20), 30)
            for place, title in enumerate(heads)
        ),
        *([Column("约束力", 4, 5)] if binding else []),
        Column("期限", office.widest((_due(row) for row in rows), 9), 11),
        *([Column("责任单位", 5, 16)] if carried else []),
        *(
            [Column(f"现值\n（{day}）" if day else "现值", 8.5, 10), Column("差距", 4, 6), Column("状态", 5, 6)]
            if measured
            else []
        ),
    ]
    cells = [
        (
            str(number),
            row.indicator.name,
            *bounds[row.indicator.id],
            *([row.modality.value] if binding else []),
            _due(row),
            *(["、".join(map(content.registry.short, row.indicator.lead)) or office.NOTHING] if carried else []),
            *([_current(row, dated=not day), row.gap or office.NOTHING, office.state(row.state)] if measured else []),
        )
        for number, row in enumerate(rows, 1)
    ]
    return office.fitted(columns, cells)


def _bound(row: IndicatorRow, label: str) -> str:
    words = cell(row, label)
    return (
        words
        if words == office.NOTHING
        else "\n".join(with_unit(each, row.indicator.unit) for each in words.split("、"))
    )


def _bounds(row: IndicatorRow) -> str:
    """Every bound with for whom and by when it holds, a line each."""
    indicator = row.indicator
    staged = len({target.due for target in indicator.targets}) > 1
    lines = []
    for target in indicator.targets:
        words = with_unit(target_text(indicator, target), indicator.unit)
        when = f"（{target.due.chinese}）" if staged and target.due else ""
        lines.append(
            f"{scope_label(target)} {indicator.reckoning if indicator.reckoning == '每年' else ''}{words}{when}".strip()
        )
    return "\n".join(dict.fromkeys(lines))


def _due(row: IndicatorRow) -> str:
    dues = dict.fromkeys(target.due or row.indicator.due for target in row.indicator.targets)
    return "\n".join(due.chinese for due in dues if due) or (row.due.chinese if row.due else office.UNKNOWN)


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
