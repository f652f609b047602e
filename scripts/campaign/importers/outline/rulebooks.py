"""Rule books: tables of categories, sub-items and numbered items become an assessment (`plans/assessment/`), with thresholds and the tiers of its notes.

A rule book is known by its items: the last filled cell of most rows begins with a number, and the numbers run on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from campaign.importers.outline.facts import targets
from campaign.importers.outline.facts.moments import DateReader
from campaign.importers.outline.words import HAN, digits, value

_CATEGORY = re.compile(rf"(?P<number>[{HAN}]{{1,3}})\s*[、.．]\s*(?P<title>\S.*)")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})\s*[、.．]\s*(?P<text>\S.*)")
_TIER = re.compile(
    r"(?P<name>[一二三]级(?:[甲乙丙]等)?|[一二三][甲乙丙])(?:等|及?以上)?(?:综合)?(?:医院|医疗机构)?[^；;。，,]{0,6}?执行(?:全部)?\s*(?P<count>\d+)\s*条(?:[（(]除(?:第)?(?P<except>[\d、，,—\-至 ]+)(?:条)?(?:外)?[)）])?"
)
_GRADES = {"三级": ["三级", "三甲", "三乙"], "二级": ["二级", "二甲", "二乙"], "一级": ["一级"]}
_COUNTS = re.compile(r"共\s*(?P<categories>\d+)\s*类\s*(?P<sub_items>\d+)\s*项\s*(?P<items>\d+)\s*条")
_OPERATORS = {"gte": "≥", "lte": "≤", "gt": "＞", "lt": "＜", "eq": "＝"}


@dataclass
class Rulebook:
    """The record of an assessment and how much is in it."""

    record: dict[str, Any]
    categories: int
    sub_items: int
    items: int
    doubts: list[str] = field(default_factory=list)


def read(key: str, title: str, rows: Sequence[tuple[str, ...]], notes: Sequence[str]) -> Rulebook | None:
    """The rule book in the rows of a table and the lines around it, or None when the table is something else."""
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    items = [found for cells in filled if cells and (found := _NUMBERED.fullmatch(digits(cells[-1])))]
    numbers = [int(found["number"]) for found in items]
    if len(items) < 10 or len(items) * 10 < len(filled) * 7 or numbers != sorted(set(numbers)):
        return None
    categories: list[dict[str, Any]] = []
    for cells in filled:
        item = _NUMBERED.fullmatch(digits(cells[-1])) if cells else None
        if not item:
            continue
        for cell in cells[:-1]:
            if (found := _CATEGORY.fullmatch(cell)) and (not categories or categories[-1]["title"] != found["title"]):
                categories.append({"number": value(found["number"]), "title": found["title"], "sub_items": []})
            elif found := _NUMBERED.fullmatch(digits(cell)):
                if not categories:
                    categories.append({"number": 1, "title": title, "sub_items": []})
                categories[-1]["sub_items"].append(
                    {"number": int(found["number"]), "title": found["text"], "items": []}
                )
        if not categories:
            categories.append({"number": 1, "title": title, "sub_items": []})
        if not categories[-1]["sub_items"]:
            number = sum(len(each["sub_items"]) for each in categories) + 1
            categories[-1]["sub_items"].append({"number": number, "title": categories[-1]["title"], "items": []})
        categories[-1]["sub_items"][-1]["items"].append(_item(int(item["number"]), item["text"]))
    said = "".join(notes)
    made = Rulebook(
        {"id": key, "title": title}, len(categories), sum(len(each["sub_items"]) for each in categories), len(items)
    )
    if counts := _COUNTS.search(said):
        made.record["declared_counts"] = [
            {"name": name, "count": int(counts[of]), "of": of}
            for name, of in (("类", "categories"), ("项", "sub_items"), ("条", "items"))
        ]
    made.record |= {
        "tiers": _tiers(said, made),
        "categories": categories,
        "notes": [each.strip() for each in notes if each.strip()],
    }
    return made


def _item(number: int, text: str) -> dict[str, Any]:
    """An item with a short name, its first clause, and the bounds in its text."""
    first = re.split(r"[，,；;。：:]", text)[0].strip()
    made: dict[str, Any] = {"number": number, "title": first if len(first) <= 24 else f"{first[:22]}…", "text": text}
    bounds: list[dict[str, Any]] = []
    for found in targets.find(digits(text), DateReader()):
        if found.operator not in _OPERATORS or not found.unit or found.upper or found.change:
            continue
        words = f"{found.scope}{found.name}{found.words}"
        level = re.search(r"[一二三]级", found.scope or found.name)
        grade = re.search(r"[一二三][甲乙]", found.scope or found.name)
        bounds.append(
            {
                "id": f"t{number}-{len(bounds) + 1}",
                "name": found.name,
                "operator": _OPERATORS[found.operator],
                "value": found.value,
                "unit": found.unit,
                "tier": level[0] if level and not re.search(rf"{level[0]}(?:及)?以上", words) else "",
                "grade": grade[0] if grade else "",
                "due": found.due,
                "modality": found.modality,
                "as_written": found.words,
            }
        )
    if bounds:
        made["thresholds"] = bounds
    return made


def _tiers(said: str, made: Rulebook) -> list[dict[str, Any]]:
    """三级以上医院执行全部100条；二甲医院执行95条（除3、7、8…）: for whom which items do not hold."""
    tiers = []
    for place, found in enumerate(_TIER.finditer(said), 1):
        name = found["name"]
        left = re.sub(r"[，,、 ]+", ", ", (found["except"] or "").strip("，,、 "))
        tiers.append(
            {
                "id": f"tier{place}",
                "name": name,
                "grades": _GRADES.get(name, [name]),
                "words": _words(name),
                "exclude": left,
            }
        )
        count = int(found["count"])
        lacking = len([each for each in left.split(", ") if each])
        if "-" not in left and made.items - lacking != count:
            made.doubts.append(f"{name}说执行 {count} 条，按除外的序号数是 {made.items - lacking} 条")
    if tiers and (lowest := tiers[-1]["name"])[1:] == "乙":  # whoever is of the level at all is at least of this class
        tiers[-1]["words"] = [f"{lowest[0]}级", f"{lowest[0]}、三级"]
    if not tiers:
        made.doubts.append("没有写明哪一等次执行哪些条，先按全部执行")
        tiers = [{"id": "tier1", "name": "各等次", "grades": ["三级", "三甲", "三乙", "二级", "二甲", "二乙", "一级"]}]
    return tiers


def _words(name: str) -> list[str]:
    """How an item's text addresses a class: 三级医院, 二甲."""
    return [f"{name}医院", f"{name}以上", f"{name}公立"] if name.endswith("级") else [name]
