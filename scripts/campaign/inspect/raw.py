"""Values as PDF files write them, made plain: font names, colours, boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from campaign.inspect.records import BLACK, MM, Box, Colour


def plain_font(name: Any) -> str:
    """A font's name without subset prefix; names that old Chinese software wrote in GBK bytes become readable."""
    text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    text = re.sub(r"^[A-Z]{6}\+", "", text)
    if not text.isascii():
        try:
            return text.encode("latin-1").decode("gbk")
        except UnicodeError:
            return text
    return text


def colour_of(value: Any, space: str | None = None) -> Colour:
    """Any device colour as 8-bit RGB; what has no colour of its own (a pattern) counts as black."""
    if value is None:
        return BLACK
    parts = [
        float(part)
        for part in (value if isinstance(value, (tuple, list)) else (value,))
        if isinstance(part, (int, float))
    ]
    match parts:
        case [grey]:
            red = green = blue = 1 - grey if space == "Separation" else grey
        case [red, green, blue]:
            pass
        case [cyan, magenta, yellow, black]:
            red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
        case _:
            return BLACK
    return (_byte(red), _byte(green), _byte(blue))


def _byte(part: float) -> int:
    return round(255 * min(max(part, 0.0), 1.0))


def box_of(box: Sequence[float]) -> Box:
    """A box of pdfplumber (points) in mm."""
    return Box(*(part * MM for part in box))
