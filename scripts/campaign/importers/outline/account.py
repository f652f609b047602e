"""Nothing passes unmentioned: every number, date and unit name of the source is in a field or told as a doubt; every character is in the draft,
dropped and listed, or not understood and kept as a comment. The program checks it itself: what is found nowhere is put among the comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from campaign.importers.outline import yaml
from campaign.importers.outline.facts import values
from campaign.importers.outline.tree import number_of
from campaign.importers.outline.words import digits
from campaign.importers.papers import Line

if TYPE_CHECKING:
    from campaign.importers.outline.drafts import Draft

_FIGURE = re.compile(
    rf"(?:20[\dxX×]{{2}}年)?\d{{1,2}}月(?:\d{{1,2}}日|底|初|[上中下]旬)?|20\d\d年(?:[底末初]|第?[一二三四]季度|[上下]半年)?|\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)?\s*(?:{values.UNIT})?|百分之[一二三四五六七八九十百]+"
)
_CITED = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s*第?\d+号|(?:19|20)\d\d年?第?\d+号"
)


def settle(
    made: Draft, plan: dict[str, Any], source: Sequence[Line], took: dict[int, list[str]], names: Sequence[str]
) -> None:
    """Tell what no rule took, keep what is nowhere, take out what must not be published, and write the YAML of the draft."""
    apart = set(made.apart)
    aside = {(line.place, line.text.strip()) for line in (*made.unread, *made.dropped)}
    aside |= {(line.place, line.text.strip()) for line in source if line.text in apart}
    figures(made, [line for line in source if (line.place, line.text.strip()) not in aside], took, _facts(plan), names)
    _private(made, plan)
    lost = list(missing(source, plan, made))
    made.unread += lost
    order = sorted(made.unread, key=lambda line: line.place)
    head = [yaml.said(line, made.unit, "没认出") for line in order]
    head += [yaml.said(line, made.unit, "网页上的字") for line in made.dropped]
    head += [
        f"请核对（第 {place} {made.unit}）：{words}"
        for place, words in sorted(made.doubts)
        if words.startswith("没有登记")
    ]
    made.text = yaml.written(plan, [yaml.without_private(each)[0] for each in head])


def figures(made: Draft, source: Iterable[Line], took: dict[int, list[str]], facts: str, names: Sequence[str]) -> None:
    """A doubt for every line with a number, a date or a known unit that no field holds."""
    for line in source:
        if line.cells and line.place not in took:
            continue
        text = _CITED.sub("　", digits(line.text))
        known = re.sub(r"\s", "", "　".join(digits(each) for each in took.get(line.place, ())))
        if number := number_of(text.strip()):
            text = text.strip()[len(number[0]) :]
        left: list[str] = []
        for found in _FIGURE.finditer(text):
            word = re.sub(r"\s", "", found[0])
            if word not in known and word not in facts and not re.fullmatch(r"[一二三]", word):
                left.append(word)
        left += [
            name
            for name in names
            if len(name) > 2
            and name in text
            and name not in known
            and name not in facts
            and not any(name in other for other in left)
        ]
        if left:
            made.doubts.append(
                (line.place, f"没有登记为指标、期限或责任：{'、'.join(dict.fromkeys(left))}，只在原文里")
            )


def missing(source: Sequence[Line], plan: dict[str, Any], made: Draft) -> Iterator[Line]:
    """Lines of which a word stands nowhere: neither in a value nor in a comment of the draft."""
    held = _squashed(" ".join([*_strings(plan), *made.apart, *(line.text for line in (*made.unread, *made.dropped))]))
    for line in source:
        for word in re.findall(r"[\w〔〕%]+", re.sub(r"\s", "", line.text)):
            if word not in held:
                yield Line(line.text, line.place, aside=line.aside)
                break


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _facts(plan: dict[str, Any]) -> str:
    """Title, number, dates and names of the head, as words that count as held."""
    document = plan.get("document", {})
    held = [str(plan.get(key, "")) for key in ("title", "doc_no", "issuer", "#date")]
    return _squashed("　".join([*held, *_strings(document)]))


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, dict):
        for key, each in held.items():
            if isinstance(key, str) and key.startswith("#") and isinstance(each, str):
                yield each
            else:
                yield from _strings(each)
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _strings(each)
    elif held is not None:
        yield str(held)


def _private(made: Draft, plan: dict[str, Any]) -> None:
    """Mobile and identity numbers do not go into a draft: pages are public."""
    found: list[str] = []

    def clean(held: Any) -> Any:
        if isinstance(held, dict):
            return {key: clean(each) for key, each in held.items()}
        if isinstance(held, list):
            return [clean(each) for each in held]
        if isinstance(held, str):
            text, words = yaml.without_private(held)
            found.extend(words)
            return text
        return held

    plan.update(clean(dict(plan)))
    if found:
        made.notes += (f"{'、'.join(dict.fromkeys(found))}共 {len(found)} 处没有读入，页面是公开的",)
