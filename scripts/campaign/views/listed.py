"""Lists that several pages show, as tables: entries of a ledger, tasks, what is due, reports of progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.views.due import DueItem
from campaign.views.freshness import KINDS, MonthlyReport
from campaign.views.indicators import IndicatorRow
from campaign.views.ledger import LedgerRow
from campaign.views.status import State
from campaign.views.tables import (
    Anchor,
    Cell,
    Column,
    Day,
    Distance,
    Listing,
    Number,
    Piece,
    Table,
    Units,
    Words,
    listing,
    named,
    put,
    row,
)
from campaign.views.tasks import TaskRow


def entries(rows: Iterable[LedgerRow], title: str = "督办事项") -> Listing:
    """Entries under supervision; a page draws their six steps instead."""
    return listing(
        title,
        "编号 事项 来源 承办 协办 交办 期限 走到 销号 状态",
        (
            (
                each.entry.number,
                Anchor(each.entry.title, each.url),
                each.origin.words,
                Units(each.lead),
                Units(each.join),
                Day(each.entry.assigned_on),
                Day(each.entry.due),
                each.step.chinese,
                Day(each.closed) if each.closed else None,
                Distance(each.state),
            )
            for each in rows
        ),
    )


def tasks(rows: Iterable[TaskRow], title: str) -> Listing:
    """The tasks of a plan; a page draws them under their groups."""
    return listing(
        title,
        "组 序号 任务 牵头 配合 期限 办结 状态",
        (
            (
                each.group.title if each.group else "",
                each.number,
                Anchor(each.task.title, each.url),
                Units(each.lead),
                Units((*each.join, *each.with_)),
                Day(each.due),
                Day(each.done) if each.done else None,
                (each.state, Words(each.outcome.news, "sub")),
            )
            for each in rows
        ),
    )


def due(found: Iterable[DueItem], title: str) -> Listing:
    """Things to do and to hand in by date; a page draws them as a list with today's line in it."""
    return listing(
        title,
        "日期 事项 出自 单位 交给 周期 状态",
        (
            (
                Day(each.due),
                Anchor(each.what, each.url),
                each.source,
                Units(each.units),
                Units(each.to),
                each.rhythm,
                Distance(each.state),
            )
            for each in found
        ),
    )


def current(each: IndicatorRow) -> Piece:
    """The present value of an indicator as a number; — when there is none."""
    return Number(each.current.text) if each.current else "—"


def deadline(each: IndicatorRow) -> tuple[Piece, ...]:
    """By when an indicator is judged, with 推算 where no target says so itself."""
    return Day(each.due, short=True), Words("推算" if each.due and each.due_inferred else "", "tag")


def reported(each: MonthlyReport) -> State:
    """The state of a report as pages tell it: how many days it is late."""
    return State(each.state.mark, f"逾期 {-(each.state.days or 0)} 天") if each.late else each.state


def last_report(each: MonthlyReport) -> list[Piece]:
    """When it was last reported on, and by whom."""
    if not each.last:
        return [Words("还没有报过", "soft")]
    return [Day(each.last, short=True), f"　{each.by}" if each.by else ""]


def reports(found: Sequence[MonthlyReport], *, plans: bool) -> Table:
    """Who reported what last, and when the next report is due; `plans` names the plan of each."""
    columns = (
        Column("种类", "minor phone-no"),
        named("项目", sort="name"),
        *((Column("方案", "minor"),) if plans else ()),
        Column("负责填报"),
        Column("最后更新", "minor nowrap", "更新", sort="last"),
        Column("下次应报", "minor nowrap", "下次", sort="due"),
        Column("状态", "end"),
    )

    def next_due(each: MonthlyReport) -> Cell:
        words: list[Piece] = [Day(each.due, short=True), f"前，{each.month.month}月的"] if each.month else []
        return put(words if each.due else None, key=each.due.isoformat() if each.due else "")

    return Table(
        "最后更新",
        columns,
        tuple(
            row(
                KINDS[each.kind],
                Anchor(each.title, each.url),
                *((each.plan.name,) if plans else ()),
                Units(each.owners),
                put(last_report(each), key=each.last.iso if each.last else ""),
                next_due(each),
                reported(each),
            )
            for each in found
        ),
        sortable=True,
    )
