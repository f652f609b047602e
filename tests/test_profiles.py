"""One file of an office's numbers: printed by it and inspected by it, measured once more by the places of the glyphs, refused when it is nonsense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from document_samples import DOWN, FOOT, LETTER, SAMPLES, TO, plan, root
from pdfglyphs import FONTS, Line, Page, pages

from campaign.checks import look_over
from campaign.cli import main
from campaign.inspect import inspect_pdf
from campaign.inspect.profiles import Profile, profile_of
from campaign.model.profile import MM, PROFILES
from campaign.pdf import engine, prints
from campaign.pdf import plan as plan_print
from campaign.pdf.geometry import OFFICIAL, Geometry
from campaign.pdf.job import sheet

# -- what offices really differ in ---------------------------------------------------------------------------------------------------

TWENTY = "title: 每页二十行、每行二十六字\nlines: 20\nchars: 26\narea_width: 145\n"
WIDE = """\
title: 宽边、四号、第三层加粗
margin_top: 40
margin_bottom: 38
margin_left: 33
margin_right: 29
body_size: 四号
chars: 30
bold_level_3: 是
"""
PREPRINTED = "title: 套红纸\nred_head: 套红纸\n"
CENTRED = """\
title: 页码居中、不印版记
lines: 24
chars: 30
body_size: [14.5, 15.5]
number_place: 居中
even_end: 否
imprint: 否
"""
# as Word templates have it: a fixed distance of lines, which leaves the foot of the type area open, and a wider one in titles
FIXED = {
    "fixed": "title: 固定行距\nfixed_pitch: 28.95磅\ntitle_pitch: 35磅\n",
    "fixed and close": "title: 固定行距二十八磅\nfixed_pitch: 28磅\n",
}
OFFICES = {"twenty": TWENTY, "wide": WIDE, "preprinted": PREPRINTED, "centred": CENTRED}
THIRD = """\
  - number: 三、
    title: 做好总结评估
    sections:
      - number: （一）
        title: 按时报告
        sections:
          - number: "1."
            title: 每年十二月十日前报送年度总结
            text: 总结应当说明任务完成情况、存在的主要问题和下一年度的打算，数据要真实、口径要一致，不得以材料代替落实。
"""
FURTHER = {
    "three levels": plan(
        DOWN,
        TO + FOOT,
        SAMPLES["downward, one page of text more"].text.partition("document:")[0].partition(DOWN)[2]
        + THIRD.replace("三、", "四、"),
    ),
}
KINDS = {"gb9704": "document"}
CASES = [
    (office, name)
    for office in OFFICES
    for name in (
        "downward, one page of text more",
        "with an attachment",
        "sealed",
        "six seals",
        "upward, three signers",
        "three issuers",
        "letter of several pages",
        "letter",
        "order",
        "minutes of several pages",
    )
]


def content_root(folder: Path, text: str, office: str, numbers: str) -> Path:
    made = root(folder, text.replace("document:\n", f"document:\n  profile: {office}\n"))
    (made / "plans" / "profiles").mkdir()
    (made / "plans" / "profiles" / f"{office}.yaml").write_text(numbers, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The PDF of a sample with the numbers of an office, printed once."""

    @cache
    def pdf(office: str, name: str) -> Path:
        folder = tmp_path_factory.mktemp("office")
        text = FURTHER[name] if name in FURTHER else SAMPLES[name].text
        content, problems = look_over(
            content_root(folder, text, office, {**OFFICES, **FIXED}[office]), date(2026, 11, 21)
        )
        assert problems == ()
        path = folder / "p.pdf"
        path.write_bytes(engine.render(plan_print.document(content.plans["p"], content), FONTS))
        return path

    return pdf


def office(name: str) -> Profile:
    return profile_of({**OFFICES, **FIXED}[name], f"{name}.yaml")


def kind(name: str) -> str:
    return KINDS.get(SAMPLES[name].profile, SAMPLES[name].profile) if name in SAMPLES else "document"


# -- one file, printed and inspected ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of", "pitch", "lines"), [("fixed", 28.95, 22), ("fixed and close", 28, 23)])
def test_a_fixed_distance_of_lines(of: str, pitch: float, lines: int, printed: Callable[[str, str], Path]) -> None:
    path = printed(of, "downward, one page of text more")
    assert [str(each) for each in inspect_pdf(path, office(of)).findings if each.severity == "error"] == []
    sheet = pages(path.read_bytes())[1]
    steps = [below.baseline - above.baseline for above, below in pairwise(sheet.body()[:8])]
    assert all(step == pytest.approx(pitch * MM, abs=0.02) for step in steps)
    assert office(of).lines == lines


@pytest.mark.parametrize(("of", "name"), CASES)
def test_printed_and_inspected_by_the_same_numbers(of: str, name: str, printed: Callable[[str, str], Path]) -> None:
    report = inspect_pdf(printed(of, name), office(of), kind(name))
    assert [str(finding) for finding in report.findings if finding.severity == "error"] == []


@pytest.mark.parametrize(("of", "name"), CASES)
def test_the_standard_finds_what_differs(of: str, name: str, printed: Callable[[str, str], Path]) -> None:
    report = inspect_pdf(printed(of, name), "gb9704", kind(name))
    assert [finding for finding in report.findings if finding.severity == "error"]


def test_one_office_does_not_pass_for_another(printed: Callable[[str, str], Path]) -> None:
    told = " ".join(
        str(each) for each in inspect_pdf(printed("twenty", "downward, one page of text more"), office("wide")).findings
    )
    assert "整行多为 26 字，应为 30 字" in told and "正文行距为 11.55 毫米" in told and "正文应为 4 号" in told


# -- measured once more ------------------------------------------------------------------------------------------------------------------


def text_lines(page: Page, size: float) -> list[Line]:
    return [line for line in page.lines if abs(line.size - size) < 0.1]


def full_lines(sheets: list[Page], size: float, right: float) -> Iterator[Line]:
    for page in sheets:
        yield from (line for line in text_lines(page, size) if abs(line.right - right) < 0.15)


# margins and size as an office reads them off paper, from its file by hand: left, right, top, bottom edge, lines, 字, pt
GRIDS = {
    "twenty": (28.0, 173.0, 37.0, 262.0, 20, 26, 145 / 26 / MM),
    "wide": (33.0, 181.0, 40.0, 259.0, 22, 30, 148 / 30 / MM),
    "preprinted": (28.0, 184.0, 37.0, 262.0, 22, 28, 156 / 28 / MM),
    "centred": (28.0, 184.0, 37.0, 262.0, 24, 30, 156 / 30 / MM),
}


@pytest.mark.parametrize("of", OFFICES)
def test_the_grid_is_the_office_s(of: str, printed: Callable[[str, str], Path]) -> None:
    left, right, top, bottom, lines, chars, size = GRIDS[of]
    sheets = pages(printed(of, "downward, one page of text more").read_bytes())
    full = text_lines(sheets[1], size)[:lines] if len(text_lines(sheets[1], size)) >= lines else None
    held = list(full_lines(sheets, size, right))
    assert len(held) > 5
    for line in held:  # a line that starts at the edge holds so many 字, however the last digits are drawn
        assert line.left == pytest.approx(left, abs=0.05) or line.left == pytest.approx(
            left + 2 * (right - left) / chars, abs=0.05
        )
    whole = [line for line in held if line.left < left + 1 and all(ord(glyph.text) > 0x2E80 for glyph in line.glyphs)]
    assert Counter(len(line.glyphs) for line in whole).most_common(1)[0][0] == chars
    second = text_lines(sheets[1], size)
    assert second[0].top == pytest.approx(top, abs=0.15)
    steps = [round(below.baseline - above.baseline, 2) for above, below in pairwise(second[:8])]
    pitch = (bottom - top - size * MM) / (lines - 1)
    # lines are drawn together where 版记 would take a sheet of its own
    expected = steps[0] if office(of).pitches[0] < pitch - 0.1 and steps[0] < pitch - 0.1 else pitch
    assert all(step == pytest.approx(expected, abs=0.03) for step in steps)
    assert expected >= office(of).pitches[0]
    if full and expected == pitch:
        assert full[-1].bottom == pytest.approx(bottom, abs=0.1)


@pytest.mark.parametrize("of", OFFICES)
def test_the_date_stands_by_the_office_s_characters(of: str, printed: Callable[[str, str], Path]) -> None:
    left, right, *_, chars, _ = GRIDS[of]
    (day,) = [
        line
        for page in pages(printed(of, "sealed").read_bytes())
        for line in page.lines
        if line.text == "2026年3月16日"
    ]
    assert right - day.right == pytest.approx(4 * (right - left) / chars, abs=0.3)


def test_paper_with_a_red_head_gets_no_second_one(printed: Callable[[str, str], Path], tmp_path: Path) -> None:
    bare = pages(printed("preprinted", "sealed").read_bytes())[0]
    folder = root(tmp_path, SAMPLES["sealed"].text)
    content, _ = look_over(folder, date(2026, 11, 21))
    full = pages(engine.render(plan_print.document(content.plans["p"], content), FONTS))[0]
    assert "文件" in full.text and "文件" not in bare.text
    assert [box for box in full.boxes if box.colour[:1] > (0.8,)] and not [
        box for box in bare.boxes if box.colour[:1] > (0.8,)
    ]
    kept = {line.text: (line.left, line.baseline) for line in bare.lines}
    for line in full.lines:  # everything else keeps its place
        if "文件" not in line.text:
            assert kept[line.text] == pytest.approx((line.left, line.baseline))


def test_the_page_number_stands_in_the_middle(printed: Callable[[str, str], Path]) -> None:
    for page in pages(printed("centred", "downward, one page of text more").read_bytes())[:2]:
        number = page.line(f"—{page.number}—")
        assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.3)


def test_without_imprint_there_is_none(printed: Callable[[str, str], Path]) -> None:
    text = "".join(page.text for page in pages(printed("centred", "sealed").read_bytes()))
    assert "印发" not in text.replace("方案印发", "") and "抄送" not in text


def test_level_three_is_bold_where_the_office_wants_it(printed: Callable[[str, str], Path]) -> None:
    bold = [str(each) for each in inspect_pdf(printed("wide", "three levels"), office("wide")).findings]
    assert bold == []
    plain = office("wide").model_copy(update={"bold_level_3": False})
    told = [each.message for each in inspect_pdf(printed("wide", "three levels"), plain).findings if each.check == 11]
    assert told == ["“1.每年十二月十日前报送年度”加粗了，正文各级都不加粗"]
    assert [each.check for each in inspect_pdf(printed("twenty", "three levels"), office("twenty")).findings] == []


# -- who names a profile --------------------------------------------------------------------------------------------------------------------


def test_the_site_s_profile_holds_for_every_plan_but_those_with_their_own(tmp_path: Path) -> None:
    folder = content_root(tmp_path, plan(LETTER, "format: letter\nto: 示例市财政局\n"), "wide", WIDE)
    site = folder / "plans" / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8") + "profile: plans/profiles/twenty.yaml\n", encoding="utf-8")
    (folder / "plans" / "profiles" / "twenty.yaml").write_text(TWENTY, encoding="utf-8")
    (folder / "plans" / "q.yaml").write_text(
        plan(DOWN, TO).replace("id: p", "id: q").replace("12号", "13号"), encoding="utf-8"
    )
    (folder / "plans" / "r.yaml").write_text(
        plan(DOWN, TO + "profile: gb9704\n").replace("id: p", "id: r").replace("12号", "14号"), encoding="utf-8"
    )
    content, problems = look_over(folder, date(2026, 11, 21))
    assert problems == ()
    held = {each: plan_print.profile(content.plans[each], content) for each in "pqr"}
    assert (held["p"].title, held["p"].kind, held["p"].mark_top) == ("宽边、四号、第三层加粗", "letter", 30)
    assert (held["q"].title, held["q"].lines) == ("每页二十行、每行二十六字", 20)
    assert held["r"] == PROFILES["gb9704"]


REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "no such name": (
        "tventy",
        {"plans/profiles/twenty.yaml": TWENTY},
        "plans/p.yaml:18:3: 错误[profile-missing] 找不到版式文件“tventy”；是不是“twenty”？",
    ),
    "no such file": ("plans/x.yaml", {}, "[profile-missing] 找不到版式文件“plans/x.yaml”"),
    "outside": (
        "../x.yaml",
        {},
        "[profile-outside] 版式文件“../x.yaml”在内容文件夹之外；把文件放进 plans/profiles，写它的名称",
    ),
    "working sheets": (
        "s",
        {"plans/profiles/s.yaml": "base: sheet\n"},
        "[profile-sheet] “s”是工作表册的数值，不能用来印公文",
    ),
    "built-in sheets": ("sheet", {}, "[profile-missing] 找不到版式文件“sheet”"),
    "area wider than paper": (
        "s",
        {"plans/profiles/s.yaml": "title: 甲\narea_width: 300\n"},
        "plans/profiles/s.yaml:2:1: 错误[profile-numbers] 左边距 28 加版心宽 300 超出纸宽 210 毫米；改小边距或版心",
    ),
    "too many lines": (
        "s",
        {"plans/profiles/s.yaml": "lines: 60\n"},
        "plans/profiles/s.yaml:1:1: 错误[profile-numbers] 版心高 225 毫米排 60 行，行距 3.72 毫米",
    ),
    "negative": (
        "s",
        {"plans/profiles/s.yaml": "margin_top: -3\n"},
        "plans/profiles/s.yaml:1:1: 错误[bad-number] “margin_top”（上边距（天头，毫米））：写的是“-3”",
    ),
    "not a number": ("s", {"plans/profiles/s.yaml": "margin_top: .nan\n"}, "写的是“.nan”，应是 0.1 到 1200 之间的数"),
    "text": (
        "s",
        {"plans/profiles/s.yaml": "lines: 很多\n"},
        "“lines”（每页行数）：写的是“很多”，应是 5 到 60 之间的整数",
    ),
    "a key nobody knows": (
        "s",
        {"plans/profiles/s.yaml": "line: 20\n"},
        "plans/profiles/s.yaml:1:1: 错误[unknown-key] 不认识的项“line”；是不是“lines”？",
    ),
    "one that no plan names": (
        "gb9704",
        {"plans/profiles/s.yaml": "line: 20\n"},
        "plans/profiles/s.yaml:1:1: 错误[unknown-key]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nonsense_is_refused_before_anything_is_printed(name: str, tmp_path: Path) -> None:
    word, files, message = REFUSED[name]
    folder = root(tmp_path, plan(DOWN, f"profile: {word}\n" + TO + FOOT))
    for file, text in files.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", "--root", str(folder)])
    assert checked.exit_code == 1 and message in checked.output, checked.output
    made = CliRunner().invoke(main, ["pdf", "p", "--root", str(folder), "-o", str(tmp_path / "p.pdf")])
    assert made.exit_code == 1 and message in made.output and not (tmp_path / "p.pdf").exists()


def test_a_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(TWENTY, encoding="utf-8")
    folder = root(tmp_path / "in", plan(DOWN, "profile: s\n" + TO))
    (folder / "plans" / "profiles").mkdir()
    (folder / "plans" / "profiles" / "s.yaml").symlink_to(tmp_path / "outside.yaml")
    _, problems = look_over(folder, date(2026, 11, 21))
    assert {problem.code for problem in problems} == {"outside-root", "profile-outside"}


# -- one geometry ----------------------------------------------------------------------------------------------------------------------------


def test_the_standard_s_own_lengths() -> None:
    """GB/T 9704—2012 cl. 3, 5.2, 7.2—7.5, 10.1 as a style sheet says them."""
    held = OFFICIAL.values
    assert (held["top"], held["bottom"], held["left"], held["right"]) == ("34.5625mm", "32.5625mm", "28mm", "26mm")
    assert (held["pitch"], held["leading"], held["size"]) == ("10.446mm", "2.4375mm", "15.79pt")
    assert (held["control"], held["below_mark"], held["rule_gap"], held["number_gap"]) == (
        "37.4375mm",
        "23.3295mm",
        "1.5625mm",
        "1.8mm",
    )
    letter = Geometry(PROFILES["gb9704"].of_kind("letter")).values
    assert (letter["mark_place"], letter["letter_rule"], letter["letter_width"]) == ("-4.5625mm", "240.6375mm", "170mm")


@pytest.mark.parametrize("made", ["plan", "letter", "order", "minutes", "closing", "newsletter"])
def test_no_length_of_the_grid_stands_in_a_sheet(made: str) -> None:
    """Other numbers change every sheet: none of the standard's lengths is left in it."""
    numbers = profile_of(
        "page_width: 215\npage_height: 310\nmargin_top: 41\narea_height: 231\nmargin_left: 31\narea_width: 150\nchars: 27\n"
    )
    text = sheet(made, True, Geometry(numbers.of_kind("letter" if made == "letter" else "document")))
    code = "".join(part.partition("*/")[2] for part in f"*/{text}".split("/*"))
    left = [
        each
        for each in (
            "10.446",
            "34.5625",
            "32.5625",
            "37.4375",
            "23.3295",
            "1.5625mm",
            "20.892",
            "15.79",
            "240.6375",
            "14.47mm; font",
        )
        if each in code
    ]
    assert left == [] and "$" not in code


@pytest.mark.parametrize("lines", range(13, 34))
def test_whatever_fits_the_paper_fills_it(lines: int) -> None:
    """So many lines stand on a page and never one more or less: the pitch is cut off, not rounded."""
    made = Geometry(profile_of(f"lines: {lines}\n"))
    room = made.height + 2 * made.leading
    assert lines * made.pitch <= room < (lines + 1) * made.pitch
    assert (lines - 1) * made.row + made.cell == pytest.approx(made.height, abs=1.0)


def test_lengths_may_have_units_and_sizes_names() -> None:
    made = profile_of(
        "margin_top: 3.7厘米\nmargin_bottom: 35毫米\nbody_size: 三号\ntitle_size: 小二\nmark_top: 204磅\n"
    )
    assert (made.top, made.bottom) == pytest.approx((37, 262))
    assert made.mark_top == pytest.approx(71.97, abs=0.01) and Geometry(made).values["title_size"] == "18pt"


def test_an_office_s_typefaces_stand_before_ours() -> None:
    made = profile_of("fonts: {body: 某某仿宋, title: [某某小标宋, 某某宋]}\n")
    assert 'font-family: "某某仿宋", "Planpress Fang"' in sheet("plan", False, Geometry(made))
    assert '"某某小标宋", "某某宋", "FZXiaoBiaoSong-B05S"' in sheet("plan", False, Geometry(made))
    assert made.is_font("某某仿宋", "body") and not PROFILES["gb9704"].is_font("某某黑", "body")


@pytest.mark.parametrize("plan_id", ["township-quality-year", "demo-quality-year", "demo-hundred-days"])
def test_the_example_site_passes_by_its_own_profile(plan_id: str, tmp_path: Path) -> None:
    """The sources number their measures 1、 and skip levels; they are printed as they are, and the site's profile says so."""
    content, _ = look_over(Path(__file__).parent.parent, date(2026, 11, 21))
    path = tmp_path / "p.pdf"
    path.write_bytes(engine.render(plan_print.document(content.plans[plan_id], content), FONTS))
    own = plan_print.profile(content.plans[plan_id], content)
    found = inspect_pdf(path, own).findings
    assert [str(each) for each in found if each.severity == "error" or each.check == 24] == []
    assert {each.check for each in found} <= {
        2,
        21,
    }  # the words 示例数据 beside the page, and that 方案 is no statutory kind
    strict = [each.check for each in inspect_pdf(path).findings if each.severity == "error"]
    assert bool(strict) == (plan_id == "township-quality-year")


def test_the_example_of_the_readme_is_a_profile() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = readme.partition("## 本单位的版式")[2].partition("```yaml\n")[2].partition("```")[0]
    made = profile_of(example, "office.yaml")
    assert (made.area_width, made.lines, made.chars, made.red_head, made.skip) == (145, 20, 26, "preprinted", (21,))


def test_wide_lines_push_the_page_number_down() -> None:
    """Half a line's leading stands below the text: where that takes more than 7 mm leave, the number stands lower, and never in the text."""
    made = profile_of("lines: 15\n")
    assert made.row > 15 and made.number_top > made.bottom + 7
    assert not Geometry(made).values["number_gap"].startswith("-")


def test_working_sheets_take_the_typefaces_of_the_office(tmp_path: Path) -> None:
    office_of = "title: 本院\nfonts: {hei: [Office Hei], number: [Office Song]}\nred: '#aa0000'\nqr: 否\n"
    made = content_root(tmp_path, SAMPLES["with an attachment"].text, "ours", office_of)
    with (made / "plans/site.yaml").open("a", encoding="utf-8") as site:
        site.write("profile: ours\n")
    content, problems = look_over(made, date(2026, 11, 21))
    assert problems == ()
    job = prints.job(content, "p", "task_table")
    assert job is not None
    looks = sheet(job.kind, job.bound, job.geometry)
    assert '"Office Hei", "Planpress Hei"' in looks and '"Office Song", "Planpress Song"' in looks
    assert "<svg" not in job.html
