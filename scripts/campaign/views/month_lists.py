"""What is sent around at the end of a month: the lists of a `MonthEnd` as tables, and the reminders as text to copy."""

from __future__ import annotations

from itertools import groupby

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.views.campaign import editor
from campaign.views.month import Debt, MonthEnd, UnitMonth
from campaign.views.status import Mark, State
from campaign.views.tables import Anchor, Column, Day, Number, Piece, Table, named, row
from campaign.views.tasks import UnitRef

OWING, DEPARTMENTS, ABOVE = "还没有交的科室", "各科室情况", "媒体报道"  # titles of the three lists


def owing(month: MonthEnd) -> Table:
    """Who has not handed in what, the departments with something late first."""
    columns = (
        named("科室"),
        Column("已过期的"),
        Column("还没有到期的", "minor", "未到期"),
        Column("交给", "minor", "交给"),
        Column("状态", "end"),
    )
    held = sorted(month.owing, key=lambda each: not each.late)
    return Table(
        OWING,
        columns,
        tuple(
            row(
                _unit(each.unit),
                "、".join(f"{debt.slot.name}{debt.short}" for debt in each.late),
                "、".join(f"{debt.slot.name}{debt.short}" for debt in each.debts if not debt.late),
                "、".join(dict.fromkeys(unit.short for debt in each.debts for unit in debt.to)),
                State(Mark.LATE, f"欠 {len(each.late)} 项") if each.late else State(Mark.PENDING, "未到期"),
            )
            for each in held
        ),
    )


def departments(month: MonthEnd) -> Table:
    """Every department with all that is counted of it, and the sums; points with their working where the plan weighs the levels."""
    weighted = month.desk.coverage.weighted
    columns = (
        named("科室"),
        Column("投稿", "n", "投稿"),
        Column("采用", "n", "采用"),
        Column("择优上报", "n", "上报"),
        Column("上级采用", "n", "上级采用"),
        Column("媒体报道", "n", "报道"),
        Column("视频", "n", "视频"),
        Column("图片", "n", "图片"),
        Column("文字", "n", "文字"),
        *((Column("累计得分", "n", "累计得分"), Column("怎样算出", "minor rest")) if weighted else ()),
        Column("还欠", "end"),
    )

    def told(each: UnitMonth) -> tuple[Piece | int | None, ...]:
        sent = each.material
        score = (Number(str(each.score.points)), each.score.working) if each.score else (0, "")
        return (
            _unit(each.unit),
            each.stories,
            each.adopted,
            each.reported,
            each.taken_above,
            each.reports,
            *((sent.videos, sent.photos, sent.texts) if sent else (None, None, None)),
            *(score if weighted else ()),
            _state(each),
        )

    units = month.units
    sent = [each.material for each in units if each.material]
    sums = (
        sum(each.stories for each in units),
        sum(each.adopted for each in units),
        sum(each.reported for each in units),
        sum(each.taken_above for each in units),
        sum(each.reports for each in units),
        sum(each.videos or 0 for each in sent),
        sum(each.photos or 0 for each in sent),
        sum(each.texts or 0 for each in sent),
    )
    points = (Number(str(sum(each.points for each in month.desk.coverage.scores))), "") if weighted else ()
    foot = row("合计", *sums, *points, "")
    return Table(DEPARTMENTS, columns, tuple(row(*told(each)) for each in units), look="list rows", foot=(foot,))


def above(month: MonthEnd, content: Content) -> Table:
    """What the media printed, as it is told above: title, outlet, level, day, and where it can be seen."""
    columns = (
        Column("序号", "n phone-no"),
        Column("日期", "minor nowrap"),
        named("题目"),
        Column("媒体", "minor"),
        Column("级别", "end"),
        Column("科室", "minor"),
        Column("网址或剪报", "minor rest address"),
    )
    return Table(
        ABOVE,
        columns,
        tuple(
            row(
                place,
                Day(each.report.date, short=True, whole=True),
                each.report.title,
                f"{each.outlet}{each.report.place or ''}",
                each.level,
                content.registry.short(each.unit) if each.unit else "",
                Anchor(each.report.link, each.report.link) if each.report.link else _clipping(each.report.scan),
            )
            for place, each in enumerate(month.reports, 1)
        ),
    )


def month_tables(month: MonthEnd, content: Content) -> tuple[Table, ...]:
    """The three lists of a month, as they stand in its workbook."""
    return owing(month), departments(month), above(month, content)


def _clipping(file: str | None) -> str:
    return f"剪报：{file}" if file else ""


def _unit(unit: UnitRef) -> Piece:
    return Anchor(unit.short, links.unit(unit.id), "plain-unit")


def _state(each: UnitMonth) -> Piece:
    if each.late:
        return State(Mark.LATE, f"欠 {len(each.late)} 项")
    if each.debts:
        return State(Mark.PENDING, f"待交 {len(each.debts)} 项")
    return State(Mark.DONE, "交齐") if each.stories or each.material else State(Mark.NONE, "没有要交的")


# -- reminders ------------------------------------------------------------------------------------------------------------------------


def reminder(month: MonthEnd, each: UnitMonth, content: Content) -> str:
    """What a department is told, in plain lines for a short message, a chat or a letter: what is missing, by when, for whom, who asks."""
    plan, as_of = month.plan, Moment.of(month.desk.as_of)
    lines = [f"{each.unit.name}：", f"{plan.name}，贵科室还有以下材料没有交："]
    for place, debt in enumerate(each.debts, 1):
        lines.append(f"{place}. {debt.slot.name}{debt.what}，{_until(debt)}")
    to = "、".join(dict.fromkeys(unit.name for debt in each.debts for unit in debt.to))
    ask = "请尽快补交" if each.late else "请按时交"
    lines.append(f"{ask}{f'，交{to}' if to else ''}。已经交了的，请告诉我们核对。")
    return "\n".join([*lines, editor(content, plan), f"{as_of.chinese}（数据截至这一天）"])


def _until(debt: Debt) -> str:
    day = f"{debt.slot.last.month}月{debt.slot.last.day}日"
    return f"{day}已经截止。" if debt.late else f"{day}截止。"


def reminders(month: MonthEnd, content: Content) -> tuple[tuple[UnitMonth, str], ...]:
    """The reminder of every department that still has something to hand in."""
    return tuple((each, reminder(month, each, content)) for each in month.owing)


def summary(month: MonthEnd) -> str:
    """The same for the group of all departments: who owes what, one line a thing."""
    named_debts = sorted(
        (
            (debt.slot.last, f"{debt.slot.name}{debt.short}", each.unit.short)
            for each in month.owing
            for debt in each.late
        ),
    )
    lines = [
        f"{what}没有交的：{'、'.join(unit for _, _, unit in held)}。"
        for what, held in groupby(named_debts, key=lambda each: each[1])
    ]
    return "\n".join(lines) or "没有欠交的。"
