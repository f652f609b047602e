"""One document on its way to YAML: frame off, lines into a tree, the tree into a plan; then the account of what was not understood.

Numbers stand as written. What was guessed bears a comment 请核对; nothing is invented: a date without a year is told, what no rule took is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from campaign.importers.outline import account, blanks, frame, furniture, parts, rulebooks, tables, yaml
from campaign.importers.outline.facts import bodies, duties, lasting, moments, once, returning, steps, targets
from campaign.importers.outline.names import Names
from campaign.importers.outline.tree import Node, Para, grown, joined, parted
from campaign.importers.outline.words import bare, digits, overlaps, value
from campaign.importers.papers import Line, Paper
from campaign.leaves import numbering
from campaign.model import Operator, Part
from campaign.model.registry import Registry

_MEASURED = re.compile(r"(?:率|比例|占比|满意度|时间|次数|费用|数量|天数|住院日|水平)$")
_FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:第一|首)位的?(?:责任)?(?:单位|部门|科室)?(?:为|是|系)牵头")
_CHAIN = (Part.GUIDING, Part.PRINCIPLES, Part.GOALS)


@dataclass
class Draft:
    """The YAML of one plan and the account of what was understood. `doubts` are (place, words); `unread` and `dropped` lines of the source."""

    id: str
    title: str
    text: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)  # words that stand in `others`
    unknown: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)  # further files: place below plans/ → YAML
    units: str = ""  # YAML of the draft registry, "" when every name is known
    notes: tuple[str, ...] = ()
    unit: str = "行"

    @property
    def empty(self) -> bool:
        """Was neither a task nor an indicator found?"""
        return not (self.counts.get("项任务") or self.counts.get("个指标"))

    def report(self) -> Iterator[str]:
        """What was and was not understood, a sentence a line."""
        yield "认出 " + "、".join(f"{count} {word}" for word, count in self.counts.items())
        yield from self.notes
        if self.dropped:
            yield f"网页上的栏目、按钮、页脚 {len(self.dropped)} 处没有读入，在第 {ranges(line.place for line in self.dropped)} {self.unit}，列在草稿开头"
        if self.annexes:
            yield f"附件 {len(self.annexes)} 个：{'、'.join(self.annexes)}；没有读成字段的文字放在草稿开头的注释里"
        if self.unread:
            yield f"没认出的 {len(self.unread)} 段在第 {ranges(line.place for line in self.unread)} {self.unit}，原文放在草稿开头的注释里"
        for place, words in sorted(self.doubts):
            yield f"请核对 第 {place} {self.unit}：{words}"
        for name, hint in self.unknown.items():
            yield f"单位名册里没有“{name}”，写进了单位名册草稿；{hint}".rstrip("；")


def draft(paper: Paper, lines: Sequence[Line], key: str, registry: Registry, names: Names | None = None) -> Draft:
    """The draft of one document among `lines` of a paper, with the id `key`. `names` is shared by the documents of one import."""
    names = names or Names(registry, key)
    return _Drafting(Draft(key, "", notes=paper.notes, unit=paper.unit), names).write(list(lines))


class _Drafting:
    """One document; the parts of the plan are gathered here on the way."""

    def __init__(self, made: Draft, names: Names) -> None:
        self.made, self.names = made, names
        self.indicators: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.held: dict[Part, Any] = {}
        self.bodies: list[dict[str, Any]] = []
        self.lasting: list[dict[str, Any]] = []
        self.loose: dict[str, list[dict[str, Any]]] = {"milestones": [], "recurring": []}
        self.took: dict[int, list[str]] = {}
        self.calendar = moments.Calendar()
        self.serial = 0
        self.behind: list[Para] = []  # tables of tasks behind the tasks of a list
        self.first_leads = False  # 排在第一位的为牵头单位

    def write(self, lines: list[Line]) -> Draft:
        made = self.made
        source = [line for line in lines if line.text.strip()]
        flow = [line for line in lines if not line.aside or line.cells]
        made.unread += [line for line in lines if line.aside and not line.cells]
        kept, made.dropped, meta = furniture.sweep(flow)
        framed = frame.framed(kept, made.unit, meta)
        for place, words in framed.doubts:
            self.doubt(place, words)
        made.unread += framed.unread
        head = framed.head
        self.calendar = moments.Calendar(_year(head, framed.body))
        self.first_leads = any(_FIRST_LEADS.search(line.text) for line in kept)
        before = set(self.names.hints)
        self.names.unsigned()
        if framed.issuer:
            head["issuer"] = self.names.sign(framed.issuer)
            if framed.inferred:
                head["issuer_inferred"] = "是"
                self.doubt(lines[0].place, f"发文单位“{framed.issuer}”由标题推定")
            if framed.issuer in self.names.hints:
                place = next((place for _, place in framed.signers), lines[0].place)
                self.doubt(place, f"发文单位“{framed.issuer}”不在单位名册里，写进了单位名册草稿")
            if others := [name for name, _ in framed.signers[1:] if name != framed.issuer]:
                head["joint_issuers"] = self.names.all(others)
        notes: list[str] = []
        root = grown(joined(framed.body, self.doubt, notes.append), self.doubt)
        made.notes += tuple(notes)
        _stages(root)
        outline = self.sections(root)
        self.annexed(framed.annexes, outline)
        self.loosely([Para(line.text.strip(), line.place) for line in framed.notice], strict=True)
        made.title = head.get("title", "")
        made.counts = {
            "个部分": len(root.below),
            "项任务": sum(len(group.get("tasks", ())) for group in self.groups) + len(self.tasks),
            "个阶段": len(self.held.get(Part.PHASES, ())),
            "个指标": len(self.indicators),
        }
        made.unknown = {name: hint for name, hint in self.names.hints.items() if name not in before}
        plan = self.plan(head, framed.document, outline, root)
        account.settle(made, plan, source, self.took, list(self.names.written()))
        made.units = self.names.yaml()
        return made

    def plan(
        self, head: dict[str, Any], document: dict[str, Any], outline: list[dict[str, Any]], root: Node
    ) -> dict[str, Any]:
        """The record of the plan, its keys in the usual order."""
        plan: dict[str, Any] = {"id": self.made.id, **head, "status": "draft", "document": document}
        plan |= {"outline": outline, "preamble": root.words}
        plan |= {key.value: self.held[key] for key in _CHAIN if key in self.held}
        plan |= {"indicators": self.indicators, "groups": self.groups, "tasks": self.tasks}
        for key in (Part.SCOPE, Part.PERIOD, Part.PHASES):
            plan[key.value] = self.held.get(key)
        phases = self.held.get(Part.PHASES, ())
        if any(one.get("end", "") > two.get("start", "9") for one, two in pairwise(phases)):
            plan["phases_overlap"] = "是"
        plan |= {**self.loose, "organisation": self.bodies, "requirements": self.held.get(Part.REQUIREMENTS)}
        plan["mechanisms"] = self.lasting
        return plan

    def doubt(self, line: int, words: str, entry: dict[str, Any] | None = None) -> None:
        """Something guessed: told in the report, and in a comment above the entry."""
        self.made.doubts.append((line, words))
        if entry is not None:
            entry.setdefault("#", []).append(words)

    def id(self, letter: str) -> str:
        self.serial += 1
        return f"{letter}{self.serial}"

    # -- sections ------------------------------------------------------------------------------------------------------------------

    def sections(self, root: Node) -> list[dict[str, Any]]:
        """The outline; the parts it names are gathered on the way."""
        outline: list[dict[str, Any]] = [{"part": "preamble"}] if root.words else []
        self.loosely(root.texts, strict=True, told=True)
        below = root.below
        named = {id(node): parts.loose(node.title) if node.kind != "stage" else [] for node in below}
        grouped = any(self.is_tasks(node) for node in (*below, *(each for node in below for each in node.below)))
        childless = [node for node in below if not named[id(node)] and not node.below and not node.tables]
        others = [node for node in below if not named[id(node)] and (node.below or node.tables)]
        flat = (
            len(childless) >= 2
            and not others
            and not grouped
            and all(node.kind == childless[0].kind for node in childless)
        )
        if len(childless) == 1 and len(below) == 1 and childless[0].kind != "han":
            flat = True
        for table in root.tables:
            outline += self.table(table, "")
        for node in below:
            if flat and node in childless:
                if not self.tasks:
                    outline.append({"part": "groups"})
                self.tasks.append(self.task(node, f"t{len(self.tasks) + 1}"))
                continue
            outline.append(self.section(node, 1, grouped))
        if self.bodies and not any(_has(each, "organisation") for each in outline):
            outline.append({"part": "organisation"})
        return outline

    def is_tasks(self, node: Node) -> bool:
        """Is this the section of the tasks, by its heading, and are there any?"""
        return (parts.strict(node.title) is Part.GROUPS or Part.GROUPS in parts.loose(node.title)) and bool(
            node.below
            or any(tables.read(each.rows, each.places).kind == "tasks" for each in node.tables)
            or self.run_ins(node, 1)
        )

    def section(self, node: Node, depth: int, grouped: bool) -> dict[str, Any]:
        """A heading with what stands below it: as the part of a plan it names, as groups of tasks, or as it is. `grouped`: some other
        heading is that of the tasks."""
        made: dict[str, Any] = {"number": node.number, "title": node.title, "text": [], "#": list(node.doubts)}
        inner = [parts.strict(each.title) for each in node.below]
        named = parts.loose(node.title)
        dutied = any(self.dutied(each) for each in node.below)
        if (
            named
            and named[0] in (Part.REQUIREMENTS, Part.ORGANISATION)
            and not self.bodies
            and bodies.read(_flat_texts(node), spoken=named[0] is Part.ORGANISATION)
        ):
            return self.body_section(node, made)
        if any(tables.read(each.rows, each.places).kind in ("tasks", "indicators") for each in node.tables):
            return self.tabled(node, made, depth, grouped)
        if named and named[0] in (Part.GOALS,) and node.below and dutied:
            named = [Part.GROUPS]
        mixed = (len(named) > 1 and any(inner)) or any(
            each in (Part.GOALS, Part.PHASES, Part.REQUIREMENTS, Part.PRINCIPLES, Part.GUIDING) and each not in named
            for each in inner
        )
        part = next(
            (each for each in named if each not in self.held and not mixed and depth < 3 and self.fits(each, node)),
            None,
        )
        if (
            (
                part is None
                and not mixed
                and node.below
                and (dutied or (not named and not grouped and not any(inner) and depth == 1))
            )
            and depth == 1
            and not (named and named[0] in (Part.REQUIREMENTS, Part.PHASES, Part.PRINCIPLES))
        ):
            part = Part.GROUPS
            made = {} if Part.GROUPS not in named else made
        if part is None:
            return self.kept(node, made, depth, grouped)
        if part is Part.GROUPS:
            return self.group_section(node, made)
        made["part"] = part.value
        if part is Part.ORGANISATION:
            return self.body_section(node, made)
        if part in (Part.GUIDING, Part.SCOPE, Part.PERIOD):
            self.held[part] = self.plain_part(part, node)
            return made
        if part is Part.PHASES:
            return self.phase_section(node, made)
        entries = node.below or self.run_ins(node, 1) or [Node("", "", each.line, texts=[each]) for each in node.texts]
        lead = node.texts if node.below else node.texts[: _lead(node)] if self.run_ins(node, 1) else []
        made["text"] = [each.text for each in lead if not each.rows]
        due = self.lead_due(lead) if part is Part.GOALS else ""
        self.loosely(lead, strict=False)
        build = {Part.PRINCIPLES: self.principle, Part.GOALS: self.goal, Part.REQUIREMENTS: self.requirement}[part]
        self.held[part] = [build(each, place, due) for place, each in enumerate(entries, 1)]
        return made

    def kept(self, node: Node, made: dict[str, Any], depth: int, grouped: bool) -> dict[str, Any]:
        """A section that is no part of a plan by itself: its text and its sections as they are."""
        made["text"] = node.words
        self.loosely(
            [Para(node.title, node.line), *node.texts], strict=not re.search("目标|要求|措施|任务|重点", node.title)
        )
        made["sections"] = [self.section(each, depth + 1, grouped) for each in node.below]
        for table in node.tables:
            made["sections"] += self.table(table, node.title)
        return made

    def fits(self, part: Part, node: Node) -> bool:
        """Can the part of a plan hold what stands below this heading?"""
        if part in (Part.GUIDING, Part.SCOPE, Part.PERIOD):
            return (
                not node.below
                and bool(node.words)
                and not node.tables
                and (part is Part.GUIDING or len(node.words) == 1)
            )
        if part is Part.GOALS:
            deep = any(each.below for each in node.below) and Part.GROUPS in parts.loose(node.title)
            return bool(node.below or node.words) and not deep
        if part is Part.ORGANISATION:
            return bool(bodies.read(_flat_texts(node)))
        if part is Part.PHASES:
            return bool(
                node.below
                or self.run_ins(node, 2)
                or any(steps.sentences(digits(text), self.calendar) for text in node.words)
            )
        if part is Part.GROUPS:
            return bool(node.below or self.run_ins(node, 1))
        return bool(node.below or self.run_ins(node, 1))

    def plain_part(self, part: Part, node: Node) -> Any:
        text = node.words[0]
        if part is Part.GUIDING:
            self.loosely(node.texts, strict=True, told=True)
            return node.words
        if part is Part.SCOPE:
            return {"text": text}
        spans = self.calendar.spans(digits(text))
        if spans:
            self.take(node.line, text)
            self.take(node.texts[0].line, text)
        return {**(self.span(spans[0], text, node.line) if spans else {}), "as_written": text}

    def run_ins(self, node: Node, least: int) -> list[Node]:
        """Paragraphs without numbers that begin with a short heading (加强领导。…) as items; [] when they do not."""
        if node.below or not node.words:
            return []
        made: list[Node] = []
        for each in node.texts[_lead(node) :]:
            if each.rows:
                continue
            title, rest, mark = parted(each.text)
            short = bool(rest) and len(title) <= 18 and not re.search(r"[，,；;]", title)
            alone = not rest and len(title) <= 18 and each.text.endswith("。") and not re.search(r"[，,；;]", title)
            if (short or alone) and not duties.labelled(each.text) and not re.match(r"[（(]|到\d|注[：:]", title):
                made.append(Node("", title, each.line, "run-in", [Para(rest, each.line)] if rest else [], mark=mark))
            elif made:
                made[-1].texts.append(each)
            else:
                return []
        return made if len(made) >= least else []

    def lead_due(self, lead: list[Para]) -> str:
        """到2027年，实现以下目标： — the date that holds for the whole list."""
        for each in lead:
            found = re.search(r"(?:到|至)(?=20\d\d年)", digits(each.text))
            point = next((p for p in self.calendar.points(digits(each.text)) if found and p.begin == found.end()), None)
            if point and point.last:
                self.take(each.line, each.text[point.begin : point.end])
                return point.last
        return ""

    # -- tasks -----------------------------------------------------------------------------------------------------------------------

    def dutied(self, node: Node, deep: bool = True) -> bool:
        own = any(duties.find(digits(text)) for text in (node.title, *node.words))
        return own or (deep and any(self.dutied(each) for each in node.below))

    def group_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        """Groups and tasks below a heading. Tasks are where the duties stand; without any, the numbered items below the groups."""
        below = node.below or self.run_ins(node, 1)
        lead = [
            Para(each.text, each.line)
            for each in (node.texts if node.below else node.texts[: _lead(node)])
            if not each.rows
        ]
        own = sum(1 for each in below if self.dutied(each, deep=False) or _lifts(each))
        deeper = sum(1 for each in below if not _lifts(each) and any(self.dutied(one) for one in each.below))
        kids = sum(1 for each in below if each.below)
        if not own and not deeper:
            for each in below:
                if not each.below:
                    each.texts, each.below = _points(each)
            kids = sum(1 for each in below if each.below)
        nested = bool(kids) and (deeper > own if own or deeper else kids * 2 >= len(below))
        if own and deeper and own == deeper:
            nested = True
        if below and below[0].kind == "article":
            nested = False
        text = [each.text for each in lead]
        self.loosely(lead, strict=False)
        if made and not self.groups and not self.tasks and not nested:
            self.tasks = [self.task(each, f"t{place}") for place, each in enumerate(below, 1)]
            self.more(self.tasks, "t")
            return {**made, "text": text, "part": "groups"}
        nodes = below if nested else [node]
        ids: list[str] = []
        for each in nodes:
            key = f"g{len(self.groups) + 1}"
            ids.append(key)
            group: dict[str, Any] = {"#": list(each.doubts), "id": key, "number": each.number, "title": each.title}
            if nested:
                group["text"] = self.facts(group, each, each.texts, title=each.title)
            else:
                group["text"] = text
            self.groups.append(group)
            items = each.below if nested else below
            if any(
                one.kind != two.kind or one.number[-1:] != two.number[-1:] or value(two.number) != value(one.number) + 1
                for one, two in pairwise(items)
            ):
                group["numbering_note"] = "原文如此"
            group["tasks"] = [
                self.task(item, f"{key.replace('g', 't')}-{place}") for place, item in enumerate(items, 1)
            ]
            self.more(group["tasks"], f"{key.replace('g', 't')}-")
        if not nested:
            return {"part": "groups", "groups": ids}
        if not made:
            made = {"number": node.number, "title": node.title}
        return {**made, "text": text, "part": "groups", "groups": ids}

    def more(self, held: list[dict[str, Any]], stem: str) -> None:
        """The tasks of tables behind a list go on with it."""
        for para in self.behind:
            read = tables.read(para.rows, para.places)
            self.made.apart += [" | ".join(row) for row in para.rows[:1]]
            held += [self.row_task(row, f"{stem}{len(held) + place}") for place, row in enumerate(read.rows, 1)]
        self.behind = []

    def task(self, node: Node, key: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": key,
            "number": node.number,
            "title": node.title,
            "text": [],
        }
        lifted = _lifts(node) if not self.dutied(node, deep=False) else []
        made["text"] = self.facts(made, node, node.texts, title=node.title, task=True, lifted=lifted)
        children = [self.child(each, f"{key}-{place}", made, lifted) for place, each in enumerate(node.below, 1)]
        made["children"] = children
        for table in node.tables:
            if tables.read(table.rows, table.places).kind == "tasks":
                self.behind.append(table)
            else:
                self.made.unread += _table_lines(table)
        return made

    def child(self, node: Node, key: str, above: dict[str, Any], lifted: Sequence[duties.Duty]) -> dict[str, Any]:
        """A point inside a task; what it measures belongs to the task."""
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": key,
            "number": node.number,
            "title": node.title or (node.words[0] if node.words else ""),
            "text": [],
        }
        texts = node.texts if node.title else node.texts[1:]
        made["text"] = self.facts(made, node, texts, title=made["title"], task=True, skip=lifted)
        if not made["title"]:
            made["title"] = made["number"] or "（无标题）"
        found = made.pop("indicators", [])
        if found:
            above["indicators"] = list(dict.fromkeys([*above.get("indicators", []), *found]))
        made["children"] = [
            self.child(each, f"{key}-{place}", above, lifted) for place, each in enumerate(node.below, 1)
        ]
        return made

    def tabled(self, node: Node, made: dict[str, Any], depth: int, grouped: bool) -> dict[str, Any]:
        """A section whose tasks or indicators stand in a table."""
        made["text"] = node.words
        self.loosely(node.texts, strict=True)
        inner = [entry for table in node.tables for entry in self.table(table, node.title)]
        made["sections"] = [self.section(each, depth + 1, grouped) for each in node.below]
        own = [entry for entry in inner if entry.get("part") == "groups"]
        if len(own) == 1 and not made["sections"]:
            return {**made, **own[0]}
        made["sections"] = [*inner, *made["sections"]]
        return made

    def table(self, para: Para, title: str) -> list[dict[str, Any]]:
        """Outline entries of a table: of tasks, when it holds some; otherwise it stays a table, in comments."""
        read = tables.read(para.rows, para.places)
        if read.kind in ("indicators", "tasks"):
            self.made.apart += [
                " | ".join(row)
                for row in para.rows
                if read.heads and set(read.heads.values()) <= set(map(str.strip, row))
            ]
        if read.kind == "indicators":
            for row in read.rows:
                self.indicator_row(row, read)
            return []
        if read.kind != "tasks" or not read.rows:
            self.made.unread += _table_lines(para)
            return []
        self.made.notes += (f"第 {para.line} {self.made.unit}起的表格读成了 {len(read.rows)} 项任务",)
        categories = list(dict.fromkeys(row.cells.get("category", "") for row in read.rows))
        if len(categories) > 1 or categories[0]:
            ids = []
            for category in categories:
                key = f"g{len(self.groups) + 1}"
                rows = [row for row in read.rows if row.cells.get("category", "") == category]
                group: dict[str, Any] = {
                    "id": key,
                    "title": category or title or "其他任务",
                    "numbering_note": "原文如此",
                }
                group["tasks"] = [
                    self.row_task(row, f"{key.replace('g', 't')}-{place}") for place, row in enumerate(rows, 1)
                ]
                self.groups.append(group)
                ids.append(key)
            return [{"part": "groups", "groups": ids}]
        if self.groups:
            key = f"g{len(self.groups) + 1}"
            group = {"id": key, "title": title or "任务分工表", "numbering_note": "原文如此"}
            group["tasks"] = [
                self.row_task(row, f"{key.replace('g', 't')}-{place}") for place, row in enumerate(read.rows, 1)
            ]
            self.groups.append(group)
            return [{"part": "groups", "groups": [key]}]
        first = not self.tasks
        self.tasks += [self.row_task(row, f"t{len(self.tasks) + place}") for place, row in enumerate(read.rows, 1)]
        return [{"part": "groups"}] if first else []

    def row_task(self, row: tables.Row, key: str) -> dict[str, Any]:
        """A task from a row of a table."""
        cells = row.cells
        title, rest, _ = parted(
            re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．])\s*(?=[\u4e00-\u9fff])", "", cells["title"])
        )
        made: dict[str, Any] = {"id": key, "number": cells.get("number", ""), "title": title}
        node = Node("", title, row.place, "", [Para(each, row.place) for each in (rest, cells.get("text", "")) if each])
        for head, cell in row.others:
            node.texts.append(Para(f"{head}：{cell}", row.place))
        made["text"] = self.facts(made, node, node.texts, title=title, task=True)
        duty = duties.Duty()
        for column, role in (("lead", duties.LEAD), ("duty", "duty"), ("join", duties.JOIN)):
            said = cells.get(column, "")
            if not said or said in ("/", "—", "-", "无"):
                continue
            inner = (
                duties.labelled(said) or duties.bracket(f"（{said}）")
                if re.search("[:：]|牵头|配合|分工", said)
                else None
            )
            if inner:
                self.merge(duty, inner)
            else:
                duty.add(role, duties.split(re.sub(r"(?<=[局委科部办室院])\s+(?=[\u4e00-\u9fff])", "、", said)))
        duty.person = cells.get("person", "")
        duty.until = cells.get("due", "")
        duty.words = "；".join(
            f"{said}：{cells[column]}"
            for column in ("lead", "duty", "join")
            if cells.get(column) and (said := column_word(column))
        )
        if duty:
            self.responsible(made, duty, row.place)
        for said in cells.values():
            self.take(row.place, said)
        return made

    def indicator_row(self, row: tables.Row, read: tables.Table) -> None:
        """An indicator from a row of a table, a target for every column of values."""
        cells = row.cells
        name, unit = cells["indicator"], cells.get("unit", "")
        bracket = re.search(r"[（(]([^（()）]{1,6})[)）]$", name)
        if bracket and not unit and re.fullmatch(targets.UNIT, bracket[1]):
            name, unit = name[: bracket.start()], bracket[1]
        for column, head in read.values:
            said = digits(cells.get(column, ""))
            if not said or said in ("/", "—", "-"):
                continue
            read_as = targets.find(f"{name}{said}", self.calendar) or targets.find(
                f"{name}达到{said}{unit if not re.search(r'[%‰]|[a-z㐀-鿿]', said) else ''}", self.calendar
            )
            due = self.calendar.due(head)
            for each in read_as[:1]:
                made = replace(
                    each,
                    name=name,
                    words=f"{name}：{said}",
                    due=each.due or (due[0] if due else ""),
                    unit=each.unit or unit,
                    baseline=cells.get("baseline", ""),
                )
                self.indicator(made, row.place)
        for said in cells.values():
            self.take(row.place, said)

    # -- facts -----------------------------------------------------------------------------------------------------------------------

    def facts(
        self,
        made: dict[str, Any],
        node: Node,
        texts: list[Para],
        *,
        title: str = "",
        task: bool = False,
        lifted: Sequence[duties.Duty] = (),
        skip: Sequence[duties.Duty] = (),
    ) -> list[str]:
        """Put into `made` what the paragraphs of an entry state: duty, due, indicators, milestones, returning duties. The paragraphs are
        given back as they shall stand in the draft: a bracket of units at the end stands in `responsibility` instead."""
        paras = [each for each in texts if not each.rows]
        total = duties.Duty()
        cut: tuple[int, int] | None = None  # (paragraph, place) where the bracket at the end begins
        found_in: list[str] = []
        name = title if _MEASURED.search(title) else ""
        for at, para in enumerate([Para(title, node.line), *paras]):
            text = digits(para.text)
            stated = [each for each in duties.find(text) if each.words not in [one.words for one in skip]]
            for duty in stated:
                self.merge(total, duty)
                duty.words = para.text[duty.begin : duty.end].strip()
                self.take(para.line, duty.words)
                found_in.append(duty.words)
                if duty.bracketed and at == len(paras) and not text[duty.end :].strip("。 ．."):
                    cut = (at - 1, duty.begin)
            taken = [(each.begin, each.end) for each in stated]
            measured = targets.find(text, self.calendar, name=name if at else "")
            self.dated(para, measured)
            for target in measured:
                if not overlaps(target.begin, target.end, taken):
                    self.took_indicator(made, target, para.line)
                    taken.append((target.begin, target.end))
            for round_ in returning.find(text, taken):
                self.round(made, round_, para.line)
                taken.append((round_.begin, round_.end))
            for single in self.singles(para, taken):
                self.milestone(made, single, para.line)
                if task and not single.reporting:
                    made["due"], made["due_as_written"] = single.due, single.words[:40]
            for arrangement, words in lasting.find(text):
                if "id" in made and not task:
                    self.lasting.append({"name": arrangement, "where": made["id"]})
                    self.take(para.line, words)
        for duty in lifted:
            self.merge(total, duty)
            found_in.append(duty.words)
            for each in node.below[-1:]:
                for para in (Para(each.title, each.line), *each.texts):
                    self.take(para.line, duty.words)
        lines = [each.text for each in paras]
        if total:
            whole = cut is not None and len(found_in) == 1
            if whole and cut is not None:
                self.cut(made, lines, cut)
            total.words = found_in[0] if whole else "；".join(each.strip("（()）［］[]【】。 ") for each in found_in)
            self.responsible(made, total, node.line)
        return [line for line in lines if line]

    def cut(self, made: dict[str, Any], lines: list[str], cut: tuple[int, int]) -> None:
        at, begin = cut
        if at >= 0:
            lines[at] = lines[at][:begin].rstrip()
        else:
            key = "title" if made.get("title") else "name"
            made[key] = str(made.get(key, ""))[:begin].rstrip("。 ") or made.get(key, "")

    @staticmethod
    def merge(total: duties.Duty, more: duties.Duty) -> None:
        total.lead += more.lead
        total.join += more.join
        total.with_ += more.with_
        total._duty += more._duty
        total._parts += more._parts
        total.each = total.each or more.each
        total.person = total.person or more.person
        total.until = total.until or more.until

    def responsible(self, made: dict[str, Any], duty: duties.Duty, line: int) -> None:
        if self.first_leads and not duty.lead and len(duty._duty) > 1:
            duty.lead, duty.join, duty._duty = duty._duty[:1], [*duty.join, *duty._duty[1:]], []
        duty.settled()
        for word in duty.left:
            self.doubt(line, f"{duty.words}：{word}，先登记为负责", made)
        before = set(self.names.hints)
        everyone = self.names.all([*duty.lead, *duty.with_, *duty.join])
        lead = list(dict.fromkeys(self.names.again(duty.lead)))
        with_ = [name for name in dict.fromkeys(self.names.again(duty.with_)) if name not in lead]
        join = [name for name in dict.fromkeys(self.names.again(duty.join)) if name not in lead]
        _ = everyone
        for name in (each for each in self.names.hints if each not in before):
            self.doubt(line, f"{duty.words}：单位“{name}”不在名册里，写进了单位名册草稿", made)
        if lead or duty.person:
            mode = (
                "分别负责"
                if duty.each and (len(lead) > 1 or self.names.collective(lead))
                else "牵头"
                if join and not duty.each and "牵头" in duty.words
                else "负责"
            )
            made["responsibility"] = {
                "mode": mode,
                "lead": lead,
                "with": with_,
                "join": join,
                "person": duty.person,
                "as_written": duty.words,
            }
        if duty.until and "children" not in made.get("#", ()):
            found = self.calendar.due(digits(duty.until))
            if found and "id" in made and str(made["id"]).startswith("t"):
                made["due"] = found[0]
                if found[1]:
                    self.doubt(line, f"“{duty.until}”没有写年份，按 {self.calendar.year} 年推算", made)
            if str(made.get("id", "")).startswith("t"):
                made["due_as_written"] = duty.until
            self.take(line, duty.until)

    def took_indicator(self, made: dict[str, Any], target: targets.Target, line: int) -> None:
        key = self.indicator(target, line)
        made["indicators"] = list(dict.fromkeys([*made.get("indicators", []), key]))

    def indicator(self, found: targets.Target, line: int) -> str:
        """The id of the indicator that a target belongs to: one met before under the same name and measure, or a new one."""
        self.take(line, found.words)
        operator = found.operator if found.operator in set(Operator) else "gte"
        value_, upper = found.value, found.upper
        target: dict[str, Any] = {"value": value_, "upper": upper}
        if found.scope:
            target["scope"] = {"condition": found.scope}
        if found.due:
            target["due"] = found.due
            if found.due_inferred:
                target["inferred"] = ["due"]
        if found.modality:
            target["modality"] = found.modality
        target["as_written"] = found.words
        against = "baseline" if found.change else ""
        yearly = "每年" if re.search(r"年均|每(?:个)?(?:学?年|年度)", found.per + found.words) else ""
        said = f"指标“{found.name}”由“{found.words}”认出"
        for same in self.indicators:
            alike = (
                same["name"],
                same["unit"],
                same["operator"],
                same.get("against", ""),
                same.get("reckoning", ""),
            ) == (found.name, found.unit, operator, against, yearly)
            places = [(each.get("scope", {}).get("condition", ""), each.get("due", "")) for each in same["targets"]]
            if alike and (found.scope, found.due) not in places:  # a further stage or tier
                same["targets"].append(target)
                self.doubt(line, said, same)
                return str(same["id"])
            if alike and any(each["value"] == value_ for each in same["targets"]):
                return str(same["id"])
        entry: dict[str, Any] = {
            "id": f"i{len(self.indicators) + 1}",
            "name": found.name,
            "unit": found.unit,
            "operator": operator,
        }
        if against:
            entry |= {"against": against, "baseline": {"as_written": found.baseline or "原文没有写明基数"}}
        elif found.baseline:
            number = re.match(r"\d+(?:\.\d+)?", digits(found.baseline))
            entry["baseline"] = {"value": number[0] if number else "", "as_written": found.baseline}
        entry |= {"reckoning": yearly, "targets": [target]}
        if operator == "between" and not upper:
            entry["operator"] = "gte"
        self.doubt(line, said, entry)
        self.indicators.append(entry)
        return str(entry["id"])

    def round(self, made: dict[str, Any], found: returning.Returning, line: int) -> None:
        self.take(line, found.words)
        entry = {
            "id": self.id("r"),
            "what": found.what,
            "times": found.times,
            "per": found.per,
            "as_written": found.words,
        }
        if found.at_least:
            entry["at_least"] = "是"
        if found.day:
            entry["day"] = found.day
        made.setdefault("recurring", []).append(entry)

    def milestone(self, made: dict[str, Any], found: once.Once, line: int) -> None:
        self.take(line, found.words)
        entry: dict[str, Any] = {"id": self.id("m"), "name": found.what, "due": found.due, "as_written": found.words}
        if found.inferred:
            entry["inferred"] = ["due"]
            self.doubt(line, f"“{found.words[:20]}”没有写年份，按 {self.calendar.year} 年推算", entry)
        made.setdefault("milestones", []).append(entry)

    def loosely(self, texts: Iterable[Para], *, strict: bool, told: bool = False) -> None:
        """Facts in paragraphs that belong to no entry: they are the plan's own. `strict`: only targets that are meant for the future; `told`:
        paragraphs that tell why, without duties."""
        for para in texts:
            if para.rows:
                continue
            text = digits(para.text)
            found = targets.find(text, self.calendar, strict=strict)
            self.dated(para, found)
            for each in found:
                self.indicator(each, para.line)
            if told:
                continue
            taken = [(each.begin, each.end) for each in found]
            for round_ in returning.find(text, taken):
                self.round(self.loose, round_, para.line)
                taken.append((round_.begin, round_.end))
            for single in self.singles(para, taken):
                self.milestone(self.loose, single, para.line)

    def singles(self, para: Para, taken: list[tuple[int, int]]) -> Iterator[once.Once]:
        """Milestones of a paragraph; one right behind a yearly duty (每年…，于12月15日前报送) is part of it."""
        text = digits(para.text)
        for single in once.find(text, self.calendar, taken):
            before = re.split(r"[。；！]", text[: single.begin])[-1]
            if re.search(r"每年(?!龄)", before) and "每年" not in text[single.begin : single.end]:
                self.take(para.line, single.words)
            else:
                yield single

    def dated(self, para: Para, found: list[targets.Target]) -> None:
        """The words of dates that became the due of a target."""
        dues = {each.due for each in found}
        for point in self.calendar.points(digits(para.text)):
            if point.last in dues:
                self.take(para.line, para.text[point.begin : point.end])

    def take(self, line: int, words: str) -> None:
        """These words of a line were understood."""
        if words:
            self.took.setdefault(line, []).append(words)

    # -- goals, principles, requirements -------------------------------------------------------------------------------------------------

    def principle(self, node: Node, _place: int, _due: str) -> dict[str, Any]:
        words = _flat_texts(node)
        return {
            "#": list(node.doubts),
            "number": node.number,
            "title": node.title or words[0],
            "text": words if node.title else words[1:],
        }

    def goal(self, node: Node, place: int, due: str) -> dict[str, Any]:
        made: dict[str, Any] = {"#": list(node.doubts), "id": f"o{place}", "number": node.number, "title": node.title}
        inner = _flattened(node)
        holder: dict[str, Any] = {"id": f"o{place}"}
        for at, para in enumerate([Para(node.title, node.line), *inner]):
            text = digits(para.text)
            hint = node.title if at and _MEASURED.search(node.title) else ""
            found = targets.find(text, self.calendar, name=hint, due=due)
            self.dated(para, found)
            for each in found:
                self.took_indicator(holder, each, para.line)
            taken = [(each.begin, each.end) for each in found]
            for round_ in returning.find(text, taken):
                self.round(self.loose, round_, para.line)
            for single in self.singles(para, taken):
                self.milestone(self.loose, single, para.line)
        made["text"] = [each.text for each in inner]
        made["indicators"] = holder.get("indicators", [])
        return made

    def requirement(self, node: Node, place: int, _due: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": f"q{place}",
            "number": node.number,
            "title": node.title or (node.words[0] if node.words else node.number),
        }
        texts = node.texts if node.title else node.texts[1:]
        inner = _flattened(Node(node.number, node.title, node.line, texts=texts, below=node.below))
        made["text"] = self.facts(made, node, inner, title=made["title"])
        return made

    # -- phases -------------------------------------------------------------------------------------------------------------------------

    def phase_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        entries = node.below or self.run_ins(node, 2)
        lead = node.texts if node.below else node.texts[: _lead(node)] if entries else node.texts
        made["text"] = [each.text for each in lead if not each.rows]
        if not entries:
            phases: list[dict[str, Any]] = []
            for para in lead:
                for step in steps.sentences(digits(para.text), self.calendar):
                    self.take(para.line, step.words)
                    phases.append(
                        {
                            "id": f"ph{len(phases) + 1}",
                            "name": step.name,
                            **self.span(step.span, step.words, para.line),
                            "as_written": step.words,
                        }
                    )
            self.held[Part.PHASES] = _forward(phases)
            return made
        self.loosely(lead, strict=False)
        tasked = [
            each
            for each in entries
            if each.below and (any(self.dutied(one) for one in each.below) or each.kind == "stage")
        ]
        splits = (
            bool(tasked)
            and not self.tasks
            and not self.groups
            and any(self.dutied(one) for each in tasked for one in each.below)
        )
        self.held[Part.PHASES] = _forward([self.phase(each, place, splits) for place, each in enumerate(entries, 1)])
        if splits:
            ids = []
            for each, phase in zip(entries, self.held[Part.PHASES], strict=True):
                if not each.below:
                    continue
                key = f"g{len(self.groups) + 1}"
                group: dict[str, Any] = {
                    "id": key,
                    "number": each.number,
                    "title": phase["name"],
                    "numbering_note": "原文如此",
                }
                self.groups.append(group)
                group["tasks"] = [
                    self.task(item, f"{key.replace('g', 't')}-{place}") for place, item in enumerate(each.below, 1)
                ]
                ids.append(key)
            made["sections"] = [{"part": "groups", "groups": ids}]
            self.doubt(node.line, "阶段里列着任务：阶段和任务分开登记", made)
        return made

    def phase(self, node: Node, place: int, bare_: bool) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": f"ph{place}",
            "number": node.number,
            "name": node.title or (node.words[0] if node.words else node.number),
        }
        paras = list(node.texts if node.title else node.texts[1:])
        inner = [] if bare_ else _flattened(Node("", "", node.line, texts=[], below=node.below))
        name = digits(made["name"])
        step = steps.heading(name, self.calendar)
        if step:
            made["name"] = re.sub(r"[：:]$", "", step.name)
        elif paras and (step := steps.opening(digits(paras[0].text), self.calendar)) and step.span:
            rest = paras[0].text[step.end :].lstrip("，,。：:；、 ")
            if step.bracketed:
                paras[0] = Para(rest, paras[0].line)
        elif re.search(r"\d", name):
            self.doubt(node.line, f"“{made['name']}”里的日期没有认出", made)
        if step and step.span:
            made |= {**self.span(step.span, step.words, node.line, made), "as_written": step.words}
            self.take(node.line, node.title)
            if paras:
                self.take(paras[0].line, step.words)
        elif name and (blank := re.search(r"[（(]([^（()）]*20[xX×]{2}年[^（()）]*)[)）]", name)):
            made["name"], made["as_written"] = name.replace(blank[0], ""), blank[1]
        texts = [each for each in (*paras, *inner) if each.text]
        holder: dict[str, Any] = {"id": made["id"]}
        text = self.facts(holder, Node("", "", node.line), texts)
        made["text"] = text
        made |= {key: holder[key] for key in ("#",) if key in holder}
        for key in ("responsibility", "indicators", "milestones", "recurring"):
            if key in holder:
                made[key] = holder[key]
        return made

    def span(
        self, span: moments.Span | None, words: str, line: int, entry: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        if not span:
            return {}
        if span.blank:
            self.doubt(line, f"“{words}”的年份空着，没有写日期", entry)
            return {}
        made: dict[str, Any] = {key: each for key, each in (("start", span.first), ("end", span.last)) if each}
        inferred = [key for key in span.inferred if key in made]
        if inferred:
            made["inferred"] = inferred
            self.doubt(line, f"“{words}”没有写年份，按 {self.calendar.year} 年推算", entry)
        return made

    # -- bodies and annexes ----------------------------------------------------------------------------------------------------------------

    def body_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        lines = _flat_texts(node)
        self.body(bodies.read(lines, "领导小组" if "领导小组" in node.title else node.title), node.line)
        made["part"] = "organisation"
        made["text"] = lines if not self.bodies else []
        return made

    def body(self, found: bodies.Body, line: int) -> None:
        entry = {
            "name": found.name,
            "head": found.head,
            "members": found.members,
            "office": found.office,
            "note": "".join(found.note),
        }
        self.bodies.append(entry)
        self.take(line, "".join([found.head, *found.members]))

    def annexed(self, annexes: list[frame.Annex], outline: list[dict[str, Any]]) -> None:
        """What annexes hold: tasks and indicators of their tables, members; the rest is kept as it is, in comments."""
        for annex in annexes:
            self.made.annexes.append(f"{annex.label} {annex.title}".strip())
            root = grown(annex.lines, lambda _line, _words: None)
            understood = False
            for para in [each for node in (root, *root.walk()) for each in node.tables]:
                table, read = para, tables.read(para.rows, para.places)
                if read.kind == "tasks" and (self.tasks or self.groups):
                    read.rows = [row for row in read.rows if not self.known_row(row)]
                    if not read.rows:
                        understood = True
                        continue
                    head = tuple(para.rows[0])
                    keep = {row.place for row in read.rows}
                    rest = [
                        (row, place)
                        for row, place in zip(para.rows, para.places, strict=True)
                        if place in keep or row == head
                    ]
                    table = Para(para.text, para.line, [row for row, _ in rest], [place for _, place in rest])
                if read.kind in ("tasks", "indicators"):
                    understood = True
                    if read.kind == "tasks":
                        self.regrouped(outline)
                    entries = self.table(table, annex.title or annex.label)
                    outline += [
                        entry
                        for entry in entries
                        if entry.get("groups") or not any(_has(each, "groups") for each in outline)
                    ]
            understood = self.further(annex, root) or understood
            body = bodies.read(
                [line.text for line in annex.lines if not line.cells],
                re.sub(r"(?:组成人员|成员)?名单$", "", annex.title) or annex.label,
            )
            if body and not self.bodies:
                understood = True
                self.body(body, annex.lines[0].place)
                outline.append({"part": "organisation"})
            label = annex.label
            if not understood:
                self.made.unread += [
                    Line(line.text, line.place, aside=f"{label}{'，' + line.aside if line.aside else ''}")
                    for line in annex.lines
                    if line.text.strip()
                ]

    def regrouped(self, outline: list[dict[str, Any]]) -> None:
        """Tasks without a group become one before an annex brings groups: a section that shows all would show those twice."""
        entry = next((found for each in outline if (found := _shows_all(each))), None)
        if not self.tasks or entry is None:
            return
        key = f"g{len(self.groups) + 1}"
        group = {
            "id": key,
            "number": entry.pop("number", ""),
            "title": entry.pop("title", "") or "工作任务",
            "tasks": self.tasks,
        }
        self.groups.append(group)
        entry["groups"], self.tasks = [key], []

    def further(self, annex: frame.Annex, root: Node) -> bool:
        """A rule book or a blank form in an annex becomes a file of its own."""
        found = [each for node in (root, *root.walk()) for each in node.tables]
        rows = [row for each in found for row in each.rows]
        if not rows:
            return False
        notes = [line.text for line in annex.lines if not line.cells]
        number = len(self.made.others) + 1
        key = f"{self.made.id}-rules{number}"
        if book := rulebooks.read(key, annex.title or annex.label, rows, notes):
            self.made.others[f"assessment/{key}.yaml"] = yaml.other(book.record, "assessment")
            self.made.notes += (
                f"{annex.label}读成了考核细则：{book.categories} 类、{book.sub_items} 项、{book.items} 条",
            )
            for words in book.doubts:
                self.doubt(annex.lines[0].place, words)
            for line in annex.lines:
                self.take(line.place, line.text)
            self.made.apart += [line.text for line in annex.lines]
            return True
        key = f"{self.made.id}-form{number}"
        if blank := blanks.read(key, self.made.id, annex.label, annex.title, rows, notes):
            self.made.others[f"forms/{key}.yaml"] = yaml.other(blank.record, "form")
            self.made.notes += (
                f"{annex.label}读成了报表：{len(blank.sections)} 个部分、{blank.rows} 行、{blank.fields} 个栏目",
            )
            self.made.apart += [line.text for line in annex.lines]
            return True
        return False

    def known_row(self, row: tables.Row) -> bool:
        """A row of an annex that says again what is a task of the body: what the task lacks is taken from it."""
        title = bare(row.cells.get("title", ""))
        for task in (*self.tasks, *(task for group in self.groups for task in group.get("tasks", ()))):
            other = bare(task["title"])
            if other and (
                other == title
                or (len(other) >= 6 and (other in title or title in other))
                or SequenceMatcher(None, other, title, autojunk=False).ratio() >= 0.8
            ):
                made = self.row_task(row, task["id"])
                for key in ("responsibility", "due", "due_as_written"):
                    if made.get(key) and not task.get(key):
                        task[key] = made[key]
                        if key == "responsibility":
                            task[key]["as_written"] = str(task[key]["as_written"]).strip("（）")
                return True
        return False


def column_word(column: str) -> str:
    """What a column of units is called in a draft."""
    return {"lead": "牵头单位", "duty": "责任单位", "join": "配合单位"}[column]


def ranges(places: Iterable[int]) -> str:
    """1、3—5、9."""
    spans: list[list[int]] = []
    for place in sorted(set(places)):
        if spans and place == spans[-1][1] + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans)


def _year(head: dict[str, Any], body: Sequence[Line]) -> int | None:
    """The year that dates without one mean: of the document, its number, its title, else the first named."""
    for text in (head.get("date", "")[:4], head.get("doc_no", ""), head.get("title", "")):
        if found := re.search(r"20\d\d", text):
            return int(found[0])
    years = [int(found) for line in body for found in re.findall(r"(20\d\d)年", digits(line.text))]
    return years[0] if years else None


def _has(entry: dict[str, Any], part: str) -> bool:
    return entry.get("part") == part or any(_has(each, part) for each in entry.get("sections", ()))


def _shows_all(entry: dict[str, Any]) -> dict[str, Any] | None:
    if entry.get("part") == "groups" and not entry.get("groups"):
        return entry
    return next((found for each in entry.get("sections", ()) if (found := _shows_all(each))), None)


def _lead(node: Node) -> int:
    """How many paragraphs of a section stand before its first run-in heading."""
    for at, each in enumerate(node.texts):
        title, rest, _ = parted(each.text)
        if (
            not each.rows
            and len(title) <= 18
            and (rest or each.text.endswith("。"))
            and not re.search(r"[，,；;]", title)
        ):
            return at
    return 0


def _flattened(node: Node) -> list[Para]:
    """The paragraphs of an entry with its items as paragraphs of their own: a part that holds no deeper items loses no word."""
    made = [each for each in node.texts if not each.rows]
    for each in node.below:
        inner = [one for one in each.texts if not one.rows]
        run_in = inner and inner[0].line == each.line
        mark = each.mark or "。"
        made.append(Para(f"{each.number}{each.title}{mark + inner[0].text if run_in else ''}", each.line))
        made += _flattened(Node("", "", each.line, texts=inner[1:] if run_in else inner, below=each.below))
    return made


def _flat_texts(node: Node) -> list[str]:
    return [each.text for each in _flattened(node)]


def _lifts(node: Node) -> list[duties.Duty]:
    """The duties behind the last of several items that are meant for all of them: sentences and lines of their own, or the only bracket among
    small items."""
    if len(node.below) < 2 or node.below[-1].below:
        return []
    last = node.below[-1]
    if any(duties.find(digits(text)) for each in node.below[:-1] for text in (each.title, *each.words)):
        return []
    own = [
        found
        for each in last.texts
        if not each.rows and each.line != last.line
        for found in duties.find(digits(each.text))
        if found.begin == 0
    ]
    if own:
        return own
    if last.kind in ("arabic-bracket", "circled", "spoken", "han-bracket") and node.kind not in (
        "han",
        "part",
        "plain",
    ):
        for text in (*reversed(last.words), last.title):
            if found := duties.find(digits(text)):
                return found[-1:]
    return []


def _points(node: Node) -> tuple[list[Para], list[Node]]:
    """一要…。二要…。 sentence by sentence in a paragraph of a section that has no numbered items: its tasks."""
    for at, para in enumerate(node.texts):
        text = para.text
        places = [
            found.start()
            for place in range(1, 20)
            if (found := re.search(rf"(?<![\u4e00-\u9fff，；;]){numbering.to_chinese(place)}要", text))
        ]
        if len(places) > 1 and places == sorted(places) and places[0] == 0:
            pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
            below = [
                Node(
                    piece[:2],
                    parted(piece[2:])[0],
                    para.line,
                    "yao",
                    [Para(rest, para.line)] if (rest := parted(piece[2:])[1]) else [],
                )
                for piece in pieces
            ]
            below[-1].texts += node.texts[at + 1 :]
            return node.texts[:at], below
    return node.texts, []


def _stages(root: Node) -> None:
    """Phases that stand without a heading of their own get one without words."""
    below: list[Node] = []
    for node in root.below:
        if node.kind == "stage" and below and below[-1].kind == "stages":
            below[-1].below.append(node)
        elif node.kind == "stage":
            below.append(Node("", "实施步骤", node.line, "stages", below=[node]))
        else:
            below.append(node)
    root.below = below


def _forward(phases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Phases follow one another: one without a year that would begin before the last ended is of the next year."""
    last = ""
    for phase in phases:
        if (
            last
            and "start" in phase
            and "start" in phase.get("inferred", ())
            and phase["start"] < last[: len(phase["start"])]
            and int(last[:4]) > int(phase["start"][:4])
        ):
            for key in ("start", "end"):
                if key in phase:
                    phase[key] = f"{int(phase[key][:4]) + 1}{phase[key][4:]}"
        last = phase.get("end", last)
    return phases


def _table_lines(para: Para) -> list[Line]:
    return [Line(" | ".join(row), place, aside="表格") for row, place in zip(para.rows, para.places, strict=True)]
