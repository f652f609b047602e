"""`import`: outside documents become drafts; a workbook becomes YAML, or changes the files its rows came from."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.campaigns import folder_of, import_slips
from campaign.cli.comparing import import_returned
from campaign.cli.frame import ROOT, main, root_of, sound, summary
from campaign.cli.keeping import keep, show_on_error, text_of
from campaign.cli.usage import stop
from campaign.content import Content
from campaign.leaves.problems import has_errors

if TYPE_CHECKING:
    from campaign.importers.desk import ReadBack


@main.command(
    "import",
    help="读入外来的方案（docx、doc、wps、rtf、odt、html、txt、md、xlsx 任务表、有文字层的 pdf，或放着这些文件的文件夹），写成草稿 YAML 和单位名册草稿，说清认出了什么、没认出什么；或读入填好的任务分解表（xlsx），列出改了什么；或读入科室填好的投稿单（docx、xlsx，或放着投稿单和图片的文件夹），说清哪些可以登记、哪些要退回，加 --in-place 登记；或读入填好的宣传台账（xlsx、ods，或其中一张表的 csv），逐格核对后写成 YAML，或改回原来的文件，有错就说清哪张表哪一格，什么也不写。",
)
@click.argument("file", metavar="文件或文件夹", type=click.Path(path_type=Path))
@ROOT
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="输出文件，不写即显示在屏幕上；一份文件里有几个方案、或读入文件夹时写文件夹",
)
@click.option("--in-place", is_flag=True, help="改回原来的文件：每一行回到它那一条所在的文件，别的字、注释和次序都不动")
@click.option("--delete", is_flag=True, help="和 --in-place 一起用：台账里删去的行，文件里也删去")
@click.option(
    "--compare",
    is_flag=True,
    help="本站导出、在 Word 里改过的方案：和方案逐条对照（题目、版头、附件、版记也在内），改了什么编上号；加 -o 文件.html 写成左右对照的一页，加 --in-place 全部取用",
)
@click.option("--take", metavar="号", help="和 --compare、--in-place 一起用：只取这几处，如 1,3,5")
@click.option("--plan", "plan_id", metavar="编号", help="和 --compare 一起用：和哪一份方案对照，不写就看文件里的记号")
@click.option("--campaign", metavar="活动编号", help="台账自己没有写明时（如另存的 CSV），登记到哪个活动")
def import_(
    file: Path,
    root: Path,
    output: Path | None,
    in_place: bool,
    delete: bool,
    compare: bool,
    take: str | None,
    plan_id: str | None,
    campaign: str | None,
) -> None:
    from campaign.importers import desk, intake, opendata, papers, returned, worklist
    from campaign.leaves import limits
    from campaign.publish import write

    if delete and not in_place:
        stop("--delete 只和 --in-place 一起用")
    if (take or plan_id) and not compare:
        stop("--take、--plan 只和 --compare 一起用")
    root = root_of(root)
    if file.is_dir():
        inside = folder_of(file)
        if any(intake.is_slip(name, each) for name, each in inside):
            import_slips(root, inside, output, in_place, campaign)
            return
        if in_place or compare:
            stop("--in-place、--compare 只用于一个文件，或放着投稿单的文件夹")
        _import_folder(root, file, output)
        return
    if not file.is_file():
        stop(f"没有这个文件：{file}")
    with file.open("rb") as opened:
        raw = opened.read(limits.MAX_BYTES + 1)
    if not compare and intake.is_slip(file.name, raw):
        import_slips(root, [(file.name, raw)], output, in_place, campaign)
        return
    if in_place and output:
        stop("--in-place 改回原来的文件，不能再用 -o 指定文件")
    if file.suffix.lower() == ".json" or (file.suffix.lower() == ".pdf" and b"/EmbeddedFile" in raw):
        data = raw if file.suffix.lower() == ".json" else opendata.embedded(raw)
        if data is not None and not compare:
            _import_data(root, file, data, output)
            return
    if compare:
        import_returned(root, file, raw, output, in_place, take, plan_id or "")
        return
    if file.suffix.lower() == ".xlsx" and worklist.is_worklist(raw):
        if output:
            stop("填好的任务分解表不用 -o：不加选项只列出改了什么，加 --in-place 改回方案和进展文件")
        _import_worklist(root, file, raw, in_place, delete)
        return
    if file.suffix.lower() in papers.SUFFIXES or (file.suffix.lower() == ".xlsx" and not desk.is_desk(file.name, raw)):
        if in_place:
            stop("--in-place 只用于填好的台账、任务分解表，和 --compare 一起用于改过的 Word 方案")
        if returned.names_a_plan(raw):
            click.echo("这份文件是本站导出的方案；要看在 Word 里改了什么，加上 --compare", err=True)
        _import_paper(root, file, raw, output)
        return
    if output and output.is_dir():
        stop(f"{output} 是文件夹；台账读成一个文件，写上文件名")
    content = sound(root, "先改正再读入")
    draft = desk.read(file.name, raw, content, campaign)
    for problem in draft.problems:
        click.echo(str(problem), err=True)
    if has_errors(draft.problems):
        stop(f"{summary(draft.problems)}；什么也没有写")
    if in_place:
        _import_in_place(root, draft, content, delete)
        return
    if output is None:
        click.echo(draft.text, nl=False)
        return
    target, folder = output.resolve(), root / "plans" / "campaign-data" / draft.campaign
    others = [
        path for path, held in content.publicity.items() if held.campaign == draft.campaign and root / path != target
    ]
    if target.is_relative_to(folder) and others:
        stop(f"{'、'.join(others)} 里登着同一批内容，会登记两遍；用 --in-place 改回原来的文件；什么也没有写")
    write(output, draft.text.encode())
    held = "、".join(f"{title} {count} 条" for title, count in draft.counts.items())
    click.echo(f"已写出 {output}：{held}")


def _import_data(root: Path, file: Path, data: bytes, output: Path | None) -> None:
    """A plan from its open data or from a PDF that has them in it: the plan it was, not a draft of its words."""
    from campaign.checks import look_over
    from campaign.importers import opendata
    from campaign.publish import write

    try:
        record_id, text = opendata.plan_text(data)
    except opendata.DataFault as fault:
        stop(f"{file.name} {fault}")
    if output is None:
        click.echo(text, nl=False)
        return
    target = output / f"{record_id}.yaml" if output.is_dir() else output
    if target.exists():
        stop(f"{target} 已经有了，没有改动；换一个名称")
    _, problems = look_over(root, date.today(), edited={f"plans/{record_id}.yaml": text})
    write(target, text.encode())
    click.echo(f"已写出 {target}：{file.name} 里带着方案“{record_id}”的全部数据，照原样写成")
    for problem in (each for each in problems if each.path == f"plans/{record_id}.yaml"):
        click.echo(f"  {problem}")


def _import_paper(root: Path, file: Path, raw: bytes, output: Path | None) -> None:
    """An outside document as draft YAML, with the account of what was and was not understood and what the rules say of the draft."""
    from campaign.importers import outline, papers

    try:
        paper = papers.read(file.name, raw)
    except papers.PaperFault as fault:
        stop(str(fault))
    parts = outline.documents(paper)
    folder = output if output and (output.is_dir() or not output.suffix) else None
    if len(parts) > 1 and folder is None:
        places = "、".join(str(lines[0].place) for lines in parts)
        stop(
            f"{file.name} 里有 {len(parts)} 份文件（从第 {places} {paper.unit}起）；加上 -o 文件夹，分别写成 {len(parts)} 个草稿"
        )
    if output and not folder and not outline.is_id(output.stem):
        stop(f"{output.name} 的文件名就是方案的编号，只用小写字母、数字和连字符，如 quality-2026.yaml")
    stem = output.stem if output and not folder else file.stem.lower()
    stem = stem if outline.is_id(stem) else "draft"
    _import_files(root, [(stem, file.name, raw)], output, folder)


def _import_folder(root: Path, source: Path, output: Path | None) -> None:
    """Every document of a folder as a draft, with one draft registry and one summary."""
    from campaign.importers import outline, papers
    from campaign.leaves import limits

    if output is None or output.is_file():
        stop(f"{source} 是文件夹：加上 -o 文件夹，每份文件写成一个草稿")
    files = sorted(
        path
        for path in source.iterdir()
        if path.is_file()
        and path.suffix.lower() in (*papers.SUFFIXES, ".xlsx")
        and not path.name.startswith(("~$", "."))
    )
    if not files:
        stop(f"{source} 里没有能读入的文件")
    read: list[tuple[str, str, bytes]] = []
    for place, path in enumerate(files, 1):
        key = path.stem.lower()
        with path.open("rb") as opened:
            raw = opened.read(limits.MAX_BYTES + 1)
        taken = {each for each, _, _ in read}
        read.append((key if outline.is_id(key) and key not in taken else f"draft-{place}", path.name, raw))
    _import_files(root, read, output, output)


def _import_files(root: Path, files: list[tuple[str, str, bytes]], output: Path | None, folder: Path | None) -> None:
    """Drafts of files given as (id, name, bytes) and their draft registry, written or shown; exit 1 where nothing was understood."""
    from campaign.checks import look_over
    from campaign.importers import incoming
    from campaign.publish import write_all

    content, _ = look_over(root, date.today())
    prefix = files[0][0] if len(files) == 1 else "import"
    made = incoming.take(files, content, prefix)
    for sentence in made.refused.values():
        if len(files) == 1:
            stop(sentence)
        click.echo(f"没有读入：{sentence}", err=True)
    targets = {each.id: folder / f"{each.id}.yaml" if folder else output for each in made.drafts}
    place = folder or (output.parent if output else None)
    at_home = place is not None and place.resolve() == (root / "plans").resolve()
    registry = None
    if place is not None and made.units:
        registry = (place / "registry" if at_home else place) / f"{prefix}-units.yaml"
    further = {
        (place / path if at_home else place / Path(path).name): (f"plans/{path}", text)
        for each in made.drafts
        for path, text in each.others.items()
        if place is not None
    }
    written = [target for target in (*targets.values(), registry, *further) if target]
    if taken := [str(target) for target in written if target.exists()]:
        stop(f"{'、'.join(taken)} 已经有了，没有改动；换一个名称")
    for sentence in made.before.values():
        click.echo(sentence, err=True)
    texts = {target: each.text.encode() for each in made.drafts if (target := targets[each.id])}
    texts |= {target: text.encode() for target, (_, text) in further.items()}
    write_all(texts | ({registry: made.units.encode()} if registry else {}))
    empty: list[str] = []
    for each in made.drafts:
        target = targets[each.id]
        silent = target is None
        if silent:
            click.echo(each.text, nl=False)
        source = f"（{made.sources[each.id]}）" if len(files) > 1 else ""
        click.echo(f"{f'已写出 {target}{source}：' if target else ''}{each.title}", err=silent)
        for sentence in each.report():
            click.echo(f"  {sentence}", err=silent)
        path, names = f"plans/{each.id}.yaml", f"plans/registry/{prefix}-units.yaml"
        edited = {path: each.text} | ({names: made.units} if made.units else {})
        edited |= {f"plans/{other}": text for other, text in each.others.items()}
        _, problems = look_over(root, date.today(), edited=edited)
        for problem in (one for one in problems if one.path in edited):
            click.echo(f"  {problem}", err=silent)
        for other in (one for one in further if one.name in {Path(path).name for path in each.others}):
            click.echo(f"  已写出 {other}")
        if each.empty:
            empty.append(made.sources[each.id])
    if registry:
        click.echo(f"单位名册里没有的单位写进了 {registry}，核对后{'留在' if at_home else '放进'} plans/registry/")
    elif made.units:
        click.echo("# 单位名册草稿：\n" + "".join(f"# {line}\n" for line in made.units.splitlines()), nl=False)
    if len(files) > 1:
        understood = len(made.drafts) - len(empty)
        click.echo(
            f"共 {len(files)} 份文件：认出任务或指标的草稿 {understood} 个，没有认出的 {len(empty)} 个，没有读入的 {len(made.refused)} 份"
        )
    if empty:
        stop(f"{'、'.join(dict.fromkeys(empty))} 里没有认出任务，也没有认出指标；文字都在草稿里，请看是不是一份方案")
    if made.refused:
        sys.exit(1)


def _import_in_place(root: Path, draft: ReadBack, content: Content, delete: bool) -> None:
    """Put the rows of a workbook back into the files they came from: all of them or none."""
    from campaign.checks import look_over
    from campaign.importers.desk_files import merge
    from campaign.publish import write_all

    paths = [path for path, file in content.publicity.items() if file.campaign == draft.campaign]
    merged = merge(draft, content, {path: (root / path).read_bytes().decode() for path in paths})
    problems = merged.problems
    if not has_errors(problems):
        _, problems = look_over(root, date.today(), edited={each.path: each.text for each in merged.files})
    if has_errors(problems):
        for problem in problems:
            click.echo(str(problem), err=True)
        stop(f"{summary(problems)}；什么也没有写")
    gone = f"删除 {len(merged.removed)} 条：{'、'.join(merged.removed)}"
    if merged.removed and not delete:
        stop(f"台账里少了原有的行。{gone}；确实要删就加上 --delete，不要删就把这几行填回去；什么也没有写")
    write_all({root / each.path: each.text.encode() for each in merged.files})
    for each in merged.files:
        click.echo(each)
    if merged.removed:
        click.echo(gone)
    if any(each.added for each in merged.files):
        click.echo("新登的放进同一张表里日期最近的一条所在的文件，排在最后")
    if merged.kept:
        click.echo(f"文件里有、导出台账时没有记下的 {merged.kept} 条没有动")
    if merged.absent:
        click.echo(f"台账里有、导出以后从文件里删去的 {merged.absent} 条没有再添")
    if not merged.files:
        click.echo("没有改动" if merged.kept or merged.absent else "台账和文件里说的一样，没有改动")


def _import_worklist(root: Path, file: Path, raw: bytes, in_place: bool, delete: bool) -> None:
    """What a filled 任务分解表 changes: listed, or put into the plans and reports it came from, all of it or none."""
    from campaign.importers import worklist

    content = sound(root, "先改正再读入")
    filled = worklist.read(file.name, raw, content, partial(text_of, root))
    show_on_error(filled.problems)
    if not filled.changes:
        click.echo("表里和文件里说的一样，没有改动")
        return
    for change in filled.changes:
        click.echo(change)
    if filled.removed and in_place and not delete:
        stop(f"不再负责的：{'、'.join(filled.removed)}；确实不再负责就加上 --delete，否则把那几行填回去；什么也没有写")
    keep(root, filled.texts, in_place)
