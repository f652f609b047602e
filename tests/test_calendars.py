"""Calendars: what is in them, for whom, and that a calendar library reads them back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.calendars import calendar_files, plan_calendar
from campaign.pages import build_pages
from campaign.views import events as view

TODAY = date(2026, 11, 21)
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: medical, name: 医务部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
  - {id: idle, name: 图书室, kind: functional, parent: h}
collectives:
  - {id: clinics, name: 各临床科室, kinds: [clinical]}
"""
PLAN = """\
id: year
title: 质量提升年活动方案
short: 质量提升年
issuer: 甲医院
status: active
period: {start: 2026-10-01, end: 2026-12-31}
phases_overlap: 是
phases:
  - {id: ph1, number: （一）, name: 自查阶段, start: 2026-10-01, end: 2026-12-31}
  - {id: ph2, number: （二）, name: 没有日期的阶段}
activities:
  - {id: a1, name: 启动仪式, lead: [医务部], date: 2026-10-08, done: 2026-10-08}
groups:
  - id: g1
    number: （一）
    title: 护理
    tasks:
      - id: t1
        number: 1.
        title: 做好随访
        due: 2026-12-20
        responsibility: {lead: [护理部]}
        recurring:
          - {id: survey, what: 满意度调查, times: 1, per: month, start: 2026-10-01, end: 2026-12-31, lead: [各临床科室], to: [护理部]}
        milestones:
          - {id: ms1, name: 报“随访、指导”总结, due: 2026-12-31, lead: [护理部]}
"""


def content(tmp_path: Path, plan: str = PLAN, url: str = "https://plans.example.org/") -> Content:
    files = {
        "plans/registry/units.yaml": UNITS,
        "plans/year.yaml": plan,
        "plans/site.yaml": f"organisation: 甲医院\nhome: 甲医院\nurl: {url}\nas_of: 2026-11-21\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found, problems = look_over(tmp_path, TODAY)
    assert [str(each) for each in problems] == []
    return found


def events(raw: bytes) -> list[Event]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def test_a_quota_stands_once_on_its_day() -> None:
    """Who has handed in and who has not share the day; a unit that has both a ward and itself in the list is named once."""
    content, _ = look_over(Path(__file__).resolve().parent.parent, date(2026, 11, 21))
    found = Counter(
        (event.plan, event.kind, event.title, event.start) for event in view.events(content) if event.kind != "ledger"
    )
    assert [each for each, times in found.items() if times > 1] == []


def test_everything_dated_stands_in_the_calendar_once(tmp_path: Path) -> None:
    found = events(calendar_files(content(tmp_path))["calendar/all.ics"])
    assert [
        (str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend") - timedelta(days=1)) for each in found
    ] == [
        ("质量提升年：（一）自查阶段", date(2026, 10, 1), date(2026, 12, 31)),
        ("质量提升年：启动仪式", date(2026, 10, 8), date(2026, 10, 8)),
        ("满意度调查", date(2026, 10, 31), date(2026, 10, 31)),
        ("满意度调查", date(2026, 11, 30), date(2026, 11, 30)),
        ("做好随访", date(2026, 12, 20), date(2026, 12, 20)),
        ("报“随访、指导”总结", date(2026, 12, 31), date(2026, 12, 31)),
        ("满意度调查", date(2026, 12, 31), date(2026, 12, 31)),
    ]
    names = [str(each["uid"]) for each in found]
    assert len(set(names)) == len(names) and names[0] == "year-phase-ph1@plans.example.org"
    assert [each["categories"].cats[0] for each in found][:3] == ["阶段", "活动", "例行"]
    assert str(found[4]["url"]) == "https://plans.example.org/plans/year/index.html#task-t1"
    assert str(found[4]["description"]) == "出处：质量提升年（一）1.\n单位：护理部"


def test_each_unit_has_its_own_with_the_phases_of_its_plans(tmp_path: Path) -> None:
    files = calendar_files(content(tmp_path))
    assert sorted(files) == [
        "calendar/all.ics",
        "plans/year/year.ics",
        "units/medical/medical.ics",
        "units/nursing/nursing.ics",
        "units/surgery/surgery.ics",
    ]
    titles = {path: [str(each["summary"]) for each in events(raw)] for path, raw in files.items()}
    assert titles["units/surgery/surgery.ics"] == [
        "质量提升年：（一）自查阶段",
        "满意度调查",
        "满意度调查",
        "满意度调查",
    ]
    assert titles["units/nursing/nursing.ics"] == ["质量提升年：（一）自查阶段", "做好随访", "报“随访、指导”总结"]
    assert titles["units/medical/medical.ics"] == ["质量提升年：（一）自查阶段", "质量提升年：启动仪式"]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (calendar_files(content(tmp_path / each)) for each in ("a", "b"))
    assert first == second
    assert (
        b"DTSTAMP:20261121T000000Z" in first["calendar/all.ics"]
        and b"DTSTART;VALUE=DATE:20261001" in first["calendar/all.ics"]
    )


def test_long_chinese_lines_are_folded_at_75_octets(tmp_path: Path) -> None:
    raw = calendar_files(content(tmp_path, PLAN.replace("做好随访", "做好随访" * 40)))["calendar/all.ics"]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert "做好随访" * 40 in [str(each["summary"]) for each in events(raw)]


def test_a_closed_plan_asks_nothing_and_has_no_button(tmp_path: Path) -> None:
    made = content(tmp_path, PLAN.replace("status: active", "status: closed"))
    assert sorted(calendar_files(made)) == ["calendar/all.ics"] and plan_calendar(made, made.plans["year"]) is None
    assert "加入日历" not in next(page.body for page in build_pages(made) if page.path == "plans/year/index.html")


def test_pages_offer_the_calendars_that_exist(tmp_path: Path) -> None:
    made = content(tmp_path)
    files = calendar_files(made)
    for page in build_pages(made):
        offered = [
            f"{page.path.removesuffix('index.html')}{part.partition(chr(34))[0].rpartition('/')[2]}"
            for part in page.body.split('href="')[1:]
            if ".ics" in part.partition('"')[0]
        ]
        assert set(offered) <= set(files), page.path
    bodies = {page.path: page.body for page in build_pages(made)}
    assert "nursing.ics" in bodies["units/nursing/index.html"] and "year.ics" in bodies["plans/year/index.html"]
    assert "all.ics" in bodies["calendar/index.html"] and ".ics" not in bodies["units/idle/index.html"]
