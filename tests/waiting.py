"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def eventually(seen: Callable[[], bool], seconds: float = 120) -> bool:
    """Ask again until it is so, or the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen():
            return True
        time.sleep(0.2)
    return False
