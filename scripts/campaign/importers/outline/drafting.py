"""One document on its way to YAML: frame off, lines into a tree, the tree into a plan; then the account of what was not understood.

Numbers stand as written. What was guessed bears a comment 请核对; nothing is invented: a date without a year is told, what no rule took is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from campaign.importers.outline import account, blanks, frame, furniture, parts, rulebooks, shapes, tables, yaml
from campaign.importers.outline.drafts import Draft
from campaign.importers.outline.facts import bodies, moments, returning, steps, targets
from campaign.importers.outline.names import Names
from campaign.importers.outline.recording import MEASURED, FactRecorder
from campaign.importers.outline.tasking import TaskRecorder
from campaign.importers.outline.tree import Node, Para, grown, joined, parted, unnumbered
from campaign.importers.outline.words import HAN, digits
from campaign.importers.papers import Line, Paper
from campaign.model import Part
from campaign.model.registry import Registry

_FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:第一|首)位的?(?:责任)?(?:单位|部门|科室)?(?:为|是|系)牵头")
_TOLD = re.compile("背景|现状|形势|基础|意义|问题|回顾|成效|概况|认识|指导思想|总体要求|目的|由来|依据")
_CHAIN = (Part.GUIDING, Part.PRINCIPLES, Part.GOALS)


def draft(paper: Paper, lines: Sequence[Line], key: str, registry: Registry, names: Names | None = None) -> Draft:
    """The draft of one document among `lines` of a paper, with the id `key`. `names` is shared by the documents of one import."""
    names = names or Names(registry, key)
    return _Drafting(Draft(key, "", notes=paper.notes, unit=paper.unit), names).write(list(lines))


class _Drafting:
    """One document; the parts of the plan are gathered here on the way."""

    def __init__(self, made: Draft, names: Names) -> None:
        self.made = made
        self.facts = FactRecorder(made, names)
        self.work = TaskRecorder(made, self.facts)
        self.held: dict[Part, Any] = {}
        self.bodies: list[dict[str, Any]] = []

    def write(self, lines: list[Line]) -> Draft:
        made = self.made
        source = [line for line in lines if line.text.strip()]
        flow = [line for line in lines if not line.aside or line.cells]
        made.unread += [line for line in lines if line.aside and not line.cells]
        kept, made.dropped, meta = furniture.sweep(flow)
        framed = frame.framed(kept, made.unit, meta)
        for place, words in framed.doubts:
            self.facts.doubt(place, words)
        made.unread += framed.unread
        head = framed.head
        self.facts.calendar = moments.DateReader(_year(head, framed.body))
        self.facts.first_leads = any(_FIRST_LEADS.search(line.text) for line in kept)
        before = set(self.facts.names.hints)
        self.facts.names.unsigned()
        if framed.issuer:
            head["issuer"] = self.facts.names.sign(framed.issuer)
            if framed.inferred:
                head["issuer_inferred"] = "是"
                self.facts.doubt(lines[0].place, f"发文单位“{framed.issuer}”由标题推定")
            if framed.issuer in self.facts.names.hints:
                place = next((place for _, place in framed.signers), lines[0].place)
                self.facts.doubt(place, f"发文单位“{framed.issuer}”不在单位名册里，写进了单位名册草稿")
            if others := [name for name, _ in framed.signers[1:] if name != framed.issuer]:
                head["joint_issuers"] = self.facts.names.all(others)
        notes: list[str] = []
        root = grown(joined(framed.body, self.facts.doubt, notes.append), self.facts.doubt)
        made.notes += tuple(notes)
        shapes.stages(root)
        outline = self.sections(root)
        self.annexed(framed.annexes, outline)
        self.facts.loosely([Para(line.text.strip(), line.place) for line in framed.notice], strict=True)
        made.title = head.get("title", "")
        made.counts = {
            "个部分": len(root.below),
            "项任务": sum(len(group.get("tasks", ())) for group in self.work.groups) + len(self.work.tasks),
            "个阶段": len(self.held.get(Part.PHASES, ())),
            "个指标": len(self.facts.indicators),
        }
        made.unknown = {name: hint for name, hint in self.facts.names.hints.items() if name not in before}
        plan = self.plan(head, framed.document, outline, root)
        account.settle(made, plan, source, self.facts.took, list(self.facts.names.written()))
        made.units = self.facts.names.yaml()
        return made

    def plan(
        self, head: dict[str, Any], document: dict[str, Any], outline: list[dict[str, Any]], root: Node
    ) -> dict[str, Any]:
        """The record of the plan, its keys in the usual order."""
        plan: dict[str, Any] = {"id": self.made.id, **head, "status": "draft", "document": document}
        plan |= {"outline": outline, "preamble": root.words}
        plan |= {key.value: self.held[key] for key in _CHAIN if key in self.held}
        plan |= {"indicators": self.facts.indicators, "groups": self.work.groups, "tasks": self.work.tasks}
        for key in (Part.SCOPE, Part.PERIOD, Part.PHASES):
            plan[key.value] = self.held.get(key)
        phases = self.held.get(Part.PHASES, ())
        if any(one.get("end", "") > two.get("start", "9") for one, two in pairwise(phases)):
            plan["phases_overlap"] = "是"
        plan |= {**self.facts.loose, "organisation": self.bodies, "requirements": self.held.get(Part.REQUIREMENTS)}
        plan["mechanisms"] = self.facts.lasting
        return plan

    def sections(self, root: Node) -> list[dict[str, Any]]:
        """The outline; the parts it names are gathered on the way."""
        outline: list[dict[str, Any]] = [{"part": "preamble"}] if root.words else []
        told = next(
            (at for at, each in enumerate(root.texts) if each.rows), len(root.texts)
        )  # what stands below a table is no preamble
        self.facts.loosely(root.texts[:told], strict=True, told=True)
        self.facts.loosely(root.texts[told:], strict=True)
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
            outline += self.work.table(table, "")
        for node in below:
            if flat and node in childless:
                if not self.work.tasks:
                    outline.append({"part": "groups"})
                self.work.tasks.append(self.work.task(node, f"t{len(self.work.tasks) + 1}"))
                continue
            outline.append(self.section(node, 1, grouped))
        if self.bodies and not any(_has(each, "organisation") for each in outline):
            outline.append({"part": "organisation"})
        return outline

    def is_phase(self, node: Node) -> bool:
        """Does a heading bear the dates of a phase (摸底（3月）)?"""
        step = steps.heading(digits(node.title), self.facts.calendar)
        return bool(step and step.bracketed and step.span)

    def is_tasks(self, node: Node) -> bool:
        """Is this the section of the tasks, by its heading, and are there any?"""
        return (parts.strict(node.title) is Part.GROUPS or Part.GROUPS in parts.loose(node.title)) and bool(
            node.below
            or any(tables.read(each.rows, each.places).kind == "tasks" for each in node.tables)
            or shapes.run_ins(node, 1)
        )

    def section(self, node: Node, depth: int, grouped: bool) -> dict[str, Any]:
        """A heading with what stands below it: as the part of a plan it names, as groups of tasks, or as it is. `grouped`: some other
        heading is that of the tasks."""
        made: dict[str, Any] = {"number": node.number, "title": node.title, "text": [], "#": list(node.doubts)}
        inner = [parts.strict(each.title) for each in node.below]
        named = parts.loose(node.title)
        dated = sum(map(self.is_phase, node.below))
        if not named and dated > 1 and dated * 2 >= len(node.below):
            named = [Part.PHASES]
        dutied = any(shapes.dutied(each) for each in node.below)
        if (
            named
            and named[0] in (Part.REQUIREMENTS, Part.ORGANISATION)
            and not self.bodies
            and bodies.read(shapes.flat_texts(node), spoken=named[0] is Part.ORGANISATION)
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
            return self.work.group_section(node, made)
        made["part"] = part.value
        if part is Part.ORGANISATION:
            return self.body_section(node, made)
        if part in (Part.GUIDING, Part.SCOPE, Part.PERIOD):
            self.held[part] = self.plain_part(part, node)
            return made
        if part is Part.PHASES:
            return self.phase_section(node, made)
        entries = (
            node.below or shapes.run_ins(node, 1) or [Node("", "", each.line, texts=[each]) for each in node.texts]
        )
        lead = node.texts if node.below else node.texts[: shapes.lead(node)] if shapes.run_ins(node, 1) else []
        made["text"] = [each.text for each in lead if not each.rows]
        due = self.facts.lead_due(lead) if part is Part.GOALS else ""
        self.facts.loosely(lead, strict=False)
        build = {Part.PRINCIPLES: self.principle, Part.GOALS: self.goal, Part.REQUIREMENTS: self.requirement}[part]
        self.held[part] = [build(each, place, due) for place, each in enumerate(entries, 1)]
        return made

    def kept(self, node: Node, made: dict[str, Any], depth: int, grouped: bool) -> dict[str, Any]:
        """A section that is no part of a plan by itself: its text and its sections as they are."""
        made["text"] = node.words
        self.facts.loosely([Para(node.title, node.line), *node.texts], strict=bool(_TOLD.search(node.title)))
        made["sections"] = [self.section(each, depth + 1, grouped) for each in node.below]
        for table in node.tables:
            made["sections"] += self.work.table(table, node.title)
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
            return bool(bodies.read(shapes.flat_texts(node)))
        if part is Part.PHASES:
            return bool(
                node.below
                or shapes.run_ins(node, 2)
                or steps.listed([digits(text) for text in node.words], self.facts.calendar)
                or (
                    len(node.words) == 1
                    and steps.listed(re.split("[；;]", digits(node.words[0]).rstrip("；;")), self.facts.calendar)
                )
                or any(steps.sentences(digits(text), self.facts.calendar) for text in node.words)
            )
        if part is Part.GROUPS:
            return bool(node.below or shapes.run_ins(node, 1))
        return bool(node.below or shapes.run_ins(node, 1))

    def plain_part(self, part: Part, node: Node) -> Any:
        text = node.words[0]
        if part is Part.GUIDING:
            self.facts.loosely(node.texts, strict=True, told=True)
            return node.words
        if part is Part.SCOPE:
            self.facts.loosely(node.texts, strict=False)
            return {"text": text}
        spans = self.facts.calendar.spans(digits(text))
        if spans:
            self.facts.take(node.line, text)
            self.facts.take(node.texts[0].line, text)
        return {**(self.facts.span(spans[0], text, node.line) if spans else {}), "as_written": text}

    def tabled(self, node: Node, made: dict[str, Any], depth: int, grouped: bool) -> dict[str, Any]:
        """A section whose tasks or indicators stand in a table."""
        made["text"] = node.words
        self.facts.loosely(node.texts, strict=True)
        inner = [entry for table in node.tables for entry in self.work.table(table, node.title)]
        made["sections"] = [self.section(each, depth + 1, grouped) for each in node.below]
        own = [entry for entry in inner if entry.get("part") == "groups"]
        if len(own) == 1 and not made["sections"]:
            return {**made, **own[0]}
        made["sections"] = [*inner, *made["sections"]]
        return made

    def principle(self, node: Node, _place: int, _due: str) -> dict[str, Any]:
        words = shapes.flat_texts(node)
        return {
            "#": list(node.doubts),
            "number": node.number,
            "title": node.title or words[0],
            "text": words if node.title else words[1:],
        }

    def goal(self, node: Node, place: int, due: str) -> dict[str, Any]:
        made: dict[str, Any] = {"#": list(node.doubts), "id": f"o{place}", "number": node.number, "title": node.title}
        inner = shapes.flattened(node)
        holder: dict[str, Any] = {"id": f"o{place}"}
        for at, para in enumerate([Para(node.title, node.line), *inner]):
            text = unnumbered(digits(para.text)) if at else digits(para.text)
            hint = node.title if at and MEASURED.search(node.title) else ""
            found = targets.find(text, self.facts.calendar, name=hint, due=due)
            self.facts.dated(para, found)
            for each in found:
                self.facts.took_indicator(holder, each, para.line)
            taken = [(each.begin, each.end) for each in found]
            for round_ in returning.find(text, taken):
                self.facts.round(self.facts.loose, round_, para.line)
            for single in self.facts.singles(para, taken):
                self.facts.milestone(self.facts.loose, single, para.line)
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
        inner = shapes.flattened(Node(node.number, node.title, node.line, texts=texts, below=node.below))
        made["text"] = self.facts.put(made, node, inner, title=made["title"])
        return made

    def phase_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        entries = node.below or shapes.run_ins(node, 2)
        lead = node.texts if node.below else node.texts[: shapes.lead(node)] if entries else node.texts
        made["text"] = [each.text for each in lead if not each.rows]
        if not entries:
            plain = [each for each in lead if not each.rows]
            if len(plain) == 1:  # …前完成宣贯；…完成培训；…
                apart = [Para(each, plain[0].line) for each in re.split("[；;]", plain[0].text) if each.strip()]
                plain = apart if steps.listed([digits(each.text) for each in apart], self.facts.calendar) else plain
            own = steps.listed([digits(each.text) for each in plain], self.facts.calendar)
            found = (
                list(zip(plain, own, strict=True))
                if own
                else [
                    (para, step) for para in plain for step in steps.sentences(digits(para.text), self.facts.calendar)
                ]
            )
            phases: list[dict[str, Any]] = []
            for para, step in found:
                self.facts.take(para.line, step.words)
                entry: dict[str, Any] = {"id": f"ph{len(phases) + 1}", "name": step.name}
                entry |= {**self.facts.span(step.span, step.words, para.line), "as_written": step.words}
                if own:
                    entry["text"] = self.facts.put(
                        entry, Node("", "", para.line), [Para(para.text[step.end :].lstrip("，,：:、 "), para.line)]
                    )
                phases.append(entry)
            self.held[Part.PHASES] = _forward(phases)
            if own:
                made["text"] = []
            return made
        self.facts.loosely(lead, strict=False)
        tasked = [
            each
            for each in entries
            if each.below and (any(shapes.dutied(one) for one in each.below) or each.kind == "stage")
        ]
        splits = (
            bool(tasked)
            and not self.work.tasks
            and not self.work.groups
            and any(shapes.dutied(one) for each in tasked for one in each.below)
        )
        self.held[Part.PHASES] = _forward([self.phase(each, place, splits) for place, each in enumerate(entries, 1)])
        if splits:
            ids = []
            for each, phase in zip(entries, self.held[Part.PHASES], strict=True):
                if not each.below:
                    continue
                key = f"g{len(self.work.groups) + 1}"
                group: dict[str, Any] = {
                    "id": key,
                    "number": each.number,
                    "title": phase["name"],
                    "numbering_note": "原文如此",
                }
                self.work.groups.append(group)
                group["tasks"] = [
                    self.work.task(item, f"{key.replace('g', 't')}-{place}") for place, item in enumerate(each.below, 1)
                ]
                ids.append(key)
            made["sections"] = [{"part": "groups", "groups": ids}]
            self.facts.doubt(node.line, "阶段里列着任务：阶段和任务分开登记", made)
        return made

    def phase(self, node: Node, place: int, bare_: bool) -> dict[str, Any]:
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": f"ph{place}",
            "number": node.number,
            "name": node.title or (node.words[0] if node.words else node.number),
        }
        paras = list(node.texts if node.title else node.texts[1:])
        if re.fullmatch(rf"第[{HAN}\d]+(?:阶段|步)", node.title) and paras and paras[0].line == node.line:
            made["name"], rest, _ = parted(paras[0].text, "stage")  # （一）第一阶段：动员（6月10日—6月20日）
            paras[:1] = [Para(rest, node.line)] if rest else []
        inner = [] if bare_ else shapes.flattened(Node("", "", node.line, texts=[], below=node.below))
        name = digits(made["name"])
        step = steps.heading(name, self.facts.calendar)
        if step:
            made["name"] = re.sub(r"[：:]$", "", step.name)
        elif paras and (step := steps.opening(digits(paras[0].text), self.facts.calendar)) and step.span:
            rest = paras[0].text[step.end :].lstrip("，,。：:；、 ")
            if step.bracketed:
                paras[0] = Para(rest, paras[0].line)
        elif re.search(r"\d", name):
            self.facts.doubt(node.line, f"“{made['name']}”里的日期没有认出", made)
        if step and step.span:
            made |= {**self.facts.span(step.span, step.words, node.line, made), "as_written": step.words}
            self.facts.take(node.line, node.title)
            if paras:
                self.facts.take(paras[0].line, step.words)
        elif name and (blank := re.search(r"[（(]([^（()）]*20[xX×]{2}年[^（()）]*)[)）]", name)):
            made["name"], made["as_written"] = name.replace(blank[0], ""), blank[1]
        texts = [each for each in (*paras, *inner) if each.text]
        holder: dict[str, Any] = {"id": made["id"]}
        text = self.facts.put(holder, Node("", "", node.line), texts)
        made["text"] = text
        made |= {key: holder[key] for key in ("#",) if key in holder}
        for key in ("responsibility", "indicators", "milestones", "recurring"):
            if key in holder:
                made[key] = holder[key]
        return made

    def body_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        lines = shapes.flat_texts(node)
        found = bodies.read(lines, "领导小组" if "领导小组" in node.title else node.title)
        self.facts.loosely([each for each in shapes.flattened(node) if each.text not in found.lines], strict=True)
        self.body(found, node.line)
        made["part"] = "organisation"
        made["text"] = lines if not self.bodies else []
        return made

    def body(self, found: bodies.FoundBody, line: int) -> None:
        entry = {
            "name": found.name,
            "head": found.head,
            "members": found.members,
            "office": found.office,
            "note": "".join(found.note),
        }
        self.bodies.append(entry)
        self.made.apart += found.lines
        self.facts.take(line, "".join([found.head, *found.members]))

    def annexed(self, annexes: list[frame.FoundAnnex], outline: list[dict[str, Any]]) -> None:
        """What annexes hold: tasks and indicators of their tables, members; the rest is kept as it is, in comments."""
        for annex in annexes:
            self.made.annexes.append(f"{annex.label} {annex.title}".strip())
            root = grown(annex.lines, lambda _line, _words: None)
            understood = False
            for para in [each for node in (root, *root.walk()) for each in node.tables]:
                table, read = para, tables.read(para.rows, para.places)
                if read.kind == "tasks" and (self.work.tasks or self.work.groups):
                    read.rows = [row for row in read.rows if not self.work.known_row(row)]
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
                        self.work.regrouped(outline)
                    entries = self.work.table(table, annex.title or annex.label)
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

    def further(self, annex: frame.FoundAnnex, root: Node) -> bool:
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
                self.facts.doubt(annex.lines[0].place, words)
            for line in annex.lines:
                self.facts.take(line.place, line.text)
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


def _year(head: dict[str, Any], body: Sequence[Line]) -> int | None:
    """The year that dates without one mean: of the document, its number, its title, else the first named."""
    title = head.get("title", "")
    stated = re.findall(r"20\d\d(?=年度)", title)[-1:] or re.findall(r"20\d\d", title)[:1]
    for text in (head.get("date", "")[:4], head.get("doc_no", ""), *stated):
        if found := re.search(r"20\d\d", text):
            return int(found[0])
    years = [int(found) for line in body for found in re.findall(r"(20\d\d)年", digits(line.text))]
    return years[0] if years else None


def _has(entry: dict[str, Any], part: str) -> bool:
    return entry.get("part") == part or any(_has(each, part) for each in entry.get("sections", ()))


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
