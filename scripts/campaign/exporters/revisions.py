"""What changed between two states of a plan, as JSON values and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from campaign.views.comparison import Change, Span
from campaign.views.revisions import Revision

NOTHING = "（无）"
AROUND = 12  # characters of what stayed that are shown beside what did not
_MARKS = {"gone": "［-{}-］", "came": "［+{}+］"}


def as_data(found: Revision) -> dict[str, Any]:
    """Both plans by id and version, then every change with its words before and after."""
    ends = {
        name: {"id": plan.id, "title": plan.title, "version": plan.version}
        for name, plan in (("before", found.before), ("after", found.after))
    }
    return {**ends, "changes": [change_data(each) for each in found.changes]}


def change_data(change: Change) -> dict[str, Any]:
    """One change: what became of it, its words before and after (null where there is none), figures and facts as [before, after]."""
    return {
        "key": change.key,
        "clause": change.item.clause,
        "kinds": list(change.kinds),
        "before": change.before.text if change.before else None,
        "after": change.after.text if change.after else None,
        "figures": [list(each) for each in change.figures],
        "facts": [{"name": name, "before": before, "after": after} for name, before, after in change.facts],
    }


def as_text(found: Revision) -> str:
    """A paragraph a change, numbered."""
    lines = [line for place, each in enumerate(found.changes, 1) for line in change_lines(each, place)]
    return "".join(f"{line}\n" for line in lines or ["没有不同"])


def change_lines(change: Change, place: int) -> Iterator[str]:
    """One change: its clause and what became of it, then the words, then figures and facts."""
    where = change.item.clause or "正文"
    yield f"{place}. {where}　{change.said}"
    if change.before is None or change.after is None:
        yield f"   {_MARKS['came' if change.after else 'gone'].format(_joined(change.item.text))}"
    else:
        yield f"   {_joined(shown(change.spans))}"
        if change.before.number != change.after.number:
            yield f"   序号：{change.before.number or NOTHING} → {change.after.number or NOTHING}"
    if change.figures:
        yield f"   改数：{'，'.join(f'{old or NOTHING} → {new or NOTHING}' for old, new in change.figures)}"
    for name, old, new in change.facts:
        yield f"   {name}：{old or NOTHING} → {new or NOTHING}"


def shown(told: Iterable[Span]) -> str:
    """What went and came, with a little of what stayed around it."""
    held = list(told)
    made = []
    for place, each in enumerate(held):
        if each.kind != "same":
            made.append(_MARKS[each.kind].format(each.words))
            continue
        head, tail = each.words[:AROUND] if place else "", each.words[-AROUND:] if place < len(held) - 1 else ""
        short = len(each.words) <= 2 * AROUND or (len(held) == 1 and len(each.words) <= 60)
        made.append(each.words if short else f"{head}…{tail}" if len(held) > 1 else f"{each.words[:40]}…")
    return "".join(made)


def _joined(words: str) -> str:
    return words.replace("\n", "⏎")
