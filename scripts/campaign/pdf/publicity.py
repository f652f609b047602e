"""The sentences and tables that a campaign's digest, bulletins and closing summary are drafted of: every figure is the desk's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.numbering import label
from campaign.model import Plan
from campaign.pdf import page, typeset
from campaign.pdf.lines import SetLine, lines
from campaign.pdf.tables import PrintColumn, PrintTable, table
from campaign.views.awards import AwardRow
from campaign.views.campaign import Bulletin, CampaignDesk
from campaign.views.due import DueItem
from campaign.views.publicity import percent
from campaign.views.tasks import UnitRef

WIDTH = 156.0  # mm between the margins of an official document


@dataclass(frozen=True)
class TextPart:
    """A headed part of a text: paragraphs, then a table."""

    heading: str
    paragraphs: tuple[str, ...]
    table: PrintTable | None = None


@dataclass(frozen=True)
class DraftedText:
    """A text that a campaign's office drafts, before it is set: the same words on paper and in Word.

    `issue` is the masthead of a 简报 (its series, number, editor and day), `report` and `send` who stands in its 版记, `copies` how many are printed;
    `note` stands under the heading, `signed` at the end.
    """

    kind: str
    title: str
    heading: str
    parts: tuple[TextPart, ...]
    issue: tuple[str, str, str, str] | None = None
    report: str = ""
    send: str = ""
    copies: str = ""
    note: str = ""
    signed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetPart:
    """A part ready for the template: every paragraph in lines of 28 字."""

    heading: str
    paragraphs: tuple[tuple[SetLine, ...], ...]
    table: PrintTable | None


def numbered(parts: Iterable[TextPart]) -> list[SetPart]:
    """一、二、 before the headings of the parts that say something, and their paragraphs broken into lines."""
    return [
        SetPart(
            f"{label(place, 'han-comma')}{part.heading}",
            tuple(lines((("", typeset.plain(each)),)) for each in part.paragraphs),
            part.table,
        )
        for place, part in enumerate(said(parts), 1)
    ]


def said(parts: Iterable[TextPart]) -> tuple[TextPart, ...]:
    """The parts that say something."""
    return tuple(part for part in parts if part.paragraphs or part.table)


def foot(plan: Plan, name: str, as_of: str) -> str:
    """名称　数据截至…　示例数据, on every page."""
    demo = f"　{page.DEMO}" if plan.demo else ""
    return f"{plan.name}{name}　数据截至{as_of}{demo}"


def colophon(content: Content, plan: Plan) -> page.Colophon:
    return page.colophon(content, links.campaign(plan.id), plan.version, demo=plan.demo)


def day(value: date) -> str:
    return f"{value.month}月{value.day}日"


def names(units: Sequence[UnitRef]) -> str:
    return "、".join(unit.short for unit in units)


# -- sentences ------------------------------------------------------------------------------------------------------------------------


def totals(shown: CampaignDesk) -> str:
    """累计投稿47篇，采用18篇（占38%），择优上报8篇，上级采用4篇；媒体报道23篇，其中国家级1篇、省级4篇。"""
    words = [f"投稿{shown.handed_in}篇"]
    for step in shown.steps[1:]:
        share = f"（占{percent(step.count, shown.handed_in)}%）" if step is shown.steps[1] and shown.handed_in else ""
        words.append(f"{step.word}{step.count}篇{share}")
    return f"{'，'.join(words)}；{reported(shown)}"


def reported(shown: CampaignDesk) -> str:
    levels = [f"{level.name}{level.count}篇" for level in shown.coverage.levels if level.count]
    detail = f"，其中{'、'.join(levels)}" if len(levels) > 1 else ""
    return f"媒体报道{shown.coverage.total}篇{detail}。" if shown.coverage.total else "媒体还没有报道。"


def closed_months(shown: CampaignDesk) -> Iterator[str]:
    """10月应投稿的32个科室中，30个科室交齐；总务部、影像科欠交。"""
    matrix = shown.quota
    for index, month in enumerate(matrix.months if matrix else ()):
        if matrix is None or month.state != "past" or not month.counted:
            continue
        short, asked = matrix.short(index), len(matrix.asked(index))
        if len(short) == asked:
            yield f"{month.slot.name}，应投稿的{asked}个科室都没有交齐。"
            continue
        done = f"{month.slot.name}，应投稿的{asked}个科室交齐{asked - len(short)}个"
        yield f"{done}，{names(short)}欠交。" if short else f"{done}，没有欠交。"


def present_month(shown: CampaignDesk) -> str:
    """11月还有19个科室没有交，30日截止：院办、党办……"""
    matrix = shown.quota
    if matrix is None or matrix.current is None:
        return ""
    month, waiting = matrix.months[matrix.current], matrix.pending(matrix.current)
    if not waiting:
        return f"{month.slot.name}各科室已经交齐。"
    if not month.left:
        return f"{month.slot.name}到{day(month.slot.last)}截止，{len(waiting)}个科室没有交：{names(waiting)}。"
    return f"{month.slot.name}还有{len(waiting)}个科室没有交，{day(month.slot.last)}截止：{names(waiting)}。"


def award_lines(shown: CampaignDesk) -> Iterator[str]:
    """Awards in the same state in one sentence: 优质服务示范科室推荐9个、示范岗位推荐14个，推荐中，11月30日截止。"""
    for word, rows in groupby(
        (row for row in shown.awards if row.candidates or row.phase != "open"), key=lambda row: row.state.word
    ):
        yield f"{'、'.join(map(_award, rows))}，{word}。"


def _award(row: AwardRow) -> str:
    measure = "幅" if row.works else "个"
    return f"{row.award.name}{'收到作品' if row.works else '推荐'}{row.candidates}{measure}" + (
        f"入选{row.selected}{measure}" if row.selected else ""
    )


def ahead_lines(items: Sequence[DueItem]) -> Iterator[str]:
    """What is due, a paragraph a day: 11月30日，报推荐表（各临床科室，交护理部）；交月末材料（各科室，交院办）。"""
    for when, found in groupby(items, key=lambda item: item.due):
        yield f"{day(when) if when else '没有定期限的'}：{'；'.join(map(_due, found))}。"


def due_today(items: Sequence[DueItem]) -> str:
    return f"今天要办：{'；'.join(map(_due, items))}。" if items else ""


def _due(item: DueItem) -> str:
    who = (
        "、".join(unit.short for unit in item.units)
        if len(item.units) <= 3
        else f"{item.units[0].short}等{len(item.units)}个科室"
    )
    to = f"，交{names(item.to)}" if item.to else ""
    return f"{item.what}（{who}{to}）" if who else f"{item.what}{to}"


def materials(shown: CampaignDesk) -> Iterator[str]:
    for month in shown.materials:
        missing = f"{names(month.owing)}没有报" if month.owing else ""
        if month.closing:
            missing = f"{day(month.slot.last)}截止，{names(month.closing)}没有报"
        if month.entries:
            yield (
                f"{month.slot.name}，{len(month.entries)}个科室报来月末材料：视频{month.videos}个、图片{month.photos}幅、文字{month.texts}篇{'，' if missing else ''}{missing}。"
            )
        elif missing:
            yield f"{month.slot.name}的月末材料，{missing}。"


def report_table(told: Bulletin, shown: Content) -> PrintTable | None:
    units = {story.id: story.unit for story in told.desk.kept.stories}

    def unit(each: str | None) -> str:
        return shown.registry.short(each) if each else ""

    rows = [
        (day(each.date.first), outlet, level, each.title, unit(each.unit or units.get(each.story or "")))
        for each, outlet, level in told.reports
    ]
    return (
        fitted(
            (
                PrintColumn("日期", 5, 6),
                PrintColumn("媒体", 6, 8),
                PrintColumn("级别", 3, 4),
                PrintColumn("题目", 10),
                PrintColumn("科室", 4, 6),
            ),
            rows,
        )
        if rows
        else None
    )


def adopted_table(told: Bulletin) -> PrintTable | None:
    where = {}
    for story, _ in told.adopted:
        where[story.id] = next((step.where or "" for step in story.stages if step.name.value == "adopted"), "")
    rows = [(unit.short, story.title, where[story.id]) for story, unit in told.adopted]
    return (
        fitted((PrintColumn("科室", 4, 7), PrintColumn("题目", 12), PrintColumn("刊发", 5, 8)), rows) if rows else None
    )


def board_table(shown: CampaignDesk, most: int = 10) -> PrintTable | None:
    """About `most` lines: who ties is either in it or out of it together."""
    last = max(
        (each.place for each in shown.board if sum(other.place <= each.place for other in shown.board) <= most),
        default=1,
    )
    rows = [
        (
            str(each.place),
            each.unit.short,
            str(each.handed_in),
            str(each.adopted),
            str(each.reported),
            str(each.taken_above),
        )
        for each in shown.board
        if each.place <= last
    ]
    columns = (
        PrintColumn("名次", 3, 4, "center"), PrintColumn("科室", 6), PrintColumn("投稿", 3, 4, "center"), PrintColumn("采用", 3, 4, "center"),
        PrintColumn("择优上报", 4, 5, "center"), PrintColumn("上级采用", 4, 5, "center"),
    )  # fmt: skip
    return fitted(columns, rows) if rows else None


def fitted(columns: Sequence[PrintColumn], rows: Sequence[tuple[str, ...]], width: float = WIDTH) -> PrintTable:
    return table(columns, rows, sizes=(12.0, 10.5), lying=(False,), total=width)
