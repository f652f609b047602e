"""A site to take along: one ZIP file that opens from a stick, and a service worker that keeps pages of a site served by https.

The worker asks the server first and shows what it kept only where there is no answer, so nothing it shows is stale; what an older version kept
goes when it starts. It keeps the looks, the search and whatever a reader opened; all pages only when a reader asks for them.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from campaign.leaves.archives import Steady
from campaign.publish.mark import addresses, digest

ZIP = "offline/site.zip"
WORKER = "sw.js"
PAGES = "offline/pages.json"  # what a reader who wants all of it gets
MANIFEST = "manifest.webmanifest"
_PROGRAM = Path(__file__).with_name("worker.js")
_KEPT = (".html", ".css", ".js", ".svg")  # what a reader reads; prints and data are fetched when they are asked for


def prepare(site: Path, name: str, *, bundle: bool = False) -> None:
    """Put worker, manifest and, when asked, the ZIP file into a site that is otherwise finished; a ZIP file that is there is written anew.
    `name` is what the site is called."""
    kept = [each for each in addresses(site) if each.endswith(_KEPT) and each != WORKER]
    version = hashlib.sha256("".join(digest(site / each) for each in kept).encode()).hexdigest()[:12]
    first = [each for each in kept if not each.endswith(".html") and not each.startswith("search/")]
    settings = {"version": version, "first": ["index.html", *first]}
    words = f"const SITE = {json.dumps(settings, ensure_ascii=False)};\n{_PROGRAM.read_text('utf-8')}"
    (site / WORKER).write_text(words, encoding="utf-8")
    (site / PAGES).parent.mkdir(exist_ok=True)
    (site / PAGES).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    (site / MANIFEST).write_text(json.dumps(_manifest(name), ensure_ascii=False), encoding="utf-8")
    if bundle or (site / ZIP).exists():
        raw = io.BytesIO()
        with Steady(raw) as zipped:
            for each in addresses(site):
                if each not in (ZIP, WORKER, MANIFEST, PAGES):
                    zipped.write(site / each, f"{name}/{each}")
        (site / ZIP).write_bytes(raw.getvalue())


def _manifest(name: str) -> dict[str, object]:
    icon = {"src": "assets/images/planpress.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return {"name": name, "short_name": name[:12], "lang": "zh-Hans", "start_url": "index.html", "scope": "./",
            "display": "minimal-ui", "background_color": "#fcfbf8", "theme_color": "#fcfbf8", "icons": [icon]}  # fmt: skip
