"""今日简报: one sheet a day for the board and the group chat — what came today, where the campaign stands, who still owes, what comes next."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves.dates import day_chinese
from campaign.pdf import page, publicity
from campaign.pdf.job import Job
from campaign.views.campaign import Desk, bulletin

KIND = "digest"


def document(shown: Desk, content: Content) -> Job:
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
        "foot": publicity.foot(plan, "今日简报", told.end),
    }
    return Job(name=f"{plan.id}-digest", title=str(words["title"]), kind=KIND, html=page.write(KIND, words))
