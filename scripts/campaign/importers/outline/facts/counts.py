"""Targets without a measured rate: things to build (至少建成3所), a time that something takes (2小时内), 全覆盖 and 零增长."""

from __future__ import annotations

import re

from campaign.importers.outline.facts.bounds import Carried, FoundTarget
from campaign.importers.outline.facts.subjects import blanked, is_scope, trimmed, without
from campaign.importers.outline.facts.values import HAN
from campaign.importers.outline.words import amount, overlaps

_BUILD = re.compile(
    rf"(?P<before>.*?)(?P<verb>(?:新增|新建|改扩?建|扩建|建成|建设|建立|创建|打造|培育|培养|遴选|选树|选派|引进|招聘|配备|配置|设置|设立|举办|开设|组建|评选|推出|完成|覆盖|招募|储备|认定|支持|命名|发展|遴选|建好|开展|组织|组织开展|实施|新改扩建|培训|救助|筛查|增加|改造|添置|购置|派出|选送)(?:和[\u4e00-\u9fff]{{2}})?)?"
    rf"(?P<op>不得?低于|不得?少于|至少|最少|不少于|超过|达到?|约)?(?P<verb2>建成|建设|新建|建立|配备|配置|设置|设立|培养|培训|举办|开展|打造|有|拥有|完成|创建|派出|组织|开设)?"
    rf"(?P<value>\d+(?:\.\d+)?|[{HAN}]{{1,3}})\s*(?P<more>余)?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|项|门|种|条|场次?|部|批|人次|人|例|户|份|册))(?P<tail>以上|左右)?"
    r"(?P<noun>[\u4e00-\u9fffA-Za-z“”（）()、]{2,30})?$"
)
_BUILT_LIST = re.compile(
    r"(?P<before>[^，。]{0,16}?)(?P<verb>新增|新建|改扩?建|扩建|建成|建设|建立|创建|打造|培育|培养|遴选|选树|引进|改造|配备|添置|购置|增设|增加|认定|命名|新改扩建|选派|招聘|组建|评选|设立|布局|创成|开设|建好|布设)(?P<noun>[\u4e00-\u9fffA-Za-z“”（）]{2,20}?)"
    r"(?P<value>\d+(?:\.\d+)?)\s*余?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|门|部|批|人|例|户|份|册|条|场|项))(?P<tail>以上|左右)?$"
)
_ALONE = re.compile(
    r"[\s　]*(?:到|至)?[\s　]*(?:累计|共|计划|力争)*(?P<verb>培养|培训|建成|新增|改造|遴选|引进|创建|认定|打造|招聘|新建)(?P<value>\d+)\s*余?(?P<unit>名|人|个|所|家|处|人次|台|辆|张)(?:以上|左右)?$"
)
_SERVED = re.compile(
    r"(?P<before>[^，。]{0,24}?)(?P<verb>开展|培训|筛查|发放|救助|完成|服务|惠及|组织|提供)(?P<noun>[\u4e00-\u9fffA-Za-z“”（）]{2,20}?)"
    r"(?P<value>\d+(?:\.\d+)?)\s*余?(?P<unit>万?(?:人次|例次|人|名|份|户|例))(?P<tail>以上|左右)?$"
)
COUNTED = re.compile(
    r".*?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{3,20}?)(?P<value>\d+)\s*余?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|门|部|批|人|例|户|份|册|条|场|项))(?:以上|左右)?"
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
    r"^(?P<name>.{2,30}?)(?:实现|保持|做到|为|达到)?“?零(?P<what>增长|发生|事故|死亡|感染|投诉|差错|违规|发案|感染)”?$"
)


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
    if listed := _BUILT_LIST.match(text) or _SERVED.match(text):
        name, scope = trimmed(listed["noun"])
        before, area = trimmed(listed["before"] or "")
        if len(name) >= 2:
            state.built = listed["verb"]
            return FoundTarget(
                at + listed.start("value"),
                at + listed.end("unit"),
                listed["verb"] + listed["noun"],
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
    found = _BUILD.match(text)
    if not found or not found["noun"]:
        return None
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
        and not re.search(r"每|全[市县区省年院]|年内|各", text)
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


def whole(clause: str, at: int, dates: list[tuple[int, int]]) -> FoundTarget | None:
    """全覆盖 is 100 %, 零增长 is 0."""
    text = without(clause, dates)
    if found := _ZERO.match(text):
        name, scope = trimmed(found["name"])
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
