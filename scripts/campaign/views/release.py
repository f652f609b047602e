"""What leaves the house: the content that a site is made of, and what stays at home, with the reason.

Everything that is published is made from `released(content)`, which no longer holds what is withheld: no page, index, feed, calendar or
print can show it, and no reference leads to it. Only the command that prints one document by its id asks for that document by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from campaign import kinds
from campaign.content import Content
from campaign.kinds import Kind
from campaign.leaves.problems import Problem
from campaign.leaves.typefaces import NO_GLYPH
from campaign.model import (
    Form,
    Interpretation,
    MeetingDocument,
    OutgoingPaper,
    Plan,
    PlanRef,
    PublicityFile,
    Published,
    Questions,
    Record,
    Status,
)
from campaign.model.references import Named, Ref, inner_model, names, references, slots, walk
from campaign.views import annexes
from campaign.views.updates import published

SHARED = (
    "plans/registry/",
    "plans/site.yaml",
    "plans/profiles/",
)  # what all else stands on: used as far as it was read
UNNAMED = "（不公开的材料）"  # keeps the place of a document in a meeting's list, which the agenda counts
_REGISTER = re.compile(r"(outgoing|incoming)-\d{4}")  # the print of a register, by its year
Gone = Mapping[str, Collection[str]]  # what is left out: names by what references call the kind


def why_withheld(plan: Plan, as_of: date) -> str:
    """Why a plan is not on the public site, as a short phrase; empty when it is. A draft goes out only when it says so itself."""
    if plan.secret:
        return f"密级“{plan.secret}”"
    if plan.withdrawn and plan.is_withdrawn(as_of):
        return f"{plan.withdrawn.chinese}起撤下"
    if plan.public is None:
        return "草案（status: draft）" if plan.status is Status.DRAFT else ""
    return "" if plan.public else "写了 public: 否"


def withheld(content: Content) -> Mapping[str, str]:
    """Plans that are not on the public site by id, with the reason."""
    return {plan.id: why for plan in content.plans.values() if (why := why_withheld(plan, content.as_of))}


def released(content: Content, but: Collection[str] = ()) -> Content:
    """Content without plans that are withheld, without what is theirs alone, without any reference to them; without whatever was withdrawn;
    and, but in a preview, without updates that are not public and the office's own registers. A preview holds back only what bears a secrecy
    and what was withdrawn, updates aside, which it shows with their standing; `but` are records that somebody in the office asks for by id."""
    if not content.preview:
        if not but:
            content = content.having(kinds.CORRESPONDENCE, {})
        shown = {each.update.id for each in published(content)}
        content = content.having(kinds.UPDATE, {key: each for key, each in content.updates.items() if key in shown})
    gone, items = withdrawn(content)
    gone["plan"] |= _secret(content) if content.preview else withheld(content).keys()
    gone = {kind: keys.difference(but) for kind, keys in gone.items()}
    return _without(_with_numbers(content, gone["plan"]), gone, items)


def withdrawn(content: Content) -> tuple[dict[str, set[str]], Collection[Record]]:
    """What was taken back by now: whole records as keys by the key of their kind, and single items of lists. An update stands by itself
    (`views.updates`): it is withheld for other reasons as well."""
    gone: dict[str, set[str]] = defaultdict(set)
    items: list[Record] = []
    for kind, key, record in _all(content):
        if kind is kinds.UPDATE:
            continue
        if isinstance(record, Published) and record.is_withdrawn(content.as_of):
            gone[kind.key].add(key)
        if not kind.among:
            held = [each for name in lists_of_published(type(record)) for each in getattr(record, name)]
            items += [each for each in held if each.is_withdrawn(content.as_of)]
    return gone, items


@cache
def lists_of_published(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record type that hold lists of what is a record of its own to readers."""
    return tuple(
        slot.name
        for slot in slots(kind)
        if issubclass(inner_model(kind.model_fields[slot.name].annotation) or Record, Published)
    )


def _with_numbers(content: Content, gone: Collection[str]) -> Content:
    """Entries of plans that go keep the number, which is used, in the place of the plan."""

    def kept(entry: OutgoingPaper) -> OutgoingPaper:
        plan = content.plans.get(entry.plan or "")
        number = plan.doc_no if plan and plan.id in gone else entry.doc_no
        return entry.model_copy(update={"doc_no": number})

    held = {
        key: each.model_copy(update={"outgoing": tuple(map(kept, each.outgoing))})
        for key, each in content.correspondence.items()
    }
    return content.having(kinds.CORRESPONDENCE, held)


def sound(content: Content, problems: Iterable[Problem]) -> tuple[Content, tuple[str, ...]]:
    """Content without the records of files that have errors, and the names of those files. What everything else stands on stays, and so does
    a text with a character that cannot be printed: its documents are refused one by one."""
    broken = {
        each.path
        for each in problems
        if each.severity == "error" and each.code != NO_GLYPH and not each.path.startswith(SHARED)
    }
    gone: dict[str, set[str]] = defaultdict(set)
    for kind, key, _ in _all(content):
        if not broken.isdisjoint(_files(content, kind, key)):
            gone[kind.key].add(key)
    kept = tuple(each for each in content.submissions if content.source("submission", each.key).path not in broken)
    return _without(replace(content, submissions=kept), gone), tuple(sorted(broken))


def _secret(content: Content) -> set[str]:
    return {plan.id for plan in content.plans.values() if plan.secret}


def _all(content: Content) -> Iterator[tuple[Kind[Any], str, Record]]:
    for kind in kinds.KINDS:
        yield from ((kind, key, record) for key, record in content.of(kind).items())


# -- as if it had never been there -----------------------------------------------------------------------------------------------------


def _without(content: Content, gone: Gone, items: Collection[Record] = ()) -> Content:
    """Content without these records (their keys by the key of their kind), these items of lists, what is about the records alone, and every
    reference to any of it."""
    if not any(gone.values()) and not items:
        return content
    about = set(gone.get("plan", ()))
    dropped = [
        record
        for kind, key, record in _all(content)
        if key in gone.get(kind.key, ()) or (_about(record) and about.issuperset(_about(record)))
    ]
    names_gone: dict[str, set[str]] = defaultdict(set)
    dropped += items
    for record in dropped:
        for each, _, _ in walk(record):
            for word in each.known_as:
                names_gone[word].update(names(each))
    out = set(map(id, dropped))
    for record in (record for _, _, record in _all(content) if id(record) not in out):
        for each, _, held in walk(record):
            for word in each.known_as if each.inside and out.isdisjoint(map(id, held)) else ():
                names_gone[word].difference_update(names(each))  # something that stays has the same name
    bare: dict[int, Record | None] = {}  # a record that is held as two kinds (a campaign is a plan) stays one
    records: dict[str, dict[str, Record]] = {}
    fallen: list[Record] = []
    for kind, key, record in _all(content):
        if id(record) not in out:
            if id(record) not in bare:
                bare[id(record)] = _bare(record, names_gone, out, fallen)
            if (left := bare[id(record)]) is not None:
                records.setdefault(kind.key, {})[key] = left
    if any(each.target for each in fallen):
        return _without(content, gone, [*items, *fallen])  # what names these goes without them as well
    forms = records.get(kinds.FORM.key, {})
    submissions = tuple(each for each in content.submissions if each.form in forms)
    return replace(content, records=records, submissions=submissions)


def _about(record: Record) -> set[str]:
    """The plans that a record is about and nothing else; it goes with them."""
    match record:
        case Form():
            return {record.plan} if record.plan else set()
        case PublicityFile():
            return {record.campaign} if record.campaign else set()
        case Interpretation():
            return {record.of.plan} if record.of.plan else set()
        case Questions():
            return set(record.plans)
    return set()


def _bare(record: Record, gone: Gone, out: Collection[int], fallen: list[Record]) -> Record | None:
    """A record without references to what is gone, and without the items that are `out` (by identity); None when there is nothing in it but one,
    or when it cannot be without it: then it is one of the `fallen`."""
    if id(record) in out:
        return None
    changes: dict[str, Any] = {}
    for slot in slots(type(record)):
        value = getattr(record, slot.name)
        kept: Any = value
        if slot.ref is None:
            items = value if isinstance(value, tuple) else () if value is None else (value,)
            left = tuple(bare for each in items if (bare := _bare(each, gone, out, fallen)) is not None)
            kept = left if isinstance(value, tuple) else next(iter(left), None)
        elif value:
            ref = slot.ref.by(record) if slot.ref.by else slot.ref
            kept = (
                tuple(each for each in value if not _leads_to(each, ref, gone))
                if isinstance(value, tuple)
                else None
                if _leads_to(value, ref, gone)
                else value
            )
        if kept == value:
            continue
        if kept is None and isinstance(record, MeetingDocument):
            return MeetingDocument(title=UNNAMED)
        if kept is None and (type(record).model_fields[slot.name].is_required() or isinstance(record, PlanRef)):
            fallen.append(record)
            return None
        changes[slot.name] = kept
    return record.model_copy(update=changes) if changes else record


def _leads_to(typed: str, ref: Ref, gone: Gone) -> bool:
    name = typed.partition(ref.mark)[0] if ref.then else typed
    return any(name in gone.get(kind, ()) for kind in ref.kinds)


def _files(content: Content, kind: Kind[Any], key: str) -> frozenset[str]:
    """The files that a record is made of."""
    own = content.source(kind.key, key).path
    return annexes.files(content.plans[key]) | {own} if kind is kinds.PLAN else frozenset({own})


def leading_to_withheld(content: Content) -> Iterator[tuple[Kind[Any], str, Named, str]]:
    """References of what is on the public site to plans that are not, which the site goes without: kind and key of the record, the
    reference, the id of the plan."""
    gone = set(withheld(content))
    unseen = content.updates.keys() - {each.update.id for each in published(content)}
    for kind, key, record in _all(content) if gone else ():
        about = {key} if kind is kinds.PLAN or kind.id_key == "plan" else _about(record)
        if (
            kind.among
            or not kind.public
            or (about and gone.issuperset(about))
            or (kind is kinds.UPDATE and key in unseen)
        ):
            continue
        for named in references(record):
            plan = named.typed.partition(named.ref.mark)[0] if named.ref.then else named.typed
            if plan in gone and "plan" in named.ref.kinds:
                yield kind, key, named, plan


# -- one document by its id ------------------------------------------------------------------------------------------------------------


def asked_for(content: Content, record_id: str) -> frozenset[str]:
    """Plans that whoever asks for a document by this id wants to see though they are not public: the plan itself, and the drafts on the
    table of a meeting. What bears a secrecy is printed by its own id alone; the registers of the office have a line for each."""
    if _REGISTER.fullmatch(record_id) or record_id in content.correspondence:
        return frozenset(content.plans)
    entered = {
        each.plan
        for held in content.correspondence.values()
        for each in held.outgoing
        if each.id == record_id and each.plan
    }
    meeting = content.meetings.get(record_id)
    named = {each.plan for each in meeting.documents if each.plan} if meeting else set()
    return frozenset({record_id, *entered, *named.difference(_secret(content))})


def concerning(content: Content, record_id: str) -> frozenset[str]:
    """The files that a document is made of: of its own record, of the records that it names, and of a campaign's ledgers."""
    paths: set[str] = set()
    for kind, key, record in _all(content):
        inside = ("entries", "outgoing", "incoming")
        known = {key, *(each.id for name in inside for each in getattr(record, name, ()))}
        register = kind in (kinds.CORRESPONDENCE, kinds.PLAN, kinds.LEDGER) and _REGISTER.fullmatch(record_id)
        if record_id not in known and not record_id.startswith(f"{key}-") and not register:
            continue
        paths |= _files(content, kind, key)
        for each in references(record):
            name = each.typed.partition(each.ref.mark)[0] if each.ref.then else each.typed
            paths |= {content.source(named, name).path for named in each.ref.kinds}
    files = content.publicity.items()
    return frozenset(paths | {path for path, each in files if each.campaign == record_id})
