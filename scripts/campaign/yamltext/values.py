"""What values say, whether they say the same, and which item of a new list was which of the old one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from campaign.leaves import unseen

TRUE, FALSE = (
    ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "是", "有"),
    ("false", "False", "FALSE", "no", "No", "NO", "off", "否", "无"),
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$")


def plain(value: Any) -> Any:
    """A copy in dicts with text keys, lists and scalars; without the characters that nobody sees."""
    if isinstance(value, str):
        return unseen.stripped(value)
    if isinstance(value, Mapping):
        return {unseen.stripped(str(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"not a plain value: {value!r}")


def same(old: Any, new: Any) -> bool:
    """Whether what was read (text, None, dicts, lists) says `new` already; the order of keys does not count."""
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(same(old[key], new[key]) for key in new)
    if isinstance(new, list):
        return isinstance(old, list) and len(old) == len(new) and all(map(same, old, new))
    if new is None or not isinstance(old, str):
        return new is None and old is None
    if isinstance(new, bool):
        return old in (TRUE if new else FALSE)
    if isinstance(new, str) or old == said(new):
        return bool(old == said(new))
    return bool(_INTEGER.match(old) and int(old) == new) or bool(
        _DECIMAL.match(old) and not re.match(r"[-+]?0[0-9]", old) and float(old) == new
    )


def said(value: Any) -> str:
    """A scalar in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}[str(value)]
    return "" if value is None else str(value)


def value_of(node: Node) -> Any:
    """What stands at a node, as `yamltext` reads it."""
    if isinstance(node, MappingNode):
        return {key.value: value_of(each) for key, each in node.value}
    if isinstance(node, SequenceNode):
        return [value_of(each) for each in node.value]
    nothing = isinstance(node, ScalarNode) and not node.style and node.tag.endswith(":null")
    return None if nothing else node.value


# -- which item of a list is which ------------------------------------------------------------------------------------------------------


def matched(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For every new item the old one it comes from: by id or another key that tells all apart, else by equality; what is left over between two
    known ones is paired when it is alike."""
    key = _telling_key(old, new)
    found: list[int | None] = [None] * len(new)
    if key is not None:
        places = {said(item[key]): place for place, item in enumerate(old)}
        found = [places.get(said(item[key])) for item in new]
    else:
        labels = [next(place for place in range(number + 1) if old[place] == item) for number, item in enumerate(old)]
        names = [
            next((place for place, other in enumerate(old) if same(other, item)), -1 - number)
            for number, item in enumerate(new)
        ]
        for a, b, size in SequenceMatcher(None, labels, names, autojunk=False).get_matching_blocks():
            found[b : b + size] = range(a, a + size)
    taken = {place for place in found if place is not None}
    for number, item in enumerate(new):
        if found[number] is None:
            low = next((place for place in reversed(found[:number]) if place is not None), -1)
            high = next((place for place in found[number + 1 :] if place is not None), len(old))
            free = [place for place in range(low + 1, high) if place not in taken]
            found[number] = next((place for place in free if _resembles(old[place], item)), None)
            if found[number] is not None:
                taken.add(found[number])  # type: ignore[arg-type]
    return found


def _telling_key(old: Sequence[Any], new: Sequence[Any]) -> str | None:
    items = [*old, *new]
    if not old or not all(isinstance(item, dict) for item in items):
        return None
    for key in ("id", *old[0]):
        values = [
            [said(item[key]) for item in side if isinstance(item.get(key), str | int | float)] for side in (old, new)
        ]
        if all(len(each) == len(side) == len(set(each)) for each, side in zip(values, (old, new), strict=True)):
            return str(key)
    return None


def _resembles(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return 2 * sum(key in new and same(old[key], new[key]) for key in old) >= max(len(old), len(new))
    return not isinstance(old, dict | list) and not isinstance(new, dict | list)
