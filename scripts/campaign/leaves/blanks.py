"""【写……】: what a new file says where its author is to write, so that what nobody has written yet is known from what somebody has."""

from __future__ import annotations

import re

_BLANK = re.compile("【写[^【】]*】")


def left(text: str) -> str:
    """The first place in a text that waits to be written, as it stands; empty when there is none."""
    found = _BLANK.search(text)
    return found[0] if found else ""


def asked(text: str) -> str:
    """What is asked for, where a text as a whole waits to be written: 写方案的标题; empty for any other."""
    return text[1:-1] if _BLANK.fullmatch(text) else ""
