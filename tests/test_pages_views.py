"""The views only pages use — overview, calendar, news, relatives — and the drawings made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from campaign.content import Content
from campaign.load import load
from campaign.pages import drawing
from campaign.pages.markup import text
from campaign.views import calendar, indicators, latest, overview, relations, timeline

Made = Callable[..., Content]
TODAY = date(2026, 11, 21)
HOUSE = "units: [{id: h, name: 甲医院, kind: hospital}, {id: a, name: 护理部, kind: functional, parent: h}]\n"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(plans: Mapping[str, str], more: Mapping[str, str] | None = None) -> Content:
        files = {
            "plans/registry/units.yaml": HOUSE,
            "plans/site.yaml": "organisation: 甲医院\nhome: 甲医院\n",
            **(more or {}),
        }
        files |= {
            f"plans/{name}.yaml": f"id: {name}\ntitle: 方案{name}\nissuer: 甲医院\n{body}"
            for name, body in plans.items()
        }
        for name, body in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        loaded = load(tmp_path, TODAY, TODAY)
        assert loaded.problems == ()
        return loaded.content

    return make


PERIOD = "period: {start: 2026-09-01, end: 2026-12-31}\n"
WEEKLY = PERIOD + "recurring: [{id: w, what: 走访, per: week, lead: [护理部]}]\n"


def test_a_duty_of_every_week_is_one_entry_a_month(made: Made) -> None:
    reports = "plan: p\nduties: [{duty: w, due: 2026-11-06, done: 2026-11-05}, {duty: w, due: 2026-11-13, done: 2026-11-13}]\n"
    found = calendar.calendar(made({"p": WEEKLY}, {"plans/progress/p.yaml": reports}))
    assert [month.words for month in found.coming] == ["2026年11月", "2026年12月"]
    assert [month.words for month in found.past] == ["2026年10月", "2026年9月"]
    november = found.coming[0].entries[0]
    assert (november.item.due, november.repeats) == (date(2026, 11, 20), "本月 4 次，已完成 2 次")  # missed yesterday
    before = found.late[0]
    assert (before.item.due, before.repeats) == (
        date(2026, 9, 4),
        "以前 9 次没有完成",
    )  # all Fridays of September and October, told by the oldest


def test_the_calendar_ends_with_the_last_plan(made: Made) -> None:
    found = calendar.calendar(made({"p": WEEKLY.replace("2026-12-31", "2027-02-28")}))
    assert found.coming[-1].first == date(2027, 2, 1)


def test_running_plans_begin_with_the_own_house(made: Made) -> None:
    other = "period: {start: 2026-01-01, end: 2026-12-31}\n"
    content = made(
        {
            "own": PERIOD,
            "city": other.replace("period", "level: city\nperiod"),
            "over": "status: closed\n" + other.replace("2026-01", "2025-01"),
        }
    )
    assert [plan.id for plan in overview.in_progress(content)] == ["city", "own"]  # both of the house, the older first
    assert [plan.id for plan in overview.by_level(tuple(content.plans.values()))] == ["city", "own", "over"]


def test_three_figures_of_a_plan(made: Made) -> None:
    plan = PERIOD + (
        "indicators:\n  - {id: i, name: 甲率, unit: '%', targets: [{value: 90}]}\n  - {id: k, name: 乙率, unit: '%', targets: [{value: 90}]}\n"
        "tasks: [{id: a, title: 甲}, {id: b, title: 乙, due: 2026-11-01}, {id: c, title: 丙, due: 2026-11-25}]\n"
    )
    reports = "plan: p\ntasks: [{task: a, done: 2026-10-01}]\nvalues: [{indicator: i, date: 2026-10-31, value: 91}]\n"
    content = made({"p": plan}, {"plans/progress/p.yaml": reports})
    figures = overview.overview(content, content.plans["p"]).figures
    assert [(each.value, each.of, each.word) for each in figures] == [
        (1, 3, "任务办结"),
        (1, 2, "指标达到"),
        (1, None, "任务逾期"),
    ]
    bare = made({"q": plan})
    assert [each.word for each in overview.overview(bare, bare.plans["q"]).figures] == [
        "任务办结",
        "任务临期",
        "任务逾期",
    ]


def test_news_are_the_newest_first_and_never_from_tomorrow(made: Made) -> None:
    content = made({"a": "date: 2026-03-01\n", "b": "date: 2026-11-21\n", "c": "date: 2026-11-22\n", "d": ""})
    assert [(news.kind, news.title) for news in latest.latest(content, 5)] == [("方案", "方案b"), ("方案", "方案a")]
    assert len(latest.latest(content, 1)) == 1


def test_relatives_are_found_from_both_ends(made: Made) -> None:
    content = made({"a": "", "b": "upper: [a]\n", "c": "supersedes: [b]\n"})
    assert [plan.id for plan in relations.lower_plans(content)["a"]] == ["b"]
    assert [plan.id for plan in relations.later_plans(content)["b"]] == ["c"]
    assert relations.interpretations_of(content) == {}


# -- drawings ---------------------------------------------------------------------------------------------------------------------


def lanes(made: Made, phases: str, period: str = PERIOD) -> str:
    content = made({"p": period + "phases_overlap: 是\n" + phases})
    return str(drawing.phase_lanes(timeline.timeline(content, content.plans["p"])))


def test_a_bar_is_solid_up_to_today_and_hollow_after(made: Made) -> None:
    svg = lanes(made, "phases: [{id: a, name: 推进, start: 2026-09-01, end: 2026-12-31}]\n")
    # 122 days from September to December; 21 November is the 82nd, its morning 81 days in
    past = re.search(r'class="past" x="0.00%" y="[\d.]+rem" width="([\d.]+)%"', svg)
    ahead = re.search(r'class="ahead" x="([\d.]+)%" y="[\d.]+rem" width="([\d.]+)%"', svg)
    assert past and ahead
    assert float(past[1]) == pytest.approx(81 / 122 * 100, abs=0.01) == float(ahead[1])
    assert float(past[1]) + float(ahead[2]) == pytest.approx(100, abs=0.02)
    assert "今天 11月21日" in svg


def test_a_label_does_not_cross_todays_line(made: Made) -> None:
    svg = lanes(made, "phases: [{id: a, name: 总结表彰大会, start: 2026-11-15, end: 2026-12-31}]\n")
    label = re.search(r'<text class="label wide" x="([\d.]+)%" y="[\d.]+rem" text-anchor="(\w+)"', svg)
    assert label and label[2] == "end" and float(label[1]) < 81 / 122 * 100


def test_phases_wholly_past_or_to_come(made: Made) -> None:
    svg = lanes(
        made,
        "phases: [{id: a, name: 前, start: 2026-09, end: 2026-09}, {id: b, name: 后, start: 2026-12, end: 2026-12}]\n",
    )
    assert svg.count('class="past"') == 1 and svg.count('class="ahead"') == 1
    assert "前" in svg and "2026年9月，还没有登记结果" in svg.replace("<title>前，", "") and "未开始" in svg


def test_nothing_is_drawn_without_dates(made: Made) -> None:
    assert lanes(made, "phases: [{id: a, name: 启动}]\n", "") == ""


def test_month_names_never_run_into_each_other(made: Made) -> None:
    svg = lanes(
        made,
        "phases: [{id: a, name: 干, start: 2025-12-01, end: 2026-12-31}]\n",
        "period: {start: 2025-12-01, end: 2026-12-31}\n",
    )
    wide = re.search(r'<g class="wide">(.*?)</g>', svg)
    assert wide
    names = re.findall(r'<text x="([\d.]+)%"[^>]*>([^<]+)<', wide[1])
    assert names[0][1] == "2026年1月"  # December 2025 gives way
    ends = [float(x) + sum(0.56 if char < "⺀" else 1 for char in word) * 0.8125 / 59 * 100 for x, word in names]
    assert all(end < float(x) for end, (x, _) in zip(ends, names[1:], strict=False))


def test_plans_share_one_axis(made: Made) -> None:
    content = made({"a": PERIOD, "b": "period: {start: 2020-01-01, end: 2030-12-31}\n"})
    axis = drawing.shared_axis(content.plans.values(), TODAY)
    assert axis and (axis.start, axis.end) == (date(2025, 1, 1), date(2027, 12, 31))  # cut where nobody looks
    strips = [str(drawing.strip(content, plan, axis)) for plan in content.plans.values()]
    lines = {re.search(r'class="now" x1="([\d.]+)%"', each)[1] for each in strips}  # type: ignore[index]
    assert len(lines) == 1


def test_a_trend_needs_two_values(made: Made) -> None:
    plan = PERIOD + "indicators: [{id: i, name: 率, unit: '%', targets: [{value: 90}]}]\n"
    one = "plan: p\nvalues: [{indicator: i, date: 2026-09-30, value: 80}]\n"
    two = one.replace("]", ", {indicator: i, date: 2026-10-31, value: 95}]")
    for reports, drawn in ((one, False), (two, True)):
        content = made({"p": plan}, {"plans/progress/p.yaml": reports})
        svg = str(drawing.spark(indicators.indicator_rows(content, content.plans["p"])[0]))
        assert bool(svg) is drawn
    assert "<title>2026年9月30日到2026年10月31日：80、95</title>" in svg
    assert 'class="bound"' in svg and 'points="4.0,20.0 84.0,4.0"' in svg


# -- text ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("门诊20xx年完成", '门诊<span class="blank" title="原文空缺">20xx</span>年完成'),
        ("达到XX%", '达到<span class="blank" title="原文空缺">XX</span>%'),
        ("EXXON 不是空缺", "EXXON 不是空缺"),
        ("2017年6月30日前制定", '<span class="nospace whole">2017年6月30日</span>前制定'),
        ("4月1日至12月31日", '<span class="nospace whole">4月1日至<wbr>12月31日</span>'),
        ("a < b & c", "a &lt; b &amp; c"),
        (None, ""),
    ],
)
def test_text_keeps_dates_together_and_frames_blanks(source: str | None, shown: str) -> None:
    assert str(text(source)) == shown
