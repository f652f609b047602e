"""New values into YAML text as a hand would put them there: every line that holds no change keeps every byte, comments and quotes included.

The text is cut where its values stand (PyYAML tells where) and put together again from the old pieces and new ones; nothing is written anew
that did not change, whatever its indentation or its line ends. A comment on a line or right above it belongs to what stands there; one that a
blank line sets apart, and the head of the file, belong to nobody and stay, and so does the comment at the head of a list unless every entry has one
of its own. At the end the result is read again: it holds exactly the new values, or the whole is written anew under the head of the file.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from campaign import yamltext
from campaign.yamltext.habits import Written, end_of, parts, words_only, written
from campaign.yamltext.scalars import BOM, written_key
from campaign.yamltext.values import matched, plain, same, value_of
from campaign.yamltext.writing import in_one_line, new_lines, rewritten


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
    wanted = plain(new)
    read = yamltext.read("", body)
    if read.problems:
        problem = read.problems[0]
        raise YamlEditFault(f"第 {problem.line} 行：{problem.message}" + (f"；{problem.hint}" if problem.hint else ""))
    if same(read.data, wanted):
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
    document = written(text)
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
    return not read.problems and same(read.data, new)


def _head(text: str) -> str:
    return re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)[0]  # type: ignore[index]


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


def _root(document: Written, new: Any) -> str:
    text, root = document.text, document.root
    if root is None or (isinstance(root, ScalarNode) and not text[root.start_mark.index : end_of(document, root)]):
        return text + ("" if text.endswith("\n") or not text else "\n") + _anew(document, new)
    if _kept_as_block(root, new):
        begin = document.line_start(root.start_mark.index)
        return text[:begin] + _collection(document, root, new, "", begin, len(text), top=True)
    end = end_of(document, root)
    made = _flow_edit(document, root, new, "") if _kept_as_flow(root, new) else _anew(document, new).removesuffix("\n")
    return text[: root.start_mark.index] + made + text[end:]


def _anew(document: Written, new: Any) -> str:
    """The whole written from nothing."""
    if isinstance(new, dict) and new:
        lines = [line for key, value in new.items() for line in new_lines(document, value, 0, written_key(key), key)]
    elif isinstance(new, list) and new:
        lines = [line for value in new for line in new_lines(document, value, 0, "-", "[]")]
    else:
        lines = [line.removeprefix(" ") for line in new_lines(document, new, 0, "", "")]
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
    document: Written,
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
    kept = {place for place, *_ in places if place is not None}
    if listed and not inline and kept and 0 not in kept and not all("#" in each.lead for each in pieces[1:]):
        head += pieces[0].lead  # where not every entry has a comment of its own, the first one is said of the list
    head, pieces = _left_behind(head, pieces, kept)
    made: list[_Piece] = []
    for place, key, value, inner in places:
        if place is None:
            lines = new_lines(document, value, column, "-" if key is None else written_key(key), inner)
            tail = made[-1].tail if made else ""
            made[-1:] = [replace(each, tail="") for each in made[-1:]]
            made.append(_Piece("", "".join(f"{line}\n" for line in lines), tail))
        else:
            piece, child = pieces[place], parts(node.value[place])
            after = piece.start + 1 if listed else document.text.index(":", end_of(document, child[0])) + 1
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
    document: Written, node: Any, begin: int, stop: int, inline: bool, top: bool
) -> tuple[str, list[_Piece], str]:
    """What stands before the entries, the entries, and what stands behind them. Their texts make up the whole from `begin` to `stop`."""
    text, column = document.text, node.start_mark.column
    ends = [max(end_of(document, each) for each in parts(child)) for child in node.value]
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


def _dashes(document: Written, node: SequenceNode, ends: Sequence[int]) -> list[int]:
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


def _with_comments(document: Written, at: int, limit: int, column: int) -> int:
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
        items = [value_of(child) for child in node.value]
        for place, value in zip(matched(items, new), new, strict=True):
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
    document: Written, piece: _Piece, node: Node, new: Any, after: int, column: int, name: str, listed: bool
) -> str:
    """The text of one entry with a new value. `after` is where its dash (`listed`) or colon ends."""
    text, start, stop = document.text, piece.start, piece.end
    if same(value_of(node), new):
        return piece.body
    begin, end = node.start_mark.index, end_of(document, node)
    if _kept_as_flow(node, new):
        return text[start:begin] + _flow_edit(document, node, new, name) + text[end:stop]
    if _kept_as_block(node, new):
        below = document.line_end(after)
        at = min(begin, below)
        return text[start:at] + _collection(document, node, new, name, at, stop, inline=begin < below)
    if isinstance(node, ScalarNode) and not isinstance(new, dict | list):
        made, note, gap = (
            rewritten(document, node, new, name, column, listed=listed),
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


def _note(document: Written, node: Node, after: int) -> str:
    """What follows a value on its line: blanks and a comment; of a value that begins below its key, or is a block, the comment beside the key."""
    begin, end, below = node.start_mark.index, end_of(document, node), document.line_end(after)
    if getattr(node, "style", None) in ("|", ">"):
        header = document.text[begin:below].partition("#")
        return f"  #{header[2].rstrip()}" if header[1] else ""
    at = after if begin >= below else end
    return document.text[at : document.line_end(at)].removesuffix("\n")


def _recast(document: Written, node: Node, new: Any, name: str, column: int, listed: bool) -> list[str]:
    """A value of another kind than the old one: what follows dash or colon, and the lines below."""
    flat = _flat(node, new)
    if listed and isinstance(new, dict | list) and not flat:
        first, *more = new_lines(document, new, column, "-", name)
        return [first.removeprefix("- "), *more]
    first, *more = new_lines(document, new, column, "", name, flat)
    return [first.strip(), *more]


def _flat(node: Node, new: Any) -> bool:
    """Whether an empty [ ] takes new values between its brackets: words only."""
    values = list(new.values()) if isinstance(new, dict) else new
    return bool(getattr(node, "flow_style", False)) and isinstance(values, list) and words_only(values)


# -- flow collections -------------------------------------------------------------------------------------------------------------------


def _flow_edit(document: Written, node: Any, new: Any, name: str) -> str:
    """The text of a [ ] or { } with new values between the brackets."""
    text = document.text
    if same(value_of(node), new):
        return text[node.start_mark.index : node.end_mark.index]
    if not _kept_as_flow(node, new) or text[node.start_mark.index] not in "[{":
        if isinstance(node, ScalarNode) and not isinstance(new, dict | list):
            return rewritten(document, node, new, name, flow=True)[0]
        return in_one_line(document, new, name)
    spans = []
    for child in node.value:
        both = parts(child)
        spans.append((both[0].start_mark.index, max(each.end_mark.index for each in both)))
    leads = [text[a[1] : b[0]] for a, b in itertools.pairwise(spans)]
    usual = Counter(lead for lead in leads if "#" not in lead).most_common(1)
    comma = usual[0][0] if usual else ", "
    made = [text[node.start_mark.index : spans[0][0]]]
    for number, (place, key, value, inner) in enumerate(_places(node, new, name)):
        if number:
            made.append(leads[place - 1] if place else comma)
        if place is None:
            made.append(
                in_one_line(document, value, inner)
                if key is None
                else f"{written_key(key, flow=True)} {in_one_line(document, value, inner)}".rstrip()
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
        unchanged = same(value_of(child), value)
        made.append(
            text[first:last]
            if unchanged
            else text[first : holder.end_mark.index] + between + _flow_edit(document, child, value, inner)
        )
    return "".join(made) + text[spans[-1][1] : node.end_mark.index]
