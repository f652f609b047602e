"""发文字号: the numbers that papers of the office bear, register by register (代字 and year): which are used, which are missing, which comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from campaign.content import Content, once
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Path, Source
from campaign.model import LedgerEntry, OutgoingPaper, Plan, Record

_NUMBER = re.compile(r"(?P<word>.+?)〔(?P<year>\d{4})〕0*(?P<number>[1-9]\d*)号")


@dataclass(frozen=True)
class Borne:
    """A number with the paper that bears it; `source` and `where` say where it is written, `own` whether this office gave it."""

    word: str
    year: int
    number: int
    title: str
    record: Record
    source: Source
    where: Path
    own: bool
    date: Moment | None = None

    @property
    def written(self) -> str:
        """The number as it is printed."""
        return f"{self.word}〔{self.year}〕{self.number}号"

    @property
    def place(self) -> str:
        """plans/p.yaml 第 3 行"""
        return f"{self.source.path} 第 {self.source.at(*self.where)[0]} 行"


@dataclass(frozen=True)
class Register:
    """The numbers of one 代字 in one year, in their order; a number may be borne twice, which is a fault."""

    word: str
    year: int
    used: tuple[Borne, ...]

    @property
    def last(self) -> int:
        """The last number used; 0 where none is."""
        return self.used[-1].number if self.used else 0

    @property
    def of_matters(self) -> bool:
        """Whether it numbers what is under supervision, which stands behind the documents."""
        return any(isinstance(each.record, LedgerEntry) for each in self.used)

    @property
    def next(self) -> str:
        """The number after the last one used."""
        return f"{self.word}〔{self.year}〕{self.last + 1}号"

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Numbers below the last that no paper here bears, as runs, first and last of each; it may be one that is not kept here."""
        used = [0, *(each.number for each in self.used)]
        return tuple((before + 1, after - 1) for before, after in pairwise(used) if after - before > 1)

    @property
    def missing(self) -> int:
        """How many numbers the gaps are."""
        return sum(last - first + 1 for first, last in self.gaps)

    @property
    def gaps_said(self) -> str:
        """2、5—9"""
        return "、".join(map(span, self.gaps))


def span(run: tuple[int, int]) -> str:
    """5—9; 5 for a run of one."""
    return f"{run[0]}—{run[1]}" if run[0] < run[1] else str(run[0])


def read(number: str) -> tuple[str, int, int] | None:
    """代字, year and number of a 发文字号 in the ordinary form; None of any other."""
    found = _NUMBER.fullmatch(number)
    return (found["word"], int(found["year"]), int(found["number"])) if found else None


def borne(content: Content) -> Iterator[Borne]:
    """Every number in the ordinary form, of plans, of papers entered by hand, of 通报 and 交办单. Numbers in another form (令号, 期号, blanks)
    belong to no register."""
    for title, number, record, source, where, own, date in _papers(content):
        if found := read(number or ""):
            yield Borne(*found, title, record, source, where, own, date)


def _papers(
    content: Content,
) -> Iterator[tuple[str, str | None, Record, Source, Path, bool, Moment | None]]:
    for plan in content.plans.values():
        own = _ours(content, plan.issuer)
        yield plan.title, plan.doc_no, plan, content.source("plan", plan.id), ("doc_no",), own, plan.date
    for held in content.correspondence.values():
        source = content.source("correspondence", held.id)
        for index, sent in enumerate(held.outgoing):
            if sent.plan not in content.plans:
                yield sent.title or "", sent.doc_no, sent, source, ("outgoing", index, "doc_no"), True, sent.date
    for ledger in content.ledgers.values():
        source = content.source("ledger", ledger.id)
        own = _ours(content, ledger.issuer)
        for index, each in enumerate(ledger.bulletins):
            title = f"{ledger.name}{each.month.chinese}通报"
            yield title, each.doc_no, each, source, ("bulletins", index, "doc_no"), own, each.date
        for index, entry in enumerate(ledger.entries):
            yield entry.title, entry.number, entry, source, ("entries", index, "number"), own, entry.assigned_on


def _ours(content: Content, issuer: str | None) -> bool:
    return not (issuer and content.home) or content.registry.house(issuer) == content.home


def registers(content: Content) -> tuple[Register, ...]:
    """Every register of the office, the latest year first. A 代字 that it uses, or says it will, has one of this year though nothing is in it."""
    own = sorted((each for each in borne(content) if each.own), key=_order)
    made = {key: Register(*key, tuple(held)) for key, held in groupby(own, lambda each: (each.word, each.year))}
    now = content.as_of.year
    words = {word for word, year in made if year == now - 1}
    for word in (*words, *(word for held in content.correspondence.values() for word in held.words)):
        made.setdefault((word, now), Register(word, now, ()))
    return tuple(sorted(made.values(), key=lambda each: (-each.year, each.of_matters, each.word)))


def _order(each: Borne) -> tuple[str, int, int]:
    return each.word, each.year, each.number


def twice(content: Content) -> Iterator[tuple[Borne, Borne]]:
    """Two papers with one number, the one that has it first and the other; a new version keeps the number of the one it replaces. Of matters
    under supervision the ledger's own rule tells."""
    for _, held in groupby(sorted(borne(content), key=_order), _order):
        first, *others = held
        yield from ((first, other) for other in others if not _one(first.record, other.record))


def _one(first: Record, other: Record) -> bool:
    if isinstance(first, Plan) and isinstance(other, Plan):
        return _replaces(first, other) or _replaces(other, first)
    return isinstance(first, LedgerEntry) and isinstance(other, LedgerEntry)


def _replaces(later: Plan, earlier: Plan) -> bool:
    return any(each.plan == earlier.id for each in later.supersedes)


@once
def sent(content: Content) -> dict[str, OutgoingPaper]:
    """What is entered of plans that go out, by the plan."""
    return {each.plan: each for held in content.correspondence.values() for each in held.outgoing if each.plan}
