"""How long a build and a preview take, side by side with stock Material and Chinese search (jieba) on as much text; ratios first.

This repository: cold, again, with one plan changed, and from saving a file until a browser shows it. Generated plans: two sizes, time and memory.
The last part of it is the peer's own preview. Whole processes; on a shared machine read the ratios.
Use: python bench/site_bench.py [--sizes 50 200] [--full: 100 and 1,000 plans] [--no-stock] [--no-preview]
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generate import content_root, stock_root

ROOT = Path(__file__).resolve().parent.parent
PLAN = [sys.executable, str(ROOT / "scripts" / "plan.py")]
MKDOCS = [sys.executable, "-m", "mkdocs"]
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
CHROMIUM = "/usr/bin/chromium"
SAVES = 5


@dataclass(frozen=True)
class Took:
    """Seconds of one process with all its children, and the most memory (MB) that one of them held."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s wall {self.cpu:7.2f} s cpu {self.memory:5.0f} MB"


def run(command: Sequence[str]) -> Took:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=QUIET)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Took(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def edit(path: Path, before: str = "title: ", after: str = "title: 新") -> None:
    """Change a word of one file, as an author would."""
    text = path.read_text(encoding="utf-8")
    assert before in text, path
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def own_copy(folder: Path) -> Path:
    root = folder / "own"
    root.mkdir()
    for name in ("plans", "docs"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def own_repository(root: Path) -> None:
    build = [*PLAN, "build", "--root", str(root)]
    cold = run(build)
    again = run(build)
    edit(root / "plans" / "service-uplift.yaml")
    changed = run(build)
    one = run([*PLAN, "pdf", "children-health", "--root", str(root), "-o", str(root / "one.pdf")])
    print("this repository, everything (site, PDFs, data)")
    print(f"  cold                    {cold}")
    print(f"  nothing changed         {again}   {again.wall / cold.wall:.2f} of cold")
    print(f"  one plan changed        {changed}   {changed.wall / cold.wall:.2f} of cold")
    print(f"  one PDF, new process    {one}", flush=True)


# -- from saving a file until a browser shows it -----------------------------------------------------------------------------------


@contextmanager
def previewing(command: Sequence[str]) -> Iterator[str]:
    """The address of a preview that is up; `command` lacks the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [each.format(port=port) for each in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=QUIET
    )
    try:
        for _ in range(3000):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def latency(page: Any, address: str, change: Callable[[str], None]) -> float:
    """Median of seconds from saving until the words stand in the page, the browser's own reload included."""
    taken = []
    for number in range(SAVES):
        page.goto(address)
        page.wait_for_load_state("load")
        time.sleep(1.5)  # a reader looks at the page; the file system's clock moves on
        words = f"新词{number}号"
        start = time.perf_counter()
        change(words)
        page.wait_for_selector(f"text={words}", state="attached", timeout=600_000)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def previews(folder: Path, root: Path, stock: int) -> None:
    from playwright.sync_api import sync_playwright

    plan, guide = root / "plans" / "service-uplift.yaml", root / "docs" / "guide" / "index.md"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        with previewing([*PLAN, "serve", "--root", str(root), "--port", "{port}"]) as address:
            yaml = latency(
                page,
                f"{address}plans/service-uplift/index.html",
                lambda words: edit(plan, "title: ", f"title: {words}"),
            )
            markdown = latency(page, f"{address}guide/index.html", lambda words: edit(guide, "\n", f"\n\n{words}\n"))
        print(f"saved until a browser shows it: a plan {yaml:.2f} s, a Markdown page {markdown:.2f} s", flush=True)
        if stock:
            peer = folder / "stock-preview"
            stock_root(peer, stock)
            with previewing(
                [*MKDOCS, "serve", "-q", "-f", str(peer / "mkdocs.yml"), "-a", "127.0.0.1:{port}"]
            ) as address:
                theirs = latency(
                    page,
                    f"{address}g00/p00003.html",
                    lambda words: edit(peer / "docs/g00/p00003.md", "\n\n", f"\n\n{words}\n\n"),
                )
            print(f"  stock Material + jieba with {stock} pages {theirs:.2f} s   ratio {yaml / theirs:.2f}", flush=True)
        browser.close()


# -- generated plans ---------------------------------------------------------------------------------------------------------------


def growth(folder: Path, sizes: Sequence[int], stock: bool) -> None:
    ours: dict[int, Took] = {}
    theirs: dict[int, Took] = {}
    print("generated plans of 40 tasks: pages, search and data (memory is that of the largest process)")
    for size in sizes:
        root = folder / f"ours-{size}"
        content_root(root, size)
        command = [*PLAN, "build", "--root", str(root), "--only", "site"]
        ours[size] = run(command)
        print(f"  {size:5d} plans          {ours[size]}", flush=True)
        if stock:
            peer = folder / f"stock-{size}"
            stock_root(peer, size)
            theirs[size] = run([*MKDOCS, "build", "-q", "-f", str(peer / "mkdocs.yml")])
            wall, cpu = ours[size].wall / theirs[size].wall, ours[size].cpu / theirs[size].cpu
            print(f"        stock + jieba  {theirs[size]}   ratio {wall:.2f} wall {cpu:.2f} cpu", flush=True)
            shutil.rmtree(peer)
        shutil.rmtree(root)
    for name, took in (("ours", ours), ("stock", theirs)):
        if len(took) > 1:
            small, large = min(took), max(took)
            exponent = math.log(took[large].cpu / took[small].cpu) / math.log(large / small)
            print(f"  growth exponent {small} → {large}, {name}: {exponent:.2f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[50, 200])
    options.add_argument("--full", action="store_true")
    options.add_argument("--no-stock", action="store_true")
    options.add_argument("--no-preview", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = own_copy(folder)
        own_repository(root)
        if not chosen.no_preview:
            previews(folder, root, 0 if chosen.no_stock else 100)
        growth(folder, (100, 1000) if chosen.full else chosen.sizes, not chosen.no_stock)


if __name__ == "__main__":
    main()
