"""Bigram lists: which units hold which two neighbouring characters, in the name and in the body.

A bigram starts with a letter or digit; the last character of a run is paired with the separator. So the lists of all
bigrams that start with a character together are the list of that character. Both lists are ascending unit numbers,
written as gaps (number − previous number − 1; the first is the number itself) in the code of `code.py`:

    in names    gap×4 + 2 when the name starts with the bigram + 1 when it ends with it
    in bodies   gap
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campaign.search.code import encode
from campaign.search.fold import SEPARATOR, fold_codes

STARTS = 2
ENDS = 1
BLANK = ord(SEPARATOR)
CODES = 0x110000

Numbers = NDArray[np.int64]


def bigram_lists(names: Sequence[Sequence[str]], bodies: Sequence[str], ids: Numbers) -> dict[int, tuple[bytes, bytes]]:
    """{first character × CODES + second character: (list in names, list in bodies)}, in ascending order.

    `ids` are the ascending unit numbers that belong to `names` (all the names of a unit) and to `bodies`.
    """
    counts = np.fromiter(map(len, names), np.int64, len(names))
    bigrams, owners, flags = _in_names([name for each in names for name in each], np.repeat(ids, counts))
    in_names = _encoded(bigrams, owners, 4, flags)
    in_bodies = _encoded(*_once(*_occurrences(bodies, ids)[:2]), 1, 0)
    keys = sorted(in_names.keys() | in_bodies.keys())
    return {key: (in_names.get(key, b""), in_bodies.get(key, b"")) for key in keys}


def _occurrences(texts: Sequence[str], ids: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Every bigram of every text: (bigram, unit number, its place in the texts joined by one separator)."""
    codes = fold_codes("\n".join((*texts, ""))).astype(np.int64)
    owners = np.repeat(ids, np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    places = np.flatnonzero(codes[:-1] != BLANK) if codes.size else np.empty(0, np.int64)
    return codes[places] * CODES + codes[places + 1], owners[places], places


def _in_names(names: Sequence[str], ids: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Bigrams of the names, each once a unit: (bigram, unit number, flags)."""
    bigrams, texts, places = _occurrences(names, np.arange(len(names)))
    owners = ids[texts]
    if not bigrams.size:
        return bigrams, owners, places
    # A name starts with its first letter and ends with its last one: brackets and stops around it do not count.
    edge = np.flatnonzero(np.diff(texts)) + 1
    first = places[np.concatenate(([0], edge))]
    last = places[np.concatenate((edge - 1, [len(places) - 1]))]
    starts = np.isin(places, first)
    ends = np.isin(places, last) | np.isin(places + 1, last)
    flags = STARTS * starts + ENDS * ends
    order = np.lexsort((owners, bigrams))
    bigrams, owners, flags = bigrams[order], owners[order], flags[order]
    heads = np.flatnonzero(np.concatenate(([True], (np.diff(bigrams) != 0) | (np.diff(owners) != 0))))
    return bigrams[heads], owners[heads], np.bitwise_or.reduceat(flags, heads)


def _once(bigrams: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct (bigram, unit number) pairs in ascending order, by one sort of single numbers."""
    if not bigrams.size:
        return bigrams, owners
    present = np.zeros(CODES, bool)
    present[bigrams // CODES] = present[bigrams % CODES] = True
    chars, rank = np.flatnonzero(present), np.cumsum(present) - 1
    width = int(owners.max()) + 1
    pairs = (rank[bigrams // CODES] * len(chars) + rank[bigrams % CODES]) * width + owners
    pairs.sort()
    pairs = pairs[np.concatenate(([True], np.diff(pairs) != 0))]
    both = pairs // width
    return chars[both // len(chars)] * CODES + chars[both % len(chars)], pairs % width


def _encoded(bigrams: Numbers, owners: Numbers, step: int, flags: Numbers | int) -> dict[int, bytes]:
    """One list a bigram, each number gap × step + flags. The pairs come ascending, each once."""
    if not bigrams.size:
        return {}
    heads = np.flatnonzero(np.concatenate(([True], np.diff(bigrams) != 0)))
    gaps = np.diff(owners, prepend=-1) - 1
    gaps[heads] = owners[heads]
    text, offsets = encode(np.asarray(gaps * step + flags, np.int64))
    cuts = offsets[np.concatenate((heads, [len(gaps)]))].tolist()
    return {key: text[cuts[at] : cuts[at + 1]] for at, key in enumerate(bigrams[heads].tolist())}
