"""The unit registry: which unit a printed name means in a given plan, and whom a collective such as 各科室 stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from campaign.leaves.problems import did_you_mean
from campaign.model import Collective, Mode, Plan, Record, Responsibility, Unit, UnitKind
from campaign.model.references import slots

HOUSE_KINDS = frozenset({UnitKind.HOSPITAL, UnitKind.PRIMARY, UnitKind.INSTITUTION, UnitKind.GOVERNMENT})
_PREFIXES = ("省", "市", "县", "区", "州")


class Unresolved(Exception):
    """A name that means no unit, or more than one; the text is for the author, `hint` the remedy."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Registry:
    """Units and collectives by id, and by every name they go by."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    collectives: Mapping[str, Collective] = field(default_factory=dict)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        entries: list[Unit | Collective] = [*self.units.values(), *self.collectives.values()]
        for entry in entries:
            for name in dict.fromkeys((entry.id, entry.name, *entry.aliases)):
                names.setdefault(name, []).append(entry.id)
        return {name: tuple(ids) for name, ids in names.items()}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.parent:
                children.setdefault(unit.parent, []).append(unit.id)
        return {parent: tuple(ids) for parent, ids in children.items()}

    def name(self, unit_id: str) -> str:
        entry = self.units.get(unit_id) or self.collectives.get(unit_id)
        return entry.name if entry else unit_id

    def short(self, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return (unit.short if unit else None) or self.name(unit_id)

    def is_collective(self, unit_id: str) -> bool:
        return unit_id not in self.units

    def at_work(self, unit_id: str, day: date) -> bool:
        """Whether a unit was there on a day; one that nobody registered is not known to be gone."""
        unit = self.units.get(unit_id)
        return unit is None or unit.at_work(day)

    def ancestors(self, unit_id: str | None) -> Iterator[str]:
        """The unit itself, then its parents upwards; a circle in the registry ends the walk."""
        seen: set[str] = set()
        while unit_id and unit_id in self.units and unit_id not in seen:
            seen.add(unit_id)
            yield unit_id
            unit_id = self.units[unit_id].parent

    def house(self, unit_id: str | None) -> str | None:
        """The institution a unit belongs to: itself or its nearest ancestor that is one."""
        for each in self.ancestors(unit_id):
            if self.units[each].kind in HOUSE_KINDS:
                return each
        return None

    def department(self, unit_id: str) -> str | None:
        """The department that a ward or a team inside a house belongs to; None for the house itself and what stands right below it."""
        house, parent = self.house(unit_id), self.units[unit_id].parent
        return parent if parent and house not in (None, unit_id, parent) else None

    def leader(self, unit_id: str) -> str:
        """Who answers for a unit (分管领导): as it says itself, else as what it belongs to inside its house says; empty when nobody is named."""
        house = self.house(unit_id)
        for each in self.ancestors(unit_id):
            if each == house != unit_id:
                return ""
            if self.units[each].leader or each == house:
                return self.units[each].leader or ""
        return ""

    def descendants(self, unit_id: str) -> Iterator[str]:
        """All units below one; a circle in the registry ends the walk."""
        seen, above = {unit_id}, [*reversed(self._children.get(unit_id, ()))]
        while above:
            each = above.pop()
            if each not in seen:
                seen.add(each)
                yield each
                above.extend(reversed(self._children.get(each, ())))

    def resolve(self, name: str, issuer: str | None = None) -> str:
        """The id a name means in a document of `issuer`: names inside the issuer's own house come first. Raises Unresolved."""
        found = self._by_name.get(name, ())
        if len(found) == 1:
            return found[0]
        if not found:
            raise Unresolved("unit-unknown", f"单位“{name}”不在单位名册里", self._likely(name, issuer))
        for scope in self._scopes(issuer):
            near = tuple(each for each in found if each in scope)
            if len(near) == 1:
                return near[0]
            if near:
                found = near
                break
        choices = "、".join(f"{each}（{self._where(each)}）" for each in found)
        raise Unresolved("unit-ambiguous", f"“{name}”可以指 {len(found)} 个单位：{choices}", "改写全称或编号")

    def means(self, name: str, issuer: str | None = None) -> str | None:
        """The id a name means, None when it means nothing or two things."""
        try:
            return self.resolve(name, issuer)
        except Unresolved:
            return None

    def called(self, unit_id: str, issuer: str | None = None) -> str:
        """What to write for a unit: its name where that means it and nothing else, otherwise its id."""
        name = self.name(unit_id)
        return name if self.means(name, issuer) == unit_id else unit_id

    def _scopes(self, issuer: str | None) -> Iterator[frozenset[str]]:
        """Ever wider circles around the issuer: its house with everything inside, then each authority above."""
        house = self.house(issuer)
        for each in self.ancestors(house or issuer):
            yield frozenset((each, *self.descendants(each)))

    def _where(self, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return self.name(unit.parent) if unit and unit.parent else self.name(unit_id)

    def _likely(self, name: str, issuer: str | None) -> str:
        """The remedy for a name that nobody bears: the nearest one, of the issuer's own house if it has one as near."""
        inner = {*next(self._scopes(issuer), ()), *self.collectives}
        names: tuple[list[str], list[str]] = ([], [])
        for each, ids in self._by_name.items():
            if name.isascii() or not each.isascii():
                names[inner.isdisjoint(ids)].append(each)
        return f"{did_you_mean(name, *names)}没有登记的单位写进 plans/registry/units.yaml"

    def resolve_all(
        self, names: Sequence[str], issuer: str | None = None
    ) -> tuple[tuple[str, ...], tuple[tuple[int, Unresolved], ...]]:
        """Ids of a list of names, and what failed by place in the list; a name that fails stands in the ids as typed.

        A prefix printed once applies to the whole list: 省教育厅、财政厅 names 省财政厅 as well.
        """
        prefix = names[0][0] if names and names[0].startswith(_PREFIXES) else ""
        ids: list[str] = []
        failures: list[tuple[int, Unresolved]] = []
        for index, name in enumerate(names):
            try:
                if index and prefix and not name.startswith(prefix) and prefix + name in self._by_name:
                    ids.append(self.resolve(prefix + name, issuer))
                else:
                    ids.append(self.resolve(name, issuer))
            except Unresolved as fault:
                failures.append((index, fault))
                ids.append(name)
        return tuple(ids if failures else dict.fromkeys(ids)), tuple(failures)

    def members(self, unit_id: str, issuer: str | None) -> tuple[str, ...]:
        """The units behind an id: itself, or for a collective the units of its kinds in the issuer's house (or below the issuer)."""
        collective = self.collectives.get(unit_id)
        if not collective:
            return (unit_id,)
        house = self.house(issuer) or issuer
        if not house:
            return ()
        return tuple(each for each in self.descendants(house) if self.units[each].kind in collective.kinds)

    def expand(self, unit_ids: Iterable[str], issuer: str | None) -> tuple[str, ...]:
        """Every single unit behind a list of units and collectives, in order, each once."""
        return tuple(dict.fromkeys(member for each in unit_ids for member in self.members(each, issuer)))


def house_of(record: Record, registry: Registry, plans: Mapping[str, Plan], home: str | None) -> str | None:
    """In whose house the names of units in a file are read: its own issuer's, else that of the first plan it names, else the site's own."""
    named = [getattr(record, slot.name) for slot in slots(type(record)) if slot.ref and slot.ref.is_plan]
    found = [
        plans[each].issuer
        for value in named
        for each in ((value,) if isinstance(value, str) else value or ())
        if each in plans
    ]
    issuer = getattr(record, "issuer", None) or next(filter(None, found), None)
    return registry.means(issuer) if issuer else home


@dataclass(frozen=True)
class Clause:
    """One clause of a bracket: 省教育厅、财政厅参与 → (省教育厅, 财政厅), 参与."""

    names: tuple[str, ...]
    role: str


_ROLES = ("分别负责", "共同负责", "牵头负责", "负责", "牵头", "参与", "参加", "配合", "协助", "会同")
_JOINING = {"参与", "参加", "配合", "协助"}


def clauses(bracket: str) -> tuple[Clause, ...]:
    """Read a printed responsibility bracket: （省卫生计生委、中医药局负责，省教育厅、财政厅参与）."""
    inner = bracket.strip().strip("()（）。 ")
    found = []
    for part in map(str.strip, re.split("[，,；;]", inner)):
        role = next((each for each in _ROLES if part.endswith(each)), "")
        names = tuple(name.strip() for name in part.removesuffix(role).split("、") if name.strip())
        if role and names:
            found.append(Clause(names, role))
    return tuple(found)


def from_bracket(responsibility: Responsibility) -> Responsibility:
    """Fill the lists of a responsibility that was only typed as printed; one with lists stays as it is."""
    if responsibility.lead or responsibility.join or not responsibility.as_written:
        return responsibility
    lead: list[str] = []
    join: list[str] = []
    mode = Mode.RESPONSIBLE
    for clause in clauses(responsibility.as_written):
        (join if clause.role in _JOINING else lead).extend(clause.names)
        if clause.role == "分别负责":
            mode = Mode.SEPARATELY
        elif clause.role in ("牵头", "牵头负责"):
            mode = Mode.LEAD
    return responsibility.model_copy(update={"mode": mode, "lead": tuple(lead), "join": tuple(join)})
