"""A campaign's ledgers as YAML text, one entry a line, quoted only where YAML asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campaign.yamltext.scalars import scalar

_HEAD = """\
# yaml-language-server: $schema=../../schemas/publicity.schema.json
# 由宣传台账工作簿读入：一行一条。可以直接在这里改，也可以再导出成工作簿。
"""


def ledger_yaml(head: Mapping[str, str], lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The text of one file: what the whole says of itself, then every list that is not empty."""
    parts = [_HEAD, *(f"{key}: {scalar(value)}\n" for key, value in head.items())]
    for key, entries in lists.items():
        parts.append(f"\n{key}:\n")
        parts.extend(f"  - {_flow(entry)}\n" for entry in entries)
    return "".join(parts)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return scalar(value)
