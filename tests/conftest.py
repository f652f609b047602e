"""What several test files share: the repository's own site, built once for the whole run, and a real browser."""

from __future__ import annotations

import fcntl
import functools
import gc
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]

# An example may take its time on a busy machine: no test asserts the clock. The same examples every time, so that what one run finds the next finds
# too; `make fuzz` draws others.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2000)
settings.load_profile("fuzz" if "FUZZ" in os.environ else "suite")


def pytest_collection_finish() -> None:
    """The modules and tests that stay to the end are not looked through for garbage again and again: a fifth of all processor time before."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of this repository; processes that test in parallel share one build."""
    from campaign.build.recipe import build

    shared = (
        tmp_path_factory.getbasetemp().parent
        if "popen" in tmp_path_factory.getbasetemp().name
        else tmp_path_factory.getbasetemp()
    )
    out = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.is_dir():
            problems = build(ROOT, out, date(2026, 11, 22), jobs=2, say=lambda _: None)
            assert list(problems) == []
    return out


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serves folders on this machine: folder, and the handler of requests where it is not the plain one → address, with a slash at the end."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = _Quiet) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def served(site: Path, serve: Callable[[Path], str]) -> str:
    """Address of the site on a plain web server on this machine, with a slash at the end."""
    return serve(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()
