"""Meeting records: instructions lead to the ledger entries they became, or to a draft of one that only a person can finish."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.data import catalog
from campaign.exporters.meeting import drafts
from campaign.model import LedgerEntry
from campaign.pages import build_pages, site_info
from campaign.search.corpus import corpus
from campaign.yamltext import read

TODAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "plans/p.yaml": "id: p\ntitle: 方案\nissuer: 甲医院\n",
    "plans/registry/units.yaml": "units:\n  - {id: h, name: 甲医院, kind: hospital}\n  - {id: nursing, name: 护理部, kind: functional, parent: h}\n",
    "plans/ledger/l.yaml": (
        "id: l\ntitle: 台账\nissuer: 甲医院\nentries:\n"
        "  - {id: e1, number: 督办〔2026〕1号, title: 改流程, source: {kind: meeting, ref: m}, lead: [护理部], assigned_on: 2026-11-01, due: 2026-12-01}\n"
    ),
}
MEETING = """\
id: m
title: 动员大会
date: 2026-10-30
record_only: 是
instructions:
  - {number: 一是, title: 找准“病根子”, text: 查'问题'。, by: 副市长}
  - {number: 二是, title: 改流程, ledger: [e1]}
"""


def content(tmp_path: Path, meeting: str = MEETING) -> tuple[Content, list[str]]:
    for name, text in {**FILES, "plans/meetings/m.yaml": meeting}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found, problems = look_over(tmp_path, TODAY)
    return found, [str(each).partition("；")[0] for each in problems]


def test_an_instruction_leads_to_its_entry_or_to_a_draft(tmp_path: Path) -> None:
    made, problems = content(tmp_path)
    assert problems == []
    page = next(page.body for page in build_pages(made) if page.path == "meetings/m/index.html")
    assert 'href="../../ledger/e1/index.html">督办〔2026〕1号 改流程</a>' in page
    assert page.count("还没有立账") == 1 and "<pre>" not in page
    (typed,) = read("draft", drafts(made.meetings["m"]).decode()).data["entries"]
    assert typed["source"] == {"kind": "meeting", "ref": "m"} and typed["text"] == "查'问题'。"
    finished = {
        **typed,
        "number": "督办〔2026〕2号",
        "lead": ["护理部"],
        "assigned_on": "2026-11-01",
        "due": "2026-12-01",
    }
    assert LedgerEntry.model_validate(finished).id == "m-1"


def test_a_record_has_no_volume_of_papers(tmp_path: Path) -> None:
    made, _ = content(tmp_path)
    assert "材料汇编" not in next(page.body for page in build_pages(made) if page.path == "meetings/m/index.html")
    (listed,) = catalog(made)["meetings"]
    assert (listed["pdf"], listed["instructions"]) == (None, 2)
    (tmp_path / "mkdocs.yml").write_text("site_name: 试\n", encoding="utf-8")
    build(tmp_path, tmp_path / "site", TODAY, jobs=1, say=lambda _: None)
    assert sorted(each.name for each in (tmp_path / "site/meetings/m").iterdir()) == ["index.html"]


def test_the_list_of_meetings_the_newest_first(tmp_path: Path) -> None:
    later = "id: next\ntitle: 推进会\ndate: 2026-11-27\ntime: 下午2:30\nplace: 五楼\nagenda: [{title: 通报进度}]\ndocuments: [{title: 表}]\n"
    (tmp_path / "plans/meetings").mkdir(parents=True)
    (tmp_path / "plans/meetings/next.yaml").write_text(later, encoding="utf-8")
    made, problems = content(tmp_path)
    assert problems == []
    pages = {page.path: page for page in build_pages(made)}
    shown = pages["meetings/index.html"].body
    assert re.findall(r'href="../meetings/(\w+)/index.html"', shown) == ["next", "m"]
    first, second = shown.split("<tr>")[2:]
    days = (date(2026, 11, 27) - TODAY).days
    assert f"还有 {days} 天" in first and "五楼" in first and "../meetings/next/next.pdf" in first
    assert "2，已立账 1" in second and "未写明" in second and ".pdf" not in second
    assert pages["meetings/m/index.html"].breadcrumbs[0].path == "meetings/index.html"
    assert ("meetings", "会议") in [(item.key, item.title) for group in site_info(made).nav for item in group.entries]


def test_a_meeting_is_found_by_what_was_asked_there(tmp_path: Path) -> None:
    made, _ = content(tmp_path)
    (found,) = [page for page in corpus(made) if page.url == "meetings/m/index.html"]
    assert [(unit.name, unit.anchor) for unit in found.units] == [
        ("动员大会", ""),
        ("找准“病根子”", "instructions"),
        ("改流程", "instructions"),
    ]


def test_an_entry_that_is_not_there(tmp_path: Path) -> None:
    _, problems = content(tmp_path, MEETING.replace("[e1]", "[e2]") + "interpretations: [x]\n")
    assert problems == [
        "plans/meetings/m.yaml:7:39: 错误[ledger-unknown] 台账里没有编号为“e2”的督办事项",
        "plans/meetings/m.yaml:8:19: 错误[interpretation-unknown] 本站没有编号为“x”的解读",
    ]


def test_the_meeting_of_the_example_proposes_three_entries() -> None:
    made, _ = look_over(ROOT, TODAY)
    pages = {page.path: page.body for page in build_pages(made)}
    meeting = made.meetings["ningguo-20230914"]
    assert (drafts(meeting) or b"").count(b"kind: meeting, ref: ningguo-20230914") == 3
    page = pages["meetings/ningguo-20230914/index.html"]
    assert page.count("还没有立账") == 3
    for each in ("patient-experience", "quality-action"):
        assert f'href="../../interpretations/{each}/index.html"' in page
        assert 'href="../../meetings/ningguo-20230914/index.html"' in pages[f"interpretations/{each}/index.html"]


def test_documents_that_cannot_be_bound(tmp_path: Path) -> None:
    (tmp_path / "plans/registry").mkdir(parents=True)
    (tmp_path / "plans/registry/all.yaml").write_text(
        "collectives:\n  - {id: all, name: 各科室, kinds: [functional]}\n", encoding="utf-8"
    )
    _, problems = content(
        tmp_path,
        (
            "id: m\ntitle: 推进会\nagenda:\n  - {title: 通报, documents: [1, 5]}\ndocuments:\n"
            "  - {plan: p, kind: 任务清单}\n  - {kind: 方案}\n  - {unit: 各科室}\n  - {plan: p, unit: 护理部}\n"
        ),
    )
    assert problems == [
        "plans/meetings/m.yaml:4:32: 错误[document-unknown] 议程引用了第 5 件材料，材料只有 4 件",
        "plans/meetings/m.yaml:6:15: 错误[kind-unfit] 这件材料不能印成任务清单",
        "plans/meetings/m.yaml:7:5: 错误[document-unclear] 看不出是哪一件材料",
        "plans/meetings/m.yaml:8:6: 错误[unit-collective] “各科室”是统称，没有自己的任务清单",
        "plans/meetings/m.yaml:9:5: 错误[document-unclear] 看不出是哪一件材料",
    ]
