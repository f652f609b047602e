"""Several files in one request, by their paths in the folder that was chosen: a line of JSON with the name and length of each, then their bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from campaign.editor.finding import EditRefused


def files(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file of a body, without those that systems and office programs leave in a folder."""
    head, _, rest = raw.partition(b"\n")
    try:
        told = [(str(name), int(length)) for name, length in json.loads(head)]
    except (ValueError, TypeError, RecursionError) as fault:
        raise EditRefused(400, "发来的文件不完整，没有读；请再试一次。") from fault
    if sum(length for _, length in told) != len(rest) or any(length < 0 for _, length in told):
        raise EditRefused(400, "发来的文件不完整，没有读；请再试一次。")
    for name, length in told:
        if not PurePosixPath(name).name.startswith((".", "~$")):
            yield name, rest[:length]
        rest = rest[length:]
