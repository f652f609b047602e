"""Dates as plans write them → ISO days, months and years.

Read: 2026年5月12日, 5月底, 2026年第三季度, 上半年, 3月上旬, 次年2月, 年底, 2026.5.12; spans 3月至4月, 即日起至…, 2026年5月—10月, 5月1日至月底. A month or
a year means all of it: as a deadline its last day. What has no year gets that of the document and is `inferred`; 20xx年 gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?:(?:19|20)\d\d|20[xX×]{2}|[今本当同明次翌])"
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_POINT = re.compile(
    r"(?P<iso>(?P<iy>(?:19|20)\d\d)[-./](?P<im>\d{1,2})(?:[-./](?P<id>\d{1,2}))?(?![\d.]))"
    rf"|(?:(?P<y>{_YEAR})年(?:度)?)?\s?(?P<m>\d{{1,2}})(?:月份?(?:(?P<d>\d{{1,2}})(?:[日号]|(?=\s?[—–―－\-~～至到]\s?\d{{1,2}}[日号]))|(?P<third>[上中下])旬)?|(?=\s?[—–―－\-~～至到]\s?\d{{1,2}}月))"
    rf"|(?:(?P<qy>{_YEAR})年(?:度)?)?第?(?P<q>[一二三四1-4])季度"
    rf"|(?:(?P<hy>{_YEAR})年(?:度)?)?(?P<half>[上下])半年"
    r"|(?P<monthend>(?<![\d个每])月[底末])"
    rf"|(?P<yy>{_YEAR})年(?!级|龄|会|均|度)"
    r"|(?P<yearend>(?<![\d每])年[底末])"
    r"|(?P<day>(?<![\d月])\d{1,2}日(?!内|以内|常))"
)
_TAIL = re.compile(r"(?:年?[底末初中]|份)?")
_JOIN = re.compile(r"[底末初]?(?:起|开始)?\s*(?:至|到|[—–―－\-~～]+)\s*(?:同年)?")
_NOW = re.compile(r"(?:即日|本?方案印发之日|印发之日|发文之日|通知下发之日|现在)(?:起|开始)\s*(?:至|到|[—–―－\-~～]+)")
_BEFORE = re.compile(r"(?:\d{1,2}[:：]\d\d|\d{1,2}时|[上下]午|下班)?(?:之前|以前|前)(?!后)")
_FROM = re.compile("起|以后|之后|开始|后")
_RETURNING = re.compile(r"每(?:个)?(?:年|月|季度?|半年|周)(?:度)?(?:的)?$")


@dataclass(frozen=True)
class Point:
    """One date in a text: its first and last day as ISO text of its own precision, None where the year is left open."""

    begin: int
    end: int
    first: str | None
    last: str | None
    inferred: bool
    bare_year: bool = False


@dataclass(frozen=True)
class FoundSpan:
    """From when to when; `first` is None after 即日起. A single month is a span of itself."""

    begin: int
    end: int
    first: str | None
    last: str | None
    inferred: tuple[str, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class Deadline:
    """Until when: …前, …底前, …完成. `begin` to `end` are the words of the date with 前."""

    begin: int
    end: int
    due: str
    inferred: bool


@dataclass(frozen=True)
class DateReader:
    """What a date without a year means: the year of the document."""

    year: int | None = None

    def points(self, text: str) -> Iterator[Point]:
        """Every date, in order."""
        for found in _POINT.finditer(text):
            if found["day"] or found["monthend"]:
                continue
            if point := self._point(found, self.year, text):
                yield point

    def _point(self, found: re.Match[str], year: int | None, text: str, month: int | None = None) -> Point | None:
        typed = found["iy"] or found["y"] or found["qy"] or found["hy"] or found["yy"]
        blank = bool(typed and typed[-1] in "xX×")
        known = _year(typed, year) if typed else year
        end = found.end() + len(tail[0] if (tail := _TAIL.match(text, found.end())) else "")
        tail_word = text[found.end() : end]
        inferred = not (typed and typed.isdigit())
        if blank or known is None:
            return Point(found.start(), end, None, None, inferred)
        first = last = f"{known:04d}"
        if found["iso"]:
            first = last = _iso(known, int(found["im"]), int(found["id"]) if found["id"] else None)
        elif found["m"]:
            at = int(found["m"])
            first = last = _iso(known, at, int(found["d"]) if found["d"] else None)
            if third := found["third"]:
                first = _iso(known, at, {"上": 1, "中": 11, "下": 21}[third])
                last = _iso(known, at, {"上": 10, "中": 20}.get(third))
        elif found["q"]:
            at = _QUARTER[found["q"]] * 3
            first, last = _iso(known, at - 2), _iso(known, at)
        elif found["half"]:
            first, last = (
                (_iso(known, 1), _iso(known, 6)) if found["half"] == "上" else (_iso(known, 7), _iso(known, 12))
            )
        elif found["day"]:
            first = last = _iso(known, month, int(found["day"][:-1])) if month else ""
        elif found["monthend"]:
            first = last = _iso(known, month) if month else ""
        elif found["yearend"] or tail_word in ("底", "末", "年底", "年末"):
            first = last = f"{known:04d}"
        if not first or not last:
            return None
        return Point(found.start(), end, first, last, inferred, bare_year=bool(found["yy"]) and len(last) == 4)

    def spans(self, text: str) -> list[FoundSpan]:
        """Every span and single date, in order, not overlapping."""
        made: list[FoundSpan] = []
        at = 0
        while at < len(text):
            now = _NOW.search(text, at)
            found = _POINT.search(text, at)
            if found and (found["day"] or found["monthend"]) and not (now and now.start() < found.start()):
                at = found.end()
                continue
            if now and (not found or now.start() < found.start()):
                found = _POINT.match(text, now.end())
                point = self._point(found, self.year, text) if found else None
                if found and point:
                    made.append(
                        FoundSpan(
                            now.start(), point.end, None, point.last, ("end",) if point.inferred else (), not point.last
                        )
                    )
                    at = point.end
                else:
                    at = now.end()
                continue
            if not found:
                break
            first = self._point(found, self.year, text)
            if not first:
                at = found.end()
                continue
            at = first.end
            join = _JOIN.match(text, found.end()) or _JOIN.match(text, first.end)
            other = _POINT.match(text, join.end()) if join else None
            last = None
            if other:
                year = int(first.first[:4]) if first.first else None
                month = int(first.first[5:7]) if first.first and len(first.first) > 4 else None
                last = self._point(other, year, text, month)
                typed = any(other[key] for key in ("iy", "y", "qy", "hy", "yy"))
                if last and not typed and last.last and first.first and last.last < first.first[: len(last.last)]:
                    last = self._point(other, (year or 0) + 1, text, month)
            if last:
                inferred = tuple(
                    key for key, one in (("start", first.inferred), ("end", last.inferred and first.inferred)) if one
                )
                made.append(
                    FoundSpan(first.begin, last.end, first.first, last.last, inferred, not first.first or not last.last)
                )
                at = last.end
            else:
                made.append(
                    FoundSpan(
                        first.begin,
                        first.end,
                        first.first,
                        first.last,
                        ("start", "end") if first.inferred else (),
                        not first.first,
                    )
                )
        return made

    def deadlines(self, text: str) -> list[Deadline]:
        """Dates that say until when: with 前 behind, or 底 and 完成; not those that return (每月5日前)."""
        made = []
        for span in self.spans(text):
            before = _BEFORE.match(text, span.end)
            words = text[span.begin : span.end]
            done = re.match(r"(?:之?内)?(?:全部|全面|基本)?(?:完成|建成|到位|实现|印发|报送|上报)", text[span.end :])
            if not span.last or _RETURNING.search(text[: span.begin]) or text[: span.begin].endswith(("截至", "截止")):
                continue
            if before or (done and words[-1:] in "底末月日度号年"):
                made.append(
                    Deadline(span.begin, before.end() if before else span.end, span.last, "end" in span.inferred)
                )
        return made

    def due(self, words: str) -> tuple[str, bool] | None:
        """The last day that words of a deadline (a cell, a label) name; None for 长期, 持续, 全年, for what returns, and for a day
        from which on something is done (8月起实施)."""
        found = [
            span
            for span in self.spans(words)
            if span.last and not _RETURNING.search(words[: span.begin]) and not _FROM.match(words, span.end)
        ]
        return (found[-1].last or "", "end" in found[-1].inferred) if found else None


def _year(typed: str, year: int | None) -> int | None:
    if typed.isdigit():
        return int(typed)
    return None if year is None else year + (typed in "明次翌")


def _iso(year: int, month: int | None, day: int | None = None) -> str:
    """ISO text, or "" for a day that does not exist."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    if not 1900 <= year <= 2200:
        return ""
    return "-".join([f"{year:04d}", *([f"{month:02d}"] if month else []), *([f"{day:02d}"] if day else [])])
