"""Where a site may be put: never in the place of something that is not ours, never on another machine, never among the content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from campaign.publish import mark
from campaign.publish.files import PublishFault

SHELF = ".planpress"  # in a folder that keeps versions: `shelf.py`
FIRST_EDITION = ("index.html", "404.html", mark.CATALOG, "search/core.js", "assets/javascripts/planpress.js")
FIRST_EDITION_NAMES = frozenset(
    "404.html across assessments assets bulletins calendar campaigns cases dashboards data feeds findings forms glossary guide index.html indicators"
    " interpretations ledger mechanisms meetings pictures plans questions search services sitemap.xml sitemap.xml.gz units updates".split()
)
OWN_FILES = ("robots.txt", "favicon.ico", "lost+found")  # an administrator's, in a folder that is free all the same
_REMOTE = re.compile(r"[^/]+:")


def destination(text: str | Path, root: Path, content: Iterable[str] = ("plans", "docs", "site", ".build")) -> Path:
    """The folder that was typed. Raises PublishFault where no site may be put: another machine, what is no folder, among the `content`."""
    if _REMOTE.match(str(text)):
        raise PublishFault(
            f"“{text}”在另一台机器上，这里只能放到本机的文件夹；要送过去，运行 rsync -a --delay-updates --delete-after site/ {text}"
        )
    place = Path(text)
    if place.is_symlink() and not place.exists():
        raise PublishFault(f"{text} 是断了的链接，指向的地方不存在；修好或删去链接再来")
    place = place.resolve()
    if place.exists() and not place.is_dir():
        raise PublishFault(f"{text} 不是文件夹，不能用来放网站")
    for name in content:
        if place.is_relative_to((root / name).resolve()):
            raise PublishFault(f"{text} 在内容文件夹的 {name} 里面，网站不能放在这里；换一个文件夹")
    if root.resolve().is_relative_to(place):
        raise PublishFault(f"{text} 是内容文件夹本身或它的上级，网站不能放在这里；换一个文件夹")
    return place


def refuse_unmarked(folder: Path, adopt: bool) -> None:
    """For a folder that holds something and bears no mark: only a site of the first edition, and only when told to. An index.html proves nothing."""
    first = all((folder / name).is_file() for name in FIRST_EDITION)
    if first and adopt:
        return
    if first:
        raise PublishFault(
            f"{folder} 里像是第一版生成的网站，没有方案通的标记，不敢替换；确实是，就加上 --adopt 接管一次"
        )
    only = "；--adopt 只接管第一版生成的网站" if adopt else ""
    raise PublishFault(f"{folder} 里的东西不是方案通生成的（没有 {mark.NAME} 标记），不敢替换；请换一个空文件夹{only}")
