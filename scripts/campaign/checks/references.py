"""Rules about references, whatever names whatever: they lead somewhere, and never back to where they began."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from campaign.checks.records import ContentRule, RecordRule
from campaign.content import Content
from campaign.kinds import Kind
from campaign.leaves.problems import Problem, Source, did_you_mean, listing
from campaign.model import PlanRef, Record
from campaign.model.references import may_be_lost, walk
from campaign.model.registry import Unresolved, house_of
from campaign.views.references import Key, Use, files, lookup, uses

FEW = 8  # so many choices are listed where none is near


def lead_somewhere(content: Content) -> Iterator[Problem]:
    """What is named is there. Nothing is said where it may stand in a file that could not be read: that file's own fault says enough."""
    for use in uses(content):
        ref, holder = use.asked, use.named.held[0]
        excused = isinstance(holder, PlanRef) and holder.title
        if use.target or excused or _may_be_lost(content, use) or (ref.where_any and not use.known):
            continue
        if "unit" in ref.kinds and ref.named:
            if problem := _unit(content, use):
                yield problem
            continue
        elsewhere = [each for each in use.within if each and each.record not in use.named.held]
        inside = f"“{elsewhere[0].title}”" if elsewhere else ""
        words = {"typed": use.typed, "place": use.named.typed, "inside": inside, "name": getattr(holder, "name", "")}
        yield use.source.error(
            use.named.where, ref.code, ref.said.format_map(words), _remedy(content, use) + ref.always
        )


def _unit(content: Content, use: Use) -> Problem | None:
    """Why a name means no unit, or more than one, in the house where it is used; a workbook's rows come here with names that are one."""
    try:
        content.registry.resolve(use.typed, house_of(use.named.held[-1], content.registry, content.plans, content.home))
    except Unresolved as fault:
        return use.source.error(use.named.where, fault.code, fault.message, fault.hint)
    return None


def _remedy(content: Content, use: Use) -> str:
    """The nearest name of the same kind, what else bears this name, the advice of the reference, or the few names that there are."""
    other = next(
        (kind.name for kind, key, _, _ in files(content) if key == use.typed and kind.key not in use.asked.kinds), ""
    )
    near = did_you_mean(use.typed, [each for each in use.known if use.typed.isascii() or not each.isascii()])
    if other:
        return f"“{use.typed}”是{other}的编号。{near or use.asked.remedy}".rstrip("。")
    title = type(use.named.held[0]).model_fields.get("title")
    if title and not title.is_required() and use.asked is use.named.ref:  # a title stands for what is not here
        return near or "本站没有收录的写 title: 全称"
    own = list(dict.fromkeys(target.key[-1] for target in use.known.values()))
    return near or use.asked.remedy or (f"可写 {listing(own)}" if use.within and 0 < len(own) <= FEW else "")


def _may_be_lost(content: Content, use: Use) -> bool:
    """Whether it may stand in a file that could not be read, or belongs to something that is not there itself."""
    return None in use.within or may_be_lost(content.lost, use.asked.kinds, use.typed)


def plans_are_told(_kind: Kind[Any], record: Record, source: Source) -> Iterator[Problem]:
    """Where another document is named, it is named by its id or by its title."""
    for each, where, _ in walk(record):
        if isinstance(each, PlanRef) and not each.plan and not each.title:
            yield source.error(where, "plan-unknown", "没有写明是哪个方案", "写 plan: 编号，或 title: 文件全称")


def no_circles(content: Content) -> Iterator[Problem]:
    """What stands above a record, be it a plan, a task, a unit or a form, never leads back to it."""
    above: dict[Key, list[tuple[Key, Use]]] = {}
    for use in uses(content):
        held = use.named.held
        if use.named.ref.above and use.target:
            kinds = (*use.named.ref.kinds, *(use.named.ref.then.kinds if use.named.ref.then else ()))
            depth = next((at for at, each in enumerate(held) if each.target in kinds), None)
            own = lookup(content).at(held[depth:]) if depth is not None else None
            if own and own.record.target == use.target.record.target:
                above.setdefault((own.record.target, *own.key), []).append(((own.record.target, *use.target.key), use))
    reported: set[frozenset[Key]] = set()
    for start in above:
        way = _way_back(above, start)
        if way and frozenset(way) not in reported:
            reported.add(frozenset(way))
            use = next(use for following, use in above[start] if following in way)
            names = ["#".join(each[1:]) for each in (*way, way[0])]
            said = use.named.ref.above.format(way=" → ".join(names), name=getattr(use.named.held[0], "name", ""))
            where = use.named.where if use.named.ref.then else use.named.where[:1]
            yield use.source.error(where, f"{start[0]}-circle", said, "去掉其中一条")


def _way_back(above: dict[Key, list[tuple[Key, Use]]], start: Key) -> list[Key]:
    """A way from `start` back to itself, or an empty list."""
    stack: list[tuple[Key, list[Key]]] = [(start, [start])]
    seen: set[Key] = set()
    while stack:
        here, way = stack.pop()
        for following, _ in above.get(here, ()):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                stack.append((following, [*way, following]))
    return []


CONTENT_RULES: tuple[ContentRule, ...] = (lead_somewhere, no_circles)
RECORD_RULES: tuple[RecordRule, ...] = (plans_are_told,)
