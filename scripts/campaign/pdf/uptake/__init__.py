"""落实对照表 on lying A4: the tasks of an upper plan with what plans below made of them."""

from __future__ import annotations

from campaign.content import Content
from campaign.model import Plan
from campaign.pdf import office, page, tables
from campaign.pdf.job import Job
from campaign.views import uptake

NAME = "落实对照表"
LOOKS = "plain"  # set as any record's sheet is


def document(plan: Plan, content: Content, found: uptake.Uptake) -> Job:
    """The print job; pure, like that of a plan."""
    head = office.head(plan, content, NAME)
    made = [
        (each.title, tables.printed(each, lying=(False,), total=office.WIDTH, height=office.HEIGHT))
        for each in uptake.tables(found)
    ]
    words = {"head": head, "tables": made, "author": content.site.organisation}
    return Job(name=plan.id, title=head.title, kind=LOOKS, html=page.write(LOOKS, words))
