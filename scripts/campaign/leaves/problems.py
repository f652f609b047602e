"""What is wrong in the content, where, and how to put it right: a fault is a value, never an exception."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from campaign.leaves import unseen

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]

SEVERITY_NAMES: Mapping[str, str] = {"error": "错误", "warning": "警告"}


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place. `line` and `column` count from 1; `hint` is the remedy in the author's words."""

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    where: Path = field(
        default=(), compare=False, repr=False
    )  # the keys that lead to the value, for a form to show it there

    def __str__(self) -> str:
        end = f"；{self.hint}" if self.hint else ""
        return (
            f"{self.path}:{self.line}:{self.column}: {SEVERITY_NAMES[self.severity]}[{self.code}] {self.message}{end}"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(frozen=True)
class Source:
    """A content file and where each of its values stands: path of keys and indices → (line, column), both from 1."""

    path: str
    positions: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    within: Path = ()  # where the paths of this source begin

    def at(self, *where: str | int) -> tuple[int, int]:
        """Position of a value, or of the nearest enclosing value that the file really holds."""
        where = (*self.within, *where)
        for end in range(len(where), -1, -1):
            found = self.positions.get(where[:end])
            if found:
                return found
        return (1, 1)

    def inside(self, *where: str | int) -> Source:
        """The same file as seen from one of its values; a path begins there."""
        return replace(self, within=(*self.within, *where))

    def error(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        return Problem(self.path, *self.at(*where), "error", code, message, hint, (*self.within, *where))

    def warning(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        return Problem(self.path, *self.at(*where), "warning", code, message, hint, (*self.within, *where))

    def unseen(self, where: Path, text: str) -> Iterator[Problem]:
        """What nobody sees in a value that has one place as a whole, such as a cell of a workbook or the name of a file."""
        for _, (code, severity, message, hint) in unseen.found(text):
            yield (self.error if severity == "error" else self.warning)(where, code, message, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def nearest(word: str, *circles: Iterable[str]) -> tuple[str, ...]:
    """The candidates that `word` most likely means, at most three that are equally near: those of the first circle that has any so near.

    A slip of the hand (one character wrong, missing, doubled, swapped with the next) counts 1; an abbreviation, or a name with more around
    it, counts 1.5, or a little less when the name comes last. What would take more slips than a third of the word is not meant at all.
    """
    typed = unicodedata.normalize("NFKC", word).lower()
    found = [(_slips(typed, each.lower()), place, each) for place, circle in enumerate(circles) for each in circle]
    least = min(((slips, place) for slips, place, each in found if slips <= _most(typed, each)), default=None)
    return tuple(dict.fromkeys(each for *near, each in found if tuple(near) == least))[:3]


def _most(typed: str, name: str) -> float:
    """So many slips are believed of a word; never that all of it is one."""
    longest = max(len(typed), len(name))
    return min(longest - 1, max(1.5, (longest + 1) // 3))


def _slips(typed: str, name: str) -> float:
    """How many slips lie between two words (optimal string alignment distance)."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, char in enumerate(typed, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(name, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == name[j - 2] and typed[i - 2] == other:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    letters = iter(name)
    shortened = len(typed) > 1 and len(typed) * 3 >= len(name) and all(char in letters for char in typed)
    surrounded = len(name) > 1 and len(name) * 2 >= len(typed) and name in typed
    return min(row[-1], 1.4 if typed.endswith(name) else 1.5) if shortened or surrounded else row[-1]


def did_you_mean(word: str, *circles: Iterable[str]) -> str:
    """A remedy sentence naming what `word` most likely means, or an empty string."""
    found = "或".join(f"“{each}”" for each in nearest(word, *circles))
    return f"是不是{found}？" if found else ""


def listing(words: Sequence[str], most: int = 12) -> str:
    """A readable list of what would be right: 甲、乙、丙等 20 个."""
    shown = "、".join(words[:most])
    return shown if len(words) <= most else f"{shown}等 {len(words)} 个"
