"""Lists longer than a page: opened at once, nothing left out, counted truly, found at the address they always had."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from campaign.checks import look_over
from campaign.content import Content
from campaign.leaves import links
from campaign.pages import build_pages
from campaign.views.calendar import calendar
from campaign.views.tables import ALONE, FIRST, MOST, ROWS

TODAY = date(2026, 11, 21)
TASKS = ALONE + ROWS + 10  # a list of four pages
ENTRIES = 320  # a ledger of two pages
MOST_BYTES, MOST_NODES = 1_000_000, 20_000
UNITS = """\
units:
  - {id: h, name: 乙镇卫生院, kind: hospital}
  - {id: office, name: 院办, kind: functional, parent: h}
  - {id: nurses, name: 护理组, kind: functional, parent: h}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    lines = ["id: year", "title: 年度事项", "issuer: 乙镇卫生院", "status: active"]
    lines += ["period: {start: 2026-01-01, end: 2027-06-30}", "indicators:"]
    lines += [
        f"  - {{id: i{n}, name: 第{n}项达标率, unit: '%', lead: [院办], targets: [{{value: 90, due: 2026-12-31}}]}}"
        for n in range(TASKS)
    ]
    lines += ["groups:", "  - id: g", "    number: （一）", "    title: 事项", "    tasks:"]
    for n in range(TASKS):
        due = "" if n % 3 == 0 else f", due: {date(2026, 10, 1) + timedelta(days=n % 200)}"
        lines.append(
            f"      - {{id: t{n}, number: '{n + 1}.', title: 第{n}件事, responsibility: {{lead: [院办], join: [护理组]}}{due}}}"
        )
    root = tmp_path_factory.mktemp("long")
    (root / "plans/registry").mkdir(parents=True)
    (root / "plans/registry/units.yaml").write_text(UNITS, encoding="utf-8")
    (root / "plans/year.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    entries = ["id: matters", "title: 督办台账", "issuer: 乙镇卫生院", "entries:"]
    entries += [
        f"  - {{id: m{n}, number: 督办〔2026〕{n + 1}号, title: 第{n}件督办, source: {{kind: 自查发现, text: 自查}}, lead: [院办],"
        f" assigned_on: 2026-11-01, due: {date(2026, 11, 2) + timedelta(days=n % 60)}, log: [{{step: 交办, date: 2026-11-01}}]}}"
        for n in range(ENTRIES)
    ]
    (root / "plans/ledger").mkdir()
    (root / "plans/ledger/matters.yaml").write_text("\n".join(entries) + "\n", encoding="utf-8")
    (root / "plans/site.yaml").write_text("organisation: 乙镇卫生院\nhome: 乙镇卫生院\n", encoding="utf-8")
    found, problems = look_over(root, TODAY)
    assert {each.code for each in problems} == {"result-missing"}
    return found


@pytest.fixture(scope="module")
def pages(content: Content) -> Mapping[str, str]:
    return {page.path: str(page.body) for page in build_pages(content)}


def of(pages: Mapping[str, str], first: str) -> list[str]:
    """The pages of a long list in their order."""
    found = []
    while (path := links.part(first, len(found) + 1)) in pages:
        found.append(pages[path])
    return found


def rows(body: str) -> int:
    return len(re.findall(r"<tr[^>]*><t[dh]", body.partition("<tbody")[2]))


def test_every_page_opens_at_once(pages: Mapping[str, str]) -> None:
    for path, body in pages.items():
        if not path.startswith("plans/year/"):  # a plan is read whole
            assert len(body.encode()) < MOST_BYTES, path
            assert len(re.findall(r"<[a-z]", body)) < MOST_NODES, path


def test_the_list_of_plans_fits_a_page_as_long_as_it_stands_whole(pages: Mapping[str, str]) -> None:
    row = pages[links.PLANS].partition("<tbody")[2].partition("</tr>")[0]
    assert "年度事项" in row
    assert ALONE * len(row.encode()) < MOST_BYTES
    assert ALONE * len(re.findall(r"<[a-z]", row)) < MOST_NODES


@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("units/office/index.html", "units/office/lead/index.html"),
        ("units/nurses/index.html", "units/nurses/join/index.html"),
        ("units/office/index.html", "units/office/indicators/index.html"),
        (links.INDICATORS, links.ALL_INDICATORS),
    ],
)
def test_a_table_goes_on_where_it_says(pages: Mapping[str, str], at: str, first: str) -> None:
    held = of(pages, first)
    assert [rows(each) for each in held] == [ROWS, ROWS, ROWS, 10]
    said = re.search(rf'href="(?:\.\./)+{re.escape(first)}">看全部 (\d+) 项', pages[at])
    assert said and int(said[1]) == TASKS
    named = Counter(re.findall(r">(第\d+(?:件事|项达标率))<", "".join(held)))
    assert len(named) == TASKS and set(named.values()) == {1}
    assert set(re.findall(r">(第\d+件事)<", pages["units/office/index.html"])), (
        "the first stand where they always stood"
    )


def test_the_calendar_is_a_page_a_month(content: Content, pages: Mapping[str, str]) -> None:
    held = calendar(content)
    body = pages[links.CALENDAR]
    for month in (*held.coming, *held.past):
        parts = of(pages, links.month(month.anchor.removeprefix("m")))
        assert sum(each.count('class="cal-row"') for each in parts) == len(month.entries)
        section = body.partition(f'id="{month.anchor}"')[2].partition("</section>")[0]
        assert f"{len(month.entries)} 项" in section, "an old link finds its month"
    late = of(pages, links.month("late"))
    assert sum(each.count('class="cal-row"') for each in late) == len(held.late) > FIRST
    open_ended = of(pages, links.month("undated"))
    assert sum(each.count("<li>") for each in open_ended) == TASKS // 3 + (TASKS % 3 > 0)
    assert "看全部" in body.partition('id="undated"')[2].partition("</section>")[0]


def test_a_long_ledger_goes_on_where_it_says(pages: Mapping[str, str]) -> None:
    held = of(pages, links.ALL_ENTRIES)
    named = [re.findall(r">(第\d+件督办)<", each) for each in held]
    assert [len(each) for each in named] == [300, 20] and len({*named[0], *named[1]}) == ENTRIES
    body = pages[links.LEDGER]
    assert "看全部 320 项" in body and body.count('class="ledger-row"') == FIRST
    assert "#state=" not in body, "no choice is offered among entries that stand elsewhere"


def test_pages_lead_to_each_other(pages: Mapping[str, str]) -> None:
    first = "units/office/lead/index.html"
    for number, body in enumerate(of(pages, first), 1):
        found = re.findall(r'rel="(prev|next)" href="((?:\.\./)+)([^"]+)"', body)
        assert all(way == "../" * links.part(first, number).count("/") for _, way, _ in found)
        assert {(word, path) for word, _, path in found} == {
            (word, links.part(first, number + step))
            for word, step in (("prev", -1), ("next", 1))
            if links.part(first, number + step) in pages and number + step
        }


def test_small_lists_stand_whole(pages: Mapping[str, str]) -> None:
    assert MOST > FIRST
    assert links.ALL_PLANS not in pages
    assert "units/nurses/lead/index.html" not in pages
