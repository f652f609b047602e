"""Headings, items and tables as groups of tasks and tables of indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from campaign.importers.outline import shapes, tables
from campaign.importers.outline.drafts import Draft
from campaign.importers.outline.facts import duties, targets, values
from campaign.importers.outline.recording import FactRecorder
from campaign.importers.outline.tree import Node, Para, parted
from campaign.importers.outline.words import bare, digits, value
from campaign.importers.papers import Line


class TaskRecorder:
    """The tasks of one document, in `groups` or, without any, in `tasks`."""

    def __init__(self, made: Draft, facts: FactRecorder) -> None:
        self.made, self.facts = made, facts
        self.groups: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.behind: list[Para] = []  # tables of tasks behind the tasks of a list

    def group_section(self, node: Node, made: dict[str, Any]) -> dict[str, Any]:
        """Groups and tasks below a heading. Tasks are where the duties stand; without any, the numbered items below the groups."""
        below = node.below or shapes.run_ins(node, 1)
        lead = [
            Para(each.text, each.line)
            for each in (node.texts if node.below else node.texts[: shapes.lead(node)])
            if not each.rows
        ]
        own = sum(1 for each in below if shapes.dutied(each, deep=False) or shapes.lifts(each))
        deeper = sum(1 for each in below if not shapes.lifts(each) and any(shapes.dutied(one) for one in each.below))
        kids = sum(1 for each in below if each.below)
        if not own and not deeper:
            for each in below:
                if not each.below:
                    each.texts, each.below = shapes.points(each)
            kids = sum(1 for each in below if each.below)
        nested = bool(kids) and (deeper > own if own or deeper else kids * 2 >= len(below))
        if own and deeper and own == deeper:
            nested = True
        if below and below[0].kind == "article":
            nested = False
        text = [each.text for each in lead]
        self.facts.loosely(lead, strict=False)
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
                group["text"] = self.facts.put(group, each, each.texts, title=each.title)
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
        lifted = shapes.lifts(node) if not shapes.dutied(node, deep=False) else []
        made["text"] = self.facts.put(made, node, node.texts, title=node.title, task=True, lifted=lifted)
        children = [self.child(each, f"{key}-{place}", made, lifted) for place, each in enumerate(node.below, 1)]
        made["children"] = children
        for table in node.tables:
            if tables.read(table.rows, table.places).kind == "tasks":
                self.behind.append(table)
            else:
                self.made.unread += _table_lines(table)
        return made

    def child(self, node: Node, key: str, above: dict[str, Any], lifted: Sequence[duties.FoundDuty]) -> dict[str, Any]:
        """A point inside a task; what it measures belongs to the task."""
        made: dict[str, Any] = {
            "#": list(node.doubts),
            "id": key,
            "number": node.number,
            "title": node.title or (node.words[0] if node.words else ""),
            "text": [],
        }
        texts = node.texts if node.title else node.texts[1:]
        made["text"] = self.facts.put(made, node, texts, title=made["title"], task=True, skip=lifted)
        if not made["title"]:
            made["title"] = made["number"] or "（无标题）"
        found = made.pop("indicators", [])
        if found:
            above["indicators"] = list(dict.fromkeys([*above.get("indicators", []), *found]))
        made["children"] = [
            self.child(each, f"{key}-{place}", above, lifted) for place, each in enumerate(node.below, 1)
        ]
        return made

    def table(self, para: Para, title: str) -> list[dict[str, Any]]:
        """Outline entries of a table: of tasks, when it holds some; otherwise it stays a table, in comments."""
        read = tables.read(para.rows, para.places)
        if read.kind in ("indicators", "tasks"):
            self.made.apart += [" | ".join(filter(None, row)) for row in para.rows[: read.top]]
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

    def row_task(self, row: tables.FoundRow, key: str) -> dict[str, Any]:
        """A task from a row of a table."""
        cells = row.cells
        title, rest, _ = parted(
            re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．])\s*(?=[\u4e00-\u9fff])", "", cells["title"])
        )
        made: dict[str, Any] = {"id": key, "number": cells.get("number", ""), "title": title}
        node = Node("", title, row.place, "", [Para(each, row.place) for each in (rest, cells.get("text", "")) if each])
        for head, cell in row.others:
            node.texts.append(Para(f"{head}：{cell}", row.place))
        made["text"] = self.facts.put(made, node, node.texts, title=title, task=True, until=cells.get("due", ""))
        duty = duties.FoundDuty()
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
                self.facts.merge(duty, inner)
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
            self.facts.responsible(made, duty, row.place)
        for said in cells.values():
            self.facts.take(row.place, said)
        return made

    def indicator_row(self, row: tables.FoundRow, read: tables.FoundTable) -> None:
        """An indicator from a row of a table, a target for every column of values."""
        cells = row.cells
        name, unit = cells["indicator"], cells.get("unit", "")
        bracket = re.search(r"[（(]([^（()）]{1,6})[)）]$", name)
        if bracket and not unit and re.fullmatch(values.UNIT, bracket[1]):
            name, unit = name[: bracket.start()], bracket[1]
        for column, head in read.values:
            said = digits(cells.get(column, ""))
            if not said or said in ("/", "—", "-"):
                continue
            read_as = targets.find(f"{name}{said}", self.facts.calendar) or targets.find(
                f"{name}达到{said}{unit if not re.search(r'[%‰]|[a-z㐀-鿿]', said) else ''}", self.facts.calendar
            )
            due = self.facts.calendar.due(head)
            for each in read_as[:1]:
                made = replace(
                    each,
                    name=name,
                    words=f"{name}：{said}",
                    due=each.due or (due[0] if due else ""),
                    unit=each.unit or unit,
                    baseline=cells.get("baseline", ""),
                )
                key = self.facts.indicator(made, row.place)
                names = duties.split(cells.get("lead") or cells.get("duty") or "")
                entry = next(each for each in self.facts.indicators if each["id"] == key)
                if names and not entry.get("lead"):
                    self.facts.names.all(names)
                    entry["lead"] = list(dict.fromkeys(self.facts.names.again(names)))
        for said in cells.values():
            self.facts.take(row.place, said)

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

    def known_row(self, row: tables.FoundRow) -> bool:
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


def _shows_all(entry: dict[str, Any]) -> dict[str, Any] | None:
    if entry.get("part") == "groups" and not entry.get("groups"):
        return entry
    return next((found for each in entry.get("sections", ()) if (found := _shows_all(each))), None)


def _table_lines(para: Para) -> list[Line]:
    return [Line(" | ".join(row), place, aside="表格") for row, place in zip(para.rows, para.places, strict=True)]
