"""Answers kept on disk from one run to the next, a file each, in a folder that may be deleted, cut short, read-only or full at any time.

A file begins with a checksum in which the version of the program and the name of the answer have a part. What is half written, of another
program or not there is all the same: it is worked out again. Files are exchanged whole, so two builds at once do each other no harm. Reading
one makes data of ours and runs nothing, for the folder may have come with somebody else's content.
"""

from __future__ import annotations

import io
import os
import pickle
from contextlib import suppress
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

from campaign.leaves import program

SIZE = 16  # bytes of a checksum
SPARE = 30 * 86_400  # seconds
PLAIN = {
    ("builtins", "complex"),
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("decimal", "Decimal"),
    ("fractions", "Fraction"),
    ("markupsafe", "Markup"),
}


@dataclass
class Store:
    """Answers by name. Without a folder nothing is kept and nothing is known."""

    folder: Path | None = None
    version: str = ""
    used: set[str] = field(default_factory=set)

    @staticmethod
    def of(root: Path) -> Store:
        """The store of a content root for this program."""
        return Store(root / ".build" / "steps", program.version())

    def get(self, name: str) -> Any:
        """The answer kept under a name, or None."""
        if self.folder is None:
            return None
        try:
            with self._path(name).open("rb", buffering=0) as file:
                raw = file.readall()
            body = memoryview(raw)[SIZE:]
            return _Data(io.BytesIO(body)).load() if raw[:SIZE] == self._sum(name, body) else None
        except Exception:  # a file that is there and cannot be read back is as good as none
            return None

    def put(self, name: str, answer: Any) -> None:
        """Keep an answer, where anything can be kept: on a disk that takes no more, nothing is tried again."""
        if self.folder is None:
            return
        body = pickle.dumps(answer, protocol=5)
        path = self._path(name)
        new = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            try:
                new.write_bytes(self._sum(name, body) + body)
            except FileNotFoundError:
                new.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(self._sum(name, body) + body)
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink()
            self.folder = None

    def tidy(self) -> None:
        """Remove what has not been asked for this time and is a month older than the newest answer."""
        if self.folder is None:
            return
        with suppress(OSError):
            written = {entry.name: entry.stat().st_mtime for entry in os.scandir(self.folder)}
            oldest = max(written.values(), default=0) - SPARE
            for name in [each for each, when in written.items() if when < oldest and each not in self.used]:
                (self.folder / name).unlink()

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        key = blake2b(name.encode(), digest_size=SIZE).hexdigest()
        self.used.add(key)
        return self.folder / key

    def _sum(self, name: str, body: bytes | memoryview) -> bytes:
        made = blake2b(f"{self.version} {name}\n".encode(), digest_size=SIZE)
        made.update(body)
        return made.digest()


class _Data(pickle.Unpickler):
    """Makes records, values and words of ours, and plain values of Python; anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in PLAIN and not module.startswith("campaign."):
            raise pickle.UnpicklingError(f"{module}.{name}")
        found: Any = import_module(module)
        for each in name.split("."):
            found = getattr(found, each)
        ours = isinstance(found, type) and (
            is_dataclass(found) or issubclass(found, (Enum, str)) or hasattr(found, "model_fields")
        )
        if not ours and (module, name) not in PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
