"""Milestones: something to be delivered once, by a day (5月底前接入平台, 于4月18日前报名单). What is a target, or returns, is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.importers.outline.facts.moments import DateReader
from campaign.importers.outline.words import LONGEST, pieces

_REPORTING = re.compile(
    r"报送|上报|报(?!告厅|警|名(?!单)|纸|刊|销|表|道)|提交|交(?:至|到|教|回|给)?|送(?:至|到|交)|反馈|备案|填报"
)


@dataclass(frozen=True)
class Once:
    """`what` by `due`; `reporting`: something is handed in, which is not when the task itself is due. `begin` to `end`: its clause."""

    begin: int
    end: int
    what: str
    due: str
    inferred: bool
    reporting: bool
    words: str


def find(text: str, calendar: DateReader, taken: list[tuple[int, int]] = []) -> list[Once]:  # noqa: B006 - never written to
    """The milestones of a paragraph; `taken` are places that other rules understood (targets, duties, returning)."""
    made: list[Once] = []
    parts = list(pieces(text, "，,；;。！!"))
    for place, (begin, end) in enumerate(parts):
        clause = text[begin:end]
        if len(clause) > LONGEST or any(begin < stop and start < end for start, stop in taken):
            continue
        for deadline in calendar.deadlines(clause)[-1:]:
            before, after = clause[: deadline.begin], clause[deadline.end :]
            before = re.sub(r"(?:于|在|应|要|须|务必|力争|确保|争取|并|各[^，]{0,10}?于)+$", "", before)
            stop = end
            if len(after) < 3 and place + 1 < len(parts) and text[end : end + 1] in "，,":
                later = parts[place + 1]
                if any(later[0] < stopped and start < later[1] for start, stopped in taken):
                    continue
                after, stop = after + text[later[0] : later[1]], later[1]
            if len(before + after) < 3 and place and after:  # …，5月底完成
                earlier = [text[slice(*part)] for part in parts[:place]]
                while len(earlier) > 1 and re.search("(?:协助|配合|参与|牵头|负责|协同)$", earlier[-1]):
                    earlier.pop()  # who does it, not what
                before = earlier[-1]
            what = (before + after).strip(" 　，,：:")
            if len(what) < 3:
                continue
            words = text[begin:stop].strip()
            made.append(
                Once(
                    begin, stop, what, deadline.due, deadline.inferred, bool(_REPORTING.search(after or before)), words
                )
            )
    return made
