"""The publicity office's workbook 宣传台账.xlsx: its sheets and columns, said once for `exporters.desk`, which writes it, and `importers`.

Row 1 is the title, row 2 a note, row 3 names the columns, entries follow. Column A is hidden and holds the ids; a row without one is new.
What every entry said when the workbook was made is kept in it as a mark, so that the way back can tell a row that was deleted from one that
was not there yet, and a row the office changed from one that was changed in the files meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from campaign.leaves.dates import Moment
from campaign.model import AwardRound, Coverage, Nomination, Record, Stage, Story, Word, Work
from campaign.model.references import slots

# very hidden: the mark, then campaign, demo and materials_duty in columns A and B, and from column D on sheet, key and fingerprint of every entry
LIST_SHEET, LIST_MARK = "planpress", "planpress-desk"
MARK_COLUMN = 4
WORDS_SHEET, NOTE_SHEET = "名单", "说明"
ID_COLUMN, FIRST_COLUMN, HEAD_ROW = 1, 2, 3
ID_TITLE = "编号"
MAX_ROWS, MAX_COLUMNS = 5000, 60
ROOM = 200  # empty rows made ready below the entries
MOST_ENTRIES = MAX_ROWS - ROOM - HEAD_ROW  # of one sheet


class DeskFault(Exception):
    """Why no workbook was written; the text is a Chinese sentence."""


class Holds(Enum):
    """What a column holds; most have a drop-down."""

    TEXT = auto()
    NAMES = auto()  # parted by 、
    GENRE = auto()  # text with suggestions
    DAY = auto()
    MONTH = auto()
    COUNT = auto()
    YES = auto()
    LEVEL = auto()
    NAMED = auto()  # another record, by its name, or by its id where two have the same


@dataclass(frozen=True)
class SheetColumn:
    """`path` is the key in the record; for a step of a story ("stages", step, key)."""

    path: tuple[str, ...]
    title: str
    kind: Holds
    required: bool = False
    width: int = 14
    default: str = ""
    hint: str = ""
    units: str = ""  # what may be typed behind a count, each sign one: 3个, 4幅
    offers: str = ""  # of a reference: which choices fit, as the type of the field says


def _named(
    record: type[Record], key: str, title: str, *, required: bool = False, width: int = 14, hint: str = ""
) -> SheetColumn:
    """A column for what a field of a record refers to."""
    offers = next(slot.ref.offers for slot in slots(record) if slot.key == key and slot.ref)
    return SheetColumn((key,), title, Holds.NAMED, required, width, hint=hint, offers=offers)


@dataclass(frozen=True)
class Shape:
    """One sheet: which list of `PublicityFile` it holds. `told_by` are the fields that tell entries apart; those without ids have no `prefix`."""

    key: str
    title: str
    prefix: str
    columns: tuple[SheetColumn, ...]
    note: str
    told_by: tuple[str, ...] = ("id",)


def said(record: Record, path: tuple[str, ...]) -> str:
    """What an entry says under the path of a column, in ids and ISO dates; empty for nothing."""
    if path[0] == "stages":
        step = next((each for each in record.stages if each.name.value == path[1]), None)  # type: ignore[attr-defined]
        return said(step, path[2:]) if step else ""
    value: Any = getattr(record, path[0])
    if isinstance(value, Word):
        return str(value.value)
    if isinstance(value, Moment):
        return value.iso
    if isinstance(value, tuple):
        return "、".join(value)
    return "是" if value is True else "" if value is None or value is False else str(value)


def keyed(shape: Shape, records: Iterable[Record]) -> list[str]:
    """What tells the entries of a list apart, in their order; a second one of a key is numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for record in records:
        key = " ".join(said(record, (each,)) for each in shape.told_by)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} {seen[key]}")
    return keys


def fingerprint(shape: Shape, record: Record) -> str:
    """A mark of what the columns say, the same however it was written; a column that came to the workbook later and is empty changes nothing."""
    words = "\x1f".join(
        f"{'.'.join(column.path)}={held}" for column in shape.columns if (held := said(record, column.path))
    )
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _steps() -> tuple[SheetColumn, ...]:
    where = {Stage.ADOPTED: "刊发在哪里", Stage.REPORTED: "报给谁", Stage.TAKEN_ABOVE: "上级刊发在哪里"}
    return tuple(
        column
        for stage in Stage
        for column in (
            SheetColumn(("stages", stage.value, "date"), f"{stage.chinese}日期", Holds.DAY, hint="到了这一步才填"),
            SheetColumn(("stages", stage.value, "where"), where[stage], Holds.TEXT, width=20),
        )
    )


_UNIT = _named(Coverage, "unit", "科室")
_NEEDED_UNIT = _named(Story, "unit", "科室", required=True)
_TITLE = SheetColumn(("title",), "题目", Holds.TEXT, required=True, width=40)

SHAPES = (
    Shape(
        "submissions",
        "投稿",
        "s",
        (
            _NEEDED_UNIT,
            SheetColumn(("date",), "投稿日期", Holds.DAY, required=True),
            _TITLE,
            SheetColumn(("kind",), "体裁", Holds.GENRE, default="文章", width=10, hint="不填即文章"),
            SheetColumn(("authors",), "作者", Holds.NAMES, hint="几个人用顿号隔开"),
            SheetColumn(("month",), "计入月份", Holds.MONTH, width=12, hint="补交上月的稿件才填，如 2026-10"),
            *_steps(),
        ),
        "交一篇登一行；采用、择优上报、上级采用，到哪一步填哪一步的日期。",
    ),
    Shape(
        "coverage",
        "媒体报道",
        "c",
        (
            _named(Coverage, "outlet", "媒体", required=True, width=24),
            SheetColumn(("level",), "级别", Holds.LEVEL, width=10, hint="可不填，以媒体名册为准"),
            SheetColumn(("date",), "刊播日期", Holds.DAY, required=True),
            _TITLE,
            _UNIT,
            _named(Coverage, "story", "源出稿件", width=36, hint="选“投稿”里的题目；不是从投稿来的空着"),
            SheetColumn(("place",), "版面或栏目", Holds.TEXT),
            SheetColumn(("link",), "网址", Holds.TEXT, width=30, hint="写完整网址，如 https://…"),
            SheetColumn(("scan",), "剪报", Holds.TEXT, width=20, hint="clippings 文件夹里的文件名"),
        ),
        "一家媒体刊播一次登一行；一稿几家刊发，登几行。",
    ),
    Shape(
        "nominations",
        "评选",
        "n",
        (
            _named(Nomination, "award", "奖项", required=True, width=26),
            SheetColumn(("title",), "名称", Holds.TEXT, required=True, width=32),
            _named(Nomination, "unit", "推荐科室", required=True),
            SheetColumn(("date",), "推荐日期", Holds.DAY, required=True),
            SheetColumn(("votes",), "得票", Holds.COUNT, width=8, units="票"),
            SheetColumn(("winner",), "入选", Holds.YES, width=8, hint="选上的填 是，其余空着"),
        ),
        "推荐一个登一行；入选的从公示开始那天起才对外显示。",
    ),
    Shape(
        "rounds",
        "评选日程",
        "",
        (
            _named(AwardRound, "award", "奖项", required=True, width=26),
            SheetColumn(("nominate_by",), "推荐截止", Holds.DAY),
            SheetColumn(("notice_from",), "公示开始", Holds.DAY),
            SheetColumn(("notice_to",), "公示结束", Holds.DAY),
            SheetColumn(("announced",), "公布日期", Holds.DAY, hint="计划哪一天公布"),
            SheetColumn(
                ("announced_word",), "公布的说法", Holds.TEXT, default="公布", hint="不填即公布；摄影展写 展出"
            ),
            SheetColumn(("postponed_to",), "推迟到", Holds.DAY),
            SheetColumn(("done",), "实际公布日期", Holds.DAY, hint="公布以后再填"),
        ),
        "一个奖项一行，定下哪一天填哪一天。",
        ("award",),
    ),
    Shape(
        "works",
        "作品",
        "w",
        (
            SheetColumn(("title",), "题目", Holds.TEXT, required=True, width=28),
            SheetColumn(("author",), "作者", Holds.TEXT),
            _UNIT,
            SheetColumn(("date",), "收到日期", Holds.DAY),
            SheetColumn(("file",), "图片文件", Holds.TEXT, width=22, hint="写文件名"),
            SheetColumn(("alt",), "画面说明", Holds.TEXT, width=44, hint="一句话说清画面"),
            SheetColumn(("consent",), "已获同意", Holds.YES, width=10, hint="作者和被拍到的人都同意了填 是"),
            _named(Work, "award", "参评奖项", width=26),
            SheetColumn(("selected",), "入选", Holds.YES, width=8, hint="入选的填 是，其余空着"),
        ),
        "没有画面说明、没有取得同意的作品不能登。",
    ),
    Shape(
        "materials",
        "月末材料",
        "",
        (
            _NEEDED_UNIT,
            SheetColumn(("month",), "月份", Holds.MONTH, required=True, width=12, hint="如 2026-10"),
            SheetColumn(("date",), "报送日期", Holds.DAY, required=True),
            SheetColumn(("videos",), "视频", Holds.COUNT, width=8, units="个条部段"),
            SheetColumn(("photos",), "图片", Holds.COUNT, width=8, units="幅张个"),
            SheetColumn(("texts",), "文字", Holds.COUNT, width=8, units="篇份条"),
        ),
        "一个科室一个月一行；没有报的不登，空着不等于 0。",
        ("unit", "month"),
    ),
)
