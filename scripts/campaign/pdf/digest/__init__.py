"""今日简报: one sheet a day for the board and the group chat — what came today, where the campaign stands, who still owes, what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.content import Content
from campaign.leaves.dates import Moment, day_chinese
from campaign.pdf import page, publicity
from campaign.pdf.job import Job
from campaign.pdf.publicity import DraftedText, TextPart
from campaign.views.campaign import Bulletin, CampaignDesk, bulletin, editor

KIND = "digest"


def document(shown: CampaignDesk, content: Content) -> Job:
    plan = shown.plan
    told = bulletin(content, plan, "日报")
    assert told is not None, "no digest before the campaign begins"
    units = {story.id: story.unit for story in shown.kept.stories}
    short = content.registry.short
    matrix = shown.quota
    words = {
        "title": f"{plan.name}今日简报（{told.end.month}月{told.end.day}日）",
        "name": f"{plan.name}今日简报",
        "desk": shown,
        "told": told,
        "day": day_chinese(told.end, year=True),
        "stories": [(unit.short, story.title) for story, unit in told.stories],
        "adopted": [(unit.short, story.title) for story, unit in told.adopted],
        "reports": [
            (outlet, level, each.title, short(unit) if (unit := each.unit or units.get(each.story or "")) else "")
            for each, outlet, level in told.reports
        ],
        "recent": [
            (publicity.day(event.day), event.words, event.unit.short if event.unit else "")
            for event in shown.events
            if event.day < told.end
        ][:5],
        "owing": list(filter(None, (publicity.present_month(shown),))),
        "shortages": matrix.shortages if matrix else (),
        "totals": publicity.totals(shown),
        "awards": list(publicity.award_lines(shown)),
        "today": publicity.due_today(told.today),
        "asked": matrix is not None,
        "ahead": list(publicity.ahead_lines(told.ahead)),
        "colophon_facts": publicity.colophon(content, plan),
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "foot": publicity.foot(plan, "今日简报", Moment.of(told.end).chinese),
    }
    return Job(name=f"{plan.id}-digest", title=str(words["title"]), kind=KIND, html=page.write(KIND, words))


def draft(shown: CampaignDesk, content: Content) -> DraftedText:
    """The same as running text, for whoever goes on writing."""
    plan = shown.plan
    told = bulletin(content, plan, "日报")
    assert told is not None, "no digest before the campaign begins"
    return DraftedText(
        kind="今日简报",
        title=f"{plan.name}今日简报（{told.end.month}月{told.end.day}日）",
        heading=f"{publicity.day(told.end)}情况",
        parts=publicity.said(_parts(told, content)),
        issue=(f"{plan.name}今日简报", f"第{told.number}期", editor(content, plan), Moment.of(told.end).chinese),
    )


def _parts(told: Bulletin, content: Content) -> Iterator[TextPart]:
    shown = told.desk
    came = [
        f"{word}{len(held)}篇：{'；'.join(f'{unit.short}《{story.title}》' for story, unit in held)}。"
        for word, held in (("投稿", told.stories), ("采用", told.adopted))
        if held
    ]
    quiet = ("今天没有新的投稿和报道。",) if told.quiet else ()
    yield TextPart(
        "今天",
        (*filter(None, (publicity.due_today(told.today),)), *came, *quiet),
        publicity.report_table(told, content),
    )
    yield TextPart("累计", (publicity.totals(shown),))
    owed = [
        f"{month.slot.name}欠交：{publicity.names(units)}。"
        for month, units in (shown.quota.shortages if shown.quota else ())
    ]
    yield TextPart("还欠", (*owed, *filter(None, (publicity.present_month(shown),))))
    yield TextPart("评选", tuple(publicity.award_lines(shown)))
    yield TextPart("接下来", tuple(publicity.ahead_lines(told.ahead)))
