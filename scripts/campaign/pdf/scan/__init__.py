"""A paper from elsewhere as pictures of its pages: what the archive can keep where nobody can vouch for the file itself."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from campaign.pdf import page
from campaign.pdf.job import Job

KIND = "scan"


def document(title: str, name: str, pictures: Sequence[bytes]) -> Job:
    """One upright sheet of A4 a picture (JPEG), which lies on it as large as it fits."""
    words = {
        "title": title,
        "author": "",
        "foot": "",
        "pictures": [base64.b64encode(each).decode() for each in pictures],
    }
    return Job(name=name, title=title, kind=KIND, html=page.write(KIND, words))
