"""Assessments: a rule set of numbered items with tiers and thresholds, and the scores that hospitals were given in a round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from campaign.leaves.dates import Moment
from campaign.model.base import Id, Modality, Names, Operator, Quantity, Record, Text, Truth, Word, as_list
from campaign.model.plan import DeclaredCount
from campaign.model.published import Published
from campaign.model.references import FormRate, LossEntryId, PlanId, RoundName, RuleSetId, TaskId, UnitName, UnitText

_SPAN = re.compile(r"(\d{1,4})(?:[-–—~至](\d{1,4}))?")
_DASH = re.compile(r"\s*([-–—~至])\s*")
_PARTING = re.compile(r"[,，、;；\s]+")


def _numbers(typed: Any) -> Any:
    """Item numbers as people write them: 3, 7-8 or 72、73; a list is read entry by entry."""
    if isinstance(typed, tuple) and all(isinstance(each, int) for each in typed):
        return typed
    found: list[int] = []
    for part in (
        part for each in as_list(typed) for part in _PARTING.split(_DASH.sub(r"\1", str(each).strip())) if part
    ):
        span = _SPAN.fullmatch(part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
        if last < first:
            raise PydanticCustomError(
                "number", "“{part}”不是条的序号；写 3，或 7-8，几处用顿号或逗号隔开", {"part": part}
            )
        found.extend(range(first, last + 1))
    return tuple(found)


Numbers = Annotated[
    tuple[int, ...], BeforeValidator(_numbers), WithJsonSchema({"type": ["string", "number"], "examples": ["3, 7-8"]})
]


class Rounding(Word):
    """What becomes of the digits after the last place that is kept."""

    HALF_UP = "half_up", "四舍五入"
    HALF_EVEN = "half_even", "四舍六入五成双"
    DOWN = "down", "舍去"


class Threshold(Record):
    """A bound in an item's text. It holds for hospitals of `tier` and `grade`; without either, for all the item applies to."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    operator: Operator = Field(title="比较")
    value: Quantity = Field(title="界限值")
    unit: Text = Field(title="单位")
    tier: Text | None = Field(None, title="医院等级", description="三级、二级")
    grade: Text | None = Field(None, title="等次", description="三甲")
    due: Moment | None = Field(None, title="期限")
    modality: Modality = Field(Modality.FIRM, title="约束力")
    from_form: FormRate | None = Field(None, title="报表里的率", description="表编号.栏编号，如 form2.appt_rate")
    definition: Text | None = Field(None, title="口径")
    as_written: Text | None = Field(None, title="原文写法")


class Item(Record):
    """One item that scores; `number` runs through the whole rule set."""

    target = "item"
    called = ("number",)
    inside = "assessment"

    number: Annotated[int, Field(ge=1)] = Field(title="序号")
    label: Text | None = Field(None, title="印出的序号", description="不是“1、”的样子才写")
    title: Text = Field(title="短名")
    text: Text = Field(title="要求")
    thresholds: tuple[Threshold, ...] = Field((), title="界限值")


class SubItem(Record):
    number: Annotated[int, Field(ge=1)] = Field(title="序号")
    label: Text | None = Field(None, title="印出的序号")
    title: Text = Field(title="标题")
    items: tuple[Item, ...] = Field(title="条")


class Category(Record):
    number: Annotated[int, Field(ge=1)] = Field(title="序号")
    label: Text | None = Field(None, title="印出的序号", description="不是“一、”的样子才写")
    title: Text = Field(title="标题")
    sub_items: tuple[SubItem, ...] = Field(title="项")

    def all_items(self) -> Iterator[Item]:
        for sub_item in self.sub_items:
            yield from sub_item.items


class Tier(Record):
    """A class of hospitals; tiers stand from the highest down. `words` are those by which an item's text addresses this tier."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    grades: Names = Field(title="等次", description="单位名册里属于这一档的 grade")
    words: Names = Field((), title="条文里的说法")
    exclude: Numbers = Field((), title="不适用的条")


class Scoring(Record):
    """How points become a score; what the sources leave open is set here."""

    points: Quantity = Field(Quantity(Decimal(1), "1"), title="每条分值")
    convert_to: Quantity = Field(Quantity(Decimal(100), "100"), title="折算满分")
    places: Annotated[int, Field(ge=0, le=6)] = Field(2, title="小数位数")
    rounding: Rounding = Field(Rounding.HALF_UP, title="取舍")
    partial: Truth = Field(False, title="可给部分分")


class Round(Record):
    """One occasion of scoring. `form_period` names the reporting period whose figures pre-judge its thresholds."""

    target = "round"
    called = ("id", "name")
    inside = "assessment"

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    as_written: Text | None = Field(None, title="时间写法")
    due: Moment | None = Field(None, title="截止日期")
    form_period: Text | None = Field(None, title="预判所用报表期")


class CrosswalkLink(Record):
    task: TaskId = Field(title="任务编号")
    category: Annotated[int, Field(ge=1)] = Field(title="类的序号")


class Crosswalk(Record):
    """Which task of a plan each category answers to, one to one."""

    plan: PlanId = Field(title="方案编号")
    links: tuple[CrosswalkLink, ...] = Field(title="对应")


class RuleSet(Published):
    """`plans/assessment/<id>.yaml`: categories of sub-items of numbered items, for whom each holds, and how points add up."""

    target = "assessment"

    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    short: Text | None = Field(None, title="简称")
    issuer: UnitText | None = Field(None, title="制定单位")
    issuer_inferred: Truth = Field(False, title="制定单位为推定")
    period: Text | None = Field(None, title="时间")
    origin: Text | None = Field(None, title="来历")
    demo: Truth = Field(False, title="示例数据")
    declared_counts: tuple[DeclaredCount, ...] = Field((), title="自述的数目")
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)] = Field(title="档次")
    scoring: Scoring = Field(Scoring(), title="计分办法")
    rounds: tuple[Round, ...] = Field((), title="轮次")
    categories: tuple[Category, ...] = Field(title="类")
    crosswalk: Crosswalk | None = Field(None, title="与重点任务对应")
    notes: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field((), title="编者注")

    @property
    def name(self) -> str:
        return self.short or self.title

    @cached_property
    def items(self) -> tuple[tuple[Category, SubItem, Item], ...]:
        """Every item with the category and sub-item it stands under, in printed order."""
        return tuple(
            (category, sub_item, item)
            for category in self.categories
            for sub_item in category.sub_items
            for item in sub_item.items
        )

    def tier_of(self, grade: str | None) -> Tier | None:
        """The tier of a hospital by its grade in the unit registry."""
        return next((tier for tier in self.tiers if grade in tier.grades), None)

    def round(self, round_id: str) -> Round | None:
        """A round by its id or its name."""
        return next((each for each in self.rounds if round_id in (each.id, each.name)), None)


class Owner(Record):
    """Which department of the hospital answers for which items."""

    unit: UnitText = Field(title="责任科室")
    items: Numbers = Field(title="条")


class Score(Record):
    """Points for one item, or for several that score alike. Without `points` the items are 未评, which is not 0."""

    items: Numbers = Field(title="条")
    points: Quantity | None = Field(None, title="得分")
    evidence: Text | None = Field(None, title="佐证")
    reviewer: Text | None = Field(None, title="评定人")
    ledger: LossEntryId | None = Field(None, title="台账编号")
    reason: Text | None = Field(None, title="失分说明", description="失分而不立账的，写明原因")


class Result(Published):
    """`plans/assessment/results/<id>.yaml`: how one hospital scored in one round. Items that are not named are 未评."""

    target = "result"

    id: Id = Field(title="编号")
    rules: RuleSetId = Field(title="考核编号")
    unit: UnitName = Field(title="医院")
    round: RoundName = Field(title="轮次")
    date: Moment = Field(title="评定日期")
    by: UnitText | None = Field(None, title="评定单位")
    demo: Truth = Field(False, title="示例数据")
    owners: tuple[Owner, ...] = Field((), title="责任科室")
    scores: tuple[Score, ...] = Field((), title="得分")
    note: Text | None = Field(None, title="说明")
