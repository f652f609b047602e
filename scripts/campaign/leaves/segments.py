"""Chinese text cut into words by jieba, for titles on paper and headings on a page; its dictionary is loaded when first asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from campaign.leaves.recall import remembered


@remembered("jieba")
def parted(text: str) -> list[str]:
    """The words of a text in their order, marks and blanks among them: joined they are the text."""
    return _cut()(text)


@cache
def _cut() -> Callable[[str], list[str]]:
    import jieba

    jieba.setLogLevel("ERROR")
    cut: Callable[[str], list[str]] = jieba.Tokenizer().lcut
    return cut
