"""Reporting forms with a last day: in the list of what is due, on the units' sheets and in their calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from form_samples import LOWER, content, sheet

from campaign.exporters.calendars import calendar_files
from campaign.pages import build_pages
from campaign.views.calendar import calendar
from campaign.views.due import due_items
from campaign.views.events import of_unit
from campaign.views.unit_sheets import unit_sheets

# October was due on 10 November: 甲 and 丁 reported, 乙 did not, 丙 did not exist yet. November is due on 10 December, when 丁 is closed.
REPORTED = {
    f"plans/forms/data/{unit}.yaml": sheet(unit, period, "cases: 3", on=on)
    for unit, period, on in (
        ("h1", "2016-10", "2016-11-08"),
        ("h4", "2016-10", "2016-11-09"),
        ("h3", "2016-11", "2016-12-01"),
    )
}


def said(tmp_path: Path, day: date, form: str = LOWER) -> list[tuple[str, str, str, list[str]]]:
    made = content(tmp_path, {**REPORTED, "plans/forms/lower.yaml": form}, day)
    items = [item for item in due_items(made, date(2016, 11, 1), date(2017, 1, 31)) if item.kind == "form"]
    return [
        (item.due.isoformat() if item.due else "", item.what, item.state.word, [unit.name for unit in item.units])
        for item in items
    ]


def test_who_owes_and_who_has_reported(tmp_path: Path) -> None:
    assert said(tmp_path, date(2016, 12, 5)) == [
        ("2016-11-10", "报2016年10月的医院报表", "逾期", ["乙医院"]),
        ("2016-11-10", "报2016年10月的医院报表", "已报", ["甲医院", "丁医院"]),
        ("2016-12-10", "报2016年11月的医院报表", "临期", ["甲医院", "乙医院"]),
        ("2016-12-10", "报2016年11月的医院报表", "已报", ["丙医院"]),
        ("2017-01-10", "报2016年12月的医院报表", "未到期", ["甲医院", "乙医院", "丙医院"]),
    ]


def test_without_a_last_day_nobody_is_asked(tmp_path: Path) -> None:
    assert said(tmp_path, date(2016, 12, 5), LOWER.replace("due_day: 10\n", "")) == []


def test_a_form_of_a_closed_plan_asks_nothing(tmp_path: Path) -> None:
    owned = LOWER.replace("title: 医院报表\n", "title: 医院报表\nplan: p\n")
    made = content(
        tmp_path,
        {**REPORTED, "plans/forms/lower.yaml": owned, "plans/p.yaml": "id: p\ntitle: 方案\nstatus: closed\n"},
        date(2016, 12, 5),
    )
    assert due_items(made, date(2016, 11, 1), date(2017, 1, 31)) == ()


def test_it_stands_on_the_sheet_and_in_the_calendar_of_the_unit(tmp_path: Path) -> None:
    made = content(tmp_path, REPORTED, date(2016, 12, 5))
    sheets = unit_sheets(made)
    assert [(item.what, item.state.word) for item in sheets["h2"].late] == [("报2016年10月的医院报表", "逾期")]
    assert [item.state.word for item in sheets["h3"].this_month] == ["已报"] and sheets["h4"].this_month == ()
    assert [event.title for event in of_unit(made, "h4")] == ["报2016年10月的医院报表"]
    ics = calendar_files(made)["units/h2/h2.ics"].decode()
    assert "报2016年11月的医院报表" in ics.replace("\r\n ", "")
    coming = [entry.item.what for entry in calendar(made).agenda if not entry.late]
    assert coming == ["报2016年11月的医院报表"], "of each form only the next time"
    page = next(page.body for page in build_pages(made) if page.path == "calendar/index.html")
    assert 'data-kind="form"' in page and "../forms/lower/2016-11/index.html" in page
