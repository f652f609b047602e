"""The responsibility matrix: which unit carries which task, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.content import Content
from campaign.model import Mode, Plan
from campaign.views.tasks import TaskRow, UnitRef, task_rows

ROLE_WORDS = {"lead": "负责", "separate": "分别负责", "join": "参与", "with": "会同"}
ROLE_SIGNS = {"lead": "负", "separate": "分", "join": "参", "with": "会"}


@dataclass(frozen=True)
class Matrix:
    """Units as columns (by tasks led, then joined), tasks as rows; a cell holds lead, separate, join or with."""

    plan: Plan
    units: tuple[UnitRef, ...]
    appearance: tuple[str, ...]
    rows: tuple[TaskRow, ...]
    cells: Mapping[tuple[str, str], str]
    led: Mapping[str, int]
    joined: Mapping[str, int]

    def cell(self, task_id: str, unit_id: str) -> str:
        """The role of a unit in a task; nothing when it has none."""
        return self.cells.get((task_id, unit_id), "")

    @property
    def total_led(self) -> int:
        """Tasks led, summed over units."""
        return sum(self.led.values())

    @property
    def total_joined(self) -> int:
        """Tasks joined in, summed over units."""
        return sum(self.joined.values())


def matrix(content: Content, plan: Plan) -> Matrix:
    """Tasks against units, the units in the order in which the plan names them."""
    rows = task_rows(content, plan)
    cells: dict[tuple[str, str], str] = {}
    units: dict[str, UnitRef] = {}
    for row in rows:
        lead = "separate" if row.mode is Mode.SEPARATELY else "lead"
        for role, refs in ((lead, row.lead), ("join", row.join), ("with", row.with_)):
            for ref in refs:
                units.setdefault(ref.id, ref)
                cells.setdefault((row.task.id, ref.id), role)
    led = {
        each: sum(role in ("lead", "separate") for (_, unit), role in cells.items() if unit == each) for each in units
    }
    joined = {
        each: sum(role in ("join", "with") for (_, unit), role in cells.items() if unit == each) for each in units
    }
    appearance = tuple(units)
    ordered = sorted(units, key=lambda each: (-led[each], -joined[each], appearance.index(each)))
    return Matrix(plan, tuple(units[each] for each in ordered), appearance, rows, cells, led, joined)
