"""Characters that nobody sees are named by their place, and go no further than the door they came in by."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from campaign.checks import look_over
from campaign.importers import papers
from campaign.leaves import unseen
from campaign.texts import markdown
from campaign.workbooks.forms import text_of
from campaign.yamltext.edit import edited

TURNING, WIDTHLESS = "\u202e", "\u200b"


def problems(root: Path, files: dict[str, str]) -> list[str]:
    for name, text in {"plans/p.yaml": "id: p\ntitle: 方案\n", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return [
        f"{each.path}:{each.line}:{each.column} {each.severity} {each.code}"
        for each in look_over(root, date(2026, 11, 21))[1]
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("plans/p.yaml", f"id: p\ntitle: 方{TURNING}案\n", ["2:9 error text-direction"]),
        ("plans/p.yaml", f"id: p\ntitle: 方{WIDTHLESS}案甲{WIDTHLESS}乙\n", ["2:9 warning text-unseen", "2:12 warning text-unseen"]),
        ("plans/p.yaml", f"id: p\nti{WIDTHLESS}tle: 方案\n", ["2:3 warning text-unseen"]),
        ("plans/p.yaml", 'id: p\ntitle: "方\\\\u202e\\u202E\\x07\\xad案"\n',
         ["2:17 error text-direction", "2:23 error yaml-character", "2:27 warning text-unseen"]),
        ("plans/p.yaml", f"id: p\ntitle: 方案\nscope:\n  text: |\n    全院\n    各{WIDTHLESS}科室\n", ["6:6 warning text-unseen"]),
        ("docs/index.md", f"---\ntitle: 甲{TURNING}\n---\n# 乙{WIDTHLESS}\n\n丙&#x202e;丁&zwj;\n",
         ["2:9 error text-direction", "4:4 warning text-unseen", "6:2 error text-direction", "6:11 warning text-unseen"]),
        (f"docs/附{TURNING}gpj.pdf", "x", [f"docs/附{TURNING}gpj.pdf:1:1 error text-direction"]),
        ("mkdocs.yml", f'site_name: 甲{TURNING}乙\nsite_author: "丙\\u200b"\n', ["1:13 error text-direction", "2:16 warning text-unseen"]),
        (f"plans/q{WIDTHLESS}.yaml", "id: q\ntitle: 方案\n", [f"plans/q{WIDTHLESS}.yaml:1:1 warning text-unseen"]),
    ],
)  # fmt: skip
def test_named_where_they_stand(tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    found = [each for each in problems(tmp_path, {name: text}) if each.split()[-1] in CODES]
    assert found == [each if each.startswith(name) else f"{name}:{each}" for each in expected]


CODES = {"text-direction", "text-unseen", "yaml-character"}


def test_nothing_unseen_is_loaded(tmp_path: Path) -> None:
    hidden = "".join(
        map(chr, [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
    )
    problems(tmp_path, {"plans/p.yaml": f"id: p\ntitle: 方{hidden}案\nscope: {{text: 全{hidden}院}}\n"})
    content, _ = look_over(tmp_path, date(2026, 11, 21))
    plan = content.plans["p"]
    assert (plan.title, plan.scope and plan.scope.text) == ("方案", "全院")


def test_the_lock_on_prose_lets_none_through() -> None:
    assert markdown.clean(f"<p>甲&#x202e;乙{WIDTHLESS}丙&shy;</p>") == "<p>甲乙丙</p>"


def test_a_browser_writes_none() -> None:
    assert edited("title: 甲\n", {"title": f"乙{TURNING}丙"}) == "title: 乙丙\n"


def test_a_cell_and_a_word_file_give_none() -> None:
    assert text_of(f"甲{WIDTHLESS}乙") == "甲乙"
    word, raw = Document(), io.BytesIO()
    word.add_paragraph(f"关于{TURNING}印发方案{WIDTHLESS}的通知")
    word.save(raw)
    paper = papers.read("a.docx", raw.getvalue())
    assert [line.text for line in paper.lines] == ["关于印发方案的通知"]
    assert paper.notes[-1] == "去掉了 2 个看不见的字符，第一个在第 1 段，其中有颠倒文字方向的，请对照原件的次序"


def test_what_is_seen_stays() -> None:
    text = "汉字 abc\t\n\u3000\u00a0“”—…①㎡℃\ufe0f😀é"
    assert unseen.stripped(text) == text
