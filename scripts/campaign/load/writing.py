"""What lies under `docs/`: the pictures that texts show, what may not stand in a text, and files that have no business there."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from campaign import attachments, pictures
from campaign.kinds import KINDS
from campaign.leaves import unseen
from campaign.leaves.problems import Problem, Source
from campaign.load.files import Reading
from campaign.texts import dialect, markdown, privacy, typed

AT_THE_ROOT = frozenset({"robots.txt", "favicon.ico", "CNAME", "humans.txt"})  # what servers and programs ask for
LOOKS = frozenset({".css", ".js"})  # the owner's own, named in mkdocs.yml; what they name is theirs
_PASSING = re.compile(
    r"^(?:\.|~\$|~wrl)|~$|\.(?:bak|tmp|temp|swp|old|orig|lnk|crdownload)$|^thumbs\.db$|^desktop\.ini$", re.I
)
_SILENT = frozenset({".gitkeep", ".gitignore"})


def writing(reading: Reading) -> None:
    """Look through all hand-written pages and what they show and offer. `reading.placed` are the files that go on the site; what nobody
    refers to is named and stays at home."""
    texts = _texts(reading)
    readme = _text_of(reading, reading.root / "README.md")  # may show pictures that lie here and are on no page
    _shell(reading)
    reading.placed = _placed(reading, texts)
    reading.texts = {name: text for name, text in texts.items() if name in reading.placed}
    # folders the office writes; elsewhere the owner may keep looks and scripts of his own
    office = tuple(f"{folder}/" for kind in KINDS for folder in kind.folders if folder.startswith("docs/"))
    for path in reading.there("docs", "**/*"):
        name = reading.name(path)
        if path.name in _SILENT or not (path.is_file() or name in reading.edited):
            continue
        if name.removeprefix("docs/") not in reading.placed:
            if name not in readme:
                reading.note(_stray(name, path.name))
        else:
            _published(reading, path, office)


def _texts(reading: Reading) -> dict[str, str]:
    """The hand-written pages by their path below docs/."""
    found = {}
    for path in reading.files("docs", suffixes=(".md",)):
        text = reading.text(path)
        if text is not None:
            found[reading.name(path).removeprefix("docs/")] = text
    return found


_LOOKS_OF_SITE = re.compile(r"^extra_(?:javascript|css):.*?(?=^\S|\Z)", re.M | re.S)
_ELSEWHERE = re.compile(r"(?:https?:)?//[^\s'\"\],}]+")


def _shell(reading: Reading) -> None:
    """What mkdocs.yml may not say: MkDocs reads it, so here its text is looked through and nothing else."""
    text, source = _text_of(reading, reading.root / "mkdocs.yml"), Source("mkdocs.yml")

    def there(problem: Problem, place: int) -> Problem:
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        return replace(problem, line=line, column=column)

    for place, (code, severity, message, hint) in (*unseen.found(text), *unseen.escaped(text)):
        make = source.error if severity == "error" else source.warning
        reading.note(there(make((), code, message, hint), place))
    for word in privacy.words(text):
        reading.note(source.error((), "private", f"里面有{word}，会随网页公开", "删去"))
    for block in _LOOKS_OF_SITE.finditer(text):
        for found in _ELSEWHERE.finditer(block[0]):
            message = f"“{found[0]}”不在本站，浏览器不会取用（内容安全策略），网页里没有写上"
            hint = "下载下来放进 docs 文件夹，这里写它在 docs 里的位置"
            reading.note(there(source.warning((), "foreign-script", message, hint), block.start() + found.start()))


def _placed(reading: Reading, texts: Mapping[str, str]) -> frozenset[str]:
    """Paths below docs/ of what goes on the site: pages of kinds, the front page, what mkdocs.yml names, and all that these lead to."""
    named = _text_of(reading, reading.root / "mkdocs.yml")
    there = {reading.name(path).removeprefix("docs/") for path in reading.files("docs", suffixes=None)}
    known = {
        f"{folder.removeprefix('docs/')}/" for kind in KINDS for folder in kind.folders if folder.startswith("docs/")
    }
    waiting = [
        each
        for each in sorted(there)
        if each in AT_THE_ROOT
        or each in ("index.md", "guide/index.md", "404.md")
        or (each.endswith("/index.md") and each.count("/") == 2 and each.startswith(tuple(known)))
        or re.search(rf"(?<![\w./-]){re.escape(each)}(?![\w.-])", named)
    ]
    placed: set[str] = set()
    while waiting:
        here = waiting.pop()
        if here in placed:
            continue
        placed.add(here)
        if here.endswith(".md"):
            waiting += [
                each
                for link in markdown.links(texts.get(here, ""))
                if link.path
                for each in _targets(here, link.path)
                if each in there
            ]
        elif PurePosixPath(here).suffix in LOOKS:
            text = _text_of(reading, reading.root / "docs" / here)
            waiting += [
                each for each in there - placed if PurePosixPath(each).name in text and not each.endswith(".md")
            ]
    return frozenset(placed)


def _targets(page: str, link: str) -> Iterator[str]:
    """The files below docs/ that a link on a page may mean."""
    path = posixpath.normpath(
        posixpath.join(posixpath.dirname(page), link.lstrip("/") if link.startswith("/") else link)
    )
    yield path
    yield f"{path.removesuffix('.html')}.md"
    yield posixpath.normpath(f"{path}/index.md")


def _text_of(reading: Reading, path: Path) -> str:
    raw = reading.raw(path) if path.is_file() else None
    return raw.decode("utf-8", "replace") if raw else ""


def _stray(name: str, file: str) -> Problem:
    if _PASSING.search(file):
        message, hint = "是临时、备份或隐藏的文件，不公开", "删去，或挪出 docs"
    elif file.endswith(".md"):
        message, hint = (
            "没有网页链接到这一页，不公开",
            "在别的网页里链接它，或写进 mkdocs.yml 的 nav；是草稿就挪出 docs",
        )
    else:
        message, hint = "没有网页用到这个文件，不公开", "要公开就在网页里链接它，否则挪出 docs"
    return Source(name).warning((), "stray-file", message, hint)


def _published(reading: Reading, path: Path, office: tuple[str, ...]) -> None:
    name, suffix = reading.name(path), path.suffix.lower()
    for word in privacy.words(name):
        reading.note(Source(name).error((), "private", f"文件名里有{word}，会随网页公开", "改名"))
    if suffix in pictures.SUFFIXES and path.name not in AT_THE_ROOT:
        _picture(reading, path)
    elif suffix == ".md":
        _page(reading, path)
        if name.startswith(office):
            _pasted(reading, path)
    elif suffix in attachments.SUFFIXES and path.name not in AT_THE_ROOT:
        _attachment(reading, path)
    elif name.startswith(office):
        message = f"这种文件（{path.suffix or '没有扩展名'}）不随网页公开"
        reading.note(Source(name).error((), "file-kind", message, "图片用 JPG、PNG，附件用 PDF、Word、Excel；别的删去"))


def _attachment(reading: Reading, path: Path) -> None:
    name = reading.name(path)
    raw = _whole(reading, path)
    if raw is None:
        return
    looked = attachments.look(raw, path.name)
    for each in looked.findings:
        make = Source(name).error if each.severity == "error" else Source(name).warning
        reading.note(make((), each.code, each.message, each.hint))
    if not any(each.severity == "error" for each in looked.findings):
        reading.attachments[name.removeprefix("docs/")] = attachments.Attachment(name, looked.digest)


def _whole(reading: Reading, path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"读不了这个文件：{os.strerror(fault.errno or 0)}"
        reading.note(Source(reading.name(path)).error((), "file-unreadable", message, "检查文件权限"))
        return None


def _picture(reading: Reading, path: Path) -> None:
    name = reading.name(path)
    try:
        photo = pictures.photo(pictures.read(path.parent, path.name), name, path.name)
    except pictures.UnfitPicture as fault:
        reading.note(Source(name).error((), fault.code, fault.message, fault.hint))
    else:
        reading.photos[name.removeprefix("docs/")] = photo


def _page(reading: Reading, path: Path) -> None:
    text = reading.text(path)
    if text is None:
        return
    name = reading.name(path)
    for fault in (*markdown.faults(text), *dialect.faults(text)):
        reading.note(Problem(name, fault.line, fault.column, fault.severity, fault.code, fault.message, fault.hint))
    for shown in markdown.pictures(text):
        if not (path.parent / shown.file).is_file():
            hint = "把图片放进这一页的文件夹，文件名写得一样"
            reading.note(
                Problem(name, shown.line, shown.column, "error", "picture-missing", f"找不到图片“{shown.file}”", hint)
            )
        elif not shown.alt:
            hint = "写成 ![画面说明](文件名)，一句话说清画面，读屏软件会念"
            reading.note(
                Problem(
                    name, shown.line, shown.column, "warning", "picture-alt", f"图片“{shown.file}”没有画面说明", hint
                )
            )


def _pasted(reading: Reading, path: Path) -> None:
    """What was pasted into a page from Word or the web, and looks otherwise there."""
    text, name = reading.text(path) or "", reading.name(path)
    head = markdown.FRONT_MATTER.match(text)
    above = text[: head.end()].count("\n") if head else 0
    for sentence, (line, count) in typed.pasted(text[head.end() :] if head else text).items():
        more = f"（共 {count} 行）" if count > 1 else ""
        hint = f"像是从 Word 或网页贴来的：运行 plan tidy {name}，或在网页登记里打开、点“理一理”；本来就要这样的不用管"
        reading.note(Problem(name, above + line, 1, "warning", "text-pasted", f"{sentence}{more}", hint))
