"""What can be edited: the lists that `campaign.kinds` names, the files they lie in, and where in a file each record stands.

A record's address is its file and a path in it: the key of a list and the id of the item (`#3` where items have none), the key of one part
of a plan, or nothing for a whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path as File
from typing import Any
from urllib.parse import urlencode

from campaign import yamltext
from campaign.content import Content, once
from campaign.editor.forms import form
from campaign.kinds import KINDS, PLAN, Kind, Listed
from campaign.leaves import links
from campaign.leaves.dates import parse
from campaign.leaves.problems import Path, Problem
from campaign.model import Story
from campaign.model.references import inner_model, slots
from campaign.texts.markdown import FRONT_MATTER
from campaign.views import correspondence, references
from campaign.views.references import Choices
from campaign.views.updates import Standing, standing


@dataclass(frozen=True)
class List(Listed):
    """One list of the editor, with the kind it is of."""

    kind: Kind[Any] = field(kw_only=True)

    @property
    def schema(self) -> str:
        return self.kind.schema or self.kind.key


def lists() -> list[List]:
    """Every list, the daily ones first."""
    found = [List(**vars(listed), kind=kind) for kind in KINDS for listed in kind.lists]
    return sorted(found, key=lambda each: each.place)


def by_key(key: str) -> List | None:
    """The list of the editor with this key, or None."""
    return next((each for each in lists() if each.key == key), None)


_NAMES = ("title", "name", "term", "organisation", "indicator", "task", "duty", "award", "plan", "unit", "id")


@dataclass(frozen=True)
class TypedFile:
    """A file as it stands: its values as typed, and what follows the front matter of a page. Faults of its syntax leave no values."""

    name: str
    raw: bytes
    text: str
    data: Mapping[str, Any]
    body: str | None
    problems: tuple[Problem, ...]


@lru_cache(256)
def hold(name: str, raw: bytes) -> TypedFile:
    """Read one file of the content."""
    text, problems = yamltext.decode(name, raw)
    fenced = FRONT_MATTER.match(text) if name.endswith(".md") else None
    if problems or (name.endswith(".md") and not fenced):
        return TypedFile(
            name,
            raw,
            text,
            {},
            None,
            problems or (Problem(name, 1, 1, "error", "no-front-matter", "文件开头没有 --- 之间的栏目"),),
        )
    read = yamltext.read(name, fenced[1] if fenced else text, 2 if fenced else 1)
    body = text[fenced.end() :].replace("\r\n", "\n").strip("\n") if fenced else None
    return TypedFile(name, raw, text, read.data if isinstance(read.data, dict) else {}, body, read.problems)


def files(root: File, kind: List) -> Iterator[File]:
    """The files of a kind that may be read and written: real files inside the content root, reached by no link."""
    home = root.resolve()
    for path in sorted(path for pattern in kind.kind.patterns() for path in root.glob(pattern)):
        name = path.relative_to(root)
        if path.is_file() and path.resolve() == home / name and kind.kind.holds(name.as_posix()):
            yield path


def fits(kind: List, held: TypedFile) -> bool:
    """Whether a file holds what the kind says: plans and campaigns lie in one folder, the lists of a campaign in any of its files."""
    if kind.schema == "plan" and not kind.within:
        return (held.data.get("kind") in ("campaign", "活动")) == (kind.key == "campaign")
    return not kind.within or bool(held.data.get(kind.within))


def parts(kind: List, data: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Address, title and value of every part of a file that is edited in parts; single groups of tasks are parts of their own."""
    whole = form(kind.schema, (), None, {})
    for key, node in whole["properties"].items():
        if (node["type"] == "array" and "items" in node) or key == "document":
            value = data.get(key)
            yield key, str(node["title"]), value
            for at, item in steps(key, value) if key in ("groups", "lists") else ():
                yield at, f"{item.get('number') or ''}{item.get('title')}", item


def large(kind: List) -> frozenset[str]:
    """The keys that the form of the whole file leaves out, because each is edited by itself."""
    lists = frozenset(at for at, _, _ in parts(kind, {})) if kind.parts else frozenset()
    return lists | ({"entries"} if kind.key == "ledger" else frozenset())


def steps(key: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Address and value of every item of a list."""
    for place, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield f"{key}/{item.get('id') or f'#{place + 1}'}", item


def where(data: Any, at: str) -> Path | None:
    """The keys and places that an address leads to now; None when there is no such item."""
    found: list[str | int] = []
    for step in filter(None, at.split("/")):
        if isinstance(data, list):
            place = next(
                (number for number, item in enumerate(data) if isinstance(item, dict) and item.get("id") == step), None
            )
            if place is None and re.fullmatch(r"#[1-9]\d{0,5}", step) and int(step[1:]) <= len(data):
                place = int(step[1:]) - 1
            if place is None:
                return None
            found.append(place)
            data = data[place]
        else:
            found.append(step)
            data = data.get(step) if isinstance(data, dict) else None
    return tuple(found)


def title(kind: List, item: Mapping[str, Any], choices: Choices) -> str:
    """What the list calls a record."""
    key = next((each for each in _NAMES if isinstance(item.get(each), str)), None)
    text = str(item[key]) if key else "（没有名称）"
    return dict(choices.get(offered(kind, key or ""), ())).get(text, text) if kind.within and key != "unit" else text


def offered(kind: List, key: str) -> str:
    """Which choices fit a field of the items of a list."""
    holder = kind.kind.files.model_fields.get(kind.within)
    record = inner_model(holder.annotation) if holder else None
    return next((slot.ref.offers for slot in slots(record) if slot.ref and slot.key == key), "") if record else ""


def note(kind: List, item: Mapping[str, Any]) -> str:
    """What stands beside the title of an item in a list."""
    values = (item.get(key) for key in kind.notes)
    return " · ".join(
        "、".join(map(str, value)) if isinstance(value, list) else str(value) for value in values if value
    )


def picture(kind: List, held: TypedFile, item: Mapping[str, Any]) -> str:
    """The photograph of a record, by its path below the content root; empty where it has none."""
    file = item.get("file") if kind.key == "work" else None
    return f"{File(held.name).parent.as_posix()}/{kind.pictures}/{file}" if isinstance(file, str) and file else ""


_STATES = {
    Standing.PUBLIC: "已发", Standing.UNREVIEWED: "待审", Standing.EARLY: "定时", Standing.EXPIRED: "已过期", Standing.WITHDRAWN: "已撤",
}  # fmt: skip


def sifted(kind: List, held: TypedFile, item: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """What a record is sorted and sifted by: day (ISO, as far as it is written), month, units, state, and how far a story got."""
    dated = next(
        (item[key] for key in ("received", "date", "month", "due", "assigned_on", "notice_from") if item.get(key)), ""
    )
    day, month = _iso(dated), _iso(item.get("month") or dated)[:7]
    typed = [item.get(key) for key in ("unit", "units", "lead", "org", "department") if item.get(key)]
    units = [
        str(name) for each in typed for name in (each if isinstance(each, list) else re.split("[、，,]", str(each)))
    ]
    state = ""
    if kind.key == "update" and (update := content.updates.get(str(item.get("id")))):
        state = _STATES[standing(update, content.as_of)]
    elif _iso(gone := item.get("withdrawn")) and parse(gone).first <= content.as_of:
        state = _STATES[Standing.WITHDRAWN]
    elif kind.key in ("outgoing", "incoming"):
        state = correspondence.states(content).get((kind.key, str(item.get("id"))), "")
    elif kind.key in ("plan", "campaign") and (plan := content.plans.get(str(item.get("id")))):
        state = plan.status.chinese
    story = _stories(content).get((held.name, str(item.get("id")))) if kind.key == "submission" else None
    adopted = (story.stages[-1].name.chinese if story.stages else "未采用") if story else ""
    return {"day": day, "month": month, "units": units, "state": state, "adopted": adopted}


@once
def _stories(content: Content) -> Mapping[tuple[str, str], Story]:
    """Every story by its file and id."""
    return {(path, each.id): each for path, file in content.publicity.items() for each in file.submissions}


def _iso(typed: Any) -> str:
    try:
        return parse(typed).iso
    except ValueError:
        return ""


def leading(file: str, where: Path) -> dict[str, str] | None:
    """The record of the editor that a place in a file belongs to, as what an address of the editor says; None where there is none."""
    for kind in sorted(lists(), key=lambda each: not each.within):
        if not lies(file, kind.kind):
            continue
        if kind.within and len(where) > 1 and where[0] == kind.within:
            return {"kind": kind.key, "file": file, "at": f"{kind.within}/#{int(where[1]) + 1}"}
        if not kind.within:
            return {"kind": kind.key, "file": file, "at": ""}
    return None


def lies(file: str, kind: Kind[Any]) -> bool:
    """Whether a file, there or not, lies where files of a kind do."""
    page = file.endswith("/index.md")
    own = File(file).parent.parent if page else File(file).parent
    folders = [File(folder) for folder in kind.folders if folder.startswith("docs/") == page]
    return kind.holds(file) and any(own == each or (kind.deep and not page and each in own.parents) for each in folders)


def page(kind: List, held: TypedFile, item: Mapping[str, Any]) -> str | None:
    """The page of the site that shows a record."""
    whole = str(held.data.get(kind.kind.id_key) or File(held.name).parent.name)
    if kind.page:
        return kind.page(whole, str(item.get("id", "")))
    return kind.kind.address(whole) if kind.kind.place and not kind.within else None


def addresses(content: Content) -> dict[str, str]:
    """The record that a page of the site shows, as what follows # in the address of the editor, by the page."""
    found = {}
    for kind in KINDS:
        listed = [each.key for each in kind.lists if not each.within]
        for record_id in content.of(kind) if listed and kind.place else ():
            address = kind.address(record_id)
            key = content.plans[record_id].kind.value if kind is PLAN else listed[0]
            if "#" not in address and address != kind.address(""):  # it has a page to itself
                found[address] = _record(key, content.source(kind.key, record_id).path)
    for ledger in content.ledgers.values():
        source = content.source("ledger", ledger.id)
        found.update(
            {
                links.ledger_entry(each.id): _record("entry", source.path, f"entries/{each.id}")
                for each in ledger.entries
            }
        )
    for plan in content.plans.values():
        if plan.is_campaign:
            found[links.campaign(plan.id)] = "kind=submission"
    return found


def _record(kind: str, file: str, at: str = "") -> str:
    return urlencode({"kind": kind, "file": file, "at": at}, safe="/")


def choices(content: Content, held: TypedFile) -> Choices:
    """What can be chosen in the forms of one file."""
    about = held.data.get("plan") or (
        File(held.name).parent.name if "campaign-data" in held.name else held.data.get("id")
    )
    return references.choices(content, content.plans.get(str(about)))


def next_id(kind: List, used: list[str], today: date) -> str:
    """An id nobody has yet: the last number in use and one, or the day and a count."""
    numbered = [match for each in reversed(used) if (match := re.fullmatch(r"(.*?)(\d{1,6})", each))]
    if kind.within and numbered:
        stem, width = numbered[0][1], len(numbered[0][2])
        highest = max(int(match[2]) for match in numbered if match[1] == stem)
        return f"{stem}{highest + 1:0{width}d}"
    stem = (
        f"{kind.key}-" if kind.within else f"{today:%Y%m%d}-" if kind.key == "update" else f"{kind.key}-{today:%Y%m%d}-"
    )
    return next(each for number in range(1, 10_000) if (each := f"{stem}{number}") not in used)
