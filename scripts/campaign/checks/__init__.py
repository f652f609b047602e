"""Rules across records: one function a rule, its docstring is the rule. Each yields problems with a place and goes on.

A rule about one plan takes the content, the plan and its source; a rule about the whole takes the content alone. To add a rule, write
it in the module of its family, put it in the list at the foot, and add its tiny invalid file to the tests.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from campaign.checks import (
    assessment,
    documents,
    forms,
    happened,
    ledger,
    others,
    paper,
    plans,
    publicity,
    references,
    units,
    writing,
)
from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.doctor import font_folders
from campaign.kinds import KINDS
from campaign.leaves.problems import Problem
from campaign.load import load, ordered

FAMILIES = (references, units, plans, documents, others, assessment, ledger, forms, publicity, happened, writing)


def check(content: Content) -> tuple[Problem, ...]:
    """Every problem that every rule finds."""
    found: list[Problem] = []
    for plan in content.plans.values():
        source = content.source("plan", plan.id)
        for plan_rule in (*plans.PLAN_RULES, *documents.PLAN_RULES):
            found.extend(plan_rule(content, plan, source))
    for rule in content_rules():
        found.extend(rule(content))
    return tuple(found)


def content_rules() -> list[ContentRule]:
    """The rules about the whole: those of the families, and those that a kind brings along in `checks.<key>`."""
    families = (family.CONTENT_RULES for family in FAMILIES)
    brought = (kind.brought("checks", "CONTENT_RULES") or () for kind in KINDS)
    return list(dict.fromkeys(rule for rules in (*families, *brought) for rule in rules))


def look_over(
    root: Path,
    today: date,
    as_of: date | None = None,
    edited: Mapping[str, str] | None = None,
    gone: Collection[str] = (),
) -> tuple[Content, tuple[Problem, ...]]:
    """Load and check: the content as far as it is sound, and every problem in the order of files and lines. Texts that are `edited`
    and not written yet stand for their files; files that are `gone` are passed over."""
    loaded = load(root, today, as_of, edited, gone)
    undrawn = paper.characters_can_be_drawn(loaded.content, font_folders(root))
    return loaded.content, ordered([*loaded.problems, *check(loaded.content), *undrawn])
