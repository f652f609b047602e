"""The pages that look across: by leader, hospital by hospital, place by place. What they show is `views.across`."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves import links
from campaign.pages.markup import render, root_of
from campaign.pages.page import Crumb, Page
from campaign.pages.plain import PlainBody
from campaign.views.across import Across, across


def across_pages(content: Content) -> list[Page]:
    """One page a sheet that has something on it."""
    return [_page(content, each) for each in across(content)]


def _page(content: Content, each: Across) -> Page:
    body = PlainBody(
        root=root_of(each.url),
        title=each.title,
        lede=each.lede,
        tables=each.tables,
        files=[("打印（A4）", each.pdf), ("Excel", each.xlsx)],
        year=content.as_of.year,
    )
    return Page(
        each.url,
        each.title,
        render(body),
        "dashboards",
        breadcrumbs=(Crumb("进展", links.DASHBOARDS),),
        description=each.lede,
        demo=content.site.demo,
    )
