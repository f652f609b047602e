"""Consistency rules of a form held against one sheet: kept, broken, or skipped for want of figures, by the strategy each side names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from campaign.leaves.expressions import (
    COMPARISONS,
    Binary,
    Constant,
    ExpressionFault,
    Kind,
    Node,
    YesNo,
    evaluate,
    kind_of,
    names,
    parse,
)
from campaign.model import FieldKind, Form, FormRule
from campaign.model.forms import REGISTRY_COUNTS, Figure, Missing


class RuleOutcome(Enum):
    KEPT = "合"
    BROKEN = "不合"
    SKIPPED = "没有核对"


@dataclass(frozen=True)
class RuleVerdict:
    """What a rule says of a sheet. `fields` are the fields it looked at; `left` and `right` what its sides came to."""

    rule: FormRule
    outcome: RuleOutcome
    fields: tuple[str, ...] = ()
    left: Figure = None
    right: Figure = None

    @property
    def shown(self) -> str:
        """12 和 10: the two sides, a blank as 空."""
        return f"{_shown(self.left)} 和 {_shown(self.right)}"


def _shown(value: Figure) -> str:
    return "空" if value is None else ("是" if value else "否") if isinstance(value, bool) else format(value, "f")


def kinds(form: Form) -> Mapping[str, Kind]:
    """The names an expression of this form may use."""
    own: dict[str, Kind] = {
        each.id: "yesno" if each.kind is FieldKind.YESNO else "number" for each in form.fields.values()
    }
    return {**own, **dict.fromkeys(REGISTRY_COUNTS, "number")}


def comparison(rule: FormRule, known: Mapping[str, Kind]) -> Binary:
    """The two sides of a rule. Raises ExpressionFault when `check` is no single comparison or names what there is not."""
    node = parse(rule.check)
    kind_of(node, known)
    if not isinstance(node, Binary) or node.sign not in COMPARISONS:
        raise ExpressionFault("这里应是一个比较，如 a <= b", 1)
    return node


def condition(rule: FormRule, known: Mapping[str, Kind]) -> Node | None:
    """When a rule applies. Raises ExpressionFault."""
    if not rule.when:
        return None
    node = parse(rule.when)
    if kind_of(node, known) != "yesno":
        raise ExpressionFault("条件应是能判断是否的话，如 a == 是", 1)
    return node


def judge(rule: FormRule, known: Mapping[str, Kind], values: Mapping[str, Figure]) -> RuleVerdict:
    """Hold a rule against the values of a sheet. Raises ExpressionFault (DivisionByZero among them).

    A condition that is not certain (a figure is blank) does not apply. A side that comes to nothing although its strategy does not skip is a
    blank, and a blank is unequal to everything: the rule is broken.
    """
    when = condition(rule, known)
    sides = comparison(rule, known)
    fields = tuple(dict.fromkeys(each.name for each in names(sides)))
    if when is not None and evaluate(when, values) is not True:
        return RuleVerdict(rule, RuleOutcome.SKIPPED, fields)
    if _skips(sides.left, rule.left_missing, values) or _skips(sides.right, rule.right_missing, values):
        return RuleVerdict(rule, RuleOutcome.SKIPPED, fields)
    left, right = evaluate(sides.left, values), evaluate(sides.right, values)
    kept = left is not None and right is not None and _compare(sides, left, right)
    return RuleVerdict(rule, RuleOutcome.KEPT if kept else RuleOutcome.BROKEN, fields, left, right)


def _skips(side: Node, strategy: Missing, values: Mapping[str, Figure]) -> bool:
    blanks = [values.get(each.name) is None for each in names(side)]
    if strategy is Missing.ANY:
        return any(blanks)
    return strategy is Missing.ALL and bool(blanks) and all(blanks)


def _compare(sides: Binary, left: Decimal | bool, right: Decimal | bool) -> bool:
    verdict = evaluate(Binary(sides.sign, _constant(left), _constant(right), sides.at), {})
    return verdict is True


def _constant(value: Decimal | bool) -> Node:
    return YesNo(value, 0) if isinstance(value, bool) else Constant(value, 0)


def verdicts(form: Form, values: Mapping[str, Figure]) -> tuple[RuleVerdict, ...]:
    """All rules of a form held against one sheet; a rule that cannot be read or reckoned is left out (`checks` names it)."""
    known = kinds(form)
    found = []
    for rule in form.rules:
        try:
            found.append(judge(rule, known, values))
        except ExpressionFault:
            continue
    return tuple(found)
