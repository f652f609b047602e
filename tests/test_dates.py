"""Dates and printed numbers as staff type them."""

from __future__ import annotations

from datetime import date

import pytest

from campaign.leaves import dates, numbering
from campaign.leaves.dates import Moment

READ = [
    ("2026-11-21", Moment(2026, 11, 21)),
    ("2026-1-2", Moment(2026, 1, 2)),
    ("2026年11月21日", Moment(2026, 11, 21)),
    ("2026年3月", Moment(2026, 3)),
    ("2026", Moment(2026)),
    ("2026年", Moment(2026)),
    ("2026/11/21", Moment(2026, 11, 21)),
    ("2026.11", Moment(2026, 11)),
    ("２０２６年１１月２１日", Moment(2026, 11, 21)),
    ("2016-02-29", Moment(2016, 2, 29)),
    ("20261121", Moment(2026, 11, 21)),
    ("202611", Moment(2026, 11)),
]
REFUSED = [
    "",
    "11月21日",
    "20xx年3月",
    "2026-13-01",
    "2026-02-30",
    "2025年2月29日",
    "明年",
    "2026-11-21 08:00",
    "0026-01-01",
    "2026111",
    "20261-12",
    "202612-20",
    "2026-1120",
]


@pytest.mark.parametrize(("typed", "meant"), READ)
def test_reads(typed: str, meant: Moment) -> None:
    assert dates.parse(typed) == meant


@pytest.mark.parametrize("typed", REFUSED)
def test_refuses(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        dates.parse(typed)


def test_a_month_is_due_on_its_last_day() -> None:
    assert (Moment(2016, 2).first, Moment(2016, 2).last) == (date(2016, 2, 1), date(2016, 2, 29))
    assert Moment(2017).last == date(2017, 12, 31)


def test_words() -> None:
    assert Moment(2026, 3, 5).chinese == "2026年3月5日"
    assert dates.day_chinese(date(2026, 11, 21)) == "11月21日（周六）"
    assert dates.span_chinese(Moment(2026, 3, 17), Moment(2026, 4, 1)) == "2026年3月17日—4月1日"
    assert dates.span_chinese(Moment(2014, 12), Moment(2015, 10)) == "2014年12月—2015年10月"


def test_the_hundred_days_are_ninety_two() -> None:
    assert dates.days_inclusive(date(2015, 12, 1), date(2016, 3, 1)) == 92


NUMBERS = [
    ("一、", "han-comma", 1),
    ("（十九）", "han-bracket", 19),
    ("(三)", "han-bracket", 3),
    ("20.", "arabic-dot", 20),
    ("3、", "arabic-comma", 3),
    ("（4）", "arabic-bracket", 4),
    ("五是", "han-shi", 5),
    ("二要", "han-yao", 2),
    ("⑤", "circled", 5),
]


@pytest.mark.parametrize(("printed", "style", "value"), NUMBERS)
def test_reads_printed_numbers(printed: str, style: str, value: int) -> None:
    number = numbering.parse(printed)
    assert number is not None
    assert (number.style.name, number.value) == (style, value)


@pytest.mark.parametrize("value", range(1, 100))
def test_writes_what_it_reads(value: int) -> None:
    assert numbering.from_chinese(numbering.to_chinese(value)) == value


def test_no_number() -> None:
    assert numbering.parse("附件") is None


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("12月6日", "2026-12-06"),
        ("12月6号", "2026-12-06"),
        ("12/6", "2026-12-06"),
        ("12.6", "2026-12-06"),
        ("１２－６", "2026-12-06"),
        ("1月3日", "2027-01-03"),
        ("1月20日", "2027-01-20"),  # soon after the end: a report may come then
        ("26.12.6", "2026-12-06"),
        ("2026年12月6日（周日）", "2026-12-06"),
        ("2026-12-06 10:30", "2026-12-06"),
        ("10月", "2026-10"),
        ("20261206", "2026-12-06"),
    ],
)
def test_a_date_without_its_year_means_that_of_the_campaign(typed: str, means: str) -> None:
    assert dates.parse_within(typed, date(2026, 10, 8), date(2027, 1, 7)).iso == means


@pytest.mark.parametrize("typed", ["9月1日", "13月1日", "昨天", "2月30日", "25.12.6", "6日"])
def test_a_day_the_campaign_has_not_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=r"没有这一天|不是能认的日期"):
        dates.parse_within(typed, date(2026, 10, 8), date(2027, 1, 7))


def test_a_day_the_campaign_has_twice_is_asked_about() -> None:
    with pytest.raises(ValueError, match="可以是2026年11月1日、2027年11月1日"):
        dates.parse_within("11月1日", date(2026, 10, 8), date(2027, 11, 20))
