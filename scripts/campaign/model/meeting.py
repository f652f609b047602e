"""A meeting: when and where, what is on the agenda, and the documents that its 材料汇编 binds together."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Count, Id, Names, Paragraphs, Record, Text, Truth, Word, as_list
from campaign.model.published import Published
from campaign.model.references import EntryIds, InterpretationIds, PlanId, UnitName, UnitText, UnitTexts


class PrintKind(Word):
    """The kinds of printed matter, as `plan pdf --kind` and the documents of a meeting name them."""

    PLAN = "plan", "方案"
    TASK_LIST = "task_list", "任务清单"
    TASK_TABLE = "task_table", "任务分解表"
    TIMELINE = "timeline_sheet", "进度表"
    INDICATORS = "indicator_sheet", "指标表"
    MATRIX = "matrix", "责任矩阵"
    REVISION = "revision", "修订对照表"
    UPTAKE = "uptake", "落实对照表"
    ROUTING = "routing", "传阅单"
    RECEIPT = "receipt", "签收单"
    POSTER = "poster", "张贴版"
    PACK = "pack", "会议材料汇编"


OF_PLAN = (PrintKind.PLAN, PrintKind.TASK_TABLE, PrintKind.TIMELINE, PrintKind.INDICATORS, PrintKind.MATRIX)
OF_UNIT = (PrintKind.TASK_LIST,)


class MeetingDocument(Record):
    """One document of the pack: of a plan, of a unit, or something else by its title, with the PDF that holds it or without (另发)."""

    at_once = ("plan", "kind")

    plan: PlanId | None = Field(None, title="方案编号")
    unit: UnitName | None = Field(None, title="单位", description="单位名称或编号，印它的任务清单")
    title: Text | None = Field(None, title="标题", description="本站没有的材料写标题")
    kind: PrintKind | None = Field(None, title="印成哪一种", description="不写时方案印全文，单位印任务清单")
    file: Text | None = Field(None, title="PDF 文件", description="放在 plans/meetings 下的文件名；不写表示会上另发")


class AgendaItem(Record):
    at_once = ("minutes", "documents")

    title: Text = Field(title="事项")
    who: UnitTexts = Field((), title="汇报人或单位")
    minutes: Count | None = Field(None, title="用时（分钟）")
    documents: Annotated[tuple[Count, ...], BeforeValidator(as_list)] = Field(
        (), title="材料序号", description="第几件材料，从 1 数起"
    )


class Instruction(Record):
    """What somebody asked for at the meeting (一是、二是 …), and the entries of the ledger that took it up."""

    number: Text | None = Field(None, title="序号", description="照原文写，如 一是")
    title: Text = Field(title="要求")
    text: Paragraphs = Field((), title="内容")
    by: UnitText | None = Field(None, title="谁提的")
    ledger: EntryIds = Field((), title="已立账的督办编号", description="不写即还没有立账")


class Meeting(Published):
    """`plans/meetings/<id>.yaml`."""

    target = "meeting"
    at_once = ("time", "done", "place", "host", "attendees", "agenda", "documents", "instructions")

    id: Id = Field(title="编号")
    title: Text = Field(title="会议名称")
    title_lines: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = Field(
        (), title="名称分行", description="封面上的断行"
    )
    date: Moment | None = Field(None, title="日期", description="定在哪一天开；开过了写 done")
    time: Text | None = Field(None, title="时间", description="如 下午2:30")
    postponed_to: Moment | None = Field(None, title="推迟到")
    done: Moment | None = Field(
        None, title="实际日期", description="开过以后再写；只作记录的会不用写，date 就是开会那天"
    )
    evidence: Text | None = Field(None, title="凭据", description="纪要、通知或记录在哪里")
    place: Text | None = Field(None, title="地点")
    host: Text | None = Field(None, title="主持")
    organiser: UnitText | None = Field(None, title="主办单位", description="不写即本站主办单位")
    attendees: Names = Field((), title="参加单位和人员")
    version: Text = Field("1", title="版次")
    demo: Truth = Field(False, title="示例数据")
    agenda: tuple[AgendaItem, ...] = Field((), title="议程")
    documents: tuple[MeetingDocument, ...] = Field((), title="材料")
    dividers: Truth = Field(True, title="隔页", description="每件材料前加一张隔页")
    instructions: tuple[Instruction, ...] = Field((), title="会议要求")
    interpretations: InterpretationIds = Field((), title="会上的解读", description="解读的编号")
    record_only: Truth = Field(False, title="只作记录", description="别处开过的会，不装订材料汇编")
    duplex: Truth = Field(True, title="双面印", description="每件材料从正面（单数页）开始")
