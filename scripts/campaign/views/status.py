"""States: always a drawn shape, a word and a colour, so that they survive a grey copier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Mark(Enum):
    """What a state looks like; the value is the name of the shape."""

    DONE = "dot"
    SOON = "triangle"
    LATE = "square"
    MISSED = "cross"
    PENDING = "ring"
    NONE = "dash"
    OPEN = "diamond"

    @property
    def glyph(self) -> str:
        """The mark as text, for printed lists: signs that every Chinese typeface has."""
        return {"dot": "●", "triangle": "▲", "square": "■", "cross": "×", "ring": "○", "dash": "–", "diamond": "◇"}[
            self.value
        ]

    @property
    def needs_somebody(self) -> bool:
        """Set in bold: somebody has to act, or something is achieved."""
        return self not in (Mark.PENDING, Mark.NONE, Mark.OPEN)


PRESSING = (
    Mark.LATE,
    Mark.MISSED,
    Mark.SOON,
    Mark.PENDING,
    Mark.OPEN,
    Mark.NONE,
    Mark.DONE,
)  # what somebody has to act on first
ORDER = (Mark.DONE, Mark.SOON, Mark.LATE, Mark.MISSED, Mark.PENDING, Mark.OPEN, Mark.NONE)


@dataclass(frozen=True)
class State:
    """A mark with its word. `days` counts from `as_of` to the due day; negative when it has passed."""

    mark: Mark
    word: str
    days: int | None = None

    @property
    def distance(self) -> str:
        """还有 9 天, 今天到期 or 已逾期 3 天; empty when nothing is due any more."""
        if self.days is None or self.mark in (Mark.DONE, Mark.NONE):
            return ""
        if self.days == 0:
            return "今天到期"
        return f"还有 {self.days} 天" if self.days > 0 else f"已逾期 {-self.days} 天"


@dataclass(frozen=True)
class Tally:
    """How many of a list are in each state."""

    mark: Mark
    word: str
    count: int


def is_late(due: date, as_of: date) -> bool:
    """The one rule for whatever is due (task, duty, quota, material, form, matter under supervision): late from the day after its day on."""
    return due < as_of


def due_state(
    due: date | None, done: bool, as_of: date, soon_days: int, *, reported: bool = True, done_word: str = "已办结"
) -> State:
    """State of something due once. Without any report (`reported` false) what has passed is 无数据, not 逾期."""
    days = (due - as_of).days if due else None
    if done:
        return State(Mark.DONE, done_word, days)
    if due is None or days is None:
        return State(Mark.OPEN, "期限未定") if reported else State(Mark.NONE, "无数据")
    if is_late(due, as_of):
        return State(Mark.LATE, "逾期", days) if reported else State(Mark.NONE, "无数据", days)
    if days <= soon_days:
        return State(Mark.SOON, "临期", days)
    return State(Mark.PENDING, "未到期", days)


def tally(states: Iterable[State]) -> tuple[Tally, ...]:
    """Counts by state in the order of the legend; states that do not occur are left out."""
    counts: dict[tuple[Mark, str], int] = {}
    for state in states:
        counts[(state.mark, state.word)] = counts.get((state.mark, state.word), 0) + 1
    return tuple(
        Tally(mark, word, count)
        for (mark, word), count in sorted(counts.items(), key=lambda item: ORDER.index(item[0][0]))
    )


def count(states: Iterable[State], *marks: Mark) -> int:
    """How many states have one of these marks."""
    return sum(state.mark in marks for state in states)
