"""What 公文体检 measures: the grid, and the same page however it was written into the file."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from inspect_samples import ANNEXED, NOTICE, SHORT, broken, pdf
from pagegrid import page_grid

from campaign.inspect.measure import measure
from campaign.inspect.parts import Role
from campaign.inspect.profiles import PROFILES
from campaign.inspect.raw import plain_font
from campaign.inspect.recognise import recognise


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "sample.pdf"
    path.write_bytes(data)
    return path


def test_the_grid_is_22_lines_of_28_characters(tmp_path: Path) -> None:
    first, second, third = page_grid(saved(tmp_path, pdf(NOTICE)))
    assert [grid.page for grid in (first, second, third)] == [1, 2, 3]
    assert len(second.baselines) == 22
    assert second.baselines[0] == pytest.approx(41.90, abs=0.02)
    assert second.pitch == pytest.approx(10.446, abs=0.01)
    assert max(second.full_lines) == pytest.approx(28, abs=0.02)
    assert first.pitch == second.pitch


def test_lines_and_roles_of_a_notice(tmp_path: Path) -> None:
    doc = recognise(measure(saved(tmp_path, pdf(NOTICE))), PROFILES["gb9704"])
    found = {role: doc.first(role) for role in Role}
    texts = {role.value: piece.line.text for role, piece in found.items() if piece and piece.page == 1}
    assert texts["份号"] == "000001"
    assert texts["密级和保密期限"] == "秘密★1年"
    assert texts["紧急程度"] == "特急"
    assert texts["发文机关标志"] == "某市卫生健康局文件"
    assert texts["发文字号"] == "某卫发〔2026〕12号"
    assert texts["标题"] == "某市卫生健康局关于"
    assert texts["主送机关"] == "各县（市、区）卫生健康局，市级各医疗卫生单位："
    assert [piece.line.text for piece in doc.of(Role.SIGNATURE, Role.DATE, Role.REMARK)] == [
        "某市卫生健康局",
        "2026年11月2日",
        "（此件公开发布）",
    ]
    assert [(piece.level, piece.line.text[:4]) for piece in doc.of(Role.FIRST) if piece.level] == [
        (1, "一、总体"),
        (2, "（一）落"),
        (3, "1.加强"),
        (4, "（1）完"),
        (4, "（2）严"),
        (3, "2.强化"),
        (2, "（二）改"),
        (1, "二、工作"),
    ]


def test_annexes_tables_and_imprint(tmp_path: Path) -> None:
    doc = recognise(measure(saved(tmp_path, pdf(ANNEXED))), PROFILES["gb9704"])
    assert [piece.line.text for piece in doc.of(Role.ANNEX)] == ["附件1", "附件2"]
    assert [(table.page, len(table.rows)) for table in doc.tables] == [(2, 4), (3, 3)]
    assert doc.tables[0].cell_texts(1) == ["1", "市中心医院", "完善质量管理组织，每季度分析一次"]
    assert doc.imprint_page == 4
    assert [round(rule.box.height, 2) for rule in doc.imprint_rules] == [0.35, 0.25, 0.35]
    assert [piece.line.angle for piece in doc.of(Role.PAGE_NUMBER)] == [0, 0, 90, 0]


def test_a_page_written_sideways_measures_the_same(tmp_path: Path) -> None:
    upright = measure(saved(tmp_path, pdf(SHORT))).pages[0]
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(SHORT)))
    page = writer.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    page.add_transformation(pypdf.Transformation().rotate(90).translate(height, 0))
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, height, width))
    page.rotate(90)
    file = io.BytesIO()
    writer.write(file)
    turned = measure(saved(tmp_path, file.getvalue())).pages[0]
    assert turned.rotation == 90 and not turned.landscape
    assert [line.text for line in turned.lines] == [line.text for line in upright.lines]
    for line, same in zip(turned.lines, upright.lines, strict=True):
        assert (line.baseline, line.x0, line.size) == pytest.approx((same.baseline, same.x0, same.size), abs=0.02)


def test_a_missing_glyph_does_not_hide_its_font(tmp_path: Path) -> None:
    document = measure(saved(tmp_path, pdf(broken(SHORT, "心内容", "𪚥内容"))))
    assert any("核𪚥内容" in line.text for line in document.pages[0].lines)
    assert [font.missing for font in document.fonts if font.missing] == [frozenset("𪚥")]


def test_font_names() -> None:
    assert plain_font("ABCDEF+FangSong_GB2312") == "FangSong_GB2312"
    assert plain_font("·ÂËÎ_GB2312") == "仿宋_GB2312"
    assert plain_font(b"ABCDEF+SimHei") == "SimHei"


def test_raised_figures_stay_in_their_line(tmp_path: Path) -> None:
    text = broken(SHORT, "心内容", "心100m<sup style='font-size:60%;line-height:0'>2</sup>内容")
    lines = measure(saved(tmp_path, pdf(text))).pages[0].lines
    assert any("心100m2内容" in line.text for line in lines)
