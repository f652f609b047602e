"""进度表: a plan against the months on lying A4 — phases as bars, deadlines as marks, recurring duties as rows of dots, and today's line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.content import Content
from campaign.leaves.dates import Moment, days_inclusive
from campaign.model import Plan
from campaign.pdf import office, page, tables, typeset
from campaign.pdf.job import Job
from campaign.views.due import DueItem, plan_due
from campaign.views.status import PRESSING, Mark
from campaign.views.tasks import task_rows
from campaign.views.timeline import Lane, Timeline, timeline

KIND = "timeline_sheet"
NAME = "进度表"
NAME_WIDTH, WHO_WIDTH, WHEN_WIDTH = 60.0, 30.0, 34.0  # mm of the columns before the calendar
CALENDAR = office.WIDTH - NAME_WIDTH - WHO_WIDTH - WHEN_WIDTH
LINE = 9 * 25.4 / 72 * 1.4  # mm of a line of 9 pt
SIGN = 4.0  # mm, the box of a sign
MONTHS_NAMED = 14  # more months than this are named by the quarter or the year


@dataclass(frozen=True)
class DaySign:
    """Something due on one day: left edge of its sign in mm, and the sign."""

    left: float
    sign: str


@dataclass(frozen=True)
class TimelineRow:
    """One line of the sheet. `bars` are (left, width, solid) in mm of the calendar; `height` of the calendar's cell in mm."""

    name: str
    who: str
    when: str
    height: float
    bars: tuple[tuple[float, float, bool], ...] = ()
    dots: tuple[DaySign, ...] = ()
    dated: bool = True
    strong: bool = False

    @property
    def crowded(self) -> bool:
        return len(self.dots) > 20

    @property
    def bar_top(self) -> float:
        return round((self.height - 2.6) / 2, 2)

    @property
    def dot_top(self) -> float:
        return round((self.height - 4) / 2, 2)


@dataclass(frozen=True)
class RowGroup:
    title: str
    rows: tuple[TimelineRow, ...]


def document(plan: Plan, content: Content) -> Job:
    """The print job; pure, like that of a plan."""
    head = office.head(plan, content, NAME, "progress")
    line = _axis(content, plan)
    words = {
        "head": head,
        "columns": (NAME_WIDTH, WHO_WIDTH, WHEN_WIDTH, CALENDAR),
        "months": tuple(_months(line)),
        "today": round(CALENDAR * line.today, 2) if line.today is not None else None,
        "today_words": f"{content.as_of.month}月{content.as_of.day}日",
        "today_place": _today_place(line),
        "parts": tuple(part for part in _parts(plan, content, line) if part.rows) if line.start else (),
        "signs": _signs(plan, content, line),
        "note": _note(plan, content, line),
        "author": content.site.organisation,
    }
    return Job(name=plan.id, title=head.title, kind=KIND, html=page.write(KIND, words))


def _axis(content: Content, plan: Plan) -> Timeline:
    """The plan's own span; where it has none, the months from its first deadline to its last."""
    line = timeline(content, plan)
    if line.start:
        return line
    dues = sorted(task.due.last for _, task in plan.all_tasks() if task.due)
    if not dues:
        return line
    first, last = dues[0].replace(day=1), Moment(dues[-1].year, dues[-1].month).last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = tuple(
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)
    )
    return Timeline(first, last, months, line.lanes, content.as_of)


def _today_place(line: Timeline) -> str:
    """Where the word 今天 stands: right of its line, left of it near the end of the calendar."""
    if line.today is None:
        return ""
    if line.today > 0.9:
        return f"right:{CALENDAR * (1 - line.today) + 0.8:.2f}mm"
    return f"left:{CALENDAR * line.today + 1:.2f}mm"


def _months(line: Timeline) -> Iterator[tuple[float, str]]:
    """(left in mm, name) of every month's start; the year stands with the first and with every January."""
    step = next((each for each in (1, 3, 12) if len(line.months) / each <= MONTHS_NAMED), 60)
    for place, month in enumerate(line.months):
        named = not place if step == 1 else False
        year = f"{month.year}年" if named or month.month == 1 or not place else ""
        shown = step == 1 or not (month.month - 1) % min(step, 12)
        yield (
            round(CALENDAR * line.share(month), 2),
            (f"{year}\n" if year else "\n") + (f"{month.month}月" if step < 12 else "") if shown else "",
        )


def _parts(plan: Plan, content: Content, line: Timeline) -> Iterator[RowGroup]:
    assert line.start is not None and line.end is not None
    end = line.end
    yield RowGroup("阶段", tuple(_phase(lane, line) for lane in line.lanes))
    tasks = sorted(
        (row for row in task_rows(content, plan) if row.day), key=lambda row: row.day.last if row.day else end
    )
    yield RowGroup(
        "任务期限",
        tuple(
            _row(
                f"{row.number}{row.task.title}",
                office.names(row.lead),
                _short(row.day.last, line),
                [(row.day.last, row.state.mark)],
                line,
            )
            for row in tasks
            if row.day
        ),
    )
    items = [item for item in plan_due(content, plan, line.start, line.end) if item.due]
    milestones = sorted((item for item in items if item.kind == "milestone"), key=lambda item: item.due or end)
    yield RowGroup("限时事项", tuple(_duty([item], line) for item in milestones))
    again: dict[str, list[DueItem]] = {}
    for item in items:
        if item.kind in ("recurring", "quota"):
            again.setdefault(item.duty, []).append(item)
    yield RowGroup("例行事项", tuple(_duty(each, line) for each in again.values()))


def _phase(lane: Lane, line: Timeline) -> TimelineRow:
    words = f"{lane.phase.number or ''}{lane.phase.name}"
    when = lane.dates.removeprefix(f"{line.as_of.year}年")
    if lane.start is None or lane.end is None:
        return TimelineRow(words, "", when, _height(words, "", when), dated=False)
    start, end = line.share(lane.start), line.share(lane.end + timedelta(days=1))
    today = line.share(line.as_of + timedelta(days=1))
    cut = min(max(today, start), end)
    bars = tuple(
        (round(CALENDAR * low, 2), round(CALENDAR * (high - low), 2), solid)
        for low, high, solid in ((start, cut, True), (cut, end, False))
        if high > low
    )
    return TimelineRow(
        words,
        lane.outcome.beside_its_day,
        when,
        _height(words, lane.outcome.beside_its_day, when),
        bars,
        strong=lane.state == "current",
    )


def _row(name: str, who: str, when: str, days: Iterable[tuple[date, Mark]], line: Timeline) -> TimelineRow:
    """A row with one sign a day: where several units owe the same, that of the one who keeps the others waiting."""
    half = 0.5 / days_inclusive(line.start, line.end) if line.start and line.end else 0
    told: dict[date, Mark] = {}
    for day, mark in days:
        told[day] = min(mark, told.get(day, mark), key=PRESSING.index)
    dots = tuple(
        DaySign(
            round(CALENDAR * (line.share(day) + half) - SIGN / 2, 2),
            mark.glyph if mark is not Mark.NONE else "◇",
        )
        for day, mark in told.items()
    )
    return TimelineRow(name, who, when, _height(name, who, when), dots=dots)


def _duty(items: list[DueItem], line: Timeline) -> TimelineRow:
    first = items[0]
    days = [(item.due, item.state.mark) for item in items if item.due]
    when = first.rhythm.replace(" ", "") if len(items) > 1 or first.kind != "milestone" else _short(days[0][0], line)
    return _row(f"{first.number}{first.what}", "、".join(ref.short for ref in first.units), when, days, line)


def _short(day: date, line: Timeline) -> str:
    whole = Moment.of(day).chinese
    return (
        whole.removeprefix(f"{line.as_of.year}年")
        if line.start and line.end and line.start.year == line.end.year
        else whole
    )


def _height(name: str, who: str, when: str) -> float:
    """Height in mm of the tallest cell of a row, so that the lines of the calendar run through it."""
    em = 9 * 25.4 / 72
    cells = ((name, NAME_WIDTH), (who, WHO_WIDTH), (when, WHEN_WIDTH))
    most = max(max(1, -(-tables.measure(typeset.plain(words)) * em // (width - 2.4))) for words, width in cells)
    return round(most * LINE + 1.6, 2)


SIGNS = "● 已办结　▲ 临期　■ 逾期　○ 未到期　◇ 还没有进展记录"


def _signs(plan: Plan, content: Content, line: Timeline) -> str:
    """The meaning of the marks, where there are any."""
    return SIGNS if line.start and any(row.dots for part in _parts(plan, content, line) for row in part.rows) else ""


def _note(plan: Plan, content: Content, line: Timeline) -> str:
    rows = task_rows(content, plan)
    undated = sum(1 for row in rows if not row.due)
    parts = [
        f"实心为{content.as_of.month}月{content.as_of.day}日以前，空心为以后"
        if line.today is not None and line.dated
        else ""
    ]
    parts.append(f"另有{undated}项任务没有定期限，不在表内" if 0 < undated < len(rows) else "")
    parts.append("原文没有写全的日期为推算" if any(lane.inferred for lane in line.lanes) else "")
    said = "；".join(filter(None, parts))
    return f"{said}。" if said else ""
