"""Sheets of reporting forms as they are shown: what was typed, what is computed from it, and what the upper form gets from the lower one.

Every cell says where its value comes from; a cell that was rolled up carries the sheets it was added from. A blank stays a blank: it is never
0, a rate without both its figures or with the denominator 0 is —, and what nobody reported stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campaign.content import Content, once
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.leaves.expressions import ExpressionFault, evaluate, names, parse
from campaign.model import Derivation, FieldKind, Form, FormField, Quantity, UnitKind
from campaign.model.forms import REGISTRY_COUNTS, Figure, How
from campaign.views.form_returns import Return, Returns, exists, returns

TYPED, ROLLED, COMPUTED, OPEN = "填报", "汇总", "计算", "空"
NONE = "—"
TIERS = {"hospitals_t3": ("三级",), "hospitals_t2": ("二级",), "hospitals_t2up": ("三级", "二级")}


@dataclass(frozen=True)
class Share:
    """One sheet that a rolled-up figure was added from; `text` is empty where that sheet left the field blank or never came."""

    unit: str
    value: Figure
    text: str
    url: str


@dataclass(frozen=True)
class FormCell:
    """One value of a sheet. `rolled` is what the roll-up comes to where one is possible, also when the unit typed a value of its own."""

    field: FormField
    label: str
    value: Figure
    origin: str
    working: str = ""
    rolled: Figure = None
    parts: tuple[Share, ...] = ()
    provisional: bool = False  # added from sheets of which some are still missing, or computed from such a figure

    @property
    def text(self) -> str:
        return figure_text(self.field, self.value)

    @property
    def missing_parts(self) -> int:
        return sum(part.value is None for part in self.parts)


@dataclass(frozen=True)
class FormSheet:
    """One unit's form for one period, with every cell of the form by id in printed order."""

    returned: Return
    cells: Mapping[str, FormCell]
    url: str
    demo: bool

    @property
    def form(self) -> Form:
        return self.returned.form

    @property
    def unit(self) -> str:
        return self.returned.unit

    @property
    def period(self) -> Moment:
        return self.returned.period

    @property
    def filled(self) -> int:
        """How many of the entered fields hold a value, typed or rolled up."""
        return sum(self.cells[each.id].value is not None for each in self.form.entered)


@dataclass(frozen=True)
class Total:
    """One field over all sheets of a period: Σ, how many 是, or the pooled average Σ/Σ."""

    field: FormField
    value: Figure
    text: str
    working: str
    of: int  # sheets that say something


def figure_text(asked: FormField, value: Figure) -> str:
    """A value as it is shown: 是, 4120, 8.5, 62.53%; a blank is empty, a rate that cannot be reckoned is —."""
    if value is None:
        return NONE if asked.kind is FieldKind.RATE else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{rounded(value)}%" if asked.kind is FieldKind.RATE else format(value, "f")


def rounded(value: Decimal) -> Decimal:
    """Two places, halves up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


# -- computed rates -------------------------------------------------------------------------------------------------------------


def rate(asked: FormField, values: Mapping[str, Figure]) -> tuple[Decimal | None, str]:
    """100 × numerator ÷ denominator and the working; None when a figure is blank or the denominator 0. The working says which."""
    num, den = (_part(each, values) for each in (asked.num, asked.den))
    if num is None or den is None:
        return None, "分子、分母没有填全"
    if den == 0:
        return None, "分母是 0，不算"
    return 100 * num / den, f"100 × {num:f} ÷ {den:f}"


def _part(expression: str | None, values: Mapping[str, Figure]) -> Decimal | None:
    """A numerator or denominator; blank as soon as one of its figures is. One that cannot be read is named by `checks`."""
    try:
        node = parse(expression or "")
        if any(values.get(each.name) is None for each in names(node)):
            return None
        value = evaluate(node, values)
    except ExpressionFault:
        return None
    return value if isinstance(value, Decimal) else None


def _used(asked: FormField) -> list[str]:
    """Names in the numerator and denominator of a rate."""
    try:
        return [each.name for part in (asked.num, asked.den) for each in names(parse(part or ""))]
    except ExpressionFault:
        return []


def registry_counts(content: Content, unit: str, period: Moment) -> dict[str, Figure]:
    """How many hospitals of each tier stand below a unit on the last day of a period; without any they are blank, not 0."""
    registry = content.registry
    below = [registry.units[each] for each in registry.descendants(unit)]
    hospitals = [each for each in below if each.kind is UnitKind.HOSPITAL and exists(each, period)]
    if not hospitals:
        return dict.fromkeys(REGISTRY_COUNTS)
    return {name: Decimal(sum(each.tier in tiers for each in hospitals)) for name, tiers in TIERS.items()}


# -- sheets ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Book:
    """All forms with everything that was reported: returns by form, sheets by form, unit and period."""

    returns: Mapping[str, Returns]
    sheets: Mapping[tuple[str, str, str], FormSheet]

    def sheet(self, form: str, unit: str, period: Moment) -> FormSheet | None:
        return self.sheets.get((form, unit, period.iso))

    def of_period(self, form: str, period: Moment) -> tuple[FormSheet, ...]:
        units = self.returns[form].units
        return tuple(sheet for unit in units if (sheet := self.sheet(form, unit, period)))


@once
def book(content: Content) -> Book:
    """Every sheet of every form: lower forms first, so that upper ones can be rolled up from them."""
    sheets: dict[tuple[str, str, str], FormSheet] = {}
    found: dict[str, Returns] = {}
    for form in _lower_first(content.forms):
        found[form.id] = returns(content, form)
        for each in found[form.id].cells.values():
            sheet = _sheet(content, each, found, sheets)
            if sheet:
                sheets[(form.id, each.unit, each.period.iso)] = sheet
    return Book({form: found[form] for form in content.forms}, sheets)


def _lower_first(forms: Mapping[str, Form]) -> list[Form]:
    """Forms in an order in which each stands after the one it is rolled up from; a circle ends there."""
    ordered: dict[str, Form] = {}

    def add(form: Form, above: frozenset[str]) -> None:
        lower = forms.get(form.rolls_up or "")
        if lower and lower.id not in above:
            add(lower, above | {form.id})
        ordered.setdefault(form.id, form)

    for form in forms.values():
        add(form, frozenset({form.id}))
    return list(ordered.values())


def _sheet(
    content: Content, returned: Return, found: Mapping[str, Returns], sheets: Mapping[tuple[str, str, str], FormSheet]
) -> FormSheet | None:
    """A unit's sheet, or None where nothing was typed and nothing can be rolled up."""
    form, unit, period = returned.form, returned.unit, returned.period
    typed = returned.standing.values if returned.standing else {}
    lower = _lower_sheets(content, returned, found, sheets)
    cells: dict[str, FormCell] = {}
    for each in form.entered:
        rolled, parts = roll_up(each.roll, lower) if each.roll and lower else (None, ())
        value = typed.get(each.id)
        origin = TYPED if value is not None else ROLLED if rolled is not None else OPEN
        shown = value if value is not None else rolled
        open_ended = origin == ROLLED and any(part.value is None for part in parts)
        cells[each.id] = FormCell(
            each, form.labels[each.id], shown, origin, rolled=rolled, parts=parts, provisional=open_ended
        )
    if returned.standing is None and all(cell.value is None for cell in cells.values()):
        return None
    values = {**registry_counts(content, unit, period), **{key: cell.value for key, cell in cells.items()}}
    for each in form.computed:
        share, working = rate(each, values)
        unsure = any(cells[one].provisional for one in _used(each) if one in cells)
        cells[each.id] = FormCell(
            each, form.labels[each.id], share, COMPUTED, working, provisional=unsure and share is not None
        )
    ordered = {key: cells[key] for key in form.fields}
    demo = form.demo or (returned.standing.demo if returned.standing else False) or _is_demo(content, unit)
    return FormSheet(returned, ordered, links.form_sheet(form.id, period.iso, unit), demo)


def _is_demo(content: Content, unit: str) -> bool:
    entry = content.registry.units.get(unit)
    return bool(entry and entry.demo)


Lower = tuple[tuple[str, str | None, str, Mapping[str, Figure]], ...]  # unit, tier, address of its sheet, what it typed


def _lower_sheets(
    content: Content, returned: Return, found: Mapping[str, Returns], sheets: Mapping[tuple[str, str, str], FormSheet]
) -> Lower:
    """The sheets a roll-up adds up: those of units below this one that exist in the period; one that never came is there, empty."""
    lower = found.get(returned.form.rolls_up or "")
    if lower is None or returned.period not in lower.periods:
        return ()
    below = set(content.registry.descendants(returned.unit))
    made = []
    for unit in lower.units:
        if unit in below and lower.at(unit, returned.period).asked:
            sheet = sheets.get((lower.form.id, unit, returned.period.iso))
            values = {key: cell.value for key, cell in sheet.cells.items()} if sheet else {}
            url = sheet.url if sheet else ""
            made.append((unit, content.registry.units[unit].tier, url, values))
    return tuple(made)


def roll_up(how: Derivation, lower: Lower) -> tuple[Decimal | None, tuple[Share, ...]]:
    """A figure of the upper form with the sheets it comes from; blank when not one of them says anything."""
    parts = tuple(
        Share(
            unit,
            values.get(how.field),
            _short(values.get(how.field)),
            f"{url}#{links.field_anchor(how.field)}" if url else "",
        )
        for unit, tier, url, values in lower
        if not how.tier or tier == how.tier
    )
    said = [part.value for part in parts if part.value is not None]
    if not said:
        return None, parts
    if how.how is How.COUNT:
        return Decimal(sum(value is True for value in said)), parts
    return sum((value for value in said if isinstance(value, Decimal)), Decimal(0)), parts


def _short(value: Figure) -> str:
    return "" if value is None else ("是" if value else "否") if isinstance(value, bool) else format(value, "f")


# -- over several sheets ----------------------------------------------------------------------------------------------------------


def totals(form: Form, sheets: Sequence[FormSheet]) -> Mapping[str, Total]:
    """Each field over several sheets; numbers that cannot be added (an average time) have no total."""
    return {each.id: _total(each, sheets) for each in form.fields.values()}


def _total(asked: FormField, sheets: Sequence[FormSheet]) -> Total:
    if asked.kind is FieldKind.RATE:
        return pooled(asked, [{key: cell.value for key, cell in sheet.cells.items()} for sheet in sheets])
    said = [sheet.cells[asked.id].value for sheet in sheets if sheet.cells[asked.id].value is not None]
    if asked.kind is FieldKind.YESNO:
        yes = sum(value is True for value in said)
        return Total(asked, Decimal(yes) if said else None, f"是 {yes} 家" if said else "", "", len(said))
    if asked.kind is FieldKind.NUMBER or not said:
        return Total(asked, None, "", "", len(said))
    added = sum((value for value in said if isinstance(value, Decimal)), Decimal(0))
    return Total(asked, added, format(added, "f"), f"{len(said)} 家相加", len(said))


def pooled(asked: FormField, sheets: Iterable[Mapping[str, Figure]]) -> Total:
    """The average of a rate over sheets, Σ numerators ÷ Σ denominators, of the sheets that give both."""
    pairs = [(_part(asked.num, values), _part(asked.den, values)) for values in sheets]
    both = [(num, den) for num, den in pairs if num is not None and den is not None]
    num, den = sum((each for each, _ in both), Decimal(0)), sum((each for _, each in both), Decimal(0))
    if not both or den == 0:
        return Total(asked, None, NONE, "", len(both))
    share = 100 * num / den
    return Total(asked, share, f"{rounded(share)}%", f"100 × {num:f} ÷ {den:f}", len(both))


def trend(content: Content, form: str, unit: str, field: str) -> tuple[tuple[Moment, FormCell | None], ...]:
    """A field of one unit from period to period; None where there is no sheet."""
    made = book(content)
    found = []
    for period in made.returns[form].periods:
        sheet = made.sheet(form, unit, period)
        found.append((period, sheet.cells[field] if sheet else None))
    return tuple(found)


def unit_returns(content: Content, unit: str) -> list[tuple[Form, tuple[Return, ...]]]:
    """The forms a unit reports, each with what became of every period."""
    made = book(content).returns
    return [
        (each.form, tuple(each.at(unit, period) for period in each.periods))
        for each in made.values()
        if unit in each.units
    ]


@dataclass(frozen=True)
class CorrectedField:
    """What a correction changed in one field."""

    label: str
    before: str
    after: str


def changes(form: Form, before: Mapping[str, Figure], after: Mapping[str, Figure]) -> tuple[CorrectedField, ...]:
    """Fields that differ between two versions of a sheet, in printed order; a blank is shown as 空."""
    return tuple(
        CorrectedField(
            form.labels[each.id],
            figure_text(each, before.get(each.id)) or OPEN,
            figure_text(each, after.get(each.id)) or OPEN,
        )
        for each in form.entered
        if before.get(each.id) != after.get(each.id)
    )


# -- for other rooms --------------------------------------------------------------------------------------------------------------


def figure(content: Content, unit: str, period: Moment, name: str) -> FormCell | None:
    """The cell behind a name such as `form2.appt_rate` for one unit and period, or None where no sheet or no such field is."""
    form, _, field = name.partition(".")
    if form not in content.forms:
        return None
    sheet = book(content).sheet(form, unit, period)
    return sheet.cells.get(field) if sheet else None


def figure_url(unit: str, period: Moment, name: str) -> str:
    """Where that cell stands on the site."""
    form, _, field = name.partition(".")
    return f"{links.form_sheet(form, period.iso, unit)}#{links.field_anchor(field)}"


def figures(content: Content) -> Callable[[str, str, str], Quantity | None]:
    """`figure` as a question in plain words: (unit id, "2016-12", "form2.appt_rate") → the number with its text, or None."""

    def ask(unit: str, period: str, name: str) -> Quantity | None:
        year, _, month = period.partition("-")
        cell = figure(content, unit, Moment(int(year), int(month) if month else None), name)
        if cell is None or not isinstance(cell.value, Decimal):
            return None
        return Quantity(
            cell.value, str(rounded(cell.value)) if cell.field.kind is FieldKind.RATE else format(cell.value, "f")
        )

    return ask
