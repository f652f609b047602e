"""Two states of a document held against each other, item by item: changed words, figures and facts, what is new, dropped or moved.

The one engine behind `plan diff`, 修订对照表 and the way back from Word. An item is a numbered piece of the document with a key; items of one
key are the same thing, whatever became of their words. What has no partner by key is matched by its words, so that a piece that lost its key
(retyped, pasted) is a changed one and not a dropped and a new one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

ALIKE = 0.6  # of their characters: from there on two items without a common key are the same thing
_MEASURES = "个百分点|平方米|‰|%|％|年|月|日|天|周|小时|分钟|秒|张|名|个|人次|人|例|床|台|家|所|项|次|篇|元|万元|亿元|万|亿|倍|级|分"
_TOKENS = re.compile(r"\d+(?:[.,:：/-]\d+)*|[A-Za-z]+|\s+|.", re.S)
_FIGURES = re.compile(rf"\d+(?:[.,:：]\d+)*(?:{_MEASURES})?")

Kind = Literal["new", "dropped", "moved", "number", "figures", "facts", "words"]
KINDS: dict[Kind, str] = {
    "new": "新增",
    "dropped": "删去",
    "moved": "移动",
    "number": "改序号",
    "figures": "改数",
    "facts": "改要求",
    "words": "改字",
}


@dataclass(frozen=True)
class ComparedItem:
    """A piece of a document: `clause` is where it stands (三、（二）1.), `number` its own printed number, `words` all else that is printed of it,
    `facts` what is known of it besides (期限, 负责), `under` the key of what it stands under."""

    key: str
    number: str
    words: str
    clause: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    under: str = ""

    @property
    def text(self) -> str:
        """Number and words, as printed."""
        return f"{self.number}{self.words}"


@dataclass(frozen=True)
class Span:
    """A stretch of words that stayed, went, or came."""

    kind: Literal["same", "gone", "came"]
    words: str


@dataclass(frozen=True)
class Change:
    """What became of one item: the same thing before and after, one of which is missing when it is new or dropped."""

    before: ComparedItem | None
    after: ComparedItem | None
    moved: bool = False

    @property
    def item(self) -> ComparedItem:
        """The item as it is now; as it was when it is no more."""
        held = self.after or self.before
        assert held is not None
        return held

    @property
    def key(self) -> str:
        """What tells this change from the others: the key before, else after."""
        return (self.before or self.item).key

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Everything that became of it; nothing for an item that stayed as it was."""
        if self.before is None:
            return ("new",)
        if self.after is None:
            return ("dropped",)
        found: tuple[tuple[Kind, bool], ...] = (
            ("moved", self.moved),
            ("number", self.before.number != self.after.number),
            ("figures", bool(self.figures)),
            ("facts", bool(self.facts)),
            ("words", self.before.words != self.after.words and not self.only_figures),
        )
        return tuple(kind for kind, held in found if held)

    @property
    def said(self) -> str:
        """新增; 移动、改字."""
        return "、".join(KINDS[each] for each in self.kinds)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The words of both in one line of reading: what stayed, with what went before what came in its place."""
        return spans(self.before.words if self.before else "", self.after.words if self.after else "")

    @cached_property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Figures with their units that are others now, as (before, after); empty where one went or came."""
        if self.before is None or self.after is None:
            return ()
        old, new = _FIGURES.findall(self.before.words), _FIGURES.findall(self.after.words)
        found: list[tuple[str, str]] = []
        for tag, a, b, c, d in steps(old, new):
            if tag != "equal":
                gone, came = old[a:b], new[c:d]
                width = max(len(gone), len(came))
                found += zip((gone + [""] * width)[:width], (came + [""] * width)[:width], strict=True)
        return tuple(found)

    @property
    def only_figures(self) -> bool:
        """Whether nothing but figures differs."""
        if self.before is None or self.after is None:
            return False
        return _FIGURES.sub("", self.before.words) == _FIGURES.sub("", self.after.words)

    @cached_property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """Facts that are others now: (what, before, after), empty for nothing."""
        old, new = (dict(each.facts) if each else {} for each in (self.before, self.after))
        if self.before is None or self.after is None:
            return ()
        names = dict.fromkeys((*old, *new))
        return tuple((each, old.get(each, ""), new.get(each, "")) for each in names if old.get(each) != new.get(each))


def compare(before: Sequence[ComparedItem], after: Sequence[ComparedItem]) -> tuple[Change, ...]:
    """Every item that changed, in the order of the document as it is now; what was dropped stands where it stood."""
    pairs = _paired(before, after)
    moved = _moved(pairs, before, after)
    partner = {new: old for old, new in pairs.items()}
    made: list[Change] = []
    for place, item in enumerate(after):
        old = partner.get(place)
        made.append(Change(before[old] if old is not None else None, item, old in moved))
    at = 0
    for place, item in enumerate(before):
        if place in pairs:
            at = next(spot for spot, each in enumerate(made) if each.before is before[place]) + 1
        else:
            made.insert(at, Change(item, None))
            at += 1
    return tuple(each for each in made if each.kinds)


def _paired(before: Sequence[ComparedItem], after: Sequence[ComparedItem]) -> dict[int, int]:
    """Places of the same thing, before → after: by key first, then by words, the likest first."""
    places = {item.key: place for place, item in enumerate(after)}
    pairs = {place: places[item.key] for place, item in enumerate(before) if item.key in places}
    taken = set(pairs.values())
    lost = [place for place in range(len(before)) if place not in pairs]
    found = [place for place in range(len(after)) if place not in taken]
    likely = sorted(
        (-likeness(before[old].words, after[new].words), abs(old - new), old, new) for old in lost for new in found
    )
    for unlike, _, old, new in likely:
        if -unlike >= ALIKE and old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return pairs


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1; cheap for texts that are nothing alike."""
    if one == other:
        return 1.0
    match = SequenceMatcher(None, one, other, autojunk=False)
    if match.real_quick_ratio() < ALIKE or match.quick_ratio() < ALIKE:
        return 0.0
    return match.ratio()


def _moved(pairs: dict[int, int], before: Sequence[ComparedItem], after: Sequence[ComparedItem]) -> set[int]:
    """Places (before) of what stands elsewhere now: under something else, or out of the longest order that both have."""
    order = sorted(pairs.items())
    ends: list[int] = []  # of the best increasing run of every length
    chains: list[list[int]] = []
    for old, new in order:
        at = bisect_left(ends, new)
        chain = [*(chains[at - 1] if at else []), old]
        ends[at : at + 1], chains[at : at + 1] = [new], [chain]
    kept = set(chains[-1]) if chains else set()
    elsewhere = {old for old, new in order if before[old].under != after[new].under}
    return (set(pairs) - kept) | elsewhere


def steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Steps from one sequence to another, as `difflib` tells them; what both begin and end with is the same, so that one edit is one step."""
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - head) if before[-1 - at] != after[-1 - at]), most - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    inner = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    made = [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in inner]
    ends = [("equal", 0, head, 0, head), ("equal", len(before) - tail, len(before), len(after) - tail, len(after))]
    return [*ends[: bool(head)], *made, *(ends[1:] if tail else ())]


def spans(before: str, after: str) -> tuple[Span, ...]:
    """Two texts in one line of reading; figures and words of Latin script change as wholes."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    made: list[Span] = []
    for tag, a, b, c, d in steps(old, new):
        if tag == "equal":
            made.append(Span("same", "".join(old[a:b])))
            continue
        if b > a:
            made.append(Span("gone", "".join(old[a:b])))
        if d > c:
            made.append(Span("came", "".join(new[c:d])))
    return tuple(made)
