"""Lists too long for one page: the first rows stand where the list belongs, and all of them on pages of their own, one after the other.

A page of a thousand rows still opens at once; one of fifty thousand takes a browser half a minute. Small offices never meet these pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from campaign.leaves import links
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.tables import MOST, Row, Table, parts

T = TypeVar("T")


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


def numbered(
    of: Page, held: Sequence[Sequence[T]], rows: int, said: str, body: Callable[[str, Sequence[T], Pager], PageBody]
) -> list[Page]:
    """The pages of a long list, from the address of `of` on and otherwise like it. `held` are the rows of each, `rows` how many there are in all,
    `said` describes the list; `body` makes what stands on one page of (way to the root, its rows, pager)."""
    made = []
    for number, part in enumerate(held, 1):
        path = links.part(of.path, number)
        pager = Pager(first=of.path, number=number, count=len(held), rows=rows)
        shown = render(body(root_of(path), part, pager))
        made.append(replace(of, path=path, body=shown, description=f"{said}，第 {number} 页。", continues=number > 1))
    return made


def list_pages(table: Table, first: str, of: Page, title: str, year: int, most: int = MOST) -> list[Page]:
    """The pages that hold a whole table, when it does not stand whole on the page `of`; none when it does."""
    if len(table.rows) <= most:
        return []
    crumbs = (*of.breadcrumbs, Crumb(of.title, of.path))
    page = replace(of, path=first, title=f"{title} · {of.title}", breadcrumbs=crumbs, toc=())

    def body(root: str, rows: Sequence[Row], pager: Pager) -> LongBody:
        part = replace(table, rows=tuple(rows), foot=(), sortable=False)
        return LongBody(root=root, title=title, about=of.title, back=of.path, year=year, part=part, pager=pager)

    return numbered(page, parts(table.rows), len(table.rows), f"{of.title}：{title}，共 {len(table.rows)} 项", body)
