"""The door of the editor: a WSGI application that answers this machine only, and writes only for its own pages.

A page of another site can send requests to a server on this machine, and make its own name mean 127.0.0.1: so the Host must be a name of
this machine, and what acts must come from our own page (Origin) as JSON.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from campaign.doctor import FORM_LIBRARY, PROGRAM
from campaign.editor import beginning, bodies, earlier, edits, importing, publishing, slips
from campaign.editor.finding import Desk, EditRefused
from campaign.leaves import limits, policy
from campaign.pictures import MAX_BYTES as MAX_PICTURE
from campaign.pictures import SMALLER

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
MAX_BYTES = 1_000_000
MAX_UNSAVED = 4_000_000  # with the text of what was read in and not saved yet
_HERE = Path(__file__).parent
_SITE = PROGRAM / "overrides" / "assets"
ASSETS = {
    "": _HERE / "page.html",
    **{
        name: _HERE / name
        for name in ("editor.css", "fields.js", "desk.js", "importing.js", "slips.js", "beginning.js", "editor.js")
    },
    "jsoneditor.js": FORM_LIBRARY,
    **{
        name: _SITE / "stylesheets" / name
        for name in ("planpress.css", "prose.css", "planpress-mid.css", "planpress-narrow.css")
    },
    "planpress.js": _SITE / "javascripts" / "planpress.js",
    "planpress.svg": _SITE / "images" / "planpress.svg",
}
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webp": "image/webp",
}
_REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 413: "Content Too Large",
            415: "Unsupported Media Type", 422: "Unprocessable Content", 428: "Precondition Required", 500: "Internal Server Error", 503: "Service Unavailable"}  # fmt: skip
_HEADERS = tuple(policy.EDITOR_HEADERS.items())
_MISSING = "<!doctype html><html lang=zh-Hans><meta charset=utf-8><title>网页登记</title><link rel=stylesheet href=planpress.css><body class=layout-edit><main class='wrap page prose'><h1>还差一步</h1><p>网页登记用的程序库还没有装。请管电脑的同事在这个文件夹里运行一条命令，再刷新本页：<p><code>scripts/setup.sh editor</code>"
ELSEWHERE = "只能在本机打开：地址用 127.0.0.1 或 localhost。"
log = logging.getLogger("planpress.editor")


def application(
    root: Path, today: Callable[[], date], under: str = "/edit/", library: Path = FORM_LIBRARY
) -> Application:
    """The editor of a content root, with all its addresses below `under`."""
    desk = Desk(root.resolve(), today)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        name = environ["PATH_INFO"].removeprefix(under)
        try:
            if not at_home(environ):
                raise EditRefused(403, ELSEWHERE)
            if environ["REQUEST_METHOD"] == "POST":
                status, kind, body = 200, ".json", _act(desk, name, environ)
            elif environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
                raise EditRefused(405, "不支持这种访问方式。")
            elif name == "photo":
                asked = parse_qs(environ.get("QUERY_STRING", "")).get("file", [""])
                status, kind, body = 200, ".webp", bodies.photographing(desk, asked[0])
            elif name in ("", "jsoneditor.js") and not library.is_file():
                status, kind, body = 503, ".html", _MISSING.encode()
            elif name in ASSETS:
                path = library if name == "jsoneditor.js" else ASSETS[name]
                status, kind, body = 200, path.suffix, path.read_bytes()
            else:
                raise EditRefused(404, "没有这一页。")
        except EditRefused as fault:
            status, kind, body = fault.status, ".json", _json({"sentence": str(fault)})
        except Exception:
            log.exception("网页登记出错")
            status, kind, body = (
                500,
                ".json",
                _json({"sentence": "程序出错，什么也没有改动；您填的内容还在，请把这句话告诉管电脑的同事。"}),
            )
        start(
            f"{status} {_REASONS[status]}",
            [
                ("Content-Type", _TYPES[kind] if kind == ".webp" else f"{_TYPES[kind]}; charset=utf-8"),
                ("Content-Length", str(len(body))),
                *_HEADERS,
            ],
        )
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    return answer


def at_home(environ: dict[str, Any]) -> bool:
    """Whether a request calls this machine by a name of its own, at the port it listens on."""
    ours = [f"{name}:{environ['SERVER_PORT']}" for name in ("127.0.0.1", "localhost", "[::1]")]
    host = environ.get("HTTP_HOST", "").lower()
    return host in ours or f"{host}:80" in ours


def only_at_home(application: Application) -> Application:
    """The same application, but not for a page of another site that makes its own name mean this machine."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if at_home(environ):
            return application(environ, start)
        body = ELSEWHERE.encode()
        start(
            "403 Forbidden",
            [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *_HEADERS],
        )
        return [body]

    return answer


ACTIONS = {
    **edits.ACTIONS,
    **earlier.ACTIONS,
    **bodies.ACTIONS,
    **importing.ACTIONS,
    **beginning.ACTIONS,
    **publishing.ACTIONS,
    **slips.ACTIONS,
}
# what takes a whole file: how it is taken in, how many bytes it may have, and what is said of a larger one
UPLOADS = {
    "picture": (bodies.picturing, MAX_PICTURE, f"图片超过 {MAX_PICTURE // 1_000_000} MB，没有保存；{SMALLER}。"),
    "paper": (importing.reading, importing.MAX_BYTES, f"这一批超过 {importing.MAX_BYTES // 1_000_000} MB，没有读入；分几批读。"),
    "slips": (slips.taking, slips.MAX_BYTES, f"这一批超过 {slips.MAX_BYTES // 1_000_000} MB，没有读；分几批收。"),
    "departments": (beginning.understanding, limits.MAX_BYTES, f"名单超过 {limits.MAX_BYTES // 1_000_000} MB，没有读；只留科室那一张表。"),
}  # fmt: skip


def _act(desk: Desk, name: str, environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    take, most, sentence = UPLOADS.get(
        name,
        (None, MAX_BYTES if name == "save" else MAX_UNSAVED, "内容太长，超过 1 MB，没有保存；请删短，或分成几条。"),
    )
    sent = _sent(environ, int(length) if re.fullmatch("[0-9]{1,18}", length) else 0, most)
    if environ.get("HTTP_ORIGIN") != f"http://{environ['HTTP_HOST']}":
        raise EditRefused(403, "只接受从登记页面发来的内容。")
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip() != (
        "application/octet-stream" if take else "application/json"
    ):
        raise EditRefused(415, "只接受从登记页面发来的内容。")
    if sent is None:
        raise EditRefused(413, sentence)
    if take:
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        return _json(take(desk, {key: values[0] for key, values in asked.items()}, sent))
    try:
        request = json.loads(sent)
    except (ValueError, RecursionError) as fault:
        raise EditRefused(400, "发来的内容不完整，没有保存；请再试一次。") from fault
    if name not in ACTIONS or not isinstance(request, dict):
        raise EditRefused(404, "没有这一页。")
    return _json(ACTIONS[name](desk, request))


def _sent(environ: dict[str, Any], length: int, most: int) -> bytes | None:
    """The body of a request; one that is too long is read away, so that the browser hears the answer, and dropped."""
    if length <= most:
        body: bytes = environ["wsgi.input"].read(length)
        if len(body) < length:
            raise EditRefused(408, "内容没有传完，没有保存；您填的内容还在，请再试一次。")
        return body
    left = min(length, 100 * MAX_BYTES)
    while left > 0 and (piece := environ["wsgi.input"].read(min(left, 65_536))):
        left -= len(piece)
    return None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
