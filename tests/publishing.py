"""Sites small enough to publish hundreds of times, and a publisher in a process of its own that is stopped at any step.

Run as a program it is that publisher: it reads orders from standard input, a line of JSON each, forks for each, and answers with
a line of JSON. What an order asks for happens at the n-th thing that is done to the file system (Python's audit events).
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
PAGE = '<!doctype html><html lang="zh"><title>{word}</title><h1 id="top">{word}</h1><a href="{up}index.html#top">首页</a><a href="{up}papers/{word}.pdf">印</a>'


def little(site: Path, word: str, *more: str) -> Path:
    """A site of seven files, sealed as a build seals it; every file says `word`. `more` are further folders with a page each."""
    from campaign.publish import seal

    page = PAGE.format(word=word, up="")
    files: dict[str, bytes] = {
        "index.html": page.encode(),
        "404.html": page.encode(),
        "data/catalog.json": json.dumps({"as_of": "2026-11-21", "plans": [], "word": word}).encode(),
        "search/core.js": f"PS.core({{}}); // {word}".encode(),
        "assets/javascripts/planpress.js": f"// {word}".encode(),
        f"papers/{word}.pdf": pdf(word),
        **{f"{name}/index.html": PAGE.format(word=word, up="../").encode() for name in more},
    }
    for path, raw in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(raw)
    seal(site)
    return site


def pdf(word: str) -> bytes:
    """A sheet of paper with nothing on it but a title in its metadata."""
    import io

    import pypdf

    paper, raw = pypdf.PdfWriter(), io.BytesIO()
    paper.add_blank_page(100, 100)
    paper.add_metadata({"/Title": word})
    paper.write(raw)
    return raw.getvalue()


def whole(folder: Path) -> str:
    """The word of the site that a web server would show from a folder, if every file of it is there to the byte; "" else."""
    from campaign.publish import mark

    held = mark.read(folder)
    if held is None or any(
        mark.digest(folder / path) != digest for path, digest in held.files.items() if not path.startswith("robots")
    ):
        return ""
    word: str = json.loads((folder / mark.CATALOG).read_bytes())["word"]
    return word


class Publisher:
    """The other process. `run` sends one order and gives back {"said": [...], "fault": sentence, "end": how it ended, "steps": n}."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, order: str, *arguments: Path, at: int = 0, fault: str = "", **options: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        what = {
            "order": order,
            "arguments": [str(each) for each in arguments],
            "at": at,
            "fault": fault,
            "options": options,
        }
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


CHANGES = {"os.rename", "os.symlink", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}
TAKES_ROOM = {"os.symlink", "os.link", "os.mkdir"}


class _Trouble:
    """Counts what is done to the file system, and makes trouble at one of the steps (or from it on)."""

    def __init__(self, at: int, fault: str, links: bool) -> None:
        self.at, self.fault, self.links, self.steps = at, fault, links, 0

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        opens = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if event == "os.symlink" and not self.links:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(details[1]))
        if not opens and event not in CHANGES:
            return
        self.steps += 1
        if not self.at or self.steps < self.at:
            return
        if self.fault == "full" and (opens or event in TAKES_ROOM):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(details[0]))
        if self.fault == "read-only":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(details[0]))
        if self.steps == self.at and self.fault in ("SIGKILL", "SIGTERM", "SIGINT"):
            os.kill(os.getpid(), getattr(signal, self.fault))


def _obey(what: dict[str, Any]) -> dict[str, Any]:
    from campaign import publish as room
    from campaign.publish import swap

    said: list[str] = []
    options, (first, *rest) = what["options"], map(Path, what["arguments"])
    trouble = _Trouble(what["at"], what["fault"], options.pop("links", True))
    if not options.pop("exchange", True):
        swap.exchange = lambda *_: False
    sys.addaudithook(trouble)
    fault = ""
    try:
        if what["order"] == "publish":
            room.publish(first, rest[0], datetime.now(), say=said.append, **options)
        elif what["order"] == "rollback":
            room.rollback(first, say=said.append, **options)
        else:
            with room.replacing(rest[0], say=said.append, **options) as fresh:
                little(fresh, first.name)
    except room.PublishFault as sentence:
        fault = str(sentence)
    except KeyboardInterrupt:
        fault = "KeyboardInterrupt"
    trouble.at = 0
    return {"said": said, "fault": fault, "steps": trouble.steps}


def _serve() -> None:
    sys.path.insert(0, str(SCRIPTS))
    for name in ("lxml.html", "pypdf", "pypdfium2", "campaign.publish"):  # read once, before the forks
        importlib.import_module(name)

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for line in sys.stdin:
        ours, theirs = os.pipe()
        child = os.fork()
        if not child:
            signal.signal(signal.SIGTERM, interrupt)  # as the command does
            answer = json.dumps(_obey(json.loads(line))).encode()
            os.write(theirs, answer)
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        held = json.loads(answer) if answer else {"said": [], "fault": "", "steps": 0}
        print(json.dumps({**held, "killed": killed}), flush=True)


if __name__ == "__main__":
    _serve()
