"""欠交名单: who is short of a closed month and who has not handed in for the present one, with room to sign for a promise."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.pdf import page, publicity, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn
from campaign.views.campaign import CampaignDesk

KIND = "shortages"
WIDTH = 174.0  # mm between the margins


def document(shown: CampaignDesk, content: Content) -> Job:
    plan, matrix = shown.plan, shown.quota
    assert matrix is not None, "a campaign without a quota has no list of shortages"
    closed = [index for index, month in enumerate(matrix.months) if month.state == "past" and month.counted]
    rows: list[tuple[str, ...]] = []
    for row in matrix.rows:
        owed = [
            f"{matrix.months[index].slot.name}{cell.state.word}篇"
            for index, cell in enumerate(row.cells)
            if cell.short and cell.state
        ]
        if owed:
            rows.append((str(len(rows) + 1), row.unit.name, "、".join(owed), str(row.total), "", ""))
    columns = (
        PrintColumn("序号", 3, 3, "center"), PrintColumn("科室", 8, 12), PrintColumn("欠交", 8, 14), PrintColumn("已投篇数", 4, 5, "center"),
        PrintColumn("补交日期", 8, 8), PrintColumn("签收", 8, 8),
    )  # fmt: skip
    title = f"{plan.name}投稿欠交名单"
    waiting = matrix.pending(matrix.current) if matrix.current is not None else ()
    current = matrix.months[matrix.current] if matrix.current is not None else None
    words = {
        "title": title,
        "lines": typeset.title_lines(title),
        "rule": f"每科室每{matrix.quota.per.chinese}不少于{matrix.quota.min}篇{'，交' + publicity.names(matrix.to) if matrix.to else ''}。{matrix.partial}",
        "months": "、".join(matrix.months[index].slot.name for index in closed),
        "table": publicity.fitted(columns, rows, WIDTH) if rows else None,
        "count": len(rows),
        "times": shown.shortfalls,
        "waiting": waiting,
        "current": current,
        "until": publicity.day(current.slot.last) if current else "",
        "as_of": Moment.of(shown.as_of).chinese,
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "colophon_facts": publicity.colophon(content, plan),
        "foot": publicity.foot(plan, "投稿欠交名单", Moment.of(shown.as_of).chinese),
    }
    return Job(name=f"{plan.id}-shortages", title=title, kind=KIND, html=page.write(KIND, words))
