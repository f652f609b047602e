"""Headings that are renamed keep their old anchors: a link that somebody holds goes on leading to them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from campaign.texts.dialect import slug
from campaign.texts.markdown import bare_of

_HEADING = re.compile(r"^(?P<level>#{1,6})[ \t]+(?P<words>[^\n]+?)[ \t]*#*$", re.M)
_OWN_ID = re.compile(r"\{:?[^}]*#(?P<id>[^\s}]+)[^}]*\}\s*$")
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`~=^]|\{[^}]*\}\s*$|<[^>]+>")


def anchor(words: str) -> str:
    """The id of a heading as it is written, which may say its own: `## 题目 {#own}`."""
    own = _OWN_ID.search(words)
    return own["id"] if own else slug(_MARKS.sub(r"\1", words).strip(), "-")


def with_old_anchors(before: str, after: str) -> str:
    """The text as it is now, with a line above every heading that had another name before. A heading is known by its place among those
    that kept theirs, and by its level."""
    old, new = list(_HEADING.finditer(bare_of(before))), list(_HEADING.finditer(bare_of(after)))
    there = {anchor(each["words"]) for each in new}
    lines: list[tuple[int, str]] = []
    same = SequenceMatcher(None, [each[0] for each in old], [each[0] for each in new], autojunk=False)
    for kind, first, last, start, end in same.get_opcodes():
        if kind != "replace" or last - first != end - start:
            continue
        for was, now in zip(old[first:last], new[start:end], strict=True):
            gone = anchor(was["words"])
            if was["level"] == now["level"] and gone not in there and f'id="{gone}"' not in after:
                lines.append((now.start(), f'<a id="{gone}"></a>\n\n'))
    for place, line in reversed(lines):
        after = after[:place] + line + after[place:]
    return after
