"""How documents hang together: upper and lower plans, interpretations, mechanisms shared by several plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.content import Content, once
from campaign.leaves import links
from campaign.model import Interpretation, Mechanism, Plan, PlanRef


@dataclass(frozen=True)
class Link:
    """Another document: with an address when the site holds it, else only its name (shown as 未收录)."""

    title: str
    url: str | None
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether this site holds the document."""
        return self.url is not None


def link(content: Content, ref: PlanRef) -> Link:
    """A document named by a plan: a link when the site holds it, else its title with what is known."""
    plan = content.plans.get(ref.plan or "")
    if plan:
        return Link(plan.title, links.plan(plan.id), plan.doc_no or "")
    return Link(ref.title or ref.plan or "", None, ref.doc_no or "")


def upper_links(content: Content, plan: Plan) -> tuple[Link, ...]:
    """The plans above this one."""
    return tuple(link(content, ref) for ref in plan.upper)


def basis_links(content: Content, plan: Plan) -> tuple[Link, ...]:
    """What a plan rests on (依据)."""
    return tuple(link(content, ref) for ref in plan.basis)


@once
def lower_plans(content: Content) -> Mapping[str, tuple[Plan, ...]]:
    """Plans that name each plan as their upper plan or basis, by its id."""
    found: dict[str, list[Plan]] = {}
    for plan in content.plans.values():
        for upper in dict.fromkeys(ref.plan for ref in (*plan.upper, *plan.basis) if ref.plan):
            found.setdefault(upper, []).append(plan)
    return {upper: tuple(plans) for upper, plans in found.items()}


@once
def later_plans(content: Content) -> Mapping[str, tuple[Plan, ...]]:
    """Plans that replace each plan, by its id."""
    later: dict[str, list[Plan]] = {}
    for plan in content.plans.values():
        for replaced in dict.fromkeys(ref.plan for ref in plan.supersedes if ref.plan):
            later.setdefault(replaced, []).append(plan)
    return {replaced: tuple(plans) for replaced, plans in later.items()}


@once
def interpretations_of(content: Content) -> Mapping[str, tuple[Interpretation, ...]]:
    """Interpretations of each plan, by its id."""
    explained: dict[str, list[Interpretation]] = {}
    for each in content.interpretations.values():
        if each.of.plan:
            explained.setdefault(each.of.plan, []).append(each)
    return {plan: tuple(found) for plan, found in explained.items()}


@dataclass(frozen=True)
class MechanismEntry:
    """One arrangement and the plans that use it."""

    name: str
    uses: tuple[tuple[Plan, Mechanism], ...]


def mechanisms(content: Content) -> tuple[MechanismEntry, ...]:
    """All mechanisms by name, the most widely used first."""
    found: dict[str, list[tuple[Plan, Mechanism]]] = {}
    for plan in content.plans.values():
        for mechanism in plan.mechanisms:
            found.setdefault(mechanism.name, []).append((plan, mechanism))
    entries = [MechanismEntry(name, tuple(uses)) for name, uses in found.items()]
    return tuple(sorted(entries, key=lambda entry: (-len(entry.uses), entry.name)))
