"""Shards: which file of the index a bigram stands in.

The files are the leaves of a tree that halves by one more bit of a hash wherever a leaf would be too large: first by
the first character, and for a character too large for one file by the second. A leaf's name is its path, so an
edit renames nothing and moves nothing but a leaf that grows over the limit. The tree is written in one line, depth first:

    1   two branches follow (bit 0, bit 1)      0   a leaf, one file
    2   one first character, its own tree by second character follows      _   a leaf without content, no file
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LIMIT = 12_000  # bytes of posting text a shard; a single bigram may be more
ODD = 0x9E3779B1  # times an odd number modulo 2³² no two characters fall together


@dataclass(frozen=True)
class Entry:
    """One character with the bytes that stand under it."""

    char: str
    size: int


def hashed(char: str) -> int:
    return ord(char) * ODD & 0xFFFFFFFF


def plant(entries: Mapping[str, Mapping[str, bytes]]) -> tuple[str, dict[str, list[tuple[str, list[str]]]]]:
    """{first: {second: posting text}} → (the tree, {shard name: [(first, its second characters there)]})."""
    leaves: dict[str, list[tuple[str, list[str]]]] = {}

    def whole(name: str, chosen: list[Entry]) -> str:
        if len(chosen) == 1 and chosen[0].size > LIMIT and len(entries[chosen[0].char]) > 1:
            first = chosen[0].char
            parts = [Entry(second, size_of(second, text)) for second, text in entries[first].items()]

            def part(inner: str, some: list[Entry]) -> str:
                leaves[f"{name}-{inner}"] = [(first, [entry.char for entry in some])]
                return "0"

            return "2" + halve(parts, part)
        leaves[name] = [(entry.char, list(entries[entry.char])) for entry in chosen]
        return "0"

    firsts = [Entry(first, sum(size_of(*item) for item in lists.items())) for first, lists in entries.items()]
    return halve(firsts, whole), leaves


def size_of(second: str, text: bytes) -> int:
    """Bytes of one posting text in its file: the second character, the lists, one tab."""
    return len(second.encode()) + len(text) + 1


def halve(entries: list[Entry], leaf: Callable[[str, list[Entry]], str], path: str = "1") -> str:
    """The tree below `path` in its written form; `leaf(name, entries)` takes what ends up together."""
    if not entries:
        return "_"
    if len(entries) == 1 or sum(entry.size for entry in entries) <= LIMIT:
        return leaf(format(int(path, 2), "x"), entries)
    bit = 32 - len(path)
    sides: tuple[list[Entry], list[Entry]] = ([], [])
    for entry in entries:
        sides[hashed(entry.char) >> bit & 1].append(entry)
    return "1" + halve(sides[0], leaf, path + "0") + halve(sides[1], leaf, path + "1")
