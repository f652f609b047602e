"""A list as a record: columns, and rows of typed cells. One macro draws it on a page, `exporters.tables` as xlsx and docx.

A cell holds pieces in the order they are read; what they are (a link, a day, a state, a number) is kept, so that a page links and marks them
and a workbook counts and sorts them. `look` names classes of the style sheet, which paper and workbooks have no use for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from campaign.leaves.dates import Moment
from campaign.views.status import State, Tally
from campaign.views.tasks import UnitRef

T = TypeVar("T")

UNDATED = "未定"
_NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(.*)$")
CHANGED = ("gone", "came")  # looks of words that went and came, inside a sentence
MOST = 250  # rows of a list on a page that has others
ALONE = 1000  # rows of a list that has its page to itself
FIRST = 100  # rows where a longer list belongs, which has pages of its own
ROWS = 500  # rows on each of those
PAGE_ONLY = ("copy", "narrow-only")  # looks of what only a page says


@dataclass(frozen=True)
class Words:
    """Text with a look: minor, soft, strong; `tag` is framed, `sub` stands on a line of its own."""

    words: str
    look: str = ""


@dataclass(frozen=True)
class Anchor:
    """Words that lead somewhere: `url` from the root of the site, #… on the same page, or https://… on another site."""

    words: str
    url: str
    look: str = ""

    @property
    def abroad(self) -> bool:
        """Whether it leaves the site."""
        return self.url.startswith(("https://", "http://"))

    def seen_from(self, root: str) -> str:
        """The address as a page writes it that has `root` between itself and the root of the site."""
        return self.url if self.abroad or self.url.startswith("#") else root + self.url


@dataclass(frozen=True)
class Units:
    """Units as chips; `role` is lead where they lead."""

    refs: tuple[UnitRef, ...]
    role: str = ""


@dataclass(frozen=True)
class Day:
    """A day, month or year as precise as it is known. `short` leaves out the weekday, `whole` always says the year."""

    day: Moment | date | None
    short: bool = False
    whole: bool = False

    @property
    def moment(self) -> Moment | None:
        """The day as far as it is known, or None."""
        return Moment.of(self.day) if isinstance(self.day, date) else self.day


@dataclass(frozen=True)
class Number:
    """A number as it is written: 12.5%, 3 条, 93.4; what is unknown (—) is no number and never 0."""

    words: str

    @property
    def parts(self) -> tuple[Decimal, str] | None:
        """What a workbook counts with, and what stands after it."""
        found = _NUMBER.match(self.words)
        return (Decimal(found[1].replace(",", "")), found[2]) if found else None


@dataclass(frozen=True)
class Bound:
    """What is demanded, with for whom or by when before it."""

    words: str
    label: str = ""
    small: bool = True  # the label, in small type


@dataclass(frozen=True)
class Led:
    """A state that leads to where it is explained."""

    state: State
    url: str


@dataclass(frozen=True)
class Distance:
    """A state told as the days left where there are some: 还有 9 天."""

    state: State


@dataclass(frozen=True)
class Dot:
    """The bare mark of a state, which leads to what it is about where there is an address; `words` are read aloud."""

    state: State
    words: str
    url: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture that only a page has; `svg` is safe HTML of our own."""

    svg: str


Piece = str | Words | Anchor | Units | Day | Number | Bound | Led | Distance | Dot | State | Tally | Drawing
Filled = Piece | int | None | Sequence[Piece | int | None]


@dataclass(frozen=True)
class Cell:
    """`look` and `label` stand in place of the column's where they are given; `key` is what the cell sorts by when it is not what it shows."""

    pieces: tuple[Piece, ...] = ()
    look: str | None = None
    label: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Column:
    """`label` is said before the cell where a screen is too narrow for columns; `sort` makes the head a button.

    `names` is the column that says what a row is about; a `silent` title is only read aloud; `head` stands in place of the title.
    """

    title: str
    look: str = ""
    label: str = ""
    sort: str = ""
    names: bool = False
    silent: bool = False
    head: tuple[Piece, ...] = ()

    @property
    def head_look(self) -> str:
        """Heads of numbers and of the last column stand as their cells do; where a phone leaves out a column, it leaves out its head."""
        return " ".join(each for each in self.look.split() if each in ("n", "end", "c", "own", "phone-no"))


def named(title: str, look: str = "name", sort: str = "") -> Column:
    """The column that says what a row is about."""
    return Column(title, look, sort=sort, names=True)


@dataclass(frozen=True)
class Row:
    """A row; `id` is its anchor, `data` what filters look at. A row with one cell for several columns is a heading over them."""

    cells: tuple[Cell, ...]
    id: str = ""
    data: tuple[tuple[str, str], ...] = ()
    look: str = ""


def row(*cells: Filled | Cell, id: str = "", data: Iterable[tuple[str, object]] = (), look: str = "") -> Row:
    """A row of cells as they come: a piece, several, nothing, or a cell that is not as its column says."""
    return Row(tuple(map(put, cells)), id, tuple((f"data-{key}", str(value)) for key, value in data), look)


def put(filled: Filled | Cell, *, look: str | None = None, label: str | None = None, key: object | None = None) -> Cell:
    """One cell of a piece, several or none; empty words and None leave no trace."""
    if isinstance(filled, Cell):
        return filled
    many = filled if isinstance(filled, (tuple, list)) else (filled,)
    pieces = (Number(str(each)) if isinstance(each, int) else each for each in many)
    held = tuple(each for each in pieces if each is not None and each != "")
    return Cell(held, look, label, None if key is None else str(key))


@dataclass(frozen=True)
class Table:
    """A list of records. `title` is its caption on a page and the name of its sheet; `widths` are classes for its columns; `foot` are sums."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    look: str = "list rows"
    sortable: bool = False
    widths: tuple[str, ...] = ()
    foot: tuple[Row, ...] = ()
    over: tuple[tuple[str, int], ...] = ()  # heads over columns: words and how many columns they stand over


@dataclass(frozen=True)
class Listing:
    """A list that its page draws in another way: columns by their titles alone. It is made when somebody wants it, not in every build."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Filled]]

    @property
    def table(self) -> Table:
        """The list as a table; its rows are read now, and only once."""
        return Table(self.title, tuple(map(Column, self.heads)), tuple(row(*each) for each in self.rows))


def listing(title: str, heads: str, rows: Iterable[Sequence[Filled]]) -> Listing:
    """Titles of columns are parted by blanks; `rows` is read once."""
    return Listing(title, heads.split(), rows)


def foremost(rows: Sequence[T], most: int = MOST) -> Sequence[T]:
    """What of a list stands where it belongs: all of it, or the first rows where it is longer than `most` and has pages of its own."""
    return rows[:FIRST] if len(rows) > most else rows


def beginning(table: Table, most: int = MOST) -> Table:
    """A table as it stands where it belongs."""
    return replace(table, rows=tuple(foremost(table.rows, most)))


def parts(rows: Sequence[T], size: int = ROWS) -> list[Sequence[T]]:
    """The rows of a long list page by page."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def spoken(table: Table) -> list[int]:
    """Places of the columns that can be put into words."""
    return [place for place, column in enumerate(table.columns) if not column.silent]


def tables_in(held: object) -> tuple[Table, ...]:
    """Every table of a page's record, in the order of its fields."""
    if isinstance(held, Listing):
        held = held.table
    if isinstance(held, Table):
        return (held,) if held.rows else ()
    if isinstance(held, (tuple, list)):
        return tuple(table for each in held for table in tables_in(each))
    return ()


def said(piece: Piece) -> str:
    """A piece in words alone, for paper and workbooks."""
    match piece:
        case str():
            return piece
        case Words() | Anchor():
            if piece.look in PAGE_ONLY:
                return ""
            return f"（{piece.words}）" if piece.look == "tag" and piece.words else piece.words
        case Number():
            return piece.words
        case Bound():
            return f"{piece.label}{piece.words}"
        case Units():
            return "、".join(each.name for each in piece.refs)
        case Day():
            return piece.moment.chinese if piece.moment else UNDATED
        case Distance():
            return piece.state.distance or piece.state.word
        case State():
            return piece.word
        case Tally():
            return f"{piece.word} {piece.count}"
        case Led():
            return piece.state.word
        case Dot():
            return piece.state.mark.glyph if piece.url else piece.words
        case Drawing():
            return ""


def in_words(filled: Cell) -> str:
    """A whole cell in words; what stands on a line of its own does so here."""
    made = ""
    for piece in filled.pieces:
        words = said(piece).strip()
        apart = isinstance(piece, Words) and piece.look == "sub"
        within = isinstance(piece, str) or (isinstance(piece, Words) and piece.look in CHANGED)
        between = "\n" if apart or isinstance(piece, Bound) else "" if within or not made else " "
        made += (between if made and words and not made.endswith(("、", "　", "：")) else "") + words
    return made
