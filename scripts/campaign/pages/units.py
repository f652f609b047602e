"""The list of units, and the page of each: what it owes this month first, then everything it leads, joins and is measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Form, Unit, UnitKind
from campaign.pages.dashboards import boards_of
from campaign.pages.drawing import spark
from campaign.pages.ledger import STEP_WORDS
from campaign.pages.markup import Body, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.calendar import Entry, gathered, owed
from campaign.views.events import of_unit
from campaign.views.form_returns import Return
from campaign.views.forms import unit_returns
from campaign.views.indicators import IndicatorRow
from campaign.views.score_reports import ScoreReport, score_reports
from campaign.views.status import Mark, Tally, tally
from campaign.views.tasks import UnitRef
from campaign.views.unit_sheets import UnitSheet
from campaign.views.updates import Post, by_unit

NEWS = 5

KIND_ORDER = (
    UnitKind.GOVERNMENT,
    UnitKind.DEPARTMENT,
    UnitKind.HOSPITAL,
    UnitKind.PRIMARY,
    UnitKind.INSTITUTION,
    UnitKind.FUNCTIONAL,
    UnitKind.PARTY,
    UnitKind.CLINICAL,
    UnitKind.MEDTECH,
    UnitKind.WARD,
    UnitKind.TEAM,
)


@dataclass(frozen=True, kw_only=True)
class UnitBody(Body):
    """A unit: what it owes this month first."""

    template = "unit.html"
    step_words = STEP_WORDS
    reports: Sequence[tuple[Form, tuple[Return, ...]]]
    dated_events: bool
    posts: tuple[Post, ...]
    sheet: UnitSheet
    unit: Unit
    year: int
    as_of: date
    owed: Sequence[Entry]
    met: Sequence[Entry]
    tallies: Sequence[Tally]
    next_month: str
    coming: tuple[Entry, ...]
    above: UnitSheet | Unit | None
    above_owed: int
    lead_tally: tuple[Tally, ...]
    join_tally: tuple[Tally, ...]
    indicators: Sequence[tuple[IndicatorRow, str, Markup]]
    scores: Sequence[ScoreReport]
    struck_off: int
    has_board: bool
    inside: Sequence[UnitRef]


def unit_page(content: Content, sheet: UnitSheet, sheets: Mapping[str, UnitSheet]) -> Page:
    """A ward's duties are often its department's: the page names the unit it belongs to, and counts what that owes this month."""
    path = links.unit(sheet.unit.id)
    registry = content.registry
    house = registry.house(sheet.unit.id)
    month = content.as_of.month
    entries = owed(sheet.late, sheet.this_month, content.as_of)
    above = sheets.get(registry.department(sheet.unit.id) or "")
    body = render(
        UnitBody(
            reports=unit_returns(content, sheet.unit.id),
            dated_events=bool(of_unit(content, sheet.unit.id)),
            posts=by_unit(content).get(sheet.unit.id, ())[:NEWS],
            root=root_of(path),
            sheet=sheet,
            unit=sheet.unit,
            year=content.as_of.year,
            as_of=content.as_of,
            owed=[entry for entry in entries if not entry.done],
            met=[entry for entry in entries if entry.done],
            tallies=_pressing(tally(entry.item.state for entry in entries)),
            next_month=f"{month % 12 + 1}月",
            coming=gathered(sheet.next_month, content.as_of),
            above=above and above.unit,
            above_owed=sum(not entry.done for entry in owed(above.late, above.this_month, content.as_of))
            if above
            else 0,
            lead_tally=tally(task.row.state for task in sheet.lead),
            join_tally=tally(task.row.state for task in sheet.join),
            indicators=[(row, row.words("due", "unit"), spark(row)) for row in sheet.indicators],
            scores=[report for report in score_reports(content) if report.sheet.unit.id == sheet.unit.id],
            struck_off=sum(row.closed is not None for row in sheet.ledger),
            has_board=any(row.plan in boards_of(content) for row in sheet.indicators),
            inside=[
                UnitRef(each, registry.name(each), registry.short(each), False)
                for each in registry.descendants(sheet.unit.id)
                if registry.units[each].parent == sheet.unit.id
            ],
        )
    )
    crumbs = [
        Crumb("单位", links.UNITS),
        Crumb(sheet.unit.kind.chinese, f"{links.UNITS}#{_anchor(_house_of(content, sheet.unit.id), sheet.unit.kind)}"),
    ]
    if house and house != sheet.unit.id:
        crumbs.insert(1, Crumb(registry.name(house), links.unit(house)))
    return Page(
        path=path,
        title=sheet.unit.name,
        body=body,
        section="units",
        layout="unit",
        breadcrumbs=tuple(crumbs),
        description=sheet.unit.duties or f"{sheet.unit.name}的任务、指标和本月要交的事项。",
        demo=sheet.unit.demo,
    )


def _pressing(entries: tuple[Tally, ...]) -> list[Tally]:
    """The legend with what is late first and what is done last."""
    order = (Mark.LATE, Mark.MISSED, Mark.SOON, Mark.PENDING, Mark.OPEN, Mark.NONE, Mark.DONE)
    return sorted(entries, key=lambda entry: order.index(entry.mark))


@dataclass(frozen=True, kw_only=True)
class UnitsBody(Body):
    """All units by house and kind."""

    template = "units.html"
    groups: Sequence[tuple[str, str, Sequence[tuple[str, UnitKind, Sequence[UnitSheet]]]]]
    total: int
    late: Mapping[str, int]


def units_page(content: Content, sheets: Mapping[str, UnitSheet]) -> Page:
    """All units: the site's own house first, then other houses, then authorities outside any house."""
    houses: dict[str, list[UnitSheet]] = {}
    for unit_id, sheet in sheets.items():
        houses.setdefault(_house_of(content, unit_id), []).append(sheet)
    home = content.home or ""
    order = sorted(houses, key=lambda each: (each != home, each == "", -len(houses[each])))
    groups = [
        (_house_title(content, each), each if each in sheets else "", _by_kind(each, houses[each])) for each in order
    ]
    body = render(
        UnitsBody(
            root=root_of(links.UNITS),
            groups=groups,
            total=len(sheets),
            late={unit: late_count(sheet, content.as_of) for unit, sheet in sheets.items()},
        )
    )
    return Page(
        path=links.UNITS,
        title="单位",
        body=body,
        section="units",
        layout="list",
        description=f"{len(sheets)} 个单位，各有一页任务。",
        demo=content.site.demo,
    )


def _anchor(house: str, kind: UnitKind) -> str:
    return f"{house}-{kind.value}" if house else kind.value


def _house_of(content: Content, unit_id: str) -> str:
    """The institution a unit is listed under; institutions without departments here stand together."""
    house = content.registry.house(unit_id)
    if house and (house == content.home or any(True for _ in content.registry.descendants(house))):
        return house
    return ""


def _house_title(content: Content, house: str) -> str:
    return content.registry.name(house) if house else "部门和机构"


def _by_kind(house: str, sheets: list[UnitSheet]) -> list[tuple[str, UnitKind, list[UnitSheet]]]:
    """Sheets by kind, each kind with its anchor on the list page."""
    return [
        (_anchor(house, kind), kind, found)
        for kind in KIND_ORDER
        if (found := [sheet for sheet in sheets if sheet.unit.kind is kind])
    ]


def late_count(sheet: UnitSheet, as_of: date) -> int:
    """How many duties of a unit are late; one missed several times counts once."""
    return sum(entry.late for entry in owed(sheet.late, sheet.this_month, as_of))
