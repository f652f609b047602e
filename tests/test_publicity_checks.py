"""Bad ledgers of a publicity campaign: a tiny invalid root each, and the line the office sees."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from small_campaign import OUTLETS, PLAN, UNITS

from campaign.checks import look_over, publicity

TEN = "".join(
    f"  - {{id: n{index}, award: top10, title: 亮点{index}, unit: 外科, date: 2026-11-02, winner: 是}}\n"
    for index in range(1, 12)
)
STORY = "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, title: 日间手术}\n"
WORK = "author: 甲, unit: 外科, file: a.jpg"

# what is wrong → (the file of ledgers, from line 1) and what the office sees of it, without the remedy
CASES: dict[str, tuple[str, list[str]]] = {
    "a sound file": (STORY, []),
    "a day before the campaign": (
        "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-07, title: 早了一天}\n",
        ["2:24: 错误[outside-campaign] 投稿日期 2026-10-07 不在活动期限（2026-10-08 至 2027-01-07）之内"],
    ),
    "a nomination from last year": (
        "nominations:\n  - {id: n1, award: top10, unit: 外科, date: 2025-11-02, title: 亮点}\n",
        ["2:38: 错误[outside-campaign] 推荐日期 2025-11-02 不在活动期限（2026-10-08 至 2027-01-07）之内"],
    ),
    "a day that has not come": (
        "submissions:\n  - {id: s1, unit: 外科, date: 2026-12-20, title: 还没到}\n",
        ["2:24: 警告[date-from-future] 日期 2026-12-20 晚于数据截至日期 2026-11-21"],
    ),
    "a quota month that comes after the story": (
        "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, month: 2026-11, title: 提前}\n",
        ["2:42: 错误[month-after-date] 月份 2026-11 在收到日期 2026-10-20 以后"],
    ),
    "a month that is not the campaign's": (
        "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, month: 2026-09, title: 上月}\n",
        ["2:42: 错误[outside-campaign] 月份 2026-09 不在活动期限（2026-10-08 至 2027-01-07）之内"],
    ),
    "an unknown unit": (
        "submissions:\n  - {id: s1, unit: 外壳, date: 2026-10-20, title: 日间手术}\n",
        ["2:14: 错误[unit-unknown] 单位“外壳”不在单位名册里"],
    ),
    "an unknown outlet": (
        "coverage:\n  - {id: c1, outlet: 市日抱, date: 2026-10-20, title: 日间手术, unit: 外科}\n",
        ["2:14: 错误[outlet-unknown] 媒体“市日抱”不在媒体名册里"],
    ),
    "a level that contradicts its outlet": (
        "coverage:\n  - {id: c1, outlet: 市日报, level: 省级, date: 2026-10-20, title: 日间手术, unit: 外科}\n",
        ["2:27: 错误[level-differs] 级别写的是“省级”，名册里“市日报健康版”是“市级”"],
    ),
    "a level that the plan does not count": (
        "coverage:\n  - {id: c1, outlet: 国日报, date: 2026-10-20, title: 日间手术, unit: 外科}\n",
        ["2:14: 警告[level-not-counted] “国日报”是“国家级”，方案的 media_levels 里没有这一级，哪一级都没有算进它"],
    ),
    "a level that does not exist": (
        "coverage:\n  - {id: c1, outlet: 市日报, level: 区级, date: 2026-10-20, title: 日间手术, unit: 外科}\n",
        ["2:27: 错误[bad-word] “level”（级别）：“区级”不在可选范围内"],
    ),
    "a report of a story nobody handed in": (
        "coverage:\n  - {id: c1, outlet: 省卫视, date: 2026-10-20, title: 日间手术, story: s9}\n",
        ["2:58: 错误[story-unknown] 没有编号为“s9”的投稿"],
    ),
    "a report older than its story": (
        STORY + "coverage:\n  - {id: c1, outlet: 省卫视, date: 2026-10-19, title: 日间手术, story: s1}\n",
        [
            "4:27: 错误[report-before-story] 刊播日期 2026-10-19 早于投稿日期 2026-10-20（plans/campaign-data/c/a.yaml 第 2 行）"
        ],
    ),
    "a report after the campaign": (
        "coverage:\n  - {id: c1, outlet: 省卫视, date: 2027-02-01, title: 回顾, unit: 外科}\n",
        [
            "2:27: 警告[after-campaign] 刊播日期 2027-02-01 在活动结束（2027-01-07）以后",
            "2:27: 警告[date-from-future] 日期 2027-02-01 晚于数据截至日期 2026-11-21",
        ],
    ),
    "the same story twice, with other marks": (
        STORY + "  - {id: s2, unit: 外科, date: 2026-10-25, title: “日间 手术”！}\n",
        ["3:42: 错误[story-twice] ““日间 手术”！”登记了两次，前一次在 plans/campaign-data/c/a.yaml 第 2 行"],
    ),
    "the same title from two units is two stories": (
        STORY + "  - {id: s2, unit: 护理部, date: 2026-10-25, title: 日间手术}\n",
        [],
    ),
    "the same report twice": (
        "coverage:\n  - {id: c1, outlet: 省卫视, date: 2026-10-20, title: 日间手术}\n  - {id: c2, outlet: tv, date: 2026-10-20, title: 日间手术。}\n",
        ["3:44: 错误[report-twice] 这篇报道登记了两次，前一次在 plans/campaign-data/c/a.yaml 第 2 行"],
    ),
    "an id used twice": (
        STORY + "  - {id: s1, unit: 护理部, date: 2026-10-25, title: 另一篇}\n",
        ["3:6: 错误[duplicate-id] 投稿编号“s1”用了两次，前一次在 plans/campaign-data/c/a.yaml 第 2 行"],
    ),
    "a step left out": (
        "submissions:\n  - id: s1\n    unit: 外科\n    date: 2026-10-20\n    title: 日间手术\n    stages:\n      - {name: 择优上报, date: 2026-10-22}\n",
        ["7:10: 错误[stage-skipped] 没有“采用”就到了“择优上报”"],
    ),
    "steps out of order": (
        (
            "submissions:\n  - id: s1\n    unit: 外科\n    date: 2026-10-20\n    title: 日间手术\n    stages:\n"
            "      - {name: 采用, date: 2026-10-22}\n      - {name: 采用, date: 2026-10-23}\n"
        ),
        ["8:10: 错误[stage-order] “采用”写了两次"],
    ),
    "a step before the one it needs": (
        (
            "submissions:\n  - id: s1\n    unit: 外科\n    date: 2026-10-20\n    title: 日间手术\n    stages:\n"
            "      - {name: 采用, date: 2026-10-25}\n      - {name: 择优上报, date: 2026-10-22}\n"
        ),
        ["8:22: 错误[stage-date] 择优上报日期 2026-10-22 早于采用日期 2026-10-25"],
    ),
    "taken before it was handed in": (
        "submissions:\n  - id: s1\n    unit: 外科\n    date: 2026-10-20\n    title: 日间手术\n    stages:\n      - {name: 采用, date: 2026-10-19}\n",
        ["7:20: 错误[stage-date] 采用日期 2026-10-19 早于投稿日期 2026-10-20"],
    ),
    "eleven winners of the top ten": (
        "nominations:\n" + TEN,
        ["12:70: 错误[too-many-winners] “十大创新亮点”名额 10 个，这是第 11 个"],
    ),
    "an award the plan does not have": (
        "nominations:\n  - {id: n1, award: top9, title: 亮点, unit: 外科, date: 2026-11-02}\n",
        ["2:14: 错误[award-unknown] 没有编号为“top9”的评选"],
    ),
    "an award made known before its notice": (
        "rounds:\n  - {award: top10, nominate_by: 2026-11-16, notice_from: 2026-12-10, notice_to: 2026-12-16, announced: 2026-12-12}\n",
        ["2:93: 错误[round-order] 日期 2026-12-12 早于前一步的 2026-12-16"],
    ),
    "an award nobody has made known": (
        "rounds:\n  - {award: top10, nominate_by: 2026-11-01, announced: 2026-11-10}\n",
        ["2:45: 警告[result-missing] “十大创新亮点”公布应在 2026-11-10，已经过了，还没有登记结果"],
    ),
    "an award put off, and that day passed too": (
        "rounds:\n  - {award: top10, announced: 2026-11-10, postponed_to: 2026-11-15}\n",
        ["2:43: 警告[result-missing] “十大创新亮点”公布应在 2026-11-15，已经过了，还没有登记结果"],
    ),
    "an award made known before its voting ends": (
        "rounds:\n  - {award: top10, nominate_by: 2026-11-16, announced: 2026-12-25, done: 2026-11-12}\n",
        ["2:68: 错误[done-too-early] 实际公布日期 2026-11-12 早于前一步的 2026-11-16"],
    ),
    "an award planned to be known before the vote is over": (
        "rounds:\n  - {award: top10, nominate_by: 2026-12-20, announced: 2026-12-10}\n",
        ["2:45: 错误[round-order] 日期 2026-12-10 早于前一步的 2026-12-20"],
    ),
    "an award put off to a day before its notice is over": (
        "rounds:\n  - {award: top10, notice_from: 2026-12-10, notice_to: 2026-12-16, announced: 2026-12-20, postponed_to: 2026-12-15}\n",
        ["2:91: 错误[round-order] 日期 2026-12-15 早于前一步的 2026-12-16"],
    ),
    "an award made known, and nobody said to have won it": (
        "nominations:\n  - {id: n, award: top10, title: 亮点, unit: 外科, date: 2026-11-02}\nrounds:\n  - {award: top10, done: 2026-11-20}\n",
        ["4:20: 警告[winners-missing] 写着已于 2026-11-20 公布，没有登记谁入选"],
    ),
    "an award made known tomorrow": (
        "rounds:\n  - {award: top10, announced: 2026-12-25, done: 2026-12-20}\n",
        ["2:43: 警告[done-from-future] 实际公布日期 2026-12-20 晚于数据截至日期 2026-11-21"],
    ),
    "a notice over a week-end is too short": (
        "rounds:\n  - {award: top10, notice_from: 2026-12-10, notice_to: 2026-12-14}\n",
        ["2:45: 警告[notice-short] 公示 3 个工作日，方案要求 5 个（没有扣除节假日）"],
    ),
    "a photograph without leave": (
        f"works:\n  - {{id: w1, title: 窗口, {WORK}, alt: 窗口前的老人}}\n",
        ["2:5: 错误[work-consent] 作品“窗口”没有取得同意"],
    ),
    "a photograph with leave refused": (
        f"works:\n  - {{id: w1, title: 窗口, {WORK}, alt: 窗口前的老人, consent: 否}}\n",
        ["2:72: 错误[work-consent] 作品“窗口”没有取得同意"],
    ),
    "a photograph nobody can hear of": (
        f"works:\n  - {{id: w1, title: 窗口, {WORK}, consent: 是}}\n",
        ["2:5: 错误[work-alt] 作品“窗口”没有画面说明"],
    ),
    "a photograph with nothing": (
        "works:\n  - {id: w1, title: 窗口}\n",
        [
            "2:5: 错误[work-alt] 作品“窗口”没有画面说明",
            "2:5: 错误[work-author] 作品“窗口”没有写作者",
            "2:5: 错误[work-consent] 作品“窗口”没有取得同意",
            "2:5: 错误[work-file] 作品“窗口”没有图片文件",
            "2:5: 错误[work-unit] 作品“窗口”没有写科室",
        ],
    ),
    "material for a duty the plan does not have": (
        "materials_duty: month-ende\nmaterials:\n  - {unit: 外科, month: 2026-10, date: 2026-10-30, photos: 3}\n",
        ["1:1: 错误[duty-unknown] “百日宣传”没有编号为“month-ende”的例行事项"],
    ),
    "material for no duty": (
        "materials:\n  - {unit: 外科, month: 2026-10, date: 2026-10-30, photos: 3}\n",
        ["1:1: 错误[duty-missing] 没有写明月末材料对应方案的哪一项"],
    ),
    "a unit that reports twice": (
        "materials_duty: month-end\nmaterials:\n  - {unit: 外科, month: 2026-10, date: 2026-10-30}\n  - {unit: surgery, month: 2026-10, date: 2026-10-31}\n",
        ["4:6: 错误[material-twice] 外科2026年10月的材料登记了两次，前一次在第 3 行"],
    ),
    "a mobile number": (
        "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, title: 有事打13812345678}\n",
        ["2:42: 错误[private] 内容里有手机号，会随网页公开"],
    ),
    "a file for another campaign": ("campaign: d\n" + STORY, ["1:1: 错误[id-path] 活动编号“d”与文件夹名“c”不同"]),
}


def seen(root: Path, ledgers: str, folder: str = "c") -> list[str]:
    files = {"plans/registry/units.yaml": UNITS, "plans/registry/outlets.yaml": OUTLETS, "plans/c.yaml": PLAN}
    for name, text in {**files, f"plans/campaign-data/{folder}/a.yaml": ledgers}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "plans/campaign-data" / folder / "images").mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), (120, 140, 150)).save(root / "plans/campaign-data" / folder / "images" / "a.jpg")
    _, found = look_over(root, date(2026, 11, 21))
    return [str(problem).partition("；")[0] for problem in found]


@pytest.mark.parametrize("name", CASES)
def test_a_bad_ledger_is_named_by_line(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    assert seen(tmp_path, text) == [f"plans/campaign-data/c/a.yaml:{each}" for each in expected]


def test_a_folder_of_no_campaign(tmp_path: Path) -> None:
    assert seen(tmp_path, STORY, "cc") == [
        "plans/campaign-data/cc/a.yaml:1:1: 错误[campaign-unknown] 本站没有编号为“cc”的宣传活动"
    ]


def test_remedies_name_the_nearest_outlet(tmp_path: Path) -> None:
    seen(tmp_path, CASES["an unknown outlet"][0])
    _, found = look_over(tmp_path, date(2026, 11, 21))
    assert found[0].hint == "是不是“市日报”？新的媒体先写进 plans/registry/outlets.yaml"


def test_two_outlets_with_one_id(tmp_path: Path) -> None:
    seen(tmp_path, STORY)
    (tmp_path / "plans/registry/outlets.yaml").write_text(
        OUTLETS + "  - {id: tv, name: 市电视台, level: 市级}\n", encoding="utf-8"
    )
    _, found = look_over(tmp_path, date(2026, 11, 21))
    assert str(found[0]).startswith("plans/registry/outlets.yaml:5:6: 错误[duplicate-id] 媒体编号“tv”已经用过")


def test_a_script_in_a_title_stays_text(tmp_path: Path) -> None:
    from campaign.pages import build_pages

    assert (
        seen(tmp_path, "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, title: '<script>alert(1)</script>'}\n")
        == []
    )
    content, _ = look_over(tmp_path, date(2026, 11, 21))
    assert all("<script>alert" not in page.body for page in build_pages(content))


PICTURE = "works:\n  - {id: w1, title: 窗口, author: 甲, unit: 外科, file: FILE, alt: 窗口前的老人, consent: 是}\n"


def picture_problem(root: Path, name: str, raw: bytes | None) -> str:
    """What is said of a work whose picture is called `name` and holds `raw`."""
    images = root / "plans/campaign-data/c/images"
    images.mkdir(parents=True)
    if raw is not None:
        (images / name).write_bytes(raw)
    (problem,) = seen(root, PICTURE.replace("FILE", name))
    return problem.removeprefix("plans/campaign-data/c/a.yaml:2:46: 错误")


def encoded(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 150), 90).convert("RGB").save(out, form)
    return out.getvalue()


def test_pictures_that_cannot_be_shown(tmp_path: Path) -> None:
    cases = {
        "w.jpg": (None, "[picture-missing] 找不到图片“w.jpg”"),
        "big.jpg": (b"\xff\xd8" + b"0" * 60_000_000, "[picture-too-large] 图片“big.jpg”超过 20 MB"),
        "cut.jpg": (encoded("JPEG")[:3000], "[picture-broken] 图片“cut.jpg”打不开，可能已损坏"),
        "text.png": ("不是图片".encode(), "[picture-broken] 图片“text.png”打不开，可能已损坏"),
        "really.jpg": (encoded("PNG"), "[picture-mislabelled] 图片“really.jpg”的扩展名与内容不符，内容是 PNG"),
        "old.bmp": (encoded("BMP"), "[picture-format] 图片“old.bmp”是 BMP 格式，网页上不能用"),
        "../../../c.yaml": (None, "[picture-outside] 图片“../../../c.yaml”在 images 文件夹之外"),
    }
    for place, (name, (raw, expected)) in enumerate(cases.items()):
        assert picture_problem(tmp_path / str(place), name, raw) == expected


def test_files_that_make_no_one_workbook(tmp_path: Path) -> None:
    """What an export of the ledger would refuse, `check` has named: example data beside real data, two duties for one thing."""
    folder = tmp_path / "plans/campaign-data/c"
    folder.mkdir(parents=True)
    for name, text in (("c.yaml", PLAN), ("registry/units.yaml", UNITS), ("registry/outlets.yaml", OUTLETS)):
        (tmp_path / "plans" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "plans" / name).write_text(text, encoding="utf-8")
    (folder / "a.yaml").write_text(STORY, encoding="utf-8")
    (folder / "b.yaml").write_text(
        "demo: 是\nmaterials_duty: r1\n" + STORY.replace("s1", "s2").replace("日间", "夜间"), encoding="utf-8"
    )
    (folder / "c.yaml").write_text("materials_duty: r2\n", encoding="utf-8")
    _, problems = look_over(tmp_path, date(2026, 11, 21))
    found = {(each.path.rpartition("/")[2], each.line, each.code) for each in problems if each.severity == "error"}
    assert {("b.yaml", 1, "demo-mixed"), ("c.yaml", 1, "duty-twice")} <= found, problems


def test_more_than_a_sheet_holds_is_told_before_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is that of a campaign, in whatever files its entries are."""
    monkeypatch.setattr(publicity, "MOST_ENTRIES", 1)
    files = {"plans/c.yaml": PLAN, "plans/registry/units.yaml": UNITS, "plans/registry/outlets.yaml": OUTLETS}
    files |= {
        "plans/campaign-data/c/a.yaml": STORY,
        "plans/campaign-data/c/b.yaml": STORY.replace("s1", "s2").replace("日间", "夜间"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (problem,) = look_over(tmp_path, date(2026, 11, 21))[1]
    assert str(problem).startswith(
        "plans/campaign-data/c/b.yaml:1:1: 错误[sheet-full] “投稿”有 2 条，宣传台账.xlsx 的一张工作表放得下 1 条"
    )
