"""What readers take away from a page: nothing of its makers, nothing that runs, nothing that hides; what is read stays."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from campaign import attachments
from campaign.attachments import images
from campaign.build.recipe import build
from campaign.load import load

TODAY = date(2026, 11, 28)
CANARY = "CANARYLEAK"


def words(findings: Any) -> list[str]:
    return [f"{each.severity} {each.code}" for each in findings]


def held(raw: bytes) -> bytes:
    """Everything that a file holds, unpacked: parts of a ZIP, streams and strings of a PDF."""
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return b"\n".join(name.encode() + held(archive.read(name)) for name in archive.namelist())
    if raw.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            streams = [
                bytes(each.read_raw_bytes()) + _read(each) for each in pdf.objects if isinstance(each, pikepdf.Stream)
            ]
            return raw + b"".join(streams) + b"".join(repr(each).encode() for each in pdf.objects)
    return raw


def _read(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b""


# -- pictures inside other files ---------------------------------------------------------------------------------------------------------


def jpeg() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x8298] = f"{CANARY}MAKER", f"{CANARY}OWNER"
    Image.new("RGB", (40, 30), (200, 30, 30)).save(
        out, "JPEG", exif=exif, comment=f"{CANARY}COMMENT".encode(), xmp=f"<x>{CANARY}XMP</x>".encode()
    )
    return out.getvalue()


def png() -> bytes:
    out, told = io.BytesIO(), PngInfo()
    told.add_text("Author", f"{CANARY}AUTHOR")
    told.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}XMP</x>")
    Image.new("RGB", (40, 30), (30, 200, 30)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


@pytest.mark.parametrize("make", [jpeg, png])
def test_a_picture_keeps_its_points_and_nothing_else(make: Any) -> None:
    raw = make()
    assert CANARY.encode() in raw
    bare = images.bare(raw)
    assert CANARY.encode() not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(raw)).tobytes()


@pytest.mark.parametrize("cut", [3, 20, 60, 200])
def test_a_damaged_picture_breaks_nothing(cut: int) -> None:
    for raw in (jpeg()[:cut], png()[:cut]):
        assert isinstance(images.bare(raw), bytes)


# -- PDF -----------------------------------------------------------------------------------------------------------------------------------


def pdf(**extra: Any) -> bytes:
    """A PDF of one page with a text, a picture from a camera, an Info dictionary and XMP."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 300))
    page = made.pages[0]
    picture = made.make_stream(jpeg())
    picture.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    picture.Metadata = made.make_stream(f"<x>{CANARY}IMAGE</x>".encode())
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture), Font=pikepdf.Dictionary(F=font))
    page.Contents = made.make_stream(b"q 40 0 0 30 10 10 cm /Im Do Q BT /F 12 Tf 20 200 Td (Annual report) Tj ET")
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=pikepdf.String(f"{CANARY}PIECE")))
    made.docinfo["/Author"] = f"{CANARY}INFO"
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = [f"{CANARY}CREATOR"]
    for add in extra.values():
        add(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def script(made: Any) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{CANARY}JS')"))
    tree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), made.Root.OpenAction]))
    made.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def launch(made: Any) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String(f"{CANARY}.exe"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action, T=pikepdf.String(f"{CANARY}BY")
    )
    made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(link)]))


def file_inside(made: Any) -> None:
    made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, f"{CANARY}FILE".encode(), filename=f"{CANARY}.txt")


def signature(made: Any) -> None:
    signed = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=pikepdf.String("x")
    )
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("s"), V=made.make_indirect(signed))
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.make_indirect(field)]), SigFlags=3)


@pytest.mark.parametrize(
    ("add", "told"),
    [
        (None, []),
        (script, ["warning attachment-active"]),
        (launch, ["warning attachment-active"]),
        (file_inside, ["warning attachment-active"]),
    ],
)
def test_a_pdf_goes_out_as_its_pages_alone(add: Any, told: list[str]) -> None:
    raw = pdf(**({"add": add} if add else {}))
    looked = attachments.look(raw, "a.pdf")
    assert words(looked.findings) == told
    assert CANARY.encode() in held(raw)
    bare = attachments.bare(raw, "a.pdf")
    assert CANARY.encode() not in held(bare)
    assert CANARY.encode("utf-16-be") not in held(bare)
    assert attachments.bare(raw, "a.pdf") == bare, "the same bytes every time"
    assert words(attachments.look(bare, "a.pdf").findings) == []
    before, after = (pypdfium2.PdfDocument(each)[0] for each in (raw, bare))
    assert after.get_textpage().get_text_bounded() == before.get_textpage().get_text_bounded() == "Annual report"
    assert after.render().to_pil().tobytes() == before.render().to_pil().tobytes()


def test_a_signed_pdf_is_left_as_it_is_and_named() -> None:
    raw = pdf(add=signature)
    assert words(attachments.look(raw, "a.pdf").findings) == ["warning attachment-signed"]
    assert attachments.bare(raw, "a.pdf") == raw
    both = pdf(add=signature, more=script)
    assert words(attachments.look(both, "a.pdf").findings) == ["warning attachment-signed", "error attachment-active"]


def test_a_pdf_that_cannot_be_opened_is_refused() -> None:
    assert words(attachments.look(b"%PDF-1.7\nnothing", "a.pdf").findings) == ["error attachment-broken"]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert words(attachments.look(out.getvalue(), "a.pdf").findings) == ["error attachment-locked"]


# -- Office files ----------------------------------------------------------------------------------------------------------------------------


def word(text: str = "年度报告") -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph(text)
    made.add_picture(io.BytesIO(jpeg()))
    made.add_comment(paragraph.runs, "请核对", author=f"{CANARY}AUTHOR", initials=f"{CANARY}I")
    for name in ("author", "title", "comments", "last_modified_by", "keywords", "subject", "category"):
        setattr(made.core_properties, name, f"{CANARY}{name}")
    out = io.BytesIO()
    made.save(out)
    return with_part(
        out.getvalue(),
        "word/document.xml",
        lambda data: data.replace(
            b"</w:body>",
            f'<w:p><w:ins w:id="9" w:author="{CANARY}INS" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins></w:p></w:body>'.encode(),
        ),
    )


def sheet() -> bytes:
    made = openpyxl.Workbook()
    made.active["A1"] = "年度报告"
    made.active["A1"].comment = Comment("请核对", f"{CANARY}AUTHOR")
    made.create_sheet("底稿").sheet_state = "hidden"
    made.properties.creator = made.properties.lastModifiedBy = f"{CANARY}CREATOR"
    made.properties.title = f"{CANARY}TITLE"
    made.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="a", value=f"{CANARY}CUSTOM"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(raw: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return out.getvalue()


@pytest.mark.parametrize(("make", "name", "count"), [(word, "a.docx", 2), (sheet, "a.xlsx", 2)])
def test_an_office_file_says_nothing_of_its_makers(make: Any, name: str, count: int) -> None:
    raw = make()
    if name.endswith("docx"):
        raw = with_part(raw, "customXml/item1.xml", lambda _: f"<x>{CANARY}CUSTOM</x>".encode())
        assert f"{CANARY}CUSTOM".encode() in held(raw)
    assert CANARY.encode() in held(raw)
    assert words(attachments.look(raw, name).findings) == ["warning attachment-traces"] * count
    bare = attachments.bare(raw, name)
    assert CANARY.encode() not in held(bare)
    assert attachments.bare(raw, name) == bare
    if name.endswith("docx"):
        assert "年度报告" in [each.text for each in docx.Document(io.BytesIO(bare)).paragraphs]
        assert b"customXml/" not in held(bare)
    else:
        assert openpyxl.load_workbook(io.BytesIO(bare)).active["A1"].value == "年度报告"


def test_macros_and_files_inside_are_refused() -> None:
    raw = sheet()
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/embeddings/oleObject1.bin", b"x")
    assert "error attachment-inside" in words(attachments.look(out.getvalue(), "a.xlsx").findings)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert words(attachments.look(out.getvalue(), "a.xlsx").findings) == ["error attachment-macro"]


def test_numbers_and_secrecy_inside_are_found() -> None:
    assert "error private" in words(attachments.look(word("联系张三 138-0013-8000"), "a.docx").findings)
    assert "error secret-attachment" in words(attachments.look(word("机密★1年"), "a.docx").findings)
    assert words(attachments.look("名单\n张三,13800138000\n".encode("gb18030"), "a.csv").findings) == ["error private"]
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "张三", 13800138000
    out = io.BytesIO()
    book.save(out)
    assert words(attachments.look(out.getvalue(), "a.xlsx").findings) == ["error private"]


# -- what goes on the site ---------------------------------------------------------------------------------------------------------------------

UPDATE = """\
---
kind: update
id: u
title: 开展动员
date: 2026-11-03
disclosure: {index_no: L1, category: 动态, publisher: 甲, date: 2026-11-03, doc_no: 无, source: 甲, topic: 卫生, title: 动员, summary: 动员。}
review: {first: {by: 甲, date: 2026-11-01}, second: {by: 乙, date: 2026-11-02}, final: {by: 丙, date: 2026-11-03}}
---
[报告](a.pdf) <a href="b%20c.docx">表</a> [通知](../../notice.md)

[表二]: t.xlsx
"""
STRAYS = (
    "draft.md", "old.md.bak", "~$lock.docx", ".DS_Store", "notes.txt", "updates/u/.hidden", "updates/u/原稿-内部.docx", "updates/u/notes.txt",
    "updates/u/p.jpg", "x.html", "data/list.csv", "guide/spare.md",
)  # fmt: skip


def root(tmp_path: Path) -> Path:
    files: dict[str, bytes] = {
        "plans/p.yaml": "id: p\ntitle: 方案\n".encode(),
        "mkdocs.yml": "site_name: 试\nextra_css: [looks/own.css]\nnav:\n  - 说明: about.md\n".encode(),
        "docs/index.md": "# 首页\n".encode(),
        "docs/about.md": "# 关于\n".encode(),
        "docs/notice.md": "# 通知\n\n![图](图/p.png)\n".encode(),
        "docs/图/p.png": png(),
        "docs/looks/own.css": b"body { background: url(back.woff2) }",
        "docs/looks/back.woff2": b"x",
        "docs/robots.txt": b"User-agent: *\n",
        "docs/updates/u/index.md": UPDATE.encode(),
        "docs/updates/u/a.pdf": pdf(),
        "docs/updates/u/b c.docx": word(),
        "docs/updates/u/t.xlsx": sheet(),
        **{f"docs/{name}": f"{CANARY}{name}".encode() for name in STRAYS},
    }
    for name, raw in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def test_only_what_a_page_refers_to_goes_on_the_site(tmp_path: Path) -> None:
    where = root(tmp_path)
    told = {each.path for each in load(where, TODAY).problems if each.code == "stray-file"}
    assert told == {f"docs/{name}" for name in STRAYS}
    assert not [
        each
        for each in build(where, where / "site", TODAY, only="site", say=lambda _: None)
        if each.severity == "error"
    ]
    for name in (
        "index.html", "about.html", "notice.html", "图/p.png.webp", "looks/own.css", "looks/back.woff2", "robots.txt", "updates/u/a.pdf", "updates/u/b c.docx", "updates/u/t.xlsx",
    ):  # fmt: skip
        assert (where / "site" / name).is_file(), name
    for path in (where / "site").rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in held(path.read_bytes()), path
            assert CANARY.lower() not in path.name.lower()
