"""`inspect`: any PDF held against GB/T 9704."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of
from campaign.cli.usage import stop


@main.command(help="公文体检：量一份 PDF，逐条说出与 GB/T 9704—2012 不合的地方。")
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
def inspect(file: Path, root: Path, profile: str, kind: str | None, form: str, marked: Path | None) -> None:
    from campaign import inspect as room

    own = root_of(root) / "plans" / "profiles" / f"{profile}.yaml"
    profile = str(own) if profile not in room.PROFILES and own.is_file() else profile

    if marked and marked.suffix.lower() not in (".pdf", ".png"):
        stop(f"--mark 的文件写成 .pdf 或 .png，不能是“{marked.name}”")
    try:
        report = room.inspect_pdf(file, profile, kind)
        if marked:
            room.mark(file, report, marked)
    except (room.Unreadable, room.ProfileFault) as fault:
        stop(str(fault))
    click.echo(report.as_json() if form == "json" else report.as_text())
    sys.exit(0 if report.ok else 1)
