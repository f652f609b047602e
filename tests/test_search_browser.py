"""The search in Chromium, from a server and from the disk: planSearch, the box, the page of all results, arriving."""

from __future__ import annotations

import datetime
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from search_corpus import site
from waiting import eventually

from campaign.search.everyday import WORDS
from campaign.search.fold import fold, traditional
from campaign.search.index import IndexedPage, SearchUnit, on_site

ROOT = Path(__file__).parent.parent

WARD = IndexedPage(
    "plans/ward",
    "病房服务提升方案",
    "plans/ward/index.html",
    "plan",
    "2026-05-01",
    (
        SearchUnit(
            "task", "公布护理明星评选结果", "由护理部牵头，各病区配合，每季度评一次。", "t1", "护理部", "集中推进"
        ),
        SearchUnit("task", "核对床头卡", "护理部与信息中心核对床头卡，满意度另行统计。", "t2", "信息中心"),
        SearchUnit(
            "task",
            "<b>安全</b>输注<img src=x onerror='window.hacked=1'>",
            "见<script>window.hacked=2</script>说明 & 附表",
            "t3",
        ),
        SearchUnit("indicator", "优质护理病房覆盖率", "按月统计，不低于0.60。", "i1", "护理部", "", "三级"),
        SearchUnit("section", "组织领导", "办公室设在护理部。𠮷安医院同步。", "s1"),
    ),
)
OFFICES = [
    IndexedPage(f"units/{n}", name, f"units/{n}/index.html", "unit", "", ())
    for n, name in (("hlb", "护理部"), ("mz", "门诊部"))
]
SERVICES = IndexedPage(
    "units/zw",
    "总务科",
    "units/zw/index.html",
    "unit",
    "",
    (SearchUnit("unit", "总务科", "后勤保障部、后勤。管水电气暖。", "", also=("后勤保障部", "后勤")),),
)
TERMS = IndexedPage(
    "glossary",
    "名词解释",
    "glossary/index.html",
    "glossary",
    "",
    (SearchUnit("glossary", "优质护理", "以病人为中心的护理模式。", "g1"),),
)
SMALL = [*OFFICES, WARD, TERMS]


def html(root: str, body: str, scripts: str = "") -> str:
    sheets = "".join(
        f'<link rel="stylesheet" href="{root}assets/stylesheets/{name}.css">' for name in ("planpress", "search")
    )
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>页</title>{sheets}'
        f'<script src="{root}assets/javascripts/search.js"></script>{scripts}</head><body>{body}</body></html>'
    )


FORM = '<form class="search" role="search"><input type="search" name="q" aria-label="搜索"></form>'


def write_site(root: Path, pages: list[IndexedPage]) -> Path:
    """A site with the index of the pages: a front page, the page of all results, one HTML page for each page."""
    for name in ("javascripts/search.js", "stylesheets/search.css", "stylesheets/planpress.css"):
        (root / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "overrides/assets" / name, root / "assets" / name)
    files = on_site(pages)
    early = "<script>window.early = planSearch('护理部')</script>"
    files["index.html"] = html("", f"<header>{FORM}</header><main><h1>首页</h1></main>", early).encode()
    files["search/index.html"] = html(
        "../", '<main><h1>搜索</h1><div id="search-results" data-search-page></div></main>'
    ).encode()
    for page in pages:
        root_of = "../" * page.url.count("/")
        rows = "".join(
            f'<p id="{unit.anchor}" style="margin:20rem 0">{unit.kind}</p>' for unit in page.units if unit.anchor
        )
        files[page.url] = html(root_of, f"<header>{FORM}</header><main><h1>页</h1>{rows}</main>").encode()
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("many"), site(5))


@pytest.fixture(params=["disk", "server"])
def small_url(request: pytest.FixtureRequest, small: Path, serve: Callable[[Path], str]) -> str:
    return small.as_uri() + "/" if request.param == "disk" else serve(small)


@pytest.fixture(params=["disk", "server"])
def many_names_url(request: pytest.FixtureRequest, named: Path, serve: Callable[[Path], str]) -> str:
    return named.as_uri() + "/" if request.param == "disk" else serve(named)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("named"), [*SMALL, SERVICES])


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A fresh tab; a script error or a request to another host fails the test."""
    context = browser.new_context()
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            None if re.match(r"(file:|data:|http://127\.0\.0\.1:)", request.url) else faults.append(request.url)
        ),
    )
    yield tab
    context.close()
    assert faults == []


def search(tab: Tab, query: str, **options: object) -> list[dict]:
    return tab.evaluate("([query, options]) => planSearch(query, options)", [query, options])


def said(tab: Tab, query: str) -> dict:
    return tab.evaluate("async (query) => ({...await planSearch.ask(query)})", query)


# ---- planSearch


def test_hits_are_what_the_contract_says(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "index.html")
    hits = search(tab, "核对床头卡")
    assert len(hits) == 1
    assert {key: hits[0][key] for key in ("title", "kind", "page", "owner", "excerpt")} == {
        "title": "核对床头卡",
        "kind": "task",
        "page": "病房服务提升方案",
        "owner": "信息中心",
        "excerpt": "护理部与信息中心核对床头卡，满意度另行统计。",
    }
    assert hits[0]["url"] == small_url + "plans/ward/index.html#t2"


def test_from_any_depth_and_before_the_index_is_read(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "index.html")
    early = tab.evaluate("window.early")
    assert early[0]["url"] == small_url + "units/hlb/index.html"
    tab.goto(small_url + "plans/ward/index.html#t1")
    assert search(tab, "护理部") == early


def test_names_before_bodies_and_whole_names_first(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "index.html")
    assert [hit["title"] for hit in search(tab, "护理部")] == [
        "护理部",
        "公布护理明星评选结果",
        "核对床头卡",
        "组织领导",
    ]
    assert [hit["title"] for hit in search(tab, "优质护理")] == ["优质护理", "优质护理病房覆盖率"]
    assert [hit["title"] for hit in search(tab, "护理 覆盖")] == ["优质护理病房覆盖率"]


def test_a_unit_called_so_by_its_people_comes_first(tab: Tab, tmp_path: Path) -> None:
    duties = [SearchUnit("task", f"后勤报修第 {n} 条", "由总务科牵头。", f"t{n}", "总务科") for n in range(60)]
    rush = IndexedPage("plans/rush", "后勤保障提升方案", "plans/rush/index.html", "plan", "2026-06-01", duties)
    tab.goto((write_site(tmp_path, [rush, SERVICES]) / "index.html").as_uri())
    assert search(tab, "后勤")[0]["title"] == "总务科"
    assert search(tab, "后勤保障部")[0]["title"] == "总务科"
    assert search(tab, "后勤保障")[0]["title"] == "后勤保障提升方案"


def test_many_at_once(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "index.html")
    alone = [search(tab, query) for query in ("护理部", "床头卡", "无此词语", "护")]
    tab.reload()
    assert (
        tab.evaluate("Promise.all(['护理部', '床头卡', '无此词语', '护'].map((query) => planSearch(query)))") == alone
    )


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("護理明星", "公布护理明星评选结果"),
        ("０．６０", "优质护理病房覆盖率"),
        ("𠮷安", "组织领导"),
        ("𠮷", "组织领导"),
        ("卡", "核对床头卡"),
        ("  床头卡　 ", "核对床头卡"),
        ("头卡，满意", "核对床头卡"),
        ("“床头卡”", "核对床头卡"),
        ("０．６", "优质护理病房覆盖率"),
        ("床头卡.", "核对床头卡"),
    ],
)
def test_ways_of_writing(tab: Tab, small: Path, query: str, title: str) -> None:
    tab.goto((small / "index.html").as_uri())
    assert search(tab, query)[0]["title"] == title


def test_which_step_answered(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    near = said(tab, "护理部满意度")
    assert (near["step"], near["hits"][0]["title"]) == ("near", "核对床头卡"), "both stand there"
    assert near["note"] == "没有完全一样的说法，下面的内容与「护理部满意度」相近。"
    assert "护理部" in [hit["title"] for hit in near["hits"]]
    page = said(tab, "明星 覆盖率")
    assert (page["step"], {hit["title"] for hit in page["hits"]}) == (
        "page",
        {"公布护理明星评选结果", "优质护理病房覆盖率"},
    )
    some = said(tab, "门诊部 明星")
    assert (some["step"], {hit["title"] for hit in some["hits"]}) == ("any", {"门诊部", "公布护理明星评选结果"})
    assert some["note"] == "没有一条同时含有这些词，下面是含有「门诊部」或「明星」的内容。"
    lost = said(tab, "火箭 明星")
    assert lost["note"] == "没有找到「火箭」，下面是含有「明星」的内容。"
    assert said(tab, "护理部 名词解释")["hits"][0]["title"] == "名词解释", "the rare word comes first"
    asked = said(tab, "护理明星要交什么")
    assert (asked["note"], asked["hits"][0]["title"]) == ("", "公布护理明星评选结果"), "question words are dropped"
    partly = said(tab, "护理明星提货单")
    assert (partly["note"], partly["hits"][0]["title"]) == (
        "没有找到「护理明星提货单」，下面是含有其中「护理明星」的内容。",
        "公布护理明星评选结果",
    )
    assert said(tab, "護理明星")["note"] == "已按简体「护理明星」查找。"


def test_nothing_found(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    nothing = said(tab, "火箭")
    assert (nothing["step"], nothing["hits"], nothing["total"], nothing["exact"]) == ("none", [], 0, True)
    assert nothing["note"] == "没有找到「火箭」。"
    for unknown in ("护理陪", "护理科"):  # no slip for 护理部, which is offered beside what is found of it
        part = said(tab, unknown)
        assert part["note"] == f"没有找到「{unknown}」，下面是含有其中「护理」的内容。"
        assert "护理部" in part["suggestions"]
    assert said(tab, "，。！")["note"] == "请输入汉字、字母或数字。"
    assert said(tab, "")["hits"] == []
    assert search(tab, "  ") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hulibu", "护理部"),
        ("hu li bu", "护理部"),
        ("huli", "护理"),
        ("hlb", "护理部"),
        ("menzhenb", "门诊部"),
        ("mzb", "门诊部"),
        ("hqbzb", "后勤保障部"),
        ("menzengbu", "门诊部"),
        ("chuangtouka", "床头卡"),
        ("门诊不", "门诊部"),
        ("优制护理", "优质护理"),
        ("优质护病理房覆盖率", "优质护理病房覆盖率"),
        ("优质护理病病房覆盖率", "优质护理病房覆盖率"),
        ("优质护理病覆盖率", "优质护理病房覆盖率"),
        ("优质护理病房覆改率", "优质护理病房覆盖率"),
    ],
)
def test_what_is_typed_by_sound_or_with_a_slip_is_understood(
    tab: Tab, many_names_url: str, typed: str, name: str
) -> None:
    tab.goto(many_names_url + "index.html")
    answered = said(tab, typed)
    assert answered["note"].endswith(f"您要找的是「{name}」。")
    assert name in answered["hits"][0]["title"] + answered["hits"][0]["excerpt"]


def test_pinyin_finds_what_stands_only_in_a_text(tab: Tab, named: Path) -> None:
    tab.goto((named / "index.html").as_uri())
    for typed, written in (("lingxingtongji", "另行统计"), ("shuidian", "水电"), ("guan shui dian", "管水电")):
        answered = said(tab, typed)
        assert (
            answered["note"] == f"没有找到{''.join(f'「{part}」' for part in typed.split())}，您要找的是「{written}」。"
        )
        assert written in answered["hits"][0]["excerpt"]


ASKED = [
    IndexedPage("calendar", "日历", "calendar/index.html", "page", "", ()),
    IndexedPage(
        "guide/plan",
        "怎么用",
        "guide/plan.html",
        "manual",
        "",
        (SearchUnit("manual", "交什么", "这个月要交什么、有哪些报表、谁还没交稿，看首页。", "a"),),
    ),
    IndexedPage("forms", "报表", "forms/index.html", "page", "", ()),
    IndexedPage(
        "campaigns/spring",
        "春季活动",
        "campaigns/spring/index.html",
        "page",
        "",
        (SearchUnit("section", "投稿", "欠交：门诊部。有哪些报表另见附件。", "s", facts=(("count", "欠交：门诊部"),)),),
    ),
]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("这个月要交什么", "日历"),
        ("本周有什么事", "日历"),
        ("今年还有什么没完成", "日历"),
        ("谁还没交稿", "投稿"),
        ("有哪些报表", "报表"),
        ("所有报表", "报表"),
    ],
)
def test_a_question_is_not_answered_by_the_manual_that_quotes_it(
    tab: Tab, tmp_path_factory: pytest.TempPathFactory, query: str, title: str
) -> None:
    tab.goto((write_site(tmp_path_factory.mktemp("asked"), ASKED) / "index.html").as_uri())
    assert said(tab, query)["hits"][0]["title"] == title


@pytest.mark.parametrize("typed", ["qz", "bux", "xyz", "wvu", "zzzzzzzzzz", "a" * 40])
def test_no_other_word_is_put_in_the_mouth(tab: Tab, small: Path, typed: str) -> None:
    tab.goto((small / "index.html").as_uri())
    answered = said(tab, typed)
    assert (answered["hits"], answered["step"]) == ([], "none")


def test_letters_that_stand_in_a_text_are_found_as_they_are(tab: Tab, many: Path) -> None:
    tab.goto((many / "index.html").as_uri())
    for word in ("drg", "ICU", "VTE"):
        assert said(tab, word)["step"] == "all"


def test_names_are_completed_while_typing(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    tab.locator("input[type=search]").press_sequentially("youzhihul")
    expect(tab.get_by_role("status")).to_contain_text("您要找的是「优质护理」")
    expect(tab.get_by_role("group", name="相近的名称").get_by_role("option")).to_have_text(["优质护理病房覆盖率"])


DATED = IndexedPage(
    "plans/dated",
    "日期方案",
    "plans/dated/index.html",
    "plan",
    "",
    (
        SearchUnit("task", "交总结", "到2026年10月22日。", "d1", "总务部"),
        SearchUnit("task", "开动员会", "10月22日上午。", "d2"),
        SearchUnit("task", "报名", "11月15日截止。", "d3"),
        SearchUnit("indicator", "合格率", "不低于95%。", "n1"),
        SearchUnit("indicator", "到位时间", "≤5分钟。", "n2"),
        SearchUnit("indicator", "等候时间", "≤15分钟，8.5天。", "n3"),
        SearchUnit("task", "改善卫生间", "医师值守。", "w1"),
    ),
)


@pytest.mark.parametrize(
    ("query", "anchors"),
    [
        ("2026-10-22", {"d1", "d2"}),
        ("2026.10.22", {"d1", "d2"}),
        ("2026/10/22", {"d1", "d2"}),
        ("2026年10月22日", {"d1", "d2"}),
        ("10月22日", {"d1", "d2"}),
        ("10月22号", {"d1", "d2"}),
        ("十月二十二日", {"d1", "d2"}),
        ("十一月十五日", {"d3"}),
        ("1月15日", set()),
        ("95%", {"n1"}),
        ("百分之九十五", {"n1"}),
        ("百分之五", set()),
        ("5分钟", {"n2"}),
        ("五分钟", {"n2"}),
        ("十五分钟", {"n3"}),
        ("5天", set()),
        ("8.5天", {"n3"}),
        ("厕所", {"w1"}),
        ("大夫值守", {"w1"}),
        ("到位时间要求多少", {"n2"}),
        ("动员会什么时候开", {"d2"}),
        ("谁负责交总结", {"d1"}),
    ],
)
def test_a_figure_a_date_and_a_thing_are_found_however_they_are_written(
    tab: Tab, tmp_path: Path, query: str, anchors: set[str]
) -> None:
    site = write_site(tmp_path, [DATED])
    tab.goto((site / "index.html").as_uri())
    found = [hit["url"].partition("#")[2] for hit in said(tab, query)["hits"]]
    exact = said(tab, query)["step"] in ("all", "split")
    assert (set(found) if exact else set()) == anchors


def test_what_was_asked_is_marked_in_the_words_of_the_plan(tab: Tab, tmp_path: Path) -> None:
    tab.goto((write_site(tmp_path, [DATED]) / "index.html").as_uri())
    hit = search(tab, "大夫值守")[0]
    assert [hit["excerpt"][start:end] for start, end in hit["marks"]] == ["医师值守"]


def test_counts_and_kinds(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    answered = said(tab, "护理")
    assert (answered["total"], answered["exact"]) == (6, True)
    assert answered["counts"] == {"unit": 1, "indicator": 1, "task": 2, "section": 1, "glossary": 1}
    assert [hit["title"] for hit in search(tab, "护理", kinds=["glossary", "unit"])] == ["护理部", "优质护理"]


def test_marks_stand_on_the_original_text(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    hit = search(tab, "護理部")[1]
    assert [hit["excerpt"][start:end] for start, end in hit["marks"]] == ["护理部"]
    assert hit["titleMarks"] == []
    title = search(tab, "护理 明星")[0]
    assert [title["title"][start:end] for start, end in title["titleMarks"]] == ["护理明星"]


def test_long_texts_are_cut_around_the_match(tab: Tab, tmp_path: Path) -> None:
    text = "开头的话。" + "此处略述经过，" * 30 + "末尾提到轮椅租借点。" + "其余从略。" * 30
    write_site(tmp_path, [IndexedPage("a", "甲", "a/index.html", "plan", "", (SearchUnit("task", "事", text, "t1"),))])
    tab.goto((tmp_path / "index.html").as_uri())
    hit = search(tab, "轮椅租借")[0]
    ((start, end),) = hit["marks"]
    assert hit["excerpt"][start:end] == "轮椅租借"
    assert hit["excerpt"].startswith("…")
    assert hit["excerpt"].endswith("…")
    assert hit["excerpt"].strip("…") in text
    assert len(hit["excerpt"]) <= 82


# ---- recall, fold and code against brute force


def queries_from(pages: list[IndexedPage], count: int) -> list[str]:
    """Random stretches of 1 to 6 characters of names and texts, some of them two words."""
    rng = random.Random(20)
    fields = [field for page in pages for unit in page.units for field in (unit.name, unit.text) if field]

    def stretch() -> str:
        field = rng.choice(fields)
        at = rng.randrange(len(field))
        return field[at : at + rng.randint(1, 6)]

    one = [stretch() for _ in range(count)]
    two = [f"{stretch()} {stretch()}" for _ in range(count // 4)]
    return [query for query in one + two if query.strip() and all(fold(word).strip(" .") for word in query.split())]


def stands(word: str, folded: str) -> bool:
    """A number does not begin inside another."""
    return bool(re.search(("(?<![0-9])(?<![0-9][.])" if word[:1].isdigit() else "") + re.escape(word), folded))


def test_recall_is_that_of_brute_force(tab: Tab, many: Path) -> None:
    pages = site(5)
    tab.goto((many / "index.html").as_uri())
    queries = queries_from(pages, 300)
    found = tab.evaluate(
        """async (queries) => {
        const out = [];
        for (const query of queries) {
            const hits = await planSearch(query, { limit: 10000 });
            out.push([hits.step, hits.total, hits.exact, hits.map((hit) => hit.url.split("/search/")[0] + "|" + hit.title)]);
        }
        return out;
    }""",
        queries,
    )
    root = many.as_uri() + "/"
    hidden = [
        (fold(u.name), fold(u.text), f"{root}{page.url}{'#' if u.anchor else ''}{u.anchor}|{u.name}")
        for page in pages
        for u in (page.units or (SearchUnit("unit", page.title, "", ""),))
    ]
    for query, (step, total, exact, hits) in zip(queries, found, strict=True):
        words = [fold(word).strip(" .") for word in query.split()]
        true = {key for name, text, key in hidden if all(stands(word, name) or stands(word, text) for word in words)}
        assert len(set(hits)) == len(hits) == total
        assert exact
        if true:
            assert true <= set(hits), query
            if not any(" " in word for word in words) and not any(each in query for each in WORDS):
                assert (step, set(hits)) == ("all", true), query


def test_the_two_folds_are_one(tab: Tab, small: Path) -> None:
    tab.goto((small / "index.html").as_uri())
    text = (
        "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000)]))
        + "𠮷😀🅰"
        + "".join(u.name + u.text for page in site(3) for u in page.units)
    )
    pairs = "".join(old + new for old, new in traditional().items())
    assert tab.evaluate("([text, pairs]) => planSearch.fold(text, pairs)", [text, pairs]) == fold(text)


def test_the_two_codes_are_one(tab: Tab, small: Path) -> None:
    import numpy as np

    from campaign.search.code import encode

    numbers = [0, 55, 56, 2631, 2632, 61879, 61880, 71_701_175, 1, 100, 5000]
    tab.goto((small / "index.html").as_uri())
    assert tab.evaluate("(text) => planSearch.decode(text)", encode(np.array(numbers))[0].decode()) == numbers


# ---- whose, of which year, how it stands


def day(date: str, month: int) -> datetime.date:
    return datetime.date(int(date[:4]), month, 30)


def trip(page: str, issuer: str, date: str, standing: str) -> IndexedPage:
    facts = (("who", f"{issuer}医务处负责"), ("when", f"{date[:4]}年6月30日"))
    units = [
        SearchUnit("task", "接送慢病病人", "每周一次。", "t1", "总务科", due=day(date, 6), facts=facts),
        SearchUnit("task", "接送透析病人", "每周三次。", "t2", "护理部、总务科", due=day(date, 3)),
        SearchUnit("section", "组织领导", "接送由办公室统一安排。" * 6, "s1"),
    ]
    return IndexedPage(
        f"plans/{page}", "便民接送方案", f"plans/{page}/index.html", "plan", date, units, issuer, standing
    )


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plan three times: another hospital's, an old one and a running one of the house, and a unit."""
    pages = [
        trip("a-theirs", "邻县医院", "2026-01-01", "other"),
        trip("b-old", "本县医院", "2021-01-01", "over"),
        trip("c-now", "本县医院", "2026-01-01", "running"),
        *OFFICES,
    ]
    return write_site(tmp_path_factory.mktemp("three"), pages)


def test_hits_that_look_alike_are_told_apart_and_ours_come_first(tab: Tab, three: Path) -> None:
    tab.goto((three / "index.html").as_uri())
    hits = search(tab, "接送慢病病人")
    assert [(hit["state"], hit["from"]) for hit in hits] == [
        ("running", ["本县医院", "2026年"]),
        ("over", ["本县医院", "2021年"]),
        ("other", ["邻县医院", "2026年"]),
    ]
    assert [hit["state"] for hit in search(tab, "接送慢病病人", years=["2021"])] == ["over"]
    assert [hit["state"] for hit in search(tab, "接送慢病病人", states=["other", "over"])] == ["over", "other"]
    counts = tab.evaluate("async () => (await planSearch.ask('接送', {years: ['2026'], kinds: ['task']})).facets")
    assert counts == {
        "kind": {"plan": 2, "task": 4, "section": 2},
        "year": {"2026": 4, "2021": 2},
        "state": {"running": 2, "other": 2},
        "unit": {},  # known when asked for
        "plan": {},
    }
    both = "async () => (await planSearch('接送 病人', {states: ['running']})).map((hit) => hit.title)"
    assert tab.evaluate(both) == ["接送慢病病人", "接送透析病人"]
    tab.evaluate("localStorage.setItem('planpress.unit', 'hlb')")
    assert tab.evaluate(both) == ["接送透析病人", "接送慢病病人"], "what the reader's own unit leads comes first"


def test_page_of_results_answers_filters_and_keeps_its_place(tab: Tab, three: Path) -> None:
    tab.set_viewport_size({"width": 1000, "height": 300})
    tab.goto((three / "search/index.html").as_uri() + "#q=接送慢病病人谁负责")
    answer = tab.locator(".search-answer")
    expect(answer).to_have_text(
        [re.compile("责任单位 本县.*2026"), re.compile("责任单位 本县.*2021"), re.compile("责任单位 邻县.*")]
    )
    expect(tab).to_have_title("「接送慢病病人谁负责」 · 页")
    tab.get_by_text("按状态、年份、单位、方案筛选").click()
    tab.get_by_role("button", name="已结束 1").click()
    expect(answer).to_have_count(1)
    assert tab.url.endswith("&state=over")
    tab.get_by_role("searchbox").fill("接送")
    expect(tab.locator(".search-hit")).to_have_count(12)
    expect(answer).to_have_count(0)
    tab.locator(".search-hit a").last.scroll_into_view_if_needed()
    top = tab.evaluate("window.scrollY")
    assert top > 300
    tab.locator(".search-hit a").last.click()
    tab.wait_for_url("**/plans/*/index.html#*")
    tab.go_back()
    expect(tab.locator(".search-hit")).to_have_count(12)
    assert eventually(lambda: abs(tab.evaluate("window.scrollY") - top) < 40)


def test_results_are_sifted_by_unit_and_plan_and_what_is_due_first_comes_first(tab: Tab, three: Path) -> None:
    tab.goto((three / "search/index.html").as_uri() + "#q=接送")
    tab.get_by_text("按状态、年份、单位、方案筛选").click()
    units = tab.get_by_role("group", name="单位").get_by_role("button")
    expect(units).to_have_text(["全部", "总务科 6", "护理部 3"])
    expect(tab.get_by_role("group", name="方案").get_by_role("button")).to_have_text(
        ["全部", *(f"便民接送方案（{which}） 4" for which in ("邻县医院，2026", "本县医院，2021", "本县医院，2026"))]
    )
    units.nth(2).click()
    names = tab.locator(".search-hit .search-name")
    expect(names).to_have_text(["接送透析病人"] * 3)
    tab.get_by_role("group", name="单位").get_by_role("button", name="护理部").click()
    expect(names).to_have_count(12)
    tab.get_by_role("button", name="先到期的排前面").click()
    trips = ["接送透析病人", "接送慢病病人", *["接送透析病人"] * 2, *["接送慢病病人"] * 2]  # 2021, then two of 2026
    expect(names).to_have_text([*trips, *["便民接送方案", "组织领导"] * 3])
    assert tab.url.endswith("&by=due")
    tab.go_back()
    expect(names.first).to_have_text("便民接送方案")


def test_a_number_of_hits_is_counted_or_said_to_be_more(tab: Tab, many: Path) -> None:
    """Three characters and more are certain only where the text was read."""
    tab.goto((many / "index.html").as_uri())
    tab.get_by_role("combobox").fill("不得隔夜")
    expect(tab.get_by_role("status")).to_have_text(re.compile("^多于 [0-9]+ 条$"))
    tab.get_by_role("combobox").fill("不得")
    expect(tab.get_by_role("status")).to_have_text(re.compile("^共 [0-9,]+ 条$"))


def test_what_is_left_out_of_a_query_is_said(tab: Tab, three: Path) -> None:
    tab.goto((three / "index.html").as_uri())
    assert said(tab, "接送" * 21)["note"].startswith("写得太长，只按前 40 个字查找。")
    assert said(tab, "一 二 三 四 五 六 七 八 九")["note"].startswith("词太多，只按前 8 个词查找。")
    assert said(tab, "接送")["note"] == ""


# ---- faults


def test_a_file_that_does_not_come_is_not_waited_for_for_ever(
    tab: Tab, small: Path, serve: Callable[[Path], str]
) -> None:
    tab.clock.install()
    tab.goto(serve(small) + "plans/ward/index.html")
    tab.route("**/search/*/g/*.js", lambda _route: None)
    tab.evaluate("window.fault = planSearch('护理部').catch((fault) => String(fault.message)); 0")
    assert eventually(lambda: tab.locator("head > script[src*='/g/']").count() > 0, seconds=10)
    tab.clock.fast_forward(21_000)
    assert "等了 20 秒还没有读到" in tab.evaluate("window.fault")


def test_a_missing_shard_is_said_in_chinese(tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path, SMALL)
    for shard in tmp_path.glob("search/*/g/*.js"):
        shard.unlink()
    tab.goto((tmp_path / "plans/ward/index.html").as_uri())
    fault = tab.evaluate("planSearch('护理部').catch((fault) => String(fault.message))")
    assert re.fullmatch(r"搜索数据没有读到（search/g/\w+\.js）。.*整个网站文件夹都复制过来了。", fault)
    tab.fill("input", "护理部")
    expect(tab.get_by_role("status")).to_contain_text("搜索数据没有读到")
    expect(tab.get_by_role("button", name="再试一次")).to_be_visible()


def test_it_works_again_when_the_file_is_back(tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path, SMALL)
    core = tmp_path / "search/core.js"
    core.rename(tmp_path / "away.js")
    tab.goto((tmp_path / "plans/ward/index.html").as_uri())
    tab.fill("input", "床头卡")
    again = tab.get_by_role("button", name="再试一次")
    expect(again).to_be_visible()
    (tmp_path / "away.js").rename(core)
    again.click()
    expect(tab.get_by_role("option").first).to_contain_text("核对床头卡")


def test_a_missing_text_leaves_the_other_hits(tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path, SMALL)
    next(tmp_path.glob("search/*/t/glossary.js")).unlink()
    tab.goto((tmp_path / "index.html").as_uri())
    assert {hit["title"] for hit in search(tab, "优质护理")} == {"优质护理病房覆盖率"}
    tab.goto((tmp_path / "search/index.html").as_uri() + "#q=优质护理")
    expect(tab.get_by_role("status")).to_contain_text("另有 1 条的文字没有读到")


def test_a_site_published_meanwhile_is_noticed(tab: Tab, tmp_path: Path, serve: Callable[[Path], str]) -> None:
    write_site(tmp_path, SMALL)
    tab.goto(serve(tmp_path) + "plans/ward/index.html")
    assert search(tab, "") == [], "core.js is read, no shard is"
    shutil.rmtree(tmp_path / "search")
    front = [IndexedPage(f"new/{n}", f"新增页{n}", f"new/{n}/index.html", "page", "", ()) for n in range(30)]
    write_site(tmp_path, [*front, *SMALL])
    assert [hit["title"] for hit in search(tab, "床头卡")] == ["核对床头卡"]


# ---- the box


def options(tab: Tab) -> list[str]:
    return tab.locator("[role=option] .search-name").all_inner_texts()


def test_typing_shows_hits_by_kind(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html")
    box = tab.get_by_role("combobox")
    box.fill("护理")
    expect(tab.get_by_role("status")).to_have_text("共 6 条")
    assert options(tab)[0] == "护理部"
    expect(tab.get_by_role("group", name="指标")).to_contain_text("优质护理病房覆盖率")
    expect(tab.get_by_role("option", name="公布护理明星评选结果")).to_contain_text(
        "病房服务提升方案 · 集中推进 · 牵头 护理部"
    )
    assert tab.locator("[role=option] mark").first.inner_text() == "护理"
    assert box.get_attribute("aria-expanded") == "true"


def test_keys(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html")
    box = tab.get_by_role("combobox")
    tab.keyboard.press("/")
    expect(box).to_be_focused()
    tab.keyboard.type("床头/卡")
    assert box.input_value() == "床头/卡", "the key is a letter inside the field"
    box.fill("优质护理")
    expect(tab.get_by_role("option").first).to_contain_text("优质护理")
    assert box.get_attribute("aria-activedescendant") is None
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowDown")
    active = tab.locator("#" + box.get_attribute("aria-activedescendant"))
    expect(active).to_have_attribute("aria-selected", "true")
    expect(active).to_contain_text("优质护理")
    expect(box).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator(".search-panel")).to_be_hidden()
    assert (box.input_value(), box.get_attribute("aria-expanded"), box.get_attribute("aria-activedescendant")) == (
        "优质护理",
        "false",
        None,
    )
    tab.keyboard.press("Escape")
    assert box.input_value() == ""
    tab.locator("h1").click()
    tab.keyboard.press("Control+k")
    expect(box).to_be_focused()


def test_enter_follows_the_chosen_hit(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "index.html")
    tab.get_by_role("combobox").fill("床头卡")
    expect(tab.get_by_role("option").first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url(small_url + "plans/ward/index.html#t2")


def test_enter_without_a_choice_leads_to_all_results(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html")
    tab.get_by_role("combobox").fill("护理 部")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/search/index\.html#q=%E6%8A%A4%E7%90%86%20%E9%83%A8$"))
    expect(tab.locator(".search-hit").first).to_contain_text("护理部")


def test_letters_on_their_way_to_a_character_do_not_search(tab: Tab, small: Path) -> None:
    tab.goto((small / "plans/ward/index.html").as_uri())
    box = tab.get_by_role("combobox")
    box.focus()
    keyboard = tab.context.new_cdp_session(tab)
    keyboard.send("Input.imeSetComposition", {"text": "hu li", "selectionStart": 5, "selectionEnd": 5})
    tab.keyboard.press("ArrowDown")
    tab.wait_for_timeout(300)
    expect(tab.locator(".search-panel")).to_be_hidden()
    keyboard.send("Input.insertText", {"text": "护理"})
    expect(tab.get_by_role("option").first).to_contain_text("护理部")
    assert tab.url.endswith("plans/ward/index.html")


def test_keys_of_an_input_method_are_not_ours(tab: Tab, small: Path) -> None:
    tab.goto((small / "plans/ward/index.html").as_uri())
    box = tab.get_by_role("combobox")
    box.fill("护理")
    expect(tab.get_by_role("option").first).to_be_visible()
    box.evaluate("""(box) => {
        for (const more of [{ isComposing: true }, { keyCode: 229 }])
            for (const key of ["ArrowDown", "Escape", "Enter"])
                box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    }""")
    expect(tab.locator(".search-panel")).to_be_visible()
    assert box.get_attribute("aria-activedescendant") is None


def test_markup_in_names_stays_text(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html")
    tab.get_by_role("combobox").fill("安全")
    expect(tab.get_by_role("option").first).to_contain_text("<b>安全</b>输注<img src=x onerror='window.hacked=1'>")
    expect(tab.get_by_role("option").first).to_contain_text("见<script>window.hacked=2</script>说明 & 附表")
    tab.keyboard.press("Enter")
    expect(tab.locator(".search-hit h2")).to_have_text("<b>安全</b>输注<img src=x onerror='window.hacked=1'>")
    assert tab.evaluate("[window.hacked, document.querySelectorAll('main img, main b').length]") == [None, 0]


def test_recent_queries_stay_on_the_device(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html")
    for query in ("床头卡", "护理部"):
        tab.get_by_role("combobox").fill(query)
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("search/index.html#q="))
        tab.goto(small_url + "plans/ward/index.html")
    tab.get_by_role("combobox").focus()
    assert options(tab) == ["护理部", "床头卡"]
    tab.get_by_role("option", name="床头卡").click()
    expect(tab.get_by_role("option").first).to_contain_text("核对床头卡")
    tab.get_by_role("combobox").fill("")
    tab.get_by_role("option", name="清除记录").click()
    expect(tab.locator(".search-panel")).to_be_hidden()
    tab.reload()
    tab.get_by_role("combobox").focus()
    tab.wait_for_timeout(100)
    expect(tab.locator(".search-panel")).to_be_hidden()


def test_a_name_to_try_when_nothing_is_found(tab: Tab, small: Path) -> None:
    tab.goto((small / "plans/ward/index.html").as_uri())
    tab.get_by_role("combobox").fill("门诊陪")
    expect(tab.get_by_role("status")).to_have_text("没有找到「门诊陪」，下面是含有其中「门诊」的内容。共 1 条")
    tab.get_by_role("group", name="相近的名称").get_by_role("option", name="门诊部").click()
    expect(tab.get_by_role("status")).to_have_text("共 1 条")


def test_the_panel_stays_inside_the_window(tab: Tab, small: Path) -> None:
    for width in (360, 800, 1440):
        tab.set_viewport_size({"width": width, "height": 740})
        tab.goto((small / "plans/ward/index.html").as_uri())
        tab.get_by_role("combobox").fill("护理")
        expect(tab.get_by_role("option").first).to_be_visible()
        panel = tab.locator(".search-panel").bounding_box()
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= width
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


# ---- all results


def test_results_with_kinds_in_the_address(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "search/index.html#q=护理")
    rows = tab.locator(".search-hit")
    expect(rows).to_have_count(6)
    expect(tab.get_by_role("status")).to_have_text("共 6 条。")
    expect(tab.get_by_role("searchbox")).to_have_value("护理")
    tab.get_by_role("button", name="任务 2").click()
    expect(rows).to_have_count(2)
    assert tab.url.endswith("&kind=task")
    tab.get_by_role("button", name="指标 1").click()
    expect(rows).to_have_count(3)
    tab.reload()
    expect(rows).to_have_count(3)
    tab.go_back()
    expect(rows).to_have_count(2)
    expect(tab.get_by_role("button", name="任务 2")).to_have_attribute("aria-pressed", "true")
    tab.get_by_role("button", name="全部").click()
    expect(rows).to_have_count(6)


def test_results_follow_typing_and_the_address_follows_too(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "search/index.html?q=%E9%97%A8%E8%AF%8A")
    expect(tab.locator(".search-hit")).to_have_count(1)
    tab.get_by_role("searchbox").fill("床头卡")
    expect(tab.locator(".search-hit h2")).to_have_text("核对床头卡")
    assert "#q=%E5%BA%8A%E5%A4%B4%E5%8D%A1" in tab.url
    tab.locator(".search-hit a").click()
    tab.wait_for_url(small_url + "plans/ward/index.html#t2")
    tab.go_back()
    expect(tab.locator(".search-hit h2")).to_have_text("核对床头卡")


def test_more_results_on_demand(tab: Tab, many: Path) -> None:
    tab.goto((many / "search/index.html").as_uri() + "#q=的")
    rows = tab.locator(".search-hit")
    expect(rows.nth(19)).to_be_visible()
    before = rows.count()
    assert before < 60
    tab.get_by_role("button", name="再列一些").click()
    expect(rows.nth(before)).to_be_visible()
    expect(tab.locator(f".search-hit:nth-child({before + 1}) a")).to_be_focused()
    expect(tab.get_by_role("status")).to_contain_text(re.compile(rf"共 \d+ 条，已列出 {rows.count()} 条。"))


def test_no_result_offers_a_way_on(tab: Tab, small: Path) -> None:
    tab.goto((small / "search/index.html").as_uri() + "#q=火箭")
    expect(tab.get_by_role("status")).to_have_text("没有找到「火箭」。")
    expect(tab.locator(".search-foot")).to_contain_text("几个词之间空一格")
    tab.get_by_role("searchbox").fill("护理陪")
    tab.locator(".search-tips").get_by_role("link", name="护理部", exact=True).click()
    expect(tab.locator(".search-hit").first).to_contain_text("护理部")


# ---- arriving


def test_the_place_flashes_on_arrival(tab: Tab, small_url: str) -> None:
    tab.goto(small_url + "plans/ward/index.html#t2")
    expect(tab.locator("#t2")).to_have_class("search-flash")
    assert tab.evaluate("getComputedStyle(document.getElementById('t2')).animationName") == "search-flash"
    expect(tab.locator("#t2")).not_to_have_class("search-flash")


def test_a_hit_on_the_same_page_flashes_too(tab: Tab, small: Path) -> None:
    tab.goto((small / "plans/ward/index.html").as_uri())
    tab.get_by_role("combobox").fill("组织领导")
    tab.get_by_role("option").first.click()
    expect(tab.locator("#s1")).to_have_class("search-flash")
    expect(tab.locator("#s1")).to_be_in_viewport()
    expect(tab.locator(".search-panel")).to_be_hidden()


def test_without_motion_for_those_who_want_none(browser: Browser, small: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    tab = context.new_page()
    tab.goto((small / "plans/ward/index.html").as_uri() + "#t2")
    expect(tab.locator("#t2")).to_have_class("search-flash")
    assert tab.evaluate(
        "(({animationName, outlineStyle}) => [animationName, outlineStyle])(getComputedStyle(document.getElementById('t2')))"
    ) == ["none", "solid"]
    context.close()


def test_syntax_is_within_reach_of_older_browsers() -> None:
    """Chromium 80 knows ?. and ??, but not the assignments ??= ||= &&=, nor at(), replaceAll(), replaceChildren()."""
    script = (ROOT / "overrides/assets/javascripts/search.js").read_text(encoding="utf-8")
    newer = r"\?\?=|\|\|=|&&=|\.at\(|\.replaceAll\(|\.replaceChildren\(|Object\.hasOwn|structuredClone"
    outside = r"^\s*(import|export)\b|\bfetch\(|new Worker|https?://"
    assert re.findall(f"{newer}|{outside}", script, re.MULTILINE) == []
