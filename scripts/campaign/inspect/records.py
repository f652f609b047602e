"""What a PDF holds once it is measured: pages, lines, characters, shapes, in millimetres from the top left corner of the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

MM = 25.4 / 72  # one point in millimetres

ASCENT = 0.88  # em-box above the baseline: what Chinese fonts are drawn for, whatever their tables say

DESCENT = 0.12

BLACK = (0, 0, 0)

Colour = tuple[int, int, int]

Kind = TypeVar("Kind", bound=Hashable)


class Unreadable(Exception):
    """The file (or the profile) cannot be used; the message is one Chinese sentence for the person who gave it."""


class Box(NamedTuple):
    """A rectangle in mm, y downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """In mm."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In mm."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) in mm."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies in it, or no more than `slack` mm outside."""
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack

    def meets(self, other: Box) -> bool:
        """Whether the two have any area in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


@dataclass(frozen=True, slots=True)
class Char:
    """One glyph. `size` in pt, everything else in mm; x0…x1 is the advance; `ink_top` is known only where it was asked for."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    baseline: float
    colour: Colour = BLACK
    slanted: bool = False
    ink_top: float | None = None

    @property
    def em(self) -> float:
        """Side of the em-box in mm."""
        return self.size * MM

    @property
    def box(self) -> Box:
        """The em box on its baseline, in mm."""
        return Box(self.x0, self.baseline - ASCENT * self.em, self.x1, self.baseline + DESCENT * self.em)


@dataclass(frozen=True)
class TextLine:
    """Characters on one baseline without a gap, in content order. `number` counts the text lines of the page from 1.

    A rotated line (`angle` 90 = clockwise) keeps its characters in reading order and has its real bounding box in `frame`.
    """

    chars: tuple[Char, ...]
    baseline: float
    number: int = 0
    angle: int = 0
    frame: Box | None = None

    @cached_property
    def inked(self) -> tuple[Char, ...]:
        """The characters that leave ink."""
        return tuple(char for char in self.chars if not char.text.isspace())

    @cached_property
    def text(self) -> str:
        """Its words, without blanks at the ends."""
        return "".join(char.text for char in self.chars).strip()

    @cached_property
    def x0(self) -> float:
        """Left edge of the first character in mm."""
        return min(char.x0 for char in self.inked)

    @cached_property
    def x1(self) -> float:
        """Right edge of the last character in mm."""
        return max(char.x1 for char in self.inked)

    @cached_property
    def size(self) -> float:
        """The type size most of it has, in pt."""
        return most_common(round(char.size, 2) for char in self.inked)

    @cached_property
    def font(self) -> str:
        """The typeface most of it has."""
        return most_common(char.font for char in self.inked)

    @cached_property
    def colour(self) -> Colour:
        """The colour most of it has."""
        return most_common(char.colour for char in self.inked)

    @property
    def top(self) -> float:
        """Upper edge of the em box in mm from the top of the page."""
        return self.baseline - ASCENT * self.size * MM

    @property
    def bottom(self) -> float:
        """Lower edge of the em box in mm from the top of the page."""
        return self.baseline + DESCENT * self.size * MM

    @property
    def centre(self) -> float:
        """Its middle in mm from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        """The box it fills in mm, or the frame it was found in."""
        return self.frame or Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def ink_top(self) -> float | None:
        """Where its ink begins, in mm from the top; None when nobody looked."""
        known = [char.ink_top for char in self.inked if char.ink_top is not None]
        return min(known) if known else None


@dataclass(frozen=True)
class Rule:
    """A filled or stroked shape: a rule when it is thin, a ground or a frame when it is not (`filled` tells which)."""

    box: Box
    colour: Colour
    filled: bool

    @property
    def horizontal(self) -> bool:
        """A line across, at most 2.5 mm thick."""
        return self.box.height < 2.5 and self.box.width > 5 * self.box.height

    @property
    def vertical(self) -> bool:
        """A line down, at most 2.5 mm thick."""
        return self.box.width < 2.5 and self.box.height > 5 * self.box.width


@dataclass(frozen=True)
class MeasuredPicture:
    """An image, or a large red vector figure, with the colour most of its ink has."""

    box: Box
    colour: Colour


@dataclass(frozen=True)
class Ruling:
    """The cells of a ruled table row by row; `cut` when its last row has no rule below."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]
    cut: bool


@dataclass(frozen=True)
class MeasuredPage:
    """One page as a reader sees it: `rotation` is already applied. `lines` run from top to bottom, then left to right."""

    number: int
    width: float
    height: float
    rotation: int
    lines: tuple[TextLine, ...]
    rotated: tuple[TextLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[MeasuredPicture, ...] = ()
    tables: tuple[Ruling, ...] = field(default=(), repr=False)
    fake_bold: tuple[Box, ...] = ()

    @property
    def landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


@dataclass(frozen=True)
class Font:
    """A font of the file: `name` without subset prefix, `missing` the characters it is asked for and has no glyph for."""

    name: str
    embedded: bool
    subset: bool
    to_unicode: bool
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MeasuredPdf:
    """A measured PDF: its pages, and what its file says about itself."""

    name: str
    pages: tuple[MeasuredPage, ...]
    fonts: tuple[Font, ...] = ()
    title: str = ""
    language: str = ""
    outlines: int = 0
    tagged: bool = False
    variants: tuple[str, ...] = ()  # claims of PDF/A and PDF/UA
    intended: bool = False  # the file says for which printing its colours are meant
    encrypted: bool = False
    scripted: bool = False
    size: int = 0


def most_common(values: Iterable[Kind]) -> Kind:
    """The value that occurs most often; of equals the first."""
    return Counter(values).most_common(1)[0][0]


def is_reddish(colour: Colour) -> bool:
    """Mean colour of a seal: red for the most part; black names below it darken it."""
    red, green, blue = colour
    return red > 120 and red - max(green, blue) > 50


def is_red(colour: Colour) -> bool:
    """Red as rules and marks of a 公文 are printed; parts from 0 to 255."""
    red, green, blue = colour
    return red > 140 and green < 0.5 * red and blue < 0.5 * red
