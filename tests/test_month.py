"""A month of another hospital is closed: twenty departments, three hundred stories, and everything sent around agrees with a recount from the files."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image
from waiting import eventually

from campaign.build import month as room
from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.leaves import links
from campaign.pages import build_pages
from campaign.pages.page import Page
from campaign.publish import write_all

TODAY = date(2027, 4, 12)
DEPARTMENTS = (
    "院务部 宣教科 医务科 护理部 财务科 后勤保障部 信息科 心血管内科 呼吸内科 消化内科 神经外科 胸外科 妇科 产科 新生儿科 急诊医学科"
    " 检验科 放射科 药剂科 输血科"
).split()
OUTLETS = {
    "n1": ("长河日报社", "国家级"),
    "p1": ("河东卫视", "省级"),
    "c1": ("临溪晚报", "市级"),
    "c2": ("临溪电台", "市级"),
}
WEIGHTS = {"国家级": 10, "省级": 5, "市级": 2}
STEPS = ("采用", "择优上报", "上级采用")
START, END = date(2027, 2, 15), date(2027, 5, 20)


def _registry() -> str:
    kinds = ["functional"] * 7 + ["clinical"] * 9 + ["medtech"] * 4
    units = [
        f"  - {{id: d{n:02}, name: {name}, kind: {kind}, parent: lx}}\n"
        for n, (name, kind) in enumerate(zip(DEPARTMENTS, kinds, strict=True))
    ]
    return f"units:\n  - {{id: lx, name: 临溪市中心医院, kind: hospital}}\n{''.join(units)}"


PLAN = """\
id: spring
kind: campaign
title: 临溪市中心医院春季惠民服务宣传活动方案
short: 春季宣传
issuer: 临溪市中心医院
date: 2027-02-01
status: active
period: {start: 2027-02-15, end: 2027-05-20}
document: {to: 各科室, cc: 临溪市卫生健康委员会。, copies: 60}
organisation: [{name: 宣传工作专班}]
recurring: [{id: month-end, what: 报月末材料, per: month, lead: [各科室], to: [宣教科]}]
quota: [{id: q, who: [各科室], what: 稿件, min: 2, per: month, to: [宣教科]}]
media_levels: [{id: national, name: 国家级, weight: 10}, {id: province, name: 省级, weight: 5}, {id: city, name: 市级, weight: 2}]
duplicate_rule: highest_per_story
"""


def _made(random_: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Ledgers of an office that is not ours, without those who hand in little: the last three departments."""
    days = (END - START).days
    stories, reports, materials = [], [], []
    for number in range(1, 301):
        day = START + timedelta(random_.randrange(days - 38))
        unit = DEPARTMENTS[min(int(random_.random() ** 1.6 * 20), 19 if number % 40 == 0 else 16)]
        story: dict[str, Any] = {
            "id": f"t{number:03}",
            "unit": unit,
            "date": day.isoformat(),
            "title": f"第{number}个服务故事",
        }
        if day.day <= 3 and day.month > START.month and number % 2:
            story["month"] = (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        at, stages = day, []
        for step in STEPS[: random_.choice((0, 0, 1, 1, 2, 3))]:
            at += timedelta(random_.randrange(1, 6))
            stages.append({"name": step, "date": at.isoformat(), "where": "院报"})
        if stages:
            story["stages"] = stages
        stories.append(story)
    for number in range(1, 61):
        story = random_.choice(stories)
        day = date.fromisoformat(story["date"]) + timedelta(random_.randrange(1, 9))
        report: dict[str, Any] = {
            "id": f"r{number:02}",
            "outlet": random_.choice(list(OUTLETS)),
            "date": day.isoformat(),
            "title": f"报道{number}：{story['title']}",
        }
        report |= {"story": story["id"]} if number % 3 else {"unit": story["unit"]}
        report |= {"link": f"https://news.example.org/{number}"} if number % 4 else {"scan": f"{number}.pdf"}
        reports.append(report)
    for month, day in (("2027-02", "2027-02-27"), ("2027-03", "2027-03-31"), ("2027-04", "2027-04-10")):
        for unit in random_.sample(DEPARTMENTS, 16):
            materials.append(
                {
                    "unit": unit,
                    "month": month,
                    "date": day,
                    "videos": random_.randrange(3),
                    "photos": random_.randrange(9),
                    "texts": random_.randrange(4),
                }
            )
    return {"submissions": stories, "coverage": reports, "materials": materials}


@dataclass(frozen=True)
class Closed:
    """March, closed: its files as they were written, the page, and the ledgers as anybody can read them."""

    content: Content
    files: dict[str, bytes]
    page: Page
    ledgers: dict[str, list[dict[str, Any]]]
    said: str

    def text(self, name: str) -> str:
        """The words of a PDF or a Word file without blanks and line ends."""
        raw = io.BytesIO(self.files[name])
        if name.endswith(".docx"):
            word = docx.Document(raw)
            words = [each.text for each in word.paragraphs]
            words += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        else:
            with pdfplumber.open(raw) as pdf:
                words = [each.extract_text() for each in pdf.pages]
        return re.sub(r"\s", "", "".join(words))

    def sheet(self, name: str, title: str) -> list[dict[str, Any]]:
        """A sheet of a workbook as rows by their heads."""
        rows = openpyxl.load_workbook(io.BytesIO(self.files[name]))[title].iter_rows(values_only=True)
        heads = list(map(str, next(rows)))
        return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Closed:
    root = tmp_path_factory.mktemp("lx")
    made = _made(random.Random(20))
    outlets = "".join(f"  - {{id: {key}, name: {name}, level: {level}}}\n" for key, (name, level) in OUTLETS.items())
    folder = root / "plans/campaign-data/spring"
    texts = {
        "plans/site.yaml": "organisation: 临溪市中心医院\nhome: 临溪市中心医院\nas_of: 2027-04-12\n",
        "plans/registry/units.yaml": _registry(),
        "plans/registry/outlets.yaml": f"outlets:\n{outlets}",
        "plans/spring.yaml": PLAN,
        "plans/campaign-data/spring/a.yaml": "materials_duty: month-end\n"
        + yaml.safe_dump({"submissions": made["submissions"][:150]}, allow_unicode=True),
        "plans/campaign-data/spring/b.yaml": yaml.safe_dump(
            {"submissions": made["submissions"][150:]} | {key: made[key] for key in ("coverage", "materials")},
            allow_unicode=True,
        ),
    }
    write_all({root / name: text.encode() for name, text in texts.items()})
    write_all(
        {
            folder / "clippings" / each["scan"]: b"%PDF-1.4 " + each["id"].encode()
            for each in made["coverage"]
            if "scan" in each
        }
    )
    content, problems = look_over(root, TODAY)
    assert [str(each) for each in problems if each.severity == "error"] == []
    out = root / "out"
    ran = CliRunner().invoke(main, ["month-end", "--root", str(root), "--month", "2027-03", "-o", str(out)])
    assert ran.exit_code == 0, ran.output
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    page = next(each for each in build_pages(content) if each.path == links.campaign_month("spring", "2027-03"))
    held: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, entries in yaml.safe_load(path.read_text("utf-8")).items():
            if isinstance(entries, list):
                held.setdefault(key, []).extend(entries)
    return Closed(content, files, page, held, ran.output)


# -- the recount: from the ledgers alone, with rules said a second time ---------------------------------------------------------------


def _day(entry: dict[str, Any]) -> date:
    return date.fromisoformat(entry["date"])


def _known(closed: Closed, key: str) -> list[dict[str, Any]]:
    return [each for each in closed.ledgers[key] if _day(each) <= TODAY]


def _month_of(story: dict[str, Any]) -> str:
    return str(story.get("month") or story["date"][:7])


def _steps(closed: Closed, step: str, month: str) -> Counter[str]:
    """Stories by department that took a step in a month."""
    return Counter(
        story["unit"]
        for story in _known(closed, "submissions")
        for each in story.get("stages", ())
        if each["name"] == step and each["date"][:7] == month and _day(each) <= TODAY
    )


def _stories(closed: Closed, month: str) -> Counter[str]:
    return Counter(each["unit"] for each in _known(closed, "submissions") if _month_of(each) == month)


def _owner(closed: Closed, report: dict[str, Any]) -> str:
    stories = {each["id"]: each["unit"] for each in closed.ledgers["submissions"]}
    return str(report.get("unit") or stories[report["story"]])


def _owed(closed: Closed) -> dict[str, set[str]]:
    """What every department has not handed in of February and March, and is still to hand in for April: as its reminder names it."""
    found: dict[str, set[str]] = {unit: set() for unit in DEPARTMENTS}
    for month, name in (("2027-02", "2月"), ("2027-03", "3月")):
        sent = {each["unit"] for each in _known(closed, "materials") if each["month"] == month}
        for unit in DEPARTMENTS:
            if (missing := 2 - _stories(closed, month)[unit]) > 0:
                found[unit].add(f"{name}稿件{missing}篇（应交2篇，已交{2 - missing}篇）")
            if unit not in sent:
                found[unit].add(f"{name}月末材料")
    return {unit: owed for unit, owed in found.items() if owed}


def test_every_department_is_reminded_of_what_it_owes_and_of_nothing_else(closed: Closed) -> None:
    owed = _owed(closed)
    written = {
        name[3:-4]: raw.decode() for name, raw in closed.files.items() if name.startswith("催报/") and "群" not in name
    }
    assert written.keys() == owed.keys()
    for unit, text in written.items():
        assert set(re.findall(r"^\d+\. (.+?)，\d+月\d+日已经截止。$", text, re.M)) == owed[unit], text
        assert text.startswith(f"{unit}：\n春季宣传，") and "请尽快补交，交宣教科。" in text
        assert text.endswith("宣传工作专班\n2027年4月12日（数据截至这一天）\n")
    group = closed.files["催报/发到群里.txt"].decode()
    lines = dict(line.removesuffix("。").split("没有交的：") for line in group.splitlines())
    short = {what: set(names.split("、")) for what, names in lines.items()}
    assert {unit for names in short.values() for unit in names} == owed.keys()
    assert short["3月月末材料"] == {unit for unit, debts in owed.items() if "3月月末材料" in debts}
    assert closed.said.startswith("春季宣传3月：欠交的有")
    assert set(closed.said.split("欠交的有")[1].split("；")[0].split("、")) == owed.keys()


def test_the_table_of_departments_agrees_with_a_recount(closed: Closed) -> None:
    *rows, foot = closed.sheet("三张表.xlsx", "各科室情况")
    materials = {each["unit"]: each for each in _known(closed, "materials") if each["month"] == "2027-03"}
    reports = [each for each in _known(closed, "coverage") if each["date"][:7] == "2027-03"]
    expected: dict[str, Callable[[str], Any]] = {
        "投稿": _stories(closed, "2027-03").__getitem__,
        "采用": _steps(closed, "采用", "2027-03").__getitem__,
        "择优上报": _steps(closed, "择优上报", "2027-03").__getitem__,
        "上级采用": _steps(closed, "上级采用", "2027-03").__getitem__,
        "媒体报道": Counter(_owner(closed, each) for each in reports).__getitem__,
        "视频": lambda unit: materials.get(unit, {}).get("videos"),
        "图片": lambda unit: materials.get(unit, {}).get("photos"),
        "文字": lambda unit: materials.get(unit, {}).get("texts"),
    }
    assert [row["科室"] for row in rows] == list(DEPARTMENTS)
    for head, count in expected.items():
        assert {row["科室"]: row[head] for row in rows} == {unit: count(unit) for unit in DEPARTMENTS}, head
        assert foot[head] == sum(row[head] or 0 for row in rows), head
    owed = _owed(closed)
    for row in rows:
        if row["科室"] in owed:
            assert row["还欠"] == f"欠 {len(owed[row['科室']])} 项"


def test_points_are_shown_with_their_working(closed: Closed) -> None:
    best: dict[str, dict[str, Any]] = {}
    for each in sorted(_known(closed, "coverage"), key=_day):
        key = each.get("story", each["id"])
        if key not in best or WEIGHTS[OUTLETS[each["outlet"]][1]] > WEIGHTS[OUTLETS[best[key]["outlet"]][1]]:
            best[key] = each
    counted = Counter((_owner(closed, each), OUTLETS[each["outlet"]][1]) for each in best.values())
    *rows, foot = closed.sheet("三张表.xlsx", "各科室情况")
    for row in rows:
        parts = [(level, counted[row["科室"], level]) for level in WEIGHTS if counted[row["科室"], level]]
        points = sum(WEIGHTS[level] * many for level, many in parts)
        assert row["累计得分"] == points
        working = "＋".join(f"{level} {many} 篇×{WEIGHTS[level]}" for level, many in parts)
        assert row["怎样算出"] == (f"{working}＝{points}" if parts else None)
    assert foot["累计得分"] == sum(row["累计得分"] for row in rows) > 0


def test_what_is_told_above_is_every_report_of_the_month(closed: Closed) -> None:
    reports = sorted((each for each in _known(closed, "coverage") if each["date"][:7] == "2027-03"), key=_day)
    rows = closed.sheet("报上级的报道.xlsx", "媒体报道")
    assert [row["题目"] for row in rows] == [each["title"] for each in reports]
    for row, each in zip(rows, reports, strict=True):
        assert (row["媒体"], row["级别"]) == OUTLETS[each["outlet"]]
        assert (row["日期"].date(), row["科室"]) == (_day(each), _owner(closed, each))
        assert row["网址或剪报"] == each.get("link", f"剪报：{each.get('scan')}")
    book = openpyxl.load_workbook(io.BytesIO(closed.files["报上级的报道.xlsx"]))["媒体报道"]
    assert {
        cell.hyperlink.target
        for row in book.iter_rows()
        for cell in row
        if cell.hyperlink and "example" in cell.hyperlink.target
    } == {each["link"] for each in reports if "link" in each}
    word = docx.Document(io.BytesIO(closed.files["报上级的报道.docx"])).tables[0]
    assert [row.cells[2].text for row in word.rows][1:] == [each["title"] for each in reports]
    clippings = {name[3:]: raw for name, raw in closed.files.items() if name.startswith("剪报/")}
    assert clippings == {each["scan"]: b"%PDF-1.4 " + each["id"].encode() for each in reports if "scan" in each}


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_bulletins_say_the_same_on_paper_and_in_word(closed: Closed, form: str) -> None:
    month_end = date(2027, 3, 31)
    came = [each for each in closed.ledgers["submissions"] if date(2027, 3, 1) <= _day(each) <= month_end]
    monthly = closed.text(f"月报.{form}")
    steps = {step: sum(_steps(closed, step, "2027-03").values()) for step in STEPS}
    assert (
        f"2027年3月1日—31日，{len({each['unit'] for each in came})}个科室投稿{len(came)}篇，采用{steps['采用']}篇，择优上报{steps['择优上报']}篇，上级采用{steps['上级采用']}篇；"
        in monthly
    )
    reports = [each for each in _known(closed, "coverage") if each["date"][:7] == "2027-03"]
    assert f"媒体报道{len(reports)}篇。" in monthly
    assert "共印60份" in monthly and "报：临溪市卫生健康委员会。" in monthly
    week = [each for each in closed.ledgers["submissions"] if date(2027, 3, 29) <= _day(each) <= month_end]
    assert f"{len({each['unit'] for each in week})}个科室投稿{len(week)}篇" in closed.text(f"周报.{form}")
    known = _known(closed, "submissions")
    summary = closed.text(f"总结（草稿）.{form}")
    assert (
        f"投稿{len(known)}篇，采用{sum(any(each['name'] == '采用' and _day(each) <= TODAY for each in story.get('stages', ())) for story in known)}篇"
        in summary
    )
    until = [each for each in known if _day(each) <= month_end]
    assert f"投稿{len(until)}篇" in closed.text(f"今日简报.{form}")


def test_pictures_for_the_account_are_long_and_not_blank(closed: Closed) -> None:
    for name in ("海报.png", "今日简报.png"):
        picture = Image.open(io.BytesIO(closed.files[name]))
        assert picture.width == 1080 and picture.height > 800
        grey = picture.convert("L")
        assert grey.getextrema()[0] < 60, "there is ink"
        last = grey.crop((0, picture.height - 400, 1080, picture.height))
        assert last.getextrema()[0] < 120, "no blank end"


def test_the_page_shows_what_the_files_say(closed: Closed) -> None:
    body = str(closed.page.body)
    for name, raw in closed.files.items():
        if name.startswith("催报/"):
            assert raw.decode().rstrip("\n").replace("“", "“") in body, name
    stories = sum(_stories(closed, "2027-03").values())
    assert re.search(rf'<a href="#departments">\s*{stories}\s*</a>\s*</b>投稿', body)
    assert len(_owed(closed)) == int(re.search(r"(\d+) 个科室，以前欠的也在内", body)[1])  # type: ignore[index]


def test_nothing_is_written_over_and_no_month_is_invented(closed: Closed, tmp_path: Path) -> None:
    root = str(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("x")
    run = CliRunner().invoke
    assert "换一个空文件夹" in run(main, ["month-end", "--root", root, "-o", str(tmp_path / "full")]).output
    with pytest.raises(room.MonthFault, match=r"没有编号为“nobody”的宣传活动；有 spring"):
        room.campaign_of(closed.content, "nobody")
    with pytest.raises(room.MonthFault, match=r"没有 2027-09 这个月.*可写 2027-02、2027-03、2027-04"):
        room.chosen(closed.content, closed.content.plans["spring"], "2027-09")


def test_a_reminder_is_copied_by_a_button(site: Path, browser: Any) -> None:
    tab = browser.new_page()
    tab.goto((site / links.campaign_month("demo-hundred-days", "2026-10")).as_uri())
    button = tab.locator("[data-copy=remind-all]")
    button.click()
    assert eventually(lambda: button.inner_text() == "已复制")
    tab.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<textarea id=pasted></textarea>')")
    tab.locator("#pasted").focus()
    tab.keyboard.press("Control+V")
    assert tab.locator("#pasted").input_value() == tab.locator("#remind-all").inner_text() != ""
    tab.close()
