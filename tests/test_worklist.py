"""任务分解表.xlsx: what is in it, that it comes back exactly, also through LibreOffice, what it changes, and every fault by sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import second_office
from click.testing import CliRunner, Result
from openpyxl.workbook import Workbook
from test_form_template import typed_in_libreoffice

from campaign.checks import look_over
from campaign.cli import main
from campaign.cli.keeping import text_of
from campaign.content import Content
from campaign.exporters.worklist import workbook
from campaign.importers.worklist import FilledWorklist, read
from campaign.leaves.dates import Moment
from campaign.views.worklist import of_month, of_plan, of_unit
from campaign.workbooks.worklist import SHEETS

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
TASKS, INDICATORS = SHEETS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return second_office.written(tmp_path / "office")


def content_of(root: Path) -> Content:
    return look_over(root, DAY)[0]


def exported(root: Path, plan: str = "river-care") -> Workbook:
    content = content_of(root)
    return openpyxl.load_workbook(io.BytesIO(workbook(of_plan(content, content.plans[plan]), content.as_of)))


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def back(root: Path, book: Workbook | bytes) -> FilledWorklist:
    raw = book if isinstance(book, bytes) else packed(book)
    return read("a.xlsx", raw, content_of(root), partial(text_of, root))


def place(book: Workbook, sheet: str, title: str, row: int) -> str:
    """The cell of a column by its name, in the row'th row of entries."""
    heads = {cell.value: cell.column_letter for cell in book[sheet][3]}
    return f"{heads[title]}{3 + row}"


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_what_is_in_it(root: Path) -> None:
    """A row a task and unit, heads frozen with filters, lying on paper with its head on every page; ids and marks are hidden."""
    book = exported(root)
    assert book.sheetnames == ["任务分解表", "指标表", "planpress"] and book["planpress"].sheet_state == "veryHidden"
    for sheet in SHEETS:
        held = book[sheet.title]
        assert [cell.value for cell in held[3]] == ["编号", *(each.title for each in sheet.fields)]
        assert held.freeze_panes == "B4" and held.auto_filter.ref and held.column_dimensions["A"].hidden
        assert held.page_setup.orientation == "landscape" and held.print_title_rows == "$3:$3"
    rows = [[cell.value for cell in row][1:] for row in book["任务分解表"].iter_rows(min_row=4, max_row=7)]
    assert [(row[3], row[4], row[5]) for row in rows] == [
        ("分时段预约", "医政医管科", "负责"),
        ("分时段预约", "各医院", "参与"),
        ("门诊导诊", "澜川区人民医院", "负责"),
        ("门诊导诊", "宣传科", "参与"),
    ]
    assert (rows[0][6].date(), rows[0][7], rows[0][9]) == (date(2026, 12, 1), "临期", "已开一半。")


def test_a_unit_and_a_month(root: Path) -> None:
    content = content_of(root)
    nursing = of_unit(content, "lch-nursing")
    assert [(each.about, each.values["unit"]) for each in nursing.tasks] == [(("ward-care", "ward-booking"), "护理部")]
    assert [each.about for each in of_unit(content, "lc-medical").indicators] == [("river-care", "waiting")]
    december = of_month(content, Moment(2026, 12))
    assert {each.about for each in december.tasks} == {("river-care", "booking")} and not december.indicators
    done = plan("export", "2026-12", "--root", root, "--to", "xlsx", "-o", root / "m.xlsx")
    assert done.exit_code == 0 and (root / "m.xlsx").is_file()
    assert plan("export", "2026-03", "--root", root, "--to", "xlsx", "-o", root / "n.xlsx").exit_code == 1


def test_nothing_changed_is_nothing_to_do_for_any_plan(root: Path) -> None:
    """Every plan of both offices comes back as it went out."""
    for place_ in (root, ROOT):
        content = content_of(place_)
        for each in content.plans.values():
            book = workbook(of_plan(content, each), content.as_of)
            made = read("a.xlsx", book, content, partial(text_of, place_))
            assert (made.texts, made.changes, made.problems) == ({}, (), ()), each.id


# field of a sheet → what is typed into its first row, the file it changes, and what stands there afterwards
TAKEN = {
    ("tasks", "title"): ("错峰预约", "plans/river-care.yaml", "title: 错峰预约"),
    ("tasks", "due"): (date(2026, 12, 20), "plans/river-care.yaml", "due: 2026-12-20"),
    ("tasks", "unit"): ("宣传科", "plans/river-care.yaml", "responsibility: {lead: [宣传科], join: [各医院]}"),
    ("tasks", "role"): ("会同", "plans/river-care.yaml", "responsibility: {lead: [医政医管科], with: [各医院]}"),
    ("tasks", "done"): (date(2026, 11, 20), "plans/progress/river-care.yaml", "done: 2026-11-20"),
    ("tasks", "note"): ("=全开了", "plans/progress/river-care.yaml", "=全开了"),
    ("indicators", "name"): ("平均候诊时间", "plans/river-care.yaml", "name: 平均候诊时间"),
    ("indicators", "value"): (15, "plans/river-care.yaml", "targets: [{value: 15}]"),
    ("indicators", "due"): ("2026年12月", "plans/river-care.yaml", "due: 2026-12"),
    ("indicators", "current"): (17.5, "plans/progress/river-care.yaml", "date: 2026-10-31, value: 17.5"),
    ("indicators", "date"): (date(2026, 11, 15), "plans/progress/river-care.yaml", "2026-11-15"),
    ("indicators", "note"): ("系统导出", "plans/progress/river-care.yaml", "source: 系统导出"),
}


def test_every_field_that_is_taken_is_tried() -> None:
    assert set(TAKEN) == {(sheet.key, each.key) for sheet in SHEETS for each in sheet.fields if each.taken}


@pytest.mark.parametrize("field", TAKEN)
def test_a_field_goes_back_into_its_file(root: Path, field: tuple[str, str]) -> None:
    """What is typed stands in the file it belongs to, all else of the file as before; read once more, nothing is left to do."""
    typed, path, expected = TAKEN[field]
    sheet = next(each for each in SHEETS if each.key == field[0])
    title = next(each.title for each in sheet.fields if each.key == field[1])
    book = exported(root)
    cell = book[sheet.title][place(book, sheet.title, title, 2 if field[1] == "role" else 1)]
    cell.value = typed
    cell.data_type = "s" if isinstance(typed, str) else cell.data_type
    raw = packed(book)
    made = back(root, raw)
    assert made.problems == () and list(made.texts) == [path] and len(made.changes) == 1
    before = (root / path).read_text(encoding="utf-8").splitlines()
    after = made.texts[path].splitlines()
    assert expected in made.texts[path] and len(set(before) - set(after)) <= 1
    (root / path).write_text(made.texts[path], encoding="utf-8")
    assert look_over(root, DAY)[1] == ()
    assert back(root, raw).changes == ()


def test_units_come_and_go(root: Path) -> None:
    """A row below adds a unit, a row that is gone takes one off, which has to be confirmed; the bracket then follows the names."""
    book = exported(root)
    sheet = book["任务分解表"]
    sheet.delete_rows(7)
    for title, value in (("任务", "门诊导诊"), ("单位", "护理部"), ("分工", "配合")):
        sheet[place(book, "任务分解表", title, 4)].value = value
    (root / "a.xlsx").write_bytes(packed(book))
    refused = plan("import", root / "a.xlsx", "--root", root, "--in-place")
    assert refused.exit_code == 1 and "不再负责的：三年行动“门诊导诊”的宣传科" in refused.output
    done = plan("import", root / "a.xlsx", "--root", root, "--in-place", "--delete")
    assert done.exit_code == 0, done.output
    text = (root / "plans/river-care.yaml").read_text(encoding="utf-8")
    assert "responsibility: {lead: [澜川区人民医院], join: [护理部]}" in text


def test_a_new_file_of_reports(root: Path) -> None:
    book = exported(root, "ward-care")
    book["任务分解表"][place(book, "任务分解表", "办结日期", 1)].value = "2026年11月20日"
    (root / "a.xlsx").write_bytes(packed(book))
    shown = plan("import", root / "a.xlsx", "--root", root)
    assert "办结日期：（空） → 2026-11-20" in shown.output and not (root / "plans/progress/ward-care.yaml").exists()
    assert plan("import", root / "a.xlsx", "--root", root, "--in-place").exit_code == 0
    assert content_of(root).progress["ward-care"].tasks[0].done == Moment(2026, 11, 20)


def test_what_changed_in_the_files_meanwhile(root: Path) -> None:
    """What only the files changed stays; what both changed differently is told by cell, and nothing is done."""
    book = exported(root)
    path = root / "plans/river-care.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("due: 2026-12-01", "due: 2026-12-05"), encoding="utf-8")
    assert back(root, book).changes == ()
    book["任务分解表"][place(book, "任务分解表", "期限", 1)].value = date(2026, 12, 9)
    made = back(root, book)
    assert made.texts == {} and "；".join(map(str, made.problems)) == (
        "a.xlsx[任务分解表]:4:8: 错误[changed-since] 工作表“任务分解表”H4：“期限”这里改成“2026-12-09”，导出以后文件里也改过，"
        "现在是“2026-12-05”；重新导出，在新的一份里改"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("2026-12-05", "2026-12-09"), encoding="utf-8")
    assert back(root, book).changes == ()


def test_columns_are_found_by_name(root: Path) -> None:
    """A column of the office's own, and one moved, are no fault; one that is missing is not read. All of it is told."""
    book = exported(root)
    sheet = book["任务分解表"]
    sheet[place(book, "任务分解表", "备注", 1)].value = "改了"
    sheet.insert_cols(3)
    sheet["C3"] = "联系人"
    book["指标表"].delete_cols(5)
    made = back(root, book)
    assert [each.after for each in made.changes] == ["改了"]
    assert [(each.severity, each.code) for each in made.problems] == [
        ("warning", "column-unknown"),
        ("warning", "column-missing"),
    ]


def spoilt(title: str, value: object, row: int = 1, sheet: str = "任务分解表") -> Callable[[Workbook], None]:
    def spoil(book: Workbook) -> None:
        book[sheet][place(book, sheet, title, row)].value = value

    return spoil


def twice(book: Workbook) -> None:
    spoilt("期限", "2026-12-02")(book)
    spoilt("期限", "2026-12-03", 2)(book)


def copied(book: Workbook) -> None:
    for at, cell in enumerate(list(book["任务分解表"][4]), 1):
        book["任务分解表"].cell(9, at).value = cell.value


BAD: dict[str, tuple[Callable[[Workbook], None], str]] = {
    "two rows of a task say different days": (twice, "said-twice] 工作表“任务分解表”H4："),
    "a copied row": (copied, "duplicate-id] 工作表“任务分解表”A9："),
    "no date": (spoilt("期限", "年底"), "bad-date] 工作表“任务分解表”H4："),
    "a formula": (spoilt("备注", "=A1"), "formula] 工作表“任务分解表”K4："),
    "no number": (spoilt("最近的数", "约18", sheet="指标表"), "bad-number] 工作表“指标表”K4："),
    "a number without its day": (spoilt("数据日期", None, sheet="指标表"), "missing] 工作表“指标表”L4："),
    "a unit nobody knows": (spoilt("单位", "护里部"), "unit-unknown] 工作表“任务分解表”F4："),
    "no unit": (spoilt("单位", None), "missing] 工作表“任务分解表”F4："),
    "a role nobody knows": (spoilt("分工", "领导"), "bad-word] 工作表“任务分解表”G4："),
    "an empty title": (spoilt("任务", None), "missing] 工作表“任务分解表”E4："),
    "a task nobody knows": (spoilt("任务", "新任务", 5), "task-unknown] 工作表“任务分解表”E8："),
    "a new indicator": (spoilt("指标", "新指标", 2, "指标表"), "row-unknown] 工作表“指标表”B5："),
    "a merged cell": (lambda book: book["任务分解表"].merge_cells("E4:E5"), "merged-cells] 工作表“任务分解表”E5："),
    "a sheet that is gone": (lambda book: book.remove(book["指标表"]), "sheet-missing]"),
    "no marks": (lambda book: setattr(book["planpress"]["A1"], "value", "x"), "not-worklist]"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_named_by_its_cell_and_nothing_is_done(root: Path, name: str) -> None:
    spoil, expected = BAD[name]
    book = exported(root)
    spoil(book)
    made = back(root, book)
    assert made.texts == {} and made.changes == ()
    assert any(f"错误[{expected}" in str(each) for each in made.problems), [str(each) for each in made.problems]


def test_typed_in_libreoffice(root: Path, tmp_path: Path) -> None:
    """A workbook that LibreOffice opened, typed into and saved is read back exactly."""
    book = exported(root)
    typed = {
        place(book, "任务分解表", "备注", 1): "办了三分之二",
        place(book, "任务分解表", "期限", 3): "2026-12-25",
    }
    content = content_of(root)
    raw = workbook(of_plan(content, content.plans["river-care"]), content.as_of)
    made = back(root, typed_in_libreoffice(raw, typed, tmp_path))
    assert made.problems == ()
    assert {(each.title, each.before, each.after) for each in made.changes} == {
        ("备注", "已开一半。", "办了三分之二"),
        ("期限", "", "2026-12-25"),
    }
