"""Where the lines of a heading and of a row's name may end: between words, told the browser by <wbr> (the style sheet keeps all else together).

Running text is left alone: over many short lines Chinese may break anywhere, and the marks would double a page. Nothing that is found, copied
or read aloud changes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from campaign.leaves.segments import parted

_SHORT = re.compile(
    r'<(?P<tag>h[1-4])\b[^>]*>.*?</(?P=tag)>|<t[hd]\b[^>]*\bclass="name\b[^>]*>.*?</t[hd]>|<dt\b[^>]*>.*?</dt>', re.S
)
_RUN = re.compile(r"(?<=>)[^<]*[\u3400-\u9fff]{5}[^<]*(?=<)")
_WORD = re.compile(r"[\u3400-\u9fff]+$")
_NEVER_FIRST = frozenset("的地得了着过们及和与或等者性化率")  # 字 that hang on the word before them


def by_words(html: str) -> str:
    """HTML whose headings and names break between words only."""
    return _SHORT.sub(lambda short: _RUN.sub(lambda run: _marked(run[0]), short[0]), html)


@lru_cache(20_000)
def _marked(text: str) -> str:
    made = ""
    before = ""
    for word in parted(text):
        if _WORD.match(word) and _WORD.match(before) and word[0] not in _NEVER_FIRST:
            made += "<wbr>"
        made += word
        before = word
    return made
