"""What a meeting asked for and no ledger holds yet, as entries to be copied into one (`plan export MEETING --to yaml`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from campaign.content import Content
from campaign.exporters.records import Export
from campaign.model import Meeting


def exports(_: Content, meeting: Meeting) -> Iterator[Export]:
    """The draft entries of a meeting."""
    yield Export(meeting.id, "yaml", partial(drafts, meeting))


def drafts(meeting: Meeting) -> bytes | None:
    """A ledger entry for each instruction without one; what the meeting does not say is left 待定, for a person to decide. None when all have one."""
    left = [(number, each) for number, each in enumerate(meeting.instructions, 1) if not each.ledger]
    made = (
        f"  - id: {meeting.id}-{number}\n    number: 待定\n    title: {_quoted(each.title)}\n    text: {_quoted(''.join(each.text) or each.title)}\n"
        f"    source: {{kind: meeting, ref: {meeting.id}}}\n    lead: [待定]\n    assigned_on: 待定\n    due: 待定\n"
        for number, each in left
    )
    return ("entries:\n" + "".join(made)).encode() if left else None


def _quoted(words: str) -> str:
    """Words as YAML takes them: what JSON quotes, YAML reads."""
    return json.dumps(words, ensure_ascii=False)
