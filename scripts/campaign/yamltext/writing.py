"""New values as YAML text, in the habits of the file that they are put into."""

from __future__ import annotations

from typing import Any

from yaml.nodes import ScalarNode

from campaign.yamltext.habits import Written
from campaign.yamltext.scalars import RESOLVER, STR, bare, block_text, fits_block, printable, quoted, written_key
from campaign.yamltext.values import FALSE, TRUE, said


def new_lines(document: Written, value: Any, column: int, prefix: str, name: str, flat: bool = False) -> list[str]:
    """Lines of a new entry that begins with `prefix` (a key and its colon, or a dash) in `column`; the first line is not indented."""
    if isinstance(value, dict | list) and not flat and not document.in_flow(name, value):
        dash = prefix == "-"
        deeper = column + (2 if dash else document.offset if isinstance(value, list) else document.step)
        entries = (
            [("-", f"{name}[]", each) for each in value]
            if isinstance(value, list)
            else [(written_key(key), key, each) for key, each in value.items()]
        )
        lines = []
        for opening, inner, each in entries:
            first, *more = new_lines(document, each, deeper, opening, inner)
            lines += [" " * deeper + first, *more]
        return [f"- {lines[0].lstrip(' ')}", *lines[1:]] if dash else [prefix, *lines]
    if isinstance(value, dict | list):
        return [f"{prefix} {in_one_line(document, value, name)}"]
    if isinstance(value, str) and fits_block(value):
        return block_text(value, column + document.step, f"{prefix} |")
    return [f"{prefix} {new_scalar(document, value, name, listed=prefix == '-')}".rstrip()]


def rewritten(
    document: Written, node: Any, new: Any, name: str, column: int = 0, *, flow: bool = False, listed: bool = False
) -> list[str]:
    """A new scalar in the place of `node`, with the quotes the old one had where they fit; block text takes further lines."""
    old = node.value
    if isinstance(new, bool):
        pairs = (dict(zip(TRUE, FALSE, strict=True)), dict(zip(FALSE, TRUE, strict=True)))
        return [pairs[new].get(old, said(new))]
    if new is None:
        return ["null" if flow or listed else ""]
    words = said(new)
    if node.style in ("|", ">") and fits_block(words if "\n" in words else words + "\n"):
        return block_text(words, column + document.step, node.style)
    if not flow and fits_block(words):
        return block_text(words, column + document.step, "|")
    if node.style == "'" and printable(words):
        return ["'" + words.replace("'", "''") + "'"]
    if node.style in ("'", '"'):
        return [quoted(words)]
    if not node.style and not isinstance(new, str):
        return [words]
    return [new_scalar(document, new, name, flow=flow, listed=listed, tag=node.tag if not node.style else "")]


def new_scalar(
    document: Written, value: Any, name: str, *, flow: bool = False, listed: bool = False, tag: str = ""
) -> str:
    """A scalar in one line; text without quotes where nobody could take it for anything else, or where the file does so under this name."""
    if value is None:
        return "null" if flow or listed else ""
    if not isinstance(value, str):
        return said(value)
    read_as = RESOLVER.resolve(ScalarNode, value, (True, False))
    usual = read_as != STR and (read_as == tag or (name, read_as) in document.plain) and not read_as.endswith(":null")
    return value if bare(value, flow=flow, listed=listed, usual=usual) else quoted(value)


def in_one_line(document: Written, value: Any, name: str) -> str:
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{written_key(key, flow=True)} {in_one_line(document, each, key)}".rstrip()
                for key, each in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(in_one_line(document, each, f"{name}[]") for each in value) + "]"
    return new_scalar(document, value, name, flow=True)
