"""The numbers a document is held against: GB/T 9704—2012 by default, local custom by a small YAML file.

Lengths in mm from the top left corner of the paper, type sizes in pt. A local file names a built-in profile and what differs from it:

    base: gb9704
    title: 某市机关公文
    lines: 20
    skip: [36]
    fonts: {title: [某某小标宋]}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from campaign.inspect.records import Unreadable
from campaign.problems import did_you_mean, listing


def _rising(pair: tuple[float, float]) -> tuple[float, float]:
    if not 0 < pair[0] <= pair[1] < 1000:
        raise ValueError("应写两个正数，先小后大")
    return pair


Kind = Literal["document", "letter", "order", "minutes", "sheet"]
Element = Literal["发文机关标志", "发文字号", "标题", "主送机关", "成文日期", "版记", "页码"]
Family = Literal["body", "kai", "hei", "title", "number"]
Range = Annotated[tuple[float, float], AfterValidator(_rising)]
Length = Annotated[float, Field(gt=0, le=1200, allow_inf_nan=False)]
Slack = Annotated[float, Field(ge=0, le=20, allow_inf_nan=False)]

# Parts of font names, compared without case, spaces, hyphens and underscores. The standard asks for a style of type, not for a maker.
FONTS: Mapping[Family, tuple[str, ...]] = MappingProxyType(
    {
        "body": ("planpressfang", "fandolfang", "fangsong", "simfang", "fzfs", "zhuque", "仿宋"),
        "kai": ("planpresskai", "fandolkai", "kaiti", "simkai", "stkai", "fzkt", "arplukai", "lxgwwenkai", "楷体"),
        "hei": (
            "planpresshei",
            "fandolhei",
            "simhei",
            "heiti",
            "stxihei",
            "fzht",
            "notosanscjksc",
            "notosanssc",
            "sourcehansans",
            "黑体",
        ),
        "title": (
            "planpresssong",
            "xiaobiaosong",
            "fzxbs",
            "小标宋",
            "notoserifcjksc",
            "notoserifsc",
            "sourcehanserif",
        ),
        "number": (
            "planpressnum",
            "fandolsong",
            "simsun",
            "stsong",
            "songti",
            "fzss",
            "notoserifcjksc",
            "notoserifsc",
            "planpresssong",
            "宋体",
        ),
    }
)
FAMILY_NAMES: Mapping[Family, str] = MappingProxyType(
    {"body": "仿宋", "kai": "楷体", "hei": "黑体", "title": "小标宋", "number": "宋体"}
)


class ProfileFault(Unreadable):
    """A profile that cannot be used; the message is a Chinese sentence for its author."""


class Profile(BaseModel):
    """What a finished document should measure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "gb9704"
    title: str = "公文格式（GB/T 9704—2012）"
    kind: Kind = "document"

    # paper and type area (5.1, 5.2.1)
    page_width: Length = 210.0
    page_height: Length = 297.0
    margin_top: Length = 37.0
    margin_left: Length = 28.0
    area_width: Length = 156.0
    area_height: Length = 225.0

    # the grid (5.2.3)
    grid: bool = True
    lines: Annotated[int, Field(ge=5, le=60)] = 22
    chars: Annotated[int, Field(ge=10, le=60)] = 28
    pitch: Range = (10.2, 10.5)
    allow_squeeze: bool = False  # 21 or 23 lines are a warning, not an error

    # type (5.2.2, 7.3.1, 7.4.2, 7.5), pt
    body_size: Range = (15.5, 16.05)
    title_size: Range = (21.4, 22.1)
    small_size: Range = (13.7, 14.1)
    table_size: Annotated[float, Field(ge=5, le=30)] = 10.5
    fonts: dict[Family, tuple[str, ...]] = Field(default_factory=dict)
    bold_level_3: bool = False
    grey: bool = False  # small print may be grey

    # special positions
    mark_top: Length = 72.0  # upper edge of 发文机关标志 (7.2.4)
    rule_gap: Slack = 4.0  # 发文字号 to the red rule (7.2.7)
    number_top: Length = 269.0  # upper edge of the dashes of the page number (7.5)
    number_on_first: bool = True  # 10.1: a letter has none on page 1
    even_end: bool = True  # the last page should be the back of a sheet

    # tolerances
    page_slack: Slack = 0.2
    area_slack: Slack = 1.0
    indent_slack: Slack = 0.3
    centre_slack: Slack = 1.0
    step_slack: Slack = 0.15

    require: tuple[Element, ...] = ("标题", "页码")
    skip: tuple[int, ...] = ()  # numbers of checks not to run

    @model_validator(mode="after")
    def _fits(self) -> Profile:
        if self.margin_left + self.area_width > self.page_width:
            raise ValueError(
                f"左边距 {self.margin_left:g} 加版心宽 {self.area_width:g} 超出纸宽 {self.page_width:g} 毫米"
            )
        if self.margin_top + self.area_height > self.page_height:
            raise ValueError(
                f"上边距 {self.margin_top:g} 加版心高 {self.area_height:g} 超出纸高 {self.page_height:g} 毫米"
            )
        if self.grid and not 0.8 <= self.area_height / (self.lines * sum(self.pitch) / 2) <= 1.25:
            raise ValueError(
                f"{self.lines} 行、行距 {self.pitch[0]:g}—{self.pitch[1]:g} 毫米与版心高 {self.area_height:g} 毫米对不上"
            )
        return self

    @property
    def left(self) -> float:
        return self.margin_left

    @property
    def right(self) -> float:
        return self.margin_left + self.area_width

    @property
    def top(self) -> float:
        return self.margin_top

    @property
    def bottom(self) -> float:
        return self.margin_top + self.area_height

    @property
    def cell(self) -> float:
        """一字: width of one character of the grid (156 mm / 28 = 5.571 mm)."""
        return self.area_width / self.chars

    @property
    def row(self) -> float:
        """一行: 15/8 of a character's height (3), 10.446 mm."""
        return self.cell * 15 / 8

    @property
    def small_cell(self) -> float:
        """One character of the small print (4号, 14 pt): 4.939 mm."""
        return 14 * 25.4 / 72

    @cached_property
    def families(self) -> Mapping[Family, tuple[str, ...]]:
        """Accepted font names by role: the profile's own first, then the built-in ones."""
        return {role: tuple(map(folded, self.fonts.get(role, ()))) + names for role, names in FONTS.items()}

    def is_font(self, name: str, *roles: Family) -> bool:
        plain = folded(name)
        return any(part in plain for role in roles for part in self.families[role])


def folded(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name).lower()


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        each.name: each
        for each in (
            Profile(),
            Profile(
                name="letter",
                title="信函格式（GB/T 9704—2012 10.1）",
                kind="letter",
                mark_top=30.0,
                number_on_first=False,
                even_end=False,
                require=("发文机关标志", "发文字号", "标题", "页码"),
            ),
            Profile(
                name="order",
                title="命令（令）格式（GB/T 9704—2012 10.2）",
                kind="order",
                mark_top=57.0,
                require=("发文机关标志", "发文字号", "成文日期", "页码"),
            ),
            Profile(
                name="minutes",
                title="纪要格式（GB/T 9704—2012 10.3）",
                kind="minutes",
                mark_top=72.0,
                require=("发文机关标志", "页码"),
            ),
            Profile(
                name="sheet",
                title="工作表册",
                kind="sheet",
                grid=False,
                grey=True,
                margin_top=8.0,
                margin_left=8.0,
                area_width=194.0,
                area_height=281.0,
                table_size=8.5,
                even_end=False,
                require=("页码",),
                skip=(*range(3, 9), *range(11, 39), 40, 44, 46),
            ),
        )
    }
)


def profile(name: str) -> Profile:
    """A built-in profile, or the one in a YAML file when `name` ends in .yaml or .yml."""
    if Path(name).suffix in (".yaml", ".yml"):
        return load_profile(Path(name))
    if name in PROFILES:
        return PROFILES[name]
    raise ProfileFault(
        f"没有叫“{name}”的体检标准；可用的有{listing(list(PROFILES))}，也可以给一个 .yaml 文件{_hint(name, PROFILES)}"
    )


def load_profile(path: Path) -> Profile:
    """Read a local profile: a built-in one (`base`) with some numbers replaced."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ProfileFault(f"读不了体检标准文件“{path}”") from fault
    return profile_of(text, path.name)


def profile_of(text: str, source: str = "体检标准") -> Profile:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else ""
        raise ProfileFault(f"{source}{where}不是正确的 YAML") from fault
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise ProfileFault(f"{source}应是“名称: 数值”的列表")
    values = {"name": Path(source).stem, **{str(key): value for key, value in values.items()}}
    base = str(values.pop("base", "gb9704"))
    if base not in PROFILES:
        raise ProfileFault(
            f"{source}：base 写的“{base}”不存在，可用的有{listing(list(PROFILES))}{_hint(base, PROFILES)}"
        )
    try:
        return Profile.model_validate({**PROFILES[base].model_dump(), **values})
    except ValidationError as fault:
        raise ProfileFault("；".join(f"{source}：{_sentence(error)}" for error in fault.errors())) from fault


_ALLOWED = {
    "greater_than": "大于 {gt}",
    "greater_than_equal": "不小于 {ge}",
    "less_than": "小于 {lt}",
    "less_than_equal": "不大于 {le}",
    "float_parsing": "是数字",
    "float_type": "是数字",
    "finite_number": "是有限的数字",
    "int_parsing": "是整数",
    "int_type": "是整数",
    "int_from_float": "是整数",
    "bool_parsing": "是 true 或 false",
    "bool_type": "是 true 或 false",
    "tuple_type": "是一个列表，如 [10.2, 10.5]",
    "missing": "写全两个数",
    "too_long": "只写两个数",
    "string_type": "是文字",
    "dict_type": "是“名称: 数值”的列表",
}


def _sentence(error: Any) -> str:
    """One validation error of pydantic in Chinese."""
    where = ".".join(str(part) for part in error["loc"] if part != "[key]")
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"没有叫“{where}”的项{_hint(where, Profile.model_fields)}"
    if kind == "value_error":
        reason = str(context["error"])
        return f"{where}{reason}" if where else reason
    if kind == "literal_error":
        return f"{where} 写的“{error['input']}”不在可选之列：{context['expected'].replace(' or ', '、').replace(', ', '、')}"
    should = _ALLOWED.get(kind, "是正确的值").format(**context)
    return f"{where} 写的是“{error['input']}”，应{should}"


def _hint(word: str, candidates: Any) -> str:
    hint = did_you_mean(word, candidates)
    return f"；{hint}" if hint else ""
