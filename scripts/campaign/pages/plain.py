"""The list of a kind and the page of each record, for kinds that need no pages of their own: tables, and what there is to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaign.content import Content
from campaign.kinds import Kind
from campaign.model import Record
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import SLOT, Crumb, Page
from campaign.views import plain
from campaign.views.tables import Table


@dataclass(frozen=True, kw_only=True)
class PlainBody(PageBody):
    """Tables under their names; `files` are words and addresses of what can be taken away."""

    template = "plain.html"
    title: str
    lede: str = ""
    tables: Sequence[Table]
    files: Sequence[tuple[str, str]] = ()
    slot: str = ""  # for the text, where the record is the front matter of one
    year: int


def plain_pages(content: Content, kind: Kind[Any]) -> list[Page]:
    """The list and every record; none at all on a site without any."""
    held = content.of(kind)
    return [list_page(content, kind), *(record_page(content, kind, each) for each in held.values())] if held else []


def list_page(
    content: Content, kind: Kind[Any], tables: Sequence[Table] = (), files: Sequence[tuple[str, str]] = ()
) -> Page:
    """All records of a kind, in tables of its own or as its model says; `files` are words and addresses of what can be taken away."""
    path = kind.list
    shown = tables or (plain.listing(content, kind),)
    body = PlainBody(root=root_of(path), title=kind.name, tables=shown, files=files, year=content.as_of.year)
    count = len(content.of(kind))
    return Page(
        path, kind.name, render(body), kind.section, description=f"{kind.name} {count} 份。", demo=content.site.demo
    )


def record_page(content: Content, kind: Kind[Any], record: Record, tables: Sequence[Table] = ()) -> Page:
    """One record, in tables of its own or as its model says."""
    record_id, title = str(getattr(record, kind.id_key)), kind.title(record)
    path = kind.address(record_id)
    files = [(words, kind.pdf(record_id, name)) for name, words in kind.prints.items()]
    body = PlainBody(
        root=root_of(path),
        title=title,
        tables=tables or plain.tables(content, kind, record),
        files=[*files, ("开放数据", kind.data(record_id))],
        slot=SLOT if kind.in_front_matter else "",
        year=content.as_of.year,
    )
    return Page(
        path,
        title,
        render(body),
        kind.section,
        breadcrumbs=(Crumb(kind.name, kind.list),),
        description=f"{kind.name}：{title}",
        demo=bool(getattr(record, "demo", False)),
    )
