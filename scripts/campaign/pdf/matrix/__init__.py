"""责任矩阵: the tasks of a plan against its units on one sheet, lying A4 or A3, in the largest type that leaves it whole."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves.numbering import compact
from campaign.model import Plan
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.views.matrix import ROLE_SIGNS, ROLE_WORDS, matrix

KIND = "matrix"
NAME = "责任矩阵"
SHEETS = {"a4": 261.0, "a3": 384.0}  # mm between the margins of the lying sheet
SIZES = (
    ("a4", 9.0),
    ("a4", 8.0),
    ("a4", 7.0),
    ("a3", 9.0),
    ("a3", 8.0),
    ("a3", 7.0),
    ("a3", 6.0),
)  # paper and pt, as they are tried


def document(plan: Plan, content: Content) -> Job:
    """The print job; a plan too large for one sheet of A3 in the smallest type runs on, with its heads repeated."""
    grid = matrix(content, plan)
    head = office.head(plan, content, NAME)
    shown = {role: ROLE_SIGNS[role] for role in ROLE_SIGNS if role in grid.cells.values()}
    words = {
        "head": head,
        "units": [list(typeset.plain(unit.short)) for unit in grid.units],
        "rows": [
            (
                f"{compact(row.number)}{row.task.title}",
                [shown.get(grid.cell(row.task.id, unit.id), "") for unit in grid.units],
            )
            for row in grid.rows
        ],
        "sums": [
            (word, [counts[unit.id] or "" for unit in grid.units])
            for word, counts in (("牵头", grid.led), ("参与", grid.joined))
            if any(counts.values())
        ],
        "key": "　".join(f"{sign}：{ROLE_WORDS[role]}" for role, sign in shown.items()),
        "author": content.site.organisation,
    }
    made = []
    for paper, size in SIZES:
        column = max(size * 25.4 / 72 * 1.35, min(9.0, SHEETS[paper] * 0.6 / max(len(grid.units), 1)))
        made.append(page.write(KIND, {**words, "paper": paper, "size": size, "column": round(column, 2)}))
    first, *others = made
    return Job(name=plan.id, title=head.title, kind=KIND, html=first, others=tuple(others), most=1)
