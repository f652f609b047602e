"""An office begins in the browser: from an empty folder to a published site, and what the first page refuses."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from campaign_samples import campaign_root
from test_editor_import import PAPER
from waiting import answers, eventually

from campaign.checks import look_over
from campaign.editor import beginning, edits, publishing
from campaign.editor.finding import Desk, EditRefused

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
NAME = "青河市第二人民医院"
LIST = "临床科室：内科、外科\n职能科室：医务科、宣传科\n某某\n内科\n13800138000"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "office", lambda: TODAY)


def listed(desk: Desk, text: str = LIST) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = beginning.understanding(desk, {"office": NAME}, text.encode())["departments"]
    return found


def test_an_empty_folder_offers_the_first_page(desk: Desk) -> None:
    assert edits.listing(desk)["free"]
    offer = beginning.offering(desk, {})
    assert (offer["free"], offer["start"], offer["end"]) == (True, "2026-11-21", "2026-12-31")
    assert "人民日报" in [each["name"] for each in offer["outlets"]]
    with pytest.raises(EditRefused, match="还没有内容"):
        publishing.planning(desk, {})


def test_the_list_comes_back_as_it_was_understood(desk: Desk) -> None:
    answer = beginning.understanding(desk, {"office": NAME}, LIST.encode())
    assert [(each["name"], each["kind"]) for each in answer["departments"]] == [
        ("内科", "clinical"), ("外科", "clinical"), ("医务科", "functional"), ("宣传科", "functional"), ("某某", "functional"),
    ]  # fmt: skip
    assert answer["passed"] == ["“内科”写了不止一次，只登记一个", "“13800138000”不是名称"]
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["科室名称", "所属科室"])
    book.active.append(["内科", ""])
    book.active.append(["内科一病区", "内科"])
    book.save(raw)
    table = beginning.understanding(desk, {"name": "a.xlsx", "office": NAME}, raw.getvalue())["departments"]
    assert [(each["name"], each["above"]) for each in table] == [("内科", ""), ("内科一病区", "内科")]
    with pytest.raises(EditRefused, match=r"a\.xlsx"):
        beginning.understanding(desk, {"name": "a.xlsx"}, b"PK\x03\x04 torn")


def test_what_was_confirmed_is_what_stands_there(desk: Desk) -> None:
    departments = listed(desk)
    departments[4] |= {"kind": "ward", "above": "外科"}
    said = {
        "name": NAME, "level": "市", "tier": "三甲", "url": "https://a.example.org/", "departments": departments,
        "dropped": ["xinhua"], "outlets": {"市": "青河日报\n青河电视台、青河日报客户端", "县": " "}, "plan": "改善服务方案",
        "campaign": {"title": "医者故事", "purpose": "讲好故事", "start": "2026-12-01", "end": "2027-01-31", "least": "1", "to": "宣传科", "active": True},
    }  # fmt: skip
    assert beginning.begin(desk, said) == {"begun": True, "problems": []}
    content, problems = look_over(desk.root, TODAY)
    assert problems == ()
    units = {unit.name: unit for unit in content.registry.units.values()}
    assert (units[NAME].grade, units["某某"].kind.value, units["某某"].parent) == ("三甲", "ward", units["外科"].id)
    assert [(each.name, each.level.chinese) for each in content.outlets.values()][-3:] == [
        ("青河日报", "市级"), ("青河电视台", "市级"), ("青河日报客户端", "市级"),
    ]  # fmt: skip
    assert "新华社" not in {each.name for each in content.outlets.values()}
    campaign = content.plans["first-campaign"]
    assert (campaign.title, campaign.status.value, str(campaign.period.start)) == ("医者故事", "active", "2026-12-01")
    assert content.plans["first-plan"].title == "改善服务方案"
    assert [(each["step"], each["done"]) for each in edits.listing(desk)["next"]] == [
        ("plan", False), ("campaign", True), ("story", False), ("publish", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "写明单位全称。"),
        ({"name": "长" * 61}, "写明单位全称。"),
        ({"name": NAME, "url": "a b"}, "网址"),
        ({"name": NAME, "tier": "优秀"}, "不认识“优秀”"),
        ({"name": NAME, "departments": [{"name": "内科", "kind": "优秀"}]}, "科室名单不完整"),
        ({"name": NAME, "departments": ["内科"]}, "科室名单不完整"),
    ],
)
def test_what_the_first_page_refuses_leaves_nothing(said: dict[str, Any], sentence: str, desk: Desk) -> None:
    with pytest.raises(EditRefused) as fault:
        beginning.begin(desk, said)
    assert sentence in str(fault.value)
    assert "--" not in str(fault.value), "no option of a command"
    assert not desk.root.exists()


@pytest.mark.parametrize(
    "campaign",
    [
        {"title": "故事", "start": "2026-13-01"},
        {"title": "故事", "purpose": "讲", "start": "2027-02-01", "end": "2027-01-01", "active": True},
        {"active": True},
        {"title": "故事", "least": "很多"},
        {"title": "故事", "least": "1", "to": "没有的科"},
    ],
)
def test_a_campaign_that_cannot_be_is_told_before_anything_is_written(campaign: dict[str, Any], desk: Desk) -> None:
    answer = beginning.begin(desk, {"name": NAME, "campaign": campaign})
    assert not answer["begun"]
    assert answer["problems"]
    assert not desk.root.exists()


def test_a_folder_that_holds_something_is_not_begun_in(tmp_path: Path) -> None:
    root = campaign_root(tmp_path)
    before = sorted(root.rglob("*"))
    with pytest.raises(EditRefused, match="已经有东西"):
        beginning.begin(Desk(root, lambda: TODAY), {"name": NAME})
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("office", "text"),
    [
        (NAME, "\n".join(f"第{place}内科" for place in range(1, 301))),
        ("青河市医院", "青河市医院东院区\n青河市医院内科\nRadiology Dept\n骨科（含“创伤”）\nyes"),
        (NAME, ""),
    ],
)
def test_whatever_the_list_the_content_passes_the_check(office: str, text: str, desk: Desk) -> None:
    said = {
        "name": office,
        "departments": beginning.understanding(desk, {"office": office}, text.encode())["departments"],
    }
    assert beginning.begin(desk, said)["begun"]
    assert look_over(desk.root, TODAY)[1] == ()


# ---- publishing


def test_where_nothing_may_be_published(tmp_path: Path) -> None:
    root = campaign_root(tmp_path / "office")
    desk = Desk(root, lambda: TODAY)
    for dest, sentence in (
        ("", "写全路径"), ("site", "写全路径"), (str(root / "plans/a"), "内容文件夹"), (str(tmp_path), "上级"),
    ):  # fmt: skip
        with pytest.raises(EditRefused, match=sentence):
            publishing.publishing(desk, {"dest": dest})
    with publishing.alone(), pytest.raises(EditRefused, match="正在发布"):
        publishing.publishing(desk, {"dest": str(tmp_path / "www")})
    (root / "plans/wrong.yaml").write_text("id: wrong\n", encoding="utf-8")
    answer = publishing.publishing(desk, {"dest": str(tmp_path / "www")})
    assert not answer["published"]
    assert any("没有生成" in line for line in answer["said"])
    assert [each["place"] for each in publishing.planning(desk, {})["problems"]] == ["plans/wrong.yaml 第 1 行"]
    assert not (tmp_path / "www").exists()


# ---- in the browser only


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """`plan edit` on a folder that is not there yet: the folder and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = tmp_path / "office"
    command = [sys.executable, str(ROOT / "scripts/plan.py"), "edit", str(root), "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert eventually(lambda: answers(f"http://127.0.0.1:{port}/edit/"))
        yield root, f"http://127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait(timeout=20)


def test_from_an_empty_folder_to_a_published_site(browser: Any, begun: tuple[Path, str], tmp_path: Path) -> None:
    root, address = begun
    tab = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    faults: list[str] = []
    tab.on("pageerror", lambda fault: faults.append(str(fault)))
    tab.set_default_timeout(30_000)
    tab.goto(address)
    tab.get_by_label("单位全称").fill(NAME)
    tab.get_by_label("科室名单").fill(LIST)
    tab.get_by_text("认出 5 个科室").wait_for()
    tab.get_by_label("某某的类别").select_option(label="病区")
    tab.get_by_label("某某的上级").select_option(label="外科")
    tab.get_by_label("市级媒体").fill("青河日报")
    tab.get_by_label("活动的名称").fill("医者故事宣传月")
    tab.reload()  # the window was closed in the middle
    assert tab.get_by_label("活动的名称").input_value() == "医者故事宣传月"
    assert tab.get_by_label("某某的上级").input_value() == "外科"
    tab.get_by_label("现在就开始").check()
    tab.get_by_role("button", name="建好，开始登记").click()
    tab.get_by_text("这里还没有写：【写宣传什么、为了什么】").wait_for()
    assert not root.exists()
    for width in (360, 768, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
    tab.get_by_label("目的").fill("讲好医者故事")
    tab.get_by_label("每个科室每月至少几篇").fill("1")
    tab.get_by_label("稿件交给").select_option(label="宣传科")
    tab.get_by_role("button", name="建好，开始登记").click()
    tab.get_by_text("接下来").wait_for(timeout=120_000)

    (tmp_path / "outpatient.txt").write_text(PAPER.replace("石桥市第一医院", NAME), encoding="utf-8")
    tab.get_by_role("link", name="读入现成的文件").click()
    tab.locator("#paper").set_input_files(tmp_path / "outpatient.txt")
    tab.get_by_role("button", name="保存成草稿").click()
    tab.get_by_text("已保存成草稿；").wait_for()
    tab.get_by_label("状态").select_option(label="执行中")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存，改动了").wait_for()

    tab.get_by_role("link", name="发布").click()
    tab.get_by_text("不会公开的").wait_for()
    dest = tab.get_by_label("放到哪个文件夹")
    assert dest.input_value() == f"{root}-site"
    tab.get_by_role("button", name="发布").click()
    tab.get_by_text(re.compile("✓ 已发布到|✕")).wait_for(timeout=300_000)
    assert "✓ 已发布到" in tab.locator(".result").inner_text(), tab.locator(".result").inner_text()
    tab.close()
    www = Path(os.path.realpath(f"{root}-site"))
    assert (www / "plans/outpatient/outpatient.pdf").read_bytes().startswith(b"%PDF")
    assert "医者故事宣传月" in (www / "campaigns/first-campaign/index.html").read_text(encoding="utf-8")
    assert not (www / "plans/first-plan").exists(), "a draft stays here"
    assert [each for each in look_over(root, date.today())[1] if each.severity == "error"] == []
    assert faults == []
