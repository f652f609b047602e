"""The browser editor in Chromium, beside the live preview: open, err, mend, save, see it on the page."""

from __future__ import annotations

import base64
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from campaign_samples import LEDGERS, campaign_root
from PIL import Image
from test_editor_import import PAPER
from test_intake import in_excel
from waiting import answers, eventually

from campaign.checks import look_over

ROOT = Path(__file__).resolve().parent.parent
LEDGER = "plans/campaign-data/c/all.yaml"
NOTED = LEDGERS.replace("  - id: s1\n", "  # 外科自己写的，不要改名\n  - id: s1\n")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A small content root under `plan serve`: its folder and its address."""
    root = campaign_root(tmp_path_factory.mktemp("desk"), ledgers=NOTED)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/plan.py"), "serve", "--root", str(root), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"

    try:
        assert eventually(lambda: answers(f"{address}edit/"))
        yield root, address
    finally:
        running.terminate()
        running.wait(timeout=20)


@pytest.fixture
def tab(browser: Any, preview: tuple[Path, str]) -> Iterator[Any]:
    """A page of its own, with nothing remembered, that knows no other host; complaints of the console are failures."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None,
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((preview[1], "data:", "about:")) else complaints.append(request.url)
        ),
    )
    page.set_default_timeout(20_000)
    yield page
    context.close()
    assert complaints == []


def opened(tab: Any, preview: tuple[Path, str], where: str) -> None:
    tab.goto("about:blank")
    tab.goto(f"{preview[1]}edit/#{where}")
    tab.wait_for_selector(".form.je-ready, .records, .empty, .box.wrong, .drop")
    tab.wait_for_selector("text=正在打开", state="detached")


AFTER = "    title: 日间手术当天回家：三年"
STORY = f"kind=submission&file={LEDGER}&at=submissions/s1"


def test_a_new_update_from_an_error_to_the_page(tab: Any, preview: tuple[Path, str]) -> None:
    root, address = preview
    opened(tab, preview, "kind=update")
    tab.get_by_role("button", name="新建动态").click()
    tab.get_by_label("标题必填").first.fill("新病房启用：<b>三个</b>病区 P<0.05")
    units = tab.get_by_label("有关的单位")
    units.fill("外科、护理部")
    units.press("Enter")
    tab.get_by_label("有关的方案或活动").fill("百日宣传")
    tab.get_by_label("有关的方案或活动").press("Enter")
    tab.get_by_label("正文", exact=True).fill("第一段。\n\n- 一条")
    disclosure = tab.locator("[data-schemapath='root.disclosure']")
    disclosure.get_by_label("发布机构").fill("甲医院")
    disclosure.get_by_label("信息来源").fill("院办")
    assert disclosure.get_by_label("信息名称").input_value() == "新病房启用：<b>三个</b>病区 P<0.05", (
        "follows the title"
    )
    tab.get_by_role("button", name="保存").click()
    summary = disclosure.get_by_label("内容概述")
    fault = tab.locator("[data-schemapath='root.disclosure.summary'] .fault")
    fault.wait_for()
    assert fault.inner_text() == "✕ 缺少必填项“内容概述”；填上这一格"
    assert summary.get_attribute("aria-invalid") == "true"
    assert not (root / "docs/updates").exists(), "nothing is written"
    tab.get_by_role("button", name="缺少必填项“内容概述”").click()
    assert summary.evaluate("field => field === document.activeElement"), "the list leads to the field"
    summary.fill("新病房启用了。")
    fault.wait_for(state="detached")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存").wait_for()
    (path,) = (root / "docs/updates").glob("*/index.md")
    text = path.read_text(encoding="utf-8")
    assert (
        "title: 新病房启用：<b>三个</b>病区 P<0.05\n" in text or 'title: "新病房启用：<b>三个</b>病区 P<0.05"\n' in text
    )
    assert "\nplans:\n  - c\n" in text
    assert "\nunits:\n  - 外科\n  - 护理部\n" in text
    assert text.endswith("---\n\n第一段。\n\n- 一条\n")
    assert tab.locator("h1").inner_text() == "新病房启用：<b>三个</b>病区 P<0.05"
    page = f"{address}updates/{path.parent.name}/index.html"
    site = tab.context.new_page()
    assert eventually(
        lambda: (
            (site.goto(page) or True)
            and site.locator("h1").count() == 1
            and "新病房启用：<b>三个</b>病区 P<0.05" in site.locator("main").inner_text()
        )
    )
    site.get_by_role("link", name="编辑").click()
    site.get_by_label("标题必填").first.wait_for()
    assert site.get_by_label("正文", exact=True).input_value() == "第一段。\n\n- 一条"


def test_a_story_is_one_line_of_its_file_and_the_page_follows(tab: Any, preview: tuple[Path, str]) -> None:
    root, address = preview
    before = (root / LEDGER).read_text(encoding="utf-8")
    site = tab.context.new_page()
    site.goto(f"{address}campaigns/c/index.html")
    assert "日间手术当天回家" in site.content()
    opened(tab, preview, STORY)
    unit = tab.get_by_label("科室必填")
    unit.fill("外科一部")
    tab.get_by_label("题目").fill("日间手术当天回家：三年")
    tab.get_by_role("button", name="保存").click()
    fault = tab.locator("[data-schemapath='root.unit'] .fault")
    fault.wait_for()
    assert "单位“外科一部”不在单位名册里" in fault.inner_text()
    assert (root / LEDGER).read_text(encoding="utf-8") == before
    unit.fill("外科")
    fault.wait_for(state="detached")
    tab.get_by_text("将改动 1 行").click()
    assert tab.locator(".diff .put").inner_text().strip() == f"+ {AFTER}"
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存，改动了 1 行").wait_for()
    after = (root / LEDGER).read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert changed == [(AFTER.replace("：三年", ""), AFTER)]
    assert "  # 外科自己写的，不要改名\n" in after
    site.bring_to_front()
    site.get_by_text("日间手术当天回家：三年").first.wait_for(
        state="attached", timeout=120_000
    )  # by itself: the preview reloads the page


def test_what_was_typed_survives_a_closed_window_and_a_colleague(tab: Any, preview: tuple[Path, str]) -> None:
    root, _ = preview
    where = f"kind=submission&file={LEDGER}&at=submissions/s4"
    opened(tab, preview, where)
    tab.get_by_label("题目").fill("来信五天有回音")
    tab.get_by_text("将改动 1 行").wait_for()
    opened(tab, preview, where)
    tab.get_by_text("上次没有存的内容已经填回来了").wait_for()
    assert tab.get_by_label("题目").input_value() == "来信五天有回音"
    path = root / LEDGER
    theirs = path.read_text(encoding="utf-8").replace("夜里也能问医生", "夜里也能问药师")
    path.write_text(theirs.replace("来信七天有回音", "来信三天有回音"), encoding="utf-8")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("被别人改过，没有保存").wait_for()
    assert "来信五天" not in path.read_text(encoding="utf-8")
    tab.get_by_role("button", name="保留我填的，接着存").click()
    tab.get_by_text("没有问题就再按一次").wait_for()
    assert [line.strip() for line in tab.locator(".diff .put").all_inner_texts()] == [
        "+   - {id: s4, unit: 院办, date: 2026-11-03, month: 2026-10, title: 来信五天有回音, stages: [{name: 采用, date: 2026-11-04}]}"
    ]
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存").wait_for()
    text = path.read_text(encoding="utf-8")
    assert "来信五天有回音" in text
    assert "夜里也能问药师" in text


def test_an_item_without_an_id_is_not_written_over_another(tab: Any, preview: tuple[Path, str]) -> None:
    root, _ = preview
    path = root / LEDGER
    first, second = (
        line for line in path.read_text(encoding="utf-8").partition("\nmaterials:\n")[2].splitlines(keepends=True)[:2]
    )
    opened(tab, preview, f"kind=material&file={LEDGER}&at=materials/%231")
    tab.get_by_label("视频").fill("7")
    tab.get_by_text("将改动 1 行").wait_for()
    path.write_text(path.read_text(encoding="utf-8").replace(first + second, second + first), encoding="utf-8")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("这一条没有编号，不能接着存").wait_for()
    assert tab.get_by_role("button", name="保留我填的，接着存").count() == 0
    path.write_text(path.read_text(encoding="utf-8").replace(second + first, first + second), encoding="utf-8")


def test_a_new_story_in_the_register(tab: Any, preview: tuple[Path, str]) -> None:
    root, _ = preview
    opened(tab, preview, "kind=submission")
    tab.get_by_label("查找").fill("护理部")
    tab.get_by_text("找到 1 条").wait_for()
    tab.get_by_role("button", name="新建投稿").click()
    tab.get_by_label("题目").fill("病房里的图书车")
    tab.get_by_label("科室必填").fill("护理部")
    tab.get_by_label("投稿日期").fill("2026-11-18")
    tab.get_by_role("button", name="添加去向").click()
    stage = tab.locator("[data-schemapath='root.stages.0']")
    stage.get_by_label("环节").select_option(label="采用")
    day = stage.get_by_label("日期必填")
    day.fill("2026-11")
    stage.locator("input[type=date]").fill("2026-11-20")
    assert day.input_value() == "2026-11-20", "the calendar fills the field"
    day.fill("2026年11月20日")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存").wait_for()
    text = (root / LEDGER).read_text(encoding="utf-8")
    assert "title: 病房里的图书车" in text, "where the other stories are"
    assert "name: 采用" in text
    assert "2026年11月20日" in text
    opened(tab, preview, "kind=submission")
    row = tab.locator(".records a", has_text="病房里的图书车")
    assert row.count() == 1
    tab.on("dialog", lambda asked: asked.accept())
    row.click()
    tab.get_by_role("button", name="删去这一条").click()
    tab.get_by_text("已删去“病房里的图书车”").wait_for()
    assert "病房里的图书车" not in (root / LEDGER).read_text(encoding="utf-8")
    tab.get_by_role("button", name="恢复").click()
    row.wait_for()
    assert "病房里的图书车" in (root / LEDGER).read_text(encoding="utf-8")
    row.click()
    tab.get_by_label("题目").fill("图书车")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_role("button", name="撤销这次保存").click()
    tab.get_by_text("已撤销").wait_for()
    assert tab.get_by_label("题目").input_value() == "病房里的图书车"
    tab.get_by_role("button", name="以前的样子").click()
    tab.locator(".then summary", has_text="题目").first.click()
    assert "图书车" in tab.locator(".then[open] td").first.inner_text()


def test_a_list_is_sifted_and_back_leads_to_the_same_place(tab: Any, preview: tuple[Path, str]) -> None:
    opened(tab, preview, "kind=submission")
    everything = tab.locator(".records a").count()
    tab.get_by_label("采用", exact=True).select_option(label="未采用")
    tab.get_by_label("次序").select_option(label="日期从旧到新")
    fewer = tab.locator(".records a").count()
    assert 0 < fewer < everything
    tab.get_by_label("查找").fill("病区里的读书角")
    assert tab.locator(".records a").count() == 1
    address = tab.url
    tab.locator(".records a").first.click()
    tab.locator(".form.je-ready").wait_for()
    tab.go_back()
    tab.locator(".records").wait_for()
    assert tab.url == address
    assert tab.locator(".records a").count() == 1
    assert tab.get_by_label("采用", exact=True).input_value() == "未采用"


def test_a_photograph_from_the_disk_to_the_gallery(tab: Any, preview: tuple[Path, str], tmp_path: Path) -> None:
    _, address = preview
    Image.new("RGB", (640, 480), "teal").save(tmp_path / "走廊 1.jpg")
    (tmp_path / "坏的.jpg").write_bytes((tmp_path / "走廊 1.jpg").read_bytes()[:500])
    opened(tab, preview, "kind=work")
    tab.get_by_role("button", name="新建摄影作品").click()
    tab.get_by_label("题目").fill("凌晨的走廊")
    tab.get_by_label("作者").fill("林晚")
    tab.get_by_label("科室").fill("护理部")
    choose = tab.locator("input[type=file]")
    choose.set_input_files(tmp_path / "坏的.jpg")
    tab.get_by_text("✕ 图片“坏的.jpg”打不开，可能已损坏；重新取得这张图片。").wait_for()
    assert tab.get_by_label("图片文件必填").input_value() == ""
    choose.set_input_files(tmp_path / "走廊 1.jpg")
    tab.get_by_text("已放好：走廊-1.jpg").wait_for()
    assert tab.get_by_label("图片文件必填").input_value() == "走廊-1.jpg"
    tab.get_by_label("画面说明").fill("夜里的走廊，只亮着一盏灯")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_role("button", name="没有取得同意").wait_for()
    tab.get_by_label("已获同意").check()
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存").wait_for()
    site = tab.context.new_page()
    page = f"{address}campaigns/c/index.html"
    assert eventually(
        lambda: (site.goto(page) or True) and site.get_by_alt_text("夜里的走廊，只亮着一盏灯").count() == 1
    )


def test_a_new_update_repeats_title_and_date_until_told_otherwise(
    tab: Any, preview: tuple[Path, str], tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "a.png")
    opened(tab, preview, "kind=update&new=1")
    title, day = tab.get_by_label("标题必填").first, tab.get_by_label("日期必填").first
    disclosure = tab.locator("[data-schemapath='root.disclosure']")
    name, dated = disclosure.get_by_label("信息名称"), disclosure.get_by_label("发文日期")
    title.fill("开水间")
    day.fill("2026-11-19")
    eventually(lambda: (name.input_value(), dated.input_value()) == ("开水间", "2026-11-19"), 5)
    assert (name.input_value(), dated.input_value()) == ("开水间", "2026-11-19")
    disclosure.get_by_text("更多字段").click()
    dated.fill("2026-11-20")
    day.fill("2026-11-18")
    title.fill("门诊开水间")
    eventually(lambda: name.input_value() == "门诊开水间", 5)
    assert (name.input_value(), dated.input_value()) == ("门诊开水间", "2026-11-20")
    tab.get_by_label("正文", exact=True).fill("添了热水。")
    choose = tab.locator(".writing input[type=file]")
    with tab.expect_request("**/picture?*") as sent:
        choose.set_input_files(tmp_path / "a.png")
    tab.get_by_text("✕ 先保存这一条，再放图片。").wait_for()
    page = preview[0] / parse_qs(urlsplit(sent.value.url).query)["file"][0]
    page.parent.mkdir(parents=True)
    page.write_text("---\nkind: update\n---\n", encoding="utf-8")  # saved meanwhile
    choose.set_input_files(tmp_path / "a.png")
    tab.get_by_text("已放好：a.png").wait_for()
    alt = tab.get_by_label("画面说明")
    assert eventually(lambda: alt.evaluate("field => field === document.activeElement"), 20), (
        "what it shows is asked for"
    )
    alt.fill("冒着热气的[开水]间")
    tab.get_by_label("图下的字").fill("三楼")
    tab.get_by_label("图下的字").press("Tab")
    text = tab.get_by_label("正文", exact=True)
    assert text.input_value() == '添了热水。\n\n![冒着热气的 开水 间](a.png "三楼")\n\n'
    assert eventually(
        lambda: tab.frame_locator("iframe").locator("img").evaluate("image => image.naturalWidth") == 64, 20
    )
    text.evaluate(
        """(field, picture) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(picture), (each) => each.charCodeAt(0))], 'b.png'));
          field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode((tmp_path / "a.png").read_bytes()).decode(),
    )
    tab.locator(".strip li").nth(1).wait_for()
    tab.get_by_role("button", name="下移").first.click()
    assert eventually(lambda: text.input_value().rfind("a.png") > text.input_value().rfind("b.png"), 20)
    shutil.rmtree(page.parent)


def test_what_is_pasted_from_word_is_tidied_and_said(tab: Any, preview: tuple[Path, str]) -> None:
    opened(tab, preview, "kind=update&new=1")
    text = tab.get_by_label("正文", exact=True)
    text.evaluate("""field => {
      const data = new DataTransfer();
      data.setData('text/plain', '一、做了什么\\n第一段\\u00a0的话\\n第二段 2*3*4');
      field.focus();
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }""")  # fmt: skip
    assert eventually(lambda: text.input_value().startswith("## 一、做了什么\n\n第一段"), 20)
    tab.get_by_text("粘贴时：").wait_for()
    frame = tab.frame_locator("iframe")
    assert eventually(lambda: frame.locator("p", has_text="2*3*4").count() == 1, 20), "shown as it was typed"


def test_without_storage_everything_but_the_memory_works(browser: Any, preview: tuple[Path, str]) -> None:
    tab = browser.new_page(locale="zh-CN")
    tab.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('off'); } });"
    )
    faults: list[str] = []
    tab.on("pageerror", lambda fault: faults.append(str(fault)))
    opened(tab, preview, STORY)
    tab.get_by_label("题目").fill("没有存储也能改")
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("已保存，改动了").wait_for()
    tab.get_by_role("link", name="‹ 回到").click()
    tab.locator(".records").wait_for()
    tab.close()
    assert faults == []


def test_nothing_on_the_screen_is_for_programmers(tab: Any, preview: tuple[Path, str]) -> None:
    (preview[0] / "plans/campaign-data/c/broken.yaml").write_text("submissions: [{id: x\n", encoding="utf-8")
    try:
        pages = ["kind=update", "kind=update&new=1", STORY, "kind=campaign&file=plans/c.yaml&at=", "kind=campaign&file=plans/c.yaml&at=groups/g1",
                 f"kind=work&file={LEDGER}&at=works/w1", "kind=meeting&new=1&id=m1", f"kind=submission&file={LEDGER}&at=submissions/none",
                 "kind=submission&file=plans/campaign-data/c/broken.yaml&at="]  # fmt: skip
        for where in pages:
            opened(tab, preview, where)
            tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            words = re.findall(r"(?<![\w./-])[A-Za-z]{2,}(?![\w./-])", tab.locator("body").inner_text())
            assert set(words) <= {"images", "PDF", "Word"}, where
            for field in tab.locator("input, textarea, select").all():
                assert field.evaluate(
                    "field => !!(field.labels && field.labels.length) || !!field.getAttribute('aria-label')"
                ), field.evaluate("field => field.outerHTML")
    finally:
        (preview[0] / "plans/campaign-data/c/broken.yaml").unlink()


def test_a_broken_file_and_one_that_went_are_told_in_a_sentence(tab: Any, preview: tuple[Path, str]) -> None:
    path = preview[0] / "plans/campaign-data/c/broken.yaml"
    path.write_text("submissions:\n  - id: x\n\ttitle: 坏\n", encoding="utf-8")
    try:
        opened(tab, preview, "kind=submission&file=plans/campaign-data/c/broken.yaml&at=")
        assert "第 3 行：缩进里有制表符" in tab.locator(".box.wrong").inner_text()
        opened(tab, preview, "kind=submission")
        assert "✕ 1 处错误" in tab.locator(".records li", has_text="broken.yaml").inner_text()
    finally:
        path.unlink()
    opened(tab, preview, "kind=submission&file=plans/campaign-data/c/broken.yaml&at=")
    assert "没有这个文件，可能刚被删去或改名" in tab.locator(".box.wrong").inner_text()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways(tab: Any, preview: tuple[Path, str], width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for where in ("kind=submission", STORY, "kind=update&new=1", "kind=campaign&file=plans/c.yaml&at=groups/g1"):
        opened(tab, preview, where)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, where


def test_on_a_phone_the_buttons_take_one_line_and_the_kind_is_in_sight(tab: Any, preview: tuple[Path, str]) -> None:
    tab.set_viewport_size({"width": 360, "height": 640})
    opened(tab, preview, STORY)
    assert tab.locator(".bar").bounding_box()["height"] < 80
    opened(tab, preview, "kind=nomination")
    place = tab.locator(".kinds [aria-current]").bounding_box()
    assert 0 <= place["x"] and place["x"] + place["width"] <= 360


def test_by_keyboard_alone(tab: Any, preview: tuple[Path, str]) -> None:
    opened(tab, preview, "kind=update&new=1")
    units = tab.get_by_label("有关的单位")
    units.focus()
    tab.keyboard.type("外科、护理部、")
    chips = tab.locator("[data-schemapath='root.units'] .chip")
    assert [each.split("×")[0].strip() for each in chips.all_inner_texts()] == ["外科", "护理部"]
    tab.keyboard.press("Backspace")
    assert chips.count() == 1
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    assert chips.count() == 0, "the cross of a name is a button"
    assert units.evaluate("field => field === document.activeElement")


def test_the_text_is_shown_as_it_will_look_and_runs_nothing(tab: Any, preview: tuple[Path, str]) -> None:
    opened(tab, preview, "kind=update&new=1")
    tab.get_by_label("正文", exact=True).fill(
        "**粗**\n\n<script>top.location = 'http://127.0.0.1:1/'</script>\n\n- 一条"
    )
    frame = tab.frame_locator("iframe")
    assert frame.locator("strong").inner_text() == "粗"
    assert frame.locator("li").inner_text() == "一条"
    assert frame.locator("script").count() == 0


def test_a_paper_from_the_disk_to_a_saved_plan(tab: Any, preview: tuple[Path, str], tmp_path: Path) -> None:
    root, _ = preview
    (tmp_path / "outpatient.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "坏的.docx").write_bytes(b"PK\x03\x04 torn")
    opened(tab, preview, "kind=plan")
    tab.get_by_role("link", name="读入文件").click()
    choose = tab.locator("#paper")
    choose.set_input_files(tmp_path / "坏的.docx")
    tab.get_by_text("✕ 坏的.docx").wait_for()
    choose.set_input_files(tmp_path / "outpatient.txt")
    tab.locator(".form.je-ready").wait_for()
    assert tab.locator(".source li").all_inner_texts() == PAPER.splitlines()

    doubts = tab.locator(".doubts")
    assert "指标“门诊预约诊疗率”由" in doubts.inner_text()
    left = int(re.findall(r"还有 (\d+) 处", doubts.inner_text())[0])
    doubts.get_by_role("button", name="看这一处").click()
    words = tab.locator("[data-schemapath='root.0.targets.0.as_written'] input")
    words.wait_for()
    assert tab.locator(".source [aria-current]").inner_text() == PAPER.splitlines()[6]
    assert eventually(lambda: words.evaluate("field => field === document.activeElement"), 20), "it leads to its field"
    assert words.input_value() == "门诊预约诊疗率达到80%以上"
    tab.locator("[data-schemapath='root.0.name'] input").fill("门诊预约率")
    tab.locator(".source li", has_text="每周二、周四").click()
    tab.locator("[data-schemapath='root.1.title']").wait_for()
    for _ in range(left):
        doubts.get_by_role("button", name="看过了，没有错").click()
    doubts.get_by_text("都核对过了").wait_for()
    tab.get_by_label("石桥市第一医院是", exact=True).select_option(label="甲医院")
    tab.get_by_label("门诊部的类别").select_option(label="职能科室")

    opened(tab, preview, "import=1")  # the window was closed, and opened again
    assert tab.get_by_label("石桥市第一医院是", exact=True).input_value() == "h"
    doubts.get_by_text("都核对过了").wait_for()
    for width in (360, 768, 1440):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
    tab.get_by_role("button", name="保存成草稿").click()
    tab.get_by_text("已保存成草稿；").wait_for()
    text = (root / "plans/outpatient.yaml").read_text(encoding="utf-8")
    assert "name: 门诊预约率\n" in text
    assert "请核对：" not in text
    assert "name: 甲医院" in (root / "plans/registry/units.yaml").read_text(encoding="utf-8")
    assert "石桥市第一医院" in (root / "plans/registry/units.yaml").read_text(encoding="utf-8")
    assert "kind: functional" in (root / "plans/registry/outpatient-units.yaml").read_text(encoding="utf-8")
    opened(tab, preview, "import=1")
    assert tab.get_by_text("选文件").count() == 1, "what was saved is not kept any longer"

    (tmp_path / "night.txt").write_text(PAPER.replace("改善", "夜间").replace("8号", "9号"), encoding="utf-8")
    (tmp_path / "day.txt").write_text(PAPER.replace("改善", "日间").replace("8号", "10号"), encoding="utf-8")
    tab.locator("#paper").set_input_files([tmp_path / "night.txt", tmp_path / "day.txt", tmp_path / "坏的.docx"])
    batch = tab.locator(".batch")
    batch.get_by_text("读了 3 个文件：2 份草稿，1 个没有读入").wait_for()
    assert "坏的.docx" in batch.locator(".wrong").inner_text()
    batch.get_by_role("button", name="日间").click()
    tab.get_by_role("heading", name="日间").wait_for()
    assert "〔2026〕10号" in tab.locator(".source li").nth(1).inner_text()


def test_slips_from_the_disk_to_the_register_and_the_answer(
    tab: Any, preview: tuple[Path, str], tmp_path: Path
) -> None:
    root, _ = preview
    content = look_over(root, date.today())[0]
    (tmp_path / "内科.xlsx").write_bytes(
        in_excel(content, {"科室": "内科", "题目": "夜里的灯", "投稿日期": "2026-11-12", "正文": "一段"})
    )
    (tmp_path / "坏.xlsx").write_bytes(in_excel(content, {"科室": "火箭科", "题目": "题", "正文": "一段"}))
    opened(tab, preview, "kind=submission")
    tab.get_by_role("link", name="收投稿单").click()
    tab.locator("#slips").set_input_files([tmp_path / "内科.xlsx", tmp_path / "坏.xlsx"])
    tab.get_by_role("heading", name="要退回 1 份").wait_for()
    assert tab.locator(".returned pre").inner_text().startswith("火箭科：")
    tab.get_by_role("button", name="登记这 1 篇").click()
    tab.get_by_role("heading", name="已登记 1 篇").wait_for()
    assert "已收到" in tab.locator(".taken pre").inner_text()
    tab.get_by_role("link", name="打开").click()
    tab.get_by_role("button", name="回复科室").click()
    tab.get_by_label("要退回，写理由").fill("照片太暗")
    tab.get_by_role("button", name="写成退回的话").click()
    tab.get_by_text("退回，请改好再交：照片太暗。").wait_for()


def test_anything_is_put_right_with_a_note(tab: Any, preview: tuple[Path, str]) -> None:
    root, address = preview
    opened(tab, preview, "kind=submission&file=plans/campaign-data/c/all.yaml&at=submissions/s3")
    title = tab.get_by_label("题目必填")
    title.fill("改对了的题目")
    tab.get_by_role("button", name="更正").click()
    tab.get_by_label("更正说明").fill("题目里的错字改了")
    tab.get_by_role("button", name="改正并保存").click()
    tab.get_by_text("已保存").wait_for()
    assert "note: 题目里的错字改了" in (root / LEDGER).read_text(encoding="utf-8")
    tab.goto(f"{address}campaigns/c/")
    tab.get_by_text("“改对了的题目”：题目里的错字改了").wait_for()


def test_the_site_for_the_public_knows_no_editor(site: Path) -> None:
    for name in ("index.html", "plans/children-health/index.html", "campaigns/demo-hundred-days/index.html"):
        assert "/edit/" not in (site / name).read_text(encoding="utf-8")
