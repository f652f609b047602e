"""Options and exit codes: each command reads its options, calls one function of a room, prints, and returns 0 or 1."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

import campaign
from campaign import usage
from campaign.content import Content
from campaign.kinds import KINDS
from campaign.leaves.problems import Problem, has_errors
from campaign.usage import INTERRUPTED
from campaign.usage import stop as _stop

if TYPE_CHECKING:
    from campaign.importers.desk import ReadBack
    from campaign.scaffold.site import Office

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default=True,
    envvar="PLANPRESS_ROOT",  # set by the command that `plan new site` puts beside the content
    help="内容文件夹（里面有 plans、docs、mkdocs.yml）",
)
DAY = click.DateTime(formats=["%Y-%m-%d"])


class _Commands(usage.Group):
    """The group of commands; what an operator got wrong ends in one Chinese sentence."""

    def invoke(self, ctx: click.Context) -> object:
        from campaign.pdf.engine import PrintFault
        from campaign.publish import PublishFault, why
        from campaign.workbooks.desk import DeskFault

        try:
            return super().invoke(ctx)
        except (PublishFault, PrintFault, DeskFault) as fault:
            _stop(str(fault), INTERRUPTED if isinstance(fault.__context__, KeyboardInterrupt) else 1)
        except BrokenPipeError:
            sys.exit(1)
        except OSError as fault:
            if not fault.errno:
                raise
            _stop(why(fault))
        except KeyboardInterrupt:
            _stop("已中断", INTERRUPTED)


@click.group(cls=_Commands, help="方案通：把 YAML 方案做成网站、公文 PDF 和开放数据。")
@click.version_option(campaign.__version__, message="方案通 %(version)s", help="显示版本号")
def main() -> None:
    _end_in_order()
    # A command makes much and throws away little before it ends: looking for garbage after every 700 objects is a seventh of the time.
    gc.set_threshold(200_000, 20, 50)


def _end_in_order() -> None:
    """SIGTERM ends a command as Ctrl-C does, with what it has in the making put away; processes that help it just end."""
    if threading.current_thread() is not threading.main_thread():
        return
    ours = os.getpid()

    def end(_number: int, _frame: object) -> None:
        if os.getpid() != ours:
            os._exit(1)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def _root(root: Path) -> Path:
    if not root.is_dir():
        _stop(f"没有这个文件夹：{root}")
    return root.resolve()


def _show(problems: Iterable[Problem], form: str = "text") -> None:
    problems = list(problems)
    if form == "json":
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
        return
    for problem in problems:
        click.echo(str(problem))


def _summary(problems: Iterable[Problem]) -> str:
    kinds = [problem.severity for problem in problems]
    errors, warnings = kinds.count("error"), kinds.count("warning")
    return "没有发现问题" if not kinds else f"{errors} 处错误，{warnings} 处警告"


@main.command(help="这台机器还缺什么（字体、系统库、测试用的浏览器），怎样补上。")
@ROOT
def doctor(root: Path) -> None:
    from campaign import doctor as room

    findings = room.examine(_root(root))
    click.echo(room.report(findings))
    sys.exit(0 if room.healthy(findings) else 1)


@main.command(help="检查全部内容，列出每一处问题：文件、行、列、原因和改法。有错误时退出码为 1。")
@ROOT
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式"
)
@click.option("--strict", is_flag=True, help="有警告也算不通过")
def check(root: Path, form: str, strict: bool) -> None:
    from campaign.checks import look_over

    _, problems = look_over(_root(root), date.today())
    _show(problems, form)
    if form == "text":
        click.echo(_summary(problems))
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
def build(
    root: Path, out: str | None, as_of: datetime | None, only: str | None, jobs: int, adopt: bool, keep_going: bool
) -> None:
    from campaign.build import recipe
    from campaign.publish import destination

    root = _root(root)
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
        say=click.echo,
    )
    _show(problems)
    if has_errors(problems) and not keep_going:
        _stop(f"{_summary(problems)}；没有生成，原来的网站没有改动")
    if has_errors(problems):
        errors = [each for each in problems if each.severity == "error"]
        lost = dict.fromkeys(each.path for each in errors)
        _stop(f"生成了 {target.name}/index.html，但少了有错误的 {len(lost)} 处：{'、'.join(lost)}")
    click.echo(f"完成：{target.name}/index.html（{_summary(problems)}）")


@main.command(help="边改边看：保存 YAML 或 Markdown，浏览器里立刻更新。")
@ROOT
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def serve(root: Path, port: int) -> None:
    from mkdocs_hooks import serve_site

    serve_site(_root(root), port)


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
@click.option("--booklet", is_flag=True, help="拼成 A3 小册子：双面印（短边翻转），对折后骑马订")
@click.option("--two-up", is_flag=True, help="两页拼在一张 A4 上")
@click.option(
    "--archive",
    is_flag=True,
    help="印成归档用的 PDF/A-3b：不依赖外部字体，方案和材料汇编还把方案的数据（JSON）带在文件里",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="输出文件，不写即 编号.pdf，后面接种类和拼法",
)
def pdf(
    record_id: str, root: Path, kind: str | None, booklet: bool, two_up: bool, archive: bool, output: Path | None
) -> None:
    from campaign.pdf import impose
    from campaign.publish import write

    if booklet and two_up:
        _stop("--booklet 和 --two-up 只能选一样")
    if archive and (booklet or two_up or record_id.lower().endswith(".pdf")):
        _stop("--archive 只用于直接印成的文件，不能和拼版一起用")
    if record_id.lower().endswith(".pdf"):
        source = Path(record_id)
        if not booklet and not two_up:
            _stop(f"{source.name} 已经是 PDF；要拼版请加 --booklet 或 --two-up")
        if not source.is_file():
            _stop(f"没有这个文件：{source}")
        raw, name = source.read_bytes(), source.stem
    else:
        raw, name = (
            _printed(_root(root), record_id, kind, archive),
            record_id + (f"-{kind}" if kind and kind not in ("plan", "task_list", "pack") else ""),
        )
    if booklet:
        raw, name = impose.booklet(raw, f"{name}.pdf"), f"{name}-booklet"
    elif two_up:
        raw, name = impose.two_up(raw, f"{name}.pdf"), f"{name}-2up"
    target = output or Path(f"{name}.pdf")
    write(target, raw)
    click.echo(f"已印成 {target}")
    sys.exit(1 if click.get_current_context().meta.get("lacking") else 0)


def _printed(root: Path, record_id: str, kind: str | None, archive: bool = False) -> bytes:
    """One document as PDF bytes, by the id of its record."""
    from campaign.build import by_id
    from campaign.pdf import prints
    from campaign.pdf.engine import render
    from campaign.pdf.plan import laid_out

    content = _content_for(root, record_id)
    if record_id in content.meetings and kind in (None, "pack"):
        return by_id.print_pack(root, content, record_id, archive)
    if kind in FORMATS:
        if record_id not in content.plans:
            _stop(f"没有编号为“{record_id}”的方案，文件、信函、命令、纪要只用来印方案")
        content, kind = laid_out(content, record_id, kind), "plan"
    job = prints.job(content, record_id, kind)
    if job is None:
        _stop(f"没有编号为“{record_id}”的方案、单位、会议，也没有别的这个编号的内容可印")
    job = by_id.with_photos(root, content, job)
    return render(by_id.for_archive(content, record_id, job) if archive else job, by_id.typefaces(root))


def _content_for(root: Path, record_id: str) -> Content:
    """Content to make one document from. Errors in what it is made of are shown and end the command; others are told and keep it from nothing,
    but what is made for a unit may then lack something, which the exit code says."""
    from campaign.build import by_id
    from campaign.checks import look_over

    everything, problems = look_over(root, date.today())
    asked = by_id.asked(everything, problems, record_id)
    if asked.faults:
        _show(asked.faults)
        _stop(f"{_summary(asked.faults)}；先改正再印")
    if asked.left_out:
        files = "、".join(asked.left_out)
        lacking = record_id in everything.registry.units or record_id in everything.meetings
        click.echo(
            f"{files} 里有错误（plan check 列出），{'没有算进去，这一份可能不全' if lacking else '与这一份无关，没有算进去'}",
            err=True,
        )
        click.get_current_context().meta["lacking"] = lacking
    return asked.content


def _sound(root: Path, advice: str = "先改正再印") -> Content:
    """Content of a root without errors; with errors they are shown and the command ends."""
    from campaign.checks import look_over

    content, problems = look_over(root, date.today())
    if has_errors(problems):
        _show(problems)
        _stop(f"{_summary(problems)}；{advice}")
    return content


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

    content = _content_for(_root(root), record_id.rpartition("/")[2].partition(".")[0])
    found = {} if "/" in record_id else exported(content, record_id)
    raw = month_workbook(content, record_id) if form == "xlsx" else None
    if raw is not None:
        pass
    elif form in ("docx", "xlsx") and form not in found:
        page = by_id.lists_of(content, record_id)
        if page is None:
            _stop(f"“{record_id}”不能写成 {form}" if found else f"没有“{record_id}”这个编号或页面，或者那一页没有列表")
        raw = by_id.lists_as(content, page, form)
    elif "/" in record_id:
        raw, form = files.data_files(content).get(record_id), form or record_id.rpartition(".")[2]
        if raw is None:
            _stop(f"网站上没有 {record_id} 这个数据文件")
    else:
        if not found:
            _stop(f"没有编号为“{record_id}”的内容")
        if not form:
            _stop(f"用 --to 写明格式：{'、'.join(dict.fromkeys((*found, 'xlsx', 'docx')))}")
        raw = found[form].make() if form in found else None
        if raw is None:
            _stop(f"“{record_id}”不能写成 {form}")
    if form in ("docx", "xlsx") and output is None:
        output = Path(f"{record_id.rpartition('/')[2].removesuffix(f'.{form}')}.{form}")
    if output:
        write(output, raw)
        click.echo(f"已写出 {output}")
    else:
        click.echo(raw.decode(), nl=False)


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

    content = _sound(_root(root), "先改正再对照")
    for each in filter(None, (before_id, after_id)):
        if each not in content.plans:
            _stop(f"没有编号为“{each}”的方案")
    before, after = content.plans[before_id], content.plans[after_id or before_id]
    if after_id is None:
        earlier = earlier_versions(content, after)
        if not earlier:
            _stop(f"“{before_id}”没有写明替代哪一份（supersedes），或者那一份不在本站；写上另一份的编号")
        before = earlier[0]
    found = revision(content, before, after)
    click.echo(data.encode(revisions.as_data(found)).decode() if as_json else revisions.as_text(found), nl=False)


@main.command(
    "import",
    help="读入外来的方案（docx、doc、wps、rtf、odt、html、txt、md、xlsx 任务表、有文字层的 pdf，或放着这些文件的文件夹），写成草稿 YAML 和单位名册草稿，说清认出了什么、没认出什么；或读入填好的任务分解表（xlsx），列出改了什么；或读入填好的宣传台账（xlsx），逐格核对后写成 YAML，或改回原来的文件，有错就说清哪张表哪一格，什么也不写。",
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
def import_(file: Path, root: Path, output: Path | None, in_place: bool, delete: bool) -> None:
    from campaign.importers import desk, papers, worklist
    from campaign.leaves import limits
    from campaign.publish import write

    if delete and not in_place:
        _stop("--delete 只和 --in-place 一起用")
    if in_place and output:
        _stop("--in-place 改回原来的文件，不能再用 -o 指定文件")
    root = _root(root)
    if file.is_dir():
        if in_place:
            _stop("--in-place 只用于宣传台账")
        _import_folder(root, file, output)
        return
    if not file.is_file():
        _stop(f"没有这个文件：{file}")
    with file.open("rb") as opened:
        raw = opened.read(limits.MAX_BYTES + 1)
    if file.suffix.lower() == ".xlsx" and worklist.is_worklist(raw):
        if output:
            _stop("填好的任务分解表不用 -o：不加选项只列出改了什么，加 --in-place 改回方案和进展文件")
        _import_worklist(root, file, raw, in_place, delete)
        return
    if file.suffix.lower() in papers.SUFFIXES or (file.suffix.lower() == ".xlsx" and not desk.is_desk(raw)):
        if in_place:
            _stop("--in-place 只用于宣传台账")
        _import_paper(root, file, raw, output)
        return
    if output and output.is_dir():
        _stop(f"{output} 是文件夹；台账读成一个文件，写上文件名")
    content = _sound(root, "先改正再读入")
    draft = desk.read(file.name, raw, content)
    for problem in draft.problems:
        click.echo(str(problem), err=True)
    if has_errors(draft.problems):
        _stop(f"{_summary(draft.problems)}；什么也没有写")
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
        _stop(f"{'、'.join(others)} 里登着同一批内容，会登记两遍；用 --in-place 改回原来的文件；什么也没有写")
    write(output, draft.text.encode())
    held = "、".join(f"{title} {count} 条" for title, count in draft.counts.items())
    click.echo(f"已写出 {output}：{held}")


def _import_paper(root: Path, file: Path, raw: bytes, output: Path | None) -> None:
    """An outside document as draft YAML, with the account of what was and was not understood and what the rules say of the draft."""
    from campaign.importers import outline, papers

    try:
        paper = papers.read(file.name, raw)
    except papers.PaperFault as fault:
        _stop(str(fault))
    parts = outline.documents(paper)
    folder = output if output and (output.is_dir() or not output.suffix) else None
    if len(parts) > 1 and folder is None:
        places = "、".join(str(lines[0].place) for lines in parts)
        _stop(
            f"{file.name} 里有 {len(parts)} 份文件（从第 {places} {paper.unit}起）；加上 -o 文件夹，分别写成 {len(parts)} 个草稿"
        )
    if output and not folder and not outline.is_id(output.stem):
        _stop(f"{output.name} 的文件名就是方案的编号，只用小写字母、数字和连字符，如 quality-2026.yaml")
    stem = output.stem if output and not folder else file.stem.lower()
    stem = stem if outline.is_id(stem) else "draft"
    _import_files(root, [(stem, file.name, raw)], output, folder)


def _import_folder(root: Path, source: Path, output: Path | None) -> None:
    """Every document of a folder as a draft, with one draft registry and one summary."""
    from campaign.importers import outline, papers
    from campaign.leaves import limits

    if output is None or output.is_file():
        _stop(f"{source} 是文件夹：加上 -o 文件夹，每份文件写成一个草稿")
    files = sorted(
        path
        for path in source.iterdir()
        if path.is_file()
        and path.suffix.lower() in (*papers.SUFFIXES, ".xlsx")
        and not path.name.startswith(("~$", "."))
    )
    if not files:
        _stop(f"{source} 里没有能读入的文件")
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
            _stop(sentence)
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
        _stop(f"{'、'.join(taken)} 已经有了，没有改动；换一个名称")
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
        _stop(f"{'、'.join(dict.fromkeys(empty))} 里没有认出任务，也没有认出指标；文字都在草稿里，请看是不是一份方案")
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
        _stop(f"{_summary(problems)}；什么也没有写")
    gone = f"删除 {len(merged.removed)} 条：{'、'.join(merged.removed)}"
    if merged.removed and not delete:
        _stop(f"台账里少了原有的行。{gone}；确实要删就加上 --delete，不要删就把这几行填回去；什么也没有写")
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

    content = _sound(root, "先改正再读入")
    filled = worklist.read(file.name, raw, content, partial(_text_of, root))
    _show_on_error(filled.problems)
    if not filled.changes:
        click.echo("表里和文件里说的一样，没有改动")
        return
    for change in filled.changes:
        click.echo(change)
    if filled.removed and in_place and not delete:
        _stop(f"不再负责的：{'、'.join(filled.removed)}；确实不再负责就加上 --delete，否则把那几行填回去；什么也没有写")
    _keep(root, filled.texts, in_place)


def _text_of(root: Path, path: str) -> str:
    """The text of a file of the content root, byte-order mark and line ends included; nothing for one that is not there."""
    return (root / path).read_bytes().decode() if (root / path).is_file() else ""


def _show_on_error(problems: Iterable[Problem]) -> None:
    """Problems of a file that came in; errors end the command."""
    problems = list(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    if has_errors(problems):
        _stop(f"{_summary(problems)}；什么也没有写")


def _keep(root: Path, texts: Mapping[str, str], in_place: bool) -> None:
    """Write changed files when they pass the check with everything else, all of them or none; or say how to."""
    from campaign.checks import look_over
    from campaign.publish import write_all

    _, problems = look_over(root, date.today(), edited=texts)
    _show_on_error(each for each in problems if each.severity == "error")
    if not in_place:
        click.echo(f"要改的文件：{'、'.join(texts)}；加上 --in-place 才写")
        return
    write_all({root / path: text.encode() for path, text in texts.items()})
    click.echo(f"已改 {'、'.join(texts)}")


NEW = {
    each.key: each
    for each in sorted(
        (each for kind in KINDS for each in kind.lists if each.fresh in ("file", "entry")), key=lambda each: each.place
    )
}


@main.command(
    help="新建一份可以照着填的文件，建好就能通过检查。种类："
    + "、".join(f"{key} {each.title}" for key, each in NEW.items())
    + "；site 一个单位的全套内容：编号处写一个空文件夹，用 --name 写明单位。"
)
@click.argument("kind", metavar="种类", type=click.Choice([*NEW, "site"]))
@click.argument("record_id", metavar="编号")
@ROOT
@click.option("--campaign", help="投稿、媒体报道登记到哪个活动，只有一个在办时可不写")
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
    name: str | None,
    level: str | None,
    tier: str | None,
    url: str | None,
    units: str | None,
) -> None:
    from campaign.checks import look_over
    from campaign.scaffold import ScaffoldFault, create, create_entry
    from campaign.scaffold.site import Office

    if kind == "site":
        if campaign is not None:
            _stop("--campaign 不用于 site")
        _new_site(Path(record_id), Office(name or "", level or "", tier or "", url or ""), units)
        return
    if given := [
        f"--{key}"
        for key, value in (("name", name), ("level", level), ("tier", tier), ("url", url), ("units", units))
        if value
    ]:
        _stop(f"{'、'.join(given)} 只用于 site")
    root = _root(root)
    entries = [key for key, each in NEW.items() if each.fresh == "entry"]
    if campaign is not None and kind not in entries:
        _stop(f"--campaign 只用于 {' 和 '.join(entries)}")
    try:
        if kind in entries:
            path = create_entry(root, kind, record_id, _sound(root, "先改正再新建"), campaign)
        else:
            path = create(
                root,
                kind,
                record_id,
                date.today(),
                look_over(root, date.today())[0],
            )
    except ScaffoldFault as fault:
        _stop(str(fault))
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
                _stop(f"没有这个文件：{units}")
            with click.open_file(units, "rb") as file:
                raw = file.read(limits.MAX_BYTES + 1)
            listed = read("粘贴的名单" if units == "-" else Path(units).name, raw, office.name.strip())
        begin(folder, office, listed, date.today(), PROGRAM)
    except (ScaffoldFault, ListFault) as fault:
        _stop(str(fault))
    for line in confirmation(listed):
        click.echo(line)
    place = folder.resolve()
    click.echo(
        f"已建好 {place}：{office.name.strip()}，{len(listed.found)} 个科室。类别不对的，改 plans/registry/units.yaml"
    )
    click.echo(f"接着运行 {place / 'plan'} serve，边看边填；要先做哪几件，写在 {place / 'README.md'}")


@main.command(
    help="把生成好的网站放到网页服务器的文件夹：先查链接、数目、PDF，再一步换上，读者看到的总是完整的一版；以前的几版留着，可以退回。"
)
@click.argument("dest", metavar="目的地")
@ROOT
@click.option("--list", "only_list", is_flag=True, help="只列出留着的版本，哪一版正在用")
@click.option("--keep", type=click.IntRange(2), default=5, show_default=True, help="留几版，正在用的也算")
@click.option("--adopt", is_flag=True, help="那里是第一版发布的网站，没有标记：接管一次")
def publish(dest: str, root: Path, only_list: bool, keep: int, adopt: bool) -> None:
    from campaign import publish as room

    root = _root(root)
    place = room.destination(dest, root)
    if only_list:
        for version, shown in room.listed(place):
            click.echo(f"{version}{'  ← 正在用' if shown else ''}")
        if sentence := room.left_behind(place):
            click.echo(sentence)
        return
    version = room.publish(root / "site", place, datetime.now(), adopt=adopt, keep=keep, say=click.echo)
    click.echo(f"已发布到 {dest}：{version}")


@main.command(help="退回发布的前一版，一步换上；--to 指定退到第几版。")
@click.argument("dest", metavar="目的地")
@ROOT
@click.option("--to", "number", type=click.IntRange(1), help="第几版，不写即前一版")
def rollback(dest: str, root: Path, number: int | None) -> None:
    from campaign import publish as room

    version = room.rollback(room.destination(dest, _root(root)), number, say=click.echo)
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
        known, sentence = room.provenance(target, folder or _root(root) / "site")
        click.echo(sentence)
        sys.exit(0 if known else 1)
    if sentence := room.left_behind(target):
        click.echo(sentence)
    wrong = room.looked_over(target)
    for each in wrong:
        click.echo(each)
    click.echo(f"{len(wrong)} 处不对" if wrong else "和发布时一样，链接、数目、PDF 都没有问题")
    sys.exit(1 if wrong else 0)


@main.command(help="公文体检：量一份 PDF，逐条说出与 GB/T 9704—2012 不合的地方。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@ROOT
@click.option(
    "--profile",
    default="gb9704",
    show_default=True,
    help="按哪套数值检查，名称（内容文件夹 plans/profiles 里的也行）或 YAML 文件",
)
@click.option(
    "--kind",
    type=click.Choice(["document", "letter", "order", "minutes"]),
    help="公文种类：文件、信函、命令、纪要；一份版式文件管四种",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式"
)
@click.option("--mark", "marked", type=click.Path(path_type=Path, dir_okay=False), help="另存一份圈出问题的 PDF 或 PNG")
def inspect(file: Path, root: Path, profile: str, kind: str | None, form: str, marked: Path | None) -> None:
    from campaign import inspect as room

    own = _root(root) / "plans" / "profiles" / f"{profile}.yaml"
    profile = str(own) if profile not in room.PROFILES and own.is_file() else profile

    if marked and marked.suffix.lower() not in (".pdf", ".png"):
        _stop(f"--mark 的文件写成 .pdf 或 .png，不能是“{marked.name}”")
    try:
        report = room.inspect_pdf(file, profile, kind)
        if marked:
            room.mark(file, report, marked)
    except (room.Unreadable, room.ProfileFault) as fault:
        _stop(str(fault))
    click.echo(report.as_json() if form == "json" else report.as_text())
    sys.exit(0 if report.ok else 1)


@main.command(hidden=True, help="重写 plans/schemas 里的 JSON Schema（改了数据模型之后）。")
@ROOT
def schemas(root: Path) -> None:
    from campaign.publish import write
    from campaign.schemas import schema_files

    for name, raw in schema_files().items():
        write(_root(root) / "plans" / "schemas" / name, raw)
        click.echo(f"plans/schemas/{name}")
