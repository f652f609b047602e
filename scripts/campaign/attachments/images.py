"""Pictures inside other files, without what cameras and programs write beside the picture: cut out of the bytes, the picture is not made anew."""

from __future__ import annotations

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_TOLD = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})  # PNG 3rd edition, 11.3
_SCAN, _COMMENT = 0xDA, 0xFE
_KEPT = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, ICC profile, Adobe's word on colours: a picture looks wrong without


def bare(raw: bytes) -> bytes:
    """A JPEG or PNG without EXIF, XMP, IPTC and comments; anything else, and what is damaged, as it is."""
    if raw.startswith(_JPEG):
        return _jpeg(raw)
    return _png(raw) if raw.startswith(_PNG) else raw


def _jpeg(raw: bytes) -> bytes:
    out, at = bytearray(raw[:2]), 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == _SCAN:
            return bytes(out + raw[at:])
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        if not (0xE0 <= marker <= 0xEF or marker == _COMMENT) or marker in _KEPT:
            out += raw[at:end]
        at = end
    return raw


def _png(raw: bytes) -> bytes:
    out, at = bytearray(raw[:8]), 8
    while at + 12 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4])
        if raw[at + 4 : at + 8] not in _TOLD:
            out += raw[at:end]
        at = end
        if raw[at - 8 : at - 4] == b"IEND":
            return bytes(out)
    return raw if at != len(raw) else bytes(out)
