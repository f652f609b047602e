"""Shards: which file of the index a bigram stands in.

What is light is spread over the leaves of a tree that halves by one more bit of a hash wherever a leaf would be too
large: the first characters over one tree. A heavy first character has a tree of its own, by second character, and
a heavy bigram has a file of its own. A file's name follows from the character and the path alone, so an edit renames
nothing, and moves nothing but what crosses a limit. A tree is written in one line, depth first:

    1   two branches follow (bit 0, bit 1)      0   a leaf, one file      _   a leaf without content, no file
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LIMIT = 12_000  # bytes of posting text a file; only a single bigram may be more
ODD = 0x9E3779B1  # times an odd number modulo 2³² no two characters fall together

Leaves = dict[str, list[str]]  # {path: characters}


@dataclass(frozen=True)
class ShardTree:
    """The tree of the light first characters, [heavy seconds, tree of the light ones] for each heavy first one,
    and what each file holds: {shard name: [(first, seconds)]}."""

    tree: str
    heavy: dict[str, tuple[str, str]]
    shards: dict[str, list[tuple[str, list[str]]]]


def plan_shards(entries: Mapping[str, Mapping[str, bytes]]) -> ShardTree:
    """{first: {second: posting text}} → the plan."""
    sizes = {first: {second: size_of(second, text) for second, text in of.items()} for first, of in entries.items()}
    whole = {first: sum(parts.values()) for first, parts in sizes.items()}
    tree, leaves = halve({first: size for first, size in whole.items() if size <= LIMIT})
    shards = {path: [(first, list(entries[first])) for first in firsts] for path, firsts in leaves.items()}
    heavy: dict[str, tuple[str, str]] = {}
    for first in (first for first, size in whole.items() if size > LIMIT):
        alone = [second for second, size in sizes[first].items() if size > LIMIT // 2]
        inner, parts = halve({second: size for second, size in sizes[first].items() if size <= LIMIT // 2})
        shards |= {f"{ord(first):x}-{ord(second):x}": [(first, [second])] for second in alone}
        shards |= {f"{ord(first):x}.{path}": [(first, seconds)] for path, seconds in parts.items()}
        heavy[first] = "".join(alone), inner
    return ShardTree(tree, heavy, shards)


def size_of(second: str, text: bytes) -> int:
    """Bytes of one posting text in its file: the second character, the lists, one tab."""
    return len(second.encode()) + len(text) + 1


def hashed(char: str) -> int:
    return ord(char) * ODD & 0xFFFFFFFF


def halve(sizes: Mapping[str, int], path: str = "1") -> tuple[str, Leaves]:
    """The tree below a path, and its leaves by name (the path as a hexadecimal number)."""
    if not sizes:
        return "_", {}
    if sum(sizes.values()) <= LIMIT:
        return "0", {format(int(path, 2), "x"): list(sizes)}
    bit = 32 - len(path)
    sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for char, size in sizes.items():
        sides[hashed(char) >> bit & 1][char] = size
    (left, left_leaves), (right, right_leaves) = halve(sides[0], path + "0"), halve(sides[1], path + "1")
    return f"1{left}{right}", left_leaves | right_leaves
