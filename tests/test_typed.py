"""Text as people type or paste it: what they see is what the page shows, whatever Markdown would make of the letters."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from second_office import written

from campaign.checks import look_over
from campaign.cli import main
from campaign.texts import dialect
from campaign.texts.markdown import plain
from campaign.texts.typed import as_title, pasted, tidied


def shown(text: str) -> str:
    """HTML of typed text, its headings without their ids."""
    return re.sub(r"(<h\d) id=\"[^\"]*\"", r"\1", dialect.converted(tidied(text).text)[0])


def seen(html: str) -> str:
    """What a reader sees of it, without blanks."""
    return re.sub(r"\s", "", plain(html))


def test_lines_are_paragraphs() -> None:
    assert shown("第一段没有空行\n第二段没有空行\r\n第三段\x0b第四段\u2028第五段") == "\n".join(
        f"<p>{each}</p>" for each in ("第一段没有空行", "第二段没有空行", "第三段", "第四段", "第五段")
    )


def test_lists_and_headings_as_offices_write_them() -> None:
    text = "一、活动情况\n（一）启动\n1、血压要量\n2、少吃盐\n• 第一点\n\n• 第二点\n一、这一句说了很长的话，所以它不是标题，是一段。"
    html = re.sub(r"\s*\n\s*|<!-- -->", "", shown(text))
    assert html == (
        "<h2>一、活动情况</h2><h3>（一）启动</h3><ol><li>血压要量</li><li>少吃盐</li></ol><ul><li>第一点</li><li>第二点</li></ul>"
        "<p>一、这一句说了很长的话，所以它不是标题，是一段。</p>"
    )
    assert tidied(text).notes == ("2 处认作列表", "2 处认作小标题")


@pytest.mark.parametrize(
    "line",
    [
        "价格<100元，A*B*C，1. 开头",
        "*注：以上*为准*",
        "_下划线_和snake_case_name",
        "2、单独的一条，不是列表",
        "2. 单独的一条",
        "1.5米以内",
        "3月1日起",
        "#号开头不空格",
        "+ 加号开头",
        "路径 C:\\新建\\a.doc",
        "`反引号`只有一个 ` 的时候",
        "<script>alert(1)</script>",
        "~~删~~和==标==和++插++",
        "电话0595-22123456",
        "3~5天，6~8天",
        "10^3到10^9",
        "$5到$6",
        "时间 8:smile:9，图标:material-hospital:",
        "(a)(b)(c)，1/2，a --> b，+/-5",
        "改{++增++}{--删--}",
        "/// caption",
        "--8<-- x.md",
        '=== "选项"',
        "!!!note",
        "???note",
        "100%满意（100/100）",
    ],
)
def test_letters_stay_letters(line: str) -> None:
    html = shown(line)
    assert "<em>" not in html and "<strong>" not in html and "<script" not in html and "<li>" not in html
    bare = line.replace("`反引号`", "反引号")  # what is Markdown on purpose stays
    assert seen(html) == re.sub(r"\s", "", bare)


def test_what_cannot_be_seen_goes_and_is_said() -> None:
    made = tidied("\u3000\u3000段首\u200b空\u00a0两格\t制表\ufeff\n　第二段　")
    assert made.text == "段首空 两格 制表\n\n第二段\n"
    assert made.notes == (
        "去掉 2 个看不见的字符",
        "1 个不换行空格改成普通空格",
        "1 个制表符改成空格",
        "去掉 2 行开头的空格，段首由排版空两格",
    )


def test_what_is_markdown_already_stays() -> None:
    text = (
        "# 题\n\n**粗**和[链接](https://a.example/x_y_z)\n\n![画面](a_b_.jpg)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n!!! note\n    提示\n\n"
        "```\n*代码*\n```\n\n- 一\n    - 下一级\n"
    )
    html = shown(text)
    for tag in (
        "<h1>",
        "<strong>粗</strong>",
        'href="https://a.example/x_y_z"',
        'src="a_b_.jpg"',
        "<td>1</td>",
        "admonition",
        "<code>*代码*",
        "<li>下一级",
    ):
        assert tag in html, tag


@pytest.mark.parametrize(
    "lead", ["> ", "> > ", "> - ", "## ", "| ", "!!! note\n    ", "!!! note\n    - ", "- 一\n    - ", "[^1]: "]
)
def test_a_sign_in_a_line_that_is_markdown_already_is_a_letter_too(lead: str) -> None:
    once = tidied(f"{lead}1*2*3，_甲_ **粗**").text
    assert "1\\*2\\*3，" in once and "**粗**" in once
    assert "<em>" not in dialect.converted(once)[0]
    assert tidied(once).text == once


@given(st.text(st.sampled_from("甲乙1.2、（一）•-*_`~<>#[]()!|\\ \n　\t:&=$^+{}/8a"), max_size=60))
def test_tidying_twice_changes_nothing_and_nothing_runs(text: str) -> None:
    once = tidied(text).text
    assert tidied(once).text == once
    assert not re.search(r"<(?:script|img (?!alt)|em>)", dialect.converted(once)[0])


PASTED = {
    "　　段首空两格": "行首的空格",
    "一句\t又一句": "制表符",
    "价格\u00a0一百": "不换行空格",
    "• 第一点": "“•”",
    "尺寸3A*4B*5C": "斜体",
    "第一段说完了。\n第二段": "连成一段",
    "一、做法\n早查": "连成一段",
    "1、量血压\n2、少吃盐": "连成一段",
}
MEANT = """\
## 标题
折行写的一段，到这里
还是同一段。

- 一条。
  接着说。
- 两条

1. 量
2. 少

| 甲。 | 乙 |
| --- | --- |
| 1、 | • |

```
　　代码。
• 代码
```

上一行强制换行。\\
下一行，*斜体*，**加粗**，2 * 3 * 4。
"""


@pytest.mark.parametrize("text", PASTED)
def test_what_was_pasted_by_hand_is_told_and_tidied(text: str) -> None:
    (told,) = pasted(text)
    assert PASTED[text] in told
    assert pasted(tidied(text).text) == {}


def test_markdown_that_is_meant_is_left_alone() -> None:
    assert pasted(MEANT) == {}


def test_two_lists_one_after_the_other_stay_two() -> None:
    once = tidied("• 甲\n1、量\n2、少\n• 乙").text
    assert tidied(once).text == once
    assert shown(once).count("<ul>") == 2


def test_by_check_and_command(tmp_path: Path) -> None:
    root = written(tmp_path)
    page = root / "docs/updates/first-day/index.md"
    before = page.read_text("utf-8")
    page.write_text(f"{before}\n　　一段。\n又一段\n", encoding="utf-8")
    last = before.count("\n") + 2
    found = [(each.code, each.line) for each in look_over(root, date(2026, 11, 21))[1]]
    assert found == [("text-pasted", last), ("text-pasted", last + 1)]
    command = ["tidy", "docs/updates/first-day/index.md", "--root", str(root)]
    told = CliRunner().invoke(main, command)
    assert (told.exit_code, "加上 --in-place 才写" in told.output) == (0, True), told.output
    assert CliRunner().invoke(main, [*command, "--in-place"]).exit_code == 0
    assert page.read_text("utf-8") == before.replace("\n正文\n", "\n\n正文\n") + "\n一段。\n\n又一段\n"
    assert look_over(root, date(2026, 11, 21))[1] == ()
    assert "没有要理的" in CliRunner().invoke(main, command).output
    for other in ("nothing.md", "plans/site.yaml", "../outside.md"):
        refused = CliRunner().invoke(main, ["tidy", other, "--root", str(root)])
        assert refused.exit_code != 0 and "没有这个文件" in refused.output


def test_a_title_is_one_line() -> None:
    assert as_title("名医讲堂\u200b走进 社区\n居民说\t“好” OK 3 次") == "名医讲堂走进社区居民说“好” OK 3 次"
