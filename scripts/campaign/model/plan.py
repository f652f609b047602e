"""A plan or campaign: one file `plans/<id>.yaml`, and the pieces it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.annex import AnnexPicture, Grid
from campaign.model.base import (
    Count,
    DocNumber,
    Id,
    Level,
    Modality,
    Mode,
    Names,
    Operator,
    Paragraphs,
    Part,
    Per,
    PlanKind,
    Quantity,
    Record,
    Status,
    Text,
    Truth,
    UnitKind,
    as_list,
)
from campaign.model.document import Document
from campaign.model.published import Published
from campaign.model.references import (
    GroupId,
    GroupIds,
    IndicatorId,
    IndicatorIds,
    UnitName,
    UnitNames,
    UnitText,
    UpperPlanId,
    UpperTasks,
)


class PlanRef(Record):
    """Another document: by `plan` when this site holds it, else by its title (shown as 未收录)."""

    plan: UpperPlanId | None = Field(None, title="方案编号")
    title: Text | None = Field(None, title="标题")
    doc_no: DocNumber | None = Field(None, title="文号")
    issuer: UnitText | None = Field(None, title="发文单位")
    level: Level | None = Field(None, title="层级")


def as_plan_ref(typed: Any) -> Any:
    return {"plan": typed} if isinstance(typed, str) else typed


PlanRefs = Annotated[tuple[Annotated[PlanRef, BeforeValidator(as_plan_ref)], ...], BeforeValidator(as_list)]
Inferred = Annotated[tuple[Text, ...], BeforeValidator(as_list)]


class Period(Record):
    """A span with inclusive ends; `inferred` names the ends that the document does not print in full."""

    at_once = ("start", "end")

    start: Moment | None = Field(None, title="开始")
    end: Moment | None = Field(None, title="结束")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")
    binds_indicators: Truth = Field(
        False,
        title="指标同此期限",
        description="原文写明各项指标到方案结束时达到的写 是；没有写明就不写，指标的期限为未定",
    )


class Scope(Record):
    """Whom the plan binds."""

    text: Text = Field(title="适用范围")
    unit_kinds: Annotated[tuple[UnitKind, ...], BeforeValidator(as_list)] = Field((), title="单位类别")
    tiers: Names = Field((), title="等级")
    places: Names = Field((), title="地区", description="只管几个地区的才写；写了，目标的地区就要在其中")


class Responsibility(Record):
    """Who carries a task. Lists hold names as typed; after loading they hold unit ids. A bare bracket text is read as printed."""

    mode: Mode = Field(Mode.LEAD, title="方式")
    lead: UnitNames = Field((), title="牵头单位")
    join: UnitNames = Field((), title="参与单位")
    with_: UnitNames = Field((), alias="with", title="会同单位")
    person: Text | None = Field(None, title="责任人")
    as_written: Text | None = Field(None, title="原文括注")


def _as_responsibility(typed: Any) -> Any:
    return {"as_written": typed} if isinstance(typed, str) else typed


class Target(Record):
    """One bound of an indicator: a value, for whom (`scope`), by when (`due`)."""

    value: Quantity = Field(title="目标值")
    upper: Quantity | None = Field(None, title="上限", description="比较方式为“介于”时填写")
    scope: TargetScope | None = Field(None, title="适用对象")
    since: Moment | None = Field(None, title="起始")
    due: Moment | None = Field(None, title="期限")
    modality: Modality | None = Field(None, title="约束力", description="与指标的约束力不同时填写")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")


class TargetScope(Record):
    """For whom a target holds; all keys given must fit."""

    tier: Text | None = Field(None, title="等级")
    level: Level | None = Field(None, title="层级")
    place: Text | None = Field(None, title="地区")
    condition: Text | None = Field(None, title="条件")
    unit: UnitText | None = Field(None, title="单位")

    @property
    def label(self) -> str:
        """市级三级, 常住人口超过500万的地级市 …, as one short Chinese phrase."""
        level = f"{self.level.chinese}级" if self.level else ""
        return "".join(part for part in (self.place, level, self.tier, self.condition) if part) or (self.unit or "")


class Baseline(Record):
    value: Quantity | None = Field(None, title="基数", description="原文没有给出时留空")
    date: Moment | None = Field(None, title="基期")
    as_written: Text | None = Field(None, title="原文写法")


class Indicator(Record):
    """Something measured, with one or more targets: three tiers are one indicator with three targets."""

    target = "indicator"
    inside = "plan"
    at_once = ("unit", "operator", "targets")

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    key: Id | None = Field(None, title="共用指标编号", description="多个方案考核同一指标时写同一个")
    unit: Text | None = Field(None, title="计量单位", description="%、张、名、分钟；比例写 比")
    operator: Operator = Field(Operator.GTE, title="比较方式")
    modality: Modality = Field(Modality.FIRM, title="约束力")
    against: Literal["baseline"] | None = Field(None, title="与基数相比", description="目标值是相对基数的增减")
    baseline: Baseline | None = Field(None, title="基数")
    reckoning: Literal["每年", "累计"] | None = Field(None, title="计数方式", description="每年各算，或累计到期限")
    targets: tuple[Target, ...] = Field(min_length=1, title="目标")
    due: Moment | None = Field(None, title="期限", description="各目标共同的期限")
    lead: UnitNames = Field((), title="责任单位")
    report_months: Annotated[Count, Field(ge=1)] = Field(1, title="几个月报一次数")
    report_from: Moment | None = Field(None, title="从哪个月起报数", description="不写即从方案开始的月份起")
    definition: Text | None = Field(None, title="口径")
    as_written: Text | None = Field(None, title="原文写法")


class Milestone(Record):
    """Something to be delivered once, by a day."""

    target = "milestone"
    inside = "plan"

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    due: Moment | None = Field(None, title="期限")
    lead: UnitNames = Field((), title="负责单位")
    with_: UnitNames = Field((), alias="with", title="会同单位")
    to: UnitNames = Field((), title="报送单位")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")


class Recurring(Record):
    """A duty that comes back: `times` in every `per`, `at_least` when the plan sets a floor."""

    target = "recurring"
    inside = "plan"

    id: Id = Field(title="编号")
    what: Text = Field(title="事项")
    times: Count = Field(1, title="次数")
    per: Per = Field(title="周期")
    at_least: Truth = Field(False, title="不少于")
    day: Count | None = Field(None, title="每月几日前", description="不写即周期末")
    lead: UnitNames = Field((), title="责任单位")
    to: UnitNames = Field((), title="报送单位")
    start: Moment | None = Field(None, title="开始")
    end: Moment | None = Field(None, title="结束")
    as_written: Text | None = Field(None, title="原文写法")


class Duties(Record):
    """What a group, task, phase or requirement may carry besides its text."""

    responsibility: Annotated[Responsibility | None, BeforeValidator(_as_responsibility)] = Field(
        None, title="责任单位"
    )
    indicators: IndicatorIds = Field((), title="相关指标编号")
    milestones: tuple[Milestone, ...] = Field((), title="限时事项")
    recurring: tuple[Recurring, ...] = Field((), title="例行事项")


class Task(Duties):
    """A measure of the plan under its printed number; `children` are the points printed inside it (一是 …)."""

    target = "task"
    inside = "plan"
    prose = ("text",)
    at_once = ("responsibility",)

    id: Id = Field(title="编号")
    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    title_ours: Truth = Field(False, title="标题为拟定", description="原文这一条没有标题，名称是录入时拟的，写 是")
    text: Paragraphs = Field((), title="内容")
    due: Moment | None = Field(None, title="期限")
    due_as_written: Text | None = Field(None, title="期限原文")
    topics: Names = Field((), title="主题词")
    upper: UpperTasks = Field((), title="承接", description="上位方案的任务，写 方案编号#任务编号")
    children: tuple[Task, ...] = Field((), title="分项")


class Group(Duties):
    """A section of tasks."""

    target = "group"
    inside = "plan"
    prose = ("text",)

    id: Id = Field(title="编号")
    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")
    tasks: tuple[Task, ...] = Field((), title="任务")
    numbering_note: Text | None = Field(None, title="序号说明", description="原文序号不一致时写 原文如此")


class Goal(Record):
    id: Id = Field(title="编号")
    number: Text | None = Field(None, title="原文序号")
    title: Text | None = Field(None, title="名称")
    text: Paragraphs = Field((), title="内容")
    due: Moment | None = Field(None, title="期限")
    indicators: IndicatorIds = Field((), title="相关指标编号")


class Principle(Record):
    prose = ("text",)

    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")


class Phase(Duties):
    """A step of the plan; undated phases form a sequence."""

    target = "phase"
    inside = "plan"
    prose = ("text",)
    at_once = ("start", "end")

    id: Id = Field(title="编号")
    number: Text | None = Field(None, title="原文序号")
    name: Text = Field(title="名称")
    start: Moment | None = Field(None, title="开始")
    end: Moment | None = Field(None, title="结束")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")
    text: Paragraphs = Field((), title="内容")


class Duty(Record):
    number: Text | None = Field(None, title="原文序号")
    text: Text = Field(title="内容")


class Body(Record):
    """A body set up for the plan; `name` is empty when the document lost it, which is shown, not mended."""

    number: Text | None = Field(None, title="原文序号")
    name: Text | None = Field(None, title="名称")
    head: Text | None = Field(None, title="负责人")
    members: Names = Field((), title="成员")
    office: UnitText | None = Field(None, title="办公室")
    duties: tuple[Duty, ...] = Field((), title="职责")
    note: Text | None = Field(None, title="说明")


class Requirement(Duties):
    prose = ("text",)

    id: Id | None = Field(None, title="编号")
    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")


class Mechanism(Record):
    """A lasting arrangement: 绩效挂钩, 责任追究, 月度讲评 …"""

    name: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")
    where: Text | None = Field(None, title="出处", description="任务、阶段或要求的编号")


def _as_mechanism(typed: Any) -> Any:
    return {"name": typed} if isinstance(typed, str) else typed


class Section(Record):
    """One heading of the printed document and what stands under it."""

    prose = ("text",)

    number: Text | None = Field(None, title="原文序号")
    title: Text | None = Field(None, title="标题")
    part: Part | None = Field(None, title="显示的部分")
    text: Paragraphs = Field((), title="内容")
    items: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field((), title="条目")
    table: Grid | None = Field(None, title="表格", description="排在文字后面的小表")
    picture: AnnexPicture | None = Field(None, title="图片", description="排在文字后面的图")
    groups: GroupIds = Field((), title="任务组编号", description="只显示这几组")
    sections: tuple[Section, ...] = Field((), title="下级标题")


class DeclaredCount(Record):
    """A number the document states about itself, such as 五心服务 or 20 项措施: `of` names what is counted."""

    name: Text = Field(title="说法")
    count: Count = Field(title="数目")
    of: Text = Field(
        title="所数的对象", description="tasks、groups、goals、phases、units、indicators、targets，或任务组编号、标题"
    )


class Activity(Published):
    """One publicity activity of a campaign."""

    at_once = ("name", "lead", "date", "status", "note")

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    group: GroupId | None = Field(None, title="所属任务组")
    lead: UnitNames = Field((), title="牵头单位")
    date: Moment | None = Field(None, title="日期", description="计划哪一天办；办了写 done")
    status: Literal["未开始", "进行中", "已办"] | None = Field(
        None, title="状态", description="一直在办、日期看不出来的写进行中；办了写 done，没有写 done 的不算已办"
    )
    postponed_to: Moment | None = Field(None, title="推迟到")
    done: Moment | None = Field(None, title="实际日期", description="办完以后再写")
    evidence: Text | None = Field(None, title="凭据", description="文件、网页或记录在哪里")
    note: Text | None = Field(None, title="说明")


class Quota(Record):
    """How much each unit hands in for every period of a campaign."""

    target = "quota"
    inside = "plan"

    id: Id = Field(title="编号")
    who: UnitNames = Field(title="对象")
    what: Text = Field(title="内容")
    min: Count = Field(title="最少")
    per: Per = Field(title="周期")
    to: UnitNames = Field((), title="交到")
    partial_month: Literal["count", "skip"] = Field(
        "count", title="不足一个月", description="count 照整月计，skip 不计"
    )
    indicator: IndicatorId | None = Field(None, title="对应指标")


class MediaLevel(Record):
    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    weight: Quantity | None = Field(None, title="权重", description="没有规定就留空，只计篇数")


class Award(Record):
    target = "award"
    inside = "plan"
    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    max_winners: Count | None = Field(None, title="名额")
    lead: UnitNames = Field((), title="牵头单位")
    publicity_days: Count | None = Field(None, title="公示天数")


class Plan(Published):
    """A plan or a publicity campaign: one file `plans/<id>.yaml`."""

    target = "plan"
    besides = ("campaign",)
    at_once = ("short", "issuer", "doc_no", "status", "period", "scope")
    prose = ("preamble", "guiding")

    id: Id = Field(title="编号")
    kind: PlanKind = Field(PlanKind.PLAN, title="种类")
    title: Text = Field(title="标题")
    title_lines: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field(
        (), title="标题分行", description="印发时标题的断行"
    )
    short: Text | None = Field(None, title="简称", description="列表里用的短名")
    issuer: UnitName | None = Field(None, title="发文单位", description="单位名称或编号")
    issuer_inferred: Truth = Field(False, title="发文单位为推定")
    joint_issuers: UnitNames = Field((), title="联合发文单位")
    level: Level | None = Field(None, title="层级")
    doc_no: DocNumber | None = Field(None, title="文号")
    date: Moment | None = Field(None, title="成文日期")
    version: Text = Field("1", title="版次")
    status: Status = Field(Status.ACTIVE, title="状态")
    public: Truth | None = Field(
        None,
        title="公开",
        description="否：不上网站，只用命令印；是：草案也上网站，如征求意见稿；不写：草案不上网站，其余都上",
    )
    demo: Truth = Field(False, title="示例数据")
    origin: Text | None = Field(None, title="来源说明")
    basis: PlanRefs = Field((), title="依据")
    upper: PlanRefs = Field((), title="上位方案")
    supersedes: PlanRefs = Field((), title="替代的方案")
    period: Period | None = Field(None, title="期限")
    scope: Scope | None = Field(None, title="适用范围")
    document: Document | None = Field(None, title="印发信息")
    outline: tuple[Section, ...] = Field((), title="标题结构")
    preamble: Paragraphs = Field((), title="前言")
    guiding: Paragraphs = Field((), title="指导思想")
    principles: tuple[Principle, ...] = Field((), title="基本原则")
    goals: tuple[Goal, ...] = Field((), title="目标")
    indicators: tuple[Indicator, ...] = Field((), title="指标")
    groups: tuple[Group, ...] = Field((), title="任务组")
    tasks: tuple[Task, ...] = Field((), title="不分组的任务")
    phases: tuple[Phase, ...] = Field((), title="阶段")
    phases_overlap: Truth = Field(False, title="阶段可重叠")
    milestones: tuple[Milestone, ...] = Field((), title="限时事项")
    recurring: tuple[Recurring, ...] = Field((), title="例行事项")
    organisation: tuple[Body, ...] = Field((), title="组织机构")
    requirements: tuple[Requirement, ...] = Field((), title="工作要求")
    mechanisms: Annotated[
        tuple[Annotated[Mechanism, BeforeValidator(_as_mechanism)], ...], BeforeValidator(as_list)
    ] = Field((), title="工作机制")
    declared_counts: tuple[DeclaredCount, ...] = Field((), title="自述的数目")
    activities: tuple[Activity, ...] = Field((), title="宣传活动")
    quota: tuple[Quota, ...] = Field((), title="定额")
    media_levels: tuple[MediaLevel, ...] = Field((), title="媒体级别")
    duplicate_rule: Literal["highest_per_story", "sum", "first"] | None = Field(None, title="一稿多发的计法")
    awards: tuple[Award, ...] = Field((), title="评选")
    notes: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field(
        (), title="编者注", description="原文的缺损、矛盾和取舍"
    )

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title

    @property
    def known_as(self) -> tuple[str, ...]:
        return ("plan", "campaign") if self.is_campaign else ("plan",)

    @property
    def secret(self) -> str:
        """Its 密级, if it bears one."""
        return (self.document.secrecy or "") if self.document else ""

    @property
    def is_campaign(self) -> bool:
        return self.kind is PlanKind.CAMPAIGN

    def all_tasks(self) -> Iterator[tuple[Group | None, Task]]:
        """Every counted task in document order with its group; points inside a task are not counted."""
        for group in self.groups:
            for task in group.tasks:
                yield group, task
        for task in self.tasks:
            yield None, task


for _record in (Target, Indicator, Task, Group, Section, Plan):
    _record.model_rebuild()
