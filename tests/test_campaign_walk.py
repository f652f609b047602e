"""A whole campaign, from a week before it begins to a fortnight after it ends: on eight fixed days the site is built and its pieces are printed,
the home is read in a real browser, and page, paper and open data are held against what the ledgers say, and against each other."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from campaign_samples import AFTER, BEFORE, CLOSING, FIRST, MIDDLE, MONTH_END, NEXT, NOTICE, campaign_root

from campaign.build.by_id import with_files
from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.doctor import fontconfig_file
from campaign.kinds import CAMPAIGN
from campaign.pdf.engine import Pressed, render_many
from campaign.pdf.prints import jobs as print_jobs

HOME = "campaigns/c/index.html"
WAITING = ("院办", "护理部", "内科", "药学部")
EVERYBODY = ("院办", "护理部", "外科", "内科", "药学部")


@dataclass(frozen=True)
class Day:
    """What the home shows on one day: the clock, the four numbers, who owes (month → units), who still has time, the ladder, the awards."""

    day: date
    clock: str
    figures: tuple[str, ...] = ()
    short: tuple[tuple[str, tuple[str, ...]], ...] = ()
    waiting: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    award: str = "11月16日推荐截止"
    winners: tuple[str, ...] = ()
    works: int = 0
    updates: tuple[str, ...] = ()
    prints: tuple[str, ...] = ("poster-a4", "poster-a3")


MONTH_ENDS = (MONTH_END, date(2026, 11, 30), date(2026, 12, 31), CLOSING)
WHILE = ("poster-a4", "poster-a3", "digest", "weekly", "monthly", "shortages", "closing")
ENDED = ("1外科 3 1 1 1", "2院办 1 1 0 0", "2护理部 1 1 0 0")
OPENED = ("动员会开了",)
CHOSEN = ("出院回访 护理部 30 票", "日间手术 外科 21 票")
OCTOBER, NOVEMBER, DECEMBER = (
    ("10月", ("内科", "药学部")),
    ("11月", ("内科", "药学部", "院办", "护理部")),
    ("12月", ("内科", "药学部", "院办", "护理部", "外科")),
)
WALK = (
    Day(BEFORE, "还有 7 天 10月8日开始，共 92 天"),
    Day(
        FIRST,
        "第 1 天 共 92 天，还有 91 天",
        ("0 投稿篇数，采用 0", "5 10月待交科室，还有 23 天", "0 媒体报道篇数"),
        waiting=EVERYBODY,
        prints=WHILE,
    ),
    Day(
        MIDDLE,
        "第 11 天 共 92 天，还有 81 天",
        ("1 投稿篇数，采用 1", "4 10月待交科室，还有 13 天", "2 媒体报道篇数"),
        waiting=WAITING,
        board=("1外科 1 1 0 0",),
        updates=OPENED,
        prints=WHILE,
    ),
    Day(
        MONTH_END,
        "第 24 天 共 92 天，还有 68 天",
        ("3 投稿篇数，采用 1", "3 10月待交科室，今天截止", "2 媒体报道篇数"),
        waiting=("院办", "内科", "药学部"),
        board=("1外科 2 1 1 0",),
        updates=OPENED,
        prints=WHILE,
    ),
    Day(
        NEXT,
        "第 25 天 共 92 天，还有 67 天",
        ("3 投稿篇数，采用 1", "3 10月欠交科室", "5 11月待交科室，还有 29 天", "2 媒体报道篇数"),
        short=(("10月", ("院办", "内科", "药学部")),),
        waiting=("院办", "内科", "药学部", "护理部", "外科"),
        board=("1外科 2 1 1 0",),
        updates=OPENED,
        prints=WHILE,
    ),
    Day(
        NOTICE,
        "第 66 天 共 92 天，还有 26 天",
        ("5 投稿篇数，采用 3", "4 11月欠交科室", "5 12月待交科室，还有 19 天", "4 媒体报道篇数"),
        short=(OCTOBER, NOVEMBER),
        waiting=DECEMBER[1],
        board=ENDED,
        award="公示中，到12月16日",
        winners=CHOSEN,
        works=1,
        updates=OPENED,
        prints=(*WHILE[:6], "captions", "closing"),
    ),
    Day(
        CLOSING,
        "第 92 天 共 92 天，今天结束",
        ("5 投稿篇数，采用 3", "5 12月欠交科室", "5 1月待交科室，今天截止", "4 媒体报道篇数"),
        short=(OCTOBER, NOVEMBER, DECEMBER),
        waiting=DECEMBER[1],
        board=ENDED,
        award="已于2026年12月25日公布",
        winners=CHOSEN,
        works=1,
        updates=("亮点揭晓", *OPENED),
        prints=(*WHILE[:6], "captions", "closing"),
    ),
    Day(
        AFTER,
        "已结束 2027年1月7日结束，共 92 天",
        ("5 投稿篇数，采用 3", "16 欠交次数", "4 媒体报道篇数", "3 公布的先进和作品"),
        short=(OCTOBER, NOVEMBER, DECEMBER, ("1月", DECEMBER[1])),
        board=ENDED,
        award="已于2026年12月25日公布",
        winners=CHOSEN,
        works=1,
        updates=("亮点揭晓", *OPENED),
        prints=("poster-a4", "poster-a3", "monthly", "shortages", "captions", "closing"),
    ),
)
# words with the day from which anybody may read them; the first six are still to be read when all is over
NEVER = date(9999, 1, 1)
SECRETS = (
    ("不过夜的手术", date(2026, 11, 12)), ("回访电话", date(2026, 11, 20)), ("窗口前的老人", date(2026, 11, 6)), ("30票", date(2026, 12, 10)),
    ("动员会开了", date(2026, 10, 9)), ("亮点揭晓", date(2026, 12, 28)),
    ("病区里的读书角", date(2026, 10, 20)), ("夜里也能问医生", date(2026, 11, 18)), ("来信回音", date(2026, 11, 4)), ("走廊里的灯", NEVER), ("还没审完", NEVER),
)  # fmt: skip


def update(name: str, title: str, day: str, more: str) -> str:
    return (
        f"---\nkind: update\nid: {name}\ntitle: {title}\ndate: {day}\nplans: [c]\ndisclosure: {{index_no: {name}, category: 动态, publisher: 甲医院, date: {day}, "
        f"doc_no: 无, source: 宣传科, topic: 卫生, title: {title}, summary: {title}。}}\n{more}---\n正文。\n"
    )


def reviewed(day: str) -> str:
    return (
        f"review: {{first: {{by: 甲, date: {day}}}, second: {{by: 乙, date: {day}}}, final: {{by: 丙, date: {day}}}}}\n"
    )


@dataclass(frozen=True)
class Told:
    """The built site of one day with its printed pieces: the folder, and every PDF by its kind."""

    site: Path
    pieces: dict[str, bytes]


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Told]:
    root = campaign_root(tmp_path_factory.mktemp("walk"))
    (root / "mkdocs.yml").write_text("site_name: 甲医院\n", encoding="utf-8")
    for name, title, day, more in (
        ("u1", "动员会开了", "2026-10-09", reviewed("2026-10-09")),
        ("u2", "亮点揭晓", "2026-12-26", reviewed("2026-12-26") + "publish_on: 2026-12-28\n"),
        ("u3", "还没审完", "2026-12-01", "publish_on: 2026-12-01\n"),
    ):
        (root / "docs/updates" / name).mkdir(parents=True)
        (root / "docs/updates" / name / "index.md").write_text(update(name, title, day, more), encoding="utf-8")

    @cache
    def told(day: date) -> Told:
        out = root / f"site-{day}"
        problems = build(root, out, day, only="site", jobs=1, say=lambda _: None)
        assert [str(each) for each in problems if each.severity == "error"] == []
        content, _ = look_over(root, day)
        jobs = [(path, make()) for path, make in print_jobs(content, CAMPAIGN).items()]
        printed = [
            each.pdf if isinstance(each, Pressed) else each
            for each in render_many([with_files(root, content, job) for _, job in jobs], fontconfig_file())
        ]
        for (path, _), raw in zip(jobs, printed, strict=True):
            (out / path).write_bytes(raw)
        return Told(
            out,
            {
                path.removeprefix("campaigns/c/c-").removesuffix(".pdf"): raw
                for (path, _), raw in zip(jobs, printed, strict=True)
            },
        )

    return told


@cache
def words_of(raw: bytes) -> str:
    """All words of a PDF without spaces."""
    pdf = pypdfium2.PdfDocument(raw)
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return re.sub(r"\s+", "", words)


def big_numbers(raw: bytes) -> list[str]:
    """The row of large figures on the first page, each with the words below it, as the home writes them: 5 投稿篇数，采用3."""
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        found = pdf.pages[0].extract_words(extra_attrs=["size"], use_text_flow=False, keep_blank_chars=True)
    below = [
        each for each in found if re.search(r"投稿篇数|[待欠]交科室|欠交次数|媒体报道篇数|公布的先进", each["text"])
    ]
    out = []
    for each in below:
        above = [
            word
            for word in found
            if word["text"].strip().isdigit()
            and word["bottom"] <= each["top"] + 6
            and abs(word["x0"] - each["x0"]) < 12
        ]
        assert above, each["text"]
        out.append(f"{max(above, key=lambda word: word['bottom'])['text'].strip()}{each['text']}")
    return [re.sub(r"\s+", "", each) for each in out]


HOME_SAYS = """() => {
  const said = (where) => [...document.querySelectorAll(where)].map((each) => each.innerText.replace(/\\s+/g, " ").trim());
  const rows = [...document.querySelectorAll(".quota tbody tr")];
  const months = said(".quota thead th").slice(1, -1).map((each) => each.split(" ")[0]);
  const naming = (test) => months.map((month, index) => [month, rows.filter((row) => test(row.children[index + 1])).map((row) => row.children[0].innerText)]).filter((each) => each[1].length);
  const bars = (where) => [...document.querySelectorAll(where + " .bars > div")].map((each) => [each.querySelector("dt").innerText, +each.querySelector("b").innerText]);
  return {
    clock: said(".clock")[0], figures: said(".campaign-four p"), short: naming((cell) => cell.classList.contains("owed")),
    waiting: naming((cell) => cell.innerText.includes("待交")).flatMap((each) => each[1]), board: said(".board tbody tr"),
    totals: said(".quota tfoot td"), award: said("#award-top .status")[0], winners: said(".winners li"), works: document.querySelectorAll("#works figure").length,
    levels: bars("#coverage"), steps: bars("#pipeline"), updates: said("#updates li a"), reports: document.querySelectorAll("#reports tbody tr").length,
    prints: [...document.querySelectorAll("#prints a")].map((each) => each.getAttribute("href").replace("../../campaigns/c/c-", "").replace(".pdf", "")),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


@pytest.fixture(scope="session")
def home(walked: Callable[[date], Told], browser: Any) -> Callable[[date], dict[str, Any]]:
    """What the browser shows on a day's home."""

    @cache
    def read(day: date) -> dict[str, Any]:
        complaints: list[str] = []
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto((walked(day).site / HOME).as_uri())
        said: dict[str, Any] = page.evaluate(HOME_SAYS)
        page.close()
        assert complaints == []
        return said

    return read


DAYS = pytest.mark.parametrize("expected", WALK, ids=lambda each: each.day.isoformat())


@DAYS
def test_the_home_in_the_browser(expected: Day, home: Callable[[date], dict[str, Any]]) -> None:
    said = home(expected.day)
    assert (said["clock"], tuple(said["figures"]), said["overflow"]) == (expected.clock, expected.figures, 0)
    assert tuple((month, tuple(units)) for month, units in said["short"]) == expected.short
    assert (set(said["waiting"]), tuple(said["board"])) == (set(expected.waiting), expected.board)
    assert (said["award"], tuple(said["winners"]), said["works"]) == (expected.award, expected.winners, expected.works)
    assert (tuple(said["prints"]), tuple(said["updates"])) == (expected.prints, expected.updates)


@DAYS
def test_page_paper_and_open_data_agree(
    expected: Day, walked: Callable[[date], Told], home: Callable[[date], dict[str, Any]]
) -> None:
    said, told = home(expected.day), walked(expected.day)
    of_months = [each for each in told.pieces if "/" in each]
    assert tuple(each for each in told.pieces if each not in of_months) == expected.prints
    assert len(of_months) == sum(expected.day >= end for end in MONTH_ENDS), "the 月报 of every month that is over"
    figures = [re.sub(r"\s+", "", each) for each in said["figures"]]
    for kind in {"poster-a4", "poster-a3", "digest"} & set(told.pieces):
        assert big_numbers(told.pieces[kind]) == figures, kind
        for _, units in said["short"]:
            assert "、".join(units) in words_of(told.pieces[kind]), kind
    steps, levels = dict(said["steps"]), dict(said["levels"])
    for kind in {"digest", "weekly", "closing"} & set(told.pieces):
        text = words_of(told.pieces[kind])
        counted = re.search(
            r"投稿(\d+)篇，采用(\d+)篇(?:（占\d+%）)?，择优上报(\d+)篇，上级采用(\d+)篇；(?:媒体报道(\d+)篇|媒体还没有报道)",
            text,
        )
        assert counted, kind
        assert [int(each or 0) for each in counted.groups()] == [
            *(steps.values() or (0, 0, 0, 0)),
            sum(levels.values()),
        ], kind
        for month, units in said["short"]:
            assert re.search(
                rf"{month}，应投稿的5个科室(?:交齐{5 - len(units)}个，{'、'.join(units)}欠交|都没有交)|{month}欠交：{'、'.join(units)}",
                text,
            ), (kind, month)
    data = json.loads((told.site / "data/campaigns/c.json").read_text(encoding="utf-8"))
    assert {each["step"]: each["count"] for each in data["submissions"]} == steps or not steps
    assert {each["name"]: each["count"] for each in data["coverage"] if each["count"]} == {
        name: count for name, count in levels.items() if count
    }
    assert len(data["reports"]) == said["reports"] == sum(levels.values())
    months = [each["name"] for each in data["months"]]
    short = [
        (month, [row["name"] for row in data["quota"] if row["short"][index]]) for index, month in enumerate(months)
    ]
    assert [[month, names] for month, names in short if names] == said["short"]
    assert [
        f"{each['place']}{name_of(each['unit'])} {each['submitted']} {each['adopted']} {each['reported']} {each['taken_above']}"
        for each in data["ranking"]
    ] == said["board"]
    assert [each["name"] for each in data["awards"][:1]] == ["创新亮点"] and data["awards"][0]["winners"] == [
        each.split(" ")[0] for each in said["winners"]
    ]
    catalog = json.loads((told.site / "data/catalog.json").read_text(encoding="utf-8"))
    assert (catalog["as_of"], [each["days"] for each in catalog["campaigns"]]) == (expected.day.isoformat(), [92])
    assert [each["title"] for each in catalog["updates"]] == said["updates"]


def name_of(unit: str) -> str:
    return {"office": "院办", "nursing": "护理部", "surgery": "外科", "medicine": "内科", "pharmacy": "药学部"}[unit]


def everything(told: Told) -> str:
    """All that a day's site and paper say, without tags and spaces."""
    texts = (
        path.read_text(encoding="utf-8")
        for path in sorted(told.site.rglob("*"))
        if path.suffix in (".html", ".js", ".json", ".atom", ".ics")
    )
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", "".join(texts))) + "".join(map(words_of, told.pieces.values()))


@DAYS
def test_what_nobody_may_read_yet_is_nowhere(expected: Day, walked: Callable[[date], Told]) -> None:
    told = walked(expected.day)
    said = everything(told)
    assert [words for words, public in SECRETS if public > expected.day and words in said] == []
    pictures = sorted(path.name for path in told.site.rglob("*.webp"))
    assert bool(pictures) is (expected.works > 0) and all(name.startswith("w1") for name in pictures)


def test_when_it_is_over_all_of_it_can_be_read(walked: Callable[[date], Told]) -> None:
    said = everything(walked(AFTER))
    assert [words for words, _ in SECRETS[:6] if words not in said] == []


def test_the_monthly_bulletin_tells_the_last_day_of_its_month(
    walked: Callable[[date], Told], home: Callable[[date], dict[str, Any]]
) -> None:
    """Printed on the first of November it says what the home said on the last of October."""
    text, then = words_of(walked(NEXT).pieces["monthly"]), home(MONTH_END)
    assert "第1期" in text and "2026年10月" in text
    assert f"投稿{dict(then['steps'])['投稿']}篇，采用{dict(then['steps'])['采用']}篇" in text
    assert f"媒体报道{sum(dict(then['levels']).values())}篇" in text
    kept = words_of(walked(AFTER).pieces["campaigns/c/2026-10/c-2026-10-monthly"])
    assert f"投稿{dict(then['steps'])['投稿']}篇，采用{dict(then['steps'])['采用']}篇" in kept, "and so it stays"
    assert "第1期" in kept


def test_the_last_part_month_has_its_bulletin(walked: Callable[[date], Told]) -> None:
    """The campaign ends on the seventh: from that day its fourth bulletin is out, with the numbers of the last day."""
    for day in (CLOSING, AFTER):
        text = words_of(walked(day).pieces["monthly"])
        assert "第4期" in text and "2027年1月7日" in text and "投稿5篇，采用3篇" in text, day


def test_the_list_of_shortages_names_the_three(walked: Callable[[date], Told]) -> None:
    text = words_of(walked(NEXT).pieces["shortages"])
    assert "3个科室欠交3次" in text and all(unit in text for unit in ("院办", "内科", "药学部"))
    assert "16次" in words_of(walked(AFTER).pieces["shortages"])
