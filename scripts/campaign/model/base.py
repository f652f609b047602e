"""The bricks of all records: closed word lists, scalars as staff type them, and the frozen base with its rule about unknown keys.

Scalars arrive as strings, as typed; conversion happens here. Field titles are the Chinese names that authors see in messages and editors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Word(StrEnum):
    """A closed list of values; each may be typed in English (the value) or by any of its Chinese names."""

    _names: tuple[str, ...]

    def __new__(cls, value: str, *names: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._names = names
        return member

    @property
    def chinese(self) -> str:
        return self._names[0] if self._names else str(self.value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda word: word.value)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": [spelling for word in cls for spelling in (word.value, *word._names)]}

    @classmethod
    def read(cls, typed: Any) -> Self:
        if isinstance(typed, cls):
            return typed
        if isinstance(typed, str):
            for word in cls:
                if typed.strip() in (word.value, *word._names):
                    return word
        allowed = "、".join(
            word.value if word.chinese == word.value else f"{word.value}（{word.chinese}）" for word in cls
        )
        shown = f"“{typed}”" if isinstance(typed, str) else "这里"
        raise PydanticCustomError("word", "{shown}不在可选范围内；可写 {allowed}", {"shown": shown, "allowed": allowed})


class PlanKind(Word):
    PLAN = "plan", "方案"
    CAMPAIGN = "campaign", "活动"


class Level(Word):
    """Administrative level, from the state down to one hospital."""

    NATIONAL = "national", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇", "乡"
    HOSPITAL = "hospital", "院"


class Status(Word):
    DRAFT = "draft", "草案"
    ACTIVE = "active", "执行中"
    CLOSED = "closed", "已结束"
    SUPERSEDED = "superseded", "已被替代"


class UnitKind(Word):
    GOVERNMENT = "government", "政府"
    DEPARTMENT = "department", "行政部门"
    HOSPITAL = "hospital", "医院"
    PRIMARY = "primary", "基层医疗卫生机构"
    INSTITUTION = "institution", "公共卫生机构"
    FUNCTIONAL = "functional", "职能科室"
    CLINICAL = "clinical", "临床科室"
    MEDTECH = "medtech", "医技科室"
    WARD = "ward", "病区"
    PARTY = "party", "党群部门"
    TEAM = "team", "工作组"


class Operator(Word):
    """How a measured value is held against the target; `between` needs `upper`."""

    GTE = "gte", "≥", "不低于", "不少于", "至少", ">="
    LTE = "lte", "≤", "不高于", "不超过", "<="
    GT = "gt", "＞", "高于", ">"
    LT = "lt", "＜", "低于", "<"
    EQ = "eq", "＝", "等于", "=", "达"
    APPROX = "approx", "约", "左右"
    BETWEEN = "between", "介于", "—"


class Modality(Word):
    """How binding a target is, in the plan's own word."""

    FIRM = "刚性"
    STRIVE = "力争"
    SHOULD = "应争取"
    PRINCIPLE = "原则上"
    MAY = "可"


class Mode(Word):
    """How the leading units carry a task: together, or each its own part (分别负责)."""

    RESPONSIBLE = "负责"
    LEAD = "牵头"
    SEPARATELY = "分别负责"


class Per(Word):
    DAY = "day", "日", "天"
    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季", "季度"
    YEAR = "year", "年"
    TWO_YEARS = "2year", "两年"


class Part(Word):
    """What an outline section shows."""

    PREAMBLE = "preamble", "前言"
    GUIDING = "guiding", "指导思想"
    PRINCIPLES = "principles", "基本原则"
    GOALS = "goals", "目标"
    SCOPE = "scope", "范围"
    PERIOD = "period", "时间"
    GROUPS = "groups", "任务"
    PHASES = "phases", "步骤"
    ORGANISATION = "organisation", "组织领导"
    REQUIREMENTS = "requirements", "工作要求"
    MECHANISMS = "mechanisms", "工作机制"


class DocumentFormat(Word):
    DOCUMENT = "document", "文件"
    LETTER = "letter", "信函"
    ORDER = "order", "命令"
    MINUTES = "minutes", "纪要"


class Signing(Word):
    """How an issued document is signed (7.3.5)."""

    UNSEALED = "unsealed", "不盖章"
    SEALED = "sealed", "盖章"
    STAMPED = "stamped", "签名章"


def as_list(typed: Any) -> Any:
    """One value typed without a dash is a list of one; nothing is an empty list."""
    if typed is None:
        return ()
    return typed if isinstance(typed, list | tuple) else (typed,)


def as_names(typed: Any) -> Any:
    """Unit names: a list, or one line parted by 、 as documents print it."""
    if isinstance(typed, str):
        return tuple(name.strip() for name in re.split("[、，,；;]", typed) if name.strip())
    return as_list(typed)


def _truth(typed: Any) -> Any:
    words = {"是": True, "有": True, "true": True, "yes": True, "否": False, "无": False, "false": False, "no": False}
    if isinstance(typed, str) and typed.strip().lower() in words:
        return words[typed.strip().lower()]
    if isinstance(typed, bool):
        return typed
    raise PydanticCustomError("truth", "这里应写 是 或 否")


def _paragraphs(typed: Any) -> Any:
    """Text as paragraphs: a block of lines, or a list of them."""
    if isinstance(typed, str):
        return tuple(line.strip() for line in typed.splitlines() if line.strip())
    return as_list(typed)


_DOC_NUMBER = re.compile(r"(.*?)[〔【［\[（(]((?:19|20)\d\d)[〕】］\])）](\d+)号")


def _doc_number(typed: str) -> str:
    """发文字号 with six-angle brackets and plain digits (7.2.5), whatever brackets were typed; in any other form it stays as it is."""
    found = _DOC_NUMBER.fullmatch(re.sub(r"[０-９]", lambda digit: str(int(digit[0])), re.sub(r"\s", "", typed)))
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else typed


def _web_address(typed: str) -> str:
    parts = urlsplit(typed)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"'`{}|\\^]", typed):
        raise PydanticCustomError(
            "address", "“{shown}”不是网址；写以 https:// 或 http:// 开头的完整网址", {"shown": typed[:60]}
        )
    return typed


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Address = Annotated[Text, AfterValidator(_web_address)]
DocNumber = Annotated[Text, AfterValidator(_doc_number)]
Names = Annotated[tuple[Text, ...], BeforeValidator(as_names)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_names)]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["是", "否", True, False]})]
Paragraphs = Annotated[tuple[Text, ...], BeforeValidator(_paragraphs)]
Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class Quantity:
    """A number with the way it was typed: 0.60 keeps its zero, 0.4:1 is a ratio with the number 0.4."""

    number: Decimal
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_ratio(self) -> bool:
        return ":" in self.text

    @classmethod
    def read(cls, typed: Any) -> Self:
        if isinstance(typed, cls):
            return typed
        text = unicodedata.normalize("NFKC", str(typed)).strip().replace(",", "") if isinstance(typed, str) else ""
        parts = text.removesuffix("%").split(":")
        try:
            numbers = [Decimal(part) for part in parts]
            if not 1 <= len(numbers) <= 2 or not all(number.is_finite() for number in numbers):
                raise InvalidOperation
            number = numbers[0] if len(numbers) == 1 else numbers[0] / numbers[1]
        except (InvalidOperation, ZeroDivisionError) as fault:
            shown = f"“{typed}”" if isinstance(typed, str) else "这里"
            raise PydanticCustomError(
                "number", "{shown}不是数；只写数字，如 90、0.60 或比例 0.4:1，单位写在 unit", {"shown": shown}
            ) from fault
        return cls(number, ":".join(parts))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["number", "string"], "examples": ["90", "0.60", "0.4:1"]}


class Record(BaseModel):
    """Base of all records: frozen, and unknown keys are refused by name.

    What others refer to has a `target` kind, and `called` are the fields by whose values they name it: unique in the whole site, or `inside`
    a record of that kind.
    """

    target: ClassVar[str] = ""
    besides: ClassVar[tuple[str, ...]] = ()  # kinds that only some records of this type are, as `known_as` tells
    called: ClassVar[tuple[str, ...]] = ("id",)
    inside: ClassVar[str] = ""
    at_once: ClassVar[tuple[str, ...]] = ()  # fields a form shows at once besides those that must be filled in
    prose: ClassVar[tuple[str, ...]] = ()  # fields of running text, in paragraphs, that an `outline` goes without
    mistaken: ClassVar[Mapping[str, str]] = {"no": "number"}  # what authors write for a key → the key

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def __copy__(self) -> Self:
        """A copy, which `model_copy` makes, forgets what was worked out of the values it may be about to change."""
        made = super().__copy__()
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made

    @property
    def known_as(self) -> tuple[str, ...]:
        """The kinds of record it is to those who name it."""
        return (self.target,) if self.target else ()
