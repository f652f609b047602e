"""Rules about what stands beside the plans (progress reports, interpretations, the glossary), and about everything: nothing is private."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from campaign.checks.plans import count_of
from campaign.checks.records import ContentRule, RecordRule, texts
from campaign.content import Content
from campaign.kinds import KINDS, Kind
from campaign.leaves import blanks
from campaign.leaves.problems import Path, Problem, Source, listing
from campaign.model import OF_PLAN, OF_UNIT, DeclaredCount, Meeting, Plan, Record, Status
from campaign.texts import privacy
from campaign.views import release


def progress_values(content: Content) -> Iterator[Problem]:
    """A report has a value or a numerator with its denominator; no part exceeds its whole, no percentage 100; nothing is from the future."""
    for progress in content.progress.values():
        source = content.source("progress", progress.plan)
        plan = content.plans.get(progress.plan)
        units = {indicator.id: indicator for indicator in plan.indicators} if plan else {}
        for index, value in enumerate(progress.values):
            where: Path = ("values", index)
            indicator = units.get(value.indicator)
            percent = indicator is not None and indicator.unit == "%" and not indicator.against
            if value.value is None and (value.num is None or value.den is None):
                yield source.error(where, "value-missing", "没有写数值", "写 value，或同时写 num（分子）和 den（分母）")
            if percent and value.value and not 0 <= value.value.number <= 100:
                yield source.error(
                    (*where, "value"), "percent-range", f"百分比应在 0 到 100 之间，写的是 {value.value}", "检查数值"
                )
            if percent and value.num and value.den and value.num.number > value.den.number:
                yield source.error(
                    (*where, "num"), "num-above-den", f"分子 {value.num} 大于分母 {value.den}", "检查两个数"
                )
            yearly = plan.period.start if plan and plan.period and indicator and indicator.reckoning == "每年" else None
            starts = [target.since or yearly for target in indicator.targets] if indicator else []
            if starts and all(each and value.date.last < each.first for each in starts):
                first = min(each.iso for each in starts if each)
                message = f"“{indicator.name if indicator else ''}”从 {first} 起才算，这里是 {value.date} 的数"
                yield source.warning((*where, "date"), "value-before-target", message, "检查日期；在此之前的不计入")
            if value.date.first > content.as_of:
                yield source.warning(
                    (*where, "date"),
                    "value-from-future",
                    f"日期 {value.date} 晚于数据截至日期 {content.as_of.isoformat()}",
                    "检查日期；在此之前不计入",
                )


def interpretations_agree(content: Content) -> Iterator[Problem]:
    """What an interpretation counts agrees with its plan when the site holds it."""
    for each in content.interpretations.values():
        source = content.source("interpretation", each.id)
        plan = content.plans.get(each.of.plan or "")
        for index, declared in enumerate(each.declared_counts if plan else ()):
            if plan and declared.of:
                counted = count_of(plan, DeclaredCount(name=declared.name, count=declared.count, of=declared.of))
                if counted is not None and counted != declared.count:
                    yield source.error(
                        ("declared_counts", index, "count"),
                        "count-differs",
                        f"解读说“{declared.name}”有 {declared.count} 个，方案里有 {counted} 个",
                        "核对方案",
                    )


def meetings_bind_what_there_is(content: Content) -> Iterator[Problem]:
    """Documents of a meeting are a plan, a unit or a title, in a kind that can be printed; its agenda names them by number."""
    for meeting in content.meetings.values():
        source = content.source("meeting", meeting.id)
        yield from _documents(content, meeting, source)
        for index, item in enumerate(meeting.agenda):
            for place, number in enumerate(item.documents):
                if not 1 <= number <= len(meeting.documents):
                    message = f"议程引用了第 {number} 件材料，材料只有 {len(meeting.documents)} 件"
                    yield source.error(
                        ("agenda", index, "documents", place), "document-unknown", message, "改正序号，或补上材料"
                    )


def _documents(content: Content, meeting: Meeting, source: Source) -> Iterator[Problem]:
    for index, document in enumerate(meeting.documents):
        where: Path = ("documents", index)
        given = [key for key in ("plan", "unit", "title") if getattr(document, key)]
        if not given or ("plan" in given and "unit" in given):
            yield source.error(where, "document-unclear", "看不出是哪一件材料", "写 plan、unit、title 中的一项")
            continue
        if (
            document.unit
            and content.registry.is_collective(document.unit)
            and document.unit in content.registry.collectives
        ):
            message = f"“{content.registry.name(document.unit)}”是统称，没有自己的任务清单"
            yield source.error((*where, "unit"), "unit-collective", message, "逐个写单位")
        kinds = OF_PLAN if document.plan else OF_UNIT if document.unit else ()
        if document.kind and document.kind not in kinds:
            hint = f"可以写 {listing([kind.chinese for kind in kinds])}" if kinds else "删去 kind"
            yield source.error((*where, "kind"), "kind-unfit", f"这件材料不能印成{document.kind.chinese}", hint)
        if document.file and (document.plan or document.unit):
            yield source.error((*where, "file"), "document-unclear", "既写了本站的材料，又写了 PDF 文件", "只留一项")


def nothing_private(kind: Kind[Any], record: Record, source: Source) -> Iterator[Problem]:
    """Whatever `Content` holds has no mobile number and no identity-card number in it. Loading has made those of files unreadable and named
    them; this rule is for records that come from elsewhere, such as a workbook that is read in."""
    for text, where in texts(record) if kind.public else ():
        for word in privacy.words(text):
            yield source.error(where, "private", f"内容里有{word}，会随网页公开", "删去")


def ids_mean_one_thing(content: Content) -> Iterator[Problem]:
    """An id is that of one record, whatever its kind: `plan pdf` and `plan export` know records by nothing else."""
    seen: dict[str, tuple[str, Source]] = {}
    for kind in KINDS:
        if kind.id_key == "id" and not kind.among:
            for record_id in content.of(kind):
                yield from _once(seen, record_id, kind.name, content.source(kind.key, record_id))
    for ledger in content.ledgers.values():
        for index, entry in enumerate(ledger.entries):
            yield from _once(seen, entry.id, "督办事项", content.source("ledger", ledger.id).inside("entries", index))
    for held in content.correspondence.values():
        source = content.source("correspondence", held.id)
        for index, sent in enumerate(held.outgoing):
            yield from _once(seen, sent.id, "发文", source.inside("outgoing", index))
        for index, came in enumerate(held.incoming):
            yield from _once(seen, came.id, "收文", source.inside("incoming", index))


def _once(seen: dict[str, tuple[str, Source]], record_id: str, name: str, source: Source) -> Iterator[Problem]:
    other, first = seen.setdefault(record_id, (name, source))
    if other != name:
        message = f"编号“{record_id}”已经是{other}的编号（{first.path}:{first.at('id')[0]}），这里又用作{name}的编号"
        yield source.error(("id",), "id-twice", message, "换一个编号")


def nothing_left_to_write(_kind: Kind[Any], record: Record, source: Source) -> Iterator[Problem]:
    """A plan that is no draft, and a text that has had its reviews, say nowhere 【写……】 any more, as new files do."""
    review = getattr(record, "review", None)
    draft = record.status is Status.DRAFT if isinstance(record, Plan) else not (review and review.final)
    for text, where in () if draft else texts(record):
        if blank := blanks.left(text):
            message, hint = f"这里还没有写：{blank}", "写上，不需要的整行删去；还没有写完的，先不要公开"
            yield source.error(where, "left-to-write", message, hint)


def references_stay_on_the_site(content: Content) -> Iterator[Problem]:
    """What is public leads to no plan that is not: the site goes without such a reference."""
    why = release.withheld(content)
    for kind, key, named, plan in release.leading_to_withheld(content):
        message = f"指向没有公开的方案“{content.plans[plan].title}”（{why[plan]}），网站上略去这一处"
        remedy = "要留着，就公开那个方案，或改成只写名称"
        yield content.source(kind.key, key).warning(named.where, "leads-to-withheld", message, remedy)


CONTENT_RULES: tuple[ContentRule, ...] = (
    progress_values,
    interpretations_agree,
    meetings_bind_what_there_is,
    ids_mean_one_thing,
    references_stay_on_the_site,
)
RECORD_RULES: tuple[RecordRule, ...] = (nothing_private, nothing_left_to_write)
