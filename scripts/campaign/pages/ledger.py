"""The supervision ledger: the list of all entries with what it adds up to, the page of each, and the 通报 of each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Ledger, LedgerEntry, SourceKind
from campaign.pages.markup import Body, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views.ledger import (
    CHAIN,
    LedgerRow,
    ListView,
    Month,
    Repeat,
    Standing,
    UnitAccount,
    accounts,
    by_urgency,
    ledger_rows,
    list_views,
    months,
    repeats,
    summons,
)
from campaign.views.status import Tally, tally

STEP_WORDS = {step: step.chinese for step in CHAIN}

Book = tuple[Ledger, list[LedgerRow], tuple[Month, ...]]  # a ledger, its entries, its months


def ledger_pages(content: Content) -> list[Page]:
    """The list, every entry and every month; without a ledger only the list, which says how to begin one."""
    rows = ledger_rows(content)
    books: list[Book] = [
        (ledger, [row for row in rows if row.ledger is ledger], months(content, ledger, rows))
        for ledger in content.ledgers.values()
    ]
    home_first = sorted(books, key=lambda book: (book[0].issuer != content.home, book[0].id))
    pages = [_index(content, home_first)]
    pages += [_entry(content, row, rows) for row in rows]
    for _, _, found in books:
        pages += [bulletin_page(content, month, found) for month in found]
    return pages


@dataclass(frozen=True, kw_only=True)
class LedgerBody(Body):
    """All entries under supervision, then what they add up to by unit, month, list and kind of problem."""

    template = "ledger.html"
    step_words = STEP_WORDS
    year: int
    rows: Sequence[LedgerRow]
    tallies: tuple[Tally, ...]
    states: Sequence[tuple[str, str, int]]
    units: Sequence[tuple[str, str, int]]
    kinds: Sequence[tuple[str, str, int]]
    ledgers: Sequence[tuple[str, str, int]]
    books: Sequence[
        tuple[
            Ledger,
            tuple[UnitAccount, ...],
            tuple[Month, ...],
            tuple[Standing, ...],
            tuple[Repeat, ...],
            Sequence[ListView],
        ]
    ]


def _index(content: Content, books: Sequence[Book]) -> Page:
    ordered = [row for _, own, _ in books for row in by_urgency(own)]
    tallies = tally(row.state for row in ordered)
    units = {unit.id: unit.short for row in ordered for unit in row.lead}
    body = render(
        LedgerBody(
            root=root_of(links.LEDGER),
            year=content.as_of.year,
            rows=ordered,
            tallies=tallies,
            states=[(each.word, each.word, each.count) for each in tallies],
            units=[
                (unit, word, sum(any(ref.id == unit for ref in row.lead) for row in ordered))
                for unit, word in units.items()
            ],
            kinds=[
                (kind.value, kind.chinese, sum(row.origin.kind is kind for row in ordered))
                for kind in SourceKind
                if any(row.origin.kind is kind for row in ordered)
            ],
            ledgers=[(ledger.id, ledger.name, len(own)) for ledger, own, _ in books],
            books=[
                (
                    ledger,
                    accounts(own),
                    found,
                    summons(found),
                    repeats(own),
                    [view for view in list_views(content, own) if view.ledger is ledger],
                )
                for ledger, own, found in books
            ],
        )
    )
    return Page(
        path=links.LEDGER,
        title="督办",
        body=body,
        section="ledger",
        description=f"{len(ordered)} 件督办事项：交办、立账、办理、反馈、复核、对账销号走到哪一步。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class LedgerEntryBody(Body):
    """One entry: where it stands, where it comes from, what was done."""

    template = "ledger_entry.html"
    step_words = STEP_WORDS
    year: int
    row: LedgerRow
    entry: LedgerEntry
    as_of: Moment
    again: Sequence[Repeat]
    office: str
    paper: str


def _entry(content: Content, row: LedgerRow, rows: Sequence[LedgerRow]) -> Page:
    again = [each for each in repeats(rows) if row in each.rows]
    body = render(
        LedgerEntryBody(
            root=root_of(row.url),
            year=content.as_of.year,
            row=row,
            entry=row.entry,
            as_of=Moment.of(content.as_of),
            again=again,
            office=row.ledger.office or (content.registry.name(row.ledger.issuer) if row.ledger.issuer else ""),
            paper=links.assignment_pdf(row.entry.id),
        )
    )
    return Page(
        path=row.url,
        title=row.entry.title,
        body=body,
        section="ledger",
        layout="ledger",
        breadcrumbs=(Crumb("督办", links.LEDGER), Crumb(row.ledger.name, f"{links.LEDGER}#ledger={row.ledger.id}")),
        description=f"{row.entry.number}，{'、'.join(unit.short for unit in row.lead)}承办，{row.state.word}。",
        demo=row.ledger.demo,
    )


@dataclass(frozen=True, kw_only=True)
class BulletinBody(Body):
    """One month of a ledger: what was due and done, the ranking, what is late."""

    template = "bulletin.html"
    year: int
    month: Month
    others: Sequence[Month]
    office: str


def bulletin_page(content: Content, month: Month, all_months: Sequence[Month]) -> Page:
    """A month's 通报; every count on it is a list of entries one click away."""
    body = render(
        BulletinBody(
            root=root_of(month.url),
            year=month.first.year,
            month=month,
            others=[each for each in all_months if each is not month],
            office=content.registry.name(month.ledger.issuer) if month.ledger.issuer else content.site.organisation,
        )
    )
    return Page(
        path=month.url,
        title=f"{month.words}督办通报",
        body=body,
        section="ledger",
        layout="ledger",
        breadcrumbs=(Crumb("督办", links.LEDGER), Crumb(month.ledger.name, f"{links.LEDGER}#ledger={month.ledger.id}")),
        description=f"{month.words}应销号 {month.rate.of} 件，销号 {month.rate.done} 件。",
        demo=month.ledger.demo,
    )
