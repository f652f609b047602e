"""The notes of what was put right, at the foot of the page that shows it, whatever kind of page it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.content import Content
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Html, Page
from campaign.views.corrections import Corrected, by_page


@dataclass(frozen=True, kw_only=True)
class CorrectionsBody(PageBody):
    """Notes, the latest first."""

    template = "corrections.html"
    notes: Sequence[Corrected]


def with_notes(content: Content, pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, those that something was put right on with the notes of it."""
    notes = by_page(content)
    for page in pages:
        if page.path not in notes:
            yield page
            continue
        body = Html(page.body + render(CorrectionsBody(root=root_of(page.path), notes=notes[page.path])))
        body.held = page.body.held if isinstance(page.body, Html) else ()
        yield replace(page, body=body)
