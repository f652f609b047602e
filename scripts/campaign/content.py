"""Everything a site is made of, loaded and resolved: what all later steps are pure functions of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from campaign.leaves.problems import Source
from campaign.model import (
    Case,
    Form,
    Interpretation,
    Ledger,
    Meeting,
    Outlet,
    Plan,
    Profile,
    Progress,
    PublicityFile,
    Questions,
    Result,
    RuleSet,
    Site,
    Submission,
    Term,
    Update,
)
from campaign.model.registry import Registry
from campaign.pictures import Photo
from campaign.pictures.seals import Picture


@dataclass(frozen=True)
class Content:
    """Records by id. Unit names are ids by now; `sources` tells where each record stands, by kind and id."""

    site: Site
    as_of: date
    registry: Registry = field(default_factory=Registry)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    progress: Mapping[str, Progress] = field(default_factory=dict)
    interpretations: Mapping[str, Interpretation] = field(default_factory=dict)
    assessments: Mapping[str, RuleSet] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    submissions: tuple[
        Submission, ...
    ] = ()  # in an order that files have no part in; contact data never comes this far
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    publicity: Mapping[str, PublicityFile] = field(
        default_factory=dict
    )  # by the path of the file; `campaign` is filled in
    updates: Mapping[str, Update] = field(default_factory=dict)  # public or not: views.updates decides what is shown
    cases: Mapping[str, Case] = field(default_factory=dict)
    questions: Mapping[str, Questions] = field(default_factory=dict)
    seals: Mapping[str, Picture] = field(default_factory=dict, repr=False)  # by the path that plans name
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # by the word that plans and the site name them with
    photos: Mapping[str, Photo] = field(
        default_factory=dict, repr=False
    )  # by their place on the site, as links.picture completes it
    terms: tuple[Term, ...] = ()
    preview: bool = False  # the live preview shows updates that are not public, marked as such
    sources: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)

    _seen: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)

    def source(self, kind: str, record_id: str) -> Source:
        """Source of a record; kind is plan, progress, interpretation, units, glossary or site."""
        return self.sources.get((kind, record_id), Source(""))

    @property
    def home(self) -> str | None:
        """Id of the site's own institution, when the configuration names one."""
        return self.site.home

    def progress_of(self, plan_id: str) -> Progress:
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
        if key not in content._seen or content._seen[key][0] is not content:
            content._seen[key] = (
                content,
                view(content),
            )  # a copy with another date shares the dictionary, not the answer
        found: T = content._seen[key][1]
        return found

    return remembered
