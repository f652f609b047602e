"""The number code of the posting lists: whole numbers as short runs of printable ASCII.

92 symbols (`!` to `~` without `"` and `\\`) need no escape in a script. The first symbol tells the length:

    symbol 0-55    the number itself                       0 … 55
    symbol 56-83   and 1 more symbol                      56 … 2,631
    symbol 84-90   and 2 more symbols                  2,632 … 61,879
    symbol 91      and 4 more symbols                 61,880 … 71,701,175
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

SYMBOLS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
BASE = len(SYMBOLS)
ONE = 56
TWO = ONE + 28 * BASE
THREE = TWO + 7 * BASE**2
LIMIT = THREE + BASE**4


def encode(numbers: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """The numbers in the code, and where each begins (one offset more than numbers, the last is the length).

    Raises ValueError for a negative number and from 71,701,176 up.
    """
    if numbers.size and (int(numbers.min()) < 0 or int(numbers.max()) >= LIMIT):
        raise ValueError(f"only 0 to {LIMIT - 1} can be written")
    lengths = np.select([numbers < ONE, numbers < TWO, numbers < THREE], [1, 2, 3], 5)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    out = np.empty(int(offsets[-1]), np.uint8)
    for length, lead, floor in ((1, 0, 0), (2, ONE, ONE), (3, 84, TWO), (5, 91, THREE)):
        chosen = np.flatnonzero(lengths == length)
        rest = numbers[chosen] - floor
        for place in range(length):
            digit = rest // BASE ** (length - 1 - place)
            out[offsets[chosen] + place] = lead + digit if place == 0 else digit % BASE
    return np.frombuffer(SYMBOLS.encode(), np.uint8)[out].tobytes(), offsets


def decode(text: str) -> Iterator[int]:
    """The numbers of an encoded text, in order; the browser's half of the code, for tests and for reading a shard."""
    digits = iter(SYMBOLS.index(symbol) for symbol in text)
    for lead in digits:
        if lead < ONE:
            more, value, floor = 0, lead, 0
        elif lead < 84:
            more, value, floor = 1, lead - ONE, ONE
        elif lead < 91:
            more, value, floor = 2, lead - 84, TWO
        else:
            more, value, floor = 4, 0, THREE
        for _ in range(more):
            value = value * BASE + next(digits)
        yield value + floor
