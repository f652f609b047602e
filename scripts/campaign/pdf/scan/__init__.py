"""A paper from elsewhere as pictures of its pages: what the archive can keep where nobody can vouch for the file itself."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from campaign.pdf import page
from campaign.pdf.job import Job

KIND = "scan"


def document(title: str, name: str, pictures: Sequence[tuple[bytes, bool]]) -> Job:
    """One sheet of A4 a picture (JPEG), which stands on it as large as it fits; the sheet of one that is wide lies."""
    words = {
        "title": title,
        "author": "",
        "foot": "",
        "pictures": [(base64.b64encode(each).decode(), wide) for each, wide in pictures],
    }
    return Job(name=name, title=title, kind=KIND, html=page.write(KIND, words))
