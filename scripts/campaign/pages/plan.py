"""The page of one plan, and its responsibility matrix: the document's own order and numbering, with what is known of its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from markupsafe import Markup

from campaign.content import Content, part
from campaign.leaves import links
from campaign.leaves.dates import Moment, span_chinese
from campaign.leaves.numbering import compact
from campaign.model import Group, IncomingPaper, Meeting, Part, Plan, Quota, Section, Status, Task
from campaign.model.annex import AnnexFigure as Illustration
from campaign.model.annex import AnnexPicture
from campaign.pages.dashboards import has_board
from campaign.pages.digest import has_digest
from campaign.pages.drawing import phase_lanes, spark
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.pages.prose import SIZES, opening, picture
from campaign.views import annexes, listed
from campaign.views.annexes import NumberedAnnex
from campaign.views.awards import award_rows
from campaign.views.campaign import activity_rows
from campaign.views.cases import by_plan as cases_by_plan
from campaign.views.correspondence import led_from, way
from campaign.views.duties import PER_WORDS, Holder, delivered, milestones_of, recurring_of, rhythm
from campaign.views.events import is_dated
from campaign.views.figures import Figure
from campaign.views.happened import Outcome
from campaign.views.indicators import IndicatorRow, cell, parted, tier_columns
from campaign.views.ledger import LedgerRow
from campaign.views.ledger import by_plan as ledger_by_plan
from campaign.views.matrix import ROLE_SIGNS, ROLE_WORDS, Matrix, matrix
from campaign.views.meetings import by_plan as meetings_about
from campaign.views.numbers import sent
from campaign.views.overview import Overview, overview
from campaign.views.questions import by_plan as asked_by_plan
from campaign.views.relations import Link, basis_links, interpretations_of, later_plans, link, lower_plans, upper_links
from campaign.views.release import why_withheld
from campaign.views.revisions import earlier_versions
from campaign.views.scoring import assessed_by, categories_of, category_label
from campaign.views.sheets import PrintedSheet, plan_sheets
from campaign.views.status import Mark
from campaign.views.tables import (
    UNDATED,
    Anchor,
    Bound,
    Column,
    Day,
    Drawing,
    Listing,
    Row,
    Table,
    Units,
    Words,
    named,
    put,
    row,
)
from campaign.views.targets import scope_label
from campaign.views.tasks import TaskRow, UnitRef, task_rows, unit_refs
from campaign.views.timeline import Timeline, timeline
from campaign.views.updates import by_plan as posts_by_plan
from campaign.views.uptake import faults, uppers, uptake

DEFAULT_TITLES = {
    Part.PREAMBLE: "前言",
    Part.GUIDING: "指导思想",
    Part.PRINCIPLES: "基本原则",
    Part.GOALS: "目标",
    Part.SCOPE: "范围",
    Part.PERIOD: "时间",
    Part.GROUPS: "任务",
    Part.PHASES: "步骤",
    Part.ORGANISATION: "组织领导",
    Part.REQUIREMENTS: "工作要求",
    Part.MECHANISMS: "工作机制",
}
COLUMN_TIERS = 4
NEWS = 5


@dataclass(frozen=True)
class ShownHeading:
    """A heading of the document as the page shows it. `indicators` marks where the table of indicators follows."""

    number: str
    title: str
    anchor: str
    part: Part | None
    section: Section
    children: tuple[ShownHeading, ...]
    groups: tuple[Group, ...]
    count: int | None
    indicators_follow: bool = False


@dataclass(frozen=True)
class TaskView:
    """A task with what its row says beyond the view: the second line of its date, and what folds out."""

    row: TaskRow
    task: Task
    anchor: str
    number: str
    habit: str
    uppers: tuple[tuple[str, str], ...]
    folds: bool
    ledger: tuple[LedgerRow, ...]
    assessed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class IndicatorView:
    """An indicator row with its bounds: `cells` fill the tier columns, `bounds` are (for whom or by when, value) pairs without columns."""

    row: IndicatorRow
    cells: tuple[str, ...]
    bounds: tuple[tuple[str, str], ...]
    spark: str


@dataclass(frozen=True)
class DutyView:
    """A recurring duty, a milestone or a quota (`kind`) in the list of dates."""

    kind: str
    anchor: str
    number: str
    where: str
    what: str
    rhythm: str
    due: Moment | None
    due_words: str
    units: tuple[UnitRef, ...]
    to: tuple[UnitRef, ...]
    written: str
    outcome: Outcome | None = None  # of what is due once


def _parts_present(plan: Plan) -> Iterator[Part]:
    held = {
        Part.PREAMBLE: plan.preamble,
        Part.GUIDING: plan.guiding,
        Part.PRINCIPLES: plan.principles,
        Part.GOALS: plan.goals,
        Part.GROUPS: plan.groups or plan.tasks,
        Part.PHASES: plan.phases,
        Part.ORGANISATION: plan.organisation,
        Part.REQUIREMENTS: plan.requirements,
        Part.MECHANISMS: plan.mechanisms,
    }
    return (part for part, content in held.items() if content)


def _all_sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _all_sections(section.sections)


def _count(plan: Plan, part: Part | None, groups: tuple[Group, ...]) -> int | None:
    match part:
        case Part.GROUPS:
            return sum(len(group.tasks) for group in groups) + (
                len(plan.tasks) if not groups or groups == plan.groups else 0
            )
        case Part.PHASES:
            return len(plan.phases)
        case Part.REQUIREMENTS:
            return len(plan.requirements)
        case Part.GOALS:
            return len(plan.goals) if len(plan.goals) > 1 else None
    return None


def _shown(plan: Plan, section: Section, anchor: str, used: set[str]) -> ShownHeading:
    named = links.part_anchor(section.part.value) if section.part else anchor
    own = anchor if named in used else named
    used.add(own)
    groups = tuple(group for group in plan.groups if group.id in section.groups) if section.groups else plan.groups
    groups = groups if section.part is Part.GROUPS else ()
    return ShownHeading(
        number=compact(section.number),
        title=section.title or "",
        anchor=own,
        part=section.part,
        section=section,
        children=tuple(
            _shown(plan, child, f"{anchor}-{index}", used) for index, child in enumerate(section.sections, 1)
        ),
        groups=groups,
        count=_count(plan, section.part, groups),
    )


def sections(plan: Plan) -> tuple[ShownHeading, ...]:
    """The headings of the document in its own order; parts the outline forgets come last, under their usual names."""
    outline = list(plan.outline)
    named = {section.part for section in _all_sections(plan.outline)}
    outline += [Section(title=DEFAULT_TITLES[part], part=part) for part in _parts_present(plan) if part not in named]
    used: set[str] = set()
    shown = [_shown(plan, section, f"s{index}", used) for index, section in enumerate(outline, 1)]
    if plan.indicators and shown:
        place = _place_of_indicators(shown)
        shown[place] = ShownHeading(**{**shown[place].__dict__, "indicators_follow": True})
    return tuple(shown)


def _place_of_indicators(shown: list[ShownHeading]) -> int:
    """After the goals, else before the tasks, else at the end."""

    def holds(each: ShownHeading, part: Part) -> bool:
        return each.part is part or any(holds(child, part) for child in each.children)

    goals = [index for index, each in enumerate(shown) if holds(each, Part.GOALS)]
    tasks = [index for index, each in enumerate(shown) if holds(each, Part.GROUPS)]
    if goals and not (tasks and goals[0] == tasks[0]):
        return goals[0]
    return max(tasks[0] - 1, 0) if tasks else len(shown) - 1


def _task_view(content: Content, row: TaskRow, ledger: tuple[LedgerRow, ...]) -> TaskView:
    above = []
    for reference in row.task.upper:
        plan_id, _, task_id = reference.partition("#")
        plan = content.plans.get(plan_id)
        taken = next((each for each in task_rows(content, plan) if each.task.id == task_id), None) if plan else None
        if plan:
            less = f"（{'，'.join(faults(taken, row))}）" if taken and faults(taken, row) else ""
            above.append(
                (
                    f"{plan.name}：{taken.task.title}{less}" if taken else plan.name,
                    links.plan(plan_id, links.task_anchor(task_id) if taken else ""),
                )
            )
    assessed = tuple(
        (
            f"{category_label(category)}{category.title}（{rules.name}）",
            links.assessment(rules.id, links.category_anchor(category.number)),
        )
        for rules, category in categories_of(content, row.plan.id).get(row.task.id, ())
    )
    habit = "，".join(f"{duty.what}{rhythm(duty)}" for duty in row.task.recurring[:1])
    task = row.task
    folds = bool(
        task.text
        or task.children
        or row.note
        or row.outcome.news
        or task.recurring
        or task.milestones
        or row.indicators
        or above
        or assessed
        or ledger
    )
    return TaskView(
        row, task, links.task_anchor(task.id), compact(task.number), habit, tuple(above), folds, ledger, assessed
    )


def _indicator_view(row: IndicatorRow, labels: tuple[str, ...]) -> IndicatorView:
    cells = tuple(cell(row, label, "due", "modality", "unit") for label in labels)
    return IndicatorView(row, cells, parted(row, "due", "modality", "unit"), spark(row))


def _tier_labels(content: Content, plan: Plan, rows: tuple[IndicatorRow, ...]) -> tuple[tuple[str, ...], str | None]:
    """Tier columns when a few of them hold every scope and no bound differs by date; else each row lists its own bounds."""
    columns = tier_columns(content, plan, rows)
    fit = all(
        (scope_label(target) in columns.labels or target.scope is None)
        for row in rows
        for target in row.indicator.targets
    ) and all(len({target.due for target in row.indicator.targets}) == 1 for row in rows)
    if not columns.labels or len(columns.labels) > COLUMN_TIERS or not fit:
        return (), None
    return columns.labels, columns.own


def _duties(content: Content, plan: Plan) -> tuple[DutyView, ...]:
    registry = content.registry
    found = []
    for holder, milestone in milestones_of(plan):
        units = unit_refs(registry, (*(milestone.lead or holder.lead), *milestone.with_))
        words = f"{milestone.due.chinese}前" if milestone.due and not milestone.due.day else ""
        found.append(
            DutyView(
                "milestone",
                links.duty_anchor(milestone.id),
                holder.number,
                _where(plan, holder),
                milestone.name,
                "一次",
                milestone.due,
                words,
                units,
                unit_refs(registry, milestone.to),
                milestone.as_written or "",
                delivered(content, plan)[milestone.id],
            )
        )
    for holder, duty in recurring_of(plan):
        words = f"每月{duty.day}日前" if duty.day else ""
        found.append(
            DutyView(
                "recurring",
                links.duty_anchor(duty.id),
                holder.number,
                _where(plan, holder),
                duty.what,
                rhythm(duty),
                None,
                words,
                unit_refs(registry, duty.lead or holder.lead),
                unit_refs(registry, duty.to),
                duty.as_written or "",
            )
        )
    found += [_quota(content, quota) for quota in plan.quota]
    return tuple(found)


def _quota(content: Content, quota: Quota) -> DutyView:
    every = f"{PER_WORDS[quota.per]}不少于 {quota.min} 篇"
    who, to = unit_refs(content.registry, quota.who), unit_refs(content.registry, quota.to)
    return DutyView("quota", links.duty_anchor(quota.id), "", "", quota.what, every, None, "", who, to, "")


def _where(plan: Plan, holder: Holder) -> str:
    return links.plan(plan.id, holder.anchor) if holder.anchor else ""


def _columns(view: Overview) -> str:
    """Which columns the list of tasks needs; an old plan without reports has no states to show."""
    units = any(row.lead or row.join for row in view.tasks)
    states = any(row.due or row.state.mark is not Mark.NONE for row in view.tasks)
    return {(True, True): "full", (True, False): "units", (False, True): "dates", (False, False): "plain"}[
        units, states
    ]


def _period_words(plan: Plan) -> str:
    if not plan.period or not (plan.period.start or plan.period.end):
        return ""
    if plan.period.start and plan.period.end:
        return span_chinese(plan.period.start, plan.period.end)
    return (
        f"{plan.period.start.chinese}起"
        if plan.period.start
        else f"到{plan.period.end.chinese}"
        if plan.period.end
        else ""
    )


def _status_words(content: Content, plan: Plan, view: Overview) -> tuple[Mark, str]:
    """The state of a plan; what only a preview shows says so."""
    if content.preview and (why := why_withheld(plan, content.as_of)):
        return Mark.OPEN, f"{plan.status.chinese}，不上网站：{why}"
    if plan.status is not Status.ACTIVE:
        return (Mark.DONE if plan.status is Status.CLOSED else Mark.OPEN), plan.status.chinese
    match view.clock.state:
        case "running":
            return Mark.PENDING, f"进行中，还有 {view.clock.left} 天" if view.clock.left else "进行中，今天到期"
        case "before":
            return Mark.PENDING, "还没开始"
        case "after":
            return Mark.SOON, "期限已过，还没结束"
    return Mark.OPEN, "执行中，期限未定"


def _related(content: Content, plan: Plan) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Other documents of this site or outside it, by how they hang together; kinds without any are left out."""
    lower, replacing = part(lower_plans, content, plan.id) or (), part(later_plans, content, plan.id) or ()
    down = tuple(Link(each.title, links.plan(each.id), each.doc_no or "") for each in lower)
    later = tuple(Link(each.title, links.plan(each.id)) for each in replacing)
    rules = part(assessed_by, content, plan.id) or ()
    explained = part(interpretations_of, content, plan.id) or ()
    posts, cases = part(posts_by_plan, content, plan.id) or (), part(cases_by_plan, content, plan.id) or ()
    taken = tuple(_uptakes(content, plan))
    groups = (
        ("依据", basis_links(content, plan)),
        ("上位方案", upper_links(content, plan)),
        ("下级落实", down),
        ("落实对照", taken),
        ("替代了", tuple(link(content, ref) for ref in plan.supersedes)),
        ("被替代于", later),
        (
            "考核细则",
            tuple(Link(each.title, links.assessment(each.id, "crosswalk")) for each in rules),
        ),
        (
            "解读",
            tuple(Link(each.title, links.interpretation(each.id)) for each in explained),
        ),
        (
            "动态",
            tuple(Link(post.update.title, links.update(post.update.id)) for post in posts[:NEWS]),
        ),
        ("问答", part(asked_by_plan, content, plan.id) or ()),
        ("案例", tuple(Link(case.title, links.case(case.id)) for case in cases)),
    )
    return tuple((word, found) for word, found in groups if found)


def _uptakes(content: Content, plan: Plan) -> Iterator[Link]:
    """Where a plan stands against those above it, and those below against it."""
    if found := uptake(content, plan):
        left = f"，{len(found.nobody)} 项没有承接" if found.nobody else "，项项有承接"
        yield Link(f"本方案的任务由 {len(found.below)} 份方案承接{left}", links.uptake(plan.id))
    for each in uppers(content, plan):
        took = len(each.clauses) - len(each.nobody)
        faults = f"，{each.less} 处弱于、晚于上面的要求或没有写明" if each.less else ""
        yield Link(
            f"{each.upper.name}：承接 {took} 项，没有承接 {len(each.nobody)} 项{faults}",
            f"{links.uptake(each.upper.id)}#below-{plan.id}",
        )


def _enclosed(content: Content, plan: Plan) -> tuple[NumberedAnnex, ...]:
    """The annexes that the page shows: none where the plan names none, for its own tables stand on the page already."""
    return annexes.annexes(content, plan) if plan.document and plan.document.attachments else ()


def _illustration(content: Content, figure: Illustration, root: str) -> Markup:
    image = picture(content.photos[figure.place], figure.place, root, figure.alt, SIZES)
    return opening(image, figure.place, root)


def _toc(plan: Plan, shown: tuple[ShownHeading, ...], duties: int, enclosed: int, related: int) -> tuple[Heading, ...]:
    found = [Heading("进展", "progress")]
    for each in shown:
        if each.title:
            found.append(_heading(plan, each))
        elif each.part is Part.GROUPS:
            found += _group_headings(each.groups)
        if each.indicators_follow:
            found.append(Heading("指标", "indicators", count=len(plan.indicators)))
    for word, anchor, count in (
        ("限时和例行", "dates", duties),
        ("评选", "awards", len(plan.awards)),
        ("附件", "annexes", enclosed),
        ("编者注", "notes", len(plan.notes)),
        ("相关", "related", related),
    ):
        if count:
            found.append(Heading(word, anchor, count=count))
    return tuple(found)


def _heading(plan: Plan, each: ShownHeading) -> Heading:
    children = tuple(_heading(plan, child) for child in each.children if child.title)
    return Heading(each.title, each.anchor, each.number, each.count, children or tuple(_group_headings(each.groups)))


def _group_headings(groups: tuple[Group, ...]) -> list[Heading]:
    return [
        Heading(group.title, links.group_anchor(group.id), compact(group.number), len(group.tasks)) for group in groups
    ]


@dataclass(frozen=True, kw_only=True)
class PlanBody(PageBody):
    """One plan: the head in the order of a red-head sheet, its shape, then the document's own sections."""

    template = "plan.html"
    unit_refs = staticmethod(unit_refs)
    rhythm = staticmethod(rhythm)
    delivered: Mapping[str, Outcome]
    Part = Part
    dated_events: bool
    has_digest: bool
    plan: Plan
    year: int
    as_of: Moment
    view: Overview
    shown: tuple[ShownHeading, ...]
    toc: tuple[Heading, ...]
    issuers: tuple[UnitRef, ...]
    period: str
    state: tuple[Mark, str]
    led_from: tuple[IncomingPaper, ...]  # what came in and led to it; in a preview only
    way: str  # how far it has come on its way out; in a preview only
    basis: tuple[Link, ...]
    upper: tuple[Link, ...]
    labels: tuple[str, ...]
    own: str | None
    indicators: Table
    by_indicator: Mapping[str, IndicatorRow]
    measured: bool
    tasks: Mapping[str, TaskView]
    defined: Sequence[IndicatorRow]
    columns: str
    duties: Table
    activities: Table
    listed: tuple[Listing, ...]
    line: Timeline
    lanes: Markup
    related: tuple[tuple[str, tuple[Link, ...]], ...]
    figures: Sequence[Figure]
    scope_shown: bool
    has_board: bool
    has_matrix: bool
    revised: bool
    enclosed: tuple[NumberedAnnex, ...]
    pictured: Callable[[AnnexPicture], Illustration | None]
    illustration: Callable[[Illustration, str], Markup]
    awards: Table
    sheets: tuple[PrintedSheet, ...]
    meetings: Sequence[Meeting]
    long_names: bool
    done_in: Mapping[str, int]


def _indicators(plan: Plan, found: Sequence[IndicatorView], labels: Sequence[str], own: str | None) -> Table:
    """The indicators, a column a tier where tiers are columns; present values only where somebody has reported."""
    measured = any(each.row.series for each in found)
    columns = (
        named("指标"),
        Column("单位", "minor nowrap phone-no"),
        *(
            Column(label, "n own", label, head=(label, Drawing(Markup("<br>本院"))))
            if label == own
            else Column(label, "n", label)
            for label in labels
        ),
        *(() if labels else (Column("目标", "bounds", "目标"),)),
        Column("约束", "minor nowrap", "约束"),
        Column("期限", "minor nowrap", "期限"),
    )
    if measured:
        columns += (
            Column("现值", "n strong", "现值"),
            Column("走势", "phone-no", silent=True),
            Column("差距", "n minor"),
            Column("状态", "end"),
        )

    def cells(each: IndicatorView) -> Row:
        shown, item = each.row, each.row.indicator
        told = item.definition or item.as_written
        unit = shown.unit_beside
        at = shown.current.date if shown.current else None
        return row(
            (
                Anchor(item.name, f"#definition-{item.id}") if told else item.name,
                Words(unit, "narrow-only"),
                Anchor("复制链接", f"#{links.indicator_anchor(item.id)}", "copy"),
            ),
            unit,
            *(each.cells if labels else (tuple(Bound(value, label) for label, value in each.bounds),)),
            shown.modality.value,
            listed.deadline(shown),
            *(
                (
                    put(listed.current(shown), label=at.chinese.split("年")[1] if at and at.month else None),
                    Drawing(each.spark),
                    shown.gap,
                    shown.state,
                )
                if measured
                else ()
            ),
            id=links.indicator_anchor(item.id),
        )

    over = (("", 2), ("目标，按等级", len(labels)), ("", 6 if measured else 2)) if labels else ()
    return Table(f"{plan.name}的指标", columns, tuple(map(cells, found)), look="list rows indicators", over=over)


def _dates(duties: Sequence[DutyView]) -> Table:
    columns = (
        Column("出处", "minor"),
        named("事项"),
        Column("单位", "fill"),
        Column("交给", label="交给"),
        Column("何时", "end"),
    )

    def cells(each: DutyView) -> Row:
        where = Anchor(each.number or "全文", f"#{each.where.split('#')[1]}", "plain") if each.where else None
        return row(
            where or each.number or "—",
            (
                each.what,
                Anchor("复制链接", f"#{each.anchor}", "copy"),
                Words(f"原文：{each.written}" if each.written else "", "sub"),
            ),
            Units(each.units),
            Units(each.to) if each.to else None,
            (
                each.due_words or (Day(each.due) if each.due else each.rhythm),
                Words(each.outcome.news if each.outcome else "", "sub"),
            ),
            id=each.anchor,
        )

    return Table("有日期或有周期的事项", columns, tuple(map(cells, duties)), look="list rows wide-end")


def _activities(content: Content, plan: Plan) -> Table:
    columns = (named("活动"), Column("牵头"), Column("日期", "minor"), Column("状态", "end"))
    return Table(
        "活动安排",
        columns,
        tuple(
            row(
                (each.activity.name, Words(each.note, "sub")),
                Units(each.lead, "lead"),
                Day(each.activity.date),
                (each.state, Words(_evidence(each.outcome), "sub")),
                id=f"activity-{each.activity.id}",
            )
            for each in activity_rows(content, plan)
        ),
    )


def _evidence(became: Outcome) -> str:
    return f"凭据：{became.evidence}" if became.evidence else ""


def _awards(content: Content, plan: Plan) -> Table:
    columns = (
        named("奖项"),
        Column("牵头"),
        Column("名额", "n", "名额"),
        Column("公示", "minor"),
        Column("状态", "end"),
    )
    return Table(
        "评选",
        columns,
        tuple(
            row(
                each.award.name,
                Units(each.lead, "lead"),
                each.places if each.places is not None else "—",
                f"{each.award.publicity_days} 天" if each.award.publicity_days else UNDATED,
                (each.state, Words(_evidence(each.outcome), "sub")),
                id=f"award-{each.award.id}",
            )
            for each in award_rows(content, plan)
        ),
    )


def plan_page(content: Content, plan: Plan) -> Page:
    """The page of a plan."""
    path = links.plan(plan.id)
    view = overview(content, plan)
    shown = sections(plan)
    labels, own = _tier_labels(content, plan, view.indicators)
    indicators = tuple(_indicator_view(row, labels) for row in view.indicators)
    ledger = part(ledger_by_plan, content, plan.id) or {}
    by_task = {row.task.id: _task_view(content, row, ledger.get(row.task.id, ())) for row in view.tasks}
    duties = _duties(content, plan)
    related = _related(content, plan)
    line = timeline(content, plan)
    toc = _toc(plan, shown, len(duties), len(_enclosed(content, plan)), len(related))
    issuer = content.registry.name(plan.issuer) if plan.issuer else ""
    body = render(
        PlanBody(
            dated_events=is_dated(content, plan),
            has_digest=has_digest(content, plan),
            delivered=delivered(content, plan),
            root=root_of(path),
            plan=plan,
            year=content.as_of.year,
            as_of=Moment.of(content.as_of),
            view=view,
            shown=shown,
            toc=toc,
            issuers=unit_refs(content.registry, (*((plan.issuer,) if plan.issuer else ()), *plan.joint_issuers)),
            period=_period_words(plan),
            state=_status_words(content, plan, view),
            led_from=part(led_from, content, plan.id) or (),
            way=way(content, entered) if (entered := part(sent, content, plan.id)) else "",
            basis=basis_links(content, plan),
            upper=upper_links(content, plan),
            labels=labels,
            own=own,
            indicators=_indicators(plan, indicators, labels, own),
            by_indicator={each.row.indicator.id: each.row for each in indicators},
            measured=any(each.row.series for each in indicators),
            tasks=by_task,
            defined=[each.row for each in indicators if each.row.indicator.definition or each.row.indicator.as_written],
            columns=_columns(view),
            duties=_dates(duties),
            activities=_activities(content, plan),
            listed=(
                listed.tasks(view.tasks, "任务"),
                listed.entries([row for each in by_task.values() for row in each.ledger]),
            ),
            line=line,
            lanes=phase_lanes(line),
            related=related,
            figures=_figures(plan, view, duties),
            scope_shown=any(section.part is Part.SCOPE for section in _all_sections(plan.outline)),
            has_board=has_board(content, plan),
            enclosed=_enclosed(content, plan),
            pictured=partial(annexes.figure, content),
            illustration=partial(_illustration, content),
            has_matrix=any(row.lead or row.join for row in view.tasks),
            revised=bool(earlier_versions(content, plan)),
            awards=_awards(content, plan),
            sheets=plan_sheets(plan),
            meetings=part(meetings_about, content, plan.id) or (),
            long_names=_long_names(view),
            done_in={
                group.id: sum(row.state.mark is Mark.DONE for row in view.tasks if row.group is group)
                for group in plan.groups
            },
        )
    )
    level = (Crumb(plan.level.chinese, f"{links.PLANS}#level={plan.level.value}"),) if plan.level else ()
    return Page(
        path=path,
        title=plan.title,
        body=body,
        section="plans",
        layout="plan",
        toc=toc,
        breadcrumbs=(Crumb("方案", links.PLANS), *level),
        description=_description(plan, view, issuer),
        demo=plan.demo or content.progress_of(plan.id).demo,
    )


def _figures(plan: Plan, view: Overview, duties: Sequence[DutyView]) -> list[Figure]:
    """Tasks always; the rest where there is any."""
    tasks = Figure(len(view.tasks), "任务", f"#{links.part_anchor('groups')}" if view.tasks else "")
    others = (
        Figure(view.units, "单位", links.matrix(plan.id)),
        Figure(len(view.indicators), "指标", "#indicators"),
        Figure(sum(each.kind == "recurring" for each in duties), "例行", "#dates"),
        Figure(sum(each.kind == "milestone" for each in duties), "限时", "#dates"),
    )
    return [tasks, *(each for each in others if each.value)]


def _long_names(view: Overview) -> bool:
    return any(len(ref.short) > 5 for row in view.tasks for ref in row.lead)


def _description(plan: Plan, view: Overview, issuer: str) -> str:
    counts = f"任务 {len(view.tasks)} 项，指标 {len(view.indicators)} 项，涉及单位 {view.units} 个"
    return "，".join(part for part in (issuer, _period_words(plan), counts) if part) + "。"


_EMPTY = '<td class="cell"></td>'
_CELL = Markup('<td class="cell"><span class="role role-{0}" data-role="{0}" title="{1}：{2}">{3}</span></td>')


@lru_cache(maxsize=4096)
def _cell(role: str, unit: str) -> Markup:
    return _CELL.format(role, unit, ROLE_WORDS[role], ROLE_SIGNS[role])


@dataclass(frozen=True, kw_only=True)
class MatrixBody(PageBody):
    """Tasks as rows, units as columns; the marks are characters, so they survive a copier and read aloud."""

    template = "matrix.html"
    signs = ROLE_SIGNS
    words = ROLE_WORDS
    compact = staticmethod(compact)
    plan: Plan
    grid: Matrix
    joined_only: Sequence[UnitRef]
    groups: Sequence[tuple[Group | None, Sequence[TaskRow]]]
    cells: Callable[[TaskRow], Markup]
    roles: Sequence[str]
    listed: Listing
    counts: Mapping[str, int]


def _matrix(grid: Matrix) -> Listing:
    """The matrix for a workbook: a column a unit, with the words of the roles."""
    roles = {**ROLE_WORDS, "": ""}
    rows = (
        (
            f"{each.number}{each.task.title}",
            *(roles[grid.cells.get((each.task.id, unit.id), "")] for unit in grid.units),
        )
        for each in grid.rows
    )
    return Listing("责任矩阵", ("任务", *(unit.name for unit in grid.units)), rows)


def matrix_page(content: Content, plan: Plan) -> Page | None:
    """Who carries which task of a plan, as a table; none when the plan names no units."""
    grid = matrix(content, plan)
    if not grid.units:
        return None
    path = links.matrix(plan.id)
    joined_only = [unit for unit in grid.units if not grid.led[unit.id]]

    def cells(row: TaskRow) -> Markup:
        """The cells of a row: mostly empty, so made by hand and not by the template."""
        roles = [(unit.name, grid.cells.get((row.task.id, unit.id))) for unit in grid.units]
        return Markup("".join([_cell(role, unit) if role else _EMPTY for unit, role in roles]))

    body = render(
        MatrixBody(
            root=root_of(path),
            plan=plan,
            grid=grid,
            joined_only=joined_only,
            groups=_grouped(plan, grid.rows),
            cells=cells,
            listed=_matrix(grid),
            roles=[role for role in ROLE_SIGNS if role in grid.cells.values()],
            counts={row.task.id: sum((row.task.id, unit.id) in grid.cells for unit in grid.units) for row in grid.rows},
        )
    )
    return Page(
        path=path,
        title=f"责任矩阵 · {plan.name}",
        body=body,
        section="plans",
        layout="matrix",
        breadcrumbs=(Crumb("方案", links.PLANS), Crumb(plan.title, links.plan(plan.id))),
        description=f"{plan.title}：{len(grid.rows)} 项任务由 {len(grid.units)} 个单位负责或参与。",
        demo=plan.demo or content.progress_of(plan.id).demo,
    )


def _grouped(plan: Plan, rows: tuple[TaskRow, ...]) -> list[tuple[Group | None, list[TaskRow]]]:
    found: list[tuple[Group | None, list[TaskRow]]] = [
        (group, [row for row in rows if row.group is group]) for group in plan.groups
    ]
    loose = [row for row in rows if row.group is None]
    return [entry for entry in (*found, (None, loose)) if entry[1]]
