"""Links in hand-written pages that lead nowhere: told by line, with the nearest address. They are held against the pages as they will be, ours and
theirs, so that a link to a plan, a task or a heading is as good as one to a page beside.

Addresses of pages only: whether a file that is made later (PDF, data) is there, `publish.verify` knows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from campaign import kinds
from campaign.content import Content
from campaign.leaves.problems import Problem, did_you_mean, listing, nearest
from campaign.pages import Page
from campaign.texts import dialect
from campaign.texts.markdown import FRONT_MATTER, WrittenLink, links

Pages = Callable[[], Mapping[str, Page]]  # generated pages by address, made when first asked for
SHELL = frozenset({"content", "sections"})  # anchors that every page has
_ID = re.compile(r'\bid="([^"]*)"')
_FOLDERS = tuple(
    f"{folder.removeprefix('docs/')}/" for kind in kinds.KINDS for folder in kind.folders if folder.startswith("docs/")
)


def dead_links(content: Content, pages: Pages) -> Iterator[Problem]:
    """Every link of a page that is shown whose page or place on a page is not there; where the page is only not public yet, a warning."""
    written = {_address(name): name for name in content.texts}

    @cache
    def anchors(address: str) -> frozenset[str]:
        found = set(SHELL)
        if address in written:
            text = FRONT_MATTER.sub("", content.texts[written[address]], count=1)
            found.update(_ID.findall(dialect.converted(text)[0]))
        if address not in written or address.startswith(_FOLDERS):
            found.update(_ID.findall(pages()[address].body))
        return frozenset(found)

    for name, text in content.texts.items():
        here = _address(name)
        for link in links(text):
            target = _target(name, link.path)
            if not (link.path or link.fragment) or not target.endswith(".html"):
                continue
            known = target in written and not target.startswith(_FOLDERS)
            if _withheld(here, pages):
                break
            if not known and target not in pages():
                yield _no_page(name, link, target, {*written, *pages()}, written, pages)
            elif link.fragment and "=" not in link.fragment and link.fragment not in anchors(target):
                yield _no_place(name, link, anchors(target), written=target in written)


def _withheld(address: str, pages: Pages) -> bool:
    """Whether a hand-written page is one of a kind that is not shown now; its links are nobody's yet."""
    return address.startswith(_FOLDERS) and address.count("/") == 2 and address not in pages()


def _no_page(
    name: str, link: WrittenLink, target: str, there: set[str], written: Mapping[str, str], pages: Pages
) -> Problem:
    if target in written:
        message = f"链接的“{link.address}”还没有公开，读者打不开"
        return Problem(_file(name), link.line, link.column, "warning", "link-withheld", message, "等它公开了再链接")
    titled = [address for address, page in pages().items() if link.words and page.title == link.words]
    near = titled[:3] or nearest(target, there)
    remedy = "或".join(f"“{_seen_from(name, each, written)}”" for each in near)
    message = f"链接的“{link.address}”，本站没有这一页"
    return Problem(
        _file(name), link.line, link.column, "error", "dead-link", message,
        f"是不是{remedy}？" if remedy else "写那一页的文件从这一页看过去的位置，如 ../plans/方案编号/index.md",
    )  # fmt: skip


def _no_place(name: str, link: WrittenLink, anchors: frozenset[str], *, written: bool) -> Problem:
    there = sorted(each for each in anchors - SHELL if ":" not in each)  # without those of notes
    message = f"链接的“{link.address}”，那一页没有“{link.fragment}”这个位置"
    remedy = did_you_mean(link.fragment, there) or (
        f"那一页有 {listing(there, 6)}。" if there else "去掉 # 和后面的字。"
    )
    if written:
        remedy += f'标题改过名的，在它上面加一行 <a id="{link.fragment}"></a>，旧链接照样能用'
    return Problem(_file(name), link.line, link.column, "error", "dead-anchor", message, remedy.rstrip("。"))


def _file(name: str) -> str:
    return f"docs/{name}"


def _address(name: str) -> str:
    return f"{name.removesuffix('.md')}.html"


def _target(name: str, path: str) -> str:
    """The address on the site that a path means on a page of `docs/`: a source (.md) is its page, a folder its first page."""
    here = _address(name)
    if not path:
        return here
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
    target = posixpath.normpath(joined)
    return _address(target) if target.endswith(".md") else f"{target}/index.html" if path.endswith("/") else target


def _seen_from(name: str, address: str, written: Mapping[str, str]) -> str:
    """An address as an author writes it on a page: the way to the source."""
    source = written.get(address) or f"{address.removesuffix('.html')}.md"
    return posixpath.relpath(source, posixpath.dirname(name) or ".")
