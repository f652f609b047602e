"""Everything that can be wrong with a form or a submission, and the exact file, line and column (sheet and cell in Excel) the author is told."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from form_samples import LOWER, UPPER, problems, sheet, write

from campaign.checks import look_over
from campaign.exporters.form_template import template
from campaign.workbooks.forms import without_unit

A, B = "plans/forms/data/a.yaml", "plans/forms/data/b.yaml"
CSV = "plans/forms/data/a.csv"
GOOD = sheet("甲医院", "2016-10", "num: 5; den: 10")

CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    # -- figures
    "text in a number cell": (
        {A: sheet("甲医院", "2016-10", "cases: 约5")},
        [f"{A}:7:3: 错误[text-in-number] “例数”应填数，填的是“约5”"],
    ),
    "a number with its unit": (
        {A: sheet("甲医院", "2016-10", "time: 30分钟")},
        [f"{A}:7:3: 错误[text-in-number] “平均时间”应填数，填的是“30分钟”"],
    ),
    "a number for yes or no": (
        {A: sheet("甲医院", "2016-10", "surgery: 1")},
        [f"{A}:7:3: 错误[bad-yesno] “是否手术”应填 是 或 否，填的是“1”"],
    ),
    "a negative number": (
        {A: sheet("甲医院", "2016-10", "cases: -3")},
        [f"{A}:7:3: 错误[negative] “例数”不能是负数，填的是“-3”"],
    ),
    "half a case": (
        {A: sheet("甲医院", "2016-10", "cases: 2.5")},
        [f"{A}:7:3: 错误[not-whole] “例数”应是整数，填的是“2.5”"],
    ),
    "a formula typed as text": (
        {A: sheet("甲医院", "2016-10", "cases: =2+3")},
        [f"{A}:7:3: 错误[formula] “例数”是公式，不会计算"],
    ),
    "a rate above 100 %": (
        {A: sheet("县局", "2016-10", "share: 120%", form="upper")},
        [f"{A}:7:3: 错误[rate-above-100] “开展手术的，占二级医院比例（%）”比率不会超过 100%，填的是“120%”"],
    ),
    "a rate that is computed": (
        {A: sheet("甲医院", "2016-10", "rate: 50")},
        [f"{A}:7:3: 错误[computed-field] “预约率”由程序按分子、分母算出"],
    ),
    "a typed rate that is not the computed one": (
        {A: sheet("县局", "2016-10", "orgs_t2: 1; share: 49.5", form="upper")},
        [f"{A}:8:3: 错误[rate-differs] “开展手术的，占二级医院比例（%）”填的是 49.5，按分子、分母算得 50.00"],
    ),
    "numerator above denominator": (
        {A: sheet("甲医院", "2016-10", "num: 11; den: 10")},
        [f"{A}:7:3: 错误[num-above-den] “预约率”分子大于分母（100 × 11 ÷ 10），超过 100%"],
    ),
    "more hospitals than the registry has": (
        {A: sheet("县局", "2016-10", "orgs_t2: 3", form="upper")},
        [f"{A}:7:3: 错误[num-above-den] “开展手术的，占二级医院比例（%）”分子大于分母（100 × 3 ÷ 2），超过 100%"],
    ),
    "only a numerator": (
        {A: sheet("甲医院", "2016-10", "num: 5")},
        [f"{A}:7:3: 警告[rate-half] “预约率”只填了分子或分母，率算不出"],
    ),
    "an unknown field": (
        {A: sheet("甲医院", "2016-10", "numm: 5")},
        [f"{A}:7:3: 错误[field-unknown] “医院报表”没有编号为“numm”的栏目"],
    ),
    "a broken rule": (
        {A: sheet("甲医院", "2016-10", "surgery: 否; cases: 4")},
        [f"{A}:8:3: 错误[form-rule] L-01 没有手术却有例数（4 和 0）"],
    ),
    # -- whose, when
    "an unknown form": (
        {A: GOOD.replace("form: lower", "form: lowr")},
        [f"{A}:1:1: 错误[form-unknown] 没有编号为“lowr”的表"],
    ),
    "an unknown unit": (
        {A: sheet("戊医院", "2016-10", "num: 5; den: 10")},
        [f"{A}:2:1: 错误[unit-unknown] 单位“戊医院”不在单位名册里"],
    ),
    "a unit that does not report this form": (
        {A: sheet("县局", "2016-10", "num: 5; den: 10")},
        [f"{A}:2:1: 错误[reporter-unknown] “县局”不填“医院报表”"],
    ),
    "a period the form does not have": (
        {A: sheet("甲医院", "2017-01", "num: 5; den: 10", on="2017-02-01")},
        [f"{A}:3:1: 错误[period-unknown] “医院报表”没有 2017-01 这一期"],
    ),
    "a unit not open yet": (
        {A: sheet("丙医院", "2016-10", "num: 5; den: 10")},
        [f"{A}:2:1: 错误[unit-not-active] “丙医院”在 2016-10 已停用或尚未启用"],
    ),
    "a unit closed mid-period": (
        {A: sheet("丁医院", "2016-11", "num: 5; den: 10", on="2016-12-01")},
        [f"{A}:2:1: 警告[unit-closed-midway] “丁医院”在 2016-11 期中停用，这份表保留，但不计入应报"],
    ),
    "reported before the period": (
        {A: sheet("甲医院", "2016-10", "num: 5; den: 10", on="2016-09-30")},
        [f"{A}:4:1: 错误[reported-early] 填报时间 2016-09-30 早于报告期 2016-10"],
    ),
    "reported in the future": (
        {A: sheet("甲医院", "2016-10", "num: 5; den: 10", on="2017-03-01")},
        [f"{A}:4:1: 警告[reported-in-future] 填报时间 2017-03-01 晚于数据截至日期 2017-02-01"],
    ),
    "an outdated template": (
        {A: GOOD.replace('version: "2"', 'version: "1"')},
        [f"{A}:5:1: 错误[template-outdated] 用的是第 1 版模板，“医院报表”现在是第 2 版"],
    ),
    "two submissions for one unit and period": (
        {A: GOOD, B: sheet("甲医院", "2016-10", "num: 6; den: 10", on="2016-11-07")},
        [f"{B}:1:1: 错误[submitted-twice] “甲医院”2016-10 的“医院报表”已经有一份（{A}）"],
    ),
    "a correction of nothing": (
        {A: sheet("甲医院", "2016-10", "num: 5; den: 10", on="2016-11-07", extra="replaces: 2016-11-01\n")},
        [f"{A}:6:1: 错误[nothing-replaced] 没有“甲医院”在 2016-11-01 报的 2016-10 表可以更正"],
    ),
    "a mobile number in a public reason": (
        {
            A: GOOD,
            B: sheet(
                "甲医院",
                "2016-10",
                "num: 6; den: 10",
                on="2016-11-07",
                extra="replaces: 2016-11-05\nreason: 问 13812345678\n",
            ),
        },
        [f"{B}:7:1: 错误[private] 内容里有手机号，会随网页公开"],
    ),
    "a typed sum that is not the sum": (
        {
            "plans/registry/units.yaml": "units:\n  - {id: bureau, name: 县局, kind: department}\n  - {id: h1, name: 甲医院, kind: hospital, tier: 三级, parent: bureau}\n",
            A: sheet("甲医院", "2016-10", "num: 5; den: 10; cases: 8"),
            B: sheet("县局", "2016-10", "num: 4; den: 10; cases: 7", form="upper"),
        },
        [
            f"{B}:7:3: 错误[roll-up-differs] “三级医院预约率，预约数”填的是 4，应等于下级各表汇总的 5",
            f"{B}:9:3: 错误[roll-up-differs] “例数”填的是 7，不应小于下级各表汇总的 8",
        ],
    ),
    "an unknown key": (
        {A: GOOD + "note: 无\n"},
        [f"{A}:9:1: 错误[unknown-key] 不认识的项“note”"],
    ),
    "a full-width colon": (
        {A: GOOD.replace("unit:", "unit：")},
        [f"{A}:2:5: 错误[yaml-wide-colon] “unit”后面用了全角冒号“：”"],
    ),
    "a file of another kind": (
        {"plans/forms/data/a.docx": b"PK"},
        ["plans/forms/data/a.docx:1:1: 错误[format-unknown] 不认识这种文件（.docx），没有读"],
    ),
    # -- CSV
    "a word in a number column": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,num,den,cases\nlower,甲医院,2016-10,2016-11-05,2,5,10,五\n"},
        [f"{CSV}:2:8: 错误[text-in-number] “例数”应填数，填的是“五”"],
    ),
    "an unknown column": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,numm\nlower,甲医院,2016-10,2016-11-05,2,5\n"},
        [f"{CSV}:1:6: 错误[csv-column] 不认识第 6 列的名称“numm”"],
    ),
    "a column twice": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,cases,cases\nlower,甲医院,2016-10,2016-11-05,2,5,5\n"},
        [f"{CSV}:1:7: 错误[csv-column] 第 7 列的名称“cases”重复"],
    ),
    "a separator inside a number": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,cases\nlower,甲医院,2016-10,2016-11-05,2,1,200\n"},
        [f"{CSV}:2:7: 错误[csv-width] 这一行有 7 列，列名有 6 个"],
    ),
    "the second of two lines for one unit": (
        {
            CSV: "表,填报单位,报告期,填报时间,模板版本,cases\nlower,甲医院,2016-10,2016-11-05,2,1\nlower,甲医院,2016-10,2016-11-05,2,1\n"
        },
        [f"{CSV}:3:1: 错误[submitted-twice] “甲医院”2016-10 的“医院报表”已经有一份（{CSV}:2）"],
    ),
    "a line without its unit": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,cases\nlower,,2016-10,2016-11-05,2,1\n"},
        [f"{CSV}:2:2: 错误[missing] 缺少必填项“unit”（填报单位）"],
    ),
    "a CSV saved by Excel in GBK": (
        {CSV: "表,填报单位,报告期,填报时间,模板版本,cases\nlower,甲医院,2016-10,2016-11-05,2,五\n".encode("gbk")},
        [f"{CSV}:2:6: 错误[text-in-number] “例数”应填数，填的是“五”"],
    ),
    "a dash for a number that there is not": ({A: sheet("甲医院", "2016-10", "cases: —")}, []),
    "an empty CSV": ({CSV: ""}, [f"{CSV}:1:1: 错误[file-empty] 文件是空的"]),
    # -- definitions
    "a rule that names an unknown field": (
        {"plans/forms/lower.yaml": LOWER.replace("check: cases == 0", "check: case == 0")},
        ["plans/forms/lower.yaml:23:36: 错误[rule-expression] 算式“case == 0”第 1 个字符：没有叫“case”的栏目"],
    ),
    "a condition that cannot be read": (
        {"plans/forms/lower.yaml": LOWER.replace("when: surgery == 否", "when: surgery = = 否")},
        ["plans/forms/lower.yaml:23:16: 错误[rule-expression] 算式“surgery = = 否”第 11 个字符：“==”放在这里读不懂"],
    ),
    "a rule that divides by 0": (
        {"plans/forms/lower.yaml": LOWER.replace("check: cases == 0", "check: cases / 0 == 0")},
        ["plans/forms/lower.yaml:23:36: 错误[rule-division] 算式“cases / 0 == 0”第 7 个字符：除数是 0"],
    ),
    "a rule that divides by a figure that is 0": (
        {
            "plans/forms/lower.yaml": LOWER.replace("when: surgery == 否, check: cases == 0", "check: cases / den < 1"),
            A: sheet("甲医院", "2016-10", "num: 0; den: 0; cases: 4"),
        },
        ["plans/forms/lower.yaml:23:16: 错误[rule-division] 规则 L-01 用在“甲医院 2016-10”时除数是 0"],
    ),
    "a rule that is no comparison": (
        {"plans/forms/lower.yaml": LOWER.replace("check: cases == 0", "check: cases + 1")},
        ["plans/forms/lower.yaml:23:36: 错误[rule-expression] 算式“cases + 1”第 1 个字符：这里应是一个比较，如 a <= b"],
    ),
    "a rule twice": (
        {"plans/forms/lower.yaml": LOWER + "  - {id: L-01, check: cases >= 0, message: 又一条}\n"},
        ["plans/forms/lower.yaml:24:6: 错误[rule-twice] 规则编号“L-01”用了两次"],
    ),
    "a field twice": (
        {"plans/forms/lower.yaml": LOWER.replace("{id: time, kind", "{id: cases, kind")},
        ["plans/forms/lower.yaml:21:19: 错误[field-twice] 栏目编号“cases”在这张表里用了两次"],
    ),
    "a rate without its denominator": (
        {"plans/forms/lower.yaml": LOWER.replace("num: num, den: den", "num: num")},
        ["plans/forms/lower.yaml:15:13: 错误[rate-parts] 比率“rate”没有写分母 den"],
    ),
    "counts that do not hold": (
        {"plans/forms/lower.yaml": LOWER + "declared_counts: {sections: 1, rows: 5, entered: 5, computed: 1}\n"},
        ["plans/forms/lower.yaml:24:32: 错误[form-count-differs] 自述“行”有 5 个，表里有 4 个"],
    ),
    "a roll-up of a field that is not there": (
        {"plans/forms/upper.yaml": UPPER.replace("field: cases", "field: casses")},
        ["plans/forms/upper.yaml:23:47: 错误[field-unknown] 下级表没有编号为“casses”的栏目"],
    ),
    "a sum of yes and no": (
        {"plans/forms/upper.yaml": UPPER.replace("how: count, field: surgery}", "how: sum, field: surgery}")},
        ["plans/forms/upper.yaml:19:42: 错误[roll-kind] “surgery”不能这样汇总"],
    ),
    "a lower form that is not there": (
        {"plans/forms/upper.yaml": UPPER.replace("rolls_up: lower", "rolls_up: lowest")},
        ["plans/forms/upper.yaml:8:1: 错误[form-unknown] 没有编号为“lowest”的下级表"],
    ),
    "a form of an unknown plan": (
        {"plans/forms/upper.yaml": UPPER + "plan: q\n"},
        ["plans/forms/upper.yaml:26:1: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "a reporter that is no unit": (
        {"plans/forms/upper.yaml": UPPER.replace("units: [bureau]", "units: [市局]")},
        ["plans/forms/upper.yaml:7:21: 错误[unit-unknown] 单位“市局”不在单位名册里"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    files, expected = CASES[name]
    assert problems(tmp_path, files) == expected


# -- Excel -------------------------------------------------------------------------------------------------------------------------

X = "plans/forms/data/a.xlsx"
HERE = f"{X}[医院报表]"


@pytest.fixture
def blank(tmp_path: Path) -> bytes:
    """The template of the tiny form, filled in correctly."""
    write(tmp_path / "first", {})
    form = look_over(tmp_path / "first", date(2017, 2, 1))[0].forms["lower"]
    head = {"unit": "甲医院", "period": "2016-10", "reported_on": "2016-11-05"}
    return template(form, head)


def edited(raw: bytes, cells: dict[str, object], sheet_name: str = "医院报表") -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for place, value in cells.items():
        book[sheet_name][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(raw: bytes, key: str) -> str:
    """Where a key's value stands."""
    for row in openpyxl.load_workbook(io.BytesIO(raw))["医院报表"].iter_rows(max_col=1):
        if row[0].value == key:
            return f"E{row[0].row}"
    raise AssertionError(key)


def with_part(raw: bytes, name: str) -> bytes:
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"x")
    return out.getvalue()


def test_cells_of_a_workbook_are_named(tmp_path: Path, blank: bytes) -> None:
    num, den, cases, surgery = (cell_of(blank, key) for key in ("num", "den", "cases", "surgery"))
    assert (num, den, surgery, cases) == ("E11", "E12", "E13", "E14")
    raw = edited(blank, {num: "很多", den: 10, cases: "=1+1", surgery: "也许", "G3": "旁注", "E20": 5})
    assert problems(tmp_path, {X: raw}) == [
        f"{HERE}:3:7: 错误[stray-cell] 工作表“医院报表”G3：填在了表格之外：“旁注”",
        f"{HERE}:11:5: 错误[text-in-number] 工作表“医院报表”E11：“预约率，预约数”应填数，填的是“很多”",
        f"{HERE}:12:5: 警告[rate-half] 工作表“医院报表”E12：“预约率”只填了分子或分母，率算不出",
        f"{HERE}:13:5: 错误[bad-yesno] 工作表“医院报表”E13：“是否手术”应填 是 或 否，填的是“也许”",
        f"{HERE}:14:5: 错误[formula] 工作表“医院报表”E14：这里是公式，不会计算",
        f"{HERE}:20:5: 错误[stray-cell] 工作表“医院报表”E20：填在了表格之外：“5”",
    ]


def test_a_formula_is_never_a_value_even_with_a_cached_result(tmp_path: Path, blank: bytes) -> None:
    write(tmp_path, {X: edited(blank, {cell_of(blank, "num"): "=10-5", cell_of(blank, "den"): 10})})
    found, wrong = look_over(tmp_path, date(2017, 2, 1))
    assert [each.code for each in wrong if each.code != "report-missing"] == ["formula", "rate-half"]
    assert set(found.submissions[0].values) == {"den"}


def test_an_error_value_is_named(tmp_path: Path, blank: bytes) -> None:
    found = problems(tmp_path, {X: edited(blank, {cell_of(blank, "cases"): "#DIV/0!"})})
    assert found == [f"{HERE}:14:5: 错误[cell-error] 工作表“医院报表”E14：这一格是错误值 #DIV/0!"]


def test_rules_name_the_cell_too(tmp_path: Path, blank: bytes) -> None:
    raw = edited(blank, {cell_of(blank, "surgery"): "否", cell_of(blank, "cases"): 4})
    assert problems(tmp_path, {X: raw}) == [
        f"{HERE}:14:5: 错误[form-rule] 工作表“医院报表”E14：L-01 没有手术却有例数（4 和 0）"
    ]


def test_dates_and_numbers_of_excel_are_read(tmp_path: Path, blank: bytes) -> None:
    cells = {
        cell_of(blank, "period"): datetime(2016, 10, 1),
        cell_of(blank, "reported_on"): datetime(2016, 11, 5),
        cell_of(blank, "time"): 8.25,
    }
    write(tmp_path, {X: edited(blank, cells)})
    found, wrong = look_over(tmp_path, date(2017, 2, 1))
    assert [each for each in wrong if each.code != "report-missing"] == []
    assert (found.submissions[0].period.iso, found.submissions[0].reported_on.iso) == ("2016-10", "2016-11-05")
    assert {key: str(value) for key, value in found.submissions[0].values.items()} == {"time": "8.25"}


def test_a_template_of_before(tmp_path: Path, blank: bytes) -> None:
    old = edited(blank, {"C2": "1"}, "planpress")
    assert problems(tmp_path, {X: old}) == [
        f"{HERE}:1:5: 错误[template-outdated] 工作表“医院报表”E1：用的是第 1 版模板，“医院报表”现在是第 2 版"
    ]


def test_workbooks_that_are_not_opened(tmp_path: Path, blank: bytes) -> None:
    other = io.BytesIO()
    openpyxl.Workbook().save(other)
    data = "plans/forms/data/"
    renamed = openpyxl.load_workbook(io.BytesIO(blank))
    renamed["医院报表"].title = "表"
    moved = io.BytesIO()
    renamed.save(moved)
    files: dict[str, str | bytes] = {
        f"{data}a.xlsm": with_part(blank, "xl/vbaProject.bin"),
        f"{data}b.xlsx": with_part(blank, "xl/vbaProject.bin"),
        f"{data}c.xlsx": with_part(blank, "xl/externalLinks/externalLink1.xml"),
        f"{data}d.xls": b"\xd0\xcf\x11\xe0",
        f"{data}e.xlsx": other.getvalue(),
        f"{data}f.xlsx": blank[: len(blank) // 2],
        f"{data}g.xlsx": moved.getvalue(),
    }
    assert problems(tmp_path, files) == [
        f"{data}a.xlsm:1:1: 错误[macro] 工作簿里有宏（xl/vbaProject.bin），没有打开",
        f"{data}b.xlsx:1:1: 错误[macro] 工作簿里有宏（xl/vbaProject.bin），没有打开",
        f"{data}c.xlsx:1:1: 错误[external-link] 工作簿引用了别的工作簿（xl/externalLinks/externalLink1.xml），没有打开",
        f"{data}d.xls:1:1: 错误[xlsx-unreadable] 这不是 xlsx 或 ods 工作簿",
        f"{data}e.xlsx:1:1: 错误[not-template] 这不是用本站模板填的工作簿",
        f"{data}f.xlsx:1:1: 错误[package-broken] 这个工作簿不完整，可能已经损坏",
        f"{data}g.xlsx:1:1: 错误[sheet-missing] 模板里的工作表“医院报表”不见了",
    ]


def test_a_cell_far_away_is_named_and_costs_nothing(tmp_path: Path, blank: bytes) -> None:
    assert problems(tmp_path, {X: edited(blank, {"XFD1048576": 1})}) == [
        f"{HERE}:1:1: 错误[sheet-too-large] 工作表“医院报表”A1：最远的格子在 XFD1048576，超出模板的范围"
    ]


def test_a_correction_of_the_same_day(tmp_path: Path) -> None:
    files = {B: GOOD, A: sheet("甲医院", "2016-10", "num: 6; den: 10", extra="replaces: 2016-11-05\n")}
    assert problems(tmp_path, files) == []


def test_a_damaged_workbook(tmp_path: Path, blank: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, b"<nothing" if part.filename == "xl/workbook.xml" else old.read(part))
    assert [line.partition("（")[0] for line in problems(tmp_path, {X: out.getvalue()})] == [
        f"{X}:1:1: 错误[xlsx-unreadable] 读不了这个工作簿"
    ]


def test_lock_files_of_an_open_workbook_do_not_count(tmp_path: Path) -> None:
    assert problems(tmp_path, {"plans/forms/data/~$a.xlsx": b"x", "plans/forms/data/.~lock.a.xlsx#": b"x"}) == []


@pytest.mark.parametrize(
    ("typed", "title", "number"),
    [
        ("31分钟", "平均时间（分钟）", "31"),
        ("18 人", "人数(单位：人)", "18"),
        ("18人", "例数", "18人"),
        ("31小时", "平均时间（分钟）", "31小时"),
    ],
)
def test_a_unit_is_understood_where_the_title_says_it(typed: str, title: str, number: str) -> None:
    assert without_unit(typed, title) == number
