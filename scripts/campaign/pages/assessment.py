"""Pages of an assessment: the rule book, one page an item, the scores of each hospital and round, and the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Category, Plan, Round, RuleSet, Task, Tier
from campaign.pages.markup import render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.forms import figure_url
from campaign.views.score_reports import ItemView, ScoreReport, by_hospital, item_views, of_rules, score_reports
from campaign.views.scoring import (
    Kind,
    ScoreSheet,
    TierRanking,
    category_label,
    crosswalk,
    label,
    plain,
    rankings,
    tier_counts,
)
from campaign.views.status import Mark, State
from campaign.views.thresholds import Finding, Verdict, bound, whom

SECTION = "assessments"
STATES = {
    Kind.EARNED: State(Mark.DONE, "得分"),
    Kind.PART: State(Mark.SOON, "部分得分"),
    Kind.LOST: State(Mark.LATE, "失分"),
    Kind.UNSCORED: State(Mark.OPEN, "未评"),
    Kind.EXCLUDED: State(Mark.NONE, "不适用"),
}
FINDINGS = {
    Finding.MET: State(Mark.DONE, "达到"),
    Finding.MISSED: State(Mark.LATE, "未达到"),
    Finding.NO_DATA: State(Mark.NONE, "无数据"),
    Finding.NOT_ON_FORM: State(Mark.OPEN, "现场查"),
}
CELLS = {
    Kind.EARNED: "earned",
    Kind.PART: "part-earned",
    Kind.LOST: "lost",
    Kind.UNSCORED: "unscored",
    Kind.EXCLUDED: "excluded",
}


@dataclass(frozen=True)
class _Book:
    """A rule set with what all of its pages need."""

    content: Content
    rules: RuleSet
    reports: tuple[ScoreReport, ...]

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("考核", links.ASSESSMENTS), Crumb(self.rules.name, links.assessment(self.rules.id)))

    @property
    def demo(self) -> bool:
        return self.rules.demo or any(report.demo for report in self.reports)

    @property
    def words(self) -> dict[str, object]:
        """What every template may use."""
        return {
            "rules": self.rules, "plain": plain, "kinds": Kind, "states": STATES, "findings": FINDINGS, "cells": CELLS, "bound": bound, "whom": whom,
            "category_label": category_label, "label": label, "items_of": items_of, "year": self.content.as_of.year, "forms": {form.id: form.short or form.title for form in self.content.forms.values()}, "counts": tier_counts(self.rules),
        }  # fmt: skip


def assessment_pages(content: Content) -> Iterator[Page]:
    """Every page about assessments."""
    reports = score_reports(content)
    books = [_Book(content, rules, of_rules(reports, rules)) for rules in content.assessments.values()]
    yield _overview(content, books)
    views = item_views(content)
    for book in books:
        yield _rule_book(book)
        items = views[book.rules.id]
        for place, item in enumerate(items):
            yield _item(
                book, item, items[place - 1] if place else None, items[place + 1] if place + 1 < len(items) else None
            )
        if not book.reports:
            continue
        yield _ranking(book)
        for hospital in by_hospital(book.reports).values():
            for report in hospital:
                yield _score(
                    book, report, hospital, links.score(book.rules.id, report.sheet.unit.id, report.sheet.round.id)
                )
                if report.latest:
                    yield _score(book, report, hospital, links.score(book.rules.id, report.sheet.unit.id))


def items_of(numbers: Sequence[int]) -> str:
    """第 3、7、8 条"""
    return f"第 {'、'.join(map(str, numbers))} 条"


def _overview(content: Content, books: Sequence[_Book]) -> Page:
    shown = [(book, _hospitals(book), tier_counts(book.rules)) for book in books]
    body = render(
        "assessments.html", root=root_of(links.ASSESSMENTS), shown=shown, plain=plain, year=content.as_of.year
    )
    return Page(
        path=links.ASSESSMENTS, title="考核", body=body, section=SECTION, layout=SECTION,
        description="考核细则、各医院得分和名次。", demo=content.site.demo or any(book.demo for book in books),
    )  # fmt: skip


def _hospitals(book: _Book) -> list[tuple[tuple[ScoreReport, ...], list[ScoreReport | None]]]:
    """Each hospital with its report a round, None where it has none."""
    found = []
    for hospital in by_hospital(book.reports).values():
        by_round = {report.sheet.round.id: report for report in hospital}
        found.append((hospital, [by_round.get(each.id) for each in book.rules.rounds]))
    return found


def _rule_book(book: _Book) -> Page:
    rules = book.rules
    path = links.assessment(rules.id)
    toc = tuple(
        Heading(
            category.title,
            links.category_anchor(category.number),
            category_label(category),
            len(list(category.all_items())),
        )
        for category in rules.categories
    )
    tiers = [(tier.id, f"{tier.name} {tier_counts(rules)[tier.name]} 条", None) for tier in rules.tiers]
    applied = {
        item.number: [tier for tier in rules.tiers if item.number not in tier.exclude] for _, _, item in rules.items
    }
    body = render(
        "rule_book.html", root=root_of(path), toc=toc, tiers=tiers, applied=applied, crosswalk=_crosswalk(book), reports=book.reports,
        thresholds=sum(len(item.thresholds) for _, _, item in rules.items), with_thresholds=sum(bool(item.thresholds) for _, _, item in rules.items),
        sub_items=sum(len(category.sub_items) for category in rules.categories), issuer=_issuer(book), **book.words,
    )  # fmt: skip
    return Page(
        path=path, title=rules.title, body=body, section=SECTION, layout=SECTION, toc=toc, breadcrumbs=book.crumbs[:1],
        description=f"{len(rules.categories)} 类 {len(rules.items)} 条，可按医院等级筛选。", demo=rules.demo,
    )  # fmt: skip


def _issuer(book: _Book) -> str:
    issuer = book.rules.issuer
    return book.content.registry.name(issuer) if issuer else ""


def _crosswalk(book: _Book) -> list[tuple[Task, Category, Plan]]:
    """Tasks of the plan with the category each answers to, in the plan's order."""
    rules = book.rules
    plan = book.content.plans.get(rules.crosswalk.plan) if rules.crosswalk else None
    if not plan:
        return []
    categories = {category.number: category for category in rules.categories}
    of_task = {task: categories[number] for number, task in crosswalk(rules).items() if number in categories}
    return [(task, of_task[task.id], plan) for _, task in plan.all_tasks() if task.id in of_task]


def _item(book: _Book, view: ItemView, before: ItemView | None, after: ItemView | None) -> Page:
    path = view.url
    task = next(((task, plan) for task, category, plan in _crosswalk(book) if category is view.category), None)
    body = render(
        "item.html",
        root=root_of(path),
        view=view,
        item=view.item,
        before=before,
        after=after,
        task=task,
        figure_page=figure_page,
        **book.words,
    )
    crumbs = (
        *book.crumbs,
        Crumb(
            f"{category_label(view.category)}{view.category.title}",
            links.assessment(book.rules.id, links.category_anchor(view.category.number)),
        ),
    )
    return Page(
        path=path, title=f"第 {view.item.number} 条　{view.item.title}", body=body, section=SECTION, layout=SECTION, breadcrumbs=crumbs,
        description=view.item.text, demo=book.demo,
    )  # fmt: skip


def figure_page(report: ScoreReport, verdict: Verdict) -> str:
    """Where the figure of a verdict stands on the site, or nothing when there is no figure."""
    if verdict.figure is None or not verdict.threshold.from_form:
        return ""
    year, _, month = verdict.period.partition("-")
    return figure_url(
        report.sheet.unit.id, Moment(int(year), int(month) if month else None), verdict.threshold.from_form
    )


def _score(book: _Book, report: ScoreReport, hospital: tuple[ScoreReport, ...], path: str) -> Page:
    sheet = report.sheet
    body = render(
        "score.html", root=root_of(path), report=report, sheet=sheet, hospital=hospital, most=max((len(each.lost_items) for each in sheet.categories), default=0),
        on_forms=[each for each in report.prejudged if any(verdict.threshold.from_form for verdict in each.verdicts)],
        figure_page=figure_page, path=path, **book.words,
    )  # fmt: skip
    return Page(
        path=path, title=report.title, body=body, section=SECTION, layout=SECTION, breadcrumbs=book.crumbs,
        description=f"{sheet.working}{'（暂定）' if sheet.provisional else ''}", demo=report.demo,
    )  # fmt: skip


@dataclass(frozen=True)
class RoundView:
    """One round of the ranking page: a ranking a tier, with each hospital's report."""

    round: Round
    anchor: str
    tiers: tuple[tuple[Tier, TierRanking, tuple[ScoreReport, ...]], ...]


def _ranking(book: _Book) -> Page:
    rules = book.rules
    path = links.ranking(rules.id)
    sheets: list[ScoreSheet] = [report.sheet for report in book.reports]
    reports = {(report.sheet.round.id, report.sheet.unit.id): report for report in book.reports}
    rounds = [
        RoundView(
            each,
            f"round-{each.id}",
            tuple(
                (ranking.tier, ranking, tuple(reports[(each.id, rank.sheet.unit.id)] for rank in ranking.ranks))
                for ranking in rankings(book.content, rules, each, sheets)
            ),
        )
        for each in reversed(rules.rounds)
    ]
    rounds = [each for each in rounds if any(reports for _, _, reports in each.tiers)]
    body = render("ranking.html", root=root_of(path), rounds=rounds, **book.words)
    return Page(
        path=path, title="名次和失分比较", body=body, section=SECTION, layout=SECTION, breadcrumbs=book.crumbs,
        description="同级医院按折算分排名，同分同名次；各类失分一览。", demo=book.demo,
    )  # fmt: skip
