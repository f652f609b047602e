"""Sound files spoilt in a reproducible way: the same seed and number give the same bytes. Packed files are spoilt inside as well."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

WORDS = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"<", b">", b"&", b"]]>", b"<!--", b"<!DOCTYPE x>", b"&amp;", b'"', b"'", b":", b"- ", b"#", b"|", b"\n", b"\r", b"\t", b",",
    b"{", b"}", b"[", b"]", b"*a", b"&a ", b"!!python/object ", b"0", b"-1", b"99999999999999999999", b"1e309", b"NaN", b"=1+1", b"%PDF-", b"stream\n", b"endobj",
    "：".encode(), "\u202e".encode(), "\u200b".encode(), "𠮷".encode(), "　".encode(), b"\xed\xa0\x80", b"javascript:", b"../", b"null", b"true", b"\\u0000",
)  # fmt: skip


def spoilt(seeds: Sequence[bytes], name: str, number: int) -> bytes:
    """The input of this number: one of the sound ones, changed in one to eight places."""
    lot = random.Random(f"{name} {number}")
    raw = lot.choice(seeds)
    if raw.startswith(b"PK\x03\x04") and lot.random() < 0.8:
        return _inside(raw, lot)
    return _changed(raw, seeds, lot)


def _changed(raw: bytes, seeds: Sequence[bytes], lot: random.Random) -> bytes:
    made = bytearray(raw)
    for _ in range(lot.choice((1, 1, 1, 2, 3, 8))):
        at, size = lot.randrange(len(made) + 1), lot.choice((1, 1, 2, 8, 64, 1000))
        change = lot.randrange(8)
        if change == 0 and made:
            made[min(at, len(made) - 1)] ^= 1 << lot.randrange(8)
        elif change == 1:
            del made[at : at + size]
        elif change == 2:
            made[at:at] = lot.choice(WORDS)
        elif change == 3:
            made[at : at + size] = lot.randbytes(size)
        elif change == 4:
            made[at:at] = made[at : at + size] * lot.choice((1, 2, 20))
        elif change == 5:
            del made[at:]
        elif change == 6:
            other = lot.choice(seeds)
            start = lot.randrange(len(other) + 1)
            made[at:at] = other[start : start + size]
        else:
            lines = bytes(made).split(b"\n")
            lot.shuffle(lines) if len(lines) < 4 else lines.insert(
                lot.randrange(len(lines)), lines.pop(lot.randrange(len(lines)))
            )
            made = bytearray(b"\n".join(lines))
    return bytes(made)


def _inside(raw: bytes, lot: random.Random) -> bytes:
    """A packed file with one member spoilt, and packed again so that its sums are right."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(parts)
    for _ in range(lot.choice((1, 1, 2))):
        name = lot.choice(names)
        change = lot.randrange(12)
        if change == 0:
            parts.pop(name, None)
        elif change == 1:
            parts[name] = parts.get(lot.choice(names), b"")
        else:
            parts[name] = _changed(parts.get(name, b""), list(parts.values()) or [b""], lot)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()
