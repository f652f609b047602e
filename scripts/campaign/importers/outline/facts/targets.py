"""Targets: something measured, with operator, value, unit, baseline, per, scope, due and how binding it is.

One sentence is read clause by clause. A clause gives a target when a value with an operator (不低于, 达到, 降至, …以上) or a change (下降30%, 年均增长) ends
it, when 至少建成3所… counts things to build, when something is done 在2小时内, or when it is 全覆盖 or 零增长. The name is what stands before, without the
words of date, scope and modality; a clause whose subject is only a kind of unit (其中三级医院不低于90%) takes the name of the clause before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from campaign.importers.outline.facts.bounds import Carried, FoundTarget
from campaign.importers.outline.facts.counts import COUNTED, built, none, whole, within
from campaign.importers.outline.facts.moments import DateReader, Point
from campaign.importers.outline.facts.subjects import (
    NOUN,
    RATE,
    is_scope,
    only_named,
    shared,
    trimmed,
    undated,
    without,
)
from campaign.importers.outline.facts.values import (
    DOWN,
    NOT,
    NUMBER,
    RULES,
    TAIL,
    UNIT,
    UP,
    VALUE,
    WORDS,
    bounded,
    normal,
    numeric,
    operator_of,
    tail_of,
)
from campaign.importers.outline.words import LONGEST, amount, overlaps, pieces

_CHANGE = re.compile(rf"(?P<annual>年均|平均每年|每年|逐年|月均)?(?P<way>{UP}|{DOWN})(?:了|幅度)?(?P<op>{WORDS})?\s*$")
_SHARE = re.compile(
    r"(?P<name>.{2,24}?)(?:至少|不低于|应|要|须)+占(?:到)?(?P<of>[\u4e00-\u9fff]{2,20})的(?P<value>\d+(?:\.\d+)?)(?P<unit>%)(?:以上)?"
)
_STATUS = re.compile(
    r"截至|截止|目前|(?<![较比同与])去年|(?<![较比同与])上年度?全|以来|曾|已(?:经)?(?:达|建成|累计|完成)|现有|仅(?:为|有)|当前"
)
_NOW = re.compile(r"^(?:目前|当前|近年来|截至|截止|去年|上年|\d{4}年以来|多年来|现有|据统计)")
_AHEAD = re.compile(r"力争|确保|争取|(?:到|至)\s*20\d\d年|目标")
_MODALITY = (
    ("力争", "力争|争取(?!应)|努力|力求"),
    ("应争取", "应争取"),
    ("原则上", "原则上"),
    ("可", "(?<![不许])可(?:以)?(?=设|配|按)"),
)
_VALUE_END = re.compile(r"\d\s*(?:个?百分点|%|％|‰|[\u4e00-\u9fff]{1,3})?(?:以上|以下|以内|左右)?$|全覆盖$")
_PER = re.compile(r"每(?:个)?(?:学?年度?|半年|季度?|月|周|天|日|学期)|年均|月均|全年|全月|年内|按年|一年(?:内|至少)")
_BASE = re.compile(
    rf"(?:由|从)(?:原来的|目前的|现在的|现有的|上年的|\d{{4}}年的|\d{{4}}年(?:底|末)?)?(?P<from>\d+(?:\.\d+)?\s*(?:{UNIT})?)(?=(?:{UP}|{DOWN}|增至|压|缩|降|升|提))"
)
_THAN = re.compile(
    rf"(?:较|(?<![占之对配])比|同比|环比|与|相比于?|相较)(?P<then>(?:20\d\d年|上年|上一?年度?|去年|上年同期|去年同期|同期|基期|现有水平|前三年|前一年|过去|上季度|上月|\d{{4}}年度)[\u4e00-\u9fff]{{0,4}}?)?(?:相比|水平)?[，,]?(?={UP}|{DOWN}|[^\d]{{0,6}}(?:{UP}|{DOWN})|翻)"
    r"|在(?P<base>(?:20\d\d|上|去|前一)年(?:度|[底末])?|现有|基期|原有)(?:水平)?的?基础上[，,]?"
)
_OF = re.compile(  # 专家出诊数不少于工作日的60%
    rf"(?P<name>.{{2,30}}?)(?P<op>{WORDS})(?P<of>[\u4e00-\u9fff]{{2,12}})的(?P<value>\d+(?:\.\d+)?)(?P<unit>%|倍)(?P<tail>以上|以内)?"
)
_PER_SO_MANY = re.compile(  # AED配置密度达到每10万人30台
    rf"(?P<name>.{{2,24}}?)(?P<op>{WORDS}|按)(?P<of>每\d*[百千万亿十]*(?:人口?|张床位?|名[\u4e00-\u9fff]{{1,6}}?))(?:拥有|配备|配置|有)?(?P<value>\d+(?:\.\d+)?)(?P<unit>{UNIT})(?P<tail>以上|左右)?(?:(?:的标准)?(?:配置|配备|设置))?"
)
_BASIS = re.compile(
    r"以(?:20[\dxX×]{2}年(?:度|[底末])?|上年度?|去年)?的?(?P<name>[\u4e00-\u9fff]{3,16})为(?:基数|基线|基准)"
)
_TIER = re.compile(
    r"(?P<tier>(?:[省市县乡村]级|[一二三]级(?:及?以上)?|基层)[\u4e00-\u9fff]{0,4}?(?:医院|机构|卫生院|中心|学校))的?(?P<name>[\u4e00-\u9fff]{2,}(?:率|比例|占比|满意度|时间|费用))"
)
_WHOSE = re.compile(r"(?P<name>.{2,}?(?:率|占比|满意度|比例))(?P<whom>[\u4e00-\u9fff]{2,12}?)(?:比例)?")
_AHEAD_OF = re.compile(  # 预留不低于20%的专家号源, 按不低于50%的比例留用
    rf"(?P<before>.*?)(?P<op>{NOT}(?:低于|少于|超过|高于)|至少)\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>{UNIT})(?:以上)?的(?P<noun>[\u4e00-\u9fff“”]{{2,16}})"
)


def find(text: str, calendar: DateReader, *, name: str = "", due: str = "", strict: bool = False) -> list[FoundTarget]:
    """All targets in a paragraph. `name`: what a heading before it already named; `due`: the date a sentence before the list set for all of it.
    `strict`: only what is meant for the future (到…年, 力争): for paragraphs that tell how things stand."""
    made: list[FoundTarget] = []
    state = Carried(due=due, horizon=due)
    for begin, end in pieces(text, "。！!？"):
        sentence = text[begin:end]
        state = Carried(
            due=state.horizon, horizon=state.horizon, inferred=state.inferred, name=name, recent=state.recent
        )
        if len(sentence) > 20 * LONGEST:
            continue
        if _NOW.search(sentence) and not _AHEAD.search(sentence):
            continue
        if strict and not re.search(r"力争|确保|争取|(?:到|至)\s*20\d\d年|目标", sentence):
            continue
        for start, stop in _parts(sentence):
            made += _clause(sentence[start:stop], begin + start, state, calendar)
    return _tiered(made)


def _tiered(made: list[FoundTarget]) -> list[FoundTarget]:
    """三级医院使用率不低于15%，二级医院不低于30%: the first tier stands in the name of all, and is the scope of the first only."""
    scoped = {each.name for each in made if each.scope}
    return [
        replace(each, name=found["name"], scope=each.scope or found["tier"])
        if each.name in scoped and (found := _TIER.fullmatch(each.name))
        else each
        for each in made
    ]


def _parts(sentence: str) -> list[tuple[int, int]]:
    """Clauses; 、 parts them only where values stand on both sides (不低于92%、二级医院不低于88%)."""
    found: list[tuple[int, int]] = []
    for begin, end in pieces(sentence, "，,；;"):
        inner = list(pieces(sentence[begin:end], "、"))
        clause = sentence[begin:end]
        held = [
            bool(re.search(r"\d", clause[start:stop]))
            and bool(bounded(clause[start:stop]) or COUNTED.fullmatch(clause[start:stop]))
            for start, stop in inner
        ]
        if len(inner) > 1 and sum(held) > 1 and "分别" not in clause:
            at = begin
            for (_, stop), valued in zip(inner, held, strict=True):
                if valued:
                    found.append((at, begin + stop))
                    at = begin + stop + 1
            if at < end:
                found.append((at, end))
        else:
            found.append((begin, end))
    return found


def _clause(clause: str, at: int, state: Carried, calendar: DateReader) -> list[FoundTarget]:
    """The targets of one clause; what later clauses take over is put into `state`."""
    if len(clause) > LONGEST:
        return []
    future = re.search(r"力争|确保|提高到|提升到|降至", clause)
    if _STATUS.search(clause) and not future and ("截至" not in clause or re.search(r"已|仅|累计|共有?", clause)):
        state.due = ""
        return []
    dates = [point for point in calendar.points(clause) if point.last]
    for point in dates:
        before = clause[: point.begin]
        if re.search(r"(?:较|比|与|以|自|从|由|于|同)$|每(?:年|月|季度?)的?$", before) or (
            calendar.year and int((point.last or "0")[:4]) < calendar.year
        ):
            continue
        if (
            re.match(r"[底末]?(?:之前|以前|前)", clause[point.end :])
            and len(clause) - point.end > 5
            and not _VALUE_END.search(clause)
        ):
            continue  # a deadline of something else in its own clause
        state.due, state.inferred = point.last or "", point.inferred
        if re.search(r"(?:到|至)$", before):
            state.horizon = state.due
    modality = next((word for word, words in _MODALITY if re.search(words, clause)), "")
    if modality and re.match(r"(?:力争|争取|努力|原则上)", clause):
        state.modality = modality
    per = found[0] if (found := _PER.search(clause)) else ""
    spans = [(point.begin, point.end) for point in dates]
    if several := _several(clause, at, state, dates):
        made = several
    elif one := _one(clause, at, state, spans):
        made = [one]
    else:
        made = none(clause, at)
    made = [
        replace(
            each,
            due=each.due or state.due,
            due_inferred=state.inferred,
            modality=modality or state.modality,
            per=each.per or per,
        )
        for each in made
    ]
    if not made and not spans and (not per or len(clause) > 8):
        state.before = re.sub(rf"^(?:{_PER.pattern})[一二三四五六日天]?", "", clause) if per else clause
    if not (made and made[-1].name.startswith(state.built or "0")):
        state.built = ""
    made = [one for each in made for one in _shared_value(each)]
    state.recent += tuple(each.name for each in made)
    if made:
        state.name, state.unit, state.per = made[-1].name, made[-1].unit, made[-1].per
    if not made and len(dates) > 1:
        state.dates = tuple(point.last or "" for point in dates)
    if not made and (base := _BASIS.search(clause)):  # 以上年费用为基数，做到零增长
        state.name = base["name"]
    if not made and not spans and (named := only_named(clause)):
        state.name = named
    return made


def _shared_value(target: FoundTarget) -> list[FoundTarget]:
    """甲率、乙率≥90%: two things measured share one value."""
    names = target.name.split("、")
    if len(names) > 1 and all(RATE.search(each) and len(each) > 2 for each in names):
        return [replace(target, name=each) for each in names]
    return [target]


def _several(clause: str, at: int, state: Carried, dates: list[Point]) -> list[FoundTarget]:
    """甲、乙分别达到80%、95% — as many values as subjects, or as dates before them."""
    found = re.search(
        rf"(?P<head>.*?)分别(?P<op>{WORDS})?(?P<op2>{WORDS})?\s*(?P<values>{NUMBER}\s*(?:{UNIT})?(?:{TAIL})?(?:(?:、|和|，|,){NUMBER}\s*(?:{UNIT})?(?:{TAIL})?)+)(?P<tail>{TAIL})?$",
        clause,
    )
    if not found:
        return []
    values = re.split(r"、|和|，|,", found["values"])
    units = [match[0] if (match := re.search(rf"(?:{UNIT})", re.sub(NUMBER, "", each))) else "" for each in values]
    numbers = [match[0] if (match := re.match(rf"\s*({NUMBER})", each)) else "" for each in values]
    unit = next((each for each in reversed(units) if each), "")
    head = found["head"]
    due_list = [point for point in dates if point.end <= len(head)]
    subjects: list[str] = []
    earlier: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    before = trimmed(undated(head, dates))[0]
    if (not before or re.search(r"(?:上述|以上|前述|这)(?:[两三四二]项)?(?:指标|目标|比例)$", before)) and len(
        state.recent
    ) >= len(values):
        again = state.recent[-len(values) :]
    if again:
        due_list, name = [], again[0]
    elif not before:
        return []
    elif len(due_list) < len(values) == len(state.dates) and not re.search(r"、|和", undated(head, dates)):
        earlier, due_list = state.dates, []
        name = trimmed(head)[0]
    elif len(due_list) >= len(values):
        due_list = due_list[-len(values) :]
        stem = head[: due_list[0].begin] + head[due_list[-1].end :].lstrip("底末前，,、")
        name = trimmed(stem)[0] or state.name
    else:
        due_list = []
        parts = re.split(r"、|和|及|与", re.sub(r"^(?:其中)", "", undated(head, dates)))
        if len(parts) < len(values):
            return []
        subjects = parts[-len(values) :]
        first = subjects[0]
        name, subjects[-1] = shared(first, subjects[-1], state.name)
        if re.fullmatch("[一二三四]", first) and subjects[-1][:1] in "一二三四" and len(subjects[-1]) > 2:
            subjects = [each + (subjects[-1][1:] if len(each) == 1 else "") for each in subjects]
    word = found["op2"] or found["op"] or ""
    made = []
    for place, number in enumerate(numbers):
        operator, change = operator_of(word, found["tail"] or tail_of(values[place]), amount(number), unit, head)
        subject = subjects[place] if subjects else ""
        own = again[place] if again else name or trimmed(subject)[0]
        if len(own) < 2:
            return []
        made.append(
            FoundTarget(
                at,
                at + len(clause),
                own,
                operator,
                *normal(number, units[place] or unit),
                clause,
                change=change,
                scope=subject.strip("的") if name and subjects else "",
                due=(due_list[place].last or "") if due_list else earlier[place] if earlier else "",
            )
        )
    return made


def _one(clause: str, at: int, state: Carried, dates: list[tuple[int, int]]) -> FoundTarget | None:
    stripped = clause.rstrip(" 　\t）)")
    values = [
        each
        for each in VALUE.finditer(stripped)
        if not overlaps(each.start("value"), each.end("value"), dates) and (each["op"] or each["value"][0].isdigit() or each["unit1"] or each["unit"] in ("%", "％") or each["value"].startswith("百分之") or "分之" in each["value"])
    ]  # fmt: skip
    last = values[-1] if values else None
    ending = stripped[last.end() :] if last else stripped
    ends = not ending or re.fullmatch(
        r"[:：].*|(?:的(?:目标|要求|水平|标准)|水平|标准|方可.{1,8}|（[^）]*）?|\([^)]*\)?)", ending
    )
    if last and ends and (made := _bound(stripped, last, at, state, dates)):
        return made
    if share := _SHARE.fullmatch(stripped):
        name, scope = trimmed(without(share["name"], dates))
        if len(name) >= 2:
            return FoundTarget(
                at + share.start("value"),
                at + share.end("unit"),
                f"{name}占{share['of']}的比例",
                "gte",
                share["value"],
                "%",
                clause.strip(),
                scope=scope,
            )
    return (
        _part_of(stripped, at, dates)
        or within(stripped, at, dates)
        or built(stripped, at, state, dates)
        or whole(stripped, at, state, dates)
    )


def _part_of(clause: str, at: int, dates: list[tuple[int, int]]) -> FoundTarget | None:
    """A value with a noun around it: 出诊数不少于工作日的60%, 预留不低于20%的专家号源, 按不低于50%的比例留用."""
    unit = ""
    if found := _OF.fullmatch(clause):
        name, scope = trimmed(without(found["name"], dates))
        if not NOUN.search(name):
            return None
    elif found := _PER_SO_MANY.fullmatch(clause):
        name, scope = trimmed(without(found["name"], dates))
        unit = f"{found['unit']}/{found['of'].removeprefix('每')}"
    elif found := _AHEAD_OF.fullmatch(clause):
        name, scope = found["noun"], ""
        if share := re.match("(?:比例|标准|频次|额度)", name):
            what, scope = trimmed(re.sub("[按以]$", "", without(found["before"], dates)))
            name = f"{what}{name[share.end() :]}{share[0]}"
    else:
        return None
    if len(name) < 2 or overlaps(found.start("value"), found.end("value"), dates):
        return None
    operator, _ = operator_of(
        found["op"],
        found["tail"] if "tail" in found.groupdict() and found["tail"] else "",
        found["value"],
        found["unit"],
        "",
    )
    return FoundTarget(
        at + found.start("value"), at + found.end("unit"), name, operator, found["value"], unit or found["unit"], clause.strip(), scope=scope
    )  # fmt: skip


def _bound(
    clause: str, last: re.Match[str], at: int, state: Carried, dates: list[tuple[int, int]]
) -> FoundTarget | None:
    """A value at the end of its clause, with an operator, a change or a rate before it."""
    head = without(clause[: last.start()], dates)
    word = last["op2"] or last["op"] or ""
    unit = last["unit"] or last["unit1"] or ""
    if unit and last["per"] and last["per"][-1] not in "年月季周日天":
        unit += last["per"]
    value, unit = normal(last["value"], unit)
    change, baseline = "", ""
    if found := _BASE.search(head + (last["op"] or "")):
        baseline = found["from"]
        head = head[: found.start()] + head[found.end() :] if found.end() <= len(head) else head[: found.start()]
    changed = _CHANGE.search(head)
    operator = ""
    per = ""
    if changed and not (word and re.fullmatch(RULES[5][1], word)) and not re.match(r"至|到", word):
        change = "up" if re.fullmatch(UP, changed["way"]) else "down"
        per = changed["annual"] or ""
        head = head[: changed.start()]
        if change == "up" and (unit in ("%", "个百分点", "百分点", "‰") or per or _THAN.search(clause)):
            pass
        elif change == "up" and changed["way"] in ("新增", "增加"):
            change = ""
        if than := _THAN.search(clause):
            baseline = baseline or (than["then"] or than["base"] or "上年同期" * than[0].startswith("同比")).strip()
            head = head[: than.start()] if than.start() < len(head) else head
            if not re.search(r"[\u4e00-\u9fff]{2}", head):
                head = without(clause[than.end() : last.start()], [])[: -len(changed["way"])]
        operator = "approx" if last["tail"] == "左右" else "gte" if change != "down" else "lte"
    elif (
        (
            led := re.match(
                rf"(?:使|将|力争|确保|平均|进一步)*(?P<way>{UP}|{DOWN}|节约|减轻)(?P<noun>[\u4e00-\u9fff]{{2,}})$",
                head,
            )
        )
        and unit in ("%", "个百分点", "‰", "天", "分钟", "小时")
        and not word
    ):
        change = "up" if re.fullmatch(UP, led["way"]) else "down"
        operator, head = "gte" if change == "up" else "lte", led["noun"]
    else:
        operator, _ = operator_of(word, last["tail2"] or last["tail"] or "", value, unit, head)
        head = re.sub(rf"(?:{UP}|{DOWN}|压|缩短|缩)$", "", head)
    if not (
        word
        or last["tail"]
        or change
        or (unit in ("%", "‰") and RATE.search(head.rstrip("为：:")))
        or (unit == "比" and head.endswith("比"))
    ):
        return None
    if last["tail"] == "余" and not word:
        return None
    if word == "为" and unit in ("年", "个月", "月", "周") and re.search(r"期限?$", head):
        return None
    name, scope = trimmed(head)
    if _PER.match(name):
        name = re.sub(rf"^(?:{_PER.pattern})", "", name)
    if re.fullmatch("累计|合计|总计|共|总共", name):
        name = ""
    if not name and state.before and unit in ("次", "场", "期", "轮", "场次") and _PER.search(clause):
        name = re.sub(r"^(?:定期|经常|积极)?(?:组织|开展|举办|召开)*", "", trimmed(state.before)[0])[-20:]
    if not unit and ":" not in value and not (word and NOUN.search(name)):
        return None
    if named := re.search(
        r"(?:^|[，,])(?P<what>[^：:，,]{2,24}(?:率|比例|占比|满意度|时间|次数|费用))[:：](?P<whom>[^：:]{2,20})$", head
    ):
        state.name, name = named["what"], trimmed(named["whom"])[0]
    if (whose := _WHOSE.fullmatch(name)) and (
        is_scope(whose["whom"]) or (unit in ("%", "‰") and len(whose["whom"]) > 2 and not NOUN.search(whose["whom"]))
    ):  # 药品使用率市级三级, 早诊率宫颈癌
        name, scope, state.name = whose["name"], "".join(filter(None, (scope, whose["whom"]))), whose["name"]
    rate = unit in ("%", "‰") and not change and RATE.search(state.name)
    if rate and name and not re.search(r"率|数|量|度|费|额|比|成本|收入|覆盖|水平", name) and len(name) <= 16:
        scope, name = "".join(filter(None, (scope, name))), state.name
    if not name or (
        name
        and is_scope(name)
        and state.name
        and name not in state.recent
        and unit == (state.unit or unit)
        and not re.search(r"(?:率|比例|占比|次数|时间|满意度)$", name)
    ):
        scope = "".join(filter(None, (scope, name)))
        name = state.name
    if re.search(r"(?:精确|具体|细化|落实|明确|延伸|下沉|覆盖)$", name) and word in ("到", "至"):
        return None
    if len(name) < 2 or len(name) > 45 or (not word and not change and not NOUN.search(name)):
        return None
    if re.search(
        r"^(?:对|凡|如|若|连续|得分|分值|满分|给予|奖励|扣|超过|每超)|(?:得分|评分|分值|奖励|扣|权重)$|以下罚|者$", name
    ) and unit in ("分", "次", "元", "万元"):
        return None
    if not NOUN.search(name) and not re.search(r"每", clause) and unit in ("日", "天", "年", "岁", "") and not change:
        return None
    if unit in ("%",) and not change and numeric(value) > 100:
        return None
    upper = normal(last["upper"], unit)[0] if last["upper"] else ""
    if upper and (not re.fullmatch(r"[\d.]+", upper) or numeric(upper) < numeric(value)):
        upper = ""
    if upper:
        operator = "between"
    if not re.fullmatch(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)?", value):
        return None
    return FoundTarget(
        at + last.start("value"), at + last.end(), name, operator, value, unit, clause.strip(), upper=upper,
        change=change, baseline=baseline, scope=scope, per=per,
    )  # fmt: skip
