"""What a piece of work reads, noted while it works: so that its answer can be kept for as long as all of it stands."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

Read = tuple[str, ...]
EVERY = "*"  # the second word of a read that goes through all records of a kind


class _Open(threading.local):
    """The pieces of work that a thread is at, the innermost last, each with what it has read so far."""

    def __init__(self) -> None:
        self.work: list[set[Read]] = []


_open = _Open()


def note(read: Read) -> None:
    """Something is read."""
    if _open.work:
        _open.work[-1].add(read)


def note_all(reads: Iterable[Read]) -> None:
    """An answer is used that was worked out of these."""
    if _open.work:
        _open.work[-1].update(reads)


@contextmanager
def noted() -> Iterator[set[Read]]:
    """The set fills with what is read inside the block; a block around it learns nothing of that unless it is told."""
    reads: set[Read] = set()
    _open.work.append(reads)
    try:
        yield reads
    finally:
        _open.work.pop()


def least(reads: Iterable[Read]) -> frozenset[Read]:
    """The same reads without those of single records where all of their kind are read."""
    reads = frozenset(reads)
    whole = {read[0] for read in reads if read[1:] == (EVERY,)}
    return frozenset(read for read in reads if read[0] not in whole or read[1:] == (EVERY,)) if whole else reads
