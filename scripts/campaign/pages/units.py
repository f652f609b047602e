"""The list of units, and the page of each: what it owes this month first, then everything it leads, joins and is measured by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Form, RuleSet, Status, Unit, UnitKind
from campaign.pages.dashboards import boards_of
from campaign.pages.drawing import spark
from campaign.pages.ledger import STEP_WORDS
from campaign.pages.long import list_pages
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views import listed
from campaign.views.calendar import CalendarEntry, gathered, owed
from campaign.views.events import of_unit
from campaign.views.figures import Figure
from campaign.views.form_returns import Return
from campaign.views.forms import unit_returns
from campaign.views.indicators import IndicatorRow
from campaign.views.score_reports import ScoreReport, score_reports
from campaign.views.status import PRESSING, Tally, tally
from campaign.views.tables import (
    MOST,
    Anchor,
    Column,
    Day,
    Drawing,
    Listing,
    Row,
    Table,
    Units,
    Words,
    listing,
    named,
    put,
    row,
)
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.timeline import clock_words
from campaign.views.unit_sheets import UnitSheet, UnitTask, unit_sheets
from campaign.views.updates import Post, by_unit

NEWS = 5
LISTS = {
    "owed": "本月要交",
    "lead": "牵头",
    "join": "参与",
    "indicators": "指标",
    "duties": "报送和例行",
    "receives": "交到本单位的",
}

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
class UnitBody(PageBody):
    """A unit: what it owes this month first."""

    template = "unit.html"
    step_words = STEP_WORDS
    clock_words = staticmethod(clock_words)
    lead: Table
    join: Table
    forms: int
    rules: RuleSet | None
    dated_events: bool
    posts: tuple[Post, ...]
    sheet: UnitSheet
    unit: Unit
    year: int
    as_of: date
    figures: Sequence[Figure]
    owed: Sequence[CalendarEntry]
    met: Sequence[CalendarEntry]
    tallies: Sequence[Tally]
    next_month: str
    coming: tuple[CalendarEntry, ...]
    above: UnitSheet | Unit | None
    above_owed: int
    lead_tally: tuple[Tally, ...]
    join_tally: tuple[Tally, ...]
    indicators: Table
    duties: Table
    receives: Table
    reports: Table
    scores: Table
    ledger: Listing
    due: Listing
    struck_off: int
    has_board: bool
    inside: Sequence[UnitRef]


def unit_pages(content: Content, sheet: UnitSheet, sheets: Mapping[str, UnitSheet]) -> list[Page]:
    """The page of a unit, and those of its lists that are too long for it.

    A ward's duties are often its department's: the page names the unit it belongs to, and counts what that owes this month.
    """
    path = links.unit(sheet.unit.id)
    registry = content.registry
    house = registry.house(sheet.unit.id)
    month = content.as_of.month
    entries = owed(sheet.late, sheet.this_month, content.as_of)
    above = sheets.get(registry.department(sheet.unit.id) or "")
    returns = unit_returns(content, sheet.unit.id)
    scores = [report for report in score_reports(content) if report.sheet.unit.id == sheet.unit.id]
    open_entries = [entry for entry in entries if not entry.done]
    lists = {
        "lead": _tasks(sheet.lead, lead=True),
        "join": _tasks(sheet.join, lead=False),
        "indicators": _indicators(sheet.indicators),
        "duties": _duties(sheet),
        "receives": _receives(sheet),
    }
    body = render(
        UnitBody(
            **lists,
            forms=len(returns),
            rules=scores[-1].sheet.rules if scores else None,
            reports=_reports(returns, sheet.unit.id),
            ledger=listed.entries(sheet.ledger),
            due=listed.due((each.item for each in (*entries, *gathered(sheet.next_month, content.as_of))), "要交的"),
            dated_events=bool(of_unit(content, sheet.unit.id)),
            posts=by_unit(content).get(sheet.unit.id, ())[:NEWS],
            root=root_of(path),
            sheet=sheet,
            unit=sheet.unit,
            year=content.as_of.year,
            as_of=content.as_of,
            figures=_figures(sheet),
            owed=open_entries,
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
            scores=_scores(scores),
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
    page = Page(
        path=path,
        title=sheet.unit.name,
        body=body,
        section="units",
        layout="unit",
        breadcrumbs=tuple(crumbs),
        description=sheet.unit.duties or f"{sheet.unit.name}的任务、指标和本月要交的事项。",
        demo=sheet.unit.demo,
    )
    if len(open_entries) > MOST:
        lists["owed"] = listed.due((entry.item for entry in open_entries), "本月要交").table
    further = (
        list_pages(table, links.unit_list(sheet.unit.id, name), page, LISTS[name], content.as_of.year)
        for name, table in lists.items()
    )
    return [page, *(part for each in further for part in each)]


def _figures(sheet: UnitSheet) -> list[Figure]:
    counted = (
        (sheet.lead, "牵头", "lead"),
        (sheet.join, "参与", "join"),
        (sheet.indicators, "指标", "indicators"),
        ((*sheet.recurring, *sheet.milestones), "报送", "duties"),
        (sheet.quotas, "定额", "duties"),
        (sheet.ledger, "督办", "ledger"),
    )
    return [Figure(len(held), word, f"#{anchor}" if held else "") for held, word, anchor in counted]


def _tasks(found: Sequence[UnitTask], *, lead: bool) -> Table:
    columns = (
        Column("出处", "minor rest"),
        named("任务"),
        Column("共同负责、配合" if lead else "牵头单位", "fill"),
        Column("期限", "push"),
        Column("状态", "end"),
    )

    def cells(each: UnitTask) -> Row:
        task = each.row
        role = each.via or ("" if each.role in ("负责", "牵头", "参与") else each.role)
        others = [Units(each.fellows, "lead"), Units((*task.join, *task.with_))] if lead else [Units(task.lead, "lead")]
        open_ended = Day(None) if task.plan.status is Status.ACTIVE else None
        return row(
            task.reference,
            (
                Anchor(task.task.title, task.url, "b" if lead else ""),
                Words(role, "tag"),
                Words(task.outcome.news, "sub"),
            ),
            others,
            put(Day(task.due), key=task.due.iso) if task.due else open_ended,
            task.state,
        )

    title = "牵头的任务" if lead else "参与的任务"
    return Table(title, columns, tuple(map(cells, found)), look="list rows unit-tasks")


def _indicators(found: Sequence[IndicatorRow]) -> Table:
    columns = (
        named("指标"),
        Column("出处", "minor phone-no"),
        Column("要求", "n", "要求"),
        Column("期限", "minor", "期限"),
        Column("现值", "n strong", "现值"),
        Column("走势", "phone-no", silent=True),
        Column("差距", "n minor"),
        Column("状态", "end"),
    )
    return Table(
        "本单位负责的指标",
        columns,
        tuple(
            row(
                (Anchor(each.indicator.name, each.url), Words(each.unit_beside, "minor")),
                each.plan.name,
                each.words("due", "unit"),
                listed.deadline(each),
                listed.current(each),
                Drawing(spark(each)),
                each.gap,
                each.state,
            )
            for each in found
        ),
    )


def _duties(sheet: UnitSheet) -> Table:
    columns = (Column("出处", "minor rest"), named("事项"), Column("交给", label="交给"), Column("何时", "end"))
    return Table(
        "本单位的限时、例行事项和定额",
        columns,
        tuple(
            row(
                f"{each.plan.name}{each.number}",
                (Anchor(each.what, links.plan(each.plan.id, links.duty_anchor(each.duty.id))), Words(each.via, "tag")),
                Units(each.to) if each.to else None,
                (each.rhythm or Day(getattr(each.duty, "due", None)), Words(each.delivered, "sub")),
            )
            for each in (*sheet.quotas, *sheet.recurring, *sheet.milestones)
        ),
        look="list rows wide-end",
    )


def _receives(sheet: UnitSheet) -> Table:
    columns = (Column("出处", "minor rest"), named("事项"), Column("谁交", label="谁交"), Column("何时", "end"))
    return Table(
        "交到本单位的",
        columns,
        tuple(
            row(
                f"{each.plan.name}{each.number}",
                Anchor(each.what, links.plan(each.plan.id, links.duty_anchor(each.duty.id))),
                Units(each.to) if each.to else None,
                each.rhythm or Day(getattr(each.duty, "due", None)),
            )
            for each in sheet.receives
        ),
        look="list rows wide-end",
    )


def _reports(returns: Iterable[tuple[Form, tuple[Return, ...]]], unit: str) -> Table:
    columns = (
        named("表"),
        Column("报告期", label="报告期"),
        Column("期限", "minor", "期限"),
        Column("填报时间", "minor", "填报"),
        Column("状态", "end"),
    )
    return Table(
        "本单位要报的表",
        columns,
        tuple(
            row(
                Anchor(
                    form.name,
                    links.form_sheet(form.id, each.period.iso, unit) if each.versions else links.form(form.id),
                ),
                each.period.chinese,
                Day(each.due),
                (Day(each.standing.reported_on), "，更正过" if each.earlier else "") if each.standing else None,
                (each.state, Words(each.outcome.words if each.due and each.asked else "", "sub")),
            )
            for form, periods in returns
            for each in periods
        ),
    )


def _scores(scores: Sequence[ScoreReport]) -> Table:
    columns = (
        named("轮次"),
        Column("算式"),
        Column("失分", "n", "失分"),
        Column("未评", "n", "未评"),
        Column("比上轮", "n", "比上轮"),
        Column("同级名次", "end"),
    )
    return Table(
        "各轮考核得分",
        columns,
        tuple(
            row(
                (Anchor(each.sheet.round.name, each.url, "b"), Words(each.sheet.round.as_written or "", "minor")),
                (each.sheet.working, Words("暂定" if each.sheet.provisional else "", "tag")),
                len(each.losses),
                len(each.sheet.unscored),
                each.change.words if each.change else "—",
                f"{each.sheet.tier.name}第 {each.rank.place}{'（并列）' if each.rank.shared else ''}",
            )
            for each in scores
        ),
    )


def _pressing(entries: tuple[Tally, ...]) -> list[Tally]:
    """The legend with what is late first and what is done last."""
    return sorted(entries, key=lambda entry: PRESSING.index(entry.mark))


@dataclass(frozen=True, kw_only=True)
class UnitsBody(PageBody):
    """All units by house and kind."""

    template = "units.html"
    groups: Sequence[tuple[str, str, Sequence[tuple[str, UnitKind, Sequence[UnitSheet]]]]]
    total: int
    late: Mapping[str, int]
    who: Table
    listed: Listing


def _listed(content: Content, sheets: Mapping[str, UnitSheet]) -> Listing:
    return listing(
        "单位",
        "单位 所在单位 种类 牵头 参与 指标 报送 督办 逾期",
        (
            (
                Anchor(sheet.unit.name, links.unit(unit)),
                content.registry.name(house) if (house := content.registry.house(unit)) else "",
                sheet.unit.kind.chinese,
                len(sheet.lead),
                len(sheet.join),
                len(sheet.indicators),
                len(sheet.recurring) + len(sheet.milestones),
                len(sheet.ledger),
                late_count(sheet, content.as_of),
            )
            for unit, sheet in sheets.items()
        ),
    )


def _who(content: Content, sheets: Mapping[str, UnitSheet]) -> Table:
    """What to go to whom for, in the site's own house and above: the topics of units, and what is handed in to them."""
    house = content.home
    near = {*content.registry.ancestors(house), *(content.registry.descendants(house) if house else ())}
    matters: dict[str, dict[str, UnitRef]] = {}
    for unit, sheet in sheets.items():
        if house is None or unit in near:
            (ref,) = unit_refs(content.registry, (unit,))
            for what in (*sheet.unit.topics, *(f"交{each.what.removeprefix('交')}" for each in sheet.receives)):
                matters.setdefault(what, {})[unit] = ref
    columns = (named("什么事"), Column("找谁", "end", "找谁"))
    return Table(
        "什么事找谁", columns, tuple(row(what, Units(tuple(refs.values()))) for what, refs in sorted(matters.items()))
    )


def units_page(content: Content) -> Page:
    """All units: the site's own house first, then other houses, then authorities outside any house."""
    sheets = unit_sheets(content)
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
            listed=_listed(content, sheets),
            who=_who(content, sheets),
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
