"""Files that readers take away from a page: looked at when they are loaded, and made bare of what nobody meant to publish.

What they say of their makers (author, company, computer, folders, versions, comments' names), what runs (scripts, actions) and what hides inside
(files in a PDF, old versions) goes; what is read stays. A signed PDF cannot be touched without breaking its signature: it is left and named.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from campaign.attachments import office, pdf
from campaign.attachments.finding import Remark, Unfit
from campaign.leaves import limits
from campaign.leaves.confined import Exceeded, confined
from campaign.publish import write
from campaign.texts import privacy

RECIPE = 1  # of how they are made bare: a new number makes all anew
OFFICE = frozenset({".docx", ".xlsx", ".pptx"})
PLAIN = frozenset({".txt", ".csv", ".md", ".ics", ".yaml", ".yml"})
SUFFIXES = OFFICE | PLAIN | frozenset(".pdf .doc .xls .ppt .wps .et .dps .ofd .zip .mp3 .mp4".split())
VAST = ("attachment-vast", "附件太大或太复杂，没有看完", "分成几份，或重新导出 PDF")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]\s*[0-9０-９一二三四五六七八九十长]*\s*[年月期]*")

__all__ = ["Attachment", "Looked", "Remark", "Unfit", "bare", "kept", "look"]


@dataclass(frozen=True)
class Attachment:
    """A file that a page offers, without its bytes: its path from the content root and its fingerprint."""

    file: str
    digest: str


@dataclass(frozen=True)
class Looked:
    """What a file is found to be: its fingerprint, and what is to be said of it."""

    digest: str
    findings: tuple[Remark, ...]


_seen: dict[
    tuple[str, str], Looked
] = {}  # by suffix and fingerprint: a preview loads all files after every save of one


def look(raw: bytes, name: str) -> Looked:
    """Look through a file. What may not be published is an error, what is taken out or stays and can be seen a warning. What was looked
    through before is known by its bytes."""
    suffix, digest = Path(name).suffix.lower(), hashlib.sha256(raw).hexdigest()
    if (suffix, digest) not in _seen:
        _seen[suffix, digest] = Looked(digest, _findings(raw, suffix))
    return _seen[suffix, digest]


def _findings(raw: bytes, suffix: str) -> tuple[Remark, ...]:
    findings: list[Remark] = []
    text = ""
    try:
        limits.size(raw)
        if suffix == ".pdf":
            limits.pdf(raw)
            text, found = confined(lambda: pdf.look(raw))
            findings += found
        elif suffix in OFFICE:
            text, found = office.look(raw)
            findings += found
        elif suffix in PLAIN:
            text = _decoded(raw)
        else:
            findings.append(
                _told("attachment-unread", f"看不了 {suffix} 里面，作者等信息会原样公开", "另存为 PDF、docx 或 xlsx")
            )
    except Exceeded:
        findings.append(_refused(*VAST))
    except (limits.Refused, Unfit) as fault:
        findings.append(_refused(fault.code, f"附件{fault.message}", fault.hint))
    for word in privacy.words(text):
        findings.append(_refused("private", f"附件里有{word}，会随网页公开", "删去后另存，换掉这个文件"))
    if marked := _SECRECY.search(text):
        findings.append(
            _refused(
                "secret-attachment", f"附件上标着密级“{marked[0].strip()}”，不能公开", "不要链接它，或换成可以公开的"
            )
        )
    return tuple(findings)


def bare(raw: bytes, name: str) -> bytes:
    """The file as it goes out; the same file gives the same bytes. Raises Unfit for what cannot be opened."""
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf":
        try:
            return confined(lambda: pdf.bare(raw))
        except Exceeded as fault:
            raise Unfit(*VAST) from fault
    return office.bare(raw) if suffix in OFFICE else raw


def kept(root: Path, attachment: Attachment) -> Path:
    """The bare file on the disk; what was made before is kept in `.build/attachments/`."""
    source = root / attachment.file
    path = root / ".build" / "attachments" / f"{attachment.digest}-{RECIPE}{source.suffix.lower()}"
    if not path.is_file():
        write(path, bare(source.read_bytes(), source.name))
    return path


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _told(code: str, message: str, hint: str) -> Remark:
    return Remark("warning", code, message, hint)


def _refused(code: str, message: str, hint: str) -> Remark:
    return Remark("error", code, message, hint)
