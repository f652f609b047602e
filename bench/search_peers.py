"""Other searches, asked the same on the same sites: MiniSearch with bigrams over our own units, Pagefind over the pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterable, Mapping
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page as Tab
from search_bench import Quiet

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".build/peers"
MINISEARCH, PAGEFIND = "minisearch@7.2.0", "pagefind_bin_extended==1.5.2"
FIRST_FIVE = """async (queries) => {
    const pagefind = await import('/pagefind/pagefind.js');
    const out = [];
    for (const query of queries) {
        const found = (await pagefind.search(query)).results.slice(0, 5);
        out.push((await Promise.all(found.map((one) => one.data()))).map((one) => one.url));
    }
    return out;
}"""

Found = list[list[str]]  # for each query the addresses of its first five, from the root of the site


def fetched() -> Path:
    """The folder with both, fetched once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "package").is_dir():
        packed = subprocess.run(
            ["npm", "pack", "--silent", MINISEARCH], cwd=FOLDER, check=True, capture_output=True, text=True
        )
        with tarfile.open(FOLDER / packed.stdout.strip()) as archive:
            archive.extractall(FOLDER, filter="data")
    if not (FOLDER / "pagefind_bin_extended").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(FOLDER), PAGEFIND]
        subprocess.run(pip, check=True)
    return FOLDER


def minisearch(site: Path, queries: Iterable[str]) -> Found:
    """What MiniSearch finds in the very units that our index holds."""
    documents = []
    for path in sorted(site.glob("search/*/t/**/*.js")):
        page = json.loads("[" + path.read_text(encoding="utf-8").partition("(")[2].rpartition(")")[0] + "]")[1]
        for name, text, anchor, *_ in page["units"]:
            place = f"{page['url']}{'#' if anchor else ''}{anchor}"
            documents.append({"id": f"{len(documents)} {place}", "title": name, "text": text})
    command = ["node", str(ROOT / "bench/minisearch.cjs"), str(fetched() / "package")]
    asked = json.dumps({"documents": documents, "queries": list(queries)})
    answered = subprocess.run(command, input=asked, check=True, capture_output=True, text=True)
    return [[each.partition(" ")[2] for each in hits] for hits in json.loads(answered.stdout)]


def pagefind(tab: Tab, site: Path, queries: Iterable[str]) -> Found:
    """What Pagefind finds in the pages; it knows pages, not places on them."""
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(fetched())}
    subprocess.run(
        [sys.executable, "-m", "pagefind_bin_extended", "--site", str(site), "--silent"],
        check=True,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    (site / "peers.html").write_text(
        "<!doctype html><html lang=zh><meta charset=utf-8>", encoding="utf-8"
    )  # no policy that forbids wasm
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab.goto(f"http://127.0.0.1:{server.server_port}/peers.html")
    answered: Found = tab.evaluate(FIRST_FIVE, list(queries))
    server.shutdown()
    server.server_close()
    return [[url.lstrip("/") for url in hits] for hits in answered]
