"""A site that is taken along: from a stick, without a network, and the page for an address that is not there."""

from __future__ import annotations

import http.server
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from waiting import eventually

from campaign.build.recipe import build
from campaign.publish import offline, verify

TODAY = date(2026, 11, 21)


def office(root: Path, url: str = "") -> Path:
    for name, text in {
        "plans/site.yaml": f"organisation: 甲医院\n{f'url: {url}' if url else ''}\n",
        "plans/p.yaml": "id: p\ntitle: 床旁结算方案\ntasks: [{id: t, title: 核对床头卡}]\n",
        "docs/index.md": "# 首页\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = office(tmp_path_factory.mktemp("taken"))
    build(root, root / "site", TODAY, only="site", bundle=True, say=lambda _: None)
    return root / "site"


class _Missing(http.server.SimpleHTTPRequestHandler):
    """A server that shows 404.html for whatever is not there, as nginx does; the site lies under /fangan/."""

    def log_message(self, *_: Any) -> None:
        pass

    def translate_path(self, path: str) -> str:
        held = Path(self.directory) / path.partition("?")[0].removeprefix("/fangan/")
        return str(held if path.startswith("/fangan/") and held.exists() else Path(self.directory) / "404.html")


def test_one_file_opens_from_a_stick_with_its_search(taken: Path, tmp_path: Path, browser: Any, serve: Any) -> None:
    with zipfile.ZipFile(taken / offline.ZIP) as zipped:
        zipped.extractall(tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "甲医院/index.html").as_uri())
    found = page.evaluate("planSearch('床头卡')")
    assert "plans/p/index.html" in found[0]["url"]
    assert not page.is_visible("text=下载整站") and not page.is_visible("[data-offline]")
    page.goto(serve(taken) + "index.html")  # plain http, as most intranets are
    assert page.is_visible("text=本站没有用 https，浏览器不能离线保存；要带走，请下载整站。")
    assert page.locator("text=下载整站 >> nth=0").get_attribute("href").endswith(offline.ZIP)
    page.close()


def test_the_worker_keeps_pages_and_is_never_stale(taken: Path, tmp_path: Path, browser: Any, serve: Any) -> None:
    site = shutil.copytree(taken, tmp_path / "site")
    address, context = serve(site), browser.new_context()
    page = context.new_page()
    page.goto(address + "index.html")
    page.evaluate(
        "async () => { await caches.open('planpress-of-two-versions-ago'); await navigator.serviceWorker.register('sw.js'); await navigator.serviceWorker.ready; }"
    )
    assert eventually(lambda: bool(page.evaluate("!!navigator.serviceWorker.controller")))
    page.goto(address + "plans/p/index.html")
    version = page.evaluate("caches.keys()")
    assert len(version) == 1 and version[0] != "planpress-of-two-versions-ago"

    # a publish: what is new shows at once, and the worker of the new version throws away what the old one kept
    held = site / "plans/p/index.html"
    held.write_text(held.read_text("utf-8").replace("床头卡", "腕带"), encoding="utf-8")
    offline.prepare(site, "甲医院")
    page.goto(address + "plans/p/index.html")
    assert "核对腕带" in page.inner_text("main").replace("\n", "")
    assert eventually(lambda: (now := page.evaluate("caches.keys()")) != version and len(now) == 1)
    page.goto(address + "plans/p/index.html")

    context.set_offline(True)
    page.goto(address + "plans/p/index.html")
    assert "核对腕带" in page.inner_text("main").replace("\n", "")
    page.goto(address + "units/index.html", wait_until="commit")
    assert page.inner_text("h1") == "没有网络"

    # everything, because a reader asked for it; and a device that has no room says how far it came
    context.set_offline(False)
    page.goto(address + "index.html")
    kept = page.evaluate("""() => new Promise((done) => { navigator.serviceWorker.addEventListener("message", (event) => { if (event.data.end) done(event.data); });
      navigator.serviceWorker.controller.postMessage("keep all"); })""")
    assert kept["kept"] == kept["of"] == len(json.loads((site / offline.PAGES).read_text("utf-8")))
    context.set_offline(True)
    page.goto(address + "units/index.html")
    assert page.inner_text("h1") != "没有网络"
    context.close()


@pytest.mark.parametrize("says", [True, False], ids=["a site that knows its address", "one that does not"])
def test_the_page_for_what_is_not_there_is_right_under_any_address(
    says: bool, taken: Path, tmp_path: Path, browser: Any, serve: Any
) -> None:
    site = taken
    if says:
        root = office(tmp_path, "https://portal.example.cn/fangan/")
        build(root, root / "site", TODAY, only="site", say=lambda _: None)
        site = root / "site"
        assert not [each for each in verify.faults(site) if "404.html" in each]
    address, page = serve(site, _Missing), browser.new_page()
    for wrong in ("fangan/nothing.html", "fangan/plans/gone/index.html", "fangan/a/b/c/d.html"):
        page.goto(address + wrong)
        assert page.inner_text("h1") == "没有这一页"
        assert eventually(
            lambda: bool(
                page.evaluate(
                    "getComputedStyle(document.querySelector('.masthead')).borderBottomStyle === 'solid' || [...document.styleSheets].length > 3"
                )
            )
        )
        assert eventually(
            lambda: page.get_by_text("回首页").evaluate("link => link.href") == f"{address}fangan/index.html"
        )
        assert page.locator("main form").evaluate("form => form.action") == f"{address}fangan/search/index.html"
    page.close()
