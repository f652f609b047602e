"""A text as a YAML scalar that every reader takes for this text: when it needs quotes, and as a block of lines."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

BOM = "\ufeff"
RESOLVER: Any = Resolver()
STR = "tag:yaml.org,2002:str"
# what some reader of YAML takes for a number, a date, a time, a truth or nothing
_SOMETHING_ELSE = re.compile(
    r"[-+.]?[0-9][-+0-9_.,:eExXoOa-fA-F]*$|[-+]?\.(inf|nan)$|(y|n|yes|no|on|off|true|false|null|~)$", re.I
)
_TRUTHS = re.compile(r"(y|n|yes|no|on|off|true|false|null)$", re.I)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}$")
_MARKS = "-?:,[]{}#&*!|>'\"%@`=<~"
_SWALLOWED = re.compile(r"[A-Za-z_][\w-]*\s*：")


def scalar(text: str) -> str:
    """A string as a YAML scalar in one line, between braces too. Dates and numbers go without quotes: `yamltext` reads every scalar as text."""
    plain = bare(text, flow=True, listed=True, usual=True) and not _TRUTHS.match(text)
    return text if plain else quoted(text)


def bare(text: str, *, flow: bool = False, listed: bool = False, usual: bool = False) -> bool:
    """Whether a text can stand without quotes. `usual`: the file writes such dates and numbers here without."""
    if not text or text != text.strip() or not printable(text) or text.startswith(BOM):
        return False
    if (text[0] in _MARKS and not (usual and re.match(r"-[0-9.]", text))) or text.startswith("..."):
        return False
    if ": " in text or " #" in text or text.endswith(":") or (flow and re.search(r"[,\[\]{}]|:(?=[,\[\]{}])", text)):
        return False
    if listed and _SWALLOWED.match(text):
        return False
    if usual:
        return True
    return bool(_MONTH.match(text)) or (
        not _SOMETHING_ELSE.match(text) and RESOLVER.resolve(ScalarNode, text, (True, False)) == STR
    )


def written_key(key: str, flow: bool = False) -> str:
    return (key if bare(key, flow=flow) and "：" not in key else quoted(key)) + ":"


def printable(text: str) -> bool:
    return all(char.isprintable() or char == "\u3000" for char in text)


def quoted(text: str) -> str:
    made: str = yaml.dump(text, default_style='"', allow_unicode=True, width=10**9)
    return made.rstrip("\n")


def fits_block(text: str) -> bool:
    """Whether a text of several lines can be written as it is below a key."""
    lines = text.removesuffix("\n").split("\n")
    sound = all(printable(line) and (line.strip() or not line) and not line.startswith((" ", "\t")) for line in lines)
    return "\n" in text and bool(lines[0]) and bool(lines[-1]) and sound


def block_text(text: str, column: int, opening: str) -> list[str]:
    body = text.removesuffix("\n")
    if opening.endswith(">"):
        body = re.sub(r"\n+", lambda found: found[0] + "\n", body)
    return [
        opening + ("" if text.endswith("\n") else "-"),
        *(" " * column + line if line else "" for line in body.split("\n")),
    ]
