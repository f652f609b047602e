"""What is so on twelve days, worked out by hand from the documents themselves, and read back from pages, prints, Word, Excel, calendars and data.

The plans of the documents are taken as running, from before the first to after the last. Numbers and days stand here as the documents give
them (千名儿童床位 2.0→2.2, 12月25日之前, 百日 = 92 days …); nothing of `views` is asked. A second part counts the example's own plans again
from their YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook
from pdfglyphs import printed

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.calendars import calendar_files
from campaign.exporters.campaign import campaign_data
from campaign.exporters.data import plan_data
from campaign.exporters.tables import document, workbook
from campaign.kinds import CAMPAIGN
from campaign.pages.campaign import campaign_pages
from campaign.pages.lists import indicators_pages
from campaign.pages.page import Page
from campaign.pages.plan import plan_page
from campaign.pdf import indicator_sheet, timeline_sheet
from campaign.pdf.job import Job
from campaign.pdf.prints import prints

ROOT = Path(__file__).resolve().parent.parent
UNRECORDED = "还没有登记结果"
CITY, HUNDRED, YEAR, CHILDREN = "city-quality-uplift", "hundred-days", "quality-year", "children-health"
VALUES = """\
plan: children-health
values:
  - {indicator: beds, date: 2017-12-31, value: "2.0"}
  - {indicator: doctors, date: 2017-12-31, value: "0.59"}
  - {indicator: gp, date: 2017-12-31, value: 80}
  - {indicator: residents, date: 2017-12-31, value: 600}
  - {indicator: residents, date: 2018-12-31, value: 1200}
  - {indicator: residents, date: 2019-12-31, value: 1750}
  - {indicator: obstetric-training, date: 2017-12-31, value: 1000}
  - {indicator: obstetric-training, date: 2018-12-31, value: 900}
  - {indicator: hospitals-3m, date: 2018-12-31, value: 0}
  - {indicator: maternal-centres, date: 2018-12-31, value: 2}
  - {indicator: undergraduates, date: 2018-12-31, value: 210}
  - {indicator: staff-cost-share, date: 2018-12-31, value: 39}
"""
DAYS = [
    date(2014, 11, 30), date(2014, 12, 15), date(2015, 11, 15), date(2015, 12, 25), date(2016, 2, 29), date(2016, 3, 2),
    date(2016, 3, 20), date(2016, 12, 15), date(2017, 6, 30), date(2018, 12, 31), date(2019, 1, 1), date(2021, 1, 1),
]  # fmt: skip

# the phases that run: 12月, 12月至次年10月, 次年11月, 次年12月; 3.17—4.1, 4.1—12.31, 6.1—12.31, 12.1—12.31
PHASES = {
    CITY: ["", "一二", "三", "四", "", "", "", "", "", "", "", ""],
    YEAR: ["", "", "", "", "", "", "一", "二三四", "", "", "", ""],
}
# and how many of them are over, of which nobody has told anything
OVER = {CITY: [0, 0, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4], YEAR: [0, 0, 0, 0, 0, 0, 0, 1, 4, 4, 4, 4]}
# 12月1日 to 3月1日 of a leap year: which day it is, 0 before, 93 after
DAY_OF_92 = [0, 0, 0, 25, 91, 93, 93, 93, 93, 93, 93, 93]
BEGINS = [366, 351, 16]  # days to 12月1日
# days to 12月25日 (start in every department) and to 2017年6月30日 (省发展改革委会同省卫生计生委)
STARTED = [390, 375, 40, 0, -66, -68, -86, -356, -553, -1102, -1103, -1834]
RULES = [943, 928, 593, 553, 487, 485, 467, 197, 0, -549, -550, -1281]
# articles: each unit one a month, windows of December to March, the last of one day
ACTIVITIES = (
    "启动仪式",
    "“进一步改善医疗服务行动”座谈会",
    "院外媒体宣传",
    "院内宣传",
    "优质服务示范（科室、岗位、个人）创建",
    "改善服务十大创新亮点评选",
    "主题文章征集",
    "主题摄影作品征集和摄影展",
)
WINDOWS = [date(2015, 12, 31), date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 1)]

N, P, M, X, U, W = "no value", "not yet", "met", "missed", "not judged", "not begun"
# by the target in force: the next due, else the last; 每年 by the years that are over; 可 never; 力争, 应争取, 原则上 never missed
VERDICTS = {
    #                      before 2017 …                30.6.2017 31.12.18 1.1.19 1.1.21
    "beds": [N] * 9 + [P, P, X],  # 2.0 of 2.2
    "doctors": [N] * 9 + [P, P, X],  # 0.59 of 0.69
    "gp": [N] * 9 + [P, P, X],  # 80 % of each
    "residents": [N] * 9 + [P, P, M],  # 1200, then 1750 of 1750
    "undergraduates": [N] * 9 + [M, M, M],  # 210 of 力争 200
    "obstetric-training": [W] * 8 + [N, M, X, X],  # 2017: 1000 of 1000; 2018: 900; later years nobody told
    "pediatric-retraining": [W] * 8 + [N, N, N, N],
    "hospitals-3m": [U] * 12,  # 可
    "maternal-centres": [N] * 9 + [M, M, M],  # 原则上 one: two are more
    "staff-cost-share": [N] * 9 + [P, P, P],  # 39 % of 力争 40 %
    "provincial-hospital-beds": [N] * 12,
}
CLASSES = {
    "无数据": N,
    "未到期": P,
    "临期": P,
    "还没做到": P,
    "达标": M,
    "已做到": M,
    "未达标": X,
    "不作评判": U,
    "未开始": W,
}
NUMBERS = "一二三四"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The plans of the documents and their units, taken as running, with values reported for the children's plan."""
    root = tmp_path_factory.mktemp("oracle")
    for folder in ("plans/registry", "plans/progress"):
        (root / folder).mkdir(parents=True)
    for each in ("registry/province.yaml", "registry/sources-a.yaml", "registry/sources-b.yaml"):
        (root / "plans" / each).write_bytes((ROOT / "plans" / each).read_bytes())
    for plan in (CITY, HUNDRED, YEAR, CHILDREN):
        text = (ROOT / f"plans/{plan}.yaml").read_text("utf-8")
        (root / f"plans/{plan}.yaml").write_text(text.replace("status: closed\n", "status: active\n"), "utf-8")
    (root / "plans/site.yaml").write_text("organisation: 省卫生计生委\n", "utf-8")
    (root / "plans/progress/children-health.yaml").write_text(VALUES, "utf-8")
    content, problems = look_over(root, DAYS[0])
    assert [str(each) for each in problems if each.severity == "error"] == []
    return content


def poster(content: Content) -> Job:
    """The poster of the campaign of the documents, on A4."""
    made = {each.name: each for each in prints(content, CAMPAIGN) if each.record_id == HUNDRED}
    return made["poster-a4"].make()


def plain(markup: str) -> str:
    return re.sub(r"[\s\u2060\u200b\ufeff]", "", unescape(re.sub(r"<[^>]+>", "", markup)))


def excel(page: Page, day: date) -> list[list[str]]:
    book = load_workbook(BytesIO(workbook(page.title, page.tables, day)))
    return [
        ["" if cell.value is None else str(cell.value) for cell in row] for sheet in book for row in sheet.iter_rows()
    ]


def in_word(page: Page, day: date) -> list[list[str]]:
    text = ZipFile(BytesIO(document(page.title, page.tables, day))).read("word/document.xml").decode()
    rows = re.findall(r"<w:tr[ >].*?</w:tr>", text, re.S)
    return [[plain(cell) for cell in re.findall(r"<w:tc[ >].*?</w:tc>", row, re.S)] for row in rows]


@pytest.mark.parametrize("place", range(12), ids=[day.isoformat() for day in DAYS])
def test_the_plans_of_the_documents(place: int, running: Content) -> None:
    day = DAYS[place]
    content = replace(running, as_of=day)
    pages = {plan.id: plan_page(content, plan) for plan in content.plans.values()}
    calendars = {path: Calendar.from_ical(data) for path, data in calendar_files(content).items()}

    for plan, phases in PHASES.items():
        now = {
            match[1]
            for match in re.finditer(
                r"<li id=\"phase-[\w-]+\">(?:(?!</li>).)*?（(.)）(?:(?!</li>).)*?现在是这一阶段", pages[plan].body, re.S
            )
        }
        sheet = plain(timeline_sheet.document(content.plans[plan], content).html)
        data = plan_data(content, content.plans[plan])["outcomes"]["phases"]
        words = [each["words"] for each in data]
        assert now == set(phases[place]), plan
        assert [number in phases[place] for number in NUMBERS] == [word == "进行中" for word in words], plan
        assert sheet.count("进行中") == len(phases[place]), plan

    campaign = next(page for page in campaign_pages(content) if page.path.endswith(f"{HUNDRED}/index.html"))
    number, text = DAY_OF_92[place], plain(campaign.body)
    assert "92" in text and ("100天" not in text)
    assert bool(re.search(rf"第{number}天", text)) is (0 < number < 93)
    assert ("已结束" in text) is (number == 93)
    sheet = plain(poster(content).html)
    clock = (
        f"第{number}天共92天，还有{92 - number}天" if number else f"还有{BEGINS[place]}天共92天" if place < 3 else ""
    )
    assert ("已结束共92天" if number == 93 else clock) in sheet
    expected = {0: "未开始", 93: UNRECORDED}.get(number, "日期未定")  # the document gives no activity a day
    for read_table in (excel, in_word):
        rows = [row for row in read_table(pages[HUNDRED], day) if row[0].startswith(ACTIVITIES) and len(row) == 4]
        assert len(rows) == len(ACTIVITIES) and {row[-1].split("（")[0] for row in rows} == {expected}

    for plan, due, left in ((HUNDRED, date(2015, 12, 25), STARTED[place]), (CHILDREN, date(2017, 6, 30), RULES[place])):
        assert (due - day).days == left
        (one,) = plan_data(content, content.plans[plan])["outcomes"]["milestones"]
        assert (one["planned"], one["done"]) == (due.isoformat(), None)
        assert ("还没有登记结果" in one["words"]) is (left < 0) and f"{due.month}月{due.day}日" in one["words"]
        shown = (plain(pages[plan].body), *(plain(str(read(pages[plan], day))) for read in (excel, in_word)))
        assert [one["words"] in text for text in shown] == [
            left < 0
        ] * 3  # while it is ahead its day alone stands there
        told = [
            str(event["description"])
            for event in calendars.get(f"plans/{plan}/{plan}.ics", Calendar()).walk("VEVENT")
            if event["dtstart"].dt == due
        ]
        assert any(one["words"] in each for each in told) or abs(left) > 92

    quota = {
        event["dtstart"].dt
        for event in calendars.get(f"plans/{HUNDRED}/{HUNDRED}.ics", Calendar()).walk("VEVENT")
        if "文章" in str(event["summary"])
    }
    assert quota == {each for each in WINDOWS if -92 <= (each - day).days <= 430}

    verdicts = {each: states[place] for each, states in VERDICTS.items()}
    names = {each.id: each.name for each in content.plans[CHILDREN].indicators}
    data = {
        each["id"]: CLASSES[each["state"]["word"]] for each in plan_data(content, content.plans[CHILDREN])["indicators"]
    }
    assert {key: data[key] for key in verdicts} == verdicts
    listed = indicators_pages(content)[0]
    for surface, rows in read_indicators(content, listed, day):
        found = {
            key: next(iter(CLASSES[word] for row in rows if names[key] in row[:2] for word in [last_word(row)]))
            for key in verdicts
        }
        assert found == verdicts, surface


def read_indicators(content: Content, listed: Page, day: date) -> Iterator[tuple[str, list[list[str]]]]:
    """(surface, its rows as texts) of whatever lists the children's indicators with their states."""
    yield "Excel", excel(listed, day)
    yield "Word", in_word(listed, day)
    body = re.findall(r"<tr[ >].*?</tr>", listed.body, re.S)
    yield "page", [[plain(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)] for row in body]
    sheet = re.findall(r"<tr[ >].*?</tr>", indicator_sheet.document(content.plans[CHILDREN], content).html, re.S)
    rows = [[plain(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)] for row in sheet]
    if any("现值" in "".join(row) for row in rows):  # a sheet without a value has no states
        yield "print", rows


def last_word(row: list[str]) -> str:
    longest = sorted(CLASSES, key=len, reverse=True)
    return next(word for cell in reversed(row) for word in longest if cell.endswith(word))


@pytest.mark.parametrize("place", range(12), ids=[day.isoformat() for day in DAYS])
def test_the_same_on_paper(place: int, running: Content) -> None:
    """The PDFs themselves: the phases of the plan that runs, the poster around the campaign's days, the indicators since values came in."""
    content = replace(running, as_of=DAYS[place])
    plan = CITY if place < 5 else YEAR
    sheet = read(printed(timeline_sheet.document(content.plans[plan], content)))
    assert sheet.count("进行中") == len(PHASES[plan][place])
    assert sheet.count(UNRECORDED) == OVER[plan][place]
    if 2 <= place <= 5:
        text, number = read(printed(poster(content))), DAY_OF_92[place]
        assert bool(re.search(rf"第{number}天.*还有{92 - number}天", text)) is (0 < number < 93)
        assert ("已结束" in text) is (number == 93)
    if place >= 9:  # a sheet without a value has no states
        sheet = read(printed(indicator_sheet.document(content.plans[CHILDREN], content)))
        states = re.findall("|".join(sorted(CLASSES, key=len, reverse=True)), sheet)
        told = [verdicts[place] for verdicts in VERDICTS.values()]
        rest = len(content.plans[CHILDREN].indicators) - len(told)  # nobody reported on the others
        for state in (P, M, X, U):
            assert sum(CLASSES[each] == state for each in states) == told.count(state), state
        assert states.count("无数据") == rest + told.count(N)


def read(pdf: bytes) -> str:
    return plain("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))


# -- the example's own plans, counted again from their YAML --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> Content:
    return look_over(ROOT, date(2026, 11, 21))[0]


@cache
def raw(name: str) -> Any:
    """A file of the example as plain values; dates as they are typed."""
    return yaml.load((ROOT / "plans" / name).read_text("utf-8"), yaml.BaseLoader)


def last_day(typed: str) -> date:
    parts = [int(part) for part in typed.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = divmod(parts[0] * 12 + (parts[1] if len(parts) == 2 else 12), 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def held(node: Any, key: str) -> Iterator[Mapping[str, Any]]:
    """Every record under `key`, however deep in a file."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, list):
                yield from value
            yield from held(value, key)
    elif isinstance(node, list):
        for each in node:
            yield from held(each, key)


OWN = ("demo-quality-year", "demo-patient-experience", "demo-hundred-days")


@pytest.mark.parametrize(
    "day",
    [date(2026, 2, 28), date(2026, 7, 1), date(2026, 10, 31), date(2026, 11, 21), date(2026, 12, 26), date(2027, 4, 1)],
)
def test_the_plans_of_the_example(day: date, example: Content) -> None:
    content = replace(example, as_of=day)
    for name in OWN:
        plan, progress = raw(f"{name}.yaml"), raw(f"progress/{name}.yaml")
        done = {each["task"]: last_day(each["done"]) for each in progress["tasks"] if "done" in each}
        handed = {(each["duty"], each["due"]): last_day(each["done"]) for each in progress["duties"] if "done" in each}
        tasks = [each for group in plan["groups"] for each in group["tasks"]]
        states = {
            each["id"]: "办结"
            if done.get(each["id"], date.max) <= day
            else "逾期"
            if "due" in each and last_day(each["due"]) < day
            else ""
            for each in tasks
        }
        data = plan_data(content, content.plans[name])
        shown = {each["id"]: each["state"] for group in data["groups"] for each in group["tasks"]}
        assert {
            key: "办结" if each["done"] else "逾期" if each["word"] == "逾期" else "" for key, each in shown.items()
        } == states
        milestones = {each["id"]: handed.get((each["id"], each["due"])) for each in held(plan, "milestones")}
        told = {each["id"]: each["done"] for each in data["outcomes"]["milestones"]}
        assert told == {key: each.isoformat() if each and each <= day else None for key, each in milestones.items()}
        page = plain(plan_page(content, content.plans[name]).body)
        late, ended = sum(each == "逾期" for each in states.values()), sum(each == "办结" for each in states.values())
        assert (f"逾期{late}" in page) is (late > 0), (name, late)
        assert f"已办结{ended}" in page or not ended, (name, ended)


@pytest.mark.parametrize("day", [date(2026, 11, 5), date(2026, 11, 21), date(2026, 12, 26), date(2027, 2, 1)])
def test_awards_and_articles_of_the_example(day: date, example: Content) -> None:
    content = replace(example, as_of=day)
    files = [
        raw(f"campaign-data/demo-hundred-days/{path.name}")
        for path in sorted((ROOT / "plans/campaign-data/demo-hundred-days").glob("*.yaml"))
    ]
    rounds = {each["award"]: each for file in files for each in file.get("rounds", ())}
    shown = {each["id"]: each for each in plan_data(content, content.plans["demo-hundred-days"])["outcomes"]["awards"]}
    for award, each in rounds.items():
        known = "done" in each and last_day(each["done"]) <= day
        assert shown[award]["done"] == (each["done"] if known else None)
        assert ("已于" in shown[award]["words"]) is known
        passed = "announced" in each and last_day(each["announced"]) < day and not known
        assert ("还没有登记" in shown[award]["words"]) >= passed
    articles = [each for file in files for each in file.get("submissions", ()) if last_day(each["date"]) <= day]
    data = campaign_data(content, content.plans["demo-hundred-days"])
    assert len(data["quota"]) == 32
    for place, month in enumerate(data["months"]):
        handed = [each["unit"] for each in articles if each.get("month", each["date"])[:7] == month["start"][:7]]
        counts = [row["months"][place] for row in data["quota"]]
        assert (sum(counts), sum(map(bool, counts))) == (len(handed), len(set(handed))), month
        if last_day(month["end"]) < day:
            assert sum(bool(row["short"][place]) for row in data["quota"]) == 32 - len(set(handed)), month
