"""Drawings made of data as inline SVG: phase lanes, campaign strips on one axis, trend lines.

x is written in percent and y in rem, so that a drawing stretches with the page while its words keep their size; colours and type stand in
the style sheet (`.time`, `.spark`). What lies before today is solid, what lies after is hollow; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup, escape

from campaign.content import Content
from campaign.leaves.dates import Moment, days_inclusive, months_between
from campaign.model import Plan
from campaign.views.indicators import IndicatorRow
from campaign.views.timeline import Lane, Timeline, lanes, running, span

LANE = 2.75
HEAD = 1.875
WIDE = 59.0
STRIP_WIDE = 35.0
NARROW = 14.5  # of a phone 320 pixels wide, and of one of 360 in large type


def _pc(share: float) -> str:
    return f"{share * 100:.2f}%"


def _em(text: str) -> float:
    """Width of a line in characters of full width; Latin letters and digits take little more than half."""
    return sum(0.56 if ord(char) < 0x2000 else 1.0 for char in text)


def _ticks(
    months: Sequence[date],
    start: date,
    days: int,
    room: int,
    width: float,
    top: float,
    css: str,
    *,
    aligned: bool = False,
    avoid: tuple[float, float] = (2.0, 2.0),
) -> str:
    """Month starts with their names, `room` at most in a drawing `width` rem wide; January carries its year, as does the first.

    `aligned` starts the steps in January. A name gives way to today's word (the shares of `avoid`) and to a neighbour with
    its year; its tick stays.
    """
    steps = (1, 3, 6, 12, 24)
    step = next((each for each in steps if len(months) / each <= room), 60)
    lines: list[str] = []
    names: list[tuple[float, float, str]] = []
    for index, month in enumerate(months):
        aligned_off = (month.month - 1) % min(step, 12) or (step > 12 and (month.year - months[0].year) % (step // 12))
        if aligned_off if aligned or step >= 12 else index % step:
            continue
        shown_year = step >= 12 or month.month == 1 or (not lines and months[0].year != months[-1].year)
        words = (
            (f"{month.year}年" if step >= 12 else f"{month.year}年{month.month}月")
            if shown_year
            else f"{month.month}月"
        )
        share = (month - start).days / days
        lines.append(
            f'<line class="tick" x1="{_pc(share)}" x2="{_pc(share)}" y1="{top - 0.75:.3f}rem" y2="{top:.3f}rem"/>'
        )
        end = share + (_em(words) * 0.8125 + 0.5) / width
        if (share < avoid[1] and end > avoid[0]) or end > 1:
            continue
        if names and names[-1][1] > share:
            if "年" in names[-1][2] and not shown_year:
                continue
            names.pop()
        names.append((share, end, words))
    texts = [f'<text x="{_pc(share)}" dx=".25rem" y="{top - 0.125:.3f}rem">{words}</text>' for share, _, words in names]
    return f'<g class="{css}">{"".join(lines + texts)}</g>'


def _bar(start: float, end: float, today: float | None, ended: bool, y: float) -> str:
    """A span, solid up to today and hollow after; without a today in sight it is wholly one or the other."""
    cut = today if today is not None and start < today < end else (end if ended else start)
    drawn = []
    if cut > start:
        drawn.append(
            f'<rect class="past" x="{_pc(start)}" y="{y:.3f}rem" width="{_pc(cut - start)}" height=".6875rem"/>'
        )
    if cut < end:
        drawn.append(
            f'<rect class="ahead" x="{_pc(cut)}" y="{y + 0.03:.3f}rem" width="{_pc(end - cut)}" height=".625rem"/>'
        )
    return "".join(drawn)


def _label_place(start: float, width: float, today: float | None) -> tuple[float, str]:
    """Where a label starts or ends so that it neither crosses today's line nor leaves the drawing."""
    crosses = today is not None and start < today < start + width
    if start + width <= 1 and not crosses:
        return start, "start"
    if today is not None and today - 0.01 - width >= 0:
        return today - 0.01, "end"
    return (start, "start") if start + width <= 1 else (1.0, "end")


def _fitting(name: str, rest: str, strong: str, inner: str) -> str:
    """What a narrow drawing has room for: the whole label, or its name as far as it goes; the title of the drawing says the rest."""
    room = NARROW / 0.8125
    if _em(name + rest) + 0.5 <= room:
        return inner
    short = name if _em(name) <= room else f"{name[: int(room) - 1]}…"
    return f"<tspan{strong}>{escape(short)}</tspan>"


def phase_lanes(line: Timeline) -> Markup:
    """The dated phases of a plan, one lane each, under the months of its span; nothing when no phase has a date."""
    if not line.start or not line.end or not line.dated:
        return Markup()
    days = days_inclusive(line.start, line.end)
    today = line.today
    height = HEAD + LANE * len(line.dated)
    parts = [
        _ticks(line.months, line.start, days, 13, WIDE, HEAD - 0.25, "wide"),
        _ticks(line.months, line.start, days, 4, NARROW, HEAD - 0.25, "narrow"),
        f'<line class="lane" x1="0" x2="100%" y1="{HEAD}rem" y2="{HEAD}rem"/>',
    ]
    words = []
    for index, lane in enumerate(line.dated):
        assert lane.start is not None and lane.end is not None
        top = HEAD + LANE * index
        start, end = line.share(lane.start), line.share(lane.end + timedelta(days=1))
        parts.append(_bar(start, end, today, lane.end < line.as_of, top + 1.6875))
        parts.append(f'<line class="lane" x1="0" x2="100%" y1="{top + LANE:.3f}rem" y2="{top + LANE:.3f}rem"/>')
        name = f"{lane.phase.number or ''}{lane.phase.name}"
        rest = f"{lane.dates.removeprefix(f'{line.as_of.year}年')}，{lane.outcome.beside_its_day}"
        strong = ' class="strong"' if lane.state == "current" else ""
        inner = f'<tspan{strong}>{escape(name)}</tspan><tspan dx=".5rem">{escape(rest)}</tspan>'
        x, anchor = _label_place(start, (_em(name + rest) * 0.875 + 0.75) / WIDE, today)
        words.append(
            f'<text class="label wide" x="{_pc(x)}" y="{top + 1.25:.3f}rem" text-anchor="{anchor}">{inner}</text>'
        )
        words.append(f'<text class="narrow" x="0" y="{top + 1.25:.3f}rem">{_fitting(name, rest, strong, inner)}</text>')
    if today is not None:
        label = f"今天 {line.as_of.month}月{line.as_of.day}日"
        anchor = "end" if today > 0.92 else "middle"
        parts.append(f'<line class="now" x1="{_pc(today)}" x2="{_pc(today)}" y1=".75rem" y2="{height:.3f}rem"/>')
        words.append(f'<text class="now-word" x="{_pc(today)}" y=".5rem" text-anchor="{anchor}">{label}</text>')
    title = "；".join(f"{lane.phase.name}，{lane.dates}，{lane.outcome.beside_its_day}" for lane in line.dated)
    return Markup(
        f'<svg class="time lanes" height="{height + 0.125:.3f}rem" role="img"><title>{escape(title)}</title>{"".join(parts)}{"".join(words)}</svg>'
    )


@dataclass(frozen=True)
class Axis:
    """The calendar that several strips share: whole months, both ends included."""

    start: date
    end: date
    as_of: date

    def share(self, day: date) -> float:
        return min(max((day - self.start).days / days_inclusive(self.start, self.end), 0.0), 1.0)


def shared_axis(plans: Iterable[Plan], as_of: date) -> Axis | None:
    """From the first start to the last end of the plans, at most from the January before last year's end to next year's December."""
    spans = [each for each in (span(plan) for plan in plans) if each[0] and each[1]]
    if not spans:
        return None
    first = max(min(start for start, _ in spans if start), date(as_of.year - 1, 1, 1))
    last = min(max(end for _, end in spans if end), date(as_of.year + 1, 12, 31))
    return Axis(first.replace(day=1), Moment(last.year, last.month).last, as_of)


def axis_head(axis: Axis) -> Markup:
    """Month names of the shared axis, with the word 今天 over its line."""
    months = [date(year, month, 1) for year, month in months_between(axis.start, axis.end)]
    days = days_inclusive(axis.start, axis.end)
    today = axis.share(axis.as_of)
    drawn = "".join(
        _ticks(
            months,
            axis.start,
            days,
            room,
            width,
            1.625,
            css,
            aligned=True,
            avoid=(today - 0.9 / width, today + 0.9 / width),
        )
        for css, room, width in (("wide", 7, STRIP_WIDE), ("narrow", 4, NARROW))
    )
    anchor = "end" if today > 0.95 else "middle"
    return Markup(
        f'<svg class="time" height="2rem" aria-hidden="true">{drawn}'
        f'<text class="now-word" x="{_pc(today)}" y="1rem" text-anchor="{anchor}">今天</text>'
        f'<line class="now wide" x1="{_pc(today)}" x2="{_pc(today)}" y1="1.25rem" y2="2.125rem"/></svg>'
    )


@dataclass(frozen=True)
class _Segment:
    start: date
    end: date
    name: str
    current: bool


def _segments(content: Content, plan: Plan) -> list[_Segment]:
    """A plan's time as one bar cut where a phase begins: phases that overlap share the bar, gaps stay open."""
    first, last = span(plan)
    if not first or not last:
        return []
    dated: list[Lane] = sorted(
        (lane for lane in lanes(content, plan) if lane.start and lane.end), key=lambda lane: lane.start or first
    )
    if not dated:
        return [_Segment(first, last, "", True)]
    found = []
    for index, lane in enumerate(dated):
        assert lane.start is not None and lane.end is not None
        following = dated[index + 1].start if index + 1 < len(dated) else None
        end = min(lane.end, following - timedelta(days=1)) if following else max(each.end or last for each in dated)
        if end >= lane.start:
            found.append(_Segment(lane.start, end, lane.phase.name.removesuffix("阶段"), lane.state == "current"))
    return found


def strip(content: Content, plan: Plan, axis: Axis) -> Markup:
    """One running plan on the shared axis, with the names of its phases as far as they fit."""
    today = axis.share(axis.as_of)
    segments = _segments(content, plan)
    clock = running(plan, axis.as_of)
    bars, taken = [], [(today - 0.004, today + 0.004)]
    for segment in segments:
        start, end = axis.share(segment.start), axis.share(segment.end + timedelta(days=1))
        gap = 0.003 if end - start > 0.012 else 0.0
        bars.append(_bar(start, end - gap, today, segment.end < axis.as_of, 2.1875))
    labels: list[tuple[float, str, str, bool]] = []
    named = [each for each in segments if each.name]
    latest = [each for each in named if each.current][-1:]
    if not named and clock.day:
        text = f"第 {clock.day} 天"
        labels.append((today - 0.02, "end", text, True))
    for segment in (*latest, *(each for each in named if each not in latest)):
        strong = segment in latest
        start, width = axis.share(segment.start), _em(segment.name) * 0.8125 / STRIP_WIDE + 0.015
        for x, anchor in ((start, "start"), (today - 0.02, "end")):
            low = x if anchor == "start" else x - width
            free = all(low + width <= left or low >= right for left, right in taken)
            if 0 <= low and low + width <= 1 and free and (anchor == "start" or strong):
                taken.append((low, low + width))
                labels.append((x, anchor, segment.name, strong))
                break
    words = "".join(
        f'<text class="{"strong" if strong else "wide"}" x="{_pc(x)}" y="1.75rem" text-anchor="{anchor}">{escape(text)}</text>'
        for x, anchor, text, strong in labels
    )
    title = "，".join([plan.name, *(f"{each.name}{Moment.of(each.start).chinese}起" for each in named)])
    return Markup(
        f'<svg class="time" role="img"><title>{escape(title)}</title>{"".join(bars)}'
        f'<line class="now" x1="{_pc(today)}" x2="{_pc(today)}" y1="0" y2="100%"/>{words}</svg>'
    )


def spark(row: IndicatorRow) -> Markup:
    """The trend of an indicator with its bound dashed, in a box of 88 by 24; nothing below two values."""
    values = [each.number for each in row.series][-12:]
    if len(values) < 2:
        return Markup()
    bound = row.target.value.number if row.target else None
    if row.indicator.against == "baseline" and bound is None:
        bound = Decimal(0)
    low = min([*values, bound] if bound is not None else values)
    high = max([*values, bound] if bound is not None else values)
    reach = (high - low) or Decimal(1)

    def height(value: Decimal) -> str:
        return f"{20 - float((value - low) / reach) * 16:.1f}"

    step = 80 / (len(values) - 1)
    points = " ".join(f"{4 + index * step:.1f},{height(value)}" for index, value in enumerate(values))
    dashed = (
        f'<line class="bound" x1="0" x2="88" y1="{height(bound)}" y2="{height(bound)}"/>' if bound is not None else ""
    )
    title = f"{row.series[-len(values)].date.chinese}到{row.series[-1].date.chinese}：{'、'.join(each.text for each in row.series[-12:])}"
    return Markup(
        f'<svg class="spark" viewBox="0 0 88 24" role="img"><title>{escape(title)}</title>{dashed}'
        f'<polyline class="line" points="{points}"/><circle cx="84" cy="{height(values[-1])}" r="2.6"/></svg>'
    )
