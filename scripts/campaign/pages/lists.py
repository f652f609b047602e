"""Pages that gather one kind of thing over all plans: plans, indicators, dates, findings, mechanisms, words, interpretations, search."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Interpretation, Level, Plan, PlanKind, Status, Word
from campaign.pages.drawing import spark
from campaign.pages.markup import render, root_of
from campaign.pages.page import SLOT, Crumb, Heading, Page
from campaign.views.calendar import calendar
from campaign.views.due import undated
from campaign.views.findings import WORDS, all_findings
from campaign.views.indicators import IndicatorRow, bounds, conflicts, indicator_rows
from campaign.views.overview import by_level, overview
from campaign.views.questions import subjects
from campaign.views.relations import Link, link, mechanisms
from campaign.views.status import tally
from campaign.views.targets import wording

MOST_INDICATORS = 1500
Option = tuple[str | int, str, int | None]


def plans_page(content: Content) -> Page:
    plans = by_level(tuple(content.plans.values()))
    views = [overview(content, plan) for plan in plans]
    levels = _options(Level, [plan.level for plan in plans])
    statuses = _options(Status, [plan.status for plan in plans])
    kinds = _options(PlanKind, [plan.kind for plan in plans])
    years = [
        (year, f"{year}年", None) for year in sorted({year for plan in plans for year in _years(plan)}, reverse=True)
    ]
    body = render(
        "plans.html",
        root=root_of(links.PLANS),
        year=content.as_of.year,
        views=views,
        levels=levels,
        statuses=statuses,
        kinds=kinds,
        years=years,
        years_of=_years,
        registry=content.registry,
    )
    return Page(
        path=links.PLANS,
        title="方案",
        body=body,
        section="plans",
        description=f"{len(plans)} 个方案，可按层级、状态、种类和年份筛选。",
        demo=content.site.demo,
    )


def _options(words: type[Word], values: Sequence[Word | None]) -> list[Option]:
    """The values that occur, in the order of their list, each with how often."""
    return [(word.value, word.chinese, values.count(word)) for word in words if word in values]


def _years(plan: Plan) -> tuple[int, ...]:
    """The years a plan belongs to: from its start (or date) to its end."""
    first = (plan.period.start if plan.period else None) or plan.date
    last = (plan.period.end if plan.period else None) or first
    if not first or not last:
        return ()
    return tuple(range(first.year, max(first.year, last.year) + 1))


def indicators_page(content: Content) -> Page:
    plans = sorted(by_level(tuple(content.plans.values())), key=lambda plan: plan.status is not Status.ACTIVE)
    found = [row for plan in plans for row in indicator_rows(content, plan)]
    rows = (
        found
        if len(found) <= MOST_INDICATORS
        else [row for row in found if row.plan.status is Status.ACTIVE or row.series]
    )
    tallies = tally(row.state for row in rows)
    body = render(
        "indicators.html",
        root=root_of(links.INDICATORS),
        year=content.as_of.year,
        rows=[(row, _bounds(row), spark(row), _units(content, row)) for row in rows],
        words=[(each.mark.value, each.word, each.count) for each in tallies],
        tallies=tallies,
        left_out=len(found) - len(rows),
        conflicts=conflicts(content),
        wording=wording,
        plans=[(plan.id, plan.name, sum(row.plan is plan for row in rows)) for plan in plans if plan.indicators],
    )
    return Page(
        path=links.INDICATORS,
        title="指标",
        body=body,
        section="indicators",
        description=f"全部方案的 {len(rows)} 项指标：要求、现值、差距和状态。",
        demo=content.site.demo,
    )


def _bounds(row: IndicatorRow) -> tuple[str, ...]:
    """The bound in force for this reader; when none fits, every bound with its scope."""
    return (row.words("due", "modality"),) if row.target else bounds(row, "due", "modality")


def _units(content: Content, row: IndicatorRow) -> str:
    return "、".join(content.registry.short(each) for each in row.indicator.lead)


def calendar_page(content: Content) -> Page:
    shown = calendar(content)
    open_ended = undated(content)
    toc = [Heading("以前逾期", "late", count=len(shown.late))] if shown.late else []
    toc += [Heading(month.words, month.anchor, count=len(month.entries)) for month in shown.coming]
    toc += [Heading("没有期限", "undated", count=len(open_ended))] if open_ended else []
    toc += [Heading(month.words, month.anchor, count=len(month.entries)) for month in shown.past]
    entries = [*shown.late, *(entry for month in (*shown.coming, *shown.past) for entry in month.entries)]
    kinds = [
        (kind, word, None) for kind, word in KIND_WORDS.items() if any(entry.item.kind == kind for entry in entries)
    ]
    body = render(
        "calendar.html",
        root=root_of(links.CALENDAR),
        year=content.as_of.year,
        as_of=content.as_of,
        shown=shown,
        undated=open_ended,
        toc=toc,
        kinds=kinds,
    )
    return Page(
        path=links.CALENDAR,
        title="日历",
        body=body,
        section="calendar",
        layout="calendar",
        toc=tuple(toc),
        description="按月列出各单位要办、要交的事项，没有期限的另列。",
        demo=content.site.demo,
    )


KIND_WORDS = {
    "task": "任务",
    "milestone": "限时",
    "recurring": "例行",
    "quota": "定额",
    "activity": "活动",
    "form": "报表",
    "ledger": "督办",
}


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
        "findings.html",
        root=root_of(links.FINDINGS),
        groups=groups,
        clean=clean,
        total=total,
        counts={each: len(found[each]) for each in found},
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


def mechanisms_page(content: Content) -> Page:
    entries = mechanisms(content)
    body = render("mechanisms.html", root=root_of(links.MECHANISMS), entries=entries)
    return Page(
        path=links.MECHANISMS,
        title="工作机制",
        body=body,
        section="plans",
        breadcrumbs=(Crumb("方案", links.PLANS),),
        description="督查、挂钩、讲评、追责等机制，用在哪些方案里。",
        demo=content.site.demo,
    )


def glossary_page(content: Content) -> Page:
    body = render("glossary.html", root=root_of(links.GLOSSARY), terms=content.terms, plans=content.plans)
    return Page(
        path=links.GLOSSARY,
        title="名词",
        body=body,
        section="glossary",
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS),),
        description="方案里的提法和名词，是什么意思、出在哪里。",
        demo=content.site.demo,
    )


def interpretations_page(content: Content) -> Page:
    entries = sorted(
        content.interpretations.values(), key=lambda each: (each.date.iso if each.date else "", each.id), reverse=True
    )
    body = render(
        "interpretations.html",
        root=root_of(links.INTERPRETATIONS),
        year=content.as_of.year,
        terms=len(content.terms),
        cases=len(content.cases),
        asked=sum(len(subject.answers) for subject in subjects(content)),
        meetings=len(content.meetings),
        entries=[(each, link(content, each.of)) for each in entries],
    )
    return Page(
        path=links.INTERPRETATIONS,
        title="解读",
        body=body,
        section="interpretations",
        description="对方案的解读，和方案互相链接。",
        demo=content.site.demo,
    )


def interpretation_page(content: Content, each: Interpretation) -> Page:
    """The head of an interpretation — what it explains, what it says the plan contains — with the slot for its text."""
    path = links.interpretation(each.id)
    plan = content.plans.get(each.of.plan or "")
    body = render(
        "interpretation.html",
        root=root_of(path),
        each=each,
        plan=plan,
        of=link(content, each.of),
        year=content.as_of.year,
        slot=SLOT,
        view=overview(content, plan) if plan else None,
        fields=_disclosure(each),
        meetings=[
            Link(meeting.title, links.meeting(meeting.id))
            for meeting in content.meetings.values()
            if each.id in meeting.interpretations
        ],
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


def search_page(content: Content) -> Page:
    body = render(
        "search.html", root=root_of(links.SEARCH), units=len(content.registry.units), plans=len(content.plans)
    )
    return Page(
        path=links.SEARCH,
        title="搜索",
        body=body,
        section="",
        layout="search",
        description="搜方案、任务、单位、指标。",
        demo=content.site.demo,
    )
