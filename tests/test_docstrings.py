"""What is public says what it is: shapes, units, errors, the clause it follows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
LEAST = 0.9
Told = ast.Module | ast.ClassDef | ast.FunctionDef


def public(node: ast.Module | ast.ClassDef) -> Iterator[Told]:
    """A module or class with everything public in it; what stands inside functions is their own."""
    yield node
    for each in node.body:
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from public(each)
        elif isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            yield each


def test_nine_of_ten_have_a_docstring() -> None:
    found = [(path, each) for path in SCRIPTS.rglob("*.py") for each in public(ast.parse(path.read_text("utf-8")))]
    silent = [
        f"{path.relative_to(SCRIPTS)}:{getattr(each, 'lineno', 1)}"
        for path, each in found
        if not ast.get_docstring(each)
    ]
    assert len(silent) <= (1 - LEAST) * len(found), f"{len(silent)} of {len(found)}: {silent}"
