"""督办通报: a month of the ledger as an official document — what was due and struck off, the ranking of units, what is late, what comes back, who is
called in. It is set like a plan (`pdf.plan`): 标志, 文号, 成文日期, 版记, all by the office's profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.numbering import label
from campaign.model import Document, Plan, Section
from campaign.model.annex import Grid
from campaign.pdf import plan
from campaign.pdf.job import Job
from campaign.views.ledger import LedgerRow, Month, key


def document(month: Month, content: Content) -> Job:
    """The print job of a month; all figures are those of the month's page."""
    job = plan.document(as_plan(month, content), content)
    return replace(job, name=f"{month.ledger.id}-{key(month)}")


def as_plan(month: Month, content: Content) -> Plan:
    """The 通报 as what official documents are printed of. Its number and day are those the ledger gives; without a number it bears the month's."""
    ledger, issue = month.ledger, month.issue
    given = ledger.document or Document()
    ours = {
        "to": given.to or "各承办单位",
        "printed_on": issue.printed_on if issue else None,
        **({} if ledger.issuer else {"mark": given.mark or f"{content.site.organisation}文件"}),
        **({} if ledger.issuer or given.signature else {"signature": (content.site.organisation,)}),
    }
    return Plan(
        id=ledger.id,
        title=f"关于{month.words}督办事项办理情况的通报",
        issuer=ledger.issuer,
        doc_no=(issue and issue.doc_no) or month.bulletin,
        date=issue and issue.date,
        demo=ledger.demo,
        document=given.model_copy(update=ours),
        outline=tuple(
            Section(number=label(place, "han-comma"), title=name, text=tuple(said), table=table)
            for place, (name, said, table) in enumerate(_parts(month), 1)
        ),
    )


TextPart = tuple[str, list[str], Grid | None]


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
    return f"{month.words}，新交办{len(month.assigned)}件；{closed}。月末在办{len(month.open)}件{late if month.open else ''}。统计截至{Moment.of(month.last).chinese}。"


def _ranking(month: Month) -> Grid:
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
    return Grid(columns=("名次", "单位", "应销号", "已销号", "销号率", "提示"), rows=tuple(rows))


def _late(rows: Sequence[LedgerRow]) -> Grid:
    cells = [(row.entry.number, row.entry.title, _lead(row), row.entry.due.chinese) for row in rows]
    return Grid(columns=("文号", "事项", "承办单位", "办结期限"), rows=tuple(cells))


def _closed(rows: Sequence[LedgerRow]) -> Grid:
    cells = [
        (
            row.entry.number,
            row.entry.title,
            _lead(row),
            f"{Moment.of(row.closed).chinese}{'（超期）' if row.closed_late else ''}" if row.closed else "",
        )
        for row in rows
    ]
    return Grid(columns=("文号", "事项", "承办单位", "销号日期"), rows=tuple(cells))


def _lead(row: LedgerRow) -> str:
    return "、".join(unit.name for unit in row.lead)
