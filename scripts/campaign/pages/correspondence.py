"""收发文: what the office has on its desk and its registers, year by year. A site that is published has none of it (`views.release`)."""

from __future__ import annotations

from campaign.content import Content
from campaign.kinds import CORRESPONDENCE
from campaign.leaves import links
from campaign.pages.page import Page
from campaign.pages.plain import list_page
from campaign.views.correspondence import incoming_register, outgoing_register, standing, years


def pages(content: Content) -> list[Page]:
    """One page; none where nothing is entered."""
    if not content.correspondence:
        return []
    out, came = years(content)
    registers = (
        *(outgoing_register(content, year) for year in reversed(out)),
        *(incoming_register(content, year) for year in reversed(came)),
    )
    shown = (each for each in (*standing(content), *registers) if each.rows)
    printed = (*(("outgoing", year) for year in reversed(out)), *(("incoming", year) for year in reversed(came)))
    files = [
        (f"{year}年{CORRESPONDENCE.prints[name]} PDF", links.correspondence_pdf(f"{name}-{year}"))
        for name, year in (printed if content.preview else ())
    ]
    return [list_page(content, CORRESPONDENCE, tuple(shown), files)]
