"""What the references of all records lead to: looked up, turned round (who names this?), offered as choices.

A key is the way to a record through those that hold it: ("p",) is a plan, ("p", "t1") a task of it. Every name of a record finds it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from campaign import kinds
from campaign.content import Content, once
from campaign.leaves.problems import Path, Source
from campaign.model import Outlet, Plan, Record, Story
from campaign.model.references import Named, Ref, names, record_types, references, slots, walk

Key = tuple[str, ...]
Choices = Mapping[str, Sequence[tuple[str, str]]]  # what may be chosen for a field: value and what the user reads


@dataclass(frozen=True)
class Referent:
    """A record that others may name, with where it stands: `held` are itself and the records around it."""

    key: Key
    record: Record
    held: tuple[Record, ...]
    source: Source
    where: Path

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        words = (getattr(self.record, each, None) for each in ("name", "title", "what", "term", "id"))
        return str(next(filter(None, words), ""))


@dataclass(frozen=True)
class Use:
    """One reference in its file and what it leads to. Where it leads nowhere, `asked` is the reference or the second half of a place that
    does not, `typed` its text; it was looked for `within` these records (None for one that is not there itself), among the names `known`."""

    named: Named
    source: Source
    asked: Ref
    typed: str
    target: Referent | None
    within: tuple[Referent | None, ...] = ()
    known: Mapping[str, Referent] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """The keys that lead to it in its file."""
        return (*self.source.within, *self.named.where)


@dataclass(frozen=True)
class Lookup:
    """Every record that can be named: by kind, by the key of what holds it, by name; and by kind and key."""

    named: Mapping[str, Mapping[Key, Mapping[str, Referent]]] = field(default_factory=dict)
    keyed: Mapping[tuple[str, Key], Referent] = field(default_factory=dict)

    def at(self, held: Sequence[Record]) -> Referent | None:
        """The first of these records, which stand around each other, as what others name."""
        keys = ((*place, next(names(held[0]))) for place in places(held[1:], held[0].inside))
        return next((self.keyed[held[0].target, key] for key in keys if (held[0].target, key) in self.keyed), None)

    def everywhere(self, wanted: Collection[str]) -> Iterator[Referent]:
        """All records of some kinds, wherever they stand."""
        return (target for (kind, _), target in self.keyed.items() if kind in wanted)

    def among(self, ref: Ref, held: Sequence[Record]) -> list[Mapping[str, Referent]]:
        """All that a reference may lead to, by every name it has; `held` are the records around the reference."""
        return [self.named.get(kind, {}).get(place, {}) for kind in ref.kinds for place in places(held, inside(kind))]


def files(content: Content) -> Iterator[tuple[kinds.Kind[Record], str, Record, Source]]:
    """Every record that has a file, or a place in one, of its own: kind, key, record, source."""
    for kind in kinds.KINDS:
        for key, record in () if kind.among else content.of(kind).items():
            yield kind, key, record, content.source(kind.key, key)


@cache
def inside(kind: str) -> str:
    """The kind within which the names of a kind mean something; empty for the whole site."""
    return next((each.inside for each in record_types() if kind in (each.target, *each.besides)), "")


def places(held: Sequence[Record], kind: str) -> tuple[Key, ...]:
    """Keys of the records of a kind that are meant where `held` stands: the nearest one around, or those that one of them names."""
    if not kind:
        return ((),)
    for depth, each in enumerate(held):
        if kind in each.known_as:
            return tuple((*outer, next(names(each))) for outer in places(held[depth + 1 :], each.inside))
        for slot in slots(type(each)):
            says = slot.ref and (slot.ref.is_plan if kind == "plan" else kind in slot.ref.kinds and not slot.ref.then)
            value = getattr(each, slot.name) if says else None
            if value:
                return tuple((one,) for one in ((value,) if isinstance(value, str) else value))
    return ()


@once
def lookup(content: Content) -> Lookup:
    """Everything that can be named."""
    named: dict[str, dict[Key, dict[str, Referent]]] = {}
    keyed: dict[tuple[str, Key], Referent] = {}
    for _, _, root, source in files(content):
        for record, where, held in walk(root):
            if not record.target or (len(held) > 1 and type(held[1]) is type(record)):
                continue  # what is printed inside a task is part of it
            for place in places(held[1:], record.inside):
                called = tuple(names(record))
                target = Referent((*place, called[0]), record, held, source, where)
                for kind in record.known_as:
                    keyed.setdefault((kind, target.key), target)
                    by_name = named.setdefault(kind, {}).setdefault(place, {})
                    for name in called:
                        by_name.setdefault(name, target)
    return Lookup(named, keyed)


@once
def uses(content: Content) -> tuple[Use, ...]:
    """Every reference of every record with what it leads to; what may as well be no reference is left out."""
    known = lookup(content)
    return tuple(
        _followed(known, each, source)
        for _, _, root, source in files(content)
        for each in references(root)
        if not each.ref.free
    )


def _followed(known: Lookup, named: Named, source: Source) -> Use:
    half, mark, part = named.typed.partition(named.ref.mark) if named.ref.then else (named.typed, "", "")
    use = _looked_up(known, named, source, named.ref, half, named.held)
    if use.target is None or named.ref.then is None or (named.ref.whole and not mark):
        return use
    return _looked_up(known, named, source, named.ref.then, part, use.target.held)


def _looked_up(known: Lookup, named: Named, source: Source, ref: Ref, typed: str, held: Sequence[Record]) -> Use:
    among = known.among(ref, held)
    target = next((each[typed] for each in among if typed in each), None)
    if target and ref.named and target.key[-1] != typed:
        target = None  # a name that loading left standing means nothing, or two things
    if target:
        return Use(named, source, ref, typed, target)
    kind = inside(ref.kinds[0])
    within = tuple(known.keyed.get((kind, key)) for key in places(held, kind)) if kind else ()
    return Use(named, source, ref, typed, None, within, dict(ChainMap(*map(dict, among))))


def of_value(content: Content, path: str, where: Path) -> tuple[Use, ...]:
    """Who names a value of a file, or anything inside it, from elsewhere."""
    names_it = named_by(content)
    found = [
        use
        for (kind, _), target in lookup(content).keyed.items()
        if kind == target.record.target
        and target.source.path == path
        and (*target.source.within, *target.where)[: len(where)] == where
        for use in names_it.get((target.record.target, target.key), ())
    ]
    outside = [use for use in found if (use.source.path, use.place[: len(where)]) != (path, where)]
    return tuple(sorted(outside, key=lambda use: (use.source.path, use.source.at(*use.named.where))))


@once
def named_by(content: Content) -> Mapping[tuple[str, Key], tuple[Use, ...]]:
    """Who names a record, by its kind and key."""
    found: dict[tuple[str, Key], list[Use]] = {}
    for use in uses(content):
        if use.target:
            found.setdefault((use.target.record.target, use.target.key), []).append(use)
    return {key: tuple(each) for key, each in found.items()}


# -- choices ----------------------------------------------------------------------------------------------------------------------


def choices(content: Content, plan: Plan | None) -> Choices:
    """What can be chosen for every kind of reference in a file that is about `plan`, by what its field offers.

    The site's own house comes first among the units. In a file that is about no one plan, parts of all plans can be chosen.
    """
    return {
        **{ref.offers: list(_offered(content, ref, plan)) for ref in _narrowest_last() if ref.offers},
        "units": list(_units(content, plan)),
        "unit_ids": [(each, content.registry.name(each)) for each in content.registry.units],
    }


@cache
def _narrowest_last() -> tuple[Ref, ...]:
    """Every reference there is; of those that offer the same choices, the one to the fewest kinds after the others."""
    found = dict.fromkeys(slot.ref for each in record_types() for slot in slots(each) if slot.ref)
    return tuple(sorted(found, key=lambda ref: -len(ref.kinds)))


def _offered(content: Content, ref: Ref, plan: Plan | None) -> Iterator[tuple[str, str]]:
    known = lookup(content)
    for target in known.everywhere(ref.kinds):
        if ref.then:
            inner = known.everywhere(ref.then.kinds)
            yield from (
                (f"{target.key[-1]}{ref.mark}{each.key[-1]}", f"{_words(content, each)}（{target.title}）")
                for each in inner
                if each.key[:-1] == target.key
            )
        elif not target.record.inside or plan is None or target.key[0] == plan.id:
            about = known.keyed.get((target.record.inside, target.key[:-1])) if plan is None else None
            words = _words(content, target)
            yield (
                target.title if ref.named else next(names(target.record)),
                f"{words}（{about.title}）" if about else words,
            )


def _words(content: Content, target: Referent) -> str:
    """What a list calls a record: its printed number and name, and what tells it from others of that name."""
    record = target.record
    level, unit = getattr(record, "level", None), getattr(record, "unit", None)
    more = (
        level.chinese
        if isinstance(record, Outlet) and level
        else content.registry.name(unit)
        if isinstance(record, Story) and unit
        else ""
    )
    return f"{getattr(record, 'number', None) or ''}{target.title}{f'（{more}）' if more else ''}"


def _units(content: Content, plan: Plan | None) -> Iterator[tuple[str, str]]:
    registry = content.registry
    for unit in sorted(registry.units, key=lambda each: registry.house(each) != content.home):
        house, name = registry.house(unit), registry.name(unit)
        where = registry.name(house) if house and house != unit else ""
        written = registry.called(unit, plan.issuer if plan else content.home)
        if written == name:
            yield name, f"{where}　{unit}" if where else unit
        else:  # another unit's name in this file: only the id says which one is meant
            yield unit, f"{name}　{where}".rstrip()
    yield from ((each.name, f"统称　{each.id}") for each in registry.collectives.values())
