"""Annexes of every sort beside a plan, and tables, pictures and emphasis inside its body: on paper, in Word, on the page, and what cannot be bound."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pdfplumber
import pikepdf
import pypdf
import pypdfium2
import pytest
from pdfglyphs import FONTS, SITE, UNITS, Page, pages
from PIL import Image, ImageDraw
from weasyprint import HTML

from campaign.build import by_id
from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.docx import draft
from campaign.pages import build_pages
from campaign.pdf import plan as plan_print
from campaign.pdf.engine import render
from campaign.pdf.job import Job

PLAN = """\
id: p
title: 关于举办医疗质量安全专题培训班的通知
issuer: 示例市第一人民医院
doc_no: 示医院发〔2026〕12号
date: 2026-11-02
preamble: 培训班**分两期**举办，安排如下。
outline:
  - part: preamble
  - number: 一、
    title: 时间地点
    text: 各期安排如下。
    table: {columns: [期次, 时间], rows: [[第一期, 11月10日], [第二期, ]]}
  - number: 二、
    title: 路线
    text: 从北门进入。
    picture: {file: p/路线 & 图.png, alt: 北门到会议中心, caption: 图1 报到路线}
indicators:
  - {id: i1, name: 满意度, operator: gte, unit: "%", targets: [{value: 95}]}
document:
  to: 各科室
  cc: 示例市卫生健康委员会
  printed_by: 示例市第一人民医院办公室
  printed_on: 2026-11-03
  attachments:
    - 医疗质量管理指标表
    - {title: 若干措施, file: p/措施.md}
    - {title: 参训人员报名回执, file: p/回执.yaml}
    - {title: 监测指标一览表, file: p/三十列.yaml}
    - {title: 培训教材, file: p/教材.pdf}
    - {title: 联系人名单, apart: 是}
"""
MEASURES = """\
## 一、总体要求

以**患者安全**为中心，完善制度，规范行为。

### （一）核心制度

1. 严格执行首诊负责制。
2. 规范病历书写。

| 项目 | 标准 |
|---|---|
| 合理用药 | 处方合格率≥95% |

![流程图](<路线 & 图.png> "图1 处置流程")

（二）强化监测。每月统计一次。
"""
RETURN = """\
text: 请于11月6日前报送。
fields: [[单位名称], [联系人, 职务], [{label: 有何要求, lines: 3}]]
columns: [序号, 姓名, 是否住宿]
rows: [["1", 张三, 是]]
blank: 4
below: 注：每单位不超过8人。
"""
COLUMNS = 30
NUMBERS = f"columns: [{', '.join(f'指标{place}' for place in range(COLUMNS))}]\nrows:\n" + "".join(
    f"  - [{', '.join(f'{row}.{place}' for place in range(COLUMNS))}]\n" for row in range(1, 4)
)


def images(pdf: bytes) -> list[int]:
    """How many pictures every page shows."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [len(page.images) for page in document.pages]


def textbook(*turns: int) -> bytes:
    """A PDF of an upright page and a lying one of A0, then the upright one turned by so many degrees."""
    words = "<style>@page{size:A4}@page w{size:A0 landscape}.w{page:w;break-before:page}</style><p>PAGE ONE WORDS<p class=w>LYING WORDS"
    reader, made, out = pypdf.PdfReader(io.BytesIO(HTML(string=words).write_pdf())), pypdf.PdfWriter(), io.BytesIO()
    for page in reader.pages:
        made.add_page(page)
    for turn in turns:
        made.add_page(reader.pages[0]).rotate(turn)
    made.write(out)
    return out.getvalue()


def office(folder: Path, plan: str = PLAN, **more: bytes | str) -> tuple[Content, list[str]]:
    """Content of an office with a plan and files beside it, and its problems by code."""
    picture, drawn = io.BytesIO(), Image.new("RGB", (900, 500), "white")
    ImageDraw.Draw(drawn).line((0, 0, 900, 500), fill="blue", width=9)
    drawn.save(picture, "PNG")
    beside = {
        "路线 & 图.png": picture.getvalue(),
        "措施.md": MEASURES,
        "回执.yaml": RETURN,
        "三十列.yaml": NUMBERS,
        **more,
    }
    files = {"plans/site.yaml": SITE, "plans/registry/units.yaml": UNITS, "plans/p.yaml": plan}
    for name, held in {**files, **{f"plans/p/{name}": each for name, each in beside.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(held.encode() if isinstance(held, str) else held)
    content, problems = look_over(folder, date(2026, 11, 21))
    return content, [each.code for each in problems]


def printed(root: Path, content: Content) -> bytes:
    return render(by_id.with_files(root, content, plan_print.document(content.plans["p"], content)), FONTS)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("annexes")


@pytest.fixture(scope="module")
def content(root: Path) -> Content:
    content, codes = office(root, **{"教材.pdf": textbook(180, 90)})
    assert codes == ["annex-large", "annex-turned"]
    return content


@pytest.fixture(scope="module")
def job(content: Content) -> Job:
    return plan_print.document(content.plans["p"], content)


@pytest.fixture(scope="module")
def print_(root: Path, content: Content, job: Job) -> bytes:
    return render(by_id.with_files(root, content, job), FONTS)


@pytest.fixture(scope="module")
def sheets(print_: bytes) -> list[Page]:
    return pages(print_)


def test_annexes_are_bound_in_order_each_on_a_page_of_its_own(sheets: list[Page]) -> None:
    heads = [page.lines[0].text for page in sheets if page.lines and page.lines[0].text.startswith("附件")]
    assert heads == [f"附件{number}" for number in range(1, 6)]
    titles = ["医疗质量管理指标表", "若干措施", "参训人员报名回执", "监测指标一览表", "培训教材"]
    listed = "\n".join(page.text for page in sheets[:2])
    for number, title in enumerate(titles, 1):
        page = next(page for page in sheets if page.lines[0].text == f"附件{number}")
        assert page.lines[1].text == title and f"{number}.{title}" in listed
    assert "6.联系人名单" in listed and not any("未收录" in page.text for page in sheets)


def test_words_of_an_annex_have_the_type_of_their_level(sheets: list[Page]) -> None:
    page = next(page for page in sheets if page.lines[0].text == "附件2")
    fonts = {line.text: line.font for line in page.lines}
    assert "Hei" in fonts["一、总体要求"] and "Kai" in fonts["（一）核心制度"] and "Fang" in fonts["2.规范病历书写。"]
    more = "\n".join(page.text for page in sheets)
    assert "图1处置流程" in more and "处方合格率≥95%" in more


def test_emphasis_tables_and_pictures_stand_in_the_body(sheets: list[Page], print_: bytes) -> None:
    drawn = pypdf.PdfReader(io.BytesIO(print_)).pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert drawn.count(b" Tr") == 2  # a stroke begins and ends once
    text = "\n".join(page.text for page in sheets[:2])
    assert "第二期" in text and "图1报到路线" in text and "**" not in text
    assert sum(images(print_)[:2]) == 1


def test_a_form_has_room_for_what_is_filled_in(sheets: list[Page]) -> None:
    page = next(page for page in sheets if page.lines[0].text == "附件3")
    assert {"单位名称", "联系人", "职务", "有何要求"} <= set(
        "".join(page.text.split("\n")).replace("联系人职务", "联系人")
    ) or all(word in page.text for word in ("单位名称", "联系人", "职务", "有何要求", "是否住宿"))
    below, last = page.line("注：每单位"), page.line("张三")
    assert below.top - last.bottom > 4 * 10  # four empty rows of 10 mm


def test_thirty_columns_are_parted_and_none_is_lost(sheets: list[Page]) -> None:
    page = next(page for page in sheets if page.lines[0].text == "附件4")
    assert page.width > page.height
    words = page.text.replace("\n", "")
    assert all(f"{row}.{place}" in words for row in range(1, 4) for place in range(COLUMNS))
    assert all(28 - 0.5 <= glyph.left and glyph.right <= 297 - 26 for glyph in page.glyphs if glyph.upright)


def test_pages_of_others_stand_upright_inside_ours_with_our_numbers(sheets: list[Page]) -> None:
    shown = [page for page in sheets if "WORDS" in "".join(glyph.text for glyph in page.glyphs).replace(" ", "")]
    assert [page.width > page.height for page in shown] == [False, True, False, False]
    for page in shown:
        latin = [glyph for glyph in page.glyphs if glyph.text in "WORDS"]
        assert all(glyph.upright for glyph in latin) and latin[0].left < latin[-1].left
    assert [f"— {page.number} —" in page.text or f"—{page.number}—" in page.text for page in shown] == [
        True,
        False,
        True,
        True,
    ]


def test_the_same_job_gives_the_same_bytes_and_claims_nothing_for_others(
    root: Path, content: Content, job: Job, print_: bytes
) -> None:
    assert render(by_id.with_files(root, content, job), FONTS) == print_
    assert b"pdfuaid" not in print_ and "/Metadata" not in pypdf.PdfReader(io.BytesIO(print_)).root_object


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # WeasyPrint leaves its profile of colours open
def test_the_archive_takes_pages_of_others_as_pictures(root: Path, content: Content, job: Job) -> None:
    kept = render(by_id.with_files(root, content, by_id.for_archive(content, "p", job)), FONTS)
    pdf = pypdf.PdfReader(io.BytesIO(kept))
    assert b"pdfaid" in pdf.root_object["/Metadata"].get_data()
    assert images(kept)[-5:-1] == [1, 1, 1, 1]
    assert len(pdf.pages) == len(pages(kept)) and "WORDS" not in "".join(page.text for page in pages(kept))


def test_word_holds_the_same(root: Path, content: Content) -> None:
    raw = by_id.word_file(root, content, draft(content, content.plans["p"]))
    word = docx.Document(io.BytesIO(raw))
    said = [paragraph.text for paragraph in word.paragraphs]
    assert "培训教材" in said and "1.严格执行首诊负责制。" in said and not any("**" in each for each in said)
    assert next(run for each in word.paragraphs for run in each.runs if run.text == "分两期").bold
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"第二期", "有何要求", "处方合格率≥95%", "3.29"} <= set(cells)
    assert (
        raw.count(b"word/media/") // 2 == 3
    )  # the picture, the upright page three times, the lying one; each named twice in the file
    assert by_id.word_file(root, content, draft(content, content.plans["p"])) == raw


def test_the_page_shows_the_same(content: Content) -> None:
    body = next(page for page in build_pages(content) if page.path == "plans/p/index.html").body
    for held in (
        "分两期</strong>",
        "第二期",
        "患者安全</strong>",
        "待填",
        "空 4 行",
        "PDF，4 页",
        "另行印发",
        "annexes/p/",
    ):
        assert held in body, held


def locked() -> bytes:
    out = io.BytesIO()
    pikepdf.open(io.BytesIO(textbook())).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def long() -> bytes:
    out, made = io.BytesIO(), pypdf.PdfWriter()
    for _ in range(501):
        made.add_blank_page(595, 842)
    made.write(out)
    return out.getvalue()


ANNEX = PLAN[: PLAN.index("    - 医疗")] + "    - {title: 甲, file: p/@}\n    - 满意度指标表\n"


@pytest.mark.parametrize(
    ("name", "held", "code"),
    [
        ("无.pdf", None, "annex-missing"),
        ("../../mkdocs.yml", None, "annex-outside"),
        ("甲.docx", b"PK", "annex-kind"),
        ("甲.pdf", locked, "attachment-locked"),
        ("甲.pdf", b"%PDF-1.4 broken", "attachment-broken"),
        ("甲.pdf", long, "annex-long"),
        ("甲.md", "", "annex-empty"),
        ("甲.md", "![没有](无.png)\n", "annex-missing"),
        ("甲.md", "<script>alert(1)</script>\n", "html-tag"),
        ("甲.md", "联系人手机 13812345678\n", "private"),
        ("甲.yaml", "columns: [甲, 乙]\nrows: [[1, 2, 3]]\n", "table-uneven"),
        ("甲.yaml", "columns: [甲]\ncolour: red\n", "unknown-key"),
    ],
)
def test_what_cannot_be_bound_is_told_at_the_name_or_in_the_file(
    name: str, held: bytes | str | None, code: str, tmp_path: Path
) -> None:
    raw = held() if callable(held) else held
    more = {name: raw} if raw is not None else {}
    assert code in office(tmp_path, ANNEX.replace("@", name), **more)[1]


def test_a_scan_and_three_hundred_pages_are_bound(tmp_path: Path) -> None:
    scan, pages_ = io.BytesIO(), pypdf.PdfWriter()
    Image.new("L", (827, 1169), 200).save(scan, "PDF", resolution=100)
    for _ in range(300):
        pages_.add_blank_page(595, 842)
    pages_.write(long := io.BytesIO())
    made = {}
    for name, raw in (("扫描.pdf", scan), ("长.pdf", long)):
        content, codes = office(tmp_path / name, ANNEX.replace("@", name), **{name: raw.getvalue()})
        assert codes == []
        made[name] = printed(tmp_path / name, content)
    scanned, whole = (pypdfium2.PdfDocument(made[name]) for name in made)
    pictured = [any(each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects()) for page in scanned]
    assert pictured.count(True) > 0
    assert len(whole) >= 300


def test_a_picture_of_fifty_megabytes_is_told_at_its_name(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (200, 200)).save(drawn, "PNG")
    files = {"甲.md": "![图](图.png)\n", "图.png": drawn.getvalue() + bytes(50_000_000)}
    office(tmp_path, ANNEX.replace("@", "甲.md"), **files)
    told = [each for each in look_over(tmp_path, date(2026, 11, 21))[1] if each.code == "picture-too-large"]
    assert [(each.path, each.line, each.severity) for each in told] == [("plans/p/甲.md", 1, "error")]


def test_an_annex_without_content_is_an_error_once_issued_and_a_warning_in_a_draft(tmp_path: Path) -> None:
    bare = PLAN[: PLAN.index("    - 医疗")] + "    - 联系人名单\n    - 指标表\n"
    content, problems = look_over_of(tmp_path / "a", bare)
    assert [(each.code, each.severity, each.line) for each in problems] == [("annex-missing", "error", 25)]
    content, problems = look_over_of(tmp_path / "b", bare + "status: draft\n")
    assert ("annex-missing", "warning") in {(each.code, each.severity) for each in problems}
    texts = [page.text for page in pages(printed(tmp_path / "b", content))]
    assert not any("未收录" in text for text in texts)


def look_over_of(folder: Path, plan: str):  # type: ignore[no-untyped-def]
    office(folder, plan)
    return look_over(folder, date(2026, 11, 21))


def test_a_fault_inside_an_annex_stops_that_plan_alone(tmp_path: Path) -> None:
    office(tmp_path, ANNEX.replace("@", "甲.yaml"), **{"甲.yaml": "columns: [甲]\nrows: [[1, 2]]\n"})
    (tmp_path / "plans/q.yaml").write_text(
        PLAN[: PLAN.index("document:")].replace("id: p\n", "id: q\n").replace("12号", "13号"), encoding="utf-8"
    )
    content, problems = look_over(tmp_path, date(2026, 11, 21))
    assert by_id.asked(content, problems, "p").faults
    assert not by_id.asked(content, problems, "q").faults


def test_a_title_of_120_characters(tmp_path: Path) -> None:
    title = "关于进一步加强医疗质量管理和患者安全工作" * 6
    text = (
        ANNEX.replace("@", "回执.yaml")
        .replace("title: 甲", f"title: {title}")
        .replace("title: 关于举办医疗质量安全专题培训班的通知", f"title: {title}通知")
    )
    content, codes = office(tmp_path, text)
    assert codes == []
    sheets = pages(printed(tmp_path, content))
    words = "".join("".join(line.text for line in page.lines) for page in sheets)
    assert words.count(title) >= 3  # the title, the list, the annex
    assert all(glyph.right <= 184.6 for page in sheets for glyph in page.glyphs if page.width < page.height)
