"""Scans of documents that went out or came in: PDF files of the content root."""

from __future__ import annotations

from campaign.leaves.problems import Source
from campaign.load.files import Reading
from campaign.model import Correspondence


def beside(held: Correspondence, source: Source, reading: Reading) -> None:
    """A scan is a PDF that lies in the content root."""
    root = reading.root.resolve()
    named = [("outgoing", index, each.file) for index, each in enumerate(held.outgoing)]
    named += [("incoming", index, each.file) for index, each in enumerate(held.incoming)]
    for key, index, file in named:
        path = (root / file).resolve() if file else None
        if path and not (path.suffix.lower() == ".pdf" and path.is_relative_to(root) and path.is_file()):
            message = f"没有 PDF 文件“{file}”"
            hint = "写从内容文件夹起的路径，如 plans/correspondence/sw-031.pdf"
            reading.note(source.error((key, index, "file"), "file-missing", message, hint))
