"""What lies beside a plan: the files of its annexes (Markdown, YAML, PDF) and the pictures of its texts, each read once.

A file that is not there, or that cannot be printed, is an error at the line that names it; a fault inside a file is told at its own line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from campaign import attachments, pictures
from campaign.attachments import pdf
from campaign.kinds import PLAN
from campaign.leaves import limits, links, numbering
from campaign.leaves.confined import Exceeded, confined
from campaign.leaves.problems import Path as Where
from campaign.leaves.problems import Problem, Source
from campaign.load.files import Reading
from campaign.load.records import parse
from campaign.model import Plan
from campaign.model.annex import (
    AnnexFigure,
    AnnexPicture,
    AnnexSheet,
    AnnexWords,
    BlankForm,
    Block,
    Enclosed,
    Foreign,
    Grid,
    emphasised,
)
from campaign.model.references import walk
from campaign.texts import markdown

MOST_PAGES = 500  # of a PDF that is bound into a document
SMALL = 0.4  # of its size: a page that must shrink further can hardly be read
FOLDER = PLAN.folders[0]
SUFFIXES = (".md", ".yaml", ".yml", ".pdf")


def annexes(reading: Reading, plans: Mapping[str, Plan]) -> dict[str, Enclosed]:
    """The annexes that plans name by their files, by the path typed; the pictures of their sections are noted among the photographs."""
    found: dict[str, Enclosed] = {}
    for plan in plans.values():
        source = reading.sources[("plan", plan.id)]
        for index, annex in enumerate(plan.document.attachments if plan.document else ()):
            if annex.file and annex.file not in found:
                at = _Named(reading, source, ("document", "attachments", index, "file"))
                if held := _enclosed(at, annex.file):
                    found[annex.file] = held
        for record, where, _ in walk(plan):
            if isinstance(record, AnnexPicture):
                _figure(_Named(reading, source, (*where, "file")), record.file, record.alt, record.caption or "")
    return found


@dataclass(frozen=True)
class _Named:
    """The place that names a file."""

    reading: Reading
    source: Source
    where: Where

    def error(self, code: str, message: str, hint: str) -> None:
        self.reading.note(self.source.error(self.where, code, message, hint))

    def warning(self, code: str, message: str, hint: str) -> None:
        self.reading.note(self.source.warning(self.where, code, message, hint))

    def path(self, file: str) -> Path | None:
        """The file below plans/ or nothing, with the reason told."""
        folder = (self.reading.root / FOLDER).resolve()
        path = (folder / file).resolve()
        if not path.is_relative_to(folder):
            self.error("annex-outside", f"“{file}”在 plans 文件夹之外", "把文件放进 plans，写从 plans 起的路径")
        elif not path.is_file() and f"{FOLDER}/{file}" not in self.reading.edited:
            self.error("annex-missing", f"plans 里没有文件“{file}”", "把文件放进 plans，文件名写得一样")
        else:
            return self.reading.root / FOLDER / file
        return None


def _enclosed(at: _Named, file: str) -> Enclosed | None:
    suffix = Path(file).suffix.lower()
    if suffix not in SUFFIXES:
        at.error(
            "annex-kind",
            f"附件“{file}”不是能装订的文件",
            "Word、WPS 另存为 PDF，表格写成 YAML，文字写成 Markdown；图片写进 Markdown",
        )
        return None
    path = at.path(file)
    if path is None:
        return None
    if suffix == ".pdf":
        return _foreign(at, path, file)
    text = at.reading.text(path)
    if text is None:
        return None
    return _written(at.reading, path, text) if suffix == ".md" else _sheet(at.reading, path, text)


# -- YAML ---------------------------------------------------------------------------------------------------------------------------


def _sheet(reading: Reading, path: Path, text: str) -> Enclosed | None:
    held, source = parse(reading.problems, reading.name(path), text, AnnexSheet)
    if held is None:
        return None
    if held.uneven is not None:
        row = held.uneven
        message = f"这一行有 {len(held.rows[row])} 格，表头只有 {len(held.columns)} 格"
        reading.note(source.error(("rows", row), "table-uneven", message, "改成一样多；空的格写 ''"))
        return None
    blocks: list[Block] = [_typed(each) for each in held.text]
    if held.fields:
        blocks.append(BlankForm(held.fields))
    if held.columns:
        blocks.append(Grid(columns=held.columns, rows=held.rows, blank=held.blank))
    blocks += map(_typed, held.below)
    return _whole(reading, source, blocks, held.lying)


def _whole(reading: Reading, source: Source, blocks: list[Block], lying: bool | None = None) -> Enclosed | None:
    if not blocks:
        reading.note(source.error((), "annex-empty", "附件里什么也没有", "写上内容，或从方案的 attachments 里删去"))
        return None
    return Enclosed(source.path, tuple(blocks), lying)


def _typed(words: str) -> AnnexWords:
    return AnnexWords(emphasised(words))


# -- PDF ----------------------------------------------------------------------------------------------------------------------------


def _foreign(at: _Named, path: Path, file: str) -> Enclosed | None:
    try:
        raw = path.read_bytes()
        limits.size(raw)
        limits.pdf(raw)
        pages = confined(lambda: pdf.pages(raw))
        findings = attachments.look(raw, path.name).findings
    except OSError:
        at.error("file-unreadable", f"读不了附件“{file}”", "检查文件权限")
        return None
    except Exceeded:
        at.error("attachment-vast", f"附件“{file}”太大或太复杂，没有读完", "分成几份，或重新导出 PDF")
        return None
    except (limits.Refused, attachments.Unfit) as fault:
        at.error(fault.code, f"附件“{file}”{fault.message}", fault.hint)
        return None
    for each in findings:
        say = at.error if each.severity == "error" else at.warning
        say(each.code, f"“{file}”：{each.message}", each.hint)
    if len(pages) > MOST_PAGES:
        hint = "分成几份，或写 apart: 是，另外印发"
        at.error("annex-long", f"附件“{file}”有 {len(pages)} 页，一份公文里最多装订 {MOST_PAGES} 页", hint)
        return None
    turned = [str(place) for place, (_, _, turn) in enumerate(pages, 1) if turn]
    if turned:
        at.warning(
            "annex-turned", f"附件“{file}”第{'、'.join(turned)}页的字不是正的，印的时候转正", "核对一下，或转正后另存"
        )
    large = next(
        (place for place, (*size, _) in enumerate(pages, 1) if min(297 / max(size), 210 / min(size)) < SMALL),
        None,
    )
    if large:
        size = "×".join(f"{side:.0f}" for side in pages[large - 1][:2])
        at.warning(
            "annex-large", f"附件“{file}”第{large}页是 {size} 毫米，缩到 A4 后字可能看不清", "另附原图，或分成几页"
        )
    return Enclosed(f"{FOLDER}/{file}", (Foreign(f"{FOLDER}/{file}", hashlib.sha256(raw).hexdigest(), pages),))


# -- pictures -----------------------------------------------------------------------------------------------------------------------


def _figure(at: _Named, file: str, alt: str, caption: str) -> AnnexFigure | None:
    """A picture below plans/, noted among the photographs of the site."""
    path = at.path(file)
    if path is None:
        return None
    try:
        photo = pictures.photo(pictures.read(path.parent, path.name), at.reading.name(path), path.name)
    except pictures.UnfitPicture as fault:
        at.error(fault.code, fault.message, fault.hint)
        return None
    place = links.annex(file)
    at.reading.photos[place] = photo
    return AnnexFigure(place, photo.digest, photo.width, photo.height, alt, caption)


# -- Markdown -----------------------------------------------------------------------------------------------------------------------


def _written(reading: Reading, path: Path, text: str) -> Enclosed | None:
    from markdown import Markdown

    name = reading.name(path)
    for fault in markdown.faults(text):
        reading.note(Problem(name, fault.line, fault.column, fault.severity, fault.code, fault.message, fault.hint))
    html = Markdown(extensions=["tables", "sane_lists"]).convert(markdown.FRONT_MATTER.sub("", text, count=1))
    reader = _Blocks()
    reader.feed(markdown.clean(html))
    reader.close()
    lines = {each.file: each for each in markdown.pictures(text)}
    blocks: list[Block] = []
    for each in reader.blocks():
        if isinstance(each, _Shown):
            written = lines.get(each.file)
            where = Source(name, {(): (written.line, written.column)} if written else {})
            beside = (path.parent / each.file).relative_to(reading.root / FOLDER).as_posix()
            if not each.alt:
                hint = "写成 ![画面说明](文件名)，一句话说清画面，读屏软件会念"
                reading.note(where.warning((), "picture-alt", f"图片“{each.file}”没有画面说明", hint))
            figure = _figure(_Named(reading, where, ()), beside, each.alt or "图片", each.caption)
            blocks += [figure] if figure else []
        else:
            blocks.append(each)
    return _whole(reading, Source(name), blocks)


@dataclass(frozen=True)
class _Shown:
    """A picture as the text names it."""

    file: str
    alt: str
    caption: str


_FACES = {"strong": "bold", "b": "bold", "em": "kai", "i": "kai"}
_CLOSING = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "pre", "blockquote", "table", "hr"})
_ORDERED = ("arabic-dot", "arabic-bracket", "circled")


class _Blocks(HTMLParser):
    """The HTML that Markdown made, as blocks: paragraphs with their faces, headings, points of lists with numbers, tables, pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block | _Shown] = []
        self.runs: list[tuple[str, str]] = []
        self.faces: list[str] = []
        self.level = 0
        self.lists: list[int | None] = []  # how far an ordered list has counted; None is one of points
        self.mark = ""
        self.table: list[list[str]] | None = None

    def blocks(self) -> Iterator[Block | _Shown]:
        self._end()
        yield from self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CLOSING:
            self._end()
        values = dict(attrs)
        if tag in _FACES:
            self.faces.append(_FACES[tag])
        elif tag[0] == "h" and tag[1:].isdigit():
            self.level = max(int(tag[1]) - 1, 1)
        elif tag in ("ul", "ol"):
            start = values.get("start") or "1"
            self.lists.append(int(start) - 1 if tag == "ol" and start.isdigit() else 0 if tag == "ol" else None)
        elif tag == "li" and self.lists:
            self.mark = self._counted()
        elif tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag in ("th", "td") and self.table:
            self.table[-1].append("")
        elif tag == "br":
            self._text("\n")
        elif tag == "img":
            self._end()
            shown = (unquote(values.get("src") or ""), values.get("alt") or "", values.get("title") or "")
            self.found.append(_Shown(*shown))

    def handle_endtag(self, tag: str) -> None:
        if tag in _FACES and self.faces:
            self.faces.pop()
        elif tag == "table" and self.table:
            head, *rows = self.table
            self.table = None
            columns = tuple(each.strip() or "　" for each in head)
            self.found.append(Grid(columns=columns, rows=tuple(tuple(map(str.strip, row)) for row in rows)))
        elif tag in _CLOSING:
            self._end()
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        self._text(data)

    def _text(self, data: str) -> None:
        if self.table is not None:
            if self.table and self.table[-1]:
                self.table[-1][-1] += data
        elif data.strip() or self.runs:
            for place, line in enumerate(data.split("\n")):
                if place:
                    self._end(keep_level=True)
                if line:
                    self.runs.append((self.faces[-1] if self.faces else "", line))

    def _counted(self) -> str:
        """The number of the next point of the innermost list."""
        if self.lists[-1] is None:
            return ""
        self.lists[-1] += 1
        ordered = sum(each is not None for each in self.lists)
        return numbering.label(self.lists[-1], _ORDERED[min(ordered, len(_ORDERED)) - 1])

    def _end(self, *, keep_level: bool = False) -> None:
        """The paragraph ends here."""
        words = "".join(run for _, run in self.runs).strip()
        if words:
            number, title = numbering.split(words) if self.level else (self.mark, words)
            runs = tuple(self.runs) if not self.level else (("", title),)
            self.found.append(AnnexWords(runs, self.level, number))
            self.mark = ""
        self.runs = []
        if not keep_level:
            self.level = 0
