"""Words of the glossary marked in the text of a plan, each where the page uses it first: a reader taps one and is told what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import escape

from campaign.model import Term

_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)\b[^>]*>|[^<]+", re.I)
_NOT_IN = frozenset("a abbr button code dt h1 h2 h3 h4 h5 h6 label option script select summary svg th title".split())
MOST = 200  # 字 of a meaning that is shown beside the word


def meanings(terms: Iterable[Term]) -> dict[str, str]:
    """Word → the beginning of what it means; also for its other names. Of a word that is explained twice the first counts."""
    found: dict[str, str] = {}
    for term in terms:
        for word in (term.term, *term.also):
            if term.meaning and len(word) > 1:
                said = term.meaning[0]
                found.setdefault(word, said if len(said) <= MOST else f"{said[: MOST - 1]}…")
    return found


def explained(html: str, words: Mapping[str, str]) -> str:
    """HTML of a page with the first use of each word marked, outside headings, links and tables' names."""
    if not words:
        return html
    known = {str(escape(word)): meaning for word, meaning in words.items()}
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
    said: set[str] = set()
    inside = 0

    def marked(found: re.Match[str]) -> str:
        meaning = known[found[0]]
        if meaning in said:
            return found[0]
        said.add(meaning)
        return f'<abbr title="{escape(meaning)}">{found[0]}</abbr>'

    def passed(token: re.Match[str]) -> str:
        nonlocal inside
        if token["tag"] is None:
            return token[0] if inside else pattern.sub(marked, token[0])
        if token["tag"] in _NOT_IN and not token[0].endswith("/>"):
            inside += -1 if token["end"] else 1
        return token[0]

    return _TOKEN.sub(passed, html)
