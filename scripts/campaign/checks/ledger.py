"""Rules about the supervision ledger: steps in their order and on possible dates, sources and tasks that exist, numbers that are unique."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import Ledger, LedgerEntry, LogEntry, SourceKind, Step

CHAIN = tuple(Step)
NUMBER = re.compile(r"[\u4e00-\u9fff]+〔(\d{4})〕([1-9]\d*)号")

# what may follow a step; 办理 and 反馈 may be reported more than once, and a review that was not passed goes back
FOLLOWS: dict[Step | None, tuple[Step, ...]] = {
    None: (Step.ASSIGNED,),
    Step.ASSIGNED: (Step.ENTERED,),
    Step.ENTERED: (Step.HANDLED,),
    Step.HANDLED: (Step.HANDLED, Step.REPORTED),
    Step.REPORTED: (Step.REPORTED, Step.REVIEWED),
    Step.REVIEWED: (Step.CLOSED,),
    Step.CLOSED: (),
}
SENT_BACK = (Step.HANDLED, Step.REPORTED)


def _entries(content: Content) -> Iterator[tuple[Ledger, LedgerEntry, Source, Path]]:
    for ledger in content.ledgers.values():
        source = content.source("ledger", ledger.id)
        for index, entry in enumerate(ledger.entries):
            yield ledger, entry, source, ("entries", index)


def ids_and_numbers_unique(content: Content) -> Iterator[Problem]:
    """Entries of all ledgers have ids of their own, and numbers (督办〔2026〕33号) that are used once and written as 7.2.5 of GB/T 9704 asks."""
    ids: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for _, entry, source, where in _entries(content):
        place = f"{source.path} 第 {source.at(*where, 'id')[0]} 行"
        if entry.id in ids:
            message = f"台账编号“{entry.id}”已经用在 {ids[entry.id]}"
            yield source.error((*where, "id"), "duplicate-id", message, "换一个编号")
        if entry.number in numbers:
            message = f"文号“{entry.number}”已经用在 {numbers[entry.number]}"
            yield source.error((*where, "number"), "ledger-number", message, "一件一号，换一个号")
        ids.setdefault(entry.id, place)
        numbers.setdefault(entry.number, place)
        found = NUMBER.fullmatch(entry.number)
        if not found:
            message = f"文号“{entry.number}”不合写法"
            yield source.error(
                (*where, "number"), "ledger-number", message, "写成 督办〔2026〕33号，年份用六角括号〔〕，序号不编虚位"
            )
        elif int(found[1]) != entry.assigned_on.year:
            message = f"文号的年份 {found[1]} 与交办日期 {entry.assigned_on} 不同年"
            yield source.warning((*where, "number"), "ledger-number", message, "核对文号和日期")


def dates_are_days(content: Content) -> Iterator[Problem]:
    """An entry is assigned on a day, every step is taken on a day, and nothing is due before it is assigned."""
    for _, entry, source, where in _entries(content):
        for key, moment in (("assigned_on", entry.assigned_on), ("due", entry.due)):
            if moment.day is None:
                message = f"日期“{moment}”没有写到日"
                yield source.error((*where, key), "ledger-day", message, "写到日，如 2026-11-21")
        for index, each in enumerate(entry.log):
            if each.date.day is None:
                message = f"“{each.step.chinese}”的日期“{each.date}”没有写到日"
                yield source.error((*where, "log", index, "date"), "ledger-day", message, "写到日，如 2026-11-21")
        if entry.due.last < entry.assigned_on.first:
            message = f"办结期限 {entry.due} 早于交办日期 {entry.assigned_on}"
            yield source.error((*where, "due"), "ledger-due", message, "核对两个日期")


def steps_in_order(content: Content) -> Iterator[Problem]:
    """交办→立账→办理→反馈→复核→销号: no step is left out, none stands before its turn, nothing follows 销号; only a passed review closes."""
    for _, entry, source, where in _entries(content):
        before: LogEntry | None = None
        taken: list[Step] = []
        for index, each in enumerate(entry.log):
            yield from _step(source, (*where, "log", index, "step"), before, each, taken)
            taken.append(each.step)
            before = each


def _step(source: Source, place: Path, before: LogEntry | None, each: LogEntry, taken: list[Step]) -> Iterator[Problem]:
    sent_back = before is not None and before.step is Step.REVIEWED and not before.passed
    allowed = SENT_BACK if sent_back else FOLLOWS[before.step if before else None]
    if each.step in allowed:
        return
    name = each.step.chinese
    if before and before.step is Step.CLOSED:
        yield source.error(place, "ledger-after-close", f"已经销号，后面不能再有“{name}”", "另立一件，或删去这一步")
    elif each.step is Step.CLOSED:
        missing = [step.chinese for step in (Step.REPORTED, Step.REVIEWED) if step not in taken]
        if missing:
            reason = f"没有“{'”和“'.join(missing)}”，不能销号"
        elif sent_back:
            reason = "最近一次复核没有通过，不能销号"
        else:
            reason = f"“{before.step.chinese if before else ''}”之后还没有复核，不能销号"
        yield source.error(place, "ledger-close", reason, "先写 反馈 和 复核，再写 销号")
    elif each.step in taken or (before and CHAIN.index(each.step) <= CHAIN.index(before.step)):
        after = before.step.chinese if before else ""
        yield source.error(place, "ledger-step", f"“{name}”不能在“{after}”之后", f"接下来应是 {_choices(allowed)}")
    else:
        skipped = allowed[-1].chinese if allowed else ""
        yield source.error(place, "ledger-jump", f"“{name}”前面缺少“{skipped}”", f"接下来应是 {_choices(allowed)}")


def _choices(steps: tuple[Step, ...]) -> str:
    return "或".join(step.chinese for step in steps)


def step_dates(content: Content) -> Iterator[Problem]:
    """No step is dated before the assignment or before the step ahead of it; 交办 in the log bears the date of assignment; none is from the future."""
    for _, entry, source, where in _entries(content):
        latest = entry.assigned_on
        previous = "交办"
        for index, each in enumerate(entry.log):
            place = (*where, "log", index, "date")
            name = each.step.chinese
            if each.step is Step.ASSIGNED and each.date != entry.assigned_on:
                message = f"“交办”写在 {each.date}，交办日期却是 {entry.assigned_on}"
                yield source.error(place, "ledger-dates", message, "两处写成同一天")
            elif each.date.first < entry.assigned_on.first:
                message = f"“{name}”的日期 {each.date} 早于交办日期 {entry.assigned_on}"
                yield source.error(place, "ledger-before-open", message, "核对两个日期")
            elif each.date.first < latest.first:
                message = f"“{name}”的日期 {each.date} 早于前一步“{previous}”的 {latest}"
                yield source.error(place, "ledger-dates", message, "按先后写，核对日期")
            if each.date.first > content.as_of:
                message = f"“{name}”的日期 {each.date} 晚于数据截至日期 {content.as_of.isoformat()}"
                yield source.warning(place, "ledger-future", message, "检查日期；在此之前不计入")
            if each.date.first >= latest.first:
                latest, previous = each.date, name


def passed_only_in_reviews(content: Content) -> Iterator[Problem]:
    """Only a review can fail."""
    for _, entry, source, where in _entries(content):
        for index, each in enumerate(entry.log):
            if not each.passed and each.step is not Step.REVIEWED:
                message = f"“{each.step.chinese}”没有通过不通过之分"
                yield source.error(
                    (*where, "log", index, "passed"), "ledger-passed", message, "只在 复核 一步写 passed"
                )


def sources_said(content: Content) -> Iterator[Problem]:
    """An entry says what it goes back to: by a reference, or in words where nothing of this site is meant; an item that is named was lost."""
    for _, entry, source, where in _entries(content):
        origin, place = entry.source, (*where, "source")
        if origin.kind is SourceKind.ASSESSMENT and origin.ref:
            yield from _not_lost(content, source, (*place, "ref"), origin.ref)
        elif origin.ref:
            continue
        elif origin.kind in (SourceKind.ASSESSMENT, SourceKind.LIST):
            example = "dc-h1-annual#5" if origin.kind is SourceKind.ASSESSMENT else "清单编号#项"
            message = f"来源是{origin.kind.chinese}，没有写出处"
            yield source.error(place, "ledger-source", message, f"写 ref: {example}")
        elif not origin.text:
            yield source.error(
                place, "ledger-source", "没有写来源", "写 ref: 方案编号#任务编号，或 text: 会议、来信的名称"
            )


def _not_lost(content: Content, source: Source, place: Path, ref: str) -> Iterator[Problem]:
    result_id, _, number = ref.partition("#")
    result = content.results.get(result_id)
    rules = content.assessments.get(result.rules) if result else None
    points = [score.points for score in result.scores if number in map(str, score.items)] if result else []
    if rules and points and points[0] is not None and points[0].number >= rules.scoring.points.number:
        message = f"“{result_id}”第 {number} 条没有失分（{points[0]} 分）"
        yield source.warning(place, "ledger-source", message, "核对是哪一条失分")


def units_fit(content: Content) -> Iterator[Problem]:
    """No unit both leads and joins, and a matter is assigned to units that exist on the day."""
    for _, entry, source, where in _entries(content):
        for index, unit in enumerate(entry.join):
            if unit in entry.lead:
                message = f"“{content.registry.name(unit)}”既是承办单位又是配合单位"
                yield source.error((*where, "join", index), "unit-twice", message, "只留一处")
        for index, each in enumerate(entry.lead):
            known = content.registry.units.get(each)
            day = entry.assigned_on.first
            if known and known.active_to and known.active_to.last < day:
                message = f"“{known.name}”{known.active_to.chinese}已停用，早于交办日期 {entry.assigned_on}"
                yield source.error((*where, "lead", index), "unit-closed", message, "交给接续的单位")
            if known and known.active_from and known.active_from.first > day:
                message = f"“{known.name}”{known.active_from.chinese}才启用，晚于交办日期 {entry.assigned_on}"
                yield source.error((*where, "lead", index), "unit-closed", message, "核对日期")


def lists_agree(content: Content) -> Iterator[Problem]:
    """Lists of a ledger and their items are numbered once; an item counts as resolved only when every entry that takes it up is struck off."""
    for ledger in content.ledgers.values():
        source = content.source("ledger", ledger.id)
        ids: set[str] = set()
        for place, each in enumerate(ledger.lists):
            if each.id in ids:
                where: Path = ("lists", place, "id")
                yield source.error(where, "duplicate-id", f"清单编号“{each.id}”用了两次", "换一个编号")
            ids.add(each.id)
            seen: set[int] = set()
            for index, item in enumerate(each.items):
                where = ("lists", place, "items", index)
                if item.number in seen:
                    message = f"清单“{each.title}”有两个第 {item.number} 项"
                    yield source.error((*where, "number"), "ledger-list", message, "改正序号")
                seen.add(item.number)
                ref = f"{each.id}#{item.number}"
                taken = [
                    entry
                    for entry in ledger.entries
                    if entry.source.kind is SourceKind.LIST
                    and entry.source.ref == ref
                    and not any(step.step is Step.CLOSED for step in entry.log)
                ]
                if item.resolved and taken:
                    message = f"第 {item.number} 项写了已解决，{taken[0].number} 却还没有销号"
                    yield source.error((*where, "resolved"), "ledger-list", message, "销号后由台账算出，这里不写")


def bulletins_carry_what_is_printed(content: Content) -> Iterator[Problem]:
    """A 通报 stands on the site and is printed in the site's own layout: it bears no 密级, no 附件, no picture of a seal."""
    for ledger in content.ledgers.values():
        source = content.source("ledger", ledger.id)
        for name, (words, hint) in NOT_OF_A_BULLETIN.items():
            if getattr(ledger.document, name, None):
                yield source.error(("document", name), "bulletin-field", f"通报不印{words}", hint)


NOT_OF_A_BULLETIN = {
    "secrecy": ("密级", "台账和通报都在网站上公开；涉密的事项不登在这里"),
    "attachments": ("附件", "删去；要带附件就另写一份方案"),
    "seals": ("印章的图片", "删去；盖章的写 signing: sealed"),
    "profile": ("另外的版式", "删去；通报按 plans/site.yaml 的版式印"),
    "attendance": ("出席人员", "删去"),
}


CONTENT_RULES: tuple[ContentRule, ...] = (
    bulletins_carry_what_is_printed,
    ids_and_numbers_unique,
    dates_are_days,
    steps_in_order,
    step_dates,
    passed_only_in_reviews,
    sources_said,
    units_fit,
    lists_agree,
)
