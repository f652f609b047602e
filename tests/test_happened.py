"""Planned and done are two facts: every kind of dated thing, as recorded and as not, on every surface that shows it; and what check says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.calendars import calendar_files
from campaign.exporters.data import catalog, plan_data
from campaign.exporters.forms import form_data
from campaign.exporters.tables import document, workbook
from campaign.pages import build_pages
from campaign.pdf import task_list, timeline_sheet
from campaign.search.corpus import corpus
from campaign.views.timeline import lanes
from campaign.views.unit_sheets import unit_sheets

UNITS = "units:\n  - {id: h, name: 某医院, kind: hospital}\n  - {id: office, name: 院办, kind: functional, parent: h}\n"
PLAN = """\
id: p
kind: campaign
title: 某方案
issuer: 某医院
status: {status}
period: {{start: 2026-01-01, end: 2026-12-31}}
phases:
  - {{id: ph, name: 启动阶段, start: 2026-03-01, end: 2026-06-30}}
milestones:
  - {{id: ms, name: 交方案, due: 2026-06-30, lead: [院办]}}
tasks:
  - {{id: ta, title: 理清家底, due: 2026-06-30, responsibility: {{lead: [院办]}}}}
activities:
  - {{id: ac, name: 启动会, date: 2026-06-30, lead: [院办]{activity}}}
awards:
  - {{id: aw, name: 好科室, lead: [院办]}}
  - {{id: ex, name: 摄影展, lead: [院办]}}
"""
ROUNDS = """\
rounds:
  - {{award: aw, announced: 2026-06-30{round}}}
  - {{award: ex, announced: 2026-06-30, announced_word: 展出{round}}}
"""
PROGRESS = "plan: p\n{phases}{duties}{tasks}"
MEETING = "id: mt\ntitle: 调度会\ndate: 2026-06-30\n{meeting}"
FORM = """\
id: f
title: 月报表
first: 2026-05
last: 2026-05
due_day: 30
reporters: {units: [院办]}
sections: [{title: 甲, rows: [{label: 乙, fields: [{id: x, label: 丙}]}]}]
"""
REPORT = "form: f\nunit: 院办\nperiod: 2026-05\nreported_on: 2026-07-02\nversion: '1'\nvalues: {x: 1}\n"
NEWS = """\
---
kind: update
id: news
title: 一则动态
date: 2026-06-30
disclosure: {{index_no: a, category: b, publisher: 某医院, date: 2026-06-30, doc_no: 无, source: c, topic: d, title: e, summary: f}}
{review}---
正文。
"""
REVIEWED = "review: {{first: {{by: 甲, date: {0}}}, second: {{by: 乙, date: {0}}}, final: {{by: 丙, date: {0}}}}}\n"
VERBS = {"phases": "完成", "task": "办结", "milestones": "完成", "activities": "办", "aw": "公布", "ex": "展出", "meeting": "召开", "update": "发布", "report": "报"}  # fmt: skip


def office(root: Path, recorded: str = "", status: str = "active") -> Path:
    """An office with one thing of every kind, all planned for 30 June 2026; `recorded` is done (2 July), postponed (20 July) or nothing."""
    key = {"done": ", done: 2026-07-02, evidence: 记录三", "postponed": ", postponed_to: 2026-07-20", "": ""}[recorded]
    line = key.removeprefix(", ").replace(", ", "\n")
    files = {
        "plans/site.yaml": "organisation: 某医院\nhome: 某医院\n",
        "plans/registry/units.yaml": UNITS,
        "plans/p.yaml": PLAN.format(status=status, activity=key),
        "plans/campaign-data/p/a.yaml": ROUNDS.format(round=key),
        "plans/meetings/mt.yaml": MEETING.format(meeting=f"{line}\n" if line else ""),
        "plans/forms/f.yaml": FORM,
        "docs/updates/news/index.md": NEWS.format(review=REVIEWED.format("2026-07-02") if recorded == "done" else ""),
    }
    if recorded:
        files["plans/progress/p.yaml"] = PROGRESS.format(
            phases=f"phases: [{{phase: ph{key}}}]\n",
            duties=f"duties: [{{duty: ms, due: 2026-06-30{key}}}]\n",
            tasks=f"tasks: [{{task: ta{key}}}]\n",
        )
    if recorded == "done":
        files["plans/forms/data/a.yaml"] = REPORT
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def words(content: Content) -> dict[str, str]:
    """The sentence that the data gives for every kind."""
    data = plan_data(content, content.plans["p"])
    outcomes = data["outcomes"]
    listed = catalog(content)
    return {
        "phases": outcomes["phases"][0]["words"],
        "task": data["tasks"][0]["outcome"]["words"],
        "milestones": outcomes["milestones"][0]["words"],
        "activities": outcomes["activities"][0]["words"],
        **{each["id"]: each["words"] for each in outcomes["awards"]},
        "meeting": listed["meetings"][0]["outcome"]["words"],
        "update": "".join(each["outcome"]["words"] for each in listed["updates"]),
        "report": form_data(content, content.forms["f"])["periods"][0]["outcomes"]["office"],
    }


@pytest.mark.parametrize(
    "recorded, day, said",
    [
        ("", date(2026, 6, 20), "6月30日{}"),
        ("", date(2026, 6, 30), "6月30日{}"),
        ("", date(2026, 7, 1), "应于6月30日{}，还没有登记结果"),
        ("", date(2027, 7, 1), "应于2026年6月30日{}，还没有登记结果"),
        ("done", date(2026, 7, 1), "应于6月30日{}，还没有登记结果"),  # seen from before it was done
        ("done", date(2026, 7, 2), "已于7月2日{}"),
        ("done", date(2027, 7, 2), "已于2026年7月2日{}"),
        ("postponed", date(2026, 7, 1), "推迟到7月20日{}"),
        ("postponed", date(2026, 7, 20), "推迟到7月20日{}"),
        ("postponed", date(2026, 7, 21), "应于7月20日{}，还没有登记结果"),
    ],
)
def test_one_sentence_for_every_kind(recorded: str, day: date, said: str, tmp_path: Path) -> None:
    content, _ = look_over(office(tmp_path, recorded), day)
    expected = {kind: said.format(verb) for kind, verb in VERBS.items()}
    if day < date(2026, 7, 1):
        expected["phases"] = "进行中"  # by its days, while they last
    if recorded != "done" or day < date(2026, 7, 2):
        expected["update"] = ""  # no data speaks of what is not public
    if recorded == "postponed":
        expected["report"] = "应于6月30日报，还没有登记结果"  # a report is not put off
    assert words(content) == expected


def test_before_its_days_a_phase_has_not_begun(tmp_path: Path) -> None:
    content, _ = look_over(office(tmp_path), date(2026, 2, 28))
    assert words(content)["phases"] == "未开始"


def surfaces(content: Content) -> Iterator[tuple[str, str, str]]:
    """(kind, surface, its text) for whatever shows what became of a thing."""
    pages = {page.path: page for page in build_pages(content, tables=True)}
    plan, unit = content.plans["p"], unit_sheets(content)["office"]
    found = {entry.url.partition("#")[0]: entry for entry in corpus(content)}
    searched = {unit.name: unit.text for entry in found.values() for unit in entry.units}
    calendar = {
        match[1]: match[2]
        for match in re.finditer(
            r"SUMMARY:(.*?)\r\n.*?DESCRIPTION:(.*?)\r\n(?=[A-Z])",
            re.sub(r"\r\n ", "", calendar_files(content)["calendar/all.ics"].decode()),
            re.S,
        )
    }
    page, campaign = pages["plans/p/index.html"].body, pages["campaigns/p/index.html"].body
    yield "phases", "plan page", page
    yield "phases", "timeline sheet", str(timeline_sheet.document(plan, content).html)
    yield "phases", "search", searched["启动阶段"]
    yield "phases", "calendar", calendar["某方案：启动阶段"]
    yield "milestones", "plan page", page
    yield "milestones", "unit page", pages["units/office/index.html"].body
    yield "milestones", "task list", str(task_list.document(unit, content).html)
    yield "milestones", "search", searched["交方案"]
    yield "milestones", "calendar", calendar["交方案"]
    yield "task", "plan page", page
    yield "task", "unit page", pages["units/office/index.html"].body
    yield "task", "task list", str(task_list.document(unit, content).html)
    yield "task", "search", searched["理清家底"]
    yield "task", "calendar", calendar["理清家底"]
    yield "activities", "plan page", page
    yield "activities", "campaign", campaign
    yield "activities", "calendar", calendar["某方案：启动会"]
    for award in ("aw", "ex"):
        yield award, "plan page", page
        yield award, "campaign", campaign
    yield "meeting", "list", pages["meetings/index.html"].body
    yield "meeting", "calendar page", pages["calendar/index.html"].body
    yield "meeting", "page", pages["meetings/mt/index.html"].body
    yield "meeting", "search", searched["调度会"]
    yield "meeting", "calendar", calendar["调度会"]
    yield "report", "unit page", pages["units/office/index.html"].body
    for kinds, path in (
        (("task", "milestones", "activities", "aw", "ex"), "plans/p/index.html"),
        (("meeting",), "meetings/index.html"),
    ):
        for exported, read in ((workbook, _cells), (document, _paragraphs)):
            text = read(exported("表", pages[path].tables, content.as_of))
            yield from ((kind, exported.__name__, text) for kind in kinds)


def _cells(data: bytes) -> str:
    return "".join(
        str(cell.value) for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows() for cell in row
    )


def _paragraphs(data: bytes) -> str:
    return re.sub("<[^>]+>", "", ZipFile(BytesIO(data)).read("word/document.xml").decode())


@pytest.mark.parametrize(
    "recorded, day", [("", date(2026, 7, 9)), ("done", date(2026, 7, 9)), ("postponed", date(2026, 8, 1))]
)
def test_every_surface_says_it(recorded: str, day: date, tmp_path: Path) -> None:
    content, _ = look_over(office(tmp_path, recorded), day)
    said = words(content)
    shown = [(kind, surface, _plain(text)) for kind, surface, text in surfaces(content)]
    silent = [(kind, surface) for kind, surface, text in shown if _expected(said[kind], surface) not in text]
    assert silent == [] and len(shown) > 25
    evidence = next(text for _, surface, text in shown if surface == "plan page").count("凭据：记录三")
    assert evidence >= 6 if recorded == "done" else not evidence  # phase, milestone, task, activity, award, exhibition


def _expected(sentence: str, surface: str) -> str:
    """The timeline has a column for the days."""
    return sentence.rpartition("，")[2] if surface == "timeline sheet" else sentence


def _plain(text: str) -> str:
    """A text without its markup, blanks, and the marks that hold words together in print."""
    return re.sub(r"[\s\\\u2060\u200b\ufeff]", "", unescape(re.sub(r"<[^>]+>", "", text)))


def test_a_phase_that_ends_or_begins_nowhere_lasts_as_long_as_its_plan(tmp_path: Path) -> None:
    root = office(tmp_path)
    plan = root / "plans/p.yaml"
    half = "  - {id: a, name: 甲, start: 2026-03}\n  - {id: b, name: 乙, end: 2026-06-30}\n"
    plan.write_text(re.sub(r"phases:\n.*\n", f"phases_overlap: 是\nphases:\n{half}", plan.read_text("utf-8")), "utf-8")
    said = {}
    for day in (date(2026, 2, 1), date(2026, 5, 1), date(2026, 7, 1), date(2027, 1, 1)):
        content, _ = look_over(root, day)
        said[day.month] = [each["words"] for each in plan_data(content, content.plans["p"])["outcomes"]["phases"]]
    late = "应于6月30日完成，还没有登记结果"
    assert said[2] == ["未开始", "进行中"] and said[5] == ["进行中", "进行中"] and said[7] == ["进行中", late]
    assert said[1] == ["应于2026年12月31日完成，还没有登记结果", late.replace("于", "于2026年")]
    assert [lane.dates for lane in lanes(content, content.plans["p"])] == ["2026年3月起", "到2026年6月30日"]


def test_why_something_is_not_done_is_told_and_nobody_is_asked_to_record_it(tmp_path: Path) -> None:
    root = office(tmp_path, "done")
    progress = (
        "plan: p\nphases: [{phase: ph, note: 人手不够}]\nduties: [{duty: ms, due: 2026-06-30, note: 还差两个科室}]\n"
        "tasks: [{task: ta, note: 还差三个病区}]\n"
    )
    (root / "plans/progress/p.yaml").write_text(progress, "utf-8")
    content, problems = look_over(root, date(2026, 7, 9))
    assert words(content)["phases"] == words(content)["milestones"] == "应于6月30日完成，还没有做完"
    assert words(content)["task"] == "应于6月30日办结，还没有做完"
    page = _plain(next(each.body for each in build_pages(content) if each.path == "plans/p/index.html"))
    for why in ("人手不够", "还差两个科室", "还差三个病区"):
        assert f"还没有做完（{why}）" in page
    assert [str(each) for each in problems] == []


def test_a_closed_plan_tells_only_what_was_recorded(tmp_path: Path) -> None:
    content, problems = look_over(office(tmp_path, status="closed"), date(2027, 7, 9))
    said = words(content)
    assert (said["phases"], said["milestones"]) == ("日期已过", "无记录")
    assert "result-missing" not in {each.code for each in problems if each.path == "plans/p.yaml"}
    page = _plain(next(each.body for each in build_pages(content) if each.path == "plans/p/index.html"))
    assert page.count("还没有登记结果") <= 3  # the rounds of a ledger that is still kept
