"""The printed layout of a form as rows of cells that screen and paper share: section, row, small heading, label, value, in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from campaign.model import Form, FormField, FormRow

LABEL_COLUMNS = 3  # row, small heading, own label


@dataclass(frozen=True)
class GridCell:
    """A cell of the printed table. `rates` are computed values that have no cell of their own; they stand under this label."""

    kind: Literal["section", "label", "gap", "value"]
    text: str = ""
    rows: int = 1
    columns: int = 1
    field: str = ""
    rates: tuple[str, ...] = ()


GridLine = tuple[GridCell, ...]


def grid(form: Form, *, tight: bool = False) -> tuple[GridLine, ...]:
    """Every line of the printed table; rows and columns of a line that an earlier cell covers are left out, as HTML wants it.

    `tight` drops the column of small headings where the form has none: paper keeps it, a page may have no column without cells.
    """
    rows = [row for section in form.sections for row in section.rows]
    columns = LABEL_COLUMNS - (tight and not any(each.group for row in rows for each in row.fields if each.printed))
    lines: list[GridLine] = []
    for section in form.sections:
        own = [line for row in section.rows for line in _row(row, columns)]
        lines.append((GridCell("section", section.title, rows=len(own)), *own[0]))
        lines.extend(own[1:])
    return tuple(lines)


def _row(row: FormRow, columns: int) -> Iterator[GridLine]:
    shown = [each for each in row.fields if each.printed]
    loose = tuple(each.id for each in row.fields if not each.printed and not each.group)
    first, rest = shown[0], shown[1:]
    if first.label is None:
        yield (GridCell("label", row.label, columns=columns, rates=loose), _value(first))
        for place, each in enumerate(rest):
            gap = (GridCell("gap", rows=len(rest)),) if place == 0 else ()
            yield (*gap, GridCell("label", each.label or "", columns=columns - 1), _value(each))
        return
    head = GridCell("label", row.label, rows=len(shown), rates=loose)
    for place, line in enumerate(_grouped(row, shown, columns)):
        yield (head, *line) if place == 0 else line


def _grouped(row: FormRow, shown: Sequence[FormField], columns: int) -> Iterator[GridLine]:
    for group, fields in groupby(shown, key=lambda each: each.group):
        together = list(fields)
        rates = tuple(each.id for each in row.fields if not each.printed and each.group == group and group)
        for place, each in enumerate(together):
            if group is None:
                yield (GridCell("label", each.label or "", columns=columns - 1), _value(each))
            elif place == 0:
                yield (
                    GridCell("label", group, rows=len(together), rates=rates),
                    GridCell("label", each.label or ""),
                    _value(each),
                )
            else:
                yield (GridCell("label", each.label or ""), _value(each))


def _value(each: FormField) -> GridCell:
    return GridCell("value", field=each.id)
