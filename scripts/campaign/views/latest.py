"""What is new: documents by their day, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.views.updates import shown


@dataclass(frozen=True)
class News:
    """One new document. `kind` is the word shown: 方案, 解读, 动态."""

    date: Moment
    kind: str
    title: str
    url: str


def latest(content: Content, most: int) -> tuple[News, ...]:
    """The newest dated documents up to `as_of`, at most `most`."""
    found = [
        News(plan.date, plan.kind.chinese, plan.title, links.plan(plan.id))
        for plan in content.plans.values()
        if plan.date
    ]
    found += [
        News(each.date, "解读", each.title, links.interpretation(each.id))
        for each in content.interpretations.values()
        if each.date
    ]
    found += [
        News(post.update.date, "动态", post.update.title, links.update(post.update.id)) for post in shown(content)
    ]
    known = [news for news in found if news.date.first <= content.as_of]
    return tuple(sorted(known, key=lambda news: (news.date.last, news.title), reverse=True)[:most])
