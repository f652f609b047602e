"""`new`: one file that can be filled in, an entry of a file, or a whole content root."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.frame import ROOT, main, root_of, sound
from campaign.cli.usage import stop
from campaign.kinds import KINDS

if TYPE_CHECKING:
    from campaign.scaffold.site import Office

NEW = {each.key: each for each in sorted((each for kind in KINDS for each in kind.begun), key=lambda each: each.place)}


@main.command(
    help="新建一份可以照着填的文件，建好就能通过检查。种类："
    + "、".join(f"{key} {each.title}" for key, each in NEW.items())
    + "；site 一个单位的全套内容：编号处写一个空文件夹，用 --name 写明单位。"
)
@click.argument("kind", metavar="种类", type=click.Choice([*NEW, "site"]))
@click.argument("record_id", metavar="编号")
@ROOT
@click.option("--campaign", help="投稿、媒体报道登记到哪个活动，只有一个在办时可不写")
@click.option(
    "--from",
    "upper",
    metavar="上位方案编号",
    help="新方案承接哪一份（只用于 plan）：它的任务和指标都列好，写上谁负责、什么时候完成",
)
@click.option("--name", help="单位全称（只用于 site，下同）")
@click.option("--level", help="层级：省、市、县、乡镇，不写就按名称猜")
@click.option("--tier", help="医院等级、等次：三级、三甲、二乙 …")
@click.option("--url", help="网站将来的网址")
@click.option(
    "--units",
    help="科室名单：txt、csv、xlsx，一行一个或用顿号隔开，写 - 就从键盘粘贴（粘完按 Ctrl-D）",
)
def new(
    kind: str,
    record_id: str,
    root: Path,
    campaign: str | None,
    upper: str | None,
    name: str | None,
    level: str | None,
    tier: str | None,
    url: str | None,
    units: str | None,
) -> None:
    from campaign.checks import look_over
    from campaign.scaffold import ScaffoldFault, create, create_entry, keep
    from campaign.scaffold.lower import draft_lower
    from campaign.scaffold.site import Office

    if upper is not None and kind != "plan":
        stop("--from 只用于 plan")

    if kind == "site":
        if campaign is not None:
            stop("--campaign 不用于 site")
        _new_site(Path(record_id), Office(name or "", level or "", tier or "", url or ""), units)
        return
    if given := [
        f"--{key}"
        for key, value in (("name", name), ("level", level), ("tier", tier), ("url", url), ("units", units))
        if value
    ]:
        stop(f"{'、'.join(given)} 只用于 site")
    root = root_of(root)
    entries = [key for key, each in NEW.items() if each.fresh == "entry"]
    if campaign is not None and kind not in entries:
        stop(f"--campaign 只用于 {' 和 '.join(entries)}")
    try:
        if upper is not None:
            path = keep(root, draft_lower(root, record_id, sound(root, "先改正再新建"), upper))
        elif kind in entries:
            path = create_entry(
                root,
                kind,
                record_id,
                sound(root, "先改正再新建", ("plans/registry/", "plans/campaign-data/")),
                campaign,
            )
        else:
            path = create(
                root,
                kind,
                record_id,
                date.today(),
                look_over(root, date.today())[0],
            )
    except ScaffoldFault as fault:
        stop(str(fault))
    click.echo(f"已建好 {path}，填好后运行 plan check")


def _new_site(folder: Path, office: Office, units: str | None) -> None:
    """A whole content root, with the departments of a list; the list as it was understood is shown to be looked through."""
    from campaign.doctor import PROGRAM
    from campaign.leaves import limits
    from campaign.scaffold import ScaffoldFault
    from campaign.scaffold.departments import Departments, ListFault, read
    from campaign.scaffold.site import begin, confirmation

    try:
        listed = Departments()
        if units:
            if units != "-" and not Path(units).is_file():
                stop(f"没有这个文件：{units}")
            with click.open_file(units, "rb") as file:
                raw = file.read(limits.MAX_BYTES + 1)
            listed = read("粘贴的名单" if units == "-" else Path(units).name, raw, office.name.strip())
        begin(folder, office, listed, date.today(), PROGRAM)
    except (ScaffoldFault, ListFault) as fault:
        stop(str(fault))
    for line in confirmation(listed):
        click.echo(line)
    place = folder.resolve()
    click.echo(
        f"已建好 {place}：{office.name.strip()}，{len(listed.found)} 个科室。类别不对的，改 plans/registry/units.yaml"
    )
    click.echo(f"接着运行 {place / 'plan'} serve，边看边填；要先做哪几件，写在 {place / 'README.md'}")
