"""公文体检 of the file itself, and of files that cannot be inspected: always a sentence, never a traceback."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from inspect_samples import ANNEXED, LONG, NOTICE, SHORT, pdf, seal
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from campaign.inspect import Unreadable, inspect_pdf


def rewritten(data: bytes, change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def messages(tmp_path: Path, data: bytes, check: int) -> list[str]:
    path = tmp_path / "sample.pdf"
    path.write_bytes(data)
    report = inspect_pdf(path)
    assert {finding.check for finding in report.findings} <= {check}, [str(finding) for finding in report.findings]
    return [f"{finding.severity}: {finding.message}" for finding in report.findings]


def first_font(writer: pypdf.PdfWriter) -> pypdf.generic.DictionaryObject:
    fonts = writer.pages[0]["/Resources"]["/Font"]
    return next(font.get_object() for font in fonts.values() if "Fang" in font.get_object()["/BaseFont"])


def descriptor(writer: pypdf.PdfWriter) -> pypdf.generic.DictionaryObject:
    return first_font(writer)["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def unmark(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/MarkInfo"]


def unintend(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/OutputIntents"]


def script(writer: pypdf.PdfWriter) -> None:
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in action.items()})


FILE_FAULTS = [
    (lambda: pdf(SHORT, title=""), "error: 文件属性里没有标题"),
    (lambda: pdf(SHORT, lang="en"), "error: 文件语言标为“en”"),
    (lambda: rewritten(pdf(SHORT), lambda w: w.encrypt("", "secret")), "error: 文件加了密"),
    (lambda: rewritten(pdf(SHORT), script), "error: 文件里带有脚本"),
    (lambda: rewritten(pdf(SHORT, pdf_variant="pdf/ua-1"), unmark), "error: 文件声称符合 PDF/UA-1，却没有结构标签"),
    (lambda: rewritten(pdf(SHORT, pdf_variant="pdf/a-3a"), unmark), "error: 文件声称符合 PDF/A-3a，却没有结构标签"),
    (lambda: rewritten(pdf(SHORT, pdf_variant="pdf/a-3b"), unintend), "error: 文件声称符合 PDF/A-3b，却没有输出意图"),
    (
        lambda: rewritten(pdf(SHORT), lambda w: w.add_attachment("a.bin", random.Random(1).randbytes(5_100_000))),
        "warning: 文件有 5.",
    ),
    (
        lambda: pdf(SHORT + "".join(f'<p class="hei">{n}、工作安排</p>' + f"<p>{LONG}</p>" * 8 for n in "一二三")),
        "warning: 全文 6 页、3 个一级标题，书签 1 个",
    ),
]


# WeasyPrint 70 leaves the file of its colour profile open
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
@pytest.mark.parametrize(("made", "message"), FILE_FAULTS, ids=[message for _, message in FILE_FAULTS])
def test_faults_of_the_file(tmp_path: Path, made: Callable[[], bytes], message: str) -> None:
    told = messages(tmp_path, made(), 43)
    assert len(told) == 1 and told[0].startswith(message), told


FONT_FAULTS = [
    (lambda w: descriptor(w).pop("/FontFile3"), "error: 字体 Planpress-Fang 没有嵌入"),
    (
        lambda w: first_font(w).update({NameObject("/BaseFont"): NameObject("/Planpress-Fang")}),
        "warning: 字体 Planpress-Fang 整套嵌入",
    ),
    (lambda w: first_font(w).pop("/ToUnicode"), "error: 字体 Planpress-Fang 没有文字对照表"),
]


@pytest.mark.parametrize(("change", "message"), FONT_FAULTS, ids=[message for _, message in FONT_FAULTS])
def test_faults_of_fonts(tmp_path: Path, change: Callable[[pypdf.PdfWriter], object], message: str) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(rewritten(pdf(SHORT), change))
    told = [f"{finding.severity}: {finding.message}" for finding in inspect_pdf(path).findings if finding.check == 9]
    assert told and told[0].startswith(message), told


def test_a_japanese_font_is_named(tmp_path: Path) -> None:
    def rename(writer: pypdf.PdfWriter) -> None:
        fonts = writer.pages[0]["/Resources"]["/Font"]
        font = next(each.get_object() for each in fonts.values() if "Num" in each.get_object()["/BaseFont"])
        font[NameObject("/BaseFont")] = NameObject("/ABCDEF+NotoSerifCJKjp-Regular")

    path = tmp_path / "sample.pdf"
    path.write_bytes(rewritten(pdf(SHORT), rename))
    told = [finding.message for finding in inspect_pdf(path).findings if finding.check == 9]
    assert told == ["用了 NotoSerifCJKjp-Regular，不是简体中文字形的字体"]


def test_bold_made_by_stroking_the_letters(tmp_path: Path) -> None:
    def embolden(writer: pypdf.PdfWriter) -> None:
        content = writer.pages[0].get_contents()
        assert content is not None
        text, number = content.get_data().rsplit(b"BT\n", 1)
        before, last = text.rsplit(b"\n[", 1)
        content.set_data(before + b"\n2 Tr\n[" + last.replace(b" TJ", b" TJ\n0 Tr", 1) + b"BT\n" + number)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(content)

    told = messages(tmp_path, rewritten(pdf(SHORT), embolden), 11)
    assert len(told) == 1 and "加粗了" in told[0]


UNREADABLE = [
    ("没有这份.pdf", None, "找不到文件"),
    ("空.pdf", b"", "是空文件"),
    ("文字.pdf", "这不是 PDF".encode(), "不是 PDF 文件"),
    ("文档.pdf", b"PK\x03\x04" + b"\0" * 40, "看起来是 Word、Excel 一类的文件"),
    ("坏.pdf", b"%PDF-1.7\n%broken\n", "已损坏"),
]


@pytest.mark.parametrize(("name", "data", "words"), UNREADABLE, ids=[words for *_, words in UNREADABLE])
def test_files_that_are_no_pdf(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Unreadable, match=words):
        inspect_pdf(path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="是文件夹"):
        inspect_pdf(tmp_path)


def test_a_password(tmp_path: Path) -> None:
    path = tmp_path / "密.pdf"
    path.write_bytes(rewritten(pdf(SHORT), lambda w: w.encrypt("user", "owner")))
    with pytest.raises(Unreadable, match="设了打开密码"):
        inspect_pdf(path)


def test_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(
        pdf(f'<img style="width:150mm" src="{seal()}">', "@page { @bottom-right { content: none !important } }")
    )
    with pytest.raises(Unreadable, match="像是扫描件"):
        inspect_pdf(path)


def test_a_blank_page(tmp_path: Path) -> None:
    path = tmp_path / "白.pdf"
    path.write_bytes(pdf("<p></p>", "@page { @bottom-right { content: none !important } }"))
    with pytest.raises(Unreadable, match="没有文字"):
        inspect_pdf(path)


def test_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "无页.pdf"
    path.write_bytes(rewritten(pdf(SHORT), lambda w: w.remove_page(0)))
    with pytest.raises(Unreadable, match="一页也没有"):
        inspect_pdf(path)


def test_damage_anywhere_ends_in_a_report_or_a_sentence(tmp_path: Path) -> None:
    data, chance, path = pdf(SHORT), random.Random(7), tmp_path / "sample.pdf"
    for _ in range(10):
        hurt = bytearray(data)
        for _ in range(chance.choice((1, 20, 400))):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        path.write_bytes(bytes(hurt[: chance.choice((len(hurt), chance.randrange(len(hurt))))]))
        try:
            assert inspect_pdf(path).pages >= 1
        except Unreadable as fault:
            assert "sample.pdf" in str(fault)


def test_numbers_gone_wild_in_the_drawing_end_in_a_report_or_a_sentence(tmp_path: Path) -> None:
    data, chance, path = pdf(ANNEXED, uncompressed_pdf=True), random.Random(5), tmp_path / "sample.pdf"
    digits = [place for place, byte in enumerate(data) if byte in b"0123456789."]
    for _ in range(6):
        hurt = bytearray(data)
        for place in chance.sample(digits, 60):
            hurt[place] = chance.choice(b"0123456789.- [(")
        path.write_bytes(bytes(hurt))
        try:
            assert inspect_pdf(path).pages >= 1
        except Unreadable as fault:
            assert "sample.pdf" in str(fault)


def test_a_document_of_another_title_is_not_this_rooms_business(tmp_path: Path) -> None:
    def retitle(writer: pypdf.PdfWriter) -> None:
        writer.add_metadata({NameObject("/Title"): TextStringObject("另一个标题")})

    assert messages(tmp_path, rewritten(pdf(NOTICE), retitle), 43) == []
