"""What changed between two states of a plan, as JSON values, as lines for a terminal, and side by side as a page of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
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


def as_page(title: str, told: Iterable[tuple[Change, str]]) -> str:
    """Changes side by side as a page of HTML that needs nothing else: what a plan says, what the other state says, a row a change with its number and
    a remark of its own."""
    rows = []
    for place, (change, remark) in enumerate(told, 1):
        sides = "".join(f"<td>{_side(change, kind)}</td>" for kind in ("gone", "came"))
        facts = [f"{name}：{old or NOTHING} → {new or NOTHING}" for name, old, new in change.facts]
        said = "<br>".join(map(escape, filter(None, (change.said, *facts, remark))))
        rows.append(f"<tr><td>{place}</td><td>{escape(change.item.clause or '正文')}</td>{sides}<td>{said}</td></tr>")
    heads = "".join(f"<th>{each}</th>" for each in ("号", "位置", "方案里", "Word 文件里", "变化"))
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(title)}</title><style>{_LOOK}</style>'
        f"<h1>{escape(title)}</h1><table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></html>\n"
    )


_LOOK = (
    ":root{color-scheme:light dark}body{font:16px/1.7 sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.3rem}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border:1px solid #8888;padding:.4rem .6rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}th:nth-child(1){width:2.5em}th:nth-child(2){width:6em}th:nth-child(5){width:9em}thead{display:table-header-group}tr{break-inside:avoid}"
    "del{background:#d334}ins{background:#3a34;text-decoration:underline}@page{size:A4 landscape}"
)


def _side(change: Change, kind: str) -> str:
    """One state of a change's words, with what the other has not marked."""
    item = change.before if kind == "gone" else change.after
    if item is None:
        return NOTHING
    tag = "del" if kind == "gone" else "ins"
    other = change.after if kind == "gone" else change.before
    told = change.spans if other else (Span("same", item.words),)
    numbered = other is not None and other.number != item.number
    made = f"<{tag}>{escape(item.number)}</{tag}>" if numbered and item.number else escape(item.number)
    for each in told:
        if each.kind in ("same", kind):
            words = escape(each.words).replace("\n", "<br>")
            made += words if each.kind == "same" else f"<{tag}>{words}</{tag}>"
    return made
