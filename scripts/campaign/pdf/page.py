"""Templates and small drawings that all printed documents share."""
from __future__ import annotations

import io
from functools import cache

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from campaign.pdf import typeset
from campaign.pdf.job import ROOM


@cache
def template(kind: str) -> Template:
    """The template of a kind of document, `<kind>/template.html`."""
    room = Environment(
        loader=FileSystemLoader(ROOM), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    room.filters["prose"] = typeset.prose
    room.filters["plain"] = typeset.plain
    return room.get_template(f"{kind}/template.html")


@cache
def qr(address: str) -> Markup:
    """A QR code of the address as an SVG drawing without a size of its own; a quiet zone of four modules belongs to it."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, svgclass=None, lineclass=None
    )
    return Markup(drawing.getvalue().decode())
