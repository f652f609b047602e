"""Checks of the words themselves: where lines may break, which marks may stand."""

from __future__ import annotations

from campaign.inspect.checks.check import Faults, at, check
from campaign.inspect.checks.page import NO_END, unfinished
from campaign.inspect.recognise import Anatomy

NO_START = set("，。、；：？！）》〉」』】〕”’％℃")


@check(25, "避头尾", "GB/T 15834—2011 5.1.10")
def line_edges(doc: Anatomy) -> Faults:
    """No line begins with a closing mark or ends with an opening one; the halves of —— and …… stay together."""
    for paragraph in doc.paragraphs:
        for piece, after in unfinished(paragraph):
            end, start = piece.line.text[-1:], after.line.text[:1]
            if start in NO_START:
                yield at(after, f"行首不能是“{start}”")
            if end in NO_END:
                yield at(piece, f"行末不能是“{end}”")
            if end == start and end in "—…":
                yield at(after, f"“{end * 2}”被拆在两行，应排在同一行")
