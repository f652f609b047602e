"""Mechanisms: lasting arrangements (建立…制度, 完善…机制, 与绩效挂钩, 纳入考核)."""

from __future__ import annotations

import re

from campaign.importers.outline.words import LONGEST

_MADE = re.compile(
    r"(?:建立|健全|完善|实行|落实|推行|执行)(?:和?(?:健全|完善|落实))?(?P<name>[\u4e00-\u9fffA-Za-z“”、]{2,16}?(?:制度|机制))(?=[，,。；;、]|$)"
)
_TIED = re.compile(
    r"(?:与|同)(?P<to>[\u4e00-\u9fff、]{2,14}?)(?:相)?挂钩|纳入(?P<into>[\u4e00-\u9fff、]{2,18}?(?:考核|考评|评价|绩效))"
)


def find(text: str) -> list[tuple[str, str]]:
    """(name, the words it was read from) of every arrangement in a paragraph."""
    if len(text) > 20 * LONGEST:
        return []
    made = [(found["name"].strip("“”"), found[0]) for found in _MADE.finditer(text)]
    made += [
        (f"与{found['to']}挂钩" if found["to"] else f"纳入{found['into']}", found[0]) for found in _TIED.finditer(text)
    ]
    return made
