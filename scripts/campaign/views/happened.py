"""Planned and done are two facts: the sentences that say what was to happen, what happened, and what nobody has recorded.

A day of the plan is never taken for evidence. Awards and activities (and whatever else has a planned day and a recorded
one) take their words from here, so that page, print and data cannot disagree.
"""

from __future__ import annotations

from datetime import date

from campaign.leaves.dates import Moment
from campaign.views.status import Mark, State, is_late

UNRECORDED = "还没有登记结果"


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
