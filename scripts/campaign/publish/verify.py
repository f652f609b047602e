"""A site looked over before anybody may see it: links and anchors, counts, PDFs, empty files. What is wrong is told in Chinese sentences."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from campaign.publish.mark import CATALOG, addresses

NEEDED = ("index.html", CATALOG, "search/core.js")
COUNTED = {
    "groups": "group-",
    "tasks": "task-",
    "phases": "phase-",
    "indicators": "indicator-",
}  # in the catalogue, as anchors
_URL = re.compile(rb"url\(\s*['\"]?([^'\")]+)")
_ADDRESS = re.compile(r"[\w./-]+\.(html|pdf|docx|xlsx|csv|json|ics|xml)(#.*)?")


@dataclass
class _Site:
    """The files of a site, the anchors of its pages, and who links where: target → the first page that does."""

    folder: Path
    files: frozenset[str]
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)

    def link(self, page: str, address: str) -> None:
        """Note an address that stands on a page. One that leaves the site is not ours to look after."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            self.links.setdefault((address, ""), page)
            return
        if parts.scheme or parts.netloc:
            return
        path = unquote(parts.path)
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), path)).lstrip("/") if path else page
        if path.endswith("/"):
            target = f"{target}/index.html".lstrip("/")
        if page == "404.html":  # shown under any address: it says its own from the root of the server
            while target not in self.files and "/" in target:
                target = target.partition("/")[2]
        self.links.setdefault((target, unquote(parts.fragment)), page)


def faults(folder: Path) -> list[str]:
    """Everything that is wrong with a site; nothing when it may be shown."""
    site = _Site(folder, frozenset(addresses(folder)))
    if missing := [name for name in NEEDED if name not in site.files]:
        return [f"不是完整的网站，缺少 {'、'.join(missing)}"]
    _read(site)
    return [*_empty(site), *_dead(site), *_counts(site), *_unopened(site)]


def _read(site: _Site) -> None:
    from lxml import html

    for path in sorted(site.files):
        file = site.folder / path
        if path.endswith(".html") and (raw := file.read_bytes()).strip():
            tree = html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
            site.anchors[path] = frozenset(map(str, tree.xpath("//@id|//a/@name")))
            for address in {*map(str, tree.xpath("//@href|//@src")), *_sources(tree)}:
                site.link(path, address)
        elif path.endswith(".css"):
            for found in _URL.findall(file.read_bytes()):
                site.link(path, found.decode("utf-8", "replace"))


def _sources(tree: Any) -> Iterator[str]:
    """The pictures of every srcset."""
    for held in tree.xpath("//@srcset"):
        yield from (each.split()[0] for each in str(held).split(",") if each.strip())


def _empty(site: _Site) -> Iterator[str]:
    for path in sorted(site.files):
        if not (site.folder / path).stat().st_size:
            yield f"{path} 是空文件"


def _dead(site: _Site) -> Iterator[str]:
    """A fragment with “=” is what a page's script reads (ledger/index.html#unit=…), not an anchor."""
    for (target, fragment), page in site.links.items():
        if target not in site.files:
            yield f"{page} 链接到 {target}，没有这个文件"
        elif fragment and "=" not in fragment and fragment not in site.anchors.get(target, frozenset({fragment})):
            yield f"{page} 链接到 {target}#{fragment}，那一页没有这个位置"


def _counts(site: _Site) -> Iterator[str]:
    """What the catalogue says is there, and as many of it: open data and pages were made apart."""
    catalog = json.loads((site.folder / CATALOG).read_bytes())
    plans = catalog.get("plans", [])
    for address in sorted(set(_strings(catalog))):
        if address.partition("#")[0] not in site.files:
            yield f"{CATALOG} 里登着 {address}，没有这个文件"
    for plan in plans:
        for key, prefix in COUNTED.items():
            found = sum(each.startswith(prefix) for each in site.anchors.get(plan["url"], ()))
            if plan["url"] in site.anchors and found != plan[key]:
                yield f"{plan['url']} 上的 {key} 有 {found} 个，{CATALOG} 里是 {plan[key]} 个"
    pages = {path for path in site.files if re.fullmatch(r"plans/[^/]+/index\.html", path)}
    if extra := sorted(pages - {plan["url"] for plan in plans}):
        yield f"{'、'.join(extra)} 不在 {CATALOG} 里"


def _strings(value: Any) -> Iterator[str]:
    """Addresses anywhere in the catalogue."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str) and _ADDRESS.fullmatch(value):
        yield value


def _unopened(site: _Site) -> Iterator[str]:
    import pypdfium2

    for path in sorted(site.files):
        if path.lower().endswith(".pdf"):
            try:
                with pypdfium2.PdfDocument(site.folder / path) as pdf:
                    if not len(pdf):
                        yield f"{path} 里没有一页"
            except pypdfium2.PdfiumError as fault:
                if "password" not in str(fault).lower():  # asks its reader for one: somebody else's, and sound
                    yield f"{path} 打不开，不是完好的 PDF"
