"""署名, 成文日期 and seals by their places on the grid (7.3.5): without a seal, with seals, with signature stamps.

Places are in 字 from the left of the type area and in lines from the end of the text.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from campaign.content import Content
from campaign.model import Document, DocumentFormat, Plan, Seal, Signing
from campaign.pdf import typeset
from campaign.pdf.geometry import OFFICIAL, Geometry
from campaign.pdf.plan.head import issuers

SEAL = 42.0  # mm; what a seal takes when no picture is given, and the width of one
SEAL_ABOVE = (
    5.0  # mm from the middle of name and date up to the middle of the seal: they lie in its lower middle (7.3.5.1)
)
APART = 2.0  # mm at least between two seals, which never touch (7.3.5.1)
A_ROW = 3  # seals side by side at most
NARROWEST = 5  # 字; no name is turned into shorter lines
STAMP_WIDTH, STAMP_HEIGHT = 40.0, 18.0  # mm; a signature stamp fits into that
DAY_RIGHT = 4  # 字 free at the right of the date (7.3.5.1, 7.3.5.3)


@dataclass(frozen=True)
class PlacedWord:
    """A piece of text: `left` in 字, `row` in lines."""

    text: str
    left: float
    row: float


@dataclass(frozen=True)
class Stamp:
    """A picture with its box in mm from the left of the type area and from the end of the text."""

    name: str
    address: str  # data: of the PNG
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class SignOff:
    """All that signs a document; `rows` is its height in lines of `pitch` mm, blank ones above it included."""

    words: tuple[PlacedWord, ...]
    stamps: tuple[Stamp, ...]
    rows: float
    pitch: float

    @property
    def height(self) -> float:
        return round(self.rows * self.pitch, 3)

    def top(self, word: PlacedWord) -> float:
        """mm from the end of the text to the box of a word's line."""
        return round(word.row * self.pitch, 3)


class _Picture(Protocol):
    @property
    def png(self) -> bytes: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


Pictures = Mapping[str, _Picture]


def sign_off(plan: Plan, content: Content, page: Geometry = OFFICIAL) -> SignOff | None:
    """How a plan is signed; None when nobody signs it."""
    document = plan.document or Document()
    if document.format is DocumentFormat.MINUTES:  # 纪要 bears no seal (8); its date stands in its head
        return None
    names = document.signature or issuers(plan, content)
    date = plan.date.chinese if plan.date else ""
    if not names and not date:
        return None
    match signing(document):
        case Signing.STAMPED:
            return stamped(document.seals, date, content.seals, page)
        case Signing.SEALED if names and date:
            return sealed(names, date, document.seals, content.seals, page)
    return unsealed(names, date, page)


def signing(document: Document) -> Signing:
    if document.signing:
        return document.signing
    if document.format is DocumentFormat.ORDER:
        return Signing.STAMPED
    return Signing.SEALED if document.seals else Signing.UNSEALED


# -- without a seal (7.3.5.2) ---------------------------------------------------------------------------------------------------


def unsealed(names: Sequence[str], date: str, page: Geometry = OFFICIAL) -> SignOff:
    """A line below the text the name ends 2 字 from the right and the date begins 2 字 right of the name's first 字; a date longer than
    the name ends 2 字 from the right instead and pushes the name further in. Names of joint issuers stand one below the other."""
    rows = [line for name in names for line in folded(name, page.chars - 4)]
    day = typeset.width(date)
    longest = max(map(typeset.width, rows), default=0.0)
    if day > longest:
        date_left = page.chars - 2 - day
        name_left = date_left - 2
    else:
        name_left = page.chars - 2 - longest
        date_left = name_left + 2
    words = [PlacedWord(name, name_left, row) for row, name in enumerate(rows, 1)]
    if date:
        words.append(PlacedWord(date, date_left, len(words) + 1))
    return SignOff(tuple(words), (), len(words) + 1, page.row)


def folded(name: str, most: int) -> tuple[str, ...]:
    """A name in as many lines as it needs, broken between words."""
    return (name,) if typeset.width(name) <= most else typeset.title_lines(name, most=most)


# -- with seals (7.3.5.1) -------------------------------------------------------------------------------------------------------


def sealed(
    names: Sequence[str], date: str, seals: Sequence[Seal], pictures: Pictures, page: Geometry = OFFICIAL
) -> SignOff:
    """The date ends 4 字 from the right; the last name is centred on it, the others stand left of it and above in even columns, a seal
    each. The first seal's upper edge is less than a line below the text. Long names are turned where the ranks would not fit on a page."""
    room = int(2 * DAY_RIGHT + typeset.width(date))  # centred on the date, inside the type area
    ways = (_sealed(names, date, seals, pictures, page, most) for most in range(room, NARROWEST, -1))
    first = next(ways)
    return first if first.rows < page.lines else next((way for way in ways if way.rows < page.lines), first)


def _sealed(
    names: Sequence[str], date: str, seals: Sequence[Seal], pictures: Pictures, page: Geometry, most: int
) -> SignOff:
    """The same with names of at most `most` 字 a line."""
    by_name = {seal.unit: pictures[seal.file] for seal in seals if seal.file and seal.file in pictures}
    day = typeset.width(date)
    middle = page.chars - DAY_RIGHT - day / 2  # 字; the axis of the date, the last name and the last seal
    rows = [folded(name, most) for name in names]
    wide = max(typeset.width(line) for lines in rows for line in lines)
    step = max(wide + 1, (SEAL + APART) / page.cell)  # 字 from one column to the next
    left = max(wide, SEAL / page.cell) / 2
    columns = max(1, min(A_ROW, len(names), int((middle - left) / step + 1e-9) + 1))
    ranks = ceil(len(names) / columns)
    fold = max(map(len, rows))
    depth = max(ceil(2 * (SEAL + APART / 2) / page.row) / 2, fold + 1)  # lines from one rank to the next
    first = max(map(len, rows[:columns]))
    end = max(
        first, ceil((SEAL_ABOVE + SEAL / 2 - page.leading) / page.row) - 1
    )  # the line on which the first rank's names end
    words: list[PlacedWord] = []
    stamps: list[Stamp] = []
    for place, (name, lines) in enumerate(zip(names, rows, strict=True)):
        rank = place // columns
        from_right = (
            min((rank + 1) * columns, len(names)) - 1 - place
        )  # what does not fill the last rank stands at its right, over the date
        axis = middle - from_right * step
        row = end + rank * depth + 1 - len(lines)  # names of a rank end on one line, where their seals stand
        words += [PlacedWord(line, axis - typeset.width(line) / 2, row + each) for each, line in enumerate(lines)]
        if name in by_name:
            stamps.append(_seal(name, by_name[name], axis * page.cell, (row + len(lines)) * page.row - SEAL_ABOVE))
    last = end + (ranks - 1) * depth + 1
    words.append(PlacedWord(date, middle - day / 2, last))
    return SignOff(tuple(words), tuple(stamps), last + 1, page.row)


def _seal(name: str, picture: _Picture, x: float, y: float) -> Stamp:
    """A seal with its middle at (x, y): as wide as seals are, its own proportions kept."""
    width, height = _fitted(picture, SEAL, SEAL)
    return Stamp(name, _data(picture), round(x - width / 2, 3), round(y - height / 2, 3), width, height)


# -- with signature stamps (7.3.5.3) ----------------------------------------------------------------------------------------------


def stamped(seals: Sequence[Seal], date: str, pictures: Pictures, page: Geometry = OFFICIAL) -> SignOff:
    """Two lines below the text the stamp, 4 字 from the right, with the full post 2 字 left of it at its middle; joint ones below each
    other; a line below the last the date, 4 字 from the right. Without a picture its place is left free."""
    words: list[PlacedWord] = []
    stamps: list[Stamp] = []
    right = page.chars - DAY_RIGHT
    held = [pictures.get(seal.file) if seal.file else None for seal in seals]
    sizes = [
        _fitted(picture, STAMP_WIDTH, STAMP_HEIGHT) if picture else (STAMP_WIDTH, STAMP_HEIGHT) for picture in held
    ]
    edge = right - max((width for width, _ in sizes), default=STAMP_WIDTH) / page.cell
    for place, (seal, picture, (width, height)) in enumerate(zip(seals, held, sizes, strict=True)):
        row = 2 + 2 * place
        if picture:
            top = (row + 1) * page.row - height / 2
            stamps.append(
                Stamp(seal.unit, _data(picture), round(right * page.cell - width, 3), round(top, 3), width, height)
            )
        if seal.post:
            words.append(PlacedWord(seal.post, edge - 2 - typeset.width(seal.post), row + 0.5))
    below = 2 + 2 * max(len(seals), 1) + 1
    words.append(PlacedWord(date, right - typeset.width(date), below))
    return SignOff(tuple(words), tuple(stamps), below + 1, page.row)


def _fitted(picture: _Picture, width: float, height: float) -> tuple[float, float]:
    """Largest size in mm with the picture's proportions inside a box."""
    scale = min(width / picture.width, height / picture.height)
    return round(picture.width * scale, 3), round(picture.height * scale, 3)


def _data(picture: _Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
