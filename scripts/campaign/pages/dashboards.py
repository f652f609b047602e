"""Boards of progress: all running plans at a glance, then a page a plan and a page a unit with small pictures of every indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from markupsafe import Markup

from campaign.content import Content, once
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Plan, Unit
from campaign.pages.charts import multiple
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views import listed
from campaign.views.across import Across, across
from campaign.views.boards import GroupTally, Panel, PlanBoard, panels, plan_board
from campaign.views.figures import Figure
from campaign.views.freshness import KINDS, ReportingUnit, owners, reports
from campaign.views.indicators import Conflict, conflicts
from campaign.views.overview import in_progress, is_in_progress
from campaign.views.status import Mark, State, Tally, count, tally
from campaign.views.tables import Anchor, Column, Day, Dot, Number, Piece, Row, Table, Words, named, put, row
from campaign.views.targets import wording
from campaign.views.unit_sheets import UnitSheet, unit_sheets


@once
def boards_of(content: Content) -> tuple[Plan, ...]:
    """The running plans that have begun to report."""
    return tuple(plan for plan in in_progress(content) if plan.id in content.progress)


def has_board(content: Content, plan: Plan) -> bool:
    """Whether a plan is one of them."""
    return is_in_progress(content, plan) and plan.id in content.progress


def reporting_units(content: Content) -> tuple[Unit, ...]:
    """Units that answer for an indicator of a running plan, or report on one."""
    sheets = unit_sheets(content)
    plans = boards_of(content)
    held = {unit for unit, sheet in sheets.items() if any(row.plan in plans for row in sheet.indicators)}
    held |= {owner.unit.id for owner in owners(reports(content))}
    return tuple(unit for unit in content.registry.units.values() if unit.id in held)


def dashboard_pages(content: Content) -> list[Page]:
    sheets = unit_sheets(content)
    pages = [_index(content)]
    pages += [_plan(content, plan) for plan in boards_of(content)]
    pages += [_unit(content, sheets[unit.id]) for unit in reporting_units(content)]
    return pages


@dataclass(frozen=True, kw_only=True)
class DashboardsBody(PageBody):
    """All running plans that report, who reported last, and where plans disagree."""

    template = "dashboards.html"
    kinds = KINDS
    wording = staticmethod(wording)
    year: int
    boards: Table
    owners: Table
    late: Table
    figures: Sequence[Figure]
    conflicts: tuple[Conflict, ...]
    report_day: int
    across: tuple[Across, ...]


def _index(content: Content) -> Page:
    found = reports(content)
    boards = [plan_board(content, plan) for plan in boards_of(content)]
    views, late = [board.view for board in boards], [each for each in found if each.late]
    tasks = [row.state for view in views for row in view.tasks]
    body = render(
        DashboardsBody(
            root=root_of(links.DASHBOARDS),
            year=content.as_of.year,
            boards=_boards(boards),
            owners=_owners(owners(found), {unit.id for unit in reporting_units(content)}),
            late=listed.reports(late, plans=True),
            figures=(
                Figure(len(boards), "方案", "#boards"),
                Figure(sum(view.met for view in views), "指标达到", "#boards", sum(view.judged for view in views)),
                Figure(count(tasks, Mark.DONE), "任务办结", "#boards", len(tasks)),
                Figure(len(late), "逾期未更新", "#late" if late else ""),
            ),
            conflicts=conflicts(content),
            report_day=content.site.report_day,
            across=across(content),
        )
    )
    return Page(
        path=links.DASHBOARDS,
        title="进展",
        body=body,
        section="dashboards",
        description=f"{len(boards)} 个方案的进展：指标、任务，最后更新由谁、是否逾期。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class DashboardBody(PageBody):
    """One plan or one unit: a small picture an indicator, then tasks, then who reported last."""

    template = "dashboard.html"
    kinds = KINDS
    year: int
    as_of: Moment
    title: str
    whole: str
    back: str
    back_words: str
    panels: Sequence[tuple[Panel, Markup]]
    groups: Table
    reports: Table
    indicator_tally: tuple[Tally, ...]
    task_tally: tuple[Tally, ...]


def _boards(boards: Sequence[PlanBoard]) -> Table:
    columns = (
        named("方案"),
        Column("指标达到", "n", "指标达到"),
        Column("指标", "tally-cell rest"),
        Column("任务办结", "n", "任务办结"),
        Column("任务", "tally-cell rest"),
        Column("最后更新", "minor", "更新"),
        Column("逾期未更新", "end"),
    )
    return Table(
        "在执行的方案的进展",
        columns,
        tuple(
            row(
                Anchor(each.view.plan.name, links.plan_dashboard(each.view.plan.id), "b"),
                Number(f"{each.view.met}／{each.view.judged}"),
                each.view.indicator_tally,
                Number(f"{count([row.state for row in each.view.tasks], Mark.DONE)}／{len(each.view.tasks)}"),
                each.view.task_tally,
                listed.last_report(each.latest) if each.latest else None,
                State(Mark.LATE, f"{len(each.late)} 项") if each.late else Words("按时更新", "soft"),
            )
            for each in boards
        ),
    )


def _owners(found: Iterable[ReportingUnit], with_board: Set[str]) -> Table:
    """Units that report; those with a board of their own lead to it."""
    columns = (
        named("填报单位", sort="unit"),
        Column("填报项数", "n", "项数", sort="all"),
        Column("最后更新", "nowrap", "更新", sort="last"),
        Column("更新了什么", "minor rest"),
        Column("下次应报", "minor nowrap", "下次", sort="due"),
        Column("状态", "end", sort="late"),
    )

    def cells(each: ReportingUnit) -> Row:
        unit, latest, ahead = each.unit, each.latest, each.next
        return row(
            Anchor(unit.name, links.unit_dashboard(unit.id), "b") if unit.id in with_board else unit.name,
            len(each.reports),
            put(
                Day(latest.last) if latest else Words("还没有报过", "soft"),
                key=latest.last.iso if latest and latest.last else "",
            ),
            Anchor(latest.title, latest.url, "plain") if latest else None,
            put(
                [Day(ahead.due, short=True), "前"] if ahead else None,
                key=ahead.due.isoformat() if ahead and ahead.due else "",
            ),
            put(
                State(Mark.LATE, f"逾期 {len(each.late)} 项")
                if each.late
                else ahead.state
                if ahead
                else Words("已报齐", "soft"),
                key=len(each.late),
            ),
        )

    return Table("各填报单位的最后更新", columns, tuple(map(cells, found)), sortable=True)


def _groups(groups: Iterable[GroupTally], url: str) -> Table:
    columns = (named("任务组"), Column("办结", "n", "办结"), Column("状态", "tally-cell rest"))

    def dots(group: GroupTally) -> Iterator[Piece]:
        for each in group.rows:
            words = f"{each.task.title}：{each.state.word}"
            yield Dot(each.state, words, each.url)
        yield "　"
        yield from group.tallies

    return Table(
        "各组任务的进展",
        columns,
        tuple(
            row(
                Anchor(each.title, f"{url}#{each.anchor}"),
                Number(f"{each.done}／{len(each.rows)}"),
                tuple(dots(each)),
            )
            for each in groups
        ),
    )


def _plan(content: Content, plan: Plan) -> Page:
    path = links.plan_dashboard(plan.id)
    board = plan_board(content, plan)
    body = render(
        DashboardBody(
            root=root_of(path),
            year=content.as_of.year,
            as_of=Moment.of(content.as_of),
            title=plan.name,
            whole=plan.title,
            back=links.plan(plan.id),
            back_words="看方案",
            panels=[(panel, multiple(panel, content.as_of)) for panel in board.panels],
            groups=_groups(board.groups, links.plan(plan.id)),
            reports=listed.reports(board.reports, plans=False),
            indicator_tally=board.view.indicator_tally,
            task_tally=board.view.task_tally,
        )
    )
    return Page(
        path=path,
        title=f"{plan.name}的进展",
        body=body,
        section="dashboards",
        layout="board",
        breadcrumbs=(Crumb("指标", links.INDICATORS), Crumb("进展", links.DASHBOARDS)),
        description=f"{plan.title}：{len(board.panels)} 项指标的走势、分期目标和最后更新。",
        demo=plan.demo or content.progress_of(plan.id).demo,
    )


def _unit(content: Content, sheet: UnitSheet) -> Page:
    path = links.unit_dashboard(sheet.unit.id)
    plans = boards_of(content)
    shown = panels(content, [row for row in sheet.indicators if row.plan in plans])
    own = next((owner for owner in owners(reports(content)) if owner.unit.id == sheet.unit.id), None)
    led = [task.row.state for task in sheet.lead if task.row.plan in plans]
    body = render(
        DashboardBody(
            root=root_of(path),
            year=content.as_of.year,
            as_of=Moment.of(content.as_of),
            title=sheet.unit.name,
            whole=f"在执行的方案里由{sheet.unit.name}负责的指标和填报的进展",
            back=links.unit(sheet.unit.id),
            back_words="看本单位",
            panels=[(panel, multiple(panel, content.as_of)) for panel in shown],
            groups=_groups((), ""),
            reports=listed.reports(own.reports if own else (), plans=True),
            indicator_tally=tally(panel.row.state for panel in shown),
            task_tally=tally(led),
        )
    )
    return Page(
        path=path,
        title=f"{sheet.unit.name}的进展",
        body=body,
        section="dashboards",
        layout="board",
        breadcrumbs=(Crumb("指标", links.INDICATORS), Crumb("进展", links.DASHBOARDS)),
        description=f"{sheet.unit.name}负责的 {len(shown)} 项指标和填报的进展。",
        demo=sheet.unit.demo,
    )
