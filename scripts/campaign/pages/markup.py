"""Small pieces of HTML that many pages share — marks, chips, dates, paragraphs — and the templates' environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar
from zlib import crc32

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from campaign.leaves import folding, links
from campaign.leaves import straight as compiled
from campaign.leaves.dates import Moment, day_chinese
from campaign.leaves.straight import escaped, straight
from campaign.pages.page import Html
from campaign.views.relations import Link
from campaign.views.status import Mark, State, Tally
from campaign.views.tables import (
    ALONE,
    MOST,
    UNDATED,
    Anchor,
    Bound,
    Column,
    Day,
    Distance,
    Dot,
    Drawing,
    Led,
    Number,
    Piece,
    Row,
    Units,
    Words,
    beginning,
    foremost,
)
from campaign.views.tasks import UnitRef

CONTENTS = "<!--contents-->"  # where a template wants links to the sections of its page
_SECTION = re.compile(
    r'<(?:section class="sec" id="(?P<id>[^"]+)">(?:(?!</?section).)*?<h2>(?P<heading>[^<]+)</h2>|div id="(?P<at>[^"]+)" data-contents="(?P<said>[^"]+)")',
    re.S,
)
INFERRED = "原文没有写全，按上下文推定"
_DATES = re.compile(
    r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日)(?:(?:—|至)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?)?"
)
_DASH = re.compile(r"[—至](?=\d)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_BLANKS = re.compile(r"(?<![A-Za-z])(?:\d{0,2}[xX×]{2,}|[xX](?=卫))(?![A-Za-z])")


@cache
def environment() -> Environment:
    """The templates of this folder, compiled once."""
    made = straight(
        Environment(
            loader=PackageLoader("campaign.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[folding.Folding],
            auto_reload=False,
            bytecode_cache=_compiled(Path(__file__).parent / "templates" / "__pycache__"),
        )
    )
    made.globals.update(
        chip=chip,
        chips=chips,
        day=day,
        distance=distance,
        document=document,
        left=left,
        linked=linked,
        links=links,
        mark=mark,
        moment=moment,
        paragraphs=paragraphs,
        row_cells=cells,
        pieces=pieces,
        status=status,
        tally=tally,
        text=text,
        short_day=short_day,
        Mark=Mark,
        MOST=MOST,
        ALONE=ALONE,
        beginning=beginning,
        foremost=foremost,
        short_date=short_date,
    )
    return made


def _compiled(folder: Path) -> FileSystemBytecodeCache | None:
    """Compiled templates, kept beside the sources by what compiled them, also where Python keeps no modules; nowhere when nothing may be written there."""
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    made_by = crc32(version("jinja2").encode())
    for source in (__file__, folding.__file__, compiled.__file__):  # the options stand in them
        made_by = crc32(Path(source).read_bytes(), made_by)
    return FileSystemBytecodeCache(str(folder), f"{made_by:08x}-%s.bin") if os.access(folder, os.W_OK) else None


@dataclass(frozen=True, kw_only=True)
class PageBody:
    """What a page's template is given: one record. Its fields are the names the template knows, and so is everything else
    that is public on its class: words, functions, properties. `root` leads from the page to the root of the site."""

    template: ClassVar[str]
    root: str


def render(body: PageBody) -> Html:
    """The HTML of a page with its tables. Raises jinja2.UndefinedError or AttributeError for a name that nothing has."""
    names = (name for name in dir(body) if not name.startswith("_"))
    made = environment().get_template(body.template).render({name: getattr(body, name) for name in names})
    html = Html(_with_contents(made) if CONTENTS in made else made)
    html.held = tuple(getattr(body, each.name) for each in fields(body))
    return html


def _with_contents(html: str) -> str:
    """The page with links to its sections where its template wants them: those with an id that have a heading or say what they are called."""
    found = [(each["id"] or each["at"], each["said"] or each["heading"]) for each in _SECTION.finditer(html)]
    entries = "".join(f'<li><a href="#{anchor}">{words}</a></li>' for anchor, words in found)
    nav = f'<nav class="contents" aria-label="本页目录"><ol>{entries}</ol></nav>'
    return html.replace(CONTENTS, nav if len(found) > 1 else "", 1)


def root_of(path: str) -> str:
    """The way from a page up to the site root: ../../ for plans/x/index.html, nothing for index.html."""
    return "../" * path.count("/")


@lru_cache(maxsize=64)
def mark(shape: Mark) -> Markup:
    return Markup('<svg class="mark" aria-hidden="true"><use href="#m-%s"/></svg>') % shape.value


@lru_cache(maxsize=512)
def _status(shape: Mark, word: str, number: int | None = None) -> Markup:
    count = Markup('<b class="fig">%s</b>') % number if number is not None else ""
    return Markup('<span class="status s-%s">%s%s%s</span>') % (shape.value, mark(shape), word, count)


def status(state: State, word: str = "") -> Markup:
    """● 已办结: drawn shape, word and colour."""
    return _status(state.mark, word or state.word)


def left(state: State) -> Markup:
    """The state told as a distance where there is one: ▲ 还有 9 天, ■ 已逾期 3 天, else ● 已交."""
    return _status(state.mark, state.distance or state.word)


def tally(entry: Tally) -> Markup:
    return _status(entry.mark, entry.word, entry.count)


@lru_cache(maxsize=4096)
def distance(state: State) -> Markup:
    """还有 9 天 under a date, coloured where somebody has to act; nothing while there is plenty of time."""
    if state.mark not in (Mark.SOON, Mark.LATE, Mark.MISSED) or not state.distance:
        return Markup()
    return Markup('<small class="s-%s">%s</small>') % (state.mark.value, state.distance)


@lru_cache(maxsize=16384)
def chip(unit: UnitRef, root: str, role: str = "") -> Markup:
    """A unit, linked to its page; a collective has none and is drawn dashed."""
    if unit.collective:
        return Markup('<span class="chip many %s">%s</span>') % (role, unit.name)
    title = Markup(' title="%s"') % unit.name if unit.short != unit.name else ""
    return Markup('<a class="chip %s" href="%s"%s>%s</a>') % (role, root + links.unit(unit.id), title, unit.short)


def chips(units: Iterable[UnitRef], root: str, role: str = "") -> Markup:
    return Markup(" ".join([chip(each, root, role) for each in units]))


def linked(units: Iterable[UnitRef], root: str, *, whole: bool = False) -> Markup:
    """Units in running text, 、 between them, by their short or `whole` names; each leads to its page, a collective has none."""
    return Markup("、").join(
        Markup('<a class="plain-unit" href="%s">%s</a>')
        % (root + links.unit(each.id), each.name if whole else each.short)
        if not each.collective
        else each.name
        for each in units
    )


def document(link: Link, root: str) -> Markup:
    """Another document by its title, linked when the site holds it, else marked 未收录."""
    if link.url:
        return Markup('<a href="%s">%s</a>') % (root + link.url, link.title)
    note = Markup('<small class="sub">%s</small>') % text(link.note) if link.note else ""
    return Markup('%s <span class="tag">未收录</span>%s') % (text(link.title), note)


@lru_cache(maxsize=4096)
def day(value: date, year: int) -> Markup:
    """11月21日（周六）; in another year than `year` the year stands instead of the weekday."""
    words = day_chinese(value) if value.year == year else Moment.of(value).chinese
    return Markup('<time datetime="%s">%s</time>') % (value.isoformat(), words)


@lru_cache(maxsize=4096)
def moment(value: Moment, year: int) -> Markup:
    """A date with the precision the plan gives it: 11月30日（周一）, 2017年6月, 2020年."""
    if value.day:
        return day(value.first, year)
    return Markup('<time datetime="%s">%s</time>') % (value.iso, value.chinese)


@lru_cache(maxsize=4096)
def short_day(value: Moment, year: int) -> Markup:
    """11月30日 in tables with little room; the year only when it is another."""
    words = value.chinese.removeprefix(f"{year}年") if value.month else value.chinese
    return Markup('<time datetime="%s">%s</time>') % (value.iso, words)


@lru_cache(maxsize=4096)
def short_date(value: date, year: int) -> Markup:
    """The same for a plain date."""
    return short_day(Moment.of(value), year)


def text(words: str | None) -> Markup:
    """Text of a document: dates keep together, words between ** stand out, and what the source left blank (20xx, XX) is framed — carried over, never filled in."""
    if not words:
        return Markup()
    shown = escaped(words)
    if "月" in shown or "年" in shown:
        shown = _DATES.sub(_whole_date, shown)
    if "x" in words or "X" in words or "×" in words:
        shown = _BLANKS.sub(r'<span class="blank" title="原文空缺">\g<0></span>', shown)
    return Markup(_STRONG.sub(r"<strong>\1</strong>", shown) if "**" in shown else shown)


def _whole_date(found: re.Match[str]) -> str:
    """A date on one line; a span of two may end a line after its dash."""
    words = _DASH.sub(r"\g<0><wbr>", found[0])
    return f'<span class="nospace whole">{words}</span>'


def paragraphs(texts: Iterable[str]) -> Markup:
    return Markup("".join([f"<p>{text(each)}</p>" for each in texts]))


def cells(line: Row, columns: Sequence[Column], root: str, year: int) -> Markup:
    """The cells of a row of a table, each as its column says."""
    made = []
    for filled, column in zip(line.cells, columns, strict=False):
        look = column.look if filled.look is None else filled.look
        label = (column.label if filled.label is None else filled.label) if filled.pieces else ""
        made.append(f"{_opened(column.names, look, label, filled.key)}{pieces(filled.pieces, root, year)}")
        made.append("</th>" if column.names else "</td>")
    return Markup("".join(made))


@lru_cache(maxsize=4096)
def _opened(names: bool, look: str, label: str, key: str | None) -> Markup:
    scope, css = Markup(' scope="row"') if names else "", Markup(' class="%s"') % look if look else ""
    said = Markup(' data-l="%s"') % label if label else ""
    sorts = Markup(' data-v="%s"') % key if key is not None else ""
    return Markup("<%s%s%s%s%s>") % ("th" if names else "td", scope, css, said, sorts)


def pieces(held: Iterable[Piece], root: str, year: int) -> Markup:
    """The pieces of a cell one after the other; a tag or a minor word keeps a blank before it."""
    return Markup("".join([_shown(piece, root, year, first=not place) for place, piece in enumerate(held)]))


def _shown(piece: Piece, root: str, year: int, *, first: bool) -> Markup:
    match piece:
        case str():
            return text(piece)
        case Words("", _):
            return Markup()
        case Words(words, ""):
            return text(words)
        case Words(words, "sub"):
            return Markup('<small class="sub">%s</small>') % text(words)
        case Words(words, "place"):
            return Markup('<b class="place">%s</b>') % words
        case Words(words, "gone"):
            return Markup("<s>%s</s>") % words
        case Words(words, "came"):
            return Markup("<ins>%s</ins>") % words
        case Words(words, "code"):
            return Markup("<code>%s</code>") % words
        case Words(words, "narrow-only" as look):
            between = Markup('<span class="%s">%s </span>') if first else Markup('<span class="%s"> %s</span>')
            return between % (look, words)
        case Words(words, look):
            return Markup('%s<span class="%s">%s</span>') % ("" if first else " ", look, text(words))
        case Anchor(words, look=look):
            css = Markup(' class="%s"') % look if look else ""
            return Markup('<a%s href="%s">%s</a>') % (css, piece.seen_from(root), text(words))
        case Units(refs, role):
            return chips(refs, root, role)
        case Day(short=short, whole=whole) as told:
            if not (known := told.moment):
                return escape(UNDATED)
            return short_day(known, 0 if whole else year) if short else moment(known, 0 if whole else year)
        case Number(words):
            return escape(words.replace("-", "−"))
        case Bound(words, label, small):
            before = Markup("<small>%s</small>") % label if label and small else label
            return Markup("<span>%s<b>%s</b></span>") % (before, words)
        case Led(state, url):
            return Markup('<a class="plain" href="%s">%s</a>') % (root + url, status(state))
        case Distance(state):
            return left(state)
        case State():
            return status(piece)
        case Tally():
            return tally(piece) + " "
        case Dot(state, words, ""):
            dot = Markup('<span class="status" title="%s">%s<span class="unseen">%s</span></span>')
            return dot % (words, mark(state.mark), words)
        case Dot(state, words, url):
            dot = Markup('<a class="status s-%s dot-link" href="%s" title="%s">%s<span class="unseen">%s</span></a>')
            return dot % (state.mark.value, root + url, words, mark(state.mark), words)
        case Drawing(svg):
            return Markup(svg)
