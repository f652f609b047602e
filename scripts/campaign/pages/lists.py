"""Pages that gather one kind of thing over all plans: plans, indicators, dates, findings, mechanisms, words, interpretations, search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Interpretation, Level, Plan, PlanKind, Status, Term, Word
from campaign.pages.drawing import spark
from campaign.pages.long import list_pages
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import SLOT, Crumb, Page
from campaign.views.findings import WORDS, WeakPoint, all_findings
from campaign.views.indicators import Conflict, IndicatorRow, bounds, conflicts, indicator_rows
from campaign.views.listed import current, deadline
from campaign.views.overview import Overview, by_level, overview
from campaign.views.questions import subjects
from campaign.views.relations import Link, MechanismEntry, link, mechanisms
from campaign.views.status import Tally, tally
from campaign.views.tables import (
    ALONE,
    Anchor,
    Bound,
    Column,
    Day,
    Drawing,
    Listing,
    Row,
    Table,
    Words,
    listing,
    named,
    put,
    row,
)
from campaign.views.targets import wording
from campaign.views.timeline import clock_words
from campaign.views.topics import compared

STANDINGS = {"met": "达到", "short": "没达到", "unknown": "没有数"}
Option = tuple[str | int, str, int | None]


def _years(plan: Plan) -> tuple[int, ...]:
    """The years a plan belongs to: from its start (or date) to its end."""
    first = (plan.period.start if plan.period else None) or plan.date
    last = (plan.period.end if plan.period else None) or first
    if not first or not last:
        return ()
    return tuple(range(first.year, max(first.year, last.year) + 1))


@dataclass(frozen=True, kw_only=True)
class TopicsBody(PageBody):
    """Plans of one kind side by side, topic by topic."""

    template = "topics.html"
    year: int
    tables: Sequence[Table]


def topics_page(content: Content) -> Page | None:
    """Plans of one level side by side by their topics; None where no two have one in common."""
    tables = compared(content)
    if not tables:
        return None
    return Page(
        path=links.TOPICS,
        title="按主题对照",
        body=render(TopicsBody(root=root_of(links.TOPICS), year=content.as_of.year, tables=tables)),
        section="plans",
        breadcrumbs=(Crumb("方案", links.PLANS),),
        description="同一层级的方案并排，同一个主题各写了哪些任务。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class PlansBody(PageBody):
    """All plans, filtered by chips; the state stands in the address."""

    template = "plans.html"
    year: int
    listed: Table
    levels: Sequence[tuple[str | int, str, int | None]]
    statuses: Sequence[tuple[str | int, str, int | None]]
    kinds: Sequence[tuple[str | int, str, int | None]]
    years: Sequence[tuple[int, str, None]]
    has_topics: bool


def plans_pages(content: Content) -> list[Page]:
    """All plans; more than a page holds are on pages of their own as well."""
    plans = by_level(tuple(content.plans.values()))
    views = [overview(content, plan) for plan in plans]
    levels = _options(Level, [plan.level for plan in plans])
    statuses = _options(Status, [plan.status for plan in plans])
    kinds = _options(PlanKind, [plan.kind for plan in plans])
    years = [
        (year, f"{year}年", None) for year in sorted({year for plan in plans for year in _years(plan)}, reverse=True)
    ]
    table = _plans(content, views)
    body = render(
        PlansBody(
            root=root_of(links.PLANS),
            year=content.as_of.year,
            listed=table,
            levels=levels,
            statuses=statuses,
            kinds=kinds,
            years=years,
            has_topics=bool(compared(content)),
        )
    )
    page = Page(
        path=links.PLANS,
        title="方案",
        body=body,
        section="plans",
        description=f"{len(plans)} 个方案，可按层级、状态、种类和年份筛选。",
        demo=content.site.demo,
    )
    return [page, *list_pages(table, links.ALL_PLANS, page, "全部方案", content.as_of.year, ALONE)]


def _plans(content: Content, views: Sequence[Overview]) -> Table:
    columns = (
        Column("层级", "minor", "层级", sort="level"),
        named("方案", sort="title"),
        Column("成文", "minor nowrap", "成文", sort="date"),
        Column("期限", "minor nowrap", "期限到", sort="period"),
        Column("任务", "n", "任务", sort="tasks"),
        Column("指标", "n", "指标", sort="indicators"),
        Column("办结", "n", "办结", sort="done"),
        Column("状态", "end", sort="status"),
    )

    def cells(place: int, view: Overview) -> Row:
        plan = view.plan
        issuer = content.registry.name(plan.issuer) if plan.issuer else "发文单位未写明"
        end = plan.period.end if plan.period else None
        return row(
            put(plan.level.chinese if plan.level else "—", key=place),
            (
                Anchor(plan.title, links.plan(plan.id), "b"),
                Words("活动" if plan.is_campaign else "", "tag"),
                Words("示例" if plan.demo else "", "tag"),
                Words(f"{issuer}{f'　{plan.doc_no}' if plan.doc_no else ''}", "sub"),
            ),
            put(Day(plan.date, whole=True) if plan.date else None, key=plan.date.iso if plan.date else ""),
            put(Day(end, short=True, whole=True) if end else None, key=end.iso if end else ""),
            len(view.tasks),
            len(view.indicators),
            view.figures[0].value if view.reported else None,
            Words(clock_words(plan, content.as_of), "strong" if plan.status is Status.ACTIVE else "soft"),
            look="plan-row",
            data=(
                ("level", plan.level.value if plan.level else ""),
                ("status", plan.status.value),
                ("kind", plan.kind.value),
                ("year", " ".join(map(str, _years(plan)))),
            ),
        )

    rows = tuple(cells(place, view) for place, view in enumerate(views, 1))
    return Table("方案", columns, rows, look="list rows plans", sortable=True)


def _options(words: type[Word], values: Sequence[Word | None]) -> list[Option]:
    """The values that occur, in the order of their list, each with how often."""
    return [(word.value, word.chinese, values.count(word)) for word in words if word in values]


@dataclass(frozen=True, kw_only=True)
class IndicatorsBody(PageBody):
    """All indicators of all plans."""

    template = "indicators.html"
    wording = staticmethod(wording)
    year: int
    listed: Table
    words: Sequence[tuple[str, str, int]]
    standings: Sequence[tuple[str, str, int]]
    tallies: tuple[Tally, ...]
    by_plan: Table | None
    conflicts: tuple[Conflict, ...]
    plans: Sequence[tuple[str, str, int]]


def indicators_pages(content: Content) -> list[Page]:
    """All indicators; where they are more than a page holds, by plan, and all of them on pages of their own."""
    plans = sorted(by_level(tuple(content.plans.values())), key=lambda plan: plan.status is not Status.ACTIVE)
    rows = [row for plan in plans for row in indicator_rows(content, plan)]
    table = _indicators(content, rows)
    tallies = tally(row.state for row in rows)
    body = render(
        IndicatorsBody(
            root=root_of(links.INDICATORS),
            year=content.as_of.year,
            listed=table,
            by_plan=_by_plan(content, plans) if len(rows) > ALONE else None,
            words=[(each.word, each.word, each.count) for each in tallies],
            standings=[
                (key, word, sum(row.standing == key for row in rows if row.plan.status is Status.ACTIVE))
                for key, word in STANDINGS.items()
            ],
            tallies=tallies,
            conflicts=conflicts(content),
            plans=[(plan.id, plan.name, sum(row.plan is plan for row in rows)) for plan in plans if plan.indicators],
        )
    )
    page = Page(
        path=links.INDICATORS,
        title="指标",
        body=body,
        section="indicators",
        description=f"全部方案的 {len(rows)} 项指标：要求、现值、差距和状态。",
        demo=content.site.demo,
    )
    return [page, *list_pages(table, links.ALL_INDICATORS, page, "全部指标", content.as_of.year, ALONE)]


def _by_plan(content: Content, plans: Sequence[Plan]) -> Table:
    """How many indicators each plan has and how they stand; by level, as `plans` are given."""
    columns = (Column("层级", "minor", "层级"), named("方案"), Column("指标", "n", "指标"), Column("状态", "end"))
    return Table(
        "各方案的指标",
        columns,
        tuple(
            row(
                plan.level.chinese if plan.level else "—",
                Anchor(plan.title, links.plan(plan.id, "indicators")),
                len(plan.indicators),
                tally(each.state for each in indicator_rows(content, plan)),
            )
            for plan in plans
            if plan.indicators
        ),
    )


def _bounds(row: IndicatorRow) -> tuple[str, ...]:
    """The bound in force for this reader; when none fits, every bound with its scope."""
    return (row.words("due", "modality"),) if row.target else bounds(row, "due", "modality")


def _indicators(content: Content, rows: Sequence[IndicatorRow]) -> Table:
    columns = (
        named("指标", sort="name"),
        Column("负责", "minor", "负责", sort="unit"),
        Column("方案", "minor plan-name", "出自", sort="plan"),
        Column("要求", "bounds", "要求"),
        Column("约束", "minor", "约束"),
        Column("期限", "minor nowrap", "期限", sort="due"),
        Column("现值", "n strong", "现值"),
        Column("走势", "phone-no", silent=True),
        Column("差距", "n minor"),
        Column("状态", "end", sort="status"),
    )
    return Table(
        "全部指标",
        columns,
        tuple(
            row(
                Anchor(each.indicator.name, each.url),
                _units(content, each),
                Anchor(each.plan.name, links.plan(each.plan.id), "plain"),
                tuple(map(Bound, _bounds(each))),
                each.modality.value,
                put(deadline(each), key=each.due.iso if each.due else ""),
                current(each),
                Drawing(spark(each)),
                each.gap,
                each.state,
                look="indicator-row",
                data=(
                    ("status", each.state.word),
                    ("standing", each.standing if each.plan.status is Status.ACTIVE else ""),
                    ("plan", each.plan.id),
                ),
            )
            for each in rows
        ),
        look="list rows all-indicators",
        sortable=True,
    )


def _units(content: Content, row: IndicatorRow) -> str:
    return "、".join(content.registry.short(each) for each in row.indicator.lead)


@dataclass(frozen=True, kw_only=True)
class FindingsBody(PageBody):
    """Weak points of plans: not faults of a file, but gaps that make a plan hard to carry out."""

    template = "findings.html"
    groups: Sequence[tuple[Plan, Sequence[tuple[str, Sequence[WeakPoint]]]]]
    clean: Sequence[Plan]
    total: int
    counts: Mapping[str, int]
    brief: bool  # too many to say each: how many of which kind, and the way to the plan's own page
    listed: Listing


def findings_page(content: Content) -> Page:
    found = all_findings(content)
    ordered = [plan for plan in by_level(tuple(content.plans.values())) if plan.id in found]
    groups = [
        (plan, [(WORDS[kind], list(each)) for kind, each in groupby(found[plan.id], key=lambda one: one.kind)])
        for plan in ordered
    ]
    clean = [plan for plan in content.plans.values() if plan.id not in found]
    total = sum(len(each) for each in found.values())
    body = render(
        FindingsBody(
            root=root_of(links.FINDINGS),
            groups=groups,
            clean=clean,
            total=total,
            counts={each: len(found[each]) for each in found},
            brief=total > ALONE,
            listed=listing(
                "方案体检",
                "方案 薄弱处 所在",
                (
                    (each.plan.name, WORDS[each.kind], Anchor(each.what, each.url))
                    for held in found.values()
                    for each in held
                ),
            ),
        )
    )
    return Page(
        path=links.FINDINGS,
        title="方案体检",
        body=body,
        section="plans",
        breadcrumbs=(Crumb("方案", links.PLANS),),
        description="没有指标的目标、没有责任单位的任务、没有期限的方案。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class MechanismsBody(PageBody):
    """Each arrangement and the plans that use it."""

    template = "mechanisms.html"
    entries: tuple[MechanismEntry, ...]
    listed: Listing


def mechanisms_page(content: Content) -> Page:
    entries = mechanisms(content)
    body = render(
        MechanismsBody(
            root=root_of(links.MECHANISMS),
            entries=entries,
            listed=listing(
                "工作机制",
                "机制 方案 内容",
                (
                    (each.name, Anchor(plan.title, links.plan(plan.id)), "\n".join(used.text))
                    for each in entries
                    for plan, used in each.uses
                ),
            ),
        )
    )
    return Page(
        path=links.MECHANISMS,
        title="工作机制",
        body=body,
        section="plans",
        breadcrumbs=(Crumb("方案", links.PLANS),),
        description="督查、挂钩、讲评、追责等机制，用在哪些方案里。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class GlossaryBody(PageBody):
    """Words and slogans of the plans."""

    template = "glossary.html"
    terms: tuple[Term, ...]
    listed: Listing
    plans: Mapping[str, Plan]


def glossary_page(content: Content) -> Page:
    body = render(
        GlossaryBody(
            root=root_of(links.GLOSSARY),
            terms=content.terms,
            plans=content.plans,
            listed=listing(
                "名词",
                "词 又作 解释",
                ((each.term, "、".join(each.also), "\n".join(each.meaning)) for each in content.terms),
            ),
        )
    )
    return Page(
        path=links.GLOSSARY,
        title="名词",
        body=body,
        section="glossary",
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS),),
        description="方案里的提法和名词，是什么意思、出在哪里。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class InterpretationsBody(PageBody):
    """Interpretations, the newest first."""

    template = "interpretations.html"
    terms: int
    cases: int
    asked: int
    meetings: int
    entries: Sequence[tuple[Interpretation, Link]]
    listed: Listing


def interpretations_page(content: Content) -> Page:
    entries = sorted(
        content.interpretations.values(), key=lambda each: (each.date.iso if each.date else "", each.id), reverse=True
    )
    body = render(
        InterpretationsBody(
            root=root_of(links.INTERPRETATIONS),
            terms=len(content.terms),
            cases=len(content.cases),
            asked=sum(len(subject.answers) for subject in subjects(content)),
            meetings=len(content.meetings),
            entries=[(each, link(content, each.of)) for each in entries],
            listed=listing(
                "解读",
                "日期 解读 方案 摘要",
                (
                    (
                        Day(each.date) if each.date else None,
                        Anchor(each.title, links.interpretation(each.id)),
                        link(content, each.of).title,
                        each.summary,
                    )
                    for each in entries
                ),
            ),
        )
    )
    return Page(
        path=links.INTERPRETATIONS,
        title="解读",
        body=body,
        section="interpretations",
        description="对方案的解读，和方案互相链接。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class InterpretationBody(PageBody):
    """The head of an interpretation; its text is Markdown and comes into the slot."""

    template = "interpretation.html"
    slot = SLOT
    each: Interpretation
    plan: Plan | None
    of: Link
    fields: Sequence[tuple[str, str]]
    meetings: Sequence[Link]


def interpretation_page(content: Content, each: Interpretation) -> Page:
    """The head of an interpretation — what it explains, what it says the plan contains — with the slot for its text."""
    path = links.interpretation(each.id)
    plan = content.plans.get(each.of.plan or "")
    body = render(
        InterpretationBody(
            root=root_of(path),
            each=each,
            plan=plan,
            of=link(content, each.of),
            fields=_disclosure(each),
            meetings=[
                Link(meeting.title, links.meeting(meeting.id))
                for meeting in content.meetings.values()
                if each.id in meeting.interpretations
            ],
        )
    )
    return Page(
        path=path,
        title=each.title,
        body=body,
        section="interpretations",
        layout="plan",
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS),),
        description=each.summary or "",
    )


def _disclosure(each: Interpretation) -> list[tuple[str, str]]:
    """The ten fields of the disclosure header with their printed names, in their printed order."""
    if not each.disclosure:
        return []
    fields = type(each.disclosure).model_fields
    values = [(fields[name].title or name, getattr(each.disclosure, name)) for name in fields]
    return [(title, "、".join(value) if isinstance(value, tuple) else value) for title, value in values]


@dataclass(frozen=True, kw_only=True)
class SearchBody(PageBody):
    """The page of results: search.js fills it."""

    template = "search.html"


def search_page(content: Content) -> Page:
    body = render(SearchBody(root=root_of(links.SEARCH)))
    return Page(
        path=links.SEARCH,
        title="搜索",
        body=body,
        section="",
        layout="search",
        description="搜方案、任务、单位、指标。",
        demo=content.site.demo,
    )
