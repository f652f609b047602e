"""What a PDF file says about itself: fonts, title, language, bookmarks, protection."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdf

from campaign.inspect.raw import plain_font
from campaign.inspect.records import Font


def facts_of(reader: pypdf.PdfReader) -> dict[str, Any]:
    """What a file says of itself: title, language, tags, claims, attachments."""
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
        "variants": _variants(root),
        "intended": bool(root.get("/OutputIntents")),
        "encrypted": reader.is_encrypted,
        "scripted": scripted,
    }


def _count(outline: Sequence[Any]) -> int:
    return sum(_count(each) if isinstance(each, list) else 1 for each in outline)


def _variants(root: Any) -> tuple[str, ...]:
    """The kinds of PDF/A and PDF/UA that the metadata claim, such as `pdfa-3b`, `pdfua-1`."""
    metadata = root.get("/Metadata")
    text = metadata.get_object().get_data().decode("utf-8", "replace") if metadata else ""
    claimed = []
    if part := re.search(r"pdfaid:part(?:=\"|>)(\d)", text):
        level = re.search(r"pdfaid:conformance(?:=\"|>)(\w)", text)
        claimed.append(f"pdfa-{part[1]}{level[1].lower() if level else ''}")
    if part := re.search(r"pdfuaid:part(?:=\"|>)(\d)", text):
        claimed.append(f"pdfua-{part[1]}")
    return tuple(claimed)


def legible(data: bytes, reader: pypdf.PdfReader) -> bytes:
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


def _own_encoding(font: Any) -> bool:
    return font.get("/Subtype") == "/Type0" and isinstance(_object(font.get("/Encoding")), pypdf.generic.StreamObject)


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
