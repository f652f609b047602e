"""What stands around the body of a plan's Word file that came back: 版头, title, 主送, 附件说明, 署名, 附注, annexes, 版记 — compared line by line.

The plan's Word file as it would be made now is the other side, so that every line is compared in the words it is printed in. What the file said
when it was made is known by the digests of `views.marks`; a line that still says it was not edited, whatever the plan says now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from campaign.importers.papers import Line, Paper
from campaign.leaves import dates
from campaign.leaves.problems import Path
from campaign.model import Plan
from campaign.views import marks
from campaign.views.comparison import Change, ComparedItem, compare

_BESIDE = ("批注", "脚注")
_DATES: tuple[Path, ...] = (("date",), ("document", "printed_on"))
_FIELDS = {  # part of the file → the fields that can be printed in it
    "标题": {"title"},
    "文首": {"title", "doc_no", "mark", "copy_no", "secrecy", "urgency", "signers", "to", "date"},
    "文末": {"attachments", "attendance", "signature", "note", "date"},
    "附件": {"attachments"},
    "版记": {"cc", "printed_by", "printed_on"},
}
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def changes(plan: Plan, file: Paper, now: Paper, exported: Collection[str]) -> Iterator[tuple[Change, bool, str]]:
    """(change, whether the plan changed the same since, why it cannot be taken over). `exported` are the digests of what the file said when it was
    made, empty where it no longer tells."""
    before = [_item(plan, place, part, text) for place, (part, text) in enumerate(_units(now))]
    for change in compare(before, list(_known(before, [text for _, text in _units(file)]))):
        if change.kinds == ("moved",):
            continue
        old, new = (each and _mark(each) for each in (change.before, change.after))
        if exported and (new in exported or (new is None and old not in exported)):
            continue  # only the plan changed
        since = bool(exported and old and old not in exported)
        yield change, since, _stays(plan, change)


def _units(paper: Paper) -> list[tuple[str, str]]:
    """(part, text) of every paragraph and row of a table before the first that prints a record, and from the end of the body on."""
    lines = [line for line in paper.lines if line.aside not in _BESIDE]
    first = next((at for at, line in enumerate(lines) if any(map(marks.marked, line.marks))), len(lines))
    end = next((at for at, line in enumerate(lines) if marks.END in line.marks), len(lines))
    made: list[tuple[str, str]] = []
    for part, held in (("文首", lines[:first]), ("文末", lines[end:])):
        above: Line | None = None
        for line in held:
            if above and not line.cells and line.place == above.place and not above.cells and made:
                made[-1] = (part, made[-1][1] + line.text.strip())  # a title over several lines
            else:
                made.append((part, line.text.strip()))
            above = line
            if re.fullmatch(r"附件\d*", made[-1][1]):
                part = "附件"  # noqa: PLW2901 - from here on
            elif made[-1][1].startswith("抄送：") or made[-1][1].endswith("印发"):
                made[-1] = ("版记", made[-1][1])
    return made


def _mark(item: ComparedItem) -> str:
    """The digest of a paragraph or row, as the program took it when the file was made: the cells of a row without what parts them."""
    return marks.words_mark(replace(item, words=item.words.replace(" | ", "")))


def _item(plan: Plan, place: int, part: str, text: str) -> ComparedItem:
    where = "标题" if part == "文首" and marks.seen(text) == marks.seen(plan.title) else part
    return ComparedItem(marks.around(place), "", text, where)


def _known(before: Sequence[ComparedItem], texts: Sequence[str]) -> Iterator[ComparedItem]:
    """The lines of the file as items: of the same key as the lines they stand for, those of a stretch with as many lines one for one."""
    old, new = [marks.seen(each.words) for each in before], [marks.seen(each) for each in texts]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for place in range(c, d):
            at = a + place - c
            if tag == "equal":
                yield before[at]
            elif b - a == d - c:
                yield ComparedItem(before[at].key, "", texts[place], before[at].clause)
            else:
                yield ComparedItem(f"new:{place}", "", texts[place], before[min(a, len(before) - 1)].clause)


# -- taking over -----------------------------------------------------------------------------------------------------------------------


def _stays(plan: Plan, change: Change) -> str:
    if change.before is None or change.after is None:
        return "正文以外的段落不能整段新加或删去，请在方案文件里改"
    if taken(plan.model_dump(mode="json", include={"title", "doc_no", "date", "document"}), change):
        return ""
    return "这一处由几个栏目拼成，或者按单位名册、指标和任务排出，请在方案文件里改"


def taken(data: Any, change: Change) -> tuple[Path, str] | None:
    """(path, new text) of the one value of a plan that prints a paragraph; None when no single one does."""
    assert change.before and change.after
    before, after = change.before.words, change.after.words
    fields = _FIELDS[change.before.clause]
    for path in (each for each in _DATES if each[-1] in fields):
        old, new = _chinese(value_at(data, path)), _DAY.search(after)
        if old and new and old in before and before.replace(old, "") == after.replace(new[0], ""):
            return path, str(dates.parse(new[0]))
    found = [
        (path, value.strip())
        for path, value in _leaves(data)
        if path[path[0] == "document"] in fields and len(value.strip()) > 1
    ]
    for path, value in sorted(found, key=lambda each: -len(each[1])):
        if value in before:
            head, _, tail = before.partition(value)
            if after.startswith(head) and after.endswith(tail) and len(after) > len(head) + len(tail):
                return path, after[len(head) : len(after) - len(tail)]
    return None


def write(data: Any, chosen: Iterable[Change]) -> Change | None:
    """New words into the fields of a plan's file; the first change that no single field prints, or that two places say differently."""
    found = {change: taken(data, change) for change in chosen}
    done: dict[Path, str] = {}
    for change, spot in found.items():
        if spot is None or done.setdefault(spot[0], spot[1]) != spot[1]:
            return change
    for path, value in done.items():
        value_at(data, path[:-1])[path[-1]] = value
        if path == ("title",):
            data.pop("title_lines", None)
    return None


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path of values, None where there is nothing."""
    step: Any
    for step in path:
        data = data[step] if isinstance(data, list) else (data or {}).get(step)
    return data


def _chinese(typed: Any) -> str:
    """A day as it is printed; nothing for what is none."""
    try:
        return dates.parse(typed).chinese if typed else ""
    except ValueError:
        return ""


def _leaves(held: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """(path, text) of every text anywhere in values."""
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for key, each in inner:
        if isinstance(each, str):
            yield (*path, key), each
        else:
            yield from _leaves(each, (*path, key))
