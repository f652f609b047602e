"""A small campaign walked from before it begins to after it ends: what the desk, the pages and the printed pieces say on fixed days."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from campaign_samples import (
    AFTER,
    BEFORE,
    CLOSING,
    FIRST,
    LEDGERS,
    MIDDLE,
    MONTH_END,
    NEXT,
    NOTICE,
    NOVEMBER,
    PLAN,
    campaign_root,
)
from PIL import Image

from campaign.build.by_id import with_files
from campaign.build.files import write_pictures
from campaign.build.made import make
from campaign.content import Content
from campaign.doctor import fontconfig_file
from campaign.exporters.records import record_files
from campaign.kinds import CAMPAIGN
from campaign.leaves import links
from campaign.load import load
from campaign.pages import build_pages
from campaign.pdf.engine import render
from campaign.pdf.prints import job as print_job
from campaign.pdf.prints import jobs
from campaign.views.awards import award_rows, gallery
from campaign.views.campaign import bulletin, desk, prints, when
from campaign.views.due import due_items
from campaign.views.materials import material_months
from campaign.views.publicity import coverage_board, headed, leaders, percent, pipeline
from campaign.views.quota import quota_matrices
from campaign.views.unit_sheets import unit_sheets

ROOT = Path(__file__).resolve().parent.parent

Made = Callable[..., Content]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The campaign as it stood on a day; `plan` and `ledgers` may be other texts."""

    def make(day: date, plan: str = PLAN, ledgers: str = LEDGERS) -> Content:
        loaded = load(campaign_root(tmp_path, plan, ledgers), day)
        assert loaded.problems == ()
        return loaded.content

    return make


def cells(content: Content) -> dict[str, list[str]]:
    """Unit → what its cells say, in the order of the matrix."""
    (matrix,) = quota_matrices(content, content.plans["c"])
    return {
        row.unit.name: [cell.state.word if cell.state else f"{cell.count} 篇" for cell in row.cells]
        for row in matrix.rows
    }


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (BEFORE, ("before", None, 92)),
        (FIRST, ("running", 1, 92)),
        (MIDDLE, ("running", 11, 92)),
        (NOVEMBER, ("running", 45, 92)),
        (CLOSING, ("running", 92, 92)),
        (AFTER, ("after", None, 92)),
    ],
)
def test_a_hundred_days_are_ninety_two(made: Made, day: date, clock: tuple[str, int | None, int]) -> None:
    shown = desk(content := made(day), content.plans["c"])
    assert (shown.clock.state, shown.clock.day, shown.clock.days) == clock


def test_days_to_go_and_days_gone(made: Made) -> None:
    before, after = (desk(content, content.plans["c"]) for content in map(made, (BEFORE, AFTER)))
    assert before.until_start == 7
    assert before.figures == ()
    assert [(figure.value, figure.word) for figure in after.figures] == [
        (5, "投稿篇数，采用 3"),
        (16, "欠交次数"),  # October 2, November 4, December 5, January 5
        (4, "媒体报道篇数"),
        (3, "公布的先进和作品"),
    ]


# -- quota ------------------------------------------------------------------------------------------------------------------------


def test_before_it_begins_nobody_owes(made: Made) -> None:
    assert set(map(tuple, cells(made(BEFORE)).values())) == {("未到期",) * 4}


def test_in_the_middle_of_the_month(made: Made) -> None:
    found = cells(made(MIDDLE))
    assert found["外科"] == ["1 篇", "未到期", "未到期", "未到期"]
    assert [name for name, row in found.items() if row[0] == "待交"] == ["院办", "护理部", "内科", "药学部"]


def test_the_last_day_is_still_open(made: Made) -> None:
    content = made(MONTH_END)
    assert cells(content)["内科"][0] == "待交"
    (matrix,) = quota_matrices(content, content.plans["c"])
    assert (matrix.months[0].words, matrix.pending(0)[0].name, len(matrix.pending(0))) == ("今天截止", "院办", 3)


def test_month_end_with_three_units_short(made: Made) -> None:
    content = made(NEXT)
    (matrix,) = quota_matrices(content, content.plans["c"])
    assert [unit.name for unit in matrix.short(0)] == ["院办", "内科", "药学部"]
    assert [month.words for month in matrix.months] == ["已截止", "还有 29 天", "未到期", "未到期"]
    assert list(cells(content))[:3] == ["院办", "内科", "药学部"], "who owes stands first"
    shown = desk(content, content.plans["c"])
    assert [(figure.value, figure.word, figure.late) for figure in shown.figures[1:3]] == [
        (3, "10月欠交科室", True),
        (5, "11月待交科室，还有 29 天", False),
    ]


def test_what_comes_late_counts_for_its_own_month_and_a_ward_for_its_department(made: Made) -> None:
    found = cells(made(NOVEMBER))
    assert found["外科"] == ["2 篇", "1 篇", "未到期", "未到期"]
    assert found["院办"] == ["1 篇", "待交", "未到期", "未到期"]
    assert found["内科"][0] == found["药学部"][0] == "欠 1"
    (matrix,) = quota_matrices(content := made(NOVEMBER), content.plans["c"])
    assert (matrix.total, matrix.column(0), matrix.column(1)) == (5, 4, 1)


def test_part_months_by_configuration(made: Made) -> None:
    content = made(AFTER, PLAN.replace("partial_month: count", "partial_month: skip"))
    found = cells(content)
    assert found["外科"] == ["2 篇", "1 篇", "欠 1", "不计"]
    assert found["内科"] == ["不计", "欠 1", "欠 1", "不计"]
    (matrix,) = quota_matrices(content, content.plans["c"])
    assert matrix.partial == "10月只有 24 天、1月只有 7 天，按设置不计。"
    (counting,) = quota_matrices(content := made(AFTER), content.plans["c"])
    assert counting.partial == "10月只有 24 天、1月只有 7 天，按设置计为整月。"


def test_the_due_list_asks_only_those_who_owe(made: Made) -> None:
    content = made(NOVEMBER)
    quota = [item for item in due_items(content, date(2026, 10, 1), date(2026, 11, 30)) if item.kind == "quota"]
    said = [(item.due, item.state.word, [unit.name for unit in item.units]) for item in quota]
    assert said == [
        (date(2026, 10, 31), "逾期", ["内科", "药学部"]),
        (date(2026, 10, 31), "已交", ["院办", "护理部", "外科"]),
        (date(2026, 11, 30), "临期", ["内科", "药学部", "院办", "护理部"]),
        (date(2026, 11, 30), "已交", ["外科"]),
    ]
    assert quota[0].url == "campaigns/c/index.html#submissions"
    sheets = unit_sheets(content)
    assert [(item.kind, item.state.word) for item in sheets["medicine"].late] == [
        ("recurring", "逾期"),  # the month-end materials, by the ledger that keeps them
        ("quota", "逾期"),
    ]
    assert [item.state.word for item in sheets["surgery"].this_month if item.kind == "quota"] == ["已交"]
    assert sheets["surgery"].late == ()
    assert [duty.delivered for unit in ("surgery", "medicine") for duty in sheets[unit].quotas] == [
        "10月 2 篇，11月 1 篇",
        "10月欠 1，11月待交",
    ]


def test_without_a_ledger_nobody_is_said_to_owe(made: Made, tmp_path: Path) -> None:
    made(NOVEMBER)
    (tmp_path / "plans/campaign-data/c/all.yaml").unlink()
    content = load(tmp_path, NOVEMBER).content
    quota = [item for item in due_items(content, date(2026, 10, 1), date(2026, 11, 30)) if item.kind == "quota"]
    assert {item.state.word for item in quota} == {"无数据", "临期"}
    shown = desk(content, content.plans["c"])
    assert shown.figures == ()
    assert [kind for kind, _ in prints(shown)] == ["poster-a4", "poster-a3"]


# -- stories and reports --------------------------------------------------------------------------------------------------------------


def test_the_pipeline_with_shares(made: Made) -> None:
    content = made(NOVEMBER)
    assert [(step.word, step.count, step.share) for step in pipeline(content, content.plans["c"])] == [
        ("投稿", 5, None),
        ("采用", 3, 60),
        ("择优上报", 1, 33),
        ("上级采用", 1, 100),
    ]
    early = made(date(2026, 10, 20))
    assert [step.count for step in pipeline(early, early.plans["c"])] == [2, 1, 0, 0]
    assert pipeline(early, early.plans["c"])[3].share is None, "nothing of nothing is no percentage"
    assert (percent(18, 47), percent(1, 200), percent(1, 199)) == (38, 1, 1)


def levels(content: Content) -> list[tuple[str, int, tuple[tuple[str, int], ...]]]:
    return [(each.name, each.count, each.outlets) for each in coverage_board(content, content.plans["c"]).levels]


def test_without_weights_there_are_counts_and_no_ranking(made: Made) -> None:
    content = made(NOVEMBER)
    board = coverage_board(content, content.plans["c"])
    assert levels(content) == [("省级", 1, (("省卫视", 1),)), ("市级", 3, (("市日报", 2), ("市电台", 1)))]
    assert (board.total, board.left_out, board.weighted, board.scores) == (4, 0, False, ())
    assert board.note == "各级权重还没有设定，只计篇数，不折分、不排名。同一稿件多家刊发，按各家分别计。"


@pytest.mark.parametrize(
    ("rule", "expected", "left_out"),
    [("sum", [1, 3], 0), ("first", [0, 2], 2), ("highest_per_story", [1, 1], 2)],
)
def test_one_story_in_three_outlets(made: Made, rule: str, expected: list[int], left_out: int) -> None:
    content = made(NOVEMBER, PLAN.replace("duplicate_rule: sum", f"duplicate_rule: {rule}"))
    assert [count for _, count, _ in levels(content)] == expected
    assert coverage_board(content, content.plans["c"]).left_out == left_out


def test_before_the_higher_outlet_carries_it_the_lower_one_counts(made: Made) -> None:
    content = made(date(2026, 11, 1), PLAN.replace("duplicate_rule: sum", "duplicate_rule: highest_per_story"))
    assert levels(content) == [("省级", 0, ()), ("市级", 1, (("市日报", 1),))]


def test_weights_come_from_the_plan_and_only_from_there(made: Made) -> None:
    weighted = PLAN.replace("name: 省级}", "name: 省级, weight: 5}").replace(
        "name: 市级}]", "name: 市级, weight: 1.5}]"
    )
    content = made(NOVEMBER, weighted)
    board = coverage_board(content, content.plans["c"])
    assert board.weighted
    assert [(each.place, each.unit.name, each.points, each.reports) for each in board.scores] == [
        (1, "外科", Decimal("8.0"), 3),  # 5 + 1.5 + 1.5
        (2, "护理部", Decimal("1.5"), 1),
    ]
    assert board.points == Decimal("9.5")


def test_ties_share_a_place_and_the_next_leaves_room(made: Made) -> None:
    content = made(NOVEMBER)
    board = leaders(content, content.plans["c"])
    assert board[0].handed_in == 3, "the story of its ward is put down to the department here as in the matrix"
    assert [(each.place, each.unit.name, each.adopted, each.taken_above) for each in board] == [
        (1, "外科", 1, 1),
        (2, "院办", 1, 0),
        (2, "护理部", 1, 0),
    ]
    more = (*board, replace(board[0], place=4), replace(board[0], place=5))
    assert headed(more, 2) == (more[:2], "另有 1 个科室并列第 2，其后还有 2 个科室。")
    assert headed(board, 8) == (board, "")


# -- awards, works, material -----------------------------------------------------------------------------------------------------------


def test_an_award_from_nomination_to_result(made: Made) -> None:
    def said(day: date) -> tuple[str, int, list[tuple[int | None, str]]]:
        row = award_rows(content := made(day), content.plans["c"])[0]
        return row.state.word, row.candidates, [(each.place, each.nomination.title) for each in row.winners]

    assert said(FIRST) == ("11月16日推荐截止", 0, [])
    assert said(date(2026, 11, 3)) == ("推荐中，11月16日截止", 2, [])
    assert said(date(2026, 11, 16)) == ("推荐中，11月16日截止", 3, [])
    assert said(date(2026, 11, 17)) == ("评审中，12月10日公示", 3, [])
    winners = [(1, "出院回访"), (2, "日间手术")]
    assert said(NOTICE) == ("公示中，到12月16日", 3, winners)
    assert said(date(2026, 12, 17)) == ("公示期满，待公布", 3, winners)
    assert said(CLOSING) == ("已于2026年12月25日公布", 3, winners)


def test_votes_that_tie_share_a_place(made: Made) -> None:
    row = award_rows(content := made(NOTICE), content.plans["c"])[0]
    assert [(each.place, each.nomination.votes) for each in row.nominees] == [(1, 30), (2, 21), (2, 21)]
    earlier = award_rows(content := made(NOVEMBER), content.plans["c"])[0]
    assert {each.place for each in earlier.nominees} == {None}, "votes are not told before the notice"


def test_photographs_show_once_they_are_chosen(made: Made) -> None:
    def shown(day: date) -> list[str]:
        content = made(day)
        return [each.work.id for each in gallery(content, content.plans["c"])]

    assert shown(date(2026, 11, 5)) == []
    assert shown(date(2026, 11, 6)) == ["w1"]


def test_material_of_the_month_end(made: Made) -> None:
    months = material_months(content := made(NOVEMBER), content.plans["c"])
    october = months[0]
    assert (october.videos, october.photos, october.texts) == (1, 7, 2)
    assert [unit.name for unit in october.missing] == ["院办", "内科", "药学部"]
    assert [month.state.word for month in months] == ["欠 3 个科室", "还有 9 天", "未到期", "未到期"]


def test_pictures_go_out_small_and_bare(made: Made, tmp_path: Path) -> None:
    made(NOVEMBER)
    before = (tmp_path / "plans/campaign-data/c/images/w1.jpg").read_bytes()
    assert dict(Image.open(io.BytesIO(before)).getexif())
    out = tmp_path / "site"
    write_pictures(make(tmp_path, NOVEMBER), out)
    shown = {
        path.relative_to(out).as_posix(): Image.open(io.BytesIO(path.read_bytes())) for path in out.rglob("*.webp")
    }
    assert {name: (image.format, image.size, dict(image.getexif())) for name, image in shown.items()} == {
        "campaigns/c/works/w1-480.webp": ("WEBP", (480, 360), {}),
        "campaigns/c/works/w1-960.webp": ("WEBP", (960, 720), {}),
        "campaigns/c/works/w1.webp": ("WEBP", (1600, 1200), {}),
    }, "only what is shown: the work that was chosen"


def test_the_gallery_loads_small_pictures_and_keeps_their_room(made: Made) -> None:
    content = made(NOVEMBER)
    page = next(page for page in build_pages(content) if page.path == links.campaign("c"))
    image = re.search(r'<a class="picture" href="([^"]+)"[^>]*>(<img[^>]+>)</a>', page.body)
    assert image and image[1] == "../../campaigns/c/works/w1.webp"
    assert (
        'src="../../campaigns/c/works/w1-480.webp"' in image[2]
        and "w1-480.webp 480w, ../../campaigns/c/works/w1-960.webp 960w" in image[2]
    )
    assert 'width="1600" height="1200" alt="窗口前的老人" loading="lazy"' in image[2]


def test_the_caption_sheet_shows_the_photograph(made: Made, tmp_path: Path) -> None:
    content = made(NOVEMBER)
    job = print_job(content, "c", "captions")
    assert job
    with pdfplumber.open(io.BytesIO(render(with_files(tmp_path, content, job), fontconfig_file()))) as pdf:
        (page,) = pdf.pages
        (image,) = page.images
        assert (round(image["width"] / 72 * 25.4), round(image["height"] / 72 * 25.4), image["srcsize"]) == (
            76,
            57,
            (1200, 900),
        )
        assert "窗口" in page.extract_text()
    assert "base64" not in job.html, "the bytes come in when it is printed"


# -- bulletins -------------------------------------------------------------------------------------------------------------------------


def test_the_week_and_the_month_told(made: Made) -> None:
    content = made(NOVEMBER)
    plan = content.plans["c"]
    week, month, today = (bulletin(content, plan, kind) for kind in ("周报", "月报", "日报"))
    assert week and month and today
    assert (week.number, when(week), [story.id for story, _ in week.stories], len(week.reports)) == (
        7,
        "2026年11月16日—21日",
        ["s5"],
        1,
    )
    assert (month.number, when(month)) == (1, "2026年10月8日—31日")
    assert (
        [story.id for story, _ in month.stories],
        [story.id for story, _ in month.adopted],
        month.reported,
        len(month.reports),
    ) == (
        ["s1", "s2", "s3"],
        ["s1"],
        1,
        2,
    )
    assert (month.desk.handed_in, month.desk.coverage.total) == (3, 2), (
        "the state at the end of the month, not of today"
    )
    assert (today.number, today.quiet) == (45, True)
    assert [item.what for item in today.ahead] == ["交月末材料", "稿件不少于 1 篇"]
    assert bulletin(made(BEFORE), plan, "周报") is None


def test_on_the_last_day_of_a_month_its_bulletin_is_out(made: Made) -> None:
    content = made(date(2026, 11, 30))
    month = bulletin(content, content.plans["c"], "月报")
    assert month and (month.number, when(month)) == (2, "2026年11月1日—30日")


# -- pages and paper say the same --------------------------------------------------------------------------------------------------------


def page_text(content: Content) -> str:
    page = next(page for page in build_pages(content) if page.path == links.campaign("c"))
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.body))


def printed(content: Content, kind: str) -> tuple[str, int]:
    """Text of a printed piece without spaces, and how many pages it has."""
    job = print_job(content, "c", kind)
    assert job is not None
    with pdfplumber.open(io.BytesIO(render(job, fontconfig_file()))) as pdf:
        return re.sub(r"\s+", "", "".join(page.extract_text() or "" for page in pdf.pages)), len(pdf.pages)


def test_what_can_be_printed_when(made: Made) -> None:
    def kinds(day: date) -> list[str]:
        content = made(day)
        return [kind for kind, _ in prints(desk(content, content.plans["c"]))]

    assert kinds(BEFORE) == ["poster-a4", "poster-a3"]
    assert kinds(FIRST) == ["poster-a4", "poster-a3", "digest", "weekly", "monthly", "shortages", "closing"]
    assert kinds(AFTER) == ["poster-a4", "poster-a3", "monthly", "shortages", "captions", "closing"]


def test_page_poster_digest_and_bulletin_agree(made: Made) -> None:
    content = made(NOVEMBER)
    page = page_text(content)
    assert "第45天" in page
    assert "5投稿篇数，采用3" in page
    assert "210月欠交科室" in page
    assert "411月待交科室，还有9天" in page
    assert "4媒体报道篇数" in page
    for kind, count in (("poster-a4", 1), ("poster-a3", 1), ("digest", 1)):
        text, pages = printed(content, kind)
        assert pages == count
        for number, word in (
            (5, "投稿篇数，采用3"),
            (2, "10月欠交科室"),
            (4, "11月待交科室，还有9天"),
            (4, "媒体报道篇数"),
        ):
            assert word in text
            assert re.search(rf"{number}", text)
        assert "内科、药学部" in text
    week, _ = printed(content, "weekly")
    assert "百日宣传活动简报" in week and "第7期" in week
    assert "投稿5篇，采用3篇（占60%），择优上报1篇，上级采用1篇；媒体报道4篇，其中省级1篇、市级3篇。" in week
    assert "10月，应投稿的5个科室交齐3个，内科、药学部欠交。" in week
    assert week.index("报：市卫生健康委员会。") < week.index("发：各科室。")


def test_a_monthly_bulletin_names_the_debtors_of_its_own_month(made: Made) -> None:
    """The bulletin of a month tells how it stood when the month was over: the part month at the end too, and a month nobody reported."""
    text, _ = printed(made(NEXT), "monthly")
    assert "10月，2个科室报来月末材料：视频1个、图片7幅、文字2篇，10月31日截止，院办、内科、药学部没有报。" in text
    text, _ = printed(made(AFTER), "monthly")
    for month, closing in (("11月", ""), ("12月", ""), ("1月", "1月7日截止，")):
        assert re.search(f"{month}的月末材料，{closing}(外科|护理部|院办|内科|药学部|、){{9}}没有报。", text), month


def test_what_is_due_today_stands_first_in_the_digest(made: Made) -> None:
    text, _ = printed(made(MONTH_END), "digest")
    assert "今天要办：交月末材料（院办、内科、药学部，交院办）；稿件不少于1篇（院办、内科、药学部，交院办）。" in text
    assert text.index("今天要办") < text.index("投稿1篇护理部")
    assert "10月31日交月末材料" in printed(made(MONTH_END), "poster-a4")[0]
    assert "今天要办" not in printed(made(NOVEMBER), "digest")[0]


def test_a_campaign_that_asks_for_no_stories_is_not_said_to_have_them_all(made: Made) -> None:
    asked_for = next(line for line in PLAN.splitlines() if line.startswith("quota:"))
    nobody = PLAN.replace(f"{asked_for}\n", "").replace(
        "name: 推选亮点, group: g2, lead: [院办], date: 2026-12-25, status: 进行中",
        "name: 推选亮点, group: g2, date: 2026-11-21",
    )
    before = made(date(2026, 11, 15), plan=nobody)
    told = bulletin(before, before.plans["c"], "日报")
    assert told and [item.what for item in told.ahead] == ["推选亮点"]
    content = made(NOVEMBER, plan=nobody)
    digest, _ = printed(content, "digest")
    assert "今天要办：推选亮点。" in digest, "nobody leads it: no empty brackets"
    for kind in ("digest", "poster-a4"):
        text, _ = printed(content, kind)
        assert not re.search("还欠|欠交", text), kind
        assert ("安排了哪些活动" in text) == (kind == "poster-a4"), "in their place the poster says what is planned"


@pytest.mark.parametrize("title", ["甲医院百日宣传活动方案", "示例市第一人民医院改善医疗服务百日宣传活动方案"])
@pytest.mark.parametrize("day", [BEFORE, NOTICE, AFTER])
def test_title_and_clock_of_the_poster_stand_side_by_side(made: Made, day: date, title: str) -> None:
    job = print_job(made(day, PLAN.replace("甲医院百日宣传活动方案", title)), "c", "poster-a4")
    assert job
    with pdfplumber.open(io.BytesIO(render(job, fontconfig_file()))) as pdf:
        (page,) = pdf.pages
        words = page.extract_words(extra_attrs=["size"])
    assert max(word["x1"] for word in words) <= (210 - 16 + 0.5) / 25.4 * 72
    names = [
        word for word in words if word["size"] > 30 and not word["text"].strip("已结束").isdigit() and word["x0"] < 300
    ]
    dates = [word for word in words if "2026年10月8日—2027年1月7日" in word["text"]]
    assert len(dates) == 1, "the dates of the campaign keep to one line"
    assert max(word["x1"] for word in names) + 12 < dates[0]["x0"]


def test_the_closing_summary_is_drafted_from_the_ledgers(made: Made) -> None:
    text, _ = printed(made(AFTER), "closing")
    assert "活动从2026年10月8日到2027年1月7日，共92天。投稿5篇，采用3篇（占60%）" in text
    assert "创新亮点推荐3个入选2个，已于2026年12月25日公布。" in text
    assert "12月，应投稿的5个科室都没有交齐。" in text
    assert "已截止的月份共欠交16次" in text


def test_the_list_of_shortages_has_room_to_sign(made: Made) -> None:
    text, pages = printed(made(NOVEMBER), "shortages")
    assert pages == 1
    assert "2个科室欠交2次" in text
    assert "签收" in text
    assert "4个科室，11月30日截止" in text


def test_every_piece_prints_on_every_day(made: Made, tmp_path: Path) -> None:
    for day in (FIRST, NOTICE, AFTER):
        content = made(day)
        for path, job in jobs(content, CAMPAIGN).items():
            assert render(with_files(tmp_path, content, job()), fontconfig_file())[:5] == b"%PDF-", (day, path)


# -- the example of this repository ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> Content:
    return load(ROOT, date(2030, 1, 1)).content


def test_the_demonstration_campaign(demo: Content) -> None:
    plan = demo.plans["demo-hundred-days"]
    shown = desk(demo, plan)
    assert shown.quota and len(shown.quota.rows) == 32
    assert [step.count for step in shown.steps] == [47, 18, 8, 4]
    assert [unit.name for unit in shown.short_units] == ["总务部", "影像科"]
    assert [(level.name, level.count) for level in shown.coverage.levels] == [
        ("国家级", 1),
        ("省级", 4),
        ("市级", 11),
        ("县级", 7),
    ]
    assert [row.candidates for row in shown.awards] == [9, 14, 22, 17, 46]
    assert all(file.demo for file in demo.publicity.values())


def test_what_was_reported_of_it_agrees_with_its_ledgers(demo: Content) -> None:
    plan = demo.plans["demo-hundred-days"]
    values = {(value.indicator, value.date.iso): value for value in demo.progress[plan.id].values}
    shown = desk(demo, plan)
    assert shown.quota
    done = values["article-rate", "2026-10-31"]
    assert (str(done.num), str(done.den)) == (str(32 - len(shown.quota.short(0))), "32")
    by_october = [each for each in shown.coverage.reports if each.date.iso <= "2026-10-31"]
    assert (str(values["media-reports", "2026-10-31"].value), str(values["media-reports", "2026-11-20"].value)) == (
        str(len(by_october)),
        str(shown.coverage.total),
    )


def test_open_data_says_what_the_page_says(made: Made) -> None:
    data = json.loads(record_files(made(NOVEMBER))["data/campaigns/c.json"])
    assert [(step["step"], step["count"]) for step in data["submissions"]] == [
        ("投稿", 5),
        ("采用", 3),
        ("择优上报", 1),
        ("上级采用", 1),
    ]
    assert {row["name"]: row["months"] for row in data["quota"]}["外科"] == [2, 1, 0, 0]
    assert [row["name"] for row in data["quota"] if row["short"][0]] == ["内科", "药学部"]
    assert (data["day"], data["days"], [level["weight"] for level in data["coverage"]]) == (45, 92, [None, None])


# -- in the browser ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1440])
def test_the_home_of_a_campaign_in_the_browser(site: Path, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "campaigns/demo-hundred-days/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.inner_text(".clock .which").split() == ["第", "45", "天"]
    assert page.locator(".quota .owed").count() == 2
    assert page.locator(".quota tbody tr").count() == 32
    assert [each for each in asked if not each.startswith("file:")] == []
    page.click(".campaign-head .lede a")
    assert page.url.endswith("plans/demo-hundred-days/index.html")
    page.click("text=看活动主页")
    assert page.url.endswith("campaigns/demo-hundred-days/index.html")
    broken = [
        each
        for each in page.locator("main a[href]").evaluate_all("links => links.map(link => link.href)")
        if each.startswith("file:") and not Path(each.split("#")[0][7:]).exists()
    ]
    assert broken == []
    page.close()
