"""`month-end`: what an office of publicity does once a month, in one go."""

from __future__ import annotations

from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of, sound
from campaign.cli.usage import stop


@main.command(
    "month-end",
    help="结一个月：谁还欠什么、分科室的催报、月报周报简报总结（PDF 和 Word）、海报和简报的长图、报上级的清单，写进一个新文件夹。",
)
@click.argument("campaign", metavar="[活动编号]", required=False)
@ROOT
@click.option("--month", metavar="2026-10", help="哪一个月，不写即刚过完的一个月")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="新文件夹，或空文件夹"
)
def month_end(campaign: str | None, root: Path, month: str | None, output: Path) -> None:
    from campaign.build import month as room
    from campaign.publish import write_all

    root = root_of(root)
    if output.is_dir() and any(output.iterdir()):
        stop(f"{output} 里已有文件，没有动；换一个空文件夹，免得新旧混在一起")
    content = sound(root, "先改正再结月")
    try:
        found = room.chosen(content, room.campaign_of(content, campaign), month)
        parcel = room.parcel(root, content, found)
    except room.MonthFault as fault:
        stop(str(fault))
    write_all({output / name: raw for name, raw in parcel.files.items()})
    owing = "、".join(each.unit.short for each in found.owing if each.late)
    click.echo(
        f"{found.plan.name}{found.name}：{f'欠交的有{owing}' if owing else '没有欠交的'}；媒体报道 {len(found.reports)} 篇"
    )
    for sentence in parcel.lacking:
        click.echo(f"  {sentence}")
    click.echo(f"已写出 {output}，{len(parcel.files)} 个文件")
