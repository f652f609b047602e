"""Reporting forms by hand-worked cases: labels of the printed forms, rates, roll-up, completeness, corrections, rules, and properties that always hold."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from form_samples import BASE, LOWER, content, printed_labels, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.data import catalog_form
from campaign.exporters.forms import form_csv
from campaign.leaves.dates import Moment
from campaign.model import Derivation, FieldKind, Form, FormField, FormRule
from campaign.model.forms import Figure, How, Submission
from campaign.views.form_grid import grid
from campaign.views.form_returns import due_day, periods, returns
from campaign.views.form_rules import RuleOutcome, judge, kinds
from campaign.views.forms import (
    book,
    changes,
    figure,
    figure_url,
    figures,
    pooled,
    rate,
    roll_up,
    rounded,
    totals,
    trend,
)

ROOT = Path(__file__).resolve().parent.parent
OCTOBER, NOVEMBER, DECEMBER = Moment(2016, 10), Moment(2016, 11), Moment(2016, 12)


@pytest.fixture(scope="module")
def own() -> Content:
    return look_over(ROOT, date(2026, 11, 21))[0]


# -- the printed forms ---------------------------------------------------------------------------------------------------------

# Every label of the printed forms (附件3, 附件4) with its place in the print.
PRINTED = {
    "form1": """
        1 推进预约诊疗服务，有效分流就诊患者 2 开展预约诊疗的医疗机构 3 数量（个） 4 其中三级医院数量（个） 5 其中二级医院数量（个） 6
        其他医疗机构数量（个） 7 三级医院平均预约诊疗率 8 预约诊疗数 9 总诊疗数 10 三级医院平均复诊预约率 11 复诊预约数 12 复诊总数 13
        实现分时预约的医疗机构 14 数量（个） 15 三级医院平均分时预约就诊率 16 分时预约就诊数 17 预约就诊总数 18
        合理调配诊疗资源，畅通急诊绿色通道 19 医疗机构出具报告单的平均时间 20 其中，急诊临检项目 21 急诊生化、免疫项目 22
        开展日间手术的医疗机构数量（个） 23 其中三级医院数（个） 24 其中二级医院数（个） 25 独立设置日间手术中心的医疗机构数量（个） 26
        其中三级医院数（个） 27 其中二级医院数（个） 28 开展日间手术总例数（例） 29 其中三级医院数（例） 30 其中二级医院数（例） 31
        日间手术占择期手术的平均比例 32 日间手术总例数 33 择期手术总例数 34 是否已协调医保等部门将院外术前检查、术后康复费用纳入报销 35
        发挥信息技术优势，改善患者就医体验 36 开展诊间结算等服务的医疗机构 37 数量（个） 38 提供护士站、床旁结算服务的医疗机构 39 数量（个）
        40 提供移动设备支付的医疗机构 41 数量（个） 42 提供多种形式检查检验结果查询服务的医疗机构 43 数量（个） 44 开展远程医疗的医疗机构
        45 数量（个） 46 为患者提供自助查询、微信平台等药品使用信息查询的医疗机构 47 数量（个） 48 持续改进护理服务，落实优质护理要求 49
        实施优质护理服务的医疗机构 50 数量（个） 51 其中三级医院数量（个） 52 占三级医院比例（%） 53 其中二级医院数量（个） 54
        占二级医院比例（%） 55 实现病房全覆盖的三级医院数量（个） 56 占三级医院总数比例（%） 57 规范诊疗行为，保障医疗安全 58
        实施临床路径的医疗机构 59 数量（个） 60 其中三级医院数量 61 占三级医院比例 62 其中二级医院数量 63 占二级医院比例 64
        临床路径管理病例总数（例） 65 临床路径平均完成率（完成数/总数） 66 三级医院 67 完成数 68 总数 69 二级医院 70 完成数 71
        总数 72 实施检查检验结果互认的医疗机构 73 数量（个） 74 注重医学人文关怀，促进社工志愿服务 75 开展社工服务的医疗机构 76 数量（个）
        77 开展志愿服务的医疗机构 78 数量（个） 79 志愿者总数（人） 80 妥善化解医疗纠纷，构建和谐医患关系 81 医疗纠纷人民调解委员会 82
        数量（个） 83 医责险和医疗风险互助金参保医疗机构 84 数量（个） 85 其中三级医院数量（个） 86 其中二级医院数量（个） 87
        占二级以上医院比例（%）
        """,
    "form2": """
        1 推进预约诊疗服务，有效分流就诊患者 2 平均预约诊疗率 3 预约诊疗数 4 总诊疗数 5 平均复诊预约率 6 复诊预约数 7 复诊总数 8
        平均分时预约就诊率（分时预约就诊数/预约就诊总数） 9 分时预约就诊数 10 预约就诊总数 11 合理调配诊疗资源，畅通急诊绿色通道 12
        出具报告单的时间的平均时间 13 急诊临检项目 14 急诊生化、免疫项目 15 是否开展日间手术 16 是否独立设置日间手术中心 17
        开展日间手术总例数（例） 18 日间手术占择期手术的平均比例 19 日间手术总例数 20 择期手术总例数 21
        是否已协调医保等部门将院外术前检查、术后康复费用纳入报销 22 发挥信息技术优势，改善患者就医体验 23 是否开展诊间结算等服务 24
        是否提供护士站、床旁结算服务 25 是否提供移动设备支付 26 是否提供多种形式检查检验结果查询服务 27 是否开展远程医疗 28
        是否为患者提供自助查询、微信平台等药品使用信息查询 29 持续改进护理服务，落实优质护理要求 30 是否实施优质护理服务 31 是否实现病房全覆盖
        32 规范诊疗行为，保障医疗安全 33 是否实施临床路径 34 临床路径管理病例总（例） 35 临床路径平均完成率（完成例数/总例数） 36 完成例数
        37 总例数 38 是否实施检查检验结果互认 39 注重医学人文关怀，促进社工志愿服务 40 是否开展社工服务 41 是否开展志愿服务 42
        志愿者总数（人） 43 妥善化解医疗纠纷，构建和谐医患关系 44 是否开展医责险和医疗风险互助金参保
        """,
}
COUNTS = {"form1": (7, 27, 51, 12), "form2": (7, 24, 31, 5)}


@pytest.mark.parametrize("form", PRINTED)
def test_labels_and_order_are_those_of_the_print(own: Content, form: str) -> None:
    words = PRINTED[form].split()
    assert [int(each) for each in words[::2]] == list(range(1, len(words) // 2 + 1))
    assert printed_labels(own.forms[form]) == tuple(words[1::2])


@pytest.mark.parametrize("form", COUNTS)
def test_counts(own: Content, form: str) -> None:
    entry = catalog_form(own.forms[form])
    assert tuple(entry[key] for key in ("sections", "rows", "entered", "computed")) == COUNTS[form]
    assert (entry["id"], entry["url"]) == (form, f"forms/{form}/index.html")


@pytest.mark.parametrize("form", COUNTS)
def test_the_grid_is_a_table_without_holes(own: Content, form: str) -> None:
    covered: dict[tuple[int, int], str] = {}
    for line, cells in enumerate(grid(own.forms[form])):
        column = 0
        for cell in cells:
            while (line, column) in covered:
                column += 1
            for place in itertools.product(range(line, line + cell.rows), range(column, column + cell.columns)):
                assert place not in covered
                covered[place] = cell.kind
    lines = len(grid(own.forms[form]))
    assert len(covered) == lines * 5
    assert {covered[line, 4] for line in range(lines)} == {"value"}
    assert {covered[line, 0] for line in range(lines)} == {"section"}


# -- rates, sums, roll-up ----------------------------------------------------------------------------------------------------------

RATE = FormField(id="rate", kind=FieldKind.RATE, num="num", den="den")

# numerator, denominator → rate and working
RATES: list[tuple[int | None, int | None, str | None, str]] = [
    (4120, 8200, "50.2439", "100 × 4120 ÷ 8200"),
    (1, 3, "33.3333", "100 × 1 ÷ 3"),
    (0, 10, "0", "100 × 0 ÷ 10"),
    (5, 5, "100", "100 × 5 ÷ 5"),
    (0, 0, None, "分母是 0，不算"),
    (None, 10, None, "分子、分母没有填全"),
    (5, None, None, "分子、分母没有填全"),
    (None, 0, None, "分子、分母没有填全"),
]


@pytest.mark.parametrize(("num", "den", "wanted", "working"), RATES)
def test_a_rate(num: int | None, den: int | None, wanted: str | None, working: str) -> None:
    values: Mapping[str, Figure] = {
        "num": None if num is None else Decimal(num),
        "den": None if den is None else Decimal(den),
    }
    share, how = rate(RATE, values)
    assert how == working
    assert (share is None) == (wanted is None)
    if share is not None and wanted is not None:
        assert abs(share - Decimal(wanted)) < Decimal("0.0001")


def test_rates_have_two_places_halves_up() -> None:
    assert [str(rounded(Decimal(each))) for each in ("0.125", "0.135", "0.1249", "33.335", "99.995", "7")] == [
        "0.13", "0.14", "0.12", "33.34", "100.00", "7.00",
    ]  # fmt: skip


def test_an_average_is_pooled_not_a_mean_of_rates() -> None:
    """90 of 100 and 10 of 900: 10 %, not the 45.6 % that the mean of 90 % and 1.1 % would give; half-filled sheets stay out."""
    found = pooled(
        RATE,
        [
            {"num": Decimal(90), "den": Decimal(100)},
            {"num": Decimal(10), "den": Decimal(900)},
            {"num": Decimal(50), "den": None},
            {"num": None, "den": Decimal(70)},
        ],
    )
    assert (found.text, found.working, found.of) == ("10.00%", "100 × 100 ÷ 1000", 2)
    assert pooled(RATE, [{"num": Decimal(0), "den": Decimal(0)}]).text == "—"


COUNTY = {
    "plans/forms/data/a.yaml": sheet("甲医院", "2016-10", "num: 90; den: 100; surgery: 是; cases: 30; time: 20"),
    "plans/forms/data/b.yaml": sheet("乙医院", "2016-10", "num: 10; den: 900; surgery: 否; cases: 0; time: 30"),
    "plans/forms/data/d.yaml": sheet("丁医院", "2016-10", "num: 5; den: 10; surgery: 是", on="2016-11-25"),
    "plans/forms/data/county.yaml": sheet("县局", "2016-10", "boards: 1; cases: 33", form="upper"),
}


def test_roll_up_with_its_sources(tmp_path: Path) -> None:
    made = book(content(tmp_path, COUNTY))
    upper = made.sheet("upper", "bureau", OCTOBER)
    assert upper is not None
    shown = {key: (cell.text, cell.origin, cell.provisional) for key, cell in upper.cells.items()}
    assert shown == {
        "num": ("90", "汇总", False),
        "den": ("100", "汇总", False),
        "rate": ("90.00%", "计算", False),
        "orgs": ("2", "汇总", False),
        "orgs_t2": ("1", "汇总", False),
        "share": ("50.00%", "计算", False),
        "cases": ("33", "填报", False),
        "boards": ("1", "填报", False),
    }
    parts = [(part.unit, part.text, part.url) for part in upper.cells["cases"].parts]
    there = "forms/lower/2016-10/{}/index.html#f-cases"
    assert parts == [("h1", "30", there.format("h1")), ("h2", "0", there.format("h2")), ("h4", "", there.format("h4"))]
    assert upper.cells["cases"].rolled == 30


def test_open_cells_stay_open_and_missing_sheets_make_a_sum_provisional(tmp_path: Path) -> None:
    made = book(content(tmp_path, {"plans/forms/data/b.yaml": COUNTY["plans/forms/data/b.yaml"]}))
    upper = made.sheet("upper", "bureau", OCTOBER)
    assert upper is not None and upper.returned.standing is None
    shown = {key: (cell.text, cell.origin, cell.provisional) for key, cell in upper.cells.items()}
    assert shown["boards"] == ("", "空", False)
    assert shown["num"] == ("", "空", False)
    assert shown["rate"] == ("—", "计算", False)
    assert shown["orgs"] == ("0", "汇总", True)
    assert shown["share"] == ("0.00%", "计算", True)
    assert made.sheet("upper", "bureau", NOVEMBER) is None


def test_sums_of_a_period(tmp_path: Path) -> None:
    found = content(tmp_path, COUNTY)
    sums = totals(found.forms["lower"], book(found).of_period("lower", OCTOBER))
    assert {key: total.text for key, total in sums.items()} == {
        "num": "105", "den": "1010", "rate": "10.40%", "surgery": "是 2 家", "cases": "30", "time": "",
    }  # fmt: skip
    assert sums["cases"].of == 2


def test_the_demonstration_county_by_hand(own: Content) -> None:
    """December: 56943 + 37244 of 98518 + 73604 visits at the two tertiary hospitals are 54.72 %."""
    cells = {
        name: figure(own, "dc-bureau", DECEMBER, f"form1.{name}")
        for name in ("appt_num", "appt_den", "appt_rate", "daysurg_t2", "nursing_t2_share")
    }
    assert {name: cell.text for name, cell in cells.items() if cell} == {
        "appt_num": "94187", "appt_den": "172122", "appt_rate": "54.72%", "daysurg_t2": "3", "nursing_t2_share": "83.33%",
    }  # fmt: skip
    assert cells["daysurg_t2"] and cells["daysurg_t2"].missing_parts == 1
    made = book(own).sheet("form1", "dc-bureau", DECEMBER)
    assert made is not None
    open_by_nature = {
        "appt_orgs",
        "appt_t3",
        "appt_t2",
        "appt_other",
        "timed_orgs",
        "report_routine",
        "report_biochem",
        "insurance",
        "mediation",
    }
    assert {each.id for each in made.form.entered if not each.roll} == open_by_nature


def test_a_figure_by_name(own: Content) -> None:
    ask = figures(own)
    found = ask("dc-h1", "2016-12", "form2.appt_rate")
    assert found is not None and str(found) == "57.80"
    assert figure_url("dc-h1", DECEMBER, "form2.appt_rate") == "forms/form2/2016-12/dc-h1/index.html#f-appt_rate"
    assert str(ask("dc-h1", "2016-12", "form2.appt_num")) == "56943"
    assert ask("dc-h7", "2016-12", "form2.appt_rate") is None, "never reported"
    assert ask("dc-h5", "2016-12", "form2.revisit_rate") is None, "left blank"
    assert ask("dc-h8", "2016-12", "form2.day_rate") is None, "denominator 0"
    assert ask("dc-h1", "2016-12", "form2.daysurg") is None, "yes or no is no number"
    assert ask("dc-h1", "2015-12", "form2.appt_rate") is ask("dc-h1", "2016-12", "form9.x") is None


def test_a_trend(own: Content) -> None:
    shown = [(period.iso, cell.text if cell else None) for period, cell in trend(own, "form2", "dc-h7", "appt_rate")]
    assert shown == [("2016-10", "19.80%"), ("2016-11", "20.60%"), ("2016-12", None)]


def test_every_rate_over_three_periods_is_what_the_sheets_say(own: Content) -> None:
    """Recounted from what came in, the last correction standing: every hospital's rates in every period, blanks are no figures, the CSV agrees."""
    form = own.forms["form2"]
    standing: dict[tuple[str, str], Submission] = {}
    for each in sorted(
        (each for each in own.submissions if each.form == form.id), key=lambda each: each.reported_on.last
    ):
        standing[each.unit, each.period.iso] = each
    _, ids, *lines = csv.reader(io.StringIO(form_csv(own, form).decode("utf-8-sig")))
    told = {(line[0], line[1]): dict(zip(ids, line, strict=True)) for line in lines}
    compared = 0
    for unit, rate_ in itertools.product((f"dc-h{place}" for place in range(1, 9)), form.computed):
        points = trend(own, form.id, unit, rate_.id)
        assert [period.iso for period, _ in points] == ["2016-10", "2016-11", "2016-12"]
        for period, cell in points:
            values = standing[unit, period.iso].values if (unit, period.iso) in standing else {}
            num, den = values.get(str(rate_.num)), values.get(str(rate_.den))
            if isinstance(num, Decimal) and isinstance(den, Decimal) and den:
                by_hand = (num * 100 / den).quantize(Decimal("0.01"), ROUND_HALF_UP)
                assert cell and cell.text == f"{by_hand}%", (unit, period.iso, rate_.id)
                line = next(
                    line
                    for (name, when), line in told.items()
                    if when == period.iso and name in (unit, own.registry.name(unit))
                )
                assert line[rate_.id].rstrip("%") == f"{by_hand}", (unit, period.iso, rate_.id)
                compared += 1
            else:
                assert cell is None or cell.text in ("", "—"), (unit, period.iso, rate_.id)
    assert compared > 80


T3, T2 = (
    ("dc-h1", "dc-h2"),
    tuple(f"dc-h{place}" for place in range(3, 9)),
)  # by the registry of the example: 三级, 二级
# what a rate of the county's own sheet is made of: the hospitals' figure summed, or their 是 counted, over whom
FORM1_RATES: dict[str, tuple[str, tuple[str, ...], str | int]] = {
    "appt_rate": ("appt_num", T3, "appt_den"),
    "revisit_rate": ("revisit_num", T3, "revisit_den"),
    "timed_rate": ("timed_num", T3, "timed_den"),
    "day_rate": ("daycases_again", T3 + T2, "elective"),
    "nursing_t3_share": ("nursing", T3, 2),
    "nursing_t2_share": ("nursing", T2, 6),
    "nursing_full_share": ("nursing_full", T3, 2),
    "path_t3_share": ("path", T3, 2),
    "path_t2_share": ("path", T2, 6),
    "path_rate_t3": ("path_done", T3, "path_total"),
    "path_rate_t2": ("path_done", T2, "path_total"),
    "insured_share": ("insured", T3 + T2, 8),
}


def test_every_rate_of_the_county_over_three_periods_is_what_the_hospitals_sheets_say(own: Content) -> None:
    standing: dict[tuple[str, str], Submission] = {}
    for each in sorted(own.submissions, key=lambda each: each.reported_on.last):
        if each.form == "form2":
            standing[each.unit, each.period.iso] = each

    def total(field: str, units: tuple[str, ...], month: str) -> Decimal:
        told = (standing[unit, month].values.get(field) for unit in units if (unit, month) in standing)
        return sum((Decimal(each) for each in told if each is not None), Decimal(0))

    assert set(FORM1_RATES) == {each.id for each in own.forms["form1"].computed}
    for rate_, (num, units, den) in FORM1_RATES.items():
        shown = [(period.iso, cell.text if cell else None) for period, cell in trend(own, "form1", "dc-bureau", rate_)]
        by_hand = [
            (month, total(num, units, month) * 100 / (den if isinstance(den, int) else total(den, units, month)))
            for month in ("2016-10", "2016-11", "2016-12")
        ]
        assert shown == [(month, f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%") for month, share in by_hand], (
            rate_
        )


# -- who reported, when --------------------------------------------------------------------------------------------------------------


def test_completeness_and_timeliness(tmp_path: Path) -> None:
    """丙 opens on 5 November, 丁 closes on 20 November; due on the 10th; 2016-12 is not due yet on 8 January."""
    files = {
        **COUNTY,
        "plans/forms/data/a11.yaml": sheet("甲医院", "2016-11", "num: 1; den: 2", on="2016-12-10"),
        "plans/forms/data/b11.yaml": sheet("乙医院", "2016-11", "num: 1; den: 2", on="2016-12-11"),
        "plans/forms/data/c11.yaml": sheet("丙医院", "2016-11", "", on="2016-12-09").replace("values:\n", ""),
        "plans/forms/data/a12.yaml": sheet("甲医院", "2016-12", "num: 1; den: 2", on="2017-01-03"),
    }
    found = content(tmp_path, files, date(2017, 1, 8))
    form = found.forms["lower"]
    made = returns(found, form)
    words = {unit: [made.at(unit, period).state.word for period in made.periods] for unit in made.units}
    assert words == {
        "h1": ["按时", "按时", "按时"],
        "h2": ["按时", "迟报", "未到期"],
        "h3": ["不用报", "空表", "未到期"],
        "h4": ["迟报", "不用报", "不用报"],
    }
    rates = [(made.completeness(period), made.timeliness(period)) for period in made.periods]
    assert [((a.part, a.whole), (b.part, b.whole)) for a, b in rates] == [
        ((3, 3), (2, 3)),
        ((2, 3), (1, 3)),
        ((1, 1), (1, 1)),
    ]
    later = returns(content(tmp_path, files, date(2017, 1, 11)), form)
    assert [later.at(unit, DECEMBER).state.word for unit in later.units] == ["按时", "缺报", "缺报", "不用报"]
    assert later.unit_rate("h3").share == 0


def test_periods_and_due_days(own: Content) -> None:
    form = own.forms["form2"]
    assert [each.iso for each in periods(form)] == ["2016-10", "2016-11", "2016-12"]
    assert due_day(form, DECEMBER) == date(2017, 1, 10)
    assert due_day(form.model_copy(update={"due_day": 31}), Moment(2017, 1)) == date(2017, 2, 28)
    assert due_day(form.model_copy(update={"due_day": None}), DECEMBER) is None
    quarterly = Form.model_validate(
        {**form.model_dump(by_alias=True), "period": "quarter", "first": "2016-03", "last": "2016-12"}
    )
    assert [each.iso for each in periods(quarterly)] == ["2016-03", "2016-06", "2016-09", "2016-12"]
    yearly = Form.model_validate({**form.model_dump(by_alias=True), "period": "year", "first": "2016", "last": "2017"})
    assert [(each.iso, due_day(yearly, each)) for each in periods(yearly)] == [
        ("2016", date(2017, 1, 10)),
        ("2017", date(2018, 1, 10)),
    ]


def test_a_correction_stands_and_the_first_version_stays_visible(tmp_path: Path) -> None:
    files = {
        "plans/forms/data/z-first.yaml": sheet("甲医院", "2016-10", "num: 5; den: 10; cases: 3", on="2016-11-05"),
        "plans/forms/data/a-second.yaml": sheet(
            "甲医院", "2016-10", "num: 6; den: 10", on="2016-11-20", extra="replaces: 2016-11-05\n"
        ),
    }
    made = book(content(tmp_path, files)).sheet("lower", "h1", OCTOBER)
    assert made is not None
    assert made.cells["num"].text == "6" and made.cells["cases"].text == ""
    assert made.returned.state.word == "按时", "timeliness goes by the first report"
    first, second = made.returned.versions
    assert [(each.label, each.before, each.after) for each in changes(made.form, first.values, second.values)] == [
        ("预约率，预约数", "5", "6"),
        ("例数", "3", "空"),
    ]


def test_the_last_of_several_corrections_stands(tmp_path: Path) -> None:
    files = {
        f"plans/forms/data/{name}.yaml": sheet("甲医院", "2016-10", f"cases: {cases}", on=on, extra=extra)
        for name, cases, on, extra in (
            ("b", 1, "2016-11-05", ""),
            ("c", 2, "2016-11-20", "replaces: 2016-11-05\n"),
            ("a", 3, "2016-12-01", "replaces: 2016-11-20\n"),
        )
    }
    made = book(content(tmp_path, files)).sheet("lower", "h1", OCTOBER)
    assert made is not None and made.cells["cases"].text == "3"
    assert [str(each.values["cases"]) for each in made.returned.versions] == ["1", "2", "3"]


# -- rules -----------------------------------------------------------------------------------------------------------------------------

TIERS = {"hospitals_t3": Decimal(2), "hospitals_t2": Decimal(6), "hospitals_t2up": Decimal(8)}

# rule → figures that break it and no other, as (field, value) pairs
BREAKING: dict[str, dict[str, int | bool | None]] = {
    "F1-01": {"appt_orgs": 9, "appt_t3": 2, "appt_t2": 5, "appt_other": 1},
    "F1-02": {"appt_t3": 3},
    "F1-03": {"appt_t2": 7},
    "F1-04": {"appt_orgs": 4, "timed_orgs": 5},
    "F1-05": {"timed_den": 11, "appt_num": 10},
    "F1-06": {"report_routine": 40, "report_biochem": 30},
    "F1-07": {"daysurg_orgs": 3, "daysurg_t3": 2, "daysurg_t2": 2},
    "F1-08": {"daycentre_orgs": 1, "daycentre_t3": 2},
    "F1-09": {"daycentre_orgs": 3, "daysurg_orgs": 2},
    "F1-10": {"daycases": 5, "daycases_t3": 4, "daycases_t2": 2},
    "F1-11": {"daycases": 5, "daycases_again": 6},
    "F1-12": {"daysurg_orgs": 0, "daycases": 5},
    "F1-13": {"nursing_orgs": 3, "nursing_t3": 2, "nursing_t2": 2},
    "F1-14": {"nursing_full_t3": 2, "nursing_t3": 1},
    "F1-15": {"path_orgs": 1, "path_t2": 2},
    "F1-16": {"path_total_t3": 8, "path_total_t2": 4, "path_cases": 11},
    "F1-17": {"path_orgs": 0, "path_cases": 3},
    "F1-18": {"volunteer": 2, "volunteers": None},
    "F1-19": {"volunteer": 0, "volunteers": 3},
    "F1-20": {"insured_orgs": 1, "insured_t3": 2},
    "F2-01": {"timed_den": 11, "appt_num": 10},
    "F2-02": {"daycases": 5, "daycases_again": 6},
    "F2-03": {"daysurg": False, "daycases": 5},
    "F2-04": {"daysurg": False, "daycentre": True},
    "F2-05": {"nursing": False, "nursing_full": True},
    "F2-06": {"path": False, "path_cases": 4},
    "F2-07": {"path_total": 9, "path_cases": 8},
    "F2-08": {"volunteer": True, "volunteers": 0},
}


def test_every_rule_has_a_case(own: Content) -> None:
    ids = [rule.id for form in own.forms.values() for rule in form.rules]
    assert ids == list(BREAKING)
    assert [len(own.forms[form].rules) for form in ("form1", "form2")] == [20, 8]


@pytest.mark.parametrize("rule", BREAKING)
def test_a_rule_is_broken_by_its_case_alone(own: Content, rule: str) -> None:
    form = own.forms["form1" if rule.startswith("F1") else "form2"]
    given = {
        key: value if value is None or isinstance(value, bool) else Decimal(value)
        for key, value in BREAKING[rule].items()
    }
    found = {each.id: judge(each, kinds(form), {**TIERS, **given}).outcome for each in form.rules}
    assert [each for each, outcome in found.items() if outcome is RuleOutcome.BROKEN] == [rule]


# rule → figures that it speaks of and that keep it, at the bound where there is one
KEEPING: dict[str, dict[str, int | bool | None]] = {
    "F1-01": {"appt_orgs": 8, "appt_t3": 2, "appt_t2": 5, "appt_other": 1},
    "F1-02": {"appt_t3": 2},
    "F1-03": {"appt_t2": 6},
    "F1-04": {"appt_orgs": 5, "timed_orgs": 5},
    "F1-05": {"timed_den": 10, "appt_num": 10},
    "F1-06": {"report_routine": 30, "report_biochem": 30},
    "F1-07": {"daysurg_orgs": 4, "daysurg_t3": 2, "daysurg_t2": 2},
    "F1-08": {"daycentre_orgs": 2, "daycentre_t3": 2},
    "F1-09": {"daycentre_orgs": 2, "daysurg_orgs": 2},
    "F1-10": {"daycases": 6, "daycases_t3": 4, "daycases_t2": 2},
    "F1-11": {"daycases": 5, "daycases_again": 5},
    "F1-12": {"daysurg_orgs": 0, "daycases": 0},
    "F1-13": {"nursing_orgs": 4, "nursing_t3": 2, "nursing_t2": 2},
    "F1-14": {"nursing_full_t3": 1, "nursing_t3": 1},
    "F1-15": {"path_orgs": 2, "path_t2": 2},
    "F1-16": {"path_total_t3": 8, "path_total_t2": 3, "path_cases": 11},
    "F1-17": {"path_orgs": 0, "path_cases": 0},
    "F1-18": {"volunteer": 2, "volunteers": 1},
    "F1-19": {"volunteer": 0, "volunteers": 0},
    "F1-20": {"insured_orgs": 2, "insured_t3": 2},
    "F2-01": {"timed_den": 10, "appt_num": 10},
    "F2-02": {"daycases": 5, "daycases_again": 5},
    "F2-03": {"daysurg": False, "daycases": 0},
    "F2-04": {"daysurg": False, "daycentre": False},
    "F2-05": {"nursing": False, "nursing_full": False},
    "F2-06": {"path": False, "path_cases": 0},
    "F2-07": {"path_total": 8, "path_cases": 8},
    "F2-08": {"volunteer": True, "volunteers": 1},
}


@pytest.mark.parametrize("rule", BREAKING)
def test_a_rule_is_kept_by_its_case(own: Content, rule: str) -> None:
    """It speaks of the figures and finds nothing, and no other rule does: the same figures are right for all."""
    form = own.forms["form1" if rule.startswith("F1") else "form2"]
    given = {key: value if isinstance(value, bool) else Decimal(value or 0) for key, value in KEEPING[rule].items()}
    found = {each.id: judge(each, kinds(form), {**TIERS, **given}).outcome for each in form.rules}
    assert found[rule] is RuleOutcome.KEPT and RuleOutcome.BROKEN not in found.values()


@pytest.mark.parametrize("form", ("form1", "form2"))
def test_no_rule_speaks_of_an_empty_sheet(own: Content, form: str) -> None:
    assert {judge(rule, kinds(own.forms[form]), TIERS).outcome for rule in own.forms[form].rules} == {
        RuleOutcome.SKIPPED
    }


# what is missing × strategy of the left side → outcome of `a + b <= c` with c = 10
STRATEGIES = {
    ("any", 4, 5): RuleOutcome.KEPT,
    ("any", 4, None): RuleOutcome.SKIPPED,
    ("any", None, None): RuleOutcome.SKIPPED,
    ("all", 4, None): RuleOutcome.KEPT,
    ("all", 14, None): RuleOutcome.BROKEN,
    ("all", None, None): RuleOutcome.SKIPPED,
    ("never", 4, None): RuleOutcome.KEPT,
    ("never", 14, None): RuleOutcome.BROKEN,
    ("never", None, None): RuleOutcome.BROKEN,
}


@pytest.mark.parametrize(("strategy", "a", "b"), STRATEGIES)
def test_missing_values_by_strategy(strategy: str, a: int | None, b: int | None) -> None:
    rule = FormRule.model_validate({"id": "T-1", "check": "a + b <= c", "left_missing": strategy, "message": "试"})
    values = {"a": None if a is None else Decimal(a), "b": None if b is None else Decimal(b), "c": Decimal(10)}
    found = judge(rule, {"a": "number", "b": "number", "c": "number"}, values)
    assert found.outcome is STRATEGIES[strategy, a, b]


# -- what always holds -------------------------------------------------------------------------------------------------------------------

FIGURES = st.one_of(st.none(), st.integers(0, 10**7).map(Decimal))


@given(st.lists(st.tuples(st.sampled_from(["三级", "二级"]), FIGURES), max_size=12), st.integers(0, 12))
def test_parts_make_the_whole(sheets: list[tuple[str, Decimal | None]], cut: int) -> None:
    lower = tuple((f"h{place}", tier, "", {"cases": value}) for place, (tier, value) in enumerate(sheets))
    how = Derivation(how=How.SUM, field="cases")
    whole, parts = roll_up(how, lower)
    pieces = [roll_up(how, piece)[0] for piece in (lower[:cut], lower[cut:])]
    by_tier = [roll_up(how.model_copy(update={"tier": tier}), lower)[0] for tier in ("三级", "二级")]
    for found in (pieces, by_tier):
        said = [each for each in found if each is not None]
        assert whole == (sum(said) if said else None)
    assert len(parts) == len(sheets)
    assert (whole is None) == all(value is None for _, value in sheets), "blank only when nobody said anything"


@given(st.lists(st.tuples(FIGURES, FIGURES), max_size=10), st.randoms())
def test_a_pooled_average_lies_between_and_has_no_order(
    pairs: list[tuple[Decimal | None, Decimal | None]], random: object
) -> None:
    sheets: list[dict[str, Figure]] = [
        {"num": min(num, den) if num is not None and den is not None else num, "den": den} for num, den in pairs
    ]
    found = pooled(RATE, sheets)
    shuffled = list(sheets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert pooled(RATE, shuffled).value == found.value
    single = [share for share in (rate(RATE, sheet)[0] for sheet in sheets) if share is not None]
    if isinstance(found.value, Decimal):
        slack = Decimal("1e-20")
        assert 0 <= found.value <= 100
        assert min(single) - slack <= found.value <= max(single) + slack


@given(st.sampled_from(["==", "<=", ">=", "<", ">"]), st.sampled_from(["any", "all", "never"]))
def test_a_blank_never_keeps_a_rule_about_0(sign: str, strategy: str) -> None:
    rule = FormRule.model_validate({"id": "T-1", "check": f"a {sign} 0", "left_missing": strategy, "message": "试"})
    assert judge(rule, {"a": "number"}, {"a": None}).outcome is not RuleOutcome.KEPT
    assert judge(rule, {"a": "number"}, {"a": Decimal(0)}).outcome is (
        RuleOutcome.KEPT if "=" in sign else RuleOutcome.BROKEN
    )


@settings(max_examples=12)
@given(order=st.permutations(range(4)))
def test_the_order_of_files_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    texts = list(COUNTY.values())
    root = tmp_path_factory.mktemp("county")
    files = {f"plans/forms/data/{name}.yaml": texts[place] for name, place in zip("abcd", order, strict=True)}
    made = book(content(root, files))
    shown = {key: {name: cell.text for name, cell in each.cells.items()} for key, each in made.sheets.items()}
    first = book(content(root / "again", COUNTY))
    assert shown == {key: {name: cell.text for name, cell in each.cells.items()} for key, each in first.sheets.items()}


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    line = "表,填报单位,报告期,填报时间,模板版本,num,den,surgery,cases,time\nlower,甲医院,2016-10,2016-11-05,2,５６,100,是,,8.50\n"
    csv = content(tmp_path / "csv", {"plans/forms/data/a.csv": line})
    yaml = content(
        tmp_path / "yaml",
        {"plans/forms/data/a.yaml": sheet("甲医院", "2016-10", "num: 56; den: 100; surgery: 是; time: 8.50")},
    )
    (one,), (two,) = csv.submissions, yaml.submissions
    assert one.values == two.values and "cases" not in one.values


def test_a_form_without_reports_or_registry(tmp_path: Path) -> None:
    alone = {**BASE, "plans/forms/lower.yaml": LOWER.replace("first: 2016-10\nlast: 2016-12\n", "")}
    found = content(tmp_path, alone)
    assert returns(found, found.forms["lower"]).periods == ()
