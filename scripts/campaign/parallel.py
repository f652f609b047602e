"""One piece of work for many items, on several processors where there are enough items to be worth it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
U = TypeVar("U")
Spread = Callable[[Callable[[T], U], Sequence[T]], Iterable[U]]

CHUNK = 4  # items handed to a process at a time: few, for some pieces of work are far larger than others
WORTH_IT = 50  # items below which starting processes takes longer than the work
_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(workers: int) -> Spread[Any, Any]:
    """A `map` on `workers` forked processes, which have all that is loaded already; results come back in order."""

    def over_processes(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterable[Any]:
        global _task  # noqa: PLW0603 - what forked processes inherit
        if workers < 2 or len(items) < WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
            return [work(item) for item in items]
        _task = (work, items)
        try:
            with multiprocessing.get_context("fork").Pool(workers) as pool:
                return pool.map(_one, range(len(items)), chunksize=CHUNK)
        finally:
            _task = None

    return over_processes


def _one(index: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[index])
