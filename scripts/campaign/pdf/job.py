"""What the print room is asked for: one document as HTML words plus the name of the sheet that sets its looks."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

ROOM = Path(__file__).parent
Pages = Literal["any", "even", "several"]


@dataclass(frozen=True)
class Job:
    """One document to print; picklable, and the same job gives the same bytes.

    When the number of pages that `html` comes to is not of the kind `pages` asks for, `spare` is printed instead: the same words
    with their end on a page of its own (版记 on the last even page needs to know how long the document is).
    """

    name: str  # as messages name it, e.g. the plan's id
    title: str  # PDF title
    kind: str  # folder with template.html and style.css
    html: str
    spare: str = ""
    pages: Pages = "any"

    def accepts(self, count: int) -> bool:
        """Is a document of `count` pages what was asked for?"""
        return {"any": True, "even": count % 2 == 0, "several": count > 1}[self.pages]

    def digest(self, fonts_version: str = "") -> str:
        """Key of a cache: changes with the words, the looks, the typefaces (text of their VERSION file) and the printing program."""
        seen = hashlib.sha256()
        for part in (*(str(getattr(self, each.name)) for each in fields(self)), sheet(self.kind), fonts_version, _program()):
            seen.update(part.encode())
            seen.update(b"\0")
        return seen.hexdigest()


@cache
def sheet(kind: str) -> str:
    """Style sheet of a kind of document: the common one, then its own."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOM / "common.css", ROOM / kind / "style.css"))


@cache
def _program() -> str:
    code = (ROOM / name for name in ("engine.py", "builtin.css"))
    return version("weasyprint") + "".join(path.read_text(encoding="utf-8") for path in code)
