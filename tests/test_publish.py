"""A site is published whole or not at all, whatever stops the publisher; nothing of anybody else's is replaced; there is a way back."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import test_server_samples as samples
from click.testing import CliRunner, Result
from publishing import Publisher, little, whole
from web_server import Readers, nginx

from campaign.cli import main
from campaign.publish import mark, verify

ROOT = Path(__file__).resolve().parent.parent
SHELF = ".planpress"


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def publisher() -> Iterator[Publisher]:
    other = Publisher()
    yield other
    other.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three sites; the second has a folder that the first has not, and the other way round."""
    shelf = tmp_path_factory.mktemp("sites")
    return {
        "甲": little(shelf / "甲" / "site", "甲", "units", "old"),
        "乙": little(shelf / "乙" / "site", "乙", "units", "new"),
        "丙": little(shelf / "丙" / "site", "丙", "units", "new"),
    }


def published(dest: Path, *roots: Path) -> Path:
    for site in roots:
        result = plan("publish", dest, "--root", site.parent)
        assert result.exit_code == 0, result.output
    return dest


def first_edition(folder: Path, word: str) -> Path:
    """A site as the first edition published it (commit 144e21e): a plain folder, no mark."""
    little(folder, word, "plans", "old")
    (folder / mark.NAME).unlink()
    return folder


# ---- whose folder it is

PORTAL = {"index.html": "<h1>门户</h1>", "assets/app.js": "1", "data/news.json": "[]"}


@pytest.mark.parametrize(
    "held", [PORTAL, {"letter.txt": "信"}, {"index.html": "门户", "planpress.json": '{"mark": "别的"}'}]
)
@pytest.mark.parametrize("adopt", [[], ["--adopt"]])
@pytest.mark.parametrize("command", ["publish", "build"])
def test_what_is_not_ours_is_never_replaced(
    tmp_path: Path, sites: dict[str, Path], held: dict[str, str], adopt: list[str], command: str
) -> None:
    for name, text in held.items():
        (tmp_path / "www" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / name).write_text(text, encoding="utf-8")
    where = ["--out", tmp_path / "www"] if command == "build" else [tmp_path / "www"]
    (sites["甲"].parent / "plans").mkdir(exist_ok=True)
    result = plan(command, *where, "--root", sites["甲"].parent, *adopt)
    assert result.exit_code == 1
    assert "不是方案通生成的（没有 planpress.json 标记），不敢替换" in result.output
    found = {
        str(path.relative_to(tmp_path / "www")): path.read_text("utf-8")
        for path in (tmp_path / "www").rglob("*")
        if path.is_file()
    }
    assert found == held


@pytest.mark.parametrize(
    ("dest", "says"),
    [
        (
            "www@web.example:/srv/www",
            "另一台机器上.*rsync -a --delay-updates --delete-after site/ www@web.example:/srv/www",
        ),
        ("web:www", "另一台机器上.*rsync .* site/ web:www"),
        ("{root}/plans/www", "在内容文件夹的 plans 里面"),
        ("{root}/docs", "在内容文件夹的 docs 里面"),
        ("{root}/site", "在内容文件夹的 site 里面"),
        ("{root}/site/more", "在内容文件夹的 site 里面"),
        ("{root}", "是内容文件夹本身或它的上级"),
        ("{root}/..", "是内容文件夹本身或它的上级"),
        ("{root}/letter", "letter 不是文件夹"),
        ("{root}/broken", "broken 是断了的链接"),
        ("{root}/loop", "loop 是断了的链接"),
        ("{root}/into", "在内容文件夹的 plans 里面"),
    ],
)
@pytest.mark.parametrize("command", ["publish", "rollback", "build"])
def test_places_where_no_site_may_be_put(
    tmp_path: Path, sites: dict[str, Path], dest: str, says: str, command: str
) -> None:
    import re

    if command == "build" and "/site" in dest:
        return  # that is where a build puts it
    root = tmp_path / "root"
    shutil.copytree(sites["甲"].parent, root)
    (root / "plans").mkdir(exist_ok=True)
    (root / "letter").write_text("信", encoding="utf-8")
    (root / "broken").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    (root / "into").symlink_to("plans")
    before = sorted(tmp_path.rglob("*"))
    place = dest.format(root=root)
    result = plan(command, *(["--out", place] if command == "build" else [place]), "--root", root)
    assert result.exit_code == 1
    assert re.search(says, result.output), result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_a_path_with_blanks_and_a_link_to_a_folder(tmp_path: Path, sites: dict[str, Path]) -> None:
    real = tmp_path / "网 页" / "方案 2026"
    published(real, sites["甲"])
    (tmp_path / "link").symlink_to(real)
    published(tmp_path / "link", sites["乙"])
    assert (tmp_path / "link").is_symlink()
    assert whole(real) == whole(tmp_path / "link") == "乙"


def test_a_folder_that_keeps_versions_is_no_place_for_a_build(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    (sites["甲"].parent / "plans").mkdir(exist_ok=True)
    result = plan("build", "--out", dest, "--root", sites["甲"].parent)
    assert (result.exit_code, "由 plan publish 管着" in result.output, whole(dest)) == (1, True, "甲")


def test_a_site_of_the_first_edition_is_taken_over_once(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = first_edition(tmp_path / "www", "旧")
    (dest / "robots.txt").write_text("User-agent: *", encoding="utf-8")
    (dest / "公告").mkdir()
    refused = plan("publish", dest, "--root", sites["乙"].parent)
    assert (refused.exit_code, "像是第一版生成的网站" in refused.output) == (1, True)
    assert not (dest / SHELF).exists()
    result = plan("publish", dest, "--root", sites["乙"].parent, "--adopt")
    assert result.exit_code == 0, result.output
    assert "这些不是方案通的，没有动：old、robots.txt、公告" in result.output
    assert whole(dest) == "乙"
    assert (dest / "robots.txt").is_file() and (dest / "公告").is_dir()
    assert plan("rollback", dest).exit_code == 0
    assert whole(dest) == "旧"
    published(dest, sites["甲"])


def test_a_site_that_the_first_edition_published_is_upgraded(tmp_path: Path) -> None:
    """The archive is what `plan publish` of commit 144e21e made of the content below."""
    root, dest = tmp_path / "root", tmp_path / "www"
    for name, text in {
        "plans/p.yaml": "id: p\ntitle: 方案\nperiod: {start: 2026-01-01, end: 2026-12-31}\n"
        "tasks: [{id: t, number: 1., title: 核对床头卡, due: 2026-12-01}]\n",
        "plans/site.yaml": "as_of: 2026-11-21\n",
        "docs/notice.md": "# 通知\n\n停业。\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(Path(__file__).with_name("first-edition-site.zip")) as archive:
        archive.extractall(root / "site")
    shutil.copytree(root / "site", dest)
    old = {path: mark.digest(dest / path) for path in mark.addresses(dest)}
    refused = plan("build", "--root", root)
    assert (refused.exit_code, "--adopt 接管一次" in refused.output) == (1, True)
    assert {path: mark.digest(root / "site" / path) for path in mark.addresses(root / "site")} == old
    assert plan("build", "--root", root, "--adopt").exit_code == 0
    assert plan("build", "--root", root).exit_code == 0, "the mark is there now"
    refused = plan("publish", dest, "--root", root)
    assert (refused.exit_code, "--adopt 接管一次" in refused.output) == (1, True)
    assert {path: mark.digest(dest / path) for path in mark.addresses(dest)} == old
    result = plan("publish", dest, "--root", root, "--adopt")
    assert result.exit_code == 0, result.output
    assert "没有动" not in result.output, "all of it was a site's"
    assert not [path.name for path in dest.iterdir() if path.name != SHELF and not path.is_symlink()]
    assert plan("verify", dest).exit_code == 0
    assert plan("rollback", dest).exit_code == 0
    assert {path: mark.digest(dest / path) for path in old} == old, "the way back leads to the very files"


def test_a_copy_of_a_site_bears_the_mark_and_is_taken_over(tmp_path: Path, sites: dict[str, Path]) -> None:
    shutil.copytree(sites["甲"], tmp_path / "www")
    published(tmp_path / "www", sites["乙"])
    assert whole(tmp_path / "www") == "乙"
    assert not (tmp_path / "www" / "old").exists()


# ---- versions and the way back


def test_versions_are_listed_kept_and_gone_back_to(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"], sites["乙"])
    assert plan("publish", dest, "--root", sites["丙"].parent, "--keep", "2").exit_code == 0
    lines = plan("publish", dest, "--list").output.splitlines()
    assert [line[:5] for line in lines] == ["第 3 版", "第 2 版"]
    assert [line.endswith("← 正在用") for line in lines] == [True, False]
    assert "数据截至 2026-11-21" in lines[0]
    assert plan("rollback", dest).output.startswith("已退回，现在是第 2 版")
    assert (whole(dest), (dest / "new").exists()) == ("乙", True)
    gone = plan("rollback", dest)
    assert (gone.exit_code, "没有更早的版本可以退回" in gone.output, whole(dest)) == (1, True, "乙")
    assert plan("rollback", dest, "--to", "3").exit_code == 0
    assert whole(dest) == "丙"
    assert "没有第 9 版" in plan("rollback", dest, "--to", "9").output


def test_a_damaged_version_is_not_gone_back_to(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"], sites["乙"])
    damaged = next((dest / SHELF / "versions").glob("0001-*")) / "old/index.html"
    damaged.write_text("坏", encoding="utf-8")
    result = plan("rollback", dest)
    assert (result.exit_code, "old/index.html 被改动过" in result.output, whole(dest)) == (1, True, "乙")


def test_the_administrators_files_stay(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = tmp_path / "www"
    dest.mkdir(mode=0o750)
    own = {".htaccess": "Options +FollowSymLinks", "robots.txt": "User-agent: *"}
    for name, text in own.items():
        (dest / name).write_text(text, encoding="utf-8")
    os.chown(dest, 33, 33) if os.geteuid() == 0 else None
    before = dest.stat()
    published(dest, sites["甲"])
    own["new"] = "管理员的"  # a name that the next site has
    (dest / "new").write_text(own["new"], encoding="utf-8")
    result = plan("publish", dest, "--root", sites["乙"].parent)
    assert "已有管理员自己的 new，照旧用它" in result.output
    plan("rollback", dest)
    assert {name: (dest / name).read_text(encoding="utf-8") for name in own} == own
    after = dest.stat()
    assert (after.st_ino, after.st_mode, after.st_uid) == (before.st_ino, before.st_mode, before.st_uid)
    owners = {path.lstat().st_uid for path in (dest / SHELF, *(dest / SHELF).rglob("*"), dest / "index.html")}
    assert owners == {before.st_uid}


@pytest.mark.parametrize("command", ["publish", "build"])
def test_a_web_server_may_read_whatever_the_umask(tmp_path: Path, sites: dict[str, Path], command: str) -> None:
    root = tmp_path / "root"
    (root / "plans").mkdir(parents=True)
    (root / "plans/p.yaml").write_text("id: p\ntitle: 方案\n", encoding="utf-8")
    shutil.copytree(sites["甲"], root / "site")
    for path in (root / "site").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    out = tmp_path / "a" / "www"
    before = os.umask(0o077)
    try:
        result = plan(command, "--root", root, *(["--out", out, "--only", "site"] if command == "build" else [out]))
    finally:
        os.umask(before)
    assert result.exit_code == 0, result.output
    shown = (out / SHELF / "current").resolve() if command == "publish" else out
    ways = [out.parent, out, *shown.parents[: len(shown.relative_to(out).parts)]] if command == "publish" else [out]
    assert all(way.stat().st_mode & stat.S_IXOTH for way in ways)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in shown.rglob("*")}
    assert modes == {True: 0o755, False: 0o644}


def test_old_versions_cannot_be_listed_or_guessed(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"], sites["乙"])
    assert stat.S_IMODE((dest / SHELF / "versions").stat().st_mode) == 0o711
    assert all(len(path.name.split("-")[-1]) == 32 for path in (dest / SHELF / "versions").iterdir())
    assert not stat.S_IMODE((dest / SHELF / "prints.json").stat().st_mode) & stat.S_IROTH


def test_what_did_not_change_takes_no_room_and_keeps_its_time(tmp_path: Path, sites: dict[str, Path]) -> None:
    shutil.copytree(sites["甲"].parent, tmp_path / "root")
    dest = published(tmp_path / "www", tmp_path / "root/site")
    before = (dest / "old/index.html").stat()
    little(tmp_path / "root/site", "甲", "units", "old", "more")
    published(dest, tmp_path / "root/site")
    assert (dest / "more/index.html").is_file()
    assert (dest / "old/index.html").stat().st_ino == before.st_ino


# ---- looked over before anybody sees it


def spoilt(site: Path, how: str) -> str:
    """Spoil a site before its mark is put on; gives back what must be said."""
    page = site / "units/index.html"
    text = page.read_text(encoding="utf-8")
    if how == "link":
        page.write_text(text + '<a href="../gone/index.html">没了</a>', encoding="utf-8")
        return "units/index.html 链接到 gone/index.html，没有这个文件"
    if how == "anchor":
        page.write_text(text + '<a href="../index.html#nowhere">没了</a>', encoding="utf-8")
        return "units/index.html 链接到 index.html#nowhere，那一页没有这个位置"
    if how == "picture":
        page.write_text(text + '<img src="a.png" srcset="b.png 2x">', encoding="utf-8")
        return "units/index.html 链接到 units/b.png，没有这个文件"
    if how == "style":
        (site / "assets/a.css").write_text("p { background: url('gone.svg') }", encoding="utf-8")
        return "assets/a.css 链接到 assets/gone.svg，没有这个文件"
    if how == "empty":
        (site / "units/list.csv").write_bytes(b"")
        return "units/list.csv 是空文件"
    if how == "pdf":
        (site / "units/a.pdf").write_bytes(b"%PDF-1.7\nhalf of")
        return "units/a.pdf 打不开，不是完好的 PDF"
    if how == "catalogue":
        (site / "data/catalog.json").write_text(
            '{"as_of": "", "plans": [], "units": [{"url": "units/x/index.html"}]}', "utf-8"
        )
        return "data/catalog.json 里登着 units/x/index.html，没有这个文件"
    if how == "plan":
        (site / "plans/p").mkdir(parents=True)
        shutil.copy(site / "units/index.html", site / "plans/p/index.html")
        (site / "plans/p/index.html").write_text("<p id='a'>", encoding="utf-8")
        return "plans/p/index.html 不在 data/catalog.json 里"
    if how == "count":
        (site / "plans/p").mkdir(parents=True)
        (site / "plans/p/index.html").write_text("<p id='task-1'>", encoding="utf-8")
        listed = {"url": "plans/p/index.html", "groups": 0, "tasks": 2, "phases": 0, "indicators": 0}
        (site / "data/catalog.json").write_text(json.dumps({"as_of": "", "plans": [listed]}), encoding="utf-8")
        return "plans/p/index.html 上的 tasks 有 1 个，data/catalog.json 里是 2 个"
    (site / "search/core.js").unlink()
    return "不是完整的网站，缺少 search/core.js"


@pytest.mark.parametrize(
    "how", ["link", "anchor", "picture", "style", "empty", "pdf", "catalogue", "plan", "count", "part"]
)
def test_what_is_wrong_is_named_and_not_shown(tmp_path: Path, sites: dict[str, Path], how: str) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    shutil.copytree(sites["乙"], tmp_path / "root/site")
    says = spoilt(tmp_path / "root/site", how)
    mark.seal(tmp_path / "root/site")
    result = plan("publish", dest, "--root", tmp_path / "root")
    assert result.exit_code == 1
    assert says in result.output
    assert whole(dest) == "甲"
    assert [path.name[:4] for path in (dest / SHELF / "versions").iterdir()] == ["0001"]
    assert not (dest / SHELF / "incoming").exists()


@pytest.mark.parametrize("change", ["changed", "gone", "added"])
def test_a_site_changed_by_hand_is_not_published(tmp_path: Path, sites: dict[str, Path], change: str) -> None:
    shutil.copytree(sites["甲"], tmp_path / "root/site")
    page = tmp_path / "root/site/units/index.html"
    says = {"changed": "units/index.html 被改动过", "gone": "少了 units/index.html", "added": "多了 units/草稿.docx"}[
        change
    ]
    if change == "changed":
        page.write_text(page.read_text("utf-8") + "<p>", encoding="utf-8")
    elif change == "gone":
        page.unlink()
    else:
        page.with_name("草稿.docx").write_text("内部", encoding="utf-8")
    result = plan("publish", tmp_path / "www", "--root", tmp_path / "root")
    assert (result.exit_code, says in result.output) == (1, True), result.output
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == [SHELF]


def test_the_repositorys_own_site_is_in_order(site: Path) -> None:
    assert verify.faults(site) == []
    held = mark.read(site)
    assert held and mark.differences(site, held) == []
    assert held.as_of == "2026-11-21"


# ---- later on


def test_verify_names_what_changed_since(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"], sites["乙"])
    assert plan("verify", dest).output == "和发布时一样，链接、数目、PDF 都没有问题\n"
    with (dest / "new/index.html").open("a", encoding="utf-8") as page:
        page.write("<script>")
    (dest / "papers/乙.pdf").unlink()
    (dest / "data/more.json").write_text("{}", encoding="utf-8")
    old = next((dest / SHELF / "versions").glob("0001-*"))
    (old / "old/index.html").unlink()
    (dest / "units").unlink()
    result = plan("verify", dest)
    assert result.exit_code == 1
    for says in (
        "new/index.html 被改动过",
        "少了 papers/乙.pdf",
        "多了 data/more.json",
        "units 不见了",
        "少了 old/index.html",
    ):
        assert says in result.output
    assert "留着的第 1 版" in result.output
    assert plan("verify", tmp_path).output.startswith(f"错误：{tmp_path} 不是方案通发布的文件夹")
    assert plan("verify", sites["甲"]).exit_code == 0


def test_a_pdf_that_goes_around_is_traced(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    shutil.copy(dest / "papers/甲.pdf", tmp_path / "手里的.pdf")
    published(dest, sites["乙"])
    for _ in range(5):
        published(dest, sites["丙"])
    assert "第 1 版" not in plan("publish", dest, "--list").output, "that version is no longer kept, its hashes are"

    def traced(file: str) -> tuple[int, str]:
        result = plan("verify", tmp_path / file, "--in", dest)
        return result.exit_code, result.output

    code, says = traced("手里的.pdf")
    assert code == 0
    assert says.startswith("手里的.pdf 和第 1 版（")
    assert says.endswith("里的 papers/甲.pdf 一字不差；现行的" + says.rpartition("现行的")[2])
    assert "已经没有这一份" in says
    shutil.copy(dest / "papers/丙.pdf", tmp_path / "now.pdf")
    assert "和现行的第 7 版" in traced("now.pdf")[1] and "从第 3 版" in traced("now.pdf")[1]
    raw = (dest / "papers/丙.pdf").read_bytes()
    (tmp_path / "丙.pdf").write_bytes(raw.replace(b"100", b"101", 1))
    assert traced("丙.pdf") == (1, "丙.pdf 和发布过的 papers/丙.pdf 都不同：改动过，或不是从这里印出的\n")
    (tmp_path / "x.pdf").write_bytes(raw + b"\n")
    assert traced("x.pdf") == (1, "x.pdf 不是从这里发布的任何一份\n")


# ---- stopped at any step


def steps(publisher: Publisher, prepare: Any, order: str, *arguments: Path, **options: Any) -> int:
    """How many steps it takes when nothing goes wrong."""
    prepare()
    answer = publisher.run(order, *arguments, **options)
    assert answer["fault"] == ""
    return int(answer["steps"])


KINDS = ["first", "next", "back", "adopt"]


def chosen(total: int, fault: str) -> list[int]:
    """Steps to be stopped at: few of those that copy a site, most of those that come after. PUBLISH_EVERY_STEP=1 takes them all."""
    if os.environ.get("PUBLISH_EVERY_STEP"):
        return list(range(1, total + 1))
    last = max(1, total - 25)
    return sorted({1, 2, *range(3, last, 31), *range(last, total + 1, 2 if fault == "SIGKILL" else 5)})


@pytest.mark.parametrize("fault", ["SIGKILL", "SIGTERM", "SIGINT", "full", "read-only"])
@pytest.mark.parametrize("kind", KINDS)
def test_stopped_at_any_step_a_whole_version_is_shown_and_told(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher, kind: str, fault: str
) -> None:
    _stop_everywhere(tmp_path, sites, publisher, kind, fault)


@pytest.mark.parametrize("kind", KINDS)
def test_without_links_a_killed_run_is_put_right_by_the_next(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher, kind: str
) -> None:
    _stop_everywhere(tmp_path, sites, publisher, kind, "SIGKILL", links=False)


def _stop_everywhere(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher, kind: str, fault: str, links: bool = True
) -> None:
    pattern, dest = tmp_path / "pattern", tmp_path / "www"
    if kind == "adopt":
        first_edition(pattern, "旧")
    elif kind != "first":
        for word in ("甲", "乙")[: 2 if kind == "back" else 1]:
            assert publisher.run("publish", sites[word], pattern, links=links)["fault"] == ""
    before = {"first": "", "next": "甲", "back": "乙", "adopt": "旧"}[kind]
    after = "甲" if kind == "back" else "乙"

    def prepare() -> None:
        shutil.rmtree(dest, ignore_errors=True)
        if pattern.exists():
            shutil.copytree(pattern, dest, symlinks=True)
        (tmp_path / "www").mkdir(exist_ok=True)
        (dest / "robots.txt").write_text("*", encoding="utf-8")

    order = ("rollback", dest) if kind == "back" else ("publish", sites["乙"], dest)
    options: dict[str, Any] = {"links": links, **({"adopt": True} if kind == "adopt" else {})}
    total = steps(publisher, prepare, *order, **options)
    assert total > 3 and whole(dest) == after
    seen = set()
    for at in chosen(total, fault):
        prepare()
        answer = publisher.run(*order, at=at, fault=fault, **options)
        place = f"{kind}, {fault} at step {at} of {total}: {answer}"
        shown = shown_in(dest, before) if links else ""
        if links:
            assert shown in {before, after}, place
        assert answer["killed"] == (fault == "SIGKILL"), place
        if not answer["killed"] and answer["fault"]:
            assert "\n" not in answer["fault"], place
            said = [
                word
                for word in (
                    "没有换上",
                    "没有退回",
                    "没有接管",
                    "已经换上",
                    "已经退回",
                    "已经接管",
                    "KeyboardInterrupt",
                    "正在改",
                )
                if word in answer["fault"]
            ]
            assert said or "读写文件出错" in answer["fault"], place
            if "已经换上" in answer["fault"] or "已经退回" in answer["fault"]:
                assert shown == after, place
            if "没有换上" in answer["fault"] or "没有退回" in answer["fault"]:
                assert shown == before, place
        halfway = (dest / SHELF / "doing").exists()
        again = publisher.run("publish", sites["丙"], dest, links=links, **({"adopt": True} if kind == "adopt" else {}))
        assert again["fault"] == "", place
        told = [sentence for sentence in again["said"] if "被中断" in sentence]
        assert len(told) == (1 if halfway else 0), (place, again)
        seen |= {("换上" in sentence and "没有换上" not in sentence) for sentence in told}
        if links and told and kind != "adopt":
            assert ("没有换上" not in told[0]) == (shown == after), (place, told)
        assert whole(dest) == "丙", place
        assert (dest / "robots.txt").read_text(encoding="utf-8") == "*"
        assert {path.name for path in (dest / SHELF).iterdir()} <= {
            "current",
            "lock",
            "placed.json",
            "prints.json",
            "versions",
        }, place
        numbers = [path.name[:4] for path in (dest / SHELF / "versions").iterdir()]
        assert len(numbers) == len(set(numbers)), place
        for path in (dest / SHELF / "versions").iterdir():
            held = mark.read(path)
            assert held and mark.differences(path, held) == [], place
    if fault == "SIGKILL" and kind != "adopt":
        assert seen == {True, False}, "killed before the switch, and after it"


def shown_in(dest: Path, before: str) -> str:
    """The word of the site that is shown; a site of the first edition has no mark to be held against, its own files tell."""
    if before != "旧" or (dest / mark.NAME).exists():
        word = whole(dest)
        if word or before != "旧":
            return word
    words = [json.loads((dest / mark.CATALOG).read_bytes())["word"]]
    for path in ("index.html", "404.html", "search/core.js", "assets/javascripts/planpress.js", "plans/index.html"):
        words += [word for word in "旧乙" if word in (dest / path).read_text(encoding="utf-8")]
    return "旧" if set(words) == {"旧"} and (dest / "papers/旧.pdf").is_file() else "mixed"


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("fault", ["SIGKILL", "SIGTERM", "full"])
def test_a_build_stopped_at_any_step_leaves_a_whole_site(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher, exchange: bool, fault: str
) -> None:
    out = tmp_path / "www"

    def prepare() -> None:
        for path in tmp_path.iterdir():
            shutil.rmtree(path)
        shutil.copytree(sites["甲"], out)

    total = steps(publisher, prepare, "build", sites["乙"], out, exchange=exchange)
    assert whole(out) == "site"
    for at in chosen(total, fault):
        prepare()
        answer = publisher.run("build", sites["乙"], out, at=at, fault=fault, exchange=exchange)
        place = f"{fault} at step {at} of {total}: {answer}"
        if exchange or fault != "SIGKILL":
            assert whole(out) in ("甲", "site"), place
        if answer["fault"]:
            assert (whole(out) == "甲") == ("没有改动" in answer["fault"]), place
        left = [path.name for path in tmp_path.iterdir() if path != out]
        again = publisher.run("build", sites["丙"], out, exchange=exchange)
        assert (again["fault"], whole(out)) == ("", "site"), place
        assert [path.name for path in tmp_path.iterdir()] == ["www"], place
        assert len([each for each in again["said"] if each.startswith("上一次生成被中断")]) <= len(left)


# ---- what readers see


def test_each_answer_of_a_web_server_is_of_one_whole_version(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher
) -> None:
    dest = published(tmp_path / "网 页", sites["甲"])
    versions = [held.files for held in (mark.read(sites["乙"]), mark.read(sites["丙"]), mark.read(sites["甲"])) if held]
    turns = 0
    with nginx(dest, tmp_path / "nginx") as port:
        readers = Readers(port, versions, 3000)
        while readers.busy or turns < 6:
            order = ("rollback", dest) if turns % 3 == 2 else ("publish", sites["甲乙丙"[turns % 3]], dest)
            assert publisher.run(*order)["fault"] == ""
            turns += 1
        assert readers.wait() == {"whole": 3000}
        # killed in the middle of it, again and again
        readers = Readers(port, versions, 2000)
        at = 0
        while readers.busy:
            at = at % 90 + 7
            publisher.run("publish", sites["甲乙丙"[at % 3]], dest, at=at, fault="SIGKILL")
        assert readers.wait() == {"whole": 2000}


def test_taking_over_a_site_leaves_no_gap_either(tmp_path: Path, sites: dict[str, Path], publisher: Publisher) -> None:
    for turn in range(3):
        dest = tmp_path / f"www{turn}"
        first_edition(dest, "旧")
        old = {path: mark.digest(dest / path) for path in mark.addresses(dest)}
        new = mark.read(sites["乙"])
        assert new
        with nginx(dest, tmp_path / f"nginx{turn}") as port:
            readers = Readers(port, [old, new.files], 1200)
            assert publisher.run("publish", sites["乙"], dest, adopt=True)["fault"] == ""
            assert readers.wait() == {"whole": 1200}
        assert whole(dest) == "乙"


def test_a_visit_goes_on_searching_across_the_switch(tmp_path: Path, browser: Any) -> None:
    root, dest = tmp_path / "root", tmp_path / "www"
    (root / "plans").mkdir(parents=True)
    signs = bytes(byte for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode(
        "gb2312"
    )
    text = "，".join(
        signs[place : place + 90] for place in range(0, len(signs), 90)
    )  # enough for an index of many files
    (root / "plans/all-signs.yaml").write_text(f"id: all-signs\ntitle: 常用字\npreamble: [{text}]\n", encoding="utf-8")

    def build_and_publish(word: str, tasks: int) -> None:
        listed = ", ".join(f"{{id: t{n}, number: {n}., title: 核对{word}第{n}回}}" for n in range(1, tasks + 1))
        (root / "plans/p.yaml").write_text(f"id: p\ntitle: {word}方案\ntasks: [{listed}]\n", encoding="utf-8")
        for command in (["build", "--root", root], ["publish", dest, "--root", root]):
            result = plan(*command)
            assert result.exit_code == 0, result.output

    build_and_publish("床头卡", 3)
    with nginx(dest, tmp_path / "nginx") as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/plans/p/index.html")

        def titles(query: str) -> list[str]:
            return [hit["title"] for hit in page.evaluate("(query) => planSearch(query)", query)]

        assert len(titles("床头卡")) >= 3
        build_and_publish("腕带", 9)
        found = titles("核对")
        assert len(found) >= 9 and not any("床头卡" in title for title in found), "what this page has not read yet"
        page.close()


@pytest.mark.parametrize("server", [samples.nginx, samples.caddy])
def test_the_sample_servers_show_the_version_and_nothing_kept(
    tmp_path: Path, sites: dict[str, Path], server: Callable[..., Any]
) -> None:
    dest, port = published(tmp_path / "www", sites["甲"], sites["乙"]), samples.free_port()
    home = f"http://127.0.0.1:{port}/"
    command, more = server(dest, tmp_path, port)
    with samples.running(command, home, more, tmp_path):
        assert [samples.asked(f"{home}{path}")[0] for path in ("", "units/index.html", "new/index.html")] == [200] * 3
        old = next((dest / SHELF / "versions").glob("0001-*")).name
        kept = ("current/index.html", f"versions/{old}/index.html", "prints.json", "lock")
        assert [samples.asked(f"{home}{SHELF}/{path}")[0] for path in kept] == [404] * 4
        assert plan("rollback", dest).exit_code == 0
        assert [samples.asked(f"{home}{path}")[0] for path in ("old/index.html", "new/index.html")] == [200, 404]


def test_commands_that_change_nothing_tell_of_a_killed_run_too(
    tmp_path: Path, sites: dict[str, Path], publisher: Publisher
) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    assert publisher.run("publish", sites["乙"], dest, at=30, fault="SIGKILL")["killed"]
    for command in (["publish", dest, "--list"], ["verify", dest]):
        said = plan(*command).output
        assert said.count("上一次发布被中断，没有换上，半成品下一次发布时清理：现在是第 1 版") == 1, said
    assert (dest / SHELF / "doing").exists(), "nothing was changed"
    assert "上一次发布被中断" in plan("publish", dest, "--root", sites["乙"].parent).output
    assert "被中断" not in plan("publish", dest, "--list").output


# ---- real disks


def in_a_world_of_its_own(script: str, *arguments: str | Path) -> str:
    """Run a shell script with mounts that nobody else sees; `plan` is the command."""
    alone = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    command = (
        f'plan() {{ {sys.executable} {ROOT}/scripts/plan.py "$@" 2>&1 && echo "rc 0" || echo "rc $?"; }}\n{script}'
    )
    done = subprocess.run(
        [*alone, "bash", "-ec", command, "bash", *map(str, arguments)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose site does not fit on a small disk."""
    site = little(tmp_path_factory.mktemp("large") / "site", "大", "units")
    (site / "units/large.bin").write_bytes(os.urandom(3_000_000))
    mark.seal(site)
    return site.parent


def test_a_mount_point_that_fills_up_and_turns_read_only(tmp_path: Path, sites: dict[str, Path], large: Path) -> None:
    said = in_a_world_of_its_own(
        """
        mkdir "$1"; mount -t tmpfs -o size=2m tmpfs "$1"; echo '*' > "$1/robots.txt"
        plan publish "$1" --root "$2"
        plan publish "$1" --root "$3"
        plan publish "$1" --root "$4"
        plan verify "$1"
        plan build --out "$1" --root "$2"
        mount -o remount,ro "$1"
        plan publish "$1" --root "$2"
        plan rollback "$1"
        plan verify "$1"
        mount -o remount,rw "$1"
        dd if=/dev/zero of="$1/full" bs=4096 2>/dev/null || true
        plan rollback "$1"
        cat "$1/index.html" "$1/robots.txt"
        """,
        tmp_path / "挂 载", sites["甲"].parent, sites["乙"].parent, large,
    )  # fmt: skip
    lines = said.splitlines()
    assert [line for line in lines if line.startswith("rc")] == [
        "rc 0", "rc 0", "rc 1", "rc 0", "rc 1", "rc 1", "rc 1", "rc 0", "rc 0",
    ]  # fmt: skip
    assert "磁盘满了；没有换上，现在是第 2 版" in lines[4]
    assert "和发布时一样" in lines[6]
    assert "由 plan publish 管着" in lines[8]
    assert "磁盘是只读的" in lines[10] and "磁盘是只读的" in lines[12]
    assert lines[16].startswith("已退回，现在是第 1 版"), "a full disk does not bar the way back"
    assert "甲" in said.rpartition("rc 0")[2] and lines[-1].endswith("*")


def test_a_build_does_not_replace_a_mount_point(tmp_path: Path) -> None:
    (tmp_path / "root/plans").mkdir(parents=True)
    (tmp_path / "root/plans/p.yaml").write_text("id: p\ntitle: 方案\n", encoding="utf-8")
    said = in_a_world_of_its_own(
        'mkdir "$1"; mount -t tmpfs tmpfs "$1"; plan build --only site --out "$1" --root "$2"',
        tmp_path / "m",
        tmp_path / "root",
    )
    assert "是挂载点，不能整个替换；用 plan publish" in said and said.endswith("rc 1\n")


def test_a_build_on_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    (tmp_path / "root/plans").mkdir(parents=True)
    (tmp_path / "root/plans/p.yaml").write_text("id: p\ntitle: 方案\n", encoding="utf-8")
    said = in_a_world_of_its_own(
        """
        mkdir "$1"; mount -t tmpfs -o size=2m tmpfs "$1"
        plan build --only site --out "$1/www" --root "$2"; sha256sum "$1/www/index.html" "$1/www/planpress.json" > "$1/sums"
        dd if=/dev/zero of="$1/full" bs=4096 2>/dev/null || true
        plan build --only site --out "$1/www" --root "$2"; sha256sum --quiet -c "$1/sums" && echo same; ls -A "$1"
        """,
        tmp_path / "m", tmp_path / "root",
    )  # fmt: skip
    assert "磁盘满了；没有生成，www 没有改动" in said
    assert said.endswith("same\nfull\nsums\nwww\n")


def test_files_that_may_not_grow_are_told(tmp_path: Path, sites: dict[str, Path], large: Path) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    command = [sys.executable, str(ROOT / "scripts/plan.py"), "publish", str(dest), "--root", str(large)]
    done = subprocess.run(["prlimit", "--fsize=1000000", *command], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "文件超过允许的大小；没有换上，现在是第 1 版" in done.stderr
    assert done.stderr.count("\n") == 1
    assert whole(dest) == "甲"


# ---- two at once


def test_of_two_publishers_one_is_told_to_wait(tmp_path: Path, sites: dict[str, Path]) -> None:
    import fcntl

    dest = published(tmp_path / "www", sites["甲"])
    with (dest / SHELF / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["publish", dest, "--root", sites["乙"].parent], ["rollback", dest]):
            result = plan(*command)
            assert result.exit_code == 1
            assert "另一个 plan publish 或 plan rollback 正在改" in result.output
        assert plan("verify", dest).exit_code == 0
    published(dest, sites["乙"])


def test_many_publishers_at_once_end_in_one_whole_version(tmp_path: Path, sites: dict[str, Path]) -> None:
    dest = published(tmp_path / "www", sites["甲"])
    program = [sys.executable, str(ROOT / "scripts/plan.py"), "publish", str(dest), "--root"]
    crowd = [
        subprocess.Popen(
            [*program, str(sites["乙丙"[turn % 2]].parent)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for turn in range(6)
    ]
    ends = [(each.communicate()[0], each.returncode) for each in crowd]
    assert all("已发布到" in said if code == 0 else "正在改" in said for said, code in ends), ends
    assert any(code == 0 for _, code in ends)
    assert whole(dest) in ("乙", "丙")
    numbers = [int(path.name[:4]) for path in (dest / SHELF / "versions").iterdir()]
    assert len(numbers) == min(5, 1 + sum(code == 0 for _, code in ends)) == len(set(numbers))
    assert plan("verify", dest).exit_code == 0


@pytest.mark.parametrize("signal_sent", ["SIGTERM", "SIGINT"])
def test_the_command_itself_ends_in_a_sentence(
    tmp_path: Path, large: Path, sites: dict[str, Path], signal_sent: str
) -> None:
    import signal

    dest = published(tmp_path / "www", sites["甲"])
    seen = []
    for _ in range(6):
        running = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts/plan.py"), "publish", str(dest), "--root", str(large)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        while running.poll() is None and not (dest / SHELF / "doing").exists():
            pass
        running.send_signal(getattr(signal, signal_sent))
        said = running.communicate()[0]
        assert "Traceback" not in said and said.count("\n") == 1, said
        seen.append("已中断；没有换上，现在是第" in said)
        assert whole(dest) in ("甲", "大")
    assert any(seen), "at least one was stopped before the switch"
