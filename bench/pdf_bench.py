"""Seconds for printed documents: one plan cold and warm, every plan of this repository on one process and on all, pages a second.

    .venv/bin/python bench/pdf_bench.py [--full] [ROOT]

Of the task lists of units twenty are printed, with --full all of them.
Processor time is given beside the clock: on a machine with other work only the first can be compared.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROGRAM / "scripts"))

import pypdf  # noqa: E402

from campaign.doctor import fontconfig_file  # noqa: E402
from campaign.load import load  # noqa: E402
from campaign.pdf import plan, task_list  # noqa: E402
from campaign.pdf.engine import render, render_many  # noqa: E402
from campaign.pdf.job import Job  # noqa: E402
from campaign.views.unit_sheets import unit_sheets  # noqa: E402

FONTS = fontconfig_file()
COLD = "--cold"


def jobs_of(root: Path) -> tuple[list[Job], list[Job]]:
    content = load(root, date(2026, 11, 21)).content
    plans = [plan.document(each, content) for each in content.plans.values()]
    units = [task_list.document(sheet, content) for sheet in unit_sheets(content).values() if not sheet.is_empty]
    return plans, units


def pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def timed(work: Callable[[], list[bytes]]) -> tuple[list[bytes], float, float]:
    """Results, seconds by the clock, seconds of this process's processor."""
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - clock, time.process_time() - processor


def line(what: str, made: list[bytes], clock: float, processor: float) -> None:
    sheets = sum(map(pages, made))
    kilobytes = sum(map(len, made)) / 1000
    print(
        f"{what:<22}{len(made):4} 份 {sheets:5} 页 {clock:7.2f} s {processor:7.2f} s 处理器  {sheets / clock:6.1f} 页/s  {kilobytes / len(made):6.0f} kB/份"
    )


def main(root: Path, *, full: bool) -> None:
    plans, units = jobs_of(root)
    units = units if full else units[:20]
    longest = max(plans, key=lambda job: len(job.html))
    clock = time.perf_counter()
    subprocess.run([sys.executable, __file__, COLD, longest.name, str(root)], check=True)
    cold = time.perf_counter() - clock
    print(f"冷启动印一份（{longest.name}，含启动、读入全部内容）{cold:.2f} s")
    render(plans[0], FONTS)
    line("一份，已预热", *timed(lambda: [render(longest, FONTS)]))
    line("全部方案，一个进程", *timed(lambda: [render(job, FONTS) for job in plans]))
    line("任务清单，一个进程", *timed(lambda: [render(job, FONTS) for job in units]))
    workers = os.cpu_count() or 1
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    made, clock, _ = timed(lambda: list(render_many([*plans, *units], FONTS, workers)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    line(f"两样，{workers} 个进程", made, clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    if sys.argv[1:2] == [COLD]:
        content = load(Path(sys.argv[3]), date(2026, 11, 21)).content
        render(plan.document(content.plans[sys.argv[2]], content), FONTS)
    else:
        roots = [Path(each) for each in sys.argv[1:] if each != "--full"]
        main(roots[0] if roots else PROGRAM, full="--full" in sys.argv)
