"""The rooms know each other in one direction only, and no clock, locale or environment is read below the edges."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
ROOMS = sorted(
    {
        path.relative_to(SCRIPTS / "campaign").parts[0].removesuffix(".py")
        for path in (SCRIPTS / "campaign").rglob("*.py")
    }
    - {"__init__"}
)

# room → the rooms it may import; a leaf imports nothing of ours
MAY: dict[str, set[str]] = {
    "leaves": set(),
    "yamltext": {"leaves"},
    "model": {"leaves"},
    "attachments": {"leaves", "publish", "texts"},
    "pictures": {"leaves", "publish"},
    "texts": {"leaves"},
    "kinds": {"leaves", "model"},
    "content": {"attachments", "kinds", "leaves", "model", "pictures"},
    "steps": {"content", "leaves"},
    "workbooks": {"leaves", "model"},
    "load": {"attachments", "content", "kinds", "leaves", "model", "pictures", "texts", "workbooks", "yamltext"},
    "views": {"content", "kinds", "leaves", "model", "pictures"},
    "checks": {"content", "doctor", "kinds", "leaves", "load", "model", "steps", "texts", "views", "workbooks"},
    "exporters": {"content", "kinds", "leaves", "model", "pdf", "steps", "views", "workbooks"},
    "importers": {
        "checks",
        "content",
        "kinds",
        "leaves",
        "model",
        "pictures",
        "texts",
        "views",
        "workbooks",
        "yamltext",
    },
    "search": {"content", "kinds", "leaves", "model", "steps", "views"},
    "pages": {"content", "kinds", "leaves", "model", "pictures", "steps", "texts", "views"},
    "pdf": {"content", "kinds", "leaves", "model", "views"},
    "inspect": {"leaves", "load", "model"},
    "publish": {"leaves"},
    "schemas": {"load"},
    "scaffold": {"content", "kinds", "leaves", "load", "model", "publish", "schemas", "views", "workbooks", "yamltext"},
    "editor": {
        "importers",
        "views",
        "kinds",
        "checks",
        "content",
        "doctor",
        "leaves",
        "load",
        "model",
        "pictures",
        "publish",
        "scaffold",
        "schemas",
        "texts",
        "workbooks",
        "yamltext",
    },
    "doctor": set(),
    "preview": {"pdf"},
    "build": {
        "attachments",
        "checks",
        "content",
        "doctor",
        "exporters",
        "kinds",
        "leaves",
        "model",
        "pages",
        "pdf",
        "pictures",
        "publish",
        "search",
        "steps",
        "texts",
        "views",
    },
    "cli": {
        "build",
        "checks",
        "content",
        "doctor",
        "exporters",
        "importers",
        "inspect",
        "kinds",
        "leaves",
        "pdf",
        "publish",
        "scaffold",
        "schemas",
        "texts",
        "views",
        "workbooks",
    },
}
EDGES = {"load", "build", "publish", "scaffold", "doctor", "cli"}


def modules(room: str) -> list[Path]:
    folder = SCRIPTS / "campaign" / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imported(path: Path, *, types: bool = True) -> Iterator[str]:
    """Every import of a file; without `types` only those that run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    unrun = {inner for node in named for each in node.body for inner in ast.walk(each)} if not types else set()
    for node in ast.walk(tree):
        if node in unrun:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    ours = {name.split(".")[1] for path in modules(room) for name in imported(path) if name.startswith("campaign.")}
    assert ours - {room} <= MAY[room], f"{room} reaches into {ours - {room} - MAY[room]}"


def _stands_for(name: str) -> Iterator[Path]:
    """The files that an import runs: the module itself, or the package that has the name, and the packages around it."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        place = SCRIPTS.joinpath(*parts[:end])
        yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file())


def test_no_module_leads_back_to_itself() -> None:
    """Not by an import at the head, not by one inside a function: the way from the recipe to MkDocs and back was one."""
    ways: dict[Path, set[Path]] = {}
    for path in SCRIPTS.rglob("*.py"):
        around = {parent / "__init__.py" for parent in path.parents}
        ways[path] = {found for name in imported(path, types=False) for found in _stands_for(name)} - around - {path}
    left = dict(ways)
    while loose := {
        path
        for path, further in left.items()
        if not further & left.keys() or not any(path in others for others in left.values())
    }:
        left = {path: further - loose for path, further in left.items() if path not in loose}
    assert not left, sorted(path.relative_to(SCRIPTS).as_posix() for path in left)


def test_one_file_knows_mkdocs() -> None:
    users = {
        path.name for path in SCRIPTS.rglob("*.py") if any(name.split(".")[0] == "mkdocs" for name in imported(path))
    }
    assert users == {"mkdocs_hooks.py"}


FORBIDDEN = {"today", "now", "time", "getenv", "environ", "getlocale", "setlocale", "getcwd"}


@pytest.mark.parametrize("room", sorted(set(ROOMS) - EDGES))
def test_no_clock_and_no_environment_below_the_edges(room: str) -> None:
    found = {
        f"{path.name}:{node.lineno} {node.attr}"
        for path in modules(room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in FORBIDDEN
        and isinstance(node.value, ast.Name)
        and node.value.id in {"date", "datetime", "time", "os", "locale", "Path"}
    }
    assert found <= {"engine.py:101 environ"} | {
        each for each in found if each.startswith("engine.py") and each.endswith("environ")
    }


def test_a_build_of_pages_loads_nothing_that_only_prints_workbooks_and_papers_need() -> None:
    words = "import sys, campaign.build.recipe, mkdocs_hooks; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", words], cwd=SCRIPTS, capture_output=True, text=True, check=True)
    assert not {"docx", "openpyxl", "pypdf", "weasyprint", "campaign.editor"}.intersection(ran.stdout.split())


def test_a_class_name_means_one_thing() -> None:
    """Whoever looks for a class finds it in one module."""
    places: dict[str, list[str]] = {}
    for path in sorted((SCRIPTS / "campaign").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(SCRIPTS).as_posix())
    assert not {name: found for name, found in places.items() if len(found) > 1}
