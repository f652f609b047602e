"""The commands as a clerk types them: exit codes, sentences, and nothing half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from campaign.cli import main

ROOT = Path(__file__).resolve().parent.parent
PLAN = "id: p\ntitle: 方案\nperiod: {start: 2026-01-01, end: 2026-12-31}\ntasks: [{id: t, number: 1., title: 核对床头卡, due: 2026-12-01}]\n"


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content root with one plan and nothing else."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "p.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plans" / "site.yaml").write_text("as_of: 2026-11-21\n", encoding="utf-8")
    return tmp_path


def test_check_says_nothing_is_wrong(root: Path) -> None:
    result = plan("check", "--root", root)
    assert (result.exit_code, result.output) == (0, "没有发现问题\n")


def test_check_names_all_problems_and_fails(root: Path) -> None:
    (root / "plans" / "q.yaml").write_text("id: q\ntitel: 错\n", encoding="utf-8")
    result = plan("check", "--root", root)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "plans/q.yaml:1:1: 错误[missing] 缺少必填项“title”（标题）；加一行 title: …",
        "plans/q.yaml:2:1: 错误[unknown-key] 不认识的项“titel”；是不是“title”？",
        "2 处错误，0 处警告",
    ]


def test_check_as_json(root: Path) -> None:
    (root / "plans" / "q.yaml").write_text("id: q\ntitle: 好\ndate: 2026-02-30\n", encoding="utf-8")
    result = plan("check", "--root", root, "--format", "json")
    (problem,) = json.loads(result.output)
    assert (result.exit_code, problem["path"], problem["line"], problem["severity"], problem["code"]) == (
        1,
        "plans/q.yaml",
        3,
        "error",
        "bad-date",
    )


def test_strict_takes_warnings_seriously(root: Path) -> None:
    (root / "plans" / "q.yaml").write_text("id: q\ntitle: 好\npreamble: 到20xx年底。\n", encoding="utf-8")
    assert plan("check", "--root", root).exit_code == 0
    assert plan("check", "--root", root, "--strict").exit_code == 1


def test_a_folder_that_is_not_there() -> None:
    result = plan("check", "--root", "/no/such/folder")
    assert (result.exit_code, result.output) == (1, "错误：没有这个文件夹：/no/such/folder\n")


def test_build_a_small_root(root: Path) -> None:
    result = plan("build", "--root", root)
    assert result.exit_code == 0, result.output
    site = root / "site"
    assert (site / "plans/p/index.html").is_file()
    assert (site / "plans/p/p.pdf").read_bytes().startswith(b"%PDF-")
    catalog = json.loads((site / "data/catalog.json").read_text(encoding="utf-8"))
    assert [(each["id"], each["tasks"]) for each in catalog["plans"]] == [("p", 1)]
    assert sorted(path.name for path in root.iterdir()) == [".build", "plans", "site"]


def test_building_twice_gives_the_same_bytes(root: Path) -> None:
    def bytes_of(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name not in ("sitemap.xml", "sitemap.xml.gz")
        }

    assert plan("build", "--root", root, "--out", root / "one").exit_code == 0
    assert plan("build", "--root", root, "--out", root / "two").exit_code == 0
    assert bytes_of(root / "one") == bytes_of(root / "two")


def test_errors_leave_the_old_site_alone(root: Path) -> None:
    assert plan("build", "--root", root, "--only", "site").exit_code == 0
    before = (root / "site" / "index.html").read_bytes()
    (root / "plans" / "p.yaml").write_text("id: p\n", encoding="utf-8")
    result = plan("build", "--root", root)
    assert result.exit_code == 1
    assert "没有生成，原来的网站没有改动" in result.output
    assert (root / "site" / "index.html").read_bytes() == before


def test_build_refuses_to_replace_something_else(root: Path) -> None:
    (root / "other").mkdir()
    (root / "other" / "letter.txt").write_text("keep", encoding="utf-8")
    result = plan("build", "--root", root, "--out", root / "other")
    assert result.exit_code == 1
    assert (root / "other" / "letter.txt").read_text(encoding="utf-8") == "keep"
    assert plan("build", "--root", root, "--out", root).exit_code == 1


def test_as_of_moves_the_day(root: Path) -> None:
    assert plan("build", "--root", root, "--only", "site", "--as-of", "2026-12-02").exit_code == 0
    assert json.loads((root / "site/data/catalog.json").read_text(encoding="utf-8"))["as_of"] == "2026-12-02"
    assert "逾期" in (root / "site/plans/p/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["plan", "campaign"])
def test_what_new_writes_passes_the_check(tmp_path: Path, kind: str) -> None:
    assert plan("new", kind, "my-work", "--root", tmp_path).exit_code == 0
    assert plan("check", "--root", tmp_path, "--strict").output == "没有发现问题\n"
    assert (tmp_path / "plans/schemas/plan.schema.json").is_file()
    again = plan("new", kind, "my-work", "--root", tmp_path)
    assert (again.exit_code, again.output) == (1, "错误：plans/my-work.yaml 已经有了，没有改动\n")


def test_new_refuses_a_path(tmp_path: Path) -> None:
    result = plan("new", "plan", "../evil", "--root", tmp_path)
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_pdf_of_a_plan_and_of_nothing(root: Path) -> None:
    target = root / "out.pdf"
    assert plan("pdf", "p", "--root", root, "-o", target).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-")
    result = plan("pdf", "nobody", "--root", root, "-o", root / "none.pdf")
    assert result.exit_code == 1
    assert result.output.startswith("错误：没有编号为“nobody”的方案、单位、会议")
    assert not (root / "none.pdf").exists()


def test_export_json(root: Path) -> None:
    result = plan("export", "p", "--root", root, "--to", "json")
    assert json.loads(result.output)["counts"]["tasks"] == 1


def test_publish_whole_or_not_at_all(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = tmp_path_factory.mktemp("shelf")
    assert plan("publish", shelf / "www", "--root", root).exit_code == 1
    assert not (shelf / "www").exists()
    assert plan("build", "--root", root).exit_code == 0
    assert plan("publish", shelf / "www", "--root", root).exit_code == 0
    assert (shelf / "www" / "index.html").is_file()
    assert [path.name for path in shelf.iterdir()] == ["www"]


def test_inspect_of_what_is_no_pdf(root: Path) -> None:
    result = plan("inspect", root / "plans" / "p.yaml")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.output.startswith("错误：")


def test_a_marked_copy_is_a_pdf_or_a_picture(root: Path, tmp_path: Path) -> None:
    result = plan("inspect", root / "plans" / "p.yaml", "--mark", tmp_path / "圈.docx")
    assert result.exit_code == 1
    assert result.output == "错误：--mark 的文件写成 .pdf 或 .png，不能是“圈.docx”\n"
    assert list(tmp_path.glob("圈*")) == []


def test_why_a_file_cannot_be_written_is_said_in_chinese(root: Path) -> None:
    result = plan("export", "p", "--root", root, "--to", "json", "-o", root / "plans" / "p.yaml" / "x.json")
    assert result.exit_code == 1
    assert result.output == f"错误：读写文件出错：{root / 'plans' / 'p.yaml'} 已有同名的文件\n"


def test_schemas_in_the_repository_are_the_models() -> None:
    from campaign.schemas import schema_files

    folder = ROOT / "plans" / "schemas"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == dict(schema_files())


def test_every_content_file_names_its_schema() -> None:
    for path in sorted((ROOT / "plans").rglob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("=")[2]).resolve().is_file(), path


def test_the_readme_describes_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        if command.hidden:
            continue
        assert f"plan {name}" in readme, f"README says nothing of plan {name}"
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option not in ("--help", "--root"):
                    assert option in readme, f"README says nothing of plan {name} {option}"


def test_extremes_are_built(tmp_path: Path) -> None:
    """A plan of a title only, one of three hundred tasks, one with a title of sixty characters."""
    (tmp_path / "plans").mkdir()
    title = "关于进一步加强全市各级各类医疗机构门诊预约诊疗日间手术和急诊急救服务质量管理持续改善人民群众看病就医感受的三年行动实施方案"
    assert len(title) >= 60
    tasks = "".join(
        f"  - {{id: t{number}, number: {number}., title: 第{number}件事, text: 核对、登记、公示。}}\n"
        for number in range(1, 301)
    )
    files = {
        "bare": "title: 只有标题的方案\n",
        "many": f"title: 三百项任务的方案\ntasks:\n{tasks}",
        "long": f"title: {title}\n",
    }
    for name, text in files.items():
        (tmp_path / "plans" / f"{name}.yaml").write_text(f"id: {name}\n{text}", encoding="utf-8")
    result = plan("build", "--root", tmp_path)
    assert result.exit_code == 0, result.output
    for name in files:
        assert (tmp_path / f"site/plans/{name}/{name}.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "site/plans/many/index.html").read_text(encoding="utf-8").count('id="task-t') == 300


WRONG = (
    (("chek",), "没有“chek”这个命令，是不是 check？"), (("check", "--rot", "x"), "没有 --rot 这个选项，是不是 --root、--format？"),
    (("pdf",), "没有写“编号”"), (("pdf", "a", "b"), "多写了“b”"), (("check", "--root"), "--root 后面要写上值"), (("check", "--strict=1"), "--strict 后面不写值"),
    (("build", "--only", "xx"), "--only 不能是“xx”，可以写：site、pdf、exports"), (("new", "nothing", "x"), "“种类”不能是“nothing”，可以写：update、"),
    (("build", "--as-of", "2026-02-31"), "--as-of 不能是“2026-02-31”，日期写成 2026-11-21 这样"), (("serve", "--port", "0"), "--port 要写整数，1 到 65535"),
    (("publish", "x", "--keep", "x"), "--keep 要写整数，最小 2"), (("verify", "no-such"), "“目的地或PDF”不对：没有这个文件或文件夹 no-such"),
    (("verify", str(ROOT), "--in", str(ROOT / "README.md")), "--in 不对：这是一个文件，不是文件夹"), (("pdf", "x", "-o", str(ROOT)), "--output 不对：这是一个文件夹"),
    (("--nothing",), "没有 --nothing 这个选项"),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=lambda each: " ".join(each) if isinstance(each, tuple) else None)
def test_a_command_typed_wrong_ends_in_one_chinese_sentence(typed: tuple[str, ...], said: str) -> None:
    result = plan(*typed)
    assert result.exit_code == 2
    assert result.output.startswith(f"错误：{said}")
    assert result.output.count("\n") == 1
    rest = re.sub(r"plan|main|--?[\w-]+", "", result.output.partition("；用法见")[0])
    assert not re.search(r"[A-Z][a-z]+ ", rest), rest  # no sentence of click's


def test_every_command_has_root_and_help_in_chinese() -> None:
    for name, command in main.commands.items():
        assert "--root" in {option for each in command.params for option in each.opts}, name
        for option in ("-h", "--help"):
            result = plan(name, option)
            assert result.exit_code == 0
            assert not re.search(r"Usage|Options|Show this|default|INTEGER|PATH|TEXT", result.output), result.output
    assert plan("-h").output == plan("--help").output
    assert not re.search(r"Usage|Options|Commands|Show this|COMMAND", plan("-h").output)


def test_what_nobody_foresaw_is_one_sentence_and_a_log(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen with a fault put into the program itself: no traceback, exit code 1, and the particulars in a file of our own."""
    import campaign.build.made

    def broken(*_: object, **__: object) -> None:
        raise TypeError("only the log says this")

    monkeypatch.setattr(campaign.build.made, "look_over", broken)
    result = plan("check", "--root", root)
    found = re.fullmatch(
        r"错误：程序出了没有料到的错（TypeError），没有做完；经过记在 (\S+)，请把它交给维护的人\n", result.output
    )
    assert (result.exit_code, bool(found)) == (1, True), result.output
    assert found
    log = Path(found[1])
    assert "only the log says this" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0
    log.unlink()
