"""Old and other office formats (doc, rtf, odt, WPS files that are Word's): LibreOffice makes a Word file of them, which is read like any other.

It runs without a window, with a profile of its own that is thrown away, without the network, bounded in time, memory and size of what it writes; macros are
never run by a conversion. Without LibreOffice the answer is a sentence.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from campaign.importers.papers import word
from campaign.importers.papers.base import Paper, PaperFault
from campaign.leaves import limits

SECONDS = 90
_MEMORY = 4_000_000_000  # of address space; what it really takes is a tenth
_WRITTEN = 100_000_000
_NOWHERE = "http://127.0.0.1:9"  # a proxy that nobody answers


def read(name: str, raw: bytes, suffix: str) -> Paper:
    """The lines of a document that LibreOffice can make a Word file of; `suffix` is what it is."""
    if suffix == ".doc" and "WordDocument".encode("utf-16-le") not in raw:
        if any(stream.encode("utf-16-le") in raw for stream in ("Workbook", "Book")):
            raise PaperFault(f"{name} 是旧的 Excel 表格；在 Excel 或 WPS 里另存为 .xlsx 再读入")
        raise PaperFault(f"{name} 不是 Word 能认的旧格式；先在 Word 或 WPS 里另存为 .docx")
    if suffix == ".odt":
        try:
            limits.package(raw)
        except limits.Refused as fault:
            raise PaperFault(f"{name} {fault}") from fault
    program = shutil.which("soffice")
    if not program:
        raise PaperFault(
            f"{name} 要用 LibreOffice 转换，这台机器上没有；先在 Word 或 WPS 里另存为 .docx，或安装 libreoffice-writer-nogui"
        )
    with tempfile.TemporaryDirectory(prefix="plan-import-") as folder:
        source = Path(folder) / f"paper{suffix}"
        source.write_bytes(raw)
        _run(name, program, Path(folder), source)
        made = Path(folder) / "out" / "paper.docx"
        if not made.is_file():
            raise PaperFault(f"{name} 打不开，可能已经损坏；先在 Word 或 WPS 里另存为 .docx")
        paper = word.read(name, made.read_bytes())
    return Paper(paper.lines, ("由 LibreOffice 转成 Word 文件读入", *paper.notes), paper.unit)


def _run(name: str, program: str, folder: Path, source: Path) -> None:
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    surroundings = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "http_proxy": _NOWHERE,
        "https_proxy": _NOWHERE,
    }
    try:
        subprocess.run(
            command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False,
            preexec_fn=_bounded, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise PaperFault(f"{name} 转换超过 {SECONDS} 秒，没有读；先在 Word 或 WPS 里另存为 .docx") from fault
    except OSError as fault:
        raise PaperFault(f"{name} 转换不了（{fault.strerror}）；先在 Word 或 WPS 里另存为 .docx") from fault


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN, _WRITTEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
