"""Questions and answers (问答) about plans: what people ask again and again, and what the responsible unit says."""

from __future__ import annotations

from pydantic import Field

from campaign.leaves.dates import Moment
from campaign.model.base import Id, Text, Truth
from campaign.model.case import Question
from campaign.model.published import Published
from campaign.model.references import PlanIds, TaskPlaces, TermNames, UnitText


class PlanQuestion(Question):
    """A question with what it is about; the plans of its file need not be named again."""

    id: Id = Field(title="编号", description="在本文件里不重复，用作永久地址")
    plans: PlanIds = Field((), title="有关的方案", description="只写文件开头没有列出的")
    tasks: TaskPlaces = Field((), title="有关的任务", description="写成 方案编号#任务编号")
    terms: TermNames = Field((), title="有关的名词", description="名词解释里的词")
    date: Moment | None = Field(None, title="答复日期", description="不写即文件开头的日期")


class Questions(Published):
    """`plans/qa/<id>.yaml`: a set of questions about one subject."""

    target = "qa"

    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    plans: PlanIds = Field((), title="有关的方案")
    by: UnitText | None = Field(None, title="答复单位")
    date: Moment | None = Field(None, title="答复日期")
    demo: Truth = Field(False, title="示例数据")
    questions: tuple[PlanQuestion, ...] = Field(title="问答", min_length=1)
