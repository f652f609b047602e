"""What stood in a file: before each save, as copies in a folder of the content root that nothing is published from, the newest FEW of each file; and, where
git keeps the content, in its commits.

`.history/plans/a.yaml/000007.yaml` is what `plans/a.yaml` held before its seventh save. The time of a copy is the time of its file. Commits are only
read: whether and when an office commits is its own affair.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from campaign.editor import kinds
from campaign.editor.kinds import TypedFile
from campaign.publish import write

FOLDER = ".history"
FEW = 50
_PATIENCE = 20  # seconds for git, which may have to read a large archive


@dataclass(frozen=True)
class Earlier:
    """What a file held: until `when` for a copy, from then on for a commit. `number` is the copy's or the commit's."""

    number: str
    when: datetime
    held: TypedFile
    committed: bool = False


def remember(root: Path, held: TypedFile) -> str:
    """Keep a file as it is now; returns the number of the copy. Raises OSError."""
    folder = root / FOLDER / held.name
    kept = _copies(folder)
    number = f"{int(kept[-1].stem) + 1 if kept else 1:06}"
    write(folder / f"{number}{Path(held.name).suffix}", held.raw)
    if not (root / FOLDER / ".gitignore").exists():
        write(root / FOLDER / ".gitignore", b"*\n")  # copies are no part of what an office commits
    for path in kept[: -FEW + 1]:
        path.unlink(missing_ok=True)
    return number


def versions(root: Path, name: str) -> list[Earlier]:
    """The copies of a file and its commits, the newest first."""
    copies = (
        Earlier(path.stem, datetime.fromtimestamp(path.stat().st_mtime), kinds.hold(name, path.read_bytes()))
        for path in reversed(_copies(root / FOLDER / name))
    )
    return sorted([*copies, *_commits(root, name)], key=lambda each: each.when, reverse=True)


def version(root: Path, name: str, number: str) -> TypedFile | None:
    """The version with a number, or None."""
    return next((each.held for each in versions(root, name) if each.number == number), None)


def _copies(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.stem.isdigit()) if folder.is_dir() else []


def _commits(root: Path, name: str) -> Iterator[Earlier]:
    """The latest commits that changed a file; none without git, and in a folder that it does not keep."""
    listed = _git(root, "log", f"-n{FEW}", "--format=%H %ct", "--", name).decode().split()
    found = dict(zip(listed[::2], listed[1::2], strict=True))
    raw = _git(root, "cat-file", "--batch", asked="".join(f"{each}:./{name}\n" for each in found)) if found else b""
    for number, when in found.items():
        head, _, raw = raw.partition(b"\n")
        if head.endswith(b" missing"):  # the commit that took the file away
            continue
        size = int(head.split()[-1])
        yield Earlier(number, datetime.fromtimestamp(int(when)), kinds.hold(name, raw[:size]), committed=True)
        raw = raw[size + 1 :]


def _git(root: Path, *command: str, asked: str = "") -> bytes:
    try:
        run = subprocess.run(
            ["git", "--no-pager", "--literal-pathspecs", *command],
            cwd=root,
            input=asked.encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return run.stdout if run.returncode == 0 else b""
