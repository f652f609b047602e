"""Rules about what was planned and what is recorded of it: nothing is recorded before it can be so, and what has passed is recorded.

An office is told once a plan of the phases, milestones and tasks nobody recorded, and once a form of the reports that did not come: those lists
stand on the pages; here it is asked whether somebody forgot to write them down. A closed plan asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from campaign.checks.records import ContentRule, walk
from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import Activity, AwardRound, Meeting, Milestone, Phase, Plan, Status, Task
from campaign.views.duties import delivered
from campaign.views.form_returns import returns
from campaign.views.happened import Outcome, happened
from campaign.views.status import Mark, is_late
from campaign.views.tasks import task_rows
from campaign.views.timeline import lanes, running

NAMED = 4  # of what is missing, as many are named
HINT = "办了写 done: 日期，推迟了写 postponed_to: 日期"


def activities_recorded(content: Content) -> Iterator[Problem]:
    """What became of an activity is recorded when its day has passed; its status says nothing that its days do not allow."""
    for plan in content.plans.values():
        source = content.source("plan", plan.id)
        for index, activity in enumerate(plan.activities):
            where: Path = ("activities", index)
            what = f"“{activity.name}”"
            if plan.status is not Status.CLOSED and activity.status != "已办":
                yield from _missing(content, source, where, what, "date", activity)
            yield from _in_time(content, source, where, activity.done, _begin(plan), f"{what}的实际日期", "活动开始的")
            yield from _true(content, plan, source, where, activity)


def _true(content: Content, plan: Plan, source: Source, where: Path, activity: Activity) -> Iterator[Problem]:
    clock = running(plan, content.as_of).state
    if activity.status == "进行中" and clock in ("before", "after"):
        when = "还没有开始" if clock == "before" else "已经结束"
        message = f"“{activity.name}”写着进行中，活动{when}"
        yield source.warning((*where, "status"), "status-untrue", message, "办完的写 done: 日期，没有开始的去掉 status")
    if activity.status == "已办" and not activity.done:
        message = f"“{activity.name}”写着已办，没有写是哪一天办的"
        yield source.warning((*where, "status"), "status-untrue", message, "写 done: 日期，去掉 status")


def rounds_recorded(content: Content) -> Iterator[Problem]:
    """What became of an award is recorded when its day has passed; it is not made known before its notice is over."""
    for path, file in content.publicity.items():
        source, plan = content.source("publicity", path), content.plans.get(file.campaign or "")
        for index, days in enumerate(file.rounds):
            where: Path = ("rounds", index)
            if plan and plan.status is not Status.CLOSED:
                title = next((each.name for each in plan.awards if each.id == days.award), days.award)
                yield from _missing(content, source, where, f"“{title}”{days.announced_word}", "announced", days)
            last = days.notice_to or days.notice_from or days.nominate_by
            yield from _in_time(content, source, where, days.done, last, "实际公布日期", "前一步的")


def winners_recorded(content: Content) -> Iterator[Problem]:
    """Of an award that was made known it is recorded who won, where anybody was put forward."""
    named: dict[tuple[str, str], bool] = {}
    for file in content.publicity.values():
        entered = [(each.award, each.winner) for each in file.nominations]
        entered += [(each.award, each.selected) for each in file.works if each.award]
        for award, won in entered:
            key = (file.campaign or "", award)
            named[key] = named.get(key, False) or won
    for path, file in content.publicity.items():
        for index, days in enumerate(file.rounds):
            if happened(days.done, content.as_of) and named.get((file.campaign or "", days.award)) is False:
                message = f"写着已于 {days.done} {days.announced_word}，没有登记谁入选"
                hint = "在入选的推荐里写 winner: 是，作品写 selected: 是"
                where = ("rounds", index, "done")
                yield content.source("publicity", path).warning(where, "winners-missing", message, hint)


def meetings_recorded(content: Content) -> Iterator[Problem]:
    """Whether a meeting was held is recorded when its day has passed; one that is only recorded here was held on its day."""
    for meeting in content.meetings.values():
        source = content.source("meeting", meeting.id)
        if not meeting.record_only:
            yield from _missing(content, source, (), f"“{meeting.title}”", "date", meeting)
        yield from _in_time(content, source, (), meeting.done, None, "开会的日期", "")


def progress_recorded(content: Content) -> Iterator[Problem]:
    """A phase, a duty and a task are done neither before they begin nor after today; what a duty's record says is done or put off."""
    for progress in content.progress.values():
        source, plan = content.source("progress", progress.plan), content.plans.get(progress.plan)
        if plan is None:
            continue
        starts = {phase.id: (phase.start, phase.name) for phase in plan.phases}
        for index, phase in enumerate(progress.phases):
            begin, name = starts.get(phase.phase, (None, ""))
            where: Path = ("phases", index)
            yield from _in_time(content, source, where, phase.done, begin, f"“{name}”的完成日期", "这一阶段开始的")
        for index, duty in enumerate(progress.duties):
            where = ("duties", index)
            yield from _in_time(content, source, where, duty.done, _begin(plan), "完成日期", "方案开始的")
            if not (duty.done or duty.postponed_to or duty.note):
                message = "没有写完成了、推迟了，还是没有完成"
                yield source.error(where, "result-empty", message, f"{HINT}，没有完成的在 note 里写原因")
        for index, task in enumerate(progress.tasks):
            where = ("tasks", index)
            yield from _in_time(content, source, where, task.done, _begin(plan), "办结日期", "方案开始的")


def results_recorded(content: Content) -> Iterator[Problem]:
    """The phases, milestones and tasks of a plan in force are recorded when their days have passed: one sentence a plan, at the first of them."""
    for plan in content.plans.values():
        if plan.status is not Status.ACTIVE:
            continue
        outcomes: dict[type, Mapping[str, Outcome]] = {
            Phase: {lane.phase.id: lane.outcome for lane in lanes(content, plan)},
            Milestone: delivered(content, plan),
            Task: {row.task.id: row.outcome for row in task_rows(content, plan)},
        }
        missing: list[tuple[str, Path]] = []
        for record, where in walk(plan):
            if isinstance(record, Phase | Milestone | Task):
                outcome = outcomes[type(record)].get(record.id)  # the points of a task are part of it
                if outcome and outcome.state.mark is Mark.LATE and not outcome.why:
                    name = record.title if isinstance(record, Task) else record.name
                    key = "end" if isinstance(record, Phase) else "due"
                    missing.append((f"“{name}”（{outcome.postponed or outcome.planned}）", (*where, key)))
        if missing:
            message = f"{_named([words for words, _ in missing])}的日期已经过了，还没有登记结果"
            hint = f"在 plans/progress/{plan.id}.yaml 的 phases、duties、tasks 里登记：{HINT}"
            yield content.source("plan", plan.id).warning(missing[0][1], "result-missing", message, hint)


def reports_recorded(content: Content) -> Iterator[Problem]:
    """The reports a form asks for are there when their day has passed: one sentence a form."""
    for form in content.forms.values():
        plan = content.plans.get(form.plan or "")
        if plan and plan.status is not Status.ACTIVE:
            continue
        missing = [
            f"{content.registry.name(unit)}{period.chinese}"
            for asked in (returns(content, form),)
            for period in asked.periods
            for unit in asked.units
            if asked.at(unit, period).outcome.state.mark is Mark.LATE
        ]
        if missing:
            message = f"“{form.name}”过了期限还没有登记的：{_named(missing)}"
            hint = "报来的表放进 plans/forms/data"
            yield content.source("form", form.id).warning(("due_day",), "report-missing", message, hint)


def _named(words: Sequence[str]) -> str:
    """The first few, and how many there are."""
    return "、".join(words[:NAMED]) + (f"等 {len(words)} 项" if len(words) > NAMED else "")


def _begin(plan: Plan) -> Moment | None:
    return plan.period.start if plan.period else None


def _missing(
    content: Content, source: Source, where: Path, what: str, key: str, dated: AwardRound | Activity | Meeting
) -> Iterator[Problem]:
    planned = dated.postponed_to or getattr(dated, key)
    if planned and not dated.done and is_late(planned.last, content.as_of):
        place = (*where, "postponed_to" if dated.postponed_to else key)
        message = f"{what}应在 {planned}，已经过了，还没有登记结果"
        yield source.warning(place, "result-missing", message, HINT)


def _in_time(
    content: Content, source: Source, where: Path, done: Moment | None, begin: Moment | None, what: str, begins: str
) -> Iterator[Problem]:
    """What is `done` is so neither before its beginning nor after today."""
    if done and begin and done.last < begin.first:
        message = f"{what} {done} 早于{begins} {begin}"
        yield source.error((*where, "done"), "done-too-early", message, "核对两个日期")
    if done and done.first > content.as_of:
        message = f"{what} {done} 晚于数据截至日期 {content.as_of.isoformat()}"
        yield source.warning((*where, "done"), "done-from-future", message, "检查日期；在此之前不算办过")


CONTENT_RULES: tuple[ContentRule, ...] = (
    activities_recorded,
    rounds_recorded,
    winners_recorded,
    meetings_recorded,
    progress_recorded,
    results_recorded,
    reports_recorded,
)
