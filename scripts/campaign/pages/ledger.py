"""The supervision ledger: the list of all entries with what it adds up to, the page of each, and the 通报 of each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Ledger, LedgerEntry, SourceKind
from campaign.pages.long import Pager, numbered
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Page
from campaign.views import listed
from campaign.views.figures import Figure
from campaign.views.ledger import (
    CHAIN,
    LedgerRow,
    ListView,
    Month,
    Placing,
    Repeat,
    UnitAccount,
    accounts,
    by_urgency,
    ledger_rows,
    list_views,
    months,
    repeats,
    summons,
)
from campaign.views.status import Mark, State, tally
from campaign.views.tables import (
    MOST,
    Anchor,
    Column,
    Listing,
    Number,
    Piece,
    Row,
    Table,
    Units,
    Words,
    named,
    parts,
    row,
)

PART = 300  # entries on a page of a long list, each with its six steps
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
    ordered = [row for _, own, _ in home_first for row in by_urgency(own)]
    pages = [_index(content, home_first, ordered), *_all_entries(content, ordered)]
    pages += [_entry(content, row, rows) for row in rows]
    for _, _, found in books:
        pages += [bulletin_page(content, month, found) for month in found]
    return pages


@dataclass(frozen=True, kw_only=True)
class LedgerBody(PageBody):
    """All entries under supervision, then what they add up to by unit, month, list and kind of problem."""

    template = "ledger.html"
    step_words = STEP_WORDS
    year: int
    rows: Sequence[LedgerRow]
    entries: Listing
    figures: Sequence[Figure]
    states: Sequence[tuple[str, str, int]]
    units: Sequence[tuple[str, str, int]]
    kinds: Sequence[tuple[str, str, int]]
    ledgers: Sequence[tuple[str, str, int]]
    books: Sequence[
        tuple[
            Ledger,
            Table,
            tuple[Placing, ...],
            tuple[Repeat, ...],
            Sequence[ListView],
            Table,
        ]
    ]


@dataclass(frozen=True, kw_only=True)
class EntriesBody(PageBody):
    """One page of all entries, where they are too many for the page of the ledgers."""

    template = "ledger_part.html"
    step_words = STEP_WORDS
    year: int
    rows: Sequence[LedgerRow]
    pager: Pager


def _all_entries(content: Content, ordered: Sequence[LedgerRow]) -> list[Page]:
    """The pages of a long list of entries; none when it stands whole."""
    page = Page(
        path=links.ALL_ENTRIES,
        title="全部督办事项",
        body="",
        section="ledger",
        breadcrumbs=(Crumb("督办", links.LEDGER),),
        demo=content.site.demo,
    )

    def body(root: str, rows: Sequence[LedgerRow], pager: Pager) -> EntriesBody:
        return EntriesBody(root=root, year=content.as_of.year, rows=rows, pager=pager)

    held = parts(ordered, PART) if len(ordered) > MOST else []
    return numbered(page, held, len(ordered), f"全部督办事项，共 {len(ordered)} 件", body)


def _index(content: Content, books: Sequence[Book], ordered: Sequence[LedgerRow]) -> Page:
    whole = len(ordered) <= MOST
    tallies = tally(row.state for row in ordered)
    units = {unit.id: unit.short for row in ordered for unit in row.lead}
    body = render(
        LedgerBody(
            root=root_of(links.LEDGER),
            year=content.as_of.year,
            rows=ordered,
            entries=listed.entries(ordered),
            figures=[Figure(each.count, each.word, f"#state={each.word}" if whole else "") for each in tallies],
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
                    _accounts(ledger, accounts(own), found),
                    summons(found),
                    repeats(own),
                    [view for view in list_views(content, own) if view.ledger is ledger],
                    _bulletins(ledger, found),
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


def _accounts(ledger: Ledger, found: Sequence[UnitAccount], all_months: Sequence[Month]) -> Table:
    """What each unit was given and struck off, with its place in every month that has a ranking."""
    ranked = [month for month in all_months if month.standings]
    columns = (
        named("承办单位", sort="unit"),
        Column("交办", "n", "交办", sort="all"),
        Column("已销号", "n", "已销号", sort="done"),
        Column("销号率", "n strong", "销号率", sort="rate"),
        Column("待复核", "n", "待复核"),
        Column("临期", "n", "临期"),
        Column("逾期", "n", "逾期", sort="late"),
        *(
            Column(
                f"{month.first.month}月名次",
                "end phone-no",
                head=(
                    Anchor(f"{month.first.month}月名次", month.url, "plain"),
                    *(() if month.final else (Words("暂定", "sub"),)),
                ),
            )
            for month in ranked
        ),
    )

    def place(month: Month, unit: str) -> Piece:
        standing = next((each for each in month.standings if each.unit.id == unit), None)
        if not standing:
            return Words("—", "soft")
        return Words(f"{standing.rank} 靠后", "b") if standing.low else str(standing.rank)

    def cells(each: UnitAccount) -> Row:
        late = each.count("逾期")
        return row(
            Units((each.unit,)),
            each.rate.of,
            each.rate.done,
            Number(each.rate.text),
            each.count("待复核") or None,
            each.count("临期") or None,
            State(Mark.LATE, str(late)) if late else None,
            *(place(month, each.unit.id) for month in ranked),
        )

    return Table(f"{ledger.name}各单位的销号率", columns, tuple(map(cells, found)), sortable=True)


def _bulletins(ledger: Ledger, found: Sequence[Month]) -> Table:
    columns = (
        named("月份"),
        Column("新交办", "n", "新交办"),
        Column("应销号", "n", "应销号"),
        Column("销号", "n", "销号"),
        Column("销号率", "n strong", "销号率"),
        Column("月末在办", "n", "在办"),
        Column("其中逾期", "n", "逾期"),
        Column("印刷", "end"),
    )
    return Table(
        f"{ledger.name}每月通报",
        columns,
        tuple(
            row(
                (Anchor(month.words, month.url, "b"), Words("" if month.final else "暂定", "tag")),
                len(month.assigned),
                month.rate.of,
                month.rate.done,
                Number(month.rate.text),
                len(month.open),
                len(month.late),
                Anchor("通报 PDF", month.pdf) if month.final else Words("月末印", "soft"),
            )
            for month in reversed(found)
        ),
    )


@dataclass(frozen=True, kw_only=True)
class LedgerEntryBody(PageBody):
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
class BulletinBody(PageBody):
    """One month of a ledger: what was due and done, the ranking, what is late."""

    template = "bulletin.html"
    year: int
    month: Month
    figures: Sequence[Figure]
    standings: Table
    listed: tuple[Listing, ...]
    others: Sequence[Month]
    office: str


def _standings(month: Month) -> Table:
    columns = (
        Column("名次", "fig", "第"),
        named("单位"),
        Column("应销号", "n", "应销号"),
        Column("已销号", "n", "已销号"),
        Column("销号率", "n strong", "销号率"),
        Column("事项", "rest"),
        Column("提示", "end"),
    )

    def warned(each: Placing) -> State | None:
        if each.summoned:
            return State(Mark.LATE, "约谈")
        return State(Mark.SOON, f"靠后 {each.times} 次" if each.times > 1 else "靠后") if each.low else None

    return Table(
        f"{month.words}各单位销号率排名",
        columns,
        tuple(
            row(
                each.rank,
                Units((each.unit,)),
                each.rate.of,
                each.rate.done,
                Number(each.rate.text),
                tuple(Anchor(entry.entry.title, entry.url, "each") for entry in each.entries),
                warned(each),
            )
            for each in month.standings
        ),
    )


def bulletin_page(content: Content, month: Month, all_months: Sequence[Month]) -> Page:
    """A month's 通报; every count on it is a list of entries one click away."""
    body = render(
        BulletinBody(
            root=root_of(month.url),
            year=month.first.year,
            month=month,
            figures=(
                Figure(len(month.assigned), "新交办", "#assigned"),
                Figure(month.rate.of, "应销号", "#standings"),
                Figure(month.rate.done, "已销号", "#standings"),
                Figure(month.rate.text, "销号率", "#standings"),
                Figure(len(month.open), "月末在办" if month.final else "现在在办", "#open"),
                Figure(len(month.late), "逾期", "#late"),
            ),
            standings=_standings(month),
            listed=(
                listed.entries(month.late, "逾期没有办结"),
                listed.entries(month.closed, "本月销号"),
                listed.entries(month.assigned, "新交办"),
                listed.entries(month.open, "在办"),
            ),
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
