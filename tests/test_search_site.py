"""Search over whole built sites, the example's and another office's: every page is found by its name, and queries lead where they should."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from search_hits import ask, of_office

from campaign.search.fold import fold

NOT_LOOKED_FOR = {"404.html", "search/index.html"}


@pytest.fixture(scope="module")
def sites(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {"example": site, "office": of_office(tmp_path_factory.mktemp("sites"))}


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def name_of(page: Path) -> str:
    """The title of a page without the name of the site."""
    return unescape(re.findall(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.S)[0]).rpartition(" · ")[0]


@pytest.mark.parametrize("which", ["example", "office"])
def test_every_page_is_found_by_its_name(tab: Tab, sites: dict[str, Path], which: str) -> None:
    site = sites[which]
    pages = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    home = site.as_uri() + "/"
    tab.goto(home + "search/index.html")
    lost = []
    for url in sorted(pages.keys() - NOT_LOOKED_FOR):
        name = "首页" if url == "index.html" else name_of(pages[url])
        hits = tab.evaluate("(query) => planSearch(query, {limit: 40})", name)
        if url not in {hit["url"].removeprefix(home).split("#")[0] for hit in hits}:
            lost.append((url, name))
    assert lost == []


class _Said(HTMLParser):
    """The text nodes inside <main>, without navigation and what is no text."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag not in self.VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "main" in self.inside and not {"nav", "script", "style"} & set(self.inside):
            self.texts.append(" ".join(data.split()))


def said_on(site: Path) -> dict[str, str]:
    """{text of four or more characters: the first page that says it}, but for the name of the site, which is the title of its front page."""
    said: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        parser = _Said()
        page, url = path.read_text(encoding="utf-8"), path.relative_to(site).as_posix()
        parser.feed(page)
        if url not in NOT_LOOKED_FOR:
            texts = (text for text in parser.texts if f"<title>{text}</title>" not in page)
            said |= {text: url for text in texts if text not in said and len(" ".join(fold(text).split())) >= 4}
    return said


def indexed_on(site: Path) -> str:
    """All names and texts of the index, a line each, folded."""
    lines = []
    for path in site.glob("search/*/t/**/*.js"):
        page = json.loads("[" + path.read_text(encoding="utf-8").partition("(")[2].rpartition(")")[0] + "]")[1]
        lines += [text for unit in page["units"] for text in unit[:2]]
    return "\n".join(" ".join(fold(line).split()) for line in lines)


@pytest.mark.parametrize("which", ["example", "office"])
def test_whatever_stands_on_a_page_is_found(tab: Tab, sites: dict[str, Path], which: str) -> None:
    """Every text is in the index as it stands there; and the search, asked for one text of each kind of page, finds it."""
    said, index = said_on(sites[which]), indexed_on(sites[which])
    assert {text: url for text, url in said.items() if " ".join(fold(text[:40]).split()) not in index} == {}

    kinds: dict[str, str] = {}
    for text, url in said.items():
        kinds.setdefault(re.sub(r"[^/]*\d[^/]*|(?<=/)[^/]+(?=/)", "*", url), text)
    tab.goto(sites[which].as_uri() + "/search/index.html")
    found = (
        "async (query) => { const hits = await planSearch(query, {limit: 1}); return hits.length ? hits.step : ''; }"
    )
    assert {text: tab.evaluate(found, text) for text in kinds.values()} == dict.fromkeys(kinds.values(), "all")


FLOORS = {
    "search_queries": (120, 117, 119),
    "search_queries_second": (120, 112, 117),
    "search_queries_third": (60, 50, 53),
    "search_queries_fourth": (60, 54, 56),
    "search_queries_fifth": (60, 56, 57),
}  # how many are asked, come first, and are in the first five


def test_queries_lead_where_they_should(tab: Tab, sites: dict[str, Path]) -> None:
    """A floor under bench/search_hits_bench.py, which names the missed ones."""
    asked = [each for name, folder in sites.items() for each in ask(tab, name, folder)]
    for queries, (size, first, in_five) in FLOORS.items():
        places = [each.place for each in asked if each.queries == queries]
        assert len(places) == size
        assert places.count(1) >= first, queries
        assert len(places) - places.count(0) >= in_five, queries


WHOM = {
    "example": {
        "病人投诉找谁": "units/dept-service/",
        "投诉找谁": "units/dept-service/",
        "投稿交给谁": "units/dept-office/",
        "稿子交到哪里": "units/dept-office/",
        "月末材料报给谁": "units/dept-office/",
        "处方点评找哪个科室": "units/dept-pharmacy/",
    },
    "office": {"投稿交给谁": "units/lch-nursing/", "月报交给谁": "units/lc-medical/", "小结送哪里": "units/lc-bureau/"},
}


@pytest.mark.parametrize("which", WHOM)
def test_who_asks_whom_to_go_to_is_led_to_the_unit(tab: Tab, sites: dict[str, Path], which: str) -> None:
    """By what units say they do, and by what plans say is handed in to them; the page of all units has the same list."""
    home = sites[which].as_uri() + "/"
    tab.goto(home + "search/index.html")
    for query, unit in WHOM[which].items():
        hits = tab.evaluate("(query) => planSearch(query, {limit: 5})", query)
        assert [hit["url"].removeprefix(home).replace("/index.html", "/") for hit in hits][:1] == [unit], query
    page = (sites[which] / "units/index.html").read_text("utf-8")
    listed = page.partition('id="who"')[2]
    for unit in set(WHOM[which].values()):
        assert f'href="../{unit}index.html"' in listed, unit


ANSWERS = {
    "example": {
        "平均住院日要求多少": ("要求", "三级 力争≤8.5天", "plans/demo-quality-year/#indicator-length-of-stay"),
        "平均住院日做到多少": ("做到", "还没有报过数", "plans/demo-quality-year/#indicator-length-of-stay"),
        "处方合格率 谁负责": ("责任单位", "药学部", "plans/demo-quality-year/#indicator-prescriptions"),
        "调度台谁负责": ("责任单位", "总务部", "plans/demo-quality-year/#duty-dispatch-desk"),
        "启动仪式什么时候": ("时间", "2026年10月8日", "plans/demo-hundred-days/#task-t1-1"),
        "百日宣传总结什么时候交": ("时间", "2027年1月7日", "plans/demo-hundred-days/#duty-final-summary"),
        "门诊预约诊疗率怎么算的": (
            "口径",
            "除以门诊总人次",
            "plans/demo-patient-experience/#indicator-appointment-rate",
        ),
        "预约率怎么算": ("口径", "除以门诊总人次", "plans/demo-patient-experience/#indicator-appointment-rate"),
        "报表二什么时候交": ("时间", "下月 10 日截止", "forms/form2/"),
        "第88条多少分": ("分值", "1 分", "assessments/jiaxing/items/88/"),
        "不适用怎么折算": ("口径", "不算在适用分里", "assessments/jiaxing/"),
        "什么叫日间手术": ("释义", "当天或很短时间内住院", "glossary/#term-33"),
        "请问推进会什么时候开": ("时间", "2026年11月27日下午2:30", "meetings/demo-november-review/"),
        "补交算哪个月的？": ("答复", "按收到的日期算", "questions/#q-hundred-days-how-late"),
        "集中推进阶段到几号": ("时间", "2027年3月", "plans/demo-patient-experience/#phase-p2"),
        "护理部交了几篇": ("交稿", "10月 1 篇", "units/dept-nursing/"),
        "百日宣传交了几篇": ("交稿", "共收到 ", "campaigns/demo-hundred-days/"),
    },
    "office": {
        "门诊导诊谁牵头": ("责任单位", "区人民医院", "plans/river-care/#task-guide"),
        "半年小结什么时候交": ("时间", "2026年7月10日", "plans/river-care/#duty-report"),
        "门诊预约月报几号截止": ("时间", "截止日未定", "forms/visits/"),
        "导诊几分": ("分值", "1 分", "assessments/check-26/items/2/"),
        "晚到怎么办": ("答复", "顺延一个号段", "questions/#q-visitors-q1"),
        "候诊时间做到多少": ("做到", "18", "plans/river-care/#indicator-waiting"),
    },
}


@pytest.mark.parametrize("which", ANSWERS)
def test_a_question_is_answered_above_the_hits_with_where_it_is_written(
    tab: Tab, sites: dict[str, Path], which: str
) -> None:
    home = sites[which].as_uri() + "/"
    tab.goto(home + "search/index.html")
    for query, (word, words, url) in ANSWERS[which].items():
        first = tab.evaluate("async (query) => (await planSearch.ask(query)).answers[0]", query)
        assert first, query
        told = dict(first["said"])
        assert all(label not in answer for label, answer in told.items()), told
        assert words in told[word], query
        assert first["url"].removeprefix(home).replace("/index.html", "/") == url, query
    for query in ("平均住院日", "新农合谁负责", "护理部的停车场要求多少"):
        for each in tab.evaluate("async (query) => (await planSearch.ask(query)).answers", query):
            raise AssertionError(f"{query} is answered with {each['title']}: {each['said']}")


def test_what_only_plans_of_others_hold_is_told(tab: Tab, sites: dict[str, Path]) -> None:
    tab.goto(sites["example"].as_uri() + "/search/index.html")
    note = "async (query) => (await planSearch.ask(query)).note"
    assert tab.evaluate(note, "新农合") == "本单位的方案里没有「新农合」，其他方案里有。"
    assert [tab.evaluate(note, each) for each in ("处方合格率", "平均住院日")] == ["", ""]


BAD = [
    "护" * 500,
    "护理部 " * 60,
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> 护理",
    "&amp;&#x62a4;",
    "护理\ud83d",
    "\udc00理部",
    "😀护理😀",
    "𠮷 𠮷𠮷",
    "hu li bu'zhi",
    "hu'li'b",
    "护li部",
    "护理bu",
    "hulibvu",
    "xuanchaunke",
    "ｈｕｌｉｂｕ",
    "護理ｂｕ ９５％",
    "\u202e护理",
    "护\u200b理部",
    "%",
    "...",
    "100%%",
    "2026-13-45",
    "99月99日",
    "0/0",
    "十十十",
    "百分之",
    "第条",
    "谁",
    "什么时候",
    "怎么算",
    "谁谁谁负责负责",
    "多少多少吗吗呢",
    "a" * 41,
    "ab cd ef gh ij kl mn op qr",
    "constructor",
    "__proto__ hasOwnProperty",
    "\\",
    "'\"`${}",
    "\t\n\r",
]


def test_no_query_breaks_the_search(tab: Tab, sites: dict[str, Path]) -> None:
    """Whatever is typed is answered: with hits, or with a sentence that says there are none."""
    rng = random.Random(7)
    pieces = [
        "护理部",
        "hulibu",
        "zhl",
        "95%",
        "10月",
        "十二日",
        "谁负责",
        "怎么算",
        "VTE",
        "，",
        " ",
        "护",
        "2",
        "〔",
        "\ud83d",
        "％",
        "q",
        "半",
        "、",
        "'",
    ]
    mixed = ["".join(rng.choices(pieces, k=rng.randint(1, 6))) for _ in range(150)]
    tab.goto(sites["example"].as_uri() + "/search/index.html")
    answered = tab.evaluate(
        """async (queries) => {
            const out = [];
            for (const query of queries) {
                try {
                    const one = await planSearch.ask(query);
                    out.push([one.step, one.note, one.hits.length, one.total, one.hits.every((hit) => hit.title && hit.url)]);
                } catch (fault) { out.push(["fault", String(fault), 0, 0, false]); }
            }
            return out;
        }""",
        [*BAD, *mixed],
    )
    for query, (step, note, hits, total, sound) in zip([*BAD, *mixed], answered, strict=True):
        told = repr(query), step, note
        assert step in {"all", "who", "meant", "split", "near", "page", "any", "none"}, told
        assert sound and total >= hits, told
        assert hits or note or not query.strip(), told
        assert not re.search("undefined|NaN|null|object", note.replace(query, "")), told
