"""The pictures of the guide and of README, taken from a built site: `python scripts/guide_pictures.py SITE`. Needs Playwright and Chromium."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
# picture → page, width and height of the window in pixels, what is done there first
PICTURES: dict[str, tuple[str, int, int, str]] = {
    "guide/my-unit.png": ("units/dept-nursing/index.html", 900, 620, ""),
    "guide/plan.png": ("plans/demo-quality-year/index.html", 900, 620, ""),
    "guide/search.png": ("search/index.html?q=%E6%8A%A4%E7%90%86%E9%83%A8", 900, 620, ""),
    "guide/campaign.png": ("campaigns/demo-hundred-days/index.html", 900, 620, ""),
}


def main(site: Path) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, (address, width, height, click) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            path, _, query = address.partition("?")
            page.goto((site / path).as_uri() + (f"?{query}" if query else ""))
            if click:
                page.click(click)
            page.wait_for_timeout(500)
            page.screenshot(path=DOCS / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site").resolve())
