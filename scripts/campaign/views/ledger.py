"""The supervision ledger at `as_of`: where each entry stands, how much of what was due is struck off, who ranks low, what comes back.

A step dated after `as_of` is not known yet. The month of an account is the calendar month; a unit's 销号率 of a month is what it struck off
of what it had to: entries due in the month or earlier and still open when it began, and those struck off in it before their day. Of a month
that is not over only what is late by now counts, and never what its unit has reported in time and somebody else has to review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from campaign.content import Content, once
from campaign.leaves import links
from campaign.leaves.dates import Moment, month_end, months_between
from campaign.model import Ledger, LedgerBulletin, LedgerEntry, ListItem, LogEntry, ProblemList, SourceKind, Step
from campaign.views.status import Mark, State, Tally, due_state, is_late, tally
from campaign.views.tasks import UnitRef, unit_refs

CHAIN = tuple(Step)
CLOSED, TO_REVIEW, RUNNING = "已销号", "待复核", "在办"


@dataclass(frozen=True)
class Origin:
    """Where an entry comes from, in words, and the page it stands on when the site has one."""

    kind: SourceKind
    words: str
    url: str | None


@dataclass(frozen=True)
class Reference:
    """Something else of the site that an entry belongs to, such as a task."""

    words: str
    url: str


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain as drawn: `state` is done, now or later."""

    step: Step
    state: str


@dataclass(frozen=True)
class LedgerRow:
    """One entry as it stands. `step` is the last step taken, `closed` the day it was struck off, `returned` how often a review sent it back."""

    ledger: Ledger
    entry: LedgerEntry
    lead: tuple[UnitRef, ...]
    join: tuple[UnitRef, ...]
    origin: Origin
    tasks: tuple[Reference, ...]
    log: tuple[LogEntry, ...]
    step: Step
    closed: date | None
    returned: int
    state: State
    url: str

    @property
    def chain(self) -> tuple[ChainLink, ...]:
        """The six steps: those taken, the one being worked on, those to come."""
        if self.closed:
            return tuple(ChainLink(step, "done") for step in CHAIN)
        now = self.current
        return tuple(
            ChainLink(step, "done" if CHAIN.index(step) < CHAIN.index(now) else "now" if step is now else "later")
            for step in CHAIN
        )

    @property
    def current(self) -> Step:
        """The step being worked on: after 反馈 the review, after a review that was passed the striking off."""
        if self.step in (Step.REPORTED, Step.REVIEWED):
            return Step.HANDLED if self._sent_back else CHAIN[CHAIN.index(self.step) + 1]
        return Step.HANDLED if self.step is Step.ENTERED else self.step

    @property
    def _sent_back(self) -> bool:
        return bool(self.log) and self.log[-1].step is Step.REVIEWED and not self.log[-1].passed

    @property
    def days_open(self) -> int | None:
        """Days from assignment to striking off, for a closed entry."""
        return (self.closed - self.entry.assigned_on.first).days if self.closed else None

    @property
    def closed_late(self) -> bool:
        """Whether it was struck off after its day."""
        return self.closed is not None and self.closed > self.entry.due.last


@dataclass(frozen=True)
class ClosingRate:
    """Struck off of what had to be; `text` is a percentage with one decimal, — when nothing had to be."""

    done: int
    of: int

    @property
    def text(self) -> str:
        """In percent with one place; — when nothing was due."""
        if not self.of:
            return "—"
        return f"{(Decimal(self.done) * 100 / self.of).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class UnitAccount:
    """All entries a unit leads in one ledger."""

    unit: UnitRef
    rows: tuple[LedgerRow, ...]

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Its entries by state."""
        return tally(row.state for row in self.rows)

    @property
    def rate(self) -> ClosingRate:
        """Struck off of all."""
        return ClosingRate(sum(row.closed is not None for row in self.rows), len(self.rows))

    def count(self, word: str) -> int:
        """How many of its entries are in the state of this word."""
        return sum(row.state.word == word for row in self.rows)


@dataclass(frozen=True)
class Placing:
    """A unit's place in one month's ranking. Ties share a place; `low` means among the last and below the best."""

    unit: UnitRef
    rate: ClosingRate
    rank: int
    low: bool
    times: int
    """How many rankings running the unit has been low, this one included."""
    summoned: bool
    """Low as often running as the ledger allows, the month being over: to be called in (约谈)."""
    entries: tuple[LedgerRow, ...]


@dataclass(frozen=True)
class Month:
    """One month of a ledger. `final` when the month is over at `as_of`; only final rankings count for 约谈."""

    ledger: Ledger
    first: date
    final: bool
    assigned: tuple[LedgerRow, ...]
    due: tuple[LedgerRow, ...]
    closed: tuple[LedgerRow, ...]
    open: tuple[LedgerRow, ...]
    late: tuple[LedgerRow, ...]
    standings: tuple[Placing, ...]
    repeats: tuple[Repeat, ...]
    url: str
    pdf: str

    @property
    def last(self) -> date:
        """Its last day."""
        return month_end(self.first)

    @property
    def words(self) -> str:
        """2026年10月."""
        return Moment(self.first.year, self.first.month).chinese

    @property
    def rate(self) -> ClosingRate:
        """Of what was due in it, how much was struck off by its end."""
        return ClosingRate(len([row for row in self.due if row.closed and row.closed <= self.last]), len(self.due))

    @property
    def summoned(self) -> tuple[Placing, ...]:
        """Units to be called in (约谈)."""
        return tuple(each for each in self.standings if each.summoned)

    @property
    def issue(self) -> LedgerBulletin | None:
        """What its 通报 was issued with."""
        return next((each for each in self.ledger.bulletins if each.month.first == self.first), None)

    @property
    def bulletin(self) -> str:
        """The number of the month's 通报: 2026年第10期."""
        return f"{self.first.year}年第{self.first.month}期"


@dataclass(frozen=True)
class Repeat:
    """The same kind of problem with the same unit more than once, the earliest first."""

    issue: str
    unit: UnitRef
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True)
class ProblemRow:
    """An item of a problem list with the entries that take it up, and the day it was resolved."""

    item: ListItem
    entries: tuple[LedgerRow, ...]
    resolved: date | None


@dataclass(frozen=True)
class ListView:
    """A problem list with how much of it is resolved."""

    ledger: Ledger
    list: ProblemList
    items: tuple[ProblemRow, ...]

    @property
    def rate(self) -> ClosingRate:
        """Resolved of all."""
        return ClosingRate(sum(item.resolved is not None for item in self.items), len(self.items))

    @property
    def open(self) -> tuple[ProblemRow, ...]:
        """Items that are not resolved."""
        return tuple(item for item in self.items if item.resolved is None)

    @property
    def url(self) -> str:
        """Its place on the page of all ledgers."""
        return f"{links.LEDGER}#{links.problem_list_anchor(self.ledger.id, self.list.id)}"


# -- entries ----------------------------------------------------------------------------------------------------------------------


@once
def ledger_rows(content: Content) -> tuple[LedgerRow, ...]:
    """All entries of all ledgers, in the order of the files."""
    return tuple(_row(content, ledger, entry) for ledger in content.ledgers.values() for entry in ledger.entries)


def _row(content: Content, ledger: Ledger, entry: LedgerEntry) -> LedgerRow:
    log = tuple(each for each in entry.log if each.date.last <= content.as_of)
    step = log[-1].step if log else Step.ASSIGNED
    closed = next((each.date.last for each in log if each.step is Step.CLOSED), None)
    return LedgerRow(
        ledger=ledger,
        entry=entry,
        lead=unit_refs(content.registry, entry.lead),
        join=unit_refs(content.registry, entry.join),
        origin=origin(content, ledger, entry),
        tasks=tuple(filter(None, (_task(content, each) for each in entry.tasks))),
        log=log,
        step=step,
        closed=closed,
        returned=sum(each.step is Step.REVIEWED and not each.passed for each in log),
        state=_state(content, entry, log, closed),
        url=links.ledger_entry(entry.id),
    )


def _state(content: Content, entry: LedgerEntry, log: tuple[LogEntry, ...], closed: date | None) -> State:
    """已销号; 待复核 once the unit has reported and until the entry is struck off or sent back; else by the deadline."""
    days = (entry.due.last - content.as_of).days
    if closed:
        return State(Mark.DONE, CLOSED, days)
    if _waits(log):
        return State(Mark.OPEN, TO_REVIEW)
    state = due_state(entry.due.last, False, content.as_of, content.site.due_soon_days)
    return State(state.mark, RUNNING, state.days) if state.mark is Mark.PENDING else state


def _waits(log: tuple[LogEntry, ...]) -> bool:
    """Whether the unit has done its part, and the reviewer has not sent it back."""
    last = log[-1] if log else None
    return last is not None and (last.step is Step.REPORTED or (last.step is Step.REVIEWED and bool(last.passed)))


def origin(content: Content, ledger: Ledger, entry: LedgerEntry) -> Origin:
    """What an entry's source is called and where it stands; a reference that leads nowhere is left as typed."""
    source = entry.source
    ref, _, part = (source.ref or "").partition("#")
    found: tuple[str, str | None] | None = None
    if source.kind is SourceKind.ASSESSMENT:
        found = _result(content, ref, part)
    elif source.kind is SourceKind.LIST:
        found = _listed(ledger, ref, part)
    elif source.kind is SourceKind.MEETING and ref in content.meetings:
        found = (content.meetings[ref].title, links.meeting(ref))
    elif ref:
        task = _task(content, source.ref or "")
        found = (task.words, task.url) if task else None
    words = source.text or (found[0] if found else source.ref or "")
    return Origin(source.kind, words, found[1] if found else None)


def _result(content: Content, ref: str, part: str) -> tuple[str, str | None] | None:
    result = content.results.get(ref)
    rules = content.assessments.get(result.rules) if result else None
    round_ = rules.round(result.round) if result and rules else None
    if not result or not rules or not round_:
        return None
    item = next((item for _, _, item in rules.items if str(item.number) == part), None)
    words = f"{content.registry.short(result.unit)}{round_.name}考核"
    anchor = links.item_anchor(item.number) if item else ""
    url = links.score(rules.id, result.unit, round_.id, anchor)
    return (f"{words}第 {part} 条 {item.title}" if item else words), url


def _listed(ledger: Ledger, ref: str, part: str) -> tuple[str, str] | None:
    for each in ledger.lists:
        if each.id == ref:
            item = next((item for item in each.items if str(item.number) == part), None)
            words = f"{each.title}第 {part} 项" if item else each.title
            return words, f"{links.LEDGER}#{links.problem_list_anchor(ledger.id, each.id)}"
    return None


def _task(content: Content, reference: str) -> Reference | None:
    plan_id, _, part = reference.partition("#")
    plan = content.plans.get(plan_id)
    if not plan:
        return None
    for _, task in plan.all_tasks():
        if task.id == part:
            return Reference(f"{plan.name}：{task.title}", links.plan(plan.id, links.task_anchor(part)))
    for indicator in plan.indicators:
        if indicator.id == part:
            return Reference(f"{plan.name}：{indicator.name}", links.plan(plan.id, links.indicator_anchor(part)))
    return Reference(plan.name, links.plan(plan.id))


def of_tasks(rows: Iterable[LedgerRow]) -> Mapping[str, tuple[LedgerRow, ...]]:
    """Entries by the plan#task they name, either as their source or as a task they belong to."""
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        refs = [*row.entry.tasks]
        if row.entry.source.kind not in (SourceKind.ASSESSMENT, SourceKind.LIST) and row.entry.source.ref:
            refs.append(row.entry.source.ref)
        for ref in dict.fromkeys(refs):
            found.setdefault(ref, []).append(row)
    return {ref: tuple(each) for ref, each in found.items()}


@once
def by_plan(content: Content) -> Mapping[str, Mapping[str, tuple[LedgerRow, ...]]]:
    """Entries by the plan and then the task that they name."""
    found: dict[str, dict[str, tuple[LedgerRow, ...]]] = {}
    for reference, rows in of_tasks(ledger_rows(content)).items():
        plan, _, task = reference.partition("#")
        found.setdefault(plan, {})[task] = rows
    return found


def of_results(rows: Iterable[LedgerRow]) -> Mapping[str, tuple[LedgerRow, ...]]:
    """Entries by the result#item of an assessment they come from."""
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.entry.source.kind is SourceKind.ASSESSMENT and row.entry.source.ref:
            found.setdefault(row.entry.source.ref, []).append(row)
    return {ref: tuple(each) for ref, each in found.items()}


def of_meetings(rows: Iterable[LedgerRow]) -> Mapping[str, tuple[LedgerRow, ...]]:
    """Entries by the id of the meeting that decided on them."""
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.entry.source.kind is SourceKind.MEETING and row.entry.source.ref:
            found.setdefault(row.entry.source.ref, []).append(row)
    return {ref: tuple(each) for ref, each in found.items()}


URGENCY = (Mark.LATE, Mark.SOON, Mark.OPEN, Mark.PENDING, Mark.DONE)


def by_urgency(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """What is late first, then by deadline; what is struck off last, the latest first."""

    def order(row: LedgerRow) -> tuple[int, int, str]:
        day = row.entry.due.last.toordinal()
        return URGENCY.index(row.state.mark), -(row.closed.toordinal()) if row.closed else day, row.entry.id

    return tuple(sorted(rows, key=order))


# -- accounts of units, months, rankings ----------------------------------------------------------------------------------------------


def accounts(rows: Iterable[LedgerRow]) -> tuple[UnitAccount, ...]:
    """One account a leading unit, those with most overdue first, then most open."""
    found: dict[str, list[LedgerRow]] = {}
    refs: dict[str, UnitRef] = {}
    for row in rows:
        for unit in row.lead:
            found.setdefault(unit.id, []).append(row)
            refs[unit.id] = unit
    made = [UnitAccount(refs[unit], tuple(each)) for unit, each in found.items()]
    return tuple(
        sorted(made, key=lambda each: (-each.count("逾期"), each.rate.done - each.rate.of, -each.rate.of, each.unit.id))
    )


def months(content: Content, ledger: Ledger, rows: Iterable[LedgerRow]) -> tuple[Month, ...]:
    """The months in which something was assigned, due or struck off, up to `as_of` or the last striking off; oldest first.

    A month is over, as everything due in it is late, from the day after its last on. A month without a ranking of a unit ends its run of low places.
    """
    own = tuple(row for row in rows if row.ledger is ledger)
    if not own:
        return ()
    start = min(row.entry.assigned_on.first for row in own)
    end = max((row.closed or content.as_of for row in own), default=content.as_of)
    made: list[Month] = []
    streaks: dict[str, int] = {}
    for year, month in months_between(start, min(end, content.as_of)):
        first = date(year, month, 1)
        final = is_late(month_end(first), content.as_of)
        due = tuple(row for row in own if had_to_close(row, first, content.as_of))
        standings = _standings(due, first, ledger, streaks, final)
        if final:
            streaks = {each.unit.id: each.times for each in standings}
        made.append(_month(content, ledger, own, first, final, due, standings))
    return tuple(month for month in made if month.assigned or month.due or month.closed)


def had_to_close(row: LedgerRow, first: date, as_of: date) -> bool:
    """Whether an entry counts for the month: late at its end (or by now) after being open when it began, or struck off in it.

    What the unit reported in time and its reviewer has not struck off yet is not held against it.
    """
    last = month_end(first)
    if row.closed and row.closed <= last:
        return row.closed >= first
    log = _known(row, min(last, as_of))
    in_time = _waits(log) and max(each.date.last for each in log if each.step is Step.REPORTED) <= row.entry.due.last
    return _overdue(row, last, as_of) and not in_time


def late_in(row: LedgerRow, last: date, as_of: date) -> bool:
    """Whether an open entry is 逾期 when the month that ends on `last` is over (or now, before that); 待复核 is not."""
    return _overdue(row, last, as_of) and not _waits(_known(row, min(last, as_of)))


def _overdue(row: LedgerRow, last: date, as_of: date) -> bool:
    return is_late(row.entry.due.last, min(last + timedelta(days=1), as_of))


def _known(row: LedgerRow, day: date) -> tuple[LogEntry, ...]:
    return tuple(each for each in row.log if each.date.last <= day)


def _standings(
    rows: tuple[LedgerRow, ...], first: date, ledger: Ledger, streaks: Mapping[str, int], final: bool
) -> tuple[Placing, ...]:
    last = month_end(first)
    groups: dict[str, list[LedgerRow]] = {}
    refs: dict[str, UnitRef] = {}
    for row in rows:
        for unit in row.lead:
            groups.setdefault(unit.id, []).append(row)
            refs[unit.id] = unit
    rates = {
        unit: ClosingRate(sum(bool(row.closed and row.closed <= last) for row in each), len(each))
        for unit, each in groups.items()
    }
    shares = {unit: Decimal(rate.done) / rate.of for unit, rate in rates.items()}
    best = max(shares.values(), default=Decimal(0))
    made = []
    for each, share in shares.items():
        below = sum(other < share for other in shares.values())
        low = share < best and below < ledger.low_ranks
        times = streaks.get(each, 0) + 1 if low else 0
        rank = 1 + sum(other > share for other in shares.values())
        summoned = final and times >= ledger.low_times
        made.append(Placing(refs[each], rates[each], rank, low, times, summoned, by_urgency(groups[each])))
    return tuple(sorted(made, key=lambda each: (each.rank, -each.rate.of, each.unit.id)))


def _month(
    content: Content,
    ledger: Ledger,
    rows: tuple[LedgerRow, ...],
    first: date,
    final: bool,
    due: tuple[LedgerRow, ...],
    standings: tuple[Placing, ...],
) -> Month:
    last = month_end(first)
    seen = min(last, content.as_of)
    known = [row for row in rows if row.entry.assigned_on.first <= seen]
    still = [row for row in known if not row.closed or row.closed > seen]
    key = f"{first.year:04d}-{first.month:02d}"
    return Month(
        ledger=ledger,
        first=first,
        final=final,
        assigned=tuple(row for row in known if row.entry.assigned_on.first >= first),
        due=due,
        closed=tuple(row for row in known if row.closed and first <= row.closed <= seen),
        open=tuple(still),
        late=tuple(row for row in still if late_in(row, last, content.as_of)),
        standings=standings,
        repeats=tuple(
            each
            for each in repeats(known)
            if any(first <= row.entry.assigned_on.first <= last for row in each.rows[1:])
        ),
        url=links.bulletin(ledger.id, key),
        pdf=links.bulletin_pdf(ledger.id, key),
    )


def repeats(rows: Iterable[LedgerRow]) -> tuple[Repeat, ...]:
    """Kinds of problems found with the same leading unit more than once, the most frequent first."""
    found: dict[tuple[str, str], list[LedgerRow]] = {}
    refs: dict[str, UnitRef] = {}
    for row in rows:
        for unit in row.lead if row.entry.issue else ():
            found.setdefault((row.entry.issue or "", unit.id), []).append(row)
            refs[unit.id] = unit
    made = [
        Repeat(issue, refs[unit], tuple(sorted(each, key=lambda row: (row.entry.assigned_on.first, row.entry.id))))
        for (issue, unit), each in found.items()
        if len(each) > 1
    ]
    return tuple(sorted(made, key=lambda each: (-len(each.rows), each.issue, each.unit.id)))


def summons(months_: Iterable[Month]) -> tuple[Placing, ...]:
    """Units to be called in, by the latest month that is over."""
    final = [month for month in months_ if month.final]
    return final[-1].summoned if final else ()


# -- problem lists ----------------------------------------------------------------------------------------------------------------------


def list_views(content: Content, rows: Iterable[LedgerRow]) -> tuple[ListView, ...]:
    """Every problem list with the entries that take its items up."""
    taken: dict[tuple[str, str], list[LedgerRow]] = {}
    for row in rows:
        if row.entry.source.kind is SourceKind.LIST and row.entry.source.ref:
            taken.setdefault((row.ledger.id, row.entry.source.ref), []).append(row)
    return tuple(
        ListView(
            ledger,
            each,
            tuple(
                _item(content, item, tuple(taken.get((ledger.id, f"{each.id}#{item.number}"), ())))
                for item in each.items
            ),
        )
        for ledger in content.ledgers.values()
        for each in ledger.lists
    )


def _item(content: Content, item: ListItem, entries: tuple[LedgerRow, ...]) -> ProblemRow:
    if item.resolved and item.resolved.last <= content.as_of:
        return ProblemRow(item, entries, item.resolved.last)
    days = [row.closed for row in entries]
    whole = [day for day in days if day]
    return ProblemRow(item, entries, max(whole) if whole and len(whole) == len(days) else None)


def key(month: Month) -> str:
    """2026-10"""
    return f"{month.first.year:04d}-{month.first.month:02d}"
