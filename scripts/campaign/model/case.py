"""A case (案例): what another institution did, as facts that keep their printed figures, blanks and contradictions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Id, Names, Quantity, Record, Text, Truth, as_list
from campaign.model.published import Published
from campaign.model.references import PlanIds, TaskPlaces, UnitText


class Fact(Record):
    """One fact: a value as printed (XX stays XX), a change against before, or the contradicting values the source gives (`conflict`)."""

    name: Text = Field(title="事实")
    value: Text | None = Field(None, title="值", description="照原文写，空着的写 XX")
    unit: Text | None = Field(None, title="单位")
    date: Moment | None = Field(None, title="日期")
    before: Text | None = Field(None, title="之前的值")
    after: Text | None = Field(None, title="之后的值")
    change: Quantity | None = Field(None, title="变化", description="升为正，降为负，如 -17.68")
    conflict: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field(
        (), title="互相矛盾的值", description="原文前后不一，一个不漏地列出"
    )
    note: Text | None = Field(None, title="说明")


class FactGroup(Record):
    """Facts about one thing."""

    title: Text = Field(title="关于什么")
    facts: tuple[Fact, ...] = Field(title="事实", min_length=1)


class Question(Record):
    """A question people asked, and what the responsible office answered."""

    ask: Text = Field(title="问")
    answer: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field(title="答", min_length=1)
    by: UnitText | None = Field(None, title="谁答的")


class Case(Published):
    """Front matter of `docs/cases/<id>/index.md`. `tasks` are places in plans: `<plan>#<task>`."""

    target = "case"

    kind: Literal["case"] = Field(title="种类")
    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    short: Text | None = Field(None, title="简称")
    org: Text = Field(title="单位", description="谁做的，不必在本站名册里")
    place: Text | None = Field(None, title="地区")
    date: Moment | None = Field(None, title="日期")
    summary: Text = Field(title="摘要")
    topics: Names = Field(title="主题", min_length=1)
    plans: PlanIds = Field((), title="有关的方案")
    tasks: TaskPlaces = Field((), title="有关的任务", description="写成 方案编号#任务编号")
    facts: tuple[FactGroup, ...] = Field((), title="事实")
    questions: tuple[Question, ...] = Field((), title="问答")
    notes: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field((), title="编者注")
    demo: Truth = Field(False, title="示例数据")

    @property
    def name(self) -> str:
        return self.short or self.title
