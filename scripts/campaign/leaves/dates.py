"""Dates as plans write them: a day, a month or a year, read from the ways staff type them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

WEEKDAYS = "一二三四五六日"
_FORMS = re.compile(r"(\d{4})(?:[年\-/.](?:(\d{1,2})(?:[月\-/.](?:(\d{1,2})日?)?)?)?)?$")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?$")  # nothing between: 2026111 could be two days


@dataclass(frozen=True, order=True)
class Moment:
    """A date with the precision the plan gives it: `Moment(2026, 11, 21)`, `Moment(2026, 11)` or `Moment(2026)`."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean: a plan's month or year as a deadline ends with its last day."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        return self.iso

    @property
    def chinese(self) -> str:
        """2026年11月21日, 2026年11月 or 2026年: Arabic digits without leading zeros (GB/T 9704—2012 7.3.5.4)."""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}"

    @classmethod
    def of(cls, day: date) -> Moment:
        return cls(day.year, day.month, day.day)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_validate, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "examples": ["2026-11-21", "2026-11", "2026年11月21日"]}


def _validate(value: Any) -> Moment:
    if isinstance(value, Moment):
        return value
    if isinstance(value, date):
        return Moment.of(value)
    try:
        return parse(value)
    except ValueError as fault:
        raise PydanticCustomError("date", "{reason}", {"reason": str(fault)}) from fault


def parse(text: Any) -> Moment:
    """Read `2026-11-21`, `2026年11月21日`, `2026/11/21`, `2026.11`, `２０２６年`; ValueError carries the sentence for the author."""
    if not isinstance(text, str):
        raise ValueError("这里应写日期，如 2026-11-21")
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _FORMS.match(plain) or _DIGITS.match(plain)
    if not found:
        raise ValueError(f"“{text}”不是能认的日期；可写 2026-11-21、2026-11 或 2026年11月21日，原文写法放在 as_written")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if not 1900 <= year <= 2200:
        raise ValueError(f"“{text}”的年份 {year} 不像方案里的年份")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"“{text}”的月份 {month} 不存在")
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"“{text}”不存在：{year}年{month}月没有{day}日")
    return Moment(year, month, day)


_TAIL = re.compile(
    r"[(（]?(?:周|星期)[一二三四五六日天][)）]?$|(?<=[日号\d])[ T]?\d{1,2}:\d{2}(?::\d{2})?$"
)  # a weekday, a time
_SHORT = re.compile(r"(?:(\d{2})[年/.-])?(\d{1,2})(?:[月/.-](\d{1,2})[日号]?|月份?)$")
AFTERWARDS = timedelta(days=183)  # how long after a campaign its reports and prizes may come


def parse_within(text: str, start: date | None, end: date | None) -> Moment:
    """Read a date as `parse` does, or without its year (12月6日, 12/6, 12-6, 12月, 26.12.6) where a campaign has that day once.

    What lies in the campaign comes first, then the half year after it. ValueError carries the sentence for the author.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    while (shorter := _TAIL.sub("", plain).strip()) != plain:
        plain = shorter
    try:
        return parse(plain.replace("号", "日"))
    except ValueError:
        found = _SHORT.match(plain.replace(" ", ""))
        if not found or not start or not end:
            raise
    century, month, day = found.groups()
    years = [2000 + int(century)] if century else range(start.year, end.year + 2)
    known = [each for year in years if (each := _moment(year, int(month), int(day) if day else None))]
    for last in (end, end + AFTERWARDS):
        fit = [each for each in known if each.last >= start and each.first <= last]
        if len(fit) == 1:
            return fit[0]
        if fit:
            raise ValueError(f"“{text}”没有写年，可以是{'、'.join(each.chinese for each in fit)}")
    raise ValueError(f"“{text}”没有写全年份，活动期限（{start.isoformat()} 至 {end.isoformat()}）里没有这一天")


def _moment(year: int, month: int, day: int | None) -> Moment | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return Moment(year, month, day)


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def day_chinese(day: date, *, year: bool = False) -> str:
    """11月21日（周六）, with the year in front when asked."""
    head = f"{day.year}年" if year else ""
    return f"{head}{day.month}月{day.day}日（{weekday(day)}）"


def span_chinese(start: Moment, end: Moment) -> str:
    """2026年3月17日—4月1日 within one year, else with both years; a single day or month stands alone."""
    if start == end:
        return start.chinese
    if start.year == end.year:
        tail = Moment(end.year, end.month, end.day).chinese.removeprefix(f"{end.year}年")
        return f"{start.chinese}—{tail}" if tail else start.chinese
    return f"{start.chinese}—{end.chinese}"


def days_inclusive(start: date, end: date) -> int:
    return (end - start).days + 1


def months_between(start: date, end: date) -> Iterator[tuple[int, int]]:
    """Every (year, month) touched by the inclusive span."""
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def month_end(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def week_end(day: date) -> date:
    """The Friday of the week (Monday to Sunday) that `day` falls in: what is due weekly is due on a working day."""
    return day + timedelta(days=4 - day.weekday())
