"""The pages in Chromium, from disk: what the reader sets is remembered, filters stand in the address, folds open, both palettes can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from waiting import eventually

Open = Callable[..., Any]
DESK, PHONE = 1440, 360
PLAN = "plans/demo-quality-year/index.html"

# Lowest contrast of any text on the page as [ratio, words]; text nobody sees is left out.
CONTRAST = """() => {
  const light = (c) => { const f = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  let worst = [21, ""];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement, style = getComputedStyle(at);
    if (!node.textContent.trim() || style.opacity === "0" || !at.getClientRects().length || at.closest(".unseen, script, title")) continue;
    const ink = numbers(at.namespaceURI.endsWith("svg") ? style.fill : style.color);
    let ground = [255, 255, 255];
    for (let box = at; box; box = box.parentElement) {
      const found = numbers(getComputedStyle(box).backgroundColor);
      if (found.length < 4 || found[3] > 0) { ground = found; break; }
    }
    const a = light(ink.slice(0, 3)), b = light(ground.slice(0, 3));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, at.tagName + " " + node.textContent.trim()];
  }
  return worst;
}"""


@pytest.fixture
def open_page(browser: Any, site: Path) -> Iterator[Open]:
    """Opens a page of the built site; what the page complains about is a failure."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(path: str, width: int = DESK, tab: Any = None, **options: Any) -> Any:
        if tab is None:
            contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
            tab = contexts[-1].new_page()
            tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            tab.on("pageerror", lambda fault: complaints.append(str(fault)))
        tab.goto(f"file://{site}/{path}")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def wider_than_the_screen(tab: Any) -> int:
    found: int = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def shown(tab: Any, selector: str) -> int:
    return sum(each.is_visible() for each in tab.query_selector_all(selector))


@pytest.mark.parametrize(
    "path", ["index.html", PLAN, "units/dept-nursing/index.html", "calendar/index.html", "guide/index.html"]
)
@pytest.mark.parametrize("dark", ["0", "1"])
def test_every_text_can_be_read(open_page: Open, path: str, dark: str) -> None:
    tab = open_page(path)
    tab.evaluate(f"localStorage.setItem('planpress.dark', '{dark}')")
    ratio, words = open_page(path, tab=tab).evaluate(CONTRAST)
    assert ratio >= 4.5, words


def test_dark_is_remembered(open_page: Open) -> None:
    tab = open_page("index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(paper) == "rgb(252, 251, 248)"
    tab.click("text=夜间")
    assert tab.evaluate(paper) == "rgb(22, 25, 28)"
    assert open_page(PLAN, tab=tab).evaluate(paper) == "rgb(22, 25, 28)"
    tab.click("text=日间")
    assert tab.evaluate(paper) == "rgb(252, 251, 248)"


@pytest.mark.parametrize("width", [PHONE, 768, DESK])
def test_large_type_is_remembered_and_fits(open_page: Open, width: int) -> None:
    tab = open_page("index.html", width)
    tab.click("button:visible >> text=大字")
    for path in ("index.html", PLAN, "units/dept-nursing/index.html", "plans/index.html", "indicators/index.html"):
        open_page(path, tab=tab)
        assert tab.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
        assert wider_than_the_screen(tab) == 0, path
    assert shown(tab, "text=标准字") == 1


def test_my_unit_holds_for_the_visit_where_the_device_keeps_nothing(browser: Any, site: Path) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 900})
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('kept from us', 'SecurityError'); } });"
    )
    tab = context.new_page()
    tab.goto(f"file://{site}/index.html")
    assert "不能保存" in tab.inner_text("[data-unkept]"), "nothing is promised that does not hold"
    tab.select_option("#my-unit", "dept-nursing")
    assert eventually(lambda: bool(tab.evaluate("document.getElementById('said').textContent")), 20)
    told = tab.inner_text("#said")
    assert "不能保存" in told and "已记住" not in told
    assert tab.inner_text("[data-put=name]") == "护理部"
    tab.goto(f"file://{site}/units/index.html")
    tab.goto(f"file://{site}/index.html")
    assert tab.inner_text("[data-put=name]") == "护理部"
    context.close()


def test_my_unit_is_remembered(open_page: Open) -> None:
    tab = open_page("index.html")
    assert not tab.is_visible("[data-chosen]")
    tab.select_option("#my-unit", "dept-nursing")
    assert tab.inner_text("[data-put=name]") == "护理部"
    owed = int(tab.inner_text("[data-put=due]"))
    tab.click("text=看本单位")
    assert tab.inner_text("h1") == "护理部"
    assert shown(tab, "#month > ol > li:not(.today)") == owed
    assert tab.inner_text("[data-set-unit]").startswith("已是我的单位")
    tab.click("[data-set-unit]")
    assert open_page("index.html", tab=tab).is_visible("#my-unit")


def test_with_a_unit_chosen_what_is_mine_comes_first_and_lists_keep_to_it(open_page: Open) -> None:
    tab = open_page("index.html")
    assert "记在这台设备上" in tab.inner_text("[data-unkept]")
    tab.select_option("#my-unit", "dept-nursing")
    assert tab.evaluate("document.querySelector('.front-top').firstElementChild.matches('.my-unit')")
    links = "(selector) => Array.from(document.querySelectorAll(selector), (link) => link.offsetParent && link.href).filter(Boolean)"
    first = tab.evaluate(links, "[data-now] a")
    assert len(first) == 3
    assert not set(first) & set(tab.evaluate(links, ".due .what a")), "nothing stands there twice"
    tab.click("[data-only-mine]")
    assert shown(tab, "[data-general]") == 0
    for name, row in (("calendar", ".cal-row"), ("ledger", ".ledger-row")):
        page = open_page(f"{name}/index.html", tab=tab)
        assert 0 < shown(page, row) == shown(page, f"{row}:has(a.chip.mine)")
    tab.click("[data-only-mine]")
    assert shown(tab, ".ledger-row") > shown(tab, ".ledger-row:has(a.chip.mine)")
    assert shown(open_page("index.html", tab=tab), "[data-general]") == 3


def test_filters_stand_in_the_address(open_page: Open) -> None:
    tab = open_page("plans/index.html")
    every = shown(tab, ".plan-row")
    tab.click("[data-facet=status] >> text=执行中")
    tab.click("[data-facet=kind] >> text=活动")
    assert shown(tab, ".plan-row") == 1
    assert tab.inner_text("[data-shown]") == f"显示 1 项，共 {every} 项"
    assert tab.url.endswith("#status=active&kind=campaign")
    again = open_page("plans/index.html#status=active&kind=campaign")
    assert shown(again, ".plan-row") == 1
    again.click("[data-facet=level] >> text=省")
    assert shown(again, ".plan-row") == 0
    assert again.is_visible("text=没有这样的方案。")


def test_a_table_sorts_there_and_back(open_page: Open) -> None:
    tab = open_page("plans/index.html")
    names = "Array.from(document.querySelectorAll('.plan-row .n:nth-child(5)')).map((cell) => +cell.textContent)"
    before = tab.evaluate(names)
    head = tab.query_selector("th[data-sort=tasks] button")
    head.click()
    assert tab.evaluate(names) == sorted(before)
    head.click()
    assert tab.evaluate(names) == sorted(before, reverse=True)
    assert tab.url.endswith("#sort=-tasks")
    assert tab.get_attribute("th[data-sort=tasks]", "aria-sort") == "descending"
    assert open_page("plans/index.html#sort=-tasks").evaluate(names) == sorted(before, reverse=True)
    head.click()
    assert tab.evaluate(names) == before


def test_a_row_folds_out_by_keyboard_and_by_address(open_page: Open) -> None:
    tab = open_page(PLAN)
    assert not tab.is_visible("#fold-t2-3")
    tab.focus("#task-t2-3 .fold-open")
    tab.keyboard.press("Enter")
    assert tab.is_visible("#fold-t2-3")
    assert tab.get_attribute("#task-t2-3 .fold-open", "aria-expanded") == "true"
    tab.keyboard.press("Space")
    assert not tab.is_visible("#fold-t2-3")
    there = open_page(f"{PLAN}#task-t2-3")
    assert there.is_visible("#fold-t2-3")
    assert 0 <= there.evaluate("document.getElementById('task-t2-3').getBoundingClientRect().top") < 300
    definition = open_page(f"{PLAN}#definition-prescriptions")
    assert definition.is_visible("#definition-prescriptions")


def test_all_rows_fold_out_at_once(open_page: Open) -> None:
    tab = open_page(PLAN)
    assert shown(tab, ".fold") == 0
    tab.click("text=展开全部")
    assert shown(tab, ".fold") == 15
    tab.click("text=收起全部")
    assert shown(tab, ".fold") == 0


@pytest.mark.parametrize("secure", ["true", "false"])
def test_a_link_is_copied(open_page: Open, secure: str) -> None:
    """Plain http in a hospital's network is no secure context: there is no clipboard API then, and the old way serves."""
    tab = open_page(PLAN, permissions=["clipboard-read", "clipboard-write"])
    tab.evaluate(f"Object.defineProperty(window, 'isSecureContext', {{ value: {secure} }})")
    tab.focus("#task-t1-1 .copy")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#task-t1-1 .copy:has-text('已复制')")
    assert tab.evaluate("navigator.clipboard.readText()").endswith(f"{PLAN}#task-t1-1")


def test_the_matrix_lights_a_column_and_changes_its_order(open_page: Open) -> None:
    tab = open_page("plans/children-health/matrix/index.html")
    heads = "Array.from(document.querySelectorAll('th.unit')).map((cell) => cell.textContent)"
    by_load = tab.evaluate(heads)
    assert by_load[0] == "省卫计委"
    tab.hover("tbody tr:nth-child(2) td.cell:nth-child(3)")
    assert tab.inner_text("th.lit-head") == by_load[1]
    tab.click("text=按出现先后排")
    assert tab.evaluate(heads)[0] == "省教育厅"
    tab.click("text=只看分别负责")
    assert shown(tab, "td .role") == 6
    assert tab.url.endswith("#order=seen&role=separate")


def test_today_stands_in_the_list_and_in_the_drawing(open_page: Open) -> None:
    tab = open_page("index.html")
    tops = [
        tab.eval_on_selector(f".due li:{which}", "(row) => row.getBoundingClientRect().top")
        for which in ("first-child", "has(.s-triangle)")
    ]
    today = tab.eval_on_selector(".due li.today", "(row) => row.getBoundingClientRect().top")
    assert tops[0] < today < tops[1]
    lines = tab.evaluate(
        "Array.from(document.querySelectorAll('.run .now')).map((line) => line.getBoundingClientRect().x)"
    )
    assert len(lines) == 3 and max(lines) - min(lines) < 0.5


def test_the_questions_are_answered_before_scrolling(open_page: Open) -> None:
    tab = open_page("index.html")
    assert tab.eval_on_selector_all(".run", "(rows) => rows[rows.length - 1].getBoundingClientRect().bottom") <= 900


def test_without_script_everything_is_there(open_page: Open) -> None:
    tab = open_page(PLAN, java_script_enabled=False)
    assert shown(tab, ".fold") == 15
    assert shown(tab, ".js-only, .tools button") == 0
    assert open_page("plans/index.html", java_script_enabled=False).is_visible(".plan-row")


def test_a_phone_gets_its_menu_and_keeps_its_columns(open_page: Open) -> None:
    tab = open_page(PLAN, PHONE)
    assert not tab.is_visible("#sections")
    tab.click("text=目录 >> visible=true")
    assert all(tab.is_visible(f"#sections >> text={word}") for word in ("单位", "日历", "考核", "名词"))
    assert tab.get_attribute("[data-menu]", "aria-expanded") == "true"
    assert tab.is_visible("#indicator-prescriptions >> text=≥95 >> nth=0")
    assert wider_than_the_screen(tab) == 0


MENU = ".sections details:has-text('{}')"


def test_a_menu_of_the_masthead_works_from_the_keyboard(open_page: Open) -> None:
    tab = open_page("indicators/index.html")
    summary, entry = MENU.format("进度") + " summary", ".sections a:text-is('督办')"
    assert tab.get_attribute(summary, "aria-current") == "true"
    assert tab.get_attribute(".sections a:text-is('指标')", "aria-current") == "page"
    assert not tab.is_visible(entry)
    tab.focus(summary)
    tab.keyboard.press("Enter")
    assert tab.is_visible(entry)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "指标"
    tab.keyboard.press("Escape")
    assert not tab.is_visible(entry) and tab.evaluate("document.activeElement.textContent") == "进度"
    tab.keyboard.press("Space")
    for _ in range(5):
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "评价" and not tab.is_visible(entry)


def test_one_menu_is_open_at_a_time_and_a_click_beside_it_closes_it(open_page: Open) -> None:
    tab = open_page("plans/index.html")
    tab.click(MENU.format("进度"))
    tab.click(MENU.format("参考"))
    assert shown(tab, ".sections div") == 1 and tab.is_visible(".sections a:text-is('名词')")
    tab.click("h1")
    assert shown(tab, ".sections div") == 0
    assert wider_than_the_screen(tab) == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_menus_need_no_script(open_page: Open, width: int) -> None:
    tab = open_page("plans/index.html", width, java_script_enabled=False)
    tab.click(MENU.format("进度") + " summary")
    tab.click(".sections a:text-is('督办')")
    assert tab.url.endswith("ledger/index.html")


def test_paper_shows_what_the_screen_folds(open_page: Open) -> None:
    tab = open_page(PLAN)
    tab.emulate_media(media="print")
    assert shown(tab, ".fold") == 15
    assert not tab.is_visible("#sections") and not tab.is_visible(".toc")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_ledger_keeps_its_titles_on_paper(open_page: Open) -> None:
    tab = open_page("ledger/index.html", 673)  # A4 between its margins
    tab.emulate_media(media="print")
    titles = tab.locator(".ledger-rows a.b").evaluate_all("all => all.map(each => each.parentElement.clientWidth)")
    assert len(titles) == 19 and min(titles) > 300
    assert (
        tab.locator(".chain .now > span:first-child").first.evaluate("each => getComputedStyle(each).printColorAdjust")
        == "exact"
    )
