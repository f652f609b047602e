"""投稿单: made for the campaign, filled by departments in Word and Excel, taken in with their pictures; what is wrong goes back with its reason."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from campaign_samples import campaign_root
from click.testing import CliRunner
from PIL import Image

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.editor import edits, slips
from campaign.editor.finding import Desk, EditRefused
from campaign.exporters.records import exported
from campaign.importers.intake import Intake, is_slip, take

DAY = date(2026, 11, 21)


def photograph(colour: str = "steelblue") -> bytes:
    """A JPEG with a place in it that nobody is to learn."""
    image, raw = Image.new("RGB", (900, 600), colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "家庭住址"
    image.save(raw, "JPEG", exif=exif)
    return raw.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign_root(tmp_path)


@pytest.fixture
def content(root: Path) -> Content:
    return look_over(root, DAY)[0]


def in_word(
    content: Content, answers: dict[str, str], body: list[str], picture: bytes = b"", told: tuple[str, ...] = ()
) -> bytes:
    """A slip as a department fills it in Word."""
    word = docx.Document(io.BytesIO(exported(content, "c-slip")["docx"].make() or b""))
    for row in word.tables[0].rows:
        row.cells[1].text = answers.get(row.cells[0].text.rstrip(" *"), "")
    head = next(each for each in word.paragraphs if each.text == "图片")
    for line in body:
        head.insert_paragraph_before(line)
    if picture:
        head.insert_paragraph_before().add_run().add_picture(io.BytesIO(picture))
    for cell, words in zip(word.tables[1].rows[1].cells, told, strict=False):
        cell.text = words
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def in_excel(content: Content, answers: dict[str, object], pictures: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """The same in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(exported(content, "c-slip")["xlsx"].make() or b""))
    for row in book["投稿单"].iter_rows(min_row=3):
        if row[0].value in answers:
            row[1].value = answers[row[0].value]  # type: ignore[index]
    for number, told in enumerate(pictures, 3):
        for place, words in enumerate(told, 1):
            book["图片"].cell(number, place, words)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def taken(content: Content, *files: tuple[str, bytes]) -> Intake:
    made = take(files, content, DAY)
    assert made is not None
    return made


def test_a_slip_in_word_becomes_a_story_with_its_text_and_picture(content: Content) -> None:
    raw = in_word(
        content,
        {"科室": "内科", "题目": "  夜查房\u200b的灯 ", "作者": "甲、乙", "投稿日期": "11月12日", "计入月份": "10月"},
        ["　　第一段", "一、做法", "1、早查", "2、晚查", "A*B*C"],
        photograph(),
        ("", "医生在床边查房", "甲", "是"),
    )
    assert is_slip("内科.docx", raw)
    made = taken(content, ("内科.docx", raw))
    assert made.returned == () and made.plan.id == "c"
    (each,) = made.taken
    assert (each.story.unit, each.story.title, each.story.authors) == ("medicine", "夜查房的灯", ("甲", "乙"))
    assert (each.story.date.iso, str(each.story.month)) == ("2026-11-12", "2026-10")
    assert (
        each.text
        == "# 夜查房的灯\n\n第一段\n\n## 一、做法\n\n1. 早查\n2. 晚查\n\nA\\*B\\*C\n\n![医生在床边查房](1.jpg)\n"
    )
    (picture,) = each.pictures
    assert (picture.author, picture.consent) == ("甲", True)
    assert "家庭住址".encode() not in picture.raw and Image.open(io.BytesIO(picture.raw)).size == (900, 600)
    assert (
        each.reply.startswith("内科：\n百日宣传，来稿《夜查房的灯》（2026年11月12日）已收到")
        and "活动工作组" in each.reply
    )


def test_a_folder_of_slips_and_pictures(content: Content) -> None:
    excel = in_excel(
        content,
        {"科室": "药学部", "题目": "用药咨询窗口", "正文": "第一段\n第二段"},
        (("窗口.png", "药师在窗口答问", "丙", "是"), ("没交.jpg", "", "", "")),
    )
    whole = in_excel(content, {"科室": "护理部", "题目": "回访电话", "正文": "一段"}, ())
    png = io.BytesIO()
    Image.new("RGB", (50, 40), "red").save(png, "PNG")
    made = taken(
        content,
        ("药.xlsx", excel),
        ("护.xlsx", whole),
        ("护-1.jpg", photograph()),
        ("窗口.png", png.getvalue()),
        ("多的.jpg", photograph()),
    )
    assert [(each.source, each.reasons) for each in made.returned] == [("药.xlsx", ("没有收到图片“没交.jpg”",))]
    assert "退回，请改好再交：没有收到图片“没交.jpg”。" in made.returned[0].reply
    (each,) = made.taken
    assert (each.story.title, [picture.name for picture in each.pictures]) == ("回访电话", ["1.jpg"])
    assert "图片 1 没有画面说明，公开以前补上" in each.notes
    assert made.unused == ("多的.jpg", "窗口.png")


def test_departments_that_call_their_files_alike_keep_their_own(content: Content) -> None:
    slips = {
        unit: in_excel(
            content, {"科室": unit, "题目": f"{unit}的一篇", "正文": "一段"}, (("1.jpg", "画面", "甲", "是"),)
        )
        for unit in ("内科", "护理部")
    }
    sent = [(f"收件/{unit}/投稿单.xlsx", raw) for unit, raw in slips.items()]
    colours = {"内科": "red", "护理部": "blue"}
    made = taken(content, *sent, *((f"收件/{unit}/1.jpg", photograph(colour)) for unit, colour in colours.items()))
    seen = {each.story.title[:2]: Image.open(io.BytesIO(each.pictures[0].raw)).getpixel((9, 9)) for each in made.taken}
    assert made.returned == () and made.unused == ()
    assert seen["内科"][0] > 200 and seen["护理"][2] > 200


BAD: dict[str, tuple[dict[str, object], str]] = {
    "no unit": ({"科室": None}, "没有写科室"),
    "a unit nobody knows": ({"科室": "火箭科"}, "单位“火箭科”不在单位名册里"),
    "no title": ({"题目": ""}, "没有写题目"),
    "a title of three thousand characters": ({"题目": "长" * 3000}, "题目有 3000 个字"),
    "a day the campaign has not": ({"投稿日期": "8月1日"}, "活动期限"),
    "no day at all": ({"投稿日期": "前天"}, "不是能认的日期"),
    "nothing in it": ({"正文": None}, "没有正文，也没有图片"),
    "a mobile number": ({"正文": "有事打13812345678"}, "里面有手机号"),
    "a story that is there": ({"科室": "外科", "题目": "日间手术，当天回家"}, "已经登记过（s1 号）"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_goes_back_with_its_reason(content: Content, case: str) -> None:
    wrong, reason = BAD[case]
    raw = in_excel(content, {"科室": "内科", "题目": "夜查房", "正文": "一段", **wrong})
    good = in_excel(content, {"科室": "内科", "题目": "另一篇", "正文": "一段"})
    made = taken(content, ("坏.xlsx", raw), ("好.xlsx", good))
    assert [each.story.title for each in made.taken] == ["另一篇"], "what is sound goes on"
    (back,) = made.returned
    assert reason in "；".join(back.reasons)
    assert "退回，请改好再交" in back.reply and len(back.reply) < 400


def test_the_same_slip_twice_is_taken_once(content: Content) -> None:
    raw = in_excel(content, {"科室": "内科", "题目": "夜查房", "正文": "一段"})
    made = taken(content, ("一.xlsx", raw), ("二.xlsx", raw), ("三.docx", b"PK\x03\x04 broken"), ("四.txt", b"x"))
    assert len(made.taken) == 1 and [each.source for each in made.returned] == ["三.docx", "四.txt", "二.xlsx"]


def test_by_the_command(root: Path, content: Content, tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "内科.docx").write_bytes(
        in_word(content, {"科室": "内科", "题目": "夜查房", "投稿日期": "11月12日"}, ["一段"], photograph())
    )
    (folder / "坏.xlsx").write_bytes(in_excel(content, {"科室": "火箭科", "题目": "题", "正文": "一段"}))
    # the campaign runs on a day of its own
    (root / "plans/site.yaml").write_text(
        (root / "plans/site.yaml").read_text("utf-8") + "as_of: 2026-11-21\n", encoding="utf-8"
    )
    plan = ["--root", str(root)]
    before = sorted(root.rglob("*.yaml"))
    told = CliRunner().invoke(main, ["import", str(folder), *plan])
    assert told.exit_code == 1 and "看过以后加上 --in-place 登记到台账" in told.output, told.output
    assert sorted(root.rglob("*.yaml")) == before
    done = CliRunner().invoke(main, ["import", str(folder), *plan, "--in-place", "-o", str(tmp_path / "回复")])
    assert "已登记 1 篇" in done.output and done.exit_code == 1, done.output
    stories = [
        each
        for path in root.rglob("campaign-data/c/*.yaml")
        for each in yaml.safe_load(path.read_text("utf-8")).get("submissions") or ()
    ]
    new = next(each for each in stories if each["title"] == "夜查房")
    assert new["unit"] == "内科"
    kept = root / f"plans/campaign-data/c/manuscripts/{new['id']}"
    assert sorted(path.name for path in kept.iterdir()) == ["1.jpg", "index.md"]
    assert "火箭科：" in (tmp_path / "回复/坏-回复.txt").read_text("utf-8")
    assert CliRunner().invoke(main, ["check", *plan]).exit_code == 0
    answer = CliRunner().invoke(main, ["reply", "s1", *plan]).output
    assert "已" in answer and answer.startswith("外科：")
    assert (
        "退回，请改好再交：照片太暗。" in CliRunner().invoke(main, ["reply", "s1", *plan, "--back", "照片太暗"]).output
    )


def packed(*files: tuple[str, bytes]) -> bytes:
    """Files as the browser sends them."""
    return json.dumps([[name, len(raw)] for name, raw in files]).encode() + b"\n" + b"".join(raw for _, raw in files)


def test_in_the_browser_a_folder_is_looked_through_then_registered(root: Path, content: Content) -> None:
    desk = Desk(root, lambda: DAY)
    good = in_word(content, {"科室": "内科", "题目": "夜查房", "投稿日期": "11月12日"}, ["一段"], photograph())
    bad = in_excel(content, {"科室": "火箭科", "题目": "题", "正文": "一段"})
    sent = packed(
        ("收件/内科.docx", good), ("收件/坏.xlsx", bad), ("收件/~$内科.docx", b"x"), ("收件/多.jpg", photograph())
    )
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    looked = slips.taking(desk, {}, sent)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert ([each["title"] for each in looked["taken"]], looked["saved"]) == (["夜查房"], False)
    assert [(each["source"], each["reply"][:4]) for each in looked["returned"]] == [("收件/坏.xlsx", "火箭科：")]
    assert looked["unused"] == ["收件/多.jpg"]
    kept = slips.taking(desk, {"keep": "1"}, sent)
    (story,) = kept["taken"]
    opened = edits.opening(desk, story["record"])
    assert (kept["saved"], opened["value"]["title"], opened["value"]["date"]) == (True, "夜查房", "2026-11-12")
    folder = root / kept["folder"] / story["id"]
    assert sorted(path.name for path in folder.iterdir()) == ["1.jpg", "index.md"]
    assert "家庭住址".encode() not in (folder / "1.jpg").read_bytes()
    assert "已收到" in slips.replying(desk, story["record"])["text"] == story["reply"]
    assert "退回，请改好再交：照片 太暗。" in slips.replying(desk, {**story["record"], "back": "照片\n太暗"})["text"]
    again = slips.taking(desk, {"keep": "1"}, sent)
    assert again["taken"] == [] and "已经登记过" in again["returned"][0]["reasons"][0]


@pytest.mark.parametrize(
    "body", [b"", b"[]x", b"[[1]]\n", b'[["a", 5]]\nabc', b'[["a", -3], ["b", 6]]\nabc', b"[" * 9000]
)
def test_what_is_no_batch_is_refused(root: Path, body: bytes) -> None:
    with pytest.raises(EditRefused, match="不完整"):
        slips.taking(Desk(root, lambda: DAY), {}, body)


def test_where_two_campaigns_run_the_page_asks_which(root: Path, content: Content) -> None:
    other = (root / "plans/c.yaml").read_text("utf-8").replace("id: c\n", "id: d\n", 1)
    (root / "plans/d.yaml").write_text(other, encoding="utf-8")
    word = docx.Document(io.BytesIO(in_word(content, {"科室": "内科", "题目": "夜查房"}, ["一段"])))
    mark = next(each for each in word.paragraphs if each.text.startswith("活动编号"))
    mark.clear()
    made = io.BytesIO()
    word.save(made)
    sent = packed(("内科.docx", made.getvalue()))
    desk = Desk(root, lambda: DAY)
    assert [each[0] for each in slips.taking(desk, {}, sent)["campaigns"]] == ["c", "d"]
    assert len(slips.taking(desk, {"campaign": "c"}, sent)["taken"]) == 1
