"""The index: pages with their units in, the static files below `search/` out.

On a site all but core.js lie in a folder named after the build (`on_site`): who opened a page before another build was
published finds his files gone, never those of two builds together, and search.js begins anew with the new core.js.

    core.js       what every query needs: tree of shards, page names, unit kinds, months, the pairs 繁 → 简 in use
    g/<shard>.js  posting lists by first character:  PS.g(shard, layout, {"医": "疗NNN BBB⇥院NNN BBB"})
    t/<page>.js   a page's units with their text, for excerpts and for checking a hit
    f/columns.js  who leads each unit and when it is due, for sifting and sorting on the page of results
    fold.js       the other pairs 繁 → 简 that lead to a character of this corpus, for a query that finds nothing
    w/            the word list: names by their sound, for a query that finds nothing (`wordlist.py`)

All are classic scripts that hand their data to `PS` (search.js), because a page opened from a disk may not fetch.
A page's units have neighbouring numbers, and each page's block is rounded up to eight, so a small edit moves no other.
search.js ignores keys of core.js that it does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import groupby

import numpy as np

from campaign.kinds import KINDS, SearchWord
from campaign.search import wordlist
from campaign.search.code import encode
from campaign.search.everyday import WORDS
from campaign.search.fold import fold_plainly, traditional
from campaign.search.postings import CODES, bigram_lists
from campaign.search.shards import plan_shards

BLOCK = 8
PAGE = SearchWord("page", "页面", 1, 100)  # what no kind of content has a word of its own for
MANUAL = SearchWord("manual", "使用说明", -12, 101)  # how the site is used: below what the site says


def words() -> list[SearchWord]:
    """The words under which hits are listed, in their order."""
    return sorted([PAGE, MANUAL, *(word for kind in KINDS for word in kind.words)], key=lambda word: word.place)


@dataclass(frozen=True)
class SearchUnit:
    """The smallest thing a search finds: a task, an indicator, a section … Private values must not be in it."""

    kind: str  # the key of one of `words()`
    name: str  # what it is called; counts more than the text
    text: str  # everything else a reader may look for, responsible units included
    anchor: str  # id of the place on the page; "" is the page itself
    owner: str = ""  # 牵头单位 as shown beside the hit
    phase: str = ""  # 阶段 as shown beside the hit
    tier: str = ""  # 三级 / 二级 / 基层 …
    due: date | None = None
    also: tuple[str, ...] = ()  # other names, which stand in the text as well; each counts as the name does
    terms: tuple[
        str, ...
    ] = ()  # words of its text that are terms of the house: the word list knows them as it knows names
    named: bool = True  # whether its name finds it; otherwise the name only says where the text stands
    facts: tuple[tuple[str, str], ...] = ()  # what it answers, as (what is asked, the answer in words) (`answers.py`)


@dataclass(frozen=True)
class IndexedPage:
    """A page of the site. It becomes its own first unit, unless the caller made one (empty anchor, same name)."""

    id: str  # ASCII, permanent, may have folders: plans/quality-year
    title: str
    url: str  # relative to the site root, without fragment
    kind: str  # the key of one of `words()`
    date: str  # 2026-11-21, 2026-11 or "" (undated)
    units: Sequence[SearchUnit]
    issuer: str = ""  # who made the plan, shown where two hits look alike
    standing: str = ""  # of a plan and what belongs to it: one of STANDINGS


STANDINGS = (
    "",
    "running",
    "over",
    "other",
)  # core.js gives each page's as a digit; other: of another institution, or of none that is known


def on_site(pages: Sequence[IndexedPage]) -> dict[str, bytes]:
    """{address on the site: content}."""
    files = build_index(pages)
    core = json.loads(files["core.js"].removeprefix(b"PS.core(").removesuffix(b");\n"))
    return {f"search/{'' if path == 'core.js' else core['build'] + '/'}{path}": raw for path, raw in files.items()}


def build_index(pages: Sequence[IndexedPage]) -> dict[str, bytes]:
    """{name: content}; the same pages give the same bytes.

    Raises ValueError for a page id that cannot be a file name or comes twice, an unknown kind, or a date not as said.
    """
    _refuse_faults(pages)
    units = [_with_head(page) for page in pages]
    counts = [len(of_page) for of_page in units]
    starts = np.cumsum([0, *(-(-count // BLOCK) * BLOCK for count in counts)])
    blocks = [np.arange(start, start + count) for start, count in zip(starts[:-1].tolist(), counts, strict=True)]
    ids = np.concatenate([np.empty(0, np.int64), *blocks])
    every = [unit for of_page in units for unit in of_page]
    layout = _digest(json.dumps([[page.id for page in pages], starts.tolist()]).encode())

    entries = _by_first(bigram_lists(list(map(_names, every)), [unit.text for unit in every], ids))
    plan = plan_shards(entries)
    files = {f"g/{shard}.js": _shard("g", shard, layout, chosen, entries) for shard, chosen in plan.shards.items()}
    files |= {f"t/{page.id}.js": _texts(page, of_page) for page, of_page in zip(pages, units, strict=True)}

    files["f/columns.js"] = _columns(layout, every, ids)

    spoken = wordlist.entries(_listed(every))
    filed = plan_shards(spoken)
    files |= {f"w/{shard}.js": _shard("w", shard, layout, chosen, spoken) for shard, chosen in filed.shards.items()}
    files["w/readings.js"] = _call("r", wordlist.table(entries))

    present = {fold_plainly(char) for char in set().union(*(u.name for u in every), *(u.text for u in every))}
    pairs = {old: new for old, new in traditional().items() if new in entries}
    files["fold.js"] = _call("fold", "".join(old + new for old, new in pairs.items() if old not in present))
    core = {
        "layout": layout,
        "tree": plan.tree,
        "heavy": plan.heavy,
        "list": [filed.tree, filed.heavy],
        "also": [[everyday, *written] for everyday, written in WORDS.items()],
        "kinds": [word.key for word in words()],
        "words": [word.word for word in words()],
        "weights": [word.weight for word in words()],
        "pages": [page.id for page in pages],
        "runs": ",".join(_runs(of_page) for of_page in units),
        "months": [_month(page.date) for page in pages],
        "standings": "".join(str(STANDINGS.index(page.standing)) for page in pages),
        "fold": "".join(old + new for old, new in pairs.items() if old in present),
    }
    build = _digest(b"".join(files[path] for path in sorted(files)) + _json(core).encode())
    files["core.js"] = _call("core", {"build": build} | core)
    return dict(sorted(files.items()))


PAGE_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


def _refuse_faults(pages: Sequence[IndexedPage]) -> None:
    seen: set[str] = set()
    known = {word.key for word in words()}
    for page in pages:
        if not PAGE_ID.fullmatch(page.id) or page.id in seen:
            raise ValueError(f"page id {page.id!r} cannot be a file name or comes twice")
        seen.add(page.id)
        if not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2])(-\d\d)?)?", page.date):
            raise ValueError(f"date {page.date!r} of page {page.id!r} is not YYYY-MM-DD, YYYY-MM or empty")
        if unknown := {page.kind, *(unit.kind for unit in page.units)} - known:
            raise ValueError(f"unknown kind {sorted(unknown)} on page {page.id!r}")


def _with_head(page: IndexedPage) -> list[SearchUnit]:
    if any(not unit.anchor and unit.name == page.title for unit in page.units):
        return list(page.units)
    return [SearchUnit(page.kind, page.title, "", ""), *page.units]


def _by_first(lists: Mapping[int, tuple[bytes, bytes]]) -> dict[str, dict[str, bytes]]:
    """{first: {second: "NNN BBB"}}"""
    return {
        chr(first): {chr(key % CODES): b" ".join(lists[key]) for key in keys}
        for first, keys in groupby(lists, lambda key: key // CODES)
    }


def _names(unit: SearchUnit) -> tuple[str, ...]:
    return (unit.name, *unit.also) if unit.named else ()


def _listed(units: Sequence[SearchUnit]) -> list[str]:
    """All names, those of the weightiest kinds first."""
    weights = {word.key: word.weight for word in words()}
    ordered = sorted(units, key=lambda unit: -weights[unit.kind])
    return [name for unit in ordered for name in (*_names(unit), *unit.terms)]


def _shard(
    folder: str, name: str, layout: str, chosen: list[tuple[str, list[str]]], entries: Mapping[str, Mapping[str, bytes]]
) -> bytes:
    """PS.g("1f","layout",{…}) for folder g; the lists need no escapes, so the file is put together as bytes."""
    rows = (
        b'"%s":"%s"' % (first.encode(), b"\t".join(second.encode() + entries[first][second] for second in seconds))
        for first, seconds in sorted(chosen)
    )
    return b'PS.%s("%s","%s",{%s});\n' % (folder.encode(), name.encode(), layout.encode(), b",\n".join(rows))


def _texts(page: IndexedPage, units: Sequence[SearchUnit]) -> bytes:
    rows = [[u.name, u.text, u.anchor, u.owner, u.phase, u.tier, *([u.facts] if u.facts else [])] for u in units]
    body = {"title": page.title, "url": page.url, "kind": page.kind, "date": page.date, "units": rows}
    if page.issuer:
        body["issuer"] = page.issuer
    return _call("t", page.id, body)


FIRST_DAY = date(2000, 1, 1)


def _columns(layout: str, units: Sequence[SearchUnit], ids: np.typing.NDArray[np.int64]) -> bytes:
    """PS.f(layout, [owner, …], owners, dues): for each unit number the place of its owner and its days since the first
    of January 2000, both in the number code; 0 is none."""
    owners = sorted({unit.owner for unit in units if unit.owner})
    places = {owner: at for at, owner in enumerate(owners, 1)}
    columns = np.zeros((2, int(ids[-1]) + 1 if ids.size else 0), np.int64)
    columns[0, ids] = [places.get(unit.owner, 0) for unit in units]
    columns[1, ids] = [max(0, (unit.due - FIRST_DAY).days) if unit.due else 0 for unit in units]
    return _call("f", layout, owners, *(encode(column)[0].decode() for column in columns))


def _runs(units: Sequence[SearchUnit]) -> str:
    """Kinds of a page's units as run lengths, a letter a kind: unit, 3 tasks, 1 phase → ad3e."""
    letters = {word.key: chr(97 + place) for place, word in enumerate(words())}
    runs = ((kind, len(list(run))) for kind, run in groupby(unit.kind for unit in units))
    return "".join(letters[kind] + (str(length) if length > 1 else "") for kind, length in runs)


def _month(date: str) -> int:
    """Months since the year 0; 0 is undated."""
    return int(date[:4]) * 12 + int(date[5:7]) if date else 0


def _call(function: str, *arguments: object) -> bytes:
    return f"PS.{function}({','.join(map(_json, arguments))});\n".encode()


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=6).hexdigest()
