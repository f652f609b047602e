"""What a PDF really holds: pages, lines of text, rules and pictures, in millimetres from the top left corner of the paper.

Nothing is judged here. Text is measured by its baseline, because `top` depends on the ascent a font declares, and the characters of a
line stay in content order, because marks set with half advances (`halt`) may stand out of order by their x.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pdfplumber
import pypdf
import pypdfium2  # type: ignore[import-untyped]
from pdfplumber.utils.exceptions import PdfminerException

MM = 25.4 / 72  # one point in millimetres
ASCENT = 0.88  # em-box above the baseline: what Chinese fonts are drawn for, whatever their tables say
DESCENT = 0.12
BASELINE_STEP = 0.3  # mm; two characters this close in height stand on one line
BLACK = (0, 0, 0)

Colour = tuple[int, int, int]
Kind = TypeVar("Kind", bound=Hashable)


class Unreadable(Exception):
    """The file (or the profile) cannot be used; the message is one Chinese sentence for the person who gave it."""


class Box(NamedTuple):
    """A rectangle in mm, y downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack

    def meets(self, other: Box) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


@dataclass(frozen=True, slots=True)
class Char:
    """One glyph. `size` in pt, everything else in mm; x0…x1 is the advance; `ink_top` is known only where it was asked for."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    baseline: float
    colour: Colour = BLACK
    slanted: bool = False
    ink_top: float | None = None

    @property
    def em(self) -> float:
        """Side of the em-box in mm."""
        return self.size * MM

    @property
    def box(self) -> Box:
        return Box(self.x0, self.baseline - ASCENT * self.em, self.x1, self.baseline + DESCENT * self.em)


@dataclass(frozen=True)
class Line:
    """Characters on one baseline without a gap, in content order. `number` counts the text lines of the page from 1.

    A rotated line (`angle` 90 = clockwise) keeps its characters in reading order and has its real bounding box in `frame`.
    """

    chars: tuple[Char, ...]
    baseline: float
    number: int = 0
    angle: int = 0
    frame: Box | None = None

    @cached_property
    def inked(self) -> tuple[Char, ...]:
        return tuple(char for char in self.chars if not char.text.isspace())

    @cached_property
    def text(self) -> str:
        return "".join(char.text for char in self.chars).strip()

    @cached_property
    def x0(self) -> float:
        return min(char.x0 for char in self.inked)

    @cached_property
    def x1(self) -> float:
        return max(char.x1 for char in self.inked)

    @cached_property
    def size(self) -> float:
        return most_common(round(char.size, 2) for char in self.inked)

    @cached_property
    def font(self) -> str:
        return most_common(char.font for char in self.inked)

    @cached_property
    def colour(self) -> Colour:
        return most_common(char.colour for char in self.inked)

    @property
    def top(self) -> float:
        return self.baseline - ASCENT * self.size * MM

    @property
    def bottom(self) -> float:
        return self.baseline + DESCENT * self.size * MM

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        return self.frame or Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def ink_top(self) -> float | None:
        known = [char.ink_top for char in self.inked if char.ink_top is not None]
        return min(known) if known else None


@dataclass(frozen=True)
class Rule:
    """A filled or stroked shape: a rule when it is thin, a ground or a frame when it is not (`filled` tells which)."""

    box: Box
    colour: Colour
    filled: bool

    @property
    def horizontal(self) -> bool:
        return self.box.height < 2.5 and self.box.width > 5 * self.box.height

    @property
    def vertical(self) -> bool:
        return self.box.width < 2.5 and self.box.height > 5 * self.box.width


@dataclass(frozen=True)
class Picture:
    """An image, or a large red vector figure, with the colour most of its ink has."""

    box: Box
    colour: Colour


@dataclass(frozen=True)
class Ruling:
    """The cells of a ruled table row by row; `cut` when its last row has no rule below."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]
    cut: bool


@dataclass(frozen=True)
class Page:
    """One page as a reader sees it: `rotation` is already applied. `lines` run from top to bottom, then left to right."""

    number: int
    width: float
    height: float
    rotation: int
    lines: tuple[Line, ...]
    rotated: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Ruling, ...] = field(default=(), repr=False)
    fake_bold: tuple[Box, ...] = ()

    @property
    def landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True)
class Font:
    """A font of the file: `name` without subset prefix, `missing` the characters it is asked for and has no glyph for."""

    name: str
    embedded: bool
    subset: bool
    to_unicode: bool
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Document:
    """A measured PDF: its pages, and what its file says about itself."""

    name: str
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...] = ()
    title: str = ""
    language: str = ""
    outlines: int = 0
    tagged: bool = False
    variant: str = ""
    encrypted: bool = False
    scripted: bool = False
    size: int = 0


def most_common(values: Iterable[Kind]) -> Kind:
    return Counter(values).most_common(1)[0][0]


def measure(path: Path) -> Document:
    """Read and measure a PDF; `Unreadable` says in Chinese why it cannot be done."""
    data = _bytes(path)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        empty = not locked and not len(reader.pages)
    except Exception as fault:  # pypdf meets broken files with errors of many kinds
        raise Unreadable(f"“{path.name}”已损坏，读不出页面；请重新导出 PDF 后再查") from fault
    if locked:
        raise Unreadable(f"“{path.name}”设了打开密码，无法检查；请去掉密码后再查")
    if empty:
        raise Unreadable(f"“{path.name}”里一页也没有")
    try:
        pages, facts = _pages(_legible(data, reader)), _facts(reader)
    except (Exception, PdfminerException) as fault:  # the same for pdfminer and pdfium
        raise Unreadable(f"“{path.name}”已损坏，读不出页面；请重新导出 PDF 后再查") from fault
    if not any(page.lines or page.rotated for page in pages):
        if any(page.pictures for page in pages):
            raise Unreadable(f"“{path.name}”只有图像没有文字，像是扫描件；请用可以复制文字的 PDF 来查")
        raise Unreadable(f"“{path.name}”里没有文字，无从检查")
    return Document(path.name, pages, size=len(data), **facts)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable(f"“{path.name}”是文件夹，不是 PDF 文件")
    try:
        data = path.read_bytes()
    except FileNotFoundError as fault:
        raise Unreadable(f"找不到文件“{path}”") from fault
    except OSError as fault:
        raise Unreadable(f"打不开文件“{path}”：{fault.strerror or fault}") from fault
    if not data:
        raise Unreadable(f"“{path.name}”是空文件（0 字节）")
    if b"%PDF-" not in data[:1024]:
        other = "，看起来是 Word、Excel 一类的文件，请先另存为 PDF" if data[:2] in (b"PK", b"\xd0\xcf") else ""
        raise Unreadable(f"“{path.name}”不是 PDF 文件{other}")
    return data


def _legible(data: bytes, reader: pypdf.PdfReader) -> bytes:
    """The same file with every embedded code map named Identity-H, the only way pdfminer reads text set through one.

    WeasyPrint writes such a map, equal to Identity-H but for the missing glyphs, into a font as soon as one glyph is missing.
    """
    if not any(_own_encoding(font) for font in _all_fonts(reader)):
        return data
    writer = pypdf.PdfWriter(clone_from=reader)
    for font in _all_fonts(writer):
        if _own_encoding(font):
            font[pypdf.generic.NameObject("/Encoding")] = pypdf.generic.NameObject("/Identity-H")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _own_encoding(font: Any) -> bool:
    return font.get("/Subtype") == "/Type0" and isinstance(_object(font.get("/Encoding")), pypdf.generic.StreamObject)


# --- pages -----------------------------------------------------------------------------------------------------------


def _pages(data: bytes) -> tuple[Page, ...]:
    shown = pypdfium2.PdfDocument(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as plumbed:
            pages = []
            for page, sight in zip(plumbed.pages, shown, strict=False):
                pages.append(_page(page, sight))
                page.close()
            return tuple(pages)
    finally:
        shown.close()


def _page(page: Any, sight: Any) -> Page:
    height = float(page.height)
    rules = tuple(_rules(page))
    walls = [rule.box for rule in rules if rule.vertical]
    upright: list[dict[str, Any]] = []
    turned: list[dict[str, Any]] = []
    for raw in filter(_visible, page.chars):
        (upright if abs(raw["matrix"][1]) < 0.01 and raw["matrix"][0] > 0 else turned).append(raw)
    lines = _numbered(_joined(_split([_char(raw, height) for raw in upright], walls), walls))
    bare = page.rotation in (0, None) and tuple(page.mediabox[:2]) == (0, 0)
    if bare and any(_wants_ink(line) for line in lines):
        text = sight.get_textpage()
        lines = [_with_ink(line, text, height) if _wants_ink(line) else line for line in lines]
        text.close()
    return Page(
        number=page.page_number,
        width=float(page.width) * MM,
        height=height * MM,
        rotation=page.rotation or 0,
        lines=tuple(lines),
        rotated=tuple(_turned_lines(turned, height)),
        rules=rules,
        pictures=tuple(_pictures(page, sight, rules)),
        tables=tuple(_tables(page, rules)),
        fake_bold=tuple(_fake_bold(page, sight)) if bare else (),
    )


def _visible(raw: dict[str, Any]) -> bool:
    """Whether a character has a place and a size at all; some programs hide text by a size of nothing."""
    return 0.5 < raw["size"] < 2000 and all(map(math.isfinite, (*raw["matrix"], raw["x0"], raw["x1"], raw["adv"])))


def _char(raw: dict[str, Any], height: float) -> Char:
    a, _, c, _, x, y = raw["matrix"]
    return Char(
        text=raw["text"],
        font=plain_font(raw["fontname"]),
        size=raw["size"],
        x0=x * MM,
        x1=(x + raw["adv"] * a) * MM,
        baseline=(height - y) * MM,
        colour=_colour(raw["non_stroking_color"], raw.get("ncs")),
        slanted=abs(c) > 0.05 * abs(a),
    )


def plain_font(name: Any) -> str:
    """A font's name without subset prefix; names that old Chinese software wrote in GBK bytes become readable."""
    text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    text = re.sub(r"^[A-Z]{6}\+", "", text)
    if not text.isascii():
        try:
            return text.encode("latin-1").decode("gbk")
        except UnicodeError:
            return text
    return text


def _colour(value: Any, space: str | None = None) -> Colour:
    """Any device colour as 8-bit RGB; what has no colour of its own (a pattern) counts as black."""
    if value is None:
        return BLACK
    parts = [
        float(part)
        for part in (value if isinstance(value, (tuple, list)) else (value,))
        if isinstance(part, (int, float))
    ]
    match parts:
        case [grey]:
            red = green = blue = 1 - grey if space == "Separation" else grey
        case [red, green, blue]:
            pass
        case [cyan, magenta, yellow, black]:
            red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
        case _:
            return BLACK
    return (_byte(red), _byte(green), _byte(blue))


def _byte(part: float) -> int:
    return round(255 * min(max(part, 0.0), 1.0))


def _split(chars: Sequence[Char], walls: Sequence[Box]) -> Iterator[list[Char]]:
    """Runs of characters that follow each other on one baseline; a small raised or lowered character stays with its line."""
    run: list[Char] = []
    base: Char | None = None
    for char in chars:
        if run and base is not None:
            last = run[-1]
            level = abs(char.baseline - base.baseline) < BASELINE_STEP
            script = char.size < 0.8 * base.size and abs(char.baseline - base.baseline) < 0.6 * base.em
            near = -1.2 * base.em < char.x0 - last.x1 < 1.05 * max(base.em, char.em)
            if not ((level or script) and near) or _walled(last.x1, char.x0, char.baseline, walls):
                yield run
                run, base = [], None
        run.append(char)
        if base is None or (char.size > base.size * 1.25 and abs(char.baseline - base.baseline) < 0.6 * char.em):
            base = char
    if run:
        yield run


def _walled(left: float, right: float, y: float, walls: Sequence[Box]) -> bool:
    """Whether a vertical rule stands in the gap between two neighbours, as between the cells of a table."""
    return right - left > 0.1 and any(
        left - 0.5 <= wall.centre[0] <= right + 0.5 and wall.top - 0.5 <= y <= wall.bottom + 0.5 for wall in walls
    )


def _joined(runs: Iterable[list[Char]], walls: Sequence[Box]) -> list[Line]:
    """Runs that touch on one baseline become one line, even if the program that wrote the file drew them apart."""
    lines: list[Line] = []
    for run in runs:
        if any(not char.text.isspace() for char in run):
            big = max(run, key=lambda char: (not char.text.isspace(), char.size))
            lines.append(Line(tuple(run), big.baseline))
    lines.sort(key=lambda line: (line.baseline, line.x0))
    joined: list[Line] = []
    for line in lines:
        place = _neighbour(joined, line, walls)
        if place is None:
            joined.append(line)
        else:
            first, second = sorted((joined[place], line), key=lambda each: each.x0)
            joined[place] = Line(first.chars + second.chars, first.baseline)
    return joined


def _neighbour(lines: Sequence[Line], line: Line, walls: Sequence[Box]) -> int | None:
    """Index of the line on the same baseline that `line` touches without a rule between them."""
    for index in range(len(lines) - 1, -1, -1):
        other = lines[index]
        if line.baseline - other.baseline > BASELINE_STEP:
            return None
        left, right = (other, line) if other.x0 <= line.x0 else (line, other)
        em = line.size * MM
        if -0.3 * em < right.x0 - left.x1 < 0.6 * em and not _walled(left.x1, right.x0, line.baseline, walls):
            return index
    return None


def _numbered(lines: Iterable[Line]) -> list[Line]:
    """Lines from top to bottom with the number a reader would count: what stands side by side shares one."""
    result: list[Line] = []
    number, last = 0, -99.0
    for line in sorted(lines, key=lambda each: (each.baseline, each.x0)):
        if line.baseline - last > 1.0:
            number, last = number + 1, line.baseline
        result.append(replace(line, number=number))
    return sorted(result, key=lambda each: (each.number, each.x0))


def _turned_lines(raws: Sequence[dict[str, Any]], height: float) -> Iterator[Line]:
    """Lines of rotated text: consecutive characters of one angle whose boxes touch."""
    run: list[tuple[Char, Box, int]] = []
    for raw in raws:
        a, b, _, _, x, y = raw["matrix"]
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        angle = round(math.degrees(math.atan2(-b, a))) % 360
        size = max(box.width, box.height) / MM if angle % 90 else raw["size"]
        char = Char(
            raw["text"],
            plain_font(raw["fontname"]),
            size,
            x * MM,
            x * MM,
            (height - y) * MM,
            _colour(raw["non_stroking_color"]),
        )
        if run:
            _, last, turn = run[-1]
            apart = max(last.x0 - box.x1, box.x0 - last.x1, last.top - box.bottom, box.top - last.bottom)
            if turn != angle or apart > 1.05 * char.em:
                yield from _turned(run)
                run = []
        run.append((char, box, angle))
    yield from _turned(run)


def _turned(run: Sequence[tuple[Char, Box, int]]) -> Iterator[Line]:
    if any(not char.text.isspace() for char, _, _ in run):
        chars = tuple(char for char, _, _ in run)
        frame = around(box for char, box, _ in run if not char.text.isspace())
        yield Line(chars, chars[0].baseline, angle=run[0][2], frame=frame)


# --- ink, rules, pictures --------------------------------------------------------------------------------------------

_DASHED = re.compile(r"^\s*[—–－\-].{0,10}[—–－\-]\s*$")


def _wants_ink(line: Line) -> bool:
    """Page numbers between dashes and coloured headings are placed by their ink, not by their em-box."""
    return bool(_DASHED.match(line.text)) or (line.colour != BLACK and line.size > 20)


def _with_ink(line: Line, text: Any, height: float) -> Line:
    chars = []
    for char in line.chars:
        x, y = (char.x0 + char.x1) / 2 / MM, height - (char.baseline / MM - 0.35 * char.size)
        index = text.get_index(x, y, char.size / 2, char.size / 2)
        top = (height - text.get_charbox(index)[3]) * MM if index is not None else None
        chars.append(replace(char, ink_top=top))
    return replace(line, chars=tuple(chars))


def _rules(page: Any) -> Iterator[Rule]:
    for raw in page.rects:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        filled = bool(raw["fill"])
        colour = _colour(raw["non_stroking_color"] if filled else raw["stroking_color"])
        if filled or not raw["stroke"]:
            yield Rule(box, colour, filled)
        else:
            half = float(raw["linewidth"] or 0) * MM / 2
            yield from (Rule(edge, colour, True) for edge in _frame(box, half))
    for raw in page.lines:
        half = float(raw["linewidth"] or 0) * MM / 2
        x0, x1 = sorted((raw["x0"] * MM, raw["x1"] * MM))
        top, bottom = sorted((raw["top"] * MM, raw["bottom"] * MM))
        if x1 - x0 >= bottom - top:
            yield Rule(Box(x0, top - half, x1, bottom + half), _colour(raw["stroking_color"]), True)
        else:
            yield Rule(Box(x0 - half, top, x1 + half, bottom), _colour(raw["stroking_color"]), True)
    for raw in page.curves:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        filled = bool(raw["fill"])
        yield Rule(box, _colour(raw["non_stroking_color"] if filled else raw["stroking_color"]), filled)


def _frame(box: Box, half: float) -> tuple[Box, ...]:
    return (
        Box(box.x0 - half, box.top - half, box.x1 + half, box.top + half),
        Box(box.x0 - half, box.bottom - half, box.x1 + half, box.bottom + half),
        Box(box.x0 - half, box.top - half, box.x0 + half, box.bottom + half),
        Box(box.x1 - half, box.top - half, box.x1 + half, box.bottom + half),
    )


def is_red(colour: Colour) -> bool:
    red, green, blue = colour
    return red > 140 and green < 0.5 * red and blue < 0.5 * red


def _pictures(page: Any, sight: Any, rules: Sequence[Rule]) -> Iterator[Picture]:
    if page.images:
        seen = sight.render(scale=0.75).to_pil().convert("RGB")
        across, down = seen.width / float(page.width), seen.height / float(page.height)
        for raw in page.images:
            spot = (raw["x0"] * across, raw["top"] * down, raw["x1"] * across, raw["bottom"] * down)
            box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
            yield Picture(box, _ink(seen.crop(tuple(round(each) for each in spot))))
    yield from _figures(rules)
    for raw in page.curves:
        box = Box(raw["x0"] * MM, raw["top"] * MM, raw["x1"] * MM, raw["bottom"] * MM)
        colour = _colour(raw["stroking_color"] if raw["stroke"] else raw["non_stroking_color"])
        if is_red(colour) and 25 < box.width < 60 and 25 < box.height < 60:
            yield Picture(box, colour)


def _figures(rules: Sequence[Rule]) -> Iterator[Picture]:
    """Figures made of many small shapes, such as a QR code: shapes of at most 6 mm that stand close together, sixty or more."""
    free = {index: rule.box for index, rule in enumerate(rules) if max(rule.box.width, rule.box.height) <= 6}
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, box in free.items():
        places[round(box.centre[0] / 4), round(box.centre[1] / 4)].append(index)
    while places:
        group: list[int] = []
        heads = [next(iter(places))]
        while heads:
            column, row = heads.pop()
            group += places.pop((column, row), [])
            near = ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
            heads += [place for place in near if place in places]
        if len(group) >= 60:
            yield Picture(around(free[index] for index in group), most_common(rules[index].colour for index in group))


def _ink(image: Any) -> Colour:
    """Mean colour of what is not paper."""
    data = image.tobytes()
    inked = [pixel for pixel in zip(data[::3], data[1::3], data[2::3], strict=True) if min(pixel) < 235]
    if not inked:
        return (255, 255, 255)
    red, green, blue = (round(sum(channel) / len(inked)) for channel in zip(*inked, strict=True))
    return (red, green, blue)


def _tables(page: Any, rules: Sequence[Rule]) -> Iterator[Ruling]:
    """Ruled tables, looked for only where rules cross. A row cut at the end of a page has walls and no rule below: it is closed here."""
    walls = [rule.box for rule in rules if rule.vertical]
    levels = [rule.box for rule in rules if rule.horizontal]
    if len(walls) < 2 or len(levels) < 2:
        return
    ends = {round(wall.bottom, 1) for wall in walls if not _ruled(wall.bottom, wall, levels)}
    added = [end / MM for end in ends if sum(abs(wall.bottom - end) < 0.2 for wall in walls) > 1]
    for table in page.find_tables({"explicit_horizontal_lines": added}):
        rows = tuple(tuple(_mm(cell) for cell in row.cells if cell) for row in table.rows)
        if sum(map(len, rows)) > 1:
            box = _mm(table.bbox)
            yield Ruling(box, rows, cut=any(abs(box.bottom - end) < 0.3 for end in ends))


def _ruled(y: float, wall: Box, levels: Sequence[Box]) -> bool:
    """Whether a horizontal rule meets the wall at height `y`."""
    return any(abs(level.centre[1] - y) < 0.6 and level.x0 - 0.6 < wall.centre[0] < level.x1 + 0.6 for level in levels)


def _mm(box: Sequence[float]) -> Box:
    return Box(*(part * MM for part in box))


def _fake_bold(page: Any, sight: Any) -> Iterator[Box]:
    """Text drawn with fill and stroke (render mode 2): the bold a program makes when the font has none."""
    height = float(page.height)
    for item in sight.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        if pypdfium2.raw.FPDFTextObj_GetTextRenderMode(item) in (1, 2):
            left, bottom, right, top = item.get_bounds()
            yield Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)


# --- the file --------------------------------------------------------------------------------------------------------


def _facts(reader: pypdf.PdfReader) -> dict[str, Any]:
    root: Any = reader.trailer["/Root"]
    info = reader.metadata
    marked = _dictionary(root.get("/MarkInfo"))
    names = _dictionary(root.get("/Names"))
    action = _object(root.get("/OpenAction"))
    scripted = "/JavaScript" in names or (isinstance(action, dict) and action.get("/S") == "/JavaScript")
    return {
        "fonts": tuple(_font(font) for font in _all_fonts(reader)),
        "title": str(info.title or "") if info else "",
        "language": str(root.get("/Lang", "")),
        "outlines": _count(reader.outline),
        "tagged": bool(marked.get("/Marked")),
        "variant": _variant(root),
        "encrypted": reader.is_encrypted,
        "scripted": scripted,
    }


def _count(outline: Sequence[Any]) -> int:
    return sum(_count(each) if isinstance(each, list) else 1 for each in outline)


def _variant(root: Any) -> str:
    """The PDF/A or PDF/UA kind that the metadata claims, such as `pdfa-3a`."""
    metadata = root.get("/Metadata")
    text = metadata.get_object().get_data().decode("utf-8", "replace") if metadata else ""
    part = re.search(r"pdfaid:part(?:=\"|>)(\d)", text)
    level = re.search(r"pdfaid:conformance(?:=\"|>)(\w)", text)
    if part:
        return f"pdfa-{part[1]}{level[1].lower() if level else ''}"
    part = re.search(r"pdfuaid:part(?:=\"|>)(\d)", text)
    return f"pdfua-{part[1]}" if part else ""


def _all_fonts(pdf: pypdf.PdfReader | pypdf.PdfWriter) -> Iterator[Any]:
    """Font dictionaries of all pages and of the form objects they use, each once."""
    seen: set[Any] = set()
    for page in pdf.pages:
        yield from _resource_fonts(page.get("/Resources"), seen)


def _object(value: Any) -> Any:
    """What a reference points at; nothing for a key that is absent."""
    return value.get_object() if value is not None else None


def _dictionary(value: Any) -> Any:
    return _object(value) or pypdf.generic.DictionaryObject()


def _resource_fonts(resources: Any, seen: set[Any]) -> Iterator[Any]:
    resources = _dictionary(resources)
    fonts = _dictionary(resources.get("/Font"))
    for name in fonts:
        raw = fonts.raw_get(name)
        key = getattr(raw, "idnum", None) or (id(resources), name)
        if key not in seen:
            seen.add(key)
            yield _object(raw)
    forms = _dictionary(resources.get("/XObject"))
    for name in forms:
        raw = forms.raw_get(name)
        key = ("form", getattr(raw, "idnum", None))
        form = _object(raw)
        if form.get("/Subtype") == "/Form" and key not in seen:
            seen.add(key)
            yield from _resource_fonts(form.get("/Resources"), seen)


def _font(font: Any) -> Font:
    name = str(font.get("/BaseFont", "")).lstrip("/")
    inner = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor")
    files = descriptor.get_object() if descriptor else {}
    embedded = font.get("/Subtype") == "/Type3" or any(
        key in files for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    subset = bool(re.match(r"[A-Z]{6}\+", name)) or font.get("/Subtype") == "/Type3"
    to_unicode = "/ToUnicode" in font or font.get("/Encoding") == "/WinAnsiEncoding"
    return Font(plain_font(name), embedded, subset, to_unicode, frozenset(_missing(font)))


def _missing(font: Any) -> Iterator[str]:
    """Characters whose code leads to glyph 0, the empty box."""
    if _own_encoding(font) and "/ToUnicode" in font:
        codes = _object(font["/Encoding"]).get_data().decode("latin-1")
        lost = {int(code, 16) for code in re.findall(r"<([0-9a-fA-F]+)>\s+0\s", codes)}
        known = _object(font["/ToUnicode"]).get_data().decode("latin-1")
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s+<([0-9a-fA-F]+)>\s*\n", known):
            if int(code, 16) in lost:
                yield bytes.fromhex(text).decode("utf-16-be", "replace")
