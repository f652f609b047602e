"""The page of questions and answers: by subject, each question with an anchor of its own and a way to what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.questions import Subject, subjects
from campaign.views.tables import Anchor, Day, Listing, listing


@dataclass(frozen=True, kw_only=True)
class QuestionsBody(PageBody):
    """Questions and answers by subject; each has an address of its own."""

    template = "questions.html"
    year: int
    subjects: tuple[Subject, ...]
    total: int
    listed: Listing
    plans: Sequence[tuple[str, str, int]]
    toc: tuple[Heading, ...]


def question_pages(content: Content) -> list[Page]:
    """The page, on a site that has questions."""
    found = subjects(content)
    if not found:
        return []
    total = sum(len(subject.answers) for subject in found)
    named = [plan for plan in content.plans.values() if any(plan.id in subject.plans for subject in found)]
    plans = [
        (plan.id, plan.name, sum(len(subject.answers) for subject in found if plan.id in subject.plans))
        for plan in named
    ]
    toc = tuple(Heading(subject.title, subject.anchor, count=len(subject.answers)) for subject in found)
    body = render(
        QuestionsBody(
            root=root_of(links.QUESTIONS),
            year=content.as_of.year,
            subjects=found,
            total=total,
            plans=plans,
            toc=toc,
            listed=listing(
                "问答",
                "事情 问 答 答复单位 日期",
                (
                    (
                        each.title,
                        Anchor(one.ask, one.url),
                        "\n".join(one.answer),
                        one.by,
                        Day(one.date) if one.date else None,
                    )
                    for each in found
                    for one in each.answers
                ),
            ),
        )
    )
    return [
        Page(
            path=links.QUESTIONS,
            title="问答",
            body=body,
            section="questions",
            layout="calendar",
            toc=toc,
            breadcrumbs=(Crumb("解读", links.INTERPRETATIONS),),
            description=f"{total} 个问题和负责单位的答复，按事情归在一起。",
            demo=content.site.demo,
        )
    ]
