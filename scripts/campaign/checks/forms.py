"""Rules about reporting forms: their definitions, what units submitted, and that what was added up agrees with what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.expressions import DivisionByZero, ExpressionFault, Name, kind_of, names, parse
from campaign.leaves.problems import Path, Problem, Source, did_you_mean
from campaign.model import FieldKind, Form, Submission
from campaign.model.forms import Figure, FormField, Relation, Severity
from campaign.views.form_returns import by_place, exists, reporters
from campaign.views.form_rules import RuleOutcome, comparison, condition, judge, kinds
from campaign.views.forms import book, rate, registry_counts, rounded

TOLERANCE = Decimal("0.05")  # of a typed percentage, for rounding


def _places(form: Form) -> Iterator[tuple[FormField, Path]]:
    for s, section in enumerate(form.sections):
        for r, row in enumerate(section.rows):
            for f, each in enumerate(row.fields):
                yield each, ("sections", s, "rows", r, "fields", f)


# -- definitions ----------------------------------------------------------------------------------------------------------------


def field_ids(content: Content) -> Iterator[Problem]:
    """A field id stands once in a form."""
    for form in content.forms.values():
        seen: set[str] = set()
        for each, where in _places(form):
            if each.id in seen:
                yield content.source("form", form.id).error(
                    (*where, "id"), "field-twice", f"栏目编号“{each.id}”在这张表里用了两次", "换一个编号"
                )
            seen.add(each.id)


def declared(content: Content) -> Iterator[Problem]:
    """The counts a form declares are those of its sections, rows, entered and computed fields."""
    for form in content.forms.values():
        if form.declared_counts is None:
            continue
        source = content.source("form", form.id)
        counted = {
            "sections": len(form.sections),
            "rows": sum(len(section.rows) for section in form.sections),
            "entered": len(form.entered),
            "computed": len(form.computed),
        }
        for key, number in counted.items():
            said = getattr(form.declared_counts, key)
            if said != number:
                title = type(form.declared_counts).model_fields[key].title
                yield source.error(
                    ("declared_counts", key),
                    "form-count-differs",
                    f"自述“{title}”有 {said} 个，表里有 {number} 个",
                    "核对印件",
                )


def roll_ups(content: Content) -> Iterator[Problem]:
    """The fields that a roll-up adds exist in the lower form and can be added."""
    for form in content.forms.values():
        source = content.source("form", form.id)
        lower = content.forms.get(form.rolls_up or "")
        for each, where in _places(form):
            if not each.roll or (form.rolls_up and lower is None):
                continue
            below = lower.fields.get(each.roll.field) if lower else None
            if below is None:
                hint = did_you_mean(each.roll.field, lower.fields) if lower else "在表头写 rolls_up: 下级表编号"
                yield source.error(
                    (*where, "roll", "field"), "field-unknown", f"下级表没有编号为“{each.roll.field}”的栏目", hint
                )
            elif (below.kind is FieldKind.YESNO) != (each.roll.how.value == "count"):
                yield source.error(
                    (*where, "roll", "how"),
                    "roll-kind",
                    f"“{below.id}”不能这样汇总",
                    "是否数家数（count），数求和（sum）",
                )


def expressions(content: Content) -> Iterator[Problem]:
    """Numerators, denominators and rules can be read, name only fields of the form or counts of the registry, and never divide by 0 as written."""
    for form in content.forms.values():
        source = content.source("form", form.id)
        known = kinds(form)
        for each, where in _places(form):
            for key in ("num", "den") if each.kind is FieldKind.RATE else ():
                typed = getattr(each, key)
                if not typed:
                    yield source.error(
                        where,
                        "rate-parts",
                        f"比率“{each.id}”没有写{'分子 num' if key == 'num' else '分母 den'}",
                        "写栏目编号",
                    )
                    continue
                try:
                    if kind_of(parse(typed), known) != "number":
                        raise ExpressionFault("分子、分母应是数", 1)
                except ExpressionFault as fault:
                    yield _explained(form, source, (*where, key), typed, fault)
        ids: set[str] = set()
        for index, rule in enumerate(form.rules):
            if rule.id in ids:
                yield source.error(("rules", index, "id"), "rule-twice", f"规则编号“{rule.id}”用了两次", "换一个编号")
            ids.add(rule.id)
            try:
                condition(rule, known)
            except ExpressionFault as fault:
                yield _explained(form, source, ("rules", index, "when"), rule.when or "", fault)
            try:
                comparison(rule, known)
            except ExpressionFault as fault:
                yield _explained(form, source, ("rules", index, "check"), rule.check, fault)


def _explained(form: Form, source: Source, where: Path, typed: str, fault: ExpressionFault) -> Problem:
    """A fault of an expression with the place in it; the nearest name as remedy."""
    unknown = typed[fault.at - 1 :].partition(" ")[0]
    hint = did_you_mean(unknown, kinds(form)) if "栏目" in fault.message else ""
    code = "rule-division" if isinstance(fault, DivisionByZero) else "rule-expression"
    return source.error(where, code, f"算式“{typed}”第 {fault.at} 个字符：{fault.message}", hint)


# -- submissions ----------------------------------------------------------------------------------------------------------------


def _each(content: Content) -> Iterator[tuple[Submission, Form, Source]]:
    for each in content.submissions:
        yield each, content.forms[each.form], content.source("submission", each.key)


def belongs(content: Content) -> Iterator[Problem]:
    """A submission comes from a unit that reports this form and exists then, for a period of the form, after that period began."""
    unsure = {
        each for form in content.forms.values() for each in (*form.reporters.units, *form.reporters.under)
    }.difference(content.registry.units, content.registry.collectives)
    asked = {form.id: frozenset(reporters(content, form)) for form in content.forms.values()}
    spans = {form.id: frozenset(book(content).returns[form.id].periods) for form in content.forms.values()}
    for each, form, source in _each(content):
        name = content.registry.name(each.unit)
        unit = content.registry.units.get(each.unit)
        if each.unit not in asked[form.id] and unsure.isdisjoint((*form.reporters.units, *form.reporters.under)):
            yield source.error(
                ("unit",), "reporter-unknown", f"“{name}”不填“{form.name}”", "检查单位，或改表的 reporters"
            )
        if each.period not in spans[form.id]:
            hint = f"本表报告期从 {form.first or '—'} 到 {form.last or '—'}"
            yield source.error(("period",), "period-unknown", f"“{form.name}”没有 {each.period} 这一期", hint)
        elif unit and not exists(unit, each.period):
            ended = unit.active_to and unit.active_to.last < each.period.first
            early = unit.active_from and unit.active_from.first > each.period.last
            if ended or early:
                yield source.error(
                    ("unit",),
                    "unit-not-active",
                    f"“{name}”在 {each.period} 已停用或尚未启用",
                    "检查报告期，或名册里的启用、停用日期",
                )
            else:
                yield source.warning(
                    ("unit",),
                    "unit-closed-midway",
                    f"“{name}”在 {each.period} 期中停用，这份表保留，但不计入应报",
                    "由接收单位说明去向",
                )
        if each.reported_on.last < each.period.first:
            yield source.error(
                ("reported_on",),
                "reported-early",
                f"填报时间 {each.reported_on} 早于报告期 {each.period}",
                "检查两个日期",
            )
        if each.reported_on.first > content.as_of:
            yield source.warning(
                ("reported_on",),
                "reported-in-future",
                f"填报时间 {each.reported_on} 晚于数据截至日期 {content.as_of.isoformat()}",
                "检查日期",
            )


def template_version(content: Content) -> Iterator[Problem]:
    """A sheet was filled in on the form's present template."""
    for each, form, source in _each(content):
        if each.version != form.version:
            yield source.error(
                ("version",),
                "template-outdated",
                f"用的是第 {each.version} 版模板，“{form.name}”现在是第 {form.version} 版",
                "下载新模板，按新栏目重填",
            )


def once_only(content: Content) -> Iterator[Problem]:
    """One submission a unit and period, unless a later one says which it corrects."""
    for each, form, source in _each(content):
        found = by_place(content)[each.form, each.unit, each.period.iso]
        place = found.index(each)
        name = content.registry.name(each.unit)
        if place and each.replaces is None:
            yield source.error(
                (),
                "submitted-twice",
                f"“{name}”{each.period} 的“{form.name}”已经有一份（{found[place - 1].key}）",
                "更正时写 replaces: 原来的填报时间",
            )
        if each.replaces is not None and each.replaces not in [other.reported_on for other in found[:place]]:
            yield source.error(
                ("replaces",),
                "nothing-replaced",
                f"没有“{name}”在 {each.replaces} 报的 {each.period} 表可以更正",
                "写原来那一份的填报时间",
            )


def rates(content: Content) -> Iterator[Problem]:
    """No numerator exceeds its denominator, so no rate 100 %; one is not filled in without the other; a typed percentage is the computed one."""
    for each, form, source in _each(content):
        counts = registry_counts(content, each.unit, each.period)
        values = _values(content, each)
        for asked in form.computed:
            share, working = rate(asked, values)
            label = form.labels[asked.id]
            own = [one.name for key in (asked.num, asked.den) for one in _names(key)]
            typed = [one for one in own if one in each.values]
            where: Path = ("values", typed[0] if typed else asked.id)
            if share is not None and share > 100 and typed:
                yield source.error(
                    where, "num-above-den", f"“{label}”分子大于分母（{working}），超过 100%", "检查分子和分母"
                )
            elif typed and len(typed) < len(own) and not any(one in counts for one in own) and form.rolls_up is None:
                yield source.warning(where, "rate-half", f"“{label}”只填了分子或分母，率算不出", "补上另一个数")
            said = each.values.get(asked.id)
            if isinstance(said, Decimal) and share is not None and abs(said - share) > TOLERANCE:
                yield source.error(
                    ("values", asked.id),
                    "rate-differs",
                    f"“{label}”填的是 {said}，按分子、分母算得 {rounded(share)}",
                    "不用填，由程序算",
                )


def _values(content: Content, each: Submission) -> dict[str, Figure]:
    """Figures of a submission with the registry's counts; those of the version that stands include what was rolled up."""
    sheet = book(content).sheet(each.form, each.unit, each.period)
    standing = sheet is not None and sheet.returned.standing is each
    own = {key: cell.value for key, cell in sheet.cells.items()} if sheet and standing else each.values
    return {**registry_counts(content, each.unit, each.period), **own}


def _names(expression: str | None) -> Iterator[Name]:
    try:
        yield from names(parse(expression or ""))
    except ExpressionFault:
        return


def consistency(content: Content) -> Iterator[Problem]:
    """Every rule of a form holds for every sheet; an upper form is judged with its rolled-up figures. A rule that divides by 0 is named itself."""
    known = {form.id: kinds(form) for form in content.forms.values()}
    for each, form, source in _each(content):
        values = _values(content, each)
        for index, rule in enumerate(form.rules):
            try:
                verdict = judge(rule, known[form.id], values)
            except DivisionByZero:
                who = f"{content.registry.name(each.unit)} {each.period}"
                place = content.source("form", form.id)
                yield place.error(
                    ("rules", index, "check"),
                    "rule-division",
                    f"规则 {rule.id} 用在“{who}”时除数是 0",
                    "改成乘法，或加条件 when: 分母 > 0",
                )
                continue
            except ExpressionFault:
                continue
            if verdict.outcome is RuleOutcome.BROKEN:
                first = next(
                    (one for one in verdict.fields if one in each.values), verdict.fields[0] if verdict.fields else ""
                )
                make = source.error if rule.level is Severity.ERROR else source.warning
                yield make(
                    ("values", first),
                    "form-rule",
                    f"{rule.id} {rule.message}（{verdict.shown}）",
                    f"规则：{rule.check}",
                )


def roll_up_agrees(content: Content) -> Iterator[Problem]:
    """What an upper unit typed agrees with the sum of the lower sheets, as soon as all of them are in."""
    for sheet in book(content).sheets.values():
        standing = sheet.returned.standing
        if standing is None or sheet.form.rolls_up is None:
            continue
        source = content.source("submission", standing.key)
        for field_id, cell in sheet.cells.items():
            typed = standing.values.get(field_id)
            if (
                not isinstance(typed, Decimal)
                or not isinstance(cell.rolled, Decimal)
                or cell.missing_parts
                or not cell.field.roll
            ):
                continue
            relation = cell.field.roll.relation
            if (relation is Relation.EQ and typed != cell.rolled) or (relation is Relation.GTE and typed < cell.rolled):
                word = "应等于" if relation is Relation.EQ else "不应小于"
                yield source.error(
                    ("values", field_id), "roll-up-differs",
                    f"“{cell.label}”填的是 {typed:f}，{word}下级各表汇总的 {cell.rolled:f}", "核对下级表，或删去这一项由程序汇总",
                )  # fmt: skip


CONTENT_RULES: tuple[ContentRule, ...] = (
    field_ids,
    declared,
    roll_ups,
    expressions,
    belongs,
    template_version,
    once_only,
    rates,
    consistency,
    roll_up_agrees,
)
