"""Files to records: reads `plans/` and the front matter under `docs/`, once, and names every problem with its place.

Nothing after this room reads a file. What cannot be read is left out of the content and stands in the problems instead.
What there is to read stands in `kinds.KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from campaign.content import Content, MadeOf
from campaign.kinds import (
    CAMPAIGN,
    COLLECTIVE,
    FORM,
    GLOSSARY,
    KINDS,
    MEETING,
    OUTLETS,
    PLAN,
    PROFILE,
    PUBLICITY,
    SITE,
    SUBMISSION,
    UNIT,
    Answers,
    Kind,
)
from campaign.leaves.problems import Problem, Source
from campaign.leaves.store import Store
from campaign.load.annexes import annexes
from campaign.load.files import Reading
from campaign.load.forms import submissions
from campaign.load.meetings import papers
from campaign.load.profiles import profiles
from campaign.load.publicity import publicity
from campaign.load.records import Beside, parse, records
from campaign.load.registry import outlets, terms, units
from campaign.load.site import seals, site
from campaign.load.writing import writing
from campaign.model.references import inner_model
from campaign.model.registry import house_of

__all__ = ["Loaded", "file_kinds", "inner_model", "load", "ordered", "parse"]


# kinds that are read in a way of their own, after all others
READERS: Answers[Callable[[Reading, Kind[Any]], Mapping[str, Any]]] = Answers(
    "load",
    "read",
    {
        UNIT: lambda reading, _: reading.registry.units,
        COLLECTIVE: lambda reading, _: reading.registry.collectives,
        CAMPAIGN: lambda reading, _: {key: plan for key, plan in reading.of(PLAN).items() if plan.is_campaign},
        SITE: lambda reading, _: {"site": reading.settings},
        OUTLETS: outlets,
        GLOSSARY: terms,
        PUBLICITY: publicity,
        PROFILE: profiles,
        SUBMISSION: lambda *_: {},
    },
)
# files that lie beside a record and belong to it
BESIDE: Answers[Beside[Any]] = Answers("load", "beside", {MEETING: papers})


@dataclass(frozen=True)
class Loaded:
    """Content as far as it could be read, and everything that was wrong with it."""

    content: Content
    problems: tuple[Problem, ...]


def load(
    root: Path,
    today: date,
    as_of: date | None = None,
    edited: Mapping[str, str] | None = None,
    gone: Collection[str] = (),
    store: Store | None = None,
) -> Loaded:
    """Read a content root. `as_of` overrides the configured date; `today` is used when neither is given. `edited` are texts that are
    not written yet, by their path below the root: they stand for what lies there; files that are `gone` are passed over. `store` holds
    what files were read as before."""
    reading = Reading(root, edited or {}, gone, store=store or Store())
    reading.registry = units(reading)
    settings = site(reading)
    for kind in sorted(KINDS, key=lambda each: each in READERS.own):  # these look at the others
        read = READERS.of(kind)
        reading.records[kind.key] = read(reading, kind) if read else records(reading, kind, BESIDE.of(kind))
    plans = reading.of(PLAN)
    writing(reading)
    enclosed = annexes(reading, plans)
    content = Content(
        site=settings,
        as_of=as_of or (settings.as_of.last if settings.as_of else today),
        registry=reading.registry,
        records=reading.records,
        submissions=submissions(reading, reading.of(FORM)),
        seals=seals(reading, plans),
        enclosed=enclosed,
        photos=reading.photos,
        attachments=reading.attachments,
        placed=reading.placed,
        texts=reading.texts,
        sources=reading.sources,
        origins=_origins(reading),
        lost={kind: frozenset(names) for kind, names in reading.lost.items()},
    )
    if not plans and not reading.problems:
        reading.note(
            Source("plans").error((), "no-plans", "plans 文件夹里没有方案", "用 plan new plan <编号> 新建一个")
        )
    return Loaded(content, tuple(reading.problems))


def _origins(reading: Reading) -> dict[tuple[str, str], MadeOf]:
    """Records of the kinds that are read one like the other, each with digests of its file and of what the names in it mean."""
    meant = blake2b(f"{reading.registry} {reading.of(OUTLETS)}".encode(), digest_size=12).hexdigest()
    found = {}
    for kind in (each for each in KINDS if each not in READERS.own or each is CAMPAIGN):
        for key, record in reading.of(kind).items():
            path = reading.sources[(kind.among or kind).key, key].path
            begun = f"{meant} {house_of(record, reading.registry, reading.of(PLAN), reading.home)} {path}"
            digests = (f"{begun} {read[path]}" for read in (reading.digests, reading.outlines))
            found[kind.key, key] = MadeOf(record, *digests)
    return found


def ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems)))


def file_kinds() -> Mapping[str, type[BaseModel]]:
    """The kinds of content files by the name of their JSON Schema."""
    return {kind.schema or kind.key: kind.files for kind in KINDS if kind.folders}
