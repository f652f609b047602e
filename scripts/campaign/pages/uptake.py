"""落实对照: an upper plan, task by task, with what plans below made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.tables import Table
from campaign.views.uptake import Uptake, promises_table, table, uptake


@dataclass(frozen=True, kw_only=True)
class UptakeBody(PageBody):
    """The counts first, then tasks, indicators, and what each plan below left out."""

    template = "uptake.html"
    plan: Plan
    year: int
    found: Uptake
    own: Sequence[Uptake]
    tasks: Table
    indicators: Table


def uptake_page(content: Content, plan: Plan) -> Page | None:
    """What became of a plan below; None when no plan below names it."""
    found = uptake(content, plan)
    if found is None:
        return None
    path = links.uptake(plan.id)
    body = render(
        UptakeBody(
            root=root_of(path),
            plan=plan,
            year=content.as_of.year,
            found=found,
            own=[found.of(each) for each in found.below],
            tasks=table(found),
            indicators=promises_table(found),
        )
    )
    return Page(
        path=path,
        title=f"落实对照 · {plan.name}",
        body=body,
        section="plans",
        layout="plan",
        breadcrumbs=(Crumb("方案", links.PLANS), Crumb(plan.title, links.plan(plan.id))),
        description=f"{plan.title}的每一项任务由谁承接、什么时候完成，哪些没有承接。",
        demo=plan.demo,
    )
