"""会议材料汇编: the right documents in the right order, page numbers that agree everywhere, and clear words for what cannot be bound."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pdfglyphs import FONTS, SITE, UNITS, Page, content, pages
from pdfua_rules import Element, Tagged, broken
from test_pdf_office import PLAN, PROGRESS, code_in, expected_code
from test_pdf_office_impose import LYING, document, locked

from campaign.build.by_id import pack
from campaign.checks import look_over
from campaign.cli import main
from campaign.load import load
from campaign.pdf.engine import PrintFault, render
from campaign.pdf.pack import leaves
from campaign.pdf.pack.changes import BoundPage, changed_sheets, swaps
from campaign.pdf.pack.changes import pages as bound_pages
from campaign.views.unit_sheets import unit_sheets

MEETING = """\
id: m
title: 医疗服务质量提升年活动推进会
date: 2026-11-27
time: 下午2:30
place: 五楼会议室
version: 2
agenda:
  - {title: 通报进展, who: [护理部], minutes: 15, documents: [1, 2]}
  - {title: 领导讲话}
documents:
  - {plan: p}
  - {plan: p, kind: 任务分解表}
  - {title: 外单位经验, file: paper.pdf}
  - {unit: 护理部}
  - {title: 情况说明}
"""


def bound(folder: Path, meeting: str = MEETING, papers: Mapping[str, bytes] | None = None) -> bytes:
    """The volume of a meeting, printed from YAML."""
    (folder / "plans" / "meetings").mkdir(parents=True, exist_ok=True)
    for name, raw in (papers or {"paper.pdf": document(3)}).items():
        (folder / "plans" / "meetings" / name).write_bytes(raw)
    held = content(folder, {"p": PLAN}, {"plans/progress/p.yaml": PROGRESS, "plans/meetings/m.yaml": meeting})
    volume = pack(folder, held, "m", unit_sheets(held), lambda job: render(job, FONTS))
    return volume.bind(render(volume.own, FONTS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pack")


@pytest.fixture(scope="module")
def volume(folder: Path) -> bytes:
    return bound(folder)


@pytest.fixture(scope="module")
def made(volume: bytes) -> list[Page]:
    return pages(volume)


def flat(page: Page) -> str:
    return page.text.replace(" ", "")


def number_on(page: Page) -> int | None:
    """The number between dashes at the foot, or on the turned foot of a lying page."""
    if page.width < page.height:
        line = next((each for each in page.lines if each.top > 282 and each.text.startswith("—")), None)
        words = line.text if line else ""
    else:
        glyphs = [glyph for glyph in page.glyphs if not glyph.upright and glyph.left < 16]
        words = "".join(glyph.text for glyph in glyphs)
    digits = words.strip("— ")
    return int(digits) if digits else None


def test_cover_agenda_and_contents_come_first(made: list[Page]) -> None:
    assert all(
        words in flat(made[0])
        for words in (
            "会议材料",
            "材料汇编",
            "2026年11月27日（周五）下午2:30",
            "五楼会议室",
            "版次2",
            "数据截至2026年11月21日",
        )
    )
    assert "会议议程" in flat(made[1])
    assert all(words in flat(made[1]) for words in ("通报进展", "护理部", "15分钟", "1、2", "领导讲话"))
    assert "目录" in flat(made[2])
    assert all(number_on(page) is None for page in made[:4])


def test_page_numbers_run_through_and_the_contents_tell_them_right(made: list[Page]) -> None:
    front = 4  # cover, agenda, contents, the blank back of the contents
    for place, page in enumerate(made):
        number = number_on(page)
        assert number is None or number == place - front + 1, place
    titles = {
        "材料1": "医疗服务质量提升年活动方案",
        "材料2": "医疗服务质量提升年活动方案任务分解表",
        "材料3": "外单位经验",
        "材料4": "护理部任务清单",
    }
    firsts = {}
    for number, title in titles.items():
        line = next(each for each in made[2].lines if each.text.startswith(number))
        assert title in line.text
        said = int(line.text.rsplit(".", 1)[1])
        firsts[number] = said
        page = made[front + said - 1]
        assert number_on(page) == said
        heads = {
            "材料1": "各科室" if "各科室" in flat(page) else "医疗服务质量提升年活动方案",
            "材料2": "任务分解表",
            "材料3": "第1页",
            "材料4": "护理部任务清单",
        }
        assert heads[number] in flat(page)
    assert list(firsts.values()) == sorted(firsts.values())
    assert next(each for each in made[2].lines if each.text.startswith("材料5")).text.endswith("另发")


def test_every_document_begins_on_a_right_hand_page_behind_its_divider(made: list[Page]) -> None:
    for place, page in enumerate(made):
        text = flat(page)
        if (text.startswith("材料") and "扫码看这份材料" in text) or "本件会上另发" in text:
            assert place % 2 == 0
            assert number_on(page) is None
            if "另发" not in text:
                assert not made[place + 1].glyphs
                assert number_on(made[place + 2]) is not None


def test_a_number_stands_outside_and_a_document_keeps_none_of_its_own(made: list[Page]) -> None:
    numbered = [page for page in made if number_on(page)]
    assert len(numbered) > 6
    for page in numbered:
        number = number_on(page)
        assert number
        text = "".join(glyph.text for glyph in page.glyphs).replace(" ", "")
        assert text.count(f"—{number}—") == 1
        assert "共" not in flat(page).split("\n")[-1]
        if page.width < page.height:
            line = next(each for each in page.lines if each.top > 282 and each.text.startswith("—"))
            assert (line.right > 185) if number % 2 else (line.left < 25)
        else:  # as on the upright page turned: odd at the lower, even at the upper end of the left edge
            turned = [glyph for glyph in page.glyphs if not glyph.upright and glyph.left < 16 and glyph.text.isdigit()]
            assert all(glyph.left > 8 for glyph in turned)


def test_outline_labels_and_links_agree_with_the_numbers(volume: bytes, made: list[Page]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(volume))
    heads = [item for item in reader.outline if not isinstance(item, list)]
    assert [item.title for item in heads] == [
        "会议议程", "目录", "材料1　医疗服务质量提升年活动方案", "材料2　医疗服务质量提升年活动方案任务分解表", "材料3　外单位经验",
        "材料4　护理部任务清单", "材料5　情况说明",
    ]  # fmt: skip
    inner = next(
        item
        for place, item in enumerate(reader.outline)
        if isinstance(item, list) and reader.outline[place - 1].title.startswith("材料1")
    )
    assert [str(item.title) for item in inner if not isinstance(item, list)][:3] == [
        "一、工作目标",
        "一、质量更稳",
        "二、实施时间",
    ]
    for place, page in enumerate(made):
        if number_on(page):
            assert reader.page_labels[place] == str(number_on(page))
    assert reader.page_labels[:2] == ["i", "ii"]
    links = [each.get_object() for each in reader.pages[2]["/Annots"]]
    targets = [reader.get_page_number(link["/Dest"][0].get_object()) for link in links]
    said = [
        int(line.text.rsplit(".", 1)[1])
        for line in made[2].lines
        if line.text.startswith("材料") and line.text[-1].isdigit()
    ]
    assert targets == [4 + number - 1 for number in said]
    assert reader.metadata
    assert reader.metadata.title == "医疗服务质量提升年活动推进会材料汇编"


def test_the_codes_lead_to_the_living_pages(volume: bytes) -> None:
    assert code_in(volume, 0, (27, 250, 48, 280)) == expected_code("https://plans.example.org/meetings/m/index.html")
    assert code_in(volume, 4, (27, 250, 48, 280)) == expected_code("https://plans.example.org/plans/p/index.html")


def test_without_dividers_and_backs_the_documents_follow_each_other() -> None:
    class Plain:
        dividers, duplex = False, False

    made = leaves(Plain(), (2, 0, 3))  # type: ignore[arg-type]
    assert [(leaf.kind, leaf.piece, leaf.number) for leaf in made] == [
        ("page", 0, 1), ("page", 0, 2), ("page", 2, 3), ("page", 2, 4), ("page", 2, 5),
    ]  # fmt: skip


def test_the_same_meeting_is_the_same_bytes(folder: Path, volume: bytes) -> None:
    assert bound(folder) == volume


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The meeting a week later: more time for its first item, one page more in a paper of others, and another day of data."""
    root = tmp_path_factory.mktemp("later")
    return root, bound(root, MEETING.replace("minutes: 15", "minutes: 20"), {"paper.pdf": document(4)})


def test_only_changed_sheets_are_printed_behind_their_list(volume: bytes, later: tuple[Path, bytes]) -> None:
    root, now = later
    held = load(root, date(2026, 11, 28)).content
    printed = changed_sheets(held.meetings["m"], held, volume, "旧.pdf", now, lambda job: render(job, FONTS))
    assert printed
    shown = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]
    listed = "".join(shown[0].split())
    for words in (
        "抽出第i—ii页换上第i—ii页封面和目录",
        "抽出第15—16页换上第15—16页材料3外单位经验",
        "共抽出2张换上2张，附在后面双面印",
    ):
        assert words in listed
    before, after = (bound_pages(raw, "册") for raw in (volume, now))
    changed = [place for place, (one, two) in enumerate(zip(before, after, strict=True)) if one.face != two.face]
    sheets = sorted({place for each in changed for place in (each // 2 * 2, each // 2 * 2 + 1)})
    assert len(changed) == 2
    assert shown[1].strip() == ""  # the list has a sheet to itself
    whole = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(now)]
    assert shown[2:] == [whole[place] for place in sheets]


def test_nothing_is_printed_where_nothing_changed_and_nothing_of_another_volume(
    volume: bytes, later: tuple[Path, bytes]
) -> None:
    held = load(later[0], date(2026, 11, 21)).content
    arguments = (held.meetings["m"], held)
    assert changed_sheets(*arguments, volume, "旧.pdf", volume, bytes) is None
    for raw, words in ((document(2), "没有一张相同"), (b"%PDF-1.7 nothing", "旧.pdf 不是 PDF"), (locked(), "加了密码")):
        with pytest.raises(PrintFault, match=words):
            changed_sheets(*arguments, raw, "旧.pdf", volume, bytes)


@pytest.mark.parametrize(
    ("before", "now", "duplex", "said"),
    [
        ("abcd", "abXd", True, [((2, 4), (2, 4))]),
        ("abcd", "abXd", False, [((2, 3), (2, 3))]),
        ("abcd", "abcdef", True, [((4, 4), (4, 6))]),
        ("abcdef", "abef", True, [((2, 4), (2, 2))]),
        ("abc", "abcd", True, [((2, 3), (2, 4))]),
        ("abcd", "Xbcd", False, [((0, 1), (0, 1))]),
        ("abcd", "abcd", True, []),
    ],
)
def test_sheets_to_change(
    before: str, now: str, duplex: bool, said: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    volumes = [[BoundPage("", "", each) for each in volume] for volume in (before, now)]
    found = [
        ((each.out.start, each.out.stop), (each.into.start, each.into.stop)) for each in swaps(*volumes, duplex=duplex)
    ]
    assert found == said


def test_papers_of_other_sizes_are_brought_to_a4(tmp_path: Path) -> None:
    paper = document(2, "@page{size:297mm 420mm;margin:20mm}")
    made = pages(
        bound(
            tmp_path,
            "id: m\ntitle: 会\ndocuments: [{title: 挂图, file: a.pdf}, {title: 横表, file: b.pdf}]\n",
            {"a.pdf": paper, "b.pdf": document(1, LYING)},
        )
    )
    assert {(round(page.width), round(page.height)) for page in made} == {(210, 297), (297, 210)}


def test_three_hundred_pages_of_one_paper_are_numbered_to_the_end(tmp_path: Path) -> None:
    made = pages(
        bound(
            tmp_path,
            "id: m\ntitle: 会\ndividers: 否\ndocuments: [{title: 附件, file: a.pdf}]\n",
            {"a.pdf": document(300)},
        )
    )
    numbers = [number_on(page) for page in made]
    assert numbers[-300:] == list(range(1, 301))


def test_a_new_meeting_passes_the_check_and_can_be_printed_at_once(tmp_path: Path) -> None:
    run = CliRunner()
    for kind, name in (("plan", "year"), ("meeting", "mine")):
        assert run.invoke(main, ["new", kind, name, "--root", str(tmp_path)]).exit_code == 0
    assert run.invoke(main, ["check", "--strict", "--root", str(tmp_path)]).output == "没有发现问题\n"
    target = tmp_path / "out.pdf"
    assert (
        run.invoke(main, ["pdf", "mine", "--kind", "pack", "--root", str(tmp_path), "-o", str(target)]).exit_code == 0
    )
    made = pages(target.read_bytes())
    assert "【写会议的名称】" in flat(made[0])
    assert "【写材料的标题】" in flat(made[2])


# -- for readers who cannot see it, and for the archive ------------------------------------------------------------------------------

OURS = MEETING.replace("  - {title: 外单位经验, file: paper.pdf}\n", "")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A volume of our own documents only."""
    return bound(tmp_path_factory.mktemp("ours"), OURS)


def test_a_volume_of_our_own_documents_keeps_the_rules_of_its_parts(ours: bytes) -> None:
    assert broken(ours) == []
    file = Tagged(ours)
    assert file.claims() == {"pdfuaid"}
    parts = [str(each.raw.T) for each in file.of("Part") if "/T" in each.raw]
    assert parts == [
        "封面和目录",
        "材料1　医疗服务质量提升年活动方案",
        "材料2　医疗服务质量提升年活动方案任务分解表",
        "材料3　护理部任务清单",
        "材料4　情况说明",
    ]
    heads = [(each.kind, file.text(each)) for each in file.elements if each.kind in ("H1", "H2")]
    assert heads[:5] == [
        ("H1", "医疗服务质量提升年活动推进会"), ("H2", "会议议程"), ("H2", "目录"),
        ("H2", "医疗服务质量提升年活动方案"), ("H2", "医疗服务质量提升年活动方案"),  # the divider, then the document
    ]  # fmt: skip
    links = [str(each["/Contents"]) for page in file.pdf.pages for each in page.get("/Annots", [])]
    assert links == ["转到材料1", "转到材料2", "转到材料3"]


def test_what_is_read_out_is_what_the_parts_say_without_numbers_of_pages(ours: bytes) -> None:
    file = Tagged(ours)
    read, aside = file.reading(), "".join(text for (_, mark), text in file.words.items() if mark is None)
    places = [read.find(part) for part in ("推进会", "会议议程", "目录", "扫码看这份材料", "本件会上另发")]
    assert -1 not in places
    assert places == sorted(places)
    assert "— 3 —" in aside  # 1 is the divider, 2 its back
    assert "— 3 —" not in read
    assert sorted(read + aside) == sorted("".join(glyph.text for page in pages(ours) for glyph in page.glyphs))


def test_with_a_paper_of_others_the_volume_is_tagged_and_claims_nothing(volume: bytes) -> None:
    file = Tagged(volume)
    assert broken(volume) == ["5 no claim"]
    paper = next(each for each in file.of("Part") if "/T" in each.raw and "外单位经验" in str(each.raw.T))
    assert [(each.kind, each.kids) for each in paper.kids[-3:] if isinstance(each, Element)] == [("P", [0])] * 3


# WeasyPrint 70 leaves the file of its colour profile open
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
def test_a_volume_for_the_archive_carries_the_data_of_its_plans_once(tmp_path: Path, ours: bytes) -> None:
    bound(tmp_path, OURS)
    target = tmp_path / "out.pdf"
    arguments = ["pdf", "m", "--archive", "--root", str(tmp_path), "-o", str(target)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    made = target.read_bytes()
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert target.read_bytes() == made
    assert broken(made) == []
    assert subprocess.run(["qpdf", "--check", target], capture_output=True, check=False).returncode == 0
    file = Tagged(made)
    assert file.claims() == {"pdfaid", "pdfuaid"}
    assert [
        json.loads(file.pdf.attachments[name].get_file().read_bytes())["title"] for name in file.pdf.attachments
    ] == ["医疗服务质量提升年活动方案"]
    assert [str(each.AFRelationship) for each in file.catalog.AF] == ["/Data"]
    assert str(file.catalog.OutputIntents[0].S) == "/GTS_PDFA1"
    assert len(file.pdf.trailer.ID) == 2
    assert all(int(link.F) & 4 for page in file.pdf.pages for link in page.get("/Annots", []))
    assert [page.text for page in pages(made)] == [page.text for page in pages(ours)]


@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
def test_a_paper_of_others_is_pictures_in_the_archive(tmp_path: Path) -> None:
    """Nobody vouches for its file, so its pages come in as pictures, which is said; the volume keeps both claims."""
    bound(tmp_path)
    target = tmp_path / "out.pdf"
    result = CliRunner().invoke(main, ["pdf", "m", "--archive", "--root", str(tmp_path), "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert "里有别处来的 PDF（paper.pdf），不能保证符合 PDF/A，按图片收入" in result.output
    assert broken(target.read_bytes()) == []
    file = Tagged(target.read_bytes())
    assert file.claims() == {"pdfaid", "pdfuaid"}
    with pdfplumber.open(target) as document:
        assert sum(bool(page.images) for page in document.pages) == 3


# -- what cannot be bound ------------------------------------------------------------------------------------------------------------


def blank(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    raw = io.BytesIO()
    writer.write(raw)
    return raw.getvalue()


def test_a_thousand_pages_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(PrintFault, match="超过一本汇编的上限 1000 页"):
        bound(tmp_path, "id: m\ntitle: 会\ndocuments: [{title: 附件, file: a.pdf}]\n", {"a.pdf": blank(1001)})


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"%PDF-1.7 broken", "a.pdf 不是 PDF，或者已经损坏"), (None, "a.pdf 加了密码"), (b"", "a.pdf 是空文件（0 字节）")],
    ids=["broken", "locked", "empty"],
)
def test_a_paper_that_cannot_be_read_is_named(tmp_path: Path, raw: bytes | None, words: str) -> None:
    with pytest.raises(PrintFault, match=words):
        bound(
            tmp_path,
            "id: m\ntitle: 会\ndocuments: [{title: 附件, file: a.pdf}]\n",
            {"a.pdf": locked() if raw is None else raw},
        )


@pytest.mark.parametrize(
    ("meeting", "line", "words"),
    [
        ("documents:\n  - {plan: quality-yaer}\n", 4, "本站没有编号为“quality-yaer”的方案"),
        ("documents:\n  - {unit: 护理处}\n", 4, "单位“护理处”不在单位名册里"),
        ("documents:\n  - {plan: p, kind: 任务清单}\n", 4, "这件材料不能印成任务清单"),
        ("documents:\n  - {kind: 方案}\n", 4, "看不出是哪一件材料"),
        ("documents:\n  - {title: 甲, file: none.pdf}\n", 4, "plans/meetings 里没有 PDF 文件“none.pdf”"),
        (
            "documents:\n  - {title: 甲, file: ../../secret.pdf}\n",
            4,
            "plans/meetings 里没有 PDF 文件“../../secret.pdf”",
        ),
        ("documents:\n  - {plan: p, kind: 海报}\n", 4, "不在可选范围内"),
        ("agenda:\n  - {title: 讲话, documents: [3]}\n", 4, "议程引用了第 3 件材料，材料只有 0 件"),
        ("attendee: 甲\n", 3, "不认识的项“attendee”"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line_and_nothing_is_printed(
    tmp_path: Path, meeting: str, line: int, words: str
) -> None:
    files = {
        "plans/site.yaml": SITE, "plans/registry/units.yaml": UNITS, "plans/p.yaml": PLAN, "plans/meetings/m.yaml": f"id: m\ntitle: 会\n{meeting}",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-")
    _, problems = look_over(tmp_path, date(2026, 11, 21))
    found = [problem for problem in problems if problem.severity == "error"]
    assert [(problem.path, problem.line) for problem in found] == [("plans/meetings/m.yaml", line)]
    assert words in found[0].message
    result = CliRunner().invoke(main, ["pdf", "m", "--root", str(tmp_path), "-o", str(tmp_path / "out.pdf")])
    assert result.exit_code == 1
    assert words in result.output
    assert not (tmp_path / "out.pdf").exists()
