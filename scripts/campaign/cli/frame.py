"""What every command has: the group they belong to, how it starts and ends, the options `--root` and dates, and how problems are shown."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

import campaign
from campaign.cli import usage
from campaign.cli.usage import INTERRUPTED, stop
from campaign.content import Content
from campaign.leaves.problems import Problem, has_errors

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default=True,
    envvar="PLANPRESS_ROOT",  # set by the command that `plan new site` puts beside the content
    help="内容文件夹（里面有 plans、docs、mkdocs.yml）",
)

DAY = click.DateTime(formats=["%Y-%m-%d"])


class _Commands(usage.CommandGroup):
    """The group of commands; what an operator got wrong ends in one Chinese sentence."""

    def invoke(self, ctx: click.Context) -> object:
        from campaign.pdf.engine import PrintFault
        from campaign.publish import PublishFault, why
        from campaign.workbooks.desk import DeskFault

        try:
            return super().invoke(ctx)
        except (PublishFault, PrintFault, DeskFault) as fault:
            stop(str(fault), INTERRUPTED if isinstance(fault.__context__, KeyboardInterrupt) else 1)
        except BrokenPipeError:
            sys.exit(1)
        except OSError as fault:
            if not fault.errno:
                raise
            stop(why(fault))
        except KeyboardInterrupt:
            stop("已中断", INTERRUPTED)


@click.group(cls=_Commands, help="方案通：把 YAML 方案做成网站、公文 PDF 和开放数据。")
@click.version_option(campaign.__version__, message="方案通 %(version)s", help="显示版本号")
def main() -> None:
    _end_in_order()
    # A command makes much and throws away little before it ends: looking for garbage after every 700 objects is a seventh of the time.
    gc.set_threshold(200_000, 20, 50)


def _end_in_order() -> None:
    """SIGTERM ends a command as Ctrl-C does, with what it has in the making put away; processes that help it just end."""
    if threading.current_thread() is not threading.main_thread():
        return
    ours = os.getpid()

    def end(_number: int, _frame: object) -> None:
        if os.getpid() != ours:
            os._exit(1)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def root_of(root: Path) -> Path:
    if not root.is_dir():
        stop(f"没有这个文件夹：{root}")
    return root.resolve()


def show(problems: Iterable[Problem], form: str = "text") -> None:
    problems = list(problems)
    if form == "json":
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
        return
    for problem in problems:
        click.echo(str(problem))


def summary(problems: Iterable[Problem]) -> str:
    kinds = [problem.severity for problem in problems]
    errors, warnings = kinds.count("error"), kinds.count("warning")
    return "没有发现问题" if not kinds else f"{errors} 处错误，{warnings} 处警告"


def sound(root: Path, advice: str = "先改正再印", within: tuple[str, ...] = ("",)) -> Content:
    """Content of a root without errors; with errors they are shown and the command ends. Only files whose names begin with one of `within` count."""
    from campaign.checks import look_over

    content, problems = look_over(root, date.today())
    problems = tuple(each for each in problems if each.path.startswith(within))
    if has_errors(problems):
        show(problems)
        stop(f"{summary(problems)}；{advice}")
    return content
