"""Duties that come back: 每月5日前报送, 每季度开展一次, 按月调度. A rhythm with a doing; a rhythm with a bound (每年不少于12场) is a target."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.importers.outline.words import LONGEST, amount, pieces

_RHYTHM = re.compile(
    r"每(?P<n>[两二三]|\d)?个?(?P<per>学年|学期|半年|年度?|季度?|半个?月|月份?|旬|周[一二三四五六日天]?|星期[一二三四五六日天]?|工作日|天|日)(?![千百]|人|床|例|名)(?:度)?"
    r"(?:的)?(?P<when>\d{1,2}月(?:\d{1,2}日)?(?:、\d{1,2}月(?:\d{1,2}日)?)*)?(?P<end>末|底|初)?(?:前|的)?(?P<day>\d{1,2})?(?P<dayword>[日号])?(?P<more>(?:[、和]\d{1,2}[日号])+)?(?P<before>之?前|以前)?"
    r"|(?:按|逐)(?P<by>月|季度?|周|年|日|旬)(?:度)?(?=[\u4e00-\u9fff]{2})"
    r"|(?<![每\d半一二三四五六七八九十本当上下次个近今明去年])(?P<short>[日周旬月季])(?=(?:调度|通报|报告|考核|督查|小结|例会|分析|研判|点评|讲评|会商|清零|报送))"
)
_PER = {"学年": ("year", 1), "学期": ("year", 2), "半年": ("year", 2), "年": ("year", 1), "年度": ("year", 1), "季": ("quarter", 1), "季度": ("quarter", 1),
        "半月": ("month", 2), "半个月": ("month", 2), "月": ("month", 1), "月份": ("month", 1), "旬": ("month", 3), "周": ("week", 1), "星期": ("week", 1),
        "工作日": ("day", 1), "天": ("day", 1), "日": ("day", 1)}  # fmt: skip
_TIMES = re.compile(
    r"(?P<least>至少|不少于|最少)?[^，。]{0,8}?(?P<times>\d+|[一二两三四五六七八九十])(?:次|场|轮|期|遍|篇)"
)
_DOING = re.compile(
    r"报|送|通报|调度|检查|督查|督导|督办|抽查|考核|评估|评价|监测|开展|组织|召开|举办|举行|培训|演练|分析|研究|公布|公示|总结|巡查|排查|会商|例会|点评|汇总|更新|发布|诵读|开设|评选|走访|随访|体检|筛查|轮训|研判|巡诊|坐诊|消毒|清洗|开课|讲评|反馈|学习|听取|部署|沟通|推送|测评|维护|巡检|盘点|清点|登记|安排|进行|统计|上报|讨论|交流|复盘|回头看|自查|调查|核查|暗访|活动|做|测|评比|晾晒|排名|拨付|发放|宣讲|巡讲|刊发|投稿|发稿|深入|蹲点|消杀|收集|抽检|核对|兑付|兑现|清扫|整治|约谈|研讨|督促|提醒|上门|下村|下乡|入户|慰问|值班|轮岗|备份|校验|采集|复核|编发|印发"
)


@dataclass(frozen=True)
class Returning:
    """What comes back, how often; `day`: by which day of the month. `begin` to `end`: its clause."""

    begin: int
    end: int
    what: str
    per: str
    times: int = 1
    at_least: bool = False
    day: int | None = None
    words: str = ""


def find(text: str, bounds: list[tuple[int, int]] = []) -> list[Returning]:  # noqa: B006 - never written to
    """Every returning duty of a paragraph; `bounds` are the places of values that are targets already."""
    made: list[Returning] = []
    for begin, end in pieces(text, "，,；;。！!：:"):
        clause = text[begin:end]
        if len(clause) > LONGEST:
            continue
        found = _RHYTHM.search(clause)
        if not found or any(begin <= start < end for start, _ in bounds):
            continue
        rest = (clause[: found.start()] + clause[found.end() :]).strip()
        if not _DOING.search(clause[found.end() :]) and not (
            re.search(r"[，,]$", text[begin : end + 1]) and _follows(text, end)
        ):
            continue
        word = found["per"] or found["by"] or found["short"]
        per, times = _PER[re.sub("^(周|星期).$", r"\1", word)]
        if found["n"]:
            many = int(amount(found["n"]))
            per, times = {
                ("week", 2): ("month", 2),
                ("month", 2): ("year", 6),
                ("month", 3): ("quarter", 1),
                ("year", 2): ("2year", 1),
            }.get((per, many), (per, 1))
        counted = _TIMES.search(clause[found.end() :])
        if counted and counted["times"]:
            number = amount(counted["times"])
            times = times * int(number) if number.isdigit() and 0 < int(number) <= 60 else times
        if found["more"]:  # 每月5日、20日
            times *= 1 + len(re.findall("[日号]", found["more"]))
        day = (
            int(found["day"])
            if found["day"] and per == "month" and 1 <= int(found["day"]) <= 31 and not found["end"]
            else None
        )
        words = clause if _DOING.search(clause[found.end() :]) else text[begin : _follows(text, end)]
        what = re.sub(r"^(?:于|在|应|要|须|并|且|由|将|原则上|至少)+|(?:一次|1次)$", "", rest).strip() or words
        if words != clause:
            what = (what + words[len(clause) :]).strip("，, ")
        made.append(Returning(begin, end, what, per, times, bool(counted and counted["least"]), day, words.strip()))
    return made


def _follows(text: str, end: int) -> int:
    """The end of the next clause when it is what comes back, else 0."""
    found = re.match(r"[^，,；;。！!]{2,40}", text[end + 1 :])
    return end + 1 + found.end() if found and _DOING.search(found[0]) else 0
