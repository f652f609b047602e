"""Photographs: nothing hidden goes out with them, none is enlarged, colours and directions are kept, and those in texts are treated like the rest."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from waiting import eventually

from campaign import pictures
from campaign.build.made import make
from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.pictures import UnfitPicture

TODAY = date(2026, 11, 21)
UPDATE = """\
---
kind: update
id: u
title: 摄影展开展
date: 2026-11-06
disclosure: {index_no: u, category: 动态, publisher: 甲医院, date: 2026-11-06, doc_no: 无, source: 宣传科, topic: 卫生, title: 开展, summary: 开展了。}
review: {first: {by: 甲, date: 2026-11-05}, second: {by: 乙, date: 2026-11-05}, final: {by: 丙, date: 2026-11-06}}
---
"""


def jpeg(size: tuple[int, int], orientation: int = 1, **options: Any) -> bytes:
    """A photograph, red on the left and blue on the right, that says where and with which camera it was taken."""
    image = Image.new("RGB", size, (40, 60, 200))
    image.paste((220, 40, 30), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CAMERAMAKER", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 5.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"HIDDENWORDS", **options)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw))


@pytest.mark.parametrize(
    ("size", "width", "expected"),
    [
        ((4000, 3000), None, (1600, 1200)), ((4000, 3000), 480, (480, 360)), ((3000, 4000), None, (1200, 1600)), ((3000, 4000), 960, (960, 1280)),
        ((640, 480), None, (640, 480)), ((640, 480), 960, (640, 480)), ((300, 200), 480, (300, 200)), ((20, 4000), 480, (8, 1600)),
    ],
)  # fmt: skip
def test_pictures_are_drawn_in_and_never_enlarged(
    size: tuple[int, int], width: int | None, expected: tuple[int, int]
) -> None:
    raw = jpeg(size)
    made = pictures.for_screens(raw, "a.jpg", width)
    assert (opened(made).format, opened(made).size) == ("WEBP", expected)
    assert made == pictures.for_screens(raw, "a.jpg", width), "the same picture gives the same bytes"
    known = pictures.photo(raw, "plans/a.jpg", "a.jpg")
    assert (known.width, known.height) == opened(pictures.for_screens(raw, "a.jpg")).size
    assert all(each < known.width for each in known.small)


def test_nothing_hidden_goes_along() -> None:
    raw = jpeg((2000, 1500))
    assert b"CAMERAMAKER" in raw and b"HIDDENWORDS" in raw
    for made in (
        pictures.for_screens(raw, "a.jpg"),
        pictures.for_screens(raw, "a.jpg", 480),
        pictures.for_print(raw, "a.jpg"),
    ):
        assert b"CAMERAMAKER" not in made and b"HIDDENWORDS" not in made and b"GPS" not in made
        assert dict(opened(made).getexif()) == {} and "icc_profile" not in opened(made).info
    assert opened(pictures.for_print(raw, "a.jpg")).size == (1200, 900)


def test_a_picture_taken_lying_stands_upright() -> None:
    raw = jpeg((400, 200), orientation=6)
    known, made = pictures.photo(raw, "a.jpg", "a.jpg"), opened(pictures.for_screens(raw, "a.jpg")).convert("RGB")
    assert (known.width, known.height) == made.size == (200, 400)
    red, blue = made.getpixel((100, 50)), made.getpixel((100, 350))
    assert red[0] > 180 > red[2] and blue[2] > 160 > blue[0]


def test_what_is_transparent_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(pictures.for_screens(out.getvalue(), "logo.png")).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_colours_with_a_profile_become_those_of_screens() -> None:
    """A profile with red and blue changed over: without it the picture would come out blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    tags = {bytes(profile[132 + 12 * each : 136 + 12 * each]): 132 + 12 * each for each in range(count)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    raw = jpeg((80, 40), icc_profile=bytes(profile))
    left = opened(pictures.for_screens(raw, "a.jpg")).convert("RGB").getpixel((10, 20))
    assert left[2] > 150 > left[0]


def bomb(side: int) -> bytes:
    """A PNG of a hundred bytes that says it has a great many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "raw", "code", "message"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic", "picture-format", "图片“a.heic”是 HEIC 格式，网页上不能用"),
        ("a.svg", b"<svg onload='x()'/>", "picture-format", "图片“a.svg”是 SVG 格式，网页上不能用"),
        ("a.png", jpeg((20, 20)), "picture-mislabelled", "图片“a.png”的扩展名与内容不符，内容是 JPEG"),
        ("a.jpg", jpeg((900, 900))[:4000], "picture-broken", "图片“a.jpg”打不开，可能已损坏"),
        ("a.jpg", b"", "picture-broken", "图片“a.jpg”打不开，可能已损坏"),
        ("a.png", bomb(10_000), "picture-too-large", "图片“a.png”有 10000×10000 像素，太大"),
        ("a.png", bomb(30_000), "picture-too-large", "图片“a.png”的像素太多"),
    ],
    ids=["telephone", "drawing", "mislabelled", "cut", "empty", "large", "bomb"],
)
def test_what_cannot_be_shown(name: str, raw: bytes, code: str, message: str) -> None:
    with pytest.raises(UnfitPicture) as fault:
        pictures.photo(raw, name, name)
    assert (fault.value.code, fault.value.message) == (code, message)


# -- pictures in texts ------------------------------------------------------------------------------------------------------------------


def root(tmp_path: Path, body: str, files: dict[str, bytes]) -> Path:
    texts = {
        "plans/p.yaml": "id: p\ntitle: 方案\n",
        "mkdocs.yml": "site_name: 试\n",
        "docs/updates/u/index.md": UPDATE + body,
    }
    for name, raw in {
        **{name: text.encode() for name, text in texts.items()},
        **{f"docs/updates/u/{name}": raw for name, raw in files.items()},
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    return tmp_path


BODY = """
开展了。

![展板前的职工](展板.jpg "图片说明：展板")

一行里 ![小图](small.png) 有图，[看原图](展板.jpg)，还有 <img src="small.png" alt="又一幅">。

[![链接里的](small.png)](https://example.org/)
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of an update with two pictures."""
    where = tmp_path_factory.mktemp("pictures")
    small = io.BytesIO()
    Image.new("RGB", (300, 200), (200, 40, 30)).save(small, "PNG")
    root(where, BODY, {"展板.jpg": jpeg((4000, 3000)), "small.png": small.getvalue(), "unused.jpeg": jpeg((1000, 500))})
    problems = build(where, where / "site", TODAY, only="site", say=lambda _: None)
    assert [(each.path, each.code) for each in problems] == [("docs/updates/u/unused.jpeg", "stray-file")]
    return where / "site"


def test_pictures_beside_a_text_go_out_bare(shown: Path) -> None:
    folder = shown / "updates/u"
    sizes = {path.name: opened(path.read_bytes()).size for path in folder.iterdir() if path.suffix != ".html"}
    assert sizes == {
        "展板.jpg.webp": (1600, 1200), "展板.jpg-960.webp": (960, 720), "展板.jpg-480.webp": (480, 360), "small.png.webp": (300, 200),
    }  # fmt: skip
    for path in shown.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert b"CAMERAMAKER" not in raw and b"HIDDENWORDS" not in raw, path


def test_a_picture_in_a_text_is_a_figure_that_keeps_its_room(shown: Path) -> None:
    html = (shown / "updates/u/index.html").read_text(encoding="utf-8")
    figure = re.search(r"<figure>.*?</figure>", html)
    assert figure and "<figcaption>图片说明：展板</figcaption>" in figure[0]
    assert (
        'href="../../updates/u/%E5%B1%95%E6%9D%BF.jpg.webp"' in figure[0]
        and 'width="1600" height="1200" alt="展板前的职工"' in figure[0]
    )
    assert "-480.webp 480w, " in figure[0] and "-960.webp 960w" in figure[0]
    assert html.count('src="../../updates/u/small.png.webp" width="300" height="200"') == 3, (
        "a small one has no smaller ones"
    )
    assert re.search(r'<a href="https://example.org/"><img', html), "a link of the author's own stays"
    assert re.search(r'<a href="%E5%B1%95%E6%9D%BF.jpg.webp">看原图</a>', html)


def test_the_browser_loads_the_small_one(shown: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((shown / "updates/u/index.html").as_uri())
    assert eventually(
        lambda: bool(page.evaluate("[...document.images].every((each) => each.complete && each.naturalWidth)")), 30
    )
    assert [each.rpartition("/")[2] for each in asked if "webp" in each] == [
        "%E5%B1%95%E6%9D%BF.jpg-480.webp",
        "small.png.webp",
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click(".picture >> nth=0")
    assert page.url.endswith("%E5%B1%95%E6%9D%BF.jpg.webp")
    page.close()


def test_a_preview_goes_on_without_a_picture_that_cannot_be_made_bare(tmp_path: Path) -> None:
    from mkdocs_hooks import build_site

    where = root(
        tmp_path,
        "![断](cut.jpg) ![手机](IMG_1.HEIC) ![好](good.jpg)\n",
        {"cut.jpg": jpeg((900, 900))[:4000], "IMG_1.HEIC": b"CAMERAMAKER", "good.jpg": jpeg((300, 200))},
    )
    build_site(where, make(where, TODAY, tolerant=True), where / "site")
    assert sorted(path.name for path in (where / "site/updates/u").iterdir()) == ["good.jpg.webp", "index.html"]


CASES = {
    "a picture that is not there": ("![展板](b.jpg)\n", {}, ["index.md:9:1: 错误[picture-missing] 找不到图片“b.jpg”"]),
    "a picture nobody can hear of": (
        "字 ![](a.jpg)\n",
        {"a.jpg": jpeg((20, 20))},
        ["index.md:9:3: 警告[picture-alt] 图片“a.jpg”没有画面说明"],
    ),
    "a picture of 60 MB": (
        "![图](a.jpg)\n",
        {"a.jpg": b"\xff\xd8" + b"0" * 60_000_000},
        ["a.jpg:1:1: 错误[picture-too-large] 图片“a.jpg”超过 20 MB"],
    ),
    "a picture cut short": (
        "![图](a.jpg)\n",
        {"a.jpg": jpeg((900, 900))[:4000]},
        ["a.jpg:1:1: 错误[picture-broken] 图片“a.jpg”打不开，可能已损坏"],
    ),
    "a picture with a wrong name": (
        "![图](a.png)\n",
        {"a.png": jpeg((20, 20))},
        ["a.png:1:1: 错误[picture-mislabelled] 图片“a.png”的扩展名与内容不符，内容是 JPEG"],
    ),
    "a picture from a telephone": (
        "![图](IMG_1.HEIC)\n",
        {"IMG_1.HEIC": b"ftypheic"},
        ["IMG_1.HEIC:1:1: 错误[picture-format] 图片“IMG_1.HEIC”是 HEIC 格式，网页上不能用"],
    ),
    "a page of the web beside it": (
        "[页](a.html)\n",
        {"a.html": b"<script>1</script>"},
        ["a.html:1:1: 错误[file-kind] 这种文件（.html）不随网页公开"],
    ),
    "a broken report beside it": (
        "[全文](a.pdf)\n",
        {"a.pdf": b"%PDF"},
        ["a.pdf:1:1: 错误[attachment-broken] 附件打不开，可能已损坏，或不是 PDF"],
    ),
    "a picture that no text shows": (
        "",
        {"b.jpg": jpeg((900, 900))},
        ["b.jpg:1:1: 警告[stray-file] 没有网页用到这个文件，不公开"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    body, files, expected = CASES[name]
    _, found = look_over(root(tmp_path, body, files), TODAY)
    assert [str(each).partition("；")[0] for each in found] == [f"docs/updates/u/{each}" for each in expected]
