"""月末 of a campaign: who owes what with the reminders to copy, what every department did, what is told above, and everything to send around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Plan
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.campaign import PICTURED, WORDED, prints
from campaign.views.figures import Figure
from campaign.views.month import MonthEnd, UnitMonth, closing, ended, month_ends
from campaign.views.month_lists import above, departments, owing, reminders, summary
from campaign.views.tables import Table


@dataclass(frozen=True, kw_only=True)
class MonthBody(PageBody):
    """The end of a month: `files` are rows of what can be taken away, each with the forms it comes in; only the month that is closed now has them all."""

    template = "month.html"
    moment_of = staticmethod(Moment.of)
    month: MonthEnd
    year: int
    others: Sequence[tuple[str, str, bool]]
    figures: Sequence[Figure]
    owing: Table
    reminders: Sequence[tuple[UnitMonth, str]]
    summary: str
    departments: Table
    above: Table
    files: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def month_pages(content: Content, plan: Plan) -> list[Page]:
    """A page for every month of a campaign that has begun; none where nobody keeps ledgers."""
    found = month_ends(content, plan)
    return [_page(content, each, found) for each in found]


def _page(content: Content, month: MonthEnd, found: Sequence[MonthEnd]) -> Page:
    plan, path = month.plan, links.campaign_month(month.plan.id, month.month.iso)
    owed, told = owing(month), above(month, content)
    body = render(
        MonthBody(
            root=root_of(path),
            month=month,
            year=content.as_of.year,
            others=[
                (each.name, links.campaign_month(plan.id, each.month.iso), each is month)
                for each in found
                if len(found) > 1
            ],
            figures=(
                Figure(sum(unit.stories for unit in month.units), "投稿", "#departments"),
                Figure(sum(unit.adopted for unit in month.units), "采用", "#departments"),
                Figure(len(month.reports), "媒体报道", "#above"),
                Figure(len(month.owing), "还没交齐的科室", "#owing"),
            ),
            owing=owed,
            reminders=reminders(month, content),
            summary=summary(month),
            departments=departments(month),
            above=told,
            files=_files(content, month),
        )
    )
    return Page(
        path=path,
        title=f"{month.name}月末",
        body=body,
        section="campaigns",
        layout="campaign",
        toc=(
            Heading("还没有交的", "owing", count=len(owed.rows)),
            Heading("各科室", "departments", count=len(month.units)),
            Heading("报上级的报道", "above", count=len(told.rows)),
            Heading("发出去", "files"),
        ),
        breadcrumbs=(Crumb("宣传", links.CAMPAIGNS), Crumb(plan.title.removesuffix("方案"), links.campaign(plan.id))),
        description=f"{plan.name}{month.name}：{len(owed.rows)} 个科室还有没交的，媒体报道 {len(told.rows)} 篇。",
        demo=plan.demo or content.site.demo,
    )


def _files(content: Content, month: MonthEnd) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be taken away: the 月报 of every month that is over, and its lists; what else is printed tells the campaign as it stands now, so it
    stands with the month closed now."""
    plan, iso = month.plan, month.month.iso
    over = month.month in (each for each, _ in ended(content, plan))
    forms = [
        (word, links.campaign_month_print(plan.id, iso, form)) for word, form in (("PDF", "pdf"), ("Word", "docx"))
    ]
    lists = [
        *([(f"{month.name}月报", forms)] if over else ()),
        ("三张表（还没有交的、各科室、报道）", [("Excel", links.campaign_month_file(plan.id, iso, "xlsx"))]),
        ("报上级的报道清单", [("Word", links.campaign_month_file(plan.id, iso, "docx"))]),
    ]
    if month.month != closing(content, plan):
        return lists
    printed = [
        (
            words,
            [
                ("PDF", links.campaign_pdf(plan.id, kind)),
                *([("Word", links.campaign_docx(plan.id, kind))] if kind in WORDED else ()),
                *([("长图", links.campaign_picture(plan.id, kind))] if kind in PICTURED else ()),
            ],
        )
        for kind, words in prints(month.desk)
        if kind != "monthly" or not over
    ]
    return printed + lists
