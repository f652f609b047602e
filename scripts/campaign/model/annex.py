"""What an 附件 holds: words, tables, blanks to fill in, pictures, or the pages of a PDF, in the order in which they are printed.

Tables, forms and pictures are records that plans write in their sections too; an annex of its own is a file beside the plan: Markdown, YAML (`Sheet`)
or PDF, which loading turns into `Enclosed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from campaign.model.base import Count, Names, Paragraphs, Record, Text, Truth, as_list

MARK = "**"  # around words that stand out


class Annex(Record):
    """One 附件 by its title. `file` holds it; without one it is a table that the plan makes itself, or one that goes out apart."""

    title: Text = Field(title="名称")
    file: Text | None = Field(
        None, title="文件", description="Markdown、YAML 或 PDF，放在 plans 里，写从 plans 起的路径"
    )
    apart: Truth = Field(False, title="另附", description="不和正文装订在一起，只在附件说明里写名称")


def as_annex(typed: Any) -> Any:
    return {"title": typed} if isinstance(typed, str) else typed


def _cells(typed: Any) -> Any:
    """A row of a table: its cells, an empty one typed as nothing."""
    return tuple("" if each is None else each for each in typed) if isinstance(typed, list | tuple) else as_list(typed)


Row = Annotated[tuple[str, ...], BeforeValidator(_cells)]


class Grid(Record):
    """A table: heads, rows of cells, and rows left empty to be filled in by hand. A line break in a cell begins a new line."""

    kind: ClassVar = "grid"
    columns: Names = Field(min_length=1, title="表头")
    rows: tuple[Row, ...] = Field((), title="各行", description="每行写一个列表，格数不超过表头")
    blank: Annotated[Count, Field(le=200)] = Field(0, title="空白行数")

    @property
    def uneven(self) -> int | None:
        """The first row with more cells than there are heads."""
        return next((place for place, row in enumerate(self.rows) if len(row) > len(self.columns)), None)

    def squared(self) -> tuple[tuple[str, ...], ...]:
        """The rows with a cell under every head."""
        return tuple((*row, *[""] * (len(self.columns) - len(row)))[: len(self.columns)] for row in self.rows)


class Blank(Record):
    """A place to fill in: its label, what stands in it already, and how many lines it is high."""

    label: Text = Field(title="栏目")
    value: Text | None = Field(None, title="已填")
    lines: Annotated[Count, Field(ge=1, le=20)] = Field(1, title="高几行")


def _as_blank(typed: Any) -> Any:
    return {"label": typed} if isinstance(typed, str) else typed


Blanks = Annotated[tuple[Annotated[Blank, BeforeValidator(_as_blank)], ...], BeforeValidator(as_list)]


class AnnexPicture(Record):
    """A picture of a text: a file beside the plan, what is seen on it, and what is printed below."""

    file: Text = Field(title="图片", description="放在 plans 里，写从 plans 起的路径")
    alt: Text = Field(title="画面说明", description="一句话说清画面，读屏软件会念")
    caption: Text | None = Field(None, title="图题")


class AnnexSheet(Grid):
    """An annex written in YAML: text, blanks to fill in (回执, 报名表), a table (名单), text below."""

    columns: Names = Field((), title="表头")
    text: Paragraphs = Field((), title="表前的文字")
    fields: tuple[Blanks, ...] = Field((), title="要填的栏目", description="每行一个列表，如 [姓名, 单位]")
    below: Paragraphs = Field((), title="表后的文字")
    lying: Truth | None = Field(None, title="横排", description="不写即由表的宽窄定")


@dataclass(frozen=True)
class AnnexWords:
    """A paragraph as runs of (face, text); the face is empty, `bold` or `kai`. `level` > 0 makes it a heading, `number` is then its own."""

    kind: ClassVar = "words"
    runs: tuple[tuple[str, str], ...]
    level: int = 0
    number: str = ""


@dataclass(frozen=True)
class BlankForm:
    """Rows of blanks to fill in."""

    kind: ClassVar = "form"
    rows: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True)
class AnnexFigure:
    """A picture by its place on the site, with its fingerprint and its size in pixels."""

    kind: ClassVar = "figure"
    place: str
    digest: str
    width: int
    height: int
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Foreign:
    """The pages of a PDF: its file from the content root, its fingerprint, and of each page width and height in mm and the degrees clockwise
    by which it is turned to stand upright."""

    kind: ClassVar = "foreign"
    file: str
    digest: str
    pages: tuple[tuple[float, float, int], ...]


Block = AnnexWords | Grid | BlankForm | AnnexFigure | Foreign


@dataclass(frozen=True)
class Enclosed:
    """What a file beside a plan holds: its path from the content root, its blocks in order; `lying` where the office says how it lies."""

    file: str
    blocks: tuple[Block, ...]
    lying: bool | None = None


def emphasised(words: str, face: str = "") -> tuple[tuple[str, str], ...]:
    """Words typed with **so** around what stands out, as runs of (face, text). Marks that do not pair are text."""
    parts = words.split(MARK)
    if len(parts) % 2 == 0 or not all(parts[1::2]):
        return ((face, words),)
    runs = ((("bold" if place % 2 else face), part) for place, part in enumerate(parts))
    return tuple((each, part) for each, part in runs if part)
