"""A number that a page shows large: what it counts, and where the rows stand that it counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number with its word; `url` leads to the rows behind it, from the root of the site or (#…) on the same page.

    `of` is the whole it is part of; `late` when it counts what somebody owes.
    """

    value: int | str
    word: str
    url: str = ""
    of: int | None = None
    late: bool = False
