"""What must never be published: mobile numbers and identity-card numbers, found in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PRIVATE = ((re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号"), (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "身份证号"))


def private(text: str) -> Iterator[tuple[int, str]]:
    """Where something private begins in a text, and what it is."""
    for pattern, word in _PRIVATE if len(text) > 10 else ():
        for found in pattern.finditer(text):
            yield found.start(), word
