"""A YAML text as its author writes it: where its values stand, how they are indented, which of them stand in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import CollectionNode, Node, ScalarNode, SequenceNode

from campaign.yamltext.scalars import STR
from campaign.yamltext.values import said

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = "words only"  # no name in a file; stands for all lists of words and all words in braces


@dataclass(frozen=True)
class Written:
    """The text and how its author writes: `step` and `offset` indent mappings and lists below a key, `flow` tells which names hold
    [ ] or { } (a list's items are called name[]), `plain` which names hold dates, numbers or truths without quotes."""

    text: str
    root: Node | None
    step: int = 2
    offset: int = 2
    flow: Mapping[str, int] = field(default_factory=dict)
    plain: frozenset[tuple[str, str]] = frozenset()

    def line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where the next line begins."""
        return self.text.find("\n", place) + 1 or len(self.text)

    def in_flow(self, name: str, value: Any) -> bool:
        """Whether a new value is written in one line, as others of its name are; a list of words under a new name, as most words are."""
        if not value or name in self.flow:
            return not value or self.flow[name] > 0
        return isinstance(value, list) and words_only(value) and self.flow.get(_WORDS, 0) > 0


def written(text: str) -> Written:
    root = yaml.compose(text, Loader=_Loader)
    steps: Counter[int] = Counter()
    offsets: Counter[int] = Counter()
    flow: Counter[str] = Counter()
    plain: set[tuple[str, str]] = set()

    def visit(node: Node | None, name: str) -> None:
        if isinstance(node, ScalarNode):
            if not node.style and node.tag != STR:
                plain.add((name, node.tag))
        elif isinstance(node, CollectionNode):
            if node.value:
                one_line = 1 if node.flow_style else -1
                flow[name] += one_line
                if isinstance(node, SequenceNode) or node.flow_style:
                    flow[_WORDS] += one_line * all(
                        isinstance(each, ScalarNode) for child in node.value for each in parts(child)
                    )
            for child in node.value:
                if isinstance(node, SequenceNode):
                    visit(child, f"{name}[]")
                    continue
                key, value = child
                if isinstance(value, CollectionNode) and not value.flow_style and value.value:
                    found = offsets if isinstance(value, SequenceNode) else steps
                    found[value.start_mark.column - key.start_mark.column] += 1
                visit(value, key.value)

    visit(root, "")
    step = max(1, steps.most_common(1)[0][0]) if steps else 2
    offset = max(0, offsets.most_common(1)[0][0]) if offsets else 2
    return Written(text, root, step, offset, flow, frozenset(plain))


def parts(child: Any) -> tuple[Node, ...]:
    """An item of a list, or key and value of a mapping."""
    return (child,) if isinstance(child, Node) else child


def words_only(values: list[Any]) -> bool:
    return not any(isinstance(each, dict | list) or "\n" in said(each) for each in values)


def end_of(document: Written, node: Node) -> int:
    """Where the last word of a node ends; the marks of block collections lie beyond it."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        start, end = node.start_mark.index, node.end_mark.index
        written = document.text[start:end]
        keeps = "+" in written.split("\n", 1)[0].split("#")[0]
        return end - 1 if keeps and written.endswith("\n") else start + len(written.rstrip())
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        return max(end_of(document, each) for each in parts(node.value[-1]))
    return int(node.end_mark.index)
