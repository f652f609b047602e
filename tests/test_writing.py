"""Raw HTML in what an office writes: named by file and line, and nowhere on a page even if it were overlooked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from campaign.build.made import make
from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.texts import markdown

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
HEAD = """\
---
kind: update
id: u
title: 动态
date: 2026-11-03
disclosure: {index_no: u, category: 动态, publisher: 甲医院, date: 2026-11-03, doc_no: 无, source: 宣传科, topic: 卫生, title: 动态, summary: 说了。}
review: {first: {by: 甲, date: 2026-11-01}, second: {by: 乙, date: 2026-11-02}, final: {by: 丙, date: 2026-11-03}}
---
"""


def root(tmp_path: Path, body: str) -> Path:
    for name, text in {
        "plans/p.yaml": "id: p\ntitle: 方案\n",
        "mkdocs.yml": "site_name: 试\n",
        "docs/updates/u/index.md": HEAD + body,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


# what is written from line 9 on → what the author sees, without the remedy
CASES: dict[str, tuple[str, list[str]]] = {
    "plain Markdown": (
        "**加粗**、`<script>`、3 < 5、<某某>、[链接](https://a.cn)、<https://b.cn>、<a@b.cn>、[电话](tel:0571-1)\n",
        [],
    ),
    "harmless tags": (
        "H<sub>2</sub>O<br>第二行<kbd>回车</kbd>\n\n<details open><summary>展开</summary>内容</details>\n",
        [],
    ),
    "code that is shown": ("```html\n<script>alert(1)</script>\n```\n\n~~~\n[x](javascript:1)\n~~~\n", []),
    "a script": ("正文 <script>alert(1)</script>\n", ["9:4: 错误[html-tag] 正文里不能写网页代码 <script>"]),
    "a frame": (
        "\n\n<iframe src='https://x.cn'></iframe>\n",
        ["11:1: 错误[html-tag] 正文里不能写网页代码 <iframe src='https://x.cn'>"],
    ),
    "a drawing that runs": ("<svg onload=x()>\n", ["9:1: 错误[html-tag] 正文里不能写网页代码 <svg onload=x()>"]),
    "a style": ("<style>body{display:none}</style>\n", ["9:1: 错误[html-tag] 正文里不能写网页代码 <style>"]),
    "a form": (
        "<form action='/x'><input name=a></form>\n",
        [
            "9:1: 错误[html-tag] 正文里不能写网页代码 <form action='/x'>",
            "9:19: 错误[html-tag] 正文里不能写网页代码 <input name=a>",
        ],
    ),
    "a name in pointed brackets": ("由<XX医院>主办\n", ["9:2: 错误[html-tag] 正文里不能写网页代码 <XX医院>"]),
    "a click": ('<b onclick="x()">点</b>\n', ["9:1: 错误[html-attribute] <b> 里不能写 onclick"]),
    "a picture that fails on purpose": (
        "<img src=x onerror=alert(1)>\n",
        ["9:1: 错误[html-attribute] <img> 里不能写 onerror"],
    ),
    "a style on a tag": (
        '<span style="position:fixed">字</span>\n',
        ["9:1: 错误[html-attribute] <span> 里不能写 style"],
    ),
    "a click in braces": ("# 题 {: onclick='x()' }\n", ["9:8: 错误[html-attribute] 花括号里不能写 onclick"]),
    "a link that runs": (
        "字\n[点](javascript:alert(1))\n",
        ["10:1: 错误[html-link] “javascript:alert(1)”不是网址，不能公开"],
    ),
    "a link that runs, disguised": (
        "[点](java&#115;cript&colon;alert(1))\n",
        ["9:1: 错误[html-link] “javascript:alert(1)”不是网址，不能公开"],
    ),
    "a link that runs, further down": (
        "[点][x]\n\n[x]: JAVASCRIPT:alert(1)\n",
        ["11:1: 错误[html-link] “JAVASCRIPT:alert(1)”不是网址，不能公开"],
    ),
    "a link that runs, in a tag": (
        '<a href=" java\tscript:alert(1)">点</a>\n',
        [
            "9:1: 错误[html-link] “java script:alert(1)”不是网址，不能公开",
            "9:1: 警告[text-pasted] 有制表符或不换行空格，网页上宽窄不一",
        ],
    ),
    "a link that runs, in brackets": (
        "<javascript:alert(1)>\n",
        ["9:1: 错误[html-link] “javascript:alert(1)”不是网址，不能公开"],
    ),
    "a picture written out": (
        "![图](data:image/png;base64,AAAA)\n",
        ["9:1: 错误[html-link] “data:image/png;base64,AAAA”不是网址，不能公开"],
    ),
    "a mobile number": ("有事打13812345678\n", ["9:4: 错误[private] 内容里有手机号，会随网页公开"]),
    "a picture of another host": (
        "![图](https://x.cn/a.png)\n",
        ["9:1: 错误[picture-remote] 插图“https://x.cn/a.png”在别的网站上，内网打不开"],
    ),
    "a picture of another host in a tag": (
        '<img src="//x.cn/a.png" alt="图">\n',
        ["9:1: 错误[picture-remote] 插图“//x.cn/a.png”在别的网站上，内网打不开"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    body, expected = CASES[name]
    _, found = look_over(root(tmp_path, body), TODAY)
    assert [str(each).partition("；")[0] for each in found] == [f"docs/updates/u/index.md:{each}" for each in expected]


def test_remedies_tell_what_to_write_instead(tmp_path: Path) -> None:
    _, (found,) = look_over(root(tmp_path, CASES["a name in pointed brackets"][0]), TODAY)
    assert "改用全角〈〉" in found.hint and "**文字**" in found.hint


def test_nothing_dangerous_passes_the_lock(tmp_path: Path) -> None:
    """A preview goes on past errors: even then nothing of it is on the page, and the words around it are."""
    from mkdocs_hooks import build_site

    bodies = "\n\n".join(body for body, _ in CASES.values())
    made = make(root(tmp_path, f"开头的话\n\n{bodies}\n\n末尾的话\n"), TODAY, tolerant=True)
    build_site(tmp_path, made, tmp_path / "site")
    page = (tmp_path / "site/updates/u/index.html").read_text(encoding="utf-8")
    prose = page.partition('<div class="prose part">')[2].partition('<section class="part">')[0]
    assert "开头的话" in prose and "<sub>2</sub>" in prose and "<details open" in prose and "&lt;script&gt;" in prose
    for danger in (
        "<script",
        "<iframe",
        "<svg",
        "<style",
        "<form",
        "<input",
        "onclick=",
        "onerror=",
        "onload=",
        "position:fixed",
        "x.cn",
    ):
        assert danger not in prose, danger
    assert set(re.findall(r'(?:href|src)="([^"]*)"', prose)) == {
        "https://a.cn",
        "https://b.cn",
        "mailto:a@b.cn",
        "tel:0571-1",
        "x",
    }


def test_a_build_refuses_it(tmp_path: Path) -> None:
    problems = build(root(tmp_path, CASES["a script"][0]), tmp_path / "site", TODAY, only="site", say=lambda _: None)
    assert [each.code for each in problems] == ["html-tag"] and not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "html",
    [
        '<table><thead><tr><th align="right">数</th></tr></thead></table>',
        '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>',
        '<div class="admonition note"><p class="admonition-title">注</p></div>',
        '<ol start="3"><li>三</li></ol>',
        "<dl><dt>词</dt><dd>义</dd></dl>",
        '<div class="highlight"><pre><span></span><code><span class="p">&lt;</span></code></pre></div>',
        '<h2 id="a">题</h2>',
    ],
)
def test_what_markdown_makes_is_left_as_it_is(html: str) -> None:
    assert markdown.clean(html).replace("data-align", "align") == html  # our style sheet aligns


@pytest.mark.parametrize(
    "address",
    ["//x.cn/a.png", "\\\\x.cn\\a.png", "/\\x.cn/a.png", " //x.cn/a.png", "/\t/x.cn/a.png", "data:image/png;base64,AA"],
)
def test_no_picture_comes_from_another_host(address: str) -> None:
    assert markdown.clean(f'<img src="{address}" alt="图">') == '<img alt="图">'
    assert [each.code for each in markdown.faults(f'<img src="{address}" alt="图">\n')] in (
        ["picture-remote"],
        ["html-link"],
    )


def test_the_pages_of_this_repository_are_sound() -> None:
    found = {
        path.name: list(markdown.faults(path.read_text(encoding="utf-8"))) for path in (ROOT / "docs").rglob("*.md")
    }
    assert len(found) and all(not each for each in found.values())
