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
    """A digest of every file of the program and of the names and versions of all libraries. A preview begun with one program ends with it."""
    libraries = Path(sysconfig.get_path("purelib"))
    seen = blake2b(sys.version.encode(), digest_size=16)
    seen.update(" ".join(sorted(path.name for path in libraries.glob("*.dist-info"))).encode())
    for path in sorted(PROGRAM.rglob("*")):
        if path.suffix not in ("", ".pyc") and path.is_file():
            seen.update(f"{path.relative_to(PROGRAM)}\0".encode() + blake2b(path.read_bytes()).digest())
    return seen.hexdigest()
