"""收发文: numbers, steps, registers, readers, numbered copies and the archive, with an office of its own."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pdfglyphs import pages
from pdfua_rules import Tagged, broken
from PIL import Image
from pydantic import TypeAdapter

from campaign.build import files
from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.editor import edits, finding
from campaign.kinds import CORRESPONDENCE
from campaign.leaves.problems import Source
from campaign.model import DocNumber, Filing, OutgoingPaper
from campaign.pages import build_pages, site_info
from campaign.pdf.prints import jobs
from campaign.search.corpus import corpus
from campaign.views import numbers
from campaign.views.correspondence import incoming_register, outgoing_register
from campaign.views.filing import filed
from campaign.views.release import released
from campaign.views.tables import in_words

TODAY = date(2026, 11, 21)
FILES = {
    "mkdocs.yml": "site_name: 平山\n",
    "plans/site.yaml": "organisation: 平山县中医医院\nhome: ps\nas_of: 2026-11-21\n",
    "plans/registry/units.yaml": """\
units:
  - {id: ps, name: 平山县中医医院, kind: hospital}
  - {id: ps-med, name: 医务科, kind: functional, parent: ps}
  - {id: bureau, name: 平山县卫生健康局, kind: department}
""",
    "plans/herbs.yaml": """\
id: herbs
title: 中药饮片质量提升行动方案
issuer: ps
doc_no: 平中医发【2026】４号
date: 2026-03-02
document: {to: 各科室, copies: 60, urgency: 加急, printed_by: 平山县中医医院办公室, printed_on: 2026-03-04}
tasks: [{id: t1, title: 规范采购验收, responsibility: {lead: [医务科]}}]
""",
    "plans/waiting.yaml": "id: waiting\\ntitle: 夜间急诊值班方案\\nissuer: ps\\nstatus: draft\\n".replace("\\n", "\n"),
    "plans/loose.yaml": "id: loose\ntitle: 没有单位的方案\n",
    "plans/above.yaml": "id: above\ntitle: 全县中医药方案\nissuer: bureau\ndoc_no: 平卫发〔2026〕30号\n",
    "plans/hidden.yaml": "id: hidden\ntitle: 应急药品目录\nissuer: ps\ndoc_no: 平中医发〔2026〕9号\npublic: 否\ndocument: {secrecy: 秘密}\n",
    "plans/correspondence/desk.yaml": """\
id: desk
title: 平山县中医医院收发文
words: [平中医函]
fonds: Z023
outgoing:
  - id: o-duty
    doc_no: 平中医发[2026]1号
    title: 关于做好春节值班的通知
    date: 2026-01-20
    to: 各科室
    copies: 40
    department: 医务科
    file: plans/correspondence/duty.pdf
    filing: {retention: 10年}
    circulation: [{name: 夜班护士}]
  - {id: o-void, doc_no: 平中医发（2026）2号, title: 关于调整印章的通知, date: 2026-02-03, void: 是}
  - id: o-herbs
    plan: herbs
    department: 医务科
    steps:
      - {step: 拟稿, date: 2026-02-20, by: 王拟}
      - {step: 核稿, date: 2026-02-25, by: 吴核, text: 改正两处。}
      - {step: 会签, date: 2026-02-26, by: 药剂科 冯签}
      - {step: 签发, date: 2026-03-02, by: 郑发, text: 同意印发。}
      - {step: 印发, date: 2026-03-04, by: 周印}
    circulation: [{name: 郑发, sent: 2026-03-04, read: 2026-03-05}, {name: 护士长会, sent: 2026-03-04}]
    filing: {retention: 永久, code: YWK, piece: 3}
  - {id: o-hidden, plan: hidden, filing: {retention: 永久}, steps: []}
  - id: o-waiting
    plan: waiting
    steps: [{step: 拟稿, date: 2026-11-18, by: 王拟}, {step: 核稿, date: 2026-12-01, by: 吴核}]
incoming:
  - {id: in-2, number: 2, received: 2026-01-09, sender: 平山县卫生健康局, doc_no: 平卫发〔2026〕3号, title: 关于中药质量的通知, department: 医务科,
     instruction: 请医务科拟方案。, due: 2026-03-10, leads_to: herbs#t1, done: 2026-03-04, filing: {retention: 永久, code: YWK},
     circulation: [{name: 郑发, sent: 2026-01-09, read: 2026-01-10}]}
  - {id: in-3, number: 3, received: 2026-10-09, sender: 县档案馆, title: 关于移交档案的函, due: 2026-11-01}
  - {id: in-1-next, number: 1, received: 2025-12-30, sender: 县档案馆, title: 关于年检的函}
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content root with a scan of two pages beside it."""
    root = tmp_path_factory.mktemp("office")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    scans = [Image.new("RGB", (620, 877), shade) for shade in ("#eee", "#ddd")]
    scans[0].save(root / "plans/correspondence/duty.pdf", save_all=True, append_images=scans[1:])
    return root


@pytest.fixture(scope="module")
def held(office: Path) -> Content:
    content, problems = look_over(office, TODAY)
    assert {each.code for each in problems if each.severity == "error"} == set()
    return content


def plan(office: Path, *typed: str) -> Result:
    return CliRunner().invoke(main, [*typed, "--root", str(office)])


def printed(office: Path, tmp_path: Path, *typed: str) -> bytes:
    target = tmp_path / "out.pdf"
    result = plan(office, "pdf", *typed, "-o", str(target))
    assert result.exit_code == 0, result.output
    return target.read_bytes()


def words(raw: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.text for page in pages(raw)))


# -- numbers ---------------------------------------------------------------------------------------------------------------------------


@given(
    st.text("示医院办发卫甲", min_size=1, max_size=6),
    st.integers(1900, 2099),
    st.integers(1, 99_999),
    st.sampled_from(["〔〕", "[]", "【】", "()", "（）", "［］"]),
    st.sampled_from(["", " ", "\u3000"]),
)
def test_a_number_is_written_in_one_way(word: str, year: int, number: int, brackets: str, blank: str) -> None:
    wide = str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    for typed in (str(number), wide):
        written = f"{word}{blank}{brackets[0]}{year}{brackets[1]}{blank}{typed}{blank}号"
        assert TypeAdapter(DocNumber).validate_python(written) == f"{word}〔{year}〕{number}号"


@pytest.mark.parametrize(
    "typed",
    ["第3号", "2026年第4期", "卢卫字〔20xx〕17号", "无", "平中医发[26]3号", "平中医发〔2026〕第3号", "甲[乙]丙"],
)
def test_what_is_no_ordinary_number_stays_as_it_is(typed: str) -> None:
    assert TypeAdapter(DocNumber).validate_python(typed) == typed
    assert numbers.read(typed) is None


def test_registers_of_the_office(held: Content) -> None:
    """Numbers of plans and of papers entered by hand; those of other offices and what a 代字 begins with in a new year."""
    found = {(each.word, each.year): each for each in numbers.registers(held)}
    assert set(found) == {("平中医发", 2026), ("平中医函", 2026)}
    sent = found["平中医发", 2026]
    assert [each.number for each in sent.used] == [1, 2, 4, 9]
    assert (sent.missing, sent.gaps_said, sent.next) == (5, "3、5—8", "平中医发〔2026〕10号")
    empty = found["平中医函", 2026]
    assert (empty.used, empty.missing, empty.next) == ((), 0, "平中医函〔2026〕1号")
    later = numbers.registers(replace(held, as_of=date(2027, 1, 4)))
    assert [(each.year, each.next) for each in later if each.word == "平中医发"] == [
        (2027, "平中医发〔2027〕1号"),
        (2026, "平中医发〔2026〕10号"),
    ]


@given(st.sets(st.integers(1, 60), max_size=40))
def test_what_is_used_and_what_is_missing_are_all_there_is(used: set[int]) -> None:
    made = numbers.Register("甲发", 2026, tuple(_borne(each) for each in sorted(used)))
    missing = [number for first, last in made.gaps for number in range(first, last + 1)]
    assert sorted([*used, *missing]) == list(range(1, made.last + 1))
    assert made.missing == len(missing)
    assert numbers.read(made.next) == ("甲发", 2026, max(used, default=0) + 1)


def test_a_number_beyond_all_sense_costs_nothing() -> None:
    """Gaps are told by their ends, however many numbers lie between."""
    made = numbers.Register("甲发", 2026, (_borne(1), _borne(10**20)))
    assert made.gaps == ((2, 10**20 - 1),) and made.missing == 10**20 - 2


def _borne(number: int) -> numbers.Borne:
    return numbers.Borne("甲发", 2026, number, "", OutgoingPaper(id="o"), Source("c.yaml"), (), own=True)


def test_the_command_says_the_next_number_the_gaps_and_what_is_used_twice(office: Path, tmp_path: Path) -> None:
    said = plan(office, "numbers")
    assert said.exit_code == 0
    assert "平中医发〔2026〕，用了 4 个，下一个是 平中医发〔2026〕10号" in said.output
    assert "4号　中药饮片质量提升行动方案（plans/herbs.yaml 第 4 行）" in said.output
    assert "3、5—8号，共 5 个" in said.output
    assert plan(office, "numbers", "--next", "平中医发").output == "平中医发〔2026〕10号\n"
    assert plan(office, "numbers", "--next", "从没用过").output == "从没用过〔2026〕1号\n"
    assert "2019年还没有" in plan(office, "numbers", "--year", "2019").output
    (tmp_path / "plans").mkdir()
    for name in "pq":
        (tmp_path / f"plans/{name}.yaml").write_text(
            f"id: {name}\ntitle: 方案\ndoc_no: 甲发(2026)7号\n", encoding="utf-8"
        )
    (tmp_path / "plans/r.yaml").write_text("id: r\ntitle\ndoc_no: 甲发〔2026〕8号\n", encoding="utf-8")
    again = plan(tmp_path, "numbers")
    assert "plans/r.yaml 有错误，没有算进去" in again.output
    assert again.exit_code == 1
    assert "重号：甲发〔2026〕7号　plans/p.yaml 第 3 行，plans/q.yaml 第 3 行" in again.output


# -- what is seen where ----------------------------------------------------------------------------------------------------------------


def test_nothing_of_it_is_on_a_site_and_a_preview_shows_it(held: Content) -> None:
    """No page, no search, no data of a site that is published says who drafted or signed, or what came in."""
    private = ("王拟", "郑发", "县档案馆", "关于做好春节值班的通知", "收发文", "in-3")
    public = released(held)
    everything = [page.body + page.title for page in build_pages(public)]
    everything += [raw.decode() for raw in files.data_files(public).values()]
    everything += [repr(corpus(public)), repr(site_info(public))]
    assert not [word for word in private for text in everything if word in text]
    shown = released(replace(held, preview=True))
    bodies = {page.path: page.body for page in build_pages(shown)}
    desk = re.sub(r"<[^>]*>|\s", "", bodies["correspondence/index.html"])
    for text in (
        "夜间急诊值班方案",
        "拟稿王拟2026年11月18日",
        "已拟稿",
        "关于移交档案的函",
        "逾期",
        "平中医发〔2026〕10号",
        "（空号，或没有收录）",
    ):
        assert text in desk, text
    assert "吴核2026年12月1日" not in desk, "a step of a later day has not been taken"
    assert "关于中药质量的通知" in desk and "落实到：《中药饮片质量提升行动方案》" in desk
    way = "拟稿 王拟 2026年2月20日 → 核稿 吴核 2026年2月25日 → 会签 药剂科 冯签 2026年2月26日 → 签发 郑发 2026年3月2日 → 印发 周印 2026年3月4日"
    assert way in bodies["plans/herbs/index.html"]
    addressed = re.findall(r'href="\.\./(correspondence/[^"]*\.pdf)"', bodies["correspondence/index.html"])
    assert {
        "correspondence/outgoing-2026.pdf",
        "correspondence/o-waiting-drafting.pdf",
        "correspondence/in-3-routing.pdf",
    } <= set(addressed)
    assert set(addressed) <= set(jobs(shown)) and not [path for path in jobs(public) if "correspondence" in path]
    assert "来文：平卫发〔2026〕3号《关于中药质量的通知》" in bodies["plans/herbs/index.html"]
    assert "中药饮片质量提升行动方案郑发（2026年3月5日）护士长会" in desk
    assert "收发文" in repr(site_info(shown)) and "应急药品目录" not in repr(bodies)


# -- papers ----------------------------------------------------------------------------------------------------------------------------


def test_the_registers_on_paper(held: Content, office: Path, tmp_path: Path) -> None:
    out = [[in_words(cell) for cell in row.cells] for row in outgoing_register(held, 2026).rows]
    assert out == [
        ["平中医发〔2026〕1号", "关于做好春节值班的通知", "", "各科室", "40", "医务科", "", "2026年1月20日", "", "没有开始办理"],
        ["平中医发〔2026〕2号", "关于调整印章的通知", "", "", "", "", "", "2026年2月3日", "", "作废"],
        ["平中医发〔2026〕3号", "（空号，或没有收录）", *[""] * 8],
        ["平中医发〔2026〕4号", "中药饮片质量提升行动方案", "", "各科室", "60", "医务科\n王拟", "郑发", "2026年3月2日", "2026年3月4日", ""],
        ["平中医发〔2026〕5—8号", "（空号，或没有收录）", *[""] * 8],
        ["平中医发〔2026〕9号", "应急药品目录", "秘密", "", "", "", "", "", "", "没有开始办理"],
    ]  # fmt: skip
    came = [[in_words(cell) for cell in row.cells] for row in incoming_register(held, 2026).rows]
    assert came == [
        ["2", "2026年1月9日", "平山县卫生健康局", "平卫发〔2026〕3号", "关于中药质量的通知", "", "", "医务科", "2026年3月10日",
         "2026年3月4日办结，落实到：《中药饮片质量提升行动方案》t1", ""],
        ["3", "2026年10月9日", "县档案馆", "", "关于移交档案的函", "", "", "", "2026年11月1日", "逾期", ""],
    ]  # fmt: skip
    paper = words(printed(office, tmp_path, "outgoing-2026"))
    for text in ("平山县中医医院2026年发文登记簿", "平中医发〔2026〕5—8号", "应急药品目录", "作废", "王拟"):
        assert text in paper, text
    assert "2026年收文登记簿" in words(printed(office, tmp_path, "incoming-2026"))
    assert "2026年发文登记簿" in words(printed(office, tmp_path, "desk"))
    assert plan(office, "pdf", "outgoing-2031").exit_code == 1


def test_a_register_with_nothing_in_it(tmp_path: Path) -> None:
    """An office that has just begun: no number yet, and the first one is told."""
    for name in ("mkdocs.yml", "plans/site.yaml", "plans/registry/units.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    (tmp_path / "plans/p.yaml").write_text("id: p\ntitle: 方案\n", encoding="utf-8")
    (tmp_path / "plans/correspondence").mkdir()
    (tmp_path / "plans/correspondence/c.yaml").write_text("id: c\ntitle: 收发文\nwords: [平中医发]\n", encoding="utf-8")
    assert plan(tmp_path, "check").output == "没有发现问题\n"
    assert "平中医发〔2026〕，用了 0 个，下一个是 平中医发〔2026〕1号" in plan(tmp_path, "numbers").output
    assert "2026年发文登记簿" in words(printed(tmp_path, tmp_path, "outgoing-2026"))
    assert "没有编号为“incoming-2026”" in plan(tmp_path, "pdf", "incoming-2026").output
    assert "没有可以归档的文件" in plan(tmp_path, "archive", "2026").output
    content = released(replace(look_over(tmp_path, TODAY)[0], preview=True))
    assert "平中医发〔2026〕1号" in next(
        page.body for page in build_pages(content) if page.path == "correspondence/index.html"
    )


def test_the_editor_lists_by_title_day_and_state(office: Path) -> None:
    listed = {each["key"]: each for each in edits.listing(finding.Desk(office, lambda: TODAY))["kinds"]}
    rows = {row["at"].partition("/")[2]: row for key in ("outgoing", "incoming") for row in listed[key]["records"]}
    assert {key: each["state"] for key, each in rows.items()} == {
        "o-duty": "没有开始办理", "o-void": "作废", "o-herbs": "已印发", "o-hidden": "没有开始办理", "o-waiting": "已拟稿",
        "in-2": "已办结", "in-3": "逾期", "in-1-next": "在办",
    }  # fmt: skip
    assert rows["o-herbs"]["title"] == "中药饮片质量提升行动方案"
    assert (rows["in-2"]["day"], rows["in-2"]["units"]) == ("2026-01-09", ["医务科"])


def test_the_sheet_a_draft_goes_round_with(office: Path, tmp_path: Path) -> None:
    raw = printed(office, tmp_path, "herbs", "--kind", "drafting")
    held = words(raw)
    assert len(pages(raw)) == 1
    for text in (
        "同意印发。",
        "郑发2026年3月2日",
        "药剂科冯签2026年2月26日",
        "改正两处。",
        "吴核2026年2月25日",
        "王拟2026年2月20日",
        "加急",
        "60份",
        "平中医发〔2026〕4号",
        "2026年3月4日",
        "主送各科室",
        "已印发",
    ):
        assert text in held, text
    blank = words(printed(office, tmp_path, "above", "--kind", "drafting"))
    assert "全县中医药方案" in blank and "王拟" not in blank
    assert "关于做好春节值班的通知" in words(printed(office, tmp_path, "o-duty"))
    assert "夜间急诊值班方案" in words(printed(office, tmp_path, "o-waiting")), "a draft as well, by its entry"


def test_who_has_read_it_and_when(office: Path, tmp_path: Path) -> None:
    came = words(printed(office, tmp_path, "in-2"))
    assert "文件传阅单" in came and "收文编号2026年2号" in came and "请医务科拟方案。" in came
    assert "郑发2026年1月9日已阅2026年1月10日" in came
    by_hand = words(printed(office, tmp_path, "o-duty", "--kind", "routing"))
    assert "关于做好春节值班的通知" in by_hand and "平中医发〔2026〕1号" in by_hand and "夜班护士" in by_hand
    sent = words(printed(office, tmp_path, "herbs", "--kind", "routing"))
    assert "郑发2026年3月4日已阅2026年3月5日" in sent and "护士长会2026年3月4日3" in sent


# -- numbered copies -------------------------------------------------------------------------------------------------------------------


def test_numbered_copies(office: Path, tmp_path: Path) -> None:
    """Each copy has its own six digits where the document itself would have had them, begins on a sheet of its own, and is otherwise one
    document: fifty copies are hardly larger than two."""
    two = printed(office, tmp_path, "herbs", "--copies", "49-50")
    fifty = printed(office, tmp_path, "herbs", "--copies", "50")
    (office / "plans/one.yaml").write_text(
        FILES["plans/herbs.yaml"]
        .replace("id: herbs", "id: one")
        .replace("４", "14")
        .replace("to:", "copy_no: '000050', to:"),
        encoding="utf-8",
    )
    try:
        alone = pages(printed(office, tmp_path, "one"))
    finally:
        (office / "plans/one.yaml").unlink()
    with pdfplumber.open(io.BytesIO(fifty)) as document:
        copies = document.pages[::2]
        assert len(document.pages) == 100
        found = [
            [each for each in page.chars if each["top"] < 125 and each["text"].isdigit()]
            for page in (copies[0], copies[49])
        ]
    assert ["".join(each["text"] for each in digits) for digits in found] == ["000001", "000050"]
    for digits in found:
        assert digits[0]["x0"] * 25.4 / 72 == pytest.approx(28, abs=0.05)
        assert digits[0]["top"] * 25.4 / 72 == pytest.approx(37, abs=0.05)
    assert pages(fifty)[98].text.replace("4号", "14号") == alone[0].text
    assert len(fifty) < len(two) * 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--copies", "0"), "不是份号"),
        (("--copies", "50-1"), "不是份号"),
        (("--copies", "若干"), "不是份号"),
        (("--copies", "1-999999"), "一次最多印 2000 份"),
        (("--copies", "9", "--archive"), "不能和 --archive"),
        (("--copies", "9", "--kind", "task_table"), "--copies 只用来印公文"),
        (("--copies", "9", "--kind", "order"), "命令不印份号"),
    ],
)
def test_copies_that_cannot_be(office: Path, typed: tuple[str, ...], said: str) -> None:
    result = plan(office, "pdf", "herbs", *typed)
    assert result.exit_code == 1 and said in result.output
    assert not list(Path().glob("herbs-*.pdf"))


def test_copies_of_what_has_no_head(office: Path) -> None:
    assert "份号只印在方案上" in plan(office, "pdf", "ps-med", "--copies", "2").output
    assert "没有版头" in plan(office, "pdf", "loose", "--copies", "2").output


# -- archive ---------------------------------------------------------------------------------------------------------------------------


def test_pieces_and_their_numbers(held: Content) -> None:
    """By term and 机构; a number that is written stays, the others take those that are free."""
    assert [(each.title, each.number, each.day) for each in filed(held, 2026)] == [
        ("应急药品目录", "Z023-WS·2026-Y-0001", ""),
        ("关于中药质量的通知", "Z023-WS·2026-Y-YWK-0001", ""),
        ("中药饮片质量提升行动方案", "Z023-WS·2026-Y-YWK-0003", "20260302"),
        ("关于做好春节值班的通知", "Z023-WS·2026-D10-0001", "20260120"),
    ]


def test_pieces_without_a_code_are_one_series(held: Content) -> None:
    """Whatever their 机构: it is no part of their 档号, which is borne once."""
    desk = held.correspondence["desk"]
    came = tuple(
        each.model_copy(update={"filing": Filing(retention="10年", department=f"科室{place}")})
        for place, each in enumerate(desk.incoming)
    )
    content = held.having(CORRESPONDENCE, {"desk": desk.model_copy(update={"incoming": came})})
    borne = [each.number for each in filed(content, 2026)]
    assert len(set(borne)) == len(borne) == 5
    assert borne[2:] == [f"Z023-WS·2026-D10-000{place}" for place in (1, 2, 3)]


# WeasyPrint 70 leaves the file of its colour profile open
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
def test_a_year_in_one_volume(office: Path, tmp_path: Path) -> None:
    """PDF/A-3b and PDF/UA-1, the list first, the 归档章 on each first page, data inside; a scan is there as pictures, and that is said."""
    target = tmp_path / "2026.pdf"
    result = plan(office, "archive", "2026", "-o", str(target))
    assert result.exit_code == 0, result.output
    raw = target.read_bytes()
    assert broken(raw) == []
    file = Tagged(raw)
    assert file.claims() == {"pdfaid", "pdfuaid"}
    assert str(file.catalog.OutputIntents[0].S) == "/GTS_PDFA1"
    assert sorted(file.pdf.attachments) == ["archive-2026.json", "herbs.json"]
    listed = json.loads(file.pdf.attachments["archive-2026.json"].get_file().read_bytes())
    assert [(each["题名"], each["页数"], each["备注"]) for each in listed] == [
        ("关于中药质量的通知", "", "原件另存"),
        ("中药饮片质量提升行动方案", 2, ""),
        ("关于做好春节值班的通知", 2, ""),
    ]
    shown = [re.sub(r"\s", "", page.text) for page in pages(raw)]
    assert len(shown) == 5 and "归档文件目录" in shown[0]
    stamps = [place for place, text in enumerate(shown) if "全宗号" in text]
    assert stamps == [1, 3]
    with pdfplumber.open(target) as document:
        frame = max(document.pages[1].rects, key=lambda each: each["width"] * each["height"] * (each["top"] < 90))
        stamped = document.pages[1].crop((139 * 72 / 25.4, 0, 595, 100)).extract_text()
    assert "".join(stamped.split()) == "全宗号年度件号Z02320260003机构（问题）保管期限页数医务科永久2"
    assert frame["top"] > 0
    for said in (
        "《关于做好春节值班的通知》里有别处来的 PDF（duty.pdf），不能保证符合 PDF/A，按图片收入",
        "《关于中药质量的通知》不在本站",
        "《应急药品目录》写了密级，没有收进来",
        "《关于移交档案的函》没有写保管期限",
        "件号是按次序编的",
    ):
        assert said in result.output, said
    again = tmp_path / "again.pdf"
    assert plan(office, "archive", "2026", "-o", str(again)).exit_code == 0
    assert again.read_bytes() == raw


def test_a_year_with_nothing_to_file(office: Path, tmp_path: Path) -> None:
    result = plan(office, "archive", "2025", "-o", str(tmp_path / "x.pdf"))
    assert result.exit_code == 1 and "2025年没有可以归档的文件" in result.output
    assert plan(office, "archive", "去年").exit_code == 2
