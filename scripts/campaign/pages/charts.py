"""Small multiples: one indicator in time with its staged targets and its baseline, all of a size, so that many can be read side by side.

As in drawing.py x is written in percent and y in rem: the picture stretches with its column while its words keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup, escape

from campaign.views.boards import Panel, TargetStage
from campaign.views.targets import Measured

HEIGHT, TOP, BOTTOM = 6.75, 0.875, 5.0  # rem
BEFORE = timedelta(days=45)


@dataclass(frozen=True)
class _ChartFrame:
    """The days and values that the picture spans."""

    start: date
    end: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> str:
        """In percent of the width; days outside the frame stand at its edge."""
        share = (min(max(day, self.start), self.end) - self.start).days / max((self.end - self.start).days, 1)
        return f"{share * 100:.2f}%"

    def y(self, value: Decimal) -> float:
        """In rem from the top: the highest value at TOP, the lowest at BOTTOM, one value alone at BOTTOM."""
        share = (value - self.low) / ((self.high - self.low) or Decimal(1))
        return round(BOTTOM - float(share) * (BOTTOM - TOP), 3)


def _frame(
    series: Sequence[Measured], stages: Sequence[TargetStage], baseline: tuple[date, Decimal] | None
) -> _ChartFrame:
    days = [each.date.last for each in series] + [stage.due.last for stage in stages if stage.due]
    values = [each.number for each in series]
    for stage in stages:
        values.append(stage.target.value.number)
        if stage.target.upper:
            values.append(stage.target.upper.number)
    if baseline:
        days.append(baseline[0])
        values.append(baseline[1])
    start = min(days)
    # a single value would stand on the left edge; it gets some days before it
    start = start if len(series) > 1 or baseline else start - BEFORE
    return _ChartFrame(start, max(days), min(values), max(values))


def multiple(panel: Panel, as_of: date) -> Markup:
    """The picture of one indicator; nothing while it has no value."""
    row = panel.row
    if not row.series:
        return Markup()
    base = row.indicator.baseline
    level = base.value.number if base and base.value and row.indicator.against is None else None
    baseline = (base.date.last if base and base.date else row.series[0].date.last, level) if level is not None else None
    frame = _frame(row.series, panel.stages, baseline)
    parts = [f'<line class="axis" x1="0" x2="100%" y1="{BOTTOM + 0.375}rem" y2="{BOTTOM + 0.375}rem"/>']
    if baseline:
        parts.append(_level(frame, frame.start, frame.end, baseline[1], "base"))
        y = frame.y(baseline[1])
        # a word stands 0.25 rem above its line, or one line of type below it where there is no room above
        parts.append(
            _word(0.0, y - 0.25 if y > TOP + 0.75 else y + 0.875, f"基数 {base.value if base else ''}", "start")
        )
    parts += _bounds(frame, panel.stages)
    if frame.start <= as_of <= frame.end:
        parts.append(
            f'<line class="now" x1="{frame.x(as_of)}" x2="{frame.x(as_of)}" y1=".25rem" y2="{BOTTOM + 0.375}rem"/>'
        )
    parts += _line(frame, row.series)
    parts.append(_word(0.0, HEIGHT - 0.25, _month(frame.start), "start"))
    parts.append(_word(100.0, HEIGHT - 0.25, _month(frame.end), "end"))
    said = "；".join(f"{each.date.chinese} {each.text}" for each in row.series)
    aims = "；".join(
        f"{stage.due.chinese if stage.due else '期限未定'}{'（推算）' if stage.inferred else ''} {stage.words}"
        for stage in panel.stages
    )
    title = f"{row.indicator.name}：{said}。要求：{aims or '没有'}。"
    return Markup(
        f'<svg class="multiple" height="{HEIGHT}rem" role="img"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _bounds(frame: _ChartFrame, stages: Sequence[TargetStage]) -> list[str]:
    """Each target as a step that lasts to its day and is written at its end."""
    parts = []
    since = frame.start
    for stage in stages:
        until = stage.due.last if stage.due else frame.end
        upper = stage.target.upper
        for value in (stage.target.value.number, *((upper.number,) if upper else ())):
            parts.append(_level(frame, since, until, value, "bound"))
        y = frame.y(stage.target.value.number)
        parts.append(_word(float(frame.x(until)[:-1]), y - 0.25 if y > TOP + 0.25 else y + 0.875, stage.words, "end"))
        since = until
    return parts


def _level(frame: _ChartFrame, start: date, end: date, value: Decimal, css: str) -> str:
    y = frame.y(value)
    return f'<line class="{css}" x1="{frame.x(start)}" x2="{frame.x(end)}" y1="{y}rem" y2="{y}rem"/>'


def _line(frame: _ChartFrame, series: Sequence[Measured]) -> list[str]:
    # lines between neighbours, not one polyline: its points cannot be told in percent
    points = [(frame.x(each.date.last), frame.y(each.number)) for each in series]
    parts = [
        f'<line class="line" x1="{x}" y1="{y}rem" x2="{next_x}" y2="{next_y}rem"/>'
        for (x, y), (next_x, next_y) in pairwise(points)
    ]
    x, y = points[-1]
    return [*parts, f'<circle cx="{x}" cy="{y}rem" r="3.2"/>']


def _word(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.2f}%" y="{y:.3f}rem" text-anchor="{anchor}">{escape(words)}</text>'


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
