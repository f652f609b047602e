"""Tables whose heads say what they are: tasks, indicators, members, schedules. Others stay tables.

A table is its rows of cells. Its head is the first row in which two columns are known words; a row that repeats the head is left out, blank cells of
a merged category take the one above, a row without number and title goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_HEADS = (  # (column, words of its head); the first that fits counts
    ("number", r"序号|编号|序|№|NO\.?|No\.?"),
    ("person", r"责任人|负责人|责任领导|牵头领导|分管领导|联系人|包保领导|具体责任人"),
    ("lead", r"牵头(?:负责)?(?:单位|部门|科室|处室|地区)?|主责(?:单位|部门|科室)?|主办(?:单位|部门)?|承办(?:单位|部门|科室)?|总牵头(?:单位)?"),
    ("join", r"(?:配合|参与|参加|协办|协同|协助|协作|指导|督导|监督)(?:单位|部门|科室|处室|地区)?|配合责任单位|责任单位（配合）"),
    ("duty", r"(?:责任|负责|落实|实施|完成|执行|主管|具体责任)(?:单位|部门|科室|处室|主体|股室)?(?:及责任人)?|单位分工|职责分工|责任分工|分工"),
    ("due", r"(?:完成|办结|整改|推进|办理|落实|实施)?(?:时限|期限|时间|日期|时间节点|节点|进度)(?:要求|安排)?|完成情况及时限|时间进度|进度安排|计划完成时间"),
    ("unit", r"计量单位|单位"),
    ("baseline", r"(?:20\d\d年)?(?:基[线期数](?:值|水平)?|现状(?:值)?|基础值|实际值?|完成值)(?:（.*）)?|20\d\d年(?:实际|现状|基期|完成).*"),
    ("value", r"(?:20\d\d年(?:底)?)?(?:目标(?:值|要求)?|指标值|年度目标|目标任务值|预期值|任务数|计划数|任务量|目标数|数量)(?:（.*）)?|20\d\d年(?:底)?|到20\d\d年(?:底)?"),
    ("indicator", r"(?:主要|核心|考核|监测|评价|具体|绩效|质量)?指标(?:名称|项目)?|考核指标|监测指标|三级指标"),
    ("category", r"(?:任务|工作|指标|项目)?(?:类别|分类|类型|领域|板块|方面)|(?:工作|重点)?领域|一级(?:指标|任务)|大类|专项|行动|目标类别|重点领域"),
    ("title", r"(?:重点|主要|具体|工作|年度|核心|整改|目标|分解|细化|改革)*(?:任务|事项|工作|内容|举措|措施|项目|要点|任务名称|项目名称|工作内容|任务内容|工作任务|任务要求|任务及内容|任务分解|条目|改革内容)(?:名称|内容|举措)?"),
    ("text", r"(?:具体|主要|工作|实施|推进|落实)*(?:要求|标准|措施|举措|内容|步骤|说明|目标|成果|目标要求|工作目标|做法|成果形式|预期成效|预期成果|备注|完成标准|方式|口径|指标说明|计算方法|责任内容)"),
    ("name", r"姓\s*名"),
    ("post", r"职\s*务|职务/?职称|单位及职务|职称|组内职务|职务（职称）"),
    ("when", r"(?:培训|活动|会议|宣传|开展|检查)?(?:日期|时间)|月份"),
)  # fmt: skip


@dataclass(frozen=True)
class FoundRow:
    """The cells of a row by column, and where it stands."""

    cells: dict[str, str]
    place: int
    others: tuple[tuple[str, str], ...] = ()  # (head, cell) of columns that mean nothing special


@dataclass
class FoundTable:
    """`kind` is tasks, indicators, members or other; `heads` the printed heads by column."""

    kind: str
    rows: list[FoundRow] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    values: list[tuple[str, str]] = field(default_factory=list)  # of indicators: (column, head), one a year
    top: int = 0  # how many rows there are down to the head, that of two rows included


def read(rows: Sequence[tuple[str, ...]], places: Sequence[int]) -> FoundTable:
    """What the rows of a table say."""
    tall = _tall_head(rows)
    if tall is not None:
        rows = [*rows[:tall], _one_head(rows[tall], rows[tall + 1]), *rows[tall + 2 :]]
        places = [*places[:tall], *places[tall + 1 :]]
    at, columns = _head(rows)
    if at < 0:
        return FoundTable("other")
    heads = {column: _clean(rows[at][place]) for place, column in columns.items()}
    kind = _kind(columns, heads)
    table = FoundTable(
        kind,
        heads=heads,
        values=[(column, heads[column]) for column in columns.values() if column.startswith("value")],
        top=at + (2 if tall is not None else 1),
    )
    if kind not in ("tasks", "indicators", "members"):
        return table
    above: dict[str, str] = {}
    head = tuple(map(_clean, rows[at]))
    for row, place in zip(rows[at + 1 :], places[at + 1 :], strict=True):
        said = tuple(map(_clean, row))
        if (
            said == head
            or not any(said)
            or (
                len([each for each in said if each]) == 1
                and re.match(r"注|说明|备注|合\s*计|总\s*计|填表", next(each for each in said if each))
            )
        ):
            continue
        filled = [each for each in said if each]
        if (
            len(set(filled)) == 1
            and len(row) > 2
            and not re.fullmatch(r"[\d.%]+", filled[0])
            and (len(filled) == len(row) or said[0])
        ):
            above["category"] = re.sub(
                r"^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）", "", filled[0]
            )  # a row over all columns is a category
            continue
        cells = {column: said[place] for place, column in columns.items() if place < len(said)}
        others = tuple(
            (head[place], said[place])
            for place in range(len(said))
            if place not in columns and said[place] and place < len(head)
        )
        main = "title" if kind == "tasks" else "indicator" if kind == "indicators" else "name"
        if not cells.get(main):
            if kind == "tasks" and cells.get("text") and cells.get("number"):
                cells[main] = cells.pop("text")
            elif table.rows and not cells.get("number") and kind == "tasks":
                last = table.rows[-1].cells
                for column, cell in cells.items():
                    if cell and column not in ("category",):
                        last[column] = (
                            f"{last.get(column, '')}{'、' if column in ('lead', 'join', 'duty') and last.get(column) else ''}{cell}"
                        )
                continue
            else:
                continue
        for column in ("category",):
            if column in columns.values() or column in above:
                cells[column] = cells.get(column) or above.get(column, "")
                above[column] = cells[column]
        table.rows.append(FoundRow(cells, place, others))
    return table


def _tall_head(rows: Sequence[tuple[str, ...]]) -> int | None:
    """The row of a head that goes on in the next (责任科室 over 牵头 and 配合, 目标值 over years): there every cell is empty, as above, or a head."""
    for at, (row, below) in enumerate(pairwise(rows[:5])):
        if len(row) != len(below) or _head([row])[0] < 0:
            continue
        new = [_clean(cell) for cell, above in zip(below, row, strict=True) if _clean(cell) and cell != above]
        if len(new) > 1 and all(any(re.fullmatch(words, cell) for _, words in _HEADS) for cell in new):
            return at
    return None


def _one_head(row: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lower if _clean(lower) else upper for upper, lower in zip(row, below, strict=True))


def _clean(cell: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", cell.replace("\n", " ")).strip()


def _head(rows: Sequence[tuple[str, ...]]) -> tuple[int, dict[int, str]]:
    """(row of the head, column by place); -1 when no row is one."""
    for at, row in enumerate(rows[:4]):
        columns: dict[int, str] = {}
        for place, cell in enumerate(row):
            words = re.sub(r"\s", "", _clean(cell))
            if not words or len(words) > 14:
                continue
            names = [column for column, pattern in _HEADS if re.fullmatch(pattern, words)]
            name = next((column for column in names if column not in columns.values()), None)
            if name == "value" or (names and names[0] == "value"):
                name = f"value{place}"
            if name:
                columns[place] = name
        if len(columns) >= 2 and not any(re.search("[。；]", cell) for cell in row):
            return at, _sorted_out(columns)
    return -1, {}


def _sorted_out(columns: dict[int, str]) -> dict[int, str]:
    """Columns whose meaning depends on the others: without a title the widest text is it; 单位 beside 责任 words is a unit of measure."""
    names = set(columns.values())
    if (
        "title" not in names
        and "indicator" not in names
        and "text" in names
        and names & {"lead", "duty", "due", "join"}
    ):
        columns = {place: "title" if column == "text" else column for place, column in columns.items()}
    if "category" in names and not {"title", "indicator", "text"} & set(columns.values()):
        columns = {place: "title" if column == "category" else column for place, column in columns.items()}
    if (
        "unit" in names
        and "indicator" not in names
        and not any(column.startswith("value") for column in names)
        and not names & {"lead", "duty"}
    ):
        columns = {place: "duty" if column == "unit" else column for place, column in columns.items()}
    return columns


def _kind(columns: dict[int, str], heads: dict[str, str]) -> str:
    names = set(columns.values())
    valued = any(column.startswith("value") for column in names)
    if "indicator" in names and (valued or "baseline" in names):
        return "indicators"
    if "title" in names and names & {"lead", "duty", "join"} and "name" not in names:
        return "tasks"
    if "title" in names and "due" in names and heads["due"] not in ("时间", "日期", "培训时间", "活动时间"):
        return "tasks"
    if "title" in names and valued and not names & {"name"}:
        return "tasks" if names & {"lead", "duty"} else "other"
    if "name" in names and names & {"post", "duty"}:
        return "members"
    return "other"
