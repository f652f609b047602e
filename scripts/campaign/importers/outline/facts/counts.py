"""Targets without a measured rate: things to build (至少建成3所), a time that something takes (2小时内), 全覆盖 and 零增长."""

from __future__ import annotations

import re

from campaign.importers.outline.facts.bounds import Carried, FoundTarget
from campaign.importers.outline.facts.subjects import blanked, is_scope, trimmed, without
from campaign.importers.outline.facts.values import HAN
from campaign.importers.outline.words import amount, overlaps

_BUILD = re.compile(
    rf"(?P<before>.*?)(?P<verb>(?:新增|新建|改扩?建|扩建|建成|建设|建立|创建|打造|培育|培养|遴选|选树|选派|引进|招聘|配备|配置|设置|设立|举办|开设|组建|评选|推出|完成|覆盖|招募|储备|提供|认定|支持|命名|发展|遴选|建好|开展|组织|组织开展|实施|新改扩建|培训|救助|筛查|增加|改造|添置|购置|派出|选送|承办|巡讲|抽查|督查)(?:和[\u4e00-\u9fff]{{2}})?)?"
    rf"(?P<op>不得?低于|不得?少于|至少|最少|不少于|超过|达到?|约)?(?P<verb2>建成|建设|新建|建立|配备|配置|设置|设立|培养|培训|举办|开展|打造|有|拥有|完成|创建|派出|组织|开设)?"
    rf"(?P<value>\d+(?:\.\d+)?|[{HAN}]{{1,3}})\s*(?P<more>余)?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|项|门|种|条|把|场次?|次|轮|期|部|批次?|人次|人|例|户|份|册))(?P<tail>以上|左右)?(?:的|(?:\d+人的))?"
    r"(?P<noun>[\u4e00-\u9fffA-Za-z“”（）()、]{2,30})?$"
)
_BUILT_LIST = re.compile(
    r"(?P<before>[^，。]{0,16}?)(?P<verb>新增|新建|改扩?建|扩建|建成|建设|建立|创建|打造|培育|培养|遴选|选树|引进|改造|配备|添置|购置|增设|新开设|新设立?|新招聘|增加|认定|命名|新改扩建|选派|招聘|组建|评选|设立|布局|创成|开设|建好|布设|获得|荣获|取得|发表|承担|更换|更新|安装|选拔|表彰|举办|开展|组织|完成|提供|(?<=年)有)(?P<noun>[\u4e00-\u9fffA-Za-z“”（）]{2,20}?)"
    r"(?P<value>\d+(?:\.\d+)?)\s*余?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|门|部|批|人|例|户|份|册|条|场次?|项|篇|把|种|(?:次|期|轮)(?=以上|左右)))(?P<tail>以上|左右)?$"
)
_RENEWED = re.compile(  # 老旧电梯更新改造26台
    r"(?P<noun>[\u4e00-\u9fff“”]{2,16}?)(?P<verb>更新改造|改造|更新|更换|新建|安装|建设)(?P<value>\d+)\s*余?(?P<unit>个|所|家|处|张|套|台|辆|间|部|条|户|把)$"
)
_RANGED = re.compile(
    rf"(?P<before>.*?)(?:有|建成|创建|打造|培育|新增)(?P<value>\d+|[{HAN}])(?:到|至|[—–～~-])(?P<upper>\d+|[{HAN}])(?P<unit>个|家|所|项|名|支|处)(?P<noun>[\u4e00-\u9fff“”]{{2,24}})$"
)
_ALONE = re.compile(
    r"[\s　]*(?:到|至)?[\s　]*(?:累计|共|计划|力争)*(?P<verb>培养|培训|建成|新增|改造|遴选|引进|创建|认定|打造|招聘|新建)(?P<value>\d+)\s*余?(?P<unit>名|人|个|所|家|处|人次|台|辆|张)(?:以上|左右)?$"
)
_SERVED = re.compile(
    r"(?P<before>[^，。]{0,24}?)(?P<verb>开展|培训|筛查|发放|救助|完成|服务|惠及|组织|提供|管理|随访|体检)(?P<noun>[\u4e00-\u9fffA-Za-z“”（）]{2,20}?)"
    r"(?P<value>\d+(?:\.\d+)?)\s*余?(?P<unit>万?(?:人次|例次|人|名|份|户|例))(?P<tail>以上|左右)?$"
)
COUNTED = re.compile(
    r".*?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{3,20}?)(?P<value>\d+(?:\.\d+)?)\s*余?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|门|部|批|人|例|户|份|册|条|场|项))(?:以上|左右)?"
)
_WITHIN = re.compile(
    rf"^(?P<name>.{{2,24}}?)(?:应|须|要)?(?:在|于)(?P<value>\d+(?:\.\d+)?|[{HAN}]{{1,3}})\s*(?P<unit>个?工作日|个?小时|分钟|天|日)(?:以|之)?内(?P<verb>[\u4e00-\u9fff]{{2,12}})$"
)
_BARE_WITHIN = re.compile(
    r"^(?P<name>[\u4e00-\u9fffA-Za-z“”]{2,20}?)(?P<value>\d+)\s*(?P<unit>个?工作日|个?小时|分钟)(?:以|之)?内(?P<verb>[\u4e00-\u9fff]{2,10})$"
)
_FULL = re.compile(
    r"^(?P<name>.{2,40}?)(?:要|应|均|都|全部|基本)?(?:实现|达到|做到|保持)?(?:了)?(?:100%|百分之百)?全覆盖$"
)
_FULL_OF = re.compile(r"^(?P<head>.*?)(?:实现|做到|达到)(?P<name>[^，。]{2,30}?)全覆盖$")
_ZERO = re.compile(
    r"^(?P<name>.{0,30}?)(?:实现|保持|做到|为|达到)?“?零(?P<what>增长|发生|事故|死亡|感染|投诉|差错|违规|发案|感染)”?$"
)

_NONE = re.compile(  # 不发生医疗事故和医疗纠纷, 无输血安全事故发生, 无丙级住院病历
    r"^.{0,16}?(?:不(?:得|再)?(?:发生|出现)|(?<![\u4e00-\u9fff])无(?!故|菌|障|烟|偿|锡|缝))(?P<names>[\u4e00-\u9fff、]{2,24}?(?:事故|事件|纠纷|疫情|病历|感染|死亡|暴发|案件|舆情))(?:的?发生)?$"
)
_EVERYBODY = re.compile(  # 二级以上医院全部设立警务室, 所有乡镇卫生院具备住院分娩服务能力
    r"^(?:(?:所有|各)?(?P<who>[\u4e00-\u9fff]{2,16}?(?:医院|机构|卫生院|中心|学校|科室|病区))(?:全部|均|都)(?P<what>(?:设立|设置|配备|建立)[\u4e00-\u9fff]{2,12})"
    r"|所有(?P<who2>[\u4e00-\u9fff]{2,16}?(?:医院|机构|卫生院|中心|学校|科室|病区))(?:全部|均|都)?(?P<what2>具备[\u4e00-\u9fff]{2,16}))$"
)
_AVERAGE = re.compile(  # 收入不低于本单位同级别人员平均水平
    r"^(?P<name>.{2,24}?)(?:不低于|达到)(?P<of>[\u4e00-\u9fff]{2,24}平均(?:工资|收入)?水平)$"
)
_TEN = re.compile(
    r"^.{0,8}?(?P<name>[“\u4e00-\u9fff]{0,14}?十(?P<kind>[大佳])[\u4e00-\u9fff]{2,10}”?(?:项目)?)的?评选(?:活动)?$|^.{0,8}?评选(?P<name2>[“\u4e00-\u9fff]{0,14}?十(?P<kind2>[大佳])[\u4e00-\u9fff]{2,10}”?)$"
)
_NONE_UNIT = {"历": "份", "染": "例", "亡": "例"}


def within(clause: str, at: int, dates: list[tuple[int, int]]) -> FoundTarget | None:
    """在2个工作日内处置: a time that something takes at most."""
    found = _WITHIN.match(clause) or _BARE_WITHIN.match(clause)
    if not found or overlaps(found.start("value"), found.end("value"), dates):
        return None
    if re.search(r"月|季度|年|会后|活动|通知|自|之日|结束|前$|(?<!投诉)后$|超过|满|不足", found["name"]) or (
        re.match(r"报送|上报|提交|报$|备案|整改", found["verb"]) and found["unit"] in ("日", "天")
    ):
        return None
    name, scope = trimmed(found["name"])
    if len(name) < 2:
        return None
    return FoundTarget(
        at + found.start("value"),
        at + found.end("unit"),
        name,
        "lte",
        amount(found["value"]),
        found["unit"],
        clause,
        scope=scope,
    )


def built(clause: str, at: int, state: Carried, dates: list[tuple[int, int]]) -> FoundTarget | None:
    """至少建成1所…, 新增托位300个: things to build, counted."""
    text = blanked(clause, dates)
    if renewed := _RENEWED.fullmatch(text.strip("　 ")):
        name, scope = trimmed(renewed["noun"] + renewed["verb"])
        return FoundTarget(
            at, at + len(clause), name, "gte", renewed["value"], renewed["unit"], clause.strip(), scope=scope
        )
    if listed := _BUILT_LIST.match(text) or _SERVED.match(text):
        name, scope = trimmed(listed["noun"])
        before, area = trimmed(listed["before"] or "")
        if len(name) >= 2:
            state.built = listed["verb"]
            return FoundTarget(
                at + listed.start("value"),
                at + listed.end("unit"),
                (listed["verb"] if listed["verb"] != "有" else "") + listed["noun"],
                "approx" if listed["tail"] == "左右" else "gte",
                listed["value"],
                listed["unit"],
                clause.strip(),
                scope=before or area or scope,
            )
    if (alone := _ALONE.match(text)) and state.before:  # 实施…计划，到2028年累计培养300名
        what = re.sub(r"^(?:实施|开展|推进|落实|启动)+", "", trimmed(state.before)[0])[-20:]
        if len(what) >= 3:
            return FoundTarget(
                at + alone.start("value"),
                at + alone.end("unit"),
                alone["verb"] + what,
                "gte",
                alone["value"],
                alone["unit"],
                clause.strip(),
            )
    if state.built and (more := COUNTED.fullmatch(text)):  # …3个、市级专科5个
        return FoundTarget(
            at + more.start("value"),
            at + more.end("unit"),
            state.built + more["noun"],
            "gte",
            more["value"],
            more["unit"],
            clause.strip(),
        )
    if (ranged := _RANGED.match(text)) and len(ranged["noun"]) > 3:  # 有一到两个科室建设为重点专科
        return FoundTarget(
            at + ranged.start("value"),
            at + ranged.end("unit"),
            re.sub(r"^.{0,8}?(?:建设为|建成为?|创建为|成为|达到|列入|入选)", "", ranged["noun"]) or ranged["noun"],
            "between",
            amount(ranged["value"]),
            ranged["unit"],
            clause.strip(),
            upper=amount(ranged["upper"]),
        )
    found = _BUILD.match(text)
    if not found or not found["noun"]:
        return None
    if found["unit"] in ("次", "轮", "期") and (not (found["op"] or found["tail"]) or "每" in text):
        return None  # 每年开展2次 comes back
    verb, op = found["verb"] or found["verb2"] or "", found["op"] or ""
    if not verb or (not op and not found["tail"] and found["value"][0] in HAN and not found["value"].isdigit()):
        return None
    if (
        not op
        and not found["tail"]
        and re.search(r"^(?:开展|组织|实施|完成|支持|覆盖)$", verb)
        and found["unit"] in ("项", "种", "条", "份", "部")
    ):
        return None
    if re.search(r"等$|^(?:方面|以上|以下|左右)", found["noun"]) or (not op and re.search("等", found["noun"])):
        return None
    plainly = found["value"].isdigit() and re.fullmatch(r"新建|建成|新增|改造|完成|创建|打造|培育|建设|引进|招聘", verb)
    if (
        not plainly
        and not op
        and not found["tail"]
        and not dates
        and not state.due
        and not state.per
        and not re.search(r"每|全[市县区省年院]|年内|各|原则上", text)
    ):
        return None
    before, scope = trimmed(found["before"])
    operator = {"超过": "gt", "约": "approx"}.get(op, "approx" if found["tail"] == "左右" else "gte")
    scope = before if is_scope(before) or before.startswith(("每", "各")) else scope
    noun = re.sub(r"(?:以上|左右)$", "", found["noun"])
    return FoundTarget(
        at + found.start("value"),
        at + found.end("unit"),
        noun,
        operator,
        amount(found["value"]),
        found["unit"],
        clause.strip(),
        scope=scope,
    )


def whole(clause: str, at: int, state: Carried, dates: list[tuple[int, int]]) -> FoundTarget | None:
    """全覆盖, 全部设立 and 不低于平均水平 are 100 %, 零增长 is 0, 十大 is ten; 做到零增长 alone is of what the clause before named."""
    text = without(clause, dates)
    if found := _ZERO.match(text):
        name, scope = trimmed(found["name"] or state.name)
        unit = "%" if found["what"] == "增长" else "起"
        if len(name) >= 2:
            return FoundTarget(
                at,
                at + len(clause),
                name,
                "eq" if found["what"] != "增长" else "lte",
                "0",
                unit,
                clause.strip(),
                scope=scope,
            )
        return None
    if found := _EVERYBODY.match(text):
        name, scope = trimmed((found["who"] or found["who2"]) + (found["what"] or found["what2"]))
        return FoundTarget(at, at + len(clause), name, "eq", "100", "%", clause.strip(), scope=scope)
    if found := _AVERAGE.match(text):
        name, scope = trimmed(found["name"])
        ratio = f"{name}与{found['of']}之比"
        return FoundTarget(at, at + len(clause), ratio, "gte", "100", "%", clause.strip(), scope=scope)
    if found := _TEN.match(text):
        name = f"评选{trimmed(found['name'] or found['name2'])[0].removesuffix('项目')}"
        unit = "项" if (found["kind"] or found["kind2"]) == "大" else "名"
        return FoundTarget(at, at + len(clause), name, "eq", "10", unit, clause.strip())
    if "全覆盖" not in text or not re.search(r"(?:实现|达到|做到|保持|率.{0,4})[^，]{0,30}全覆盖$", text):
        return None
    found = _FULL_OF.match(text)
    name = ""
    if found and len(trimmed(found["name"])[0]) >= 2:
        name = found["name"]
    elif full := _FULL.match(text):
        name = full["name"]
    name, scope = trimmed(name)
    if len(name) < 2 or len(name) > 30:
        return None
    return FoundTarget(at, at + len(clause), name, "eq", "100", "%", clause.strip(), scope=scope)


def none(clause: str, at: int) -> list[FoundTarget]:
    """不发生医疗事故和医疗纠纷: what must not happen at all, each for itself."""
    found = _NONE.match(clause.strip("　 "))
    if not found:
        return []
    return [
        FoundTarget(at, at + len(clause), name, "eq", "0", _NONE_UNIT.get(name[-1], "起"), clause.strip())
        for name in re.split("、|和|及", found["names"])
        if len(name) >= 3
    ]
