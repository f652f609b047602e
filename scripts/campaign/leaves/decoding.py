"""The text in the bytes of a table that a spreadsheet or a person saved: UTF-8, UTF-16 with its mark, or GB 18030, which Chinese Excel writes."""

from __future__ import annotations


def decoded(raw: bytes) -> str | None:
    """The text, or None for what is no text."""
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
