"""What Markdown written by an office may contain: faults by line and column for the author, and HTML from which everything else is taken out.

The first is for people, the second is the lock: whatever the first overlooks, nothing that runs or calls another host reaches a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from campaign.leaves import unseen
from campaign.leaves.problems import Severity
from campaign.texts.privacy import MASK, found, masked, private

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li"
    " mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "title", "lang"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "align", "loading"},
    "span": {"data-linenos"},
    "details": {"open"},
    "ol": {"start", "type"},
    "col": {"span"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_READ_AWAY = frozenset({"markdown"})  # an attribute that Markdown itself takes out
_SILENT = frozenset(
    {"script", "style", "iframe", "object", "template", "noscript", "title", "textarea", "svg", "math"}
)  # go with all they hold

FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.S | re.M
)  # group 1: the YAML between the lines of ---
_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>", re.I)
_KIND = re.compile(r"^kind:", re.M)
FENCED = re.compile(r"^(?P<in>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=fence)[`~]*[ \t]*$|\Z)", re.S | re.M)
_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.S)
_ESCAPED = re.compile(r"\\[\[!]")  # Markdown knows no escape of <
_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<words>[^\[\]]*)\]\(\s*(?:<(?P<quoted>[^<>\n]*)>|(?P<plain>[^\s()]+(?:\([^()\s]*\))?))"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?P<words>[^\[\]^]+)\]:[ \t]*<?(?P<plain>[^\s<>]+)>?", re.M)
_LISTED = re.compile(r"\{[^{}\n]*?\b(?P<name>on[a-z]+|style|srcdoc)\s*=[^{}\n]*\}", re.I)
_ALIGNED = re.compile(r'(<(?:t[dh]|img)\b[^<>]*?) align=("[a-z]+")')  # by a rule of our style sheet
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20]+")  # what a browser overlooks before and within a scheme


@dataclass(frozen=True)
class Fault:
    """Something that may not stand where it stands; line and column count from 1 and from the top of the file."""

    line: int
    column: int
    code: str
    message: str
    hint: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Picture:
    """A picture that the text shows: the words for those who do not see it, and its address as written, decoded."""

    line: int
    column: int
    alt: str
    file: str


@dataclass(frozen=True)
class WrittenLink:
    """A link as written: its words (none in HTML), its address, and of that the path and what stands after #, both decoded."""

    line: int
    column: int
    words: str
    address: str
    path: str
    fragment: str


def faults(text: str) -> Iterator[Fault]:
    """Tags, attributes and addresses that may not go on a page. `text` is the whole file with its front matter."""
    bare = bare_of(text)
    reader = _TagReader()
    reader.feed(bare)
    reader.close()
    yield from reader.found
    place = places(text)
    for link in (*_LINK.finditer(bare), *_REFERENCE.finditer(bare)):
        picture = bool(link.groupdict().get("picture"))
        yield from _address(_target(link), picture, *place(link.start()))
    head = FRONT_MATTER.match(text)
    start = head.end() if head and _KIND.search(head[1]) else 0  # front matter of a kind is read as a record
    for offset, word in private(text[start:]):
        yield Fault(*place(start + offset), "private", f"内容里有{word}，会随网页公开", "删去")
    for offset, (code, severity, message, hint) in (*unseen.found(text), *unseen.referred(bare)):
        yield Fault(*place(offset), code, message, hint, severity)
    for listed in _LISTED.finditer(bare):
        name = listed["name"]
        yield Fault(*place(listed.start("name")), "html-attribute", f"花括号里不能写 {name}", f"删去 {name}=… 这一段")


def pictures(text: str) -> Iterator[Picture]:
    """The pictures that the text shows from files of its own site."""
    bare, place = bare_of(text), places(text)
    for link in _LINK.finditer(bare):
        address = unquote(_target(link))
        if link["picture"] and not _scheme(address) and not _elsewhere(address) and not address.startswith("#"):
            yield Picture(*place(link.start()), link["words"].strip(), address.partition("#")[0])  # logo.png#only-dark


def links(text: str) -> Iterator[WrittenLink]:
    """The links that a text leads to or shows things by on its own site, also those of its HTML."""
    bare, place = bare_of(text), places(text)
    reader = _TagReader()
    reader.feed(bare)
    reader.close()
    written = [
        (*place(link.start()), link["words"], _target(link))
        for link in (*_LINK.finditer(bare), *_REFERENCE.finditer(bare))
    ]
    for line, column, words, address in (*written, *reader.targets):
        if not _scheme(address) and not _elsewhere(address):
            path, _, fragment = address.partition("#")
            yield WrittenLink(line, column, words, address, unquote(path.partition("?")[0]), unquote(fragment))


def clean(html: str) -> str:
    """HTML that Markdown made, without anything that runs, looks like another page, fetches from another host, is private or cannot be seen."""
    import nh3

    html = _without_private(html)

    made: str = nh3.clean(
        html, tags=set(TAGS), attributes=ATTRIBUTES, clean_content_tags=set(_SILENT), attribute_filter=_kept, url_schemes=set(SCHEMES), link_rel=None,
    )  # fmt: skip
    return _ALIGNED.sub(r"\1 data-align=\2", unseen.stripped(made))


def plain(html: str) -> str:
    """The one way from HTML to plain text: tags go, an entity becomes the character it stands for, once. What comes out is text, never HTML."""
    import nh3

    return unseen.stripped(unescape(nh3.clean(html, tags=set(), clean_content_tags=set(_SILENT)))).strip()


def _without_private(html: str) -> str:
    """HTML whose private numbers are made unreadable, also where marks such as bold stand inside them."""
    html = masked(html)
    tags = [each.span() for each in _INLINE.finditer(html)]
    plain = _INLINE.sub(lambda each: "\u200b" * len(each[0]), html)
    for start, end, _ in found(plain):
        shown = [at for at in range(start, end) if not any(first <= at < last for first, last in tags)]
        html = "".join(MASK if at in shown else char for at, char in enumerate(html))
    return html


def _kept(tag: str, name: str, value: str) -> str | None:
    scheme = _scheme(value)
    if name == "align":
        return value if value in ("left", "center", "right") else None
    if (tag, name) == ("img", "src") and (scheme or _elsewhere(value)):
        return None
    return None if name == "href" and scheme and scheme not in SCHEMES else value


@cache
def _is_allowed(tag: str, name: str) -> bool:
    return name in ATTRIBUTES["*"] or name in ATTRIBUTES.get(tag, ()) or name in _READ_AWAY


def bare_of(text: str) -> str:
    """The text with its front matter, code and escaped marks blanked out, every character in its place."""

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found[0])

    bare = text
    for pattern in (FRONT_MATTER, FENCED, _CODE, _ESCAPED):
        bare = pattern.sub(blank, bare)
    return bare


def places(text: str) -> Callable[[int], tuple[int, int]]:
    def place(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    return place


def _target(link: re.Match[str]) -> str:
    return unescape(link.groupdict().get("quoted") or link["plain"])


def _scheme(address: str) -> str:
    """The scheme of an address as a browser reads it; none of a path on this site."""
    found = _SCHEME.match(_IGNORED.sub("", address))
    return found[1].lower() if found else ""


def _elsewhere(address: str) -> bool:
    """Whether an address without a scheme names another host; a browser takes \\ for / here."""
    return _IGNORED.sub("", address).replace("\\", "/").startswith("//")


def _address(address: str, picture: bool, line: int, column: int) -> Iterator[Fault]:
    scheme = _scheme(address)
    shown = " ".join(address.split())[:60]
    if picture and (scheme in ("http", "https") or _elsewhere(address)):
        yield Fault(
            line,
            column,
            "picture-remote",
            f"插图“{shown}”在别的网站上，内网打不开",
            "下载这张图片，放到同一文件夹，写成 ![画面说明](文件名)",
        )
    elif scheme and (picture or scheme not in SCHEMES):
        remedy = (
            "插图写同一文件夹里的文件名"
            if picture
            else "链接只用 http、https、mailto、tel 开头的网址，或本站文件的路径"
        )
        yield Fault(line, column, "html-link", f"“{shown}”不是网址，不能公开", remedy)


class _TagReader(HTMLParser):
    """Reads the tags that stand in Markdown, and notes which may not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Fault] = []
        self.targets: list[tuple[int, int, str, str]] = []  # line, column, no words, address

    def _note(self, code: str, message: str, hint: str) -> None:
        line, column = self.getpos()
        self.found.append(Fault(line, column + 1, code, message, hint))

    def _as_written(self) -> str:
        written = " ".join((self.get_starttag_text() or "").split())
        return written if len(written) <= 40 else f"{written[:40]}…"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        if ":" in tag or "@" in tag:  # <https://…> and <a@b> are links of Markdown
            self.found.extend(_address(tag, False, line, column + 1) if "@" not in tag else ())
            return
        if tag not in TAGS:
            remedy = "插图写 ![画面说明](文件名)，链接写 [文字](网址)，加粗写 **文字**；只是要写出尖括号，改用全角〈〉"
            self._note("html-tag", f"正文里不能写网页代码 {self._as_written()}", remedy)
            return
        for name, value in attrs:
            if not _is_allowed(tag, name):
                self._note("html-attribute", f"<{tag}> 里不能写 {name}", f"删去 {name}=… 这一段")
            elif name in ("href", "src"):
                self.targets.append((line, column + 1, "", value or ""))
                self.found.extend(_address(value or "", name == "src", line, column + 1))
