"""Photographs: looked at when they are loaded, and made into WebP for screens and JPEG for paper without anything hidden in them.

Nothing of the original's metadata (EXIF, the place it was taken, the camera) goes along, and no picture is enlarged. Lists and texts show
a small one; the whole one, at most SIDE pixels long, is loaded when a reader opens it.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from campaign.leaves.confined import confined

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 20_000_000
MAX_PIXELS = {
    "JPEG": 60_000_000,
    "PNG": 40_000_000,
    "WEBP": 20_000_000,
}  # a reader keeps four bytes for each, of a JPEG only those it needs
HEAVY_PIXELS = 20_000_000  # of what is kept twice while it is read: transparent pictures, progressive JPEG
KEPT = 4000  # pixels of the longer side of what is sent to the editor; the site and the print need less
SIDE = 1600  # pixels of the longer side of the whole picture
SMALL = (480, 960)  # pixels of width of what pages show: one for a list, one for fine screens and wide columns
PRINT = 1200  # pixels of the longer side on paper: 92 mm at 300 dpi are 1087
RECIPE = 2  # of how they are made: a new number makes all anew
SMALLER = f"缩小到每边 {SIDE} 像素左右再放"
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
SUFFIXES = frozenset(
    (
        *(each for known in FORMATS.values() for each in known),
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".svg",
        ".avif",
        ".psd",
    )
)
_HEIC = re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cx]|mif1|msf1)", re.DOTALL)
_ORIENTATION = 0x0112  # EXIF; 5 to 8 lie on their side
_UNREAD = {
    ".heic": "HEIC",
    ".heif": "HEIC",
    ".svg": "SVG",
    ".avif": "AVIF",
    ".psd": "PSD",
}  # Pillow cannot read them, or not everywhere


class UnfitPicture(Exception):
    """The file cannot be shown; `code` names the fault, `message` says it, `hint` what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)  # all of them: it may come from another process
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True)
class Photo:
    """A picture that can be shown, without its bytes: its path from the content root, its size on the site, and its fingerprint."""

    file: str
    width: int
    height: int
    digest: str

    @property
    def small(self) -> tuple[int, ...]:
        """Widths of the smaller ones; a picture that is small itself has none."""
        return tuple(width for width in SMALL if width < self.width)


def read(folder: Path, file: str) -> bytes:
    """The bytes of a picture in `folder`, as the office supplied it. Raises UnfitPicture."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UnfitPicture(
            "picture-outside", f"图片“{file}”在 images 文件夹之外", "把图片放进同一文件夹的 images 里，只写文件名"
        )
    try:
        with path.open("rb") as held:
            raw = held.read(MAX_BYTES + 1)
    except FileNotFoundError as fault:
        raise UnfitPicture(
            "picture-missing", f"找不到图片“{file}”", "把图片放进同一文件夹的 images 里，文件名写得一样"
        ) from fault
    except OSError as fault:
        raise UnfitPicture(
            "picture-unreadable", f"读不了图片“{file}”：{os.strerror(fault.errno or 0)}", "检查文件和权限"
        ) from fault
    if len(raw) > MAX_BYTES:
        raise UnfitPicture("picture-too-large", f"图片“{file}”超过 {MAX_BYTES // 1_000_000} MB", SMALLER)
    return raw


_known: dict[
    tuple[str, str], tuple[int, int]
] = {}  # fingerprint and suffix → size: a preview looks at the same pictures again and again


def photo(raw: bytes, file: str, name: str) -> Photo:
    """What is to be known of a picture; `file` is its path from the content root, `name` what messages call it. Raises UnfitPicture."""
    digest = hashlib.sha256(raw).hexdigest()
    key = (digest, Path(name).suffix.lower())
    if key not in _known:
        _known[key] = _look(raw, name, 1)[1]
    width, height = _fitted(_known[key], SIDE)
    return Photo(file, width, height, digest)


def for_screens(raw: bytes, name: str, width: int | None = None) -> bytes:
    """The picture as WebP, upright and bare, `width` pixels wide or as large as the site shows any. The same picture gives the same bytes."""
    image, size = _look(raw, name, width or SIDE)
    whole = _fitted(size, SIDE)
    aim = whole if width is None or width >= whole[0] else (width, max(1, round(whole[1] * width / whole[0])))
    return _encoded(image, aim, "WEBP", quality=80, method=4)


def for_print(raw: bytes, name: str) -> bytes:
    """The picture as JPEG for a sheet of A4, upright and bare."""
    image, size = _look(raw, name, PRINT)
    return _encoded(image, _fitted(size, PRINT), "JPEG", quality=85, optimize=True)


def stored(raw: bytes, name: str) -> tuple[bytes, str]:
    """A picture that somebody sent, made anew from what is seen of it, and the suffix of what it is, whatever its name says. Raises UnfitPicture.

    Nothing else the file carried comes along: no metadata, no second picture, nothing behind its end. The same picture gives the same bytes.
    A picture of a telephone (HEIC), which no site can show, becomes a JPEG.
    """
    if _HEIC.match(raw):
        raw, name = _from_telephone(raw, name), str(Path(name).with_suffix(".jpg"))
    form = kind_of(raw, name)
    suffix = FORMATS[form][0]
    image, size = _look(raw, str(Path(name).with_suffix(suffix)), KEPT)
    options: dict[str, int | bool] = {"optimize": True} if form == "PNG" else {"quality": 92}
    return _encoded(image, _fitted(size, KEPT), form, **options), suffix


def _from_telephone(raw: bytes, name: str) -> bytes:
    """A HEIC picture as JPEG, decoded in a process of its own. Raises UnfitPicture."""
    if len(raw) > MAX_BYTES:
        raise UnfitPicture("picture-too-large", f"图片“{name}”超过 {MAX_BYTES // 1_000_000} MB", SMALLER)

    def work() -> bytes:
        import pillow_heif

        held = pillow_heif.open_heif(raw, convert_hdr_to_8bit=True)
        if held.size[0] * held.size[1] > MAX_PIXELS["JPEG"]:
            raise UnfitPicture("picture-too-large", f"图片“{name}”的像素太多", SMALLER)
        made = io.BytesIO()
        held.to_pillow().convert("RGB").save(made, "JPEG", quality=95)
        return made.getvalue()

    try:
        return confined(work, memory=1_500_000_000)
    except UnfitPicture:
        raise
    except Exception as fault:
        raise _broken(name) from fault


def kind_of(raw: bytes, name: str) -> str:
    """JPEG, PNG or WEBP, by content. Raises UnfitPicture for anything else."""
    from PIL import Image

    unread = _unread(name)
    try:
        with _without_warning(Image.DecompressionBombWarning), Image.open(io.BytesIO(raw)) as image:
            form = image.format or ""
    except Image.DecompressionBombError as fault:
        raise UnfitPicture("picture-too-large", f"图片“{name}”的像素太多", SMALLER) from fault
    except (OSError, ValueError, SyntaxError) as fault:
        raise unread or _broken(name) from fault
    if form not in FORMATS:
        raise unread or _other_format(name, form)
    return form


def _unread(name: str) -> UnfitPicture | None:
    """What is said of a picture whose name is of a format that is not read everywhere."""
    suffix = Path(name).suffix.lower()
    return _other_format(name, _UNREAD[suffix]) if suffix in _UNREAD else None


def _other_format(name: str, form: str) -> UnfitPicture:
    return UnfitPicture("picture-format", f"图片“{name}”是 {form} 格式，网页上不能用", "另存为 JPG 或 PNG")


def _broken(name: str) -> UnfitPicture:
    return UnfitPicture("picture-broken", f"图片“{name}”打不开，可能已损坏", "重新取得这张图片")


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """A size drawn in so that its longer side is at most `side`."""
    share = min(1.0, side / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _encoded(image: Image, size: tuple[int, int], form: str, **options: int | bool) -> bytes:
    from PIL import Image

    fitted = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    Image.frombytes("RGB", fitted.size, fitted.tobytes()).save(out, form, **options)
    return out.getvalue()


def _look(raw: bytes, name: str, need: int) -> tuple[Image, tuple[int, int]]:
    """The picture upright and in the colours of screens, perhaps already drawn in to no less than `need` pixels a side, and its own upright size.

    Raises UnfitPicture when it is cut short, too large, or not what its name says.
    """
    from PIL import Image, ImageFile, ImageOps

    suffix = Path(name).suffix.lower()
    if unread := _unread(name):
        raise unread
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = (
        ImageFile.LOAD_TRUNCATED_IMAGES,
        False,
    )  # WeasyPrint sets it for the whole program
    try:
        with _without_warning(Image.DecompressionBombWarning), Image.open(io.BytesIO(raw)) as image:
            form, (width, height) = image.format or "", image.size
            if form not in FORMATS:
                raise _other_format(name, form)
            if suffix not in FORMATS[form]:
                message = f"图片“{name}”的扩展名与内容不符，内容是 {form}"
                raise UnfitPicture("picture-mislabelled", message, f"扩展名改为 {FORMATS[form][0]}")
            heavy = image.has_transparency_data or bool(image.info.get("progressive"))
            if width * height > min(MAX_PIXELS[form], HEAVY_PIXELS if heavy else MAX_PIXELS[form]):
                raise UnfitPicture("picture-too-large", f"图片“{name}”有 {width}×{height} 像素，太大", SMALLER)
            lying = image.getexif().get(_ORIENTATION, 1) >= 5
            image.draft("RGB", (need, need))
            upright = _smaller(image, need)
            ImageOps.exif_transpose(upright, in_place=True)
            return _of_screens(upright), (height, width) if lying else (width, height)
    except Image.DecompressionBombError as fault:
        raise UnfitPicture("picture-too-large", f"图片“{name}”的像素太多", SMALLER) from fault
    except (OSError, ValueError, SyntaxError) as fault:
        raise _broken(name) from fault
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _smaller(image: Image, need: int) -> Image:
    """The picture read whole; one many times as large as is needed is drawn in at once, so that no second one of its size is made."""
    image.load()
    factor = max(image.size) // (2 * need)
    if factor < 2:
        return image
    plain = image if image.mode in ("L", "RGB", "CMYK", "LA", "RGBA") else image.convert(_plain_mode(image))
    drawn = plain.reduce(factor)
    drawn.info = dict(image.info)
    drawn.getexif().update(image.getexif())
    return drawn


def _plain_mode(image: Image) -> str:
    return "RGBA" if image.has_transparency_data else "RGB"


@contextmanager
def _without_warning(kind: type[Warning]) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kind)
        yield


def _of_screens(image: Image) -> Image:
    """In sRGB, which is what a browser takes a picture without a profile for; what is transparent stands on white."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        image = white.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            turned = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:
            turned = None
        image = turned or image
    return image.convert("RGB")
