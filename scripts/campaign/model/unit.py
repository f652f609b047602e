"""Responsible units and the collective names that stand for many of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from campaign.leaves.dates import Moment
from campaign.model.base import Id, Level, Names, Record, Text, Truth, UnitKind, as_list
from campaign.model.references import UnitId


class Unit(Record):
    """One responsible unit: an authority, an institution, or a department inside one (`parent`)."""

    target = "unit"
    called = ("id", "name", "aliases")
    at_once = ("short", "aliases", "parent")

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    short: Text | None = Field(None, title="简称", description="窄处显示用")
    aliases: Names = Field((), title="别名", description="文件里出现的其他叫法")
    kind: UnitKind = Field(title="类别")
    level: Level | None = Field(None, title="层级")
    tier: Text | None = Field(None, title="等级", description="三级、二级、一级、基层")
    grade: Text | None = Field(None, title="等次", description="三甲、三乙、二甲、二乙；考核按它分档")
    parent: UnitId | None = Field(None, title="上级单位编号")
    duties: Text | None = Field(None, title="职责", description="一句话：管什么")
    leader: Text | None = Field(None, title="分管领导", description="哪位领导分管；病区没有写的，随所在科室")
    topics: Names = Field((), title="主题词")
    active_from: Moment | None = Field(None, title="启用日期")
    active_to: Moment | None = Field(None, title="停用日期")
    demo: Truth = Field(False, title="示例数据")
    note: Text | None = Field(None, title="说明")

    def at_work(self, day: date) -> bool:
        """Whether it was there on a day: begun, and not closed or merged yet."""
        begun = self.active_from is None or self.active_from.first <= day
        return begun and (self.active_to is None or self.active_to.last >= day)


class Collective(Record):
    """A name that stands for many units, such as 各科室: it expands to the units of these kinds in the issuer's house."""

    target = "collective"
    called = ("id", "name", "aliases")

    id: Id = Field(title="编号")
    name: Text = Field(title="名称")
    aliases: Names = Field((), title="别名")
    kinds: Annotated[tuple[UnitKind, ...], BeforeValidator(as_list)] = Field(title="包含的类别")
    note: Text | None = Field(None, title="说明")


class UnitsFile(Record):
    """`plans/registry/units.yaml`, or any further file in that folder with the same keys."""

    units: tuple[Unit, ...] = Field((), title="单位")
    collectives: tuple[Collective, ...] = Field((), title="统称")
