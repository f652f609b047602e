"""修订对照: what is different in a plan from every earlier version that is kept, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.revisions import Revision, revisions, table
from campaign.views.tables import Table


@dataclass(frozen=True, kw_only=True)
class RevisionBody(PageBody):
    """The versions before a plan, the latest first, each with its table."""

    template = "revision.html"
    plan: Plan
    year: int
    held: Sequence[tuple[Revision, Table]]


def revision_page(content: Content, plan: Plan) -> Page | None:
    """What changed since the versions before; None for a plan that replaces none that the site holds."""
    found = revisions(content, plan)
    if not found:
        return None
    path = links.revision(plan.id)
    body = render(
        RevisionBody(
            root=root_of(path),
            plan=plan,
            year=content.as_of.year,
            held=[(each, table(each)) for each in found],
        )
    )
    return Page(
        path=path,
        title=f"修订对照 · {plan.name}",
        body=body,
        section="plans",
        layout="plan",
        breadcrumbs=(Crumb("方案", links.PLANS), Crumb(plan.title, links.plan(plan.id))),
        description=f"{plan.title}第{plan.version}版比以前的版本改了什么，逐条对照。",
        demo=plan.demo,
    )
