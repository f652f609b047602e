"""What a target demands, in words that leave out nothing of it, and whether a value does what it asks.

A target is a bound with its conditions: for whom or where, from when, per year or in all, how binding, against which
baseline, by when. Every surface (page, sheet, Word, data, search, poster) takes its words from here; one that shows a
condition in a column of its own names that condition, and only that one is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from campaign.leaves.dates import Moment
from campaign.model import Indicator, Modality, Operator, Period, Target, Value
from campaign.views.status import Mark, State

Aspect = Literal["where", "modality", "due", "reckoning", "unit"]
APPROX_SHARE = Decimal("0.1")
UNDATED = "期限未定"
UNJUDGED = "不作评判"
SIGNS = {
    Operator.GTE: "≥",
    Operator.LTE: "≤",
    Operator.GT: "＞",
    Operator.LT: "＜",
    Operator.EQ: "",
    Operator.APPROX: "约",
    Operator.BETWEEN: "",
}


# -- words ---------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """A target in its parts; a part that the plan does not state is empty."""

    name: str
    where: str  # 粤东西北地区, 三级, 常住人口超过500万的地级市
    since: str  # 2017年起
    reckoning: str  # 每年, 累计
    modality: Modality
    against: str  # 比2025年全年次均住院费用12480元, 比基数
    bound: str  # ≥1000, 1—2, 零增长
    unit: str | None
    due: str  # 2020年
    inferred: bool  # whether `due` is not printed with the target: worked out, or the plan's end

    @property
    def when(self) -> str:
        """2018年, 2027年（推算）; nothing where nobody gave a day."""
        return f"{self.due}（推算）" if self.inferred else self.due

    @property
    def by(self) -> str:
        """到2018年, 到2027年（推算）; nothing where nobody gave a day."""
        return f"到{self.when}" if self.due else ""

    def short(self, *without: Aspect) -> str:
        """粤东西北地区 2017年起每年≥1000名, 力争≥40%（到2018年）; less what the surface shows beside it."""
        where = "" if "where" in without else self.where
        reckoning = "" if "reckoning" in without else self.reckoning
        modality = "" if "modality" in without or self.modality is Modality.FIRM else self.modality.value
        due = f"（到{self.due}{'，推算' if self.inferred else ''}）" if self.due and "due" not in without else ""
        bound = self.bound if "unit" in without else with_unit(self.bound, self.unit)
        words = f"{self.since}{reckoning}{modality}{self.against}{bound}{due}"
        return f"{where} {words}" if where else words

    def split(self, *without: Aspect) -> tuple[str, str]:
        """The bound alone, and everything else of the target: for a poster, where the figure stands large over its words."""
        where = "" if "where" in without else self.where
        modality = "" if self.modality is Modality.FIRM else self.modality.value
        due = "" if "due" in without else self.by
        rest = (where, f"{self.since}{self.reckoning}", modality, self.against, due)
        return with_unit(self.bound, self.unit), "，".join(filter(None, rest))

    @property
    def long(self) -> str:
        """The whole of it as a sentence: name, for whom, from when, how much, how binding, by when."""
        due = "" if self.reckoning == "每年" and not self.due else self.by or UNDATED
        whole = (f"{self.name}：{self.short('due')}", due)
        firm = self.modality.value if self.modality is Modality.FIRM else ""
        return "，".join(part for part in (*whole, firm) if part)


def wording(indicator: Indicator, target: Target, period: Period | None = None) -> Wording:
    """The words of one target; `period` is that of its plan, whose end counts where the plan says so."""
    due = deadline(indicator, target, period)
    return Wording(
        name=indicator.name,
        where=scope_label(target),
        since=f"{target.since.chinese}起" if target.since else "",
        reckoning=indicator.reckoning or "",
        modality=target.modality or indicator.modality,
        against=_against(indicator),
        bound=bound(indicator, target),
        unit=indicator.unit,
        due=due.chinese if due else "",
        inferred=bool(due) and ("due" in target.inferred or not (target.due or indicator.due)),
    )


def deadline(indicator: Indicator, target: Target | None, period: Period | None) -> Moment | None:
    """The day a target is due: its own, its indicator's, or the plan's end where the plan binds its indicators to it; else nobody said."""
    own = (target.due if target else None) or indicator.due
    return own or (period.end if period and period.binds_indicators else None)


def bound(indicator: Indicator, target: Target) -> str:
    """≥90, 0, 1—2, 0.4:1 — the bound without its unit; no growth against a baseline is a word."""
    if indicator.operator is Operator.BETWEEN and target.upper:
        return f"{target.value}—{target.upper}"
    if indicator.against == "baseline" and indicator.operator is Operator.LTE and target.value.number == 0:
        return "零增长"
    return f"{SIGNS[indicator.operator]}{target.value}"


def with_unit(text: str, unit: str | None) -> str:
    """≥90%, ≥1750名; a ratio keeps no unit word."""
    return text if not unit or unit == "比" or text == "零增长" else f"{text}{unit}"


def scope_label(target: Target) -> str:
    """For whom a target holds, as written; nothing for all."""
    return target.scope.label if target.scope else ""


def _against(indicator: Indicator) -> str:
    """Growth is nothing without what it is measured against: 比2025年, 以20xx年次均住院费用为基数."""
    if indicator.against != "baseline":
        return ""
    base = indicator.baseline
    if base and base.date:
        return f"比{base.date.chinese}"
    return f"以{base.as_written}为基数" if base and base.as_written else "比基数"


# -- values ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """A value on a day. `text` is what is shown; `num` and `den` are kept when the rate was computed from them."""

    date: Moment
    number: Decimal
    text: str
    value: Value


def measured(value: Value, unit: str | None) -> Measured | None:
    """The number of a report: as typed, or num/den (in percent, one decimal) — None when the denominator is 0 or blank."""
    if value.value is not None:
        return Measured(value.date, value.value.number, str(value.value), value)
    if value.num is None or value.den is None or value.den.number == 0:
        return None
    rate = value.num.number / value.den.number * (100 if unit == "%" else 1)
    places = Decimal("0.1") if unit == "%" else Decimal("0.01")
    return Measured(value.date, rate, str(rate.quantize(places, ROUND_HALF_UP)), value)


def meets(operator: Operator, value: Decimal, target: Decimal, upper: Decimal | None = None) -> bool:
    """Whether a value reaches its target; every bound but ＞ and ＜ is inclusive, 约 allows a tenth either way."""
    match operator:
        case Operator.GTE:
            return value >= target
        case Operator.LTE:
            return value <= target
        case Operator.GT:
            return value > target
        case Operator.LT:
            return value < target
        case Operator.EQ:
            return value == target
        case Operator.BETWEEN:
            return target <= value <= (target if upper is None else upper)
        case Operator.APPROX:
            return abs(value - target) <= abs(target) * APPROX_SHARE
    raise AssertionError(operator)


# -- verdicts ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    """One year of a target that holds every year: the last value of that year, and how it stands once the year is over."""

    year: int
    value: Measured | None
    state: State


@dataclass(frozen=True)
class Verdict:
    """How a target stands on a day. `gap` says how far the value is from it (差 0.9, 2018年差 100); `years` are those of 每年."""

    state: State
    gap: str
    years: tuple[Year, ...] = ()


def verdict(
    indicator: Indicator,
    target: Target | None,
    series: Sequence[Measured],
    as_of: date,
    soon_days: int,
    period: Period | None = None,
) -> Verdict:
    """How a target stands at `as_of`, by the values of `series` (oldest first, none after `as_of`).

    刚性 is 达标 or, from the day after its deadline, 未达标; one without a deadline holds at all times. What is only striven for (力争, 应争取, 原则上) is 已做到 or 还没做到, and may be
    surpassed; what is allowed (可) is not judged at all. 每年 is judged year by year, each when it is over. Values from before
    the target holds (`since`) say nothing about it.
    """
    due = deadline(indicator, target, period)
    days = (due.last - as_of).days if due else None
    if target and (target.modality or indicator.modality) is Modality.MAY:
        return Verdict(State(Mark.NONE, UNJUDGED), "")
    if target and target.since and target.since.first > as_of:
        return Verdict(State(Mark.PENDING, "未开始", days), "")
    if target and indicator.reckoning == "每年":
        return _yearly(indicator, target, series, as_of, due, period)
    counted = [each for each in series if not (target and target.since) or each.date.last >= target.since.first]
    if target is None or not counted:
        return Verdict(State(Mark.NONE, "无数据", days), "")
    return _once(indicator, target, counted[-1], days, soon_days)


def _once(indicator: Indicator, target: Target, latest: Measured, days: int | None, soon_days: int) -> Verdict:
    firm = (target.modality or indicator.modality) is Modality.FIRM
    if _reached(indicator, target, latest.number):
        return Verdict(State(Mark.DONE, "达标" if firm else "已做到", days), "")
    gap = _gap(target, latest)
    if not firm:
        return Verdict(State(Mark.PENDING, "还没做到", days if days is None or days >= 0 else None), gap)
    if days is None or days < 0 or _beyond_repair(indicator, target):
        return Verdict(State(Mark.MISSED, "未达标", days), gap)
    if days <= soon_days:
        return Verdict(State(Mark.SOON, "临期", days), gap)
    return Verdict(State(Mark.PENDING, "未到期", days), gap)


def _yearly(
    indicator: Indicator,
    target: Target,
    series: Sequence[Measured],
    as_of: date,
    due: Moment | None,
    period: Period | None,
) -> Verdict:
    """Every year from the first the target holds for; the whole is reached when every year that is over is."""
    starts = target.since or (period.start if period else None) or (series[0].date if series else None)
    if starts is None:
        return Verdict(State(Mark.NONE, "无数据"), "")
    last = min(as_of.year, due.year) if due else as_of.year
    found = []
    for year in range(starts.year, last + 1):
        values = [each for each in series if each.date.year == year]
        value = values[-1] if values else None
        found.append(Year(year, value, _of_year(indicator, target, value, (date(year, 12, 31) - as_of).days)))
    over = [each for each in found if each.state.word != "未到期"]
    short = [each for each in over if each.value and each.state.mark is not Mark.DONE]
    if short:
        latest = short[-1]
        gap = f"{latest.year}年{_gap(target, latest.value)}" if latest.value else ""
        return Verdict(latest.state, gap, tuple(found))
    if not over or any(each.value is None for each in over):
        state = State(Mark.NONE, "无数据") if over or not series else State(Mark.PENDING, "未到期")
        return Verdict(state, "", tuple(found))
    return Verdict(over[-1].state, "", tuple(found))


def _of_year(indicator: Indicator, target: Target, value: Measured | None, days: int) -> State:
    """`days` to the end of the year; it is over when they are fewer than none."""
    if days >= 0:
        return State(Mark.PENDING, "未到期", days)
    if value is None:
        return State(Mark.NONE, "无数据")
    firm = (target.modality or indicator.modality) is Modality.FIRM
    if _reached(indicator, target, value.number):
        return State(Mark.DONE, "达标" if firm else "已做到")
    return State(Mark.MISSED, "未达标") if firm else State(Mark.PENDING, "还没做到")


def _reached(indicator: Indicator, target: Target, value: Decimal) -> bool:
    """What is only striven for may be surpassed, but for a bound of none at all."""
    if meets(indicator.operator, value, target.value.number, target.upper.number if target.upper else None):
        return True
    exact = indicator.operator in (Operator.EQ, Operator.BETWEEN, Operator.APPROX)
    firm = (target.modality or indicator.modality) is Modality.FIRM
    return exact and not firm and value > target.value.number > 0


def _beyond_repair(indicator: Indicator, target: Target) -> bool:
    """A bound of none at all (无丙级病历, 不发生事故) is missed the moment it is passed, whatever the deadline."""
    return target.value.number == 0 and indicator.operator in (Operator.EQ, Operator.LTE) and indicator.against is None


def _gap(target: Target, latest: Measured) -> str:
    """差 0.9 or 多 1: how far the value is from the nearer bound."""
    value, low = latest.number, target.value.number
    high = target.upper.number if target.upper else low
    difference = low - value if value < low else value - high
    if difference == 0:
        return "刚到界限"  # ＞ and ＜ ask for more than the bound itself
    places = max(_places(latest.text), _places(str(target.value)))
    shown = difference.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'差' if value < low else '多'} {shown}"


def _places(text: str) -> int:
    return len(text.partition(".")[2]) if ":" not in text else 2
