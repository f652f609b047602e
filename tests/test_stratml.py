"""Plans as StratML: well-formed, elements in the order of the vocabulary, every task and indicator there once, the same bytes each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters.stratml import NAMESPACE, plan_stratml

ROOT = Path(__file__).resolve().parent.parent
SPACE = f"{{{NAMESPACE}}}"
ORDER = {
    "PerformancePlanOrReport": [
        "Name",
        "Description",
        "OtherInformation",
        "StrategicPlanCore",
        "AdministrativeInformation",
    ],
    "StrategicPlanCore": ["Organization", "Vision", "Mission", "Value", "Goal"],
    "Organization": ["Name", "Acronym", "Identifier", "Description"],
    "Goal": ["Name", "Description", "Identifier", "SequenceIndicator", "Objective"],
    "Objective": [
        "Name",
        "Description",
        "Identifier",
        "SequenceIndicator",
        "Stakeholder",
        "OtherInformation",
        "PerformanceIndicator",
    ],
    "PerformanceIndicator": [
        "SequenceIndicator",
        "MeasurementDimension",
        "UnitOfMeasurement",
        "Identifier",
        "MeasurementInstance",
        "OtherInformation",
    ],
    "TargetResult": ["Description", "NumberOfUnits", "StartDate", "EndDate"],
    "AdministrativeInformation": ["Identifier", "StartDate", "EndDate", "PublicationDate", "Source"],
}
PLAN = """\
id: p
title: 服务提升 & 改进<方案>
issuer: 甲医院
date: 2026-03-16
period: {start: 2026-03, end: 2026-12-31, inferred: [start]}
goals: [{id: o, number: 1., title: 质量更稳, text: 指标达标。}]
indicators:
  - {id: i1, name: 满意度, unit: "%", operator: gte, targets: [{value: 95}]}
  - {id: i2, name: 等候时间, unit: 分钟, operator: lte, due: 2026-06-30, targets: [{value: 30}]}
groups:
  - id: g
    number: （一）
    title: 规范诊疗
    tasks: [{id: t1, number: 1., title: 落实制度, text: 每月检查。, indicators: [i1], responsibility: （护理部牵头，外科参与）}]
tasks: [{id: t2, title: 公开结果}]
"""
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
"""


@pytest.fixture
def small(tmp_path: Path) -> Content:
    for name, text in {
        "plans/p.yaml": PLAN,
        "plans/registry/units.yaml": UNITS,
        "plans/site.yaml": "url: https://plans.example.org/\nas_of: 2026-11-21\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    content, _ = look_over(tmp_path, date(2026, 11, 21))
    assert content is not None
    return content


def test_a_small_plan(small: Content) -> None:
    root = ElementTree.fromstring(plan_stratml(small, small.plans["p"]))

    def texts(path: str) -> list[str | None]:
        return [
            each.text
            for each in root.findall("/".join(SPACE + step if step.isalpha() else step for step in path.split("/")))
        ]

    assert (root.tag, root.get("Type"), root[0].text) == (
        f"{SPACE}PerformancePlanOrReport",
        "Performance_Plan",
        "服务提升 & 改进<方案>",
    )
    assert texts(".//Vision/Description") == ["1.质量更稳。指标达标。"]
    assert texts(".//Goal/Name") == ["规范诊疗", "其他任务", "指标"]
    assert texts(".//Objective/Name") == ["落实制度", "公开结果", "指标"]
    assert texts(".//Stakeholder/Name") == ["护理部", "外科"]
    assert texts(".//Stakeholder/Description") == ["牵头", "参与"]
    assert texts(".//MeasurementDimension") == ["满意度", "等候时间"]
    assert texts(".//NumberOfUnits") == ["95", "30"]
    assert texts(".//TargetResult/Description") == ["≥95%", "≤30分钟"]
    assert texts(".//TargetResult/EndDate") == [None, "2026-06-30"]  # the plan does not say that its end is theirs
    assert texts(".//AdministrativeInformation/StartDate") == ["2026-03-01"]
    assert texts("OtherInformation") == ["开始日期为推算"]


def test_every_plan_of_the_examples() -> None:
    content, _ = look_over(ROOT, date(2026, 11, 21))
    assert content is not None
    for plan in content.plans.values():
        raw = plan_stratml(content, plan)
        assert raw == plan_stratml(content, plan)
        root = ElementTree.fromstring(raw)
        for node in root.iter():
            names = [child.tag.removeprefix(SPACE) for child in node]
            order = ORDER.get(node.tag.removeprefix(SPACE))
            if order:
                assert names == sorted(names, key=order.index), f"{plan.id}: {node.tag}"
        assert len(root.findall(f".//{SPACE}PerformanceIndicator")) == len(plan.indicators)
        objectives = root.findall(f".//{SPACE}Objective/{SPACE}Identifier")
        assert {f"_{plan.id}.{task.id}" for _, task in plan.all_tasks()} <= {each.text for each in objectives}
        ids = [each.text for each in root.iter(f"{SPACE}Identifier")]
        assert len(ids) == len(set(ids))


def test_the_command_shows_it() -> None:
    done = CliRunner().invoke(main, ["export", "service-uplift", "--root", str(ROOT), "--to", "stratml"])
    assert done.exit_code == 0
    assert done.output.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<PerformancePlanOrReport')
