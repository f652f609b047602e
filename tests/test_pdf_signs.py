"""Signs that a ward writes: raised and lowered figures, boxes to tick, units, currencies — drawn, right, and kept in the text."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from pdfglyphs import pages, printed

from campaign.doctor import FONTS
from campaign.pdf.job import Job

SIGNS = "SpO₂≥95%，白细胞10⁹/L，Na⁺、Ca²⁺、CO₃²⁻，cmH₂O，x₍₁₎，mⁿ，μg、℃、mmHg、㎡，½、¼、¾，☑是☐否☒不适用，￥30、$5、€7、£9，3～5天，①⑩⑪⑳"
FRAME = (
    '<!doctype html><html lang="zh-CN"><head><title>试印</title></head><body data-foot=""><main>{}</main></body></html>'
)
RAISED, LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"


@pytest.mark.parametrize("face", ["", "hei", "kai", "song"])
def test_every_sign_is_drawn_in_every_face_and_kept_in_the_text(face: str) -> None:
    made = pages(printed(Job("p", "试印", "plan", FRAME.format(f'<p class="{face}">{SIGNS}</p>'))))
    text = "".join(glyph.text for page in made for glyph in page.glyphs).replace(" ", "")
    assert text == f"{SIGNS}—1—"


@pytest.mark.parametrize(
    "face", ["Fang-Regular", "Kai-Regular", "Song-Regular", "Song-Bold", "Hei-Regular", "Hei-Bold"]
)
def test_small_figures_are_small_forms_of_the_faces_own(face: str) -> None:
    font = TTFont(FONTS / f"Planpress{face}.otf")
    mapped, widths, drawn = font.getBestCmap(), font["hmtx"], font.getGlyphSet()
    for char in RAISED + LOWERED:
        if char in "⁻₋" and ord(char) not in mapped:
            assert face[:4] in ("Fang", "Kai-"), face  # 思源宋体 stands in, as for − itself
            continue
        assert 0 < widths[mapped[ord(char)]][0] < 800, char
        assert drawn[mapped[ord(char)]].width == widths[mapped[ord(char)]][0]


def test_a_yen_is_no_dollar() -> None:
    """FandolFang and FandolKai draw ￥ as $ (the text layer says ￥): both leave it, ￣, － and ～ to 思源宋体."""
    for face in ("Fang", "Kai"):
        mapped = TTFont(FONTS / f"Planpress{face}-Regular.otf").getBestCmap()
        assert not {ord(char) for char in "￥￣－～"} & mapped.keys()
        assert ord("＄") in mapped
    (page,) = pages(printed(Job("p", "试印", "plan", FRAME.format("<p>￥＄</p>"))))
    yen, dollar = page.glyphs[:2]
    assert ("Song" in yen.font, "Song" in dollar.font) == (True, False)
