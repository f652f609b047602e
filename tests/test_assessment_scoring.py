"""Totals, conversion, rounding, ranks, rounds and thresholds, worked by hand, and the properties that always hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign import kinds
from campaign.content import Content
from campaign.load import load
from campaign.model import Quantity, Result, Round, Rounding, Score
from campaign.views.scoring import (
    ItemResult,
    ScoreSheet,
    change,
    crosswalk,
    for_tier,
    of_unit,
    plain,
    previous,
    ranked,
    rankings,
    rounded,
    score_sheet,
    score_sheets,
    tier_counts,
    tiers_of,
)
from campaign.views.thresholds import Prejudgement, prejudge, verdicts

ROOT = Path(__file__).resolve().parent.parent
UNITS = """\
units:
  - {id: h3, name: 甲医院, kind: hospital, tier: 三级, grade: 三甲}
  - {id: h3b, name: 乙医院, kind: hospital, tier: 三级, grade: 三乙}
  - {id: h2a, name: 丙医院, kind: hospital, tier: 二级, grade: 二甲}
  - {id: h2a2, name: 丁医院, kind: hospital, tier: 二级, grade: 二甲}
  - {id: h2a3, name: 戊医院, kind: hospital, tier: 二级, grade: 二甲, active_from: 2017-01-01}
  - {id: h2b, name: 己医院, kind: hospital, tier: 二级, grade: 二乙}
  - {id: opd, name: 门诊部, kind: functional, parent: h3}
"""
RULES = (ROOT / "plans/assessment/jiaxing.yaml").read_text(encoding="utf-8").partition("crosswalk:")[0]
Made = Callable[..., Content]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The hundred items, with scores by id: the keys of a result file below its id."""

    def make(rules: str = RULES, **results: str) -> Content:
        files = {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": "id: p\ntitle: 方案\n",
            "plans/assessment/jiaxing.yaml": rules,
        }
        files |= {
            f"plans/assessment/results/{name}.yaml": f"id: {name}\nrules: jiaxing\ndate: 2016-12-20\n{text}"
            for name, text in results.items()
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = load(tmp_path, date(2026, 11, 21))
        assert loaded.problems == ()
        return loaded.content

    return make


def sheet(content: Content, name: str) -> ScoreSheet:
    found = score_sheet(content, content.results[name])
    assert found
    return found


ALL_2A = "1-2, 4-6, 9-71, 74-100"
ALL_2B = "1-2, 4-6, 9-12, 14-35, 38-71, 74-93, 95-97, 99-100"


# -- the rule set -------------------------------------------------------------------------------------------------------------------


def test_ten_categories_forty_sub_items_a_hundred_items(made: Made) -> None:
    rules = made().assessments["jiaxing"]
    assert len(rules.categories) == 10
    assert [len(list(category.all_items())) for category in rules.categories] == [5, 3, 4, 7, 8, 4, 45, 4, 15, 5]
    assert [sub_item.number for category in rules.categories for sub_item in category.sub_items] == list(range(1, 41))
    assert [item.number for _, _, item in rules.items] == list(range(1, 101))
    assert tier_counts(rules) == {"三级": 100, "二甲": 95, "二乙": 90}
    assert [tier.exclude for tier in rules.tiers] == [(), (3, 7, 8, 72, 73), (3, 7, 8, 13, 36, 37, 72, 73, 94, 98)]


THRESHOLDS = {
    2: ["≥70% 二级", "≥80% 三级"],
    3: ["≥50% 三级 2017-12-31", "≥80% 三级 2017-12-31", "≥90% 三级 2017-12-31"],
    5: ["≥100%  2017-12-31", "≥30%  2017-12-31", "≥80% 三甲 2017-12-31"],
    8: ["≥5% 三级", "≥80% 三级"],
    14: ["约30人次 "],
    18: ["≥50%  2017-12-31"],
    29: ["≥90% 二级", "≥100% 三级"],
    32: ["≥1名 "],
    37: ["≥30% "],
    42: ["≥30分钟 "],
    49: ["≥80% 二级", "≥95% 三级"],
    50: ["≥2次/年 "],
    55: ["≥2次/年 "],
    69: ["＝100% "],
    88: ["≤10分钟 "],
    95: ["≥2种 三级", "≥1种 二级"],
}


def test_twenty_five_thresholds_of_sixteen_items(made: Made) -> None:
    from campaign.views.thresholds import bound, whom

    rules = made().assessments["jiaxing"]
    found = {
        item.number: [f"{bound(each)} {whom(each)}{' ' + each.due.iso if each.due else ''}" for each in item.thresholds]
        for _, _, item in rules.items
        if item.thresholds
    }
    assert found == THRESHOLDS
    assert (len(found), sum(map(len, found.values()))) == (16, 25)


def test_labels_as_printed(made: Made) -> None:
    rules = made().assessments["jiaxing"]
    assert [category.number for category in rules.categories if category.label] == [5]
    assert [sub_item.label for category in rules.categories for sub_item in category.sub_items if sub_item.label] == [
        "17."
    ]
    assert [item.label for _, _, item in rules.items if item.label] == ["36."]


def test_sub_items_left_empty_are_gone_from_a_tier(made: Made) -> None:
    rules = made().assessments["jiaxing"]
    gone = []
    for tier in rules.tiers:
        book = for_tier(rules, tier)
        kept = [sub_item.number for _, parts in book for sub_item, _ in parts]
        gone.append([number for number in range(1, 41) if number not in kept])
        assert len(book) == 10
    assert gone == [[], [3, 29], [3, 6, 29]]
    items = [
        item.number
        for _, parts in for_tier(rules, rules.tiers[2])
        for sub_item, found in parts
        for item in found
        if sub_item.number in (37, 38)
    ]
    assert items == [93, 95]
    assert [tier.name for tier in tiers_of(rules, rules.items[12][2])] == ["三级", "二甲"]


def test_the_crosswalk_pairs_ten_with_ten() -> None:
    rules = load(ROOT, date(2026, 11, 21)).content.assessments["jiaxing"]
    assert crosswalk(rules) == {
        1: "t1",
        2: "t2",
        4: "t3",
        9: "t4",
        10: "t5",
        8: "t6",
        5: "t7",
        6: "t8",
        3: "t9",
        7: "t10",
    }


# -- totals -------------------------------------------------------------------------------------------------------------------------


def test_ninety_of_ninety_five(made: Made) -> None:
    content = made(
        s=f'unit: 丙医院\nround: 年度\nscores:\n  - {{items: "{ALL_2A.replace("1-2, ", "1, ").replace("9-71", "9-12, 14-59, 61-70").replace("74-100", "75-100")}", points: 1}}\n  - {{items: "2, 13, 60, 71, 74", points: 0}}\n'
    )
    made_sheet = sheet(content, "s")
    assert (made_sheet.earned, made_sheet.applicable, made_sheet.possible) == (90, 95, 95)
    assert str(made_sheet.converted) == "94.74"
    assert made_sheet.working == "90 ÷ 95 × 100 = 94.74"
    assert not made_sheet.provisional
    assert made_sheet.best == made_sheet.converted


def test_eighty_one_of_ninety(made: Made) -> None:
    content = made(
        s=f'unit: 己医院\nround: 年度\nscores:\n  - {{items: "{ALL_2B.replace("14-35", "23-35")}", points: 1}}\n  - {{items: 14-22, points: 0}}\n'
    )
    made_sheet = sheet(content, "s")
    assert (made_sheet.earned, made_sheet.applicable) == (81, 90)
    assert made_sheet.working == "81 ÷ 90 × 100 = 90.00"


def test_a_hospital_of_tier_three_needs_no_conversion_but_gets_one(made: Made) -> None:
    content = made(s="unit: 甲医院\nround: 年度\nscores:\n  - {items: 1-99, points: 1}\n  - {items: 100, points: 0}\n")
    assert sheet(content, "s").working == "99 ÷ 100 × 100 = 99.00"


def test_not_scored_is_not_nothing(made: Made) -> None:
    """99 of 100 scored: provisional, with the best it can become; a 0 in its place is final."""
    blank = "unit: 甲医院\nround: 年度\nscores:\n  - {items: 1-98, points: 1}\n  - {items: 99, points: 0}\n"
    zero = blank.replace("unit: 甲医院", "unit: 乙医院") + "  - {items: 100, points: 0}\n"
    content = made(blank=blank, named=blank.replace("年度", "期末") + "  - {items: 100}\n", zero=zero)
    open_, named, closed = (sheet(content, name) for name in ("blank", "named", "zero"))
    assert [state.item.number for state in open_.unscored] == [100]
    assert (open_.provisional, str(open_.converted), str(open_.best)) == (True, "98.00", "99.00")
    assert (named.provisional, named.best) == (True, open_.best)
    assert (closed.provisional, str(closed.converted), str(closed.best)) == (False, "98.00", "98.00")
    assert [state.item.number for state in open_.losses] == [99]
    assert [state.item.number for state in closed.losses] == [99, 100]
    assert open_.states[-1].lost == 0


def test_nothing_scored_at_all(made: Made) -> None:
    made_sheet = sheet(made(s="unit: 丙医院\nround: 年度\n"), "s")
    assert (str(made_sheet.converted), str(made_sheet.best), len(made_sheet.unscored)) == ("0.00", "100.00", 95)


def test_parts_of_a_point(made: Made) -> None:
    rules = RULES.replace("partial: 否", "partial: 是")
    content = made(
        rules,
        s='unit: 己医院\nround: 年度\nscores:\n  - {items: "1-2, 4-6", points: 0.5}\n  - {items: "9", points: 0.25}\n',
    )
    made_sheet = sheet(content, "s")
    assert made_sheet.earned == Decimal("2.75")
    assert [state.kind for state in made_sheet.states[:3]] == [ItemResult.PART, ItemResult.PART, ItemResult.EXCLUDED]
    assert made_sheet.working == "2.75 ÷ 90 × 100 = 3.06"
    assert made_sheet.categories[0].lost == Decimal("2.0")


def test_points_other_than_one(made: Made) -> None:
    rules = RULES.replace("points: 1, convert_to: 100", "points: 2, convert_to: 1000")
    content = made(rules, s='unit: 己医院\nround: 年度\nscores:\n  - {items: "1-2, 4", points: 2}\n')
    assert sheet(content, "s").working == "6 ÷ 180 × 1000 = 33.33"


def test_an_impossible_score_counts_as_none(made: Made) -> None:
    content = made(s="unit: 己医院\nround: 年度\nscores:\n  - {items: 1-9, points: 7}\n")
    made_sheet = sheet(content, "s")
    assert (made_sheet.earned, made_sheet.provisional) == (0, True)


@pytest.mark.parametrize(
    ("value", "places", "rounding", "expected"),
    [
        (Fraction(90 * 100, 95), 2, Rounding.HALF_UP, "94.74"),  # 94.736…
        (Fraction(80 * 100, 95), 2, Rounding.HALF_UP, "84.21"),  # 84.210…
        (Fraction(82 * 100, 95), 2, Rounding.HALF_UP, "86.32"),  # 86.315…
        (Fraction(1, 8), 2, Rounding.HALF_UP, "0.13"),  # 0.125: the half goes up
        (Fraction(1, 8), 2, Rounding.HALF_EVEN, "0.12"),
        (Fraction(3, 8), 2, Rounding.HALF_EVEN, "0.38"),
        (Fraction(1, 8), 2, Rounding.DOWN, "0.12"),
        (Fraction(199, 1000), 2, Rounding.DOWN, "0.19"),
        (Fraction(2, 3), 0, Rounding.HALF_UP, "1"),
        (Fraction(1, 2), 0, Rounding.HALF_EVEN, "0"),
        (Fraction(81 * 100, 90), 2, Rounding.HALF_UP, "90.00"),
        (Fraction(0), 2, Rounding.HALF_UP, "0.00"),
    ],
)
def test_rounding(value: Fraction, places: int, rounding: Rounding, expected: str) -> None:
    assert str(rounded(value, places, rounding)) == expected


@pytest.mark.parametrize(
    ("number", "text"), [("80", "80"), ("80.0", "80"), ("0.50", "0.5"), ("100", "100"), ("-1.5", "−1.5")]
)
def test_plain(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


# -- owners, categories -------------------------------------------------------------------------------------------------------------


def test_owners_and_what_nobody_owns(made: Made) -> None:
    content = made(
        s="unit: 甲医院\nround: 年度\nowners:\n  - {unit: 门诊部, items: 1-98}\n  - {unit: 信息科, items: 99}\n",
        t="unit: 乙医院\nround: 年度\nowners:\n  - {unit: 门诊部, items: 1}\n",
    )
    states = sheet(content, "s").states
    assert (states[0].owner, states[0].owner_id) == ("门诊部", "opd")
    assert (states[98].owner, states[98].owner_id) == ("信息科", None)
    assert [state.item.number for state in sheet(content, "s").unowned] == [100]
    assert sheet(content, "t").states[0].owner_id is None, "another hospital's 门诊部"


def test_categories_add_up_to_the_whole() -> None:
    content = load(ROOT, date(2026, 11, 21)).content
    for each in score_sheets(content):
        assert sum(part.earned for part in each.categories) == each.earned
        assert sum(part.applicable for part in each.categories) == each.applicable == 100 - len(each.tier.exclude)
        assert each.earned + sum(state.lost for state in each.states) + len(each.unscored) == each.possible
        assert sum(part.unscored for part in each.categories) == len(each.unscored)


# -- rounds and ranks ---------------------------------------------------------------------------------------------------------------


def test_two_rounds_compared(made: Made) -> None:
    content = made(
        a="unit: 甲医院\nround: 基线\nscores:\n  - {items: 1-80, points: 1}\n  - {items: 81-100, points: 0}\n",
        b="unit: 甲医院\nround: 年度\nscores:\n  - {items: 2-90, points: 1}\n  - {items: '1, 91-99', points: 0}\n",
    )
    sheets = score_sheets(content)
    before, after = sheets
    assert previous(sheets, after) is before
    assert previous(sheets, before) is None
    made_change = change(before, after)
    assert (str(made_change.delta), made_change.words) == ("9.00", "提高 9.00")
    assert [state.item.number for state in made_change.regained] == list(range(81, 91))
    assert [state.item.number for state in made_change.newly] == [1]
    assert [state.item.number for state in made_change.still] == list(range(91, 100))
    assert change(after, before).words == "下降 9.00"
    assert change(before, before).words == "持平"


def test_equal_scores_share_a_rank(made: Made) -> None:
    content = made(
        a="unit: 丙医院\nround: 年度\nscores:\n  - {items: 1-2, points: 1}\n",
        b="unit: 丁医院\nround: 年度\nscores:\n  - {items: 4-5, points: 1}\n",
        c="unit: 甲医院\nround: 年度\nscores:\n  - {items: 1-50, points: 1}\n",
        d="unit: 己医院\nround: 年度\nscores:\n  - {items: 1, points: 1}\n",
    )
    rules = content.assessments["jiaxing"]
    annual = rules.round("年度")
    assert annual
    found = rankings(content, rules, annual, score_sheets(content))
    assert [
        (each.tier.name, [(rank.place, rank.shared, rank.sheet.unit.name) for rank in each.ranks]) for each in found
    ] == [
        ("三级", [(1, False, "甲医院")]),
        ("二甲", [(1, True, "丙医院"), (1, True, "丁医院")]),
        ("二乙", [(1, False, "己医院")]),
    ]
    # 乙医院 was open and has no result; 戊医院 opened only the year after
    assert [[unit.name for unit in each.missing] for each in found] == [["乙医院"], [], []]


def test_a_shared_place_leaves_the_next_one_out() -> None:
    counts = {"dc-h1": 10, "dc-h2": 50, "dc-h3": 0, "dc-h4": 0}
    sheets = [_sheet(unit, dict.fromkeys(range(1, count + 1), "1")) for unit, count in counts.items()]
    assert [(rank.place, rank.shared, rank.sheet.unit.id) for rank in ranked(sheets)] == [
        (1, False, "dc-h2"),
        (2, False, "dc-h1"),
        (3, True, "dc-h3"),
        (3, True, "dc-h4"),
    ]
    more = [*sheets, _sheet("dc-h5", {1: "1"}), _sheet("dc-h6", dict.fromkeys(range(1, 101), "1"))]
    assert [rank.place for rank in ranked(more)] == [1, 2, 3, 4, 5, 5]
    assert [rank.place for rank in ranked([sheets[2], sheets[3], sheets[3]])] == [1, 1, 1]


# -- thresholds ---------------------------------------------------------------------------------------------------------------------


def figures(**values: str) -> Callable[[str, str, str], Quantity | None]:
    def figure(unit: str, period: str, field: str) -> Quantity | None:
        assert period == "2016-12"
        found = values.get(f"{unit}_{field.removeprefix('form2.')}")
        return Quantity(Decimal(found), found) if found is not None else None

    return figure


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("49.9", Prejudgement.MISSED), ("50", Prejudgement.MET), ("50.1", Prejudgement.MET), ("0", Prejudgement.MISSED)],
)
def test_an_appointment_rate_is_judged_by_the_form(made: Made, rate: str, expected: Prejudgement) -> None:
    content = made(s="unit: 甲医院\nround: 年度\nscores:\n  - {items: 3, points: 1}\n")
    judged = prejudge(sheet(content, "s"), figures(h3_appt_rate=rate))
    item3 = next(each for each in judged if each.state.item.number == 3)
    assert [each.finding for each in item3.verdicts] == [expected, Prejudgement.NO_DATA, Prejudgement.NOT_ON_FORM]
    assert item3.finding is (Prejudgement.MISSED if expected is Prejudgement.MISSED else Prejudgement.NO_DATA)
    assert item3.contradicts is (expected is Prejudgement.MISSED)


def test_a_threshold_holds_for_its_own_tier_and_grade(made: Made) -> None:
    content = made()
    rules = content.assessments["jiaxing"]
    annual = rules.round("年度")
    assert annual
    item = {each.number: each for _, _, each in rules.items}

    def bounds(number: int, unit: str) -> list[str]:
        return [
            verdict.bound for verdict in verdicts(item[number], content.registry.units[unit], annual, lambda *_: None)
        ]

    assert bounds(5, "h3") == ["≥100%", "≥30%", "≥80%"]
    assert bounds(5, "h3b") == ["≥100%", "≥30%"]
    assert bounds(49, "h3") == ["≥95%"]
    assert bounds(49, "h2b") == ["≥80%"]
    assert bounds(88, "h2b") == ["≤10分钟"]


def test_a_round_without_a_reporting_period_asks_for_nothing(made: Made) -> None:
    content = made()
    rules = content.assessments["jiaxing"]
    found = verdicts(
        rules.items[2][2], content.registry.units["h3"], Round(id="x", name="无"), figures(h3_appt_rate="99")
    )
    assert [each.finding for each in found] == [Prejudgement.NO_DATA, Prejudgement.NO_DATA, Prejudgement.NOT_ON_FORM]


# -- what always holds --------------------------------------------------------------------------------------------------------------

_HUNDRED = load(ROOT, date(2026, 11, 21)).content
_POINTS = st.sampled_from([None, "0", "1", "0.5", "0.333", "2", "-1"])


def _sheet(unit: str, points: dict[int, str | None]) -> ScoreSheet:
    scores = tuple(
        Score(items=(number,), points=Quantity(Decimal(value), value) if value is not None else None)
        for number, value in points.items()
    )
    record = Result.model_validate({"id": "x", "rules": "jiaxing", "unit": unit, "round": "年度", "date": "2016-12-20"})
    found = score_sheet(_HUNDRED, record.model_copy(update={"scores": scores}))
    assert found
    return found


@settings(max_examples=40)
@given(unit=st.sampled_from(["dc-h1", "dc-h3", "dc-h8"]), points=st.dictionaries(st.integers(1, 100), _POINTS))
def test_the_converted_score_stays_between_nothing_and_everything(unit: str, points: dict[int, str | None]) -> None:
    made_sheet = _sheet(unit, points)
    assert 0 <= made_sheet.converted <= made_sheet.best <= 100
    assert made_sheet.provisional == any(state.kind is ItemResult.UNSCORED for state in made_sheet.states)


@settings(max_examples=40)
@given(
    unit=st.sampled_from(["dc-h1", "dc-h3", "dc-h8"]),
    points=st.dictionaries(st.integers(1, 100), _POINTS),
    number=st.integers(1, 100),
)
def test_a_blank_never_equals_a_nought(unit: str, points: dict[int, str | None], number: int) -> None:
    blank, nought = _sheet(unit, {**points, number: None}), _sheet(unit, {**points, number: "0"})
    if number in blank.tier.exclude:
        assert blank.states == nought.states
        return
    assert blank.provisional
    assert blank.states[number - 1].kind is ItemResult.UNSCORED
    assert nought.states[number - 1].kind is ItemResult.LOST
    assert blank.best > nought.best
    assert len(blank.unscored) == len(nought.unscored) + 1


@settings(max_examples=40)
@given(order=st.permutations(list(_HUNDRED.results)))
def test_the_order_of_files_does_not_matter(order: list[str]) -> None:
    shuffled = _HUNDRED.having(kinds.RESULT, {each: _HUNDRED.results[each] for each in order})
    assert [_told(each) for each in score_sheets(shuffled)] == _TOLD


def test_of_two_results_for_one_round_the_first_by_id_counts_in_any_order() -> None:
    one = _HUNDRED.results["dc-h3-annual"]
    two = one.model_copy(update={"id": "a-copy", "scores": ()})
    both = {"dc-h3-annual": one, "a-copy": two}
    for order in (both, dict(reversed(both.items()))):
        assert [each.result.id for each in score_sheets(_HUNDRED.having(kinds.RESULT, order))] == ["a-copy"]


def _told(each: ScoreSheet) -> tuple[object, ...]:
    """Everything a score sheet says, short enough to compare often."""
    return (each.result.id, each.working, each.best, [(state.kind, state.points, state.owner) for state in each.states])


_SHEETS = score_sheets(_HUNDRED)
_TOLD = [_told(each) for each in _SHEETS]


def test_the_demonstration_shows_every_state() -> None:
    """Eight hospitals of three tiers over three rounds, with ties, 暂定, hospitals that closed, opened and did not report."""
    rules = _HUNDRED.assessments["jiaxing"]
    assert len(_SHEETS) == 21
    assert {sheet.unit.id for sheet in _SHEETS} == {f"dc-h{number}" for number in range(1, 9)}
    lines = {
        round_.name: [
            (
                each.tier.name,
                [
                    (rank.place, rank.sheet.unit.id, str(rank.sheet.converted), rank.sheet.provisional)
                    for rank in each.ranks
                ],
                [unit.id for unit in each.missing],
            )
            for each in rankings(_HUNDRED, rules, round_, _SHEETS)
        ]
        for round_ in rules.rounds
    }
    assert lines["年度"] == [
        ("三级", [(1, "dc-h1", "93.00", True), (2, "dc-h2", "91.00", False)], []),
        ("二甲", [(1, "dc-h4", "87.37", False), (1, "dc-h5", "87.37", False), (3, "dc-h3", "84.21", True)], []),
        ("二乙", [(1, "dc-h6", "90.00", False), (2, "dc-h8", "84.44", False), (3, "dc-h7", "74.44", True)], []),
    ]
    assert lines["期末"][0][1] == [(1, "dc-h1", "98.00", False), (1, "dc-h2", "98.00", False)]
    assert lines["期末"][2][2] == ["dc-h8"]
    assert lines["基线"][2][1] == [(1, "dc-h6", "80.00", False), (2, "dc-h7", "72.22", False)]
    annual = of_unit(_SHEETS, "dc-h3")[1]
    assert (annual.working, str(annual.best), len(annual.losses)) == ("80 ÷ 95 × 100 = 84.21", "86.32", 13)
