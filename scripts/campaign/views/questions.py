"""Questions and answers: those kept for themselves, those that stand in cases, and which belong to a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.content import Content, once
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Case, Questions
from campaign.views.cases import task_link
from campaign.views.relations import Link


@dataclass(frozen=True)
class Answer:
    """A question with its answer, its anchor on the page of all questions, who answered and when, and what it is about."""

    anchor: str
    ask: str
    answer: tuple[str, ...]
    by: str
    date: Moment | None
    about: tuple[Link, ...]

    @property
    def url(self) -> str:
        """Its place on the page of all questions."""
        return f"{links.QUESTIONS}#{self.anchor}"


@dataclass(frozen=True)
class Subject:
    """Questions about one thing. `url` is the case they come from, if they come from one; `plans` are the ids of plans they are about."""

    title: str
    anchor: str
    url: str
    plans: tuple[str, ...]
    demo: bool
    answers: tuple[Answer, ...]


@once
def subjects(content: Content) -> tuple[Subject, ...]:
    """All questions: those kept for themselves, the newest answer first, then those of cases."""
    own = sorted(
        content.questions.values(), key=lambda each: (each.date.iso if each.date else "", each.id), reverse=True
    )
    return (
        *(_subject(content, each) for each in own),
        *(_of_case(case) for case in content.cases.values() if case.questions),
    )


@once
def by_plan(content: Content) -> dict[str, tuple[Link, ...]]:
    """The questions about a plan, as links to their answers."""
    found: dict[str, list[Link]] = {}
    for each in content.questions.values():
        for question in each.questions:
            link = Link(question.ask, f"{links.QUESTIONS}#{_anchor(each.id, question.id)}")
            tasks = (reference.partition("#")[0] for reference in question.tasks)
            for plan in dict.fromkeys((*each.plans, *question.plans, *tasks)):
                found.setdefault(plan, []).append(link)
    return {plan: tuple(asked) for plan, asked in found.items()}


def _anchor(subject: str, question: str) -> str:
    return f"q-{subject}-{question}"


def _subject(content: Content, each: Questions) -> Subject:
    answers = tuple(
        Answer(
            _anchor(each.id, one.id),
            one.ask,
            one.answer,
            one.by or each.by or "",
            one.date or each.date,
            tuple(_about(content, each, place)),
        )
        for place, one in enumerate(each.questions)
    )
    return Subject(each.title, f"qa-{each.id}", "", each.plans, each.demo, answers)


def _about(content: Content, each: Questions, place: int) -> Iterator[Link]:
    question = each.questions[place]
    for plan in dict.fromkeys((*each.plans, *question.plans)):
        if plan in content.plans:
            yield Link(content.plans[plan].name, links.plan(plan))
    for reference in question.tasks:
        yield from filter(None, [task_link(content, reference)])
    for number, term in enumerate(content.terms, 1):
        if {term.term, *term.also} & set(question.terms):
            yield Link(f"名词：{term.term}", f"{links.GLOSSARY}#{links.term_anchor(number)}")


def _of_case(case: Case) -> Subject:
    answers = tuple(
        Answer(f"q-case-{case.id}-{number}", one.ask, one.answer, one.by or "", None, ())
        for number, one in enumerate(case.questions, 1)
    )
    return Subject(case.title, f"qa-case-{case.id}", links.case(case.id, "questions"), case.plans, case.demo, answers)
