"""`publish`, `rollback`, `verify`: the folder of a web server."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of, show, sound, summary
from campaign.cli.usage import stop
from campaign.leaves.problems import has_errors


@main.command(
    help="把生成好的网站放到网页服务器的文件夹：先查链接、数目、PDF，再一步换上，读者看到的总是完整的一版；以前的几版留着，可以退回。"
)
@click.argument("dest", metavar="目的地")
@ROOT
@click.option("--list", "only_list", is_flag=True, help="只列出留着的版本，哪一版正在用")
@click.option("--keep", type=click.IntRange(2), default=5, show_default=True, help="留几版，正在用的也算")
@click.option("--adopt", is_flag=True, help="那里是第一版发布的网站，没有标记：接管一次")
@click.option(
    "--if-due",
    is_flag=True,
    help="定时任务用：有动态到了公开或失效的日子，或者过了一天，才重新生成并发布，说清发布了什么；没有就不动。内容有错误时不发布，退出码为 1",
)
def publish(dest: str, root: Path, only_list: bool, keep: int, adopt: bool, if_due: bool) -> None:
    from campaign import publish as room

    root = root_of(root)
    place = room.destination(dest, root)
    if if_due and not _made_anew(root, place, dest):
        return
    if only_list:
        for version, shown in room.listed(place):
            click.echo(f"{version}{'  ← 正在用' if shown else ''}")
        if sentence := room.left_behind(place):
            click.echo(sentence)
        return
    version = room.publish(root / "site", place, datetime.now(), adopt=adopt, keep=keep, say=click.echo)
    click.echo(f"已发布到 {dest}：{version}")


def _made_anew(root: Path, place: Path, dest: str) -> bool:
    """Build the site when something has come due, and say what; False when nothing has. Errors are shown and end the command."""
    from campaign.build import due, recipe

    content = sound(root, f"没有发布，{dest} 没有动")
    reasons = due.reasons(content, place)
    if not reasons:
        click.echo("，".join(filter(None, ("没有到点要发布的", due.upcoming(content)))))
        return False
    problems = recipe.build(root, root / "site", date.today(), jobs=os.cpu_count() or 1, say=lambda _: None)
    if has_errors(problems):
        show(problems)
        stop(f"{summary(problems)}；没有发布，{dest} 没有动")
    for each in reasons:
        click.echo(each)
    return True


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
