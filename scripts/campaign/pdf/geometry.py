"""Every length of an official page, worked out once from a profile's numbers: Python reckons with it, style sheets are filled in from it.

With the standard's numbers a 字 is 156 mm / 28 = 5.5714 mm, and a line a 字 and 7/8 of one, 10.446 mm (GB/T 9704—2012 clause 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor
from string import Template

from campaign.model.profile import DASH as DASH
from campaign.model.profile import MM, STANDARD, NumberPlace, Profile, RedHead, printed

NUMBER_BOX = 24.0  # mm, length of the turned page number's box
LETTER_RULES, LETTER_EDGE = 20.0, 20.0  # mm free beside the double rules of a 信函, and below the second (10.1)
LETTER_PAIR = 1.8  # mm, height of a double rule


@dataclass(frozen=True)
class Geometry:
    """A page of official text. Lengths in mm unless they say pt; `chars` and `lines` make the grid."""

    profile: Profile = STANDARD

    @property
    def chars(self) -> int:
        return self.profile.chars

    @property
    def lines(self) -> int:
        return self.profile.lines

    @property
    def cell(self) -> float:
        return self.profile.cell

    @property
    def row(self) -> float:
        return self.profile.row

    @property
    def width(self) -> float:
        return self.profile.area_width

    @property
    def height(self) -> float:
        return self.profile.area_height

    @property
    def leading(self) -> float:
        """What CSS puts above and below the 字 of a line: the page's margins are shorter by it, so that lines fill the type area."""
        return (self.row - self.cell) / 2

    @property
    def pitch(self) -> float:
        """The distance of lines as a sheet says it: cut off, not rounded, so that the last line of a page still fits."""
        return floor(self.row * 1000 - 1e-3) / 1000

    @property
    def tight(self) -> float:
        """The closest distance of lines that the profile takes for the same number of lines; `row` where there is none closer."""
        return (
            self.row if self.profile.fixed_pitch else min(self.profile.pitches[0] + 0.02, self.row)
        )  # a little more, for what a reader of the PDF rounds off

    @property
    def title_chars(self) -> int:
        """字 of the title's type in a line, less one for air."""
        return int(self.width / (printed(self.profile.title_size) * MM)) - 1

    @cached_property
    def values(self) -> dict[str, str]:
        """What `$name` stands for in a style sheet."""
        each = self.profile
        top, bottom = each.top - self.leading, each.page_height - each.bottom - self.leading
        right, type_bottom = each.page_width - each.right, each.page_height - each.bottom
        small, dash = each.small_cell, DASH * each.small_cell
        centred = each.number_place is NumberPlace.CENTRE
        end = _plain(round(NUMBER_BOX / 2 + small / 2, 2))  # so that the turned number stands a 字 in
        lengths = {
            "page_width": each.page_width,
            "page_height": each.page_height,
            "top": top,
            "bottom": bottom,
            "left": each.left,
            "right": right,
            "type_top": each.top,
            "type_bottom": type_bottom,
            "pitch": self.pitch,
            "tight": self.tight,
            "title_pitch": self.profile.title_pitch or self.pitch,
            "two_lines": 2 * self.pitch,
            "half_line": self.pitch / 2,
            "leading": self.leading,
            "mark_place": each.mark_top - top,
            "control": max(each.mark_top - top, 0.0),
            "below_mark": 2 * self.pitch + self.leading,
            "rule_gap": each.rule_gap - self.leading,
            "number_gap": each.number_top - each.bottom - dash - self.leading,
            "number_gap_attached": each.number_top - each.bottom - dash,
            "number_box": NUMBER_BOX,
            "number_aside": round(each.page_height - each.number_top + dash - small / 2 - NUMBER_BOX / 2, 1),
            "foot_gap_attached": 3.5 + self.leading,
            "imprint_line": 7.75 * each.small / 14,
            "letter_width": each.page_width - 2 * LETTER_RULES,
            "letter_left": LETTER_RULES - each.left,
            "letter_right": LETTER_RULES - right,
            "letter_gap": each.cell * 7 / 8 - self.leading,
            "letter_rule": each.page_height - LETTER_EDGE - LETTER_PAIR - top,
            "letter_broad": each.page_height - LETTER_EDGE - LETTER_PAIR / 2 - top,
        }
        sizes = {
            "size": floor(self.cell / MM * 100 - 1e-6) / 100,
            "title_size": printed(each.title_size),
            "small_size": each.small,
        }
        words = {
            "red": each.red,
            "head_ink": "hidden" if each.red_head is RedHead.PREPRINTED else "visible",
            "wide_odd_in": "" if centred else f"padding-bottom: {end}mm",
            "wide_even_in": "" if centred else f"padding-top: {end}mm",
            **(_CENTRED if centred else _OUTER),
            **{
                f"{role}_faces": "".join(f'"{face}", ' for face in getattr(each.fonts, role))
                for role in type(each.fonts).model_fields
            },
        }
        return {
            **{name: f"{_plain(value)}mm" for name, value in lengths.items()},
            **{name: f"{_plain(value)}pt" for name, value in sizes.items()},
            **words,
        }

    def fill(self, sheet: str) -> str:
        """A style sheet with every `$name` replaced; a name that is not there is a fault of the sheet (KeyError)."""
        return Template(sheet).substitute(self.values)


_OUTER = {
    "odd_box": "bottom-right", "even_box": "bottom-left", "foot_box": "bottom-center", "foot_align": "center",
    "odd_align": "right", "even_align": "left", "odd_in": "1em", "even_in": "1em",
    "wide_odd_box": "left-bottom", "wide_even_box": "left-top", "wide_odd_at": "bottom", "wide_even_at": "top",
}  # fmt: skip
_CENTRED = {
    "odd_box": "bottom-center", "even_box": "bottom-center", "foot_box": "bottom-left", "foot_align": "left",
    "odd_align": "center", "even_align": "center", "odd_in": "0", "even_in": "0",
    "wide_odd_box": "left-middle", "wide_even_box": "left-middle", "wide_odd_at": "middle", "wide_even_at": "middle",
}  # fmt: skip


def _plain(value: float) -> str:
    """A number as a sheet writes it: four decimals at most."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if round(value, 4) else "0"


OFFICIAL = Geometry()
