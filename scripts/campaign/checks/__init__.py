"""Rules across records: one function a rule, its docstring is the rule. Each yields problems with a place and goes on.

A rule about one plan takes the content, the plan and its source; a rule about the whole takes the content alone. To add a rule, write
it in the module of its family, put it in the list at the foot, and add its tiny invalid file to the tests.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
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
from campaign.doctor import font_folders, fonts_held
from campaign.kinds import KINDS, PLAN, by_key
from campaign.leaves.problems import Problem
from campaign.leaves.store import Store
from campaign.load import load, ordered
from campaign.model import Plan
from campaign.steps import Steps
from campaign.views.references import files

PLAN_RULES = (*plans.PLAN_RULES, *documents.PLAN_RULES)
RECORD_RULES = (*others.RECORD_RULES, *references.RECORD_RULES)
FAMILIES = (references, units, plans, documents, others, assessment, ledger, forms, publicity, happened, writing)


def check(
    content: Content, steps: Steps | None = None, folders: tuple[Path, ...] = (), fonts: str = ""
) -> tuple[Problem, ...]:
    """Every problem that every rule finds, in part as it was found before. `folders` hold the typefaces and `fonts` tells which they are."""
    steps = steps or Steps()
    records = [f"{kind.key} {key}" for kind, key, _, _ in files(content)]
    found = [problem for each in steps.each(_in_record, content, records, folders, fonts) for problem in each]
    for each in steps.each(_in_all, content.in_outline, ("all",), keep=_names_no_line):
        found.extend(_placed(content, each))
    return tuple(found)


_LINE = re.compile(r"第 \d+ 行|:\d+）")


def _names_no_line(problems: Collection[Problem]) -> bool:
    return not any(_LINE.search(each.message) for each in problems)


def _placed(content: Content, problems: Collection[Problem]) -> Iterator[Problem]:
    """The same problems where their values stand now: in the outline of a plan nobody can tell whether lines have moved."""
    plans = {source.path: source for (kind, _), source in content.sources.items() if kind == PLAN.key}
    for each in problems:
        line, column = plans[each.path].at(*each.where) if each.path in plans else (each.line, each.column)
        yield replace(each, line=line, column=column)


def _in_record(content: Content, name: str, folders: tuple[Path, ...], _fonts: str) -> tuple[Problem, ...]:
    kind_key, _, key = name.partition(" ")
    kind = by_key(kind_key)
    record, source = content.of(kind)[key], content.source(kind_key, key)
    found = [problem for rule in RECORD_RULES for problem in rule(kind, record, source)]
    if isinstance(record, Plan):
        found += [problem for rule in PLAN_RULES for problem in rule(content, record, source)]
    if folders:
        found += paper.undrawn(paper.texts_of(kind, record, source), folders)
    return tuple(found)


def _in_all(content: Content, _: str) -> tuple[Problem, ...]:
    return tuple(problem for rule in content_rules() for problem in rule(content))


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
    store: Store | None = None,
) -> tuple[Content, tuple[Problem, ...]]:
    """Load and check: the content as far as it is sound, and every problem in the order of files and lines. Texts that are `edited`
    and not written yet stand for their files; files that are `gone` are passed over."""
    store = store or Store()
    loaded = load(root, today, as_of, edited, gone, store)
    content, folders = loaded.content, font_folders(root)
    found = [*loaded.problems, *check(content, Steps(store), folders, fonts_held(folders))]
    rest = paper.texts_of_submissions(content) if folders else paper.texts_of_all(content)
    return content, ordered([*found, *paper.undrawn(rest, folders)])
