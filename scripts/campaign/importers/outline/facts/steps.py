"""Phases: 动员部署阶段（3月—4月）, 第一阶段（4月1日—4月5日）：宣传发动, 3月至4月为启动阶段, 启动阶段：2026年3月。"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from campaign.importers.outline.facts.moments import DateReader, FoundSpan
from campaign.importers.outline.words import LONGEST

_IN_SENTENCE = re.compile(r"(?P<when>[^，,；;。：:]*?[月日年底])(?:为|是)(?P<name>[^，,；;。]{2,16}?(?:阶段|期))")
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff“”]{2,14}?阶段)[（(](?P<when>[^（()）]*[年月日底止][^（()）]*)[)）]")


@dataclass(frozen=True)
class FoundPhase:
    """A phase: its name, the span found, and the words of its dates. `begin` to `end`: the place of these words in the title or text."""

    name: str
    span: FoundSpan | None
    words: str
    begin: int = 0
    end: int = 0
    bracketed: bool = False


def heading(title: str, calendar: DateReader) -> FoundPhase | None:
    """A heading that names a phase with its dates, in brackets or beside a colon; None without dates."""
    if len(title) > LONGEST:
        return None
    for found in re.finditer(r"[（(]([^（()）]*(?:\d|即日|年|月)[^（()）]*)[)）]", title):
        if spans := calendar.spans(found[1]):
            rest = (title[: found.start()] + title[found.end() :]).strip(" 　:：。.，,")
            if rest:
                span = _bounded(spans[0], found[1])
                return FoundPhase(rest, span, found[1], found.start(), found.end(), bracketed=True)
    spans = calendar.spans(title)
    if not spans:
        return None
    span = _bounded(spans[0], title)
    words = title[spans[0].begin : spans[0].end]
    rest = re.sub(r"^(?:之?前|以前|起|开始|全年)", "", title[spans[0].end :])
    rest = (title[: spans[0].begin] + rest).strip(" 　:：。.，,、（）()")
    rest = re.sub(r"^(?:为|是)", "", rest)
    return FoundPhase(rest or title, span, words, spans[0].begin, spans[0].end)


def _bounded(span: FoundSpan, text: str) -> FoundSpan:
    """A single date with 前 behind says only the end, with 起 only the start."""
    behind = text[span.end :]
    if span.first == span.last or span.first is None:
        if re.match(r"(?:之?前|以前)", behind):
            return replace(span, first=None)
        if re.match(r"(?:起|以后|及以后|之后|开始)", behind):
            return replace(span, last=None)
    return span


def opening(text: str, calendar: DateReader) -> FoundPhase | None:
    """Dates at the beginning of a phase's text: （2026年3月）。…, 2026年3月至5月，…, 时间：…"""
    found = re.match(r"[（(]([^（()）]*(?:年|月|日|底)[^（()）]*)[)）]\s*[。：:，]?", text)
    if found and (spans := calendar.spans(found[1])):
        return FoundPhase("", _bounded(spans[0], found[1]), found[1], 0, found.end(), bracketed=True)
    head = re.match(r"(?:时间(?:安排)?[:：]|自|从|在|于)?", text)
    begin = head.end() if head else 0
    spans = [span for span in calendar.spans(text) if span.begin == begin]
    if not spans:
        return None
    span = spans[0]
    tail = re.match(r"止|期间|之?前|以前|起|开始", text[span.end :])
    end = span.end + (len(tail[0]) if tail else 0)
    if text[end : end + 1] not in ("，", ",", "。", "：", ":", "；", "", "）", "、"):
        return None
    return FoundPhase("", _bounded(span, text), text[span.begin : end], span.begin, end)


def listed(texts: list[str], calendar: DateReader) -> list[FoundPhase]:
    """Lines that begin with dates (2026年4月上旬，印发方案；…), two at least: phases named by the clause behind the date; [] when other lines stand
    among them."""
    made: list[FoundPhase] = []
    for text in texts:
        found = opening(text, calendar)
        spans = [] if found else [span for span in calendar.spans(text) if not span.begin]
        if spans:  # 8月15日前完成宣贯
            tail = re.match("之?前|以前|起|开始", text[spans[0].end :])
            end = spans[0].end + (len(tail[0]) if tail else 0)
            found = FoundPhase("", _bounded(spans[0], text), text[:end], 0, end)
        named = re.match(r"[，,：:、\s]*(?P<name>[^，,。；;：:]{2,20})", text[found.end :]) if found else None
        if not found or not named:
            return []
        made.append(replace(found, name=named["name"], words=text[found.begin : found.end]))
    return made if len(made) > 1 else []


def sentences(text: str, calendar: DateReader) -> list[FoundPhase]:
    """3月至4月为启动阶段，5月至11月为推进阶段 — phases told in a sentence, two at least."""
    made: list[FoundPhase] = []
    if len(text) > 2 * LONGEST:
        return made
    for pattern in (_IN_SENTENCE, _NAMED):
        made = []
        for found in pattern.finditer(text):
            spans = calendar.spans(found["when"])
            if spans:
                made.append(FoundPhase(found["name"], spans[0], found["when"].strip(), found.start(), found.end()))
        if len(made) > 1:
            return made
    return []
