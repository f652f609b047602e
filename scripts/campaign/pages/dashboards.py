"""Boards of progress: all running plans at a glance, then a page a plan and a page a unit with small pictures of every indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from campaign.content import Content, once
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Plan, Unit
from campaign.pages.charts import multiple
from campaign.pages.markup import Body, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.boards import GroupTally, Panel, PlanBoard, panels, plan_board
from campaign.views.freshness import KINDS, Owner, Report, owners, reports
from campaign.views.indicators import Conflict, conflicts
from campaign.views.overview import in_progress
from campaign.views.status import Mark, State, Tally, count, tally
from campaign.views.targets import wording
from campaign.views.unit_sheets import UnitSheet


@once
def boards_of(content: Content) -> tuple[Plan, ...]:
    """The running plans that have begun to report."""
    return tuple(plan for plan in in_progress(content) if plan.id in content.progress)


def reporting_units(content: Content, sheets: Mapping[str, UnitSheet]) -> tuple[Unit, ...]:
    """Units that answer for an indicator of a running plan, or report on one."""
    plans = boards_of(content)
    held = {unit for unit, sheet in sheets.items() if any(row.plan in plans for row in sheet.indicators)}
    held |= {owner.unit.id for owner in owners(reports(content))}
    return tuple(unit for unit in content.registry.units.values() if unit.id in held)


def dashboard_pages(content: Content, sheets: Mapping[str, UnitSheet]) -> list[Page]:
    pages = [_index(content, sheets)]
    pages += [_plan(content, plan) for plan in boards_of(content)]
    pages += [_unit(content, sheets[unit.id]) for unit in reporting_units(content, sheets)]
    return pages


@dataclass(frozen=True, kw_only=True)
class DashboardsBody(Body):
    """All running plans that report, who reported last, and where plans disagree."""

    template = "dashboards.html"
    kinds = KINDS
    wording = staticmethod(wording)
    count = staticmethod(count)
    year: int
    boards: Sequence[PlanBoard]
    owners: tuple[Owner, ...]
    late: Sequence[Report]
    reached: int
    measured: int
    tasks: Sequence[State]
    conflicts: tuple[Conflict, ...]
    report_day: int
    units: set[str]


def _index(content: Content, sheets: Mapping[str, UnitSheet]) -> Page:
    found = reports(content)
    boards = [plan_board(content, plan) for plan in boards_of(content)]
    states = [panel.row.state for board in boards for panel in board.panels if panel.row.series]
    body = render(
        DashboardsBody(
            root=root_of(links.DASHBOARDS),
            year=content.as_of.year,
            boards=boards,
            owners=owners(found),
            late=[each for each in found if each.late],
            reached=count(states, Mark.DONE),
            measured=len(states),
            tasks=[row.state for board in boards for row in board.view.tasks],
            conflicts=conflicts(content),
            report_day=content.site.report_day,
            units={unit.id for unit in reporting_units(content, sheets)},
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
class DashboardBody(Body):
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
    groups: tuple[GroupTally, ...]
    task_url: str
    reports: tuple[Report, ...]
    indicator_tally: tuple[Tally, ...]
    task_tally: tuple[Tally, ...]
    of_unit: bool


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
            groups=board.groups,
            task_url=links.plan(plan.id),
            reports=board.reports,
            indicator_tally=board.view.indicator_tally,
            task_tally=board.view.task_tally,
            of_unit=False,
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
            groups=(),
            task_url="",
            reports=own.reports if own else (),
            indicator_tally=tally(panel.row.state for panel in shown),
            task_tally=tally(led),
            of_unit=True,
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
