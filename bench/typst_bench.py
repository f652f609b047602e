"""One official document, printed by us, by WeasyPrint as it comes, by Typst; and how each grows with the number of pages.

    .venv/bin/python bench/typst_bench.py [--full]

The same words, type sizes, type area and running numbers: a head, 20 paragraphs, a table of 100 rows; four and twelve
times that for the growth, with --full up to fifty times. Words differ from repetition to repetition, so that nothing is remembered. Every way runs in
a process of its own, which prints one small document before it is timed; "whole" is a process that starts, prints one document and ends.
WeasyPrint comes twice: with the typefaces of the system (Noto CJK), as anybody uses it, and with our small ones, which alone spare it a good part;
both without tags, which we and Typst write. Typst has our typefaces. It lies beside us in .build/bench and is put there when it is missing; it works on all processors, hence its two columns of seconds.
"""

from __future__ import annotations

import argparse
import gc
import html
import io
import json
import math
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generate import DO, UNITS, WHAT, sentence

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / ".fonts"
BENCH = ROOT / ".build" / "bench"
COLUMNS = ("序号", "指标", "目标值", "期限", "责任单位")
ISSUER, NUMBER, DAY, LAST = "测量市卫健委", "测卫发〔2026〕12号", "2026年3月16日", "2026年12月31日"


@dataclass(frozen=True)
class Document:
    """The words of a document: paragraphs, and the rows of its table (number, indicator, bound, deadline, unit)."""

    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def document(size: int, seed: int) -> Document:
    rng = random.Random(f"{size} {seed}")
    paragraphs = tuple(sentence(rng) + sentence(rng) for _ in range(20 * size))
    rows = tuple(
        (
            str(place),
            f"{rng.choice(WHAT)}{rng.choice(DO)}率{rng.randint(10, 99)}",
            f"≥{rng.randint(60, 99)}%",
            LAST,
            rng.choice(UNITS),
        )
        for place in range(1, 100 * size + 1)
    )
    return Document(f"关于开展第{seed}号医疗质量提升行动的通知", paragraphs, rows)


# -- the same document in three languages --------------------------------------------------------------------------------------------


def as_plan(words: Document, folder: Path) -> None:
    """A content root with this one plan."""
    indicators = "".join(
        f"  - {{id: i{number}, name: {name}, unit: '%', operator: gte, due: 2026-12-31, lead: [{unit}], targets: [{{value: {bound[1:-1]}}}]}}\n"
        for number, name, bound, _, unit in words.rows
    )
    paragraphs = "".join(f"  - {each}\n" for each in words.paragraphs)
    units = "".join(
        f"  - {{id: u{place}, name: {name}, kind: department, level: city}}\n"
        for place, name in enumerate((ISSUER, *UNITS))
    )
    files = {
        "plans/p.yaml": f"id: p\ntitle: {words.title}\nissuer: {ISSUER}\ndoc_no: {NUMBER}\ndate: 2026-03-16\npreamble:\n{paragraphs}"
        f"indicators:\n{indicators}document:\n  to: 各县（市、区）卫生健康局\n",
        "plans/registry/units.yaml": f"units:\n{units}",
        "plans/site.yaml": f"organisation: {ISSUER}\nas_of: 2026-11-21\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font: 14pt "Planpress Num" } }
body { font: 15.79pt/10.446mm "Planpress Fang", "Planpress Song"; margin: 0 } p { margin: 0; text-indent: 2em; text-align: justify }
.mark { font: 700 40pt "Planpress Song"; color: #e60012; text-align: center; text-indent: 0; margin-top: 30mm } .number { text-align: center; text-indent: 0 }
hr { border: 0; border-top: .5mm solid #e60012; margin: 4mm 0 20mm } h1 { font: 700 22pt/10.446mm "Planpress Song"; text-align: center }
.end { text-align: right } h2 { font: 700 22pt/10.446mm "Planpress Song"; text-align: center; break-before: page }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 1.45 } th { font-family: "Planpress Hei" }
th, td { border: .25mm solid #000; padding: .6mm 1mm } tr { break-inside: avoid }
"""


def as_html(words: Document) -> str:
    """As somebody writes it who knows HTML: the browser's own way of finding column widths, nothing prepared."""
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in words.rows)
    heads = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{words.title}</title><style>{STYLE}</style></head><body>'
        f'<p class="mark">{ISSUER}文件</p><p class="number">{NUMBER}</p><hr><h1>{words.title}</h1><p style="text-indent:0">各县（市、区）卫生健康局：</p>'
        + "".join(f"<p>{each}</p>" for each in words.paragraphs)
        + f'<p>附件：指标表</p><p class="end">{ISSUER}</p><p class="end">{DAY}</p><h2>指标表</h2><table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></body></html>'
    )


def as_typst(words: Document) -> str:
    return f"""\
#set document(title: "{words.title}", author: "{ISSUER}")
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), footer: context align(center, text(font: "Planpress Num", size: 14pt)[— #counter(page).display() —]))
#set text(font: ("Planpress Fang", "Planpress Song"), size: 15.79pt, lang: "zh", region: "cn", cjk-latin-spacing: none, top-edge: 0.88em, bottom-edge: -0.12em)
#set par(leading: 4.876mm, spacing: 4.876mm, justify: true, first-line-indent: (amount: 2em, all: true))
#show heading: it => align(center, text(font: "Planpress Song", size: 22pt, weight: 700, it.body))
#v(30mm)
#align(center, text(font: "Planpress Song", size: 40pt, weight: 700, fill: rgb("#e60012"))[{ISSUER}文件])
#align(center)[{NUMBER}]
#v(4mm, weak: true)
#line(length: 100%, stroke: 0.5mm + rgb("#e60012"))
#v(20mm, weak: true)
= {words.title}
#par(first-line-indent: 0em)[各县（市、区）卫生健康局：]

{"".join(each + chr(10) + chr(10) for each in words.paragraphs)}附件：指标表

#align(right)[{ISSUER}]
#align(right)[{DAY}]
#pagebreak()
== 指标表
#set text(size: 12pt)
#set par(leading: 0.45em, first-line-indent: 0em, justify: false)
#table(columns: (auto, 1fr, auto, auto, auto), stroke: 0.25mm, inset: (x: 1mm, y: 1.5mm),
table.header(..({", ".join(f'"{column}"' for column in COLUMNS)}).map(head => text(font: "Planpress Hei", head))),
{"".join("".join(f"[{cell}]," for cell in row) + chr(10) for row in words.rows)})
"""


# -- the workers: a process for each way, with the folder of a run as argument ----------------------------------------------------------


def timed(work: Callable[[Path], bytes], files: list[Path]) -> None:
    """Print the first file untimed, then each of the others; what it took goes to standard output."""
    work(files[0])
    for file in files[1:]:
        gc.collect()
        clock, used = time.perf_counter(), time.process_time()
        made = work(file)
        took = time.perf_counter() - clock, time.process_time() - used
        file.with_name(file.name + ".pdf").write_bytes(made)
        print(json.dumps([*took, len(made)]), flush=True)


def ours(files: list[Path]) -> None:
    """From loaded content to bytes."""
    from datetime import date

    from campaign.doctor import fontconfig_file
    from campaign.load import load
    from campaign.pdf import plan
    from campaign.pdf.engine import render

    fonts = fontconfig_file()
    held = {each: load(each, date(2026, 11, 21)).content for each in files}
    timed(lambda file: render(plan.document(held[file].plans["p"], held[file]), fonts), files)


def naive(files: list[Path]) -> None:
    import weasyprint

    timed(lambda file: weasyprint.HTML(filename=str(file)).write_pdf(), files)


def of_the_system(text: str) -> str:
    """The HTML with the typefaces of the system in place of ours."""
    for own, theirs in (("Fang", "Serif"), ("Song", "Serif"), ("Num", "Serif"), ("Hei", "Sans")):
        text = text.replace(f'"Planpress {own}"', f'"Noto {theirs} CJK SC"')
    return text


def typst(files: list[Path]) -> None:
    import typst as compiler  # type: ignore[import-not-found]

    press = compiler.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    timed(lambda file: press.compile(file.read_bytes(), pdf_standards="ua-1"), files)


WAYS: dict[str, Callable[[list[Path]], None]] = {"ours": ours, "system": naive, "naive": naive, "typst": typst}
NAMES = {
    "ours": "方案通（有标签）",
    "system": "WeasyPrint，系统 Noto",
    "naive": "WeasyPrint，我们的字",
    "typst": "Typst 0.15.2（有标签）",
}
ENDINGS = {"ours": "", "system": ".system.html", "naive": ".html", "typst": ".typ"}


# -- the measurement -----------------------------------------------------------------------------------------------------------------


def typst_python() -> Path | None:
    """The interpreter that has Typst, made when it is missing; None where it cannot be had."""
    python = BENCH / "bin" / "python"
    wanted = ROOT / "bench" / "requirements.txt"
    done = BENCH / "requirements.txt"
    if done.is_file() and done.read_bytes() == wanted.read_bytes():
        return python
    shutil.rmtree(BENCH, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(BENCH)], check=True)
    if subprocess.run(
        [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", wanted], check=False
    ).returncode:
        return None
    shutil.copyfile(wanted, done)
    return python


def write(words: Document, folder: Path, name: str) -> None:
    as_plan(words, folder / name)
    (folder / f"{name}.html").write_text(as_html(words), encoding="utf-8")
    (folder / f"{name}.system.html").write_text(of_the_system(as_html(words)), encoding="utf-8")
    (folder / f"{name}.typ").write_text(as_typst(words), encoding="utf-8")


@dataclass(frozen=True)
class Took:
    """Of one document: seconds by the clock and of the processors, bytes, pages."""

    wall: float
    cpu: float
    size: int
    pages: int

    @property
    def rate(self) -> float:
        return self.pages / self.wall


def warm(way: str, python: Path, folder: Path, names: list[str]) -> Took:
    files = [str(folder / f"{name}{ENDINGS[way]}") for name in names]
    done = subprocess.run(
        [python, __file__, "--worker", way, *files], check=True, stdout=subprocess.PIPE, text=True, env=environment(way)
    )
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    wall, cpu, size = (statistics.median(each[place] for each in figures) for place in range(3))
    return Took(wall, cpu, round(size), pages(Path(files[1] + ".pdf")))


def whole(way: str, python: Path, folder: Path, names: list[str]) -> Took:
    """Processes from their start to their end, each printing one document."""
    took: list[tuple[float, float]] = []
    for name in names:
        file = folder / f"{name}{ENDINGS[way]}"
        out = folder / f"{name}-{way}.pdf"
        commands: dict[str, list[str | Path]] = {
            "ours": [python, ROOT / "scripts" / "plan.py", "pdf", "p", "--root", file, "-o", out],
            **{key: [python, "-c", "import sys, weasyprint; weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])", file, out] for key in ("system", "naive")},
            "typst": [python, "-c", f"import sys, typst; typst.compile(sys.argv[1], sys.argv[2], font_paths=[{str(FONTS)!r}], ignore_system_fonts=True, pdf_standards='ua-1')", file, out],
        }  # fmt: skip
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(commands[way], check=True, stdout=subprocess.DEVNULL, env=environment(way))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append((time.perf_counter() - clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return Took(
        statistics.median(wall for wall, _ in took),
        statistics.median(cpu for _, cpu in took),
        out.stat().st_size,
        pages(out),
    )


def environment(way: str) -> dict[str, str]:
    fonts = {} if way == "system" else {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
    return {**os.environ, **fonts, "PYTHONPATH": str(ROOT / "scripts")}


def pages(file: Path) -> int:
    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages)


def table(title: str, rows: list[tuple[str, Took]]) -> None:
    print(
        f"\n{title}\n{'':<20}{'页':>5}{'钟表 s':>10}{'处理器 s':>10}{'页/s':>9}{'kB':>8}   每页与方案通之比：钟表  处理器",
        flush=True,
    )
    first = rows[0][1]
    for name, took in rows:
        clock = took.wall / took.pages * first.pages / first.wall
        used = took.cpu / took.pages * first.pages / first.cpu
        print(
            f"{name:<20}{took.pages:>5}{took.wall:>10.3f}{took.cpu:>10.3f}{took.rate:>9.1f}{took.size / 1000:>8.0f}{clock:>22.2f}{used:>8.2f}",
            flush=True,
        )


def main(sizes: list[int], repeats: int) -> None:
    typst_at = typst_python()
    pythons = {way: Path(sys.executable) for way in ("ours", "system", "naive")} | (
        {"typst": typst_at} if typst_at else {}
    )
    if typst_at is None:
        print("装不上 typst，只比前三种")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(document(1, 0), folder, "first")
        grown: dict[str, list[Took]] = {way: [] for way in pythons}
        for size in sizes:
            names = [
                f"size{size}-{number}" for number in range(1, (repeats if size == 1 else max(1, repeats // size)) + 1)
            ]
            for number, name in enumerate(names, 1):
                write(document(size, number), folder, name)
            for way, python in pythons.items():
                grown[way].append(warm(way, python, folder, ["first", *names]))
            table(
                f"{20 * size} 段文字、{100 * size} 行的表，进程已预热，{len(names)} 份的中位数",
                [(NAMES[way], took[-1]) for way, took in grown.items()],
            )
        names = [f"size1-{number}" for number in range(1, min(3, repeats) + 1)]
        table(
            "一份，从进程启动到结束",
            [(NAMES[way], whole(way, python, folder, names)) for way, python in pythons.items()],
        )
    print("\n从最少到最多的页数，处理器时间按页数的几次方增长：")
    for way, took in grown.items():
        exponent = math.log(took[-1].cpu / took[0].cpu) / math.log(took[-1].pages / took[0].pages)
        print(f"{NAMES[way]:<20}{took[0].pages} → {took[-1].pages} 页：{exponent:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        WAYS[sys.argv[2]]([Path(each) for each in sys.argv[3:]])
    else:
        arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        arguments.add_argument(
            "--full", action="store_true", help="also fifty times the document, and twice the repetitions"
        )
        full = arguments.parse_args().full
        main([1, 5, 20, 50] if full else [1, 4, 12], 14 if full else 5)
