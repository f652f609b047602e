"""Rules about 收发文: numbers that are used once and in their order, steps one after the other, days that can be. The docstring of each is the rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import Handling, IncomingPaper, OutgoingPaper, Status
from campaign.views import numbers, release
from campaign.views.correspondence import incoming, outgoing
from campaign.views.status import is_late

# the steps that must be taken before each, and how late in the way it stands; 会签 may come before 核稿 or after it
BEFORE: dict[Handling, tuple[Handling, ...]] = {
    Handling.DRAFTED: (),
    Handling.REVIEWED: (Handling.DRAFTED,),
    Handling.COUNTERSIGNED: (Handling.DRAFTED,),
    Handling.SIGNED: (Handling.REVIEWED,),
    Handling.ISSUED: (Handling.SIGNED,),
}
LATER: dict[Handling, tuple[Handling, ...]] = {
    Handling.DRAFTED: (Handling.SIGNED, Handling.ISSUED),
    Handling.REVIEWED: (Handling.SIGNED, Handling.ISSUED),
    Handling.COUNTERSIGNED: (Handling.SIGNED, Handling.ISSUED),
    Handling.SIGNED: (Handling.ISSUED,),
    Handling.ISSUED: (),
}


def _sent(content: Content) -> Iterator[tuple[OutgoingPaper, Source]]:
    for held in content.correspondence.values():
        source = content.source("correspondence", held.id)
        yield from ((each, source.inside("outgoing", index)) for index, each in enumerate(held.outgoing))


def _came(content: Content) -> Iterator[tuple[IncomingPaper, Source]]:
    return (
        (each, content.source("correspondence", held.id).inside("incoming", index))
        for held, index, each in incoming(content)
    )


def _all(content: Content) -> Iterator[tuple[OutgoingPaper | IncomingPaper, Source]]:
    yield from _sent(content)
    yield from _came(content)


def entries_say_what_they_are(content: Content) -> Iterator[Problem]:
    """A document that goes out is a plan of this site, entered once, or has a title of its own; where both say a number, it is one."""
    entered: dict[str, Source] = {}
    for each, source in _sent(content):
        plan = content.plans.get(each.plan or "")
        if not each.plan and not each.title:
            yield source.error(
                (), "outgoing-untitled", "看不出是哪一份文件", "在本站写的写 plan: 方案编号，别的写 title"
            )
        if each.plan and each.plan in entered:
            message = f"方案“{each.plan}”的发文已经登记在 {_line(entered[each.plan], 'plan')}"
            yield source.error(("plan",), "outgoing-twice", message, "一份文件登记一次，删去一处")
        if each.plan:
            entered.setdefault(each.plan, source)
        if plan and each.doc_no and each.doc_no != plan.doc_no:
            said = f"写的是“{plan.doc_no}”" if plan.doc_no else "没有写文号"
            message = f"这里的文号“{each.doc_no}”，方案里{said}"
            yield source.error(("doc_no",), "doc-no-differs", message, "文号只写在方案的 doc_no 里")
        if each.doc_no and not numbers.read(each.doc_no):
            hint = "写成 某医院发〔2026〕12号：年份四位，序号前不加“第”和 0"
            yield source.warning(("doc_no",), "doc-no", f"文号“{each.doc_no}”不合写法，不算进发文字号", hint)


def ids_are_unique(content: Content) -> Iterator[Problem]:
    """Every document has an id of its own: it is printed by it."""
    seen: dict[str, str] = {}
    for each, source in _all(content):
        if each.id in seen:
            yield source.error(("id",), "duplicate-id", f"编号“{each.id}”已经用在 {seen[each.id]}", "换一个编号")
        seen.setdefault(each.id, _line(source, "id"))


def numbers_run_on(content: Content) -> Iterator[Problem]:
    """Of a 代字 whose numbers are all kept here, none is left out, and none is dated before the one ahead of it."""
    for held in content.correspondence.values():
        source = content.source("correspondence", held.id)
        for register in numbers.registers(content):
            if register.word not in held.words:
                continue
            if register.missing:
                message = f"{register.word}〔{register.year}〕空着 {register.gaps_said}号"
                hint = "用在别处的登记到 outgoing；作废的登记上，写 void: 是"
                yield source.warning(("words",), "doc-no-gap", message, hint)
            dated = [each for each in register.used if each.date]
            for before, each in pairwise(dated):
                if before.date and each.date and each.date.last < before.date.first:
                    message = f"{each.number}号的成文日期 {each.date} 早于 {before.number}号的 {before.date}（{before.place}）"
                    yield each.source.warning(each.where, "doc-no-backwards", message, "核对文号和日期")


def steps_in_order(content: Content) -> Iterator[Problem]:
    """拟稿 → 核稿 → 签发 → 印发: no step is left out, stands before its turn or is dated before the one ahead of it; none is from the future."""
    for each, source in _sent(content):
        taken: list[Handling] = []
        latest: Moment | None = None
        for index, step in enumerate(each.steps):
            where: Path = ("steps", index)
            name = step.step.chinese
            missing = [need.chinese for need in BEFORE[step.step] if need not in taken]
            passed = [late.chinese for late in LATER[step.step] if late in taken]
            if missing:
                yield source.error((*where, "step"), "handling-jump", f"“{name}”前面缺少“{missing[0]}”", "补上这一步")
            elif passed:
                yield source.error((*where, "step"), "handling-order", f"“{name}”不能在“{passed[0]}”之后", "按先后写")
            if step.date.day is None:
                yield source.error((*where, "date"), "handling-day", f"“{name}”的日期“{step.date}”没有写到日", "写到日")
            elif latest and step.date.last < latest.first:
                message = f"“{name}”的日期 {step.date} 早于前一步的 {latest}"
                yield source.error((*where, "date"), "handling-dates", message, "按先后写，核对日期")
            yield from _future(content, source, (*where, "date"), step.date, f"“{name}”的日期")
            taken.append(step.step)
            latest = step.date


def _future(content: Content, source: Source, where: Path, day: Moment | None, what: str) -> Iterator[Problem]:
    if day and day.first > content.as_of:
        message = f"{what} {day} 晚于数据截至日期 {content.as_of.isoformat()}"
        yield source.warning(where, "handling-future", message, "检查日期；在此之前不计入")


def signed_before_it_is_public(content: Content) -> Iterator[Problem]:
    """A plan that is on its way stands on the public site only when it is signed, and has not been made void."""
    for each, source in _sent(content):
        plan = content.plans.get(each.plan or "")
        signed = any(step.step is Handling.SIGNED and step.date.first <= content.as_of for step in each.steps)
        if (
            plan
            and plan.status is not Status.DRAFT
            and not release.why_withheld(plan, content.as_of)
            and (each.void or not signed)
        ):
            why = "已经作废" if each.void else "还没有签发"
            hint = "签发了就在 steps 里登记；没有就在方案里写 status: 草案 或 public: 否"
            yield source.warning(("plan",), "public-unsigned", f"“{plan.name}”{why}，却在网站上公开", hint)


def incoming_numbers(content: Content) -> Iterator[Problem]:
    """收文号 of a year are used once, none is left out, and they are given in the order in which documents come."""
    years: dict[int, list[tuple[IncomingPaper, Source]]] = {}
    for each, source in _came(content):
        years.setdefault(each.received.year, []).append((each, source))
    for year, held in years.items():
        held.sort(key=lambda pair: pair[0].number)
        expected = 1
        for place, (each, source) in enumerate(held):
            before, first = held[place - 1] if place else (None, source)
            if before and each.number == before.number:
                message = f"{year}年的收文号 {each.number} 已经用在 {_line(first, 'number')}"
                yield source.error(("number",), "incoming-number-twice", message, "一件一号，换一个号")
            elif each.number > expected and place:
                gap = f"{expected} 到 {each.number - 1}" if each.number - expected > 1 else str(expected)
                yield source.warning(("number",), "incoming-gap", f"{year}年的收文号缺 {gap}", "补登，或核对号")
            if before and each.received.last < before.received.first:
                message = f"收文号 {each.number} 的收文日期 {each.received} 早于 {before.number} 号的 {before.received}"
                yield source.warning(("received",), "incoming-backwards", message, "核对收文号和日期")
            expected = each.number + 1


def incoming_days(content: Content) -> Iterator[Problem]:
    """A document is received on a day, after it was written; it is due and dealt with after that; what is due and past is told."""
    for each, source in _came(content):
        if each.received.day is None:
            message = f"收文日期“{each.received}”没有写到日"
            yield source.error(("received",), "incoming-day", message, "写到日，如 2026-11-21")
        if each.date and each.date.first > each.received.last:
            message = f"成文日期 {each.date} 晚于收文日期 {each.received}"
            yield source.error(("date",), "incoming-dates", message, "核对两个日期")
        for key, day, name in (("due", each.due, "办理期限"), ("done", each.done, "办结日期")):
            if day and day.last < each.received.first:
                message = f"{name} {day} 早于收文日期 {each.received}"
                yield source.error((key,), "incoming-dates", message, "核对两个日期")
        yield from _future(content, source, ("done",), each.done, "办结日期")
        if each.due and not each.done and is_late(each.due.last, content.as_of):
            message = f"收文 {each.number} 号{each.due.chinese}到期，还没有登记办结"
            yield source.warning(("due",), "incoming-late", message, "办结了写 done: 日期")


def readers_read_what_they_got(content: Content) -> Iterator[Problem]:
    """Nobody has read a document before it was sent to him, or after today; each is named once."""
    for each, source in _all(content):
        seen: set[str] = set()
        for index, reader in enumerate(each.circulation):
            where: Path = ("circulation", index)
            if reader.name in seen:
                yield source.warning((*where, "name"), "reader-twice", f"“{reader.name}”传阅了两次", "只留一行")
            seen.add(reader.name)
            if reader.sent and reader.read and reader.read.last < reader.sent.first:
                message = f"“{reader.name}”阅毕 {reader.read} 早于送阅 {reader.sent}"
                yield source.error((*where, "read"), "reader-dates", message, "核对两个日期")
            yield from _future(content, source, (*where, "read"), reader.read, f"“{reader.name}”的阅毕日期")


def pieces_are_filed_once(content: Content) -> Iterator[Problem]:
    """件号 are used once within a year, a term and a 机构 with a code (DA/T 22—2015)."""
    seen: dict[tuple[object, ...], str] = {}
    fonds = {content.source("correspondence", held.id).path: held.fonds for held in content.correspondence.values()}
    years = {made.entry.id: made.year for *_, made in outgoing(content) if made.entry}
    for each, source in _all(content):
        filing = each.filing
        year = each.received.year if isinstance(each, IncomingPaper) else years.get(each.id)
        if filing and filing.piece:
            key = (fonds[source.path], year, filing.retention, filing.code, filing.piece)
            if key in seen:
                message = f"{year}年{filing.retention}的件号 {filing.piece} 已经用在 {seen[key]}"
                yield source.error(("filing", "piece"), "piece-twice", message, "一件一号，换一个号")
            seen.setdefault(key, _line(source, "filing", "piece"))


def _line(source: Source, *where: str) -> str:
    return f"{source.path} 第 {source.at(*where)[0]} 行"


CONTENT_RULES: tuple[ContentRule, ...] = (
    entries_say_what_they_are,
    ids_are_unique,
    numbers_run_on,
    steps_in_order,
    signed_before_it_is_public,
    incoming_numbers,
    incoming_days,
    readers_read_what_they_got,
    pieces_are_filed_once,
)
