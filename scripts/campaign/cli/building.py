"""`doctor`, `check`, `build`, `serve`, `schemas`: the whole of a content root."""

from __future__ import annotations

import errno
import os
import socket
import sys
from datetime import date, datetime
from pathlib import Path

import click

from campaign.cli.frame import DAY, ROOT, main, root_of, show, summary
from campaign.cli.usage import stop
from campaign.leaves.problems import has_errors

PRIVILEGED = 1024  # ports below are the administrator's


@main.command(help="这台机器还缺什么（字体、系统库、测试用的浏览器），怎样补上。")
@ROOT
def doctor(root: Path) -> None:
    from campaign import doctor as room

    findings = room.examine(root_of(root))
    click.echo(room.report(findings))
    sys.exit(0 if room.healthy(findings) else 1)


@main.command(help="检查全部内容，列出每一处问题：文件、行、列、原因和改法。有错误时退出码为 1。")
@ROOT
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式"
)
@click.option("--strict", is_flag=True, help="有警告也算不通过")
def check(root: Path, form: str, strict: bool) -> None:
    from campaign.build.made import checked

    problems = checked(root_of(root), date.today())
    show(problems, form)
    if form == "text":
        click.echo(summary(problems))
    sys.exit(1 if has_errors(problems) or (strict and problems) else 0)


@main.command(help="检查后生成网站、全部 PDF 和开放数据；有错误时什么也不改动。")
@ROOT
@click.option("--out", metavar="文件夹", help="放到哪个文件夹，不写即内容文件夹下的 site")
@click.option("--as-of", "as_of", type=DAY, help="数据截至日期，不写即按 plans/site.yaml")
@click.option("--only", type=click.Choice(["site", "pdf", "exports"]), help="只做一部分")
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="处理器个数", help="同时印几份"
)
@click.option("--adopt", is_flag=True, help="原来的是第一版生成的网站，没有标记：接管一次")
@click.option(
    "--keep-going",
    is_flag=True,
    help="有错误也生成其余的：有错的文件不收录，印不成的文件用一页说明代替，最后说清缺了什么，退出码为 1",
)
@click.option(
    "--bundle", is_flag=True, help="另把整站打成一个 zip（offline/site.zip），网页下面有下载，解开放进 U 盘就能看、能搜"
)
def build(
    root: Path,
    out: str | None,
    as_of: datetime | None,
    only: str | None,
    jobs: int,
    adopt: bool,
    keep_going: bool,
    bundle: bool,
) -> None:
    from campaign.build import recipe
    from campaign.publish import destination

    root = root_of(root)
    target = destination(out or root / "site", root, ("plans", "docs"))
    problems = recipe.build(
        root,
        target,
        date.today(),
        as_of=as_of.date() if as_of else None,
        only=only,
        jobs=jobs,
        adopt=adopt,
        keep_going=keep_going,
        bundle=bundle,
        say=click.echo,
    )
    show(problems)
    if has_errors(problems) and not keep_going:
        stop(f"{summary(problems)}；没有生成，原来的网站没有改动")
    if has_errors(problems):
        errors = [each for each in problems if each.severity == "error"]
        lost = dict.fromkeys(each.path for each in errors)
        stop(f"生成了 {target.name}/index.html，但少了有错误的 {len(lost)} 处：{'、'.join(lost)}")
    click.echo(f"完成：{target.name}/index.html（{summary(problems)}）")


@main.command(help="边改边看：保存 YAML 或 Markdown，浏览器里立刻更新。")
@ROOT
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def serve(root: Path, port: int) -> None:
    _serve(root_of(root), port)


@main.command(help="在浏览器里登记，边改边看。文件夹是空的或者还没有，就先在浏览器里建起单位、科室、媒体和第一个活动。")
@click.argument("folder", metavar="[文件夹]", type=click.Path(path_type=Path, file_okay=False), required=False)
@ROOT
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def edit(folder: Path | None, root: Path, port: int) -> None:
    click.echo(f"在浏览器里打开 http://127.0.0.1:{port}/edit/ ；不用了按 Ctrl-C")
    _serve((folder or root_of(root)).resolve(), port)


def _serve(root: Path, port: int) -> None:
    from mkdocs_hooks import serve_site

    try:
        serve_site(root, port)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            stop(f"端口 {port} 已经有程序在用，多半是没有关的预览；关掉它，或者换一个端口：--port {_another(port)}")
        if fault.errno == errno.EACCES and port < PRIVILEGED:
            stop(f"端口 {port} 只有管理员能用；换一个端口：--port 8000")
        raise


def _another(port: int) -> int:
    """A port that nobody listens at, near this one where there is one."""

    def free(near: int) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", near)) != 0

    return next(filter(free, range(port + 1, min(port + 100, 65536))), 8000)


@main.command(hidden=True, help="重写 plans/schemas 里的 JSON Schema（改了数据模型之后）。")
@ROOT
def schemas(root: Path) -> None:
    from campaign.publish import write
    from campaign.schemas import schema_files

    for name, raw in schema_files().items():
        write(root_of(root) / "plans" / "schemas" / name, raw)
        click.echo(f"plans/schemas/{name}")
