"""Photographs for the site: looked at when they are loaded, and made into WebP of a size for screens without anything hidden in them.

Nothing of the original's metadata (EXIF, the place it was taken, the camera) goes along, and no picture is enlarged.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 20_000_000
MAX_PIXELS = 60_000_000
SIDE = 1600  # pixels of the longer side on the site
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}


class UnfitPicture(Exception):
    """The file cannot be shown; `code` names the fault, `message` says it, `hint` what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def read(folder: Path, file: str) -> bytes:
    """The bytes of a picture in `folder`, as the office supplied it. Raises UnfitPicture."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UnfitPicture("picture-outside", f"图片“{file}”在 images 文件夹之外", "把图片放进同一文件夹的 images 里，只写文件名")
    try:
        with path.open("rb") as held:
            raw = held.read(MAX_BYTES + 1)
    except FileNotFoundError as fault:
        raise UnfitPicture("picture-missing", f"找不到图片“{file}”", "把图片放进同一文件夹的 images 里，文件名写得一样") from fault
    except OSError as fault:
        raise UnfitPicture("picture-unreadable", f"读不了图片“{file}”：{os.strerror(fault.errno or 0)}", "检查文件和权限") from fault
    if len(raw) > MAX_BYTES:
        raise UnfitPicture("picture-too-large", f"图片“{file}”超过 {MAX_BYTES // 1_000_000} MB", f"缩小到每边 {SIDE} 像素左右再放")
    return raw


def for_screens(raw: bytes, file: str) -> bytes:
    """The picture as WebP: upright, at most SIDE pixels long, without metadata. The same picture gives the same bytes. Raises UnfitPicture."""
    from PIL import Image

    upright = look(raw, file)
    upright.thumbnail((SIDE, SIDE))  # never enlarges
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def look(raw: bytes, file: str) -> Image:
    """The picture, upright and in RGB. Raises UnfitPicture when it is cut short, too large, or not what its name says."""
    from PIL import Image, ImageFile, ImageOps

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for the whole program
    try:
        with Image.open(io.BytesIO(raw)) as image:
            form, (width, height) = image.format or "", image.size
            if form not in FORMATS:
                raise UnfitPicture("picture-format", f"图片“{file}”是 {form} 格式，网页上不能用", "另存为 JPG 或 PNG")
            if Path(file).suffix.lower() not in FORMATS[form]:
                message = f"图片“{file}”的扩展名与内容不符，内容是 {form}"
                raise UnfitPicture("picture-mislabelled", message, f"扩展名改为 {FORMATS[form][0]}")
            if width * height > MAX_PIXELS:
                message = f"图片“{file}”有 {width}×{height} 像素，太大"
                raise UnfitPicture("picture-too-large", message, f"缩小到每边 {SIDE} 像素左右再放")
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise UnfitPicture("picture-broken", f"图片“{file}”打不开，可能已损坏", "重新取得这张图片") from fault
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
