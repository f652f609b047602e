"""Targets: something measured, with operator, value, unit, baseline, per, scope, due and how binding it is.

One sentence is read clause by clause. A clause gives a target when a value with an operator (不低于, 达到, 降至, …以上) or a change (下降30%, 年均增长) ends
it, when 至少建成3所… counts things to build, when something is done 在2小时内, or when it is 全覆盖 or 零增长. The name is what stands before, without the
words of date, scope and modality; a clause whose subject is only a kind of unit (其中三级医院不低于90%) takes the name of the clause before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from campaign.importers.outline.facts.moments import Calendar
from campaign.importers.outline.words import LONGEST, amount, overlaps, pieces

_HAN = "一二三四五六七八九十百两"
_UP = "增长|递增|增幅达|上升|提高|提升|增加|上涨|扩大|新增"
_DOWN = "下降|递减|降低|减少|压减|压缩|缩短|缩减|下调|降|精简"
_RULES = (  # (operator, words before a value)
    ("gte", "不得?低于|不得?少于|不得?小于|不应?低于|不应?少于|不能?低于|至少|最少|达到?或超过|达到并保持|≥|>=|＞=|高于或等于|稳定在|保持在|维持在|保持|维持"),
    ("lte", "不得?超过|不得?高于|不得?多于|不得?大于|不应?超过|不应?高于|不能?超过|控制在|控制到|限制在|压缩在|压缩到|压缩至|压减至|压减到|降低?至|降低?到|下降至|下降到|减少至|减少到|缩短至|缩短到|缩短为|缩减至|缩减到|最高|最多|至多|≤|<=|＜=|低于或等于"),
    ("gt", "高于|超过|大于|多于|突破|＞|>"),
    ("lt", "低于|少于|小于|＜|<"),
    ("eq", "等于|＝|=|为"),
    ("reach", "提高到|提高至|提升到|提升至|增加到|增加至|上升到|上升至|增长到|增长至|扩大到|扩大至|达到|达至|达|至|到"),
)  # fmt: skip
_WORDS = "|".join(words for _, words in _RULES)
UNIT = (
    r"个百分点|百分点|%|％|‰|/(?:10|十)万|/百万|/万|DDDs?|分贝|微克/立方米|毫克/升|(?<=\d)级|(?:个|多)?(?:工作日|自然日|小时|月|星期|学时|课时|标准化?床位)|平方米|平方公里|公里|千米|(?:万|亿)?元(?:/[\u4e00-\u9fff]{1,4})?"
    r"|(?:万|亿|千)?(?:人次|例次|床日|人日|人份|人|名|位|个|张|所|家|处|场次?|次|件|起|例|项|本|篇|台|辆|套|份|户|支|种|类|间|座|期|批|条|幅|部|对|吨|亩|门|课|节|轮|届|校|村|站|点|科|床|班|队|团|岁|周岁|周|天|日|年|克|千克|公斤|毫克|毫升|升|米|分钟|秒|分|盏|册|块|组|小时|盒|支|株)"
)
_NUMBER = rf"(?:百分之[{_HAN}]+|\d+(?:[,，]\d{{3}})*(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)?|[{_HAN}]+(?:分之[{_HAN}]+)?)"
_TAIL = r"(?:左右|上下|以上|及以上|以下|及以下|以内|之内|以外|内|余)"
_VALUE = re.compile(
    rf"(?P<op>{_WORDS})?(?P<op2>{_WORDS})?\s*(?P<about>约|近)?\s*(?P<value>{_NUMBER})\s*(?P<unit1>%|％|‰)?(?:(?:[-—–~～至到]+)\s*(?P<upper>{_NUMBER}))?\s*"
    rf"(?P<unit>{UNIT})?(?P<per>/(?:[年月季周日天]|百?千?[张名人]))?\s*(?P<tail>{_TAIL})?(?P<tail2>{_TAIL})?"
)  # fmt: skip
_CHANGE = re.compile(
    rf"(?P<annual>年均|平均每年|每年|逐年|月均)?(?P<way>{_UP}|{_DOWN})(?:了|幅度)?(?P<op>{_WORDS})?\s*$"
)
_BUILD = re.compile(
    rf"(?P<before>.*?)(?P<verb>(?:新增|新建|改扩?建|扩建|建成|建设|建立|创建|打造|培育|培养|遴选|选树|选派|引进|招聘|配备|配置|设置|设立|举办|开设|组建|评选|推出|完成|覆盖|招募|储备|认定|支持|命名|发展|遴选|建好|开展|组织|组织开展|实施|新改扩建|培训|救助|筛查|增加|改造|添置|购置|派出|选送)(?:和[\u4e00-\u9fff]{{2}})?)?"
    rf"(?P<op>不得?低于|不得?少于|至少|最少|不少于|超过|达到?|约)?(?P<verb2>建成|建设|新建|建立|配备|配置|设置|设立|培养|培训|举办|开展|打造|有|拥有|完成|创建|派出|组织|开设)?"
    rf"(?P<value>\d+(?:\.\d+)?|[{_HAN}]{{1,3}})\s*(?P<more>余)?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|项|门|种|条|场次?|部|批|人次|人|例|户|份|册))(?P<tail>以上|左右)?"
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
_COUNTED = re.compile(
    r".*?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{3,20}?)(?P<value>\d+)\s*余?(?P<unit>(?:万|千)?(?:个|所|家|处|名|位|张|支|套|台|辆|间|座|门|部|批|人|例|户|份|册|条|场|项))(?:以上|左右)?"
)
_WITHIN = re.compile(
    rf"^(?P<name>.{{2,24}}?)(?:应|须|要)?(?:在|于)(?P<value>\d+(?:\.\d+)?|[{_HAN}]{{1,3}})\s*(?P<unit>个?工作日|个?小时|分钟|天|日)(?:以|之)?内(?P<verb>[\u4e00-\u9fff]{{2,12}})$"
)
_BARE_WITHIN = re.compile(
    r"^(?P<name>[\u4e00-\u9fffA-Za-z“”]{2,20}?)(?P<value>\d+)\s*(?P<unit>个?工作日|个?小时|分钟)(?:以|之)?内(?P<verb>[\u4e00-\u9fff]{2,10})$"
)
_SHARE = re.compile(
    r"(?P<name>.{2,24}?)(?:至少|不低于|应|要|须)+占(?:到)?(?P<of>[\u4e00-\u9fff]{2,20})的(?P<value>\d+(?:\.\d+)?)(?P<unit>%)(?:以上)?"
)
_FULL = re.compile(
    r"^(?P<name>.{2,40}?)(?:要|应|均|都|全部|基本)?(?:实现|达到|做到|保持)?(?:了)?(?:100%|百分之百)?全覆盖$"
)
_FULL_OF = re.compile(r"^(?P<head>.*?)(?:实现|做到|达到)(?P<name>[^，。]{2,30}?)全覆盖$")
_ZERO = re.compile(
    r"^(?P<name>.{2,30}?)(?:实现|保持|做到|为|达到)?“?零(?P<what>增长|发生|事故|死亡|感染|投诉|差错|违规|发案|感染)”?$"
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
_NOUN = re.compile(
    r"率|数|时间|时长|次数|比例?|占比|人数|费用|天数|日数?|住院日|病床|床位|医师|护士|满意度|覆盖|评分|得分|量|额|水平|程度|面积|金额|频次|指数|得票|比重|强度|密度|规模|产值|收入|年限|期限|时限|能力|成绩|成本|寿命|周期|浓度|投诉|事故|名额|药占|病例|负担|距离|半径|人次|例|密度|值$|成员|队伍|人员|托位|机构|库|者$|达标|事件"
)
_RATE = re.compile(r"(?:率|比例|占比|比重|覆盖面|满意度|完成度|达标|合格|知晓)$|率（[^）]*）$")
_VALUE_END = re.compile(r"\d\s*(?:个?百分点|%|％|‰|[\u4e00-\u9fff]{1,3})?(?:以上|以下|以内|左右)?$|全覆盖$")
_SCOPE_END = re.compile(
    r"(?:医院|机构|中心|卫生院|卫生室|科室?|县|市|区|乡镇|镇|街道|社区|村|学校|高校|小学|中学|幼儿园|年级|地区|单位|企业|部门|省级|市级|县级|乡级|国家级|[一二三]级|[甲乙丙]等|其他|其余|病区|城市|农村|城镇|重点|人群|男性|女性|儿童|老年人|居民|职工|[一二三]甲|门诊|住院|病房)(?:（[^）]*）)?(?:的)?$"
)
_AREA = re.compile(r"^(?:全|各)(?:市|县|区|省|州|院|镇|乡|国|校|系统|域|行业)(?!(?:级|直))|^我(?:市|县|区|省|院)")
_EVERY = re.compile(
    r"每(?:个|家|所|名|位|张|百|千|万|十|村|县|科|病区|院|校|班|人|床|例|起|次|处|场|日|社区|街道|乡|镇)[\u4e00-\u9fff（、）]*"
)
_PER = re.compile(r"每(?:个)?(?:学?年度?|半年|季度?|月|周|天|日|学期)|年均|月均|全年|年内|按年|一年(?:内|至少)")
_LEAD = re.compile(
    r"^(?:其中|并且|并|且|而且|同时|另外|此外|也|又|和|及|与|使|让|将|把|对|确保|保证|保障|实现|做到|要求|要|应|须|应当|必须|全部|均|都|总体|基本|力争|争取|努力|推动|推进|促进|不断|进一步|切实|逐步|稳步|年内|全年|今年|累计|达到|一是|二是|三是|四是|五是|六是|该|其|至少|原则上|[:：、，,；;。．.\s])+"
)
_DROP = re.compile(
    r"(?:要|应|须|应当|必须|原则上|力争|争取|平均|总体|全部|均|都|也|分别|基本|已|将|再|控制|总数|均要|均应|的|在|至少|每年|每月|每季度?|由|从|按月|月均|年均|必须要|努力|确保|稳定)+$"
)
_BASE = re.compile(
    rf"(?:由|从)(?:原来的|目前的|现在的|现有的|上年的|\d{{4}}年的|\d{{4}}年(?:底|末)?)?(?P<from>\d+(?:\.\d+)?\s*(?:{UNIT})?)(?=(?:{_UP}|{_DOWN}|增至|压|缩|降|升|提))"
)
_THAN = re.compile(
    rf"(?:较|比|同比|环比|与|相比于?|相较)(?P<then>(?:20\d\d年|上年|上一?年度?|去年|上年同期|去年同期|同期|基期|现有水平|前三年|前一年|过去|上季度|上月|\d{{4}}年度)[\u4e00-\u9fff]{{0,4}}?)?(?:相比|水平)?[，,]?(?={_UP}|{_DOWN}|[^\d]{{0,6}}(?:{_UP}|{_DOWN})|翻)"
)


@dataclass(frozen=True)
class Target:
    """One bound found in a paragraph; `begin` to `end` is its value, `words` the clause it was read from."""

    begin: int
    end: int
    name: str
    operator: str
    value: str
    unit: str
    words: str
    upper: str = ""
    change: str = ""  # up, down: the value is a change against the baseline
    baseline: str = ""
    scope: str = ""
    due: str = ""
    due_inferred: bool = False
    since: str = ""
    modality: str = ""
    per: str = ""


@dataclass
class _State:
    """What a clause takes over from those before it in the sentence."""

    due: str = ""
    built: str = ""
    recent: tuple[str, ...] = ()  # names of all targets so far: 上述指标分别…
    before: str = ""  # the clause before, where it has no value
    dates: tuple[str, ...] = ()  # several in the clause before: 到2027年、2030年，
    horizon: str = ""  # 到2027年底: holds for the sentences that follow as well
    inferred: bool = False
    modality: str = ""
    name: str = ""
    per: str = ""
    unit: str = ""
    scope: str = ""


def find(text: str, calendar: Calendar, *, name: str = "", due: str = "", strict: bool = False) -> list[Target]:
    """All targets in a paragraph. `name`: what a heading before it already named; `due`: the date a sentence before the list set for all of it.
    `strict`: only what is meant for the future (到…年, 力争): for paragraphs that tell how things stand."""
    made: list[Target] = []
    state = _State(due=due, horizon=due)
    for begin, end in pieces(text, "。！!？"):
        sentence = text[begin:end]
        state = _State(
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
    return made


def _parts(sentence: str) -> list[tuple[int, int]]:
    """Clauses; 、 parts them only where values stand on both sides (不低于92%、二级医院不低于88%)."""
    found: list[tuple[int, int]] = []
    for begin, end in pieces(sentence, "，,；;"):
        inner = list(pieces(sentence[begin:end], "、"))
        clause = sentence[begin:end]
        held = [
            bool(re.search(r"\d", clause[start:stop]))
            and bool(_valued(clause[start:stop]) or _COUNTED.fullmatch(clause[start:stop]))
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


def _valued(part: str) -> re.Match[str] | None:
    last = None
    for each in _VALUE.finditer(part):
        if each["unit"] or each["unit1"] or ":" in each["value"]:
            last = each
    return last if last and (last["op"] or last["tail"]) else None


def _clause(clause: str, at: int, state: _State, calendar: Calendar) -> list[Target]:
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
        made = []
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
    if not made and not spans and not per:
        state.before = clause
    if not (made and made[-1].name.startswith(state.built or "0")):
        state.built = ""
    made = [one for each in made for one in _shared_value(each)]
    state.recent += tuple(each.name for each in made)
    if made:
        state.name, state.unit, state.per = made[-1].name, made[-1].unit, made[-1].per
    if not made and len(dates) > 1:
        state.dates = tuple(point.last or "" for point in dates)
    if not made and not spans and (named := _subject(clause)):
        state.name = named
    return made


def _shared_value(target: Target) -> list[Target]:
    """甲率、乙率≥90%: two things measured share one value."""
    names = target.name.split("、")
    if len(names) > 1 and all(_RATE.search(each) and len(each) > 3 for each in names):
        return [replace(target, name=each) for each in names]
    return [target]


def _subject(clause: str) -> str:
    """A clause that only names something measured (门诊满意度：), for the values that follow."""
    found = re.fullmatch(r"(?:[\u4e00-\u9fff“”A-Za-z（）]{2,24}?)(?:率|比例|占比|满意度|时间|次数|费用)[:：]?", clause)
    return found[0].rstrip(":：") if found else ""


def _several(clause: str, at: int, state: _State, dates: list) -> list[Target]:  # type: ignore[type-arg]
    """甲、乙分别达到80%、95% — as many values as subjects, or as dates before them."""
    found = re.search(
        rf"(?P<head>.+?)分别(?P<op>{_WORDS})?(?P<op2>{_WORDS})?\s*(?P<values>{_NUMBER}\s*(?:{UNIT})?(?:{_TAIL})?(?:(?:、|和|，|,){_NUMBER}\s*(?:{UNIT})?(?:{_TAIL})?)+)(?P<tail>{_TAIL})?$",
        clause,
    )
    if not found:
        return []
    values = re.split(r"、|和|，|,", found["values"])
    units = [match[0] if (match := re.search(rf"(?:{UNIT})", re.sub(_NUMBER, "", each))) else "" for each in values]
    numbers = [match[0] if (match := re.match(rf"\s*({_NUMBER})", each)) else "" for each in values]
    unit = next((each for each in reversed(units) if each), "")
    head = found["head"]
    due_list = [point for point in dates if point.end <= len(head)]
    subjects: list[str] = []
    earlier: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    if re.search(r"(?:上述|以上|前述|这)(?:[两三四二]项)?(?:指标|目标|比例)$", _trimmed(head)[0]) and len(
        state.recent
    ) >= len(values):
        again = state.recent[-len(values) :]
    if again:
        due_list, name = [], again[0]
    elif len(due_list) < len(values) == len(state.dates) and not re.search(r"、|和", _undated(head, dates)):
        earlier, due_list = state.dates, []
        name = _trimmed(head)[0]
    elif len(due_list) >= len(values):
        due_list = due_list[-len(values) :]
        stem = head[: due_list[0].begin] + head[due_list[-1].end :].lstrip("底末前，,、")
        name = _trimmed(stem)[0] or state.name
    else:
        due_list = []
        parts = re.split(r"、|和|及|与", re.sub(r"^(?:其中)", "", _undated(head, dates)))
        if len(parts) < len(values):
            return []
        subjects = parts[-len(values) :]
        first = subjects[0]
        name, subjects[-1] = _shared(first, subjects[-1], state.name)
        if re.fullmatch("[一二三四]", first) and subjects[-1][:1] in "一二三四" and len(subjects[-1]) > 2:
            subjects = [each + (subjects[-1][1:] if len(each) == 1 else "") for each in subjects]
    word = found["op2"] or found["op"] or ""
    made = []
    for place, number in enumerate(numbers):
        operator, change = _operator(word, found["tail"] or _tail_of(values[place]), amount(number), unit, head)
        subject = subjects[place] if subjects else ""
        own = again[place] if again else name or _trimmed(subject)[0]
        if len(own) < 2:
            return []
        made.append(
            Target(
                at,
                at + len(clause),
                own,
                operator,
                *_number(number, units[place] or unit),
                clause,
                change=change,
                scope=subject.strip("的") if name and subjects else "",
                due=(due_list[place].last or "") if due_list else earlier[place] if earlier else "",
            )
        )
    return made


def _shared(first: str, last: str, before: str) -> tuple[str, str]:
    """(name, last subject) where several subjects share what is measured: 三级医院、二级医院|四级手术占比; 高血压、2型糖尿病|患者规范管理率."""
    measured = re.search(rf"(?:{_NOUN.pattern})$", last)
    if not measured:
        return (before if _is_scope(last) or len(last) <= 6 else "", last)
    if re.search(rf"(?:{_NOUN.pattern})$", first) and len(first) > 3:
        return "", last  # each subject is measured by its own name
    end = re.search(r"(?:医院|机构|卫生院|中心|学校|县|市|区|城市|农村|男性|女性|级|[甲乙]等|人群|居民)$", first)
    if end and (at := last.find(end[0])) >= 0 and at + len(end[0]) < len(last) - 1:
        at += len(end[0])
    elif found := re.search(r"(?:患者|人群|人口|居民|职工|儿童|老年人|学生)", last):
        at = found.start()
    else:
        at = len(last) - min(len(last) - 1, 4)
    return last[at:].lstrip("的"), last[:at].rstrip("的")


def _tail_of(value: str) -> str:
    found = re.search(_TAIL + "$", value)
    return found[0] if found else ""


def _undated(text: str, dates: list) -> str:  # type: ignore[type-arg]
    for point in reversed(dates):
        if point.end <= len(text):
            text = text[: point.begin] + text[point.end :]
    return re.sub(r"^(?:到|至|截至)?[，,、]?", "", text)


def _number(number: str, unit: str) -> tuple[str, str]:
    """(value, unit) as the model wants them: 百分之八十 → 80 %, 三分之一 → 33.3 %."""
    number = number.replace("，", "").replace("：", ":")
    if number.startswith("百分之"):
        return amount(number[3:]), "%"
    if "分之" in number:
        below, above = number.split("分之")
        if (two := amount(below)).isdigit() and (one := amount(above)).isdigit() and int(two):
            return f"{100 * int(one) / int(two):.1f}".removesuffix(".0"), "%"
    made = amount(number).replace(",", "")
    return made, "比" if ":" in made else unit.replace("％", "%")


def _operator(word: str, tail: str, value: str, unit: str, before: str) -> tuple[str, str]:
    """(operator, change) of a word before and a tail behind the value."""
    if tail in ("左右", "上下"):
        return "approx", ""
    if tail in ("以下", "及以下", "以内", "之内", "内"):
        return "lte", ""
    named = next((operator for operator, words in _RULES if word and re.fullmatch(words, word)), "")
    if tail in ("以上", "及以上") and named in ("", "reach", "eq", "gte"):
        return "gte", ""
    if named == "reach":
        lower = re.search(rf"(?:{_DOWN}|压|缩|降)$", before) is not None
        return ("lte" if lower else "eq" if value == "100" and unit in ("%", "％") else "gte"), ""
    if word in ("保持", "维持", "保持在", "维持在", "稳定在"):
        return ("eq" if value == "100" else "gte"), ""
    return named or "eq", ""


def _one(clause: str, at: int, state: _State, dates: list[tuple[int, int]]) -> Target | None:
    stripped = clause.rstrip(" 　\t）)")
    values = [
        each
        for each in _VALUE.finditer(stripped)
        if not overlaps(each.start("value"), each.end("value"), dates) and (each["op"] or each["value"][0].isdigit() or each["unit1"] or each["unit"] in ("%", "％") or each["value"].startswith("百分之") or "分之" in each["value"])
    ]  # fmt: skip
    last = values[-1] if values else None
    ending = stripped[last.end() :] if last else stripped
    ends = not ending or re.fullmatch(r"[:：].*|(?:的(?:目标|要求|水平|标准)|水平|标准|（[^）]*）?|\([^)]*\)?)", ending)
    if last and ends and (made := _bound(stripped, last, at, state, dates)):
        return made
    if share := _SHARE.fullmatch(stripped):
        name, scope = _trimmed(_without(share["name"], dates))
        if len(name) >= 2:
            return Target(
                at + share.start("value"),
                at + share.end("unit"),
                f"{name}占{share['of']}的比例",
                "gte",
                share["value"],
                "%",
                clause.strip(),
                scope=scope,
            )
    return _within(stripped, at, dates) or _built(stripped, at, state, dates) or _whole(stripped, at, dates)


def _bound(clause: str, last: re.Match[str], at: int, state: _State, dates: list[tuple[int, int]]) -> Target | None:
    """A value at the end of its clause, with an operator, a change or a rate before it."""
    head = _without(clause[: last.start()], dates)
    word = last["op2"] or last["op"] or ""
    unit = last["unit"] or last["unit1"] or ""
    value, unit = _number(last["value"], unit)
    change, baseline = "", ""
    if found := _BASE.search(head + (last["op"] or "")):
        baseline = found["from"]
        head = head[: found.start()] + head[found.end() :] if found.end() <= len(head) else head[: found.start()]
    changed = _CHANGE.search(head)
    operator = ""
    per = ""
    if changed and not (word and re.fullmatch(_RULES[5][1], word)) and not re.match(r"至|到", word):
        change = "up" if re.fullmatch(_UP, changed["way"]) else "down"
        per = changed["annual"] or ""
        head = head[: changed.start()]
        if change == "up" and (unit in ("%", "个百分点", "百分点", "‰") or per or _THAN.search(clause)):
            pass
        elif change == "up" and changed["way"] in ("新增", "增加"):
            change = ""
        if than := _THAN.search(clause):
            baseline = baseline or (than["then"] or "").strip()
            head = head[: than.start()] if than.start() < len(head) else head
            if not re.search(r"[\u4e00-\u9fff]{2}", head):
                head = _without(clause[than.end() : last.start()], [])[: -len(changed["way"])]
        operator = "approx" if last["tail"] == "左右" else "gte" if change != "down" else "lte"
    elif (
        (
            led := re.match(
                rf"(?:使|将|力争|确保|平均|进一步)*(?P<way>{_UP}|{_DOWN}|节约|减轻)(?P<noun>[\u4e00-\u9fff]{{2,}})$",
                head,
            )
        )
        and unit in ("%", "个百分点", "‰", "天", "分钟", "小时")
        and not word
    ):
        change = "up" if re.fullmatch(_UP, led["way"]) else "down"
        operator, head = "gte" if change == "up" else "lte", led["noun"]
    else:
        operator, _ = _operator(word, last["tail2"] or last["tail"] or "", value, unit, head)
        head = re.sub(rf"(?:{_UP}|{_DOWN}|压|缩短|缩)$", "", head)
    if not (
        word
        or last["tail"]
        or change
        or (unit in ("%", "‰") and _RATE.search(head.rstrip("为：:")))
        or (unit == "比" and head.endswith("比"))
    ):
        return None
    if last["tail"] == "余" and not word:
        return None
    name, scope = _trimmed(head)
    if _PER.match(name):
        name = re.sub(r"^" + _PER.pattern, "", name)
    if not name and state.before and unit in ("次", "场", "期", "轮", "场次") and _PER.search(clause):
        name = re.sub(r"^(?:定期|经常|积极)?(?:组织|开展|举办|召开)*", "", _trimmed(state.before)[0])[-20:]
    if not unit and ":" not in value and not (word and _NOUN.search(name)):
        return None
    if named := re.search(
        r"(?:^|[，,])(?P<what>[^：:，,]{2,24}(?:率|比例|占比|满意度|时间|次数|费用))[:：](?P<whom>[^：:]{2,20})$", head
    ):
        state.name, name = named["what"], _trimmed(named["whom"])[0]
    rate = unit in ("%", "‰") and not change and _RATE.search(state.name)
    if rate and name and not re.search(r"率|数|量|度|费|额|比|成本|收入|覆盖|水平", name) and len(name) <= 16:
        scope, name = "".join(filter(None, (scope, name))), state.name
    if not name or (
        name
        and _is_scope(name)
        and state.name
        and name not in state.recent
        and unit == (state.unit or unit)
        and not re.search(r"(?:率|比例|占比|次数|时间|满意度)$", name)
    ):
        scope = "".join(filter(None, (scope, name)))
        name = state.name
    if re.search(r"(?:精确|具体|细化|落实|明确|延伸|下沉|覆盖)$", name) and word in ("到", "至"):
        return None
    if len(name) < 2 or len(name) > 45 or (not word and not change and not _NOUN.search(name)):
        return None
    if re.search(
        r"^(?:对|凡|如|若|连续|得分|分值|满分|给予|奖励|扣|超过|每超)|(?:得分|评分|分值|奖励|扣|权重)$|以下罚|者$", name
    ) and unit in ("分", "次", "元", "万元"):
        return None
    if not _NOUN.search(name) and not re.search(r"每", clause) and unit in ("日", "天", "年", "岁", "") and not change:
        return None
    if unit in ("%",) and not change and _numeric(value) > 100:
        return None
    upper = _number(last["upper"], unit)[0] if last["upper"] else ""
    if upper and (not re.fullmatch(r"[\d.]+", upper) or _numeric(upper) < _numeric(value)):
        upper = ""
    if upper:
        operator = "between"
    if not re.fullmatch(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)?", value):
        return None
    return Target(
        at + last.start("value"), at + last.end(), name, operator, value, unit, clause.strip(), upper=upper,
        change=change, baseline=baseline, scope=scope, per=per,
    )  # fmt: skip


def _within(clause: str, at: int, dates: list[tuple[int, int]]) -> Target | None:
    """在2个工作日内处置: a time that something takes at most."""
    found = _WITHIN.match(clause) or _BARE_WITHIN.match(clause)
    if not found or overlaps(found.start("value"), found.end("value"), dates):
        return None
    if re.search(r"月|季度|年|会后|活动|通知|自|之日|结束|前$|(?<!投诉)后$|超过|满|不足", found["name"]) or (
        re.match(r"报送|上报|提交|报$|备案|整改", found["verb"]) and found["unit"] in ("日", "天")
    ):
        return None
    name, scope = _trimmed(found["name"])
    if len(name) < 2:
        return None
    return Target(
        at + found.start("value"),
        at + found.end("unit"),
        name,
        "lte",
        amount(found["value"]),
        found["unit"],
        clause,
        scope=scope,
    )


def _built(clause: str, at: int, state: _State, dates: list[tuple[int, int]]) -> Target | None:
    """至少建成1所…, 新增托位300个: things to build, counted."""
    text = _blanked(clause, dates)
    if listed := _BUILT_LIST.match(text) or _SERVED.match(text):
        name, scope = _trimmed(listed["noun"])
        before, area = _trimmed(listed["before"] or "")
        if len(name) >= 2:
            state.built = listed["verb"]
            return Target(
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
        what = re.sub(r"^(?:实施|开展|推进|落实|启动)+", "", _trimmed(state.before)[0])[-20:]
        if len(what) >= 3:
            return Target(
                at + alone.start("value"),
                at + alone.end("unit"),
                alone["verb"] + what,
                "gte",
                alone["value"],
                alone["unit"],
                clause.strip(),
            )
    if state.built and (more := _COUNTED.fullmatch(text)):  # …3个、市级专科5个
        return Target(
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
    if not verb or (not op and not found["tail"] and found["value"][0] in _HAN and not found["value"].isdigit()):
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
    before, scope = _trimmed(found["before"])
    operator = {"超过": "gt", "约": "approx"}.get(op, "approx" if found["tail"] == "左右" else "gte")
    scope = before if _is_scope(before) or before.startswith(("每", "各")) else scope
    noun = re.sub(r"(?:以上|左右)$", "", found["noun"])
    return Target(
        at + found.start("value"),
        at + found.end("unit"),
        noun,
        operator,
        amount(found["value"]),
        found["unit"],
        clause.strip(),
        scope=scope,
    )


def _whole(clause: str, at: int, dates: list[tuple[int, int]]) -> Target | None:
    """全覆盖 is 100 %, 零增长 is 0."""
    text = _without(clause, dates)
    if found := _ZERO.match(text):
        name, scope = _trimmed(found["name"])
        unit = "%" if found["what"] == "增长" else "起"
        if len(name) >= 2:
            return Target(
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
    if found and len(_trimmed(found["name"])[0]) >= 2:
        name = found["name"]
    elif full := _FULL.match(text):
        name = full["name"]
    name, scope = _trimmed(name)
    if len(name) < 2 or len(name) > 30:
        return None
    return Target(at, at + len(clause), name, "eq", "100", "%", clause.strip(), scope=scope)


def _without(text: str, dates: list[tuple[int, int]]) -> str:
    for begin, end in reversed(dates):
        if end <= len(text):
            text = text[:begin] + re.sub(r"^(?:之?前|以前|[底末])", "", text[end:])
    return re.sub(r"^(?:力争|确保)?(?:到|至|截至)?(?=[，,、])|^(?:力争|确保)?到$", "", text)


def _blanked(text: str, dates: list[tuple[int, int]]) -> str:
    for begin, end in dates:
        text = text[:begin] + "　" * (end - begin) + text[end:]
    return text


def _trimmed(head: str) -> tuple[str, str]:
    """(name, scope) of the words before a value: without connecting words, modality, area (全市) and every … (每个县)."""
    name = head.replace("　", "").strip(" 　，,、；;：:")
    if "、" in name and not re.search(r"（[^）]*、[^）]*）", name) and re.search(r"等$", name) is None:
        tail = name.rsplit("、", 1)[-1]
        if len(tail) >= 4 and _NOUN.search(tail) and len(name) > 24:
            name = tail
    if (colon := re.search(r"[:：]([^:：]{2,})$", name)) and not re.search(r"\d[:：]\d", name):
        name = colon[1]
    scope = ""
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
    if every and every.end() == len(name) and not _NOUN.search(name):
        return "", (scope + name)
    return name.strip("“”") if name.count("“") != name.count("”") else name, scope


def _opened(name: str) -> bool:
    return name.count("（") + name.count("(") > name.count("）") + name.count(")")


def _is_scope(name: str) -> bool:
    return bool(_SCOPE_END.search(name)) and len(name) <= 24


def _numeric(value: str) -> float:
    try:
        return float(value.split(":")[0])
    except ValueError:
        return 0.0
