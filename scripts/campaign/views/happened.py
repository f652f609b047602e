"""Planned and done are two facts: the sentences that say what was to happen, what happened, and what nobody has recorded.

A day of the plan is never taken for evidence. Whatever has a planned day and a recorded one (task, award, activity, phase,
milestone, meeting, update, report) takes its words from here, so that page, print, calendar, search and data cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from campaign.leaves.dates import Moment
from campaign.views.status import Mark, State, is_late

UNRECORDED = "还没有登记结果"
UNDONE = "还没有做完"
NO_RECORD = "无记录"


class Recorded(Protocol):
    """What an office records of something dated: an activity, an award's round, a meeting, or the state of a phase or a duty."""

    @property
    def done(self) -> Moment | None: ...
    @property
    def postponed_to(self) -> Moment | None: ...
    @property
    def evidence(self) -> str | None: ...


@dataclass(frozen=True)
class OnItsDay:
    """What is its own evidence and is not put off: a report that came in, an update the site shows."""

    done: Moment | None
    postponed_to: Moment | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Outcome:
    """One dated thing as planned and as it turned out at `as_of`. `done` and `evidence` are empty until the day it was done has come; `by` is
    whoever is to do it, or did."""

    planned: Moment | None
    postponed: Moment | None
    done: Moment | None
    by: str
    evidence: str
    state: State
    why: str = ""  # of what is not done, as somebody has told

    @property
    def told(self) -> bool:
        """Whether there is anything to say: of a closed plan only what was recorded."""
        return self.state.mark is not Mark.NONE

    @property
    def news(self) -> str:
        """The words where the planned day stands beside them: nothing as long as it is ahead and not put off."""
        ahead = self.state.days is not None and self.state.days >= 0 and not self.postponed
        return self.words if self.told and (self.done or (self.planned and not ahead)) else ""

    @property
    def words(self) -> str:
        """已于6月28日完成（院办，凭据：小结）; what nobody has done yet has neither."""
        beside = self.why
        if self.done:
            beside = "，".join(filter(None, (self.by, f"凭据：{self.evidence}" if self.evidence else "")))
        return f"{self.state.word}（{beside}）" if beside else self.state.word

    @property
    def beside_its_day(self) -> str:
        """The words where the planned day stands beside them already."""
        return self.state.word.rpartition("，")[2] if self.state.mark is Mark.LATE else self.state.word


def outcome(
    verb: str,
    planned: Moment | None,
    recorded: Recorded | None,
    as_of: date,
    soon_days: int,
    by: str = "",
    *,
    asked: bool = True,
    why: str = "",
) -> Outcome:
    """What became of something to be done on a day; where nobody is `asked` any more (a closed plan), what was never recorded is 无记录.

    Where somebody has told `why` it is not done, that is what is recorded of it.
    """
    done = recorded.done if recorded and happened(recorded.done, as_of) else None
    postponed = recorded.postponed_to if recorded else None
    state = standing(verb, planned, done, as_of, soon_days, postponed=postponed)
    if state.mark is Mark.LATE and not asked:
        state = State(Mark.NONE, NO_RECORD)
    elif state.mark is Mark.LATE and why:
        state = replace(state, word=state.word.replace(UNRECORDED, UNDONE))
    evidence = (recorded.evidence or "") if recorded and done else ""
    return Outcome(planned, postponed, done, by, evidence, state, why.rstrip("。") if state.mark is Mark.LATE else "")


def standing(
    verb: str,
    planned: Moment | None,
    done: Moment | None,
    as_of: date,
    soon_days: int,
    *,
    postponed: Moment | None = None,
) -> State:
    """已于12月23日公布 when it is recorded by `as_of`; 12月25日公布 or 推迟到1月8日公布 while it is ahead; 应于12月25日公布，还没有登记结果 after."""
    if happened(done, as_of):
        assert done
        return State(Mark.DONE, f"已于{day_words(done, as_of)}{verb}")
    due = postponed or planned
    if due is None:
        return State(Mark.OPEN, f"{verb}日期未定")
    days = (due.last - as_of).days
    when = day_words(due, as_of)
    if is_late(due.last, as_of):
        return State(Mark.LATE, f"应于{when}{verb}，{UNRECORDED}", days)
    word = f"推迟到{when}{verb}" if postponed else f"{when}{verb}"
    return State(Mark.SOON if days <= soon_days else Mark.PENDING, word, days)


def happened(done: Moment | None, as_of: date) -> bool:
    """Whether a recorded day has come: seen from an earlier day, what was done later is not done."""
    return done is not None and done.first <= as_of


def day_words(day: Moment, as_of: date) -> str:
    """12月25日, with its year where that is another one."""
    return day.chinese.removeprefix(f"{as_of.year}年") or day.chinese
