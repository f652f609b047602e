"""The numbers of a finished official document: those of GB/T 9704—2012, or what an office writes down that differs.

Printing and 公文体检 read the same record. Lengths in mm from the top left corner of the paper, type sizes in pt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from campaign.model.base import Names, Record, Text, Truth, Word, as_list

Kind = Literal["document", "letter", "order", "minutes", "sheet"]
Element = Literal["发文机关标志", "发文字号", "标题", "主送机关", "成文日期", "版记", "页码"]
Family = Literal["body", "kai", "hei", "title", "number"]
Span = tuple[float, float]  # what is accepted, from … to

MM = 25.4 / 72  # one point
UNITS = {"毫米": 1.0, "mm": 1.0, "厘米": 10.0, "cm": 10.0, "磅": MM, "pt": MM}
SIZES = {
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
}
# Below the upper edge of the type area, in mm (7.2.4, 10.2, 10.3); that of a 信函 hangs from the edge of the paper (10.1).
MARK_BELOW = {"document": 35.0, "order": 20.0, "minutes": 35.0}
LETTER_MARK = 30.0
DASH = 2.7625 / (14 * MM)  # of the type size: from the upper edge of a line of the page number to its dashes
NUMBER_BELOW = 7.0  # from the type area to the dashes of the page number (7.5)


class RedHead(Word):
    PRINTED = "printed", "印出"
    PREPRINTED = "preprinted", "套红纸"


class NumberPlace(Word):
    OUTER = "outer", "外侧"
    CENTRE = "centre", "居中"


class Numbering(Word):
    STANDARD = "standard", "按标准"
    AS_SOURCE = "as_source", "照原文"


# -- numbers as they are typed ---------------------------------------------------------------------------------------------------


def _number(typed: Any, low: float, high: float, units: Mapping[str, float], whole: bool = False) -> float:
    """A number within bounds, with or without its unit."""
    text = unicodedata.normalize("NFKC", str(typed)).strip() if isinstance(typed, str | int | float) else ""
    found = re.fullmatch(r"([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([^\d.]*)", text)
    try:
        value = (
            SIZES[text]
            if text in SIZES and units is _POINTS
            else float(found[1]) * units[found[2]]
            if found
            else float("nan")
        )
    except (KeyError, ValueError):
        value = float("nan")
    if not isfinite(value) or not low <= value <= high or (whole and value != int(value)):
        shown = f"写的是“{typed}”，" if isinstance(typed, str | int | float) else ""
        raise PydanticCustomError(
            "number",
            "{shown}应是 {low} 到 {high} 之间的{word}",
            {"shown": shown, "low": f"{low:g}", "high": f"{high:g}", "word": "整数" if whole else "数"},
        )
    return value


_MILLIMETRES = {"": 1.0, **UNITS}
_POINTS = {"": 1.0, "磅": 1.0, "pt": 1.0, "毫米": 1 / MM, "mm": 1 / MM}
_PLAIN = {"": 1.0}


def _read(low: float, high: float, units: Mapping[str, float] = _MILLIMETRES) -> BeforeValidator:
    return BeforeValidator(lambda typed: None if typed is None else _number(typed, low, high, units))


def _whole(low: int, high: int) -> BeforeValidator:
    return BeforeValidator(lambda typed: int(_number(typed, low, high, _PLAIN, whole=True)))


def _span(low: float, high: float, units: Mapping[str, float], around: Callable[[float], Span]) -> BeforeValidator:
    """Two numbers, from … to; or one, with the room that printing needs about it."""

    def read(typed: Any) -> Span | None:
        if typed is None:
            return None
        if not isinstance(typed, list | tuple):
            return around(_number(typed, low, high, units))
        if len(typed) != 2:
            raise PydanticCustomError("number", "应写一个数，或从小到大的两个数，如 [10.2, 10.5]")
        first, last = (_number(each, low, high, units) for each in typed)
        if first > last:
            raise PydanticCustomError("number", "两个数应先小后大")
        return first, last

    return BeforeValidator(read)


def _about(size: float) -> Span:
    """A type size with what a grid takes off or adds: 三号 of 28 字 to 156 mm is 15.79 pt."""
    return round(size * 0.965, 3), round(size * 1.015, 3)


_NUMBER = WithJsonSchema({"type": ["number", "string"]})
_NUMBERS = WithJsonSchema(
    {
        "anyOf": [
            {"type": ["number", "string"]},
            {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2},
        ]
    }
)
Length = Annotated[float, _read(0.1, 1200), _NUMBER]
Slack = Annotated[float, _read(0, 20), _NUMBER]
Points = Annotated[float, _read(5, 72, _POINTS), _NUMBER]
SizeSpan = Annotated[Span, _span(5, 72, _POINTS, _about), _NUMBERS]
PitchSpan = Annotated[Span, _span(2, 100, _MILLIMETRES, lambda each: (each - 0.05, each + 0.05)), _NUMBERS]


def _face(typed: Any) -> Any:
    """Names of typefaces go into a style sheet: letters, digits, spaces and hyphens only."""
    names = as_list(typed)
    for name in names if isinstance(names, list | tuple) else ():
        if not isinstance(name, str) or not re.fullmatch(r"[\w \-.+]+", name.strip()):
            raise PydanticCustomError(
                "number", "“{name}”不像字体名；只能有字母、汉字、数字、空格和连字符", {"name": str(name)}
            )
    return names


def _colour(typed: Any) -> str:
    text = str(typed).strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", text) or not _is_red(text):
        raise PydanticCustomError(
            "number", "写的是“{typed}”，应是一种红色，如 '#e60012'（加引号）", {"typed": str(typed)}
        )
    return text


def _is_red(text: str) -> bool:
    red, green, blue = (int(text[place : place + 2], 16) for place in (1, 3, 5))
    return red > 140 and green < 0.5 * red and blue < 0.5 * red


Face = Annotated[Names, BeforeValidator(_face)]


class Fonts(Record):
    """The office's own typefaces by role, best first; ours stand behind them."""

    body: Face = Field((), title="正文（仿宋）")
    kai: Face = Field((), title="楷体")
    hei: Face = Field((), title="黑体")
    title: Face = Field((), title="标题和标志（小标宋）")
    number: Face = Field((), title="页码（宋体）")


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


class Profile(Record):
    """`plans/profiles/<name>.yaml`: what an office's documents measure; what is not written is as in `base`."""

    base: Literal["gb9704", "letter", "order", "minutes", "sheet"] = Field("gb9704", title="以哪套数值为底")
    name: Text = Field("gb9704", title="名称")
    title: Text = Field("公文格式（GB/T 9704—2012）", title="标题", description="体检报告里的叫法")
    kind: Kind = Field("document", title="公文种类")

    # paper and type area (5.1, 5.2.1)
    page_width: Length = Field(210.0, title="纸宽（毫米）")
    page_height: Length = Field(297.0, title="纸高（毫米）")
    margin_top: Length = Field(37.0, title="上边距（天头，毫米）")
    margin_bottom: Length | None = Field(None, title="下边距（毫米）", description="与版心高只写一项")
    margin_left: Length = Field(28.0, title="左边距（订口，毫米）")
    margin_right: Length | None = Field(None, title="右边距（毫米）", description="与版心宽只写一项")
    area_width: Length = Field(156.0, title="版心宽（毫米）")
    area_height: Length = Field(225.0, title="版心高（毫米）")

    # the grid (5.2.3)
    grid: Truth = Field(True, title="按行列网格排版")
    lines: Annotated[int, _whole(5, 60)] = Field(22, title="每页行数")
    chars: Annotated[int, _whole(10, 60)] = Field(28, title="每行字数")
    pitch: PitchSpan | None = Field((10.2, 10.5), title="行距（毫米）", description="不写即按行数撑满版心")
    fixed_pitch: Length | None = Field(
        None, title="固定行距", description="本单位 Word 模板的固定值，如 28磅、28.95磅；不写即按行数撑满版心"
    )
    title_pitch: Length | None = Field(None, title="标题的行距", description="如 35磅；不写即同正文")
    allow_squeeze: Truth = Field(False, title="多一行或少一行只算警告")

    # type (5.2.2, 7.3.1, 7.4.2, 7.5), pt
    body_size: SizeSpan = Field((15.5, 16.05), title="正文字号（磅）", description="也可写三号、四号")
    title_size: SizeSpan = Field((21.4, 22.1), title="标题字号（磅）")
    small_size: SizeSpan = Field((13.7, 14.1), title="版记和页码字号（磅）")
    table_size: Points = Field(10.5, title="表格最小字号（磅）")
    fonts: Fonts = Field(Fonts(), title="本单位的字体", description="按用处写字体全名")
    bold_level_3: Truth = Field(False, title="第三层标题加粗")
    grey: Truth = Field(False, title="小字可以是灰色")

    # special positions
    mark_top: Length = Field(72.0, title="发文机关标志上边距纸顶（毫米）")  # 7.2.4
    rule_gap: Slack = Field(4.0, title="发文字号到红线（毫米）")  # 7.2.7
    red: Annotated[str, BeforeValidator(_colour)] = Field("#e60012", title="版头的红色")
    red_head: RedHead = Field(RedHead.PRINTED, title="版头的红字红线", description="套红纸即不印，只留位置")
    number_top: Length = Field(269.0, title="页码一字线上边距纸顶（毫米）")  # 7.5
    number_place: NumberPlace = Field(NumberPlace.OUTER, title="页码位置")
    number_on_first: Truth = Field(True, title="首页有页码")  # 10.1: a letter has none on page 1
    even_end: Truth = Field(True, title="版记落在双页")
    imprint: Truth = Field(True, title="印版记")
    qr: Truth | None = Field(None, title="印二维码、网址和版次", description="不写即公文不印、会议和办公用的工作表册印")
    numbering: Numbering = Field(Numbering.STANDARD, title="结构层次序数", description="照原文即不查序数写法，只查字体")

    # tolerances
    page_slack: Slack = Field(0.2, title="纸张误差（毫米）")
    area_slack: Slack = Field(1.0, title="版心误差（毫米）")
    indent_slack: Slack = Field(0.3, title="缩进误差（毫米）")
    centre_slack: Slack = Field(1.0, title="居中误差（毫米）")
    step_slack: Slack = Field(0.15, title="行距误差（毫米）")

    require: Annotated[tuple[Element, ...], BeforeValidator(as_list)] = Field(("标题", "页码"), title="必须有的要素")
    skip: Annotated[tuple[int, ...], BeforeValidator(as_list)] = Field(
        (), title="不查的项目", description="体检项目的序号"
    )

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
        """一行, baseline to baseline: 15/8 of a character's height (3), 10.446 mm, what makes other lines fill the type area (5.2.3),
        or what the office keeps to."""
        if self.fixed_pitch:
            return self.fixed_pitch
        natural = self.cell * 15 / 8
        return natural if 0 <= self.area_height - self.height_of_lines(natural) <= self.area_slack else self.filling

    @property
    def filling(self) -> float:
        """The distance of lines that fill the type area edge to edge."""
        return (self.area_height - self.cell) / (self.lines - 1)

    def height_of_lines(self, row: float) -> float:
        """From the upper edge of a page's first line to the lower edge of its last."""
        return (self.lines - 1) * row + self.cell

    @property
    def highest_number(self) -> float:
        """Where the dashes of the page number may stand at the highest: half a line's leading lies below the text, then its own line begins."""
        return round(self.bottom + (self.row - self.cell) / 2 + DASH * self.small_cell + 0.05, 1)

    @property
    def pitches(self) -> Span:
        """Accepted distances of lines."""
        return self.pitch or (self.row - 0.15, self.row + 0.15)

    @property
    def title_from(self) -> float:
        """The type size in pt from which a line may be a title; a title that is too small is one all the same."""
        return 17.5 if self.body_size[1] < 17 else (self.body_size[1] + self.title_size[0]) / 2

    @property
    def small(self) -> float:
        """The small print (4号) as printed: the largest half point that is accepted, 14 pt."""
        return printed(self.small_size)

    @property
    def small_cell(self) -> float:
        """One character of the small print: 4.939 mm."""
        return self.small * MM

    @cached_property
    def families(self) -> Mapping[Family, tuple[str, ...]]:
        """Accepted font names by role: the profile's own first, then the built-in ones."""
        return {role: tuple(map(folded, getattr(self.fonts, role))) + names for role, names in FONTS.items()}

    def is_font(self, name: str, *roles: Family) -> bool:
        plain = folded(name)
        return any(part in plain for role in roles for part in self.families[role])

    def of_kind(self, kind: str) -> Profile:
        """The same office's numbers for another kind of document: what the standard asks of that kind differs."""
        if kind == self.kind:
            return self
        other = BY_KIND[kind]
        return self.model_copy(
            update={
                "kind": kind,
                "mark_top": mark_top(kind, self.top),
                "number_on_first": other.number_on_first,
                "even_end": self.even_end and other.even_end,
                "require": other.require,
            }
        )


def folded(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name).lower()


def printed(span: Span) -> float:
    """The size that is printed: the largest half point that is accepted, or its upper end."""
    half = int(span[1] * 2) / 2
    return half if half >= span[0] else span[1]


def size_name(span: Span) -> str:
    """字号 of a span as messages name it: 3 号; nothing where it holds none."""
    held = next((name for name, size in SIZES.items() if span[0] <= size <= span[1]), "")
    figures = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
    return f"小 {figures[held[1]]} 号" if held.startswith("小") else f"{figures[held[0]]} 号" if held else ""


def mark_top(kind: str, top: float) -> float:
    return LETTER_MARK if kind == "letter" else top + MARK_BELOW.get(kind, 35.0)


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
                skip=(*range(3, 9), *range(11, 39), 40, 44, 46, 47),
            ),
        )
    }
)
BY_KIND: Mapping[str, Profile] = MappingProxyType({each.kind: each for each in PROFILES.values()})
STANDARD = PROFILES["gb9704"]


# -- a local file over its base --------------------------------------------------------------------------------------------------


def complete(local: Profile) -> Profile:
    """What a file says over what its base says; what follows from other numbers and is not written follows them."""
    base, given = PROFILES[local.base], local.model_fields_set
    made = base.model_copy(update={each: getattr(local, each) for each in given})
    derived: dict[str, Any] = {}
    if "margin_right" in given and local.margin_right is not None:
        derived["area_width"] = made.page_width - made.margin_left - local.margin_right
    if "margin_bottom" in given and local.margin_bottom is not None:
        derived["area_height"] = made.page_height - made.margin_top - local.margin_bottom
    made = made.model_copy(update=derived)
    if made.fixed_pitch and "lines" not in given:
        most = int((made.area_height - made.cell) / made.fixed_pitch + 1e-6) + 1
        made = made.model_copy(update={"lines": min(max(most, 5), 60)})
    if "pitch" not in given and (made.fixed_pitch or _grid(made) != _grid(base)):
        made = made.model_copy(update={"pitch": None})
    if "mark_top" not in given and made.top != base.top:
        made = made.model_copy(update={"mark_top": mark_top(made.kind, made.top)})
    if "number_top" not in given and made.grid and (*_grid(made), made.top) != (*_grid(base), base.top):
        made = made.model_copy(update={"number_top": max(made.bottom + NUMBER_BELOW, made.highest_number)})
    return made


def _grid(profile: Profile) -> tuple[float, ...]:
    return (profile.lines, profile.chars, profile.area_width, profile.area_height)


def faults(profile: Profile, given: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Numbers that no paper can hold together: (key, sentence, remedy). `given` are the keys that the file itself writes."""
    yield from _area_faults(profile, given)
    if profile.grid and not any(_area_faults(profile, given)):
        yield from _grid_faults(profile, given)
        yield from _place_faults(profile, given)


def _at(given: frozenset[str], *keys: str) -> str:
    """The first of these keys that stands in the file: where a fault is shown."""
    return next((key for key in keys if key in given), keys[0])


def _area_faults(profile: Profile, given: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    across = (
        "左",
        "宽",
        profile.margin_left,
        profile.area_width,
        profile.page_width,
        "margin_right",
        "area_width",
        "margin_left",
    )
    down = (
        "上",
        "高",
        profile.margin_top,
        profile.area_height,
        profile.page_height,
        "margin_bottom",
        "area_height",
        "margin_top",
    )
    for side, word, margin, area, paper, other, key, edge in (across, down):
        if {other, key} <= given:
            yield other, f"{other} 和 {key} 说的是一件事，只能写一项", f"删去 {key}"
        elif area < 50 or margin + area > paper:
            where = _at(given, other, key, edge)
            if area < 50:
                yield where, f"版心{word}只剩 {area:g} 毫米，排不下公文", "改小边距"
            else:
                yield (
                    where,
                    f"{side}边距 {margin:g} 加版心{word} {area:g} 超出纸{word} {paper:g} 毫米",
                    "改小边距或版心",
                )


def _grid_faults(profile: Profile, given: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    cell, row, size = profile.cell, profile.row, profile.cell / MM
    low, high = profile.body_size
    if not low - 0.05 <= size <= high + 0.05:
        fitting = round(profile.area_width / (printed((low, high)) * MM))
        yield (
            _at(given, "body_size", "chars", "margin_right", "area_width", "margin_left"),
            f"版心宽 {profile.area_width:g} 毫米排 {profile.chars} 字，每字 {size:.2f} 磅，与正文字号 {low:g}—{high:g} 磅对不上",
            f"每行写 {fitting} 字，或把版心宽改成 {profile.chars * min(max(size, low), high) * MM:.1f} 毫米，或把 body_size 改成 {size:.1f}",
        )
    if printed(profile.title_size) < size + 1:
        yield (
            _at(given, "title_size", "body_size", "chars"),
            f"标题 {printed(profile.title_size):g} 磅，正文 {size:.2f} 磅，标题应比正文大",
            "改大 title_size；国标是二号（22 磅）",
        )
    if not 1.1 * cell <= row <= 3.5 * cell:
        yield (
            _at(given, "lines", "margin_bottom", "area_height", "margin_top"),
            f"版心高 {profile.area_height:g} 毫米排 {profile.lines} 行，行距 {row:.2f} 毫米，字高 {cell:.2f} 毫米，行与行{'会叠在一起' if row < cell else '太密' if row < 2 * cell else '太疏'}",
            f"行数写 {max(5, int((profile.area_height - cell) / (cell * 15 / 8)) + 1)} 左右",
        )
    elif profile.fixed_pitch and profile.height_of_lines(row) > profile.area_height + profile.area_slack:
        yield (
            _at(given, "fixed_pitch", "lines"),
            f"固定行距 {row:.2f} 毫米，版心高 {profile.area_height:g} 毫米排不下 {profile.lines} 行",
            "删去 lines，由行距定行数；或改小行距",
        )
    elif not profile.pitches[0] - 0.005 <= row <= profile.pitches[1] + 0.005:
        middle = sum(profile.pitches) / 2
        yield (
            _at(given, "pitch", "lines"),
            f"{profile.lines} 行、行距 {profile.pitches[0]:g}—{profile.pitches[1]:g} 毫米与版心高 {profile.area_height:g} 毫米对不上，撑满版心的行距是 {row:.2f} 毫米",
            f"pitch 写 {row:.2f}，或删去 pitch；要保留行距，就把版心高改成 {profile.height_of_lines(middle):.1f} 毫米",
        )


def _place_faults(profile: Profile, given: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    least = profile.highest_number
    if not least <= profile.number_top <= profile.page_height - 5:
        yield (
            _at(given, "number_top", "margin_bottom", "area_height"),
            f"页码一字线距纸顶 {profile.number_top:g} 毫米，应在版心下边（{profile.bottom:g}）以下、纸边以内",
            f"写 {least:.1f} 到 {profile.page_height - 5:g} 之间的数；标准是版心下边再往下 7 毫米",
        )
    if not 0 <= profile.mark_top <= profile.bottom - 100:
        yield (
            "mark_top",
            f"发文机关标志距纸顶 {profile.mark_top:g} 毫米，首页排不下正文",
            "标准是版心上边再往下 35 毫米",
        )
    unknown = [each for each in profile.skip if not 1 <= each <= 47]
    if unknown:
        yield "skip", f"体检没有第 {unknown[0]} 项", "写体检报告里方括号中的序号，1 到 47"
