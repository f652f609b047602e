"""What can be done at the editor: list, open, check and save one record. Nothing is written that the check refuses or somebody else changed.

A request names a kind, a file and an address in it, or says how a new record is to begin; the state of the form travels with it. Between two
requests nothing is remembered but the files themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path as File
from typing import Any

from campaign import scaffold
from campaign.checks import look_over
from campaign.content import Content
from campaign.editor import forms, history, kinds, reviews
from campaign.editor.finding import (
    Desk,
    EditRefused,
    Opened,
    fresh_id,
    known_file,
    open_record,
    read_file,
    unsaved,
    value_at,
    with_value,
)
from campaign.editor.kinds import List, TypedFile
from campaign.editor.telling import Answer, difference, naming, told
from campaign.leaves import blanks
from campaign.leaves.problems import Path, Problem
from campaign.model import Status
from campaign.publish import write
from campaign.scaffold.site import is_free
from campaign.texts.headings import with_old_anchors
from campaign.views import references
from campaign.yamltext import edit as yamledit

MOST_WORDS = 2_000  # of a record, in the list, to be searched

# the text of the file as it is to be; None for a file that goes
Make = Callable[[Opened, Mapping[str, Any]], str | None]


# -- what the pages ask for -------------------------------------------------------------------------------------------------------


def listing(desk: Desk) -> Answer:
    """Every record of every kind with its problems, and how a new one can begin; of an empty folder, that it is free for a new office."""
    if is_free(desk.root):
        return {"free": True, "kinds": [], "problems": []}
    content, problems = look_over(desk.root, desk.today())
    found = []
    for kind in kinds.lists():
        rows, parents = [], []
        for path in kinds.files(desk.root, kind):
            held = read_file(desk, path)
            if held.problems:
                rows.append(_broken(held))
            elif kinds.fits(kind, held):
                choices = (
                    kinds.choices(content, held) if kind.schema in ("progress", "publicity", "correspondence") else {}
                )
                rows.extend(_rows(kind, held, content, choices, [each for each in problems if each.path == held.name]))
            if (
                kind.fresh == "item"
                and not held.problems
                and (kind.schema not in ("plan", "units") or kinds.fits(kind, held))
            ):
                parents.append((held.name, str(held.data.get("title") or _plan_name(content, held) or held.name)))
        if kind.schema == "publicity":
            parents = [(plan.id, plan.name) for plan in content.plans.values() if plan.is_campaign]
        if not kind.parts:
            rows.reverse()  # what was written last comes first
        found.append(
            {
                "key": kind.key,
                "title": kind.title,
                "fresh": kind.fresh,
                "parents": parents,
                "records": rows,
                "id": fresh_id(desk, kind, ""),
            }
        )
    return {"kinds": found, "problems": told(problems), "next": _next(content)}


def _next(content: Content) -> list[Answer]:
    """What a new office does first, while the plan or the campaign it began with is still a draft."""
    plans = content.plans.values()
    begun = [plan for plan in plans if plan.id.startswith("first-") and plan.status is Status.DRAFT]
    if not begun:
        return []
    running = {plan.is_campaign for plan in plans if plan.status is not Status.DRAFT}
    files = {plan.is_campaign: content.source("plan", plan.id).path for plan in begun}
    stories = any(file.submissions for file in content.publicity.values())
    return [
        {"step": "plan", "done": False in running, "file": files.get(False, "")},
        {"step": "campaign", "done": True in running, "file": files.get(True, "")},
        {"step": "story", "done": stories, "file": ""},
        {"step": "publish", "done": False, "file": ""},
    ]


def opening(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """A record as a form, filled in."""
    content, problems = look_over(desk.root, desk.today(), edited=unsaved(request))
    opened, fresh = open_record(desk, request, content), isinstance(request.get("new"), dict)
    hints = _placeholders(opened.typed) if fresh else {}
    if opened.kind.fresh == "entry" and fresh:  # the scaffold's first of the registry
        hints |= {(key,): "从名册里选" for key in ("unit", "outlet") if key in opened.typed}
    node = forms.before_it_is_seen(opened.node) if fresh else opened.node
    value = forms.shown(node, _without(opened.typed, hints))
    body = opened.held.body
    return {
        "kind": opened.kind.key,
        "kind_title": opened.kind.title,
        "file": opened.held.name,
        "at": opened.at,
        "exists": opened.exists,
        "title": kinds.title(opened.kind, opened.typed, {}) if isinstance(opened.typed, dict) and not fresh else "",
        "schema": _hinted(_folded(node, opened.typed, hints) if fresh else node, hints),
        "value": value,
        "body": "" if body and fresh else body,
        "hint": body if fresh else "",
        "digest": opened.digest,
        "choices": kinds.choices(content, opened.held),
        "parts": _parts(opened),
        "page": _page(opened),
        "whole": str(opened.held.data.get("title") or _plan_name(content, opened.held) or ""),
        "problems": told([each for each in problems if _mine(opened, each)], len(opened.where), opened.held)
        if not fresh
        else [],
        "today": content.as_of.isoformat(),
        "removable": not fresh and _removable(opened),
        "corrigible": not fresh and reviews.corrigible(opened),
    }


def checking(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """What the check says of the form as it is, and which lines of the file it would change; of a file not saved yet, its text as well."""
    answer, opened, text = _checked(desk, request, _written)
    return answer | {"text": text} if opened.held.name in unsaved(request) else answer


def saving(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Write what was filled in, unless the check finds errors or the file is not the one that was opened."""

    def make(opened: Opened, request: Mapping[str, Any]) -> str:
        note = request.get("correction")
        if note is not None:
            return _written(opened, request, lambda data: reviews.put_right(opened, data, str(note), desk.today()))
        if reviews.due(opened, request):
            raise reviews.Again
        return _written(opened, request)

    return kept(desk, request, make)


def deleting(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Take one item out of its list, or a whole file away, unless something else names it; then the answer says what does, and where."""
    content = look_over(desk.root, desk.today())[0]
    answer = kept(desk, request, _removed)
    if answer["saved"]:
        return answer
    kind = kinds.by_key(str(request.get("kind")))
    assert kind, "or it had been refused"
    held = known_file(desk, kind, str(request.get("file")))
    named = references.of_value(content, held.name, kinds.where(held.data, str(request.get("at") or "")) or ())
    return {**answer, "others": [*map(naming, named), *(each for each in answer["others"] if not named)]}


Open = Callable[[Desk, Mapping[str, Any], Content], Opened]


def kept(desk: Desk, request: Mapping[str, Any], make: Make, find: Open = open_record) -> Answer:
    """Make a change to the file of a record and write it, unless the check finds an error in it or somebody else changed the record meanwhile."""
    with desk.writing:
        answer, opened, text = _checked(desk, request, make, find)
        path = desk.root / opened.held.name
        if path.resolve() != path:
            raise EditRefused(403, f"{opened.held.name} 在一个链接后面，不能在这里新建；您填的内容还在。")
        now = path.read_bytes() if path.exists() else None
        if now != (opened.held.raw if opened.exists else None) or not _as_it_was(opened, request):
            raise EditRefused(409, "这一条在您打开之后被别人改过，没有保存；您填的内容还在。")
        if answer["refused"]:
            return {**answer, "saved": False}
        if opened.exists and not path.stat().st_mode & 0o200:
            raise EditRefused(403, "这个文件设成了只读，写不进去；您填的内容还在，请让管文件的同事去掉只读。")
        raw = (text or "").encode("utf-8-sig" if opened.held.raw.startswith(b"\xef\xbb\xbf") else "utf-8")
        try:
            version = history.remember(desk.root, opened.held) if opened.exists and raw != opened.held.raw else ""
            if text is None:
                path.unlink()
            elif opened.exists:
                write(path, raw)
            else:
                scaffold.keep(desk.root, scaffold.NewFile(path, text))
        except OSError as fault:
            raise EditRefused(403, "文件写不进去（没有权限，或磁盘满了），没有保存；您填的内容还在。") from fault
    digest = "" if text is None else hashlib.sha256(raw).hexdigest()
    merged = opened.exists and request.get("digest") not in (None, "", opened.digest)
    return {**answer, "saved": True, "digest": digest, "version": version, "merged": merged}


def _as_it_was(opened: Opened, request: Mapping[str, Any]) -> bool:
    """Whether this record is the one that was opened: in a file that nobody changed, or as it was shown (`was`) in one where others changed
    something else. A new item with an id of its own joins whatever stands there."""
    if request.get("digest") == opened.digest:
        return True
    new, was = request.get("new"), request.get("was")
    if isinstance(new, dict):
        return opened.exists and bool(new.get("id")) and opened.at.endswith(f"/{new['id']}")
    return (
        isinstance(was, dict)
        and was.get("value") == forms.shown(opened.node, opened.typed)
        and was.get("body") == opened.held.body
    )


ACTIONS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Answer]] = {
    "list": lambda desk, _: listing(desk),
    "open": opening,
    "check": checking,
    "save": saving,
    "delete": deleting,
}


# -- checking ---------------------------------------------------------------------------------------------------------------------


def _checked(
    desk: Desk, request: Mapping[str, Any], make: Make, find: Open = open_record
) -> tuple[Answer, Opened, str | None]:
    today, texts = desk.today(), unsaved(request)
    content, known = look_over(desk.root, today, edited=texts)
    opened = find(desk, request, content)
    name = opened.held.name
    try:
        text = make(opened, request)
    except yamledit.YamlEditFault as fault:
        raise EditRefused(422, f"{fault}。") from fault
    edited = texts if text is None else {**texts, name: text}
    _, problems = look_over(desk.root, today, edited=edited, gone=(name,) if text is None else ())
    now = kinds.hold(name, (text or "").encode())
    mine = [each for each in problems if _mine(opened, each)]
    others = [each for each in problems if not _mine(opened, each)]
    before = {(each.path, each.code, each.message) for each in known}
    new = [each for each in others if each.severity == "error" and (each.path, each.code, each.message) not in before]
    errors = [each for each in mine if each.severity == "error"]
    if errors:  # a file that cannot be read whole makes others miss what it holds: that goes with the error
        others, new = [each for each in others if each not in new], []
    old = opened.held.text if opened.exists else ""
    lines, count = difference(old, text or "")
    answer = {
        "problems": told(mine, len(opened.where), now),
        "others": told(others),
        "refused": len(errors) + len(new),
        "diff": lines,
        "changed": count,
        "file": opened.held.name,
        "at": opened.at,
        "page": _page(opened),
        "digest": opened.digest,
        "now": _shown_in(opened, text),
    }
    return answer, opened, text


def _written(opened: Opened, request: Mapping[str, Any], further: Callable[[Any], Any] = lambda data: data) -> str:
    """The text of the file with what was filled in, and what is done to its values `further`."""
    filled = request.get("value")
    if filled is None:
        raise EditRefused(422, "没有收到填的内容，没有保存。")
    if isinstance(filled, dict) and isinstance(opened.typed, dict) and "id" in opened.typed:
        filled = {**filled, "id": opened.typed["id"]}  # an id never changes, and a new one is given here
    value = forms.merged(opened.node, opened.typed, filled)
    data = further(with_value(opened.data, opened.where, {} if value is None and not opened.where else value))
    if opened.held.body is None:
        return yamledit.edited(opened.held.text, data)
    body = str(request.get("body") or "").replace("\r\n", "\n").strip("\n")
    if opened.exists:
        body = with_old_anchors(opened.held.body, body)
    end = "\r\n" if "\r\n" in opened.held.text else "\n"
    rest = None if body == opened.held.body else f"\n{body}\n".replace("\n", end)
    return yamledit.edited_front_matter(opened.held.text, data, rest)


def _shown_in(opened: Opened, text: str | None) -> Any:
    """The record as the form shows it, once the file holds this text."""
    held = kinds.hold(opened.held.name, (text or "").encode())
    where = kinds.where(held.data, opened.at) if text and not held.problems else None
    return None if where is None else forms.shown(opened.node, value_at(held.data, where))


def _removed(opened: Opened, _: Mapping[str, Any]) -> str | None:
    """The text of the file without the item; nothing is left of a file that is one record."""
    if not _removable(opened):
        raise EditRefused(404, "这一条不能在这里删去。")
    return yamledit.edited(opened.held.text, with_value(opened.data, opened.where, None)) if opened.where else None


def _removable(opened: Opened) -> bool:
    """Whether a record is one item of a list, or a file of its own that can be made anew."""
    return len(opened.where) == 2 if opened.kind.within else not opened.where and bool(opened.kind.fresh)


def _mine(opened: Opened, problem: Problem) -> bool:
    return problem.path == opened.held.name and (
        problem.where[: len(opened.where)] == opened.where or not problem.where
    )


# -- small words ------------------------------------------------------------------------------------------------------------------


def _rows(
    kind: List, held: TypedFile, content: Content, choices: references.Choices, problems: list[Problem]
) -> Iterator[Answer]:
    """The records of a file for the list: what they are called, what they can be sorted and sifted by, and all their words."""
    items: Iterable[tuple[int, tuple[str, dict[str, Any]]]] = [(0, ("", dict(held.data)))]
    if kind.within:
        places = [place for place, each in enumerate(held.data[kind.within]) if isinstance(each, dict)]
        items = zip(places, kinds.steps(kind.within, held.data[kind.within]), strict=True)
    own: dict[Path, list[str]] = defaultdict(
        list
    )  # how bad, by the item in whose lines it is; all of a file that is one record
    for each in problems:
        own[each.where[:2] if kind.within else ()].append(each.severity)
    where: Path = (kind.within, 0) if kind.within else ()
    node = forms.form(kind.schema, where, None, choices, kinds.large(kind) if not where else frozenset())
    for place, (at, item) in items:
        bad = own[(kind.within, place) if kind.within else ()]
        words = [text for _, text in forms.in_words(node, item) if text]
        yield {
            "file": held.name,
            "at": at,
            "title": kinds.title(kind, item, choices),
            "note": kinds.note(kind, item),
            "errors": bad.count("error"),
            "warnings": bad.count("warning"),
            "words": " ".join([*words, held.body or ""])[:MOST_WORDS],
            "picture": kinds.picture(kind, held, item),
            **kinds.sifted(kind, held, item, content),
        }


def _broken(held: TypedFile) -> Answer:
    """A file that cannot be read, as a row of the list."""
    said = dict.fromkeys(("at", "words", "picture", "day", "month", "state", "adopted"), "")
    counts = {"errors": 1, "warnings": 0, "units": []}
    return {**said, **counts, "file": held.name, "title": held.name, "note": str(held.problems[0].message)}


def _plan_name(content: Content, held: TypedFile) -> str | None:
    plan = content.plans.get(str(held.data.get("plan") or File(held.name).parent.name))
    return plan.name if plan else None


def _parts(opened: Opened) -> list[Answer]:
    """The parts of a file that is edited in parts."""
    if not opened.kind.parts or not opened.exists:
        return []
    found: list[Answer] = [{"at": "", "title": "基本信息", "count": 1}]
    for at, title, value in kinds.parts(opened.kind, opened.held.data):
        found.append(
            {
                "at": at,
                "title": title,
                "count": len(value) if isinstance(value, list) else int(bool(value)),
                "deep": "/" in at,
            }
        )
    return [each for each in found if (opened.kind.key, each["at"]) != ("ledger", "entries")]


def _page(opened: Opened) -> str | None:
    return kinds.page(opened.kind, opened.held, opened.typed if isinstance(opened.typed, dict) else {})


def _placeholders(typed: Any) -> dict[Path, str]:
    """The words in a new file that only say what is to be written there."""
    found: dict[Path, str] = {}

    def look(value: Any, place: Path) -> None:
        if isinstance(value, str) and (words := blanks.asked(value)):
            found[place] = words
        for key, each in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            look(each, (*place, key))

    look(typed, ())
    return found


def _without(typed: Any, hints: Mapping[Path, str]) -> Any:
    for place in hints:
        typed = with_value(typed, place, None) if isinstance(place[-1], str) else typed
    return typed


# what a new update has from the start, and a clerk changes once in a while
PRESET = ("index_no", "category", "publisher", "date", "doc_no", "topic", "title")


def _folded(node: forms.Node, typed: Any, hints: Mapping[Path, str]) -> forms.Node:
    """The form of a new record with the fields folded away that have been filled in for it."""
    inside = node["properties"].get("disclosure", {}).get("properties", {}) if isinstance(typed, dict) else {}
    for key in PRESET if "disclosure" in (typed or {}) else ():
        follows = key == "title"  # it repeats the title of the update
        if key in inside and (follows or (("disclosure", key) not in hints and typed["disclosure"].get(key))):
            inside[key]["options"]["preset"] = True
    return node


def _hinted(node: forms.Node, hints: Mapping[Path, str]) -> forms.Node:
    """The form with those words in its empty fields."""
    for place, words in hints.items():
        at: Any = node
        for step in place:
            at = at.get("properties", {}).get(step, {}) if isinstance(step, str) else at.get("items", {})
        at.get("options", {})["inputAttributes"] = {"placeholder": re.sub(r"（.*）$", "", words)}
    return node
