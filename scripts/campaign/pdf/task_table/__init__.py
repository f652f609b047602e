"""任务分解表: every task of a plan on lying A4 — who leads, who joins, by when, measured by what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.numbering import compact
from campaign.model import Group, Plan, Task
from campaign.pdf import office, page
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable
from campaign.views import said
from campaign.views.duties import rhythm
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.targets import wording
from campaign.views.tasks import TaskRow, task_rows

KIND = "task_table"
NAME = "任务分解表"


def document(plan: Plan, content: Content) -> Job:
    """The print job; pure, like that of a plan."""
    rows = task_rows(content, plan)
    head = office.head(plan, content, NAME, links.plan(plan.id, "tasks").partition("#")[2])
    made = _table(plan, content, rows)
    words = {
        "head": head,
        "table": made,
        "tall": office.tall_rows(made) if made else frozenset(),
        "note": _note(rows),
        "author": content.site.organisation,
    }
    spoken = tuple(dict.fromkeys(said.duties(content, plan, short=True)))
    return Job(name=plan.id, title=head.title, kind=KIND, html=page.write(KIND, words), said=spoken)


def _table(plan: Plan, content: Content, rows: Sequence[TaskRow]) -> PrintTable | None:
    if not rows:
        return None
    led = any(row.lead for row in rows)
    joined = any(row.join or row.with_ for row in rows)
    dated = any(office.due(row) for row in rows)
    measured = any(row.indicators for row in rows)
    reported = bool(content.progress_of(plan.id).tasks)
    told = not (led or joined or dated)  # without any duties the table would be a list of names
    demanded = {
        each.indicator.id: f"{each.indicator.name} {_demanded(each)}"
        for each in indicator_rows(content, plan)
        if any(each.indicator in row.indicators for row in rows)
    }
    columns = [
        PrintColumn("序号", 3, 6),
        PrintColumn("任务", 12, 40),
        *([PrintColumn("主要内容", 30, 90)] if told else []),
        *([PrintColumn(f"{_lead_word(rows)}单位", 5, 16)] if led else []),
        *([PrintColumn("参与单位", 6, 24)] if joined else []),
        *([PrintColumn("完成时限", office.widest(map(office.due, rows), 8.5), 11)] if dated else []),
        *([PrintColumn("衡量指标", office.widest(demanded.values(), 18), 28)] if measured else []),
        *([PrintColumn("状态", 5, 6)] if reported else []),
    ]
    cells: list[tuple[str, ...]] = []
    bands: set[int] = set()
    shown: Group | None = None
    for row in rows:
        if row.group and row.group is not shown:
            bands.add(len(cells))
            cells.append((f"{row.group.number or ''}{row.group.title}（{len(row.group.tasks)}项）",))
        shown = row.group
        cells.append(
            (
                _number(row),
                "\n".join((row.task.title, *_duties(row))),
                *([_told(row.task)] if told else []),
                *([_lead(row)] if led else []),
                *([_others(row)] if joined else []),
                *([office.due(row) or office.UNKNOWN] if dated else []),
                *(
                    ["\n".join(demanded.get(each.id, each.name) for each in row.indicators) or office.NOTHING]
                    if measured
                    else []
                ),
                *([office.state(row.state)] if reported else []),
            )
        )
    return office.fitted(columns, cells, frozenset(bands))


def _number(row: TaskRow) -> str:
    return compact(row.task.number).rstrip("、.．") or row.number or office.NOTHING


def _demanded(row: IndicatorRow) -> str:
    """The target in force with whom it holds for: the table goes to other houses too."""
    return wording(row.indicator, row.target, row.plan.period).short() if row.target else row.words()


def _duties(row: TaskRow) -> Iterator[str]:
    """What a task asks for once or again and again, a line each under its name."""
    for milestone in row.milestones:
        yield f"限时：{milestone.name}（{milestone.due.chinese if milestone.due else office.UNKNOWN}）"
    for duty in row.recurring:
        day = f"，{duty.day}日前" if duty.day else ""
        yield f"例行：{duty.what}（{rhythm(duty).replace(' ', '')}{day}）"


def _told(task: Task) -> str:
    points = (f"{child.number or ''}{child.title}{''.join(child.text)}" for child in task.children)
    return "\n".join((*task.text, *points)) or office.NOTHING


def _lead_word(rows: Sequence[TaskRow]) -> str:
    return "牵头" if any(row.lead_word == "牵头" for row in rows if row.lead) else "责任"


def _lead(row: TaskRow) -> str:
    separately = "（分别负责）" if row.lead_word == "分别负责" and len(row.lead) > 1 else ""
    return f"{office.names(row.lead)}{separately}" or office.UNKNOWN


def _others(row: TaskRow) -> str:
    return (
        "；".join(filter(None, (office.names(row.join), f"会同{office.names(row.with_)}" if row.with_ else "")))
        or office.NOTHING
    )


def _note(rows: Sequence[TaskRow]) -> str:
    """What the plan leaves open, said once."""
    open_points = (
        ("责任单位", not any(row.lead for row in rows)),
        ("完成时限", not any(office.due(row) for row in rows)),
    )
    missing = [word for word, absent in open_points if absent]
    return f"方案没有逐项写明{'和'.join(missing)}，表中不列。" if rows and missing else ""
