"""Pages of an assessment: the rule book, one page an item, the scores of each hospital and round, and the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Category, Item, Plan, Round, RuleSet, Task, Tier
from campaign.pages.markup import Body, render, root_of
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
from campaign.views.thresholds import Finding, Prejudged, Verdict, bound, whom

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


def items_of(numbers: Sequence[int]) -> str:
    """第 3、7、8 条"""
    return f"第 {'、'.join(map(str, numbers))} 条"


@dataclass(frozen=True, kw_only=True)
class BookBody(Body):
    """What every page of a rule set may use."""

    book: _Book
    plain = staticmethod(plain)
    bound = staticmethod(bound)
    whom = staticmethod(whom)
    category_label = staticmethod(category_label)
    label = staticmethod(label)
    items_of = staticmethod(items_of)
    kinds = Kind
    states = STATES
    findings = FINDINGS
    cells = CELLS

    @property
    def rules(self) -> RuleSet:
        return self.book.rules

    @property
    def year(self) -> int:
        return self.book.content.as_of.year

    @property
    def forms(self) -> Mapping[str, str]:
        return {form.id: form.short or form.title for form in self.book.content.forms.values()}

    @property
    def counts(self) -> Mapping[str, int]:
        return tier_counts(self.rules)


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


@dataclass(frozen=True, kw_only=True)
class AssessmentsBody(Body):
    """All assessments: what each holds, and how the hospitals stand."""

    template = "assessments.html"
    shown: Sequence[
        tuple[_Book, Sequence[tuple[tuple[ScoreReport, ...], Sequence[ScoreReport | None]]], Mapping[str, int]]
    ]


def _overview(content: Content, books: Sequence[_Book]) -> Page:
    shown = [(book, _hospitals(book), tier_counts(book.rules)) for book in books]
    body = render(AssessmentsBody(root=root_of(links.ASSESSMENTS), shown=shown))
    return Page(
        path=links.ASSESSMENTS,
        title="考核",
        body=body,
        section=SECTION,
        layout=SECTION,
        description="考核细则、各医院得分和名次。",
        demo=content.site.demo or any(book.demo for book in books),
    )


def _hospitals(book: _Book) -> list[tuple[tuple[ScoreReport, ...], list[ScoreReport | None]]]:
    """Each hospital with its report a round, None where it has none."""
    found = []
    for hospital in by_hospital(book.reports).values():
        by_round = {report.sheet.round.id: report for report in hospital}
        found.append((hospital, [by_round.get(each.id) for each in book.rules.rounds]))
    return found


@dataclass(frozen=True, kw_only=True)
class RuleBookBody(BookBody):
    """The rule book of an assessment, by category, with a filter by tier."""

    template = "rule_book.html"
    toc: tuple[Heading, ...]
    tiers: Sequence[tuple[str, str, None]]
    applied: Mapping[int, Sequence[Tier]]
    crosswalk: Sequence[tuple[Task, Category, Plan]]
    reports: tuple[ScoreReport, ...]
    thresholds: int
    with_thresholds: object
    sub_items: int
    issuer: str


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
        RuleBookBody(
            root=root_of(path),
            toc=toc,
            tiers=tiers,
            applied=applied,
            crosswalk=_crosswalk(book),
            reports=book.reports,
            thresholds=sum(len(item.thresholds) for _, _, item in rules.items),
            with_thresholds=sum(bool(item.thresholds) for _, _, item in rules.items),
            sub_items=sum(len(category.sub_items) for category in rules.categories),
            issuer=_issuer(book),
            book=book,
        )
    )
    return Page(
        path=path,
        title=rules.title,
        body=body,
        section=SECTION,
        layout=SECTION,
        toc=toc,
        breadcrumbs=book.crumbs[:1],
        description=f"{len(rules.categories)} 类 {len(rules.items)} 条，可按医院等级筛选。",
        demo=rules.demo,
    )


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


def figure_page(report: ScoreReport, verdict: Verdict) -> str:
    """Where the figure of a verdict stands on the site, or nothing when there is no figure."""
    if verdict.figure is None or not verdict.threshold.from_form:
        return ""
    year, _, month = verdict.period.partition("-")
    return figure_url(
        report.sheet.unit.id, Moment(int(year), int(month) if month else None), verdict.threshold.from_form
    )


@dataclass(frozen=True, kw_only=True)
class ItemBody(BookBody):
    """One item: what it asks, of whom, and how every hospital stands."""

    template = "item.html"
    figure_page = staticmethod(figure_page)
    view: ItemView
    item: Item
    before: ItemView | None
    after: ItemView | None
    task: tuple[Task, Plan] | None


def _item(book: _Book, view: ItemView, before: ItemView | None, after: ItemView | None) -> Page:
    path = view.url
    task = next(((task, plan) for task, category, plan in _crosswalk(book) if category is view.category), None)
    body = render(
        ItemBody(root=root_of(path), view=view, item=view.item, before=before, after=after, task=task, book=book)
    )
    crumbs = (
        *book.crumbs,
        Crumb(
            f"{category_label(view.category)}{view.category.title}",
            links.assessment(book.rules.id, links.category_anchor(view.category.number)),
        ),
    )
    return Page(
        path=path,
        title=f"第 {view.item.number} 条　{view.item.title}",
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=crumbs,
        description=view.item.text,
        demo=book.demo,
    )


@dataclass(frozen=True, kw_only=True)
class ScoreBody(BookBody):
    """A hospital's scores in one round: the sum as a sum, every item as a numbered cell, and where each lost point went."""

    template = "score.html"
    figure_page = staticmethod(figure_page)
    report: ScoreReport
    sheet: ScoreSheet
    hospital: tuple[ScoreReport, ...]
    most: int
    on_forms: Sequence[Prejudged]


def _score(book: _Book, report: ScoreReport, hospital: tuple[ScoreReport, ...], path: str) -> Page:
    sheet = report.sheet
    body = render(
        ScoreBody(
            root=root_of(path),
            report=report,
            sheet=sheet,
            hospital=hospital,
            most=max((len(each.lost_items) for each in sheet.categories), default=0),
            on_forms=[
                each for each in report.prejudged if any(verdict.threshold.from_form for verdict in each.verdicts)
            ],
            book=book,
        )
    )
    return Page(
        path=path,
        title=report.title,
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=book.crumbs,
        description=f"{sheet.working}{'（暂定）' if sheet.provisional else ''}",
        demo=report.demo,
    )


@dataclass(frozen=True)
class RoundView:
    """One round of the ranking page: a ranking a tier, with each hospital's report."""

    round: Round
    anchor: str
    tiers: tuple[tuple[Tier, TierRanking, tuple[ScoreReport, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class RankingBody(BookBody):
    """Ranks within each tier, round by round, with lost items by category."""

    template = "ranking.html"
    rounds: Sequence[RoundView]


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
    body = render(RankingBody(root=root_of(path), rounds=rounds, book=book))
    return Page(
        path=path,
        title="名次和失分比较",
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=book.crumbs,
        description="同级医院按折算分排名，同分同名次；各类失分一览。",
        demo=book.demo,
    )
