"""Lists too long for one page: the first rows stand where the list belongs, and all of them on pages of their own, one after the other.

A page of a thousand rows still opens at once; one of fifty thousand takes a browser half a minute. Small offices never meet these pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from campaign.leaves import links
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.tables import MOST, Table, parts


@dataclass(frozen=True, kw_only=True)
class Pager:
    """Where one page of a list stands among the others; `first` is the address of the first, from the root of the site."""

    first: str
    number: int
    count: int
    rows: int

    def address(self, number: int) -> str:
        """The address of one of the pages."""
        return links.part(self.first, number)


@dataclass(frozen=True, kw_only=True)
class LongBody(PageBody):
    """One page of a long table."""

    template = "long.html"
    title: str
    about: str
    back: str
    year: int
    part: Table
    pager: Pager


def list_pages(table: Table, first: str, of: Page, title: str, year: int, most: int = MOST) -> list[Page]:
    """The pages that hold a whole table, when it does not stand whole on the page `of`; none when it does."""
    if len(table.rows) <= most:
        return []
    held = parts(table.rows)
    return [
        Page(
            path=(path := links.part(first, number)),
            title=f"{title} · {of.title}",
            body=render(
                LongBody(
                    root=root_of(path),
                    title=title,
                    about=of.title,
                    back=of.path,
                    year=year,
                    part=replace(table, rows=tuple(rows), foot=(), sortable=False),
                    pager=Pager(first=first, number=number, count=len(held), rows=len(table.rows)),
                )
            ),
            section=of.section,
            layout=of.layout,
            breadcrumbs=(*of.breadcrumbs, Crumb(of.title, of.path)),
            description=f"{of.title}：{title}，共 {len(table.rows)} 项，第 {number} 页。",
            demo=of.demo,
            continues=number > 1,
        )
        for number, rows in enumerate(held, 1)
    ]
