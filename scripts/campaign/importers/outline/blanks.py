"""Blank forms: a table of labels with empty cells to fill in becomes a form (`plans/forms/`): sections, rows and fields in printed order.

The first column names sections, the next rows; a label right before an empty cell is a field, a label before another label is the group of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_FORM = re.compile(
    r"(?:汇总表|报表|统计表|登记表|信息表|调查表|月报表|季报表|情况表|报告表|填报表|表[一二三四五\d]?)(?:（[^）]*）)?$"
)


@dataclass
class FoundForm:
    """The record of a form and how much is in it."""

    record: dict[str, Any]
    sections: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows all sections hold."""
        return sum(len(each["rows"]) for each in self.sections)

    @property
    def fields(self) -> int:
        """How many figures are to be filled in; rates are worked out."""
        return sum(
            1 for each in self.sections for row in each["rows"] for one in row["fields"] if one.get("kind") != "rate"
        )


def read(
    key: str, plan: str, label: str, title: str, rows: Sequence[tuple[str, ...]], notes: Sequence[str]
) -> FoundForm | None:
    """The form in the rows of a table and the lines around it, or None when the table is filled in, or something else."""
    if not _FORM.search(title) or len(rows) < 4:
        return None
    width = max(len(row) for row in rows)
    empty = sum(1 for row in rows if not row[-1].strip())
    if empty * 2 < len(rows) or width < 2:
        return None
    head = [cell.strip() for cell in rows[0]]
    if all(head) and all(not cell.strip() for row in rows[1:] for cell in row[1:]):
        return None  # a list with a head: names to be filled in, row by row
    made = FoundForm({"id": key, "title": title, "plan": plan, "attachment": label})
    around = " ".join(notes)
    if found := re.search(r"(?:^|[\s　：:])([\u4e00-\u9fff（）、()]{2,20}盖章)", around):
        made.record["seal"] = found[1]
    contact = [
        word for word in ("联系人", "填报人", "手机号", "联系电话", "电话") if re.search(rf"{word}\s*[:：]", around)
    ]
    if contact:
        made.record["contact"] = contact
    for row in rows:
        _row(made, [re.sub(r"\s+", "", cell) for cell in row])
    made.sections = [each for each in made.sections if any(row["fields"] for row in each["rows"])]
    for section in made.sections:
        section["rows"] = [_settled(row) for row in section["rows"]]
    made.record["sections"] = made.sections
    return made if made.fields >= 3 else None


def _row(made: FoundForm, cells: list[str]) -> None:
    if cells[0]:
        made.sections.append({"title": cells[0], "rows": []})
    if not made.sections:
        return
    rows = made.sections[-1]["rows"]
    if len(cells) > 1 and cells[1]:
        rows.append({"label": cells[1], "fields": []})
    if not rows:
        return
    labels = cells[2:]
    for at, label in enumerate(labels):
        if not label:
            continue
        if at + 1 < len(labels) and labels[at + 1]:
            rows[-1]["group"] = label
        else:
            number = made.fields + 1
            rows[-1]["fields"].append(
                {
                    "id": f"f{number}",
                    "label": label,
                    "group": rows[-1].get("group", ""),
                    "kind": _kind(label, rows[-1]["label"]),
                }
            )
    if not any(labels) and len(cells) > 1 and cells[1]:
        rows[-1]["fields"].append({"id": f"f{made.fields + 1}", "kind": _kind("", cells[1])})


def _kind(label: str, row: str) -> str:
    words = f"{row}{label}"
    if re.match(r"是否", row) or re.match(r"是否", label):
        return "yesno"
    return "number" if re.search(r"[（(]%[)）]|比例|时间|金额|费用|万元", label or words) else "count"


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what only reading needed; two counts of a rate compute it."""
    made = {"label": row["label"], "fields": row["fields"] or [{"id": "f0", "kind": "number"}]}
    for at in range(0, len(made["fields"]) - 1, 2):
        one, two = made["fields"][at : at + 2]
        if (
            re.search(r"率|比例", row["label"])
            and "总" in two.get("label", "")
            and one.get("group") == two.get("group")
        ):
            rate = {
                "id": f"{one['id']}_rate",
                "kind": "rate",
                "num": one["id"],
                "den": two["id"],
                "printed": "否",
                "group": one.get("group", ""),
            }
            made["fields"] = [*made["fields"], rate]
    return made
