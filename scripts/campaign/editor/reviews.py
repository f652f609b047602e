"""What was reviewed and is changed afterwards: it is reviewed again, and readers are told on which day what was put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from campaign.editor import forms
from campaign.editor.finding import EditRefused, Opened

# when something goes out and comes back is no wording
_FREE = frozenset({"review", "publish_on", "expires", "withdrawn", "corrections", "demo"})
_STEPS = ("first", "second", "final")


class Again(EditRefused):
    """Nothing was written yet: the page has to say what was put right."""

    def __init__(self) -> None:
        super().__init__(428, "这一条已经三审过。改了内容要重新三审；读者看过的，还要写一句更正了什么。")


def due(opened: Opened, request: Mapping[str, Any]) -> bool:
    """Whether what is sent changes the wording of an update that all three have reviewed."""
    typed = opened.typed
    review = typed.get("review") if opened.kind.key == "update" and isinstance(typed, dict) else None
    if not isinstance(review, dict) or not all(review.get(step) for step in _STEPS) or "value" not in request:
        return False
    before, after = forms.shown(opened.node, typed), request.get("value")
    words = [key for key in opened.node["properties"] if key not in _FREE]
    body = str(request.get("body") or "").replace("\r\n", "\n").strip("\n")
    return body != opened.held.body or (isinstance(after, dict) and any(before[key] != after.get(key) for key in words))


def begun_again(opened: Opened, value: dict[str, Any], note: str, today: date) -> dict[str, Any]:
    """The record with its reviews to be done again; with a dated note when readers may have seen it."""
    shown = str(opened.typed.get("publish_on") or opened.typed.get("date") or "")[:10] <= today.isoformat()
    if shown and not note.strip():
        raise EditRefused(422, "写一句更正了什么，读者会在正文下面看到；没有保存。")
    left = {key: each for key, each in value.items() if key != "review"}
    if not note.strip():
        return left
    kept = left.get("corrections") or []
    return left | {"corrections": [*kept, {"date": today.isoformat(), "note": note.strip()}]}
