"""What all printed documents share: templates, and the lines that lead from paper to the living page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from campaign.content import Content
from campaign.leaves.codes import qr
from campaign.leaves.folding import Folding
from campaign.model import Profile
from campaign.model.profile import STANDARD
from campaign.pdf import lines, typeset
from campaign.pdf.job import ROOM

DEMO = "示例数据"
_BETWEEN_TAGS = re.compile(r">[ \t\r\n]+<")


@dataclass(frozen=True)
class Colophon:
    """What a reader needs to find the living page: its address, the version, and the day the data stand at."""

    address: str
    version: str
    as_of: str
    demo: bool


def colophon(content: Content, url: str, version: str, *, demo: bool) -> Colophon:
    """`url` is relative to the site; there is nothing to scan without one, without a configured address, and where the office wants no code."""
    as_of = content.as_of
    coded = url and content.site.url and office_profile(content).qr is not False
    return Colophon(
        address=urljoin(content.site.url or "", url) if coded else "",
        version=version,
        as_of=f"{as_of.year}年{as_of.month}月{as_of.day}日",
        demo=demo,
    )


def office_profile(content: Content) -> Profile:
    """The numbers that the site's office prints with: those it names, or the standard's."""
    return content.profiles.get(content.site.profile or "", STANDARD)


def write(kind: str, words: Mapping[str, object]) -> str:
    """The HTML of a document. White space between tags goes: WeasyPrint 70 makes empty lines of it inside a footnote."""
    return _BETWEEN_TAGS.sub("><", _template(kind).render(words))


def _template(kind: str) -> Template:
    """The template of a kind of document, `<kind>/template.html`."""
    return _room().get_template(f"{kind}/template.html")


@cache
def _room() -> Environment:
    room = Environment(loader=FileSystemLoader(ROOM), autoescape=True, undefined=StrictUndefined, extensions=[Folding])
    room.filters |= {"prose": typeset.prose, "plain": typeset.plain, "cell": typeset.cell, "abreast": lines.abreast}
    room.globals["qr"] = qr
    return room
