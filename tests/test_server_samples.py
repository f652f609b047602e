"""The sample configurations in `server/`, each by the real server: they say what every page says of itself, and pages work under them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from waiting import eventually

from campaign.build import recipe
from campaign.leaves import policy

TODAY = date(2026, 11, 21)
PLAN = (
    "id: p\ntitle: 方案\nstatus: active\ngroups: [{id: g, title: 组, tasks: [{id: t, title: 任务, due: 2026-12-01}]}]\n"
)
SERVER = Path(__file__).resolve().parent.parent / "server"


def free_port() -> int:
    with closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def nginx(site: Path, work: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """The sample as it stands, but for the address and the folder, within the least that nginx needs around it."""
    sample = (SERVER / "nginx.conf").read_text(encoding="utf-8")
    sample = sample.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www/plan;", f"{site};")
    (work / "plan.conf").write_text(sample, encoding="utf-8")
    temporary = "".join(
        f"{each}_temp_path {work}/{each}; " for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.getuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"{user}daemon off; worker_processes 1; pid {work}/pid; error_log {work}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream; access_log off; {temporary} include {work}/plan.conf; }}\n",
        encoding="utf-8",
    )
    found = shutil.which("nginx") or "/usr/sbin/nginx"
    return [found, "-p", str(work), "-e", f"{work}/error.log", "-c", f"{work}/nginx.conf"], {}


def caddy(site: Path, work: Path, port: int) -> tuple[list[str], dict[str, str]]:
    sample = (SERVER / "Caddyfile").read_text(encoding="utf-8")
    sample = sample.replace("http://plans.example.org", f"http://127.0.0.1:{port}").replace("/srv/www/plan", str(site))
    (work / "Caddyfile").write_text("{\n\tadmin off\n}\n" + sample, encoding="utf-8")
    homes = {"XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work), "HOME": str(work)}
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(work / "Caddyfile")], homes


@contextmanager
def running(command: list[str], home: str, more: dict[str, str], work: Path) -> Iterator[None]:
    with (work / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **more})

    def answers() -> bool:
        assert process.poll() is None, (work / "said.txt").read_text(encoding="utf-8")
        try:
            return urlopen(f"{home}index.html", timeout=5).status == 200
        except OSError:
            return False

    try:
        assert eventually(answers, 30)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("served")
    (root / "plans").mkdir()
    (root / "docs").mkdir()
    (root / "plans/p.yaml").write_text(PLAN, encoding="utf-8")
    (root / "docs/通知.md").write_text("# 食堂通知\n\n周五停业。\n\n|甲|乙|\n|-|-:|\n|1|2|\n", encoding="utf-8")
    (root / "docs/index.md").write_text("[食堂通知](通知.md)\n", encoding="utf-8")
    out = root / "site"
    recipe.build(root, out, TODAY, only="site", say=lambda _: None)
    (out / "x.pdf").write_bytes(b"%PDF-1.4\n")
    (out / ".hidden").mkdir()
    (out / ".hidden/secret.txt").write_text("x", encoding="utf-8")
    return out


def asked(address: str) -> tuple[int, dict[str, str]]:
    try:
        with urlopen(address, timeout=20) as answer:
            return answer.status, dict(answer.headers)
    except HTTPError as fault:
        return fault.code, dict(fault.headers)


@pytest.mark.parametrize("server", [nginx, caddy])
def test_the_sample_serves_the_site(server: Callable[..., Any], site: Path, browser: Any, tmp_path: Path) -> None:
    port = free_port()
    home = f"http://127.0.0.1:{port}/"
    command, more = server(site, tmp_path, port)
    with running(command, home, more, tmp_path):
        for path in (
            "index.html",
            "",
            "assets/javascripts/planpress.js",
            "data/catalog.json",
            quote("通知.html"),
            "not-there.html",
        ):
            status, headers = asked(home + path)
            assert status == (404 if path.startswith("not") else 200), path
            assert {name: headers.get(name) for name in policy.HEADERS} == dict(policy.HEADERS), path
        status, headers = asked(f"{home}x.pdf")
        assert (status, headers["Content-Type"], "Content-Security-Policy" in headers) == (
            200,
            "application/pdf",
            False,
        )
        assert asked(f"{home}.hidden/secret.txt")[0] == 404
        types = [
            asked(home + each)[1]["Content-Type"]
            for each in ("index.html", "plans/p/p.ics", "assets/stylesheets/planpress.css")
        ]
        assert [each.lower().split(";")[0] for each in types] == ["text/html", "text/calendar", "text/css"]

        tab = browser.new_page()
        heard: list[str] = []
        tab.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
        tab.on("pageerror", lambda fault: heard.append(str(fault)))
        for path in ("index.html", "plans/p/index.html", quote("通知.html")):
            tab.goto(home + path)
        assert tab.evaluate("planSearch('食堂').then((hits) => hits[0].title)") == "食堂通知"
        tab.goto(f"{home}search/index.html?q={quote('食堂')}")
        tab.click("#search-results a:has-text('食堂')")
        assert tab.inner_text("h1") == "食堂通知"
        assert tab.eval_on_selector("td:nth-child(2)", "(cell) => getComputedStyle(cell).textAlign") == "right"
        assert heard == []
        tab.close()


def test_pages_and_servers_say_the_same(site: Path) -> None:
    """The meta tag is the header without `frame-ancestors`, which counts in headers only, and it is the first thing a page says."""
    assert policy.HEADERS["Content-Security-Policy"] == f"{policy.META}; frame-ancestors 'self'"
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        head = unescape(page.read_text(encoding="utf-8")).partition('<meta charset="utf-8">')[2].lstrip()
        assert head.startswith(f'<meta http-equiv="Content-Security-Policy" content="{policy.META}">'), page
    for sample in ("nginx.conf", "Caddyfile"):
        text = (SERVER / sample).read_text(encoding="utf-8")
        assert all(f'"{value}"' in text for value in policy.HEADERS.values()), sample
