"""Work on what came from outside, in a process of its own with ceilings of memory and processor time: a library that runs away, or falls
over its own feet, ends that process and not the command.

The ceilings are the kernel's (RLIMIT_AS, RLIMIT_CPU), so no reading of a clock decides anything. Where a system has none, the work is done here.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from campaign.leaves.parallel import helping

T = TypeVar("T")

MEMORY = 512_000_000  # bytes beyond what the program has already
SECONDS = 60  # of processor time; a PDF of 500 pages and 30 MB takes 30, and 200 MB


class Exceeded(Exception):
    """The work took more than it may, or its process was lost; nothing of it is left."""


def confined(work: Callable[[], T], memory: int = MEMORY, seconds: int = SECONDS) -> T:
    """The result of `work`, or the exception it raised; Exceeded when it went over a ceiling. What it returns is pickled."""
    if not hasattr(os, "fork") or not Path("/proc/self/statm").is_file():
        return work()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_within, args=(work, sender, memory, seconds))
    process.start()
    sender.close()
    try:
        made: tuple[bool, Any] = receiver.recv()
    except (EOFError, OSError):  # the kernel ended it
        raise Exceeded from None
    finally:
        receiver.close()
        process.kill()
        process.join()
    sound, held = made
    if not sound:
        raise held
    result: T = held
    return result


def _within(work: Callable[[], Any], sender: Connection, memory: int, seconds: int) -> None:
    helping()
    answer: tuple[bool, Any]
    try:
        _limit(memory, seconds)
        answer = (True, work())
    except MemoryError:
        answer = (False, Exceeded())
    except Exception as fault:
        answer = (False, _portable(fault))
    with suppress(OSError, MemoryError):
        sender.send(answer)


def _limit(memory: int, seconds: int) -> None:
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: pages * os.sysconf("SC_PAGE_SIZE") + memory,
    }
    for kind, ceiling in wanted.items():
        hard = resource.getrlimit(kind)[1]
        most = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        resource.setrlimit(kind, (most, most))


def _portable(fault: Exception) -> Exception:
    """A fault that goes through a pipe; one that does not keeps its kind by name."""
    try:
        return fault if isinstance(pickle.loads(pickle.dumps(fault)), type(fault)) else RuntimeError(repr(fault))
    except Exception:
        return RuntimeError(f"{type(fault).__name__}: {fault}")
