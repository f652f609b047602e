"""Every kind of official document with every element: held against 公文体检, and measured again by the places of its glyphs."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pdfplumber
import pypdf
import pytest
from click.testing import CliRunner
from document_samples import (
    BODY,
    DOWN,
    FIVE,
    FOOT,
    HAND,
    JOINT,
    LETTER,
    MINUTES,
    ORDER,
    SAMPLES,
    TO,
    hand_png,
    plan,
    root,
    seal_png,
    seals,
)
from pdfglyphs import EM, FONTS, MM, PITCH, Box, Line, Page, pages
from PIL import Image

from campaign.build.by_id import for_archive
from campaign.checks import look_over
from campaign.cli import main
from campaign.exporters.records import exported
from campaign.inspect import inspect_pdf
from campaign.pdf import engine
from campaign.pdf import plan as plan_print
from campaign.pdf.job import Job

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
MIDDLE = (LEFT + RIGHT) / 2
RED = (0.901961, 0.0, 0.070588)


def job(folder: Path, text: str) -> Job:
    content, problems = look_over(root(folder, text), date(2026, 11, 21))
    assert [
        problem.code for problem in problems if problem.code != "secret-public"
    ] == []  # the samples are nobody's secret
    return plan_print.document(content.plans["p"], content)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The PDF of a sample by its name, printed once."""

    @cache
    def pdf(name: str) -> bytes:
        return engine.render(job(tmp_path_factory.mktemp("sample"), SAMPLES[name].text), FONTS)

    return pdf


@pytest.fixture(scope="module")
def sheets(printed: Callable[[str], bytes]) -> Callable[[str], list[Page]]:
    return cache(lambda name: pages(printed(name)))


def middle(line: Line) -> float:
    return (line.left + line.right) / 2


def mark(page: Page) -> list[Line]:
    return [line for line in page.lines if line.glyphs[0].colour == RED]


def red_rules(page: Page) -> list[Box]:
    return sorted((box for box in page.boxes if box.colour == RED), key=lambda box: box.top)


def pictures(pdf: bytes) -> list[tuple[int, float, float, float, float]]:
    """Page, left, top, right and bottom of every picture in mm."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            (page.page_number, image["x0"] * MM, image["top"] * MM, image["x1"] * MM, image["bottom"] * MM)
            for page in document.pages
            for image in page.images
        ]


# -- every sample ------------------------------------------------------------------------------------------------------------------


def test_the_samples_cover_the_kinds() -> None:
    assert len(SAMPLES) >= 24
    assert {sample.profile for sample in SAMPLES.values()} == {"gb9704", "letter", "order", "minutes"}


@pytest.mark.parametrize("name", SAMPLES)
def test_inspection_finds_no_error(name: str, printed: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(printed(name))
    report = inspect_pdf(path, SAMPLES[name].profile)
    assert [str(finding) for finding in report.findings] == []


@pytest.mark.parametrize(
    "name", ["six seals", "letter, secret and urgent", "order", "minutes", "upward, three signers"]
)
def test_a_second_print_is_the_same(name: str, printed: Callable[[str], bytes], tmp_path: Path) -> None:
    assert engine.render(job(tmp_path, SAMPLES[name].text), FONTS) == printed(name)


@pytest.mark.parametrize("name", ["six seals", "letter", "order", "minutes"])
def test_the_file_is_sound(name: str, printed: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(printed(name))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if "6" not in name])
def test_the_first_page_shows_text(name: str, sheets: Callable[[str], list[Page]]) -> None:
    """7.3.3; a body line is of 3号 and begins at the left edge or two 字 in."""
    starts = [line.left for line in sheets(name)[0].body() if line.baseline > 95]
    assert any(abs(start - LEFT - 2 * EM) < 0.3 for start in starts)


def test_numbers_without_headings(sheets: Callable[[str], list[Page]]) -> None:
    """The first sentence below 一、 is in 黑体, below （一） in 楷体; where it is too long for a heading only the number is (7.3.3)."""
    glyphs = [glyph for page in sheets("numbers without headings") for line in page.lines for glyph in line.glyphs]
    text = "".join(glyph.text for glyph in glyphs)

    def faces(words: str) -> set[str]:
        start = text.index(words)
        return {
            glyph.font.split("-")[1] for glyph in glyphs[start : start + len(words)] if glyph.text not in "、（）。，"
        }

    assert faces("一、高度重视。") == {"Hei"}
    assert faces("各单位要把医疗质量") == {"Fang"}
    assert faces("（一）各单位于每季度末") == {"Kai"}
    assert faces("（二）") == {"Kai"}
    assert faces("主管部门每半年组织") == {"Fang"}


def test_a_row_of_two_thousand_characters(sheets: Callable[[str], list[Page]]) -> None:
    """It begins below the title of its 附件 and goes on below the head of the table on the next page."""
    attached = [page for page in sheets("a cell of two thousand characters") if page.width > page.height]
    assert {"附件", "指标表"} < {line.text for line in attached[0].lines}
    assert sum(page.text.count("填") for page in attached) == 250
    assert len(attached) == 3
    assert all("责任单位" in page.text for page in attached)


def test_a_date_of_print_is_never_turned(sheets: Callable[[str], list[Page]]) -> None:
    assert any("2026年11月20日印发" in line.text for line in sheets("a name of thirty characters below")[-1].lines)


# -- 版头 (7.2) --------------------------------------------------------------------------------------------------------------------


def test_control_lines_stand_flush_left_from_line_one(sheets: Callable[[str], list[Page]]) -> None:
    page = sheets("secret and urgent")[0]
    lines = [page.line("000012"), page.line("机密★1年"), page.line("特急")]
    for place, line in enumerate(lines):
        assert line.left == pytest.approx(LEFT, abs=0.3)
        assert line.top == pytest.approx(TOP + place * PITCH, abs=0.3)
    assert {line.font for line in lines[1:]} == {"Planpress-Hei-Bold"}
    assert mark(page)[0].top == pytest.approx(72, abs=0.5)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("upward, one signer", ["张三丰"]),
        ("upward, two signers", ["张三丰李四光"]),
        ("upward, three signers", ["张三丰李四光", "欧阳修文"]),
        ("upward, four signers", ["张三丰李四", "欧阳修文王五"]),
    ],
)
def test_signers(name: str, rows: list[str], sheets: Callable[[str], list[Page]]) -> None:
    """上行文 (7.2.5, 7.2.6): two names a row below each other, the number on the line of the last, one 字 from the left."""
    page = sheets(name)[0]
    number = page.line("示卫〔2026〕3号")
    assert number.left == pytest.approx(LEFT + EM, abs=0.3)
    assert number.text.endswith(rows[-1])
    found = [page.line(row) for row in rows]
    names = [[glyph for glyph in line.glyphs if glyph.font == "Planpress-Kai"] for line in found]
    assert ["".join(glyph.text for glyph in row) for row in names] == rows
    assert max(row[-1].right for row in names) == pytest.approx(RIGHT - EM, abs=0.7)
    assert all(row[0].left == pytest.approx(names[0][0].left, abs=0.2) for row in names)
    assert red_rules(page)[0].top - number.bottom == pytest.approx(4, abs=0.3)


@pytest.mark.parametrize(("name", "count"), [("two issuers", 2), ("three issuers", 3), ("six issuers", 6)])
def test_joint_issuers(name: str, count: int, sheets: Callable[[str], list[Page]]) -> None:
    """联合行文 (7.2.4): names of one width, 文件 at the middle of the stack, its upper edge where any mark has it; text on page 1."""
    page = sheets(name)[0]
    red = [glyph for glyph in page.glyphs if glyph.colour == RED]
    word = [glyph for glyph in red if glyph.text in "文件"]
    stack = [glyph for glyph in red if glyph.text not in "文件"]
    rows = [
        [glyph for glyph in stack if round(glyph.baseline, 1) == base]
        for base in sorted({round(each.baseline, 1) for each in stack})
    ]
    assert len(rows) == count
    for row in rows:
        assert min(glyph.left for glyph in row) == pytest.approx(rows[0][0].left, abs=0.2)
        assert max(glyph.right for glyph in row) == pytest.approx(max(glyph.right for glyph in rows[0]), abs=0.2)
    tops, bottoms = [glyph.top for glyph in stack], [glyph.bottom for glyph in stack]
    assert min(tops) == pytest.approx(72, abs=0.5)
    assert (word[0].top + word[0].bottom) / 2 == pytest.approx((min(tops) + max(bottoms)) / 2, abs=0.5)
    assert (min(glyph.left for glyph in red) + max(glyph.right for glyph in red)) / 2 == pytest.approx(MIDDLE, abs=0.5)
    assert min(glyph.size for glyph in red) > 22


def test_joint_issuers_may_show_one_name(sheets: Callable[[str], list[Page]]) -> None:
    assert [line.text for line in mark(sheets("three issuers, one name in the mark")[0])] == [
        "示例市卫生健康委员会文件"
    ]


def test_a_long_name_stays_inside(sheets: Callable[[str], list[Page]]) -> None:
    for page in sheets("a name of thirty characters"):
        assert all(LEFT - 0.2 <= glyph.left and glyph.right <= RIGHT + 0.2 for glyph in page.glyphs)


# -- signatures and seals (7.3.5) --------------------------------------------------------------------------------------------------


def dated(found: list[Page], text: str) -> tuple[Page, Line]:
    page = next(page for page in found if any(text == line.text for line in page.lines))
    return page, page.line(text)


@pytest.mark.parametrize("name", ["sealed", "to be sealed by hand", "letter, sealed"])
def test_a_sealed_signature(name: str, printed: Callable[[str], bytes], sheets: Callable[[str], list[Page]]) -> None:
    """7.3.5.1: the date four 字 from the right, the name centred on it, the seal over both, less than a line below the text."""
    found = sheets(name)
    page, day = dated(found, "2026年10月9日" if name.startswith("letter") else "2026年3月16日")
    signed = next(line for line in page.lines if line.text == "示例市卫生健康委员会" and line.baseline > 40)
    assert RIGHT - day.right == pytest.approx(4 * EM, abs=0.6)
    assert middle(signed) == pytest.approx(middle(day), abs=0.5)
    assert day.baseline - signed.baseline == pytest.approx(PITCH, abs=0.1)
    seal = pictures(printed(name))
    if name == "to be sealed by hand":
        assert seal == []
        return
    ((number, left, top, right, bottom),) = seal
    text = max(line.bottom for line in page.body() if line.baseline < signed.baseline)
    assert number == page.number
    assert 0 <= top - text <= PITCH
    assert (left + right) / 2 == pytest.approx(middle(day), abs=0.3)
    assert right - left == pytest.approx(42, abs=0.1)
    assert top < signed.top
    assert bottom > day.bottom
    assert (top + bottom) / 2 < (signed.top + day.bottom) / 2  # both lie in its lower middle


@pytest.mark.parametrize(("name", "count"), [("two seals", 2), ("three seals", 3), ("six seals", 6)])
def test_joint_seals(
    name: str, count: int, printed: Callable[[str], bytes], sheets: Callable[[str], list[Page]]
) -> None:
    """7.3.5.1: a seal a name, in even rows, none touching another or leaving the type area, the last over the date too."""
    page, day = dated(sheets(name), "2026年11月2日")
    found = pictures(printed(name))
    assert len(found) == count
    assert {number for number, *_ in found} == {page.number}
    for _, left, _, right, _ in found:
        assert left >= LEFT
        assert right <= RIGHT
    for (_, a, b, c, d), (_, e, f, g, h) in combinations(found, 2):
        assert c < e or g < a or d < f or h < b
    names = ["示例市卫生健康委员会", *FIVE.split(", ")][:count]
    for (_, left, top, right, bottom), each in zip(found, names, strict=True):
        line = next(glyphs for glyphs in page.lines if each in glyphs.text and top < glyphs.baseline < bottom)
        start = line.text.index(each)
        glyphs = line.glyphs[start : start + len(each)]
        assert (glyphs[0].left + glyphs[-1].right) / 2 == pytest.approx((left + right) / 2, abs=0.5)
    _, left, top, right, bottom = found[-1]
    assert top < day.top < day.bottom < bottom
    assert (left + right) / 2 == pytest.approx(middle(day), abs=0.3)
    assert RIGHT - day.right == pytest.approx(4 * EM, abs=0.6)


def test_joint_signatures_without_seals(sheets: Callable[[str], list[Page]]) -> None:
    """7.3.5.2: below each other from one left edge, the longest two 字 from the right, the date two 字 further in than they."""
    page, day = dated(sheets("three issuers"), "2026年11月2日")
    names = [line for line in page.lines if line.text in ("示例市卫生健康委员会", "示例市财政局", "示例市医疗保障局")]
    assert len(names) == 3
    assert all(line.left == pytest.approx(names[0].left, abs=0.1) for line in names)
    assert RIGHT - names[0].right == pytest.approx(2 * EM, abs=0.3)
    assert day.left - names[0].left == pytest.approx(2 * EM, abs=0.3)
    assert all(
        below.baseline - above.baseline == pytest.approx(PITCH, abs=0.1) for above, below in pairwise([*names, day])
    )


def test_a_signature_stamp(printed: Callable[[str], bytes], sheets: Callable[[str], list[Page]]) -> None:
    """签名章 (7.3.5.3): two lines below the text, four 字 from the right, the post two 字 left of it at its middle, a line below the date."""
    page, day = dated(sheets("order"), "2026年3月16日")
    ((number, left, top, right, bottom),) = pictures(printed("order"))
    post = page.line("主任")
    text = max(line.bottom for line in page.body() if line.baseline < post.baseline)
    assert number == page.number
    assert RIGHT - right == pytest.approx(4 * EM, abs=0.3)
    assert left - post.right == pytest.approx(2 * EM, abs=0.3)
    assert (post.top + post.bottom) / 2 == pytest.approx((top + bottom) / 2, abs=0.5)
    assert 2 * PITCH <= top - text < 3 * PITCH
    assert PITCH <= day.top - bottom < 2 * PITCH
    assert RIGHT - day.right == pytest.approx(4 * EM, abs=0.6)


# -- 信函、命令、纪要 (10) -----------------------------------------------------------------------------------------------------------


def test_letter(sheets: Callable[[str], list[Page]]) -> None:
    found = sheets("letter, secret and urgent")
    page = found[0]
    name = mark(page)[0]
    assert name.text == "示例市卫生健康委员会"
    assert name.top == pytest.approx(30, abs=0.5)
    rules = red_rules(page)
    assert [round(rule.height, 1) for rule in rules] == [0.9, 0.3, 0.3, 0.9]
    assert all(rule.left == pytest.approx(20, abs=0.2) and rule.right == pytest.approx(190, abs=0.2) for rule in rules)
    assert rules[0].top - name.bottom == pytest.approx(4, abs=0.5)
    assert rules[-1].bottom == pytest.approx(277, abs=1)
    assert page.line("示卫函〔2026〕8号").right == pytest.approx(RIGHT, abs=0.3)
    assert page.line("示卫函〔2026〕8号").top - rules[1].bottom == pytest.approx(7 / 8 * EM, abs=0.3)
    title = next(line for line in page.lines if line.text == "关于商请支持医疗质量检查工作的函")
    assert title.top - page.line("加急").bottom == pytest.approx(2 * PITCH + 7 / 8 * EM, abs=2)
    assert not any(glyph.font == "Planpress-Num" for glyph in page.glyphs)
    assert all(any(glyph.font == "Planpress-Num" for glyph in other.glyphs) for other in found[1:])


def test_a_short_letter_takes_one_page(sheets: Callable[[str], list[Page]]) -> None:
    """抄送 stands at the foot of the last 版心, which is the first one here (10.1)."""
    (page,) = sheets("letter of one page")
    copies = page.line("抄送：示例市人民政府办公室。")
    assert copies.bottom == max(line.bottom for line in page.lines)
    assert red_rules(page)[2].top - copies.bottom > 7 / 8 * EM


def test_a_plan_in_another_layout(tmp_path: Path) -> None:
    """The layout asked for on the command line takes the place of the one in the plan; only plans have one."""
    folder = root(tmp_path, plan(DOWN, TO + FOOT))
    out = tmp_path / "p.pdf"
    done = CliRunner().invoke(main, ["pdf", "p", "--kind", "letter", "--root", str(folder), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert [line.text for line in mark(pages(out.read_bytes())[0])] == ["示例市卫生健康委员会"]
    assert inspect_pdf(out, "letter").findings == ()
    refused_one = CliRunner().invoke(main, ["pdf", "hospital", "--kind", "letter", "--root", str(folder)])
    assert (refused_one.exit_code, refused_one.output) == (
        1,
        "错误：没有编号为“hospital”的方案，文件、信函、命令、纪要只用来印方案\n",
    )


def test_order(sheets: Callable[[str], list[Page]]) -> None:
    page = sheets("order")[0]
    name = mark(page)[0]
    assert name.text == "示例市卫生健康委员会令"
    assert name.top == pytest.approx(57, abs=0.5)
    number = page.line("第3号")
    assert middle(number) == pytest.approx(MIDDLE, abs=0.5)
    assert number.top - name.bottom == pytest.approx(2 * PITCH + 7 / 8 * EM, abs=0.3)
    first = next(line for line in page.body() if line.baseline > number.baseline + 1)
    assert first.baseline - number.baseline == pytest.approx(3 * PITCH, abs=0.2)
    assert red_rules(page) == []


def test_minutes(sheets: Callable[[str], list[Page]]) -> None:
    found = sheets("minutes")
    page = found[0]
    name = mark(page)[0]
    assert name.text == "示例市卫生健康委员会纪要"
    assert name.top == pytest.approx(72, abs=0.5)
    last = found[-1]
    words = [last.line(word) for word in ("出席：", "请假：", "列席：")]
    for line in words:
        assert line.left == pytest.approx(LEFT + 2 * EM, abs=0.3)
        assert {glyph.font for glyph in line.glyphs[:3]} == {"Planpress-Hei-Bold"}
        assert {glyph.font for glyph in line.glyphs[3:]} == {"Planpress-Fang"}
    lines = last.body()
    before = lines[lines.index(words[0]) - 1]
    assert words[0].baseline - before.baseline == pytest.approx(2 * PITCH, abs=0.1)
    turned = lines[lines.index(words[0]) + 1]
    assert turned.left == pytest.approx(words[0].glyphs[3].left, abs=0.3)


# -- for the archive ---------------------------------------------------------------------------------------------------------------


# WeasyPrint 70 leaves the file of its colour profile open
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
def test_a_print_for_the_archive(printed: Callable[[str], bytes], tmp_path: Path) -> None:
    """PDF/A-3b: says so in its metadata, has an output intent, a title, a language and tags, and carries the plan's data."""
    content, _ = look_over(root(tmp_path, SAMPLES["with an attachment"].text), date(2026, 11, 21))
    wanted = for_archive(content, "p", plan_print.document(content.plans["p"], content))
    pdf = engine.render(wanted, FONTS)
    assert engine.render(wanted, FONTS) == pdf
    path = tmp_path / "p.pdf"
    path.write_bytes(pdf)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    assert inspect_pdf(path).errors == 0
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    catalog = reader.root_object
    about = catalog["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in about
    assert 'pdfaid:conformance="B"' in about
    assert "关于加强医疗质量管理工作的通知" in about
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    (held,) = catalog["/AF"]
    assert held["/AFRelationship"] == "/Data"
    (raw,) = reader.attachments["p.json"]
    assert json.loads(raw) == json.loads(exported(content, "p")["json"].make() or b"")
    text = "".join(page.extract_text() for page in reader.pages)
    assert text == "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed("with an attachment"))).pages
    )


@pytest.mark.parametrize("name", ["with an attachment", "sealed", "letter"])
def test_tags_for_readers_of_the_screen(name: str, printed: Callable[[str], bytes]) -> None:
    """A heading for the title, a text in place of every picture, and heads of tables that say what they head."""
    reader = pypdf.PdfReader(io.BytesIO(printed(name)))
    found = list(elements(reader.root_object["/StructTreeRoot"]["/K"]))
    kinds = [each["/S"] for each in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Figure") == (name == "sealed")
    assert all(each["/Alt"] for each in found if each["/S"] == "/Figure")
    assert {each["/A"]["/Scope"] for each in found if each["/S"] == "/TH"} == (
        {"/Column"} if name == "with an attachment" else set()
    )


def elements(node: object) -> Iterator[pypdf.generic.DictionaryObject]:
    node = node.get_object() if isinstance(node, pypdf.generic.PdfObject) else node
    if isinstance(node, pypdf.generic.ArrayObject):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
        yield node
        yield from elements(node.get("/K"))


# -- what is refused ---------------------------------------------------------------------------------------------------------------


def refused(folder: Path, text: str, **files: bytes) -> list[str]:
    base = root(folder, text)
    for name, raw in files.items():
        (base / "plans/seals" / f"{name}.png").write_bytes(raw)
    return [str(problem) for problem in look_over(base, date(2026, 11, 21))[1]]


SEALED = plan(DOWN, TO + "seals: [{unit: 示例市卫生健康委员会, file: plans/seals/x.png}]\n")
AT = "plans/p.yaml:19:30:"


def big(width: int, height: int, colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "png")
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "错误[seal-unfit] 找不到印章图片“plans/seals/x.png”"),
        (b"\xff\xd8\xff\xe0JFIF", "错误[seal-unfit] “plans/seals/x.png”不是 PNG 图片"),
        (b"", "错误[seal-unfit] “plans/seals/x.png”不是 PNG 图片"),
        (seal_png()[:300], "错误[seal-unfit] 印章图片“plans/seals/x.png”已损坏，打不开"),
        (seal_png() + b"\0" * 2_000_000, "错误[seal-unfit] 印章图片“plans/seals/x.png”超过 2 MB"),
        (big(5000, 10), "错误[seal-unfit] 印章图片“plans/seals/x.png”有 5000×10 像素，每边不能超过 4000 像素"),
        (big(200, 200, "black"), "错误[seal-unfit] 印章图片“plans/seals/x.png”不是红色的"),
        (big(200, 200, "white"), "错误[seal-unfit] 印章图片“plans/seals/x.png”不是红色的"),
    ],
)
def test_a_picture_that_is_no_seal(raw: bytes | None, sentence: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, SEALED, **({} if raw is None else {"x": raw}))
    assert problem.startswith(AT)
    assert sentence in problem


def test_a_seal_outside_the_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.png").write_bytes(hand_png())
    text = SEALED.replace("plans/seals/x.png", "../other.png")
    (problem,) = refused(tmp_path / "root", text)
    assert "错误[seal-unfit] 印章图片“../other.png”在内容文件夹之外" in problem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (plan(DOWN, TO + seals("示例市财政局")), "错误[seal-unit] 署名里没有“示例市财政局”，它的印章没有地方盖"),
        (
            plan(DOWN, TO + "signing: 不盖章\n" + seals("示例市卫生健康委员会")),
            "错误[seal-none] signing 写的是不盖章，却列了印章",
        ),
        (
            plan(MINUTES, "format: minutes\n" + seals("示例市卫生健康委员会")),
            "错误[seal-none] 纪要不加盖印章，却列了印章",
        ),
        (
            plan(DOWN, TO + "printed_on: 2026-3-15\n"),
            "错误[printed-early] 印发日期 2026年3月15日早于成文日期 2026年3月16日",
        ),
        (
            plan(DOWN, TO + "secrecy: 秘密★1年\n"),
            "错误[secret-public] 写了密级“秘密★1年”，不能上网站；加一行 public: 否，就不上网站，只用 plan pdf 印",
        ),
        (plan(DOWN, TO + "signing: 盖一下\n"), "错误[bad-word] “signing”（用印）：“盖一下”不在可选范围内"),
        (
            plan(LETTER, "format: letter\nattendance: {present: 张三丰}\n"),
            "警告[attendance-unused] 只有纪要才印出席人员",
        ),
        (
            plan(ORDER.replace("第3号", "示卫令〔2026〕3号"), "format: order\n" + HAND),
            "警告[doc-no-format] 命令的编号“示卫令〔2026〕3号”不合写法",
        ),
        (
            plan(JOINT.format(", ".join([*FIVE.split(", "), "示例市药监局"])), TO + FOOT),
            "错误[issuers-many] 7 个单位联合发文，版头最多并列 6 个单位的名称；在 document 里写 lead_mark: 是，版头只用主办机关的名称",
        ),
    ],
)
def test_what_cannot_be_printed_is_said(text: str, sentence: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, text)
    assert sentence in problem


def test_seven_issuers_under_one_name(tmp_path: Path) -> None:
    text = plan(JOINT.format(", ".join([*FIVE.split(", "), "示例市药监局"])), "lead_mark: 是\n" + TO + FOOT)
    found = pages(engine.render(job(tmp_path, text), FONTS))
    assert [line.text for line in mark(found[0])] == ["示例市卫生健康委员会文件"]
    assert "示例市药监局" in "".join(page.text for page in found)


def test_a_character_without_a_glyph(tmp_path: Path) -> None:
    """`check` tells it first; a print that is made all the same is refused."""
    text = plan(DOWN, TO + FOOT, BODY.replace("医疗质量", "医疗\U0002ebf0质量"))
    content, problems = look_over(root(tmp_path, text), date(2026, 11, 21))
    assert "no-glyph" in {problem.code for problem in problems}
    with pytest.raises(engine.PrintFault, match="字体中没有的字"):
        engine.render(plan_print.document(content.plans["p"], content), FONTS)
