"""Cases: the list, each case with its facts, and the service index by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Case, Fact
from campaign.model.case import FactGroup
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import SLOT, Crumb, Heading, Page
from campaign.views.cases import Topic, task_links, topics
from campaign.views.questions import subjects
from campaign.views.relations import Link
from campaign.views.tables import Anchor, Column, Day, Drawing, Listing, Piece, Row, Table, Words, listing, named, row

HALF = 60  # half the width of a bar of change, in drawing units


def case_pages(content: Content) -> list[Page]:
    """All pages about cases; none at all on a site without cases."""
    if not content.cases:
        return []
    return [cases_page(content), services_page(content), *(case_page(content, each) for each in content.cases.values())]


def _counts(case: Case) -> tuple[int, int, int]:
    """How many facts a case has, how many contradict themselves, how many are blank in the source."""
    facts = [fact for group in case.facts for fact in group.facts]
    return len(facts), sum(bool(fact.conflict) for fact in facts), sum(_blank(fact) for fact in facts)


@dataclass(frozen=True, kw_only=True)
class CasesBody(PageBody):
    """Cases, with how complete their facts are."""

    template = "cases.html"
    counts = staticmethod(_counts)
    cases: Sequence[Case]
    topics: tuple[Topic, ...]
    asked: int
    listed: Listing


def cases_page(content: Content) -> Page:
    asked = sum(len(subject.answers) for subject in subjects(content))
    body = render(
        CasesBody(
            root=root_of(links.CASES),
            cases=list(content.cases.values()),
            topics=topics(content),
            asked=asked,
            listed=listing(
                "案例",
                "案例 单位 日期 主题 事实 矛盾 空缺 摘要",
                (
                    (
                        Anchor(each.title, links.case(each.id)),
                        each.org,
                        Day(each.date) if each.date else None,
                        "、".join(each.topics),
                        *_counts(each),
                        each.summary,
                    )
                    for each in content.cases.values()
                ),
            ),
        )
    )
    return Page(
        path=links.CASES,
        title="案例",
        body=body,
        section="cases",
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS),),
        description=f"{len(content.cases)} 个案例：别的地方和单位怎么做，数据照录，矛盾和空缺照实标出。",
    )


def _blank(fact: Fact) -> bool:
    return "XX" in (fact.value or "") or "X" == (fact.value or "").strip("≤≥约不低于 ")


def signed(fact: Fact) -> str:
    """＋7.83 or −17.68, with the true minus sign."""
    assert fact.change is not None
    digits = fact.change.text.lstrip("+-")
    return f"{'−' if fact.change.number < 0 else '+'}{digits}"


@dataclass(frozen=True, kw_only=True)
class CaseBody(PageBody):
    """A case: who, when, its facts group by group, its text in the slot, questions and notes."""

    template = "case.html"
    slot = SLOT
    case: Case
    counts: tuple[int, int, int]
    groups: Sequence[tuple[str, Table]]
    plans: Sequence[Link]
    tasks: tuple[Link, ...]
    topics: Sequence[Topic]


def _facts(group: FactGroup, widest: Decimal) -> Table:
    changes = any(fact.change for fact in group.facts)
    columns = (
        named("事实"),
        *((Column("升降", "phone-no", silent=True),) if changes else ()),
        Column("数据", "end"),
    )

    def cells(fact: Fact) -> Row:
        when = f"{fact.date.chinese}{'　' if fact.note else ''}" if fact.date else ""
        return row(
            (fact.name, Words("原文矛盾" if fact.conflict else "", "tag"), Words(f"{when}{fact.note or ''}", "sub")),
            *((Drawing(bar(fact, widest)),) if changes else ()),
            _value(fact),
        )

    return Table(group.title, columns, tuple(map(cells, group.facts)))


def _value(fact: Fact) -> list[Piece]:
    """What is stated: figures that contradict each other stand side by side, blanks stay blank."""
    unit = fact.unit or ""
    if fact.conflict:
        held = [Words(each, "b fig") for each in fact.conflict]
        return [
            piece
            for place, each in enumerate(held)
            for piece in ((Words("又作", "soft"), " ", each) if place else (each,))
        ]
    if fact.change:
        return [Words(f"{signed(fact)}{unit}", "b fig nospace")]
    if fact.before or fact.after:
        return [fact.before or "未写明", Words("变为", "soft"), " ", Words(fact.after or "未写明", "b fig"), unit]
    return [fact.value or "", unit] if fact.value == "X" else [Words(fact.value or "", "b fig"), unit]


def case_page(content: Content, case: Case) -> Page:
    """The facts of a case with the slot for its text."""
    path = links.case(case.id)
    widest = max(
        (abs(fact.change.number) for group in case.facts for fact in group.facts if fact.change), default=Decimal(1)
    )
    known = {topic.name: topic for topic in topics(content)}
    toc = tuple(
        Heading(group.title, f"facts-{place}", count=len(group.facts)) for place, group in enumerate(case.facts, 1)
    )
    body = render(
        CaseBody(
            root=root_of(path),
            case=case,
            counts=_counts(case),
            groups=[(group.title, _facts(group, widest)) for group in case.facts],
            plans=[Link(content.plans[each].title, links.plan(each)) for each in case.plans if each in content.plans],
            tasks=task_links(content, case),
            topics=[known[each] for each in case.topics],
        )
    )
    return Page(
        path=path,
        title=case.title,
        body=body,
        section="cases",
        layout="plan",
        toc=toc,
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS), Crumb("案例", links.CASES)),
        description=case.summary,
        demo=case.demo,
    )


def bar(fact: Fact, widest: Decimal) -> Markup:
    """A change drawn from the middle: down to the left, up to the right; all bars of a case in one scale."""
    if not fact.change or not widest:
        return Markup()
    # HALF is the length, in px, of the greatest change; the bar begins at the middle and is 8 high in a line of 12
    width = round(float(abs(fact.change.number) / widest) * HALF, 1)
    left = HALF - width if fact.change.number < 0 else HALF
    words = f"{fact.name}{'下降' if fact.change.number < 0 else '上升'}{fact.change.text.lstrip('+-')}{fact.unit or ''}"
    return Markup(
        '<svg class="change" viewBox="0 0 {0} 12" width="{0}" height="12" role="img" aria-label="{1}"><title>{1}</title>'
        '<path d="M{2} 0v12" stroke="currentColor" stroke-width="1" opacity=".5"/><path d="M{3} 2h{4}v8h-{4}z" fill="currentColor"/></svg>'
    ).format(2 * HALF, words, HALF, left, width)


@dataclass(frozen=True, kw_only=True)
class ServicesBody(PageBody):
    """The service index: by topic, the cases on it and the tasks of plans that carry the same word."""

    template = "services.html"
    topics: tuple[Topic, ...]
    listed: Listing
    toc: tuple[Heading, ...]
    cases: int


def services_page(content: Content) -> Page:
    found = topics(content)
    toc = tuple(Heading(topic.name, topic.anchor, count=len(topic.cases) + len(topic.tasks)) for topic in found)
    body = render(
        ServicesBody(
            root=root_of(links.SERVICES),
            topics=found,
            toc=toc,
            cases=len(content.cases),
            listed=listing(
                "服务索引",
                "主题 种类 名称 出处",
                (
                    line
                    for topic in found
                    for line in (
                        *(
                            (topic.name, "案例", Anchor(case.title, links.case(case.id)), case.org)
                            for case in topic.cases
                        ),
                        *((topic.name, "任务", Anchor(task.title, task.url or ""), task.note) for task in topic.tasks),
                    )
                ),
            ),
        )
    )
    return Page(
        path=links.SERVICES,
        title="服务索引",
        body=body,
        section="services",
        layout="calendar",
        toc=toc,
        breadcrumbs=(Crumb("解读", links.INTERPRETATIONS), Crumb("案例", links.CASES)),
        description="按主题找做法：有哪些案例，各方案里有哪些任务。",
    )
