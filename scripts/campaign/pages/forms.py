"""Reporting forms on the site: all forms, one form as printed with who reported, one period with its sums, one unit's sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Form, Plan, Submission
from campaign.model.forms import REGISTRY_COUNTS
from campaign.model.registry import Registry
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.figures import Figure
from campaign.views.form_grid import GridCell, grid
from campaign.views.form_returns import PERIOD_WORD, Rate, Return, Returns
from campaign.views.form_rules import RuleOutcome, RuleVerdict, verdicts
from campaign.views.forms import (
    COMPUTED,
    ROLLED,
    TYPED,
    Book,
    CorrectedField,
    FormSheet,
    Total,
    book,
    changes,
    figure_text,
    registry_counts,
    rounded,
    totals,
    trend,
)
from campaign.views.status import Tally, tally
from campaign.views.tables import Anchor, Column, Led, Listing, Number, Piece, Table, Words, listing, named, put, row
from campaign.views.tasks import UnitRef, unit_refs

SECTION = "forms"


def form_pages(content: Content) -> list[Page]:
    """Every page about forms; none at all on a site without forms."""
    if not content.forms:
        return []
    made = book(content)
    pages = [_list_page(content, made)]
    for form in content.forms.values():
        pages.append(_form_page(content, made, form))
        for period in made.returns[form.id].periods:
            sheets = made.of_period(form.id, period)
            pages.append(_period_page(content, made, form, period, sheets))
            pages += [_sheet_page(content, sheet) for sheet in sheets]
    return pages


# -- all forms ------------------------------------------------------------------------------------------------------------------


def percent(rate: Rate) -> str:
    return f"{rounded(rate.share)}%" if rate.share is not None else "—"


@dataclass(frozen=True, kw_only=True)
class FormsBody(PageBody):
    """All forms: who has to fill in which, and how."""

    template = "forms.html"
    period_word = PERIOD_WORD
    entries: Sequence[tuple[Form, Returns, Moment | None]]
    figures_by_form: Mapping[str, Sequence[Figure]]
    listed: Listing


def _list_page(content: Content, made: Book) -> Page:
    entries = [(form, made.returns[form.id], _latest(made, form)) for form in content.forms.values()]
    body = render(
        FormsBody(
            root=root_of(links.FORMS),
            entries=entries,
            figures_by_form={
                form.id: [
                    *_size(form, links.form(form.id)),
                    Figure(len(returned.units), "家填报", links.form(form.id, "returns")),
                    *(_punctuality(returned, latest, latest.chinese) if latest else ()),
                ]
                for form, returned, latest in entries
            },
            listed=listing(
                "报表",
                "报表 周期 填 算 填报单位 最近一期 报齐率 按时率",
                (
                    (
                        Anchor(form.title, links.form(form.id)),
                        form.period.chinese,
                        len(form.entered),
                        len(form.computed),
                        len(returned.units),
                        latest.chinese if latest else "",
                        Number(percent(returned.completeness(latest))) if latest else None,
                        Number(percent(returned.timeliness(latest))) if latest else None,
                    )
                    for form, returned, latest in entries
                ),
            ),
        )
    )
    return Page(
        path=links.FORMS,
        title="报表",
        body=body,
        section=SECTION,
        layout="forms",
        description="要报的表：怎样填、谁报了、汇总得多少。",
        demo=any(sheet.demo for sheet in made.sheets.values()),
    )


def _size(form: Form, page: str = "") -> list[Figure]:
    """How many parts and rows a form has, and how many figures are typed and worked out."""
    return [
        Figure(len(form.sections), "部分", f"{page}#form"),
        Figure(sum(len(each.rows) for each in form.sections), "行", f"{page}#form"),
        Figure(len(form.entered), "填", f"{page}#fields"),
        Figure(len(form.computed), "算", f"{page}#fields"),
    ]


def _punctuality(returned: Returns, period: Moment, when: str = "") -> list[Figure]:
    """Of those whose day has come, who reported a period, and who in time."""
    whole, punctual = returned.completeness(period), returned.timeliness(period)
    page = links.form(returned.form.id, "returns")
    return [
        Figure(percent(whole), f"{when}报齐 {whole.part}／{whole.whole}", page),
        Figure(percent(punctual), f"按时 {punctual.part}／{punctual.whole}", page),
    ]


def _latest(made: Book, form: Form) -> Moment | None:
    """The last period for which anything came in or could be rolled up; else the first one."""
    spans = made.returns[form.id].periods
    filled = [period for period in spans if made.of_period(form.id, period)]
    return filled[-1] if filled else (spans[0] if spans else None)


# -- one form -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RateLine:
    """A rate over the periods: a small drawing and its figures, each with its period."""

    label: str
    points: tuple[tuple[Moment, str, str], ...]  # period, text, address
    drawing: Markup


@dataclass(frozen=True, kw_only=True)
class FormBody(PageBody):
    """One form: who reported, the form as printed with the latest period, trends, rules."""

    template = "form.html"
    period_word = PERIOD_WORD
    form: Form
    figures: Sequence[Figure]
    computed: Set[str]
    returned: Returns
    reporters: tuple[UnitRef, ...]
    latest: Moment | None
    grid: tuple[tuple[GridCell, ...], ...]
    values: Mapping[str, tuple[str, str]]
    registry: Registry
    plan: Plan | None
    rules: Table
    returns: Table
    lines: Sequence[RateLine]
    single: bool
    sheets: tuple[FormSheet, ...]
    lower: Form | None
    tallies: tuple[Tally, ...]


def _form_page(content: Content, made: Book, form: Form) -> Page:
    path = links.form(form.id)
    returned = made.returns[form.id]
    latest = _latest(made, form)
    sheets = made.of_period(form.id, latest) if latest else ()
    body = render(
        FormBody(
            root=root_of(path),
            form=form,
            figures=_size(form),
            computed={each.id for each in form.computed},
            returned=returned,
            reporters=unit_refs(content.registry, returned.units),
            latest=latest,
            grid=grid(form, tight=True),
            values=_values(form, sheets),
            registry=content.registry,
            plan=content.plans.get(form.plan or ""),
            rules=_rules(form),
            returns=_returns(content, returned),
            lines=_lines(content, made, form),
            single=len(returned.units) == 1,
            sheets=sheets,
            lower=content.forms.get(form.rolls_up or ""),
            tallies=tally(each.state for each in returned.cells.values()),
        )
    )
    toc = (
        Heading("谁报了", "returns"),
        Heading("表", "form"),
        Heading("走势", "trends"),
        Heading("核对规则", "rules", count=len(form.rules)),
    )
    return Page(
        path=path,
        title=form.title,
        body=body,
        section=SECTION,
        layout="forms",
        toc=toc,
        breadcrumbs=(Crumb("报表", links.FORMS),),
        description=f"{len(form.sections)} 部分，填 {len(form.entered)} 个数，算 {len(form.computed)} 个率。",
        demo=any(sheet.demo for sheet in sheets),
    )


def _rules(form: Form) -> Table:
    columns = (
        Column("编号", "minor nowrap"),
        named("说明", "name words"),
        Column("算式", "rest"),
        Column("不合时", "end"),
    )
    return Table(
        "核对规则",
        columns,
        tuple(
            row(
                each.id,
                each.message,
                Words(f"{each.when} → {each.check}" if each.when else each.check, "code"),
                each.level.chinese,
                id=each.id,
            )
            for each in form.rules
        ),
    )


def _returns(content: Content, returned: Returns) -> Table:
    """Who reported which period, and the rates of each."""
    form, spans = returned.form, returned.periods
    columns = (
        named("单位"),
        *(Column(each.chinese, head=(Anchor(each.chinese, links.form_period(form.id, each.iso)),)) for each in spans),
        Column("报齐率", "n"),
    )

    def told(unit: str, period: Moment) -> list[Piece]:
        one = returned.at(unit, period)
        led = Led(one.state, links.form_sheet(form.id, period.iso, unit)) if one.versions else one.state
        if not one.standing:
            return [led]
        said = one.standing.reported_on.chinese.removeprefix(f"{period.year}年")
        return [led, Words(f"{said}{'，更正过' if one.earlier else ''}", "sub")]

    def rate(of: Rate) -> list[Piece]:
        return [Words(percent(of), "b"), Words(f"{of.part}／{of.whole}", "minor")]

    return Table(
        "各单位各期的填报情况",
        columns,
        tuple(
            row(
                Anchor(content.registry.short(unit), links.unit(unit)),
                *(told(unit, period) for period in spans),
                Number(percent(returned.unit_rate(unit))),
            )
            for unit in returned.units
        ),
        look="list returns",
        foot=(
            row(put("报齐率", look=""), *(put(rate(returned.completeness(each)), look="") for each in spans), None),
            row(put("按时率", look=""), *(put(rate(returned.timeliness(each)), look="") for each in spans), None),
        ),
    )


def _values(form: Form, sheets: Sequence[FormSheet]) -> Mapping[str, tuple[str, str]]:
    """Field → what stands in the form for these sheets, and where it comes from: the sheet's own value, or the sum."""
    if len(sheets) == 1:
        return {key: (cell.text, f"{sheets[0].url}#{links.field_anchor(key)}") for key, cell in sheets[0].cells.items()}
    if not sheets:
        return dict.fromkeys(form.fields, ("", ""))
    where = links.form_period(form.id, sheets[0].period.iso)
    return {key: (total.text, f"{where}#{links.field_anchor(key)}") for key, total in totals(form, sheets).items()}


def _lines(content: Content, made: Book, form: Form) -> list[RateLine]:
    """The trend of every computed rate: of the one unit that reports, or pooled over all that did."""
    spans = made.returns[form.id].periods
    by_period = {period: totals(form, sheets) for period in spans if (sheets := made.of_period(form.id, period))}
    units = made.returns[form.id].units
    found = []
    for each in form.computed:
        if len(units) == 1:
            cells = trend(content, form.id, units[0], each.id)
            values = [(period, cell.value if cell else None) for period, cell in cells]
            urls = {period: links.form_sheet(form.id, period.iso, units[0]) for period in spans}
        else:
            values = [(period, by_period[period][each.id].value if period in by_period else None) for period in spans]
            urls = {period: links.form_period(form.id, period.iso) for period in spans}
        points = tuple(
            (
                period,
                figure_text(each, value),
                f"{urls[period]}#{links.field_anchor(each.id)}" if value is not None else "",
            )
            for period, value in values
        )
        found.append(
            RateLine(
                form.labels[each.id],
                points,
                trend_drawing(form.labels[each.id], [(period, value) for period, value in values]),
            )
        )
    return found


def trend_drawing(label: str, values: Sequence[tuple[Moment, object]]) -> Markup:
    """A line through the figures in a box of 160 by 40; a period without a figure breaks it. Nothing below two figures."""
    numbers = [value if isinstance(value, Decimal) else None for _, value in values]
    known = [value for value in numbers if value is not None]
    if len(known) < 2:
        return Markup()
    # the box is 160 by 40 without its edges of 8: periods are evenly spaced over 144, figures over 24 between 8 and 32
    low, high = min(known), max(known)
    reach = (high - low) or Decimal(1)
    step = Decimal(144) / (len(numbers) - 1)
    places = [
        (8 + index * step, 32 - (value - low) / reach * 24) for index, value in enumerate(numbers) if value is not None
    ]
    runs: list[list[str]] = [[]]
    drawn = iter(places)
    for value in numbers:
        if value is None:
            runs.append([])
        else:
            x, y = next(drawn)
            runs[-1].append(f"{x:.1f},{y:.1f}")
    title = "，".join(f"{period.chinese} {rounded(value)}%" for period, value in values if isinstance(value, Decimal))
    lines = "".join(f'<polyline class="line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>' for x, y in places)
    return Markup(
        f'<svg class="spark trend" viewBox="0 0 160 40" role="img"><title>{escape(label)}：{escape(title)}</title>{lines}{dots}</svg>'
    )


# -- one period -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FormPeriodBody(PageBody):
    """One period of a form: every unit's figures beside each other with their sum; rolled-up figures open into their sources."""

    template = "form_period.html"
    TYPED, ROLLED, COMPUTED = TYPED, ROLLED, COMPUTED
    form: Form
    period: Moment
    figures: Sequence[Figure]
    sheets: Sequence[FormSheet]
    totals: Mapping[str, Total]
    registry: Registry
    missing: Sequence[Return]
    before: Moment | None
    after: Moment | None
    lower: Form | None


def _period_page(content: Content, made: Book, form: Form, period: Moment, sheets: Sequence[FormSheet]) -> Page:
    path = links.form_period(form.id, period.iso)
    returned = made.returns[form.id]
    body = render(
        FormPeriodBody(
            root=root_of(path),
            form=form,
            period=period,
            figures=_punctuality(returned, period),
            sheets=sheets,
            totals=totals(form, sheets),
            registry=content.registry,
            missing=[each for each in returned.due_in(period) if not each.reported],
            before=_neighbour(returned, period, -1),
            after=_neighbour(returned, period, 1),
            lower=content.forms.get(form.rolls_up or ""),
        )
    )
    return Page(
        path=path,
        title=f"{form.name} {period.chinese}",
        body=body,
        section=SECTION,
        layout="forms",
        breadcrumbs=_crumbs(form),
        description=f"{form.title}，{period.chinese}：各单位的数和合计。",
        demo=any(sheet.demo for sheet in sheets),
    )


def _crumbs(form: Form) -> tuple[Crumb, ...]:
    return (Crumb("报表", links.FORMS), Crumb(form.name, links.form(form.id)))


def _neighbour(returned: Returns, period: Moment, step: int) -> Moment | None:
    place = returned.periods.index(period) + step
    return returned.periods[place] if 0 <= place < len(returned.periods) else None


# -- one sheet ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FormSheetBody(PageBody):
    """One unit's form for one period, as printed."""

    template = "form_sheet.html"
    TYPED, ROLLED, COMPUTED = TYPED, ROLLED, COMPUTED
    sheet: FormSheet
    figures: Sequence[Figure]
    form: Form
    grid: tuple[tuple[GridCell, ...], ...]
    registry: Registry
    unit: str
    versions: Sequence[tuple[Submission, Table]]
    lower: Form | None
    found: tuple[RuleVerdict, ...]
    kept: int
    broken: Sequence[RuleVerdict]
    skipped: Sequence[RuleVerdict]
    counts: Sequence[tuple[str, str]]


def _changes(changed: Sequence[CorrectedField]) -> Table:
    columns = (named("栏目", ""), Column("原来", "n"), Column("更正为", "n strong"))
    rows = (row(each.label, Words(each.before, "gone"), Number(each.after)) for each in changed)
    return Table("改了什么", columns, tuple(rows), look="list")


def _sheet_page(content: Content, sheet: FormSheet) -> Page:
    form, unit, period = sheet.form, sheet.unit, sheet.period
    found = _verdicts(content, sheet)
    body = render(
        FormSheetBody(
            root=root_of(sheet.url),
            sheet=sheet,
            figures=_filled(sheet),
            form=form,
            grid=grid(form, tight=True),
            registry=content.registry,
            unit=unit,
            versions=[(each, _changes(changed)) for each, changed in _versions(sheet.returned)],
            lower=content.forms.get(form.rolls_up or ""),
            found=found,
            kept=sum(each.outcome is RuleOutcome.KEPT for each in found),
            broken=[each for each in found if each.outcome is RuleOutcome.BROKEN],
            skipped=[each for each in found if each.outcome is RuleOutcome.SKIPPED],
            counts=[(word, count) for word, count in _counts(content, sheet) if count],
        )
    )
    crumbs = (*_crumbs(form), Crumb(period.chinese, links.form_period(form.id, period.iso)))
    return Page(
        path=sheet.url,
        title=f"{content.registry.name(unit)}{form.name} {period.chinese}",
        body=body,
        section=SECTION,
        layout="forms",
        breadcrumbs=crumbs,
        description=f"{content.registry.name(unit)}{period.chinese}的{form.title}。",
        demo=sheet.demo,
    )


def _verdicts(content: Content, sheet: FormSheet) -> tuple[RuleVerdict, ...]:
    counts = registry_counts(content, sheet.unit, sheet.period)
    return verdicts(sheet.form, {**counts, **{key: cell.value for key, cell in sheet.cells.items()}})


def _versions(returned: Return) -> list[tuple[Submission, tuple[CorrectedField, ...]]]:
    """Every version with what it changed against the one before; the standing one first."""
    found: list[tuple[Submission, tuple[CorrectedField, ...]]] = [(each, ()) for each in returned.versions[:1]]
    for before, each in zip(returned.versions, returned.versions[1:], strict=False):
        found.insert(0, (each, changes(returned.form, before.values, each.values)))
    return found


def _filled(sheet: FormSheet) -> list[Figure]:
    """How many of the entered fields hold a figure; where not all were typed, how many were, came from below, or are open."""
    counts = Counter(sheet.cells[each.id].origin for each in sheet.form.entered)
    shown = counts if len(counts) > 1 or TYPED not in counts else {}
    return [
        Figure(sheet.filled, f"有数的栏目，共 {len(sheet.form.entered)}", "#form"),
        *(Figure(count, origin, "#form") for origin, count in shown.items()),
    ]


def _counts(content: Content, sheet: FormSheet) -> list[tuple[str, str]]:
    """The registry's counts that a rate of this form divides by."""
    used = " ".join(each.den or "" for each in sheet.form.computed)
    counts = registry_counts(content, sheet.unit, sheet.period)
    return [
        (word, f"{counts[key]:f}")
        for key, word in REGISTRY_COUNTS.items()
        if key in used and isinstance(counts[key], Decimal)
    ]
