"""The draft as YAML: keys in the order of a plan, comments above what was guessed, what was not understood at the head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from campaign.importers.papers import Line
from campaign.texts.privacy import private
from campaign.yamltext.scalars import scalar


def written(plan: dict[str, Any], head: Iterable[str]) -> str:
    """`plan` as YAML text; values that are empty are left out, `#` and `#key` hold comments."""
    lines = [
        "# yaml-language-server: $schema=./schemas/plan.schema.json",
        "# 由外来文件读入的草稿：请对照原件核对注释里写着“请核对”的各处，核对后删去注释，把 status 改成 active。",
        *(f"# {comment(each)}" for each in head),
    ]
    return "\n".join([*lines, *_mapping(plan, "")]) + "\n"


def other(record: dict[str, Any], schema: str) -> str:
    """A further file that a document led to: an assessment, a form."""
    lines = [
        f"# yaml-language-server: $schema=../schemas/{schema}.schema.json",
        "# 由外来文件的附件读入的草稿：请对照原件核对，核对后删去这一行。",
    ]
    return "\n".join([*lines, *_mapping(record, "")]) + "\n"


def said(line: Line, unit: str, label: str) -> str:
    """没认出（第 3 行，表格）：… — a line of the source as a comment."""
    return f"{label}（第 {line.place} {unit}{'，' + line.aside if line.aside else ''}）：{line.text.strip()}"


def comment(text: str) -> str:
    """A text as a comment of one line: YAML breaks lines at these characters, and bears no control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+", " ", text).strip()


def without_private(text: str) -> tuple[str, list[str]]:
    """A text without mobile and identity numbers, and what was taken out."""
    found = [(start, word) for start, word in private(text)]
    for start, _ in sorted(found, reverse=True):
        end = start + len(match[0]) if (match := re.match(r"\d+[Xx]?", text[start:])) else start
        text = text[:start] + "（略）" + text[end:]
    return text, [word for _, word in found]


def _mapping(entry: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in entry.items():
        if key.startswith("#") or value in ("", [], {}, None):
            continue
        if f"#{key}" in entry:
            yield f"{indent}# {comment(entry[f'#{key}'])}"
        if isinstance(value, str):
            yield f"{indent}{key}: {scalar(value)}"
        elif isinstance(value, bool | int):
            yield f"{indent}{key}: {'是' if value is True else '否' if value is False else value}"
        elif isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _mapping(value, indent + "  ")
        elif isinstance(value[0], str):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {scalar(str(each))}" for each in value)
        else:
            yield f"{indent}{key}:"
            for each in value:
                yield from (f"{indent}  # 请核对：{comment(words)}" for words in each.get("#", ()))
                rows = list(_mapping(each, indent + "    "))
                yield f"{indent}  - {rows[0].strip()}"
                yield from rows[1:]
