"""Site pages from small content written here: what a reader finds, that every link holds, that text stays text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from campaign.content import Content
from campaign.leaves import links
from campaign.load import load
from campaign.pages import Page, build_pages, site_info

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
Made = Callable[..., Content]

SITE = "organisation: 甲医院\nhome: 甲医院\n"
HOUSE = """\
units:
  - {id: h, name: 甲医院, kind: hospital, tier: 三级}
  - {id: nursing, name: 护理部, kind: functional, parent: h, duties: 管护理。}
  - {id: medical, name: 医务部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
collectives:
  - {id: all-depts, name: 各科室, kinds: [functional, clinical]}
"""
YEAR = """\
id: year
title: 质量提升年活动方案
short: 质量提升年
issuer: 甲医院
level: hospital
doc_no: 甲院发〔2026〕1号
date: 2026-03-16
period: {start: 2026-03-17, end: 2026-12-31}
phases_overlap: 是
upper: [{title: 市级方案, doc_no: x卫发〔20xx〕9号}]
outline:
  - {number: 一、, title: 活动目标, part: goals}
  - {number: 二、, title: 活动内容, part: groups}
  - {number: 三、, title: 活动步骤, part: phases}
goals:
  - {id: g, title: 更好, text: 把服务做好。, indicators: [drugs]}
indicators:
  - id: drugs
    name: 基本药物使用率
    unit: "%"
    definition: 基本药物金额除以全部药品金额。
    targets:
      - {value: 15, scope: {tier: 三级}}
      - {value: 30, scope: {tier: 二级}}
      - {value: 80, scope: {tier: 基层}}
groups:
  - id: g2
    number: （二）
    title: 护理质量
    tasks:
      - id: t1
        number: 1、
        title: 开展体验
        text: 请护士长当一天患者。
        due: 2026-06-30
        responsibility: {mode: 牵头, lead: [护理部], join: [医务部, 各科室]}
      - id: t2
        number: 3.
        title: 评选明星
        text: 11月15日前公布。
        due: 2026-11-15
        responsibility: {mode: 牵头, lead: [护理部]}
        milestones: [{id: ms, name: 公布结果, due: 2026-11-25, to: [医务部]}]
        recurring: [{id: weekly, what: 走访病房, per: week, start: 2026-11-01, to: [医务部]}]
        indicators: [drugs]
phases:
  - {id: p1, number: （一）, name: 动员, start: 2026-03-17, end: 2026-04-01}
  - {id: p2, number: （二）, name: 提高, start: 2026-04-01, end: 2026-12-31}
  - {id: p3, number: （三）, name: 总结}
"""
REPORTS = """\
plan: year
values:
  - {indicator: drugs, date: 2026-09-30, value: "14.0"}
  - {indicator: drugs, date: 2026-10-31, value: "17.3"}
tasks:
  - {task: t1, done: 2026-06-24, note: 办了十三场。}
duties:
  - {duty: weekly, due: 2026-11-06, done: 2026-11-06}
  - {duty: weekly, due: 2026-11-13, done: 2026-11-13}
  - {duty: weekly, due: 2026-11-20, done: 2026-11-20}
"""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Content from plan texts by id, with the house above."""

    def make(plans: Mapping[str, str], more: Mapping[str, str] | None = None) -> Content:
        files = {"plans/site.yaml": SITE, "plans/registry/units.yaml": HOUSE, **(more or {})}
        files |= {f"plans/{name}.yaml": text for name, text in plans.items()}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = load(tmp_path, TODAY, TODAY)
        assert [problem for problem in loaded.problems if problem.code != "no-plans"] == []
        return loaded.content

    return make


@pytest.fixture
def year(made: Made) -> dict[str, Page]:
    return {page.path: page for page in build_pages(made({"year": YEAR}, {"plans/progress/year.yaml": REPORTS}))}


class Reading(HTMLParser):
    """A page as a reader meets it: words in order, links, ids; `open` names elements left open."""

    VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "option", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes |= values.keys()
        if values.get("id"):
            self.ids.append(str(values["id"]))
        for name in ("href", "src", "action"):
            if values.get(name):
                self.links.append(str(values[name]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "script" and data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def read(page: Page) -> Reading:
    return Reading(page.body)


def row(page: Page, anchor: str) -> str:
    """The words of the element with an id, up to the end of its list item or table row."""
    found = re.search(rf'<(li|tr)[^>]* id="{anchor}".*?</\1>', page.body, re.S)
    assert found, anchor
    return Reading(found.group()).text


# -- the plan page -----------------------------------------------------------------------------------------------------------------


def test_a_plan_keeps_its_own_order_and_numbering(year: dict[str, Page]) -> None:
    page = year[links.plan("year")]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page.body)
    shown = [re.sub("<[^>]+>", "", heading) for heading in headings]
    assert shown[:6] == ["进展", "一、活动目标", "指标", "二、活动内容", "三、活动步骤", "限时和例行"]
    assert [(each.number, each.title, each.count) for each in page.toc[:5]] == [
        ("", "进展", None),
        ("一、", "活动目标", None),
        ("", "指标", 1),
        ("二、", "活动内容", 2),
        ("三、", "活动步骤", 3),
    ]
    assert '<span class="num">3.</span>' in page.body and '<span class="num">1、</span>' in page.body


def test_a_task_row_reads_like_a_sentence(year: dict[str, Page]) -> None:
    page = year[links.plan("year")]
    assert row(page, "task-t1").startswith(
        "1、 开展体验 复制链接 牵头 护理部 配合 医务部 各科室 6月30日（周二） 6月24日 办结 已办结"
    )
    assert "评选明星 复制链接 牵头 护理部 11月15日（周日） 已逾期 6 天 逾期" in row(page, "task-t2")
    assert '<span class="chip many ">各科室</span>' in page.body
    assert '<a class="chip lead" href="../../units/nursing/index.html">护理部</a>' in page.body


def test_what_a_document_leaves_out_is_said_not_filled(year: dict[str, Page]) -> None:
    body = year[links.plan("year")].body
    assert '市级方案 <span class="tag">未收录</span>' in body
    assert (
        '<span class="blank" title="原文空缺">x</span>卫发〔<span class="blank" title="原文空缺">20xx</span>〕9号'
        in body
    )


def test_three_tiers_are_three_columns_of_one_row(year: dict[str, Page]) -> None:
    page = year[links.plan("year")]
    found = re.search(r'<tr id="indicator-drugs">.*?</tr>', page.body, re.S)
    assert found
    cells = re.findall(r'data-l="(三级|二级|基层)">([^<]*)<', found.group())
    assert cells == [("三级", "≥15"), ("二级", "≥30"), ("基层", "≥80")]
    assert '<td class="n own" data-l="三级">' in found.group()
    assert "17.3" in found.group() and "达标" in found.group()


def test_staged_targets_stand_beside_each_other(made: Made) -> None:
    beds = """\
id: beds
title: 床位方案
indicators:
  - id: beds
    name: 每千名儿童床位数
    unit: 张
    targets: [{value: "2.0", due: "2017"}, {value: "2.2", due: "2020"}]
"""
    pages = {page.path: page for page in build_pages(made({"beds": beds}))}
    assert "2017年 ≥2.0 2020年 ≥2.2" in row(pages[links.plan("beds")], "indicator-beds")


def test_phases_without_dates_are_a_sequence_not_a_bar(year: dict[str, Page]) -> None:
    body = year[links.plan("year")].body
    drawing = re.search(r'<svg class="time lanes".*?</svg>', body, re.S)
    assert drawing and "总结" not in drawing.group()
    assert '<ol class="sequence"><li><span>（三）总结</span></li></ol>' in body
    assert drawing.group().count('class="past"') == 2  # the first phase and the elapsed part of the second
    assert drawing.group().count('class="ahead"') == 1
    assert (
        "<title>动员，2026年3月17日—4月1日，还没有登记结果；提高，2026年4月1日—12月31日，进行中</title>"
        in drawing.group()
    )


def test_a_plan_nobody_reported_on_shows_no_states(made: Made) -> None:
    old = YEAR.replace("id: year", "id: year\nstatus: closed").replace("        due: 2026-06-30\n", "")
    old = old.replace("        due: 2026-11-15\n", "")
    page = next(each for each in build_pages(made({"year": old})) if each.path == links.plan("year"))
    assert "还没有进展记录" in page.body
    assert "无数据" not in re.sub(r"<title>.*?</title>", "", page.body)


def test_a_plan_without_an_outline_still_shows_everything(made: Made) -> None:
    bare = "id: bare\ntitle: 简单方案\ntasks: [{id: t, title: 做事}]\nrequirements: [{title: 抓紧, text: 抓紧办。}]\n"
    page = next(each for each in build_pages(made({"bare": bare})) if each.path == links.plan("bare"))
    assert [each.title for each in page.toc] == ["进展", "任务", "工作要求"]
    assert 'id="task-t"' in page.body and 'id="requirement-1"' in page.body


# -- the matrix, units, front, calendar ------------------------------------------------------------------------------------------------


def test_the_matrix_marks_who_leads_and_who_joins(year: dict[str, Page]) -> None:
    page = year[links.matrix("year")]
    heads = re.findall(r'class="unit"[^>]*><span>(?:<a[^>]*>)?([^<]+)', page.body)
    assert heads == ["护理部", "医务部", "各科室"]
    rows = re.findall(r"<tr><th scope=\"row\" class=\"task-name\">.*?</tr>", page.body, re.S)
    marks = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r'<td class="cell">(.*?)</td>', each)] for each in rows
    ]
    assert marks == [["负", "参", "参"], ["负", "", ""]]


def test_a_plan_without_units_has_no_matrix(made: Made) -> None:
    pages = {
        page.path for page in build_pages(made({"bare": "id: bare\ntitle: 简单方案\ntasks: [{id: t, title: 做事}]\n"}))
    }
    assert links.plan("bare") in pages and links.matrix("bare") not in pages


def test_a_unit_sees_first_what_it_owes_this_month(year: dict[str, Page]) -> None:
    words = read(year[links.unit("nursing")]).text
    month = words[words.index("本月要交") : words.index("12月")]
    late, today, soon = month.index("评选明星"), month.index("今天 11月21日（周六）"), month.index("公布结果")
    assert late < today < soon
    assert "已逾期 6 天" in month and "还有 4 天" in month and "交 医务部" in month
    assert "每周 1 次，本月 4 次，已完成 3 次" in month  # a weekly duty is one line, not four


def test_what_was_missed_many_times_is_one_line_with_its_count(made: Made) -> None:
    plan = YEAR.replace("start: 2026-11-01", "start: 2026-10-01")
    reports = REPORTS.replace("  - {duty: weekly, due: 2026-11-06, done: 2026-11-06}\n", "")
    pages = {page.path: page for page in build_pages(made({"year": plan}, {"plans/progress/year.yaml": reports}))}
    words = read(pages[links.unit("nursing")]).text
    assert "10月2日（周五） 已逾期 50 天 走访病房" in words and "以前 5 次没有完成" in words
    assert "11月6日（周五） 已逾期 15 天 走访病房" in words and "本月 4 次，已完成 2 次" in words
    assert '"nursing":{"name":"护理部","due":4,"late":3,' in pages[links.FRONT].body


def test_a_collective_duty_reaches_every_unit_behind_it(year: dict[str, Page]) -> None:
    assert "开展体验 各科室" in read(year[links.unit("surgery")]).text


def test_a_ward_is_led_to_what_its_department_owes(made: Made) -> None:
    house = HOUSE.replace("collectives:", "  - {id: ward, name: 护理一病区, kind: ward, parent: nursing}\ncollectives:")
    pages = {
        page.path: page
        for page in build_pages(
            made({"year": YEAR}, {"plans/progress/year.yaml": REPORTS, "plans/registry/units.yaml": house})
        )
    }
    words = read(pages[links.unit("ward")]).text
    assert "所在单位： 护理部 ， 本月要交 3 项" in words and "看全部单位" in words and "本月没有要交的" not in words
    assert 'href="../../units/nursing/index.html#month"' in pages[links.unit("ward")].body
    assert "所在单位" not in read(pages[links.unit("nursing")]).text  # its house stands in the way above


def test_the_front_page_answers_its_four_questions(year: dict[str, Page]) -> None:
    words = read(year[links.FRONT]).text
    assert words.index("我的单位") < words.index("要交的") < words.index("新到的") < words.index("正在开展")
    assert "逾期 1" in words and "11月15日（周日） 已逾期 6 天 评选明星 质量提升年（二）3. 护理部" in words
    assert "1 ／2 任务办结 1 ／1 指标达到 1 任务逾期" in words


def test_the_calendar_begins_with_this_month(made: Made) -> None:
    plan = YEAR.replace("start: 2026-11-01", "start: 2026-09-01")
    page = next(each for each in build_pages(made({"year": plan})) if each.path == links.CALENDAR)
    assert [each.title for each in page.toc] == ["以前逾期", "2026年11月", "2026年12月", "2026年10月", "2026年9月"]
    words = read(page).text
    assert words.index("评选明星") < words.index("今天 11月21日（周六）") < words.index("公布结果")


def test_nothing_yet_says_what_would_be_here(made: Made) -> None:
    pages = {page.path: page for page in build_pages(made({}))}
    for path, sentence in {
        links.FRONT: "现在没有正在开展的方案。",
        links.PLANS: "还没有方案。",
        links.CALENDAR: "没有有期限的事项。",
        links.GLOSSARY: "还没有词条。",
        links.INTERPRETATIONS: "还没有解读。",
        links.unit("nursing"): "各方案都没有点到这个单位。",
    }.items():
        assert sentence in pages[path].body, path


# -- interpretations ----------------------------------------------------------------------------------------------------------------------


def test_an_interpretation_is_a_head_around_its_text(made: Made) -> None:
    text = """\
---
kind: interpretation
id: talk
title: 行动解读
of: {title: 质量行动方案}
date: 2026-09-15
declared_counts: [{name: 具体措施, count: 30}]
phases: [启动阶段, 实施阶段]
---
正文
"""
    pages = {page.path: page for page in build_pages(made({}, {"docs/interpretations/talk/index.md": text}))}
    page = pages[links.interpretation("talk")]
    assert page.wraps_markdown
    whole = page.wrap("<p>三十条措施。</p>")
    assert "<p>三十条措施。</p>" in whole and "未收录" in whole and "照解读所说" in whole
    assert "启动阶段" in whole and page.body != whole


# -- all pages -------------------------------------------------------------------------------------------------------------------------------


def internal(page: Page) -> Iterator[tuple[str, str]]:
    """(path, anchor) of every link that stays on the site."""
    for link in read(page).links:
        assert "://" not in link, link
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        yield (posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path), anchor


def made_elsewhere(path: str) -> bool:
    """Files that other rooms write beside the pages."""
    return path.endswith((".pdf", ".docx", ".json", ".ics", ".atom")) or path == links.GUIDE


def test_every_link_and_anchor_holds(year: dict[str, Page]) -> None:
    by_path = {path: set(read(page).ids) for path, page in year.items()}
    for page in year.values():
        for path, anchor in internal(page):
            assert path in by_path or made_elsewhere(path), f"{page.path}: {path}"
            if anchor and "=" not in anchor and not anchor.startswith("m-") and path in by_path:
                assert anchor in by_path[path], f"{page.path}: {path}#{anchor}"


def test_pages_are_well_formed_with_unique_ids_and_nothing_inline(year: dict[str, Page]) -> None:
    for page in year.values():
        reading = read(page)
        assert reading.open == []
        assert len(reading.ids) == len(set(reading.ids)), page.path
        assert not [name for name in reading.attributes if name.startswith("on") or name == "style"]
        assert re.findall(r"<script(?![^>]*application/json)", page.body) == []


def test_two_builds_are_equal(made: Made) -> None:
    content = made({"year": YEAR}, {"plans/progress/year.yaml": REPORTS})
    assert build_pages(content) == build_pages(content)


def test_text_stays_text(made: Made) -> None:
    evil = '"><script>alert(1)</script>&amp;'
    plan = YEAR.replace("评选明星", f"'{evil}'").replace("质量提升年活动方案", f"'{evil}'").replace("更好", f"'{evil}'")
    house = HOUSE.replace("name: 护理部,", f"name: 护理部, short: '{evil}',")
    pages = build_pages(made({"year": plan}, {"plans/registry/units.yaml": house}))
    for page in pages:
        assert "<script>alert" not in page.body, page.path
        read(page)
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in next(p for p in pages if p.path == links.plan("year")).body
    )


def test_the_shell_knows_whose_site_it_is_and_of_when(made: Made) -> None:
    info = site_info(made({}))
    assert (info.organisation, info.as_of, info.as_of_words) == ("甲医院", "2026-11-21", "2026年11月21日（周六）")


def test_the_masthead_has_entries_for_what_the_site_has(made: Made) -> None:
    def entries(content: Content) -> dict[str, list[str]]:
        return {group.title: [each.title for each in group.entries] for group in site_info(content).nav}

    assert entries(made({})) == {"方案": ["方案"], "单位": ["单位"], "进度": ["进展", "日历"]}
    assert entries(made({"year": YEAR}))["进度"] == ["指标", "进展", "日历"]
    glossary = {"plans/registry/glossary.yaml": "terms:\n  - {term: 多学科诊疗, meaning: 几个科一起看一位病人}\n"}
    assert entries(made({}, glossary))["参考"] == ["名词"]


def test_the_shell_has_no_handlers_no_styles_and_no_other_host() -> None:
    for path in (ROOT / "overrides").rglob("*"):
        if path.suffix in {".html", ".css", ".js", ".svg"}:
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?://(?!plans\.example)[\w.-]+\.\w", text), path
            assert not re.search(r"\s(on[a-z]+|style)=\"", text), path
            assert "@import" not in text and "md-" not in text.replace("md-button", ""), (
                path
            )  # a word that authors write
