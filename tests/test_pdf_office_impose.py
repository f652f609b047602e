"""Imposition, measured on the sheets: which page lies where, on which paper, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from pdfglyphs import FONTS, Page, pages
from pypdf.generic import NameObject, NumberObject

from campaign.cli import main
from campaign.pdf.engine import PrintFault, render
from campaign.pdf.impose import booklet, booklet_sides, two_up
from campaign.pdf.job import Job

UPRIGHT = "@page{size:210mm 297mm;margin:20mm}"
LYING = "@page{size:297mm 210mm;margin:20mm}"


def document(count: int, page: str = UPRIGHT) -> bytes:
    """Pages 第1页 … each with its name in the upper left corner of its type area."""
    words = (
        "".join(f"<p style='break-after:page'>第{number}页</p>" for number in range(1, count)) + f"<p>第{count}页</p>"
    )
    html = f"<!doctype html><html lang=zh-CN><head><title>文件</title><style>{page}</style></head><body>{words}</body></html>"
    return render(Job(name="x", title="文件", kind="pack", html=html), FONTS)


def where(sheet: Page) -> list[tuple[str, str]]:
    """(left or right, name) of the pages on a sheet."""
    middle = sheet.width / 2
    found: dict[str, list[tuple[float, str]]] = {"left": [], "right": []}
    for glyph in sheet.glyphs:
        found["left" if glyph.left < middle else "right"].append((glyph.left, glyph.text))
    return [(side, "".join(text for _, text in glyphs)) for side, glyphs in found.items() if glyphs]


@pytest.mark.parametrize("lay", [booklet, two_up])
def test_sheets_for_paper_claim_no_structure(lay: Callable[[bytes, str], bytes]) -> None:
    """Their pages are out of order: neither tags nor marks nor a claim may be left over."""
    reader = pypdf.PdfReader(io.BytesIO(lay(document(5), "a.pdf")))
    assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata"} & set(reader.root_object)
    drawings = [
        each.get_object() for sheet in reader.pages for each in sheet["/Resources"].get("/XObject", {}).values()
    ]
    assert drawings
    for each in drawings:
        assert b"BMC" in each.get_data()
        assert b"MCID" not in each.get_data()
        assert "/StructParents" not in each


@pytest.mark.parametrize(
    ("count", "sides"),
    [
        (1, [(None, 0), (None, None)]),
        (4, [(3, 0), (1, 2)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
        (10, [(None, 0), (1, None), (9, 2), (3, 8), (7, 4), (5, 6)]),
    ],
)
def test_the_order_of_a_folded_pile(count: int, sides: list[tuple[int | None, int | None]]) -> None:
    assert booklet_sides(count) == sides


@pytest.mark.parametrize("count", [1, 2, 5, 12, 31])
def test_leafing_through_the_folded_booklet_gives_the_pages_in_order(count: int) -> None:
    sides = booklet_sides(count)
    fronts, backs = sides[::2], sides[1::2]
    # every sheet folded: right half of its front, left half of its back lead in; the other halves follow in reverse
    leaves = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    leaves += [page for front, back in reversed(list(zip(fronts, backs, strict=True))) for page in (back[1], front[0])]
    assert leaves == [*range(count), *[None] * (-count % 4)]


def test_a_booklet_of_ten_pages_on_a3() -> None:
    made = pages(booklet(document(10), "x.pdf"))
    assert [(round(sheet.width), round(sheet.height)) for sheet in made] == [(420, 297)] * 6
    assert [where(sheet) for sheet in made] == [
        [("right", "第1页")],
        [("left", "第2页")],
        [("left", "第10页"), ("right", "第3页")],
        [("left", "第4页"), ("right", "第9页")],
        [("left", "第8页"), ("right", "第5页")],
        [("left", "第6页"), ("right", "第7页")],
    ]
    first = made[0].glyphs[0]
    assert first.left == pytest.approx(210 + 20, abs=0.3)  # the page's own margin, at its own size
    assert first.size == pytest.approx(15.79, abs=0.01)


def test_a_lying_page_is_turned_with_its_head_to_the_left() -> None:
    sheet = pages(booklet(document(4, LYING), "x.pdf"))[0]
    turned = [glyph for glyph in sheet.glyphs if not glyph.upright]
    assert {glyph.text for glyph in turned} >= {"第", "页", "1", "4"}
    heads = sorted({round(glyph.left) for glyph in turned})
    assert heads[0] < 30  # the head of the left page lies at the left edge of its half
    assert any(210 <= each < 240 for each in heads)


def test_a_page_rotated_in_its_pdf_is_shown_as_it_is_looked_at() -> None:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(document(2, LYING)))
    for page in writer.pages:
        page[NameObject("/Rotate")] = NumberObject(90)  # looked at, an upright page
    raw = io.BytesIO()
    writer.write(raw)
    sheet = pages(two_up(raw.getvalue(), "x.pdf"))[0]
    assert (round(sheet.width), round(sheet.height)) == (297, 210)


def test_two_pages_a_sheet_of_a4_in_reading_order() -> None:
    made = pages(two_up(document(3), "x.pdf"))
    assert [(round(sheet.width), round(sheet.height)) for sheet in made] == [(297, 210)] * 2
    assert [where(sheet) for sheet in made] == [[("left", "第1页"), ("right", "第2页")], [("left", "第3页")]]
    assert made[0].glyphs[0].size == pytest.approx(15.79 / 2**0.5, abs=0.05)


def test_lying_pages_stand_one_above_the_other() -> None:
    made = pages(two_up(document(2, LYING), "x.pdf"))
    assert [(round(sheet.width), round(sheet.height)) for sheet in made] == [(210, 297)]
    lines = made[0].lines
    assert [line.text for line in lines] == ["第1页", "第2页"]
    assert lines[0].top < 148 < lines[1].top


def test_the_same_pages_are_the_same_bytes_and_typefaces_stand_once() -> None:
    raw = document(8)
    assert booklet(raw, "x.pdf") == booklet(raw, "x.pdf")
    fonts = {
        str(font.idnum)
        for page in pypdf.PdfReader(io.BytesIO(booklet(raw, "x.pdf"))).pages
        for form in page["/Resources"]["/XObject"].values()
        for font in form.get_object()["/Resources"]["/Font"].values()
        if hasattr(font, "idnum")
    }
    assert 1 <= len(fonts) <= 2


def test_a_booklet_says_how_to_print_it() -> None:
    preferences = pypdf.PdfReader(io.BytesIO(booklet(document(4), "x.pdf"))).trailer["/Root"]["/ViewerPreferences"]
    assert preferences == {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipShortEdge"}


# -- what is refused ----------------------------------------------------------------------------------------------------------------


def locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(document(2)))
    writer.encrypt("secret", algorithm="RC4-128")
    raw = io.BytesIO()
    writer.write(raw)
    return raw.getvalue()


@pytest.mark.parametrize("impose", [booklet, two_up])
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (lambda: b"", "是空文件（0 字节）"),
        ("这是一份文字".encode, "不是 PDF，或者已经损坏"),
        (lambda: document(3)[:-4000], "已经损坏"),
        (locked, "加了密码"),
    ],
    ids=["empty", "text", "cut off", "locked"],
)
def test_a_pdf_that_cannot_be_imposed_is_named(impose, raw, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PrintFault, match=words) as fault:
        impose(raw(), "会议.pdf")
    assert "会议.pdf" in str(fault.value)


def test_a_booklet_too_thick_to_stitch_is_refused_and_a_handout_of_it_is_not() -> None:
    raw = document(300)
    with pytest.raises(PrintFault, match="有 300 页，折成小册子要 75 张 A3 纸，骑马订最多钉 20 张"):
        booklet(raw, "x.pdf")
    assert len(pages(two_up(raw, "x.pdf"))) == 150


def test_the_command_imposes_a_pdf_at_hand_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    source.write_bytes(document(5))
    run = CliRunner()
    assert run.invoke(main, ["pdf", str(source), "--booklet", "-o", str(target)]).exit_code == 0
    assert len(pages(target.read_bytes())) == 4
    for arguments, words in (
        ([str(source)], "加 --booklet 或 --two-up"),
        ([str(source), "--booklet", "--two-up"], "只能选一样"),
        ([str(tmp_path / "none.pdf"), "--two-up"], "没有这个文件"),
    ):
        result = run.invoke(main, ["pdf", *arguments, "-o", str(tmp_path / "no.pdf")])
        assert result.exit_code == 1
        assert words in result.output
    (tmp_path / "bad.pdf").write_bytes(source.read_bytes()[:500])
    result = run.invoke(main, ["pdf", str(tmp_path / "bad.pdf"), "--booklet", "-o", str(tmp_path / "no.pdf")])
    assert (result.exit_code, "bad.pdf 不是 PDF，或者已经损坏" in result.output) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "bad.pdf", "out.pdf"]
