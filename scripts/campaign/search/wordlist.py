"""The word list: the site's own names and where each of their parts begins, filed by how they sound.

What a reader typed and no text holds is looked up here by search.js: pinyin in full or by initials, another character
of the same sound, one slip. An entry is the beginning of a name or of the rest of a name from any of its characters;
it lies under the initials of its first two characters, under each when a character has several readings:

    w/<shard>.js      PS.w(shard, layout, {"h": "l护理部|护理质量控制…!理部…"}): names by weight, then rests of names
    w/readings.js     PS.r("bu部步 hu护湖 …"): the syllables, without tones, of the characters that occur, and of no others
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from campaign.search.fold import SEPARATOR, fold

NAME = 16  # characters of a name that are kept
REST = 8  # characters of the rest of a name that are kept
READINGS = 3  # of a character with more, the commonest

Entries = dict[str, dict[str, bytes]]


@cache
def readings(char: str) -> tuple[str, ...]:
    """重 → (zhong, chong); a letter or digit reads as itself, what cannot be read has no reading."""
    if char.isascii():
        return (char,) if char.isalnum() else ()
    from pypinyin import Style, pinyin  # reads its tables for half a second, which only an index needs

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return (
        tuple(dict.fromkeys(each for each in found[0] if each.isascii() and each.isalpha()))[:READINGS] if found else ()
    )


def table(chars: Iterable[str]) -> str:
    """The readings of these characters: "bu部步 hu护湖"."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in sorted(set(chars)):
        if not char.isascii():
            for sound in readings(char):
                by_sound[sound].append(char)
    return " ".join(sound + "".join(of) for sound, of in sorted(by_sound.items()))


def entries(names: Iterable[str]) -> Entries:
    """{initial: {second initial: what is filed there}}; of two names the earlier is offered first."""
    whole: dict[str, None] = {}
    rests: set[str] = set()
    for name in dict.fromkeys(map(_tidy, names)):
        whole[name[:NAME]] = None
        rests |= {name[at : at + REST] for at in range(1, len(name) - 1) if not name[at].isascii()}
    named, rest = _filed(whole), _filed(_longest(rests))
    cells: Entries = defaultdict(dict)
    for first, second in sorted({*named, *rest}):
        held = "|".join(named.get((first, second), ())), "|".join(rest.get((first, second), ()))
        cells[first][second] = "!".join(held).encode()
    return cells


def _tidy(name: str) -> str:
    return SEPARATOR.join(fold(name).split())


def _longest(rests: set[str]) -> list[str]:
    """Without those that another one begins with."""
    ordered = sorted(rests)
    return [one for one, following in pairwise([*ordered, ""]) if not following.startswith(one)]


def _filed(texts: Iterable[str]) -> Mapping[tuple[str, str], list[str]]:
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in texts:
        first, second, *_ = (*text.replace(SEPARATOR, "")[:2], "", "")
        if second:
            for cell in {(a[0], b[0]) for a in readings(first) for b in readings(second)}:
                cells[cell].append(text)
    return cells
