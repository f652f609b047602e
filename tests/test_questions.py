"""Questions and answers: kept for themselves or in cases, found by their own words, led to from plans, and asked once only."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters.data import catalog
from campaign.pages import build_pages, site_info
from campaign.search.corpus import corpus
from campaign.views.questions import by_plan, subjects

TODAY = date(2026, 11, 21)
PLAN = "id: p\ntitle: 宣传方案\nshort: 宣传\ngroups:\n  - {id: g, title: 组, tasks: [{id: t1, title: 征集文章}]}\n"
TERMS = "terms: [{term: 三审, also: [三审三校], meaning: 一稿审三遍。}]\n"
QA = """\
id: how
title: 怎么投稿
plans: [p]
by: 院办
date: 2026-10-12
questions:
  - {id: ward, ask: 病区投的稿算谁的？, answer: 算科室的。, tasks: [p#t1], terms: [三审三校]}
  - id: late
    ask: 晚交了<b>怎么办</b>？
    answer: [补交。, 写明补哪个月。]
    by: 宣传科
    date: 2026-11-01
"""
CASE = "---\nkind: case\nid: c\ntitle: 案例\norg: 乙医院\nsummary: 做了什么。\ntopics: [服务]\nquestions: [{ask: 能离婚吗？, answer: 不能。}]\n---\n正文\n"


def root(tmp_path: Path, qa: str = QA, **others: str) -> Path:
    files = {"plans/p.yaml": PLAN, "plans/registry/glossary.yaml": TERMS, "plans/qa/how.yaml": qa, **others}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def content(where: Path) -> Content:
    found, problems = look_over(where, TODAY)
    assert [str(each) for each in problems] == []
    return found


def page(made: Content) -> str:
    return next(page.body for page in build_pages(made) if page.path == "questions/index.html")


def test_every_question_has_an_address_and_leads_to_what_it_is_about(tmp_path: Path) -> None:
    made = content(root(tmp_path))
    shown = page(made)
    assert re.findall(r'<div class="asked" id="([^"]+)"', shown) == ["q-how-ward", "q-how-late"]
    first, second = shown.split('<div class="asked"')[1:]
    assert (
        'href="../plans/p/index.html">宣传</a>' in first
        and 'href="../plans/p/index.html#task-t1">征集文章</a>' in first
    )
    assert 'href="../glossary/index.html#term-1">名词：三审</a>' in first and "院办，" in first and "10月12日" in first
    assert "宣传科，" in second and "11月1日" in second and "&lt;b&gt;怎么办&lt;/b&gt;" in second
    assert [each.title for each in by_plan(made)["p"]] == ["病区投的稿算谁的？", "晚交了<b>怎么办</b>？"]
    plan = next(page.body for page in build_pages(made) if page.path == "plans/p/index.html")
    assert 'href="../../questions/index.html#q-how-ward"' in plan


def test_questions_of_cases_stand_on_the_same_page(tmp_path: Path) -> None:
    made = content(root(tmp_path, **{"docs/cases/c/index.md": CASE}))
    assert [(subject.title, subject.url, len(subject.answers)) for subject in subjects(made)] == [
        ("怎么投稿", "", 2),
        ("案例", "cases/c/index.html#questions", 1),
    ]
    assert "能离婚吗" in page(made) and "共 3 问" in page(made)


def test_questions_are_found_by_their_own_words(tmp_path: Path) -> None:
    made = content(root(tmp_path, **{"docs/cases/c/index.md": CASE}))
    found = {unit.name: (each.url, unit.anchor) for each in corpus(made) for unit in each.units}
    assert found["病区投的稿算谁的？"] == ("questions/index.html", "q-how-ward")
    assert found["能离婚吗？"] == ("cases/c/index.html", "question-1")


def test_they_are_in_the_catalog(tmp_path: Path) -> None:
    made = content(root(tmp_path))
    assert catalog(made)["questions"] == [
        {
            "id": "how",
            "title": "怎么投稿",
            "url": "questions/index.html#qa-how",
            "plans": ["p"],
            "questions": 2,
            "data": "data/questions/how.json",
        }
    ]


def test_a_site_without_questions_has_no_such_page(tmp_path: Path) -> None:
    where = root(tmp_path)
    (where / "plans/qa/how.yaml").unlink()
    made = content(where)
    assert not [page for page in build_pages(made) if page.path.startswith("questions/")]
    assert "问答" not in [item.title for group in site_info(made).nav for item in group.entries]


ONE = "id: how\ntitle: 怎么投稿\nquestions:\n  - {id: q1, ask: 算谁的？, answer: 算科室的。}\n"
CASES = {
    "a plan that is not there": (
        ONE.replace("title", "plans: [q]\ntitle"),
        "2:9: 错误[plan-unknown] 本站没有编号为“q”的方案",
    ),
    "a plan of one question that is not there": (
        ONE.replace("id: q1", "id: q1, plans: [q]"),
        "4:22: 错误[plan-unknown] 本站没有编号为“q”的方案",
    ),
    "a task that is not there": (
        ONE.replace("id: q1", "id: q1, tasks: [p#t2]"),
        "4:22: 错误[task-unknown] 没有“p#t2”这项任务",
    ),
    "a word nobody explains": (
        ONE.replace("id: q1", "id: q1, terms: [四审]"),
        "4:22: 错误[term-unknown] 名词解释里没有“四审”",
    ),
    "an empty answer": (ONE.replace("算科室的。", "''"), "4:25: 错误[bad-value] “answer”（答）没有写内容"),
    "an answer of spaces": (ONE.replace("算科室的。", "'  '"), "4:25: 错误[bad-value] “answer”（答）没有写内容"),
    "no answer": (ONE.replace(", answer: 算科室的。", ""), "4:5: 错误[missing] 缺少必填项“answer”（答）"),
    "no question at all": (
        "id: how\ntitle: 怎么投稿\nquestions: []\n",
        "3:1: 错误[bad-value] “questions”（问答）至少要有一项",
    ),
    "the same id twice": (
        ONE + "  - {id: q1, ask: 别的？, answer: 是。}\n",
        "5:6: 错误[duplicate-id] 编号“q1”用了两次，前一次在第 4 行",
    ),
    "the same question twice": (
        ONE + "  - {id: q2, ask: 算 谁的, answer: 是。}\n",
        "5:14: 错误[question-twice] “算 谁的”已经问过，在 plans/qa/how.yaml 第 4 行",
    ),
    "a mobile number": (ONE.replace("算科室的。", "打13812345678"), "4:25: 错误[private] 内容里有手机号，会随网页公开"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    _, found = look_over(root(tmp_path, text), TODAY)
    assert [str(problem).partition("；")[0] for problem in found] == [f"plans/qa/how.yaml:{expected}"]


def test_a_question_that_a_case_has_answered(tmp_path: Path) -> None:
    _, found = look_over(root(tmp_path, ONE.replace("算谁的", "能离婚吗"), **{"docs/cases/c/index.md": CASE}), TODAY)
    assert [str(problem).partition("；")[0] for problem in found] == [
        "docs/cases/c/index.md:8:14: 错误[question-twice] “能离婚吗？”已经问过，在 plans/qa/how.yaml 第 4 行"
    ]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("qa", "plans/qa/my-work.yaml"),
        ("case", "docs/cases/my-work/index.md"),
        ("update", "docs/updates/my-work/index.md"),
    ],
)
def test_what_new_writes_passes_the_check_and_is_shown(kind: str, path: str, tmp_path: Path) -> None:
    where = root(tmp_path)
    made = CliRunner().invoke(main, ["new", kind, "my-work", "--root", str(where)])
    assert (made.exit_code, (where / path).is_file()) == (0, True), made.output
    assert CliRunner().invoke(main, ["check", "--root", str(where), "--strict"]).output == "没有发现问题\n"
    assert (
        any("my-work" in page.path or "qa-my-work" in page.body for page in build_pages(content(where)))
        or kind == "update"
    )
    again = CliRunner().invoke(main, ["new", kind, "my-work", "--root", str(where)])
    assert (again.exit_code, again.output) == (1, f"错误：{path} 已经有了，没有改动\n")
