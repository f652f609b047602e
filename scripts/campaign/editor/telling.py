"""How the desk says what is wrong or changed: in the words of `plan check`, with the labels of a form where a file has keys."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from campaign import schemas
from campaign.editor import kinds
from campaign.editor.kinds import TypedFile
from campaign.leaves.problems import SEVERITY_NAMES, Problem
from campaign.texts.markdown import FRONT_MATTER
from campaign.views import references

Answer = dict[str, Any]
_ADD_A_LINE = re.compile(r"^加一行 [a-z_]+: ")
_KEY_AND_LABEL = re.compile(r"“[A-Za-z_]\w*”（([^）]+)）")
_A_FILE = re.compile(r" ?(?<![\w/.-])(?:plans|docs)/[\w/.-]+\.(?:yaml|md)(?![\w/.-])")
_A_KEY = re.compile(r"(?: |(?<![\w./-]))([a-z_]{2,})(?![\w./-])(?:: |(?: (?=[\u3400-\u9fff])))?")


def told(problems: Iterable[Problem], depth: int = 0, held: TypedFile | None = None) -> list[Answer]:
    """Problems for the page: the words of `plan check`, labels for keys, the field by its path inside the form, or the line in the text of a page
    that is `held`."""
    return [
        {
            "error": each.severity == "error",
            "severity": SEVERITY_NAMES[each.severity],
            "message": _KEY_AND_LABEL.sub(r"“\1”", each.message),
            "hint": "填上这一格" if each.code == "missing" else _in_a_form(each.hint, _schema_of(each.path)),
            "field": list(each.where[depth:]),
            "place": f"{each.path} 第 {each.line} 行",
            "record": kinds.leading(each.path, each.where),
            "line": _line_of_body(held, each) if held else 0,
        }
        for each in problems
    ]


def naming(use: references.Use) -> Answer:
    """One place that names a record, as a problem is told."""
    holder = use.named.held[0]
    key = next(each for each in reversed(use.named.where) if isinstance(each, str))
    title = next(info.title for name, info in type(holder).model_fields.items() if key in (name, info.alias))
    words = next(filter(None, (getattr(each, name, "") for each in use.named.held for name in ("title", "name"))), "")
    line = use.source.at(*use.named.where)[0]
    typed = use.target.title if use.named.ref.named and use.target else use.named.typed
    return {
        "error": True,
        "severity": SEVERITY_NAMES["error"],
        "message": f"{f'“{words}”的' if words else ''}“{title}”写着“{typed}”",
        "hint": "先改这一处",
        "field": [],
        "place": f"{use.source.path} 第 {line} 行",
        "record": kinds.leading(use.source.path, use.place),
    }


def difference(old: str, new: str) -> tuple[list[tuple[str, str]], int]:
    """The changed lines with a line around each (mark and text), and how many lines change."""
    before, after = old.splitlines(), new.splitlines()
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    count = sum(max(end - start, last - first) for tag, start, end, first, last in codes if tag != "equal")
    lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
    return [(line[:1], "" if line.startswith("@@") else line[1:]) for line in lines], count


def _line_of_body(held: TypedFile, problem: Problem) -> int:
    """The line of a problem in the text below the front matter, from 1; 0 for one that is not there."""
    fenced = FRONT_MATTER.match(held.text)
    if held.body is None or problem.where or not fenced:
        return 0
    rest = held.text[fenced.end() :]
    before = held.text[: fenced.end()].count("\n") + len(rest) - len(rest.lstrip("\n"))
    return max(0, problem.line - before)


def _in_a_form(hint: str, schema: str) -> str:
    """What to do, for who sees the fields of a schema and no YAML."""
    plain = _ADD_A_LINE.sub("在这一格写", hint).replace("写 consent: 是", "勾上这一格")
    plain = _A_FILE.sub(lambda found: f"“{title}”" if (title := _list_of(found[0].strip())) else found[0], plain)
    labels = _labels(schema)
    return _A_KEY.sub(lambda found: f"“{labels[found[1]]}”" if found[1] in labels else found[0], plain)


def _schema_of(file: str) -> str:
    """The schema of the forms of a file; empty where none shows it."""
    return next((kind.schema for kind in kinds.lists() if kinds.lies(file, kind.kind)), "")


@lru_cache
def _list_of(file: str) -> str:
    """What the desk calls the list that a file belongs to; empty where it has none."""
    return next((kind.title for kind in kinds.lists() if kinds.lies(file, kind.kind)), "")


@lru_cache
def _labels(schema: str) -> Mapping[str, str]:
    """What a key is called in the forms of one schema, for keys that are called the same all over it."""
    called: dict[str, set[str]] = {}
    whole = schemas.schema(schema) if schema else {}
    for node in (whole, *whole.get("$defs", {}).values()):
        for key, each in node.get("properties", {}).items():
            called.setdefault(key, set()).add(str(each.get("title", "")))
    return {key: title for key, titles in called.items() if len(titles) == 1 for title in titles if title}
