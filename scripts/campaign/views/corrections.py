"""What was put right after readers had seen it, by the page that shows it, and what is going to be taken back; the same for every kind of content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaign.content import Content, once
from campaign.kinds import KINDS, Kind
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Published, Record, Result
from campaign.views.references import uses
from campaign.views.score_reports import score_reports


@dataclass(frozen=True)
class Corrected:
    """One note: when, what, and of an item of a list its title; empty for what the whole page is about."""

    date: Moment
    note: str
    title: str = ""


@once
def by_page(content: Content) -> Mapping[str, tuple[Corrected, ...]]:
    """The notes by the address of their page, the latest first."""
    found: dict[str, list[Corrected]] = defaultdict(list)
    for kind in KINDS:
        for key, record in content.of(kind).items():
            for page, title, each in _shown(content, kind, key, record):
                if each.corrections:
                    found[page] += [Corrected(note.date, note.note, title) for note in each.corrections]
    return {page: tuple(sorted(notes, key=lambda each: each.date.first, reverse=True)) for page, notes in found.items()}


def withdrawals(content: Content) -> list[tuple[date, str, str, str, str]]:
    """What is going to be taken back: the day, what it is called, its page, its kind and 撤下."""
    return [
        (each.withdrawn.first, _called(content, each), page, kind.name, "撤下")
        for kind in KINDS
        for key, record in content.of(kind).items()
        for page, _, each in _shown(content, kind, key, record)
        if each.withdrawn and each.withdrawn.first > content.as_of and not kind.among
    ]


def _shown(content: Content, kind: Kind[Any], key: str, record: Record) -> Iterator[tuple[str, str, Published]]:
    """What of a record bears notes or goes on a day, with the address of its page and its title there."""
    whole = str(getattr(record, "campaign", None) or getattr(record, kind.id_key, key))
    if isinstance(record, Published) and (record.corrections or record.withdrawn):
        for page in _pages(content, kind, whole, record):
            yield page.partition("#")[0], "" if kind.place else _called(content, record), record
    for listed, page_of in () if kind.among else [(each, each.page) for each in kind.lists if each.within]:
        for item in getattr(record, listed.within) if page_of else ():
            if page_of and isinstance(item, Published) and (item.corrections or item.withdrawn):
                yield page_of(whole, str(getattr(item, "id", ""))).partition("#")[0], _called(content, item), item


def _pages(content: Content, kind: Kind[Any], whole: str, record: Published) -> Iterator[str]:
    """The page of a record; of one without a page to itself, those of what it is about."""
    about = next((each.page for each in kind.lists if each.page and not each.within), None)
    if isinstance(record, Result):
        for report in score_reports(content):
            if report.sheet.result is record:
                yield from (report.url, *([links.score(record.rules, record.unit)] if report.latest else ()))
    elif about:
        yield about(whole, "")
    else:
        yield kind.address(whole) if kind.place else kind.list


def _called(content: Content, record: Record) -> str:
    """What a record is called; one without a name by what it is about."""
    own = (getattr(record, name, None) for name in ("title", "name", "term"))
    about = (use.target.title for use in uses(content) if use.target and use.named.held[0] is record)
    return str(next(filter(None, own), None) or next(about, ""))
