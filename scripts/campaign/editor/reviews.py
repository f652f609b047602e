"""What is changed after readers have seen it: they are told on which day what was put right, and what was reviewed is reviewed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from campaign.editor import forms
from campaign.editor.finding import EditRefused, Opened, value_at, with_value
from campaign.leaves.problems import Path

# when something goes out and comes back is no wording
_FREE = frozenset({"review", "publish_on", "expires", "withdrawn", "corrections", "demo"})
_STEPS = ("first", "second", "final")


class Again(EditRefused):
    """Nothing was written yet: the page has to say what was put right."""

    def __init__(self) -> None:
        super().__init__(428, "这一条已经三审过。改了内容要重新三审；读者看过的，还要写一句更正了什么。")


def due(opened: Opened, request: Mapping[str, Any]) -> bool:
    """Whether what is sent changes the wording of something that all three have reviewed."""
    typed = opened.typed
    if not _reviewed(typed) or "value" not in request:
        return False
    before, after = forms.shown(opened.node, typed), request.get("value")
    words = [key for key in opened.node["properties"] if key not in _FREE]
    body = str(request.get("body") or "").replace("\r\n", "\n").strip("\n")
    return body != opened.held.body or (isinstance(after, dict) and any(before[key] != after.get(key) for key in words))


def _reviewed(typed: Any) -> bool:
    review = typed.get("review") if isinstance(typed, dict) else None
    return isinstance(review, dict) and all(review.get(step) for step in _STEPS)


def corrigible(opened: Opened) -> bool:
    """Whether a note can say what was put right: not in a registry, and of what is to be reviewed only once it has been."""
    own = _around(opened)
    fields = forms.form(opened.kind.schema, own, None, {})["properties"]
    return "corrections" in fields and ("review" not in fields or _reviewed(value_at(opened.data, own)))


def _around(opened: Opened) -> Path:
    """Where the record stands whose notes tell of what was opened: the item of a list, or the whole file."""
    return opened.where[:2] if opened.kind.within else ()


def put_right(opened: Opened, data: Any, note: str, today: date) -> Any:
    """The values of the file with a dated note, and the reviews of what all three had reviewed to be done again."""
    if not corrigible(opened):
        raise EditRefused(422, "这一条不写更正；没有保存。")
    own = _around(opened)
    before = value_at(opened.data, own)
    again = _reviewed(before)
    seen = not again or str(before.get("publish_on") or before.get("date") or "")[:10] <= today.isoformat()
    if seen and not note.strip():
        raise EditRefused(422, "写一句更正了什么，读者会在正文下面看到；没有保存。")
    if again:
        data = with_value(data, (*own, "review"), None)
    if not note.strip():
        return data
    kept = value_at(data, own).get("corrections")
    notes = [*(kept if isinstance(kept, list) else []), {"date": today.isoformat(), "note": note.strip()}]
    return with_value(data, (*own, "corrections"), notes)
