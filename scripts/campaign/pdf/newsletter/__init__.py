"""简报: the campaign's weekly or monthly bulletin in its customary layout — red masthead, number, editor and day over a red rule, 报送发 at the foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.pdf import page, publicity, typeset
from campaign.pdf.job import Job
from campaign.pdf.publicity import DraftedText, TextPart
from campaign.views.campaign import Bulletin, CampaignDesk, bulletin, editor, when

KIND = "newsletter"
SPACINGS = (
    "",
    "tight",
    "tighter",
)  # classes of the body: lines draw together where the foot would stand on a page of its own


def draft(shown: CampaignDesk, content: Content, kind: str) -> DraftedText:
    """The words of the bulletin of `kind` (周报 or 月报); the campaign has begun."""
    plan = shown.plan
    told = bulletin(content, plan, kind)
    assert told is not None, "no bulletin before the campaign begins"
    series = f"{plan.name}{'' if plan.name.endswith('活动') else '活动'}简报"
    head = plan.document
    return DraftedText(
        kind=kind,
        title=f"{series}（{kind}）第{told.number}期",
        heading=_title(told),
        parts=publicity.said(_parts(told, content)),
        issue=(series, f"第{told.number}期", editor(content, plan), Moment.of(told.end).chinese),
        report=(head.cc or "").rstrip("。") if head else "",
        send=(head.to or "").rstrip("。：") if head else "",
        copies=f"共印{head.copies}份" if head and head.copies else "",
    )


def document(shown: CampaignDesk, content: Content, kind: str) -> Job:
    """The same as printed."""
    plan, made = shown.plan, draft(shown, content, kind)
    assert made.issue is not None
    series, number, by, day = made.issue
    words = {
        "title": made.title,
        "series": series,
        "size": round(min(156 / len(series), 16.0), 2),
        "number": number,
        "kind": kind,
        "editor": by,
        "day": day,
        "heading": typeset.title_lines(made.heading),
        "parts": publicity.numbered(made.parts),
        "report": made.report,
        "send": made.send,
        "copies": made.copies,
        "colophon_facts": replace(publicity.colophon(content, plan), as_of=day),
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "foot": publicity.foot(plan, f"简报（{kind}）{number}", day),
    }
    first, *others = (page.write(KIND, {**words, "spacing": spacing}) for spacing in SPACINGS)
    return Job(name=f"{plan.id}-{kind}", title=made.title, kind=KIND, html=first, others=tuple(others))


def _title(told: Bulletin) -> str:
    if told.kind == "月报":
        return f"{told.start.month}月宣传活动情况"
    return f"活动第{told.number}周情况"


def _parts(told: Bulletin, content: Content) -> Iterator[TextPart]:
    shown = told.desk
    span = "本周" if told.kind == "周报" else f"{told.start.month}月"
    news = [f"{told.units}个科室投稿{len(told.stories)}篇"] if told.stories else ["没有新的投稿"]
    news += [f"采用{len(told.adopted)}篇"] if told.adopted else []
    news += [f"择优上报{told.reported}篇"] if told.reported else []
    news += [f"上级采用{told.taken_above}篇"] if told.taken_above else []
    media = f"媒体报道{len(told.reports)}篇" if told.reports else "没有媒体报道"
    clock = (
        f"活动共{shown.clock.days}天，到{publicity.day(told.end)}是第{shown.clock.day}天。" if shown.clock.day else ""
    )
    yield TextPart(
        f"{span}情况",
        (f"{when(told)}，{'，'.join(news)}；{media}。", f"{clock}活动开始以来，{publicity.totals(shown)}"),
    )
    yield TextPart("媒体报道", (), publicity.report_table(told, content))
    yield TextPart("采用的稿件", (), publicity.adopted_table(told))
    yield TextPart("投稿进度", tuple(filter(None, (*publicity.closed_months(shown), publicity.present_month(shown)))))
    if told.kind == "月报":
        yield TextPart("月末材料", tuple(publicity.materials(shown)))
        yield TextPart(
            "比学赶帮超",
            ("按采用篇数排名，相同的看上级采用，再相同的并列。",) if shown.board else (),
            publicity.board_table(shown),
        )
    held = tuple(
        f"{publicity.day(event.day)}，{event.words}。"
        for event in sorted(told.events, key=lambda each: each.day)
        if event.kind == "活动"
    )
    yield TextPart("开展的活动", held)
    yield TextPart("评选进展", tuple(publicity.award_lines(shown)))
    yield TextPart("近期要做的", tuple(publicity.ahead_lines(told.ahead)))
