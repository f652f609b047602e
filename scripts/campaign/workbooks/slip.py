"""The 投稿单 that a department fills: its questions, said once for `exporters.slip`, which writes it, and `importers.intake`, which reads it."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "投稿单"
CAMPAIGN = "活动编号"
BODY = "正文"
PICTURES = "图片"
PICTURE_COLUMNS = ("图片文件", "画面说明", "作者", "拍到的人都同意")
PICTURE_ROWS = 6
TOGETHER = "图片可以贴在正文里，也可以和投稿单放在一起交；放在一起交的写文件名。"
ASKED = "图片要说明画面；拍到患者或家属，要本人同意才填“是”。"


@dataclass(frozen=True)
class SlipLine:
    """One line of the slip: its label, the key of the story it becomes, and what stands beside it."""

    label: str
    key: str
    hint: str
    required: bool = False


QUESTIONS = (
    SlipLine("科室", "unit", "写全称，如 护理部", required=True),
    SlipLine("题目", "title", "", required=True),
    SlipLine("体裁", "kind", "文章、图片、视频、人物通讯、经验材料；不写即文章"),
    SlipLine("作者", "authors", "几个人用顿号隔开"),
    SlipLine("投稿日期", "date", "如 2026-10-12；不写即收到的那天"),
    SlipLine("计入月份", "month", "补交上月的才写，如 2026-10"),
)
LABELS = {each.label: each for each in QUESTIONS}
