"""What is bound behind a plan: 指标表 and 责任分工表, made of the same rows as the site's, the files of its annexes, and the names 附件说明 gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.content import Content
from campaign.model import Group, Modality, Plan
from campaign.pdf.geometry import OFFICIAL, Geometry
from campaign.pdf.job import Insert
from campaign.pdf.plan.blocks import Set, inserts, lies, set_blocks
from campaign.pdf.tables import PrintColumn, PrintTable, measure, table
from campaign.views.annexes import HeldAnnex, NumberedAnnex, annexes
from campaign.views.indicators import (
    IndicatorRow,
    bounds,
    cell,
    indicator_rows,
    tier_columns,
)
from campaign.views.targets import UNDATED, Aspect, wording
from campaign.views.tasks import TaskRow, UnitRef, task_rows

INFERRED = "〔推算〕"
UNKNOWN = "未定"


@dataclass(frozen=True)
class Enclosure:
    """One annex as it is printed: its blocks; those that go out apart (`bound` is false) are only named. `inserts` are pages of others."""

    number: str  # 附件1, or 附件 when it is the only one
    title: str
    bound: bool
    blocks: tuple[Set, ...] = ()
    wide: bool = False
    inserts: tuple[Insert, ...] = ()

    @property
    def shut(self) -> bool:
        """Is its last page one on which nothing more may stand: a lying one, or one of somebody else's?"""
        return self.wide or bool(self.inserts)


def attachments(plan: Plan, content: Content, page: Geometry = OFFICIAL) -> tuple[Enclosure, ...]:
    """Annexes in the order of 附件说明."""
    return tuple(_attachment(each, plan, content, page) for each in annexes(content, plan))


def _attachment(annex: NumberedAnnex, plan: Plan, content: Content, page: Geometry) -> Enclosure:
    made = Enclosure(annex.number, annex.title, annex.bound)
    if annex.held in _TABLES:
        own = _TABLES[annex.held](plan, content, page)
        return replace(made, blocks=(Set("table", table=own),), wide=own.wide)
    if annex.enclosed is None:
        return made
    blocks = annex.enclosed.blocks
    wide = lies(blocks, page) if annex.enclosed.lying is None else annex.enclosed.lying
    name = annex.number.removeprefix("附件") or "1"
    return replace(
        made,
        blocks=tuple(set_blocks(blocks, page, lying=wide, name=name, bold=page.profile.bold_level_3)),
        wide=wide,
        inserts=tuple(inserts(blocks, page, name=name)),
    )


def _indicators(plan: Plan, content: Content, page: Geometry) -> PrintTable:
    rows = indicator_rows(content, plan)
    tiers = tier_columns(content, plan, rows)
    labels = tiers.labels or ("目标值",)
    binding = any(row.modality is not Modality.FIRM for row in rows)
    beside: tuple[Aspect, ...] = ("due", "modality") if binding else ("due",)
    stated = {
        row.indicator.id: [cell(row, label, *beside) for label in tiers.labels] or ["\n".join(bounds(row, *beside))]
        for row in rows
    }
    parted = [each for each in stated.values() if len(set(each)) > 1 or len(labels) == 1]
    carried = any(row.indicator.lead for row in rows)
    meant = any(row.indicator.definition for row in rows)
    columns = [
        PrintColumn("序号", 2, 3, "center"),
        PrintColumn("指标", 7, 24),
        *(
            PrintColumn(label, _widest((each[place] for each in parted), 6), 24, "center")
            for place, label in enumerate(labels)
        ),
        *([PrintColumn("约束力", 3, 5, "center")] if binding else []),
        PrintColumn("期限", _widest((_deadline(row) for row in rows), 8), 12, "center"),
        *([PrintColumn("责任单位", 4.5, 24)] if carried else []),
        *([PrintColumn("口径", 9, 60)] if meant else []),
    ]
    cells: list[tuple[str | None, ...]] = [
        (
            str(place),
            row.indicator.name,
            *_merged(stated[row.indicator.id]),
            *([row.modality.value] if binding else []),
            _deadline(row),
            *(["、".join(map(content.registry.name, row.indicator.lead)) or "—"] if carried else []),
            *([row.indicator.definition or "—"] if meant else []),
        )
        for place, row in enumerate(rows, 1)
    ]
    return table(columns, cells, total=page.width, height=page.height)


def _merged(bounds: Sequence[str]) -> tuple[str | None, ...]:
    """What is demanded of everybody alike stands once, over all columns."""
    return (bounds[0], *[None] * (len(bounds) - 1)) if len(set(bounds)) == 1 else tuple(bounds)


def _widest(cells: Iterable[str], most: float) -> float:
    """The width in 字 that keeps every line of these cells whole, up to `most`."""
    return max((min(measure(line), most) for words in cells for line in words.split("\n")), default=2)


def _deadline(row: IndicatorRow) -> str:
    """The deadlines of all targets, a line each; nobody's is made up."""
    said = (wording(row.indicator, target, row.plan.period) for target in row.indicator.targets)
    dues = dict.fromkeys("\n".join([each.due, *([INFERRED] if each.inferred else [])]) for each in said if each.due)
    return "\n".join(dues) or ("每年" if row.indicator.reckoning == "每年" else UNDATED)


def _duties(plan: Plan, content: Content, page: Geometry) -> PrintTable:
    rows = task_rows(content, plan)
    joined = any(row.join or row.with_ for row in rows)
    dated = any(_task_due(row) for row in rows)
    grouped = len(plan.groups) > 1
    columns = [
        PrintColumn("序号", 3, 6, "center"),
        PrintColumn("任务", 8, 30),
        PrintColumn(f"{_lead_word(rows)}单位", 5, 26),
        *([PrintColumn("参与单位", 7, 40)] if joined else []),
        *([PrintColumn("期限", _widest(map(_task_due, rows), 8), 9, "center")] if dated else []),
    ]
    cells: list[tuple[str, ...]] = []
    bands: set[int] = set()
    shown: Group | None = None
    for row in rows:
        if grouped and row.group and row.group is not shown:
            bands.add(len(cells))
            cells.append((f"{row.group.number or ''}{row.group.title}",))
        shown = row.group
        cells.append(
            (
                (row.task.number or "").rstrip("、.．") or row.number or "—",
                row.task.title,
                _lead(row),
                *([_others(row)] if joined else []),
                *([_task_due(row) or UNKNOWN] if dated else []),
            )
        )
    return table(columns, cells, bands=frozenset(bands), total=page.width, height=page.height)


_TABLES = {HeldAnnex.INDICATORS: _indicators, HeldAnnex.DUTIES: _duties}


def _lead_word(rows: Sequence[TaskRow]) -> str:
    """牵头 or 负责, as the plan says; both where it uses both."""
    words = {"牵头" if row.lead_word == "牵头" else "负责" for row in rows if row.lead}
    return "、".join(sorted(words, reverse=True)) or "责任"


def _names(refs: Iterable[UnitRef]) -> str:
    return "、".join(ref.name for ref in refs)


def _lead(row: TaskRow) -> str:
    separately = "\n（分别负责）" if row.lead_word == "分别负责" and len(row.lead) > 1 else ""
    return f"{_names(row.lead)}{separately}" or "—"


def _others(row: TaskRow) -> str:
    return "；".join(filter(None, (_names(row.join), f"会同{_names(row.with_)}" if row.with_ else ""))) or "—"


def _task_due(row: TaskRow) -> str:
    return row.task.due_as_written or (row.due.chinese if row.due else "")


def listing(made: Sequence[Enclosure]) -> tuple[tuple[str, str], ...]:
    """附件说明 (7.3.4): (lead-in, name) a line; the first says 附件：, no mark follows a name."""
    if len(made) == 1:
        return (("附件：", made[0].title),)
    return tuple((f"{'附件：' if place == 1 else ''}{place}.", each.title) for place, each in enumerate(made, 1))
