"""A plan that carries out one above it: its tasks and indicators stand there with the clause they take up, and all of it is still open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaign.content import Content
from campaign.model import Group, Indicator, Plan, Target, Task
from campaign.scaffold import NewFile, ScaffoldFault
from campaign.yamltext.edit import edited

HEAD = """\
# yaml-language-server: $schema=./schemas/plan.schema.json
# 承接《{title}》：每个任务的 upper 写着它承接上面的哪一条。本单位不用做的整条删去，页面“落实对照”里会写“没有承接”；
# 写上 responsibility（谁负责）、due（期限）和 text（怎么做），印发后把 status 改成 active。
"""


def draft_lower(root: Path, record_id: str, content: Content, upper_id: str) -> NewFile:
    """A new plan under an upper one. Raises ScaffoldFault for an id that does not do, or an upper plan that is not there."""
    upper = content.plans.get(upper_id)
    if upper is None:
        raise ScaffoldFault(f"没有编号为“{upper_id}”的方案，不能照着它新建")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", record_id):
        raise ScaffoldFault(f"编号“{record_id}”不合写法：只用小写字母、数字和连字符，如 quality-year")
    path = root / "plans" / f"{record_id}.yaml"
    if path.exists() or record_id in content.plans:
        raise ScaffoldFault(f"方案“{record_id}”已经有了，没有改动")
    values = _plan(record_id, content, upper)
    return NewFile(path, edited(HEAD.format(title=upper.title), values))


def _plan(record_id: str, content: Content, upper: Plan) -> dict[str, Any]:
    house = content.home
    period = upper.period
    made: dict[str, Any] = {
        "id": record_id,
        "title": f"【写方案的标题】（落实{upper.name}）",
        "status": "draft",
        **({"issuer": content.registry.called(house)} if house else {}),
        "upper": [upper.id],
    }
    if period and period.end:
        made["period"] = {**({"start": period.start.iso} if period.start else {}), "end": period.end.iso}
    if upper.indicators:
        made["indicators"] = [_indicator(each) for each in upper.indicators]
    if groups := [_group(upper, each) for each in upper.groups if each.tasks]:
        made["groups"] = groups
    if tasks := [_task(upper, each) for each in upper.tasks]:
        made["tasks"] = tasks
    return made


def _group(upper: Plan, group: Group) -> dict[str, Any]:
    return {**_named(group), "tasks": [_task(upper, each) for each in group.tasks]}


def _task(upper: Plan, task: Task) -> dict[str, Any]:
    return {**_named(task), "upper": [f"{upper.id}#{task.id}"]}


def _named(record: Group | Task) -> dict[str, Any]:
    number = {"number": record.number} if record.number else {}
    return {"id": record.id, **number, "title": record.title}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    """The same indicator with the same demands, under the same key, so that the two can be held against each other."""
    made: dict[str, Any] = {"id": indicator.id, "name": indicator.name, "key": indicator.key or indicator.id}
    facts: Mapping[str, Any] = {
        "unit": indicator.unit,
        "operator": indicator.operator.value,
        "modality": indicator.modality.value if indicator.modality.value != "刚性" else None,
        "against": indicator.against,
        "baseline": indicator.baseline.model_dump(mode="json", exclude_none=True) if indicator.baseline else None,
        "reckoning": indicator.reckoning,
        "due": indicator.due.iso if indicator.due else None,
        "definition": indicator.definition,
        "targets": [_target(each) for each in indicator.targets],
    }
    return made | {key: value for key, value in facts.items() if value is not None}


def _target(target: Target) -> dict[str, Any]:
    facts = {
        "value": str(target.value),
        "upper": str(target.upper) if target.upper else None,
        "scope": target.scope.model_dump(mode="json", exclude_none=True) if target.scope else None,
        "since": target.since.iso if target.since else None,
        "due": target.due.iso if target.due else None,
        "modality": target.modality.value if target.modality else None,
    }
    return {key: value for key, value in facts.items() if value is not None}
