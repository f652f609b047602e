"""The own words of a page: what stands on it and in no record's text, such as counts, heads of tables, sums and verdicts.

Whatever a reader can see he can find. What records say is indexed where they say it (`corpus.py`); of a generated page
this adds the rest, by the heading under which it stands, on the first page that says it: the same head of a table on a
thousand pages leads to one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from campaign.search.fold import fold

LEAST = 4  # characters of what a reader would look for; 2／8 leads nowhere
_TAGS = re.compile(r"<(?:script|style|nav)\b.*?</(?:script|style|nav)>|<[^>]*>", re.S)
_SENTENCES = re.compile("[。！？\n]")
_EDGES = "（）“”。，；：、 \t"


class OwnWords:
    """What has been said so far; `of` tells what a page adds to it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are the names and texts of what is indexed already."""
        self._said = {part.strip(_EDGES) for text in texts for part in (text, *_SENTENCES.split(text))}
        self._seen: set[str] = set()
        self._met: set[str] = set()  # the same as they stand in the HTML

    def of(self, body: str, anchors: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(anchor, texts) of a page's HTML, for each of the anchors, in their order on the page, under which something new stands; "" is its top."""
        for anchor, html in _parts(body, anchors):
            met = [each for each in dict.fromkeys(_TAGS.split(html)) if each not in self._met]
            self._met.update(met)
            new = dict.fromkeys(" ".join(unescape(each).split()) for each in met)
            fresh = [each for each in new if each not in self._seen]
            self._seen.update(fresh)
            if words := tuple(each for each in fresh if self._is_new(each)):
                yield anchor, words

    def _is_new(self, text: str) -> bool:
        if all(part.strip(_EDGES) in self._said for part in _SENTENCES.split(text) if part.strip(_EDGES)):
            return False
        return len(" ".join(fold(text).split())) >= LEAST


def _parts(body: str, anchors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The HTML up to the first anchor, then from each to the next."""
    places = {anchor: body.find(f' id="{anchor}"') for anchor in anchors}
    cuts = sorted((body.rfind("<", 0, place), anchor) for anchor, place in places.items() if place >= 0)
    starts = [(0, ""), *cuts]
    for (start, anchor), (end, _) in zip(starts, [*cuts, (len(body), "")], strict=True):
        yield anchor, body[start:end]
