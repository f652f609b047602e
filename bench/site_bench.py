"""How long a build takes: this repository cold, again with one YAML changed, one PDF; and how it grows from 100 to 300 generated plans (--full: to 1,000).

Beside it stock Material with Chinese search on pages of the same size. Whole processes, processor seconds and wall seconds; read the ratios.
Use: python bench/site_bench.py [--full] [--large 300] [--no-stock]
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import content_root, stock_root

ROOT = Path(__file__).resolve().parent.parent
PLAN = [sys.executable, str(ROOT / "scripts" / "plan.py")]


@dataclass(frozen=True)
class Took:
    """Seconds of one process with all its children."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s wall {self.cpu:7.2f} s cpu"


def run(command: Sequence[str]) -> Took:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def edit(path: Path) -> None:
    """Change a word of one plan, as an author would."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: 新", 1), encoding="utf-8")


def own_repository(folder: Path) -> None:
    root = folder / "own"
    root.mkdir()
    for name in ("plans", "docs"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    build = [*PLAN, "build", "--root", str(root)]
    cold = run(build)
    again = run(build)
    edit(root / "plans" / "service-uplift.yaml")
    changed = run(build)
    one = run([*PLAN, "pdf", "children-health", "--root", str(root), "-o", str(folder / "one.pdf")])
    print("this repository, everything (site, PDFs, data)")
    print(f"  cold                    {cold}")
    print(f"  nothing changed         {again}   {again.wall / cold.wall:.2f} of cold")
    print(f"  one plan changed        {changed}   {changed.wall / cold.wall:.2f} of cold")
    print(f"  one PDF, new process    {one}")


def growth(folder: Path, sizes: Sequence[int], stock: bool) -> None:
    ours: dict[int, Took] = {}
    theirs: dict[int, Took] = {}
    print("generated plans of 40 tasks: pages, search and data")
    for size in sizes:
        root = folder / f"ours-{size}"
        content_root(root, size)
        command = [*PLAN, "build", "--root", str(root), "--only", "site"]
        ours[size] = run(command)
        edit(root / "plans" / "p00003.yaml")
        changed = run(command)
        line = f"  {size:5d} plans  {ours[size]}   one changed {changed}"
        if stock:
            peer = folder / f"stock-{size}"
            stock_root(peer, size)
            theirs[size] = run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(peer / "mkdocs.yml")])
            line += f"   stock Material + jieba {theirs[size]}   ratio {ours[size].wall / theirs[size].wall:.2f}"
        print(line, flush=True)
        shutil.rmtree(root)
    for name, took in (("ours", ours), ("stock", theirs)):
        if len(took) > 1:
            small, large = min(took), max(took)
            print(
                f"  growth exponent {small} → {large}, {name}: {math.log(took[large].cpu / took[small].cpu) / math.log(large / small):.2f}"
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--large", type=int)
    options.add_argument("--full", action="store_true", help="up to 1,000 plans: a quarter of an hour")
    options.add_argument("--no-stock", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own_repository(folder)
        growth(folder, (100, chosen.large or (1000 if chosen.full else 300)), not chosen.no_stock)


if __name__ == "__main__":
    main()
