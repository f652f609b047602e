"""Rules about what the publicity office writes: updates and their reviews, cases and their facts, questions and answers."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.checks.publicity import plain
from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.problems import Path, Problem, Source
from campaign.model import Disclosure, Interpretation, Update
from campaign.views.timeline import span
from campaign.views.updates import Standing, missing_reviews, publish_day, standing


def updates_are_reviewed(content: Content) -> Iterator[Problem]:
    """What is due to be published has its three reviews, one after the other, by three people."""
    for update in content.updates.values():
        source = content.source("update", update.id)
        yield from _reviews_in_order(update, source)
        missing = missing_reviews(update, content.as_of)
        over = standing(update, content.as_of) in (Standing.EXPIRED, Standing.WITHDRAWN)
        if missing and not over and publish_day(update) <= content.as_of:
            names = "、".join(name for _, name in missing)
            message = f"应在 {publish_day(update).isoformat()} 发布，还缺{names}，没有公开"
            keys = "、".join(key for key, _ in missing)
            if update.corrections and all(step for _, _, step in update.review.steps):
                message += "：三审早于更正，要重新审"
            yield source.warning(
                ("review",),
                "update-unreviewed",
                message,
                f"审过后在 review 里补上 {keys} 的姓名和日期，或把 publish_on 改到以后",
            )


def _reviews_in_order(update: Update, source: Source) -> Iterator[Problem]:
    done = [(key, name, step) for key, name, step in update.review.steps if step]
    skipped = next((name for _, name, step in update.review.steps if not step), "")
    for place, (key, name, step) in enumerate(done):
        if update.review.steps[place][0] != key:
            yield source.error(
                ("review", key), "review-skipped", f"有{name}，却没有{skipped}", f"先{skipped}，再{name}"
            )
            return
        for _, earlier, before in done[:place]:
            if step.date.last < before.date.first:
                message = f"{name}日期 {step.date} 早于{earlier}日期 {before.date}"
                yield source.error(("review", key, "date"), "review-order", message, "核对两个日期")
            if step.by == before.by:
                yield source.error(
                    ("review", key, "by"), "review-same", f"{name}和{earlier}都是“{step.by}”", "三审由三个人分别把关"
                )


def updates_in_time(content: Content) -> Iterator[Problem]:
    """An update is public before it expires; one about a campaign is dated within the campaign."""
    for update in content.updates.values():
        source = content.source("update", update.id)
        if update.expires and update.expires.last < publish_day(update):
            message = f"失效日期 {update.expires} 早于发布日期 {publish_day(update).isoformat()}"
            yield source.error(("expires",), "expires-early", message, "核对两个日期")
        for each in update.plans:
            plan = content.plans.get(each)
            start, end = span(plan) if plan and plan.is_campaign else (None, None)
            if plan and start and end and not start <= update.date.first <= end:
                message = f"日期 {update.date} 不在“{plan.name}”的期限（{start.isoformat()} 至 {end.isoformat()}）之内"
                yield source.warning(("date",), "outside-campaign", message, "核对日期，或从 plans 里去掉这个活动")


def index_numbers(content: Content) -> Iterator[Problem]:
    """An index number names one published thing. Interpretations of one meeting may share it: all ten fields alike, and said so in their notes."""
    seen: dict[str, tuple[Source, Disclosure, Interpretation | Update]] = {}
    for kind, records in (("interpretation", content.interpretations), ("update", content.updates)):
        for record in records.values():
            if not record.disclosure:
                continue
            source = content.source(kind, record.id)
            first = seen.setdefault(record.disclosure.index_no, (source, record.disclosure, record))
            if first[2] is record or (first[1] == record.disclosure and _says_so(first[2]) and _says_so(record)):
                continue
            message = f"索引号“{record.disclosure.index_no}”已经用在 {first[0].path}"
            where: Path = ("disclosure", "index_no")
            hint = "换一个索引号；几篇解读同属一条信息的，十个栏目写得一样，并在 notes 里说明索引号相同"
            yield source.error(where, "index-no-twice", message, hint)


def index_numbers_are_given(content: Content) -> Iterator[Problem]:
    """待编 holds the place of an index number until the final review; nothing goes out with it."""
    for update in content.updates.values():
        if update.disclosure.index_no.startswith("待编") and not missing_reviews(update, content.as_of):
            yield content.source("update", update.id).error(
                ("disclosure", "index_no"),
                "index-no-open",
                f"索引号还是“{update.disclosure.index_no}”，编好才能公开",
                "写上编好的索引号",
            )


def _says_so(record: Interpretation | Update) -> bool:
    return isinstance(record, Interpretation) and any("索引号" in note for note in record.notes)


def cases_hold_facts(content: Content) -> Iterator[Problem]:
    """Each fact of a case says something, and a contradiction has two sides."""
    for case in content.cases.values():
        source = content.source("case", case.id)
        for place, group in enumerate(case.facts):
            for index, fact in enumerate(group.facts):
                where: Path = ("facts", place, "facts", index)
                if len(fact.conflict) == 1:
                    message = f"“{fact.name}”只写了一个值，看不出与什么矛盾"
                    yield source.error(
                        (*where, "conflict"),
                        "conflict-single",
                        message,
                        "把原文前后不一的值都写上，只有一个就写在 value",
                    )
                if not (fact.value or fact.conflict or fact.before or fact.after or fact.change):
                    yield source.error(where, "fact-empty", f"“{fact.name}”没有写值", "写 value；原文空着的写 XX")


def questions_told_apart(content: Content) -> Iterator[Problem]:
    """A question has an id of its own within its file."""
    for each in content.questions.values():
        source = content.source("qa", each.id)
        ids: dict[str, int] = {}
        for index, question in enumerate(each.questions):
            at: Path = ("questions", index)
            first = ids.setdefault(question.id, index)
            if first != index:
                line = source.at("questions", first, "id")[0]
                yield source.error(
                    (*at, "id"), "duplicate-id", f"编号“{question.id}”用了两次，前一次在第 {line} 行", "换一个编号"
                )


def questions_asked_once(content: Content) -> Iterator[Problem]:
    """The same question, marks and spaces aside, is answered in one place."""
    seen: dict[str, str] = {}
    asked = [("qa", each.id, each.questions) for each in content.questions.values()] + [
        ("case", each.id, each.questions) for each in content.cases.values()
    ]
    for kind, record_id, questions in asked:
        source = content.source(kind, record_id)
        for index, question in enumerate(questions):
            where: Path = ("questions", index, "ask")
            here = f"{source.path} 第 {source.at(*where)[0]} 行"
            first = seen.setdefault(plain(question.ask), here)
            if first != here:
                yield source.error(
                    where,
                    "question-twice",
                    f"“{question.ask}”已经问过，在 {first}",
                    "并成一问；确是两件事就把问题写得有区别",
                )


CONTENT_RULES: tuple[ContentRule, ...] = (
    updates_are_reviewed,
    updates_in_time,
    index_numbers_are_given,
    index_numbers,
    cases_hold_facts,
    questions_told_apart,
    questions_asked_once,
)
