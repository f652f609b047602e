"""Where the record of a request is: the file that holds it, its place in the file, its form; or how a new one begins."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as File
from pathlib import PurePosixPath
from typing import Any

from campaign import scaffold
from campaign.content import Content
from campaign.editor import forms, kinds
from campaign.editor.kinds import List, TypedFile
from campaign.kinds import KINDS
from campaign.leaves.problems import Path


class EditRefused(Exception):
    """Why nothing was done; the text is a Chinese sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Desk:
    """The content root that is edited, and what day it is. Writing is done by one at a time."""

    root: File
    today: Callable[[], date]
    writing: threading.Lock = field(default_factory=threading.Lock, repr=False)


@dataclass(frozen=True)
class Opened:
    """One record in its file: `data` are the values of the file with the record in it, `typed` the record as typed."""

    kind: List
    held: TypedFile
    at: str
    where: Path
    data: Mapping[str, Any]
    node: forms.Node
    exists: bool

    @property
    def typed(self) -> Any:
        """What stands in the file at this place, as typed."""
        return value_at(self.data, self.where)

    @property
    def digest(self) -> str:
        """Mark of the text that was opened; empty for a file that is not there yet."""
        return hashlib.sha256(self.held.raw).hexdigest() if self.exists else ""


def unsaved(request: Mapping[str, Any]) -> dict[str, str]:
    """Files that stand nowhere but in the page that asks (name below the content root → text): what an import made and nobody saved yet."""
    held = request.get("unsaved")
    return {str(name): str(text) for name, text in held.items()} if isinstance(held, dict) else {}


def open_record(desk: Desk, request: Mapping[str, Any], content: Content) -> Opened:
    kind = kinds.by_key(str(request.get("kind")))
    if kind is None:
        raise EditRefused(404, "没有这种内容。")
    new, file, texts = request.get("new"), str(request.get("file")), unsaved(request)
    if isinstance(new, dict):
        held, at, data, exists = _begun(desk, kind, new, content)
    else:
        held = kinds.hold(file, texts[file].encode()) if file in texts else known_file(desk, kind, file)
        at, data, exists = str(request.get("at") or ""), held.data, True
    if held.problems:
        first = held.problems[0]
        raise EditRefused(
            422,
            f"{held.name} 第 {first.line} 行：{first.message}；{first.hint}。这个文件要先用文本编辑器改好，才能在这里登记。",
        )
    place = kinds.where(data, at)
    try:
        if place is None or kind.within not in ("", *place[:1]):
            raise KeyError(at)
        node = forms.form(
            kind.schema,
            place,
            value_at(data, place),
            kinds.choices(content, held),
            kinds.large(kind) if not place else frozenset(),
        )
    except (KeyError, TypeError) as fault:
        raise EditRefused(404, "文件里已经没有这一条，可能刚被别人删去；您填的内容还在。") from fault
    return Opened(kind, held, at, place, data, node, exists)


def _begun(
    desk: Desk, kind: List, new: Mapping[str, Any], content: Content
) -> tuple[TypedFile, str, Mapping[str, Any], bool]:
    """A record that is not there yet: as the scaffold makes it, or one more item of a list."""
    parent, today = str(new.get("parent") or ""), desk.today()
    record_id = str(new.get("id") or fresh_id(desk, kind, parent))
    if kind.within and record_id in used_ids(desk, kind, parent):
        raise EditRefused(409, f"编号“{record_id}”已经用了，换一个。")
    try:
        if kind.fresh == "file":
            held = _as_held(desk, scaffold.draft(desk.root, kind.key, record_id, today, content))
            return held, "", held.data, False
        if kind.fresh == "entry":
            own = _as_held(desk, scaffold.draft_entry(desk.root, kind.key, record_id, content, parent or None))
            held, exists = beside(desk, kind, File(own.name).parent.name) or own, True
            if held is own:
                return own, f"{kind.within}/{record_id}", own.data, False
            first = own.data[kind.within][0]
        elif kind.fresh == "item":
            held, exists = (
                _holder(desk, kind, parent, content)
                if kind.schema == "publicity"
                else (known_file(desk, kind, parent), True)
            )
            first = _first_values(kind, record_id, content)
        else:
            raise EditRefused(404, "这种内容不能在这里新建。")
    except scaffold.ScaffoldFault as fault:
        raise EditRefused(409, f"{fault}。") from fault
    listed = [*(held.data.get(kind.within) or ()), first]
    at = f"{kind.within}/{first.get('id') or f'#{len(listed)}'}"
    return held, at, {**held.data, kind.within: listed}, exists


def _as_held(desk: Desk, made: scaffold.NewFile) -> TypedFile:
    return kinds.hold(made.path.relative_to(desk.root).as_posix(), made.text.encode())


def is_campaign(content: Content, plan: str) -> bool:
    return plan in content.plans and content.plans[plan].is_campaign


def _holder(desk: Desk, kind: List, campaign: str, content: Content) -> tuple[TypedFile, bool]:
    """The file of a campaign that takes one more item, else one named after the list; and whether it is there."""
    if not is_campaign(content, campaign):
        raise EditRefused(404, "没有这个宣传活动，可能刚被删去或改名；您填的内容还在。")
    held = beside(desk, kind, campaign)
    made = scaffold.draft_list(desk.root, kind.within, content.plans[campaign])
    if held is None and made.path.is_file():
        held = read_file(desk, made.path)
    return held or _as_held(desk, made), held is not None


def beside(desk: Desk, kind: List, campaign: str) -> TypedFile | None:
    """The file where the latest items of a list of a campaign stand: there the next one belongs. None where the list is empty."""
    own = [read_file(desk, path) for path in kinds.files(desk.root, kind) if path.parent.name == campaign]

    def latest(held: TypedFile) -> str:
        items = [item for _, item in kinds.steps(kind.within, held.data.get(kind.within))]
        return max((str(item.get("date") or item.get("month") or "") for item in items), default="")

    fitting = [held for held in own if not held.problems and kinds.fits(kind, held)]
    return max(reversed(fitting), key=latest, default=None)


def _first_values(kind: List, record_id: str, content: Content) -> dict[str, str]:
    """What a new item begins with: an id where items have one, the day, and of a unit the site's own institution as its parent."""
    fields = forms.form(kind.schema, (kind.within, 0), None, {})["properties"]
    dated = next((key for key in ("assigned_on", "date") if key in fields), None)
    values = {"id": record_id if "id" in fields else "", "parent": (content.home or "") if kind.key == "unit" else ""}
    return {key: value for key, value in values.items() if value} | (
        {dated: content.as_of.isoformat()} if dated else {}
    )


def fresh_id(desk: Desk, kind: List, parent: str) -> str:
    """An id that nobody has yet among the records of a kind."""
    return kinds.next_id(kind, used_ids(desk, kind, parent), desk.today())


def used_ids(desk: Desk, kind: List, parent: str) -> list[str]:
    """The ids that records of a kind have, those in the file `parent` last; of a campaign's entries, those of the campaign `parent`."""
    used: list[str] = []
    for path in sorted(kinds.files(desk.root, kind), key=lambda each: each.relative_to(desk.root).as_posix() == parent):
        held = read_file(desk, path)
        if kind.schema == "publicity" and parent and path.parent.name != parent:
            continue
        items = (
            [item for _, item in kinds.steps(kind.within, held.data.get(kind.within))] if kind.within else [held.data]
        )
        used.extend(str(item.get("id") or "") for item in items)
    return used


def known_file(desk: Desk, kind: List, name: str) -> TypedFile:
    """A file that may be edited: one of those the kind's folder really holds, and no other, whatever is asked for."""
    path = next((each for each in kinds.files(desk.root, kind) if each.relative_to(desk.root).as_posix() == name), None)
    if path is None:
        raise EditRefused(404, "没有这个文件，可能刚被删去或改名；您填的内容还在。")
    return read_file(desk, path)


def is_content(desk: Desk, name: str) -> bool:
    """Whether a name is that of a content file, there or not: in the folder of a kind, below the root and behind no link."""
    file = PurePosixPath(name)
    known = file.name == "index.md" or file.suffix in (".yaml", ".yml")
    return (
        known
        and ".." not in file.parts
        and any(kinds.lies(name, each) for each in KINDS)
        and (desk.root / name).resolve() == desk.root.resolve() / name
    )


def read_file(desk: Desk, path: File) -> TypedFile:
    try:
        return kinds.hold(path.relative_to(desk.root).as_posix(), path.read_bytes())
    except OSError as fault:
        raise EditRefused(404, f"读不了 {path.name}，可能刚被删去，或没有权限。") from fault


def value_at(data: Any, where: Path) -> Any:
    for step in where:
        data = data.get(step) if isinstance(data, dict) else data[step]
    return data


def with_value(data: Any, where: Path, value: Any) -> Any:
    """The data with another value in one place; None takes the key or the item away."""
    if not where:
        return value
    step, rest = where[0], where[1:]
    if isinstance(step, int):
        if value is None and not rest:
            return [*data[:step], *data[step + 1 :]]
        return [with_value(each, rest, value) if place == step else each for place, each in enumerate(data)]
    put = with_value((data or {}).get(step), rest, value)
    return {
        **{key: each for key, each in (data or {}).items() if key != step or put is not None},
        **({} if put is None else {step: put}),
    }
