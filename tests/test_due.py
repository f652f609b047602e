"""Publishing without a person: what has come due is published and said, nothing else is touched, and faults keep the old site."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from second_office import written

from campaign.build import due
from campaign.checks import look_over
from campaign.cli import main
from campaign.leaves import links
from campaign.pages import build_pages

SERVER = Path(__file__).resolve().parent.parent / "server"


def on(root: Path, day: str) -> None:
    """The office's day, as its settings say it."""
    path = root / "plans/site.yaml"
    path.write_text(re.sub(r"as_of: .*", f"as_of: {day}", path.read_text("utf-8")), encoding="utf-8")


def later(root: Path, key: str, title: str, more: str) -> Path:
    """Another update of the office, reviewed, with days of its own."""
    first = (root / "docs/updates/first-day/index.md").read_text("utf-8")
    text = (
        first.replace("id: first-day", f"id: {key}")
        .replace("title: 医者故事宣传月启动", f"title: {title}")
        .replace("LC-001", f"LC-{key}")
    )
    path = root / f"docs/updates/{key}/index.md"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("plans: [spring", f"{more}\nplans: [spring"), encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = written(tmp_path / "office")
    for name in ("plans", "docs"):
        for path in (root / name).rglob("*"):
            if path.is_file() and path.suffix == ".yaml" and "river-care" in path.name and "progress" in path.parts:
                path.unlink()
    later(root, "night", "夜班的灯上了日报", "publish_on: 2026-11-23")
    later(root, "short", "临时停诊", "expires: 2026-11-22")
    return root


def run(root: Path, dest: Path) -> tuple[int, list[str]]:
    done = CliRunner().invoke(main, ["publish", str(dest), "--if-due", "--root", str(root)])
    return done.exit_code, done.output.splitlines()


def test_it_publishes_what_has_come_due_and_says_it(root: Path, tmp_path: Path) -> None:
    dest = tmp_path / "www"
    code, said = run(root, dest)
    assert code == 0 and "这里还没有发布过" in said, said
    page = dest / links.update("night")
    assert not page.exists() and (dest / links.update("short")).exists()
    assert run(root, dest) == (0, ["没有到点要发布的，下一条是《夜班的灯上了日报》，2026-11-23起公开"])
    on(root, "2026-11-23")
    code, said = run(root, dest)
    assert code == 0 and page.exists() and not (dest / links.update("short")).exists()
    assert said[:3] == [
        "动态《夜班的灯上了日报》11月23日起公开",
        "动态《临时停诊》已过期，撤下",
        "数据截至日期从 2026-11-21 到 2026-11-23",
    ]
    case = root / "docs/cases/guide-desk/index.md"
    case.write_text(case.read_text("utf-8").replace("org:", "withdrawn: 2026-11-23\norg:", 1), encoding="utf-8")
    code, said = run(root, dest)
    assert (code, said[0]) == (0, "案例《导诊台前移》撤下") and not (dest / links.case("guide-desk")).exists()
    assert run(root, dest) == (0, ["没有到点要发布的"])
    shutil.rmtree(root / "docs/updates/night")
    (root / "plans/river-care.yaml").write_text("id: [", encoding="utf-8")
    code, said = run(root, dest)
    assert code == 1 and said[-1].endswith(f"没有发布，{dest} 没有动") and page.exists()


def test_a_preview_shows_what_appears_when(root: Path) -> None:
    content, _ = look_over(root, date(2026, 11, 21))
    assert links.SCHEDULED not in {page.path for page in build_pages(content)}
    page = next(each for each in build_pages(replace(content, preview=True)) if each.path == links.SCHEDULED)
    body = str(page.body)
    assert "夜班的灯上了日报" in body and "临时停诊" in body and "医者故事宣传月启动" not in body
    assert "《夜班的灯上了日报》，2026-11-23起公开" in due.upcoming(content)


def test_the_timer_of_systemd_and_the_crontab_call_a_command_that_exists(tmp_path: Path) -> None:
    units = {}
    for name in ("planpress-publish.service", "planpress-publish.timer"):
        read = configparser.ConfigParser(strict=False, interpolation=None)
        read.optionxform = str  # type: ignore[assignment,method-assign]
        read.read(SERVER / name, encoding="utf-8")
        units[name] = read
        text = (SERVER / name).read_text("utf-8").replace("User=planpress\n", "")
        here = text.replace("/srv/planpress/.venv/bin/python", "/bin/true").replace(
            "WorkingDirectory=/srv/planpress", f"WorkingDirectory={tmp_path}"
        )
        (tmp_path / name).write_text(here, encoding="utf-8")
    command = units["planpress-publish.service"]["Service"]["ExecStart"].split()
    crontab = [line for line in (SERVER / "crontab").read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in (" ".join(command), *crontab):
        words = line.split("scripts/plan.py ")[1].split()
        known = {option for each in main.commands[words[0]].params for option in each.opts}
        assert words[0] == "publish" and {each for each in words if each.startswith("--")} <= known
    assert all(re.match(r"[\d*/,-]+ [\d*/,-]+ +\* \* \* +cd /srv/planpress && ", line) for line in crontab)
    if analyze := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [analyze, "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False
        )
        assert "planpress" not in done.stderr, done.stderr
