"""The publicity office's workbook: what it offers, that it comes back exactly, also through LibreOffice, and every fault by sheet and cell."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from PIL import Image
from small_campaign import OUTLETS, PLAN, UNITS
from test_form_template import typed_in_libreoffice

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters.desk import workbook
from campaign.importers.desk import ReadBack, read
from campaign.importers.ledger_yaml import ledger_yaml
from campaign.leaves.unseen import stripped
from campaign.load import parse
from campaign.model import Coverage, PublicityFile, Record, Story
from campaign.publish import write_all
from campaign.workbooks.desk import SHAPES, DeskFault

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
LEDGER = """\
materials_duty: month-end
submissions:
  - {id: s08, unit: 外科, date: 2026-10-20, title: 日间手术, authors: [甲, 乙], kind: 图片}
  - id: s09
    unit: nursing
    date: 2026-11-02
    month: 2026-10
    title: "=回访"
    stages:
      - {name: 采用, date: 2026-11-03, where: 院报}
      - {name: 择优上报, date: 2026-11}
coverage:
  - {id: c1, outlet: 市日报, level: 市级, date: 2026-10-22, title: 日间手术, unit: 外科, story: s08, place: 第3版}
  - {id: c2, outlet: tv, date: 2026-10-22, title: 别的}
works:
  - {id: w1, title: 扶, author: 丙, unit: 外科, file: a.jpg, alt: "护士扶着患者", consent: 是, award: top10}
nominations:
  - {id: n1, award: top10, title: 亮点, unit: 外科, date: 2026-11-02, votes: 0, winner: 是}
rounds:
  - {award: top10, nominate_by: 2026-11-16, announced: 2026-12, announced_word: 展出}
materials:
  - {unit: 外科, month: 2026-10, date: 2026-10-30, videos: 0, photos: 4}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A campaign with an entry in every ledger."""
    texts = {
        "plans/site.yaml": "as_of: 2026-11-21\n",
        "plans/registry/units.yaml": UNITS,
        "plans/registry/outlets.yaml": OUTLETS,
        "plans/c.yaml": PLAN.replace("max_winners: 10", "max_winners: 1"),
        "plans/campaign-data/c/all.yaml": LEDGER,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "plans/campaign-data/c/images").mkdir()
    Image.new("RGB", (1600, 1200), "steelblue").save(tmp_path / "plans/campaign-data/c/images/a.jpg")
    return tmp_path


@pytest.fixture
def small(root: Path) -> Content:
    content, problems = look_over(root, DAY)
    assert problems == ()
    return content


@pytest.fixture(scope="module")
def own() -> Content:
    return look_over(ROOT, DAY)[0]


def entries(content: Content, campaign: str) -> dict[str, list[Record]]:
    """Everything the ledgers of a campaign hold, by list."""
    files = [file for file in content.publicity.values() if file.campaign == campaign]
    return {shape.key: [each for file in files for each in getattr(file, shape.key)] for shape in SHAPES}


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


# -- what the workbook offers -----------------------------------------------------------------------------------------------------


def test_sheets_heads_and_hidden_ids(small: Content) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(small, small.plans["c"])))
    assert book.sheetnames == ["投稿", "媒体报道", "评选", "评选日程", "作品", "月末材料", "说明", "名单", "planpress"]
    assert [book[name].sheet_state for name in ("投稿", "说明", "名单", "planpress")] == [
        "visible",
        "visible",
        "hidden",
        "veryHidden",
    ]
    for shape in SHAPES:
        sheet = book[shape.title]
        assert sheet.freeze_panes == "C4" and sheet.column_dimensions["A"].hidden and not sheet.merged_cells.ranges
        assert [cell.value for cell in sheet[3]] == ["编号", *(column.title for column in shape.columns)]
    assert [cell.value for cell in book["投稿"][4]][:7] == [
        "s08",
        "外科",
        book["投稿"]["C4"].value,
        "日间手术",
        "图片",
        "甲、乙",
        None,
    ]
    assert (book["投稿"]["C4"].is_date, book["投稿"]["D5"].value, book["投稿"]["D5"].data_type) == (True, "=回访", "s")
    assert [cell.value for cell in book["媒体报道"][4]] == [
        "c1",
        "市日报健康版",
        "市级",
        book["媒体报道"]["D4"].value,
        "日间手术",
        "外科",
        "日间手术",
        "第3版",
        None,
        None,
    ]


def test_drop_downs(small: Content) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(small, small.plans["c"])))
    words = [[cell.value for cell in column if cell.value] for column in book["名单"].columns]
    assert words[:4] == [
        ["科室", "护理部", "外科"],
        ["媒体", "市日报健康版", "省卫视", "国日报"],
        ["奖项", "十大创新亮点"],
        ["月份", "2026-10", "2026-11", "2026-12", "2027-01"],
    ]
    lists = {
        (shape.title, str(rule.sqref).split(":")[0]): rule.formula1
        for shape in SHAPES
        for rule in book[shape.title].data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists[("投稿", "B4")] == lists[("月末材料", "B4")] == "'名单'!$A$2:$A$3"
    assert lists[("媒体报道", "B4")] == "'名单'!$B$2:$B$4"
    assert lists[("媒体报道", "C4")] == '"国家级,省级,市级,县级"'
    assert lists[("媒体报道", "G4")] == "'投稿'!$D$4:$D$5000"
    assert lists[("评选", "B4")] == lists[("评选日程", "B4")] == lists[("作品", "I4")] == "'名单'!$C$2:$C$2"
    assert lists[("作品", "H4")] == lists[("评选", "G4")] == '"是,否"'


# -- there and back ---------------------------------------------------------------------------------------------------------------


def test_every_kind_of_entry_comes_back_exactly(small: Content, root: Path) -> None:
    draft = read("a.xlsx", workbook(small, small.plans["c"]), small)
    assert (draft.problems, draft.campaign) == ((), "c")
    (root / "plans/campaign-data/c/all.yaml").write_text(draft.text, encoding="utf-8")
    again, problems = look_over(root, DAY)
    assert problems == ()
    assert entries(again, "c") == entries(small, "c")
    assert [file.materials_duty for file in again.publicity.values()] == ["month-end"]
    assert workbook(again, again.plans["c"]) == workbook(small, small.plans["c"])


def imported(raw: bytes, content: Content, folder: Path) -> Content:
    """The example site with the ledgers of its campaign taken from a workbook."""
    draft = read("宣传台账.xlsx", raw, content)
    assert draft.problems == ()
    for part in ("registry", "campaign-data/demo-hundred-days"):
        (folder / "plans" / part).mkdir(parents=True)
    for name in (
        "site.yaml",
        "demo-hundred-days.yaml",
        *(f"registry/{path.name}" for path in (ROOT / "plans/registry").iterdir()),
    ):
        (folder / "plans" / name).write_bytes((ROOT / "plans" / name).read_bytes())
    (folder / "plans/campaign-data/demo-hundred-days/all.yaml").write_text(draft.text, encoding="utf-8")
    return look_over(folder, DAY)[0]


def test_the_example_campaign_comes_back_exactly(own: Content, tmp_path: Path) -> None:
    raw = workbook(own, own.plans["demo-hundred-days"])
    again = imported(raw, own, tmp_path)
    assert entries(again, "demo-hundred-days") == entries(own, "demo-hundred-days")
    assert sum(map(len, entries(again, "demo-hundred-days").values())) > 150
    assert workbook(again, again.plans["demo-hundred-days"]) == raw


def test_the_example_campaign_survives_libreoffice(own: Content, tmp_path: Path) -> None:
    """Opened and saved by LibreOffice without a screen: the same entries, and the drop-downs are still there."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/desk.xlsx").write_bytes(workbook(own, own.plans["demo-hundred-days"]))
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    convert = [
        *office,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in/desk.xlsx"),
    ]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "desk.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(saved))
    assert book["planpress"].sheet_state != "visible" and book["投稿"].column_dimensions["A"].hidden
    kinds = [rule.type for rule in book["媒体报道"].data_validations.dataValidation]
    assert sorted(kinds) == ["date", "list", "list", "list", "list"]
    again = imported(saved, own, tmp_path / "root")
    assert entries(again, "demo-hundred-days") == entries(own, "demo-hundred-days")


def test_a_story_typed_in_libreoffice(own: Content, tmp_path: Path) -> None:
    """A new row typed into LibreOffice, as text: it gets the next id, and the rest stays as it was."""
    row = {"B51": "护理部", "C51": "2026-11-20", "D51": "新写的一篇", "I51": "院报", "H51": "2026年11月21日"}
    raw = typed_in_libreoffice(workbook(own, own.plans["demo-hundred-days"]), row, tmp_path)
    draft = read("宣传台账.xlsx", raw, own)
    assert draft.problems == ()
    typed, _ = parse([], "a.yaml", draft.text, PublicityFile)
    assert typed is not None
    new = typed.submissions[-1]
    assert (new.id, new.unit, new.date.iso, new.title) == ("s048", "护理部", "2026-11-20", "新写的一篇")
    assert [(step.name.chinese, step.date.iso, step.where) for step in new.stages] == [("采用", "2026-11-21", "院报")]
    assert len(typed.submissions) == 48 and len(typed.coverage) == 23


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
)
TEXT = LINE.map(lambda text: stripped(text).strip()).filter(lambda text: text and "_x" not in text)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(TEXT, min_size=1, max_size=4, unique=True), place=TEXT)
def test_any_words_come_back_exactly(small: Content, titles: list[str], place: str) -> None:
    """Whatever a title is made of: YAML marks, formula marks, numbers, truths, strange scripts."""
    stories = [
        Story.model_validate({"id": f"s{index}", "unit": "surgery", "date": "2026-10-20", "title": each})
        for index, each in enumerate(titles)
    ]
    report = Coverage.model_validate(
        {"id": "c1", "outlet": "tv", "date": "2026-11-02", "title": titles[0], "place": place, "story": "s0"}
    )
    file = PublicityFile(campaign="c", submissions=tuple(stories), coverage=(report,))
    content = Content(
        small.site,
        small.as_of,
        small.registry,
        {"plan": small.plans, "outlets": small.outlets, "publicity": {"a": file}},
    )
    draft = read("a.xlsx", workbook(content, content.plans["c"]), content)
    assert {problem.code for problem in draft.problems} <= {"story-twice"}  # titles alike but for their marks
    if draft.text:
        again, _ = parse([], "a.yaml", draft.text, PublicityFile)
        assert again is not None and [each.title for each in again.submissions] == titles
        assert [(each.title, each.place, each.story) for each in again.coverage] == [(titles[0], place, "s0")]


@pytest.mark.parametrize(
    "title",
    [
        "=SUM(A1)",
        "+86",
        "-1",
        "@x",
        "'引",
        "1.10",
        "010",
        "true",
        "null",
        "是",
        "2026-10-12",
        "a: b",
        "# x",
        "[x]",
        "{x}",
        '"x"',
        "多\n行",
        "<b>x</b>",
        "&amp;",
        "，开头",
        "甲\u2028乙",
        "甲\u0085乙",
        "甲\t乙",
        "甲\u00a0乙",
        "😀",
        "甲 #乙",
        "甲: 乙",
    ],
)
def test_words_that_look_like_something_else(root: Path, title: str) -> None:
    draft = ledger_yaml({}, {"submissions": [{"id": "s1", "unit": "外科", "date": "2026-10-20", "title": title}]})
    (root / "plans/campaign-data/c/all.yaml").write_text(draft, encoding="utf-8")
    content, _ = look_over(root, DAY)
    again = read("a.xlsx", workbook(content, content.plans["c"]), content)
    typed, _ = parse([], "a.yaml", again.text or draft, PublicityFile)
    assert again.problems == () and typed is not None
    told = title.replace("\u2028", "\n").replace("\u0085", "\n")  # a line ends in one way, whatever it was typed with
    assert [story.title for story in typed.submissions] == [told]


@pytest.mark.parametrize(
    ("ledger", "sentence"),
    [
        (
            f"submissions:\n  - {{id: s1, unit: 外科, date: 2026-10-20, title: {'长' * 32768}}}\n",
            f"“投稿”里的“{'长' * 20}”太长，没有导出",
        ),
    ],
)
def test_what_a_workbook_cannot_say_is_not_exported(root: Path, ledger: str, sentence: str) -> None:
    (root / "plans/campaign-data/c/all.yaml").write_text(ledger, encoding="utf-8")
    content, _ = look_over(root, DAY)
    with pytest.raises(DeskFault, match=sentence):
        workbook(content, content.plans["c"])


def test_demonstration_data_does_not_mix_with_real_data(root: Path) -> None:
    story = "submissions:\n  - {id: s1, unit: 外科, date: 2026-10-20, title: 甲}\n"
    (root / "plans/campaign-data/c/b.yaml").write_text("demo: 是\n" + story, encoding="utf-8")
    content, _ = look_over(root, DAY)
    with pytest.raises(DeskFault, match="示例数据和正式数据混在一起"):
        workbook(content, content.plans["c"])


# -- what the office does -----------------------------------------------------------------------------------------------------------


def edited(content: Content, edit: Callable[[Workbook], None], campaign: str = "c") -> ReadBack:
    """A workbook as exported, changed by the office, read back."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(content, content.plans[campaign])))
    edit(book)
    raw = io.BytesIO()
    book.save(raw)
    return read("a.xlsx", raw.getvalue(), content)


def test_a_new_row_gets_the_next_id_and_a_deleted_row_is_gone(small: Content) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["投稿"]
        for place, value in enumerate(["外科", "2026年11月5日", 2026], 2):
            sheet.cell(8, place, value)  # two rows are left empty
        book["媒体报道"].delete_rows(5)
        for place, value in enumerate(["市日报", None, date(2026, 11, 6), "新的报道", None, "2026"], 2):
            book["媒体报道"].cell(6, place, value)

    draft = edited(small, edit)
    assert draft.problems == ()
    record, _ = parse([], "a.yaml", draft.text, PublicityFile)
    assert record is not None
    assert [(each.id, each.unit, each.date.iso, each.title, each.kind) for each in record.submissions][2:] == [
        ("s10", "外科", "2026-11-05", "2026", "文章")
    ]
    assert [(each.id, each.outlet, each.story, each.level) for each in record.coverage][1:] == [
        ("c3", "市日报", "s10", None)
    ]  # c2 is gone for good


# what the office did → the places and sentences it gets, without the remedies
BAD: dict[str, tuple[Callable[[Workbook], object], list[str]]] = {
    "a renamed column": (
        lambda book: book["月末材料"].cell(3, 2, "部门"),
        [
            "[月末材料]:3:2: 错误[column-missing] 工作表“月末材料”B3：没有“科室”这一列",
            "[月末材料]:3:2: 警告[column-unknown] 工作表“月末材料”B3：“部门”不是台账的列，没有读，照样留在表里",
        ],
    ),
    "a column twice": (
        lambda book: book["投稿"].cell(3, 20, "题目"),
        ["[投稿]:3:20: 错误[column-twice] 工作表“投稿”T3：“题目”有两列"],
    ),
    "no column of ids": (
        lambda book: book["投稿"].cell(3, 1, "序"),
        [
            "[投稿]:3:1: 警告[column-unknown] 工作表“投稿”A3：“序”不是台账的列，没有读，照样留在表里",
            "[投稿]:3:2: 错误[column-missing] 工作表“投稿”B3：没有隐藏的“编号”一列，分不清哪些是已经登过的",
        ],
    ),
    "merged cells": (
        lambda book: book["投稿"].merge_cells("B4:B5"),
        ["[投稿]:4:2: 错误[merged-cells] 工作表“投稿”B4：B4:B5 合并成了一格"],
    ),
    "a formula": (
        lambda book: book["投稿"].cell(4, 4, '="日间"&"手术"'),
        ["[投稿]:4:4: 错误[formula] 工作表“投稿”D4：这里是公式，不会计算"],
    ),
    "a date without a year": (
        lambda book: book["投稿"].cell(4, 3, "9月3日"),
        [
            "[投稿]:4:3: 错误[bad-date] 工作表“投稿”C4：“9月3日”没有写全年份，活动期限（2026-10-08 至 2027-01-07）里没有这一天"
        ],
    ),
    "a date that became a number": (
        lambda book: setattr(book["投稿"].cell(4, 3, 45000), "number_format", "0"),
        ["[投稿]:4:3: 错误[bad-date] 工作表“投稿”C4：“投稿日期”应是日期，这一格是数 45000"],
    ),
    "an unknown unit": (
        lambda book: book["投稿"].cell(4, 2, "外壳"),
        ["[投稿]:4:2: 错误[unit-unknown] 工作表“投稿”B4：单位“外壳”不在单位名册里"],
    ),
    "an unknown outlet": (
        lambda book: book["媒体报道"].cell(4, 2, "市日抱"),
        ["[媒体报道]:4:2: 错误[outlet-unknown] 工作表“媒体报道”B4：媒体“市日抱”不在媒体名册里"],
    ),
    "a level that contradicts": (
        lambda book: book["媒体报道"].cell(4, 3, "省级"),
        ["[媒体报道]:4:3: 错误[level-differs] 工作表“媒体报道”C4：级别写的是“省级”，名册里“市日报健康版”是“市级”"],
    ),
    "a level nobody knows": (
        lambda book: book["媒体报道"].cell(4, 3, "区级"),
        ["[媒体报道]:4:3: 错误[bad-word] 工作表“媒体报道”C4：没有“区级”这个级别"],
    ),
    "the same story twice": (
        lambda book: [
            book["投稿"].cell(6, place, value)
            for place, value in enumerate(["外科", date(2026, 10, 21), "日间 手术"], 2)
        ],
        ["[投稿]:6:4: 错误[story-twice] 工作表“投稿”D6：“日间 手术”登记了两次，前一次在 a.xlsx[投稿] 第 4 行"],
    ),
    "a row copied with its hidden id": (
        lambda book: [
            book["投稿"].cell(6, place, value)
            for place, value in enumerate(["s08", "外科", date(2026, 10, 21), "别的题目"], 1)
        ],
        ["[投稿]:6:1: 错误[duplicate-id] 工作表“投稿”A6：投稿编号“s08”用了两次，前一次在 a.xlsx[投稿] 第 4 行"],
    ),
    "a day outside the campaign": (
        lambda book: book["投稿"].cell(4, 3, date(2026, 10, 7)),
        [
            "[投稿]:4:3: 错误[outside-campaign] 工作表“投稿”C4：投稿日期 2026-10-07 不在活动期限（2026-10-08 至 2027-01-07）之内"
        ],
    ),
    "one winner too many": (
        lambda book: [
            book["评选"].cell(5, place, value)
            for place, value in enumerate(["十大创新亮点", "乙", "外科", date(2026, 11, 3), None, "是"], 2)
        ],
        ["[评选]:5:7: 错误[too-many-winners] 工作表“评选”G5：“十大创新亮点”名额 1 个，这是第 2 个"],
    ),
    "a photo without consent": (
        lambda book: book["作品"].cell(4, 8, "否"),
        ["[作品]:4:8: 错误[work-consent] 工作表“作品”H4：作品“扶”没有取得同意"],
    ),
    "words for a number": (
        lambda book: book["月末材料"].cell(4, 6, "4盒"),
        ["[月末材料]:4:6: 错误[bad-number] 工作表“月末材料”F4：“图片”应填不小于 0 的整数，填的是“4盒”"],
    ),
    "a step without its day": (
        lambda book: book["投稿"].cell(4, 9, "院报"),
        ["[投稿]:4:8: 错误[missing] 工作表“投稿”H4：填了“院报”，没有填“采用日期”"],
    ),
    "a step left out": (
        lambda book: book["投稿"].cell(4, 10, date(2026, 10, 30)),
        ["[投稿]:4:10: 错误[stage-skipped] 工作表“投稿”J4：没有“采用”就到了“择优上报”"],
    ),
    "no title": (
        lambda book: book["投稿"].cell(5, 4).__setattr__("value", None),
        ["[投稿]:5:4: 错误[missing] 工作表“投稿”D5：没有填“题目”"],
    ),
    "a story nobody handed in": (
        lambda book: book["媒体报道"].cell(4, 7, "没有的稿"),
        ["[媒体报道]:4:7: 错误[story-unknown] 工作表“媒体报道”G4：“投稿”里没有“没有的稿”"],
    ),
    "a sheet thrown away": (
        lambda book: book.remove(book["作品"]),
        [":1:1: 错误[sheet-missing] 工作表“作品”不见了"],
    ),
    "a cell far away": (
        lambda book: book["投稿"].cell(9000, 1, "x"),
        ["[投稿]:1:1: 错误[sheet-too-large] 工作表“投稿”A1：最远的格子在 M9000，超出台账的范围"],
    ),
    "several at once, in the order of the sheets": (
        lambda book: [
            book["月末材料"].cell(4, 2, "外壳"),
            book["投稿"].cell(5, 3, "昨天"),
            book["投稿"].cell(4, 2, "外壳"),
            book["媒体报道"].cell(5, 3, "国家级"),
        ],
        [
            "[投稿]:4:2: 错误[unit-unknown] 工作表“投稿”B4：单位“外壳”不在单位名册里",
            "[投稿]:5:3: 错误[bad-date] 工作表“投稿”C5：“投稿日期”写的是“昨天”，不是能认的日期",
            "[媒体报道]:5:3: 错误[level-differs] 工作表“媒体报道”C5：级别写的是“国家级”，名册里“省卫视”是“省级”",
            "[月末材料]:4:2: 错误[unit-unknown] 工作表“月末材料”B4：单位“外壳”不在单位名册里",
        ],
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_the_office_did_wrong(small: Content, case: str) -> None:
    edit, wanted = BAD[case]
    draft = edited(small, edit)  # type: ignore[arg-type]
    assert [str(problem).removeprefix("a.xlsx").split("；")[0] for problem in draft.problems] == wanted
    assert all(problem.hint for problem in draft.problems)
    assert draft.text == ""


def test_a_note_beside_the_table_is_named_and_left_alone(small: Content) -> None:
    draft = edited(small, lambda book: book["评选"].cell(4, 9, "待核"))  # type: ignore[arg-type,return-value]
    assert [str(each).partition("；")[0] for each in draft.problems] == [
        "a.xlsx[评选]:4:9: 警告[stray-cell] 工作表“评选”I4：填在了没有列名的一列，没有读：“待核”"
    ]
    assert draft.text


def test_a_foreign_sheet_is_named_and_left_alone(small: Content) -> None:
    draft = edited(small, lambda book: book.create_sheet("随手记").append(["x"]))
    assert [str(problem).split("；")[0] for problem in draft.problems] == [
        "a.xlsx:1:1: 警告[sheet-unknown] “随手记”不是台账的工作表，没有读"
    ]
    assert draft.text


def with_macro(raw: bytes) -> bytes:
    made = io.BytesIO(raw)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return made.getvalue()


def damaged(raw: bytes) -> bytes:
    """A sheet whose bytes were changed on the way."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
    return made.getvalue().replace(b"<sheetData>", b"<sheetdata>", 1)


def with_vast_merge(raw: bytes) -> bytes:
    """The first sheet with all its cells selected and merged."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = text.replace(
                    b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                )
            new.writestr(part, text)
    return made.getvalue()


def other_workbook() -> bytes:
    raw = io.BytesIO()
    Workbook().save(raw)
    return raw.getvalue()


def test_files_that_are_no_ledger(small: Content) -> None:
    sound = workbook(small, small.plans["c"])
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    cases = [
        (b"no workbook", "xlsx-unreadable", "这不是 xlsx 或 ods 工作簿"),
        (b"", "xlsx-unreadable", "这不是 xlsx 或 ods 工作簿"),
        (sound[: len(sound) // 2], "package-broken", "这个工作簿不完整，可能已经损坏"),
        (locked, "encrypted", "这个工作簿加了打开密码，读不了"),
        (with_macro(sound), "macro", "工作簿里有宏（xl/vbaProject.bin），没有打开"),
        (with_vast_merge(sound), "merged-cells", "这个工作簿有一大片格子合并成了一格（A1:XFD1048576），没有打开"),
        (other_workbook(), "not-desk", "这不是本程序导出的宣传台账"),
        (bytes(20_000_001), "file-too-large", "这个工作簿超过 20 MB"),
    ]
    cases.append((damaged(sound), "package-broken", "这个工作簿不完整，可能已经损坏"))
    for raw, code, message in cases:
        draft = read("a.xlsx", raw, small)
        assert [(problem.code, problem.message) for problem in draft.problems] == [(code, message)]
        assert draft.text == "" and draft.problems[0].hint


def test_a_workbook_of_another_site(small: Content, own: Content) -> None:
    draft = read("a.xlsx", workbook(own, own.plans["demo-hundred-days"]), small)
    assert [problem.message for problem in draft.problems] == ["没有编号为“demo-hundred-days”的宣传活动"]


# -- the commands -------------------------------------------------------------------------------------------------------------------


def test_export_and_import_as_commands(root: Path) -> None:
    book, text = root / "宣传台账.xlsx", root / "out.yml"
    assert plan("export", "c", "--root", root, "--to", "xlsx", "-o", book).output == f"已写出 {book}\n"
    done = plan("import", book, "--root", root, "-o", text)
    assert (
        done.output == f"已写出 {text}：投稿 2 条、媒体报道 2 条、评选 1 条、评选日程 1 条、作品 1 条、月末材料 1 条\n"
    )
    assert plan("import", book, "--root", root).output == text.read_text(encoding="utf-8")


def test_the_campaigns_folder_never_holds_an_entry_twice(root: Path) -> None:
    book, folder = root / "a.xlsx", root / "plans/campaign-data/c"
    assert plan("export", "c", "--root", root, "--to", "xlsx", "-o", book).exit_code == 0
    refused = plan("import", book, "--root", root, "-o", folder / "new.yaml")
    sentence = "plans/campaign-data/c/all.yaml 里登着同一批内容，会登记两遍；用 --in-place 改回原来的文件；什么也没有写"
    assert (refused.exit_code, refused.output) == (1, f"错误：{sentence}\n")
    assert not (folder / "new.yaml").exists()
    assert plan("import", book, "--root", root, "-o", folder / "all.yaml").exit_code == 0
    assert plan("check", "--root", root, "--strict").output == "没有发现问题\n"
    assert plan("export", "c", "--root", root, "--to", "xlsx", "-o", root / "b.xlsx").exit_code == 0
    assert (root / "b.xlsx").read_bytes() == book.read_bytes()


def test_a_bad_workbook_leaves_the_old_file_alone(root: Path) -> None:
    (root / "bad.xlsx").write_bytes(b"x")
    (root / "out.yml").write_text("old", encoding="utf-8")
    done = plan("import", root / "bad.xlsx", "--root", root, "-o", root / "out.yml")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "bad.xlsx:1:1: 错误[xlsx-unreadable] 这不是 xlsx 或 ods 工作簿；旧的 xls、et 文件先用 Excel 或 WPS 另存为 xlsx",
        "错误：1 处错误，0 处警告；什么也没有写",
    ]
    assert (root / "out.yml").read_text(encoding="utf-8") == "old"
    assert plan("import", root / "none.xlsx", "--root", root).output == f"错误：没有这个文件：{root / 'none.xlsx'}\n"


# -- back into the files ------------------------------------------------------------------------------------------------------------

FIRST = """\
# 十月的台账
materials_duty: month-end

# 投稿
submissions:
  - {id: s08, unit: 外科, date: 2026-10-20, title: 日间手术, authors: [甲, 乙]}   # 已核
  # 补交的
  - id: s09
    unit: nursing
    date: 2026年11月2日
    month: 2026-10
    title: "回访"
    stages:
      - {name: 采用, date: 2026-11-03, where: 院报}   # 第9期
      - {name: 择优上报, date: 2026-11}
materials:
  - {unit: 外科, month: 2026-10, date: 2026-10-30, videos: 0, photos: 4}
"""
SECOND = """\
submissions:
- id: s10
  unit: 护理部
  date: "2026-11-10"
  title: 十一月的稿

# 报道一家一条
coverage:
- {id: c1, outlet: 市日报, level: 市级, date: 2026-10-22, title: 日间手术, story: s08}
- {id: c2, outlet: tv, date: 2026-10-23, title: 别的}
"""
FOLDER = "plans/campaign-data/c"


@pytest.fixture
def office(root: Path) -> Path:
    """The campaign with two files of ledgers, one of them from Windows, and the workbook exported from them."""
    (root / FOLDER / "all.yaml").unlink()
    (root / FOLDER / "a.yaml").write_bytes(FIRST.encode())
    (root / FOLDER / "b.yaml").write_bytes(b"\xef\xbb\xbf" + SECOND.replace("\n", "\r\n").encode())
    assert plan("check", "--root", root, "--strict").output == "没有发现问题\n"
    assert plan("export", "c", "--root", root, "--to", "xlsx", "-o", root / "book.xlsx").exit_code == 0
    return root


def typed_in(root: Path, edit: Callable[[Workbook], object]) -> None:
    book = openpyxl.load_workbook(root / "book.xlsx")
    edit(book)
    book.save(root / "book.xlsx")


def held(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / FOLDER).glob("*.yaml"))}


def put_back(root: Path, *more: str) -> Result:
    return plan("import", root / "book.xlsx", "--root", root, "--in-place", *more)


def new_row(book: Workbook, sheet: str, row: int, *values: object) -> None:
    for place, value in enumerate(values, 2):
        book[sheet].cell(row, place, value)  # type: ignore[arg-type]


def test_an_unchanged_workbook_changes_no_byte(office: Path) -> None:
    before = held(office)
    done = put_back(office)
    assert (done.exit_code, done.output) == (0, "台账和文件里说的一样，没有改动\n")
    typed_in(office, lambda book: book.active)  # saved by another program
    assert put_back(office, "--delete").output == "台账和文件里说的一样，没有改动\n"
    assert held(office) == before


def shuffled(book: Workbook) -> None:
    """The columns of every sheet the other way round, with one between them that is not ours, and a sheet of the office's own."""
    for shape in SHAPES:
        sheet = book[shape.title]
        rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        for row, values in enumerate(rows, 3):
            own = "领导批示" if row == 3 else "已阅" if any(values) else None
            for place, value in enumerate([*reversed(values[1:]), own, values[0]], 1):
                sheet.cell(row, place).value = value  # type: ignore[assignment]
    book.create_sheet("随手记")["A1"] = "下月再说"


def test_columns_are_found_by_their_names_in_any_order(office: Path) -> None:
    before = held(office)
    typed_in(office, shuffled)
    done = put_back(office, "--delete")
    assert (done.exit_code, held(office)) == (0, before), done.output
    assert done.output.count("“领导批示”不是台账的列，没有读，照样留在表里") == len(SHAPES)
    assert "“随手记”不是台账的工作表，没有读" in done.output

    def change(book: Workbook) -> None:
        heads = [cell.value for cell in book["投稿"][3]]
        book["投稿"].cell(4, heads.index("题目") + 1, "日间手术当天回家")

    typed_in(office, change)
    assert f"{FOLDER}/a.yaml：修改 1 条" in put_back(office, "--delete").output
    assert held(office)["a.yaml"] == before["a.yaml"].replace(
        "title: 日间手术,".encode(), "title: 日间手术当天回家,".encode()
    )


def test_a_column_that_is_gone_says_nothing(office: Path) -> None:
    """Every column that may be left out, of every sheet at once: nothing that the files say is lost with it."""
    before = held(office)

    def less(book: Workbook) -> None:
        for shape in SHAPES:
            for place in range(len(shape.columns), 0, -1):
                if not shape.columns[place - 1].required:
                    book[shape.title].delete_cols(place + 1)

    typed_in(office, less)
    done = put_back(office, "--delete")
    assert (done.exit_code, done.output, held(office)) == (0, "台账和文件里说的一样，没有改动\n", before)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_one_sheet_as_csv(office: Path, encoding: str) -> None:
    """As Chinese Excel saves it: rows are changed and added, nothing of what is not there is taken for deleted."""
    before = held(office)
    lines = (
        "编号,科室,投稿日期,题目,作者\ns08,外科,2026/10/20,日间手术当天回家,甲、乙\n,护理部,11月12日,十一月的另一篇,\n"
    )
    (office / "投稿.csv").write_bytes(lines.encode(encoding))
    done = plan("import", office / "投稿.csv", "--root", office, "--in-place")
    assert done.exit_code == 0, done.output
    assert f"{FOLDER}/a.yaml：修改 1 条\n{FOLDER}/b.yaml：新增 1 条\n" in done.output
    after = held(office)
    assert after["a.yaml"] == before["a.yaml"].replace("title: 日间手术,".encode(), "title: 日间手术当天回家,".encode())
    added = yaml.safe_load(after["b.yaml"].decode("utf-8-sig"))["submissions"][-1]
    assert (str(added["date"]), added["title"]) == ("2026-11-12", "十一月的另一篇")


def test_what_an_office_types_for_numbers_and_dates(office: Path) -> None:
    def edit(book: Workbook) -> None:
        new_row(book, "月末材料", 5, "护理部", "10月", "10.31", "2个", "４幅", "—")
        new_row(book, "投稿", 7, "外科", 46336, "数成了日期的数")

    typed_in(office, edit)
    assert put_back(office).exit_code == 0
    assert (
        b"{unit: \xe6\x8a\xa4\xe7\x90\x86\xe9\x83\xa8, month: 2026-10, date: 2026-10-31, videos: 2, photos: 4}"
        in held(office)["a.yaml"]
    )
    added = yaml.safe_load(held(office)["b.yaml"].decode("utf-8-sig"))["submissions"][-1]
    assert (str(added["date"]), added["title"]) == ("2026-11-10", "数成了日期的数")


def test_a_csv_that_is_no_ledger_or_of_nobody(office: Path) -> None:
    (office / "a.csv").write_text("姓名,电话\n甲,1\n", encoding="utf-8")
    assert "这不是宣传台账的一张表；第一行写列名" in plan("import", office / "a.csv", "--root", office).output
    (office / "b.csv").write_text("科室,投稿日期,题目\n外科,2026-11-01,无编号\n", encoding="utf-8")
    assert "没有隐藏的“编号”一列" in plan("import", office / "b.csv", "--root", office).output
    assert "没有编号为“d”的宣传活动" in plan("import", office / "b.csv", "--root", office, "--campaign", "d").output


def test_a_file_behind_a_link_is_changed_where_it_lies(office: Path) -> None:
    name, real = office / FOLDER / "a.yaml", office / "kept.yaml"
    name.rename(real)
    name.symlink_to(real)
    typed_in(office, lambda book: book["投稿"].__setitem__("D4", "日间手术：当天回家"))
    assert put_back(office).output == f"{FOLDER}/a.yaml：修改 1 条\n"
    assert name.is_symlink()
    assert "日间手术：当天回家" in real.read_text(encoding="utf-8")


def test_every_row_goes_back_to_its_file(office: Path) -> None:
    def edit(book: Workbook) -> None:
        stories, reports = book["投稿"], book["媒体报道"]
        stories["D4"], stories["F4"] = "日间手术：当天回家", "丙、乙"
        stories["H5"], stories["M5"] = date(2026, 11, 4), "市卫生健康委员会"
        stories["L5"] = date(2026, 11, 20)
        new_row(book, "投稿", 7, "外科", date(2026, 11, 12), "新的一篇", None, "丁", None, date(2026, 11, 13), "院报")
        reports["C4"], reports["E5"] = None, "别的：改"
        new_row(book, "月末材料", 5, "护理部", "2026-10", date(2026, 10, 31), None, 0)

    typed_in(office, edit)
    done = put_back(office)
    assert (done.exit_code, done.output) == (
        0,
        """\
plans/campaign-data/c/a.yaml：新增 1 条、修改 2 条
plans/campaign-data/c/b.yaml：新增 1 条、修改 2 条
新登的放进同一张表里日期最近的一条所在的文件，排在最后
""",
    )
    first, second = held(office).values()
    assert (
        first.decode()
        == """\
# 十月的台账
materials_duty: month-end

# 投稿
submissions:
  - {id: s08, unit: 外科, date: 2026-10-20, title: 日间手术：当天回家, authors: [丙, 乙]}   # 已核
  # 补交的
  - id: s09
    unit: nursing
    date: 2026年11月2日
    month: 2026-10
    title: "回访"
    stages:
      - {name: 采用, date: 2026-11-04, where: 院报}   # 第9期
      - {name: 择优上报, date: 2026-11}
      - {name: 上级采用, date: 2026-11-20, where: 市卫生健康委员会}
materials:
  - {unit: 外科, month: 2026-10, date: 2026-10-30, videos: 0, photos: 4}
  - {unit: 护理部, month: 2026-10, date: 2026-10-31, photos: 0}
"""
    )
    assert (
        second.decode()
        == "\ufeff"
        + """\
submissions:
- id: s10
  unit: 护理部
  date: "2026-11-10"
  title: 十一月的稿
- id: s11
  unit: 外科
  date: 2026-11-12
  title: 新的一篇
  authors: [丁]
  stages:
  - name: 采用
    date: 2026-11-13
    where: 院报

# 报道一家一条
coverage:
- {id: c1, outlet: 市日报, date: 2026-10-22, title: 日间手术, story: s08}
- {id: c2, outlet: tv, date: 2026-10-23, title: 别的：改}
""".replace("\n", "\r\n")
    )
    assert plan("check", "--root", office, "--strict").output == "没有发现问题\n"
    assert plan("export", "c", "--root", office, "--to", "xlsx", "-o", office / "book.xlsx").exit_code == 0
    assert put_back(office).output == "台账和文件里说的一样，没有改动\n"


def test_a_deleted_row_goes_only_when_it_is_said(office: Path) -> None:
    def edit(book: Workbook) -> None:
        book["投稿"].delete_rows(5)
        book["媒体报道"].delete_rows(5)
        book["月末材料"].delete_rows(4)

    before = held(office)
    typed_in(office, edit)
    names = "删除 3 条：投稿 s09 “回访”、媒体报道 c2 “别的”、月末材料“外科 2026-10”"
    refused = put_back(office)
    sentence = f"错误：台账里少了原有的行。{names}；确实要删就加上 --delete，不要删就把这几行填回去；什么也没有写\n"
    assert (refused.exit_code, refused.output) == (1, sentence)
    assert held(office) == before
    done = put_back(office, "--delete")
    counts = "plans/campaign-data/c/a.yaml：删除 2 条\nplans/campaign-data/c/b.yaml：删除 1 条\n"
    assert (done.exit_code, done.output) == (0, f"{counts}{names}\n")
    gone = FIRST[FIRST.index("  # 补交的") : FIRST.index("materials:\n")]
    assert held(office)["a.yaml"].decode() == FIRST.replace(gone, "").replace(
        "materials:\n  - {unit: 外科, month: 2026-10, date: 2026-10-30, videos: 0, photos: 4}\n", "materials: []\n"
    )
    assert held(office)["b.yaml"].decode().endswith("story: s08}\r\n")
    assert plan("check", "--root", office, "--strict").output == "没有发现问题\n"


def test_the_comment_at_the_head_of_a_list_stays_when_its_first_row_goes(office: Path) -> None:
    path = office / FOLDER / "a.yaml"
    noted = FIRST.replace("submissions:\n", "submissions:\n  # 十月的投稿，护理部汇总\n").replace("  # 补交的\n", "")
    path.write_text(noted, encoding="utf-8")
    typed_in(office, lambda book: (book["投稿"].delete_rows(4), book["媒体报道"].cell(4, 7, "")))
    assert put_back(office, "--delete").exit_code == 0
    gone = "  - {id: s08, unit: 外科, date: 2026-10-20, title: 日间手术, authors: [甲, 乙]}   # 已核\n"
    assert path.read_text(encoding="utf-8") == noted.replace(gone, "")


def test_several_rows_of_one_list_are_deleted(office: Path) -> None:
    third = "- {id: c3, outlet: tv, date: 2026-10-24, title: 又一条}\r\n"
    with (office / FOLDER / "b.yaml").open("ab") as file:
        file.write(third.encode())
    assert plan("export", "c", "--root", office, "--to", "xlsx", "-o", office / "book.xlsx").exit_code == 0
    typed_in(office, lambda book: book["媒体报道"].delete_rows(4, 2))
    assert put_back(office, "--delete").exit_code == 0
    assert held(office)["b.yaml"].decode().endswith(f"coverage:\r\n{third}")


def test_two_rounds_of_one_award_stay_two(office: Path) -> None:
    rounds = "rounds:\n  - {award: top10, nominate_by: 2026-10-16}\n  - {award: top10, nominate_by: 2026-11-16}\n"
    (office / FOLDER / "a.yaml").write_text(FIRST + rounds, encoding="utf-8")
    assert plan("export", "c", "--root", office, "--to", "xlsx", "-o", office / "book.xlsx").exit_code == 0
    assert put_back(office, "--delete").output == "台账和文件里说的一样，没有改动\n"
    typed_in(office, lambda book: book["评选日程"].cell(5, 3, date(2026, 11, 20)))
    assert put_back(office, "--delete").output == "plans/campaign-data/c/a.yaml：修改 1 条\n"
    assert held(office)["a.yaml"].decode() == FIRST + rounds.replace("2026-11-16", "2026-11-20")


def test_rows_sorted_by_the_office_do_not_move_in_the_files(office: Path) -> None:
    def edit(book: Workbook) -> None:
        rows = [[cell.value for cell in row] for row in book["投稿"].iter_rows(min_row=4, max_row=6)]
        for row, values in enumerate(reversed(rows), 4):
            for place, value in enumerate(values, 1):
                book["投稿"].cell(row, place).value = value

    before = held(office)
    typed_in(office, edit)
    assert put_back(office).output == "台账和文件里说的一样，没有改动\n"
    assert held(office) == before


def test_what_came_into_the_files_meanwhile_stays(office: Path) -> None:
    """A story entered and a title mended after the export: the workbook knows neither, and takes neither away."""
    mended = FIRST.replace('title: "回访"', 'title: "电话回访"').replace(
        "materials:\n", "  - {id: s11, unit: 外科, date: 2026-11-15, title: 后来的}\nmaterials:\n"
    )
    (office / FOLDER / "a.yaml").write_text(mended, encoding="utf-8")
    assert put_back(office, "--delete").output == "文件里有、导出台账时没有记下的 1 条没有动\n没有改动\n"
    typed_in(office, lambda book: new_row(book, "投稿", 7, "外科", date(2026, 11, 12), "新的一篇"))
    assert put_back(office).exit_code == 0
    assert held(office)["a.yaml"].decode() == mended.replace(
        "后来的}\n", "后来的}\n  - {id: s12, unit: 外科, date: 2026-11-12, title: 新的一篇}\n"
    )


def test_what_left_the_files_meanwhile_does_not_come_back(office: Path) -> None:
    path = office / FOLDER / "b.yaml"
    shorter = path.read_bytes().replace("- {id: c2, outlet: tv, date: 2026-10-23, title: 别的}\r\n".encode(), b"")
    path.write_bytes(shorter)
    assert put_back(office, "--delete").output == "台账里有、导出以后从文件里删去的 1 条没有再添\n没有改动\n"
    assert path.read_bytes() == shorter


# what the office typed, and what meanwhile happened to the files → what is said
CONFLICTS: dict[str, tuple[Callable[[Workbook], object], dict[str, tuple[str, str]], list[str]]] = {
    "both changed one entry": (
        lambda book: book["投稿"].cell(5, 4, "回访（一）"),
        {"a.yaml": ('"回访"', '"回访（二）"')},
        [
            "book.xlsx[投稿]:5:2: 错误[changed-since] 工作表“投稿”B5：这一条改过，导出以后文件里也改过（plans/campaign-data/c/a.yaml 第 8 行）；重新导出台账，在新的一份里改"
        ],
    ),
    "deleted in the workbook, changed in the file": (
        lambda book: book["投稿"].delete_rows(5),
        {"a.yaml": ('"回访"', '"回访（二）"')},
        [
            "plans/campaign-data/c/a.yaml:8:5: 错误[changed-since] 投稿 s09 “回访（二）”在台账里删去了，导出以后这里又改过；重新导出台账，看过再删"
        ],
    ),
    "changed in the workbook, deleted in the file": (
        lambda book: book["媒体报道"].cell(5, 5, "别的改"),
        {"b.yaml": ("- {id: c2, outlet: tv, date: 2026-10-23, title: 别的}\n", "")},
        [
            "book.xlsx[媒体报道]:5:2: 错误[changed-since] 工作表“媒体报道”B5：这一条改过，可导出以后它已从文件里删去；还要它就清空隐藏的 A 列当作新的登，不要就删去这一行"
        ],
    ),
    "a typed id that another file has": (
        lambda book: [book["投稿"].cell(7, 1, "s11"), new_row(book, "投稿", 7, "外科", date(2026, 11, 12), "新的一篇")],
        {"a.yaml": ("materials:\n", "  - {id: s11, unit: 外科, date: 2026-11-15, title: 后来的}\nmaterials:\n")},
        [
            "book.xlsx[投稿]:7:1: 错误[duplicate-id] 工作表“投稿”A7：投稿编号“s11”已经用在 plans/campaign-data/c/a.yaml 第 16 行；新登的一行把隐藏的 A 列清空，会自动编号"
        ],
    ),
    "a month both entered, differently": (
        lambda book: new_row(book, "月末材料", 5, "护理部", "2026-10", date(2026, 10, 31)),
        {"a.yaml": ("photos: 4}\n", "photos: 4}\n  - {unit: 护理部, month: 2026-10, date: 2026-10-30}\n")},
        [
            "book.xlsx[月末材料]:5:2: 错误[changed-since] 工作表“月末材料”B5：导出以后，这一条已经登进文件（plans/campaign-data/c/a.yaml 第 18 行），两处说的不同；重新导出台账，在新的一份里改"
        ],
    ),
    "an id typed twice": (
        lambda book: [book["投稿"].cell(7, 1, "s08"), new_row(book, "投稿", 7, "外科", date(2026, 11, 12), "新的一篇")],
        {},
        [
            "book.xlsx[投稿]:7:1: 错误[duplicate-id] 工作表“投稿”A7：投稿编号“s08”用了两次，前一次在 book.xlsx[投稿] 第 4 行；多半是复制整行时带来的；新登的一行把隐藏的 A 列清空"
        ],
    ),
    "merged cells": (
        lambda book: book["投稿"].merge_cells("C4:C6"),
        {},
        ["book.xlsx[投稿]:4:3: 错误[merged-cells] 工作表“投稿”C4：C4:C6 合并成了一格；取消合并，每一行都填上内容"],
    ),
    "a story and the title of a report that came meanwhile": (
        lambda book: new_row(book, "媒体报道", 6, "省卫视", None, date(2026, 11, 1), "新报道"),
        {"b.yaml": ("coverage:\n", "coverage:\n- {id: c7, outlet: tv, date: 2026-11-01, title: 新报道}\n")},
        [
            "plans/campaign-data/c/b.yaml:12:43: 错误[report-twice] 这篇报道登记了两次，前一次在 plans/campaign-data/c/b.yaml 第 9 行；删去一条"
        ],
    ),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_cannot_be_put_back_is_named_and_nothing_is_written(office: Path, case: str) -> None:
    edit, meanwhile, wanted = CONFLICTS[case]
    typed_in(office, edit)
    for name, (old, new) in meanwhile.items():
        path = office / FOLDER / name
        text = path.read_bytes().decode()
        end = "\r\n" if "\r\n" in text else "\n"
        assert old.replace("\n", end) in text
        path.write_bytes(text.replace(old.replace("\n", end), new.replace("\n", end)).encode())
    before = held(office)
    done = put_back(office, "--delete")
    assert done.exit_code == 1
    assert [line for line in done.output.splitlines() if "：错误" not in line and not line.startswith("错误：")][
        :1
    ] == wanted
    assert done.output.splitlines()[-1].endswith("；什么也没有写")
    assert held(office) == before


def test_the_same_change_on_both_sides_is_no_conflict(office: Path) -> None:
    typed_in(office, lambda book: book["投稿"].cell(5, 4, "电话回访"))
    (office / FOLDER / "a.yaml").write_text(FIRST.replace('"回访"', "电话回访"), encoding="utf-8")
    assert put_back(office).output == "台账和文件里说的一样，没有改动\n"


def test_a_workbook_without_marks_deletes_nothing(office: Path) -> None:
    """One exported before the marks were there: rows are taken as they are, and what has no row stays."""

    def edit(book: Workbook) -> None:
        book["planpress"].delete_cols(4, 3)
        book["投稿"].delete_rows(5)
        book["投稿"]["D4"] = "日间手术好"

    typed_in(office, edit)
    assert (
        put_back(office, "--delete").output
        == "plans/campaign-data/c/a.yaml：修改 1 条\n文件里有、导出台账时没有记下的 1 条没有动\n"
    )
    assert held(office)["a.yaml"].decode() == FIRST.replace("日间手术,", "日间手术好,")


def test_the_first_entries_of_a_list_begin_a_file(office: Path) -> None:
    typed_in(office, lambda book: new_row(book, "评选", 4, "十大创新亮点", "亮点", "外科", date(2026, 11, 2), 3, "是"))
    assert put_back(office).output.startswith("plans/campaign-data/c/nominations.yaml：新增 1 条\n")
    assert (
        held(office)["nominations.yaml"]
        .decode()
        .endswith(
            "nominations:\n  - {id: n001, award: top10, title: 亮点, unit: 外科, date: 2026-11-02, votes: 3, winner: 是}\n"
        )
    )
    assert held(office)["a.yaml"].decode() == FIRST


def test_a_file_that_cannot_be_written_leaves_the_others_alone(office: Path) -> None:
    """The second of two files cannot be written: the first has its old bytes again."""
    first, second = office / "first", office / "folder" / "second"
    first.write_bytes(b"old")
    (office / "folder").write_bytes(b"no folder")
    with pytest.raises(OSError):
        write_all({first: b"new", office / "third": b"new", second: b"new"})
    assert first.read_bytes() == b"old" and not (office / "third").exists()


def test_options_that_do_not_go_together(office: Path) -> None:
    book = office / "book.xlsx"
    assert plan("import", book, "--root", office, "--delete").output == "错误：--delete 只和 --in-place 一起用\n"
    assert (
        plan("import", book, "--root", office, "--in-place", "-o", office / "x.yml").output
        == "错误：--in-place 改回原来的文件，不能再用 -o 指定文件\n"
    )


def test_the_example_campaign_is_left_as_it_is(tmp_path: Path) -> None:
    """Exported and put back without a change, also by way of LibreOffice: every file of the real content keeps every byte."""
    for part in ("plans", "docs"):
        shutil.copytree(ROOT / part, tmp_path / part)
    book = tmp_path / "in" / "book.xlsx"
    assert plan("export", "demo-hundred-days", "--root", tmp_path, "--to", "xlsx", "-o", book).exit_code == 0
    assert (
        plan("import", book, "--root", tmp_path, "--in-place", "--delete").output == "台账和文件里说的一样，没有改动\n"
    )
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        [*office, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(book)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    done = plan("import", tmp_path / "book.xlsx", "--root", tmp_path, "--in-place", "--delete")
    assert (done.exit_code, done.output) == (0, "台账和文件里说的一样，没有改动\n")
    changed = openpyxl.load_workbook(tmp_path / "book.xlsx")
    changed["投稿"]["D10"] = "改过的题目"
    changed.save(tmp_path / "book.xlsx")
    folder = "plans/campaign-data/demo-hundred-days"
    assert (
        plan("import", tmp_path / "book.xlsx", "--root", tmp_path, "--in-place").output
        == f"{folder}/submissions.yaml：修改 1 条\n"
    )
    for path in sorted((ROOT / "plans").rglob("*.yaml")):
        before, after = (
            path.read_text(encoding="utf-8"),
            (tmp_path / path.relative_to(ROOT)).read_text(encoding="utf-8"),
        )
        differing = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
        assert len(differing) == (path.name == "submissions.yaml" and "campaign-data" in path.as_posix()), path


# -- new entries ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("update", "docs/updates/new-1/index.md"),
        ("submission", "plans/campaign-data/c/new-1.yaml"),
        ("coverage", "plans/campaign-data/c/new-1.yaml"),
    ],
)
def test_what_new_writes_passes_the_check(root: Path, kind: str, path: str) -> None:
    before = (root / "plans/campaign-data/c/all.yaml").read_bytes()
    done = plan("new", kind, "new-1", "--root", root)
    assert (done.exit_code, done.output) == (0, f"已建好 {root / path}，填好后运行 plan check\n")
    assert plan("check", "--root", root, "--strict").output == "没有发现问题\n"
    assert plan("new", kind, "new-2", "--root", root).exit_code == 0
    assert plan("check", "--root", root, "--strict").output == "没有发现问题\n"
    assert (root / "plans/campaign-data/c/all.yaml").read_bytes() == before
    content, _ = look_over(root, DAY)
    ids = {"update": list(content.updates), "submission": [each.id for each in entries(content, "c")["submissions"]]}
    ids["coverage"] = [each.id for each in entries(content, "c")["coverage"]]  # type: ignore[attr-defined]
    assert [each for each in ids[kind] if each.startswith("new")] == ["new-1", "new-2"]


@pytest.mark.parametrize(
    "line",
    [
        "# plans: [方案或活动的编号]",
        "# kind: 图片",
        "# authors: [姓名]",
        "# month: 2026-11",
        "# stages:",
        "# place: 第几版或哪个栏目",
    ],
)
def test_what_the_comments_offer_can_be_used(root: Path, line: str) -> None:
    """A comment taken away leaves a line the check understands."""
    for kind in ("update", "submission", "coverage"):
        assert plan("new", kind, f"x-{kind}", "--root", root).exit_code == 0
    texts = [root / "docs/updates/x-update/index.md", *sorted((root / "plans/campaign-data/c").glob("x-*.yaml"))]
    for path in texts:
        text = path.read_text(encoding="utf-8")
        bare = line.removeprefix("# ").replace("方案或活动的编号", "c")
        if line == "# stages:":
            text = text.replace("    # stages:", "    stages:").replace("    #   - {name", "      - {name")
        path.write_text(text.replace(line, bare), encoding="utf-8")
    content, problems = look_over(root, DAY)
    assert problems == ()
    assert len(content.publicity) == 3


def test_a_new_campaign_is_issued_by_the_own_house_and_its_comments_can_be_used(root: Path) -> None:
    (root / "plans/site.yaml").write_text("home: 甲医院\n", encoding="utf-8")
    assert plan("new", "campaign", "winter", "--root", root).exit_code == 0
    path = root / "plans/winter.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nissuer: 甲医院\n" in text
    assert plan("check", "--root", root, "--strict").output == "没有发现问题\n"
    for key in ("quota", "awards", "recurring"):
        text = text.replace(f"# {key}:", f"{key}:")
    path.write_text(
        text.replace("\n#   - {", "\n  - {").replace("[宣传科]", "[外科]").replace("[各科室]", "[外科]"),
        encoding="utf-8",
    )
    content, problems = look_over(root, DAY)
    assert problems == ()
    winter = content.plans["winter"]
    assert (winter.issuer, len(winter.quota), winter.awards[0].max_winners, len(winter.recurring)) == ("h", 1, 10, 1)


def test_new_entries_need_a_campaign_and_a_free_id(root: Path) -> None:
    assert (
        plan("new", "submission", "s08", "--root", root).output
        == "错误：编号“s08”在“百日宣传”的台账里已经用了，换一个\n"
    )
    assert (
        plan("new", "submission", "s1", "--root", root, "--campaign", "d").output
        == "错误：没有编号为“d”的宣传活动；用 --campaign 写明是哪一个：c\n"
    )
    (root / "plans/d.yaml").write_text(PLAN.replace("id: c\n", "id: d\n"), encoding="utf-8")
    assert (
        plan("new", "coverage", "c9", "--root", root).output
        == "错误：宣传活动不止一个；用 --campaign 写明是哪一个：c、d\n"
    )
    assert plan("new", "coverage", "c9", "--root", root, "--campaign", "d").exit_code == 0
    assert (root / "plans/campaign-data/d/c9.yaml").is_file()
    assert plan("new", "update", "../evil", "--root", root).exit_code == 1
    assert (
        plan("new", "update", "u1", "--root", root, "--campaign", "c").output
        == "错误：--campaign 只用于 submission 和 coverage\n"
    )


def test_new_entries_need_registers(root: Path) -> None:
    (root / "plans/campaign-data/c/all.yaml").unlink()
    (root / "plans/registry/outlets.yaml").unlink()
    assert (
        plan("new", "coverage", "c1", "--root", root).output
        == "错误：媒体名册是空的，先登记在 plans/registry/outlets.yaml\n"
    )
    (root / "plans/c.yaml").unlink()
    assert plan("new", "submission", "s1", "--root", root).exit_code == 1
