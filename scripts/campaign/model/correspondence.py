"""收发文: what the office sends out and takes in, one line a document, and what becomes of it until it is filed.

Nothing of it is ever on the site: names of who drafted and signed, what came in from whom. A preview, the browser editor and prints that are asked for show it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from campaign.leaves.dates import Moment
from campaign.model.base import Count, DocNumber, Id, Names, Record, Text, Truth, Word
from campaign.model.references import ENTRY_OR_PART, PlanId, UnitText


class Handling(Word):
    """The steps of a document that goes out, in their order (《党政机关公文处理工作条例》第四、五章)."""

    DRAFTED = "drafted", "拟稿"
    REVIEWED = "reviewed", "核稿", "审核"
    COUNTERSIGNED = "countersigned", "会签"
    SIGNED = "signed", "签发"
    ISSUED = "issued", "印发"


class Handled(Record):
    """One step as it was taken."""

    at_once = ("by", "text")

    step: Handling = Field(title="步骤")
    date: Moment = Field(title="日期")
    by: Text | None = Field(None, title="经办", description="姓名；会签写科室和姓名")
    text: Text | None = Field(None, title="意见")


class Reader(Record):
    """Somebody a document is passed round to: read is the day on which it was."""

    at_once = ("sent", "read")

    name: Text = Field(title="传阅人", description="姓名或单位")
    sent: Moment | None = Field(None, title="送阅日期")
    read: Moment | None = Field(None, title="阅毕日期")
    note: Text | None = Field(None, title="意见")


class Filing(Record):
    """Where a document lies in the archive (DA/T 22—2015): what the 归档章 says besides 全宗号, year and pages."""

    retention: Literal["永久", "30年", "10年"] = Field(title="保管期限")
    department: Text | None = Field(None, title="机构（问题）", description="不写即拟稿或承办的科室")
    code: Text | None = Field(None, title="机构（问题）代码", description="写了就编档号，如 BGS")
    piece: Annotated[Count, Field(ge=1, le=9999)] | None = Field(None, title="件号", description="不写即按次序编")


class OutgoingPaper(Record):
    """A document that goes out: a `plan` of this site, which says its number and title itself, or one made elsewhere."""

    target = "outgoing"
    never_published: ClassVar[bool] = True
    at_once = ("plan", "doc_no", "title", "department", "steps")

    id: Id = Field(title="编号")
    plan: PlanId | None = Field(None, title="方案编号", description="在本站写的才写；文号、标题就不再写")
    doc_no: DocNumber | None = Field(None, title="文号")
    title: Text | None = Field(None, title="标题")
    date: Moment | None = Field(None, title="成文日期")
    department: UnitText | None = Field(None, title="拟稿部门")
    to: Text | None = Field(None, title="主送")
    cc: Text | None = Field(None, title="抄送")
    secrecy: Text | None = Field(None, title="密级")
    urgency: Text | None = Field(None, title="紧急程度")
    copies: Annotated[Count, Field(ge=1)] | None = Field(None, title="印发份数")
    void: Truth = Field(False, title="作废", description="号已经编了、文件没有发的写 是，号不再用")
    steps: tuple[Handled, ...] = Field((), title="办理经过", description="拟稿、核稿、会签、签发、印发")
    circulation: tuple[Reader, ...] = Field((), title="传阅")
    filing: Filing | None = Field(None, title="归档")
    file: Text | None = Field(None, title="扫描件", description="别处印的文件的 PDF，写从内容文件夹起的路径")
    note: Text | None = Field(None, title="备注")


class IncomingPaper(Record):
    """A document that came in; it is dealt with when `done` is written. `file` is its scan."""

    target = "incoming"
    never_published: ClassVar[bool] = True
    at_once = ("doc_no", "department", "due", "leads_to", "done")

    id: Id = Field(title="编号")
    number: Annotated[Count, Field(ge=1)] = Field(title="收文号", description="当年的顺序号")
    received: Moment = Field(title="收文日期")
    sender: Text = Field(title="来文单位")
    doc_no: DocNumber | None = Field(None, title="来文字号")
    title: Text = Field(title="标题")
    date: Moment | None = Field(None, title="成文日期")
    secrecy: Text | None = Field(None, title="密级")
    urgency: Text | None = Field(None, title="紧急程度")
    copies: Annotated[Count, Field(ge=1)] | None = Field(None, title="份数")
    department: UnitText | None = Field(None, title="承办部门")
    instruction: Text | None = Field(None, title="拟办和批示")
    due: Moment | None = Field(None, title="办理期限")
    leads_to: Annotated[Text, ENTRY_OR_PART] | None = Field(
        None, title="落实到", description="方案编号、方案编号#任务编号，或督办事项的编号"
    )
    done: Moment | None = Field(None, title="办结日期", description="办结以后再写；只要阅知的写阅毕的日期")
    result: Text | None = Field(None, title="办理结果")
    circulation: tuple[Reader, ...] = Field((), title="传阅")
    filing: Filing | None = Field(None, title="归档")
    file: Text | None = Field(None, title="扫描件", description="PDF，写从内容文件夹起的路径")
    note: Text | None = Field(None, title="备注")


class Correspondence(Record):
    """`plans/correspondence/<id>.yaml`: the registers of an office, of one year or of several."""

    at_once = ("words", "fonds")

    id: Id = Field(title="编号")
    title: Text = Field(title="标题")
    demo: Truth = Field(False, title="示例数据")
    words: Names = Field((), title="发文代字", description="如 示医发；写了的代字，号在这里登全，检查空号")
    fonds: Text | None = Field(None, title="全宗号", description="档案馆给的；印归档章用")
    outgoing: tuple[OutgoingPaper, ...] = Field((), title="发文")
    incoming: tuple[IncomingPaper, ...] = Field((), title="收文")
