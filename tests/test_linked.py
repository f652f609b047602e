"""Where a page shows the name of a record that its own record refers to, it leads there: every reference of two offices."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import lxml.html
import pytest
import second_office

from campaign import kinds
from campaign.checks import look_over
from campaign.content import Content
from campaign.leaves import links
from campaign.pages import build_pages
from campaign.views.references import Referent, Use, files, uses

DAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent
ON_PLAN = {
    "task": links.task_anchor,
    "group": links.group_anchor,
    "goal": links.goal_anchor,
    "phase": links.phase_anchor,
    "indicator": links.indicator_anchor,
    "milestone": links.duty_anchor,
    "recurring": links.duty_anchor,
}
# what stands on no page of its own: it is told where it is used, not led to
UNPLACED = {"collective", "outlet", "story", "work", "field", "round", "term", "activity"}
OF_ABOUT = {"progress": links.plan, "publicity": links.campaign}  # files that are shown where what they are about is


def address(target: Referent) -> str | None:
    """A pattern of the addresses that show a record; None for one without a place of its own."""
    own, key = target.record.target, target.key
    kind = next((each for each in kinds.KINDS if each.key == own and each.place), None)
    if kind and len(key) == 1:
        plain = rf"{re.escape(kind.address(key[0]))}(#.*)?"
        return rf"{plain}|campaigns/{key[0]}/index\.html(#.*)?" if kind is kinds.PLAN else plain
    if own in ON_PLAN:
        return re.escape(links.plan(key[0], ON_PLAN[own](key[-1])))
    if own == "award":
        return re.escape(links.campaign(key[0], f"award-{key[-1]}"))
    if own == "entry":
        return re.escape(links.ledger_entry(key[-1]))
    if own == "item":
        return rf"assessments/.*#{links.item_anchor(int(key[-1]))}"
    if own == "list-item":
        return rf"{re.escape(links.LEDGER)}#list-.*"
    assert own in UNPLACED, own
    return None


def shown_on(content: Content, kind: kinds.Kind, key: str, use: Use) -> Iterator[str]:
    """The pages of the record that says it; a campaign's units stand on its home too."""
    holder = use.named.held[-1]
    yield from (links.ledger_entry(each.id) for each in use.named.held if each.target == "entry")
    if kind.place:
        yield kind.address(key).partition("#")[0]
    if kind.key in OF_ABOUT:
        yield OF_ABOUT[kind.key](getattr(holder, "plan", None) or holder.campaign)
    if kind is kinds.RESULT:
        yield links.score(holder.rules, holder.unit, holder.round)
    if key in content.plans and content.plans[key].is_campaign and use.target and use.target.record.target == "unit":
        yield links.campaign(key)


class Read:
    """A page's running text, headings left out, with where it leads and the places it has itself."""

    def __init__(self, path: str, body: str) -> None:
        document = lxml.html.fromstring(f"<div>{body}</div>")
        self.leads = {_from(path, each.get("href")) for each in document.iter("a") if each.get("href")}
        self.leads |= {f"{path}#{each.get('id')}" for each in document.iter() if each.get("id")}
        for heading in [each for each in document.iter() if re.fullmatch("h[1-6]", str(each.tag))]:
            heading.drop_tree()
        self.words = document.text_content()


def _from(path: str, href: str) -> str:
    to, mark, anchor = href.partition("#")
    return (posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) if to else path) + mark + anchor


@pytest.fixture(scope="module", params=("example", "second office"))
def content(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Content:
    root = ROOT if request.param == "example" else second_office.written(tmp_path_factory.mktemp("linked"))
    return look_over(root, DAY)[0]


def test_a_name_that_is_shown_leads_to_what_it_names(content: Content) -> None:
    bodies = {each.path: each.body for each in build_pages(content)}
    holders = {id(record): (kind, key) for kind, key, record, _ in files(content)}
    read: dict[str, Read] = {}
    shown, missing = 0, set()
    for use in uses(content):
        wanted = address(use.target) if use.target else None
        if not use.target or not wanted:
            continue
        for path in shown_on(content, *holders[id(use.named.held[-1])], use):
            if path not in bodies or re.fullmatch(wanted, path):
                continue
            page = read.setdefault(path, Read(path, bodies[path]))
            if use.target.title in page.words:
                shown += 1
                if not any(re.fullmatch(wanted, each) for each in page.leads):
                    missing.add((path, *(each for each in use.place if isinstance(each, str)), use.target.title))
    assert shown > 60
    assert missing == set()
