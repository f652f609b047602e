"""What comes in goes into files: their texts as they lie there, and changed ones written when they pass the check, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from campaign.cli.frame import summary
from campaign.cli.usage import stop
from campaign.leaves.problems import Problem, has_errors


def text_of(root: Path, path: str) -> str:
    """The text of a file of the content root, byte-order mark and line ends included; nothing for one that is not there."""
    return (root / path).read_bytes().decode() if (root / path).is_file() else ""


def show_on_error(problems: Iterable[Problem]) -> None:
    """Problems of a file that came in; errors end the command."""
    problems = list(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    if has_errors(problems):
        stop(f"{summary(problems)}；什么也没有写")


def keep(root: Path, texts: Mapping[str, str], in_place: bool) -> None:
    """Write changed files when they pass the check with everything else, all of them or none; or say how to."""
    from campaign.checks import look_over
    from campaign.publish import write_all

    _, problems = look_over(root, date.today(), edited=texts)
    show_on_error(each for each in problems if each.severity == "error")
    if not in_place:
        click.echo(f"要改的文件：{'、'.join(texts)}；加上 --in-place 才写")
        return
    write_all({root / path: text.encode() for path, text in texts.items()})
    click.echo(f"已改 {'、'.join(texts)}")
