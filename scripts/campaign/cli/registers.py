"""`numbers`, `archive`: the papers of an office, number after number and year after year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of
from campaign.cli.usage import stop


@main.command(
    help="发文字号：按代字和年份列出用过的号（方案、督办、通报和手工登记的），说出空着的号、重复的号和下一个号；有重号时退出码为 1。登记簿用 plan pdf outgoing-年份、incoming-年份 印。"
)
@ROOT
@click.option("--year", type=click.IntRange(1900, 9999), help="只列这一年")
@click.option("--next", "word", metavar="代字", help="只说这个代字的下一个号，如 示医院发")
def numbers(root: Path, year: int | None, word: str | None) -> None:
    from campaign.checks import look_over
    from campaign.views.numbers import registers, twice

    content, problems = look_over(root_of(root), date.today())
    read = {each.path for each in content.sources.values()}
    for path in sorted({each.path for each in problems if each.severity == "error"} - read):
        click.echo(f"{path} 有错误，没有算进去（plan check 列出）", err=True)
    found = [each for each in registers(content) if year in (None, each.year)]
    if word:
        now = year or content.as_of.year
        own = next((each for each in found if (each.word, each.year) == (word, now)), None)
        click.echo(own.next if own else f"{word}〔{now}〕1号")
        return
    if not found:
        click.echo(f"{f'{year}年' if year else ''}还没有写成 ×发〔2026〕1号 的文号")
    for each in found:
        click.echo(f"{each.word}〔{each.year}〕，用了 {len(each.used)} 个，下一个是 {each.next}")
        for paper in each.used:
            click.echo(f"  {paper.number}号　{paper.title}（{paper.place}）")
        if each.missing:
            click.echo(f"  没有用到（或者用在没有收录的文件上）：{each.gaps_said}号，共 {each.missing} 个")
    again = [pair for pair in twice(content) if year in (None, pair[0].year)]
    for first, other in again:
        click.echo(f"重号：{first.written}　{first.place}，{other.place}", err=True)
    if again:
        stop(f"{len(again)} 个号用在两份文件上")


@main.command(
    help="归档：一年的收发文装成一册 PDF/A-3b，前面是归档文件目录，每一件的首页盖归档章，方案和目录的数据带在文件里。只收写了 filing（保管期限）的；别处来的 PDF 按图片收入，并且说出来。"
)
@click.argument("year", metavar="年份", type=click.IntRange(1900, 9999))
@ROOT
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="输出文件，不写即 archive-年份.pdf"
)
def archive(year: int, root: Path, output: Path | None) -> None:
    from campaign.build.archive import archived
    from campaign.cli.singly import content_for
    from campaign.publish import write

    content = content_for(root_of(root), f"outgoing-{year}")
    made = archived(root_of(root), content, year)
    for note in made.notes:
        click.echo(note, err=True)
    target = output or Path(f"archive-{year}.pdf")
    write(target, made.pdf)
    click.echo(f"已归档 {made.pieces} 件：{target}")
