"""What stood in a file before each save: copies in a folder of the content root that nothing is published from, the newest FEW of each file.

`.history/plans/a.yaml/000007.yaml` is what `plans/a.yaml` held before its seventh save. The time of a copy is the time of its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from campaign.editor import kinds
from campaign.editor.kinds import TypedFile
from campaign.publish import write

FOLDER = ".history"
FEW = 50


def remember(root: Path, held: TypedFile) -> str:
    """Keep a file as it is now; returns the number of the copy. Raises OSError."""
    folder = root / FOLDER / held.name
    kept = _copies(folder)
    number = f"{int(kept[-1].stem) + 1 if kept else 1:06}"
    write(folder / f"{number}{Path(held.name).suffix}", held.raw)
    for path in kept[: -FEW + 1]:
        path.unlink(missing_ok=True)
    return number


def versions(root: Path, name: str) -> Iterator[tuple[str, datetime, TypedFile]]:
    """The copies of a file, the newest first: number, when it was replaced, what it held."""
    for path in reversed(_copies(root / FOLDER / name)):
        yield path.stem, datetime.fromtimestamp(path.stat().st_mtime), kinds.hold(name, path.read_bytes())


def version(root: Path, name: str, number: str) -> TypedFile | None:
    """The copy with a number, or None."""
    return next((held for found, _, held in versions(root, name) if found == number), None)


def _copies(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.stem.isdigit()) if folder.is_dir() else []
