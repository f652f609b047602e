"""Rules about assessments: the numbering and tiers of a rule set, and the scores that hospitals were given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.problems import Path, Problem, Source, did_you_mean, listing
from campaign.model import Item, Result, RuleSet
from campaign.views.scoring import plain

COUNTED: Mapping[str, Callable[[RuleSet], int]] = {
    "categories": lambda rules: len(rules.categories),
    "sub_items": lambda rules: sum(len(category.sub_items) for category in rules.categories),
    "items": lambda rules: len(rules.items),
}


def declared_counts(content: Content) -> Iterator[Problem]:
    """What a rule set says about its own size is what it holds."""
    for rules in content.assessments.values():
        source = content.source("assessment", rules.id)
        for index, declared in enumerate(rules.declared_counts):
            count = COUNTED.get(declared.of)
            if count is None:
                hint = f"可写 {listing(list(COUNTED))}"
                yield source.error(
                    ("declared_counts", index, "of"), "count-unknown", f"不知道“{declared.of}”数的是什么", hint
                )
            elif count(rules) != declared.count:
                yield source.error(
                    ("declared_counts", index, "count"),
                    "count-differs",
                    f"自述“{declared.name}”有 {declared.count} 个，实际有 {count(rules)} 个",
                    "核对条目",
                )


def numbering(content: Content) -> Iterator[Problem]:
    """Categories, sub-items and items are each numbered 1, 2, 3 … through the whole rule set, none repeated and none missing."""
    for rules in content.assessments.values():
        source = content.source("assessment", rules.id)
        categories = [(each.number, ("categories", a, "number")) for a, each in enumerate(rules.categories)]
        sub_items = [
            (each.number, ("categories", a, "sub_items", b, "number"))
            for a, category in enumerate(rules.categories)
            for b, each in enumerate(category.sub_items)
        ]
        items = [(item.number, (*where, "number")) for item, where in _items(rules)]
        for word, numbers in (("类", categories), ("项", sub_items), ("条", items)):
            yield from _running(source, word, numbers)


def _items(rules: RuleSet) -> Iterator[tuple[Item, Path]]:
    for a, category in enumerate(rules.categories):
        for b, sub_item in enumerate(category.sub_items):
            for c, item in enumerate(sub_item.items):
                yield item, ("categories", a, "sub_items", b, "items", c)


def _running(source: Source, word: str, numbers: Sequence[tuple[int, Path]]) -> Iterator[Problem]:
    expected = 1
    seen: set[int] = set()
    for number, where in numbers:
        if number in seen:
            yield source.error(where, "number-repeated", f"第 {number} {word}写了两次", "每个序号只用一次")
        elif number != expected:
            yield source.error(
                where, "number-gap", f"这里应是第 {expected} {word}，却写了第 {number} {word}", "序号从 1 起连续编"
            )
        seen.add(number)
        expected = number + 1


def tier_exclusions(content: Content) -> Iterator[Problem]:
    """A tier leaves out only items that exist, and at least those that the tier above it leaves out."""
    for rules in content.assessments.values():
        source = content.source("assessment", rules.id)
        known = {item.number for _, _, item in rules.items}
        above: frozenset[int] = frozenset()
        for index, tier in enumerate(rules.tiers):
            where = ("tiers", index, "exclude")
            for number in tier.exclude:
                if number not in known:
                    yield source.error(
                        where, "item-unknown", f"“{tier.name}”不适用的条里写了第 {number} 条，细则里没有", "核对序号"
                    )
            missing = sorted(above - set(tier.exclude))
            if missing:
                shown = "、".join(map(str, missing))
                upper = rules.tiers[index - 1].name
                yield source.error(
                    where,
                    "tier-order",
                    f"第 {shown} 条对“{upper}”不适用，对更低的“{tier.name}”却适用",
                    "低一档至少和高一档一样不适用",
                )
            above |= set(tier.exclude)


def tier_words(content: Content) -> Iterator[Problem]:
    """An item that addresses only higher tiers in its text does not hold for lower ones, and one left out says so in its text."""
    for rules in content.assessments.values():
        source = content.source("assessment", rules.id)
        places = {item.number: (*where, "text") for item, where in _items(rules)}
        for _, _, item in rules.items:
            named = [index for index, tier in enumerate(rules.tiers) if any(word in item.text for word in tier.words)]
            floor = max(named) if named else len(rules.tiers) - 1
            for index, tier in enumerate(rules.tiers):
                excluded = item.number in tier.exclude
                if index > floor and not excluded:
                    yield source.warning(
                        places[item.number],
                        "tier-words",
                        f"第 {item.number} 条的文字只说到“{rules.tiers[floor].name}”，却对“{tier.name}”适用",
                        f"核对 tiers 里“{tier.name}”的 exclude",
                    )
                elif index <= floor and excluded:
                    yield source.warning(
                        places[item.number],
                        "tier-words",
                        f"第 {item.number} 条的文字没有把“{tier.name}”除外，却列为不适用",
                        f"核对 tiers 里“{tier.name}”的 exclude",
                    )


def crosswalk(content: Content) -> Iterator[Problem]:
    """A crosswalk pairs tasks with categories of the rule set, one to one."""
    for rules in content.assessments.values():
        if not rules.crosswalk:
            continue
        source = content.source("assessment", rules.id)
        categories = [category.number for category in rules.categories]
        for index, each in enumerate(rules.crosswalk.links):
            where = ("crosswalk", "links", index)
            earlier = rules.crosswalk.links[:index]
            if each.category not in categories:
                yield source.error(
                    (*where, "category"), "category-unknown", f"细则里没有第 {each.category} 类", "核对序号"
                )
            if any(each.task == other.task or each.category == other.category for other in earlier):
                yield source.error(where, "crosswalk-twice", "同一项任务或同一类对应了两次", "一项任务只对应一类")


def thresholds(content: Content) -> Iterator[Problem]:
    """Thresholds have ids of their own, name tiers and grades that the rule set knows, and a percentage lies between 0 and 100."""
    for rules in content.assessments.values():
        source = content.source("assessment", rules.id)
        grades = [grade for tier in rules.tiers for grade in tier.grades]
        seen: set[str] = set()
        for item, where in _items(rules):
            for index, each in enumerate(item.thresholds):
                here = (*where, "thresholds", index)
                if each.id in seen:
                    yield source.error((*here, "id"), "duplicate-id", f"界限值编号“{each.id}”已经用过", "换一个编号")
                seen.add(each.id)
                if each.grade and each.grade not in grades:
                    yield source.error(
                        (*here, "grade"),
                        "grade-unknown",
                        f"各档里没有“{each.grade}”这个等次",
                        did_you_mean(each.grade, grades),
                    )
                if each.unit == "%" and not 0 <= each.value.number <= 100:
                    yield source.error(
                        (*here, "value"), "percent-range", f"百分比应在 0 到 100 之间，写的是 {each.value}", "检查数值"
                    )


# -- scores -------------------------------------------------------------------------------------------------------------------------


def result_heads(content: Content) -> Iterator[Problem]:
    """The hospital of a result has a grade in a tier, was open that day, and has one result a round."""
    first: dict[tuple[str, str, str], Result] = {}
    for result, rules, source in _with_rules(content):
        round_ = rules.round(result.round)
        other = first.setdefault((rules.id, result.unit, round_.id), result) if round_ else result
        if round_ and other is not result:
            message = f"“{content.registry.name(result.unit)}”{round_.name}的得分已经写在 {content.source('result', other.id).path}"
            yield source.error(("round",), "result-twice", message, "一家医院一轮只留一份")
        yield from _hospital(content, rules, result, source)


def _hospital(content: Content, rules: RuleSet, result: Result, source: Source) -> Iterator[Problem]:
    unit = content.registry.units.get(result.unit)
    if not unit:
        if result.unit in content.registry.collectives:
            message = f"“{content.registry.name(result.unit)}”不是一家医院"
            yield source.error(("unit",), "unit-unknown", message, "写医院的名称")
        return
    if not rules.tier_of(unit.grade):
        grades = [grade for tier in rules.tiers for grade in tier.grades]
        found = f"等次是“{unit.grade}”" if unit.grade else "没有写等次（grade）"
        yield source.error(
            ("unit",),
            "grade-unknown",
            f"“{unit.name}”在单位名册里{found}，不知道按哪一档评",
            f"名册里的 grade 可写 {listing(grades)}",
        )
    day = result.date.first
    if unit.active_from and day < unit.active_from.first:
        yield source.error(
            ("date",),
            "unit-not-open",
            f"“{unit.name}”{unit.active_from.chinese}才启用，评定日期却是{result.date.chinese}",
            "核对日期，或名册里的 active_from",
        )
    if unit.active_to and day > unit.active_to.last:
        yield source.error(
            ("date",),
            "unit-closed",
            f"“{unit.name}”{unit.active_to.chinese}已停用，评定日期却是{result.date.chinese}",
            "核对日期，或名册里的 active_to",
        )
    if day > content.as_of:
        yield source.warning(
            ("date",),
            "value-from-future",
            f"评定日期 {result.date} 晚于数据截至日期 {content.as_of.isoformat()}",
            "检查日期",
        )


def scores(content: Content) -> Iterator[Problem]:
    """Only items that apply are scored, each once, from 0 to the full points, in parts only where the rule set allows it."""
    for result, rules, source in _with_rules(content):
        unit = content.registry.units.get(result.unit)
        tier = rules.tier_of(unit.grade) if unit else None
        known = {item.number for _, _, item in rules.items}
        full = rules.scoring.points.number
        lines: dict[int, int] = {}
        for index, score in enumerate(result.scores):
            where: Path = ("scores", index, "items")
            for number in score.items:
                if number not in known:
                    yield source.error(where, "item-unknown", f"细则里没有第 {number} 条", f"共 {len(known)} 条")
                elif number in lines:
                    yield source.error(
                        where, "score-twice", f"第 {number} 条评了两次，前一次在第 {lines[number]} 行", "只留一次"
                    )
                elif tier and number in tier.exclude:
                    yield source.error(
                        where, "score-not-applicable", f"第 {number} 条对“{tier.name}”不适用，却评了分", "删去这一条"
                    )
                lines.setdefault(number, source.at(*where)[0])
            points = score.points.number if score.points else None
            if points is None:
                continue
            place: Path = ("scores", index, "points")
            if points < 0:
                yield source.error(
                    place, "points-range", f"得分 {score.points} 小于 0", f"应在 0 到 {plain(full)} 之间"
                )
            elif points > full:
                yield source.error(
                    place,
                    "points-range",
                    f"得分 {score.points} 超过满分 {plain(full)}",
                    f"应在 0 到 {plain(full)} 之间",
                )
            elif 0 < points < full and not rules.scoring.partial:
                yield source.error(
                    place,
                    "points-partial",
                    f"得分 {score.points} 是部分分，这套细则不给部分分",
                    f"写 0 或 {plain(full)}；要给部分分，在细则的 scoring 里写 partial: 是",
                )


def lost_points(content: Content) -> Iterator[Problem]:
    """A score has its evidence; a lost point has a ledger entry or a reason."""
    for result, rules, source in _with_rules(content):
        full = rules.scoring.points.number
        for index, score in enumerate(result.scores):
            if score.points is None:
                continue
            shown = "、".join(map(str, score.items))
            if not score.evidence:
                yield source.warning(
                    ("scores", index), "evidence-missing", f"第 {shown} 条评了分，没有写佐证", "加 evidence: …"
                )
            if score.points.number < full and not score.ledger and not score.reason:
                yield source.warning(
                    ("scores", index),
                    "loss-unexplained",
                    f"第 {shown} 条失了分，没有台账，也没有说明",
                    "加 ledger: 台账编号，或 reason: 不立账的原因",
                )


def owners(content: Content) -> Iterator[Problem]:
    """Departments answer for items that exist, one department an item."""
    for result, rules, source in _with_rules(content):
        known = {item.number for _, _, item in rules.items}
        taken: dict[int, str] = {}
        for index, owner in enumerate(result.owners):
            where: Path = ("owners", index, "items")
            for number in owner.items:
                if number not in known:
                    yield source.error(where, "item-unknown", f"细则里没有第 {number} 条", f"共 {len(known)} 条")
                elif number in taken:
                    yield source.error(
                        where, "owner-twice", f"第 {number} 条已由“{taken[number]}”负责", "一条只写一个责任科室"
                    )
                taken.setdefault(number, owner.unit)


def _with_rules(content: Content) -> Iterator[tuple[Result, RuleSet, Source]]:
    for result in content.results.values():
        rules = content.assessments.get(result.rules)
        if rules:
            yield result, rules, content.source("result", result.id)


CONTENT_RULES: tuple[ContentRule, ...] = (
    declared_counts,
    numbering,
    tier_exclusions,
    tier_words,
    crosswalk,
    thresholds,
    result_heads,
    scores,
    lost_points,
    owners,
)
