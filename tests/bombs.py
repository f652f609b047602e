"""Files made to hurt a reader: small on the disk, vast, endless or crooked inside. By name: which reader they are for, and their bytes."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Parts = Mapping[str, bytes]


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def noise(size: int) -> str:
    """A comment that does not pack: beside it, a part is no longer packed so tightly that this alone gives it away."""
    return f"<!--{random.Random(2).randbytes(size // 2 + 1).hex()}-->"


def coarse(size: int) -> bytes:
    """Bytes that pack twenty to one, as a drawing does."""
    lot = random.Random(3)
    return b"".join(lot.randbytes(1_000) * 20 for _ in range(size // 20_000))


def document(body: str, head: str = "", attributes: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"{attributes}><w:body>{body}{noise(len(body) // 80)}</w:body></w:document>'.encode()


def docx(body: str, head: str = "", method: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    return packed(
        {"word/document.xml": document(body, head), **{f"word/{name}.xml": raw for name, raw in parts.items()}}, method
    )


def paragraph(text: str, facts: str = "") -> str:
    return f"<w:p>{facts}<w:r><w:t>{text}</w:t></w:r></w:p>"


def varied(count: int) -> str:
    """XML that packs twenty to one and not a thousand to one, as the 99 KB that took 943 MB did."""
    lot = random.Random(1)
    return "".join(
        f'<w:p w:r="{lot.randrange(16**3):x}"><w:r/><w:r/><w:r/><w:r/><w:r/><w:r/></w:p>' for _ in range(count)
    )


def layers(tag: str, depth: int, inner: str) -> str:
    return f"<w:{tag}>" * depth + inner + f"</w:{tag}>" * depth


def numbering(level: int, look: str) -> bytes:
    return (
        f'<w:numbering xmlns:w="{W}">{noise(len(look) // 40)}<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{look}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    ).encode()


def numbered(level: int) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def laughs() -> bytes:
    entities = '<!ENTITY a0 "哈哈哈哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return docx(paragraph("&a9;"), f"<!DOCTYPE x [{entities}]>")


def overlapping() -> bytes:
    """Many entries of the list of a ZIP that all point to the same packed bytes."""
    made = bytearray(packed({"word/document.xml": bytes(10_000_000)}))
    start = made.index(b"PK\x01\x02")
    end = made.index(b"PK\x05\x06")
    entry = bytes(made[start:end])
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entry) * 1000, start, 0)
    return bytes(made[:start]) + entry * 1000 + tail


def workbook() -> dict[str, bytes]:
    """The parts of a small sound workbook."""
    made = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "planpress-desk"
    book.active.title = "planpress"
    book.save(made)
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def sheet(old: bytes, new: str) -> bytes:
    parts = workbook()
    assert old in parts[SHEET]
    return packed({**parts, SHEET: parts[SHEET].replace(old, (new + noise(len(new) // 80)).encode(), 1)})


def rows(inner: str) -> bytes:
    return sheet(b"</sheetData>", f"{inner}</sheetData>")


def after(inner: str) -> bytes:
    return sheet(b"</sheetData>", f"</sheetData>{inner}")


def twice_listed() -> bytes:
    parts = workbook()
    name = "xl/workbook.xml"
    at = parts[name].index(b"<sheet ")
    entry = parts[name][at : parts[name].index(b"/>", at) + 2]
    cells = "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(2, 60_000))
    return packed(
        {
            **parts,
            name: parts[name].replace(entry, b"".join(entry.replace(b"planpress", b"s%d" % n) for n in range(500)), 1),
            SHEET: parts[SHEET].replace(b"</sheetData>", f"<row>{cells}</row></sheetData>{noise(30_000)}".encode(), 1),
        }
    )


def far_rows() -> bytes:
    return rows('<row r="1048576"><c r="B1048576"><v>1</v></c></row>')


def shared_formulas() -> bytes:
    formula = "+".join(["A1"] * 3000)
    cells = "".join(f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/></c></row>' for n in range(3, 40_000))
    return rows(f'<row r="2"><c r="B2"><f t="shared" ref="B2:B40000" si="0">{formula}</f></c></row>{cells}')


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, colour: int = 6) -> bytes:
    """A picture of nothing, which packs a thousand to one, written row by row."""
    deep = {0: 1, 2: 3, 6: 4}[colour]
    packer = zlib.compressobj(9)
    row = bytes(1 + width * deep)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def picture(form: str, side: int, **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(made, form, **options)
    return made.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return bytes(made) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def page(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    stream = b"<</Length %d/Filter[%s]>>stream\n" % (len(content), filters) + content + b"\nendstream"
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, stream, font)


def endless_pages() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R 2 0 R]/Count 99999>>")


def flat(count: int, times: int = 1) -> bytes:
    packer = zlib.compressobj(9)
    piece = b"BT /F 9 Tf (abc) Tj ET\n" * 10_000
    data = b"".join(packer.compress(piece) for _ in range(count // len(piece))) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def web(body: str, head: str = "") -> bytes:
    return f"{head}<html><body>{body}".encode()


BOMBS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "docx-99-kb": ("docx", lambda: docx(varied(280_000))),
    "docx-large-picture": ("docx", lambda: packed({"word/document.xml": document(paragraph("一")), "word/media/a.bmp": coarse(110_000_000)})),
    "docx-zeros": ("docx", lambda: packed({"word/document.xml": bytes(400_000_000)})),
    "docx-picture-of-zeros": ("docx", lambda: packed({"word/document.xml": document(paragraph("一")), "word/media/a.png": bytes(400_000_000)})),
    "docx-many-parts": ("docx", lambda: packed({f"a/{n}": b"" for n in range(60_000)})),
    "docx-overlapping": ("docx", overlapping),
    "docx-deep": ("docx", lambda: docx(layers("sdt", 100_000, ""))),
    "docx-laughs": ("docx", laughs),
    "docx-utf-7": ("docx", lambda: packed({"word/document.xml": b'<?xml version="1.0" encoding="UTF-7"?>' + b"+ADw-w/+AD4-" * 500_000})),
    "docx-lzma": ("docx", lambda: docx(paragraph("一"), method=zipfile.ZIP_LZMA)),
    "docx-attributes": ("docx", lambda: docx("<w:p " + " ".join(f'w:a{n}="{n * 7919}"' for n in range(850_000)) + "/>")),
    "docx-high-level": ("docx", lambda: docx(paragraph("一", numbered(10**9)), numbering=numbering(10**9, "%1"))),
    "docx-long-number": ("docx", lambda: docx(paragraph("一", numbered(0)) * 9_000, numbering=numbering(0, "长" * 3_000_000))),
    "docx-tables-in-tables": ("docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 30 + paragraph("字" * 6_000_000) + "</w:tc></w:tr></w:tbl>" * 30)),
    "docx-boxes-in-boxes": ("docx", lambda: docx("<w:p><w:r><w:txbxContent>" * 30 + paragraph("字") * 90_000 + "</w:txbxContent></w:r></w:p>" * 30)),
    "docx-full": ("docx", lambda: docx(paragraph("字") * 190_000)),
    "xlsx-cells": ("xlsx", lambda: rows("".join(f"<row>{'<c/>' * 50}</row>" for _ in range(20_000)))),
    "xlsx-full": ("xlsx", lambda: rows("".join(f"<row>{'<c><v>1</v></c>' * 50}</row>" for _ in range(1_400)))),
    "xlsx-merged": ("xlsx", lambda: after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "xlsx-merged-often": ("xlsx", lambda: after("<mergeCells>" + '<mergeCell ref="A1:ZZ400"/>' * 5_000 + "</mergeCells>")),
    "xlsx-linked": ("xlsx", lambda: after('<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>')),
    "xlsx-formulas": ("xlsx", shared_formulas),
    "xlsx-one-sheet-500-times": ("xlsx", twice_listed),
    "xlsx-far-row": ("xlsx", far_rows),
    "sheet-cells": ("sheet", lambda: rows("".join(f"<row>{'<c/>' * 50}</row>" for _ in range(20_000)))),
    "sheet-merged": ("sheet", lambda: after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "sheet-long": ("sheet", lambda: rows("".join(f'<row><c t="inlineStr"><is><t>{"长" * 30_000}</t></is></c></row>' for _ in range(50)))),
    "html-deep": ("html", lambda: web("<div>" * 400_000 + "字")),
    "html-empty-tags": ("html", lambda: web("<b></b>" * 400_000 + "字")),
    "html-long": ("html", lambda: web("<p>" + "字" * 5_000_000)),
    "html-spans": ("html", lambda: web("<table><tr>" + '<td rowspan="65534" colspan="1000">字</td>' * 3_000 + "</tr>" + "<tr><td>字</td><td>字</td></tr>" * 3_000)),
    "html-tables-in-tables": ("html", lambda: web("<table><tr><td>字</td><td>" * 3_000)),
    "html-laughs": ("html", lambda: web("&a9;", '<!DOCTYPE html [<!ENTITY a0 "哈哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>")),
    "html-attributes": ("html", lambda: web("<p " + " ".join(f'a{n}="{n}"' for n in range(200_000)) + ">字")),
    "yaml-flow": ("yaml", lambda: b"a: [" + b"a," * 2_400_000 + b"]"),
    "yaml-rows": ("yaml", lambda: b"- a: 1\n" * 650_000),
    "yaml-deep": ("yaml", lambda: b"[" * 4_000_000),
    "yaml-laughs": ("yaml", lambda: b"a: &a [x]\n" + b"".join(b"b%d: [*a,*a,*a]\n" % n for n in range(9))),
    "csv-columns": ("csv", lambda: b"," * 4_900_000),
    "csv-rows": ("csv", lambda: b"unit,period\n" + b"a\n" * 2_400_000),
    "csv-cell": ("csv", lambda: b'"' + b"a" * 4_900_000),
    "png-90-megapixels": ("picture", lambda: png(15_000, 6_000)),
    "png-40-megapixels": ("picture", lambda: png(8_000, 5_000)),
    "png-grey": ("picture", lambda: png(20_000, 20_000, 0)),
    "jpg-progressive": ("picture", lambda: picture("JPEG", 7_700, progressive=True)),
    "webp": ("picture", lambda: picture("WEBP", 6_200, lossless=True, method=0)),
    "seal-large": ("seal", lambda: png(4_000, 4_000)),
    "seal-vast": ("seal", lambda: png(20_000, 20_000, 0)),
    "pdf-unpacks": ("pdf", lambda: page(flat(300_000_000))),
    "pdf-unpacks-twice": ("pdf", lambda: page(flat(400_000_000, 2), b"/FlateDecode/FlateDecode")),
    "pdf-endless-pages": ("pdf", endless_pages),
    "pdf-many-words": ("pdf", lambda: page(flat(45_000_000))),
}  # fmt: skip
