"""What stands beside the plans: progress reports, interpretations, the glossary, and what the site is called."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Address, Count, Id, Names, Paragraphs, Quantity, Record, Text, Truth, as_list
from campaign.model.plan import PlanRef, TargetScope, as_plan_ref
from campaign.model.published import Published
from campaign.model.references import DutyId, IndicatorId, PhaseId, PlanId, SubjectIds, TaskId, UnitName, UnitText


class Term(Published):
    """A word of the glossary."""

    target = "term"
    called = ("term", "also")

    term: Text = Field(title="词")
    also: Names = Field((), title="又作")
    meaning: Paragraphs = Field(title="解释")
    plans: SubjectIds = Field((), title="出现的方案")


class GlossaryFile(Record):
    """`plans/registry/glossary.yaml`."""

    terms: tuple[Term, ...] = Field(title="词条")


class Value(Published):
    """One measured value: either `value`, or `num` and `den` (a rate is computed, never typed twice)."""

    at_once = ("value", "num", "den", "by")

    indicator: IndicatorId = Field(title="指标编号")
    date: Moment = Field(title="日期")
    value: Quantity | None = Field(None, title="值")
    num: Quantity | None = Field(None, title="分子")
    den: Quantity | None = Field(None, title="分母")
    scope: TargetScope | None = Field(None, title="对象")
    source: Text | None = Field(None, title="来源")
    by: UnitText | None = Field(None, title="填报单位")


class TaskState(Published):
    """What became of a task: finished on a day, or put off to another; `note` says how far it has come."""

    at_once = ("done", "note", "by")

    task: TaskId = Field(title="任务编号")
    done: Moment | None = Field(None, title="办结日期", description="办结以后再写")
    postponed_to: Moment | None = Field(None, title="推迟到")
    evidence: Text | None = Field(None, title="凭据", description="文件、网页或记录在哪里")
    date: Moment | None = Field(None, title="填报日期")
    note: Text | None = Field(None, title="说明")
    by: UnitText | None = Field(None, title="填报单位")


class DutyState(Published):
    """What became of a recurring duty or a milestone, for the period that ends on `due`: met on a day, or put off to another."""

    at_once = ("done", "by", "note")

    duty: DutyId = Field(title="事项编号")
    due: Moment = Field(title="应完成日期", description="照方案写的日期，推迟了也不改")
    done: Moment | None = Field(None, title="完成日期", description="完成以后再写")
    postponed_to: Moment | None = Field(None, title="推迟到")
    by: UnitText | None = Field(None, title="填报单位")
    evidence: Text | None = Field(None, title="凭据", description="文件、网页或记录在哪里")
    note: Text | None = Field(None, title="说明")


class PhaseState(Record):
    """What became of a phase: that its days have passed does not say that it was carried out."""

    at_once = ("done", "by")

    phase: PhaseId = Field(title="阶段编号")
    done: Moment | None = Field(None, title="完成日期", description="这一阶段的工作做完以后再写")
    postponed_to: Moment | None = Field(None, title="推迟到")
    by: UnitText | None = Field(None, title="填报单位")
    evidence: Text | None = Field(None, title="凭据", description="文件、网页或记录在哪里")
    note: Text | None = Field(None, title="说明")


class Progress(Published):
    """`plans/progress/<plan id>.yaml`: measured values, and what is done of tasks, duties and phases."""

    plan: PlanId = Field(title="方案编号")
    demo: Truth = Field(False, title="示例数据")
    values: tuple[Value, ...] = Field((), title="测量值")
    tasks: tuple[TaskState, ...] = Field((), title="任务进展")
    duties: tuple[DutyState, ...] = Field((), title="事项完成情况")
    phases: tuple[PhaseState, ...] = Field((), title="阶段完成情况")


class Declared(Record):
    name: Text = Field(title="所数的对象")
    count: Count = Field(title="数目")
    of: Text | None = Field(None, title="对应部分", description="收录方案后据此核对：tasks、groups、phases …")


class Disclosure(Record):
    """The ten fields of a government-information disclosure header."""

    at_once = ("keywords",)

    index_no: Text = Field(title="索引号")
    category: Text = Field(title="组配分类")
    publisher: UnitText = Field(title="发布机构")
    date: Text = Field(title="发文日期")
    doc_no: Text = Field(title="发布文号")
    keywords: Names = Field((), title="关键词")
    source: Text = Field(title="信息来源")
    topic: Text = Field(title="主题导航")
    title: Text = Field(title="信息名称")
    summary: Text = Field(title="内容概述")

    @property
    def numbered(self) -> bool:
        """Whether it has a document number; 无 is how these headers say that there is none."""
        return self.doc_no != "无"


class Interpretation(Published):
    """Front matter of `docs/interpretations/<id>/index.md`: an explanation of a plan, with the counts it declares."""

    target = "interpretation"

    kind: Literal["interpretation"] = Field(title="种类")
    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    of: Annotated[PlanRef, BeforeValidator(as_plan_ref)] = Field(title="所解读的方案")
    date: Moment | None = Field(None, title="日期")
    author: Text | None = Field(None, title="解读人")
    summary: Text | None = Field(None, title="摘要")
    declared_counts: tuple[Declared, ...] = Field((), title="自述的数目")
    phases: Names = Field((), title="阶段名称", description="只知名称、不知日期")
    disclosure: Disclosure | None = Field(None, title="信息公开栏目")
    notes: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field((), title="编者注")


class Site(Record):
    """`plans/site.yaml`: what this site is called and whose it is."""

    mistaken = dict.fromkeys(("title", "name", "site_name", "organization", "网站名称"), "organisation")

    organisation: Text = Field("方案通", title="主办单位")
    home: UnitName | None = Field(None, title="本单位", description="单位名称或编号；首页按它显示")
    url: Address | None = Field(None, title="网址", description="二维码和订阅里用的完整网址")
    as_of: Moment | None = Field(None, title="数据截至日期", description="不写即生成当天")
    due_soon_days: Count = Field(10, title="几天内到期算临期")
    report_day: Annotated[Count, Field(ge=1)] = Field(
        10, title="每月几日前报上月的数", description="进展按月更新，过了这一天没报算逾期"
    )
    demo: Truth = Field(False, title="示例数据")
    profile: Text | None = Field(
        None, title="公文版式", description="所有公文默认用的版式：plans/profiles 里的名称，或路径"
    )
