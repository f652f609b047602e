"""一图读懂: the figures of the page are those of the plan, and every one of them leads to where it can be counted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from campaign.checks import look_over
from campaign.exporters.data import counts
from campaign.pages import Page, build_pages
from campaign.pages.digest import has_digest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {page.path: page for page in build_pages(look_over(ROOT, date(2026, 11, 21))[0])}


@pytest.mark.parametrize("plan_id", ["children-health", "quality-year", "demo-quality-year", "jiaxing-key-tasks"])
def test_figures_agree_with_the_plan(plan_id: str, pages: dict[str, Page]) -> None:
    content, _ = look_over(ROOT, date(2026, 11, 21))
    plan = content.plans[plan_id]
    if not has_digest(content, plan):
        assert f"plans/{plan_id}/digest/index.html" not in pages
        return
    body = pages[f"plans/{plan_id}/digest/index.html"].body
    shown = {word: int(value) for value, word in re.findall(r'<b><a href="[^"]*">(\d+)</a></b>([^<]+)', body)}
    counted = counts(plan)
    assert shown["项任务"] == counted["tasks"] and shown["组任务"] == counted["groups"]
    assert shown.get("项指标", 0) == counted["indicators"] and shown.get("个阶段", 0) == counted["phases"]
    per_group = [
        int(value)
        for value in re.findall(
            r'<td><svg class="share".*?</td><td class="n"><a href="[^"]*#group-[^"]*">(\d+)</a>', body
        )
    ]
    assert per_group == [len(group.tasks) for group in plan.groups]


def test_every_link_of_a_digest_lands(pages: dict[str, Page]) -> None:
    digests = [page for path, page in pages.items() if path.endswith("/digest/index.html")]
    assert len(digests) > 5
    for page in digests:
        for target, anchor in re.findall(r'href="\.\./\.\./\.\./([^"#]+)#?([^"]*)"', page.body):
            assert target in pages, (page.path, target)
            assert not anchor or f'id="{anchor}"' in pages[target].body, (page.path, target, anchor)


def test_plans_lead_to_their_digest(pages: dict[str, Page]) -> None:
    assert "一图读懂" in pages["plans/children-health/index.html"].body
