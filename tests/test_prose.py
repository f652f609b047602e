"""What people write under docs/: all that Material for MkDocs documents for authors, in our looks, and what is told of links that lead nowhere."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaign.build.made import checked
from campaign.build.recipe import build
from campaign.pages.explained import explained
from campaign.texts import dialect
from campaign.texts.headings import with_old_anchors

TODAY = date(2026, 11, 21)
PLAN = "id: p\ntitle: 床旁结算方案\ntasks: [{id: t, title: 核对床头卡}]\n"
TERMS = "terms:\n  - {term: 床旁结算, also: [床边结算], meaning: 出院时在病床旁结清费用。}\n"

# what is written → what stands on the page for it
WRITTEN: dict[str, tuple[str, tuple[str, ...]]] = {
    **{
        f"an admonition {kind}": (f"!!! {kind}\n    内容\n", (f'class="admonition {kind}"', f">{title}</p>"))
        for kind, title in dialect.TITLES.items()
        if kind != "inline"
    },
    "an admonition with a title, one without": (
        '!!! note "看这里"\n    甲\n\n!!! note ""\n    乙\n', (">看这里</p>", '<div class="admonition note">\n<p>乙'),
    ),
    "one that folds": ('??? tip\n    甲\n\n???+ danger "要紧"\n    乙\n', ("<summary>提示</summary>", '<details class="danger" open', "要紧")),
    "one at the side": ("!!! info inline end\n    甲\n", ('class="admonition info inline end"',)),
    "tabs": ('=== "医院"\n    甲\n\n=== "科室"\n    乙\n', ('<div class="tabs">', '<p class="tab-title">医院</p>', "乙")),
    "a task list": ("- [x] 已做\n- [ ] 未做\n", ('class="box ticked"', "未做：</span></span> 未做")),
    "a note": ("正文[^1]\n\n[^1]: 注文\n", ('href="#fn:1"', "注文", "回到正文里的第 1 个注")),
    "cards": ('<div class="grid cards" markdown>\n\n- 甲\n- 乙\n\n</div>\n', ('<div class="grid cards">', "<li>甲</li>")),
    "a button": ("[去](index.md){ .md-button .md-button--primary }\n", ('class="md-button md-button--primary"',)),
    "icons of all four sets": (
        ":material-hospital: :fontawesome-solid-hospital: :octicons-heart-fill-24: :simple-markdown:\n", ('<span class="twemoji"><svg aria-hidden="true"',),
    ),
    "an emoji": (":hospital:\n", ("🏥",)),
    "an abbreviation": ("由MDT会诊，MDT好。\n\n*[MDT]: 多学科会诊\n", ('由<abbr title="多学科会诊">MDT</abbr>会诊，<abbr',)),
    "a word of the glossary": ("先说床边结算，再说床边结算。\n", ('先说<abbr title="出院时在病床旁结清费用。">床边结算</abbr>，再说床边结算',)),
    "code": (
        '```yaml title="a.yaml" linenums="1" hl_lines="2"\na: 甲\nb: 乙\n```\n', ('class="filename">a.yaml', 'data-linenos="1 "', 'class="hll"', '<span class="nt">'),
    ),
    "code in a line": ("写 `#!python print(1)`\n", ('<code class="highlight">',)),
    "keys": ("按 ++ctrl+p++\n", ('<kbd class="key-control">Ctrl</kbd>',)),
    "small, marked, struck, inserted": (
        "H~2~O 10^9^ ==亮== ~~删~~ ^^增^^ {--旧--}{++新++}\n",
        ("H<sub>2</sub>O 10<sup>9</sup>", "<mark>亮</mark>", "<del>删</del>", "<ins>增</ins>", '<ins class="critic">新'),
    ),
    "figures as they were written": ("(c) 1/2 a --&gt; b\n", ("(c) 1/2",)),
    "arrows": ("a --> b +/- 3\n", ("→", "±")),
    "a caption": ("| 甲 |\n|---|\n| 1 |\n\n/// caption\n表一\n///\n", ("<figcaption>\n<p>表一</p>",)),
    "a table": ("| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n", ('<td data-align="right">2</td>',)),
    "formulas": (
        "率 $\\frac{a}{b}$：\n\n$$\nE = mc^2\n$$\n", ('<math display="inline"><mrow><mfrac>', '<div class="formula"><math display="block">'),
    ),
    "a definition": ("病房\n:   住院的地方\n", ("<dt>病房</dt>",)),
    "a drawing": ("```mermaid\nflowchart LR\n  A[交办] --> B[销号]\n```\n", ('<p class="diagram"><img src="assets/diagrams/diagram-', 'alt="示意图：交办、销号"')),
    "headings": ("## 一、怎样报数 (1)\n\n### Sections\n", ('<h2 id="一怎样报数-1">', '<h3 id="sections-1">')),
    "a heading that was renamed": ('<a id="原来的题目"></a>\n\n## 新的题目\n', ('<a id="原来的题目">', '<h2 id="新的题目">')),
}  # fmt: skip


def office(root: Path, pages: dict[str, str]) -> Path:
    for name, text in {
        "plans/p.yaml": PLAN, "plans/registry/glossary.yaml": TERMS, **{f"docs/{name}": text for name, text in pages.items()}
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page for everything that may be written."""
    pages = {f"page-{at}.md": f"# 页\n\n{text}" for at, (text, _) in enumerate(WRITTEN.values())}
    pages["index.md"] = "# 首页\n\n" + "、".join(f"[页]({name})" for name in pages) + "\n"
    pages["long.md"] = "# 很长\n\n" + "\n\n".join(f"## 第{at}节\n\n话" for at in range(300))
    pages["all.md"] = "# 全部\n\n" + "\n\n".join(
        f"## 节{at}\n\n{text}" for at, (text, _) in enumerate(WRITTEN.values())
    )
    pages["index.md"] += "\n[长](long.md#第299节)、[全](all.md)\n"
    root = office(tmp_path_factory.mktemp("prose"), pages)
    assert build(root, root / "site", TODAY, only="site", say=lambda _: None) == ()
    return root / "site"


@pytest.mark.parametrize("name", WRITTEN)
def test_what_material_documents_for_authors(name: str, written: Path) -> None:
    page = (written / f"page-{list(WRITTEN).index(name)}.html").read_text(encoding="utf-8")
    for each in WRITTEN[name][1]:
        assert each in page, page.partition("<article")[2][:1500]
    text = page.partition("<article")[2].partition("</article>")[0]
    assert not re.search(r"\sstyle=|<style|<script|<input|<form|https?://(?!www\.w3\.org)", text)


def test_it_is_shown_and_printed_without_a_fault(written: Path, browser: Any) -> None:
    """Everything on one page: no resource is refused, nothing scrolls sideways, tabs work by key, a word says what it means, print shows all."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((written / "all.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("tab", name="医院").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="科室").get_attribute("aria-selected") == "true"
    assert page.locator(".tab").evaluate_all("all => all.map(each => each.offsetHeight > 0)") == [False, True]
    page.locator("abbr", has_text="床边结算").click()
    assert page.locator("[role=tooltip]").inner_text() == "出院时在病床旁结清费用。"
    assert page.locator("[role=tooltip]").evaluate("tip => tip.getBoundingClientRect().right") <= 360
    page.keyboard.press("Escape")
    assert page.locator("[role=tooltip]").count() == 0
    assert page.locator(".diagram img").evaluate("image => image.naturalWidth") > 0
    page.locator(".highlight", has_text="a: 甲").get_by_role("button", name="复制").click()
    page.locator(".highlight button", has_text="已复制").wait_for()
    assert page.locator(".highlight button").count() == page.locator("div.highlight").count()
    page.emulate_media(media="print")
    assert page.locator(".tab").evaluate_all("all => all.map(each => each.offsetHeight > 0)") == [True, True]
    assert page.locator(".tab-title").first.is_visible()
    page.goto((written / "long.html").as_uri() + "#_300")  # headings had such ids once: the first is the page's
    assert page.locator("h2", has_text="第298节").count() == 1
    assert said == []
    page.close()


BAD: dict[str, tuple[str, list[str]]] = {
    "a formula": ("$\\frac{a$ 和 $\\foo x$", ["1: 错误[formula] 公式“$\\frac{a$”认不出（花括号没有成对）", "1: 错误[formula] 公式“$\\foo x$”认不出（没有 \\foo 这个命令）"]),
    "a drawing": ("```mermaid\n画一幅图\n```", ["1: 错误[diagram] 这幅 Mermaid 图画不出来（第一行没有写明是哪一种图，如 flowchart LR）"]),
    "an icon": (":material-hospitl:", ["1: 错误[icon] 没有叫“material-hospitl”的图标；是不是“material-hospital”？"]),
    "from … to": ("3~5天，6~8天", ["1: 警告[lowered] “~5天，6~”里 ~ 之间的字会印成下标"]),
    "another file": ('--8<-- "x.md"', ["1: 错误[snippet] 正文里不能用 --8<-- 取别的文件"]),
    "a block of another kind": ("/// note\n甲\n///", ["1: 错误[block] 没有 /// note 这种写法"]),
    "a page that is not there": ("[护理](plans/q/index.md)", ["1: 错误[dead-link] 链接的“plans/q/index.md”，本站没有这一页；是不是“plans/p/index.md”？"]),
    "a page known by its title": ("[床旁结算方案](x.md)", ["1: 错误[dead-link] 链接的“x.md”，本站没有这一页；是不是“plans/p/index.md”？"]),
    "a place on a page of ours": ("[任务](plans/p/index.md#task-x)", ["1: 错误[dead-anchor] 链接的“plans/p/index.md#task-x”，那一页没有“task-x”这个位置；是不是“task-t”？"]),
    "a heading that was renamed": (
        "## 新的题目\n\n[见](#旧的题目)", ["3: 错误[dead-anchor] 链接的“#旧的题目”，那一页没有“旧的题目”这个位置；是不是“新的题目”？标题改过名的，在它上面加一行 <a id=\"旧的题目\"></a>，旧链接照样能用"],
    ),
    "what is right": (
        "## 题\n\n[方案](plans/p/index.md#task-t)、[网页](plans/p/index.html)、[这里](#题)、[筛](plans/index.html#level=city)、`$\\foo$`、价 \\$5 到 \\$6、[外](https://a.cn/x.html)", [],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    pages = {f"bad-{at}.md": text for at, (text, _) in enumerate(BAD.values())}
    pages["index.md"] = " ".join(f"[页]({name})" for name in pages)
    return [str(each) for each in checked(office(tmp_path_factory.mktemp("bad"), pages), TODAY)]


@pytest.mark.parametrize("name", BAD)
def test_the_author_is_told_by_line(name: str, told: list[str]) -> None:
    path = f"docs/bad-{list(BAD).index(name)}.md:"
    found = [re.sub(r"^(\d+):\d+:", r"\1:", each.removeprefix(path)) for each in told if each.startswith(path)]
    assert len(found) == len(BAD[name][1]), found
    for each, words in zip(found, BAD[name][1], strict=True):
        assert each.startswith(words)


UNFIT = {
    dialect.formula: (
        "\\frac", "a^b^c", "a_b_c", "\\left(a", "\\begin{matrix} a", "\\sqrt[", "x^", "\\limits_a", "\\text", "\\begin{", "\\xrightarrow", "\\color{}",
    ),
    dialect.diagram: (
        "", "flowchart LR\n A[交办 --> B", "sequenceDiagram\n A->>", "pie\n x: y", "gantt\n foo :bar", "flowchart LR\n A -->", "classDiagram\n {{{",
    ),
}  # fmt: skip


def test_what_a_library_says_reaches_no_author_in_english() -> None:
    for made, sources in UNFIT.items():
        for source in sources:
            with pytest.raises((dialect.UnfitFormula, dialect.UnfitDiagram)) as fault:
                made(source)
            told = re.sub(r"\\\w+|flowchart LR", "", str(fault.value))
            assert re.search("[\u4e00-\u9fff]", told) and not re.search("[A-Za-z]{2}", told), (source, told)


def test_a_dead_link_ends_a_build_and_nothing_english_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = office(tmp_path, {"index.md": "[甲](nothing.md) [乙](plans/p/index.md#nope)"})
    problems = build(root, root / "site", TODAY, only="site", say=lambda _: None)
    assert [each.code for each in problems] == ["dead-link", "dead-anchor"] and not (root / "site").exists()
    build(root, root / "site", TODAY, only="site", keep_going=True, say=lambda _: None)
    assert (root / "site/index.html").is_file()
    assert not [each for each in caplog.messages if "contains a link" in each]


def test_two_pages_of_one_name(tmp_path: Path) -> None:
    """guide.md is another page than guide/index.md, for the search as well."""
    root = office(tmp_path, {"index.md": "[怎么做](guide.md)", "guide.md": "# 怎么做\n\n自己的话\n"})
    assert build(root, root / "site", TODAY, only="site", say=lambda _: None) == ()
    assert "自己的话" in (root / "site/guide.html").read_text(encoding="utf-8")


RENAMED = {
    "a heading that was renamed": ("# 题\n\n## 旧的\n\n话\n", "# 题\n\n## 新的\n\n话\n", ["旧的"]),
    "two, and one that is new": (
        "## 甲一\n\n## 乙一\n\n## 丙\n",
        "## 甲二\n\n## 乙二\n\n## 丙\n\n## 丁\n",
        ["甲一", "乙一"],
    ),
    "one that was taken out": ("## 甲\n\n## 乙\n", "## 乙\n", []),
    "one that says its own": ("## 甲 {#own}\n", "## 乙 {#own}\n", []),
    "one in code": ("```\n## 甲\n```\n", "```\n## 乙\n```\n", []),
    "one that moved": ("## 甲\n\n## 乙\n", "## 乙\n\n## 甲\n", []),
    "one renamed again": ('<a id="甲"></a>\n\n## 乙\n', '<a id="甲"></a>\n\n## 丙\n', ["甲", "乙"]),
}


@pytest.mark.parametrize("name", RENAMED)
def test_a_renamed_heading_keeps_its_old_anchor(name: str) -> None:
    before, after, kept = RENAMED[name]
    made = with_old_anchors(before, after)
    assert re.findall(r'<a id="([^"]+)"', made) == kept
    assert re.sub(r'<a id="[^"]+"></a>\n\n', "", made) == re.sub(r'<a id="[^"]+"></a>\n\n', "", after)
    assert with_old_anchors(made, made) == made
    assert all(f'id="{each}"' in dialect.converted(made)[0] for each in kept)


def test_words_of_the_glossary_are_explained_in_the_text_of_a_plan(tmp_path: Path) -> None:
    """Each where it stands first, not in headings and links; of a word that is explained twice the first counts, markup in a meaning is text."""
    root = office(tmp_path, {"index.md": "# 首页\n"})
    (root / "plans/p.yaml").write_text(
        "id: p\ntitle: 床旁结算方案\ntasks: [{id: t, title: 推行床旁结算, text: 推行床旁结算，做好床边结算。}]\n",
        encoding="utf-8",
    )
    (root / "plans/registry/glossary.yaml").write_text(
        f"{TERMS}  - {{term: 床边结算, meaning: 另一个}}\n", encoding="utf-8"
    )
    build(root, root / "site", TODAY, only="site", keep_going=True, say=lambda _: None)
    page = (root / "site/plans/p/index.html").read_text(encoding="utf-8")
    assert page.count("<abbr") == 1
    assert explained('<p>甲乙</p><h2>甲乙</h2><p><a href="#">甲乙</a>，甲乙</p>', {"甲乙": '说"<b>'}) == (
        '<p><abbr title="说&#34;&lt;b&gt;">甲乙</abbr></p><h2>甲乙</h2><p><a href="#">甲乙</a>，甲乙</p>'
    )
