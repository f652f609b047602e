"""The earlier versions of a record at the desk: what each save and each commit changed, and putting one back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from campaign.content import Content
from campaign.editor import forms, history, kinds
from campaign.editor.edits import kept
from campaign.editor.finding import Desk, EditRefused, Opened, is_content, open_record, read_file, value_at, with_value
from campaign.editor.kinds import List, TypedFile
from campaign.editor.telling import Answer
from campaign.leaves.problems import Path
from campaign.yamltext import edit as yamledit


def remembering(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """How a record stood before each save that changed it, the newest first, as fields that differ from what it says now."""
    kind, name, at = kinds.by_key(str(request.get("kind"))), str(request.get("file")), str(request.get("at") or "")
    if kind is None or not is_content(desk, name):
        raise EditRefused(404, "没有这种内容。")
    path = desk.root / name
    now = _record_of(kind, kinds.hold(name, path.read_bytes()), at) if path.is_file() else {}
    found, last = [], now
    for earlier in history.versions(desk.root, name):
        then, when = _record_of(kind, earlier.held, at), earlier.when
        if then and then != last:
            fields = [(key, then.get(key, ""), now.get(key, "")) for key in dict.fromkeys([*then, *now])]
            found.append(
                {
                    "version": earlier.number,
                    "when": f"{when.year}年{when.month}月{when.day}日 {when:%H:%M} {'提交' if earlier.committed else '以前'}",
                    "fields": [each for each in fields if each[1] != each[2]],
                }
            )
        last = then or last
    return {"versions": found, "gone": not now}


def restoring(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Put a record back as it stood in an earlier version, also one that was deleted since. It is checked and kept as any other save is."""
    then = history.version(desk.root, str(request.get("file")), str(request.get("version")))
    at = str(request.get("at") or "")
    if then is None or then.problems or kinds.where(then.data, at) is None:
        raise EditRefused(404, "这一版已经没有了；什么也没有改动。")
    typed = value_at(then.data, kinds.where(then.data, at) or ())

    def opened(desk: Desk, request: Mapping[str, Any], content: Content) -> Opened:
        try:
            return open_record(desk, request, content)
        except EditRefused:
            if (desk.root / then.name).is_file() and "/" not in at:
                raise
            return _absent(desk, request, then, typed)

    def put_back(opened: Opened, _: Mapping[str, Any]) -> str:
        if not opened.exists:
            return then.text
        data = with_value(opened.data, opened.where, typed)
        if opened.held.body is None:
            return yamledit.edited(opened.held.text, data)
        return yamledit.edited_front_matter(opened.held.text, data, f"\n{then.body}\n")

    return kept(desk, request, put_back, opened)


def _absent(desk: Desk, request: Mapping[str, Any], then: TypedFile, typed: Any) -> Opened:
    """A record that is not there any more, about to come back: at the end of its list, or as its whole file."""
    kind = kinds.by_key(str(request.get("kind")))
    assert kind, "its version was found by it"
    path = desk.root / then.name
    if not path.is_file():
        return Opened(kind, then, "", (), then.data, forms.form(kind.schema, (), then.data, {}), False)
    held = read_file(desk, path)
    listed = [*(held.data.get(kind.within) or ()), typed]
    where: Path = (kind.within, len(listed) - 1)
    node = forms.form(kind.schema, where, typed, {})
    return Opened(kind, held, str(request["at"]), where, {**held.data, kind.within: listed}, node, True)


def _record_of(kind: List, held: TypedFile, at: str) -> dict[str, str]:
    """What a record says in a version of its file: words by the names of its fields; nothing where it is not there."""
    where = None if held.problems else kinds.where(held.data, at)
    if where is None:
        return {}
    typed = value_at(held.data, where)
    node = forms.form(kind.schema, where, typed, {}, kinds.large(kind) if not where else frozenset())
    body = {"正文": held.body} if held.body is not None and not where else {}
    return {key: text for key, text in [*forms.in_words(node, typed), *body.items()] if text}


ACTIONS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Answer]] = {"history": remembering, "restore": restoring}
