"""A plan as StratML, the XML of strategic and performance plans: what other programs need to compare plans, without any of our own words.

The form is StratML Part 2 (ISO 17469-2, ANSI/AIIM 22; schema of 2016-02-16, namespace …:PerformancePlanOrReport), whose core is that of Part 1
(ISO 17469-1) and which alone has performance indicators. Order and names of elements are those of published documents of that version; the
schema itself was not at hand, so files are well-formed and in that order, but not proven valid.

How a plan falls into it: groups are goals, their tasks objectives, units stakeholders, 目标 the vision, 指导思想 the mission, 基本原则 values.
An indicator stands at the first task that names it, others at an objective of their own at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urljoin
from xml.etree import ElementTree

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Group, Indicator, Operator, Plan, Target, Task
from campaign.model.registry import Registry
from campaign.views.targets import deadline, wording

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
LONE = "其他任务"  # a goal must stand above tasks that the plan keeps in no group
MEASURED = "指标"


def plan_stratml(content: Content, plan: Plan) -> bytes:
    """A plan as a StratML document in UTF-8; same plan, same bytes."""
    root = ElementTree.Element(
        "PerformancePlanOrReport",
        {"xmlns": NAMESPACE, "Type": "Performance_Plan" if plan.indicators else "Strategic_Plan"},
    )
    _put(root, "Name", plan.title)
    _put(root, "Description", "\n".join(plan.preamble))
    _put(root, "OtherInformation", "\n".join(filter(None, (plan.doc_no, plan.origin, _inferred(plan)))))
    core = ElementTree.SubElement(root, "StrategicPlanCore")
    names = tuple(map(content.registry.name, filter(None, (plan.issuer, *plan.joint_issuers))))
    for place, name in enumerate(names or ("发文单位未知",), 1):
        organization = ElementTree.SubElement(core, "Organization")
        _put(organization, "Name", name)
        _put(organization, "Acronym", "")
        _put(organization, "Identifier", _id(plan, f"organization-{place}"))
        _put(organization, "Description", "发文单位为推定" if names and plan.issuer_inferred else "")
    _statement(core, "Vision", plan, [_said(goal.number, goal.title, goal.text) for goal in plan.goals])
    _statement(core, "Mission", plan, plan.guiding)
    for principle in plan.principles:
        value = ElementTree.SubElement(core, "Value")
        _put(value, "Name", principle.title)
        _put(value, "Description", "\n".join(principle.text))
    _goals(core, plan, content.registry)
    facts = ElementTree.SubElement(root, "AdministrativeInformation")
    _put(facts, "Identifier", _id(plan, "plan"))
    _put(facts, "StartDate", plan.period.start.first.isoformat() if plan.period and plan.period.start else "")
    _put(facts, "EndDate", plan.period.end.last.isoformat() if plan.period and plan.period.end else "")
    _put(facts, "PublicationDate", plan.date.last.isoformat() if plan.date else "")
    _put(facts, "Source", urljoin(content.site.url, links.plan(plan.id)) if content.site.url else "")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'.encode()


def _goals(core: ElementTree.Element, plan: Plan, registry: Registry) -> None:
    shown: set[str] = set()
    wanted = {indicator.id: indicator for indicator in plan.indicators}

    def fresh(ids: Iterable[str]) -> list[Indicator]:
        new = [wanted[each] for each in ids if each in wanted and each not in shown]
        shown.update(each.id for each in new)
        return new

    groups: list[tuple[Group | None, Sequence[Task]]] = [(group, group.tasks) for group in plan.groups]
    if plan.tasks:
        groups.append((None, plan.tasks))
    for place, (group, tasks) in enumerate(groups, 1):
        goal = _entry(
            core,
            "Goal",
            plan,
            group.title if group else LONE,
            group.text if group else (),
            group.id if group else "lone",
            str(place),
        )
        if not tasks and group:  # a goal has an objective at least
            objective = _entry(goal, "Objective", plan, group.title, (), f"{group.id}-itself", f"{place}.1")
            _indicators(objective, plan, fresh(group.indicators))
        for number, task in enumerate(tasks, 1):
            text = [*task.text, *(_said(point.number, point.title, point.text) for point in task.children)]
            objective = _entry(goal, "Objective", plan, task.title, text, task.id, f"{place}.{number}")
            _stakeholders(objective, task, registry)
            _put(objective, "OtherInformation", task.responsibility.as_written or "" if task.responsibility else "")
            _indicators(objective, plan, fresh(task.indicators))
    others = fresh(wanted)
    if others or not groups:
        goal = _entry(core, "Goal", plan, MEASURED, (), "measured", str(len(groups) + 1))
        _indicators(_entry(goal, "Objective", plan, MEASURED, (), "measured-all", f"{len(groups) + 1}.1"), plan, others)


def _stakeholders(objective: ElementTree.Element, task: Task, registry: Registry) -> None:
    duty = task.responsibility
    for word, ids in ((duty.mode.chinese, duty.lead), ("会同", duty.with_), ("参与", duty.join)) if duty else ():
        for each in ids:
            held = ElementTree.SubElement(
                objective,
                "Stakeholder",
                {"StakeholderTypeType": "Generic_Group" if registry.is_collective(each) else "Organization"},
            )
            _put(held, "Name", registry.name(each))
            _put(held, "Description", word)


def _indicators(objective: ElementTree.Element, plan: Plan, indicators: Iterable[Indicator]) -> None:
    for place, indicator in enumerate(indicators, 1):
        held = ElementTree.SubElement(
            objective,
            "PerformanceIndicator",
            {"PerformanceIndicatorType": "Quantitative", "ValueChainStage": "Outcome"},
        )
        _put(held, "SequenceIndicator", str(place))
        _put(held, "MeasurementDimension", indicator.name)
        _put(held, "UnitOfMeasurement", indicator.unit or "")
        _put(held, "Identifier", _id(plan, indicator.id))
        measured = ElementTree.SubElement(held, "MeasurementInstance")
        for target in indicator.targets:
            _target(measured, plan, indicator, target)
        _put(
            held,
            "OtherInformation",
            "；".join(filter(None, (indicator.modality.value, indicator.reckoning, indicator.definition))),
        )


def _target(measured: ElementTree.Element, plan: Plan, indicator: Indicator, target: Target) -> None:
    result = ElementTree.SubElement(measured, "TargetResult")
    said = wording(indicator, target, plan.period)
    _put(result, "Description", f"{said.short('due')}{'（期限为推算）' if said.inferred else ''}")
    _put(
        result,
        "NumberOfUnits",
        target.value.text if indicator.operator is not Operator.BETWEEN else f"{target.value}—{target.upper}",
    )
    start, due = (
        target.since or (plan.period.start if plan.period else None),
        deadline(indicator, target, plan.period),
    )
    _put(result, "StartDate", start.first.isoformat() if start else "")
    _put(result, "EndDate", due.last.isoformat() if due else "")


def _entry(
    parent: ElementTree.Element, kind: str, plan: Plan, name: str, text: Sequence[str], key: str, place: str
) -> ElementTree.Element:
    entry = ElementTree.SubElement(parent, kind)
    _put(entry, "Name", name)
    _put(entry, "Description", "\n".join(text))
    _put(entry, "Identifier", _id(plan, key))
    _put(entry, "SequenceIndicator", place)
    return entry


def _statement(core: ElementTree.Element, kind: str, plan: Plan, text: Iterable[str]) -> None:
    held = ElementTree.SubElement(core, kind)
    _put(held, "Description", "\n".join(text))
    _put(held, "Identifier", _id(plan, kind.lower()))


def _put(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text or None


def _id(plan: Plan, key: str) -> str:
    """An identifier that is an XML name, unique among all plans."""
    return f"_{plan.id}.{key}"


def _said(number: str | None, title: str | None, text: Sequence[str]) -> str:
    """A numbered sentence with its heading, in a line."""
    return (number or "") + "。".join(filter(None, ((title or "").rstrip("。"), "".join(text))))


def _inferred(plan: Plan) -> str:
    """What is not in the document: dates that it does not print in full, and examples."""
    words = {"start": "开始日期", "end": "结束日期"}
    guessed = "、".join(words.get(each, each) for each in plan.period.inferred) if plan.period else ""
    return "；".join(filter(None, (f"{guessed}为推算" if guessed else "", "示例数据" if plan.demo else "")))
