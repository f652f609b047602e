"""Every indicator on every surface with every condition it has: one walk over the example, another office's content, and made-up targets
of every mixture of conditions. What a condition is stands here, taken from the records; no sentence of ours is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import second_office
from lxml import etree, html

from campaign.checks import look_over
from campaign.content import Content
from campaign.exporters.data import plan_data
from campaign.exporters.docx import draft
from campaign.exporters.stratml import plan_stratml
from campaign.leaves import links
from campaign.model import Indicator, Modality, Plan, Target, Unit
from campaign.pages import build_pages
from campaign.pages.page import Page
from campaign.pdf import indicator_sheet, poster, task_list, task_table
from campaign.search.corpus import corpus
from campaign.views.tables import in_words
from campaign.views.unit_sheets import unit_sheets

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NS['w']}}}"
ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)


# -- mixtures --------------------------------------------------------------------------------------------------------------------------

WHOM = ("", "{place: 北片}", "{tier: 二级}", "{level: county}", "{condition: 床位500张以上的}", "{unit: 区医院}")
SINCE, EVERY, BINDING, DUE = ("", "2025"), ("", "每年", "累计"), ("", "力争", "可"), ("", "2026-12-20")


BOUND = """\
id: bound
title: 都在方案结束前做到
issuer: 澜川区卫生健康局
period: {start: 2025-01-01, end: 2029-12-31, binds_indicators: 是}
indicators:
  - {id: b1, name: 床护比, unit: 比, targets: [{value: '1:0.4'}], lead: [医政医管科]}
  - {id: b2, name: 急救站数, unit: 个, modality: 力争, targets: [{value: 4, scope: {place: 北片}}, {value: 5, scope: {place: 南片}, due: 2027}], lead: [医政医管科]}
  - {id: b3, name: 抢救成功率, unit: '%', targets: [{value: 91, due: 2028, inferred: [due]}], lead: [医政医管科]}
tasks:
  - {id: all, title: 都做到, indicators: [b1, b2, b3], responsibility: {lead: [医政医管科]}}
"""


def mixtures() -> str:
    """A plan whose indicators mix whom, since when, per year, how binding and by when; further ones with a baseline, a range, a ratio and stages."""
    lines = []
    for place, (whom, since, every, binding, due) in enumerate(product(WHOM, SINCE, EVERY, BINDING, DUE)):
        if place % 5:  # a fifth of them has every pair of conditions
            continue
        target = ", ".join(
            filter(
                None,
                (
                    f"value: {100 + place}",
                    whom and f"scope: {whom}",
                    since and f"since: {since}",
                    due and f"due: {due}",
                ),
            )
        )
        own = ", ".join(filter(None, (every and f"reckoning: {every}", binding and f"modality: {binding}")))
        lines.append(
            f"  - {{id: m{place}, name: 事项{place}号, unit: 名, {own}{', ' if own else ''}targets: [{{{target}}}], lead: [医政医管科]}}"
        )
    lines += [
        "  - {id: cost, name: 次均费用, unit: 元, operator: 不高于, against: baseline, baseline: {date: 2025}, targets: [{value: 0}], lead: [医政医管科]}",
        "  - {id: cost-2, name: 药品费用, unit: 元, operator: 不高于, against: baseline, baseline: {as_written: 上年同期药费}, targets: [{value: 7}], lead: [医政医管科]}",
        "  - {id: some, name: 亮点, unit: 个, operator: 介于, targets: [{value: 3, upper: 9}], lead: [医政医管科]}",
        "  - {id: nurses, name: 护床比, unit: 比, targets: [{value: '0.6:1'}], lead: [医政医管科]}",
        "  - {id: tiers, name: 药物使用率, unit: '%', targets: [{value: 15, scope: {tier: 三级}}, {value: 31, scope: {tier: 二级}}, {value: 82, scope: {tier: 一级}}], lead: [医政医管科]}",
        "  - {id: stages, name: 床位数, unit: 张, targets: [{value: 41, due: 2027}, {value: 62, due: 2029, modality: 力争}], lead: [医政医管科]}",
    ]
    ids = re.findall(r"id: ([\w-]+)", "\n".join(lines))
    head = "id: mixed\ntitle: 区里的各样指标\nissuer: 澜川区卫生健康局\nperiod: {start: 2025-01-01, end: 2029-12-31}\nindicators:\n"
    tasks = f"tasks:\n  - {{id: all, title: 都做到, indicators: [{', '.join(ids)}], responsibility: {{lead: [医政医管科]}}}}\n"
    return head + "\n".join(lines) + "\n" + tasks


# -- conditions -------------------------------------------------------------------------------------------------------------------------


def conditions(plan: Plan, indicator: Indicator, target: Target, own: bool) -> Iterator[str]:
    """What has to be read of a target, as patterns. On a surface for the reader's `own` target his tier goes without saying."""
    zero = indicator.against and target.value.number == 0
    yield "零增长" if zero else re.escape(str(target.value))
    if target.upper:
        yield re.escape(str(target.upper))
    if indicator.unit and indicator.unit != "比" and not zero:
        yield re.escape(indicator.unit)
    scope = target.scope
    if scope:
        parts = [
            scope.place,
            scope.condition,
            None if own else scope.tier,
            f"{scope.level.chinese}级" if scope.level and not own else None,
        ]
        yield from (re.escape(part) for part in parts if part)
    if target.since:
        yield re.escape(f"{target.since.chinese}起")
    if indicator.reckoning:
        yield indicator.reckoning
    modality = target.modality or indicator.modality
    if modality is not Modality.FIRM:
        yield modality.value
    base = indicator.baseline
    if indicator.against and base:
        yield re.escape(str(base.date.year)) if base.date else re.escape(base.as_written or "")
    due = target.due or indicator.due or (plan.period.end if plan.period and plan.period.binds_indicators else None)
    if due:
        yield rf"{due.year}|{due.month}月{due.day}日" if due.year == DAY.year and due.day else str(due.year)
    if due and ("due" in target.inferred or not (target.due or indicator.due)):
        yield "推算"


# -- surfaces ---------------------------------------------------------------------------------------------------------------------------

# surface, whose indicator, its words there, whether for the reader's own target only
Shown = tuple[str, Plan, Indicator, str, bool]
Cells = Sequence[tuple[str, int]]  # the words of each cell of a row, and how many columns it spans


def plain(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b\ufeff]", "", unescape(text))


def rows(surface: str, plans: Sequence[Plan], heads: Sequence[str], cells: Cells, own: bool) -> Iterator[Shown]:
    """A row of a table of indicators: those that a cell of it names, with each cell under its heads. What a column says of nobody (—) is no
    word of its head."""
    if not any(re.match("目标|要求|≥|.级", head) for head in heads):
        return
    said, place = [], 0
    for words, span in cells:
        if words not in ("", "—"):
            said.append("".join(heads[place : place + span]) + words)
        place += span
    held = {words for words, _ in cells}
    for plan in plans:
        for indicator in plan.indicators if len(plans) == 1 or plan.name in held or surface == "front" else ():
            name = plain(indicator.name)
            if not held.isdisjoint({name, name + (indicator.unit or "")}):
                yield surface, plan, indicator, "｜".join(said), own


def listed(surface: str, page: Page, plans: Sequence[Plan], own: bool) -> Iterator[Shown]:
    """The lists of a page, which go out as Excel and Word as well."""
    for table in page.tables:
        for row in table.rows:
            cells = [(plain(in_words(cell)), 1) for cell in row.cells]
            yield from rows(surface, plans, [plain(column.title) for column in table.columns], cells, own)


def printed(surface: str, plan: Plan, markup: str, own: bool) -> Iterator[Shown]:
    """The tables of a print."""
    for row in html.fromstring(markup).xpath("//tbody/tr"):
        heads = [plain(each.text_content()) for each in row.xpath("ancestor::table[1]/thead/tr/*")]
        cells = [(plain(each.text_content()), int(each.get("colspan", 1))) for each in row]
        yield from rows(surface, [plan], heads, cells, own)


def told(surface: str, plan: Plan, markup: str, path: str, own: bool) -> Iterator[Shown]:
    """Lines of a print that name an indicator among other words, with the heading of their section."""
    for block in html.fromstring(markup).xpath(path):
        head = plain("".join(block.xpath("ancestor::section/h2//text()")))
        for line in map(
            plain,
            block.text_content().split("\n")
            if block.tag == "td"
            else ["｜".join(each.text_content() for each in block)],
        ):
            yield from (
                (surface, plan, each, head + line, own)
                for each in plan.indicators
                if re.search(rf"(^|｜){re.escape(plain(each.name))}(?!\d)", line)
            )


def panelled(surface: str, plans: Sequence[Plan], page: Page, own: bool) -> Iterator[Shown]:
    """The panels of a board, one an indicator."""
    for panel in html.fromstring(page.body).xpath("//article[@class='panel']"):
        address = panel.xpath("./header//a/@href")[0]
        for plan in plans:
            for indicator in plan.indicators:
                if address.endswith(links.plan(plan.id, links.indicator_anchor(indicator.id))):
                    picture = panel.xpath("./*[name()='svg']")
                    for each in picture:  # the picture says it again, the panel has to say it in words
                        panel.remove(each)
                    yield surface, plan, indicator, plain(panel.text_content()), own


def placed(page: Page, plans: Sequence[Plan]) -> Iterator[Shown]:
    """What a plan asks place by place, of the indicators that ask nothing else."""
    for plan in plans:
        for indicator in plan.indicators:
            if all(each.scope and (each.scope.place or each.scope.condition) for each in indicator.targets):
                found = [said for _, of, each, said, _ in listed("", page, [plan], False) if each is indicator]
                if found:
                    yield "place by place", plan, indicator, "｜".join(found), False


def in_word(plan: Plan, data: bytes) -> Iterator[Shown]:
    """The tables of a Word file."""
    for table in etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml")).iter(f"{W}tbl"):
        heads, *body = (
            [
                (plain("".join(cell.itertext())), int(cell.xpath("string(.//w:gridSpan/@w:val)", namespaces=NS) or 1))
                for cell in row.iter(f"{W}tc")
            ]
            for row in table.iter(f"{W}tr")
        )
        for cells in body:
            yield from rows("Word", [plan], [words for words, _ in heads], cells, False)


def surfaces(content: Content) -> Iterator[Shown]:
    pages = {page.path: page for page in build_pages(content, tables=True)}
    plans = [plan for plan in content.plans.values() if plan.indicators]
    found = {
        (entry.url, unit.name): unit.text
        for entry in corpus(content)
        for unit in entry.units
        if unit.kind == "indicator"
    }
    for plan in plans:
        yield from listed("plan page", pages[links.plan(plan.id)], [plan], False)
        if (
            links.matrix(plan.id) in pages
        ):  # names tasks only; whatever it may say of an indicator one day is said whole
            yield from listed("matrix", pages[links.matrix(plan.id)], [plan], False)
        if links.plan_dashboard(plan.id) in pages:
            yield from panelled("board of a plan", [plan], pages[links.plan_dashboard(plan.id)], True)
        if links.digest(plan.id) in pages:
            yield from listed("digest", pages[links.digest(plan.id)], [plan], False)
        yield from printed("indicator sheet", plan, indicator_sheet.document(plan, content).html, False)
        if made := task_table.document(plan, content):
            yield from told("task table", plan, made.html, "//tbody/tr/td[position() > 3]", True)
        yield from told("poster", plan, poster.document(plan, content).html, "//div[@class='figures']/div", True)
        yield from in_word(plan, draft(content, plan).file())
        data = plan_data(content, plan)
        for indicator, row in zip(plan.indicators, data["indicators"], strict=True):
            yield "data", plan, indicator, plain("".join(each["words"] for each in row["targets"])), False
            yield "search", plan, indicator, plain(found[links.plan(plan.id), indicator.name]), False
        for held in etree.fromstring(plan_stratml(content, plan)).iter("{*}PerformanceIndicator"):
            name = held.findtext("{*}MeasurementDimension")
            said = plain("".join(held.itertext()))
            yield from (("StratML", plan, each, said, False) for each in plan.indicators if each.name == name)
    yield from listed("indicators", pages[links.INDICATORS], plans, True)
    yield from listed("front", pages["index.html"], plans, True)
    if links.across("places") in pages:
        yield from placed(pages[links.across("places")], plans)
    for unit, sheet in unit_sheets(content).items():
        if links.unit_dashboard(unit) in pages:
            yield from panelled("board of a unit", plans, pages[links.unit_dashboard(unit)], True)
        held = [plan for plan in plans if any(row.plan is plan for row in sheet.indicators)]
        if held:
            yield from listed("unit page", pages[links.unit(unit)], held, True)
            for plan in held:
                yield from printed("unit sheet", plan, task_list.document(sheet, content).html, True)


def missing(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """(surface, indicator, condition, what stands there) for every condition that does not."""
    home = content.registry.units.get(content.home or "")
    for surface, plan, indicator, said, own in surfaces(content):
        fitting = [each for each in indicator.targets if _own(each, home)] if own else []
        asked = [list(conditions(plan, indicator, each, bool(fitting))) for each in fitting or indicator.targets]
        lacking = [[each for each in patterns if not re.search(plain(each), said)] for patterns in asked]
        if fitting:
            lacking = [min(lacking, key=len)]
        yield from (
            (surface, f"{plan.id}#{indicator.id}", each, said[:150]) for patterns in lacking for each in patterns
        )


def _own(target: Target, home: Unit | None) -> bool:
    scope = target.scope
    level = home.level.value if home and home.level else None
    return not scope or (scope.tier in (None, home and home.tier) and (not scope.level or scope.level.value == level))


def test_of_the_example() -> None:
    content, _ = look_over(ROOT, DAY)
    assert list(missing(content)) == []


def test_of_another_office_and_every_mixture(tmp_path: Path) -> None:
    root = second_office.written(tmp_path)
    (root / "plans/mixed.yaml").write_text(mixtures(), "utf-8")
    (root / "plans/bound.yaml").write_text(BOUND, "utf-8")
    for plan, indicator in (("mixed", "m5"), ("bound", "b3")):  # a plan that reports has a board
        report = f"plan: {plan}\nvalues: [{{indicator: {indicator}, date: 2026-06-30, value: 60}}]\n"
        (root / f"plans/progress/{plan}.yaml").write_text(report, "utf-8")
    content, problems = look_over(root, DAY)
    assert [str(each) for each in problems if each.severity == "error"] == []
    assert list(missing(content)) == []
