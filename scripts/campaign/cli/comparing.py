"""`diff`, and `import --compare`: two states of a plan held against each other, and what of the other state goes into the plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.frame import ROOT, main, root_of, sound
from campaign.cli.keeping import keep, text_of
from campaign.cli.usage import stop

if TYPE_CHECKING:
    from campaign.importers.returned import Difference


@main.command(
    help="两份方案逐条对照：改了哪些字、哪些数和要求，新增、删去、移动了哪些条；只写一份时，和它替代的那一版对照。"
)
@click.argument("before_id", metavar="编号")
@click.argument("after_id", metavar="另一份的编号", required=False)
@ROOT
@click.option("--json", "as_json", is_flag=True, help="写成 JSON")
def diff(before_id: str, after_id: str | None, root: Path, as_json: bool) -> None:
    from campaign.exporters import data, revisions
    from campaign.views.revisions import earlier_versions, revision

    content = sound(root_of(root), "先改正再对照")
    for each in filter(None, (before_id, after_id)):
        if each not in content.plans:
            stop(f"没有编号为“{each}”的方案")
    before, after = content.plans[before_id], content.plans[after_id or before_id]
    if after_id is None:
        earlier = earlier_versions(content, after)
        if not earlier:
            stop(f"“{before_id}”没有写明替代哪一份（supersedes），或者那一份不在本站；写上另一份的编号")
        before = earlier[0]
    found = revision(content, before, after)
    click.echo(data.encode(revisions.as_data(found)).decode() if as_json else revisions.as_text(found), nl=False)


def import_returned(
    root: Path, file: Path, raw: bytes, output: Path | None, in_place: bool, take: str | None, plan_id: str
) -> None:
    """A plan's Word file that came back edited: what it says otherwise, numbered, on the screen or side by side in a page of HTML, and some or all of
    it put into the plan."""
    from campaign.build.by_id import word_file
    from campaign.exporters import docx
    from campaign.exporters.revisions import as_page, change_lines
    from campaign.importers import returned
    from campaign.importers.papers import PaperFault
    from campaign.publish import write

    content = sound(root, "先改正再对照")
    try:
        found = returned.read(
            file.name, raw, content, plan_id, lambda plan: word_file(root, content, docx.draft(content, plan))
        )
        for note in found.notes:
            click.echo(note, err=True)
        if not found.differences:
            click.echo("和方案里说的一样，没有改动")
            return
        if output:
            told = [(each.change, _remark(each)) for each in found.differences]
            write(output, as_page(f"{found.plan.name}：{file.name} 里改了什么", told).encode())
            click.echo(
                f"已写出 {output}：{len(told)} 处，左边是方案里的，右边是 Word 文件里的；取用时写号（--take 1,3 --in-place）"
            )
            return
        for number, each in enumerate(found.differences, 1):
            for line in change_lines(each.change, number):
                click.echo(line)
            if remark := _remark(each):
                click.echo(f"   {remark}")
        if not in_place and not take:
            click.echo(f"共 {len(found.differences)} 处；--in-place 全部取用，--take 1,3 --in-place 只取几处")
            return
        numbers = (
            _numbers(take, len(found.differences))
            if take
            else [number for number, each in enumerate(found.differences, 1) if not each.stays]
        )
        path = content.source("plan", found.plan.id).path
        made = returned.take(text_of(root, path), content, found, numbers)
    except (returned.ReturnFault, PaperFault) as fault:
        stop(str(fault))
    for note in made.notes:
        click.echo(note)
    keep(root, {path: made.text}, in_place)


def _remark(each: Difference) -> str:
    """Why a difference is not simply taken over; nothing when it is."""
    if each.conflict:
        return "冲突：导出以后方案里也改过这一条，两边不同"
    return f"不能自动取用：{each.stays}" if each.stays else ""


def _numbers(take: str, most: int) -> list[int]:
    """Numbers as an operator lists them: 1,3,5 or 1、3."""
    given = [each for each in re.split("[,，、 ]+", take.strip()) if each]
    if wrong := [each for each in given if not each.isdigit() or not 1 <= int(each) <= most]:
        stop(f"--take 里的“{wrong[0]}”不是列出的号；一共 {most} 处")
    return [int(each) for each in given]
