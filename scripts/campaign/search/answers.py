"""What a question is answered with: facts of a unit of the index, each under what is asked.

A fact is (what is asked, the answer in words). What is asked: `who` leads it, `when` it is due, what is `want`ed, what was
`done`, the `count` of what was handed in, `how` it is reckoned, the `score` it gives, `what` it is; `any` answers whatever
is asked: a question that somebody has answered. Which words of a query ask for which is in search.js (`ASKING`).
"""

from __future__ import annotations

from collections.abc import Iterable

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.model import Form, Meeting, Plan, RuleSet, Status, Term
from campaign.views.body import written_span
from campaign.views.form_returns import due_day
from campaign.views.happened import Outcome
from campaign.views.indicators import IndicatorRow
from campaign.views.ledger import LedgerRow
from campaign.views.status import State
from campaign.views.tasks import TaskRow, UnitRef
from campaign.views.timeline import Lane, running
from campaign.views.unit_sheets import UnitSheet

Facts = tuple[tuple[str, str], ...]


def standing(content: Content, plan: Plan) -> str:
    """`running` or `over` for a plan of the site's own institution, `other` for any other; where the site names none, all are its own."""
    if content.home and content.registry.house(plan.issuer) != content.home:
        return "other"
    over = plan.status in (Status.CLOSED, Status.SUPERSEDED) or running(plan, content.as_of).state == "after"
    return "over" if over else "running"


def of_task(row: TaskRow, carried: str) -> Facts:
    """Who carries a task, in words, and when it is due."""
    return _told(who=carried, when=_when(row.due, row.state))


def of_indicator(content: Content, row: IndicatorRow, bounds: str) -> Facts:
    """The targets of an indicator, in words, its latest value, its definition. That nobody reported is told of one's own plans."""
    indicator, current = row.indicator, row.current
    done = ""
    if current:
        done = f"{current.date.chinese}报 {current.text}{row.unit_beside}" + (
            f"，{row.state.word}" if row.judged else ""
        )
    elif row.judged and standing(content, row.plan) != "other":
        done = "还没有报过数"
    who = "、".join(content.registry.name(each) for each in indicator.lead)
    return _told(who=who, when=row.by_when, want=bounds, done=done, how=indicator.definition or "")


def of_milestone(names: str, due: Moment | None, became: Outcome) -> Facts:
    """Who hands something in, by when, and what came of it."""
    if not due:
        return _told(who=names)
    told = became.news or became.state.distance
    return _told(who=names, when=f"{due.chinese}，{told}".rstrip("，"), done=told)


def of_recurring(names: str, duty_rhythm: str) -> Facts:
    """Who does something again and again, and how often."""
    return _told(who=names, when=duty_rhythm)


def of_entry(row: LedgerRow) -> Facts:
    """Who has a matter under supervision in hand, by when, and how it stands."""
    who = "、".join(each.name for each in row.lead)
    return _told(who=who and f"{who}主办", when=_when(row.entry.due, row.state), done=row.state.word)


def of_unit(sheet: UnitSheet) -> Facts:
    """What a unit handed in for each campaign whose ledger is kept."""
    counts = (
        f"{each.plan.name}：{each.delivered}（{each.rhythm}{each.what}）" for each in sheet.quotas if each.delivered
    )
    return _told(count="；".join(counts))


def of_campaign(handed_in: int, adopted: int, short: Iterable[UnitRef]) -> Facts:
    """What all units handed in for a campaign, and who still owes."""
    owing = "、".join(each.name for each in short)
    return _told(count=f"共收到 {handed_in} 篇，采用 {adopted} 篇" + (f"；欠交：{owing}" if owing else ""))


def of_plan(plan: Plan, issuer: str) -> Facts:
    """Who issued a plan, and from when to when it runs."""
    period = plan.period
    when = written_span(period.as_written, period.start, period.end) if period else ""
    return _told(who=issuer and f"{issuer}印发", when=when)


def of_phase(lane: Lane) -> Facts:
    """When a phase is, and what came of it."""
    return _told(when=lane.dates, done=lane.outcome.words if lane.outcome.told else "")


def of_meeting(meeting: Meeting, became: Outcome) -> Facts:
    """When and where a meeting is held, and by whom."""
    day = f"{meeting.date.chinese}{meeting.time or ''}" if meeting.date else ""
    return _told(who=meeting.host or "", when="，".join(filter(None, (day, meeting.place))), done=became.words)


def of_form(form: Form) -> Facts:
    """By which day of the next month a form is handed in."""
    day = f"下月 {form.due_day} 日截止" if form.due_day else "截止日未定"
    return _told(when=f"{form.period.chinese}报，{day}")


def of_period(form: Form, period: Moment) -> Facts:
    """By which day a form is handed in for one period."""
    due = due_day(form, period)
    return _told(when=f"{Moment.of(due).chinese}截止" if due else "")


def of_rules(rules: RuleSet) -> Facts:
    """How points become a score, and what is left out of it."""
    scoring, left_out = rules.scoring, "、".join(tier.name for tier in rules.tiers if tier.exclude)
    how = f"折算分 = 得分 ÷ 适用分 × {scoring.convert_to}，保留 {scoring.places} 位小数，{scoring.rounding.chinese}"
    beside = f"；不适用的条（{left_out}）不算在适用分里" if left_out else ""
    return _told(score=f"每条 {scoring.points} 分", how=how + beside)


def of_item(rules: RuleSet, bounds: str) -> Facts:
    """What an item gives and what it asks for."""
    partial = "，可以给部分分" if rules.scoring.partial else "，不给部分分"
    return _told(score=f"{rules.scoring.points} 分{partial}", want=bounds)


def of_term(term: Term) -> Facts:
    """What a term means."""
    return _told(what="".join(term.meaning))


def of_question(answer: Iterable[str]) -> Facts:
    """What somebody answered to a question."""
    return _told(any="".join(answer))


def _when(due: Moment | None, state: State) -> str:
    return "，".join(filter(None, (due.chinese, state.distance or state.word))) if due else ""


def _told(**facts: str) -> Facts:
    return tuple((asked, words) for asked, words in facts.items() if words)
