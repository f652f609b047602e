"""Ctrl-C at any time, and a clock that stands before 1980: one Chinese sentence, nothing half written."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from campaign_samples import campaign_root
from docx import Document
from openpyxl import load_workbook

PROGRAM = Path(__file__).resolve().parent.parent / "scripts" / "plan.py"
MOMENTS = int(os.environ.get("MOMENTS", "1"))  # to be interrupted at, of each command; `make fuzz` takes 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = campaign_root(tmp_path_factory.mktemp("interrupted") / "content")
    (root / "plans/site.yaml").write_text("organisation: 甲医院\nas_of: 2026-11-21\n", encoding="utf-8")
    return root


def begun(command: Sequence[str | Path]) -> subprocess.Popen[str]:
    """A command in a process group of its own, as a terminal starts it: it hears SIGINT, whoever started these tests."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell, and handed on
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, PROGRAM, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


COMMANDS = {
    "build": ["build", "--out", "OUT/site", "--only", "site"],
    "prints": ["build", "--out", "OUT/site", "--jobs", "2"],
    "check": ["check"],
    "export": ["export", "c", "--to", "xlsx", "-o", "OUT/a.xlsx"],
    "pdf": ["pdf", "c", "-o", "OUT/a.pdf"],
    "new": ["new", "qa", "how-to"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_at_any_time_is_one_sentence_and_nothing_half_written(root: Path, tmp_path: Path, name: str) -> None:
    """Moments spread over the whole run, to all processes of the command at once."""

    def run(at: Path, wait: float | None) -> tuple[int, str, float]:
        content, out = shutil.copytree(root, at / "content"), at / "out"
        out.mkdir()
        command = [str(each).replace("OUT", str(out)) for each in COMMANDS[name]]
        start = time.monotonic()
        process = begun([*command, "--root", content])
        if wait is not None:
            time.sleep(wait)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=300)
        return process.returncode, "".join(said), time.monotonic() - start

    code, said, whole = run(tmp_path / "whole", None)
    assert code == 0, said
    wanted = tree(tmp_path / "whole" / "out")
    interrupted = 0
    for moment in range(1, MOMENTS + 1):
        at = tmp_path / str(moment)
        code, said, _ = run(at, 0.06 + whole * moment / (MOMENTS + 1))
        assert code in (0, 130), (moment, code, said)
        assert "Traceback" not in said and "Exception" not in said and "Aborted" not in said, said
        if code == 130:
            interrupted += 1
            assert len(re.findall("已中断", said)) == 1, said
        left = tree(at / "out")
        assert not left or (left.keys() == wanted.keys() and all(left.values())), (moment, sorted(left)[:5])
        for kept in (at / "content").rglob("*"):
            assert not re.match(r"\\.(content|site|[\\w-]+\\.ya?ml)-", kept.name), kept
        shutil.rmtree(at)
    assert interrupted


CLOCK = """
import runpy, sys, time
for name in ("time", "localtime", "gmtime"):
    real = getattr(time, name)
    now = time.time() - {back}
    setattr(time, name, (lambda: now) if name == "time" else (lambda at=None, real=real: real(now if at is None else at)))
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize(("record", "form"), [("c", "docx"), ("c", "xlsx")])
def test_a_clock_before_1980_makes_the_same_files(root: Path, tmp_path: Path, record: str, form: str) -> None:
    """A machine whose battery is empty starts in 1970; a ZIP cannot say that year, and no file of ours has to."""
    made = []
    for back in (0, int(time.time()) - 86_400 * 200):
        out = tmp_path / f"{back}.{form}"
        command = [
            sys.executable,
            "-c",
            CLOCK.format(back=back),
            str(PROGRAM),
            "export",
            record,
            "--to",
            form,
            "--root",
            str(root),
            "-o",
            str(out),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        made.append(out)
    assert made[0].read_bytes() == made[1].read_bytes()
    if form == "docx":
        assert Document(str(made[1])).paragraphs
    else:
        assert load_workbook(made[1]).sheetnames


def test_an_interruption_that_a_library_put_into_words_is_one_as_well() -> None:
    """pydantic, interrupted while a model is made, raises a SchemaError that only says KeyboardInterrupt."""
    from campaign.cli.usage import _interrupted
    from plan import interrupted

    for known in (interrupted, _interrupted):
        assert known(RuntimeError('Error building "literal" validator:\n  KeyboardInterrupt: '))
        assert not known(RuntimeError("no"))


def test_a_machine_without_the_packages_is_told_what_to_do() -> None:
    """No .venv, or a package gone from it: a sentence, no traceback."""
    done = subprocess.run([sys.executable, "-S", PROGRAM, "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"错误：还没有装好，缺少 Python 软件包 \w+；运行 make（.*\n", done.stderr), done.stderr
