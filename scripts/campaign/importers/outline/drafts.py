"""What an import makes of one document: the YAML of a plan, and the account of what was and was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from campaign.importers.papers import Line


@dataclass
class Draft:
    """The YAML of one plan and the account of what was understood. `doubts` are (place, words); `unread` and `dropped` lines of the source."""

    id: str
    title: str
    text: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)  # words that stand in `others`
    unknown: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)  # further files: place below plans/ → YAML
    units: str = ""  # YAML of the draft registry, "" when every name is known
    notes: tuple[str, ...] = ()
    unit: str = "行"

    @property
    def empty(self) -> bool:
        """Was neither a task nor an indicator found?"""
        return not (self.counts.get("项任务") or self.counts.get("个指标"))

    def report(self) -> Iterator[str]:
        """What was and was not understood, a sentence a line."""
        yield "认出 " + "、".join(f"{count} {word}" for word, count in self.counts.items())
        yield from self.notes
        if self.dropped:
            yield f"网页上的栏目、按钮、页脚 {len(self.dropped)} 处没有读入，在第 {ranges(line.place for line in self.dropped)} {self.unit}，列在草稿开头"
        if self.annexes:
            yield f"附件 {len(self.annexes)} 个：{'、'.join(self.annexes)}；没有读成字段的文字放在草稿开头的注释里"
        if self.unread:
            yield f"没认出的 {len(self.unread)} 段在第 {ranges(line.place for line in self.unread)} {self.unit}，原文放在草稿开头的注释里"
        for place, words in sorted(self.doubts):
            yield f"请核对 第 {place} {self.unit}：{words}"
        for name, hint in self.unknown.items():
            yield f"单位名册里没有“{name}”，写进了单位名册草稿；{hint}".rstrip("；")


def ranges(places: Iterable[int]) -> str:
    """1、3—5、9."""
    spans: list[list[int]] = []
    for place in sorted(set(places)):
        if spans and place == spans[-1][1] + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans)
