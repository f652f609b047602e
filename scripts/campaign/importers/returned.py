"""A plan's own Word file that came back edited: what it says otherwise than the plan, item by item, to be taken over one by one or all.

Bookmarks say which record a paragraph prints (`views.marks`); a paragraph that lost its bookmark is known by its words. Three states are
compared: what an item said when the file was made, what the file says now, and what the plan says now. What only the plan changed is no
difference; what both changed is a conflict, which is told and not taken.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from campaign import yamltext
from campaign.content import Content
from campaign.importers import around
from campaign.importers.papers import Line, Paper, PaperFault, word
from campaign.leaves import limits
from campaign.leaves.numbering import parse
from campaign.leaves.problems import Path
from campaign.model import Plan, Responsibility
from campaign.model.annex import MARK
from campaign.model.registry import from_bracket
from campaign.views import marks
from campaign.views.comparison import ALIKE, Change, ComparedItem, compare, likeness, steps
from campaign.views.revisions import PrintedItem, at, number_of, printed
from campaign.yamltext.edit import YamlEditFault, edited

_PROPERTIES = "docProps/custom.xml"
_BRACKET = re.compile(r"[（(][^（()）]*(?:负责|牵头|参与|参加|配合|协助|会同)[^（()）]*[）)]\s*$")
_TITLED = 45  # characters of a first sentence that can be a heading; see views.body.LONGEST_LEAD
_LISTS = ("principles", "goals", "phases", "requirements")  # lists of a plan whose items may come, go and move


class ReturnFault(Exception):
    """Why a Word file cannot be compared; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Difference:
    """A change of one item, or of a paragraph or row around the body. `conflict`: the plan says something else than when the file was made; `stays` is why it cannot be taken over."""

    change: Change
    conflict: bool = False
    stays: str = ""
    around: bool = False  # of what stands around the body


@dataclass(frozen=True)
class Returned:
    """A Word file held against its plan; `notes` are sentences about the file."""

    plan: Plan
    differences: tuple[Difference, ...]
    order: tuple[str, ...] = ()  # keys of the items of the file as they stand in it
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """The plan's file with differences taken over, and what is left to do by hand."""

    text: str
    notes: tuple[str, ...] = ()


# -- reading ---------------------------------------------------------------------------------------------------------------------------


def names_a_plan(raw: bytes) -> bool:
    """Does this Word file say that a plan of ours was printed in it?"""
    try:
        held = limits.package(raw, limits.PAPER, keep=r"word/document\.xml").get("word/document.xml", b"")
    except limits.Refused:
        return False
    return b'"_pp_' in held


def read(
    name: str, raw: bytes, content: Content, wanted: str = "", made: Callable[[Plan], bytes] | None = None
) -> Returned:
    """Hold a Word file against the plan it was made of, or against the one that is `wanted`. `made` gives the Word file that a plan makes now, which
    what stands around the body is held against; without it the body alone is compared. Raises ReturnFault or PaperFault."""
    if not raw.startswith(b"PK\x03\x04"):
        raise PaperFault(f"{name} 不是 Word 文件（.docx），或者加了密码；在 Word 里另存为不加密的 .docx")
    paper = word.read(name, raw)
    told = _plans_named(paper, content)
    if wanted and wanted not in content.plans:
        raise ReturnFault(f"没有编号为“{wanted}”的方案")
    if wanted and told and told[0] != wanted:
        raise ReturnFault(f"{name} 出自方案“{told[0]}”（{content.plans[told[0]].title}），不是“{wanted}”；没有对照")
    if not wanted and not told:
        hint = "写明 --plan 编号，就按文字和那一份对照" if not _ours(paper) else "换成导出时所在的内容文件夹（--root）"
        raise ReturnFault(f"{name} 里没有本站方案的记号，看不出是哪一份；{hint}")
    plan = content.plans[wanted or told[0]]
    notes = [each for each in paper.notes if re.search("修订|批注|宏", each)]
    if len(told) > 1:
        others = "、".join(f"“{each}”" for each in told if each != plan.id)
        notes.append(f"里面还有出自方案{others}的段落，按新加的段落对照")
    before = list(printed(content, plan))
    now, said = _items(plan, paper, {marks.key_mark(plan.id, each.item.key): each for each in before})
    exported = _exported(raw)
    found = tuple(_differences(plan, before, now, exported, said))
    if made and told:
        found += _around(plan, paper, word.read(name, made(plan)), exported)
    return Returned(plan, found, tuple(item.key for item in now), tuple(notes))


def _around(plan: Plan, file: Paper, now: Paper, exported: Mapping[str, str]) -> tuple[Difference, ...]:
    said: set[str] = set()
    for place in itertools.count():
        words = exported.get(marks.key_mark(plan.id, marks.around(place)))
        if words is None:
            break
        said.add(words)
    return tuple(Difference(*each, around=True) for each in around.changes(plan, file, now, said))


def _ours(paper: Paper) -> bool:
    return any(marks.marked(name) for line in paper.lines for name in line.marks)


def _plans_named(paper: Paper, content: Content) -> list[str]:
    """The plans whose records the bookmarks name, the one with most of them first."""
    held = {found.key for line in paper.lines for name in line.marks if (found := marks.marked(name))}
    if not held:
        return []
    counts: Counter[str] = Counter()
    for plan in content.plans.values():
        own = {marks.key_mark(plan.id, each.item.key) for each in printed(content, plan)}
        counts[plan.id] = len(own & held)
    return [plan for plan, count in counts.most_common() if count]


def _exported(raw: bytes) -> Mapping[str, str]:
    """What every item said when the file was made, by the digests of `views.marks`; nothing where the file no longer says."""
    try:
        held = limits.package(raw, limits.PAPER, keep=re.escape(_PROPERTIES)).get(_PROPERTIES)
        root = etree.fromstring(held, etree.XMLParser(resolve_entities=False, no_network=True)) if held else None
    except (limits.Refused, etree.XMLSyntaxError):
        return {}
    found = (each for each in (root if root is not None else ()) if each.get("name", "").startswith(marks.PROPERTY))
    return marks.listed("".join(each.itertext()) for each in found)


def _differences(
    plan: Plan,
    before: Sequence[PrintedItem],
    now: Sequence[ComparedItem],
    exported: Mapping[str, str],
    bookmarked: Mapping[str, str],
) -> Iterator[Difference]:
    """What is different, with what the plan alone changed left out. Without `exported` nobody can tell what was not there yet."""
    said = {**exported, **bookmarked}
    was = {each.item.key: said.get(marks.key_mark(plan.id, each.item.key)) for each in before}
    stands = {each.item.key: each for each in before}
    for change in compare([each.item for each in before], now):
        old = stands.get(change.before.key) if change.before else None
        then, there = (was[old.item.key], marks.words_mark(old.item)) if old else (None, None)
        since = bool(then) and then != there
        told = change
        if since and old and change.after and marks.words_mark(change.after) == then:  # only the plan changed its words
            told = replace(change, after=replace(change.after, number=old.item.number, words=old.item.words))
            since = False
        unborn = change.after is None and exported and not then  # the plan has it only since
        if told.kinds and not unborn:
            kept = any(each.under == told.key for each in now) if told.after is None else False
            stays = "下面的任务还在，不能只删标题" if kept else _stays(told, old) or _emptied(plan, told, old)
            yield Difference(told, since, stays)


def _items(plan: Plan, paper: Paper, known: Mapping[str, PrintedItem]) -> tuple[list[ComparedItem], dict[str, str]]:
    """The body of a Word file as items, and what its bookmarks say they said when the file was made."""
    groups: list[tuple[str, list[str]]] = []
    said: dict[str, str] = {}
    opening = {marks.seen(each.lines[0].words): key for key, each in reversed(list(known.items()))}
    for line in _body(paper, known):
        found = [each for name in line.marks if (each := marks.marked(name)) and each.key in known]
        said |= {each.key: each.words for each in found}
        keys = [each.key for each in found] or [opening[each] for each in (marks.seen(line.text),) if each in opening]
        last = groups[-1][0] if groups else ""
        if keys and last not in keys:
            groups.append((keys[0], [line.text]))
        elif groups and (keys or not number_of(line.text)):
            groups[-1][1].append(line.text)
        else:
            groups.append(("", [line.text]))
    return list(_made(plan, groups, known)), said


def _body(paper: Paper, known: Mapping[str, PrintedItem]) -> Sequence[Line]:
    """The lines from the first that prints a record to the end of the body; in a file without marks to the last that is like one."""
    lines = [
        line for line in paper.lines if not line.aside and not any(each.startswith(marks.ASIDE) for each in line.marks)
    ]
    ours = [at for at, line in enumerate(lines) if any(map(marks.marked, line.marks))]
    ends = [at for at, line in enumerate(lines) if marks.END in line.marks]
    if ours:
        return lines[ours[0] : ends[0] if ends else len(lines)]
    said = [words for each in known.values() for words in (line.words for line in each.lines)]
    like = [at for at, line in enumerate(lines) if any(likeness(line.text, words) >= ALIKE for words in said)]
    return lines[like[0] : like[-1] + 1] if like else ()


def _made(
    plan: Plan, groups: Sequence[tuple[str, list[str]]], known: Mapping[str, PrintedItem]
) -> Iterator[ComparedItem]:
    above = ""
    heads = {"", *(key for key, _ in groups)}
    taken: set[str] = set()
    for place, (key, lines) in enumerate(groups):
        text = "\n".join(lines)
        old = known[key].item if key in known and key not in taken else None
        if old is None:
            number = number_of(text)
            yield ComparedItem(f"new:{place}", number, text[len(number) :], number, under=above)
            continue
        taken.add(key)
        number = old.number if text.startswith(old.number) else number_of(text)
        words = _bracket_last(old.words, restored(old.words, text[len(number) :]))
        if _ours_to_number(plan, known[key]):
            number = old.number  # the program numbers it anew
        if old.key.startswith("group:"):
            above = old.key
        elif not old.key.startswith("task:"):
            above = ""
        grouped = old.key.startswith("task:") and old.under in heads  # where the heading went, its tasks have not moved
        yield replace(old, number=number, words=words, under=above if grouped else old.under)


def _bracket_last(before: str, after: str) -> str:
    """A paragraph typed behind the bracket of who is responsible stands before it, where the plan prints it."""
    found = _BRACKET.search(before)
    if not found or f"{found[0]}\n" not in after:
        return after
    head, _, tail = after.partition(f"{found[0]}\n")
    return f"{head}\n{tail}{found[0]}"


def _ours_to_number(plan: Plan, held: PrintedItem) -> bool:
    return not plan.outline and bool(held.item.number)


def restored(before: str, after: str) -> str:
    """The words of the file with the blanks and quotation marks of the plan, which the print leaves out or turns."""
    if marks.seen(before) == marks.seen(after):
        return before
    made = []
    for tag, a, b, c, d in steps(before, after):
        same = tag == "equal" or (marks.seen(before[a:b]) == marks.seen(after[c:d]) and "\n" not in after[c:d])
        made.append(before[a:b] if same else after[c:d])
    return "".join(made)


def _stays(change: Change, old: PrintedItem | None) -> str:
    """Why a change cannot be taken over; nothing when it can."""
    if old is not None and not old.where:
        return "这个标题是程序排的，要改就在方案里写 outline"
    if old is not None and old.where[0] in ("organisation", "period"):
        return "组织机构和起止时间由几个栏目拼成，请在方案文件里改"
    if change.before is None or change.after is None or change.moved:
        where = old.where if old else ()
        if old is not None and not _listed(where):
            return "这一段不能整段删去或移动，请在方案文件里改"
    return ""


def _emptied(plan: Plan, change: Change, old: PrintedItem | None) -> str:
    """Why an item that lost its number or its name cannot be taken over; nothing when it has both."""
    if old is None or not change.before or not change.after:
        return ""
    record = at(plan, old.where)
    if change.before.number and not change.after.number and getattr(record, "number", None):
        return "这一条的序号删去了，请在方案文件里改"
    name = getattr(record, "title", None) or getattr(record, "name", None) or ""
    left = project(change.before.words, change.after.words, [name])[0] if name else None
    return "这一条的名称删空了，请在方案文件里改" if left is not None and not left.strip("。 \n") else ""


def _listed(where: Path) -> bool:
    return where[0] in _LISTS or where[0] in ("groups", "tasks")


# -- taking over -----------------------------------------------------------------------------------------------------------------------


def take(text: str, content: Content, returned: Returned, numbers: Sequence[int]) -> Taken:
    """The text of the plan's file with some of the differences (counted from 1) in it. Raises ReturnFault for what cannot be taken."""
    chosen = [(number, returned.differences[number - 1]) for number in numbers]
    for number, each in chosen:
        if each.conflict:
            raise ReturnFault(f"第 {number} 处：导出以后方案里也改过这一条，两边不同；重新导出再改，或者不取这一处")
        if each.stays:
            raise ReturnFault(f"第 {number} 处不能取用：{each.stays}")
    data = yamltext.read("", text).data
    work = _Work(content, returned.plan, data, {each.item.key: each for each in printed(content, returned.plan)})
    after = [each.change for _, each in chosen if not each.around]
    left = around.write(data, [each.change for _, each in chosen if each.around])
    if left:
        number = next(number for number, each in chosen if each.change is left)
        raise ReturnFault(f"第 {number} 处和别处改得不一样，或者在方案文件里没有单独的一栏，请在方案文件里改")
    for change in after:
        if change.before and change.after:
            work.changed(change)
    for change in after:
        if change.before and not change.after:
            work.dropped(change)
    for change in after:
        if change.after and (change.before is None or change.moved):
            work.placed(change, returned.order[: returned.order.index(change.after.key)])
    try:
        return Taken(edited(text, data), tuple(work.notes))
    except YamlEditFault as fault:
        raise ReturnFault(f"方案文件没有法子照原样改：{fault}；什么也没有写") from fault


@dataclass
class _Work:
    """A plan's file while changes go into it; nodes are found before anything moves."""

    content: Content
    plan: Plan
    data: Any
    stands: Mapping[str, PrintedItem]
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = {key: self.node(each.where) for key, each in self.stands.items() if each.where}

    def node(self, where: Path) -> tuple[Any, Any]:
        """(what holds a record, the record) in the file."""
        holder, held = None, self.data
        for step in where:
            holder, held = held, held[step]
        return holder, held

    def changed(self, change: Change) -> None:
        """New words into the fields that print them."""
        assert change.before and change.after
        stand = self.stands[change.before.key]
        record = self.nodes[change.before.key]
        if change.before.number != change.after.number and isinstance(record[1], dict):
            record[1]["number"] = change.after.number
        if change.before.words != change.after.words:
            fields = list(_fields(stand, *record, at(self.plan, stand.where)))
            printed_as = [each.value.replace(MARK, "") for each in fields]
            _write(fields, project(change.before.words, change.after.words, printed_as))
            self.bracket(record[1], change)
            self.figures(stand, change)

    def bracket(self, node: Any, change: Change) -> None:
        """Who is responsible, read again from the bracket at the end where that is another now."""
        assert change.before and change.after
        old, new = (_BRACKET.search(each.words) for each in (change.before, change.after))
        if not isinstance(node, dict) or (old and old[0].strip()) == (new and new[0].strip()):
            return
        if new is None:
            node.pop("responsibility", None)
            return
        held = node.get("responsibility")
        duty = from_bracket(Responsibility.model_validate({"as_written": new[0].strip()}))
        if not duty.lead and not duty.join:
            self.notes.append(f"{change.item.clause}：括注“{new[0].strip()}”里没有认出单位，请在方案文件里核对")
            return
        if isinstance(held, dict) and "as_written" not in held:
            node["responsibility"] = {
                **{key: value for key, value in held.items() if key == "person"},
                **({"mode": duty.mode.value} if duty.mode.value != "牵头" else {}),
                **({"lead": list(duty.lead)} if duty.lead else {}),
                **({"join": list(duty.join)} if duty.join else {}),
            }
        else:
            node["responsibility"] = new[0].strip()

    def figures(self, stand: PrintedItem, change: Change) -> None:
        """A figure that an indicator's target says too is changed there as well, where it can only be that one."""
        for old, new in change.figures:
            figures = [re.match(r"\d+(?:\.\d+)?", each) for each in (old, new)]
            if not all(figures):
                continue
            said, now = (each[0] for each in figures if each)
            linked = set(getattr(at(self.plan, stand.where), "indicators", ()))
            targets = [
                (each, target)
                for each in self.data.get("indicators") or ()
                if each.get("id") in linked
                for target in each.get("targets") or ()
                if str(target.get("value")) == said
            ]
            if len(targets) == 1 and said != now:
                indicator, target = targets[0]
                target["value"] = int(now) if now.isdigit() else now
                if old in str(target.get("as_written", "")):
                    target["as_written"] = str(target["as_written"]).replace(old, new)
                self.notes.append(
                    f"{change.item.clause}：指标“{indicator.get('name')}”的目标值跟着从 {said} 改成 {now}"
                )
            elif linked and said != now:
                self.notes.append(f"{change.item.clause}：{old} 改成了 {new}，请核对有关指标的目标值")

    def dropped(self, change: Change) -> None:
        assert change.before
        holder, node = self.nodes[change.before.key]
        _out(holder, node)

    def placed(self, change: Change, order: Sequence[str]) -> None:
        """A new or moved item behind its like, or first in its group. `order` are the keys of what stands before it in the Word file."""
        assert change.after
        if change.before:
            holder, node = self.nodes[change.before.key]
            kind = change.before.key.partition(":")[0]
            _out(holder, node)
            into, at = self.room(kind, order)
        else:
            kind = self.kind_of(change.after, order)
            into, at = self.room(kind, order)
            node = self.fresh(change.after, kind, into)
        into.insert(at, node)
        self.nodes[change.after.key] = (into, node)

    def kind_of(self, item: ComparedItem, order: Sequence[str]) -> str:
        """What a new item is: the like of the last before it that is numbered in its way; of the very last, where it has no number."""
        style = _style(item.number)
        for key in reversed(order):
            kind = key.partition(":")[0]
            number = self.stands[key].item.number if key in self.stands else ""
            if kind in ("task", *_LISTS) and (not item.number or _style(number) == style):
                return kind
            if kind == "group":
                return "group" if item.number and _style(number) == style else "task"
        kinds = [kind for key in reversed(order) if (kind := key.partition(":")[0]) in ("task", "group", *_LISTS)]
        if self.plan.outline or not kinds:
            raise ReturnFault(f"新加的“{item.text[:20]}”看不出是哪一类，请加到方案文件里")
        return "task" if kinds[0] == "group" else kinds[0]  # numbers that the program sets do not tell

    def room(self, kind: str, order: Sequence[str]) -> tuple[list[Any], int]:
        """Where an item of a kind goes: (list, place)."""
        for key in reversed(order):
            if key not in self.nodes:
                continue
            holder, node = self.nodes[key]
            if key.startswith(f"{kind}:"):
                return holder, next(at for at, each in enumerate(holder) if each is node) + 1
            if kind == "task" and key.startswith("group:"):
                return node.setdefault("tasks", []), 0
        name = {"task": "tasks", "group": "groups"}.get(kind, kind)
        return self.data.setdefault(name, []), 0

    def fresh(self, item: ComparedItem, kind: str, into: Sequence[Any]) -> dict[str, Any]:
        """A new record of the words of an item: its first sentence is its name where more follows."""
        first, *more = item.words.split("\n")
        title, stop, rest = first.partition("。")
        bracket = _BRACKET.search(item.words)
        if bracket:
            more = [*more[:-1], more[-1].removesuffix(bracket[0])] if more else more
            rest, title = rest.removesuffix(bracket[0]), title.removesuffix(bracket[0])
        if len(title) > _TITLED or (stop and not rest and not more and len(title) > _TITLED):
            title, rest = f"{title[:20]}…", first
        texts = [each for each in (rest, *more) if each]
        made: dict[str, Any] = {"id": self.free_id(kind), "name" if kind == "phases" else "title": title}
        if kind in ("principles", "requirements"):
            del made["id"]
        if item.number and any(isinstance(each, dict) and "number" in each for each in into):
            made = (
                {"number": item.number, **made}
                if "id" not in made
                else {"id": made.pop("id"), "number": item.number, **made}
            )
        if texts:
            made["text"] = texts[0] if len(texts) == 1 else texts
        if bracket and kind in ("task", "group", "phases", "requirements"):
            made["responsibility"] = bracket[0].strip()
        return made

    def free_id(self, kind: str) -> str:
        """An id that nothing in the plan has yet."""
        taken = set(_ids(self.data))
        stem = kind.rstrip("s")
        return next(made for number in itertools.count(1) if (made := f"{stem}-new-{number}") not in taken)


# -- the fields of a record in its words -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Field:
    """A value as it is printed: `key` of `node` in the file, `place` in a list of paragraphs; without a node it belongs to the program."""

    node: Any
    key: str
    place: int | None
    value: str


def _fields(stand: PrintedItem, holder: Any, node: Any, record: Any) -> Iterator[_Field]:
    """The values that print a record, in the order of printing."""
    if isinstance(record, tuple):  # preamble, guiding
        yield from (_Field(holder, str(stand.where[-1]), place, each) for place, each in enumerate(record))
        return
    yield from _own_fields(node, record)
    if found := _BRACKET.search(stand.item.words):
        yield _Field(None, "", None, found[0])


def _own_fields(node: Any, record: Any) -> Iterator[_Field]:
    for key in ("title", "name"):
        if value := getattr(record, key, None):
            yield _Field(node, key, None, value)
    for key in ("text", "items"):
        held = getattr(record, key, ())
        if isinstance(held, str):
            yield _Field(node, key, None, held)
        else:
            yield from (_Field(node, key, place, each) for place, each in enumerate(held))
    for inner, child in zip(node.get("children") or (), getattr(record, "children", ()), strict=False):
        yield from _own_fields(inner, child)


def project(before: str, after: str, values: Sequence[str]) -> list[str | None]:
    """What became of values that stand one after the other in a text: the stretches of the new text in their places. None for a value that
    does not stand in the old text.

    What was put in between two of them goes to the first; after a full stop that the program set, to the second.
    """
    ends: list[tuple[int, int] | None] = []
    at = 0
    for value in values:
        start = before.find(value, at)
        ends.append((start, start + len(value)) if start >= 0 else None)
        at = start + len(value) if start >= 0 else at
    taken = _line_by_line(before, after)
    made: list[str | None] = []
    least = 0
    for end in ends:
        if end is None:
            made.append(None)
            continue
        start, stop = max(_spot(taken, end[0], last=False), least), _spot(taken, end[1], last=True)
        least = max(start, stop)
        made.append(after[start:least])
    return made


def _line_by_line(before: str, after: str) -> list[tuple[str, int, int, int, int]]:
    """The steps from one text to the other: paragraph by paragraph where both have as many, for words are not moved from one to the next."""
    pairs = list(zip(before.split("\n"), after.split("\n"), strict=False))
    if before.count("\n") != after.count("\n"):
        return steps(before, after)
    made: list[tuple[str, int, int, int, int]] = []
    at = to = 0
    for old, new in pairs:
        made += [(tag, a + at, b + at, c + to, d + to) for tag, a, b, c, d in steps(old, new)]
        at, to = at + len(old), to + len(new)
        made.append(("equal", at, at + 1, to, to + 1))
        at, to = at + 1, to + 1
    return made


def _spot(taken: Sequence[tuple[str, int, int, int, int]], place: int, *, last: bool) -> int:
    """Where a place of the old text is in the new one: the first or last that it can be."""
    spots = [c + place - a for tag, a, b, c, d in taken if tag == "equal" and a <= place <= b]
    spots += [spot for tag, a, b, c, d in taken if tag != "equal" for end, spot in ((a, c), (b, d)) if end == place]
    if not spots:  # inside of what was replaced
        spots = [d if last else c for tag, a, b, c, d in taken if a < place < b]
    return (max if last else min)(spots, default=0)


def _write(fields: Sequence[_Field], values: Sequence[str | None]) -> None:
    """New values into the nodes they stand in; a paragraph that was parted is several, one that is empty is none."""
    lists: dict[tuple[int, str], tuple[Any, list[str]]] = {}
    for each, value in zip(fields, values, strict=True):
        new = each.value if value is None or value == each.value.replace(MARK, "") else value
        if each.node is None:
            continue
        if each.place is not None:
            lists.setdefault((id(each.node), each.key), (each.node, []))[1].extend(filter(str.strip, new.split("\n")))
        elif new != each.value:
            first, *more = new.split("\n")
            each.node[each.key] = first.strip()
            if more:
                lists.setdefault((id(each.node), "text"), (each.node, []))[1].extend(filter(str.strip, more))
    for (_, key), (node, texts) in lists.items():
        held = node.get(key)
        as_typed = [line.strip() for line in held.splitlines() if line.strip()] if isinstance(held, str) else held
        if texts == as_typed:
            continue
        if not texts:
            node.pop(key, None)
        else:
            node[key] = (
                "\n".join(texts) if isinstance(held, str) and len(texts) > 1 else texts[0] if len(texts) == 1 else texts
            )


def _out(holder: list[Any], node: Any) -> None:
    holder[:] = [each for each in holder if each is not node]


def _style(number: str) -> str:
    found = parse(number) if number else None
    return found.style.name if found else ""


def _ids(held: Any) -> Iterator[str]:
    """Every id anywhere in the values of a file."""
    if isinstance(held, dict):
        if "id" in held:
            yield str(held["id"])
        for each in held.values():
            yield from _ids(each)
    elif isinstance(held, list):
        for each in held:
            yield from _ids(each)
