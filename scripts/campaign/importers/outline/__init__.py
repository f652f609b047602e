"""An outside document → draft YAML of a plan: headings, tasks, phases, indicators and units are recognised, every sentence is kept.

`documents` finds the documents of a file, `draft` makes the YAML of one with the account of what was and was not understood. On the way: `furniture`
(web pages), `frame` (notice, head, foot, annexes), `tree` (headings), `parts` (what headings mean), `facts` (the grammar), `tables`, `names` (units),
`drafting` (the tree as a plan; `shapes` of its nodes, `recording` of facts, `tasking`), `account` (nothing passes unmentioned), `yaml`.
"""

from __future__ import annotations

import re

from campaign.importers.outline.drafting import draft
from campaign.importers.outline.drafts import Draft
from campaign.importers.outline.frame import SERIES, counted_title
from campaign.importers.outline.names import Names
from campaign.importers.papers import Line, Paper

__all__ = ["Draft", "Names", "documents", "draft", "is_id"]


def documents(paper: Paper) -> list[tuple[Line, ...]]:
    """The documents one after another in a file: several when their titles count (…方案1, …方案2) or are numbered (第一篇：…). What stands
    before the first title belongs to none and is left with the first."""
    starts: dict[str, list[int]] = {}
    for at, line in enumerate(paper.lines):
        text = line.text.strip()
        if line.cells:
            continue
        if SERIES.fullmatch(text):
            starts.setdefault("篇", []).append(at)
        elif stem := counted_title(text):
            starts.setdefault(stem, []).append(at)
    places = max(starts.values(), key=len, default=[])
    if len(places) < 2:
        return [paper.lines]
    ends = [*places[1:], len(paper.lines)]
    return [paper.lines[start:end] for start, end in zip(places, ends, strict=True)]


def is_id(text: str) -> bool:
    """May a file of this name hold a plan?"""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", text))
