"""A record's JSON Schema as a form: which fields, in which words, and the way of every value into the form and back.

A node of a form is what the form library draws. Its `format` says what stands in it: `lines` paragraphs, one a line; `names` a list of short
texts; `moment` a date as typed; an `enum` a choice; a `boolean` a tick. What the form does not show keeps what the file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from campaign import schemas
from campaign.leaves.problems import Path
from campaign.model import Word
from campaign.model.references import OFFERED, record_types
from campaign.views.references import Choices

Node = dict[str, Any]

# lists of whole sentences; any other list of texts is one of names
LINES = frozenset({"attachments", "guiding", "items", "meaning", "notes", "preamble", "text", "title_lines"})
LONG = frozenset({"alt", "definition", "result", "summary", "text"})
# shown at once besides what must be filled in and what a record has `at_once`; the other fields wait under 更多字段 until they hold something
PLAIN = frozenset(
    {"name", "number", "title", "text", "date", "due", "unit", "lead", "join", "stages", "items", "where", "who"}
)
# what a rule asks for although the schema lets it go: a photograph may lack them only in demonstration data, or until it is looked at
MUST = {"Work": frozenset({"alt", "author", "consent", "file", "unit"})}
SHORTHAND = {
    "Annex": "title",
    "Blank": "label",
    "PlanRef": "plan",
    "Responsibility": "as_written",
    "Mechanism": "name",
}  # records that may be typed as one text
AFTERWARDS = frozenset({"withdrawn", "corrections"})  # come last: what became of it once readers had seen it
LABELS = {
    "baseline": "与基数相比", "count": "照整月计", "skip": "不计", "highest_per_story": "只计最高一级", "sum": "逐篇都计", "first": "只计最先一篇",
}  # fmt: skip
TRUTH = ("是", "否", True, False)
_TRUE = {"是", "有", "true", "yes"}
_HAN = re.compile(r"[㐀-鿿]")


@cache
def _words() -> Mapping[tuple[str, ...], Mapping[str, Word]]:
    """Every spelling of each closed list of words, by the whole list as the schema has it."""
    found = {}
    for kind in Word.__subclasses__():
        spelled = {spelling: word for word in kind for spelling in (word.value, *word._names)}
        found[tuple(spelling for word in kind for spelling in (word.value, *word._names))] = spelled
    return found


@cache
def _at_once() -> Mapping[str, frozenset[str]]:
    """Fields that a form shows at once, by the name of the record type."""
    return {each.__name__: frozenset(each.at_once) for each in record_types()}


def form(schema: str, at: Path, value: Any, choices: Choices, leave_out: frozenset[str] = frozenset()) -> Node:
    """The form of the part of a file that `at` leads to; a number in it, or an id, stands for any item of a list."""
    whole = schemas.schema(schema)
    maker = _Maker(whole.get("$defs", {}), choices)
    node, owner, key = whole, str(whole["title"]), ""
    for step in at:
        node = maker.plain(node)
        if node.get("type") == "array":
            node = node["items"]
        else:
            owner, key, node = maker.name(node) or owner, str(step), node["properties"][step]
    made = maker.node(node, owner, key, (), value)
    assert made is not None
    made["properties"] = {name: each for name, each in made.get("properties", {}).items() if name not in leave_out}
    return _ordered(made)


class _Maker:
    """Turns schema nodes into nodes of a form; holds what all of them need."""

    def __init__(self, definitions: Mapping[str, Node], choices: Choices) -> None:
        self.definitions = definitions
        self.choices = choices

    def name(self, node: Node) -> str:
        return str(node["$ref"]).rsplit("/", 1)[1] if "$ref" in node else ""

    def plain(self, node: Node) -> Node:
        """A node without the ways around it: no reference, no “or nothing”, no “one instead of a list”."""
        own: Node = {key: node[key] for key in ("title", "description") if key in node}
        while "$ref" in node or "anyOf" in node:
            if "$ref" in node:
                node = {**self.definitions[self.name(node)], "of": self.name(node), "title": "", "description": ""}
            else:
                kinds = [each for each in node["anyOf"] if each.get("type") != "null"]
                node = next((each for each in kinds if each.get("type") == "array"), kinds[0])
        return {**node, **own}

    def node(self, typed: Node, owner: str, key: str, above: tuple[str, ...], value: Any) -> Node | None:
        """One field; None for one that is not shown: what is fixed, and a record inside its own kind for the third time."""
        node = self.plain(typed)
        kind = str(node.get("of", ""))
        if "const" in node or above.count(kind) > 1:
            return None
        made: Node = {"title": node.get("title", ""), "options": {}}
        description = str(node.get("description", ""))
        if _HAN.search(description):
            made["description"] = description
        if "properties" in node:
            return {**made, "type": "object", **self._fields(node, kind or owner, above, value)}
        if node.get("type") == "array":
            return self._list(made, node, key, above, value)
        made["type"] = "string"
        if tuple(node.get("enum", ())) == TRUTH:
            return {
                **made,
                "type": "boolean",
                "format": "checkbox",
                "options": {"unwritten": node.get("default") is True},
            }
        if "enum" in node:
            return {**made, **_choice(node["enum"], value)}
        choices = node.get(OFFERED, "")
        if choices == "units":
            made["options"]["choices"] = choices
        elif choices:
            return {**made, **_pick(self.choices.get(choices, ()), value)}
        if "2026-11-21" in node.get("examples", ()):
            made["format"] = "moment"
        elif key in LONG:
            made["format"] = "textarea"
        if node.get("type") == "integer" or "90" in node.get("examples", ()):
            made["options"]["number"] = True
        if (owner, key) == ("Work", "file"):
            made["options"]["picture"] = True
            made["description"] = "从这台电脑里选一张；公开时去掉拍摄地点和相机信息"
        if key in ("title", "name"):
            made["options"]["wide"] = True
        if key == "id":
            made["readOnly"] = True
        return made

    def _fields(self, node: Node, kind: str, above: tuple[str, ...], value: Any) -> Node:
        held = value if isinstance(value, dict) else {}
        must = set(node.get("required", ())) | MUST.get(kind, frozenset())
        shown: Node = {}
        fields = node["properties"]
        if "responsibility" in fields:  # what a task is called comes before what every duty has
            fields = {
                key: fields[key]
                for key in sorted(fields, key=lambda each: each not in ("id", "number", "title", "name", "text", "due"))
            }
        for name, each in sorted(fields.items(), key=lambda each: each[0] in AFTERWARDS):
            field = self.node(each, kind, name, (*above, kind), held.get(name))
            if field is None:
                continue
            if "description" in field:  # 不写即按 date is 不写即按“日期” to who sees no keys
                field["description"] = re.sub(
                    r" ?\b([a-z_]+)\b",
                    lambda key: f"“{title}”" if (title := node["properties"].get(key[1], {}).get("title")) else key[0],
                    field["description"],
                )
                if "enum" in field and re.search(r"\b[a-z]{3,}\b", field["description"]):
                    del field["description"]  # it explains words that the choices show in Chinese
            if name in must and "enum" in field:
                field["options"]["enum_titles"][0] = "（请选）"
            if name not in must and field["type"] == "object":  # what is left out whole asks for nothing
                for inner in field["properties"].values():
                    inner["options"]["must"] = False
            field["options"]["must"] = name in must
            field["options"]["rare"] = name not in must | PLAIN | _at_once().get(kind, frozenset())
            shown[name] = field
        return {"properties": shown, "options": {"short": SHORTHAND[kind]} if kind in SHORTHAND else {}}

    def _list(self, made: Node, node: Node, key: str, above: tuple[str, ...], value: Any) -> Node | None:
        items = self.plain(node["items"])
        values = value if isinstance(value, list) else [value]
        if "properties" in items:
            kind = str(items.get("of", ""))
            if above.count(kind) > 1:
                return None
            item = {"type": "object", "title": made["title"], **self._fields(items, kind, above, _all(values))}
            title = next(
                (
                    each
                    for each in ("title", "name", "step", "indicator", "task", "text", "date")
                    if each in item["properties"]
                ),
                "",
            )
            head = f"properties.{title}.enumTitle" if "enum" in item["properties"].get(title, ()) else f"self.{title}"
            words = f" {{{{{head}}}}}" if title else ""
            day = "　{{self.date}}" if "date" in item["properties"] and title != "date" else ""
            return {**made, "type": "array", "items": {**item, "headerTemplate": f"{{{{i1}}}}.{words}{day}"}}
        if key in LINES and "enum" not in items:
            return {**made, "type": "string", "format": "lines"}
        named = items.get(OFFERED, "")
        options = {"choices": named} if named else {}
        if "enum" in items:
            options["words"] = _choice(items["enum"], None)["options"]
        return {**made, "type": "array", "format": "names", "options": options}


def _all(values: Sequence[Any]) -> dict[str, list[Any]]:
    """What any of several records holds, by key."""
    found: dict[str, list[Any]] = {}
    for each in values:
        for key, value in each.items() if isinstance(each, dict) else ():
            found.setdefault(key, []).extend(value if isinstance(value, list) else [value])
    return found


def _texts(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each


def _choice(spellings: Sequence[Any], value: Any) -> Node:
    """A closed list of words: the form holds the first spelling of each and shows the Chinese one; a word that is not in it stays to be seen."""
    words = _words().get(tuple(spellings)) or {}
    spelled = {spelling: str(words[spelling].value if spelling in words else spelling) for spelling in spellings}
    odd = [text for text in dict.fromkeys(_texts(value)) if text not in spelled]
    values = ["", *dict.fromkeys(spelled.values()), *odd]
    titles = ["（不写）", *(words[each].chinese if each in words else LABELS.get(each, each) for each in values[1:])]
    chinese = {str(word.value): word.chinese for word in words.values()}
    return {"enum": values, "options": {"enum_titles": titles, "spelled": spelled, "chinese": chinese}}


def _pick(choices: Sequence[tuple[str, str]], value: Any) -> Node:
    """One of the records there are; an id that is none of them stays to be seen."""
    known = dict(choices)
    odd = [text for text in dict.fromkeys(_texts(value)) if text not in known]
    return {"enum": ["", *known, *odd], "options": {"enum_titles": ["（不写）", *known.values(), *odd]}}


def _ordered(node: Node) -> Node:
    """Every field of the form always there, in the order of the schema: an empty one is an empty one."""
    if "properties" in node:
        fields = {key: _ordered(each) for key, each in node["properties"].items()}
        for place, each in enumerate(fields.values()):
            each["propertyOrder"] = place
        return {**node, "properties": fields, "required": list(fields)}
    return {**node, "items": _ordered(node["items"])} if "items" in node else node


def before_it_is_seen(node: Node) -> Node:
    """The form of a record that no reader has seen: nothing to take back, nothing to put right."""
    fields = {key: each for key, each in node.get("properties", {}).items() if key not in AFTERWARDS}
    return {**node, "properties": fields, "required": list(fields)}


# -- values into the form and back ------------------------------------------------------------------------------------------------


def shown(node: Node, typed: Any) -> Any:
    """What the form shows of a value as typed: always of the form's own shape, empty where nothing is written."""
    if node["type"] == "object":
        short = node["options"].get("short") if isinstance(typed, str) else None
        held = {short: typed} if short else typed if isinstance(typed, dict) else {}
        return {key: shown(each, held.get(key)) for key, each in node["properties"].items()}
    if node["type"] == "array":
        return [shown(node["items"], each) for each in _listed(typed)] if "items" in node else _names(node, typed)
    if node["type"] == "boolean":
        return typed.strip().lower() in _TRUE if isinstance(typed, str) else node["options"].get("unwritten", False)
    if node.get("format") == "lines":
        return "\n".join(line.strip() for text in _texts(typed) for line in text.splitlines() if line.strip())
    text = typed.strip() if isinstance(typed, str) else ""
    return str(node["options"].get("spelled", {}).get(text, text))


def in_words(node: Node, typed: Any) -> Iterator[tuple[str, str]]:
    """The fields of a record with what they say, as texts to be read; fields that are empty say an empty text."""
    if node["type"] != "object":
        yield str(node["title"]), _said(node, shown(node, typed))
        return
    for key, value in shown(node, typed).items():
        yield str(node["properties"][key]["title"]), _said(node["properties"][key], value)


def _said(node: Node, value: Any) -> str:
    if node["type"] == "object":
        said = ((str(each["title"]), _said(each, value[key])) for key, each in node["properties"].items())
        return "；".join(f"{title}：{text}" for title, text in said if text)
    if isinstance(value, list):
        return "\n".join(_said(node["items"], each) for each in value) if "items" in node else "、".join(value)
    if isinstance(value, bool):
        return "是" if value else ""
    titles = dict(zip(node.get("enum", ()), node["options"].get("enum_titles", ()), strict=False))
    return str(titles.get(value, value)) if value else ""


def _listed(typed: Any) -> list[Any]:
    return typed if isinstance(typed, list) else [] if typed is None else [typed]


def _names(node: Node, typed: Any) -> list[str]:
    spelled = node["options"].get("words", {}).get("spelled", {})
    found = re.split("[、，,；;]", typed) if isinstance(typed, str) and not spelled else list(_texts(_listed(typed)))
    return [spelled.get(name.strip(), name.strip()) for name in found if name.strip()]


def merged(node: Node, typed: Any, filled: Any) -> Any:
    """The value to write for what was filled in: what the form shows unchanged stays as typed, None means nothing is left."""
    if shown(node, typed) == _tidy(node, filled):
        return typed
    if node["type"] == "object":
        return _merged_fields(node, typed, filled if isinstance(filled, dict) else {})
    if node["type"] == "array":
        if "items" in node:
            return _merged_items(node["items"], _listed(typed), _listed(filled)) or None
        words = node["options"].get("words", {}).get("chinese", {})
        names = [words.get(each, each) for each in _tidy(node, filled)]
        return ("、".join(names) if isinstance(typed, str) else names) or None
    if node["type"] == "boolean":
        return "是" if filled is True else "否"
    text = _tidy(node, filled)
    if node.get("format") == "lines":
        lines = text.splitlines()
        return (lines if isinstance(typed, list) else f"{text}\n" if len(lines) > 1 else text) or None
    english = isinstance(typed, str) and typed.isascii()
    return (text if english else node["options"].get("chinese", {}).get(text, text)) or None


def _tidy(node: Node, filled: Any) -> Any:
    """What came from the form, in the form's shape whatever was sent."""
    if node["type"] == "object":
        held = filled if isinstance(filled, dict) else {}
        return {key: _tidy(each, held.get(key)) for key, each in node["properties"].items()}
    if node["type"] == "array":
        return (
            [_tidy(node["items"], each) for each in _listed(filled)]
            if "items" in node
            else _names({"options": {}}, _listed(filled))
        )
    if node["type"] == "boolean":
        return filled is True
    return shown(
        {"type": "string", "options": {}, "format": node.get("format")}, filled if isinstance(filled, str) else None
    )


def _merged_fields(node: Node, typed: Any, filled: Mapping[str, Any]) -> Any:
    short = node["options"].get("short")
    held = dict(typed) if isinstance(typed, dict) else {short: typed} if short and isinstance(typed, str) else {}
    for key, each in node["properties"].items():
        if key in filled and shown(each, held.get(key)) != _tidy(each, filled[key]):
            value = merged(each, held.get(key), filled[key])
            if value is None:
                held.pop(key, None)
            else:
                held[key] = value
    if short and isinstance(typed, str) and set(held) == {short}:
        return held[short]
    order = list(node["properties"])
    return _in_order(held, order, list(typed) if isinstance(typed, dict) else []) or None


def _in_order(held: Mapping[str, Any], order: Sequence[str], kept: Sequence[str]) -> dict[str, Any]:
    """New keys after the one that comes before them in the form; the others where they stand."""
    keys = [key for key in kept if key in held]
    for place, key in enumerate(order):
        if key in held and key not in keys:
            before = next((each for each in reversed(order[:place]) if each in keys), None)
            keys.insert(keys.index(before) + 1 if before else 0, key)
    return {key: held[key] for key in [*keys, *(each for each in held if each not in keys)]}


def _merged_items(item: Node, typed: Sequence[Any], filled: Sequence[Any]) -> list[Any]:
    """Each item with the one it was: the same, else of the same id, else in the same place."""
    left = dict(enumerate(typed))
    were: list[int | None] = []
    for each in filled:
        same = next((place for place, old in left.items() if shown(item, old) == _tidy(item, each)), None)
        were.append(same)
        left.pop(-1 if same is None else same, None)
    for place, each in enumerate(filled):
        if were[place] is None:
            identity = each.get("id") if isinstance(each, dict) else None
            old = next(
                (at for at, kept in left.items() if identity and isinstance(kept, dict) and kept.get("id") == identity),
                None,
            )
            old = place if old is None and place in left else old
            were[place] = old
            left.pop(-1 if old is None else old, None)
    made = [merged(item, None if was is None else typed[was], each) for was, each in zip(were, filled, strict=True)]
    return [each for each in made if each is not None]
