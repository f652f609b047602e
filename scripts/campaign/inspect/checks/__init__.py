"""Every check of a finished document, in the order of their numbers."""

from __future__ import annotations

from campaign.inspect.checks import body, file, head, imprint, kinds, numbers, page, signoff, tables, text, type
from campaign.inspect.checks.check import Check

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            found
            for room in (page, type, head, body, text, signoff, imprint, numbers, tables, file, kinds)
            for found in vars(room).values()
            if isinstance(found, Check)
        ),
        key=lambda each: each.number,
    )
)
