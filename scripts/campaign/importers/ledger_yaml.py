"""A campaign's ledgers as YAML text, one entry a line, quoted only where YAML asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_HEAD = """\
# yaml-language-server: $schema=../../schemas/publicity.schema.json
# 由宣传台账工作簿读入：一行一条。可以直接在这里改，也可以再导出成工作簿。
"""
_PLAIN = re.compile(r"[^\W_](?:[\w 、，。；？！（）《》“”·.%—-]*[\w、。；？！（）《》“”%])?")
_NULLS = {"null", "true", "false", "yes", "no", "on", "off"}


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


def scalar(text: str) -> str:
    """A string as YAML; plain where nobody could take it for anything else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NULLS:
        return text
    quoted: str = yaml.dump(text, default_style='"', allow_unicode=True, width=10**9)
    return quoted.rstrip("\n")
