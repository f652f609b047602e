"""What a value is of: the name and the scope in the words before it, without connecting words, dates and modality."""

from __future__ import annotations

import re

from campaign.importers.outline.facts.moments import Point

NOUN = re.compile(
    r"率|数|时间|时长|次数|比例?|占比|人数|费用|天数|日数?|住院日|病床|床位|医师|护士|满意度|覆盖|评分|得分|量|额|水平|程度|面积|金额|频次|指数|得票|比重|强度|密度|规模|产值|收入|薪酬|工资|年限|期限|时限|能力|成绩|成本|寿命|周期|浓度|投诉|事故|名额|药占|病例|负担|距离|半径|人次|例|密度|值$|成员|队伍|人员|托位|机构|库|者$|达标|事件"
)
RATE = re.compile(r"(?:率|比例|占比|比重|覆盖面|满意度|完成度|达标|合格|知晓)$|率（[^）]*）$")
_SCOPE_END = re.compile(
    r"(?:医院|机构|中心|卫生院|卫生室|科室?|县|市|区|乡镇|镇|街道|社区|村|学校|高校|小学|中学|幼儿园|年级|地区|单位|企业|部门|省级|市级|县级|乡级|国家级|[一二三]级|[甲乙丙]等|其他|其余|病区|城市|农村|城镇|重点|人群|男性|女性|儿童|老年人|居民|职工|[一二三]甲|门诊|住院|病房)(?:（[^）]*）)?(?:的)?$"
)
_AREA = re.compile(
    r"^(?:全|各)(?:市|县|区|省|州|院|镇|乡|国|校|系统|域|行业)(?!(?:级|直))(?:（[^（）]{1,8}）)?|^我(?:市|县|区|省|院)"
)
_EVERY = re.compile(
    r"每(?:个|家|所|名|位|张|百|千|万|十|村|县|科|病区|院|校|班|人|床|例|起|次|处|场|日|社区|街道|乡|镇)[\u4e00-\u9fff（、）]*"
)
_LEAD = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,2}[)）]|其中|并且|并|且|而且|同时|另外|此外|也|又|和|及|与|使|让|将|把|对|确保|保证|保障|实现|做到|要求|要|应|须|应当|必须|全部|均|都|总体|基本|力争|争取|努力|推动|推进|促进|不断|进一步|切实|逐步|稳步|年内|全年|今年|累计|达到|一是|二是|三是|四是|五是|六是|该|其|至少|原则上|[:：、，,；;。．.\s])+"
)
_LEADS_TO_DATE = re.compile(r"(?:^|(?<=[，,、；;]))(?:力争|确保|争取|计划)?(?:到|至|截至)$")
_GRAIN = re.compile(r"以(?P<grain>[\u4e00-\u9fff、（）()]{2,12}?)为单位")
_DROP = re.compile(
    r"(?:要|应|须|应当|必须|原则上|力争|争取|平均|总体|全部|均|都|也|分别|基本|已|将|再|控制|总数|均要|均应|的|在|至少|每年|每月|每季度?|由|从|按月|月均|年均|必须要|努力|确保|稳定)+$"
)


def trimmed(head: str) -> tuple[str, str]:
    """(name, scope) of the words before a value: without connecting words, modality, area (全市) and every … (每个县)."""
    name = head.replace("　", "").strip(" 　，,、；;：:")
    if "、" in name and not re.search(r"（[^）]*、[^）]*）", name) and re.search(r"等$", name) is None:
        tail = name.rsplit("、", 1)[-1]
        if len(tail) >= 4 and NOUN.search(tail) and len(name) > 24:
            name = tail
    if (colon := re.search(r"[:：]([^:：]{2,})$", name)) and not re.search(r"\d[:：]\d", name):
        name = colon[1]
    scope = ""
    if (grain := _GRAIN.search(name)) and len(grain[0]) < len(name):
        scope, name = f"每个{grain['grain']}", name[: grain.start()] + name[grain.end() :]
    for _ in range(4):
        before = name
        name = _LEAD.sub("", name)
        if re.match(r"到$|至$", name):
            name = ""
        name = re.sub(r"^(?:到|至)(?=[，,])", "", name).lstrip("，,、")
        if area := _AREA.match(name):
            scope, name = area[0], name[area.end() :].lstrip("的")
        name = _DROP.sub("", name)
        if name == before:
            break
    if _opened(name):
        name = re.sub(r"[（(][^）)]*$", "", name)
    every = _EVERY.match(name)
    if every and every.end() == len(name) and not NOUN.search(name):
        return "", (scope + name)
    return name.strip("“”") if name.count("“") != name.count("”") else name, scope


def _opened(name: str) -> bool:
    return name.count("（") + name.count("(") > name.count("）") + name.count(")")


def is_scope(name: str) -> bool:
    """Are these words a kind of unit or of people rather than something measured?"""
    return bool(_SCOPE_END.search(name)) and len(name) <= 24


def shared(first: str, last: str, before: str) -> tuple[str, str]:
    """(name, last subject) where several subjects share what is measured: 三级医院、二级医院|四级手术占比; 高血压、2型糖尿病|患者规范管理率."""
    measured = re.search(rf"(?:{NOUN.pattern})$", last)
    if not measured:
        return (before if is_scope(last) or len(last) <= 6 else "", last)
    if re.search(rf"(?:{NOUN.pattern})$", first) and len(first) > 3:
        return "", last  # each subject is measured by its own name
    end = re.search(r"(?:医院|机构|卫生院|中心|学校|县|市|区|城市|农村|男性|女性|级|[甲乙]等|人群|居民)$", first)
    if end and (at := last.find(end[0])) >= 0 and at + len(end[0]) < len(last) - 1:
        at += len(end[0])
    elif found := re.search(r"(?:患者|人群|人口|居民|职工|儿童|老年人|学生)", last):
        at = found.start()
    else:
        at = len(last) - min(len(last) - 1, 4)
    return last[at:].lstrip("的"), last[:at].rstrip("的")


def only_named(clause: str) -> str:
    """A clause that only names something measured (门诊满意度：), for the values that follow."""
    found = re.fullmatch(r"(?:[\u4e00-\u9fff“”A-Za-z（）]{2,24}?)(?:率|比例|占比|满意度|时间|次数|费用)[:：]?", clause)
    return found[0].rstrip(":：") if found else ""


def undated(text: str, dates: list[Point]) -> str:
    """A clause without its dates."""
    for point in reversed(dates):
        if point.end <= len(text):
            text = text[: point.begin] + text[point.end :]
    return re.sub(r"^(?:到|至|截至)?[，,、]?", "", text)


def without(text: str, dates: list[tuple[int, int]]) -> str:
    """A clause without the places of its dates and the words that lead to them."""
    for begin, end in reversed(dates):
        if end <= len(text):
            text = _LEADS_TO_DATE.sub("", text[:begin]) + re.sub(r"^(?:之?前|以前|[底末])", "", text[end:])
    return re.sub(r"^(?:力争|确保)?(?:到|至|截至)?(?=[，,、])|^(?:力争|确保)?到$", "", text)


def blanked(text: str, dates: list[tuple[int, int]]) -> str:
    """A clause with blanks for its dates, so that every place stays."""
    for begin, end in dates:
        begin -= len(text[:begin]) - len(_LEADS_TO_DATE.sub("", text[:begin]))  # noqa: PLW2901 - 到 goes with its date
        text = text[:begin] + "　" * (end - begin) + text[end:]
    return text
