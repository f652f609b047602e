"""What is wrong in the content, where, and how to put it right: a fault is a value, never an exception."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

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

    def at(self, *where: str | int) -> tuple[int, int]:
        """Position of a value, or of the nearest enclosing value that the file really holds."""
        for end in range(len(where), -1, -1):
            found = self.positions.get(where[:end])
            if found:
                return found
        return (1, 1)

    def error(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        return Problem(self.path, *self.at(*where), "error", code, message, hint, where)

    def warning(self, where: Path, code: str, message: str, hint: str = "") -> Problem:
        return Problem(self.path, *self.at(*where), "warning", code, message, hint, where)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like `word`, if any looks like it at all."""
    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.5)
    return found[0] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A remedy sentence naming the nearest candidate, or an empty string."""
    found = nearest(word, candidates)
    return f"是不是“{found}”？" if found else ""


def listing(words: Sequence[str], most: int = 12) -> str:
    """A readable list of what would be right: 甲、乙、丙等 20 个."""
    shown = "、".join(words[:most])
    return shown if len(words) <= most else f"{shown}等 {len(words)} 个"
