"""The live preview makes a file when it is asked for: after any change all of it is what a build from scratch gives, byte for byte."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from waiting import eventually

from campaign.build.recipe import build
from campaign.preview import Preview
from campaign.publish import offline

PROGRAM = Path(__file__).resolve().parent.parent / "scripts" / "plan.py"
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
"""
CARE = """\
id: care
title: 床旁结算方案
issuer: 甲医院
status: active
period: {start: 2026-01-01, end: 2026-12-31}
tasks:
  - {id: t, title: 核对床头卡, responsibility: {lead: 护理部}, due: 2026-11}
"""
QUALITY = """\
id: quality
title: 病历质量方案
issuer: 甲医院
status: active
tasks:
  - {id: t, title: 抽查病历, responsibility: {lead: nursing}}
"""
UPDATE = """\
---
kind: update
id: launch
title: 开展动员
date: 2026-11-03
units: [护理部]
disclosure:
  index_no: L1
  category: 动态
  publisher: 甲医院
  date: 2026-11-03 16:45
  doc_no: 无
  source: 护理部
  topic: 卫生
  title: 开展动员
  summary: 动员会。
---
动员会开了。
"""
REVIEWED = "review: {first: {by: 甲, date: 2026-11-01}, second: {by: 乙, date: 2026-11-02}, final: {by: 丙, date: 2026-11-03}}\n"
FILES = {
    "plans/registry/units.yaml": UNITS,
    "plans/care.yaml": CARE,
    "plans/quality.yaml": QUALITY.replace("nursing", "护理部"),
    "plans/site.yaml": "organisation: 甲医院\nhome: 甲医院\nas_of: 2026-11-21\n",
    "docs/updates/launch/index.md": UPDATE,
    "docs/updates/before/index.md": UPDATE.replace("launch", "before")
    .replace("L1", "L2")
    .replace("---\n动员", REVIEWED + "---\n动员"),
    "docs/index.md": "# 首页\n\n见[通知](notice.md)。\n",
    "docs/notice.md": "# 通知\n\n食堂周五停业，见[方案](plans/care/index.md)。\n",
    "mkdocs.yml": "site_name: 甲医院方案\n",
}
ONLY_IN_A_PREVIEW = re.compile(
    rb'<script src="/planpress-reload.js\?\d+"></script>|\s*<link rel="canonical"[^>]*>(?=\n)|<a class="edit"[^>]*>.*?</a> '
    + '|　<a class="go" href="[./]*updates/scheduled/index.html">待发</a>'.encode(),
    re.S,
)


def saved(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        saved(tmp_path / "content", name, text)
    return tmp_path / "content"


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    preview = subprocess.Popen(
        [sys.executable, str(PROGRAM), "serve", "--root", str(root), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        preview.terminate()
        preview.wait(timeout=20)


def got(url: str) -> bytes | None:
    """What the preview gives, without what only a preview has; None while or where there is nothing."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return ONLY_IN_A_PREVIEW.sub(b"", answer.read())
    except OSError:
        return None


def from_scratch(root: Path, only: str | None = "site") -> dict[str, bytes]:
    """Every file of a site built in one go somewhere else, without a cache; a preview is nothing to take along."""
    copy = root.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".build"))
    build(copy, copy / "site", date.today(), only=only, say=lambda _: None)
    found = {
        str(path.relative_to(copy / "site")): path.read_bytes() for path in (copy / "site").rglob("*") if path.is_file()
    }
    own = ("sitemap.xml", "planpress.json", offline.WORKER, offline.MANIFEST, offline.PAGES)
    return {name: raw for name, raw in found.items() if not name.startswith(own)}


def differing(address: str, expected: dict[str, bytes]) -> list[str]:
    return [name for name, raw in expected.items() if got(address + name) != ONLY_IN_A_PREVIEW.sub(b"", raw)]


CHANGES: tuple[tuple[str, str, str], ...] = (  # what is saved, as what, and the words that it brings to the first page
    ("docs/updates/launch/index.md", UPDATE.replace("---\n动员", REVIEWED + "---\n动员"), "updates/launch/index.html"),
    ("plans/care.yaml", CARE.replace("due: 2026-11", "due: 2026-12"), "plans/care/index.html"),
    (
        "plans/registry/units.yaml",
        UNITS.replace("name: 护理部", "name: 护理中心, aliases: [护理部]"),
        "units/nursing/index.html",
    ),
    ("docs/notice.md", "# 通知\n\n食堂周六停业，见[方案](plans/care/index.md)。\n", "notice.html"),
)


def test_after_every_kind_of_change_the_preview_is_the_site(root: Path, address: str) -> None:
    for name, text, page in CHANGES:
        before = got(address + page) if eventually(lambda: got(address + "index.html") is not None) else None
        time.sleep(1)  # the file system's clock may count in whole seconds
        saved(root, name, text)
        assert eventually(lambda before=before, page=page: got(address + page) != before), name  # type: ignore[misc]
        assert differing(address, from_scratch(root)) == [], name
    (root / "plans/quality.yaml").unlink()
    assert eventually(lambda: got(address + "plans/quality/index.html") is None)
    expected = from_scratch(root, only=None)
    assert {
        "plans/care/care.pdf",
        "units/nursing/nursing.pdf",
        "search/core.js",
        "data/plans/care.json",
        "calendar/all.ics",
    } <= set(expected)
    assert differing(address, expected) == []
    for gone in ("plans/quality/quality.pdf", "data/plans/quality.json", "plans/nothing.pdf"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + gone, timeout=60)


@pytest.fixture
def in_a_folder(root: Path) -> None:
    saved(root, "mkdocs.yml", "site_name: 甲医院方案\nsite_url: http://oa.example.org/fangan/\n")


@pytest.mark.usefixtures("in_a_folder")
def test_a_site_for_a_folder_of_a_server_is_previewed_as_any_other(root: Path, address: str) -> None:
    assert eventually(lambda: got(address + "index.html") is not None)
    expected = from_scratch(root)
    assert b'href="/fangan/assets/' in expected["404.html"]
    assert b'href="/assets/' in (got(address + "404.html") or b"")
    assert (
        differing(
            address, {name: expected[name] for name in ("plans/care/index.html", "assets/stylesheets/planpress.css")}
        )
        == []
    )


def test_what_is_not_public_yet_is_shown_under_names_of_this_machine_only(address: str) -> None:
    assert eventually(lambda: got(address + "index.html") is not None)
    for path in ("updates/launch/index.html", "data/plans/care.json", "edit/"):
        elsewhere = urllib.request.Request(
            address + path, headers={"Host": f"other.example.org:{address.split(':')[-1].strip('/')}"}
        )
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(elsewhere, timeout=60)
    assert got(address + "updates/launch/index.html")


def test_nothing_is_made_before_it_is_asked_for_nor_outside_the_site(tmp_path: Path) -> None:
    preview, asked, out = Preview(), [], tmp_path / "site"
    out.mkdir()

    def make(path: str) -> bytes | None:
        asked.append(path)
        return b"made"

    def host(environ: dict[str, str], start: Callable[[str, list[tuple[str, str]]], None]) -> list[bytes]:
        target = out / environ["PATH_INFO"].removeprefix("/under/")
        start("200 OK" if target.is_file() else "404 Not Found", [])
        return [target.read_bytes()] if target.is_file() else []

    app = preview.before(host, "/under/")  # type: ignore[arg-type]
    answers: list[str] = []

    def get(path: str) -> str:
        app({"PATH_INFO": f"/under{path}"}, lambda status, *_: answers.append(status))  # type: ignore[arg-type, return-value]
        return answers[-1]

    assert get("/a/b.html") == "404 Not Found"  # a rebuild is under way
    preview.open(out, make)
    assert asked == []
    assert get("/a/b.html") == "200 OK"
    assert get("/a/b.html") == "200 OK"
    assert asked == ["a/b.html"]
    assert get("/../b.html") == "404 Not Found"
    assert not (tmp_path / "b.html").exists()
    preview.close()
    assert get("/c.html") == "404 Not Found"
