"""Figures of the search: build time, sizes and what a first query fetches, for invented plans.

    .venv/bin/python bench/search_bench.py [--full | 100 300 1000]

Bytes are gzip level 6 a file, as a server sends them; a first query counts core.js, lists and texts, not the script.
Times depend on the machine and on what else it does; bytes do not.
"""

from __future__ import annotations

import gzip
import http.server
import random
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from search_corpus import site  # noqa: E402  (both folders are added above)

from campaign.search.index import IndexedPage, build_index, on_site  # noqa: E402

PAGE = '<!doctype html><meta charset="utf-8"><script src="assets/javascripts/search.js"></script>'
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOUNDS = [
    "hulibu",
    "yysj",
    "chuang tou ka",
    "满易度问卷",
    "护理部跌到",
    "CT排对时长",
    "危急植报告",
]  # the word list answers
COMMON = ["的", "医", "医院", "护理部", "满意度", "床头卡 急诊科", "护理部 跌倒", "护理部满意度", "1:0.4", "drg"]


def queries(pages: list[IndexedPage]) -> list[str]:
    """60: the commonest, 10 of one character, 14 of two, 18 of three to five, 8 of two words."""
    rng = random.Random(7)
    fields = [field for page in pages for unit in page.units for field in (unit.name, unit.text) if len(field) > 8]

    def piece(size: int) -> str:
        while True:
            field = rng.choice(fields)
            at = rng.randrange(len(field) - size)
            if re.fullmatch(r"\w+", field[at : at + size]):
                return field[at : at + size]

    return [
        *COMMON,
        *(piece(1) for _ in range(10)),
        *(piece(2) for _ in range(14)),
        *(piece(rng.randint(3, 5)) for _ in range(18)),
        *(f"{piece(2)} {piece(3)}" for _ in range(8)),
    ]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def spread(values: list[float], unit: str) -> str:
    ordered = sorted(values)
    return f"median {statistics.median(ordered):.0f} p95 {ordered[int(len(ordered) * 0.95)]:.0f} max {ordered[-1]:.0f} {unit}"


def kilobytes(contents: list[bytes]) -> float:
    return sum(len(gzip.compress(content, 6)) for content in contents) / 1024


def measure(plans: int) -> None:
    pages = site(plans)
    build_index(site(1))  # tables and imports, once a process
    started = time.perf_counter()
    files = build_index(pages)
    seconds = time.perf_counter() - started
    postings = [content for path, content in files.items() if path.startswith("g/")]
    texts = [content for path, content in files.items() if path.startswith("t/")]
    units = sum(len(page.units) for page in pages)
    characters = sum(len(unit.name) + len(unit.text) for page in pages for unit in page.units)
    print(f"\n{plans} plans: {units:,} units, {characters / 1e6:.1f} M characters; index built in {seconds:.2f} s")
    print(
        f"  postings {len(postings)} files {sum(map(len, postings)) / 2**20:.1f} MB, {kilobytes(postings) / 1024:.1f} MB gz; "
        f"{spread([kilobytes([content]) for content in postings], 'KB gz each')}"
    )
    print(
        f"  texts {len(texts)} files {sum(map(len, texts)) / 2**20:.1f} MB, {kilobytes(texts) / 1024:.1f} MB gz; "
        f"{spread([kilobytes([content]) for content in texts], 'KB gz each')}"
    )
    listed = [content for path, content in files.items() if path.startswith("w/")]
    print(
        f"  word list {len(listed)} files {sum(map(len, listed)) / 2**20:.1f} MB, {kilobytes(listed) / 1024:.1f} MB gz; "
        f"{spread([kilobytes([content]) for content in listed], 'KB gz each')}, readings {kilobytes([files['w/readings.js']]):.1f}"
    )
    print(
        f"  core.js {kilobytes([files['core.js']]):.1f}, fold.js {kilobytes([files['fold.js']]):.1f}, "
        f"search.js {kilobytes([(ROOT / 'overrides/assets/javascripts/search.js').read_bytes()]):.1f} KB gz"
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "assets/javascripts").mkdir(parents=True)
        shutil.copy(ROOT / "overrides/assets/javascripts/search.js", root / "assets/javascripts")
        (root / "index.html").write_text(PAGE, encoding="utf-8")
        published = on_site(pages)
        for path, content in published.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        for name, asked in (("queries", queries(pages)), ("by sound or with a slip", SOUNDS)):
            print(f"  {name}")
            ask(root, published, asked)


def ask(root: Path, files: dict[str, bytes], asked: list[str]) -> None:
    """Each query on a page just opened (bytes, requests, first answer), then five times more (the answer afterwards)."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fetched: list[str] = []
    sizes, requests, first, later = [], [], [], []
    timed = "async (query) => { const start = performance.now(); await planSearch(query); return performance.now() - start; }"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        tab = browser.new_page()
        tab.on(
            "request",
            lambda request: (
                fetched.append(request.url.split("?")[0].partition("/search/")[2])
                if "/search/" in request.url
                else None
            ),
        )
        for query in asked:
            tab.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            fetched.clear()
            first.append(tab.evaluate(timed, query))
            sizes.append(kilobytes([files[f"search/{path}"] for path in fetched]))
            requests.append(len(fetched))
            later.append(statistics.median(tab.evaluate(timed, query) for _ in range(5)))
        browser.close()
    server.shutdown()
    server.server_close()
    worst = sorted(zip(sizes, asked, strict=True), reverse=True)[:5]
    print(f"  first query: {spread(sizes, 'KB gz')}; {spread(requests, 'requests')}; {spread(first, 'ms')}")
    print(f"  same query again: {spread(later, 'ms')}")
    print("  largest: " + ", ".join(f"{query} {size:.0f}" for size, query in worst))


if __name__ == "__main__":
    asked_for = [each for each in sys.argv[1:] if each != "--full"]
    for count in map(int, asked_for or (["100", "300", "1000"] if "--full" in sys.argv else ["100", "300"])):
        measure(count)
