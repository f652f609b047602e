"""A printed sheet as one long picture, for accounts and chats that show pictures only."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image, ImageChops

WIDTH = 1080  # pixels: what official accounts show in full
AIR = 60  # pixels of white left under the last line
FOOT = 0.058  # of a page's height, for its number and foot line: a long picture has none
MOST = 30_000  # pixels high


def long_picture(raw: bytes, *, sheet: bool = False) -> bytes:
    """The pages of a PDF of ours one under the other as PNG, `WIDTH` pixels wide, without the blank ends of its pages. A poster is shown as the whole `sheet`."""
    document = pypdfium2.PdfDocument(raw)
    try:
        pages = [_drawn(page) for page in document]
    finally:
        document.close()
    if not sheet:
        pages = [_cut(page, last=place == len(pages)) for place, page in enumerate(pages, 1)]
    made = Image.new("RGB", (WIDTH, min(sum(each.height for each in pages), MOST)), "white")
    top = 0
    for each in pages:
        made.paste(each, (0, top))
        top += each.height
    file = io.BytesIO()
    made.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    drawn: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    return drawn if drawn.width == WIDTH else drawn.resize((WIDTH, drawn.height))


def _cut(page: Image.Image, *, last: bool) -> Image.Image:
    """A page without its foot and what is blank above it."""
    page = page.crop((0, 0, WIDTH, round(page.height * (1 - FOOT))))
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    bottom = (box[3] if box else 0) + (AIR if last else AIR // 4)
    return page.crop((0, 0, WIDTH, min(bottom, page.height)))
