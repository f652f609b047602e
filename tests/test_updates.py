"""Updates: who may see them and when, what the author is told, and feeds that a reader of feeds understands."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from campaign.build.made import make
from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.data import catalog
from campaign.exporters.feeds import atom, json_feed
from campaign.leaves import links
from campaign.pages import build_pages
from campaign.search.corpus import corpus
from campaign.views.latest import latest
from campaign.views.updates import Standing, all_posts, archive, by_plan, by_unit, published, standing, tags

TODAY = date(2026, 11, 21)
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
"""
CAMPAIGN = """\
id: hundred
kind: campaign
title: 百日宣传活动方案
short: 百日宣传
issuer: 甲医院
status: active
period: {start: 2026-10-08, end: 2027-01-07}
phases:
  - {id: ph1, name: 启动阶段, start: 2026-10-08, end: 2026-11-30}
"""
REVIEWED = "review: {first: {by: 甲, date: 2026-11-01}, second: {by: 乙, date: 2026-11-02}, final: {by: 丙, date: 2026-11-03}}\n"


def update(
    name: str, more: str = REVIEWED, date: str = "2026-11-03", index: str | None = None, title: str = "开展动员"
) -> str:
    return (
        f"---\nkind: update\nid: {name}\ntitle: {title}\ndate: {date}\ndisclosure:\n  index_no: {index or name}\n  category: 动态\n"
        f"  publisher: 甲医院\n  date: {date} 16:45\n  doc_no: 无\n  source: 宣传科\n  topic: 卫生\n  title: {title}\n  summary: 说了{name}。\n{more}---\n正文{name}\n"
    )


def root(tmp_path: Path, updates: dict[str, str], **others: str) -> Path:
    files = {
        "plans/registry/units.yaml": UNITS,
        "plans/hundred.yaml": CAMPAIGN,
        "plans/site.yaml": "organisation: 甲医院\nhome: 甲医院\nurl: https://plans.example.org/\nas_of: 2026-11-21\n",
        "mkdocs.yml": "site_name: 试\n",
        **{f"docs/updates/{name}/index.md": text for name, text in updates.items()},
        **others,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def told(where: Path) -> list[str]:
    _, found = look_over(where, TODAY)
    return [str(problem).removeprefix("docs/updates/").partition("；")[0] for problem in found]


FOUR = {
    "seen": update("seen", REVIEWED + "plans: [hundred]\nphases: [ph1]\nunits: [护理部]\ntags: [动员, 宣传]\n"),
    "unread": update("unread", "tags: [动员]\nplans: [hundred]\nunits: [护理部]\npublish_on: 2026-11-30\n"),
    "early": update("early", REVIEWED + "publish_on: 2026-11-22\n"),
    "gone": update("gone", REVIEWED + "expires: 2026-11-20\n", date="2026-10-30"),
}


def content(where: Path) -> Content:
    found, problems = look_over(where, TODAY)
    assert [str(each) for each in problems] == []
    return found


def test_only_reviewed_due_and_unexpired_updates_are_public(tmp_path: Path) -> None:
    made = content(root(tmp_path, FOUR))
    assert {post.update.id: post.standing for post in all_posts(made)} == {
        "seen": Standing.PUBLIC,
        "unread": Standing.UNREVIEWED,
        "early": Standing.EARLY,
        "gone": Standing.EXPIRED,
    }
    assert [post.update.id for post in published(made)] == ["seen"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 2), Standing.UNREVIEWED),  # the last review is on the third
        (date(2026, 11, 3), Standing.EARLY),
        (date(2026, 11, 9), Standing.EARLY),
        (date(2026, 11, 10), Standing.PUBLIC),
        (date(2026, 11, 20), Standing.PUBLIC),
        (date(2026, 11, 21), Standing.EXPIRED),
    ],
)
def test_the_days_of_publishing_and_expiry_are_public(day: date, expected: Standing, tmp_path: Path) -> None:
    where = root(tmp_path, {"u": update("u", REVIEWED + "publish_on: 2026-11-10\nexpires: 2026-11-20\n")})
    assert standing(content(where).updates["u"], day) is expected


def test_updates_belong_to_plans_units_tags_and_months(tmp_path: Path) -> None:
    made = content(root(tmp_path, {**FOUR, "older": update("older", REVIEWED + "tags: [动员]\n", date="2026-09-10")}))
    assert [post.update.id for post in by_plan(made)["hundred"]] == ["seen"]
    assert [post.update.id for post in by_unit(made)["nursing"]] == ["seen"]
    assert tags(published(made)) == (("动员", 2), ("宣传", 1))
    assert [(month.month.chinese, [post.update.id for post in month.posts]) for month in archive(published(made))] == [
        ("2026年11月", ["seen"]),
        ("2026年9月", ["older"]),
    ]
    assert ("动态", "开展动员") in [(news.kind, news.title) for news in latest(made, 5)]


def test_what_is_not_public_is_nowhere_in_the_site(tmp_path: Path) -> None:
    texts = {**FOUR, "seen": f"{FOUR['seen']}\n![图](shown.jpg)\n", "unread": f"{FOUR['unread']}\n![图](draft.jpg)\n"}
    where = root(tmp_path, texts)
    for name in ("unread/draft.jpg", "seen/shown.jpg"):
        Image.new("RGB", (60, 40), (120, 140, 150)).save(where / "docs/updates" / name)
    out = tmp_path / "site"
    assert list(build(where, out, TODAY, only="site", jobs=1, say=lambda _: None)) == []
    assert (out / "updates/seen/index.html").is_file() and (out / "updates/seen/shown.jpg.webp").is_file()
    assert sorted(each.name for each in (out / "updates").iterdir()) == ["index.html", "seen"]
    for path in out.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".atom", ".ics", ".xml"):
            text = path.read_text(encoding="utf-8")
            for hidden in ("unread", "early", "gone"):
                assert (
                    f"updates/{hidden}" not in text and f"说了{hidden}" not in text and f"正文{hidden}" not in text
                ), path
    assert "说了seen" in (out / "updates/index.html").read_text(encoding="utf-8")
    assert "正文seen" in (out / "updates/seen/index.html").read_text(encoding="utf-8")


def test_a_preview_shows_all_of_them_marked_but_publishes_none(tmp_path: Path) -> None:
    made = make(root(tmp_path, FOUR), TODAY, tolerant=True)
    pages = {page.path: page.body for page in made.pages}
    assert "未审，没有公开" in pages["updates/unread/index.html"]
    assert "未到发布日，没有公开" in pages["updates/early/index.html"]
    assert "已过期，没有公开" in pages["updates/gone/index.html"]
    assert "没有公开" not in pages["updates/seen/index.html"]
    assert [each["id"] for each in catalog(made.sound)["updates"]] == ["seen"]
    assert "unread" not in atom(made.sound).decode() + json_feed(made.sound).decode()


def test_pages_of_plan_and_unit_lead_to_their_updates(tmp_path: Path) -> None:
    pages = {page.path: page.body for page in build_pages(content(root(tmp_path, FOUR)))}
    assert 'href="../../updates/seen/index.html"' in pages["plans/hundred/index.html"]
    assert 'href="../../updates/seen/index.html"' in pages["units/nursing/index.html"]
    assert "unread" not in pages["plans/hundred/index.html"] + pages["units/nursing/index.html"] + pages["index.html"]
    shown = pages["updates/seen/index.html"]
    for field in (
        "索引号",
        "组配分类",
        "发布机构",
        "发文日期",
        "发布文号",
        "关键词",
        "信息来源",
        "主题导航",
        "信息名称",
        "内容概述",
    ):
        assert f"<dt>{field}</dt>" in shown
    assert "#phase-ph1" in shown and "丙，<time" in shown


def test_the_home_of_a_campaign_shows_its_newest_five(tmp_path: Path) -> None:
    many = {
        f"u{day:02}": update(
            f"u{day:02}", REVIEWED + "plans: [hundred]\n", date=f"2026-11-{day:02}", title=f"第{day}天"
        )
        for day in range(4, 11)
    }
    pages = {page.path: page.body for page in build_pages(content(root(tmp_path, {**FOUR, **many})))}
    section = pages["campaigns/hundred/index.html"].partition('id="updates"')[2].partition("</section>")[0]
    assert re.findall(r'updates/(\w+)/index.html"', section) == ["u10", "u09", "u08", "u07", "u06"]
    assert 'href="../../updates/index.html#plan=hundred">全部 8 条' in section
    assert "unread" not in section


def test_search_finds_a_public_update_only(tmp_path: Path) -> None:
    made = content(root(tmp_path, FOUR))
    found = [page.id for page in corpus(made) if page.kind == "update"]
    assert found == ["updates/seen"]


def test_a_site_without_updates_has_no_page_and_no_feed(tmp_path: Path) -> None:
    made = make(root(tmp_path, {}), TODAY)
    assert made.site_info and "动态" not in [group.title for group in made.site_info.nav]
    assert not [page for page in made.pages if page.path.startswith("updates/")]


NASTY = '<script>alert("1")</script>&“引”'


def test_script_in_a_title_stays_text(tmp_path: Path) -> None:
    where = root(tmp_path, {"nasty": update("nasty", title=f"'{NASTY}'")})
    out = tmp_path / "site"
    build(where, out, TODAY, only="site", jobs=1, say=lambda _: None)
    for path in (out / "updates/nasty/index.html", out / "updates/index.html", out / "index.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path
    assert feedparser.parse((out / "feeds/updates.atom").read_bytes()).entries[0].title_detail.type == "text/plain"
    assert json.loads((out / "feeds/updates.json").read_text(encoding="utf-8"))["items"][0]["title"] == NASTY


def test_the_atom_feed_is_read_back(tmp_path: Path) -> None:
    made = content(root(tmp_path, {**FOUR, "older": update("older", date="2026-09-10")}))
    raw = atom(made)
    feed = feedparser.parse(raw)
    assert feed.bozo is False and feed.version == "atom10"
    assert feed.feed.title == "甲医院动态" and feed.feed.id == "https://plans.example.org/updates/index.html"
    assert [entry.link for entry in feed.entries] == [
        f"https://plans.example.org/updates/{each}/index.html" for each in ("seen", "older")
    ]
    assert (feed.entries[0].summary, [tag.term for tag in feed.entries[0].tags]) == ("说了seen。", ["动员", "宣传"])
    assert feed.entries[0].published == "2026-11-03T00:00:00+08:00"
    assert atom(made) == raw


def test_the_json_feed_has_what_the_format_asks_for(tmp_path: Path) -> None:
    feed = json.loads(json_feed(content(root(tmp_path, FOUR))))
    assert (
        feed["version"] == "https://jsonfeed.org/version/1.1"
        and feed["feed_url"] == "https://plans.example.org/feeds/updates.json"
    )
    (item,) = feed["items"]
    assert item == {
        "id": "https://plans.example.org/updates/seen/index.html",
        "url": "https://plans.example.org/updates/seen/index.html",
        "title": "开展动员",
        "content_text": "说了seen。",
        "date_published": "2026-11-03T00:00:00+08:00",
        "authors": [{"name": "甲医院"}],
        "tags": ["动员", "宣传"],
    }


INTERPRETATION = "---\nkind: interpretation\nid: {id}\ntitle: 解读\nof: {{title: 方案}}\ndisclosure:\n  index_no: A1\n  category: 解读\n  publisher: 甲\n  date: 2026-09-15\n  doc_no: 无\n  source: 甲\n  topic: 卫生\n  title: 大会\n  summary: 开会。\n{notes}---\n"
SAID = "notes: [两篇解读同属一次会议，索引号相同]\n"

CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "no review, and the day has come": (
        {"u": update("u", "")},
        ["u/index.md:2:1: 警告[update-unreviewed] 应在 2026-11-03 发布，还缺初审、复审、终审，没有公开"],
    ),
    "the last review is missing": (
        {"u": update("u", "review:\n  first: {by: 甲, date: 2026-11-01}\n  second: {by: 乙, date: 2026-11-02}\n")},
        ["u/index.md:16:1: 警告[update-unreviewed] 应在 2026-11-03 发布，还缺终审，没有公开"],
    ),
    "a review is skipped": (
        {
            "u": update(
                "u",
                "review:\n  first: {by: 甲, date: 2026-11-01}\n  final: {by: 乙, date: 2026-11-02}\npublish_on: 2026-12-01\n",
            )
        },
        ["u/index.md:18:3: 错误[review-skipped] 有终审，却没有复审"],
    ),
    "reviews out of order": (
        {"u": update("u", REVIEWED.replace("2026-11-03", "2026-11-01"))},
        ["u/index.md:16:94: 错误[review-order] 终审日期 2026-11-01 早于复审日期 2026-11-02"],
    ),
    "one person reviews twice": (
        {"u": update("u", REVIEWED.replace("丙", "甲"))},
        ["u/index.md:16:87: 错误[review-same] 终审和初审都是“甲”"],
    ),
    "a correction is younger than the reviews": (
        {"u": update("u", REVIEWED + "corrections: [{date: 2026-11-05, note: 人数改正}]\n")},
        [
            "u/index.md:16:1: 警告[update-unreviewed] 应在 2026-11-03 发布，还缺初审、复审、终审，没有公开：三审早于更正，要重新审"
        ],
    ),
    "withdrawn, it needs no review": ({"u": update("u", "withdrawn: 2026-11-05\n")}, []),
    "the index number is still open": (
        {"u": update("u", REVIEWED).replace("index_no: u", "index_no: 待编-u")},
        ["u/index.md:7:3: 错误[index-no-open] 索引号还是“待编-u”，编好才能公开"],
    ),
    "it expires before it is public": (
        {"u": update("u", REVIEWED + "publish_on: 2026-11-10\nexpires: 2026-11-09\n")},
        ["u/index.md:18:1: 错误[expires-early] 失效日期 2026-11-09 早于发布日期 2026-11-10"],
    ),
    "outside the campaign": (
        {"u": update("u", REVIEWED + "plans: [hundred]\n", date="2026-10-07")},
        ["u/index.md:5:1: 警告[outside-campaign] 日期 2026-10-07 不在“百日宣传”的期限（2026-10-08 至 2027-01-07）之内"],
    ),
    "a plan that is not there": (
        {"u": update("u", REVIEWED + "plans: [hundreds]\n")},
        ["u/index.md:17:9: 错误[plan-unknown] 本站没有编号为“hundreds”的方案"],
    ),
    "a phase that is not there": (
        {"u": update("u", REVIEWED + "plans: [hundred]\nphases: [ph2]\n")},
        ["u/index.md:18:10: 错误[phase-unknown] 所列方案里没有编号为“ph2”的阶段"],
    ),
    "a unit that is not there": (
        {"u": update("u", REVIEWED + "plans: [hundred]\nunits: [护理部, 护里部]\n")},
        ["u/index.md:18:14: 错误[unit-unknown] 单位“护里部”不在单位名册里"],
    ),
    "one index number for two": (
        {"a": update("a", index="A1"), "b": update("b", index="A1")},
        ["b/index.md:7:3: 错误[index-no-twice] 索引号“A1”已经用在 docs/updates/a/index.md"],
    ),
    "no disclosure": (
        {"u": "---\nkind: update\nid: u\ntitle: 题\ndate: 2026-11-03\n---\n"},
        ["u/index.md:2:1: 错误[missing] 缺少必填项“disclosure”（信息公开栏目）"],
    ),
    "no front matter": ({"u": "正文\n"}, ["u/index.md:1:1: 错误[no-front-matter] 文件开头没有 --- 之间的栏目"]),
    "another folder": ({"u": update("v")}, ["u/index.md:3:1: 错误[id-path] 编号“v”与文件夹名“u”不同"]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    given, expected = CASES[name]
    assert told(root(tmp_path, given)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (SAID, SAID, []),
        (
            SAID,
            "",
            [
                "docs/interpretations/b/index.md:7:3: 错误[index-no-twice] 索引号“A1”已经用在 docs/interpretations/a/index.md"
            ],
        ),
    ],
)
def test_interpretations_of_one_meeting_may_share_a_number_when_they_say_so(
    first: str, second: str, expected: list[str], tmp_path: Path
) -> None:
    made = root(
        tmp_path,
        {},
        **{
            "docs/interpretations/a/index.md": INTERPRETATION.format(id="a", notes=first),
            "docs/interpretations/b/index.md": INTERPRETATION.format(id="b", notes=second),
        },
    )
    assert told(made) == expected


def test_what_is_to_come_and_to_go_stands_on_one_page_of_a_preview(tmp_path: Path) -> None:
    later = {
        **FOUR,
        "leaves": update("leaves", f"{REVIEWED}expires: 2026-11-25\n"),
        "back": update("back", f"{REVIEWED}withdrawn: 2026-12-01\n"),
        "today": update("today", "publish_on: 2026-11-21\n"),
    }
    made = replace(look_over(root(tmp_path, later), TODAY)[0], preview=True)
    page = next(each for each in build_pages(made, tables=True) if each.path == links.SCHEDULED)
    assert re.findall(r"已过 \d+ 天|今天该公开|还有 \d+ 天", page.body) == [
        "今天该公开", "还有 1 天", "还有 9 天", "还有 5 天", "还有 10 天",
    ]  # fmt: skip
    assert [len(each.rows) for each in page.tables] == [3, 2]
    assert not any(each.path == links.SCHEDULED for each in build_pages(replace(made, preview=False)))
