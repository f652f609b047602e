"""MkDocs by itself, and the live preview: the hook does the rest."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

from waiting import eventually

from campaign.build.recipe import build
from campaign.checks import look_over

ROOT = Path(__file__).resolve().parent.parent
PLAN = "id: p\ntitle: 床旁结算方案\ntasks: [{id: t, title: 核对床头卡}]\n"


def content(root: Path) -> Path:
    (root / "plans").mkdir()
    (root / "docs").mkdir()
    (root / "plans/p.yaml").write_text(PLAN, encoding="utf-8")
    (root / "docs/notice.md").write_text("# 通知\n\n食堂周五<b>停业</b>。\n", encoding="utf-8")
    (root / "docs/index.md").write_text("# 首页\n\n见[通知](notice.md)。\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: 某某医院方案\n", encoding="utf-8")
    return root


def test_mkdocs_build_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in (
        "index.html",
        "plans/children-health/index.html",
        "plans/children-health/children-health.pdf",
        "search/core.js",
        "data/catalog.json",
        "planpress.json",
    ):
        assert (out / name).is_file(), name


def test_a_root_of_its_own_with_pages_of_its_own(tmp_path: Path) -> None:
    root = content(tmp_path)
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/plan.py"), "build", "--root", str(root), "--only", "site"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "床旁结算方案" in (root / "site/plans/p/index.html").read_text(encoding="utf-8")
    assert "食堂周五" in (root / "site/notice.html").read_text(encoding="utf-8")
    for page in ("index", "signs", "my-unit", "plan"):  # the guide of the program, a task a page
        assert (root / f"site/guide/{page}.html").is_file()
    assert (root / "site/guide/my-unit.png").is_file()
    assert any("停业" in path.read_text(encoding="utf-8") for path in (root / "site/search").glob("*/t/**/*.js"))


def test_a_saved_file_shows_in_the_preview_and_a_broken_one_does_not_end_it(tmp_path: Path) -> None:
    root = content(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/plans/p/index.html"

    def shows(words: str) -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return words in answer.read().decode()
        except OSError:
            return False

    preview = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/plan.py"), "serve", "--root", str(root), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert eventually(lambda: shows("床旁结算方案"))
        time.sleep(1)  # the file system's clock may count in whole seconds
        (root / "plans/p.yaml").write_text(PLAN.replace("床旁结算", "日间手术"), encoding="utf-8")
        assert eventually(lambda: shows("日间手术方案"))
        (root / "plans/q.yaml").write_text("id: q\ntitle：坏\n", encoding="utf-8")
        time.sleep(1)
        (root / "plans/p.yaml").write_text(PLAN.replace("床旁结算", "预约诊疗"), encoding="utf-8")
        assert eventually(lambda: shows("预约诊疗方案"))
        assert preview.poll() is None
    finally:
        preview.terminate()
        preview.wait(timeout=20)


def test_what_mkdocs_yml_says_is_seen_and_ours(tmp_path: Path) -> None:
    """No unseen character of its fields, and no script or style of another place, reaches a page; `check` names each by its line."""
    root = content(tmp_path)
    (root / "mkdocs.yml").write_text(
        'site_name: 甲\u202e医院\nsite_description: "乙\\u200b"\nextra_javascript:\n  - https://evil.example/a.js\n  - path: //evil.example/b.js\n'
        "    async: true\n  - own.js\nextra_css: [http://evil.example/c.css]\nrepo_url: https://example.org/x\n",
        encoding="utf-8",
    )
    (root / "docs/own.js").write_text("", encoding="utf-8")
    _, problems = look_over(root, date(2026, 11, 28))
    named = [(each.line, each.column, each.code) for each in problems if each.path == "mkdocs.yml"]
    foreign = [(each, column, "foreign-script") for each, column in ((4, 5), (5, 11), (8, 13))]
    assert sorted(named) == [(1, 13, "text-direction"), (2, 21, "text-unseen"), *foreign]
    (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text(encoding="utf-8").replace("甲\u202e", "甲\ufeff"), encoding="utf-8"
    )
    assert build(root, root / "site", date(2026, 11, 28), only="site", say=lambda _: None) == tuple(
        look_over(root, date(2026, 11, 28))[1]
    )
    for page in (root / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "evil" not in text and "\ufeff" not in text and "\u200b" not in text, page
    assert '<script src="own.js">' in (root / "site/index.html").read_text(encoding="utf-8")
