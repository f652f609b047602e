"""References as types: a field says which kind of record it names, and one walk over any record finds all of them.

A record that others name says its kind in `target`, its names in `called`, and in `inside` the kind within which they mean something (a
task's id within its plan). Loading makes ids of names, `views.references` looks up what is named and who names it, `checks.references` says
what is wrong, the editor and the workbook offer what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from campaign.leaves.problems import Path
from campaign.model.base import Id, Record, Text, as_names

OFFERED = "x-refers"  # the key of a JSON Schema that says which list of choices fits a field


@dataclass(frozen=True)
class Ref:
    """Names a record of one of these kinds.

    `said` is the message when there is none, with the words {typed}, {place} (both halves of one), {inside} (“the record it was looked for
    in”, nothing when that is the same file) and {name} (of what names it). `remedy` is the advice where no name is near, `always` goes with
    every advice. A `named` one may be typed as any name and is an id after loading; a `free` one may as well be anything
    else. With `then` it is a place: this kind, a mark, and an id inside what was named; `whole` says that the first half is enough.
    """

    kinds: tuple[str, ...]
    code: str = ""
    said: str = ""
    remedy: str = ""
    always: str = ""
    offers: str = ""  # which choices fit
    named: bool = False
    free: bool = False
    above: str = (
        ""  # leads to what stands above the record: what is said when a way leads back to it, with {name} and {way}
    )
    then: Ref | None = None
    mark: str = "#"
    whole: bool = False
    where_any: bool = False  # asked only where the site holds any record of the kind
    by: Callable[[Record], Ref] | None = None  # another reference, by what else the record says

    @property
    def is_plan(self) -> bool:
        """Whether it says which plan what stands beside and inside it belongs to."""
        return not self.then and not self.above and not {"plan", "campaign"}.isdisjoint(self.kinds)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(schema)
        if self.offers:
            made[OFFERED] = self.offers
        return made


@dataclass(frozen=True)
class Named:
    """A reference as it stands: `held` are the records around it, the innermost first, the whole file last."""

    ref: Ref
    typed: str
    where: Path
    held: tuple[Record, ...]


@dataclass(frozen=True)
class Slot:
    """A field that holds references or records: its attribute, its key in the file, and what it names."""

    name: str
    key: str
    ref: Ref | None


def record_types(above: type[Record] = Record) -> Iterator[type[Record]]:
    """Every type of record there is."""
    for each in above.__subclasses__():
        yield each
        yield from record_types(each)


@cache
def slots(kind: type[BaseModel]) -> tuple[Slot, ...]:
    """The fields of a record type that refer to something or hold records."""
    found = []
    for name, info in kind.model_fields.items():
        ref = next((each for each in info.metadata if isinstance(each, Ref)), None) or _inner_ref(info.annotation)
        if ref or inner_model(info.annotation):
            found.append(Slot(name, info.alias or name, ref))
    return tuple(found)


def _inner_ref(annotation: Any) -> Ref | None:
    for each in (*getattr(annotation, "__metadata__", ()), *map(_inner_ref, get_args(annotation))):
        if isinstance(each, Ref):
            return each
    return None


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The record type inside an annotation such as `tuple[Annotated[Task, …], ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(inner_model, get_args(annotation))), None)


Walked = tuple[Record, Path, tuple[Record, ...]]  # a record, its path in the file, the records around it, itself first
_last: tuple[Record | None, list[Walked]] = (
    None,
    [],
)  # rules go through one file after the other, each rule through the same


def walk(record: Record) -> Sequence[Walked]:
    """A record and all records inside it, in their order."""
    global _last  # noqa: PLW0603 - the record itself is held, so what is remembered is never another's
    known, found = _last
    if known is not record:
        found = []
        _walk(record, (), (record,), found)
        _last = record, found
    return found


def _walk(record: Record, where: Path, held: tuple[Record, ...], found: list[Walked]) -> None:
    found.append((record, where, held))
    for slot in slots(type(record)):
        value = getattr(record, slot.name)
        if isinstance(value, Record):
            _walk(value, (*where, slot.key), (value, *held), found)
        elif slot.ref is None and value:
            for index, item in enumerate(value):
                _walk(item, (*where, slot.key, index), (item, *held), found)


def references(record: Record) -> Iterator[Named]:
    """Every reference of a record and of all records inside it."""
    for each, place, around in walk(record):
        for slot in slots(type(each)):
            value = getattr(each, slot.name)
            if slot.ref and value:
                ref = slot.ref.by(each) if slot.ref.by else slot.ref
                typed = (
                    ((value, ()),) if isinstance(value, str) else [(one, (index,)) for index, one in enumerate(value)]
                )
                yield from (Named(ref, one, (*place, slot.key, *at), around) for one, at in typed)


def names(record: Record) -> Iterator[str]:
    """What a record is called by others."""
    for each in record.called:
        value = getattr(record, each)
        yield from (value,) if isinstance(value, str) else () if value is None else map(str, _listed(value))


def told(model: type[BaseModel], data: Any) -> Iterator[tuple[type[Record], str]]:
    """Type and name of everything that the values of a file, as typed, seem to say; an empty name where they do not say it."""
    known = {info.alias or name for name, info in model.model_fields.items()}
    own = data if isinstance(data, dict) else {}
    if issubclass(model, Record) and model.target:
        for key in model.called:
            typed = as_names(own.get(key))
            missing = not typed and model.model_fields[key].is_required()
            yield from ((model, name if isinstance(name, str) else "") for name in ("",) * missing or typed)
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if inner and inner is not model:
            value = own.get(info.alias or name)
            unread = not own.keys() <= known or not own
            items = [*(value if isinstance(value, list) else [value] if value else []), *([None] if unread else [])]
            for each in items:
                yield from told(inner, each)


def may_be_lost(lost: Mapping[str, Collection[str]], kinds: Iterable[str], typed: str) -> bool:
    """Whether a name is, or may be, that of something in a file that could not be read; a prefix may be said once for a whole list."""
    names = {name for kind in kinds for name in lost.get(kind, ())}
    return "" in names or typed in names or any(name.endswith(typed) for name in names)


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


# -- the references there are -----------------------------------------------------------------------------------------------------

UNIT = Ref(("unit", "collective"), "unit-unknown", offers="units", named=True)
PLAN = Ref(("plan",), "plan-unknown", "本站没有编号为“{typed}”的方案", offers="plans")
TASK = Ref(("task",), "task-unknown", "{inside}没有编号为“{typed}”的任务", offers="tasks")
ENTRY = Ref(
    ("entry",),
    "ledger-unknown",
    "台账里没有编号为“{typed}”的督办事项",
    "先在 plans/ledger 里立账，或删去这个编号",
    offers="entries",
)
FORM = Ref(
    ("form",), "form-unknown", "没有编号为“{typed}”的下级表", offers="forms", above="报表互相汇总，绕成一圈：{way}"
)
DUTY = Ref(
    ("recurring", "milestone", "quota"), "duty-unknown", "{inside}没有编号为“{typed}”的例行或限时事项", offers="duties"
)
AWARD = Ref(
    ("award",), "award-unknown", "没有编号为“{typed}”的评选", "先在方案的 awards 里写好这个奖项", offers="awards"
)
GROUP = Ref(("group",), "group-unknown", "没有编号为“{typed}”的任务组", offers="groups")
PHASE = Ref(
    ("phase",),
    "phase-unknown",
    "所列方案里没有编号为“{typed}”的阶段",
    "阶段编号写在方案的 phases 里；先在 plans 写上方案",
    offers="phases",
)
STORY = Ref(("story",), "story-unknown", "没有编号为“{typed}”的投稿", offers="stories")
OUTLET = Ref(
    ("outlet",),
    "outlet-unknown",
    "媒体“{typed}”不在媒体名册里",
    always="新的媒体先写进 plans/registry/outlets.yaml",
    offers="outlets",
    named=True,
)
# a place in another plan; the third also names a measure, or the plan as a whole
UPPER_TASK = Ref(
    ("plan",), "task-unknown", "找不到上位任务“{place}”", "写成 方案编号#任务编号", above="任务互相承接，绕成一圈：{way}", whole=True,
    then=Ref(("task", "group"), "task-unknown", "找不到上位任务“{place}”", "写成 方案编号#任务编号"),
)  # fmt: skip
TASK_PLACE = Ref(
    ("plan",), "task-unknown", "没有“{place}”这项任务", "写成 方案编号#任务编号，如 quality-year#t1-1",
    then=Ref(("task",), "task-unknown", "没有“{place}”这项任务", "写成 方案编号#任务编号，如 quality-year#t1-1"),
)  # fmt: skip
PLAN_PART = replace(
    PLAN, remedy="本站没有收录的写在 text 里", offers="", whole=True,
    then=Ref(("task", "indicator"), "task-unknown", "{inside}没有编号为“{typed}”的任务或指标"),
)  # fmt: skip
MEETING_OR_PART = replace(PLAN_PART, kinds=("meeting", "plan"))
ENTRY_OR_PART = replace(
    PLAN_PART,
    kinds=("plan", "entry"),
    said="本站没有编号为“{typed}”的方案或督办事项",
    remedy="先写好方案或立账，或者写进 result",
)
LOST_ITEM = Ref(
    ("result",), "ledger-source", "没有编号为“{typed}”的考核结果", "写成 考核结果编号#条",
    then=Ref(("item",), "ledger-source", "{inside}没有第“{typed}”条", "写成 考核结果编号#条的序号"),
)  # fmt: skip
LIST_ITEM = Ref(
    ("list",), "ledger-source", "没有编号为“{typed}”的问题清单", "清单写在同一个文件的 lists 里",
    then=Ref(("list-item",), "ledger-source", "清单{inside}没有第“{typed}”项", "写成 清单编号#项的序号"),
)  # fmt: skip
FORM_RATE = Ref(
    ("form",), "form-field-unknown", "报表里没有“{place}”这个率", "写成 表编号.栏编号", mark=".", where_any=True,
    then=Ref(("rate",), "form-field-unknown", "报表里没有“{place}”这个率", "写成 表编号.栏编号"),
)  # fmt: skip

UnitName = Annotated[Text, UNIT]
UnitNames = Annotated[tuple[UnitName, ...], BeforeValidator(as_names)]
UnitId = Annotated[
    Id,
    Ref(
        ("unit",),
        "unit-unknown",
        "单位“{name}”的上级“{typed}”不在名册里",
        offers="unit_ids",
        above="单位“{name}”的上级绕回了自己",
    ),
]
UnitText = Annotated[Text, replace(UNIT, named=False, free=True)]  # a unit, or somebody in words
UnitTexts = Annotated[tuple[UnitText, ...], BeforeValidator(as_names)]
PlanId = Annotated[Id, PLAN]
PlanIds = Annotated[tuple[PlanId, ...], BeforeValidator(as_names)]
UpperPlanId = Annotated[Id, replace(PLAN, above="方案互为上位，绕成一圈：{way}")]
SubjectIds = Annotated[
    tuple[Annotated[Id, replace(PLAN, kinds=("plan", "interpretation"))], ...], BeforeValidator(as_names)
]
CampaignId = Annotated[
    Id,
    Ref(
        ("campaign",),
        "campaign-unknown",
        "本站没有编号为“{typed}”的宣传活动",
        "文件夹名写活动的编号；方案里要写 kind: campaign",
        offers="campaigns",
    ),
]
TaskId = Annotated[Id, TASK]
TaskPlaces = Annotated[tuple[Annotated[Text, TASK_PLACE], ...], BeforeValidator(as_names)]
UpperTasks = Annotated[tuple[Annotated[Text, UPPER_TASK], ...], BeforeValidator(as_names)]
PlanParts = Annotated[tuple[Annotated[Text, PLAN_PART], ...], BeforeValidator(as_names)]
IndicatorId = Annotated[
    Id, Ref(("indicator",), "indicator-unknown", "{inside}没有编号为“{typed}”的指标", offers="indicators")
]
IndicatorIds = Annotated[tuple[IndicatorId, ...], BeforeValidator(as_names)]
DutyId = Annotated[Id, DUTY]
RecurringId = Annotated[
    Id, replace(DUTY, kinds=("recurring",), said="{inside}没有编号为“{typed}”的例行事项", offers="recurring")
]
GroupId = Annotated[Id, GROUP]
GroupIds = Annotated[tuple[GroupId, ...], BeforeValidator(as_names)]
PhaseId = Annotated[Id, replace(PHASE, said="{inside}没有编号为“{typed}”的阶段", remedy="")]
PhaseIds = Annotated[tuple[Annotated[Id, PHASE], ...], BeforeValidator(as_names)]
AwardId = Annotated[Id, AWARD]
StoryId = Annotated[Id, STORY]
OutletName = Annotated[Text, OUTLET]
EntryIds = Annotated[tuple[Annotated[Id, ENTRY], ...], BeforeValidator(as_names)]
LossEntryId = Annotated[Id, replace(ENTRY, code="entry-unknown", said="台账里没有编号为“{typed}”的事项")]
InterpretationIds = Annotated[
    tuple[
        Annotated[
            Id,
            Ref(
                ("interpretation",),
                "interpretation-unknown",
                "本站没有编号为“{typed}”的解读",
                offers="interpretations",
            ),
        ],
        ...,
    ],
    BeforeValidator(as_names),
]
TermNames = Annotated[
    tuple[
        Annotated[
            Text,
            Ref(
                ("term",),
                "term-unknown",
                "名词解释里没有“{typed}”",
                "先写进 plans/registry/glossary.yaml",
                offers="terms",
            ),
        ],
        ...,
    ],
    BeforeValidator(as_names),
]
FormId = Annotated[Id, FORM]
FormRate = Annotated[Text, FORM_RATE]
RuleSetId = Annotated[
    Id, Ref(("assessment",), "assessment-unknown", "本站没有编号为“{typed}”的考核", offers="assessments")
]
RoundName = Annotated[Text, Ref(("round",), "round-unknown", "{inside}没有“{typed}”这一轮")]
