"""Live preview: a file is made when it is asked for, so a saved YAML shows as soon as its own page is made, however large the site is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from socket import SHUT_RD
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any

from campaign.pdf.engine import PrintFault

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

QUEUE = 256  # callers that wait to be heard; the host's five are few for one browser that asks for a page and its parts
PATIENCE = 30  # seconds for a request to arrive whole; a photograph of 20 MB comes from this machine in one
TRIES = 3  # a rebuild that begins between making a file and serving it empties the folder


def patient(server: Any) -> None:
    """Before a server listens: nobody is turned away while others are being served, and who is slow to ask holds nothing up.

    What has arrived of a request when the time is over is all that is read of it; answers may take as long as they take.
    """

    class InTime(server.RequestHandlerClass):  # type: ignore[misc]
        def handle(self) -> None:
            end = Timer(PATIENCE, self.close_ear)
            end.daemon = True
            end.start()
            try:
                with suppress(ConnectionError):
                    super().handle()
            finally:
                end.cancel()

        def close_ear(self) -> None:
            with suppress(OSError):
                self.connection.shutdown(SHUT_RD)

    server.RequestHandlerClass = InTime
    server.request_queue_size = QUEUE


class Preview:
    """Stands before the host's own server: makes the file that is asked for, then lets the host serve it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._out = Path()
        self._make: Callable[[str], bytes | None] | None = None

    def close(self) -> None:
        """A rebuild begins: what was made of the content before must not be written any more."""
        with self._lock:
            self._make = None

    def open(self, out: Path, make: Callable[[str], bytes | None]) -> None:
        """A rebuild is over. `make` gives the file at an address of the site, or None when there is none."""
        with self._lock:
            self._out, self._make = out, make

    def before(self, app: WSGIApplication, under: str = "/") -> WSGIApplication:
        """The host's server with ours before it; `under` is where it shows the site."""

        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            address = environ["PATH_INFO"].removeprefix(under).lstrip("/")
            heads: list[tuple[str, list[tuple[str, str]]]] = []
            body: Iterable[bytes] = ()
            try:
                for _ in range(TRIES):
                    self._provide(address + "index.html" if address.endswith("/") or not address else address)
                    body = app(environ, lambda *head: heads.append(head))  # type: ignore[arg-type]
                    if not heads[-1][0].startswith("404"):
                        break
            except PrintFault as fault:
                heads, body = (
                    [("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])],
                    [str(fault).encode()],
                )
            start(*heads[-1])
            return body

        return answer

    def _provide(self, address: str) -> None:
        with self._lock:
            target = self._out / address
            if self._make is None or target.is_file() or not target.resolve().is_relative_to(self._out.resolve()):
                return
            raw = self._make(address)
            if raw is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(raw)
