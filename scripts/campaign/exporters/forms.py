"""Reporting forms as files: open data, a CSV of everything reported, and the Excel template."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from campaign.content import Content
from campaign.exporters.data import catalog_form
from campaign.model import FieldKind, Form, FormField
from campaign.model.forms import Figure
from campaign.views.form_returns import Rate
from campaign.views.forms import FormCell, FormSheet, book, rounded, totals

FORMULA = tuple("=+-@＝＋－＠")  # full-width ones count in East Asian versions of Excel


def plain(asked: FormField, value: Figure) -> bool | int | float | None:
    """A figure as a JSON value; rates with two places, a blank as null."""
    if not isinstance(value, Decimal):
        return value
    value = rounded(value) if asked.kind is FieldKind.RATE else value
    return int(value) if value == value.to_integral_value() else float(value)


def form_data(content: Content, form: Form) -> dict[str, Any]:
    """The definition, every sheet that stands, earlier versions, and the sums of each period."""
    made = book(content)
    returned = made.returns[form.id]
    return {
        **catalog_form(form),
        "version": form.version,
        "fields": [
            {"id": each.id, "label": form.labels[each.id], "kind": each.kind.value} for each in form.fields.values()
        ],
        "periods": [
            {
                "period": period.iso,
                "completeness": _rate(returned.completeness(period)),
                "timeliness": _rate(returned.timeliness(period)),
                "totals": {
                    key: plain(total.field, total.value)
                    for key, total in totals(form, made.of_period(form.id, period)).items()
                },
                "sheets": [_sheet(content, sheet) for sheet in made.of_period(form.id, period)],
                "states": {unit: returned.at(unit, period).state.word for unit in returned.units},
                "outcomes": {unit: returned.at(unit, period).outcome.state.word for unit in returned.units},
            }
            for period in returned.periods
        ],
    }


def _rate(rate: Rate) -> dict[str, int]:
    return {"part": rate.part, "whole": rate.whole}


def _sheet(content: Content, sheet: FormSheet) -> dict[str, Any]:
    standing = sheet.returned.standing
    return {
        "unit": sheet.unit,
        "name": content.registry.name(sheet.unit),
        "url": sheet.url,
        "demo": sheet.demo,
        "state": sheet.returned.state.word,
        "reported_on": standing.reported_on.iso if standing else None,
        "values": {key: plain(cell.field, cell.value) for key, cell in sheet.cells.items()},
        "origins": {key: cell.origin for key, cell in sheet.cells.items()},
        "provisional": [key for key, cell in sheet.cells.items() if cell.provisional],
        "parts": {key: _parts(cell) for key, cell in sheet.cells.items() if cell.parts},
        "earlier": [
            {
                "reported_on": each.reported_on.iso,
                "values": {key: plain(sheet.form.fields[key], value) for key, value in each.values.items()},
            }
            for each in sheet.returned.earlier
        ],
    }


def _parts(cell: FormCell) -> dict[str, bool | int | float | None]:
    return {part.unit: plain(cell.field, part.value) for part in cell.parts}


def inert(text: str) -> str:
    """Text for a cell of CSV: what a spreadsheet would take for a formula gets the apostrophe that makes it text there."""
    return f"'{text}" if text.lstrip()[:1] in FORMULA else text


def form_csv(content: Content, form: Form) -> bytes:
    """Every sheet that stands as a line; with a byte-order mark, so that Excel takes it for UTF-8."""
    made = book(content)
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(["填报单位", "报告期", "填报时间", "状态", *map(inert, form.labels.values())])
    lines.writerow(["unit", "period", "reported_on", "state", *form.fields])
    for period in made.returns[form.id].periods:
        for sheet in made.of_period(form.id, period):
            standing = sheet.returned.standing
            head = [
                content.registry.name(sheet.unit),
                period.iso,
                standing.reported_on.iso if standing else "",
                sheet.returned.state.word,
            ]
            figures = ("" if cell.value is None else cell.text.removesuffix("%") for cell in sheet.cells.values())
            lines.writerow([*map(inert, head), *figures])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
