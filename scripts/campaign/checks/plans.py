"""Rules about plans: ids, references, units, dates, indicators, stated numbers, printing, campaigns. The docstring of each is the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from campaign.checks.records import ContentRule, PlanRule, texts, walk
from campaign.content import Content
from campaign.leaves import numbering
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import (
    DeclaredCount,
    DocumentFormat,
    Indicator,
    Milestone,
    Mode,
    Operator,
    Part,
    Period,
    Phase,
    Plan,
    Recurring,
    Responsibility,
    Section,
    Status,
    Target,
    TargetScope,
    Task,
)
from campaign.model.registry import from_bracket
from campaign.views.indicators import conflicts, demand
from campaign.views.targets import scope_label

# -- ids and references ------------------------------------------------------------------------------------------------------


def ids_unique(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Within a plan every id is used once for its kind; tasks include the points inside them, duties are milestones, recurring duties and quotas."""
    kinds = {
        "goals": "目标",
        "indicators": "指标",
        "groups": "任务组",
        "tasks": "任务",
        "children": "任务",
        "phases": "阶段",
        "activities": "活动",
        "awards": "评选",
    }
    kinds |= {"milestones": "限时或例行事项", "recurring": "限时或例行事项", "quota": "限时或例行事项"}
    seen: dict[tuple[str, str], Path] = {}
    for record, where in walk(plan):
        folder = next((part for part in reversed(where) if isinstance(part, str)), "")
        record_id = getattr(record, "id", None)
        if folder not in kinds or not record_id:
            continue
        key = (kinds[folder], record_id)
        if key in seen:
            line = source.at(*seen[key], "id")[0]
            yield source.error(
                (*where, "id"),
                "duplicate-id",
                f"{kinds[folder]}编号“{record_id}”用了两次，前一次在第 {line} 行",
                "换一个编号",
            )
        seen.setdefault(key, where)


def file_named_by_id(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A plan's file bears its id, so that a reader of the address finds the file."""
    stem = source.path.rpartition("/")[2].rpartition(".")[0]
    if stem and stem != plan.id:
        yield source.warning(("id",), "id-path", f"文件名“{stem}”与编号“{plan.id}”不同", f"文件改名为 {plan.id}.yaml")


def superseded_status(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A plan that another one supersedes says so in its status."""
    for index, ref in enumerate(plan.supersedes):
        old = content.plans.get(ref.plan or "")
        if old and old.status is not Status.SUPERSEDED:
            yield source.error(
                ("supersedes", index),
                "superseded-status",
                f"“{old.title}”已被替代，状态却是“{old.status.chinese}”",
                f"在 {content.source('plan', old.id).path} 里写 status: superseded",
            )


# -- units -----------------------------------------------------------------------------------------------------------------------


def lead_named(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Where responsibility is stated, somebody leads; 分别负责 takes at least two, or a collective such as 各科室."""
    for record, where in walk(plan):
        if not isinstance(record, Responsibility):
            continue
        if not record.lead and not record.person:
            yield source.error(
                where, "lead-missing", "写了责任单位，却没有牵头或负责的单位", "在 lead 里写至少一个单位"
            )
        elif (
            record.mode is Mode.SEPARATELY
            and len(record.lead) < 2
            and not any(content.registry.is_collective(each) for each in record.lead)
        ):
            yield source.error((*where, "mode"), "lead-single", "“分别负责”至少要有两个单位", "只有一个单位时写 负责")


def unit_once_per_task(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A unit does not both lead and join the same task."""
    for record, where in walk(plan):
        if isinstance(record, Responsibility):
            for each in dict.fromkeys(unit for unit in record.lead if unit in record.join):
                yield source.warning(
                    (*where, "join"), "unit-twice", f"“{content.registry.name(each)}”既牵头又参与同一任务", "留牵头一处"
                )


def bracket_agrees(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """The bracket as printed, read again, gives the same leading and joining units."""
    for record, where in walk(plan):
        if not isinstance(record, Responsibility) or not record.as_written:
            continue
        printed = from_bracket(Responsibility(as_written=record.as_written))
        if not printed.lead and not printed.join:
            continue
        for name, words, ids in (
            ("lead", printed.lead, (*record.lead, *record.with_)),
            ("join", printed.join, record.join),
        ):
            read, failures = content.registry.resolve_all(words, plan.issuer)
            if not failures and set(read) != set(
                ids if name == "join" else [each for each in ids if each in read or each in record.lead]
            ):
                shown = "、".join(content.registry.name(each) for each in read) or "无"
                label = "牵头" if name == "lead" else "参与"
                yield source.warning(
                    (*where, "as_written"),
                    "bracket-differs",
                    f"按括注{label}单位应是：{shown}，与 {name} 里写的不同",
                    "改正其中一处",
                )


# -- dates ----------------------------------------------------------------------------------------------------------------------------


def spans_in_order(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A span does not end before it begins."""
    for record, where in walk(plan):
        if (
            isinstance(record, Period | Phase | Recurring)
            and record.start
            and record.end
            and record.start.first > record.end.last
        ):
            yield source.error(
                (*where, "end"),
                "end-before-start",
                f"结束日期 {record.end} 早于开始日期 {record.start}",
                "两个日期是否写反了？",
            )


def inside_period(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Phases, milestones and deadlines lie inside the plan's period; only a warning where a date was inferred."""
    period = plan.period
    if not period:
        return
    first = period.start.first if period.start else None
    last = period.end.last if period.end else None
    soft = bool(period.inferred)
    for moment, where, what, inferred in _deadlines(plan):
        outside = (last and moment.first > last) or (first and moment.last < first)
        if outside:
            message = f"{what} {moment} 在方案期限（{period.start or '未定'} 至 {period.end or '未定'}）之外"
            make = source.warning if soft or inferred else source.error
            yield make(where, "outside-period", message, "改正日期，或改方案的 period")


def _deadlines(plan: Plan) -> Iterator[tuple[Moment, Path, str, bool]]:
    for record, where in walk(plan):
        if isinstance(record, Phase | Recurring):
            for name, word in (("start", "开始日期"), ("end", "结束日期")):
                moment = getattr(record, name)
                if moment:
                    yield moment, (*where, name), word, isinstance(record, Phase) and name in record.inferred
        elif isinstance(record, Milestone | Task) and record.due:
            yield record.due, (*where, "due"), "期限", isinstance(record, Milestone) and "due" in record.inferred
        elif isinstance(record, Target | Indicator) and record.due:
            yield record.due, (*where, "due"), "期限", isinstance(record, Target) and "due" in record.inferred


def points_are_text(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A point of a task is read with its task: a day or a unit of its own stands in no list of what is due and on no unit's page."""
    for record, where in walk(plan):
        if not isinstance(record, Task) or "children" not in where:
            continue
        keys: list[tuple[str, str, object]] = [("due", "期限", record.due)]
        if not (record.milestones or record.recurring):  # whose duties they are
            keys.append(("responsibility", "责任单位", record.responsibility))
        for key, word, held in keys:
            if held:
                message = f"分项“{record.title}”写了{word}，分项跟着任务走，日历和单位的清单里不会有它"
                hint = "要提醒谁、哪一天交，在分项里写 milestones；要单独负责，另列一项任务"
                yield source.warning((*where, key), "point-unlisted", message, hint)


def overlap_declared(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Phases follow one another unless the plan declares that they overlap."""
    if plan.phases_overlap:
        return
    dated = [(index, phase) for index, phase in enumerate(plan.phases) if phase.start and phase.end]
    for (_, before), (index, after) in pairwise(dated):
        assert before.end and after.start
        if after.start.first <= before.end.first and after.start.last <= before.end.last:
            yield source.warning(
                ("phases", index, "start"),
                "phases-overlap",
                f"“{after.name}”与“{before.name}”时间重叠",
                "允许重叠就写 phases_overlap: 是",
            )


def inferred_keys(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """`inferred` names dates that are really there."""
    for record, where in walk(plan):
        for index, name in enumerate(getattr(record, "inferred", ())):
            if getattr(record, name, None) is None:
                yield source.error(
                    (*where, "inferred", index),
                    "inferred-unknown",
                    f"inferred 里的“{name}”没有对应的内容",
                    "只写本条里推算出来的项，如 start、end、due",
                )


def running_past_its_end(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A plan whose period is over is closed, or its period was prolonged."""
    end = plan.period.end if plan.period else None
    if end and plan.status is Status.ACTIVE and end.last < content.as_of:
        yield source.warning(
            ("status",) if ("status",) in source.positions else ("period", "end"),
            "period-over",
            f"方案 {end} 已到期，状态仍是“执行中”",
            "写 status: closed，或延长 period",
        )


# -- indicators -------------------------------------------------------------------------------------------------------------------------


def indicators_sound(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Percentages lie in 0–100, ratios are a:b with the unit 比, 介于 has an upper bound, growth has a baseline, targets differ in scope or date."""
    for index, indicator in enumerate(plan.indicators):
        where: Path = ("indicators", index)
        yield from _bounds(source, indicator, where)
        if indicator.against == "baseline" and not indicator.baseline:
            yield source.error(
                where,
                "baseline-missing",
                f"“{indicator.name}”与基数相比，却没有写基数",
                "加 baseline，数值未知时写 as_written",
            )
        seen: set[tuple[str, str]] = set()
        for number, target in enumerate(indicator.targets):
            due = target.due or indicator.due
            key = (scope_label(target), due.iso if due else "")
            if key in seen:
                yield source.error(
                    (*where, "targets", number),
                    "target-twice",
                    f"“{indicator.name}”对同一对象、同一期限有两个目标",
                    "写明 scope 或 due 的区别",
                )
            seen.add(key)


def targets_in_time(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A target begins before it is due, and what holds every year says from which."""
    for index, indicator in enumerate(plan.indicators):
        for number, target in enumerate(indicator.targets):
            where: Path = ("indicators", index, "targets", number)
            due = target.due or indicator.due
            place = (*where, "due") if target.due else ("indicators", index, "due")
            if due and target.since and due.last < target.since.first:
                message = f"“{indicator.name}”的期限 {due} 早于起始的 {target.since}"
                yield source.error(place, "due-before-start", message, "核对 since 和 due")
            if indicator.reckoning == "每年" and not target.since and not (plan.period and plan.period.start):
                message = f"“{indicator.name}”每年都算，没有写从哪一年起"
                yield source.warning(where, "since-missing", message, "加一行 since: 年份")


def targets_in_scope(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A target holds for a tier and a place that the plan is for, where the plan lists them."""
    scope = plan.scope
    for record, where in walk(plan) if scope else ():
        if isinstance(record, TargetScope) and scope:
            for key, word, listed in (("tier", "等级", scope.tiers), ("place", "地区", scope.places)):
                named = getattr(record, key)
                if named and listed and named not in listed:
                    message = f"目标的{word}“{named}”不在方案的适用范围里（{'、'.join(listed)}）"
                    hint = f"改正目标的 {key}，或在 scope 的 {key}s 里加上"
                    yield source.error((*where, key), "target-outside-scope", message, hint)


def _bounds(source: Source, indicator: Indicator, where: Path) -> Iterator[Problem]:
    for number, target in enumerate(indicator.targets):
        place = (*where, "targets", number)
        value = target.value
        if indicator.unit == "%" and not indicator.against and not 0 <= value.number <= 100:
            yield source.error(
                (*place, "value"), "percent-range", f"百分比应在 0 到 100 之间，写的是 {value}", "检查数值和计量单位"
            )
        if value.is_ratio != (indicator.unit == "比"):
            yield source.error(
                (*place, "value"),
                "ratio-unit",
                f"“{indicator.name}”的目标值 {value} 与计量单位“{indicator.unit or '无'}”不合",
                "比例写 0.4:1，计量单位写 比",
            )
        if indicator.operator is Operator.BETWEEN:
            if not target.upper:
                yield source.error(place, "upper-missing", f"“{indicator.name}”是一个区间，却没有上限", "加 upper")
            elif target.upper.number < value.number:
                yield source.error(
                    (*place, "upper"), "upper-below", f"上限 {target.upper} 小于下限 {value}", "两个数是否写反了？"
                )


def shared_indicators_agree(content: Content) -> Iterator[Problem]:
    """Plans in force that share an indicator demand the same of the same people by the same time."""
    for conflict in conflicts(content):
        for (first, one, old), (second, other, new) in combinations(conflict.rows, 2):
            if demand(one, old) != demand(other, new):
                yield content.source("plan", second.id).warning(
                    ("indicators", second.indicators.index(other)),
                    "indicator-conflict",
                    f"“{other.name}”目标 {demand(other, new)} 与“{first.name}”的 {demand(one, old)} 不一致",
                    "核对两个方案，或去掉共用编号 key",
                )


# -- numbers the plan states, and how it is printed -----------------------------------------------------------------------------------------


def declared_counts(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A number the plan states about itself equals what is counted."""
    for index, declared in enumerate(plan.declared_counts):
        counted = count_of(plan, declared)
        where: Path = ("declared_counts", index)
        if counted is None:
            yield source.error(
                (*where, "of"),
                "count-of-unknown",
                f"不知道要数什么：“{declared.of}”",
                "写 tasks、groups、goals、phases、units、indicators、targets，或任务组编号、标题",
            )
        elif counted != declared.count:
            yield source.error(
                (*where, "count"),
                "count-differs",
                f"“{declared.name}”说有 {declared.count} 个，实际有 {counted} 个",
                "改正数目，或补上缺的内容",
            )


def count_of(plan: Plan, declared: DeclaredCount) -> int | None:
    """What a declared count refers to, counted: a part of the plan, the tasks of a group, the items of a section."""
    name = declared.of
    if name == "tasks":
        return sum(1 for _ in plan.all_tasks())
    if name == "units":
        duties = [task.responsibility or (group.responsibility if group else None) for group, task in plan.all_tasks()]
        return len({unit for duty in duties if duty for unit in (*duty.lead, *duty.join, *duty.with_)})
    if name == "targets":
        return sum(len(indicator.targets) for indicator in plan.indicators)
    if name in (
        "groups",
        "goals",
        "phases",
        "indicators",
        "principles",
        "requirements",
        "activities",
        "organisation",
        "mechanisms",
    ):
        return len(getattr(plan, name))
    for group in plan.groups:
        if name in (group.id, group.title):
            return len(group.tasks)
    for _, task in plan.all_tasks():
        if name == task.id:
            return len(task.children)
    for section in _sections(plan.outline):
        if section.title == name:
            return len(section.items) or (len(plan.goals) if section.part is Part.GOALS else 0)
    return None


def _sections(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def numbers_in_order(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Printed numbers of one list keep one style and leave no gap; where the original does not, the group says 原文如此."""
    lists: list[tuple[Path, list[str | None], bool]] = [
        (("groups",), [group.number for group in plan.groups], False),
        (("phases",), [phase.number for phase in plan.phases], False),
        (("requirements",), [each.number for each in plan.requirements], False),
        (("tasks",), [task.number for task in plan.tasks], False),
    ]
    for index, group in enumerate(plan.groups):
        lists.append((("groups", index, "tasks"), [task.number for task in group.tasks], bool(group.numbering_note)))
    running: int | None = 0
    for where, printed, excused in lists:
        previous: numbering.HeadingNumber | None = None
        for index, text in enumerate(printed):
            number = numbering.parse(text) if text else None
            if number is None:
                continue
            place = (*where, index, "number")
            if previous and number.style != previous.style and not excused:
                yield source.warning(
                    place,
                    "numbering-mixed",
                    f"序号“{text}”与前面的写法不一致",
                    "统一写法；原文如此就在任务组写 numbering_note: 原文如此",
                )
            expected = previous.value + 1 if previous else 1
            follows_on = (
                previous is None
                and where[0] == "groups"
                and len(where) == 3
                and running
                and number.value == running + 1
            )
            if number.value != expected and not follows_on and not excused:
                yield source.warning(
                    place, "numbering-gap", f"序号“{text}”不连续，这里应是第 {expected} 个", "检查是否漏了或重了"
                )
            previous = number
        if where[0] == "groups" and len(where) == 3 and previous:
            running = previous.value


def outline_complete(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """An outline leaves no part of the plan out: what it leaves out would be missing in print."""
    if not plan.outline:
        return
    sections, groups = list(_sections(plan.outline)), {group.id for group in plan.groups}
    shown = {section.part for section in sections}
    named = {each for section in sections for each in section.groups}
    for part in (Part.GUIDING, Part.PRINCIPLES, Part.GOALS, Part.PHASES, Part.ORGANISATION, Part.REQUIREMENTS):
        if getattr(plan, part.value) and part not in shown:
            yield source.error(
                ("outline",),
                "outline-lacks",
                f"标题结构里没有“{part.chinese}”，印出来会漏掉",
                f"在 outline 里加一节 part: {part.value}",
            )
    if (plan.groups or plan.tasks) and Part.GROUPS not in shown and not groups <= named and named <= groups:
        yield source.error(
            ("outline",), "outline-lacks", "标题结构里没有任务，印出来会漏掉", "在 outline 里加一节 part: groups"
        )


_DOC_NO = re.compile(r"^[\u4e00-\u9fffA-Za-z]+〔20(\d{2}|xx|XX)〕([1-9]\d*|[xX]+)号$")


def document_number(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """发文字号 reads 机关代字〔年份〕序号号: six-angle brackets, no 第, no leading zero (GB/T 9704—2012 7.2.5)."""
    special = plan.document and plan.document.format in (
        DocumentFormat.ORDER,
        DocumentFormat.MINUTES,
    )  # numbered their own way
    if plan.doc_no and not special and not _DOC_NO.match(plan.doc_no):
        yield source.warning(
            ("doc_no",),
            "doc-no",
            f"文号“{plan.doc_no}”不合写法",
            "写成 某医院发〔2026〕12号：六角括号，序号前不加“第”和 0",
        )


def title_lines_agree(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """The lines given for the printed title make up the title."""
    if plan.title_lines and "".join(plan.title_lines) != plan.title:
        yield source.error(("title_lines",), "title-lines", "title_lines 连起来与 title 不同", "两处写成一样的字")


_BLANK = re.compile(r"20[xX]{2}|[xX]{2,}|×{2,}|某某")


def blanks_filled(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A plan in force has no blanks (20xx, XX) left in it."""
    if plan.status is not Status.ACTIVE:
        return
    for text, where in texts(plan):
        found = _BLANK.search(text)
        if found:
            yield source.warning(where, "blank-left", f"还有没填的空“{found.group()}”", "填上，或把状态写成 draft")


def campaign_parts(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Activities lie in the plan's period; media weights are all set or all open, and do not rise downwards."""
    period = plan.period
    for index, activity in enumerate(plan.activities):
        if (
            activity.date
            and period
            and (
                (period.start and activity.date.last < period.start.first)
                or (period.end and activity.date.first > period.end.last)
            )
        ):
            yield source.warning(
                ("activities", index, "date"),
                "outside-period",
                f"“{activity.name}”的日期 {activity.date} 在活动期限之外",
                "改正日期",
            )
    weights = [level.weight for level in plan.media_levels]
    if any(weights) and not all(weights):
        yield source.error(
            ("media_levels",), "weights-partly", "媒体权重有的写了、有的没写", "要么都写，要么都不写（只计篇数）"
        )
    numbers = [weight.number for weight in weights if weight]
    if any(later > earlier for earlier, later in pairwise(numbers)):
        yield source.warning(("media_levels",), "weights-rise", "下级媒体的权重高于上级媒体", "检查次序和数值")


PLAN_RULES: tuple[PlanRule, ...] = (
    ids_unique,
    file_named_by_id,
    superseded_status,
    lead_named,
    unit_once_per_task,
    bracket_agrees,
    spans_in_order,
    inside_period,
    points_are_text,
    overlap_declared,
    inferred_keys,
    running_past_its_end,
    indicators_sound,
    targets_in_time,
    targets_in_scope,
    declared_counts,
    numbers_in_order,
    outline_complete,
    document_number,
    title_lines_agree,
    blanks_filled,
    campaign_parts,
)

CONTENT_RULES: tuple[ContentRule, ...] = (shared_indicators_agree,)
