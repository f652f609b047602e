"""发文字号: the numbers that plans bear, register by register (代字 and year): which are used, which are missing, which comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.content import Content
from campaign.model import Plan

_NUMBER = re.compile(r"(?P<word>.+?)〔(?P<year>\d{4})〕(?P<number>[1-9]\d*)号")


@dataclass(frozen=True)
class Register:
    """The numbers of one 代字 in one year, in their order, each with the documents that bear it."""

    word: str
    year: int
    used: tuple[tuple[int, tuple[Plan, ...]], ...]

    @property
    def next(self) -> str:
        """The number after the last one used."""
        return f"{self.word}〔{self.year}〕{self.used[-1][0] + 1}号"

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers below the last that no document here bears; it may be one that is not kept here."""
        held = {number for number, _ in self.used}
        return tuple(number for number in range(1, self.used[-1][0]) if number not in held)


def registers(content: Content) -> tuple[Register, ...]:
    """Every register of the site's plans, the latest year first. Numbers in another form (令号, 期号, blanks) belong to none."""
    found: dict[tuple[str, int], dict[int, list[Plan]]] = {}
    for plan in content.plans.values():
        if each := _NUMBER.fullmatch(plan.doc_no or ""):
            held = found.setdefault((each["word"], int(each["year"])), {})
            held.setdefault(int(each["number"]), []).append(plan)
    return tuple(
        Register(word, year, tuple((number, tuple(held[number])) for number in sorted(held)))
        for (word, year), held in sorted(found.items(), key=lambda each: (-each[0][1], each[0][0]))
    )


def twice(content: Content) -> Iterator[tuple[Plan, Plan]]:
    """Two documents with one number, the one that has it first and the other; a new version keeps the number of the one it replaces."""
    for register in registers(content):
        for _, plans in register.used:
            first = plans[0]
            yield from (
                (first, other) for other in plans[1:] if not (_replaces(first, other) or _replaces(other, first))
            )


def _replaces(later: Plan, earlier: Plan) -> bool:
    return any(each.plan == earlier.id for each in later.supersedes)
