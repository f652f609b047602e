"""An outside document → draft YAML of a plan: headings, tasks, phases, indicators and units are recognised, every sentence is kept.

Numbers stand as written. What was guessed bears a comment 请核对; what was not recognised stands in comments at the head of the draft, with its
place. Nothing is invented: a unit that the registry does not know stays in the text, a date without a year stays in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from campaign.importers.papers import Line, Paper
from campaign.leaves import numbering
from campaign.model import Operator, Part
from campaign.model.registry import Clause, Registry, Unresolved, clauses
from campaign.yamltext.edit import scalar

_HAN = "〇一二三四五六七八九十百"
# Ways to print a number, outermost first; the second, ASCII or full-width, stands for the same way.
_NUMBERS = (
    (
        "han",
        re.compile(rf"第[{_HAN}]+(?:部分|[章节篇])[、.．:：\s]*|[{_HAN}]{{1,4}}[、．.](?![{_HAN}]+、?[级类季期甲乙])"),
    ),
    ("han-bracket", re.compile(rf"[（(〔][{_HAN}]{{1,4}}[)）〕][、.．，]?")),
    ("arabic", re.compile(r"\d{1,2}[.．、，](?!\d)")),
    ("arabic-bracket", re.compile(r"[（(]\d{1,2}[)）][、.．]?|\d{1,2}[)）]")),
    ("circled", re.compile(r"[①-⑳]")),
    ("spoken", re.compile(rf"[{_HAN}]{{1,2}}[是要](?!否)")),  # 一是, 一要: only below a heading
)
_GENRE = r"(?:方案|计划|要点|意见|通知|办法|细则|规定|纲要|规划|纪要|请示|批复|决定|通报|报告|汇报|总结|函)"
_TITLE = re.compile(rf"(?P<stem>.{{2,60}}{_GENRE})(?:[（(].{{1,12}}[)）])?(?P<place>[\d{_HAN}]{{0,3}})")
_SERIES = re.compile(rf"(?:第[\d{_HAN}]+篇|[【（(]?篇[\d{_HAN}]+[】）)]?)[:：、.\s]*\S.{{2,60}}(?<![。；，：])")
_DOC_NO = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[［（(【](?:20[\dxX×]{2}|19\d\d)[〕\]］）)】]第?[\dxX×]+号")
_DATE_LINE = re.compile(
    rf"(?:(?:20|19)[\dxX×]{{2}}|[一二][{_HAN}零○]{{3}})年(?:\d{{1,2}}|[{_HAN}]{{1,2}})月(?:\d{{1,2}}|[{_HAN}]{{1,3}})日"
)
_UNIT_END = re.compile(r"(?:局|委|院|部|办|会|厅|府|室|中心|科|处|公司|学校|大学)$")
_CLOSED = "。！？；：…!?;:.”’》）)】」|"
# What a heading says its section is; of several that fit the first counts, unless two words stand beside each other.
_PARTS = (
    (Part.GUIDING, "指导思想|总体要求|总体思路|工作思路|活动目的|活动宗旨|活动主题|目的意义|重要意义"),
    (Part.PRINCIPLES, "基本原则|工作原则|活动原则|实施原则"),
    (Part.GOALS, "目标(?!识)"),
    (Part.SCOPE, "活动范围|实施范围|适用范围|行动范围|工作范围|参加范围|对象"),
    (Part.PERIOD, "活动时间|实施时间|起止时间"),
    (Part.PHASES, "步骤|阶段|进度安排|时间安排|实施安排|工作安排"),
    (
        Part.REQUIREMENTS,
        "组织领导|组织保障|组织实施|组织管理|工作要求|活动要求|有关要求|相关要求|几点要求|保障措施|工作保障|保障机制|措施保障",
    ),
    (Part.GROUPS, "任务|内容|措施|举措|重点|行动"),
)
_LABEL = r"(?:责任|牵头|主办|负责|配合|协办|参与|参加)(?:单位|科室|部门)[:：]"
_UNTIL = r"(?:完成)?(?:时限|期限|时间)[:：]"
_BRACKET = re.compile(
    rf"(?P<bracket>[（(〔](?:{_LABEL}|[^（()）]*(?:负责|牵头|参与|参加|配合|协助))[^（()）]*[)）〕])。?$"
)
_DAY = r"(?:(?P<{0}y>\d{{4}}|20[xX×]{{2}})年)?(?:(?P<{0}m>\d{{1,2}})月(?:份|底)?)?(?:(?P<{0}d>\d{{1,2}})日)?"
_SPAN = re.compile(rf"{_DAY.format('a')}(?:[至到~～]|—+|－+|-+|―+){_DAY.format('b')}")
_BY = re.compile(rf"{_DAY.format('b')}(?:底|末)?(?:前|以前|之前)")
_OPERATORS = (
    (Operator.GTE, "不得低于|不得少于|不低于|不少于|不小于|至少|≥|>="),
    (Operator.LTE, "不得超过|不得高于|不得多于|不超过|不高于|不多于|不大于|控制在|降至|降到|≤|<="),
    (Operator.GT, "高于|超过|大于|＞|>"),
    (Operator.LT, "低于|少于|小于|＜|<"),
    (Operator.EQ, "增加到|达到|达|为|保持在|提高到|＝|="),
)
_WORDS = "|".join(words for _, words in _OPERATORS)
_BOUND = re.compile(
    rf"(?P<name>[\u4e00-\u9fffA-Za-z“”、（）()]{{2,40}}?)(?P<word>{_WORDS}|)(?P<again>{_WORDS})?\s*(?P<value>\d+(?:\.\d+)?(?::\d+)?)\s*"
    r"(?P<unit>%|％|‰|平方米|个工作日|分钟|小时|万元|张|名|人次|人|天|日|项|个|次|所|家|例|元|床|篇|种|秒|分)?(?P<tail>以上|以下|以内|之内|左右)?"
)
_DUE = re.compile(r"(?:(?<=到)|(?<=至)|(?=20\d\d年(?:\d{1,2}月)?(?:底|末|之?前|以前)))(20\d\d)年(?:(\d{1,2})月)?")
_LEAD = re.compile(
    r"^[年月日](?:底|末)?(?:之?前|起)|^.*(?:到|至)?(?:\d{4}年)?(?:\d{1,2}月)?(?:底|末)?前?[，,、]|^(?:到|至|力争|确保|使|实现|要求|保证|其中|全年|年内|每年|并|且|和|及|与|应|要|须)+"
)
_NOUN = re.compile(r"率|数|时间|次数|比|人数|费用|天数|住院日|病床|床位|医师|护士|满意度|覆盖|评分|得分|量|额")


@dataclass
class Node:
    """A heading or a numbered item, its text and what stands below it."""

    number: str
    title: str
    line: int
    kind: str = ""
    texts: list[str] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """The YAML of one plan and the account of what was understood. `doubts` and `unread` are (place, words)."""

    id: str
    title: str
    text: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unit: str = "行"

    def report(self) -> Iterator[str]:
        """What was and was not understood, a sentence a line."""
        yield "认出 " + "、".join(f"{count} {word}" for word, count in self.counts.items())
        yield from self.notes
        if self.unread:
            yield f"没认出的 {len(self.unread)} 段在第 {_ranges([line.place for line in self.unread])} {self.unit}，原文放在草稿开头的注释里"
        for place, words in sorted(self.doubts):
            yield f"请核对 第 {place} {self.unit}：{words}"
        for name, hint in self.unknown.items():
            yield f"单位名册里没有“{name}”，留在正文里没有登记为责任单位；{hint}"


def documents(paper: Paper) -> list[tuple[Line, ...]]:
    """The documents one after another in a file: several when their titles count (…方案1, …方案2) or are numbered (第一篇：…). What stands
    before the first title belongs to none and is left with the first."""
    starts: dict[str, list[int]] = {}
    for at, line in enumerate(paper.lines):
        text = line.text.strip()
        found = _TITLE.fullmatch(text)
        if _SERIES.fullmatch(text):
            starts.setdefault("篇", []).append(at)
        elif found and found["place"] and not _number(text):
            starts.setdefault(found["stem"], []).append(at)
    places = max(starts.values(), key=len, default=[])
    if len(places) < 2:
        return [paper.lines]
    ends = [*places[1:], len(paper.lines)]
    return [paper.lines[start:end] for start, end in zip(places, ends, strict=True)]


def draft(paper: Paper, lines: Sequence[Line], key: str, registry: Registry) -> Draft:
    """The draft of one document among `lines` of a paper, with the id `key`; pure."""
    return _Drafting(Draft(key, "", notes=paper.notes, unit=paper.unit), registry).write(list(lines))


class _Drafting:
    """One document on its way to YAML: the head and the foot are taken off, the rest becomes a tree of headings, the tree a plan."""

    def __init__(self, made: Draft, registry: Registry) -> None:
        self.made, self.registry = made, registry
        self.head: dict[str, Any] = {}
        self.document: dict[str, Any] = {}
        self.indicators: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.held: dict[Part, Any] = {}
        self.issuer: str | None = None
        self.year: int | None = None

    def write(self, lines: list[Line]) -> Draft:
        made = self.made
        beside = [line for line in lines if line.aside]
        made.unread += beside
        lines = self.opening(self.closing(self.issued([line for line in lines if not line.aside])))
        root = self.tree(self.joined(lines))
        years = [int(found) for line in lines for found in re.findall(r"(20\d\d)年", line.text)]
        self.year = years[0] if years else int(self.head["date"][:4]) if "date" in self.head else None
        outline: list[dict[str, Any]] = [{"part": "preamble"}] if root.texts else []
        flat = (
            root.below
            and not any(node.below for node in root.below)
            and all(node.kind != "han" and not _part(node) for node in root.below)
        )
        if flat:  # a bare list of measures
            self.tasks = [self.task(node, f"t{place}") for place, node in enumerate(root.below, 1)]
            outline.append({"part": "groups"})
        else:
            grouped = any(_part(node) is Part.GROUPS for node in _walk(root))
            outline += [self.section(node, 1, grouped) for node in root.below]
        made.title = self.head.get("title", "")
        made.counts = {
            "个部分": len(root.below),
            "项任务": sum(len(group.get("tasks", ())) for group in self.groups) + len(self.tasks),
            "个阶段": len(self.held.get(Part.PHASES, ())),
            "个指标": len(self.indicators),
        }
        plan: dict[str, Any] = {"id": made.id, **self.head, "status": "draft"}
        if self.document:
            plan["document"] = self.document
        plan |= {"outline": outline, "preamble": root.texts}
        keys = (Part.GUIDING, Part.PRINCIPLES, Part.GOALS)
        plan |= {key.value: self.held[key] for key in keys if key in self.held}
        plan |= {"indicators": self.indicators, "groups": self.groups, "tasks": self.tasks}
        plan |= {
            key.value: self.held[key]
            for key in (Part.SCOPE, Part.PERIOD, Part.PHASES, Part.REQUIREMENTS)
            if key in self.held
        }
        overlap = self.held.get(Part.PHASES, ())
        if any(one.get("end", "") > two.get("start", "9") for one, two in pairwise(overlap)):
            plan["phases_overlap"] = "是"
        made.text = _yaml(plan, made)
        return made

    def doubt(self, line: int, words: str, entry: dict[str, Any] | None = None) -> None:
        """Something guessed: told in the report, and in a comment above the entry."""
        self.made.doubts.append((line, words))
        if entry is not None:
            entry.setdefault("#", []).append(words)

    # -- head and foot ------------------------------------------------------------------------------------------------------------

    def issued(self, lines: list[Line]) -> list[Line]:
        """A notice that issues a plan (关于印发《…》的通知) with the plan behind it: head and foot of the notice, then the plan."""
        named = re.search(rf"印发.?[《]?([^《》]{{4,60}}{_GENRE})", "".join(line.text.strip() for line in lines[:8]))
        for at, line in enumerate(lines[3:], 3) if named else ():
            if named and at + 2 < len(lines) and _plain(line.text) == _plain(named[1]):
                notice = self.opening(self.closing(lines[:at]))
                self.head.pop("title", None)
                self.head.pop("title_lines", None)
                self.made.unread += notice
                return lines[at:]
        return lines

    def opening(self, lines: list[Line]) -> list[Line]:
        """Take 版头, title and 主送 off the beginning."""
        end = next(
            (
                at
                for at, line in enumerate(lines)
                if self.begins_body(line.text.strip()) and not (at and self.beside(lines[at - 1], line))
            ),
            len(lines),
        )
        region, rest = lines[:end], lines[end:]
        titles = [at for at, line in enumerate(region) if _is_title(line.text.strip())]
        last = titles[-1] if titles else -1
        first = last
        while (
            first > max(last - 3, 0) and not region[first].after_blank and self.runs_on(region[first - 1].text.strip())
        ):
            first -= 1
        if last < 0 and (bare := [at for at, line in enumerate(region) if self.runs_on(line.text.strip())]):
            first = last = bare[0]
            self.doubt(region[first].place, "标题里没有文种（方案、计划、通知等）")
        while 0 <= last < len(region) - 1 and self.beside(region[last], region[last + 1]):
            last += 1
        if last >= 0 and "title" not in self.head:
            rows = [line.text.strip() for line in region[first : last + 1]]
            self.head = {"title": "".join(rows), **({"title_lines": rows} if len(rows) > 1 else {}), **self.head}
        sentences: list[Line] = []  # of the preamble
        for at, line in enumerate(region):
            text = line.text.strip()
            if not first <= at <= last and not self.head_fact(text, line) and not (at > last and self.addressed(text)):
                (sentences if at > last >= 0 and re.search("[，,]", text) else self.made.unread).append(line)
        if not self.head.get("title"):
            self.head = {"title": "（没有认出标题）", **self.head}
            self.doubt(lines[0].place if lines else 1, "没有认出标题，请填上")
        return [*sentences, *rest]

    def beside(self, one: Line, two: Line) -> bool:
        """Two lines of one title: broken inside a paragraph of Word, or both centred."""
        return self.runs_on(two.text.strip()) and (
            (one.centred and two.centred and not two.after_blank) or (self.made.unit == "段" and one.place == two.place)
        )

    def begins_body(self, text: str) -> bool:
        named = bool(_DOC_NO.fullmatch(_plain(text))) or _is_title(text)
        return not named and (
            bool(_number(text))
            or "。" in text
            or (len(text) > 45 and text[-1] not in "：:")
            or bool(_part(Node("", text, 0)))
        )

    def runs_on(self, text: str) -> bool:
        """May this be an earlier line of a title?"""
        return (
            2 <= len(text) <= 30
            and bool(re.match(r"[\u4e00-\u9fff“《X×]", text))
            and text[-1] not in _CLOSED
            and not _DOC_NO.fullmatch(_plain(text))
            and not text.endswith("文件")
            and not re.match(r"附件|机密|秘密|特急|加急|\d", text)
            and not _SERIES.fullmatch(text)
        )

    def head_fact(self, text: str, line: Line) -> bool:
        plain = _plain(text)
        if _DOC_NO.fullmatch(plain):
            self.head["doc_no"] = plain
            if not re.fullmatch(r"[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号", plain):
                self.doubt(line.place, f"发文字号“{plain}”应写成 机关代字〔年份〕序号号")
        elif re.fullmatch(r".{2,30}文件", plain):
            self.sign(plain.removesuffix("文件"), line)
            self.document["mark"] = plain
        elif re.fullmatch(r"[秘机绝]密(?:★.+)?", plain):
            self.document["secrecy"] = plain
            self.head["public"] = "否"
        elif plain in ("特急", "加急"):
            self.document["urgency"] = plain
        else:
            return False
        return True

    def addressed(self, text: str) -> bool:
        if (
            re.search(
                r"(?:局|委|院|单位|部门|科室|政府|机构|办|中心|厅|公司|所|处|室|会|部|站|区|县|市)[）)]?[：:]$", text
            )
            and "to" not in self.document
        ):
            self.document["to"] = text.rstrip("：:")
            return True
        return False

    def sign(self, name: str, line: Line) -> bool:
        """The issuer, when the registry knows it; otherwise its name is told and kept as signature."""
        try:
            self.issuer = self.registry.resolve(name)
            self.head["issuer"] = name
        except Unresolved as fault:
            self.made.unknown[name] = fault.hint
            self.doubt(line.place, f"发文单位“{name}”不在单位名册里，没有写 issuer")
        return True

    def closing(self, lines: list[Line]) -> list[Line]:
        """Take signature, date, 附件说明, 附注, 版记 and attachments off the end."""
        dates = [at for at, line in enumerate(lines) if _DATE_LINE.fullmatch(_plain(line.text))]
        end = dates[-1] if dates and dates[-1] > 2 else len(lines)
        while (
            end == len(lines) > 1
            and re.match(r"抄\s*送|.+印发$", text := lines[-1].text.strip())
            and self.foot_fact(text)
        ):  # 版记 without a date before it
            lines, end = lines[:-1], end - 1
        for line in lines[end + 1 :]:
            if not self.foot_fact(line.text.strip()):
                self.made.unread.append(line)
        if end < len(lines):
            self.dated(lines[end])
        last = end
        while last > 0 and end - last < 6 and end < len(lines) and self.is_name(lines[last - 1].text.strip()):
            last -= 1
        names = [name for line in lines[last:end] for name in re.split(r"\s{2,}|　", line.text.strip()) if name]
        if names and self.sign(names[0], lines[last]):
            self.document["signature"] = names
        start = next(
            (at for at in range(max(last - 12, 0), last) if re.match(r"附件\s*[:：]", lines[at].text.strip())), None
        )
        if start is not None:
            found = [
                re.sub(r"^(?:附件\s*[:：])?\s*(?:\d+[.．、])?\s*", "", _digits(line.text.strip()))
                for line in lines[start:last]
            ]
            if any(found):
                self.document["attachments"] = [name for name in found if name]
                self.document["#attachments"] = "原文：" + " ".join(line.text.strip() for line in lines[start:last])
                last = start
        return lines[:last]

    def is_name(self, text: str) -> bool:
        return (
            2 <= len(text) <= 40
            and bool(_UNIT_END.search(text))
            and not _number(text)
            and not re.search(r"[。，、；：:]", text)
        )

    def dated(self, line: Line) -> None:
        text = _plain(line.text)
        found = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", _arabic(text))
        if found and _real(*map(int, found.groups())):
            self.head["date"] = f"{int(found[1]):04d}-{int(found[2]):02d}-{int(found[3]):02d}"
            self.head["#date"] = f"原文：{line.text.strip()}"
        else:
            self.made.unread.append(line)

    def foot_fact(self, text: str) -> bool:
        if found := re.match(r"抄\s*送\s*[:：](.+)", text):
            self.document |= {"cc": found[1].strip().rstrip("。"), "#cc": f"原文：{text}"}
        elif found := re.fullmatch(r"(.+?)\s+(\d{4})年(\d{1,2})月(\d{1,2})日\s*印发", text):
            printed = _moment(int(found[2]), found[3], found[4])
            self.document |= {
                "printed_by": found[1].strip(),
                "#printed_by": f"原文：{text}",
                **({"printed_on": printed} if printed else {}),
            }
        elif re.fullmatch(r"[（(].{2,40}[)）]", text):
            self.document["note"] = text[1:-1]
        else:
            return False
        return True

    # -- the tree of headings ----------------------------------------------------------------------------------------------------

    def joined(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Sentences that a page end or a pasted line break has torn are put together again, also before what only looks like a heading."""
        held: Line | None = None
        last: dict[str, int] = {}
        for line in lines:
            text = line.text.strip()
            number = _number(text)
            if (
                held
                and not line.after_blank
                and not line.text.startswith(("　　", "  ", "\t"))
                and _open(held.text.strip())
            ):
                value = _value(number[0]) if number else 0
                if not number or value not in (last.get(number[1], 0) + 1, *([1] if number[1] not in last else [])):
                    self.doubt(
                        line.place, f"“{text[:12]}…”{'像标题，但' if number else ''}接着上一行没有说完的话，已经接上"
                    )
                    held = Line(held.text + text, held.place, held.centred, after_blank=held.after_blank)
                    continue
            if number:
                order = [kind for kind, _ in _NUMBERS]
                last = {kind: value for kind, value in last.items() if order.index(kind) <= order.index(number[1])} | {
                    number[1]: _value(number[0])
                }
            if held:
                yield held
            held = line
        if held:
            yield held

    def tree(self, lines: Iterable[Line]) -> Node:
        root = Node("", "", 0)
        stack: list[Node] = []
        for line in lines:
            text = line.text.strip()
            found = _number(text)
            if found and found[1] == "spoken" and not stack:
                found = None
            plain = not found and _is_heading(text)
            if not found and not plain:
                (stack[-1] if stack else root).texts.append(text)
                continue
            number, kind = found or ("", "plain")
            title, rest, mark = _parted(text[len(number) :].strip())
            node = Node(number, title, line.place, kind, [rest] if rest else [])
            if mark:
                node.doubts.append(f"原文题后是“{mark}”")
            if plain:
                self.doubt(line.place, f"“{title}”没有序号，按标题读入")
            if kind == "han" and all(each.kind != "han" for each in stack):
                stack.clear()  # 一、 stands below nothing but 第一部分
            while any(each.kind == kind for each in stack) and stack.pop().kind != kind:
                pass
            above = stack[-1] if stack else root
            self.counted(above.below, node)
            above.below.append(node)
            stack.append(node)
        return root

    def counted(self, before: Sequence[Node], node: Node) -> None:
        """Numbers that do not follow one another are as in the original."""
        if before and node.number and before[-1].number and _value(node.number) != _value(before[-1].number) + 1:
            self.doubt(node.line, f"序号“{node.number}”接在“{before[-1].number}”后面，原文如此")

    # -- from the tree to the plan -------------------------------------------------------------------------------------------------

    def section(self, node: Node, depth: int, grouped: bool = True) -> dict[str, Any]:
        """A heading with what stands below it: as the part of a plan it names, as groups of tasks, or as it is. `grouped`: some other
        heading is that of the tasks."""
        made: dict[str, Any] = {"number": node.number, "title": node.title, "text": [], "#": list(node.doubts)}
        inner = [_part(each) for each in node.below]
        named = _parts(node)
        mixed = (len(named) > 1 and any(inner)) or any(
            each in (Part.GOALS, Part.PHASES, Part.REQUIREMENTS) and each not in named for each in inner
        )
        part = next(
            (each for each in named if each not in self.held and self.fits(each, node) and not mixed and depth < 3),
            None,
        )
        if not named and not grouped and node.below and not any(inner):
            part = Part.GROUPS
            made = {}
        elif part is None:
            made["text"] = list(node.texts)
            made["sections"] = [self.section(each, depth + 1) for each in node.below]
            return made
        if part is Part.GROUPS:
            return self.group_section(node, made)
        made["part"] = part.value
        if part in (Part.GUIDING, Part.SCOPE, Part.PERIOD):
            self.held[part] = self.plain_part(part, node)
            return made
        made["text"] = list(node.texts) if node.below else []
        entries = node.below or [Node("", "", node.line, texts=[text]) for text in node.texts]
        self.held[part] = [getattr(self, part.value.rstrip("s"))(each, place) for place, each in enumerate(entries, 1)]
        return made

    def fits(self, part: Part, node: Node) -> bool:
        """Can the part of a plan hold what stands below this heading?"""
        if part in (Part.GUIDING, Part.SCOPE, Part.PERIOD):
            return not node.below and bool(node.texts) and (part is Part.GUIDING or len(node.texts) == 1)
        if part is Part.GOALS:
            return bool(node.below or node.texts) and not any(each.below for each in node.below)
        return bool(node.below) and (part is Part.GROUPS or not any(each.below for each in node.below))

    def plain_part(self, part: Part, node: Node) -> Any:
        if part is Part.GUIDING:
            return node.texts
        if part is Part.SCOPE:
            return {"text": node.texts[0]}
        return {**self.dates(node.texts[0], node)[0], "as_written": node.texts[0]}

    def group_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        for each in node.below:
            if not each.below:
                each.texts, each.below = _points(each)
        if made and not self.groups and not self.tasks and not any(each.below for each in node.below):
            self.tasks = [self.task(each, f"t{place}") for place, each in enumerate(node.below, 1)]
            return {**made, "text": list(node.texts), "part": "groups"}
        nodes = node.below if made and any(each.below for each in node.below) else [node]
        ids: list[str] = []
        for each in nodes:
            key = f"g{len(self.groups) + 1}"
            ids.append(key)
            group: dict[str, Any] = {
                "#": list(each.doubts),
                "id": key,
                "number": each.number,
                "title": each.title,
                "text": list(each.texts),
            }
            self.groups.append(group)
            if any(
                one.number[-1:] != two.number[-1:] or _value(two.number) != _value(one.number) + 1
                for one, two in pairwise(each.below)
            ):
                group["numbering_note"] = "原文如此"
            group["tasks"] = [
                self.task(item, f"{key.replace('g', 't')}-{place}") for place, item in enumerate(each.below, 1)
            ]
            self.duty(group, each)
        if nodes == [node]:
            return {"part": "groups", "groups": ids}
        return {**made, "text": list(node.texts), "part": "groups", "groups": ids}

    def task(self, node: Node, key: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": key,
            "number": node.number,
            "title": node.title,
            "text": list(node.texts),
        }
        made["indicators"] = self.measured(
            [node.title, *node.texts, *(text for each in node.below for text in (each.title, *each.texts))], node.line
        )
        made["children"] = [self.task(each, f"{key}-{place}") for place, each in enumerate(node.below, 1)]
        for each in made["children"]:
            each.pop("indicators")
        self.duty(made, node)
        return made

    def principle(self, node: Node, _place: int) -> dict[str, Any]:
        return {
            "#": list(node.doubts),
            "number": node.number,
            "title": node.title or node.texts[0],
            "text": node.texts if node.title else [],
        }

    def goal(self, node: Node, place: int) -> dict[str, Any]:
        ids = self.measured([node.title, *node.texts], node.line)
        return {
            "#": list(node.doubts),
            "id": f"o{place}",
            "number": node.number,
            "title": node.title,
            "text": node.texts,
            "indicators": ids,
        }

    def phase(self, node: Node, place: int) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": f"ph{place}",
            "number": node.number,
            "name": node.title or node.texts[0],
        }
        texts = list(node.texts) if node.title else []
        found = re.search(r"[（(]([^（()）]*(?:年|月|日)[^（()）]*)[)）]", made["name"])
        if found:
            made["name"] = made["name"].replace(found[0], "", 1).strip() or made["name"]
        elif texts and (found := re.match(r"[（(]([^（()）]*(?:年|月|日)[^（()）]*)[)）]。?", texts[0])):
            texts[0] = texts[0][found.end() :].strip()
        facts, written = self.dates(found[1] if found else made["name"], node)
        made |= {**facts, "as_written": found[1] if found else written}
        made["text"] = [text for text in texts if text]
        return made

    def requirement(self, node: Node, place: int) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": f"q{place}",
            "number": node.number,
            "title": node.title,
            "text": list(node.texts),
        }
        self.duty(made, node)
        return made

    def duty(self, made: dict[str, Any], node: Node) -> None:
        """The bracket of responsible units at the end of a measure, when every name in it is registered."""
        texts = made["text"]
        held = texts[-1] if texts else made["title"]
        found = _BRACKET.search(held)
        bracket = found["bracket"] if found else held if re.match(_LABEL, held) else ""
        if not bracket:
            return
        labelled, until = _labelled(bracket)
        read = labelled or clauses(bracket)
        failures = [
            (clause.names[at], fault)
            for clause in read
            for at, fault in self.registry.resolve_all(clause.names, self.issuer)[1]
        ]
        if not read or failures:
            for name, fault in failures:
                self.made.unknown.setdefault(name, fault.hint)
            words = (
                f"单位{'、'.join(f'“{name}”' for name, _ in failures)}不在名册里" if failures else "分工的写法没有认全"
            )
            self.doubt(node.line, f"{bracket}：{words}，留在正文里", made)
            return
        rest = held[: found.start()] if found else held  # a line of its own (责任单位：…) stays in the text
        if not rest:
            return
        if texts:
            texts[-1] = rest
        else:
            made["title"] = rest.rstrip("。")
        made["responsibility"] = bracket
        if labelled:
            named = {
                role: [name for clause in labelled if clause.role == role for name in clause.names]
                for role in ("负责", "参与")
            }
            made["responsibility"] = {
                "mode": "负责",
                "lead": named["负责"],
                "join": named["参与"],
                "as_written": bracket,
            }
        if until and "children" in made:  # a task
            due = self.dates(until, node)[0].get("end")
            made |= {**({"due": due} if due else {}), "due_as_written": until}

    def dates(self, text: str, node: Node) -> tuple[dict[str, Any], str]:
        """Start and end of a span in words, and the words; without a year anywhere nothing is reckoned."""
        plain = _digits(text)
        found = next(
            (each for each in _SPAN.finditer(plain) if each["am"] and (each["bm"] or each["bd"])), None
        ) or next((each for each in _BY.finditer(plain) if each["bm"]), None)
        if not found:
            return {}, ""
        facts = found.groupdict()
        year = int(facts["ay"]) if str(facts.get("ay") or "").isdigit() else None
        blank = any(str(facts.get(key) or "").lower().endswith("x") for key in ("ay", "by"))
        first = year or (None if blank else self.year)
        start = _moment(first, facts.get("am"), facts.get("ad"))
        later = int(facts["by"]) if str(facts.get("by") or "").isdigit() else first
        end = _moment(later, facts.get("bm") or facts.get("am"), facts.get("bd"))
        if blank:
            self.doubt(node.line, f"“{found[0]}”的年份空着，没有写日期")
        made: dict[str, Any] = {"start": start} if start and facts.get("am") else {}
        made |= {"end": end} if end else {}
        inferred = [
            key for key, known in (("start", year), ("end", year or facts.get("by"))) if key in made and not known
        ]
        if inferred:
            made["inferred"] = inferred
            self.doubt(node.line, f"“{found[0]}”没有写年份，按 {self.year} 年推算")
        return made, text[found.start() : found.end()]

    def measured(self, texts: Iterable[str], line: int) -> list[str]:
        """Indicators in the sentences of a measure, each told in the report."""
        ids: list[str] = []
        for text in map(_digits, texts):
            for found in _BOUND.finditer(text):
                name = (
                    re.split(r"[、（(]", _LEAD.sub("", found["name"]))[-1]
                    if "、" in found["name"]
                    else _LEAD.sub("", found["name"])
                )
                name = re.sub(
                    r"^[的将把对在以]|(?:要|应|须|应当|必须|原则上|力争|平均|按月|每月|每年|全部|均|都)+$|[“”]",
                    "",
                    name,
                )
                if (
                    not (found["word"] or found["tail"])
                    or len(name) < 2
                    or not (found["unit"] or ":" in found["value"])
                    or not _NOUN.search(name)
                ):
                    continue
                operator = _operator(found["word"], found["tail"], found["value"], found["unit"])
                if found["unit"] in ("%", "％") and float(found["value"].split(":")[0]) > 100:
                    continue
                key = f"i{len(self.indicators) + 1}"
                target: dict[str, Any] = {"value": found["value"], "as_written": found[0]}
                due = next(reversed([*_DUE.finditer(text[: found.start("word")])]), None)  # 到2017年，…。…达到2名
                target |= {"due": due[1] + (f"-{due[2].zfill(2)}" if due[2] else "")} if due else {}
                unit = "比" if ":" in found["value"] else found["unit"].replace("％", "%")
                said = f"指标“{name}”由“{found[0]}”认出"
                same = next(
                    (
                        each
                        for each in self.indicators
                        if (each["name"], each["unit"], each["operator"]) == (name, unit, operator.value)
                    ),
                    None,
                )
                if (
                    same and due and target["due"] not in [each.get("due") for each in same["targets"]]
                ):  # a further stage
                    same["targets"].append(target)
                    self.doubt(line, said, same)
                    ids = list(dict.fromkeys([*ids, same["id"]]))
                    continue
                entry: dict[str, Any] = {
                    "id": key,
                    "name": name,
                    "unit": unit,
                    "operator": operator.value,
                    "targets": [target],
                }
                self.doubt(line, said, entry)
                self.indicators.append(entry)
                ids.append(key)
        return ids


def is_id(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", text))


# -- words -------------------------------------------------------------------------------------------------------------------------


def _ranges(places: Iterable[int]) -> str:
    """1、3—5、9."""
    spans: list[list[int]] = []
    for place in sorted(set(places)):
        if spans and place == spans[-1][1] + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans)


def _digits(text: str) -> str:
    """The same text, as long, with full-width digits and ASCII-like marks narrowed."""
    return "".join(
        narrow
        if len(narrow := unicodedata.normalize("NFKC", char)) == 1
        and narrow.isascii()
        and (narrow.isalnum() or narrow in ".:%")
        else char
        for char in text
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", _digits(text))


def _number(text: str) -> tuple[str, str] | None:
    """The number at the beginning of a line as written, and its kind; None without one or with nothing behind it."""
    for kind, pattern in _NUMBERS:
        found = pattern.match(_digits(text))
        if found and text[found.end() :].strip():
            return text[: found.end()], kind
    return None


def _is_title(text: str) -> bool:
    return bool(_SERIES.fullmatch(text) or (_TITLE.fullmatch(text) and not _number(text)))


def _value(number: str) -> int:
    found = re.search(rf"\d+|[{_HAN}]+|[①-⑳]", number)
    if not found:
        return 0
    word = found[0]
    if word in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(word) - ord("①") + 1
    if word.isdecimal():
        return int(word)
    try:
        return numbering.from_chinese(word)
    except ValueError:
        return 0


def _labelled(bracket: str) -> tuple[list[Clause], str]:
    """责任单位：甲、乙；配合单位：丙；完成时限：6月底前: who, and until when; nothing when some piece reads otherwise."""
    pieces = [piece.strip() for piece in re.split(r"[；;]", bracket.strip("（()）〔〕。 "))]
    until = "".join(re.sub(f"^{_UNTIL}", "", piece) for piece in pieces if re.match(_UNTIL, piece))
    found = [re.fullmatch(rf"({_LABEL})(.+)", piece) for piece in pieces if not re.match(_UNTIL, piece)]
    read = [
        Clause(
            tuple(filter(None, (name.strip() for name in re.split(r"[、，,]", each[2])))),
            "参与" if each[1][:2] in ("配合", "协办", "参与", "参加") else "负责",
        )
        for each in found
        if each and all(found)
    ]
    return read, until


def _points(node: Node) -> tuple[list[str], list[Node]]:
    """一要 … 二要 … in a paragraph of a section that has no numbered items: its tasks."""
    for at, text, word in ((at, text, word) for at, text in enumerate(node.texts) for word in "要是"):
        places = [
            found.start()
            for place in range(1, 20)
            if (found := re.search(rf"(?<![\u4e00-\u9fff，]){numbering.to_chinese(place)}{word}", text))
        ]
        if len(places) > 1 and places == sorted(places):
            lead = [text[: places[0]].strip()] if places[0] else []
            pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
            below = [
                Node(
                    piece[:2],
                    *_parted(piece[2:])[:1],
                    node.line,
                    "yao",
                    [rest] if (rest := _parted(piece[2:])[1]) else [],
                )
                for piece in pieces
            ]
            below[-1].texts += node.texts[at + 1 :]
            return [*node.texts[:at], *lead], below
    return node.texts, []


def _open(text: str) -> bool:
    """Does a line stop in the middle of a sentence?"""
    return text[-1] not in _CLOSED and (bool(re.search(r"[。；！？]", text)) or text[-1] in "，,、" or len(text) >= 45)


def _is_heading(text: str) -> bool:
    """A line without a number that is a heading all the same: short, without marks, and saying what follows."""
    return (
        len(text) <= 14
        and not re.search(r"[，,。；;：:！？、\d|]", text)
        and (bool(_named(text)) or bool(re.fullmatch(rf"[{_HAN}两]个?[项大]?[\u4e00-\u9fff]{{2,6}}", text)))
    )


def _named(title: str) -> list[tuple[Part, str]]:
    return [(part, found[0]) for part, words in _PARTS if (found := re.search(words, title))]


def _parts(node: Node) -> list[Part]:
    """What a heading says its section is, of two words beside each other (目标及内容) both; a long heading is a sentence of its own."""
    named = [part for part, _ in _named(node.title)] if len(node.title) <= 16 else []
    return named if re.search(r"[和与及、]", node.title) else named[:1]


def _part(node: Node) -> Part | None:
    return next(iter(_parts(node)), None)


def _walk(node: Node) -> Iterator[Node]:
    for each in node.below:
        yield each
        yield from _walk(each)


def _parted(text: str) -> tuple[str, str, str]:
    """A numbered line as heading, text that runs on, and the mark between when it is not a full stop."""
    found = re.search(r"[。：:！？](?!.{0,1}$)", text)
    if found and (found.start() <= 36 or found[0] == "。"):
        colon = found[0] != "。"
        if not colon or found.start() <= 24:
            return text[: found.start()].strip(), text[found.end() :].strip(), found[0] if colon else ""
    stop = text[-1:] in "：:！？" and len(text) > 1
    return text.rstrip("。").strip() if not stop else text, "", ""


def _operator(word: str, tail: str | None, value: str, unit: str | None) -> Operator:
    if tail in ("以上",):
        return Operator.GTE
    if tail in ("以下", "以内", "之内"):
        return Operator.LTE
    if tail == "左右":
        return Operator.APPROX
    named = next(operator for operator, words in _OPERATORS if word in words.split("|"))
    return (
        Operator.GTE
        if word in ("达到", "达", "提高到", "增加到") and not (value == "100" and unit in ("%", "％"))
        else named
    )


def _moment(year: int | None, month: str | None, day: str | None) -> str | None:
    if year is None or (not month and day):
        return None
    if month and not _real(year, int(month), int(day or 1)):
        return None
    return "-".join([f"{year:04d}", *([f"{int(month):02d}"] if month else []), *([f"{int(day):02d}"] if day else [])])


def _real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= 2200


def _arabic(text: str) -> str:
    """二〇一四年三月五日 → 2014年3月5日."""
    digits = str.maketrans("〇零○一二三四五六七八九", "000123456789")
    year, _, rest = text.partition("年")
    return f"{year.translate(digits)}年" + re.sub(rf"[{_HAN}]+", lambda found: str(_value(found[0])), rest)


# -- YAML --------------------------------------------------------------------------------------------------------------------------


def _yaml(plan: dict[str, Any], made: Draft) -> str:
    lines = [
        "# yaml-language-server: $schema=./schemas/plan.schema.json",
        "# 由外来文件读入的草稿：请对照原件核对注释里写着“请核对”的各处，核对后删去注释，把 status 改成 active。",
    ]
    lines += [
        f"# 没认出（第 {line.place} {made.unit}{'，' + line.aside if line.aside else ''}）：{_comment(line.text)}"
        for line in made.unread
    ]
    return "\n".join([*lines, *_mapping(plan, "")]) + "\n"


def _comment(text: str) -> str:
    """A text as a comment of one line: YAML breaks lines at these characters, and bears no control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+", " ", text).strip()


def _mapping(entry: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in entry.items():
        if key.startswith("#") or value in ("", [], {}, None):
            continue
        if f"#{key}" in entry:
            yield f"{indent}# {_comment(entry[f'#{key}'])}"
        if isinstance(value, str):
            yield f"{indent}{key}: {scalar(value)}"
        elif isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _mapping(value, indent + "  ")
        elif isinstance(value[0], str):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {scalar(str(each))}" for each in value)
        else:
            yield f"{indent}{key}:"
            for each in value:
                yield from (f"{indent}  # 请核对：{_comment(words)}" for words in each.get("#", ()))
                rows = list(_mapping(each, indent + "    "))
                yield f"{indent}  - {rows[0].strip()}"
                yield from rows[1:]
