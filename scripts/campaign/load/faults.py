"""Why a record is refused: pydantic's errors as sentences for the author, each at the line it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from campaign.leaves.problems import Path, Problem, Source, did_you_mean, listing
from campaign.model import Word
from campaign.model.references import inner_model


def explained(fault: ValidationError, source: Source, model: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's errors as sentences for the author, each at the line it speaks of."""
    errors = fault.errors(include_url=False)
    for error in errors:
        where = tuple(error["loc"])
        if error["type"] == "too_short" and any(
            len(other["loc"]) > len(where) and other["loc"][: len(where)] == where for other in errors
        ):
            continue  # the item is there, but wrong, and is named by an error of its own
        owner, label = _owner(model, where)
        key = next((part for part in reversed(where) if isinstance(part, str)), "")
        name = f"“{key}”（{label}）" if label else f"“{key}”"
        kind = error["type"]
        if kind == "extra_forbidden":
            yield source.error(where, "unknown-key", f"不认识的项“{key}”", _known_keys(owner, key))
        elif kind == "missing":
            words = _words(owner, key)
            allowed = f"，可写 {listing(words)}" if words else ""
            yield source.error(where, "missing", f"缺少必填项{name}", f"加一行 {key}: …{allowed}")
        elif kind in ("word", "number", "date", "truth"):
            yield source.error(where, f"bad-{kind}", f"{name}：{error['msg']}")
        else:
            message, hint = _plain_reason(kind, error)
            yield source.error(where, "bad-value", f"{name}{message}", hint)


def _known_keys(owner: type[BaseModel] | None, typed: str) -> str:
    """The remedy for a key that a record does not have: the one that goes by this Chinese name or is often called so, else the nearest."""
    fields = {info.alias or each: info.title for each, info in owner.model_fields.items()} if owner else {}
    meant = getattr(owner, "mistaken", {}).get(typed) or next(
        (key for key, title in fields.items() if typed == title), ""
    )
    if meant in fields:
        return f"写成 {meant}（{fields[meant]}）"
    return did_you_mean(typed, [*fields]) or f"可以写的有 {listing([*fields])}"


def _words(owner: type[BaseModel] | None, key: str) -> list[str]:
    """What may be written for a key that takes one of a list of words, each by its Chinese name; nothing for others."""
    fields = owner.model_fields.items() if owner else ()
    shape = next((info.annotation for each, info in fields if key in (each, info.alias)), None)
    if isinstance(shape, type) and issubclass(shape, Word):
        return [word.chinese for word in shape]
    return [str(each) for each in get_args(shape)] if get_origin(shape) is Literal else []


def _plain_reason(kind: str, error: Any) -> tuple[str, str]:
    typed = error.get("input")
    shown = f"“{typed}”" if isinstance(typed, str) else ""
    if kind == "string_pattern_mismatch":
        return f"的编号{shown}不合写法", "只用小写字母、数字和连字符，如 quality-year"
    if kind in ("string_type", "string_too_short"):
        return (
            ("没有写内容", "写上内容，或删去这一行")
            if typed is None or not str(typed).strip()
            else ("应是一段文字", "不要在这里分项")
        )
    if kind in ("tuple_type", "list_type"):
        return "应是列表", "每项一行，以“- ”开头"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        wide = "；冒号要用半角" if isinstance(typed, str) and "：" in typed else ""
        return f"应是若干“键: 值”，却写了{shown or '别的'}", f"缩进一层，逐行写键和值{wide}"
    if kind == "literal_error":
        return (
            f"不能写{shown}",
            f"可写 {error['ctx']['expected'].replace(' or ', '、').replace(', ', '、').replace(chr(39), '')}",
        )
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return f"应是整数，却写了{shown or '别的'}", "只写数字"
    if kind == "greater_than_equal":
        return f"不能小于 {error['ctx']['ge']}", ""
    if kind == "too_short":
        return "至少要有一项", ""
    return f"写法不对{shown}", ""


def _owner(model: type[BaseModel], where: Path) -> tuple[type[BaseModel] | None, str]:
    """The record type that holds the value at `where`, and the Chinese label of its last key."""
    current: type[BaseModel] | None = model
    label = ""
    names = [part for part in where if isinstance(part, str)]
    for index, name in enumerate(names):
        if current is None:
            return None, ""
        info = next((each for key, each in current.model_fields.items() if name in (key, each.alias)), None)
        label = info.title or "" if info else ""
        if index < len(names) - 1:
            current = inner_model(info.annotation) if info else None
    return current, label


def is_key(model: type[BaseModel], message: str) -> bool:
    found = re.match(r"“([A-Za-z_]\w*)”", message)
    return found is not None and found.group(1) in _all_keys(model)


def _all_keys(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """Every key that may stand anywhere below a model."""
    seen = set() if seen is None else seen
    if model in seen:
        return set()
    seen.add(model)
    keys = set()
    for name, info in model.model_fields.items():
        keys.add(info.alias or name)
        inner = inner_model(info.annotation)
        if inner:
            keys |= _all_keys(inner, seen)
    return keys
