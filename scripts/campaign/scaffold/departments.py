"""A list of departments as an office has it (text, or cells of a table) → names with the kinds they sound like, and what was passed over.

Nothing is asked: a kind comes from its column, from the heading above (临床科室：), or from the words of the name, and the list says which.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.leaves import unseen
from campaign.leaves.decoding import decoded
from campaign.leaves.problems import Problem
from campaign.load.registry import built_in
from campaign.model import UnitKind
from campaign.workbooks.forms import opened

MOST_LETTERS = 30  # a longer line is a sentence

_HEADINGS = (
    (UnitKind.PARTY, "党群|党务"),
    (UnitKind.FUNCTIONAL, "行政职能|职能|行政后勤|行政|机关|后勤"),
    (UnitKind.CLINICAL, "临床"),
    (UnitKind.MEDTECH, "医技|辅助检查|医疗辅助"),
    (UnitKind.WARD, "护理单元|病区"),
)
_COLUMNS = {
    "name": {"科室", "科室名称", "名称", "部门", "部门名称", "单位", "单位名称"},
    "kind": {"类别", "科室类别", "类型", "性质", "分类"},
    "parent": {"所属科室", "上级科室", "上级", "归属", "所属"},
    "alias": {"简称", "别名", "曾用名", "又称"},
}
_PASSED = {"序号", "编号", "备注", "合计", "小计", "总计", "姓名", "电话", "联系电话", "负责人", "科主任", "人数"}
_SOUNDS = (
    (UnitKind.TEAM, r"(?:小组|专班|委员会|专家组|工作组)$"),
    (UnitKind.PARTY, r"^(?:党|团委|工会|纪委|纪检|统战|妇委|组织)"),
    (UnitKind.WARD, r"(?:病区|病房|护理单元)$"),
    (UnitKind.PRIMARY, r"(?:卫生院|卫生服务中心|卫生服务站|卫生室)$"),
    (UnitKind.HOSPITAL, r"(?:医院|保健院)$"),
    (UnitKind.INSTITUTION, r"(?:疾控中心|控制中心|血站|急救中心|监督所)$"),
    (
        UnitKind.MEDTECH,
        r"检验|放射(?!治疗)|影像|超声|病理|药[学剂房库]|药事|心电|电生理|核医学|输血|内镜|功能(?:检查|科)|供应|CT|磁共振|MRI|B超|营养",
    ),
    (
        UnitKind.FUNCTIONAL,
        (
        r"办公室$|办$|处$|^护理部|门诊部|医务|医政|质控|质量|感染管理|院感|感控|人事|人力|劳资|离退休|老干|财务|计财|会计|收费|住院处"
        r"|审计|信息|网络|统计|病案|档案|图书|总务|后勤|基建|保卫|安全|消防|设备|器械|医学工程|物资|采购|招标|医保|物价|价格|宣传|文化|外联"
        r"|科教|教学|科研|教育|伦理|公共卫生|公卫|预防保健|防保|客服|医患|投诉|随访|法规|法务|监察|运营|绩效|发展|规划|医疗(?!美容)|应急|保健办"
        ),
    ),
    (UnitKind.CLINICAL, r"科$|中心$|门诊$|室$|ICU$|CCU$|产房$|医学部$"),
    (UnitKind.FUNCTIONAL, r"部$|股$|组$"),
)  # fmt: skip


@dataclass(frozen=True)
class Department:
    """One line of the list: `how` says where its kind is from, `above` names the department it belongs to."""

    name: str
    kind: UnitKind
    how: str
    above: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Departments:
    """The departments in their order, and what was passed over, as sentences."""

    found: tuple[Department, ...] = ()
    passed: tuple[str, ...] = ()


class ListFault(Exception):
    """Why a list cannot be read; the text is a Chinese sentence."""


def read(name: str, raw: bytes, office: str) -> Departments:
    """The departments of a file: xlsx, csv, or text in UTF-8, UTF-16 or GB 18030, one a line or parted by 、. Raises ListFault."""
    if raw[:2] == b"PK":
        book = opened(name, raw)
        if isinstance(book, Problem):
            raise ListFault(f"{name}：{book.message}；{book.hint}")
        cells = [
            ["" if value is None else str(value) for value in row]
            for sheet in book.worksheets
            for row in sheet.iter_rows(values_only=True)
        ]
        return listed(cells, office)
    text = decoded(raw)
    if text is None:
        raise ListFault(f"{name} 不是文字，也不是 xlsx；把科室名单存成 xlsx、csv 或 txt")
    if name.lower().endswith(".csv"):
        try:
            return listed(csv.reader(io.StringIO(text)), office)
        except csv.Error as fault:
            raise ListFault(f"{name} 分不清格子，多半是引号没有配对；另存一份再试") from fault
    return listed((line.split("\t") for line in text.splitlines()), office)


def listed(rows: Iterable[Sequence[str]], office: str) -> Departments:
    """Departments in rows of cells; a row that names columns says what the cells below are, without one every cell is a name or a heading."""
    many = {name for each in built_in() for name in (each.name, *each.aliases)}
    found: dict[str, Department] = {}
    passed: list[str] = []
    for each in _entries(rows):
        name = each.name
        if not name:
            continue
        if name == office:
            passed.append(f"“{name}”就是本单位，不另登记")
        elif name in many or re.match("各|全院", name):
            passed.append(f"“{name}”是统称，不是一个科室；不用登记就认得")
        elif not re.search(r"[A-Za-z\u3400-\u9fff]", name) or re.search(r"\d{7}", name):
            passed.append(f"“{name[:MOST_LETTERS]}”不是名称")
        elif len(name) > MOST_LETTERS or re.search("[。!?:]", name):
            passed.append(f"“{name[:12]}……”不像科室名称")
        elif name in found:
            passed.append(f"“{name}”写了不止一次，只登记一个")
        else:
            found[name] = each
    taken, kept = set(found), []
    for each in found.values():
        inside = each.above in found and each.above != each.name
        if each.above and not inside and each.above != office:
            passed.append(f"“{each.name}”的上级“{each.above}”不在名单里，算在本单位")
        free = tuple(alias for alias in dict.fromkeys(each.aliases) if alias not in taken)
        taken.update(free)
        kept.append(replace(each, above=each.above if inside else "", aliases=free))
    return Departments(tuple(kept), tuple(dict.fromkeys(passed)))


def _entries(rows: Iterable[Sequence[str]]) -> Iterator[Department]:
    columns: dict[str, int] = {}
    heading: UnitKind | None = None
    for row in rows:
        cells = [_plain(cell) for cell in row]
        named = {key: place for key, words in _COLUMNS.items() for place, cell in enumerate(cells) if cell in words}
        if "name" in named and all(
            cell in _PASSED or not cell or place in named.values() for place, cell in enumerate(cells)
        ):
            columns = named
            continue
        if columns:
            said = {key: cells[place] if place < len(cells) else "" for key, place in columns.items()}
            kind = _typed(said.get("kind", ""))
            guessed, how = sounds_like(said["name"])
            aliases = tuple(filter(None, re.split("[、,; ]", said.get("alias", ""))))
            yield Department(said["name"], kind or guessed, "按表" if kind else how, said.get("parent", ""), aliases)
            continue
        for cell in cells:
            for name in _names(cell):
                kind = _headed(name)
                if kind:
                    heading = kind
                elif name not in _PASSED and name not in _COLUMNS["name"] and not re.fullmatch(r"[\d.]+", name):
                    guessed, how = sounds_like(name)
                    yield Department(name, heading or guessed, "按小标题" if heading else how)
                elif name.isdigit() and len(cells) == 1:
                    yield Department(name, UnitKind.FUNCTIONAL, "")


def _plain(cell: str) -> str:
    """A cell in ordinary characters and blanks, with brackets as Chinese sets them; numbers in circles go."""
    text = unicodedata.normalize("NFKC", re.sub("[①-⑳❶-❿]", "", unseen.stripped(cell)))
    return re.sub(r"\s+", " ", text).strip().replace("(", "（").replace(")", "）")


def _names(cell: str) -> Iterator[str]:
    """The names of a cell or line: parted by marks outside brackets, or by blanks between Chinese words; numbers before them go."""
    cell = re.sub(r"^([^:]{2,12}):", r"\1、", cell)
    for part in re.split(
        r"[、,;|](?![^（]*）)", re.sub(r"^(?:（?\d{1,3}[）.、]|[一二三四五六七八九十]{1,3}、|[•·●○■◆*-])\s*", "", cell)
    ):
        words = part.split()
        apart = len(words) > 1 and all(re.search(r"[\u3400-\u9fff]{2}|^[A-Z]{2,6}$|^\d+$", word) for word in words)
        for word in words if apart else [re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", part)]:
            name = re.sub(r"^\d{1,3}[.、]", "", word).strip()
            if name and not (apart and name.isdigit()):
                yield name


def _headed(name: str) -> UnitKind | None:
    """The kind that a line such as 临床科室 or （二）医技部门（5个） heads."""
    core = re.sub(r"^（[一二三四五六七八九十]+）|（[^）]*）$", "", name)
    ends = r"(?:科室|部门|系统|类|单元|板块)?"
    return next((kind for kind, words in _HEADINGS if re.fullmatch(f"(?:{words}){ends}", core)), None)


def _typed(typed: str) -> UnitKind | None:
    """A kind as a column says it."""
    exact = next((kind for kind in UnitKind if typed in (kind.value, kind.chinese)), None)
    return exact or (_headed(typed) if typed else None)


def sounds_like(name: str) -> tuple[UnitKind, str]:
    """The kind of department a name sounds like, and how sure that is."""
    core = re.sub(r"（[^）]*）", "", name) or name
    kind = next((kind for kind, words in _SOUNDS if re.search(words, core, re.IGNORECASE)), None)
    return (kind, "按名称") if kind else (UnitKind.FUNCTIONAL, "没认出，先作职能科室")
