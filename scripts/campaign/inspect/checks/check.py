"""What a check is: a numbered rule with its clause, and a function that yields the places where a document breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaign.inspect.parts import Anatomy, PrintedLine
from campaign.inspect.profiles import size_name
from campaign.inspect.records import Box, MeasuredPage, TextLine
from campaign.inspect.report import STANDARD, Finding
from campaign.leaves.problems import Severity


@dataclass(frozen=True)
class Breach:
    """A broken rule in one place; a clause of its own replaces that of the check."""

    message: str
    page: int = 0
    line: int = 0
    box: Box | None = None
    severity: Severity = "error"
    clause: str = ""


Faults = Iterator[Breach]


@dataclass(frozen=True)
class Check:
    """A rule of the standard. `clause` names its place there, or another standard in full."""

    number: int
    name: str
    clause: str
    find: Callable[[Anatomy], Faults]

    def run(self, doc: Anatomy) -> Iterator[Finding]:
        """The findings of this check, each with its clause of GB/T 9704 or the reason it is held to."""
        for fault in self.find(doc):
            clause = fault.clause or self.clause
            basis = f"{STANDARD} {clause}" if clause[:1].isdigit() else clause
            yield Finding(self.number, fault.severity, fault.page, fault.line, basis, fault.message, fault.box)


def check(number: int, name: str, clause: str) -> Callable[[Callable[[Anatomy], Faults]], Check]:
    """Make a check of a function whose docstring is the rule."""
    return lambda find: Check(number, name, clause, find)


def at(piece: PrintedLine, message: str, severity: Severity = "error", clause: str = "") -> Breach:
    """A fault at a piece of text."""
    return on_line(piece.page, piece.line, message, severity, clause)


def on_line(page: int, line: TextLine, message: str, severity: Severity = "error", clause: str = "") -> Breach:
    """A fault at a line."""
    return Breach(message, page, line.number, line.box, severity, clause)


def on_page(page: MeasuredPage, message: str, severity: Severity = "error", clause: str = "") -> Breach:
    """A fault of a whole page."""
    return Breach(message, page.number, 0, Box(0, 0, page.width, page.height), severity, clause)


def mm(value: float) -> str:
    """A length as a reader wants it: two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + " 毫米"


def pt(value: float) -> str:
    """A length in points as told: 15.8 磅."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + " 磅"


def sized(span: tuple[float, float]) -> str:
    """What a size should be: 3 号（15.5—16.05 磅）."""
    bounds, name = f"{span[0]:g}—{span[1]:g} 磅", size_name(span)
    return f"{name}（{bounds}）" if name else bounds


def short(text: str, most: int = 14) -> str:
    """The beginning of a line, to recognise it by."""
    return f"“{text if len(text) <= most else text[:most] + '…'}”"
