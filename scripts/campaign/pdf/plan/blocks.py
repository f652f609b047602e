"""The blocks of a text made ready for the template: paragraphs in lines, tables with widths, blanks to fill in, pictures, pages of a PDF.

The body of a plan and its annexes are set alike; on a lying page a line holds as many 字 as it is wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from campaign.content import Content
from campaign.leaves import numbering
from campaign.model.annex import AnnexFigure, AnnexPicture, AnnexWords, BlankForm, Block, Foreign, Grid
from campaign.pdf.geometry import Geometry
from campaign.pdf.job import Insert
from campaign.pdf.lines import SetLine, lines
from campaign.pdf.tables import PrintColumn, PrintTable, measure, table
from campaign.views.annexes import figure
from campaign.views.body import BOLD, FACES, Paragraph, Piece, level_of, opening

SIZES = (12.0, 10.5, 9.0)  # pt of a table (小四, 五号, 小五)
INK = 150  # pixels of a picture to the inch of paper, unless it is wider than the page then
MOST_FIGURE = 0.8  # of the height of a page
BLANK_LINE = 10.0  # mm of a row that is filled in by hand
LABEL = (4.0, 8.0)  # 字 of a label's cell in a form, at least and at most
SHORT, HAND = (
    4.4,
    4.0,
)  # 字 of a column that words of up to four 字 do not turn in, and of one that is filled in by hand
NUMBERS = 9  # characters; a column with nothing longer holds short words and is centred
BESIDE = 12.0  # mm that stay free around a page of somebody else's


@dataclass(frozen=True)
class BlankCell:
    """A cell of a form: its words, whether it is a label, its width and height in mm."""

    words: str
    label: bool
    width: float
    height: float


@dataclass(frozen=True)
class BlankRow:
    cells: tuple[BlankCell, ...]


@dataclass(frozen=True)
class Drawn:
    """A picture with its size in mm."""

    figure: AnnexFigure
    width: float
    height: float

    @property
    def address(self) -> str:
        return f"photo:{self.figure.place}#{self.figure.digest}"


@dataclass(frozen=True)
class ForeignSheet:
    """A page of ours that shows one of somebody else's PDF."""

    anchor: str
    number: int
    lying: bool


@dataclass(frozen=True)
class Set:
    """One block as it is printed; `kind` names the macro's branch and the field that holds it."""

    kind: Literal["words", "table", "form", "figure", "sheet"]
    words: Paragraph | None = None
    lines: tuple[SetLine, ...] = ()
    table: PrintTable | None = None
    blank: int = 0  # how many of the table's last rows are left empty
    form: tuple[BlankRow, ...] = ()
    figure: Drawn | None = None
    sheet: ForeignSheet | None = None


def paragraph(words: AnnexWords, *, bold: bool = True) -> Paragraph:
    """A paragraph of an annex in the type of its level; one that begins with 一、 or （一） has its first sentence set so."""
    if words.level:
        level = level_of(words.number or None, words.level)
        face = FACES.get(level, "")
        label = words.number + "".join(run for _, run in words.runs)
        return Paragraph((("" if face == BOLD and not bold else face, label),), level, label, alone=True)
    first, rest = words.runs[0], words.runs[1:]
    number, text = (words.number, first[1]) if words.number else numbering.split(first[1])
    if number and not first[0] and not words.number:
        return Paragraph((*opening(number, text).runs, *rest))
    return Paragraph((("", number), *words.runs) if words.number else words.runs)


def lies(blocks: Sequence[Block], page: Geometry) -> bool:
    """Does an annex lie? When it holds a table that would not fit upright, or that alone reads better lying."""
    grids = [each for each in blocks if isinstance(each, Grid)]
    if any(isinstance(each, AnnexFigure | Foreign | BlankForm) for each in blocks):
        return False
    words = sum(len(run) for each in blocks if isinstance(each, AnnexWords) for _, run in each.runs)
    return words < 400 and any(_table(each, page, (False, True)).wide for each in grids)


def set_body(items: Iterable[Piece], content: Content, page: Geometry) -> Iterator[Set]:
    """The body of a plan: its paragraphs, and the small tables and pictures between them."""
    for item in items:
        if isinstance(item, Paragraph):
            yield Set("words", words=item, lines=lines(item.runs, page.chars))
        else:
            shown = figure(content, item) if isinstance(item, AnnexPicture) else item
            yield from set_blocks((shown,) if shown else (), page, lying=False, name="body")


def set_blocks(blocks: Iterable[Block], page: Geometry, *, lying: bool, name: str, bold: bool = True) -> Iterator[Set]:
    """The blocks in order; `name` tells the pages of foreign files apart."""
    width, height = (page.height, page.width) if lying else (page.width, page.height)
    for place, block in enumerate(blocks):
        match block:
            case AnnexWords():
                each = paragraph(block, bold=bold)
                yield Set("words", words=each, lines=lines(each.runs, int(width / page.cell + 1e-6)))
            case Grid():
                for panel in _panels(block, page, lying):
                    yield Set("table", table=_table(panel, page, (lying,)), blank=block.blank)
            case BlankForm():
                yield Set("form", form=tuple(_form(block, width)))
            case AnnexFigure():
                yield Set("figure", figure=_drawn(block, width, height * MOST_FIGURE))
            case Foreign():
                for number, (across, down, _) in enumerate(block.pages):
                    yield Set("sheet", sheet=ForeignSheet(f"sheet-{name}-{place}-{number}", number, across > down))


def inserts(blocks: Iterable[Block], page: Geometry, *, name: str) -> Iterator[Insert]:
    """The pages of foreign files that are shown on the pages set for them."""
    each = page.profile
    for place, block in enumerate(blocks):
        for number, (across, down, turn) in enumerate(block.pages if isinstance(block, Foreign) else ()):
            left, top, right, bottom = BESIDE, BESIDE, each.page_width - BESIDE, each.bottom
            if across > down:  # the number stands at the left edge, where the upright page has its foot
                left, top, right, bottom = (
                    each.page_height - each.bottom, BESIDE, each.page_height - BESIDE, each.page_width - BESIDE
                )  # fmt: skip
            assert isinstance(block, Foreign)
            yield Insert(
                f"sheet-{name}-{place}-{number}",
                block.file,
                block.digest,
                number,
                (left, top, right - left, bottom - top),
                (across, down),
                turn,
            )


def _table(grid: Grid, page: Geometry, lying: Sequence[bool]) -> PrintTable:
    rows = [*grid.squared(), *[tuple("" for _ in grid.columns)] * grid.blank]
    columns = [_column(grid, place) for place in range(len(grid.columns))]
    return table(columns, rows, sizes=SIZES, lying=lying, total=page.width, height=page.height)


def _column(grid: Grid, place: int) -> PrintColumn:
    """As wide as its words; one that is filled in by hand has room for a name."""
    head = grid.columns[place]
    lines_ = [line for row in grid.squared() for line in row[place].split("\n")]
    need = max(map(measure, (*lines_, head)))
    by_hand = HAND if grid.blank and head != "序号" else 0
    least = max(min(max(map(measure, lines_), default=2), SHORT), 2)
    centred = all(len(line) <= NUMBERS for line in lines_)
    return PrintColumn(head, least, max(need, by_hand, least), "center" if centred else "left")


def _panels(grid: Grid, page: Geometry, lying: bool) -> Iterator[Grid]:
    """A table of more columns than a page has room for, in parts that each begin with its first column."""
    made = _table(grid, page, (lying,))
    em = made.size * 25.4 / 72
    if len(grid.columns) < 4 or sum(each.least + 2.4 / em for each in made.columns) * em <= sum(made.widths) + 0.5:
        yield grid
        return
    middle = (len(grid.columns) + 2) // 2
    for part in (range(1, middle), range(middle, len(grid.columns))):
        places = (0, *part)
        yield from _panels(
            grid.model_copy(
                update={
                    "columns": tuple(grid.columns[at] for at in places),
                    "rows": tuple(tuple(row[at] for at in places) for row in grid.squared()),
                }
            ),
            page,
            lying,
        )


def _form(form: BlankForm, width: float) -> Iterator[BlankRow]:
    """Labels of one width, the rest of a row shared out among its blanks."""
    em = 12.0 * 25.4 / 72
    longest = max(measure(each.label) for row in form.rows for each in row)
    label = min(max(longest, LABEL[0]), LABEL[1]) * em + 2.4
    for row in form.rows:
        share = width / len(row)
        own = min(label, share / 2)
        height = max(each.lines for each in row) * BLANK_LINE
        yield BlankRow(
            tuple(
                cell
                for each in row
                for cell in (
                    BlankCell(each.label, True, own, height),
                    BlankCell(each.value or "", False, share - own, height),
                )
            )
        )


def _drawn(figure: AnnexFigure, most_width: float, most_height: float) -> Drawn:
    natural = figure.width / INK * 25.4
    width = min(natural, most_width, most_height * figure.width / figure.height)
    return Drawn(figure, round(width, 2), round(width * figure.height / figure.width, 2))
