"""A number that a page shows large: what it counts, and where the rows stand that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# the word beside a number, as a pattern → what is counted, as readers are told
MEANINGS = {
    "任务|项任务": "方案分给单位做的事，一条算一项，下面的分项不另计",
    "组任务": "方案把任务分成的组",
    "单位|个单位": "任务里点到的单位，各科室这样的统称算一个",
    "指标|项指标": "写了目标数的要求，分等次、分期的合算一项",
    "例行": "隔一段时间做一次的事，不论做过几次算一项",
    "限时": "到某一天要做成的事",
    "个阶段": "方案写明的阶段",
    "天": "从开始到结束的天数，首尾都算",
    "牵头": "本单位负责、牵头或分别负责的任务，写统称（如各科室）而包括本单位的也算",
    "参与": "本单位配合或会同的任务，写统称（如各科室）而包括本单位的也算",
    "报送": "本单位要按期做、按期交的限时和例行事项",
    "定额": "规定本单位每期至少交多少的事项",
    "督办": "督办台账里本单位承办、协办的事项，销了号的也算",
    "新交办": "这个月交办的事项",
    "应销号": "这个月销了号的，加上过了办结期限还没有销号的；按期反馈、等着复核的不算",
    "已销号": "反馈经过复核、销了号的事项；通报里只算当月的",
    "销号率": "已销号占应销号的百分比",
    "月末在办": "到月底还没有销号的事项",
    "现在在办": "到数据截至的这一天还没有销号的事项",
    "在办": "还没有临近办结期限的事项",
    "临期": "快到办结期限的事项",
    "逾期": "过了办结期限还没有办结的事项，等着复核的不算",
    "待复核": "单位已经反馈、等着复核的事项",
    "方案": "正在执行、已经开始报数的方案",
    "指标达到": "达标和已做到的指标，占能评判的（写“可”的不评判，还没有数的也在里面）",
    "任务办结": "登记了办结日期的任务，占全部任务",
    "任务临期": "快到期限、还没有登记办结的任务",
    "任务逾期": "过了期限、还没有登记办结的任务",
    "逾期未更新": "过了应报的日子还没有报数、报进展的指标和任务",
    "部分": "表分成的几个部分",
    "行": "表上的栏目，一个栏目里有几个数的算一行",
    "填": "要填的数",
    "算": "由填的数算出来的率，不用填",
    "家填报": "要填这张表的单位",
    ".*报齐 .*": "已经报来的，占到了期限应报的",
    "按时 .*": "在期限以内报来的，占到了期限应报的",
    "有数的栏目，共 .*": "有数的，占要填的；算出来的率不计",
    "填报": "本单位自己填的",
    "汇总": "由下级的报表合起来的",
    "空": "没有填的，不当作 0",
    "类": "考核细则分成的类",
    "项": "各类下面分成的项",
    "条": "逐条打分的要求",
    ".*适用": "考核这一等次医院的条数",
    "投稿篇数，采用 .*": "活动开始以来交来的稿件，和其中登记了采用的",
    "欠交次数": "截止了的月份，一个科室没有交够一个月算一次",
    ".*欠交科室": "这个月已经截止，稿件还没有交够的科室",
    ".*待交科室，.*": "这个月还没有截止，稿件还没有交够的科室",
    "媒体报道篇数": "登记了的媒体报道，一条算一篇",
    "公布的先进和作品": "已经公布结果的评选里入选的",
    "投稿": "计入这个月的稿件",
    "采用": "计入这个月、登记了采用的稿件",
    "媒体报道": "这个月登记的媒体报道",
    "还没交齐的科室": "这个月的稿件、月末材料还没有交齐的科室，补交了就不再列",
}


@dataclass(frozen=True)
class Figure:
    """A number with its word; `url` leads to the rows behind it, from the root of the site or (#…) on the same page.

    `of` is the whole it is part of; `late` when it counts what somebody owes.
    """

    value: int | str
    word: str
    url: str = ""
    of: int | None = None
    late: bool = False

    @property
    def meaning(self) -> str:
        """What it counts; KeyError for a word that MEANINGS does not explain."""
        return _meaning(self.word)


@cache
def _meaning(word: str) -> str:
    for pattern, meaning in MEANINGS.items():
        if re.fullmatch(pattern, word):
            return meaning
    raise KeyError(word)
