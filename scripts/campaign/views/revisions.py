"""Versions of a plan: its items, what changed from one version to the next, and which earlier ones are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from campaign.content import Content, once_a_plan
from campaign.leaves.numbering import compact, parse
from campaign.leaves.problems import Path
from campaign.model import Group, Plan, Task
from campaign.views.body import Paragraph, paragraphs
from campaign.views.comparison import Change, ComparedItem, Span, compare
from campaign.views.duties import milestones_of, recurring_of, rhythm
from campaign.views.indicators import indicator_rows
from campaign.views.tables import Column, Piece, Table, Words, named
from campaign.views.tables import row as line
from campaign.views.targets import wording
from campaign.views.tasks import task_rows

LONGEST_NUMBER = 8  # characters
HEAD = "head"  # key of the item that a plan's title and masthead are


@dataclass(frozen=True)
class Revision:
    """A plan against an earlier version of it: every change, in the order of the plan as it is now."""

    before: Plan
    after: Plan
    changes: tuple[Change, ...]


def revision(content: Content, before: Plan, after: Plan) -> Revision:
    """What is different in a plan from another one that was before it."""
    return Revision(before, after, compare(items(content, before), items(content, after)))


@once_a_plan
def revisions(content: Content, plan: Plan) -> tuple[Revision, ...]:
    """A plan against every earlier version that the site holds, the one it replaces first, then what that one replaced."""
    return tuple(revision(content, earlier, plan) for earlier in earlier_versions(content, plan))


def earlier_versions(content: Content, plan: Plan) -> tuple[Plan, ...]:
    """The versions before a plan that are kept, the latest first."""
    found: dict[str, Plan] = {}
    todo = [plan]
    while todo:
        for ref in todo.pop(0).supersedes:
            held = content.plans.get(ref.plan or "")
            if held and held.id not in found and held is not plan:
                found[held.id] = held
                todo.append(held)
    return tuple(found.values())


# -- the items of a plan ---------------------------------------------------------------------------------------------------------------


@once_a_plan
def items(content: Content, plan: Plan) -> tuple[ComparedItem, ...]:
    """A plan as items: its masthead, every numbered piece of its body as printed, its indicators, and what is due in it."""
    facts = {f"task:{row.task.id}": _task_facts(content, plan, row.task.id) for row in task_rows(content, plan)}
    return (
        _head(content, plan),
        *printed_items(content, plan, facts),
        *_indicators(content, plan),
        *_duties(content, plan),
    )


def printed_items(
    content: Content, plan: Plan, facts: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({})
) -> Iterator[ComparedItem]:
    """The body alone: an item for every record that paragraphs are printed of, in the order of printing."""
    return (each.item for each in printed(content, plan, facts))


@dataclass(frozen=True)
class PrintedItem:
    """An item with the paragraphs that print it, and where its record stands in the plan."""

    item: ComparedItem
    lines: tuple[Paragraph, ...]
    where: Path


def printed(
    content: Content, plan: Plan, facts: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({})
) -> Iterator[PrintedItem]:
    """The items of the body with their paragraphs."""
    clauses: list[tuple[int, str]] = []
    for where, held in groupby(paragraphs(plan, content.registry.name), key=lambda each: each.of):
        lines = tuple(held)
        number, words = parted(lines, where, plan)
        level = lines[0].level
        if level:
            clauses = [each for each in clauses if each[0] < level]
        above = "".join(label for _, label in clauses)
        if level and number:
            clauses.append((level, compact(number)))
        key = key_of(plan, where) or f"words:{words[:40]}"
        under = under_of(plan, where)
        item = ComparedItem(key, number, words, f"{above}{compact(number)}", facts.get(key, ()), under)
        yield PrintedItem(item, lines, where)


def parted(lines: Sequence[Paragraph], where: Path, plan: Plan) -> tuple[str, str]:
    """The printed number of a record and all its other words, a line a paragraph."""
    words = "\n".join(line.words for line in lines)
    title = _title(plan, where)
    if not where or title:
        label = lines[0].label
        number = label.removesuffix(title) if where else number_of(label)
        number = number if number != label else ""
    else:
        number = str(getattr(at(plan, where), "number", None) or "")
    return (number, words[len(number) :]) if words.startswith(number) else ("", words)


def number_of(words: str) -> str:
    """The printed number at the head of a heading: （二）, 3.; nothing where it has none."""
    return next((words[:size] for size in range(min(len(words), LONGEST_NUMBER), 0, -1) if parse(words[:size])), "")


def _title(plan: Plan, where: Path) -> str:
    record = at(plan, where)
    return str(getattr(record, "title", None) or getattr(record, "name", None) or "")


def at(plan: Plan, where: Path) -> Any:
    """What stands at a path of a plan, or None for words that no record holds."""
    held: Any = plan if where else None
    for step in where:
        held = held[step] if isinstance(step, int) else getattr(held, str(step))
    return held


def key_of(plan: Plan, where: Path) -> str:
    """What a record is known by in every version: its id, else its place or its title; empty for words that no record holds."""
    if not where:
        return ""
    record, last = at(plan, where), where[-1]
    kind = "task" if isinstance(record, Task) else "group" if isinstance(record, Group) else str(where[0])
    own = getattr(record, "id", None) or getattr(record, "title", None) or getattr(record, "name", None)
    if where[0] == "outline":
        own = own or "-".join(str(step) for step in where if isinstance(step, int))
    return f"{kind}:{own or last}" if not isinstance(last, str) else last


def under_of(plan: Plan, where: Path) -> str:
    """The key of the group a task stands in."""
    return f"group:{plan.groups[int(where[1])].id}" if len(where) == 4 and where[0] == "groups" else ""


def _head(content: Content, plan: Plan) -> ComparedItem:
    name = content.registry.name
    period = plan.period
    facts = (
        ("文号", plan.doc_no or ""),
        ("成文日期", plan.date.chinese if plan.date else ""),
        ("发文单位", "、".join(map(name, filter(None, (plan.issuer, *plan.joint_issuers))))),
        ("开始", period.start.chinese if period and period.start else ""),
        ("结束", period.end.chinese if period and period.end else ""),
        ("适用范围", plan.scope.text if plan.scope else ""),
    )
    return ComparedItem(HEAD, "", plan.title, "标题和文首", facts)


def _task_facts(content: Content, plan: Plan, task_id: str) -> tuple[tuple[str, str], ...]:
    row = next(each for each in task_rows(content, plan) if each.task.id == task_id)
    units = (
        (word, "、".join(ref.name for ref in refs))
        for word, refs in (("负责", row.lead), ("参与", row.join), ("会同", row.with_))
    )
    return (("期限", row.due.chinese if row.due else ""), *units)


def _indicators(content: Content, plan: Plan) -> Iterator[ComparedItem]:
    """An indicator's demands are what it says, target by target."""
    for row in indicator_rows(content, plan):
        asked = "；".join(
            wording(row.indicator, target, plan.period).long.partition("：")[2] for target in row.indicator.targets
        )
        facts = (
            ("责任单位", "、".join(map(content.registry.name, row.indicator.lead))),
            ("口径", row.indicator.definition or ""),
        )
        yield ComparedItem(f"indicator:{row.indicator.id}", "", f"{row.indicator.name}：{asked}", "指标", facts)


def _duties(content: Content, plan: Plan) -> Iterator[ComparedItem]:
    name = content.registry.name
    for _, each in milestones_of(plan):
        facts = (
            ("期限", each.due.chinese if each.due else ""),
            ("负责", "、".join(map(name, each.lead))),
            ("报送", "、".join(map(name, each.to))),
        )
        yield ComparedItem(f"milestone:{each.id}", "", each.name, "限时事项", facts)
    for _, duty in recurring_of(plan):
        facts = (
            ("周期", rhythm(duty)),
            ("负责", "、".join(map(name, duty.lead))),
            ("报送", "、".join(map(name, duty.to))),
        )
        yield ComparedItem(f"recurring:{duty.id}", "", duty.what, "例行事项", facts)


# -- 修订对照表 ---------------------------------------------------------------------------------------------------------------------------


def table(found: Revision) -> Table:
    """修订对照表: a row a change, its clause, what it said before with what went marked, and after with what came."""
    columns = (
        named("条款", "minor"),
        Column("修订前", "fill", "修订前"),
        Column("修订后", "fill", "修订后"),
        Column("变化", "minor", "变化"),
    )
    rows = (
        line(each.item.clause or "正文", _side(each, each.before, "gone"), _side(each, each.after, "came"), each.said)
        for each in found.changes
    )
    return Table(f"{found.after.name}修订对照表", columns, tuple(rows), look="list rows revision")


def _side(change: Change, item: ComparedItem | None, kind: str) -> tuple[Piece, ...]:
    """One state of an item: its words, and below them the facts that are others in the other state."""
    if item is None:
        return ("（无）",)
    whole = change.before is None or change.after is None
    told = (Span("same", item.words),) if whole else change.spans
    words = tuple(
        each.words.replace("\n", "　") if each.kind == "same" else Words(each.words.replace("\n", "　"), each.kind)
        for each in told
        if each.kind in ("same", kind)
    )
    facts = tuple(
        Words(f"{name}：{(before if kind == 'gone' else after) or '（无）'}", "sub")
        for name, before, after in change.facts
    )
    return (item.number, *words, *facts)
