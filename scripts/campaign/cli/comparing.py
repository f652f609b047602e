"""`diff`: two versions of a plan beside each other."""

from __future__ import annotations

from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of, sound
from campaign.cli.usage import stop


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
