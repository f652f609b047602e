"""Live preview: a file is made when it is asked for, so a saved YAML shows as soon as its own page is made, however large the site is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from campaign.pdf.engine import PrintFault

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

TRIES = 3  # a rebuild that begins between making a file and serving it empties the folder


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
