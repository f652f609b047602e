"""Site pages: content to HTML bodies, through our own templates. Pure: the same content gives the same pages, byte for byte.

`build_pages` makes all of them; `site_info` gives what the shell around them shows on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

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
)
from campaign.leaves.parallel import Spread
from campaign.model import Plan
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
from campaign.views.relations import Relatives, relatives
from campaign.views.unit_sheets import UnitSheet, unit_sheets

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


def build_pages(
    content: Content,
    sheets: Mapping[str, UnitSheet] | None = None,
    spread: Spread[Any, Any] = map,
    *,
    tables: bool = False,
) -> list[Page]:
    """Every generated page of the site. `sheets` are the unit sheets when the caller has them already; `spread` may share the work out.

    The lists of a page stay with it only when they are asked for (`tables`): a build of a large site would hold them all.
    """
    sheets = unit_sheets(content) if sheets is None else sheets
    known = relatives(content)
    wholes = (
        front_page,
        plans_pages,
        units_page,
        indicators_pages,
        calendar_pages,
        findings_page,
        mechanisms_page,
        glossary_page,
    )
    makers: list[Callable[[], list[Page]]] = [partial(_whole, maker, content, sheets) for maker in wholes]
    makers += [partial(_plan_pages, content, plan, known) for plan in content.plans.values()]
    makers += [partial(unit_pages, content, sheet, sheets) for sheet in sheets.values()]
    pages = [page for made in spread(partial(_made, tables), makers) for page in made]
    for kind in KINDS:
        own = PAGES.of(kind)
        pages += own(content) if own else plain_pages(content, kind) if kind.place else ()
    pages += [*dashboard_pages(content, sheets), *across_pages(content)]
    pages += [page for page in (topics_page(content), search_page(content)) if page]
    pages = list(with_notes(content, pages))
    return pages if tables else [page.bare() for page in pages]


def _made(tables: bool, maker: Callable[[], list[Page]]) -> list[Page]:
    return maker() if tables else [page.bare() for page in maker()]


def _whole(maker: Callable[..., Page | list[Page]], content: Content, sheets: Mapping[str, UnitSheet]) -> list[Page]:
    """A page about everything, with those that it goes on in; those about units need the sheets as well."""
    made = maker(content, sheets) if maker in (front_page, units_page) else maker(content)
    return made if isinstance(made, list) else [made]


def _plan_pages(content: Content, plan: Plan, known: Relatives) -> list[Page]:
    matrix = matrix_page(content, plan)
    digest = [digest_page(content, plan)] if has_digest(content, plan) else []
    revised = revision_page(content, plan)
    return [
        plan_page(content, plan, known),
        *(each for each in (matrix, revised, uptake_page(content, plan)) if each),
        *digest,
    ]
