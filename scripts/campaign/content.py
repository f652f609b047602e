"""Everything a site is made of, loaded and resolved: what all later steps are pure functions of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign.model import Interpretation, Plan, Progress, Result, RuleSet, Site, Term
from campaign.problems import Source
from campaign.units import Registry


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
    terms: tuple[Term, ...] = ()
    sources: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)

    def source(self, kind: str, record_id: str) -> Source:
        """Source of a record; kind is plan, progress, interpretation, units, glossary or site."""
        return self.sources.get((kind, record_id), Source(""))

    @property
    def home(self) -> str | None:
        """Id of the site's own institution, when the configuration names one."""
        return self.site.home

    def progress_of(self, plan_id: str) -> Progress:
        return self.progress.get(plan_id) or Progress(plan=plan_id)
