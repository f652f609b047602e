"""What a printed official document carries besides the plan: its head, signature, seals and 版记 (GB/T 9704—2012 clauses 7 and 10)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.annex import Annex, as_annex
from campaign.model.base import DocumentFormat, Names, Record, Signing, Text, Truth, as_list
from campaign.model.references import UnitText


class Seal(Record):
    """One seal or signature stamp. The picture is the office's own authorised PNG; without one its place is left free."""

    unit: UnitText = Field(title="署名", description="盖章的单位；签名章写签发人姓名")
    post: Text | None = Field(None, title="签发人职务", description="只用于签名章，写全称")
    file: Text | None = Field(None, title="图片", description="经授权的 PNG，写从内容文件夹起的路径")


class Attendance(Record):
    """Who took part in the meeting of 纪要 (10.3); a unit with its people an item."""

    present: Names = Field((), title="出席")
    absent: Names = Field((), title="请假")
    observers: Names = Field((), title="列席")


class Document(Record):
    """What the printed official document carries besides the plan (GB/T 9704—2012 cl. 7)."""

    format: DocumentFormat = Field(DocumentFormat.DOCUMENT, title="格式")
    profile: Text | None = Field(
        None, title="版式", description="plans/profiles 里的名称，或从内容文件夹起的路径；不写即按站点设置"
    )
    mark: Text | None = Field(None, title="发文机关标志", description="不写即发文单位名称加“文件”")
    lead_mark: Truth = Field(False, title="标志只用主办机关", description="联合行文时不并列各单位的名称")
    copy_no: Text | None = Field(None, title="份号")
    secrecy: Text | None = Field(None, title="密级和保密期限")
    urgency: Literal["特急", "加急"] | None = Field(None, title="紧急程度")
    signers: Names = Field((), title="签发人")
    to: Text | None = Field(None, title="主送机关")
    attachments: Annotated[tuple[Annotated[Annex, BeforeValidator(as_annex)], ...], BeforeValidator(as_list)] = Field(
        (),
        title="附件",
        description="只写名称的，是方案自己的指标表、责任分工表；别的写 title 和 file，另发的写 apart: 是",
    )
    attendance: Attendance | None = Field(None, title="出席人员", description="只用于纪要")
    signature: Names = Field((), title="署名")
    signing: Signing | None = Field(None, title="用印", description="不写即不盖章；写了 seals 即盖章；命令即签名章")
    seals: tuple[Seal, ...] = Field((), title="印章")
    note: Text | None = Field(None, title="附注")
    qr: Truth | None = Field(None, title="印二维码、网址和版次", description="不写即按版式")
    cc: Text | None = Field(None, title="抄送机关")
    copies: Annotated[int, Field(ge=1)] | None = Field(None, title="份数", description="简报版记写“共印多少份”")
    printed_by: Text | None = Field(None, title="印发机关")
    printed_on: Moment | None = Field(None, title="印发日期")
