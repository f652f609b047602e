"""Waiting for what another process does."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable


def eventually(seen: Callable[[], bool], seconds: float = 120) -> bool:
    """Ask again until it is so, or the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen():
            return True
        time.sleep(0.2)
    return False


def answers(address: str) -> bool:
    """Whether a server answers at an address."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
