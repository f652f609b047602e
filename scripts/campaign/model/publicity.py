"""What a publicity office keeps of a campaign: outlets, stories on their way up, media coverage, photo works, nominations, monthly material.

A campaign's ledgers lie in `plans/campaign-data/<campaign id>/`, in as many files as the office likes; each file may hold any of the lists.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Address, Count, Id, Names, Record, Text, Truth, Word, as_list, as_names
from campaign.model.published import Published
from campaign.model.references import AwardId, CampaignId, OutletName, RecurringId, StoryId, UnitName


def _people(typed: Any) -> Any:
    """Names of people, each by itself also where several stand in one item of a list."""
    return tuple(name for each in as_list(typed) for name in (as_names(each) if isinstance(each, str) else (each,)))


People = Annotated[tuple[Text, ...], BeforeValidator(_people)]


class OutletLevel(Word):
    """How high an outlet stands; the values are the ids of a campaign's `media_levels`."""

    NATIONAL = "national", "国家级", "国家"
    PROVINCE = "province", "省级", "省"
    CITY = "city", "市级", "市"
    COUNTY = "county", "县级", "县"


class OutletKind(Word):
    NEWSPAPER = "newspaper", "报纸"
    TELEVISION = "television", "电视"
    RADIO = "radio", "广播"
    WEBSITE = "website", "网站"
    SOCIAL = "social", "新媒体"


class Stage(Word):
    """The way of a story: handed in, taken, sent up, taken above. Every step needs the one before it."""

    ADOPTED = "adopted", "采用"
    REPORTED = "reported", "择优上报"
    TAKEN_ABOVE = "taken-above", "上级采用"


class Outlet(Record):
    """A medium that may report on a campaign."""

    target = "outlet"
    called = ("id", "name", "short", "aliases")
    at_once = ("short", "kind")

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    short: Text | None = Field(None, title="简称")
    aliases: Names = Field((), title="别名")
    level: OutletLevel = Field(title="级别")
    kind: OutletKind | None = Field(None, title="种类")
    demo: Truth = Field(False, title="示例数据")


class OutletsFile(Record):
    """`plans/registry/outlets.yaml`."""

    outlets: tuple[Outlet, ...] = Field(title="媒体")


class StoryStage(Record):
    """A step a story has reached, and where: the paper that printed it, the office it was sent to."""

    name: Stage = Field(title="环节")
    date: Moment = Field(title="日期")
    where: Text | None = Field(None, title="去处", description="采用写刊发的院报、网站，上报写报给谁")


class Story(Published):
    """A story a unit handed in (投稿). It counts for the quota of `month`, without one for that of its date."""

    target = "story"
    inside = "plan"
    at_once = ("authors",)

    id: Id = Field(title="编号")
    unit: UnitName = Field(title="科室")
    date: Moment = Field(title="投稿日期")
    month: Moment | None = Field(None, title="计入月份", description="补交上月的稿件时写")
    title: Text = Field(title="题目")
    kind: Text = Field("文章", title="体裁")
    authors: People = Field((), title="作者")
    stages: tuple[StoryStage, ...] = Field((), title="去向")


class Coverage(Published):
    """One report in one outlet. `story` names the story it grew from: several outlets may carry the same one."""

    at_once = ("story", "place")

    id: Id = Field(title="编号")
    outlet: OutletName = Field(title="媒体")
    level: OutletLevel | None = Field(None, title="级别", description="可不写，以媒体名册为准")
    date: Moment = Field(title="刊播日期")
    title: Text = Field(title="题目")
    unit: UnitName | None = Field(None, title="科室")
    story: StoryId | None = Field(None, title="稿件编号")
    place: Text | None = Field(None, title="版面或栏目")
    link: Address | None = Field(None, title="网址", description="网上看得到的写完整网址")
    scan: Text | None = Field(
        None, title="剪报", description="扫描件或截图（PDF、JPG、PNG），放在同一文件夹的 clippings 里；不上网，只报上级"
    )


class Work(Published):
    """A photograph. Without a description and the leave of those it shows it is not published."""

    at_once = ("author", "file", "alt", "consent", "award", "selected")

    id: Id = Field(title="编号")
    title: Text = Field(title="题目")
    author: Text | None = Field(None, title="作者")
    unit: UnitName | None = Field(None, title="科室")
    date: Moment | None = Field(None, title="收到日期")
    file: Text | None = Field(None, title="图片文件", description="放在同一文件夹的 images 里；示例不附照片，留空")
    alt: Text | None = Field(None, title="画面说明", description="一句话说清画面，读屏软件会念")
    consent: Truth = Field(False, title="已获同意", description="作者同意展出、被拍到的人书面同意")
    award: AwardId | None = Field(None, title="参评奖项")
    selected: Truth = Field(False, title="入选")


class Nomination(Published):
    """Somebody or something put forward for an award. `winner` is only shown from the day the notice (公示) begins."""

    at_once = ("votes", "winner")

    id: Id = Field(title="编号")
    award: AwardId = Field(title="奖项")
    title: Text = Field(title="名称")
    unit: UnitName = Field(title="推荐科室")
    date: Moment = Field(title="推荐日期")
    votes: Count | None = Field(None, title="得票")
    winner: Truth = Field(False, title="入选")


class AwardRound(Published):
    """The days of one award as planned, as far as they are set; `done` is the day it was really made known."""

    at_once = ("nominate_by", "notice_from", "notice_to", "announced", "done")

    award: AwardId = Field(title="奖项")
    nominate_by: Moment | None = Field(None, title="推荐截止")
    notice_from: Moment | None = Field(None, title="公示开始")
    notice_to: Moment | None = Field(None, title="公示结束")
    announced: Moment | None = Field(None, title="公布日期", description="计划哪一天公布；真的公布了写 done")
    announced_word: Text = Field("公布", title="公布的说法", description="摄影展写 展出")
    postponed_to: Moment | None = Field(None, title="推迟到")
    done: Moment | None = Field(None, title="实际公布日期", description="公布以后再写；计划的日期不算公布过")
    evidence: Text | None = Field(None, title="凭据", description="文件、网页或记录在哪里")


class Material(Published):
    """What one unit handed in at the end of a month; blank is not zero."""

    at_once = ("videos", "photos", "texts")

    unit: UnitName = Field(title="科室")
    month: Moment = Field(title="月份")
    date: Moment = Field(title="报送日期")
    videos: Count | None = Field(None, title="视频")
    photos: Count | None = Field(None, title="图片")
    texts: Count | None = Field(None, title="文字")


class PublicityFile(Record):
    """One file in `plans/campaign-data/<campaign id>/`."""

    campaign: CampaignId | None = Field(None, title="活动编号", description="可不写，以文件夹名为准")
    demo: Truth = Field(False, title="示例数据")
    submissions: tuple[Story, ...] = Field((), title="投稿")
    coverage: tuple[Coverage, ...] = Field((), title="媒体报道")
    works: tuple[Work, ...] = Field((), title="作品")
    nominations: tuple[Nomination, ...] = Field((), title="推荐")
    rounds: tuple[AwardRound, ...] = Field((), title="评选日程")
    materials_duty: RecurringId | None = Field(None, title="月末材料对应的例行事项")
    materials: tuple[Material, ...] = Field((), title="月末材料")
