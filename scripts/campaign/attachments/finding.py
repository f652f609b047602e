"""What is said of an attachment, and the exception for one that cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Remark:
    """Something to tell the office about a file; an error keeps it from being published."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    hint: str


class Unfit(Exception):
    """The file cannot be opened; `message` goes on from 附件."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code, self.message, self.hint = code, message, hint
