"""The press: same bytes every time, the lean sheet changes nothing, and faulty characters stop the printing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pdfglyphs import FONTS, content, pages, plan_job, printed, unit_job

from campaign.doctor import FONTS as FONT_FOLDER
from campaign.leaves import typefaces
from campaign.pdf import engine, page
from campaign.pdf.engine import Pressed, PrintFault, render, render_many
from campaign.pdf.job import ROOM, Job, sheet

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
TEXT = """\
id: p
title: 改善医疗服务实施方案
issuer: 示例市第一人民医院
date: 2026-03-16
preamble: 为改善医疗服务，制定本方案。
groups:
  - id: g
    number: 一、
    title: 主要任务
    tasks:
      - {id: t1, number: 1., title: 优化流程, text: 减少等候。, responsibility: {lead: [护理部], join: [医务部]}, due: 2026-12-31}
indicators:
  - {id: i, name: 满意度, unit: "%", operator: gte, targets: [{value: 95}]}
"""


PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E"


def words(body: str, kind: str = "plan", name: str = "p") -> Job:
    html = f'<!doctype html><html lang="zh-CN"><head><title>试</title></head><body data-foot=""><main>{body}</main></body></html>'
    return Job(name, "试印的方案", kind, html)


def test_the_same_job_gives_the_same_bytes(tmp_path: Path) -> None:
    job = plan_job(tmp_path, TEXT)
    assert render(job, FONTS) == render(job, FONTS)
    assert plan_job(tmp_path, TEXT) == job


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever seed Python's own hashes have there."""
    job = plan_job(tmp_path, TEXT)
    program = (
        "import sys; from pathlib import Path; from campaign.pdf.job import Job; from campaign.pdf.engine import render;"
        "html, target, fonts = map(Path, sys.argv[1:4]);"
        "job = Job('p', sys.argv[4], 'plan', html.read_text()); target.write_bytes(render(job, fonts))"
    )
    job = Job(job.name, job.title, job.kind, job.html)
    html, target = tmp_path / "a", tmp_path / "b"
    html.write_text(job.html, encoding="utf-8")
    arguments = [sys.executable, "-c", program, str(html), str(target), str(FONTS), job.title]
    subprocess.run(arguments, env={**os.environ, "PYTHONPATH": str(SCRIPTS), "PYTHONHASHSEED": "7"}, check=True)
    assert target.read_bytes() == printed(job)


def test_many_are_printed_in_order_whether_on_one_process_or_more() -> None:
    jobs = [words(f"<p>第{number}份。</p>", name=f"p{number}") for number in range(engine.POOL_FROM + 1)]
    alone = list(render_many(jobs, FONTS, workers=1))
    together = list(render_many(jobs, FONTS, workers=2))
    assert together == alone
    assert [
        f"第{number}份。" in pages(each.pdf)[0].text
        for number, each in enumerate(together)
        if isinstance(each, Pressed)
    ] == [True] * len(jobs)


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_cannot_be_printed_keeps_no_other_from_it(workers: int) -> None:
    jobs = [words(f"<p>第{number}份</p>") for number in range(engine.POOL_FROM + 1)]
    sound = list(render_many(jobs, FONTS))
    jobs[3] = words("<p>\ue000</p>")
    made = list(render_many(jobs, FONTS, workers))
    assert isinstance(made[3], PrintFault)
    assert "U+E000" in str(made[3])
    assert [*made[:3], *made[4:]] == [*sound[:3], *sound[4:]]


@pytest.mark.parametrize("kind", ["plan", "task_list"])
def test_the_lean_sheet_gives_the_same_places_as_the_full_one(kind: str, tmp_path: Path) -> None:
    held = content(tmp_path, {"p": TEXT})
    job = plan_job(tmp_path, TEXT) if kind == "plan" else unit_job(held, "nursing")
    press = engine._press(FONTS)
    document = press.library.HTML(string=job.html).render(font_config=press.font_config, stylesheets=[press.sheet(job)])
    lean, full = pages(press.lay_out(job.html, job).write_pdf()), pages(document.write_pdf())
    assert [(each.glyphs, each.boxes) for each in lean] == [(each.glyphs, each.boxes) for each in full]


def test_every_element_of_the_templates_is_known_to_the_lean_sheet(tmp_path: Path) -> None:
    selectors = re.sub(r"/\*.*?\*/|\{.*?\}|@page.*", "", (ROOM / "builtin.css").read_text(encoding="utf-8"), flags=re.S)
    known = set(re.findall(r"[a-z][a-z0-9]*", selectors))
    inline = {"span", "path"}
    held = content(tmp_path, {"p": TEXT})
    for job in (plan_job(tmp_path, TEXT), unit_job(held, "nursing")):
        assert set(re.findall(r"<([a-z][a-z0-9]*)", job.html)) <= known | inline


def test_a_character_without_a_glyph_stops_the_printing() -> None:
    with pytest.raises(PrintFault) as fault:
        render(words("<p>甲\ue000乙</p>"), FONTS)
    assert str(fault.value).startswith("《试印的方案》（p）里有字体中没有的字：“\ue000”（U+E000）；")


def test_check_knows_what_the_press_will_refuse() -> None:
    """Asked of the files of the typefaces, and seen on paper: a sample of every block, and what is drawn in another way than as one glyph."""
    codes = [*range(0xA0, 0x10000, 61), *range(0x1F300, 0x1FB00, 61), *range(0x20000, 0x2A6E0, 1801)]
    chars = [chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Cs", "Cc", "Cf")]
    texts = [
        f"甲{each}乙"
        for each in chars
        if len(unicodedata.normalize("NFD", each)) > 1 or unicodedata.is_normalized("NFD", each)
    ]
    texts += [
        "e\u0302\u0301",
        "葛\U000e0100",
        "❤\ufe0f",
        "甲\u2008\u3000\t乙",
        "SpO₂⁹ ㎡ ☑ 〇 𠮷龘",
        "ɑ",
        "🎉",
        "\ue000",
    ]
    html = "".join(f"<p>{each}</p>" for each in texts)
    document = engine._press(FONTS).lay_out(words(html).html, words(html))
    document.write_pdf()
    refused = {chr(code) for font in document.fonts.values() for code in font.missing}
    assert {each for text in texts for each in typefaces.lacking(text, (FONT_FOLDER,))} == refused
    assert 50 < len(refused) < len(texts) - 50


def test_rare_names_are_printed_in_a_face_with_the_same_lines() -> None:
    """堃, 镕 and 喆 are missing in 仿宋: another face takes over and the lines stay where they are."""
    with_rare = pages(render(words("<p>甲乙丙</p><p>堃镕喆</p><p>甲乙丙</p>"), FONTS))[0]
    without = pages(render(words("<p>甲乙丙</p><p>甲乙丙</p><p>甲乙丙</p>"), FONTS))[0]
    assert [line.baseline for line in with_rare.body()] == pytest.approx([line.baseline for line in without.body()])
    assert {glyph.font for glyph in with_rare.body()[1].glyphs} == {"Planpress-Song"}


def test_a_blank_after_a_rare_name_needs_no_other_face() -> None:
    """A blank keeps to the face before it: where that has none, what follows is looked for in faces that are not ours."""
    printed = pages(render(words("<p>王㐀 3人，㐀 㐁 x，㐀　B</p>"), FONTS))[0]
    assert {glyph.text for line in printed.body() for glyph in line.glyphs} >= set("王㐀3人㐁xB")


def test_a_japanese_face_stops_the_printing(tmp_path: Path) -> None:
    """Should the configuration let a Japanese face in, its 汉字 are not printed: they look wrong here."""
    font = TTFont(FONT_FOLDER / "PlanpressKai-Regular.otf")
    for record in font["name"].names:
        record.string = (
            str(record).replace("Planpress Kai", "Otherface CJK JP").replace("PlanpressKai", "OtherfaceCJKJP")
        )
    font.save(tmp_path / "jp.otf")
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/c</cachedir></fontconfig>"
    )
    program = (
        "import sys; from pathlib import Path; from campaign.pdf.job import Job; from campaign.pdf.engine import render, PrintFault\n"
        "try: render(Job('p', '甲方案', 'plan', '<html><title>t</title><body><main><p>骨直</p></main>'), Path(sys.argv[1]))\n"
        "except PrintFault as fault: print(fault)"
    )
    environment = {**os.environ, "PYTHONPATH": str(SCRIPTS), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(configuration)], env=environment, capture_output=True, check=True
    )
    assert "《甲方案》（p）里的“直、骨”会印成非简体字形（Otherface CJK JP）" in done.stdout.decode()


def test_nothing_is_fetched_from_outside() -> None:
    for address in ("https://example.org/a.png", PICTURE, FONTS.as_uri()):
        with pytest.raises(PrintFault, match="没有印成：Failed to load image"):
            render(words(f'<p><img src="{address}"></p>'), FONTS)


def test_missing_typefaces_are_named(tmp_path: Path) -> None:
    with pytest.raises(PrintFault, match="make"):
        engine._set_up(tmp_path / "fonts.conf")


def test_the_key_of_the_cache_changes_with_words_looks_and_typefaces(tmp_path: Path) -> None:
    job = plan_job(tmp_path, TEXT)
    assert job.digest() == plan_job(tmp_path, TEXT).digest()
    assert (
        len({job.digest(), job.digest("other"), words("<p>甲</p>").digest(), words("<p>甲</p>", "task_list").digest()})
        == 4
    )


def test_which_ways_of_setting_are_tried() -> None:
    job = Job("p", "甲", "plan", "1", ("2", "3"), even=True)
    end, foot = ("end-all",), ("foot-all",)
    both = (*end, *foot)
    assert job.ways_left(job.others, [(), both]) == ()  # together on an even page
    assert job.ways_left(job.others, [(), (), both]) == ("3",)  # an odd number: only a page of its own helps
    assert job.ways_left(job.others, [(), end, foot]) == ("2", "3")  # the foot found no room
    assert job.ways_left(("3",), [(), end, foot]) == ("3",)
    assert job.ways_left((), [(), end, foot]) == ()
    alone = Job("p", "甲", "plan", "1", ("2",))
    assert alone.ways_left(alone.others, [both]) == ()  # a single page bears its own foot
    assert alone.ways_left(alone.others, [both, ()]) == ("2",)  # the first of several never does
    assert job.ways_left(job.others, [both]) == ("3",)
    assert alone.ways_left(alone.others, [(), (), both]) == ()
    assert Job("p", "甲", "task_list", "1", ("2",)).ways_left(("2",), [()]) == ()


def test_parts_of_a_version_file(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("recipe 1\n")
    assert engine.fonts_version(tmp_path / "fonts.conf") == "recipe 1\n"
    assert engine.fonts_version(tmp_path / "nowhere" / "fonts.conf") == ""


def test_few_fonts_are_embedded(tmp_path: Path) -> None:
    """A page-margin box that forgets the family of the text draws in fonts of its own: slow, and large."""
    fonts = {glyph.font for each in pages(printed(plan_job(tmp_path, TEXT))) for glyph in each.glyphs}
    assert all(font.startswith("Planpress-") for font in fonts)
    assert len(fonts) <= 7


def test_sheets_name_the_clause_beside_the_value() -> None:
    assert "5.2.2" in sheet("plan")
    assert page.DEMO == "示例数据"
