"""A plan's open data back into a plan: `data/plans/<id>.json`, or the same inside a PDF that was printed for the archive.

What the data say besides the plan (addresses, counts, states, words of targets) is taken out again, so that the plan is the one it was.
"""

from __future__ import annotations

import io
import json
from typing import Any

from campaign.leaves import limits
from campaign.leaves.confined import Exceeded, confined
from campaign.model import Indicator, Plan, Record, Target, TargetScope, Task
from campaign.yamltext.edit import YamlEditFault, edited

_HEAD = "# yaml-language-server: $schema=./schemas/plan.schema.json\n"


class DataFault(Exception):
    """Why the data are no plan; the text is a Chinese sentence without the name of the file."""


def plan_text(raw: bytes) -> tuple[str, str]:
    """(id, YAML) of a plan whose data these bytes are. Raises DataFault."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise DataFault("不是完整的 JSON 数据") from fault
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or "title" not in data or "counts" not in data:
        raise DataFault("不是本站方案的数据（data/plans/编号.json）")
    try:
        return data["id"], edited(_HEAD, values_of(data))
    except (YamlEditFault, AttributeError, TypeError, ValueError, RecursionError) as fault:
        raise DataFault("不像本站方案的数据，写不成方案文件") from fault


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """The keys of a plan file, of a plan's open data."""
    made = _own(Plan, data)
    if isinstance(made.get("issuer"), dict):
        made["issuer"] = made["issuer"]["id"]
    if made.get("issuer") is None:
        made.pop("issuer", None)
    made["indicators"] = [_indicator(each) for each in made.get("indicators") or ()]
    for group in made.get("groups") or ():
        group["tasks"] = [_own(Task, each) for each in group.get("tasks") or ()]
    if "tasks" in made:
        made["tasks"] = [_own(Task, each) for each in made["tasks"]]
    return {key: value for key, value in made.items() if value != []}


def _own(record: type[Record], entry: dict[str, Any]) -> dict[str, Any]:
    """What a record of this type holds; all else was counted from it, or from other records."""
    keys = {field.alias or name for name, field in record.model_fields.items()}
    return {key: value for key, value in entry.items() if key in keys}


def _indicator(entry: dict[str, Any]) -> dict[str, Any]:
    return {**_own(Indicator, entry), "targets": [_target(each) for each in entry["targets"]]}


def _target(entry: dict[str, Any]) -> dict[str, Any]:
    """A target without what it has of its indicator or plan, its figures as they were typed."""
    made = {**_own(Target, entry), "value": entry["text"]}
    if entry.get("upper_text"):
        made["upper"] = entry["upper_text"]
    for key in ("due", "modality"):
        if entry.get(f"{key}_from"):
            made.pop(key, None)
    if made.get("scope"):
        made["scope"] = _own(TargetScope, made["scope"])
    return {key: value for key, value in made.items() if value is not None}


def embedded(raw: bytes) -> bytes | None:
    """The data that a PDF of ours has in it; None for a PDF without, or one that cannot be opened."""
    try:
        limits.pdf(raw)
        return confined(lambda: _attached(raw))
    except (limits.Refused, Exceeded):
        return None


def _attached(raw: bytes) -> bytes | None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(raw)) as held:
            for name, each in held.attachments.items():
                if name.endswith(".json"):
                    data = each.get_file().read_bytes()
                    if len(data) <= limits.MAX_BYTES:
                        return bytes(data)
    except (pikepdf.PdfError, ValueError, RecursionError):
        pass
    return None
