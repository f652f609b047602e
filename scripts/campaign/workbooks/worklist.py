"""任务分解表.xlsx, said once for `exporters.worklist`, which writes it, and `importers.worklist`, which reads it back: sheets, columns, marks.

Row 1 is the title, row 2 a note, row 3 names the columns, rows follow. Column A is hidden and holds what a row is about; a row without it adds
a unit to a task. A very hidden sheet keeps every value as it was written, so that the way back can tell a cell that was changed here from
one that was changed in the files meanwhile. Columns are found by their names, so they may be moved, and others may stand among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.workbooks.desk import Holds

LIST_MARK = (
    "planpress-worklist"  # first cell of the very hidden sheet; below it sheet, key, field and value of every cell
)
ROLES = ("负责", "参与", "会同")


@dataclass(frozen=True)
class Field:
    """A column. What is not `taken` is there to be read: it follows from the rest, or belongs to the plan's own text."""

    key: str
    title: str
    holds: Holds = Holds.TEXT
    width: int = 12
    taken: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `key` is that of `views.worklist.Worklist.lines`."""

    key: str
    title: str
    fields: tuple[Field, ...]
    note: str


SHEETS = (
    Sheet(
        "tasks",
        "任务分解表",
        (
            Field("plan", "方案", width=18),
            Field("group", "任务组", width=26),
            Field("number", "序号", width=9),
            Field("title", "任务", width=34, taken=True),
            Field("unit", "单位", width=18, taken=True, hint="写名册里的名称"),
            Field("role", "分工", width=8, taken=True, hint="负责、参与或会同"),
            Field("due", "期限", Holds.DAY, 12, taken=True, hint="2026-12-31；只知道月份写 2026-12"),
            Field("state", "状态", width=9),
            Field("done", "办结日期", Holds.DAY, 12, taken=True, hint="办完才填"),
            Field("note", "备注", width=30, taken=True, hint="进展说明，会显示在方案页"),
        ),
        "一个任务、一个单位一行。深色列名的可以填、可以改；其余只供看。给任务加一个单位：接在最后，写上方案、任务、单位和分工。",
    ),
    Sheet(
        "indicators",
        "指标表",
        (
            Field("plan", "方案", width=18),
            Field("name", "指标", width=30, taken=True),
            Field("unit", "计量单位", width=9),
            Field("scope", "对象", width=14),
            Field("demand", "要求", width=18),
            Field("value", "目标值", Holds.COUNT, 10, taken=True, hint="只写数，如 90、0.4:1"),
            Field("due", "期限", Holds.DAY, 12, taken=True),
            Field("lead", "责任单位", width=18),
            Field("state", "状态", width=9),
            Field("current", "最近的数", Holds.COUNT, 10, taken=True, hint="没有数就空着，不要填 0 代替"),
            Field("date", "数据日期", Holds.DAY, 12, taken=True, hint="填了新的数，改成新的日期"),
            Field("note", "备注", width=26, taken=True, hint="数从哪里来"),
        ),
        "一个目标一行。深色列名的可以填、可以改；填新的数要同时写数据日期，以前的数都留着。",
    ),
)
