"""An update (动态): a dated piece of news with its disclosure header, reviewed three times (三审) before anybody outside sees it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from campaign.leaves.dates import Moment
from campaign.model.base import Id, Names, Record, Text, Truth
from campaign.model.published import Published
from campaign.model.references import PhaseIds, PlanIds, UnitNames, UnitText
from campaign.model.site import Disclosure


class ReviewStep(Record):
    """Who read it, and on which day."""

    by: UnitText = Field(title="审核人")
    date: Moment = Field(title="审核日期")


class Review(Record):
    """三审: what has not been done yet is left out."""

    at_once = ("first", "second", "final")

    first: ReviewStep | None = Field(None, title="初审")
    second: ReviewStep | None = Field(None, title="复审")
    final: ReviewStep | None = Field(None, title="终审")

    @property
    def steps(self) -> tuple[tuple[str, str, ReviewStep | None], ...]:
        """Key, printed name and step, in their order."""
        return (("first", "初审", self.first), ("second", "复审", self.second), ("final", "终审", self.final))


class Update(Published):
    """Front matter of `docs/updates/<id>/index.md`. Public from `publish_on` (or `date`) through `expires`, both days included, once reviewed, until it is
    withdrawn."""

    target = "update"
    at_once = ("plans", "units", "tags", "review", "publish_on")

    kind: Literal["update"] = Field(title="种类")
    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    date: Moment = Field(title="日期")
    plans: PlanIds = Field((), title="有关的方案或活动")
    phases: PhaseIds = Field((), title="有关的阶段", description="所列方案里的阶段编号")
    units: UnitNames = Field((), title="有关的单位")
    tags: Names = Field((), title="标签")
    disclosure: Disclosure = Field(title="信息公开栏目")
    review: Review = Field(default_factory=Review, title="三审")
    publish_on: Moment | None = Field(None, title="发布日期", description="不写即按 date")
    expires: Moment | None = Field(None, title="失效日期", description="这一天之后不再公开")
    demo: Truth = Field(False, title="示例数据")
