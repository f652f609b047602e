#!/usr/bin/env python3
"""Writes the list "督办 stands in these files" into ARCHITECTURE.md (`make features`); a test compares.

A file belongs to a kind of content by its name or its folder's, or because it imports one that does; what does so for many kinds (the
catalogue, the search index) belongs to none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from campaign.kinds import KINDS, Kind

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- features: written by scripts/features.py -->\n", "<!-- end of features -->\n"
SHARED = {"plan", "site"}  # modules of records of several kinds
MANY = 3  # a file that serves more kinds than this is about none of them
PLACES = ("scripts/campaign", "overrides", "tests")
SUFFIXES = {".py", ".html", ".css", ".js", ".yaml", ".md"}


def words(kind: Kind[object]) -> set[str]:
    """What files of a kind are called: by its key, its place, its entries in the masthead, its prints, and the module of its record."""
    module = kind.record.__module__.rpartition(".")[2]
    named = {kind.key, kind.place, "" if module in SHARED else module, *(each.key for each in kind.nav), *kind.prints}
    return {word.replace("-", "_") for word in named if word} | {f"{kind.key}s"}


def files() -> dict[str, set[str]]:
    """Every file by its path with the words of its name: `pages/templates/ledger_entry.html` has ledger and ledger_entry."""
    found = {}
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                stem = path.stem.removeprefix("test_")
                parts = stem.split("_")
                own = {"_".join(parts[:end]) for end in range(1, len(parts) + 1)}
                folder = path.parent.name if path.parent.parent.name in ("pdf", "importers") else ""
                found[name] = {*own, folder}
    return found


def imports(name: str) -> Iterator[str]:
    """The files of ours that a module imports."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("campaign"):
            base = f"scripts/{str(node.module).replace('.', '/')}"
            for end in ("", *(f"/{alias.name}" for alias in node.names)):
                yield from (f"{base}{end}.py", f"{base}{end}/__init__.py")


def features() -> Mapping[Kind[object], list[str]]:
    """The files of each kind that has a place on the site."""
    known = files()
    kinds = [kind for kind in KINDS if kind.place and kind.key != "plan"]
    by_name = {kind: {name for name, own in known.items() if own & words(kind)} for kind in kinds}
    taken = {name: set(imports(name)) for name in known if name.endswith(".py") and not name.startswith("tests/")}
    found = {kind: own | {name for name, used in taken.items() if used & own} for kind, own in by_name.items()}
    count = {name: sum(name in own for own in found.values()) for name in known}
    return {
        kind: sorted(name for name in own if name in by_name[kind] or count[name] <= MANY)
        for kind, own in found.items()
    }


def listed(names: list[str]) -> str:
    """Files by folder, short: views: ledger, ledgers; pages: ledger."""
    rooms: dict[str, list[str]] = {}
    for name in names:
        folder, _, file = name.removeprefix("scripts/campaign/").rpartition("/")
        room = re.sub(r"overrides/assets/", "", folder).replace("pages/templates", "templates") or "top"
        rooms.setdefault(room, []).append(file.rpartition(".")[0].replace("__init__", "·"))
    return "; ".join(f"{room}: {', '.join(dict.fromkeys(held))}" for room, held in rooms.items())


def table() -> str:
    rows = "".join(f"| {kind.name} `{kind.key}` | {listed(names)} |\n" for kind, names in features().items())
    return f"| feature | files |\n| --- | --- |\n{rows}"


def written(text: str) -> str:
    """ARCHITECTURE.md with the list as it is now."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    path = ROOT / "ARCHITECTURE.md"
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
