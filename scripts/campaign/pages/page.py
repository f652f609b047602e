"""What a finished page is: its address, its HTML and what the shell (overrides/main.html) shows around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from campaign.views.tables import Table, tables_in

SLOT = "<!--markdown-->"


class Html(str):
    """What stands inside <main>, and what it was made of: what can be exported of a page is what stands on it."""

    held: tuple[object, ...] = ()

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for each in self.held for table in tables_in(each))


@dataclass(frozen=True)
class Crumb:
    """A step of the way to a page; the last step, the page itself, is left out. Without `path` it is only a word."""

    title: str
    path: str = ""


@dataclass(frozen=True)
class Heading:
    """An entry of a page's table of contents; `count` says how many things stand under it."""

    title: str
    anchor: str
    number: str = ""
    count: int | None = None
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Page:
    """One page. `path` is relative to the site root (links.py); `body` is everything inside <main>.

    `layout` names the kind of page for the style sheet, `section` the entry of the main navigation it belongs to.
    Where hand-written Markdown stands inside the page, `body` holds SLOT and `wrap` puts it there.
    """

    path: str
    title: str
    body: str
    section: str
    layout: str = "list"
    toc: tuple[Heading, ...] = ()
    breadcrumbs: tuple[Crumb, ...] = ()
    description: str = ""
    demo: bool = False
    continues: bool = False  # a further page of a long list, which nobody looks for by itself

    @property
    def tables(self) -> tuple[Table, ...]:
        """The lists on the page, in their order; none when the page was made without them."""
        return self.body.tables if isinstance(self.body, Html) else ()

    def bare(self) -> Page:
        """The page without its tables, which nobody wants in a build."""
        return replace(self, body=str(self.body))

    @property
    def wraps_markdown(self) -> bool:
        return SLOT in self.body

    def wrap(self, html: str) -> str:
        """The body around the HTML of a Markdown page; a page without a slot is its body."""
        return self.body.replace(SLOT, html, 1)


@dataclass(frozen=True)
class NavItem:
    """An entry of the main navigation or the foot."""

    key: str
    title: str
    path: str


@dataclass(frozen=True)
class NavGroup:
    """Entries of the main navigation under one word; a single one stands by itself, with its own title."""

    title: str
    entries: tuple[NavItem, ...]


@dataclass(frozen=True)
class SiteInfo:
    """What the shell shows alike on every page. `as_of` is ISO, `as_of_words` 2026年11月21日（周六）."""

    brand: str
    organisation: str
    as_of: str
    as_of_words: str
    demo: bool
    nav: tuple[NavGroup, ...]
    foot: tuple[NavItem, ...]
    url: str = ""  # where the site stands, with a slash at the end, where it says so
