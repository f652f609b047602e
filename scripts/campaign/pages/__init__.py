"""Site pages: content to HTML bodies, through our own templates. Pure: the same content gives the same pages, byte for byte.

`build_pages` makes all of them; `site_info` gives what the shell around them shows on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from campaign.content import Content
from campaign.kinds import (
    ASSESSMENT,
    CAMPAIGN,
    CASE,
    FORM,
    GLOSSARY,
    INTERPRETATION,
    KINDS,
    LEDGER,
    MEETING,
    PLAN,
    QA,
    UNIT,
    UPDATE,
    Answers,
    by_key,
)
from campaign.pages.across import across_pages
from campaign.pages.assessment import assessment_pages
from campaign.pages.calendar import calendar_pages
from campaign.pages.campaign import campaign_pages
from campaign.pages.cases import case_pages
from campaign.pages.corrections import with_notes
from campaign.pages.dashboards import dashboard_pages
from campaign.pages.digest import digest_page, has_digest
from campaign.pages.forms import form_pages
from campaign.pages.front import front_page
from campaign.pages.ledger import ledger_pages
from campaign.pages.lists import (
    findings_page,
    glossary_page,
    indicators_pages,
    interpretation_page,
    interpretations_page,
    mechanisms_page,
    plans_pages,
    search_page,
    topics_page,
)
from campaign.pages.meetings import meeting_pages
from campaign.pages.page import Crumb, Heading, NavGroup, NavItem, Page, SiteInfo
from campaign.pages.plain import plain_pages
from campaign.pages.plan import matrix_page, plan_page
from campaign.pages.questions import question_pages
from campaign.pages.revisions import revision_page
from campaign.pages.shell import site_info
from campaign.pages.units import unit_pages, units_page
from campaign.pages.updates import update_pages
from campaign.pages.uptake import uptake_page
from campaign.steps import Steps
from campaign.views.unit_sheets import unit_sheets

__all__ = ["Crumb", "Heading", "NavGroup", "NavItem", "Page", "SiteInfo", "build_pages", "site_info"]


def _interpretations(content: Content) -> list[Page]:
    return [
        interpretations_page(content),
        *(interpretation_page(content, each) for each in content.interpretations.values()),
    ]


# the pages of a kind, its list and one for each; plans, units and words stand in `build_pages`, where the work is shared out
PAGES: Answers[Callable[[Content], Iterable[Page]]] = Answers(
    "pages",
    "pages",
    {
        **dict.fromkeys((PLAN, UNIT, GLOSSARY), lambda _: ()),
        LEDGER: ledger_pages,
        FORM: form_pages,
        ASSESSMENT: assessment_pages,
        INTERPRETATION: _interpretations,
        UPDATE: update_pages,
        CAMPAIGN: campaign_pages,
        CASE: case_pages,
        QA: question_pages,
        MEETING: meeting_pages,
    },
)


# pages about everything, by the name of the maker of each with those that it goes on in; they are made of plans in outline
FIRST = (
    front_page,
    plans_pages,
    units_page,
    indicators_pages,
    calendar_pages,
    findings_page,
    mechanisms_page,
    glossary_page,
)
LAST = (dashboard_pages, across_pages, topics_page, search_page)
WHOLES: Mapping[str, Callable[[Content], Page | list[Page] | None]] = {each.__name__: each for each in (*FIRST, *LAST)}


def build_pages(content: Content, steps: Steps | None = None, *, tables: bool = False) -> list[Page]:
    """Every generated page of the site, as it was made before where nothing of it has changed.

    The lists of a page stay with it only when they are asked for (`tables`): a build of a large site would hold them all.
    """
    steps = steps or Steps()
    outlines = content.in_outline
    first, last = ([each.__name__ for each in makers] for makers in (FIRST, LAST))
    kinds = [kind.key for kind in KINDS]
    made = (
        steps.each(_whole, outlines, first, tables),
        steps.each(_of_plan, content, content.plans, tables),
        steps.each(_of_unit, outlines, content.registry.units, tables),
        steps.each(_of_kind, content, kinds, tables),
        steps.each(_whole, outlines, last, tables),
    )
    pages = with_notes(content, (page for group in made for each in group for page in each))
    return [page if tables else page.bare() for page in pages]


def _held(pages: Iterable[Page | None], tables: bool) -> list[Page]:
    return [page if tables else page.bare() for page in pages if page]


def _whole(content: Content, name: str, tables: bool) -> list[Page]:
    made = WHOLES[name](content)
    return _held(made if isinstance(made, list) else [made], tables)


def _of_unit(content: Content, unit: str, tables: bool) -> list[Page]:
    sheets = unit_sheets(content)
    return _held(unit_pages(content, sheets[unit], sheets), tables)


def _of_kind(content: Content, key: str, tables: bool) -> list[Page]:
    kind = by_key(key)
    own = PAGES.of(kind)
    return _held(own(content) if own else plain_pages(content, kind) if kind.place else (), tables)


def _of_plan(content: Content, plan_id: str, tables: bool) -> list[Page]:
    plan = content.plans[plan_id]
    digest = digest_page(content, plan) if has_digest(content, plan) else None
    made = (
        plan_page(content, plan),
        matrix_page(content, plan),
        revision_page(content, plan),
        uptake_page(content, plan),
    )
    return _held((*made, digest), tables)
