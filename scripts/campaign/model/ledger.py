"""The supervision ledger (督办台账): what was assigned, from what source, and every step until it is struck off."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Count, DocNumber, Id, Paragraphs, Record, Text, Truth, Word, as_list
from campaign.model.document import Document
from campaign.model.published import Published
from campaign.model.references import (
    LIST_ITEM,
    LOST_ITEM,
    MEETING_OR_PART,
    PLAN_PART,
    PlanParts,
    Ref,
    UnitName,
    UnitNames,
    UnitText,
)


class SourceKind(Word):
    """Where an entry comes from."""

    ASSESSMENT = "assessment", "考核失分"
    LIST = "list", "问题清单"
    MEETING = "meeting", "会议议定"
    COMPLAINT = "complaint", "群众反映"
    SELF = "self", "自查发现"


class Step(Word):
    """The steps of an entry in their order: 书面交办、立账督办、对账销号."""

    ASSIGNED = "assigned", "交办"
    ENTERED = "entered", "立账"
    HANDLED = "handled", "办理"
    REPORTED = "reported", "反馈"
    REVIEWED = "reviewed", "复核"
    CLOSED = "closed", "销号", "对账销号"


def _by_kind(source: Record) -> Ref:
    """What a source of this kind goes back to."""
    by_kind = {SourceKind.ASSESSMENT: LOST_ITEM, SourceKind.LIST: LIST_ITEM, SourceKind.MEETING: MEETING_OR_PART}
    return by_kind.get(getattr(source, "kind", SourceKind.SELF), PLAN_PART)


SourceRef = Annotated[Text, Ref((), by=_by_kind)]


class LedgerSource(Record):
    """What an entry goes back to. `ref` is result#item of an assessment, list#number of a problem list, else plan or plan#task."""

    at_once = ("ref",)

    kind: SourceKind = Field(title="种类")
    ref: SourceRef | None = Field(None, title="出处编号", description="考核结果#条、清单#项、方案编号#任务编号")
    text: Text | None = Field(None, title="来源说明", description="本站没有收录的会议、来信等，写明名称")
    date: Moment | None = Field(None, title="日期")


class LogEntry(Record):
    """One step as it was taken. A review that sends the matter back has `passed: 否`, and 办理 follows once more."""

    at_once = ("by", "passed")

    step: Step = Field(title="步骤")
    date: Moment = Field(title="日期")
    by: UnitText | None = Field(None, title="经办")
    text: Paragraphs = Field((), title="内容")
    doc: Text | None = Field(None, title="文书", description="交办单、整改报告等的名称或文号")
    passed: Truth = Field(True, title="通过", description="复核不通过、退回重办的写 否")


class LedgerEntry(Published):
    """One matter under supervision. Unit names are ids after loading."""

    target = "entry"
    at_once = ("issue", "log", "result")

    id: Id = Field(title="编号")
    number: DocNumber = Field(title="文号", description="如 督办〔2026〕33号")
    title: Text = Field(title="事项")
    text: Paragraphs = Field((), title="办理要求")
    issue: Text | None = Field(None, title="问题类别", description="同一类问题写同一个词，据此找反复出现的问题")
    source: LedgerSource = Field(title="来源")
    lead: Annotated[UnitNames, Field(min_length=1)] = Field(title="承办单位")
    join: UnitNames = Field((), title="配合单位")
    tasks: PlanParts = Field((), title="相关任务", description="写 方案编号#任务编号")
    assigned_on: Moment = Field(title="交办日期")
    due: Moment = Field(title="办结期限")
    log: tuple[LogEntry, ...] = Field((), title="办理经过")
    result: Text | None = Field(None, title="办理结果")


class ListItem(Record):
    """One item of a problem list; it is resolved on its own day, or when the entry that takes it up is struck off."""

    target = "list-item"
    called = ("number",)
    inside = "list"

    number: Count = Field(title="序号")
    title: Text = Field(title="问题")
    resolved: Moment | None = Field(None, title="解决日期", description="不立账、直接解决的才写")
    note: Text | None = Field(None, title="说明")


class ProblemList(Record):
    """A list of problems or bottlenecks (堵点) to be resolved one by one."""

    target = "list"
    inside = "ledger"

    id: Id = Field(title="编号")
    title: Text = Field(title="名称")
    source: Text | None = Field(None, title="来源")
    date: Moment | None = Field(None, title="日期")
    items: tuple[ListItem, ...] = Field(title="问题")


class LedgerBulletin(Record):
    """What the 通报 of a month was issued with."""

    month: Moment = Field(title="月份", description="如 2026-10")
    doc_no: DocNumber | None = Field(None, title="文号", description="不写即印 2026年第10期")
    date: Moment | None = Field(None, title="成文日期")
    printed_on: Moment | None = Field(None, title="印发日期")


class Ledger(Published):
    """`plans/ledger/<id>.yaml`: the ledger of one supervising office, with the problem lists it works off."""

    target = "ledger"
    at_once = ("short", "issuer", "office")

    id: Id = Field(title="编号")
    title: Text = Field(title="名称")
    short: Text | None = Field(None, title="简称")
    issuer: UnitName | None = Field(None, title="督办单位", description="单位名称或编号")
    office: UnitText | None = Field(None, title="承担督办的科室")
    demo: Truth = Field(False, title="示例数据")
    low_ranks: Annotated[Count, Field(ge=1)] = Field(3, title="末几位算靠后", description="按月排名")
    low_times: Annotated[Count, Field(ge=1)] = Field(2, title="连续几次靠后提示约谈")
    document: Document | None = Field(None, title="通报的印发信息", description="主送、抄送、印发机关、版式等")
    bulletins: tuple[LedgerBulletin, ...] = Field((), title="印发的通报")
    lists: tuple[ProblemList, ...] = Field((), title="问题清单")
    entries: tuple[LedgerEntry, ...] = Field((), title="台账")
    notes: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field((), title="编者注")

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title
