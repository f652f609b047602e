"""What a meeting binds that is not of this site: PDF files beside it."""

from __future__ import annotations

from campaign.kinds import MEETING
from campaign.leaves.problems import Source
from campaign.load.files import Reading
from campaign.model import Meeting


def papers(meeting: Meeting, source: Source, reading: Reading) -> None:
    """A PDF that a meeting binds is a file in its folder."""
    folder = (reading.root / MEETING.folders[0]).resolve()
    for index, document in enumerate(meeting.documents):
        path = (folder / document.file).resolve() if document.file else None
        if path and not (path.suffix.lower() == ".pdf" and path.is_relative_to(folder) and path.is_file()):
            hint = "把 PDF 放进 plans/meetings，只写文件名；会上另发的删去这一行"
            message = f"plans/meetings 里没有 PDF 文件“{document.file}”"
            reading.note(source.error(("documents", index, "file"), "file-missing", message, hint))
