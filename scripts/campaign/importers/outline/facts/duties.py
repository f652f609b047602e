"""Who does it: responsible units with their roles, in every wording, with the deadline that stands among them.

（责任单位：甲、乙，6月底前完成）  （牵头单位：甲；配合单位：乙）  ［甲牵头，乙、丙等配合］  （甲、乙按职责分工负责）  由甲牵头，乙配合。  lines 牵头单位：甲

牵头, 负责, 责任单位 alone lead; 配合, 参与, 指导, 责任单位 beside 牵头单位 join; 按职责分工负责, 分别负责 mean each its own part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from campaign.importers.outline.words import LONGEST, brackets, overlaps, pieces

LEAD, JOIN, EACH, WITH = "lead", "join", "each", "with"
_WHO = r"(?:单位|部门|科室|处室|股室|机构|岗位|地区|主体|方|区县)"
_LABELS = (
    ("person", r"(?:责任人|负责人|责任领导|牵头领导|分管领导|包[抓保联]领导|联系领导|责任人员|具体责任人|牵头人)"),
    ("lead", rf"(?:[省市县区院]级|第一|总)?(?:牵头|主办|主责|承办|主要责任){_WHO}?(?:[及和]责任人)?"),
    (JOIN + "_", r"(?:配合|协办|参与|协同)(?=[:：])"),
    ("duty_", r"(?:责任|负责)(?=[:：])"),
    ("duty", rf"(?:[省市县区院]级)?(?:责任|负责|实施|落实|主管|完成|执行){_WHO}(?:[及和]责任人)?"),
    (JOIN, rf"(?:[省市县区院]级)?(?:配合|协办|协助|协同|参与|参加|协作|支持|指导|督导|监督|督办|会办)(?:责任)?{_WHO}"),
    ("roles", r"(?:责任|职责|任务|工作)?分工"),
    (
        "until",
        r"(?:完成|办结|整改|推进|时间|落实|实施|责任)?(?:时限|期限|时间|节点|时序)(?:要求|节点|安排)?|时间进度|进度安排|时间要求",
    ),
)
_ANY = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS)
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_ANY})\s*[:：]\s*")
_LABELLED = re.compile(rf"(?:^|(?<=[。；;！\s]))\s*(?:{_ANY})\s*[:：]")
_EACH = r"(?:按照?(?:各自)?(?:的)?(?:工作)?(?:职责|职能|分工)(?:分工|范围)?(?:分别|共同)?(?:负责|落实|抓好落实|做好落实|组织实施|推进)?|分别(?:负责|牵头|落实)(?:负责|落实)?|各负其责|分工负责|(?:分级|分层|属地|分头|分片)负责|依职责(?:分工)?负责|各自负责|按分工负责)"
_LEADS = r"(?:牵头(?:负责|落实|组织实施|推进|抓好落实)?|共同(?:负责|牵头|落实)|具体负责|负责(?:落实|组织实施|具体落实|实施|推进)?|主办|承办|组织实施|主责)"
_JOINS = r"(?:(?:积极|密切|共同|协同)?(?:配合|参与|参加|协助|支持|协办|协同|协作)(?:落实|实施)?|(?:负责)?(?:指导|督导|监督)(?:落实)?|抓好落实|具体落实|落实|实施|执行)"
_ROLE = re.compile(
    rf"(?P<names>.+?)(?:等)?(?:(?P<each>{_EACH})|(?P<join>{_JOINS})|(?P<lead>{_LEADS}))(?:此项工作|该项工作)?$"
)
_VERBS = re.compile(
    r"[由将把使让的了]|在(?!职)|应(?!急)|做好|制定|建立|完善|加强|开展|确保|强化|要(?!素)|并(?!发)|通过|按照|根据|结合|及时|定期|负责"
)
_NAME_END = re.compile(
    r"(?:[局委厅府部办处科室院所站中心会团队组社校园厂店馆庭关行区县市州省旗镇乡村街道盟]|办公室|中心|公司|集团|大学|小学|中学|大队|支队|总队|机构|单位|部门|科室|医院|门诊|药房|病区|班主任|主任|老师|教师|系统|企业|机关|基地|组长|党委|支部|年级|专班|工会|妇联|残联|银行|学校|人员|护士长|医师|负责人|辖区|园区|街道|平台|协会|学会|民警|所属)(?:[（(〔][^（()）]*[)）〕])?$"
)
_NAMED_END = "[局委厅部办科处室股院会]|中心|政府|街道"
_GENERAL = re.compile(r"^(?:各|有关|相关|全体|所有|其他|全院|全市|全县|全区|全省|市直|县直|区直|省直|属地|委直|局直)")
_DEPARTMENT = re.compile(
    r"(?:[局委厅部办科处室股]|中心|病区|医院|卫生院|政府|街道|乡镇|科室|办公室|支队|大队|工会|团委|妇联|残联)$"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|委|科|处|股|部)$")
_UNTIL = re.compile(r"(?:\d|年底|年末|长期|持续|全年|常态|即时|季度|即日|立即|每[年月周季])")


@dataclass
class FoundDuty:
    """Units by role as they are printed, whoever is responsible in person, and until when, in words. `begin` and `end`: where in the text."""

    begin: int = 0
    end: int = 0
    lead: list[str] = field(default_factory=list)
    join: list[str] = field(default_factory=list)
    with_: list[str] = field(default_factory=list)
    each: bool = False
    person: str = ""
    until: str = ""
    words: str = ""
    bracketed: bool = False
    spoken: bool = False  # told in a sentence that says more: counts only where no other place says it
    left: list[str] = field(default_factory=list)  # pieces that were not understood
    _duty: list[str] = field(default_factory=list)  # 责任单位, whose role depends on whether somebody leads
    _parts: list[str] = field(default_factory=list)  # 按职责分工负责

    def add(self, role: str, names: list[str]) -> None:
        """Put names of units to a role."""
        {LEAD: self.lead, JOIN: self.join, WITH: self.with_, EACH: self._parts, "duty": self._duty}[role].extend(names)

    def settled(self) -> FoundDuty:
        """Roles that depend on each other: 责任单位 and 分工负责 lead only where nobody else does."""
        for held in (self._duty, self._parts):
            if held:
                self.each = self.each or (held is self._parts and not self.lead)
                (self.join if self.lead else self.lead).extend(held)
        if self.join and not self.lead and not self.with_:
            self.lead, self.join = self.join, []
            self.left.append("没有写明牵头单位")
        self._duty, self._parts = [], []
        self.lead = list(dict.fromkeys(self.lead))
        self.join = [name for name in dict.fromkeys(self.join) if name not in self.lead]
        return self

    def __bool__(self) -> bool:
        return bool(self.lead or self.join or self.person or self.until or self._duty or self._parts)


def find(text: str) -> list[FoundDuty]:
    """Every statement of duty in a paragraph, in order: labels on lines and in sentences, brackets, whole sentences."""
    made: list[FoundDuty] = []
    for begin, end in brackets(text):
        alone = begin > 0 and text[begin - 1] in "。；" and not text[end:].strip("。 ")
        if duty := bracket(text[begin:end], alone=alone):
            duty.begin, duty.end, duty.bracketed = begin, end, True
            made.append(duty)
    label = _LABELLED.search(text)
    if label and not overlaps(label.start(), label.end(), [(duty.begin, duty.end) for duty in made]):
        duty = labelled(text[label.start() :])
        if duty and (not label.start() or _all_names(duty)):
            duty.begin, duty.end, duty.words = label.start(), len(text), text[label.start() :].strip()
            return [*(each for each in made if each.end <= label.start()), duty]
    for start, end in pieces(text, "。；;！"):
        if any(duty.begin < end and start < duty.end for duty in made):
            continue
        by = text.rfind("，由", start, end)
        for begin in (start, *([by + 1] if by > start else [])):
            if duty := sentence(text[begin:end]):
                duty.begin, duty.end = begin, min(end + 1, len(text))
                made.append(duty)
                break
            if duty := _before(text[begin:end]):
                duty.begin, duty.end = begin, begin + duty.end
                made.append(duty)
                break
    return sorted(made, key=lambda each: each.begin)


def _all_names(duty: FoundDuty) -> bool:
    return all(len(name) <= 24 for name in (*duty.lead, *duty.join, *duty._duty))


def bracket(words: str, *, alone: bool = False) -> FoundDuty | None:
    """The duty in a bracket, or None when it says something else. `alone`: it stands behind the last sentence of a paragraph."""
    inner = words[1:-1].strip("。 　")
    if len(inner) > 2 * LONGEST:
        return None
    if _LABEL.match(inner):
        return labelled(inner, words)
    listed = split(inner)
    if (
        listed
        and all(
            _likely(each, False) and (_DEPARTMENT.search(each) or (alone and _GENERAL.match(each))) for each in listed
        )
        and (alone or len(listed) > 1 or _OFFICE.search(inner))
    ):
        return FoundDuty(lead=listed, words=words)  # nothing but names
    if not re.search(r"负责|牵头|配合|参与|参加|协助|指导|落实|分工|职责|承办|主办|协办|组织实施|会同", inner):
        return None
    duty = _clauses(inner, free=True)
    if duty:
        duty.words = words
    return duty


def labelled(text: str, words: str = "") -> FoundDuty | None:
    """牵头单位：甲、乙；配合单位：丙；完成时限：6月底前 — labels in any order, parted by marks or blanks."""
    text = text.strip().rstrip("。")
    if len(text) > 4 * LONGEST:
        return None
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() > 0:
        return None
    duty = FoundDuty(words=words or text)
    for at, label in enumerate(found):
        rest = text[label.end() : found[at + 1].start() if at + 1 < len(found) else len(text)].strip("；;，,。 　\t")
        kind = (label.lastgroup or "").rstrip("_")
        if kind == "until":
            duty.until = rest
        elif kind == "roles":
            if not (said := _clauses(rest, free=True)):
                return None
            duty.lead += said.lead
            duty.join += said.join
            duty.with_ += said.with_
            duty._parts += said._parts
            duty.until = duty.until or said.until
        elif kind == "person":
            if all(re.search("[局委科部办处室院]$|中心$", name) for name in split(rest)):
                duty.add("duty", split(rest))
            else:
                duty.person = duty.person or rest
        elif rest:
            _names_or_roles(duty, "lead" if kind == "lead" else kind, rest)
    return duty if duty else None


def _names_or_roles(duty: FoundDuty, role: str, rest: str) -> None:
    """What stands behind a label: names, among them deadlines, and clauses with a role of their own (…牵头，…配合)."""
    for begin, end in pieces(rest, "，,；;。"):
        piece = rest[begin:end].strip()
        own = _ROLE.fullmatch(piece)
        if _deadline(piece):
            duty.until = duty.until or piece
        elif own and not own["lead"] and not (own["join"] and _NAME_END.search(piece)):
            duty.add(EACH if own["each"] else JOIN, split(own["names"]))
        elif own and re.search(r"牵头|负责", own["lead"] or ""):
            duty.add(LEAD, split(own["names"]))
        elif "会同" in piece and (halves := piece.split("会同", 1))[0]:
            duty.add(role, split(halves[0]))
            duty.add(WITH, split(halves[1]))
        else:
            duty.add(role, split(piece))


def sentence(text: str) -> FoundDuty | None:
    """由甲牵头，乙配合 — a sentence that says nothing but who does it."""
    words = text.strip(" 　")
    if len(words) > LONGEST:
        return None
    inner = re.sub(r"^(?:(?:此项|该项|本项|上述|以上|这项|该)(?:工作|任务|措施)|本[条款项])[，,]?", "", words)
    return _clauses(inner, free=False, words=words)


_ACTING = re.compile(
    rf"(?P<names>[^，,；;。]{{2,40}}?)(?:(?P<person>为(?:第一|主要|直接)?责任(?:人|单位|部门|科室))|(?P<lead>牵头|负责)(?!人|同志|统筹|协调|日常|全面)|会同(?P<with>[^，,；;。]{{2,20}}?(?:{_NAMED_END})))(?P<doing>[^，,；;。]*)"
)


def _before(text: str) -> FoundDuty | None:
    """The names with their roles at the head of a sentence that goes on: 由甲牵头，乙配合，年内建成… ; 甲负责在3月底前升级系统，乙协助."""
    ends = [end for _, end in pieces(text, "，,")]
    for end in reversed(ends[:-1]):
        if duty := sentence(text[:end]):
            duty.end = end
            return duty
    made = FoundDuty(spoken=True)
    for begin, end in zip([0, *(each + 1 for each in ends)], ends, strict=False):
        clause = text[begin:end].strip(" 　")
        acting = _ACTING.fullmatch(re.sub("^由", "", clause))
        more = sentence(clause) if made else None
        names = split(acting["names"]) if acting and clause[-1] not in "：:" else []
        if acting and names and all(_likely(name, False) for name in names):
            joins = made.lead and re.match("督查|督办|督导|指导|监督|协调|配合", acting["doing"])
            made.add(JOIN if joins else LEAD, names)
            made.add(WITH, [name for name in split(acting["with"] or "") if _likely(name, False)])
        elif more:
            made.lead += more.lead if not made.lead else []
            made.join += more.join
        else:
            break
        made.end = end
    made.words = text[: made.end].strip(" 　")
    return made if made.lead else None


def _clauses(inner: str, *, free: bool, words: str = "") -> FoundDuty | None:
    """Clauses of names with a role behind; `free`: in a bracket, where names need not look like units."""
    duty = FoundDuty(words=words or inner)
    waiting: list[str] = []
    for begin, end in pieces(inner, "，,；;。"):
        piece = inner[begin:end].strip()
        if not piece:
            continue
        for part in _apart(piece):
            found = _ROLE.fullmatch(re.sub(r"^(?:由|请)", "", part))
            if _deadline(part):
                duty.until = duty.until or part
            elif found:
                head, _, others = found["names"].partition("会同")
                role = EACH if found["each"] else JOIN if found["join"] else LEAD
                names = [*waiting, *split(head)]
                waiting = []
                if not names or not all(_likely(name, free) for name in (*names, *split(others))):
                    return None
                duty.add(role, names)
                duty.add(WITH, split(others))
            else:
                waiting += split(re.sub(r"^由", "", part))
    if waiting and not (free and duty and all(_likely(name, False) for name in waiting)):
        return None
    if waiting:
        duty.add(JOIN if duty.join else LEAD, waiting)
    return duty if duty and (duty.lead or duty.join or duty._parts) else None


def _apart(piece: str) -> list[str]:
    """由甲牵头乙配合, without a mark between."""
    found = re.fullmatch(
        r"(由?[^，,]{2,40}?牵头(?:负责)?)[、和]?((?:会同)?[^，,牵]{2,60}?(?:配合|参与|参加|协助|协办))", piece
    )
    return [found[1], found[2]] if found else [piece]


_BY = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末]?(?:之前|以前|前)[\u4e00-\u9fff]{0,8}$")
_ALWAYS = re.compile(
    r"长期坚持|长期|持续推进|持续|常态化?(?:推进|开展)?|全年|贯穿全年|立即|年内完成|即知即改|长期推进|适时|按时间节点推进"
)


def _deadline(piece: str) -> bool:
    """Is a piece between names a deadline?"""
    if _BY.match(piece) or _ALWAYS.fullmatch(piece):
        return True
    ends = re.search(r"(?:前|完成|底|末|内|推进|坚持|日|月|年|季度|起|实施|启动|上线|运行|开始)$", piece)
    return bool(_UNTIL.search(piece) and ends and len(piece) <= 24 and not re.search(r"负责|牵头|配合|参与", piece))


def split(text: str) -> list[str]:
    """Names parted by 、 and the like; brackets hold together, 等 and what follows it falls away, （含…） too."""
    made = []
    for begin, end in pieces(text, "、，,；;/／"):
        for typed in re.split(
            r"(?<=[局委厅部办科处室院会中心府])(?:和|及|以及|与)(?=[\u4e00-\u9fff]{2,})(?!(?:人民政府|政府|管委会)(?:$|[（(]))",
            text[begin:end],
        ):
            name = re.sub(
                r"等(?:有关|相关|各)?(?:部门|单位|科室|处室|职能部门|部门单位|机构)*$", "", re.sub(r"\s", "", typed)
            )
            if (who := re.search(r"[（(]([\u4e00-\u9fff]{2,4})[)）]$", name)) and not _NAME_END.search(who[1]):
                name = name[: who.start()]  # the name of a person
            name = re.sub(r"[（(]含[^（()）]*[)）]$", "", name).strip("。.：:；;，,")
            if len(name) >= 2:
                made.append(name)
    return made


def is_unit(name: str) -> bool:
    """Does a heading name nothing but a unit?"""
    return _likely(name, False) and bool(re.search(r"(?:[局委厅部办科处室股院所站]|中心|政府|街道|乡镇)$", name))


def _likely(name: str, free: bool) -> bool:
    """Does a name look like a unit? In a bracket of roles nearly everything is one."""
    if len(name) > (30 if free else 22) or re.search(r"[：:。？！“”]|\d{3}", name):
        return False
    if free:
        return not re.search(r"^(?:是|要|对|将|把|在|并|确保|以)", name)
    core = re.sub(r"[（(].*?[)）]", "", name)
    return bool(_GENERAL.match(name) or _NAME_END.search(name)) and not _VERBS.search(re.sub(r"^由", "", core))
