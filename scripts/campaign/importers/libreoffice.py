"""LibreOffice as a reader of formats that are not ours to read (doc, wps, rtf, odt): the only door to it.

It gets a profile of its own that is thrown away, runs no macros, fetches nothing, has 60 seconds and ends with everything it started. What it
makes is measured by `leaves.limits` like any file from outside.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from campaign.leaves import limits

SECONDS = 60
_MEMORY, _FILE = (
    4_000_000_000,
    200_000_000,
)  # bytes of address space (it reserves far more than it uses), and of what it may write
_PATH = "/usr/local/bin:/usr/bin:/bin"
_SETTINGS = (  # (place, name, type, value)
    ("Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "boolean", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("Writer/Content/Update", "Link", "int", "0"),
    ("Calc/Content/Update", "Link", "int", "1"),
)
_PROXY = (("ooInetProxyType", "int", "2"), ("ooInetHTTPProxyName", "string", "127.0.0.1"), ("ooInetHTTPProxyPort", "int", "9"),
          ("ooInetHTTPSProxyName", "string", "127.0.0.1"), ("ooInetHTTPSProxyPort", "int", "9"))  # fmt: skip


class Unconverted(Exception):
    """Why a file could not be turned into another; the text goes on from its name."""


def converted(raw: bytes, suffix: str, to: str = "docx", seconds: int = SECONDS) -> bytes:
    """A file in the format of `suffix` (`.rtf`) as `to` (docx, xlsx, pdf). Raises Unconverted with a Chinese sentence, or limits.Refused.

    `to` may name a filter, `pdf:writer_pdf_Export`, as LibreOffice's own option does.
    """
    limits.size(raw)
    program = shutil.which("soffice")
    if program is None:
        raise Unconverted(
            "要用 LibreOffice 转换，这台机器上没有；先在 Word 或 WPS 里另存为 .docx，或安装 libreoffice-writer-nogui"
        )
    with tempfile.TemporaryDirectory(prefix="planpress-office-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        source = folder / f"in{suffix.lower()}"
        source.write_bytes(raw)
        _profile(folder / "profile")
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
        ]
        command += [
            "--nodefault",
            "--nolockcheck",
            "--nofirststartwizard",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        _run([*_alone(), *command], folder, seconds)
        made = folder / "out" / f"in.{to.partition(':')[0]}"
        if not made.is_file() or not made.stat().st_size:
            raise Unconverted("打不开，可能已经损坏或加了密码；先在 Word 或 WPS 里另存为 .docx")
        with made.open("rb") as file:
            done = file.read(limits.MAX_BYTES + 1)
    limits.size(done)
    return done


def _profile(folder: Path) -> None:
    """A profile that holds nothing but what it may not do."""
    items = [(f"/org.openoffice.Office.{place}", *rest) for place, *rest in _SETTINGS]
    items += [("/org.openoffice.Inet/Settings", *rest) for rest in _PROXY]
    lines = [
        f'<item oor:path="{escape(place)}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for place, name, _, value in items
    ]
    (folder / "user").mkdir(parents=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    (folder / "user" / "registrymodifications.xcu").write_text(
        head + "".join(lines) + "</oor:items>\n", encoding="utf-8"
    )


def _alone() -> list[str]:
    """What puts a command under ceilings, and where there is no network at all, as far as this machine has the means (util-linux); the
    settings of its profile forbid fetching anyway."""
    limited = shutil.which("prlimit", path=_PATH)
    apart = shutil.which("unshare", path=_PATH)
    commands = [
        [limited, f"--as={_MEMORY}", f"--fsize={_FILE}", "--core=0"] if limited else [],
        [apart, "--user", "--map-root-user", "--net"] if apart else [],
    ]
    return [word for each in commands if each and _works(each) for word in each]


def _works(command: Sequence[str]) -> bool:
    return subprocess.run([*command, "/bin/true"], capture_output=True, check=False).returncode == 0


def _run(command: Sequence[str], folder: Path, seconds: int) -> None:
    """Run to the end or to the limit; whatever it started ends with it."""
    plain = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": _PATH, "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, env=plain, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as fault:
        raise Unconverted(f"转换超过 {seconds} 秒，没有读；先在 Word 或 WPS 里另存为 .docx") from fault
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
