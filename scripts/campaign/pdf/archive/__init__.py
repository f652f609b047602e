"""归档文件: the pieces of a year bound behind their 归档文件目录, the 归档章 at the head of each first page (DA/T 22—2015)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from campaign.content import Content
from campaign.pdf import office, page
from campaign.pdf.job import Archive, Job
from campaign.pdf.pack import Leaf
from campaign.pdf.tables import PrintColumn
from campaign.views.filing import Filed

KIND = "archive"
NAME = "归档文件目录"
ABSENT = "原件另存"
LONG = 4, 12  # characters of a field of the 归档章 that a line of 9 pt holds, and two lines of 6 pt


def own_job(content: Content, year: int, filed: Sequence[Filed], counts: Sequence[int], leaves: Sequence[Leaf]) -> Job:
    """The volume's own pages: the list, then a layer for every leaf, the first of a piece with its 归档章. `counts` are pages by piece, 0 for
    one that is not bound. The list travels in the file as data too."""
    title = f"{content.site.organisation}{year}年{NAME}"
    demo = content.site.demo or any(each.demo for each in content.correspondence.values())
    facts = page.colophon(content, "", "", demo=demo)
    words = {
        "title": title,
        "author": content.site.organisation,
        "head": office.SheetHead(title, (title,), office.stamp(facts), facts, office.foot(content, title, facts)),
        "table": _list(filed, counts),
        "layers": [
            (f"piece-{leaf.piece}", _stamp(filed[leaf.piece], counts[leaf.piece])) if leaf.page == 0 else None
            for leaf in leaves
        ],
    }
    data = json.dumps(
        [_row(each, pages) for each, pages in zip(filed, counts, strict=True)], ensure_ascii=False, indent=1
    )
    held = Archive(content.as_of, f"archive-{year}.json", data.encode())
    return Job(name=f"archive-{year}", title=title, kind=KIND, html=page.write(KIND, words), archive=held)


def _row(each: Filed, pages: int) -> dict[str, str | int]:
    return {
        "档号": each.number,
        "文号": each.doc_no,
        "责任者": each.responsible,
        "题名": each.title,
        "日期": each.day,
        "密级": each.secrecy,
        "页数": pages or "",
        "备注": "；".join(filter(None, (each.entry.note or "", "" if pages else ABSENT))),
    }


def _list(filed: Sequence[Filed], counts: Sequence[int]) -> object:
    rows = [
        (str(place), *map(str, _row(each, pages).values()))
        for place, (each, pages) in enumerate(zip(filed, counts, strict=True), 1)
    ]
    columns = [
        PrintColumn("序号", 3, 4, "center"),
        PrintColumn("档号", 14, 18),
        PrintColumn("文号", 11, 14),
        PrintColumn("责任者", 9, 14),
        PrintColumn("题名", 12, 60),
        PrintColumn("日期", 5, 5),
        PrintColumn("密级", 3, 6),
        PrintColumn("页数", 3, 3, "center"),
        PrintColumn("备注", 4, 20),
    ]
    return office.fitted(columns, rows)


def _stamp(each: Filed, pages: int) -> tuple[tuple[str, str, str], ...]:
    """The six fields of the 归档章, row after row: name, value and the look that gives it room."""
    fields = (
        ("全宗号", each.fonds),
        ("年度", str(each.year)),
        ("件号", f"{each.piece:04d}"),
        ("机构（问题）", each.department),
        ("保管期限", each.retention),
        ("页数", str(pages)),
    )
    return tuple(
        (name, value, "longer" if len(value) > LONG[1] else "long" if len(value) > LONG[0] else "")
        for name, value in fields
    )
