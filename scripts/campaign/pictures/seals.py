"""Pictures of seals and signature stamps that an office supplies: read, looked at, never made up.

A seal is the office's own authorised PNG. What cannot be printed as one is refused here with the reason in Chinese.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 2_000_000
MAX_SIDE = 4000  # pixels; 42 mm at 1200 dpi are 1984
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class SealPicture:
    """A checked PNG and its size in pixels."""

    png: bytes
    width: int
    height: int


class UnfitSeal(Exception):
    """The file cannot be printed as a seal; `message` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)  # all of them: it may come from another process
        self.message, self.hint = message, hint


def read(root: Path, file: str) -> SealPicture:
    """The picture at `file`, relative to the content root. Raises Unfit."""
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        raise UnfitSeal(f"印章图片“{file}”在内容文件夹之外", "把图片放进内容文件夹，写从那里起的路径")
    if not path.is_file():
        raise UnfitSeal(f"找不到印章图片“{file}”", "检查路径；还没有图片就删去 file 这一行，印出的公文会留出盖章的位置")
    try:
        with path.open("rb") as held:
            raw = held.read(MAX_BYTES + 1)
    except OSError as fault:
        raise UnfitSeal(f"读不了印章图片“{file}”：{os.strerror(fault.errno or 0)}", "检查文件权限") from fault
    return _looked_at(raw, file)


def _looked_at(raw: bytes, file: str) -> SealPicture:
    if not raw.startswith(_SIGNATURE) or raw[12:16] != b"IHDR" or len(raw) < 24:
        raise UnfitSeal(f"“{file}”不是 PNG 图片", "用本单位授权使用的 PNG 图片，只改扩展名不行")
    if len(raw) > MAX_BYTES:
        raise UnfitSeal(f"印章图片“{file}”超过 {MAX_BYTES // 1_000_000} MB", "缩小到每边 1000 像素左右")
    width, height = struct.unpack(">II", raw[16:24])
    if max(width, height) > MAX_SIDE:
        raise UnfitSeal(
            f"印章图片“{file}”有 {width}×{height} 像素，每边不能超过 {MAX_SIDE} 像素", "缩小到每边 1000 像素左右"
        )
    broken = UnfitSeal(f"印章图片“{file}”已损坏，打不开", "重新取得这张图片")
    if not _whole(raw):
        raise broken
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw)) as image:
            image.load()
            whole = image if image.mode == "RGBA" else image.convert("RGBA")
            red = _is_red(whole.reduce(max(1, max(width, height) // 64)).resize((32, 32)))
    except (OSError, ValueError, SyntaxError, struct.error) as fault:
        raise broken from fault
    if not red:
        raise UnfitSeal(f"印章图片“{file}”不是红色的", "印章和签名章用红色（GB/T 9704—2012 7.3.5）")
    return SealPicture(raw, width, height)


def _whole(raw: bytes) -> bool:
    """Whether every chunk is there up to the last, each with its own checksum. (WeasyPrint has Pillow accept what is cut short.)"""
    place = len(_SIGNATURE)
    while place + 12 <= len(raw):
        (size,) = struct.unpack_from(">I", raw, place)
        kind_and_data = raw[place + 4 : place + 8 + size]
        end = raw[place + 8 + size : place + 12 + size]
        if len(end) < 4 or zlib.crc32(kind_and_data) != int.from_bytes(end, "big"):
            return False
        if kind_and_data[:4] == b"IEND":
            return True
        place += 12 + size
    return False


def _is_red(image: object) -> bool:
    """Whether the ink of a small RGBA picture is red in the mean; paper and what is transparent do not count."""
    data: bytes = image.tobytes()  # type: ignore[attr-defined]
    pixels = zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True)
    inked = [(red, green, blue) for red, green, blue, alpha in pixels if alpha > 40 and min(red, green, blue) < 220]
    if not inked:
        return False
    red, green, blue = (sum(channel) / len(inked) for channel in zip(*inked, strict=True))
    return bool(red > 120 and red - max(green, blue) > 40)
