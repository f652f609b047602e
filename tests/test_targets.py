"""What a target demands, in words that leave nothing out, and every verdict: operator × modality × period × before, on and after the day."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from campaign.checks import look_over
from campaign.model import Indicator, Period, Value
from campaign.views.indicators import indicator_rows
from campaign.views.status import Mark
from campaign.views.targets import Measured, deadline, measured, verdict, wording

DUE = date(2026, 6, 30)
BEFORE, ON, AFTER = date(2026, 3, 1), DUE, date(2026, 7, 1)


def typed(value: object) -> object:
    """As YAML hands it over: every scalar is a string."""
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    return [typed(each) for each in value] if isinstance(value, list) else str(value)


def indicator(**fields: object) -> Indicator:
    return Indicator.model_validate(typed({"id": "i", "name": "某项", "unit": "个", **fields}))


def at(day: str, value: object) -> Measured:
    found = measured(Value.model_validate(typed({"indicator": "i", "date": day, "value": value})), "个")
    assert found
    return found


# operator: target, then what it says of (less, equal, more)
OPERATORS = {
    "不低于": (False, True, True),
    "不高于": (True, True, False),
    "高于": (False, False, True),
    "低于": (True, False, False),
    "等于": (False, True, False),
    "约": (False, True, False),
    "介于": (False, True, False),
}
# may be surpassed when it is only striven for: "more" is then as good as "equal"
EXACT = {"等于", "约", "介于"}
UNBOUND = ("力争", "应争取", "原则上")


@pytest.mark.parametrize(
    ("operator", "modality", "place", "day"),
    list(product(OPERATORS, ("刚性", *UNBOUND, "可"), range(3), (BEFORE, ON, AFTER))),
)
def test_a_verdict_of_something_due_once(operator: str, modality: str, place: int, day: date) -> None:
    one = indicator(
        operator=operator,
        modality=modality,
        targets=[{"value": 100, "due": DUE.isoformat(), **({"upper": 110} if operator == "介于" else {})}],
    )
    value = (50, 100, 200)[place]
    state = verdict(one, one.targets[0], [at("2026-02-01", value)], day, 10).state
    reached = OPERATORS[operator][place] or (modality in UNBOUND and operator in EXACT and place == 2)
    if modality == "可":
        expected = (Mark.NONE, "不作评判")
    elif modality in UNBOUND:
        expected = (Mark.DONE, "已做到") if reached else (Mark.PENDING, "还没做到")
    elif reached:
        expected = (Mark.DONE, "达标")
    else:
        expected = {BEFORE: (Mark.PENDING, "未到期"), ON: (Mark.SOON, "临期"), AFTER: (Mark.MISSED, "未达标")}[day]
    assert (state.mark, state.word) == expected


@pytest.mark.parametrize(
    ("operator", "modality", "place", "day"),
    list(product(OPERATORS, ("刚性", *UNBOUND, "可"), range(3), (date(2025, 12, 31), date(2026, 1, 1)))),
)
def test_a_verdict_of_every_year(operator: str, modality: str, place: int, day: date) -> None:
    """The year is judged when it is over, not on its last day."""
    one = indicator(
        operator=operator,
        modality=modality,
        reckoning="每年",
        targets=[{"value": 100, "since": "2025", **({"upper": 110} if operator == "介于" else {})}],
    )
    state = verdict(one, one.targets[0], [at("2025-12-31", (50, 100, 200)[place])], day, 10).state
    reached = OPERATORS[operator][place] or (modality in UNBOUND and operator in EXACT and place == 2)
    if modality == "可":
        expected = "不作评判"
    elif day.year == 2025:
        expected = "未到期"
    elif modality in UNBOUND:
        expected = "已做到" if reached else "还没做到"
    else:
        expected = "达标" if reached else "未达标"
    assert state.word == expected


def test_each_year_has_its_own_verdict() -> None:
    """粤东西北地区 2017年起每年不少于1000名: met in 2017, missed in 2018, nobody told 2019, 2020 is running."""
    one = indicator(reckoning="每年", targets=[{"value": 1000, "since": 2017, "scope": {"place": "某地"}}])
    found = verdict(one, one.targets[0], [at("2017-12-31", 1000), at("2018-12-31", 900)], date(2020, 5, 1), 10)
    assert [(each.year, each.state.word) for each in found.years] == [
        (2017, "达标"),
        (2018, "未达标"),
        (2019, "无数据"),
        (2020, "未到期"),
    ]
    assert (found.state.word, found.gap) == ("未达标", "2018年差 100")


def test_a_year_nobody_told_is_no_success() -> None:
    one = indicator(reckoning="每年", targets=[{"value": 10, "since": 2024}])
    assert verdict(one, one.targets[0], [at("2024-12-31", 12)], date(2026, 1, 1), 10).state.word == "无数据"


def test_a_yearly_target_ends_with_its_deadline() -> None:
    one = indicator(reckoning="每年", due=2025, targets=[{"value": 10, "since": 2024}])
    values = [at("2024-12-31", 12), at("2025-12-31", 11)]
    found = verdict(one, one.targets[0], values, date(2028, 1, 1), 10)
    assert (found.state.word, len(found.years)) == ("达标", 2)


def test_values_from_before_a_target_holds_say_nothing() -> None:
    one = indicator(targets=[{"value": 10, "since": "2026-07", "due": 2027}])
    assert verdict(one, one.targets[0], [at("2026-03", 3)], date(2026, 5, 1), 10).state.word == "未开始"
    assert verdict(one, one.targets[0], [at("2026-03", 3)], date(2026, 8, 1), 10).state.word == "无数据"
    assert verdict(one, one.targets[0], [at("2026-08", 12)], date(2026, 9, 1), 10).state.word == "达标"


def test_what_shall_not_be_is_missed_at_once_also_where_it_is_only_striven_for() -> None:
    firm = indicator(operator="等于", targets=[{"value": 0, "due": 2027}])
    assert verdict(firm, firm.targets[0], [at("2026-03", 1)], date(2026, 5, 1), 10).state.word == "未达标"
    striven = indicator(operator="等于", modality="力争", targets=[{"value": 0, "due": 2027}])
    assert verdict(striven, striven.targets[0], [at("2026-03", 1)], date(2026, 5, 1), 10).state.word == "还没做到"


def test_what_is_not_reached_in_time_is_not_called_late_where_it_does_not_bind() -> None:
    one = indicator(modality="力争", targets=[{"value": 10, "due": "2026-01"}])
    assert verdict(one, one.targets[0], [at("2026-01", 3)], date(2026, 5, 1), 10).state.distance == ""


# -- words ---------------------------------------------------------------------------------------------------------------------------

SAID = [
    ({"targets": [{"value": 90}]}, "≥90个"),
    ({"targets": [{"value": 2.2, "due": 2020}]}, "≥2.2个（到2020年）"),
    (
        {"reckoning": "每年", "targets": [{"value": 1000, "since": 2017, "scope": {"place": "山区各市"}}]},
        "山区各市 2017年起每年≥1000个",
    ),
    (
        {"modality": "可", "targets": [{"value": 1, "scope": {"condition": "人口超过300万的市"}}]},
        "人口超过300万的市 可≥1个",
    ),
    ({"targets": [{"value": 1, "modality": "应争取", "due": "2018-12-31"}]}, "应争取≥1个（到2018年12月31日）"),
    ({"reckoning": "累计", "due": 2020, "targets": [{"value": 1750}]}, "累计≥1750个（到2020年）"),
    ({"operator": "介于", "modality": "力争", "targets": [{"value": 1, "upper": 2}]}, "力争1—2个"),
    (
        {
            "operator": "不高于",
            "against": "baseline",
            "baseline": {"as_written": "20xx年费用"},
            "targets": [{"value": 0}],
        },
        "以20xx年费用为基数零增长",
    ),
    (
        {
            "operator": "不高于",
            "against": "baseline",
            "baseline": {"date": 2025, "value": 9},
            "targets": [{"value": 3}],
        },
        "比2025年≤3个",
    ),
    ({"targets": [{"value": 9, "due": 2027, "inferred": ["due"]}]}, "≥9个（到2027年，推算）"),
]


@pytest.mark.parametrize(("fields", "words"), SAID)
def test_the_short_form_drops_nothing(fields: dict[str, object], words: str) -> None:
    one = indicator(**fields)
    assert wording(one, one.targets[0]).short() == words


def test_a_surface_leaves_out_only_what_it_shows_itself() -> None:
    one = indicator(modality="力争", targets=[{"value": 5, "due": 2027, "scope": {"tier": "三级"}}])
    said = wording(one, one.targets[0])
    assert said.short() == "三级 力争≥5个（到2027年）"
    assert said.short("where") == "力争≥5个（到2027年）"
    assert said.short("modality", "due") == "三级 ≥5个"
    assert said.short("where", "modality", "due", "unit") == "≥5"
    assert said.long == "某项：三级 力争≥5个，到2027年"


def test_the_long_form_says_that_nobody_gave_a_day() -> None:
    one = indicator(targets=[{"value": 5}])
    assert wording(one, one.targets[0]).long == "某项：≥5个，期限未定，刚性"
    yearly = indicator(reckoning="每年", targets=[{"value": 5, "since": 2026}])
    assert wording(yearly, yearly.targets[0]).long == "某项：2026年起每年≥5个，刚性"


def test_the_end_of_a_plan_is_the_indicators_only_where_the_plan_says_so() -> None:
    one = indicator(targets=[{"value": 5}])
    silent = Period.model_validate(typed({"start": 2025, "end": 2027}))
    binding = Period.model_validate(typed({"start": 2025, "end": 2027, "binds_indicators": "是"}))
    assert deadline(one, one.targets[0], silent) is None
    assert wording(one, one.targets[0], binding).short() == "≥5个（到2027年，推算）"


# -- the plans of this repository -----------------------------------------------------------------------------------------------------


def test_no_indicator_of_the_sources_has_a_deadline_nobody_wrote() -> None:
    content, _ = look_over(Path(__file__).resolve().parent.parent, date(2026, 11, 28))
    for plan in content.plans.values():
        for row in indicator_rows(content, plan):
            written = row.indicator.due or any(each.due for each in row.indicator.targets)
            assert row.due is None or written or (plan.period and plan.period.binds_indicators), row.indicator.id
