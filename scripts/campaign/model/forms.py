"""Reporting forms: what a printed form asks, row by row, the rules its figures must satisfy, and what units have reported.

A definition (`plans/forms/<id>.yaml`) carries the labels of the printed form in their printed order. A submission is one unit's form for one
period. Private values (contact, mobile) are a field of the file only: `Submission`, which everything else works with, has no place for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints

from campaign.leaves.dates import Moment
from campaign.model.base import Count, Id, Names, Per, Record, Text, Truth, UnitKind, Word, as_list
from campaign.model.published import Published
from campaign.model.references import FormId, PlanId, UnitName, UnitNames

FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Figure = Decimal | bool | None  # what stands in a cell; None is a blank, which is never 0

REGISTRY_COUNTS: Mapping[str, str] = {
    "hospitals_t3": "三级医院数",
    "hospitals_t2": "二级医院数",
    "hospitals_t2up": "二级以上医院数",
}


class FieldKind(Word):
    COUNT = "count", "整数"
    NUMBER = "number", "数"
    YESNO = "yesno", "是否"
    RATE = "rate", "比率"


class Severity(Word):
    ERROR = "error", "错误"
    WARNING = "warning", "警告"


class Missing(Word):
    """What a rule does about blanks on one of its sides."""

    NEVER = "never", "不跳过"
    ANY = "any", "缺一项就跳过"
    ALL = "all", "全缺才跳过"


class How(Word):
    """How a figure of the upper form follows from the sheets of the lower one."""

    SUM = "sum", "求和"
    COUNT = "count", "数是的家数"


class Relation(Word):
    EQ = "eq", "相等"
    GTE = "gte", "不少于"


class Derivation(Record):
    """How the roll-up finds this field in the sheets of the lower form; a field without it is left open."""

    how: How = Field(title="算法")
    field: FieldId = Field(title="下级表的栏目编号")
    tier: Text | None = Field(None, title="只算这一等级的医院")
    relation: Relation = Field(Relation.EQ, title="与填报数的关系", description="下级表不含基层机构时写 不少于")


class FormField(Record):
    """One value of the form. A `rate` is computed, 100 × `num` ÷ `den`, expressions of fields and counts of the registry."""

    target = "field"
    besides = ("rate",)
    inside = "form"

    id: FieldId = Field(title="栏目编号")
    label: Text | None = Field(None, title="栏目名称", description="照印；不写即用本行的名称")
    group: Text | None = Field(None, title="小标题", description="几个栏目共用的一格，如 三级医院")
    kind: FieldKind = Field(FieldKind.COUNT, title="类别")
    num: Text | None = Field(None, title="分子", description="算式，通常是一个栏目编号")
    den: Text | None = Field(
        None, title="分母", description="算式；名册里的医院数写 hospitals_t3、hospitals_t2、hospitals_t2up"
    )
    printed: Truth = Field(True, title="表上印出", description="算出的率在原表没有自己的格子时写 否")
    roll: Derivation | None = Field(None, title="汇总办法")

    @property
    def known_as(self) -> tuple[str, ...]:
        return ("field", "rate") if self.kind is FieldKind.RATE else ("field",)


class FormRow(Record):
    """One numbered line of the printed form: a label and its fields."""

    label: Text = Field(title="名称")
    fields: tuple[FormField, ...] = Field(min_length=1, title="栏目")


class FormSection(Record):
    title: Text = Field(title="名称")
    rows: tuple[FormRow, ...] = Field(min_length=1, title="行")


class FormRule(Record):
    """A consistency rule: `check` is one comparison. With `when`, it applies only where that holds."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*-[0-9]+$")] = Field(title="规则编号")
    level: Severity = Field(Severity.ERROR, title="级别")
    when: Text | None = Field(None, title="条件")
    check: Text = Field(title="算式")
    left_missing: Missing = Field(Missing.ANY, title="左边缺数时")
    right_missing: Missing = Field(Missing.ANY, title="右边缺数时")
    message: Text = Field(title="说明", description="不合时给填报人看的话")


class Reporters(Record):
    """Who has to send the form in: units by name, or units of these kinds below others."""

    units: UnitNames = Field((), title="单位")
    under: UnitNames = Field((), title="上级单位")
    kinds: Annotated[tuple[UnitKind, ...], BeforeValidator(as_list)] = Field((), title="类别")


class FormCounts(Record):
    sections: Count = Field(title="部分")
    rows: Count = Field(title="行")
    entered: Count = Field(title="填报的数")
    computed: Count = Field(title="算出的数")


class Form(Published):
    """`plans/forms/<id>.yaml`."""

    target = "form"

    id: Id = Field(title="编号")
    title: Text = Field(title="名称")
    short: Text | None = Field(None, title="简称")
    plan: PlanId | None = Field(None, title="所属方案")
    attachment: Text | None = Field(None, title="附件号")
    version: Text = Field("1", title="模板版本", description="改动栏目时加一，旧模板填的表会被指出")
    period: Per = Field(Per.MONTH, title="报告期")
    first: Moment | None = Field(None, title="第一期")
    last: Moment | None = Field(None, title="最后一期")
    due_day: Count | None = Field(None, title="截止日", description="报告期结束后下一个月的几日；不写即期限未定")
    seal: Text = Field("盖章", title="盖章栏")
    contact: Names = Field((), title="联系栏", description="填在纸上，不公开")
    reporters: Reporters = Field(Reporters(), title="填报单位")
    rolls_up: FormId | None = Field(None, title="由哪张表汇总")
    declared_counts: FormCounts | None = Field(None, title="自述的数目")
    demo: Truth = Field(False, title="示例数据")
    note: Text | None = Field(None, title="说明")
    sections: tuple[FormSection, ...] = Field(min_length=1, title="部分")
    rules: tuple[FormRule, ...] = Field((), title="核对规则")

    @property
    def name(self) -> str:
        return self.short or self.title

    @property
    def issuer(self) -> None:
        """A form names single units, none of them short for a house's own: it needs no issuer to read them by."""
        return

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """Every field by id, in printed order."""
        return {each.id: each for _, _, each in self.walk()}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Full name of each field, as a message names it: row, group and own label."""
        return {each.id: "，".join(filter(None, (row.label, each.group, each.label))) for _, row, each in self.walk()}

    def walk(self) -> Iterator[tuple[FormSection, FormRow, FormField]]:
        for section in self.sections:
            for row in section.rows:
                for each in row.fields:
                    yield section, row, each

    @property
    def entered(self) -> tuple[FormField, ...]:
        return tuple(each for each in self.fields.values() if each.kind is not FieldKind.RATE)

    @property
    def computed(self) -> tuple[FormField, ...]:
        return tuple(each for each in self.fields.values() if each.kind is FieldKind.RATE)


class Private(Record):
    """Read so that the file may hold it, and then forgotten: these values reach no page, no search index, no data, no PDF."""

    never_published: ClassVar[bool] = True

    contact: Text | None = Field(None, title="联系人")
    mobile: Text | None = Field(None, title="手机号")


def _as_typed(typed: Any) -> Any:
    """Values of a submission as typed: text, or nothing."""
    if not isinstance(typed, dict):
        return typed
    return {key: value if value is None or isinstance(value, str) else str(value) for key, value in typed.items()}


class SubmissionFile(Record):
    """`plans/forms/data/<any name>.yaml`: one unit's form for one period. CSV and Excel files give the same keys."""

    form: FormId = Field(title="表")
    unit: UnitName = Field(title="填报单位")
    period: Moment = Field(title="报告期")
    reported_on: Moment = Field(title="填报时间")
    version: Text = Field(title="模板版本")
    replaces: Moment | None = Field(None, title="更正哪一天报的", description="更正时写原来的填报时间，原来的文件留着")
    reason: Text | None = Field(None, title="更正原因")
    demo: Truth = Field(False, title="示例数据")
    values: Annotated[dict[str, str | None], BeforeValidator(_as_typed)] = Field(default_factory=dict, title="数值")
    private: Private | None = Field(None, title="不公开的内容")


@dataclass(frozen=True)
class Submission:
    """One unit's form for one period, as reported on one day. `values` holds only what was filled in; blanks are absent."""

    key: str  # file, and row or sheet: the id under which Content.source knows its places
    form: str
    unit: str
    period: Moment
    reported_on: Moment
    version: str
    values: Mapping[str, Figure]
    replaces: Moment | None = None
    reason: str | None = None
    demo: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorting key that does not depend on the order in which files are read."""
        return (self.form, self.period.first, self.unit, self.reported_on.first, self.replaces is not None, self.key)
