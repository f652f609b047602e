"""A content root made by machine from the models: every text field of every kind of content holds text that would do harm if anything ran it.

The schemas of `campaign.kinds.KINDS` say what fields there are, so a field added tomorrow is there too. An id is the name of its kind, so that whatever
names another thing finds one. What `check` refuses is put right by its line, as an author would, until all is sound: `Root.refused` keeps it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from campaign import yamltext
from campaign.checks import look_over
from campaign.kinds import KINDS, Kind
from campaign.leaves.problems import Problem
from campaign.texts.markdown import FRONT_MATTER

ID, DAY, TODAY, NEVER = "x1", "2026-11-01", date(2026, 11, 21), "2099-12-31"
PRODUCT = "54439"  # what {{ 7777*7 }} would give
STARTS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "javascript:hear()//", "<b>", "# ", "{{ 7777*7 }}")
HARM = (
    '’"><script>hear(1)</script></title></script></style></textarea></svg>-->]]><img src=x onerror=hear(2)><svg onload=hear(3)>'
    "<iframe src=//evil.example></iframe><base href=//evil.example>&lt;script&gt;hear(4)&lt;/script&gt;&#60;img src=x onerror=hear(5)&#62;"
    '&quot;" onmouseover="hear(6)" autofocus onfocus="hear(7)\' style="background:url(http://evil.example/a)" [a](javascript:hear(8)) '
    "![b](http://evil.example/b.png) **c** `d` {{ 7777*7 }} {% raise %} {# e #} ${7777*7} */}body{background:url(//evil.example/c)}"
)
# what a reference names: the first of its kind
REFERRED = {
    "forms": "form1", "assessments": "assessment1", "interpretations": "interpretation1",
    "units": "unit1", "unit_ids": "unit1", "indicators": "indicator1", "awards": "award1", "groups": "group1", "tasks": "x1#task1", "entries": "entry1",
    "phases": "phase1", "stories": "story1", "recurring": "recurring1", "duties": "recurring1", "outlets": "outlet1",
}  # fmt: skip
Where = tuple[str | int, ...]
Schema = dict[str, Any]
# kinds whose one file is not enough, or stands elsewhere
FILES = {"plan": ("plans/x1.yaml", "plans/x2.yaml"), "publicity": ("plans/campaign-data/x1/x1.yaml",)}


UNSEEN = "\u200b\ufeff"  # named as warnings, and gone when anything is made of it


def harm(number: int) -> str:
    """Text that would do harm, another one for each number, with characters that nobody sees."""
    return f"{STARTS[number % len(STARTS)]}甲{UNSEEN}{number}{HARM}"


@dataclass(frozen=True)
class Harm:
    """In what is given: text that would do harm, as the value of this field."""

    field: str


@dataclass(frozen=True)
class Like:
    """In what is given: what stands elsewhere."""

    file: str
    where: str


@dataclass
class Root:
    """What was made: data by file, the fields of their texts, and what was refused with the sentence that refused it."""

    folder: Path
    data: dict[str, Any] = field(default_factory=dict)
    texts: dict[tuple[str, Where], str] = field(default_factory=dict)  # (file, path) → Record.field
    fields: set[str] = field(default_factory=set)  # all that there are
    refused: dict[str, str] = field(default_factory=dict)  # Record.field → the sentence

    @property
    def held(self) -> set[str]:
        """The fields whose text the root holds."""
        return set(self.texts.values())


@dataclass
class Maker:
    root: Root
    turn: int = 0  # which start of the text comes first
    counts: Counter[str] = field(default_factory=Counter)

    def value(self, schema: Schema, defs: Schema, name: str, file: str, where: Where, above: tuple[str, ...]) -> Any:
        """A value for a schema; None where there is none to make (a record inside itself)."""
        if "$ref" in schema:
            key = schema["$ref"].rpartition("/")[2]
            return None if above.count(key) else self.value(defs[key], defs, key, file, where, (*above, key))
        if "anyOf" in schema:
            return self.value(
                next(each for each in schema["anyOf"] if each.get("type") != "null"), defs, name, file, where, above
            )
        if "properties" in schema:
            made = {
                key: self.value(each, defs, f"{above[-1]}.{key}", file, (*where, key), above)
                for key, each in schema["properties"].items()
            }
            return {key: each for key, each in made.items() if each is not None}
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        if "items" in schema:
            item = self.value(schema["items"], defs, name, file, (*where, 0), above)
            return None if item is None else [item]
        if schema.get("type") == "object":
            return None
        if schema.get("type") != "string":
            return "1"
        if "x-refers" in schema:
            named = REFERRED.get(schema["x-refers"], ID)
            return named.rpartition("#")[2] if "pattern" in schema else named
        if "pattern" in schema:
            if schema["pattern"].startswith("^[A-Z]"):
                return "X-1"
            if name.endswith(".id") and len(where) > 1:
                self.counts[above[-1]] += 1
                return f"{above[-1].lower()}{self.counts[above[-1]]}"
            return PurePosixPath(file.removesuffix("/index.md")).stem if where == ("id",) else ID
        if "examples" in schema:
            return NEVER if name.endswith(".withdrawn") else DAY
        self.root.texts[(file, where)] = name
        self.turn += 1
        return harm(self.turn)


def made(folder: Path, given: dict[str, dict[str, Any]], turn: int = 0) -> Root:
    """A root in a folder. `given` says what a machine cannot know, by file or by the key of a kind."""
    root = Root(folder)
    maker = Maker(root, turn)
    for kind in KINDS:
        schema = kind.files.model_json_schema()
        for file in FILES.get(kind.key, files_of(kind)):
            maker.counts.clear()
            root.data[file] = maker.value(schema, schema.get("$defs", {}), "", file, (), (kind.files.__name__,))
    root.fields = set(root.texts.values())
    write(root)
    for problem in refused(root):
        if "（网址）写法不对" in problem.message:  # hides what else is wrong in its file
            take_out(root, problem.path, meant(root, problem), str(problem))
    write(root)
    refused(root)
    for file, values in given.items():
        put_in(root, file, values)
    root.fields = set(root.texts.values()) | root.fields
    settle(root)
    return root


def refused(root: Root) -> list[Problem]:
    """The errors of a root as it is, each noted for the fields it is about."""
    errors = [each for each in look_over(root.folder, TODAY)[1] if each.severity == "error"]
    for problem in errors:
        for name in named(root, problem):
            root.refused.setdefault(name, str(problem))
    return errors


def files_of(kind: Kind[Any]) -> tuple[str, ...]:
    if not kind.folders:
        return ()
    name = kind.only or (kind.schema if kind.file else f"{kind.key}1")
    return (
        f"{kind.folders[0]}/{name}/index.md"
        if kind.folders[0].startswith("docs/")
        else f"{kind.folders[0]}/{name}.yaml",
    )


def put_in(root: Root, file: str, values: dict[str, Any]) -> None:
    for where, value in values.items():
        put(root, file, where, value)


def put(root: Root, file: str, where: str, value: Any) -> None:
    *steps, last = [int(step) if step.isdecimal() else step for step in where.split(".")]
    at = root.data[file]
    for step in steps:
        at = at[step]
    names = forget(root, file, (*steps, last))
    if value is None:
        at.pop(last, None)
    elif isinstance(value, Like):
        at[last] = root.data[value.file]
        for step in value.where.split("."):
            at[last] = at[last][int(step) if step.isdecimal() else step]
        if names:
            root.texts[(file, (*steps, last))] = names[0]
    else:
        at[last] = filled(root, file, (*steps, last), value)


def filled(root: Root, file: str, where: Where, value: Any) -> Any:
    """A given value, with harm where it says `Harm`."""
    if isinstance(value, Harm):
        root.texts[(file, where)] = value.field
        return harm(len(root.texts))
    if isinstance(value, dict):
        return {key: filled(root, file, (*where, key), each) for key, each in value.items()}
    return (
        [filled(root, file, (*where, at), each) for at, each in enumerate(value)] if isinstance(value, list) else value
    )


def forget(root: Root, file: str, where: Where) -> list[str]:
    inside = [key for key in root.texts if key[0] == file and key[1][: len(where)] == where]
    return [root.texts.pop(key) for key in inside]


def write(root: Root) -> None:
    for file, data in root.data.items():
        path = root.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6)
        path.write_text(f"---\n{text}---\n\n# 标题\n\n正文。\n" if file.endswith(".md") else text, encoding="utf-8")


def settle(root: Root, rounds: int = 40) -> None:
    """Take out what `check` refuses, by its line, until it refuses nothing."""
    for _ in range(rounds):
        write(root)
        _, problems = look_over(root.folder, TODAY)
        errors = [each for each in problems if each.severity == "error"]
        errors = [
            each for each in errors if not each.code.endswith("-unknown")
        ] or errors  # what is named may yet be put right
        if not errors:
            return
        gone: set[tuple[str, Where]] = set()
        for problem in errors:
            if problem.path not in root.data:
                continue  # gone in this round
            where = meant(root, problem)
            if any(file == problem.path and where[: len(other)] == other for file, other in gone):
                continue
            gone.add((problem.path, where))
            take_out(root, problem.path, where, str(problem))
    raise AssertionError("\n".join(map(str, errors)))


def named(root: Root, problem: Problem) -> list[str]:
    """The fields whose text a problem refuses."""
    where = place(root, problem.path, problem.line, problem.column) if problem.path in root.data else ("nowhere",)
    return [name for key, name in root.texts.items() if key[0] == problem.path and key[1][: len(where)] == where]


def meant(root: Root, problem: Problem) -> Where:
    """The value that a problem is about: a record that lacks something goes as a whole."""
    if problem.code == "missing":
        return deepest(root.data[problem.path], problem.where)
    return place(root, problem.path, problem.line, problem.column)


def deepest(data: Any, where: Where) -> Where:
    for count, step in enumerate(where):
        if not (step in data if isinstance(data, dict) else isinstance(data, list) and int(step) < len(data)):
            return where[:count]
        data = data[step]
    return where


def place(root: Root, file: str, line: int, column: int, *, before: bool = False) -> Where:
    """The value that a problem's line and column mean; `before`: the one that begins there or before it, on that line."""
    text = (root.folder / file).read_text(encoding="utf-8")
    head = FRONT_MATTER.match(text) if file.endswith(".md") else None
    positions = yamltext.read(file, head[1] if head else text, 2 if head else 1).source.positions
    if before:
        column = max((at[1] for at in positions.values() if at[0] == line and at[1] <= column), default=column)
    found = [where for where, at in positions.items() if at == (line, column)]
    return max(found, key=len) if found else ()


def take_out(root: Root, file: str, where: Where, why: str) -> None:
    if not where:
        for name in forget(root, file, ()):
            root.refused.setdefault(name, why)
        del root.data[file]
        (root.folder / file).unlink()
        return
    at = root.data[file]
    for step in where[:-1]:
        at = at[step]
    for name in forget(root, file, where):
        root.refused.setdefault(name, why)
    if isinstance(at, list):
        at.pop(int(where[-1]))
        if not at:
            take_out(root, file, where[:-1], why)
    else:
        at.pop(where[-1], None)
