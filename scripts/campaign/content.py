"""Everything a site is made of, loaded and resolved: what all later steps are pure functions of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import wraps
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from campaign import kinds
from campaign.attachments import Attachment
from campaign.kinds import Kind
from campaign.leaves.noting import EVERY, Read, least, note, note_all, noted
from campaign.leaves.problems import Source
from campaign.model import Plan, Progress, Record, Site, Submission, Term
from campaign.model.annex import Enclosed
from campaign.model.outline import outline
from campaign.model.registry import Registry
from campaign.pictures import Photo
from campaign.pictures.seals import SealPicture

R = TypeVar("R", bound=Record)
PART = "part of a view"  # the first word of a read by `part`; then the view and the key


class Noted(Mapping[str, R]):
    """Records by id as they are handed out: work that looks at one is noted to depend on that one, work that goes through them on all."""

    __slots__ = ("_held", "_kind")

    def __init__(self, kind: str, held: Mapping[str, R]) -> None:
        self._kind = kind
        self._held = held

    def __getitem__(self, key: str) -> R:
        note((self._kind, key))
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        note((self._kind, str(key)))
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        note((self._kind, EVERY))
        return iter(self._held)

    def __len__(self) -> int:
        note((self._kind, EVERY))
        return len(self._held)

    def get(self, key: str, default: Any = None) -> Any:
        note((self._kind, key))
        return self._held.get(key, default)


class Held(Generic[R]):
    """The records of a kind as an attribute of `Content`, for the kinds that many views are about."""

    def __init__(self, kind: Kind[R]) -> None:
        self.kind = kind

    def __get__(self, content: Content, owner: type[Content]) -> Mapping[str, R]:
        return content.of(self.kind)


@dataclass(frozen=True)
class MadeOf:
    """What a record was made of: two that are equal are the same word for word, two with the same `outlined` are the same in outline."""

    record: Record
    whole: str
    outlined: str


@dataclass(frozen=True)
class Content:
    """Records by id. Unit names are ids by now; `sources` tells where each record stands, by kind and id."""

    site: Site
    as_of: date
    registry: Registry = field(default_factory=Registry)
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)  # by kind and id; see `of`
    submissions: tuple[
        Submission, ...
    ] = ()  # in an order that files have no part in; contact data never comes this far
    seals: Mapping[str, SealPicture] = field(default_factory=dict, repr=False)  # by the path that plans name
    enclosed: Mapping[str, Enclosed] = field(default_factory=dict, repr=False)  # by the path that plans name
    photos: Mapping[str, Photo] = field(
        default_factory=dict, repr=False
    )  # by their place on the site, as links.picture completes it
    attachments: Mapping[str, Attachment] = field(default_factory=dict, repr=False)  # by their place on the site
    placed: frozenset[str] = frozenset()  # files below docs/ that go on the site
    texts: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # hand-written pages that do, by path below docs/
    preview: bool = False  # the live preview shows updates that are not public, marked as such
    sources: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)

    # by kind, the names of what stands in files that could not be read; an empty one may be any
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    # by kind and id, the records as they were loaded, each with digests of all that it was made of and of its outline
    origins: Mapping[tuple[str, str], MadeOf] = field(default_factory=dict, repr=False)

    _seen: dict[tuple[str, str], tuple[Any, frozenset[Read]]] = field(default_factory=dict, repr=False, compare=False)
    _handed: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _digests: dict[Read, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Answers are those of this content alone: a copy, which differs in something, begins with none, whoever made it."""
        for name in ("_seen", "_handed", "_digests"):
            object.__setattr__(self, name, {})

    def __getattribute__(self, name: str) -> Any:
        if name in _ASIDE:
            note((name,))
        return object.__getattribute__(self, name)

    plans = Held(kinds.PLAN)
    progress = Held(kinds.PROGRESS)
    interpretations = Held(kinds.INTERPRETATION)
    assessments = Held(kinds.ASSESSMENT)
    results = Held(kinds.RESULT)
    forms = Held(kinds.FORM)
    ledgers = Held(kinds.LEDGER)
    meetings = Held(kinds.MEETING)
    correspondence = Held(kinds.CORRESPONDENCE)  # in a preview and for prints only
    outlets = Held(kinds.OUTLETS)
    publicity = Held(kinds.PUBLICITY)  # by the path of the file; `campaign` is filled in
    updates = Held(kinds.UPDATE)  # public or not: views.updates decides what is shown
    cases = Held(kinds.CASE)
    questions = Held(kinds.QA)
    profiles = Held(kinds.PROFILE)  # by the word that plans and the site name them with

    def of(self, kind: Kind[R]) -> Mapping[str, R]:
        """The records of a kind by id."""
        handed = self._handed.get(kind.key)
        if handed is None:
            handed = self._handed[kind.key] = Noted(kind.key, self.records.get(kind.key, {}))
        return handed

    def digest_of(self, value: Any) -> str:
        """A value as a few characters that change with it."""
        return _short(self._said(value))

    def digest(self, read: Read) -> str:
        """What was read, as a few characters that change with it: a record, all records of a kind, or what stands beside the records."""
        if read not in self._digests:
            self._digests[read] = self._digest(*read)
        return self._digests[read]

    def _digest(self, name: str, key: str | None = None) -> str:
        if key is None:
            return self.digest_of(object.__getattribute__(self, name))
        held = self.records.get(name, {})
        if key == EVERY:
            return _short("\n".join(f"{each} {self.digest((name, each))}" for each in held))
        if key not in held:
            return ""
        return self._digest_of(name, key)

    def _said(self, value: Any) -> str:
        """A value in words, always the same for the same one; for a record of this content stands its digest."""
        match value:
            case str() | None:
                return repr(value)
            case Record():
                key = str(getattr(value, "id", ""))
                held = self.records.get(value.target, {})
                return self.digest((value.target, key)) if key in held and held[key] is value else repr(value)
            case tuple() | list():
                return f"({', '.join(map(self._said, value))})"
            case frozenset() | set():
                return f"({', '.join(sorted(map(self._said, value)))})"
            case Mapping():
                return f"({', '.join(f'{key}: {self._said(value[key])}' for key in sorted(value))})"
        if is_dataclass(value) and not isinstance(value, type):
            inside = (self._said(getattr(value, each.name)) for each in fields(value))
            return f"{type(value).__name__}({', '.join(inside)})"
        return repr(value)

    def _digest_of(self, kind: str, key: str) -> str:
        record, origin = self.records[kind][key], self.origins.get((kind, key))
        return origin.whole if origin and origin.record is record else _short(repr(record))

    @property
    def in_outline(self) -> Content:
        """The same content with its plans in outline: what goes through all of them is worked out of this, and stands while words of their
        text change."""
        made = self._handed.get("in_outline")
        if made is None:
            known: dict[str, Plan] = {}
            plans = {
                kind.key: _Outlines(self.records.get(kind.key, {}), known) for kind in (kinds.PLAN, kinds.CAMPAIGN)
            }
            made = _InOutline(**{each.name: vars(self)[each.name] for each in fields(Content)})
            object.__setattr__(made, "records", {**self.records, **plans})
            self._handed["in_outline"] = made
        return made

    def having(self, kind: Kind[R], records: Mapping[str, R]) -> Content:
        """The same content with other records of one kind."""
        return replace(self, records={**self.records, kind.key: records})

    def published(self) -> Iterator[tuple[Record, Source]]:
        """Every record of the kinds that are for everybody, with where it stands."""
        for kind in kinds.KINDS:
            if kind.public and not kind.among:
                yield from ((record, self.source(kind.key, key)) for key, record in self.of(kind).items())

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words of the glossary in their order."""
        return tuple(self.of(kinds.GLOSSARY).values())

    def source(self, kind: str, record_id: str) -> Source:
        """Source of a record; `kind` is the key of one of `kinds.KINDS`."""
        return self.sources.get((kind, record_id), Source(""))

    @property
    def home(self) -> str | None:
        """Id of the site's own institution, when the configuration names one."""
        return self.site.home if self.site.home in self.registry.units else None

    def progress_of(self, plan_id: str) -> Progress:
        """What was reported on a plan; an empty report when nobody has."""
        return self.progress.get(plan_id) or Progress(plan=plan_id)


class _Outlines(Mapping[str, Plan]):
    """Plans by id, each made an outline of when somebody looks at it; `known` are those that were."""

    def __init__(self, plans: Mapping[str, Plan], known: dict[str, Plan]) -> None:
        self.plans, self.known = plans, known

    def __getitem__(self, key: str) -> Plan:
        if key not in self.known:
            self.known[key] = outline(self.plans[key])
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.plans)

    def __len__(self) -> int:
        return len(self.plans)

    def __contains__(self, key: object) -> bool:
        return key in self.plans


class _InOutline(Content):
    """Content whose plans are outlines."""

    @property
    def in_outline(self) -> Content:
        return self

    def _digest_of(self, kind: str, key: str) -> str:
        held = self.records[kind]
        if not isinstance(held, _Outlines):
            return super()._digest_of(kind, key)
        origin = self.origins.get((kind, key))
        return origin.outlined if origin and origin.record is held.plans[key] else _short(repr(held[key]))


# what stands beside the records; work that looks at it is noted to depend on all of it
_ASIDE = frozenset(
    (
        "site",
        "as_of",
        "registry",
        "submissions",
        "seals",
        "enclosed",
        "photos",
        "attachments",
        "placed",
        "preview",
        "lost",
        "texts",
    )
)


def _short(words: str) -> str:
    return blake2b(words.encode(), digest_size=12).hexdigest()


T = TypeVar("T")


def once_a_plan(view: Callable[[Content, Plan], T]) -> Callable[[Content, Plan], T]:
    """A view of one plan that many pages ask for: worked out the first time, remembered with the content it was made of."""
    name = f"{view.__module__}.{view.__qualname__}"

    @wraps(view)
    def remembered(content: Content, plan: Plan) -> T:
        if content.plans.get(plan.id) is not plan:
            return view(content, plan)
        return _remembered(content, (name, plan.id), lambda: view(content, plan))

    return remembered


def once(view: Callable[[Content], T]) -> Callable[[Content], T]:
    """A view of everything that many pages ask for: worked out the first time, remembered with the content it was made of."""
    name = f"{view.__module__}.{view.__qualname__}"

    @wraps(view)
    def remembered(content: Content) -> T:
        return _remembered(content, (name, ""), lambda: view(content))

    return remembered


def part(view: Callable[[Content], Mapping[str, T]], content: Content, key: str) -> T | None:
    """What a view of everything holds under one key, worked out of plans in outline. Who asks depends on that alone, whatever else becomes of
    the view; a view has to be a function of a module, remembered with `once`."""
    note((PART, f"{view.__module__}:{view.__qualname__}", key))
    with noted():
        return view(content.in_outline).get(key)


def _remembered(content: Content, key: tuple[str, str], work: Callable[[], T]) -> T:
    """An answer with what it was worked out of, which whoever uses it depends on as well."""
    if key not in content._seen:
        with noted() as reads:
            made = work()
        content._seen[key] = made, least(reads)
    found: T
    found, of = content._seen[key]
    note_all(of)
    return found
