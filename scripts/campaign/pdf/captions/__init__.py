"""作品说明牌: the captions of the photographs, eight on a sheet to cut out and hang beside them."""

from __future__ import annotations

from campaign.content import Content
from campaign.pdf import page, publicity
from campaign.pdf.job import Job
from campaign.views.campaign import Desk

KIND = "captions"


def document(shown: Desk, content: Content) -> Job:
    plan = shown.plan
    title = f"{plan.name}摄影作品说明牌"
    words = {
        "title": title,
        "works": [(each.work.title, each.work.author or "", each.unit.name if each.unit else "", each.work.alt or "", each.award) for each in shown.works],
        "campaign": plan.title.removesuffix("方案"),
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "foot": publicity.foot(plan, "摄影作品说明牌", shown.as_of),
    }
    return Job(name=f"{plan.id}-captions", title=title, kind=KIND, html=page.write(KIND, words))
