"""One piece of work for many items, on several processors where there are enough items to be worth it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")
U = TypeVar("U")
Spread = Callable[[Callable[[T], U], Sequence[T]], Iterable[U]]

CHUNK = 4  # items handed to a process at a time: few, for some pieces of work are far larger than others
WORTH_IT = 50  # items below which starting processes takes longer than the work
_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(workers: int) -> Spread[Any, Any]:
    """A `map` on `workers` forked processes, which have all that is loaded already; results come back in order.

    Raises what the work raised, or OSError when a process was ended by the system.
    """

    def over_processes(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterable[Any]:
        global _task  # noqa: PLW0603 - what forked processes inherit
        if workers < 2 or len(items) < WORTH_IT or not _can_fork():
            return [work(item) for item in items]
        _task = (work, items)
        try:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=helping) as pool:
                return list(pool.map(_one, range(len(items)), chunksize=CHUNK))
        except BrokenProcessPool:
            raise _ended_by_the_system() from None
        finally:
            _task = None

    return over_processes


@contextmanager
def aside(workers: int, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begin a piece of work in a forked process of its own; the function given waits for its result, or raises what the work raised.

    With one worker the work is done when it is asked for. Work that nobody waited for ends with the block.
    """
    if workers < 2 or not _can_fork():
        yield work
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(work, sender))
    process.start()
    sender.close()

    def result() -> T:
        made: T
        try:
            made, fault = receiver.recv()
        except EOFError:
            raise _ended_by_the_system() from None
        if fault:
            raise fault
        return made

    try:
        yield result
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _ended_by_the_system() -> OSError:
    """Of a process that ended without an answer: memory is what the system ends processes for."""
    return OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


def helping() -> None:
    """At the start of a process that helps another: Ctrl-C is for the command, and who is helped no longer, however it ended, ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    helped = multiprocessing.parent_process()
    if helped is not None:
        threading.Thread(target=_end_with, args=(helped.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _answer(work: Callable[[], Any], sender: Connection) -> None:
    helping()
    try:
        sender.send((work(), None))
    except Exception as fault:  # whatever it is, the process that waits is to have it
        fault.add_note(traceback.format_exc())
        sender.send((None, fault))


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def _one(index: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[index])
