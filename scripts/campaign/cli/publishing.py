"""`publish`, `rollback`, `verify`: the folder of a web server."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of


@main.command(
    help="把生成好的网站放到网页服务器的文件夹：先查链接、数目、PDF，再一步换上，读者看到的总是完整的一版；以前的几版留着，可以退回。"
)
@click.argument("dest", metavar="目的地")
@ROOT
@click.option("--list", "only_list", is_flag=True, help="只列出留着的版本，哪一版正在用")
@click.option("--keep", type=click.IntRange(2), default=5, show_default=True, help="留几版，正在用的也算")
@click.option("--adopt", is_flag=True, help="那里是第一版发布的网站，没有标记：接管一次")
def publish(dest: str, root: Path, only_list: bool, keep: int, adopt: bool) -> None:
    from campaign import publish as room

    root = root_of(root)
    place = room.destination(dest, root)
    if only_list:
        for version, shown in room.listed(place):
            click.echo(f"{version}{'  ← 正在用' if shown else ''}")
        if sentence := room.left_behind(place):
            click.echo(sentence)
        return
    version = room.publish(root / "site", place, datetime.now(), adopt=adopt, keep=keep, say=click.echo)
    click.echo(f"已发布到 {dest}：{version}")


@main.command(help="退回发布的前一版，一步换上；--to 指定退到第几版。")
@click.argument("dest", metavar="目的地")
@ROOT
@click.option("--to", "number", type=click.IntRange(1), help="第几版，不写即前一版")
def rollback(dest: str, root: Path, number: int | None) -> None:
    from campaign import publish as room

    version = room.rollback(room.destination(dest, root_of(root)), number, say=click.echo)
    click.echo(f"已退回，现在是{version}")


@main.command(
    help="查发布的文件夹和发布时是不是一样：逐个文件比对，再查链接、数目和 PDF；给一份 PDF，就查它是不是从这里发布的、有没有改动、出自哪一版。"
)
@click.argument("target", metavar="目的地或PDF", type=click.Path(path_type=Path, exists=True))
@ROOT
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="和哪个发布的文件夹比对，不写即内容文件夹下的 site",
)
def verify(target: Path, root: Path, folder: Path | None) -> None:
    from campaign import publish as room

    if target.is_file():
        known, sentence = room.provenance(target, folder or root_of(root) / "site")
        click.echo(sentence)
        sys.exit(0 if known else 1)
    if sentence := room.left_behind(target):
        click.echo(sentence)
    wrong = room.looked_over(target)
    for each in wrong:
        click.echo(each)
    click.echo(f"{len(wrong)} 处不对" if wrong else "和发布时一样，链接、数目、PDF 都没有问题")
    sys.exit(1 if wrong else 0)
