"""督办通报: a month of the ledger — what was due and struck off, the ranking of units, what is late, what comes back, who is called in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.numbering import to_chinese
from campaign.pdf import page, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable, table
from campaign.views.ledger import LedgerRow, Month, key

KIND = "bulletin"
WIDTH = 156.0  # mm between the margins
CENTER: Literal["center"] = "center"


def document(month: Month, content: Content) -> Job:
    """The print job of a month; all figures are those of the month's page."""
    ledger = month.ledger
    issuer = content.registry.name(ledger.issuer) if ledger.issuer else content.site.organisation
    title = f"关于{month.words}督办事项办理情况的通报"
    parts = [
        (f"{to_chinese(place)}、{name}", paragraphs, made)
        for place, (name, paragraphs, made) in enumerate(_parts(month), 1)
    ]
    words = {
        "title": title,
        "lines": typeset.title_lines(title, [issuer]),
        "issuer": issuer,
        "number": month.bulletin,
        "to": "各承办单位：",
        "parts": parts,
        "until": f"统计截至{Moment.of(month.last).chinese}",
        "foot": "　".join(filter(None, (issuer, f"督办通报{month.bulletin}", page.DEMO if ledger.demo else ""))),
        "demo": page.DEMO if ledger.demo else "",
    }
    return Job(name=f"{ledger.id}-{key(month)}", title=title, kind=KIND, html=page.write(KIND, words))


TextPart = tuple[str, list[str], PrintTable | None]


def _parts(month: Month) -> list[TextPart]:
    """(heading, paragraphs, table) of every part that has something to say."""
    parts: list[TextPart] = [("总体情况", [_summary(month)], None)]
    if month.standings:
        ledger = month.ledger
        rule = (
            f"按当月销号率排名，相同的并列。末{ledger.low_ranks}位并且低于第一名的为靠后，"
            f"连续{ledger.low_times}次靠后的提示约谈。"
        )
        parts.append(("销号率排名", [rule], _ranking(month)))
    if month.late:
        parts.append(("逾期没有办结的事项", [], _late(month.late)))
    if month.closed:
        parts.append(("本月销号的事项", [], _closed(month.closed)))
    if month.repeats:
        said = [
            f"{each.unit.name}：{each.issue}问题出现{len(each.rows)}次，{'、'.join(f'“{row.entry.title}”（{row.entry.number}）' for row in each.rows)}。"
            for each in month.repeats
        ]
        parts.append(("反复出现的问题", said, None))
    if month.summoned:
        said = [f"{each.unit.name}连续{each.times}次排名靠后，提示约谈。" for each in month.summoned]
        parts.append(("约谈", said, None))
    return parts


def _summary(month: Month) -> str:
    rate = month.rate
    closed = f"应销号{rate.of}件，已销号{rate.done}件，销号率{rate.text}" if rate.of else "没有应销号的事项"
    late = f"，其中逾期{len(month.late)}件" if month.late else "，没有逾期的"
    return f"{month.words}，新交办{len(month.assigned)}件；{closed}。月末在办{len(month.open)}件{late if month.open else ''}。"


def _ranking(month: Month) -> PrintTable:
    rows = [
        (
            str(each.rank),
            each.unit.name,
            str(each.rate.of),
            str(each.rate.done),
            each.rate.text,
            "约谈"
            if each.summoned
            else f"靠后（连续{each.times}次）"
            if each.times > 1
            else "靠后"
            if each.low
            else "",
        )
        for each in month.standings
    ]
    columns = (
        PrintColumn("名次", 3, 3, CENTER),
        PrintColumn("单位", 8, 20),
        PrintColumn("应销号", 4, 4, CENTER),
        PrintColumn("已销号", 4, 4, CENTER),
        PrintColumn("销号率", 5, 5, CENTER),
        PrintColumn("提示", 6, 10),
    )
    return _fitted(columns, rows)


def _late(rows: Sequence[LedgerRow]) -> PrintTable:
    cells = [(row.entry.number, row.entry.title, _lead(row), row.entry.due.chinese) for row in rows]
    return _fitted(
        (
            PrintColumn("文号", 9, 9, CENTER),
            PrintColumn("事项", 10),
            PrintColumn("承办单位", 6, 8),
            PrintColumn("办结期限", 8, 8, CENTER),
        ),
        cells,
    )


def _closed(rows: Sequence[LedgerRow]) -> PrintTable:
    cells = [
        (
            row.entry.number,
            row.entry.title,
            _lead(row),
            f"{Moment.of(row.closed).chinese}{'（超期）' if row.closed_late else ''}" if row.closed else "",
        )
        for row in rows
    ]
    return _fitted(
        (
            PrintColumn("文号", 9, 9, CENTER),
            PrintColumn("事项", 10),
            PrintColumn("承办单位", 6, 8),
            PrintColumn("销号日期", 8, 8, CENTER),
        ),
        cells,
    )


def _lead(row: LedgerRow) -> str:
    return "、".join(unit.name for unit in row.lead)


def _fitted(columns: Sequence[PrintColumn], rows: Sequence[tuple[str, ...]]) -> PrintTable:
    return table(columns, rows, sizes=(12.0, 10.5), lying=(False,), total=WIDTH)
