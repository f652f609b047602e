"""活动总结: a first draft of the closing summary, every figure taken from the ledgers; the office adds what figures do not say."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.content import Content
from campaign.leaves.dates import Moment, span_chinese
from campaign.model import Quota
from campaign.pdf import page, publicity, typeset
from campaign.pdf.job import Job
from campaign.pdf.publicity import DraftedText, TextPart
from campaign.pdf.tables import PrintColumn, PrintTable
from campaign.views.campaign import CampaignDesk
from campaign.views.status import Mark

KIND = "closing"


def draft(shown: CampaignDesk, content: Content) -> DraftedText:
    """The words of the summary."""
    plan = shown.plan
    title = f"{plan.title.removesuffix('方案')}总结"
    running = shown.state == "running"
    left = f"，活动还有{shown.clock.left}天" if running and shown.clock.left else ""
    demo = f"{page.DEMO}。" if plan.demo else ""
    return DraftedText(
        kind="总结",
        title=f"{title}（草稿）",
        heading=title,
        parts=publicity.said(_parts(shown)),
        note=f"草稿：由投稿、报道、评选台账生成，数据截至{Moment.of(shown.as_of).chinese}{left}。做法、体会由执笔人补写。{demo}",
        signed=tuple(filter(None, (_issuer(shown, content), "" if running else Moment.of(shown.as_of).chinese))),
    )


def document(shown: CampaignDesk, content: Content) -> Job:
    """The same as printed."""
    plan, made = shown.plan, draft(shown, content)
    words = {
        "title": made.title,
        "lines": typeset.title_lines(made.heading, [_issuer(shown, content)]),
        "note": made.note,
        "parts": publicity.numbered(made.parts),
        "signed": made.signed,
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "foot": publicity.foot(plan, "总结（草稿）", Moment.of(shown.as_of).chinese),
    }
    return Job(name=f"{plan.id}-closing", title=made.title, kind=KIND, html=page.write(KIND, words))


def _issuer(shown: CampaignDesk, content: Content) -> str:
    issuer = shown.plan.issuer
    return content.registry.name(issuer) if issuer else content.site.organisation


def _parts(shown: CampaignDesk) -> Iterator[TextPart]:
    plan = shown.plan
    period = plan.period
    span = span_chinese(period.start, period.end) if period and period.start and period.end else ""
    held = [
        f"{row.activity.name}（{row.when.removeprefix(f'{shown.as_of.year}年')}{'，' + row.activity.note.rstrip('。') if row.activity.note else ''}）"
        for group in shown.activities
        for row in group.activities
        if row.state.mark is Mark.DONE
    ]
    going = [
        row.activity.name for group in shown.activities for row in group.activities if row.state.mark is not Mark.DONE
    ]
    activities = f"已经办理{len(held)}项活动：{'；'.join(held)}。" if held else ""
    rest = f"{'、'.join(going)}{'正在进行' if shown.state == 'running' else '没有办结的记录'}。" if going else ""
    yield TextPart(
        "基本情况",
        tuple(
            filter(
                None,
                (
                    f"活动从{span.replace('—', '到')}，共{shown.clock.days}天。{publicity.totals(shown)}",
                    f"{activities}{rest}",
                ),
            )
        ),
    )
    yield TextPart(
        "投稿和采用",
        tuple(filter(None, (_quota(shown), *publicity.closed_months(shown), publicity.present_month(shown)))),
        publicity.board_table(shown, 5),
    )
    yield TextPart("媒体报道", (publicity.reported(shown), shown.coverage.note))
    yield TextPart("月末材料", tuple(publicity.materials(shown)))
    yield TextPart("评选", tuple(publicity.award_lines(shown)), _winners(shown))
    yield TextPart("存在的不足", tuple(_shortcomings(shown)))


def _quota(shown: CampaignDesk) -> str:
    matrix = shown.quota
    if matrix is None:
        return ""
    quota: Quota = matrix.quota
    active = sum(1 for row in matrix.rows if row.total)
    return f"按每科室每{quota.per.chinese}不少于{quota.min}篇的要求，{len(matrix.rows)}个科室中有{active}个科室投过稿，共{matrix.total}篇。"


def _winners(shown: CampaignDesk) -> PrintTable | None:
    rows = [(row.award.name, each.nomination.title, each.unit.short) for row in shown.awards for each in row.winners]
    rows += [(row.award.name, work.title, work.author or "") for row in shown.awards for work in row.chosen]
    columns = (PrintColumn("奖项", 8, 10), PrintColumn("入选", 10), PrintColumn("科室或作者", 5, 7))
    return publicity.fitted(columns, rows) if rows else None


def _shortcomings(shown: CampaignDesk) -> Iterator[str]:
    if shown.shortfalls:
        matrix = shown.quota
        months = [f"{month.slot.name}{len(units)}个科室" for month, units in matrix.shortages] if matrix else []
        yield f"投稿不平衡：已截止的月份共欠交{shown.shortfalls}次，{'、'.join(months)}；{publicity.names(shown.short_units)}欠交过。"
    levels = [level.name for level in shown.coverage.levels if not level.count]
    if levels and shown.coverage.total:
        yield f"{'、'.join(levels)}媒体没有报道。"
    missing = [f"{month.slot.name}{len(month.owing)}个科室" for month in shown.materials if month.owing]
    if missing:
        yield f"月末材料没有报齐：{'、'.join(missing)}。"
