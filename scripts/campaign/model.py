"""The plan model: frozen records that say what a plan, a unit, an indicator or an interpretation is.

Field titles are the Chinese names that authors see in messages and in their editor (JSON Schema). Scalars arrive as strings, as typed;
conversion happens here. Derived facts (counts, states, who does what) are functions in `views`, never fields.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from campaign.dates import Moment

# -- scalars ------------------------------------------------------------------------------------------------------------


class Word(StrEnum):
    """A closed list of values; each may be typed in English (the value) or by any of its Chinese names."""

    _names: tuple[str, ...]

    def __new__(cls, value: str, *names: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._names = names
        return member

    @property
    def chinese(self) -> str:
        return self._names[0] if self._names else str(self.value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda word: word.value)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": [spelling for word in cls for spelling in (word.value, *word._names)]}

    @classmethod
    def read(cls, typed: Any) -> Self:
        if isinstance(typed, cls):
            return typed
        if isinstance(typed, str):
            for word in cls:
                if typed.strip() in (word.value, *word._names):
                    return word
        allowed = "、".join(word.value if word.chinese == word.value else f"{word.value}（{word.chinese}）" for word in cls)
        shown = f"“{typed}”" if isinstance(typed, str) else "这里"
        raise PydanticCustomError("word", "{shown}不在可选范围内；可写 {allowed}", {"shown": shown, "allowed": allowed})


class PlanKind(Word):
    PLAN = "plan", "方案"
    CAMPAIGN = "campaign", "活动"


class Level(Word):
    """Administrative level, from the state down to one hospital."""

    NATIONAL = "national", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇", "乡"
    HOSPITAL = "hospital", "院"


class Status(Word):
    DRAFT = "draft", "草案"
    ACTIVE = "active", "执行中"
    CLOSED = "closed", "已结束"
    SUPERSEDED = "superseded", "已被替代"


class UnitKind(Word):
    GOVERNMENT = "government", "政府"
    DEPARTMENT = "department", "行政部门"
    HOSPITAL = "hospital", "医院"
    PRIMARY = "primary", "基层医疗卫生机构"
    INSTITUTION = "institution", "公共卫生机构"
    FUNCTIONAL = "functional", "职能科室"
    CLINICAL = "clinical", "临床科室"
    MEDTECH = "medtech", "医技科室"
    WARD = "ward", "病区"
    PARTY = "party", "党群部门"
    TEAM = "team", "工作组"


class Operator(Word):
    """How a measured value is held against the target; `between` needs `upper`."""

    GTE = "gte", "≥", "不低于", "不少于", "至少", ">="
    LTE = "lte", "≤", "不高于", "不超过", "<="
    GT = "gt", "＞", "高于", ">"
    LT = "lt", "＜", "低于", "<"
    EQ = "eq", "＝", "等于", "=", "达"
    APPROX = "approx", "约", "左右"
    BETWEEN = "between", "介于", "—"


class Modality(Word):
    """How binding a target is, in the plan's own word."""

    FIRM = "刚性"
    STRIVE = "力争"
    SHOULD = "应争取"
    PRINCIPLE = "原则上"
    MAY = "可"


class Mode(Word):
    """How the leading units carry a task: together, or each its own part (分别负责)."""

    RESPONSIBLE = "负责"
    LEAD = "牵头"
    SEPARATELY = "分别负责"


class Per(Word):
    DAY = "day", "日", "天"
    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季", "季度"
    YEAR = "year", "年"
    TWO_YEARS = "2year", "两年"


class Part(Word):
    """What an outline section shows."""

    PREAMBLE = "preamble", "前言"
    GUIDING = "guiding", "指导思想"
    PRINCIPLES = "principles", "基本原则"
    GOALS = "goals", "目标"
    SCOPE = "scope", "范围"
    PERIOD = "period", "时间"
    GROUPS = "groups", "任务"
    PHASES = "phases", "步骤"
    ORGANISATION = "organisation", "组织领导"
    REQUIREMENTS = "requirements", "工作要求"
    MECHANISMS = "mechanisms", "工作机制"


class DocumentFormat(Word):
    DOCUMENT = "document", "文件"
    LETTER = "letter", "信函"
    ORDER = "order", "命令"
    MINUTES = "minutes", "纪要"


def _as_list(typed: Any) -> Any:
    """One value typed without a dash is a list of one; nothing is an empty list."""
    if typed is None:
        return ()
    return typed if isinstance(typed, list | tuple) else (typed,)


def _as_names(typed: Any) -> Any:
    """Unit names: a list, or one line parted by 、 as documents print it."""
    if isinstance(typed, str):
        return tuple(name.strip() for name in re.split("[、，,；;]", typed) if name.strip())
    return _as_list(typed)


def _truth(typed: Any) -> Any:
    words = {"是": True, "有": True, "true": True, "yes": True, "否": False, "无": False, "false": False, "no": False}
    if isinstance(typed, str) and typed.strip().lower() in words:
        return words[typed.strip().lower()]
    if isinstance(typed, bool):
        return typed
    raise PydanticCustomError("truth", "这里应写 是 或 否")


def _paragraphs(typed: Any) -> Any:
    """Text as paragraphs: a block of lines, or a list of them."""
    if isinstance(typed, str):
        return tuple(line.strip() for line in typed.splitlines() if line.strip())
    return _as_list(typed)


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_names)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_names)]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["是", "否", True, False]})]
Paragraphs = Annotated[tuple[Text, ...], BeforeValidator(_paragraphs)]
Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class Quantity:
    """A number with the way it was typed: 0.60 keeps its zero, 0.4:1 is a ratio with the number 0.4."""

    number: Decimal
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_ratio(self) -> bool:
        return ":" in self.text

    @classmethod
    def read(cls, typed: Any) -> Self:
        if isinstance(typed, cls):
            return typed
        text = unicodedata.normalize("NFKC", str(typed)).strip().replace(",", "") if isinstance(typed, str) else ""
        parts = text.removesuffix("%").split(":")
        try:
            numbers = [Decimal(part) for part in parts]
            if not 1 <= len(numbers) <= 2 or not all(number.is_finite() for number in numbers):
                raise InvalidOperation
            number = numbers[0] if len(numbers) == 1 else numbers[0] / numbers[1]
        except (InvalidOperation, ZeroDivisionError) as fault:
            shown = f"“{typed}”" if isinstance(typed, str) else "这里"
            raise PydanticCustomError("number", "{shown}不是数；只写数字，如 90、0.60 或比例 0.4:1，单位写在 unit", {"shown": shown}) from fault
        return cls(number, ":".join(parts))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["number", "string"], "examples": ["90", "0.60", "0.4:1"]}


class Record(BaseModel):
    """Base of all records: frozen, and unknown keys are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


# -- units ---------------------------------------------------------------------------------------------------------------


class Unit(Record):
    """One responsible unit: an authority, an institution, or a department inside one (`parent`)."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    short: Text | None = Field(None, title="简称", description="窄处显示用")
    aliases: Names = Field((), title="别名", description="文件里出现的其他叫法")
    kind: UnitKind = Field(title="类别")
    level: Level | None = Field(None, title="层级")
    tier: Text | None = Field(None, title="等级", description="三级、二级、一级、基层")
    parent: Id | None = Field(None, title="上级单位编号")
    duties: Text | None = Field(None, title="职责", description="一句话：管什么")
    topics: Names = Field((), title="主题词")
    active_from: Moment | None = Field(None, title="启用日期")
    active_to: Moment | None = Field(None, title="停用日期")
    demo: Truth = Field(False, title="示例数据")
    note: Text | None = Field(None, title="说明")


class Collective(Record):
    """A name that stands for many units, such as 各科室: it expands to the units of these kinds in the issuer's house."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    aliases: Names = Field((), title="别名")
    kinds: Annotated[tuple[UnitKind, ...], BeforeValidator(_as_list)] = Field(title="包含的类别")
    note: Text | None = Field(None, title="说明")


class UnitsFile(Record):
    """`plans/registry/units.yaml`, or any further file in that folder with the same keys."""

    units: tuple[Unit, ...] = Field((), title="单位")
    collectives: tuple[Collective, ...] = Field((), title="统称")


class Term(Record):
    """A word of the glossary."""

    term: Text = Field(title="词")
    also: Names = Field((), title="又作")
    meaning: Paragraphs = Field(title="解释")
    plans: Ids = Field((), title="出现的方案")


class GlossaryFile(Record):
    """`plans/registry/glossary.yaml`."""

    terms: tuple[Term, ...] = Field(title="词条")


# -- pieces of a plan ------------------------------------------------------------------------------------------------------


class PlanRef(Record):
    """Another document: by `plan` when this site holds it, else by its title (shown as 未收录)."""

    plan: Id | None = Field(None, title="方案编号")
    title: Text | None = Field(None, title="标题")
    doc_no: Text | None = Field(None, title="文号")
    issuer: Text | None = Field(None, title="发文单位")
    level: Level | None = Field(None, title="层级")


def _as_plan_ref(typed: Any) -> Any:
    return {"plan": typed} if isinstance(typed, str) else typed


PlanRefs = Annotated[tuple[Annotated[PlanRef, BeforeValidator(_as_plan_ref)], ...], BeforeValidator(_as_list)]
Inferred = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]


class Period(Record):
    """A span with inclusive ends; `inferred` names the ends that the document does not print in full."""

    start: Moment | None = Field(None, title="开始")
    end: Moment | None = Field(None, title="结束")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")


class Scope(Record):
    """Whom the plan binds."""

    text: Text = Field(title="适用范围")
    unit_kinds: Annotated[tuple[UnitKind, ...], BeforeValidator(_as_list)] = Field((), title="单位类别")
    tiers: Names = Field((), title="等级")


class Responsibility(Record):
    """Who carries a task. Lists hold names as typed; after loading they hold unit ids. A bare bracket text is read as printed."""

    mode: Mode = Field(Mode.LEAD, title="方式")
    lead: Names = Field((), title="牵头单位")
    join: Names = Field((), title="参与单位")
    with_: Names = Field((), alias="with", title="会同单位")
    person: Text | None = Field(None, title="责任人")
    as_written: Text | None = Field(None, title="原文括注")


def _as_responsibility(typed: Any) -> Any:
    return {"as_written": typed} if isinstance(typed, str) else typed


class Target(Record):
    """One bound of an indicator: a value, for whom (`scope`), by when (`due`)."""

    value: Quantity = Field(title="目标值")
    upper: Quantity | None = Field(None, title="上限", description="operator 为 between 时填写")
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
    unit: Text | None = Field(None, title="单位")

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
    lead: Names = Field((), title="责任单位")
    definition: Text | None = Field(None, title="口径")
    as_written: Text | None = Field(None, title="原文写法")


class Milestone(Record):
    """Something to be delivered once, by a day."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    due: Moment | None = Field(None, title="期限")
    lead: Names = Field((), title="负责单位")
    with_: Names = Field((), alias="with", title="会同单位")
    to: Names = Field((), title="报送单位")
    as_written: Text | None = Field(None, title="原文写法")
    inferred: Inferred = Field((), title="推算的项")


class Recurring(Record):
    """A duty that comes back: `times` in every `per`, `at_least` when the plan sets a floor."""

    id: Id = Field(title="编号")
    what: Text = Field(title="事项")
    times: Count = Field(1, title="次数")
    per: Per = Field(title="周期")
    at_least: Truth = Field(False, title="不少于")
    day: Count | None = Field(None, title="每月几日前", description="不写即周期末")
    lead: Names = Field((), title="责任单位")
    to: Names = Field((), title="报送单位")
    start: Moment | None = Field(None, title="开始")
    end: Moment | None = Field(None, title="结束")
    as_written: Text | None = Field(None, title="原文写法")


class Duties(Record):
    """What a group, task, phase or requirement may carry besides its text."""

    responsibility: Annotated[Responsibility | None, BeforeValidator(_as_responsibility)] = Field(None, title="责任单位")
    indicators: Ids = Field((), title="相关指标编号")
    milestones: tuple[Milestone, ...] = Field((), title="限时事项")
    recurring: tuple[Recurring, ...] = Field((), title="例行事项")


class Task(Duties):
    """A measure of the plan under its printed number; `children` are the points printed inside it (一是 …)."""

    id: Id = Field(title="编号")
    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")
    due: Moment | None = Field(None, title="期限")
    due_as_written: Text | None = Field(None, title="期限原文")
    topics: Names = Field((), title="主题词")
    upper: Names = Field((), title="承接", description="上位方案的任务，写 方案编号#任务编号")
    children: tuple[Task, ...] = Field((), title="分项")


class Group(Duties):
    """A section of tasks."""

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
    indicators: Ids = Field((), title="相关指标编号")


class Principle(Record):
    number: Text | None = Field(None, title="原文序号")
    title: Text = Field(title="名称")
    text: Paragraphs = Field((), title="内容")


class Phase(Duties):
    """A step of the plan; undated phases form a sequence."""

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

    name: Text | None = Field(None, title="名称")
    head: Text | None = Field(None, title="负责人")
    members: Names = Field((), title="成员")
    office: Text | None = Field(None, title="办公室")
    duties: tuple[Duty, ...] = Field((), title="职责")
    note: Text | None = Field(None, title="说明")


class Requirement(Duties):
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

    number: Text | None = Field(None, title="原文序号")
    title: Text | None = Field(None, title="标题")
    part: Part | None = Field(None, title="显示的部分")
    text: Paragraphs = Field((), title="内容")
    items: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = Field((), title="条目")
    groups: Ids = Field((), title="任务组编号", description="只显示这几组")
    sections: tuple[Section, ...] = Field((), title="下级标题")


class DeclaredCount(Record):
    """A number the document states about itself, such as 五心服务 or 20 项措施: `of` names what is counted."""

    name: Text = Field(title="说法")
    count: Count = Field(title="数目")
    of: Text = Field(title="所数的对象", description="tasks、groups、goals、phases、units、indicators、targets，或任务组编号、标题")


class Document(Record):
    """What the printed official document carries besides the plan (GB/T 9704—2012 cl. 7)."""

    format: DocumentFormat = Field(DocumentFormat.DOCUMENT, title="格式")
    mark: Text | None = Field(None, title="发文机关标志", description="不写即发文单位名称加“文件”")
    copy_no: Text | None = Field(None, title="份号")
    secrecy: Text | None = Field(None, title="密级和保密期限")
    urgency: Literal["特急", "加急"] | None = Field(None, title="紧急程度")
    signers: Names = Field((), title="签发人")
    to: Text | None = Field(None, title="主送机关")
    attachments: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = Field((), title="附件名称")
    signature: Names = Field((), title="署名")
    note: Text | None = Field(None, title="附注")
    cc: Text | None = Field(None, title="抄送机关")
    printed_by: Text | None = Field(None, title="印发机关")
    printed_on: Moment | None = Field(None, title="印发日期")


class Activity(Record):
    """One publicity activity of a campaign."""

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    group: Id | None = Field(None, title="所属任务组")
    lead: Names = Field((), title="牵头单位")
    date: Moment | None = Field(None, title="日期")
    status: Literal["未开始", "进行中", "已办"] | None = Field(None, title="状态")
    note: Text | None = Field(None, title="说明")


class Quota(Record):
    """How much each unit hands in for every period of a campaign."""

    id: Id = Field(title="编号")
    who: Names = Field(title="对象")
    what: Text = Field(title="内容")
    min: Count = Field(title="最少")
    per: Per = Field(title="周期")
    to: Names = Field((), title="交到")
    partial_month: Literal["count", "skip"] = Field("count", title="不足一个月", description="count 照整月计，skip 不计")
    indicator: Id | None = Field(None, title="对应指标")


class MediaLevel(Record):
    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    weight: Quantity | None = Field(None, title="权重", description="没有规定就留空，只计篇数")


class Award(Record):
    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    max_winners: Count | None = Field(None, title="名额")
    lead: Names = Field((), title="牵头单位")
    publicity_days: Count | None = Field(None, title="公示天数")


class Plan(Record):
    """A plan or a publicity campaign: one file `plans/<id>.yaml`."""

    id: Id = Field(title="编号")
    kind: PlanKind = Field(PlanKind.PLAN, title="种类")
    title: Text = Field(title="标题")
    title_lines: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = Field((), title="标题分行", description="印发时标题的断行")
    short: Text | None = Field(None, title="简称", description="列表里用的短名")
    issuer: Text | None = Field(None, title="发文单位", description="单位名称或编号")
    issuer_inferred: Truth = Field(False, title="发文单位为推定")
    joint_issuers: Names = Field((), title="联合发文单位")
    level: Level | None = Field(None, title="层级")
    doc_no: Text | None = Field(None, title="文号")
    date: Moment | None = Field(None, title="成文日期")
    version: Text = Field("1", title="版次")
    status: Status = Field(Status.ACTIVE, title="状态")
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
        tuple[Annotated[Mechanism, BeforeValidator(_as_mechanism)], ...], BeforeValidator(_as_list)
    ] = Field((), title="工作机制")
    declared_counts: tuple[DeclaredCount, ...] = Field((), title="自述的数目")
    activities: tuple[Activity, ...] = Field((), title="宣传活动")
    quota: tuple[Quota, ...] = Field((), title="定额")
    media_levels: tuple[MediaLevel, ...] = Field((), title="媒体级别")
    duplicate_rule: Literal["highest_per_story", "sum", "first"] | None = Field(None, title="一稿多发的计法")
    awards: tuple[Award, ...] = Field((), title="评选")
    notes: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = Field((), title="编者注", description="原文的缺损、矛盾和取舍")

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title

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


# -- progress, interpretations, the site --------------------------------------------------------------------------------------


class Value(Record):
    """One measured value: either `value`, or `num` and `den` (a rate is computed, never typed twice)."""

    indicator: Id = Field(title="指标编号")
    date: Moment = Field(title="日期")
    value: Quantity | None = Field(None, title="值")
    num: Quantity | None = Field(None, title="分子")
    den: Quantity | None = Field(None, title="分母")
    scope: TargetScope | None = Field(None, title="对象")
    source: Text | None = Field(None, title="来源")
    by: Text | None = Field(None, title="填报单位")


class TaskState(Record):
    """What became of a task: `done` is the day it was finished."""

    task: Id = Field(title="任务编号")
    done: Moment | None = Field(None, title="办结日期")
    date: Moment | None = Field(None, title="填报日期")
    note: Text | None = Field(None, title="说明")
    by: Text | None = Field(None, title="填报单位")


class DutyState(Record):
    """That a recurring duty or a milestone was met, for the period that ends on `due`."""

    duty: Id = Field(title="事项编号")
    due: Moment = Field(title="应完成日期")
    done: Moment = Field(title="完成日期")
    by: Text | None = Field(None, title="填报单位")
    note: Text | None = Field(None, title="说明")


class Progress(Record):
    """`plans/progress/<plan id>.yaml`: measured values and what is done."""

    plan: Id = Field(title="方案编号")
    demo: Truth = Field(False, title="示例数据")
    values: tuple[Value, ...] = Field((), title="测量值")
    tasks: tuple[TaskState, ...] = Field((), title="任务进展")
    duties: tuple[DutyState, ...] = Field((), title="事项完成情况")


class Declared(Record):
    name: Text = Field(title="所数的对象")
    count: Count = Field(title="数目")
    of: Text | None = Field(None, title="对应部分", description="收录方案后据此核对：tasks、groups、phases …")


class Disclosure(Record):
    """The ten fields of a government-information disclosure header."""

    index_no: Text = Field(title="索引号")
    category: Text = Field(title="组配分类")
    publisher: Text = Field(title="发布机构")
    date: Text = Field(title="发文日期")
    doc_no: Text = Field(title="发布文号")
    keywords: Names = Field((), title="关键词")
    source: Text = Field(title="信息来源")
    topic: Text = Field(title="主题导航")
    title: Text = Field(title="信息名称")
    summary: Text = Field(title="内容概述")


class Interpretation(Record):
    """Front matter of `docs/interpretations/<id>/index.md`: an explanation of a plan, with the counts it declares."""

    kind: Literal["interpretation"] = Field(title="种类")
    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    of: Annotated[PlanRef, BeforeValidator(_as_plan_ref)] = Field(title="所解读的方案")
    date: Moment | None = Field(None, title="日期")
    author: Text | None = Field(None, title="解读人")
    summary: Text | None = Field(None, title="摘要")
    declared_counts: tuple[Declared, ...] = Field((), title="自述的数目")
    phases: Names = Field((), title="阶段名称", description="只知名称、不知日期")
    disclosure: Disclosure | None = Field(None, title="信息公开栏目")
    notes: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = Field((), title="编者注")


class Site(Record):
    """`plans/site.yaml`: what this site is called and whose it is."""

    organisation: Text = Field("方案通", title="主办单位")
    home: Text | None = Field(None, title="本单位", description="单位名称或编号；首页按它显示")
    url: Text | None = Field(None, title="网址", description="二维码和订阅里用的完整网址")
    as_of: Moment | None = Field(None, title="数据截至日期", description="不写即生成当天")
    due_soon_days: Count = Field(10, title="几天内到期算临期")
    demo: Truth = Field(False, title="示例数据")


for _record in (Target, Indicator, Task, Group, Section, Plan):
    _record.model_rebuild()
