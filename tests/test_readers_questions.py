"""Twelve things readers come for, each found in three clicks from the front page; a menu that is opened counts as one."""

from __future__ import annotations

import re
from typing import Any

import pytest

# question → what is clicked, one after the other, and what then stands there
QUESTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "护理部这个月要交什么": (("单位", "护理部"), "公布护理服务明星评选结果"),
    "活动到了第几天": (("宣传", "改善医疗服务百日宣传活动"), "第 45 天"),
    "哪些科室还欠投稿": (("宣传", "改善医疗服务百日宣传活动"), "欠 1"),
    "投稿单在哪里": (("宣传", "改善医疗服务百日宣传活动"), "投稿单（Word）"),
    "今年的方案全文": (("方案", "医疗服务质量提升年活动方案"), "下载 PDF"),
    "谁负责哪项任务": (("方案", "医疗服务质量提升年活动方案", "看责任矩阵"), "护理部"),
    "出院患者随访率是多少": (("进度", "指标"), "91.7"),
    "哪些事逾期了": (("进度", "督办"), "已逾期"),
    "这个月还有哪些期限": (("进度", "日历"), "11月30日"),
    "得了几分，失分在哪里": (("评价", "考核", "示例县人民医院"), "折算"),
    "方案里的说法是什么意思": (("参考", "名词"), "又作"),
    "三角是什么意思": (("怎么用", "认得状态记号"), "还没做完，离期限只有几天"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_three_clicks_at_most(question: str, served: str, browser: Any, request: pytest.FixtureRequest) -> None:
    clicks, answer = QUESTIONS[question]
    assert len(clicks) <= 3
    page = _page(browser, request)
    page.goto(f"{served}index.html")
    for words in clicks:
        page.locator("a:visible, summary:visible").filter(has_text=re.compile(rf"^\s*{words}\s*$")).first.click()
    assert answer in " ".join(page.inner_text("main").split()), page.url


def _page(browser: Any, request: pytest.FixtureRequest) -> Any:
    """One page for all questions."""
    held = request.node.parent.stash
    if KEY not in held:
        held[KEY] = browser.new_page()
    return held[KEY]


KEY = pytest.StashKey[Any]()
