"""Rules about the ledgers of a publicity campaign. The docstring of each is the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import (
    Coverage,
    Material,
    Nomination,
    Plan,
    PublicityFile,
    Stage,
    Story,
    Work,
)
from campaign.views.timeline import span
from campaign.workbooks.desk import MOST_ENTRIES, SHAPES

_MARKS = str.maketrans("", "", " 　，。、；：？！,.;:?!“”‘’\"'《》〈〉（）()—-…")
T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """An entry of a ledger with where it stands."""

    campaign: str
    record: T
    where: Path
    source: Source
    plan: Plan | None

    def place(self, key: str) -> str:
        """plans/campaign-data/…/submissions.yaml 第 12 行"""
        return f"{self.source.path} 第 {self.source.at(*self.where, key)[0]} 行"


def _files(content: Content) -> Iterator[tuple[PublicityFile, Source, Plan | None]]:
    """Every file of ledgers with its source and its campaign."""
    for path, file in content.publicity.items():
        yield file, content.source("publicity", path), content.plans.get(file.campaign or "")


def _entries(content: Content, key: str, pick: Callable[[PublicityFile], tuple[T, ...]]) -> Iterator[Entry[T]]:
    for file, source, plan in _files(content):
        for index, record in enumerate(pick(file)):
            yield Entry(file.campaign or "", record, (key, index), source, plan)


def _stories(content: Content) -> Iterator[Entry[Story]]:
    return _entries(content, "submissions", lambda file: file.submissions)


def _reports(content: Content) -> Iterator[Entry[Coverage]]:
    return _entries(content, "coverage", lambda file: file.coverage)


def _all(content: Content) -> Iterator[tuple[str, Entry[Story] | Entry[Coverage] | Entry[Work] | Entry[Nomination]]]:
    """Entries of the four ledgers, each with the word for its kind."""
    yield from (("投稿", each) for each in _stories(content))
    yield from (("媒体报道", each) for each in _reports(content))
    yield from (("作品", each) for each in _entries(content, "works", lambda file: file.works))
    yield from (("推荐", each) for each in _entries(content, "nominations", lambda file: file.nominations))


def entry_ids_unique(content: Content) -> Iterator[Problem]:
    """Within a campaign every entry of a kind has an id of its own, over all its files."""
    seen: dict[tuple[str, str, str], object] = {}
    for word, entry in _all(content):
        first = seen.setdefault((word, entry.campaign, entry.record.id), entry)
        if isinstance(first, Entry) and first is not entry:
            message = f"{word}编号“{entry.record.id}”用了两次，前一次在 {first.place('id')}"
            yield entry.source.error((*entry.where, "id"), "duplicate-id", message, "换一个编号")


def plain(title: str) -> str:
    """Words without marks, spaces and capitals, to tell whether two are the same."""
    return title.translate(_MARKS).lower()


def story_entered_once(content: Content) -> Iterator[Problem]:
    """A unit hands a story in once: the same title from the same unit is the same story, marks and spaces aside."""
    seen: dict[tuple[str, str, str], Entry[Story]] = {}
    for entry in _stories(content):
        first = seen.setdefault((entry.campaign, entry.record.unit, plain(entry.record.title)), entry)
        if first is not entry:
            message = f"“{entry.record.title}”登记了两次，前一次在 {first.place('title')}"
            yield entry.source.error(
                (*entry.where, "title"), "story-twice", message, "删去一条；确是两篇就把题目写得有区别"
            )


def report_entered_once(content: Content) -> Iterator[Problem]:
    """One outlet carries one report once a day: the same outlet, day and title is entered twice."""
    seen: dict[tuple[str, str, date, str], Entry[Coverage]] = {}
    for entry in _reports(content):
        report = entry.record
        first = seen.setdefault((entry.campaign, report.outlet, report.date.first, plain(report.title)), entry)
        if first is not entry:
            message = f"这篇报道登记了两次，前一次在 {first.place('title')}"
            yield entry.source.error((*entry.where, "title"), "report-twice", message, "删去一条")


def inside_campaign(content: Content) -> Iterator[Problem]:
    """What is handed in, reported or put forward lies within the days of the campaign, a report perhaps after them; nothing is from the future."""
    for word, entry in _all(content):
        moment, where = entry.record.date, (*entry.where, "date")
        if moment is None:
            continue
        start, end = span(entry.plan) if entry.plan else (None, None)
        if start and end and (moment.last < start or (moment.first > end and not isinstance(entry.record, Coverage))):
            message = f"{word}日期 {moment} 不在活动期限（{start.isoformat()} 至 {end.isoformat()}）之内"
            yield entry.source.error(where, "outside-campaign", message, "改正日期，或登记到别的活动")
        elif end and moment.first > end:
            message = f"刊播日期 {moment} 在活动结束（{end.isoformat()}）以后"
            yield entry.source.warning(where, "after-campaign", message, "核对日期")
        yield from _future(content, entry.source, moment, where)


def _future(content: Content, source: Source, moment: Moment, where: Path) -> Iterator[Problem]:
    if moment.first > content.as_of:
        message = f"日期 {moment} 晚于数据截至日期 {content.as_of.isoformat()}"
        yield source.warning(where, "date-from-future", message, "检查日期；在此之前不计入")


def month_fits(content: Content) -> Iterator[Problem]:
    """The month a story or material counts for is one of the campaign's, and not later than the day it came."""
    monthly: list[Entry[Story] | Entry[Material]] = [
        *_stories(content),
        *_entries(content, "materials", lambda file: file.materials),
    ]
    for entry in monthly:
        month, where = entry.record.month, (*entry.where, "month")
        if month is None:
            continue
        start, end = span(entry.plan) if entry.plan else (None, None)
        if start and end and not (month.last >= start and month.first <= end):
            message = f"月份 {month} 不在活动期限（{start.isoformat()} 至 {end.isoformat()}）之内"
            yield entry.source.error(where, "outside-campaign", message, "改正月份")
        elif month.first > entry.record.date.first:
            message = f"月份 {month} 在收到日期 {entry.record.date} 以后"
            yield entry.source.error(where, "month-after-date", message, "改正月份或日期")


def stages_in_order(content: Content) -> Iterator[Problem]:
    """投稿 → 采用 → 择优上报 → 上级采用: no step is left out or taken twice, and no step is earlier than the one before."""
    order = list(Stage)
    for entry in _stories(content):
        source = entry.source
        reached, day, word = -1, entry.record.date, "投稿"
        for index, step in enumerate(entry.record.stages):
            place, here = order.index(step.name), (*entry.where, "stages", index)
            if place <= reached:
                message = (
                    f"“{step.name.chinese}”写了两次" if place == reached else f"“{step.name.chinese}”写在“{word}”之后"
                )
                yield source.error((*here, "name"), "stage-order", message, "按 采用、择优上报、上级采用 的次序写")
                continue
            if place > reached + 1:
                missing = order[reached + 1].chinese
                message = f"没有“{missing}”就到了“{step.name.chinese}”"
                yield source.error((*here, "name"), "stage-skipped", message, f"补上“{missing}”的日期")
            if step.date.last < day.first:
                message = f"{step.name.chinese}日期 {step.date} 早于{word}日期 {day}"
                yield source.error((*here, "date"), "stage-date", message, "核对两个日期")
            yield from _future(content, source, step.date, (*here, "date"))
            reached, day, word = place, step.date, step.name.chinese


def reports_agree(content: Content) -> Iterator[Problem]:
    """A level typed with a report is its outlet's; a report is no older than its story."""
    stories = {(entry.campaign, entry.record.id): entry for entry in _stories(content)}
    for entry in _reports(content):
        report, source, where = entry.record, entry.source, entry.where
        outlet = content.outlets.get(report.outlet)
        if outlet and report.level and report.level is not outlet.level:
            message = f"级别写的是“{report.level.chinese}”，名册里“{outlet.name}”是“{outlet.level.chinese}”"
            yield source.error((*where, "level"), "level-differs", message, "删去 level 一行，或改正名册")
        levels = {level.id for level in entry.plan.media_levels} if entry.plan else set()
        if outlet and levels and outlet.level.value not in levels:
            message = f"“{outlet.name}”是“{outlet.level.chinese}”，方案的 media_levels 里没有这一级，哪一级都没有算进它"
            yield source.warning(
                (*where, "outlet"), "level-not-counted", message, "在方案的 media_levels 里加上这一级，或改正名册"
            )
        story = stories.get((entry.campaign, report.story or ""))
        if story and report.date.last < story.record.date.first:
            message = f"刊播日期 {report.date} 早于投稿日期 {story.record.date}（{story.place('date')}）"
            yield source.error(
                (*where, "date"), "report-before-story", message, "核对两个日期；与这篇投稿无关就删去 story"
            )


def one_workbook(content: Content) -> Iterator[Problem]:
    """The ledgers of a campaign can be said in one workbook (宣传台账.xlsx): one kind of data, one duty for materials."""
    first: dict[tuple[str, str], tuple[object, str]] = {}
    for file, source, _ in _files(content):
        entries = any((file.submissions, file.coverage, file.nominations, file.rounds, file.works, file.materials))
        for key, value, wrong, hint in (
            ("demo", file.demo if entries else None, "demo-mixed", "示例数据和正式数据分在两个活动里，或删去示例"),
            ("materials_duty", file.materials_duty, "duty-twice", "改成一样"),
        ):
            held, where = (
                first.setdefault((file.campaign or "", key), (value, source.path)) if value is not None else (None, "")
            )
            if held != value:
                message = f"{key} 和 {where} 里写的不一样，同一个活动的台账合不成一本"
                yield source.error((key,), wrong, message, hint)


def sheets_hold_all(content: Content) -> Iterator[Problem]:
    """Each sheet of that workbook has room for all entries of a campaign."""
    counts: Counter[tuple[str, str]] = Counter()
    for file, source, _ in _files(content):
        for shape in SHAPES:
            counts[file.campaign or "", shape.key] += len(getattr(file, shape.key))
            count = counts[file.campaign or "", shape.key]
            if getattr(file, shape.key) and count > MOST_ENTRIES:
                message = f"“{shape.title}”有 {count} 条，宣传台账.xlsx 的一张工作表放得下 {MOST_ENTRIES} 条"
                yield source.error((shape.key,), "sheet-full", message, "分成两个活动")


def winners_fit(content: Content) -> Iterator[Problem]:
    """Winners are no more than the places of an award."""
    winners: dict[tuple[str, str], int] = {}
    named: list[Entry[Nomination] | Entry[Work]] = [
        *_entries(content, "nominations", lambda file: file.nominations),
        *_entries(content, "works", lambda file: file.works),
    ]
    for entry in named:
        record = entry.record
        award = next((each for each in entry.plan.awards if each.id == record.award), None) if entry.plan else None
        if award is None:
            continue
        flag = "selected" if isinstance(record, Work) else "winner"
        if getattr(record, flag, False):
            place = (entry.campaign, award.id)
            winners[place] = winners.get(place, 0) + 1
            if award.max_winners is not None and winners[place] > award.max_winners:
                message = f"“{award.name}”名额 {award.max_winners} 个，这是第 {winners[place]} 个"
                hint = "去掉多出的，或在方案里改名额"
                yield entry.source.error((*entry.where, flag), "too-many-winners", message, hint)


def rounds_in_order(content: Content) -> Iterator[Problem]:
    """The days of an award follow each other, and its notice (公示) is as long as the plan asks, in workdays."""
    for entry in _entries(content, "rounds", lambda file: file.rounds):
        days = entry.record
        dated = [
            (name, day)
            for name in (
                "nominate_by",
                "notice_from",
                "notice_to",
                "postponed_to" if days.postponed_to else "announced",
            )
            if (day := getattr(days, name))
        ]
        for (_, before), (name, after) in pairwise(dated):
            if after.last < before.first:
                message = f"日期 {after} 早于前一步的 {before}"
                hint = "按 推荐截止、公示开始、公示结束、公布 的次序核对"
                yield entry.source.error((*entry.where, name), "round-order", message, hint)
        award = next((each for each in entry.plan.awards if each.id == days.award), None) if entry.plan else None
        if award and award.publicity_days and days.notice_from and days.notice_to:
            length = workdays(days.notice_from.first, days.notice_to.last)
            if 0 < length < award.publicity_days:
                message = f"公示 {length} 个工作日，方案要求 {award.publicity_days} 个（没有扣除节假日）"
                yield entry.source.warning((*entry.where, "notice_to"), "notice-short", message, "延长公示")


def workdays(start: date, end: date) -> int:
    """Mondays to Fridays of an inclusive span; public holidays are not known here and count."""
    return sum(date.fromordinal(day).weekday() < 5 for day in range(start.toordinal(), end.toordinal() + 1))


def works_publishable(content: Content) -> Iterator[Problem]:
    """A photograph has its picture, a description, an author, a unit and the leave of those it shows; in demonstration data the picture may lack."""
    for file, source, _ in _files(content):
        for index, work in enumerate(file.works):
            where: Path = ("works", index)
            lacking = (
                (work.consent, "consent", "没有取得同意", "作者和被拍到的人同意后写 consent: 是；没有同意的撤下"),
                (work.alt, "alt", "没有画面说明", "加一行 alt: 一句话说清画面"),
                (work.author, "author", "没有写作者", "加一行 author: 姓名"),
                (work.unit, "unit", "没有写科室", "加一行 unit: 科室"),
                (work.file or file.demo, "file", "没有图片文件", "加一行 file: 文件名，图片放在同一文件夹的 images 里"),
            )
            for value, key, message, hint in lacking:
                if not value:
                    yield source.error((*where, key), f"work-{key}", f"作品“{work.title}”{message}", hint)


def materials_asked_for(content: Content) -> Iterator[Problem]:
    """Month-end material says which duty of the plan it belongs to; a unit reports once a month."""
    for file, source, plan in _files(content):
        if (
            plan
            and file.materials
            and not any(each.materials_duty for each in content.publicity.values() if each.campaign == file.campaign)
        ):
            yield source.error(
                ("materials",),
                "duty-missing",
                "没有写明月末材料对应方案的哪一项",
                "在文件开头写 materials_duty: 例行事项的编号",
            )
        seen: dict[tuple[str, str], int] = {}
        for index, entry in enumerate(file.materials):
            first = seen.setdefault((entry.unit, entry.month.iso), index)
            if first != index:
                line = source.at("materials", first)[0]
                message = (
                    f"{content.registry.name(entry.unit)}{entry.month.chinese}的材料登记了两次，前一次在第 {line} 行"
                )
                yield source.error(("materials", index, "unit"), "material-twice", message, "合并成一条")


CONTENT_RULES: tuple[ContentRule, ...] = (
    entry_ids_unique,
    story_entered_once,
    report_entered_once,
    inside_campaign,
    month_fits,
    stages_in_order,
    reports_agree,
    one_workbook,
    sheets_hold_all,
    winners_fit,
    rounds_in_order,
    works_publishable,
    materials_asked_for,
)
