"""`inspect`: any PDF held against GB/T 9704."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of
from campaign.cli.usage import stop


@main.command(
    help="公文体检：量一份 PDF 或 Word 文件（docx），逐条说出与 GB/T 9704—2012 不合的地方；Word 文件可以另存一份改好格式的，文字不动。"
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@ROOT
@click.option(
    "--profile",
    default="gb9704",
    show_default=True,
    help="按哪套数值检查，名称（内容文件夹 plans/profiles 里的也行）或 YAML 文件",
)
@click.option(
    "--kind",
    type=click.Choice(["document", "letter", "order", "minutes"]),
    help="公文种类：文件、信函、命令、纪要；一份版式文件管四种",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式"
)
@click.option("--mark", "marked", type=click.Path(path_type=Path, dir_okay=False), help="另存一份圈出问题的 PDF 或 PNG")
@click.option("--fix", "fixed", type=click.Path(path_type=Path, dir_okay=False), help="Word 文件另存一份改好格式的")
def inspect(
    file: Path, root: Path, profile: str, kind: str | None, form: str, marked: Path | None, fixed: Path | None
) -> None:
    from campaign import inspect as room

    own = root_of(root) / "plans" / "profiles" / f"{profile}.yaml"
    profile = str(own) if profile not in room.PROFILES and own.is_file() else profile

    word = file.suffix.lower() in (".docx", ".docm")
    if fixed and (not word or fixed.resolve() == file.resolve() or fixed.suffix.lower() != ".docx"):
        stop("--fix 只用于 Word 文件，另写一个 .docx 文件名，不写回原来的文件")
    if marked and word:
        stop("--mark 只用于 PDF")
    if marked and marked.suffix.lower() not in (".pdf", ".png"):
        stop(f"--mark 的文件写成 .pdf 或 .png，不能是“{marked.name}”")
    try:
        if word:
            _word(file, profile, kind, form, fixed)
        report = room.inspect_pdf(file, profile, kind)
        if marked:
            room.mark(file, report, marked)
    except (room.Unreadable, room.ProfileFault) as fault:
        stop(str(fault))
    click.echo(report.as_json() if form == "json" else report.as_text())
    sys.exit(0 if report.ok else 1)


def _word(file: Path, profile: str, kind: str | None, form: str, fixed: Path | None) -> None:
    """Inspect a Word file, write the copy put right when one is asked for, and end the command."""
    from campaign import inspect as room
    from campaign.inspect import word
    from campaign.publish import write

    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise room.Unreadable(f"读不了“{file.name}”") from fault
    standard = room.profile(profile)
    standard = standard.of_kind(kind) if kind else standard
    report = word.inspect_docx(raw, file.name, standard)
    click.echo(report.as_json() if form == "json" else report.as_text())
    if fixed:
        write(fixed, word.put_right(raw, file.name, standard))
        click.echo(f"已改好 {fixed}：只动了格式，文字没有动，自动编号还是自动编号", err=form == "json")
    sys.exit(0 if report.ok else 1)
