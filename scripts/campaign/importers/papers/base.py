"""What every reader of papers gives: lines with places, notes about what was left out; limits and the fault for what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS = 300_000  # a plan has 5,000 to 30,000
MAX_LINES = 20_000


class PaperFault(Exception):
    """Why a document cannot be read, and what to do about it."""


@dataclass(frozen=True)
class Line:
    """A paragraph with its place: the number of its line in a text, of its paragraph in a Word file. `aside` is what stands beside the text."""

    text: str
    place: int
    centred: bool = False
    aside: str = ""  # 表格, 文本框, 脚注, 批注
    after_blank: bool = False
    level: int | None = None  # of a heading style, 0 is the first
    cells: tuple[str, ...] = ()  # of a row of a table
    table: int = 0  # which table the row is of
    marks: tuple[str, ...] = ()  # bookmarks of a Word file that begin in it


@dataclass(frozen=True)
class Paper:
    """A document read; `notes` are sentences about what was left out or made of it."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    unit: str = "行"  # what `place` counts


def too_long(name: str) -> PaperFault:
    """The fault of a paper with more text than any plan has."""
    return PaperFault(f"{name} 的文字超过 {MAX_CHARS // 10_000} 万字，不像一份方案；拆开再读入")
