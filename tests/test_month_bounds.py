"""Campaigns and registries as they should not be, or seldom are: one day, a new year, 400 days, departments that change, very many and very long entries."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from campaign_samples import OUTLETS, PLAN, UNITS

from campaign.build import month as room
from campaign.build.printing import word_drafts
from campaign.checks import look_over
from campaign.content import Content
from campaign.doctor import fontconfig_file
from campaign.exporters.desk import workbook
from campaign.importers.desk import read
from campaign.kinds import CAMPAIGN
from campaign.leaves import links
from campaign.pages import build_pages
from campaign.pdf.engine import render
from campaign.pdf.prints import PIECES
from campaign.publish import write_all
from campaign.scaffold.departments import read as departments_of
from campaign.views.campaign import desk, prints
from campaign.views.month import MonthEnd, closing, month_ends
from campaign.views.month_lists import departments, reminder, summary
from campaign.views.tables import in_words
from campaign.workbooks.desk import MAX_ROWS

DAYS = "period: {start: 2026-10-08, end: 2027-01-07}"
ONE = "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-08, title: 题}\nmaterials_duty: month-end\n"


def made(root: Path, day: date, *, plan: str = PLAN, units: str = UNITS, ledgers: str = ONE) -> Content:
    """The small campaign with other texts, sound, on a day."""
    texts = {
        "plans/site.yaml": "organisation: 甲医院\n",
        "plans/registry/units.yaml": units,
        "plans/registry/outlets.yaml": OUTLETS,
        "plans/c.yaml": plan,
        "plans/campaign-data/c/all.yaml": ledgers,
    }
    write_all({root / name: text.encode() for name, text in texts.items()})
    content, problems = look_over(root, day)
    assert [str(each) for each in problems if each.severity == "error"] == []
    return content


def months_of(content: Content) -> tuple[MonthEnd, ...]:
    return month_ends(content, content.plans["c"])


@pytest.mark.parametrize(
    ("days", "day", "names", "now"),
    [
        ("period: {start: 2026-10-08, end: 2026-10-08}", date(2026, 10, 8), ["10月"], "2026-10"),
        ("period: {start: 2026-10-08, end: 2026-10-08}", date(2026, 10, 9), ["10月"], "2026-10"),
        (DAYS, date(2027, 1, 20), ["10月", "11月", "12月", "1月"], "2027-01"),
        (DAYS, date(2027, 1, 1), ["10月", "11月", "12月", "1月"], "2026-12"),
        (
            "period: {start: 2026-10-08, end: 2027-11-11}",
            date(2027, 11, 12),
            [*(f"2026年{month}月" for month in (10, 11, 12)), *(f"2027年{month}月" for month in range(1, 12))],
            "2027-11",
        ),
    ],
)
def test_campaigns_of_any_length(tmp_path: Path, days: str, day: date, names: list[str], now: str) -> None:
    """Every month has its name, its page and its debts; everything that can be printed is, and drafted in Word."""
    plan = PLAN.replace(DAYS, days).replace("date: 2026-12-25", "date: 2026-10-08")
    content = made(tmp_path, day, plan=plan)
    found = months_of(content)
    assert [each.name for each in found] == names
    assert str(closing(content, content.plans["c"])) == now
    pages = {page.path for page in build_pages(content)}
    assert {links.campaign_month("c", each.month.iso) for each in found} <= pages
    last = found[-1]
    if last.over:
        assert len(summary(last).splitlines()) == 2 * len(names), "stories and materials of every month"
        assert all(f"{each.name}稿件" in summary(last) for each in found)
    shown = desk(content, content.plans["c"])
    for kind, _ in prints(shown):
        assert PIECES[kind](shown, content).html
    for make in word_drafts(content).values():
        assert make().file()[:2] == b"PK"


CHANGED = (
    UNITS.replace("id: medicine, name: 内科,", "id: medicine, name: 大内科, aliases: [内科],")
    .replace(
        "id: pharmacy, name: 药学部, kind: medtech, parent: h",
        "id: pharmacy, name: 药学部, kind: medtech, parent: h, active_to: 2026-11-20, note: 并入临床药学中心",
    )
    .replace(
        "  - {id: ward,",
        "  - {id: centre, name: 临床药学中心, kind: medtech, parent: h, active_from: 2026-11-21}\n  - {id: ward,",
    )
)


def test_a_department_renamed_closed_and_merged_in_the_middle(tmp_path: Path) -> None:
    """What it owed and did stays readable under its own name; nothing is asked of it afterwards, nor of its successor before."""
    ledgers = f"""{ONE}materials:
  - {{unit: 药学部, month: 2026-10, date: 2026-10-30, photos: 3}}
  - {{unit: 内科, month: 2026-10, date: 2026-10-30, photos: 1}}
"""
    content = made(tmp_path, date(2026, 12, 5), units=CHANGED, ledgers=ledgers)
    october, november, _ = months_of(content)
    owed = {each.unit.name: [f"{debt.slot.name}{debt.short}" for debt in each.late] for each in november.owing}
    assert owed["药学部"] == ["10月稿件1篇"], "what it owed stays; November is not asked of it"
    assert owed["临床药学中心"] == ["11月稿件1篇", "11月月末材料"]
    assert owed["大内科"] == ["10月稿件1篇", "11月稿件1篇", "11月月末材料"], "under its new name, by its old one"
    row = next(each for each in october.units if each.unit.name == "药学部")
    assert row.material is not None and row.material.photos == 3
    assert next(each for each in october.units if each.unit.name == "临床药学中心").debts == ()
    matrix = desk(content, content.plans["c"]).quota
    assert matrix is not None
    cells = {each.unit.name: [cell.state.word if cell.state else "" for cell in each.cells] for each in matrix.rows}
    assert cells["药学部"] == ["欠 1", "已停用", "已停用", "已停用"]
    assert cells["临床药学中心"][:2] == ["未启用", "欠 1"]
    assert len(matrix.asked(0)) == 5 and len(matrix.asked(1)) == 5


def test_an_office_whose_name_is_contained_in_anothers(tmp_path: Path) -> None:
    """外科 is not 胸外科, 甲医院 not 甲医院东院; two wards of one name are told apart by their ids."""
    units = UNITS.replace(
        "  - {id: ward,",
        "  - {id: chest, name: 胸外科, kind: clinical, parent: h}\n  - {id: east, name: 甲医院东院, kind: hospital}\n  - {id: ward,",
    )
    ledgers = ONE + "coverage:\n  - {id: c1, outlet: 省卫视, date: 2026-10-20, title: 报道, unit: 胸外科}\n"
    content = made(tmp_path, date(2026, 11, 2), units=units, ledgers=ledgers)
    month = months_of(content)[0]
    told = {each.unit.name: (each.stories, each.reports) for each in month.units}
    assert (told["外科"], told["胸外科"]) == ((1, 0), (0, 1)) and "甲医院东院" not in told
    texts = {each.unit.name: reminder(month, each, content) for each in month.owing}
    assert texts["外科"].startswith("外科：\n") and "稿件" not in texts["外科"].split("11月")[0]
    assert texts["胸外科"].startswith("胸外科：\n")
    listed = departments_of(
        "名单.txt", "甲医院\n甲医院东院\n外科\n胸外科\n\n  \n外科\nICU\n5F病区\n123\n".encode(), "甲医院"
    )
    assert [each.name for each in listed.found] == ["甲医院东院", "外科", "胸外科", "ICU", "5F病区"]


def test_two_thousand_stories(tmp_path: Path) -> None:
    """They are counted, listed and come back from the workbook; a sheet that would not hold them says so."""
    units = ("外科", "内科", "院办", "护理部", "药学部")
    lines = "".join(
        f"  - {{id: s{n:04}, unit: {units[n % 5]}, date: 2026-10-{8 + n % 20:02}, title: 第{n}篇}}\n"
        for n in range(2000)
    )
    content = made(tmp_path, date(2026, 11, 2), ledgers=f"submissions:\n{lines}materials_duty: month-end\n")
    month = months_of(content)[0]
    table = departments(month)
    assert [in_words(row.cells[1]) for row in table.rows] == ["400"] * 5 and in_words(table.foot[0].cells[1]) == "2000"
    back = read("a.xlsx", workbook(content, content.plans["c"]), content)
    assert back.counts["投稿"] == 2000 < MAX_ROWS and back.problems == ()


def test_a_title_of_three_thousand_characters(tmp_path: Path) -> None:
    """It is printed whole, and nothing breaks over it: page, workbook, Word, PDF."""
    title = "夜查房" * 1000
    ledgers = f"submissions:\n  - {{id: s1, unit: 外科, date: 2026-10-08, title: {title}, stages: [{{name: 采用, date: 2026-10-09}}]}}\ncoverage:\n  - {{id: c1, outlet: 省卫视, date: 2026-10-20, title: {title}, story: s1}}\nmaterials_duty: month-end\n"
    content = made(tmp_path, date(2026, 11, 2), ledgers=ledgers)
    plan = content.of(CAMPAIGN)["c"]
    shown = desk(content, plan)
    with pdfplumber.open(io.BytesIO(render(PIECES["monthly"](shown, content), fontconfig_file()))) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert words.count("夜查房") >= 1900
    assert read("a.xlsx", workbook(content, plan), content).problems == ()
    assert title in str(
        next(page.body for page in build_pages(content) if page.path == links.campaign_month("c", "2026-10"))
    )
    assert all(make().file() for make in word_drafts(content).values())
    assert room.chosen(content, plan, None).reports[0].report.title == title
