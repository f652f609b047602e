"""How a plan's Word file says which record each paragraph prints: bookmarks whose names are digests, which tell nothing to others.

`_pp_<key>_<words>`: ten hex digits of the plan's id and the item's key, ten of what the item said when the file was made; from its second
paragraph on with a number, for no two bookmarks may have one name. Word hides bookmarks whose names begin with _, LibreOffice keeps them. The names of all items stand once more in properties of the file (at most 255
characters each, as Word allows), so that a paragraph that was deleted with its bookmark can be told from one that was never there; beside them, in
names of the same kind, what the paragraphs and rows around the body say, which have no bookmarks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.leaves.unseen import stripped
from campaign.views.comparison import ComparedItem

END = "_pp_end"  # on what follows the body
ASIDE = "_pp_aside_"  # and a number: on a table, a picture or its caption, which stand between paragraphs
PROPERTY = "planpress"  # and a number
_NAME = re.compile(r"_pp_([0-9a-f]{10})_([0-9a-f]{10})(?:_\d+)?$")
_EACH = 11  # names in a property: 23 characters each, with a blank


@dataclass(frozen=True)
class Marked:
    """The two halves of a bookmark's name: which item, and what it said."""

    key: str
    words: str


def seen(text: str) -> str:
    """What of a text makes a difference: no blanks, no characters without width, quotation marks alike."""
    return re.sub(r"\s+", "", stripped(text)).translate(str.maketrans("“”‘’", "\"\"''"))


def key_mark(plan: str, key: str) -> str:
    """The first half of a name: an item of a plan."""
    return _digest(f"{plan}\0{key}")


def words_mark(item: ComparedItem) -> str:
    """The second half: what an item says, however it is spaced."""
    return _digest(seen(item.text))


def around(place: int) -> str:
    """The key of a paragraph or row of a table that stands around the body, by its place in the file."""
    return f"around:{place}"


def bookmark(plan: str, item: ComparedItem) -> str:
    """The name of the bookmark around the first paragraph of an item."""
    return f"_pp_{key_mark(plan, item.key)}_{words_mark(item)}"


def marked(name: str) -> Marked | None:
    """What a bookmark's name says; None for one that is not ours."""
    found = _NAME.match(name)
    return Marked(found[1], found[2]) if found else None


def properties(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names of all items as properties of the file: (name, value)."""
    held = [name.removeprefix("_pp_") for name in names]
    for place in range(0, len(held), _EACH):
        yield f"{PROPERTY}{place // _EACH + 1}", " ".join(held[place : place + _EACH])


def listed(values: Iterable[str]) -> dict[str, str]:
    """Key → words of every item, of the values of such properties."""
    found = (marked(f"_pp_{each}") for value in values for each in value.split())
    return {each.key: each.words for each in found if each}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
