"""Which program this is: what is kept of an answer holds for the very program, libraries and Python that gave it."""

from __future__ import annotations

import sys
import sysconfig
from functools import cache
from hashlib import blake2b
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent


@cache
def version() -> str:
    """This program, whole. A preview begun with one program ends with it."""
    return digest(PROGRAM)


def digest(folder: Path) -> str:
    """What changes with every file of a program, with Python and with the libraries and their versions."""
    libraries = Path(sysconfig.get_path("purelib"))
    seen = blake2b(sys.version.encode(), digest_size=16)
    seen.update(" ".join(sorted(path.name for path in libraries.glob("*.dist-info"))).encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix and path.parent.name != "__pycache__" and path.is_file():
            seen.update(f"{path.relative_to(folder)}\0".encode() + blake2b(path.read_bytes()).digest())
    return seen.hexdigest()
