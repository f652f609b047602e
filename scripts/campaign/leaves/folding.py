"""Line breaks in our templates are for the eye only: HTML is indented and wrapped, and no blank of it reaches Chinese text."""

from __future__ import annotations

import re

from jinja2.ext import Extension

_PIECE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?=[a-zA-Z/!])|>|[ \t]*\n\s*", re.DOTALL)


class Folding(Extension):
    """A line break with the blanks around it is nothing between tags and one blank inside a tag; what braces hold stays.

    Breaks are left as comments, so that Jinja still tells the line of a fault.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        inside = False

        def folded(match: re.Match[str]) -> str:
            nonlocal inside
            piece = match[0]
            if piece in "<>":
                inside = piece == "<"
            if piece[0] == "{" or piece in "<>":
                return piece
            blank = inside and not source.startswith(">", match.end())
            return " " * blank + "{#" + "\n" * piece.count("\n") + "#}"

        return _PIECE.sub(folded, source)
