"""An office's own paper read in at the desk: what the page gets, units confirmed from lists, doubts settled, saved whole or not at all."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from campaign_samples import campaign_root

from campaign.checks import look_over
from campaign.editor import edits, importing
from campaign.editor.finding import Desk, EditRefused
from campaign.exporters import desk as workbook
from campaign.leaves import limits

TODAY = date(2026, 11, 21)
PAPER = """\
石桥市第一医院文件
石医发〔2026〕8号
石桥市第一医院改善门诊服务行动方案
各科室：
为方便群众看病，制定本方案。
一、工作目标
到2026年12月，门诊预约诊疗率达到80%以上。
二、重点任务
（一）推行分时段预约
门诊号源分时段开放，10月底前完成。（牵头科室：门诊部；配合科室：外科、信息中心）
（二）开设夜间门诊
每周二、周四开诊，接诊2000人次。（责任科室：外科二病区）
石桥市第一医院
2026年3月30日
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(campaign_root(tmp_path), lambda: TODAY)


def read(desk: Desk, name: str = "outpatient.txt", raw: bytes = PAPER.encode(), **about: str) -> dict[str, Any]:
    return read_all(desk, {name: raw}, **about)


def read_all(desk: Desk, files: dict[str, bytes], **about: str) -> dict[str, Any]:
    head = json.dumps([(name, len(raw)) for name, raw in files.items()]).encode() + b"\n"
    return importing.reading(desk, about, head + b"".join(files.values()))


def plan(text: str) -> dict[str, Any]:
    held: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return held


def test_a_paper_becomes_lines_a_draft_doubts_and_strangers(desk: Desk) -> None:
    answer = read(desk)
    (draft,) = answer["drafts"]
    assert draft["title"] == "石桥市第一医院改善门诊服务行动方案"
    assert (draft["file"], list(answer["unsaved"])) == (
        "plans/outpatient.yaml",
        ["plans/outpatient.yaml", "plans/registry/outpatient-units.yaml"],
    )
    assert [each["text"] for each in draft["lines"]] == PAPER.splitlines()
    assert [each["name"] for each in answer["units"]] == ["石桥市第一医院", "门诊部", "外科", "信息中心", "外科二病区"]
    open_doubts = [each["words"] for each in draft["doubts"] if not each["stranger"]]
    assert "指标“门诊预约诊疗率”由“门诊预约诊疗率达到80%以上”认出" in open_doubts
    assert not any("名册" in each for each in open_doubts), "units are confirmed from their list"
    assert not list(desk.root.glob("plans/**/outpatient*")), "nothing is written"


def test_a_draft_that_is_not_saved_opens_and_checks_like_a_file(desk: Desk) -> None:
    unsaved = read(desk)["unsaved"]
    request = {"kind": "plan", "file": "plans/outpatient.yaml", "at": "indicators", "unsaved": unsaved}
    opened = edits.opening(desk, request)
    value = copy.deepcopy(opened["value"])
    assert value[0]["name"] == "门诊预约诊疗率"
    value[0]["targets"][0]["value"] = "85"
    checked = edits.checking(desk, {**request, "value": value})
    assert plan(checked["text"])["indicators"][0]["targets"][0]["value"] == "85"
    assert checked["problems"] == []
    with pytest.raises(EditRefused):
        edits.saving(desk, {**request, "value": value, "digest": opened["digest"]})


def test_a_click_leads_from_the_source_to_its_field(desk: Desk) -> None:
    answer = read(desk)
    asked = {"file": "plans/outpatient.yaml", "unsaved": answer["unsaved"]}

    def led(text: str, words: str = "") -> tuple[str, list[Any]]:
        found = importing.locating(desk, {**asked, "text": text, "words": words})
        return (found["at"], found["field"]) if found else ("", [])

    assert led("石桥市第一医院改善门诊服务行动方案") == ("", ["title"])
    assert led("门诊号源分时段开放，10月底前完成。（牵头科室：门诊部；配合科室：外科、信息中心）")[0] == "tasks"
    line = "到2026年12月，门诊预约诊疗率达到80%以上。"
    assert led(line)[0] == "goals"
    assert led(line, "指标“门诊预约诊疗率”由“……”认出") == ("indicators", [0, "name"])
    assert led("没有这一行。") == ("", [])


def test_units_are_confirmed_and_doubts_settled_when_it_is_saved(desk: Desk) -> None:
    answer = read(desk)
    ids = {each["name"]: each["id"] for each in answer["units"]}
    content, _ = look_over(desk.root, TODAY)
    home = content.plans["c"].issuer
    assert home
    (draft,) = answer["drafts"]
    settled = [each["words"] for each in draft["doubts"]]
    decided = {
        ids["石桥市第一医院"]: {"same": home},
        ids["门诊部"]: {"same": content.registry.resolve("护理部", home)},
        ids["外科二病区"]: {"kind": "ward", "parent": content.registry.resolve("外科", home)},
    }
    done = importing.admitting(desk, {"unsaved": answer["unsaved"], "decided": decided, "settled": settled})
    assert done["saved"], done["problems"]
    content, problems = look_over(desk.root, TODAY)
    assert not [each for each in problems if each.severity == "error"]
    made = content.plans["outpatient"]
    assert made.issuer == home
    assert content.registry.resolve("门诊部", home) == content.registry.resolve("护理部", home), "one more name of it"
    (ward,) = [unit for unit in content.registry.units.values() if unit.name == "外科二病区"]
    assert (ward.kind.value, ward.parent) == ("ward", "surgery")
    (hall,) = [unit for unit in content.registry.units.values() if unit.name == "信息中心"]
    assert hall.parent == home, "a parent that was another name of one is that one"
    assert [unit.id for unit in content.registry.units.values() if unit.name == "外科"] == ["surgery"], (
        "of a known house"
    )
    text = (desk.root / "plans/outpatient.yaml").read_text(encoding="utf-8")
    assert "# 请核对：" not in text
    assert "请核对（" not in text


def test_with_errors_or_in_the_way_of_another_nothing_is_saved(desk: Desk) -> None:
    answer = read(desk)
    before = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    wrong = {**answer["unsaved"]}
    wrong["plans/outpatient.yaml"] = wrong["plans/outpatient.yaml"].replace("status: draft", "status: 在写")
    done = importing.admitting(desk, {"unsaved": wrong})
    assert not done["saved"]
    assert [(each["at"], each["field"], each["file"]) for each in done["problems"]] == [
        ("", ["status"], "plans/outpatient.yaml")
    ]
    for name in (
        "plans/../x.yaml",
        "x.yaml",
        "plans/c.yaml",
        "docs/updates/a/index.md",
        "/etc/x.yaml",
        "plans/.x.yaml",
        "plans/a.txt",
    ):
        with pytest.raises(EditRefused):
            importing.admitting(desk, {"unsaved": {name: "id: x\n"}})
    with pytest.raises(EditRefused, match="可能刚被删去"):
        importing.admitting(
            desk, {"unsaved": answer["unsaved"], "decided": {answer["units"][0]["id"]: {"same": "none"}}}
        )
    assert {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()} == before
    assert importing.admitting(desk, {"unsaved": answer["unsaved"]})["saved"]
    with pytest.raises(EditRefused, match="已经有了"):
        importing.admitting(desk, {"unsaved": answer["unsaved"]})
    assert read(desk)["drafts"][0]["id"] != "outpatient", "a file read again gets an id of its own"
    with pytest.raises(EditRefused, match="已经有了"):
        read(desk, id="outpatient")


def packed(name: str, raw: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, raw)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", b"", "是空的"),
        ("a.txt", b" \n\n", "是空的"),
        ("a.docx", b"PK\x03\x04 torn", "a.docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.docx", packed("word/document.xml", b"<a>" + b" " * 40_000_000 + b"</a>"), "过大"),
        ("a.docx", packed("word/document.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "DOCTYPE"),
        ("a.pdf", b"%PDF-1.7 torn", "a.pdf"),
        ("a.ofd", b"PK\x03\x04 OFD.xml", "OFD"),
        ("a.txt", b"x" * (limits.MAX_BYTES + 1), "MB"),
        ("../../a.docx", b"PK\x03\x04 torn", "a.docx"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpg"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(name: str, raw: bytes, said: str, desk: Desk) -> None:
    with pytest.raises(EditRefused) as fault:
        read(desk, name, raw)
    assert said in str(fault.value)
    assert fault.value.status == 422
    assert "/" not in str(fault.value)


def test_an_id_that_is_none_and_a_workbook_of_the_desk(desk: Desk) -> None:
    with pytest.raises(EditRefused, match="不合写法"):
        read(desk, id="方案 1")
    content, _ = look_over(desk.root, TODAY)
    with pytest.raises(EditRefused, match="宣传台账"):
        read(desk, "a.xlsx", workbook.workbook(content, content.plans["c"]))


def test_several_plans_in_one_file_are_saved_together(desk: Desk) -> None:
    two = "\n".join(PAPER.replace("行动方案", f"行动方案{place}") for place in (1, 2))
    answer = read(desk, raw=two.encode())
    assert [each["id"] for each in answer["drafts"]] == ["outpatient-1", "outpatient-2"]
    done = importing.admitting(desk, {"unsaved": answer["unsaved"]})
    assert done["saved"], done["problems"]
    assert set(done["files"]) == {
        "plans/outpatient-1.yaml", "plans/outpatient-2.yaml", "plans/registry/outpatient-units.yaml",
    }  # fmt: skip


def test_a_folder_is_read_at_once_with_one_summary(desk: Desk) -> None:
    """A draft a file, one draft registry for all of them, what is no paper told by name; a title that a plan of the office has already is told."""
    existing = "id: old\ntitle: 石桥市第一医院改善门诊服务行动方案\nissuer: 甲医院\nstatus: draft\ntasks: [{id: t1, title: 办事}]\n"
    (desk.root / "plans/old.yaml").write_text(existing, encoding="utf-8")
    night = PAPER.replace("改善门诊服务", "夜间门诊").replace("〔2026〕8号", "〔2026〕9号")
    answer = read_all(
        desk, {"来文/outpatient.txt": PAPER.encode(), "来文/夜间.txt": night.encode(), "来文/照片.jpg": b"\xff\xd8", "来文/~$a.docx": b"x"}, id="batch"
    )  # fmt: skip
    assert (answer["name"], answer["count"]) == ("3 个文件", 3)
    assert [(each["id"], each["source"]) for each in answer["drafts"]] == [
        ("outpatient", "outpatient.txt"),
        ("batch-2", "夜间.txt"),
    ]
    assert [each.startswith("照片.jpg") for each in answer["refused"]] == [True]
    assert any("与本站的方案“old”标题相同" in each for each in answer["drafts"][0]["notes"])
    assert not any("标题相同" in each for each in answer["drafts"][1]["notes"])
    names = [each["name"] for each in answer["units"]]
    assert len(names) == len(set(names))
    done = importing.admitting(desk, {"unsaved": answer["unsaved"]})
    assert done["saved"], done["problems"]
    assert set(done["files"]) == {"plans/outpatient.yaml", "plans/batch-2.yaml", "plans/registry/batch-units.yaml"}
    with pytest.raises(EditRefused, match="照片"):
        read_all(desk, {"照片.jpg": b"\xff\xd8"})
