"""Plans of one kind side by side: a row a topic, a column a plan, in a cell the tasks that the plan has under the topic."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.content import Content, once
from campaign.model import Level, Plan
from campaign.views.tables import Anchor, Column, Piece, Table, Words, named, row
from campaign.views.tasks import TaskRow, task_rows

MOST = 6  # plans beside each other


@once
def compared(content: Content) -> tuple[Table, ...]:
    """A table for every level with two plans that have a topic in common, the topics of most plans first; more than `MOST` plans are several tables."""
    found: list[Table] = []
    for level in (*Level, None):
        plans = [plan for plan in content.plans.values() if plan.level is level and not plan.is_campaign]
        name = f"{level.chinese}级方案" if level else "没有写层级的方案"
        held = {plan.id: _by_topic(content, plan) for plan in plans}
        sharing = [
            plan
            for plan in plans
            if any(topic in held[other.id] for other in plans if other is not plan for topic in held[plan.id])
        ]
        for at in range(0, len(sharing), MOST):
            part = sharing[at : at + MOST]
            if len(part) > 1:
                title = name if len(sharing) <= MOST else f"{name}（{at // MOST + 1}）"
                found.append(_table(title, part, {plan.id: held[plan.id] for plan in part}))
    return tuple(each for each in found if each.rows)


def _by_topic(content: Content, plan: Plan) -> dict[str, list[TaskRow]]:
    made: dict[str, list[TaskRow]] = {}
    for each in task_rows(content, plan):
        for topic in dict.fromkeys(each.task.topics):
            made.setdefault(topic, []).append(each)
    return made


def _table(title: str, plans: Sequence[Plan], held: dict[str, dict[str, list[TaskRow]]]) -> Table:
    counts: dict[str, int] = {}
    for topics in held.values():
        for topic in topics:
            counts[topic] = counts.get(topic, 0) + 1
    shared = sorted((topic for topic, count in counts.items() if count > 1), key=lambda topic: -counts[topic])
    columns = (named("主题"), *(Column(plan.name, "fill", plan.name) for plan in plans))
    rows = (row(topic, *(_tasks(held[plan.id].get(topic, ())) for plan in plans)) for topic in shared)
    return Table(title, columns, tuple(rows), look="list rows")


def _tasks(rows: Sequence[TaskRow]) -> list[Piece]:
    """The tasks of a cell one after the other."""
    made: list[Piece] = []
    for each in rows:
        made += [*(["；"] if made else []), Anchor(f"{each.number}{each.task.title}", each.url)]
    return made or [Words("—", "soft")]
