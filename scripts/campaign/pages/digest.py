"""一图读懂: a plan on one page, drawn from its data alone. Every figure is a link to the place in the plan it was counted at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from campaign.content import Content, once, part
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Goal, Plan
from campaign.pages.drawing import phase_lanes
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.duties import milestones_of
from campaign.views.figures import Figure
from campaign.views.indicators import IndicatorRow, bounds
from campaign.views.overview import Overview, overview
from campaign.views.tables import Anchor, Column, Drawing, Table, Units, named, put, row
from campaign.views.tasks import UnitRef
from campaign.views.timeline import Lane, timeline

MOST_PLANS = 100  # on a larger site only the plans of its own house get a digest
MOST_UNITS = 8
MOST_INDICATORS = 12
BAR = 120


@dataclass(frozen=True)
class Bar:
    """A row of a small chart: as many tasks as `count`, of the greatest `most`."""

    title: str
    url: str
    count: int
    drawing: Markup


def has_digest(content: Content, plan: Plan) -> bool:
    """Plans with tasks in groups; on a large site only those the site's own house issued."""
    own = content.home is not None and plan.issuer == content.home
    return bool(plan.groups) and (own or part(_size, content, "large") is None)


@once
def _size(content: Content) -> dict[str, bool]:
    return {"large": True} if len(content.plans) > MOST_PLANS else {}


@dataclass(frozen=True, kw_only=True)
class DigestBody(PageBody):
    """One plan on one page; every figure leads to where it is counted."""

    template = "digest.html"
    plan: Plan
    figures: Sequence[Figure]
    lanes: Markup
    undated: tuple[Lane, ...]
    goals: Sequence[tuple[Goal, str]]
    groups: Table
    units: Table
    indicators: Table
    more_indicators: int
    dates: Sequence[tuple[Moment, str, str]]
    year: int
    issuer: str


def digest_page(content: Content, plan: Plan) -> Page:
    path = links.digest(plan.id)
    view = overview(content, plan)
    line = timeline(content, plan)
    body = render(
        DigestBody(
            root=root_of(path),
            plan=plan,
            figures=_figures(plan, view),
            lanes=phase_lanes(line),
            undated=line.undated,
            goals=[(goal, links.plan(plan.id, links.goal_anchor(goal.id))) for goal in plan.goals],
            groups=_group_table(plan),
            units=_unit_table(plan, view),
            indicators=_indicator_table(view),
            more_indicators=max(len(view.indicators) - MOST_INDICATORS, 0),
            dates=_dates(plan),
            year=content.as_of.year,
            issuer=content.registry.name(plan.issuer) if plan.issuer else "",
        )
    )
    return Page(
        path=path,
        title=f"一图读懂 · {plan.name}",
        body=body,
        section="plans",
        layout="plan",
        breadcrumbs=(Crumb("方案", links.PLANS), Crumb(plan.title, links.plan(plan.id))),
        description=f"{plan.title}：目标、任务、指标、单位和时间，一页看完。",
        demo=plan.demo,
    )


def _group_table(plan: Plan) -> Table:
    columns = (named("组", ""), Column("多少", silent=True), Column("任务", "n"))
    rows = (
        row(Anchor(each.title, each.url), Drawing(each.drawing), Anchor(str(each.count), each.url))
        for each in _groups(plan)
    )
    return Table("各组任务的项数", columns, tuple(rows), look="list compact")


def _indicator_table(view: Overview) -> Table:
    columns = (named("指标", ""), Column("要求", "digest-bound end"))
    return Table(
        "指标和要求",
        columns,
        tuple(
            row(
                Anchor(each.indicator.name, each.url),
                put(Anchor(_bounds(each), each.url, "plain strong"), look="digest-bound"),
            )
            for each in view.indicators[:MOST_INDICATORS]
        ),
        look="list compact",
    )


def _unit_table(plan: Plan, view: Overview) -> Table:
    columns = (named("单位", ""), Column("多少", silent=True), Column("任务", "n"))
    rows = (
        row(Units((ref,)), Drawing(drawing), Anchor(str(count), links.matrix(plan.id)))
        for ref, count, drawing in _units(view)
    )
    return Table("牵头任务最多的单位", columns, tuple(rows), look="list compact")


def _figures(plan: Plan, view: Overview) -> list[Figure]:
    def at(anchor: str) -> str:
        return links.plan(plan.id, anchor)

    found = [
        Figure(view.clock.days or 0, "天", at("progress")),
        Figure(len(plan.groups), "组任务", at(links.part_anchor("groups"))),
        Figure(len(view.tasks), "项任务", at(links.part_anchor("groups"))),
        Figure(len(view.indicators), "项指标", at("indicators")),
        Figure(view.units, "个单位", links.matrix(plan.id)),
        Figure(len(plan.phases), "个阶段", at("phases")),
    ]
    return [figure for figure in found if figure.value]


def _groups(plan: Plan) -> list[Bar]:
    most = max((len(group.tasks) for group in plan.groups), default=0)
    return [
        Bar(
            f"{group.number or ''}{group.title}",
            links.plan(plan.id, links.group_anchor(group.id)),
            len(group.tasks),
            _bar(len(group.tasks), most),
        )
        for group in plan.groups
    ]


def _units(view: Overview) -> list[tuple[UnitRef, int, Markup]]:
    """The units that lead most tasks, with how many."""
    led = Counter(ref for row in view.tasks for ref in dict.fromkeys(row.lead))
    ranked = sorted(led.items(), key=lambda each: (-each[1], each[0].id))[:MOST_UNITS]
    most = ranked[0][1] if ranked else 0
    return [(ref, count, _bar(count, most)) for ref, count in ranked]


def _bar(count: int, most: int) -> Markup:
    width = round(BAR * count / most, 1) if most else 0
    return Markup(
        '<svg class="share" viewBox="0 0 {0} 10" width="{0}" height="10" aria-hidden="true"><path d="M0 1h{1}v8h-{1}z" fill="currentColor"/></svg>'
    ).format(BAR, width)


def _bounds(row: IndicatorRow) -> str:
    """三级 ≥15%，二级 ≥30%"""
    return "，".join(bounds(row))


def _dates(plan: Plan) -> list[tuple[Moment, str, str]]:
    found = [
        (each.due, each.name, links.plan(plan.id, links.duty_anchor(each.id)))
        for _, each in milestones_of(plan)
        if each.due
    ]
    return sorted(found, key=lambda each: (each[0].last, each[1]))
