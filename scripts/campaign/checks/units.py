"""Rules about the registry of units. The docstring of each is the rule."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.checks.records import ContentRule
from campaign.content import Content
from campaign.leaves.problems import Problem
from campaign.model import UnitKind

# what is always part of something: who has no parent is in no 各科室
INSIDE = frozenset({UnitKind.FUNCTIONAL, UnitKind.CLINICAL, UnitKind.MEDTECH, UnitKind.WARD, UnitKind.PARTY})


def no_unit_is_a_collective(content: Content) -> Iterator[Problem]:
    """A name that stands for many units, such as 各科室, is not registered as one: it would owe what all of them owe, by itself."""
    collectives = content.registry.collectives.values()
    many = {name: each for each in collectives for name in (each.name, *each.aliases)}
    for unit in content.registry.units.values():
        for key, name in (("name", unit.name), *(("aliases", alias) for alias in unit.aliases)):
            if name in many:
                kinds = "、".join(kind.chinese for kind in many[name].kinds)
                message = f"“{name}”是统称，代表院内（辖内）全部{kinds}，不能登记成一个单位"
                hint = (
                    "删去这一条，不用登记就认得；要改它包含的类别，写进 plans/registry/collectives.yaml 的 collectives"
                )
                yield content.source("unit", unit.id).error((key,), "unit-is-collective", message, hint)


def departments_have_a_parent(content: Content) -> Iterator[Problem]:
    """A department says whose it is; without that it is in no 各科室 and owes nothing."""
    for unit in content.registry.units.values():
        if unit.kind in INSIDE and not unit.parent:
            message = f"“{unit.name}”是{unit.kind.chinese}，没有写属于哪个单位，不算在任何“各科室”里"
            parent = content.home or "上级单位编号"
            yield content.source("unit", unit.id).warning(
                ("kind",), "unit-no-parent", message, f"加上 parent: {parent}"
            )


def registry_names(content: Content) -> Iterator[Problem]:
    """Inside one house no two units share a name or an alias."""
    registry = content.registry
    names: dict[tuple[str | None, str], str] = {}
    for unit in registry.units.values():
        source = content.source("unit", unit.id)
        house = registry.house(unit.id)
        scope = house if house != unit.id else (registry.house(unit.parent) if unit.parent else None)
        for name in dict.fromkeys((unit.name, *unit.aliases)):
            other = names.setdefault((scope, name), unit.id)
            if other != unit.id:
                yield source.error(
                    ("id",), "unit-name-twice", f"“{name}”同时是 {other} 和 {unit.id} 的名称或别名", "改掉其中一个"
                )


def every_department_has_a_leader(content: Content) -> Iterator[Problem]:
    """Where a house says who is in charge of its departments, none of them is left out: what it owes would be nobody's."""
    registry = content.registry
    houses = {registry.house(unit.id) for unit in registry.units.values() if unit.leader and unit.kind in INSIDE}
    for unit in registry.units.values():
        if unit.kind in INSIDE and registry.house(unit.id) in houses and not registry.leader(unit.id):
            message = f"“{unit.name}”没有写分管领导，同一单位的别的科室写了"
            yield content.source("unit", unit.id).warning(("name",), "unit-no-leader", message, "补上 leader")


CONTENT_RULES: tuple[ContentRule, ...] = (
    no_unit_is_a_collective,
    departments_have_a_parent,
    registry_names,
    every_department_has_a_leader,
)
