"""What an office of publicity does: `month-end` once a month, 投稿单 that come in by `import`, `reply` to a department,
`tidy` what was pasted into a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of, show, sound, summary
from campaign.cli.keeping import keep, text_of
from campaign.cli.usage import stop
from campaign.leaves.problems import has_errors


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


@main.command(
    help="写一段可以抄给科室的回复：收到、采用、择优上报、上级采用，照台账里这篇稿件走到的一步；加 --back 写明理由，就是退回。"
)
@click.argument("story_id", metavar="稿件编号")
@ROOT
@click.option("--campaign", metavar="活动编号", help="几个活动里有同一个编号时写明")
@click.option("--back", metavar="理由", default="", help="退回的理由")
def reply(story_id: str, root: Path, campaign: str | None, back: str) -> None:
    from campaign.views.replies import reply as worded

    content = sound(root_of(root), "先改正再回复")
    found = [
        (content.plans[held.campaign or ""], story)
        for held in content.publicity.values()
        if campaign in (None, held.campaign)
        for story in held.submissions
        if story.id == story_id
    ]
    if not found:
        stop(f"台账里没有编号为“{story_id}”的稿件")
    if len(found) > 1:
        stop(f"“{story_id}”在几个活动里都有，用 --campaign 写明：{'、'.join(plan.id for plan, _ in found)}")
    click.echo(worded(content, *found[0], back))


@main.command(
    help="把手写网页里从 Word、网页贴来的正文理好：一行一段，1、• 一、成为列表和小标题，看不见的字符去掉；栏目不动。不加 --in-place 只说要改什么。"
)
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@ROOT
@click.option("--in-place", is_flag=True, help="写回文件")
def tidy(files: tuple[Path, ...], root: Path, in_place: bool) -> None:
    from campaign.texts.markdown import FRONT_MATTER
    from campaign.texts.typed import tidied

    root = root_of(root).resolve()
    texts: dict[str, str] = {}
    for file in files:
        path = next((each for each in (root / file, file.resolve()) if each.is_file()), file)
        if path.suffix != ".md" or not path.is_file() or not path.resolve().is_relative_to(root):
            stop(f"没有这个文件：{file}；写 docs 里一份 .md 文件的路径")
        name = path.resolve().relative_to(root).as_posix()
        text = text_of(root, name)
        head = FRONT_MATTER.match(text)
        made = tidied(text[head.end() :] if head else text)
        after = f"{text[: head.end()]}\n\n{made.text}" if head else made.text
        if after != text:
            texts[name] = after
        click.echo(f"{name}：{('；'.join(made.notes) or '一行成为一段') if after != text else '没有要理的'}")
    if texts:
        keep(root, texts, in_place)


def folder_of(folder: Path) -> list[tuple[str, bytes]]:
    """The files of a folder and of the folders in it, as (path in it, bytes), without those that an office program keeps for itself."""
    from campaign.leaves import limits

    read: list[tuple[str, bytes]] = []
    for path in sorted([*folder.iterdir(), *folder.glob("*/*")]):
        if path.is_file() and not path.name.startswith(("~$", ".")):
            with path.open("rb") as opened:
                read.append((path.relative_to(folder).as_posix(), opened.read(limits.MAX_BYTES + 1)))
    return read


def import_slips(
    root: Path, files: Sequence[tuple[str, bytes]], output: Path | None, in_place: bool, campaign: str | None
) -> None:
    """投稿单 and their pictures: told, and with `in_place` put into the ledger with their texts; `output` takes the replies. Exit 1 when one goes back."""
    from campaign.checks import look_over
    from campaign.importers import intake
    from campaign.importers.desk_files import merge
    from campaign.publish import write_all

    content = sound(root, "先改正再登记")
    made = intake.take(files, content, date.today(), campaign)
    if made is None:
        stop("看不出登记到哪个活动；用 --campaign 写明")
    for taken in made.taken:
        name = content.registry.name(taken.story.unit)
        click.echo(f"{taken.source}：{name}《{taken.story.title}》，{taken.story.id} 号，图片 {len(taken.pictures)} 张")
        for note in taken.notes:
            click.echo(f"  {note}")
    for back in made.returned:
        click.echo(f"{back.source}：退回，{'；'.join(back.reasons)}")
    if made.unused:
        click.echo(f"没有哪份投稿单提到这些图片，没有用：{'、'.join(made.unused)}")
    if output:
        replies = [(each.source, each.reply) for each in made.taken]
        replies += [(each.source, each.reply) for each in made.returned]
        names = {source: str(Path(source).with_suffix("")).replace("/", "-") for source, _ in replies}
        write_all({output / f"{names[source]}-回复.txt": f"{words}\n".encode() for source, words in replies})
        click.echo(f"回复写在 {output}")
    if in_place and made.taken:
        paths = [path for path, file in content.publicity.items() if file.campaign == made.plan.id]
        merged = merge(made.draft, content, {path: (root / path).read_bytes().decode() for path in paths})
        texts = {each.path: each.text for each in merged.files}
        problems = merged.problems or look_over(root, date.today(), edited=texts)[1]
        if has_errors(problems):
            show(problems)
            stop(f"{summary(problems)}；什么也没有写")
        write_all(
            {
                root / path: raw
                for path, raw in ({path: text.encode() for path, text in texts.items()} | made.files()).items()
            }
        )
        click.echo(
            f"已登记 {len(made.taken)} 篇：{'、'.join(texts)}；正文和图片在 plans/campaign-data/{made.plan.id}/manuscripts"
        )
    elif made.taken:
        click.echo("看过以后加上 --in-place 登记到台账")
    sys.exit(1 if made.returned else 0)
