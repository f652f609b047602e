"""ZIP files without the moment they were made: the same content gives the same bytes, and a clock or a document from before 1980, which the
format cannot say, makes no difference."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

MOMENT = (2000, 1, 1, 0, 0, 0)


class Steady(zipfile.ZipFile):
    """A ZIP file to write into; every member gets the same moment, whoever writes it."""

    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, "w", zipfile.ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(zipfile.ZipInfo(name, MOMENT), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())
