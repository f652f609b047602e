"""Sheets that look across: what every leader's units owe, how the hospitals of a county stand, what a plan asks of every place.

Each is a few tables; its page, its workbook and its print show these, and none of them counts anything for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.content import Content, once
from campaign.leaves import links
from campaign.model import Indicator, Plan, Status, Target, Unit, UnitKind
from campaign.views.calendar import CalendarEntry, owed
from campaign.views.due import DueItem
from campaign.views.form_returns import returns
from campaign.views.indicators import IndicatorRow, indicator_rows, series_by_scope
from campaign.views.ledger import accounts, ledger_rows
from campaign.views.score_reports import score_reports
from campaign.views.status import Mark, State
from campaign.views.tables import (
    Anchor,
    Column,
    Day,
    Distance,
    Number,
    Piece,
    Row,
    Table,
    Units,
    Words,
    named,
    put,
    row,
)
from campaign.views.targets import Measured, deadline, verdict, wording
from campaign.views.tasks import unit_refs
from campaign.views.unit_sheets import unit_sheets

NO_LEADER = "没有写明分管领导"
LEADERS = "leaders"  # the key of the sheet by leader
INSTITUTIONS = (UnitKind.HOSPITAL, UnitKind.PRIMARY, UnitKind.INSTITUTION)


@dataclass(frozen=True)
class Across:
    """One sheet: `key` names its folder on the site, `lede` says what is counted."""

    key: str
    title: str
    lede: str
    tables: tuple[Table, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return links.across(self.key)

    @property
    def pdf(self) -> str:
        """Its print, on lying A4."""
        return links.across(self.key, "pdf")

    @property
    def xlsx(self) -> str:
        """Its workbook, one sheet a table."""
        return links.across(self.key, "xlsx")


@once
def across(content: Content) -> tuple[Across, ...]:
    """The sheets that have something on them."""
    found = (_leaders(content), _institutions(content), _places(content))
    return tuple(each for each in found if any(table.rows for table in each.tables))


# -- by the leader who answers for the units ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Charge:
    """What the units of one leader owe: each duty once, the oldest debt first, with those of the units that have not met it."""

    leader: str
    units: tuple[str, ...]
    entries: tuple[tuple[CalendarEntry, tuple[str, ...]], ...]

    @property
    def late(self) -> int:
        """How many duties are late."""
        return sum(entry.late for entry, _ in self.entries)


@once
def charges(content: Content) -> tuple[Charge, ...]:
    """Every leader named in the registry with what is owed, who has the oldest debt first; last the units of their houses without one."""
    registry = content.registry
    led = {unit: registry.leader(unit) for unit in registry.units}
    houses = {registry.house(unit) for unit, leader in led.items() if leader}
    groups: dict[str, list[str]] = {}
    for unit, leader in led.items():
        if leader or (registry.house(unit) in houses and registry.house(unit) != unit):
            groups.setdefault(leader or NO_LEADER, []).append(unit)
    made = (Charge(leader, tuple(units), tuple(_owed(content, units))) for leader, units in groups.items())

    def order(each: Charge) -> tuple[bool, str]:
        return each.leader == NO_LEADER, _oldest(each)

    return tuple(sorted((each for each in made if each.entries or each.leader != NO_LEADER), key=order))


def _oldest(charge: Charge) -> str:
    """The day of the first thing owed, as it sorts."""
    return next((entry.item.due.isoformat() for entry, _ in charge.entries if entry.item.due), "9999")


def _owed(content: Content, units: Iterable[str]) -> Iterator[tuple[CalendarEntry, tuple[str, ...]]]:
    late: dict[int, DueItem] = {}
    coming: dict[int, DueItem] = {}
    owing: dict[int, list[str]] = {}
    sheets = unit_sheets(content)
    for unit in units:
        for held, items in ((late, sheets[unit].late), (coming, sheets[unit].this_month)):
            for item in items:
                held[id(item)] = item
                owing.setdefault(id(item), []).append(unit)
    for entry in owed(late.values(), coming.values(), content.as_of):
        if not entry.done:
            same = [each for each in (*late.values(), *coming.values()) if _duty(each) == _duty(entry.item)]
            still = (
                unit
                for each in same
                if each.due in entry.days and each.state.mark is not Mark.DONE
                for unit in owing[id(each)]
            )
            yield entry, tuple(dict.fromkeys(still))


def _duty(item: DueItem) -> tuple[str, str]:
    return item.plan.id, item.duty


def _leaders(content: Content) -> Across:
    columns = (
        named("分管领导"),
        Column("分管的单位", "rest", "分管"),
        Column("要交", "n", "要交"),
        Column("逾期", "n", "逾期"),
        Column("欠得最久的", "end", "最久"),
    )
    found = charges(content)

    def line(place: int, each: Charge) -> Row:
        first = next((entry.item.due for entry, _ in each.entries if entry.late), None)
        return row(
            Anchor(each.leader, f"#part-{place}") if each.entries else each.leader,
            Units(unit_refs(content.registry, [unit for unit in each.units if _named(content, unit, each.leader)])),
            len(each.entries),
            each.late,
            Day(first) if first else "—",
        )

    # a leader's table stands under the number of its place on the page: the first part is the list of leaders
    owing = [each for each in found if each.entries]
    places = {each.leader: place for place, each in enumerate(owing, 2)}
    summary = Table("各位分管领导", columns, tuple(line(places.get(each.leader, 0), each) for each in found))
    return Across(
        LEADERS,
        "按分管领导",
        "各位领导分管的单位本月要交的和以前逾期没交的，一件事算一项；欠得最久的排在最前，已经结束的活动也算。",
        (summary, *(_debts(content, each) for each in owing)) if found else (),
    )


def _named(content: Content, unit: str, leader: str) -> bool:
    """Whether a unit has the leader of its own, and not through its department."""
    return leader in (content.registry.units[unit].leader, NO_LEADER)


def _debts(content: Content, charge: Charge) -> Table:
    columns = (
        Column("期限", "nowrap"),
        named("事项"),
        Column("出自", "minor rest"),
        Column("单位", label="单位"),
        Column("状态", "end"),
    )
    return Table(
        charge.leader,
        columns,
        tuple(
            row(
                Day(entry.item.due),
                (Anchor(entry.item.what, entry.item.url), Words(entry.repeats, "sub")),
                entry.item.source,
                Units(unit_refs(content.registry, units)),
                Distance(entry.item.state),
            )
            for entry, units in charge.entries
        ),
    )


# -- the hospitals of a county --------------------------------------------------------------------------------------------------------


def _institutions(content: Content) -> Across:
    """A row an institution that reports, is assessed or is supervised; a column a form and a set of rules, three for the ledger."""
    scores = {(each.sheet.unit.id, each.sheet.rules.id): each for each in score_reports(content) if each.latest}
    matters = {each.unit.id: each for each in accounts(ledger_rows(content))}
    asked = {form.id: found for form in content.forms.values() if (found := returns(content, form)).periods}
    concerned = {*matters, *(unit for unit, _ in scores), *(unit for each in asked.values() for unit in each.units)}
    units = [each for each in content.registry.units.values() if each.kind in INSTITUTIONS and each.id in concerned]
    forms = [each.form for each in asked.values() if any(unit.id in each.units for unit in units)]
    rules = [each for each in content.assessments.values() if any(rule == each.id for _, rule in scores)]
    columns = (
        named("单位"),
        Column("等次", "minor", "等次"),
        *(Column(f"{each.name}（已报／应报）", "n", each.name) for each in forms),
        *(Column(f"{each.title}（最近一轮）", "n", "考核") for each in rules),
        Column("交办", "n", "交办"),
        Column("已销号", "n", "已销号"),
        Column("逾期", "n end", "逾期"),
    )

    def returned(unit: Unit) -> Iterator[Piece]:
        for form in forms:
            rate = asked[form.id].unit_rate(unit.id)
            yield (Anchor(f"{rate.part}／{rate.whole}", links.form(form.id, "returns"), "plain") if rate.whole else "—")

    def scored(unit: Unit) -> Iterator[list[Piece] | Piece]:
        for each in rules:
            report = scores.get((unit.id, each.id))
            if report is None:
                yield "—"
                continue
            place = f"{report.sheet.round.name}，{report.sheet.tier.name}第 {report.rank.place}{'（并列）' if report.rank.shared else ''}"
            provisional = "，暂定" if report.sheet.provisional else ""
            yield [
                Anchor(f"{report.sheet.converted}", report.url, "plain strong"),
                Words(f"{place}{provisional}", "sub"),
            ]

    def supervised(unit: Unit) -> Iterator[Piece | None]:
        account = matters.get(unit.id)
        given = len(account.rows) if account else 0
        yield Anchor(str(given), f"{links.LEDGER}#unit={unit.id}", "plain") if given else "—"
        yield Number(str(account.rate.done)) if account else "—"
        yield Number(str(account.count("逾期"))) if account else "—"

    lines = tuple(
        row(
            Anchor(each.name, links.unit(each.id)),
            each.grade or each.tier,
            *returned(each),
            *scored(each),
            *supervised(each),
        )
        for each in units
    )
    return Across(
        "institutions",
        "各医院",
        "一行一家：到期的报表报了几份，最近一轮考核折算多少分、同级第几，承办的督办事项有几件、销号几件、逾期几件。",
        (Table("各医院报表、考核和督办", columns, lines),) if len(lines) > 1 else (),
    )


# -- place by place -------------------------------------------------------------------------------------------------------------------


def _places(content: Content) -> Across:
    """For every plan in force that sets targets by place or has values by place: the demands, and where two places report, the figures side by side."""
    tables = []
    for plan in content.plans.values():
        if plan.status is Status.SUPERSEDED:
            continue
        rows = indicator_rows(content, plan)
        by_place = {each.indicator.id: dict(series_by_scope(content, each)) for each in rows}
        tables += [_demands(content, plan, rows, by_place), _side_by_side(content, plan, rows, by_place)]
    return Across(
        "places",
        "各地的指标",
        "方案对各地、各类对象的要求，一项一行；力争、应争取的只说已做到或还没做到，写“可”的是允许，不作评判。没有报数的写无数据。",
        tuple(each for each in tables if each.rows),
    )


Series = Mapping[str, Mapping[str, tuple[Measured, ...]]]


def place_of(target: Target) -> str:
    """The place or the condition a target holds for; empty when it holds everywhere, for a tier, or for one unit."""
    scope = target.scope
    return scope.label if scope and (scope.place or scope.condition) else ""


def _demands(content: Content, plan: Plan, rows: Iterable[IndicatorRow], by_place: Series) -> Table:
    columns = (
        named("对谁"),
        Column("指标", label="指标"),
        Column("要求", "n", "要求"),
        Column("期限", "minor", "期限"),
        Column("现值", "n strong", "现值"),
        Column("状态", "end"),
    )
    lines: dict[str, list[Row]] = {}
    for each in rows:
        for target in each.indicator.targets:
            if place := place_of(target):
                series = by_place[each.indicator.id].get(place, ())
                said = wording(each.indicator, target, plan.period)
                due = deadline(each.indicator, target, plan.period)
                lines.setdefault(place, []).append(
                    row(
                        place,
                        Anchor(each.indicator.name, each.url),
                        said.short("where", "due"),
                        (Day(due), Words("推算" if said.inferred else "", "tag")),
                        Number(f"{series[-1].text}{each.unit_beside}") if series else "—",
                        _standing(content, plan, each.indicator, target, series),
                    )
                )
    return Table(
        f"{plan.name}：对各地、各类对象的要求", columns, tuple(line for held in lines.values() for line in held)
    )


def _side_by_side(content: Content, plan: Plan, rows: Iterable[IndicatorRow], by_place: Series) -> Table:
    """A row a place, a column an indicator that two places report; every place is judged by the target that holds for it."""
    shown = [each for each in rows if len(by_place[each.indicator.id]) > 1]
    places = tuple(dict.fromkeys(place for each in shown for place in by_place[each.indicator.id]))
    columns = (
        named("地方"),
        *(Column(f"{each.indicator.name}，{each.words()}", "n", each.indicator.name) for each in shown),
    )

    def figure(each: IndicatorRow, place: str) -> list[Piece] | Piece:
        series = by_place[each.indicator.id].get(place, ())
        if not series:
            return "—"
        target = _target_of(each.indicator, place)
        own = (
            [Words(wording(each.indicator, target, plan.period).short("where"), "sub")]
            if target and place_of(target)
            else []
        )
        return [
            Number(f"{series[-1].text}{each.unit_beside}"),
            " ",
            _standing(content, plan, each.indicator, target, series),
            *own,
        ]

    lines = tuple(row(place, *(put(figure(each, place)) for each in shown)) for place in places)
    return Table(f"{plan.name}：各地报的数", columns, lines)


def _target_of(indicator: Indicator, place: str) -> Target | None:
    """The target that names the place, else one for everybody."""
    own = next((each for each in indicator.targets if place_of(each) == place), None)
    return own or next((each for each in indicator.targets if each.scope is None), None)


def _standing(
    content: Content, plan: Plan, indicator: Indicator, target: Target | None, series: tuple[Measured, ...]
) -> State:
    return verdict(indicator, target, series, content.as_of, content.site.due_soon_days, plan.period).state
