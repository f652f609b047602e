"""Everything a site is made of, loaded and resolved: what all later steps are pure functions of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import Any, Generic, TypeVar

from campaign import kinds
from campaign.attachments import Attachment
from campaign.kinds import Kind
from campaign.leaves.problems import Source
from campaign.model import Plan, Progress, Record, Site, Submission, Term
from campaign.model.annex import Enclosed
from campaign.model.registry import Registry
from campaign.pictures import Photo
from campaign.pictures.seals import SealPicture

R = TypeVar("R", bound=Record)


class Held(Generic[R]):
    """The records of a kind as an attribute of `Content`, for the kinds that many views are about."""

    def __init__(self, kind: Kind[R]) -> None:
        self.kind = kind

    def __get__(self, content: Content, owner: type[Content]) -> Mapping[str, R]:
        return content.of(self.kind)


@dataclass(frozen=True)
class Content:
    """Records by id. Unit names are ids by now; `sources` tells where each record stands, by kind and id."""

    site: Site
    as_of: date
    registry: Registry = field(default_factory=Registry)
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)  # by kind and id; see `of`
    submissions: tuple[
        Submission, ...
    ] = ()  # in an order that files have no part in; contact data never comes this far
    seals: Mapping[str, SealPicture] = field(default_factory=dict, repr=False)  # by the path that plans name
    enclosed: Mapping[str, Enclosed] = field(default_factory=dict, repr=False)  # by the path that plans name
    photos: Mapping[str, Photo] = field(
        default_factory=dict, repr=False
    )  # by their place on the site, as links.picture completes it
    attachments: Mapping[str, Attachment] = field(default_factory=dict, repr=False)  # by their place on the site
    placed: frozenset[str] = frozenset()  # files below docs/ that go on the site
    texts: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # hand-written pages that do, by path below docs/
    preview: bool = False  # the live preview shows updates that are not public, marked as such
    sources: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)

    # by kind, the names of what stands in files that could not be read; an empty one may be any
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    _seen: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Answers are those of this content alone: a copy, which differs in something, begins with none, whoever made it."""
        object.__setattr__(self, "_seen", {})

    plans = Held(kinds.PLAN)
    progress = Held(kinds.PROGRESS)
    interpretations = Held(kinds.INTERPRETATION)
    assessments = Held(kinds.ASSESSMENT)
    results = Held(kinds.RESULT)
    forms = Held(kinds.FORM)
    ledgers = Held(kinds.LEDGER)
    meetings = Held(kinds.MEETING)
    correspondence = Held(kinds.CORRESPONDENCE)  # in a preview and for prints only
    outlets = Held(kinds.OUTLETS)
    publicity = Held(kinds.PUBLICITY)  # by the path of the file; `campaign` is filled in
    updates = Held(kinds.UPDATE)  # public or not: views.updates decides what is shown
    cases = Held(kinds.CASE)
    questions = Held(kinds.QA)
    profiles = Held(kinds.PROFILE)  # by the word that plans and the site name them with

    def of(self, kind: Kind[R]) -> Mapping[str, R]:
        """The records of a kind by id."""
        return self.records.get(kind.key, {})

    def having(self, kind: Kind[R], records: Mapping[str, R]) -> Content:
        """The same content with other records of one kind."""
        return replace(self, records={**self.records, kind.key: records})

    def published(self) -> Iterator[tuple[Record, Source]]:
        """Every record of the kinds that are for everybody, with where it stands."""
        for kind in kinds.KINDS:
            if kind.public and not kind.among:
                yield from ((record, self.source(kind.key, key)) for key, record in self.of(kind).items())

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words of the glossary in their order."""
        return tuple(self.of(kinds.GLOSSARY).values())

    def source(self, kind: str, record_id: str) -> Source:
        """Source of a record; `kind` is the key of one of `kinds.KINDS`."""
        return self.sources.get((kind, record_id), Source(""))

    @property
    def home(self) -> str | None:
        """Id of the site's own institution, when the configuration names one."""
        return self.site.home if self.site.home in self.registry.units else None

    def progress_of(self, plan_id: str) -> Progress:
        """What was reported on a plan; an empty report when nobody has."""
        return self.progress.get(plan_id) or Progress(plan=plan_id)


T = TypeVar("T")


def once_a_plan(view: Callable[[Content, Plan], T]) -> Callable[[Content, Plan], T]:
    """A view of one plan that many pages ask for: worked out the first time, remembered with the content it was made of."""

    @wraps(view)
    def remembered(content: Content, plan: Plan) -> T:
        key = (f"{view.__module__}.{view.__qualname__}", plan.id)
        if content.plans.get(plan.id) is not plan:
            return view(content, plan)
        if key not in content._seen:
            content._seen[key] = view(content, plan)
        found: T = content._seen[key]
        return found

    return remembered


def once(view: Callable[[Content], T]) -> Callable[[Content], T]:
    """A view of everything that many pages ask for: worked out the first time, remembered with the content it was made of."""

    @wraps(view)
    def remembered(content: Content) -> T:
        key = (f"{view.__module__}.{view.__qualname__}", "")
        if key not in content._seen:
            content._seen[key] = view(content)
        found: T = content._seen[key]
        return found

    return remembered
