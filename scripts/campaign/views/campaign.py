"""A campaign at `as_of`, all in one: its page, poster, digest, bulletins and closing summary show this object and count nothing themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from campaign.content import Content, once_a_plan
from campaign.kinds import CAMPAIGN
from campaign.leaves import links
from campaign.leaves.dates import Moment, month_end
from campaign.leaves.numbering import compact
from campaign.model import Activity, Coverage, Group, Plan, Stage, Status, Story
from campaign.views.awards import AwardRow, GalleryWork, award_rows, gallery
from campaign.views.due import DueItem, plan_due
from campaign.views.figures import Figure
from campaign.views.happened import NO_RECORD, UNRECORDED, Outcome, day_words, happened, outcome
from campaign.views.ledgers import Ledgers, ledgers, on
from campaign.views.materials import MaterialMonth, material_months
from campaign.views.publicity import CoverageBoard, Leader, PipelineStep, coverage_board, leaders, outlet_name, pipeline
from campaign.views.quota import QuotaMatrix, department, quota_matrices
from campaign.views.status import Mark, State
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.timeline import Running, running, span


@dataclass(frozen=True)
class ActivityRow:
    activity: Activity
    lead: tuple[UnitRef, ...]
    when: str
    outcome: Outcome

    @property
    def state(self) -> State:
        return self.outcome.state

    @property
    def note(self) -> str:
        """What is said of it; of one that is called held and is not (yet), nothing."""
        held = self.activity.done or self.activity.status == "已办"
        return "" if held and not self.outcome.done else self.activity.note or ""


@dataclass(frozen=True)
class ActivityGroup:
    """The activities of one group of the plan under its printed number."""

    number: str
    title: str
    group: Group | None
    activities: tuple[ActivityRow, ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened: a report, a story taken above, an activity held, winners made known."""

    day: date
    kind: str
    words: str
    unit: UnitRef | None


@dataclass(frozen=True)
class CampaignDesk:
    """Everything known of a campaign at `as_of`; `quota` is the first of its quotas, which is the one of stories."""

    plan: Plan
    as_of: date
    start: date | None
    end: date | None
    clock: Running
    kept: Ledgers
    quotas: tuple[QuotaMatrix, ...]
    steps: tuple[PipelineStep, ...]
    coverage: CoverageBoard
    board: tuple[Leader, ...]
    awards: tuple[AwardRow, ...]
    works: tuple[GalleryWork, ...]
    materials: tuple[MaterialMonth, ...]
    activities: tuple[ActivityGroup, ...]
    events: tuple[Happening, ...]

    @property
    def quota(self) -> QuotaMatrix | None:
        return self.quotas[0] if self.quotas else None

    @property
    def state(self) -> str:
        """before, running, after or undated."""
        return self.clock.state

    @property
    def until_start(self) -> int:
        return (self.start - self.as_of).days if self.start else 0

    @property
    def handed_in(self) -> int:
        return self.steps[0].count

    @property
    def adopted(self) -> int:
        return self.steps[1].count

    @property
    def short_units(self) -> tuple[UnitRef, ...]:
        """Units short of any closed month, each once."""
        matrix = self.quota
        return tuple(row.unit for row in matrix.rows if row.short) if matrix else ()

    @property
    def shortfalls(self) -> int:
        """How many times a unit was short of a closed month."""
        matrix = self.quota
        return sum(len(units) for _, units in matrix.shortages) if matrix else 0

    @property
    def winners(self) -> int:
        """How many were made known: what is still in its notice is not."""
        return sum(row.selected for row in self.awards if row.phase == "done")

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Four numbers for the head of the page and the poster: stories, who owes, who still has time, reports. None before it begins."""
        if not self.kept.held or self.state in ("before", "undated"):
            return ()

        def figure(value: int, word: str, anchor: str, *, owed: bool = False) -> Figure:
            return Figure(value, word, links.campaign(self.plan.id, anchor), late=owed and bool(value))

        made = [figure(self.handed_in, f"投稿篇数，采用 {self.adopted}", "pipeline")]
        matrix = self.quota
        if matrix:
            closed = [index for index, month in enumerate(matrix.months) if month.state == "past" and month.counted]
            if self.state == "after":
                made.append(figure(self.shortfalls, "欠交次数", links.QUOTA, owed=True))
            elif closed:
                last = matrix.months[closed[-1]].slot.name
                made.append(figure(len(matrix.short(closed[-1])), f"{last}欠交科室", links.QUOTA, owed=True))
            if matrix.current is not None:
                month = matrix.months[matrix.current]
                waiting = len(matrix.pending(matrix.current))
                made.append(figure(waiting, f"{month.slot.name}待交科室，{month.words}", links.QUOTA))
        made.append(figure(self.coverage.total, "媒体报道篇数", "coverage"))
        if self.state == "after":
            made.append(figure(self.winners, "公布的先进和作品", "awards"))
        return tuple(made)


@once_a_plan
def desk(content: Content, plan: Plan) -> CampaignDesk:
    start, end = span(plan)
    return CampaignDesk(
        plan=plan,
        as_of=content.as_of,
        start=start,
        end=end,
        clock=running(plan, content.as_of),
        kept=ledgers(content, plan),
        quotas=quota_matrices(content, plan),
        steps=pipeline(content, plan),
        coverage=coverage_board(content, plan),
        board=leaders(content, plan),
        awards=award_rows(content, plan),
        works=gallery(content, plan),
        materials=material_months(content, plan),
        activities=tuple(_activities(content, plan)),
        events=tuple(sorted(_events(content, plan), key=lambda event: event.day, reverse=True)),
    )


def editor(content: Content, plan: Plan) -> str:
    """Who puts bulletins together and reminds the departments: the campaign's own body, else the issuer."""
    issuer = content.registry.name(plan.issuer) if plan.issuer else content.site.organisation
    return next((each.name for each in plan.organisation if each.name), issuer)


# -- activities and events ----------------------------------------------------------------------------------------------------------


def _activities(content: Content, plan: Plan) -> Iterator[ActivityGroup]:
    def made(activities: list[Activity]) -> tuple[ActivityRow, ...]:
        return tuple(_activity(content, plan, each) for each in activities)

    for group in plan.groups:
        own = [each for each in plan.activities if each.group == group.id]
        if own:
            yield ActivityGroup(compact(group.number), group.title, group, made(own))
    rest = [each for each in plan.activities if each.group not in {group.id for group in plan.groups}]
    if rest:
        yield ActivityGroup("", "其他", None, made(rest))


def activity_rows(content: Content, plan: Plan) -> tuple[ActivityRow, ...]:
    """The activities of a plan in its order."""
    return tuple(_activity(content, plan, each) for each in plan.activities)


def _activity(content: Content, plan: Plan, activity: Activity) -> ActivityRow:
    """What became of an activity, by its days and what is recorded; of its status only 进行中 counts, while the campaign runs."""
    lead = unit_refs(content.registry, activity.lead)
    as_of = content.as_of
    clock = running(plan, as_of).state
    names = "、".join(ref.name for ref in lead)
    became = outcome("办", activity.date, activity, as_of, content.site.due_soon_days, names)
    state, going = became.state, activity.status == "进行中" and clock == "running"
    if plan.status is Status.CLOSED and not became.done:
        state = State(Mark.NONE, NO_RECORD)
    elif going and state.mark in (Mark.OPEN, Mark.PENDING):
        state = State(Mark.PENDING, "进行中")
    elif state.mark is Mark.OPEN and clock == "after":
        state = State(Mark.NONE, UNRECORDED)
    elif state.mark is Mark.OPEN:
        state = State(Mark.PENDING, "未开始" if clock == "before" else "日期未定")
    when = day_words(activity.date, as_of) if activity.date else "" if going else "日期未定"
    return ActivityRow(activity, lead, when, replace(became, state=state))


def _events(content: Content, plan: Plan) -> Iterator[Happening]:
    kept = ledgers(content, plan)

    def ref(unit: str | None) -> UnitRef | None:
        return unit_refs(content.registry, [unit])[0] if unit else None

    units = {story.id: story.unit for story in kept.stories}
    for report in kept.coverage:
        outlet = content.outlets.get(report.outlet)
        if outlet:
            yield Happening(
                report.date.first,
                "报道",
                f"{outlet_name(outlet)}：{report.title}",
                ref(report.unit or units.get(report.story or "")),
            )
    for story in kept.stories:
        for step in story.stages:
            if step.name is Stage.TAKEN_ABOVE:
                yield Happening(
                    step.date.first, "上级采用", f"“{_bare(story.title)}”被{step.where or '上级'}采用", ref(story.unit)
                )
    for activity in plan.activities:
        if activity.done and happened(activity.done, content.as_of):
            yield Happening(
                activity.done.last,
                "活动",
                f"{activity.name}。{activity.note or ''}".removesuffix("。"),
                ref(next(iter(activity.lead), None)),
            )
    for row in award_rows(content, plan):
        if row.phase == "done" and row.round.done:
            many = f"，{row.candidates} 个入选 {row.selected} 个" if row.selected else ""
            yield Happening(
                row.round.done.first,
                "评选",
                f"{row.award.name}{row.round.announced_word}{many}",
                ref(next(iter(row.award.lead), None)),
            )


def _bare(title: str) -> str:
    """A title that itself begins with a quotation takes single quotation marks inside the double ones."""
    return title.replace("“", "‘").replace("”", "’")


# -- bulletins ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bulletin:
    """A span of a campaign told: a day, a week or a month. `desk` is the state at its last day, the rest is what happened within.

    `number` counts the spans from the campaign's first; `today` is due on the last day itself, `ahead` in the span that
    follows.
    """

    kind: str
    number: int
    start: date
    end: date
    desk: CampaignDesk
    stories: tuple[tuple[Story, UnitRef], ...]
    adopted: tuple[tuple[Story, UnitRef], ...]
    reported: int
    taken_above: int
    reports: tuple[tuple[Coverage, str, str], ...]
    units: int
    events: tuple[Happening, ...]
    today: tuple[DueItem, ...]
    ahead: tuple[DueItem, ...]

    @property
    def quiet(self) -> bool:
        return not (self.stories or self.adopted or self.reports or self.events)


AHEAD_DAYS = {"日报": 10, "周报": 14, "月报": 31}


def bulletin(content: Content, plan: Plan, kind: str) -> Bulletin | None:
    """The bulletin of the day, of the week of `as_of` so far, or of the last month that is over (of the first one before that).

    The part of a month with which the campaign ends is over on its last day.
    """
    first, last = span(plan)
    if not first or not last or content.as_of < first:
        return None
    start, end, number = _span_of(kind, first, last, min(content.as_of, last))
    made = replace(content, as_of=end)
    state = desk(made, plan)

    def ref(unit: str) -> UnitRef:
        return unit_refs(content.registry, [unit])[0]

    def reached(stage: Stage) -> list[Story]:
        return [
            story
            for story in state.kept.stories
            if any(step.name is stage and on(step.date, start, end) for step in story.stages)
        ]

    stories = [story for story in state.kept.stories if on(story.date, start, end)]
    reports = [each for each in state.coverage.reports if on(each.date, start, end)]
    outlets = content.outlets
    return Bulletin(
        kind=kind,
        number=number,
        start=start,
        end=end,
        desk=state,
        stories=tuple((story, ref(story.unit)) for story in stories),
        adopted=tuple((story, ref(story.unit)) for story in reached(Stage.ADOPTED)),
        reported=len(reached(Stage.REPORTED)),
        taken_above=len(reached(Stage.TAKEN_ABOVE)),
        reports=tuple(
            (each, outlet_name(outlets[each.outlet]), outlets[each.outlet].level.chinese) for each in reports
        ),
        units=len({department(content, plan, story.unit) for story in stories}),
        events=tuple(event for event in state.events if start <= event.day <= end),
        today=tuple(_ahead(made, plan, end - timedelta(days=1), 1)),
        ahead=tuple(_ahead(made, plan, end, AHEAD_DAYS[kind])),
    )


def _span_of(kind: str, first: date, last: date, day: date) -> tuple[date, date, int]:
    """First and last day of the span told, and its number in the campaign."""
    if kind == "日报":
        return day, day, (day - first).days + 1
    if kind == "周报":
        monday = day - timedelta(days=day.weekday())
        weeks = (monday - (first - timedelta(days=first.weekday()))).days // 7 + 1
        return max(monday, first), day, weeks
    whole = day in (month_end(day), last)
    month = (
        day if whole or (day.year, day.month) == (first.year, first.month) else day.replace(day=1) - timedelta(days=1)
    )
    number = (month.year - first.year) * 12 + month.month - first.month + 1
    return max(month.replace(day=1), first), min(month_end(month), day), number


def _ahead(content: Content, plan: Plan, day: date, days: int) -> Iterator[DueItem]:
    seen = set()
    start, end = day + timedelta(days=1), day + timedelta(days=days)
    items = sorted(
        [*_to_be_held(content, plan, start, end), *plan_due(content, plan, start, end)],
        key=lambda item: item.due or day,
    )
    for item in items:
        if item.state.mark is not Mark.DONE and item.duty not in seen:
            seen.add(item.duty)
            yield item


def _to_be_held(content: Content, plan: Plan, start: date, end: date) -> Iterator[DueItem]:
    """Activities with a day of their own in the span; what goes on all the time is no day's business."""
    for each in plan.activities if plan.status is Status.ACTIVE else ():
        planned = each.postponed_to or each.date
        if each.status != "进行中" and planned and start <= planned.first == planned.last <= end:
            row = _activity(content, plan, each)
            yield DueItem(
                planned.last,
                each.name,
                "activity",
                plan,
                "",
                row.lead,
                (),
                "",
                row.state,
                links.campaign(plan.id),
                each.id,
            )


def when(bulletin: Bulletin) -> str:
    """2026年11月16日—21日 as bulletins print it."""
    start, end = Moment.of(bulletin.start), Moment.of(bulletin.end)
    if start == end:
        return start.chinese
    tail = end.chinese
    if start.year == end.year:
        tail = tail.removeprefix(f"{end.year}年")
        if start.month == end.month:
            tail = tail.removeprefix(f"{end.month}月")
    return f"{start.chinese}—{tail}"


# -- printed pieces -------------------------------------------------------------------------------------------------------------------


WORDED = ("digest", "weekly", "monthly", "closing")  # running text, which is there in Word too
PICTURED = {"poster-a4": True, "digest": False}  # shown as a picture too: the whole sheet, or cut to what stands on it


def prints(shown: CampaignDesk) -> tuple[tuple[str, str], ...]:
    """The pieces that can be printed now, by kind with their names."""
    return tuple((kind, words) for kind, words in CAMPAIGN.prints.items() if not not_yet(shown, kind))


def not_yet(shown: CampaignDesk, kind: str) -> str:
    """Why a piece cannot be printed now, and when it can, as a sentence; nothing for one that can.

    The poster is for every running campaign, the rest once somebody keeps its ledgers; digest and weekly bulletin while it runs.
    """
    named = CAMPAIGN.prints[kind]
    if shown.start is None:
        return "方案没有写起止日期；写上 period，从开始那天起可印"
    if kind.startswith("poster"):
        kept = shown.kept.held or shown.plan.status is Status.ACTIVE
        return "" if kept else "方案还没有执行；status 改成 active 就可印"
    if not shown.kept.held:
        return f"还没有登记台账；在 plans/campaign-data/{shown.plan.id}/ 登记了投稿、报道或作品才有可印的"
    if shown.state == "before":
        return f"活动{Moment.of(shown.start).chinese}开始，从那天起可印"
    if kind in ("digest", "weekly") and shown.state == "after":
        return (
            f"{named}只在活动期间印，活动已于{Moment.of(shown.end or shown.as_of).chinese}结束；可以印 monthly、closing"
        )
    if kind == "shortages" and shown.quota is None:
        return "方案没有写谁每月至少交几篇；写上 quota 就可印"
    if kind == "captions" and not shown.works:
        return _no_works(shown)
    return ""


def _no_works(shown: CampaignDesk) -> str:
    """Why no photograph is to be shown: none is there, none has been chosen yet, or leave and description are lacking."""
    if not shown.kept.works:
        return f"还没有登记到{Moment.of(shown.as_of).chinese}为止的作品；在台账的 works 里登记后可印"
    row = next((row for row in shown.awards if row.works and not row.chosen), None)
    if row is None:
        return "没有可以展出的作品；要有画面说明（alt）和本人同意（consent: 是）"
    notice, word = row.round.notice_from, row.round.announced_word
    if not any(work.selected for work in row.works):
        return f"“{row.award.name}”还没有登记入选的；入选的作品写上 selected: 是，{'公示' if notice else word}以后可印"
    if notice and notice.first > shown.as_of:
        return f"“{row.award.name}”{notice.chinese}公示，从那天起可印"
    day = f"定于{row.round.announced.chinese}" if row.round.announced else ""
    return f"“{row.award.name}”{day}{word}；{word}以后在评选日程里写上 done: 日期，就可印"
