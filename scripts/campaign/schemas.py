"""JSON Schemas of the content files, generated from the models, so that an editor completes and checks while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from campaign.load import file_kinds


def schema_files() -> Mapping[str, bytes]:
    """File name → schema, one a kind of file; named at the top of each YAML file."""
    return {
        f"{name}.schema.json": (json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n").encode()
        for name in file_kinds()
    }


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of one kind of file, by its name."""
    made: dict[str, Any] = _typed(file_kinds()[name].model_json_schema(by_alias=True))
    return made


def _typed(schema: Any) -> Any:
    """A schema for values as people type them: where the model takes text, a bare number is welcome too."""
    if isinstance(schema, list):
        return [_typed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _typed(value) for key, value in schema.items()}
    if loose.get("type") == "string" and "enum" not in loose and "const" not in loose:
        loose["type"] = ["string", "number"]
    if loose.get("type") == "array" and isinstance(loose.get("items"), dict):
        return {
            "anyOf": [loose, loose["items"]],
            **{key: loose.pop(key) for key in ("title", "description") if key in loose},
        }
    return loose
