"""`pdf`, `export`: one document, list or data file, by its id or address."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from campaign.cli.frame import ROOT, main, root_of, show, summary
from campaign.cli.usage import stop
from campaign.content import Content
from campaign.kinds import KINDS

FORMATS = ("document", "letter", "order", "minutes")  # layouts of 公文, in place of the one that the plan names

PRINTS = {name: words for kind in KINDS for name, words in kind.prints.items()}


@main.command(
    help="印一份文件：方案编号印方案，单位编号印任务清单，报表编号印空白表，督办编号印交办单，台账编号加月份（如 demo-2026-2026-10）印通报，会议编号印材料汇编；编号也可以是一个现成的 PDF 文件，配合 --booklet 或 --two-up 拼版。"
)
@click.argument("record_id", metavar="编号")
@ROOT
@click.option(
    "--kind",
    type=click.Choice([*FORMATS, *PRINTS]),
    help="印成哪一种，不写即按编号判断：document 文件、letter 信函、order 命令、minutes 纪要（方案里写的 format 不算）、"
    + "、".join(f"{name} {words}" for name, words in PRINTS.items()),
)
@click.option(
    "--copies",
    metavar="份号",
    help="方案印成编了份号的许多份，一次印完：写 1-50，或只写份数 50；每份首页左上角印六位份号",
)
@click.option("--booklet", is_flag=True, help="拼成 A3 小册子：双面印（短边翻转），对折后骑马订")
@click.option("--two-up", is_flag=True, help="两页拼在一张 A4 上")
@click.option(
    "--archive",
    is_flag=True,
    help="印成归档用的 PDF/A-3b：不依赖外部字体，方案和材料汇编还把方案的数据（JSON）带在文件里",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    help="上次印发的材料汇编（PDF）：只印换页清单和要换的几张",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="输出文件，不写即 编号.pdf，后面接种类和拼法",
)
def pdf(
    record_id: str,
    root: Path,
    kind: str | None,
    copies: str | None,
    booklet: bool,
    two_up: bool,
    archive: bool,
    since: Path | None,
    output: Path | None,
) -> None:
    from campaign.publish import write

    if copies is not None:
        if booklet or two_up or archive or kind not in (None, "plan", *FORMATS):
            stop("--copies 只用来印公文，不能和 --archive、--booklet、--two-up 一起用")
        _print_copies(root_of(root), record_id, kind, copies, output)
        return
    if since:
        if booklet or two_up or archive or kind not in (None, "pack"):
            stop("--since 只用于材料汇编，不能和拼版、归档、别的种类一起用")
        if not since.is_file():
            stop(f"没有这个文件：{since}")
        raw = _changed(root_of(root), record_id, since)
        if raw is None:
            click.echo("和上次印发的一样，没有要换的页")
            return
        target = output or Path(f"{record_id}-changes.pdf")
        write(target, raw)
        click.echo(f"已印成 {target}：前面是换页清单，后面是要换的几张")
        return
    if booklet and two_up:
        stop("--booklet 和 --two-up 只能选一样")
    if archive and (booklet or two_up or record_id.lower().endswith(".pdf")):
        stop("--archive 只用于直接印成的文件，不能和拼版一起用")
    if record_id.lower().endswith(".pdf"):
        source = Path(record_id)
        if not booklet and not two_up:
            stop(f"{source.name} 已经是 PDF；要拼版请加 --booklet 或 --two-up")
        if not source.is_file():
            stop(f"没有这个文件：{source}")
        raw, name = source.read_bytes(), source.stem
    else:
        raw, name = (
            _printed(root_of(root), record_id, kind, archive),
            record_id.rpartition("/")[2] + (f"-{kind}" if kind and kind not in ("plan", "task_list", "pack") else ""),
        )
    if booklet or two_up:
        from campaign.pdf import impose
    if booklet:
        raw, name = impose.booklet(raw, f"{name}.pdf"), f"{name}-booklet"
    elif two_up:
        raw, name = impose.two_up(raw, f"{name}.pdf"), f"{name}-2up"
    target = output or Path(f"{name}.pdf")
    write(target, raw)
    click.echo(f"已印成 {target}")
    sys.exit(1 if click.get_current_context().meta.get("lacking") else 0)


def _print_copies(root: Path, record_id: str, kind: str | None, asked: str, output: Path | None) -> None:
    """One plan as many numbered copies in one file."""
    from campaign.build.shelf import PrintShelf
    from campaign.pdf import copies
    from campaign.pdf.plan import laid_out
    from campaign.publish import write

    typed = re.fullmatch(r"(?:(\d{1,6})\s*[-—–~至到]\s*)?(\d{1,6})", asked.strip())
    first, last = (int(typed[1] or 1), int(typed[2])) if typed else (0, 0)
    if not 1 <= first <= last:
        stop(f"“{asked}”不是份号；写 1-50，或只写份数 50，从 1 开始，后面的不小于前面的")
    if last - first >= copies.MOST:
        stop(f"一次最多印 {copies.MOST} 份，{first}-{last} 有 {last - first + 1} 份；请分几次印")
    content = content_for(root, record_id)
    if record_id not in content.plans:
        stop(f"没有编号为“{record_id}”的方案，份号只印在方案上")
    content = laid_out(content, record_id, kind) if kind in FORMATS else content
    shelf = PrintShelf.of(root, content)
    job, layer = copies.jobs(content.plans[record_id], content, range(first, last + 1))
    made = shelf.pdf(job)
    for note in made.notes:
        click.echo(note, err=True)
    target = output or Path(f"{record_id}-{first:06d}-{last:06d}.pdf")
    write(target, copies.collated(made.pdf, shelf.pdf(layer).pdf, job.title))
    click.echo(f"已印成 {target}：份号 {first:06d} 到 {last:06d}，共 {last - first + 1} 份")


def _printed(root: Path, record_id: str, kind: str | None, archive: bool = False) -> bytes:
    """One document as PDF bytes, by the id of its record."""
    from campaign.build import by_id
    from campaign.build.shelf import PrintShelf
    from campaign.pdf import prints
    from campaign.pdf.plan import laid_out

    content = content_for(root, record_id)
    shelf = PrintShelf.of(root, content)
    if record_id in content.meetings and kind in (None, "pack"):
        if not archive:
            return shelf.pack(record_id).read_bytes()
        meeting = content.meetings[record_id]
        for each in meeting.documents:
            if each.file:
                click.echo(by_id.FOREIGN.format(title=each.title or meeting.title, files=each.file), err=True)
        return by_id.archived_pack(root, content, record_id)
    if kind in FORMATS:
        if record_id not in content.plans:
            stop(f"没有编号为“{record_id}”的方案，文件、信函、命令、纪要只用来印方案")
        content, kind = laid_out(content, record_id, kind), "plan"
    job = prints.job(content, record_id, kind)
    if job is None:
        stop(f"没有编号为“{record_id}”的方案、单位、会议，也没有别的这个编号的内容可印")
    made = shelf.pdf(by_id.for_archive(content, record_id, job) if archive else job)
    for note in (*(by_id.as_pictures(job) if archive else ()), *made.notes):
        click.echo(note, err=True)
    return made.pdf


def _changed(root: Path, meeting_id: str, since: Path) -> bytes | None:
    """换页清单 of a meeting's 材料汇编 and the sheets to change; None when there are none."""
    from campaign.build.shelf import PrintShelf
    from campaign.pdf.pack.changes import changed_sheets

    content = content_for(root, meeting_id)
    if meeting_id not in content.meetings:
        stop(f"没有编号为“{meeting_id}”的会议，--since 只用于会议的材料汇编")
    shelf = PrintShelf.of(root, content)
    present = shelf.pack(meeting_id).read_bytes()
    meeting = content.meetings[meeting_id]
    return changed_sheets(meeting, content, since.read_bytes(), since.name, present, lambda job: shelf.pdf(job).pdf)


@main.command(
    help="把一份内容按别的格式写出来：什么都可以写 json；方案还有 docx（Word 公文）、ics（日历）、stratml，单位有 ics；方案、单位和月份（如 2026-12）有 xlsx（任务分解表和指标表，填好可以读回）；报表有 xlsx（可填的模板）、csv；宣传活动有 xlsx（宣传台账）；会议有 yaml（还没有立账的要求，写成督办台账的草稿）。页面上的列表都可以写成 xlsx、docx：写编号或页面地址，如 meetings、units、ledger、units/dept-nursing。网站上的数据文件也可以直接写地址，如 data/catalog.json。"
)
@click.argument("record_id", metavar="编号")
@ROOT
@click.option("--to", "form", type=click.Choice(["docx", "json", "csv", "xlsx", "ics", "stratml", "yaml"]), help="格式")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="输出文件，不写即显示在屏幕上，docx、xlsx 即 编号.docx、编号.xlsx",
)
def export(record_id: str, root: Path, form: str | None, output: Path | None) -> None:
    from campaign.build import by_id, files
    from campaign.exporters.records import exported, month_workbook
    from campaign.publish import write

    content = content_for(root_of(root), record_id.rpartition("/")[2].partition(".")[0])
    found = {} if "/" in record_id else exported(content, record_id)
    raw = month_workbook(content, record_id) if form == "xlsx" else None
    if raw is not None:
        pass
    elif form in ("docx", "xlsx") and form not in found:
        page = by_id.lists_of(content, record_id)
        if page is None:
            stop(f"“{record_id}”不能写成 {form}" if found else f"没有“{record_id}”这个编号或页面，或者那一页没有列表")
        raw = by_id.lists_as(content, page, form)
    elif "/" in record_id:
        raw, form = files.data_files(content).get(record_id), form or record_id.rpartition(".")[2]
        if raw is None:
            stop(f"网站上没有 {record_id} 这个数据文件")
    else:
        if not found:
            stop(f"没有编号为“{record_id}”的内容")
        if not form:
            stop(f"用 --to 写明格式：{'、'.join(dict.fromkeys((*found, 'xlsx', 'docx')))}")
        made = found[form].make() if form in found else None
        raw = made if made is None or isinstance(made, bytes) else by_id.word_file(root_of(root), content, made)
        if raw is None:
            stop(f"“{record_id}”不能写成 {form}")
    if form in ("docx", "xlsx") and output is None:
        output = Path(f"{record_id.rpartition('/')[2].removesuffix(f'.{form}')}.{form}")
    if output:
        write(output, raw)
        click.echo(f"已写出 {output}")
    else:
        click.echo(raw.decode(), nl=False)


def content_for(root: Path, record_id: str) -> Content:
    """Content to make one document from. Errors in what it is made of are shown and end the command; others are told and keep it from nothing,
    but what is made for a unit may then lack something, which the exit code says."""
    from campaign.build import by_id
    from campaign.checks import look_over

    everything, problems = look_over(root, date.today())
    asked = by_id.asked(everything, problems, record_id)
    if asked.faults:
        show(asked.faults)
        stop(f"{summary(asked.faults)}；先改正再印")
    if asked.left_out:
        files = "、".join(asked.left_out)
        lacking = record_id in everything.registry.units or record_id in everything.meetings
        click.echo(
            f"{files} 里有错误（plan check 列出），{'没有算进去，这一份可能不全' if lacking else '与这一份无关，没有算进去'}",
            err=True,
        )
        click.get_current_context().meta["lacking"] = lacking
    return asked.content
