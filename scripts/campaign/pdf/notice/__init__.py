"""The sheet that lies in the place of a document that could not be printed, so that no link leads nowhere and nobody takes it for the document."""

from __future__ import annotations

from campaign.pdf import page
from campaign.pdf.job import Job

KIND = "notice"


def document(path: str) -> Job:
    """`path` is the address of the document on the site. The reason is told to the office when it builds, not to readers."""
    words = {"title": "这份文件没有印成", "path": path, "author": "", "foot": ""}
    return Job(name=path, title=words["title"], kind=KIND, html=page.write(KIND, words))
