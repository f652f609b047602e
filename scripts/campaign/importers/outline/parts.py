"""What a heading says its section is: the words, strict (the heading is nothing else) and loose (the heading contains them)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaign.model import Part

if TYPE_CHECKING:
    from campaign.importers.outline.tree import Node

_LOOSE = (  # of several that fit the first counts, unless two words stand beside each other
    (Part.GUIDING, "指导思想|总体要求|总体思路|工作思路|活动目的|活动宗旨|活动主题|目的意义|重要意义|总体安排"),
    (Part.PRINCIPLES, "基本原则|工作原则|活动原则|实施原则"),
    (Part.GOALS, "目标(?!识|责任|考核|管理|导向)"),
    (
        Part.SCOPE,
        "活动范围|实施范围|适用范围|行动范围|工作范围|参加范围|(?:活动|实施|工作|整治|参与|服务|培训)对象|^[\u4e00-\u9fff]{2}(?:对象|范围)$",
    ),
    (Part.PERIOD, "活动时间|实施时间|起止时间|^[\u4e00-\u9fff]{2}时间$"),
    (Part.PHASES, "步骤|(?<!现)阶段|进度安排|时间安排|实施安排|工作安排|活动安排|实施进度|时间进度|工作进度|进度要求"),
    (Part.ORGANISATION, "领导小组|组织机构|组织架构|工作专班|工作机构|机构设置"),
    (
        Part.REQUIREMENTS,
        "组织领导|组织保障|组织实施|组织管理|组织推进|(?:工作|活动|有关|相关|几点|具体|实施|纪律|保障|推进)要求|(?:强化|加强|落实|完善|健全)?(?:保障措施|工作保障|实施保障|政策保障|保障机制|措施保障|推进机制)|^(?:强化|加强|完善)保障$|^要求$|^保障$",
    ),
)
_BEFORE = r"(?:总体|主要|工作|活动|行动|年度|重点|具体|基本|实施|创建|整治|组织|方法|有关|相关|几点|全年|预期|发展|建设|阶段|专项|核心|关键|任务|职责|目标|推进|20\d\d年度?|本年度|责任|措施|攻坚|提升)*"
_COUNT = r"[一二三四五六七八九十两\d]+个?[项大类]?"
_STRICT = (
    (Part.GUIDING, "指导思想|总体要求|总体思路|工作思路|思路|目的|宗旨|主题|目的意义|意义"),
    (Part.PRINCIPLES, "原则"),
    (Part.GOALS, "目标|目标任务"),
    (Part.SCOPE, "范围|对象"),
    (Part.PERIOD, "时间"),
    (Part.PHASES, "步骤|阶段|进度安排|时间安排|安排|进度"),
    (Part.ORGANISATION, "领导小组|机构|架构|专班"),
    (Part.REQUIREMENTS, "组织领导|领导|保障|组织实施|管理|要求|保障措施|纪律"),
    (Part.GROUPS, "任务|内容|措施|举措|重点|行动|任务分工|分工|任务分解|任务清单|项目|工作|清单|事项|做法|职责分工|工程|任务及.{2,6}|措施及.{2,6}|内容及.{2,6}|任务和.{2,6}|举措和.{2,6}|任务与.{2,8}|措施与.{2,8}"),
)  # fmt: skip


def strict(title: str) -> Part | None:
    """The part when the heading says nothing else: 主要任务, 工作目标, 三项行动."""
    words = title.strip(" 　：:。.").replace(" ", "").replace("　", "")
    if len(words) > 14:
        return None
    for part, core in _STRICT:
        if re.fullmatch(rf"{_BEFORE}(?:{core})", words) and (
            len(words) > 2
            or words in ("目标", "任务", "要求", "步骤", "内容", "措施", "原则", "范围", "对象", "主题", "时间", "目的")
        ):
            return part
    if re.fullmatch(
        rf"{_COUNT}(?:重点|行动|任务|举措|措施|工程|抓手|着力点|重点任务|重点工作|专项行动|攻坚行动|提升行动|工作)",
        words,
    ):
        return Part.GROUPS
    if re.fullmatch(rf"{_COUNT}(?:目标)", words):
        return Part.GOALS
    return None


def loose(title: str) -> list[Part]:
    """Every part whose words stand in a short heading: all of two beside each other (目标及内容), else the first."""
    if len(title) > 16:
        return []
    named = [part for part, words in _LOOSE if re.search(words, title)]
    exact = strict(title)
    if (
        re.search(r"[和与及、]", title)
        and (Part.GROUPS not in named)
        and re.search("任务|内容|措施|举措|重点|分工", title)
    ):
        named.append(Part.GROUPS)
    if exact and exact not in named:
        named.append(exact)
    return named if re.search(r"[和与及、]", title) else named[:1]


def of(node: Node) -> Part | None:
    """The first part a heading names, loosely."""
    return next(iter(loose(node.title)), None)
