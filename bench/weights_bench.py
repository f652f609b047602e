"""How heavy a site of generated plans is to open: its largest pages, and what a first query fetches of the index.

    .venv/bin/python bench/weights_bench.py [--full: 1,000 plans, else 200]

Bytes of pages are as written; those of a query are gzip level 6 a file, as a server sends them, without search.js. A page
may have 1 MB and 20,000 elements, a first query 110 KB; tests/test_long_lists.py holds the pages to it on a smaller site.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from generate import DO, UNITS, WHAT, content_root
from playwright.sync_api import sync_playwright
from search_bench import ARGUMENTS, Quiet, kilobytes, spread

ROOT = Path(__file__).parent.parent
ASKED = [
    *WHAT[:4],
    *UNITS[:3],
    *(f"{what} {do}" for what, do in zip(WHAT, DO[:4], strict=False)),
    *("手术核查谁负责", "标识导引达标率要求多少", "病历质量什么时候", "便民设施怎么算"),
    *("2026年12月31日 急诊科", "12月", "编号555", "的", "第8号服务改进方案"),
    *("hulibu", "xuanchuanke", "jycl", "健康讲坐", "床位周砖", "护理部便民设施", "paidui", "zhiliangdixian"),
]


def main() -> None:
    plans = 1000 if "--full" in sys.argv else 200
    with tempfile.TemporaryDirectory() as name:
        root, site = Path(name, "root"), Path(name, "site")
        content_root(root, plans)
        command = [sys.executable, str(ROOT / "scripts/plan.py"), "build", "--root", str(root)]
        subprocess.run([*command, "--only", "site", "--out", str(site)], check=True, stdout=subprocess.DEVNULL)
        pages(site, plans)
        queries(site)


def pages(site: Path, plans: int) -> None:
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    weights = sorted(
        ((len(text.encode()), len(re.findall(r"<[a-z]", text)), url) for url, text in texts.items()), reverse=True
    )
    print(f"{plans} plans: {len(weights):,} pages, {sum(size for size, _, _ in weights) / 1e6:.0f} MB")
    for size, elements, url in weights[:5]:
        print(f"  {size / 1000:6.0f} KB {elements:7,} elements  {url}")


def queries(site: Path) -> None:
    """Each query on a page just opened."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    sizes = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for query in ASKED:
            tab = browser.new_context().new_page()
            tab.goto(home + "units/index.html")
            fetched: set[str] = set()
            tab.on("request", lambda request, seen=fetched: seen.add(request.url.split("?")[0].removeprefix(home)))
            tab.evaluate("async (query) => { await planSearch(query); }", query)
            sizes.append((kilobytes([(site / path).read_bytes() for path in fetched]), query))
            tab.context.close()
        browser.close()
    server.shutdown()
    server.server_close()
    print(f"  first query, answers and word list in it: {spread([size for size, _ in sizes], 'KB gz')}")
    print("  largest: " + ", ".join(f"{query} {size:.0f}" for size, query in sorted(sizes, reverse=True)[:5]))


if __name__ == "__main__":
    main()
