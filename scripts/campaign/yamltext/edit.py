"""New values into YAML text as a hand would put them there: every line that holds no change keeps every byte, comments and quotes included.

The text is cut where its values stand (PyYAML tells where) and put together again from the old pieces and new ones; nothing is written anew
that did not change, whatever its indentation or its line ends. A comment on a line or right above it belongs to what stands there; one that a
blank line sets apart, and the head of the file, belong to nobody and stay. At the end the result is read again: it holds exactly the new
values, or the whole is written anew under the head of the file.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from campaign import yamltext
from campaign.leaves import unseen

BOM = "\ufeff"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = Resolver()
_STR = "tag:yaml.org,2002:str"
_TRUE, _FALSE = (
    ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "是", "有"),
    ("false", "False", "FALSE", "no", "No", "NO", "off", "否", "无"),
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$")
# what some reader of YAML takes for a number, a date, a time, a truth or nothing
_SOMETHING_ELSE = re.compile(
    r"[-+.]?[0-9][-+0-9_.,:eExXoOa-fA-F]*$|[-+]?\.(inf|nan)$|(y|n|yes|no|on|off|true|false|null|~)$", re.I
)
_TRUTHS = re.compile(r"(y|n|yes|no|on|off|true|false|null)$", re.I)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}$")
_MARKS = "-?:,[]{}#&*!|>'\"%@`=<~"
_WORDS = "words only"  # no name in a file; stands for all lists of words and all words in braces
_SWALLOWED = re.compile(r"[A-Za-z_][\w-]*\s*：")


class YamlEditFault(Exception):
    """Why the text was not changed; the text is a Chinese sentence."""


def edited(text: str, new: Any) -> str:
    """The YAML `text` with the values of `new` (dicts, lists, strings, numbers, truths, None) put in. Raises `YamlEditFault`.

    A scalar whose words already say the value stays as written (3.0, '0123', 是). A byte-order mark, line ends and the end of the file stay.
    """
    mark = BOM if text.startswith(BOM) else ""
    body = text[len(mark) :]
    wide = "\r\n" in body and not re.search(r"(?<!\r)\n|\r(?!\n)", body)
    if wide:
        body = body.replace("\r\n", "\n")
    wanted = _plain(new)
    read = yamltext.read("", body)
    if read.problems:
        problem = read.problems[0]
        raise YamlEditFault(f"第 {problem.line} 行：{problem.message}" + (f"；{problem.hint}" if problem.hint else ""))
    if _same(read.data, wanted):
        return text
    made = next((each for each in _attempts(body, wanted) if _holds(each, wanted)), None)
    if made is None:
        raise YamlEditFault("这些内容写不进 YAML；检查有没有看不见的字符，或特别长的键")
    return mark + (made.replace("\n", "\r\n") if wide else made)


_FENCED = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)(.*?)(^---[ \t]*\r?(?:\n|\Z))", re.S | re.M)


def edited_front_matter(text: str, new: Mapping[str, Any], body: str | None = None) -> str:
    """The same for the values between the `---` at the head of a Markdown file; what follows stays unless `body` is given."""
    found = _FENCED.match(text)
    if not found:
        raise YamlEditFault("文件开头没有 --- 之间的栏目")
    opening, head, closing = found.groups()
    made = edited(head, new)
    end = "" if made.endswith("\n") or not made else "\n"
    return opening + made + end + closing + (text[found.end() :] if body is None else body)


def _attempts(text: str, new: Any) -> Iterator[str]:
    """The careful edit; then the whole anew under the comments at the head."""
    document = _document(text)
    whole = text.endswith("\n") or not text
    try:
        careful = [_root(document, new)]
    except (ValueError, IndexError):  # what stands where was not understood, as with the line ends of an old Mac
        careful = []
    for made in (*careful, _head(text) + _anew(document, new)):
        if not whole:
            yield made.removesuffix("\n")
        yield made


def _holds(text: str, new: Any) -> bool:
    read = yamltext.read("", text)
    return not read.problems and _same(read.data, new)


def _head(text: str) -> str:
    return re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)[0]  # type: ignore[index]


def scalar(text: str) -> str:
    """A string as a YAML scalar in one line, between braces too. Dates and numbers go without quotes: `yamltext` reads every scalar as text."""
    plain = _bare(text, flow=True, listed=True, usual=True) and not _TRUTHS.match(text)
    return text if plain else _quoted(text)


# -- values -----------------------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """A copy in dicts with text keys, lists and scalars; without the characters that nobody sees."""
    if isinstance(value, str):
        return unseen.stripped(value)
    if isinstance(value, Mapping):
        return {unseen.stripped(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"not a plain value: {value!r}")


def _same(old: Any, new: Any) -> bool:
    """Whether what was read (text, None, dicts, lists) says `new` already; the order of keys does not count."""
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in new)
    if isinstance(new, list):
        return isinstance(old, list) and len(old) == len(new) and all(map(_same, old, new))
    if new is None or not isinstance(old, str):
        return new is None and old is None
    if isinstance(new, bool):
        return old in (_TRUE if new else _FALSE)
    if isinstance(new, str) or old == _said(new):
        return bool(old == _said(new))
    return bool(_INTEGER.match(old) and int(old) == new) or bool(
        _DECIMAL.match(old) and not re.match(r"[-+]?0[0-9]", old) and float(old) == new
    )


def _said(value: Any) -> str:
    """A scalar in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}[str(value)]
    return "" if value is None else str(value)


def _value(node: Node) -> Any:
    """What stands at a node, as `yamltext` reads it."""
    if isinstance(node, MappingNode):
        return {key.value: _value(each) for key, each in node.value}
    if isinstance(node, SequenceNode):
        return [_value(each) for each in node.value]
    nothing = isinstance(node, ScalarNode) and not node.style and node.tag.endswith(":null")
    return None if nothing else node.value


# -- the text and its habits ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Document:
    """The text and how its author writes: `step` and `offset` indent mappings and lists below a key, `flow` tells which names hold
    [ ] or { } (a list's items are called name[]), `plain` which names hold dates, numbers or truths without quotes."""

    text: str
    root: Node | None
    step: int = 2
    offset: int = 2
    flow: Mapping[str, int] = field(default_factory=dict)
    plain: frozenset[tuple[str, str]] = frozenset()

    def line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where the next line begins."""
        return self.text.find("\n", place) + 1 or len(self.text)

    def in_flow(self, name: str, value: Any) -> bool:
        """Whether a new value is written in one line, as others of its name are; a list of words under a new name, as most words are."""
        if not value or name in self.flow:
            return not value or self.flow[name] > 0
        return isinstance(value, list) and _words_only(value) and self.flow.get(_WORDS, 0) > 0


def _document(text: str) -> _Document:
    root = yaml.compose(text, Loader=_Loader)
    steps: Counter[int] = Counter()
    offsets: Counter[int] = Counter()
    flow: Counter[str] = Counter()
    plain: set[tuple[str, str]] = set()

    def visit(node: Node | None, name: str) -> None:
        if isinstance(node, ScalarNode):
            if not node.style and node.tag != _STR:
                plain.add((name, node.tag))
        elif isinstance(node, CollectionNode):
            if node.value:
                one_line = 1 if node.flow_style else -1
                flow[name] += one_line
                if isinstance(node, SequenceNode) or node.flow_style:
                    flow[_WORDS] += one_line * all(
                        isinstance(each, ScalarNode) for child in node.value for each in _parts(child)
                    )
            for child in node.value:
                if isinstance(node, SequenceNode):
                    visit(child, f"{name}[]")
                    continue
                key, value = child
                if isinstance(value, CollectionNode) and not value.flow_style and value.value:
                    found = offsets if isinstance(value, SequenceNode) else steps
                    found[value.start_mark.column - key.start_mark.column] += 1
                visit(value, key.value)

    visit(root, "")
    step = max(1, steps.most_common(1)[0][0]) if steps else 2
    offset = max(0, offsets.most_common(1)[0][0]) if offsets else 2
    return _Document(text, root, step, offset, flow, frozenset(plain))


def _parts(child: Any) -> tuple[Node, ...]:
    """An item of a list, or key and value of a mapping."""
    return (child,) if isinstance(child, Node) else child


def _words_only(values: list[Any]) -> bool:
    return not any(isinstance(each, dict | list) or "\n" in _said(each) for each in values)


def _end(document: _Document, node: Node) -> int:
    """Where the last word of a node ends; the marks of block collections lie beyond it."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        start, end = node.start_mark.index, node.end_mark.index
        written = document.text[start:end]
        keeps = "+" in written.split("\n", 1)[0].split("#")[0]
        return end - 1 if keeps and written.endswith("\n") else start + len(written.rstrip())
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        return max(_end(document, each) for each in _parts(node.value[-1]))
    return int(node.end_mark.index)


# -- block collections ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """An entry of a block collection: the comment lines above, its own text to the end of its last line, and comments after it that a blank
    line sets apart from what follows."""

    lead: str
    body: str
    tail: str = ""
    start: int = -1
    end: int = -1


def _root(document: _Document, new: Any) -> str:
    text, root = document.text, document.root
    if root is None or (isinstance(root, ScalarNode) and not text[root.start_mark.index : _end(document, root)]):
        return text + ("" if text.endswith("\n") or not text else "\n") + _anew(document, new)
    if _kept_as_block(root, new):
        begin = document.line_start(root.start_mark.index)
        return text[:begin] + _collection(document, root, new, "", begin, len(text), top=True)
    end = _end(document, root)
    made = _flow_edit(document, root, new, "") if _kept_as_flow(root, new) else _anew(document, new).removesuffix("\n")
    return text[: root.start_mark.index] + made + text[end:]


def _anew(document: _Document, new: Any) -> str:
    """The whole written from nothing."""
    if isinstance(new, dict) and new:
        lines = [line for key, value in new.items() for line in _lines(document, value, 0, _key(key), key)]
    elif isinstance(new, list) and new:
        lines = [line for value in new for line in _lines(document, value, 0, "-", "[]")]
    else:
        lines = [line.removeprefix(" ") for line in _lines(document, new, 0, "", "")]
    return "".join(f"{line}\n" for line in lines)


def _kept_as_block(node: Node, new: Any) -> bool:
    return not getattr(node, "flow_style", True) and _alike(node, new)


def _kept_as_flow(node: Node, new: Any) -> bool:
    return bool(getattr(node, "flow_style", False)) and _alike(node, new)


def _alike(node: Node, new: Any) -> bool:
    """Whether both hold something, of the same kind."""
    kind = dict if isinstance(node, MappingNode) else list
    return isinstance(node, CollectionNode) and isinstance(new, kind) and bool(new) and bool(node.value)


def _collection(
    document: _Document,
    node: Any,
    new: Any,
    name: str,
    begin: int,
    stop: int,
    *,
    inline: bool = False,
    top: bool = False,
) -> str:
    """The text from `begin` to `stop`, which holds a block collection, with the values of `new`. `inline`: it begins behind a dash."""
    head, pieces, rest = _pieces(document, node, begin, stop, inline, top)
    column, listed = node.start_mark.column, isinstance(node, SequenceNode)
    places = list(_places(node, new, name))
    head, pieces = _left_behind(head, pieces, {place for place, *_ in places if place is not None})
    made: list[_Piece] = []
    for place, key, value, inner in places:
        if place is None:
            lines = _lines(document, value, column, "-" if key is None else _key(key), inner)
            tail = made[-1].tail if made else ""
            made[-1:] = [replace(each, tail="") for each in made[-1:]]
            made.append(_Piece("", "".join(f"{line}\n" for line in lines), tail))
        else:
            piece, child = pieces[place], _parts(node.value[place])
            after = piece.start + 1 if listed else document.text.index(":", _end(document, child[0])) + 1
            made.append(replace(piece, body=_entry(document, piece, child[-1], value, after, column, inner, listed)))
    spaced = sum(piece.lead.lstrip(" ").startswith("\n") for piece in pieces[1:]) * 2 > len(pieces) - 1 > 0
    made = [
        replace(piece, lead=_spaced(piece.lead, spaced and number > 0)) if _moved(places, number) else piece
        for number, piece in enumerate(made)
    ]
    return _joined(head, made, rest, " " * column, inline)


def _left_behind(head: str, pieces: list[_Piece], kept: set[int]) -> tuple[str, list[_Piece]]:
    """The comments that removed entries leave, behind the entry that stood above them."""
    pieces = list(pieces)
    for gone in sorted(set(range(len(pieces))) - kept):
        left, above = pieces[gone].tail, max((each for each in kept if each < gone), default=-1)
        if "#" in left and above < 0:
            head += left if head else left.lstrip("\n")
        elif "#" in left:
            pieces[above] = replace(pieces[above], tail=pieces[above].tail + left)
    return head, pieces


def _moved(places: Sequence[tuple[int | None, Any, Any, str]], number: int) -> bool:
    """Whether an entry is new, or has another one above it than before."""
    place, above = places[number][0], places[number - 1][0] if number else -1
    return place is None or above is None or place != above + 1


def _spaced(lead: str, spaced: bool) -> str:
    """The comments above an entry in new company: with a blank line above them where the others have one."""
    return ("\n" if spaced else "") + re.sub(r"\A(?:[ \t]*\n)+", "", lead)


def _joined(head: str, pieces: Sequence[_Piece], rest: str, indent: str, inline: bool) -> str:
    """Entries as text. Behind a dash the first one has nowhere to keep its comments but below."""
    text = head
    for number, piece in enumerate(pieces):
        text += "\n" if text and not text.endswith("\n") else ""
        text += piece.body + piece.lead if inline and not number else piece.lead + indent + piece.body
        if piece.tail or (rest and number == len(pieces) - 1):
            text += ("" if text.endswith("\n") else "\n") + piece.tail
    return text + rest


def _pieces(
    document: _Document, node: Any, begin: int, stop: int, inline: bool, top: bool
) -> tuple[str, list[_Piece], str]:
    """What stands before the entries, the entries, and what stands behind them. Their texts make up the whole from `begin` to `stop`."""
    text, column = document.text, node.start_mark.column
    ends = [max(_end(document, each) for each in _parts(child)) for child in node.value]
    starts = (
        _dashes(document, node, ends)
        if isinstance(node, SequenceNode)
        else [key.start_mark.index for key, _ in node.value]
    )
    pieces: list[_Piece] = []
    at = begin
    head = ""
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        here = start if inline and not number else document.line_start(start)
        apart, lead = _parted(text[at:here])
        if not number:
            head, lead = (apart + lead, "") if top else (apart, lead)
        elif "#" in apart:
            pieces[-1] = replace(pieces[-1], tail=apart)
        else:
            lead = apart + lead
        limit = document.line_start(starts[number + 1]) if number + 1 < len(starts) else stop
        at = _with_comments(document, min(document.line_end(end), limit), limit, column)
        pieces.append(_Piece(lead, text[start:at], start=start, end=at))
    return head, pieces, text[at:stop]


def _dashes(document: _Document, node: SequenceNode, ends: Sequence[int]) -> list[int]:
    """Where the dashes of a list stand, which have no marks of their own: all in one column."""
    column, found = node.start_mark.column, [int(node.start_mark.index)]
    for end in ends[:-1]:
        at = document.line_end(end)
        while at < len(document.text) and document.text[at : at + column + 1] != " " * column + "-":
            at = document.line_end(at)
        found.append(at + column)
    return found


def _parted(gap: str) -> tuple[str, str]:
    """Lines between two entries: what a blank line sets apart, and the comment right above the next."""
    lines = gap.splitlines(keepends=True)
    own = len(lines)
    while own and lines[own - 1].strip():
        own -= 1
    return "".join(lines[:own]), "".join(lines[own:])


def _with_comments(document: _Document, at: int, limit: int, column: int) -> int:
    """Past the comments behind an entry that are indented deeper than it."""
    found = at
    while at < limit:
        line = document.text[at : document.line_end(at)]
        word = line.lstrip(" ")
        if word.startswith("#") and len(line) - len(word) > column:
            found = document.line_end(at)
        elif word.strip():
            break
        at = document.line_end(at)
    return found


def _places(node: Any, new: Any, name: str) -> Iterator[tuple[int | None, str | None, Any, str]]:
    """The entries as they will follow each other: place of the old one or None, key (None in a list), new value, name for habits."""
    if isinstance(node, SequenceNode):
        items = [_value(child) for child in node.value]
        for place, value in zip(_matched(items, new), new, strict=True):
            yield place, None, value, f"{name}[]"
        return
    places = {key.value: place for place, (key, _) in enumerate(node.value)}
    order: list[str] = [key for key in places if key in new]
    before: str | None = None
    for key in new:
        if key not in places:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
        before = key
    for key in order:
        yield places.get(key), key, new[key], key


def _entry(
    document: _Document, piece: _Piece, node: Node, new: Any, after: int, column: int, name: str, listed: bool
) -> str:
    """The text of one entry with a new value. `after` is where its dash (`listed`) or colon ends."""
    text, start, stop = document.text, piece.start, piece.end
    if _same(_value(node), new):
        return piece.body
    begin, end = node.start_mark.index, _end(document, node)
    if _kept_as_flow(node, new):
        return text[start:begin] + _flow_edit(document, node, new, name) + text[end:stop]
    if _kept_as_block(node, new):
        below = document.line_end(after)
        at = min(begin, below)
        return text[start:at] + _collection(document, node, new, name, at, stop, inline=begin < below)
    if isinstance(node, ScalarNode) and not isinstance(new, dict | list):
        made, note, gap = (
            _rewritten(document, node, new, name, column, listed=listed),
            _note(document, node, after),
            text[after:begin],
        )
    else:
        made, note, gap = (
            _recast(document, node, new, name, column, listed),
            _note(document, node, after).rstrip(" "),
            "",
        )
    gap = (gap if gap and not gap.strip(" ") else " ") if made[0] else ""
    below = document.line_end(end)
    ending = "\n" if len(made) > 1 or text[:below].endswith("\n") else ""
    return text[start:after] + gap + "\n".join([made[0] + note, *made[1:]]) + ending + text[below:stop]


def _note(document: _Document, node: Node, after: int) -> str:
    """What follows a value on its line: blanks and a comment; of a value that begins below its key, or is a block, the comment beside the key."""
    begin, end, below = node.start_mark.index, _end(document, node), document.line_end(after)
    if getattr(node, "style", None) in ("|", ">"):
        header = document.text[begin:below].partition("#")
        return f"  #{header[2].rstrip()}" if header[1] else ""
    at = after if begin >= below else end
    return document.text[at : document.line_end(at)].removesuffix("\n")


def _recast(document: _Document, node: Node, new: Any, name: str, column: int, listed: bool) -> list[str]:
    """A value of another kind than the old one: what follows dash or colon, and the lines below."""
    flat = _flat(node, new)
    if listed and isinstance(new, dict | list) and not flat:
        first, *more = _lines(document, new, column, "-", name)
        return [first.removeprefix("- "), *more]
    first, *more = _lines(document, new, column, "", name, flat)
    return [first.strip(), *more]


def _flat(node: Node, new: Any) -> bool:
    """Whether an empty [ ] takes new values between its brackets: words only."""
    values = list(new.values()) if isinstance(new, dict) else new
    return bool(getattr(node, "flow_style", False)) and isinstance(values, list) and _words_only(values)


# -- which item of a list is which ------------------------------------------------------------------------------------------------------


def _matched(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For every new item the old one it comes from: by id or another key that tells all apart, else by equality; what is left over between two
    known ones is paired when it is alike."""
    key = _telling_key(old, new)
    found: list[int | None] = [None] * len(new)
    if key is not None:
        places = {_said(item[key]): place for place, item in enumerate(old)}
        found = [places.get(_said(item[key])) for item in new]
    else:
        labels = [next(place for place in range(number + 1) if old[place] == item) for number, item in enumerate(old)]
        names = [
            next((place for place, other in enumerate(old) if _same(other, item)), -1 - number)
            for number, item in enumerate(new)
        ]
        for a, b, size in SequenceMatcher(None, labels, names, autojunk=False).get_matching_blocks():
            found[b : b + size] = range(a, a + size)
    taken = {place for place in found if place is not None}
    for number, item in enumerate(new):
        if found[number] is None:
            low = next((place for place in reversed(found[:number]) if place is not None), -1)
            high = next((place for place in found[number + 1 :] if place is not None), len(old))
            free = [place for place in range(low + 1, high) if place not in taken]
            found[number] = next((place for place in free if _resembles(old[place], item)), None)
            if found[number] is not None:
                taken.add(found[number])  # type: ignore[arg-type]
    return found


def _telling_key(old: Sequence[Any], new: Sequence[Any]) -> str | None:
    items = [*old, *new]
    if not old or not all(isinstance(item, dict) for item in items):
        return None
    for key in ("id", *old[0]):
        values = [
            [_said(item[key]) for item in side if isinstance(item.get(key), str | int | float)] for side in (old, new)
        ]
        if all(len(each) == len(side) == len(set(each)) for each, side in zip(values, (old, new), strict=True)):
            return str(key)
    return None


def _resembles(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return 2 * sum(key in new and _same(old[key], new[key]) for key in old) >= max(len(old), len(new))
    return not isinstance(old, dict | list) and not isinstance(new, dict | list)


# -- flow collections -------------------------------------------------------------------------------------------------------------------


def _flow_edit(document: _Document, node: Any, new: Any, name: str) -> str:
    """The text of a [ ] or { } with new values between the brackets."""
    text = document.text
    if _same(_value(node), new):
        return text[node.start_mark.index : node.end_mark.index]
    if not _kept_as_flow(node, new) or text[node.start_mark.index] not in "[{":
        if isinstance(node, ScalarNode) and not isinstance(new, dict | list):
            return _rewritten(document, node, new, name, flow=True)[0]
        return _flow(document, new, name)
    spans = []
    for child in node.value:
        parts = _parts(child)
        spans.append((parts[0].start_mark.index, max(each.end_mark.index for each in parts)))
    leads = [text[a[1] : b[0]] for a, b in itertools.pairwise(spans)]
    usual = Counter(lead for lead in leads if "#" not in lead).most_common(1)
    comma = usual[0][0] if usual else ", "
    made = [text[node.start_mark.index : spans[0][0]]]
    for number, (place, key, value, inner) in enumerate(_places(node, new, name)):
        if number:
            made.append(leads[place - 1] if place else comma)
        if place is None:
            made.append(
                _flow(document, value, inner)
                if key is None
                else f"{_key(key, flow=True)} {_flow(document, value, inner)}".rstrip()
            )
            continue
        old = node.value[place]
        if isinstance(old, Node):
            made.append(_flow_edit(document, old, value, inner))
            continue
        holder, child = old
        between = text[holder.end_mark.index : child.start_mark.index]
        if child.start_mark.index == child.end_mark.index:
            between = ": "
        first, last = spans[place]
        same = _same(_value(child), value)
        made.append(
            text[first:last]
            if same
            else text[first : holder.end_mark.index] + between + _flow_edit(document, child, value, inner)
        )
    return "".join(made) + text[spans[-1][1] : node.end_mark.index]


def _flow(document: _Document, value: Any, name: str) -> str:
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{_key(key, flow=True)} {_flow(document, each, key)}".rstrip() for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_flow(document, each, f"{name}[]") for each in value) + "]"
    return _scalar(document, value, name, flow=True)


# -- writing anew -----------------------------------------------------------------------------------------------------------------------


def _lines(document: _Document, value: Any, column: int, prefix: str, name: str, flat: bool = False) -> list[str]:
    """Lines of a new entry that begins with `prefix` (a key and its colon, or a dash) in `column`; the first line is not indented."""
    if isinstance(value, dict | list) and not flat and not document.in_flow(name, value):
        dash = prefix == "-"
        deeper = column + (2 if dash else document.offset if isinstance(value, list) else document.step)
        entries = (
            [("-", f"{name}[]", each) for each in value]
            if isinstance(value, list)
            else [(_key(key), key, each) for key, each in value.items()]
        )
        lines = []
        for opening, inner, each in entries:
            first, *more = _lines(document, each, deeper, opening, inner)
            lines += [" " * deeper + first, *more]
        return [f"- {lines[0].lstrip(' ')}", *lines[1:]] if dash else [prefix, *lines]
    if isinstance(value, dict | list):
        return [f"{prefix} {_flow(document, value, name)}"]
    if isinstance(value, str) and _fits_block(value):
        return _block(value, column + document.step, f"{prefix} |")
    return [f"{prefix} {_scalar(document, value, name, listed=prefix == '-')}".rstrip()]


def _rewritten(
    document: _Document, node: Any, new: Any, name: str, column: int = 0, *, flow: bool = False, listed: bool = False
) -> list[str]:
    """A new scalar in the place of `node`, with the quotes the old one had where they fit; block text takes further lines."""
    old = node.value
    if isinstance(new, bool):
        pairs = (dict(zip(_TRUE, _FALSE, strict=True)), dict(zip(_FALSE, _TRUE, strict=True)))
        return [pairs[new].get(old, _said(new))]
    if new is None:
        return ["null" if flow or listed else ""]
    said = _said(new)
    if node.style in ("|", ">") and _fits_block(said if "\n" in said else said + "\n"):
        return _block(said, column + document.step, node.style)
    if not flow and _fits_block(said):
        return _block(said, column + document.step, "|")
    if node.style == "'" and _printable(said):
        return ["'" + said.replace("'", "''") + "'"]
    if node.style in ("'", '"'):
        return [_quoted(said)]
    if not node.style and not isinstance(new, str):
        return [said]
    return [_scalar(document, new, name, flow=flow, listed=listed, tag=node.tag if not node.style else "")]


def _scalar(
    document: _Document, value: Any, name: str, *, flow: bool = False, listed: bool = False, tag: str = ""
) -> str:
    """A scalar in one line; text without quotes where nobody could take it for anything else, or where the file does so under this name."""
    if value is None:
        return "null" if flow or listed else ""
    if not isinstance(value, str):
        return _said(value)
    read_as = _RESOLVER.resolve(ScalarNode, value, (True, False))
    usual = read_as != _STR and (read_as == tag or (name, read_as) in document.plain) and not read_as.endswith(":null")
    return value if _bare(value, flow=flow, listed=listed, usual=usual) else _quoted(value)


def _bare(text: str, *, flow: bool = False, listed: bool = False, usual: bool = False) -> bool:
    """Whether a text can stand without quotes. `usual`: the file writes such dates and numbers here without."""
    if not text or text != text.strip() or not _printable(text) or text.startswith(BOM):
        return False
    if (text[0] in _MARKS and not (usual and re.match(r"-[0-9.]", text))) or text.startswith("..."):
        return False
    if ": " in text or " #" in text or text.endswith(":") or (flow and re.search(r"[,\[\]{}]|:(?=[,\[\]{}])", text)):
        return False
    if listed and _SWALLOWED.match(text):
        return False
    if usual:
        return True
    return bool(_MONTH.match(text)) or (
        not _SOMETHING_ELSE.match(text) and _RESOLVER.resolve(ScalarNode, text, (True, False)) == _STR
    )


def _key(key: str, flow: bool = False) -> str:
    return (key if _bare(key, flow=flow) and "：" not in key else _quoted(key)) + ":"


def _printable(text: str) -> bool:
    return all(char.isprintable() or char == "\u3000" for char in text)


def _quoted(text: str) -> str:
    made: str = yaml.dump(text, default_style='"', allow_unicode=True, width=10**9)
    return made.rstrip("\n")


def _fits_block(text: str) -> bool:
    """Whether a text of several lines can be written as it is below a key."""
    lines = text.removesuffix("\n").split("\n")
    sound = all(_printable(line) and (line.strip() or not line) and not line.startswith((" ", "\t")) for line in lines)
    return "\n" in text and bool(lines[0]) and bool(lines[-1]) and sound


def _block(text: str, column: int, opening: str) -> list[str]:
    body = text.removesuffix("\n")
    if opening.endswith(">"):
        body = re.sub(r"\n+", lambda found: found[0] + "\n", body)
    return [
        opening + ("" if text.endswith("\n") else "-"),
        *(" " * column + line if line else "" for line in body.split("\n")),
    ]
