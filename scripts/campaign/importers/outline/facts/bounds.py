"""A target as found in a paragraph, and what one clause leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundTarget:
    """One bound found in a paragraph; `begin` to `end` is its value, `words` the clause it was read from."""

    begin: int
    end: int
    name: str
    operator: str
    value: str
    unit: str
    words: str
    upper: str = ""
    change: str = ""  # up, down: the value is a change against the baseline
    baseline: str = ""
    scope: str = ""
    due: str = ""
    due_inferred: bool = False
    modality: str = ""
    per: str = ""


@dataclass
class Carried:
    """What a clause takes over from those before it in the sentence."""

    due: str = ""
    built: str = ""
    recent: tuple[str, ...] = ()  # names of all targets so far: 上述指标分别…
    before: str = ""  # the clause before, where it has no value
    dates: tuple[str, ...] = ()  # several in the clause before: 到2027年、2030年，
    horizon: str = ""  # 到2027年底: holds for the sentences that follow as well
    inferred: bool = False
    modality: str = ""
    name: str = ""
    per: str = ""
    unit: str = ""
    scope: str = ""
