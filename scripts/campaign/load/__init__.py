"""Files to records: reads `plans/` and the front matter under `docs/`, once, and names every problem with its place.

Nothing after this room reads a file. What cannot be read is left out of the content and stands in the problems instead.
The call of `Content` in `load` is the table of what a content root holds: a new kind of file is a line there and one in `file_kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from campaign.content import Content
from campaign.leaves.problems import Problem, Source
from campaign.load import names
from campaign.load.faults import inner_model
from campaign.load.files import Reading
from campaign.load.forms import submissions
from campaign.load.profiles import profiles
from campaign.load.publicity import publicity
from campaign.load.records import pages, parse, records
from campaign.load.registry import outlets, terms, units
from campaign.load.site import seals, site
from campaign.load.writing import writing
from campaign.model import (
    Case,
    Form,
    GlossaryFile,
    Interpretation,
    Ledger,
    Meeting,
    OutletsFile,
    Plan,
    Profile,
    Progress,
    PublicityFile,
    Questions,
    Result,
    RuleSet,
    Site,
    SubmissionFile,
    UnitsFile,
    Update,
)

__all__ = ["Loaded", "file_kinds", "inner_model", "load", "ordered", "parse"]


@dataclass(frozen=True)
class Loaded:
    """Content as far as it could be read, and everything that was wrong with it."""

    content: Content
    problems: tuple[Problem, ...]


def load(root: Path, today: date, as_of: date | None = None, edited: Mapping[str, str] | None = None) -> Loaded:
    """Read a content root. `as_of` overrides the configured date; `today` is used when neither is given. `edited` are texts that are
    not written yet, by their path below the root: they stand for what lies there."""
    reading = Reading(root, edited or {})
    reading.registry = units(reading)
    settings = site(reading)
    plans = records(reading, Plan, "plan", "plans", names.issued, deep=False, skip={"site"})
    forms = records(reading, Form, "form", "plans/forms", names.form, deep=False)
    media = outlets(reading)
    writing(reading)
    content = Content(
        site=settings,
        as_of=as_of or (settings.as_of.last if settings.as_of else today),
        registry=reading.registry,
        plans=plans,
        progress=records(reading, Progress, "progress", "plans/progress"),
        interpretations=pages(reading, Interpretation, "interpretation", "interpretations"),
        assessments=records(reading, RuleSet, "assessment", "plans/assessment", deep=False),
        results=records(reading, Result, "result", "plans/assessment/results", names.result),
        forms=forms,
        submissions=submissions(reading, forms),
        ledgers=records(reading, Ledger, "ledger", "plans/ledger", names.issued),
        meetings=records(reading, Meeting, "meeting", "plans/meetings", names.meeting),
        outlets=media,
        publicity=publicity(reading, plans, media),
        updates=pages(reading, Update, "update", "updates", partial(names.update, plans=plans)),
        cases=pages(reading, Case, "case", "cases"),
        questions=records(reading, Questions, "qa", "plans/qa"),
        seals=seals(reading, plans),
        photos=reading.photos,
        profiles=profiles(reading, settings, plans),
        terms=terms(reading),
        sources=reading.sources,
    )
    if not plans and not reading.problems:
        reading.note(
            Source("plans").error((), "no-plans", "plans 文件夹里没有方案", "用 plan new plan <编号> 新建一个")
        )
    return Loaded(content, tuple(reading.problems))


def ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems)))


def file_kinds() -> Mapping[str, type[BaseModel]]:
    """The kinds of content files by the name of their JSON Schema."""
    return {
        "plan": Plan,
        "units": UnitsFile,
        "glossary": GlossaryFile,
        "progress": Progress,
        "site": Site,
        "profile": Profile,
        "interpretation": Interpretation,
        "update": Update,
        "case": Case,
        "meeting": Meeting,
        "assessment": RuleSet,
        "result": Result,
        "form": Form,
        "submission": SubmissionFile,
        "ledger": Ledger,
        "outlets": OutletsFile,
        "publicity": PublicityFile,
        "qa": Questions,
    }
