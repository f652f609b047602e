"""What becomes of something that readers have seen: it is taken back, or put right with a note of what was."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from campaign.leaves.dates import Moment
from campaign.model.base import Record, Text


class Correction(Record):
    """What was put right, and when. Reviews of an earlier day do not count any longer."""

    date: Moment = Field(title="更正日期")
    note: Text = Field(title="更正说明")


class Published(Record):
    """A record of its own to readers, whole or one of a list: the rest of the site goes without one that is withdrawn."""

    withdrawn: Moment | None = Field(None, title="撤下日期", description="从这一天起不再公开")
    corrections: tuple[Correction, ...] = Field((), title="更正")

    def is_withdrawn(self, day: date) -> bool:
        """Whether it has been taken back by a day."""
        return self.withdrawn is not None and self.withdrawn.first <= day
