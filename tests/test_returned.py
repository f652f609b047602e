"""A plan's Word file that was edited, in LibreOffice and elsewhere, and read back: every difference is found, told and taken over, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
import second_office
import word_edits
from click.testing import CliRunner, Result
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters.docx import draft
from campaign.importers import returned
from campaign.importers.papers import PaperFault
from campaign.importers.returned import Returned, ReturnFault, project, restored, take
from campaign.model import Plan

DAY = date(2026, 11, 21)


def _picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "steelblue").save(out, form)
    return out.getvalue()


PICTURE, JPEG = _picture("PNG"), _picture("JPEG")
ROOT = Path(__file__).resolve().parent.parent
NIGHT = """\
# 夜间门诊
id: night
title: 夜间门诊实施方案
issuer: 澜川区人民医院
doc_no: 澜医发〔2026〕7号
date: 2026-09-08
document:
  to: 各科室、各病区
  note: 此件院内公开
  cc: 区卫生健康局
  printed_by: 澜川区人民医院办公室
  printed_on: 2026-09-09
preamble: |
  为方便白天要上班的群众，制定本方案。
indicators:
  - {id: wait, name: 候诊时间, unit: 分钟, operator: 不高于, targets: [{value: 30}], lead: [护理部]}
outline:
  - {title: 前言, part: preamble}
  - {number: 一、, title: 任务, part: groups}
  - {number: 二、, title: 要求, part: requirements}
groups:
  - id: staff
    number: （一）
    title: 排好班
    tasks:
      # 护理部来电：月底前定
      - id: roster
        number: "1."
        title: 排班表
        text: 每晚不少于3名医师，候诊不超过30分钟。
        indicators: [wait]
        responsibility: （护理部牵头，外科参与）
      - {id: rest, number: "2.", title: 轮休, text: 连续值班不超过2天。}
      - {id: canteen, number: "3.", title: 食堂, text: 食堂开到夜里。}
  - id: place
    number: （二）
    title: 留好地方
    tasks:
      - {id: light, number: "1.", title: 照明, text: ["通道的灯全亮。", "停车场也要亮。"]}
requirements:
  - {number: （一）, title: 加强宣传, text: 让群众知道。}
  - {number: （二）, title: 加强保障, text: 让职工放心。}
"""
EDITS: dict[str, list[tuple[str, ...]]] = {
    "name": [("Change", "夜间门诊实施方案", "夜间门诊试行方案")],
    "masthead": [
        ("Change", "澜医发〔2026〕7号", "澜医发〔2026〕8号"),
        ("Change", "各科室、各病区：", "各科室、各病区、各分院："),
    ],
    "foot": [
        ("Change", "2026年9月8日", "2026年9月18日"),
        ("Change", "此件院内公开", "此件公开"),
        ("Change", "抄送：区卫生健康局", "抄送：区卫生健康局、区民政局"),
        ("Change", "2026年9月9日印发", "2026年9月19日印发"),
    ],
    "words": [("Change", "食堂开到夜里", "食堂开到夜里十点")],
    "figures": [("Change", "30分钟", "20分钟")],
    "units": [("Change", "（护理部牵头，外科参与）", "（外科牵头，护理部参与）")],
    "title": [("Change", "轮休", "轮班休息")],
    "number": [("Change", "3.食堂", "4.食堂")],
    "new": [("NewBehind", "连续值班不超过2天", "3.替班。有人请假就有人顶上。（护理部负责）")],
    "further": [("NewBehind", "停车场也要亮", "电梯间也要亮。")],
    "dropped": [("Drop", "食堂开到夜里")],
    "moved": [("MoveDown", "1.排班表")],
    "heading": [("Change", "留好地方", "留足地方")],
    "preamble": [("Change", "白天要上班的群众", "白天上班的群众")],
    "requirement": [("Drop", "让群众知道")],
    "tracked": [("Track",), ("Change", "30分钟", "25分钟")],
    "many": [
        ("Change", "30分钟", "20分钟"),
        ("Drop", "食堂开到夜里"),
        ("NewBehind", "停车场也要亮", "2.标识。夜里也看得清。"),
        ("Change", "让职工放心", "让职工吃好睡好"),
    ],
}
# edit → what it changes in the file of the plan, as (before, after); None for a line that goes
TAKEN: dict[str, list[tuple[str | None, str | None]]] = {
    "words": [("text: 食堂开到夜里。}", "text: 食堂开到夜里十点。}")],
    "figures": [("候诊不超过30分钟。", "候诊不超过20分钟。"), ("targets: [{value: 30}]", "targets: [{value: 20}]")],
    "units": [("（护理部牵头，外科参与）", "（外科牵头，护理部参与）")],
    "name": [("title: 夜间门诊实施方案", "title: 夜间门诊试行方案")],
    "masthead": [("7号", "8号"), (None, "to: 各科室、各病区、各分院")],
    "foot": [
        ("date: 2026-09-08", "date: 2026-09-18"),
        ("院内公开", "此件公开"),
        (None, "cc: 区卫生健康局、区民政局"),
        ("printed_on: 2026-09-09", "printed_on: 2026-09-19"),
    ],
    "title": [("title: 轮休", "title: 轮班休息")],
    "number": [('{id: canteen, number: "3."', '{id: canteen, number: "4."')],
    "new": [(None, "替班"), (None, "有人请假就有人顶上。"), (None, "（护理部负责）")],
    "further": [(None, "电梯间也要亮。")],
    "dropped": [("id: canteen", None)],
    "heading": [("title: 留好地方", "title: 留足地方")],
    "preamble": [("白天要上班的群众", "白天上班的群众")],
    "requirement": [("加强宣传", None)],
    "tracked": [("候诊不超过30分钟。", "候诊不超过25分钟。"), ("targets: [{value: 30}]", "targets: [{value: 25}]")],
    "many": [("id: canteen", None), (None, "夜里也看得清。"), ("让职工放心", "让职工吃好睡好")],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = second_office.written(tmp_path_factory.mktemp("returned") / "office")
    (made / "plans/night.yaml").write_text(NIGHT, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def content(root: Path) -> Content:
    found, problems = look_over(root, DAY)
    assert problems == ()
    return found


@pytest.fixture(scope="module")
def files(content: Content, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The plan's Word file after every edit in LibreOffice."""
    return word_edits.edited(
        draft(content, content.plans["night"]).file(), {**EDITS, "untouched": []}, tmp_path_factory.mktemp("word")
    )


def with_plan(root: Path, text: str) -> Content:
    found, problems = look_over(root, DAY, edited={"plans/night.yaml": text})
    assert [each for each in problems if each.severity == "error"] == [], problems
    return found


def read(name: str, raw: bytes, content: Content, wanted: str = "") -> Returned:
    """A Word file against its plan, the body and what stands around it."""
    return returned.read(name, raw, content, wanted, lambda each: word_of(content, each))


def word_of(content: Content, each: Plan) -> bytes:
    """A plan's Word file as it would be made now, with a picture in every place of one."""
    made = draft(content, each)
    return replace(made, pictures=dict.fromkeys(made.addresses, JPEG)).file()


def all_of(found: Returned) -> list[int]:
    return list(range(1, len(found.differences) + 1))


def plan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_untouched_is_no_difference(content: Content, files: dict[str, bytes]) -> None:
    """Opened and saved by LibreOffice, or not opened at all, every plan of both offices is what it was."""
    assert read("a.docx", files["untouched"], content).differences == ()
    everything, _ = look_over(ROOT, DAY)
    for held in (content, everything):
        for each in held.plans.values():
            found = read("a.docx", draft(held, each).file(), held)
            assert (found.plan, found.differences, found.notes) == (each, (), ()), each.id


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_goes_into_the_plan(root: Path, content: Content, files: dict[str, bytes], name: str) -> None:
    """Taken over, the plan prints what the Word file says; the file is sound, its comments and all that was not edited are as before."""
    found = read("a.docx", files[name], content)
    assert found.differences and not any(each.conflict or each.stays for each in found.differences)
    made = take(NIGHT, content, found, all_of(found))
    after = with_plan(root, made.text)
    assert read("a.docx", files[name], after, "night").differences == (), [
        each.change for each in read("a.docx", files[name], after, "night").differences
    ]
    for old, new in TAKEN.get(name, []):
        assert old is None or (old in NIGHT and old not in made.text), old
        assert new is None or (new in made.text and new not in NIGHT), new
    gone = {line for line in NIGHT.splitlines() if line not in made.text.splitlines()}
    assert "# 夜间门诊" not in gone and len(gone) <= len(found.differences) + 3, gone
    if name != "moved":
        assert "      # 护理部来电：月底前定" not in gone


def test_what_is_told_of_an_edit(content: Content, files: dict[str, bytes]) -> None:
    kinds = {
        name: [each.change.kinds for each in read("a.docx", files[name], content).differences]
        for name in ("words", "figures", "units", "number", "new", "dropped", "moved", "heading")
    }
    assert kinds == {
        "words": [("words",)],
        "figures": [("figures",)],
        "units": [("words",)],
        "number": [("number",)],
        "new": [("new",)],
        "dropped": [("dropped",)],
        "moved": [("moved",)],
        "heading": [("words",)],
    }
    (tracked,) = read("a.docx", files["figures"], content).differences
    assert tracked.change.figures == (("30分钟", "20分钟"),)


def test_one_by_one(root: Path, content: Content, files: dict[str, bytes]) -> None:
    found = read("a.docx", files["many"], content)
    assert len(found.differences) == 4
    number = next(at for at, each in enumerate(found.differences, 1) if each.change.kinds == ("dropped",))
    made = take(NIGHT, content, found, [number])
    assert "canteen" not in made.text and "30分钟" in made.text and "标识" not in made.text
    left = read("a.docx", files["many"], with_plan(root, made.text)).differences
    assert len(left) == 3 and not any(each.conflict for each in left)


def test_the_plan_changed_meanwhile(root: Path, files: dict[str, bytes]) -> None:
    """What only the plan changed is no difference; what both changed differently is a conflict that is not taken; the same twice is nothing."""
    elsewhere = with_plan(root, NIGHT.replace("连续值班不超过2天。", "连续值班不超过1天。"))
    (only,) = read("a.docx", files["words"], elsewhere).differences
    assert only.change.key == "task:canteen" and not only.conflict
    both = with_plan(root, NIGHT.replace("食堂开到夜里。", "食堂通宵开。"))
    found = read("a.docx", files["words"], both)
    assert [each.conflict for each in found.differences] == [True]
    with pytest.raises(ReturnFault, match="第 1 处：导出以后方案里也改过这一条"):
        take(NIGHT, both, found, [1])
    same = with_plan(root, NIGHT.replace("食堂开到夜里。", "食堂开到夜里十点。"))
    assert read("a.docx", files["words"], same).differences == ()
    added = NIGHT.replace("requirements:", "  - {id: later, number: （三）, title: 后加的}\nrequirements:")
    assert [each.change.key for each in read("a.docx", files["words"], with_plan(root, added)).differences] == [
        "task:canteen"
    ]


def test_around_the_body_the_plan_changed_meanwhile(root: Path, content: Content, files: dict[str, bytes]) -> None:
    """抄送, number and name as well: what the plan alone changed is nothing, what both changed is a conflict; the name in two places is one field."""
    elsewhere = with_plan(root, NIGHT.replace("cc: 区卫生健康局", "cc: 区财政局"))
    assert [each.change.item.clause for each in read("a.docx", files["name"], elsewhere).differences] == ["标题"]
    found = read("a.docx", files["foot"], elsewhere)
    assert [(each.change.item.clause, each.conflict) for each in found.differences] == [
        ("文末", False), ("文末", False), ("版记", True), ("版记", False),
    ]  # fmt: skip
    with pytest.raises(ReturnFault, match="第 3 处：导出以后方案里也改过这一条"):
        take(NIGHT, elsewhere, found, [3])
    made = take(NIGHT, content, read("a.docx", files["foot"], content), [2])
    assert "note: 此件公开" in made.text and "date: 2026-09-08" in made.text
    mark = read("a.docx", changed(word_of(content, content.plans["night"]), "各科室、各病区：", ""), content)
    assert ["不能整段新加或删去" in each.stays for each in mark.differences] == [True]


def test_two_people_edit_the_same_file(root: Path, content: Content, files: dict[str, bytes]) -> None:
    """The second of two who edited copies of one file: what the first changed stays, where both changed the same it is told."""
    first = read("a.docx", files["figures"], content)
    after = with_plan(root, take(NIGHT, content, first, all_of(first)).text)
    second = read("b.docx", files["words"], after)
    assert [(each.change.key, each.conflict) for each in second.differences] == [("task:canteen", False)]
    rival = read("b.docx", files["tracked"], after)
    assert [(each.change.key, each.conflict) for each in rival.differences] == [("task:roster", True)]


# The last character of a paragraph stands in a run of its own, behind the bookmark; word processors join the two when they save.
PARTED = re.compile(
    rb'</w:t></w:r>(<w:bookmarkEnd w:id="\d+"/>)<w:r>(?:(?!<w:r>).)*?<w:t[^>]*>([^<]+)</w:t></w:r></w:p>', re.S
)


def changed(raw: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for each in source.infolist():
            data = source.read(each)
            if each.filename == part:
                data = PARTED.sub(rb"\2</w:t></w:r>\1</w:p>", data)
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(each, data)
    return out.getvalue()


def test_changes_tracked_by_two_people_are_told(content: Content) -> None:
    raw = draft(content, content.plans["night"]).file()
    ins = '<w:ins w:id="90{0}" w:author="{1}"><w:r><w:t>{2}</w:t></w:r></w:ins></w:p>'
    body = "让群众知道。</w:t></w:r>"
    once = changed(raw, body, body + ins.format(1, "甲", "多说几遍。").removesuffix("</w:p>"))
    body = "让职工放心。</w:t></w:r>"
    twice = changed(once, body, body + ins.format(2, "乙", "吃得好。").removesuffix("</w:p>"))
    found = read("a.docx", twice, content)
    assert any("2 个人改过（甲 1 处、乙 1 处）" in each for each in found.notes), found.notes
    assert not any("个人改过" in each for each in read("a.docx", once, content).notes)
    assert len(found.differences) == 2


def test_a_file_that_is_of_another_plan_or_of_none(content: Content) -> None:
    other = draft(content, content.plans["river-care"]).file()
    with pytest.raises(ReturnFault, match="出自方案“river-care”（澜川区改善就医感受三年行动方案），不是“night”"):
        read("a.docx", other, content, "night")
    with pytest.raises(ReturnFault, match="没有编号为“x”的方案"):
        read("a.docx", other, content, "x")
    bare = docx.Document()
    bare.add_paragraph("与方案无关的一句话。")
    out = io.BytesIO()
    bare.save(out)
    with pytest.raises(ReturnFault, match="看不出是哪一份；写明 --plan 编号"):
        read("a.docx", out.getvalue(), content)
    for raw, words in (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加了密码"),
        (b"PK\x03\x04rubbish", "不完整，可能已经损坏"),
    ):
        with pytest.raises(PaperFault, match=words):
            read("a.docx", raw, content)


def test_macros_are_told_and_never_run(content: Content) -> None:
    raw = io.BytesIO(draft(content, content.plans["night"]).file())
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    found = read("a.docm", raw.getvalue(), content)
    assert found.differences == () and found.notes == ("里面有宏，没有读，也没有运行",)


def test_a_file_whose_marks_are_lost_is_known_by_its_words(content: Content) -> None:
    """Named by the one who asks, a file without any bookmark is compared by what it says."""
    raw = draft(content, content.plans["night"]).file()
    with zipfile.ZipFile(io.BytesIO(raw)) as source:
        document = source.read("word/document.xml").decode()
    names = {
        part.split('"')[0]
        for part in document.split('w:name="')[1:]
        if part.startswith("_pp_") and not part.startswith("_pp_end")
    }
    for name in names:
        raw = changed(raw, name, "x" + name[4:])
    raw = changed(raw, "食堂开到夜里。", "食堂开到夜里十点。")
    found = read("a.docx", raw, content, "night")
    keys = {each.change.key: each.change.kinds for each in found.differences}
    assert keys.get("task:canteen") == ("words",), keys


def test_what_stands_between_paragraphs_is_no_edit(root: Path) -> None:
    """A table and a picture with its caption, and words that stand out: nothing is different, and what stands out goes on doing so."""
    text = NIGHT.replace(
        "part: groups}",
        "part: groups, table: {columns: [班次, 人数], rows: [[前夜, '3']]}, picture: {file: a.png, alt: 走廊, caption: 图一}}",
    ).replace("停车场也要亮。", "**停车场**也要亮。")
    (root / "plans/a.png").write_bytes(PICTURE)
    content = with_plan(root, text)
    made = draft(content, content.plans["night"])
    raw = replace(made, pictures=dict.fromkeys(made.addresses, JPEG)).file()
    assert read("a.docx", raw, content).differences == ()
    found = read("a.docx", changed(raw, "通道的灯", "走道的灯"), content)
    after = take(text, content, found, all_of(found)).text
    assert "走道的灯全亮。" in after and "**停车场**也要亮。" in after and "caption: 图一" in after
    (root / "plans/a.png").unlink()


def test_the_command(root: Path, files: dict[str, bytes]) -> None:
    path, target = root / "night.docx", root / "plans/night.yaml"
    path.write_bytes(files["many"])
    shown = plan("import", path, "--root", root, "--compare")
    assert shown.exit_code == 0, shown.output
    for words in ("改数：30分钟 → 20分钟", "［-30-］［+20+］分钟", "删去", "新增", "共 4 处"):
        assert words in shown.output, words
    assert target.read_text(encoding="utf-8") == NIGHT
    page = plan("import", path, "--root", root, "--compare", "-o", root / "side.html")
    assert page.exit_code == 0 and "4 处，左边是方案里的" in page.output, page.output
    side = (root / "side.html").read_text(encoding="utf-8")
    assert "候诊不超过<del>30</del>分钟" in side and "候诊不超过<ins>20</ins>分钟" in side and side.count("<tr>") == 5
    wrong = plan("import", path, "--root", root, "--compare", "--take", "1,9", "--in-place")
    assert wrong.exit_code == 1 and "“9”不是列出的号；一共 4 处" in wrong.output
    assert "只和 --compare 一起用" in plan("import", path, "--root", root, "--take", "1").output
    done = plan("import", path, "--root", root, "--compare", "--take", "1", "--in-place")
    assert done.exit_code == 0 and "已改 plans/night.yaml" in done.output, done.output
    done = plan("import", path, "--root", root, "--compare", "--in-place")
    assert done.exit_code == 0, done.output
    assert plan("import", path, "--root", root, "--compare").output == "和方案里说的一样，没有改动\n"
    target.write_text(NIGHT, encoding="utf-8")
    drafted = plan("import", path, "--root", root)
    assert "要看在 Word 里改了什么，加上 --compare" in drafted.output


WORDS = st.text("甲乙丙丁。3", min_size=1, max_size=4)


@settings(max_examples=8, deadline=None, phases=[Phase.generate])  # an example takes a second: none is made smaller
@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(["into", "cut", "drop", "new"]), WORDS), min_size=1, max_size=4
    )
)
def test_any_edits_go_into_the_plan_and_leave_no_difference(
    root: Path, content: Content, edits: list[tuple[int, str, str]]
) -> None:
    """Whatever is typed into, cut out of, dropped from or put between the numbered items: what can be taken is taken, and the file then says what the
    plan says."""
    word = docx.Document(io.BytesIO(word_of(content, content.plans["night"])))
    places = [each for each in word.paragraphs if re.match(r"[（\d]", each.text) and "附件" not in each.text]
    for at, kind, words in edits:
        paragraph = places[at % len(places)]
        run = paragraph.runs[-1] if paragraph.runs else None
        if run is None or not paragraph.text.strip():
            continue
        if kind == "into":
            run.text = f"{run.text[:-1]}{words}{run.text[-1:]}"
        elif kind == "cut" and len(run.text) > 6:
            run.text = run.text[:2] + run.text[4:]
        elif kind == "drop":
            for each in paragraph.runs:
                each.text = ""
        elif kind == "new":
            paragraph.insert_paragraph_before(f"另外，{words}也要办好。")
    out = io.BytesIO()
    word.save(out)
    found = read("a.docx", out.getvalue(), content)
    able = [number for number, each in enumerate(found.differences, 1) if not each.stays]
    made = take(NIGHT, content, found, able)
    left = read("a.docx", out.getvalue(), with_plan(root, made.text), "night").differences
    assert [each.change for each in left if not each.stays] == []


# -- the pieces ------------------------------------------------------------------------------------------------------------------------

PIECES = st.lists(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=6), min_size=1, max_size=4)


@settings(max_examples=200)
@given(PIECES, st.data())
def test_values_follow_their_words(values: list[str], data: st.DataObject) -> None:
    """One value of several that is changed inside is changed alone, whatever stands around it."""
    before = "。".join(values)
    place = data.draw(st.integers(0, len(values) - 1))
    new = data.draw(st.text("一二三四", min_size=1, max_size=4))
    at = data.draw(st.integers(1, len(values[place])))
    other = [*values]
    other[place] = values[place][: at - 1] + new + values[place][at:]
    assert project(before, "。".join(other), values) == other


@given(st.text('甲乙 ab“”"1', max_size=20), st.text("丙丁", min_size=1, max_size=3))
def test_blanks_and_quotes_of_the_plan_stay(text: str, more: str) -> None:
    shown = text.replace(" ", "").replace('"', "“")
    assert restored(text, shown) == text
    assert restored(text, shown + more).endswith(more)
